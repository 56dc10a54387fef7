"""Mistakes that move several figures at once, and what the figures were without them: a figure one
row or column too far, two figures or two rows exchanged, a row entered twice.

Each is tried as one mistake: it is likelier than several cells that happen to be wrong together.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from validator.forms.model import CellKey, RowKey
from validator.localisation.records import Hypothesis
from validator.localisation.system import System
from validator.recognition import Table

#: Rows are taken for exchanged when no more than so many lie between them.
_APART = 3


def hypotheses(system: System, tables: Mapping[str, Table]) -> Iterator[Hypothesis]:
    """The mistakes that would touch a broken edit; whether they would mend it is not asked."""
    suspected = system.suspected(system.broken)
    keys = dict.fromkeys(cell[0] for cell in sorted(suspected, key=str))
    for key in keys:
        table = tables[key]
        here = {cell[1:] for cell in suspected if cell[0] == key}
        yield from _of_table(system, table, here)


def _of_table(system: System, table: Table, here: set[tuple[RowKey, int]]) -> Iterator[Hypothesis]:
    for one, other, way in _neighbours(table):
        if one in here or other in here:
            yield from _pair(system, table, one, other, way)
    rows = [(b.key, tuple(b.columns)) for b in table.bindings if len(b.columns) > 1]
    for at, (row, columns) in enumerate(rows):
        for other_row, others in rows[at + 1 : at + 2 + _APART]:
            if others == columns:
                yield from _rows(system, table, row, other_row, columns, here)
        if "#" in str(row) and any((row, column) in here for column in columns):
            cells = [(table.key, row, column) for column in columns]
            values = {cell: 0 for cell in cells if cell in system.costs}
            yield Hypothesis("row_twice", {"row": table.row_label(row)}, values)


def _neighbours(table: Table) -> Iterator[tuple[tuple[RowKey, int], tuple[RowKey, int], str]]:
    """Figures one above the other, and side by side in a row, on the sheet."""
    columns: dict[int, list[tuple[int, tuple[RowKey, int]]]] = {}
    for (row, column), bound in table.bound_at.items():
        columns.setdefault(column, []).append((row, bound))
    for places in columns.values():
        inside = [bound for _, bound in sorted(places, key=lambda place: place[0])]
        yield from ((one, other, "slipped_row") for one, other in pairwise(inside))
    for binding in table.bindings:
        numbers = sorted(binding.columns, key=lambda number: binding.columns[number])
        yield from (
            ((binding.key, one), (binding.key, other), "slipped_column")
            for one, other in pairwise(numbers)
        )


def _pair(
    system: System,
    table: Table,
    one: tuple[RowKey, int],
    other: tuple[RowKey, int],
    way: str,
) -> Iterator[Hypothesis]:
    """Two neighbouring figures: exchanged, or one of them where the other should stand."""
    a, b = (table.key, *one), (table.key, *other)
    if not _known(system, (a, b)):
        return
    figure, neighbour = system.amounts[a].printed, system.amounts[b].printed
    if figure == neighbour:
        return
    kind = "exchanged" if figure and neighbour else way
    yield Hypothesis(kind, {}, {a: neighbour, b: figure})


def _rows(
    system: System,
    table: Table,
    row: RowKey,
    other: RowKey,
    columns: tuple[int, ...],
    here: set[tuple[RowKey, int]],
) -> Iterator[Hypothesis]:
    values: dict[CellKey, int] = {}
    if not any((each, column) in here for each in (row, other) for column in columns):
        return
    for column in columns:
        a, b = (table.key, row, column), (table.key, other, column)
        if _known(system, (a, b)) and system.amounts[a].printed != system.amounts[b].printed:
            values |= {a: system.amounts[b].printed, b: system.amounts[a].printed}
    if len(values) > 2 and any(cell[1:] in here for cell in values):
        facts = {"one": table.row_label(row), "other": table.row_label(other)}
        yield Hypothesis("rows_exchanged", facts, values)


def _known(system: System, cells: Iterable[CellKey]) -> bool:
    return all(cell in system.costs for cell in cells)
