"""The smallest sets of figures that satisfy every constraint: by brute force over all changes, and
by another solver."""

from itertools import chain, combinations, product
from math import inf
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from validator.localisation.elimination import Constraint
from validator.localisation.programme import Programme, ranges, shown, smallest_sets

HUGE = 10**12


def cells(*constraints, costs=None, count=None):
    """A programme in which every variable is an item, of cost 1 if none is given."""
    used = 1 + max((v for c in constraints for v in c[0]), default=-1)
    count = count or used
    return Programme(
        tuple(costs or [1] * count),
        tuple(Constraint(*c) for c in constraints),
        tuple((variable,) for variable in range(count)),
    )


def equals(weights, value):
    return (weights, value, value)


def cost(programme, items):
    return sum(programme.costs[item] for item in items)


def every(found):
    """The sets, each followed by those in which others stand in place of its items."""
    return [chosen for items in found.sets for chosen in product(*(found.alike[i] for i in items))]


# --- by brute force ---------------------------------------------------------------------------

#: No change goes beyond this, by constraints of the programme itself.
REACH = 3


class Brute(NamedTuple):
    """All changes up to `REACH` that satisfy a programme, a row each, and the variables that they
    change."""

    programme: Programme
    points: Any
    supports: frozenset[frozenset[int]]

    def does(self, items):
        freed = {v for item in items for v in self.programme.items[item]}
        return any(support <= freed for support in self.supports)

    def minimal(self):
        """The minimal sets of items."""
        numbers = range(len(self.programme.items))
        found: list[tuple[int, ...]] = []
        sizes = range(len(numbers) + 1)
        for items in chain.from_iterable(combinations(numbers, size) for size in sizes):
            if not any(set(other) <= set(items) for other in found) and self.does(items):
                found.append(items)
        return found

    def range(self, items, variable):
        freed = {v for item in items for v in self.programme.items[item]}
        staying = [v for v in range(self.points.shape[1]) if v not in freed]
        reached = self.points[(self.points[:, staying] == 0).all(axis=1), variable]
        return reached.min(), reached.max()


def brute(programme):
    count = 1 + max(v for c in programme.constraints for v in c.weights)
    steps = np.arange(-REACH, REACH + 1)
    points = np.stack(np.meshgrid(*[steps] * count), axis=-1).reshape(-1, count)
    for weights, low, high in programme.constraints:
        sums = points @ [weights.get(v, 0) for v in range(count)]
        points = points[(low <= sums) & (sums <= high)]
    supports = np.unique(points != 0, axis=0)
    return Brute(
        programme, points, frozenset(frozenset(np.flatnonzero(s).tolist()) for s in supports)
    )


@st.composite
def programmes(draw, weights, most):
    """Up to `most` variables in as many constraints, in items of one variable or two."""
    count = draw(st.integers(2, most))
    variables = st.integers(0, count - 1)
    constraints = []
    for _ in range(draw(st.integers(1, most))):
        low = draw(st.integers(-4, 4) | st.just(-inf))
        high = draw(st.integers(-4, 4) if low == -inf else st.integers(low, low + 3) | st.just(inf))
        form = draw(st.dictionaries(variables, st.sampled_from(weights), min_size=1))
        constraints.append(Constraint(form, low, high))
    constraints += [Constraint({v: 1}, -REACH, REACH) for v in range(count)]
    items = [(variable,) for variable in range(count)]
    items += draw(st.lists(st.tuples(variables, variables), max_size=1))
    costs = draw(st.lists(st.integers(1, 3), min_size=len(items), max_size=len(items)))
    return Programme(tuple(costs), tuple(constraints), tuple(items))


def compare(programme, margin):
    """Asserts that what is found is what brute force finds; says whether it was all decided."""
    judge = brute(programme)
    found = smallest_sets(programme, most=99, margin=margin, longest=9)
    sets = {tuple(sorted(items)) for items in every(found)}
    assert all(map(judge.does, sets))
    if found.complete:
        minimal = {items: cost(programme, items) for items in judge.minimal()}
        least = min(minimal.values(), default=0)
        assert sets == {items for items in minimal if minimal[items] <= least + margin}
        costs = [cost(programme, items) for items in found.sets]
        assert costs == sorted(costs)
    return found.complete


@settings(max_examples=150, deadline=None)
@given(programmes(weights=[1, -1], most=4), st.integers(0, 3))
def test_the_sets_are_those_of_brute_force(programme, margin):
    assert compare(programme, margin)


