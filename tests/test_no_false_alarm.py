"""Books that agree give tables without an error, however their sums were rounded.

Every department of a ledger (`tests/ledgers.py`) keeps one coherent set of books, so whatever the
checker calls wrong in its workbook is a false alarm. GOUJI_DEPARTMENTS sets how many departments an
edition of final accounts gets; one of budgets gets half as many.
"""

import os
import random
from collections import Counter
from decimal import Decimal

import pytest

from tests import budget_ledger, ledger
from tests.books import Amounts
from tests.ledgers import ledger_of
from validator import checks
from validator.amounts import EMPTY, QIAN_YUAN, WAN_YUAN, YUAN, Unit
from validator.checks import Outcome, Results
from validator.checks.opinions import findings
from validator.forms.catalogue import ECONOMIC, FUNCTIONAL, catalogue
from validator.forms.compiler import compiled
from validator.forms.equations import Compiled, CompiledCheck, CompiledComparison, Equation
from validator.forms.loader import editions, form_of, load
from validator.forms.model import BUDGETS, Severity
from validator.notation import BUDGET, LAST_YEAR
from validator.reading import Book
from validator.recognition import Recognised, recognise
from validator.rounding import Relation, Verdict, usual_steps
from validator.run import Options, check

DEPARTMENTS = int(os.environ.get("GOUJI_DEPARTMENTS", "80"))
#: Each edition's departments are shared among so many tests, so that several workers can run.
SHARES = 2
UNITS = (WAN_YUAN, WAN_YUAN, WAN_YUAN, QIAN_YUAN, YUAN)

#: Checks that are no equations: each gives one verdict a workbook.
NAMED_CHECKS = {name: len(compiled(name).others) for name in editions()}
#: Checks of another workbook than the one at hand, of workbooks made from the forms, of formulas.
OTHERS = (LAST_YEAR, BUDGET)
OF_OTHERS = frozenset({"上年工作簿", "预算工作簿", "单位汇总", "模板公式", "模板版面", "提交公式"})
#: What may be said of sound books: a code that the shipped list does not know, and round amounts.
HARMLESS = frozenset({"code_unknown", "fewer_decimals"})

WRONG = frozenset({Verdict.ERROR, Verdict.NOT_EVALUATED})
#: Verdicts that compared figures.
JUDGED = frozenset({Verdict.EXACT, Verdict.ROUNDING, Verdict.IMPROBABLE, Verdict.ERROR})


def count(edition: str) -> int:
    """How many departments an edition gets."""
    return DEPARTMENTS // 2 if load(edition).kind == BUDGETS else DEPARTMENTS


def about_others(rule: Compiled) -> bool:
    """Does the rule speak of another year's or the budget's workbook, or of those made from the
    forms?"""
    if isinstance(rule, Equation):
        return any(table.startswith(OTHERS) for table in rule.tables)
    return isinstance(rule, CompiledComparison) or (
        isinstance(rule, CompiledCheck) and rule.name in OF_OTHERS
    )


def run(found: Recognised) -> Results:
    names = {kind: catalogue(kind, found.edition.year) for kind in (FUNCTIONAL, ECONOMIC)}
    return checks.run(found, compiled(found.edition.name), names)


def told(outcome: Outcome) -> str:
    cells = [
        f"{o.weight:+}×表{o.table.key} {o.row} {o.column}栏 {o.cell.raw if o.cell else None!r}"
        for o in outcome.operands
    ]
    return f"{outcome.rule.id} {outcome.text}: {outcome.judgement} {' '.join(cells)}"


def too_small_to_print(outcome: Outcome, true: dict[str, Amounts]) -> bool:
    """Is there an amount among the operands that prints as 0.00?"""
    return any(
        operand.cell is not None
        and operand.cell.amount.printed == 0
        and operand.cell.amount.state not in EMPTY
        and true[operand.table.key].get((operand.row, operand.column))
        for operand in outcome.operands
    )


