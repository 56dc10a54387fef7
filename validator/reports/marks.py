"""Findings → marks: which cells are coloured how, and what their notes say, the same in the Excel
add-in, the marked copy and the HTML report.

A cell that a finding speaks of is marked by the gravest of its findings. The cells that are likely
wrong have a colour of their own; where none are known, the left side stands out. What these were
compared with is pale, so that the eye finds the first.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, get_args

from rich.cells import cell_len

from validator.findings import CellRef, Finding, Report
from validator.forms.model import Severity, split_key
from validator.messages import Lang, text
from validator.reading import parse_address
from validator.reports.suspects import caused_by, cells, resolved, told

#: severity → the colours of the cell that stands out, and of those that it was compared with.
COLOURS: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: ("#F8B4B4", "#FDE7E7"),
    Severity.WARNING: ("#FFDD88", "#FFF4D9"),
    Severity.INFO: ("#BBDDFF", "#E9F4FF"),
}
#: The colours of the cells that are likely wrong, however grave: of the likeliest, of the others.
SUSPECTED = ("#C8A2F0", "#E9DBFA")
#: By this a conditional format of ours is known again.
SIGN = '"gouji.'
#: Always true, and names its maker.
_CONDITION = f'LEN({SIGN}{{kind}}")>0'
#: In points: how wide a note is, how high one of its lines, and how high it may be at most.
_NOTE_WIDTH, _NOTE_LINE, _NOTE_HEIGHT = 340.0, 12.5, 300.0
#: So many Chinese characters stand in a line of a note.
_NOTE_CHARACTERS = 35
#: How every note of ours begins, in either language.
PREFIX = "【勾稽】"
_LEVELS = "|".join(
    text(f"mark.level.{severity.value}", lang) for severity in Severity for lang in get_args(Lang)
)
_SUSPECTED = "|".join(
    text(key, lang)
    for key in ("mark.suspect.mark", "mark.suspect.row_mark")
    for lang in get_args(Lang)
)
#: The level, and beside it that the cell is likely wrong, or in the next line a rule with what it
#: says: by this a note is known again.
_OURS = re.compile(rf"{PREFIX}(?:{_LEVELS})(?:{_SUSPECTED}|\s+\S+：)")
#: So many findings are told in one note, and so many characters: as many as a cell may hold.
_TOLD, _LONGEST = 5, 32_767

#: Sheet and address of a cell.
_Place = tuple[str, str]


class Mark(NamedTuple):
    """One cell to mark. `suspected`: it is likely wrong. `central`: it is the likeliest of those,
    or where none are known the left side of a finding.

    `note` is "" for a blank cell of a long sum or among many that may be wrong, which has nothing
    to say but that it is blank, and for what only lies in an area.
    """

    sheet: str
    address: str
    severity: Severity
    central: bool
    note: str
    suspected: bool = False


class Line(NamedTuple):
    """A finding of the list 校验结果: its number, and that of its cause (its own for a cause)."""

    number: int
    cause: int
    finding: Finding


def lines(
    report: Report, severities: frozenset[Severity], sheet: str | None = None
) -> tuple[Line, ...]:
    """The findings to show, the causes first, then what follows from them.

    `sheet` keeps those that name a cell of that sheet.
    """
    shown = [
        finding
        for finding in report.findings
        if finding.severity in severities
        and (sheet is None or any(cell.sheet == sheet for cell in finding.cells))
    ]
    causes: dict[str, int] = {}
    ordered = [*(f for f in shown if f.cause), *(f for f in shown if not f.cause)]
    return tuple(
        Line(number, causes.setdefault(finding.group, number), finding)
        for number, finding in enumerate(ordered, start=1)
    )


def marks(shown: Sequence[Line], lang: Lang, sheet: str | None = None) -> tuple[Mark, ...]:
    """The cells of the findings, each once, sheet by sheet in reading order.

    `sheet` keeps the cells of that sheet.
    """
    named: dict[_Place, list[tuple[Finding, CellRef]]] = {}
    for finding in (line.finding for line in shown):
        for cell in finding.cells:
            if not split_key(cell.table)[0]:  # else it is a cell of another workbook
                named.setdefault((cell.sheet, cell.address), []).append((finding, cell))
    suspected = _suspected(shown)
    found = [
        _mark(place, named.get(place, ()), suspected.get(place, ()), lang)
        for place in dict.fromkeys((*suspected, *named))
        if sheet is None or place[0] == sheet
    ]
    return tuple(sorted(found, key=lambda mark: (mark.sheet, parse_address(mark.address))))


class _Suspected(NamedTuple):
    """That a cell is likely wrong: the findings that would go with it, and the number of the choice
    that it is of. `first`: it stands for the suspect, and does not only lie in an area. `tells`: it
    gets a note. `row`: not the cell is wrong, but a row is missing before it."""

    group: tuple[Finding, ...]
    choice: int
    first: bool
    tells: bool
    row: bool


def _suspected(shown: Iterable[Line]) -> dict[_Place, list[_Suspected]]:
    """Each cell that is likely wrong, and why it is held for one."""
    groups: dict[str, list[Finding]] = {}
    for line in shown:
        if line.finding.suspects:
            groups.setdefault(line.finding.group, []).append(line.finding)
    found: dict[_Place, list[_Suspected]] = {}
    for group in map(tuple, groups.values()):
        for suspect in group[0].suspects:
            row = suspect.kind == "row"
            says = suspect.choice == 1 or suspect.current != "" or row
            for number, cell in enumerate(cells(suspect)):
                first = number == 0
                likely = _Suspected(group, suspect.choice, first, first and says, row)
                found.setdefault((suspect.sheet, cell), []).append(likely)
    return found


def _mark(
    place: _Place,
    named: Sequence[tuple[Finding, CellRef]],
    likely: Sequence[_Suspected],
    lang: Lang,
) -> Mark:
    """The mark of a cell: of the findings that name it, and of those that would go with it."""
    if named and not any(s.first for s in likely):
        likely = ()  # in an area, the figures that disagree are still to be seen
    own = [finding for finding, _ in named]
    severity = _gravest(f.severity for f in (*own, *(f for s in likely for f in s.group)))
    central = any(cell.role != "right" and not f.suspects for f, cell in named)
    if likely:
        central = any(s.first and s.choice == 1 for s in likely)
    telling = any(cell.role != "right" or cell.raw for _, cell in named)
    tells = telling or any(s.tells for s in likely)
    note = _note(place, severity, own, likely, lang) if tells else ""
    return Mark(*place, severity, central, note, bool(likely))


def _gravest(severities: Iterable[Severity]) -> Severity:
    return min(severities, key=lambda severity: severity.rank)


def _note(
    place: _Place,
    severity: Severity,
    named: Iterable[Finding],
    likely: Sequence[_Suspected],
    lang: Lang,
) -> str:
    """What is said on a cell: that it is likely wrong, and the findings that name it, each with the
    cells that are likely the reason where this is none of them."""
    telling = [s for s in likely if s.first]
    key = "mark.suspect.row_mark" if all(s.row for s in telling) else "mark.suspect.mark"
    mark = text(key, lang) if telling else ""
    parts = [PREFIX + text(f"mark.level.{severity.value}", lang) + mark]
    for group in (s.group for s in telling):
        parts += [told(group[0].suspects, lang, *place), resolved(group, lang)]
    explained = {f.group for s in telling for f in s.group}
    own = list({id(finding): finding for finding in named}.values())
    for finding in own[:_TOLD]:
        parts.append(f"{finding.rule}：{finding.message}")
        if finding.suspects and finding.group not in explained:
            parts.append(caused_by(finding.suspects, lang))
    if len(own) > _TOLD:
        parts.append(text("mark.more", lang, count=len(own) - _TOLD))
    return "\n".join(dict.fromkeys(filter(None, parts)))[:_LONGEST]


def is_ours(note: str) -> bool:
    """Is it a note of ours? One that only begins as ours do is the user's."""
    return _OURS.match(note) is not None


