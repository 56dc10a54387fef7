"""What a cell holds, as Excel hands it over and as it takes it.

Excel gives every number as a float, a date as a date and a time, an amount in a currency format as
a decimal of four places, and an error as a whole number. A text that is written is taken as if it
were typed: it may become a number, a date, a formula or an error.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Any, NamedTuple

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel, to_excel

from tests.excel.calls import refused

#: An error as COM gives it.
ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#NULL!": -2146826288,
    "#NUM!": -2146826252,
    "#REF!": -2146826265,
    "#VALUE!": -2146826273,
    "#GETTING_DATA": -2146826245,
    "#SPILL!": -2146826243,
    "#CALC!": -2146826238,
}
#: The longest text of a cell and the longest formula.
LONGEST_TEXT, LONGEST_FORMULA = 32767, 8192
TEXT_FORMAT = "@"

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?")
_DATES = (
    re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"),
    re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月"),
    re.compile(r"(?P<month>\d{1,2})[-/](?P<day>\d{1,2})"),
)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_HYPERLINK = re.compile(r'=HYPERLINK\((.*),\s*(?:"((?:[^"]|"")*)"|([\d.]+))\s*\)', re.IGNORECASE)


class Content(NamedTuple):
    """What a cell holds, with openpyxl's letter for the kind: n, s, b, e, d or f."""

    value: Any
    kind: str


BLANK = Content(None, "n")


class Entry(NamedTuple):
    """What becomes of a value that is written."""

    content: Content
    number_format: str | None = None  #: the format that a General cell takes with it
    prefix: bool = False  #: it was marked as a text by an apostrophe


def handed_over(content: Content, number_format: str, *, plain: bool = False) -> Any:
    """A cell's value as `Range.Value` gives it; with `plain`, as `Range.Value2` does."""
    value, kind = content
    if value is None or kind == "b":
        return value
    if kind == "e":
        return ERRORS.get(str(value), ERRORS["#N/A"])
    if kind == "s" or isinstance(value, str):
        return str(value)
    number = serial(value)
    if plain:
        return number
    if is_date_format(number_format) and number >= 0:
        moment = from_excel(number, timedelta=False) if number >= 1 else None
        if isinstance(moment, dt.datetime):
            return moment.replace(tzinfo=dt.UTC)
        start = dt.datetime(1899, 12, 30, tzinfo=dt.UTC)
        return start + dt.timedelta(days=number)
    if is_currency_format(number_format):
        return Decimal(str(number)).quantize(Decimal("0.0001"))
    return number


def serial(value: Any) -> float:
    """A number, or the number that Excel keeps for a date, a time or a length of time."""
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return float(to_excel(value, WINDOWS_EPOCH))
    return float(value)


def is_currency_format(number_format: str) -> bool:
    """Whether Excel takes the cell for an amount of money: its format shows a currency sign."""
    positive = re.sub(r'"[^"]*"', lambda found: found[0].strip('"'), number_format.split(";")[0])
    return any(sign in re.sub(r"\[\$-[^\]]*\]", "", positive) for sign in "¥￥$€£")


def formula_text(content: Content) -> str:
    """What `Range.Formula` gives: the formula, or the constant as it would be typed."""
    value, kind = content
    if value is None:
        return ""
    if kind == "f":
        return str(getattr(value, "text", value))
    if kind == "b":
        return "TRUE" if value else "FALSE"
    if kind in ("s", "e") or isinstance(value, str):
        return str(value)
    return f"{serial(value):.15g}".replace("e", "E")


