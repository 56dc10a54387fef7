"""Printed lines → the rows of a sheet that hold them.

Where 行次 are printed, a line is found by its words and by its number together. Where none are, by
its words and its place among the others: the same words may stand twice (一般公共预算拨款 under
本年收入 and under 上年结转), and a line that is missing must not shift the others.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from validator.forms.model import Part
from validator.recognition.region import Region
from validator.recognition.table import Remark
from validator.recognition.words import ends_table, label, line_number, of_cell, plain

#: What counts most for an order of lines is how many it places, then how few gaps it has.
_PLACED = 1000


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
    rows = _rows(region, top, first, min(columns.values()))
    if numbered and any(row.printed is not None for row in rows):
        _by_number(region, part, rows, columns)
    else:
        _by_order(region, part, rows, columns)


def _rows(region: Region, top: int, first: int, last: int) -> list[_Row]:
    """The rows with words or a 行次 between two columns, up to the notes."""
    found = []
    for row in range(top, region.bottom):
        words, printed, at = "", None, first
        for column, cell in region.words(row, first, last):
            if (number_here := line_number(cell)) is not None:
                printed = number_here
            elif not words:
                words, at = cell, column
        if words and ends_table(words):
            break
        if words or printed is not None:
            found.append(_Row(row, words, at, printed))
    return found


def _by_number(
    region: Region, part: Part, rows: Sequence[_Row], columns: Mapping[int, int]
) -> None:
    """Bind by words first, then by 行次."""
    by_words: dict[str, list[int]] = {}
    for line in part.lines:
        by_words.setdefault(label(line.label), []).append(line.number)
    by_number = {line.number: line for line in part.lines}
    unbound = set(by_number)
    for row, words, at, printed in rows:
        same_words = by_words.get(label(words), []) if words else []
        candidates = [n for n in same_words if n in unbound]
        number: int | None = None
        if printed in candidates:
            number = printed
        elif candidates and words:
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
        elif words:
            _remark_unknown(region, row, words, at, columns)
        if number is None:
            continue
        unbound.discard(number)
        region.bind(number, row, columns)


def _by_order(region: Region, part: Part, rows: Sequence[_Row], columns: Mapping[int, int]) -> None:
    """Bind by words and order; lines without words, which only fill a side, bind nothing."""
    lines = [line for line in part.lines if line.words]
    rows = [row for row in rows if row.words]
    placed = align([label(row.words) for row in rows], [label(line.label) for line in lines])
    for (row, words, at, _), place in zip(rows, placed, strict=True):
        if place is None:
            _remark_unknown(region, row, words, at, columns)
        else:
            region.bind(lines[place].number, row, columns)


def _remark_unknown(
    region: Region, row: int, words: str, at: int, columns: Mapping[int, int]
) -> None:
    if any(of_cell(region.at(row, column)) for column in columns.values()):
        region.remarks.append(Remark("line_unknown", {"label": words}, row, at))


def align(found: Sequence[str], wanted: Sequence[str]) -> list[int | None]:
    """For each of the words found, from above, which of the wanted ones they are.

    As many as possible are placed in the wanted order, with as few gaps as possible, the first ones
    going before later ones. Words that are wanted once are also placed out of order.
    """
    counts = Counter(wanted)
    placed: list[int | None] = [None] * len(found)
    if max(counts.values(), default=0) > 1:
        for row, place in _in_order(found, wanted):
            placed[row] = place
    taken = {place for place in placed if place is not None}
    for row, words in enumerate(found):
        if placed[row] is None and counts[words] == 1:
            place = wanted.index(words)
            if place not in taken:
                placed[row] = place
                taken.add(place)
    return placed


#: A row found and the wanted line that it may be, as indices.
_Pair = tuple[int, int]


def _in_order(found: Sequence[str], wanted: Sequence[str]) -> list[_Pair]:
    """The best order. For every line only the best of the pairs in rows below is kept, so that many
    rows with the same words take no longer than as many others."""
    places: dict[str, list[int]] = {}
    for i, words in enumerate(wanted):
        places.setdefault(words, []).append(i)
    scores: dict[_Pair, int] = {}
    following: dict[_Pair, _Pair | None] = {}
    best: dict[int, _Pair] = {}

    def with_next(pair: _Pair, after: _Pair) -> int:
        return scores[after] + (after[1] == pair[1] + 1)

    for row in reversed(range(len(found))):
        pairs = [(row, place) for place in places.get(found[row], [])]
        for pair in pairs:
            later = sorted(after for after in best.values() if after[1] > pair[1])
            then = max(later, key=partial(with_next, pair), default=None)
            scores[pair] = _PLACED + (with_next(pair, then) if then else 0)
            following[pair] = then
        for pair in pairs:
            known = best.get(pair[1])
            if known is None or scores[pair] >= scores[known]:
                best[pair[1]] = pair
    here = max(sorted(scores), key=lambda pair: (scores[pair], -pair[1]), default=None)
    order = []
    while here is not None:
        order.append(here)
        here = following[here]
    return order
