"""The JSON of a scorecard → the record that fills one.

The file reads like the printed card, and every value in it is a text, as printed ("≧90%", "611.10",
"" where nothing stands); what is left out or null is not printed at all:

    "form": "scorecard-project-2024"            the form, as `gouji editions` names it
    "source": "…"                               where the words come from
    "title": "2024 年度党员活动经费项目绩效自评表"
    "head": {"单位名称": "区医保局", "填报日期": "2025.04.22"}
    "fields": {"项目名称": "党员活动经费", …}   "amounts": {"基本支出总额": "547.09", …}
    "ticks": [{"label": "项目类别", "choices": ["部门预算项目", "区直专项"], "ticked": [1],
               "glyph": "☑"}]                   from one; the glyph may be written U+F052
    "execution": {"heading": "预算执行情况（万元）（20 分）", "label": "年度财政资金总额",
                  "columns": ["预算数(A)", …], "budget": "1.06", "executed": "0.21",
                  "rate": "19.81%", "score": "3.96"}
    "goals": [{"heading": "年度绩效目标(80 分)", "text": "", "merged": true, "indicators": [
                {"level1": "成本指标(20 分)", "level2": "经济成本指标", "name": "组织党员活动经费",
                 "target": "…", "result": "…", "score": "20", "weight": "20"}]}]
    "constraint": {"level1": "…", "level2": "…", "name": "…", "text": "…", "score": ""}
    "total": "83.96"   "deviation": "…"   "improvement": "…"   "sign": "…"   "notes": ["…"]

`merged` says that equal 二级指标 below each other are one cell; equal 一级指标 always are. `weight`
is for forms with a column of weights. `uncertain` holds remarks of whoever transcribed the card and
is not printed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from validator.forms.scorecard import (
    EXPENDITURES,
    Kind,
    Scorecard,
    WeightIn,
    load_scorecard,
    scorecards,
)
from workbook_templates.json_file import Part

#: A box that is ticked, where a card does not print another sign for it.
TICKED = "☑"
#: A figure, as opposed to words: it becomes a number in the workbook.
_FIGURE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def printed(text: str) -> Decimal | str:
    """What a cell holds for a printed text: a number with the decimals it is printed with, or the
    words. A percentage stays words, so that its sign is what a reader sees."""
    return Decimal(text) if _FIGURE.fullmatch(text) else text


class TicksData(NamedTuple):
    """A row of boxes as printed; `ticked` are numbers from zero."""

    label: str
    choices: tuple[str, ...]
    ticked: tuple[int, ...]
    glyph: str = TICKED


class ExecutionData(NamedTuple):
    """预算执行情况 as printed: its words, and its four values."""

    heading: str
    label: str
    columns: tuple[str, ...]
    budget: str
    executed: str
    rate: str
    score: str


class IndicatorData(NamedTuple):
    """A row of indicators as printed."""

    level1: str
    level2: str
    name: str
    target: str
    result: str
    score: str
    weight: str = ""


class GoalData(NamedTuple):
    """A block of indicators; `heading` is "" where the card prints none."""

    heading: str
    text: str
    indicators: tuple[IndicatorData, ...]
    merged: bool = False


class ConstraintData(NamedTuple):
    """The row of the 约束性指标; `score` is what stands in the column of scores."""

    level1: str
    level2: str
    name: str
    text: str
    score: str = ""


@dataclass(frozen=True, slots=True)
class CardData:
    """What one card prints. None where a part of it is not printed at all."""

    form: Scorecard
    source: str = ""
    title: str = ""
    head: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    amounts: Mapping[str, str] = field(default_factory=dict)
    ticks: tuple[TicksData, ...] = ()
    execution: ExecutionData | None = None
    goals: tuple[GoalData, ...] = ()
    constraint: ConstraintData | None = None
    total: str | None = None
    deviation: str | None = None
    improvement: str | None = None
    sign: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def indicators(self) -> tuple[IndicatorData, ...]:
        """All indicators, in order."""
        return tuple(indicator for goal in self.goals for indicator in goal.indicators)

    @property
    def department(self) -> str:
        """单位名称, else 主管部门, else ""."""
        return self.fields.get("单位名称") or self.fields.get("主管部门", "")

    @property
    def name(self) -> str:
        """What it evaluates: the project's or the department's name."""
        return self.fields.get("项目名称") or self.fields.get("单位名称", "")

    @property
    def year(self) -> int:
        """The year that its title names, 0 where it names none."""
        found = re.search(r"\d{4}", self.title)
        return int(found[0]) if found else 0


# --- reading -----------------------------------------------------------------------------------

_KEYS = (
    *("form", "source", "title", "head", "fields", "amounts", "ticks", "execution", "goals"),
    *("constraint", "total", "deviation", "improvement", "sign", "notes", "uncertain"),
)


def form_of(part: Part) -> Scorecard:
    """The form that a part of a file names. Raises DataError."""
    name = part.text("form")
    if name not in scorecards():
        raise part.error(f"没有自评表“{name}”；可用：{'、'.join(scorecards())}")
    return load_scorecard(name)


def read_card(part: Part) -> CardData:
    """The card that stands in a part of a file. Raises DataError."""
    part.only(_KEYS)
    form = form_of(part)
    if form.kind is Kind.SUMMARY:
        raise part.error(f"“{form.name}”是自评摘要，不是自评表")
    labels = tuple(label for row in form.fields for label in row)
    sign = part.optional("sign")
    if sign is not None and not form.signature:
        raise part.error("这种表式没有签批栏，不能有“sign”")
    return CardData(
        form=form,
        source=part.text("source", ""),
        title=part.text("title", ""),
        head=part.words("head", tuple(words.partition("：")[0] for words in form.opening)),
        fields=part.words("fields", tuple(label for label in labels if label not in EXPENDITURES)),
        amounts=part.words("amounts", tuple(label for label in labels if label in EXPENDITURES)),
        ticks=tuple(_ticks(form, row) for row in part.parts("ticks")),
        execution=_execution(part.optional_part("execution")),
        goals=tuple(_goal(form, goal) for goal in part.parts("goals")),
        constraint=_constraint(form, part.optional_part("constraint")),
        total=part.optional("total"),
        deviation=part.optional("deviation"),
        improvement=part.optional("improvement"),
        sign=sign,
        notes=part.texts("notes"),
    )


def _ticks(form: Scorecard, part: Part) -> TicksData:
    part.only(("label", "choices", "ticked", "glyph"))
    label, choices = part.text("label"), part.texts("choices")
    if label not in [ticks.label for ticks in form.ticks]:
        raise part.error(f"这种表式没有“{label}”这一行勾选")
    ticked = part.numbers("ticked")
    if any(not 1 <= number <= len(choices) for number in ticked):
        raise part.error(f"“ticked”是勾选的第几项，应在 1 与 {len(choices)} 之间")
    glyph = part.text("glyph", TICKED)
    if code := re.fullmatch(r"U\+([0-9A-F]{4})", glyph):
        glyph = chr(int(code[1], 16))
    return TicksData(label, choices, tuple(number - 1 for number in ticked), glyph)


def _execution(part: Part | None) -> ExecutionData | None:
    if part is None:
        return None
    words, values = ("heading", "label"), ("budget", "executed", "rate", "score")
    part.only((*words, "columns", *values))
    columns = part.texts("columns")
    if len(columns) != len(values):
        raise part.error("“columns”应有预算数、执行数、执行率、得分四个栏名")
    heading, label = map(part.text, words)
    return ExecutionData(heading, label, columns, *map(part.text, values))


def _goal(form: Scorecard, part: Part) -> GoalData:
    part.only(("heading", "text", "merged", "indicators"))
    indicators = []
    for row in part.parts("indicators"):
        row.only(IndicatorData._fields)
        *needed, weight = IndicatorData._fields
        indicator = IndicatorData._make([*map(row.text, needed), row.text(weight, "")])
        if indicator.weight and form.weight_in is not WeightIn.CELL:
            raise row.error("这种表式没有分值栏，不能有“weight”")
        indicators.append(indicator)
    if not indicators:
        raise part.error("没有指标")
    heading, text = part.text("heading", ""), part.text("text", "")
    return GoalData(heading, text, tuple(indicators), part.flag("merged"))


def _constraint(form: Scorecard, part: Part | None) -> ConstraintData | None:
    if part is None:
        return None
    if form.constraint is None:
        raise part.error("这种表式没有约束性指标")
    part.only(ConstraintData._fields)
    *needed, score = ConstraintData._fields
    return ConstraintData._make([*map(part.text, needed), part.text(score, "")])
