"""Drawn cells → a table as HTML has it: every row that is drawn with all its cells, blank ones too,
what merged cells cover left out; and where rows are missing, which.

A merged cell ends where rows that are not drawn begin. One that would cover another cell with words
covers none, so that none is lost.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    columns = _kept(len(sheet.widths), sheet.columns_left_out)
    index = {column: at for at, column in enumerate(columns)}
    lines = list(_lines(sheet))
    ends = _ends([line for line in lines if isinstance(line, int)])
    covered: dict[_Spot, _Spot] = {}
    laid: list[LaidRow | Gap] = []
    for line in lines:
        if isinstance(line, Gap):
            laid.append(line)
            continue
        row = []
        for column in columns:
            if (line, column) in covered:
                continue
            cell = cells.get((line, column), DrawnCell(line, column, ""))
            end = min(ends[line], line + cell.rows)
            near = columns[index[column] : index[column] + cell.columns]
            across = [c for c in near if c < column + cell.columns]
            under = [(r, c) for r in range(line, end) for c in across][1:]
            if any(spot in cells or spot in covered for spot in under):
                under, end, across = [], line + 1, [column]
            covered |= dict.fromkeys(under, (line, column))
            row.append(Laid(cell, end - line, len(across)))
        laid.append(LaidRow(line, row))
    return Layout(columns, laid, covered)


def _kept(many: int, left: Iterable[_Spot]) -> Sequence[int]:
    """The first so many numbers from zero that are not left out."""
    kept: list[int] = []
    at = 0
    for first, last in sorted(left):
        kept += range(at, min(first, at + many - len(kept)))
        at = last + 1
    return [*kept, *range(at, at + many - len(kept))]


def _ends(rows: Sequence[int]) -> Mapping[int, int]:
    """Of each drawn row the first after it that is not drawn right below."""
    ends: dict[int, int] = {}
    for row in reversed(rows):
        ends[row] = ends.get(row + 1, row + 1)
    return ends


def _lines(sheet: DrawnSheet) -> Iterator[int | Gap]:
    """The rows to draw, and between them what is not drawn; a run of rows in which nothing stands
    only where it is short."""
    taken = {
        row for each in sheet.rows for cell in each for row in range(cell.row, cell.row + cell.rows)
    }
    gaps = sorted(sheet.left_out)
    blank: list[int] = []
    for row in _kept(len(sheet.rows), gaps):
        before = [gap for gap in gaps if gap[0] < row]
        if before or row in taken:
            yield from _blank(blank)
            blank = []
        yield from (Gap(*gap, False) for gap in before)
        gaps = gaps[len(before) :]
        if row in taken:
            yield row
        else:
            blank.append(row)
    yield from _blank(blank)
    yield from (Gap(*gap, False) for gap in gaps)


def _blank(rows: Sequence[int]) -> Iterator[int | Gap]:
    if len(rows) > _BLANK_ROWS:
        yield Gap(rows[0], rows[-1], True)
    else:
        yield from rows
