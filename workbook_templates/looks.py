"""How the cells of a live workbook look and behave: what is typed, what is computed, what is wrong.

Colours are light, so that a table still reads like the printed form, and they are not printed.
"""

from collections.abc import Iterable
from typing import NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.identities import BROKEN, ROUNDING, UNCHECKED, UNUSUAL
from workbook_templates.spot import Spot


class Look(NamedTuple):
    """A fill and a font; `unlocked` cells may be typed in where the sheet is protected."""

    fill: PatternFill
    font: Font | None = None
    unlocked: bool = False


def _fill(colour: str) -> PatternFill:
    # A conditional format takes its colour from the background, a cell from the foreground.
    return PatternFill("solid", fgColor=colour, bgColor=colour)


#: Typed, computed and printed words: the legend of the front sheet shows these.
INPUT = Look(_fill("FFF8DC"), unlocked=True)
COMPUTED = Look(_fill("E9EEF4"))
HEADING = Look(_fill("DCE6F1"))
#: How a cell is marked by the worst state of its identities.
BY_STATE = {
    BROKEN: Look(_fill("F8B4B4"), Font(color="9C0006", bold=True)),
    UNCHECKED: Look(_fill("D9C3E8"), Font(color="4B1D6E")),
    UNUSUAL: Look(_fill("FFDD88"), Font(color="7F5200")),
}
ROUNDED = {ROUNDING: Look(_fill("DDEEFF"), Font(color="1F4E79"))}

TITLE, BODY, BOLD = (
    Font(name="黑体", size=16), Font(name="宋体", size=10), Font(name="宋体", size=10, bold=True),
)  # fmt: skip
LINK = Font(name="宋体", size=10, color="0563C1", underline="single")
NOTE = Font(name="宋体", size=9, color="595959")
_THIN = Side(style="thin", color="808080")
FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")

#: An amount as it may be typed. A paste goes round it, and the check sheet says so.
_LARGEST = 1e13


def paint(cell: Cell, look: Look) -> None:
    """Give a cell the look, and unlock it where it is to be typed in."""
    cell.fill = look.fill
    if look.unlocked:
        unlock(cell)


def unlock(cell: Cell | RowDimension) -> None:
    """Let a cell, or those of a row that have no look of their own, be changed."""
    cell.protection = Protection(locked=False)


def frame(cell: Cell, font: Font = BODY, alignment: Alignment = CENTRED) -> None:
    """A cell of a list: thin lines around, the font, the alignment."""
    cell.border, cell.font, cell.alignment = FRAME, font, alignment


def headings(sheet: Worksheet, row: int, words: Iterable[str | None]) -> None:
    """The headings of a list, from the first column of `row` (from one)."""
    for i, word in enumerate(words, start=1):
        cell = sheet.cell(row, i, word)
        frame(cell, BOLD)
        paint(cell, HEADING)


def pages(sheet: Worksheet, *, orientation: str | None = None, repeated: int = 0) -> None:
    """A4 pages as wide as the sheet, as many as it takes; the row `repeated` (from one) on each."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    if orientation:
        sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if repeated:
        sheet.print_title_rows = f"{repeated}:{repeated}"


def accept_amounts(sheet: Worksheet, spots: Iterable[Spot] | str) -> None:
    """Refuse anything but numbers in the cells (`spots`, or a range A1:B9)."""
    said = "这里只能填数字，如 1819.46；没有金额就空着。金额单位见表头。"
    cells = [spots] if isinstance(spots, str) else [spot.local for spot in spots]
    _accept(sheet, cells, f"{_LARGEST:.0f}", "应填金额", said)


def accept_shares(sheet: Worksheet, spots: Iterable[Spot]) -> None:
    """Refuse anything but per cents in the cells."""
    said = "这里只能填百分数，如 25.3%；没有金额就空着。"
    _accept(sheet, [spot.local for spot in spots], "10", "应填占比", said)


def _accept(sheet: Worksheet, cells: Iterable[str], most: str, title: str, error: str) -> None:
    """Refuse anything but numbers up to `most`, with either sign, in the cells."""
    rule = DataValidation(
        type="decimal",
        operator="between",
        formula1=f"-{most}",
        formula2=most,
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=title,
        error=error,
    )
    for cell in cells:
        rule.add(cell)
    if rule.sqref.ranges:
        sheet.add_data_validation(rule)


def choose(sheet: Worksheet, spots: Iterable[Spot], choices: str, title: str, error: str) -> None:
    """Let a person choose one of `choices` ("万元,元") in the cells."""
    rule = DataValidation(
        type="list",
        formula1=f'"{choices}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=title,
        error=error,
    )
    for spot in spots:
        rule.add(spot.local)
    sheet.add_data_validation(rule)


#: A cell that cannot be typed in, among others that can.
LOCKED = Protection(locked=True)


def lock(sheet: Worksheet, *, rows: bool = False) -> None:
    """Protect what is not to be typed in, without a password. Sorting, filtering, widths, heights
    and copying stay; `rows`: inserting and deleting rows too."""
    protection = sheet.protection
    protection.sheet = True
    for allowed in ("sort", "autoFilter", "formatColumns", "formatRows", "formatCells"):
        setattr(protection, allowed, False)  # False: not forbidden
    if rows:
        protection.insertRows = protection.deleteRows = False
