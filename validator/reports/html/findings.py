"""Findings → what a page shows of them: by severity and by cause, each with both sides and its
cells, what is likely wrong, and what follows from it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from validator.findings import CellRef, Finding, Report
from validator.forms.model import Severity
from validator.messages import Lang, text
from validator.reports import phrases
from validator.reports.html.bounds import BLANKS, CONSEQUENCES, OPERANDS, WAIVED
from validator.reports.html.links import Anchors, Link
from validator.reports.likely import choices, likely, others
from validator.reports.marks import Line
from validator.rounding import Verdict

#: Fewer blank cells of a right side than these are shown like the others.
_FEW_BLANKS = 4
_FIGURE = re.compile(r"-?\d{1,20}(?:\.\d{1,10})?")

#: Verdicts that say nothing beside a severity.
_PLAIN = (Verdict.ERROR, Verdict.EXACT)

#: A finding with those of the same cause that are shown, and how many of these are not.
Together = tuple[Sequence[Line], int]


class Figure(NamedTuple):
    """An amount of a finding, and what it is called; `kind` is its field of `Finding`."""

    kind: str
    name: str
    words: str


class Operand(NamedTuple):
    """A cell of a finding: on which side it stands ("" where there are none), where it is, what it
    is called and shows."""

    side: str
    place: Link
    label: str
    raw: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """One finding: `level` and `verdict` are words, the latter "" where the level says it all.
    `blanks` are cells of its right side in which nothing stands, `more_blanks` those of them that
    are not named, and `more` the cells that are not listed."""

    number: int
    anchor: str
    rule: str
    severity: str
    level: str
    verdict: str
    table: str
    place: Link
    message: str
    figures: tuple[Figure, ...]
    operands: tuple[Operand, ...]
    more: int
    blanks: tuple[Link, ...]
    more_blanks: int
    source: str


class Paragraph(NamedTuple):
    """The cells that are likely wrong, in words with links: see `likely.Likely`."""

    opening: tuple[Link, ...]
    items: tuple[tuple[Link, ...], ...]
    numbered: bool
    closing: str


@dataclass(frozen=True, slots=True)
class Cause:
    """A finding that others follow from: what is likely wrong, a sentence about the others, these
    themselves, and how many of them are not shown."""

    first: Opinion
    likely: Paragraph | None
    others: str
    rest: tuple[Opinion, ...]
    more: int


class Section(NamedTuple):
    """The findings of one severity: its heading, and the findings by cause."""

    severity: str
    title: str
    causes: tuple[Cause, ...]


class First(NamedTuple):
    """A cell that is most likely wrong, of a row that is missing one: the finding that says so,
    where it is, what it is called, shows and should show, and why. `others` counts what else may be
    wrong instead."""

    number: int
    anchor: str
    place: Link
    label: str
    current: str
    expected: str
    why: str
    others: int


class Waived(NamedTuple):
    """A waiver: its name and what it says, and what it covers."""

    id: str
    said: str
    opinions: tuple[Opinion, ...]
    more: int


def chosen(told: Sequence[Line], room: int) -> Sequence[Together]:
    """The findings to show, at most `room` of them: by severity and cause, the first of each cause
    before what follows from it; of what follows, the first few."""
    groups: dict[int, list[Line]] = {}
    for line in told:
        groups.setdefault(line.cause, []).append(line)
    ordered = sorted(groups.values(), key=lambda group: group[0].finding.severity.rank)[:room]
    room -= len(ordered)
    found = []
    for group in ordered:
        rest = group[1 : 1 + min(CONSEQUENCES, room)]
        room -= len(rest)
        found.append(((group[0], *rest), len(group) - 1 - len(rest)))
    return found


def sections(
    shown: Iterable[Together], told: Sequence[Line], report: Report, anchors: Anchors
) -> tuple[Section, ...]:
    """The findings by severity. The heading counts the causes of all that are `told`."""
    by_cause = _members(told)
    titles = {table.table: table.name for table in report.tables}
    found: dict[Severity, list[Cause]] = {}
    for (first, *rest), more in shown:
        opinions = [_opinion(line, titles, anchors, report.lang) for line in (first, *rest)]
        suspects = first.finding.suspects
        said = likely(suspects, report.lang)
        paragraph = said and Paragraph(
            anchors.of_sentence(said.opening, suspects),
            tuple(anchors.of_sentence(item, suspects) for item in said.items),
            said.numbered,
            said.closing,
        )
        following = others(by_cause[first.cause], report.lang)
        cause = Cause(opinions[0], paragraph, following, tuple(opinions[1:]), more)
        found.setdefault(first.finding.severity, []).append(cause)
    counts = dict.fromkeys(Severity, 0)
    for members in by_cause.values():
        counts[members[0].severity] += 1
    return tuple(
        Section(s.value, text(f"severity.{s.value}", report.lang, count=counts[s]), tuple(found[s]))
        for s in Severity
        if s in found
    )


def firsts(shown: Iterable[Together], anchors: Anchors, lang: Lang) -> Iterator[First]:
    """What to look at first: of each cause the likeliest cells that would explain it."""
    for (line, *_), _ in shown:
        found = choices(line.finding.suspects)
        for suspect in found[0] if found else ():
            current = suspect.current or text("html.blank", lang)
            if suspect.kind == "row":
                current = text("html.missing_row", lang)
            yield First(
                number=line.number,
                anchor=anchors.of_finding(line.number),
                place=anchors.of_suspect(suspect),
                label=" ".join(filter(None, (suspect.row, suspect.label))),
                current=current,
                expected=suspect.expected or text("likely.open", lang),
                why=suspect.explanation,
                others=len(found) - 1,
            )


def waived(report: Report, anchors: Anchors) -> Iterator[Waived]:
    """The waivers, each with the findings that it covers."""
    titles = {table.table: table.name for table in report.tables}
    for waiver in report.waivers:
        covered = waiver.findings[:WAIVED]
        lines = [Line(0, 0, finding) for finding in covered]
        opinions = tuple(_opinion(line, titles, anchors, report.lang) for line in lines)
        more = len(waiver.findings) - len(covered)
        yield Waived(waiver.id, phrases.waived(waiver, report.lang), opinions, more)


def _members(told: Iterable[Line]) -> Mapping[int, list[Finding]]:
    """All findings by the number of their cause."""
    found: dict[int, list[Finding]] = {}
    for line in told:
        found.setdefault(line.cause, []).append(line.finding)
    return found


def _opinion(line: Line, titles: Mapping[str, str], anchors: Anchors, lang: Lang) -> Opinion:
    finding = line.finding
    blanks = [cell for cell in finding.cells if cell.role == "right" and not cell.raw.strip()]
    if len(blanks) < _FEW_BLANKS:
        blanks = []
    aside = {id(cell) for cell in blanks}
    listed = [cell for cell in finding.cells if id(cell) not in aside]
    own = finding.cells[0].sheet if finding.cells else ""
    verdict = "" if finding.verdict in _PLAIN else finding.verdict.value
    return Opinion(
        number=line.number,
        anchor=anchors.of_finding(line.number),
        rule=finding.rule,
        severity=finding.severity.value,
        level=text(f"severity_word.{finding.severity.value}", lang),
        verdict=text(f"verdict.{verdict}", lang) if verdict else "",
        table=titles.get(finding.table, ""),
        place=anchors.of_cell(finding.cells[0], finding.place) if finding.cells else Link(""),
        message=finding.message,
        figures=tuple(_figures(finding, lang)),
        operands=tuple(_operand(cell, own, anchors, lang) for cell in listed[:OPERANDS]),
        more=max(len(listed) - OPERANDS, 0),
        blanks=tuple(anchors.of_cell(cell, _words(cell, own)) for cell in blanks[:BLANKS]),
        more_blanks=max(len(blanks) - BLANKS, 0),
        source=finding.source,
    )


def _figures(finding: Finding, lang: Lang) -> Iterator[Figure]:
    """Both sides, the difference, and what of it rounding cannot explain."""
    for kind in ("left", "right", "difference", "unexplained"):
        words = getattr(finding, kind)
        if words is not None:
            yield Figure(kind, text(f"html.figure.{kind}", lang), words)


def _operand(cell: CellRef, own: str, anchors: Anchors, lang: Lang) -> Operand:
    side = text(f"html.side.{cell.role}", lang) if cell.role in ("left", "right") else ""
    return Operand(side, anchors.of_cell(cell, _words(cell, own)), cell.label, _held(cell))


def _held(cell: CellRef) -> str:
    """What the cell holds; a figure with the decimals of its table, 10.20 and not 10.2."""
    raw, value = cell.raw, cell.value
    same = value is not None and _FIGURE.fullmatch(raw) and _FIGURE.fullmatch(value)
    return value if value is not None and same and Decimal(raw) == Decimal(value) else raw


def _words(cell: CellRef, own: str) -> str:
    """Where a cell is; without its sheet where this is the finding's `own`."""
    return cell.address if cell.sheet == own else f"{cell.sheet}!{cell.address}"
