"""What a cell should be is just what the judgement lets pass: over random systems of sums,
differences and inequalities, in several units, with zeros, blanks and negative figures."""

import random
from itertools import product
from math import inf

import pytest

from validator.amounts import EMPTY, QIAN_YUAN, WAN_YUAN, YUAN, Amount, State, Unit, amount
from validator.forms.model import CellKey
from validator.localisation.several import by_programme
from validator.localisation.solving import alone
from validator.localisation.system import Edit, System
from validator.rounding import Relation, Verdict, judge

UNITS = (WAN_YUAN, QIAN_YUAN, YUAN)


def figure(rng: random.Random, unit: Unit) -> Amount:
    """A figure of some steps, one in five nothing."""
    steps = rng.choice((rng.randint(-40, 40), rng.randint(1, 300), rng.randint(1, 300), 0, 0))
    state = State.NUMBER if steps else rng.choice((State.ZERO, State.BLANK))
    return Amount(state, steps * unit.step, unit.half)


def random_system(seed: int, *, one_unit: bool) -> System:
    """Five cells in four edits, in one unit or in several."""
    rng = random.Random(seed)
    unit = rng.choice(UNITS)
    cells: list[CellKey] = [("01", number, 1) for number in range(5)]
    amounts = {c: figure(rng, unit if one_unit else rng.choice(UNITS)) for c in cells}
    edits = []
    for number in range(4):
        total, *addends = rng.sample(cells, rng.randint(2, 4))
        left, right = ((1, total),), tuple((rng.choice((1, 1, -1)), c) for c in addends)
        relation = rng.choice((Relation.EQUAL, Relation.EQUAL, Relation.AT_LEAST, Relation.AT_MOST))
        verdict = judge(
            [(w, amounts[c]) for w, c in left], relation, [(w, amounts[c]) for w, c in right]
        ).verdict
        weights = {total: 1} | {c: -w for w, c in right}
        edits.append(Edit(number, left, relation, right, weights, weights, verdict, hard=True))
    return System(tuple(edits), amounts, dict.fromkeys(cells, 10))


def all_hold(system: System, values: dict[CellKey, int]) -> bool:
    """Does no edit that speaks of the cells fail?"""
    return all(
        system.judged(system.edits[n], values).verdict is not Verdict.ERROR
        for n in system.touched(values)
    )


def is_passed_for_another_reason(system: System, values: dict[CellKey, int]) -> bool:
    """Does the judgement let pass what the intervals do not hold: a printed zero that may have been
    rounded away, or a coarse figure that is the finer ones rounded?"""
    for number in system.touched(values):
        edit = system.edits[number]
        judged = system.judged(edit, values)
        others = [a for c, a in system.amounts.items() if c in edit.weights and c not in values]
        zero = any(not a.printed and a.half and a.state not in EMPTY for a in others)
        zero = zero or not all(values.values())
        units = len({system.half(c) for c in edit.weights}) > 1
        if (judged.verdict is Verdict.IMPROBABLE and zero) or (
            judged.verdict is Verdict.EXACT and judged.residual and units
        ):
            return True
    return False


@pytest.mark.parametrize("one_unit", [True, False])
def test_the_range_of_a_single_cell_ends_where_the_judgement_does(one_unit):
    tried = 0
    for seed in range(1500):
        system = random_system(seed, one_unit=one_unit)
        for cell, low, high in alone(system, system.broken) if system.broken else ():
            step = 2 * system.half(cell) or 1
            for end, beyond in ((low, low - step), (high, high + step)):
                if abs(end) == inf:
                    continue
                tried += 1
                assert end % step == 0
                assert all_hold(system, {cell: int(end)})
                out = {cell: int(beyond)}
                assert not all_hold(system, out) or is_passed_for_another_reason(system, out)
    assert tried > 300


@pytest.mark.parametrize("one_unit", [True, False])
def test_the_ranges_of_several_cells_hold_figures_that_go_together(one_unit):
    tried = together = 0
    for seed in range(600):
        system = random_system(seed, one_unit=one_unit)
        if not system.broken or alone(system, system.broken):
            continue
        for solution in by_programme(system, set(system.amounts), frozenset()):
            choices = []
            for cell, low, high in solution.changes:
                step = 2 * system.half(cell) or 1
                assert all(abs(end) == inf or end % step == 0 for end in (low, high))
                if high - low <= 8 * step:
                    choices.append([(cell, v) for v in range(int(low), int(high) + 1, step)])
            if len(choices) == len(solution.changes):
                tried += 1
                together += any(all_hold(system, dict(figures)) for figures in product(*choices))
    assert together == tried > 50


def test_a_figure_that_others_store_to_the_yuan_is_known_though_it_lies_on_the_border():
    """0.025 万元 prints as 0.03; one 分 less would be 0.02."""
    cells: list[CellKey] = [("01", number, 1) for number in range(3)]
    total, right, wrong = cells
    amounts = {
        total: amount(1.0254, WAN_YUAN),
        right: amount(1.0004, WAN_YUAN),
        wrong: amount(9.03, WAN_YUAN),
    }
    addends = (1, right), (1, wrong)
    weights = {total: 1, right: -1, wrong: -1}
    edit = Edit(0, ((1, total),), Relation.EQUAL, addends, weights, weights, Verdict.ERROR, True)
    system = System((edit,), amounts, {wrong: 10})
    assert alone(system, (0,)) == [(wrong, 30_000, 30_000)]
