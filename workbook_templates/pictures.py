"""图表: last year's figures, to be typed, and the report's four charts with the figures they show.

图1 and 图4 compare the totals of tables 01 and 04 with last year's; 图2 and 图3 show what income
and expenditure consist of, by the columns that make up the total of tables 02 and 03. Which cells
these are, and what they are called, the form says. Left on the sheet stand the figures, right of
them the charts, two to a printed page.
"""

from collections.abc import Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from openpyxl import Workbook
from openpyxl.chart import BarChart, PieChart, Reference, Series
from openpyxl.chart.data_source import AxDataSource, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing import text
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.compiler import compiled
from validator.forms.model import TOTAL, CellKey
from validator.forms.workbook import PICTURES
from workbook_templates import looks
from workbook_templates.excel import SEPARATED
from workbook_templates.plan import LAST_YEAR, TYPED, TYPED_FIRST, UNIT, YEAR, Plan, place_of
from workbook_templates.spot import Spot

#: The tables that the charts show, by subject: 图1 to 图4.
WHOLE, INCOME, SPENDING, FISCAL = "01", "02", "03", "04"

_HOW = (
    "上年决算数填在浅黄格里：图1、图4 用来与本年比较，勾稽关系用来核对年初结转。其余都由各表算出。"
    "图可以复制到报告里；不填上年数，图中只有本年。"
)
#: The figures: their columns' widths, and where the typed ones begin.
_WIDTHS = (6, 10, 27, 16, 16, 11, 8)
_LABEL, _LAST, _THIS, _CHANGE, _RATE = 0, TYPED, 4, 5, 6
#: The pages of charts: columns each, their width, the rows of the sheet that a page shows.
_COLUMNS, _COLUMN_WIDTH, _GAP, _ROWS = 6, 15.6, 3, 41
_TITLE_HEIGHT, _HOW_HEIGHT, _ROW_HEIGHT, _MARGIN = 30.0, 32.0, 17.5, 0.5
#: The rows of the sheet that the upper and the lower chart of a page take, from zero.
_UPPER, _LOWER = (0, 19), (20, 41)
#: How much they take of their last column, in EMU, so that their frame is printed.
_LAST_COLUMN = 1_000_000

#: （万元）, within a formula.
_UNIT = f'IF({UNIT.ref}="","","（"&{UNIT.ref}&"）")'
_SHARE, _CHANGED = "0.0%", "0.00%"
#: Labels of slices under one in a hundred would lie on each other; the legend has their shares.
_SLICE_LABEL = '[>=0.01]0.0%;""'
_BAR_LABEL = f"{SEPARATED};-{SEPARATED};"
#: Neighbours differ in brightness, so that they can be told apart in black and white.
_SLICES = ("1F4E79", "F6C667", "5F9A6B", "E3EEF7", "B04A35", "8FB4D9")
_BARS = ("BDD7EE", "1F4E79")
_OUTLINE, _GRID, _INK = "404040", "D9D9D9", "262626"


class Total(NamedTuple):
    """A total that is compared with last year's: its words, cell, and where last year's stands."""

    words: str
    cell: CellKey
    typed: Spot


class Block(NamedTuple):
    """The figures of a chart: the caption, in row `top` (from zero), headings, then `rows` rows."""

    caption: str
    top: int
    rows: int

    def column(self, column: int, first: int = 2, last: int = 0) -> tuple[int, int, int, int]:
        """A column of the figures, from one: column and row of its first and last cell."""
        return column + 1, self.top + first + 1, column + 1, self.top + (last or self.rows) + 2


def totals(plan: Plan, subject: str, top: int) -> list[Total]:
    """The 总计 of either side of a table, and where last year's are typed, from row `top`."""
    table = plan.tables[subject]
    found: list[Total] = []
    for part in table.form.parts:
        line = next(n for n in reversed(part.lines) if _letters(n.words).endswith("总计"))
        # Where a side has several columns, the first one holds the sum of the others.
        cell = (subject, line.key, part.columns[0].number)
        words = _letters(line.words)
        words = words if words.startswith(part.name) else part.name + words
        found.append(Total(words, cell, Spot(PICTURES, top + len(found), _LAST)))
    return found


def parts_of_total(plan: Plan, subject: str) -> tuple[int, list[int]]:
    """The 栏次 of a 科目 table's total, and those that its form adds up to it."""
    form = plan.tables[subject].form
    number = next(n for n in form.columns if (subject, n) in plan.computed.columns)
    return number, [column for _, column in plan.computed.columns[subject, number]]


