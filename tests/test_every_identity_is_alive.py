"""Every identity of every edition finds what it is there to find.

One rich department fills each edition's tables so that no term of any identity is blank. Then its
cells are moved, one at a time and just beyond what rounding explains (a copy by one printed step),
and the identity must break. One that nothing here breaks fails the test with its id; what breaks
the named checks is in `test_every_check_finds_its_mistake.py`.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from tests.rich import Accounts, accounts, equations, run, with_figure
from validator.checks import Operand, Outcome
from validator.forms.compiler import compiled
from validator.forms.equations import BELOW, Equation, RuleSet, Term
from validator.forms.loader import editions, load
from validator.forms.model import BUDGETS, RowKey, Severity
from validator.reading import Sheet
from validator.recognition import Table
from validator.rounding import Relation, Verdict
from validator.run import check

SOUND = frozenset({Verdict.EXACT, Verdict.ROUNDING, Verdict.IMPROBABLE})
#: So many places of each identity are tried in full; further places for terms that were blank.
PLACES = int(os.environ.get("GOUJI_PLACES", "1"))


@dataclass(frozen=True)
class Move:
    """A figure that stands where the books have another: the operand and its printed 分."""

    outcome: Outcome
    operand: Operand
    fen: int

    def sheet(self, books: Accounts) -> Sheet:
        """The sheet with the wrong figure."""
        table, cell = self.operand.table, self.operand.cell
        assert cell is not None
        return with_figure(books, table, cell, self.operand.column, self.fen)


def move(outcome: Outcome, operand: Operand) -> Move:
    """The least change of `operand` that no rounding explains, for any signs of the roundings.

    n figures round by less than n/2 steps in all, and leave a residual of at most that; n + 2 more
    steps are beyond both. Two copies of one figure differ by nothing, so there one step is. A share
    is told by a gross mistake: `tests/test_rounding.py` has the finest that can be.
    """
    assert operand.cell is not None
    step = operand.unit.step
    if outcome.kind == "share":
        return Move(outcome, operand, 3 * operand.cell.amount.printed + 100 * step)
    residual = sum(o.weight * o.cell.amount.printed for o in outcome.left if o.cell)
    residual -= sum(o.weight * o.cell.amount.printed for o in outcome.right if o.cell)
    steps = 1 if outcome.kind == "copy" else len(outcome.operands) + 2
    if outcome.relation is Relation.EQUAL:
        wanted = residual + steps * step
    else:
        wanted = steps * step if outcome.relation is Relation.AT_MOST else -steps * step
    weight = operand.weight if operand in outcome.left else -operand.weight
    return Move(outcome, operand, operand.cell.amount.printed + weight * (wanted - residual))


def place(outcome: Outcome) -> tuple[object, ...]:
    return tuple((o.table.key, o.row, o.column) for o in outcome.operands)


def terms_of(equation: Equation, outcome: Outcome) -> Iterator[tuple[Term, Operand]]:
    """Each operand with the term that it fills; Σ is filled by as many as there are."""
    for terms, operands in ((equation.left, outcome.left), (equation.right, outcome.right)):
        rest = list(operands)
        for i, term in enumerate(terms):
            more = len(terms) - i - 1
            taken = len(rest) - more if term.row == BELOW else 1
            for operand in rest[:taken]:
                yield term, operand
            rest = rest[taken:]


def whole_of(equation: Equation) -> set[Term]:
    """What a share takes of itself: 合计 is always 100 % of it, whatever it is."""
    return {t for t in equation.right if equation.share and equation.right.count(t) > 1}


def terms_to_move(equation: Equation) -> set[Term]:
    """The terms of which another figure must break the identity."""
    return {*equation.left, *equation.right} - whole_of(equation)


def moves(equation: Equation, books: Accounts) -> Iterator[tuple[Term, Move]]:
    """Every operand at the first places of the identity, and each term at one place at least."""
    wanted = terms_to_move(equation)
    done = 0
    for outcome in run(books, books.tables, [equation]).outcomes:
        assert outcome.verdict is not Verdict.ERROR
        if outcome.verdict not in SOUND and any(o.cell is None for o in outcome.left):
            continue
        found = [(t, o) for t, o in terms_of(equation, outcome) if o.cell is not None]
        found = [(term, operand) for term, operand in found if term not in whole_of(equation)]
        if done >= PLACES:
            found = [(term, operand) for term, operand in found if term in wanted]
        done += 1
        wanted -= {term for term, _ in found}
        for term, operand in found:
            yield term, move(outcome, operand)


def broken(equation: Equation, moved: Move, books: Accounts) -> bool:
    """Does the identity say so, at this very place, when the figure is moved?"""
    tables = books.with_sheet(moved.operand.table, moved.sheet(books))
    where = place(moved.outcome)
    wrong = [o for o in run(books, tables, [equation]).notable if o.verdict is Verdict.ERROR]
    assert all((o.rule, o.text) == (equation.rule, equation.text) for o in wrong)
    return [place(o) for o in wrong].count(where) == 1


@pytest.mark.parametrize("edition", editions())
def test_every_term_of_every_identity_is_alive(edition: str) -> None:
    books = accounts(edition)
    dead = []
    for equation in equations(edition):
        alive: set[Term] = set()
        for term, moved in moves(equation, books):
            if broken(equation, moved, books):
                alive.add(term)
            else:
                operand = moved.operand
                at = f"表{operand.table.key} {operand.row} {operand.column}栏"
                dead.append(f"{equation.rule.id} {equation.text}: {at} → {moved.fen} 分")
        for term in terms_to_move(equation) - alive:
            dead.append(f"{equation.rule.id} {equation.text}: nothing moves {term}")
    assert not dead, "\n".join(dead)


#: Figures that no sum and no copy holds, by the kind of the edition: what a project costs in all,
#: what of its money is this year's or carried over, and what is bought with it.
BOUND_ALONE: Mapping[str, frozenset[tuple[str, RowKey, int]]] = {
    BUDGETS: frozenset({
        ("11", "项目", 5), ("12", 1, 1), ("12", 5, 1), ("12", 9, 1), ("12", "采购", 1),
    }),
}  # fmt: skip


def line_of(table: Table, row: RowKey) -> RowKey:
    """What is alike: a printed line; the 科目 of a level, by their length; the rows of a list."""
    if isinstance(row, int) or row in table.form.totals:
        return row
    listed = row.partition("#")[0]
    return listed if listed in table.form.lists else len(row)


@pytest.mark.parametrize("edition", editions())
def test_every_figure_is_guarded(edition: str) -> None:
    """A gross mistake in any one figure is an error: one cell of every line, level and column."""
    books = accounts(edition)
    unguarded = set()
    for table in books.found.tables.values():
        rules = RuleSet(tuple(e for e in equations(edition) if table.key in e.tables))
        samples = {
            (line_of(table, row), column): cell
            for (row, column), cell in table.cells.items()
            if cell.amount.printed
        }
        for (line, column), cell in samples.items():
            fen = 2 * cell.amount.printed + 100 * table.unit_of(column).fen
            wrong = with_figure(books, table, cell, column, fen)
            results = run(books, books.with_sheet(table, wrong), rules)
            errors = {o.rule.severity for o in results.notable if o.verdict is Verdict.ERROR}
            if Severity.ERROR not in errors:
                unguarded.add((table.form.subject, line, column))
    assert unguarded == BOUND_ALONE.get(load(edition).kind, frozenset())


# --- the report --------------------------------------------------------------------------------


def rules_with_equations() -> list[tuple[str, str]]:
    """Every (edition, rule) with an identity."""
    return [
        (edition, rule_id)
        for edition in editions()
        for rule_id in dict.fromkeys(e.rule.id for e in compiled(edition).equations)
    ]


@pytest.mark.parametrize(("edition", "rule_id"), rules_with_equations())
def test_the_report_names_the_broken_rule(edition: str, rule_id: str) -> None:
    books = accounts(edition)
    equation = next(e for e in equations(edition) if e.rule.id == rule_id)
    moved = next(moved for _, moved in moves(equation, books))
    book, options = books.with_book(moved.operand.table, moved.sheet(books), equation.tables)
    report = check(book, options)
    found = [f for f in report.findings if f.rule == rule_id and f.verdict is Verdict.ERROR]
    assert {finding.severity for finding in found} == {equation.rule.severity}
    assert all(finding.cells for finding in found)
