"""Solved problems → causes: which cells are wrong for one reason, what else would explain the same,
and which findings the right figures would resolve.

A problem may need several cells for no other reason than that two mistakes share an identity. Its
best solution is taken apart into mistakes that no broken identity has in common, and for each of
these alone the alternatives are sought, the others being put right.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from math import inf
from typing import NamedTuple

from validator.amounts import amount
from validator.checks.cell_values import describe
from validator.forms.model import CellKey
from validator.localisation.building import Row
from validator.localisation.explaining import (
    Explanation,
    Likely,
    Tables,
    explained_solutions,
)
from validator.localisation.records import Change, Solution
from validator.localisation.solving import Problem, alone
from validator.localisation.system import ANYTHING, HOLDING, Edit, System, both, bounds
from validator.rounding import Verdict

#: So many alternatives are named; of an amount that stands in one sum only, all of its addends.
MOST_CHOICES = 30
#: How good a verdict is, for telling what becomes better.
_RANK = {Verdict.ERROR: 0, Verdict.IMPROBABLE: 1, Verdict.ROUNDING: 2}


class Reason(NamedTuple):
    """Why identities are broken: the `choices` that explain it, the likeliest first, and what the
    first of them `resolves`, by the keys of outcomes. `unread`: the cell holds no number, and the
    identities tell what it should be."""

    choices: tuple[Explanation, ...]
    resolves: frozenset[Hashable]
    unread: bool = False


def reasons(
    system: System, solved: Iterable[Problem], tables: Tables, rows: frozenset[Row]
) -> list[Reason]:
    """The reasons of all problems that have a solution, and of cells that hold no number."""
    found: list[Reason] = []
    for problem in solved:
        if problem.solutions:
            found += _of_problem(system, problem, tables, rows)
    sure = [reason.choices[0].values for reason in found if len(reason.choices) == 1]
    right = {cell: value for values in sure for cell, value in values.items()}
    return found + list(_unread(system.changed(right), tables) if system.unread else ())


def _of_problem(
    system: System, problem: Problem, tables: Tables, rows: frozenset[Row]
) -> Iterable[Reason]:
    ranked = explained_solutions(system, problem.solutions, tables, rows)
    best = ranked[0]
    parts = _parts(system, problem.edits, best, rows)
    if len(parts) == 1:
        choices = tuple(ranked[:MOST_CHOICES])
        yield Reason(choices, _resolved(system, best.values, {}))
        return
    for cells in parts:
        others = {c: v for c, v in best.values.items() if c not in cells}
        rest = system.changed(others)
        own = _only(best, cells)
        edits = [n for n in problem.edits if rest.edits[n].broken]
        choices = (own,)
        if len(cells) == 1 and edits:
            single = [Solution((c,), system.costs[c.cell]) for c in alone(rest, edits)]
            others_too = explained_solutions(rest, single, tables, rows)[:MOST_CHOICES]
            choices = tuple(others_too) or choices
        yield Reason(choices, _resolved(system, choices[0].values, others))


def _only(explanation: Explanation, cells: frozenset[CellKey]) -> Explanation:
    """The part of an explanation that speaks of some of its cells."""
    solution = explanation.solution
    changes = tuple(change for change in solution.changes if change.cell in cells)
    own = tuple(move for move in solution.moves if not cells.isdisjoint(move.values))
    return Explanation(
        Solution(changes, solution.cost, own),
        tuple(each for each in explanation.likely if each.change.cell in cells),
        explanation.evidence,
        {cell: value for cell, value in explanation.values.items() if cell in cells},
    )


def _parts(
    system: System, numbers: Sequence[int], best: Explanation, rows: frozenset[Row]
) -> list[frozenset[CellKey]]:
    """The cells of a solution, apart where no broken edit speaks of both, and none would break if
    only one were put right; what one mistake moved and what stands in one missing row stays
    together."""
    parts: list[set[CellKey]] = []
    for cell in best.values:
        row = {c for c in best.values if c[:2] == cell[:2]} if cell[:2] in rows else {cell}
        move = best.solution.move_of(cell)
        parts.append(row | (move.values.keys() & best.values.keys() if move else set()))
    for number in system.touched(best.values):
        edit = system.edits[number]
        both_in = best.values.keys() & edit.weights.keys()
        if number in numbers or (
            edit.hard and len(both_in) > 1 and _ties(system, edit, best, both_in)
        ):
            parts.append(both_in)
    joined: list[set[CellKey]] = []
    for part in filter(None, parts):
        touching = [other for other in joined if other & part]
        joined = [other for other in joined if not other & part]
        joined.append(part.union(*touching))
    return [frozenset(part) for part in joined]


def _ties(system: System, edit: Edit, best: Explanation, cells: Iterable[CellKey]) -> bool:
    """Would the edit break if only one of the cells were put right?"""
    alone = ({cell: best.values[cell]} for cell in cells)
    return any(system.judged(edit, values).verdict is Verdict.ERROR for values in alone)


def _resolved(
    system: System, values: Mapping[CellKey, int], others: Mapping[CellKey, int]
) -> frozenset[Hashable]:
    """The keys of what becomes better when the cells print `values`, the `others` being right."""
    together = {**others, **values}
    resolved = set()
    for number in system.touched(values):
        edit = system.edits[number]
        if edit.verdict in _RANK:
            after = system.judged(edit, together).verdict
            if after in HOLDING and _RANK.get(after, 3) > _RANK[edit.verdict]:
                resolved.add(edit.key)
    return frozenset(resolved)


# --- cells that hold no number -----------------------------------------------------------------


def _unread(system: System, tables: Tables) -> Iterable[Reason]:
    """Cells with a text, an error or a formula without a result, where the identities that need
    them tell what they should be; other cells that are surely wrong are put right."""
    for cell in system.unread:
        allowed, asked = ANYTHING, []
        for number in system.at[cell]:
            edit = system.edits[number]
            if edit.hard and edit.unknown == {cell}:
                allowed = both(allowed, system.allowed(edit, cell))
                asked.append(edit.key)
        ends = bounds(allowed)
        if not ends or inf in map(abs, ends):
            continue
        change = Change(cell, *ends)
        value = change.value
        if value is None:
            value = _said(tables, change)
        likely = Likely(change, value, None)
        values = {cell: int(change.low) if value is None else value}
        solution = Solution((change,), system.costs[cell])
        yield Reason(
            (Explanation(solution, (likely,), 0.0, values),), frozenset(asked), unread=True
        )


def _said(tables: Tables, change: Change) -> int | None:
    """The number that can be made out in the cell, in 分, if the identities allow it."""
    key, row, column = change.cell
    table = tables.own[key]
    _, facts = describe(table.cells[row, column].raw, table.unit_of(column))
    if "number" not in facts:
        return None
    printed = amount(float(Decimal(facts["number"])), table.unit_of(column)).printed
    return printed if change.low <= printed <= change.high else None
