"""The findings of a workbook without those that waivers cover, and which waiver covers which."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from validator.findings import Finding, WaiverReport
from validator.forms.model import Severity
from validator.messages import Lang, text
from validator.waivers.record import Waiver, Workbook


class Waived(NamedTuple):
    """The findings that are left, and the waivers that cover others."""

    findings: tuple[Finding, ...]
    waivers: tuple[WaiverReport, ...]


def waive(
    findings: Iterable[Finding],
    waivers: Sequence[Waiver],
    workbook: Workbook,
    today: date,
    lang: Lang,
) -> Waived:
    """Take out what `waivers` cover on the day `today`, each finding by the first of them. An
    expired one covers nothing: of one that would, a warning is given, which names what it was."""
    left = list(findings)
    if not waivers:
        return Waived(tuple(left), ())
    meant = [waiver for waiver in waivers if waiver.is_meant_for(workbook)]
    numbers = len({finding.group for finding in left})
    used: list[WaiverReport] = []
    for waiver in meant:
        covered = tuple(f for f in left if waiver.covers(f, workbook.forms))
        if covered and not waiver.has_expired(today):
            taken = set(map(id, covered))
            left = [finding for finding in left if id(finding) not in taken]
            used.append(_told(waiver, covered))
    expired: list[Finding] = []
    for waiver in meant:
        covered = tuple(f for f in left if waiver.covers(f, workbook.forms))
        if covered and waiver.has_expired(today):
            group = f"G{numbers + len(expired) + 1}"
            expired.append(_expired(waiver, covered, group, lang))
    return Waived(_ordered([*left, *expired]), tuple(used))


def _told(waiver: Waiver, covered: tuple[Finding, ...]) -> WaiverReport:
    """What is accepted needs no correction: nobody is told which cell would be wrong."""
    return WaiverReport(
        id=waiver.id,
        rules=waiver.rules,
        scope=waiver.words,
        reason=waiver.reason,
        approved_by=waiver.approved_by,
        approved=waiver.approved.isoformat(),
        expires=waiver.expires.isoformat(),
        findings=tuple(replace(finding, suspects=()) for finding in covered),
    )


def _expired(waiver: Waiver, covered: Sequence[Finding], group: str, lang: Lang) -> Finding:
    """The warning that a waiver has expired which would have covered findings."""
    first = covered[0]
    places = "、".join(f"{f.rule} {f.place}".strip() for f in covered[:_NAMED])
    key = "waiver.expired" if len(covered) <= _NAMED else "waiver.expired_many"
    facts = {"id": waiver.id, "expires": waiver.expires, "count": len(covered), "places": places}
    return Finding(
        rule=waiver.id,
        severity=Severity.WARNING,
        verdict=first.verdict,
        kind="waiver",
        table=first.table,
        left=None,
        right=None,
        difference=None,
        unexplained=None,
        cells=tuple(cell for finding in covered for cell in finding.cells[:1]),
        suspects=(),
        group=group,
        message=text(key, lang, **facts),
        source=f"{waiver.file}:{waiver.line}",
    )


#: So many findings are named that an expired waiver would have covered.
_NAMED = 5


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by cause, the heaviest first; where the cause is waived, what followed from it
    stands for itself."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.group, []).append(finding)
    for members in groups.values():
        if not any(finding.cause for finding in members):
            members[0] = replace(members[0], cause=True)
    ordered = sorted(groups.values(), key=lambda own: min(f.severity.rank for f in own))
    return tuple(finding for members in ordered for finding in members)
