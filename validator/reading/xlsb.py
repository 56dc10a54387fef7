"""An .xlsb file → its worksheets: a package like .xlsx, with parts of binary records ([MS-XLSB]).

As with .xls, each record has to be looked at to find errors and formulas, so its value is taken
here; calamine tells which number formats are those of dates.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from validator.reading.biff import short_number
from validator.reading.book import MAX_COLUMNS, MAX_ROWS, Content, Unreadable
from validator.reading.cells import Cells, hold_cells, sheets_of
from validator.reading.decode import NumberFormats
from validator.reading.limits import Limits, within
from validator.reading.noticed import in_package, with_cells
from validator.reading.package import Package, parts_by_kind, read_binary_parts, relations

#: Records of the workbook, the texts and the styles.
_WORKBOOK, _SHEET, _TEXT_ITEM = 153, 156, 19
_FORMAT, _STYLES_BEGIN, _STYLES_END, _STYLE = 44, 617, 618, 47
#: Records of a sheet. Of cells, those from 12 on stand right of the one before and say no column.
_ROW, _ROWS_BEGIN, _ROWS_END = 0, 145, 146
_BLANK, _SHORT, _ERROR, _TRUTH, _NUMBER, _TEXT, _SHARED_TEXT = range(1, 8)
_BESIDE = 11
_FORMULA_TEXT, _FORMULA_NUMBER, _FORMULA_TRUTH, _FORMULA_ERROR = range(8, 12)
_RICH_TEXT = 62
#: What a cell with a formula holds otherwise.
_RESULT = {
    _FORMULA_TEXT: _TEXT,
    _FORMULA_NUMBER: _NUMBER,
    _FORMULA_TRUTH: _TRUTH,
    _FORMULA_ERROR: _ERROR,
}


@dataclass
class _Listed:
    """The list of sheets: (name, id of its relation), hidden or not."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    date1904: bool = False


def read_xlsb(package: Package, workbook: str) -> Content:
    """The workbook of which `workbook` is the main part, by its full name.

    Raises Unreadable: no_worksheets, damaged, too_large, password.
    """
    limits = package.limits
    related = relations(package, workbook)
    try:
        listed = _list(read_binary_parts(package, [workbook])[workbook], limits)
        sheets = []
        for name, relation in listed.sheets:
            if relation not in related:
                raise Unreadable("damaged")
            if related[relation].kind == "worksheet":
                sheets.append((name, related[relation].target))
        if not sheets:
            raise Unreadable("no_worksheets")
        of_kind = parts_by_kind(package, related.values())
        others = [of_kind[kind] for kind in ("sharedStrings", "styles") if kind in of_kind]
        targets = list(dict.fromkeys(target for _, target in sheets))
        if len(targets) != len(sheets):
            raise Unreadable("damaged")
        parts = read_binary_parts(package, [*targets, *others])
        texts = _texts(parts.get(of_kind.get("sharedStrings", ""), b""), limits)
        formats = _formats(parts.get(of_kind.get("styles", ""), b""), listed.date1904)
        found: list[Cells] = []
        for name, target in sheets:
            found.append(_cells(name, parts[target], texts))
            hold_cells(found, limits)
    except (struct.error, IndexError) as error:  # a record shorter than it should be
        raise Unreadable("damaged") from error
    made = sheets_of(found, formats, limits)
    hidden = with_cells(made, listed.hidden)
    unread = any(sheet.formulas for sheet in made)
    told = in_package(package, tuple(related.values()), hidden, formulas_unread=unread)
    return Content("xlsb", made, told)


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """(type, content) of all records. Raises Unreadable (damaged) where one is cut off."""
    position, size = 0, len(part)
    while position < size:
        kind, position = _number(part, position, 2)
        length, position = _number(part, position, 4)
        start, position = position, position + length
        if position > size:
            raise Unreadable("damaged")
        yield kind, part[start:position]


def _number(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of at most `most` bytes with 7 bits each, or, as a type, the bytes as they are."""
    number = 0
    for step in range(most):
        byte = part[at + step]
        number |= (byte & 0x7F) << (7 * step)
        if byte < 0x80:
            return number, at + step + 1
    return number, at + most


def _text(content: bytes, at: int) -> tuple[str, int]:
    """The text at `at`, and where it ends; '' for one that is not there."""
    (length,) = struct.unpack_from("<I", content, at)
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(content):
        raise Unreadable("damaged")
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _list(part: bytes, limits: Limits) -> _Listed:
    listed = _Listed()
    for kind, content in _records(part):
        if kind == _WORKBOOK:
            listed.date1904 = bool(content[0] & 1)
        elif kind == _SHEET:
            relation, end = _text(content, 8)
            name, _ = _text(content, end)
            listed.sheets.append((name, relation))
            within(limits, "sheets", len(listed.sheets), "xl/workbook.bin")
            if struct.unpack_from("<I", content)[0]:
                listed.hidden.append(name)
    return listed


def _texts(part: bytes, limits: Limits) -> Sequence[str]:
    within(limits, "strings", len(part), "xl/sharedStrings.bin")
    return [_text(content, 1)[0] for kind, content in _records(part) if kind == _TEXT_ITEM]


def _formats(part: bytes, date1904: bool) -> NumberFormats:
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside = False
    for kind, content in _records(part):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", content)[0]] = _text(content, 2)[0]
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            inside = kind == _STYLES_BEGIN
        elif kind == _STYLE and inside:
            styles.append(struct.unpack_from("<H", content, 2)[0])
    return NumberFormats(codes, styles or [0], date1904)


def _cells(name: str, part: bytes, texts: Sequence[str]) -> Cells:
    """The cells of one worksheet from its records."""
    cells = Cells(name)
    row, column = -1, -1
    inside = False
    for kind, content in _records(part):
        if kind in (_ROWS_BEGIN, _ROWS_END):
            inside = kind == _ROWS_BEGIN
        elif not inside or not (kind <= _BESIDE + _SHARED_TEXT or kind == _RICH_TEXT):
            continue
        elif kind == _ROW:
            (row,) = struct.unpack_from("<I", content)
            column = -1
        else:
            at = 4
            if _BESIDE < kind < _RICH_TEXT:
                kind -= _BESIDE
                column += 1
            else:
                (column,) = struct.unpack_from("<I", content)
                at = 8
            if not (0 <= row < MAX_ROWS and column < MAX_COLUMNS):
                raise Unreadable("damaged")
            if kind in _RESULT:
                cells.formulas.add((row, column))
                kind = _RESULT[kind]
            style = int.from_bytes(content[at - 4 : at - 1], "little")
            _put(cells, (row, column), kind, content, at, style, texts)
    return cells


def _put(
    cells: Cells,
    place: tuple[int, int],
    kind: int,
    content: bytes,
    at: int,
    style: int,
    texts: Sequence[str],
) -> None:
    """Files a cell whose value begins at `at` under its place."""
    if kind == _SHORT:
        cells.number(place, short_number(content, at), style)
    elif kind == _NUMBER:
        cells.number(place, struct.unpack_from("<d", content, at)[0], style)
    elif kind == _SHARED_TEXT:
        cells.value(place, texts[struct.unpack_from("<I", content, at)[0]])
    elif kind == _TEXT:
        cells.value(place, _text(content, at)[0])
    elif kind == _RICH_TEXT:
        cells.value(place, _text(content, at + 1)[0])
    elif kind == _TRUTH:
        cells.value(place, bool(content[at]))
    elif kind == _ERROR:
        cells.error(place, content[at])
