"""Amounts and rates as people write them, and the figures that all of these are made of."""

import re
from decimal import Decimal

from validator.amounts import UNITS, Unit, canonical, without_spaces
from validator.quantities.records import Money, Rate

#: A figure of a scorecard as a pattern. Longer ones are none: what is computed of these stays exact
#: in the 28 digits of decimal arithmetic.
FIGURE = r"[+-]?(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(?:\.\d{1,8})?"
_DECIMALS = 8
_MONEY = re.compile(rf"(?:人民币|¥)?({FIGURE})\(?(亿|千|万)?(元)?整?\)?")
_RATE = re.compile(rf"({FIGURE})(%?)")


def money(raw: object, unit: Unit, fault: str | None = None) -> Money | None:
    """The amount that a cell states in its own unit or else in `unit`; None where there is none."""
    found = _MONEY.fullmatch(written(raw, fault))
    if found is None:
        return None
    digits, multiple, yuan = found.groups()
    if multiple or yuan:
        unit = UNITS[f"{multiple or ''}元"]
    value = figure(digits)
    decimals = len(digits.partition(".")[2])
    return Money(value * unit.fen, _half(unit, max(decimals, unit.decimals)))


def rate(raw: object, near: Decimal | None, fault: str | None = None) -> Rate | None:
    """The rate that a cell states; `near` is the quotient in per cent that decides how a figure
    without % is meant (98.64, 0.9864). None where there is no number."""
    found = _RATE.fullmatch(written(raw, fault))
    if found is None:
        return None
    value, decimals = figure(found[1]), len(found[1].partition(".")[2])
    if not found[2] and _is_fraction(value, near):
        return Rate(value * 100, max(decimals - 2, 0))
    return Rate(value, decimals)


def written(raw: object, fault: str | None = None) -> str:
    """The words of a cell without spaces; a number as it reads, to eight decimals; "" for none."""
    if fault is not None:
        return ""
    if isinstance(raw, str):
        return without_spaces(raw).replace("\u2212", "-")
    value = canonical(raw)[1]
    return "" if value is None or abs(value) >= 10**12 else number(round(value, _DECIMALS))


def number(value: Decimal) -> str:
    """A figure without needless zeros: 90, 1.6."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure(text: str) -> Decimal:
    """The value of a text that is a `FIGURE`."""
    return Decimal(text.replace(",", ""))


def _half(unit: Unit, decimals: int) -> Decimal:
    """Half of the last of `decimals` digits in 分; 0 where that digit is 分 or less."""
    step = Decimal(unit.fen).scaleb(-decimals)
    return step / 2 if step > 1 else Decimal(0)


def _is_fraction(value: Decimal, near: Decimal | None) -> bool:
    """Is a figure without % meant as a fraction of 1?"""
    if near is None:
        return abs(value) <= 2
    return abs(value * 100 - near) < abs(value - near)
