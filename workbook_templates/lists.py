"""Where the hidden sheet of 申报表 holds their amounts as they are judged, a row for each row of a
table, and beside each amount how its cell is to be marked.

A person may insert and delete rows of a list; so these are read by position, from the row above the
list to the row below it, which both stay.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from validator.forms.model import Form, RowKey
from validator.forms.workbook import DECLARED_FIGURES
from workbook_templates.spot import Spot, letter, span

#: So many rows may be inserted into a list.
SPARE = 12
#: The first row of the sheet with amounts, and its first column of them; before that their words.
FIRST, AMOUNTS = 3, 1


def row_key(name: str, number: int) -> str:
    """The key of a row of a list, counted from one: 项目#1."""
    return f"{name}#{number}"


def in_list(row: RowKey) -> tuple[str, int]:
    """The list and the number of a row that is one of a list; "" and 0 of any other."""
    name, sign, number = str(row).rpartition("#")
    return (name, int(number)) if sign else ("", 0)


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
    `columns` are those of the sheet by 栏次. On the hidden sheet it begins in row `top`."""

    name: str
    sheet: str
    first: int
    count: int
    columns: Mapping[int, int]
    total: frozenset[int]
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

    def above(self, number: int) -> Spot:
        """The cell above a column of the list, in a row that cannot be deleted."""
        return Spot(self.sheet, self.first - 1, self.columns[number])

    def before(self, number: int) -> int:
        """How many rows before the list its range in a column begins: not with a total of it, which
        would be read by what it adds up."""
        return 0 if number in self.total else 1

    def cells(self, number: int) -> str:
        """A column of the list with the row above it and that below, for a formula anywhere."""
        column = self.columns[number]
        top = Spot(self.sheet, self.first - self.before(number), column)
        return span(top, top._replace(row=self.first + self.count))


@dataclass(frozen=True)
class DeclaredPlan:
    """A 申报表: its amounts by row key and 栏次, where they stand on its sheet, and the row of the
    hidden sheet in which those begin that are read from it."""

    form: Form
    cells: Mapping[tuple[RowKey, int], Spot]
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
            above = {s.column for s in self.cells.values() if s.row == first.row - 1}
            total = frozenset(n for n, column in columns.items() if column in above)
            found[name] = ListPlan(name, first.sheet, first.row, len(rows), columns, total, top)
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
        return Followed(self.lists[name].above(number), below)

    def figure(self, row: RowKey, number: int) -> Spot:
        """Where the hidden sheet holds the amount of a row."""
        name, position = in_list(row)
        at = self.lists[name].top + position - 1 if name else self.top + 1 + self.lines.index(row)
        return Spot(DECLARED_FIGURES, at, AMOUNTS + self.form.columns.index(number))


def declared_plans(
    tables: Iterable[tuple[str, Form, Mapping[tuple[RowKey, int], Spot]]],
) -> Mapping[str, DeclaredPlan]:
    """The 申报表 among the tables, which are given as (key, form, cells), by key."""
    found: dict[str, DeclaredPlan] = {}
    top = FIRST
    for key, form, cells in tables:
        found[key] = DeclaredPlan(form, cells, top)
        top = found[key].bottom
    return found