@settings(max_examples=150, deadline=None)
@given(programmes(weights=[1, -1], most=5), st.integers(0, 3))
def test_more_figures_give_the_sets_of_brute_force_or_say_that_they_are_not_all(programme, margin):
    compare(programme, margin)


@settings(max_examples=150, deadline=None)
@given(programmes(weights=[1, -1, 2, -2, 3, -5], most=4), st.integers(0, 3))
def test_larger_weights_give_the_sets_of_brute_force_or_say_that_they_are_not_all(
    programme, margin
):
    compare(programme, margin)


@settings(max_examples=60, deadline=None)
@given(programmes(weights=[1, -1], most=4), st.data())
def test_ranges_are_those_of_brute_force(programme, data):
    numbers = st.integers(0, len(programme.items) - 1)
    items = data.draw(st.frozensets(numbers, min_size=1))
    judge = brute(programme)
    found = ranges(programme, items)
    assert (found is not None) == judge.does(items)
    for variable, reached in (found or {}).items():
        assert reached == judge.range(items, variable)


# --- another solver ---------------------------------------------------------------------------

ROWS, COLUMNS = 5, 4


def table(wrong):
    """A printed table of ROWS × COLUMNS figures, the first of each row and of each column being the
    sum of the others, in which the cells `wrong` are off by so much; a copy of its first column,
    and constraints in which rounding may be off by a step. Totals cost more."""
    count = ROWS * COLUMNS
    forms = []
    for row in range(ROWS):
        cells_of = [row * COLUMNS + column for column in range(COLUMNS)]
        forms.append(({cells_of[0]: 1, **dict.fromkeys(cells_of[1:], -1)}, 1))
        forms.append(({cells_of[0]: 1, count + row: -1}, 0))
    for column in range(COLUMNS):
        cells_of = list(range(column, count, COLUMNS))
        forms.append(({cells_of[0]: 1, **dict.fromkeys(cells_of[1:], -1)}, 2))
    constraints = []
    for weights, slack in forms:
        off = sum(weight * wrong.get(variable, 0) for variable, weight in weights.items())
        constraints.append((weights, -slack - off, slack - off))
    costs = [12 if v % COLUMNS == 0 or v < COLUMNS else 10 for v in range(count + ROWS)]
    return cells(*constraints, costs=costs)


def least_cost(programme):
    """What the cheapest set costs, by SciPy's HiGHS: a yes or no for each variable, with an M that
    is small enough for numbers as small as these."""
    count, large = len(programme.costs), 10**4
    rows, low, high = [], [], []
    for constraint in programme.constraints:
        rows.append([constraint.weights.get(v, 0) for v in range(count)] + [0] * count)
        low.append(constraint.low)
        high.append(constraint.high)
    one = np.eye(count)
    for sign in (1, -1):
        rows.extend(np.hstack([sign * one, -large * one]).tolist())
        low += [-inf] * count
        high += [0] * count
    answer = milp(
        [0] * count + list(programme.costs),
        integrality=np.ones(2 * count),
        bounds=Bounds([-inf] * count + [0] * count, [inf] * count + [1] * count),
        constraints=LinearConstraint(np.array(rows), low, high),
    )
    assert answer.status == 0
    return round(answer.fun)


@pytest.mark.parametrize("seed", range(12))
def test_the_least_cost_in_a_table_is_that_of_another_solver(seed):
    rng = np.random.default_rng(seed)
    wrong = rng.choice(ROWS * (COLUMNS + 1), size=1 + seed % 4, replace=False).tolist()
    programme = table({v: int(rng.choice([-1, 1]) * rng.integers(3, 60)) for v in wrong})
    found = smallest_sets(programme)
    assert cost(programme, found.sets[0]) == least_cost(programme)
    for items in every(found):
        assert ranges(programme, items) is not None


# --- case by case -----------------------------------------------------------------------------


def test_the_cell_that_stands_in_every_broken_constraint_is_named_and_what_it_changes_by():
    programme = cells(
        equals({0: 1, 1: -1, 2: -1}, 90), equals({1: 1, 3: -1}, -90), equals({2: 1, 4: -1}, 0)
    )
    found = smallest_sets(programme)
    assert found == (((1,),), {1: (1,)}, True)
    assert ranges(programme, (1,)) == {1: (-90, -90)}


