"""The scorecards of a workbook in its order, and the cells of each: where a person can point."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from validator.recognition import Recognised
from validator.recognition.card import Card, Summary, Written


def ordered(found: Recognised) -> tuple[Card | Summary, ...]:
    """The scorecards of a workbook and the summaries of such, as they stand in it: S1, S2 …"""
    return tuple(sorted((*found.cards, *found.summaries), key=_number))


def _number(card: Card | Summary) -> int:
    return int(card.key.lstrip("S"))


def written_at(card: Card | Summary, row: int, column: int) -> Written | None:
    """The cell of a scorecard at a place of its sheet, from zero; None where it has none there."""
    here = (cell for cell in cells(card) if (cell.row, cell.column) == (row, column))
    return next(here, None)


def cells(card: Card | Summary) -> Iterator[Written]:
    """Every cell of a scorecard that a rule may speak of, in the order of its record; one that
    stands for several things more than once."""
    for part in fields(card):
        yield from _within(getattr(card, part.name))


def _within(part: object) -> Iterator[Written]:
    if isinstance(part, Written):
        yield part
    elif isinstance(part, Mapping):
        yield from _within(tuple(part.values()))
    elif isinstance(part, tuple):
        for each in part:
            yield from _within(each)
