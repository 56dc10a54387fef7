"""What people can get of a checked workbook, each product by its name, as it stands in addresses.

Each is a function of the submitted bytes and their report. What it is made with is imported when it
is asked for: a server that only checks needs no pandas in its memory.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from validator.editing.package import NotEditable
from validator.findings import Report
from validator.reading import Unreadable
from validator.reports.phrases import made_now
from validator.reports.whole import whole
from validator.run import Options, rules_digest
from validator.web.messages import text


class NotMade(Exception):  # noqa: N818 - a state of a file, not a fault of the program
    """There is no such product of this workbook; its text says why."""


class Given(NamedTuple):
    """What products are made of: the submitted bytes, their report, how they were checked."""

    data: bytes
    report: Report
    options: Options


class Part(NamedTuple):
    """A product: its bytes, how the name of its file ends, and what must be said of it."""

    content: bytes
    ending: str
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A product: how it is made, and the message that gives its file a name."""

    make: Callable[[Given], Part]
    title: str


def _fragment(given: Given) -> Part:
    from validator.reports import html

    inside = html.fragment(given.report, rules_digest(given.options))
    return Part(inside.encode(), ".html")


def _whole(form: str, given: Given) -> Part:
    options = given.options
    content = whole(form, [given.report], rules_digest(options), options.lang)
    return Part(content.encode() if isinstance(content, str) else content, f".{form}")


def _marked(given: Given) -> Part:
    from validator.marking import marked

    name, options = given.report.path, given.options
    if given.report.status != "checked":
        raise NotMade(text("cli.not_marked", options.lang, name=name))
    digest, when = rules_digest(options), made_now()
    try:
        made = marked(given.data, given.report, digest, when, options.limits)
    except (NotEditable, Unreadable) as problem:
        raise NotMade(problem.said(options.lang, name)) from None
    return Part(made.content, made.ending, made.said)


def _letter(given: Given) -> Part:
    from validator.reports import letter

    today = given.options.today or date.today()
    content = letter.render([given.report], rules_digest(given.options), today)
    return Part(content, ".docx")


#: The inside of the report, for a page.
FRAGMENT = "fragment"
PRODUCTS: Mapping[str, Kind] = {
    FRAGMENT: Kind(_fragment, "product.report"),
    "report.html": Kind(partial(_whole, "html"), "product.report"),
    "report.json": Kind(partial(_whole, "json"), "product.report"),
    "marked": Kind(_marked, "file.marked"),
    "letter.docx": Kind(_letter, "file.letter"),
    "findings.xlsx": Kind(partial(_whole, "xlsx"), "product.findings"),
    "findings.csv": Kind(partial(_whole, "csv"), "product.findings"),
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
#: The ending of a file → its media type.
MEDIA: Mapping[str, str] = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".xltx": f"{_OFFICE}.spreadsheetml.template",
    ".xltm": "application/vnd.ms-excel.template.macroEnabled.12",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".csv": "text/csv; charset=utf-8",
}
#: Those that people can ask for.
OFFERED = tuple(name for name in PRODUCTS if name != FRAGMENT)
#: Those of several uploads in one archive: what a reviewer sends back to many departments.
ARCHIVED = ("letter.docx", "marked")
