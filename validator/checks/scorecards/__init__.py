"""The rules of scorecards: a function a rule, and the run of all of them on all cards.

A rule of a card is a function (card, workbook) -> Seen, …; one of a summary takes the summary. What
it does not yield did not apply: the run says so, once a card and rule, so that nothing that was not
checked is counted as passed. The docstring of a function is the rule in words, with a table of
cases (`cases`); the same rules as data stand in forms/scorecards/rules.form.
"""

from collections.abc import Callable, Iterable, Mapping

from validator.checks.scorecards.seen import Seen
from validator.checks.scorecards.workbook import Workbook
from validator.forms.scorecard import scorecard_rules
from validator.recognition.card import Card, Summary
from validator.recognition.table import Table
from validator.rounding import Verdict

#: The rules of a card, and those of a summary.
ON_CARDS: Mapping[str, Callable[[Card, Workbook], Iterable[Seen]]] = {}
ON_SUMMARIES: Mapping[str, Callable[[Summary, Workbook], Iterable[Seen]]] = {}

#: Every rule by its id, in the order of forms/scorecards/rules.form.
RULES: Mapping[str, Callable[..., Iterable[Seen]]] = {
    rule.id: function
    for rule in scorecard_rules()
    if (function := ON_CARDS.get(rule.id) or ON_SUMMARIES.get(rule.id)) is not None
}


def run(
    cards: tuple[Card, ...], summaries: tuple[Summary, ...], tables: Mapping[str, Table]
) -> tuple[Seen, ...]:
    """Every rule on every card and summary of a workbook, with what it gave, the good ones too."""
    workbook = Workbook(cards, summaries, tables)
    seen: list[Seen] = []
    for card in cards:
        for rule, check in ON_CARDS.items():
            seen += tuple(check(card, workbook)) or (_not_applicable(rule, card),)
    for summary in summaries:
        for rule, examine in ON_SUMMARIES.items():
            seen += tuple(examine(summary, workbook)) or (_not_applicable(rule, summary),)
    return tuple(seen)


def _not_applicable(rule: str, card: Card | Summary) -> Seen:
    return Seen(rule, card, Verdict.NOT_APPLICABLE, "structure", "card.not_applicable", {})