def test_one_step_between_amounts_as_large_as_any_tells_two_cells_apart():
    sums = ({0: 1, 1: 1}, {1: 1, 2: 1})
    same = cells(*(equals(weights, HUGE) for weights in sums))
    assert smallest_sets(same).sets == ((1,),)
    apart = cells(equals(sums[0], HUGE), equals(sums[1], HUGE + 1))
    assert set(smallest_sets(apart).sets) == {(0, 1), (0, 2), (1, 2)}
    assert ranges(apart, (0, 1)) == {0: (-1, -1), 1: (HUGE + 1, HUGE + 1)}


def test_what_rounding_allows_is_a_range():
    twice = {0: 2}, -inf, 2 * HUGE + 3
    programme = cells(({0: 1}, HUGE - 2, HUGE + 2), ({0: 1}, HUGE, inf), twice)
    assert ranges(programme, (0,)) == {0: (HUGE, HUGE + 1)}


def test_a_range_without_an_end_is_infinite():
    programme = cells(({0: 1}, 5, inf), ({1: 1, 2: -1}, 0, 0))
    assert ranges(programme, (0, 1)) == {0: (5, inf), 1: (0, 0)}
    assert ranges(programme, (0, 1, 2)) == {0: (5, inf), 1: (-inf, inf), 2: (-inf, inf)}


def test_a_set_that_does_not_do_has_no_ranges():
    programme = cells(equals({0: 1, 1: 1}, 3), equals({1: 1}, 0))
    assert ranges(programme, (1,)) is None


def test_nothing_broken_needs_no_change():
    assert smallest_sets(cells(({0: 1}, -1, 1))).sets == ((),)


def test_where_nothing_helps_no_set_is_found_and_none_is_missing():
    no_item = Programme((1,), (Constraint({0: 1, 1: 1}, 0, 0), Constraint({1: 1}, 2, 2)), ((0,),))
    against_each_other = cells(equals({0: 1, 1: 1}, 2), equals({0: 1, 1: 1}, 3))
    for programme in (no_item, against_each_other):
        assert smallest_sets(programme) == ((), {}, True)


def test_half_a_step_is_no_change():
    programme = cells(equals({0: 1, 1: 1}, 1), equals({0: 1, 1: -1}, 0))
    assert smallest_sets(programme) == ((), {}, True)


def test_what_half_a_step_rules_out_may_do_with_another_cell():
    # Without cell 2 cell 0 changes by −2, and needs cell 4; without cell 4 it changes by −3.
    programme = cells(
        equals({0: 1, 2: 1, 3: 1}, -3),
        equals({2: 1, 0: -1}, 2),
        equals({0: 1, 4: 1}, -3),
        ({4: 1}, -1, 0),
    )
    assert set(smallest_sets(programme, margin=9).sets) == {(0, 2, 3), (0, 3, 4)}


def test_where_whole_numbers_leave_it_open_the_answer_says_so():
    # The two strips cross in a small diamond that has no whole point (Pugh, The Omega test, 1991).
    programme = cells(({0: 11, 1: 13}, 27, 45), ({0: 7, 1: -9}, -10, 4))
    assert smallest_sets(programme) == ((), {}, False)


def test_figures_in_fine_units_beside_coarse_ones_are_eliminated_first():
    coarse, fine, more = 0, 1, 2
    programme = cells(
        equals({coarse: 10_000, fine: -1}, 5), ({fine: 1}, 1, 20_000), ({fine: 1, more: 1}, 0, 9)
    )
    found = ranges(programme, (coarse, fine, more))
    assert found is not None
    assert found[coarse] == (1, 2)


def test_a_question_that_grows_beyond_its_worth_is_left_open():
    rng = np.random.default_rng(0)
    forms = [rng.permutation([1, 1, -1, 1, -1, 0, 0, 0, 0, 0]) for _ in range(40)]
    dense = [({v: int(w) for v, w in enumerate(form) if w}, 1, 5) for form in forms]
    programme = cells(*dense)._replace(costs=(1,), items=(tuple(range(10)),))
    started = perf_counter()
    assert smallest_sets(programme) == ((), {}, False)
    assert ranges(programme, (0,)) is None
    assert perf_counter() - started < 2


