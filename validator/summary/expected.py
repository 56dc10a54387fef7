"""The list of the departments that have to submit, from a CSV; and which name is on it.

Columns are known by their headings, in any order: 部门; and where they are there 别名, 截止日期,
年度, 类别, 版本, 联系人, 电话. A row is what one department owes; one that owes accounts and a
budget has two rows, or one that names neither kind nor year. Names are the same when they are so
without spaces, full-width signs and the bracket behind them, （汇总） or （本级）; what is only
alike is offered to a person, never taken.
"""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from validator.amounts import without_spaces
from validator.forms.model import BUDGETS, CARDS, FINAL_ACCOUNTS
from validator.forms.scorecard import form_sets
from validator.forms.text import own_bytes
from validator.messages import Lang, text

#: A column → what its heading may be.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "department": (
        *("部门", "部门名称", "单位", "单位名称", "预算单位", "填报单位", "应报部门", "应报单位"),
        "department",
    ),
    "aliases": ("别名", "简称", "曾用名", "其他名称", "aliases", "alias"),
    "deadline": ("截止日期", "期限", "截止时间", "报送期限", "截止", "deadline"),
    "year": ("年度", "年份", "year"),
    "kind": ("类别", "种类", "报送内容", "kind"),
    "edition": ("版本", "edition"),
    "contact": ("联系人", "经办人", "contact"),
    "phone": ("联系电话", "电话", "手机", "phone"),
}
_FIELD_OF = {name: field for field, names in _HEADINGS.items() for name in names}
#: The headings stand in one of so many rows.
_HEAD = 20
#: A kind of workbook → the signs by which a person names it.
_KINDS: Mapping[str, tuple[str, ...]] = {
    FINAL_ACCOUNTS: ("决算", "accounts"),
    BUDGETS: ("预算", "budget"),
    CARDS: ("自评", "绩效", "scorecard"),
}
_YEAR = re.compile(r"(20\d{2})年?度?")
#: 2025-03-31, 2025/3/31 0:00 (as Excel saves it), 2025年3月31日, 20250331.
_DATE = re.compile(
    r"(?:(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2}))"
    r"(?:\s+0?0:00(?::00)?)?"
)
_LISTED = re.compile("[；;、|\n]")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]$")
#: What stands in a bracket behind the name of a department: its units and itself, or itself alone.
_WHOLE = frozenset({"汇总", "部门汇总", "含下属单位", "盖章", "公章"})
_OWN = frozenset({"本级", "机关", "机关本级", "局本级", "本部", "局机关"})
#: So much alike are names that may be meant for each other.
_ALIKE = 0.75


class Body(NamedTuple):
    """Whose workbook it is, as names are compared; `own`: the department without its units."""

    name: str
    own: bool


@lru_cache(maxsize=65536)
def body(department: str) -> Body:
    """The name of a department as it is compared."""
    name = without_spaces(department).casefold()
    own = False
    while (found := _BRACKET.search(name)) and found[1] in _WHOLE | _OWN:
        own |= found[1] in _OWN
        name = name[: found.start()]
    return Body(name, own)


class ExpectedError(ValueError):
    """A list that cannot be used: where, and the message that says why."""

    def __init__(self, file: str, line: int, key: str, **facts: object) -> None:
        self.file, self.line, self.key, self.facts = file, line, key, facts
        super().__init__(self.said("zh"))

    def said(self, lang: Lang) -> str:
        """`file:line: what is wrong`, in `lang`."""
        return f"{self.file}:{self.line}: {text(self.key, lang, **self.facts)}"


@dataclass(frozen=True, slots=True)
class Due:
    """What a department owes: workbooks of a `kind` or `edition` and a `year` ("", None: whichever)
    by the end of the day `deadline`. `line` is that of the list."""

    department: str
    line: int
    aliases: tuple[str, ...] = ()
    deadline: date | None = None
    year: int | None = None
    kind: str = ""
    edition: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Expected:
    """A list: its file, what is owed, and the headings of columns that say nothing here."""

    file: str
    dues: tuple[Due, ...]
    unused: tuple[str, ...]
    names: Mapping[Body, str]

    def name_of(self, department: str) -> str:
        """The name on the list of a department, as its workbook names it; "" where it is not there.
        One and the same name with and without 本级 are two only where the list has both."""
        found = body(department)
        other = found._replace(own=not found.own)
        return self.names.get(found) or self.names.get(other) or ""


def read_expected(path: Path) -> Expected:
    """The list in a CSV, in UTF-8, UTF-16 with its mark, or GB18030 (as Excel saves it in China).

    Raises ExpectedError naming file and line; OSError for a file that cannot be read.
    """
    rows = list(_rows(path))
    at = next((i for i, (_, cells) in enumerate(rows[:_HEAD]) if _is_head(cells)), None)
    if at is None:
        raise ExpectedError(path.name, rows[0][0] if rows else 1, "expected.no_heading")
    line, headings = rows[at]
    fields = [_FIELD_OF.get(_heading(each), "") for each in headings]
    for field in set(fields) - {""}:
        if fields.count(field) > 1:
            twice = "、".join(h for h, f in zip(headings, fields, strict=True) if f == field)
            raise ExpectedError(path.name, line, "expected.columns_twice", columns=twice)
    dues = []
    for number, cells in rows[at + 1 :]:
        if any(map(str.strip, cells)):
            told = {f: c.strip() for f, c in zip(fields, cells, strict=False) if f}
            dues.append(_due(path.name, number, told))
    if not dues:
        raise ExpectedError(path.name, line, "expected.none")
    named = zip(headings, fields, strict=True)
    unused = tuple(h.strip() for h, field in named if h.strip() and not field)
    return Expected(path.name, tuple(dues), unused, _names(path.name, dues))


