"""Report → the opinions of the letter that a reviewer sends back (审核意见): one for each cause,
with the figures that it speaks of, why, and what goes with it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from validator.findings import CellRef, Finding, Report, Suspect
from validator.forms.model import Severity, name_of_table
from validator.messages import Lang, text
from validator.reports.likely import before, causes, likely, others, place, told_choices
from validator.reports.plain import plain_report
from validator.reports.suspects import told

#: So many figures of an opinion are listed; of more, how many there are.
_MOST_FIGURES = 12


class Figure(NamedTuple):
    """A line of an opinion: the table, the line or 科目 and the column, the cell with its sheet,
    what is printed there, and what should be."""

    table: str
    line: str
    cell: str
    printed: str
    expected: str


class Opinion(NamedTuple):
    """What a department is asked to correct or to explain. `figures` may be more than are listed:
    `more` of them are not. `reasons` are lines: what is found, which cells are likely wrong, what
    goes with it. `basis` is the rule with its source."""

    severity: Severity
    figures: tuple[Figure, ...]
    more: int
    reasons: tuple[str, ...]
    basis: str


def opinions(report: Report, severity: Severity) -> list[Sequence[Finding]]:
    """The causes of which the gravest finding is of this severity, each with its consequences."""
    return [
        members
        for members in causes(report.findings)
        if min((f.severity for f in members), key=lambda each: each.rank) is severity
    ]


def opinion(members: Sequence[Finding], report: Report) -> Opinion:
    """What is said of a cause: its finding comes first in `members`. All words that it has from
    the report are plain but the places of the other findings."""
    lang = report.lang
    report = plain_report(replace(report, findings=(members[0],), waivers=(), sheets=()))
    (first,) = report.findings
    figures = _suspected(first, report) or [_disagreeing(first, report)]
    more = max(len(figures) - _MOST_FIGURES, 0)
    source = text("letter.source", lang, source=first.source) if first.source else ""
    return Opinion(
        severity=min((f.severity for f in members), key=lambda each: each.rank),
        figures=tuple(figures[:_MOST_FIGURES]),
        more=more,
        reasons=tuple(
            filter(None, (first.message, *_why(first, more, lang), others(members, lang)))
        ),
        basis=f"{first.rule}{source}",
    )


def _suspected(finding: Finding, report: Report) -> list[Figure]:
    """The cells that are likely wrong, of which the report tells what they should be; those of one
    of several choices begin with its number, as in the paragraph on them."""
    found = told_choices(finding.suspects)
    figures = []
    for number, choice in enumerate(found, start=1):
        mark = f"({number}) " if len(found) > 1 else ""
        figures += [_suspect(suspect, mark, finding, report) for suspect in choice]
    return figures


def _suspect(suspect: Suspect, mark: str, finding: Finding, report: Report) -> Figure:
    lang = report.lang
    line = suspect.label
    printed = suspect.current or text("fix.blank", lang)
    expected = suspect.expected or text("likely.open", lang)
    if suspect.kind == "row":
        facts = {"row": suspect.row, "column": suspect.label}
        line, printed = text("letter.missing_row", lang, **facts), text("letter.missing", lang)
    elif suspect.kind == "area":
        printed = expected = text("letter.see", lang)
    return Figure(
        table=f"{mark}{_table_of(suspect.sheet, suspect.address, finding, report)}",
        line=line,
        cell=_cell_of(suspect, lang),
        printed=printed,
        expected=expected,
    )


def _disagreeing(finding: Finding, report: Report) -> Figure:
    """The first cell of a finding of which nobody can tell what is wrong: what it is held against
    stands where it should be."""
    lang = report.lang
    if not finding.cells:
        return Figure(_title(finding.table, report), "", "", "", text("letter.see", lang))
    cell = finding.cells[0]
    own, other = finding.left, finding.right
    if cell.role == "right":
        own, other = other, own
    if other is None:
        expected = text("letter.see", lang)
    elif finding.difference is None:
        expected = text("letter.against", lang, other=other)
    else:
        facts = {"other": other, "difference": finding.difference}
        expected = text("letter.differs", lang, **facts)
    printed = own if own is not None else cell.raw
    return Figure(
        table=_title(cell.table, report),
        line=_line(cell, lang),
        cell=f"{cell.sheet}!{cell.address}",
        printed=printed or text("fix.blank", lang),
        expected=expected,
    )


def _line(cell: CellRef, lang: Lang) -> str:
    """The line or 科目, and the 栏次 where the table has any."""
    words = cell.label
    if cell.line is not None:
        words = text("letter.line", lang, line=cell.line, label=cell.label)
    if cell.column is not None:
        words = text("letter.column", lang, line=words, column=cell.column)
    return words


def _why(finding: Finding, more: int, lang: Lang) -> Sequence[str]:
    """Which cells are likely wrong, and how the mistakes may have come about. The figures name the
    cells; where `more` of them are not listed, the whole of it is told, in lines."""
    said = likely(finding.suspects, lang)
    if said is None or more:
        return told(finding.suspects, lang).split("\n")
    found = told_choices(finding.suspects)
    both = text("likely.and", lang)
    reasons = [both.join(dict.fromkeys(s.explanation for s in c if s.explanation)) for c in found]
    if said.numbered:
        numbered = [f"({number}) {why}" for number, why in enumerate(reasons, start=1) if why]
        return (_with("letter.one_of", both.join(numbered), lang) + said.closing.strip(),)
    # What closes the paragraph on one choice begins with the reason of all its cells.
    closing = said.closing.removeprefix(text("likely.both", lang, why=reasons[0]))
    key = "letter.all_of" if len(said.items) > 1 else "letter.likely"
    return (_with(key, reasons[0], lang) + closing.strip(),)


def _with(key: str, why: str, lang: Lang) -> str:
    """The sentence, with the reason where there is one."""
    return text(key, lang, why=text("likely.why", lang, why=why) if why else "")


def _cell_of(suspect: Suspect, lang: Lang) -> str:
    """Where it is, as a person looks for it; of a missing row, before which row it belongs."""
    if suspect.kind != "row":
        return place(suspect)
    return text("letter.before_row", lang, sheet=suspect.sheet, row=before(suspect))


def _table_of(sheet: str, address: str, finding: Finding, report: Report) -> str:
    """The table that a cell is in: that of the finding's cells there, else the only one that the
    sheet holds; "" where it cannot be told."""
    known = {(cell.sheet, cell.address): cell.table for cell in finding.cells}
    if (sheet, address) in known:
        return _title(known[sheet, address], report)
    held = {table.table for table in report.tables if table.sheet == sheet}
    held = held if len(held) == 1 else {c.table for c in finding.cells if c.sheet == sheet}
    return _title(held.pop(), report) if len(held) == 1 else ""


def _title(table: str, report: Report) -> str:
    """A table or scorecard by its number and name: 表1 收入支出决算总表."""
    names: Mapping[str, str] = {each.table: each.name for each in report.tables}
    name = names.get(table, "")
    if not table:
        return text("report.workbook", report.lang)
    return f"{name_of_table(table)} {name}".strip() if table[:1].isdigit() else name or table
