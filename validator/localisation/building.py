"""What the checks gave → the system of edits: which cells may be wrong, and how little each is
suspected.

The weights come from the form: a figure that the form computes from others is suspected less than
one that is typed, and one that a formula of the file gives less still. How often a figure is
printed elsewhere needs no weight: whoever would change it must change the others too.
"""

from collections.abc import Iterable, Iterator

from validator.amounts import COUNTED, Amount, State, Unit
from validator.checks import Results
from validator.checks.outcome import Operand, Outcome
from validator.checks.speaking import Identities
from validator.forms.catalogue import branch, is_code, parent_of
from validator.forms.computed import computed_in
from validator.forms.equations import BELOW, OPEN
from validator.forms.model import TOTAL, CellKey, Rule, Severity, in_list
from validator.localisation.following import following
from validator.localisation.system import Asked, Edit, System, Terms, is_blank
from validator.recognition import Cell, Recognised, Table
from validator.rounding import Verdict

#: How little a cell is suspected, as the cost of changing it: one that is typed, one that is blank
#: (rather left out than forgotten), one that the form computes, one that a formula gives. The
#: differences are small beside a whole cell: two wrong cells are never likelier than one.
TYPED, BLANK, COMPUTED, FORMULA = 10, 11, 12, 14
#: The cost of a row that was left out, with all its figures.
ROW = 12

Row = tuple[str, str]


def lacking_rows(results: Results, found: Recognised) -> frozenset[Row]:
    """(table, code) of the rows that 科目 tables seem to lack: those that a broken identity looks
    for, and those that other tables have below the same 科目 whose sum is broken."""
    broken = [o for o in results.notable if o.verdict is Verdict.ERROR and not o.units]
    rows = {seen.lacks for seen in results.observations if seen.lacks}
    for outcome in broken:
        rows |= {
            (operand.table.key, str(operand.row))
            for operand in outcome.operands
            if operand.cell is None and operand.table.form.open and is_code(str(operand.row))
        }
        if outcome.kind == "sum" and len(outcome.left) == 1:
            total = outcome.left[0]
            if total.table.form.open and {o.table.key for o in outcome.right} == {total.table.key}:
                rows |= {(total.table.key, code) for code in _beside(total, found)}
    filled = {key: table for key, table in found.tables.items() if not table.empty}
    return frozenset(
        (key, above)
        for key, code in rows
        if key in filled
        for above in (code, *branch(code)[:-1])
        if above not in filled[key].codes
    )


def _beside(total: Operand, found: Recognised) -> Iterable[str]:
    """The codes one level below a row that the other 科目 tables of its kind have."""
    own = total.table
    for table in found.tables.values():
        if table.key != own.key and table.form.open and table.form.catalogue == own.form.catalogue:
            yield from (code for code in table.codes if (parent_of(code) or TOTAL) == total.row)


def system_of(results: Results, found: Recognised, lacking: frozenset[Row]) -> System:
    """The identities of the workbook, those that hold too, over its cells. What a named check tells
    the cause of is left out (`Observation.breaks`), and what only units' roundings break.

    An identity is evaluated when an edit of it is asked for, and of those that hold few are: the
    steps that follow begin at the broken edits and go from cells to edits that speak of them, and
    back, and never ask for all. Since `at` names just the edits that a list of all would have at a
    cell, in the same order, and each is what it would be there, they cannot give another answer.
    """
    of = _Building(results, found, lacking)
    system = System(of.edits, Asked(of.amount), Asked(of.cost))
    system = system.knowing(at=of.at)
    system = system.knowing(broken=tuple(of.broken(system)), unread=tuple(of.unread(system)))
    return following(system, of.formulas)


