"""A region of a sheet that may hold one table: its cells as words, and where its columns are.

Columns are found by the 栏次 row (`1 2 3 …`) where one is printed, else by the headings in their
printed order. The 栏次 row itself is never data.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from validator.amounts import Unit
from validator.forms.model import TOTAL, Part, RowKey
from validator.reading import Sheet
from validator.recognition.table import Binding, Remark
from validator.recognition.words import label, plain

#: Headings end well before this many rows below the title in every known form.
HEADING_ROWS = 14


@dataclass
class Region:
    """The part of a sheet that may hold one table, and what has been bound in it so far."""

    sheet: Sheet
    top: int
    bottom: int
    unit: Unit
    bindings: list[Binding] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    empty: str = ""

    def at(self, row: int, column: int) -> object:
        """What stands in a cell; "" beyond the sheet."""
        rows = self.sheet.rows
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""

    def words(self, row: int, first: int, last: int) -> Iterator[tuple[int, str]]:
        """The non-blank cells of a row from `first` up to `last`, as plain words."""
        for column, value in enumerate(self.sheet.rows[row][first:last], first):
            if value != "" and (words := as_words(value)):
                yield column, words

    def extent(self) -> tuple[int, int, int]:
        """The first column, the last row and the last column of the region that hold anything."""
        bottom, left, right = self.top, self.width(), 0
        for number in range(self.top, self.bottom):
            row = self.sheet.rows[number]
            last = len(row) - 1
            while last >= 0 and (row[last] is None or row[last] == ""):
                last -= 1
            if last >= 0:
                bottom, right = number, max(right, last)
                left = min(left, next(c for c, v in enumerate(row) if v is not None and v != ""))
        return left, bottom, right

    def width(self) -> int:
        """The number of columns."""
        return max((len(row) for row in self.sheet.rows[self.top : self.bottom]), default=0)

    def bind(self, key: RowKey, row: int, columns: Mapping[int, int]) -> None:
        """Take a row of the sheet as the figures of `key`; `columns` is 栏次 → column."""
        self.bindings.append(Binding(key, row, columns))


def as_words(value: object) -> str:
    """A cell as plain words: text without spaces, a number as it reads, "" for anything else."""
    if type(value) is str:
        return plain(value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:.15g}"
    return ""


def find_columns(
    region: Region, part: Part, first: int, last: int
) -> tuple[int, dict[int, int]] | None:
    """The last heading row of `part` between columns `first` and `last` (exclusive), and 栏次 →
    column; None where the headings are not there."""
    numbers = tuple(column.number for column in part.columns)
    return _numbered(region, numbers, first, last) or _headed(region, part, first, last)


def _numbered(
    region: Region, numbers: tuple[int, ...], first: int, last: int
) -> tuple[int, dict[int, int]] | None:
    """The 栏次 row: the one whose figures are just `numbers`, left to right.

    Returns the row and 栏次 → column.
    """
    wanted = [str(number) for number in numbers]
    for row in range(region.top + 1, min(region.top + HEADING_ROWS, region.bottom)):
        cells = list(region.words(row, first, last))
        figures = [(c, words) for c, words in cells if words.isdigit()]
        if [words for _, words in figures] != wanted:
            continue
        # One figure alone may be a 行次; only its label tells.
        if len(wanted) > 1 or any(words == "栏次" for _, words in cells):
            return row, {n: c for n, (c, _) in zip(numbers, figures, strict=True)}
    return None


def _headed(region: Region, part: Part, first: int, last: int) -> tuple[int, dict[int, int]] | None:
    """Columns by their headings, which stand in the form's order from left to right."""
    bottom = _first_data_row(region, part, first, last)
    headings: dict[int, list[tuple[int, str]]] = {}
    for row in range(region.top + 1, bottom):
        for column, words in region.words(row, first, last):
            headings.setdefault(column, []).append((row, label(words)))
    found: dict[int, int] = {}
    heading_row = 0
    columns = iter(sorted(headings.items()))
    for wanted in part.columns:
        for column, cells in columns:
            rows = [row for row, words in cells if _same_heading(words, wanted.label)]
            if rows:
                found[wanted.number] = column
                heading_row = max(heading_row, *rows)
                break
        else:
            return None
    return heading_row, found


def _same_heading(words: str, wanted: str) -> bool:
    wanted = label(wanted)
    return words == wanted or (len(words) >= 4 and (words in wanted or wanted in words))


def _first_data_row(region: Region, part: Part, first: int, last: int) -> int:
    """The first row below the headings: 合计, a 科目 code, or the first line's words."""
    leaf = part.headings[0]
    while leaf.children:
        leaf = leaf.children[0]
    labelled = leaf.number is None  # else figures begin in the first column, and 合计 heads it
    for row in range(region.top + 1, min(region.top + HEADING_ROWS, region.bottom)):
        for column, words in region.words(row, first, last):
            if words == TOTAL and column == first and labelled:
                return row
            if re.fullmatch(r"\d{3}|\d{5}|\d{7}", words) or words.startswith("一、"):
                return row
    return min(region.top + HEADING_ROWS, region.bottom)
