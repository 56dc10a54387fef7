"""Scorecards as printed → worksheets: one card on a sheet or several below each other, in fonts,
borders and widths like those of the published ones."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.scorecard import Kind, Scorecard
from workbook_templates.cards.grid import columns
from workbook_templates.excel import merge_cells, put, row_heights
from workbook_templates.grid import Grid, Placed

_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TITLE, _BODY = Font(name="黑体", size=16), Font(name="宋体", size=10)
#: Roles that stand outside the frame, and those that are lines of running text.
_OUTSIDE = frozenset({"title", "opening", "note", "text"})
_RUNNING = frozenset({"note", "text"})
#: Cells that hold sentences, and not a word or a figure.
_SENTENCES = ("偏差", "改进", "目标说明")
#: What may be longer than its cell is wide.
_WRAPPED = frozenset({"label", "heading", "choice", "input", "computed", "note", "text"})
#: Column widths in characters: of the side, of the columns of the indicators, of a summary.
_SIDE = 11.0
_WIDTHS = {"一级": 12, "二级": 13, "三级": 13, "目标值": 14, "完成值": 14, "得分": 12, "分值": 8}
_SUMMARY = (30.0, 20.0, 20.0, 20.0)
#: Free rows between two cards on one sheet.
_BETWEEN = 2


def widths(form: Scorecard) -> list[float]:
    """The widths of the columns of a card of `form`, in characters."""
    if form.kind is Kind.SUMMARY:
        return list(_SUMMARY)
    found = columns(form)
    side = [_SIDE] * min(start for start, _ in found.values())
    return side + [float(_WIDTHS[what]) for what, (_, right) in found.items() for _ in range(right)]


def add_cards(book: Workbook, name: str, form: Scorecard, grids: Sequence[Grid]) -> Worksheet:
    """A new worksheet with the cards of `form`, a printed page or more for each."""
    sheet = book.create_sheet(name)
    across = widths(form)
    for i, width in enumerate(across, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    top = 0
    for grid in grids:
        if top:
            sheet.row_breaks.append(Break(id=top))
        for i, height in enumerate(row_heights(grid, across, _WRAPPED), start=top + 1):
            sheet.row_dimensions[i].height = height
        _write(sheet, moved(grid, top))
        top += grid.rows + _BETWEEN
    _set_page(sheet)
    return sheet


def moved(grid: Grid, down: int) -> Grid:
    """The grid, `down` rows further down."""
    cells = tuple(cell._replace(row=cell.row + down) for cell in grid.cells)
    merges = tuple((m[0] + down, m[1], m[2] + down, m[3]) for m in grid.merges)
    return replace(grid, cells=cells, merges=merges)


def _write(sheet: Worksheet, grid: Grid) -> None:
    covered = {(row, column): (last, right) for row, column, last, right in grid.merges}
    for placed in grid.cells:
        cell = sheet.cell(placed.row + 1, placed.column + 1)
        put(cell, placed.value)
        cell.font = _TITLE if placed.role == "title" else _BODY
        cell.alignment = _alignment(placed, covered.get((placed.row, placed.column)), grid)
        cell.number_format = _format(placed.value)
        if placed.role not in _OUTSIDE:
            last, right = covered.get((placed.row, placed.column), (placed.row, placed.column))
            for row in range(placed.row, last + 1):
                for column in range(placed.column, right + 1):
                    sheet.cell(row + 1, column + 1).border = _FRAME
    merge_cells(sheet, grid)


def _alignment(placed: Placed, ends: tuple[int, int] | None, grid: Grid) -> Alignment:
    what = str(placed.key[0]) if placed.key else ""
    to_the_edge = (ends[1] if ends else placed.column) == grid.columns - 1
    horizontal = "center"
    if placed.role in _RUNNING or what in _SENTENCES or what.startswith("勾选"):
        horizontal = "left"
    elif placed.role == "opening":
        horizontal = "right" if placed.column and to_the_edge else "left"
    elif what == "签批":
        horizontal = "right"
    wrap = placed.role in _WRAPPED
    return Alignment(horizontal=horizontal, vertical="center", wrap_text=wrap)


def _format(value: object) -> str:
    """The number format that shows a figure with the decimals it is printed with."""
    if not isinstance(value, Decimal):
        return "General"
    decimals = -int(value.as_tuple().exponent)
    return f"0.{'0' * decimals}" if decimals > 0 else "0"


def _set_page(sheet: Worksheet) -> None:
    """Upright A4, as wide as the card, in as many pages as it takes."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, 0.5)
