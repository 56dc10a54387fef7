"""The .xlsx of findings: the columns of the CSV report, with filters, and a sheet that says how
each workbook stands.

Nothing that stands in a workbook becomes a formula here: what begins with = is stored as text, and
marked as text, so that it stays one when somebody edits the cell. Plain numbers are numbers, with
as many decimals as were printed.
"""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from validator.editing.elements import literal
from validator.editing.new_sheet import height
from validator.findings import Report
from validator.messages import Lang, text
from validator.reports.conclusion import state
from validator.reports.listed import amount
from validator.reports.looks import HEADING, LINE, STYLES, WORDS, printed_wide
from validator.reports.plain import plain
from validator.reports.rows import COLUMNS, headings, rows
from validator.rounding import Verdict

#: So many rows has a sheet, that of the headings with them.
_MOST_ROWS = 1_048_576
#: What is told of each workbook in the summary, in order; `csv.…` and `excel.…` are the headings.
_SUMMARY = (
    *("csv.file", "csv.department", "csv.year", "csv.edition", "excel.state", "excel.errors"),
    *("excel.warnings", "excel.unchecked", "excel.waived", "excel.conclusion"),
)
#: The columns that hold figures, and the widths of columns in characters, by default `_WIDTH`.
_FIGURES = frozenset({"year", "left", "right", "difference", "expected"})
_WIDTH = 12
_WIDTHS: Mapping[str, int] = {
    "file": 30, "edition": 20, "department": 24, "year": 7, "table": 7, "title": 28, "severity": 7,
    "verdict": 8, "sheet": 28, "cell": 8, "label": 28, "left": 14, "right": 14, "message": 70,
    "likely": 30, "expected": 14, "explanation": 30, "excel.conclusion": 60, "excel.state": 14,
}  # fmt: skip
#: The columns of words that are left in one line.
_UNWRAPPED = frozenset({"sha256"})
#: A row, by the names of its columns.
_Row = Mapping[str, str | int]


def render(reports: Iterable[Report], lang: Lang, most: int = _MOST_ROWS) -> bytes:
    """One .xlsx for all `reports`: their findings, on further sheets where `most` rows do not hold
    them, and how each workbook stands, where that is said. Raises ImportError without pandas."""
    shown = list(reports)
    found: list[_Row] = [row for report in shown for row in rows(report, lang)]
    room = most - 1
    parts = [found[start : start + room] for start in range(0, len(found), room)] or [[]]
    name = text("excel.findings", lang)
    names = [name if n == 1 else f"{name} {n}" for n in range(1, len(parts) + 1)]
    buffer = BytesIO()
    with pd.ExcelWriter(buffer, engine="openpyxl") as writer:
        book = writer.book
        for style in STYLES:
            book.add_named_style(style)
        for name, part in zip(names, parts, strict=True):
            _write(writer, name, COLUMNS, headings(lang), part)
        summary = [_summary(report, lang) for report in shown]
        titles = [text(key, lang) for key in _SUMMARY]
        sheet = _write(writer, text("excel.summary", lang), _SUMMARY, titles, summary)
        if len(parts) > 1:
            facts = {"count": len(found), "sheets": "、".join(names)}
            sheet.cell(sheet.max_row + 2, 1, text("excel.split", lang, **facts))
        book.properties.creator = "gouji"
    return buffer.getvalue()


def _summary(report: Report, lang: Lang) -> _Row:
    """How a workbook stands. Of one that was not checked there is nothing to count."""
    stands, said = state(report)
    told: dict[str, str | int] = {
        "csv.file": report.path,
        "csv.department": report.department or "",
        "csv.year": str(report.year or ""),
        "csv.edition": report.edition or "",
        "excel.state": text(f"html.state.{stands}", lang),
        "excel.conclusion": said,
    }
    if report.status != "checked":
        return told
    return {
        **told,
        "excel.errors": report.errors,
        "excel.warnings": report.warnings,
        "excel.unchecked": report.counts.get(Verdict.NOT_EVALUATED, 0),
        "excel.waived": sum(len(waiver.findings) for waiver in report.waivers),
    }


def _write(
    writer: "pd.ExcelWriter[object]",
    name: str,
    columns: Sequence[str],
    titles: Sequence[str],
    told: Sequence[_Row],
) -> Worksheet:
    """Write the rows on a sheet of their own, and make it one that people can use."""
    values = [[_value(column, row.get(column, "")) for column in columns] for row in told]
    frame = pd.DataFrame(values, columns=list(titles), dtype=object)
    frame.to_excel(writer, sheet_name=name, index=False)
    sheet: Worksheet = writer.sheets[name]
    for cell in sheet[1]:
        cell.style = HEADING.name
    widths = [_WIDTHS.get(column.removeprefix("csv."), _WIDTH) for column in columns]
    for line, row in zip(sheet.iter_rows(min_row=2), told, strict=True):
        wrapped = []
        for cell, column, width in zip(line, columns, widths, strict=True):
            cell.style = LINE.name if column in _UNWRAPPED else WORDS.name
            if isinstance(cell.value, str):
                cell.data_type, cell.quotePrefix = "s", True
                if column not in _UNWRAPPED:
                    wrapped.append((cell.value, width))
            elif isinstance(cell.value, float):
                _, _, decimals = str(row[column]).partition(".")
                cell.number_format = f"0.{'0' * len(decimals)}" if decimals else "0"
        sheet.row_dimensions[line[0].row].height = height(wrapped)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    printed_wide(sheet)
    return sheet


def _value(column: str, told: str | int) -> str | int | float | None:
    """What a cell holds: a number where a column of figures has a plain one, None for nothing."""
    if isinstance(told, int) or not told:
        return told if isinstance(told, int) else None
    if column.removeprefix("csv.") in _FIGURES and amount(told) is not None:
        return float(told)
    return literal(plain(told))
