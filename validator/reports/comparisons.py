"""The comparisons of the terminal report: a line for each row with the figures of its first column,
below it those of the others. Readable at 80 columns, and bounded, so that the findings after it do
not drown."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from validator.findings import Compared, ComparedRow, Comparison
from validator.forms.model import name_of_table
from validator.messages import Lang, text
from validator.notation import LEVELS
from validator.reports.lines import INDENT, NONE, cut, wrapped

#: A comparison shows so many rows at most; of more, the lowest levels are left out.
MOST_ROWS = 30
#: So many columns the words of a row have at least.
_LEAST_WORDS = 24


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


def compared(comparisons: Iterable[Comparison], lang: Lang, width: int) -> Text:
    """The comparisons of a workbook, one below the other, in lines of `width` columns."""
    told = Text()
    for comparison in comparisons:
        for line, style in _lines(comparison, lang, width):
            told.append(f"\n{line}", style=style)
        told.append("\n")
    return told


def _lines(comparison: Comparison, lang: Lang, width: int) -> Iterable[tuple[str, str]]:
    """The lines of one comparison, each with its style."""
    words = _WORDS[comparison.kind]
    rows = _bounded(comparison.rows)
    headings = [text(f"comparison.{heading}", lang) for heading in words.headings]
    figures = [_figures(row.figures[0]) for row in rows]
    names = [_name(row, words, lang) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(headings, *figures, strict=True)]
    room = max(width - sum(widths) - len(widths), _LEAST_WORDS)
    first, *rest = comparison.columns
    above = first if rest else ""
    room = min(room, max(map(cell_len, (*names, above))))

    def line(name: str, shown: Sequence[str]) -> str:
        right = (" " * (n - cell_len(said)) + said for n, said in zip(widths, shown, strict=True))
        return " ".join((set_cell_size(cut(name, room), room), *right))

    facts = {
        "own": name_of_table(comparison.table),
        "title": comparison.title,
        "other": name_of_table(comparison.other),
        "unit": comparison.unit,
    }
    title = f"{comparison.rule} {text('comparison.title', lang, **facts)}"
    yield from ((part, "bold") for part in wrapped(title, width))
    yield line(above, headings), "dim"
    for row, name, shown in zip(rows, names, figures, strict=True):
        yield line(name, shown), "yellow" if row.only_in else ""
        said = "；".join(_parts(rest, row, lang))
        yield from ((f"{INDENT}{part}", "dim") for part in wrapped(said, width - len(INDENT)))
    if left := len(comparison.rows) - len(rows):
        for part in wrapped(text("comparison.left_out", lang, count=left), width - len(INDENT)):
            yield f"{INDENT}{part}", "dim"


def _bounded(rows: Sequence[ComparedRow]) -> Sequence[ComparedRow]:
    """The rows that are shown: without the lowest levels where there are too many."""
    for level in reversed(LEVELS):
        if len(rows) > MOST_ROWS:
            rows = [row for row in rows if row.level != level] or rows
    return rows[:MOST_ROWS]


def _name(row: ComparedRow, words: _Words, lang: Lang) -> str:
    only = text(f"comparison.{words.only_in[row.only_in]}", lang) if row.only_in else ""
    return " ".join(filter(None, (row.code, only, row.label)))


def _figures(figure: Compared) -> list[str]:
    percent = f"{figure.percent}%" if figure.percent else None
    return [shown or NONE for shown in (figure.before, figure.now, figure.change, percent)]


def _is_there(figure: Compared) -> bool:
    """Is there anything but zeros?"""
    return any(shown and shown.strip("0.") for shown in (figure.before, figure.now))


def _parts(columns: Sequence[str], row: ComparedRow, lang: Lang) -> list[str]:
    """The other columns of a row in words: 基本支出 100.00 → 98.00（98.00%）; of one that is all
    there is, only its name."""
    whole, *others = row.figures
    there = [(c, f) for c, f in zip(columns, others, strict=False) if _is_there(f)]
    if len(there) == 1 and there[0][1] == whole:
        return [text("comparison.all", lang, column=there[0][0])]
    found = []
    for column, figure in there:
        before, now, _, percent = _figures(figure)
        key = "comparison.part" if figure.percent else "comparison.part_alone"
        found.append(text(key, lang, column=column, before=before, now=now, percent=percent))
    return found
