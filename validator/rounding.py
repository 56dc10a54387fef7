"""What rounding can explain: from the residual of an identity to its verdict.

`docs/rounding.md` states and proves the theorem; `tests/test_rounding.py` proves it by brute force.
In one unit with weights ±1 the whole of it is |R| ≤ ⌊n/2⌋ printed steps, n being the number of
non-zero addends. The intervals below are the same bound, and hold across units as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from math import comb, factorial

from validator.amounts import COUNTED, EMPTY, PERCENT, Amount, round_half_up


class Verdict(Enum):
    """校验结论: what one identity gave on one workbook."""

    EXACT = "exact"
    ROUNDING = "rounding"
    IMPROBABLE = "improbable"
    ERROR = "error"
    NOT_EVALUATED = "not_evaluated"
    NOT_APPLICABLE = "not_applicable"

    __hash__ = object.__hash__


class Relation(Enum):
    """How the two sides of an identity stand to each other."""

    EQUAL = "="
    AT_LEAST = "≥"
    AT_MOST = "≤"

    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict of one identity with its figures, all in 分.

    `left` and `right` are the printed sides (the stored ones where `by_stored`), `residual` is
    left − right, `explained` the largest residual of its sign that rounding can produce, in whole
    printed steps, and `addends` the n of the theorem.
    """

    verdict: Verdict
    left: Decimal | int = 0
    right: Decimal | int = 0
    residual: Decimal | int = 0
    explained: int = 0
    addends: int = 0
    by_stored: bool = False
    missing_total: bool = False


_NOT_EVALUATED = Judgement(Verdict.NOT_EVALUATED)
_NOT_APPLICABLE = Judgement(Verdict.NOT_APPLICABLE)


@lru_cache(maxsize=512)
def usual_steps(n: int) -> int:
    """The smallest k such that n independent roundings stay within k steps 99 times in 100.

    The error of a printed sum is the rounded sum of n errors uniform on (−½, ½): |R| ≤ k where
    that sum (Irwin–Hall) is below k + ½. Exact rational arithmetic.
    """
    k = 0
    while 2 * _tail(n, Fraction(2 * k + 1, 2)) > Fraction(1, 100):
        k += 1
    return k


@lru_cache(maxsize=1024)
def chance_of(steps: int, n: int) -> float:
    """How likely n independent roundings make a sum differ by just `steps`, in this direction
    (docs/rounding.md, section 7)."""
    k = abs(steps)
    beyond = _tail(n, Fraction(2 * k + 1, 2))
    return float(_tail(n, Fraction(2 * k - 1, 2)) - beyond if k else 1 - 2 * beyond)


def _tail(n: int, x: Fraction) -> Fraction:
    """P(S > x) for the sum S of n uniforms on (−½, ½), x ≥ 0."""
    y = Fraction(n, 2) - x  # by symmetry P(S > x) = P(Irwin–Hall(n) < n/2 − x)
    if y <= 0:
        return Fraction(0)
    total = sum((-1) ** j * comb(n, j) * (y - j) ** n for j in range(int(y) + 1))
    return Fraction(total) / factorial(n)


def judge(
    left: Sequence[tuple[int, Amount]], relation: Relation, right: Sequence[tuple[int, Amount]]
) -> Judgement:
    """The verdict of `left relation right`; each side is a sequence of (weight, amount).

    Blanks count as 0 (docs/rounding.md, 6): all blank is NOT_APPLICABLE; a blank total with addends
    that cannot cancel is an error; any operand without a value is NOT_EVALUATED.
    """
    lhs = rhs = 0
    blank = True
    stored = False
    for w, a in left:
        if a.state not in COUNTED:
            return _NOT_EVALUATED
        lhs += w * a.printed
        blank = blank and a.state in EMPTY
        stored = stored or a.stored is not None
    for w, a in right:
        if a.state not in COUNTED:
            return _NOT_EVALUATED
        rhs += w * a.printed
        blank = blank and a.state in EMPTY
        stored = stored or a.stored is not None
    if blank:
        return _NOT_APPLICABLE
    residual = lhs - rhs
    agrees = holds(residual, relation)
    if agrees and not stored:
        return Judgement(Verdict.EXACT, lhs, rhs)
    terms = [*left, *((-w, a) for w, a in right)]
    agree = _stored_agree(terms, relation) if stored else _possible(*_reach(terms), relation)
    blank_total = relation is Relation.EQUAL and all(a.state in EMPTY for _, a in left)
    if blank_total and not agrees and not _possible(*_reach(terms, zero_rounded=True), relation):
        return Judgement(Verdict.ERROR, lhs, rhs, residual, 0, _addends(terms), missing_total=True)
    if stored and not agree:
        return _stored_error(left, right, terms)
    if agrees:
        return Judgement(Verdict.EXACT, lhs, rhs)
    return _printed_difference(terms, relation, lhs, rhs, stored)


