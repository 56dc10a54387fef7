"""Where a waiver applies: a table, a row, a column in the words of the notation, or a cell.

    表3                  a table, in every row and column
    表3 2080505 1栏      a 科目 and a 栏次; 208* is every 科目 below 208
    表1 27行             a line in every column; [合计] is a row by its name
    公开05表!G8          a cell as reports name it; 公开05表!* is the whole sheet
    整本                 everywhere

A finding is where the figure stands that it speaks of first: the left side of an identity. That a
scope names no place that any form has is found out when it is read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from unicodedata import normalize

from validator.findings import CellRef, Finding
from validator.forms.loader import editions, load
from validator.forms.model import Form
from validator.notation import key_of

EVERYWHERE = "整本"
#: The roles of the cells that a finding speaks of first.
_PLACES = frozenset({"left", "place"})
_TABLE = re.compile(
    r"表(?P<table>\d{1,3}(?:-\d{1,3})?)(?:\s*(?P<line>\d{1,3})行"
    r"|\s*\[(?P<name>[^\[\]]+)\]|\s+(?P<code>(?=[*?]*\d)[\d*?]+)(?![\d*?栏]))?"
    r"(?:\s*(?P<column>\d{1,3})栏)?"
)
_CELL = re.compile(r"(?P<sheet>.+)!\$?(?P<cell>[A-Za-z]{1,3}\$?\d{1,7}|\*)")
_CODE = re.compile(r"(?=[*?]*\d)[\d*?]+")


class NotAPlace(ValueError):  # noqa: N818 - what a person wrote, not a fault of the program
    """Words that name no place: `key` is the message that says why, filled with `facts`."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key, self.facts = key, facts
        super().__init__(key)


@dataclass(frozen=True, slots=True)
class Scope:
    """One place. `table` is the key of a table ("" for none), `line` its 行次, `row` the code or
    the name of its row, `sheet` and `cell` an address; what is "" or None may be anything."""

    table: str = ""
    line: int | None = None
    row: str = ""
    column: int | None = None
    sheet: str = ""
    cell: str = ""

    def fits(self, finding: Finding, forms: Mapping[str, Form]) -> bool:
        """Does the finding stand here, in a workbook with tables of these `forms`?"""
        places = [cell for cell in finding.cells if cell.role in _PLACES]
        if self.sheet:
            return any(self._is_address_of(cell) for cell in places)
        if not self.table:
            return True
        if self.line is None and not self.row and self.column is None and not places:
            return self._is_table(finding.table, forms)
        return any(self._is_place_of(cell, forms) for cell in places)

    def _is_address_of(self, cell: CellRef) -> bool:
        return fnmatchcase(_bare(cell.sheet), self.sheet) and self.cell in ("*", cell.address)

    def _is_table(self, key: str, forms: Mapping[str, Form]) -> bool:
        """Is it the table, or one of those of a form that may stand any number of times?"""
        form = forms.get(self.table)
        several = form is not None and form.repeated
        return key == self.table or (several and key.rpartition("-")[0] == self.table)

    def _is_place_of(self, cell: CellRef, forms: Mapping[str, Form]) -> bool:
        if not self._is_table(cell.table, forms) or self.column not in (None, cell.column):
            return False
        form = forms.get(cell.table) or forms.get(cell.table.rpartition("-")[0])
        if self.line is not None:
            words = form.line_words.get(self.line, "") if form and not form.numbered else ""
            named = bool(words) and _bare(words) == _bare(cell.label)
            return named or cell.line == self.line
        if not self.row:
            return True
        lines = form.rows_by_code.items() if form else ()
        return (
            _bare(cell.label) == self.row
            or fnmatchcase(cell.label.split(" ")[0], self.row)
            or any(fnmatchcase(code, self.row) for code, key in lines if key == cell.line)
        )


def scope_of(words: str) -> Scope:
    """The place that the words name. Raises NotAPlace."""
    plain = normalize("NFKC", words).strip()
    if plain == EVERYWHERE:
        return Scope()
    if found := _CELL.fullmatch(plain):
        return Scope(sheet=_bare(found["sheet"]), cell=found["cell"].replace("$", "").upper())
    found = _TABLE.fullmatch(plain)
    if found is None:
        raise NotAPlace("waiver.scope", words=words)
    scope = Scope(
        table=key_of(found["table"]),
        line=int(found["line"]) if found["line"] else None,
        row=_bare(found["name"] or found["code"] or ""),
        column=int(found["column"]) if found["column"] else None,
    )
    _see_that_it_is_there(scope, words)
    return scope


def _see_that_it_is_there(scope: Scope, words: str) -> None:
    """Raises NotAPlace for what no table of any edition has."""
    forms = [form for name in editions() for form in _forms(scope.table, load(name).forms)]
    if not forms:
        raise NotAPlace("waiver.no_table", words=words)
    if scope.column is not None and not any(scope.column in form.columns for form in forms):
        raise NotAPlace("waiver.no_column", words=words, column=scope.column)
    if scope.line is not None and not any(scope.line in form.lines for form in forms):
        raise NotAPlace("waiver.no_line", words=words, number=scope.line)
    if scope.row and not any(_has_row(form, scope.row) for form in forms):
        raise NotAPlace("waiver.no_row", words=words, row=scope.row)


def _forms(key: str, forms: Mapping[str, Form]) -> Iterator[Form]:
    own, several = forms.get(key), forms.get(key.rpartition("-")[0])
    if own is not None:
        yield own
    elif several is not None and several.repeated:
        yield several


def _has_row(form: Form, row: str) -> bool:
    if _CODE.fullmatch(row):
        return form.open or any(fnmatchcase(code, row) for code in form.rows_by_code)
    lines = (line.words for line, _ in form.lines.values())
    return row in map(_bare, (*form.totals, *form.line_words.values(), *lines))


def _bare(words: str) -> str:
    """The words as they are compared: without spaces, full-width signs as the usual ones."""
    return "".join(normalize("NFKC", words).split())
