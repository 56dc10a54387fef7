"""The value of a cell → the words that a person sees in it, where no number format says more."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from validator.messages import Lang, text

#: A number shows so many digits, which are all that a spreadsheet keeps of it, and no more behind
#: its point than the general format shows.
_DIGITS, _DECIMALS = 15, 9
_TRUTH: Mapping[bool, str] = {True: "TRUE", False: "FALSE"}


def plain(value: object) -> str:
    """The words of a value: 1819.46 for 1819.4600000000003, 2021-08-31 for a date."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _TRUTH[value]
    if isinstance(value, int | float):
        return general(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if value.time() != time() else f"{value.date()}"
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


def general(number: float) -> str:
    """The number with all the digits that the general format shows where there is room."""
    said = f"{number:.{_DIGITS}g}"
    if "e" in said:
        mantissa, _, power = said.partition("e")
        return f"{mantissa}E{power}"
    rounded = f"{float(said):.{_DECIMALS}f}".rstrip("0").rstrip(".") if "." in said else said
    return said if float(rounded) == 0 else rounded


def of_fault(fault: str, lang: Lang) -> str:
    """An error as its text, and what is said of a formula that was never calculated."""
    return fault or text("drawn.not_computed", lang)


def width(words: str) -> int:
    """How many characters of a column the longest line of the words takes, a Chinese one two."""
    return max(sum(2 if ord(sign) > 0x2E7F else 1 for sign in line) for line in words.split("\n"))
