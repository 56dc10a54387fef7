"""A number typed over a formula: beside it, in the same row or column, formulas stand at the places
of the same identity, and here a number does."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from validator.amounts import EMPTY, State, show
from validator.checks.context import as_written, at
from validator.checks.outcome import Observation
from validator.checks.sentences import unit_of
from validator.checks.submitted.defined import Definition, Definitions, Way
from validator.checks.submitted.live import TOLD, Bound, Live, beside, explained, listed
from validator.expressions.cells import Spot
from validator.forms.model import RowKey, Rule, Severity
from validator.rounding import Verdict

#: Fewer formulas than this in a row or column are no pattern.
_FEWEST = 2
#: … and they are one only where there are so many formulas for each number.
_TO_ONE = 2

_FIGURES = frozenset({State.NUMBER, State.ZERO, State.TEXT_NUMBER})


class _Over(NamedTuple):
    """A cell with a number where a formula is expected, and the identity that it is the total of;
    `holds` tells whether the number is what the identity asks for."""

    bound: Bound
    spot: Spot
    definition: Definition
    holds: bool


def typed(rule: Rule, live: Mapping[Spot, Live], known: Definitions) -> Iterator[Observation]:
    """The numbers typed over formulas: an error where the identity is broken, and its likely cause;
    where it holds, to be explained. Many cells of a table are one finding."""
    groups: dict[tuple[str, bool], list[_Over]] = defaultdict(list)
    for each in _over(live, known):
        groups[each.bound.table.key, each.holds].append(each)
    for (_, holds), cells in groups.items():
        yield from _told(rule, cells, holds)


def _over(live: Mapping[Spot, Live], known: Definitions) -> Iterator[_Over]:
    lines: dict[tuple[str, str, Way, str, RowKey], list[Definition]] = defaultdict(list)
    for those in known.by_total.values():
        for each in those:
            if each.way is Way.OTHER:  # a figure of another table is often typed
                continue
            total, rule = each.outcome.left[0], each.outcome.rule.id
            lines[rule, total.table.key, each.way, "row", total.row].append(each)
            lines[rule, total.table.key, each.way, "column", total.column].append(each)
    seen: set[Spot] = set()
    for those in lines.values():
        numbers = [d for d in those if d.total not in live and _is_figure(d)]
        formulas = {d.total for d in those if d.total in live}
        if len(formulas) < max(_FEWEST, _TO_ONE * len({d.total for d in numbers})):
            continue
        for each in numbers:
            total = each.outcome.left[0]
            if each.total not in seen:
                seen.add(each.total)
                broken = [d for d in known.by_total[each.total] if _is_broken(d)]
                shown = broken[0] if broken else each
                bound = Bound(total.table, total.row, total.column)
                yield _Over(bound, each.total, shown, not broken)


def _is_figure(definition: Definition) -> bool:
    """Does the total hold a number that matters: not zero, or zero where there should be more?"""
    cell = definition.outcome.left[0].cell
    assert cell is not None
    value = cell.amount
    if value.state not in _FIGURES or value.state in EMPTY:
        return False
    return bool(value.printed) or _is_broken(definition)


def _is_broken(definition: Definition) -> bool:
    return definition.outcome.verdict in (Verdict.ERROR, Verdict.IMPROBABLE)


def _told(rule: Rule, cells: list[_Over], holds: bool) -> Iterator[Observation]:
    kind = "typed_over_same" if holds else "typed_over_differs"
    severity = Severity.WARNING if holds else Severity.ERROR
    groups = [cells] if len(cells) > TOLD else [[each] for each in cells]
    for those in groups:
        first, own = those[0].bound, [each.bound for each in those]
        outcome = those[0].definition.outcome
        facts = {
            "cells": listed([each.spot for each in those]),
            "label": first.label,
            "raw": as_written(first.cell.raw),
            "due": show(outcome.judgement.right, unit_of(outcome)),
        }
        seen = at(rule, kind, first.table, facts, first.place, severity)
        yield seen._replace(explains=() if holds else explained(own), also=beside(own))
