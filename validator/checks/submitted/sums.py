"""A formula adds up what the identity of its cell adds up: nothing less, nothing twice, nothing
else. Rows without figures may be in it or not, but one that is left out today may be filled in
tomorrow."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from validator.amounts import COUNTED
from validator.checks.context import at
from validator.checks.outcome import Observation
from validator.checks.submitted.defined import (
    Definition,
    Definitions,
    Number,
    Way,
    Weights,
)
from validator.checks.submitted.live import (
    TOLD,
    Bound,
    Live,
    beside,
    explained,
    first_of,
    listed,
)
from validator.expressions import Cells, weights_of
from validator.expressions.cells import Spot
from validator.forms.model import Rule, Severity
from validator.messages import Said, in_both
from validator.reading import address

#: Weights that differ by less are the same: a third of three cells is one.
_SAME = 1e-9


#: What is wrong with a sum, as observations call it.
MISSES, TWICE, OTHERS = "sum_misses", "sum_twice", "sum_others"


class Difference(NamedTuple):
    """What a formula and the identity of its cell do not have in common. `figures`: does any of it
    hold an amount other than zero?"""

    kind: str
    spots: tuple[Spot, ...]
    figures: bool


class _Places(NamedTuple):
    """What stands where: the bound cells of all tables, and all cells."""

    bound: Mapping[Spot, Bound]
    cells: Cells

    def filled(self, spot: Spot) -> bool:
        """Does the cell hold an amount other than zero?"""
        if known := self.bound.get(spot):
            value = known.cell.amount
            return value.state in COUNTED and bool(value.printed)
        return bool(self.cells.number(spot, summed=True))


def sums(
    rule: Rule,
    live: Mapping[Spot, Live],
    known: Definitions,
    bound: Mapping[Spot, Bound],
    cells: Cells,
) -> Iterator[Observation]:
    """The formulas that add up something else than the identities of their cells; the cells of a
    table that lack the same rows are told together."""
    places = _Places(bound, cells)
    told: dict[tuple[str, str, Said, str, bool], list[Live]] = defaultdict(list)
    for spot, each in live.items():
        if spot not in known.by_total:
            continue
        weights = weights_of(each.formula, spot.sheet, cells)
        if weights is None or not _comparable(weights, each, places):
            continue
        counted = {cell: float(weight) for cell, weight in weights.items()}
        found = _differences(counted, spot, known, places)
        for definition, difference in found:
            way = Way.OTHER if difference.kind == OTHERS else definition.way
            names = _names(difference.spots, way, places)
            rule_id = definition.outcome.rule.id
            key = each.bound.table.key, difference.kind, names, rule_id, difference.figures
            told[key].append(each)
    for (_, kind, names, rule_id, figures), those in told.items():
        first, own = those[0], [each.bound for each in those]
        facts = {
            "label": first.bound.label,
            "cells": listed([each.spot for each in those]),
            "formula": first.formula.text,
            "names": names,
            "rule": rule_id,
        }
        severity = Severity.ERROR if figures else Severity.WARNING
        seen = at(rule, kind, own[0].table, facts, own[0].place, severity)
        yield seen._replace(explains=explained(own) if figures else (), also=beside(own))


def _comparable(weights: Mapping[Spot, object], live: Live, places: _Places) -> bool:
    """Are all of its cells those of tables? Of figures from elsewhere nothing can be said; what
    stands in its own table and holds nothing is no matter."""
    table = live.bound.table
    return all(
        spot in places.bound
        or (
            spot.sheet == table.sheet
            and table.top <= spot.row <= table.bottom
            and table.left <= spot.column <= table.right
        )
        for spot in weights
    )


def _differences(
    weights: Weights, spot: Spot, known: Definitions, places: _Places
) -> list[tuple[Definition, Difference]]:
    """How the formula differs from the identity that it has most in common with; nothing where it
    agrees with any of them, or has nothing in common with one."""
    if any(weights == definition.addends for definition in known.by_total[spot]):
        return []  # as nearly always
    best: list[tuple[Definition, Difference]] = []
    most = 0.0
    for definition in known.by_total[spot]:
        way = Way.DOWN if definition.way is Way.OTHER else definition.way
        own, due = known.expanded(weights, way), known.expanded(definition.addends, way)
        found = _compared(own, due, places)
        if not found:
            return []
        common = len(own.keys() & due.keys()) / (len(own.keys() | due.keys()) or 1)
        if common > most:
            most = common
            best = [(definition, _as_told(each, weights, definition, known, way)) for each in found]
    if best:
        for other in known.other_sums(spot):
            for way in (Way.DOWN, Way.ACROSS):
                if _same(known.expanded(weights, way), known.expanded(other, way), places):
                    return []
    return best


def _same(own: Weights, due: Weights, places: _Places) -> bool:
    return all(
        abs(own.get(spot, 0) - due.get(spot, 0)) < _SAME
        for spot in own.keys() | due.keys()
        if spot in due or places.filled(spot)
    )


def _compared(own: Weights, due: Weights, places: _Places) -> list[Difference]:
    """What is left out, what is counted twice, what should not be there, leaf by leaf."""
    missing = [spot for spot in due if not own.get(spot)]
    twice = [s for s, w in due.items() if own.get(s, 0) / w >= 1 + _SAME]
    other = [s for s, w in own.items() if s not in due and places.filled(s)]
    other += [s for s, w in due.items() if own.get(s) and s not in twice and _differ(own[s], w)]
    found = []
    for kind, spots in ((MISSES, missing), (TWICE, twice), (OTHERS, other)):
        filled = [spot for spot in spots if places.filled(spot)]
        if spots:
            found.append(Difference(kind, tuple(filled or spots), bool(filled)))
    if any(each.figures for each in found):  # what holds nothing is not worth a word then
        return [each for each in found if each.figures]
    return found


def _as_told(
    found: Difference, weights: Weights, definition: Definition, known: Definitions, way: Way
) -> Difference:
    """The difference by the cells that a person would name: of what is left out, the highest that
    are; of what is there, the cells that the formula itself speaks of."""
    leaves = set(found.spots)
    if found.kind == MISSES:
        named = known.folded(leaves, definition.addends, way)
    else:
        named = [s for s in weights if not leaves.isdisjoint(known.leaves(s, way))]
        higher = [spot for spot in named if spot not in leaves]
        named = higher if found.kind == TWICE and higher else named
    return found._replace(spots=tuple(sorted(named)))


def _differ(one: Number, other: Number) -> bool:
    return abs(one - other) >= _SAME


def _names(spots: tuple[Spot, ...], way: Way, places: _Places) -> Said:
    """The first of some cells, and how many there are."""
    return first_of([_named(spot, way, places) for spot in spots[:TOLD]], len(spots))


def _named(spot: Spot, way: Way, places: _Places) -> Said:
    """A cell as a person finds it: by its row, or by its column where columns are added."""
    place = address(spot.row, spot.column)
    known = places.bound.get(spot)
    if known is None:
        return place, place
    row = known.table.row_label(known.row)
    if way is Way.DOWN:
        return in_both("formula.row", label=row, row=spot.row + 1)
    if way is Way.ACROSS:
        heading, column = known.table.column_label(known.number), place.rstrip("0123456789")
        return in_both("formula.column", label=heading, column=column)
    return in_both("formula.cell", title=known.table.called, label=row, place=place)
