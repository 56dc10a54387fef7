"""Per cents among the identities: which figures of a per cent, its part or its whole the judgement
lets pass, and which cell is named where amounts and their per cents are wrong together."""

import random
from math import inf

import pytest

from tests.desk import Desk
from tests.rich import accounts
from validator.amounts import PERCENT, WAN_YUAN, YUAN, Amount, amount
from validator.forms.model import CellKey
from validator.localisation.following import following
from validator.localisation.solving import problems
from validator.localisation.system import HOLDING, Edit, System, bounds
from validator.rounding import Relation, Verdict, judge_share
from validator.run import check

SHARE: CellKey = ("11", 1, 2)
PART: CellKey = ("11", 1, 1)
WHOLE: CellKey = ("11", 4, 1)
CELLS = SHARE, PART, WHOLE


def system_of(share: float, part: float, whole: float, unit=WAN_YUAN) -> System:
    """One per cent of a table in `unit`."""
    amounts: dict[CellKey, Amount] = dict(
        zip(CELLS, (amount(share, PERCENT), amount(part, unit), amount(whole, unit)), strict=True)
    )
    verdict = judge_share(*amounts.values()).verdict
    right = (1, PART), (1, WHOLE)
    weights: dict[CellKey, int] = dict.fromkeys(CELLS, 1)
    edit = Edit(
        "a", ((1, SHARE),), Relation.EQUAL, right, weights, weights, verdict, hard=True, share=True
    )
    return System((edit,), amounts, dict.fromkeys(CELLS, 10))


@pytest.mark.parametrize("unit", [WAN_YUAN, YUAN])
@pytest.mark.parametrize("seed", range(25))
def test_the_range_of_a_figure_ends_where_the_judgement_does(seed, unit):
    rng = random.Random(seed)
    part, whole = rng.randint(-300, 9000) / 100, rng.randint(1, 20000) / 100
    share = round(100 * part / whole + rng.choice((0, 0.01, 30)), 2)
    system = system_of(share, part, whole, unit)
    edit = system.edits[0]
    for cell in CELLS:
        step = 2 * system.half(cell) or 1
        passing = {Verdict.EXACT} if cell == SHARE else HOLDING
        found = bounds(system.allowed(edit, cell))
        if found is None:
            continue
        low, high = found
        ends = [(low, low - step), (high, high + step)]
        for end, beyond in ends:
            if abs(end) != inf:
                assert system.judged(edit, {cell: int(end)}).verdict in passing
                assert system.judged(edit, {cell: int(beyond)}).verdict not in passing
    assert bounds(system.allowed(edit, SHARE)) is not None


def test_where_the_whole_is_nothing_a_share_says_nothing_of_its_part():
    system = system_of(12.5, 3.0, 0.0)
    edit = system.edits[0]
    assert bounds(system.allowed(edit, PART)) == (-inf, inf)
    low, high = bounds(system.allowed(edit, WHOLE)) or (0, 0)
    assert low <= 24 * 10**6 <= high < 25 * 10**6


def test_a_figure_that_would_leave_a_share_without_a_whole_does_not_mend_it():
    system = system_of(50.0, 3.0, 5.0)
    assert not system.satisfied({WHOLE: 0}, (0,))
    assert system.satisfied({WHOLE: 6 * 10**6}, (0,))


# --- in a workbook -----------------------------------------------------------------------------


def named(**figures: object) -> list[set[tuple[str, str]]]:
    """The cells that are named first for each cause, with what they should be, where table 11 of a
    budget has other figures: `line_column`."""
    desk = Desk(accounts("budget-2023"))
    for at, value in figures.items():
        line, column = map(int, at.removeprefix("at_").split("_"))
        cell = desk.cell("11", line, column)
        desk.put("11", cell.row, cell.column, value)
    groups: dict[str, set[tuple[str, str]]] = {}
    for finding in check(desk.book()).findings:
        if finding.suspects:
            groups[finding.group] = {
                (s.address, s.expected) for s in finding.suspects if s.choice == 1
            }
    return list(groups.values())


#: Per cents of table 11 with what they should be, and the amount that the first of them is of.
SHARES = {"at_1_2": ("F8", "22.08"), "at_2_2": ("F9", "10.97")}
AMOUNT = "E8", "297709.21～297709.23"


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"at_1_2": "99.99%"}, [{SHARES["at_1_2"]}]),
        ({"at_1_1": 12345.67}, [{AMOUNT}]),
        ({"at_1_1": 12345.67, "at_2_2": "88.88%"}, [{SHARES["at_2_2"]}, {AMOUNT}]),
        ({"at_1_1": 12345.67, "at_1_2": "88.88%"}, [{AMOUNT, SHARES["at_1_2"]}]),
        ({"at_4_1": 12345.67, "at_1_2": "88.88%"}, [{("E11", "1348096.90"), SHARES["at_1_2"]}]),
    ],
    ids=["per cent", "amount", "both, apart", "both, of one line", "whole and a per cent"],
)
def test_wrong_amounts_and_wrong_per_cents_are_told_apart(figures, expected):
    assert named(**figures) == expected


def test_an_amount_whose_change_leaves_a_per_cent_wrong_is_no_answer():
    """−1.44 for 1.86: the other addend would mend the sum, but not the per cent of the first. The
    sum allows 1.85 to 1.87; of these the per cent is that of 1.86 only."""
    system = system_of(41.94, -1.44, 4.44)
    other: CellKey = ("11", 2, 1)
    amounts = {**system.amounts, other: amount(2.58, WAN_YUAN)}
    right = (1, PART), (1, other)
    weights = {WHOLE: 1, PART: -1, other: -1}
    total = Edit(
        "b", ((1, WHOLE),), Relation.EQUAL, right, weights, weights, Verdict.ERROR, hard=True
    )
    both = System((system.edits[0], total), amounts, dict.fromkeys(amounts, 10))
    (problem,) = problems(both, ())
    ((change,),) = (solution.changes for solution in problem.solutions)
    assert (change.cell, change.low, change.high) == (PART, 1_860_000, 1_860_000)


def test_a_per_cent_whose_whole_a_formula_adds_up_from_its_part_is_judged_with_both():
    """Part 30 of 30 + 70, printed as 25 %: the per cent should be 30 %. The part would have to be
    23.33, and the other addend 90: what moves both amounts is not asked for a range, and nothing
    is proposed that the judgement does not let pass."""
    system = system_of(25.0, 30.0, 100.0)
    other: CellKey = ("11", 2, 1)
    amounts = {**system.amounts, other: amount(70.0, WAN_YUAN)}
    weights = {WHOLE: 1, PART: -1, other: -1}
    right = (1, PART), (1, other)
    total = Edit(
        "b", ((1, WHOLE),), Relation.EQUAL, right, weights, weights, Verdict.EXACT, hard=True
    )
    live = System((system.edits[0], total), amounts, dict.fromkeys(amounts, 10))
    live = following(live, {WHOLE})
    assert WHOLE not in live.costs
    (problem,) = problems(live, ())
    named = {change.cell for solution in problem.solutions for change in solution.changes}
    assert SHARE in named
    for solution in problem.solutions:
        values = {c.cell: c.value for c in solution.changes if c.value is not None}
        if len(values) == len(solution.changes):
            assert live.judged(live.edits[0], values).verdict in HOLDING
