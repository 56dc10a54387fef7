"""Differences within a department's tables that come of its units' roundings.

Units publish rounded figures, and a department that adds them up adds up their roundings: its total
may differ from its parts by as much as all units' totals differ from theirs, which is more than one
rounding can explain. Tolerances do not accumulate: printed in one table, such figures are an error.
But where every figure of a broken identity is the sum of the units' figures, and the identity holds
in every unit within rounding, nothing was mistyped, and it is said where the difference is from.
"""

from collections.abc import Iterator

from validator.checks.outcome import Operand, Outcome
from validator.checks.units.sums import Held, Sums, judge_operands, operands
from validator.rounding import Verdict

_HELD = frozenset({Verdict.EXACT, Verdict.ROUNDING, Verdict.IMPROBABLE, Verdict.NOT_APPLICABLE})
_BROKEN = frozenset({Verdict.ERROR, Verdict.IMPROBABLE})


def explained_by_units(notable: tuple[Outcome, ...], sums: Sums) -> tuple[Outcome, ...]:
    """The identities of the department's own tables; those among them that its units' roundings
    break know of how many units."""
    differing = sums.differing
    return tuple(
        outcome._replace(units=len(sums.units))
        if outcome.verdict in _BROKEN and _explained(outcome, sums, differing)
        else outcome
        for outcome in notable
    )


def _explained(outcome: Outcome, sums: Sums, differing: frozenset[tuple[str, object, int]]) -> bool:
    if outcome.kind == "share" or len(sums.units) < 2:
        return False
    for operand in outcome.operands:
        key = operand.table.key
        if key not in sums.held or (key, operand.row, operand.column) in differing:
            return False
        if operand.cell is None and operand.fixed:
            return False
    for number in range(len(sums.units)):
        left = [o for each in outcome.left for o in _of_unit(each, sums, number)]
        right = [o for each in outcome.right for o in _of_unit(each, sums, number)]
        if judge_operands(left, outcome.relation, right).verdict not in _HELD:
            return False
    return True


def _of_unit(operand: Operand, sums: Sums, number: int) -> Iterator[Operand]:
    """The same term in the tables of a unit; nothing where it does not have the table."""
    held: Held | None = sums.held[operand.table.key][1][number]
    if held is not None:
        for own in operands(held, (operand.row, operand.column)):
            yield own._replace(weight=operand.weight)
