"""How the cells of a scorecard are marked: by the worst state of the rules that speak of them.

The states stand on the sheet of figures, and the conditional formats look there by name: Excel
2007 lets them refer to another sheet in no other way. Those of indicators are found by position, so
that rows may be deleted.
"""

from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.workbook import FIGURES, IDENTITIES
from workbook_templates.cards.figures import (
    GROUP_ROW,
    MARK,
    MARK_GROUP,
    MARK_SCORE,
    MISSING,
    NOT_AS_FIXED,
    OVER,
    SCORE,
    START,
    WEIGHTS_WRONG,
    at,
    filled,
    groups,
    indicators,
)
from workbook_templates.cards.judging import CardLine
from workbook_templates.cards.plan import Block, CardPlan
from workbook_templates.cards.words import WORDS
from workbook_templates.formulas import fill_down, named
from workbook_templates.identities import BROKEN, UNCHECKED
from workbook_templates.looks import BY_STATE
from workbook_templates.plan import Plan
from workbook_templates.results import STATE, Results
from workbook_templates.spot import Spot, letter, span

#: The state of a cell that no rule speaks of.
_NONE = "9"


def mark_cards(book: Workbook, plan: Plan, results: Results) -> None:
    """Mark the cells of every scorecard."""
    states = {
        line: Spot(IDENTITIES, results.first_card + i, STATE)
        for i, line in enumerate(results.cards)
    }
    for card in plan.cards:
        own = {line: state for line, state in states.items() if line.card is card}
        _still(book, card, own)
        for block in card.blocks:
            _scores(book[FIGURES], card, block)
            _mark_rows(book, card, block, MARK_SCORE, "得分")
            if block.groups:
                _groups(book[FIGURES], card, block, own)
                _mark_rows(book, card, block, MARK_GROUP, "一级")


def _still(book: Workbook, card: CardPlan, own: Mapping[CardLine, Spot]) -> None:
    """The cells that stand still."""
    states: dict[Spot, list[str]] = {}
    for line, state in own.items():
        for spot in line.marks:
            states.setdefault(spot, []).append(state.ref)
    for i, (spot, refs) in enumerate(states.items()):
        mark = at(card.top + i, MARK)
        book[FIGURES][mark.local] = f"=MIN({','.join(refs)})"
        _mark(book[card.sheet], spot.local, named(book, mark.ref))


def _mark_rows(book: Workbook, card: CardPlan, block: Block, column: int, what: str) -> None:
    """The cells of a column of indicators."""
    above = Spot(card.sheet, block.above, 0).fixed
    states = f"INDEX({named(book, indicators(block, column))},ROW()-ROW({above}))"
    own = letter(card.column(what))
    _mark(book[card.sheet], f"{own}{block.above + 2}:{own}{block.above + 1 + block.count}", states)


def _mark(sheet: Worksheet, cells: str, state: str) -> None:
    for wanted, look in BY_STATE.items():
        rule = FormulaRule(formula=[f"{state}={wanted}"], font=look.font, fill=look.fill)
        sheet.conditional_formatting.add(cells, rule)


def _scores(sheet: Worksheet, card: CardPlan, block: Block) -> None:
    """The states of the scores of a goal."""
    over, missing, score = (
        at(block.first_indicator, column).local for column in (OVER, MISSING, SCORE)
    )
    formula = (
        f"IF({filled(card).fixed}=0,{_NONE},IF({over}+{missing}>0,{BROKEN},"
        f'IF({score}="{WORDS}",{UNCHECKED},{_NONE})))'
    )
    fill_down(sheet, at(block.first_indicator, MARK_SCORE), block.last_indicator, formula)


def _groups(sheet: Worksheet, card: CardPlan, block: Block, own: Mapping[CardLine, Spot]) -> None:
    """The states of the groups of a goal: by their own scores and weights, and by their sum."""
    slots = range(block.first_group, block.first_group + block.groups)
    points = [state for line, state in own.items() if line.of in slots]
    sums = ",".join(state.ref for line, state in own.items() if line.of == -block.top)
    row = at(block.first_indicator, GROUP_ROW).local
    slot = f"MATCH({row},{groups(block, START)},0)"
    wrong = "+".join(
        f"N(INDEX({groups(block, column)},{slot}))" for column in (WEIGHTS_WRONG, NOT_AS_FIXED)
    )
    formula = (
        f"IF({filled(card).ref}=0,{_NONE},IFERROR(MIN(INDEX({span(points[0], points[-1])},{slot}),"
        f"{sums},IF({wrong}>0,{BROKEN},{_NONE})),{_NONE}))"
    )
    fill_down(sheet, at(block.first_indicator, MARK_GROUP), block.last_indicator, formula)
