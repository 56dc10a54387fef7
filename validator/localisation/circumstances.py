"""Mistakes that the figures around a cell give away: a figure of the neighbouring row or column,
last year's, an addend counted twice or left out, a last digit adjusted so that a table adds up.

`around` gathers what stands around a cell; `circumstances` compares figures with that. A zero is
never taken for a coincidence. Amounts are whole numbers of 分.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from validator.amounts import COUNTED, Unit, show
from validator.checks.comparison import line_in
from validator.forms.catalogue import parent_of
from validator.forms.model import TOTAL, CellKey, RowKey, name_of_table
from validator.localisation.mistakes import PRIORS, Mistake
from validator.localisation.system import Edit
from validator.recognition import Table
from validator.rounding import Relation

Tables = Mapping[str, Table]


class Near(NamedTuple):
    """A figure that is not zero, and the words of its row or column; of an addend, what it adds."""

    label: str
    figure: int


class Around(NamedTuple):
    """The figures around a cell, in 分: those of the neighbouring `rows` and `columns`, as printed;
    the `addends` that a total is the sum of, and all that stand `below` it, deeper levels too;
    `last_year` the figure of the same place a year before, None where there is none; `sums` what
    the cell would print if one of its table's own identities held to the last digit."""

    rows: tuple[Near, ...] = ()
    columns: tuple[Near, ...] = ()
    addends: tuple[Near, ...] = ()
    below: tuple[Near, ...] = ()
    last_year: int | None = None
    sums: frozenset[int] = frozenset()


def circumstances(right: int | None, wrong: int, around: Around, unit: Unit) -> tuple[Mistake, ...]:
    """Every mistake by which what stands around the cell explains that it prints `wrong` and not
    `right`, the most telling first; without `right` only what needs no right figure."""
    if not wrong or right == wrong:
        return ()
    found = []
    for kind, neighbours in (("neighbour_row", around.rows), ("neighbour_column", around.columns)):
        found += [
            _made(kind, len(neighbours), label=near.label)
            for near in neighbours
            if near.figure == wrong
        ]
    if around.last_year == wrong:
        found.append(_made("last_year", 1))
    found += _of_sums(right, wrong, around, unit)
    return tuple(sorted(found, key=lambda mistake: -mistake.chance))


def _of_sums(right: int | None, wrong: int, around: Around, unit: Unit) -> tuple[Mistake, ...]:
    """The mistakes in adding up."""
    if right is None:
        return ()
    found = []
    for kind, addends, off in (
        ("counted_twice", around.below, wrong - right),
        ("left_out", around.addends, right - wrong),
    ):
        near = next((near for near in addends if near.figure == off), None)
        if near:
            figure = show(abs(near.figure), unit)
            found.append(_made(kind, len(addends), label=near.label, figure=figure))
    if abs(right - wrong) == unit.step and wrong in around.sums and right not in around.sums:
        found.append(_made("adjusted", 1, step=show(unit.step, unit), unit=unit.name))
    return tuple(found)


def _made(kind: str, figures: int, /, **facts: object) -> Mistake:
    return Mistake(kind, facts, PRIORS[kind] / figures)


# --- what stands around --------------------------------------------------------------------------


def around(
    table: Table,
    row: RowKey,
    column: int,
    tables: Tables,
    previous: Tables,
    edits: Iterable[Edit] = (),
) -> Around:
    """What stands around the cell of `table`. `previous` are last year's tables by the key of this
    year's; `edits` are identities over `tables` that speak of the cell: what a 科目 row is the sum
    of is known without them."""
    under = tuple(_under(table, row, column))
    addends = {cell: near for cell, near, direct in under if direct}
    sums = set()
    if addends:
        sums.add(sum(near.figure for near in addends.values()))
    cell = table.key, row, column
    tied: set[CellKey] = set()
    for edit in edits:
        if edit.relation is not Relation.EQUAL or edit.share or edit.unknown:
            continue
        tied |= {c for c, weight in edit.weights.items() if weight * edit.weights[cell] < 0}
        if len(edit.left) == 1 and edit.left[0] == (1, cell):
            addends.update(_addends(edit.right, cell, tables))
        if {key for key, _, _ in edit.weights} == {table.key} and len(edit.weights) > 2:
            sums |= _exact(edit, cell, tables)
    below = {**{each: near for each, near, _ in under}, **addends}
    return Around(
        _neighbours(_rows(table, row, column), row, {c[1] for c in tied if c[::2] == cell[::2]}),
        _neighbours(_columns(table, row), column, {c[2] for c in tied if c[:2] == cell[:2]}),
        tuple(near for near in addends.values() if near.figure),
        tuple(near for near in below.values() if near.figure),
        _last_year(table, row, column, previous),
        frozenset(sums),
    )