def write_pictures(book: Workbook, plan: Plan) -> Worksheet:
    """The sheet 图表."""
    sheet = book.create_sheet(PICTURES)
    after = TYPED_FIRST + len(plan.last_year)
    whole = totals(plan, WHOLE, after)
    fiscal = totals(plan, FISCAL, after + len(whole))
    typed = [*(t.typed for t in (*whole, *fiscal)), *plan.last_year.values()]
    _head(sheet)
    _typed(sheet, plan, [("图1", t) for t in whole] + [("图4", t) for t in fiscal])
    below = max(spot.row for spot in typed) + 2
    charts = []
    for caption, subject, compared in (
        ("图1：收、支决算总计变动情况", WHOLE, whole),
        ("图2：收入决算结构", INCOME, None),
        ("图3：支出决算结构", SPENDING, None),
        ("图4：财政拨款收、支决算总计变动情况", FISCAL, fiscal),
    ):
        if compared is None:
            block = _structure(sheet, plan, subject, caption, below)
            charts.append(_pie(sheet, block))
        else:
            block = _comparison(sheet, plan, compared, caption, below)
            charts.append(_bars(sheet, block))
        charts[-1].title = _title(caption)
        below += block.rows + 3
    _place(sheet, charts)
    _page(sheet, len(charts), max(_ROWS, below - 1))
    looks.lock(sheet)
    return sheet


def _letters(words: str) -> str:
    """收 入 总 计 → 收入总计."""
    return "".join(words.split())


# --- the figures -------------------------------------------------------------------------------


def _head(sheet: Worksheet) -> None:
    """The title, and what is to be typed."""
    for row, words, font, alignment, height in (
        (1, PICTURES, looks.TITLE, looks.CENTRED, _TITLE_HEIGHT),
        (2, _HOW, looks.NOTE, looks.LEFT, _HOW_HEIGHT),
    ):
        cell = sheet.cell(row, 1, words)
        sheet.merge_cells(None, row, 1, row, len(_WIDTHS))
        cell.font, cell.alignment = font, alignment
        sheet.row_dimensions[row].height = height
    for i, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = width


def _typed(sheet: Worksheet, plan: Plan, compared: Sequence[tuple[str, Total]]) -> None:
    """The cells for last year's figures, each with its use, its table and its words."""
    sheet.cell(TYPED_FIRST - 1, 1, "上年决算数").font = looks.BOLD
    looks.headings(sheet, TYPED_FIRST, ("用于", "表", "项目", _year(-1, "上年")))
    rules = {
        (term.table, term.row, term.column): equation.rule.id
        for equation in reversed(compiled(plan.edition.name).equations)
        for term in equation.terms
    }
    rows = [(use, total.cell, total.words, total.typed) for use, total in compared]
    for cell, spot in plan.last_year.items():
        rows.append((rules[cell], cell, place_of(plan.form(cell[0]), *cell[1:]), spot))
    for use, (subject, _, _), words, spot in rows:
        table = plan.tables[subject.removeprefix(LAST_YEAR)].sheet
        for column, value in enumerate((use, table, words)):
            _write(sheet, spot.row, column, value)
        _write(sheet, spot.row, spot.column, None, SEPARATED)
        looks.paint(sheet[spot.local], looks.INPUT)
    looks.accept_amounts(sheet, [spot for *_, spot in rows])


def _comparison(
    sheet: Worksheet, plan: Plan, compared: list[Total], caption: str, top: int
) -> Block:
    """Totals of this and last year, with the change that the report tells."""
    unit = sheet.cell(top + 1, _RATE + 1, f'="金额"&{_UNIT}')
    unit.font, unit.alignment = looks.NOTE, Alignment("right")
    _caption(sheet, caption, top, (_year(-1, "上年"), _year(0, "本年"), "增减额", "增减%"))
    for row, total in enumerate(compared, start=top + 2):
        subject, line, number = total.cell
        this = plan.tables[subject].cells[line, number]
        last, now, change = (Spot(PICTURES, row, c).local for c in (_LAST, _THIS, _CHANGE))
        _write(sheet, row, _LABEL, total.words)
        _merge(sheet, row, _LABEL, _LAST - 1)
        _write(sheet, row, _LAST, _number(total.typed.local), SEPARATED)
        _write(sheet, row, _THIS, _number(this.ref), SEPARATED)
        both = f'=IF(COUNT({last}:{now})=2,ROUND({now}-{last},2),"")'
        _write(sheet, row, _CHANGE, both, SEPARATED)
        rate = f'=IF({change}="","",IF({last}=0,"",{change}/{last}))'
        _write(sheet, row, _RATE, rate, _CHANGED)
    return Block(caption, top, len(compared))


