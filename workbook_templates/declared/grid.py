"""The sections of a 申报表 → their cells on the paper, one section below the other.

All sections share the columns of the widest one: in the others, cells are merged. What a person
types in words is keyed (row key, column):

    ("项目名称", 0)      the cell beside a label
    ("明细#2", 1)        the second leaf column of the second row of a list
    ("年度指标1#2", 0)   … of a list that stands under goals, here the first one
    ("年度目标1", 0)     what the row of a goal says
    ("年度目标1", 1)     the year that stands for 〈前年〉 in its headings, 2: the one for 〈上年〉
    ("〈前年〉年", 0)    … in a heading that stands under no goal
    ("截止　　年", 0)    what fills the gap in a heading
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from validator.forms.model import YEARS_BEFORE, Form, Heading, Part, RowKey, in_list, row_key
from workbook_templates.paper import (
    Figures,
    Key,
    Paper,
    Placed,
    columns,
    depth,
    heading_cells,
    leaves,
)

#: Column widths in characters: with amounts, and with nothing but words.
_AMOUNT, _WORDS = 13.0, 15.0
#: A year in the headings, and a gap to be filled.
_YEAR, _GAP = re.compile(f"〈({'|'.join(YEARS_BEFORE)})〉年"), "　　"


def widths(form: Form) -> tuple[float, ...]:
    """The widths of the table's columns, as many as its widest section takes: those that hold
    amounts are narrower."""
    whole = max(_width(part) for part in form.parts)
    amounts = set()
    for part in form.parts:
        starts = list(_starts(part, whole))
        numbers = columns(part.headings)
        amounts |= {start for start, number in zip(starts, numbers, strict=False) if number}
    return tuple(_AMOUNT if column in amounts else _WORDS for column in range(whole))


def sections(
    paper: Paper,
    form: Form,
    figures: Figures,
    texts: Mapping[Key, str],
    *,
    year: int = 0,
    live: bool = False,
) -> None:
    """Place all sections of the table, from the paper's next row on.

    A list has as many rows as are given, at least one, and a goal stands there as often as it is
    given; `live`: as often as the form has room for. Year 0 leaves the years open.
    """
    body = _Body(paper, figures, texts, year, live)
    for part in form.parts:
        if part.fields:
            body.fields(part)
        elif part.goal:
            for goal in range(1, body.goals(part) + 1):
                body.goal(part, goal)
        else:
            body.section(part)


def blanks(form: Form) -> tuple[str, ...]:
    """The labels and headings that leave a blank for words: keys of the table, with column 0."""
    labels = [f.label for part in form.parts for row in part.fields for f in row if not f.number]
    headings = [
        heading.label
        for part in form.parts
        for heading in _every(part.headings)
        if _key(part, heading, int(bool(part.goal))) == (heading.label, 0)
    ]
    return tuple(dict.fromkeys((*labels, *headings)))


def _every(headings: Iterable[Heading]) -> Iterator[Heading]:
    for heading in headings:
        yield heading
        yield from _every(heading.children)


def _key(part: Part, heading: Heading, goal: int) -> Key | None:
    """The key of what a heading leaves open: a year, or a gap. `goal` is the goal above it."""
    found = _YEAR.fullmatch(heading.label)
    if found and goal:
        return f"{part.goal}{goal}", 3 - YEARS_BEFORE[found[1]]
    return (heading.label, 0) if found or _GAP in heading.label else None


# --- columns -----------------------------------------------------------------------------------


def _beside(part: Part) -> int:
    """How many columns stand left of the section: its name, and what stands left of its lines."""
    return (part.name_at == "左") + bool(part.sides)


def _width(part: Part) -> int:
    if part.fields:
        return max(2 * len(row) for row in part.fields)
    return _beside(part) + leaves(part.headings)


def _starts(part: Part, whole: int) -> Iterator[int]:
    """Where the leaf columns of a section begin, and where the last one ends, in `whole` columns.

    Each takes as many columns as every other; what remains goes to those with words, and evenly.
    """
    numbers = list(columns(part.headings))
    if not numbers:
        return
    start = _beside(part)
    share, rest = divmod(whole - start, len(numbers))
    wide = [i for i, number in enumerate(numbers) if number is None] or list(range(len(numbers)))
    spans = [share] * len(numbers)
    for k in range(rest):
        spans[wide[(2 * k + 1) * len(wide) // (2 * rest)]] += 1
    for span in spans:
        yield start
        start += span
    yield start


def _leading(part: Part) -> int:
    """How many leaf columns the words of a line take: those before its first amount."""
    return next(i for i, number in enumerate(columns(part.headings)) if number is not None)


# --- sections ----------------------------------------------------------------------------------


@dataclass
class _Body:
    """The sections, being written."""

    paper: Paper
    figures: Figures
    texts: Mapping[Key, str]
    year: int
    live: bool

    def fields(self, part: Part) -> None:
        """Rows of labelled cells: words, or an amount where the label has a line."""
        paper = self.paper
        for row in part.fields:
            bounds = [paper.width * i // len(row) for i in range(len(row) + 1)]
            for field, start, end in zip(row, bounds, bounds[1:], strict=False):
                paper.put(paper.row, start, field.label, "heading")
                if field.number:
                    self.amount(start + 1, end, field.number, part.columns[0].number)
                else:
                    self.text(start + 1, end, field.label, 0)
            paper.row += 1

    def given(self) -> Iterator[RowKey]:
        """The rows for which there are words or figures."""
        return (row for row, _ in (*self.texts, *self.figures))

    def goals(self, part: Part) -> int:
        """How often a section stands there."""
        name = rf"(?:{re.escape(part.goal)}|{re.escape(part.listed)})(\d+)"
        found = (re.fullmatch(name, in_list(row)[0] or str(row)) for row in self.given())
        least = part.goals if self.live else 1
        return max(least, *(int(match[1]) for match in found if match), 0)

    def goal(self, part: Part, number: int) -> None:
        """The row of a goal, and the section that stands under it."""
        name = f"{part.goal}{number}"
        self.paper.put(self.paper.row, 0, f"{name}：", "heading")
        self.text(1, self.paper.width, name, 0)
        self.paper.row += 1
        self.section(part, number)

    def section(self, part: Part, goal: int = 0) -> None:
        """Headings, lines and list of a section, with its name above or left of them."""
        paper = self.paper
        if part.name_at == "上":
            paper.across(part.name, "heading")
        top, starts = paper.row, list(_starts(part, paper.width))
        self.headings(part, starts, goal)
        self.lines(part, starts)
        if part.listed:
            self.listed(part, starts, goal)
        if part.name_at == "左":
            paper.put(top, 0, part.name, "heading", down=paper.row - top)

    def headings(self, part: Part, starts: list[int], goal: int) -> None:
        """The headings; the first one stands above what is left of the lines, too."""

        def worded(heading: Heading) -> tuple[str, Key | None]:
            key = _key(part, heading, goal)
            given = self.texts.get(key, "") if key else ""
            if found := _YEAR.fullmatch(heading.label):
                year = given or (str(self.year - YEARS_BEFORE[found[1]]) if self.year else "")
                return (f"{year}年" if year else found[1]), key
            return heading.label.replace(_GAP, f" {given} " if given else _GAP), key

        rows = depth(part.headings)
        first = starts[0] - bool(part.sides)
        heading_cells(self.paper, part.headings, [first, *starts[1:]], rows, worded)
        self.paper.row += rows

    def lines(self, part: Part, starts: list[int]) -> None:
        """The printed lines: what stands left of some of them, their words, their cells."""
        paper, row = self.paper, self.paper.row
        for words, down in part.sides:
            paper.put(row, starts[0] - 1, words, "heading", down=down)
            row += down
        for line in part.lines:
            first = _leading(part)
            paper.put(paper.row, starts[0], line.label, "label", right=starts[first] - starts[0])
            self.cells(part, starts, line.key, first)
            paper.row += 1

    def listed(self, part: Part, starts: list[int], goal: int) -> None:
        """The rows of a list."""
        name = f"{part.listed}{goal or ''}"
        least = part.room if self.live else 1
        given = (number for own, number in map(in_list, self.given()) if own == name)
        for i in range(1, max(least, *given, 1) + 1):
            self.cells(part, starts, row_key(name, i), 0)
            self.paper.row += 1

    def cells(self, part: Part, starts: list[int], key: RowKey, first: int) -> None:
        """The cells of a row from the leaf column `first` on."""
        for i, number in enumerate(columns(part.headings)):
            if i < first:
                continue
            if number is None:
                self.text(starts[i], starts[i + 1], key, i)
            else:
                self.amount(starts[i], starts[i + 1], key, number)

    def amount(self, start: int, end: int, key: RowKey, number: int) -> None:
        """An amount, None where there is no figure."""
        value = self.figures.get((key, number))
        cell = Placed(self.paper.row, start, value, "amount", (key, number))
        self.paper.add(cell, right=end - start)

    def text(self, start: int, end: int, key: RowKey, column: int) -> None:
        """What a person types in words."""
        words = self.texts.get((key, column), "")
        cell = Placed(self.paper.row, start, words, "text", (key, column))
        self.paper.add(cell, right=end - start)
