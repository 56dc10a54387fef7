"""What one rule gave at one place of a scorecard: the record between its rules and the findings."""

from collections.abc import Mapping
from typing import NamedTuple

from validator.forms.model import Severity
from validator.forms.scorecard import rule_of
from validator.recognition.card import Card, Summary, Written
from validator.rounding import Verdict


class Seen(NamedTuple):
    """A rule at one place of a card, with what it gave, the good ones too.

    `message` is the key of MESSAGES that says it, `card.…`, filled with `facts`; `left` and `right`
    are both sides as they are shown, `difference` theirs. `cells` are those it speaks of, each with
    its role (left, right, place), the first one the place of the finding. Of those with one `cause`
    (any text, within a card) the one that is not `follows` is the cause, the others follow from it.
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

    @property
    def weight(self) -> Severity:
        """How heavy a finding it is: its own severity, else by its verdict and its rule."""
        if self.severity is not None:
            return self.severity
        return Severity.INFO if self.verdict is Verdict.ROUNDING else rule_of(self.rule).severity
