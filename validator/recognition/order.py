"""Words in a wanted order → the place of each: lines by their words, where no numbers tell."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

#: What counts most for an order of lines is how many it places, then how few gaps it has.
_PLACED = 1000


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
