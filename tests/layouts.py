"""The tables of a random department as other people lay them out.

Each function takes the rows of a printed table (cells from A1) and gives those of another layout of
it; the figures stay what they were. `changed` does that to the sheets of a whole book.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from validator.reading import Book, Sheet
from validator.recognition import words

Rows = list[list[object]]

#: What the column of line numbers is headed, and the row of column numbers begins with.
_OF_LINES, _OF_COLUMNS = ("行次", "行"), "栏次"


def changed(book: Book, change: Callable[[str, Rows], Rows]) -> Book:
    """The book with the rows of each sheet (its name, rows) as `change` gives them."""
    sheets = tuple(
        Sheet(each.name, change(each.name, [list(row) for row in each.rows]), {})
        for each in book.sheets
    )
    return replace(book, sheets=sheets)


def find(rows: Rows, text: str) -> tuple[int, int]:
    """Row and column of the first cell with these words, spaces left out."""
    return next(
        (r, c)
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if words.of_cell(value) == text
    )


def head(rows: Rows) -> int:
    """How many rows stand above the figures: the title, the unit, the headings, the 栏次 row."""
    for number, row in enumerate(rows):
        if _OF_COLUMNS in map(words.of_cell, row):
            return number + 1
    return 1 + max(n for n, row in enumerate(rows[:10]) if _is_heading(row))


def foot(rows: Rows) -> int:
    """The row where the notes begin, or how many rows there are."""
    notes = (n for n, row in enumerate(rows) if any(words.is_note(str(value)) for value in row))
    return next(notes, len(rows))


# --- two-sided tables --------------------------------------------------------------------------


class Halves(NamedTuple):
    """A two-sided table: what stands above, the lines of each side, the notes; `width` columns are
    the left side's."""

    above: Rows
    left: Rows
    right: Rows
    notes: Rows
    width: int

    def rows(self) -> Rows:
        """The table with its sides beside each other, the shorter one with nothing below it."""
        wide = max(map(len, self.right), default=0)
        body: Rows = []
        for n in range(max(len(self.left), len(self.right))):
            left = self.left[n] if n < len(self.left) else [""] * self.width
            right = self.right[n] if n < len(self.right) else [""] * wide
            body.append([*left, *right])
        return [*self.above, *body, *self.notes]


def halves(rows: Rows) -> Halves:
    """The sides of a two-sided table, without lines that only fill one."""
    top, bottom = head(rows), foot(rows)
    heading = find(rows, "项目")[0]
    width = [c for c, value in enumerate(rows[heading]) if words.of_cell(value) == "项目"][1]
    body = rows[top:bottom]
    left = [row[:width] for row in body if row[0] != ""]
    right = [row[width:] for row in body if row[width] != ""]
    return Halves(rows[:top], left, right, rows[bottom:], width)


def without_line_numbers(rows: Rows) -> Rows:
    """The table without its columns of 行次."""
    heads = {c for row in rows for c, value in enumerate(row) if words.of_cell(value) in _OF_LINES}
    return [[value for c, value in enumerate(row) if c not in heads] for row in rows]


def without_column_numbers(rows: Rows) -> Rows:
    """The table without its 栏次 row."""
    return [row for row in rows if _OF_COLUMNS not in map(words.of_cell, row)]


def without_lines(rows: Rows, labels: Collection[str]) -> Rows:
    """A two-sided table that does not have these lines (without their ordinals); those below move
    up, and so do the line numbers where some are printed."""
    sides = halves(rows)

    def kept(lines: Rows) -> Rows:
        return [line for line in lines if words.label(str(line[0])) not in labels]

    return sides._replace(left=kept(sides.left), right=kept(sides.right)).rows()


def renumbered(rows: Rows) -> Rows:
    """A two-sided table with its lines numbered 1, 2 … on the left and on to the right; where the
    left side is shorter, numbers without words stand above its totals."""
    sides = halves(rows)
    longest = max(len(sides.left), len(sides.right))
    totals = find(sides.left, "本年收入合计")[0]
    blank: Rows = [["", "", *[""] * (sides.width - 2)] for _ in range(longest - len(sides.left))]
    left = [*sides.left[:totals], *blank, *sides.left[totals:]]
    blank = [[""] * len(sides.right[0]) for _ in range(longest - len(sides.right))]
    right = [*sides.right[:-1], *blank, sides.right[-1]]

    def numbered(lines: Rows, first: int) -> Rows:
        return [[line[0], float(n), *line[2:]] for n, line in enumerate(lines, start=first)]

    sides = sides._replace(left=numbered(left, 1), right=numbered(right, longest + 1))
    return sides.rows()


def relabelled(rows: Rows, label: Callable[[str], str]) -> Rows:
    """The table with every label (the words of a cell) as `label` gives it."""
    return [[label(value) if isinstance(value, str) else value for value in row] for row in rows]


# --- pages -------------------------------------------------------------------------------------


def with_repeated_head(rows: Rows, at: int, above: Sequence[Sequence[object]] = ()) -> Rows:
    """The table broken before row `at`, where its head stands again; `above` instead of the title
    and unit, if given."""
    again = [list(row) for row in rows[: head(rows)]]
    if above:
        again = [*map(list, above), *again[_headings(rows) :]]
    return [*rows[:at], *again, *rows[at:]]


def on_two_sheets(
    sheet: Sheet, at: int, name: str, above: Sequence[Sequence[object]] | None = None
) -> tuple[Sheet, Sheet]:
    """The table on two sheets, the second called `name` from row `at` on under the same head;
    `above` instead of the title and unit, if given ([]: the headings alone)."""
    rows = [list(row) for row in sheet.rows]
    again = [list(row) for row in rows[: head(rows)]]
    if above is not None:
        again = [*map(list, above), *again[_headings(rows) :]]
    first = Sheet(sheet.name, rows[:at], {})
    return first, Sheet(name, [*again, *rows[at:]], {})


def _headings(rows: Rows) -> int:
    """The row where the headings begin."""
    return next(n for n, row in enumerate(rows) if _is_heading(row))


def _is_heading(row: Sequence[object]) -> bool:
    said = list(map(words.of_cell, row))
    return bool({"项目", "收入"} & set(said)) or any(s.endswith(("编码", "代码")) for s in said)


def beside(left: Rows, right: Rows, gap: int = 1, below: int = 0) -> Rows:
    """Two tables side by side with `gap` columns between them, the right one `below` rows lower."""
    above: Rows = [[""] for _ in range(below)]
    right = [*above, *right]
    width = max(map(len, left))
    body: Rows = []
    for n in range(max(len(left), len(right))):
        own = list(left[n]) if n < len(left) else []
        other = list(right[n]) if n < len(right) else []
        body.append([*own, *[""] * (width - len(own) + gap), *other])
    longest = max(map(len, body))
    return [[*row, *[""] * (longest - len(row))] for row in body]
