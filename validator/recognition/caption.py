"""The title of a scorecard or of a summary: a line of its own, over one or two rows or cells."""

import re
from typing import NamedTuple

from validator.recognition import words
from validator.recognition.block import field_label, mark
from validator.recognition.region import Page

_SENTENCE = re.compile("[。;!?]")
#: What may stand above a title without being a part of it.
_NOT_A_TITLE = re.compile(r"^附件|(公开|决算|自评表|说明|版\)|报告)$|^[一二三四五六七八九十]+、")
_YEAR_ALONE = re.compile(r"\(?20\d{2}年度?\)?")
#: Longer words are a paragraph; what belongs to a title stands at most so many rows from it.
_LONGEST, _ABOVE = 80, 2


class Caption(NamedTuple):
    """The words of a title, and its first and last row."""

    words: str
    top: int
    row: int


def caption(page: Page, row: int, pattern: re.Pattern[str]) -> Caption | None:
    """The title that ends in a row: its last words match `pattern`, and where they name no year
    their first part may stand left of or above them."""
    line = page.lines[row]
    if not 0 < len(line) < 4:
        return None
    for i, (column, said) in enumerate(line):
        if len(said) < _LONGEST and pattern.fullmatch(said) and not _SENTENCE.search(said):
            if any(_labels(line[j]) for j in range(i)):
                return None
            return _whole(page, row, column, line[:i])
    return None


def _labels(cell: tuple[int, str]) -> bool:
    """Is a cell the label of what stands right of it?"""
    return bool(field_label(cell[1])) or mark([cell]) is not None


def _whole(page: Page, row: int, column: int, left: list[tuple[int, str]]) -> Caption:
    said = _text(page, row, column)
    if words.year(words.plain(said)) is not None:
        return Caption(said, row, row)
    before = "".join(_text(page, row, c) for c, part in left if _begins(part))
    if before:
        return Caption(before + said, row, row)
    above = _row_above(page, row)
    if above is None:
        return Caption(said, row, row)
    return Caption(_text(page, above, page.lines[above][0][0]) + said, above, row)


def _row_above(page: Page, row: int) -> int | None:
    """The row above a title that holds its first part and nothing else."""
    for above in range(row - 1, max(-1, row - 1 - _ABOVE), -1):
        line = page.lines[above]
        if line:
            return above if len(line) == 1 and _begins(line[0][1]) else None
    return None


def _begins(said: str) -> bool:
    """Are these the first words of a title?"""
    named = words.year(said) is not None and len(said) < _LONGEST
    return named and not _SENTENCE.search(said) and not _NOT_A_TITLE.search(said)


def _text(page: Page, row: int, column: int) -> str:
    """A cell as it is printed, on one line."""
    return "".join(str(page.sheet.rows[row][column]).split("\n")).strip()


def year_near(page: Page, caption: str, top: int) -> int | None:
    """The year that a title names, else the one that the lines above it name, else the one in a
    line of its own below it: （2023 年度）."""
    above = [said for line in page.lines[max(0, top - _ABOVE) : top] for _, said in line]
    below = [line[0][1] for line in page.lines[top + 1 : top + 1 + _ABOVE] if len(line) == 1]
    alone = [said for said in below if _YEAR_ALONE.fullmatch(said)]
    own = words.plain(caption)
    near = (own, *above[::-1], *alone)
    return next((year for said in near if (year := words.year(said))), None)
