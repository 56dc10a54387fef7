"""Sets of figures of scorecards, the likeliest first: what each figure should be, and the mistake
that explains what stands there.

The chance of a set is that of its mistakes, as in tables (`explaining`); to these comes one that is
made on scorecards alone, the full score for what was not fully reached.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from math import inf, log
from typing import NamedTuple

from validator.amounts import Unit
from validator.localisation.explaining import HOPELESS, LESS, SOFT, keeps_digits
from validator.localisation.mistakes import (
    PRIORS,
    UNEXPLAINED,
    Mistake,
    explained,
    unexplained,
)
from validator.localisation.scorecards.asking import Changes, Scorecards
from validator.localisation.scorecards.figures import (
    Figure,
    Value,
    What,
    decimals_of,
    said,
    unit_of,
)
from validator.localisation.scorecards.search import Found
from validator.localisation.system import last_holding
from validator.recognition.card import Card

#: How often a wrong score is the full one, given for what was not fully reached: two of the nine
#: mistakes of published scorecards are of this kind (examples/scorecards).
FULL_SCORE = 0.2
#: … and an amount in another place of a card than its own: one of the nine, and seldom more.
MOVED = 0.05
#: A grade is one of four, a blank score one of many oversights.
_GRADE = 0.1
_HUNDREDTHS = Unit("", 100, 2)
#: A range is followed over so many last digits; beyond it counts as without end.
_FURTHEST = 2**22


class Likely(NamedTuple):
    """A figure that is wrong: the lowest and the highest that it may be (None: without end), a
    `value` that is as good as any of these, and the mistake that explains what stands there, with
    the `origin`, the one figure of a range of which it does. `follows`: it was computed from the
    others."""

    figure: Figure
    low: Decimal | None
    high: Decimal | None
    value: Value
    mistake: Mistake | None = None
    origin: Decimal | None = None
    follows: bool = False

    @property
    def fixed(self) -> bool:
        """Is it known to the last digit?"""
        return isinstance(self.value, str) or (self.low is not None and self.low == self.high)


class Explained(NamedTuple):
    """A set of figures, explained, with the `evidence` for it as a logarithm."""

    found: Found
    likely: tuple[Likely, ...]
    evidence: float


#: With these figures, how many rules hold only for rounding? None where not all is mended.
Rounded = Callable[[Changes], int | None]
#: Figures that may be rounded ones; all others are exact where they can be.
_ROUNDED = frozenset({What.AMOUNT, What.QUANTITY})


def explained_sets(cards: Scorecards, sets: Sequence[Found], rounded: Rounded) -> list[Explained]:
    """The sets explained, the likeliest first, without those with next to no evidence."""
    told = sorted((_explained(cards, each, rounded) for each in sets), key=lambda e: -e.evidence)
    return [each for each in told if each.evidence > told[0].evidence - HOPELESS]


def _explained(cards: Scorecards, found: Found, rounded: Rounded) -> Explained:
    evidence = SOFT * found.softened - LESS * found.cost
    filled = dict(found.fill.values) if found.fill else {}
    if found.fill is not None:
        evidence += log(PRIORS["missing"])
        if not found.fill.expected:
            evidence += log(unexplained(100 * int(found.fill.whole), 0, _HUNDREDTHS))
    likely = []
    moved = _moved(cards, found)
    evidence += log(MOVED) if moved else 0.0
    for figure, value in found.changes.values:
        if figure in moved:
            assert isinstance(value, Decimal)
            likely.append(Likely(figure, value, value, value, moved[figure]))
        elif figure in filled:
            likely.append(Likely(figure, filled[figure], filled[figure], value))
        elif figure in found.follow or isinstance(value, str):
            follows = figure in found.follow
            end = None if isinstance(value, str) else value
            likely.append(Likely(figure, end, end, value, follows=follows))
            evidence += 0.0 if follows else log(_GRADE)
        else:
            each, chance = _of_figure(cards, found, figure, value, rounded)
            likely.append(each)
            evidence += chance
    return Explained(found, tuple(likely), evidence)


def _moved(cards: Scorecards, found: Found) -> Mapping[Figure, Mistake]:
    """Two amounts of which one is too small by what the other is too large: it was entered in the
    wrong place of the two."""
    wrong = {f: v for f, v in found.changes.values if f in found.wrong and isinstance(v, Decimal)}
    if len(wrong) != 2 or any(figure.what is not What.AMOUNT for figure in wrong):
        return {}
    off = []
    for figure, value in wrong.items():
        now = cards.value(figure)
        off.append(value - now if isinstance(now, Decimal) else value)
    if sum(off):
        return {}
    figure = next(iter(wrong))
    amount = said(cards.records[figure.record], figure, abs(off[0]))
    mistake = Mistake("misplaced", {"figure": amount}, MOVED)
    return dict.fromkeys(wrong, mistake)


def _of_figure(
    cards: Scorecards, found: Found, figure: Figure, value: Decimal, rounded: Rounded
) -> tuple[Likely, float]:
    record = cards.records[figure.record]
    now = cards.value(figure)
    printed = now if isinstance(now, Decimal) else Decimal()
    step = Decimal(1).scaleb(-decimals_of(record, figure))

    most = rounded(found.changes) or 0

    def holds(other: Decimal) -> bool:
        count = rounded(found.changes.plus(figure, other))
        return count is not None and (figure.what in _ROUNDED or count <= most)

    def reach(way: int) -> Decimal | None:
        steps = last_holding(0, way, lambda n: holds(value + n * step), _FURTHEST)
        return None if abs(steps) == inf else value + int(steps) * step

    low, high = reach(-1), reach(1)
    likely = Likely(figure, low, high, value)
    if _is_full(cards, found, figure, printed):
        return likely._replace(mistake=Mistake("full_score", {}, FULL_SCORE)), log(FULL_SCORE)
    ends = [value if end is None else end for end in (low, high)]
    unit = unit_of(record, figure, printed, *ends)

    def whole(amount: Decimal) -> int:
        return int(amount * unit.fen)

    known = explained(whole(printed), whole(ends[0]), whole(ends[1]), unit)
    figures = (whole(ends[1]) - whole(ends[0])) // unit.step + 1
    chance = min(figures * unexplained(whole(value), whole(printed), unit), UNEXPLAINED)
    if known:
        at, mistake = max(known, key=lambda pair: pair[1].chance)
        chance += mistake.chance
        alone = len({other for other, _ in known}) == 1 and not likely.fixed
        likely = likely._replace(mistake=mistake)
        if alone and keeps_digits(mistake, at, whole(printed)):
            due = Decimal(at) / unit.fen
            likely = likely._replace(low=due, high=due, value=due)
        elif alone:
            likely = likely._replace(origin=Decimal(at) / unit.fen)
    return likely, log(chance)


def _is_full(cards: Scorecards, found: Found, figure: Figure, printed: Decimal) -> bool:
    """Was the full score given where the rules of scores have another?"""
    card = cards.records[figure.record]
    if figure.what is not What.POINTS or not isinstance(card, Card):
        return False
    if not any(s.kind == "score" and figure in cards.computed_by(s) for s in found.mended):
        return False
    weights = {i.score: i.weight for i in card.indicators}
    return printed == weights.get(figure.at, card.full)