def judge_share(share: Amount, part: Amount, whole: Amount) -> Judgement:
    """The verdict of a per cent (`amounts.PERCENT`): it is exact just when amounts that print as
    `part` and `whole` have one that prints as `share` (docs/rounding.md, 12). One whose last digit
    is cut off, or that prints fewer decimals, is rounding. `left` and `right` of the judgement are
    in `PERCENT`'s units, `right` being the quotient of the printed figures.

    Of a whole that is 0, or negative, there is no share: NOT_EVALUATED, unless part and share are
    nothing.
    """
    if any(a.state not in COUNTED for a in (share, part, whole)):
        return Judgement(Verdict.NOT_EVALUATED)
    if not share.printed and not part.printed:
        blank = share.state in EMPTY and part.state in EMPTY
        return Judgement(Verdict.NOT_APPLICABLE if blank else Verdict.EXACT)
    if whole.printed <= 0:
        return Judgement(Verdict.NOT_EVALUATED)
    sign = -1 if (part.printed or share.printed) < 0 else 1
    step = 2 * share.half
    parts = _ordered(part.interval(), sign)
    steps = sign * share.printed // step
    quotient = Fraction(part.printed * HUNDRED_PER_CENT, whole.printed * step)
    right = sign * int(abs(quotient) + Fraction(1, 2)) * step
    missing = share.state in EMPTY
    if _rounds_to(steps, parts, whole, step):
        verdict = Verdict.EXACT
    elif not missing and _lacks_digits(steps, parts, whole, step):
        verdict = Verdict.ROUNDING
    elif _rounds_to(steps, _ordered(part.interval(zero_rounded=True), sign), whole, step):
        verdict = Verdict.IMPROBABLE
    else:
        verdict = Verdict.ERROR
    residual = share.printed - right
    explained = 0 if verdict is Verdict.ERROR else residual
    missing = missing and verdict is Verdict.ERROR
    return Judgement(verdict, share.printed, right, residual, explained, 1, missing_total=missing)


#: 100 % in the units of `amounts.PERCENT`.
HUNDRED_PER_CENT = 100 * PERCENT.fen


def _ordered(ends: tuple[int, int], sign: int) -> tuple[int, int]:
    """The interval of the amounts of `sign`, without it."""
    low, high = sorted(sign * end for end in ends)
    return max(low, 0), high


def _rounds_to(steps: int, parts: tuple[int, int], whole: Amount, step: int) -> bool:
    """Does one of the `parts` of an amount that prints as `whole` round to so many steps?"""
    scale = 2 * HUNDRED_PER_CENT // step
    return _some_quotient(parts, whole.interval(), 2 * steps - 1, 2 * steps + 1, scale)


