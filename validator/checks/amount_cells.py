"""The checks 金额 and 小数位数: are the cells for amounts numbers, with the digits of their unit?

What is wrong in the same way in many cells of a table is told once, with the places.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from validator.amounts import YUAN, State
from validator.checks.cell_values import describe
from validator.checks.context import NO_FIGURE, Context, addresses, as_written, at
from validator.checks.outcome import Observation
from validator.forms.model import Rule, Severity
from validator.messages import in_both
from validator.recognition import Cell, Table
from validator.rounding import Verdict

#: With fewer different figures than this, round amounts are likely chance and not a format.
_FIGURES_TO_JUDGE_DECIMALS = 8
#: So many cells of a table that are wrong in the same way are told one by one.
_ALONE = 3
#: Of more, so many are named.
_NAMED = 4


class _Wrong(NamedTuple):
    """A cell without a number, and what its message needs besides its place."""

    cell: Cell
    facts: Mapping[str, str]


def amounts(context: Context, rule: Rule, _: object) -> Iterator[Observation]:
    """Cells for amounts hold numbers. Numbers kept as text are read, and said once a table."""
    for table in context.found.tables.values():
        as_text: list[Cell] = []
        wrong: dict[str, list[_Wrong]] = {}
        for (*_key, column), cell in table.content.odd.items():
            state = cell.amount.state
            if state is State.TEXT_NUMBER:
                if column not in table.form.shares:  # 99.70%: nobody adds up per cents
                    as_text.append(cell)
            elif state is State.TEXT:
                kind, facts = describe(cell.raw, table.unit_of(column))
                wrong.setdefault(kind, []).append(_Wrong(cell, facts))
            elif state in NO_FIGURE:
                wrong.setdefault(NO_FIGURE[state], []).append(_Wrong(cell, {}))
        for kind, cells in wrong.items():
            alone = len(cells) <= _ALONE
            yield from (
                _one_by_one(rule, table, kind, cells)
                if alone
                else [_at_once(rule, table, kind, cells)]
            )
        if as_text:
            first = min(as_text, key=lambda cell: (cell.row, cell.column))
            told = {"count": len(as_text), "title": table.called}
            place = first.row, first.column
            severity, verdict = Severity.INFO, Verdict.NOT_APPLICABLE
            yield at(rule, "number_as_text", table, told, place, severity, verdict)


def _one_by_one(
    rule: Rule, table: Table, kind: str, wrong: Sequence[_Wrong]
) -> Iterator[Observation]:
    for cell, facts in wrong:
        where = in_both("cells.one", **_words(table, cell))
        told = {"said": in_both("cells.said", **facts)} if facts else {}
        place, verdict = (cell.row, cell.column), Verdict.NOT_EVALUATED
        yield at(rule, kind, table, {**facts, **told, "where": where}, place, verdict=verdict)


def _at_once(rule: Rule, table: Table, kind: str, wrong: Sequence[_Wrong]) -> Observation:
    """What is said of many cells, with the first of them as the example."""
    cells, facts = [cell for cell, _ in wrong], wrong[0].facts
    first, *others = cells
    places = {"count": len(cells), "places": addresses(table, cells, _NAMED)}
    where = in_both("cells.many", **_words(table, first), **places)
    told = {"said": in_both("cells.said_in_many", **facts)} if facts else {}
    place, verdict = (first.row, first.column), Verdict.NOT_EVALUATED
    seen = at(rule, kind, table, {**facts, **told, "where": where}, place, verdict=verdict)
    return seen._replace(also=tuple((table, cell.row, cell.column) for cell in others))


def _words(table: Table, cell: Cell) -> Mapping[str, str]:
    row, column = table.bound_at[cell.row, cell.column]
    return {"label": table.row_label(row), "heading": table.column_label(column)}


def decimals(context: Context, rule: Rule, _: object) -> Iterator[Observation]:
    """A table prints the decimals of its unit: whether it has fewer, or keeps more, is said once,
    for the whole table. Digits below 分 are no amount of money: a figure in 元 has none."""
    for table in context.found.tables.values():
        stored = [
            cell
            for (*_key, column), cell in table.content.odd.items()
            if cell.amount.stored is not None and column not in table.form.shares
        ]
        if stored:
            yield _more_digits(rule, table, stored)
        elif not any(cell.amount.stored is not None for cell in table.content.odd.values()):
            yield from _fewer_digits(rule, table)


def _more_digits(rule: Rule, table: Table, cells: Sequence[Cell]) -> Observation:
    first = cells[0]
    facts = {
        "title": table.called,
        "count": len(cells),
        "places": addresses(table, cells, _NAMED),
        "raw": as_written(first.raw),
        "wanted": table.unit.decimals,
    }
    place = first.row, first.column
    if table.unit.step == YUAN.step:
        return at(rule, "below_fen", table, facts, place, Severity.WARNING)
    return at(rule, "more_decimals", table, facts, place, verdict=Verdict.NOT_APPLICABLE)


def _fewer_digits(rule: Rule, table: Table) -> Iterator[Observation]:
    shares = table.form.shares
    figures = {f for (*_, column), f in table.content.figures.items() if column not in shares}
    figures.discard(0)
    coarser = 10 * table.unit.step
    if len(figures) < _FIGURES_TO_JUDGE_DECIMALS or any(figure % coarser for figure in figures):
        return
    shown = 0 if all(figure % (10 * coarser) == 0 for figure in figures) else 1
    facts = {"title": table.called, "shown": shown, "wanted": table.unit.decimals}
    yield at(rule, "fewer_decimals", table, facts)
