"""Excel's `Worksheet`, its protection and its lists, and the `Worksheets` of a workbook."""
# ruff: noqa: N802, N803  (Excel's own names)

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tests.excel import cells, notes, tables
from tests.excel.areas import SHEET, Area, around, parse
from tests.excel.books import BookState
from tests.excel.calls import OfBook, OfSheet, refused
from tests.excel.protection import Protected

if TYPE_CHECKING:
    from tests.excel.application import Application

VISIBLE = {"visible": -1, "hidden": 0, "veryHidden": 2}


def valid_name(name: str, others: Sequence[str]) -> str:
    """A name that a sheet may have beside others, or Excel's refusal."""
    bad = not name or len(name) > 31 or set(name) & set("[]:*?/\\")
    if bad or name[0] == "'" or name[-1] == "'" or name.lower() == "history":
        raise refused("You typed an invalid name for a sheet or chart.")
    if name.lower() in (other.lower() for other in others):
        raise refused("That name is already taken. Try a different one.")
    return name


class Worksheet(Protected):
    """A sheet of cells."""

    @property
    def Application(self) -> "Application":
        return self._app

    @property
    def Parent(self) -> Any:
        return self._app.workbook_of(self._state.book)

    @property
    def Name(self) -> str:
        return str(self._state.ws.title)

    @Name.setter
    def Name(self, value: str) -> None:
        self._state.book.demand_structure()
        ws = self._state.ws
        others = [sheet.title for sheet in self._state.book.wb._sheets if sheet is not ws]
        ws.title = valid_name(value, others)

    @property
    def Index(self) -> int:
        return int(self._state.book.wb._sheets.index(self._state.ws)) + 1

    @property
    def Visible(self) -> int:
        return VISIBLE[self._state.ws.sheet_state]

    @Visible.setter
    def Visible(self, value: int) -> None:
        book, ws = self._state.book, self._state.ws
        book.demand_structure()
        number = -1 if value is True else int(value)
        kind = {n: name for name, n in VISIBLE.items()}[-1 if number == 1 else number]
        if kind != "visible":
            self._leave()
        ws.sheet_state = kind

    def _leave(self) -> None:
        """Show a neighbour, as before a sheet is hidden or deleted."""
        book: BookState = self._state.book
        ws = self._state.ws
        sheets = book.wb._sheets
        place = sheets.index(ws)
        near = [*sheets[place + 1 :], *reversed(sheets[:place])]
        shown = [sheet for sheet in near if sheet.sheet_state == "visible"]
        if not shown and ws.sheet_state == "visible":
            raise refused("A workbook must contain at least one visible worksheet.")
        if book.active is ws:
            book.activate(shown[0])
        ws.sheet_view.tabSelected = False

    def Delete(self) -> bool:
        book = self._state.book
        book.demand_structure()
        if self._app.alerts and self._state.used().size > 1:
            raise AssertionError("Excel asks a person whether to delete the sheet, and waits")
        if self._state.ws.sheet_state == "veryHidden":
            raise refused("Delete method of Worksheet class failed")
        self._leave()
        book.wb.remove(self._state.ws)
        self._state.deleted = True
        book.wb.active = book.active
        return True

    def Move(self, Before: Any = None, After: Any = None) -> None:
        book = self._state.book
        book.demand_structure()
        sheets = book.wb._sheets
        sheets.remove(self._state.ws)
        other = (Before or After)._state.ws
        sheets.insert(sheets.index(other) + (0 if Before else 1), self._state.ws)
        book.wb.active = book.active

    def Activate(self) -> None:
        self._state.book.activate(self._state.ws)

    def Select(self, Replace: bool = True) -> None:
        self._state.book.activate(self._state.ws)

    # Cells

    def Range(self, Cell1: Any, Cell2: Any = None) -> cells.Range:
        areas = self._areas(Cell1)
        if Cell2 is not None:
            areas = [around([*areas, *self._areas(Cell2)])]
        return cells.Range(self._app, self._state, areas)

    def _areas(self, given: Any) -> list[Area]:
        if isinstance(given, cells.Range):
            return list(given._areas)
        areas = parse(str(given)) or self._app.named(self._state, str(given))
        if not areas:
            raise refused("Method 'Range' of object '_Worksheet' failed")
        return areas

    @property
    def Cells(self) -> cells.Range:
        return cells.Range(self._app, self._state, [SHEET])

    @property
    def Rows(self) -> cells.Range:
        return cells.Range(self._app, self._state, [SHEET], "rows")

    @property
    def Columns(self) -> cells.Range:
        return cells.Range(self._app, self._state, [SHEET], "columns")

    @property
    def UsedRange(self) -> cells.Range:
        return cells.Range(self._app, self._state, [self._state.used()])

    @property
    def Comments(self) -> notes.Comments:
        return notes.Comments(self._app, self._state)

    @property
    def ListObjects(self) -> tables.ListObjects:
        return tables.ListObjects(self._app, self._state)

    @property
    def PageSetup(self) -> tables.PageSetup:
        return tables.PageSetup(self._app, self._state)

    @property
    def Tab(self) -> "Tab":
        return Tab(self._app, self._state)

    # Filters

    @property
    def AutoFilterMode(self) -> bool:
        return bool(self._state.ws.auto_filter.ref)

    @AutoFilterMode.setter
    def AutoFilterMode(self, value: bool) -> None:
        if value:
            raise refused("Unable to set the AutoFilterMode property of the Worksheet class")
        self._state.demand("")
        self._show_all()
        self._state.ws.auto_filter.ref = None

    @property
    def FilterMode(self) -> bool:
        return bool(self._state.ws.auto_filter.filterColumn)

    @property
    def AutoFilter(self) -> tables.AutoFilter | None:
        return tables.AutoFilter(self._app, self._state) if self._state.ws.auto_filter.ref else None

    def ShowAllData(self) -> None:
        self._state.demand("autoFilter")
        if not self._state.ws.auto_filter.filterColumn:
            raise refused("ShowAllData method of Worksheet class failed")
        self._show_all()

    def _show_all(self) -> None:
        ws = self._state.ws
        if ws.auto_filter.filterColumn:
            ws.auto_filter.filterColumn = []
            for area in parse(ws.auto_filter.ref):
                for row in range(area.top, area.bottom + 1):
                    if row in ws.row_dimensions:
                        ws.row_dimensions[row].hidden = False


