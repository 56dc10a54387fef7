"""自评汇总: every scorecard of the workbook in a row: what it evaluates, its amounts, its scores by
一级指标, its total and grade, and how many places of it are 不符.
"""

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.scorecard import Scorecard
from validator.forms.workbook import SCORES
from workbook_templates import looks
from workbook_templates.cards.figures import GROUP_BEGINS, SCORE, card_name, indicators, single
from workbook_templates.cards.plan import CardPlan
from workbook_templates.identities import BROKEN
from workbook_templates.looks import (
    BODY,
    BOLD,
    BY_STATE,
    CENTRED,
    COMPUTED,
    NOTE,
    TITLE,
    frame,
    headings,
    lock,
    pages,
    paint,
)
from workbook_templates.plan import Plan
from workbook_templates.results import STATE, TABLE, Results
from workbook_templates.spot import Spot, letter

_BEFORE = ("自评表", "名称", "预算数（A）", "执行数（B）", "执行率（%）", "预算执行得分")
_AFTER = ("总分", "等级", "不符处数")
_WIDTHS = {"自评表": 12, "名称": 36, "等级": 8, "不符处数": 10}
_WIDTH, _FIRST = 13, 3
_NOTE = (
    "本表由各自评表算出，不用填。金额单位：万元。各一级指标的得分是它在各目标下的得分之和；"
    "等级按总分：{bands}。不符处数见“勾稽校验”。"
)


def write_scores(book: Workbook, plan: Plan, results: Results) -> Worksheet:
    """The sheet 自评汇总."""
    sheet = book.create_sheet(SCORES)
    cards = [card for card in plan.cards if not card.is_summary]
    names = _groups(cards)
    words = (*_BEFORE, *names, *_AFTER)
    last = letter(len(words) - 1)
    for row, said in ((1, "绩效自评汇总"), (2, _NOTE.format(bands=_bands(plan.cards[0].form)))):
        cell = sheet.cell(row, 1, said)
        sheet.merge_cells(f"A{row}:{last}{row}")
        cell.font, cell.alignment = (TITLE, CENTRED) if row == 1 else (NOTE, looks.LEFT)
        sheet.row_dimensions[row].height = 34 if row == 1 else 30
    headings(sheet, _FIRST, words)
    sheet.row_dimensions[_FIRST].height = 30
    for row, card in enumerate(cards, start=_FIRST):
        _write_row(sheet, row, _row(results, card, names))
        link = sheet.cell(row + 1, 1)
        where = f"'{card.sheet}'!A1"
        link.hyperlink = Hyperlink(ref=link.coordinate, location=where, display=card.sheet)
        link.font = looks.LINK
    if len(cards) > 1:
        _totals(sheet, cards, len(names))
    for i, word in enumerate(words):
        sheet.column_dimensions[letter(i)].width = _WIDTHS.get(word, _WIDTH)
    _colour(sheet, len(words), len(cards))
    sheet.freeze_panes = sheet.cell(_FIRST + 1, 3)
    pages(sheet, orientation="landscape", repeated=_FIRST)
    lock(sheet)
    return sheet


def _groups(cards: list[CardPlan]) -> list[str]:
    """The names of the 一级指标 of all cards, in order."""
    return list(dict.fromkeys(group.name for card in cards for group in card.form.groups))


def _bands(form: Scorecard) -> str:
    return "，".join(
        f"{grade} {least} 分以上" if least else f"以下为{grade}" for least, grade in form.bands
    )


def _row(results: Results, card: CardPlan, names: list[str]) -> list[str]:
    """The formulas of a card's row."""
    total = single(card, "总分").ref
    broken = f'COUNTIFS({results.column(TABLE)},"{card.sheet}",{results.column(STATE)},{BROKEN})'
    figures = [single(card, what).ref for what in ("预算数", "执行数", "执行率", "执行得分")]
    return [
        f'"{card.sheet}"',
        card_name(card).ref,
        *figures,
        *(of_group(card, name) for name in names),
        total,
        grade_of(card.form, total),
        broken,
    ]


def grade_of(form: Scorecard, points: str) -> str:
    """The grade of a score of 100 points; "" where there is none."""
    grade = '""'
    for least, band in reversed(form.bands):
        grade = f'IF({points}>={least},"{band}",{grade})' if least else f'"{band}"'
    return f'IF(ISNUMBER({points}),{grade},"")'


def of_group(card: CardPlan, name: str) -> str:
    """The scores of a 一级指标 over all goals of a card; "" where none is scored."""
    ranges = [(indicators(b, GROUP_BEGINS), indicators(b, SCORE)) for b in card.blocks]
    scored = "+".join(f'COUNTIFS({own},"{name}",{scores},">-1E+15")' for own, scores in ranges)
    together = "+".join(f'SUMIFS({scores},{own},"{name}")' for own, scores in ranges)
    return f'IF({scored}=0,"",{together})'


def _write_row(sheet: Worksheet, row: int, formulas: list[str]) -> None:
    for column, formula in enumerate(formulas):
        cell = sheet.cell(row + 1, column + 1, f"={formula}")
        frame(cell, BODY, looks.LEFT if column == 1 else CENTRED)
        paint(cell, COMPUTED)
        if column > 1:
            cell.number_format = "#,##0.00" if column in (2, 3, 4) else "General"
    sheet.row_dimensions[row + 1].height = 22


def _totals(sheet: Worksheet, cards: list[CardPlan], groups: int) -> None:
    """The amounts of all project cards together, and how many places are 不符 in all."""
    projects = [row for row, card in enumerate(cards, start=_FIRST) if card.is_project]
    row, last = _FIRST + len(cards), _FIRST + len(cards)
    formulas: dict[int, str] = {0: '"合计"', 1: f'"{len(projects)} 张项目自评表"'}
    if projects:
        for column in (2, 3):
            first = Spot(SCORES, projects[0], column)
            cells = f"{first.local}:{first._replace(row=projects[-1]).local}"
            formulas[column] = f'IF(COUNT({cells})=0,"",SUM({cells}))'
        budget, executed = (Spot(SCORES, row, column).local for column in (2, 3))
        formulas[4] = f'IF(N({budget})>0,ROUND(N({executed})/{budget}*100,2),"")'
    count = letter(len(_BEFORE) + groups + len(_AFTER) - 1)
    width = len(_BEFORE) + groups + len(_AFTER)
    formulas[width - 1] = f"SUM({count}{_FIRST + 1}:{count}{last})"
    for column in range(width):
        cell = sheet.cell(row + 1, column + 1)
        cell.value = f"={formulas[column]}" if column in formulas else None
        frame(cell, BOLD, looks.LEFT if column == 1 else CENTRED)
        paint(cell, COMPUTED)
        cell.number_format = "#,##0.00" if column in (2, 3, 4) else "General"
    sheet.row_dimensions[row + 1].height = 22


def _colour(sheet: Worksheet, width: int, cards: int) -> None:
    """Cards with something 不符."""
    count = letter(width - 1)
    look = BY_STATE[BROKEN]
    rule = FormulaRule(formula=[f"{count}{_FIRST + 1}>0"], font=look.font, fill=look.fill)
    cells = f"{count}{_FIRST + 1}:{count}{_FIRST + cards + 1}"
    sheet.conditional_formatting.add(cells, rule)
