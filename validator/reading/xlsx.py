"""An .xlsx or .xlsm file → its worksheets.

The values come from calamine, and only from calamine. The rows of a worksheet that it reads exactly
(`worksheet.glance`) go to it as they are. Of any other sheet the places and the faults come from
our own walk over the XML; calamine gets the cells without their places, each distinct one once,
side by side in one more sheet. So a cell in a far corner costs no grid, and a long text in a
million cells no memory.
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from validator.reading.book import Content, Sheet, Unreadable
from validator.reading.decode import decode
from validator.reading.formulas import Place, formulas_in, formulas_of
from validator.reading.grid import hold_areas, lay_out
from validator.reading.later import FIRST_ROWS, Generated, beginning, when_asked
from validator.reading.limits import Limits, within
from validator.reading.noticed import in_package, with_cells
from validator.reading.package import (
    Package,
    Relation,
    elements,
    hold_tags,
    packed_bytes,
    parse,
    parts_by_kind,
    plain_xml,
    read_binary_parts,
    read_parts,
    relations,
)
from validator.reading.walk import Walk, walk
from validator.reading.worksheet import Glance, Marked, exactly, glance, marked, without_prefix

#: The shortest cell with a shared text, in bytes.
_TEXT_CELL = len('<c r="A1" t="s"><v>0</v></c>')

_NO_FORMULAS: tuple[Set[Place], Mapping[Place, str]] = frozenset(), {}
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")


class _Worksheet(NamedTuple):
    """A worksheet by its name: its XML, and the same with marks for formulas; `cut` tells that it
    is no more than the first rows."""

    name: str
    xml: bytes
    marked: Marked
    cut: bool


@dataclass(frozen=True, slots=True)
class _Parts:
    """The XML of a workbook, its worksheets in order."""

    sheets: Sequence[_Worksheet]
    shared_strings: bytes | None
    styles: bytes | None
    date1904: bool
    related: Sequence[Relation]
    hidden: Sequence[str]


def read_xlsx(package: Package, workbook: str, generated: Generated | None = None) -> Content:
    """The workbook of which `workbook` is the main part, by its full name; of `generated` sheets
    the first rows, until somebody asks for more.

    Raises Unreadable: not_a_spreadsheet, no_worksheets, damaged, too_large, password.
    """
    limits = package.limits
    parts = _take_apart(package, workbook, generated)
    looks = _look(parts, limits)
    rows_xml = [look.rows_xml for look in looks if isinstance(look, Glance)]
    distinct = dict.fromkeys(
        xml for look in looks if isinstance(look, Walk) for xml in look.cells.values()
    )
    if distinct:
        rows_xml.append(f"<row>{''.join(distinct)}</row>".encode())
    grids = decode(rows_xml, parts.shared_strings, parts.styles, parts.date1904)
    # Cells that calamine finds blank after all leave no trace at the end of a row.
    decoded = grids[-1][0] if distinct and grids[-1] else []
    values = dict(zip(distinct, decoded, strict=False))
    plain_grids = iter(grids)
    sheets = []
    for sheet, look in zip(parts.sheets, looks, strict=True):
        if isinstance(look, Walk):
            found = {place: values.get(cell, "") for place, cell in look.cells.items()}
            rows, (formulas, written) = lay_out(found, look.end), formulas_of(look)
        else:
            rows = _extended(next(plain_grids), look.faults_end)
            formulas, written = _NO_FORMULAS
            if look.computed:
                formulas, written = formulas_in(sheet.xml, sheet.marked, limits)
        sheets.append(Sheet(sheet.name, rows, look.faults, formulas, written))
    noticed = in_package(package, parts.related, with_cells(sheets, parts.hidden))
    macros = any(item.kind == "vbaProject" for item in parts.related)
    whole = _Whole(package, workbook)
    for number, part in enumerate(parts.sheets):
        if part.cut:
            first = sheets[number].rows[:FIRST_ROWS]
            sheets[number] = when_asked(part.name, first, partial(whole.sheet, number))
    return Content("xlsm" if macros else "xlsx", tuple(sheets), noticed)


@dataclass(frozen=True)
class _Whole:
    """A workbook of which some sheets were left unread, with all of them, read when the cells of
    one are asked for."""

    package: Package
    workbook: str

    def sheet(self, number: int) -> Sheet:
        """One of its sheets. Raises Unreadable, as `read` does."""
        return self._sheets[number]

    @cached_property
    def _sheets(self) -> tuple[Sheet, ...]:
        try:
            return read_xlsx(self.package, self.workbook).sheets
        except (Unreadable, MemoryError):
            raise
        except Exception as error:
            raise Unreadable("damaged") from error


def _take_apart(package: Package, name: str, generated: Generated | None) -> _Parts:
    """The parts of the workbook that hold its cells, found by the package's relationships."""
    limits = package.limits
    workbook = read_parts(package, [name])[name]
    root = _ROOT.search(workbook)
    if not root or root[1] != b"workbook":
        raise Unreadable("not_a_spreadsheet")
    related = relations(package, name)
    found = elements(workbook, "sheet", "workbookPr", limits=limits)
    date1904 = any(
        element == "workbookPr" and attributes.get("date1904") in ("1", "true")
        for element, attributes in found
    )
    listed = worksheets(found, related)
    if not listed:
        raise Unreadable("no_worksheets")
    within(limits, "sheets", len(listed), name)
    targets = [sheet.part for sheet in listed]
    if len({target.lower() for target in targets}) != len(targets):
        raise Unreadable("damaged")
    of_kind = parts_by_kind(package, related.values())
    strings, styles = of_kind.get("sharedStrings"), of_kind.get("styles")
    beginnings = _beginnings(package, listed, generated)
    whole = [target for target in targets if target not in beginnings]
    parts = read_binary_parts(package, [*whole, *filter(None, (strings, styles))])
    if beginnings and generated and not any(map(generated.marks, reversed(parts.values()))):
        parts = read_binary_parts(package, [*parts, *beginnings], parts)
        beginnings = {}
    # Damage beyond the beginning is not looked for: all that was submitted is there.
    parts |= beginnings
    sheets = []
    for sheet in listed:
        xml = without_prefix(parts[sheet.part])
        sheets.append(_Worksheet(sheet.name, xml, marked(xml), sheet.part in beginnings))
    _hold_xml(parts, targets, [sheet.marked for sheet in sheets], limits)
    if strings:
        within(limits, "strings", len(parts[strings]), strings)
    return _Parts(
        sheets,
        without_prefix(parts[strings]) if strings else None,
        parts[styles] if styles else None,
        date1904,
        tuple(related.values()),
        [sheet.name for sheet in listed if sheet.hidden],
    )


