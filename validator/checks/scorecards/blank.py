"""Scorecards that are not filled in: of them no rule can say anything, and one sentence does.

A blank scorecard of ours prints its labels, weights and formulas; its department, its budget, its
indicators and their targets may have been entered at the beginning of the year. It is filled in
once it says what was spent, what was reached or what was scored.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from validator.checks.scorecards import ON_CARDS, ON_SUMMARIES, not_applicable
from validator.checks.scorecards.places import cells
from validator.checks.scorecards.seen import Seen
from validator.checks.scorecards.workbook import nothing
from validator.forms.model import Severity
from validator.recognition.card import Card, Summary, Written

#: The rule that a scorecard is complete says that one is blank, once for all that are.
_COMPLETE = "P20"
#: So many sheets of blank scorecards are named.
_NAMED = 6


def is_blank(card: Card | Summary) -> bool:
    """Is it a scorecard that nobody has filled in yet?"""
    return all(_empty(cell) for cell in _evaluated(card) if cell is not None)


def _empty(cell: Written) -> bool:
    """A formula of ours gives nothing, or 0, or was never computed, while its inputs are blank."""
    return cell.fault == "" or nothing(cell) or cell.points == 0


def _evaluated(card: Card | Summary) -> Iterator[Written | None]:
    """The cells that an evaluation fills."""
    yield from (card.total, card.grade)
    if isinstance(card, Summary):
        yield from (card.budget, card.executed, card.rate)
        yield from (line.score for line in card.lines)
        yield from (part.at for part in card.parts)
        return
    yield from card.amounts.values()
    if card.execution is not None:
        done = card.execution
        yield from (done.executed, done.rate, done.score)
    for indicator in card.indicators:
        yield from (indicator.result, indicator.score)


def of_blank(cards: Sequence[Card | Summary]) -> Iterator[Seen]:
    """What is said of blank scorecards: no rule applies to any, and once that they are blank."""
    for number, card in enumerate(cards):
        for rule in ON_CARDS if isinstance(card, Card) else ON_SUMMARIES:
            if number or rule != _COMPLETE:
                yield not_applicable(rule, card)
    if cards:
        sheets = list(dict.fromkeys(card.sheet for card in cards))
        told = "、".join(sheets[:_NAMED]) + ("…" if sheets[_NAMED:] else "")
        facts = {"count": len(cards), "sheets": told}
        said = not_applicable(_COMPLETE, cards[0])
        place = tuple((cell, "place") for cell in islice(cells(cards[0]), 1))
        yield said._replace(
            message="card.not_filled", facts=facts, cells=place, severity=Severity.INFO
        )
