"""The text of a formula → the areas and functions that it names, and what is left without them.

A formula that is filled down or to the right differs in its references only. `Formula.skeleton` is
the text with each area replaced by its number, so that what is learnt of one skeleton holds
for all formulas that share it.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from validator.reading.book import MAX_COLUMNS, MAX_ROWS, column_number
from validator.remembered import remembered

#: Excel takes no longer formula; whatever is longer is not looked into.
MAX_LENGTH = 8_192

#: What stands for a reference in a skeleton, before its number. No name may hold it.
MARK = "§"

_COLUMN, _ROW = r"\$?[A-Z]{1,3}", r"\$?[1-9][0-9]{0,6}"
_PLACE = rf"{_COLUMN}{_ROW}(?::{_COLUMN}{_ROW})?|{_COLUMN}:{_COLUMN}|{_ROW}:{_ROW}"
#: Names are short (Excel: 31 characters), and looking for longer ones would take its time.
_SHEET = r"""'(?:[^']|''){1,99}'|[^\s'"!(),;:+\-*/^&=<>{}\[\]|#$]{1,99}"""
#: A text in quotes, which is left alone, or a reference with or without the name of a sheet.
_REFERENCE = re.compile(rf'"[^"]*"|(?<![\w.$!\'\]:])(?:({_SHEET})!)?({_PLACE})(?![\w.(!\[:])')
_CORNER = re.compile(r"(?:(\$?)([A-Z]+))?(?:(\$?)([0-9]+))?")
_TEXTS = re.compile(r'"[^"]*"')
_FUNCTION = re.compile(r"([A-Za-z_][\w.]*)\s*\(")

#: [1]Sheet1!A1, '[1]Sheet 1'!A1, 'C:\\books\\[x.xlsx]S'!A1, and as .ods files have it.
_LINK = re.compile(
    r"'[^']*\[[^\]']+\][^'!]*'!|\[[^\]]+\][^\s!\[\]'()]*!|'(?:file|https?|ftp):[^']*'"
)
#: cmd|'/c calc'!A0: another program is asked.
_DDE = re.compile(r"[\w.]+\|(?:'[^']*'|[^\s!'()]+)!")
#: Functions that fetch something from outside the workbook, or run something.
OUTSIDE = frozenset(
    {
        "CALL", "DDE", "EXEC", "IMAGE", "IMPORTDATA", "IMPORTXML", "PY", "REGISTER", "REGISTER.ID",
        "RTD", "SQL.REQUEST", "STOCKHISTORY", "WEBSERVICE",
        "CUBEKPIMEMBER", "CUBEMEMBER", "CUBEMEMBERPROPERTY", "CUBERANKEDMEMBER", "CUBESET",
        "CUBESETCOUNT", "CUBEVALUE",
    }
)  # fmt: skip


