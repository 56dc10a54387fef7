"""The JSON of a summary (整体绩效自评结果摘要版) → the record that fills one.

    "form": "scorecard-summary-2022"   "source": "…"   "title": "…"
    "conclusion": {"above": ["一、自评结论"], "heading": "（一）…", "text": "本单位…总分为100分…",
                   "total": "100", "grade": "优",
                   "parts": [{"group": "预算执行情况", "full": "10", "score": "10"}, …]}
    "columns": ["指标名称", …]   "rows": [{"group": "综合评价", "weight": "100", "score": "100",
                                          "grade": "优"}, …]
    "bands": {"note": "注：…", "columns": ["评价计分结果", "评价结果级别"],
              "rows": [{"band": "占比90分-100分", "grade": "优"}, …]}
    "execution": {"above": ["（二）…"], "heading": "1.执行率情况", "text": "…",
                  "budget": "611.10万元", "executed": "609.24万元", "rate": "99.70%"}
    "achieved": ["2.完成的绩效目标", "…"]
    "goals": [{"heading": "年度目标1：", "text": "…", "indicators": [{"number": "（1）", "level2":
               "数量指标", "name": "…(4分)", "target": "1个月", "result": "1个月"}, …]}]
    "sections": [{"heading": "3.未完成的绩效目标", "text": "…"}]

Every value is a text, as printed. The totals, parts and amounts beside a text are what it says,
once more: a workbook that is filled from them writes the sentence itself.
"""

import re
from typing import NamedTuple

from validator.forms.scorecard import Kind, Scorecard
from workbook_templates.cards.data import form_of
from workbook_templates.json_file import Part


class Paragraph(NamedTuple):
    """A heading and the text below it."""

    heading: str
    text: str
    above: tuple[str, ...] = ()


class PartData(NamedTuple):
    """…满分10分，实际得分10分, of one group."""

    group: str
    full: str
    score: str


class LineData(NamedTuple):
    """A row of the table."""

    group: str
    weight: str
    score: str
    grade: str


class ReachedData(NamedTuple):
    """An indicator that the summary lists."""

    number: str
    level2: str
    name: str
    target: str
    result: str


class ReachedGoal(NamedTuple):
    """A goal that the summary lists, with its indicators."""

    heading: str
    text: str
    indicators: tuple[ReachedData, ...]


class SummaryData(NamedTuple):
    """What one summary prints; see the module for its parts. `said` are the budget, the executed
    amount and the rate of the sentence on the execution."""

    form: Scorecard
    source: str
    title: str
    conclusion: Paragraph
    total: str
    grade: str
    parts: tuple[PartData, ...]
    columns: tuple[str, ...]
    lines: tuple[LineData, ...]
    note: str
    band_columns: tuple[str, ...]
    bands: tuple[tuple[str, str], ...]
    execution: Paragraph
    said: tuple[str, str, str]
    achieved: tuple[str, ...]
    goals: tuple[ReachedGoal, ...]
    sections: tuple[Paragraph, ...]

    @property
    def year(self) -> int:
        """The year that its title names, 0 where it names none."""
        found = re.search(r"\d{4}", self.title)
        return int(found[0]) if found else 0

    @property
    def department(self) -> str:
        """The department that its title names."""
        before, _, after = self.form.caption.partition("{name}")
        found = re.fullmatch(
            re.escape(before).replace(re.escape("{year}"), r"\d{4}\s*") + "(.*)" + re.escape(after),
            self.title,
        )
        return found[1] if found else ""


_KEYS = (
    *("form", "source", "title", "conclusion", "columns", "rows", "bands", "execution"),
    *("achieved", "goals", "sections", "uncertain"),
)


def read_summary(part: Part) -> SummaryData:
    """The summary that stands in a part of a file. Raises DataError."""
    part.only(_KEYS)
    form = form_of(part)
    if form.kind is not Kind.SUMMARY:
        raise part.error(f"“{form.name}”是自评表，不是自评摘要")
    said = ("total", "grade", "parts")
    conclusion = part.part("conclusion").only(("above", "heading", "text", *said))
    amounts = ("budget", "executed", "rate")
    execution = part.part("execution").only(("above", "heading", "text", *amounts))
    bands = part.part("bands").only(("note", "columns", "rows"))
    columns, band_columns = part.texts("columns"), bands.texts("columns")
    if len(columns) != len(LineData._fields) or len(band_columns) != 2:
        raise part.error("“columns”应有四个栏名，“bands”里的应有两个")
    budget, executed, rate = map(execution.text, amounts)
    return SummaryData(
        form=form,
        source=part.text("source", ""),
        title=part.text("title"),
        conclusion=_paragraph(conclusion),
        total=conclusion.text("total"),
        grade=conclusion.text("grade"),
        parts=tuple(PartData(*_texts(row, PartData._fields)) for row in conclusion.parts("parts")),
        columns=columns,
        lines=tuple(LineData(*_texts(row, LineData._fields)) for row in part.parts("rows")),
        note=bands.text("note"),
        band_columns=band_columns,
        bands=tuple(
            (row.text("band"), row.text("grade"))
            for row in (row.only(("band", "grade")) for row in bands.parts("rows"))
        ),
        execution=_paragraph(execution),
        said=(budget, executed, rate),
        achieved=part.texts("achieved"),
        goals=tuple(_goal(goal) for goal in part.parts("goals")),
        sections=tuple(_paragraph(row.only(("heading", "text"))) for row in part.parts("sections")),
    )


def _paragraph(part: Part) -> Paragraph:
    return Paragraph(part.text("heading"), part.text("text"), part.texts("above"))


def _texts(part: Part, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The texts of a part that has these keys and no others."""
    return tuple(map(part.only(keys).text, keys))


def _goal(part: Part) -> ReachedGoal:
    part.only(("heading", "text", "indicators"))
    rows = part.parts("indicators")
    reached = tuple(ReachedData(*_texts(row, ReachedData._fields)) for row in rows)
    return ReachedGoal(part.text("heading"), part.text("text"), reached)
