"""What reports of every form say of a workbook in the same words: whose it is and of which year,
its forms, its file, what is waived, and what a copy of it was made of."""

from datetime import datetime
from pathlib import PurePath

from validator.findings import VERSION, Report, WaiverReport
from validator.forms.scorecard import form_set, form_sets
from validator.messages import Lang, text


def of_year(year: int | None, lang: Lang) -> str:
    """The year; "" where it is not known."""
    return text("report.year", lang, year=year) if year else ""


def whose(report: Report) -> str:
    """Whose workbook it is, of which year and edition, in which unit, as far as it is known."""
    year = of_year(report.year, report.lang)
    facts = (report.department, year, report.edition, report.unit)
    return " · ".join(filter(None, facts))


def title_of_forms(edition: str | None, lang: Lang) -> str:
    """The title of the forms of an edition; "" where there are none of that name."""
    return form_set(edition).title_in(lang) if edition in form_sets() else ""


def file_name(path: str) -> str:
    """The name of a file without its folders, whatever the system that it comes from."""
    return PurePath(path.replace("\\", "/")).name or path


def waived(waiver: WaiverReport, lang: Lang) -> str:
    """Why findings are accepted, who has approved it, and from when to when."""
    dates = {"approved": waiver.approved, "expires": waiver.expires}
    return text("waiver.said", lang, reason=waiver.reason, by=waiver.approved_by, **dates)


def made_now() -> str:
    """The time now, as a copy tells when it was made."""
    return f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}"


def origin(report: Report, digest: str, when: str, lang: Lang) -> tuple[str, ...]:
    """The lines that say of which file (its name and SHA-256), when and by which rules (their
    digest) a copy was made."""
    return (
        text("origin.file", lang, name=file_name(report.path)),
        text("origin.sha256", lang, sha256=report.sha256),
        text("origin.time", lang, when=when),
        text("origin.version", lang, version=VERSION, digest=digest),
    )
