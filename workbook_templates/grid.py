"""Form + figures → where every cell of the printed table goes.

A `Grid` is the paper: the title, the line with department and unit, the merged headings, the 栏次
row, the lines and the notes, each at its row and column. Blank cells of the table stand in it too
(they have a border, and somebody will type into them); only the cells that a merged cell covers
do not. What writes an .xlsx and what feeds the checker start from the same grid.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from validator.forms.loader import editions, load
from validator.forms.model import ONLY_ROW, Edition, Form, Layout, Part, RowKey
from validator.reading import Sheet
from workbook_templates.declared import grid as declared
from workbook_templates.paper import (
    Figures,
    Grid,
    Key,
    Paper,
    Placed,
    columns,
    depth,
    heading_cells,
    leaves,
)

__all__ = ["Figures", "Grid", "Placed", "edition_of", "lay_out", "sheet", "stored"]


def lay_out(
    form: Form,
    figures: Figures,
    *,
    subjects: Sequence[tuple[str, str]] = (),
    texts: Mapping[Key, str] = MappingProxyType({}),
    number: int = 0,
    department: str = "",
    year: int = 0,
    unit: str = "万元",
    empty: bool = False,
    live: bool = False,
) -> Grid:
    """The table of `form` with `figures`, as its edition prints it.

    `subjects` are the (code, name) rows of a 科目 table below 合计, in order; `texts` the words of
    a 申报表, keyed as in `declared.grid`; `number` is n of 表12-n. `empty` prints the sentence that
    declares the table empty instead of figures. Year 0 leaves the year open. `live` keeps a row for
    that sentence beside the figures, and all rows that a list has room for: a workbook decides
    later what it shows. Raises ValueError for figures and texts that the table has no cell for.
    """
    sentence = _dated(form.empty_sentence, year) if empty or live else ""
    edition = edition_of(form)
    place = edition.empty_place if sentence else ""
    if live and place == "合计行":
        place = "附注上"
    shown = {} if empty else figures
    widths: tuple[float, ...] = ()
    if form.layout is Layout.DECLARED:
        widths = declared.widths(form)
    paper = Paper(len(widths) or sum(leaves(part.headings) for part in form.parts))
    _head(paper, edition, form, number, department, year, unit)
    if place == "表头上":
        paper.across(sentence, "sentence")
    if form.layout is Layout.DECLARED:
        declared.sections(paper, form, shown, texts, year=year, live=live)
    else:
        _headings(paper, form)
        _rows(paper, form, shown, subjects, sentence if place == "合计行" else "")
    if place == "附注上":
        paper.across(sentence, "sentence")
    for i, note in enumerate(form.notes):
        paper.across(note if i else f"注：{note}", "note")
    if place == "附注下":
        paper.across(sentence, "sentence")
    _refuse_lost(paper, form, shown, ("amount",))
    _refuse_lost(paper, form, texts, ("text", "heading"))
    return paper.grid(widths)


def _refuse_lost(
    paper: Paper, form: Form, given: Mapping[Key, object], roles: tuple[str, ...]
) -> None:
    """Raise ValueError for anything given that stands in no cell of these roles."""
    printed = {cell.key for cell in paper.cells if cell.role in roles}
    if lost := given.keys() - printed:
        listed = "、".join(sorted(f"{row or '唯一一行'} {column}栏" for row, column in lost))
        raise ValueError(f"{form.name}没有这些单元格：{listed}")


def sheet(grid: Grid, name: str) -> Sheet:
    """The grid as the reader would give it: numbers as floats, blanks as ''."""
    rows: list[list[object]] = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = stored(cell.value)
    return Sheet(name, rows, {})


def stored(value: object) -> object:
    """A value as a spreadsheet keeps it: every number a float, a blank ''."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return float(value)
    return "" if value is None else value


def edition_of(form: Form) -> Edition:
    """The edition that prints `form`: its caption and the words of its lines above the table."""
    for name in editions():
        edition = load(name)
        if edition.forms.get(form.subject) is form:
            return edition
    return load(form.file.partition("/")[0])  # a changed copy of a form


# --- what stands above the table ---------------------------------------------------------------


def _head(
    paper: Paper,
    edition: Edition,
    form: Form,
    number: int,
    department: str,
    year: int,
    unit: str,
) -> None:
    mark = f"{form.mark}-{number}" if number else form.mark
    dated, words = edition.captioned(form, mark)
    paper.across((dated.format(year=year) if year else "") + words, "title")
    if "{mark}" not in edition.caption_of(form):
        paper.put(paper.row, paper.width - 1, mark, "mark")
        paper.row += 1
    of_department = edition.opening[0]
    paper.put(paper.row, 0, of_department + department, "department")
    paper.put(paper.row, paper.width - 1, edition.before_unit + unit, "unit")
    paper.row += 1


def _dated(text: str, year: int) -> str:
    return text.format(year=year) if year else text.replace("{year}", "本")


# --- headings ----------------------------------------------------------------------------------


def _unnumbered(part: Part) -> int:
    """How many columns stand before the amounts: for words, codes and 行次."""
    return sum(number is None for number in columns(part.headings))


def _starts(form: Form) -> Iterator[tuple[int, Part]]:
    """Every part with the column where it begins."""
    column = 0
    for part in form.parts:
        yield column, part
        column += leaves(part.headings)


