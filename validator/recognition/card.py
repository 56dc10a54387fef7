"""The records that recognition yields of a scorecard: every cell that a rule may speak of, where it
stands, and what was written in it.

A card keeps what people wrote; what it means as an amount, a rate or a quantity is read by
`validator.quantities` when a rule asks.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from validator.amounts import Unit, canonical
from validator.forms.scorecard import NAMED, Kind, Scorecard, unweighed, weight_in
from validator.recognition.words import of_cell

#: 9.8 分, （10 分）: a score or a weight with its unit.
_POINTS = re.compile(r"\(?([+-]?\d{1,4}(?:\.\d{1,8})?)分\)?")


class Written(NamedTuple):
    """A cell of a card, zero-based: the label by which a person knows it, what stands in it, and
    the reader's note on it (`reading.Sheet.faults`)."""

    row: int
    column: int
    label: str
    raw: object
    fault: str | None = None

    @property
    def words(self) -> str:
        """What stands in it as plain words, "" for a blank."""
        return of_cell(self.raw)

    @property
    def points(self) -> Decimal | None:
        """A score or a weight as it was written, with 分 or without; None where that is none."""
        found = canonical(self.raw, self.fault)[1]
        if found is None and (said := _POINTS.fullmatch(self.words)):
            return Decimal(said[1])
        return found

    @property
    def blank(self) -> bool:
        """Is there nothing in it at all?"""
        return not self.words and self.fault is None


class Ticked(NamedTuple):
    """A row of boxes: its label's cell, its choices, and the numbers (from zero) of those that are
    ticked; `boxes` is how many boxes were found at all."""

    at: Written
    choices: tuple[str, ...]
    ticked: tuple[int, ...]
    boxes: int


class Indicator(NamedTuple):
    """A row of indicators. `group` is the cell of its 一级指标, which may stand above (merged) or
    be None; `own` is the cell that its own weight stands in (its name, or a cell for weights), None
    where it prints none; `reason` is its own cell for the reason of a deviation, where the card has
    a column for these."""

    row: int
    group: Written | None
    second: Written | None
    name: Written
    target: Written
    result: Written
    score: Written
    own: Written | None
    weight: Decimal | None
    reason: Written | None = None


class Group(NamedTuple):
    """The indicators under one 一级指标 of a goal; its weight is None where it prints none."""

    at: Written
    weight: Decimal | None
    indicators: tuple[Indicator, ...]

    @property
    def name(self) -> str:
        """Its words without the weight."""
        return unweighed(self.at.words)


