"""Which form a filled scorecard has: the one that prints most of what the card shows.

Whether it is a department's or a project's the title says, or else the card's own labels.
"""

import re
from collections.abc import Collection, Iterable
from functools import cache

from validator.forms.scorecard import (
    EXPENDITURES,
    NAMED,
    GoalsIn,
    Kind,
    Scorecard,
    WeightIn,
    load_scorecard,
    unweighed,
    weight_in,
)
from validator.recognition.block import bare, card_forms
from validator.recognition.card import Ticked, Written
from validator.recognition.execution import PrintedExecution
from validator.recognition.indicators import Goals
from validator.recognition.words import plain

_PROJECT = re.compile("项目(支出|绩效|目标)*自评")
_DEPARTMENT = re.compile(r"(部门|单位\)?|整体)(整体|支出|绩效|目标)*自评")
_NUMBER = re.compile(r"\d+$")


def kind_of(title: str, fields: Iterable[str], ticks: Iterable[Ticked]) -> Kind | None:
    """What a card evaluates; None where neither title nor labels say it."""
    words = plain(title)
    if _PROJECT.search(words):
        return Kind.PROJECT
    if _DEPARTMENT.search(words):
        return Kind.DEPARTMENT
    if any(ticks) or NAMED[Kind.PROJECT] in fields:
        return Kind.PROJECT
    return Kind.DEPARTMENT if any(label in EXPENDITURES for label in fields) else None


def form_of(
    kind: Kind | None,
    shown: frozenset[object],
    year: int | None,
    preferred: Collection[str],
    before: Scorecard | None,
) -> Scorecard:
    """The form that shares most with what a card shows; between equals one that is preferred, one
    of its year, the one of the card before, the newest."""

    def rank(form: Scorecard) -> tuple[int, bool, bool, bool, int]:
        fits = year is not None and form.first_year <= year <= form.last_year
        same = before is not None and before.name == form.name
        common = len(shown & _evidence(form.name))
        return common, form.name in preferred, fits, same, form.first_year

    return max((f for f in card_forms() if kind in (None, f.kind)), key=rank)


@cache
def _evidence(name: str) -> frozenset[object]:
    """What a card of this form shows."""
    form = load_scorecard(name)
    found: set[object] = {("field", plain(label)) for row in form.fields for label in row}
    found.update(("opening", plain(said).partition(":")[0]) for said in form.opening)
    for ticks in form.ticks:
        found.add((plain(ticks.label), tuple(plain(choice) for choice in ticks.choices)))
    found.add(("execution", plain(form.execution[1]), form.full))
    found.update(("heading", bare(plain(words))) for words in form.headings)
    found.update(_goal(goal.heading, goal.weight) for goal in form.goals)
    found.update((form.goals_in, form.weight_in))
    found.update(("group", plain(group.name)) for group in form.groups)
    found.update(("signature", plain(words)) for words in form.signature[:1])
    if form.constraint:
        found.add("constraint")
    if form.notes:
        found.add("notes")
    return frozenset(found)


def _goal(heading: str, weight: object) -> tuple[object, ...]:
    """The heading of a goal without its number."""
    return "goal", _NUMBER.sub("", unweighed(plain(heading))), weight


def evidence(
    ticks: Iterable[Ticked],
    execution: PrintedExecution | None,
    goals: Goals,
    signature: Written | None,
    noted: bool,
) -> set[object]:
    """The same, as a filled card shows it, but for the labels of its fields."""
    found: set[object] = set()
    for row in ticks:
        found.add((row.at.label, row.choices))
    if execution is not None:
        found.add(("execution", execution.label, execution.record.full))
    found.update(("heading", heading) for heading in goals.headings)
    found.update(_goal(goal.at.label, goal.weight) for goal in goals.goals if goal.at is not None)
    found.update((goals.style, _weight_in(goals)))
    found.update(("group", unweighed(words)) for words in goals.groups)
    if signature is not None:
        found.add(("signature", signature.label))
    if goals.constraint is not None:
        found.add("constraint")
    if noted:
        found.add("notes")
    return found


def _weight_in(goals: Goals) -> WeightIn | None:
    """Where the card prints what its indicators weigh."""
    if "分值" in goals.columns:
        return WeightIn.CELL
    if any(indicator.own for goal in goals.goals for indicator in goal.indicators):
        return WeightIn.NAME
    if any(weight_in(words) is not None for words in goals.groups):
        return WeightIn.GROUP
    return WeightIn.GOAL if goals.style in (GoalsIn.ACROSS, GoalsIn.DESCRIBED) else None
