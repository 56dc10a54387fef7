"""检查 模板公式: in a workbook made from the forms, cells that have lost their formulas.

A number in place of a formula no longer follows the figures that it is made of. Where it is just
what the formula would give, that is information; where it is not, or where the formula was wiped
while there is something to show, an error and the likely cause of identities that break there.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from validator.amounts import COUNTED, EMPTY, amount, show
from validator.checks.context import Context, at
from validator.checks.entered import Entered, entered, sum_of, typed_totals
from validator.checks.outcome import Observation
from validator.forms.catalogue import parent_of
from validator.forms.computed import Computed, computed_in
from validator.forms.model import TOTAL, CellKey, Rule, Severity
from validator.forms.workbook import TOTALS, entry_sheet
from validator.recognition import Table
from validator.recognition.words import of_cell, plain
from validator.rounding import Verdict

#: So many cells of a table are told one by one; of more, the number and the first ones.
_TOLD = 3

_CODE, _NAME = "科目编码", "科目名称"

#: What stands there is what is due, is not, should be nothing, or is nothing.
SAME, DIFFERS = "formula_same", "formula_differs"
EXTRA, WIPED = "formula_extra", "formula_wiped"


class Lost(NamedTuple):
    """A cell without its formula: `raw` stands there, and `due` is what the formula would give.

    `kind` is one of the four below; `also` are other cells, (row, column), that it makes wrong.
    """

    row: int
    column: int
    label: str
    raw: str
    due: str
    kind: str
    also: tuple[tuple[int, int], ...] = ()


def formulas(context: Context, rule: Rule, _: object) -> list[Observation] | None:
    """Where the forms compute a cell, a formula stands; what stands there instead is compared with
    what the formula would give. Many cells of a table are one finding."""
    found = context.found
    if not found.template or found.template != found.edition.name:
        return None
    of_edition = computed_in(found.edition.name, found.tables)
    typed = typed_totals(found)
    lost: dict[str, list[Lost]] = {}
    for key, table in found.tables.items():
        if table.form.open:
            sheet = entered(table, found.book, of_edition)
            names = context.names.get(table.form.catalogue, {})
            lost[key] = list(_generated(table, sheet, names)) if sheet else []
        else:
            lost[key] = list(_lines(table, of_edition, found.tables, typed))
    seen: list[Observation] = []
    bare = [key for key, table in found.tables.items() if not table.source.formulas]
    if len(bare) == len(found.tables):  # the whole workbook was pasted as values
        count = sum(each.kind == SAME for cells in lost.values() for each in cells)
        if count:
            facts = {"count": count}
            verdict = Verdict.NOT_APPLICABLE
            seen.append(Observation(rule, "formulas_gone", Severity.INFO, verdict, "", facts, None))
        lost = {key: [c for c in cells if c.kind != SAME] for key, cells in lost.items()}
    for key, cells in lost.items():
        table = found.tables[key]
        seen += _told(rule, table, [c for c in cells if c.kind != SAME], Severity.ERROR)
        seen += _told(rule, table, [c for c in cells if c.kind == SAME], Severity.INFO)
    return seen


def _told(rule: Rule, table: Table, cells: list[Lost], severity: Severity) -> Iterable[Observation]:
    """The observations of a table's cells: each its own, or one for all of them."""
    where = entry_sheet(table.form) if table.form.open else TOTALS
    wrong = severity is Severity.ERROR
    verdict = Verdict.ERROR if wrong else Verdict.NOT_APPLICABLE
    if len(cells) > _TOLD:
        first = "、".join(table.source.place(cell.row, cell.column)[1] for cell in cells[:_TOLD])
        facts = {"title": table.called, "count": len(cells), "cells": first, "where": where}
        kind = "formulas_differ" if wrong else "formulas_same"
        place = cells[0].row, cells[0].column
        told = at(rule, kind, table, facts, place, severity, verdict)
        yield told._replace(explains=_explained(table, cells) if wrong else ())
        return
    for cell in cells:
        facts = {"label": cell.label, "raw": cell.raw, "due": cell.due, "where": where}
        place = cell.row, cell.column
        told = at(rule, cell.kind, table, facts, place, severity, verdict)
        yield told._replace(explains=_explained(table, [cell]) if wrong else ())


def _explained(table: Table, cells: Iterable[Lost]) -> tuple[tuple[str, int, int], ...]:
    places = [place for cell in cells for place in ((cell.row, cell.column), *cell.also)]
    return tuple((table.key, *place) for place in dict.fromkeys(places))


