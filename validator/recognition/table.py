"""The records that recognition yields: a filled table with every cell bound to its form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from validator.amounts import Amount, State, Unit
from validator.forms.catalogue import is_code
from validator.forms.model import Edition, Form, Layout, RowKey
from validator.reading import Book, address


class Cell(NamedTuple):
    """A bound cell: its amount, what stood in it, and where (zero-based)."""

    amount: Amount
    raw: object
    row: int
    column: int


class Entry(NamedTuple):
    """A 科目 row: its key among the table's cells, code, name, and where the code stands.

    The key is the code; of a code that stands twice, the second has the key `code#2`.
    """

    key: str
    code: str
    name: str
    row: int
    column: int


class Remark(NamedTuple):
    """Something about a table's shape that a person must know: `kind` names the rule's case.

    `facts` fill the message; `row` and `column` say where, or are None for the whole table.
    """

    kind: str
    facts: Mapping[str, object]
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One filled table. `key` is the subject's number, "上年01" for last year's.

    `cells` maps (row key, 栏次) to the cell; `entries` are the 科目 rows in printed order;
    `empty` is the sentence that declares the table empty, if it does.
    """

    key: str
    form: Form
    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    title: str
    unit: Unit
    cells: Mapping[tuple[RowKey, int], Cell]
    entries: tuple[Entry, ...]
    empty: str
    remarks: tuple[Remark, ...]

    @property
    def range(self) -> str:
        """The part of the sheet that the table takes, as A1:F38."""
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"

    def children(self, key: RowKey) -> list[Entry]:
        """The rows one level below `key` (a code, or 合计 for the classes)."""
        code = str(key).partition("#")[0]
        prefix, length = (code, len(code) + 2) if is_code(code) else ("", 3)
        return [e for e in self.entries if len(e.code) == length and e.code.startswith(prefix)]

    def row_label(self, key: RowKey) -> str:
        """The words of a row as a person knows it: 本年收入合计, 2080505 机关事业单位…"""
        if isinstance(key, int):
            return self.form.lines[key][0].label.strip("　 ")
        entry = next((e for e in self.entries if e.key == key), None)
        if entry is not None:
            return f"{entry.code} {entry.name}".strip()
        return key

    def column_label(self, number: int) -> str:
        """The heading of a column: 基本支出, or 本年支出·小计 where its own words do not tell."""
        columns = [column for part in self.form.parts for column in part.columns]
        own = next(column for column in columns if column.number == number)
        alike = sum(1 for column in columns if column.label == own.label)
        if alike > 1 or own.label in ("小计", "合计"):
            return "·".join(own.path[-2:])
        return own.label

    def by_words(self) -> "Table":
        """The table with its lines also under their words: another edition's 行次 may differ."""
        cells = dict(self.cells)
        for (row, column), cell in self.cells.items():
            if isinstance(row, int):
                words = self.row_label(row)
                if words:
                    cells.setdefault((words, column), cell)
        return replace(self, cells=cells)

    def is_blank(self) -> bool:
        """Is there no figure at all in the table?"""
        return all(c.amount.state in (State.BLANK, State.DASH) for c in self.cells.values())


@dataclass(frozen=True, slots=True)
class Recognised:
    """A workbook's tables. `tables` has one entry a subject; `doubles` what stood there again."""

    book: Book
    edition: Edition
    tables: Mapping[str, Table]
    doubles: tuple[Table, ...]
    other_sheets: tuple[str, ...]
    department: str | None
    year: int | None
    unit: Unit
    unit_assumed: tuple[str, ...]


def fixed_rows(form: Form) -> Iterable[RowKey]:
    """The rows that must be there because the form prints them with words."""
    for part in form.parts:
        for line in part.lines:
            if line.label.strip("　 ") and form.layout is Layout.TWO_SIDED:
                yield line.number
    yield from form.totals
