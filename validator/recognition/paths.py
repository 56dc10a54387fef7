"""The rows of headings above a table, and the path of headings above each of its columns.

Merged cells are not known here: a heading that stands over several columns reaches to the right as
far as the cells of its row are blank.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from validator.amounts import State, canonical
from validator.forms.model import TOTAL, Form, Part
from validator.recognition.headings import NEUTRAL, Meaning, is_amount, meanings
from validator.recognition.region import HEADING_ROWS, NUMBERING, Region
from validator.recognition.words import (
    bare_year,
    declares_empty,
    department,
    is_mark,
    is_note,
    label,
    unit,
)
from validator.remembered import remembered

_CODE = re.compile(r"\d{3}|\d{5,7}")
#: A number of a column with what it is the sum of: 1=2+3.
_WITH_SUM = re.compile(r"(\d{1,2})(栏|=.*)")
#: A cell with the unit and nothing else, and so many cells are more than a line around tables has.
_UNIT_ALONE = re.compile(r"\(?((金额)?单位:?)?(人民币)?[千万亿]?元\)?")
_MANY = 7
#: Headings over all columns that still tell that the figures below are not the form's.
_OTHER_FIGURES = re.compile("上年|去年|上期|年初预算|调整预算|全年预算|预算数|计划")
#: How columns that are not counted in figures are: 甲, 乙.
_LETTERS = frozenset("甲乙丙丁")


class Path(NamedTuple):
    """The headings above a column, outermost first, as (row, plain words)."""

    column: int
    cells: tuple[tuple[int, str], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The plain words alone."""
        return tuple(words for _, words in self.cells)


def number_of(words: str) -> str:
    """The number of a column as a 栏次 row prints it: 1, or 1=2+3 for a sum; "" for other words."""
    if words.isdecimal():
        return words if len(words) < 3 else ""
    found = _WITH_SUM.fullmatch(words)
    return found[1] if found else ""


def is_numbering(cells: Sequence[tuple[int, str]]) -> bool:
    """Are these the numbers of columns, those of codes and names counted or not: 1 2 3 4, 栏次 1 2,
    甲 乙 1 2=3+4?"""
    rest = [words for _, words in cells if words != NUMBERING and words not in _LETTERS]
    numbers = [int(n) for words in rest if (n := number_of(words))]
    if len(numbers) < len(rest) or not numbers:
        return False
    if any(words == NUMBERING for _, words in cells):
        return True
    counted = numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    return counted and (len(numbers) > 2 or len(rest) < len(cells))


# --- headings ----------------------------------------------------------------------------------


def heading_rows(region: Region, part: Part, first: int, last: int) -> tuple[list[int], int]:
    """The rows with headings between two columns, and the first row below them and below the
    numbers of columns. A row of zeros has no words, and is one of figures nevertheless."""
    begun = {label(line.label) for line in part.lines if line.words}
    rows: list[int] = []
    below = region.top + 1
    for row in range(below, min(region.top + HEADING_ROWS, region.bottom)):
        cells = region.words(row, first, last)
        if not cells:
            continue
        if not is_around(cells) and not is_numbering(cells):
            if rows and _is_data(cells, begun, range(first, first + labels_before(part))):
                break
            if any(is_note(words) for _, words in cells):
                break
            rows.append(row)
        below = row + 1
    return rows, below


def is_around(cells: Sequence[tuple[int, str]]) -> bool:
    """Is this a line around tables: the department, the unit, the number, a declaration?"""
    said = [words for _, words in cells]
    if all(map(_UNIT_ALONE.fullmatch, said)) or (len(said) == 1 and said[0][-1] == "表"):
        return True
    return len(said) < _MANY and (
        any(map(_stands_around, said)) or all(map(_may_stand_there, said))
    )


@remembered(4096)
def _stands_around(words: str) -> bool:
    """Do the words of a cell make its row one around tables: the unit alone, 部门：某局, 单位：?"""
    alone = _UNIT_ALONE.fullmatch(words) is not None
    return alone or department(words) is not None or words[-1:] == ":"


@remembered(4096)
def _may_stand_there(words: str) -> bool:
    """May they stand in such a row: the unit, the table's number, a year, a declaration?"""
    return (
        unit(words) is not None
        or is_mark(words)
        or bare_year(words) is not None
        or declares_empty(words, words)
    )


def _is_data(
    cells: Sequence[tuple[int, str]], begun: Collection[str], labels: Sequence[int]
) -> bool:
    """Is this a row of a table, and none of its headings?"""
    if any(
        canonical(words)[0] is not State.TEXT and bare_year(words) is None for _, words in cells
    ):
        return True
    column, words = cells[0]
    if label(words) in begun or words.startswith("一、") or _CODE.match(words):
        return True
    return words == TOTAL and column in labels and (len(cells) == 1 or column == labels[0])


def paths_of(region: Region, rows: Sequence[int], first: int, last: int) -> list[Path]:
    """The headings above each column that has one of its own. One with another below it stands over
    the columns to its right too, as far as cells are blank in its row and no heading of a row above
    begins."""
    over: dict[int, list[tuple[int, str]]] = {}
    lines = [dict(region.words(row, first, last)) for row in rows]
    begins: set[int] = set()
    for n, (row, cells) in enumerate(zip(rows, lines, strict=True)):
        begins |= cells.keys()
        parents = set().union(*lines[n + 1 :]) & cells.keys()
        current: str | None = None
        for column in range(first, last):
            if column in begins:
                current = cells[column] if column in parents else None
            words = cells.get(column, current)
            if words is not None:
                over.setdefault(column, []).append((row, words))
    own = sorted(set().union(*lines))
    return [Path(column, tuple(over[column])) for column in own]


def read_paths(form: Form, part: Part, paths: Sequence[Path]) -> list[Meaning | None]:
    """What the headings above each column mean together; None where some of them are not the
    form's."""
    known = dict(_known(form, part, paths))
    shared = set.intersection(*(set(path.cells[:-1]) for path in paths)) if paths else set()
    for _, words in shared:  # what stands over all columns tells none of them apart
        if known[words] is None and not _OTHER_FIGURES.search(words):
            known[words] = NEUTRAL
    held: list[Meaning | None] = []
    for path in paths:
        said = [known[words] for words in path.words]
        empty = all(each is not None and not each for each in said)
        if any(each is None for each in said) or (empty and not is_amount(path.words[-1], form)):
            held.append(None)
        else:
            held.append(NEUTRAL.union(*(each for each in said if each)))
    return held


def read_leaves(form: Form, part: Part, paths: Sequence[Path]) -> list[Meaning | None]:
    """What the headings next to the figures mean, whatever stands above them; None for those of
    other figures."""
    known = _known(form, part, paths)
    return [
        None
        if any(known[words] is None and _OTHER_FIGURES.search(words) for words in path.words)
        else known[path.words[-1]]
        for path in paths
    ]


def _known(form: Form, part: Part, paths: Sequence[Path]) -> Mapping[str, Meaning | None]:
    return meanings(form, part, {words for path in paths for words in path.words})


def labels_before(part: Part) -> int:
    """How many columns of codes and names the form prints before its amounts."""
    return sum(heading.leaves for heading in part.headings) - len(part.columns)
