"""Rectangles of cells, and the addresses that Excel writes and reads for them."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from openpyxl.utils import column_index_from_string, get_column_letter

from tests.excel.calls import refused

ROWS, COLUMNS = 1048576, 16384
#: The longest text that Excel takes for an address.
LONGEST = 255

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d*)", re.IGNORECASE)
_COLUMN = re.compile(r"\$?([A-Z]{1,3})", re.IGNORECASE)
_ROW = re.compile(r"\$?([1-9]\d*)")


class Area(NamedTuple):
    """A rectangle of cells; the first row and column are 1, the last ones belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def size(self) -> int:
        return self.height * self.width

    @property
    def whole_columns(self) -> bool:
        return self.height == ROWS

    @property
    def whole_rows(self) -> bool:
        return self.width == COLUMNS

    def spots(self) -> Iterator[tuple[int, int]]:
        """Row and column of each cell, row by row."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell belongs to it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


SHEET = Area(1, 1, ROWS, COLUMNS)


def common(one: Area, other: Area) -> Area | None:
    """The cells that belong to both."""
    top, left = max(one.top, other.top), max(one.left, other.left)
    bottom, right = min(one.bottom, other.bottom), min(one.right, other.right)
    return Area(top, left, bottom, right) if top <= bottom and left <= right else None


def around(areas: Iterable[Area]) -> Area:
    """The smallest rectangle that holds all of them."""
    tops, lefts, bottoms, rights = zip(*areas, strict=True)
    return Area(min(tops), min(lefts), max(bottoms), max(rights))


def parse(address: str) -> list[Area]:
    """The areas of `A1`, `$A$1:C3`, `A:C`, `1:3` or several of them with commas between; none
    where it is no address."""
    if len(address) > LONGEST:
        raise refused("Method 'Range' of object '_Worksheet' failed")
    areas = [_parse_one(part.strip()) for part in address.split(",")]
    return [area for area in areas if area] if all(areas) else []


def _parse_one(text: str) -> Area | None:
    first, _, second = text.partition(":")
    second = second or first
    if (one := _CELL.fullmatch(first)) and (other := _CELL.fullmatch(second)):
        rows = sorted((int(one[2]), int(other[2])))
        columns = sorted((column_index_from_string(one[1]), column_index_from_string(other[1])))
    elif ":" in text and (one := _COLUMN.fullmatch(first)) and (other := _COLUMN.fullmatch(second)):
        rows = [1, ROWS]
        columns = sorted((column_index_from_string(one[1]), column_index_from_string(other[1])))
    elif ":" in text and (one := _ROW.fullmatch(first)) and (other := _ROW.fullmatch(second)):
        rows = sorted((int(one[1]), int(other[1])))
        columns = [1, COLUMNS]
    else:
        return None
    if rows[1] > ROWS or columns[1] > COLUMNS:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])


def address_of(
    areas: Iterable[Area], *, row_absolute: bool = True, column_absolute: bool = True
) -> str:
    """How Excel writes them: `$A$1,$C$3:$D$4`."""
    return ",".join(_write(area, "$" * row_absolute, "$" * column_absolute) for area in areas)


def _write(area: Area, row: str, column: str) -> str:
    left, right = get_column_letter(area.left), get_column_letter(area.right)
    if area.whole_columns and not area.whole_rows:
        return f"{column}{left}:{column}{right}"
    if area.whole_rows:
        return f"{row}{area.top}:{row}{area.bottom}"
    first = f"{column}{left}{row}{area.top}"
    return first if area.size == 1 else f"{first}:{column}{right}{row}{area.bottom}"