class Area(NamedTuple):
    """Cells that a formula names: from (top, left) to (bottom, right), from zero, both included;
    `sheet` is "" for the formula's own one."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


class _Side(NamedTuple):
    """A row or a column as a reference says it: counted from 1, fixed with $."""

    number: int
    fixed: bool


class _Reference(NamedTuple):
    """A reference as it is written, `rows` and `columns` from and to."""

    sheet: str
    rows: tuple[_Side, _Side]
    columns: tuple[_Side, _Side]


class Formula(NamedTuple):
    """A formula taken apart. `names_all` is False where it speaks of cells in a way that is not
    understood (names, tables, whole workbooks), so that `areas` may not be all of them."""

    text: str
    skeleton: str
    areas: tuple[Area, ...]
    functions: frozenset[str]
    names_all: bool

    @property
    def link(self) -> str:
        """The first reference to another file, as it is written; "" where there is none."""
        found = _LINK.search(_TEXTS.sub('""', self.text)) if "[" in self.text else None
        found = found or (_LINK.search(self.text) if ":" in self.text else None)
        return found[0].strip("'!") if found else ""

    @property
    def outside(self) -> str:
        """What it asks of another program or of the network: a function's name, or the program;
        "" for nothing."""
        if asked := sorted(self.functions & OUTSIDE):
            return asked[0]
        found = _DDE.search(_TEXTS.sub('""', self.text)) if "|" in self.text else None
        return found[0].rstrip("!") if found else ""


class _Skeleton(NamedTuple):
    """What all formulas of one skeleton have in common."""

    functions: frozenset[str]
    names_all: bool


@remembered(8192)
def parse(text: str) -> Formula:
    """The formula `text`, without its "="; of one too long for Excel nothing is told but that."""
    if len(text) > MAX_LENGTH or MARK in text:
        return Formula(text[:MAX_LENGTH], "", (), frozenset(), False)
    areas: dict[Area, int] = {}
    parts: list[str] = []
    end = 0
    for found in _REFERENCE.finditer(text):
        if found[2] is None:  # a text in quotes
            continue
        reference = _reference(found[1] or "", found[2])
        area = reference and _area(reference, 0, 0)
        if area is None:
            continue
        number = areas.setdefault(area, len(areas))
        parts += (text[end : found.start()], f"{MARK}{number}")
        end = found.end()
    skeleton = "".join((*parts, text[end:]))
    seen = _look(skeleton)
    return Formula(text, skeleton, tuple(areas), seen.functions, seen.names_all)


def moved_areas(text: str, down: int, right: int) -> tuple[Area, ...] | None:
    """The areas that the formula `text` names so many rows further down and columns to the right;
    None where one lies beyond the edge of the sheet."""
    found = [_area(reference, down, right) for reference in _references(text)]
    known = tuple(area for area in found if area is not None)
    return known if len(known) == len(found) else None


@lru_cache(maxsize=1024)
def _references(text: str) -> tuple[_Reference, ...]:
    """Each of the references of a formula once, without those to no cells."""
    said = (found for found in _REFERENCE.finditer(text) if found[2] is not None)
    known = (_reference(found[1] or "", found[2]) for found in said)
    return tuple(dict.fromkeys(each for each in known if each and _area(each, 0, 0)))


def _reference(sheet: str, place: str) -> _Reference | None:
    """A reference by its words; None for another workbook's, or several sheets'."""
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
        if "[" in sheet or ":" in sheet:
            return None
    first, _, last = place.partition(":")
    (top, left), (bottom, right) = _corner(first), _corner(last or first)
    if not left.number:
        left, right = _Side(1, True), _Side(MAX_COLUMNS, True)
    elif not top.number:
        top, bottom = _Side(1, True), _Side(MAX_ROWS, True)
    return _Reference(sheet, (top, bottom), (left, right))


def _area(of: _Reference, down: int, right: int) -> Area | None:
    """The cells of a reference so many rows and columns further; None for what are no cells."""
    top, bottom = sorted(row.number + (0 if row.fixed else down) for row in of.rows)
    first, last = sorted(column.number + (0 if column.fixed else right) for column in of.columns)
    if top < 1 or first < 1 or bottom > MAX_ROWS or last > MAX_COLUMNS:
        return None
    return Area(of.sheet, top - 1, first - 1, bottom - 1, last - 1)


def _corner(place: str) -> tuple[_Side, _Side]:
    """Row and column, 0 for what is not said."""
    found = _CORNER.fullmatch(place)
    assert found is not None
    row, column = found[4] or 0, found[2] or ""
    return _Side(int(row), bool(found[3])), _Side(column_number(column), bool(found[1]))


#: Words that are no names of cells.
_CONSTANTS = frozenset({"TRUE", "FALSE"})
#: What is left of names where functions, texts, errors, marks and numbers are taken away.
_KNOWN = re.compile(
    rf'"[^"]*"|{MARK}\d+|[A-Za-z_][\w.]*\s*\(|#[A-Z0-9/]+[!?]?|\d+(?:\.\d*)?(?:E[+-]?\d+)?|\.\d+'
)


@lru_cache(maxsize=4096)
def _look(skeleton: str) -> _Skeleton:
    bare = _TEXTS.sub('""', skeleton)
    functions = {_plain(name) for name in _FUNCTION.findall(bare)}
    words = set(re.findall(r"[^\W\d][\w.]*", _KNOWN.sub(" ", skeleton)))
    known = words <= _CONSTANTS and not set("[]!|:") & set(bare)
    return _Skeleton(frozenset(functions), known)


def _plain(name: str) -> str:
    """The name of a function without what newer programs write before it: _xlfn., ORG.…"""
    return name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
