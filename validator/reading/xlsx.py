"""An .xlsx or .xlsm file → its worksheets.

The values come from calamine, and only from calamine. The rows of a worksheet that it reads exactly
(`worksheet.glance`) go to it as they are. Of any other sheet the places and the faults come from
our own walk over the XML; calamine gets the cells without their places, each distinct one once,
side by side in one more sheet. So a cell in a far corner costs no grid, and a long text in a
million cells no memory.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from validator.reading.book import Content, Sheet, Unreadable
from validator.reading.decode import decode
from validator.reading.formulas import formulas_in, formulas_of
from validator.reading.grid import hold_areas, lay_out
from validator.reading.limits import Limits, within
from validator.reading.noticed import in_package, with_cells
from validator.reading.package import (
    Package,
    Relation,
    elements,
    parse,
    parts_by_kind,
    read_parts,
    relations,
)
from validator.reading.walk import Walk, walk
from validator.reading.worksheet import Glance, glance, without_prefix

#: The shortest cell with a shared text, in bytes.
_TEXT_CELL = len('<c r="A1" t="s"><v>0</v></c>')

_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")


@dataclass(frozen=True, slots=True)
class _Parts:
    """The XML of a workbook. `sheets`: name → worksheet, in order."""

    sheets: Sequence[tuple[str, bytes]]
    shared_strings: bytes | None
    styles: bytes | None
    date1904: bool
    related: Sequence[Relation]
    hidden: Sequence[str]


def read_xlsx(package: Package, workbook: str) -> Content:
    """The workbook of which `workbook` is the main part, by its full name.

    Raises Unreadable: not_a_spreadsheet, no_worksheets, damaged, too_large, password.
    """
    limits = package.limits
    parts = _take_apart(package, workbook)
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
    for (name, _), look in zip(parts.sheets, looks, strict=True):
        if isinstance(look, Walk):
            found = {place: values.get(cell, "") for place, cell in look.cells.items()}
            rows, (formulas, written) = lay_out(found, look.end), formulas_of(look)
        else:
            rows = _extended(next(plain_grids), look.faults)
            formulas, written = formulas_in(look.rows_xml, limits)
        sheets.append(Sheet(name, rows, look.faults, formulas, written))
    noticed = in_package(package, parts.related, with_cells(sheets, parts.hidden))
    macros = any(item.kind == "vbaProject" for item in parts.related)
    return Content("xlsm" if macros else "xlsx", tuple(sheets), noticed)


def _take_apart(package: Package, name: str) -> _Parts:
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
    parts = read_parts(package, [*targets, *filter(None, (strings, styles))])
    if strings:
        within(limits, "strings", len(parts[strings]), strings)
    return _Parts(
        [(sheet.name, without_prefix(parts[sheet.part])) for sheet in listed],
        without_prefix(parts[strings]) if strings else None,
        parts[styles] if styles else None,
        date1904,
        tuple(related.values()),
        [sheet.name for sheet in listed if sheet.hidden],
    )


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
    looks: list[Glance | Walk] = []
    text = 0
    strings = parts.shared_strings or b""
    longest = len(strings)
    if sum(len(xml) for _, xml in parts.sheets) // _TEXT_CELL * longest > limits.text:
        longest = _longest(strings)
    for _, xml in parts.sheets:
        look: Glance | Walk | None = glance(xml)
        copied = len(xml) // _TEXT_CELL * longest
        small = look and look.end[0] * look.end[1] <= limits.laid_out
        if look and small and text + copied <= limits.text:
            text += copied
        else:
            look = walk(xml, limits)
        looks.append(look)
    hold_areas(
        ((name, look.end) for (name, _), look in zip(parts.sheets, looks, strict=True)), limits
    )
    return looks


def _longest(shared_strings: bytes) -> int:
    """An upper bound for the length of a shared string, in bytes. Raises Unreadable (damaged)."""
    parse(shared_strings)  # otherwise </si> may stand where no string ends, and
    if b"<!" in shared_strings:  # in a comment it may anyhow
        return len(shared_strings)
    return max(map(len, shared_strings.split(b"</si>")))


def _extended(
    rows: Sequence[Sequence[object]], faults: Mapping[tuple[int, int], str]
) -> Sequence[Sequence[object]]:
    """`rows`, which calamine ends with the last value, made large enough to hold all `faults`."""
    height = max((row + 1 for row, _ in faults), default=0)
    width = max((column + 1 for _, column in faults), default=0)
    given = len(rows[0]) if rows else 0
    if height <= len(rows) and width <= given:
        return rows
    blank = [""] * max(width, given)
    wider = [[*row, *blank[given:]] for row in rows]
    return [*wider, *[blank] * (height - len(rows))]