def alike(name: str, others: Sequence[str]) -> tuple[str, ...]:
    """Which of `others` may be meant by a name: the one within the other, as without its city, or a
    few signs apart."""
    own = body(name).name
    return tuple(other for other in others if _near(own, body(other).name))


def _near(one: str, other: str) -> bool:
    if min(len(one), len(other)) > 3 and (one in other or other in one):
        return True
    found = SequenceMatcher(None, one, other, autojunk=False)
    return found.real_quick_ratio() >= _ALIKE and found.quick_ratio() >= _ALIKE <= found.ratio()


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the number of its line. Raises ExpectedError."""
    data = own_bytes(path)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ExpectedError(path.name, 1, "expected.workbook")
    content = _decoded(data)
    if content is None or "\0" in content:
        raise ExpectedError(path.name, 1, "expected.no_text")
    lines = content.splitlines(keepends=True)
    head = next((line for line in lines[:_HEAD] if _is_head(re.split("[,\t;]", line))), "")
    delimiter = max(",\t;", key=head.count)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    started = 1
    try:
        for cells in reader:
            yield started, cells
            started = reader.line_num + 1
    except csv.Error as problem:
        raise ExpectedError(path.name, started, "expected.broken") from problem


def _decoded(data: bytes) -> str | None:
    marked = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _heading(words: str) -> str:
    return _BRACKET.sub("", without_spaces(words.strip('"'))).casefold()


def _is_head(cells: Iterable[str]) -> bool:
    return any(_FIELD_OF.get(_heading(cell)) == "department" for cell in cells)


def _due(file: str, line: int, told: Mapping[str, str]) -> Due:
    """A row of the list. Raises ExpectedError."""
    department = told.get("department", "")
    if not body(department).name:
        raise ExpectedError(file, line, "expected.no_department")
    contact = (told.get("contact", ""), told.get("phone", ""))
    edition = told.get("edition", "")
    kind = told.get("kind", "")
    if edition and edition not in form_sets():
        # 决算 below 版本 says what it is just as well.
        kind, edition = kind or edition, ""
    return Due(
        department=department,
        line=line,
        aliases=tuple(filter(None, map(str.strip, _LISTED.split(told.get("aliases", ""))))),
        deadline=_deadline(file, line, told.get("deadline", "")),
        year=_year(file, line, told.get("year", "")),
        kind=_kind(file, line, kind),
        edition=edition or (kind if kind in form_sets() else ""),
        contact=" ".join(filter(None, contact)),
    )


def _deadline(file: str, line: int, words: str) -> date | None:
    if not (plain := normalize("NFKC", words).strip()):
        return None
    if found := _DATE.fullmatch(plain):
        try:
            return date(*map(int, filter(None, found.groups())))
        except ValueError:
            pass
    raise ExpectedError(file, line, "expected.deadline", words=words)


def _year(file: str, line: int, words: str) -> int | None:
    if not (plain := without_spaces(words)):
        return None
    if found := _YEAR.fullmatch(plain):
        return int(found[1])
    raise ExpectedError(file, line, "expected.year", words=words)


def _kind(file: str, line: int, words: str) -> str:
    if not words or words in form_sets():
        return ""
    plain = without_spaces(words).casefold()
    named = [kind for kind, signs in _KINDS.items() if any(sign in plain for sign in signs)]
    if len(named) == 1:
        return named[0]
    raise ExpectedError(file, line, "expected.kind", words=words, kinds="、".join(_KINDS))


def _names(file: str, dues: Iterable[Due]) -> Mapping[Body, str]:
    """Every name on the list → the one that the department has there. Raises ExpectedError where a
    name is that of two departments, or a department owes the same twice."""
    names: dict[Body, tuple[str, int]] = {}
    owed: dict[tuple[Body, int | None, str, str], int] = {}
    first_name: dict[Body, str] = {}
    for due in dues:
        own = body(due.department)
        what = (own, due.year, due.kind, due.edition)
        if what in owed:
            facts = {"department": due.department, "other": owed[what]}
            raise ExpectedError(file, due.line, "expected.twice", **facts)
        owed[what] = due.line
        name = first_name.setdefault(own, due.department)
        for words in (due.department, *due.aliases):
            known, other = names.setdefault(body(words), (name, due.line))
            if known != name:
                facts = {"name": words, "department": known, "other": other}
                raise ExpectedError(file, due.line, "expected.name_of_two", **facts)
    return {each: name for each, (name, _) in names.items()}
