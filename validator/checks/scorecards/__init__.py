"""The rules of scorecards: a function a rule, and the run of all of them on all cards.

A rule of a card is a function (card, workbook) -> Seen, …; one of a summary takes the summary. What
it does not yield did not apply: the run says so, once a card and rule, so that nothing that was not
checked is counted as passed. The docstring of a function is the rule in words, with a table of
cases (`cases`); the same rules as data stand in forms/scorecards/rules.form.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from validator.checks.scorecards import (
    across,
    boxes,
    execution,
    indicators,
    summarised,
    summary,
    total,
    weights,
)
from validator.checks.scorecards.seen import Seen
from validator.checks.scorecards.workbook import Workbook
from validator.forms.scorecard import scorecard_rules
from validator.recognition.card import Card, Summary
from validator.recognition.table import Table
from validator.rounding import Verdict

#: The rules of a card, and those of a summary.
ON_CARDS: Mapping[str, Callable[[Card, Workbook], Iterable[Seen]]] = {
    "P01": execution.executed_share,
    "P02": execution.score,
    "P03": weights.of_indicators,
    "P04": weights.of_goals,
    "P05": weights.points_of_holders,
    "P06": total.total,
    "P07": weights.points_of_indicators,
    "P08": indicators.quantitative,
    "P09": indicators.qualitative,
    "P10": execution.composition,
    "P11": across.with_accounts,
    "P12": across.of_projects,
    "P13": execution.beyond_budget,
    "P15": boxes.grade_and_cap,
    "P16": total.blank_scores,
    "P17": indicators.reasons,
    "P18": boxes.ticks,
    "P20": total.complete,
}
ON_SUMMARIES: Mapping[str, Callable[[Summary, Workbook], Iterable[Seen]]] = {
    "P14": summarised.with_card,
    "P15": boxes.grade_and_cap,
    "P19": summary.within,
}

#: Every rule by its id, in the order of forms/scorecards/rules.form.
RULES: Mapping[str, Callable[..., Iterable[Seen]]] = {
    rule.id: ON_CARDS.get(rule.id) or ON_SUMMARIES[rule.id] for rule in scorecard_rules()
}


def run(
    cards: tuple[Card, ...], summaries: tuple[Summary, ...], tables: Mapping[str, Table]
) -> tuple[Seen, ...]:
    """Every rule on every card and summary of a workbook, with what it gave, the good ones too."""
    workbook = Workbook(cards, summaries, tables)
    seen: list[Seen] = []
    for card in cards:
        for rule, check in ON_CARDS.items():
            seen += tuple(check(card, workbook)) or (not_applicable(rule, card),)
    for each in summaries:
        for rule, examine in ON_SUMMARIES.items():
            seen += tuple(examine(each, workbook)) or (not_applicable(rule, each),)
    return tuple(_one_cause_each(seen))


def _one_cause_each(seen: Iterable[Seen]) -> Iterator[Seen]:
    """Of what has one cause, all but the first that is not said to follow follow from it."""
    known: set[tuple[str, str]] = set()
    for each in seen:
        if each.cause and not each.follows:
            key = (each.card.key, each.cause)
            yield each._replace(follows=key in known)
            known.add(key)
        else:
            yield each


def not_applicable(rule: str, card: Card | Summary) -> Seen:
    """What is said of a rule that has nothing to look at on a card."""
    return Seen(rule, card, Verdict.NOT_APPLICABLE, "structure", "card.not_applicable", {})
