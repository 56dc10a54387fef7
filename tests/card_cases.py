"""Live scorecards filled with made-up evaluations, sound ones and ones with mistakes; and two
judges of them: what the workbook's sheet 勾稽校验 says, and what the validator says of what the
sheets show.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from random import Random

from tests.judges import WORDS, book_of
from tests.office import Area, Office, Rows, Workbook
from validator.checks.scorecards import run
from validator.forms.scorecard import Kind, WeightIn, unweighed
from validator.forms.workbook import CHECK
from validator.recognition import recognise
from workbook_templates.cards.data import TICKED
from workbook_templates.cards.plan import Block, CardPlan, Key
from workbook_templates.check_sheet import FIRST, HEADINGS
from workbook_templates.identities import STATES
from workbook_templates.spot import Spot

#: What is typed on a card, by what the cell says.
Typed = dict[Key, object]
#: (sheet of the card, rule) → the worst state of the rule there.
Worst = Mapping[tuple[str, str], str]

NOTHING = "未填"
#: What people write where a figure belongs.
_ODD = (
    "", "无", "—", "满分", 0, -1, "８０", "8 分", 3.5, 8.25, "98.6", "98.64%", "1,234.50", "若干",
    "12.5万元", "3000 元", "0.8", 100, 200, "20.0", "约 20",
)  # fmt: skip
_FIGURES = (
    "预算数", "执行数", "执行率", "执行得分", "总分", "基本支出总额", "项目支出总额", "得分",
)  # fmt: skip
#: How the weight of an indicator is written behind its name.
_WEIGHTS = ("（{} 分）", "({}分)", " {} 分）", "（{}分）：")


# --- evaluations -------------------------------------------------------------------------------


def sound(card: CardPlan, random: Random) -> Typed:
    """A card without a mistake: what a person would type."""
    typed: Typed = {("项目名称", 0): "业务经费", ("单位名称", 0): "某区医疗保障局"}
    typed = {key: value for key, value in typed.items() if key in card.cells}
    budget = random.randrange(10_000, 90_000)
    executed = random.randrange(budget * 7 // 10, budget + 1)
    typed["预算数", 0] = random.choice([budget / 100, f"{budget / 100:.2f} 万", f"{budget}00 元"])
    typed["执行数", 0] = executed / 100
    if ("基本支出总额", 0) in card.cells:
        basic = random.randrange(1, executed)
        typed["基本支出总额", 0] = f"{basic / 100:.2f}万元"
        typed["项目支出总额", 0] = (executed - basic) / 100
    for ticks in card.form.ticks:
        typed[f"勾选 {ticks.label}", random.randrange(len(ticks.choices))] = TICKED
    for block in card.blocks:
        for first, count, weight, group in _holders(card, block):
            typed |= _indicators(card, random, first, count, weight, group)
    return typed


def _holders(card: CardPlan, block: Block) -> list[tuple[int, int, Decimal, str]]:
    """What has a weight in a goal: its first indicator, how many rows, the weight, its group."""
    goals = card.form.goals
    if card.form.weight_in is not WeightIn.GROUP:
        weight = goals[block.goal].weight or card.form.goals_full
        return [(block.first, block.count, weight, "")]
    starts = sorted(i for what, i in card.cells if what == "一级")
    ends = [*starts[1:], card.indicators]
    weights = [group.weight for group in card.form.groups]
    return [
        (start, end - start, weight, "一级")
        for start, end, weight in zip(starts, ends, weights, strict=True)
        if weight is not None
    ]


def _indicators(
    card: CardPlan, random: Random, first: int, count: int, weight: Decimal, group: str
) -> Typed:
    typed: Typed = {}
    used = random.randrange(1, count + 1)
    cuts = sorted(random.sample(range(1, int(weight) * 2), used - 1))
    points = [b - a for a, b in zip([0, *cuts], [*cuts, int(weight) * 2], strict=True)]
    for i, half_points in enumerate(points, start=first):
        own = half_points / 2
        name = f"第 {i + 1} 项工作完成率"
        if card.form.weight_in is WeightIn.NAME:
            name += random.choice(_WEIGHTS).format(f"{own:g}")
        typed["三级", i] = name
        typed["目标值", i] = typed["完成值", i] = random.choice(["≥90%", "12 次", "有效提升"])
        typed["得分", i] = random.choice([own, own, f"{own:g}", f"{own:g} "])
        if not group:
            typed["一级", i] = random.choice(card.form.groups).name
        typed["二级", i] = "数量指标"
    return typed


def spots(card: CardPlan, typed: Typed) -> dict[Spot, object]:
    """The cells that are typed in."""
    return {card.cells[key]: value for key, value in typed.items() if key in card.cells}


def scored(typed: Typed) -> list[int]:
    """The indicators with a score, in order."""
    return sorted(i for what, i in typed if what == "得分")


def execution(typed: Typed) -> tuple[float, float]:
    """Budget and executed amount as figures."""
    words = str(typed["预算数", 0])
    budget = float(words.rstrip(" 万元")) * (0.0001 if words.endswith("元") else 1)
    return budget, float(str(typed["执行数", 0]))


# --- mistakes ----------------------------------------------------------------------------------


def _rate(card: CardPlan, typed: Typed) -> Key:
    typed["执行率", 0] = "12.34%"
    typed["执行得分", 0] = 2.47
    return "执行率", 0


def _score(card: CardPlan, typed: Typed) -> Key:
    typed["执行得分", 0] = 0.5
    return "执行得分", 0


def _weights(card: CardPlan, typed: Typed) -> Key:
    i = scored(typed)[0]
    typed["三级", i] = f"{unweighed(str(typed['三级', i]))}（79.5 分）"
    return ("目标", 0)


def _goals(card: CardPlan, typed: Typed) -> Key:
    if len(card.blocks) > 1:
        typed["目标", 0] = "年度目标1（33 分）"
        return "目标", 0
    typed["一级", 0] = f"{card.form.groups[0].name}（33 分）"
    return "一级", 0


def _beyond_goal(card: CardPlan, typed: Typed) -> Key:
    i = scored(typed)[0]
    typed["得分", i] = 81
    if card.form.weight_in is WeightIn.NAME:
        typed["三级", i] = f"{unweighed(str(typed['三级', i]))}（81 分）"
    return ("目标", 0) if ("目标", 0) in card.cells else ("一级", 0)


def _total(card: CardPlan, typed: Typed) -> Key:
    typed["总分", 0] = 55.55
    return "总分", 0


def _too_high(card: CardPlan, typed: Typed) -> Key:
    i = scored(typed)[-1]
    typed["得分", i] = 80.5
    return "得分", i


def _parts(card: CardPlan, typed: Typed) -> Key:
    typed["项目支出总额", 0] = 0.07
    return "执行数", 0


def _over_budget(card: CardPlan, typed: Typed) -> Key:
    typed["执行数", 0] = round(execution(typed)[0] * 1.6, 2)
    return "执行率", 0


def _blank(card: CardPlan, typed: Typed) -> Key:
    i = scored(typed)[0]
    del typed["得分", i]
    return "得分", i


def _boxes(card: CardPlan, typed: Typed) -> Key:
    label = f"勾选 {card.form.ticks[0].label}"
    for i in range(len(card.form.ticks[0].choices)):
        typed[label, i] = TICKED
    return label, 0


Mistake = Callable[[CardPlan, Typed], Key]
#: Rule → what breaks it on a sound card; it gives the key of the cell that the rule's line names.
MISTAKES: Mapping[str, Mistake] = {
    "P01": _rate, "P02": _score, "P03": _weights, "P04": _goals, "P05": _beyond_goal,
    "P06": _total, "P07": _too_high, "P10": _parts, "P13": _over_budget, "P16": _blank,
    "P18": _boxes,
}  # fmt: skip


def mistakes_of(card: CardPlan) -> list[str]:
    """The rules that can be broken on a card of the form."""
    own_weights = card.form.weight_in in (WeightIn.NAME, WeightIn.CELL)
    left_out = set() if own_weights else {"P03", "P07"}
    if card.form.kind is not Kind.DEPARTMENT:
        left_out.add("P10")
    if not card.form.ticks:
        left_out.add("P18")
    if card.form.fixed or (len(card.blocks) == 1 and card.form.weight_in is not WeightIn.GROUP):
        left_out.add("P04")
    return [rule for rule in MISTAKES if rule not in left_out]


def spoilt(card: CardPlan, random: Random) -> Typed:
    """A sound card with mistakes and odd figures in some of its cells."""
    typed = sound(card, random)
    for rule in random.sample(mistakes_of(card), random.randrange(3)):
        if scored(typed):
            MISTAKES[rule](card, typed)
    for _ in range(random.randrange(4)):
        keys = [key for key in card.cells if key[0] in _FIGURES]
        typed[random.choice(keys)] = random.choice(_ODD)
    return typed


# --- the judges --------------------------------------------------------------------------------


@contextmanager
def opened(
    office: Office, path: Path, typed: Mapping[Spot, object] | None = None
) -> Iterator[Workbook]:
    """A blank workbook, open in LibreOffice with `typed` in its cells. What is typed over a formula
    cannot be taken back: the next case opens it anew."""
    book = office.open(path)
    try:
        if typed:
            book.put(typed)
        yield book
    finally:
        book.close()


def listed(book: Workbook) -> list[dict[str, object]]:
    """The lines of 勾稽校验 by their headings."""
    return lines_of(book.read(Area(CHECK))[0])


def lines_of(rows: Rows) -> list[dict[str, object]]:
    """The lines by their headings, of a sheet 勾稽校验 that was read."""
    lines: Iterator[dict[str, object]] = (
        dict(zip(HEADINGS, row, strict=False)) for row in rows[FIRST + 1 :]
    )
    return [line for line in lines if line["规则"]]


def worst_of_sheet(lines: Sequence[Mapping[str, object]]) -> Worst:
    """The worst state of every rule on every card, as the check sheet has it."""
    found: dict[tuple[str, str], str] = defaultdict(lambda: NOTHING)
    for line in lines:
        key = str(line["表"]), str(line["规则"])
        found[key] = min(found[key], str(line["状态"]), key=STATES.index)
    return found


def worst_of_validator(sheets: Mapping[str, Rows]) -> Worst:
    """The worst verdict of every rule on every card, as the validator has it."""
    found = recognise(book_of(sheets))
    worst: dict[tuple[str, str], str] = defaultdict(lambda: NOTHING)
    for seen in run(found.cards, found.summaries, found.tables):
        key = seen.card.sheet, seen.rule
        worst[key] = min(worst[key], WORDS[seen.verdict], key=STATES.index)
    return worst


def apart(sheet: Worst, validator: Worst) -> list[str]:
    """Where the two disagree on a rule that the sheet judges."""
    live = {rule for _, rule in sheet}
    return [
        f"{card} {rule}: the sheet says {sheet[card, rule]}, the validator {validator[card, rule]}"
        for card, rule in sorted({*sheet, *validator})
        if rule in live and sheet[card, rule] != validator[card, rule]
    ]
