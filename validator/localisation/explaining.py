"""Which of several solutions is the likeliest, what each cell should then print, and why.

The chance of a solution is that of its mistakes: how often people make one of that kind, spread
over all the figures that it could have made (`mistakes`), times how little the form suspects the
cell, times what the softer rules say, which usually hold (E01), times how often rounding leaves the
differences that are then left. Where nothing explains a figure it stays unexplained, and is then
likelier in no cell than in another.
"""

from collections.abc import Mapping, Sequence
from math import inf, log
from typing import NamedTuple

from validator.forms.model import CellKey
from validator.localisation.building import Row
from validator.localisation.circumstances import around, circumstances
from validator.localisation.mistakes import Mistake, explained, unexplained
from validator.localisation.records import Change, Solution
from validator.localisation.several import fitting
from validator.localisation.system import Edit, System
from validator.recognition import Table
from validator.rounding import Relation, Verdict, chance_of

#: One more unit of cost makes a cell so many times less likely, as a logarithm.
LESS = 0.6
#: A soft rule that holds only with a solution makes it so much likelier, as a logarithm.
SOFT = 1.5
#: How likely a mistake that moves several figures is among all, spread over its few shapes.
_MOVED = log(0.02)
#: A negative figure where none is printed, and no lost sign explains it: as good as excluded.
_NEGATIVE = -8.0
#: What has so much less evidence, as a logarithm, is not named: once in 400,000.
HOPELESS = 13.0
#: With more addends rounding hides what a difference could tell.
_MOST_ADDENDS = 60
#: Mistakes in typing that change digits, and keep all others.
_OF_DIGITS = frozenset({"swapped", "mistyped", "dropped", "doubled", "inserted", "sign"})
#: Circumstances are looked for at so many figures of a range.
_TRIED = 60


class Tables(NamedTuple):
    """The workbook's tables by key, and last year's, where they are at hand."""

    own: Mapping[str, Table]
    previous: Mapping[str, Table]


class Likely(NamedTuple):
    """A change with the figure that the cell should print, None where it is not known to the last
    digit, the mistake that explains what it prints, where one does, and the `origin`: the one
    figure of the range of which it does."""

    change: Change
    value: int | None
    mistake: Mistake | None
    origin: int | None = None


class Explanation(NamedTuple):
    """A solution explained: its changes, the `evidence` for it as a logarithm, and figures for all
    of its cells that go together, for asking what else they would mend."""

    solution: Solution
    likely: tuple[Likely, ...]
    evidence: float
    values: Mapping[CellKey, int]


def explained_solutions(
    system: System, solutions: Sequence[Solution], tables: Tables, rows: frozenset[Row]
) -> list[Explanation]:
    """The solutions explained, the likeliest first, without those that have next to no evidence
    beside it."""
    found = [_explained(system, solution, tables, rows) for solution in solutions]
    found.sort(key=lambda each: -each.evidence)
    return [each for each in found if each.evidence > found[0].evidence - HOPELESS]


def _explained(
    system: System, solution: Solution, tables: Tables, rows: frozenset[Row]
) -> Explanation:
    likely: list[Likely] = []
    evidence = -LESS * solution.cost
    evidence += _MOVED * len(solution.moves)
    lacking = {change.cell[:2] for change in solution.changes if change.cell[:2] in rows}
    evidence += _MOVED * len(lacking)
    for change in solution.changes:
        if solution.move_of(change.cell) or change.cell[:2] in lacking:
            likely.append(Likely(change, change.value, None))
            continue
        each, chance = _likely(system, change, tables)
        likely.append(each)
        evidence += chance
    values = {
        each.change.cell: fitting(system, each.change) if each.value is None else each.value
        for each in likely
    }
    evidence += _soft(system, values) + _rounded(system, values)
    return Explanation(solution, tuple(likely), evidence, values)


