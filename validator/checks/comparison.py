"""Figures beside those of last year or of the budget (～ in the notation): for a person to compare.

Nothing is judged. A rule gives one `Comparison`: a row for each 科目 or line, and in it a group of
figures for each column that the rule names. Codes that only one of the two tables has are marked in
their rows, and told once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

from validator.amounts import COUNTED, EMPTY, PERCENT, Unit, round_half_up, show
from validator.checks.outcome import Observation
from validator.findings import Compared, ComparedRow, Comparison
from validator.forms.catalogue import level_of
from validator.forms.equations import OPEN, CompiledComparison
from validator.forms.loader import form_of
from validator.forms.model import (
    ONLY_ROW,
    TOTAL,
    Edition,
    Form,
    RowKey,
    Rule,
    name_of_table,
    split_key,
)
from validator.notation import BUDGET, LAST_YEAR, LEVELS
from validator.recognition import Cell, Table, words
from validator.rounding import Verdict

#: What stands before the key of a table on the right → what is compared with what.
_KINDS = {LAST_YEAR: "previous", BUDGET: "budget"}
#: The two sides of a comparison, in the order of time.
_SIDES = _BEFORE, _NOW = "before", "now"
#: What is told where rows stand only before, only now, and some of either.
_ONLY = {(_BEFORE,): "only_before", (_NOW,): "only_now", _SIDES: "only_in_one"}
#: So many rows that only one table has are named; in the comparison all of them are marked.
_NAMED = 8
#: A remark behind a line's words, which another edition may not print: （含专用结余）.
_REMARK = re.compile(r"\([^()]*\)$")


class _Pair(NamedTuple):
    """The two cells of one figure; None in a table without such a row."""

    before: Cell | None
    now: Cell | None


@dataclass(frozen=True)
class _Row:
    """A row of a comparison, to which every statement adds its pair of cells and the 栏次 on the
    left."""

    code: str
    label: str
    only_in: str
    columns: list[int] = field(default_factory=list)
    pairs: list[_Pair] = field(default_factory=list)


def compare(
    rules: Iterable[CompiledComparison], tables: Mapping[str, Table], edition: Edition
) -> Iterator[tuple[Rule, Comparison]]:
    """What each rule sets beside each other, where both tables are there and hold something.

    `tables` are those of the workbook and of the ones given beside it, `edition` is the workbook's.
    """
    by_tables: dict[tuple[str, str, str], list[CompiledComparison]] = {}
    for each in rules:
        if each.left.table in tables and each.right.table in tables:
            by_tables.setdefault((each.rule.id, each.left.table, each.right.table), []).append(each)
    for (_, now, before), statements in by_tables.items():
        known = form_of(before, edition)
        found = _comparison(statements, tables[before], tables[now], known)
        if found.rows:
            yield statements[0].rule, found


def only_in_one(rule: Rule, comparison: Comparison) -> Observation | None:
    """What `rule` says of the rows of a comparison that only one of the tables has."""
    facts: dict[str, object] = {
        "own": name_of_table(comparison.table),
        "other": name_of_table(comparison.other),
    }
    sides: tuple[str, ...] = ()
    for side in _SIDES:
        rows = [row for row in comparison.rows if row.only_in == side]
        named = "、".join(f"{row.code} {row.label}".strip() for row in rows[:_NAMED])
        facts |= {side: len(rows), f"{side}_rows": named + "…" * (len(rows) > _NAMED)}
        sides += (side,) * bool(rows)
    if not sides:
        return None
    verdict, table = Verdict.NOT_APPLICABLE, comparison.table
    return Observation(rule, _ONLY[sides], rule.severity, verdict, table, facts)


def _comparison(
    statements: list[CompiledComparison], before: Table, now: Table, known: Form
) -> Comparison:
    """The statements of a rule over the same two tables; `known` is what the rule takes the form of
    the table on the other side to be."""
    kind = _KINDS[split_key(before.key)[0]]
    rows: dict[object, _Row] = {}
    for statement in statements:
        for key, row, pair in _found(statement, before, now, known):
            row = rows.setdefault(key, row)
            row.columns.append(statement.left.column)
            row.pairs.append(pair)
    longest = max((row.columns for row in rows.values()), key=len, default=[])
    single = any(statement.left.row == ONLY_ROW for statement in statements)
    labels = _headings(now.form, [s.left.column for s in statements]) if single else {}
    return Comparison(
        kind=kind,
        rule=statements[0].rule.id,
        table=now.key,
        title=now.form.title,
        other=before.key,
        other_title=before.form.title,
        unit=now.unit.name,
        columns=("",) if single else tuple(map(now.form.column_label, longest)),
        rows=tuple(
            ComparedRow(
                row.code,
                labels.get(row.columns[0], row.label),
                level_of(row.code, now.form.catalogue) if row.code else "",
                tuple(_figure(pair, now.unit, kind) for pair in row.pairs),
                row.only_in,
            )
            for row in rows.values()
            if any(map(_says_something, row.pairs))
        ),
    )


def _found(
    statement: CompiledComparison, before: Table, now: Table, known: Form
) -> Iterator[tuple[object, _Row, _Pair]]:
    """The rows of one statement, each with what it is known by and its pair of cells."""
    left, right = statement.left, statement.right
    if left.row != OPEN:
        row = line_in(before.form, known, right.row)
        only_in = _NOW if row is None else ""
        there = None if row is None else before.cells.get((row, right.column))
        here = now.cells.get((left.row, left.column))
        key = left.column if left.row == ONLY_ROW else left.row
        yield key, _Row("", now.row_label(left.row), only_in), _Pair(there, here)
        return
    keys_before = _keys(statement.open_level, before)
    keys_now = _keys(statement.open_level, now)
    entries = {entry.key: entry for table in (before, now) for entry in table.entries}
    for key in sorted({*keys_before, *keys_now}, key=_position):
        only_in = "" if key in keys_before and key in keys_now else _SIDES[key in keys_now]
        entry = entries.get(str(key))
        row_of = _Row(entry.code, entry.name, only_in) if entry else _Row("", str(key), only_in)
        there = before.cells.get((key, right.column))
        yield key, row_of, _Pair(there, now.cells.get((key, left.column)))


def _keys(level: str, table: Table) -> frozenset[RowKey]:
    """The rows of a 科目 table that a statement about `level` speaks of: all of them for 各行."""
    if level not in LEVELS:
        return frozenset(table.rows)
    length = LEVELS[level]
    return frozenset(entry.key for entry in table.entries if length in (None, len(entry.code)))


def _position(key: RowKey) -> tuple[bool, str]:
    """合计 first, then by code."""
    return key != TOTAL, str(key)


def line_in(form: Form, known: Form, row: RowKey) -> RowKey | None:
    """The row of `form` that is the line `row` of the form `known`: another edition may number it
    otherwise. A line is known by its code, or by its words and the side that it stands on."""
    if form is known or not isinstance(row, int):
        return row
    if code := known.lines[row][0].code:
        return form.rows_by_code.get(code)
    alike = [number for number in known.lines if _words(known, number) == _words(known, row)]
    there = [number for number in form.lines if _words(form, number) == _words(known, row)]
    place = alike.index(row)
    return there[place] if place < len(there) else None


def _words(form: Form, number: int) -> tuple[str, str]:
    """The side of a line, and its words without their ordinal and what is remarked behind them."""
    line, part = form.lines[number]
    return part.name, _REMARK.sub("", words.label(line.label))


def _headings(form: Form, columns: list[int]) -> Mapping[int, str]:
    """What the columns are called, without the headings that stand over all of them."""
    paths = {c.number: c.path for p in form.parts for c in p.columns if c.number in columns}
    levels = zip(*paths.values(), strict=False) if len(paths) > 1 else ()
    shared = sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, levels))
    return {number: "·".join(path[shared:]) for number, path in paths.items()}


# --- figures -----------------------------------------------------------------------------------


def _says_something(pair: _Pair) -> bool:
    return any(cell and (cell.amount.printed or not _readable(cell)) for cell in pair)


def _readable(cell: Cell | None) -> bool:
    return cell is None or cell.amount.state in COUNTED


def _figure(pair: _Pair, unit: Unit, kind: str) -> Compared:
    """The two figures in `unit`, their difference, and the percentage that a person asks for: what
    part of the budget was spent, or by how much last year's figure changed. There is none of zero
    or of a negative amount; and no difference from what is no number."""
    before, now = (_fen(cell, unit) for cell in pair)
    shown_before, shown_now = (None if f is None else show(f, unit) for f in (before, now))
    if not all(map(_readable, pair)) or (before is None and now is None):
        return Compared(shown_before, shown_now, None, None)
    base, change = before or 0, (now or 0) - (before or 0)
    part = (now or 0) if kind == _KINDS[BUDGET] else change
    percent = _per_cent(part, base) if base > 0 else None
    return Compared(shown_before, shown_now, show(change, unit), percent)


def _fen(cell: Cell | None, unit: Unit) -> int | None:
    """The printed figure in 分, rounded to the last digit of `unit`; None where there is none."""
    if cell is None or not _readable(cell) or cell.amount.state in EMPTY:
        return None
    return round_half_up(cell.amount.printed, unit.step)


def _per_cent(part: int, base: int) -> str:
    """100 × part ÷ base, rounded half-up; `base` is positive."""
    hundredths = (20_000 * abs(part) + base) // (2 * base)
    return show((-hundredths if part < 0 else hundredths) * PERCENT.step, PERCENT)
