"""How cells look: Excel's `Interior` and `Font`, and the colours of a file."""
# ruff: noqa: N802  (Excel's own names)

import copy
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from tests.excel.areas import Area
from tests.excel.books import SheetState
from tests.excel.calls import OfSheet

if TYPE_CHECKING:
    from tests.excel.application import Application

NONE = -4142


def shared(values: Iterable[Any]) -> Any:
    """What all values are; None where they differ, as COM says it."""
    iterator = iter(values)
    first = next(iterator, None)
    return first if all(value == first for value in iterator) else None


def styleables(state: SheetState, areas: Sequence[Area], *, make: bool) -> Iterator[Any]:
    """Everything that holds the styles of areas: their cells. With `make`, those that are not there
    yet are made, to be changed."""
    for area in areas:
        if area.whole_columns or area.whole_rows:
            raise NotImplementedError("the looks of whole rows and columns")
        for row, column in area.spots():
            yield state.made(row, column) if make else state.styled(row, column)


def rgb(colour: Color) -> str:
    """A colour of the file as six hexadecimal digits."""
    if colour.type != "rgb":
        raise NotImplementedError(f"the colour of a {colour.type}")
    return str(colour.rgb)[-6:].upper()


def to_excel(colour: str) -> float:
    """Red, green and blue as the one number that COM hands over."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return float(red + green * 256 + blue * 65536)


def from_excel(number: float) -> Color:
    """The colour of a number that is written."""
    value = int(number)
    return Color(rgb=f"FF{value & 255:02X}{value >> 8 & 255:02X}{value >> 16 & 255:02X}")


class _Look(OfSheet):
    """One side of how cells look."""

    def __init__(self, app: "Application", state: SheetState, areas: Sequence[Area]) -> None:
        super().__init__(app, state)
        self._areas = list(areas)

    def _seen(self) -> Iterator[Any]:
        return styleables(self._state, self._areas, make=False)

    def _changed(self) -> Iterator[Any]:
        self._state.demand("formatCells")
        return styleables(self._state, self._areas, make=True)


class Interior(_Look):
    """The fill of cells."""

    @property
    def ColorIndex(self) -> Any:
        return NONE if all(cell.fill.fill_type is None for cell in self._seen()) else 1

    @property
    def Color(self) -> Any:
        return shared(self._colour(cell.fill) for cell in self._seen())

    @Color.setter
    def Color(self, value: float) -> None:
        for cell in self._changed():
            cell.fill = PatternFill("solid", fgColor=from_excel(value))

    def _colour(self, fill: Any) -> float:
        if fill.fill_type is None:
            return to_excel("FFFFFF")
        return to_excel(rgb(fill.fgColor))


class Font(_Look):
    """The letters of cells."""

    def _set(self, name: str, value: Any) -> None:
        for cell in self._changed():
            font = copy.copy(cell.font)
            setattr(font, name, value)
            cell.font = font

    @property
    def Bold(self) -> Any:
        return shared(bool(cell.font.b) for cell in self._seen())

    @Bold.setter
    def Bold(self, value: bool) -> None:
        self._set("b", bool(value))

    @property
    def Size(self) -> Any:
        return shared(float(cell.font.sz) for cell in self._seen())

    @Size.setter
    def Size(self, value: float) -> None:
        self._set("sz", float(value))

    @property
    def Color(self) -> Any:
        return shared(to_excel(rgb(cell.font.color)) for cell in self._seen())

    @Color.setter
    def Color(self, value: float) -> None:
        self._set("color", from_excel(value))
