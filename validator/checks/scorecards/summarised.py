"""P14: the summary of a self-evaluation against the card that it sums up."""

from collections.abc import Iterator
from decimal import Decimal

from validator.amounts import COUNTED, show
from validator.checks.scorecards.figures import stated_rate
from validator.checks.scorecards.seen import Phrase, Seen
from validator.checks.scorecards.summary import is_execution, name_of
from validator.checks.scorecards.workbook import (
    Workbook,
    added,
    amount_of,
    nothing,
    rounded,
    scores,
    shown,
    unread,
)
from validator.forms.model import Severity
from validator.forms.scorecard import Kind
from validator.recognition.card import Card, Goal, Summary, Written
from validator.recognition.words import plain
from validator.rounding import Relation, Verdict, judge

#: The message of a comparison with the card, by whether both sides agree.
_COMPARED = {True: "card.summary.same", False: "card.summary.differs"}


def with_card(summary: Summary, workbook: Workbook) -> Iterator[Seen]:
    """Budget, executed amount, rate, total, full score of the execution and goals of a summary are
    those of the department's card in the same workbook; scores of groups that differ are to be
    explained.

    预算数 | 执行数 | 执行率 | 摘要预算数 | 摘要执行数 | 摘要执行率 | 结论
    611.10 | 609.24 | 99.7% | 611.10万元 | 609.24万元 | 99.70% | exact
    100    | 1.20   | 1.2   | 100万元    | 1.20万元   | 1.2%   | exact
    611.10 | 609.24 | 99.7% | 601.10万元 | 609.24万元 | 99.70% | error
    611.10 | 609.24 | 99.7% | 611.10万元 | 609.42万元 | 99.70% | error
    611.10 | 609.24 | 99.7% | 611.10万元 | 609.24万元 | 97.70% | error
    611.10 | 609.24 | 99.7% | 若干       | 609.24万元 | 99.70% | not_evaluated

    满分 | 得分 | 总分 | 目标分值    | 摘要总分 | 句中满分 | 摘要目标    | 结论
    20   | 20   | 100  | 40；40      | 100      | 20 80    | 20 20；40   | exact
    20   | 20   | 100  | 40；40      | 99       | 20 80    | 20 20；40   | error
    20   | 20   | 100  | 40；40      | 100      | 10 90    | 20 20；40   | error
    20   | 20   | 100  | 40；40      | 100      | 20 80    | 20；20；40  | error
    20   | 20   | 100  | 40；40      | 100      | 20 80    | 50；30      | error

    得分 | 指标得分 | 权重     | 各项得分 | 句中满分 | 结论
    20   | 40/40    | 20 40 40 | 20 40 40 | 20       | exact
    20   | 40/40    | 20 42 38 | 20 42 38 | 20       | error
    """
    card = _card_of(summary, workbook)
    if card is None:
        return
    execution = card.execution
    if execution is not None:
        yield from _same_amount(summary, card, summary.budget, execution.budget)
        yield from _same_amount(summary, card, summary.executed, execution.executed)
        yield from _same_rate(summary, card, summary.rate, execution.rate)
    yield from _same_points(summary, card)
    full = tuple(_same_full(summary, card))
    yield from full
    yield from _same_goals(summary, card)
    yield from _same_groups(summary, card, bool(full) and full[0].verdict is Verdict.EXACT)


def _card_of(summary: Summary, workbook: Workbook) -> Card | None:
    """The department's card that is summed up: the only one, else the one that the title names."""
    cards = workbook.of_kind(Kind.DEPARTMENT)
    if len(cards) == 1:
        return cards[0]
    title = plain(summary.title)
    return next((card for card in cards if card.department and card.department in title), None)


def _told(
    summary: Summary,
    card: Card,
    what: str,
    own: Written,
    other: Written,
    sides: tuple[str, str],
    agrees: bool,
    difference: str | None = None,
) -> Seen:
    """What came of comparing one cell of the summary with the `other` of the card."""
    left, right = sides
    return Seen(
        "P14", summary,
        Verdict.EXACT if agrees else Verdict.ERROR,
        "copy",
        _COMPARED[agrees],
        {"what": what, "own": left, "other": right, "card": card.key},
        ((own, "left"),),
        left,
        right,
        None if agrees else difference,
        beside=((card.key, other.row, other.column),),
    )  # fmt: skip


def _same_amount(
    summary: Summary, card: Card, own: Written | None, other: Written
) -> Iterator[Seen]:
    if own is None or nothing(own) or nothing(other):
        return
    mine, theirs = amount_of(summary, own), amount_of(card, other)
    if mine.state not in COUNTED:
        yield unread("P14", summary, (own,))
    elif theirs.state in COUNTED:  # what the card has in words its own rules say
        judged = judge([(1, mine)], Relation.EQUAL, [(1, theirs)])
        agrees = judged.verdict in (Verdict.EXACT, Verdict.ROUNDING)
        sides = show(judged.left, summary.unit), show(judged.right, summary.unit)
        difference = show(judged.residual, summary.unit)
        yield _told(summary, card, other.label, own, other, sides, agrees, difference)