def _structure(sheet: Worksheet, plan: Plan, subject: str, caption: str, top: int) -> Block:
    """The columns that make up a total with their shares, and the total below them."""
    _caption(sheet, caption, top, (f'="金额"&{_UNIT}', "占比", "图例", None))
    table = plan.tables[subject]
    words = {column.number: column.label for part in table.form.parts for column in part.columns}
    number, parts = parts_of_total(plan, subject)
    whole = Spot(PICTURES, top + 2 + len(parts), _LAST).fixed
    for row, column in enumerate([*parts, number], start=top + 2):
        label, amount, share = (Spot(PICTURES, row, c).local for c in (_LABEL, _LAST, _LAST + 1))
        _write(sheet, row, _LABEL, words[column])
        _merge(sheet, row, _LABEL, _LAST - 1)
        _write(sheet, row, _LAST, _number(table.cells[TOTAL, column].ref), SEPARATED)
        part = f'=IF(COUNT({amount},{whole})<2,"",IF({whole}=0,"",{amount}/{whole}))'
        _write(sheet, row, _LAST + 1, part, _SHARE)
        legend = f'={label}&IF(N({share})=0,""," "&TEXT({share},"{_SHARE}"))'
        if column != number:
            _write(sheet, row, _LAST + 2, legend)
            _merge(sheet, row, _LAST + 2, _RATE)
    return Block(caption, top, len(parts) + 1)


def _caption(sheet: Worksheet, caption: str, top: int, headings: Sequence[str | None]) -> None:
    """What stands over the figures of a chart."""
    sheet.cell(top + 1, 1, caption).font = looks.BOLD
    looks.headings(sheet, top + 2, ("项目", None, None, *headings))
    _merge(sheet, top + 1, _LABEL, _LAST - 1)
    if headings[-1] is None:
        _merge(sheet, top + 1, _CHANGE, _RATE)


def _write(sheet: Worksheet, row: int, column: int, value: object, digits: str = "") -> None:
    """A cell of the lists: words, or a figure, which shrinks rather than shows ####."""
    cell = sheet.cell(row + 1, column + 1, value)
    side = "right" if digits else "left"
    looks.frame(cell, looks.BODY, Alignment(side, "center", shrink_to_fit=True, indent=1))
    looks.paint(cell, looks.COMPUTED if digits else looks.HEADING)
    cell.number_format = digits or "General"


def _merge(sheet: Worksheet, row: int, first: int, last: int) -> None:
    for column in range(first, last + 1):
        sheet.cell(row + 1, column + 1).border = looks.FRAME
    sheet.merge_cells(None, row + 1, first + 1, row + 1, last + 1)


def _number(ref: str) -> str:
    """The number in a cell, nothing for a blank or a word."""
    return f'=IF(ISNUMBER({ref}),{ref},"")'


def _year(after: int, blank: str) -> str:
    """2024年度（万元）, `after` years later; `blank` where the front sheet has no year."""
    return f'=IF({YEAR.ref}="","{blank}",IFERROR(({YEAR.ref}+{after})&"年度","{blank}"))&{_UNIT}'


# --- the charts --------------------------------------------------------------------------------


class _Labels(DataLabelList):  # type: ignore[misc]  # openpyxl is untyped
    """Data labels whose number format is their own, and says that it is not that of the cells."""

    tagname = "dLbls"
    __elements__ = DataLabelList.__elements__
    __nested__ = DataLabelList.__nested__

    def to_tree(self, *arguments: object) -> Element:
        """The XML element."""
        tree: Element = super().to_tree(*arguments)
        for child in tree:
            if child.tag.endswith("numFmt"):
                child.set("sourceLinked", "0")
        return tree


def _labels(digits: str, position: str, shown: str) -> _Labels:
    # What is not said to be hidden, some programs show.
    labels = _Labels(numFmt=digits, dLblPos=position, txPr=_text())
    for kind in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"):
        setattr(labels, f"show{kind}", kind == shown)
    return labels


def _font(size: int = 1000, *, bold: bool = False) -> text.CharacterProperties:
    face = text.Font(typeface="宋体")
    return text.CharacterProperties(sz=size, b=bold, solidFill=_INK, latin=face, ea=face)


def _text() -> RichText:
    """How the words of a part of a chart look."""
    style = text.ParagraphProperties(defRPr=_font())
    return RichText(p=[text.Paragraph(pPr=style, r=[], endParaRPr=_font())])


