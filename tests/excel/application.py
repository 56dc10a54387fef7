"""Excel itself: its `Application`."""
# ruff: noqa: N802  (Excel's own names)

from collections.abc import Sequence
from pathlib import Path

from tests.excel import workbooks
from tests.excel.areas import Area
from tests.excel.books import BookState, SheetState
from tests.excel.calls import Calls, ComObject, refused
from tests.excel.cells import Range
from tests.excel.sheets import Worksheet

_CALCULATIONS = (-4105, -4135, 2)


class Application(ComObject):
    """A running Excel."""

    def __init__(self, calls: Calls) -> None:
        super().__init__(self)
        self.calls = calls
        self.books: list[BookState] = []
        self.active: BookState | None = None
        self.user_name = "财务人员"
        self.alerts = True
        self._drawing = self._events = True
        self._status: str | bool = False
        self._calculation = _CALCULATIONS[0]
        self._made = 0

    # What its objects need of each other

    def sheet_of(self, state: SheetState) -> Worksheet:
        """A sheet as an object of Excel."""
        return Worksheet(self, state)

    def workbook_of(self, book: BookState) -> workbooks.Workbook:
        """A workbook as an object of Excel."""
        return workbooks.Workbook(self, book)

    def range_of(self, state: SheetState, areas: Sequence[Area]) -> Range:
        """Cells as an object of Excel."""
        return Range(self, state, areas)

    def active_cell(self) -> str:
        """The address of the active cell, by which relative references are meant."""
        shown = self.active.shown() if self.active else None
        return shown.selection()[1] if shown else "A1"

    # Excel's own

    @property
    def Hwnd(self) -> int:
        return id(self) & 0xFFFFFF

    @property
    def Workbooks(self) -> workbooks.Workbooks:
        return workbooks.Workbooks(self)

    @property
    def ActiveWorkbook(self) -> workbooks.Workbook | None:
        return workbooks.Workbook(self, self.active) if self.active else None

    @property
    def Selection(self) -> Range | None:
        if self.active is None:
            return None
        shown = self.active.shown()
        if shown is None:
            raise refused("Unable to get the Address property of the ChartArea class")
        return Range(self, shown, shown.selection()[0])

    @property
    def StatusBar(self) -> str | bool:
        return self._status

    @StatusBar.setter
    def StatusBar(self, value: str | bool | None) -> None:
        self._status = False if value is False or value is None else str(value)

    @property
    def ScreenUpdating(self) -> bool:
        return self._drawing

    @ScreenUpdating.setter
    def ScreenUpdating(self, value: bool) -> None:
        self._drawing = bool(value)

    @property
    def EnableEvents(self) -> bool:
        return self._events

    @EnableEvents.setter
    def EnableEvents(self, value: bool) -> None:
        self._events = bool(value)

    @property
    def DisplayAlerts(self) -> bool:
        return self.alerts

    @DisplayAlerts.setter
    def DisplayAlerts(self, value: bool) -> None:
        self.alerts = bool(value)

    @property
    def Calculation(self) -> int:
        if self.active is None:
            raise refused("Unable to get the Calculation property of the Application class")
        return self._calculation

    @Calculation.setter
    def Calculation(self, value: int) -> None:
        if self.active is None or value not in _CALCULATIONS:
            raise refused("Unable to set the Calculation property of the Application class")
        self._calculation = value

    def Calculate(self) -> None:
        """Formulas are not calculated."""

    @property
    def DefaultFilePath(self) -> str:
        return str(Path.home())
