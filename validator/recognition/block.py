"""A block of rows of a sheet that may hold a scorecard: how its cells are read, and what its rows
are by the labels that stand in them.

The labels are those that the forms print, those of all forms together: which form a card has is
only known when it has been read.
"""

import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from validator.amounts import UNITS, WAN_YUAN, Unit
from validator.forms.scorecard import Kind, Scorecard, load_scorecard, scorecards
from validator.reading.book import MAX_COLUMNS
from validator.recognition.card import Written
from validator.recognition.region import Page
from validator.recognition.words import of_cell, plain
from validator.recognition.words import unit as stated_unit
from validator.remembered import remembered

_BRACKET = re.compile(r"\([^()]*\)$")
#: What stands in the columns of the execution, in the order of a form's 执行栏.
_AMOUNTS = ("预算数", "执行数", "执行率", "得分")
#: How bureaus head these columns in other words than forms, and what else may stand there.
_AMOUNT_HEADINGS = re.compile(
    "(?P<预算数>(全年|年初|年度|调整后?)预算(数|金额|总?额)?|预算(数|金额|总?额))"
    "|(?P<执行数>(全年|实际|累计)(执行|支出)(数|金额|总?额)?|(执行|支出)(数|金额|总?额))"
    "|(?P<执行率>(预算|资金)?执行(率|进度))"
    "|(?P<得分>(自评)?得分|自评分)"
    "|(?P<分值>分值|权重|标准分|满分)"
)
#: Of several budgets this one is not the one that was executed.
_FIRST_BUDGET = "年初"
#: What stands in the columns of indicators, and how bureaus head them in other words than forms.
_HEADINGS = re.compile(
    "(?P<一级>一级指标)"
    "|(?P<二级>二级指标)"
    "|(?P<三级>三级指标|(具体)?指标(名称|内容))"
    "|(?P<分值>(指标)?(分值|权重|满分)|标准分值?)"
    "|(?P<目标值>(年初|年度|全年|预期|计划)?(目标|指标|预期)值)"
    "|(?P<完成值>(全年|年度)?(实际)?完成(值|情况|指标值)|(全年|年度)?实际值)"
    "|(?P<得分>(自评|指标|实际)?(得分|评分)|自评分值?)"
    "|(?P<方向>指标(性质|方向)|(比较|计算|运算)符号?)"
    "|(?P<单位>(计量|度量)?单位)"
    "|(?P<偏差原因>.{0,9}(偏差|未完成|原因|改进措施).{0,15})"
)
#: The last heading may take so many columns.
_MERGED = 4
_NOTE = re.compile(r"(备注|注)(:|\d|$)")
_NUMBERED = re.compile(r"\d{1,2}[.、]")
#: The labels of the rows that explain deviations and improvements: bureaus word them differently,
#: and an indicator may begin with the same words (偏差率, 改进措施落实率).
_DEVIATION = re.compile(
    "偏差(较?大)?[或及和]?(绩效)?(目标)?(未完成)?的?(原因(分析)?|分析)(及说明)?"
)
_IMPROVEMENT = re.compile("(下一步)?拟?改进措施[及和与]?(评价)?(结果)?(应用)?(方案|情况|计划)?")
#: Other labels of the fields.
SAME_FIELD = {
    "部门名称": "单位名称",
    "部门(单位)名称": "单位名称",
    "预算部门": "主管部门",
    "实施单位": "项目实施单位",
}
#: Other words for the total, and those that are it only below the indicators (`cards`).
_TOTALS = re.compile("(自评|综合)?总得分|自评总分|综合得分|得分合计|合计得分|总分合计")
SUMS = frozenset({"合计", "总计", "自评得分"})
#: Longer words are sentences, never labels.
_LABEL = 40
#: The unit of amounts stands within these rows of a card's top.
_UNIT_ROWS = 12


class Mark(IntEnum):
    """What a row of a card is, in the order in which cards print them."""

    FIELDS = 0
    TICKS = 1
    EXECUTION = 2
    HEADINGS = 3
    TOTAL = 4
    DEVIATION = 5
    IMPROVEMENT = 6
    SIGNATURE = 7
    NOTE = 8


