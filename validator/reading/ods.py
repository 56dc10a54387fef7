"""An .ods file (OpenDocument, of LibreOffice or WPS) → its worksheets.

Values stand in the file in plain words, with their kinds, so they are read from its XML directly:
calamine lays out the whole rectangle up to the furthest cell, repeats rows and columns as often as
the file says, and gives errors and formulas without a result as blanks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial

from validator.reading.book import Content, Sheet, Unreadable
from validator.reading.formulas import WrittenWhenAsked
from validator.reading.grid import end_of, hold_areas, lay_out
from validator.reading.limits import Limits, within
from validator.reading.noticed import noticed, with_cells
from validator.reading.ods_formulas import linked_file, to_a1
from validator.reading.package import Package, parse, read_parts
from validator.reading.walk import Written, spread_over

CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
NS = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, _OFFICE, _TEXT = f"{NS}table:1.0 ", f"{NS}office:1.0 ", f"{NS}text:1.0 "
STYLE = f"{NS}style:1.0 "
_CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"

_SPREADSHEET, _SHEET, ROW = f"{_OFFICE}spreadsheet", f"{TABLE}table", f"{TABLE}table-row"
_CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
_PARAGRAPH = f"{_TEXT}p"
_SPACES = {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
#: What stands in a sheet or a cell and is none of it: notes, shapes, phonetics, former contents.
_BESIDE = frozenset(
    {
        f"{_OFFICE}annotation", f"{_TEXT}ruby-text", f"{TABLE}shapes", f"{_OFFICE}forms",
        f"{TABLE}tracked-changes", f"{TABLE}dde-links", f"{TABLE}table-source",
        f"{TABLE}cell-range-source", f"{_TEXT}note",
    }
)  # fmt: skip
_DRAWN = (f"{NS}drawing:1.0 ", f"{NS}dr3d:1.0 ")
_LINK_ELEMENTS = frozenset({f"{TABLE}table-source", f"{TABLE}cell-range-source"})
_HREF = "http://www.w3.org/1999/xlink href"
ACROSS, _DOWN = f"{TABLE}number-columns-repeated", f"{TABLE}number-rows-repeated"
_ARRAY = f"{TABLE}number-matrix-rows-spanned", f"{TABLE}number-matrix-columns-spanned"

_BLANKS = re.compile(r"[ \t\r\n]+")
_ERROR = re.compile(r"#[A-Z/0?!]+[!?A]|Err:[0-9]{3}")
_DURATION = re.compile(r"(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")

Place = tuple[int, int]


def read_ods(package: Package) -> Content:
    """The workbook in an OpenDocument package.

    Raises Unreadable: password, no_worksheets, damaged, too_large.
    """
    limits = package.limits
    manifest = b""
    if _MANIFEST.lower() in package.entries:
        manifest = read_parts(package, [_MANIFEST])[_MANIFEST]
    if b"encryption-data" in manifest:
        raise Unreadable("password")
    reader = Reader(limits)
    xml = read_parts(package, [CONTENT])[CONTENT]
    try:
        parse(xml, reader.start, reader.end, reader.text.append, namespaces=True)
    except ValueError as error:  # a count that is none
        raise Unreadable("damaged") from error
    if not reader.sheets:
        raise Unreadable("no_worksheets" if reader.spreadsheet else "not_a_spreadsheet")
    ends = [end_of(found.values, found.faults) for found in reader.sheets]
    names = [found.name for found in reader.sheets]
    hold_areas(zip(names, ends, strict=True), limits)
    sheets = tuple(
        Sheet(
            found.name,
            lay_out(found.values, end),
            found.faults,
            found.formulas,
            WrittenWhenAsked(partial(_in_a1, found.written)) if found.written else {},
        )
        for found, end in zip(reader.sheets, ends, strict=True)
    )
    hidden = [found.name for found in reader.sheets if found.style in reader.hidden_styles]
    told = noticed(
        macros=any(name.startswith(("basic/", "scripts/")) for name in package.entries),
        macro_sheets=False,
        linked=reader.linked,
        embedded=b"application/vnd.sun.star.oleobject" in manifest,
        hidden=with_cells(sheets, hidden),
    )
    return Content("ods", sheets, told)


def _in_a1(written: Mapping[Place, str]) -> Mapping[Place, Written]:
    """The formulas in the notation of .xlsx files, without those in no known notation."""
    said = {place: to_a1(formula) for place, formula in written.items()}
    return {place: Written(formula) for place, formula in said.items() if formula is not None}


@dataclass
class Found:
    """The cells of one worksheet; `written` as the file has it."""

    name: str
    style: str
    values: dict[Place, object] = field(default_factory=dict)
    faults: dict[Place, str] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    written: dict[Place, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of the row that is being read, and in how many columns it stands."""

    column: int
    count: int
    value: object
    fault: str | None
    formula: str | None
    array: tuple[int, int] | None


