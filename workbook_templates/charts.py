"""How a chart of the sheet 图表 is drawn: columns that compare, or a pie, from a block of figures
on the sheet.
"""

from typing import NamedTuple, TypeVar
from xml.etree.ElementTree import Element

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
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.workbook import PICTURES
from workbook_templates.excel import SEPARATED
from workbook_templates.plan import TYPED
from workbook_templates.spot import Spot

#: The columns of a block of figures: words, last year's figure or the only one, this year's (beside
#: a pie the words of the legend), and where the unit stands above.
LABEL, LAST, THIS, UNIT_AT = 0, TYPED, 4, 6
LEGEND = LAST + 2
#: Labels of slices under one in a hundred would lie on each other; the legend has their shares.
_SLICE_LABEL = '[>=0.01]0.0%;""'
_BAR_LABEL = f"{SEPARATED};-{SEPARATED};"
#: Neighbours differ in brightness, so that they can be told apart in black and white.
_SLICES = (
    "1F4E79", "F6C667", "5F9A6B", "E3EEF7", "B04A35", "8FB4D9", "5B4A8A", "F2D9D0", "7F7F7F",
)  # fmt: skip
MOST_SLICES = len(_SLICES)
_BARS = ("BDD7EE", "1F4E79")
_OUTLINE, _GRID, _INK = "404040", "D9D9D9", "262626"

#: One of the two kinds of charts.
Chart = TypeVar("Chart", BarChart, PieChart)


class Block(NamedTuple):
    """The figures of a chart: the caption, in row `top` (from zero), headings, then `rows` rows."""

    caption: str
    top: int
    rows: int

    def column(self, column: int, first: int = 2, last: int = 0) -> tuple[int, int, int, int]:
        """A column of the figures, from one: column and row of its first and last cell."""
        return column + 1, self.top + first + 1, column + 1, self.top + (last or self.rows) + 2


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


def bars(sheet: Worksheet, block: Block) -> BarChart:
    """Last year's columns beside this year's, from zero."""
    chart = BarChart()
    chart.type, chart.grouping, chart.gapWidth, chart.overlap = "col", "clustered", 90, -5
    for column, colour in zip((LAST, THIS), _BARS, strict=True):
        series = Series(Reference(sheet, *block.column(column, 1)), title_from_data=True)
        series.graphicalProperties = _filled(colour)
        series.dLbls = _labels(_BAR_LABEL, "outEnd", "Val")
        series.cat = _words(sheet, block.column(LABEL))
        chart.series.append(series)
    chart.y_axis.title = _title_of(Spot(PICTURES, block.top, UNIT_AT), "金额")
    chart.y_axis.number_format, chart.y_axis.scaling.min = "#,##0", 0
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GRID))
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete, axis.majorTickMark, axis.txPr = False, "out", _text()
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=_OUTLINE))
    chart.legend.position = "b"
    return _finished(chart, block)


def pie(sheet: Worksheet, block: Block) -> PieChart:
    """What a total consists of; the row of the total itself is no slice."""
    chart = PieChart()
    slices = block.rows - 1
    series = Series(Reference(sheet, *block.column(LAST, last=slices)), title=block.caption)
    series.dPt = [DataPoint(idx=i, spPr=_filled(_SLICES[i])) for i in range(slices)]
    series.dLbls = _labels(_SLICE_LABEL, "outEnd", "Percent")
    series.dLbls.showLeaderLines = True
    series.cat = _words(sheet, block.column(LEGEND, last=slices))
    chart.series.append(series)
    # From three o'clock on, the small slices, mostly the last ones, stand above each other.
    chart.firstSliceAng, chart.legend.position = 90, "r"
    chart.layout = Layout(ManualLayout(xMode="edge", yMode="edge", x=0.08, y=0.2, w=0.5, h=0.7))
    return _finished(chart, block)


def _finished(chart: Chart, block: Block) -> Chart:
    """The chart with what all have: the caption for a title, and how its legend looks."""
    chart.title = _title(block.caption)
    chart.legend.txPr, chart.legend.overlay = _text(), False
    chart.roundedCorners = False
    return chart
