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

from validator.forms.scorecard import Scorecard

#: A figure, as opposed to words: it becomes a number in the workbook.
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?")


def printed(text: str) -> Decimal | str:
    """What a cell holds for a printed text: a number with the decimals it is printed with, or the
    words. A percentage stays words, so that its sign is what a reader sees."""
    return Decimal(text) if _FIGURE.fullmatch(text) else text


class TicksData(NamedTuple):
    """A row of boxes as printed; `ticked` are numbers from zero."""

    label: str
    choices: tuple[str, ...]
    ticked: tuple[int, ...]
    glyph: str = "☑"


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
    def year(self) -> int:
        """The year that its title names, 0 where it names none."""
        found = re.search(r"\d{4}", self.title)
        return int(found[0]) if found else 0
