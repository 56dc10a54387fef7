"""P15, P18: what is said in words and boxes: the grade, the constraint, the ticks."""

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

from validator.checks.scorecards.seen import Seen
from validator.checks.scorecards.workbook import Workbook, nothing, shown
from validator.forms.model import Severity
from validator.forms.scorecard import Constraint, Scorecard
from validator.recognition.card import Card, Summary, Written
from validator.recognition.words import plain
from validator.rounding import Verdict


class Compliance(Enum):
    """What the words beside a constraint say of it."""

    KEPT = "kept"
    BROKEN = "broken"
    UNCLEAR = "unclear"


#: Where a sentence is cut into statements of its own.
_CLAUSES = re.compile(r"[,。;:]")
#: A clause that only goes on with what the one before it denies.
_GOES_ON = re.compile(r"^(或|也|和|及|并)")
_DENIED = re.compile(r"未|无|没有|不存在|不曾|杜绝|零")
_BROKEN = re.compile(
    r"出现|存在|发生|发现|造成|违规|违纪|违法|披露|通报|问题|不合规|不符合|不规范|不良|挪用|挤占|截留"
)
_KEPT = re.compile(r"合规|符合|规范|正常|合格|达标|达成|完成|良好|严格|^是$|^100%$")


def grade_and_cap(card: Card | Summary, workbook: Workbook) -> Iterator[Seen]:
    """The grade is that of the total; where the constraint is broken the total is at most its cap.
    What the words beside a constraint mean and cannot be told is to be explained where the total
    is above the cap.

    表式                            | 总分 | 等级 | 约束             | 结论
                                    | 100  | 优   |                  | exact
                                    | 89.5 | 良好 |                  | exact
    scorecard-department-2022-zengdu | 100 |      | 空               | exact
    scorecard-department-2022-zengdu | 100 |      | 资金管理合规     | exact
    scorecard-department-2022-zengdu | 100 |      | 未出现审计披露的问题，或造成不良影响 | exact
    scorecard-department-2022-zengdu | 70  |      | 审计披露违规一起 | exact
                                    | 89.5 | 优   |                  | error
                                    | 59   | 合格 |                  | error
                                    | 100  | 一等 |                  | error
    scorecard-department-2022-zengdu | 100 |      | 审计披露违规一起 | error
    scorecard-department-2022-zengdu | 100 |      | 无违规，但存在审计披露的问题 | error
    scorecard-department-2022-zengdu | 100 |      | 详见附件         | error
                                    | 100  |      |                  | not_applicable
    """
    points = card.total.points if card.total is not None else None
    if card.total is None or points is None:
        return
    if card.grade is not None and not nothing(card.grade):
        yield _graded(card, card.grade, card.total, points)
    if isinstance(card, Card) and card.constraint is not None and card.form.constraint is not None:
        yield _capped(card, card.form.constraint, card.constraint, card.total, points)


def grade_of(words: str, form: Scorecard) -> str | None:
    """The grade of the form that words name (优, 优秀, 良好); None where they name none."""
    return next((grade for _, grade in form.bands if words.startswith(grade)), None)


def due_grade(points: Decimal, form: Scorecard) -> str:
    """The grade for a score of 100 points, also for one that is not between 0 and 100."""
    return form.grade(max(points, Decimal()))


def _graded(card: Card | Summary, grade: Written, total: Written, points: Decimal) -> Seen:
    said, due = grade_of(grade.words, card.form), due_grade(points, card.form)
    cells = ((grade, "left"), (total, "right"))
    facts = {
        "grade": grade.words,
        "due": due,
        "total": shown(points),
        "grades": "、".join(f"{name} {least}" for least, name in card.form.bands),
    }
    if said is None:
        message = "card.grade.unknown"
        return Seen(
            "P15", card, Verdict.ERROR, "words", message, facts, cells, grade.words, due,
            severity=Severity.WARNING,
        )  # fmt: skip
    agrees = said == due
    return Seen(
        "P15",
        card,
        Verdict.EXACT if agrees else Verdict.ERROR,
        "words",
        "card.grade.exact" if agrees else "card.grade.wrong",
        facts,
        cells,
        grade.words,
        due,
    )


def compliance(words: str) -> Compliance:
    """What words beside a constraint say: nothing (or 无) and 合规, 符合 … that it is kept; 出现,
    存在, 违规, 披露 … that it is broken, unless that is denied."""
    found, denied = Compliance.KEPT, False
    for clause in _CLAUSES.split(words):
        if not clause:
            continue
        denied = bool(_DENIED.search(clause)) or (denied and bool(_GOES_ON.match(clause)))
        if denied or words in ("-", "—", "/"):
            continue
        if _BROKEN.search(clause):
            return Compliance.BROKEN
        if not _KEPT.search(clause):
            found = Compliance.UNCLEAR
    return found


def _capped(
    card: Card, constraint: Constraint, said: Written, total: Written, points: Decimal
) -> Seen:
    words = said.words.replace(plain(constraint.words), "")
    state = Compliance.KEPT if nothing(said) or not words else compliance(words)
    above = points > constraint.cap
    bad = above and state is not Compliance.KEPT
    facts = {
        "name": constraint.name,
        "words": words,
        "total": shown(points),
        "cap": shown(constraint.cap),
    }
    message = {
        (True, Compliance.BROKEN): "card.cap.broken",
        (True, Compliance.UNCLEAR): "card.cap.unclear",
    }.get((above, state), "card.cap.within" if not above else "card.cap.kept")
    return Seen(
        "P15",
        card,
        Verdict.ERROR if bad else Verdict.EXACT,
        "bound",
        message,
        facts,
        ((total, "left"), (said, "right")),
        shown(points),
        shown(constraint.cap) if bad else None,
        shown(points - constraint.cap) if bad else None,
        severity=Severity.WARNING if bad and state is Compliance.UNCLEAR else None,
    )


def ticks(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """One box of each row is ticked. A row whose boxes got lost cannot be checked.

    勾选        | 结论
    1 / 1 / 3   | exact
    2 / 2 / 1   | exact
    1 2 / 1 / 1 | error
    空 / 1 / 1  | error
    无框 / 1 / 1 | not_evaluated
    """
    for row in card.ticks:
        choices = "、".join(row.choices)
        chosen = "、".join(row.choices[n] for n in row.ticked if n < len(row.choices))
        facts = {"label": row.at.label, "choices": choices, "chosen": chosen}
        count = len(row.ticked)
        if count == 1:
            verdict, message = Verdict.EXACT, "card.ticks.exact"
        elif not row.boxes and not count:
            verdict, message = Verdict.NOT_EVALUATED, "card.ticks.lost"
        else:
            verdict = Verdict.ERROR
            message = "card.ticks.several" if count else "card.ticks.none"
        yield Seen("P18", card, verdict, "structure", message, facts, ((row.at, "place"),))
