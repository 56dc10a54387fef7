"""What the rules of scorecards look at besides the card itself, and what several of them share."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from validator.amounts import DASHES, Amount, State
from validator.checks.scorecards.seen import Phrase, Seen
from validator.forms.scorecard import Kind
from validator.quantities import Money, money
from validator.recognition.card import Card, Indicator, Summary, Written
from validator.recognition.table import Table
from validator.rounding import Verdict

#: The last digit of a printed score.
CENT = Decimal("0.01")
_TENTH = Decimal("0.1")
#: The longest text of a cell has 32,767 characters: a context in which no figure is too long.
_EXACT = Context(prec=40_000)
#: So many blank cells are named one by one.
_NAMED = 3


class Workbook(NamedTuple):
    """Everything in a workbook that a rule of scorecards may compare a card with: all cards, all
    summaries, and the tables by the subject's number."""

    cards: tuple[Card, ...]
    summaries: tuple[Summary, ...]
    tables: Mapping[str, Table]

    def of_kind(self, kind: Kind) -> tuple[Card, ...]:
        """The cards of departments, or those of projects."""
        return tuple(card for card in self.cards if card.form.kind is kind)


def rounded(points: Decimal) -> Decimal:
    """A score to the two decimals that scores are printed with."""
    return points.quantize(CENT, ROUND_HALF_UP, _EXACT)


def agree(printed: Decimal, due: Decimal) -> Verdict:
    """How a printed score stands to the one that is due: exact to two decimals; rounding where it
    is printed with one and that is the due one rounded. A whole number is never a rounded one."""
    if rounded(printed) == rounded(due):
        return Verdict.EXACT
    whole = printed == printed.to_integral_value()
    if not whole and due.quantize(_TENTH, ROUND_HALF_UP, _EXACT) == printed:
        return Verdict.ROUNDING
    return Verdict.ERROR


def computed(points: Decimal) -> str:
    """A score that was computed, as scores are printed: 20, 19.90."""
    points = rounded(points)
    return f"{points:.0f}" if points == points.to_integral_value() else f"{points:f}"


def shown(points: Decimal) -> str:
    """A score, a weight or a rate as it is written: 20, 19.9, 19.94."""
    return f"{rounded(points).normalize():f}"


def added(values: Iterable[Decimal | None]) -> Decimal:
    """The sum, what is not there taken as 0."""
    return sum((value for value in values if value is not None), Decimal())


def scores(indicators: Iterable[Indicator]) -> Decimal:
    """The scores of indicators together; a blank one counts as 0."""
    return added(indicator.score.points for indicator in indicators)


def without_number(cells: Iterable[Written]) -> tuple[Written, ...]:
    """Of the cells those that hold something which is no number."""
    return tuple(cell for cell in cells if not nothing(cell) and cell.points is None)


def excess_cause(indicator: Indicator) -> str:
    """The cause of everything that follows from the score of an indicator above its weight."""
    return f"excess {indicator.row}"


def explained_by_excess(difference: Decimal, indicators: Iterable[Indicator]) -> str:
    """The cause where what one of the indicators scores above its own weight, or what all of them
    do together, is just the difference; else ""."""
    found = []
    for indicator in indicators:
        points, weight = indicator.score.points, indicator.weight
        if points is not None and weight is not None and points > weight:
            found.append((indicator, points - weight))
    for indicator, excess in found:
        if excess == difference:
            return excess_cause(indicator)
    if found and added(excess for _, excess in found) == difference:
        return excess_cause(found[0][0])
    return ""


def nothing(cell: Written) -> bool:
    """Is the cell blank, or does a dash or 无 stand in it?"""
    words = cell.words
    return cell.fault is None and (not words or words in DASHES)


def of_text(cell: Written) -> str | Phrase:
    """What stands in a cell as a sentence shows it."""
    return cell.words or Phrase("card.blank")


def named_blanks(cells: Iterable[Written]) -> str | Phrase:
    """What to add to a sentence for the cells that are blank; "" for none."""
    blank = [cell.label for cell in cells if nothing(cell)]
    if not blank:
        return ""
    facts = {"names": "、".join(blank[:_NAMED]), "count": len(blank)}
    return Phrase("blank.many" if len(blank) > _NAMED else "blank.few", facts)


def money_of(card: Card | Summary, cell: Written) -> Money | None:
    """The amount in a cell of a card; None where it holds none."""
    return money(cell.raw, card.unit, cell.fault)


def without_amount(card: Card | Summary, cells: Iterable[Written]) -> tuple[Written, ...]:
    """Of the cells those that hold something which is no amount."""
    return tuple(cell for cell in cells if not nothing(cell) and money_of(card, cell) is None)


def amount_of(card: Card | Summary, cell: Written) -> Amount:
    """A cell as an amount that the arithmetic of tables can judge; a blank is one without a value,
    and words are TEXT."""
    found = money_of(card, cell)
    if found is None:
        return Amount(State.BLANK if nothing(cell) else State.TEXT, 0, card.unit.half)
    return Amount(State.NUMBER if found.fen else State.ZERO, int(found.fen), int(found.half))


def unread(
    rule: str,
    card: Card | Summary,
    cells: tuple[Written, ...],
    message: str = "",
    follows: bool = False,
) -> Seen:
    """A rule that could not be checked because cells hold no number; without another `message` it
    says what they hold."""
    return Seen(
        rule,
        card,
        Verdict.NOT_EVALUATED,
        "text",
        message or _why_unread(cells),
        {
            "cells": "、".join(f"{cell.label}“{cell.fault or cell.words}”" for cell in cells),
            "labels": "、".join(cell.label for cell in cells),
        },
        tuple((cell, "place") for cell in cells),
        cause=text_cause(cells[0]),
        follows=follows,
    )


def _why_unread(cells: tuple[Written, ...]) -> str:
    """The message that says why cells hold no number: words, an error, or no result yet."""
    if all(cell.fault == "" for cell in cells):
        return "card.not_computed"
    return "card.error_value" if all(cell.fault for cell in cells) else "card.no_number"


def text_cause(cell: Written) -> str:
    """The cause of everything that a cell without a number keeps from being checked."""
    return f"text {cell.row} {cell.column}"
