"""A region of a sheet that may hold one table: its cells as words, and where its columns are.

Columns are found by the 栏次 row (`1 2 3 …`) where one is printed, else by the headings in their
printed order. The 栏次 row itself is never data.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from validator.amounts import State, Unit, amount, canonical
from validator.forms.model import TOTAL, Part, RowKey
from validator.reading import Sheet
from validator.recognition.table import Binding, Remark
from validator.recognition.words import is_note, label, of_cell

#: Headings end well before this many rows below the title in every known form.
HEADING_ROWS = 14
_CODE = re.compile(r"\d{3}|\d{5,7}")
#: The label of the row that prints the numbers of the columns.
NUMBERING = "栏次"


class Page(NamedTuple):
    """A sheet, and for each row the words of its non-blank cells as (column, words)."""

    sheet: Sheet
    lines: list[list[tuple[int, str]]]


def page(sheet: Sheet) -> Page:
    """Read the words of every cell once; the rest of recognition looks at these."""
    return Page(
        sheet,
        [
            [(c, w) for c, value in enumerate(row) if value != "" and (w := of_cell(value))]
            if any(row)
            else []
            for row in sheet.rows
        ],
    )


@dataclass
class Region:
    """The part of a page that may hold one table, and what has been bound in it so far."""

    page: Page
    top: int
    bottom: int
    unit: Unit
    bindings: list[Binding] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    empty: str = ""
    lacking: list[tuple[RowKey, int]] = field(default_factory=list)
    left: int = field(init=False)
    last_row: int = field(init=False)
    width: int = field(init=False)

    def __post_init__(self) -> None:
        """Measure what is filled: the first column, the last row, the number of columns."""
        lines = ((n, self.page.lines[n]) for n in range(self.top, self.bottom))
        filled = [(n, line) for n, line in lines if line]
        self.left = min(line[0][0] for _, line in filled)
        self.last_row = filled[-1][0]
        self.width = max(line[-1][0] for _, line in filled) + 1

    def at(self, row: int, column: int) -> object:
        """What stands in a cell; "" beyond the sheet."""
        rows = self.page.sheet.rows
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""

    def words(self, row: int, first: int = 0, last: int = 1 << 20) -> list[tuple[int, str]]:
        """The non-blank cells of a row from `first` up to `last`, as (column, plain words)."""
        return [cell for cell in self.page.lines[row] if first <= cell[0] < last]

    def has_figure(self, row: int, columns: Iterable[int]) -> bool:
        """Is there an amount in the row, or a formula that failed to give one?"""
        faults = self.page.sheet.faults
        return any(
            (row, c) in faults or amount(self.at(row, c), self.unit).printed for c in columns
        )

    def bind(self, key: RowKey, row: int, columns: Mapping[int, int]) -> None:
        """Take a row of the sheet as the figures of `key`; `columns` is 栏次 → column."""
        self.bindings.append(Binding(key, row, columns))


def find_columns(
    region: Region, part: Part, first: int, last: int
) -> tuple[int, dict[int, int]] | None:
    """The last heading row of `part` between columns `first` and `last` (exclusive), and 栏次 →
    column; None where the headings are not there."""
    numbers = tuple(column.number for column in part.columns)
    numbered = _numbered(region, numbers, first, last)
    if numbered is None:
        return _headed(region, part, first, last)
    _compare_headings(region, part, *numbered)
    return numbered


def _compare_headings(
    region: Region, part: Part, numbering: int, columns: Mapping[int, int]
) -> None:
    """Remark where a numbered column stands under the heading of another one."""
    own = {columns[column.number]: column for column in part.columns}
    leaves = {label(column.label) for column in part.columns}
    for row in range(region.top + 1, numbering):
        for at, words in region.words(row):
            if at in own and label(words) in leaves - set(map(label, own[at].path)):
                expected = label(own[at].label)
                facts = {"number": own[at].number, "heading": words, "expected": expected}
                region.remarks.append(Remark("heading_differs", facts, row, at))


def _numbered(
    region: Region, numbers: tuple[int, ...], first: int, last: int
) -> tuple[int, dict[int, int]] | None:
    """The 栏次 row: the one whose figures are just `numbers`, left to right.

    Returns the row and 栏次 → column.
    """
    wanted = [str(number) for number in numbers]
    for row in range(region.top + 1, min(region.top + HEADING_ROWS, region.bottom)):
        cells = region.words(row, first, last)
        figures = [(c, words) for c, words in cells if words.isdigit()]
        if [words for _, words in figures] != wanted:
            continue
        # One figure alone may be a 行次; only its label tells.
        if len(wanted) > 1 or any(words == NUMBERING for _, words in cells):
            return row, {n: c for n, (c, _) in zip(numbers, figures, strict=True)}
    return None


def _headed(region: Region, part: Part, first: int, last: int) -> tuple[int, dict[int, int]] | None:
    """Columns by their headings, which stand in the form's order from left to right; where they do
    not all have the form's words, by words that are like them."""
    bottom = _first_data_row(region, part, first, last)
    headings: dict[int, list[tuple[int, str]]] = {}
    for row in range(region.top + 1, bottom):
        for column, words in region.words(row, first, last):
            headings.setdefault(column, []).append((row, label(words)))
    in_order = sorted(headings.items())
    return _matched(part, in_order, _same_heading) or _matched(part, in_order, _like_heading)


def _matched(
    part: Part,
    headings: list[tuple[int, list[tuple[int, str]]]],
    same: Callable[[str, str], bool],
) -> tuple[int, dict[int, int]] | None:
    """The columns among `headings` (column, its rows and words); None where one is not there."""
    found: dict[int, int] = {}
    heading_row = 0
    columns = iter(headings)
    for wanted in part.columns:
        for column, cells in columns:
            rows = [row for row, words in cells if same(words, wanted.label)]
            if rows:
                found[wanted.number] = column
                heading_row = max(heading_row, *rows)
                break
        else:
            return None
    return heading_row, found


def _same_heading(words: str, wanted: str) -> bool:
    wanted = label(wanted)
    return words == wanted or (len(words) >= 4 and (words in wanted or wanted in words))


def _like_heading(words: str, wanted: str) -> bool:
    """Has one heading but a few signs more than the other: 公务用车运行维护费, 公务用车运行费?"""
    short, long = sorted((words, label(wanted)), key=len)
    signs = iter(long)
    few = len(short) > 3 and 3 * len(short) >= 2 * len(long)
    return _same_heading(words, wanted) or (few and all(sign in signs for sign in short))


def _first_data_row(region: Region, part: Part, first: int, last: int) -> int:
    """The first row below the headings: 合计, a code, the first line's words, or a note."""
    leaf = part.headings[0]
    while leaf.children:
        leaf = leaf.children[0]
    labelled = leaf.number is None  # else figures begin in the first column, and 合计 heads it
    for row in range(region.top + 1, min(region.top + HEADING_ROWS, region.bottom)):
        cells = region.words(row, first, last)
        if labelled and _is_total(cells, first):
            return row
        for _, words in cells:
            if _CODE.fullmatch(words) or words.startswith("一、") or is_note(words):
                return row
    return min(region.top + HEADING_ROWS, region.bottom)


def _is_total(cells: list[tuple[int, str]], first: int) -> bool:
    """Is this the row 合计, which stands under the codes, or under the names with figures alone
    beside it?"""
    labels = [(c, words) for c, words in cells if canonical(words)[0] is State.TEXT]
    beside = len(cells) > len(labels) or len(cells) == 1
    return any(
        words == TOTAL and (c == first or (len(labels) == 1 and beside)) for c, words in labels
    )
