"""The workbook of a department beside those of its units (汇总): is every figure the sum of theirs?

`sums` compares figure by figure, `roundings` tells which differences within the department's own
tables come of its units' roundings, `told` says what a difference looks like: a unit left out or
added twice, a row that only one side has. Nothing is eliminated: what units pay each other is part
of the sum, as long as it stands in their tables.
"""

from validator.checks.context import Context
from validator.checks.outcome import Observation
from validator.checks.units.roundings import explained_by_units
from validator.checks.units.sums import KIND, Sums, add_up
from validator.checks.units.told import about_units, told
from validator.forms.model import Rule

__all__ = ["KIND", "NAME", "Sums", "add_up", "explained_by_units", "observed"]

#: 检查 NAME.
NAME = "单位汇总"


def observed(context: Context, rule: Rule, _: object) -> list[Observation] | None:
    """Every figure is the sum of the units' figures; None where no units are given."""
    if context.sums is None:
        return None
    return [*about_units(context, rule, context.sums), *told(rule, context.found, context.sums)]
