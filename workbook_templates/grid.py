"""Form + figures → where every cell of the printed table goes.

A `Grid` is the paper: the title, the line with department and unit, the merged headings, the 栏次
row, the lines and the notes, each at its row and column. Blank cells of the table stand in it too
(they have a border, and somebody will type into them); only the cells that a merged cell covers
do not. What writes an .xlsx and what feeds the checker start from the same grid.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from validator.forms.loader import editions, load
from validator.forms.model import ONLY_ROW, Edition, Form, Heading, Layout, Part, RowKey
from validator.reading import Sheet

#: (row key, 栏次) → what to print there; row keys as in `validator.forms.model.CellKey`.
Figures = Mapping[tuple[RowKey, int], object]


class Placed(NamedTuple):
    """A cell of the printed table, zero-based; where it is merged, its first row and column.

    `role` is title, mark, department, unit, heading, numbers, label, line, code, name, amount,
    note or sentence; on a scorecard those of `cards.grid`. A blank amount is None, any other blank
    "". `key` is the (row key, 栏次) of an amount, or that of `cards.grid`.
    """

    row: int
    column: int
    value: object
    role: str
    key: tuple[RowKey, int] | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table. `merges` are (first row, first column, last row, last column)."""

    cells: tuple[Placed, ...]
    merges: tuple[tuple[int, int, int, int], ...]
    rows: int
    columns: int


def lay_out(
    form: Form,
    figures: Figures,
    *,
    subjects: Sequence[tuple[str, str]] = (),
    department: str = "",
    year: int = 0,
    unit: str = "万元",
    empty: bool = False,
    live: bool = False,
) -> Grid:
    """The table of `form` with `figures`, as its edition prints it.

    `subjects` are the (code, name) rows of a 科目 table below 合计, in order. `empty` prints the
    sentence that declares the table empty instead of figures. Year 0 leaves the year open. `live`
    keeps a row for that sentence beside the figures: a workbook decides later which it shows.
    Raises ValueError for figures that the table has no cell for.
    """
    edition = edition_of(form)
    sentence = _dated(form.empty_sentence, year) if empty or live else ""
    place = edition.empty_place if sentence else ""
    if live and place == "合计行":
        place = "附注上"
    paper = Paper(width=sum(_leaves(part.headings) for part in form.parts))
    _head(paper, edition, form, department, year, unit)
    if place == "表头上":
        paper.across(sentence, "sentence")
    _headings(paper, form)
    body = _Body(paper, {} if empty else figures, sentence if place == "合计行" else "")
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
    if lost := body.figures.keys() - body.printed:
        listed = "、".join(sorted(f"{row or '唯一一行'} {column}栏" for row, column in lost))
        raise ValueError(f"{form.name}没有这些单元格：{listed}")
    if place == "附注上":
        paper.across(sentence, "sentence")
    for i, note in enumerate(form.notes):
        paper.across(note if i else f"注：{note}", "note")
    if place == "附注下":
        paper.across(sentence, "sentence")
    cells = sorted(paper.cells, key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(cells), tuple(sorted(paper.merges)), paper.row, paper.width)


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


@dataclass
class Paper:
    """A grid in the making; `row` is the next free row."""

    width: int
    row: int = 0
    cells: list[Placed] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def put(
        self, row: int, column: int, value: object, role: str, down: int = 1, right: int = 1
    ) -> None:
        """Place a cell that takes `down` rows and `right` columns."""
        self.add(Placed(row, column, value, role), down, right)

    def add(self, cell: Placed, down: int = 1, right: int = 1) -> None:
        """Place a cell that takes `down` rows and `right` columns."""
        row, column = cell.row, cell.column
        self.cells.append(cell)
        if down > 1 or right > 1:
            self.merges.append((row, column, row + down - 1, column + right - 1))

    def across(self, value: str, role: str, key: tuple[RowKey, int] | None = None) -> None:
        """A row of its own, as wide as the table."""
        self.add(Placed(self.row, 0, value, role, key), right=self.width)
        self.row += 1


