"""The records that recognition yields: a filled table with every cell bound to its form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from validator.amounts import Amount, State, Unit
from validator.forms.catalogue import is_code
from validator.forms.model import TOTAL, Edition, Form, Layout, RowKey
from validator.reading import Book, address

_FIGURES = frozenset({State.NUMBER, State.ZERO, State.TEXT_NUMBER})
_ODD = frozenset({State.TEXT_NUMBER, State.TEXT, State.ERROR, State.NOT_COMPUTED})
#: Layouts whose every row is printed: there a row that is not found is missing, not unused.
FIXED_LAYOUTS = frozenset({Layout.TWO_SIDED, Layout.SINGLE})


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


@dataclass(frozen=True)
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

    @cached_property
    def figures(self) -> Mapping[tuple[RowKey, int], int]:
        """The printed figures in 分 of the cells that hold nothing else: the bulk of every table,
        which whole-number arithmetic can judge at once."""
        return {
            place: amount.printed
            for place, (amount, *_) in self.cells.items()
            if amount.state in _FIGURES and amount.stored is None
        }

    @cached_property
    def odd(self) -> Mapping[tuple[RowKey, int], Cell]:
        """The cells that hold neither a plain number nor nothing: text, numbers kept as text,
        error values, formulas without a result, more digits than are printed."""
        return {
            place: cell
            for place, cell in self.cells.items()
            if cell.amount.state in _ODD or cell.amount.stored is not None
        }

    @cached_property
    def unclear(self) -> frozenset[tuple[RowKey, int]]:
        """The cells that `figures` cannot speak for: odd ones that are not plain numbers, and those
        of a printed line that was not found."""
        wanted: Mapping[RowKey, tuple[int, ...]] = dict.fromkeys(
            self.form.totals, self.form.columns
        )
        if self.form.layout in FIXED_LAYOUTS:
            wanted = self.form.columns_of_row
        missing = {
            (row, column)
            for row, columns in wanted.items()
            for column in columns
            if (row, column) not in self.cells
        }
        return frozenset(missing.union(self.odd.keys() - self.figures.keys()))

    @property
    def range(self) -> str:
        """The part of the sheet that the table takes, as A1:F38."""
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"

    @cached_property
    def rows(self) -> tuple[RowKey, ...]:
        """The keys of the rows with figures of a 科目 table, 合计 first."""
        total = [TOTAL] if (TOTAL, self.form.columns[0]) in self.cells else []
        return (*total, *(entry.key for entry in self.entries))

    def codes_of_length(self, length: int | None) -> list[str]:
        """The codes of a level (None: of every level), printed by the form or entered."""
        fixed = self.form.layout in FIXED_LAYOUTS
        codes = self.form.rows_by_code if fixed else [entry.code for entry in self.entries]
        return [c for c in codes if len(c) == length or (length is None and is_code(c))]

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
