"""The lines of what was spent: P01, P02 and P13 of the execution, P10 to P12 of the amounts."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from validator.forms.model import TOTAL
from validator.forms.scorecard import EXPENDITURES
from workbook_templates.cards.figures import DECIMALS, HALF, single
from workbook_templates.cards.judging import (
    FEN,
    NOISE,
    CardLine,
    agree,
    all_blank,
    choose,
    is_words,
    judged,
    text,
    to,
)
from workbook_templates.cards.plan import CardPlan
from workbook_templates.identities import BLANK, BROKEN, EXACT, ROUNDING, UNCHECKED, UNUSUAL
from workbook_templates.plan import UNIT, Plan, TablePlan

#: 支出决算表 and 一般公共预算财政拨款支出决算表, and their columns 合计, 基本支出 and 项目支出.
EXPENDITURE, GENERAL_BUDGET = "03", "05"
_COLUMNS = dict(zip(("执行数", *EXPENDITURES), (1, 2, 3), strict=True))


class _Execution(NamedTuple):
    """The figures of the execution as references, and the quotient in per cent."""

    budget: str
    executed: str
    rate: str
    score: str
    decimals: str
    has_quotient: str
    quotient: str

    @classmethod
    def of(cls, card: CardPlan) -> "_Execution":
        budget, executed, rate, score = (
            single(card, what).ref for what in ("预算数", "执行数", "执行率", "执行得分")
        )
        return cls(
            budget, executed, rate, score,
            single(card, "执行率", DECIMALS).ref,
            f"AND(N({budget})>0,NOT({is_words(executed)}))",
            f"(100*N({executed})/{budget})",
        )  # fmt: skip

    def reach(self, card: CardPlan) -> tuple[str, str]:
        """The bounds of the quotient where each amount may be off by half its last digit."""
        slack, budget_slack = (single(card, what, HALF).ref for what in ("执行数", "预算数"))
        return (
            f"(100*(N({self.executed})-{slack})/({self.budget}+{budget_slack}))",
            f"(100*(N({self.executed})+{slack})/MAX({self.budget}-{budget_slack},{FEN}))",
        )


def of_execution(card: CardPlan) -> Iterator[CardLine]:
    """P01, P02 and P13."""
    if ("执行率", 0) not in card.cells:
        return
    e = _Execution.of(card)
    spots = {what: card.cells[what, 0] for what in ("预算数", "执行数", "执行率", "执行得分")}
    step = f"10^-{e.decimals}"
    low, high = e.reach(card)
    within = f"AND({low}<{e.rate}+{step},{high}>={e.rate}-{step}/2)"
    figures = (e.rate, e.executed, e.budget)
    state = judged(
        card,
        (all_blank(figures), BLANK),
        (f"OR({','.join(map(is_words, figures))})", UNCHECKED),
        (f"N({e.budget})<=0", f'IF(AND({e.rate}="",{e.executed}=""),{BLANK},{UNCHECKED})'),
        (f'{e.rate}=""', BROKEN),
        (f"ABS(ROUND({e.quotient},{e.decimals})-{e.rate})<{NOISE}", EXACT),
        (f"AND({e.rate}<={e.quotient}+{NOISE},{e.quotient}<{e.rate}+{step})", ROUNDING),
        (within, ROUNDING),
        otherwise=BROKEN,
    )
    shown = f'IF({e.has_quotient},ROUND({e.quotient},2),"")'
    to_rate = to(card, spots["执行率"])
    marks = (spots["执行率"],)
    place = text("执行率（%）")
    yield CardLine("P01", card, place, e.rate, shown, state, to_rate, marks)

    full = card.form.full

    def due(base: str) -> str:
        return f"ROUND(MAX(MIN({full},{full}*{base}/100),0),2)"

    by_rate, by_quotient = agree(e.score, due(e.rate)), agree(e.score, due(e.quotient))
    low = f"IF(ISNUMBER({e.rate}),MAX({low},{e.rate}-{step}/2),{low})"
    high = f"IF(ISNUMBER({e.rate}),MIN({high},{e.rate}+{step}/2),{high})"
    reached = (
        f"AND({e.score}<>INT({e.score}),{low}<={high},{due(low)}<=ROUND({e.score},2)+{NOISE},"
        f"{due(high)}>=ROUND({e.score},2)-{NOISE})"
    )
    no_base = f"AND(NOT({e.has_quotient}),NOT(ISNUMBER({e.rate})))"
    cases: list[tuple[str, object]] = [
        (no_base, f'IF({e.score}="",{BLANK},{UNCHECKED})'),
        (is_words(e.score), UNCHECKED),
        (all_blank([e.score, e.executed, e.rate]), BLANK),
        (f'{e.score}=""', BROKEN),
    ]
    for i in range(2):
        for known, agreeing in ((f"ISNUMBER({e.rate})", by_rate), (e.has_quotient, by_quotient)):
            condition, value = agreeing[i]
            cases.append((f"IF({known},{condition},FALSE)", value))
    cases.append((f"IF({e.has_quotient},{reached},FALSE)", ROUNDING))
    base = f"IF(ISNUMBER({e.rate}),{e.rate},{e.quotient})"
    state = judged(card, *cases, otherwise=BROKEN)
    right = f'IFERROR({due(base)},"")'
    spot = spots["执行得分"]
    place = text("执行得分")
    yield CardLine("P02", card, place, e.score, right, state, to(card, spot), (spot,))

    share = f"IF({e.has_quotient},{e.quotient},{e.rate})"
    state = judged(
        card,
        (no_base, BLANK),
        (f"{share}>100+{NOISE}", BROKEN),
        otherwise=EXACT,
    )
    place, left = text("执行率（%）"), f'IFERROR(ROUND({share},2),"")'
    yield CardLine("P13", card, place, left, "100", state, to_rate, marks)


# --- amounts -----------------------------------------------------------------------------------


class _Money(NamedTuple):
    """An amount in 万元 as references: its number, half its last digit."""

    number: str
    half: str


def _money(card: CardPlan, what: str) -> _Money:
    return _Money(single(card, what).ref, single(card, what, HALF).ref)


def _slack(amounts: Sequence[_Money], low: bool) -> str:
    """How far amounts may lie below (`low`) or above what is printed: half a digit above one 分
    less, for halves are rounded up."""
    less = "" if low else "".join(f"-({amount.half}>0)*{FEN}" for amount in amounts)
    return f"({'+'.join(amount.half for amount in amounts)}{less})"


def _explained(difference: str, left: Sequence[_Money], right: Sequence[_Money]) -> str:
    """Can rounding explain the difference left − right?"""
    below = f"{_slack(left, True)}+{_slack(right, False)}"
    above = f"{_slack(left, False)}+{_slack(right, True)}"
    return f"AND({difference}<={below}+{NOISE},-({difference})<={above}+{NOISE})"


def composition(card: CardPlan) -> Iterator[CardLine]:
    """P10."""
    names = [what for what in EXPENDITURES if what in card.single]
    if not names or ("执行数", 0) not in card.cells:
        return
    executed, parts = _money(card, "执行数"), [_money(card, what) for what in names]
    every = [executed.number, *(part.number for part in parts)]
    right = "+".join(f"N({part.number})" for part in parts)
    difference = f"ROUND(N({executed.number})-({right}),6)"
    zeros = "+".join(f"IF(ISNUMBER({n}),IF({n}=0,0.005-{FEN},0),0)" for n in every)
    state = judged(
        card,
        (all_blank([part.number for part in parts]), BLANK),
        (f"OR({','.join(map(is_words, every))})", UNCHECKED),
        (f"{difference}=0", EXACT),
        (f'{executed.number}=""', BROKEN),
        (_explained(difference, [executed], parts), ROUNDING),
        (f"ABS({difference})<={_slack([executed, *parts], False)}+{zeros}", UNUSUAL),
        otherwise=BROKEN,
    )
    spot = card.cells["执行数", 0]
    marks = (spot, *(card.cells[what, 0] for what in names))
    left, place = f"N({executed.number})", text("执行数")
    yield CardLine("P10", card, place, left, right, state, to(card, spot), marks)


def _scale() -> str:
    """How many 万元 the unit of the tables is."""
    unit = UNIT.ref
    return f'IF({unit}="元",1E-4,IF({unit}="千元",0.1,IF({unit}="亿元",1E+4,1)))'


def _printed(table: TablePlan, column: int) -> _Money:
    """A figure of the row 合计 of a table in 万元."""
    cell = table.cells[TOTAL, column].ref
    half = f'IF(OR(N({cell})=0,{UNIT.ref}="元"),0,0.005*{_scale()})'
    return _Money(f"(N({cell})*{_scale()})", half)


def with_accounts(plan: Plan, card: CardPlan) -> Iterator[CardLine]:
    """P11 of each figure, in the scope of the table that more of them agree with."""
    if not plan.tables:
        return
    figures = {what: n for what, n in _COLUMNS.items() if what in card.single}
    tables = {key: plan.tables[key] for key in (EXPENDITURE, GENERAL_BUDGET)}
    empty = {key: f"COUNT({table.amounts})=0" for key, table in tables.items()}

    def agrees(what: str, key: str) -> str:
        own, printed = _money(card, what), _printed(tables[key], figures[what])
        difference = f"ROUND(N({own.number})-{printed.number},6)"
        return f"OR({difference}=0,{_explained(difference, [own], [printed])})"

    def wrong(key: str) -> str:
        counted = "+".join(
            f"IF(ISNUMBER({single(card, what).ref}),IF({agrees(what, key)},0,1),0)"
            for what in figures
        )
        return f"IF({empty[key]},9,{counted})"

    narrower = f"{wrong(GENERAL_BUDGET)}<{wrong(EXPENDITURE)}"
    for what, column in figures.items():
        own, spot = single(card, what).ref, card.cells[what, 0]
        agreeing = f"IF({narrower},{agrees(what, GENERAL_BUDGET)},{agrees(what, EXPENDITURE)})"
        state = judged(
            card,
            (f'OR({own}="",AND({",".join(empty.values())}))', BLANK),
            (is_words(own), UNCHECKED),
            (agreeing, EXACT),
            otherwise=BROKEN,
        )
        sides = [_printed(tables[key], column).number for key in (GENERAL_BUDGET, EXPENDITURE)]
        right = f"IF({narrower},{sides[0]},{sides[1]})"
        yield CardLine("P11", card, text(what), own, right, state, to(card, spot), (spot,))


def of_projects(plan: Plan, projects: Sequence[CardPlan]) -> Iterator[CardLine]:
    """P12, once a workbook, at its first project."""
    if not plan.tables:
        return
    table, card = plan.tables[EXPENDITURE], projects[0]
    amounts = [_money(each, "执行数") for each in projects]
    limit = _printed(table, _COLUMNS["项目支出总额"])
    left = f"SUM({','.join(amount.number for amount in amounts)})"
    halves = ",".join(amount.half for amount in amounts)
    difference = f"ROUND({left}-{limit.number},6)"
    zero = f"IF({limit.number}=0,0.005-{FEN},0)"
    slack = f"SUM({halves})+{limit.half}-({limit.half}>0)*{FEN}"
    known = f"COUNT({','.join(amount.number for amount in amounts)})"
    state = choose(
        (f"OR({known}=0,COUNT({table.amounts})=0)", BLANK),
        (f"{difference}<=0", EXACT),
        (f"{difference}<={slack}+{NOISE}", ROUNDING),
        (f"{difference}<={slack}+{zero}+{NOISE}", UNUSUAL),
        otherwise=BROKEN,
    )
    spot = card.cells["执行数", 0]
    yield CardLine(
        "P12", card, text("各项目执行数之和"), left, limit.number,
        f"IFERROR({state},{UNCHECKED})", to(card, spot), (spot,),
    )  # fmt: skip
