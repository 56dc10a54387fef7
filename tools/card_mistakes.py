"""Scorecards of every form that agree, and the same with one figure mistyped, for measuring how
often the figure that is wrong is named (`cases`).

A card is laid out as its form prints it, every figure typed: none is computed anew when another one
is wrong. All of it follows from the seed. `table` tells the cases as docs/localisation.md shows
them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import NamedTuple

from validator import check
from validator.findings import Report, Suspect
from validator.forms.model import Severity
from validator.forms.scorecard import EXPENDITURES, Kind, Scorecard, WeightIn, unweighed, weight_in
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
    "三级": "指标分值（在名称里）",
    "分值": "指标分值（单独一栏）",
    "一级": "一级指标的分值",
    "目标": "目标的分值",
    "总分": "总分",
}


class Case(NamedTuple):
    """What came of one figure mistyped: was a rule broken, how many sets of figures were named,
    was the first of them this figure alone, was it named at all, and of the number that was given
    for it then (if one was), was it right?"""

    form: str
    figure: str
    mistake: str
    broken: bool
    choices: int
    first: bool
    named: bool
    number: bool
    number_right: bool
    told: str = ""


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
        weight=str(weight) if form.weight_in is WeightIn.CELL else "",
    )


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _typed(value: Decimal) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


# --- mistakes ------------------------------------------------------------------------------------


def _swapped(digits: str, rng: Random) -> str:
    at = [i for i in range(len(digits) - 1) if digits[i : i + 2].isdigit()]
    i = rng.choice(at) if at else 0
    return digits[:i] + digits[i : i + 2][::-1] + digits[i + 2 :]


def _mistyped(digits: str, rng: Random) -> str:
    i = _at(digits, rng)
    return digits[:i] + rng.choice("0123456789".replace(digits[i], "")) + digits[i + 1 :]


def _dropped(digits: str, rng: Random) -> str:
    i = _at(digits, rng)
    return digits[:i] + digits[i + 1 :]


def _doubled(digits: str, rng: Random) -> str:
    i = _at(digits, rng)
    return digits[: i + 1] + digits[i:]


def _point(digits: str, rng: Random) -> str:
    value = Decimal(digits)
    return _typed(value * 10) if rng.randrange(2) else f"{value / 10:.2f}"


def _at(digits: str, rng: Random) -> int:
    return rng.choice([i for i, digit in enumerate(digits) if digit.isdigit()])


MISTAKES: Mapping[str, Callable[[str, Random], str]] = {
    "swapped": _swapped,
    "mistyped": _mistyped,
    "dropped": _dropped,
    "doubled": _doubled,
    "point": _point,
}


def cases(form: Scorecard, seed: int, kinds: Iterable[str] = tuple(MISTAKES)) -> Iterator[Case]:
    """A case of every mistake of `kinds` in one figure of each sort that the card `seed` has."""
    rng = Random(f"{seed} {form.name}")
    grid = lay_out_card(form, sound(form, rng))
    report = _report(grid)
    assert not report.errors and not any(f.suspects for f in report.findings), (form.name, seed)
    by_kind: dict[str, list[Placed]] = {}
    for cell in grid.cells:
        if cell.key is not None and _figure(cell) is not None:
            by_kind.setdefault(FIGURES[str(cell.key[0])], []).append(cell)
    for figure, cells in by_kind.items():
        for mistake in kinds:
            case = _case(grid, rng.choice(cells), mistake, MISTAKES[mistake], rng)
            if case is not None:
                yield case._replace(form=form.name, figure=figure)


def _figure(cell: Placed) -> str | None:
    """The figure in a cell as it is typed: of words its weight; None where it has none."""
    if cell.key is None or cell.key[0] not in FIGURES:
        return None
    words = str(cell.value)
    if cell.key[0] in ("三级", "一级", "目标"):
        weight = weight_in(words)
        return None if weight is None else f"{weight:f}"
    return words.removesuffix("%") or None


def _case(
    grid: Grid, cell: Placed, mistake: str, make: Callable[[str, Random], str], rng: Random
) -> Case | None:
    right = _figure(cell)
    assert right is not None
    wrong = make(right, rng)
    if not wrong.strip(".") or Decimal(wrong) == Decimal(right):
        return None
    value: object
    if cell.key and cell.key[0] in ("三级", "一级", "目标"):
        value = f"{unweighed(str(cell.value))}（{wrong} 分）"
    else:
        value = f"{wrong}%" if str(cell.value).endswith("%") else Decimal(wrong)
    cells = tuple(c._replace(value=value) if c is cell else c for c in grid.cells)
    report = _report(replace(grid, cells=cells))
    errors = [f for f in report.findings if f.severity is Severity.ERROR]
    place = address(cell.row, cell.column)
    suspects = [s for f in errors for s in f.suspects]
    own = [s for s in suspects if s.address == place]
    alone = {s.address for s in suspects if s.choice == 1} == {place}
    numbers = [s.expected.removesuffix("%") for s in own if s.choice == 1]
    fixed = [n for n in numbers if n and "～" not in n]
    return Case(
        "", "", mistake, bool(errors), max((s.choice for s in suspects), default=0),
        alone, bool(own), bool(fixed), all(Decimal(n) == Decimal(right) for n in fixed),
        f"{place} {right} → {wrong}: {'; '.join(dict.fromkeys(map(_in_words, suspects)))}",
    )  # fmt: skip


def _in_words(suspect: Suspect) -> str:
    return f"({suspect.choice}) {suspect.address} {suspect.expected} {suspect.explanation}"


def _report(grid: Grid) -> Report:
    return check(Book("自评表.xlsx", (sheet(grid, "自评表"),), ""))


# --- the table -----------------------------------------------------------------------------------


def table(found: Iterable[Case]) -> str:
    """The cases by figure, as the page shows them."""
    rows: dict[str, list[Case]] = {}
    for case in found:
        rows.setdefault(case.figure, []).append(case)
    lines = [
        "| 填错的数 | 例数 | 没有破坏规则 | 只有一处说得通 | 其中居首 | 不止一处说得通 | 其中居首 "
        "| 列出 | 给出的数正确 |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, members in (*rows.items(), ("合计", [c for cs in rows.values() for c in cs])):
        broken = [case for case in members if case.broken]
        told = [case for case in broken if case.choices <= 1]
        open_ = [case for case in broken if case.choices > 1]
        given = [case for case in broken if case.first and case.number]
        lines.append(
            f"| {name} | {len(members)} | {len(members) - len(broken)} "
            f"| {len(told)} | {_part(sum(c.first for c in told), len(told))} "
            f"| {len(open_)} | {_part(sum(c.first for c in open_), len(open_))} "
            f"| {_part(sum(c.named for c in broken), len(broken))} "
            f"| {_part(sum(c.number_right for c in given), len(given))} |"
        )
    return "\n".join(lines)


def _part(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %（{part}/{whole}）" if whole else "—"
