"""Grid → worksheet: fonts, borders, widths, number formats, the page; and a file that is the same,
byte for byte, whenever it is built."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from math import ceil
from pathlib import Path
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.grid import Grid, Placed, stored
from workbook_templates.paper import PerCent
from workbook_templates.patch import entry

#: Number formats of figures: 1,819.46 and 582.36.
SEPARATED, PLAIN = "#,##0.00", "0.00"

_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TITLE, _BODY = Font(name="黑体", size=16), Font(name="宋体", size=10)
_OUTSIDE = frozenset({"title", "mark", "department", "unit", "note", "sentence"})
_LEFT, _RIGHT = ("department", "label", "name", "note"), ("mark", "unit", "amount")
_WRAPPED = frozenset({"heading", "note", "sentence", "text"})
#: … and of a table whose columns have widths of their own, which do not follow from its words.
_WRAPPED_IN_WIDTHS = _WRAPPED | {"label"}
#: What the first line of a table holds, whatever its layout.
_OF_LINES = frozenset({"label", "code", "amount", "text"})
#: The least widths of columns, in characters: a Chinese one is two.
_LEAST = {"code": 10, "line": 6, "label": 16, "name": 16, "amount": 13}
#: … and of the columns of codes and names together, in a table without a single 科目.
_LEAST_SUBJECTS = 44
#: Row heights, and what a line of wrapped text takes, in points.
_TITLE_HEIGHT, _ROW_HEIGHT, _LINE_HEIGHT = 32.0, 18.0, 13.5
#: A4 and its margins in points (a margin is half an inch), and a column's width of n characters.
_SHORT_SIDE, _LONG_SIDE, _MARGIN = 595.0, 842.0, 36.0
_CHARACTER, _PADDING = 5.25, 3.75
#: Below this scale a page can no longer be read, and the table goes on on the next one.
_LEAST_SCALE = 0.55
#: … and above this one, a table that goes on does so upright.
_UPRIGHT_SCALE = 0.75
#: Texts longer than this, in characters, run over several lines and begin at the left.
_SHORT_TEXT = 40


def add_sheet(book: Workbook, name: str, grid: Grid, amounts: str = SEPARATED) -> Worksheet:
    """A new worksheet with the table of `grid`; `amounts` is the number format of its figures.

    A figure that is not printed with two decimals keeps the form in which it is printed.
    """
    sheet = book.create_sheet(name)
    _write_cells(sheet, grid, amounts)
    merge_cells(sheet, grid)
    widths = list(grid.widths) or _widths(grid)
    for i, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    heights = row_heights(grid, widths, _wrapped(grid))
    for i, height in enumerate(heights, start=1):
        sheet.row_dimensions[i].height = height
    heading_rows = _heading_rows(grid)
    sheet.freeze_panes = sheet.cell(heading_rows + 1, 1)
    _set_page(sheet, widths, heights, heading_rows)
    return sheet


def _wrapped(grid: Grid) -> frozenset[str]:
    return _WRAPPED_IN_WIDTHS if grid.widths else _WRAPPED


def _heading_rows(grid: Grid) -> int:
    """How many rows stand above the table's first line."""
    return min(cell.row for cell in grid.cells if cell.role in _OF_LINES)


def merge_cells(sheet: Worksheet, grid: Grid) -> None:
    """Merge the cells that the grid merges."""
    for first_row, first_column, last_row, last_column in grid.merges:
        sheet.merge_cells(
            start_row=first_row + 1,
            start_column=first_column + 1,
            end_row=last_row + 1,
            end_column=last_column + 1,
        )


def _write_cells(sheet: Worksheet, grid: Grid, amounts: str) -> None:
    top, bottom = _frame(grid)
    wrapped = _wrapped(grid)
    deepest = max((len(str(c.value)) for c in grid.cells if c.role == "code"), default=0)
    code = ""
    for placed in grid.cells:
        if placed.role == "code":  # its name comes next
            code = str(placed.value)
        cell = sheet.cell(placed.row + 1, placed.column + 1)
        value = put(cell, placed.value)
        cell.font = _TITLE if placed.role == "title" else _BODY
        cell.alignment = Alignment(
            horizontal=_horizontal(placed.role, value),
            vertical="center",
            wrap_text=placed.role in wrapped,
            indent=_indent(placed.role, len(code) == deepest),
        )
        if top <= placed.row <= bottom:
            cell.border = _FRAME
        if placed.role == "amount":
            cell.number_format = _number_format(placed.value, amounts)


def put(cell: Cell | MergedCell, value: object) -> object:
    """Put what is printed into a cell, and give what the cell then holds. Words are never a
    formula, not even those that begin with its sign: “=100%” is what an indicator aims at."""
    value = stored(value)
    cell.value = None if value == "" else value
    if isinstance(cell, Cell) and cell.data_type == "f":
        cell.data_type = "s"
    return value


def _frame(grid: Grid) -> tuple[int, int]:
    """The first and last row of the table itself."""
    rows = [cell.row for cell in grid.cells if cell.role not in _OUTSIDE]
    return min(rows), max(rows)


def _horizontal(role: str, value: object) -> str:
    if role == "text" and (length(str(value)) > _SHORT_TEXT or "\n" in str(value)):
        return "left"
    if role == "label" and isinstance(value, str) and value.endswith(("合计", "总计")):
        return "center"
    if role in _LEFT:
        return "left"
    return "right" if role in _RIGHT else "center"