def entered(value: Any, number_format: str) -> Entry:
    """What a cell of this format holds after `value` was written to it."""
    if value is None or value == "":
        return Entry(BLANK)
    if isinstance(value, bool):
        return Entry(Content(value, "b"))
    if isinstance(value, dt.datetime):
        moment = value.replace(tzinfo=None)
        shown = "yyyy/m/d" if moment.time() == dt.time() else "yyyy/m/d h:mm"
        return Entry(Content(serial(moment), "n"), shown)
    if isinstance(value, int | float | Decimal):
        return Entry(number(float(value)))
    if not isinstance(value, str):
        raise TypeError(f"objects of type {type(value).__name__} can not be sent to Excel")
    if len(value) > LONGEST_TEXT:
        raise refused("The text is too long for a cell.")
    if number_format == TEXT_FORMAT:
        return Entry(Content(value, "s"))
    if value.startswith("'"):
        return Entry(Content(value[1:], "s"), prefix=True)
    return _typed(value)


def number(value: float) -> Content:
    """A number as it is kept in a file: whole ones without a decimal point."""
    return Content(int(value) if value.is_integer() and abs(value) < 1e15 else value, "n")


def _typed(text: str) -> Entry:
    if text.startswith("=") and text != "=":
        return Entry(Content(checked_formula(text), "f"))
    bare = text.strip()
    if bare.upper() in ("TRUE", "FALSE"):
        return Entry(Content(bare.upper() == "TRUE", "b"))
    if bare.upper() in ERRORS:
        return Entry(Content(bare.upper(), "e"))
    found = _typed_number(bare) or _typed_date(bare)
    if found:
        return found
    if text[0] in "+-@" and len(text) > 1:
        return Entry(Content(checked_formula("=" + text.lstrip("+@")), "f"))
    return Entry(Content(text, "s"))


def _typed_number(text: str) -> Entry | None:
    negative = text.startswith("(") and text.endswith(")")
    percent = text.endswith("%")
    digits = text.strip("()") if negative else text.removesuffix("%").rstrip()
    if not any(sign.isdigit() for sign in digits) or not _NUMBER.fullmatch(digits):
        return None
    if not digits.isascii():
        return None
    value = float(digits.replace(",", "")) * (-1 if negative else 1)
    shown = None
    if percent:
        value, shown = value / 100, "0.00%" if "." in digits else "0%"
    elif "e" in digits.lower():
        shown = "0.00E+00"
    elif "," in digits:
        shown = "#,##0.00" if "." in digits else "#,##0"
    return Entry(number(value), shown)


def _typed_date(text: str) -> Entry | None:
    if found := _TIME.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        if minutes > 59 or seconds > 59:
            return None
        return Entry(Content((hours * 3600 + minutes * 60 + seconds) / 86400, "n"), "h:mm")
    for pattern in _DATES:
        if found := pattern.fullmatch(text):
            parts = {name: int(part) for name, part in found.groupdict().items()}
            try:
                day = dt.datetime(
                    parts.get("year", dt.date.today().year), parts["month"], parts.get("day", 1)
                )
            except ValueError:
                return None
            shown = "yyyy/m/d" if {"year", "day"} <= parts.keys() else "mmm-yy"
            return Entry(number(serial(day)), shown)
    return None


def checked_formula(formula: str) -> str:
    """The formula, where Excel would accept it: what is opened is closed, and something is said."""
    if len(formula) > LONGEST_FORMULA:
        raise refused("The formula is too long.")
    try:
        tokens = Tokenizer(formula).items
    except (TokenizerError, IndexError) as error:
        raise refused("There is a problem with this formula.") from error
    depth = 0
    for token in tokens:
        depth += {"OPEN": 1, "CLOSE": -1}.get(token.subtype, 0)
        if depth < 0:
            break
    words = [token for token in tokens if token.type == "OPERAND" and token.subtype == "RANGE"]
    spaced = any(re.search(r"[\s，。、：；（）]", token.value.split("!")[-1]) for token in words)
    if depth or not tokens or spaced or formula.rstrip()[-1] in "+-*/^&=<>,":
        raise refused("There is a problem with this formula.")
    return formula


def link_text(formula: str) -> Content:
    """What a `HYPERLINK` formula shows; of any other formula that is written, nothing is known."""
    found = _HYPERLINK.fullmatch(formula)
    if not found:
        return BLANK
    if found[3]:
        return number(float(found[3]))
    return Content(found[2].replace('""', '"'), "s")
