"""自评摘要: the summary that is published of a department's self-evaluation, taken by formulas from
its scorecard in the workbook. Every cell may be typed over.
"""

from string import Formatter

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.scorecard import Kind, unweighed
from workbook_templates.cards.figures import GROUP_BEGINS, WEIGHT, indicators, single
from workbook_templates.cards.paper import widths
from workbook_templates.cards.plan import OF_A_LINE, CardPlan
from workbook_templates.cards.scores import grade_of, of_group
from workbook_templates.cards.sheet import write_cells
from workbook_templates.cards.summary_grid import CONCLUSION, EXECUTION, OPEN, PART
from workbook_templates.excel import row_heights
from workbook_templates.formulas import ANY
from workbook_templates.looks import COMPUTED, INPUT, lock, pages, paint, unlock
from workbook_templates.plan import DEPARTMENT, YEAR, Plan
from workbook_templates.spot import letter

_WEIGHT, _SCORE = OF_A_LINE
#: Heights of a line of running text, of the words on a goal, of a row of the table.
_TEXT, _GOAL, _ROW = 20.0, 42.0, 22.0
_RUNNING = frozenset({"text", "note"})


def write_summary(book: Workbook, plan: Plan, card: CardPlan) -> Worksheet:
    """The sheet of a summary."""
    sheet = book.create_sheet(card.sheet)
    across = widths(card.form)
    for i, width in enumerate(across):
        sheet.column_dimensions[letter(i)].width = width
    heights = row_heights(card.grid, across, _RUNNING)
    write_cells(sheet, card)
    for placed in card.grid.cells:
        least = _TEXT if placed.role in _RUNNING else _ROW
        if placed.key and placed.key[0] == "摘要目标":
            least = _GOAL
        sheet.row_dimensions[placed.row + 1].height = max(heights[placed.row], least)
    for (what, _), spot in card.cells.items():
        if what == "摘要目标":  # below it what was reached is written
            paint(sheet.cell(spot.row + 2, 1), INPUT)
            sheet.cell(spot.row + 2, 1).value = None
    for key, formula in _formulas(plan, card).items():
        cell = sheet[card.cells[key].local]
        cell.value = f"={formula}"
        if key[0].startswith("摘要"):
            paint(cell, COMPUTED)
            unlock(cell)
    pages(sheet, orientation="portrait")
    sheet.print_area = f"A1:{letter(card.grid.columns - 1)}{card.grid.rows}"
    sheet.page_setup.blackAndWhite = True
    sheet.sheet_view.showGridLines = False
    lock(sheet, rows=True)
    return sheet


def _formulas(plan: Plan, card: CardPlan) -> dict[tuple[str, int], str]:
    """What a summary takes from the department's scorecard: (what, number) → formula."""
    before, _, after = card.form.caption.partition("{name}")
    year = before.partition("{year}")[2]
    found = {
        ("表题", 0): f'IF({YEAR.ref}="","",{YEAR.ref}&"{year}")&{DEPARTMENT.ref}&"{after}"',
        (_WEIGHT, 0): "100",
    }
    for i in range(len(card.form.lines)):
        weight, score = (single(card, f"{what} {i}").ref for what in OF_A_LINE)
        share = f'IF(AND(ISNUMBER({score}),N({weight})>0),MIN(100*{score}/{weight},100),"")'
        found["摘要等级", i] = grade_of(card.form, share)
    own = next((c for c in plan.cards if c.form.kind is Kind.DEPARTMENT), None)
    if own is None:
        return found
    found[_SCORE, 0] = single(own, "总分").ref
    for i, line in enumerate(card.form.lines[1:], start=1):
        name = line.rpartition("：")[2]
        if name == unweighed(card.form.execution[0]):
            found[_WEIGHT, i] = f'IF({single(own, "总分").ref}="","",{own.form.full})'
            found[_SCORE, i] = single(own, "执行得分").ref
        else:
            found[_WEIGHT, i] = _weight(own, name)
            found[_SCORE, i] = of_group(own, name)
    found["结论", 0] = _conclusion(card)
    amounts = {
        "budget": _shown(single(own, "预算数").ref, "0.00##", "万元"),
        "executed": _shown(single(own, "执行数").ref, "0.00##", "万元"),
        "rate": _shown(single(own, "执行率").ref, "0.00", "%"),
    }
    found["执行率情况", 0] = _sentence(EXECUTION, amounts)
    for block in own.blocks:
        goal, said = own.cells.get(("目标", block.goal)), own.cells.get(("目标说明", block.goal))
        if ("摘要目标", block.goal) in card.cells and goal and said:
            printed = next(c.value for c in card.grid.cells if c.key == ("摘要目标", block.goal))
            head, _, rest = str(printed).partition("：")
            found["摘要目标", block.goal] = f'"{head}："&{said.ref}&"{rest}"'
    return found


def _weight(card: CardPlan, name: str) -> str:
    """The weights of a 一级指标 over all goals of a card; "" where none is printed."""
    ranges = [(indicators(b, GROUP_BEGINS), indicators(b, WEIGHT)) for b in card.blocks]
    weighed = "+".join(f'COUNTIFS({own},"{name}",{weights},{ANY})' for own, weights in ranges)
    together = "+".join(f'SUMIFS({weights},{own},"{name}")' for own, weights in ranges)
    return f'IF({weighed}=0,"",{together})'


def _conclusion(card: CardPlan) -> str:
    """The sentence on the total, the grade and each group."""
    parts = []
    for i, line in enumerate(card.form.lines[1:], start=1):
        weight, score = (single(card, f"{what} {i}").ref for what in OF_A_LINE)
        said = {"full": _shown(weight), "score": _shown(score)}
        group = line.rpartition("：")[2]
        parts.append(_sentence(PART.replace("{group}", group), said))
    whole = {
        "total": _shown(single(card, f"{_SCORE} 0").ref),
        "grade": _shown(card.cells["摘要等级", 0].ref),
        "parts": '&";"&'.join(parts),
    }
    return _sentence(CONCLUSION, whole)


def _shown(cell: str, pattern: str = "", unit: str = "") -> str:
    """What stands in a cell as words, `OPEN` where nothing does."""
    words = f'TEXT({cell},"{pattern}")' if pattern else cell
    return f'IF({cell}="","{OPEN}",{words}&"{unit}")'


def _sentence(words: str, values: dict[str, str]) -> str:
    """A sentence with placeholders as a formula."""
    pieces = []
    for said, name, _, _ in Formatter().parse(words):
        pieces += [f'"{said}"'] if said else []
        pieces += [values[name]] if name else []
    return "&".join(pieces)
