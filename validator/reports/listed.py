"""The list 校验结果 of the findings, as it stands in a workbook that is looked at: the add-in
writes it into the open one, the marked copy has it as its first sheet. Here are its columns and
what stands in them; how it gets into the workbook is the affair of each."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from validator.editing import new_sheet
from validator.findings import Finding, Report
from validator.messages import Lang, text
from validator.reports.likely import choices, columns
from validator.reports.marks import Line
from validator.reports.phrases import whose
from validator.reports.suspects import cells
from validator.rounding import Verdict

SHEET = "校验结果"
#: The columns, and how wide they are in characters.
WIDTHS: Mapping[str, int] = {
    "number": 6,
    "level": 7,
    "rule": 11,
    "place": 22,
    "label": 20,
    "message": 58,
    "likely": 22,
    "expected": 14,
    "why": 30,
    "left": 12,
    "right": 12,
    "difference": 10,
    "cause": 10,
}
COLUMNS = tuple(WIDTHS)
#: The columns of words that are shown in full, over several lines.
WRAPPED = ("place", "label", "message", "likely", "expected", "why", "cause")
#: The columns that lead to cells, and those that hold amounts, how these are shown.
LINKS = ("place", "likely")
FIGURES = ("expected", "left", "right", "difference")
AMOUNTS = "#,##0.00"
#: The colour of a link.
LINK = f"#{new_sheet.LINK}"
_FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?")
#: So many digits a number of a workbook keeps.
_DIGITS = 15

#: Sheet and address of a cell; "" for none.
_Place = tuple[str, str]


class Row(NamedTuple):
    """A finding: its number, what the other columns say, and to which cells those of `LINKS`
    lead."""

    number: int
    words: Mapping[str, str]
    places: Mapping[str, _Place]


def headings(lang: Lang) -> list[str]:
    """What the columns are called."""
    return [text(f"list.column.{name}", lang) for name in COLUMNS]


def row_of(line: Line, lang: Lang) -> Row:
    """What stands in the row of a finding."""
    finding = line.finding
    follows = text("list.follows", lang, number=line.cause)
    suspects, expected, why = columns(finding.suspects, lang)
    if line.cause != line.number:  # what would be said there is said of the cause
        expected = why = ""
    words = {
        "level": text(f"mark.level.{finding.severity.value}", lang),
        "rule": finding.rule,
        "place": finding.place,
        "label": finding.cells[0].label if finding.cells else "",
        "message": finding.message,
        "likely": suspects,
        "expected": expected,
        "why": why,
        "left": finding.left or "",
        "right": finding.right or "",
        "difference": finding.difference or "",
        "cause": text("list.cause", lang) if finding.cause else follows,
    }
    return Row(line.number, words, {"place": where(finding), "likely": likely_at(finding)})


def where(finding: Finding) -> _Place:
    """The sheet and the address of a finding; "" where it names no cell."""
    return (finding.cells[0].sheet, finding.cells[0].address) if finding.cells else ("", "")


def likely_at(finding: Finding) -> _Place:
    """The sheet and the address of the likeliest wrong cell; "" where none is known."""
    for choice in choices(finding.suspects):
        for suspect in choice:
            if found := cells(suspect):
                return suspect.sheet, found[0]
    return "", ""


def target(place: _Place) -> str:
    """The place as a link within a workbook names it: 'sheet'!A1, the sheet being the user's."""
    sheet, cell = place
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{cell}"


def amount(words: str) -> Decimal | None:
    """The amount as a number; None for what a scorecard shows otherwise (100%, ≥12 次), and for
    more digits than a cell keeps."""
    digits = sum(map(str.isdigit, words))
    return Decimal(words) if digits <= _DIGITS and _FIGURE.fullmatch(words) else None


def summary(report: Report, count: int, lang: Lang) -> str:
    """Whose workbook it is, how many identities gave what, and how many findings are listed."""
    counts = [
        f"{text(f'verdict.{verdict.value}', lang)} {report.counts[verdict]}"
        for verdict in Verdict
        if report.counts.get(verdict)
    ]
    facts = {"whose": whose(report), "counts": "、".join(counts)}
    return text("list.summary", lang, count=count, **facts)
