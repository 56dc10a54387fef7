"""Has every word of a workbook room in its cell? By the widths of signs, not by looking: a program
that draws a cell cuts words off without a trace in the text of the page.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from math import ceil
from typing import NamedTuple

from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from tests.shipped import Values, opened
from validator.forms.workbook import FRONT

#: A line of text of 10 points takes so many points; a row without a height shows one line.
LINE, ONE_LINE = 13.5, 15.0
#: A step of indentation in characters of a column's width.
INDENT = 1.3
#: How small words may become that shrink to fit: 10 points to 6.5.
SMALLEST = 0.65
#: A column's width that nobody has set.
DEFAULT = 8.43


class Box(NamedTuple):
    """A cell with words, or a figure, and its room: characters wide, points high (0: the row grows
    by itself)."""

    where: str
    words: str
    size: float
    wrapped: bool
    width: float
    height: float
    shrinks: bool = False

    @property
    def problem(self) -> str:
        """What would be cut, "" if nothing."""
        per_line = self.width * 10 / self.size
        lines = [length(line) for line in self.words.split("\n")]
        if not self.wrapped:
            room = per_line / (SMALLEST if self.shrinks else 1)
            return f"{self} in one line" if max(lines) > room else ""
        needed = sum(max(1, ceil(line / per_line)) for line in lines) * LINE * self.size / 10
        return f"{self} needs {needed:.0f} points" if self.height and needed > self.height else ""


def length(words: str) -> int:
    """How many characters wide words are: Chinese ones and full-width signs count twice."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WFA") for sign in words)


def shown(value: object, number_format: str) -> str:
    """What a cell shows."""
    if isinstance(value, int | float) and number_format != "General":
        return f"{value:,.2f}" if "," in number_format else f"{value:.2f}"
    return str(value)


@cache
def widths(sheet: Worksheet) -> tuple[float, ...]:
    """The widths of the columns, hidden ones 0."""
    found = [DEFAULT] * (sheet.max_column + 1)
    for own in sheet.column_dimensions.values():  # one may stand for several
        for column in range(own.min, min(own.max, len(found)) + 1):
            found[column - 1] = 0.0 if own.hidden else own.width
    return tuple(found)


def boxes(edition: str, values: Values) -> Iterator[Box]:
    """What is printed of the workbook of an edition where its cells have `values`."""
    for sheet in opened(edition):
        if sheet.sheet_state != "visible" or not (sheet.print_area or sheet.title == FRONT):
            continue
        area = (sheet.print_area or "A1:E40").split(",")[0].rpartition("!")[2]
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        merged = {(r.min_row, r.min_col): (r.max_row, r.max_col) for r in sheet.merged_cells.ranges}
        rows = values[sheet.title]
        for row in range(top, min(bottom, len(rows)) + 1):
            for column in range(left, right + 1):
                if rows[row - 1][column - 1] != "":
                    end = merged.get((row, column), (row, column))
                    yield _box(sheet, rows[row - 1], (row, column), end, right)


def _box(
    sheet: Worksheet, values: Sequence[object], at: tuple[int, int], end: tuple[int, int], last: int
) -> Box:
    cell, value = sheet.cell(*at), values[at[1] - 1]
    width = sum(widths(sheet)[at[1] - 1 : end[1]])
    wrapped = bool(cell.alignment.wrap_text)
    if isinstance(value, str) and not wrapped and at == end:
        # Words run on over blank cells; figures do not.
        right_bound = cell.alignment.horizontal == "right"
        step, stop = (-1, 0) if right_bound else (1, last + 1)
        for column in range(at[1] + step, stop, step):
            if values[column - 1] != "":
                break
            width += widths(sheet)[column - 1]
    heights = [sheet.row_dimensions[row].height for row in range(at[0], end[0] + 1)]
    height = sum(own or ONE_LINE for own in heights) if any(heights) or at != end else 0.0
    return Box(
        f"{sheet.title}!{cell.coordinate}",
        shown(value, cell.number_format),
        cell.font.size,
        wrapped,
        width - INDENT * (cell.alignment.indent or 0),
        height,
        bool(cell.alignment.shrink_to_fit),
    )
