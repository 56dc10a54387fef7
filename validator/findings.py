"""Findings and reports: the one record that every output is made from.

Amounts are strings in the table's printed unit, as a person reads them. `as_json` gives the
published shape (README, “JSON”); nothing else may be added to it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from validator.forms.model import Severity
from validator.messages import Lang
from validator.rounding import Verdict

VERSION = "0.1.0"


@dataclass(frozen=True, slots=True)
class CellRef:
    """A cell that a finding speaks of. `line` is None in tables without printed 行次, `line` and
    `column` on scorecards; `value` is None where the cell holds no number; `role` is left, right or
    place."""

    sheet: str
    address: str
    table: str
    line: int | None
    column: int | None
    label: str
    raw: str
    value: str | None
    role: str


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell that is likely wrong, and what it should be: `current` is what it shows, `expected` a
    number where the other figures fix it, else a range (117.17～117.19), "" where nothing is known.

    `choice` numbers the sets that would explain a group of findings, the likeliest 1: the suspects
    of one choice are all wrong together, those of another would explain the same. `kind` is cell,
    row (a row is missing that belongs before the one there) or area (`address` is a range). `label`
    names the cell in words, of a missing row its column, and `row` that row. These four are not in
    the JSON.
    """

    sheet: str
    address: str
    current: str
    expected: str
    explanation: str
    label: str = ""
    choice: int = 1
    kind: str = "cell"
    row: str = ""

    def as_json(self) -> dict[str, object]:
        """The suspect in the published JSON shape."""
        return {
            "sheet": self.sheet,
            "address": self.address,
            "current": self.current,
            "expected": self.expected,
            "explanation": self.explanation,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """审核意见: a verdict that a person must see.

    Findings with one cause share `group`, the cause first; `cause` is False for a consequence.
    """

    rule: str
    severity: Severity
    verdict: Verdict
    kind: str
    table: str
    left: str | None
    right: str | None
    difference: str | None
    unexplained: str | None
    cells: tuple[CellRef, ...]
    suspects: tuple[Suspect, ...]
    group: str
    message: str
    source: str
    cause: bool = True

    @property
    def place(self) -> str:
        """Where it is, as a person looks for it: 公开05表!G8; "" for what has no cell."""
        return f"{self.cells[0].sheet}!{self.cells[0].address}" if self.cells else ""

    def as_json(self) -> dict[str, object]:
        """The finding in the published JSON shape."""
        shape: dict[str, object] = {
            "rule": self.rule,
            "severity": self.severity.value,
            "verdict": self.verdict.value,
            "kind": self.kind,
            "table": self.table,
            "left": self.left,
            "right": self.right,
            "difference": self.difference,
            "unexplained": self.unexplained,
            "cells": [asdict(cell) for cell in self.cells],
            "suspects": [suspect.as_json() for suspect in self.suspects],
            "group": self.group,
            "message": self.message,
            "source": self.source,
        }
        return shape


@dataclass(frozen=True, slots=True)
class Statement:
    """One identity at one place, or one rule of scorecards: its words in the notation or its name,
    and what it gave, good or bad."""

    rule: str
    notation: str
    verdict: Verdict
    message: str


@dataclass(frozen=True, slots=True)
class CellReport:
    """Everything that the rules say of one cell of a table or scorecard: the identities that it is
    part of, the worst first, and the findings that name it or hold it for likely wrong."""

    cell: CellRef
    title: str
    column: str
    statements: tuple[Statement, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class TableReport:
    """A recognised table or scorecard: its subject's number (S1, S2 … for scorecards), what it is
    called, its title as printed, its place, and its verdicts by kind."""

    table: str
    name: str
    title: str
    sheet: str
    range: str
    counts: Mapping[Verdict, int] = field(default_factory=dict)
    empty: str = ""


@dataclass(frozen=True, slots=True)
class ScorecardReport:
    """A scorecard as the summary of a workbook's scorecards shows it: what it evaluates, its place,
    what was printed, and how many findings name it.

    `kind` is 部门, 项目 or 摘要; `scores` are those of the execution and of each 一级指标, by name,
    as they add up; `grade` is that of the printed total. What was not printed is "".
    """

    table: str
    kind: str
    name: str
    sheet: str
    range: str
    budget: str
    executed: str
    rate: str
    scores: Mapping[str, str]
    total: str
    grade: str
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure beside that of the budget or of last year (`before`), None where there is none.

    `percent` is what part of the budget was spent, or by how much last year's figure changed; None
    where the figure before is nothing, zero or negative. `change` is None where a cell holds no
    number.
    """

    before: str | None
    now: str | None
    change: str | None
    percent: str | None


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row of a comparison: a 科目 with its `level` (类, 款, 项), or a line, of which `code` and
    `level` are "". `figures` has one for each column, and fewer where the line has fewer amounts;
    `only_in` is before or now where only one of the tables has the row."""

    code: str
    label: str
    level: str
    figures: tuple[Compared, ...]
    only_in: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table beside `other`, that of the budget or of last year (`kind`: budget, previous), as the
    rule says. Amounts are in the `unit` of the table; rows without any are left out; `columns` are
    the headings of the figures of a row, ("",) where the columns of a table are the rows."""

    kind: str
    rule: str
    table: str
    title: str
    other: str
    other_title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True)
class LevelReport:
    """A severity that a bureau's rules file sets: of a rule or of a class of findings (`name`);
    `usual` is the shipped one, None for a class whose findings are as heavy as their rules."""

    name: str
    usual: Severity | None
    severity: Severity
    source: str

    def as_json(self) -> dict[str, object]:
        """The level in the published JSON shape."""
        usual = self.usual.value if self.usual else None
        severity = self.severity.value
        return {"name": self.name, "usual": usual, "severity": severity, "source": self.source}


@dataclass(frozen=True, slots=True)
class WaiverReport:
    """A waiver that covers findings of a workbook (豁免): its rules and scope as written, why, by
    whom and when, its last day, and what it covers. Dates are written 2025-03-31."""

    id: str
    rules: tuple[str, ...]
    scope: str
    reason: str
    approved_by: str
    approved: str
    expires: str
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        """The waiver in the published JSON shape."""
        return {
            "id": self.id,
            "rules": list(self.rules),
            "scope": self.scope,
            "reason": self.reason,
            "approved_by": self.approved_by,
            "approved": self.approved,
            "expires": self.expires,
            "findings": [finding.as_json() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell as a person sees it: its place from zero, its words as its format shows them, how many
    rows and columns it spans: merged ones, or blank ones that its text runs over (those that it
    covers have no cell of their own). `align` is left, center, right, or "" where words begin on
    the left for want of anything else; of a number it is never ""."""

    row: int
    column: int
    words: str
    rows: int = 1
    columns: int = 1
    align: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    """A sheet as a person sees it.

    `rows` has the cells of each row that is drawn, in reading order, none for a blank row; a blank
    cell is among them only where a finding names it or it spans others. `widths` has one for each
    column that is drawn, in characters. `left_out` are the rows between and after these that are
    not drawn, of a large sheet or hidden beside its tables, (first, last) from zero, and
    `columns_left_out` the columns; no cell spans such a gap. `tables` are the keys of the tables
    and scorecards on it.
    """

    name: str
    tables: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[DrawnCell, ...], ...]
    left_out: tuple[tuple[int, int], ...] = ()
    columns_left_out: tuple[tuple[int, int], ...] = ()


def exit_status(unread: bool, errors: int, warnings: int, strict: bool) -> int:
    """The status of a command that checked a workbook; `unread`: something was not checked."""
    if unread:
        return 2
    return 1 if errors or (strict and warnings) else 0


@dataclass(frozen=True, slots=True)
class Report:
    """Everything there is to say of one workbook.

    `status` is checked, unrecognised or unreadable (then `message` says why); `counts` holds every
    verdict, those between tables too; `rules` the same by the id of the rule (one that nothing was
    held to gave not_applicable; absent are those of other editions, and comparisons, which give no
    verdict); `other_sheets` the sheets that hold neither table nor scorecard; `levels` the
    severities that a bureau's rules file sets otherwise; `waivers` those that cover findings, which
    then do not stand in `findings`; `sheets` the sheets that it speaks of, where they were asked
    for (`Options.drawn`).
    """

    path: str
    sha256: str
    edition: str | None = None
    unit: str | None = None
    department: str | None = None
    year: int | None = None
    status: str = "checked"
    message: str = ""
    tables: tuple[TableReport, ...] = ()
    scorecards: tuple[ScorecardReport, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    counts: Mapping[Verdict, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    rules: Mapping[str, Mapping[Verdict, int]] = field(default_factory=dict)
    other_sheets: tuple[str, ...] = ()
    lang: Lang = "zh"
    levels: tuple[LevelReport, ...] = ()
    waivers: tuple[WaiverReport, ...] = ()
    sheets: tuple[DrawnSheet, ...] = ()

    @classmethod
    def unreadable(cls, path: str, message: str, lang: Lang) -> "Report":
        """The report of a file that could not be checked; `message` says why."""
        return cls(path, "", status="unreadable", message=message, lang=lang)

    @property
    def ran(self) -> frozenset[str]:
        """The ids of the rules that gave a verdict other than not_applicable."""
        idle = {Verdict.NOT_APPLICABLE}
        return frozenset(rule for rule, counts in self.rules.items() if not counts.keys() <= idle)

    @property
    def errors(self) -> int:
        """How many findings must be corrected."""
        return sum(1 for f in self.findings if f.severity is Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How many findings must be explained."""
        return sum(1 for f in self.findings if f.severity is Severity.WARNING)

    def exit_status(self, strict: bool = False) -> int:
        """0 nothing to correct, 1 errors (`strict`: or warnings), 2 something was not checked."""
        unread = self.status != "checked" or self.counts.get(Verdict.NOT_EVALUATED, 0) > 0
        return exit_status(unread, self.errors, self.warnings, strict)

    def as_json(self) -> dict[str, object]:
        """The workbook in the published JSON shape."""
        shape: dict[str, object] = {
            "path": self.path,
            "sha256": self.sha256,
            "edition": self.edition,
            "unit": self.unit,
            "department": self.department,
            "year": self.year,
            "status": self.status,
            "tables": [
                {"table": t.table, "title": t.title, "sheet": t.sheet, "range": t.range}
                for t in self.tables
            ],
            "counts": {verdict.value: self.counts.get(verdict, 0) for verdict in Verdict},
            "findings": [finding.as_json() for finding in self.findings],
        }
        if self.scorecards:
            shape["scorecards"] = [asdict(scorecard) for scorecard in self.scorecards]
        if self.comparisons:
            shape["comparisons"] = [asdict(comparison) for comparison in self.comparisons]
        if self.levels:
            shape["levels"] = [level.as_json() for level in self.levels]
        if self.waivers:
            shape["waivers"] = [waiver.as_json() for waiver in self.waivers]
        if self.status != "checked":
            shape["message"] = self.message
        return shape
