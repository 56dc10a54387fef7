"""P06, P16, P20: the total, scores that are not filled in, and cards of which parts are missing."""

from collections.abc import Iterator
from decimal import Decimal

from validator.checks.scorecards.compared import compared
from validator.checks.scorecards.execution import WRONG_SCORE, score_due
from validator.checks.scorecards.seen import Seen
from validator.checks.scorecards.workbook import (
    Workbook,
    added,
    agree,
    computed,
    explained_by_excess,
    named_blanks,
    nothing,
    rounded,
    scores,
    shown,
    unread,
    without_number,
)
from validator.recognition.card import Card, Indicator
from validator.rounding import Verdict

#: The cause of what follows from scores that are not filled in.
BLANK_SCORES = "blank scores"


def total(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """The total is the score of the execution and those of all indicators; what is blank counts as
    0. With a single decimal it may be the rounded one; a whole number never is.

    得分  | 指标得分 | 总分   | 结论
    14.24 | 40 40    | 94.24  | exact
    17.09 | 80       | 97.09  | exact
    14.24 | 40 40    | 94.2   | rounding
    20    | 40 空    | 60     | exact
    19.94 | 40 40    | 100    | error
    14.24 | 空 空    | 84.24  | error
    20    | 8 80 64  | 100    | error
    20    | 40 40    | 空     | error
    20    | 40 40    |        | error
    20    | 40 满分  | 100    | not_evaluated
          |          | 97.09  | not_applicable
    """
    if not card.indicators:
        return
    execution = [card.execution.score] if card.execution is not None else []
    cells = (*execution, *(indicator.score for indicator in card.indicators))
    if wrong := without_number(cells):
        yield unread("P06", card, wrong, follows=True)
        return
    filled = any(cell.points is not None for cell in cells)
    printed = card.total
    if printed is None or nothing(printed):
        if filled:
            due = computed(added(cell.points for cell in cells))
            places = (*([(printed, "left")] if printed is not None else []), (cells[0], "right"))
            yield Seen(
                "P06", card, Verdict.ERROR, "total", "card.total.missing", {"sum": due}, places,
                None, due,
            )  # fmt: skip
        return
    if wrong := without_number((printed,)):
        yield unread("P06", card, wrong)
        return
    points, sum_ = added([printed.points]), added(cell.points for cell in cells)
    verdict = agree(points, sum_)
    difference = rounded(points - sum_)
    cause = _cause(card, difference) if verdict is Verdict.ERROR else ""
    of_goals = scores(card.indicators)
    yield Seen(
        "P06", card, verdict, "sum",
        {Verdict.EXACT: "card.total.exact", Verdict.ROUNDING: "card.total.rounding"}.get(
            verdict, "card.total.wrong"
        ),
        {
            "total": shown(points),
            "sum": computed(sum_),
            "execution": shown(sum_ - of_goals),
            "goals": shown(of_goals),
            "difference": computed(abs(difference)),
            "blanks": named_blanks(cells),
        },
        ((printed, "left"), *((cell, "right") for cell in cells)),
        shown(points),
        computed(sum_),
        computed(difference) if difference else None,
        cause=cause,
        follows=bool(cause),
    )  # fmt: skip


def _cause(card: Card, difference: Decimal) -> str:
    """What a total that is off by `difference` from its scores follows from; "" for nothing."""
    if _blank(card):
        return BLANK_SCORES
    due = score_due(card)
    scored = added([card.execution.score.points]) if card.execution is not None else None
    if due is not None and scored is not None and due - scored == difference:
        return WRONG_SCORE
    return explained_by_excess(-difference, card.indicators)


def blank_scores(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """Every indicator with a name or a target has a score. Blanks beside scores that already come
    to the weight of their goal or group are one merged cell, and so are those of
    `Card.merged`. Where every target of the card is met, it is said what the scores and the total
    would be.

    目标分值 | 一级分值 | 分值  | 指标得分 | 结论
    80       |          |       | 40 40    | exact
    20；60   |          |       | 20 空；60 | exact
             | 40/40    |       | 40 空/40 | exact
    20；60   |          |       | 空 空；60 | error
             | 40/40    |       | 30 空/40 | error
    80       |          | 40 40 | 40 空    | error
    80       |          |       | 40 满分  | not_evaluated
    """
    if not card.indicators:
        return
    cells = tuple(indicator.score for indicator in card.indicators)
    wrong = without_number(cells)
    for cell in wrong:
        yield unread("P16", card, (cell,))
    blank = _blank(card)
    if not blank:
        if not wrong:
            places = tuple((cell, "place") for cell in cells)
            yield Seen("P16", card, Verdict.EXACT, "structure", "card.scores.filled", {}, places)
        return
    facts: dict[str, object] = {
        "count": len(blank),
        "names": "、".join(indicator.name.words for indicator in blank),
    }
    message = "card.scores.blank"
    due = _due(card, blank)
    if due is not None and _all_met(card):
        message = "card.scores.blank_but_met"
        execution = card.execution.score.points if card.execution is not None else None
        sum_ = added([execution, scores(card.indicators), due])
        facts |= {"due": computed(due), "total": computed(sum_)}
    yield Seen(
        "P16", card, Verdict.ERROR, "structure", message, facts,
        tuple((indicator.score, "place") for indicator in blank),
        cause=BLANK_SCORES,
    )  # fmt: skip


def _blank(card: Card) -> tuple[Indicator, ...]:
    """The indicators without a score but for those that share a merged cell."""
    merged = set(card.merged)
    for holder in card.holders:
        if scores(holder.indicators) == holder.weight:
            merged |= {i.row for i in holder.indicators if i.weight is None}
    return tuple(i for i in card.indicators if nothing(i.score) and i.row not in merged)


def _due(card: Card, blank: tuple[Indicator, ...]) -> Decimal | None:
    """What the indicators without a score can have at most: their own weight, else what is left of
    that of their group or goal; None where no weight is printed."""
    due = added(indicator.weight for indicator in blank)
    rows = {indicator.row for indicator in blank if indicator.weight is None}
    for holder in reversed(card.holders):  # a group before its goal
        mine = {indicator.row for indicator in holder.indicators} & rows
        if mine:
            due += holder.weight - scores(holder.indicators)
            rows -= mine
    return None if rows else due


def _all_met(card: Card) -> bool:
    """Is there a target and a result for every indicator, and is none of them short of it?"""
    found = compared(card)
    return len(found) == len(card.indicators) and all(each.short is False for each in found)


def complete(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """A scorecard has its execution, its indicators and its total; what is missing keeps the rules
    about it from being checked. A total that is missing beside scores is an error of the total.

    得分 | 执行数 | 指标得分 | 总分  | 结论
    20   | 40     | 40 40    | 100   | exact
    20   | 40     | 40 40    | 空    | exact
         |        |          | 97.09 | not_evaluated
         |        | 40 40    | 80    | not_evaluated
    20   | 40     |          | 20    | not_evaluated
    """
    parts = []
    if card.execution is None:
        parts.append(card.form.execution_name)
    if not card.indicators:
        parts.append(card.form.headings[card.form.roles.index("三级")])
    if card.total is None and not any(i.score.points is not None for i in card.indicators):
        parts.append(card.form.total)
    if not parts:
        yield Seen("P20", card, Verdict.EXACT, "structure", "card.complete", {})
        return
    places = ((card.total, "place"),) if card.total is not None else ()
    facts = {"parts": "、".join(parts)}
    yield Seen("P20", card, Verdict.NOT_EVALUATED, "structure", "card.incomplete", facts, places)
