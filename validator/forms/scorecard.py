"""The forms of the performance self-evaluation (绩效自评表): what a scorecard prints, as data.

A scorecard is one file `scorecards/NAME.form`, the next bureau's variant a new one (docs/forms.md);
`rules.form` holds the rules of all. `read_scorecard` takes a form from any folder.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from validator.forms.loader import editions, load
from validator.forms.model import CARDS, Edition, Rule
from validator.forms.scorecard_text import (
    column_of,
    layered,
    one_of,
    rows,
    shipped,
    yes,
)
from validator.forms.text import Text, error, parse_rules, with_names, years


class Kind(Enum):
    """What a card evaluates: a whole department, a project; or the summary of a department's."""

    DEPARTMENT = "部门"
    PROJECT = "项目"
    SUMMARY = "摘要"


class WeightIn(Enum):
    """Where the weight of what is scored stands: in a cell of the indicator's own, behind its name
    （8 分）, in the cell of its 一级指标, or only in the heading of its goal."""

    CELL = "分值"
    NAME = "三级指标"
    GROUP = "一级指标"
    GOAL = "目标"


class GoalsIn(Enum):
    """Where the heading of a goal stands: in a cell left of its indicators; in a row of its own
    with its description, the column headings below it; or in a row below the column headings."""

    SIDE = "侧栏"
    DESCRIBED = "说明"
    ACROSS = "通栏"


@dataclass(frozen=True, slots=True)
class Ticks:
    """A row of boxes of which one is ticked: 项目类别, and its choices as printed."""

    label: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A 一级指标: its words as printed, what it weighs (None: nothing is printed), and the 二级指标
    that may stand under it."""

    label: str
    weight: Decimal | None
    seconds: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its words without the weight: 成本指标."""
        return unweighed(self.label)


@dataclass(frozen=True, slots=True)
class GoalForm:
    """A block of indicators: its heading as printed, what it weighs (None: nothing is printed), and
    the words left of its indicators where its heading stands above them."""

    heading: str
    weight: Decimal | None
    side: str


