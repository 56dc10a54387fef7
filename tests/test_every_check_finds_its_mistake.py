"""Every named check of every edition finds the mistakes that it is there to find.

Each gets workbooks that break it (`tests/desk.py`), and the report says so. A rule that neither
these mistakes nor `test_every_identity_is_alive.py` break fails the test with its id.
"""

import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from tests.desk import Change, Desk, mistakes_of, not_in_table_3, stamped_for
from tests.rich import RICH, accounts, names
from validator import checks
from validator.checks.opinions import findings
from validator.checks.units import NAME as UNITS
from validator.forms.compiler import compiled
from validator.forms.equations import CompiledCheck, CompiledInclusion
from validator.forms.loader import editions, load
from validator.forms.model import Severity
from validator.notation import BUDGET, LAST_YEAR
from validator.reading import Book
from validator.recognition import recognise
from validator.run import Options, check

NOT_IN = "not_included"


def mistakes() -> list[tuple[str, str, str, str, Severity, Change]]:
    """Every check of every edition with each of its mistakes."""
    found: list[tuple[str, str, str, str, Severity, Change]] = []
    for edition in editions():
        for rule in compiled(edition):
            if isinstance(rule, CompiledCheck):
                found += [
                    (edition, rule.rule.id, rule.table, kind, severity, change)
                    for kind, severity, change in mistakes_of(rule, edition)
                ]
            elif isinstance(rule, CompiledInclusion):
                found += [
                    (edition, rule.rule.id, part, NOT_IN, Severity.ERROR, not_in_table_3)
                    for part, _ in rule.parts
                ]
    return found


#: (rule, kind, table, severity) of something that a named check says.
Said = tuple[str, str, str, Severity]


def said_of(book: Book, edition: str) -> tuple[Counter[Said], Counter[tuple[str, Severity]]]:
    """What the named checks say of a workbook, and (rule, severity) of the findings made of it; as
    often as there are cells of which it is said."""
    found = recognise(book)
    assert found.edition.name == edition
    results = checks.run(found, compiled(edition), names(edition))
    said: Counter[Said] = Counter()
    for o in results.observations:
        said[o.rule.id, o.kind, o.table, o.severity] += 1 + len(o.also)
    opinions: Counter[tuple[str, Severity]] = Counter()
    for finding in findings(replace(results, notable=()), found, "zh"):
        opinions[finding.rule, finding.severity] += max(1, len(finding.cells))
    return said, opinions


@cache
def said_of_sound_books(
    edition: str,
) -> tuple[Counter[Said], Counter[tuple[str, Severity]]]:
    return said_of(accounts(edition).book, edition)


@pytest.mark.parametrize(("edition", "rule", "table", "kind", "severity", "change"), mistakes())
def test_every_check_finds_its_mistake(
    edition: str, rule: str, table: str, kind: str, severity: Severity, change: Change
) -> None:
    said_before, found_before = said_of_sound_books(edition)
    desk = Desk(accounts(edition))
    change(desk, table)
    said, found = said_of(desk.book(), edition)
    new = {(o[0], o[1], o[3]) for o in said - said_before if not table or o[2] == table}
    assert (rule, kind, severity) in new
    assert (rule, severity) in found - found_before


@pytest.mark.parametrize("edition", editions())
def test_sound_books_pass_every_check(edition: str) -> None:
    said, _ = said_of_sound_books(edition)
    assert {kind for _, kind, _, _ in said} == {"code_unknown"}


def of_year(book: Book, year: int) -> Book:
    """The workbook with another year in its titles, where the edition prints one."""

    def dated(value: object) -> object:
        return re.sub(r"20\d\d", str(year), value) if isinstance(value, str) else value

    sheets = [replace(s, rows=[[dated(v) for v in row] for row in s.rows]) for s in book.sheets]
    return replace(book, sheets=tuple(sheets))


#: The workbooks beside the one that is checked: how many years before it they are of.
BESIDE = {LAST_YEAR: 1, BUDGET: 0}
#: … and the names of the checks that see to that.
CHECKS_BESIDE = {"上年工作簿": LAST_YEAR, "预算工作簿": BUDGET}


def checks_beside() -> list[tuple[str, str, str]]:
    """Every (edition, rule, prefix of the other workbook) with such a check."""
    return [
        (edition, rule.rule.id, CHECKS_BESIDE[rule.name])
        for edition in editions()
        for rule in compiled(edition)
        if isinstance(rule, CompiledCheck) and rule.name in CHECKS_BESIDE
        if CHECKS_BESIDE[rule.name] == LAST_YEAR or load(edition).budget
    ]


@pytest.mark.parametrize(("edition", "rule", "prefix"), checks_beside())
def test_a_workbook_beside_it_of_another_year_or_department_is_told(
    edition: str, rule: str, prefix: str
) -> None:
    books = accounts(edition)

    def told(other: Book) -> list[str]:
        previous, budget = (other if prefix == p else None for p in BESIDE)
        report = check(books.book, Options(previous=previous, budget=budget))
        assert rule in report.ran
        found = [f for f in report.findings if f.rule == rule]
        assert {f.severity for f in found} <= {Severity.WARNING}
        return [f.message for f in found]

    year = load(edition).year - BESIDE[prefix]
    other = books.books[prefix]
    assert rule not in check(books.book).ran
    assert told(other) == []
    stranger = replace(
        other,
        sheets=tuple(
            replace(sheet, rows=[[renamed(value) for value in row] for row in sheet.rows])
            for sheet in other.sheets
        ),
    )
    (of_department,) = told(stranger)
    assert "同一部门" in of_department
    dated = books.found.year is not None and recognise(other, prefix=prefix).year is not None
    assert len(told(of_year(other, year - 1))) == dated


def renamed(value: object) -> object:
    """A value in which the rich department has another name."""
    return value.replace(f"第{RICH}局", "第九局") if isinstance(value, str) else value


@pytest.mark.parametrize("edition", editions())
@pytest.mark.parametrize("stamp_of", ["other", "final-accounts-1998"])
def test_a_stamp_that_is_not_the_tables_is_told(edition: str, stamp_of: str) -> None:
    desk = Desk(accounts(edition))
    stamped_for(stamp_of)(desk, "")
    found = [f for f in check(desk.book()).findings if f.rule == "T12"]
    assert [f.severity for f in found] == [Severity.WARNING]
    assert edition in found[0].message


@pytest.mark.parametrize("edition", editions())
def test_every_rule_of_the_catalogue_is_broken_by_some_mistake(edition: str) -> None:
    """What stands beside each other for a person to compare cannot be broken."""
    rules = compiled(edition)
    tried = {equation.rule.id for equation in rules.equations}  # by every_identity_is_alive
    tried |= {case[1] for case in mistakes() if case[0] == edition}
    tried |= {rule for name, rule, _ in checks_beside() if name == edition}
    checks_ = (rule for rule in rules if isinstance(rule, CompiledCheck))
    tried |= {rule.rule.id for rule in checks_ if rule.name == UNITS}  # by test_consolidation
    assert tried == {r.id for r in load(edition).rules} - {c.rule.id for c in rules.comparisons}
