"""What is kept of one workbook that was checked: a row of its own, one a finding, one a rule.

The fields are the columns of the store's tables, in their order; nothing about them is said a
second time. Amounts are texts in the table's printed unit, times are UTC as 2025-03-31T08:00:00Z;
what there is not is "" (None where a number is meant).
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from validator.findings import VERSION, Finding, Report, exit_status
from validator.forms.model import Severity
from validator.reports.conclusion import state
from validator.reports.likely import columns
from validator.rounding import Verdict


@dataclass(frozen=True, slots=True)
class WorkbookRow:
    """A workbook: where it is (`path`, its key), what it is, under which `terms` it was checked
    (`work.terms`), how it stands.

    `state` is agrees, to_correct, to_explain, … unrecognised, unreadable, as `conclusion.state`
    gives it, `status` the report's; `message` says why it was not checked. `errors`, `warnings` and
    `information` count its findings, `waived` those that a waiver covers; the rest counts verdicts.
    `modified` is when the file was last changed, `checked` when it was checked, in `seconds`.
    """

    path: str
    sha256: str
    size: int
    modified: str
    terms: str
    rules_digest: str
    version: str
    lang: str
    status: str
    state: str
    message: str
    department: str
    year: int | None
    edition: str
    unit: str
    errors: int
    warnings: int
    information: int
    waived: int
    exact: int
    rounding: int
    improbable: int
    error: int
    not_evaluated: int
    not_applicable: int
    checked: str
    seconds: float

    def exit_status(self, strict: bool = False) -> int:
        """As that of its report."""
        unread = self.status != "checked" or self.not_evaluated > 0
        return exit_status(unread, self.errors, self.warnings, strict)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding of a workbook, `number` from 1 in the order of the report. The first cell that it
    names is `sheet`, `cell`, `label`; all of them stand in `cells`, a JSON list of the published
    shape. `waiver` is the id of the waiver that covers it; `group_id` is shared by the findings of
    one cause, of which those that are only a consequence have no `cause`."""

    number: int
    rule: str
    severity: str
    verdict: str
    kind: str
    table_id: str
    sheet: str
    cell: str
    label: str
    left_amount: str
    right_amount: str
    difference: str
    unexplained: str
    message: str
    likely: str
    expected: str
    explanation: str
    group_id: str
    cause: bool
    waiver: str
    cells: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """What a rule gave in a workbook: how many of each verdict, the good ones too."""

    rule: str
    exact: int
    rounding: int
    improbable: int
    error: int
    not_evaluated: int
    not_applicable: int

    def __reduce__(self) -> tuple[type["RuleRow"], tuple[object, ...]]:
        # A hundred of them go from process to process with each workbook: the usual way, field by
        # field with their names, takes longer than many a check.
        counts = (self.exact, self.rounding, self.improbable, self.error)
        return RuleRow, (self.rule, *counts, self.not_evaluated, self.not_applicable)


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that is kept of one workbook."""

    workbook: WorkbookRow
    findings: tuple[FindingRow, ...]
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class File:
    """What is known of a workbook's file beside its report: its key, its size in bytes and when it
    was last changed; `sha256` where the report has none."""

    path: str
    size: int
    modified: str
    sha256: str = ""


def record(
    report: Report, file: File, terms: str, rules_digest: str, checked: str, seconds: float
) -> Record:
    """What is kept of a report."""
    weights = Counter(finding.severity for finding in report.findings)
    workbook = WorkbookRow(
        path=file.path,
        sha256=report.sha256 or file.sha256,
        size=file.size,
        modified=file.modified,
        terms=terms,
        rules_digest=rules_digest,
        version=VERSION,
        lang=report.lang,
        status=report.status,
        state=state(report)[0],
        message=report.message,
        department=report.department or "",
        year=report.year,
        edition=report.edition or "",
        unit=report.unit or "",
        errors=weights[Severity.ERROR],
        warnings=weights[Severity.WARNING],
        information=weights[Severity.INFO],
        waived=sum(len(waiver.findings) for waiver in report.waivers),
        checked=checked,
        seconds=seconds,
        **{verdict.value: report.counts.get(verdict, 0) for verdict in Verdict},
    )
    rules = tuple(
        RuleRow(rule, **{verdict.value: counts.get(verdict, 0) for verdict in Verdict})
        for rule, counts in report.rules.items()
    )
    return Record(workbook, tuple(_findings(report)), rules)


def _findings(report: Report) -> Iterator[FindingRow]:
    waived = [(finding, waiver.id) for waiver in report.waivers for finding in waiver.findings]
    told = [*((finding, "") for finding in report.findings), *waived]
    for number, (finding, waiver) in enumerate(told, 1):
        yield _finding(number, finding, waiver, report)


def _finding(number: int, finding: Finding, waiver: str, report: Report) -> FindingRow:
    cell = finding.cells[0] if finding.cells else None
    likely, expected, explanation = columns(finding.suspects, report.lang)
    return FindingRow(
        number=number,
        rule=finding.rule,
        severity=finding.severity.value,
        verdict=finding.verdict.value,
        kind=finding.kind,
        table_id=finding.table,
        sheet=cell.sheet if cell else "",
        cell=cell.address if cell else "",
        label=cell.label if cell else "",
        left_amount=finding.left or "",
        right_amount=finding.right or "",
        difference=finding.difference or "",
        unexplained=finding.unexplained or "",
        message=finding.message,
        likely=likely,
        expected=expected,
        explanation=explanation,
        group_id=finding.group,
        cause=finding.cause,
        waiver=waiver,
        cells=json.dumps([asdict(each) for each in finding.cells], ensure_ascii=False),
    )
