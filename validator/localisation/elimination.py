"""Whether changes of a few figures can satisfy every constraint, decided exactly.

Fourier–Motzkin elimination over whole numbers: a variable is eliminated by adding each lower bound
on it to each upper bound, until no variable is left. What then contradicts itself is an implied
edit of Fellegi and Holt: a sum of constraints in which all freed variables cancel, so that another
of its variables must change too. Only what touches the freed variables takes part. They are few, so
that this is quicker than a call of a solver; and amounts of 10¹² beside differences of one step
leave no room for a solver's tolerances.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor, gcd, inf
from typing import NamedTuple


class Constraint(NamedTuple):
    """low ≤ Σ weight × change ≤ high, in whole steps. `weights`: variable → its weight, never 0;
    an infinite bound is none. It is broken where no change at all does not satisfy it."""

    weights: Mapping[int, int]
    low: float
    high: float


class Answer(NamedTuple):
    """What freeing some variables comes to. `changes`: variable → a change of it, which together
    satisfy every constraint; None where there is none. Then one of the variables `others` must be
    freed too (of none: nothing helps). `certain` is false where whole numbers leave it open."""

    changes: Mapping[int, int] | None
    others: frozenset[int] = frozenset()
    certain: bool = True


#: Variables with their weights, in order of the variables, without a common divisor.
_Form = tuple[tuple[int, int], ...]


class _Bound(NamedTuple):
    """Σ weight × change ≥ `least` for a form: the sum of the constraints of `proof`, each times its
    multiplier (a negative one takes its upper bound). Where it was rounded up to a whole number it
    holds only while no variable of `blame` changes. `width` counts what takes part."""

    least: int
    proof: Mapping[int, int | Fraction]
    blame: frozenset[int]
    width: int


_Bounds = dict[_Form, _Bound]
_Entry = tuple[_Form, _Bound]
_Side = list[_Entry]


#: So many sums of two bounds are the work that one question is worth, some 30 ms. A few figures of
#: tables need some dozens.
_MOST_SUMS = 4000


class _TooMuchError(Exception):
    """The elimination grew beyond what the question is worth."""


class _ContradictionError(Exception):
    """The freed variables cannot satisfy every constraint."""

    def __init__(self, bound: _Bound) -> None:
        self.bound = bound


class Constraints:
    """Constraints, and which of them speak of a variable."""

    def __init__(self, constraints: Sequence[Constraint]) -> None:
        self.all = constraints
        self.of: dict[int, dict[int, int]] = {}
        for number, constraint in enumerate(constraints):
            for variable, weight in constraint.weights.items():
                self.of.setdefault(variable, {})[number] = weight
        self.broken = [n for n, (_, low, high) in enumerate(constraints) if not low <= 0 <= high]
        #: So many sums of two bounds were formed to answer what has been asked.
        self.sums = 0

    def answer(self, freed: Collection[int]) -> Answer:
        """Can the freed variables satisfy every constraint, all others staying as they are?"""
        working = _Elimination(self, freed)
        changes = None
        try:
            working.run()
            changes = working.changes()
        except _ContradictionError as contradiction:
            return Answer(None, working.others(contradiction.bound))
        except _TooMuchError:
            pass
        finally:
            self.sums += working.sums
        if changes is not None and self.satisfied(changes):
            return Answer(changes)
        touched = {n for variable in freed for n in self.of.get(variable, ())}
        others = {v for n in touched for v in self.all[n].weights if v not in working.freed}
        return Answer(None, frozenset(others), certain=False)

    def satisfied(self, changes: Mapping[int, int]) -> bool:
        """Do the changes satisfy every constraint? Reckoned in whole numbers."""
        sums = dict.fromkeys(self.broken, 0)
        for variable, change in changes.items():
            for number, weight in self.of.get(variable, {}).items():
                sums[number] = sums.get(number, 0) + weight * change
        return all(self.all[n].low <= total <= self.all[n].high for n, total in sums.items())

    def ranges(self, freed: Collection[int]) -> Mapping[int, tuple[float, float]] | None:
        """Freed variable → its lowest and highest change in whatever satisfies every constraint;
        None where nothing does, or where it takes too much work to tell."""
        if self.answer(freed).changes is None:
            return None
        found: dict[int, tuple[float, float]] = {}
        for variable in sorted(set(freed)):
            working = _Elimination(self, freed)
            try:
                working.run(but=variable)
            except _TooMuchError:
                return None
            low = working.bounds.get(((variable, 1),))
            high = working.bounds.get(((variable, -1),))
            found[variable] = low.least if low else -inf, -high.least if high else inf
        return found


class _Elimination:
    """One elimination: the bounds that are left, and those by which each variable went."""

    def __init__(self, constraints: Constraints, freed: Collection[int]) -> None:
        self.all, self.of, self.broken = constraints.all, constraints.of, constraints.broken
        self.freed = frozenset(freed)
        self.bounds: _Bounds = {}
        self.gone: list[tuple[int, _Side, _Side]] = []
        self.sums = 0

    def run(self, but: int | None = None) -> None:
        """Eliminate every variable, `but` one."""
        self.begin()
        for variable in self.order(but):
            self.eliminate(variable)

    def begin(self) -> None:
        """The constraints as bounds on the freed variables."""
        forms: dict[int, list[tuple[int, int]]] = {number: [] for number in self.broken}
        for variable in sorted(self.freed):
            for number, weight in self.of.get(variable, {}).items():
                forms.setdefault(number, []).append((variable, weight))
        for number, form in forms.items():
            constraint = self.all[number]
            width = len(constraint.weights)
            if constraint.low != -inf:
                self.add(form, _Bound(ceil(constraint.low), {number: 1}, frozenset(), width))
            if constraint.high != inf:
                opposite = [(variable, -weight) for variable, weight in form]
                self.add(
                    opposite, _Bound(-floor(constraint.high), {number: -1}, frozenset(), width)
                )

    def add(self, form: Iterable[tuple[int, int]], bound: _Bound) -> None:
        """Keep a bound if it is the tightest on its form, of equal ones that of fewest figures."""
        key = tuple(form)
        if not key:
            if bound.least > 0:
                raise _ContradictionError(bound)
            return
        divisor = gcd(*(weight for _, weight in key))
        if divisor > 1:
            key = tuple((variable, weight // divisor) for variable, weight in key)
            bound = self.divided(bound, divisor)
        known = self.bounds.get(key)
        if known is None or (-bound.least, bound.width) < (-known.least, known.width):
            self.bounds[key] = bound

    def divided(self, bound: _Bound, divisor: int) -> _Bound:
        """The bound on the form divided, rounded up to a whole number."""
        least, rest = divmod(bound.least, divisor)
        blame = self.others(bound) if rest else bound.blame
        proof = {n: Fraction(factor) / divisor for n, factor in bound.proof.items()}
        return _Bound(least + (rest > 0), proof, blame, bound.width)

    def others(self, bound: _Bound) -> frozenset[int]:
        """The variables, none of them freed, of which one must change where the bound fails."""
        weights: dict[int, int | Fraction] = {}
        for number, factor in bound.proof.items():
            for variable, weight in self.all[number].weights.items():
                weights[variable] = weights.get(variable, 0) + factor * weight
        return bound.blame | ({v for v, weight in weights.items() if weight} - self.freed)

    def order(self, but: int | None) -> Iterator[int]:
        """The freed variables `but` one, next the one whose elimination stays exact in whole
        numbers and is least work."""
        left = {variable for variable in self.freed if variable != but}
        while left:
            counts = {variable: [0, 0, 1] for variable in left}
            for form in self.bounds:
                for variable, weight in form:
                    if variable in left:
                        count = counts[variable]
                        count[weight > 0] += 1
                        count[2] = max(count[2], abs(weight))
            best = min(left, key=lambda v: (counts[v][2] > 1, counts[v][0] * counts[v][1], v))
            left.remove(best)
            yield best

    def eliminate(self, variable: int) -> None:
        """Replace the bounds that speak of a variable by what they imply without it."""
        above: _Side = []
        below: _Side = []
        for form, bound in list(self.bounds.items()):
            weight = dict(form).get(variable, 0)
            if weight:
                (above if weight > 0 else below).append((form, bound))
                del self.bounds[form]
        self.gone.append((variable, above, below))
        for one, other in _fixing(variable, above, below) or product(above, below):
            self.combine(variable, one, other)

    def combine(self, variable: int, one: _Entry, other: _Entry) -> None:
        """Add the sum of a lower and an upper bound in which the variable cancels."""
        self.sums += 1
        if self.sums > _MOST_SUMS:
            raise _TooMuchError
        weights, bound = dict(one[0]), one[1]
        more, second = dict(other[0]), other[1]
        factor, times = -more[variable], weights[variable]
        common = gcd(factor, times)
        factor, times = factor // common, times // common
        sums = {v: factor * weights.get(v, 0) + times * more.get(v, 0) for v in {**weights, **more}}
        proof = {n: factor * f for n, f in bound.proof.items()}
        for n, f in second.proof.items():
            proof[n] = proof.get(n, 0) + times * f
        self.add(
            sorted((v, weight) for v, weight in sums.items() if weight),
            _Bound(
                factor * bound.least + times * second.least,
                proof,
                bound.blame | second.blame,
                bound.width + second.width,
            ),
        )

    def changes(self) -> dict[int, int] | None:
        """A whole change of each variable within its bounds, the nearest to none; None where
        earlier choices leave one of them no whole number."""
        changes: dict[int, int] = {}
        for variable, above, below in reversed(self.gone):
            low, high = -inf, inf
            for form, bound in (*above, *below):
                weight, rest = 0, bound.least
                for v, w in form:
                    if v == variable:
                        weight = w
                    else:
                        rest -= w * changes[v]
                if weight > 0:
                    low = max(low, -(-rest // weight))
                else:
                    high = min(high, rest // weight)
            if low > high:
                return None
            changes[variable] = int(min(max(0, low), high))
        return changes


def _fixing(variable: int, above: _Side, below: _Side) -> list[tuple[_Entry, _Entry]]:
    """The pairs that suffice where two bounds together fix the variable by the others: each bound
    with one of these two. [] where there are none such."""
    opposites = {form: (form, bound) for form, bound in below}
    for low in above:
        high = opposites.get(tuple((v, -weight) for v, weight in low[0]))
        if high and low[1].least == -high[1].least and dict(low[0])[variable] == 1:
            pairs = [(low, other) for other in below if other is not high]
            return [*pairs, *((one, high) for one in above if one is not low), (low, high)]
    return []
