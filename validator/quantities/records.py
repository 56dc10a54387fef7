"""The records of what people write on scorecards: amounts, rates, and quantities of indicators."""

from decimal import Decimal
from enum import Enum
from typing import NamedTuple


class Money(NamedTuple):
    """An amount of a scorecard, in 分.

    `half` is half of its last printed digit: by its unit's two decimals, or finer where more digits
    are written (234.0984 万), never by fewer (2.3 万 is 2.30 万); 0 where that digit is 分 or less.
    """

    fen: Decimal
    half: Decimal


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
    days are all in 分钟, money in 元) or in per cent, then `unit` is "%". A year's number is meant:
    次/年 is 次, 1 次/月 is 12 次. `completion` is the 完成率 that a result states (100 for 100%),
    None where it states none; where it states nothing else, `value` is the completion and `unit` is
    `COMPLETION`. `scale` is how many of `unit` the written unit is: 10,000 for 万人, 60 for 小时.
    """

    sense: Sense
    value: Decimal
    unit: str
    completion: Decimal | None = None
    scale: Decimal = Decimal(1)

    @property
    def rises(self) -> bool:
        """Does it point up (≥, >)?"""
        return self.sense in (Sense.AT_LEAST, Sense.MORE)

    @property
    def falls(self) -> bool:
        """Does it point down (≤, <)?"""
        return self.sense in (Sense.AT_MOST, Sense.LESS)


#: The unit of a result that states its completion and no figure.
COMPLETION = "完成率"
