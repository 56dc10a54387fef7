"""P19: the summary of a self-evaluation (自评摘要) within itself."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from validator.checks.scorecards.boxes import due_grade, grade_of
from validator.checks.scorecards.seen import Seen
from validator.checks.scorecards.workbook import (
    Workbook,
    added,
    nothing,
    rounded,
    shown,
    unread,
    without_number,
)
from validator.recognition.card import Summary, SummaryLine, Written
from validator.rounding import Verdict

_WHOLE = Decimal(100)
#: The messages of a sum that is right, and of one that is not.
_WEIGHTS = ("card.summary.weights_exact", "card.summary.weights_wrong")
_SCORES = ("card.summary.scores_exact", "card.summary.scores_wrong")


def within(summary: Summary, workbook: Workbook) -> Iterator[Seen]:
    """The weights of a summary's table come to 100 and its scores to the whole; no score is above
    its weight; what its sentences say of a group is what the table says; each grade is that of its
    share of the weight, by the table or by the sentence.

    权重        | 各项得分    | 综合得分 | 各项等级    | 句中满分    | 句中得分    | 结论
    20 30 41 9  | 20 30 41 9  | 100      | 优 优 优 优 | 20 30 41 9  | 20 30 41 9  | exact
    20 30 41 9  | 16 30 41 9  | 96       | 良 优 优 优 |             |             | exact
    10 30 41 9  | 10 30 41 9  | 90       | 优 优 优 优 |             |             | error
    20 30 41 9  | 20 30 41 9  | 99       |             |             |             | error
    20 30 41 9  | 20 42 29 9  | 100      |             |             |             | error
    20 30 41 9  | 16 30 41 9  | 96       | 优 优 优 优 |             |             | error
    20 30 41 9  | 20 30 41 9  | 100      |             | 20 42 34 14 | 20 30 41 9  | error
    20 30 41 9  | 20 30 41 9  | 100      |             | 20 30 41 9  | 20 30 40 9  | error
    20 30 41 9  | 20 30 41 空 | 91       |             |             |             | error
    20 30 41 9  | 20 30 41 优 | 100      |             |             |             | not_evaluated
    """
    if not summary.lines:
        return
    whole, *groups = summary.lines
    cells = [cell for line in groups for cell in (line.weight, line.score)]
    if wrong := without_number((*cells, whole.score)):
        yield unread("P19", summary, wrong)
        return
    yield _sum_of(summary, _WEIGHTS, [line.weight for line in groups], _WHOLE, whole.weight)
    score = whole.score if not nothing(whole.score) else summary.total
    if score is not None and score.points is not None:
        yield _sum_of(summary, _SCORES, [line.score for line in groups], score.points, score)
    for line in groups:
        yield from _sentence(summary, line)
        yield from _line(summary, line)
    for line in (whole, *groups):
        yield from _grade(summary, line)


def is_execution(summary: Summary, name: str) -> bool:
    """Is this what the summary calls the execution of the budget (其中：预算执行情况)?"""
    return name.endswith(summary.form.execution_name)


def name_of(summary: Summary, line: SummaryLine) -> str:
    """The name of a row as its group, or the execution, is called on the card."""
    return summary.form.execution_name if is_execution(summary, line.name) else line.name


def _sum_of(
    summary: Summary,
    messages: tuple[str, str],
    cells: Sequence[Written],
    due: Decimal,
    whole: Written,
) -> Seen:
    """Whether the weights or the scores of the groups come to what they should; `messages` are the
    one for sums that do, and the one for those that do not."""
    points = added(cell.points for cell in cells)
    difference = rounded(points - due)
    facts = {
        "parts": " + ".join(shown(added([cell.points])) for cell in cells),
        "sum": shown(points),
        "due": shown(due),
        "difference": shown(abs(difference)),
    }
    return Seen(
        "P19", summary,
        Verdict.ERROR if difference else Verdict.EXACT,
        "sum",
        messages[bool(difference)],
        facts,
        (*((cell, "left") for cell in cells), (whole, "right")),
        shown(points),
        shown(due),
        shown(difference) if difference else None,
    )  # fmt: skip


def _sentence(summary: Summary, line: SummaryLine) -> Iterator[Seen]:
    """The full score and the score that a sentence states are those of the row."""
    name = name_of(summary, line)
    for part in summary.parts:
        if part.name != name:
            continue
        weight, points = added([line.weight.points]), added([line.score.points])
        agrees = (part.full, part.score) == (weight, points)
        facts = {
            "name": name,
            "full": shown(part.full),
            "points": shown(part.score),
            "weight": shown(weight),
            "score": shown(points),
        }
        yield Seen(
            "P19", summary,
            Verdict.EXACT if agrees else Verdict.ERROR,
            "copy",
            "card.summary.sentence_exact" if agrees else "card.summary.sentence_differs",
            facts,
            ((part.at, "left"), (line.weight, "right"), (line.score, "right")),
            f"{shown(part.full)} / {shown(part.score)}",
            f"{shown(weight)} / {shown(points)}",
            cause="" if agrees else f"row {name}",
        )  # fmt: skip


def _line(summary: Summary, line: SummaryLine) -> Iterator[Seen]:
    """The score of a row is filled in, and at most its weight."""
    name, weight, points = name_of(summary, line), line.weight.points, line.score.points
    places = ((line.score, "left"), (line.weight, "right"))
    if points is None or weight is None:
        facts: dict[str, object] = {"name": name}
        yield Seen("P19", summary, Verdict.ERROR, "structure", "card.summary.blank", facts, places)
        return
    excess = max(points - weight, Decimal())
    facts = {
        "name": name,
        "points": shown(points),
        "weight": shown(weight),
        "difference": shown(excess),
    }
    yield Seen(
        "P19", summary,
        Verdict.ERROR if excess else Verdict.EXACT,
        "bound",
        "card.points.too_high" if excess else "card.points.exact",
        facts,
        places,
        shown(points),
        shown(weight),
        shown(excess) if excess else None,
        cause=f"row {name}" if excess else "",
        follows=bool(excess) and _contradicted(summary, line),
    )  # fmt: skip


def _contradicted(summary: Summary, line: SummaryLine) -> bool:
    """Does a sentence say another full score than the row?"""
    name = name_of(summary, line)
    return any(p.name == name and p.full != line.weight.points for p in summary.parts)


def _grade(summary: Summary, line: SummaryLine) -> Iterator[Seen]:
    """The grade of a row is that of its score as a share of its weight."""
    if nothing(line.grade):
        return
    name, said = name_of(summary, line), grade_of(line.grade.words, summary.form)
    shares = [_share(line.score.points, line.weight.points)]
    shares += [_share(p.score, p.full) for p in summary.parts if p.name == name]
    known = [share for share in shares if share is not None]
    if not known:
        return
    due = [due_grade(share, summary.form) for share in known]
    agrees = said in due
    facts = {
        "name": name,
        "grade": line.grade.words,
        "due": due[0],
        "share": shown(known[0]),
    }
    yield Seen(
        "P19", summary,
        Verdict.EXACT if agrees else Verdict.ERROR,
        "words",
        "card.summary.grade_exact" if agrees else "card.summary.grade_wrong",
        facts,
        ((line.grade, "left"), (line.score, "right"), (line.weight, "right")),
        line.grade.words,
        due[0],
    )  # fmt: skip


def _share(points: Decimal | None, weight: Decimal | None) -> Decimal | None:
    """A score in per cent of its weight, at most 100."""
    return min(_WHOLE * points / weight, _WHOLE) if points is not None and weight else None
