"""The summary as one HTML file for the screen and for A4: no script, nothing from outside, in the
frame and the style of the report of workbooks. Charts are drawn inline, each bar in the row of its
numbers, so that whoever does not see it reads them."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from importlib.resources import files

from markupsafe import Markup

from validator.findings import VERSION
from validator.messages import Lang
from validator.reports.html import STYLE, environment, words
from validator.reports.phrases import file_name
from validator.rounding import Verdict
from validator.summary import words as said
from validator.summary.gather import day
from validator.summary.record import GROUPS, Mistake, Summary, in_group

#: So many departments that must correct something are listed, so many of any other list, so many
#: of the mistakes, and so many names of those that passed.
DEPARTMENTS, LISTED, MISTAKES, NAMES = 60, 60, 15, 300
#: Bars are drawn so wide, and stretched to the room that there is.
_WIDE = 1000


def render(summary: Summary, lang: Lang, when: datetime | None = None) -> str:
    """The whole file; `when` it was made, None means now."""
    state, conclusion = said.conclusion(summary, lang)
    meanings = said.meanings(lang)
    facts = {
        "style": Markup(STYLE + files(__package__).joinpath("page.css").read_text("utf-8")),
        "summary": summary,
        "came": summary.submissions,
        "state": state,
        "conclusion": conclusion,
        "figures": list(said.figures(summary, lang)),
        "groups": list(said.groups(summary, lang)),
        "segments": _segments(summary),
        "meanings": meanings,
        "mistakes_of": partial(said.mistakes_said, meanings=meanings, lang=lang),
        "bar": _bar,
        "verdicts": [verdict.value for verdict in Verdict],
        "group_names": list(GROUPS),
        "most": {"departments": DEPARTMENTS, "listed": LISTED, "mistakes": MISTAKES},
        "most_names": NAMES,
        "about": {"version": VERSION, "when": f"{when or datetime.now():%Y-%m-%d %H:%M}"},
        "day": day,
        "file_name": file_name,
        "in_group": in_group,
        **{
            name: partial(getattr(said, name), lang=lang)
            for name in ("title_of", "owed_of", "double_said", "state_word", "untimed_said")
        },
        **{name: getattr(said, name) for name in ("file_said", "files_said")},
    }
    template = environment(__package__).get_template("summary_page.html")
    return template.render(**words(lang), **facts)


def _segments(summary: Summary) -> list[tuple[str, float, float]]:
    """The bar of all workbooks: group, where its part begins, how wide it is."""
    found, at = [], 0.0
    for group in GROUPS:
        wide = _WIDE * summary.group(group) / (summary.workbooks or 1)
        found.append((group, round(at, 1), round(wide, 1)))
        at += wide
    return found


def _bar(mistake: Mistake, of: Sequence[Mistake]) -> float:
    """How wide the bar of a mistake is."""
    return round(_WIDE * said.share(mistake, of), 1)