def _lacks_digits(steps: int, parts: tuple[int, int], whole: Amount, step: int) -> bool:
    """Is it a share whose last digit is cut off, or one rounded to fewer decimals?"""
    scale = 2 * HUNDRED_PER_CENT // step
    if _some_quotient(parts, whole.interval(), 2 * steps, 2 * steps + 2, scale):
        return True
    return any(
        steps % fewer == 0 and _rounds_to(steps // fewer, parts, whole, fewer * step)
        for fewer in (10, 100)
    )


def _some_quotient(
    parts: tuple[int, int], wholes: tuple[int, int], low: int, high: int, scale: int
) -> bool:
    """Are there whole numbers x in `parts` and y in `wholes`, both ends included and none negative,
    with low·y ≤ scale·x < high·y?

    From y ≥ scale/(high − low) on there is such an x for every y within the bounds below, so that
    no more than that many are tried.
    """
    if high <= 0:
        return False
    first = max(wholes[0], scale * parts[0] // high + 1)
    last = min(wholes[1], scale * parts[1] // low) if low > 0 else wholes[1]
    return any(
        scale * max(parts[0], -(-low * y // scale)) < high * y for y in range(first, last + 1)
    )


def holds(residual: Decimal | int, relation: Relation) -> bool:
    """Does left − right = `residual` satisfy the relation as it stands?"""
    if relation is Relation.EQUAL:
        return residual == 0
    return residual >= 0 if relation is Relation.AT_LEAST else residual <= 0


def _addends(terms: Sequence[tuple[int, Amount]]) -> int:
    """The n of the theorem: the non-zero figures, less the one they are compared with."""
    return max(sum(1 for _, a in terms if a.printed) - 1, 0)


def _reach(terms: Sequence[tuple[int, Amount]], zero_rounded: bool = False) -> tuple[int, int]:
    """The interval of Σ w·x over all amounts that print as the terms do, in 分."""
    low = high = 0
    for w, a in terms:
        lo, hi = a.interval(zero_rounded)
        low += w * (lo if w > 0 else hi)
        high += w * (hi if w > 0 else lo)
    return low, high


def _possible(low: int, high: int, relation: Relation) -> bool:
    if relation is Relation.EQUAL:
        return low <= 0 <= high
    return high >= 0 if relation is Relation.AT_LEAST else low <= 0


def _printed_difference(
    terms: Sequence[tuple[int, Amount]], relation: Relation, lhs: int, rhs: int, stored: bool
) -> Judgement:
    """A relation that the printed figures break: is it rounding?

    `stored`: some cells store more digits, and with those the relation can hold.
    """
    residual = lhs - rhs
    low, high = _reach(terms)
    step = max(2 * a.half for _, a in terms) or 1
    slack = residual - low if residual > 0 else high - residual
    explained = slack // step * step * (1 if residual > 0 else -1)
    addends = _addends(terms)
    if _rounds_to_coarse(terms):
        verdict = Verdict.EXACT
    elif stored:
        verdict = Verdict.ROUNDING if _stored_usual(terms, relation) else Verdict.IMPROBABLE
    elif _possible(low, high, relation):
        verdict = Verdict.ROUNDING
        one_unit = len({a.half for _, a in terms if a.printed}) == 1
        if relation is Relation.EQUAL and one_unit and abs(residual) > usual_steps(addends) * step:
            verdict = Verdict.IMPROBABLE
    elif _possible(*_reach(terms, zero_rounded=True), relation):
        verdict = Verdict.IMPROBABLE
    else:
        verdict = Verdict.ERROR
    return Judgement(verdict, lhs, rhs, residual, explained, addends)


def _rounds_to_coarse(terms: Sequence[tuple[int, Amount]]) -> bool:
    """Across units: is the one coarse figure the finer ones, added and rounded half-up?"""
    shown = [(w, a) for w, a in terms if a.state not in EMPTY]
    half = max(a.half for _, a in shown)
    coarse = [(w, a) for w, a in shown if a.half == half]
    coarse = [(w, a) for w, a in coarse if a.printed] or coarse
    if half == 0 or len(coarse) != 1:
        return False
    weight, figure = coarse[0]
    finer = sum(w * a.printed for w, a in shown if a.half != half)
    return round_half_up(-weight * finer, 2 * half) == figure.printed


def _stored_agree(terms: Sequence[tuple[int, Amount]], relation: Relation) -> bool:
    """Can the stored values agree, those with only printed digits taken as intervals?

    A typed `0.00` beside stored digits may be an amount rounded away, like any typed figure.
    Less than one 分 is the noise of a formula's last binary digit, not money.
    """
    low = high = Decimal(0)
    for w, a in terms:
        lo, hi = (a.stored, a.stored) if a.stored is not None else a.interval(zero_rounded=True)
        low += w * (lo if w > 0 else hi)
        high += w * (hi if w > 0 else lo)
    if relation is Relation.AT_LEAST:
        return high > -1
    if relation is Relation.AT_MOST:
        return low < 1
    return low < 1 and high > -1


def _stored_usual(terms: Sequence[tuple[int, Amount]], relation: Relation) -> bool:
    """Do the stored values prove the difference, but for usual roundings of the typed figures?

    With no typed figure, or one, this is proof. With more, theirs are independent roundings, and
    what the stored digits leave must be within what 99 in 100 of them produce.
    """
    if relation is not Relation.EQUAL:
        return True
    typed = sum(1 for _, a in terms if a.printed and a.half and a.stored is None)
    left_over = abs(sum((w * _best(a) for w, a in terms), Decimal(0)))
    if typed <= 1 or left_over <= 1:
        return left_over <= 1 or typed == 1
    step = 2 * max(a.half for _, a in terms)
    return 2 * _tail(typed, Fraction(left_over) / step) > Fraction(1, 100)


def _stored_error(
    left: Sequence[tuple[int, Amount]],
    right: Sequence[tuple[int, Amount]],
    terms: Sequence[tuple[int, Amount]],
) -> Judgement:
    """Stored values that disagree: shown as printed where that shows it, else as stored."""
    lhs = sum(w * a.printed for w, a in left)
    rhs = sum(w * a.printed for w, a in right)
    addends = _addends(terms)
    if lhs != rhs:
        return Judgement(Verdict.ERROR, lhs, rhs, lhs - rhs, 0, addends, by_stored=True)
    exact_lhs = sum((w * _best(a) for w, a in left), Decimal(0))
    exact_rhs = sum((w * _best(a) for w, a in right), Decimal(0))
    return Judgement(
        Verdict.ERROR, exact_lhs, exact_rhs, exact_lhs - exact_rhs, 0, addends, by_stored=True
    )


def _best(a: Amount) -> Decimal:
    return a.stored if a.stored is not None else Decimal(a.printed)
