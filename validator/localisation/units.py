"""The likely wrong cells of a department, where its units' workbooks are at hand: their sum tells
which of several explanations is the true one, and belongs to the cause that explains it."""

from collections.abc import Sequence
from dataclasses import replace

from validator.checks import Results
from validator.checks.outcome import Cause, Outcome
from validator.checks.units import KIND
from validator.findings import Suspect
from validator.rounding import Verdict

_Place = tuple[str, str]


def with_units(causes: Sequence[Cause], results: Results) -> tuple[Cause, ...]:
    """The causes with the sums of units that they explain: those of the likeliest cells, and those
    that are off by as much. A choice of which every cell differs from the units goes first."""
    wrong: dict[_Place, Outcome] = {}
    for outcome in results.notable:
        if outcome.kind == KIND and outcome.verdict is Verdict.ERROR:
            own = outcome.left[0]
            if own.cell is not None:
                wrong[own.table.source.place(own.cell.row, own.cell.column)] = outcome
    if not wrong:
        return tuple(causes)
    return tuple(_with_sums(cause, wrong) for cause in causes)


def _with_sums(cause: Cause, wrong: dict[_Place, Outcome]) -> Cause:
    suspects = _told_apart(cause.suspects, wrong)
    first = {(s.sheet, s.address) for s in suspects if s.choice == 1}
    off = {(o.table, abs(o.judgement.residual)) for at, o in wrong.items() if at in first}
    keys = {o.key for o in wrong.values() if (o.table, abs(o.judgement.residual)) in off}
    return cause._replace(suspects=suspects, resolves=cause.resolves | keys)


def _told_apart(suspects: tuple[Suspect, ...], wrong: dict[_Place, Outcome]) -> tuple[Suspect, ...]:
    """The choices, first those of which each cell is not the sum of the units."""
    choices: dict[int, bool] = {}
    for suspect in suspects:
        differs = (suspect.sheet, suspect.address) in wrong
        choices[suspect.choice] = choices.get(suspect.choice, True) and differs
    order = sorted(choices, key=lambda choice: (not choices[choice], choice))
    number = {choice: place for place, choice in enumerate(order, start=1)}
    moved = [replace(suspect, choice=number[suspect.choice]) for suspect in suspects]
    return tuple(sorted(moved, key=lambda suspect: suspect.choice))
