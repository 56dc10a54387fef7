"""The smallest sets in real workbooks, by another solver: SciPy's HiGHS.

The usual programme, |change| ≤ M · yes, goes wrong with amounts like these (see `programme`), so
there is no M here. HiGHS picks the cheapest items that meet the cuts known so far, and is asked in
a programme of its own whether their changes can satisfy every constraint. Where they cannot, as
many items as possible are added without changing that, and one of the rest must be taken: a cut.
"""

from functools import cache
from math import inf
from random import Random
from unittest.mock import patch

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from tools.accuracy.books import Sound, book_of
from tools.accuracy.mistakes import several as several_mistakes
from validator.forms.loader import editions, load
from validator.localisation import several
from validator.localisation.programme import Found, Programme, ranges, smallest_sets
from validator.run import check

EDITIONS = [name for name in editions() if load(name).forms]


@cache
def programmes(edition: str, mistakes: int) -> tuple[tuple[Programme, Found], ...]:
    """The programmes that the workbooks of some departments come to, and what is found."""
    posed: list[tuple[Programme, Found]] = []

    def recorded(programme: Programme, **limits: int) -> Found:
        found = smallest_sets(programme, **limits)
        posed.append((programme, found))
        return found

    with patch.object(several, "smallest_sets", recorded):
        for seed in range(60, 66):
            sound = Sound.of(edition, seed)
            slips = several_mistakes(sound, Random(f"{edition} {seed}"), mistakes)
            check(book_of(sound.book, slips)[0])
    return tuple(posed)


class Highs:
    """A programme as HiGHS sees it."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.count = 1 + max(v for c in programme.constraints for v in c.weights)
        self.rows = np.zeros((len(programme.constraints), self.count))
        for row, constraint in zip(self.rows, programme.constraints, strict=True):
            for variable, weight in constraint.weights.items():
                row[variable] = weight
        self.low = [constraint.low for constraint in programme.constraints]
        self.high = [constraint.high for constraint in programme.constraints]

    def can(self, items: frozenset[int]) -> bool:
        """Can these items satisfy every constraint?"""
        ends = np.zeros(self.count)
        ends[[v for item in items for v in self.programme.items[item]]] = inf
        answer = milp(
            np.zeros(self.count),
            integrality=np.ones(self.count),
            bounds=Bounds(-ends, ends),
            constraints=LinearConstraint(self.rows, self.low, self.high),
        )
        assert answer.status in (0, 2)
        return bool(answer.status == 0)

    def least(self) -> float:
        """What the cheapest set of items costs."""
        costs = np.array(self.programme.costs, dtype=float)
        every = frozenset(range(len(costs)))
        cuts: list[list[float]] = []
        while True:
            rows = [LinearConstraint(np.array(cuts), 1)] if cuts else []
            answer = milp(costs, integrality=costs * 0 + 1, bounds=Bounds(0, 1), constraints=rows)
            if answer.status != 0:
                return inf
            items = frozenset(np.flatnonzero(answer.x > 0.5).tolist())
            if self.can(items):
                return float(costs[list(items)].sum())
            for item in sorted(every - items):
                if not self.can(items | {item}):
                    items |= {item}
            cuts.append([float(item not in items) for item in range(len(costs))])


@pytest.mark.parametrize("mistakes", [2, 3])
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_least_cost_in_a_workbook_is_that_of_another_solver(edition, mistakes):
    for programme, found in programmes(edition, mistakes):
        highs = Highs(programme)
        least = highs.least()
        if found.sets:
            assert least == sum(programme.costs[item] for item in found.sets[0])
        else:
            assert found.complete <= (least == inf)
        for items in found.sets:
            assert highs.can(frozenset(items))
            assert ranges(programme, items) is not None
            assert not any(highs.can(frozenset(items) - {item}) for item in items)


def test_there_are_such_programmes():
    every = [each for edition in EDITIONS for n in (2, 3) for each in programmes(edition, n)]
    assert sum(len(found.sets) > 0 for _, found in every) > 10
