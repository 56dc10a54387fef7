"""What the checks gave → the system of edits: which cells may be wrong, and how little each is
suspected.

The weights come from the form: a figure that the form computes from others is suspected less than
one that is typed, and one that a formula of the file gives less still. How often a figure is
printed elsewhere needs no weight: whoever would change it must change the others too.
"""

from collections.abc import Iterable

from validator.amounts import COUNTED, Amount, State
from validator.checks import Results
from validator.checks.identities import evaluate
from validator.checks.outcome import Operand, Outcome
from validator.forms.catalogue import branch, is_code, parent_of
from validator.forms.computed import Computed, computed_in
from validator.forms.model import TOTAL, CellKey, Severity, in_list
from validator.localisation.following import following
from validator.localisation.system import Edit, System, Terms, is_blank
from validator.recognition import Recognised, Table
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
    the cause of is left out (`Observation.breaks`), and what only units' roundings break."""
    told = {key for seen in results.observations for key in seen.breaks}
    told |= {outcome.key for outcome in results.notable if outcome.units}
    weigh = _Costs(found)
    edits: list[Edit] = []
    amounts: dict[CellKey, Amount] = {}
    costs: dict[CellKey, int] = {}
    outcomes: Iterable[Outcome] = results.outcomes
    if lacking:
        outcomes = map(results.levels.outcome, evaluate(results.rules, results.tables, lacking))
    for outcome in outcomes:
        if not outcome.left or (told and outcome.key in told):
            continue
        edit = _edit(outcome, amounts, costs, weigh, lacking)
        if edit is not None:
            edits.append(edit)
    formulas = {cell for cell, cost in costs.items() if cost == FORMULA}
    return following(System(tuple(edits), amounts, costs), formulas)


def _edit(
    outcome: Outcome,
    amounts: dict[CellKey, Amount],
    costs: dict[CellKey, int],
    weigh: "_Costs",
    lacking: frozenset[Row],
) -> Edit | None:
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
            if cell not in amounts:
                amounts[cell] = amount = _amount(operand)
                if operand.cell is not None or cell[:2] in lacking:
                    weigh.add(operand, amount, costs)
            amount = amounts[cell]
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


def _amount(operand: Operand) -> Amount:
    if operand.cell is not None:
        return operand.cell.amount
    unit = operand.unit
    return Amount(State.BLANK, 0, unit.half)


class _Costs:
    """What it costs to take a cell for wrong."""

    def __init__(self, found: Recognised) -> None:
        self.tables = found.tables
        self.computed: Computed = computed_in(found.edition.name, tuple(found.tables))
        self.above = {
            key: frozenset(parent_of(entry.code) or TOTAL for entry in table.entries)
            for key, table in found.tables.items()
        }

    def add(self, operand: Operand, amount: Amount, costs: dict[CellKey, int]) -> None:
        """Put the cost of an operand's cell into `costs`, if it is one of the workbook's own."""
        table, cell = operand.table, operand.cell
        if self.tables.get(table.key) is not table:
            return
        key = table.key, operand.row, operand.column
        if cell is None:
            costs[key] = ROW
        elif (cell.row, cell.column) in table.source.formulas:
            costs[key] = FORMULA
        elif self.is_computed(table, key):
            costs[key] = COMPUTED
        else:
            costs[key] = BLANK if is_blank(amount) else TYPED

    def is_computed(self, table: Table, cell: CellKey) -> bool:
        """Does the form compute the cell from others of the workbook?"""
        subject, (key, row, column) = table.form.subject, cell
        if table.form.open:
            place = subject, column
            summed = place in self.computed.levels and str(row) in self.above[key]
            return summed or place in self.computed.columns
        known = self.computed.cells
        return (key, row, column) in known or (key, in_list(row)[0], column) in known
