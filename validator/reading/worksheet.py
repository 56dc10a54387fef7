"""The XML of a worksheet at a glance: does calamine alone read it exactly, and what does it hide?

calamine gives an error cell and a formula that was never calculated as a blank, and it lays out
the whole rectangle up to the furthest cell, however far. `glance` finds both with a few text
searches. Each search counts what it explains; where anything is left over, the answer is None, and
the sheet is read by `walk.py`.

Nine tenths of a workbook with formulas are their texts, which no value depends on. So `marked`
takes them out first, and neither the searches nor calamine go through them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from validator.reading.book import (
    MAX_COLUMNS,
    MAX_ROWS,
    end_of_addresses,
    parse_address,
    parse_addresses,
)

Place = tuple[int, int]

#: What else than `r` a cell may say of itself, written as every known program writes it. This is
#: strict for safety: of two attributes with one name, calamine believes the last. First in the
#: order in which nearly all write it, which is looked at in half the time; then in any.
_USUAL = rb'(?: s="\d*+"|)(?: t="\w*+"|) ?/?>'
_FLAGS = rb'(?: [stcvp][mh]?="\w*")*'
#: (row, column) → anything but a cell up to there.
_BEYOND = (
    ((999, 78), re.compile(rb'<c(?! r="[AB]?[A-Z][1-9][0-9]{0,2}"' + _USUAL + b")")),
    ((999, 78), re.compile(rb'<c(?! r="[AB]?[A-Z][1-9][0-9]{0,2}"' + _FLAGS + b" ?/?>)")),
    ((999, 702), re.compile(rb'<c(?! r="[A-Z]{1,2}[1-9][0-9]{0,2}"' + _USUAL + b")")),
)
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"' + _FLAGS + b" ?/?>")
#: A cell that may hold something. Others, of which some programs leave one at the end of each row
#: that somebody painted, calamine passes over, wherever they lie.
_FILLED = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"' + _FLAGS + b" ?>")

#: A formula, from its tag to the next one, which is its own end or, if it has no text, that of
#: another element. Of one that is written in another way only the beginning, so that the mark
#: stands before something with which `glance` does not reckon.
_FORMULA = re.compile(rb"<f[\s/>](?:[^<]*+(?:</f>|(?<=/>))|)")
#: What stands for it then.
_MARK = b"<f/>"
#: The end of a computed cell whose result is the empty text, as most programs write it, and the end
#: of a blank cell, which is the same to us and less to read for calamine.
_EMPTY, _BLANK = b' t="str"><f/><v></v></c>', b"/>"
#: The end of a computed cell that has no result, most likely.
_OPEN = b"><f/></c>"
#: A formula before a result, and a result without anything in it.
_BEFORE, _RESULT, _NO_RESULT = b"<f/><v>", b"<v>", b"<v><"

_PLACE = rb'<c r="([A-Z]{1,3}+[1-9][0-9]{0,6}+)"(?: s="[0-9]++"|)'
_NO_VALUE = rb"(?:<v></v>|<v ?/>)"
#: A computed cell whose result is the empty text …
_EMPTY_TEXT = re.compile(_PLACE + rb' t="str"' + _FLAGS + b"><f/>" + _NO_VALUE + b"</c>")
#: … and one that has no result.
_NOT_COMPUTED = re.compile(_PLACE + rb'(?: t="n"|)><f/>(?:|' + _NO_VALUE + b")</c>")
#: A shared text by what is no index: calamine takes -1 for the last one, and 1e3 for the first.
_NO_INDEX = re.compile(rb't="s"[^<>]*><v>(?![0-9]{0,8}<)')
#: The errors that calamine knows; it refuses a sheet with any other.
_ERROR = re.compile(
    _PLACE + rb' t="e"' + _FLAGS + b">(?:<f/>)?"
    rb"<v>(#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!))</v></c>"
)

_ROOT_PREFIX = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*)*<([\w.-]+:)")


class Marked(NamedTuple):
    """The XML of a worksheet with `<f/>` for each formula that is written in a usual way, and how
    many these are."""

    xml: bytes
    formulas: int


@dataclass(frozen=True, slots=True)
class Glance:
    """What calamine needs and does not tell of one worksheet.

    `rows_xml`: what stands in <sheetData>, without formulas. `end`: a row and a column, counted
    from 1, beyond which no cell holds anything. `faults`: as in `Sheet`; `faults_end`: the last row
    and the last column of any. `computed`: is there a formula?
    """

    rows_xml: bytes
    end: Place
    faults: Mapping[Place, str]
    faults_end: Place
    computed: bool


class FaultsWhenAsked(Mapping[Place, str]):
    """The `faults` of a sheet: error cells and, with "", cells that were never calculated. These
    are tens of thousands in a workbook of ours that a program filled in, most of them where nobody
    asks: their addresses become places when somebody does."""

    def __init__(self, open_cells: Sequence[bytes], errors: Mapping[Place, str]) -> None:
        self._open = open_cells
        self._errors = errors

    @cached_property
    def _faults(self) -> Mapping[Place, str]:
        return {**self._errors, **dict.fromkeys(parse_addresses(self._open), "")}

    def __getitem__(self, place: Place) -> str:
        return self._faults[place]

    def __iter__(self) -> Iterator[Place]:
        return iter(self._faults)

    def __len__(self) -> int:
        return len(self._faults)

    def __bool__(self) -> bool:
        return True

    def __contains__(self, place: object) -> bool:
        return place in self._faults

    def get(self, place: Place, default: Any = None, /) -> Any:
        """As that of a Mapping, which raises and catches for each cell without a fault."""
        return self._faults.get(place, default)


def without_prefix(xml: bytes) -> bytes:
    """`xml` with plain tags, <c> for <x:c>, which is how some .NET programs write them."""
    prefix = _ROOT_PREFIX.match(xml)
    # Only in comments and CDATA is a `<` anything else than the beginning of a tag.
    if prefix and b"<!" not in xml:
        return xml.replace(b"<" + prefix[1], b"<").replace(b"</" + prefix[1], b"</")
    return xml


def marked(xml: bytes) -> Marked:
    """The worksheet `xml` without the texts of its formulas, which are most of it."""
    return Marked(*_FORMULA.subn(_MARK, xml))


def glance(sheet: Marked) -> Glance | None:
    """A look at a worksheet; None if calamine might misread it."""
    xml = sheet.xml
    start = xml.find(b"sheetData") - 1
    stop = xml.rfind(b"</sheetData>")
    if not xml.startswith(b"<sheetData>", start) or stop < 0:
        return None
    rows = xml[start + len(b"<sheetData>") : stop]
    formulas = sheet.formulas
    if formulas:
        size = len(rows)
        rows = rows.replace(_EMPTY, _BLANK)
        formulas -= (size - len(rows)) // (len(_EMPTY) - len(_BLANK))
    # Comments and CDATA, with which calamine drops values; tags with a prefix; what a cell may
    # hold besides f, v and is, which it refuses. A search for one character is the quickest.
    if (b"!" in rows and b"<!" in rows) or (b":" in rows and b":c" in rows) or b"extLst" in rows:
        return None
    errors: list[tuple[bytes, bytes]] = []
    if b"#" in rows:
        errors = _ERROR.findall(rows)
        if len(errors) != rows.count(b'"e"') or b"'e'" in rows:
            return None
    looked = _unmarked(rows, formulas) if formulas else (rows, [])
    if not looked:
        return None
    rows, open_cells = looked
    # This is left of a formula with something in it that is no text.
    if sheet.formulas and b"</f>" in rows:
        return None
    end = _bound(rows)
    if not end or _NO_INDEX.search(rows):
        return None
    faults: Mapping[Place, str] = {
        parse_address(place.decode()): text.decode() for place, text in errors
    }
    faults_end = 0, 0
    if errors or open_cells:
        faults_end = end_of_addresses([*open_cells, *(place for place, _ in errors)])
    if open_cells:
        faults = FaultsWhenAsked(open_cells, faults)
    return Glance(rows, _further(end, faults_end), faults, faults_end, bool(sheet.formulas))


def _unmarked(rows: bytes, formulas: int) -> tuple[bytes, list[bytes]] | None:
    """`rows`, in which there should be so many marks for `formulas`, without them, and the
    addresses of the computed cells that have no result. None where they do not add up."""
    plain = rows.replace(_BEFORE, _RESULT)
    left = formulas - (len(rows) - len(plain)) // (len(_BEFORE) - len(_RESULT))
    if not left and _NO_RESULT not in plain:
        return plain, []
    open_cells = _NOT_COMPUTED.findall(rows)
    left += rows.count(_MARK + _NO_RESULT) - len(open_cells)
    if left and left != len(_EMPTY_TEXT.findall(rows)):
        return None
    return rows.replace(_OPEN, _BLANK).replace(_MARK, b""), open_cells


def _bound(rows: bytes) -> tuple[int, int] | None:
    """A row and a column beyond which no cell holds anything; None if that cannot be told."""
    return next((end for end, beyond in _BEYOND if not beyond.search(rows)), None) or _end(rows)


def exactly(look: Glance) -> Glance:
    """The same with the last row and the last column that there are as its `end`."""
    end = _end(look.rows_xml)
    return replace(look, end=_further(end, look.faults_end)) if end else look


def _further(one: Place, other: Place) -> Place:
    return max(one[0], other[0]), max(one[1], other[1])


def _end(rows: bytes) -> tuple[int, int] | None:
    """The last row and the last column of any cell that may hold something; None if some cell does
    not say its place, or one that is none."""
    places = _REFERENCE.findall(rows)
    if len(places) != rows.count(b"<c"):
        return None
    row, column = end_of_addresses(places)
    if row > MAX_ROWS or column > MAX_COLUMNS:
        return None
    return end_of_addresses(_FILLED.findall(rows))
