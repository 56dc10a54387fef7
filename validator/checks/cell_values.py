"""What stands in a cell for an amount that is no number, and what a person should type instead.

`describe` tells the ways in which people write amounts that no spreadsheet adds up: with the unit,
as a date, with a footnote, with a letter for a digit. Nothing of it is taken for the amount: where
a number can be made out it is named, and the identities that need the cell are not evaluated.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from validator.amounts import UNITS, State, Unit, canonical, has_mark, show, without_spaces
from validator.checks.context import as_written

#: What a kind of text is called (`check.text_…`), and the facts that its message needs.
Description = tuple[str, Mapping[str, str]]

#: Of a longer text, no more is quoted.
_QUOTED = 40
_FIGURE = r"[-+(]?[0-9][0-9.,]*\)?"
_WORTH = r"(?:[千万亿]?元|[千万亿])"
_CURRENCY = re.compile(
    rf"(?P<sign>(?:人民币|RMB|CNY|[¥$])*):?(?P<figure>{_FIGURE})(?P<unit>{_WORTH}?)(?:整|人民币|RMB)?",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"(?:大?约|近|将近|超过?|不足|不到|至少|[~≈><≥≤])?(?P<figure>{_FIGURE})[余多]?{_WORTH}?"
    r"(?:左右|上下|以上|以下|以内)?"
)
_PER_CENT = re.compile(rf"(?P<figure>{_FIGURE})[%‰]")
_FOOTNOTE = re.compile(
    rf"(?P<figure>{_FIGURE}?)(?:[*※†‡#]+|[(\[【]注?[0-9一二三四五六七八九十]{{1,2}}[)\]】]|注释?[0-9]*)"
)
_GROUPED = re.compile(r"[-+]?[0-9][0-9,]*,[0-9,]*(?:\.[0-9]*)?")
_SCIENTIFIC = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]{1,2}")
_DATE = re.compile(
    r"(?:[0-9]{4}[-/.年])?[0-9]{1,2}[-/月][0-9]{1,2}日?|[0-9]{4}[-/.年][0-9]{1,2}[-/.月]"
    r"(?:[0-9]{1,2}日?)?|[0-9]{4}年度?|[0-9]{1,2}月"
)
_NUMERALS = re.compile(
    "[零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正点]+"
)
_LETTERS = {"O": "0", "o": "0", "〇": "0", "○": "0", "l": "1", "I": "1", "|": "1"}
_LOOKING_ALIKE = str.maketrans(_LETTERS)
_QUOTES = "'\"`‘’“”"
#: Decimal points of other shapes: of an ideographic full stop, a middle dot, a decimal comma.
_POINT = re.compile(r"(?<=[0-9])[。·、,](?=[0-9]{1,2}$)")
_NEGATIVE = re.compile(r"(?:[△▲]|负|-\(|\(-)(?P<before>[0-9.,]+)\)?|(?P<behind>[0-9.,]+)-")
#: Words for no amount, which no blank, 0 or dash is.
_NOTHING = frozenset(
    {"没有", "空", "零", "未发生", "暂无", "不涉及", "未涉及", "不适用", "无此项"}
    | {"N/A", "NA", "NULL", "NONE"}
)
#: The day 0 of a spreadsheet, and the day from which its numbers are right: it has a 29 February
#: 1900, and so the days before are one less.
_DAY_0, _RIGHT_FROM = datetime(1899, 12, 30), datetime(1900, 3, 1)
#: A day before this year was hardly typed: an amount below some 40,000 is formatted as one.
_TYPED_FROM = 2010


def quoted(raw: object) -> str:
    """A cell's text as findings quote it: cut where it is long."""
    text = " ".join(str(raw).split())
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


def describe(raw: object, unit: Unit) -> Description:
    """What the text, date or truth value `raw` in a table printed in `unit` is, as the kind of its
    message and the facts for it: "text" where no more can be said."""
    if isinstance(raw, bool):
        return "text_boolean", {"raw": str(raw).upper()}
    if isinstance(raw, date | time | timedelta):
        return _of_date(raw)
    facts = {"raw": quoted(raw)}
    if not isinstance(raw, str):
        return "text", facts
    words = without_spaces(raw)
    for look in _LOOKS:
        if found := look(raw, words, unit):
            kind, more = found
            return kind, {**facts, **more}
    return "text", facts


def _of_date(raw: date | time | timedelta) -> Description:
    """A number in a cell that is formatted as a date or a time is one; so is what is typed as 1-2,
    which becomes a day of the year in which it is typed."""
    if isinstance(raw, date):
        moment = raw if isinstance(raw, datetime) else datetime(raw.year, raw.month, raw.day)
        days = (moment - _DAY_0) / timedelta(days=1) - (moment < _RIGHT_FROM)
        if moment.time() == time() and raw.year >= _TYPED_FROM:
            typed = f"{moment.month}-{moment.day}"
            return "text_date", {"raw": f"{moment:%Y-%m-%d}", "number": _days(days), "typed": typed}
        return "text_date_format", {"raw": as_written(raw), "number": _days(days)}
    if isinstance(raw, time):
        raw = datetime.combine(_DAY_0, raw) - _DAY_0
    hours, seconds = divmod(round(raw.total_seconds()), 3600)
    clock = f"{hours}:{seconds // 60:02}"
    return "text_time", {"raw": clock, "number": _days(raw / timedelta(days=1))}


