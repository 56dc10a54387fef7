"""How cells look: Excel's `Interior`, `Font` and `Borders`, and the colours of a file."""
# ruff: noqa: N802  (Excel's own names)

import colorsys
import copy
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from lxml import etree
from openpyxl.styles import Border as FileBorder
from openpyxl.styles import PatternFill, Side
from openpyxl.styles.colors import COLOR_INDEX, Color
from openpyxl.utils import get_column_letter

from tests.excel.areas import COLUMNS, ROWS, Area
from tests.excel.books import SheetState, set_column
from tests.excel.calls import OfSheet

if TYPE_CHECKING:
    from tests.excel.application import Application

NONE, AUTOMATIC = -4142, -4105
#: The colours of Office's own theme, in the order of a file's numbers.
_THEME = (
    *("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31"),
    *("A5A5A5", "FFC000", "5B9BD5", "70AD47", "0563C1", "954F72"),
)
_THEME_COLOUR = re.compile(r'(?:lastClr|srgbClr val)="([0-9A-Fa-f]{6})"')


def shared(values: Iterable[Any]) -> Any:
    """What all values are; None where they differ, as COM says it."""
    iterator = iter(values)
    first = next(iterator, None)
    return first if all(value == first for value in iterator) else None


def styleables(state: SheetState, areas: Sequence[Area], *, make: bool) -> Iterator[Any]:
    """Everything that holds the styles of areas: their cells, and where whole rows or columns
    belong to them, these and the cells that there are. With `make`, cells that are not there yet
    are made, to be changed."""
    for area in areas:
        if area.whole_columns:
            yield from state.existing(area)
            yield from _columns(state, area, make=make)
        elif area.whole_rows:
            yield from state.existing(area)
            lines = state.ws.row_dimensions
            for row in range(area.top, area.bottom + 1):
                yield lines[row] if make else lines.get(row) or state.styled(row, COLUMNS)
        else:
            for row, column in area.spots():
                yield state.made(row, column) if make else state.styled(row, column)


def _columns(state: SheetState, area: Area, *, make: bool) -> Iterator[Any]:
    dimensions = state.ws.column_dimensions
    if make and area.whole_rows and not dimensions:
        whole = dimensions[get_column_letter(1)]
        whole.min, whole.max = 1, COLUMNS
        yield whole
    elif area.whole_rows:
        yield from list(dimensions.values()) if make else [state.styled(ROWS, COLUMNS)]
    else:
        for column in range(area.left, area.right + 1):
            yield set_column(state, column) if make else state.styled(ROWS, column)


def rgb(colour: Color | None, state: SheetState) -> str | None:
    """A colour of the file as six hexadecimal digits; none where it is left to the program."""
    if colour is None:
        return None
    if colour.type == "rgb":
        return str(colour.rgb)[-6:].upper()
    if colour.type == "indexed":
        return COLOR_INDEX[colour.indexed][-6:] if colour.indexed < len(COLOR_INDEX) else None
    if colour.type == "theme":
        return _tinted(_theme(state)[colour.theme], colour.tint)
    return None


def _theme(state: SheetState) -> Sequence[str]:
    theme = state.book.wb.loaded_theme
    if not theme:
        return _THEME
    root = etree.fromstring(theme)
    scheme = root.find(".//{*}clrScheme")
    found = [_THEME_COLOUR.search(etree.tostring(child).decode()) for child in scheme]
    colours = [match[1].upper() if match else "000000" for match in found]
    return [colours[index] for index in (1, 0, 3, 2, *range(4, len(colours)))]


def _tinted(colour: str, tint: float) -> str:
    if not tint:
        return colour
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(c * 255):02X}" for c in colorsys.hls_to_rgb(hue, light, saturation))


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
        kinds = shared(cell.fill.fill_type for cell in self._seen())
        if kinds is None:
            bare = all(cell.fill.fill_type is None for cell in self._seen())
            return NONE if bare else None
        return 1 if self.Color == 0 else 2

    @ColorIndex.setter
    def ColorIndex(self, value: int) -> None:
        if value not in (NONE, AUTOMATIC):
            raise NotImplementedError("only xlColorIndexNone")
        for cell in self._changed():
            cell.fill = PatternFill()

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
        first = fill.stop[0].color if fill.tagname == "gradientFill" else fill.fgColor
        return to_excel(rgb(first, self._state) or "FFFFFF")


