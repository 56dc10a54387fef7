"""A report → everything that the templates show of it, in the report's language.

The templates hold words of their own only by their keys; what stands in a workbook reaches them as
it is, and is made plain and escaped where it is shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from validator.findings import LevelReport, Report, TableReport
from validator.forms.model import Severity
from validator.messages import text
from validator.reports import beside, cards
from validator.reports.conclusion import state
from validator.reports.html import findings
from validator.reports.html.bounds import COMPARED, FIRSTS, Room
from validator.reports.html.findings import First, Section, Waived
from validator.reports.html.links import Anchors, Link
from validator.reports.html.scope import Scope, scope
from validator.reports.html.sheets import Sheet, tables
from validator.reports.marks import lines
from validator.reports.phrases import of_year, title_of_forms
from validator.rounding import Verdict


class Count(NamedTuple):
    """How many verdicts of a kind there are."""

    verdict: str
    verdicts: int


class TableRow(NamedTuple):
    """A table of the workbook with its verdicts."""

    table: str
    name: Link
    about: str
    counts: tuple[Count, ...]


class CardRow(NamedTuple):
    """A scorecard with its figures; `scores` says how its points came about."""

    table: str
    name: Link
    figures: tuple[str, ...]
    scores: str
    severity: str


class ComparedRow(NamedTuple):
    """A row of a comparison: its four figures, and the other columns in words."""

    name: str
    figures: tuple[str, ...]
    others: str
    is_single: bool


class Comparison(NamedTuple):
    """A table beside that of the budget or of last year; `more` rows are not shown."""

    title: str
    column: str
    headings: tuple[str, ...]
    rows: tuple[ComparedRow, ...]
    more: int


class Level(NamedTuple):
    """A severity that a bureau has set: of what, the usual one and the one it has."""

    name: str
    usual: str
    now: str
    source: str


@dataclass(frozen=True, slots=True)
class View:
    """One report as a page shows it.

    `state` is the class of its conclusion (agrees, to_correct … or unreadable, unrecognised);
    `told` counts all findings, `shown` those that are there; `prefix` begins every anchor.
    """

    report: Report
    prefix: str
    title: str
    facts: tuple[tuple[str, str], ...]
    state: str
    state_word: str
    conclusion: str
    tables: tuple[TableRow, ...]
    card_headings: tuple[str, ...]
    cards: tuple[CardRow, ...]
    comparisons: tuple[Comparison, ...]
    levels: tuple[Level, ...]
    firsts: tuple[First, ...]
    more_firsts: int
    sections: tuple[Section, ...]
    told: int
    shown: int
    waived: tuple[Waived, ...]
    sheets: tuple[Sheet, ...]
    sheets_left_out: tuple[str, ...]
    scope: Scope


def view(report: Report, room: Room, prefix: str = "") -> View:
    """Everything that a page shows of the report, within `room`."""
    told = lines(report, frozenset(Severity))
    chosen = findings.chosen(told, room.findings)
    shown = {line.number for together, _ in chosen for line in together}
    drawn = tables(report, told, shown, prefix, room.cells)
    anchors = Anchors(prefix, drawn.anchors, shown)
    firsts = tuple(findings.firsts(chosen, anchors, report.lang))
    stands, said = state(report)
    return View(
        report=report,
        prefix=prefix,
        title=_title(report),
        facts=tuple(_facts(report)),
        state=stands,
        state_word=text(f"html.state.{stands}", report.lang),
        conclusion=said,
        tables=tuple(_tables(report, {s.name: s.anchor for s in drawn.sheets})),
        card_headings=tuple(cards.headings(report.lang)),
        cards=tuple(_cards(report, {s.name: s.anchor for s in drawn.sheets})),
        comparisons=tuple(_comparisons(report)),
        levels=tuple(_level(level, report) for level in report.levels),
        firsts=firsts[:FIRSTS],
        more_firsts=max(len(firsts) - FIRSTS, 0),
        sections=findings.sections(chosen, told, report, anchors),
        told=len(told),
        shown=len(shown),
        waived=tuple(findings.waived(report, anchors)),
        sheets=drawn.sheets,
        sheets_left_out=drawn.left_out,
        scope=scope(report, told, anchors),
    )


def _title(report: Report) -> str:
    """Whose workbook it is and of which year; where that is not known, its file."""
    year = of_year(report.year, report.lang)
    return " ".join(filter(None, (report.department, year))) if report.department else report.path


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    """What there is to say of the file: what it is called, and the fact."""
    edition = title_of_forms(report.edition, report.lang)
    facts = {"file": report.path, "edition": edition, "unit": report.unit or ""}
    for name, fact in facts.items():
        if fact:
            yield text(f"html.fact.{name}", report.lang), fact


def _tables(report: Report, sheets: Mapping[str, str]) -> Iterator[TableRow]:
    """The tables with their verdicts, what is not of one table, and the whole."""
    lang = report.lang
    for table in report.tables:
        name = table.name + (text("report.declared_empty", lang) if table.empty else "")
        link = Link(name, sheets.get(table.sheet, ""))
        yield TableRow(table.table.lstrip("0"), link, _where(table), _counts(table.counts))
    rest = {v: report.counts.get(v, 0) - _sum(report.tables, v) for v in Verdict}
    if any(rest.values()):
        yield TableRow("", Link(text("report.workbook", lang)), "", _counts(rest))
    if report.tables:
        yield TableRow("", Link(text("report.total", lang)), "", _counts(report.counts))


def _where(table: TableReport) -> str:
    return f"{table.sheet}!{table.range}"


def _sum(tables: Sequence[TableReport], verdict: Verdict) -> int:
    return sum(table.counts.get(verdict, 0) for table in tables)


def _counts(counts: Mapping[Verdict, int]) -> tuple[Count, ...]:
    return tuple(Count(verdict.value, counts.get(verdict, 0)) for verdict in Verdict)


def _cards(report: Report, sheets: Mapping[str, str]) -> Iterator[CardRow]:
    for card in report.scorecards:
        severity = "error" if card.errors else "warning" if card.warnings else ""
        name = Link(card.name, sheets.get(card.sheet, ""))
        figures = tuple(cards.figures(card))
        yield CardRow(card.table, name, figures, cards.scores(card), severity)


def _comparisons(report: Report) -> Iterator[Comparison]:
    for comparison in report.comparisons:
        first, *rest = comparison.columns
        rows = beside.bounded(comparison.rows, COMPARED)
        yield Comparison(
            title=beside.title(comparison, report.lang),
            column=first if rest else "",
            headings=tuple(beside.headings(comparison, report.lang)),
            rows=tuple(
                ComparedRow(
                    name=beside.name(row, comparison.kind, report.lang),
                    figures=tuple(beside.figures(row.figures[0])),
                    others="；".join(beside.parts(rest, row, report.lang)),
                    is_single=bool(row.only_in),
                )
                for row in rows
            ),
            more=len(comparison.rows) - len(rows),
        )


def _level(level: LevelReport, report: Report) -> Level:
    usual = text(f"severity_word.{level.usual.value}", report.lang) if level.usual else ""
    now = text(f"severity_word.{level.severity.value}", report.lang)
    return Level(level.name, usual, now, level.source)
