"""Which cells of a worksheet hold a formula, and what it says, found when somebody asks.

Nearly nobody does, so a sheet keeps its XML until then, and only if there is a formula in it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Set
from functools import cached_property, lru_cache, partial
from html import unescape
from typing import TYPE_CHECKING

from validator.reading.book import Sheet, Unreadable, address, parse_addresses
from validator.reading.limits import Limits
from validator.reading.walk import Walk, Written, spread, walk
from validator.reading.worksheet import Marked

if TYPE_CHECKING:
    from openpyxl.formula.translate import Translator

Place = tuple[int, int]

_TAG = re.compile(rb"<f[\s/>]")
#: A cell that begins with its formula, as every known program writes it: place, attributes, text.
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"[^<>]*>\s*'
    rb'<f((?:\s+[\w:]+="[^"<>]*")*)\s*(?:/>|>([^<]*)</f>)'
)
#: The same where the formulas are marks, by its place alone.
_MARKED_CELL = re.compile(rb'<c r="([A-Z]{1,3}+[1-9][0-9]{0,6}+)"[^<>]*+>\s*+<f/>')
_RANGE = re.compile(rb'\st="(?:array|dataTable)"')
_REF = re.compile(rb'\sref="([A-Z0-9:]*)"')
_SHARED = re.compile(rb'\st="shared"')
_INDEX = re.compile(rb'\ssi="([0-9]*)"')


class FoundWhenAsked(Set[Place]):
    """Cells, (row, column) from zero, that `find` looks for when somebody first asks for them."""

    def __init__(self, find: Callable[[], Set[Place]]) -> None:
        self._find = find

    @cached_property
    def _cells(self) -> Set[Place]:
        return self._find()

    def __contains__(self, place: object) -> bool:
        return place in self._cells

    def __iter__(self) -> Iterator[Place]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)


class WrittenWhenAsked(Mapping[Place, str]):
    """Place → text of its formula; `find` looks for them when somebody first asks for one.

    One that shares the text of another cell says so by an index alone. It gets that text with its
    relative references moved, when it is asked for, for these are many; "" where a reference would
    lie beyond the edge of the sheet. Left out is what has no text.
    """

    def __init__(self, find: Callable[[], Mapping[Place, Written]]) -> None:
        self._find = find

    @cached_property
    def _texts(self) -> dict[Place, str]:
        """The texts that stand in the file, and the moved ones that somebody asked for."""
        return {place: said.text for place, said in self._said.items() if said.text}

    @cached_property
    def _said(self) -> Mapping[Place, Written]:
        return self._find()

    @cached_property
    def leaders(self) -> Mapping[Place, Place]:
        """Each cell that shares the text of another one → that one."""
        said = self._said.items()
        first = {each.shared: place for place, each in said if each.shared and each.text}
        return {
            place: first[each.shared]
            for place, each in said
            if not each.text and each.shared in first
        }

    def __getitem__(self, place: Place) -> str:
        if place not in self._texts:
            leader = self.leaders[place]
            self._texts[place] = _moved(self._texts[leader], leader, place)
        return self._texts[place]

    def __iter__(self) -> Iterator[Place]:
        return (place for place, said in self._said.items() if said.text or place in self.leaders)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def leaders(sheet: Sheet) -> Mapping[Place, Place]:
    """Each formula of the sheet that shares the text of another one, its relative references moved
    → that one; {} where formulas do not say so."""
    return sheet.written.leaders if isinstance(sheet.written, WrittenWhenAsked) else {}


def formulas_in(
    xml: bytes, marked: Marked, limits: Limits
) -> tuple[Set[Place], Mapping[Place, str]]:
    """`formulas` and `written` of a `Sheet` in which `worksheet.glance` saw formulas, from its XML.
    Cells of an array formula count as formulas, each of them; its text stands in the first one."""
    return (
        FoundWhenAsked(partial(_places, xml, marked, limits)),
        WrittenWhenAsked(partial(_written, xml, limits)),
    )


def formulas_of(walked: Walk) -> tuple[Set[Place], Mapping[Place, str]]:
    """The same of a sheet that was walked."""
    if not walked.formulas:
        return frozenset(), {}
    return walked.formulas, WrittenWhenAsked(partial(dict, walked.written))


def _places(xml: bytes, marked: Marked, limits: Limits) -> Set[Place]:
    if b"array" not in xml and b"dataTable" not in xml:
        places = _MARKED_CELL.findall(marked.xml)
        if len(places) == marked.formulas:
            return set(parse_addresses(places))
    found = _CELL.findall(xml)
    if walked := _walked(xml, len(found), limits):
        return walked.formulas
    cells = set(parse_addresses([place for place, _, _ in found]))
    areas = [_REF.search(said) for _, said, _ in found if _RANGE.search(said)]
    return cells | spread((area[1].decode() for area in areas if area), limits.array_cells)


def _written(xml: bytes, limits: Limits) -> Mapping[Place, Written]:
    found = _CELL.findall(xml)
    if walked := _walked(xml, len(found), limits):
        return walked.written
    places = parse_addresses([place for place, _, _ in found])
    written = {}
    for place, (_, said, text) in zip(places, found, strict=True):
        index = _INDEX.search(said) if _SHARED.search(said) else None
        shared = index[1].decode() if index else None
        written[place] = Written(unescape(text.decode()), shared)
    return written


def _walked(xml: bytes, seen: int, limits: Limits) -> Walk | None:
    """The walked sheet if it has more formulas than were `seen`: a value before one, say. None,
    too, where it cannot be walked: calamine could read it, so take what can be seen."""
    if seen == len(_TAG.findall(xml)):
        return None
    try:
        return walk(xml, limits)
    except Unreadable:
        return None


@lru_cache(maxsize=256)
def _translator(text: str, origin: Place) -> "Translator":
    from openpyxl.formula.translate import Translator

    return Translator("=" + text, origin=address(*origin))


def _moved(text: str, origin: Place, place: Place) -> str:
    """The text of the formula at `origin` as it reads at `place`, "" beyond the edge."""
    from openpyxl.formula.translate import TranslatorError

    try:
        moved: str = _translator(text, origin).translate_formula(address(*place))
    except TranslatorError:
        return ""
    return moved.removeprefix("=")
