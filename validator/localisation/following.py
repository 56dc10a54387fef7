"""Totals that formulas add up follow from their addends: where one of these is put right, the total
is right by itself. They are no cells of their own then, and what they take part in is told of the
cells that they follow from.

That a formula adds up what the identity of its cell adds up is known by the identity holding to the
last digit; whether it does so for all figures is asked elsewhere (T14).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from validator.forms.model import CellKey
from validator.localisation.system import Asked, Edit, System
from validator.rounding import Relation, Verdict

Weights = Mapping[CellKey, int]


def following(system: System, formulas: Collection[CellKey]) -> System:
    """The system with its edits over the cells that do not follow from others; `formulas` are those
    that formulas compute. Of edits found when they are asked for, no others are."""

    def definition(total: CellKey) -> Weights | None:
        edits = (system.edits[n] for n in system.at[total] if total in formulas)
        adding = (edit for edit in edits if edit.left[0][1] == total and _adds_up(edit))
        edit = next(adding, None)
        return {cell: weight for weight, cell in edit.right} if edit else None

    def follow(total: CellKey) -> Weights | None:
        weights = _spread({total: 1}, defined, ()) if total in defined else {total: 1}
        return None if total in weights else weights

    def within(cell: CellKey) -> tuple[CellKey, ...]:
        firsts = (system.edits[n].left[0][1] for n in system.at[cell])
        return tuple(t for t in dict.fromkeys(firsts) if t in defined and cell in defined[t])

    def summed(cell: CellKey) -> tuple[CellKey, ...]:
        above = (total for total in _upwards(cell, totals) if total in follows)
        return tuple(total for total in above if cell in follows[total])

    def speaking(cell: CellKey) -> tuple[int, ...]:
        # Whatever speaks of a total speaks of what it is the sum of, unless that cancels out.
        near = {n for each in (cell, *_upwards(cell, totals)) for n in system.at[each]}
        return tuple(sorted(n for n in near if cell in edits[n].weights))

    def cost(cell: CellKey) -> int | None:
        return system.costs[cell] if cell in system.costs and cell not in follows else None

    def edit_of(number: int) -> Edit:
        edit = system.edits[number]
        return edit._replace(weights=_spread(edit.shown, follows, ()))

    defined, follows = Asked(definition), Asked(follow)
    if not any(total in defined for total in formulas):
        return system
    totals, edits = Asked(within), Asked(edit_of)
    other = replace(
        system,
        edits=edits,
        costs=Asked(cost),
        follows=follows,
        sums=Asked(summed),
    )
    return other.knowing(
        at=Asked(speaking),
        broken=system.broken,
        unread=tuple(cell for cell in system.unread if cell not in follows),
    )


def _upwards(cell: CellKey, totals: Mapping[CellKey, tuple[CellKey, ...]]) -> Iterator[CellKey]:
    """The totals that a cell is a part of, each once, and those that these are parts of."""
    seen, left = {cell}, [cell]
    while left:
        for total in totals[left.pop()]:
            if total not in seen:
                seen.add(total)
                left.append(total)
                yield total


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
