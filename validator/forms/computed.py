"""Which cells of a form are computed from others: its totals, and what it fetches from a table.

Both follow from the identities, and the first identity that defines a cell computes it. A blank
workbook puts a formula there, and a check knows by the same list where a formula should stand.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TypeVar

from validator.forms.catalogue import parent_of
from validator.forms.compiler import compiled
from validator.forms.equations import BELOW, OPEN, Equation, Term, tables_of
from validator.forms.loader import load
from validator.forms.model import CellKey, Form, RowKey
from validator.notation import LEVELS
from validator.rounding import Relation

#: An amount in whole 分, or in the printed unit.
N = TypeVar("N", int, Decimal)

#: (weight, cell) of everything that is added up.
Addends = tuple[tuple[int, CellKey], ...]


@dataclass(frozen=True, slots=True)
class Computed:
    """The computed cells of an edition.

    `cells`: in tables with printed lines, cell → its addends; of a list, a key with the list's name
    stands for each of its rows, and an addend with it for all of them (or for the same row, where
    the row's own sum is computed). `columns`: in 科目 tables, (table, 栏次) → the (weight, 栏次)
    that are added up on every row. `levels`: the (table, 栏次) whose 合计 is the sum of the 类, and
    whose 类 and 款 are the sums of the level below. `shares`: the cell of a per cent → the figures
    that it is of; a list's name stands for each of its rows here too. Every other cell is typed; in
    a 科目 table that is what the lowest 科目 of a branch have.
    """

    cells: Mapping[CellKey, Addends]
    columns: Mapping[tuple[str, int], tuple[tuple[int, int], ...]]
    levels: frozenset[tuple[str, int]]
    shares: Mapping[CellKey, tuple[CellKey, CellKey]] = field(default_factory=dict)

    def in_row(
        self,
        place: tuple[str, int],
        here: Callable[[int], N | None],
        below: Callable[[], Iterable[N | None]],
    ) -> N | None:
        """What the formula at `place` (table, 栏次) of a row of a 科目 table gives: `here` has the
        row's amount in another 栏次, `below` those of this 栏次 in the rows one level down."""
        if added := self.columns.get(place):
            return sum_up((weight, here(number)) for weight, number in added)
        if place in self.levels:
            return sum_up((1, amount) for amount in below())
        return None


def sum_up(terms: Iterable[tuple[int, N | None]]) -> N | None:
    """The sum of weighted amounts as a total prints it: None where all are blank."""
    counted = [weight * amount for weight, amount in terms if amount is not None]
    if not counted:
        return None
    first, *rest = counted
    for amount in rest:
        first += amount
    return first


def share_of(part: Decimal, whole: Decimal | None) -> Decimal | None:
    """The share that `part` is of `whole`, as a per cent with two decimals prints it: 0.9970; None
    of a whole that is 0 or negative."""
    if not whole or whole < 0:
        return None
    return (part / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP)


@cache
def computed(name: str) -> Computed:
    """The computed cells of the edition `name`."""
    forms = load(name).forms
    cells: dict[CellKey, Addends] = {}
    columns: dict[tuple[str, int], tuple[tuple[int, int], ...]] = {}
    levels: set[tuple[str, int]] = set()
    shares: dict[CellKey, tuple[CellKey, CellKey]] = {}
    for equation in compiled(name).equations:
        if equation.share:
            share, part, whole = (_shared(term, equation.open_level) for term in equation.terms)
            shares.setdefault(share, (part, whole))
        if not _defines(equation):
            continue
        total = equation.left[0]
        form = forms[total.table]
        if not form.open:
            for row, code in _rows(total, form, equation.open_level):
                addends = _addends(equation.right, code, forms)
                if addends:
                    cells.setdefault((total.table, row, total.column), addends)
        elif any(term.row == BELOW for term in equation.right):
            levels.add((total.table, total.column))
        elif total.row == OPEN:
            added = tuple((term.weight, term.column) for term in equation.right)
            columns.setdefault((total.table, total.column), added)
    return Computed(cells, columns, frozenset(levels), shares)


def computed_in(name: str, present: Collection[str]) -> Computed:
    """The computed cells of a workbook of the edition `name` that has the tables `present`: of a
    form that may stand any number of times, those of each of its tables."""
    own = computed(name)
    repeated = {
        subject: tables_of(subject, present)
        for subject, form in load(name).forms.items()
        if form.repeated
    }
    if not repeated:
        return own

    cells = {
        _in(key, cell, cell): tuple((weight, _in(key, cell, addend)) for weight, addend in addends)
        for cell, addends in own.cells.items()
        for key in repeated.get(cell[0], cell[:1])
    }
    shares = {
        _in(key, share, share): (_in(key, share, part), _in(key, share, whole))
        for share, (part, whole) in own.shares.items()
        for key in repeated.get(share[0], share[:1])
    }
    return Computed(cells, own.columns, own.levels, shares)


def _in(key: str, home: CellKey, cell: CellKey) -> CellKey:
    """The cell of the table `key` where it is one of the form that `home` stands in."""
    return (key, *cell[1:]) if cell[0] == home[0] else cell


def _defines(equation: Equation) -> bool:
    """Is the left side one cell, computed by the right one?"""
    if equation.relation is not Relation.EQUAL or equation.optional or not equation.right:
        return False
    total, *others = equation.left
    if others or total.weight != 1 or total.row == BELOW or total.every or equation.share:
        return False
    return equation.rule.fetched or (equation.kind == "sum" and len(equation.tables) == 1)


def _shared(term: Term, level: str) -> CellKey:
    """The cell of a share or of what it is of; a list's name stands for each of its rows."""
    return term.table, level if term.row == OPEN else term.row, term.column


def _rows(total: Term, form: Form, level: str) -> list[tuple[RowKey, str]]:
    """The (row, code) that the left side stands for: of an open one, every code of its level."""
    if total.row != OPEN:
        return [(total.row, "")]
    if level in form.lists:
        return [(level, level)]
    return [(row, code) for code, row in form.rows_by_code.items() if len(code) == LEVELS[level]]


def _addends(terms: tuple[Term, ...], code: str, forms: Mapping[str, Form]) -> Addends:
    found: list[tuple[int, CellKey]] = []
    for term in terms:
        known = forms[term.table].rows_by_code
        if term.row == BELOW and term.parent in forms[term.table].lists:
            rows: list[RowKey] = [term.parent]
        elif term.row == BELOW:
            rows = [row for own, row in known.items() if code and parent_of(own) == code]
        elif term.row == OPEN:
            rows = [known.get(code, code)]
        else:
            rows = [term.row]
        found += [(term.weight, (term.table, row, term.column)) for row in rows]
    return tuple(found)
