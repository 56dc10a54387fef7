"""Excel's tables: `ListObjects` and `ListObject`."""
# ruff: noqa: N802, N803  (Excel's own names)

from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.filters import AutoFilter as FileFilter
from openpyxl.worksheet.table import Table, TableStyleInfo

from tests.excel.areas import Area, common, parse
from tests.excel.books import SheetState
from tests.excel.calls import OfSheet, refused
from tests.excel.entries import Content, Entry, formula_text

if TYPE_CHECKING:
    from tests.excel.application import Application


class ListObjects(OfSheet):
    """The tables of a sheet."""

    @property
    def Count(self) -> int:
        return len(self._state.ws.tables)

    def Add(
        self,
        SourceType: int = 1,
        Source: Any = None,
        LinkSource: Any = None,
        XlListObjectHasHeaders: int = 0,
        Destination: Any = None,
        TableStyleName: str | None = None,
    ) -> "ListObject":
        state = self._state
        state.demand("")
        area = Source._first
        if XlListObjectHasHeaders == 2:
            raise NotImplementedError("a table without a header row")
        if any(common(area, parse(table.ref)[0]) for table in state.ws.tables.values()):
            raise refused("A table cannot overlap another table.")
        if any(
            common(area, Area(m.min_row, m.min_col, m.max_row, m.max_col))
            for m in state.ws.merged_cells.ranges
        ):
            raise refused("A table cannot overlap merged cells.")
        self._head(area)
        taken = [name for ws in state.book.wb.worksheets for name in ws.tables]
        number = len(taken) + 1
        while f"Table{number}" in taken:
            number += 1
        reference = Source.GetAddress(False, False)
        table = Table(id=number, displayName=f"Table{number}", ref=reference)
        style = "TableStyleMedium2" if TableStyleName is None else TableStyleName
        table.tableStyleInfo = TableStyleInfo(name=style or None, showRowStripes=True)
        table.autoFilter = FileFilter(ref=reference)
        state.ws.add_table(table)
        return ListObject(self._app, state, table)

    def _head(self, area: Area) -> None:
        """Let each column have a heading of its own, and a text."""
        seen: list[str] = []
        for column in range(area.left, area.right + 1):
            name = formula_text(self._state.shown(area.top, column))
            name = name or f"Column{column - area.left + 1}"
            while name in seen:
                name += "2"
            seen.append(name)
            self._state.put(area.top, column, Entry(Content(name, "s")))


class ListObject(OfSheet):
    """A table of a sheet."""

    def __init__(self, app: "Application", state: SheetState, table: Table) -> None:
        super().__init__(app, state)
        self._table = table

    @property
    def Name(self) -> str:
        return str(self._table.displayName)