def uncommon(outcome: Outcome) -> tuple[bool, bool]:
    """Can its roundings add up to more than 99 of 100 do, and have they?"""
    addends = sum(1 for o in outcome.operands if o.cell and o.cell.amount.printed) - 1
    usual = usual_steps(max(addends, 0))
    step = outcome.operands[0].table.unit.step
    can = outcome.relation is Relation.EQUAL and step > 1 and usual < addends // 2
    return can, can and abs(Decimal(outcome.judgement.residual)) > usual * step


@pytest.mark.parametrize("number", range(SHARES))
@pytest.mark.parametrize("edition", editions())
def test_sound_books_give_no_error(edition: str, number: int) -> None:
    ran: set[str] = set()
    verdicts: Counter[Verdict] = Counter()
    rare = dangers = 0
    of = ledger_of(edition)
    for seed in range(number, count(edition), SHARES):
        unit = random.Random(seed).choice(UNITS)
        department = of.department(seed)
        true = of.amounts(department, edition)
        found = recognise(of.book(department, edition, unit))
        assert (found.edition.name, found.unit) == (edition, unit)
        assert (found.department, sorted(found.tables)) == (department.name, sorted(true))

        results = run(found)
        surveyed, seen = results.counts, Counter((o.table, o.verdict) for o in results.outcomes)
        assert not seen - surveyed, "the survey missed an identity"
        assert (surveyed - seen).total() == NAMED_CHECKS[edition]
        wrong = [told(o) for o in results.outcomes if o.verdict in WRONG]
        wrong += [str(o) for o in results.observations if o.kind not in HARMLESS]
        assert not wrong, f"department {seed} in {unit.name}"
        for outcome in results.outcomes:
            verdicts[outcome.verdict] += 1
            if outcome.verdict not in JUDGED:
                continue
            can, chance = uncommon(outcome)
            dangers += can
            rare += chance
            if outcome.verdict is Verdict.IMPROBABLE:
                assert chance or too_small_to_print(outcome, true), told(outcome)
        ran |= {rule for _, rule, verdict in results.tally if verdict is not Verdict.NOT_APPLICABLE}

        for finding in findings(results, found, "zh"):
            assert finding.severity is not Severity.ERROR, finding.message
            assert finding.severity is Severity.INFO or finding.verdict is Verdict.IMPROBABLE
    rules = compiled(edition)
    assert ran == {r.rule.id for r in rules} - {r.rule.id for r in rules if about_others(r)}
    judged = sum(verdicts[verdict] for verdict in JUDGED)
    assert verdicts[Verdict.ROUNDING] > judged / 100, "too few sums to round"
    assert verdicts[Verdict.IMPROBABLE] < judged / 500
    # One in a hundred, but the same sum stands in several tables and ties all go up.
    assert rare < dangers / 40