def _beginnings(
    package: Package, listed: Iterable["Listed"], generated: Generated | None
) -> dict[str, bytes]:
    """Part → the XML of the first rows of those `generated` sheets of which no more is needed."""
    found = {}
    for sheet in listed if generated else ():
        if generated and sheet.name in generated.names:
            packed = packed_bytes(package, sheet.part)
            if packed and (xml := beginning(packed)):
                found[sheet.part] = xml
    return found


def _hold_xml(
    parts: Mapping[str, bytes], targets: Sequence[str], sheets: Sequence[Marked], limits: Limits
) -> None:
    """Raises Unreadable where the parts are not what `read_parts` would read. In the texts of
    formulas, most of some, no markup can stand: they need not be looked through for it."""
    others = [xml for name, xml in parts.items() if name not in targets]
    for xml in (*others, *(sheet.xml for sheet in sheets)):
        plain_xml(xml)
    if any(b"\0" in parts[target] for target in targets):
        raise Unreadable("damaged")
    most = sum(map(len, others)) + sum(len(sheet.xml) + sheet.formulas for sheet in sheets)
    hold_tags(parts.values(), most, limits)


class Listed(NamedTuple):
    """A worksheet in the list of a workbook, and the part that holds its cells."""

    name: str
    part: str
    hidden: bool


def worksheets(
    found: Iterable[tuple[str, Mapping[str, str]]], related: Mapping[str, Relation]
) -> list[Listed]:
    """The worksheets among the elements `found` in a workbook's main part, in order; `related` are
    its relations. Charts, dialogs and macro sheets are none. Raises Unreadable (damaged)."""
    listed = []
    for element, attributes in found:
        if element == "sheet":
            relation = related.get(attributes.get("id", ""))
            if relation is None:
                raise Unreadable("damaged")
            if relation.kind == "worksheet":
                hidden = attributes.get("state", "visible") != "visible"
                listed.append(Listed(attributes.get("name", ""), relation.target, hidden))
    return listed


def _look(parts: _Parts, limits: Limits) -> list[Glance | Walk]:
    """What each sheet needs: a glance, or a walk where calamine is not exact or not safe."""
    glances = [glance(sheet.marked) for sheet in parts.sheets]
    if sum(look.end[0] * look.end[1] for look in glances if look) > limits.total_area:
        glances = [look and exactly(look) for look in glances]
    texts = _texts(glances, parts.shared_strings or b"", limits)
    looks: list[Glance | Walk] = []
    text = 0
    for sheet, look, most in zip(parts.sheets, glances, texts, strict=True):
        small = look and look.end[0] * look.end[1] <= limits.laid_out
        if look and small and text + most <= limits.text:
            looks.append(look)
            text += most
        else:
            looks.append(walk(sheet.xml, limits))
    hold_areas(
        ((sheet.name, look.end) for sheet, look in zip(parts.sheets, looks, strict=True)), limits
    )
    return looks


def _texts(
    glances: Sequence[Glance | None], shared_strings: bytes, limits: Limits
) -> Sequence[int]:
    """Of each sheet, how many bytes the texts of its cells have at most. Raises Unreadable
    (damaged)."""
    longest = len(shared_strings)
    cells = [len(look.rows_xml) // _TEXT_CELL if look else 0 for look in glances]
    if sum(cells) * longest > limits.text:
        cells = [look.rows_xml.count(b't="s"') if look else 0 for look in glances]
        longest = _longest(shared_strings)
    return [count * longest for count in cells]


def _longest(shared_strings: bytes) -> int:
    """An upper bound for the length of a shared string, in bytes. Raises Unreadable (damaged)."""
    parse(shared_strings)  # otherwise </si> may stand where no string ends, and
    if b"<!" in shared_strings:  # in a comment it may anyhow
        return len(shared_strings)
    return max(map(len, shared_strings.split(b"</si>")))


def _extended(rows: Sequence[Sequence[object]], end: Place) -> Sequence[Sequence[object]]:
    """`rows`, which calamine ends with the last value, made as high and as wide as `end` says."""
    height, width = end
    given = len(rows[0]) if rows else 0
    if height <= len(rows) and width <= given:
        return rows
    blank = [""] * max(width, given)
    wider = [[*row, *blank[given:]] for row in rows]
    return [*wider, *[blank] * (height - len(rows))]
