"""What hangs on cells: Excel's notes (`Comment`, in its old words) and its hyperlinks."""
# ruff: noqa: N802, N803  (Excel's own names)

from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment as FileComment

from tests.excel.areas import Area
from tests.excel.books import SheetState
from tests.excel.calls import ComObject, OfSheet, refused

if TYPE_CHECKING:
    from tests.excel.application import Application

#: Points to a pixel: a file says the size of a note in pixels, Excel in points.
_POINTS = 0.75
#: How a file begins what older Excels show of comments that have answers.
_THREAD = "[Threaded comment]"
_LINK_COLOUR = 10


def add_comment(app: "Application", state: SheetState, area: Area, text: str) -> "Comment":
    """Add a note to a single cell, or to the first one of a merged area."""
    state.demand_objects()
    merged = state.merged(area.top, area.left)
    if merged and (area.top, area.left) != (merged.top, merged.left):
        raise refused("Application-defined or object-defined error")
    if area.size > 1 and area != merged:
        raise refused("Application-defined or object-defined error")
    cell = state.made(area.top, area.left)
    if cell.comment is not None:
        raise refused("Application-defined or object-defined error")
    cell.comment = FileComment(text, app.user_name)
    return Comment(app, state, cell)


class Comment(OfSheet):
    """The note of a cell."""

    def __init__(self, app: "Application", state: SheetState, cell: Cell) -> None:
        super().__init__(app, state)
        self._cell, self._note = cell, cell.comment

    def alive(self) -> bool:
        """Whether the cell still has it."""
        return super().alive() and self._cell.comment is self._note

    @property
    def Parent(self) -> Any:
        cell = self._cell
        return self._app.range_of(self._state, [Area(cell.row, cell.column, cell.row, cell.column)])

    @property
    def Author(self) -> str:
        return str(self._note.author or "")

    def Text(self, Text: str | None = None, Start: Any = None, Overwrite: Any = None) -> str:
        """The text; with one given, this becomes it."""
        if Text is not None:
            self._state.demand_objects()
            self._note.text = Text
        return str(self._note.text)

    def Delete(self) -> None:
        self._state.demand_objects()
        self._cell.comment = None

    @property
    def Shape(self) -> "NoteShape":
        return NoteShape(self._app, self)


class NoteShape(ComObject):
    """The box of a note."""

    def __init__(self, app: "Application", note: Comment) -> None:
        super().__init__(app)
        self._note = note

    def alive(self) -> bool:
        """Whether the note still is there."""
        return self._note.alive()

    @property
    def _box(self) -> FileComment:
        return self._note._note

    @property
    def Width(self) -> float:
        return float(self._box.width * _POINTS)

    @Width.setter
    def Width(self, value: float) -> None:
        self._note._state.demand_objects()
        self._box.width = value / _POINTS

    @property
    def Height(self) -> float:
        return float(self._box.height * _POINTS)

    @Height.setter
    def Height(self, value: float) -> None:
        self._note._state.demand_objects()
        self._box.height = value / _POINTS


class Comments(OfSheet):
    """The notes of a sheet, row by row."""

    _threads = False

    def _cells(self) -> list[Cell]:
        cells = self._state.ws._cells
        noted = [
            cells[spot]
            for spot in sorted(cells)
            if isinstance(cells[spot], Cell) and cells[spot].comment is not None
        ]
        return [c for c in noted if str(c.comment.text).startswith(_THREAD) is self._threads]

    @property
    def Count(self) -> int:
        return len(self._cells())

    def Item(self, index: int) -> Comment:
        return Comment(self._app, self._state, self._cells()[index - 1])


class CommentsThreaded(Comments):
    """The comments of a sheet that may have answers: those of Microsoft 365."""

    _threads = True
