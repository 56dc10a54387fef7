"""The CSV report: a row a finding, for Excel, WPS and LibreOffice.

A program that opens CSV takes a text that begins with = + - @ for a formula, whatever quotes stand
around it in the file. So nothing that stands in a workbook or in the name of a file is written so
that it could be one: such a text gets an apostrophe before it. Plain numbers stay numbers.
"""

import re
from collections.abc import Iterable, Iterator
from csv import QUOTE_ALL, writer
from io import StringIO

from validator.findings import Finding, Report
from validator.forms.model import name_of_table
from validator.messages import Lang, text
from validator.reports.conclusion import conclusion
from validator.reports.likely import columns
from validator.reports.plain import plain, plain_report

#: The columns, in order; `csv.…` is what they are called.
COLUMNS = (
    *("file", "sha256", "edition", "department", "year", "table", "title", "rule", "severity"),
    *("verdict", "sheet", "cell", "label", "left", "right", "difference", "message", "waived"),
    *("likely", "expected", "explanation"),
)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?%?")
#: What a formula begins with, full-width too, and what may stand before it: some programs pass over
#: spaces and quotes.
_FORMULA = re.compile(r"[\s'\"`‘’“”＇＂]*[=+\-@＝＋－＠−﹢﹣﹦﹫]")


def render(reports: Iterable[Report], lang: Lang) -> bytes:
    """One CSV file for all `reports`, in UTF-8 with the mark by which Excel and WPS know it. A
    workbook without findings has one row, which says so, or why it could not be checked."""
    buffer = StringIO(newline="")
    rows = writer(buffer, quoting=QUOTE_ALL)
    rows.writerow([text(f"csv.{column}", lang) for column in COLUMNS])
    for report in map(plain_report, reports):
        for row in _rows(report, lang):
            rows.writerow([inert(row.get(column, "")) for column in COLUMNS])
    return buffer.getvalue().encode("utf-8-sig")


def inert(words: str) -> str:
    """The words as no program takes them for a formula."""
    shown = plain(words)
    return f"'{shown}" if _FORMULA.match(shown) and not _NUMBER.fullmatch(shown) else shown


def _rows(report: Report, lang: Lang) -> Iterator[dict[str, str]]:
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