def _lost(
    table: Table, place: tuple[int, int], label: str, raw: object, due: int | None
) -> Lost | None:
    """What to say of the amount in a cell without formula; None where nothing is lost."""
    value = amount(raw, table.unit, table.source.faults.get(place))
    if value.state not in COUNTED:
        return None  # no number at all: the check of amounts says so
    shown = show(due, table.unit) if due is not None else ""
    said = "" if value.state in EMPTY else of_cell(raw)
    if value.state in EMPTY:
        return Lost(*place, label, said, shown, WIPED) if due else None
    if value.printed == (due or 0):
        return Lost(*place, label, said, shown, SAME)
    return Lost(*place, label, said, shown, DIFFERS if due is not None else EXTRA)


def _lines(
    table: Table, of_edition: Computed, tables: Mapping[str, Table], typed: Mapping[CellKey, int]
) -> Iterator[Lost]:
    """The computed cells of a table with printed lines that have no formula. What the rows of a
    list print may be typed over; the identities then compare."""
    for (subject, row, number), addends in of_edition.cells.items():
        cell = table.cells.get((row, number)) if subject == table.key else None
        if cell is None or (cell.row, cell.column) in table.source.formulas:
            continue
        label = f"{table.row_label(row)}（{table.column_label(number)}）"
        due = typed.get((subject, row, number))
        if due is None:
            due = sum_of(addends, tables, table.unit)
        lost = _lost(table, (cell.row, cell.column), label, cell.raw, due)
        if lost:
            yield lost


# --- 科目 tables --------------------------------------------------------------------------------


class Rows(NamedTuple):
    """The generated rows of a 科目 table: where code and name stand, 栏次 → column, the first row,
    and the (row, code) of each by its place."""

    code: int
    name: int
    columns: Mapping[int, int]
    first: int
    codes: Mapping[int, str]


def generated_rows(table: Table, sheet: Entered) -> Rows | None:
    """Where the 科目 of the entry sheet are printed; None where the table has no row at all."""
    if not table.bindings:
        return None
    columns = table.bindings[0].columns
    name = min(columns.values()) - 1
    total = [binding.row for binding in table.bindings if binding.key == TOTAL]
    first = total[0] + 1 if total else _first_computed(table)
    return Rows(table.left, name, columns, first, dict(enumerate(sheet.codes, start=first)))


def _first_computed(table: Table) -> int:
    """The first row below the headings in which a formula gives the code."""
    live = (row for row, column in table.source.formulas if column == table.left)
    return min((row for row in live if row > table.top + 2), default=table.bindings[0].row)


def wiped_codes(table: Table, rows: Rows) -> Mapping[int, str]:
    """Row → code, where the code should stand and a cell without formula does."""
    live = table.source.formulas
    return {row: code for row, code in rows.codes.items() if (row, rows.code) not in live}


def _generated(table: Table, sheet: Entered, names: Mapping[str, str]) -> Iterator[Lost]:
    """The cells of 合计 and of the generated rows that have no formula."""
    rows = generated_rows(table, sheet)
    if rows is None:
        return
    live = table.source.formulas
    printed = {entry.row: entry.code for entry in table.entries}
    kept = {code for row, code in printed.items() if (row, rows.code) in live}
    for row in sorted({*rows.codes, *printed}):
        by_place = rows.codes.get(row, "")
        code = printed.get(row, "") if (row, rows.code) in live else by_place
        if not printed.get(row) and code in kept and (row, rows.code) not in live:
            continue  # a row put in between: its 科目 stands elsewhere
        if (row, rows.code) not in live:
            above = parent_of(by_place) or TOTAL
            # Without its code a row is another 科目 or none, and the sum above lacks it.
            also = [at for at, (key, _) in table.bound_at.items() if at[0] == row or key == above]
            for lost in _lost_words((row, rows.code), _CODE, printed.get(row, ""), by_place):
                yield lost._replace(also=tuple(also))
        if (row, rows.name) not in live:
            given = sheet.rows.get(code)
            due = (given.name if given else "") or plain(names.get(code, ""))
            label = f"{code} {_NAME}".strip()
            yield from _lost_words((row, rows.name), label, table.words_at(row, rows.name), due)
        yield from _lost_amounts(table, sheet, rows, row, code)
    for binding in table.bindings:
        if binding.key == TOTAL:
            yield from _lost_amounts(table, sheet, rows, binding.row, TOTAL)


def _lost_words(place: tuple[int, int], label: str, raw: str, due: str) -> Iterator[Lost]:
    if raw or due:
        kind = WIPED if not raw else EXTRA if not due else SAME if raw == due else DIFFERS
        yield Lost(*place, label, raw, due, kind)


def _lost_amounts(table: Table, sheet: Entered, rows: Rows, row: int, code: str) -> Iterator[Lost]:
    for number, column in rows.columns.items():
        if (row, column) in table.source.formulas:
            continue
        label = f"{code}（{table.column_label(number)}）"
        values = table.source.rows[row] if row < len(table.source.rows) else ()
        raw = values[column] if column < len(values) else ""
        if lost := _lost(table, (row, column), label, raw, sheet.due(code, number)):
            yield lost