def _likely(system: System, change: Change, tables: Tables) -> tuple[Likely, float]:
    """What the cell should print and which mistake made it what it prints, with the logarithm of
    the chance of that."""
    cell = change.cell
    table, printed = tables.own[cell[0]], system.amounts[cell].printed
    unit = table.unit_of(cell[2])
    low, high = _finite(change.low), _finite(change.high)
    found = list(explained(printed, low, high, unit))
    step = unit.step
    values = range(low, min(high, low + _TRIED * step) + 1, step)
    if high - low <= _TRIED * step:
        edits = [system.edits[number] for number in system.at[cell]]
        near = around(table, cell[1], cell[2], tables.own, tables.previous, edits)
        found += [(v, m) for v in values for m in circumstances(v, printed, near, unit)]
        whatever = circumstances(None, printed, near, unit)
    else:
        whatever = ()
    best = max(found, key=lambda pair: pair[1].chance, default=None)
    value = change.value
    if value is None and len({v for v, _ in found}) == 1:
        value = next((v for v, m in found if keeps_digits(m, v, printed)), None)
    negative = high < 0 <= printed
    origin, mistake = best if best and (value is None or best[0] == value) else (None, None)
    if negative and not printed:  # nobody leaves out what cannot be
        origin, mistake = None, None
    elif mistake is None and whatever:
        mistake = max(whatever, key=lambda m: m.chance)
    due = value if value is not None else fitting(system, change)
    chance = log(mistake.chance if mistake else unexplained(due, printed, unit))
    if mistake and len({v for v, other in found if other.kind == mistake.kind}) > 1:
        origin = None  # it would explain several figures of the range
    if negative and not mistake:
        chance += _NEGATIVE
    return Likely(change, value, mistake, origin), chance


def keeps_digits(mistake: Mistake, right: int, wrong: int) -> bool:
    """Does the wrong figure tell the right one to its last digit? Not where digits were lost, or
    where what was typed had more of them than is printed."""
    if mistake.kind == "point":
        return abs(wrong) in (abs(right) * factor for factor in (10, 100, 1000))
    if mistake.kind == "unit":
        return abs(wrong) >= 1000 * abs(right)
    return mistake.kind in _OF_DIGITS


def _finite(end: float) -> int:
    return int(max(min(end, 10**18), -(10**18))) if abs(end) == inf else int(end)


def _soft(system: System, values: Mapping[CellKey, int]) -> float:
    """What the softer rules say to these figures, as a logarithm."""
    evidence = 0.0
    for number in system.touched(values):
        edit = system.edits[number]
        if not edit.hard:
            after = system.judged(edit, values).verdict
            evidence += SOFT * (edit.verdict is Verdict.ERROR)
            evidence -= SOFT * (after is Verdict.ERROR)
    return evidence


def _rounded(system: System, values: Mapping[CellKey, int]) -> float:
    """How much likelier or less likely the rounding differences become with these figures, as a
    logarithm: a sum that agrees to the last digit seldom does so by chance."""
    evidence = 0.0
    for number in system.touched(values):
        edit = system.edits[number]
        if edit.hard and edit.relation is Relation.EQUAL and not (edit.share or edit.unknown):
            evidence += _chance(system, edit, values)
            if edit.verdict is not Verdict.ERROR:
                evidence -= _chance(system, edit, {})
    return evidence


def _chance(system: System, edit: Edit, values: Mapping[CellKey, int]) -> float:
    """How likely the difference of an identity is under rounding, as a logarithm; 0 where it says
    nothing: figures that are not rounded, or not to the same digit, or of which more is stored."""
    amounts = [system.amounts[cell] for cell in edit.weights]
    figures = [values.get(cell, system.amounts[cell].printed) for cell in edit.weights]
    halves = {amount.half for amount in amounts}
    (half, *others) = halves
    if others or not half or any(amount.stored is not None for amount in amounts):
        return 0.0
    addends = sum(map(bool, figures)) - 1
    if addends > _MOST_ADDENDS:
        return 0.0
    residual = sum(w * v for w, v in zip(edit.weights.values(), figures, strict=True))
    chance = chance_of(residual // (2 * half), addends)
    return log(chance) if chance else 0.0