def _indent(role: str, deepest: bool) -> int:
    """The lowest 科目 stand back from those above them, and figures from the next column."""
    return int(role == "amount" or (role == "name" and deepest))


def _number_format(value: object, amounts: str) -> str:
    """`amounts` for a figure with two printed decimals; only a Decimal tells, anything else may
    have them."""
    if not isinstance(value, Decimal):
        return amounts
    decimals = -int(value.as_tuple().exponent)
    if isinstance(value, PerCent):
        return f"0.{'0' * (decimals - 2)}%" if decimals > 2 else "0%"
    return amounts if decimals == 2 else "General"


# --- widths and heights ------------------------------------------------------------------------


def length(text: str) -> int:
    """How many characters wide a text is: Chinese ones and full-width signs count twice."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WFA") for sign in text)


def _shown(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, Decimal | float | int) else str(value or "")


def _widths(grid: Grid) -> list[float]:
    """Column widths that show every word and figure in one line, headings aside."""
    spans = {(row, column): last - column + 1 for row, column, _, last in grid.merges}
    widths: list[float] = [0] * grid.columns
    figures = {c.column for c in grid.cells if c.role == "amount" or _is_number(c)}
    for column in figures:
        widths[column] = _LEAST["amount"]
    for cell in grid.cells:
        span = spans.get((cell.row, cell.column), 1)
        if cell.role in _LEAST and cell.value != "" and (cell.role != "label" or span == 1):
            needed = max(_LEAST[cell.role], length(_shown(cell.value)) + 3) / span
            for column in range(cell.column, cell.column + span):
                widths[column] = max(widths[column], needed)
    if bare := widths.count(0):
        widths = [width or _LEAST_SUBJECTS / bare for width in widths]
    # The title stands in one line; figures get what it needs beyond the columns' own widths.
    title = next(length(str(cell.value)) for cell in grid.cells if cell.role == "title")
    missing = title * _TITLE.size / _BODY.size + 4 - sum(widths)
    for column in figures:
        widths[column] += max(missing, 0) / len(figures)
    return [round(width, 1) for width in widths]


def _is_number(cell: Placed) -> bool:
    """Is it a 栏次, which stands over figures even where a sentence takes their place?"""
    return cell.role == "numbers" and isinstance(cell.value, int)


def row_heights(grid: Grid, widths: Sequence[float], wrapped: frozenset[str]) -> list[float]:
    """Row heights in points that show all of the cells whose roles are `wrapped`."""
    merged = {(m[0], m[1]): (m[2], m[3]) for m in grid.merges}
    heights = [_ROW_HEIGHT] * grid.rows
    heights[0] = _TITLE_HEIGHT
    for cell in grid.cells:  # top to bottom: what a cell over several rows lacks, its last row gets
        if cell.role not in wrapped:
            continue
        last_row, last_column = merged.get((cell.row, cell.column), (cell.row, cell.column))
        room = sum(widths[cell.column : last_column + 1]) - 1
        lines = sum(ceil(length(line) / room) for line in str(cell.value).split("\n"))
        needed = lines * _LINE_HEIGHT + 4.5
        above = sum(heights[cell.row : last_row])
        heights[last_row] = max(heights[last_row], needed - above)
    return heights


def _set_page(
    sheet: Worksheet, widths: list[float], heights: list[float], heading_rows: int
) -> None:
    """One A4 page a table, upright or across; a long table goes on, with its headings repeated."""
    width = sum(w * _CHARACTER + _PADDING for w in widths)
    height = sum(heights)
    short, long = _SHORT_SIDE - 2 * _MARGIN, _LONG_SIDE - 2 * _MARGIN
    upright, across = min(short / width, long / height), min(long / width, short / height)
    one_page = max(upright, across) >= _LEAST_SCALE
    landscape = min(across, 1) > min(upright, 1) if one_page else short < _UPRIGHT_SCALE * width
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, _MARGIN / 72)
    if not one_page:
        sheet.print_title_rows = f"1:{heading_rows}"


# --- the file ----------------------------------------------------------------------------------

#: What an .xlsx says of its making: nothing that a second build would say otherwise, and not that
#: Excel wrote it, for LibreOffice then believes stored results instead of calculating.
_SAID = {
    "docProps/app.xml": (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Application>gouji</Application></Properties>'
    ),
    "docProps/core.xml": (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:creator>gouji</dc:creator></cp:coreProperties>"
    ),
}


def save(book: Workbook, path: Path) -> None:
    """Write the workbook: the same bytes for the same content (and the same zlib and openpyxl)."""
    path.write_bytes(packed(book))


def packed(book: Workbook) -> bytes:
    """The workbook as the bytes of an .xlsx; see `save`."""
    written, result = BytesIO(), BytesIO()
    book.save(written)
    with ZipFile(written) as source, ZipFile(result, "w") as target:
        for name in sorted(source.namelist()):  # [Content_Types].xml comes first
            said = _SAID.get(name)
            content = source.read(name) if said is None else said.encode()
            # openpyxl gives every formula an empty value; a few thousand of them are no use.
            content = content.replace(b"<v />", b"").replace(b"<v></v>", b"")
            target.writestr(entry(name), content, compresslevel=9)
    return result.getvalue()
