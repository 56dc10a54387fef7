"""What was checked and what was not: the rules that ran with their meaning, table by table, and
those that gave no verdict."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from validator.findings import Report
from validator.forms.loader import load
from validator.forms.model import Rule
from validator.forms.scorecard import form_sets, scorecard_rules, scorecards
from validator.messages import text
from validator.reports.html.bounds import UNREAD
from validator.reports.html.links import Anchors, Link
from validator.reports.marks import Line
from validator.rounding import Verdict


class Ran(NamedTuple):
    """A rule: its id, what it says, the word for its severity; how many findings name it, the first
    of which `anchor` leads to."""

    id: str
    meaning: str
    level: str
    findings: int
    anchor: str


class Chapter(NamedTuple):
    """The rules of one table, or those between tables."""

    title: str
    rules: tuple[Ran, ...]

    @property
    def findings(self) -> int:
        """How many findings name them."""
        return sum(rule.findings for rule in self.rules)


class Unread(NamedTuple):
    """A finding by which something could not be checked."""

    rule: str
    place: Link
    message: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Scope:
    """`ran` are the rules that gave a verdict, `idle` those that found nothing to judge, by table;
    the first of `unread` say what could not be checked and why, `more_unread` are not listed."""

    ran: tuple[Chapter, ...]
    idle: tuple[Chapter, ...]
    unread: tuple[Unread, ...]
    more_unread: int
    ran_count: int
    idle_count: int


def scope(report: Report, told: Sequence[Line], anchors: Anchors) -> Scope:
    """What the rules of the workbook's edition did; rules that the edition does not have are a
    bureau's own."""
    known = list(_rules(report))
    own = report.ran - {rule.id for _, rule in known}
    found: dict[str, list[int]] = {}
    for line in told:
        found.setdefault(line.finding.rule, []).append(line.number)

    def ran(id: str, rule: Rule | None) -> Ran:
        numbers = found.get(id, [])
        meaning = level = ""
        if rule:
            meaning = rule.meaning if report.lang == "zh" else rule.meaning_en
            level = text(f"severity_word.{rule.severity.value}", report.lang)
        anchor = next(filter(None, map(anchors.of_finding, numbers)), "")
        return Ran(id, meaning, level, len(numbers), anchor)

    unread = [line for line in told if line.finding.verdict is Verdict.NOT_EVALUATED]
    chapters: dict[bool, dict[str, list[Ran]]] = {True: {}, False: {}}
    for title, rule in known:
        chapters[rule.id in report.ran].setdefault(title, []).append(ran(rule.id, rule))
    if own:
        title = text("html.rules.own", report.lang)
        chapters[True][title] = [ran(id, None) for id in sorted(own)]
    done, idle = (
        tuple(Chapter(title, tuple(rules)) for title, rules in chapters[each].items())
        for each in (True, False)
    )
    return Scope(
        ran=done,
        idle=idle,
        unread=tuple(_unread(unread[:UNREAD], anchors)),
        more_unread=max(len(unread) - UNREAD, 0),
        ran_count=sum(len(chapter.rules) for chapter in done),
        idle_count=sum(len(chapter.rules) for chapter in idle),
    )


def _rules(report: Report) -> Iterator[tuple[str, Rule]]:
    """The rules that the workbook is held to, in the order of the forms, each with what it is
    about: a table, all of them, scorecards."""
    if report.edition is None or report.edition not in form_sets():
        return
    if report.edition not in scorecards():
        edition = load(report.edition)
        for rule in edition.rules:
            form = edition.forms.get(rule.table)
            between = text("rules.cross", report.lang)
            yield f"{form.name} {form.title}" if form else between, rule
    if report.edition in scorecards() or report.scorecards:
        for rule in scorecard_rules():
            yield text("rules.cards", report.lang), rule


def _unread(told: Sequence[Line], anchors: Anchors) -> Iterator[Unread]:
    for line in told:
        finding = line.finding
        place = anchors.of_cell(finding.cells[0], finding.place) if finding.cells else Link("")
        yield Unread(finding.rule, place, finding.message, anchors.of_finding(line.number))
