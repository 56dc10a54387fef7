"""The checks 金额 and 小数位数: are the cells for amounts numbers, with the digits of their unit?

What is wrong in the same way in many cells of a table is told once, with the places.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from validator.amounts import YUAN, State
from validator.checks.cell_values import describe
from validator.checks.context import NO_FIGURE, Context, addresses, as_written, at
from validator.checks.outcome import Observation
from validator.forms.model import Rule, Severity, name_of_table, split_key
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
    """A cell without a number: the kind of its message, and what that needs besides the place."""

    cell: Cell
    kind: str
    facts: Mapping[str, str]


def amounts(context: Context, rule: Rule, _: object) -> Iterator[Observation]:
    """Cells for amounts hold numbers. Numbers kept as text are read, and said once a table."""
    for table in context.found.tables.values():
        as_text: list[Cell] = []
        by_kind: dict[str, list[_Wrong]] = {}
        for (*_key, column), cell in table.content.odd.items():
            state = cell.amount.state
            if state is State.TEXT_NUMBER:
                if column not in table.form.shares:  # 99.70%: nobody adds up per cents
                    as_text.append(cell)
            elif state in NO_FIGURE:
                wrong = _wrong(table, column, cell)
                by_kind.setdefault(wrong.kind, []).append(wrong)
        for alike in by_kind.values():
            if len(alike) <= _ALONE:
                yield from (_one(rule, table, wrong) for wrong in alike)
            else:
                yield _many(rule, table, alike)
        if as_text:
            first = min(as_text, key=lambda cell: (cell.row, cell.column))
            told = {"count": len(as_text), "title": table.called}
            place = first.row, first.column
            severity, verdict = Severity.INFO, Verdict.NOT_APPLICABLE
            yield at(rule, "number_as_text", table, told, place, severity, verdict)


def no_number(rule: Rule, table: Table, column: int, cell: Cell) -> Observation:
    """What `rule` says of one cell of a table, in the 栏次 `column`, that holds no number."""
    return _one(rule, table, _wrong(table, column, cell))


def _wrong(table: Table, column: int, cell: Cell) -> _Wrong:
    if cell.amount.state is State.TEXT:
        return _Wrong(cell, *describe(cell.raw, table.unit_of(column)))
    return _Wrong(cell, NO_FIGURE[cell.amount.state], {})


def _one(rule: Rule, table: Table, wrong: _Wrong) -> Observation:
    cell, kind, facts = wrong
    where = in_both("cells.one", **_words(table, cell))
    said = {"said": in_both("cells.said", **facts)} if facts else {}
    place, verdict = (cell.row, cell.column), Verdict.NOT_EVALUATED
    return at(rule, kind, table, {**facts, **said, "where": where}, place, verdict=verdict)


def _many(rule: Rule, table: Table, alike: Sequence[_Wrong]) -> Observation:
    """What is said of many cells, with the first of them as the example."""
    cells = [wrong.cell for wrong in alike]
    (first, *others), kind, facts = cells, alike[0].kind, alike[0].facts
    places = {"count": len(cells), "places": addresses(table, cells, _NAMED)}
    where = in_both("cells.many", **_words(table, first), **places)
    said = {"said": in_both("cells.said_in_many", **facts)} if facts else {}
    place, verdict = (first.row, first.column), Verdict.NOT_EVALUATED
    seen = at(rule, kind, table, {**facts, **said, "where": where}, place, verdict=verdict)
    return seen._replace(also=tuple((table, cell.row, cell.column) for cell in others))


def _words(table: Table, cell: Cell) -> Mapping[str, str]:
    """The row and the column of a cell in words, and the table's name where it is another year's
    or the budget's."""
    row, column = table.bound_at[cell.row, cell.column]
    prefix, _ = split_key(table.key)
    label = table.row_label(row)
    named = f"{name_of_table(table.key)} {label}" if prefix else label
    return {"label": named, "heading": table.column_label(column)}


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
