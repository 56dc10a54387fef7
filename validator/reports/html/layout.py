"""Drawn cells → a table as HTML has it: every row that is drawn with all its cells, blank ones too,
what merged cells cover left out; and where rows are missing, which.

A merged cell ends where rows that are not drawn begin. One that would cover another cell with words
covers none, so that none is lost.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import NamedTuple

from validator.findings import DrawnCell, DrawnSheet
from validator.reading import address, parse_address

#: A longer run of blank rows is told and not drawn.
_BLANK_ROWS = 3

_Spot = tuple[int, int]


class Laid(NamedTuple):
    """A cell, and how many rows and columns it covers in the table."""

    cell: DrawnCell
    rows: int
    columns: int


class LaidRow(NamedTuple):
    """A row that is drawn, its number from zero, and its cells."""

    row: int
    cells: Sequence[Laid]


class Gap(NamedTuple):
    """Rows that are not drawn, from zero; `blank`: nothing stands in them."""

    first: int
    last: int
    blank: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A table: its columns from zero, its rows in order, or what is missing there; and for each
    place that a merged cell covers, where this cell stands."""

    columns: Sequence[int]
    lines: Sequence[LaidRow | Gap]
    covered: Mapping[_Spot, _Spot]

    def cells(self) -> Iterator[Laid]:
        """All cells."""
        for line in self.lines:
            if not isinstance(line, Gap):
                yield from line.cells

    def shown(self, place: str) -> str:
        """The address of the cell that covers the one at `place`; `place` where none does."""
        spot = parse_address(place)
        return address(*self.covered[spot]) if spot in self.covered else place


def laid_out(sheet: DrawnSheet) -> Layout:
    """The table of a drawn sheet."""
    cells = {(cell.row, cell.column): cell for row in sheet.rows for cell in row}
    columns = _columns(sheet)
    index = {column: at for at, column in enumerate(columns)}
    rows = list(_lines(sorted({row for row, _ in cells}), sorted(sheet.left_out)))
    drawn = [row for row in rows if isinstance(row, int)]
    runs = _ends(drawn)
    covered: dict[_Spot, _Spot] = {}
    lines: list[LaidRow | Gap] = []
    for row in rows:
        if isinstance(row, Gap):
            lines.append(row)
            continue
        laid = []
        for column in columns:
            if (row, column) in covered:
                continue
            cell = cells.get((row, column), DrawnCell(row, column, ""))
            end = min(runs[row], row + cell.rows)
            near = columns[index[column] : index[column] + cell.columns]
            across = [c for c in near if c < column + cell.columns]
            under = [(r, c) for r in range(row, end) for c in across][1:]
            if any(spot in cells or spot in covered for spot in under):
                under, end, across = [], row + 1, [column]
            covered |= dict.fromkeys(under, (row, column))
            laid.append(Laid(cell, end - row, len(across)))
        lines.append(LaidRow(row, laid))
    return Layout(columns, lines, covered)


def _columns(sheet: DrawnSheet) -> Sequence[int]:
    """The columns that are drawn, from zero."""
    left = {column for first, last in sheet.columns_left_out for column in range(first, last + 1)}
    drawn = (column for column in count() if column not in left)
    return list(islice(drawn, len(sheet.widths)))


def _ends(rows: Sequence[int]) -> Mapping[int, int]:
    """Of each drawn row the first after it that is not drawn right below."""
    ends: dict[int, int] = {}
    for row in reversed(rows):
        ends[row] = ends.get(row + 1, row + 1)
    return ends


def _lines(rows: Sequence[int], left: Sequence[_Spot]) -> Iterator[int | Gap]:
    """The rows with words, the blank ones between them, and what is left out, in order."""
    at = 0
    for row in rows:
        yield from _between(at, row, left)
        yield row
        at = row + 1
    yield from (Gap(max(first, at), last, False) for first, last in left if last >= at)


def _between(first: int, end: int, left: Iterable[_Spot]) -> Iterator[int | Gap]:
    """The rows from `first` to before `end`, in which no words are drawn: blank rows where they are
    few, told where they are many or `left` out."""
    at = first
    for start, last in left:
        if last < at or start >= end:
            continue
        yield from _blank(at, max(start, at))
        yield Gap(max(start, at), min(last, end - 1), False)
        at = min(last, end - 1) + 1
    yield from _blank(at, end)


def _blank(first: int, end: int) -> Iterator[int | Gap]:
    if end - first > _BLANK_ROWS:
        yield Gap(first, end - 1, True)
    else:
        yield from range(first, end)
