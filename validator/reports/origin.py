"""What a copy of a workbook was made of, told in it: the file, when, by which program and rules."""

from pathlib import Path

from validator.findings import VERSION, Report
from validator.messages import Lang, text


def origin(report: Report, digest: str, when: str, lang: Lang) -> tuple[str, ...]:
    """The lines that say of which file (its name and SHA-256), when and by which rules (their
    digest) a copy was made."""
    return (
        text("origin.file", lang, name=Path(report.path).name),
        text("origin.sha256", lang, sha256=report.sha256),
        text("origin.time", lang, when=when),
        text("origin.version", lang, version=VERSION, digest=digest),
    )
