"""A scorecard as printed, live: rate, scores and total by formula, boxes and 指标 to choose, and
below the printed part a word on each goal.

A published rate, score or total may be typed over its formula: the checks then compare. Nothing
stands beside the printed part, where a reader would take it for cells of the card.
"""

from collections.abc import Iterator, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.scorecard import Group, WeightIn
from workbook_templates import looks
from workbook_templates.cards.data import TICKED
from workbook_templates.cards.figures import (
    BLANKS,
    COUNT,
    OWN,
    SCORE,
    SCORED,
    SCORES,
    TITLE,
    TOO_HIGH,
    WEIGHED,
    WEIGHTS,
    at,
    indicators,
    single,
)
from workbook_templates.cards.grid import BOX
from workbook_templates.cards.paper import widths
from workbook_templates.cards.plan import AMOUNTS, Block, CardPlan
from workbook_templates.excel import merge_cells, put, row_heights
from workbook_templates.grid import Placed
from workbook_templates.looks import (
    BODY,
    BOLD,
    CENTRED,
    COMPUTED,
    HEADING,
    INPUT,
    LEFT,
    NOTE,
    frame,
    lock,
    pages,
    paint,
    unlock,
)
from workbook_templates.looks import TITLE as TITLE_FONT
from workbook_templates.plan import DEPARTMENT, YEAR
from workbook_templates.spot import Spot, letter

#: The least heights of rows in points: of any, and of those in which sentences are written.
_ROW = 24.0
_TALL = {"目标说明": 34.0, "签批": 34.0, "偏差": 56.0, "改进": 56.0}
#: Amounts have two decimals, or as many more as are typed.
_AMOUNT = "0.00####"
#: A card of so many rows is printed on one page.
_ONE_PAGE = 40


def write_card(book: Workbook, card: CardPlan) -> Worksheet:
    """The sheet of a scorecard; its marks come when the rules stand."""
    sheet = book.create_sheet(card.sheet)
    write_cells(sheet, card)
    _formulas(sheet, card)
    _choices(sheet, card)
    _open_rows(sheet, card)
    _hints(sheet, card)
    _measure(sheet, card)
    pages(sheet, orientation="portrait")
    sheet.page_setup.fitToHeight = 1 if card.grid.rows <= _ONE_PAGE else 0
    sheet.print_options.horizontalCentered = True
    sheet.print_area = f"A1:{letter(card.grid.columns - 1)}{card.grid.rows}"
    sheet.page_setup.blackAndWhite = True
    sheet.sheet_view.showGridLines = False
    lock(sheet, rows=True)
    return sheet


# --- the printed part --------------------------------------------------------------------------


def write_cells(sheet: Worksheet, card: CardPlan) -> None:
    """Every printed cell with its look; a merged one has a frame around it."""
    ends = {(m[0], m[1]): (m[2], m[3]) for m in card.grid.merges}
    for placed in card.grid.cells:
        last_row, last_column = ends.get((placed.row, placed.column), (placed.row, placed.column))
        for row in range(placed.row, last_row + 1):
            for column in range(placed.column, last_column + 1):
                _dress(sheet.cell(row + 1, column + 1), placed)
        put(sheet.cell(placed.row + 1, placed.column + 1), placed.value)
    merge_cells(sheet, card.grid)


def _dress(cell: object, placed: Placed) -> None:
    """The look of a printed cell by its role."""
    role, what = placed.role, placed.key[0] if placed.key else ""
    if role in ("title", "opening", "note", "text"):
        cell.font = {"title": TITLE_FONT, "note": NOTE}.get(role, BODY)  # type: ignore[attr-defined]
        cell.alignment = CENTRED if role == "title" else LEFT  # type: ignore[attr-defined]
        if role != "note":
            unlock(cell)
        return
    words = role == "input" and what in (*_TALL, "三级")
    frame(cell, BOLD if role in ("label", "heading") else BODY, LEFT if words else CENTRED)
    if role in ("label", "heading", "choice"):
        paint(cell, HEADING)
    elif role == "computed":
        paint(cell, COMPUTED)
        unlock(cell)
    else:
        paint(cell, INPUT)
    if what == "目标":
        unlock(cell)
    if what in AMOUNTS:
        cell.number_format = _AMOUNT  # type: ignore[attr-defined]


