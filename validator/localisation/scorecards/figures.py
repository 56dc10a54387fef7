"""The figures of a scorecard that may be wrong: where each stands, what it is, and the scorecard
with another one in its place.

A figure is an amount, a rate, a score, a weight or full score that stands in a heading or a
sentence, the number in a target or a result, or a grade. Figures are decimals as they are written:
amounts in the scorecard's unit, rates in per cent, the rest in points; a grade is its word.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum
from typing import NamedTuple

from validator.amounts import Unit
from validator.checks.scorecards.figures import stated_rate
from validator.checks.scorecards.workbook import money_of, shown
from validator.quantities.figures import number
from validator.recognition.card import Card, Goal, Summary, Written

Record = Card | Summary
Value = Decimal | str

#: The number in a heading, a target or a result.
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_EXACT = Context(prec=60)


class What(Enum):
    """What a figure is, which says how it is written."""

    AMOUNT = "amount"
    RATE = "rate"
    POINTS = "points"
    WEIGHT = "weight"
    FULL = "full"
    GOT = "got"
    QUANTITY = "quantity"
    GRADE = "grade"


#: Figures that stand among other words in their cell.
WITHIN_WORDS = frozenset({What.WEIGHT, What.FULL, What.GOT, What.QUANTITY})

Path = tuple[str | int, ...]


class Figure(NamedTuple):
    """A figure of the scorecard `record` (S1), in the cell `at`; the `paths` lead to it through the
    scorecard's record: to the cell, or to the number that was read of it."""

    record: str
    at: Written
    what: What
    paths: tuple[Path, ...]

    @property
    def place(self) -> tuple[int, int, str]:
        """The cell as rules name it: row, column and label."""
        return self.at.row, self.at.column, self.at.label


def figures(record: Record) -> tuple[Figure, ...]:
    """All figures of a scorecard that a rule computes with."""
    of = _of_card(record) if isinstance(record, Card) else _of_summary(record)
    return tuple(of)


def _of_card(card: Card) -> Iterator[Figure]:
    def figure(at: Written, what: What, *paths: Path) -> Figure:
        return Figure(card.key, at, what, paths)

    if (done := card.execution) is not None:
        for name, at, what in (
            ("budget", done.budget, What.AMOUNT),
            ("executed", done.executed, What.AMOUNT),
            ("rate", done.rate, What.RATE),
            ("score", done.score, What.POINTS),
        ):
            yield figure(at, what, ("execution", name))
        if done.full is not None:
            yield figure(done.at, What.WEIGHT, ("execution", "full"))
    for label, at in card.amounts.items():
        yield figure(at, What.AMOUNT, ("amounts", label))
    for number_, goal in enumerate(card.goals):
        yield from _of_goal(goal, ("goals", number_), figure)
    if card.total is not None:
        yield figure(card.total, What.POINTS, ("total",))
    if card.grade is not None:
        yield figure(card.grade, What.GRADE, ("grade",))


def _of_goal(goal: Goal, path: Path, figure: Callable[..., Figure]) -> Iterator[Figure]:
    if goal.at is not None and goal.weight is not None:
        yield figure(goal.at, What.WEIGHT, (*path, "weight"))
    rows = {indicator.row: n for n, indicator in enumerate(goal.indicators)}
    for group in goal.groups:
        if group.weight is not None:
            members = (rows[indicator.row] for indicator in group.indicators)
            paths = ((*path, "indicators", n, "group") for n in members)
            yield figure(group.at, What.WEIGHT, *paths)
    for n, indicator in enumerate(goal.indicators):
        own: Path = (*path, "indicators", n)
        if indicator.own is not None and indicator.weight is not None:
            yield figure(indicator.own, What.WEIGHT, (*own, "weight"))
        if indicator.score.column != indicator.name.column:  # a card may have no such column
            yield figure(indicator.score, What.POINTS, (*own, "score"))
        for name, at in (("target", indicator.target), ("result", indicator.result)):
            if len(_NUMBER.findall(at.words)) == 1:
                yield figure(at, What.QUANTITY, (*own, name))


def _of_summary(summary: Summary) -> Iterator[Figure]:
    def figure(at: Written, what: What, *path: str | int) -> Figure:
        return Figure(summary.key, at, what, (path,))

    for n, line in enumerate(summary.lines):
        yield figure(line.weight, What.POINTS, "lines", n, "weight")
        yield figure(line.score, What.POINTS, "lines", n, "score")
        yield figure(line.grade, What.GRADE, "lines", n, "grade")
    for n, part in enumerate(summary.parts):
        yield figure(part.at, What.FULL, "parts", n, "full")
        yield figure(part.at, What.GOT, "parts", n, "score")
    for name, what in (
        ("total", What.POINTS),
        ("grade", What.GRADE),
        ("budget", What.AMOUNT),
        ("executed", What.AMOUNT),
        ("rate", What.RATE),
    ):
        at = getattr(summary, name)
        if isinstance(at, Written):
            yield figure(at, what, name)