def _headings(paper: Paper, form: Form) -> None:
    """The headings with what stands over the sides or blocks, and the 栏次 row."""
    over = form.banners
    if form.layout is Layout.TWO_SIDED:
        over = tuple(part.name for part in form.parts)
    if over:
        _banners(paper, over, [leaves(part.headings) for part in form.parts])
    rows = max(depth(part.headings) for part in form.parts)
    for column, part in _starts(form):
        starts = range(column, column + leaves(part.headings) + 1)
        heading_cells(paper, part.headings, starts, rows)
    paper.row += rows
    if form.numbering and form.layout is not Layout.BLOCKS:
        for column, part in _starts(form):
            _numbers(paper, form.layout, part, column)
        paper.row += 1


def _banners(paper: Paper, words: Sequence[str], widths: Sequence[int]) -> None:
    """A row of words over the parts; equal neighbours are one cell."""
    column = 0
    for i, label in enumerate(words):
        if i and words[i - 1] == label:
            continue
        same = next((j for j in range(i, len(words)) if words[j] != label), len(words))
        right = sum(widths[i:same])
        paper.put(paper.row, column, label, "heading", right=right)
        column += right
    paper.row += 1


def _numbers(paper: Paper, layout: Layout, part: Part, column: int) -> None:
    """栏次 | 1 | 2 …: beside a 行次 column its cell stays blank; codes and names share one."""
    for i, number in enumerate(columns(part.headings)):
        if number is not None:
            paper.put(paper.row, column + i, number, "numbers")
        elif i == 0:
            right = _unnumbered(part) if layout is Layout.SUBJECTS else 1
            paper.put(paper.row, column, "栏次", "numbers", right=right)
        elif layout is Layout.TWO_SIDED:
            paper.put(paper.row, column + i, "", "numbers")


# --- what stands below the headings ------------------------------------------------------------


def _rows(
    paper: Paper,
    form: Form,
    figures: Figures,
    subjects: Sequence[tuple[str, str]],
    sentence: str,
) -> None:
    """The rows of every layout but that of a 申报表; `sentence` goes where the figures would."""
    body = _Body(paper, figures, sentence)
    if form.layout is Layout.TWO_SIDED:
        _side_by_side(body, form)
    elif form.open:
        _subjects(body, form, subjects)
    elif form.layout is Layout.BLOCKS:
        _side_by_side(body, form)
        _block_totals(body, form)
    else:
        body.amounts(0, form.parts[0], ONLY_ROW)
        paper.row += 1


@dataclass
class _Body:
    """The rows below the headings, being written; `sentence` goes where the figures would."""

    paper: Paper
    figures: Figures
    sentence: str

    def amounts(self, start: int, part: Part, key: RowKey) -> None:
        """The amounts of the row `key`, below the headings of a part that begins at `start`."""
        row = self.paper.row
        numbers = list(columns(part.headings))
        if self.sentence:
            first = next(i for i, number in enumerate(numbers) if number is not None)
            right = len(numbers) - first
            self.paper.put(row, start + first, self.sentence, "sentence", right=right)
            self.sentence = ""
            return
        for i, number in enumerate(numbers):
            if number is not None:
                self.amount(row, start + i, key, number)

    def amount(self, row: int, column: int, key: RowKey, number: int) -> None:
        """One amount, None where there is no figure."""
        value = self.figures.get((key, number))
        self.paper.add(Placed(row, column, value, "amount", (key, number)))


def _side_by_side(body: _Body, form: Form) -> None:
    """The parts of a table beside each other, row by row: words and 行次, or code and name."""
    paper = body.paper
    for i in range(max(len(part.lines) for part in form.parts)):
        for column, part in _starts(form):
            if i >= len(part.lines):
                _blank(paper, column, part)
                continue
            line = part.lines[i]
            if form.layout is Layout.BLOCKS:
                paper.put(paper.row, column, line.code, "code")
                paper.put(paper.row, column + 1, line.label, "name")
            else:
                paper.put(paper.row, column, line.label, "label")
                if _unnumbered(part) > 1:
                    paper.put(paper.row, column + 1, line.number, "line")
            body.amounts(column, part, line.key)
        paper.row += 1


def _subjects(body: _Body, form: Form, subjects: Sequence[tuple[str, str]]) -> None:
    """合计, then a row a 科目; a code takes all the columns before its name."""
    paper, part = body.paper, form.parts[0]
    words = _unnumbered(part)
    for label in form.totals:
        paper.put(paper.row, 0, label, "label", right=words)
        body.amounts(0, part, label)
        paper.row += 1
    for code, name in subjects:
        paper.put(paper.row, 0, code, "code", right=words - 1)
        paper.put(paper.row, words - 1, name, "name")
        body.amounts(0, part, code)
        paper.row += 1


def _block_totals(body: _Body, form: Form) -> None:
    """The row of totals below the blocks: each under its block, the last one under all that remain,
    with its figure in the last cell."""
    starts = [column for column, _ in _starts(form)]
    for i, label in enumerate(form.totals):
        start = starts[i]
        end = starts[i + 1] if i + 1 < len(form.totals) else body.paper.width
        body.paper.put(body.paper.row, start, label, "label", right=end - start - 1)
        body.amount(body.paper.row, end - 1, label, form.columns[0])
    body.paper.row += 1


def _blank(paper: Paper, start: int, part: Part) -> None:
    """The cells beside a longer side or block."""
    for i in range(leaves(part.headings)):
        paper.put(paper.row, start + i, "", "label")
