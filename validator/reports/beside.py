"""A comparison with the budget or with last year in words: what its rows and figures are called and
show, the same on a terminal and on a page."""

from collections.abc import Sequence
from typing import NamedTuple

from validator.findings import Compared, ComparedRow, Comparison
from validator.forms.model import name_of_table
from validator.messages import Lang, text
from validator.notation import LEVELS

#: What stands for no figure.
NONE = "·"


class _Words(NamedTuple):
    """The messages of a kind of comparison: the headings of its four figures, and what is said of a
    row that only one of the tables has."""

    headings: tuple[str, str, str, str]
    only_in: dict[str, str]


_WORDS = {
    "budget": _Words(
        ("budget", "accounts", "change", "completion"),
        {"before": "only_budget", "now": "only_accounts"},
    ),
    "previous": _Words(
        ("last_year", "this_year", "change", "change_rate"),
        {"before": "only_last_year", "now": "only_this_year"},
    ),
}


def title(comparison: Comparison, lang: Lang) -> str:
    """Which rule sets which table beside which, and in which unit."""
    facts = {
        "own": name_of_table(comparison.table),
        "title": comparison.title,
        "other": name_of_table(comparison.other),
        "unit": comparison.unit,
    }
    return f"{comparison.rule} {text('comparison.title', lang, **facts)}"


def headings(comparison: Comparison, lang: Lang) -> list[str]:
    """What the four figures of a row are called."""
    named = _WORDS[comparison.kind].headings
    return [text(f"comparison.{heading}", lang) for heading in named]


def bounded(rows: Sequence[ComparedRow], most: int) -> Sequence[ComparedRow]:
    """The rows that are shown: without the lowest levels where there are too many."""
    for level in reversed(LEVELS):
        if len(rows) > most:
            rows = [row for row in rows if row.level != level] or rows
    return rows[:most]


def name(row: ComparedRow, kind: str, lang: Lang) -> str:
    """What a row of a comparison of that kind is called."""
    only = ""
    if row.only_in:
        only = text(f"comparison.{_WORDS[kind].only_in[row.only_in]}", lang)
    return " ".join(filter(None, (row.code, only, row.label)))


def figures(figure: Compared) -> list[str]:
    """The four figures as they are shown."""
    percent = f"{figure.percent}%" if figure.percent else None
    return [shown or NONE for shown in (figure.before, figure.now, figure.change, percent)]


def _is_there(figure: Compared) -> bool:
    """Is there anything but zeros?"""
    return any(shown and shown.strip("0.") for shown in (figure.before, figure.now))


def parts(columns: Sequence[str], row: ComparedRow, lang: Lang) -> list[str]:
    """The columns of a row behind the first in words: 基本支出 100.00 → 98.00（98.00%）; of one
    that is all there is, only its name."""
    whole, *others = row.figures
    there = [(c, f) for c, f in zip(columns, others, strict=False) if _is_there(f)]
    if len(there) == 1 and there[0][1] == whole:
        return [text("comparison.all", lang, column=there[0][0])]
    found = []
    for column, figure in there:
        before, now, _, percent = figures(figure)
        key = "comparison.part" if figure.percent else "comparison.part_alone"
        found.append(text(key, lang, column=column, before=before, now=now, percent=percent))
    return found