class _Building:
    """What a system of edits is asked for, found in a workbook."""

    def __init__(self, results: Results, found: Recognised, lacking: frozenset[Row]) -> None:
        self.results, self.found, self.lacking = results, found, lacking
        self.identities = results.identities
        if lacking:
            self.identities = Identities(results.rules, results.tables, lacking)
        self.told = {key for seen in results.observations for key in seen.breaks}
        self.told |= {outcome.key for outcome in results.notable if outcome.units}
        self.formulas = frozenset(_formulas(found))
        self.computed = computed_in(found.edition.name, tuple(found.tables))
        self.above = Asked(self._above)
        self.speaking = Asked(self._speaking)
        self.at = Asked(self._at)
        self.edits = Asked(self._edit)

    def _outcome(self, number: int) -> Outcome:
        return self.results.levels.outcome(self.identities.outcome(number))

    def _speaking(self, cell: CellKey) -> tuple[int, ...]:
        """The identities that speak of a cell, as far as they are looked at."""
        numbers = self.identities.at(cell)
        return tuple(n for n in numbers if self._is_sure(n) or self._counts(self._outcome(n)))

    def _is_sure(self, number: int) -> bool:
        """Is it looked at whatever it holds?"""
        left = self.identities.equation(number).left
        return not self.told and any(t.row != BELOW or t.parent == OPEN for t in left)

    def _counts(self, outcome: Outcome) -> bool:
        return bool(outcome.left) and not (self.told and outcome.key in self.told)

    def _at(self, cell: CellKey) -> tuple[int, ...]:
        """The numbers of the edits that speak of a cell."""
        equation = self.identities.equation
        return tuple(
            n
            for n in self.speaking[cell]
            if not (equation(n).optional or equation(n).share) or n in self.edits
        )

    def _edit(self, number: int) -> Edit | None:
        """The identity as an edit; None where it does not apply."""
        return _edit(self._outcome(number))

    def amount(self, cell: CellKey) -> Amount:
        """What a cell holds."""
        key, row, column = cell
        table = self.results.tables[key]
        return _amount(table.cell(row, column), table.unit_of(column))

    def cost(self, cell: CellKey) -> int | None:
        """What it costs to take a cell for wrong; None for one that is not the workbook's own, or
        of which nothing speaks."""
        key, row, column = cell
        table = self.found.tables.get(key)
        there = table.cell(row, column) if table else None
        if table is None or (there is None and cell[:2] not in self.lacking):
            return None
        if not self.speaking[cell]:
            return None
        if there is None:
            return ROW
        if cell in self.formulas:
            return FORMULA
        if self._is_computed(table, cell):
            return COMPUTED
        return BLANK if is_blank(there.amount) else TYPED

    def _is_computed(self, table: Table, cell: CellKey) -> bool:
        """Does the form compute the cell from others of the workbook?"""
        subject, (key, row, column) = table.form.subject, cell
        if table.form.open:
            place = subject, column
            summed = place in self.computed.levels and str(row) in self.above[key]
            return summed or place in self.computed.columns
        known = self.computed.cells
        return (key, row, column) in known or (key, in_list(row)[0], column) in known

    def _above(self, key: str) -> frozenset[str]:
        """The rows of a table that have rows below them."""
        entries = self.found.tables[key].entries
        return frozenset(parent_of(entry.code) or TOTAL for entry in entries)

    def broken(self, system: System) -> list[int]:
        """The numbers of the edits that must be mended: of the identities that did not hold, and of
        those that rows that are lacking take part in."""
        numbers: set[int] = set()
        for outcome in self.results.notable:
            if outcome.verdict is Verdict.ERROR and not outcome.units:
                cell = next(o for o in outcome.operands if o.cell is not None)
                at = system.at[cell.table.key, cell.row, cell.column]
                said = outcome.rule, outcome.text
                numbers.update(n for n in at if self._said(n) == said)
        for key, code in self.lacking:
            for column in self.found.tables[key].form.columns:
                numbers.update(system.at[key, code, column])
        return sorted(number for number in numbers if system.edits[number].broken)

    def _said(self, number: int) -> tuple[Rule, str]:
        equation = self.identities.equation(number)
        return equation.rule, equation.text

    def unread(self, system: System) -> list[CellKey]:
        """The cells that may be wrong and hold no number, in the order of the identities."""
        odd = (cell for table in self.found.tables.values() for cell in table.content.odd)
        cells = [c for c in odd if system.amounts[c].state not in COUNTED and c in system.costs]

        def first(cell: CellKey) -> tuple[int, int]:
            number = self.speaking[cell][0]
            operands = self._outcome(number).operands
            return number, [(o.table.key, o.row, o.column) for o in operands].index(cell)

        return sorted(cells, key=first)


def _formulas(found: Recognised) -> Iterator[CellKey]:
    """The cells that formulas of the file give."""
    for key, table in found.tables.items():
        live = table.source.formulas
        if live:
            places = {
                (key, binding.key, number): (binding.row, column)
                for binding in table.bindings
                for number, column in binding.columns.items()
            }
            yield from (cell for cell, place in places.items() if place in live)


def _edit(outcome: Outcome) -> Edit | None:
    weights: dict[CellKey, int] = {}
    unknown: set[CellKey] = set()
    sides: list[Terms] = []
    blank = True
    for sign, side in ((1, outcome.left), (-1, outcome.right)):
        terms = []
        for operand in side:
            cell = operand.table.key, operand.row, operand.column
            terms.append((operand.weight, cell))
            weights[cell] = weights.get(cell, 0) + sign * operand.weight
            amount = _amount(operand.cell, operand.unit)
            blank = blank and is_blank(amount)
            if amount.state not in COUNTED or (operand.cell is None and operand.fixed):
                unknown.add(cell)
        sides.append(tuple(terms))
    verdict = outcome.verdict
    if verdict is Verdict.NOT_APPLICABLE and not blank:
        return None
    severity = outcome.severity or outcome.rule.severity
    return Edit(
        outcome.key,
        sides[0],
        outcome.relation,
        sides[1],
        weights,
        weights,
        verdict,
        severity is Severity.ERROR,
        outcome.kind == "share",
        frozenset(unknown),
    )


def _amount(cell: Cell | None, unit: Unit) -> Amount:
    return Amount(State.BLANK, 0, unit.half) if cell is None else cell.amount
