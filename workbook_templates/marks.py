"""Beside every amount, the worst state of the identities that it is part of; conditional formats go
by it.

An addend that is blank is not marked: of a sum over 26 classes with a difference, the three that
hold something are looked at first. A total, or a figure that is compared with another, is marked
also where it is blank.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from validator.forms.equations import BELOW, OPEN
from validator.forms.model import TOTAL, CellKey
from validator.forms.workbook import IDENTITIES
from workbook_templates.codes import at_level, key_of, levels
from workbook_templates.identities import PLACE, Band
from workbook_templates.keys import TOP
from workbook_templates.plan import Plan, TablePlan
from workbook_templates.results import STATE, Results
from workbook_templates.spot import Spot, span

#: The state of a cell that no identity speaks of.
_NONE = "9"


class Touched(NamedTuple):
    """Cell → the rows of the lines that mark it, and of those that do where it is not blank."""

    always: Mapping[CellKey, list[int]]
    filled: Mapping[CellKey, list[int]]


def touched_by(results: Results) -> Touched:
    """Which lines mark which cells."""
    always: dict[CellKey, list[int]] = {}
    filled: dict[CellKey, list[int]] = {}
    for i, line in enumerate(results.identities.lines):
        for cells, found in ((line.cells, always), (line.addends, filled)):
            for cell in cells:
                found.setdefault(cell, []).append(TOP + i)
    return Touched(always, filled)


def marks(
    plan: Plan, results: Results, touched: Touched
) -> Mapping[str, Mapping[Spot, tuple[int, str]]]:
    """Table → the formulas that give the worst state of each amount's identities (9: of none):
    first cell → (last row to fill down to, formula). 申报表 are marked elsewhere."""
    return {
        subject: dict(
            _of_rows(plan, results, table, touched) if table.open else _of_lines(table, touched)
        )
        for subject, table in plan.tables.items()
        if subject not in plan.declared
    }


def _of_lines(table: TablePlan, touched: Touched) -> Iterable[tuple[Spot, tuple[int, str]]]:
    """The marks of a table with printed lines."""
    for place, spot in table.cells.items():
        if formula := mark_of((table.key, *place), spot.local, touched):
            at = spot._replace(column=table.mark(spot.column))
            yield at, (at.row, formula)


def mark_of(cell: CellKey, local: str, touched: Touched) -> str:
    """The worst state of a cell that stands still, `local` on the same sheet; "" of one that no
    line speaks of."""
    states = [_state(row) for row in touched.always.get(cell, [])]
    addend = [_state(row) for row in touched.filled.get(cell, [])]
    return _worst(states, addend, local) if states or addend else ""


def _worst(always: list[str], filled: list[str], cell: str) -> str:
    """The worst of the states; of `filled` only where the cell is not blank."""
    if not filled:
        return f"MIN({','.join(always)})"
    of_filled = f'IF({cell}="",{_NONE},MIN({",".join(filled)}))'
    return f"MIN({','.join([*always, of_filled])})" if always else of_filled


def _state(row: int) -> str:
    return Spot(IDENTITIES, row, STATE).ref


def _of_rows(
    plan: Plan, results: Results, table: TablePlan, touched: Touched
) -> Iterable[tuple[Spot, tuple[int, str]]]:
    """The marks of a 科目 table, column by column."""
    key = table.at(table.keys).in_row
    for number in table.form.columns:
        always = [*_by_key(table, number, key, touched.always)]
        filled = [
            *_by_key(table, number, key, touched.filled),
            *_levels(results, table, number, key),
        ]
        for i, band in enumerate(results.identities.bands):
            for state, is_left in _of_band(results, table, number, band, i):
                (always if is_left else filled).append(state)
        column = table.column(number)
        cell = Spot(table.sheet, table.first, column)
        formula = _worst(always or [_NONE], filled, cell.local)
        at = cell._replace(column=table.mark(column))
        yield at, (table.last, f'IF({key}="",{_NONE},{formula})')


def _of_band(
    results: Results, table: TablePlan, number: int, band: Band, index: int
) -> Iterable[tuple[str, bool]]:
    """The state of a band at the row's own key, or at its parent's for one of the addends; and
    whether the cell is its left side."""
    first = results.band(index)
    column = span(first, first._replace(row=results.keys.last))
    for term in band.terms:
        if (term.table, term.column) != (table.form.subject, number):
            continue
        if term.row in (OPEN, BELOW):
            place = table.places + (term.row == BELOW)
            at = table.at(place).in_row
            yield f"IFERROR(INT(INDEX({column},{at})/{PLACE}),{_NONE})", term in band.left


def _by_key(
    table: TablePlan, number: int, key: str, touched: Mapping[CellKey, list[int]]
) -> Iterable[str]:
    """The states of the lines that name a row of the column: 合计, or a 科目."""
    for (subject, code, column), rows in touched.items():
        if (subject, column) == (table.form.subject, number):
            wanted = 0 if code == TOTAL else key_of(str(code))
            states = ",".join(_state(row) for row in rows)
            yield f"IF({key}={wanted},MIN({states}),{_NONE})"


def _levels(results: Results, table: TablePlan, number: int, key: str) -> Iterable[str]:
    """The states of the lines that add up the classes of the column."""
    cells, parents = table.range(table.column(number)), table.range(table.parents)
    highest = levels(table.form.catalogue)[0]
    for i, line in enumerate(results.identities.lines):
        if any((s.cells, s.keys, s.key) == (cells, parents, "0") for s in line.right):
            yield f"IF(AND({key}>0,{at_level(key, highest)}),{_state(TOP + i)},{_NONE})"
