"""Totals that formulas add up follow from their addends: where one of these is put right, the total
is right by itself. They are no cells of their own then, and what they take part in is told of the
cells that they follow from.

That a formula adds up what the identity of its cell adds up is known by the identity holding to the
last digit; whether it does so for all figures is asked elsewhere (T14).
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from validator.forms.model import CellKey
from validator.localisation.system import Edit, System
from validator.rounding import Relation, Verdict

Weights = Mapping[CellKey, int]


def following(system: System, formulas: Collection[CellKey]) -> System:
    """The system with its edits over the cells that do not follow from others; `formulas` are those
    that formulas compute."""
    defined: dict[CellKey, Weights] = {}
    for edit in system.edits if formulas else ():
        total = edit.left[0][1]
        if total in formulas and total not in defined and _adds_up(edit):
            defined[total] = {cell: weight for weight, cell in edit.right}
    if not defined:
        return system
    follows = {total: _spread({total: 1}, defined, ()) for total in defined}
    follows = {total: weights for total, weights in follows.items() if total not in weights}
    edits = (edit._replace(weights=_spread(edit.shown, follows, ())) for edit in system.edits)
    costs = {cell: cost for cell, cost in system.costs.items() if cell not in follows}
    return replace(system, edits=tuple(edits), costs=costs, follows=follows)


def _adds_up(edit: Edit) -> bool:
    """Does the identity say what one cell of a table is the sum of, and hold to the last digit?"""
    ((weight, total), *others) = edit.left
    return (
        not others
        and weight == 1
        and edit.relation is Relation.EQUAL
        and edit.verdict in (Verdict.EXACT, Verdict.NOT_APPLICABLE)
        and not (edit.share or edit.unknown)
        and bool(edit.right)
        and all(cell[0] == total[0] and cell != total for _, cell in edit.right)
    )


def _spread(
    weights: Weights, defined: Mapping[CellKey, Weights], above: tuple[CellKey, ...]
) -> Weights:
    """The weights with every defined cell replaced by what it is the sum of; one that would be a
    part of itself stays."""
    spread: dict[CellKey, int] = {}
    for cell, weight in weights.items():
        parts: Weights = {cell: 1}
        if cell in defined and cell not in above:
            parts = _spread(defined[cell], defined, (*above, cell))
        for part, times in parts.items():
            spread[part] = spread.get(part, 0) + weight * times
    return {cell: weight for cell, weight in spread.items() if weight}
