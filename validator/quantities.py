"""Figures as people write them on scorecards: amounts with a unit in the cell, rates with and
without %, and the targets and results of indicators (≥90%, 30 分钟以内, 4 次，完成率 100%).

A target or result that cannot be compared as a quantity is qualitative, and `quantity` is None.
"""

from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from validator.amounts import Unit


class Money(NamedTuple):
    """An amount of a scorecard, in 分.

    `half` is half of its last printed digit: by its unit's two decimals, or finer where more digits
    are written (234.0984 万). `loose` is the same by the digits that are written where those are
    fewer than two but some (2.3 万: 0.05 万); else it is `half`. A whole number (6, 78 万) is exact
    to the unit's two decimals.
    """

    fen: Decimal
    half: Decimal
    loose: Decimal
    unit: Unit


class Rate(NamedTuple):
    """A rate in per cent with the decimals that are written: 99.7 with 1. Of a cell that holds a
    fraction (0.997) or a figure without %, `percent` is the reading nearest to what it should be.
    """

    percent: Decimal
    decimals: int


class Sense(Enum):
    """Which way a target points."""

    AT_LEAST = "≥"
    MORE = ">"
    AT_MOST = "≤"
    LESS = "<"
    POINT = "="
    ABOUT = "≈"


class Quantity(NamedTuple):
    """What a target or a result says as a quantity.

    `value` is in `unit` ("" where none is written; 万 and 千 are multiplied out; minutes, hours and
    days are all in 分钟, money in 元) or in per cent, then `unit` is "%". `completion` is the
    完成率 that a result states (100 for 100%), None where it states none.
    """

    sense: Sense
    value: Decimal
    unit: str
    completion: Decimal | None = None


def money(raw: object, unit: Unit, fault: str | None = None) -> Money | None:
    """The amount that a cell states in its own unit or else in `unit`; None where there is none."""
    raise NotImplementedError


def rate(raw: object, near: Decimal | None, fault: str | None = None) -> Rate | None:
    """The rate that a cell states; `near` is the quotient in per cent that decides how a figure
    without % is meant (98.64, 0.9864). None where there is no number."""
    raise NotImplementedError


def quantity(raw: object, like: "Quantity | None" = None) -> Quantity | None:
    """What a target or, with the target as `like`, a result says as a quantity; None for words."""
    raise NotImplementedError