class Labels(NamedTuple):
    """The labels that any form prints, as plain words; `ticks` with their choices, `constrained`
    the sentences beside a constraint; of `amounts` and `headings`, the headings of the execution
    and of the indicators, what stands in their columns."""

    fields: frozenset[str]
    executions: tuple[str, ...]
    amounts: Mapping[str, str]
    headings: Mapping[str, str]
    deviations: frozenset[str]
    improvements: frozenset[str]
    ticks: Mapping[str, frozenset[str]]
    totals: frozenset[str]
    signatures: frozenset[str]
    constraints: frozenset[str]
    constrained: frozenset[str]
    groups: frozenset[str]


def card_forms() -> tuple[Scorecard, ...]:
    """The forms of cards: all but those of summaries."""
    found = (load_scorecard(name) for name in scorecards())
    return tuple(form for form in found if form.kind is not Kind.SUMMARY)


@cache
def labels() -> Labels:
    """The labels of all forms."""
    forms = card_forms()
    ticks: dict[str, set[str]] = {}
    for form in forms:
        for row in form.ticks:
            ticks.setdefault(plain(row.label), set()).update(map(plain, row.choices))
    totals = frozenset(plain(form.total) for form in forms)
    opening = {plain(said).partition(":")[0] for form in forms for said in form.opening}
    return Labels(
        fields=frozenset(plain(said) for form in forms for row in form.fields for said in row)
        | (opening - totals),
        executions=tuple({plain(form.execution_name) for form in forms}),
        amounts={
            bare(plain(said)): what
            for form in forms
            for said, what in zip(form.columns, _AMOUNTS, strict=True)
        },
        headings={
            bare(plain(said)): what
            for form in forms
            for said, what in zip(form.headings, form.roles, strict=True)
        },
        deviations=frozenset(plain(form.footer[0]) for form in forms),
        improvements=frozenset(plain(form.footer[1]) for form in forms),
        ticks={label: frozenset(choices) for label, choices in ticks.items()},
        totals=totals,
        signatures=frozenset(plain(form.signature[0]) for form in forms if form.signature),
        constraints=frozenset(
            plain(said)
            for form in forms
            if form.constraint
            for said in (form.constraint.level1, form.constraint.name)
        ),
        constrained=frozenset(plain(form.constraint.words) for form in forms if form.constraint),
        groups=frozenset(plain(group.name) for form in forms for group in form.groups),
    )


@remembered(16384)
def bare(words: str) -> str:
    """A heading without the colon or the bracket behind it: 预算数(A) → 预算数."""
    return _BRACKET.sub("", words.rstrip(":")) if len(words) < _LABEL else words


def mark(line: list[tuple[int, str]]) -> Mark | None:
    """What the row is by its labels; None for any other."""
    if not line:
        return None
    known, first = labels(), bare(line[0][1])
    if len(first) < _LABEL:
        if (first in known.totals or _TOTALS.fullmatch(first)) and _is_total(line):
            return Mark.TOTAL
        if first in known.deviations or _DEVIATION.fullmatch(first):
            return Mark.DEVIATION
        if first in known.improvements or _IMPROVEMENT.fullmatch(first):
            return Mark.IMPROVEMENT
        if first in known.signatures:
            return Mark.SIGNATURE
        if first in known.ticks:
            return Mark.TICKS
    if _NOTE.match(first):
        return Mark.NOTE
    if _prints_execution(line):
        return Mark.EXECUTION
    if indicator_columns(line) is not None:
        return Mark.HEADINGS
    if any(field_label(words) for _, words in line):
        return Mark.FIELDS
    return None


def goes_on_noting(line: list[tuple[int, str]]) -> bool:
    """Is the row one of the notes that follow the word 备注?"""
    return len(line) == 1 and bool(_NOTE.match(line[0][1]) or _NUMBERED.match(line[0][1]))


def _is_total(line: list[tuple[int, str]]) -> bool:
    """Is it the row of the total, and not the line above a card that says what it is out of?"""
    return not any(field_label(words) for _, words in line)


def _prints_execution(line: list[tuple[int, str]]) -> bool:
    """Does the row head the execution, or its columns?"""
    first = line[0][1]
    return heads_execution(first) or len(execution_columns(line)) > 1


