"""图表: last year's figures, to be typed, and the report's charts with the figures they show.

图1 and 图4 compare the totals of tables 01 and 04 with last year's; 图2 and 图3 show what income
and expenditure consist of, by the columns that make up the total of tables 02 and 03, or by the
lines of table 01 where not every place publishes such a table. Which cells these are, and what they
are called, the form says; a chart for which it has none, or too many to be told apart, is left out.
Left on the sheet stand the figures, right of them the charts, two to a printed page.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.chart import BarChart, PieChart
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.compiler import compiled
from validator.forms.model import TOTAL
from validator.forms.workbook import PICTURES
from workbook_templates import looks
from workbook_templates.charts import (
    LABEL,
    LAST,
    LEGEND,
    MOST_SLICES,
    THIS,
    UNIT_AT,
    Block,
    bars,
    pie,
)
from workbook_templates.excel import SEPARATED
from workbook_templates.plan import LAST_YEAR, TYPED_FIRST, UNIT, YEAR, Plan, TablePlan, place_of
from workbook_templates.spot import Spot

#: The charts: what they are called, the table that each shows, by subject, and for one that shows
#: what a total consists of the side of the whole that this is the total of.
_WHOLE = "01"
_CHARTS = (
    ("收、支{kind}总计变动情况", _WHOLE, None),
    ("收入{kind}结构", "02", 0),
    ("支出{kind}结构", "03", 1),
    ("财政拨款收、支{kind}总计变动情况", "04", None),
)

_HOW = (
    "上年{kind}数填在浅黄格里：{charts} 用来与本年比较{checked}。其余都由各表算出。"
    "图可以复制到报告里；不填上年数，图中只有本年。"
)
_CHECKED = "，勾稽关系用来核对年初结转"
#: The figures: their columns' widths, and where the typed ones begin.
_WIDTHS = (6, 10, 27, 16, 16, 11, 8)
_SHARE_AT, _CHANGE, _RATE = LAST + 1, THIS + 1, UNIT_AT
#: The pages of charts: columns each, their width, the rows of the sheet that a page shows.
_COLUMNS, _COLUMN_WIDTH, _GAP, _ROWS = 6, 15.6, 3, 41
_TITLE_HEIGHT, _HOW_HEIGHT, _ROW_HEIGHT, _MARGIN = 30.0, 32.0, 17.5, 0.5
#: The rows of the sheet that the upper and the lower chart of a page take, from zero.
_UPPER, _LOWER = (0, 19), (20, 41)
#: How much they take of their last column, in EMU, so that their frame is printed.
_LAST_COLUMN = 1_000_000

_ORDINAL = re.compile("^[一二三四五六七八九十]+、")
#: （万元）, within a formula.
_UNIT = f'IF({UNIT.ref}="","","（"&{UNIT.ref}&"）")'
_SHARE, _CHANGED = "0.0%", "0.00%"


class Total(NamedTuple):
    """A total that is compared with last year's: its table, its words, where it is printed, and
    where last year's is typed."""

    table: str
    words: str
    printed: Spot
    typed: Spot


class Picture(NamedTuple):
    """A chart of the report: 图1, its caption, and either the totals that it compares with last
    year's, or the words and figures of what a total consists of, the total last."""

    name: str
    caption: str
    compared: tuple[Total, ...] = ()
    parts: tuple[tuple[str, Spot], ...] = ()


def pictures(plan: Plan) -> list[Picture]:
    """The charts for which the forms have the figures."""
    found: list[Picture] = []
    row = TYPED_FIRST + len(plan.last_year)
    for words, subject, side in _CHARTS:
        if subject not in plan.tables:
            continue
        name = f"图{len(found) + 1}"
        caption = f"{name}：{words.format(kind=plan.edition.kind)}"
        if side is not None:
            parts = parts_of_total(plan, plan.tables[subject], side)
            found += [Picture(name, caption, parts=parts)] if parts else []
        elif compared := totals(plan.tables[subject], row):
            found.append(Picture(name, caption, compared))
            row += len(compared)
    return found


