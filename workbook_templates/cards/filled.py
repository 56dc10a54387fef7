"""A scorecard's data → what a person would type into its live sheet, and what the formulas there
then give.

Only what cannot be computed is typed: words, amounts, boxes, scores of indicators. A published
rate, score or total that its formula does not give, because it is rounded otherwise or because it
is wrong, is typed over the formula, and `CardFilling.differing` names it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import NamedTuple

from validator.amounts import UNITS
from validator.forms.scorecard import Kind, WeightIn, unweighed, weight_in
from validator.quantities import money, rate
from workbook_templates.cards.data import TICKED, CardData, ExecutionData, GoalData, printed
from workbook_templates.cards.plan import MOST_PROJECTS, CardPlan, Key, card_plans
from workbook_templates.cards.summary_data import SummaryData
from workbook_templates.cards.summary_grid import goal_words
from workbook_templates.spot import Spot

_CENT, _BASIS_POINT = Decimal("0.01"), Decimal("0.0001")


class Differing(NamedTuple):
    """A published cell of a card that its formula does not give; `computed` is "" where the formula
    gives nothing."""

    sheet: str
    what: str
    published: str
    computed: str


class NoRoom(ValueError):  # noqa: N818 - a state of the data
    """More than a workbook has room for: indicators under `what` of a card, goals of a card, cards
    or tables of the form `what`, rows of a list `what` of a 申报表."""

    def __init__(self, what: str, count: int, room: int) -> None:
        super().__init__(what, count, room)
        self.what, self.count, self.room = what, count, room


#: What fills a sheet.
Published = CardData | SummaryData


@dataclass
class CardFilling:
    """What is typed in which cell of a card's sheet, what its formulas give, which rows (from one)
    have no indicator, and the published cells that are not what the formulas give."""

    typed: dict[Spot, object] = field(default_factory=dict)
    given: dict[Spot, object] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    differing: list[Differing] = field(default_factory=list)


def matched(
    plans: Sequence[CardPlan], cards: Sequence[Published]
) -> list[tuple[CardPlan, Published | None]]:
    """Each scorecard's sheet with what fills it, those of one form in order. Raises NoRoom."""
    waiting: dict[str, list[Published]] = {}
    for card in cards:
        waiting.setdefault(card.form.name, []).append(card)
    found = []
    for plan in plans:
        own = waiting.get(plan.form.name)
        found.append((plan, own.pop(0) if own else None))
    for left in filter(None, waiting.values()):
        form, count = left[0].form, sum(card.form is left[0].form for card in cards)
        raise NoRoom(form.title, count, count - len(left))
    return found


def plans_of(cards: Sequence[Published]) -> tuple[CardPlan, ...]:
    """The sheets of a workbook that holds just these cards and summaries, with room for all their
    indicators. Raises NoRoom for more projects than a workbook holds."""
    if not cards:
        return ()
    forms = list(dict.fromkeys(card.form.name for card in cards))
    by_name = {card.form.name: card.form for card in cards}
    projects = max(1, sum(card.form.kind is Kind.PROJECT for card in cards))
    if projects > MOST_PROJECTS:
        raise NoRoom(Kind.PROJECT.value, projects, MOST_PROJECTS)
    found = card_plans([by_name[name] for name in forms], projects)
    try:
        for plan, card in matched(found, cards):
            if isinstance(card, CardData):
                _places(plan, card)
    except NoRoom:
        longest = max(_longest(card) for card in cards if isinstance(card, CardData))
        return card_plans([by_name[name] for name in forms], projects, longest)
    return found


def _longest(card: CardData) -> int:
    """The number of indicators in the card's longest block."""
    of_groups = card.form.weight_in is WeightIn.GROUP
    return max((len(run) for goal in card.goals for _, run in _runs(goal, of_groups)), default=0)


def fill_card(plan: CardPlan, card: Published | None, department: str, year: int) -> CardFilling:
    """What a card or a summary (None: nothing) makes of its sheet, in a workbook whose front sheet
    names the department and the year. Raises NoRoom."""
    filling = CardFilling()
    _heading(filling, plan, card, department, year)
    if card is None:
        return filling
    if isinstance(card, SummaryData):
        _summary(filling, plan, card)
        return filling
    for label, value in {**card.fields, **card.amounts}.items():
        if label not in ("单位名称", "主管部门"):
            _type(filling, plan, (label, 0), printed(value))
    for ticks in card.ticks:  # the sheet's own sign, whatever the published card has
        for number in ticks.ticked:
            _type(filling, plan, (f"勾选 {ticks.label}", number), TICKED)
    _indicators(filling, plan, card)
    if card.constraint:
        _type(filling, plan, ("约束", 0), printed(card.constraint.score))
    score = _execution(filling, plan, card.execution) if card.execution else None
    _total(filling, plan, card, score)
    for what, words in (("偏差", card.deviation), ("改进", card.improvement), ("签批", card.sign)):
        _type(filling, plan, (what, 0), words or "")
    return filling