def _figure(table: Table | None, row: RowKey, column: int) -> int:
    """The printed figure of a cell; 0 where there is none."""
    cell = table.cells.get((row, column)) if table else None
    return cell.amount.printed if cell and cell.amount.state in COUNTED else 0


Placed = tuple[RowKey | int, Near]


def _rows(table: Table, row: RowKey, column: int) -> list[Placed]:
    """The figures of the column of the sheet in which the cell stands, downwards."""
    at = next((b.columns.get(column) for b in table.bindings if b.key == row), None)
    same = [b for b in table.bindings if at is not None and b.columns.get(column) == at]
    same.sort(key=lambda binding: binding.row)
    return [(b.key, Near(table.row_label(b.key), _figure(table, b.key, column))) for b in same]


def _columns(table: Table, row: RowKey) -> list[Placed]:
    """The figures of a row, from left to right."""
    found = next((b.columns for b in table.bindings if b.key == row), {})
    numbers = sorted(found, key=lambda number: found[number])
    return [(n, Near(table.column_label(n), _figure(table, row, n))) for n in numbers]


def _neighbours(
    placed: Sequence[Placed], own: RowKey | int, tied: Collection[RowKey | int]
) -> tuple[Near, ...]:
    """Those before and behind one's own, where they are not zero. That a total prints the figure of
    its only addend is no coincidence: what is `tied` to the cell is left out."""
    at = next((i for i, (key, _) in enumerate(placed) if key == own), None)
    if at is None:
        return ()
    beside = (*placed[max(at - 1, 0) : at], *placed[at + 1 : at + 2])
    return tuple(near for key, near in beside if near.figure and key not in tied)


def _under(table: Table, row: RowKey, column: int) -> Iterator[tuple[CellKey, Near, bool]]:
    """The figures that stand below a 科目 row or the total of such rows, in the same column; and
    whether they stand directly below."""
    if not table.form.open:
        return
    for entry in table.entries:
        if entry.code and row != entry.key and (row == TOTAL or entry.code.startswith(str(row))):
            near = Near(table.row_label(entry.key), _figure(table, entry.key, column))
            direct = (parent_of(entry.code) or TOTAL) == row
            yield (table.key, entry.key, column), near, direct


def _addends(
    terms: Iterable[tuple[int, CellKey]], own: CellKey, tables: Tables
) -> Iterator[tuple[CellKey, Near]]:
    """What each of several terms adds to a total."""
    terms = tuple(terms)
    for weight, (key, row, column) in terms if len(terms) > 1 else ():
        table = tables.get(key)
        if table is not None:
            label = table.row_label(row) if row != own[1] else table.column_label(column)
            if key != own[0]:
                label = f"{name_of_table(key)} {label}"
            yield (key, row, column), Near(label, weight * _figure(table, row, column))


def _exact(edit: Edit, cell: CellKey, tables: Tables) -> set[int]:
    """The figure with which the identity holds to the last digit, if there is one."""
    weight = edit.weights[cell]
    others = ((w, c) for c, w in edit.weights.items() if c != cell)
    rest = sum(w * _figure(tables.get(c[0]), c[1], c[2]) for w, c in others)
    return {-rest // weight} if weight and rest and rest % weight == 0 else set()


def _last_year(table: Table, row: RowKey, column: int, previous: Tables) -> int | None:
    """The figure of last year at the same place, if that table has it in the same unit."""
    before = previous.get(table.key)
    if before is None or before.form.columns != table.form.columns:
        return None
    there = line_in(before.form, table.form, row)
    if there is None or before.unit_of(column) != table.unit_of(column):
        return None
    return _figure(before, there, column) or None
