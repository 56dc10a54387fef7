"""The value of a cell → the words that a person sees in it, where no number format says more."""

from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from sys import float_info

from validator.messages import Lang, text

#: A number shows so many digits, which are all that a spreadsheet keeps of it; and no more behind
#: its point than the general format shows.
_DIGITS, _DECIMALS = 15, 9
_LEAST, _MOST = Decimal(1).scaleb(-_DECIMALS), Decimal(1).scaleb(_DIGITS)
_LARGEST = Decimal(float_info.max)
_EXACT = Context(prec=_DIGITS + _DECIMALS, rounding=ROUND_HALF_UP)
#: What a spreadsheet shows for a number that no cell can hold.
_NO_NUMBER = "#NUM!"


def plain(value: object) -> str:
    """The words of a value: 1819.46 for 1819.4600000000003, 2021-08-31 for a date."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return general(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if value.time() != time() else f"{value.date()}"
    if isinstance(value, time):
        return value.isoformat("seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(abs(int(value.total_seconds())), 60)
        sign = "-" if value < timedelta() else ""
        return f"{sign}{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return "" if value is None else str(value)


def general(value: float | Decimal) -> str:
    """The number with all the digits that the general format shows where there is room."""
    number = decimal(value)
    if number is None:
        return _NO_NUMBER
    if number and not _LEAST <= abs(number) < _MOST:
        mantissa, _, power = f"{number:E}".partition("E")
        return f"{_short(mantissa)}E{power}"
    return _short(f"{number.quantize(_LEAST, context=_EXACT):f}")


def decimal(value: float | Decimal) -> Decimal | None:
    """The number as a spreadsheet keeps it; None for one that no cell can hold: nan, inf, or a
    whole number longer than any float."""
    number = Decimal(value)
    if not number.is_finite() or abs(number) > _LARGEST:
        return None
    return Decimal(f"{number:.{_DIGITS}g}")


def of_fault(fault: str, lang: Lang) -> str:
    """An error as its text, and what is said of a formula that was never calculated."""
    return fault or text("drawn.not_computed", lang)


def width(words: str) -> int:
    """How many characters of a column the longest line of the words takes, a Chinese one two."""
    return max(sum(1 + (sign > "\u2e7f") for sign in line) for line in words.split("\n"))


def _short(said: str) -> str:
    """The decimal without zeros at its end."""
    return said.rstrip("0").rstrip(".") if "." in said else said
