"""The comparisons of the terminal report: a line for each row with the figures of its first column,
below it those of the others. Readable at 80 columns, and bounded, so that the findings after it do
not drown."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from validator.findings import Comparison
from validator.messages import Lang, text
from validator.reports import beside
from validator.reports.lines import INDENT, cut, wrapped

#: A comparison shows so many rows at most; of more, the lowest levels are left out.
MOST_ROWS = 30
#: So many columns the words of a row have at least.
_LEAST_WORDS = 24


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
    rows = beside.bounded(comparison.rows, MOST_ROWS)
    headings = beside.headings(comparison, lang)
    figures = [beside.figures(row.figures[0]) for row in rows]
    names = [beside.name(row, comparison.kind, lang) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(headings, *figures, strict=True)]
    room = max(width - sum(widths) - len(widths), _LEAST_WORDS)
    first, *rest = comparison.columns
    above = first if rest else ""
    room = min(room, max(map(cell_len, (*names, above))))

    def line(name: str, shown: Sequence[str]) -> str:
        right = (" " * (n - cell_len(said)) + said for n, said in zip(widths, shown, strict=True))
        return " ".join((set_cell_size(cut(name, room), room), *right))

    yield from ((part, "bold") for part in wrapped(beside.title(comparison, lang), width))
    yield line(above, headings), "dim"
    for row, name, shown in zip(rows, names, figures, strict=True):
        yield line(name, shown), "yellow" if row.only_in else ""
        said = "；".join(beside.parts(rest, row, lang))
        yield from ((f"{INDENT}{part}", "dim") for part in wrapped(said, width - len(INDENT)))
    if left := len(comparison.rows) - len(rows):
        for part in wrapped(text("comparison.left_out", lang, count=left), width - len(INDENT)):
            yield f"{INDENT}{part}", "dim"
