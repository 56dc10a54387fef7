"""Scorecards of every form that agree, and the same with one figure mistyped, for measuring how
often the figure that is wrong is named (`cases`).

A card is laid out as its form prints it, every figure typed: none is computed anew when another one
is wrong. All of it follows from the seed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import NamedTuple

from tools.accuracy.mistakes import doubled, dropped, mistyped, moved, swapped
from validator import check
from validator.findings import Report, Suspect
from validator.forms.model import Severity
from validator.forms.scorecard import (
    EXPENDITURES,
    Kind,
    Scorecard,
    WeightIn,
    load_scorecard,
    scorecards,
    unweighed,
    weight_in,
)
from validator.reading import Book, address
from workbook_templates.cards.data import CardData, IndicatorData, TicksData
from workbook_templates.cards.grid import blank_card, lay_out_card
from workbook_templates.grid import sheet
from workbook_templates.paper import Grid, Placed

#: Target and result of indicators that are met.
_MET = (("≥90%", "95%"), ("12 次", "12 次"), ("有效提升", "有效提升"), ("≤30 天", "25 天"))
#: What a figure of a card is, by the key of its cell, and what it is called in the table.
FIGURES: Mapping[str, str] = {
    "预算数": "预算数",
    "执行数": "执行数",
    "执行率": "执行率",
    "执行得分": "预算执行得分",
    "基本支出总额": "基本、项目支出总额",
    "项目支出总额": "基本、项目支出总额",
    "得分": "指标得分",
    "三级": "指标分值",
    "一级": "一级指标的分值",
    "目标": "目标的分值",
    "总分": "总分",
}
#: The forms of which cards are made; those of a summary are no cards.
FORMS = tuple(name for name in scorecards() if load_scorecard(name).kind is not Kind.SUMMARY)
#: Keys of cells that have the figure among other words.
_IN_WORDS = ("三级", "一级", "目标")


class CardCase(NamedTuple):
    """What came of one figure mistyped: was a rule broken, how many sets of figures were named,
    was the first of them this figure alone, was it named at all, and of the number that was given
    for it then (if one was), was it right?"""

    form: str
    figure: str
    mistake: str
    seed: int
    broken: bool
    choices: int
    first: bool
    named: bool
    number: bool
    number_right: bool
    told: str = ""

    @property
    def failed(self) -> bool:
        """Do the tables count it against gouji?"""
        return self.broken and not (self.first and self.number_right)

    @property
    def again(self) -> str:
        """What makes it again."""
        return f"--edition --card {self.form} --seed {self.seed} --count 1"


# --- cards that agree ----------------------------------------------------------------------------


def sound(form: Scorecard, rng: Random) -> CardData:
    """A card of a form that agrees in all its figures; a score falls short of its weight now and
    then, where the words of its target allow it."""
    card = blank_card(form, rows=rng.randrange(2, 5), year=form.first_year, name="某某局")
    budget = Decimal(rng.randrange(1_000, 900_000)) / 100
    executed = (budget * rng.randrange(70, 101) / 100).quantize(Decimal("0.01"))
    rate = _rounded(100 * executed / budget, rng.choice((1, 2)))
    score = _rounded(form.full * rate / 100, 2)
    weights = _weights(card, rng)
    rows = iter(weights)
    goals = tuple(
        replace_goal._replace(
            indicators=tuple(_indicator(form, row, next(rows), n, rng) for n, row in enumerate(
                replace_goal.indicators, start=1
            ))
        )
        for replace_goal in card.goals
    )  # fmt: skip
    points = sum((Decimal(i.score) for goal in goals for i in goal.indicators), Decimal())
    assert card.execution is not None
    fields = {label: "某某局" for label in card.fields if label not in EXPENDITURES}
    amounts: dict[str, str] = {}
    if form.kind is Kind.DEPARTMENT:
        basic = Decimal(rng.randrange(1, int(executed * 100))) / 100
        amounts = dict(zip(EXPENDITURES, (f"{basic:.2f}", f"{executed - basic:.2f}"), strict=True))
    return replace(
        card,
        fields=fields,
        amounts=amounts,
        ticks=tuple(TicksData(ticks.label, ticks.choices, (0,)) for ticks in form.ticks),
        execution=card.execution._replace(
            budget=f"{budget:.2f}", executed=f"{executed:.2f}", rate=f"{rate}%", score=_typed(score)
        ),
        goals=goals,
        total=_typed(score + points),
        deviation="无",
        improvement="无",
    )


def _weights(card: CardData, rng: Random) -> list[int]:
    """What each indicator weighs, so that goals and groups come to what the form prints."""
    form = card.form
    found: list[int] = []
    for goal, printed in zip(card.goals, form.goals or (None,), strict=True):
        count = len(goal.indicators)
        if form.weight_in is WeightIn.GROUP:
            per = count // len(form.groups)
            for group in form.groups:
                found += _cut(int(group.weight or 0), per, rng)
        else:
            whole = printed.weight if printed and printed.weight else form.goals_full
            found += _cut(int(whole), count, rng)
    return found


def _cut(whole: int, parts: int, rng: Random) -> list[int]:
    """Whole numbers from 1 on that come to `whole`."""
    ends = sorted(rng.sample(range(1, whole), parts - 1))
    return [b - a for a, b in zip((0, *ends), (*ends, whole), strict=True)]


def _indicator(
    form: Scorecard, row: IndicatorData, weight: int, number: int, rng: Random
) -> IndicatorData:
    name = f"工作{'一二三四五六七八九十'[number % 10]}"
    target, result = rng.choice(_MET)
    score = Decimal(weight)
    if target == "有效提升" and not rng.randrange(3):
        score = _rounded(score * rng.randrange(80, 100) / 100, 1)
    in_name = form.weight_in is WeightIn.NAME
    return row._replace(
        level1=row.level1 or form.groups[0].label,
        level2="数量指标",
        name=f"{name}（{weight} 分）" if in_name else name,
        target=target,
        result=result,
        score=_typed(score),
    )


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _typed(value: Decimal) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


# --- mistakes ------------------------------------------------------------------------------------


#: Makers of all texts that a mistake makes of one; the mistakes are those that are made in tables.
MISTAKES: Mapping[str, Callable[[str], Iterable[str]]] = {
    "swapped": swapped,
    "mistyped": mistyped,
    "dropped": dropped,
    "doubled": doubled,
    "point": moved,
}


def of(name: str, seed: int, kinds: Iterable[str] = tuple(MISTAKES)) -> list[CardCase]:
    """A case of every mistake of `kinds` in one figure of each sort that card `seed` of a form
    has."""
    form, rng = load_scorecard(name), Random(f"{seed} {name}")
    grid = lay_out_card(form, sound(form, rng))
    report = _report(grid)
    assert not report.errors and not any(f.suspects for f in report.findings), (name, seed)
    by_figure: dict[str, list[Placed]] = {}
    for cell in grid.cells:
        if _figure(cell):
            by_figure.setdefault(FIGURES[_key(cell)], []).append(cell)
    found = []
    for figure, cells in by_figure.items():
        for mistake in kinds:
            cell = rng.choice(cells)
            if wrong := _wrong(_figure(cell), mistake, rng):
                report = _report(_retyped(grid, cell, wrong))
                found.append(_case((name, figure, mistake, seed), cell, wrong, report))
    return found


def _case(made: tuple[str, str, str, int], cell: Placed, wrong: str, report: Report) -> CardCase:
    """What the report says of a card on which a cell is wrong."""
    right, place = Decimal(_figure(cell)), address(cell.row, cell.column)
    errors = [finding for finding in report.findings if finding.severity is Severity.ERROR]
    suspects = list(dict.fromkeys(s for finding in errors for s in finding.suspects))
    first = [suspect for suspect in suspects if suspect.choice == 1]
    alone = {suspect.address for suspect in first} == {place}
    given = [s.expected.removesuffix("%") for s in first if alone and "～" not in s.expected]
    return CardCase(
        *made,
        broken=bool(errors),
        choices=max((suspect.choice for suspect in suspects), default=0),
        first=alone,
        named=any(suspect.address == place for suspect in suspects),
        number=any(given),
        number_right=all(Decimal(number) == right for number in given if number),
        told=f"{place} {right} → {wrong}: {'; '.join(map(_in_words, suspects))}",
    )


def _key(cell: Placed) -> str:
    return str(cell.key[0]) if cell.key else ""


def _figure(cell: Placed) -> str:
    """The figure in a cell as it is typed: of words its weight; "" where it has none."""
    if _key(cell) not in FIGURES:
        return ""
    if _key(cell) in _IN_WORDS:
        weight = weight_in(str(cell.value))
        return "" if weight is None else f"{weight:f}"
    return str(cell.value).removesuffix("%")


def _wrong(right: str, mistake: str, rng: Random) -> str:
    """Another figure that the mistake makes of one; "" where it makes none."""
    typed = {Decimal(text) for text in MISTAKES[mistake](right) if text.strip(".")}
    wrong = sorted(typed - {Decimal(right)})
    return f"{rng.choice(wrong):f}" if wrong else ""


def _retyped(grid: Grid, cell: Placed, wrong: str) -> Grid:
    """The card with another figure in a cell."""
    value: object = Decimal(wrong)
    if _key(cell) in _IN_WORDS:
        value = f"{unweighed(str(cell.value))}（{wrong} 分）"
    elif str(cell.value).endswith("%"):
        value = f"{wrong}%"
    return replace(
        grid, cells=tuple(c._replace(value=value) if c is cell else c for c in grid.cells)
    )


def _in_words(suspect: Suspect) -> str:
    return f"({suspect.choice}) {suspect.address} {suspect.expected} {suspect.explanation}"


def _report(grid: Grid) -> Report:
    return check(Book("自评表.xlsx", (sheet(grid, "自评表"),), ""))