@pytest.mark.parametrize("edition", editions())
def test_the_report_on_sound_books(edition: str) -> None:
    of, form_set = ledger_of(edition), load(edition)
    for seed in range(count(edition) // 16):
        year = (form_set.first_year, form_set.last_year)[seed % 2]
        department = of.department(seed)
        report = check(of.book(department, edition, year=year))
        assert (report.status, report.edition) == ("checked", edition)
        assert report.year in (None, year)
        tables = [table.table for table in report.tables]
        assert set(tables) == set(of.amounts(department, edition))
        assert [key for key in tables if key in form_set.order] == [
            key for key in form_set.order if key in tables
        ]
        assert not report.other_sheets
        assert report.exit_status() == 0


def kept(value: object, fen: int, way: str, unit: Unit, rng: random.Random) -> object:
    """What a cell holds instead of `value`, the figure that it prints for `fen`."""
    if way == "stored" and fen and rng.random() < 0.5:
        return fen / unit.fen
    if way == "text" and isinstance(value, float):
        return f"{value:,.2f}"
    if way == "dash" and not fen:
        return rng.choice(("", " ", "-", "—", 0, "0.00"))
    return value


@pytest.mark.parametrize("way", ["stored", "text", "dash"])
@pytest.mark.parametrize("edition", editions())
def test_it_does_not_matter_how_a_cell_keeps_its_figure(edition: str, way: str) -> None:
    """More digits than are printed, in some cells; text with commas; any sign for nothing."""
    of, form_set = ledger_of(edition), load(edition)
    for seed in range(count(edition) // 16):
        rng = random.Random(seed)
        unit = rng.choice(UNITS)
        department = of.department(seed)
        true = of.amounts(department, edition)
        tables = {}
        for key, table in of.figures(department, edition, unit).items():
            form = form_of(key, form_set)
            values = {
                place: kept(value, true[key].get(place, 0), way, unit, rng)
                for place, value in table.values.items()
                if place[1] not in form.shares  # the department keeps these in its own way
            }
            tables[key] = table._replace(values={**table.values, **values})
        results = run(recognise(of.printed(department, edition, tables, unit)))
        wrong = [told(outcome) for outcome in results.outcomes if outcome.verdict in WRONG]
        wrong += [str(o) for o in results.observations if o.severity is not Severity.INFO]
        assert not wrong, f"department {seed} in {unit.name}"


@pytest.mark.parametrize("edition", editions())
def test_tables_in_different_units_agree(edition: str) -> None:
    of = ledger_of(edition)
    for seed in range(count(edition) // 16):
        rng = random.Random(seed)
        department = of.department(seed)
        books = [of.book(department, edition, unit) for unit in (WAN_YUAN, QIAN_YUAN, YUAN)]
        sheets = (rng.choice(printed) for printed in zip(*(b.sheets for b in books), strict=True))
        results = run(recognise(Book("单位不一.xlsx", tuple(sheets))))
        wrong = [told(outcome) for outcome in results.outcomes if outcome.verdict in WRONG]
        assert not wrong, f"department {seed}"


@pytest.mark.parametrize(
    ("edition", "before"),
    [
        ("final-accounts-2020", "final-accounts-2020"),
        ("final-accounts-2022", "final-accounts-2020"),
        ("final-accounts-2024", "final-accounts-2022"),
    ],
)
def test_the_year_before_ends_where_this_year_begins(edition: str, before: str) -> None:
    for seed in range(DEPARTMENTS // 16):
        department = ledger.department(seed)
        earlier = ledger.book(ledger.year_before(department), before)
        assert not check(earlier).errors, f"department {seed}, the year before"
        report = check(ledger.book(department, edition), Options(previous=earlier))
        assert not report.errors, f"department {seed}"
        assert "X19" not in {finding.rule for finding in report.findings}, f"department {seed}"
        assert "X19" in report.ran or not any(flow.opening for _, flow in department.of())


@pytest.mark.parametrize("edition", budget_ledger.EDITIONS)
def test_a_budget_agrees_with_last_years(edition: str) -> None:
    of, year = budget_ledger, load(edition).year
    for seed in range(count(edition) // 16):
        department = of.department(seed)
        last = of.book(of.year_before(department), edition, year=year)
        assert not check(last).errors, f"department {seed}, the year before"
        book = of.book(department, edition, year=year + 1)
        findings_of = check(book, Options(previous=last)).findings
        heavy = {f.verdict for f in findings_of if f.severity is not Severity.INFO}
        assert heavy <= {Verdict.IMPROBABLE}, f"department {seed}"


@pytest.mark.parametrize("edition", ledger.EDITIONS)
def test_fund_money_may_be_carried_over_whole(edition: str) -> None:
    department = ledger.Department(
        seed=0,
        name="某局",
        flows={
            ("2101501", ledger.GENERAL): ledger.Flow(income=12_345_678, basic=12_345_678),
            ("2296013", ledger.FUND): ledger.Flow(income=5_000_000),
        },
        economic={"30101": 12_345_678},
        three_public={},
        declared=True,
    )
    assert not check(ledger.book(department, edition)).errors
