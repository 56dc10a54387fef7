"""The CSV report: a row a finding, for Excel, WPS and LibreOffice.

A program that opens CSV takes a text that begins with = + - @ for a formula, whatever quotes stand
around it in the file. So nothing that stands in a workbook or in the name of a file is written so
that it could be one: such a text gets an apostrophe before it. Plain numbers stay numbers.
"""

import re
from collections.abc import Iterable
from csv import QUOTE_ALL, writer
from io import StringIO

from validator.findings import Report
from validator.messages import Lang
from validator.reports.plain import plain
from validator.reports.rows import COLUMNS, headings, rows

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?%?")
#: What a formula begins with, full-width too, and what may stand before it: some programs pass over
#: spaces and quotes.
_FORMULA = re.compile(r"[\s'\"`‘’“”＇＂]*[=+\-@＝＋－＠−﹢﹣﹦﹫]")


def render(reports: Iterable[Report], lang: Lang) -> bytes:
    """One CSV file for all `reports`, in UTF-8 with the mark by which Excel and WPS know it. A
    workbook without findings has one row, which says so, or why it could not be checked."""
    buffer = StringIO(newline="")
    lines = writer(buffer, quoting=QUOTE_ALL)
    lines.writerow(headings(lang))
    for report in reports:
        for row in rows(report, lang):
            lines.writerow([inert(row.get(column, "")) for column in COLUMNS])
    return buffer.getvalue().encode("utf-8-sig")


def inert(words: str) -> str:
    """The words as no program takes them for a formula."""
    shown = plain(words)
    return f"'{shown}" if _FORMULA.match(shown) and not _NUMBER.fullmatch(shown) else shown