def totals(table: TablePlan, top: int) -> tuple[Total, ...]:
    """The 总计 of either side of a table, and where last year's are typed, from row `top`; none of
    a table without a 总计 on each."""
    found: list[Total] = []
    for part in table.form.parts:
        line = next((n for n in reversed(part.lines) if _letters(n.words).endswith("总计")), None)
        if line is None:
            return ()
        # Where a side has several columns, the first one holds the sum of the others.
        printed = table.cells[line.key, part.columns[0].number]
        words = _letters(line.words)
        words = words if words.startswith(part.name) else part.name + words
        typed = Spot(PICTURES, top + len(found), LAST)
        found.append(Total(table.sheet, words, printed, typed))
    return tuple(found)


def parts_of_total(plan: Plan, table: TablePlan, side: int) -> tuple[tuple[str, Spot], ...]:
    """The words and figures of what a total consists of, the total last: the columns of a 科目
    table, or the lines of a side of the whole where not every place publishes that table; none
    where they are more than can be told apart."""
    if table.form.optional:
        found = _lines_added(plan, plan.tables[_WHOLE], side)
    else:
        found = _columns_added(plan, table)
    return tuple(found) if len(found) <= MOST_SLICES + 1 else ()


def _columns_added(plan: Plan, table: TablePlan) -> list[tuple[str, Spot]]:
    """The columns that the first sum of a table adds up, and that one."""
    for total in table.form.columns:
        if added := plan.computed.columns.get((table.key, total)):
            numbers = [*(number for _, number in added), total]
            return [(table.form.column_label(n), table.cells[TOTAL, n]) for n in numbers]
    return []


def _lines_added(plan: Plan, table: TablePlan, side: int) -> list[tuple[str, Spot]]:
    """The lines that the longest sum of a side adds up, without ordinals, and that one."""
    words = {line.key: _ORDINAL.sub("", line.words) for line in table.form.parts[side].lines}
    sums = [
        [*(addend for _, addend in addends), cell]
        for cell, addends in plan.computed.cells.items()
        if cell[0] == table.key and cell[1] in words
    ]
    longest = max(sums, key=len, default=[])
    return [(words[row], table.cells[row, number]) for _, row, number in longest]


def write_pictures(book: Workbook, plan: Plan) -> Worksheet:
    """The sheet 图表."""
    sheet = book.create_sheet(PICTURES)
    shown = pictures(plan)
    compared = [(picture.name, total) for picture in shown for total in picture.compared]
    _head(sheet, plan, [picture.name for picture in shown if picture.compared])
    _typed(sheet, plan, compared)
    below = TYPED_FIRST + len(plan.last_year) + len(compared) + 1
    charts = []
    for picture in shown:
        if picture.compared:
            block = _comparison(sheet, picture, below)
            charts.append(bars(sheet, block))
        else:
            block = _structure(sheet, picture, below)
            charts.append(pie(sheet, block))
        below += block.rows + 3
    _place(sheet, charts)
    _page(sheet, len(charts), max(_ROWS, below - 1))
    looks.lock(sheet)
    return sheet


def _letters(words: str) -> str:
    """收 入 总 计 → 收入总计."""
    return "".join(words.split())


# --- the figures -------------------------------------------------------------------------------


def _head(sheet: Worksheet, plan: Plan, comparing: Sequence[str]) -> None:
    """The title, and what is to be typed, for the charts `comparing`."""
    checked = _CHECKED if plan.last_year else ""
    how = _HOW.format(kind=plan.edition.kind, charts="、".join(comparing), checked=checked)
    for row, words, font, alignment, height in (
        (1, PICTURES, looks.TITLE, looks.CENTRED, _TITLE_HEIGHT),
        (2, how, looks.NOTE, looks.LEFT, _HOW_HEIGHT),
    ):
        cell = sheet.cell(row, 1, words)
        sheet.merge_cells(None, row, 1, row, len(_WIDTHS))
        cell.font, cell.alignment = font, alignment
        sheet.row_dimensions[row].height = height
    for i, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = width


