"""Excel's `Worksheet`, its protection and its lists, and the `Worksheets` of a workbook."""
# ruff: noqa: N802, N803  (Excel's own names)

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tests.excel import cells, notes, tables
from tests.excel.areas import SHEET, Area, around, parse
from tests.excel.books import BookState
from tests.excel.calls import OfBook, refused
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

    def Activate(self) -> None:
        self._state.book.activate(self._state.ws)

    def Select(self) -> None:
        """Show the sheet, and let no other be selected."""
        self._state.book.activate(self._state.ws)
        for ws in self._state.book.wb.worksheets:
            ws.sheet_view.tabSelected = ws is self._state.ws

    # Cells

    def Range(self, Cell1: Any, Cell2: Any = None) -> cells.Range:
        areas = self._areas(Cell1)
        if Cell2 is not None:
            areas = [around([*areas, *self._areas(Cell2)])]
        return cells.Range(self._app, self._state, areas)

    def _areas(self, given: Any) -> list[Area]:
        if isinstance(given, cells.Range):
            return list(given._areas)
        areas = parse(str(given))
        if not areas:
            raise refused("Method 'Range' of object '_Worksheet' failed")
        return areas

    @property
    def Cells(self) -> cells.Range:
        return cells.Range(self._app, self._state, [SHEET])

    @property
    def UsedRange(self) -> cells.Range:
        return cells.Range(self._app, self._state, [self._state.used()])

    @property
    def Comments(self) -> notes.Comments:
        return notes.Comments(self._app, self._state)

    @property
    def CommentsThreaded(self) -> notes.CommentsThreaded:
        return notes.CommentsThreaded(self._app, self._state)

    @property
    def ListObjects(self) -> tables.ListObjects:
        return tables.ListObjects(self._app, self._state)


class Chart(OfBook):
    """A sheet that is a chart."""

    def __init__(self, app: "Application", book: BookState, chart: Any) -> None:
        super().__init__(app, book)
        self._chart = chart

    @property
    def Name(self) -> str:
        return str(self._chart.title)

    @property
    def Visible(self) -> int:
        return VISIBLE[self._chart.sheet_state]

    def Select(self) -> None:
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

    def Add(self, Before: Any = None) -> Worksheet:
        """Add as many sheets as are selected: one, unless a person has selected several."""
        book = self._book
        book.demand_structure()
        for _ in range(max(1, sum(bool(ws.sheet_view.tabSelected) for ws in book.wb.worksheets))):
            added = self._one(Before)
        return added

    def _one(self, Before: Any) -> Worksheet:
        book = self._book
        names = [sheet.title for sheet in book.wb._sheets]
        number = len(names)
        while f"Sheet{number}" in names:
            number += 1
        other = Before._state.ws if Before else book.active
        ws = book.wb.create_sheet(f"Sheet{number}", book.wb._sheets.index(other))
        book.activate(ws)
        return Worksheet(self._app, book.state(ws))
