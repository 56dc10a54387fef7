"""How the cells of an .xls file look: its styles, merged cells and widths of columns ([MS-XLS]).

The records were read before, for their values; here those are looked at that say how cells look.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import replace

from validator.drawing.choice import Chosen, Place, among
from validator.drawing.formats import BUILT_IN, GENERAL
from validator.drawing.looks import MOST_STYLES, Look, Looks
from validator.reading.biff import long_text, records
from validator.reading.ole import open_ole
from validator.reading.xls import (
    BOUND_SHEET,
    CELLS,
    FORMAT,
    PLACE,
    SHORT_NUMBERS,
    STYLE,
    WORKSHEET,
)

_FONT, _BOLD = 0x0031, 600
#: No font has this number: those behind it count one less.
_NO_FONT = 4
_MERGED, _COLUMNS, _ROW, _WIDTH = 0x00E5, 0x007D, 0x0208, 0x0055
#: How words are aligned, by the number that a style has for it: 6 and 7 are kinds of centred.
_ALIGNED = {1: "left", 2: "center", 3: "right", 6: "center", 7: "center"}
_WRAPPED, _HIDDEN_COLUMN, _HIDDEN_ROW = 0x08, 0x01, 0x20
#: The width of a column counts 256 for each character.
_CHARACTER = 256
_USUAL = 8.43


def looks_in_xls(data: bytes, chosen: Mapping[int, Chosen]) -> Mapping[int, Looks]:
    """How the chosen cells look, by the number of the worksheet. Raises Unreadable, and
    struct.error or IndexError for a record shorter than it should be."""
    stream = open_ole(data).workbook or b""
    codes: dict[int, str] = dict(BUILT_IN)
    bold: list[bool] = []
    said: list[bytes] = []
    positions: list[int] = []
    for kind, content in records(stream, 0):
        if kind == FORMAT:
            codes[struct.unpack_from("<H", content)[0]] = long_text(content, 2)
        elif kind == _FONT:
            bold.append(struct.unpack_from("<H", content, 6)[0] >= _BOLD)
        elif kind == STYLE and len(said) < MOST_STYLES:
            said.append(content)
        elif kind == BOUND_SHEET and content[5] == WORKSHEET:
            positions.append(struct.unpack_from("<I", content)[0])
    styles = [_style(each, codes, bold) for each in said]
    return {n: _sheet(stream, positions[n], choice, styles) for n, choice in chosen.items()}


def _style(content: bytes, codes: Mapping[int, str], bold: Sequence[bool]) -> Look:
    font, code = struct.unpack_from("<2H", content)
    font -= font > _NO_FONT
    aligned = content[6]
    return Look(
        codes.get(code, GENERAL),
        _ALIGNED.get(aligned & 7, ""),
        font < len(bold) and bold[font],
        bool(aligned & _WRAPPED),
    )


def _sheet(stream: bytes, position: int, choice: Chosen, styles: Sequence[Look]) -> Looks:
    rows, columns = frozenset(choice.rows), frozenset(choice.columns)
    of: dict[Place, Look] = {}
    merged: dict[Place, tuple[int, int]] = {}
    widths: dict[int, float] = {}
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    looks = Looks(of, merged, widths, _USUAL, hidden_rows, hidden_columns)
    for kind, content in records(stream, position):
        if kind in CELLS:
            row, column, style = PLACE.unpack_from(content)
            if row not in rows:
                continue
            if kind == SHORT_NUMBERS:
                for step, at in enumerate(range(4, len(content) - 2, 6)):
                    of[row, column + step] = styles[struct.unpack_from("<H", content, at)[0]]
            else:
                of[row, column] = styles[style]
        elif kind == _MERGED:
            for top, bottom, left, right in struct.iter_unpack("<4H", content[2:]):
                if top in rows and left in columns:
                    merged[top, left] = bottom - top + 1, right - left + 1
        elif kind == _COLUMNS:
            first, last, width, _, flags = struct.unpack_from("<5H", content)
            own = among(choice.columns, first, last - first + 1)
            if width:
                widths.update(dict.fromkeys(own, width / _CHARACTER))
            if flags & _HIDDEN_COLUMN:
                hidden_columns.update(own)
        elif kind == _ROW and content[12] & _HIDDEN_ROW:
            hidden_rows.add(struct.unpack_from("<H", content)[0])
        elif kind == _WIDTH:
            looks = replace(looks, usual=float(struct.unpack_from("<H", content)[0]))
    return looks
