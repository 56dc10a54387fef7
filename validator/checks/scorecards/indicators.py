"""P08, P09, P17: what the targets and results of indicators are worth, and the reason where one is
not met.

A target and a result that are both quantities (`validator.quantities`) are compared by the printed
rule; where one of them is words, the words say whether the target is met, as far as words can.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from validator.checks.scorecards.compared import Compared, compared, quoted
from validator.checks.scorecards.seen import Seen
from validator.checks.scorecards.workbook import (
    CENT,
    Workbook,
    added,
    agree,
    nothing,
    scores,
    shown,
    unread,
)
from validator.forms.model import Severity
from validator.quantities import COMPLETION, Quantity, alike, says
from validator.recognition.card import Card, Written
from validator.rounding import Verdict

#: What stands in the cell for reasons where none is given.
_NO_REASON = re.compile("(无|没有|暂无|不适用)(偏差|原因)?[。.]?")


def quantitative(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """A quantitative indicator scores its weight × B/A where the target is ≥ or >, its weight × A/B
    where it is ≤ or <, and never more than its weight. A point target scores the whole weight where
    it is met or exceeded; below it, and about 10 % below one of “about”, a warning says what B/A
    would give, for the direction is not printed. A result that repeats its target is met; one that
    states only a completion counts by it. A target and a result of different kinds, as persons and
    per cent, cannot be compared: a warning. Words are not quantities. The weight is the indicator's
    own, or that of a goal or group in which it is alone; where several share one, each weighs at
    least what its score and its target make it weigh, and together no more than they share.

    分值 | 一级分值 | 目标值             | 完成值             | 指标得分   | 结论
    10   |          | ≥90%               | 95%                | 10         | exact
    10   |          | ≧90%               | ≧90%               | 10         | exact
    10   |          | ≥90%               | 45%                | 5          | exact
    10   |          | ≥90%               | 80%                | 8.89       | exact
    10   |          | ≥90%               | 80%                | 8.9        | rounding
    10   |          | ≥90%               | 80%                | 9          | error
    10   |          | ≥90%               | 80%                | 10         | error
    10   |          | ≥90%               | 95%                | 8          | error
    10   |          | ≤24 小时           | 2 天               | 5          | exact
    10   |          | ≤24 小时           | 2 天               | 10         | error
    10   |          | 30 分钟以内        | 20 分钟            | 10         | exact
    4    |          | ≥12 次/年          | 每月开展日常稽查，完成率 100% | 4          | exact
    4    |          | ≥12 次/年          | 完成率 50%         | 4          | error
    8    |          | 100 家             | 226 家             | 8          | exact
    8    |          | 100 家             | 50 家              | 8          | improbable
    8    |          | 100 家             | 226 家             | 7          | improbable
    3    |          | 14000 左右         | 14730              | 3          | exact
    15   |          | 0 次               | 0 次               | 15         | exact
    15   |          | 0 次               | 2 次               | 15         | improbable
    10   |          | 80 万              | 483 万元           | 10         | exact
    20   |          | ≥34 万人           | 100%               | 20         | improbable
    10   |          | ≥10 家             | 12 次              | 10         | improbable
         |          | ≥90%               | 80%                | 10         | exact
         | 20/10    | ≥90%；≥90%；≥90%   | 80%；95%；95%      | 10 10/10   | error
         | 20/10    | ≥90%；≥90%；≥90%   | 80%；95%；95%      | 8.89 10/10 | exact
         | 20/10    | ≥90%；有效提升；≥90% | 45%；有效提升；95% | 5 10/10    | exact
         | 20       | ≥90%               | 80%                | 20         | error
    10   |          | ≥90%               | 95%                | 满分       | not_evaluated
    10   |          | ≥90%               | 95%                | 空         | not_applicable
    8    |          | ≥90%               | 95%                | 80         | not_applicable
    10   |          | 有效提升           | 已有效提升         | 5          | not_applicable
    10   |          | 30 分钟            | 20 分钟            | 10         | not_applicable
    """
    found = compared(card)
    for each in found:
        if each.target is not None and each.result is not None:
            yield from _scored(card, each, each.target, each.result)
    yield from _together(card, found)
    copied = [each for each in found if each.says_no_figure]
    if copied:
        yield Seen(
            "P08", card, Verdict.EXACT, "structure", "card.indicator.copied",
            {"count": len(copied), "names": "、".join(each.name for each in copied)},
            tuple((each.indicator.result, "place") for each in copied),
            severity=Severity.INFO,
        )  # fmt: skip


def qualitative(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """A qualitative indicator scores 80–100 % of its weight where the target is reached, 50–80 %
    where it is partly reached, 0–50 % where it is not. A result that repeats its target, or says
    已…, 完成, 达成, is reached; 部分…, 基本… is partly; 未完成, 未达到 is not. Where the words
    do not say, any score within the weight is right.

    分值 | 目标值       | 完成值           | 指标得分 | 结论
    10   | 有效提升     | 有效提升         | 10       | exact
    10   | 有效提升     | 已有效提升       | 8        | exact
    10   | 有效提升     | 有效提升         | 7.9      | error
    10   | 有效提升     | 完成率 100%      | 10       | exact
    10   | 按期完成     | 部分完成         | 8        | exact
    10   | 按期完成     | 基本完成         | 9        | error
    10   | 按期完成     | 部分完成         | 4        | error
    10   | 按期开展     | 未开展           | 5        | exact
    10   | 按期开展     | 未开展           | 10       | error
    10   | 稳步提升     | 全覆盖           | 3        | exact
    10   | 按政策标准执行 | 活动经费未超过政策标准 | 10 | exact
    10   | 按期开展     | 未开展           | 满分     | not_evaluated
    10   | 按期开展     | 未开展           | 空       | not_applicable
    8    | 有所提高     | 有所提高         | 80       | not_applicable
         | 有效提升     | 未开展           | 10       | not_applicable
    10   | ≥90%         | 95%              | 10       | not_applicable
    """
    for each in compared(card):
        words = each.target is None or each.result is None
        if not words or nothing(each.indicator.target) or nothing(each.indicator.result):
            continue
        points = _points("P09", card, each)
        if isinstance(points, Seen):
            yield points
        elif points is not None:
            yield _banded(card, each, points)


def reasons(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """Where an indicator does not reach its target, or its result says 未完成 or 部分完成, the
    reason is given: 偏差大或目标未完成原因分析, or the cell for it in the row of the indicator, is
    not blank and not 无. A point target is not reached below its figure. Of an indicator with a
    score but no result nobody can tell.

    目标值     | 完成值   | 原因             | 结论
    ≥90%       | 95%      | 无               | exact
    ≥90%       | 80%      | 无               | error
    ≥90%       | 80%      |                  | error
    ≥90%       | 80%      | 受疫情影响       | exact
    ≤2%        | 3%       | 无。             | error
    617 家     | 600 家   | 无               | error
    ＞50 家    | 50 家    | 无               | exact
    按期开展   | 未开展   | 无               | error
    按期开展   | 部分完成 | 资金到位晚       | exact
    有效提升   | 有效提升 |                  | exact
    稳步提升   | 全覆盖   |                  | not_applicable
    ≥34 万人   | 100%     | 无               | not_applicable

    目标值 | 完成值 | 指标得分 | 结论
    ≥90%   | 空     | 80       | not_evaluated
    ≥90%   | 空     | 空       | not_applicable

    目标值       | 完成值      | 各自原因         | 结论
    ≥90%；≥10 次 | 80%；8 次   | 疫情影响；人手少 | exact
    ≥90%；≥10 次 | 80%；12 次  | 疫情影响；空     | exact
    ≥90%；≥10 次 | 80%；8 次   | 疫情影响；无     | error
    ≥90%；≥10 次 | 80%；8 次   | 空；空           | error
    """
    unfilled = [
        i for i in card.indicators if i.result.blank and not (nothing(i.score) or i.target.blank)
    ]
    if unfilled:
        facts = {"count": len(unfilled), "names": "、".join(i.name.words for i in unfilled)}
        yield Seen(
            "P17", card, Verdict.NOT_EVALUATED, "structure", "card.indicator.no_result", facts,
            tuple((i.result, "place") for i in unfilled), severity=Severity.WARNING,
        )  # fmt: skip
    known = [each for each in compared(card) if each.short is not None]
    if not known:
        return
    short = [each for each in known if each.short]
    given = _gives_reason(card.deviation)
    missing = [each for each in short if not (given or _gives_reason(each.indicator.reason))]
    named = missing or short
    columns = [each.indicator.reason for each in missing if each.indicator.reason is not None]
    asked = [card.deviation] if card.deviation is not None else columns
    facts = {
        "count": len(named) or len(known),
        "names": "；".join(f"{each.name}（{each.read}）" for each in named),
        "place": asked[0].label.partition(" · ")[0] if asked else card.form.footer[0],
    }
    cells = (
        *((cell, "place") for cell in asked),
        *((each.indicator.result, "left") for each in named),
    )
    verdict = Verdict.ERROR if missing else Verdict.EXACT
    message = "reason_missing" if missing else "reason_given" if short else "all_met"
    yield Seen("P17", card, verdict, "structure", f"card.indicator.{message}", facts, cells)


def _gives_reason(cell: Written | None) -> bool:
    """Does a cell hold the reason of a deviation?"""
    return cell is not None and not (nothing(cell) or _NO_REASON.fullmatch(cell.words))


def _scored(card: Card, each: Compared, target: Quantity, result: Quantity) -> Iterator[Seen]:
    """The score of an indicator whose target and result are both quantities."""
    cells = ((each.indicator.result, "left"), (each.indicator.target, "right"))
    facts = _facts(each) | {"goal": says(target), "given": says(result)}
    if not each.repeats and not alike(target, result):
        yield Seen(
            "P08", card, Verdict.IMPROBABLE, "structure", "card.indicator.kinds", facts, cells,
            says(result), says(target), severity=Severity.WARNING,
        )  # fmt: skip
        return
    share = each.share
    if share is None:
        return
    if each.weight is None:
        message = "card.indicator.no_weight"
        yield Seen("P08", card, Verdict.EXACT, "score", message, facts, cells)
        return
    points = _points("P08", card, each)
    if isinstance(points, Seen):
        yield points
    elif points is not None:
        due = each.weight * share
        verdict, message = _judged(target, result, share, agree(points, due))
        yield Seen(
            "P08", card, verdict, "score", f"card.indicator.{message}",
            facts | {"score": shown(points), "due": shown(due)},
            ((each.indicator.score, "left"), *((cell, "right") for cell, _ in cells)),
            shown(points),
            shown(due),
            shown(points - due) if verdict is not Verdict.EXACT else None,
            Severity.WARNING if verdict is Verdict.IMPROBABLE else None,
        )  # fmt: skip


def _judged(
    target: Quantity, result: Quantity, share: Decimal, verdict: Verdict
) -> tuple[Verdict, str]:
    """The verdict on a score, and its message: a target that is a point has no printed direction,
    and so a warning is all that can be said."""
    if verdict is not Verdict.ERROR:
        return verdict, "exact" if verdict is Verdict.EXACT else "rounding"
    if not (target.rises or target.falls):
        return Verdict.IMPROBABLE, "point_met" if share == 1 else "point"
    if share == 1:
        return verdict, "met"
    if result.unit == COMPLETION != target.unit:
        return verdict, "completion"
    return verdict, "rising" if target.rises else "falling"


def _together(card: Card, found: Sequence[Compared]) -> Iterator[Seen]:
    """The indicators that share the weight of a goal or group, none with its own: the score of one
    that falls short is its weight × its share, and with the weights that follow from this they may
    not weigh more than they share."""
    short = {
        each.indicator.row: (each, each.share)
        for each in found
        if each.target is not None
        and (each.target.rises or each.target.falls)
        and each.share is not None
        and 0 < each.share < 1
    }
    told: set[int] = set()
    for holder in sorted(card.holders, key=lambda holder: len(holder.indicators)):
        members = [short[each.row] for each in holder.indicators if each.row in short]
        rows = {each.indicator.row for each, _ in members}
        if any(each.own is not None for each in holder.indicators) or len(holder.indicators) < 2:
            continue
        # What is missing of an indicator's weight because it fell short: score ÷ share − score.
        lost = added(
            (each.indicator.score.points or 0) * (1 / share - 1) for each, share in members
        )
        slack = added(CENT / 2 / share for _, share in members)
        total = scores(holder.indicators)
        if rows & told or total > holder.weight or total + lost - slack <= holder.weight:
            continue
        told |= rows
        facts = {
            "group": holder.name,
            "names": "；".join(f"{each.name}（{each.read}）" for each, _ in members),
            "total": shown(total),
            "implied": shown(total + lost),
            "weight": shown(holder.weight),
        }
        cells = tuple((each.indicator.score, "left") for each, _ in members)
        yield Seen(
            "P08", card, Verdict.ERROR, "score", "card.indicator.together", facts,
            (*cells, (holder.at, "right")),
            shown(total + lost),
            shown(holder.weight),
            shown(total + lost - holder.weight),
        )  # fmt: skip


def _banded(card: Card, each: Compared, points: Decimal) -> Seen:
    """The score of an indicator in words, in the band that its words say."""
    weight = each.weight or Decimal()
    cells = (each.indicator.score, each.indicator.result, each.indicator.target)
    places = tuple(zip(cells, ("left", "right", "right"), strict=True))
    facts = _facts(each) | {"score": shown(points)}
    how = each.reached
    if how is None:
        return Seen("P09", card, Verdict.EXACT, "score", "card.indicator.open", facts, places)
    message, least, most = how.value
    low, high = weight * least, weight * most
    facts |= {"low": shown(low), "high": shown(high)}
    if low <= points <= high:
        return Seen("P09", card, Verdict.EXACT, "score", "card.indicator.fits", facts, places)
    return Seen(
        "P09", card, Verdict.ERROR, "score", message, facts, places,
        shown(points),
        f"{shown(low)}–{shown(high)}",
        shown(points - (low if points < low else high)),
    )  # fmt: skip


def _points(rule: str, card: Card, each: Compared) -> Decimal | Seen | None:
    """The score that is to be judged, or that it is no number; None where there is none (P16), no
    weight, or one that the weight does not hold (P07)."""
    score = each.indicator.score
    if each.weight is None or nothing(score):
        return None
    if score.points is None:
        return unread(rule, card, (score,), follows=True)
    return score.points if 0 <= score.points <= each.weight else None


def _facts(each: Compared) -> dict[str, object]:
    """What every message on an indicator says of it."""
    return {
        "name": each.name,
        "target": quoted(each.indicator.target),
        "result": quoted(each.indicator.result),
        "weight": "" if each.weight is None else shown(each.weight),
    }
