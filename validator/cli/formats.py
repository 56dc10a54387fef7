"""The forms in which `gouji check` gives its report. What one of them needs is imported when it is
asked for, so that none waits for another's."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from validator.cli.common import stop
from validator.messages import Lang, text

if TYPE_CHECKING:
    from validator.findings import Report
    from validator.run import Options


class Format(StrEnum):
    """How the report is written."""

    text = "text"
    json = "json"
    csv = "csv"
    html = "html"
    xlsx = "xlsx"


#: Columns of a text that is written to a file.
_WIDTH = 100


def see_format(format: Format, output: Path | None, lang: Lang) -> None:
    """See before anything is checked that the report can be written; else status 2."""
    if format is not Format.xlsx:
        return
    if output is None:
        stop(text("cli.xlsx_needs_file", lang))
    see_packages(("pandas", "openpyxl"), lang)


def see_packages(names: Iterable[str], lang: Lang) -> None:
    """See that the packages of documents are installed; else say how to, with status 2."""
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        stop(text("cli.documents_missing", lang, names="、".join(missing)))


def rendered(format: Format, reports: "Sequence[Report]", options: "Options") -> str | bytes:
    """The report of all workbooks in this form."""
    if format is Format.text:
        from validator.reports import terminal

        return terminal.as_text(reports, _WIDTH)
    from validator.reports.whole import whole
    from validator.run import rules_digest

    return whole(format.value, reports, rules_digest(options), options.lang)
