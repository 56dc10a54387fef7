"""P01, P02, P10, P13: the execution of the budget (预算执行情况), its rate and its score."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from validator.amounts import show
from validator.checks.scorecards.figures import stated_rate
from validator.checks.scorecards.seen import Seen
from validator.checks.scorecards.workbook import (
    Workbook,
    agree,
    amount_of,
    computed,
    money_of,
    named_blanks,
    nothing,
    of_text,
    rounded,
    scores,
    shown,
    text_cause,
    unread,
    without_amount,
)
from validator.quantities import Rate, number, rate
from validator.recognition.card import Card, Execution, Written
from validator.rounding import Relation, Verdict, judge

#: The cause of what follows from a score of the execution that is not its rate's.
WRONG_SCORE = "score of the execution"


class Quotient(NamedTuple):
    """B / A in per cent: of the figures as they are printed, and the least and the greatest of all
    amounts that print so."""

    printed: Fraction
    low: Fraction
    high: Fraction


class Rates(NamedTuple):
    """The rate of an execution, by its amounts and as it is printed; None where there is none."""

    quotient: Quotient | None
    printed: Rate | None

    @property
    def base(self) -> Fraction | None:
        """The rate in per cent that the score is due for: the printed one, else B / A."""
        if self.printed is not None:
            return Fraction(self.printed.percent)
        return self.quotient.printed if self.quotient is not None else None


def executed_share(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """The printed rate is the executed amount divided by the budget, rounded to the digits that are
    printed. A last digit that was cut off, and a rate of the amounts before they were rounded, are
    rounding differences.

    预算数    | 执行数  | 执行率  | 结论
    80        | 56.95   | 71.2%   | exact
    611.10    | 609.24  | 99.7%   | exact
    40        | 40      | 1       | exact
    56 万     | 50.6434 万 | 90.43% | exact
    74        | 73      | 98.64   | rounding
    6         | 2.3     | 38.43%  | rounding
    6         | 2.3     | 37.80%  | error
    80        | 56.95   | 72.1%   | error
    80        | 56.95   | 空      | error
    80        | 空      | 空      | error
    0         | 56.95   | 100%    | not_evaluated
    80        | 若干    | 100%    | not_evaluated
    """
    execution = card.execution
    if execution is None:
        return
    cells = (execution.rate, execution.executed, execution.budget)
    if all(nothing(cell) for cell in cells):
        return
    if wrong := _without_figure(card, execution):
        yield unread("P01", card, wrong)
        return
    quotient, printed = _rates(card, execution)
    places = tuple(zip(cells, ("left", "right", "right"), strict=True))
    facts: dict[str, object] = {
        "rate": of_text(execution.rate),
        "budget": of_text(execution.budget),
        "executed": of_text(execution.executed),
    }
    if quotient is None:
        if nothing(execution.rate) and nothing(execution.executed):
            return
        yield Seen(
            "P01", card, Verdict.NOT_EVALUATED, "rate", "card.rate.no_budget", facts, places[2:],
            cause=text_cause(execution.budget),
        )  # fmt: skip
        return
    decimals = 2 if printed is None else max(2, printed.decimals)
    due = _digits(quotient.printed, decimals)
    facts["due"] = number(due)
    if printed is None and nothing(execution.executed):
        message = "card.rate.not_executed"
        yield Seen("P01", card, Verdict.ERROR, "rate", message, facts, places)
        return
    if printed is None:
        yield Seen(
            "P01", card, Verdict.ERROR, "rate", "card.rate.missing", facts, places,
            None, f"{number(due)}%",
        )  # fmt: skip
        return
    facts["rate"] = f"{number(printed.percent)}%"
    verdict, message = _rate_verdict(printed, quotient)
    yield Seen(
        "P01", card, verdict, "rate", message, facts, places,
        f"{number(printed.percent)}%",
        f"{number(due)}%",
        f"{number(printed.percent - due)}%" if verdict is not Verdict.EXACT else None,
    )  # fmt: skip


def score(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """The score of the execution is the full score times the rate, and at most the full score; B/A
    as printed or the printed rate may be the base. A score that only unrounded amounts with this
    very rate explain is a rounding difference, and so is one with a single decimal that is the
    rounded one. A whole number is never a rounded score.

    预算数    | 执行数  | 执行率  | 得分    | 结论
    80        | 56.95   | 71.2%   | 14.24   | exact
    6         | 2.3     | 38.43%  | 7.69    | exact
    860       | 1574.92 | 183.1%  | 20      | exact
    1.06      | 0.21    | 19.81%  | 3.97    | error
    1.06      | 0.21    | 20%     | 4.03    | rounding
    80        | 56.95   | 71.2%   | 14.2    | rounding
    611.10    | 609.24  | 99.7%   | 20      | error
    20        | 19.90   | 99.5%   | 20      | error
    860       | 1574.92 | 183.1%  | 36.62   | error
    100       | -2      | -2%     | 0       | exact
    80        | 56.95   | 71.2%   | 空      | error
    80        | 空      | 空      | 空      | not_applicable
    80        | 56.95   | 71.2%   | 满分    | not_evaluated
    """
    execution = card.execution
    if execution is None:
        return
    printed, rates = execution.score.points, _rates(card, execution)
    if rates.base is None:
        if not nothing(execution.score):
            yield unread("P02", card, (execution.budget,), "card.score.no_rate", True)
        return
    places = tuple(
        (cell, role)
        for cell, role in (
            (execution.score, "left"),
            (execution.rate, "right"),
            (execution.executed, "right"),
            (execution.budget, "right"),
        )
        if role == "left" or not cell.blank
    )
    if printed is None and not nothing(execution.score):
        yield unread("P02", card, (execution.score,))
        return
    if printed is None and nothing(execution.executed) and nothing(execution.rate):
        return  # nothing was filled in but the budget, and the rule of the rate says so
    due = _due(card.full, rates.base)
    facts: dict[str, object] = {
        "full": shown(card.full),
        "rate": shown(_digits(rates.base, 2)),
        "due": computed(due),
        "score": of_text(execution.score),
    }
    if printed is None:
        message = "card.score.missing"
        yield Seen(
            "P02", card, Verdict.ERROR, "score", message, facts, places, None, computed(due),
            cause=WRONG_SCORE,
        )  # fmt: skip
        return
    verdict = _score_verdict(card.full, rates, printed)
    total = card.total.points if card.total is not None else None
    message = {Verdict.EXACT: "card.score.exact", Verdict.ROUNDING: "card.score.rounding"}.get(
        verdict, "card.score.wrong"
    )
    sum_ = printed + scores(card.indicators)
    if message == "card.score.wrong" and total is not None and total == sum_:
        message = "card.score.wrong_with_total"
        facts |= {"total": shown(total), "total_due": computed(total - printed + due)}
    yield Seen(
        "P02", card, verdict, "score", message, facts, places, shown(printed), computed(due),
        computed(printed - due) if verdict is not Verdict.EXACT else None,
        cause=WRONG_SCORE if verdict is Verdict.ERROR else "",
    )  # fmt: skip


def composition(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """A department's executed amount is its basic and its project expenditure together, but for
    what rounding explains; one of the two that is blank counts as 0.

    基本支出  | 项目支出 | 执行数  | 结论
    284.36 万元 | 324.88 万元 | 609.24 | exact
    284.36    | 324.88   | 609.25  | rounding
    609.24    | 空       | 609.24  | exact
    284.36    | 324.88   | 609.26  | error
    284.36    | 324.88   | 空      | error
    284.36    | 若干     | 609.24  | not_evaluated
    """
    execution = card.execution
    parts = tuple(card.amounts.values())
    if execution is None or all(nothing(cell) for cell in parts):
        return
    cells = (execution.executed, *parts)
    if wrong := without_amount(card, cells):
        yield unread("P10", card, wrong)
        return
    judged = judge(
        [(1, amount_of(card, execution.executed))],
        Relation.EQUAL,
        [(1, amount_of(card, cell)) for cell in parts],
    )
    message = {Verdict.EXACT: "card.parts.exact", Verdict.ROUNDING: "card.parts.rounding"}.get(
        judged.verdict, "card.parts.missing" if judged.missing_total else "card.parts.wrong"
    )
    left, right, difference = (
        show(fen, card.unit) for fen in (judged.left, judged.right, judged.residual)
    )
    facts = {
        "executed": left,
        "sum": right,
        "difference": difference.removeprefix("-"),
        "parts": " + ".join(f"{cell.label} {of_text(cell)}" for cell in parts),
        "blanks": named_blanks(parts),
    }
    roles = ("left", *("right" for _ in parts))
    yield Seen(
        "P10", card, judged.verdict, "sum", message, facts,
        tuple(zip(cells, roles, strict=True)),
        left,
        right,
        difference if judged.verdict is not Verdict.EXACT else None,
    )  # fmt: skip


def beyond_budget(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """The rate is at most 100 %; where more was spent than the budget, the budget is likely the one
    at the year's beginning and not the adjusted one.

    预算数    | 执行数  | 执行率  | 结论
    80        | 80      | 100%    | exact
    860       | 1574.92 | 183.1%  | error
    860       | 1574.92 | 空      | error
    空        | 空      | 162.6%  | error
    """
    execution = card.execution
    if execution is None:
        return
    rates = _rates(card, execution)
    if rates.base is None:
        return
    share = rates.base if rates.quotient is None else rates.quotient.printed
    beyond, said = share > 100, shown(_digits(rates.base, 2))
    places = ((execution.rate, "left"), (execution.executed, "place"), (execution.budget, "place"))
    facts = {
        "rate": said,
        "budget": of_text(execution.budget),
        "executed": of_text(execution.executed),
    }
    yield Seen(
        "P13",
        card,
        Verdict.ERROR if beyond else Verdict.EXACT,
        "bound",
        "card.rate.beyond" if beyond else "card.rate.within",
        facts,
        places,
        f"{said}%",
        "100%",
        f"{shown(Decimal(said) - 100)}%" if beyond else None,
    )


def _without_figure(card: Card, execution: Execution) -> tuple[Written, ...]:
    """Those of budget, executed amount and rate that hold something which cannot be read."""
    wrong = without_amount(card, (execution.budget, execution.executed))
    cell = execution.rate
    if not nothing(cell) and rate(cell.raw, None, cell.fault) is None:
        wrong += (cell,)
    return wrong


def _rates(card: Card, execution: Execution) -> Rates:
    """The rate of an execution in both ways."""
    return Rates(_quotient(card, execution), stated_rate(card))


def _quotient(card: Card, execution: Execution) -> Quotient | None:
    """The quotient B / A; None where there is no budget, or either cannot be read. A blank executed
    amount counts as 0."""
    if without_amount(card, (execution.budget, execution.executed)):
        return None
    budget, executed = (money_of(card, cell) for cell in (execution.budget, execution.executed))
    if budget is None or budget.fen <= 0:
        return None
    fen = executed.fen if executed is not None else Decimal()
    slack = executed.half if executed is not None and fen else Decimal()  # a zero is exact
    least, most = max(budget.fen - budget.half, Decimal(1)), budget.fen + budget.half
    return Quotient(
        _percent(fen, budget.fen), _percent(fen - slack, most), _percent(fen + slack, least)
    )


def _percent(part: Decimal, whole: Decimal) -> Fraction:
    return 100 * Fraction(part) / Fraction(whole)


def _digits(value: Fraction | Decimal, decimals: int) -> Decimal:
    """A fraction rounded half-up to so many decimals."""
    steps = Fraction(value) * 10**decimals
    whole = (abs(steps) + Fraction(1, 2)).__floor__()
    return Decimal(whole if steps >= 0 else -whole).scaleb(-decimals)


def _rate_verdict(printed: Rate, quotient: Quotient) -> tuple[Verdict, str]:
    """How the printed rate stands to the quotient, and the message that says it."""
    if _digits(quotient.printed, printed.decimals) == printed.percent:
        return Verdict.EXACT, "card.rate.exact"
    step = Fraction(1, 10**printed.decimals)
    percent = Fraction(printed.percent)
    if percent <= quotient.printed < percent + step:
        return Verdict.ROUNDING, "card.rate.cut"
    # Rounded, the quotient lies from half a step below the rate on; cut, to a whole step above it.
    if quotient.low < percent + step and quotient.high >= percent - step / 2:
        return Verdict.ROUNDING, "card.rate.rounding"
    return Verdict.ERROR, "card.rate.wrong"


def score_due(card: Card) -> Decimal | None:
    """The score of the execution for its printed rate, else for B / A; None where there is none."""
    base = _rates(card, card.execution).base if card.execution is not None else None
    return None if base is None else _due(card.full, base)


def _due(full: Decimal, percent: Fraction) -> Decimal:
    """The score for a rate: at most the full score, and none for less than nothing."""
    return _digits(max(min(Fraction(full), Fraction(full) * percent / 100), Fraction(0)), 2)


def _score_verdict(full: Decimal, rates: Rates, printed: Decimal) -> Verdict:
    """How the printed score stands to the one that is due for the printed rate or for B / A."""
    quotient, stated = rates
    bases = [Fraction(stated.percent)] if stated is not None else []
    bases += [quotient.printed] if quotient is not None else []
    verdicts = {agree(printed, _due(full, base)) for base in bases}
    for verdict in (Verdict.EXACT, Verdict.ROUNDING):
        if verdict in verdicts:
            return verdict
    if quotient is None:
        return Verdict.ERROR
    low, high = quotient.low, quotient.high
    if stated is not None:
        half = Fraction(1, 2 * 10**stated.decimals)
        low, high = max(low, bases[0] - half), min(high, bases[0] + half)
    whole = printed == printed.to_integral_value()
    reached = low <= high and _due(full, low) <= rounded(printed) <= _due(full, high)
    return Verdict.ROUNDING if reached and not whole else Verdict.ERROR
