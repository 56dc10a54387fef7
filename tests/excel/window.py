"""The windows of workbooks: what Excel shows of a sheet, and what it keeps in sight."""
# ruff: noqa: N802  (Excel's own names)

from typing import Any

from openpyxl.utils import get_column_letter

from tests.excel.areas import parse
from tests.excel.calls import OfBook


class Windows(OfBook):
    """The windows of a workbook: one."""

    def Item(self, index: int) -> "Window":
        return Window(self._app, self._book)


class Window(OfBook):
    """The window of a workbook: what it shows of the active sheet."""

    @property
    def _sheet(self) -> Any:
        return self._book.active

    @property
    def FreezePanes(self) -> bool:
        pane = self._sheet.sheet_view.pane
        return pane is not None and pane.state in ("frozen", "frozenSplit")

    @FreezePanes.setter
    def FreezePanes(self, value: bool) -> None:
        if value:
            corner = self._app.active_cell() if self._app.active is self._book else "A1"
            self._sheet.freeze_panes = corner
        else:
            self._sheet.freeze_panes = None

    @property
    def SplitRow(self) -> int:
        pane = self._sheet.sheet_view.pane
        return int(pane.ySplit or 0) if pane is not None else 0

    @SplitRow.setter
    def SplitRow(self, value: int) -> None:
        self._split(value, self.SplitColumn)

    @property
    def SplitColumn(self) -> int:
        pane = self._sheet.sheet_view.pane
        return int(pane.xSplit or 0) if pane is not None else 0

    @SplitColumn.setter
    def SplitColumn(self, value: int) -> None:
        self._split(self.SplitRow, value)

    def _split(self, rows: int, columns: int) -> None:
        """Frozen after so many rows and columns; a split that is not frozen is not kept."""
        self._sheet.freeze_panes = (
            f"{get_column_letter(columns + 1)}{rows + 1}" if rows or columns else None
        )

    @property
    def DisplayGridlines(self) -> bool:
        return self._sheet.sheet_view.showGridLines is not False

    @DisplayGridlines.setter
    def DisplayGridlines(self, value: bool) -> None:
        self._sheet.sheet_view.showGridLines = bool(value)

    @property
    def Zoom(self) -> float:
        return float(self._sheet.sheet_view.zoomScale or 100)

    @Zoom.setter
    def Zoom(self, value: float) -> None:
        self._sheet.sheet_view.zoomScale = int(value)

    def _corner(self) -> tuple[int, int]:
        area = parse(self._sheet.sheet_view.topLeftCell or "A1")[0]
        return area.top, area.left

    def _scroll(self, row: int, column: int) -> None:
        self._sheet.sheet_view.topLeftCell = f"{get_column_letter(column)}{row}"

    @property
    def ScrollRow(self) -> int:
        return self._corner()[0]

    @ScrollRow.setter
    def ScrollRow(self, value: int) -> None:
        self._scroll(value, self._corner()[1])

    @property
    def ScrollColumn(self) -> int:
        return self._corner()[1]

    @ScrollColumn.setter
    def ScrollColumn(self, value: int) -> None:
        self._scroll(self._corner()[0], value)
