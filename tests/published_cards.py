"""The published scorecards as they were transcribed, and whether a recognised card holds what they
print."""

import pytest

from tools.card_examples import CARD_EXAMPLES, CARDS, TRANSCRIBED
from tools.make_examples import EXAMPLES
from validator.recognition.card import Card, Written
from validator.recognition.words import of_cell
from workbook_templates.cards.data import CardData, printed
from workbook_templates.cards.summary_data import SummaryData
from workbook_templates.grid import stored

FOLDER = EXAMPLES / CARDS
DATA = EXAMPLES / TRANSCRIBED
each_example = pytest.mark.parametrize("example", CARD_EXAMPLES, ids=lambda e: e.name)


def published(example) -> list[CardData | SummaryData]:
    """The scorecards of an example, in printed order."""
    return [card for cards in example.scorecards(DATA).values() for card in cards]


def same(written: Written | None, text: str | None) -> None:
    """The cell holds what is printed."""
    assert written is not None, text
    value = stored(printed(text or ""))
    assert written.raw == value or of_cell(written.raw) == of_cell(text), (written, text)


def assert_values(card: Card, own: CardData) -> None:
    """The fields, the execution, the total and the reasons are those of the published card."""
    for label, text in own.fields.items():
        same(card.fields.get(label), text)
    for label, text in own.amounts.items():
        same(card.amounts.get(label), text)
    if own.execution is None:
        assert card.execution is None
    else:
        assert card.execution is not None
        same(card.execution.budget, own.execution.budget)
        same(card.execution.executed, own.execution.executed)
        assert_rate(card.execution.rate, own.execution.rate)
        same(card.execution.score, own.execution.score)
    same(card.total, own.total)
    same(card.deviation, own.deviation)
    same(card.improvement, own.improvement)
    if own.constraint:
        same(card.constraint, own.constraint.score)


def assert_rate(written: Written, text: str) -> None:
    """The cell holds the rate as it is printed, or the same as a fraction: 0.997 for 99.7%."""
    if isinstance(written.raw, float) and text.endswith("%"):
        assert written.raw == pytest.approx(float(text[:-1]) / 100, abs=1e-9)
    else:
        same(written, text)


def assert_indicators(card: Card, own: CardData) -> None:
    """Every indicator stands under its goal and its group."""
    assert len(card.goals) == len(own.goals)
    for goal, printed_goal in zip(card.goals, own.goals, strict=True):
        if printed_goal.heading:
            same(goal.at, printed_goal.heading)
        for indicator, row in zip(goal.indicators, printed_goal.indicators, strict=True):
            same(indicator.group, row.level1)
            same(indicator.second, row.level2)
            same(indicator.name, row.name)
            same(indicator.target, row.target)
            same(indicator.result, row.result)
            same(indicator.score, row.score)


def assert_ticks(card: Card, own: CardData) -> None:
    """The same boxes are ticked, and every choice has one."""
    read_back = [(row.choices, row.ticked, row.boxes) for row in card.ticks]
    assert read_back == [(row.choices, row.ticked, len(row.choices)) for row in own.ticks]
