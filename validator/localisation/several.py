"""Several wrong cells: the system of edits as a programme of whole printed steps, and its answers
as changes of cells."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import gcd, inf

from validator.forms.model import CellKey
from validator.localisation.building import Row
from validator.localisation.elimination import Constraint
from validator.localisation.programme import Programme, ranges, smallest_sets
from validator.localisation.records import Change, Solution
from validator.localisation.system import HOLDING, System, both, bounds, printable
from validator.rounding import Relation

#: So many sets are named, and so many cells are looked for in one problem.
MOST_SETS, MOST_CELLS = 8, 4
#: So much work (`smallest_sets`) a problem is worth, some 0.2 s: ten times what problems of three
#: mistakes in generated departments have taken.
_MOST_WORK = 10_000
#: Sets in which one cell stands for others that cannot be told from it: so many are written out.
_MOST_ALIKE = 30
#: A solution that costs so much more than the cheapest has one wrong cell more.
TOO_FAR = 8


def by_programme(
    system: System, cells: Collection[CellKey], rows: frozenset[Row]
) -> list[Solution]:
    """The smallest sets among the cells whose change satisfies every hard edit that speaks of one
    of them; those of a lacking row count as one. [] where more than `MOST_CELLS` are needed.

    Per cents are no sums, and each stands in one edit only: they are asked when the amounts are
    known, and one that disagrees with these must be wrong itself."""
    posed = _Posed.of(system, cells, rows)
    found = smallest_sets(
        posed.programme(cell for cell in posed.cells if cell[:2] in rows),
        most=MOST_SETS,
        margin=TOO_FAR - 1,
        longest=MOST_CELLS,
        work=_MOST_WORK,
    )
    every = (
        chosen
        for each in found.sets
        for chosen in islice(product(*(found.alike[item] for item in each)), _MOST_ALIKE)
    )
    solutions = (posed.solution(chosen) for chosen in dict.fromkeys(map(_sorted, every)))
    shares = [n for n in system.touched(cells) if system.edits[n].share and system.edits[n].hard]
    if shares:
        solutions = (solution and _with_shares(system, solution, shares) for solution in solutions)
    return [s for s in solutions if s and s.changes and _may_hold(system, s)]


def _may_hold(system: System, solution: Solution) -> bool:
    """Does the exact judgement let it pass, where it fixes every figure? Nothing is never rounded,
    as the programme takes every figure to be."""
    values = {change.cell: change.value for change in solution.changes}
    figures = {cell: value for cell, value in values.items() if value is not None}
    broken = (n for n in system.touched(figures) if system.edits[n].broken)
    return len(figures) < len(values) or system.satisfied(figures, broken)


def _with_shares(system: System, solution: Solution, shares: Iterable[int]) -> Solution | None:
    """The solution narrowed to the figures that the per cents allow, and with those per cents that
    are wrong all the same; None where one may not be."""
    changes = {change.cell: change for change in solution.changes}
    cost = solution.cost
    for number in shares:
        edit = system.edits[number]
        own = [cell for cell in edit.weights if cell in changes]
        if len(own) == 1:
            (cell,) = own
            low, high = changes[cell].low, changes[cell].high
            allowed = system.allowed(edit, cell)
            narrowed = bounds(both(allowed, ((low, high),) * 3))
            if narrowed:
                changes[cell] = Change(cell, *narrowed)
                continue
        values = {cell: fitting(system, changes[cell]) for cell in own}
        if not own and not edit.broken:
            continue
        after = system.changed(values) if own else system
        if len(own) > 1 and after.edits[number].verdict in HOLDING:
            continue
        ((_, share),) = edit.left
        due = bounds(after.allowed(after.edits[number], share))
        if due is None or share in changes or share not in system.costs:
            return None
        changes[share] = Change(share, *due)
        cost += system.costs[share]
    return solution._replace(changes=tuple(changes.values()), cost=cost)


def _sorted(items: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(items))


@dataclass(frozen=True)
class _Posed:
    """A programme over `cells`, which are its variables in this order, in steps of so many 分."""

    system: System
    cells: Sequence[CellKey]
    index: Mapping[CellKey, int]
    items: tuple[tuple[int, ...], ...]
    step: int

    @classmethod
    def of(cls, system: System, cells: Collection[CellKey], rows: frozenset[Row]) -> "_Posed":
        ordered = sorted(cells, key=str)
        index = {cell: number for number, cell in enumerate(ordered)}
        items: dict[object, list[int]] = {}
        for cell in ordered:
            items.setdefault(cell[:2] if cell[:2] in rows else cell, []).append(index[cell])
        step = gcd(*(2 * system.half(cell) or 1 for cell in ordered))
        return cls(system, ordered, index, tuple(map(tuple, items.values())), step)

    def programme(self, changing: Iterable[CellKey]) -> Programme:
        """The programme, in which the cells `changing` that print nothing are taken to print
        something: a figure may be rounded, a blank never is."""
        amounts = self.system.amounts
        new = frozenset(cell for cell in changing if not amounts[cell].printed)
        costs = tuple(self.system.costs[self.cells[item[0]]] for item in self.items)
        return Programme(costs, tuple(self._constraints(new)), self.items)

    def _constraints(self, new: frozenset[CellKey]) -> Iterator[Constraint]:
        system, step = self.system, self.step
        for number in system.touched(self.cells):
            edit = system.edits[number]
            if not edit.hard or edit.share or edit.unknown:
                continue
            low, high = system.reach(edit)
            broken = low > 0 or high < 0
            for cell in new & edit.weights.keys():
                weight, half = edit.weights[cell], system.half(cell)
                ends = sorted((-weight * half, weight * max(half - 1, 0)))
                low, high = low + ends[0], high + ends[1]
            if broken and low <= 0 <= high:  # it holds only once one of them prints something
                low, high = system.reach(edit)
            least = -inf if edit.relation is Relation.AT_MOST else -(high // step)
            most = inf if edit.relation is Relation.AT_LEAST else -low // step
            weights = {self.index[c]: w for c, w in edit.weights.items() if w and c in self.index}
            yield Constraint(weights, least, most)

    def solution(self, chosen: Sequence[int]) -> Solution | None:
        """The changes that a set of items comes to, none where rounding does not allow them."""
        freed = [self.cells[variable] for item in chosen for variable in self.items[item]]
        programme = self.programme(freed)
        reached = ranges(programme, chosen)
        if reached is None:
            return None
        changes = []
        for variable, (low, high) in reached.items():
            cell = self.cells[variable]
            printed = self.system.amounts[cell].printed
            low, high = printed + low * self.step, printed + high * self.step
            low, high = printable(low, high, 2 * self.system.half(cell) or 1)
            if low > high:  # of a coarser unit than other cells
                return None
            changes.append(Change(cell, low, high))
        return Solution(tuple(changes), sum(programme.costs[item] for item in chosen))


def fitting(system: System, change: Change) -> int:
    """The figure in the range of a change with which the most identities hold to the last digit."""
    if change.value is not None:
        return change.value
    cell = change.cell
    printed = system.amounts[cell].printed
    votes: dict[int, int] = {}
    for number in system.at[cell]:
        edit = system.edits[number]
        if edit.hard and edit.relation is Relation.EQUAL and not (edit.share or edit.unknown):
            residual = sum(w * system.amounts[c].printed for c, w in edit.weights.items())
            weight = edit.weights[cell]
            if weight and residual % weight == 0:
                value = printed - residual // weight
                if change.low <= value <= change.high:
                    votes[value] = votes.get(value, 0) + 1
    if votes:
        return max(votes, key=lambda value: votes[value])
    return next((int(end) for end in (change.low, change.high) if abs(end) != inf), 0)