def test_a_row_that_was_left_out_is_one_item_and_its_cells_change_together():
    row, others = (0, 1, 2), ((3,), (4,), (5,))
    constraints = (
        Constraint({0: 1, 1: -1, 2: -1}, 0, 0),
        *(Constraint({v: 1, v + 3: 1}, change, change) for v, change in enumerate((7, 4, 3))),
    )
    programme = Programme((15, 10, 10, 10), constraints, (row, *others))
    found = smallest_sets(programme, margin=20)
    assert found.sets == ((0,), (1, 2, 3))
    assert ranges(programme, (0,)) == {0: (7, 7), 1: (4, 4), 2: (3, 3)}


def test_a_dearer_cell_is_named_within_the_margin_only_and_none_with_a_cell_too_many():
    programme = cells(equals({0: 1, 1: 1}, 5), costs=[10, 12])
    assert smallest_sets(programme).sets == ((0,),)
    assert smallest_sets(programme, margin=1).sets == ((0,),)
    assert smallest_sets(programme, margin=12).sets == ((0,), (1,))


def test_cells_that_nothing_tells_apart_are_named_as_alike():
    total, *details = range(4)
    programme = cells(
        equals({total: 1, **dict.fromkeys(details, -1)}, 9), equals({details[0]: 1}, 0)
    )
    found = smallest_sets(programme)
    assert found.sets == ((0,),)
    assert found.alike == {0: (0, 2, 3)}
    assert every(found) == [(0,), (2,), (3,)]
    for items, change in zip(every(found), (9, -9, -9), strict=True):
        assert ranges(programme, items) == {items[0]: (change, change)}


def test_more_sets_than_asked_for_are_said_to_be_missing():
    programme = cells(equals({0: 1, 1: 1, 2: 1}, 5), ({0: 1}, 0, 9), ({1: 1}, 0, 8))
    assert len(smallest_sets(programme, most=3).sets) == 3
    assert smallest_sets(programme, most=3).complete
    fewer = smallest_sets(programme, most=2)
    assert len(fewer.sets) == 2
    assert not fewer.complete


def test_a_set_longer_than_asked_for_is_said_to_be_missing():
    programme = cells(*(equals({v: 1}, 1) for v in range(3)))
    assert smallest_sets(programme, longest=3) == (((0, 1, 2),), {v: (v,) for v in range(3)}, True)
    assert smallest_sets(programme, longest=2) == ((), {}, False)


def test_a_longer_set_that_costs_more_than_was_asked_for_is_not_missing():
    row = Programme(
        (15, 10, 10),
        (Constraint({0: 1, 2: 1}, 4, 4), Constraint({1: 1, 3: 1}, 6, 6)),
        ((0, 1), (2,), (3,)),
    )
    assert smallest_sets(row, longest=1, margin=4) == (((0,),), {0: (0,)}, True)
    assert not smallest_sets(row, longest=1, margin=5).complete


def test_a_search_that_takes_too_much_work_says_so():
    two = cells(equals({0: 1, 1: 1}, 1), equals({0: 1, 2: 1}, 2), equals({3: 1}, 5))
    assert smallest_sets(two, work=3) == ((), {}, False)
    assert smallest_sets(two, work=99).complete


def test_bounds_that_are_added_up_count_as_work():
    chain = [equals({v: 1, v + 1: -1}, 0) for v in range(8)]
    row = cells(*chain, equals({0: 1, 8: 1, 9: 1}, 2))
    row = row._replace(costs=(1, 2), items=(tuple(range(9)), (9,)))
    assert smallest_sets(row, margin=1).sets == ((0,), (1,))
    assert smallest_sets(row, margin=1, work=8) == (((0,),), {0: (0,)}, False)


def test_a_programme_is_shown_as_people_read_it():
    programme = Programme(
        (10, 12),
        (
            Constraint({0: 1, 1: -1, 2: -2}, 12345, 12345),
            Constraint({1: -1, 0: 1}, -1, 2),
            Constraint({0: 1}, 3, inf),
            Constraint({2: 1}, -inf, 0),
        ),
        ((0,), (1, 2)),
    )
    assert shown(programme, ["合计", "基本支出", "项目支出"]).splitlines() == [
        "10: 合计",
        "12: 基本支出, 项目支出",
        "合计 - 基本支出 - 2 项目支出 = 12,345  (broken)",
        "-1 ≤ - 基本支出 + 合计 ≤ 2",
        "3 ≤ 合计  (broken)",
        "项目支出 ≤ 0",
    ]
