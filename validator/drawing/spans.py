"""Cells that take the room of others: merged ranges, and texts that run over blank neighbours."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from itertools import islice

from validator.drawing.choice import Chosen, Place
from validator.drawing.words import width
from validator.reading.walk import spread_over

#: How many rows and columns a cell spans.
Size = tuple[int, int]


def whole_spans(
    merged: Mapping[Place, Size], choice: Chosen, named: Set[Place]
) -> Mapping[Place, Size]:
    """The merged ranges, upper left cell → rows and columns, cut where rows or columns are left out
    and where the drawn ones end. One that would cover a named cell is none: that cell is drawn. So
    is the second of two that overlap, which no program makes."""
    down, across = _following(choice.rows), _following(choice.columns)
    spans: dict[Place, Size] = {}
    taken: set[Place] = set()
    room = len(down) * len(across)
    for (row, column), whole in sorted(merged.items()):
        if row not in down or column not in across or (row, column) in taken:
            continue
        size = min(whole[0], down[row]), min(whole[1], across[column])
        room -= max(size[0] * size[1], 1)
        if room < 0:  # they overlap, and there may be very many
            break
        under = set(covers((row, column), size))
        if under and taken.isdisjoint({(row, column), *under}) and under.isdisjoint(named):
            spans[row, column] = size
            taken |= {(row, column), *under}
    return spans


def covers(first: Place, size: Size) -> Iterator[Place]:
    """The cells of a merged range but for its first one."""
    return islice(spread_over(first, *size), 1, None)


def _following(numbers: Sequence[int]) -> Mapping[int, int]:
    """Each number → how many stand there without a gap from it on."""
    found: dict[int, int] = {}
    for number in reversed(numbers):
        found[number] = found.get(number + 1, 0) + 1
    return found


def run_over(
    words: str, column: int, widths: Mapping[int, int], blank: Callable[[int], bool]
) -> int:
    """How many columns a text takes that begins in `column`, where those to its right are `blank`:
    as many as it needs. `widths` are those of the columns that are drawn, in characters."""
    end = column + 1
    if end not in widths or not blank(end):
        return 1
    room = widths[column] - width(words)
    while room < 0 and end in widths and blank(end):
        room += widths[end]
        end += 1
    return end - column
