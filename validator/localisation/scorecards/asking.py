"""What the rules of scorecards say of other figures: with this figure changed, which of them break?
And which figure would a rule have in the place of one that it does not like?

The rules are asked themselves (`checks.scorecards`), so that none is written a second time: a rule
that says how far off it is tells by that, when a figure is changed, where it would be satisfied.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from decimal import Decimal, InvalidOperation
from functools import cached_property
from math import sqrt
from typing import NamedTuple

from validator.checks import Results
from validator.checks.scorecards import ON_CARDS, ON_SUMMARIES
from validator.checks.scorecards.seen import Seen
from validator.checks.scorecards.workbook import Workbook
from validator.forms.model import Severity
from validator.localisation.scorecards.figures import (
    Figure,
    Record,
    Value,
    What,
    decimals_of,
    figures,
    rounded_to,
    value_of,
    with_value,
)
from validator.recognition import Recognised, Table
from validator.recognition.card import Card
from validator.rounding import Verdict

#: Rules on words, boxes and parts that are missing: no figure can be told from them.
_WORDS = frozenset({"P17", "P18", "P20"})
_OF_DEGREE = (Verdict.ERROR, Verdict.IMPROBABLE)
#: Kinds of rules of which the cell on the left is computed from the others.
_COMPUTING = frozenset({"rate", "score", "sum", "total", "copy"})
#: A figure is sought in so many steps at most; the nearest changes are tried first.
_STEPS = 40

Places = frozenset[tuple[int, int, str]]


class Broken(NamedTuple):
    """A rule that is broken, by the places of the cells that it speaks of."""

    rule: str
    record: str
    kind: str
    places: Places

    @classmethod
    def of(cls, seen: Seen) -> "Broken":
        """By what it is known among the rules of changed scorecards."""
        places = frozenset((cell.row, cell.column, cell.label) for cell, _ in seen.cells)
        return cls(seen.rule, seen.card.key, seen.kind, places)

    def within(self, other: "Broken") -> bool:
        """Is it what is left of `other`, or all of it?"""
        same = (self.rule, self.record) == (other.rule, other.record)
        return same and self.places <= other.places


class Changes(NamedTuple):
    """Figures that stand in the place of others, in the order in which they were found."""

    values: tuple[tuple[Figure, Value], ...] = ()

    @property
    def figures(self) -> frozenset[Figure]:
        """The figures that are changed."""
        return frozenset(figure for figure, _ in self.values)

    def plus(self, figure: Figure, value: Value) -> "Changes":
        """With one more figure, or with another value for one of these."""
        kept = tuple(pair for pair in self.values if pair[0] != figure)
        return Changes((*kept, (figure, value)))


def is_hard(seen: Seen) -> bool:
    """Is it an error that figures can mend?"""
    wrong = seen.verdict is Verdict.ERROR and seen.effective_severity is Severity.ERROR
    return wrong and seen.rule not in _WORDS


def is_unread(seen: Seen) -> bool:
    """Could it not be checked?"""
    return seen.verdict is Verdict.NOT_EVALUATED and seen.rule not in _WORDS


def is_soft(seen: Seen) -> bool:
    """Is it what usually does not happen, but may?"""
    return seen.verdict in _OF_DEGREE and not is_hard(seen) and bool(seen.cells)


def as_number(said: str | None) -> Decimal | None:
    """A side of a rule, or its difference, as a number; None for words and lists."""
    try:
        return None if said is None else Decimal(said.removesuffix("%"))
    except InvalidOperation:
        return None


class Scorecards:
    """The scorecards of a workbook, for asking their rules."""

    def __init__(
        self, results: Results, found: Recognised, tables: Mapping[str, Table] | None = None
    ) -> None:
        self.results, self.found = results, found
        self.tables = found.tables if tables is None else tables
        cards: Mapping[str, Record] = {card.key: card for card in found.cards}
        self.records = {**cards, **{summary.key: summary for summary in found.summaries}}

    @cached_property
    def at(self) -> Mapping[tuple[str, tuple[int, int, str]], tuple[Figure, ...]]:
        """(scorecard, place) → the figures there."""
        found: dict[tuple[str, tuple[int, int, str]], tuple[Figure, ...]] = {}
        for key in {seen.card.key for seen in self.results.seen}:
            for figure in figures(self.records[key]):
                place = key, figure.place
                found[place] = (*found.get(place, ()), figure)
        return found

    @cached_property
    def naming(self) -> Mapping[tuple[str, tuple[int, int, str]], frozenset[tuple[str, str]]]:
        """(scorecard, place) → the (rule, scorecard) that look at it, good ones too."""
        found: dict[tuple[str, tuple[int, int, str]], set[tuple[str, str]]] = {}
        for seen in self.results.seen:
            for figure in self.named(seen):
                place = figure.record, figure.place
                found.setdefault(place, set()).add((seen.rule, seen.card.key))
        return {place: frozenset(rules) for place, rules in found.items()}

    @cached_property
    def formulas(self) -> Mapping[str, Set[tuple[int, int]]]:
        """Sheet with a scorecard → the cells that a formula gives."""
        own = {record.sheet for record in self.records.values()}
        return {s.name: s.formulas for s in self.found.book.sheets if s.name in own}

    @cached_property
    def computed(self) -> frozenset[Figure]:
        """The figures that cards compute from others of theirs."""
        own = (seen for seen in self.results.seen if not seen.beside)
        return frozenset(figure for seen in own for figure in self.computed_by(seen))

    def computed_by(self, seen: Seen) -> tuple[Figure, ...]:
        """The figures that are computed from the others that the rule speaks of."""
        left = [cell for cell, role in seen.cells if role == "left"]
        if seen.kind not in _COMPUTING or len(left) != 1:
            return ()
        place = left[0].row, left[0].column, left[0].label
        return self.at.get((seen.card.key, place), ())

    def named(self, seen: Seen) -> tuple[Figure, ...]:
        """The figures that a rule speaks of, those beside the scorecard too."""
        own = [
            figure
            for cell, _ in seen.cells
            for figure in self.at.get((seen.card.key, (cell.row, cell.column, cell.label)), ())
        ]
        for key, row, column in seen.beside:
            for (record, place), there in self.at.items():
                if record == key and place[:2] == (row, column):
                    own += there
        return tuple(dict.fromkeys(own))

    # --- changed figures ---------------------------------------------------------------------

    def record(self, key: str, changes: Changes) -> Record:
        """A scorecard with the figures changed."""
        record = self.records[key]
        for figure, value in changes.values:
            if figure.record == key:
                record = with_value(record, figure, value)
        return record

    def value(self, figure: Figure, changes: Changes = Changes()) -> Value | None:  # noqa: B008
        """A figure as it stands, or as it is changed."""
        return value_of(self.record(figure.record, changes), figure)

    def is_blank(self, figure: Figure) -> bool:
        """Does no figure stand there?"""
        return self.value(figure) is None

    def is_formula(self, figure: Figure) -> bool:
        """Does a formula give the figure?"""
        sheet = self.records[figure.record].sheet
        return (figure.at.row, figure.at.column) in self.formulas.get(sheet, ())

    def _workbook(self, changes: Changes) -> Workbook:
        changed = {figure.record for figure, _ in changes.values}
        records = {
            key: self.record(key, changes) if key in changed else record
            for key, record in self.records.items()
        }
        return Workbook(
            tuple(r for card in self.found.cards if isinstance(r := records[card.key], Card)),
            tuple(r for r in records.values() if not isinstance(r, Card)),
            self.tables,
        )

    def asked(self, rules: Iterable[tuple[str, str]], changes: Changes) -> Iterator[Seen]:
        """What rules, by (rule, scorecard), give where the figures are changed."""
        workbook = self._workbook(changes)
        records: dict[str, Record] = {card.key: card for card in workbook.cards}
        records |= {summary.key: summary for summary in workbook.summaries}
        for rule, key in rules:
            record = records[key]
            if isinstance(record, Card):
                given = ON_CARDS[rule](record, workbook)
            else:
                given = ON_SUMMARIES[rule](record, workbook)
            yield from map(self.results.levels.seen, given)

    def rules_of(self, changes: Changes) -> frozenset[tuple[str, str]]:
        """The (rule, scorecard) that look at one of the figures."""
        return frozenset().union(
            *(self.naming.get((f.record, f.place), ()) for f in changes.figures)
        )

    def all_rules(self, changes: Changes) -> frozenset[tuple[str, str]]:
        """The (rule, scorecard) of all scorecards that are changed, and of the summaries."""
        keys = {figure.record for figure in changes.figures}
        on_cards = {(rule, key) for key in keys for rule in ON_CARDS if self._is_card(key)}
        return frozenset(on_cards) | {
            (rule, summary.key) for summary in self.found.summaries for rule in ON_SUMMARIES
        }

    def _is_card(self, key: str) -> bool:
        return isinstance(self.records[key], Card)

    # --- the figure that a rule would have ---------------------------------------------------

    def satisfying(self, seen: Seen, figure: Figure, changes: Changes) -> Value | None:
        """A figure with which a broken rule holds; None where none was found. Where the rule says
        how far off it is, its differences lead there from one figure to the next."""
        now, off = self.value(figure, changes), as_number(seen.difference)
        start = now if isinstance(now, Decimal) else Decimal()
        decimals = decimals_of(self.records[figure.record], figure)
        known = [] if off is None else [(start, off)]
        for value in _at_once(seen, figure, start, off, decimals):
            left = self._left(seen, figure, value, changes)
            if left is None:
                return value
            if left and isinstance(value, Decimal):
                known.append((value, left))
        while len(known) < _STEPS and (pointed := _next(known)) is not None:
            value = rounded_to(pointed, decimals)
            if any(value == tried for tried, _ in known):
                return None
            left = self._left(seen, figure, value, changes)
            if left is None:
                return value
            if not left:
                return None
            known.append((value, left))
        return None

    def _left(self, seen: Seen, figure: Figure, value: Value, changes: Changes) -> Decimal | None:
        """By how much the rule is still off with another figure; 0 where it does not say, and None
        where it is not broken."""
        before = Broken.of(seen)
        rule = (seen.rule, seen.card.key)
        for each in self.asked((rule,), changes.plus(figure, value)):
            unread = each.verdict is Verdict.NOT_EVALUATED
            if unread or (is_hard(each) and Broken.of(each).within(before)):
                return as_number(each.difference) or Decimal()
        return None


def _at_once(
    seen: Seen, figure: Figure, now: Decimal, off: Decimal | None, decimals: int
) -> Iterator[Value]:
    """The figures that a rule may mean by what it says: what it has on its other side; where it
    says how far off it is, the figure that is off by as much, or as many times larger or smaller as
    one side is of the other."""
    left, right = as_number(seen.left), as_number(seen.right)
    if figure.what is What.GRADE:
        yield from (seen.right,) if seen.kind == "words" and seen.right else ()
    elif off is None:
        yield from (side for side in (right, left) if side is not None and side != now)
    else:
        proportions = (now * left / right, now * right / left) if left and right else ()
        for value in (now - off, now + off, *proportions):
            yield rounded_to(value, decimals)


def _next(known: list[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Where a difference of which some values are known may be zero: between the nearest of either
    sign, else where the last two point to."""
    below = [pair for pair in known if pair[1] < 0]
    above = [pair for pair in known if pair[1] > 0]
    if not (below and above):
        if len(known) < 2:
            return None
        (a, at_a), (b, at_b) = known[-2:]
        return None if at_a == at_b or len(known) > 8 else b - at_b * (b - a) / (at_b - at_a)
    (a, at_a), (b, at_b) = max(below, key=lambda p: p[1]), min(above, key=lambda p: p[1])
    if len(known) % 2 and a > 0 and b > 0:  # a quotient bends: halve it now and then
        return Decimal(sqrt(a * b))
    return b - at_b * (b - a) / (at_b - at_a)
