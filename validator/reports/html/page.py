"""Reports → one HTML file, or the inside of one report for another page.

Nothing that stands in a workbook is markup: every value is made plain (no control characters, none
that turn the direction of writing, very long texts without their middle) and escaped, both in one
place, before it is shown. There is no script, no style attribute, and no outside resource.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import cache, partial
from importlib.resources import files
from typing import NamedTuple

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from validator.findings import VERSION, Report
from validator.messages import Lang, text
from validator.reports.html.bounds import room
from validator.reports.html.view import View, view
from validator.reports.marks import COLOURS, SUSPECTED
from validator.reports.plain import plain

#: How a workbook may stand, in the order in which they are counted.
_STATES = (
    *("to_correct", "incomplete", "to_explain", "only_information", "nothing_left", "agrees"),
    *("blank", "unreadable", "unrecognised"),
)
#: What <html lang> and the report's own element say.
_TAGS = {"zh": "zh-CN", "en": "en"}


def _style() -> str:
    """The style of a report: the colours of its marks, and report.css."""
    colours = {severity.value: pair for severity, pair in COLOURS.items()}
    colours["suspect"] = SUSPECTED
    variables = "".join(
        f"  --{name}-strong: {strong};\n  --{name}-pale: {pale};\n"
        for name, (strong, pale) in colours.items()
    )
    sheet = files("validator.reports.html").joinpath("report.css").read_text(encoding="utf-8")
    return f".gouji {{\n{variables}}}\n{sheet}"


#: The style that a whole file has inside, and that a page with a fragment has to bring along. All
#: of it is about what stands in an element of the class `gouji`, but for the margins of paper.
STYLE = _style()


class Workbook(NamedTuple):
    """A row of the table of all workbooks."""

    view: View
    anchor: str


def render(reports: Sequence[Report], digest: str, when: datetime | None = None) -> str:
    """One file for all `reports`, in the language of the first: of several, first a table of all.
    `digest` is that of the rules; `when` it was made, None means now."""
    several = len(reports) > 1
    share = room(len(reports))
    views = [
        view(report, share, f"w{number}-" if several else "")
        for number, report in enumerate(reports, start=1)
    ]
    lang: Lang = reports[0].lang if reports else "zh"
    states = Counter(each.state for each in views)
    return (
        environment()
        .get_template("page.html")
        .render(
            **words(lang),
            workbooks=[Workbook(each, f"w{n}-report") for n, each in enumerate(views, start=1)],
            states=[(state, states[state]) for state in _STATES if states[state]],
            several=several,
            style=Markup(STYLE),
            about=_about(digest, when),
        )
    )


def fragment(report: Report, digest: str, when: datetime | None = None) -> Markup:
    """One report for a page that has `STYLE` beside its own: an element of the class `gouji`.

    It reads from top to bottom without script. For a script that makes tabs of the drawn tables,
    their list has `data-tabs`, each of its links leads to a section with `data-tab`.
    """
    template = environment().get_template("fragment.html")
    said = words(report.lang)
    return Markup(template.render(**said, view=view(report, room(1)), about=_about(digest, when)))


def words(lang: Lang) -> dict[str, object]:
    """What every template of a file has: `t`, the words of a key, and the language."""
    return {"t": partial(text, lang=lang), "lang": lang, "tag": _TAGS[lang]}


def _about(digest: str, when: datetime | None) -> dict[str, str]:
    """What a report was made by and when."""
    made = (when or datetime.now()).strftime("%Y-%m-%d %H:%M")
    return {"version": VERSION, "digest": digest, "when": made}


@cache
def environment(*packages: str) -> Environment:
    """The templates of `packages`, and after them those of the report, of which `frame.html` is the
    frame of a whole file."""
    folders = (*packages, "validator.reports.html")
    return Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _shown(value: object) -> object:
    """Every value that a template shows passes here, before it is escaped."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value
