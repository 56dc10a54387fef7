"""Records for tests of the results store, what is in a store, and a place of one's own in the
PostgreSQL of the tests. As a program, `python -m tests.stores NAME START END`, it puts records."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

from validator.batch.record import FindingRow, Record, RuleRow, WorkbookRow
from validator.batch.store import open_store

_WORKBOOK = WorkbookRow(
    path="/收件箱/甲.xlsx",
    sha256="0" * 64,
    size=12345,
    modified="2025-03-31T08:00:00Z",
    terms="terms",
    rules_digest="sha256:1",
    version="0.1.0",
    lang="zh",
    status="checked",
    state="to_correct",
    message="",
    department="江岸区医疗保障局",
    year=2020,
    edition="final-accounts-2020",
    unit="万元",
    errors=1,
    warnings=0,
    information=1,
    waived=0,
    exact=88,
    rounding=1,
    improbable=0,
    error=1,
    not_evaluated=0,
    not_applicable=7,
    checked="2025-04-01T08:00:00Z",
    seconds=0.25,
)
_FINDING = FindingRow(
    number=1,
    rule="JS01-1",
    severity="error",
    verdict="error",
    kind="sum",
    table_id="01",
    sheet="公开01",
    cell="C33",
    label="本年收入合计",
    left_amount="1819.46",
    right_amount="1809.26",
    difference="10.20",
    unexplained="10.19",
    message="本年收入合计不等于各项之和",
    likely="C8",
    expected="10.20",
    explanation="漏填",
    group_id="1",
    cause=True,
    waiver="",
    cells='[{"sheet": "公开01", "address": "C33"}]',
)


def record(path: str, *, rules: int = 3, **fields: object) -> Record:
    """A record of the workbook at `path`, with two findings, and so many rules."""
    workbook = replace(_WORKBOOK, path=path, **fields)  # type: ignore[arg-type]
    findings = (_FINDING, replace(_FINDING, number=2, rule="JS01-2", cause=False))
    given = tuple(RuleRow(f"JS{number:02}-1", 1, 0, 0, 0, 0, 2) for number in range(rules))
    return Record(workbook, findings, given)


def kept(name: str) -> dict[str, Record]:
    """Everything that is in the store of this name, by path, but for what two runs never have in
    common: when, and how long."""
    with open_store(name, make=False) as store:
        findings: dict[str, list[FindingRow]] = {}
        rules: dict[str, list[RuleRow]] = {}
        for path, finding in store.findings():
            findings.setdefault(path, []).append(finding)
        for path, rule in store.rules():
            rules.setdefault(path, []).append(rule)
        return {
            row.path: Record(
                replace(row, checked="", seconds=0, first_seen=""),
                tuple(findings.get(row.path, ())),
                tuple(rules.get(row.path, ())),
            )
            for row in store.workbooks()
        }


@contextmanager
def own_place(url: str) -> Iterator[str]:
    """The URL of a schema in the database at `url` that nobody else has, until it is left."""
    import psycopg

    schema = f"test_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
        yield f"{url}?options=-csearch_path%3D{schema}"
        connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())


def put(name: str, start: str, end: str) -> None:
    """Put the workbooks with these numbers, two at a time, and print each that is in the store."""
    with open_store(name) as store:
        for number in range(int(start), int(end), 2):
            both = [record(f"{each:04}", rules=90) for each in (number, number + 1)]
            store.put(both)
            print(number, number + 1, sep="\n", flush=True)


if __name__ == "__main__":
    put(*sys.argv[1:])
