"""Tables side by side on one sheet: the page cut by columns, so that each is read alone."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from validator.recognition.region import Page
from validator.recognition.titles import Start

#: A title this few rows below another leaves no room for the other's table, unless beside it.
_NO_ROOM = 3


def strips(page: Page, starts: Sequence[Start]) -> Iterator[tuple[Page, Start, int]]:
    """Each title of the page, with the row where another one begins below and the page as it is to
    be read for it: where titles stand side by side, its own columns alone."""
    bands = list(_bands(starts))
    tops = [min(start.row for start in band) for band in bands]
    ends = [*tops[1:], len(page.lines)]
    for band, top, below in zip(bands, tops, ends, strict=False):
        if len(band) == 1:
            yield page, band[0], below
            continue
        edges = [0, *_edges(page.lines[top:below], band), 1 << 20]
        for start, first, last in zip(band, edges, edges[1:], strict=False):
            shown = [[c for c in line if first <= c[0] < last] for line in page.lines]
            yield page._replace(lines=shown), start, below


def _bands(starts: Sequence[Start]) -> Iterator[list[Start]]:
    """The titles, from above; together those of one row of tables, the left one first."""
    band: list[Start] = []
    for start in sorted(starts):
        beside = band and start.row - band[0].row <= _NO_ROOM
        if beside and all(start.column != o.column and start[2:4] != o[2:4] for o in band):
            band.append(start)
            continue
        if band:
            yield sorted(band, key=lambda each: each.column)
        band = [start]
    if band:
        yield sorted(band, key=lambda each: each.column)


def _edges(lines: Sequence[Sequence[tuple[int, str]]], band: Sequence[Start]) -> list[int]:
    """Where the second and the further tables begin: behind the last blank column before their
    title, or at it."""
    filled = {column for line in lines for column, _ in line}
    found = []
    for left, right in pairwise(band):
        blank = [c for c in range(left.column + 1, right.column) if c not in filled]
        found.append(blank[-1] + 1 if blank else right.column)
    return found