def _title(words: str) -> Title:
    letters = _font(1400, bold=True)
    run = text.RegularTextRun(rPr=letters, t=words)
    paragraph = text.Paragraph(pPr=text.ParagraphProperties(defRPr=letters), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _title_of(spot: Spot, words: str) -> Title:
    """A title that a cell holds; `words` where a program does not look at the cell."""
    cached = StrData(ptCount=1, pt=[StrVal(idx=0, v=words)])
    held = Text(strRef=StrRef(f=spot.ref, strCache=cached))
    return Title(tx=held, txPr=_text(), overlay=False)


def _words(sheet: Worksheet, cells: tuple[int, int, int, int]) -> AxDataSource:
    return AxDataSource(strRef=StrRef(f=str(Reference(sheet, *cells))))


def _filled(colour: str) -> GraphicalProperties:
    return GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=_OUTLINE, w=6350))


def _bars(sheet: Worksheet, block: Block) -> BarChart:
    """Last year's columns beside this year's, from zero."""
    chart = BarChart()
    chart.type, chart.grouping, chart.gapWidth, chart.overlap = "col", "clustered", 90, -5
    for column, colour in zip((_LAST, _THIS), _BARS, strict=True):
        series = Series(Reference(sheet, *block.column(column, 1)), title_from_data=True)
        series.graphicalProperties = _filled(colour)
        series.dLbls = _labels(_BAR_LABEL, "outEnd", "Val")
        series.cat = _words(sheet, block.column(_LABEL))
        chart.series.append(series)
    chart.y_axis.title = _title_of(Spot(PICTURES, block.top, _RATE), "金额")
    chart.y_axis.number_format, chart.y_axis.scaling.min = "#,##0", 0
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GRID))
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete, axis.majorTickMark, axis.txPr = False, "out", _text()
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=_OUTLINE))
    chart.legend.position = "b"
    return chart


def _pie(sheet: Worksheet, block: Block) -> PieChart:
    """What a total consists of; the row of the total itself is no slice."""
    chart = PieChart()
    slices = block.rows - 1
    series = Series(Reference(sheet, *block.column(_LAST, last=slices)), title=block.caption)
    series.dPt = [DataPoint(idx=i, spPr=_filled(_SLICES[i % len(_SLICES)])) for i in range(slices)]
    series.dLbls = _labels(_SLICE_LABEL, "outEnd", "Percent")
    series.dLbls.showLeaderLines = True
    series.cat = _words(sheet, block.column(_LAST + 2, last=slices))
    chart.series.append(series)
    # From three o'clock on, the small slices, mostly the last ones, stand above each other.
    chart.firstSliceAng, chart.legend.position = 90, "r"
    chart.layout = Layout(ManualLayout(xMode="edge", yMode="edge", x=0.08, y=0.2, w=0.5, h=0.7))
    return chart


def _place(sheet: Worksheet, charts: Sequence[BarChart | PieChart]) -> None:
    """Put the charts right of the figures, two to a page."""
    for i, chart in enumerate(charts):
        chart.legend.txPr, chart.legend.overlay = _text(), False
        chart.roundedCorners = False
        # Between cells, to be as wide as the page whatever the width of a character is.
        left = _first_column(i // 2) - 1
        top, bottom = _LOWER if i % 2 else _UPPER
        corner = AnchorMarker(col=left + _COLUMNS - 1, colOff=_LAST_COLUMN, row=bottom)
        chart.anchor = TwoCellAnchor("oneCell", _from=AnchorMarker(col=left, row=top), to=corner)
        sheet.add_chart(chart)


def _first_column(page: int) -> int:
    """The first column of a page of charts, from one."""
    return len(_WIDTHS) + 2 + page * (_COLUMNS + 1)


def _page(sheet: Worksheet, charts: int, rows: int) -> None:
    """One page with the figures, then the charts, each page its own print area."""
    areas = [f"A1:{get_column_letter(len(_WIDTHS))}{rows}"]
    for page in range((charts + 1) // 2):
        first = _first_column(page)
        last = first + _COLUMNS - 1
        sheet.column_dimensions[get_column_letter(first - 1)].width = _GAP
        for column in range(first, last + 1):
            sheet.column_dimensions[get_column_letter(column)].width = _COLUMN_WIDTH
        areas.append(f"{get_column_letter(first)}1:{get_column_letter(last)}{_ROWS}")
    sheet.print_area = ",".join(areas)
    for row in range(3, rows + 1):
        sheet.row_dimensions[row].height = _ROW_HEIGHT
    looks.pages(sheet)
    sheet.print_options.horizontalCentered = True
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, _MARGIN)
    sheet.sheet_view.showGridLines = False
