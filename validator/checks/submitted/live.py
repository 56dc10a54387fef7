"""The cells of the tables that hold formulas, and how findings speak of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from validator.expressions import Cells, Formula
from validator.expressions.cells import Spot
from validator.forms.model import RowKey
from validator.messages import Said, in_both
from validator.reading import address, parse_address
from validator.recognition import Cell, Table

#: So many cells are named one by one; of more, the number and the first ones.
TOLD = 3


class Bound(NamedTuple):
    """A cell of a table: its row key and 栏次."""

    table: Table
    row: RowKey
    number: int

    @property
    def cell(self) -> Cell:
        """What is bound to it."""
        cell = self.table.cell(self.row, self.number)
        assert cell is not None, "what is bound has a cell"
        return cell

    @property
    def place(self) -> tuple[int, int]:
        """(row, column) as the table counts them."""
        return self.cell.row, self.cell.column

    @property
    def label(self) -> str:
        """What a person calls it: 本年收入合计（金额）."""
        return f"{self.table.row_label(self.row)}（{self.table.column_label(self.number)}）"


class Live(NamedTuple):
    """A cell of a table with its formula, and where it stands in the workbook."""

    bound: Bound
    spot: Spot
    formula: Formula


def spot_at(table: Table, row: int, column: int) -> Spot:
    """Where in the workbook a cell of a table stands: one of several sheets, it may be."""
    if not table.source.origins:
        return Spot(table.source.name, row, column)
    sheet, place = table.source.place(row, column)
    return Spot(sheet, *parse_address(place))


def bound_cells(tables: Iterable[Table]) -> Mapping[Spot, Bound]:
    """Every bound cell of the tables by its place in the workbook."""
    found: dict[Spot, Bound] = {}
    for table in tables:
        if table.source.origins:
            spots = [spot_at(table, row, column) for row, column in table.bound_at]
        else:
            name = table.source.name
            spots = [Spot(name, row, column) for row, column in table.bound_at]
        bound = (Bound(table, key, number) for key, number in table.bound_at.values())
        found.update(zip(spots, bound, strict=True))
    return found


def live_cells(bound: Mapping[Spot, Bound], cells: Cells) -> Mapping[Spot, Live]:
    """The bound cells whose formulas are known, by their place in the workbook."""
    written = {(sheet.name, *place) for sheet in cells.book.sheets for place in sheet.written}
    return {
        spot: Live(each, spot, formula)
        for spot, each in bound.items()
        if spot in written and (formula := cells.formula(spot))
    }


def listed(spots: Sequence[Spot]) -> Said:
    """The addresses of cells of one sheet: the first ones, and how many there are."""
    places = [address(spot.row, spot.column) for spot in spots[:TOLD]]
    return first_of([(place, place) for place in places], len(spots))


def first_of(names: Sequence[Said], count: int) -> Said:
    """The first ones of `count` things by their names, in both languages."""
    first = "、".join(zh for zh, _ in names), "、".join(en for _, en in names)
    return in_both("formula.first", first=first, count=count) if count > len(names) else first


def explained(cells: Iterable[Bound]) -> tuple[tuple[str, int, int], ...]:
    """The cells as an observation says that it explains them."""
    return tuple((each.table.key, *each.place) for each in cells)


def beside(cells: Sequence[Bound]) -> tuple[tuple[Table, int, int], ...]:
    """All but the first of the cells, as an observation says that it is about them, too."""
    return tuple((each.table, *each.place) for each in cells[1:])
