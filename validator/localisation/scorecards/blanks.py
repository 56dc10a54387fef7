"""Scores that were left blank: what they may be together.

How many points each of several blank scores should have, no rule tells; but what they come to does
the total, and the weights do where every target of the card is met.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from validator.checks.scorecards.seen import Seen
from validator.checks.scorecards.workbook import scores
from validator.localisation.scorecards.asking import Changes, Scorecards, as_number
from validator.localisation.scorecards.figures import Figure
from validator.recognition.card import Card


class Fill(NamedTuple):
    """Points for blank scores, which come to `whole`. `known`: each of them is told, and not only
    all together. `expected`: nothing on the card speaks against it."""

    values: tuple[tuple[Figure, Decimal], ...]
    whole: Decimal
    known: bool
    expected: bool


def fills(cards: Scorecards, left: Sequence[Seen], changes: Changes) -> Iterator[Fill]:
    """How the blank scores that a broken rule misses may be filled in: with all that their weights
    allow, where the targets are met; and with what the total leaves for them."""
    for seen in left:
        if seen.kind != "structure" or not isinstance(seen.card, Card):
            continue
        blanks = [f for f in cards.named(seen) if f not in changes.figures]
        most = _most(cards, seen.card, blanks)
        due = as_number(str(seen.facts.get("due")))
        if due is not None and sum(most.values()) == due:
            owned = len(blanks) == 1 or all(_owns(seen.card, figure) for figure in blanks)
            yield Fill(tuple(most.items()), due, owned, True)
        whole = _left_by_total(left, blanks, cards)
        if whole is not None and 0 <= whole <= sum(most.values()) and whole != due:
            values = tuple(_shared(most, whole))
            yield Fill(values, whole, len(blanks) == 1, due is None)


def _left_by_total(
    left: Sequence[Seen], blanks: Sequence[Figure], cards: Scorecards
) -> Decimal | None:
    """What a sum of which the blank scores are part lacks; 0 where no such sum is broken."""
    sums = [s for s in left if s.kind == "sum" and set(blanks) <= set(cards.named(s))]
    return as_number(sums[0].difference) if sums else Decimal()


def _most(cards: Scorecards, card: Card, blanks: Sequence[Figure]) -> Mapping[Figure, Decimal]:
    """The most that each may have: its own weight, else what the scores of its group or goal leave,
    which the first of several then has for all."""
    rows = {figure.at.row: figure for figure in blanks}
    most: dict[Figure, Decimal] = {figure: Decimal() for figure in blanks}
    for indicator in card.indicators:
        if indicator.row in rows and indicator.weight is not None:
            most[rows.pop(indicator.row)] = indicator.weight
    for holder in reversed(card.holders):  # a group before its goal
        mine = [rows.pop(i.row) for i in holder.indicators if i.row in rows]
        if mine:
            most[mine[0]] = max(holder.weight - scores(holder.indicators), Decimal())
    return most


def _owns(card: Card, figure: Figure) -> bool:
    return any(i.row == figure.at.row and i.weight is not None for i in card.indicators)


def _shared(most: Mapping[Figure, Decimal], whole: Decimal) -> Iterator[tuple[Figure, Decimal]]:
    """So much of what they may have at most as comes to the whole, the first ones first."""
    for figure, limit in most.items():
        part = min(limit, whole)
        whole -= part
        yield figure, part