@dataclass(frozen=True, slots=True)
class Constraint:
    """约束性指标: an indicator without weight, of which a breach caps the total at `cap`."""

    level1: str
    level2: str
    name: str
    words: str
    cap: Decimal


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The form of a scorecard. `full` is the score of the execution, `goals_full` that of all goals
    together. `caption` may hold {year} and {name}; `fields` are the labels of each row of fields;
    `execution` is the heading and the label of the row of amounts, `columns` its four headings;
    `headings` those of the indicators, left to right; `fixed`: the groups weigh what the form says
    on every card; `lines` are the rows of a summary's table; `bands` the grades with their least
    totals, highest first, and `scale` the table of them that a summary prints below its notes.
    """

    name: str
    title: str
    title_en: str
    kind: Kind
    first_year: int
    last_year: int
    source: str
    caption: str
    opening: tuple[str, ...]
    fields: tuple[tuple[str, ...], ...]
    ticks: tuple[Ticks, ...]
    execution: tuple[str, str]
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    weight_in: WeightIn
    goals_in: GoalsIn
    goals: tuple[GoalForm, ...]
    fixed: bool
    groups: tuple[Group, ...]
    constraint: Constraint | None
    total: str
    footer: tuple[str, ...]
    signature: tuple[str, ...]
    lines: tuple[str, ...]
    bands: tuple[tuple[Decimal, str], ...]
    scale: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    full: Decimal
    file: str
    digest: str

    @property
    def goals_full(self) -> Decimal:
        """What all goals together are worth."""
        return 100 - self.full

    @property
    def execution_name(self) -> str:
        """What the block of the execution is called, without its unit and its full score."""
        return re.split(r"\s?[（(]", self.execution[0])[0]

    @property
    def roles(self) -> tuple[str, ...]:
        """What stands below each of `headings` (`column_of`)."""
        return tuple(map(column_of, self.headings))

    def grade(self, total: Decimal) -> str:
        """The grade of a total of at most 100 points."""
        return next(grade for least, grade in self.bands if total >= least)

    @property
    def edition(self) -> Edition:
        """The form set of a workbook that holds scorecards alone: it has no tables."""
        return Edition(
            name=self.name,
            title=self.title,
            title_en=self.title_en,
            first_year=self.first_year,
            last_year=self.last_year,
            order=(),
            caption=self.caption,
            opening=("", "金额单位：万元"),
            zero="空白",
            empty_place="附注下",
            source=self.source,
            forms={},
            rules=(),
            digest=self.digest,
            kind=CARDS,
        )


#: （8 分） behind a name; people leave out the first bracket, and mix all kinds.
#: Every repetition has an end, so that no text of a cell takes long.
_WEIGHT = re.compile(
    r"(?:[（(【［\[〔]\s{0,4}|(?<![\d.]))(\d{1,4}(?:\.\d{1,4})?)\s{0,4}分\s{0,4}[）)】］\]〕]"
    r"\s{0,4}[:：]?\s{0,4}$"
)
_FULL = re.compile(r"(\d+(?:\.\d+)?)\s*分\s*[*×]")
_RULES = "rules.form"
_GRADE = re.compile(r"(\d+)\s+(\S+)")
#: The field that says what a card of a kind evaluates; and the two of a department's expenditure.
NAMED = {Kind.DEPARTMENT: "单位名称", Kind.PROJECT: "项目名称"}
EXPENDITURES = ("基本支出总额", "项目支出总额")


def weight_in(words: str) -> Decimal | None:
    """The weight at the end of words: 20 in 成本指标（20 分） or 目标 1(20 分）：; else None."""
    found = _WEIGHT.search(words)
    return Decimal(found[1]) if found else None


def unweighed(words: str) -> str:
    """The words without the weight at their end."""
    return _WEIGHT.sub("", words).strip(" ：:")


@cache
def scorecards() -> tuple[str, ...]:
    """The names of the scorecards that ship, in order."""
    return tuple(
        sorted(
            entry.name.removesuffix(".form")
            for entry in files("validator.forms.scorecards").iterdir()
            if entry.name.endswith(".form") and entry.name != _RULES
        )
    )


@cache
def form_sets() -> tuple[str, ...]:
    """The names of all form sets that ship: the editions of tables, then the scorecards."""
    return (*editions(), *scorecards())


def form_set(name: str) -> Edition:
    """The form set `name`; that of a scorecard has no tables. Raises FormError, KeyError."""
    return load_scorecard(name).edition if name in scorecards() else load(name)


@cache
def scorecard_rules() -> tuple[Rule, ...]:
    """The rules of all scorecards, in order. Raises FormError."""
    text = files("validator.forms.scorecards").joinpath(_RULES).read_text(encoding="utf-8")
    lines = list(enumerate(text.splitlines(), start=1))
    return tuple(rule.rule("") for rule in parse_rules(lines, f"scorecards/{_RULES}"))


@cache
def rule_of(name: str) -> Rule:
    """The rule P01 … P20 of the id `name`. Raises KeyError."""
    return {rule.id: rule for rule in scorecard_rules()}[name]


@cache
def scorecards_digest() -> str:
    """sha256 of all forms of scorecards and of their rules, in hexadecimal."""
    digest = sha256()
    for entry in sorted(files("validator.forms.scorecards").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".form"):
            digest.update(entry.read_bytes())
    return digest.hexdigest()


@cache
def load_scorecard(name: str) -> Scorecard:
    """The scorecard `name`. Raises FormError for a file that cannot be used, KeyError for a name
    that is none of `scorecards()`."""
    if name not in scorecards():
        raise KeyError(name)
    return read_scorecard(name, shipped(name), f"scorecards/{name}.form")


def read_scorecard(name: str, entry: Traversable, file: str) -> Scorecard:
    """The scorecard that a file states, to be called `name`; errors (FormError) call it `file`."""
    digest = sha256()
    text = layered(entry, file, digest.update, (name,))
    execution = text.labels("预算执行")
    full = _full(text, execution)
    first_year, last_year = years(text)
    form = Scorecard(
        name=name,
        title=text.one("名称"),
        title_en=text.one("英文"),
        kind=one_of(text, "种类", Kind),
        first_year=first_year,
        last_year=last_year,
        source=text.one("来源"),
        caption=with_names(text, "表题", ("year", "name")),
        opening=text.labels("表头"),
        fields=rows(text, "栏目"),
        ticks=_ticks(text),
        execution=(execution[0], execution[-1]),
        columns=text.labels("执行栏"),
        headings=text.labels("指标栏"),
        weight_in=one_of(text, "分值", WeightIn),
        goals_in=one_of(text, "目标版式", GoalsIn),
        goals=_goals(text),
        fixed=yes(text, "固定分值"),
        groups=tuple(Group(row[0], weight_in(row[0]), row[1:]) for row in rows(text, "一级指标")),
        constraint=_constraint(text),
        total=text.one("总分", ""),
        footer=text.labels("表尾"),
        signature=text.labels("签批"),
        lines=text.labels("摘要行"),
        bands=_bands(text),
        scale=rows(text, "等级表"),
        notes=tuple(line for _, line in text.directives.get("备注", []) if line),
        full=full,
        file=text.file,
        digest=digest.hexdigest(),
    )
    _complete(text, form)
    _weigh(text, form)
    return form


def _full(text: Text, execution: tuple[str, ...]) -> Decimal:
    """The score of the execution, as the heading says it; the column of the score says the same."""
    full = weight_in(execution[0]) if execution else None
    if full is None or not 0 < full < 100:
        raise error(text, "预算执行", "满分应写在第一格的末尾，如“预算执行情况（20 分）”")
    for again in _FULL.findall(text.one("执行栏", "")):
        if Decimal(again) != full:
            raise error(text, "执行栏", f"得分栏写的是 {again} 分，预算执行是 {full} 分")
    return full


def _ticks(text: Text) -> tuple[Ticks, ...]:
    found = tuple(Ticks(row[0], row[1:]) for row in rows(text, "勾选"))
    if any(len(ticks.choices) < 2 for ticks in found):
        raise error(text, "勾选", "勾选应写作“项目类别 | 选项 | 选项”，至少两个选项")
    return found


def _goals(text: Text) -> tuple[GoalForm, ...]:
    found = rows(text, "目标")
    if any(len(row) > 2 for row in found):
        raise error(text, "目标", "目标应写作“标题”或“标题 | 指标左边的字”")
    return tuple(GoalForm(row[0], weight_in(row[0]), "".join(row[1:])) for row in found)


def _constraint(text: Text) -> Constraint | None:
    found = rows(text, "约束")
    if not found:
        return None
    if len(found) != 1 or len(found[0]) != 5 or not found[0][4].isdigit():
        raise error(text, "约束", "约束应写作一行“一级 | 二级 | 三级 | 说明 | 总分上限”")
    level1, level2, name, words, cap = found[0]
    return Constraint(level1, level2, name, words, Decimal(cap))


def _bands(text: Text) -> tuple[tuple[Decimal, str], ...]:
    bands = []
    for said in text.labels("等级"):
        found = _GRADE.fullmatch(said)
        if found is None:
            raise error(text, "等级", f"等级应写作“最低分 等级”，不能是“{said}”")
        bands.append((Decimal(found[1]), found[2]))
    if not bands or bands[-1][0] != 0 or bands != sorted(bands, reverse=True):
        raise error(text, "等级", "等级应由高到低，最后一级从 0 分起")
    return tuple(bands)


def _complete(text: Text, form: Scorecard) -> None:
    """The form has all the cells that a card of its kind needs."""
    if form.kind is Kind.SUMMARY:
        if len(form.headings) != 4:
            raise error(text, "指标栏", "指标栏应有名称、权重、得分、评价结果 4 栏")
        if len(form.lines) < 2:
            raise error(text, "摘要行", "摘要行应有全部一行和各部分的行")
        if [row[1:] for row in form.scale[1:]] != [(grade,) for _, grade in form.bands]:
            raise error(text, "等级表", "等级表应有一行表头，然后每个等级一行“分数 | 等级”")
    else:
        wanted = ["一级", "二级", "三级", "目标值", "完成值", "得分"]
        wanted += ["分值"] if form.weight_in is WeightIn.CELL else []
        if sorted(form.roles) != sorted(wanted):
            raise error(text, "指标栏", f"指标栏应当是{'、'.join(wanted)}各一栏")
        if len(text.labels("预算执行")) != 2:
            raise error(text, "预算执行", "预算执行应写作“标题（20 分） | 金额行的名称”")
        if len(form.columns) != 4:
            raise error(text, "执行栏", "执行栏应有预算数、执行数、执行率、得分四栏")
        if not any(NAMED[form.kind] in row for row in form.fields):
            raise error(text, "栏目", f"栏目里应有“{NAMED[form.kind]}”")
        if len(form.footer) != 2:
            raise error(text, "表尾", "表尾应有偏差原因、改进措施两行")
        for key, stated in (("一级指标", form.groups), ("总分", form.total)):
            if not stated:
                raise error(text, key, f"缺少“{key}：”")


def _weigh(text: Text, form: Scorecard) -> None:
    """The weights that the form prints come to what the execution leaves of 100."""
    needed = {
        "目标": form.weight_in is WeightIn.GOAL,
        "一级指标": form.weight_in is WeightIn.GROUP or form.fixed,
    }
    for key, weights in (
        ("目标", [goal.weight for goal in form.goals]),
        ("一级指标", [group.weight for group in form.groups]),
    ):
        known = [weight for weight in weights if weight is not None]
        if len(known) != len(weights) and (known or needed[key]):
            raise error(text, key, f"{key}的分值应全部写出，如“（40 分）”")
        if needed[key] and not weights:
            raise error(text, key, f"分值写在{key}格里，应列出各个{key}")
        if known and sum(known) != form.goals_full:
            raise error(text, key, f"{key}的分值合计 {sum(known)}，应为 {form.goals_full}")