class Font(_Look):
    """The letters of cells."""

    def _get(self, name: str) -> Any:
        return shared(getattr(cell.font, name) for cell in self._seen())

    def _set(self, **changes: Any) -> None:
        for cell in self._changed():
            font = copy.copy(cell.font)
            for name, value in changes.items():
                setattr(font, name, value)
            cell.font = font

    @property
    def Bold(self) -> Any:
        return shared(bool(cell.font.b) for cell in self._seen())

    @Bold.setter
    def Bold(self, value: bool) -> None:
        self._set(b=bool(value))

    @property
    def Italic(self) -> Any:
        return shared(bool(cell.font.i) for cell in self._seen())

    @Italic.setter
    def Italic(self, value: bool) -> None:
        self._set(i=bool(value))

    @property
    def Size(self) -> Any:
        found = self._get("sz")
        return None if found is None else float(found)

    @Size.setter
    def Size(self, value: float) -> None:
        self._set(sz=float(value))

    @property
    def Name(self) -> Any:
        return self._get("name")

    @Name.setter
    def Name(self, value: str) -> None:
        self._set(name=value, scheme=None)

    @property
    def Color(self) -> Any:
        return shared(
            to_excel(rgb(cell.font.color, self._state) or "000000") for cell in self._seen()
        )

    @Color.setter
    def Color(self, value: float) -> None:
        self._set(color=from_excel(value))


_LINES = {
    None: (NONE, 2),
    "thin": (1, 2),
    "medium": (1, -4138),
    "thick": (1, 4),
    "hair": (1, 1),
    "dashed": (-4115, 2),
    "mediumDashed": (-4115, -4138),
    "dotted": (-4118, 2),
    "double": (-4119, 4),
    "dashDot": (4, 2),
    "dashDotDot": (5, 2),
    "mediumDashDot": (4, -4138),
    "mediumDashDotDot": (5, -4138),
    "slantDashDot": (13, -4138),
}
#: Excel's numbers for the sides of an area, and what they are called in a file.
_SIDES = {7: "left", 8: "top", 9: "bottom", 10: "right", 5: "diagonal", 6: "diagonal"}
_INSIDE_VERTICAL, _INSIDE_HORIZONTAL = 11, 12


class Borders(_Look):
    """The lines around and between cells."""

    def Item(self, index: int) -> "Border":
        return Border(self._app, self._state, self._areas, index)


class Border(_Look):
    """The lines on one side of each area, or between its cells."""

    def __init__(
        self, app: "Application", state: SheetState, areas: Sequence[Area], index: int
    ) -> None:
        super().__init__(app, state, areas)
        self._index = index

    def _edges(self) -> Iterator[tuple[int, int, str]]:
        """Row, column and side of each line; a line between two cells belongs to both."""
        for area in self._areas:
            for row, column in area.spots():
                if self._index == _INSIDE_VERTICAL:
                    if column < area.right:
                        yield row, column, "right"
                        yield row, column + 1, "left"
                elif self._index == _INSIDE_HORIZONTAL:
                    if row < area.bottom:
                        yield row, column, "bottom"
                        yield row + 1, column, "top"
                elif self._on_edge(area, row, column):
                    yield row, column, _SIDES[self._index]

    def _on_edge(self, area: Area, row: int, column: int) -> bool:
        edges = {7: column == area.left, 8: row == area.top}
        edges |= {9: row == area.bottom, 10: column == area.right}
        return edges.get(self._index, True)

    def _side(self) -> Side | None:
        for row, column, side in self._edges():
            return getattr(self._state.styled(row, column).border, side)
        return None

    def _change(self, **changes: Any) -> None:
        self._state.demand("formatCells")
        for row, column, name in self._edges():
            cell = self._state.made(row, column)
            border: FileBorder = copy.copy(cell.border)
            side = copy.copy(getattr(border, name)) or Side()
            for key, value in changes.items():
                setattr(side, key, value)
            if changes.get("style", "") is None:
                side = Side()
            setattr(border, name, side)
            cell.border = border

    def _line(self) -> tuple[int, int]:
        side = self._side()
        return _LINES.get(side.style if side is not None else None, (1, 2))

    def _draw(self, line: int, weight: int) -> None:
        found = [name for name, kind in _LINES.items() if kind == (line, weight)]
        found += [name for name, kind in _LINES.items() if kind[0] == line]
        self._change(style=found[0])

    @property
    def LineStyle(self) -> int:
        return self._line()[0]

    @LineStyle.setter
    def LineStyle(self, value: int) -> None:
        self._draw(value, self._line()[1])

    @property
    def Weight(self) -> int:
        return self._line()[1]

    @Weight.setter
    def Weight(self, value: int) -> None:
        line = self._line()[0]
        self._draw(1 if line == NONE else line, value)

    @property
    def ColorIndex(self) -> int:
        return NONE if self._line()[0] == NONE else 1

    @property
    def Color(self) -> float:
        side = self._side()
        return to_excel(rgb(side.color if side else None, self._state) or "000000")

    @Color.setter
    def Color(self, value: float) -> None:
        if self._line()[0] == NONE:
            self._change(style="thin")
        self._change(color=from_excel(value))
