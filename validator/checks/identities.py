"""Equations over the forms → verdicts on a workbook.

Every equation is bound to the cells of the tables at hand, once for each 科目 that it leaves open,
and judged exactly (`validator.rounding`). Nothing is passed over in silence: what cannot be
evaluated has its own verdict.
"""

from collections.abc import Iterable, Iterator, Mapping

from validator.amounts import COUNTED, NOTHING, Amount
from validator.checks.outcome import Operand, Outcome
from validator.forms.equations import BELOW, OPEN, Equation, Term
from validator.forms.model import TOTAL, Layout, RowKey
from validator.notation import LEVELS
from validator.recognition import Table
from validator.rounding import Judgement, Relation, Verdict, judge

Tables = Mapping[str, Table]

_NOT_APPLICABLE = Judgement(Verdict.NOT_APPLICABLE)
_NOT_EVALUATED = Judgement(Verdict.NOT_EVALUATED)
#: Layouts whose every row is printed: there a row that is not found is missing, not unused.
_FIXED = frozenset({Layout.TWO_SIDED, Layout.SINGLE})


def evaluate(equations: Iterable[Equation], tables: Tables) -> Iterator[Outcome]:
    """The verdict of every equation at every place where it applies.

    An equation over a table that is absent, or one side of which lies wholly in tables declared
    empty, is not applicable; `contradictions` then asks whether the declaration can be true.
    """
    below = _children_of(tables)
    for equation in equations:
        if any(term.table not in tables for term in equation.terms):
            yield _outcome(equation, tables, (), (), _NOT_APPLICABLE)
            continue
        declared = _declared_empty(equation, tables)
        for code in _codes(equation, tables):
            left = _operands(equation.left, code, tables, below)
            right = _operands(equation.right, code, tables, below)
            if left is None or right is None:
                continue  # a leaf: this 科目 has no level below it, so nothing to add up
            if declared or _unbound(equation, left):
                judgement = _NOT_APPLICABLE
            else:
                judgement = _judge(left, equation.relation, right)
            yield _outcome(equation, tables, left, right, judgement)


def contradictions(equations: Iterable[Equation], tables: Tables) -> Iterator[Outcome]:
    """Equations that a table's declaration of emptiness would break: its cells taken as 0."""
    below = _children_of(tables)
    for equation in equations:
        if any(term.table not in tables for term in equation.terms):
            continue
        if not _declared_empty(equation, tables):
            continue
        for code in _codes(equation, tables):
            left = _operands(equation.left, code, tables, below)
            right = _operands(equation.right, code, tables, below)
            if left is not None and right is not None:
                judgement = _judge(left, equation.relation, right)
                if judgement.verdict is Verdict.ERROR:
                    yield _outcome(equation, tables, left, right, judgement)


def _outcome(
    equation: Equation,
    tables: Tables,
    left: tuple[Operand, ...],
    right: tuple[Operand, ...],
    judgement: Judgement,
) -> Outcome:
    rule = equation.rule
    table = rule.table or equation.left[0].table
    return Outcome(
        rule, equation.text, equation.kind, table, left, equation.relation, right, judgement
    )


def _declared_empty(equation: Equation, tables: Tables) -> bool:
    """Does one whole side lie in tables that are declared empty by their sentence?"""
    return any(
        side and all(tables[term.table].empty for term in side)
        for side in (equation.left, equation.right)
    )


def _unbound(equation: Equation, left: tuple[Operand, ...]) -> bool:
    """Named codes (E01) of which the table has none: the department does not use them."""
    return not equation.open_level and all(
        operand.cell is None and not operand.fixed for operand in left
    )


def _judge(left: tuple[Operand, ...], relation: Relation, right: tuple[Operand, ...]) -> Judgement:
    sides: list[list[tuple[int, Amount]]] = []
    for side in (left, right):
        terms = []
        for operand in side:
            cell = operand.cell
            if cell is not None:
                terms.append((operand.weight, cell.amount))
            elif operand.fixed:
                return _NOT_EVALUATED
            else:
                terms.append((operand.weight, NOTHING))
        sides.append(terms)
    return judge(sides[0], relation, sides[1])


def blocking(outcome: Outcome) -> list[Operand]:
    """The operands that kept an identity from being evaluated."""
    return [
        operand
        for operand in outcome.operands
        if (operand.fixed if operand.cell is None else operand.cell.amount.state not in COUNTED)
    ]


# --- binding -----------------------------------------------------------------------------------


def _children_of(tables: Tables) -> Mapping[tuple[str, RowKey], tuple[RowKey, ...]]:
    """(table, code or 合计) → the keys of the rows one level below."""
    below: dict[tuple[str, RowKey], list[RowKey]] = {}
    for key, table in tables.items():
        for entry in table.entries:
            parent = entry.code[:-2] if len(entry.code) > 3 else TOTAL
            below.setdefault((key, parent), []).append(entry.key)
    return {place: tuple(keys) for place, keys in below.items()}


def _codes(equation: Equation, tables: Tables) -> Iterable[RowKey]:
    """What fills the open row: codes of the level, all rows for 各行, or nothing once."""
    level = equation.open_level
    if not level:
        return ("",)
    if level == "各行":
        table = tables[equation.left[0].table]
        keys: list[RowKey] = [entry.key for entry in table.entries]
        if (TOTAL, equation.left[0].column) in table.cells:
            keys.insert(0, TOTAL)
        return keys
    found: dict[str, None] = {}
    length = LEVELS[level]
    for term in equation.terms:
        if term.row == OPEN:
            table = tables[term.table]
            fixed = table.form.layout in _FIXED
            codes = table.form.rows_by_code if fixed else [e.code for e in table.entries]
            for code in codes:
                if len(code) == length or (length is None and len(code) in (3, 5, 7)):
                    found[code] = None
    return found


def _operands(
    terms: tuple[Term, ...],
    code: RowKey,
    tables: Tables,
    below: Mapping[tuple[str, RowKey], tuple[RowKey, ...]],
) -> tuple[Operand, ...] | None:
    """The terms of one side with OPEN filled by `code`; None where a sum has nothing to sum."""
    operands: list[Operand] = []
    for weight, key, row, column, parent in terms:
        table = tables[key]
        cells = table.cells
        if row == BELOW:
            rows = below.get((key, code if parent == OPEN else parent), ())
            if not rows and parent == OPEN:
                return None
            operands.extend(
                Operand(weight, table, r, column, cells.get((r, column)), False) for r in rows
            )
            continue
        fixed = table.form.layout in _FIXED
        if row == OPEN:
            row = table.form.rows_by_code.get(str(code), code) if fixed else code
            fixed = fixed and isinstance(row, int)
        elif not fixed:
            fixed = row in table.form.totals
        operands.append(Operand(weight, table, row, column, cells.get((row, column)), fixed))
    return tuple(operands)