class Tab(OfSheet):
    """The tab of a sheet."""

    @property
    def Color(self) -> float | bool:
        colour = self._state.ws.sheet_properties.tabColor
        if colour is None:
            return False
        text = str(colour.rgb)[-6:]
        red, green, blue = (int(text[i : i + 2], 16) for i in (0, 2, 4))
        return float(red + green * 256 + blue * 65536)

    @Color.setter
    def Color(self, value: float) -> None:
        number = int(value)
        self._state.ws.sheet_properties.tabColor = (
            f"FF{number & 255:02X}{number >> 8 & 255:02X}{number >> 16 & 255:02X}"
        )


class Chart(OfBook):
    """A sheet that is a chart."""

    def __init__(self, app: "Application", book: BookState, chart: Any) -> None:
        super().__init__(app, book)
        self._chart = chart

    @property
    def Name(self) -> str:
        return str(self._chart.title)

    def Activate(self) -> None:
        self._book.activate(self._chart)


class Charts(OfBook):
    """The sheets of a workbook that are charts, from left to right."""

    @property
    def Count(self) -> int:
        return len(self._book.wb.chartsheets)

    def Item(self, key: Any) -> Chart:
        return Chart(self._app, self._book, _found(self._book.wb.chartsheets, key))


class Sheets(OfBook):
    """All sheets of a workbook, from left to right, charts too."""

    @property
    def Count(self) -> int:
        return len(self._book.wb._sheets)

    def Item(self, key: Any) -> Any:
        return sheet_object(self._app, self._book, _found(self._book.wb._sheets, key))


def sheet_object(app: "Application", book: BookState, sheet: Any) -> Any:
    """A sheet of openpyxl as an object of Excel."""
    if sheet in book.wb.worksheets:
        return Worksheet(app, book.state(sheet))
    return Chart(app, book, sheet)


def _found(sheets: Sequence[Any], key: Any) -> Any:
    """The sheet of a name, or of a number counted from one."""
    for number, sheet in enumerate(sheets, start=1):
        if key == number or (isinstance(key, str) and sheet.title.lower() == key.lower()):
            return sheet
    raise refused("Subscript out of range")


class Worksheets(OfBook):
    """The worksheets of a workbook, from left to right."""

    @property
    def Parent(self) -> Any:
        return self._app.workbook_of(self._book)

    @property
    def Count(self) -> int:
        return len(self._book.sheets())

    def Item(self, key: Any) -> Worksheet:
        found = _found(self._book.wb.worksheets, key)
        return Worksheet(self._app, self._book.state(found))

    def Add(
        self, Before: Any = None, After: Any = None, Count: int = 1, Type: Any = None
    ) -> Worksheet:
        book = self._book
        book.demand_structure()
        names = [sheet.title for sheet in book.wb._sheets]
        number = len(names)
        while f"Sheet{number}" in names:
            number += 1
        other = (Before or After)._state.ws if Before or After else book.active
        place = book.wb._sheets.index(other) + (1 if After and not Before else 0)
        ws = book.wb.create_sheet(f"Sheet{number}", place)
        book.activate(ws)
        return Worksheet(self._app, book.state(ws))