def _formulas(sheet: Worksheet, card: CardPlan) -> None:
    """What is taken from the front sheet, and what is computed."""
    for (what, _), spot in card.cells.items():
        own, label = sheet[spot.local], what.partition(" ")[2]
        if what == "表题":
            own.value = f"={_title(card)}"
        elif what.startswith("表头 ") and label == "单位名称":
            own.value = f'="{label}："&{DEPARTMENT.ref}'
        elif what in ("单位名称", "主管部门"):
            own.value = f'={DEPARTMENT.ref}&""'
    if ("执行率", 0) in card.cells:
        budget, executed, rate = (single(card, w).ref for w in ("预算数", "执行数", "执行率"))
        cell = sheet[card.cells["执行率", 0].local]
        cell.number_format = "0.00%"
        cell.value = f'=IFERROR(IF(N({budget})<=0,"",ROUND(N({executed})/{budget},4)),"")'
        full = card.form.full
        sheet[
            card.cells["执行得分", 0].local
        ].value = f'=IF(ISNUMBER({rate}),ROUND(MAX(MIN({full},{full}*{rate}/100),0),2),"")'
    if ("总分", 0) in card.cells:
        sheet[card.cells["总分", 0].local].value = f"={_total(card)}"


def _title(card: CardPlan) -> str:
    """The caption with the year and the name that are typed."""
    before, _, after = card.form.caption.partition("{name}")
    year = before.partition("{year}")[2]
    name = card.name.ref if card.is_project else DEPARTMENT.ref
    return f'IF({YEAR.ref}="","",{YEAR.ref}&"{year}")&{name}&"{after}"'


def _total(card: CardPlan) -> str:
    """The score of the execution and those of all indicators, also those written as text; nothing
    before there is any of an indicator."""
    scores = ",".join(indicators(block, SCORE) for block in card.blocks)
    execution = single(card, "执行得分").ref
    return f'IF(COUNT({scores})=0,"",ROUND(N({execution})+SUM({scores}),2))'


# --- what is chosen ----------------------------------------------------------------------------


def _choices(sheet: Worksheet, card: CardPlan) -> None:
    """Boxes to tick, and the 一级 and 二级指标 of the form, beside which others may be typed."""
    boxes = [spot for (what, _), spot in card.cells.items() if what.startswith("勾选 ")]
    if boxes:
        looks.choose(sheet, boxes, f"{TICKED},{BOX}", "勾选", f"选 {TICKED} 或 {BOX}。")
    groups = card.form.groups
    if not card.form.fixed:
        words = [g.label if card.form.weight_in is WeightIn.GROUP else g.name for g in groups]
        _suggest(sheet, _column(card, "一级"), words, "一级指标")
    for group, rows in _by_group(card):
        seconds = group.seconds if group else dict.fromkeys(s for g in groups for s in g.seconds)
        _suggest(sheet, [s for s in _column(card, "二级") if s.row in rows], seconds, "二级指标")
    if card.form.weight_in is WeightIn.NAME:
        rule = DataValidation(
            showInputMessage=True,
            promptTitle="三级指标",
            prompt="名称之后写明这个指标的分值，如：医保政策宣传（8 分）",
        )
        for spot in _column(card, "三级"):
            rule.add(spot.local)
        sheet.add_data_validation(rule)


def _column(card: CardPlan, what: str) -> list[Spot]:
    return [spot for (own, _), spot in card.cells.items() if own == what]


def _by_group(card: CardPlan) -> Iterator[tuple[Group | None, range]]:
    """The rows of each group where the card prints the groups, else those of all indicators."""
    starts = [(spot.row, i) for (what, i), spot in card.cells.items() if what == "一级"]
    bottom = card.body[1]
    if card.form.weight_in is not WeightIn.GROUP:
        yield None, range(bottom)
        return
    groups = {group.label: group for group in card.form.groups}
    labels = {(c.row, c.key): str(c.value) for c in card.grid.cells if c.key is not None}
    starts.sort()
    for (row, i), (end, _) in zip(starts, [*starts[1:], (bottom, 0)], strict=True):
        yield groups.get(labels[row, ("一级", i)]), range(row, end)


