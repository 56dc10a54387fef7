"""An .xls file, of Excel 97 to 2003 or of WPS (.et) → its worksheets.

calamine reads .xls too, but can end the process on a hostile one, and says nothing of errors and
formulas. To find these, each record has to be looked at anyhow, and then its value is at hand; only
which number formats are those of dates is left to calamine, as for every other format.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from validator.reading import kinds
from validator.reading.biff import (
    BOF,
    CONTINUE,
    Texts,
    long_text,
    records,
    short_number,
    short_text,
)
from validator.reading.book import Content, Unreadable
from validator.reading.cells import Cells, hold_cells, sheets_of
from validator.reading.decode import NumberFormats
from validator.reading.limits import Limits, within
from validator.reading.noticed import noticed, with_cells
from validator.reading.ole import open_ole

#: Records of the workbook …
_FILE_PASS, _DATE_MODE, BOUND_SHEET, _TEXTS = 0x002F, 0x0022, 0x0085, 0x00FC
FORMAT, STYLE, _OTHER_BOOK = 0x041E, 0x00E0, 0x01AE
#: … and of the cells of a sheet.
_NUMBER, _SHORT_NUMBER, SHORT_NUMBERS, _TRUTH = 0x0203, 0x027E, 0x00BD, 0x0205
_SHARED_TEXT, _LABEL, _RICH_LABEL = 0x00FD, 0x0204, 0x00D6
_FORMULA, _RESULT = 0x0006, 0x0207
CELLS = frozenset(
    {_NUMBER, _SHORT_NUMBER, SHORT_NUMBERS, _SHARED_TEXT, _LABEL, _RICH_LABEL, _TRUTH, _FORMULA}
)

_BIFF8 = 0x0600
WORKSHEET, _MACRO_SHEETS = 0, frozenset({1, 6})
_LAST_COLUMN = 255
#: The results of formulas that are no numbers, by the first byte.
_TEXT, _BOOLEAN, _ERROR, _NO_TEXT = range(4)
#: How the tokens of a formula end that adds, subtracts, multiplies, divides or sums up. Programs
#: that do not calculate give it the result "no text", which it cannot have.
_ARITHMETIC = re.compile(rb"(?:[\x03-\x06]|\x19\x10\0\0|\x22.\x04\0|[\x42\x62].\x04\0)\Z", re.S)
_MACROS, _EMBEDDED = "_VBA_PROJECT_CUR", "MBD"
_STEPS = re.compile(r"[\x00-\x08/\\]")
PLACE = struct.Struct("<3H")


@dataclass
class _Globals:
    """What the records of the workbook say: the sheets with their positions, texts, styles."""

    sheets: list[tuple[str, int]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    macro_sheets: bool = False
    texts: Sequence[str] = ()
    codes: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    date1904: bool = False
    linked: list[str] = field(default_factory=list)


def read_xls(data: bytes, limits: Limits) -> Content:
    """The worksheets of the OLE2 file in `data`.

    Raises Unreadable: what the file is instead of a workbook (`kinds.of_streams`), password,
    old_excel, no_worksheets, damaged, too_large.
    """
    names, stream = open_ole(data)
    if stream is None:
        raise Unreadable(kinds.of_streams(names))
    try:
        said = _globals(stream, limits)
        if not said.sheets:
            raise Unreadable("no_worksheets")
        found: list[Cells] = []
        for name, position in said.sheets:
            found.append(_cells(name, records(stream, position), said.texts))
            hold_cells(found, limits)
    except (struct.error, IndexError) as error:  # a record shorter than it should be
        raise Unreadable("damaged") from error
    formats = NumberFormats(said.codes, said.styles, said.date1904)
    sheets = sheets_of(found, formats, limits)
    told = noticed(
        macros=_MACROS in names,
        macro_sheets=said.macro_sheets,
        linked=said.linked,
        embedded=any(name.startswith(_EMBEDDED) for name in names),
        hidden=with_cells(sheets, said.hidden),
        formulas_unread=any(sheet.formulas for sheet in sheets),
    )
    return Content("xls", sheets, told)


def _globals(stream: bytes, limits: Limits) -> _Globals:
    said = _Globals()
    for kind, content in _with_continued(records(stream, 0), _TEXTS):
        first = content[0]
        if kind == BOF and struct.unpack_from("<H", first)[0] != _BIFF8:
            raise Unreadable("old_excel")
        if kind == _FILE_PASS:
            raise Unreadable("password")
        if kind == _DATE_MODE:
            said.date1904 = first[:1] == b"\1"
        elif kind == BOUND_SHEET:
            _bound(first, said)
            within(limits, "sheets", len(said.sheets), "Workbook")
        elif kind == FORMAT:
            said.codes[struct.unpack_from("<H", first)[0]] = long_text(first, 2)
        elif kind == STYLE:
            said.styles.append(struct.unpack_from("<H", first, 2)[0])
        elif kind == _OTHER_BOOK:
            said.linked += _linked(first)
        elif kind == _TEXTS:
            within(limits, "strings", sum(map(len, content)), "Workbook")
            (count,) = struct.unpack_from("<I", first, 4)
            within(limits, "cells", count, "Workbook")
            texts = Texts(content, 8)
            said.texts = [texts.read() for _ in range(count)]
    return said


def _with_continued(
    found: Iterator[tuple[int, bytes]], *kinds_of: int
) -> Iterator[tuple[int, list[bytes]]]:
    """Each record in a list, with the CONTINUE records behind it if it is one of `kinds_of`."""
    waiting: tuple[int, list[bytes]] | None = None
    for kind, content in found:
        if kind == CONTINUE:
            if waiting and waiting[0] in kinds_of:
                waiting[1].append(content)
            continue
        if waiting:
            yield waiting
        waiting = kind, [content]
    if waiting:
        yield waiting


def _bound(content: bytes, said: _Globals) -> None:
    """A line of the list of sheets."""
    position, state, kind = struct.unpack_from("<IBB", content)
    name = short_text(content, 6)
    if kind == WORKSHEET:
        said.sheets.append((name, position))
        if state & 3:
            said.hidden.append(name)
    said.macro_sheets |= kind in _MACRO_SHEETS


def _linked(content: bytes) -> list[str]:
    """The name of the file in a record of references; none if these stay within the workbook."""
    if len(content) <= 4:
        return []
    path = long_text(content, 2)
    return [_STEPS.split(path)[-1] or path.strip("\0\1")] if path.strip("\0\1 ") else []


def _cells(name: str, found: Iterator[tuple[int, bytes]], texts: Sequence[str]) -> Cells:
    """The cells of one worksheet from its records."""
    cells = Cells(name)
    computed = (0, 0)
    for kind, (content, *more) in _with_continued(found, _RESULT):
        if kind == _RESULT:
            cells.value(computed, Texts([content, *more], 0).read())
        elif kind in CELLS:
            row, column, style = PLACE.unpack_from(content)
            if column > _LAST_COLUMN:
                raise Unreadable("damaged")
            place = row, column
            if kind == _FORMULA:
                computed = place
                cells.formulas.add(place)
                _result(cells, place, content, style)
            elif kind == _SHARED_TEXT:
                cells.value(place, texts[struct.unpack_from("<I", content, 6)[0]])
            elif kind == _SHORT_NUMBER:
                cells.number(place, short_number(content, 6), style)
            elif kind == _NUMBER:
                cells.number(place, struct.unpack_from("<d", content, 6)[0], style)
            elif kind == SHORT_NUMBERS:
                for step, at in enumerate(range(4, len(content) - 2, 6)):
                    if column + step > _LAST_COLUMN:
                        raise Unreadable("damaged")
                    (style,) = struct.unpack_from("<H", content, at)
                    cells.number((row, column + step), short_number(content, at + 2), style)
            elif kind == _TRUTH:
                if content[7]:
                    cells.error(place, content[6])
                else:
                    cells.value(place, bool(content[6]))
            else:
                cells.value(place, long_text(content, 6))
    return cells


def _result(cells: Cells, place: tuple[int, int], content: bytes, style: int) -> None:
    """The last result of a formula, which stands before the formula itself."""
    result = content[6:14]
    if result[6:] != b"\xff\xff":
        cells.number(place, struct.unpack("<d", result)[0], style)
    elif result[0] == _BOOLEAN:
        cells.value(place, bool(result[2]))
    elif result[0] == _ERROR:
        cells.error(place, result[2])
    elif result[0] == _NO_TEXT and _ARITHMETIC.search(_tokens(content)):
        cells.fault(place, "")
    else:  # the text itself follows in a record of its own
        cells.value(place, "")


def _tokens(content: bytes) -> bytes:
    (length,) = struct.unpack_from("<H", content, 20)
    return content[22 : 22 + length]
