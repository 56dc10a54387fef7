"""An .xlsx or .xlsm file → its worksheets.

The values come from calamine, and only from calamine. The rows of a worksheet that it reads exactly
(`worksheet.glance`) go to it as they are. Of any other sheet the places and the faults come from
our own walk over the XML; calamine gets the cells without their places, each distinct one once,
side by side in one more sheet. So a cell in a far corner costs no grid, and a long text in a
million cells no memory.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from python_calamine import CalamineWorkbook

from validator.reading.book import Sheet, Unreadable, address, too_large
from validator.reading.formulas import formulas_in, formulas_of
from validator.reading.package import (
    MAX_STRINGS,
    elements,
    limit_bytes,
    open_package,
    pack,
    parse,
    read_parts,
    relations,
)
from validator.reading.walk import Walk, walk
from validator.reading.worksheet import Glance, glance, without_prefix

#: A province's collection has a sheet for each of some 200 departments.
MAX_SHEETS = 500
#: Rows × columns of a sheet that calamine lays out: some 200 MB for a moment.
MAX_LAID_OUT = 4_000_000
#: Rows × columns of any sheet: one old .xls sheet, IV65536. Beyond it, whoever looks through the
#: cells would be busy for minutes.
MAX_AREA = 65_536 * 256
#: … and of all sheets together; a blank cell takes 8 bytes.
MAX_TOTAL_AREA = 40_000_000
#: Characters that calamine may copy: the longest shared text × the cells that might hold it.
MAX_TEXT = 256 << 20
#: The shortest cell with a shared text, in bytes.
_TEXT_CELL = len('<c r="A1" t="s"><v>0</v></c>')

_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#: Around the rows of a sheet. Besides the cells, calamine looks for merged ranges, through all of
#: the sheet unless it meets an element for them first: a third of its time.
_HEAD, _TAIL = b"<worksheet><mergeCells/><sheetData>", b"</sheetData></worksheet>"


@dataclass(frozen=True, slots=True)
class _Parts:
    """The XML of a workbook. `sheets`: name → worksheet, in order."""

    sheets: Sequence[tuple[str, bytes]]
    shared_strings: bytes | None
    styles: bytes | None
    date1904: bool


def read_sheets(data: bytes) -> tuple[Sheet, ...]:
    """The worksheets of the file in `data`, a zip archive.

    Raises Unreadable: not_a_spreadsheet, no_worksheets, damaged, too_large, password.
    """
    parts = _take_apart(data)
    looks = _look(parts)
    rows_xml = [look.rows_xml for look in looks if isinstance(look, Glance)]
    distinct = dict.fromkeys(
        xml for look in looks if isinstance(look, Walk) for xml in look.cells.values()
    )
    if distinct:
        rows_xml.append(f"<row>{''.join(distinct)}</row>".encode())
    grids = _decode(parts, rows_xml)
    # Cells that calamine finds blank after all leave no trace at the end of a row.
    decoded = grids[-1][0] if distinct and grids[-1] else []
    values = dict(zip(distinct, decoded, strict=False))
    plain_grids = iter(grids)
    sheets = []
    for (name, _), look in zip(parts.sheets, looks, strict=True):
        if isinstance(look, Walk):
            rows, (formulas, written) = _lay_out(look, values), formulas_of(look)
        else:
            rows = _extended(next(plain_grids), look.faults)
            formulas, written = formulas_in(look.rows_xml)
        sheets.append(Sheet(name, rows, look.faults, formulas, written))
    return tuple(sheets)


def _take_apart(data: bytes) -> _Parts:
    """The parts of the workbook that hold its cells, found by the package's relationships."""
    package = open_package(data)
    roots = [
        item.target for item in relations(package, "").values() if item.kind == "officeDocument"
    ]
    if not roots or roots[0].lower().endswith(".bin"):
        raise Unreadable("not_a_spreadsheet")
    workbook = read_parts(package, roots[:1])[roots[0]]
    root = _ROOT.search(workbook)
    if not root or root[1] != b"workbook":
        raise Unreadable("not_a_spreadsheet")
    related = relations(package, roots[0])
    listed: list[tuple[str, str]] = []
    date1904 = False
    for element, attributes in elements(workbook, "sheet", "workbookPr"):
        if element == "workbookPr":
            date1904 = attributes.get("date1904") in ("1", "true")
        elif element == "sheet":
            relation = related.get(attributes.get("id", ""))
            if relation is None:
                raise Unreadable("damaged")
            if relation.kind == "worksheet":  # not a chart, a dialog or a macro sheet
                listed.append((attributes.get("name", ""), relation.target))
    if not listed:
        raise Unreadable("no_worksheets")
    if len(listed) > MAX_SHEETS:
        raise too_large("xl/workbook.xml", f"{len(listed)}", f"{MAX_SHEETS}")
    targets = [target for _, target in listed]
    if len({target.lower() for target in targets}) != len(targets):
        raise Unreadable("damaged")
    # Some writers name a part for texts or styles and, having none, leave it out.
    of_kind = {
        item.kind: item.target
        for item in related.values()
        if item.target.lower() in package.entries
    }
    strings, styles = of_kind.get("sharedStrings"), of_kind.get("styles")
    parts = read_parts(package, [*targets, *filter(None, (strings, styles))])
    if strings:
        limit_bytes(strings, len(parts[strings]), MAX_STRINGS)
    return _Parts(
        [(name, without_prefix(parts[target])) for name, target in listed],
        without_prefix(parts[strings]) if strings else None,
        parts[styles] if styles else None,
        date1904,
    )


