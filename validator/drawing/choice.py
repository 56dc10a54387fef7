"""Which rows and columns of a sheet are drawn.

A sheet that a person can look through is drawn whole. Of a longer one the cells that findings name
are wanted, what helps to read them, and the word that there is more. All sheets of a workbook share
one room, which is given to the named rows of every sheet first.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

Place = tuple[int, int]

#: A sheet of so many rows and columns is drawn whole: forms have some forty rows and twenty
#: columns, tables of 科目 some hundred rows, and what is larger is nothing to look through.
WHOLE_ROWS, WHOLE_COLUMNS = 400, 60
#: Of a longer sheet so many rows are drawn at its top, where title and headings stand, and so many
#: on either side of a row that is wanted.
HEAD, AROUND = 20, 3
#: So many cells of a workbook are drawn: ten times those of a whole set of forms, and as a page
#: some megabytes. A long text counts as one cell more for every so many characters.
CELLS, CHARACTERS = 50_000, 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What there is of a sheet, and what is wanted of it: the cells that are `named`, and the rows
    that `explain` a long sheet: headings and totals of its tables."""

    rows: Sequence[Sequence[object]]
    faults: Mapping[Place, str]
    named: Set[Place]
    explain: Set[int]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows and columns to draw, in order; there are none beyond `height` and `width`."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    height: int
    width: int


def is_blank(value: object) -> bool:
    """Does a cell with this value show nothing?"""
    return value is None or (isinstance(value, str) and not value.strip())


def chosen(sheets: Sequence[Wanted], room: int = CELLS) -> list[Chosen]:
    """What is drawn of each of the sheets of a workbook, in at most `room` cells of all."""
    heights = [_height(sheet) for sheet in sheets]
    rows: list[set[int]] = [set() for _ in sheets]
    for step in range(3):
        for sheet, height, taken in zip(sheets, heights, rows, strict=True):
            for row in _rows(sheet, height, step):
                if row not in taken and (cost := _cost(sheet, row)) <= room:
                    taken.add(row)
                    room -= cost
    return [
        _with_columns(sheet, sorted(taken), height)
        for sheet, taken, height in zip(sheets, rows, heights, strict=True)
    ]


def among(numbers: Sequence[int], first: int, count: int) -> Sequence[int]:
    """Those of the ordered numbers that are one of `count` from `first` on."""
    return numbers[bisect_left(numbers, first) : bisect_left(numbers, first + count)]


def gaps(kept: Sequence[int], end: int) -> tuple[tuple[int, int], ...]:
    """What is missing of the numbers below `end`: (first, last) of each run."""
    edges = (-1, *kept, end)
    return tuple((before + 1, after - 1) for before, after in pairwise(edges) if after - before > 1)


def _rows(sheet: Wanted, height: int, step: int) -> Iterable[int]:
    """The rows that are wanted first, second and last."""
    named = {row for row, _ in sheet.named}
    if step == 0:
        return sorted(named)
    if step == 1:
        near = {row + shift for row in named for shift in range(-AROUND, AROUND + 1)}
        return sorted(row for row in {*range(HEAD), *near, *sheet.explain} if 0 <= row < height)
    return range(height) if height <= WHOLE_ROWS else ()


def _height(sheet: Wanted) -> int:
    """The rows up to the last that shows something or is named."""
    last = max((row for row, _ in (*sheet.faults, *sheet.named)), default=-1)
    for row in range(len(sheet.rows) - 1, last, -1):
        if any(not is_blank(value) for value in sheet.rows[row]):
            return row + 1
    return last + 1


def _cost(sheet: Wanted, row: int) -> int:
    """How much of the room a row takes."""
    values = sheet.rows[row][:WHOLE_COLUMNS] if row < len(sheet.rows) else ()
    long = sum(len(value) for value in values if isinstance(value, str))
    return 1 + sum(not is_blank(value) for value in values) + long // CHARACTERS


def _with_columns(sheet: Wanted, rows: Sequence[int], height: int) -> Chosen:
    kept = set(rows)
    named = {column for row, column in sheet.named if row in kept}
    last = max([*named, *(column for row, column in sheet.faults if row in kept)], default=-1)
    for row in rows:
        if row < len(sheet.rows):
            last = _last(sheet.rows[row], last)
    columns = {*range(min(last + 1, WHOLE_COLUMNS)), *named}
    return Chosen(tuple(rows), tuple(sorted(columns)), height, last + 1)


def _last(values: Sequence[object], least: int) -> int:
    """The last column in which something stands, if it is beyond `least`."""
    for column in range(len(values) - 1, least, -1):
        if not is_blank(values[column]):
            return column
    return least
