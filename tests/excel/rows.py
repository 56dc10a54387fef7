"""Whole rows put in or taken out: everything of a sheet, and what refers to it, moves along."""

import copy
import re
from typing import NamedTuple

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula import Tokenizer
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.dimensions import RowDimension

from tests.excel.areas import Area, address_of, parse
from tests.excel.books import SheetState

_REFERENCE = re.compile(r"(\$?[A-Z]{0,3}\$?)(\d+)(?::(\$?[A-Z]{0,3}\$?)(\d+))?", re.IGNORECASE)


class Move(NamedTuple):
    """Rows that are put in before row `top`, or with a negative number taken out from it on."""

    top: int
    rows: int

    def row(self, row: int) -> int | None:
        """Where a row is afterwards."""
        if row < self.top:
            return row
        return None if row < self.top - self.rows else row + self.rows

    def area(self, area: Area) -> Area | None:
        """Where an area is afterwards, which may be larger or smaller then."""
        if area.whole_columns:
            return area
        first, last = self.row(area.top), self.row(area.bottom)
        top = self.top if first is None else first
        bottom = self.top - 1 if last is None else last
        return area._replace(top=top, bottom=bottom) if top <= bottom else None

    def addresses(self, text: str) -> str:
        """Where areas are afterwards that are written with blanks or commas between."""
        moved = [self.area(area) for area in parse(text.replace(" ", ","))]
        kept = [area for area in moved if area]
        return address_of(kept, row_absolute=False, column_absolute=False).replace(",", " ")

    def formula(self, formula: str, home: str, sheet: str) -> str:
        """A formula of the sheet `home`, when rows of `sheet` have moved."""
        said = Tokenizer(formula)
        for token in said.items:
            place, mark, reference = token.value.rpartition("!")
            named = place.strip("'").replace("''", "'") if mark else home
            found = _REFERENCE.fullmatch(reference)
            if token.subtype == "RANGE" and named == sheet and found:
                token.value = f"{place}{mark}{self._reference(found)}"
        return str(said.render())

    def _reference(self, found: re.Match[str]) -> str:
        first, top, second, bottom = found.groups()
        moved = self.area(Area(int(top), 1, int(bottom or top), 1))
        if moved is None:
            return "#REF!"
        return f"{first}{moved.top}" + (f":{second}{moved.bottom}" if bottom else "")


def move_rows(state: SheetState, move: Move) -> None:
    """Put rows in, which look as the row above them, or take rows out."""
    state.demand("insertRows" if move.rows > 0 else "deleteRows")
    _move_cells(state, move)
    _move_areas(state, move)
    _move_formulas(state, move)
    if move.rows > 0:
        for (row, column), cell in list(state.ws._cells.items()):
            if row == move.top - 1 and isinstance(cell, Cell):
                for new in range(move.top, move.top + move.rows):
                    if state.cell(new, column) is None:
                        state.made(new, column)._style = copy.copy(cell._style)


def _move_cells(state: SheetState, move: Move) -> None:
    ws = state.ws
    cells, results = dict(ws._cells), dict(state.results)
    ws._cells.clear()
    for (row, column), cell in cells.items():
        if (new := move.row(row)) is not None:
            cell.row = new
            ws._cells[new, column] = cell
            if isinstance(cell, Cell) and cell.hyperlink is not None:
                cell.hyperlink.ref = cell.coordinate
    state.results = {
        (new, column): result
        for (row, column), result in results.items()
        if (new := move.row(row)) is not None
    }
    lines = dict(ws.row_dimensions)
    ws.row_dimensions.clear()
    for row, line in lines.items():
        if (new := move.row(row)) is not None:
            line.index = new
            ws.row_dimensions[new] = line
    above = lines.get(move.top - 1)
    if above is not None:
        for new in range(move.top, move.top + move.rows):
            ws.row_dimensions[new] = RowDimension(ws, index=new, ht=above.ht)


def _move_areas(state: SheetState, move: Move) -> None:
    ws = state.ws
    for merged in list(ws.merged_cells.ranges):
        area = move.area(Area(merged.min_row, merged.min_col, merged.max_row, merged.max_col))
        ws.merged_cells.remove(merged.coord)
        if area is not None and area.size > 1:
            ws.merged_cells.add(address_of([area]).replace("$", ""))
            for spot in list(area.spots())[1:]:
                ws._cells.setdefault(spot, MergedCell(ws, *spot))
    rules = ConditionalFormattingList()
    for group in ws.conditional_formatting:
        for rule in group.rules:
            if places := move.addresses(str(group.sqref)):
                rules.add(places, rule)
    ws.conditional_formatting = rules
    for validation in list(ws.data_validations.dataValidation):
        validation.sqref = MultiCellRange(move.addresses(str(validation.sqref)))
        if not validation.sqref.ranges:
            ws.data_validations.dataValidation.remove(validation)
    if ws.auto_filter.ref:
        ws.auto_filter.ref = move.addresses(ws.auto_filter.ref)
    for table in ws.tables.values():
        table.ref = move.addresses(table.ref)
        if table.autoFilter is not None:
            table.autoFilter.ref = table.ref


def _move_formulas(state: SheetState, move: Move) -> None:
    """Formulas of all sheets, and defined names; formulas of rules keep their text."""
    title = state.ws.title
    for other in state.book.sheets():
        for cell in other.ws._cells.values():
            if cell.data_type == "f" and isinstance(cell.value, str):
                cell.value = move.formula(cell.value, other.ws.title, title)
        for name in other.ws.defined_names.values():
            name.attr_text = move.formula(f"={name.attr_text}", "", title)[1:]
    for name in state.book.wb.defined_names.values():
        name.attr_text = move.formula(f"={name.attr_text}", "", title)[1:]
