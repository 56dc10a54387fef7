"""What a cell shows is what its formula gives: a program that does not calculate, or a person who
edits the file itself, leaves old results behind."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from validator.amounts import EMPTY, State, canonical, round_half_up
from validator.checks.context import as_written, at
from validator.checks.outcome import Observation
from validator.checks.submitted.live import TOLD, Bound, Live, beside, explained, listed
from validator.expressions import Cells, value_of
from validator.expressions.cells import Spot
from validator.forms.model import Rule, Severity
from validator.reading import Book


class _Stale(NamedTuple):
    """A cell that shows `raw`, where its formula gives `due`."""

    bound: Bound
    spot: Spot
    raw: object
    due: object


def values(rule: Rule, live: Mapping[Spot, Live], cells: Cells) -> Iterator[Observation]:
    """The formulas that just add up, and whose cell shows something else than they give. A cell
    that shows what its formula gives for what others should show is none of them."""
    wrong = {spot: due for spot, each in live.items() if (due := _due(each, cells)) is not None}
    stale: dict[str, list[_Stale]] = {}
    cells.instead = wrong
    for spot, due in wrong.items():
        if _due(live[spot], cells) is not None:
            bound = live[spot].bound
            stale.setdefault(bound.table.key, []).append(_Stale(bound, spot, cells.raw(spot), due))
    cells.instead = {}
    for those in stale.values():
        yield from _told(rule, those, explains=True)


def _due(live: Live, cells: Cells) -> Decimal | None:
    """What a formula gives, where its cell shows another number; else None."""
    shown = _number(cells.raw(live.spot), cells.fault(live.spot))
    due = None if shown is None else value_of(live.formula, live.spot.sheet, cells)
    if shown is None or due is None or due.gives(shown) or _same(shown, due.exact, live.bound):
        return None
    return due.exact


def recalculated(book: Book, rule: Rule, bound: Mapping[Spot, Bound]) -> Iterator[Observation]:
    """The cells whose saved value was another one than recalculating the workbook gave. The
    identities are checked with what it gave, so nothing of them is explained by this."""
    stale: dict[str, list[_Stale]] = {}
    for sheet in book.sheets:
        for (row, column), saved in sheet.saved.items():
            spot = Spot(sheet.name, row, column)
            each = bound.get(spot)
            new = sheet.rows[row][column]
            before, after = _number(saved, None), _number(new, sheet.faults.get((row, column)))
            if each is None or before is None or after is None or _same(before, after, each):
                continue
            stale.setdefault(each.table.key, []).append(_Stale(each, spot, saved, new))
    for those in stale.values():
        yield from _told(rule, those, explains=False)


def _number(raw: object, fault: str | None) -> Decimal | None:
    """A value as a number; None for text and errors, of which other checks tell."""
    state, value = canonical(raw, fault)
    return Decimal(0) if state in EMPTY else None if state is State.TEXT else value


def _same(one: Decimal, other: Decimal, bound: Bound) -> bool:
    """Do both print the same? A workbook may calculate with what it prints."""
    fraction = bound.table.shares.get(bound.number)
    decimals = bound.table.unit_of(bound.number).decimals + (2 if fraction else 0)
    return round_half_up(one.scaleb(decimals), 1) == round_half_up(other.scaleb(decimals), 1)


def _told(rule: Rule, stale: list[_Stale], *, explains: bool) -> Iterator[Observation]:
    groups = [stale] if len(stale) > TOLD else [[each] for each in stale]
    for those in filter(None, groups):
        first, own = those[0], [each.bound for each in those]
        facts = {
            "cells": listed([each.spot for each in those]),
            "label": first.bound.label,
            "raw": as_written(first.raw),
            "due": _shown(first.due),
        }
        kind = "result_differs" if explains else "saved_differs"
        seen = at(rule, kind, own[0].table, facts, own[0].place, Severity.ERROR)
        yield seen._replace(explains=explained(own) if explains else (), also=beside(own))


def _shown(value: object) -> str:
    return as_written(float(value) if isinstance(value, Decimal) else value)
