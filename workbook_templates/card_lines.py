"""The rules of scorecards that formulas can judge, a line each on the hidden sheet of identities;
and how the cells of a scorecard are marked by them.

A line means what the rule's function in `validator.checks.scorecards` means.
"""

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.scorecard import Kind, rule_of, scorecard_rules
from validator.forms.workbook import IDENTITIES
from workbook_templates.card_amount_lines import (
    composition,
    of_execution,
    of_projects,
    with_accounts,
)
from workbook_templates.card_figures import (
    GROUP_ROW,
    MISSING,
    NOT_AS_FIXED,
    OVER,
    SCORE,
    START,
    WEIGHTS_WRONG,
    WORDS,
    filled,
    groups,
    of_row,
)
from workbook_templates.card_judging import CardLine
from workbook_templates.card_plan import Block, CardPlan
from workbook_templates.card_point_lines import points, ticks, total, weights
from workbook_templates.identities import BROKEN, LEVEL_NAMES, UNCHECKED
from workbook_templates.plan import Plan, Spot, span
from workbook_templates.results import LEFT, LEVEL, LINK, RIGHT, RULE, STATE, TABLE, TEXT, WHERE

#: The state of a cell that no rule speaks of.
_NONE = "9"


def card_lines(plan: Plan) -> tuple[CardLine, ...]:
    """The lines of all cards of a plan, card by card."""
    found: list[CardLine] = []
    projects = [card for card in plan.cards if card.is_project]
    for card in plan.cards:
        if card.form.kind is Kind.SUMMARY:
            continue
        found += of_execution(card)
        if card.form.kind is Kind.DEPARTMENT:
            found += composition(card)
            found += with_accounts(plan, card)
        found += weights(card)
        found += points(card)
        found.append(total(card))
        found += ticks(card)
        if card in projects[:1]:
            found += of_projects(plan, projects)
    return tuple(found)


def by_words(lines: Sequence[CardLine]) -> tuple[str, ...]:
    """The rules of scorecards that have no lines here: P08 定量指标 …"""
    live = {line.rule for line in lines}
    return tuple(
        f"{rule.id} {rule.notation.partition(' ')[2]}"
        for rule in scorecard_rules()
        if rule.id not in live
    )


def write_card_lines(sheet: Worksheet, lines: Sequence[CardLine], first: int) -> None:
    """The lines on the sheet of identities, from the row `first` on."""
    for row, line in enumerate(lines, start=first):
        rule = rule_of(line.rule)
        words = {
            RULE: rule.id,
            TABLE: line.card.sheet,
            TEXT: rule.meaning,
            LEVEL: LEVEL_NAMES[rule.severity],
        }
        formulas = {
            WHERE: line.place,
            LEFT: line.left,
            RIGHT: line.right,
            STATE: line.state,
            LINK: line.link,
        }
        for column, value in words.items():
            sheet.cell(row + 1, column + 1, value).data_type = "s"
        for column, formula in formulas.items():
            sheet.cell(row + 1, column + 1, f"={formula}")


# --- marks -------------------------------------------------------------------------------------


def card_marks(
    card: CardPlan, lines: Sequence[CardLine], first: int
) -> Mapping[Spot, tuple[int, str]]:
    """The formulas that give the worst state of each cell of a card: first cell → (last row to fill
    down to, formula). `first` is the row of the first of `lines` on the sheet of identities."""
    own = {line: Spot(IDENTITIES, first + i, STATE) for i, line in enumerate(lines)}
    states: dict[Spot, list[str]] = {}
    for line, state in own.items():
        for spot in line.marks if line.card is card else ():
            states.setdefault(spot, []).append(state.ref)
    found = {spot: (spot.row, f"MIN({','.join(refs)})") for spot, refs in states.items()}
    for block in card.blocks:
        found |= _of_indicators(card, block)
        found |= _of_groups(card, block, own)
    return found


def _of_indicators(card: CardPlan, block: Block) -> Iterator[tuple[Spot, tuple[int, str]]]:
    """The marks of the scores of a goal."""
    over, missing, score = (of_row(card, block, column) for column in (OVER, MISSING, SCORE))
    formula = (
        f"IF({filled(card).ref}=0,{_NONE},IFERROR(IF({over}+{missing}>0,{BROKEN},"
        f'IF({score}="{WORDS}",{UNCHECKED},{_NONE})),{_NONE}))'
    )
    yield Spot(card.sheet, block.above + 1, card.column("得分")), _rows(block, formula)


def _of_groups(
    card: CardPlan, block: Block, own: Mapping[CardLine, Spot]
) -> Iterator[tuple[Spot, tuple[int, str]]]:
    """The marks of the groups of a goal: by their own scores and weights, and by their sum."""
    if not block.groups:
        return
    slots = range(block.first_group, block.first_group + block.groups)
    points = [state for line, state in own.items() if line.card is card and line.of in slots]
    sums = [state for line, state in own.items() if line.card is card and line.of == -block.top]
    slot = f"MATCH({of_row(card, block, GROUP_ROW)},{groups(block, START)},0)"
    wrong = "+".join(
        f"N(INDEX({groups(block, column)},{slot}))" for column in (WEIGHTS_WRONG, NOT_AS_FIXED)
    )
    formula = (
        f"IF({filled(card).ref}=0,{_NONE},IFERROR(MIN(INDEX({span(points[0], points[-1])},{slot}),"
        f"{','.join(state.ref for state in sums)},IF({wrong}>0,{BROKEN},{_NONE})),{_NONE}))"
    )
    yield Spot(card.sheet, block.above + 1, card.column("一级")), _rows(block, formula)


def _rows(block: Block, formula: str) -> tuple[int, str]:
    return block.above + block.count, formula
