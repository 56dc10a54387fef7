"""How the lists look that are written by openpyxl: the styles of their cells, and on paper."""

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from validator.editing import new_sheet

_SIDE = Side(style="thin", color=new_sheet.FRAME)
_FRAME = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_FONT = Font(name="宋体", size=10)
#: A heading; words over several lines, or in one.
HEADING = NamedStyle(
    "gouji heading",
    font=Font(name="宋体", size=10, bold=True),
    fill=PatternFill("solid", fgColor=new_sheet.HEADING),
    border=_FRAME,
    alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
)
WORDS = NamedStyle(
    "gouji words",
    font=_FONT,
    border=_FRAME,
    alignment=Alignment(vertical="top", wrap_text=True),
)
LINE = NamedStyle("gouji line", font=_FONT, border=_FRAME, alignment=Alignment(vertical="top"))
#: What stands outside of lists.
TITLE = NamedStyle("gouji title", font=Font(name="黑体", size=16))
NOTE = NamedStyle("gouji note", font=_FONT)
STYLES = (HEADING, WORDS, LINE, TITLE, NOTE)


def printed_wide(sheet: Worksheet) -> None:
    """On A4 across, as wide as the paper, with the headings on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
