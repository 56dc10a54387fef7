"""The smallest sets of cells whose change satisfies every identity at once (Fellegi–Holt).

Broken edits that share a cell which may be wrong are one problem, solved by itself. First it is
asked which single cell would do: for one cell the programme is the intersection of the ranges that
its edits allow. Then which single mistake that moves several figures would do (`hypotheses`). Only
then the integer programme is asked for several cells (`programme`).
"""

from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import NamedTuple

from validator.forms.model import CellKey
from validator.localisation.building import Row
from validator.localisation.records import Change, Hypothesis, Solution
from validator.localisation.several import MOST_CELLS, MOST_SETS, TOO_FAR, by_programme
from validator.localisation.system import ANYTHING, System, both, bounds


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
    mending = [(h, mended) for h in hypotheses if (mended := _mended(system, h))]
    found, left = [], []
    for numbers in _together(system, [mended for _, mended in mending], rows):
        wanted = frozenset(numbers)
        solutions = [_of_one(system, change) for change in alone(system, numbers)]
        solutions += [_moved(system, h) for h, mended in mending if mended == wanted]
        if solutions:
            found.append(Problem(tuple(numbers), tuple(solutions)))
        else:
            left.append(numbers)
    for numbers in _tied(system, left):
        partly = [(h, mended) for h, mended in mending if mended < frozenset(numbers)]
        found.append(Problem(tuple(numbers), tuple(_several(system, numbers, partly, rows))))
    return found


def _of_one(system: System, change: Change) -> Solution:
    return Solution((change,), system.costs[change.cell])


def alone(system: System, numbers: Sequence[int]) -> list[Change]:
    """The single cells whose change would mend the edits `numbers` and break none."""
    common = set(system.costs).intersection(*(system.edits[n].weights for n in numbers))
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
    """Does the exact judgement say so, at the ends of the range? Only here are shares judged."""
    ends = {end for end in (change.low, change.high) if abs(end) != inf}
    return all(system.satisfied({change.cell: int(end)}, numbers) for end in ends)


def _mended(system: System, hypothesis: Hypothesis) -> frozenset[int]:
    """The broken edits that a mistake would explain, if undoing it leaves none of those that it
    touches broken; else none."""
    values = hypothesis.values
    broken = frozenset(n for n in system.touched(values) if system.edits[n].broken)
    return broken if broken and system.satisfied(values, broken) else frozenset()


def _moved(system: System, hypothesis: Hypothesis) -> Solution:
    changes = tuple(
        Change(cell, value, value)
        for cell, value in hypothesis.values.items()
        if system.amounts[cell].printed != value
    )
    return Solution(changes, hypothesis.cost, hypothesis)


def _together(
    system: System, mended: Iterable[frozenset[int]], rows: frozenset[Row]
) -> list[list[int]]:
    """The broken edits that share a cell or a row that is lacking, or that one mistake explains."""
    keys: dict[int, list[object]] = {}
    for number in system.broken:
        cells = [cell for cell in system.edits[number].weights if cell in system.costs]
        keys[number] = [cell[:2] if cell[:2] in rows else cell for cell in cells]
    for numbers in mended:
        for number in numbers:
            keys[number].append(numbers)
    return [sorted(part) for part in _joined(keys)]


def _tied(system: System, problems: Sequence[Sequence[int]]) -> list[list[int]]:
    """The problems, those joined that an edit which holds ties together."""
    cells = [suspected(system, numbers) for numbers in problems]
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


def suspected(system: System, numbers: Iterable[int]) -> set[CellKey]:
    """The cells of some edits that may be wrong."""
    return {c for n in numbers for c in system.edits[n].weights if c in system.costs}


# --- several cells -----------------------------------------------------------------------------


def _several(
    system: System,
    numbers: Sequence[int],
    partly: Sequence[tuple[Hypothesis, frozenset[int]]],
    rows: frozenset[Row],
) -> list[Solution]:
    """Several wrong cells, or a mistake that moves several and what is left when it is undone."""
    solutions = by_programme(system, suspected(system, numbers), rows)
    if not solutions:
        tied = (n for n in system.touched(suspected(system, numbers)) if system.edits[n].hard)
        solutions = by_programme(system, suspected(system, tied), rows)
    fewest = min((len(s.cells) for s in solutions), default=MOST_CELLS + 1)
    for hypothesis, mended in partly:
        rest = system.changed(hypothesis.values)
        left = [n for n in numbers if n not in mended]
        moved = _moved(system, hypothesis)
        found = [_of_one(system, change) for change in alone(rest, left)] if left else []
        if found and fewest >= 2:
            solutions += [
                Solution((*moved.changes, *s.changes), moved.cost + s.cost, hypothesis)
                for s in found
            ]
    if not solutions:
        return []
    least = min(solution.cost for solution in solutions)
    near = [s for s in solutions if s.cost < least + TOO_FAR]
    return sorted(near, key=lambda s: s.cost)[:MOST_SETS]
