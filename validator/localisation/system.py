"""Identities as a linear system over cells: what localisation works on.

An `Edit` (the word of official statistics for a rule that data must satisfy) is an identity at one
place, Σ weight × cell `relation` 0 within the intervals that rounding allows (docs/rounding.md).
Amounts are whole numbers of 分. A cell's cost says how little it is suspected.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf
from typing import NamedTuple, TypeVar

from validator.amounts import COUNTED, EMPTY, Amount, State
from validator.forms.model import CellKey
from validator.rounding import (
    HUNDRED_PER_CENT,
    Judgement,
    Relation,
    Verdict,
    judge,
    judge_share,
)

#: Weighted cells: what one side of an identity adds up.
Terms = tuple[tuple[int, CellKey], ...]
#: Figures that a cell may print, as closed ranges in 分: below zero, zero, above zero; an empty one
#: has its ends the wrong way round.
Range = tuple[float, float]
Ranges = tuple[Range, Range, Range]

_EMPTY: Range = (inf, -inf)
#: Less than one 分 is the noise of a formula's last binary digit (`rounding`).
_NOISE = 0.999
#: Verdicts under which an identity need not be mended.
HOLDING = frozenset({Verdict.EXACT, Verdict.ROUNDING, Verdict.IMPROBABLE, Verdict.NOT_APPLICABLE})


class Edit(NamedTuple):
    """An identity at one place; `key` is what its outcome is known by, `shown` cell → its weight in
    left − right, and `weights` the same over the cells that these follow from (`following`).
    `hard`: it must hold; another only tells which of several explanations is the likelier.
    `unknown` are its cells that hold no number."""

    key: Hashable
    left: Terms
    relation: Relation
    right: Terms
    shown: Mapping[CellKey, int]
    weights: Mapping[CellKey, int]
    verdict: Verdict
    hard: bool
    share: bool = False
    unknown: frozenset[CellKey] = frozenset()

    @property
    def broken(self) -> bool:
        """Must it be mended?"""
        return self.hard and self.verdict is Verdict.ERROR


K = TypeVar("K")
V = TypeVar("V")


class Asked(dict[K, V]):
    """Key → what `find` finds for it when it is first asked for, None being nothing. Of the methods
    of a dict only `[]` and `in` ask."""

    def __init__(self, find: Callable[[K], V | None], known: Mapping[K, V] | None = None) -> None:
        super().__init__(known or {})
        self.find = find
        self.nothing: set[object] = set()

    def __missing__(self, key: K) -> V:
        if key not in self:
            raise KeyError(key)
        return self[key]

    def __contains__(self, key: object) -> bool:
        if key in self.nothing:
            return False
        if not super().__contains__(key):
            found = self.find(key)  # type: ignore[arg-type]
            if found is None:
                self.nothing.add(key)
                return False
            self[key] = found  # type: ignore[index]
        return True


#: For cells of which there is nothing to list.
_NONE: Asked[CellKey, tuple[CellKey, ...]] = Asked(lambda cell: ())


@dataclass(frozen=True)
class System:
    """The identities of a workbook over its cells, `edits` by numbers that rise in their order.
    `amounts` has every cell that an edit speaks of; `costs` those that may be wrong (those of last
    year's workbook may not). `follows`: a cell that a formula adds up → the weights of the cells
    that it is the sum of; `sums`: cell → the cells with formulas that add it up. `wide`: a printed
    zero may be an amount rounded away, which is hardly ever so.

    All of these may be found one by one, when they are asked for (`Asked`), and none is gone
    through here. What going through them would tell is then given to `knowing`.
    """

    edits: Sequence[Edit] | Mapping[int, Edit]
    amounts: Mapping[CellKey, Amount]
    costs: Mapping[CellKey, int]
    follows: Mapping[CellKey, Mapping[CellKey, int]] = field(default_factory=dict)
    sums: Mapping[CellKey, tuple[CellKey, ...]] = field(default_factory=lambda: _NONE)
    wide: bool = False

    def knowing(self, **known: object) -> "System":
        """The system with its `at`, `broken` or `unread`, of which the others stay."""
        other = replace(self)
        other.__dict__.update({**self.__dict__, **known})
        return other

    @cached_property
    def at(self) -> Mapping[CellKey, tuple[int, ...]]:
        """Cell → the numbers of the edits that speak of it, in order."""
        found: dict[CellKey, tuple[int, ...]] = {}
        for number, edit in enumerate(self._every):
            for cell in edit.weights:
                found[cell] = (*found.get(cell, ()), number)
        return Asked(lambda cell: (), found)

    @cached_property
    def broken(self) -> tuple[int, ...]:
        """The numbers of the edits that must be mended, in order."""
        return tuple(number for number, edit in enumerate(self._every) if edit.broken)

    @cached_property
    def broken_at(self) -> Mapping[CellKey, frozenset[int]]:
        """Cell → those of the edits that must be mended which speak of it."""
        found: dict[CellKey, set[int]] = {}
        for number in self.broken:
            for cell in self.edits[number].weights:
                found.setdefault(cell, set()).add(number)
        return {cell: frozenset(numbers) for cell, numbers in found.items()}

    @cached_property
    def unread(self) -> tuple[CellKey, ...]:
        """The cells that may be wrong and hold no number, in the order of the edits."""
        cells = dict.fromkeys(cell for edit in self._every for cell in edit.shown)
        return tuple(c for c in cells if c in self.costs and self.amounts[c].state not in COUNTED)

    @property
    def _every(self) -> Sequence[Edit]:
        """The edits of a system that has them all."""
        assert isinstance(self.edits, tuple)
        return self.edits

    def suspected(self, numbers: Iterable[int]) -> set[CellKey]:
        """The cells of some edits that may be wrong."""
        return {c for n in numbers for c in self.edits[n].weights if c in self.costs}

    def touched(self, cells: Iterable[CellKey]) -> tuple[int, ...]:
        """The numbers of the edits that speak of one of the cells, in order."""
        return tuple(sorted({number for cell in cells for number in self.at[cell]}))

    def changed(self, values: Mapping[CellKey, int]) -> "System":
        """The system with other figures printed in some cells, in 分; verdicts follow."""
        printed = {cell: self.printed(cell, v) for cell, v in self.with_sums(values).items()}
        judged = {
            number: self.edits[number]._replace(
                verdict=self.judged(self.edits[number], values).verdict
            )
            for number in self.touched(values)
        }
        broken = {*self.broken} - judged.keys()
        broken |= {number for number, edit in judged.items() if edit.broken}
        other = replace(
            self,
            edits=Asked(self.edits.__getitem__, judged),
            amounts=Asked(self.amounts.__getitem__, printed),
            costs=Asked(lambda c: self.costs[c] if c in self.costs and c not in values else None),
        )
        return other.knowing(
            at=self.at,
            broken=tuple(sorted(broken)),
            unread=tuple(cell for cell in self.unread if cell not in values),
        )

    def widened(self) -> "System":
        """The system in which a printed zero may be an amount rounded away."""
        other = replace(self, wide=True)
        return other.knowing(at=self.at, broken=self.broken, unread=self.unread)

    def with_sums(self, values: Mapping[CellKey, int]) -> Mapping[CellKey, int]:
        """The figures, in 分, with those that formulas then give."""
        totals = {total for cell in values for total in self.sums[cell]}
        if not totals:
            return values
        printed = self.amounts
        moved = {cell: value - printed[cell].printed for cell, value in values.items()}
        sums = {
            total: printed[total].printed
            + sum(w * moved.get(cell, 0) for cell, w in self.follows[total].items())
            for total in totals
        }
        return {**sums, **values}

    def printed(self, cell: CellKey, value: int) -> Amount:
        """The amount of a cell that prints `value`, in 分."""
        state = State.NUMBER if value else State.ZERO
        return Amount(state, value, self.half(cell))

    def half(self, cell: CellKey) -> int:
        """Half of the last printed digit of a cell, in 分."""
        return self.amounts[cell].half

    def judged(self, edit: Edit, values: Mapping[CellKey, int]) -> Judgement:
        """What the edit gives where some cells print other figures, in 分."""
        values = self.with_sums(values)

        def side(terms: Terms) -> list[tuple[int, Amount]]:
            return [
                (w, self.printed(c, values[c]) if c in values else self.amounts[c])
                for w, c in terms
            ]

        left, right = side(edit.left), side(edit.right)
        if edit.share:
            return judge_share(left[0][1], right[0][1], right[1][1])
        return judge(left, edit.relation, right)

    def satisfied(self, values: Mapping[CellKey, int], mended: Iterable[int]) -> bool:
        """With these figures, do the edits `mended` hold, and does none break that held?"""
        wanted = frozenset(mended)
        for number in wanted:  # these say no most often, and the others need not be known then
            edit = self.edits[number]
            if values.keys().isdisjoint(edit.weights):
                return False
            if self.judged(edit, values).verdict not in HOLDING:
                return False
        for number in self.touched(values):
            edit = self.edits[number]
            if number not in wanted and edit.hard and not edit.broken:
                verdict = self.judged(edit, values).verdict
                if verdict is Verdict.ERROR:
                    return False
                if edit.verdict in HOLDING and verdict not in HOLDING:
                    return False
        return True

    def reach(self, edit: Edit, without: Iterable[CellKey] = ()) -> tuple[float, float]:
        """The interval of Σ weight × amount in 分 over all amounts that the cells may stand for,
        some left out. What stores more digits is taken as stored, to less than one 分."""
        left_out = frozenset(without)
        stored = any(self.amounts[c].stored is not None for c in edit.shown if c not in left_out)
        wide = self.wide or stored or edit.verdict is Verdict.IMPROBABLE
        low: float = -_NOISE if stored else 0
        high: float = _NOISE if stored else 0
        for cell, weight in edit.shown.items():
            if cell in left_out:
                continue
            amount = self.amounts[cell]
            ends: Sequence[float] = amount.interval(wide)
            if amount.stored is not None:
                ends = float(amount.stored), float(amount.stored)
            low += weight * ends[weight < 0]
            high += weight * ends[weight > 0]
        return low, high

    def allowed(self, edit: Edit, cell: CellKey) -> Ranges:
        """The figures of `cell` with which the edit holds, the other cells as they are."""
        if edit.unknown - {cell}:
            return ANYTHING
        if edit.share:
            moved = any(total in edit.shown for total in self.sums[cell])
            return ANYTHING if moved else self._of_share(edit, cell)
        weight, half = edit.weights[cell], self.half(cell)
        alone = edit.shown.get(cell) == weight
        low, high = self.reach(edit, (cell,) if alone else ())
        if edit.relation is Relation.AT_LEAST:
            low = -inf
        elif edit.relation is Relation.AT_MOST:
            high = inf
        if not weight:
            return ANYTHING
        if weight < 0:
            low, high = -high, -low
        size = abs(weight)
        least, most = _divided(-high, size, up=True), _divided(-low, size, up=False)
        step = 2 * half or 1
        if not alone:  # a sum moves by as much as the cell, whatever either may be rounded from
            printed = self.amounts[cell].printed
            least, most = least + printed, most + printed
            zero = (0, 0) if least <= 0 <= most else _EMPTY
            below = printable(least, most, step, -inf, -step)
            return below, zero, printable(least, most, step, step, inf)
        below = printable(least - half, most + max(half - 1, 0), step, -inf, -step)
        above = printable(least - max(half - 1, 0), most + half, step, step, inf)
        return below, ((0, 0) if low <= 0 <= high else _EMPTY), above

    def _of_share(self, edit: Edit, cell: CellKey) -> Ranges:
        """The same for a per cent, its part or its whole: all figures around what the other two
        make that the judgement lets pass; of the per cent itself, those with all decimals."""
        (_, share), (_, part), (_, whole) = (*edit.left, *edit.right)
        printed = {c: self.amounts[c].printed for c in edit.shown}
        passing = {Verdict.EXACT} if cell == share else HOLDING
        step = 2 * self.half(cell) or 1

        def holds(steps: int) -> bool:
            return self.judged(edit, {cell: steps * step}).verdict in passing

        if cell == share:
            made, by = printed[part] * HUNDRED_PER_CENT, printed[whole]
        elif cell == part:
            made, by = printed[share] * printed[whole], HUNDRED_PER_CENT
        else:
            made, by = printed[part] * HUNDRED_PER_CENT, printed[share]
        if (cell != whole and printed[whole] <= 0) or (not made and not by):
            return ANYTHING
        near = made // (by * step) if by else 0
        first = next((steps for steps in (near, near + 1, near - 1) if holds(steps)), None)
        if first is None:
            return _EMPTY, _EMPTY, _EMPTY
        low, high = (last_holding(first, way, holds) * step for way in (-1, 1))
        below, above = (low, min(high, -step)), (max(low, step), high)
        return (
            below if low < 0 else _EMPTY,
            (0, 0) if low <= 0 <= high else _EMPTY,
            above if high > 0 else _EMPTY,
        )


#: More printed steps than any amount has.
_BEYOND = 10**15


def last_holding(
    first: int, way: int, holds: Callable[[int], bool], beyond: int = _BEYOND
) -> float:
    """The last whole number from `first` on, up or down by `way`, for which it holds, all between
    holding too; infinite where it still does `beyond` so many."""
    far = 1
    while holds(first + way * far):
        far *= 2
        if far > beyond:
            return way * inf
    near = far // 2
    while far - near > 1:
        middle = (near + far) // 2
        near, far = (middle, far) if holds(first + way * middle) else (near, middle)
    return first + way * near


#: Any figure at all.
ANYTHING: Ranges = ((-inf, -1), (0, 0), (1, inf))


def _divided(value: float, by: int, *, up: bool) -> float:
    if value in (inf, -inf):
        return value
    return -(-value // by) if up else value // by


def printable(low: float, high: float, step: int, least: float = -inf, most: float = inf) -> Range:
    """The multiples of `step` from low to high, and from least to most."""
    low, high = max(low, least), min(high, most)
    if low != -inf:
        low = -(-low // step) * step
    if high != inf:
        high = high // step * step
    return (low, high) if low <= high else _EMPTY


def both(one: Ranges, other: Ranges) -> Ranges:
    """The figures that lie in both."""

    def cut(a: Range, b: Range) -> Range:
        low, high = max(a[0], b[0]), min(a[1], b[1])
        return (low, high) if low <= high else _EMPTY

    return cut(one[0], other[0]), cut(one[1], other[1]), cut(one[2], other[2])


def bounds(ranges: Ranges) -> Range | None:
    """The lowest and the highest figure of the ranges; None where there is none at all."""
    there = [r for r in ranges if r[0] <= r[1]]
    return (there[0][0], there[-1][1]) if there else None


def is_blank(amount: Amount) -> bool:
    """Does the cell hold nothing?"""
    return amount.state in EMPTY