def heads_execution(words: str) -> bool:
    """Is this the heading of the execution's block?"""
    return words.startswith(labels().executions) and len(words) < _LABEL


def execution_columns(line: list[tuple[int, str]]) -> dict[str, int]:
    """预算数, 执行数, 执行率, 得分 and 分值 → the column that the row gives it; of several budgets
    the adjusted one."""
    found: dict[str, int] = {}
    for column, words in line:
        said = bare(words)
        what = labels().amounts.get(said) or _named(said, _AMOUNT_HEADINGS)
        if what in ("预算数", "执行数") and not said.startswith(_FIRST_BUDGET):
            found[what] = column
        elif what:
            found.setdefault(what, column)
    return found if "执行数" in found else {}


def indicator_columns(line: list[tuple[int, str]]) -> dict[str, tuple[int, int]] | None:
    """The columns of indicators that a row heads, each up to the next heading (exclusive); None for
    a row that is not their heading."""
    if len(line) < 3:
        return None
    found: dict[str, tuple[int, int]] = {}
    for i, (column, words) in enumerate(line):
        what = _heading(bare(words))
        if what and what not in found:
            end = line[i + 1][0] if i + 1 < len(line) else column + _MERGED
            found[what] = (column, end)
    judged = found.keys() & {"目标值", "完成值", "得分"}
    return found if "三级" in found and len(judged) > 1 else None


def _heading(said: str) -> str:
    """What stands in the column below a heading, by the forms (`column_of`) or by `_HEADINGS`; ""
    for what is no heading."""
    return labels().headings.get(said) or _named(said, _HEADINGS)


def _named(said: str, headings: re.Pattern[str]) -> str:
    """What of these a heading names; "" for none."""
    found = headings.fullmatch(said)
    return found.lastgroup or "" if found else ""


def field_label(words: str) -> str:
    """The label of a field as the forms print it, also where its value stands behind it in the
    cell; "" for other words."""
    said = words.partition(":")[0]
    said = SAME_FIELD.get(said, said)
    return said if said in labels().fields else ""


class Block(NamedTuple):
    """Rows `top` to `bottom` (exclusive) of a page, and its columns up to `right` (exclusive)."""

    page: Page
    top: int
    bottom: int
    right: int = MAX_COLUMNS

    def line(self, row: int) -> list[tuple[int, str]]:
        """The words of a row, as (column, plain words)."""
        line = self.page.lines[row]
        if not line or line[-1][0] < self.right:
            return line
        return [cell for cell in line if cell[0] < self.right]

    def rows(self) -> Iterator[int]:
        """The rows in which something is written."""
        return (row for row in range(self.top, self.bottom) if self.line(row))

    def width(self) -> int:
        """How many columns it has."""
        rows = self.page.sheet.rows
        return min(len(rows[self.top]), self.right) if self.top < len(rows) else 0

    def raw(self, row: int, column: int) -> object:
        """What stands in a cell; "" beyond the sheet."""
        rows = self.page.sheet.rows
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""

    def written(self, row: int, column: int, label: str) -> Written:
        """The cell as a record of the card."""
        raw, fault = self.raw(row, column), self.page.sheet.faults.get((row, column))
        return Written(row, column, label, "" if raw is None else raw, fault)

    def filled(self, row: int, first: int, last: int) -> int | None:
        """The first column from `first` up to `last` (exclusive) that holds anything."""
        faults = self.page.sheet.faults
        for column in range(first, min(last, self.width())):
            raw = self.raw(row, column)
            blank = raw is None or (isinstance(raw, str) and not of_cell(raw))
            if not blank or (row, column) in faults:
                return column
        return None

    def value(self, row: int, first: int, last: int, label: str) -> Written:
        """The first cell from `first` up to `last` (exclusive) that holds anything; where none
        does, the blank one at `first`."""
        column = self.filled(row, first, last)
        return self.written(row, first if column is None else column, label)

    def unit(self) -> Unit:
        """The unit that the lines under the title state, else 万元."""
        lines = self.page.lines[self.top : min(self.top + _UNIT_ROWS, self.bottom)]
        stated = next(
            (unit for line in lines for _, said in line if (unit := stated_unit(said))), None
        )
        return UNITS[stated] if stated else WAN_YUAN
