"""An open workbook: openpyxl's, with the values that its formulas had when it was last calculated.

openpyxl reads formulas or values, so a file is read twice; `tests.excel.saving` puts the values
back into a file that is saved.
"""

import copy
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from tests.excel.areas import COLUMNS, Area, around, parse
from tests.excel.calls import refused
from tests.excel.entries import BLANK, Content, Entry, link_text, serial

_MACROS = (".xlsm", ".xltm", ".xlam")


@dataclass(eq=False)
class SheetState:
    """A worksheet of an open workbook."""

    book: "BookState"
    ws: Worksheet
    #: What each formula cell showed when the workbook was last calculated, by row and column.
    results: dict[tuple[int, int], Content] = field(default_factory=dict)
    #: Protected against people only (`UserInterfaceOnly`): no file keeps this.
    people_only: bool = False
    deleted: bool = False

    def cell(self, row: int, column: int) -> Cell | MergedCell | None:
        """The cell, where the file or a write made one; looking makes none."""
        return self.ws._cells.get((row, column))

    def made(self, row: int, column: int) -> Cell | MergedCell:
        """The cell; a new one has the style of its row or column."""
        found = self.cell(row, column)
        if found is None:
            style = copy.copy(self.styled(row, column)._style) or StyleArray()
            found = self.ws.cell(row, column)
            found._style = style
        return found

    def styled(self, row: int, column: int) -> Any:
        """What has the style of a cell: itself, its row, its column, or nothing but defaults."""
        cell = self.cell(row, column)
        if cell is not None:
            return cell
        line = self.ws.row_dimensions.get(row)
        if line is not None and line.has_style:
            return line
        return self.column(column) or _PLAIN

    def column(self, column: int) -> ColumnDimension | None:
        """The dimension that a column belongs to: openpyxl keeps several under the first one."""
        own = self.ws.column_dimensions.get(get_column_letter(column))
        if own is not None:
            return own
        for found in self.ws.column_dimensions.values():
            if (found.min or 0) <= column <= (found.max or 0):
                return found
        return None

    def content(self, row: int, column: int) -> Content:
        """What a cell holds: a formula where there is one."""
        cell = self.cell(row, column)
        if cell is None or cell.value is None:
            return BLANK
        return Content(cell.value, cell.data_type)

    def shown(self, row: int, column: int) -> Content:
        """The value of a cell: a formula's result."""
        content = self.content(row, column)
        return self.results.get((row, column), BLANK) if content.kind == "f" else content

    def put(self, row: int, column: int, entry: Entry) -> None:
        """Let a cell hold something. What is written into the rest of a merged area is lost."""
        if entry.content == BLANK and self.cell(row, column) is None:
            return
        cell = self.made(row, column)
        if isinstance(cell, MergedCell):
            return
        self.results.pop((row, column), None)
        value, kind = entry.content
        cell.value = value
        cell.data_type = kind
        cell.quotePrefix = int(entry.prefix)
        if entry.number_format and cell.number_format == "General":
            cell.number_format = entry.number_format
        if kind == "f":
            self.results[row, column] = link_text(value)

    def merged(self, row: int, column: int) -> Area | None:
        """The merged area that a cell belongs to."""
        for found in self.ws.merged_cells.ranges:
            area = Area(found.min_row, found.min_col, found.max_row, found.max_col)
            if area.holds(row, column):
                return area
        return None

    def used(self) -> Area:
        """The cells with something in them or with a format of their own, and all between."""
        spots = [
            (row, column)
            for (row, column), cell in self.ws._cells.items()
            if cell.value is not None or cell.has_style
        ]
        if not spots:
            return Area(1, 1, 1, 1)
        return around(Area(row, column, row, column) for row, column in spots)

    def chosen(self) -> Any:
        """What openpyxl keeps of the selection in the active pane."""
        view = self.ws.sheet_view
        pane = view.pane.activePane if view.pane is not None else None
        return next((s for s in view.selection if s.pane == pane), view.selection[0])

    def selection(self) -> tuple[list[Area], str]:
        """The selected areas, and the address of the active cell."""
        chosen = self.chosen()
        return parse((chosen.sqref or "A1").replace(" ", ",")), chosen.activeCell or "A1"

    def allows(self, permission: str) -> bool:
        """Whether protection lets a program do what `Protection.Allow…` names; '' is for what no
        protected sheet allows. openpyxl keeps what is forbidden, under the file's names."""
        protection = self.ws.protection
        if not protection.sheet or self.people_only:
            return True
        return bool(permission) and not getattr(protection, permission)

    def demand(self, permission: str) -> None:
        """Refuse a change that the sheet's protection forbids."""
        if not self.allows(permission):
            raise refused(
                "The cell or chart you're trying to change is on a protected sheet. To make a "
                "change, unprotect the sheet."
            )

    def demand_unlocked(self, area: Area) -> None:
        """Refuse to write into an area of a protected sheet that has a locked cell."""
        if not self.allows("") and any(
            self.styled(row, column).protection.locked for row, column in area.spots()
        ):
            self.demand("")

    def demand_objects(self) -> None:
        """Refuse to change notes where the sheet's objects are protected."""
        protection = self.ws.protection
        if protection.sheet and protection.objects and not self.people_only:
            self.demand("")


