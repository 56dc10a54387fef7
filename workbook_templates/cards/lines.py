"""The rules of scorecards that formulas can judge, a line each on the hidden sheet of identities.

A line means what the rule's function in `validator.checks.scorecards` means.
"""

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.scorecard import Kind, rule_of, scorecard_rules
from workbook_templates.cards.amount_lines import (
    composition,
    of_execution,
    of_projects,
    with_accounts,
)
from workbook_templates.cards.judging import CardLine
from workbook_templates.cards.point_lines import points, ticks, total, weights
from workbook_templates.cards.summary_lines import summary_lines
from workbook_templates.identities import LEVEL_NAMES
from workbook_templates.plan import Plan
from workbook_templates.results import LEFT, LEVEL, LINK, RIGHT, RULE, STATE, TABLE, TEXT, WHERE


def card_lines(plan: Plan) -> tuple[CardLine, ...]:
    """The lines of all cards of a plan, card by card."""
    found: list[CardLine] = []
    projects = [card for card in plan.cards if card.is_project]
    for card in plan.cards:
        if card.is_summary:
            found += summary_lines(card)
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
