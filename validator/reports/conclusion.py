"""The last line of a report: what there is to do."""

from collections.abc import Mapping

from validator.findings import Report
from validator.forms.model import Severity
from validator.messages import text
from validator.reports.phrases import file_name
from validator.rounding import Verdict


def conclusion(report: Report) -> tuple[str, str]:
    """As `standing`; the sentence says that it is the conclusion, for where it stands alone."""
    key, said = standing(report)
    return key, text("report.conclusion", report.lang, said=said)


def standing(report: Report) -> tuple[str, str]:
    """What is to be done about a workbook that was checked: the key of the message, which says how
    it stands, and the sentence."""
    key, facts = _found(report)
    waived = sum(len(waiver.findings) for waiver in report.waivers)
    said = text(key, report.lang, **facts)
    return key, said + (text("report.waived_too", report.lang, count=waived) if waived else "")


def state(report: Report) -> tuple[str, str]:
    """How a workbook stands, checked or not: agrees, to_correct, … unreadable, unrecognised, of
    which `html.state.…` are the words; and the sentence, for where its name stands beside it."""
    if report.status != "checked":
        return report.status, why_unchecked(report.path, report.message)
    key, said = standing(report)
    return key.removeprefix("report."), said


def why_unchecked(path: str, message: str) -> str:
    """Why a workbook was not checked, without its name, with which the message begins."""
    name = file_name(path)
    for mark in ("：", ": "):
        before, found, why = message.partition(name + mark)
        if found and (not before or before[-1] in "/\\"):
            return why
    return message


def _found(report: Report) -> tuple[str, Mapping[str, object]]:
    if report.errors:
        causes = len({f.group for f in report.findings if f.severity is Severity.ERROR})
        return "report.to_correct", {"count": report.errors, "causes": causes}
    if report.counts.get(Verdict.NOT_EVALUATED):
        return "report.incomplete", {}
    if report.warnings:
        return "report.to_explain", {"count": report.warnings}
    if lighter := sum(1 for f in report.findings if f.verdict is Verdict.ERROR):
        return "report.only_information", {"count": lighter}
    if report.waivers:
        return "report.nothing_left", {}
    if any(n for v, n in report.counts.items() if v is not Verdict.NOT_APPLICABLE):
        return "report.agrees", {}
    return "report.blank", {}
