"""The identities that speak of a cell, each evaluated when it is asked for.

Who wants to know what a few cells take part in need not have the whole workbook evaluated: an index
over the equations, made once for all workbooks with the same tables, leads from a cell to them, and
the levels of the 科目 to the codes at which they speak of it.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from validator.checks.identities import (
    Below,
    Codes,
    Lacking,
    Tables,
    applicable,
    children_of,
    codes_at,
    outcome_at,
)
from validator.checks.outcome import Outcome
from validator.forms.equations import BELOW, OPEN, Equation, RuleSet
from validator.forms.model import CellKey, RowKey
from validator.remembered import remembered_of_each

#: More codes than an equation can be judged at.
_MOST_CODES = 1 << 32


class _Index(NamedTuple):
    """The numbers of the equations with a term at a cell; with one that follows the code in a
    (table, 栏次), as its row or as the row above; and with the rows below a (table, 栏次, row)."""

    fixed: Mapping[CellKey, tuple[int, ...]]
    own: Mapping[tuple[str, int], tuple[int, ...]]
    above: Mapping[tuple[str, int], tuple[int, ...]]
    below: Mapping[tuple[str, int, RowKey], tuple[int, ...]]


@remembered_of_each
def _index(equations: tuple[Equation, ...]) -> _Index:
    found: tuple[dict[tuple[object, ...], list[int]], ...] = ({}, {}, {}, {})
    for number, equation in enumerate(equations):
        for _, table, row, column, parent, _ in equation.terms:
            if row == OPEN:
                found[1].setdefault((table, column), []).append(number)
            elif row != BELOW:
                found[0].setdefault((table, row, column), []).append(number)
            elif parent == OPEN:
                found[2].setdefault((table, column), []).append(number)
            else:
                found[3].setdefault((table, column, parent), []).append(number)
    return _Index(*({key: tuple(of) for key, of in each.items()} for each in found))  # type: ignore[arg-type]


class Identities:
    """The identities of a workbook at every place where they apply, in the order of `evaluate`, by
    numbers that rise in that order; `lacking` as there."""

    def __init__(self, rules: RuleSet, tables: Tables, lacking: Lacking = frozenset()) -> None:
        self.tables, self.lacking = tables, lacking
        self.equations = applicable(rules, tables)[0]
        self.index = _index(self.equations)
        self.below: Below = children_of(tables, lacking)
        self._codes: Codes = {}
        self._places: dict[object, Mapping[RowKey, int]] = {}
        self._above: dict[str, Mapping[RowKey, tuple[RowKey, ...]]] = {}
        self._lines: dict[str, Mapping[RowKey, tuple[RowKey, ...]]] = {}

    def at(self, cell: CellKey) -> tuple[int, ...]:
        """The numbers of those that speak of a cell that is there, or of one in a lacking row."""
        return tuple(sorted({*self._at(cell)}))

    def equation(self, number: int) -> Equation:
        """What one of them says."""
        return self.equations[number // _MOST_CODES]

    def outcome(self, number: int) -> Outcome:
        """One of them at its place, in full."""
        at, place = divmod(number, _MOST_CODES)
        equation = self.equations[at]
        code = self._codes[equation.asks][place]
        outcome = outcome_at(equation, code, self.tables, self.below)
        assert outcome is not None, "a leaf has no number"
        return outcome

    def _at(self, cell: CellKey) -> Iterator[int]:
        table, row, column = cell
        for number in self.index.fixed.get(cell, ()):
            for place in self._of(number).values():
                yield number * _MOST_CODES + place
        for numbers, codes in (
            (self.index.own.get((table, column), ()), self._filling(table, row)),
            (self.index.above.get((table, column), ()), self._parents(table, row)),
        ):
            for number in numbers:
                places = self._of(number)
                for code in codes:
                    if code in places:
                        yield number * _MOST_CODES + places[code]
        for parent in self._parents(table, row):
            for number in self.index.below.get((table, column, parent), ()):
                for place in self._of(number).values():
                    yield number * _MOST_CODES + place

    def _of(self, number: int) -> Mapping[RowKey, int]:
        """The codes at which an equation is judged, and the place of each: without leaves, at which
        there is nothing to add up."""
        equation = self.equations[number]
        if equation.asks not in self._places:
            codes = codes_at(equation, self.tables, self._codes, self.lacking)
            self._places[equation.asks] = {
                code: place
                for place, code in enumerate(codes)
                if all(self.below[table].get(code) for table in equation.summed)
            }
        return self._places[equation.asks]

    def _filling(self, table: str, row: RowKey) -> tuple[RowKey, ...]:
        """The codes that stand for a row of a table: its own key, or those of a printed line."""
        lines = self.tables[table].form.rows_by_code
        if table not in self._lines:
            self._lines[table] = _reversed({code: (line,) for code, line in lines.items()})
        codes = self._lines[table].get(row, ())
        return codes if str(row) in lines else (*codes, row)

    def _parents(self, table: str, row: RowKey) -> tuple[RowKey, ...]:
        """The rows one level above a row of a table."""
        if table not in self._above:
            self._above[table] = _reversed(self.below.get(table, {}))
        return self._above[table].get(row, ())


def _reversed(rows: Mapping[RowKey, tuple[RowKey, ...]]) -> Mapping[RowKey, tuple[RowKey, ...]]:
    found: dict[RowKey, tuple[RowKey, ...]] = {}
    for key, own in rows.items():
        for row in own:
            found[row] = (*found.get(row, ()), key)
    return found
