"""Books that agree give tables without an error, however their sums were rounded.

Every department of `tests/ledger.py` keeps one coherent set of books, so whatever the checker calls
wrong in its workbook is a false alarm. GOUJI_DEPARTMENTS sets how many departments an edition gets.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator

import pytest

from tests import ledger
from validator import checks
from validator.amounts import EMPTY, QIAN_YUAN, WAN_YUAN, YUAN
from validator.checks import Outcome, Results
from validator.forms.catalogue import ECONOMIC, FUNCTIONAL, catalogue
from validator.forms.equations import compiled
from validator.forms.loader import editions, load
from validator.forms.model import Severity
from validator.reading import Book
from validator.recognition import Recognised, recognise
from validator.rounding import Verdict, usual_steps
from validator.run import Options, check

DEPARTMENTS = int(os.environ.get("GOUJI_DEPARTMENTS", "320"))
#: Each edition's departments are shared among so many tests, so that several workers can run.
SHARES = 4
UNITS = (WAN_YUAN, WAN_YUAN, WAN_YUAN, QIAN_YUAN, YUAN)

#: Rules that compare with another year's workbook.
NEEDS_PREVIOUS = frozenset({"X19"})
#: What may be said of sound books: a code that the shipped list does not know, and round amounts.
HARMLESS = frozenset({"code_unknown", "fewer_decimals"})

WRONG = frozenset({Verdict.ERROR, Verdict.NOT_EVALUATED})
#: Verdicts that compared figures.
JUDGED = frozenset({Verdict.EXACT, Verdict.ROUNDING, Verdict.IMPROBABLE, Verdict.ERROR})


def share(number: int) -> Iterator[int]:
    return iter(range(number, DEPARTMENTS, SHARES))


def run(found: Recognised) -> Results:
    names = {kind: catalogue(kind, found.edition.year) for kind in (FUNCTIONAL, ECONOMIC)}
    return checks.run(found, compiled(found.edition.name), names)


def told(outcome: Outcome) -> str:
    cells = [
        f"{o.weight:+}×表{o.table.key} {o.row} {o.column}栏 {o.cell.raw if o.cell else None!r}"
        for o in outcome.operands
    ]
    return f"{outcome.rule.id} {outcome.text}: {outcome.judgement} {' '.join(cells)}"


def by_chance(outcome: Outcome) -> bool:
    """Is the residual beyond what 99 of 100 roundings stay within?"""
    judged = outcome.judgement
    step = outcome.operands[0].table.unit.step
    return abs(judged.residual) > usual_steps(judged.addends) * step


def too_small_to_print(outcome: Outcome, true: dict[str, ledger.Amounts]) -> bool:
    """Is there an amount among the operands that prints as 0.00?"""
    return any(
        operand.cell is not None
        and operand.cell.amount.printed == 0
        and operand.cell.amount.state not in EMPTY
        and true[operand.table.key].get((operand.row, operand.column))
        for operand in outcome.operands
    )


@pytest.mark.parametrize("number", range(SHARES))
@pytest.mark.parametrize("edition", editions())
def test_sound_books_give_no_error(edition: str, number: int) -> None:
    ran: set[str] = set()
    verdicts: Counter[Verdict] = Counter()
    chance = 0
    for seed in share(number):
        rng = random.Random(seed)
        unit = rng.choice(UNITS)
        year = rng.choice((load(edition).first_year, load(edition).last_year))
        department = ledger.department(seed)
        book = ledger.book(department, edition, unit, year=year)
        true = ledger.amounts(department, edition)

        results = run(recognise(book))
        wrong = [told(o) for o in results.outcomes if o.verdict in WRONG]
        wrong += [str(o) for o in results.observations if o.kind not in HARMLESS]
        assert not wrong, f"department {seed} in {unit.name}"
        for outcome in results.outcomes:
            verdicts[outcome.verdict] += 1
            if outcome.verdict is Verdict.IMPROBABLE:
                rare = by_chance(outcome)
                assert rare or too_small_to_print(outcome, true), told(outcome)
                chance += rare
        ran |= results.ran

        report = check(book)
        assert report.status == "checked"
        assert (report.edition, report.unit) == (edition, unit.name)
        assert report.department == department.name
        assert [table.table for table in report.tables] == list(load(edition).order)
        assert not report.other_sheets
        assert not report.errors
        assert report.exit_status() == 0
        improbable = [f for f in report.findings if f.severity is Severity.WARNING]
        assert all(f.verdict is Verdict.IMPROBABLE for f in improbable)
    assert ran == {rule.id for rule in load(edition).rules} - NEEDS_PREVIOUS
    judged = sum(verdicts[verdict] for verdict in JUDGED)
    assert verdicts[Verdict.ROUNDING] > judged / 100, "too few sums to round"
    assert verdicts[Verdict.IMPROBABLE] < judged / 200
    assert chance <= verdicts[Verdict.ROUNDING] / 100


@pytest.mark.parametrize("edition", editions())
def test_tables_in_different_units_agree(edition: str) -> None:
    for seed in range(DEPARTMENTS // 16):
        rng = random.Random(seed)
        department = ledger.department(seed)
        books = [ledger.book(department, edition, unit) for unit in (WAN_YUAN, QIAN_YUAN, YUAN)]
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
