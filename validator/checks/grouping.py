"""Findings of one cause are one finding: which broken identities belong together, and why.

Two broken identities have one cause when they share a cell and are off by the same amount, or when
the same figures fail in the same way in another table or column. Of a group, the cell that stands
in most of its broken identities and in fewest that hold is what they have in common; the identity
that defines it comes first, the others are its consequences.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from validator.checks.outcome import Operand, Outcome
from validator.rounding import Verdict


class Group(NamedTuple):
    """Broken identities of one cause; `members[0]` is the cause."""

    members: tuple[Outcome, ...]


def groups(outcomes: Sequence[Outcome]) -> list[Group]:
    """The outcomes that a person must see, grouped, in the order of their first member."""
    shown = [o for o in outcomes if o.verdict in (Verdict.ERROR, Verdict.IMPROBABLE)]
    rounded = [o for o in outcomes if o.verdict is Verdict.ROUNDING]
    sound: Counter[Hashable] = Counter()
    if shown:
        for outcome in outcomes:
            if outcome.verdict is Verdict.EXACT:
                sound.update({_place(o) for o in outcome.operands if o.cell is not None})
    found = [_ordered(members, sound) for members in _joined(shown, by_cell=True)]
    return found + [Group(tuple(members)) for members in _joined(rounded, by_cell=False)]


def _place(operand: Operand) -> Hashable:
    return operand.table.key, operand.row, operand.column


def _signature(outcome: Outcome) -> Hashable:
    """The figures that disagree, whatever table or column they stand in."""

    def figures(side: Iterable[Operand]) -> tuple[int, ...]:
        return tuple(
            sorted(
                o.weight * o.cell.amount.printed for o in side if o.cell and o.cell.amount.printed
            )
        )

    return outcome.judgement.residual, figures(outcome.left), figures(outcome.right)


def _joined(outcomes: Sequence[Outcome], *, by_cell: bool) -> list[list[Outcome]]:
    """The outcomes joined where they share a key: their figures, or a cell and a residual."""
    parent = list(range(len(outcomes)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[Hashable, int] = {}
    for i, outcome in enumerate(outcomes):
        keys: list[Hashable] = [_signature(outcome)]
        if by_cell:
            off = abs(outcome.judgement.residual)
            keys += [(off, _place(o)) for o in outcome.operands if o.cell is not None]
        for key in keys:
            parent[root(i)] = root(first.setdefault(key, i))
    joined: dict[int, list[Outcome]] = defaultdict(list)
    for i, outcome in enumerate(outcomes):
        joined[root(i)].append(outcome)
    return list(joined.values())


def _ordered(members: list[Outcome], sound: Counter[Hashable]) -> Group:
    broken: Counter[Hashable] = Counter()
    for outcome in members:
        broken.update({_place(o) for o in outcome.operands if o.cell is not None})
    if not broken:
        return Group(tuple(members))
    common = max(broken, key=lambda place: (broken[place], -sound[place]))

    def rank(outcome: Outcome) -> tuple[bool, bool]:
        defines = len(outcome.left) == 1 and _place(outcome.left[0]) == common
        within = len({o.table.key for o in outcome.operands}) == 1
        return not (defines and within and outcome.kind == "sum"), not within

    return Group(tuple(sorted(members, key=rank)))
