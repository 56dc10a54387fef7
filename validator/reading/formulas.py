"""Which cells of a worksheet hold a formula, found when somebody asks.

Nearly nobody does, so a sheet keeps its XML until then, and only if there is a formula in it.
"""

import re
from collections.abc import Callable, Iterator, Set
from functools import cached_property, partial

from validator.reading.book import Unreadable, parse_address
from validator.reading.walk import spread, walk

_TAG = re.compile(rb"<f[\s/>]")
#: A cell that begins with its formula, as every known program writes it.
_CELL = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"[^<>]*>\s*<f(?=[\s/>])([^<>]*)')
_RANGE = re.compile(rb'\st="(?:array|dataTable)"')
_REF = re.compile(rb'\sref="([A-Z0-9:]*)"')


class FoundWhenAsked(Set[tuple[int, int]]):
    """Cells, (row, column) from zero, that `find` looks for when somebody first asks for them."""

    def __init__(self, find: Callable[[], Set[tuple[int, int]]]) -> None:
        self._find = find

    @cached_property
    def _cells(self) -> Set[tuple[int, int]]:
        return self._find()

    def __contains__(self, place: object) -> bool:
        return place in self._cells

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)


def formulas_in(rows_xml: bytes) -> Set[tuple[int, int]]:
    """The cells with a formula in the content of a <sheetData> at which `worksheet.glance` has
    looked; a look is all that it costs at once. Cells of an array formula count, each of them."""
    return FoundWhenAsked(partial(_find, rows_xml)) if b"<f" in rows_xml else frozenset()


def _find(rows_xml: bytes) -> Set[tuple[int, int]]:
    found = _CELL.findall(rows_xml)
    if len(found) != len(_TAG.findall(rows_xml)):  # a value before its formula, say
        try:
            return walk(b"<sheetData>%s</sheetData>" % rows_xml).formulas
        except Unreadable:  # calamine could read it: take what can be seen
            pass
    cells = {parse_address(place.decode()) for place, _ in found}
    areas = [_REF.search(said) for _, said in found if _RANGE.search(said)]
    return cells | spread(area[1].decode() for area in areas if area)
