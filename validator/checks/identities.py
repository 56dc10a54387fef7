"""Equations over the forms → verdicts on a workbook.

Every equation is bound to the cells of the tables at hand, once for each 科目 that it leaves open,
and judged exactly (`validator.rounding`). Nothing is passed over in silence: what cannot be
evaluated has its own verdict.

Most identities of most workbooks hold to the last digit or are blank throughout. `survey` sees that
by adding up whole numbers, and builds the full `Outcome` of the others only.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from validator.amounts import COUNTED, NOTHING, Amount
from validator.checks.outcome import Operand, Outcome
from validator.forms.equations import BELOW, OPEN, Equation, Term
from validator.forms.model import TOTAL, RowKey
from validator.notation import LEVELS
from validator.recognition import Table
from validator.rounding import Judgement, Relation, Verdict, judge

Tables = Mapping[str, Table]
Below = Mapping[tuple[str, RowKey], tuple[RowKey, ...]]
Counts = Counter[tuple[str, Verdict]]

_NOT_APPLICABLE = Judgement(Verdict.NOT_APPLICABLE)
_NOT_EVALUATED = Judgement(Verdict.NOT_EVALUATED)


class Survey(NamedTuple):
    """The verdicts of all identities: how many of each by table, which rules ran (gave more than
    not_applicable), and the outcomes that a person must see."""

    counts: Counts
    ran: frozenset[str]
    notable: tuple[Outcome, ...]


def survey(equations: Iterable[Equation], tables: Tables) -> Survey:
    """Every verdict counted, and those other than exact and not_applicable in full."""
    counts: Counts = Counter()
    ran: set[str] = set()
    notable: list[Outcome] = []
    below, empty = _children_of(tables), _declared_empty(tables)
    for equation in equations:
        table, name = equation.home, equation.rule.id
        if not _applies(equation, tables, empty):
            counts[table, Verdict.NOT_APPLICABLE] += 1
            continue
        for code in _codes(equation, tables):
            verdict = _at_once(equation, code, tables, below)
            if verdict is None:
                outcome = _outcome(equation, code, tables, below)
                if outcome is None:
                    continue  # a leaf: this 科目 has no level below it, so nothing to add up
                verdict = outcome.judgement.verdict
                if verdict is not Verdict.EXACT and verdict is not Verdict.NOT_APPLICABLE:
                    notable.append(outcome)
            counts[table, verdict] += 1
            if verdict is not Verdict.NOT_APPLICABLE:
                ran.add(name)
    return Survey(counts, frozenset(ran), tuple(notable))


def evaluate(equations: Iterable[Equation], tables: Tables) -> Iterator[Outcome]:
    """Every identity at every place where it applies, in full, the good ones too.

    An equation over a table that is absent, or one side of which lies wholly in tables declared
    empty, is not applicable; `contradictions` then asks whether the declaration can be true.
    """
    below, empty = _children_of(tables), _declared_empty(tables)
    for equation in equations:
        if not _applies(equation, tables, empty):
            yield _named(equation, (), (), _NOT_APPLICABLE)
            continue
        for code in _codes(equation, tables):
            outcome = _outcome(equation, code, tables, below)
            if outcome is not None:
                yield outcome


def contradictions(equations: Iterable[Equation], tables: Tables) -> Iterator[Outcome]:
    """Equations that a table's declaration of emptiness would break: its cells taken as 0."""
    below, empty = _children_of(tables), _declared_empty(tables)
    for equation in equations:
        if not _applies(equation, tables, empty) and equation.tables <= tables.keys():
            for code in _codes(equation, tables):
                outcome = _outcome(equation, code, tables, below)
                if outcome is not None and outcome.verdict is Verdict.ERROR:
                    yield outcome


def blocking(outcome: Outcome) -> list[Operand]:
    """The operands that kept an identity from being evaluated."""
    return [
        operand
        for operand in outcome.operands
        if (operand.fixed if operand.cell is None else operand.cell.amount.state not in COUNTED)
    ]


