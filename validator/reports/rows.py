"""Findings as rows of a table, the same for every format of tables (CSV, .xlsx): a row a finding,
its columns by name. What a program may do to a text in a cell is the format's own affair."""

from collections.abc import Iterator

from validator.findings import Finding, Report
from validator.forms.model import name_of_table
from validator.messages import Lang, text
from validator.reports.conclusion import conclusion
from validator.reports.likely import columns

#: The columns, in order; `csv.…` is what they are called.
COLUMNS = (
    *("file", "sha256", "edition", "department", "year", "table", "title", "rule", "severity"),
    *("verdict", "sheet", "cell", "label", "left", "right", "difference", "message", "waived"),
    *("likely", "expected", "explanation"),
)


def headings(lang: Lang) -> list[str]:
    """What the columns are called."""
    return [text(f"csv.{column}", lang) for column in COLUMNS]


def rows(report: Report, lang: Lang) -> Iterator[dict[str, str]]:
    """The findings of a report, those that are waived last; what a column has nothing for is left
    out. A workbook without findings has one row, which says so, or why it could not be checked.
    Texts are as they stand in the report: the format has to make them plain."""
    whole = {
        "file": report.path,
        "sha256": report.sha256,
        "edition": report.edition or "",
        "department": report.department or "",
        "year": str(report.year or ""),
    }
    if report.status != "checked":
        state = text(f"csv.{report.status}", lang)
        yield {**whole, "verdict": state, "message": report.message}
        return
    titles = {table.table: table.name for table in report.tables}
    waived = [(finding, waiver.id) for waiver in report.waivers for finding in waiver.findings]
    for finding, waiver in (*((finding, "") for finding in report.findings), *waived):
        yield {**whole, **_of_finding(finding, titles, lang), "waived": waiver}
    if not (report.findings or waived):
        yield {**whole, "message": conclusion(report)[1]}


def _of_finding(finding: Finding, titles: dict[str, str], lang: Lang) -> dict[str, str]:
    cell = finding.cells[0] if finding.cells else None
    places, expected, explanation = columns(finding.suspects, lang)
    return {
        "table": name_of_table(finding.table) if finding.table[:1].isdigit() else finding.table,
        "title": titles.get(finding.table, ""),
        "rule": finding.rule,
        "severity": text(f"severity_word.{finding.severity.value}", lang),
        "verdict": text(f"verdict.{finding.verdict.value}", lang),
        "sheet": cell.sheet if cell else "",
        "cell": cell.address if cell else "",
        "label": cell.label if cell else "",
        "left": finding.left or "",
        "right": finding.right or "",
        "difference": finding.difference or "",
        "message": finding.message,
        "likely": places,
        "expected": expected,
        "explanation": explanation,
    }
