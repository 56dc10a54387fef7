"""The theorem of docs/rounding.md by brute force, and its verdicts case by case.

Words of the tests: a *ledger* is a set of true amounts in whole 分 that satisfies the identity; a
*print* of it is what the published table shows. A verdict is sound if no print of a ledger is an
error, and tight if every print that is not an error comes from some ledger.
"""

import random
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validator.amounts import (
    NOTHING,
    PERCENT,
    QIAN_YUAN,
    UNITS,
    WAN_YUAN,
    YI_YUAN,
    YUAN,
    Amount,
    State,
    Unit,
    amount,
    per_cent,
)
from validator.rounding import (
    Judgement,
    Relation,
    Verdict,
    chance_of,
    judge,
    judge_share,
    usual_steps,
)

EXACT, ROUNDING, IMPROBABLE, ERROR = (
    Verdict.EXACT,
    Verdict.ROUNDING,
    Verdict.IMPROBABLE,
    Verdict.ERROR,
)
H = WAN_YUAN.half  # 5000 分
STEP = WAN_YUAN.step  # 0.01 万元

#: What a cell shows: a figure in 分, or None for a blank.
Shown = int | None


def prints_as(x: int, h: int) -> int:
    """四舍五入 by its definition: the nearest multiple of 2h 分, a tie going away from zero."""
    if h == 0:
        return x
    size = (abs(x) + h) // (2 * h) * (2 * h)
    return size if x > 0 else -size


def cell(shown: Shown, h: int = H) -> Amount:
    """A typed cell: the figure that is shown and nothing more."""
    if shown is None:
        return Amount(State.BLANK, 0, h)
    return Amount(State.NUMBER if shown else State.ZERO, shown, h)


def wan(raw: object) -> Amount:
    return amount(raw, WAN_YUAN)


def yuan(raw: object) -> Amount:
    return amount(raw, YUAN)


def total(left: Amount, *addends: Amount) -> Judgement:
    """`left` = the sum of the addends."""
    return judge([(1, left)], Relation.EQUAL, [(1, a) for a in addends])


def signed(left: Shown, addends: tuple[Shown, ...], signs: tuple[int, ...], h: int) -> Judgement:
    """`left` = Σ ± addend, all typed."""
    right = [(s, cell(v, h)) for s, v in zip(signs, addends, strict=True)]
    return judge([(1, cell(left, h))], Relation.EQUAL, right)


# The model, by enumeration and without a formula ------------------------------------------------


@cache
def amounts_shown_as(shown: Shown, h: int, zero_rounded: bool) -> frozenset[int]:
    """All amounts of 分 that a cell may stand for. A zero is nothing, unless `zero_rounded`."""
    if shown is None or (shown == 0 and not zero_rounded):
        return frozenset({0})
    near = range(shown - 2 * h, shown + 2 * h + 1)
    return frozenset(x for x in near if prints_as(x, h) == shown)


@cache
def true_totals(
    addends: tuple[Shown, ...], signs: tuple[int, ...], h: int, zero_rounded: bool
) -> frozenset[int]:
    """The totals of every ledger whose addends print so: all combinations, added up."""
    if not addends:
        return frozenset({0})
    rest = true_totals(addends[1:], signs[1:], h, zero_rounded)
    own = amounts_shown_as(addends[0], h, zero_rounded)
    return frozenset(signs[0] * x + s for x in own for s in rest)


def verdict_by_enumeration(
    left: Shown, addends: tuple[Shown, ...], signs: tuple[int, ...], h: int
) -> Verdict:
    """The verdict, decided by looking at every ledger there is."""
    figures = (left, *addends)
    if all(v is None for v in figures):
        return Verdict.NOT_APPLICABLE
    residual = (left or 0) - sum(s * (v or 0) for s, v in zip(signs, addends, strict=True))
    if residual == 0:
        return EXACT
    n = sum(1 for v in figures if v) - 1
    for zero_rounded in (False, True):
        ledgers = true_totals(addends, signs, h, zero_rounded)
        if ledgers & amounts_shown_as(left, h, zero_rounded):
            usual = abs(residual) <= usual_steps(n) * 2 * h
            return ROUNDING if usual and not zero_rounded else IMPROBABLE
    return ERROR


# (a) Sound and tight, over all small cases -------------------------------------------------------


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("h", [1, 2, 3])
def test_no_true_ledger_is_ever_an_error(h: int, n: int):
    """Every ledger, true amounts one by one, with negatives, ties and amounts that print 0."""
    judged = set()
    for signs in product((1, -1), repeat=n):
        for xs in product(range(1 - 3 * h, 3 * h), repeat=n):
            true_total = sum(s * x for s, x in zip(signs, xs, strict=True))
            printed = tuple(prints_as(x, h) for x in xs)
            judged.add((prints_as(true_total, h), printed, signs))
    verdicts = {signed(*case, h).verdict for case in judged}
    assert EXACT in verdicts
    assert verdicts <= {EXACT, ROUNDING, IMPROBABLE}


@pytest.mark.parametrize("n", [1, 2, 3, 4])
@pytest.mark.parametrize("h", [1, 2, 3, 5])
def test_the_verdict_is_what_enumerating_all_ledgers_gives(h: int, n: int):
    """Soundness and tightness at once: a tighter or a looser bound differs somewhere here."""
    figures: list[Shown] = [-2 * h, 0, 2 * h]
    if n <= 3:
        figures.append(None)
    if n <= 2:
        figures += [-4 * h, 4 * h]
    seen: Counter[Verdict] = Counter()
    for signs in product((1, -1), repeat=n):
        for addends in product(figures, repeat=n):
            middle = sum(s * (v or 0) for s, v in zip(signs, addends, strict=True))
            candidates = [middle + k * 2 * h for k in range(-n - 2, n + 3)]
            for left in {None, 0, *candidates}:
                expected = verdict_by_enumeration(left, addends, signs, h)
                assert signed(left, addends, signs, h).verdict is expected, (left, addends, signs)
                seen[expected] += 1
    assert seen[EXACT] and seen[ERROR]
    assert bool(seen[ROUNDING]) == (n >= 2) or h == 1