def _type(filling: CardFilling, plan: CardPlan, key: Key, value: object) -> None:
    """Type a value in its cell; nothing is typed for a blank."""
    if value != "" and key in plan.cells:
        filling.typed[plan.cells[key]] = value


def _give(
    filling: CardFilling, plan: CardPlan, key: Key, published: str | None, computed: object
) -> None:
    """What the formula of a cell gives, or the published words typed over it."""
    if key not in plan.cells:
        return
    spot = plan.cells[key]
    filling.given[spot] = computed
    if published is not None and printed(published) != computed:
        filling.typed[spot] = printed(published)


def _give_figure(
    filling: CardFilling, plan: CardPlan, what: str, published: str, computed: Decimal | None
) -> None:
    """What the formula of a rate, a score or a total gives, or the published figure typed over it.
    A rate that is typed stays words, with its own digits and sign."""
    if (what, 0) not in plan.cells:
        return
    spot, given = plan.cells[what, 0], "" if computed is None else computed
    filling.given[spot] = given
    own: object = printed(published)
    shown = str(given)
    if what == "执行率":
        found = rate(published, None if computed is None else computed * 100)
        own = found.percent / 100 if found else published
        shown = "" if computed is None else f"{computed:.2%}"
    if own != given:
        filling.typed[spot] = published if what == "执行率" else own
        filling.differing.append(Differing(plan.sheet, what, published, shown))


# --- the head, the execution and the total -----------------------------------------------------


def _heading(
    filling: CardFilling, plan: CardPlan, published: Published | None, department: str, year: int
) -> None:
    """The title and the names, most of which come from the front sheet."""
    form, card = plan.form, published if isinstance(published, CardData) else None
    before, _, after = form.caption.partition("{name}")
    project = (card.name if card else "") if plan.is_project else department
    own_year = f"{year}{before.partition('{year}')[2]}" if year else ""
    title = f"{own_year}{project}{after}"
    _give(filling, plan, ("表题", 0), published.title or None if published else None, title)
    for label in ("单位名称", "主管部门"):
        _give(filling, plan, (label, 0), card.fields.get(label) if card else None, department)
    for words in form.opening:
        label, _, own = words.partition("：")
        head = card.head.get(label, "") if card else ""
        key = (f"表头 {label}", 0)
        said: str | None
        if label == "单位名称":
            said = f"{label}：{head}" if head else None
            _give(filling, plan, key, said, f"{label}：{department}")
        elif head and head != own:
            _type(filling, plan, key, f"{label}：{head}")


def _execution(filling: CardFilling, plan: CardPlan, execution: ExecutionData) -> Decimal | None:
    """The block of the execution; what it shows as its score."""
    _type(filling, plan, ("预算数", 0), printed(execution.budget))
    _type(filling, plan, ("执行数", 0), printed(execution.executed))
    budget, executed = (
        money(text, UNITS["万元"]) for text in (execution.budget, execution.executed)
    )
    given = None
    if budget and budget.fen > 0:
        spent = executed.fen if executed else Decimal(0)
        given = _rounded(spent / budget.fen, _BASIS_POINT)
    _give_figure(filling, plan, "执行率", execution.rate, given)
    near = None if given is None else given * 100
    shown = rate(execution.rate, near)
    percent = shown.percent if shown else near
    full = plan.form.full
    score = (
        None
        if percent is None
        else _rounded(max(min(full, full * percent / 100), Decimal(0)), _CENT)
    )
    _give_figure(filling, plan, "执行得分", execution.score, score)
    own = printed(execution.score)
    return own if isinstance(own, Decimal) else score


def _total(filling: CardFilling, plan: CardPlan, card: CardData, execution: Decimal | None) -> None:
    """The total of the execution's score and those of the indicators."""
    said = (printed(indicator.score) for indicator in card.indicators)
    scores = [score for score in said if isinstance(score, Decimal)]
    given = _rounded(sum(scores, execution or Decimal(0)), _CENT) if scores else None
    _give_figure(filling, plan, "总分", card.total or "", given)


