"""Where the hidden sheet of 申报表 holds their amounts as they are judged, a row for each row of a
table, and beside each amount how its cell is to be marked.

A person may insert and delete rows of a list; so these are read by position, from the row above the
list to the row below it, which both stay.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from validator.forms.model import Form, RowKey, in_list, row_key
from validator.forms.workbook import DECLARED_FIGURES
from workbook_templates.spot import Spot, letter, span

#: So many rows may be inserted into a list.
SPARE = 12
#: The first row of the sheet with amounts, the column that tells whether a row of a list has any
#: words, without which it is none, and the first column of amounts.
FIRST, NAMED, AMOUNTS = 3, 1, 2

#: (row key, 栏次 or column) → where it stands.
Cells = Mapping[tuple[RowKey, int], Spot]


class Followed(NamedTuple):
    """A cell of a sheet on which rows may be inserted and deleted: `below` rows under `spot`, which
    stays."""

    spot: Spot
    below: int = 0

    @property
    def link(self) -> str:
        """The place of a hyperlink, as a formula's expression."""
        spot = self.spot
        row = f"ROW({spot.ref})" + (f"+{self.below}" if self.below else "")
        return f"\"#'{spot.sheet}'!{letter(spot.column)}\"&({row})"


@dataclass(frozen=True)
class ListPlan:
    """A list with amounts on the sheet of a table, where it has `count` rows from `first` on;
    `columns` are those of the sheet by 栏次, `words` those in which its rows say what they are.
    `below_line`: a printed line stands above it. On the hidden sheet it begins in row `top`."""

    name: str
    sheet: str
    first: int
    count: int
    columns: Mapping[int, int]
    words: tuple[int, ...]
    below_line: bool
    top: int

    @property
    def room(self) -> int:
        """How many of its rows the hidden sheet has; the last tells whether there are more."""
        return self.count + SPARE

    @property
    def rows(self) -> tuple[str, ...]:
        """The keys of those rows."""
        return tuple(row_key(self.name, i + 1) for i in range(self.room))

    @property
    def rows_at_first(self) -> tuple[str, ...]:
        """The keys of the rows that the sheet has before any is inserted."""
        return self.rows[: self.count]

    def above(self, column: int) -> Spot:
        """The cell above a column of the list, in a row that cannot be deleted."""
        return Spot(self.sheet, self.first - 1, column)

    @property
    def before(self) -> int:
        """How many rows before the list its ranges begin: not with a total of it, which would be
        read by what it adds up."""
        return 0 if self.below_line else 1

    def cells(self, column: int) -> str:
        """A column of the sheet over the rows of the list, with the row above them and that below,
        for a formula anywhere."""
        top = Spot(self.sheet, self.first - self.before, column)
        return span(top, top._replace(row=self.first + self.count))


@dataclass(frozen=True)
class DeclaredPlan:
    """A 申报表: where its amounts and its words stand on its sheet, by row key and 栏次 or column,
    and the row of the hidden sheet in which the amounts begin that are read from it."""

    form: Form
    cells: Cells
    texts: Cells
    top: int

    @cached_property
    def lines(self) -> tuple[RowKey, ...]:
        """The rows that stand still."""
        return tuple(dict.fromkeys(row for row, _ in self.cells if not in_list(row)[0]))

    @cached_property
    def lists(self) -> Mapping[str, ListPlan]:
        """The lists with amounts, by name."""
        found: dict[str, ListPlan] = {}
        top = self.top + 1 + len(self.lines)
        for name, part in self.form.lists.items():
            rows = [key for key in dict.fromkeys(row for row, _ in self.cells)
                    if in_list(key)[0] == name]  # fmt: skip
            numbers = [column.number for column in part.columns]
            columns = {number: self.cells[rows[0], number].column for number in numbers}
            first = self.cells[rows[0], numbers[0]]
            words = tuple(s.column for (row, _), s in self.texts.items() if row == rows[0])
            line = any(spot.row == first.row - 1 for spot in self.cells.values())
            found[name] = ListPlan(
                name, first.sheet, first.row, len(rows), columns, words, line, top
            )
            top += found[name].room
        return found

    @property
    def bottom(self) -> int:
        """The first row of the hidden sheet that no longer belongs to the table."""
        return self.top + 1 + len(self.lines) + sum(each.room for each in self.lists.values())

    def figures(self) -> Iterator[tuple[tuple[RowKey, int], Spot]]:
        """(row key, 栏次) → the amount as it is judged, those of rows yet to be inserted too."""
        still = ((row, n) for row in self.lines for n in self.form.columns)
        listed = (
            (row, n) for each in self.lists.values() for row in each.rows for n in each.columns
        )
        for place in still:
            if place in self.cells:
                yield place, self.figure(*place)
        for place in listed:
            yield place, self.figure(*place)

    def follow(self, row: RowKey, number: int) -> Followed:
        """Where the amount stands, wherever rows are inserted and deleted."""
        name, below = in_list(row)
        if not name:
            return Followed(self.cells[row, number])
        each = self.lists[name]
        return Followed(each.above(each.columns[number]), below)

    def figure(self, row: RowKey, number: int) -> Spot:
        """Where the hidden sheet holds the amount of a row."""
        name, position = in_list(row)
        at = self.lists[name].top + position - 1 if name else self.top + 1 + self.lines.index(row)
        return Spot(DECLARED_FIGURES, at, AMOUNTS + self.form.columns.index(number))


def declared_plans(
    tables: Iterable[tuple[str, Form, Cells, Cells]],
) -> Mapping[str, DeclaredPlan]:
    """The plans of 申报表, which are given as (key, form, amounts, words), by key."""
    found: dict[str, DeclaredPlan] = {}
    top = FIRST
    for key, form, cells, texts in tables:
        found[key] = DeclaredPlan(form, cells, texts, top)
        top = found[key].bottom
    return found
