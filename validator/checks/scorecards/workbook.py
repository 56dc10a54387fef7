"""What the rules of scorecards look at besides the card itself, and what several of them share."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from validator.checks.scorecards.seen import Seen
from validator.forms.scorecard import Kind
from validator.recognition.card import Card, Goal, Group, Indicator, Summary, Written
from validator.recognition.table import Table
from validator.rounding import Verdict

CENT = Decimal("0.01")
_TENTH = Decimal("0.1")


class Workbook(NamedTuple):
    """Everything in a workbook that a rule of scorecards may compare a card with: all cards, all
    summaries, and the tables by the subject's number."""

    cards: tuple[Card, ...]
    summaries: tuple[Summary, ...]
    tables: Mapping[str, Table]

    def of_kind(self, kind: Kind) -> tuple[Card, ...]:
        """The cards of departments, or those of projects."""
        return tuple(card for card in self.cards if card.form.kind is kind)


class Holder(NamedTuple):
    """A goal or a group that prints what it weighs, with the indicators that share the weight."""

    name: str
    at: Written
    weight: Decimal
    indicators: tuple[Indicator, ...]


def holders(card: Card) -> tuple[Holder, ...]:
    """The goals that print a weight, each followed by its groups that do."""
    found = []
    for goal in card.goals:
        places: tuple[Goal | Group, ...] = (goal, *goal.groups)
        for place in places:
            if place.at is not None and place.weight is not None:
                found.append(Holder(named(place), place.at, place.weight, place.indicators))
    return tuple(found)


def named(place: Goal | Group) -> str:
    """What a goal or group is called, as it is printed; "" for a goal without a heading."""
    return place.at.words if place.at is not None else ""


def rounded(points: Decimal) -> Decimal:
    """A score to the two decimals that scores are printed with."""
    return points.quantize(CENT, ROUND_HALF_UP)


def agree(printed: Decimal, due: Decimal) -> Verdict:
    """How a printed score stands to the one that is due: exact to two decimals; rounding where it
    is printed with one and that is the due one rounded. A whole number is never a rounded one."""
    if rounded(printed) == rounded(due):
        return Verdict.EXACT
    one_decimal = printed == printed.quantize(_TENTH) and printed != printed.to_integral_value()
    if one_decimal and due.quantize(_TENTH, ROUND_HALF_UP) == printed:
        return Verdict.ROUNDING
    return Verdict.ERROR


def shown(points: Decimal) -> str:
    """A score, a weight or a rate as a person reads it: 20, 19.9, 19.94."""
    return f"{rounded(points).normalize():f}"


def added(values: Iterable[Decimal | None]) -> Decimal:
    """The sum, what is not there taken as 0."""
    return sum((value for value in values if value is not None), Decimal())


def scores(indicators: Iterable[Indicator]) -> Decimal:
    """The scores of indicators together; a blank one counts as 0."""
    return added(indicator.score.points for indicator in indicators)


def without_number(cells: Iterable[Written]) -> tuple[Written, ...]:
    """Of the cells those that hold something which is no number."""
    return tuple(cell for cell in cells if not cell.blank and cell.points is None)


def names(cells: Iterable[Written]) -> str:
    """The labels of cells, one after the other."""
    return "、".join(cell.label for cell in cells)


def too_high(card: Card) -> tuple[tuple[Indicator, Decimal], ...]:
    """The indicators with more points than their own weight, each with the excess."""
    found = []
    for indicator in card.indicators:
        points, weight = indicator.score.points, indicator.weight
        if points is not None and weight is not None and points > weight:
            found.append((indicator, points - weight))
    return tuple(found)


def excess_cause(indicator: Indicator) -> str:
    """The cause of everything that follows from the score of an indicator above its weight."""
    return f"excess {indicator.row}"


def explained_by_excess(card: Card, difference: Decimal, among: Iterable[Indicator]) -> str:
    """The cause where the excess of one of the indicators, or of all of them together, is just the
    difference; else ""."""
    rows = {indicator.row for indicator in among}
    found = [(indicator, excess) for indicator, excess in too_high(card) if indicator.row in rows]
    for indicator, excess in found:
        if excess == difference:
            return excess_cause(indicator)
    if found and added(excess for _, excess in found) == difference:
        return excess_cause(found[0][0])
    return ""


def unread(rule: str, card: Card | Summary, cells: tuple[Written, ...]) -> Seen:
    """A rule that could not be checked because cells hold no number."""
    return Seen(
        rule,
        card,
        Verdict.NOT_EVALUATED,
        "text",
        "card.no_number",
        {"cells": "、".join(f"{cell.label}“{cell.raw}”" for cell in cells)},
        tuple((cell, "place") for cell in cells),
        cause=f"text {cells[0].row} {cells[0].column}",
        follows=True,
    )