def _summary(filling: CardFilling, plan: CardPlan, summary: SummaryData) -> None:
    """The table of a summary and its sentences, all of them over their formulas: what is published
    need not be what the department's scorecard gives."""
    words = {("结论", 0): summary.conclusion.text, ("执行率情况", 0): summary.execution.text}
    for i, line in enumerate(summary.lines):
        for what, value in zip(
            ("摘要权重", "摘要得分", "摘要等级"), (line.weight, line.score, line.grade), strict=True
        ):
            words[what, i] = value
    for what, number in plan.cells:
        if what == "摘要目标":
            goal = summary.goals[number] if number < len(summary.goals) else None
            words[what, number] = goal_words(goal) if goal else ""
    for key, value in words.items():
        if key in plan.cells:
            filling.given[plan.cells[key]] = ""
            filling.typed[plan.cells[key]] = printed(value)


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, ROUND_HALF_UP).normalize() + 0


# --- indicators --------------------------------------------------------------------------------


def _indicators(filling: CardFilling, plan: CardPlan, card: CardData) -> None:
    """The goals and their indicators, each in a row of its block; the other rows are hidden."""
    for number, goal in enumerate(card.goals):
        key = ("目标", number)
        if key in plan.cells and not _same(goal.heading, _printed(plan, key)):
            filling.typed[plan.cells[key]] = goal.heading
        _type(filling, plan, ("目标说明", number), goal.text)
    places = _places(plan, card)
    grouped = plan.form.weight_in is WeightIn.GROUP
    for i, indicator in zip(places, card.indicators, strict=True):
        for what, value in (
            ("二级", indicator.level2),
            ("三级", indicator.name),
            ("目标值", printed(indicator.target)),
            ("完成值", printed(indicator.result)),
            ("得分", printed(indicator.score)),
            ("分值", printed(indicator.weight)),
        ):
            _type(filling, plan, (what, i), value)
        if not grouped:
            _type(filling, plan, ("一级", i), indicator.level1)
    if grouped:
        _groups(filling, plan, dict(zip(places, (i.level1 for i in card.indicators), strict=True)))
    if places:
        rows = {spot.row: i for (what, i), spot in plan.cells.items() if what == "三级"}
        filling.hidden = frozenset(row + 1 for row, i in rows.items() if i not in set(places))


def _groups(filling: CardFilling, plan: CardPlan, labels: Mapping[int, str]) -> None:
    """The words of the groups where a card may word them otherwise; a group that it has not got is
    blanked, so that its weight does not count."""
    for first, room in _blocks(plan):
        own = next((labels[i] for i in range(first, first + room) if i in labels), "")
        key = ("一级", first)
        if not plan.form.fixed and not _same(own, _printed(plan, key)):
            filling.typed[plan.cells[key]] = own


def _places(plan: CardPlan, card: CardData) -> list[int]:
    """The number that each indicator of the card has on the sheet. Raises NoRoom."""
    places: list[int] = []
    of_groups = plan.form.weight_in is WeightIn.GROUP
    goals: list[list[tuple[int, int]]] = [[] for _ in plan.blocks]
    for first, room in _blocks(plan):
        block = next(b for b in plan.blocks if b.first <= first < b.first + b.count)
        goals[block.goal].append((first, room))
    if len(card.goals) > len(goals):
        raise NoRoom(card.title, len(card.goals), len(goals))
    for goal, blocks in zip(card.goals, goals, strict=False):
        left = list(blocks)
        for label, run in _runs(goal, of_groups):
            count = len(run)
            named = [
                b for b in left if unweighed(_printed(plan, ("一级", b[0]))) == unweighed(label)
            ]
            if not left:
                raise NoRoom(label, len(list(_runs(goal, of_groups))), len(blocks))
            first, room = named[0] if named else left[0]
            if count > room:
                raise NoRoom(label or card.title, count, room)
            left.remove((first, room))
            places += range(first, first + count)
    return places


def _runs(goal: GoalData, of_groups: bool) -> list[tuple[str, list[int]]]:
    """The indicators of a goal that stand in one block of the sheet: those under one 一级指标, or
    all of them. Their numbers within the goal."""

    def label(i: int) -> str:
        return goal.indicators[i].level1 if of_groups else ""

    return [(own, list(run)) for own, run in groupby(range(len(goal.indicators)), key=label)]


def _blocks(plan: CardPlan) -> list[tuple[int, int]]:
    """The number of the first indicator and how many there are, of every goal or group."""
    if plan.form.weight_in is not WeightIn.GROUP:
        return [(block.first, block.count) for block in plan.blocks]
    starts = sorted(i for what, i in plan.cells if what == "一级")
    return [
        (start, end - start)
        for start, end in zip(starts, [*starts[1:], plan.indicators], strict=True)
    ]


def _printed(plan: CardPlan, key: Key) -> str:
    """What the blank sheet has in a cell."""
    return next(str(cell.value) for cell in plan.grid.cells if cell.key == key)


def _same(own: str, blank: str) -> bool:
    """Do two headings say the same, whatever brackets and spaces they have?"""
    return unweighed(own) == unweighed(blank) and weight_in(own) == weight_in(blank)
