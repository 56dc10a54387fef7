"""How the cells of a range look and how large they are: one half of Excel's `Range`."""
# ruff: noqa: N802  (Excel's own names)

import copy
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tests.excel import formats
from tests.excel.areas import Area
from tests.excel.books import SheetState, set_column
from tests.excel.calls import OfSheet, refused
from tests.excel.formats import shared, styleables

if TYPE_CHECKING:
    from tests.excel.application import Application

_VERTICAL = {
    None: -4107,
    "bottom": -4107,
    "top": -4160,
    "center": -4108,
    "justify": -4130,
    "distributed": -4117,
}
#: The file counts the space beside the characters of a column, Excel does not.
_BESIDE = 5 / 7


class Layout(OfSheet):
    """Cells of a sheet. `unit` says what its items are: cells, whole rows or whole columns.

    A property of several cells is None where they differ.
    """

    def __init__(
        self, app: "Application", state: SheetState, areas: Sequence[Area], unit: str = "cells"
    ) -> None:
        super().__init__(app, state)
        self._areas, self._unit = list(areas), unit

    def _seen(self) -> Iterator[Any]:
        return styleables(self._state, self._areas, make=False)

    def _changed(self) -> Iterator[Any]:
        self._state.demand("formatCells")
        return styleables(self._state, self._areas, make=True)

    @property
    def Interior(self) -> formats.Interior:
        return formats.Interior(self._app, self._state, self._areas)

    @property
    def Font(self) -> formats.Font:
        return formats.Font(self._app, self._state, self._areas)

    def _align(self, name: str, value: Any) -> None:
        for cell in self._changed():
            alignment = copy.copy(cell.alignment)
            setattr(alignment, name, value)
            cell.alignment = alignment

    @property
    def NumberFormat(self) -> str | None:
        found = shared(cell.number_format for cell in self._seen())
        return None if found is None else str(found)

    @NumberFormat.setter
    def NumberFormat(self, value: str) -> None:
        for cell in self._changed():
            cell.number_format = value

    @property
    def WrapText(self) -> Any:
        return shared(bool(c.alignment.wrapText) for c in self._seen())

    @WrapText.setter
    def WrapText(self, value: bool) -> None:
        self._align("wrapText", bool(value))

    @property
    def VerticalAlignment(self) -> Any:
        return shared(_VERTICAL[c.alignment.vertical] for c in self._seen())

    @VerticalAlignment.setter
    def VerticalAlignment(self, value: int) -> None:
        self._align("vertical", {n: name for name, n in _VERTICAL.items()}[value])

    # Rows and columns

    def _lines(self) -> list[int]:
        return [row for area in self._areas for row in range(area.top, area.bottom + 1)]

    def _letters(self) -> list[int]:
        return [k for area in self._areas for k in range(area.left, area.right + 1)]

    def _height(self, row: int) -> float:
        line = self._state.ws.row_dimensions.get(row)
        usual = self._state.ws.sheet_format.defaultRowHeight or 15
        if line is None:
            return float(usual)
        return 0.0 if line.hidden else float(line.height or usual)

    def _width(self, column: int) -> float:
        found = self._state.column(column)
        usual = self._state.ws.sheet_format.defaultColWidth
        if found is not None and found.hidden:
            return 0.0
        width = found.width if found is not None and found.width else usual
        return round(width - _BESIDE, 2) if width else 8.38

    @property
    def ColumnWidth(self) -> Any:
        return shared(self._width(column) for column in self._letters())

    @ColumnWidth.setter
    def ColumnWidth(self, value: float) -> None:
        self._state.demand("formatColumns")
        if not 0 <= value <= 255:
            raise refused("Unable to set the ColumnWidth property of the Range class")
        for column in self._letters():
            found = set_column(self._state, column)
            found.hidden = value == 0
            found.width = value + _BESIDE if value else found.width

    @property
    def Hidden(self) -> Any:
        if self._unit == "rows":
            return shared(self._height(row) == 0 for row in self._lines())
        return shared(self._width(column) == 0 for column in self._letters())

    @Hidden.setter
    def Hidden(self, value: bool) -> None:
        if self._unit == "rows":
            self._state.demand("formatRows")
            for row in self._lines():
                self._state.ws.row_dimensions[row].hidden = bool(value)
        else:
            self._state.demand("formatColumns")
            for column in self._letters():
                set_column(self._state, column).hidden = bool(value)

    def AutoFit(self) -> None:
        """Rows get the height that Excel gives to a row of which no height is kept."""
        if self._unit != "rows":
            raise NotImplementedError("only rows")
        self._state.demand("formatRows")
        for row in self._lines():
            if row in self._state.ws.row_dimensions:
                self._state.ws.row_dimensions[row].height = None
