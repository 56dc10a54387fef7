"""What a workbook made from the forms holds where its formulas are gone: what was typed, and what
the formulas would make of it.

The formulas go by `validator.forms.computed`; they add up what stands in the cells, a blank as
nothing, and round half up to the printed digits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from validator.amounts import EMPTY, Amount, State, Unit, amount, round_half_up
from validator.forms.catalogue import LENGTHS, branch, is_code, parent_of
from validator.forms.computed import Addends, Computed
from validator.forms.model import TOTAL, CellKey, RowKey
from validator.forms.workbook import (
    ENTRY_AMOUNTS,
    ENTRY_CODE,
    ENTRY_HEADINGS,
    ENTRY_NAME,
    TOTALS,
    TOTALS_FIRST,
    TOTALS_TABLE,
    TOTALS_TYPED,
    entry_sheet,
    number_in,
    table_sheet,
    totals,
)
from validator.reading import Book, Sheet
from validator.recognition import Recognised, Table
from validator.recognition.words import of_cell


def sum_of(addends: Addends, tables: Mapping[str, Table], unit: Unit) -> int | None:
    """What the addends come to, rounded to `unit`, in 分; None without a number among them."""
    amounts = [
        (weight, cell.amount)
        for weight, (key, row, column) in addends
        if key in tables
        for own in _rows_of(tables[key], row)
        if (cell := tables[key].cells.get((own, column)))
    ]
    known = [weight * _exact(value) for weight, value in amounts if value.state not in EMPTY]
    return _rounded(sum(known), unit) if known else None


def _rows_of(table: Table, row: RowKey) -> Iterable[RowKey]:
    """The rows that a key stands for: all of a list for its name."""
    if row not in table.form.lists:
        return (row,)
    return (entry.key for entry in table.entries if entry.list == row)


def typed_totals(found: Recognised) -> Mapping[CellKey, int]:
    """The totals of tables with printed lines that were typed instead of computed, as printed."""
    sheet = next((sheet for sheet in found.book.sheets if sheet.name == TOTALS), None)
    typed: dict[CellKey, int] = {}
    repeated = max((number_in(t.form, t.key) for t in found.tables.values()), default=0)
    for i, cell in enumerate(totals(found.edition.name, max(repeated, 1)) if sheet else ()):
        assert sheet is not None
        row, table = TOTALS_FIRST + i, found.tables.get(cell[0])
        if table is None or row >= len(sheet.rows):
            continue
        values = [*sheet.rows[row], *[""] * (TOTALS_TYPED + 1)]
        value = amount(values[TOTALS_TYPED], table.unit)
        if values[TOTALS_TABLE] == table_sheet(table.form, table.key) and value.state not in EMPTY:
            typed[cell] = _rounded(_exact(value), table.unit)
    return typed


def _exact(value: Amount) -> int:
    """An amount with all the digits that its cell holds, in millionths of a 分."""
    return int((value.stored if value.stored is not None else value.printed) * 10**6)


def _rounded(millionths: int, unit: Unit) -> int:
    return round_half_up(millionths, unit.step * 10**6) // 10**6


class Row(NamedTuple):
    """A row of an entry sheet: its code or 合计, its name, its amounts by 栏次."""

    code: str
    name: str
    amounts: Mapping[int, Amount]


@dataclass(frozen=True)
class Entered:
    """The entry sheet of a 科目 table, and how its formulas print it. `rows` is by code, the first
    of those with one code; 合计 has its own word for a code."""

    table: Table
    rows: Mapping[str, Row]
    computed: Computed

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes that the table prints, in order: those entered, and those above them."""
        own = [code for code in self.rows if code != TOTAL]
        return tuple(sorted({above for code in own for above in branch(code)}))

    @cached_property
    def filled(self) -> frozenset[str]:
        """Of the codes, those for which an amount was entered, and those above them."""
        own = [
            code
            for code, row in self.rows.items()
            if code != TOTAL and any(value.printed for value in row.amounts.values())
        ]
        return frozenset(above for code in own for above in branch(code))

    @cached_property
    def _below(self) -> Mapping[str, list[str]]:
        below: dict[str, list[str]] = {}
        for code in self.codes:
            below.setdefault(parent_of(code) or TOTAL, []).append(code)
        return below

    def due(self, code: str, number: int) -> int | None:
        """The amount that the table should print, in 分; None for a blank."""
        row = self.rows.get(code)
        typed = row.amounts.get(number) if row else None
        if typed is not None and typed.state is not State.BLANK:
            dash = typed.state is State.DASH
            return None if dash else _rounded(_exact(typed), self.table.unit)
        place = (self.table.key, number)
        return self.computed.in_row(
            place,
            lambda other: self.due(code, other),
            lambda: (self.due(child, number) for child in self._below.get(code, ())),
        )


def entered(table: Table, book: Book, computed: Computed) -> Entered | None:
    """What was entered for a 科目 table; None where its entry sheet is not there."""
    name = entry_sheet(table.form)
    sheet = next((sheet for sheet in book.sheets if sheet.name == name), None)
    return None if sheet is None else Entered(table, _rows(sheet, table), computed)


def holds_amounts(table: Table, book: Book) -> bool:
    """Was any amount entered for a 科目 table?"""
    found = entered(table, book, Computed({}, {}, frozenset()))
    return found is not None and any(
        value.printed for row in found.rows.values() for value in row.amounts.values()
    )


def _rows(sheet: Sheet, table: Table) -> Mapping[str, Row]:
    found: dict[str, Row] = {}
    for values in sheet.rows[ENTRY_HEADINGS + 1 :]:
        cells = [*values, *[""] * (ENTRY_AMOUNTS + len(table.form.columns))]
        code, name = of_cell(cells[ENTRY_CODE]), of_cell(cells[ENTRY_NAME])
        if TOTAL in (code, name):
            code = TOTAL
        elif not is_code(code, LENGTHS[table.form.catalogue]):
            continue
        amounts = {
            number: amount(cells[ENTRY_AMOUNTS + i], table.unit)
            for i, number in enumerate(table.form.columns)
        }
        found.setdefault(code, Row(code, name, amounts))
    return found