@dataclass(eq=False)
class BookState:
    """An open workbook."""

    wb: Workbook
    name: str
    path: Path | None = None  #: where it was opened or saved
    read_only: bool = False
    closed: bool = False
    active: Any = None  #: the sheet that is shown
    states: dict[Worksheet, SheetState] = field(default_factory=dict)

    def state(self, ws: Worksheet) -> SheetState:
        """What is known about one of its worksheets."""
        return self.states.setdefault(ws, SheetState(self, ws))

    def sheets(self) -> list[SheetState]:
        """Its worksheets, from left to right."""
        return [self.state(ws) for ws in self.wb.worksheets]

    def structure_locked(self) -> bool:
        """Whether sheets may not be added, deleted, moved, renamed, shown or hidden."""
        return bool(self.wb.security is not None and self.wb.security.lockStructure)

    def demand_structure(self) -> None:
        """Refuse a change of sheets where they are protected."""
        if self.structure_locked():
            raise refused("Workbook is protected and cannot be changed.")

    def shown(self) -> SheetState | None:
        """The worksheet that is shown; none where it is a chart."""
        return self.state(self.active) if isinstance(self.active, Worksheet) else None

    def activate(self, ws: Any) -> None:
        """Show a sheet, alone: sheets that were selected together no longer are."""
        if ws.sheet_state != "visible":
            raise refused("Activate method of Worksheet class failed")
        together = [s for s in self.wb.worksheets if s.sheet_view.tabSelected]
        if ws not in together:
            for sheet in together:
                sheet.sheet_view.tabSelected = False
        if isinstance(ws, Worksheet):
            ws.sheet_view.tabSelected = True
        self.active = ws
        self.wb.active = ws


def opened(path: Path, *, read_only: bool = False) -> BookState:
    """The workbook of a file."""
    macros = path.suffix.lower() in _MACROS
    wb = load_workbook(path, keep_vba=macros, rich_text=True)
    book = BookState(
        wb,
        path.name,
        path,
        read_only=read_only or not os.access(path, os.W_OK),
        active=wb.active,
    )
    calculated = load_workbook(path, data_only=True)
    for ws, values in zip(wb.worksheets, calculated.worksheets, strict=True):
        state = book.state(ws)
        for spot, cell in ws._cells.items():
            if cell.data_type == "f" and (result := values._cells.get(spot)) is not None:
                state.results[spot] = _result(result)
    return book


def _result(cell: Cell) -> Content:
    if cell.value is None:  # "str" is left over where the text is empty
        return Content("", "s") if cell.data_type == "str" else BLANK
    if cell.data_type == "d":
        return Content(serial(cell.value), "n")
    return Content(cell.value, cell.data_type)


def blank(name: str) -> BookState:
    """A new workbook that no file holds yet."""
    wb = Workbook()
    wb.active.title = "Sheet1"
    return BookState(wb, name, active=wb.active)


class _Plain:
    """The style of a cell that nothing says anything about."""

    def __init__(self) -> None:
        cell = Workbook().active.cell(1, 1)
        self._style = cell._style
        self.font, self.fill, self.border = cell.font, cell.fill, cell.border
        self.alignment, self.protection = cell.alignment, cell.protection
        self.number_format = cell.number_format
        self.has_style = False


_PLAIN = _Plain()


def set_column(state: SheetState, column: int) -> ColumnDimension:
    """The dimension of one column alone, to be changed: a group that holds it is divided."""
    dimensions = state.ws.column_dimensions
    group = state.column(column)
    letter = get_column_letter(column)
    if group is None:
        return dimensions[letter]
    first, last = group.min or column, group.max or column
    if first == last == column:
        return group
    del dimensions[group.index]
    for start, end in ((first, column - 1), (column, column), (column + 1, last)):
        if start <= end <= COLUMNS:
            part = ColumnDimension(
                state.ws,
                index=get_column_letter(start),
                width=group.width,
                bestFit=group.bestFit,
                hidden=group.hidden,
                outlineLevel=group.outlineLevel,
                collapsed=group.collapsed,
                min=start,
                max=end,
            )
            part._style = copy.copy(group._style)
            dimensions[part.index] = part
    return dimensions[letter]
