"""P03, P04, P05, P07: what goals, groups and indicators weigh, and scores that exceed a weight."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from validator.checks.scorecards.seen import Phrase, Seen
from validator.checks.scorecards.workbook import (
    Workbook,
    added,
    excess_cause,
    explained_by_excess,
    rounded,
    scores,
    shown,
    unread,
    without_number,
)
from validator.recognition.card import Card, Goal, Group, Holder, Indicator, Written
from validator.rounding import Verdict


def of_indicators(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """The weights of the indicators under a goal or a group come to its weight; those of a card
    that prints no weights above them, to what the execution leaves of 100. An indicator without a
    weight among others that have one counts as 0. Where just as much is lacking as an indicator
    scores above its weight, that is the cause.

    目标分值  | 一级分值 | 分值            | 指标得分 | 结论
    20；60    |          | 10 10；20 40    |          | exact
              | 40/40    | 20 20/40        |          | exact
              |          | 40 40           |          | exact
    80        |          | 8 8 8 8 8 8 8 2 8 8 | 8 8 8 8 8 8 8 8 8 8 | error
    20；60    |          | 10 10；20 30    |          | error
    20；60    |          | 10 空；20 40    |          | error
              | 40/40    | 20 30/40        |          | error
              |          | 40 30           |          | error
    80        |          |                 | 40 40    | not_applicable
    """
    found = []
    for holder in card.holders or _whole(card):
        own = [indicator.weight for indicator in holder.indicators]
        if any(weight is not None for weight in own):
            found.append(_Sum(holder, added(own)))
    for each in found:
        holder = each.holder
        difference = each.difference
        cause = explained_by_excess(-difference, holder.indicators)
        follows = bool(cause)
        if difference and not cause:
            cause, follows = _with_its_group(each, found, "weights")
        blank = [i.name for i in holder.indicators if i.weight is None]
        cells = [(i.own, "right") for i in holder.indicators if i.own is not None]
        yield Seen(
            "P03", card,
            Verdict.ERROR if difference else Verdict.EXACT,
            "sum",
            "card.weights.wrong" if difference else "card.weights.exact",
            {
                "name": holder.name or Phrase("card.weights.whole"),
                "weight": shown(holder.weight),
                "sum": shown(each.sum),
                "difference": shown(abs(difference)),
                "blanks": _without_weight(blank),
            },
            ((holder.at, "left"), *cells),
            shown(holder.weight),
            shown(each.sum),
            shown(-difference) if difference else None,
            cause=cause,
            follows=follows,
        )  # fmt: skip


def of_goals(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """The weights of the goals come to what the execution leaves of 100 (80), those of the groups
    of a goal to its weight, or to all of it where goals print none; the constraint is not counted.
    Groups that the form fixes weigh what the form says, on a card that gives the execution as much
    as the form.

    表式                   | 满分 | 目标分值    | 一级分值    | 结论
                           |      | 20；20；20；20 |          | exact
                           | 10   | 50；40      |             | exact
                           |      | 20；80      |             | exact
                           | 20   | 20；80      |             | error
                           |      |             | 40/40       | exact
                           |      | 80          | 40/40       | exact
    scorecard-project-2024 |      | 80          | 20/30/10/20 | exact
    scorecard-project-2024 | 10   | 90          | 50/30/10    | exact
                           |      | 20；20；20  |             | error
                           |      | 40；空      |             | error
                           |      | 80          | 40/30       | error
                           |      |             | 40/30       | error
    scorecard-project-2024 |      | 80          | 30/20/10/20 | error
    scorecard-project-2024 | 20   |             |             | not_applicable
    """
    goals = [(goal, goal.at) for goal in card.goals if goal.at is not None]
    weighed = any(goal.weight is not None for goal, _ in goals)
    wrong = tuple(_not_as_fixed(card))
    yield from wrong
    if weighed:
        full = _of_all(card, (goal.weight for goal, _ in goals))
        yield _parts(card, Phrase("card.goals"), full, goals)
        for goal, at in goals:
            if goal.weight is not None and _weighed(goal.groups):
                name = at.words.rstrip(":")
                groups = [(g, g.at) for g in goal.groups]
                yield _parts(card, name, goal.weight, groups, wrong, (at,))
    elif _weighed(card.groups):
        full = _of_all(card, (group.weight for group in card.groups))
        yield _parts(card, Phrase("card.groups"), full, [(g, g.at) for g in card.groups], wrong)


def points_of_holders(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """The scores of the indicators under a goal or a group are together at most its weight. Where
    the surplus is just what an indicator scores above its own weight, that is the cause.

    目标分值  | 一级分值 | 分值     | 指标得分    | 结论
    20；60    |          |          | 10 10；60   | exact
    20；60    |          |          | 空 10；50.5 | exact
              | 40/40    |          | 20 19.5/40  | exact
    20；60    |          |          | 10 11；59   | error
              | 40/40    |          | 40/41       | error
    80        |          | 40 8 32  | 40 80 32    | error
    80        |          | 40 40    | 40 满分     | not_evaluated
              |          | 40 40    | 40 40       | not_applicable
    """
    found = []
    for holder in card.holders:
        cells = [indicator.score for indicator in holder.indicators]
        if wrong := without_number(cells):
            yield unread("P05", card, wrong, follows=True)
        elif any(cell.points is not None for cell in cells):
            found.append(_Sum(holder, scores(holder.indicators)))
    for each in found:
        holder = each.holder
        surplus = max(each.difference, Decimal())
        cause = explained_by_excess(surplus, holder.indicators) if surplus else ""
        follows = bool(cause)
        if surplus and not cause:
            cause, follows = _with_its_group(each, found, "points")
        yield Seen(
            "P05", card,
            Verdict.ERROR if surplus else Verdict.EXACT,
            "bound",
            "card.points.beyond" if surplus else "card.points.within",
            {
                "name": holder.name,
                "weight": shown(holder.weight),
                "sum": shown(each.sum),
                "difference": shown(surplus),
            },
            (*((i.score, "left") for i in holder.indicators), (holder.at, "right")),
            shown(each.sum),
            shown(holder.weight),
            shown(surplus) if surplus else None,
            cause=cause,
            follows=follows,
        )  # fmt: skip


def points_of_indicators(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """The score of an indicator is at most its own weight, and not negative. A score in a cell that
    is merged over several rows is that of all their indicators (`Card.merged`).

    分值     | 指标得分 | 结论
    8        | 8        | exact
    8        | 0        | exact
    8        | 空       | not_applicable
    2        | 8        | error
    8        | 80       | error
    8        | -1       | error
             | -1       | error
    8        | 全部     | not_evaluated
             | 8        | not_applicable
    """
    for indicator in card.indicators:
        if wrong := without_number((indicator.score,)):
            yield unread("P07", card, wrong, follows=True)
        elif (points := indicator.score.points) is not None:
            yield from _within_weight(card, indicator, points)


def _within_weight(card: Card, indicator: Indicator, points: Decimal) -> Iterator[Seen]:
    weight, own = _allowed(card, indicator), indicator.own
    facts: dict[str, object] = {"name": indicator.name.words, "points": shown(points)}
    place: tuple[tuple[Written, str], ...] = ((indicator.score, "left"),)
    if points < 0:
        message = "card.points.negative"
        yield Seen("P07", card, Verdict.ERROR, "bound", message, facts, place, shown(points), "0")
    elif weight is not None and own is not None:
        excess = max(points - weight, Decimal())
        facts |= {"weight": shown(weight), "difference": shown(excess)}
        yield Seen(
            "P07", card,
            Verdict.ERROR if excess else Verdict.EXACT,
            "bound",
            "card.points.too_high" if excess else "card.points.exact",
            facts,
            (*place, (own, "right")),
            shown(points),
            shown(weight),
            shown(excess) if excess else None,
            cause=excess_cause(indicator) if excess else "",
        )  # fmt: skip


def _allowed(card: Card, indicator: Indicator) -> Decimal | None:
    """The weight of an indicator, with those that share its score; None where it has none."""
    shared = card.merged.get(indicator.row)
    return indicator.weight if shared is None else added(each.weight for each in shared)


class _Sum(NamedTuple):
    """What the indicators of a goal or group come to."""

    holder: Holder
    sum: Decimal

    @property
    def difference(self) -> Decimal:
        """By how much that is more than it weighs."""
        return rounded(self.sum - self.holder.weight)


def _with_its_group(each: _Sum, found: Sequence[_Sum], kind: str) -> tuple[str, bool]:
    """The cause that a goal has in common with the one group of it that is off by as much, and
    whether it is the goal, which then follows from the group."""
    place = each.holder
    mine = {indicator.row for indicator in place.indicators}
    for other in found:
        within = {indicator.row for indicator in other.holder.indicators} < mine
        if within and other.difference == each.difference:
            return f"{kind} {other.holder.at.row}", True
    return f"{kind} {place.at.row}", False


def _whole(card: Card) -> tuple[Holder, ...]:
    """All indicators of a card that prints no weights above them, as one."""
    own = [indicator.own for indicator in card.indicators if indicator.own is not None]
    if not own:
        return ()
    at = card.execution.at if card.execution is not None else own[0]
    weight = _of_all(card, (indicator.weight for indicator in card.indicators))
    return (Holder("", at, weight, card.indicators),)


def _of_all(card: Card, weights: Iterable[Decimal | None]) -> Decimal:
    """What all goals, groups or indicators weigh together: what the execution leaves of 100. A card
    without a block for the execution may have it among its indicators: they weigh all 100."""
    among = card.execution is None and added(weights) == 100
    return Decimal(100) if among else 100 - card.full


def _without_weight(cells: Sequence[Written]) -> str | Phrase:
    """The addition to a sentence that names what has no weight; "" where everything has."""
    said = "、".join(cell.words for cell in cells)
    return Phrase("card.weights.blanks", {"names": said}) if cells else ""


def _weighed(groups: Iterable[Group]) -> bool:
    return any(group.weight is not None for group in groups)


def _not_as_fixed(card: Card) -> Iterator[Seen]:
    """The groups that weigh something else than a form says that fixes them. A card with another
    full score of the execution only resembles the form."""
    if not card.form.fixed or card.full != card.form.full:
        return
    due = {group.name: group.weight for group in card.form.groups}
    for group in card.groups:
        weight, fixed = group.weight, due.get(group.name)
        if weight is None or fixed is None or weight == fixed:
            continue
        facts = {"name": group.name, "weight": shown(weight), "due": shown(fixed)}
        yield Seen(
            "P04", card, Verdict.ERROR, "copy", "card.goals.fixed", facts,
            ((group.at, "left"),), shown(weight), shown(fixed), shown(weight - fixed),
            cause=f"fixed {group.at.row}",
        )  # fmt: skip


def _parts(
    card: Card,
    name: str | Phrase,
    whole: Decimal,
    parts: Sequence[tuple[Goal | Group, Written]],
    explained: Sequence[Seen] = (),
    of: tuple[Written, ...] = (),
) -> Seen:
    """Whether the weights of goals or groups come to `whole`, which is printed in the cell `of`;
    `explained` are those already found to be wrong, from which a wrong sum follows where they are
    off by as much."""
    sum_ = added(part.weight for part, _ in parts)
    difference = rounded(sum_ - whole)
    same = next((s for s in explained if s.difference == shown(difference)), None)
    return Seen(
        "P04", card,
        Verdict.ERROR if difference else Verdict.EXACT,
        "sum",
        "card.goals.wrong" if difference else "card.goals.exact",
        {
            "name": name,
            "parts": " + ".join(shown(part.weight or Decimal()) for part, _ in parts),
            "sum": shown(sum_),
            "whole": shown(whole),
            "difference": shown(abs(difference)),
            "blanks": _without_weight([at for part, at in parts if part.weight is None]),
        },
        (*((at, "left") for _, at in parts), *((at, "right") for at in of)),
        shown(sum_),
        shown(whole),
        shown(difference) if difference else None,
        cause=same.cause if same is not None else "",
        follows=same is not None,
    )  # fmt: skip
