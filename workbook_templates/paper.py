"""The paper that tables are laid out on: cells, merged cells and headings, row by row.

What stands on it is for `grid`, `declared.grid` and `cards.grid` to say.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from validator.forms.model import Heading, RowKey

#: A cell of a table: its row key, as in `validator.forms.model.CellKey`, and its 栏次 or column.
Key = tuple[RowKey, int]
#: (row key, 栏次) → what to print there.
Figures = Mapping[Key, object]


class PerCent(Decimal):
    """A share of one, 0.9970 for 99.70 %, printed as a per cent with the decimals it has."""


class Placed(NamedTuple):
    """A cell of the printed table, zero-based; where it is merged, its first row and column.

    `role` is title, mark, department, unit, heading, numbers, label, line, code, name, amount,
    text, note or sentence; on a scorecard those of `cards.grid`. A blank amount is None, any other
    blank "". `key` is the (row key, 栏次) of an amount, the (row key, column) of a text that a
    person types and of a heading that holds a year (`declared.grid`), or that of
    `cards.grid`.
    """

    row: int
    column: int
    value: object
    role: str
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table. `merges` are (first row, first column, last row, last column); `widths` are
    those of its columns in characters, where its layout and not its content decides them."""

    cells: tuple[Placed, ...]
    merges: tuple[tuple[int, int, int, int], ...]
    rows: int
    columns: int
    widths: tuple[float, ...] = ()


@dataclass
class Paper:
    """A grid in the making; `row` is the next free row."""

    width: int
    row: int = 0
    cells: list[Placed] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def put(
        self, row: int, column: int, value: object, role: str, down: int = 1, right: int = 1
    ) -> None:
        """Place a cell that takes `down` rows and `right` columns."""
        self.add(Placed(row, column, value, role), down, right)

    def add(self, cell: Placed, down: int = 1, right: int = 1) -> None:
        """Place a cell that takes `down` rows and `right` columns."""
        row, column = cell.row, cell.column
        self.cells.append(cell)
        if down > 1 or right > 1:
            self.merges.append((row, column, row + down - 1, column + right - 1))

    def across(self, value: str, role: str, key: Key | None = None) -> None:
        """A row of its own, as wide as the table."""
        self.add(Placed(self.row, 0, value, role, key), right=self.width)
        self.row += 1

    def grid(self, widths: tuple[float, ...] = ()) -> Grid:
        """The finished grid, its cells from top to bottom."""
        cells = sorted(self.cells, key=lambda cell: (cell.row, cell.column))
        return Grid(tuple(cells), tuple(sorted(self.merges)), self.row, self.width, widths)


# --- headings ----------------------------------------------------------------------------------


def leaves(headings: Sequence[Heading]) -> int:
    """How many columns the headings take."""
    return sum(heading.leaves for heading in headings)


def depth(headings: Sequence[Heading]) -> int:
    """How many rows the headings take."""
    return max((1 + depth(heading.children) for heading in headings), default=0)


def columns(headings: Sequence[Heading]) -> Iterator[int | None]:
    """The 栏次 of every column, left to right; None for a column without amounts."""
    for heading in headings:
        if heading.children:
            yield from columns(heading.children)
        else:
            yield heading.number


#: What a heading cell says, and its key.
Worded = Callable[[Heading], tuple[str, Key | None]]


def _as_printed(heading: Heading) -> tuple[str, Key | None]:
    return heading.label, None


def heading_cells(
    paper: Paper,
    headings: Sequence[Heading],
    starts: Sequence[int],
    rows: int,
    worded: Worded = _as_printed,
) -> None:
    """Headings in `rows` rows from the paper's next one, which stays the next one: one row for
    those with others below, the last takes the rest. `starts` are the columns where their leaves
    begin, and where the last one ends."""
    _cells(paper, headings, starts, rows, paper.row, worded)


def _cells(
    paper: Paper,
    headings: Sequence[Heading],
    starts: Sequence[int],
    rows: int,
    row: int,
    worded: Worded,
) -> None:
    first = 0
    for heading in headings:
        end = first + heading.leaves
        words, key = worded(heading)
        down = 1 if heading.children else rows
        cell = Placed(row, starts[first], words, "heading", key)
        paper.add(cell, down, starts[end] - starts[first])
        _cells(paper, heading.children, starts[first : end + 1], rows - 1, row + 1, worded)
        first = end
