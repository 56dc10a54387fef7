"""Findings → marks: which cells are coloured how, and what their notes say. Nothing of Excel here.

A cell that a finding speaks of is marked by the gravest of its findings. The cell that is likely
wrong stands out; those that it was compared with are pale, so that the eye finds the first.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, get_args

from validator.findings import Finding, Report, Suspect
from validator.forms.model import Severity
from validator.reading import parse_address
from xl_addin.messages import Lang, text

#: How every note of ours begins, in either language.
PREFIX = "【勾稽】"
_LEVELS = "|".join(
    text(f"addin.level.{severity.value}", lang) for severity in Severity for lang in get_args(Lang)
)
#: The level, and in the next line a rule with what it says: by this a note is known again.
_OURS = re.compile(rf"{PREFIX}(?:{_LEVELS})\s+\S+：")
#: So many findings are told in one note, and so many characters: as many as a cell may hold.
_TOLD, _LONGEST = 5, 32_767


class Mark(NamedTuple):
    """One cell to mark. `central`: it is the likely wrong one, or one that must be corrected.

    `note` is "" for a blank cell of a long sum, which has nothing to say but that it is blank.
    """

    sheet: str
    address: str
    severity: Severity
    central: bool
    note: str


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
    told: dict[tuple[str, str], list[tuple[Finding, bool]]] = {}
    telling: set[tuple[str, str]] = set()
    for line in shown:
        telling.update(_telling(line.finding))
        for place, central in _places(line.finding):
            told.setdefault(place, []).append((line.finding, central))
    found = [
        Mark(
            name,
            cell,
            _gravest(f.severity for f, _ in here),
            any(central for _, central in here),
            _note(name, cell, [f for f, _ in here], lang) if (name, cell) in telling else "",
        )
        for (name, cell), here in told.items()
        if sheet is None or name == sheet
    ]
    return tuple(sorted(found, key=lambda mark: (mark.sheet, parse_address(mark.address))))


def _places(finding: Finding) -> Iterable[tuple[tuple[str, str], bool]]:
    """Each cell of a finding once, and whether it stands out: the suspects where there are any,
    else the left side."""
    suspects = {(s.sheet, s.address) for s in finding.suspects}
    places = dict.fromkeys(suspects, True)
    for cell in finding.cells:
        place = cell.sheet, cell.address
        central = place in suspects if suspects else cell.role != "right"
        places[place] = places.get(place, False) or central
    return places.items()


def _gravest(severities: Iterable[Severity]) -> Severity:
    return min(severities, key=lambda severity: severity.rank)


def _telling(finding: Finding) -> Iterable[tuple[str, str]]:
    """The cells that get a note: all but the blank ones among the addends."""
    yield from ((s.sheet, s.address) for s in finding.suspects)
    yield from ((c.sheet, c.address) for c in finding.cells if c.role != "right" or c.raw)


def _note(sheet: str, cell: str, findings: Sequence[Finding], lang: Lang) -> str:
    gravest = _gravest(f.severity for f in findings)
    parts = [PREFIX + text(f"addin.level.{gravest.value}", lang)]
    for finding in findings[:_TOLD]:
        parts.append(f"{finding.rule}：{finding.message}")
        parts += [
            likely(suspect, lang)
            for suspect in finding.suspects
            if (suspect.sheet, suspect.address) == (sheet, cell)
        ]
    if len(findings) > _TOLD:
        parts.append(text("addin.note.more", lang, count=len(findings) - _TOLD))
    return "\n".join(dict.fromkeys(parts))[:_LONGEST]


def is_ours(note: str) -> bool:
    """Is it a note of ours? One that only begins as ours do is the user's."""
    return _OURS.match(note) is not None


def as_one(address: str, marks: Sequence[Mark]) -> Mark:
    """What several marks say, at one place of their sheet."""
    gravest = _gravest(mark.severity for mark in marks)
    central = any(mark.central for mark in marks)
    notes = filter(None, (mark.note for mark in marks))
    return Mark(marks[0].sheet, address, gravest, central, "\n".join(notes)[:_LONGEST])


def likely(suspect: Suspect, lang: Lang) -> str:
    """What the cell should probably say, and why."""
    facts = {"expected": suspect.expected, "explanation": suspect.explanation}
    return text("addin.note.likely", lang, **facts)