class Goal(NamedTuple):
    """A block of indicators: the cell of its heading (None: it has none), its weight (None: not
    printed), its indicators."""

    at: Written | None
    weight: Decimal | None
    indicators: tuple[Indicator, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """Its indicators by 一级指标, in order; those without one are left out."""
        found = []
        for at, members in groupby(self.indicators, key=lambda indicator: indicator.group):
            if at is not None:
                found.append(Group(at, weight_in(at.words), tuple(members)))
        return tuple(found)


class Holder(NamedTuple):
    """A goal or a group that prints what it weighs, with the indicators that share the weight."""

    name: str
    at: Written
    weight: Decimal
    indicators: tuple[Indicator, ...]


class Execution(NamedTuple):
    """预算执行情况: its heading, 预算数 A, 执行数 B, 执行率, 得分, and the full score that its
    heading prints (None: it prints none)."""

    at: Written
    full: Decimal | None
    budget: Written
    executed: Written
    rate: Written
    score: Written


def _shared(run: Sequence[Indicator]) -> dict[int, tuple[Indicator, ...]]:
    """The indicators of a run, each with all of them, if the score of the first is that of all."""
    if len(run) < 2 or run[0].weight is None or run[0].score.points is None:
        return {}
    if any(each.own in (None, each.name) for each in run):
        return {}
    rest = [each.weight for each in run[1:]]
    known = [weight for weight in rest if weight is not None]
    beyond = run[0].weight < run[0].score.points <= run[0].weight + sum(known)
    if known and not (beyond and len(known) == len(rest)):
        return {}
    return {each.row: tuple(run) for each in run}


@dataclass(frozen=True)
class Filled:
    """What a scorecard and a summary have in common: `key` is S1, S2 … in the workbook's order;
    `title` is "" where the head is lost; `unit` is that of amounts which name none themselves."""

    key: str
    form: Scorecard
    sheet: str
    title: str
    top: int
    left: int
    bottom: int
    right: int
    year: int | None
    unit: Unit


@dataclass(frozen=True)
class Card(Filled):
    """One filled scorecard. `fields` are the cells of 单位名称, 项目名称 …, by label; `amounts`
    those of `EXPENDITURES`."""

    fields: Mapping[str, Written]
    amounts: Mapping[str, Written]
    ticks: tuple[Ticked, ...]
    execution: Execution | None
    goals: tuple[Goal, ...]
    constraint: Written | None
    total: Written | None
    grade: Written | None
    deviation: Written | None
    improvement: Written | None

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, in order."""
        return tuple(indicator for goal in self.goals for indicator in goal.indicators)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All groups, goal by goal."""
        return tuple(group for goal in self.goals for group in goal.groups)

    @cached_property
    def merged(self) -> Mapping[int, tuple[Indicator, ...]]:
        """Row → the indicators that share one merged score, on a card with a column of weights: the
        one whose row holds it, and those below it in its 一级指标 that have no score, and no weight
        of their own either or as much as the score needs."""
        found = {}
        for group in self.groups:
            run: list[Indicator] = []
            for each in (*group.indicators, None):
                if each is None or not each.score.blank:
                    found.update(_shared(run))
                    run = []
                if each is not None:
                    run.append(each)
        return found

    @cached_property
    def holders(self) -> tuple[Holder, ...]:
        """The goals that print a weight, each followed by its groups that do."""
        found = []
        for goal in self.goals:
            places: tuple[Goal | Group, ...] = (goal, *goal.groups)
            for place in places:
                if place.at is not None and place.weight is not None:
                    name = place.at.words.rstrip(":")
                    found.append(Holder(name, place.at, place.weight, place.indicators))
        return tuple(found)

    @property
    def full(self) -> Decimal:
        """The full score of the execution: the printed one, else the form's."""
        printed = self.execution.full if self.execution else None
        return self.form.full if printed is None else printed

    @property
    def department(self) -> str:
        """单位名称, else 主管部门, else ""."""
        found = self.fields.get(NAMED[Kind.DEPARTMENT]) or self.fields.get("主管部门")
        return found.words if found else ""

    @property
    def name(self) -> str:
        """What it evaluates: the project's or the department's name; "" where none is printed."""
        found = self.fields.get(NAMED[Kind.PROJECT]) or self.fields.get(NAMED[Kind.DEPARTMENT])
        return found.words if found else ""


class SummaryLine(NamedTuple):
    """A row of the summary's table."""

    name: str
    weight: Written
    score: Written
    grade: Written


class SummaryPart(NamedTuple):
    """…满分10分，实际得分10分: what a sentence of the summary says of a group."""

    name: str
    at: Written
    full: Decimal
    score: Decimal


class SummaryGoal(NamedTuple):
    """A goal that the summary lists, and the weights of its indicators."""

    at: Written
    weights: tuple[Decimal, ...]


@dataclass(frozen=True)
class Summary(Filled):
    """整体绩效自评结果（摘要版）. `lines` is its table (`lines[0]` the whole, then the groups); the
    rest is what its sentences say, None where they say nothing: the total and the grade, budget,
    executed amount and rate as they are written (`Written.raw` holds just those words)."""

    lines: tuple[SummaryLine, ...]
    parts: tuple[SummaryPart, ...]
    total: Written | None
    grade: Written | None
    budget: Written | None
    executed: Written | None
    rate: Written | None
    goals: tuple[SummaryGoal, ...]
