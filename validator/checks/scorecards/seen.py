"""What one rule gave at one place of a scorecard: the record between its rules and the findings."""

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from validator.checks.outcome import severity_of
from validator.forms.model import RowKey, Severity
from validator.forms.scorecard import rule_of
from validator.messages import Lang, text
from validator.recognition.card import Card, Summary, Written
from validator.rounding import Verdict


class Phrase(NamedTuple):
    """A part of a sentence that is itself a message: its key and facts."""

    key: str
    facts: Mapping[str, object] = {}

    def said(self, lang: Lang) -> str:
        """The phrase in `lang`."""
        return text(self.key, lang, **self.facts)


class Seen(NamedTuple):
    """A rule at one place of a card, with what it gave, the good ones too.

    `message` is the key of MESSAGES that says it, `card.…`, filled with `facts`, of which some may
    be a `Phrase`: `sentence` puts them together. `left` and `right` are both sides as they are
    shown, `difference` theirs. `cells` are those it speaks of, each with its role (left, right,
    place), the first one the place of the finding. Of those with one `cause` (any text, within a
    card) the one that is not `follows` is the cause, the others follow from it. `beside` are the
    figures elsewhere that it compares with: (scorecard, row and column on its sheet) or (table,
    row, 栏次).
    """

    rule: str
    card: Card | Summary
    verdict: Verdict
    kind: str
    message: str
    facts: Mapping[str, object]
    cells: tuple[tuple[Written, str], ...] = ()
    left: str | None = None
    right: str | None = None
    difference: str | None = None
    severity: Severity | None = None
    cause: str = ""
    follows: bool = False
    beside: tuple[tuple[str, RowKey, int], ...] = ()

    @property
    def key(self) -> Hashable:
        """What it is known by: the rule, the card, and the cells that it speaks of."""
        cells = tuple((cell.row, cell.column, cell.label) for cell, _ in self.cells)
        return self.rule, self.card.key, self.kind, cells

    @property
    def effective_severity(self) -> Severity:
        """How heavy a finding it is: its own `severity`, else by its verdict and its rule."""
        return self.severity or severity_of(rule_of(self.rule), self.verdict)

    def sentence(self, lang: Lang) -> str:
        """The message in `lang`."""
        facts = {
            name: fact.said(lang) if isinstance(fact, Phrase) else fact
            for name, fact in self.facts.items()
        }
        return text(self.message, lang, **facts)