def _head(
    paper: Paper, edition: Edition, form: Form, department: str, year: int, unit: str
) -> None:
    caption = edition.caption if year else edition.caption.replace("{year}年度", "")
    paper.across(caption.format(year=year, title=form.title, mark=form.mark), "title")
    if "{mark}" not in edition.caption:
        paper.put(paper.row, paper.width - 1, form.mark, "mark")
        paper.row += 1
    of_department = edition.opening[0]
    paper.put(paper.row, 0, of_department + department, "department")
    paper.put(paper.row, paper.width - 1, edition.before_unit + unit, "unit")
    paper.row += 1


def _dated(text: str, year: int) -> str:
    return text.format(year=year) if year else text.replace("{year}", "本")


# --- headings ----------------------------------------------------------------------------------


def _leaves(headings: Sequence[Heading]) -> int:
    """How many columns the headings take."""
    return sum(heading.leaves for heading in headings)


def _depth(headings: Sequence[Heading]) -> int:
    """How many rows the headings take."""
    return max((1 + _depth(heading.children) for heading in headings), default=0)


def _columns(headings: Sequence[Heading]) -> Iterator[int | None]:
    """The 栏次 of every column, left to right; None for a column without amounts."""
    for heading in headings:
        if heading.children:
            yield from _columns(heading.children)
        else:
            yield heading.number


def _unnumbered(part: Part) -> int:
    """How many columns stand before the amounts: for words, codes and 行次."""
    return sum(number is None for number in _columns(part.headings))


def _starts(form: Form) -> Iterator[tuple[int, Part]]:
    """Every part with the column where it begins."""
    column = 0
    for part in form.parts:
        yield column, part
        column += _leaves(part.headings)


def _headings(paper: Paper, form: Form) -> None:
    """The headings with what stands over the sides or blocks, and the 栏次 row."""
    over = form.banners
    if form.layout is Layout.TWO_SIDED:
        over = tuple(part.name for part in form.parts)
    if over:
        _banners(paper, over, [_leaves(part.headings) for part in form.parts])
    depth = max(_depth(part.headings) for part in form.parts)
    for column, part in _starts(form):
        _heading_cells(paper, part.headings, paper.row, column, depth)
    paper.row += depth
    if form.layout is not Layout.BLOCKS:
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


def _heading_cells(
    paper: Paper, headings: Sequence[Heading], row: int, column: int, depth: int
) -> None:
    """Headings in `depth` rows: one row for those with others below, the last takes the rest."""
    for heading in headings:
        right = _leaves((heading,))
        down = 1 if heading.children else depth
        paper.put(row, column, heading.label, "heading", down, right)
        _heading_cells(paper, heading.children, row + 1, column, depth - 1)
        column += right


def _numbers(paper: Paper, layout: Layout, part: Part, column: int) -> None:
    """栏次 | 1 | 2 …: beside a 行次 column its cell stays blank; codes and names share one."""
    for i, number in enumerate(_columns(part.headings)):
        if number is not None:
            paper.put(paper.row, column + i, number, "numbers")
        elif i == 0:
            right = _unnumbered(part) if layout is Layout.SUBJECTS else 1
            paper.put(paper.row, column, "栏次", "numbers", right=right)
        elif layout is Layout.TWO_SIDED:
            paper.put(paper.row, column + i, "", "numbers")


# --- the four layouts --------------------------------------------------------------------------


@dataclass
class _Body:
    """The rows below the headings, being written; `sentence` goes where the figures would."""

    paper: Paper
    figures: Figures
    sentence: str
    printed: set[tuple[RowKey, int]] = field(default_factory=set)

    def amounts(self, start: int, part: Part, key: RowKey) -> None:
        """The amounts of the row `key`, below the headings of a part that begins at `start`."""
        row = self.paper.row
        numbers = list(_columns(part.headings))
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
        self.printed.add((key, number))


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
    for i in range(_leaves(part.headings)):
        paper.put(paper.row, start + i, "", "label")