def _same_rate(summary: Summary, card: Card, own: Written | None, other: Written) -> Iterator[Seen]:
    """Rates are the same where the one with fewer decimals is the other one rounded."""
    mine, theirs = stated_rate(summary), stated_rate(card)
    if own is None or mine is None or theirs is None:
        return
    coarse, fine = sorted((mine, theirs), key=lambda each: each.decimals)
    agrees = round(fine.percent, coarse.decimals) == coarse.percent or (
        shown(fine.percent) == shown(coarse.percent)
    )
    sides = f"{shown(mine.percent)}%", f"{shown(theirs.percent)}%"
    difference = f"{shown(mine.percent - theirs.percent)}%"
    yield _told(summary, card, other.label, own, other, sides, agrees, difference)


def _same_points(summary: Summary, card: Card) -> Iterator[Seen]:
    own, other = summary.total, card.total
    if own is None or other is None or own.points is None or other.points is None:
        return
    agrees = rounded(own.points) == rounded(other.points)
    sides = shown(own.points), shown(other.points)
    difference = shown(own.points - other.points)
    yield _told(summary, card, card.form.total, own, other, sides, agrees, difference)


def _same_full(summary: Summary, card: Card) -> Iterator[Seen]:
    """The full score of the execution, in the summary's sentence and table, is the card's."""
    said = [(part.at, part.full) for part in summary.parts if is_execution(summary, part.name)]
    for line in summary.lines[1:]:
        if is_execution(summary, line.name) and line.weight.points is not None:
            said.append((line.weight, line.weight.points))
    if not said:
        return
    wrong = [(cell, full) for cell, full in said if full != card.full]
    full = (wrong or said)[0][1]
    facts = {"own": shown(full), "other": shown(card.full), "card": card.key}
    yield Seen(
        "P14", summary,
        Verdict.ERROR if wrong else Verdict.EXACT,
        "copy",
        "card.summary.full_differs" if wrong else "card.summary.full_same",
        facts,
        tuple((cell, "left") for cell, _ in wrong or said),
        shown(full),
        shown(card.full),
        shown(full - card.full) if wrong else None,
    )  # fmt: skip


def _weight_of(goal: Goal) -> Decimal:
    """The weight that a goal prints, else that of its indicators."""
    return goal.weight or added(indicator.weight for indicator in goal.indicators)


def _same_goals(summary: Summary, card: Card) -> Iterator[Seen]:
    """The summary lists the goals of the card, with their weights where it prints any."""
    if not summary.goals or not card.goals:
        return
    mine = [added(goal.weights) for goal in summary.goals]
    theirs = [_weight_of(goal) for goal in card.goals]
    weighed = any(mine) and any(theirs)
    agrees = mine == theirs if weighed else len(mine) == len(theirs)
    sides = tuple("、".join(shown(each) for each in weights) for weights in (mine, theirs))
    named: list[str | Phrase] = ["", ""]
    for i, weights in enumerate((mine, theirs)):
        if any(weights):
            named[i] = Phrase("card.summary.weighing", {"weights": sides[i]})
    facts = {
        "count": len(mine),
        "weights": named[0],
        "cards": len(theirs),
        "other": named[1],
        "card": card.key,
    }
    yield Seen(
        "P14", summary,
        Verdict.EXACT if agrees else Verdict.ERROR,
        "copy",
        "card.summary.goals_same" if agrees else "card.summary.goals_differ",
        facts,
        tuple((goal.at, "left") for goal in summary.goals),
        sides[0] if weighed else str(len(mine)),
        sides[1] if weighed else str(len(theirs)),
    )  # fmt: skip


def _same_groups(summary: Summary, card: Card, full_agrees: bool) -> Iterator[Seen]:
    """The scores of the groups, added up by 一级指标, and that of the execution where its full
    score is the card's."""
    theirs: dict[str, Decimal] = {}
    for group in card.groups:
        theirs[group.name] = added([theirs.get(group.name), scores(group.indicators)])
    if full_agrees and card.execution is not None:
        theirs[summary.form.execution_name] = added([card.execution.score.points])
    said: list[tuple[str, Written, Decimal]] = []
    for line in summary.lines[1:]:
        name, points = name_of(summary, line), line.score.points
        if name in theirs and points is not None:
            said.append((name, line.score, points))
    if not said:
        return
    wrong = [(name, cell, own) for name, cell, own in said if rounded(own) != rounded(theirs[name])]
    facts = {
        "own": "、".join(f"{name} {shown(own)}" for name, _, own in wrong),
        "other": "、".join(f"{name} {shown(theirs[name])}" for name, _, _ in wrong),
        "card": card.key,
    }
    yield Seen(
        "P14", summary,
        Verdict.ERROR if wrong else Verdict.EXACT,
        "sum",
        "card.summary.groups_differ" if wrong else "card.summary.groups_same",
        facts,
        tuple((cell, "left") for _, cell, _ in wrong or said),
        severity=Severity.WARNING if wrong else None,
    )  # fmt: skip
