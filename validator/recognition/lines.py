"""Printed lines → the rows of a sheet that hold them.

Where the form's own 行次 are printed, a line is found by its words and by its number together.
Where none are, or those of another layout, by its words and its place among the others: the same
words may stand twice (一般公共预算拨款 under 本年收入 and under 上年结转), and a line that is
missing must not shift the others.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from validator.amounts import EMPTY, State, amount
from validator.forms.model import Line, Part
from validator.recognition.order import align
from validator.recognition.region import Region
from validator.recognition.table import Remark
from validator.recognition.words import (
    alike,
    ends_table,
    label,
    line_number,
    ordinal,
    plain,
)
from validator.remembered import remembered_of_each

#: What says that there is no amount.
_NOTHING = EMPTY | {State.ZERO}
#: A class with its code before it: 201 一般公共服务支出.
_CODED = re.compile(r"(\d{3})[-—]?(\D.*)")


class _Row(NamedTuple):
    """A row of the sheet: its words, the column of these, and the 行次 printed in it."""

    row: int
    words: str
    column: int
    printed: int | None


def bind_lines(
    region: Region,
    part: Part,
    top: int,
    first: int,
    columns: Mapping[int, int],
    numbered: bool,
) -> None:
    """Bind the lines of a side that begins at row `top`, column `first`; `columns` is 栏次 →
    column, `numbered` whether the form prints 行次."""
    rows = _rows(region, part, top, first, min(columns.values()))
    printed = numbered and any(row.printed is not None for row in rows)
    if printed:
        by_words = _numbers_by_words(part)
        if not _numbered_otherwise(by_words, rows):
            _by_number(region, part, by_words, rows, columns)
            return
    if numbered:
        region.remarks.append(Remark("lines_renumbered" if printed else "lines_unnumbered", {}))
    _by_order(region, part, rows, columns, numbered)


def _rows(region: Region, part: Part, top: int, first: int, last: int) -> list[_Row]:
    """The rows with words or a 行次 between two columns, up to the notes."""
    found = []
    lines = region.page.lines
    for row in range(top, region.bottom):
        words, printed, at = "", None, first
        for column, cell in lines[row]:
            if column < first:
                continue
            if column >= last:
                break
            if cell.isdecimal() and (number_here := line_number(cell)) is not None:
                if not _is_code(cell, part):
                    printed = number_here
            elif not words:
                words, at = cell, column
        if words and ends_table(words):
            break
        if words or printed is not None:
            found.append(_Row(row, words, at, printed))
    return found


def _is_code(cell: str, part: Part) -> bool:
    """Is it the code of a class before its words, and no 行次?"""
    return len(cell) == 3 and any(line.code == cell for line in part.lines)


def _numbered_otherwise(by_words: Mapping[str, list[int]], rows: Sequence[_Row]) -> bool:
    """Are the printed 行次 those of another layout: ascending, and not the form's? A number that is
    wrong alone is a slip."""
    others = [
        row
        for row in rows
        if row.printed is not None
        and row.printed not in by_words.get(label(row.words), (row.printed,))
    ]
    if len(others) < 2:
        return False
    printed = [row.printed for row in rows if row.printed is not None]
    return printed == sorted(set(printed))


@remembered_of_each
def _numbers_by_words(part: Part) -> Mapping[str, list[int]]:
    by_words: dict[str, list[int]] = {}
    for line in part.lines:
        by_words.setdefault(label(line.label), []).append(line.number)
    return by_words


def _by_number(
    region: Region,
    part: Part,
    by_words: Mapping[str, list[int]],
    rows: Sequence[_Row],
    columns: Mapping[int, int],
) -> None:
    """Bind by words first, then by 行次."""
    by_number = {line.number: line for line in part.lines}
    unbound = set(by_number)
    for row, words, at, printed in rows:
        same_words = by_words.get(label(words), ()) if words else ()
        if printed in same_words and printed in unbound:  # nearly every row
            unbound.discard(printed)
            region.bind(printed, row, columns)
            continue
        candidates = [n for n in same_words if n in unbound]
        number: int | None = None
        if candidates:
            number = candidates[0]
            if printed is not None:
                facts = {"label": words, "printed": printed, "expected": number}
                region.remarks.append(Remark("number_differs", facts, row, at))
        elif printed in unbound and not same_words:
            number = printed
            expected = by_number[number].words if number else ""
            if not expected and region.has_figure(row, columns.values()):
                region.remarks.append(Remark("unnamed_line", {"line": printed}, row, at))
            elif plain(expected) != words:
                facts = {"label": words, "printed": printed, "expected": expected}
                region.remarks.append(Remark("label_differs", facts, row, at))
        elif words and _has_content(region, row, columns):
            region.remarks.append(Remark("line_unknown", {"label": words}, row, at))
        if number is None:
            continue
        unbound.discard(number)
        region.bind(number, row, columns)


# --- without 行次, or with those of another layout -----------------------------------------------


def _by_order(
    region: Region,
    part: Part,
    rows: Sequence[_Row],
    columns: Mapping[int, int],
    numbered: bool,
) -> None:
    """Bind by words and order; lines without words, which only fill a side, bind nothing. A line
    that is nowhere, though every row with figures where it should be is known, is one that this
    layout does not print (`Region.unprinted`); `numbered` as in `bind_lines`."""
    lines = [line for line in part.lines if line.words]
    worded = [row for row in rows if row.words]
    found, wanted = [_bare(row.words, part) for row in worded], [label(x.label) for x in lines]
    placed = align(found, wanted)
    for at, place in _alike(found, wanted, placed) if None in placed else ():
        placed[at] = place
        facts = {"label": worded[at].words, "expected": lines[place].words}
        region.remarks.append(Remark("label_alike", facts, worded[at].row, worded[at].column))
    for row, bound_to in zip(worded, placed, strict=True):
        if bound_to is not None:
            region.bind(lines[bound_to].number, row.row, columns)
        elif _has_content(region, row.row, columns):
            remark = Remark("line_unknown", {"label": row.words}, row.row, row.column)
            region.remarks.append(remark)
    bound = {to: at for at, to in enumerate(placed) if to is not None}
    if not bound:
        return
    unclear = _unclear_places(region, part, worded, placed, columns)
    for place, line in enumerate(lines):
        if place in bound or place in unclear:
            continue
        if not _lost(place, bound, lines, worded, rows, numbered):
            region.unprinted.add(line.number)


def _bare(words: str, part: Part) -> str:
    """The words of a row without ordinal, and without the code of the class that they name."""
    coded = _CODED.fullmatch(words)
    own = coded and next((line for line in part.lines if line.code == coded[1]), None)
    if coded and own and alike(label(coded[2]), label(own.label)):
        return label(coded[2])
    return label(words)


def _alike(
    found: Sequence[str], wanted: Sequence[str], placed: Sequence[int | None]
) -> Iterator[tuple[int, int]]:
    """The rows (of those without a line) that have the words of one line but for a few signs, and
    stand where that line should: between the lines above and below it."""
    free = [at for at, place in enumerate(placed) if place is None]
    open_lines = [place for place in range(len(wanted)) if place not in placed]
    pairs = [(at, place) for at in free for place in open_lines if alike(found[at], wanted[place])]
    for at, place in pairs:
        if sum(at in pair[:1] or place in pair[1:] for pair in pairs) > 1:
            continue
        above = [p for p in placed[:at] if p is not None]
        below = [p for p in placed[at + 1 :] if p is not None]
        if max(above, default=-1) < place < min(below, default=len(wanted)):
            yield at, place


def _unclear_places(
    region: Region,
    part: Part,
    worded: Sequence[_Row],
    placed: Sequence[int | None],
    columns: Mapping[int, int],
) -> set[int]:
    """The places of lines that a row could be of which it is not known what it is: one with figures
    beside unknown words or none, or within the words. It could be any between the lines above and
    below it. Rows without words are remarked on."""
    known = {row.row: to for row, to in zip(worded, placed, strict=True) if to is not None}
    words = {row.row: row.words for row in worded}
    first, last = min(known), max(known)
    unclear: set[int] = set()
    for row in sorted({*range(first, last + 1), *words}.difference(known)):
        said, content = words.get(row), _has_content(region, row, columns)
        if said is None and content:
            remark = Remark("row_without_words", {"section": part.name}, row, min(columns.values()))
            region.remarks.append(remark)
        amount_in_words = said is not None and any(sign.isdigit() for sign in _bare(said, part))
        if content or (amount_in_words and first < row < last):
            above = max((at for at in known if at < row), default=None)
            below = min((at for at in known if at > row), default=None)
            after = -1 if above is None else known[above]
            before = len(part.lines) if below is None else known[below]
            unclear.update(range(after + 1, before) if after < before else range(len(part.lines)))
    return unclear


def _lost(
    place: int,
    bound: Mapping[int, int],
    lines: Sequence[Line],
    worded: Sequence[_Row],
    rows: Sequence[_Row],
    numbered: bool,
) -> bool:
    """Does the numbering of the rows around it, by 行次 or by ordinals, leave a gap where the line
    should be? Then it was taken out. Where the form prints no 行次, nothing but ordinals that go on
    without it shows that it was never there."""
    above = max((p for p in bound if p < place), default=None)
    below = min((p for p in bound if p > place), default=None)
    if above is None or below is None:
        return not numbered
    before, after = worded[bound[above]], worded[bound[below]]
    if before.printed is not None and after.printed is not None:
        there = {row.printed for row in rows}
        return any(number not in there for number in range(before.printed, after.printed))
    if numbered:
        return False
    own = ordinal(lines[above].label), ordinal(lines[below].label)
    return not all(own) or (ordinal(before.words), ordinal(after.words)) == own


def _has_content(region: Region, row: int, columns: Mapping[int, int]) -> bool:
    """Is there anything in the cells for amounts but zeros and dashes?"""
    faults = region.page.sheet.faults
    return any(
        (row, column) in faults
        or (value != "" and amount(value, region.unit).state not in _NOTHING)
        for column in columns.values()
        if (value := region.at(row, column)) is not None
    )
