"""Indicators with their targets and results compared: what figures and words say of each."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from validator.forms.scorecard import unweighed
from validator.quantities import Quantity, Sense, expected_share, quantity, says
from validator.recognition.card import Card, Indicator, Written


class Reached(Enum):
    """How far words say that a target is met, with the message that says so, and the least and the
    greatest share of the weight that the printed rule gives for it."""

    REACHED = ("card.indicator.reached", Decimal("0.8"), Decimal(1))
    PARTLY = ("card.indicator.partly", Decimal("0.5"), Decimal("0.8"))
    MISSED = ("card.indicator.missed", Decimal(0), Decimal("0.5"))


class Compared(NamedTuple):
    """An indicator with its target and result as quantities (None: words), and its weight (None:
    not known)."""

    indicator: Indicator
    target: Quantity | None
    result: Quantity | None
    weight: Decimal | None

    @property
    def name(self) -> str:
        """What the indicator is called, without its weight."""
        return unweighed(self.indicator.name.words)

    @property
    def read(self) -> str:
        """Target → result: as they are read, words as they are written."""
        target = quoted(self.indicator.target) if self.target is None else says(self.target)
        result = quoted(self.indicator.result) if self.result is None else says(self.result)
        return f"{target} → {result}"

    @property
    def repeats(self) -> bool:
        """Is the result the target's own words?"""
        return self.indicator.result.words == self.indicator.target.words

    @property
    def share(self) -> Decimal | None:
        """What of its weight the figures are worth; None where they do not say."""
        if self.target is None or self.result is None:
            return None
        if self.repeats:
            return Decimal(1)
        if self.target.sense is Sense.POINT and self._of_costs:
            goal, given = self.target, self.result
            return expected_share(goal, given) if goal.value == given.value else None
        return expected_share(self.target, self.result)

    @property
    def reached(self) -> Reached | None:
        """How far words say that the target is met; None where they do not say."""
        if self.target is not None and self.result is not None:
            return None
        if self.repeats:
            return Reached.REACHED
        if self.result is not None:  # of a target in words only a completion says something
            complete = self.result.completion is not None and self.result.completion >= 100
            return Reached.REACHED if complete else None
        said = self.indicator.result.words
        return next((how for how, words in _SAID.items() if words.search(said)), None)

    @property
    def short(self) -> bool | None:
        """Is the target not met? None where neither figures nor words say."""
        share = self.share
        if share is not None:
            return share < 1
        return None if self.reached is None else self.reached is not Reached.REACHED

    @property
    def says_no_figure(self) -> bool:
        """Is the result only its target's own bound (≥90%), and so no figure that was reached?"""
        if self.target is None or self.result is None or self.result.completion is not None:
            return False
        same = (self.target.sense, self.target.value) == (self.result.sense, self.result.value)
        return same and (self.result.rises or self.result.falls)

    @property
    def _of_costs(self) -> bool:
        """Is it one of costs, of which less is better, though a point target does not say so?"""
        heads = (self.indicator.group, self.indicator.second)
        return any("成本" in head.words for head in heads if head is not None)


#: What a result in words says, the worst first.
_SAID: Mapping[Reached, re.Pattern[str]] = {
    Reached.MISSED: re.compile(
        "(?<!无)(?<!不存在)(?<!未发现)(?<!未发生)"
        "(未完成|未达成|未达到|未达标|未实现|未开展|未执行|未能|尚未|没有完成|没有达到|没有开展)"
    ),
    Reached.PARTLY: re.compile(
        "部分(已|完成|达成|达到|达标|实现|开展)|基本(已|完成|达成|达到|达标|实现)"
    ),
    Reached.REACHED: re.compile("^已|完成|达成|达到|达标|实现"),
}


def compared(card: Card) -> tuple[Compared, ...]:
    """The indicators of a card that have a target and a result which can be read. Their weight is
    their own, or that of a goal or group in which they are alone; none where they share a score."""
    alone = {
        holder.indicators[0].row: holder.weight
        for holder in card.holders
        if len(holder.indicators) == 1
    }
    found = []
    for indicator in card.indicators:
        cells = (indicator.target, indicator.result)
        if any(cell.blank or cell.fault is not None for cell in cells):
            continue
        target = quantity(indicator.target.raw)
        result = quantity(indicator.result.raw, target)
        own = indicator.weight if indicator.own is not None else alone.get(indicator.row)
        weight = None if indicator.row in card.merged else own
        found.append(Compared(indicator, target, result, weight))
    return tuple(found)


def quoted(cell: Written) -> str:
    """What stands in a cell, as it is written; no more of it than a sentence can hold."""
    said = cell.raw.strip() if isinstance(cell.raw, str) else cell.words
    return said if len(said) <= 30 else f"{said[:30]}…"
