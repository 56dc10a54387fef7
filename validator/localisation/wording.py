"""Reasons → causes: the suspects of a finding, in words."""

from collections.abc import Iterator
from math import inf

from validator.amounts import show
from validator.checks import Results
from validator.checks.context import NO_FIGURE, as_written
from validator.checks.outcome import Cause
from validator.checks.sentences import row_name
from validator.findings import Suspect
from validator.forms.model import CellKey, split_key
from validator.localisation.building import Row
from validator.localisation.causes import Reason
from validator.localisation.explaining import Explanation, Likely
from validator.messages import Lang, text
from validator.notation import BUDGET, LAST_YEAR
from validator.reading import parse_address
from validator.recognition import Recognised, Table

#: Workbooks that can be given beside the one to check → the option that names them.
_BESIDE = {LAST_YEAR: "--previous", BUDGET: "--budget"}


def worded(
    reason: Reason, found: Recognised, results: Results, rows: frozenset[Row], lang: Lang
) -> Cause:
    """The cause with its suspects in `lang`."""
    apart = _told_apart(reason, results)
    suspects = tuple(
        suspect
        for number, choice in enumerate(reason.choices, start=1)
        for suspect in _suspects(choice, number, found, rows, apart, lang)
    )
    cells = [likely.change.cell for likely in reason.choices[0].likely]
    places = _place_of(cells[0], found) if reason.unread else frozenset()
    missing = frozenset((key, str(row)) for key, row, _ in cells if (key, row) in rows)
    return Cause(reason.resolves, suspects, places, missing)


def _place_of(cell: CellKey, found: Recognised) -> frozenset[tuple[str, int, int]]:
    at = found.tables[cell[0]].cells[cell[1:]]
    return frozenset({(cell[0], at.row, at.column)})


def _suspects(
    choice: Explanation,
    number: int,
    found: Recognised,
    rows: frozenset[Row],
    apart: dict[CellKey, str],
    lang: Lang,
) -> Iterator[Suspect]:
    for likely in choice.likely:
        cell = likely.change.cell
        if cell[:2] in rows:
            if likely.value != 0:
                yield _missing_row(likely, number, found, lang)
            continue
        table = found.tables[cell[0]]
        said = _unread(table, cell, lang)
        if move := choice.solution.move_of(cell):
            said = text(f"mistake.{move.kind}", lang, **move.facts)
        elif likely.mistake:
            said = likely.mistake.said[0 if lang == "zh" else 1]
            if likely.value is None and likely.origin is not None:
                value = show(likely.origin, table.unit_of(cell[2]))
                said = text("suspect.then", lang, said=said, value=value)
        if cell in apart:
            more = text("suspect.told_apart", lang, option=apart[cell])
            said = text("suspect.and", lang, first=said, more=more) if said else more
        yield _cell(likely, number, table, said)


def _unread(table: Table, cell: CellKey, lang: Lang) -> str:
    """Why a cell that holds no number is wrong whatever it should be; "" for any other."""
    there = table.cells.get(cell[1:])
    kind = NO_FIGURE.get(there.amount.state) if there else None
    return text(f"suspect.{kind}", lang) if kind else ""


def _cell(likely: Likely, number: int, table: Table, said: str) -> Suspect:
    _, row, column = likely.change.cell
    cell = table.cells[row, column]
    sheet, address = table.source.place(cell.row, cell.column)
    amount, unit = cell.amount, table.unit_of(column)
    current = as_written(cell.raw)
    if amount.printed and amount.stored is None:
        current = show(amount.printed, unit)
    label = row_name(table, row)
    if table.form.has_columns(row):
        label = f"{label}（{table.column_label(column)}）" if label else table.column_label(column)
    return Suspect(sheet, address, current, _expected(likely, table), said, label, number)


def _missing_row(likely: Likely, number: int, found: Recognised, lang: Lang) -> Suspect:
    """What a row should print that is not there, at the place of the row that it belongs before."""
    key, code, column = likely.change.cell
    table = found.tables[key]
    row, sheet_column = _where(table, str(code), column)
    sheet, address = table.source.place(row, sheet_column)
    called = f"{code} {_name(table, str(code), found)}".strip()
    said = text("mistake.row_missing", lang, row=called, at=parse_address(address)[0] + 1)
    facts = sheet, address, "", _expected(likely, table), said, table.column_label(column)
    return Suspect(*facts, number, "row", called)


def _name(table: Table, code: str, found: Recognised) -> str:
    """What another table calls the 科目 that this one lacks; "" where none has it."""
    alike = (t for t in found.tables.values() if t.form.catalogue == table.form.catalogue)
    return next((e.name for t in alike for e in t.entries if e.code == code and e.name), "")


def _where(table: Table, code: str, column: int) -> tuple[int, int]:
    """The row of the first 科目 after `code`, else the one below all, and the column of a 栏次."""
    after = [entry.row for entry in table.entries if entry.code > code]
    row = min(after, default=max((entry.row for entry in table.entries), default=table.bottom) + 1)
    columns = {n: c for binding in table.bindings for n, c in binding.columns.items()}
    return row, columns.get(column, table.left)


def _expected(likely: Likely, table: Table) -> str:
    unit, (low, high) = table.unit_of(likely.change.cell[2]), likely.change[1:]
    if likely.value is not None:
        return show(likely.value, unit)
    if inf in (abs(low), abs(high)):
        return ""
    return f"{show(int(low), unit)}～{show(int(high), unit)}"


def _told_apart(reason: Reason, results: Results) -> dict[CellKey, str]:
    """Cells of alternatives that a workbook beside this one could clear, if it were given: cell →
    the option."""
    cells = {likely.change.cell for choice in reason.choices for likely in choice.likely}
    apart: dict[CellKey, str] = {}
    if len(reason.choices) < 2:
        return apart
    for equation in results.rules.equations:
        beside = [split_key(key)[0] for key in equation.tables]
        options = [_BESIDE[word] for word in beside if word in _BESIDE]
        if options and not equation.tables <= results.tables.keys():
            fixed = {cell for _, cell in equation.fixed}
            for cell in cells & fixed:
                apart[cell] = options[0]
    return apart
