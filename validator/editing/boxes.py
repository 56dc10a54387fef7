"""The boxes in which Excel shows the notes of a worksheet: shapes in its part of VML.

What stands there already (boxes of other notes, buttons) keeps its bytes. The part is gone through
as text: programs write VML that is no well-formed XML.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from validator.editing.elements import Splice, listed, spliced, whole
from validator.editing.worksheet import Place
from validator.reading import Unreadable

_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml"', 'xmlns:o="urn:schemas-microsoft-com:office:office"',
    'xmlns:x="urn:schemas-microsoft-com:office:excel"',
)  # fmt: skip
_TYPE = "_x0000_t202"
_NEW = (
    f"<xml {' '.join(_SPACES)}>"
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    f'<v:shapetype id="{_TYPE}" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600'
    ',xe"{spaces}><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/>'
    "</v:shapetype>"
)
_SHAPE = (
    f'<v:shape id="_x0000_s{{number}}" type="#{_TYPE}" style="position:absolute;z-index:1;'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"{spaces}>'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False"
    "</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_BEGIN = re.compile(rb"<(?:[\w.-]+:)?shape[\s>]")
_END = re.compile(rb"</(?:[\w.-]+:)?shape\s*>")
_NUMBER = re.compile(rb"_x0000_s([0-9]{1,9})\b")
_ROW = re.compile(rb"<(?:[\w.-]+:)?Row>\s*([0-9]{1,9})\s*<")
_COLUMN = re.compile(rb"<(?:[\w.-]+:)?Column>\s*([0-9]{1,9})\s*<")
_ANCHOR = re.compile(rb"(<(?:[\w.-]+:)?Anchor>)[^<]*")
#: Excel numbers the shapes of a part in blocks of so many.
_BLOCK = 1024
#: Pixels: in a point, in a character of a column's width; of rows and columns that say nothing of
#: their size; between a cell and its box.
_POINT, _CHARACTER = 4 / 3, 7
_ROW_HEIGHT, _COLUMN_WIDTH = 20, 64
_ASIDE, _ABOVE = 15, 7
#: A box lies over so many rows or columns at most, many of which may be hidden.
_MOST = 500
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383


class Box(NamedTuple):
    """The box of the note on a cell, with its size in points."""

    place: Place
    width: float
    height: float


class Layout:
    """How high the rows of a worksheet are and how wide its columns, in pixels."""

    def __init__(self, xml: bytes) -> None:
        """Of the worksheet's XML. Raises Unreadable."""
        self._rows: dict[int, int] = {}
        self._columns: list[tuple[int, int, int]] = []
        self._row, self._column = _ROW_HEIGHT, _COLUMN_WIDTH
        number = 0
        for element in listed(xml, "sheetFormatPr", "col", "row"):
            said = element.attributes
            hidden = said.get("hidden") in ("1", "true")
            if element.name == "sheetFormatPr":
                self._row = _pixels(said.get("defaultRowHeight"), _POINT, self._row)
                width = said.get("defaultColWidth")
                self._column = _pixels(width, _CHARACTER, self._column)
            elif element.name == "row":
                number = whole(said.get("r")) or number + 1
                height = _pixels(said.get("ht"), _POINT, self._row)
                if hidden or height != self._row:
                    self._rows[number - 1] = 0 if hidden else height
            else:
                width_of = _pixels(said.get("width"), _CHARACTER, self._column)
                first, last = whole(said.get("min")) or 1, whole(said.get("max")) or 1
                self._columns.append((first - 1, last - 1, 0 if hidden else width_of))
        self._columns.sort()

    def row(self, number: int) -> int:
        """The height of a row, from zero."""
        return self._rows.get(number, self._row)

    def column(self, number: int) -> int:
        """The width of a column, from zero."""
        at = bisect_right(self._columns, (number, _LAST_ROW, 0)) - 1
        if at >= 0 and self._columns[at][1] >= number:
            return self._columns[at][2]
        return self._column

    def anchor(self, box: Box) -> str:
        """Where a box begins and ends, as VML says it: beside its cell, a little above it."""
        row, column = box.place
        left, top = min(column + 1, _LAST_COLUMN), max(row - 1, 0)
        right, across = self._end(self.column, left, _ASIDE, box.width * _POINT, _LAST_COLUMN)
        bottom, down = self._end(self.row, top, _ABOVE, box.height * _POINT, _LAST_ROW)
        numbers = left, _ASIDE, top, _ABOVE, right, across, bottom, down
        return ", ".join(map(str, numbers))

    @staticmethod
    def _end(
        size: Callable[[int], int], first: int, offset: int, length: float, last: int
    ) -> tuple[int, int]:
        """The row or column in which `length` pixels end, and how far in it."""
        rest, number = offset + round(length), first
        while rest > size(number) and number < min(last, first + _MOST):
            rest -= size(number)
            number += 1
        return number, min(rest, size(number))


def _pixels(said: str | None, factor: float, otherwise: int) -> int:
    try:
        size = float(said) if said else -1.0
    except ValueError:
        return otherwise
    return round(size * factor) if 0 <= size < 1000 else otherwise


def new_part(count: int) -> bytes:
    """A part for so many boxes, without any."""
    blocks = ",".join(str(number) for number in range(1, count // (_BLOCK - 1) + 2))
    return _NEW.format(blocks=blocks).encode()


def with_boxes(
    vml: bytes, layout: Layout, boxes: Sequence[Box], larger: Sequence[Box], gone: frozenset[Place]
) -> bytes:
    """The part with more `boxes`, without those of the cells `gone`, and with those of `larger` in
    another size. Raises Unreadable (damaged)."""
    resized = {box.place: box for box in larger}
    splices: list[Splice] = []
    for start, end, place in _shapes(vml):
        if place in gone:
            splices.append((start, end, b""))
        elif place in resized and (anchor := _ANCHOR.search(vml, start, end)):
            words = anchor[1] + layout.anchor(resized[place]).encode()
            splices.append((anchor.start(), anchor.end(), words))
    end = vml.rfind(b"</")
    if end < 0:
        raise Unreadable("damaged")
    splices.append((end, end, "".join(_new(vml, layout, boxes)).encode()))
    return spliced(vml, splices)


def _shapes(vml: bytes) -> Iterator[tuple[int, int, Place]]:
    """From where to where the shapes go that belong to cells, and which cells these are."""
    at = 0
    while begin := _BEGIN.search(vml, at):
        end = _END.search(vml, begin.end())
        if end is None:
            return
        at = end.end()
        row = _ROW.search(vml, begin.start(), at)
        column = _COLUMN.search(vml, begin.start(), at)
        if row and column:
            yield begin.start(), at, (int(row[1]), int(column[1]))


def _new(vml: bytes, layout: Layout, boxes: Sequence[Box]) -> Iterator[str]:
    missing = [space for space in _SPACES if space.encode() not in vml]
    spaces = "".join(f" {space}" for space in missing)
    if boxes and f'"{_TYPE}"'.encode() not in vml:
        yield _SHAPE_TYPE.format(spaces=spaces)
    first = max((int(number[1]) for number in _NUMBER.finditer(vml)), default=_BLOCK) + 1
    for number, box in enumerate(boxes, start=first):
        row, column = box.place
        anchor = layout.anchor(box)
        yield _SHAPE.format(anchor=anchor, spaces=spaces, row=row, column=column, number=number)