def _days(number: float) -> str:
    return _plain(Decimal(f"{number:.10g}"))


# --- texts -------------------------------------------------------------------------------------


def _number(text: str) -> str:
    """The number that a text is, as it should be typed; "" for any other text."""
    state, value = canonical(text)
    return _plain(value) if state is State.TEXT_NUMBER and value is not None else ""


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _formula(raw: str, words: str, _: Unit) -> Description | None:
    return ("text_formula", {}) if words.lstrip(_QUOTES).startswith("=") else None


def _nothing(raw: str, words: str, _: Unit) -> Description | None:
    return ("text_nothing", {}) if words.upper() in _NOTHING else None


def _quote(raw: str, words: str, _: Unit) -> Description | None:
    bare = words.strip(_QUOTES)
    number = _number(bare) if bare != words else ""
    return ("text_quote", {"number": number}) if number else None


def _currency(raw: str, words: str, unit: Unit) -> Description | None:
    """An amount with a unit or with the sign of the currency; told in the table's unit where it
    has another one."""
    found = None if has_mark(raw) else _CURRENCY.fullmatch(words)
    if not found or not (found["sign"] or found["unit"]):
        return None
    number = _number(found["figure"])
    if not number:
        return None
    if not found["unit"]:
        return "text_currency", {"number": number, "sign": found["sign"]}
    stated = UNITS[found["unit"].removesuffix("元") + "元"]
    facts = {"number": number, "stated": stated.name, "unit": unit.name}
    if stated is unit:
        return "text_unit", facts
    return "text_other_unit", {**facts, "due": show(Decimal(number) * stated.fen, unit)}


def _about(raw: str, words: str, _: Unit) -> Description | None:
    found = None if has_mark(raw) else _ABOUT.fullmatch(words)
    number = _number(found["figure"]) if found and found["figure"] != words else ""
    return ("text_about", {"number": number}) if number else None


def _per_cent(raw: str, words: str, _: Unit) -> Description | None:
    return ("text_per_cent", {}) if _PER_CENT.fullmatch(words) else None


def _footnote(raw: str, words: str, _: Unit) -> Description | None:
    """A number with a mark behind it: ①, *, (1), 注1."""
    if has_mark(raw):
        words = without_spaces("".join("#" if has_mark(sign) else sign for sign in raw))
    found = _FOOTNOTE.fullmatch(words)
    number = _number(found["figure"]) if found else ""
    return ("text_footnote", {"number": number}) if number else None


def _point(raw: str, words: str, _: Unit) -> Description | None:
    """A decimal point of another shape, or with no digit on one side of it."""
    for text in (_POINT.sub(".", words), words.removesuffix("."), words.replace(".", "0.", 1)):
        if text != words and not has_mark(raw) and (number := _number(text)):
            return "text_point", {"number": number}
    return None


def _points(raw: str, words: str, _: Unit) -> Description | None:
    several = words.count(".") > 1 and words.replace(".", "").replace(",", "").isdecimal()
    return ("text_points", {}) if several and not has_mark(raw) else None


def _grouping(raw: str, words: str, _: Unit) -> Description | None:
    found = None if has_mark(raw) else _GROUPED.fullmatch(words)
    number = _number(words.replace(",", "")) if found else ""
    return ("text_grouping", {"number": number}) if number else None


def _scientific(raw: str, words: str, _: Unit) -> Description | None:
    if has_mark(raw) or not _SCIENTIFIC.fullmatch(words):
        return None
    return "text_scientific", {"number": _plain(Decimal(words))}


def _negative(raw: str, words: str, _: Unit) -> Description | None:
    found = None if has_mark(raw) else _NEGATIVE.fullmatch(words)
    number = _number(found["before"] or found["behind"]) if found else ""
    return ("text_negative", {"number": f"-{number}"}) if number else None


def _letter(raw: str, words: str, _: Unit) -> Description | None:
    """A letter that looks like a digit, among digits."""
    letters = [sign for sign in dict.fromkeys(words) if sign in _LETTERS]
    if not letters or has_mark(raw) or not any(sign.isdecimal() for sign in words):
        return None
    number = _number(words.translate(_LOOKING_ALIKE))
    return ("text_letter", {"number": number, "letters": " ".join(letters)}) if number else None


def _date(raw: str, words: str, _: Unit) -> Description | None:
    return ("text_written_date", {}) if _DATE.fullmatch(words) else None


def _numerals(raw: str, words: str, _: Unit) -> Description | None:
    return ("text_numerals", {}) if _NUMERALS.fullmatch(words) else None


#: In the order in which they are tried: 1,23 is a decimal comma before it is a wrong grouping.
_LOOKS: tuple[Callable[[str, str, Unit], Description | None], ...] = (
    _formula, _nothing, _quote, _currency, _per_cent, _footnote, _scientific, _negative,
    _letter, _point, _grouping, _points, _date, _numerals, _about,
)  # fmt: skip
