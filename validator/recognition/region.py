"""A region of a sheet that may hold one table: its cells as words, and what is bound in it so far.

The binders of the layouts fill it; `bind` makes a table of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from validator.amounts import Unit, amount
from validator.forms.model import Part, RowKey
from validator.reading import Sheet
from validator.recognition.cells import Binding
from validator.recognition.table import Remark
from validator.recognition.words import of_cell, plain

#: Headings end well before this many rows below the title in every known form.
HEADING_ROWS = 14
#: The label of the row that prints the numbers of the columns.
NUMBERING = "栏次"


class Page(NamedTuple):
    """A sheet, and for each row the words of its non-blank cells as (column, words)."""

    sheet: Sheet
    lines: list[list[tuple[int, str]]]


def page(sheet: Sheet) -> Page:
    """Read the words of every cell once; the rest of recognition looks at these."""
    lines: list[list[tuple[int, str]]] = []
    for row in sheet.rows:
        line: list[tuple[int, str]] = []
        lines.append(line)
        if not any(row):  # a row of zeros has no words either
            continue
        for column, value in enumerate(row):
            if value == "" or value is None:
                continue
            if type(value) is str:
                words = plain(value)
            else:
                words = f"{value:.15g}" if type(value) is float else of_cell(value)
            if words:
                line.append((column, words))
    return Page(sheet, lines)


@dataclass
class Region:
    """The part of a page that may hold one table, and what has been bound in it so far.

    `unfound` are the columns of a part for which none is certain; `uncoded` tells that rows with
    figures have no certain code.
    """

    page: Page
    top: int
    bottom: int
    unit: Unit
    bindings: list[Binding] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    empty: str = ""
    lacking: list[tuple[RowKey, int]] = field(default_factory=list)
    unprinted: set[int] = field(default_factory=set)
    unfound: list[tuple[Part, int]] = field(default_factory=list)
    uncoded: bool = False
    left: int = field(init=False)
    last_row: int = field(init=False)
    width: int = field(init=False)

    def __post_init__(self) -> None:
        """Measure what is filled: the first column, the last row, the number of columns."""
        filled = list(filter(None, self.page.lines[self.top : self.bottom]))
        self.left = min([line[0][0] for line in filled])
        self.width = max([line[-1][0] for line in filled]) + 1
        self.last_row = self.bottom - 1
        while not self.page.lines[self.last_row]:
            self.last_row -= 1

    def at(self, row: int, column: int) -> object:
        """What stands in a cell; "" beyond the sheet."""
        rows = self.page.sheet.rows
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""

    def words(self, row: int, first: int = 0, last: int = 1 << 20) -> list[tuple[int, str]]:
        """The non-blank cells of a row from `first` up to `last`, as (column, plain words)."""
        line = self.page.lines[row]
        if not line or (first <= line[0][0] and line[-1][0] < last):
            return line
        return [cell for cell in line if first <= cell[0] < last]

    def has_figure(self, row: int, columns: Iterable[int]) -> bool:
        """Is there an amount in the row, or a formula that failed to give one?"""
        faults = self.page.sheet.faults
        for column in columns:
            if (row, column) in faults:
                return True
            value = self.at(row, column)
            if value != "" and amount(value, self.unit).printed:
                return True
        return False

    def bind(self, key: RowKey, row: int, columns: Mapping[int, int]) -> None:
        """Take a row of the sheet as the figures of `key`; `columns` is 栏次 → column."""
        self.bindings.append(Binding(key, row, columns))