def _typed(sheet: Worksheet, plan: Plan, compared: Sequence[tuple[str, Total]]) -> None:
    """The cells for last year's figures, each with its use, its table and its words."""
    sheet.cell(TYPED_FIRST - 1, 1, f"上年{plan.edition.kind}数").font = looks.BOLD
    looks.headings(sheet, TYPED_FIRST, ("用于", "表", "项目", _year(-1, "上年")))
    rules = {
        (term.table, term.row, term.column): equation.rule.id
        for equation in reversed(compiled(plan.edition.name).equations)
        for term in equation.terms
    }
    rows = [(use, total.table, total.words, total.typed) for use, total in compared]
    for cell, spot in plan.last_year.items():
        table = plan.tables[cell[0].removeprefix(LAST_YEAR)]
        rows.append((rules[cell], table.sheet, place_of(table.form, *cell[1:]), spot))
    for use, table_name, words, spot in rows:
        for column, value in enumerate((use, table_name, words)):
            _write(sheet, spot.row, column, value)
        _write(sheet, spot.row, spot.column, None, SEPARATED)
        looks.paint(sheet[spot.local], looks.INPUT)
    looks.accept_amounts(sheet, [spot for *_, spot in rows])


def _comparison(sheet: Worksheet, picture: Picture, top: int) -> Block:
    """Totals of this and last year, with the change that the report tells."""
    unit = sheet.cell(top + 1, _RATE + 1, f'="金额"&{_UNIT}')
    unit.font, unit.alignment = looks.NOTE, Alignment("right")
    years = (_year(-1, "上年"), _year(0, "本年"))
    _caption(sheet, picture.caption, top, (*years, "增减额", "增减%"))
    for row, total in enumerate(picture.compared, start=top + 2):
        this = total.printed
        last, now, change = (Spot(PICTURES, row, c).local for c in (LAST, THIS, _CHANGE))
        _write(sheet, row, LABEL, total.words)
        _merge(sheet, row, LABEL, LAST - 1)
        _write(sheet, row, LAST, _number(total.typed.local), SEPARATED)
        _write(sheet, row, THIS, _number(this.ref), SEPARATED)
        both = f'=IF(COUNT({last}:{now})=2,ROUND({now}-{last},2),"")'
        _write(sheet, row, _CHANGE, both, SEPARATED)
        rate = f'=IF({change}="","",IF({last}=0,"",{change}/{last}))'
        _write(sheet, row, _RATE, rate, _CHANGED)
    return Block(picture.caption, top, len(picture.compared))


def _structure(sheet: Worksheet, picture: Picture, top: int) -> Block:
    """What a total consists of with the shares, and the total below."""
    _caption(sheet, picture.caption, top, (f'="金额"&{_UNIT}', "占比", "图例", None))
    last = top + 1 + len(picture.parts)
    whole = Spot(PICTURES, last, LAST).fixed
    for row, (words, figure) in enumerate(picture.parts, start=top + 2):
        label, amount, share = (Spot(PICTURES, row, c).local for c in (LABEL, LAST, _SHARE_AT))
        _write(sheet, row, LABEL, words)
        _merge(sheet, row, LABEL, LAST - 1)
        _write(sheet, row, LAST, _number(figure.ref), SEPARATED)
        part = f'=IF(COUNT({amount},{whole})<2,"",IF({whole}=0,"",{amount}/{whole}))'
        _write(sheet, row, _SHARE_AT, part, _SHARE)
        legend = f'={label}&IF(N({share})=0,""," "&TEXT({share},"{_SHARE}"))'
        if row != last:
            _write(sheet, row, LEGEND, legend)
            _merge(sheet, row, LEGEND, _RATE)
    return Block(picture.caption, top, len(picture.parts))


def _caption(sheet: Worksheet, caption: str, top: int, headings: Sequence[str | None]) -> None:
    """What stands over the figures of a chart."""
    sheet.cell(top + 1, 1, caption).font = looks.BOLD
    looks.headings(sheet, top + 2, ("项目", None, None, *headings))
    _merge(sheet, top + 1, LABEL, LAST - 1)
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


def _place(sheet: Worksheet, charts: Sequence[BarChart | PieChart]) -> None:
    """Put the charts right of the figures, two to a page."""
    for i, chart in enumerate(charts):
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