class Reader:
    """The state between expat's calls: `at_row` and `at_column` are where the row or cell stands
    that begins or ends, `rows` how many rows it stands for. Who looks for something else than
    values takes over `finish_cell` and `finish_row`."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[Found] = []
        self.hidden_styles: set[str] = set()
        self.linked: list[str] = []
        self.spreadsheet = False
        self.text: list[str] = []
        self._limits = limits
        self._depth = self._beside = 0
        self._filled = self._arrays = self._spaces = 0
        self._style = ""
        self.at_row = self.rows = self.at_column = 0
        self._row: list[_Cell] = []
        self.attributes: dict[str, str] = {}
        self._paragraphs: list[str] = []
        self._pieces: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._limits.nesting:
            within(self._limits, "nesting", self._depth, f"<{tag.rpartition(' ')[2]}>")
        if tag in _LINK_ELEMENTS and _HREF in attributes:
            self._link(attributes[_HREF])
        if self._beside:
            return
        if tag in _CELLS:
            self.attributes, self._paragraphs = attributes, []
        elif tag == _PARAGRAPH:
            self._pieces = []
        elif tag in _SPACES:
            self._flush()
            count = int(attributes.get(f"{_TEXT}c", "1")) if tag == f"{_TEXT}s" else 1
            self._spaces += count
            within(self._limits, "strings", self._spaces, "text:s")
            self._pieces.append(_SPACES[tag] * count)
        elif tag == ROW:
            self.rows = count_of(attributes, _DOWN)
            self.at_column = 0
            self._row = []
        elif tag in _BESIDE or tag.startswith(_DRAWN):
            self._flush()
            self._beside = self._depth
        elif tag == _SHEET:
            name = attributes.get(f"{TABLE}name", "")
            self.sheets.append(Found(name, attributes.get(f"{TABLE}style-name", "")))
            within(self._limits, "sheets", len(self.sheets), CONTENT)
            self.at_row = 0
        elif tag == f"{STYLE}style":
            self._style = attributes.get(f"{STYLE}name", "")
        elif tag == f"{STYLE}table-properties":
            if attributes.get(f"{TABLE}display") == "false":
                self.hidden_styles.add(self._style)
        elif tag == _SPREADSHEET:
            self.spreadsheet = True
        if tag != _PARAGRAPH and tag not in _CELLS:
            return
        self.text.clear()

    def end(self, tag: str) -> None:
        if self._beside:
            self.text.clear()
            if self._depth == self._beside:
                self._beside = 0
        elif tag == _PARAGRAPH:
            self._flush()
            self._paragraphs.append("".join(self._pieces))
        elif tag in _CELLS:
            self.finish_cell()
        elif tag == ROW and self.sheets:
            self.finish_row(self.sheets[-1])
        self._depth -= 1

    def _flush(self) -> None:
        """Takes over the characters so far, with their blanks as one, none at the beginning."""
        said = _BLANKS.sub(" ", "".join(self.text))
        self.text.clear()
        self._pieces.append(said if self._pieces else said.lstrip(" "))

    def _link(self, target: str) -> None:
        if name := target.rstrip("/").rpartition("/")[2]:
            self.linked.append(name)

    def finish_cell(self) -> None:
        """At the end of a cell: keep it, and go on to the next."""
        attributes, text = self.attributes, "\n".join(self._paragraphs)
        column, count = self.at_column, count_of(attributes, ACROSS)
        self.at_column += count
        formula = attributes.get(f"{TABLE}formula")
        kind = attributes.get(f"{_OFFICE}value-type")
        value: object = _value(kind, attributes, text) if kind else text
        fault = None
        if attributes.get(_CALC_TYPE) == "error" or (formula and _ERROR.fullmatch(text)):
            fault = text or "#VALUE!"
        elif formula is not None and kind is None and not self._paragraphs:  # not even an empty one
            fault = ""
        array = None
        if _ARRAY[0] in attributes:
            array = count_of(attributes, _ARRAY[0]), count_of(attributes, _ARRAY[1])
        if value != "" or fault is not None or formula is not None:
            self._row.append(_Cell(column, count, value, fault, formula, array))

    def finish_row(self, sheet: Found) -> None:
        """At the end of a row: file its cells, and go on to the next."""
        first, self.at_row = self.at_row, self.at_row + self.rows
        self._filled += self.rows * sum(cell.count for cell in self._row)
        within(self._limits, "cells", self._filled, sheet.name)
        for cell in self._row:
            for row in range(first, first + self.rows):
                for column in range(cell.column, cell.column + cell.count):
                    self._put(sheet, (row, column), cell)

    def _put(self, sheet: Found, place: Place, cell: _Cell) -> None:
        if cell.fault is not None:
            sheet.faults[place] = cell.fault
        else:
            sheet.values[place] = cell.value
        if cell.formula is None:
            return
        sheet.formulas.add(place)
        sheet.written[place] = cell.formula
        if "#" in cell.formula and (name := linked_file(cell.formula)):
            self.linked.append(name)
        if cell.array:
            height, width = cell.array
            self._arrays += height * width
            if self._arrays <= self._limits.array_cells:
                sheet.formulas.update(spread_over(place, height, width))


def count_of(attributes: Mapping[str, str], name: str) -> int:
    """How often a row or a cell is repeated. ValueError for what is no such number."""
    count = int(attributes.get(name, "1"))
    if count < 1:
        raise ValueError(f"{name}: {count}")
    return count


def _value(kind: str, attributes: Mapping[str, str], text: str) -> object:
    """The value of a cell; its text where what it should hold is not there."""
    if kind == "string":
        return attributes.get(f"{_OFFICE}string-value", text)
    if kind == "boolean":
        return attributes.get(f"{_OFFICE}boolean-value", text) == "true"
    try:
        if kind == "date":
            return _date(attributes[f"{_OFFICE}date-value"])
        if kind == "time":
            return _time(attributes[f"{_OFFICE}time-value"])
        return float(attributes[f"{_OFFICE}value"])
    except (KeyError, ValueError, OverflowError):
        return text


def _date(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _time(text: str) -> time | timedelta:
    """A time of the day, or a duration where it is longer than one."""
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError(text)
    sign, *parts = found.groups()
    hours, minutes, seconds = (float(part or 0) for part in parts)
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if sign or span >= timedelta(days=1):
        return -span if sign else span
    return (datetime.min + span).time()
