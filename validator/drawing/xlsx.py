"""How the cells of an .xlsx or .xlsm file look: its styles, merged cells and widths of columns.

The parts were read before, for their values; here they are walked once more, within the same
limits, and nothing is kept but what belongs to a cell that is drawn.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from validator.drawing.choice import Chosen, Place, among
from validator.drawing.formats import BUILT_IN, GENERAL
from validator.drawing.looks import MOST_STYLES, PLAIN, Look, Looks
from validator.reading import Limits, parse_address
from validator.reading.book import column_letters
from validator.reading.package import (
    Package,
    elements,
    parse,
    parts_by_kind,
    read_parts,
    relations,
)
from validator.reading.walk import walk
from validator.reading.worksheet import without_prefix
from validator.reading.xlsx import worksheets

_ALIGNED = frozenset({"left", "center", "right"})
#: Centred over several cells, or spread over the width of one.
_CENTRED = frozenset({"centerContinuous", "distributed"})
_OFF = frozenset({"0", "false"})
#: A cell as every known program writes it.
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]+)"(?: s="([0-9]+)")?')
#: The style of a cell as `walk` gives it.
_STYLE = re.compile(r'<c s="([0-9]{1,5})"')
_HIDDEN = re.compile(rb'<row r="([0-9]{1,7})"[^<>]*? hidden="(?:1|true)"')
_ROWS, _END = b"<sheetData>", b"</sheetData>"
#: The width of a column where nothing is said of it, in characters.
_USUAL = 8.43


def looks_in_xlsx(package: Package, chosen: Mapping[int, Chosen]) -> Mapping[int, Looks]:
    """How the chosen cells look, by the number of the worksheet. Raises Unreadable."""
    roots = [r.target for r in relations(package, "").values() if r.kind == "officeDocument"]
    related = relations(package, roots[0])
    main = read_parts(package, [roots[0]])[roots[0]]
    listed = worksheets(elements(main, "sheet", limits=package.limits), related)
    styles: dict[bytes, Look] = {}
    if part := parts_by_kind(package, related.values()).get("styles"):
        listed_styles = enumerate(_styles(read_parts(package, [part])[part]))
        styles = {b"%d" % number: look for number, look in listed_styles if look != PLAIN}
    found = {}
    for number, choice in chosen.items():
        part = listed[number].part
        xml = without_prefix(read_parts(package, [part])[part])
        found[number] = _sheet(xml, choice, styles, package.limits)
    return found


def _styles(xml: bytes) -> list[Look]:
    """The styles that cells name by number, in order. Raises Unreadable (damaged)."""
    reader = _Styles()
    parse(xml, reader.start, reader.end)
    return reader.looks


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1


class _Styles:
    """The state between expat's calls in the part of the styles."""

    def __init__(self) -> None:
        self.looks: list[Look] = []
        self._codes: dict[str, str] = {}
        self._bold: list[bool] = []
        self._within: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        around = self._within[1:]
        self._within.append(name)
        if around == ["numFmts"] and name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif around == ["fonts"] and len(self._bold) < MOST_STYLES:
            self._bold.append(False)
        elif around == ["fonts", "font"] and name == "b" and self._bold:
            self._bold[-1] = attributes.get("val", "1") not in _OFF
        elif around == ["cellXfs"] and len(self.looks) < MOST_STYLES:
            self.looks.append(self._look(attributes))
        elif around == ["cellXfs", "xf"] and name == "alignment" and self.looks:
            said = attributes.get("horizontal", "")
            align = said if said in _ALIGNED else "center" if said in _CENTRED else ""
            wrapped = attributes.get("wrapText", "0") not in _OFF
            self.looks[-1] = self.looks[-1]._replace(align=align, wrapped=wrapped)

    def end(self, tag: str) -> None:
        self._within.pop()

    def _look(self, attributes: Mapping[str, str]) -> Look:
        number = attributes.get("numFmtId", "0")
        code = self._codes.get(number) or BUILT_IN.get(_number(number), GENERAL)
        font = _number(attributes.get("fontId", ""))
        return Look(code, bold=0 <= font < len(self._bold) and self._bold[font])


def _sheet(xml: bytes, choice: Chosen, styles: Mapping[bytes, Look], limits: Limits) -> Looks:
    """How the chosen cells of a worksheet look; `styles` are by their numbers as they are written,
    without those that say nothing. Raises Unreadable."""
    start, stop = xml.find(_ROWS), xml.rfind(_END)
    rows = xml[start + len(_ROWS) : stop]
    found = _CELL.findall(rows)
    if 0 <= start < stop and b"<!" not in rows and len(found) == rows.count(b"<c"):
        beside = _beside(xml[:start] + xml[stop + len(_END) :], choice)
        hidden = frozenset(int(row) - 1 for row in _HIDDEN.findall(rows))
        return replace(beside, of=dict(_styled(found, choice, styles)), hidden_rows=hidden)
    of = {
        place: styles[style[1].encode()]
        for place, cell in walk(xml, limits).cells.items()
        if (style := _STYLE.match(cell)) and style[1].encode() in styles
    }
    return replace(_beside(xml, choice), of=of)


def _styled(
    found: Iterable[tuple[bytes, bytes, bytes]], choice: Chosen, styles: Mapping[bytes, Look]
) -> Iterator[tuple[Place, Look]]:
    """The chosen ones of cells that are given by column, row and style as they are written."""
    columns = {column_letters(column).encode(): column for column in choice.columns}
    rows = {b"%d" % (row + 1): row for row in choice.rows}
    for column, row, style in found:
        if style in styles and row in rows and column in columns:
            yield (rows[row], columns[column]), styles[style]


def _beside(xml: bytes, choice: Chosen) -> Looks:
    """What a worksheet says beside its cells: merged ranges that begin in a cell that is drawn, and
    the widths of its columns. Raises Unreadable (damaged)."""
    merged: dict[Place, tuple[int, int]] = {}
    widths: dict[int, float] = {}
    hidden: set[int] = set()
    usual = [_USUAL]
    rows, columns = frozenset(choice.rows), frozenset(choice.columns)

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "mergeCell":
            first, _, last = attributes.get("ref", "").replace("$", "").partition(":")
            with suppress(ValueError):  # a range that is none
                (top, left), (bottom, right) = parse_address(first), parse_address(last or first)
                if top in rows and left in columns:
                    merged[top, left] = bottom - top + 1, right - left + 1
        elif name == "col":
            width = float(attributes.get("width", usual[0]))
            first_column = int(attributes["min"]) - 1
            alike = among(choice.columns, first_column, int(attributes["max"]) - first_column)
            if width > 0:
                widths.update(dict.fromkeys(alike, width))
            if width <= 0 or attributes.get("hidden", "0") not in _OFF:
                hidden.update(alike)
        elif name == "sheetFormatPr":
            usual[0] = float(attributes.get("defaultColWidth", _USUAL))

    parse(xml, start)
    return Looks(merged=merged, widths=widths, usual=usual[0], hidden_columns=hidden)