def residuals_of_rounding(p: int, q: int, h: int) -> set[int]:
    """All R, in steps, of p figures that pull up and q that pull down, by adding up all errors.

    x − v of a positive figure runs over −h … h−1, of a negative one mirrored; as Σx = 0 the
    residual of the printed figures is R = Σv = −Σ(x − v).
    """
    sums = {0}
    for errors in [range(1 - h, h + 1)] * p + [range(-h, h)] * q:
        sums = {s + e for s in sums for e in errors}
    return {s // (2 * h) for s in sums if s % (2 * h) == 0}


@pytest.mark.parametrize("h", [1, 2, 3, 5])
def test_the_bound_is_half_of_all_non_zero_figures_but_one(h: int):
    """Theorem 2, both directions: ⌊(N−1)/2⌋ steps, where half a step is wide enough for N."""
    for p, q in product(range(1, 9), repeat=2):
        n_all = p + q
        steps = residuals_of_rounding(p, q, h)
        up, down = max(steps), -min(steps)
        assert steps == set(range(-down, up + 1)), "every whole step between is attained"
        assert up == (n_all * h - q) // (2 * h)
        assert down == (n_all * h - p) // (2 * h)
        assert up <= (n_all - 1) // 2 and down <= (n_all - 1) // 2
        assert (up == (n_all - 1) // 2) == (q <= (h if n_all % 2 else 2 * h))
        assert (down == (n_all - 1) // 2) == (p <= (h if n_all % 2 else 2 * h))


@pytest.mark.parametrize("h", [1, 2, 3, 5])
def test_p_and_q_figures_are_judged_by_that_bound_and_it_is_reported(h: int):
    """Any mixture of signs on either side, 100 steps large, so that no sign turns."""
    for p, q in product(range(1, 6), repeat=2):
        steps = residuals_of_rounding(p, q, h)
        for k in range(-p - q, p + q + 1):
            ups = [2 * h] * (p - 1)
            downs = [-200 * h] * q
            ups.append(2 * h * k - sum(ups) - sum(downs))
            figures = [(1, cell(v, h)) for v in ups + downs]
            for cut in range(1, p + q):  # the same figures, split between the sides
                left, right = figures[:cut], [(-w, a) for w, a in figures[cut:]]
                verdict = judge(left, Relation.EQUAL, right)
                assert (verdict.verdict is not ERROR) == (k in steps)
                assert verdict.residual == 2 * h * k
                if k:
                    assert verdict.addends == p + q - 1
                    assert verdict.explained == 2 * h * (max(steps) if k > 0 else min(steps))


def test_figures_that_all_pull_one_way_are_never_explained():
    """p = 0 or q = 0: a sum of non-zero figures of one sign cannot stand beside nothing."""
    for n, h in product(range(1, 7), (1, 2, 5, H)):
        for v in (2 * h, -2 * h):
            for nothing in (0, None):
                judgement = signed(nothing, (v,) * n, (1,) * n, h)
                assert (judgement.verdict, judgement.residual) == (ERROR, -n * v)


# (b) In 万元 -------------------------------------------------------------------------------------

_TIES = st.integers(-(10**5), 10**5).map(lambda k: k * STEP + H)
_AMOUNTS = st.one_of(st.integers(-(10**10), 10**10), st.integers(-3 * STEP, 3 * STEP), _TIES)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from((1, -1)), _AMOUNTS), min_size=1, max_size=100))
def test_a_true_ledger_in_wan_yuan_is_never_an_error(ledger: list[tuple[int, int]]):
    signs, xs = zip(*ledger, strict=True)
    printed = tuple(prints_as(x, H) for x in xs)
    true_total = sum(s * x for s, x in ledger)
    assert signed(prints_as(true_total, H), printed, signs, H).verdict is not ERROR


