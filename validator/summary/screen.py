"""The summary on the screen, in short: the figures, who must correct what, who is missing, and the
most frequent mistakes; the whole of it is in the files that `-o` writes."""

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from validator.messages import Lang, text
from validator.reports.lines import wrapped
from validator.reports.plain import plain
from validator.summary import words
from validator.summary.gather import day
from validator.summary.record import Mistake, Submission, Summary

#: So many departments and mistakes are shown, and so many names of those that are missing.
_ROWS, _NAMES = 10, 20
#: So many rules are named of a department, so many files that were not checked.
_RULES, _FILES = 3, 5
#: The columns before the meaning of a rule take so many of the screen's.
_BEFORE = 36
_STYLES = {
    "agrees": "green",
    "to_correct": "bold red",
    "to_explain": "yellow",
    "incomplete": "magenta",
    "blank": "",
}


def render(summary: Summary, console: Console, lang: Lang) -> None:
    """Print it; nothing of a workbook is markup."""
    meanings = words.meanings(lang)
    console.print(Text(plain(summary.store), style="bold"))
    first, last = day(summary.first), day(summary.last)
    console.print(Text(f"{text('summary.checked', lang)} {first} – {last}"))
    if len(summary.digests) > 1:
        said = text("summary.other_rules", lang, count=len(summary.digests))
        console.print(Text(said, style="yellow"))
    console.print(_figures(words.figures(summary, lang)))
    if summary.submissions is None:
        console.print(Text(text("summary.no_list", lang), style="dim"))
    console.print(_figures(words.groups(summary, lang)))
    if summary.to_correct:
        table = _table("csv.department", "summary.places", "csv.rule", lang=lang)
        for each in summary.to_correct[:_ROWS]:
            rules = "、".join(f"{m.rule}×{m.places}" for m in each.mistakes[:_RULES])
            more = " …" if len(each.mistakes) > _RULES else ""
            table.add_row(_plain(each.shown), str(each.places), _plain(rules + more))
        heading = text("summary.to_correct", lang, count=len(summary.to_correct))
        _print(table, heading, len(summary.to_correct), console, lang)
    came = summary.submissions
    if came and came.missing:
        heading = text("summary.missing", lang, count=len(came.missing))
        console.print(Text(f"\n{heading}", style="bold red"))
        names = [_missing(each, lang) for each in came.missing]
        console.print(_wrapped(_listed(names), console.width))
    if summary.mistakes:
        heading = text("summary.mistakes", lang)
        _print(
            _mistakes(summary.mistakes[:_ROWS], meanings, console.width - _BEFORE, lang),
            heading,
            len(summary.mistakes),
            console,
            lang,
        )
    if summary.unread:
        heading = text("summary.unread", lang, count=len(summary.unread))
        console.print(Text(f"\n{heading}", style="magenta"))
        for workbook in summary.unread[:_FILES]:
            said = text("cli.said_of", lang, name=workbook.path, said=workbook.why)
            console.print(_wrapped(said, console.width))
        _more(len(summary.unread), _FILES, console, lang)
    state, said = words.conclusion(summary, lang)
    console.print()
    console.print(_wrapped(said, console.width, _STYLES[state]))
    console.print(_wrapped(text("summary.whole", lang), console.width, "dim"))


def _missing(each: Submission, lang: Lang) -> str:
    """A department of which nothing came, and what may be meant for it."""
    others = "；".join(each.alike)
    said = text("summary.perhaps", lang, others=others) if others else ""
    return each.due.department + said


def _plain(said: str) -> Text:
    return Text(plain(said))


def _wrapped(said: str, width: int, style: str = "") -> Text:
    """The words in lines that end where Chinese ones may."""
    return Text("\n".join(wrapped(plain(said), width)), style=style)


def _figures(figures: Iterable[words.Figure]) -> Table:
    """Names and numbers, side by side."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    shown = list(figures)
    table.add_row(
        *(Text(f"{figure.name} {figure.number}", style=_STYLES[figure.state]) for figure in shown)
    )
    return table


def _table(*keys: str, lang: Lang) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for number, key in enumerate(keys):
        counted = 0 < number < len(keys) - 1
        table.add_column(text(key, lang), justify="right" if counted else "left", no_wrap=counted)
    return table


def _mistakes(
    mistakes: Sequence[Mistake], meanings: Mapping[str, str], width: int, lang: Lang
) -> Table:
    columns = ("csv.rule", "summary.figure.departments", "summary.places", "html.meaning")
    table = _table(*columns, lang=lang)
    for each in mistakes:
        meaning = meanings.get(each.rule) or text("html.rules.own", lang)
        table.add_row(
            *(_plain(each.rule), str(each.departments), str(each.places)),
            _wrapped(meaning, max(width, _BEFORE)),
        )
    return table


def _print(table: Table, heading: str, count: int, console: Console, lang: Lang) -> None:
    console.print(Text(f"\n{heading}", style="bold"))
    console.print(table)
    _more(count, _ROWS, console, lang)


def _more(count: int, shown: int, console: Console, lang: Lang) -> None:
    if count > shown:
        console.print(Text(text("summary.more_here", lang, count=count - shown), style="dim"))


def _listed(names: Sequence[str]) -> str:
    more = f" … (+{len(names) - _NAMES})" if len(names) > _NAMES else ""
    return "、".join(names[:_NAMES]) + more
