"""What localisation passes on: changes of cells, mistakes that move several, and solutions."""

from collections.abc import Mapping
from typing import NamedTuple

from validator.forms.model import CellKey

#: What one such mistake costs beside the wrong cells of `building`: a little more than one cell,
#: much less than two.
MOVED = 13


class Change(NamedTuple):
    """A cell and the lowest and highest figure that it may print instead, in 分."""

    cell: CellKey
    low: float
    high: float

    @property
    def value(self) -> int | None:
        """The figure, where the others fix it."""
        return int(self.low) if self.low == self.high else None


class Hypothesis(NamedTuple):
    """A mistake by its `kind`, which names the message `mistake.<kind>` filled with `facts`, and
    the figures that the cells would print without it, in 分."""

    kind: str
    facts: Mapping[str, object]
    values: Mapping[CellKey, int]
    cost: int = MOVED


class Solution(NamedTuple):
    """Changes that would mend every edit of a problem; `cost` is what they cost together, `moves`
    the mistakes among them that move several figures."""

    changes: tuple[Change, ...]
    cost: int
    moves: tuple[Hypothesis, ...] = ()

    def move_of(self, cell: CellKey) -> Hypothesis | None:
        """The mistake that moved the figure of a cell, if one did."""
        return next((move for move in self.moves if cell in move.values), None)
