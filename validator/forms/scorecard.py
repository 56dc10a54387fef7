"""The forms of the performance self-evaluation (绩效自评表): what a scorecard prints, as data.

A scorecard is one file `scorecards/NAME.form`; `scorecards/rules.form` holds the rules of all of
them. A form says which fields, boxes, goals and groups a card prints, what they weigh, and where
the weight of an indicator stands; the next bureau's variant is a new file. docs/forms.md describes
the files.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TypeVar

from validator.forms.loader import FormError, Text, cut, extended, parse_rules
from validator.forms.model import Edition, Rule


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
    totals, highest first.
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
    notes: tuple[str, ...]
    full: Decimal
    file: str
    digest: str

    @property
    def goals_full(self) -> Decimal:
        """What all goals together are worth."""
        return 100 - self.full

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
        )


#: （8 分） behind a name; people leave out the first bracket, and mix both kinds.
_WEIGHT = re.compile(r"[（(]?\s*(\d+(?:\.\d+)?)\s*分\s*[）)]\s*[:：]?\s*$")
_RULES = "rules.form"
_GRADE = re.compile(r"(\d+)\s+(\S+)")


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
def scorecard_rules() -> tuple[Rule, ...]:
    """The rules of all scorecards, in order. Raises FormError."""
    text = files("validator.forms.scorecards").joinpath(_RULES).read_text(encoding="utf-8")
    lines = list(enumerate(text.splitlines(), start=1))
    return tuple(rule.rule("") for rule in parse_rules(lines, f"scorecards/{_RULES}"))


@cache
def rule_of(name: str) -> Rule:
    """The rule P01 … P19 of the id `name`. Raises KeyError."""
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
    digest = sha256()
    text = _text(name, digest.update, ())
    return _scorecard(name, text, digest.hexdigest())


def _text(name: str, seen: Callable[[bytes], None], above: tuple[str, ...]) -> Text:
    """The form's text, laid over that of the form which it extends."""
    entry = files("validator.forms.scorecards").joinpath(f"{name}.form")
    seen(entry.read_bytes())
    own = cut(entry, f"scorecards/{name}.form")
    base = own.one("继承", "")
    if not base:
        return own
    if base in (name, *above) or base not in scorecards():
        raise FormError(own.file, 1, f"继承的自评表 {base} 不存在或成环")
    return extended(_text(base, seen, (name, *above)), own)


def _scorecard(name: str, text: Text, digest: str) -> Scorecard:
    kind = _one_of(text, "种类", Kind)
    years = [int(year) for year in re.findall(r"\d{4}", text.one("年度"))]
    execution = text.labels("预算执行")
    full = weight_in(execution[0]) if execution else None
    if full is None:
        raise _error(text, "预算执行", "满分应写在第一格的末尾，如“预算执行情况（20 分）”")
    if kind is not Kind.SUMMARY and (len(execution) != 2 or len(text.labels("执行栏")) != 4):
        raise _error(text, "执行栏", "执行栏应有预算数、执行数、执行率、得分四栏")
    form = Scorecard(
        name=name,
        title=text.one("名称"),
        title_en=text.one("英文"),
        kind=kind,
        first_year=years[0],
        last_year=years[-1],
        source=text.one("来源"),
        caption=text.one("表题"),
        opening=text.labels("表头"),
        fields=_rows(text, "栏目"),
        ticks=tuple(Ticks(row[0], row[1:]) for row in _rows(text, "勾选")),
        execution=(execution[0], execution[-1]),
        columns=text.labels("执行栏"),
        headings=text.labels("指标栏"),
        weight_in=_one_of(text, "分值", WeightIn),
        goals_in=_one_of(text, "目标版式", GoalsIn),
        goals=tuple(
            GoalForm(row[0], weight_in(row[0]), row[1] if row[1:] else "")
            for row in _rows(text, "目标")
        ),
        fixed=text.one("固定分值", "否") == "是",
        groups=tuple(Group(row[0], weight_in(row[0]), row[1:]) for row in _rows(text, "一级指标")),
        constraint=_constraint(text),
        total=text.one("总分", "总分"),
        footer=text.labels("表尾"),
        signature=text.labels("签批"),
        lines=text.labels("摘要行"),
        bands=_bands(text),
        notes=tuple(line for _, line in text.directives.get("备注", []) if line),
        full=full,
        file=text.file,
        digest=digest,
    )
    _weigh(text, form)
    return form


E = TypeVar("E", bound=Enum)


def _one_of(text: Text, key: str, choices: type[E]) -> E:
    """The member of `choices` that a directive names."""
    known = {choice.value: choice for choice in choices}
    if (said := text.one(key)) not in known:
        raise _error(text, key, f"{key}只能是 {'、'.join(known)}，不能是“{said}”")
    return known[said]


def _rows(text: Text, key: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a directive, each cut at its |."""
    lines = [line for _, line in text.directives.get(key, []) if line]
    return tuple(tuple(cell.strip(" ") for cell in line.split("|")) for line in lines)


def _constraint(text: Text) -> Constraint | None:
    rows = _rows(text, "约束")
    if not rows:
        return None
    if len(rows[0]) != 5 or not rows[0][4].isdigit():
        raise _error(text, "约束", "约束应写作“一级 | 二级 | 三级 | 说明 | 总分上限”")
    level1, level2, name, words, cap = rows[0]
    return Constraint(level1, level2, name, words, Decimal(cap))


def _bands(text: Text) -> tuple[tuple[Decimal, str], ...]:
    bands = []
    for said in text.labels("等级"):
        found = _GRADE.fullmatch(said)
        if found is None:
            raise _error(text, "等级", f"等级应写作“最低分 等级”，不能是“{said}”")
        bands.append((Decimal(found[1]), found[2]))
    if not bands or bands[-1][0] != 0 or bands != sorted(bands, reverse=True):
        raise _error(text, "等级", "等级应由高到低，最后一级从 0 分起")
    return tuple(bands)


def _weigh(text: Text, form: Scorecard) -> None:
    """The weights that the form prints come to 100."""
    for key, weights in (
        ("目标", [goal.weight for goal in form.goals]),
        ("一级指标", [group.weight for group in form.groups]),
    ):
        known = [weight for weight in weights if weight is not None]
        if known and len(known) == len(weights) and sum(known) != form.goals_full:
            raise _error(text, key, f"{key}的分值合计 {sum(known)}，应为 {form.goals_full}")


def _error(text: Text, key: str, problem: str) -> FormError:
    lines = text.directives.get(key)
    return FormError(text.file, lines[0][0] if lines else 1, problem)
