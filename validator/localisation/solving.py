"""The smallest sets of cells whose change satisfies every identity at once (Fellegi–Holt).

Broken edits that share a cell which may be wrong are one problem, solved by itself. First it is
asked which single cell would do: for one cell the programme is the intersection of the ranges that
its edits allow. Then which single mistake that moves several figures would do (`hypotheses`). Only
then the integer programme is asked for several cells (`programme`).
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from math import inf
from typing import NamedTuple

from validator.forms.model import CellKey
from validator.localisation.building import Row
from validator.localisation.records import Change, Hypothesis, Solution
from validator.localisation.several import MOST_SETS, TOO_FAR, by_programme, fitting
from validator.localisation.system import ANYTHING, System, both, bounds
from validator.rounding import Verdict

#: Of so many broken edits that belong together nobody could tell the wrong cells: a whole table is.
MOST_EDITS = 100
#: So many mistakes that move several figures are tried together with others.
_MOST_TRIED = 12

#: Mistakes, and the broken edits that each would explain (`_mended`).
_Tried = Sequence[tuple[Hypothesis, frozenset[int]]]


class Problem(NamedTuple):
    """Broken edits, by number, that belong together, and what would mend them: the solutions with
    the fewest wrong cells, () where none was found."""

    edits: tuple[int, ...]
    solutions: tuple[Solution, ...]


def problems(
    system: System, hypotheses: Sequence[Hypothesis], rows: frozenset[Row] = frozenset()
) -> list[Problem]:
    """The broken edits of the system in problems, each solved; `rows` are those that are lacking.

    What no single cell and no single mistake solves may be one problem with others of that kind:
    those that an identity which still holds ties to it.
    """
    tried = [(hypothesis, _mended(system, hypothesis)) for hypothesis in hypotheses]
    found, left = _by_one(system, system.broken, tried, rows)
    for numbers in _tied(system, left):
        if len(numbers) > MOST_EDITS:
            found.append(Problem(tuple(numbers), ()))
        elif solutions := _several(system, numbers, tried, rows):
            found.append(Problem(tuple(numbers), tuple(solutions)))
        else:
            found += _one_by_one(system, numbers)
    return found


def _by_one(
    system: System,
    numbers: Sequence[int],
    tried: _Tried,
    rows: frozenset[Row],
) -> tuple[list[Problem], list[list[int]]]:
    """Of the broken edits `numbers` the problems that a single cell or a single mistake solves, and
    the edits of the others."""
    mending = [(hypothesis, mended) for hypothesis, mended in tried if mended]
    wide = system.widened()
    found, left = [], []
    for part in _together(system, numbers, [mended for _, mended in mending], rows):
        wanted = frozenset(part)
        changes = alone(system, part) or alone(wide, part)
        solutions = [_of_one(system, change) for change in changes]
        solutions += [_moved(system, h) for h, mended in mending if mended == wanted]
        if solutions:
            found.append(Problem(tuple(part), tuple(solutions)))
        else:
            left.append(part)
    return found, left


def _of_one(system: System, change: Change) -> Solution:
    return Solution((change,), system.costs[change.cell])


def alone(system: System, numbers: Sequence[int]) -> list[Change]:
    """The single cells whose change would mend the edits `numbers` and break none."""
    common = set.intersection(*(system.suspected((n,)) for n in numbers))
    found = []
    for cell in sorted(common, key=str):
        change = _change(system, cell)
        if change is not None and _holds(system, change, numbers):
            found.append(change)
    return found


def _change(system: System, cell: CellKey) -> Change | None:
    """The range of figures of the cell that all hard edits allow."""
    allowed = ANYTHING
    for number in system.at[cell]:
        edit = system.edits[number]
        if edit.hard:
            allowed = both(allowed, system.allowed(edit, cell))
            if bounds(allowed) is None:
                return None
    found = bounds(allowed)
    return Change(cell, *found) if found else None


def _holds(system: System, change: Change, numbers: Iterable[int]) -> bool:
    """Does the exact judgement say so, at the ends of the range?"""
    ends = {end for end in (change.low, change.high) if abs(end) != inf}
    return all(system.satisfied({change.cell: int(end)}, numbers) for end in ends)


def _mended(system: System, hypothesis: Hypothesis) -> frozenset[int]:
    """The broken edits that a mistake would explain, if undoing it leaves none of those that it
    touches broken; else none."""
    values = hypothesis.values
    broken = frozenset[int]().union(*(system.broken_at.get(cell, ()) for cell in values))
    return broken if broken and system.satisfied(values, broken) else frozenset()


def _moved(system: System, hypothesis: Hypothesis) -> Solution:
    changes = tuple(
        Change(cell, value, value)
        for cell, value in hypothesis.values.items()
        if system.amounts[cell].printed != value
    )
    return Solution(changes, hypothesis.cost, (hypothesis,))


def _together(
    system: System,
    numbers: Iterable[int],
    mended: Iterable[frozenset[int]],
    rows: frozenset[Row],
) -> list[list[int]]:
    """The broken edits that share a cell or a row that is lacking, or that one mistake explains."""
    keys: dict[int, list[object]] = {}
    for number in numbers:
        cells = system.suspected((number,))
        keys[number] = [cell[:2] if cell[:2] in rows else cell for cell in cells]
    for explained in mended:
        for number in explained & keys.keys():
            keys[number].append(explained)
    return [sorted(part) for part in _joined(keys)]


def _tied(system: System, problems: Sequence[Sequence[int]]) -> list[list[int]]:
    """The problems, those joined that an edit which holds ties together."""
    cells = [system.suspected(numbers) for numbers in problems]
    keys: dict[int, list[object]] = {
        at: [number for number in system.touched(own) if system.edits[number].hard]
        for at, own in enumerate(cells)
    }
    return [sorted(n for at in part for n in problems[at]) for part in _joined(keys)]


def _joined(keys: Mapping[int, Sequence[object]]) -> list[list[int]]:
    """The numbers joined where they have a key in common, in their order."""
    parent = {number: number for number in keys}

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    first: dict[object, int] = {}
    for number, own in keys.items():
        for key in own:
            parent[root(number)] = root(first.setdefault(key, number))
    joined: dict[int, list[int]] = {}
    for number in keys:
        joined.setdefault(root(number), []).append(number)
    return list(joined.values())


# --- several cells -----------------------------------------------------------------------------


def _several(
    system: System,
    numbers: Sequence[int],
    tried: _Tried,
    rows: frozenset[Row],
) -> list[Solution]:
    """Several wrong cells, or a mistake that moves several and what is left when it is undone."""
    cells = system.suspected(numbers)
    solutions = by_programme(system, cells, rows)
    if not solutions:
        tied = (n for n in system.touched(cells) if system.edits[n].hard)
        solutions = by_programme(system, system.suspected(tied), rows)
    reaching = [each for each in tried if not cells.isdisjoint(each[0].values)]
    for hypothesis in islice((h for h, _ in reaching if _helps(system, h)), _MOST_TRIED):
        solutions += _undone(system, numbers, hypothesis, reaching, rows)
    least = min((solution.cost for solution in solutions), default=0)
    near = [s for s in solutions if s.cost < least + TOO_FAR]
    return sorted(near, key=lambda s: s.cost)[:MOST_SETS]


def _helps(system: System, hypothesis: Hypothesis) -> bool:
    """Would undoing the mistake mend some of what it touches, and break nothing?"""
    mended = 0
    for number in system.touched(hypothesis.values):
        edit = system.edits[number]
        if edit.hard:
            wrong = system.judged(edit, hypothesis.values).verdict is Verdict.ERROR
            if wrong and not edit.broken:
                return False
            mended += edit.broken and not wrong
    return mended > 0


def _undone(
    system: System,
    numbers: Sequence[int],
    hypothesis: Hypothesis,
    tried: _Tried,
    rows: frozenset[Row],
) -> list[Solution]:
    """The mistake with all that it leaves broken, where single cells and mistakes mend the rest."""
    rest = system.changed(hypothesis.values)
    near = {c for n in system.touched(hypothesis.values) for c in system.edits[n].weights}
    others = [
        (other, mended if near.isdisjoint(other.values) else _mended(rest, other))
        for other, mended in tried
        if other.values.keys().isdisjoint(hypothesis.values)
    ]
    broken = [n for n in numbers if rest.edits[n].broken]
    found, left = _by_one(rest, broken, others, rows)
    if left:
        return []
    solution = _moved(system, hypothesis)
    for problem in found:
        best = min(problem.solutions, key=lambda s: s.cost)
        solution = Solution(
            (*solution.changes, *best.changes),
            solution.cost + best.cost,
            (*solution.moves, *best.moves),
        )
    return [solution]


def _one_by_one(system: System, numbers: Sequence[int]) -> list[Problem]:
    """Where too many cells are wrong to ask for all of them at once: those that each mend several
    of the broken edits and break none, that which mends most of them first."""
    found = []
    left = frozenset(numbers)
    known: dict[CellKey, tuple[list[int], Change] | None] = {}
    while True:
        cells = sorted(system.suspected(left), key=str)
        known |= {cell: _mending(system, cell) for cell in cells if cell not in known}
        mending = [each for cell in cells if (each := known[cell])]
        if not mending:
            break
        mended, change = max(mending, key=lambda each: len(each[0]))
        found.append(Problem(tuple(mended), (_of_one(system, change),)))
        for cell in system.suspected(system.at[change.cell]):
            known.pop(cell, None)
        system = system.changed({change.cell: fitting(system, change)})
        left -= frozenset(mended)
    return [*found, Problem(tuple(sorted(left)), ())]


def _mending(system: System, cell: CellKey) -> tuple[list[int], Change] | None:
    """The broken edits that a change of the cell mends, several and more than it leaves, and the
    change, which breaks none; None where there is no such change. An edit may be left that nothing
    can mend: a rule of a bureau that its departments' books do not follow."""
    broken = [n for n in system.at[cell] if system.edits[n].broken]
    if len(broken) < 2:
        return None
    held = ANYTHING
    for number in system.at[cell]:
        edit = system.edits[number]
        if edit.hard and not edit.broken:
            held = both(held, system.allowed(edit, cell))
    allowed = {n: system.allowed(system.edits[n], cell) for n in broken}
    most: list[int] = []
    widest = held
    for first in broken:
        mended, within = [], held
        for number in (first, *broken):
            narrowed = both(within, allowed[number])
            if bounds(narrowed) and number not in mended:
                mended.append(number)
                within = narrowed
        if len(mended) > len(most):
            most, widest = mended, within
    ends = bounds(widest)
    if len(most) < 2 or 2 * len(most) <= len(broken) or ends is None:
        return None
    change = Change(cell, *ends)
    return (sorted(most), change) if _holds(system, change, most) else None