# --- what stands there, and something else ----------------------------------------------------


def value_of(record: Record, figure: Figure) -> Value | None:
    """The figure as it stands in the scorecard; None where there is none."""
    found = _get(record, figure.paths[0])
    if isinstance(found, Decimal):
        return found
    assert isinstance(found, Written), figure
    if figure.what is What.GRADE:
        return found.words or None
    if figure.what is What.AMOUNT:
        money = money_of(record, found)
        return None if money is None else _EXACT.divide(money.fen, Decimal(record.unit.fen))
    if figure.what is What.RATE:
        rate = stated_rate(record)
        return None if rate is None else rate.percent
    if figure.what is What.POINTS:
        return found.points
    numbers = _NUMBER.findall(found.words)
    return Decimal(numbers[-1]) if numbers else None


def with_value(record: Record, figure: Figure, value: Value) -> Record:
    """The scorecard with another figure in the place of one of its own."""
    changed: object = record
    for path in figure.paths:
        found = _get(changed, path)
        new = value if isinstance(found, Decimal) else _rewritten(record, figure, found, value)
        changed = _put(changed, path, new)
    assert isinstance(changed, Card | Summary)
    return changed


def _rewritten(record: Record, figure: Figure, found: object, value: Value) -> Written:
    assert isinstance(found, Written), figure
    if isinstance(value, str):
        said = value
    elif figure.what is What.AMOUNT:
        said = f"{value:f}{record.unit.name}"
    elif figure.what is What.RATE:
        said = f"{value:f}%"
    elif figure.what in WITHIN_WORDS:
        at = list(_NUMBER.finditer(found.words))[-1]
        said = f"{found.words[: at.start()]}{number(value)}{found.words[at.end() :]}"
    else:
        said = f"{value:f}"
    return found._replace(raw=said, fault=None)


def _get(part: object, path: Path) -> object:
    for step in path:
        if isinstance(step, int):
            assert isinstance(part, tuple)
            part = part[step]
        else:
            part = part[step] if isinstance(part, Mapping) else getattr(part, step)
    return part


def _put(part: object, path: Path, value: object) -> object:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(part, Mapping):
        return {**part, step: _put(part[step], rest, value)}
    if isinstance(step, int):
        assert isinstance(part, tuple)
        return (*part[:step], _put(part[step], rest, value), *part[step + 1 :])
    new = {step: _put(getattr(part, step), rest, value)}
    if isinstance(part, Card | Summary):
        return replace(part, **new)  # type: ignore[arg-type]  # the path says which field it is
    return part._replace(**new)  # type: ignore[attr-defined]


# --- digits -----------------------------------------------------------------------------------


def decimals_of(record: Record, figure: Figure) -> int:
    """How many decimals the figure is written with, at least as many as its kind has; of a rate two
    at most, since 0.9800 with its point moved was 98.00."""
    found = value_of(record, figure)
    written = _decimals(found) if isinstance(found, Decimal) else 0
    if figure.what is What.RATE:
        rate = stated_rate(record)
        return 2 if rate is None else min(rate.decimals, 2)
    return max(written, 2)


def _decimals(value: Decimal) -> int:
    return len(number(value).partition(".")[2])


def rounded_to(value: Decimal, decimals: int) -> Decimal:
    """The value with so many decimals, half-up."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)


def unit_of(record: Record, figure: Figure, *values: Decimal) -> Unit:
    """The unit that `values` are typed in, with as many decimals as they need: an amount's own (two
    at least), else whole numbers of the last digit."""
    needed = max(map(_decimals, values), default=0)
    if figure.what is What.AMOUNT:
        return replace(record.unit, decimals=max(record.unit.decimals, needed))
    if figure.what is What.RATE:
        needed = max(needed, decimals_of(record, figure))
    return Unit("", 10**needed, needed)


def said(record: Record, figure: Figure, value: Value | None) -> str:
    """The figure as a person reads it: 19.9, 609.24, 99.7%; "" for none."""
    if value is None or isinstance(value, str):
        return value or ""
    if figure.what is What.AMOUNT:
        return f"{rounded_to(value, max(record.unit.decimals, _decimals(value))):f}"
    if figure.what is What.RATE:
        return f"{rounded_to(value, decimals_of(record, figure)):f}%"
    return number(value) if figure.what is What.QUANTITY else shown(value)