def _named(
    equation: Equation,
    left: tuple[Operand, ...],
    right: tuple[Operand, ...],
    judgement: Judgement,
) -> Outcome:
    return Outcome(
        equation.rule,
        equation.text,
        equation.kind,
        equation.home,
        left,
        equation.relation,
        right,
        judgement,
    )


def _declared_empty(tables: Tables) -> frozenset[str]:
    return frozenset(key for key, table in tables.items() if table.empty)


def _applies(equation: Equation, tables: Tables, empty: frozenset[str]) -> bool:
    """Are all its tables there, and no whole side in tables that are declared empty?"""
    if not equation.tables <= tables.keys():
        return False
    return not empty or not any(side and side <= empty for side in equation.tables_by_side)


# --- the quick way: whole numbers --------------------------------------------------------------


def _at_once(equation: Equation, code: RowKey, tables: Tables, below: Below) -> Verdict | None:
    """EXACT or NOT_APPLICABLE where plain figures settle it; None where a closer look is due."""
    blank = True
    residual = 0
    for term in equation.terms:
        weight, key, row, column, parent = term
        table = tables[key]
        figures, unclear = table.figures, table.unclear
        if row == BELOW:
            rows = below.get((key, code if parent == OPEN else parent), ())
            if not rows and parent == OPEN:
                return None
        elif row == OPEN:
            rows = (table.form.rows_by_code.get(code, code),)  # type: ignore[arg-type]
        else:
            rows = (row,)
        for r in rows:
            place = (r, column)
            figure = figures.get(place)
            if figure is not None:
                blank = False
                residual += weight * figure
            elif unclear and place in unclear:
                return None
    if blank:
        return Verdict.NOT_APPLICABLE
    relation = equation.relation
    if residual == 0 or (
        relation is not Relation.EQUAL and (residual > 0) == (relation is Relation.AT_LEAST)
    ):
        # Named codes that the department does not use (E01) are for the closer look.
        return None if equation.optional else Verdict.EXACT
    return None


# --- the full way ------------------------------------------------------------------------------


def _outcome(equation: Equation, code: RowKey, tables: Tables, below: Below) -> Outcome | None:
    """The identity with its operands and judgement; None at a leaf, where a sum has no addends."""
    left = _operands(equation.left, code, tables, below)
    right = _operands(equation.right, code, tables, below)
    if left is None or right is None:
        return None
    if equation.optional and all(operand.cell is None for operand in left):
        return _named(equation, left, right, _NOT_APPLICABLE)
    return _named(equation, left, right, _judge(left, equation.relation, right))


def _judge(left: tuple[Operand, ...], relation: Relation, right: tuple[Operand, ...]) -> Judgement:
    sides: list[list[tuple[int, Amount]]] = []
    for side in (left, right):
        terms = []
        for operand in side:
            if operand.cell is not None:
                terms.append((operand.weight, operand.cell.amount))
            elif operand.fixed:
                return _NOT_EVALUATED
            else:
                terms.append((operand.weight, NOTHING))
        sides.append(terms)
    return judge(sides[0], relation, sides[1])


# --- binding -----------------------------------------------------------------------------------


def _children_of(tables: Tables) -> Below:
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
        return tables[equation.left[0].table].rows
    length = LEVELS[level]
    found: dict[str, None] = {}
    for key in dict.fromkeys(term.table for term in equation.terms if term.row == OPEN):
        found.update(dict.fromkeys(tables[key].codes_of_length(length)))
    return found


def _operands(
    terms: tuple[Term, ...], code: RowKey, tables: Tables, below: Below
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
        if row == OPEN:
            row = table.form.rows_by_code.get(str(code), code)
        place = (row, column)
        operands.append(
            Operand(weight, table, row, column, cells.get(place), place in table.unclear)
        )
    return tuple(operands)
