"""A target and its result: can they be compared, is it met, and what does that score."""

from decimal import Decimal

from validator.quantities.records import COMPLETION, Quantity, Sense
from validator.quantities.words import KINDS, SPANS

#: A target of “about” is met within this share of it.
ABOUT = Decimal("0.1")
_ONE, _ZERO = Decimal(1), Decimal(0)


def alike(target: Quantity, result: Quantity) -> bool:
    """Are both of one kind? One without a unit is of any kind; a completion fits every target; none
    of anything (0 差错) is none of all.
    """
    if result.completion is not None or target.value == result.value == 0:
        return True
    return len({_kind(target), _kind(result)} - {""}) < 2


def met(target: Quantity, result: Quantity) -> bool | None:
    """Does the result reach the target? Reached is what scores all of its weight, so that 50 is
    enough for >50. None where that cannot be told (`expected_share`)."""
    share = expected_share(target, result)
    return None if share is None else share == 1


def expected_share(target: Quantity, result: Quantity) -> Decimal | None:
    """What of its weight an indicator scores by the printed rule: B/A for ≥ and >, A/B for ≤ and <,
    at most 1; the completion where the result states no figure of the target's kind.

    A point target (617 家) is reached by itself and by what is beyond it, one of 0 by 0 alone, one
    of “about” from 10 % less. None where it cannot be told: quantities of two kinds, a result that
    points the other way, a span of time without a sense (30 分钟) that is not met exactly, a figure
    that may or may not be per cent (4 beside 100%).
    """
    if not alike(target, result):
        return None
    if result.completion is not None and not _of_one_kind(target, result):
        return max(min(result.completion / 100, _ONE), _ZERO)
    if (target.rises and result.falls) or (target.falls and result.rises):
        return None
    goal, given = _value(target, result), _value(result, target)
    if goal is None or given is None:
        return None
    if goal == given:
        return _ONE
    if target.falls or (goal == 0 and not target.rises):
        return _ONE if given <= goal else _ratio(goal, given)
    if target.sense is Sense.POINT and target.unit in SPANS:
        return None
    if target.sense is Sense.ABOUT and abs(goal - given) <= abs(goal) * ABOUT:
        return _ONE
    return _ONE if given >= goal else _ratio(given, goal)


def _ratio(small: Decimal, large: Decimal) -> Decimal | None:
    """small / large; None where the signs make it meaningless."""
    return max(small, _ZERO) / large if large > 0 else None


def _of_one_kind(target: Quantity, result: Quantity) -> bool:
    """Are the figures themselves of one kind, whatever completion is stated?"""
    return (target.unit == COMPLETION) == (result.unit == COMPLETION) and alike(
        target, result._replace(completion=None)
    )


def _kind(said: Quantity) -> str:
    """The commonest of the units that count the same; 个 is any."""
    if said.unit == COMPLETION:
        return "%"
    return "" if said.unit == "个" else KINDS.get(said.unit, said.unit)


def _value(said: Quantity, other: Quantity) -> Decimal | None:
    """Its value, to be compared with the other's. A bare figure beside a percentage is a share of
    one, as a cell formatted as per cent holds it, or per cent without the sign; None where it may
    as well be a number of things."""
    if _kind(other) != "%" or _kind(said) == "%" or said.value == 0:
        return said.value
    if said.sense is Sense.POINT and 0 < said.value <= 1:
        return said.value * 100
    return said.value if 10 <= said.value <= 100 else None