def test_the_residual_of_a_true_ledger_is_within_half_its_non_zero_addends():
    """3,000 random ledgers of 1 to 100 addends; among them, residuals of many steps."""
    rng = random.Random(20240613)
    widest = 0
    for _ in range(3000):
        n = rng.randint(1, 100)
        signs = tuple(rng.choice((1, 1, 1, -1)) for _ in range(n))
        tie = rng.choice((True, False))
        xs = [rng.randint(1, 10**6) * STEP + (H if tie else rng.randint(0, STEP)) for _ in signs]
        xs = [rng.choice((1, 1, -1)) * x for x in xs]
        true_total = sum(s * x for s, x in zip(signs, xs, strict=True))
        printed = tuple(prints_as(x, H) for x in xs)
        judgement = signed(prints_as(true_total, H), printed, signs, H)
        steps = abs(int(judgement.residual)) // STEP
        assert judgement.verdict is not ERROR
        assert steps <= n // 2
        widest = max(widest, steps)
        if judgement.verdict is not EXACT:
            assert judgement.addends == n
            assert (judgement.verdict is IMPROBABLE) == (steps > usual_steps(n))
    assert widest >= 20


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("n", range(1, 101))
def test_half_the_addends_is_attained_and_one_step_more_is_an_error(n: int, sign: int):
    """The constructions of docs/rounding.md: all addends at their upper, then lower, end."""
    for x, direction in ((STEP + H - 1, 1), (STEP - H, -1)):
        true_total = sign * n * x
        printed = prints_as(sign * x, H)
        assert printed == sign * STEP
        judgement = signed(prints_as(true_total, H), (printed,) * n, (1,) * n, H)
        assert judgement.residual == sign * direction * (n // 2) * STEP
        assert judgement.verdict is not ERROR
        if true_total != n * printed and n > 1:
            assert judgement.explained == judgement.residual
        # One step more, the total kept away from zero by larger addends.
        far = (sign * 100 * STEP,) * n
        beyond = sum(far) + sign * direction * (n // 2 + 1) * STEP
        worse = signed(beyond, far, (1,) * n, H)
        assert worse.verdict is ERROR
        assert abs(worse.residual - worse.explained) == STEP


def test_a_printed_total_of_zero_counts_one_addend_less():
    """N − 1 = n − 1 then: two addends that should cancel are copies of one another."""
    assert signed(0, (2 * STEP, STEP), (1, -1), H).verdict is not ROUNDING
    assert signed(None, (2 * STEP, STEP), (1, -1), H).verdict is ERROR
    three = signed(0, (STEP, STEP, 3 * STEP), (1, 1, -1), H)
    assert (three.verdict, three.addends) == (ROUNDING, 2)
    four = signed(None, (STEP, STEP, STEP, 5 * STEP), (1, 1, 1, -1), H)
    assert (four.verdict, four.addends) == (ERROR, 3)


# (c) Copies --------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", UNITS.values(), ids=list(UNITS))
@pytest.mark.parametrize("raw", [0.0, 0.01, 797.13, -0.01, -5.5, 123456.78])
def test_two_copies_of_one_figure_may_not_differ_by_one_step(unit: Unit, raw: float):
    for other in (raw + 0.01, raw - 0.01):
        judgement = total(amount(raw, unit), amount(round(other, 2), unit))
        assert judgement.verdict is ERROR
        assert judgement.explained == 0
        assert abs(judgement.residual) == unit.step
    assert total(amount(raw, unit), amount(raw, unit)).verdict is EXACT


@pytest.mark.parametrize("n", [1, 2, 5, 100])
def test_yuan_with_two_decimals_has_no_tolerance_at_all(n: int):
    """h = 0: 分 are printed, nothing was rounded."""
    addends = [yuan(10.25)] * n
    assert total(yuan(10.25 * n), *addends).verdict is EXACT
    for off in (0.01, -0.01):
        judgement = total(yuan(round(10.25 * n + off, 2)), *addends)
        assert (judgement.verdict, judgement.explained) == (ERROR, 0)
    assert total(yuan(0.01), *[yuan(0.0)] * n).verdict is ERROR


def passes_closed_intervals(left: int, addends: list[int], h: int) -> bool:
    """XBRL Calculations 1.1 (round to nearest) and EBA: [v − h, v + h] for every figure."""
    return abs(left - sum(addends)) <= (len(addends) + 1) * h


def test_closed_intervals_let_copies_differ_and_are_looser_for_every_odd_n():
    """|R| ≤ (n+1)/2 steps: the same as ⌊n/2⌋ for even n, one step more for odd n."""
    assert passes_closed_intervals(79_713 * STEP, [79_714 * STEP], H)
    for n in range(1, 31):
        far = [1000 * STEP] * n
        for k in range(n + 2):
            closed = passes_closed_intervals(sum(far) + k * STEP, far, H)
            ours = total(cell(sum(far) + k * STEP), *map(cell, far)).verdict is not ERROR
            assert closed == (k <= (n + 1) // 2)
            assert ours == (k <= n // 2)
            assert (closed != ours) == (n % 2 == 1 and k == (n + 1) // 2)


# (d) 其中: inequalities ---------------------------------------------------------------------------


@pytest.mark.parametrize("relation", [Relation.AT_LEAST, Relation.AT_MOST])
@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("h", [1, 2, 3, 5])
def test_an_inequality_is_broken_only_if_no_amounts_satisfy_it(h: int, n: int, relation: Relation):
    """Against every ledger of `left ≥ Σ ± addend`, printed zeros strict and rounded away."""
    for signs in product((1, -1), repeat=n):
        for addends in product((-2 * h, 0, 2 * h, None), repeat=n):
            middle = sum(s * (v or 0) for s, v in zip(signs, addends, strict=True))
            for left in {None, *(middle + 2 * h * k for k in range(-n - 1, n + 2))}:
                if left is None and all(v is None for v in addends):
                    continue
                possible = []
                for zero_rounded in (False, True):
                    rights = true_totals(addends, signs, h, zero_rounded)
                    lefts = amounts_shown_as(left, h, zero_rounded)
                    at_least = max(lefts) >= min(rights)
                    at_most = min(lefts) <= max(rights)
                    possible.append(at_least if relation is Relation.AT_LEAST else at_most)
                off = (left or 0) - middle
                holds = off >= 0 if relation is Relation.AT_LEAST else off <= 0
                expected = (
                    EXACT
                    if holds
                    else ROUNDING
                    if possible[0]
                    else IMPROBABLE
                    if possible[1]
                    else ERROR
                )
                right = [(s, cell(v, h)) for s, v in zip(signs, addends, strict=True)]
                found = judge([(1, cell(left, h))], relation, right)
                assert found.verdict is expected, (left, addends, signs)
                if all(addends) and left and not holds and n <= h:
                    assert (found.verdict is ROUNDING) == (abs(off) <= n // 2 * 2 * h)


def test_a_part_may_not_exceed_its_whole_by_one_step_but_a_sum_of_parts_may():
    whole, part = wan(10.00), wan(10.01)
    assert judge([(1, whole)], Relation.AT_LEAST, [(1, part)]).verdict is ERROR
    assert judge([(1, part)], Relation.AT_MOST, [(1, whole)]).verdict is ERROR
    assert judge([(1, part)], Relation.AT_LEAST, [(1, whole)]).verdict is EXACT
    parts = [(1, wan(4.00)), (1, wan(6.01))]
    assert judge([(1, whole)], Relation.AT_LEAST, parts).verdict is ROUNDING
    assert judge(parts, Relation.AT_MOST, [(1, whole)]).verdict is ROUNDING
    assert judge([(1, wan(9.99))], Relation.AT_LEAST, parts).verdict is ERROR


def test_an_inequality_is_not_measured_by_the_99_percent_point():
    """Broken only if no amounts satisfy it; four parts may exceed by two steps."""
    parts = [(1, wan(2.50))] * 4
    assert total(wan(9.98), *[a for _, a in parts]).verdict is IMPROBABLE
    assert judge([(1, wan(9.98))], Relation.AT_LEAST, parts).verdict is ROUNDING
    assert judge(parts, Relation.AT_MOST, [(1, wan(9.98))]).verdict is ROUNDING
    assert judge([(1, wan(9.9801))], Relation.AT_LEAST, parts).verdict is ROUNDING
    assert judge([(1, wan(9.97))], Relation.AT_LEAST, parts).verdict is ERROR


# (e) Blanks and cells without a value ----------------------------------------------------


@pytest.mark.parametrize("empty", [None, "", "　", "-", "—", "无", "/"])
def test_an_identity_of_blanks_only_is_not_applicable(empty: object):
    for relation in Relation:
        judgement = judge([(1, wan(empty))], relation, [(1, wan(empty)), (-1, NOTHING)])
        assert judgement == Judgement(Verdict.NOT_APPLICABLE)


def test_a_blank_among_figures_counts_as_nothing():
    assert total(wan(3.5), wan(1.5), wan(None), wan("—"), wan(2.0)).verdict is EXACT
    assert total(wan(3.51), wan(1.5), wan(None), wan(2.0)).verdict is ROUNDING
    assert total(wan(3.51), wan(3.5), wan(None)).verdict is ERROR
    assert total(wan(0.0), wan(None)).verdict is EXACT


def test_a_blank_total_with_addends_is_a_missing_total():
    judgement = total(wan(None), wan(1.5), wan(2.0), NOTHING)
    assert (judgement.verdict, judgement.missing_total) == (ERROR, True)
    assert (judgement.left, judgement.right) == (0, 350 * STEP)
    assert (judgement.residual, judgement.explained) == (-350 * STEP, 0)
    assert total(wan("—"), wan(0.01)).missing_total
    assert not total(wan(0.0), wan(1.5)).missing_total
    assert not total(wan(9.0), wan(1.5), wan(None)).missing_total


def test_a_blank_total_of_addends_that_cancel_is_nothing_missing():
    """年末结转和结余 of nothing is commonly left blank: 3.33 + 6.67 − 10.01 may be 0 exactly."""
    minus = [(1, wan(3.33)), (1, wan(6.67)), (-1, wan(10.00))]
    assert judge([(1, wan(None))], Relation.EQUAL, minus).verdict is EXACT
    assert prints_as(3_334_000, H) + prints_as(6_674_000, H) == prints_as(10_008_000, H) - STEP
    minus[2] = (-1, wan(10.01))
    rounded = judge([(1, wan(None))], Relation.EQUAL, minus)
    assert (rounded.verdict, rounded.missing_total) == (ROUNDING, False)
    minus[2] = (-1, wan(10.02))
    missing = judge([(1, wan(None))], Relation.EQUAL, minus)
    assert (missing.verdict, missing.missing_total) == (ERROR, True)
    minus.append((1, wan(0.00)))  # 3.334 + 6.674 − 10.012 + 0.004
    hidden = judge([(1, wan(None))], Relation.EQUAL, minus)
    assert (hidden.verdict, hidden.missing_total) == (ERROR, True)
    minus.append((1, wan(0.00)))
    hidden = judge([(1, wan(None))], Relation.EQUAL, minus)
    assert (hidden.verdict, hidden.missing_total) == (IMPROBABLE, False)


def test_a_total_without_any_detail_is_an_error():
    judgement = total(wan(1.5), wan(None), NOTHING)
    assert (judgement.verdict, judgement.missing_total, judgement.explained) == (ERROR, False, 0)


@pytest.mark.parametrize(
    "unread",
    [
        wan("待定"),
        wan(True),
        wan(float("nan")),
        amount(None, WAN_YUAN, fault="#DIV/0!"),
        amount(None, WAN_YUAN, fault=""),
    ],
    ids=["text", "bool", "nan", "error", "not computed"],
)
def test_an_operand_without_a_value_is_not_evaluated(unread: Amount):
    for relation in Relation:
        for others in ([wan(1.0)], [wan(None)]):
            plain = [(1, a) for a in others]
            beside = [*plain, (1, unread)]
            assert judge(plain, relation, beside) == Judgement(Verdict.NOT_EVALUATED)
            assert judge(beside, relation, plain) == Judgement(Verdict.NOT_EVALUATED)


# (f) Stored and printed -------------------------------------------------------------------


def test_stored_digits_that_add_up_prove_a_rounding_difference():
    """Four addends, off by two steps: improbable as typed, proved by what the cells store."""
    true = 0.014999
    assert total(wan(0.06), *[wan(0.01)] * 4).verdict is IMPROBABLE
    proved = total(wan(true * 4), *[wan(true)] * 4)
    assert (proved.verdict, proved.residual, proved.by_stored) == (ROUNDING, 2 * STEP, False)


def test_stored_digits_prove_an_amount_that_was_rounded_away():
    assert total(wan(0.01), wan(0.0), wan(0.0)).verdict is IMPROBABLE
    assert total(wan(0.008), wan(0.004), wan(0.004)).verdict is ROUNDING


def test_stored_digits_that_disagree_are_an_error_even_where_the_print_agrees():
    judgement = total(wan(3.004), wan(1.0011), wan(2.0011))
    assert (judgement.verdict, judgement.by_stored) == (ERROR, True)
    assert judgement.residual == 1800
    assert (judgement.left, judgement.right) == (3_004_000, 3_002_200)


def test_stored_digits_that_disagree_are_an_error_where_rounding_could_explain_the_print():
    assert total(wan(3.01), wan(1.0), wan(2.0)).verdict is ROUNDING
    judgement = total(wan(3.0051), wan(1.0011), wan(2.0011))
    assert (judgement.verdict, judgement.by_stored) == (ERROR, True)
    assert (judgement.left, judgement.right, judgement.residual) == (301 * STEP, 300 * STEP, STEP)


def test_a_typed_total_of_stored_details_must_be_their_rounded_sum():
    details = [wan(1.0049), wan(2.0049)]  # 3.0098
    assert total(wan(3.01), *details).verdict is ROUNDING
    assert total(wan(3.00), *details).verdict is ERROR
    assert total(wan(3.02), *details).verdict is ERROR
    assert total(wan(3.00), wan(1.0011), wan(2.0011)).verdict is EXACT
    assert total(wan(0.00), wan(0.003)).verdict is EXACT
    assert total(wan(0.00), wan(0.006), wan(-0.006)).verdict is EXACT
    blank = total(wan(None), wan(0.003))
    assert (blank.verdict, blank.by_stored, blank.residual) == (ERROR, True, -3000)


def test_one_stored_figure_does_not_prove_the_rounding_of_many_typed_ones():
    """Ten addends off by five steps are improbable; a digit more in one of them changes nothing."""
    typed = [wan(1.00)] * 10
    assert total(wan(10.05), *typed).verdict is IMPROBABLE
    assert total(wan(10.05), wan(1.001), *typed[1:]).verdict is IMPROBABLE
    assert total(wan(10.02), wan(1.001), *typed[1:]).verdict is ROUNDING
    assert total(wan(10.06), wan(1.001), *typed[1:]).verdict is ERROR
    # A stored total of five typed figures; what is typed in 元 was not rounded and counts nothing.
    assert total(wan(5.02499), *typed[:5], yuan(0.02), yuan(-0.02)).verdict is IMPROBABLE
    assert total(wan(5.01499), *typed[:5], yuan(0.02), yuan(-0.02)).verdict is ROUNDING


def test_stored_values_agree_within_less_than_one_fen():
    for off, verdict in ((3.0040005, EXACT), (3.004001, ERROR), (3.003999, ERROR)):
        assert total(wan(off), wan(1.002), wan(2.002)).verdict is verdict
    assert judge([(1, wan(3.004))], Relation.AT_LEAST, [(1, wan(3.0040005))]).verdict is EXACT
    assert judge([(1, wan(3.004))], Relation.AT_LEAST, [(1, wan(3.004001))]).verdict is ERROR
    assert judge([(1, wan(3.0040005))], Relation.AT_MOST, [(1, wan(3.004))]).verdict is EXACT
    assert judge([(1, wan(3.004001))], Relation.AT_MOST, [(1, wan(3.004))]).verdict is ERROR
    assert total(yuan(1.2249), yuan(0.6125), yuan(0.6129)).verdict is EXACT
    assert total(yuan(1.2250), yuan(0.6125), yuan(0.6129)).verdict is ROUNDING


@pytest.mark.parametrize("noisy", [1819.4600000000003, 100000.01 - 99999.99 + 1819.44])
def test_the_noise_of_binary_fractions_is_not_a_stored_digit(noisy: float):
    """100000.01 − 99999.99 is 0.01999999999: as much a rounded figure as a typed 0.02."""
    rest = [wan(1000.0), wan(819.45)]
    assert wan(noisy) == wan(1819.46)
    assert total(wan(noisy), *rest) == total(wan(1819.46), *rest)
    assert total(wan(noisy), *rest).verdict is ROUNDING
    difference = wan(100000.01 - 99999.99)
    assert total(wan(0.05), difference, wan(0.02)).verdict is ROUNDING


def test_stored_digits_of_less_than_one_fen_are_proof_in_yuan_too():
    """0.615 + 0.615 = 1.23 prints 0.62 + 0.62 = 1.23."""
    assert total(yuan(1.23), yuan(0.615), yuan(0.615)).verdict is ROUNDING
    assert total(yuan(1.23), yuan(0.62), yuan(0.62)).verdict is ERROR


def test_stored_digits_decide_an_inequality():
    whole, part = wan(10.0049), wan(10.0051)
    assert judge([(1, whole)], Relation.AT_LEAST, [(1, part)]).verdict is ERROR
    assert judge([(1, part)], Relation.AT_LEAST, [(1, whole)]).verdict is EXACT
    assert judge([(1, wan(10.0041))], Relation.AT_LEAST, [(1, wan(10.0042))]).verdict is ERROR


def shown_somehow(rng: random.Random, x: int) -> Amount:
    """A cell for the true amount x: typed or with all its digits, in 万元 or 元, or left blank."""
    if x == 0 and rng.random() < 0.5:
        return rng.choice((NOTHING, wan(None), wan("—")))
    kind = rng.randrange(4)
    if kind == 0:
        return wan(x / 10**6)
    if kind == 1 and rng.random() < 0.5:
        return yuan(x / 100)
    return cell(prints_as(x, H))


def test_a_true_ledger_is_never_an_error_however_its_cells_are_stored():
    """5,000 ledgers, each cell typed or stored, some in 元, zeros and ties among them."""
    rng = random.Random(7)
    seen: Counter[Verdict] = Counter()
    for _ in range(5000):
        wide = rng.choice((H, 10 * STEP, 10**9))
        xs = [
            rng.choice((0, H, -H, rng.randint(-wide, wide), rng.randint(0, wide)))
            for _ in range(rng.randint(1, 8))
        ]
        signs = [rng.choice((1, 1, -1)) for _ in xs]
        true_total = sum(s * x for s, x in zip(signs, xs, strict=True))
        right = [(s, shown_somehow(rng, x)) for s, x in zip(signs, xs, strict=True)]
        left = shown_somehow(rng, true_total)
        for relation in Relation:
            judgement = judge([(1, left)], relation, right)
            assert judgement.verdict is not ERROR, (left, right)
            seen[judgement.verdict] += 1
    assert all(seen[verdict] > 100 for verdict in (EXACT, ROUNDING, IMPROBABLE))


# (g) Across units -------------------------------------------------------------------------


@pytest.mark.parametrize("unit", [QIAN_YUAN, WAN_YUAN, YI_YUAN], ids=lambda u: u.name)
def test_a_fine_figure_agrees_with_a_coarse_one_iff_it_rounds_to_it(unit: Unit):
    """元 against a coarser table, at the ties, beside them, negative, and rounded to nothing."""
    h, rng = unit.half, random.Random(unit.fen)
    fines = {0, 1, h - 1, h, h + 1, 3 * h - 1, 3 * h, 3 * h + 1}
    fines |= {rng.randrange(200) * 2 * h + h + e for e in (-1, 0, 1) for _ in range(20)}
    fines |= {rng.randrange(100 * h) for _ in range(200)}
    for fine in sorted(fines | {-x for x in fines}):
        rounded = prints_as(fine, h)
        for coarse in (rounded - 2 * h, rounded, rounded + 2 * h):
            expected = EXACT if coarse == rounded else ERROR
            assert total(cell(coarse, h), cell(fine, 0)).verdict is expected, (coarse, fine)
            assert total(cell(fine, 0), cell(coarse, h)).verdict is expected, (coarse, fine)


def test_details_in_yuan_are_added_before_they_are_rounded():
    details = [yuan(49.99), yuan(49.99), yuan(0.02)]  # 100.00 元 = 0.01 万元
    assert total(wan(0.01), *details).verdict is EXACT
    assert total(wan(0.00), *details).verdict is ERROR
    assert total(wan(0.00), *details[:1]).verdict is EXACT
    assert total(wan(None), *details[:1]).verdict is ERROR
    assert total(details[0], wan(None)).verdict is ERROR
    assert total(wan(0.01), *[yuan(50.00)] * 3).verdict is ERROR
    assert total(wan(0.02), *[yuan(50.00)] * 3).verdict is EXACT
    assert total(wan(-0.01), yuan(-50.00)).verdict is EXACT
    assert total(wan(0.00), yuan(-49.99)).verdict is EXACT


def test_a_second_coarse_figure_is_added_and_not_rounded_away():
    """万元 = 万元 + 元: nothing beside a zero, an ordinary sum beside a figure."""
    assert total(wan(0.01), wan(0.00), yuan(99.99)).verdict is EXACT
    assert total(wan(1.00), wan(0.50), yuan(10_000)).verdict is ERROR
    assert total(wan(1.51), wan(0.50), yuan(10_000)).verdict is ERROR
    assert total(wan(1.51), wan(0.50), yuan(10_050)).verdict is ROUNDING


def test_two_rounded_units_agree_if_the_finer_rounds_to_the_coarser():
    """123.45 千元 is 12.345 万元: 12.35 as it stands, 12.34 if it was 123.446 千元."""
    fine = amount(123.45, QIAN_YUAN)
    assert total(wan(12.35), fine).verdict is EXACT
    assert total(wan(12.34), fine).verdict is ROUNDING
    assert total(wan(12.36), fine).verdict is ERROR
    assert total(wan(12.33), fine).verdict is ERROR


def test_a_missing_row_is_not_a_second_unit():
    """`NOTHING` has no unit; beside it, figures in 万元 keep their bound."""
    assert total(wan(3.01), wan(1.0), wan(2.0), NOTHING).verdict is ROUNDING
    assert total(wan(1.01), wan(1.0), NOTHING).verdict is ERROR
    assert total(wan(4.02), *[wan(1.0)] * 4, NOTHING).verdict is IMPROBABLE


# (h) Printed zeros -------------------------------------------------------------------------------


@pytest.mark.parametrize("zero", [0.0, 0, "0.00", "０.００", -0.0])
def test_a_printed_zero_may_be_rounded_away_but_only_improbably(zero: object):
    assert total(wan(0.01), wan(zero), wan(zero)).verdict is IMPROBABLE
    assert total(wan(0.02), wan(0.01), wan(zero)).verdict is IMPROBABLE
    assert total(wan(zero), wan(0.02), wan(-0.01)).verdict is IMPROBABLE
    assert total(wan(0.01), wan(zero)).verdict is ERROR
    assert total(wan(zero), wan(0.01)).verdict is ERROR
    assert total(wan(0.03), wan(0.01), wan(zero)).verdict is ERROR


@pytest.mark.parametrize("empty", [None, "-", "—", "无"])
def test_a_blank_or_dash_is_never_an_amount_rounded_away(empty: object):
    assert total(wan(0.01), wan(empty), wan(empty)).verdict is ERROR
    assert total(wan(0.02), wan(0.01), wan(empty)).verdict is ERROR
    assert total(wan(empty), wan(0.02), wan(-0.01)).verdict is ERROR
    assert total(wan(0.02), wan(0.01), NOTHING).verdict is ERROR


@pytest.mark.parametrize("h", [3, 5])
def test_rounded_zeros_count_like_figures_in_the_bound(h: int):
    """With Z printed zeros rounded away: |R| ≤ ⌊(N + Z − 1)/2⌋ steps, improbably."""
    for n, zeros in product(range(1, 4), range(1, 4)):
        addends = (200 * h,) * n + (0,) * zeros
        if n + 1 + zeros > h + 1:
            continue
        for k in range(n + zeros + 2):
            verdict = signed(n * 200 * h + k * 2 * h, addends, (1,) * len(addends), h).verdict
            assert (verdict is ERROR) == (k > (n + zeros) // 2)
            assert (verdict is IMPROBABLE) >= (n // 2 < k <= (n + zeros) // 2)


# (i) The 99 % point -----------------------------------------------------------------------


@cache
def density(n: int, x: Fraction) -> Fraction:
    """Irwin–Hall's density at x by the recursion of the B-splines, exact."""
    if n == 1:
        return Fraction(0 <= x < 1)
    if not 0 <= x <= n:
        return Fraction(0)
    return (x * density(n - 1, x) + (n - x) * density(n - 1, x - 1)) / (n - 1)


def beyond(n: int, k: int) -> Fraction:
    """P(|R| > k steps) for n independent roundings, by F_n(y) = Σ_j f_{n+1}(y − j)."""
    y = Fraction(n, 2) - k - Fraction(1, 2)
    return 2 * sum((density(n + 1, y - j) for j in range(int(y) + 1)), Fraction(0)) if y > 0 else y


def test_the_usual_steps_are_the_99_percent_point_by_a_second_formula():
    for n in range(1, 61):
        k = usual_steps(n)
        assert beyond(n, k) <= Fraction(1, 100)
        assert k == 0 or beyond(n, k - 1) > Fraction(1, 100)


def test_the_usual_steps_are_those_of_whole_fen_too():
    """The distribution of R itself for amounts of 分 printed in 千元 (1,000 分), counted out.

    x − v is uniform on −500 … 499 分; the ways to reach each sum are counted for n = 1 … 30.
    """
    h = QIAN_YUAN.half
    ways = [1]
    for n in range(1, 31):
        running, counts = 0, []
        for i in range(len(ways) + 2 * h - 1):
            running += ways[i] if i < len(ways) else 0
            running -= ways[i - 2 * h] if i >= 2 * h else 0
            counts.append(running)
        ways = counts
        steps: Counter[int] = Counter()
        for i, count in enumerate(ways):
            steps[(i - n * h + h) // (2 * h)] += count
        total_ways = (2 * h) ** n
        k = usual_steps(n)
        assert sum(c for r, c in steps.items() if abs(r) > k) * 100 <= total_ways
        assert k == 0 or sum(c for r, c in steps.items() if abs(r) > k - 1) * 100 > total_ways
        assert max(map(abs, steps)) == n // 2


def test_the_chances_of_all_differences_add_up_and_follow_the_usual_steps():
    assert [chance_of(steps, 2) for steps in (0, 1, -1, 2)] == [0.75, 0.125, 0.125, 0]
    for n in (1, 3, 8, 26):
        chances = {steps: chance_of(steps, n) for steps in range(-n, n + 1)}
        assert sum(chances.values()) == pytest.approx(1)
        beyond = sum(chance for steps, chance in chances.items() if abs(steps) > usual_steps(n))
        assert beyond <= 0.01


def test_the_table_of_usual_steps():
    """docs/rounding.md prints this table."""
    last = {0: 1, 1: 4, 2: 11, 3: 22, 4: 36, 5: 55, 6: 76, 7: 102, 8: 131}
    for k, n in last.items():
        assert (usual_steps(n), usual_steps(n + 1)) == (k, k + 1)
    design = [*[(n, 1) for n in (2, 3, 4)], *[(n, 2) for n in range(5, 11)]]
    design += [*[(n, 3) for n in range(13, 21)], (26, 4)]
    assert all(usual_steps(n) == k for n, k in design)
    assert all(usual_steps(n) <= usual_steps(n + 1) <= usual_steps(n) + 1 for n in range(100))


@pytest.mark.parametrize("n", range(1, 31))
def test_a_residual_beyond_the_99_percent_point_is_improbable(n: int):
    far = [wan(100.0)] * n
    for k in range(1, n // 2 + 2):
        for direction in (1, -1):
            verdict = total(cell(n * 10_000 * STEP + direction * k * STEP), *far).verdict
            if k > n // 2:
                assert verdict is ERROR
            else:
                assert verdict is (ROUNDING if k <= usual_steps(n) else IMPROBABLE)


# Levels -----------------------------------------------------------------------------------


def test_tolerances_added_up_over_levels_are_never_tighter_than_the_direct_bound():
    """m classes with n₁ … n_m items, o of the n odd: the sum exceeds it by ⌊m/2⌋ − ⌊o/2⌋."""
    for m in range(1, 6):
        for items in product(range(1, 6), repeat=m):
            added_up = m // 2 + sum(n // 2 for n in items)
            odd = sum(n % 2 for n in items)
            assert added_up - sum(items) // 2 == m // 2 - odd // 2 >= 0


def test_each_level_is_judged_by_its_own_addends():
    """A wrong class total is not excused by the many items below it."""
    items = [wan(1.0)] * 20
    assert total(wan(20.01), *items).verdict is ROUNDING
    assert total(wan(20.02), wan(20.01)).verdict is ERROR  # 合计 of that one class


def test_identities_that_are_possible_one_by_one_may_be_impossible_together():
    """T = a + b and U = a + b may each be off by a step, but not apart: then T = U is broken."""
    a, b = wan(0.01), wan(0.02)
    assert total(wan(0.04), a, b).verdict is ROUNDING
    assert total(wan(0.02), a, b).verdict is ROUNDING
    assert total(wan(0.04), wan(0.02)).verdict is ERROR


# The worked examples -----------------------------------------------------------------------------


def test_dongxihu_2024_table_5_project_expenditure_has_one_class_and_differs_from_it():
    """合计 797.13, its classes blank, 797.14 and blank: n = 1, no rounding explains that."""
    whole, only_class = wan("797.13"), wan("797.14")
    judgement = total(whole, wan(None), only_class, wan(None))
    assert (judgement.verdict, judgement.addends) == (ERROR, 1)
    assert (judgement.residual, judgement.explained) == (-STEP, 0)
    assert whole.interval()[1] + 1 == only_class.interval()[0]  # apart by 1 分
    basic = total(wan("732.02"), wan("92.82"), wan("572.03"), wan("67.16"))
    assert (basic.verdict, basic.residual) == (ROUNDING, STEP)
    assert total(wan("1529.16"), wan("732.02"), whole).verdict is ROUNDING
    assert total(wan("1529.16"), wan("732.02"), only_class).verdict is EXACT
    assert total(wan("797.14"), wan("234.10"), wan("78.00"), wan("485.04")).verdict is EXACT


def test_dongxihu_2024_table_6_wages_differ_by_two_steps_over_ten_addends():
    """301: 625.26 against 625.24; up to five steps are possible, two are usual."""
    figures = [108.18, 50.48, 230.79, 52.74, 51.27, 31.67, 22.97, 19.34, 1.67, 56.13]
    blanks = [wan(None)] * 3
    assert sum(a.printed for a in map(wan, figures)) == 62_524 * STEP
    judgement = total(wan("625.26"), *map(wan, figures), *blanks)
    assert (judgement.verdict, judgement.addends) == (ROUNDING, 10)
    assert (judgement.residual, judgement.explained) == (2 * STEP, 5 * STEP)
    ledger = [a.printed + 2000 for a in map(wan, figures)]  # 0.002 万元 more in each
    assert [prints_as(x, H) for x in ledger] == [a.printed for a in map(wan, figures)]
    assert prints_as(sum(ledger), H) == wan("625.26").printed
    assert round(float(beyond(10, 1)), 3) == 0.101
    wider = total(wan("625.30"), *map(wan, figures), *blanks)
    assert (wider.verdict, wider.explained) == (ERROR, 5 * STEP)
    assert total(wan("625.29"), *map(wan, figures), *blanks).verdict is IMPROBABLE


# Shares -----------------------------------------------------------------------------------------


def percent(steps: int | None) -> Amount:
    """A cell of a column of per cents that shows so many hundredths of a per cent."""
    if steps is None:
        return Amount(State.BLANK, 0, PERCENT.half)
    return Amount(State.NUMBER if steps else State.ZERO, steps * PERCENT.step, PERCENT.half)


def rounded(quotient: Fraction, digits: int = 2) -> int:
    """A quotient in per cent, half-up to `digits` decimals, in hundredths of a per cent."""
    last = {0: 100, 1: 10, 2: 1}[digits]
    size = int(abs(quotient) * 10_000 / last + Fraction(1, 2)) * last
    return size if quotient > 0 else -size


def cut_off(quotient: Fraction) -> int:
    """A quotient in per cent without what stands behind its second decimal."""
    size = int(abs(quotient) * 10_000)
    return size if quotient > 0 else -size


def quotients(part: int, whole: int, h: int, zero_rounded: bool = False) -> set[Fraction]:
    """What all amounts that print so are of each other."""
    parts = amounts_shown_as(part, h, zero_rounded)
    wholes = amounts_shown_as(whole, h, zero_rounded=False)
    return {Fraction(x, y) for x in parts for y in wholes if y > 0}


@pytest.mark.parametrize("h", [0, 1, 2, 5])
def test_the_verdict_of_a_share_is_what_enumerating_all_amounts_gives(h: int):
    rng = random.Random(h)
    figures = [2 * h * k for k in range(-6, 13)] if h else list(range(-6, 13))
    seen: Counter[Verdict] = Counter()
    for part, whole in product(figures, [v for v in figures if v > 0]):
        held = quotients(part, whole, h)
        exact = {rounded(q) for q in held}
        fewer = {rounded(q, digits) for q in held for digits in (0, 1)} | set(map(cut_off, held))
        unlikely = {rounded(q) for q in quotients(part, whole, h, zero_rounded=True)}
        tried = exact | fewer | unlikely
        tried |= {steps + d for steps in tried for d in (-10, -1, 1, 10)}
        tried |= {rng.randrange(-30_000, 30_000) for _ in range(20)}
        for steps in tried:
            found = judge_share(percent(steps), cell(part, h), cell(whole, h))
            expected = (
                EXACT
                if steps in exact
                else ROUNDING
                if steps in fewer
                else IMPROBABLE
                if steps in unlikely
                else ERROR
            )
            assert found.verdict is expected, (part, whole, steps)
            seen[expected] += 1
    assert min(seen[EXACT], seen[ROUNDING], seen[ERROR]) > 50
    assert bool(seen[IMPROBABLE]) == (h > 1)


@pytest.mark.parametrize("unit", [YUAN, QIAN_YUAN, WAN_YUAN, YI_YUAN])
def test_the_share_of_true_amounts_is_always_exact(unit: Unit):
    rng = random.Random(unit.fen)
    for _ in range(2_000):
        whole = rng.randrange(1, rng.choice([10**5, 10**8, 10**12]))
        part = rng.randrange(-whole, 2 * whole)
        shown = [cell(prints_as(x, unit.half), unit.half) for x in (part, whole)]
        if all(a.printed for a in shown):
            share = percent(rounded(Fraction(part, whole)))
            assert judge_share(share, *shown).verdict is EXACT


def test_shares_between_the_ends_that_no_amounts_have_are_errors():
    """Between 50 % and 200 % of amounts of 1 or 2 分 there is 100 % only."""
    assert judge_share(percent(7_500), cell(2, 1), cell(2, 1)).verdict is ERROR
    assert quotients(2, 2, 1) == {Fraction(1, 2), Fraction(1), Fraction(2)}


@pytest.mark.parametrize(
    ("share", "part", "whole", "verdict"),
    [
        ("99.70%", "7628.80", "7651.80", EXACT),  # 99.6994…
        ("0.30%", "23", "7651.80", EXACT),
        ("67.50%", "5164.74", "7651.80", EXACT),  # 67.4971…
        ("67.49%", "5164.74", "7651.80", ROUNDING),  # the last digit cut off
        ("25.3", "1936.26", "7651.80", EXACT),  # 25.3047…, which prints 25.30
        ("25.3", "1940.00", "7651.80", ERROR),  # 25.3535…, which is 25.4 with one decimal
        ("25.4", "1940.00", "7651.80", ROUNDING),
        ("25%", "1940.00", "7651.80", ROUNDING),
        ("20%", "1940.00", "7651.80", ERROR),
        ("68.50%", "5164.74", "7651.80", ERROR),
        ("-0.30%", "-23", "7651.80", EXACT),
        ("0.30%", "-23", "7651.80", ERROR),
        ("100%", "7651.80", "7651.80", EXACT),
    ],
)
def test_shares_of_a_published_kind(share: str, part: str, whole: str, verdict: Verdict):
    found = judge_share(per_cent(share, fraction=False), wan(part), wan(whole))
    assert found.verdict is verdict
    assert (found.residual == 0) or verdict is not EXACT


def test_a_share_is_not_rounded_twice():
    """25.2496 % has two decimals 25.25, but one decimal 25.2 and not 25.3."""
    part, whole = wan(252496), wan(1000000)
    verdicts = {s: judge_share(percent(s), part, whole).verdict for s in (2525, 2524, 2520, 2530)}
    assert verdicts == {2525: EXACT, 2524: ROUNDING, 2520: ROUNDING, 2530: ERROR}


@pytest.mark.parametrize("empty", [NOTHING, wan("-"), wan("")])
def test_a_blank_share(empty: Amount):
    nothing, ten = wan(""), wan(10)
    assert judge_share(empty, nothing, ten).verdict is Verdict.NOT_APPLICABLE
    assert judge_share(empty, wan(0), ten).verdict is EXACT
    found = judge_share(percent(None), wan(5), ten)
    assert (found.verdict, found.missing_total, found.right) == (ERROR, True, 50 * 10**6)
    assert judge_share(percent(None), wan("0.01"), wan(1000)).verdict is EXACT  # prints as 0.00


def test_a_share_of_nothing_cannot_be_told():
    for whole in (wan(0), wan(""), wan(-3)):
        assert judge_share(percent(5_000), wan(5), whole).verdict is Verdict.NOT_EVALUATED
        assert judge_share(percent(0), wan(0), whole).verdict is EXACT
        assert judge_share(percent(None), wan(""), whole).verdict is Verdict.NOT_APPLICABLE
    for unread in (wan("约"), amount(None, WAN_YUAN, "#DIV/0!"), amount(None, WAN_YUAN, "")):
        assert judge_share(percent(1), unread, wan(5)).verdict is Verdict.NOT_EVALUATED
        assert judge_share(percent(1), wan(5), unread).verdict is Verdict.NOT_EVALUATED
        assert judge_share(unread, wan(5), wan(5)).verdict is Verdict.NOT_EVALUATED


def test_a_printed_zero_may_be_a_part_that_was_rounded_away():
    assert judge_share(percent(80), wan("0.00"), wan("0.50")).verdict is IMPROBABLE
    assert judge_share(percent(110), wan("0.00"), wan("0.50")).verdict is ERROR
    assert judge_share(percent(80), wan(""), wan("0.50")).verdict is ERROR
