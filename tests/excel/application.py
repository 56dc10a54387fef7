"""Excel itself: its `Application`."""
# ruff: noqa: N802, N803  (Excel's own names)

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.excel import window, workbooks
from tests.excel.areas import Area, common, parse
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
        self._settings: dict[str, Any] = {
            "ScreenUpdating": True,
            "EnableEvents": True,
            "Interactive": True,
            "Visible": True,
        }
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

    def named(self, sheet: SheetState, name: str) -> list[Area]:
        """The areas of a defined name on a sheet; none where there is none."""
        for place in (sheet.ws.defined_names, sheet.book.wb.defined_names):
            for key, defined in place.items():
                title, _, address = (defined.attr_text or "").rpartition("!")
                if key.lower() == name.lower() and title.strip("'") == sheet.ws.title:
                    return parse(address)
        return []

    # Excel's own

    @property
    def Application(self) -> "Application":
        return self

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
    def ActiveSheet(self) -> Any:
        return self.ActiveWorkbook.ActiveSheet if self.ActiveWorkbook else None

    @property
    def ActiveWindow(self) -> window.Window | None:
        return window.Window(self, self.active) if self.active else None

    @property
    def Selection(self) -> Range | None:
        if self.active is None:
            return None
        shown = self.active.shown()
        if shown is None:
            raise refused("Unable to get the Address property of the ChartArea class")
        return Range(self, shown, shown.selection()[0])

    @property
    def ActiveCell(self) -> Range | None:
        shown = self.active.shown() if self.active else None
        return Range(self, shown, parse(shown.selection()[1])) if shown else None

    @property
    def StatusBar(self) -> str | bool:
        return self._status

    @StatusBar.setter
    def StatusBar(self, value: str | bool | None) -> None:
        self._status = False if value is False or value is None else str(value)

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

    def Intersect(self, *ranges: Range) -> Range | None:
        first, *others = ranges
        areas = list(first._areas)
        for other in others:
            pairs = [common(one, two) for one in areas for two in other._areas]
            areas = [area for area in pairs if area is not None]
        return Range(self, first._state, areas) if areas else None

    def Union(self, *ranges: Range) -> Range:
        areas = [area for found in ranges for area in found._areas]
        return Range(self, ranges[0]._state, areas)

    def Goto(self, Reference: Range, Scroll: bool = False) -> None:
        state = Reference._state
        self.active = state.book
        state.book.activate(state.ws)
        Reference.Select()
        if Scroll:
            state.ws.sheet_view.topLeftCell = Reference.GetAddress(False, False).split(":")[0]


def _setting(name: str) -> property:
    def read(app: Application) -> Any:
        return app._settings[name]

    def write(app: Application, value: Any) -> None:
        app._settings[name] = bool(value)

    return property(read, write)


for _name in ("ScreenUpdating", "EnableEvents", "Interactive", "Visible"):
    setattr(Application, _name, _setting(_name))
