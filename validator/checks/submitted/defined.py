"""What the identities add up for each cell, and what that comes down to.

An identity adds up rows of a column (科目 to their parent, lines to a total) or columns of a row. A
formula may do so step by step or from the lowest rows at once; both come to the same leaves.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property, lru_cache
from typing import NamedTuple

from validator.checks.context import Context
from validator.checks.identities import evaluate
from validator.checks.outcome import Operand, Outcome
from validator.checks.submitted.live import spot_at
from validator.expressions.cells import Spot
from validator.forms.equations import BELOW, Equation, RuleSet
from validator.rounding import Relation

Number = float | int
#: Cell → how often it is added.
Weights = Mapping[Spot, Number]


class Way(Enum):
    """In which way an identity adds up: rows of one column, columns of one row, or cells that have
    neither in common."""

    DOWN = "down"
    ACROSS = "across"
    OTHER = "other"


class Definition(NamedTuple):
    """An identity of which the cell is the total."""

    total: Spot
    addends: Weights
    way: Way
    outcome: Outcome


class Definitions:
    """The identities by the cell that is their total."""

    def __init__(self, context: Context, found: Iterable[Definition]) -> None:
        self._context = context
        self.by_total: dict[Spot, list[Definition]] = defaultdict(list)
        self._first: dict[tuple[Spot, Way], Definition] = {}
        self._leaves: dict[tuple[Spot, Way], Weights] = {}
        for each in found:
            self.by_total[each.total].append(each)
            self._first.setdefault((each.total, each.way), each)

    def leaves(self, spot: Spot, way: Way) -> Weights:
        """What a cell comes down to: itself, where no identity adds it up in this way."""
        known = self._leaves.get((spot, way))
        if known is None:
            own = self._first.get((spot, way))
            self._leaves[spot, way] = {spot: 1}  # what a bureau's own rules may close to a circle
            known = self.expanded(own.addends, way) if own else {spot: 1}
            self._leaves[spot, way] = known
        return known

    def folded(self, leaves: Collection[Spot], addends: Iterable[Spot], way: Way) -> list[Spot]:
        """The fewest of `addends`, or of what they are made of, that come down to `leaves`."""
        found: list[Spot] = []
        for spot in addends:
            own = self.leaves(spot, way)
            if all(leaf in leaves for leaf in own):
                found.append(spot)
            elif any(leaf in leaves for leaf in own):
                found += self.folded(leaves, self._first[spot, way].addends, way)
        return found

    def expanded(self, weights: Weights, way: Way) -> Weights:
        """The leaves of a weighted sum; what cancels out is left out."""
        found: dict[Spot, Number] = {}
        for spot, weight in weights.items():
            for leaf, part in self.leaves(spot, way).items():
                found[leaf] = found.get(leaf, 0) + weight * part
        return {spot: weight for spot, weight in found.items() if weight}

    def other_sums(self, spot: Spot) -> Iterator[Weights]:
        """What the cell is by any identity that it stands in, whether or not as the total."""
        for outcome in self._all.get(spot, ()):
            own = sum(weight for place, weight in _terms(outcome) if place == spot)
            if own in (1, -1):
                others: dict[Spot, Number] = {}
                for place, weight in _terms(outcome):
                    if place != spot:
                        others[place] = others.get(place, 0) - own * weight
                yield others

    @cached_property
    def _all(self) -> Mapping[Spot, list[Outcome]]:
        by_cell: dict[Spot, list[Outcome]] = defaultdict(list)
        equations = (e for e in self._context.rules.equations if e.relation is Relation.EQUAL)
        own = RuleSet(tuple(e for e in equations if not e.share))
        for outcome in evaluate(own, self._context.found.tables):
            for spot in dict.fromkeys(place for place, _ in _terms(outcome)):
                by_cell[spot].append(outcome)
        return by_cell


def definitions(context: Context, keys: set[str]) -> Definitions:
    """The identities of which a cell of the tables `keys` is the total."""
    subjects = frozenset(context.found.tables[key].form.subject for key in keys)
    outcomes = evaluate(_defining(context.rules, subjects), context.found.tables)
    return Definitions(context, filter(None, map(_definition, outcomes)))


@lru_cache(maxsize=64)
def _defining(rules: RuleSet, subjects: frozenset[str]) -> RuleSet:
    """The identities that define a cell of the tables of these forms."""
    equations = (e for e in rules.equations if _defines(e) and e.home in subjects)
    return RuleSet(tuple(equations))


def _defines(equation: Equation) -> bool:
    if equation.relation is not Relation.EQUAL or equation.optional or equation.share:
        return False
    total, *others = equation.left
    own = not others and total.weight == 1 and total.row != BELOW and not total.every
    return own and bool(equation.right)


def _definition(outcome: Outcome) -> Definition | None:
    """None where one of the cells is not there, or there is nothing to add up."""
    if not outcome.left or outcome.left[0].cell is None:
        return None
    addends: dict[Spot, Number] = {}
    for operand in outcome.right:
        if operand.cell is not None:
            spot = spot_of(operand)
            addends[spot] = addends.get(spot, 0) + operand.weight
        elif operand.fixed:
            return None
    if not addends:
        return None
    return Definition(spot_of(outcome.left[0]), addends, _way(outcome), outcome)


def _way(outcome: Outcome) -> Way:
    total = outcome.left[0]
    down = across = True
    for operand in outcome.right:
        if operand.table is not total.table:
            return Way.OTHER
        down = down and operand.column == total.column
        across = across and operand.row == total.row
    return Way.DOWN if down else Way.ACROSS if across else Way.OTHER


def _terms(outcome: Outcome) -> Iterator[tuple[Spot, int]]:
    """The cells of an identity with their weights, as left − right."""
    for sign, side in ((1, outcome.left), (-1, outcome.right)):
        for operand in side:
            if operand.cell is not None:
                yield spot_of(operand), sign * operand.weight


def spot_of(operand: Operand) -> Spot:
    """Where the cell of an operand stands; it must have one."""
    assert operand.cell is not None
    return spot_at(operand.table, operand.cell.row, operand.cell.column)