def _suggest(
    sheet: Worksheet, spots: Sequence[Spot], words: Sequence[str] | Mapping[str, None], title: str
) -> None:
    """A drop-down of words beside which others may be typed, too."""
    rule = DataValidation(
        type="list",
        formula1=f'"{",".join(words)}"',
        allow_blank=True,
        errorStyle="warning",
        showErrorMessage=True,
        errorTitle=title,
        error=f"表式所列的{title}里没有这一项。确实要用，选“是”。",
    )
    for spot in spots:
        rule.add(spot.local)
    if rule.sqref.ranges:
        sheet.add_data_validation(rule)


# --- rows that may be deleted ------------------------------------------------------------------


def _open_rows(sheet: Worksheet, card: CardPlan) -> None:
    """Unlock the rows of indicators, and those of all goals but the first: a row with a locked cell
    in it cannot be deleted."""
    for block in card.blocks:
        first = block.above + 1
        if block.goal:
            heading = card.cells.get(("目标", block.goal))
            first = min(first - 1, heading.row if heading else first)
        for row in range(first, block.above + 1 + block.count):
            for column in range(card.grid.columns):
                unlock(sheet.cell(row + 1, column + 1))
            unlock(sheet.row_dimensions[row + 1])
    if card.form.fixed:
        for spot in _column(card, "一级"):  # what the form weighs is not typed over
            sheet[spot.local].protection = looks.LOCKED


# --- below the printed part --------------------------------------------------------------------


def _hints(sheet: Worksheet, card: CardPlan) -> None:
    """A line for each goal: what its weights and scores come to, and what is missing."""
    lines = [_hint(card, block) for block in card.blocks]
    scored = "".join(f"-{at(block.top, SCORED).ref}" for block in card.blocks)
    if constraint := card.cells.get(("约束", 0)):
        scored += f"-COUNT({constraint.ref})"
    lost = f"(COUNT({card.whole('得分')}){scored})"
    lines.append(
        f'IF({lost}>0,"提示：有 "&{lost}&" 个得分没有计入总分：所在的行没有指标名称，'
        '或者是在指标行之外插入的。","")'
    )
    for row, formula in enumerate(lines, start=card.grid.rows + 2):
        cell = sheet.cell(row, 1, f"={formula}")
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=card.grid.columns)
        cell.font, cell.alignment = NOTE, LEFT
        sheet.row_dimensions[row].height = _ROW


def _hint(card: CardPlan, block: Block) -> str:
    title, count, own, weighed, weights, scores, blanks, high = (
        at(block.top, column).ref
        for column in (TITLE, COUNT, OWN, WEIGHED, WEIGHTS, SCORES, BLANKS, TOO_HIGH)
    )
    of_form = card.form.weight_in in (WeightIn.NAME, WeightIn.CELL)
    how = "提示：分值写在三级指标名称之后，如“……（8 分）”。" if of_form else ""
    against = (
        f'IF(ISNUMBER({own}),IF(ROUND({weights}-{own},6)=0,"（与目标一致）",'
        f'"（目标是 "&{own}&"）"),"")'
    )
    return (
        f'IF({count}=0,"{how}","提示："&{title}&" 指标 "&{count}&" 个"'
        f'&IF({weighed}>0,"，分值合计 "&{weights}&{against},"")&"，得分合计 "&{scores}'
        f'&IF({blanks}>0,"，没有得分的 "&{blanks}&" 个","")'
        f'&IF({high}>0,"，得分超过分值的 "&{high}&" 个","")&"。")'
    )


def _measure(sheet: Worksheet, card: CardPlan) -> None:
    """Column widths, and row heights with room for every printed word and for what is written."""
    across = widths(card.form)
    for i, width in enumerate(across):
        sheet.column_dimensions[letter(i)].width = width
    rows = row_heights(card.grid, across, frozenset({"label", "heading", "choice", "note"}))
    least = dict.fromkeys(range(1, card.grid.rows), _ROW)
    for (what, _), spot in card.cells.items():
        least[spot.row] = max(least.get(spot.row, 0), _TALL.get(what, 0))
    for row, height in enumerate(rows):
        sheet.row_dimensions[row + 1].height = max(height, least.get(row, 0))