def _look(parts: _Parts) -> list[Glance | Walk]:
    """What each sheet needs: a glance, or a walk where calamine is not exact or not safe."""
    looks: list[Glance | Walk] = []
    total = text = 0
    strings = parts.shared_strings or b""
    longest = len(strings)
    if sum(len(xml) for _, xml in parts.sheets) // _TEXT_CELL * longest > MAX_TEXT:
        longest = _longest(strings)
    for name, xml in parts.sheets:
        look: Glance | Walk | None = glance(xml)
        copied = len(xml) // _TEXT_CELL * longest
        if look and look.end[0] * look.end[1] <= MAX_LAID_OUT and text + copied <= MAX_TEXT:
            text += copied
        else:
            look = walk(xml)
        area = look.end[0] * look.end[1]
        total += area
        for size, limit in ((area, MAX_AREA), (total, MAX_TOTAL_AREA)):
            if size > limit:
                far = address(look.end[0] - 1, look.end[1] - 1)
                raise too_large(f"{name}!A1:{far}", f"{size:,}", f"{limit:,}")
        looks.append(look)
    return looks


def _longest(shared_strings: bytes) -> int:
    """An upper bound for the length of a shared string, in bytes. Raises Unreadable (damaged)."""
    parse(shared_strings)  # otherwise </si> may stand where no string ends, and
    if b"<!" in shared_strings:  # in a comment it may anyhow
        return len(shared_strings)
    return max(map(len, shared_strings.split(b"</si>")))


def _lay_out(found: Walk, values: Mapping[str, object]) -> Sequence[Sequence[object]]:
    """The rows of a walked sheet. Rows without a value are one and the same tuple."""
    height, width = found.end
    filled: dict[int, list[object]] = {}
    for (row, column), xml in found.cells.items():
        if row not in filled:
            filled[row] = [""] * width
        filled[row][column] = values.get(xml, "")
    rows: list[tuple[object, ...]] = [("",) * width] * height
    for row, cells in filled.items():
        rows[row] = tuple(cells)
    return rows


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


def _decode(parts: _Parts, rows_xml: Sequence[bytes]) -> list[Sequence[Sequence[object]]]:
    """What calamine reads in each of `rows_xml`: rows[r][c] from A1. Raises Unreadable (damaged).

    Sheets and parts get names of our own: calamine finds a sheet by its name, and would give the
    first of two with one name twice.
    """
    numbers = range(len(rows_xml))
    links = [
        f'<Relationship Id="s{i}" Type="{_OFFICE}worksheet" Target="worksheets/{i}.xml"/>'
        for i in numbers
    ]
    files = {
        "_rels/.rels": _relationships(
            f'<Relationship Id="w" Type="{_OFFICE}officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/_rels/workbook.xml.rels": _relationships("".join(links)),
        "xl/workbook.xml": (
            f'<workbook xmlns:r="{_OFFICE[:-1]}">'
            f'<workbookPr date1904="{int(parts.date1904)}"/><sheets>'
            + "".join(f'<sheet name="{i}" sheetId="{i + 1}" r:id="s{i}"/>' for i in numbers)
            + "</sheets></workbook>"
        ).encode(),
    }
    files |= {f"xl/worksheets/{i}.xml": _HEAD + rows_xml[i] + _TAIL for i in numbers}
    if parts.shared_strings is not None:
        files["xl/sharedStrings.xml"] = parts.shared_strings
    if parts.styles is not None:
        files["xl/styles.xml"] = parts.styles
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(pack(files)))
        return [book.get_sheet_by_index(i).to_python(skip_empty_area=False) for i in numbers]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in Rust is not an Exception
        raise Unreadable("damaged") from error


def _relationships(lines: str) -> bytes:
    return f"<Relationships>{lines}</Relationships>".encode()
