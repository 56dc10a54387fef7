"""Where formulas go back to: circles among them, the first cell of a chain of errors, other files,
and what looks beyond the workbook."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from validator.checks.context import at
from validator.checks.outcome import Observation
from validator.checks.submitted.live import Bound, Live, beside, listed
from validator.expressions import Cells
from validator.expressions.cells import Spot
from validator.forms.model import Rule, Severity
from validator.reading import address

#: So many cells of a circle are named.
_TOLD_OF_CIRCLE = 6


#: Cell → the cells that its formula speaks of.
Before = Mapping[Spot, tuple[Spot, ...]]


def chains(
    rule: Rule,
    live: Mapping[Spot, Live],
    bound: Mapping[Spot, Bound],
    before: Before,
    closed: Iterable[Sequence[Spot]],
    cells: Cells,
) -> Iterator[Observation]:
    """What the formulas of the tables go back to (`before`): each circle of `closed`, error, file
    and request once."""
    yield from _circular(rule, live, before, closed)
    yield from _errors(rule, bound, before, cells)
    yield from _outside(rule, live, before, cells)


def reached(live: Mapping[Spot, Live], cells: Cells) -> Before:
    """Every cell with a formula or an error that the formulas of the tables go back to → the ones
    that it speaks of itself. Raises TooMany."""
    before: dict[Spot, tuple[Spot, ...]] = {}
    due = list(live)[::-1]
    while due:
        spot = due.pop()
        if spot not in before:
            before[spot] = tuple(dict.fromkeys(cells.precedents(spot)))
            due.extend(before[spot])
    return before


# --- circles -----------------------------------------------------------------------------------


def _circular(
    rule: Rule, live: Mapping[Spot, Live], before: Before, closed: Iterable[Sequence[Spot]]
) -> Iterator[Observation]:
    for circle in closed:
        here = sorted(spot for spot in circle if spot in live)
        if not here:
            continue
        path = _around(here[0], set(circle), before)
        names = [_place(spot, here[0].sheet) for spot in path]
        if len(names) > _TOLD_OF_CIRCLE:
            names = [*names[: _TOLD_OF_CIRCLE - 1], "…", names[-1]]
        own = live[here[0]].bound
        facts = {"label": own.label, "circle": "→".join(names)}
        yield at(rule, "circular", own.table, facts, own.place, Severity.ERROR)


def circles(before: Before) -> list[list[Spot]]:
    """The sets of cells that depend on each other (Tarjan's components, without recursion)."""
    found: list[list[Spot]] = []
    number: dict[Spot, int] = {}
    lowest: dict[Spot, int] = {}
    stack: list[Spot] = []
    on_stack: set[Spot] = set()
    for root in before:
        if root in number:
            continue
        path = [(root, iter(before[root]))]
        number[root] = lowest[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while path:
            spot, others = path[-1]
            for other in others:
                if other not in number:
                    number[other] = lowest[other] = len(number)
                    stack.append(other)
                    on_stack.add(other)
                    path.append((other, iter(before[other])))
                    break
                if other in on_stack:
                    lowest[spot] = min(lowest[spot], number[other])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[spot])
                if lowest[spot] == number[spot]:
                    members = [stack.pop()]
                    while members[-1] != spot:
                        members.append(stack.pop())
                    on_stack.difference_update(members)
                    if len(members) > 1 or spot in before[spot]:
                        found.append(members)
    return found


def _around(start: Spot, members: set[Spot], before: Before) -> list[Spot]:
    """The shortest way from a cell of a circle back to itself."""
    came: dict[Spot, Spot] = {}
    due = [start]
    while due:
        further = []
        for spot in due:
            for other in before[spot]:
                if other == start:
                    path = [start, spot]
                    while path[-1] != start:
                        path.append(came[path[-1]])
                    return path[::-1]
                if other in members and other not in came:
                    came[other] = spot
                    further.append(other)
        due = further
    return [start]


# --- errors ------------------------------------------------------------------------------------


def _errors(
    rule: Rule,
    bound: Mapping[Spot, Bound],
    before: Before,
    cells: Cells,
) -> Iterator[Observation]:
    """Where the errors of the tables begin: the cell to be put right first."""
    led_to: dict[tuple[Spot, str], list[Spot]] = defaultdict(list)
    anywhere = any(sheet.faults for sheet in cells.book.sheets)
    for spot, each in bound.items() if anywhere else ():
        for origin in _origins(spot, before, cells) if cells.fault(spot) else ():
            if origin != spot:
                led_to[origin, each.table.key].append(spot)
    for (origin, _), spots in sorted(led_to.items()):
        own = [bound[spot] for spot in spots]
        formula = cells.formula(origin)
        facts = {
            "cells": listed(spots),
            "title": own[0].table.called,
            "origin": _place(origin, spots[0].sheet),
            "error": cells.fault(origin),
            "formula": f"={formula.text}" if formula else "",
        }
        seen = at(rule, "errors_from", own[0].table, facts, own[0].place, Severity.ERROR)
        yield seen._replace(also=beside(own))


def _origins(spot: Spot, before: Before, cells: Cells) -> Iterator[Spot]:
    """The cells with an error that go back to no other cell with one."""
    seen, due = {spot}, [spot]
    while due:
        here = due.pop()
        wrong = [each for each in before.get(here, ()) if cells.fault(each)]
        if not wrong:
            yield here
        due.extend(each for each in wrong if each not in seen)
        seen.update(wrong)


# --- other files -------------------------------------------------------------------------------


def _outside(
    rule: Rule,
    live: Mapping[Spot, Live],
    before: Before,
    cells: Cells,
) -> Iterator[Observation]:
    asked: dict[tuple[str, str, str], list[Spot]] = defaultdict(list)
    for spot in before:
        formula = cells.formula(spot)
        if formula and not formula.names_all and (link := formula.link):
            asked["other_file", link, spot.sheet].append(spot)
        if formula and (what := formula.outside):
            asked["looks_outside", what, spot.sheet].append(spot)
    for (kind, what, sheet), spots in asked.items():
        own = [live[spot].bound for spot in spots if spot in live]
        facts = {"cells": listed(spots), "sheet": sheet, "what": what}
        table = own[0].table if own else next(iter(live.values())).bound.table
        place = own[0].place if own else None
        seen = at(rule, kind, table, facts, place, Severity.WARNING)
        yield seen._replace(also=beside(own))


def _place(spot: Spot, sheet: str) -> str:
    """A cell with its sheet, unless that is `sheet`."""
    place = address(spot.row, spot.column)
    return place if spot.sheet == sheet else f"{spot.sheet}!{place}"
