"""The check 重复栏: was a column, or a whole table, pasted twice?

A total equals its only addend that is not blank, and that is normal; so only addends of one sum are
compared with each other. Which these are the identities say: 2栏 and 3栏 of 1栏=(2+3)栏各行, and of
an identity over 科目 the tables that are added up.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from validator.checks.context import Context, at
from validator.checks.outcome import Area, Observation
from validator.forms.equations import OPEN, RuleSet, instances
from validator.forms.model import TOTAL, RowKey, Rule, Severity
from validator.recognition import Table
from validator.rounding import Verdict

#: With fewer different figures than this, two columns may well be the same.
_DIFFERENT = 3

#: A column of a table: its key and the 栏次.
_Column = tuple[str, int]


def repeated_columns(context: Context, rule: Rule, _: object) -> Iterator[Observation]:
    """No two columns that are added up on every row hold the same figures on all of them, and no
    two tables that are added up by 科目."""
    tables = context.found.tables
    filled = {
        (key, column)
        for table in tables.values()
        for (key, _, column), figure in table.content.figures.items()
        if figure
    }
    told: set[tuple[str, str]] = set()
    for first, second in _siblings(context.rules, frozenset(tables)):
        if first not in filled or second not in filled or (first[0], second[0]) in told:
            continue
        one, other = tables[first[0]], tables[second[0]]
        if (count := _same_rows(one, first[1], other, second[1])) is None:
            continue
        at_first = _first_figure(other, second[1])
        if one is other:
            facts = {
                "title": one.called,
                "heading": one.column_label(first[1]),
                "other": one.column_label(second[1]),
                "count": count,
            }
            seen = at(rule, "same_columns", other, facts, at_first)
        else:
            told.add((first[0], second[0]))
            facts = {"title": other.called, "other": one.called, "count": count}
            seen = at(rule, "same_tables", other, facts, at_first)
        seen = seen._replace(also=((one, *_first_figure(one, first[1])),))
        if wrong := _wrong(context, first, second):
            seen = seen._replace(
                severity=Severity.ERROR,  # as what follows from it
                explains=tuple(_figures(tables[wrong[0][0]], wrong[0][1])),
                areas=tuple(Area(tables[key], column, seen.kind) for key, column in wrong),
            )
        yield seen


def _wrong(context: Context, first: _Column, second: _Column) -> tuple[_Column, ...]:
    """The column that breaks identities in which the other does not stand; both, where identities
    break that cannot tell; () where nothing is broken."""
    broken = [o for o in context.notable if o.verdict is Verdict.ERROR]
    columns = [{(o.table.key, o.column) for o in outcome.operands} for outcome in broken]
    of_first = sum(1 for c in columns if first in c and second not in c)
    of_second = sum(1 for c in columns if second in c and first not in c)
    if not any(first in c or second in c for c in columns):
        return ()
    if of_first == of_second:
        return first, second
    return (first,) if of_first > of_second else (second,)


def _figures(table: Table, column: int) -> Iterator[tuple[str, int, int]]:
    """Where the figures of a column stand: (table, row, column on the sheet)."""
    for binding in table.bindings:
        if column in binding.columns:
            yield table.key, binding.row, binding.columns[column]


@lru_cache(maxsize=64)
def _siblings(rules: RuleSet, present: frozenset[str]) -> tuple[tuple[_Column, _Column], ...]:
    """The pairs of columns, of tables that are `present`, that one identity adds up on each of the
    rows that it speaks of."""
    found: dict[tuple[_Column, _Column], None] = {}
    for general in rules.equations:
        for equation in instances(general, present):
            for side in (equation.left, equation.right):
                added: dict[tuple[RowKey, int], list[_Column]] = {}
                for term in side:
                    if term.table in present and _of_every_row(term.row):
                        place = term.table, term.column
                        added.setdefault((term.row, term.weight), []).append(place)
                for columns in added.values():
                    for first, second in combinations(dict.fromkeys(columns), 2):
                        found[min(first, second), max(first, second)] = None
    return tuple(found)


def _of_every_row(row: RowKey) -> bool:
    """Does a term speak of one row after the other, or of a line that the form prints?"""
    return row == OPEN or (isinstance(row, int) and row > 0)


def _same_rows(one: Table, first: int, other: Table, second: int) -> int | None:
    """How many rows have a figure, where the two columns hold the same on all rows and enough
    different ones; else None."""
    mine, get_mine = one.key, one.content.figures.get
    theirs, get_theirs = other.key, other.content.figures.get
    different: set[int] = set()
    count = 0
    for key in dict.fromkeys(binding.key for table in (one, other) for binding in table.bindings):
        figure = get_mine((mine, key, first)) or 0
        if figure != (get_theirs((theirs, key, second)) or 0):
            return None
        if figure:
            different.add(figure)
            count += key != TOTAL
    clear = not (_has_odd(one, first) or _has_odd(other, second))
    return count if len(different) >= _DIFFERENT and clear else None


def _has_odd(table: Table, column: int) -> bool:
    """Does the column hold anything but plain numbers, of which no figure is known?"""
    return any(
        place[2] == column and place not in table.content.figures for place in table.content.odd
    )


def _first_figure(table: Table, column: int) -> tuple[int, int]:
    """Where the first figure of a column stands."""
    figures = table.content.figures
    return next(
        (binding.row, binding.columns[column])
        for binding in table.bindings
        if column in binding.columns and figures.get((table.key, binding.key, column))
    )
