"""Identities as a linear system over cells: what localisation works on.

An `Edit` (the word of official statistics for a rule that data must satisfy) is an identity at one
place, Σ weight × cell `relation` 0 within the intervals that rounding allows (docs/rounding.md).
Amounts are whole numbers of 分. A cell's `cost` says how little it is suspected.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import NamedTuple

from validator.amounts import EMPTY, Amount, State
from validator.forms.model import CellKey
from validator.rounding import Judgement, Relation, Verdict, judge, judge_share

#: Weighted cells: what one side of an identity adds up.
Terms = tuple[tuple[int, CellKey], ...]
#: Printed figures that a cell may have, as closed ranges in 分: below zero, zero, above zero.
Range = tuple[float, float]
Ranges = tuple[Range, ...]

_ANYTHING: Ranges = ((-inf, inf),) * 3
#: Verdicts under which an identity need not be mended.
HOLDING = frozenset(
    {Verdict.EXACT, Verdict.ROUNDING, Verdict.IMPROBABLE, Verdict.NOT_APPLICABLE}
)


class Edit(NamedTuple):
    """An identity at one place; `key` is what its outcome is known by. `hard`: it must hold;
    another only tells which of several explanations is the likelier."""

    key: Hashable
    left: Terms
    relation: Relation
    right: Terms
    verdict: Verdict
    hard: bool
    share: bool = False

    @property
    def weights(self) -> Mapping[CellKey, int]:
        """Cell → its weight in left − right."""
        weights: dict[CellKey, int] = {}
        for sign, side in ((1, self.left), (-1, self.right)):
            for weight, cell in side:
                weights[cell] = weights.get(cell, 0) + sign * weight
        return weights


@dataclass(frozen=True)
class System:
    """The identities of a workbook over its cells. `amounts` has every cell that an edit speaks of;
    `costs` those that may be wrong (those of last year's workbook may not)."""

    edits: tuple[Edit, ...]
    amounts: Mapping[CellKey, Amount]
    costs: Mapping[CellKey, int]

    @cached_property
    def at(self) -> Mapping[CellKey, tuple[int, ...]]:
        """Cell → the numbers of the edits that speak of it."""
        found: dict[CellKey, list[int]] = {}
        for number, edit in enumerate(self.edits):
            for cell in edit.weights:
                found.setdefault(cell, []).append(number)
        return {cell: tuple(numbers) for cell, numbers in found.items()}