def look(mark: Mark) -> tuple[str, str]:
    """The conditional format that marks a cell in a workbook: its condition and its colour. By a
    conditional format nothing of the cell itself is touched, and it can be taken away again."""
    strong, pale = SUSPECTED if mark.suspected else COLOURS[mark.severity]
    kind = "suspect" if mark.suspected else mark.severity.value
    return _CONDITION.format(kind=kind), strong if mark.central else pale


def note_size(said: str) -> tuple[float, float]:
    """How wide and how high, in points, the box of a note is: high enough to be read without being
    pulled larger, unless that hides the table."""
    lines = sum(-(-cell_len(line) // (2 * _NOTE_CHARACTERS)) for line in said.splitlines())
    return _NOTE_WIDTH, min((lines + 1) * _NOTE_LINE, _NOTE_HEIGHT)


def as_one(address: str, marks: Sequence[Mark]) -> Mark:
    """What several marks say, at one place of their sheet."""
    gravest = _gravest(mark.severity for mark in marks)
    suspected = any(mark.suspected for mark in marks)
    central = any(mark.central for mark in marks if mark.suspected == suspected)
    note = "\n".join(mark.note for mark in marks if mark.note)[:_LONGEST]
    return Mark(marks[0].sheet, address, gravest, central, note, suspected)
