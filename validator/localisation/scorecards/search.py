"""The smallest sets of figures of scorecards whose change satisfies all of their rules at once.

Of every rule that is broken one figure must be wrong: so the sets are grown figure by figure, the
cheapest first, each figure as the rules would have it (`asking`). What a card computes
from a wrong figure is wrong with it, and right again when it is computed anew: such figures follow,
and cost little.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from validator.checks.scorecards.seen import Seen
from validator.localisation.building import BLANK, COMPUTED, FORMULA, TYPED
from validator.localisation.scorecards.asking import (
    Broken,
    Changes,
    Scorecards,
    is_hard,
    is_soft,
    is_unread,
)
from validator.localisation.scorecards.blanks import Fill, fills
from validator.localisation.scorecards.figures import Figure, Value, What
from validator.localisation.several import MOST_CELLS, TOO_FAR
from validator.recognition.card import Summary
from validator.rounding import Verdict

#: The cost of a figure that was computed from a wrong one.
FOLLOWING = 2
#: So many sets are tried.
_TRIED = 150


class Found(NamedTuple):
    """Changes that mend rules: the figures that `follow` from others, what all cost together, what
    they mend, how many softer rules they mend more than they break, and how blank scores were
    filled in."""

    changes: Changes
    follow: frozenset[Figure]
    cost: int
    mended: tuple[Seen, ...] = ()
    softened: int = 0
    fill: Fill | None = None

    @property
    def wrong(self) -> frozenset[Figure]:
        """The figures that are wrong of themselves."""
        return self.changes.figures - self.follow

    def plus(self, figure: Figure, value: Value, cost: int, follows: bool) -> "Found":
        """With one more figure."""
        follow = self.follow | {figure} if follows else self.follow
        changes = self.changes.plus(figure, value)
        return self._replace(changes=changes, follow=follow, cost=self.cost + cost)

    def filled(self, fill: Fill) -> "Found":
        """With blank scores filled in."""
        changes = self.changes
        for figure, value in fill.values:
            changes = changes.plus(figure, value)
        cost = BLANK + (0 if fill.expected else TYPED)
        return self._replace(changes=changes, cost=self.cost + cost, fill=fill)


class Search:
    """The search over the scorecards of a workbook, in which the figures of `base` are already put
    right. `broken` are the errors that figures could mend."""

    def __init__(self, cards: Scorecards, base: Changes = Changes()) -> None:  # noqa: B008
        self.cards, self.base = cards, base
        again = cards.all_rules(base)
        seen = [s for s in cards.results.seen if (s.rule, s.card.key) not in again]
        self.before: Sequence[Seen] = (*seen, *cards.asked(sorted(again), base))
        self.broken = [each for each in self.before if is_hard(each)]
        self.old = [Broken.of(s) for s in self.before if is_hard(s) or is_unread(s)]
        self.missed = {
            figure
            for each in self.broken
            if each.kind == "structure"
            for figure in cards.named(each)
        }

    def problems(self) -> list[list[Seen]]:
        """The broken rules, together where they speak of one figure or have one cause."""
        parts: list[tuple[set[object], list[Seen]]] = []
        for seen in self.broken:
            keys: set[object] = set(self.cards.named(seen))
            members = [seen]
            if seen.cause:
                keys.add((seen.card.key, seen.cause))
            apart = []
            for part in parts:
                if part[0] & keys:
                    keys, members = part[0] | keys, [*part[1], *members]
                else:
                    apart.append(part)
            parts = [*apart, (keys, members)]
        return [members for _, members in parts]

    def solved(self, problem: Sequence[Seen]) -> list[Found]:
        """The cheapest sets that mend a problem; [] where none was found."""
        found = self._grown({Broken.of(seen) for seen in problem})
        least = min((each.cost for each in found), default=0)
        return _smallest([each for each in found if each.cost < least + TOO_FAR])

    def rounded(self, changes: Changes, wanted: set[Broken]) -> int | None:
        """With these figures, how many of the rules that look at them hold only for rounding? None
        where not all is mended that is wanted, or something is newly broken."""
        seen = self._asked(changes, wanted)
        if any(True for _ in self._wrong(seen, changes, wanted)):
            return None
        return sum(each.verdict is Verdict.ROUNDING for each in seen)

    def _asked(self, changes: Changes, wanted: set[Broken]) -> list[Seen]:
        """What the rules give that look at what is changed, and those that are to be mended."""
        rules = self.cards.rules_of(changes) | {(each.rule, each.record) for each in wanted}
        return list(self.cards.asked(sorted(rules), changes))

    def partly(self, problem: Sequence[Seen]) -> list[Found]:
        """Of a problem that is too much at once, the sets that mend the most of it for the least
        cost, and leave nothing broken that speaks of what they change."""
        of_rules = {seen.rule: [s for s in problem if s.rule == seen.rule] for seen in problem}
        parts = [part for part in of_rules.values() if 1 < len(part) < len(problem)]
        found = [
            each
            for part in (*parts, *([seen] for seen in problem))
            for each in self.solved(part)
            if self._is_clean(each)
        ]
        if not found:
            return []
        best = max(found, key=lambda each: (len(each.mended) / each.cost, len(each.mended)))
        mended = {seen.key for seen in best.mended}
        same = [f for f in found if f.cost == best.cost and {s.key for s in f.mended} == mended]
        return list({each.changes.figures: each for each in same}.values())

    def _is_clean(self, found: Found) -> bool:
        """Does all hold that speaks of what is changed?"""
        rules = sorted(self.cards.rules_of(found.changes))
        again = (each for each in self.cards.asked(rules, found.changes) if is_hard(each))
        return not any(found.wrong & set(self.cards.named(each)) for each in again)

    # --- growing -----------------------------------------------------------------------------

    def _grown(self, wanted: set[Broken]) -> list[Found]:
        number = count()
        heap = [(0, next(number), Found(self.base, frozenset(), 0))]
        known: set[frozenset[tuple[Figure, Value]]] = set()
        found: list[Found] = []
        bound: float = MOST_CELLS * FORMULA
        for _ in range(_TRIED):
            if not heap or heap[0][0] >= bound:
                break
            _, _, node = heappop(heap)
            changes = node.changes
            left = list(self._wrong(self._asked(changes, wanted), changes, wanted))
            if not left:
                seen = list(self.cards.asked(sorted(self.cards.all_rules(changes)), changes))
                left = list(self._wrong(seen, changes, wanted))
                if not left:
                    found.append(self._judged(node, seen))
                    bound = min(bound, node.cost + TOO_FAR)
                    continue
            for new in self._further(node, left):
                values = frozenset(new.changes.values)
                if new.cost < bound and values not in known:
                    known.add(values)
                    heappush(heap, (new.cost, next(number), new))
        return found

    def _wrong(self, seen: Iterable[Seen], changes: Changes, wanted: set[Broken]) -> Iterator[Seen]:
        """What is still broken of that which is wanted, and what is newly broken: but for what a
        summary copies of a card, which follows (`_copied`)."""
        records = (self.cards.records[figure.record] for figure in changes.figures)
        on_card = any(not isinstance(record, Summary) for record in records)
        for each in seen:
            if is_hard(each) or is_unread(each):
                copies = on_card and isinstance(each.card, Summary)
                own = any(Broken.of(each).within(one) for one in wanted)
                if own or (self._is_new(each) and not copies):
                    yield each

    def _judged(self, node: Found, seen: Sequence[Seen]) -> Found:
        """The set with what it mends, as all rules say, and with the summaries following."""
        asked = {(each.rule, each.card.key) for each in seen}
        soft = [s for s in self.before if (s.rule, s.card.key) in asked and is_soft(s)]
        still = [Broken.of(each) for each in seen if is_hard(each)]
        mended = tuple(
            each
            for each in self.broken
            if (each.rule, each.card.key) in asked
            and not any(one.within(Broken.of(each)) for one in still)
        )
        softened = len(soft) - sum(map(is_soft, seen))
        return self._copied(node, seen)._replace(mended=mended, softened=softened)

    def _copied(self, node: Found, seen: Iterable[Seen]) -> Found:
        """With the figures of summaries that copy a changed one."""
        for each in seen:
            if is_hard(each) and isinstance(each.card, Summary) and self._is_new(each):
                for figure in self.cards.computed_by(each):
                    value = self.cards.satisfying(each, figure, node.changes)
                    if value is not None and figure not in node.changes.figures:
                        node = node.plus(figure, value, 0, follows=True)
        return node

    def _is_new(self, seen: Seen) -> bool:
        """Was it not broken before anything was changed?"""
        own = Broken.of(seen)
        return not any(own.within(each) for each in self.old)

    def _further(self, node: Found, left: Sequence[Seen]) -> Iterator[Found]:
        """The sets with one more figure: one of the rule that leaves the fewest to choose from, as
        each of the broken rules would have it."""
        changed = node.changes.figures
        options = [
            (seen, [f for f in self.cards.named(seen) if f not in changed and self._may(f)])
            for seen in left
        ]
        seen, chosen = min(options, key=lambda pair: len(pair[1]))
        filled = set()
        for fill in fills(self.cards, left, node.changes):
            filled |= {figure for figure, _ in fill.values}
            yield node.filled(fill)
        for figure in chosen:
            if figure in filled:
                continue
            asking = (other for other, among in options if figure in among)
            values = (self.cards.satisfying(other, figure, node.changes) for other in asking)
            own = figure in self.cards.computed_by(seen)
            follows = own and bool(changed) and self._is_new(seen)
            for value in dict.fromkeys(values):
                if value is not None:
                    yield node.plus(figure, value, self._cost(figure, follows), follows)

    def _may(self, figure: Figure) -> bool:
        """May the figure be wrong? A score that is blank stands in a merged cell, unless a rule
        misses it."""
        if figure.what is not What.POINTS or not self.cards.is_blank(figure):
            return True
        return figure in self.missed or figure in self.cards.computed

    def _cost(self, figure: Figure, follows: bool) -> int:
        if follows:
            return FOLLOWING
        if self.cards.is_formula(figure):
            return FORMULA
        if figure in self.cards.computed:
            return COMPUTED
        return BLANK if self.cards.is_blank(figure) else TYPED


def _smallest(found: Sequence[Found]) -> list[Found]:
    """The sets of which no part is a set itself, the cheapest first."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: one.cost):
        if not any(
            one.changes.figures <= each.changes.figures for one in kept if one.fill == each.fill
        ):
            kept.append(each)
    return kept
