"""The XML of a worksheet at a glance: does calamine alone read it exactly, and what does it hide?

calamine gives an error cell and a formula that was never calculated as a blank, and it lays out
the whole rectangle up to the furthest cell, however far. `glance` finds both with a few text
searches. Each search counts what it explains; where anything is left over, the answer is None, and
the sheet is read by `walk.py`.

Nine tenths of a workbook with formulas are their texts, which no value depends on. So `marked`
takes them out first, and neither the searches nor calamine go through them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from validator.reading.book import letters_and_numbers, parse_address, parse_addresses

#: What else than `r` a cell may say of itself, written as every known program writes it. This is
#: strict for safety: of two attributes with one name, calamine believes the last.
_FLAGS = rb'(?: [stcvp][mh]?="\w*")*'
#: Anything but a cell in A1:BZ999.
_NOT_NEAR = re.compile(rb'<c(?! r="[AB]?[A-Z][1-9][0-9]{0,2}"' + _FLAGS + b" ?/?>)")
_NEAR = (999, 78)
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"' + _FLAGS + b" ?/?>")

#: A formula, from its tag to the next one, which is its own end or that of another element.
_FORMULA = re.compile(rb"<f[\s/>][^<]*+(?:</f>|(?<=/>))")
#: What stands for it then.
_MARK = b"<f/>"
#: The end of a computed cell whose result is the empty text, as most programs write it, and the end
#: of a blank cell, which is the same to us and less to read for calamine.
_EMPTY, _BLANK = b' t="str"><f/><v></v></c>', b"/>"
#: The end of a computed cell that has no result, most likely.
_OPEN = b"><f/></c>"

_PLACE = rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"(?: s="[0-9]+")?'
_NO_VALUE = rb"(?:<v></v>|<v ?/>)"
#: A computed cell whose result is the empty text …
_EMPTY_TEXT = re.compile(_PLACE + rb' t="str"' + _FLAGS + b"><f/>" + _NO_VALUE + b"</c>")
#: … and one that has no result.
_NOT_COMPUTED = re.compile(_PLACE + rb'(?: t="n")?><f/>' + _NO_VALUE + b"?</c>")
_ANY_FORMULA = re.compile(rb"<f(?![\w:.-])")
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
    from 1, beyond which no cell lies. `texts`: no more cells than these have a shared text.
    `faults`: as in `Sheet`. `computed`: is there a formula?
    """

    rows_xml: bytes
    end: tuple[int, int]
    texts: int
    faults: Mapping[tuple[int, int], str]
    computed: bool


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
    # Comments and CDATA, with which calamine drops values; tags with a prefix; what a cell may
    # hold besides f, v and is, which it refuses. A search for one character is the quickest.
    if (b"!" in rows and b"<!" in rows) or b":c" in rows or b"extLst" in rows:
        return None
    errors: list[tuple[bytes, bytes]] = []
    if b"#" in rows:
        errors = _ERROR.findall(rows)
        if len(errors) != rows.count(b'"e"') or b"'e'" in rows:
            return None
    not_computed: list[bytes] = []
    if sheet.formulas:
        marks = len(rows)
        rows = rows.replace(_EMPTY, _BLANK)
        empty = (marks - len(rows)) // (len(_EMPTY) - len(_BLANK))
        missing = sheet.formulas - empty - rows.count(b"<f/><v>") + rows.count(b"<f/><v><")
        if missing:
            not_computed = _NOT_COMPUTED.findall(rows)
            missing -= len(not_computed)
        if missing and missing != len(_EMPTY_TEXT.findall(rows)):
            return None
        rows = rows.replace(_OPEN, _BLANK).replace(_MARK, b"")
    # Of a formula that is written in another way something is left.
    if (b"<f" in rows and _ANY_FORMULA.search(rows)) or (sheet.formulas and b"</f>" in rows):
        return None
    end = _NEAR if not _NOT_NEAR.search(rows) else _end(rows)
    if not end or _NO_INDEX.search(rows):
        return None
    found = parse_addresses([*not_computed, *(place for place, _ in errors)])
    texts = (*("" for _ in not_computed), *(text.decode() for _, text in errors))
    faults = dict(zip(found, texts, strict=True))
    return Glance(rows, end, rows.count(b't="s"'), faults, bool(sheet.formulas))


def _end(rows: bytes) -> tuple[int, int] | None:
    """The last row and the last column of any cell; None if some cell does not say its place."""
    places = _REFERENCE.findall(rows)
    if len(places) != rows.count(b"<c"):
        return None
    letters, numbers = letters_and_numbers(places)
    last_column = max(set(letters), key=lambda column: (len(column), column)).decode()
    try:
        row, column = parse_address(f"{last_column}{max(map(int, set(numbers)))}")
    except ValueError:
        return None
    return row + 1, column + 1
