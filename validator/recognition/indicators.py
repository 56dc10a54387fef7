"""The goals of a scorecard and their indicators: where each of their cells stands.

The heading of a goal stands in a row of its own, above or below the column headings, or in a cell
left of its indicators. Of merged cells only the first holds words; what stands there goes for the
rows below, until the next words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from validator.forms.scorecard import GoalsIn, unweighed, weight_in
from validator.recognition.block import Block, Mark, bare, indicator_columns, labels
from validator.recognition.card import Goal, Indicator, Written

#: 年度目标1：（20 分） and what may follow it in its cell.
_GOAL = re.compile(
    r"(?P<name>(长期|中期|年度|总体)?(总体|绩效)?目标"
    r"(?P<number>\d{1,2}|[一二三四五六七八九十](?=[:(]|$))?)"
    r":?(?P<weight>\(?\d+(\.\d+)?分\))?:?(?P<rest>.*)"
)
#: These rows end the indicators.
_ENDS = frozenset({Mark.TOTAL, Mark.DEVIATION, Mark.IMPROVEMENT, Mark.SIGNATURE, Mark.NOTE})
#: How much of a printed sentence tells it from what people write.
_BEGINNING = 6

#: A target that is a figure alone, and what may stand in a column of its own before it.
_FIGURE = re.compile(r"\d[\d,.]*%?")
_SIGN = re.compile("[≥≧>≤≦<=]=?")
_SENSES = {
    **dict.fromkeys(("正向", "正向指标", "大于等于", "不低于", "不少于"), "≥"),
    **dict.fromkeys(("反向", "反向指标", "逆向", "小于等于", "不高于", "不超过"), "≤"),
    **{"大于": ">", "小于": "<", "等于": "="},
}

Columns = Mapping[str, tuple[int, int]]


class Goals(NamedTuple):
    """What stands between the execution and the total: the goals, the cell of the constraint, the
    last column headings and their words, how the headings of goals stand, and the groups in printed
    order, those without indicators too."""

    goals: tuple[Goal, ...]
    constraint: Written | None
    columns: Columns
    headings: tuple[str, ...]
    style: GoalsIn | None
    groups: tuple[str, ...]
    last_row: int


@dataclass
class _Open:
    """A goal whose indicators are being read."""

    at: Written | None
    weight: Decimal | None
    indicators: list[Indicator] = field(default_factory=list)


@dataclass
class _Reading:
    """What has been read so far. `columns` are those of the last headings, none behind the last
    indicator; `group` and `second` the cells of the 一级 and 二级指标 that go for the next rows."""

    block: Block
    columns: Columns = field(default_factory=dict)
    last_columns: Columns = field(default_factory=dict)
    headings: tuple[str, ...] = ()
    goals: list[_Open] = field(default_factory=list)
    style: GoalsIn | None = None
    group: Written | None = None
    second: Written | None = None
    constrained: bool = False
    constraint: Written | None = None
    groups: list[str] = field(default_factory=list)
    last_row: int = -1


def read_goals(block: Block, marks: Mapping[int, Mark]) -> Goals:
    """The goals and indicators of a block; `marks` says what its labelled rows are."""
    reading = _Reading(block)
    for row in block.rows():
        kind = marks.get(row)
        if kind in _ENDS:
            reading.columns = {}
        elif kind is Mark.HEADINGS:
            _take_headings(reading, row)
        elif kind is None or reading.columns:
            _take_row(reading, row)
    goals = tuple(Goal(goal.at, goal.weight, tuple(goal.indicators)) for goal in reading.goals)
    return Goals(
        goals,
        reading.constraint,
        reading.last_columns,
        reading.headings,
        reading.style,
        tuple(reading.groups),
        reading.last_row,
    )


def _take_headings(reading: _Reading, row: int) -> None:
    line = reading.block.line(row)
    reading.columns = reading.last_columns = indicator_columns(line) or {}
    reading.headings = tuple(bare(words) for _, words in line)
    reading.last_row = row
    _side(reading, row)


def _take_row(reading: _Reading, row: int) -> None:
    line = reading.block.line(row)
    column, first = line[0]
    found = _GOAL.fullmatch(first) if len(line) < 3 else None
    if found and _heads_a_goal(reading, line, found):
        _open(reading, row, column, found)
        reading.style = reading.style or (GoalsIn.ACROSS if reading.columns else GoalsIn.DESCRIBED)
    elif reading.columns:
        _side(reading, row)
        _take_indicator(reading, row)


def _heads_a_goal(reading: _Reading, line: list[tuple[int, str]], found: re.Match[str]) -> bool:
    """Is it a row of its own, and not the cell beside a row of which only the group is filled?"""
    if found["rest"] and not (found["number"] or found["weight"]):
        return False
    group = reading.columns.get("一级")
    beside = len(line) > 1 and group is not None and line[1][0] == group[0]
    return not (beside and unweighed(line[1][1]) in labels().groups)


def _open(reading: _Reading, row: int, column: int, found: re.Match[str]) -> None:
    """Begin a goal. Its description may stand in its cell or in the one beside it."""
    rest, weight = found["rest"], weight_in(found["weight"] or "")
    if rest.startswith("(") and weight is None:
        weight = weight_in(rest)
    at = reading.block.written(row, column, found["name"])
    reading.goals.append(_Open(at, weight))
    reading.group = reading.second = None
    reading.constrained = False
    reading.last_row = row


def _side(reading: _Reading, row: int) -> None:
    """Begin a goal whose heading stands left of its indicators. Under a heading of its own such
    words only repeat it, and after a page break they repeat themselves."""
    if reading.style in (GoalsIn.ACROSS, GoalsIn.DESCRIBED):
        return
    left = min(first for first, _ in reading.columns.values())
    for column, words in reading.block.line(row):
        if column >= left:
            return
        found = _GOAL.fullmatch(words)
        same = reading.goals and reading.goals[-1].at
        if found and not (same and same.words == words):
            reading.style = GoalsIn.SIDE
            _open(reading, row, column, found)


def _take_indicator(reading: _Reading, row: int) -> None:
    block, columns = reading.block, reading.columns
    _carry(reading, row)
    name = block.value(row, *columns["三级"], "")
    title = unweighed(name.words)

    def cell(what: str) -> Written:
        """The cell in a column of the row; that of the name where there is no such column."""
        first, last = columns.get(what, (name.column, name.column))
        found = block.value(row, first, last, f"{what} · {title}")
        if what == "得分" and found.column > first and found.points is None:
            found = block.written(row, first, found.label)  # words beside the row are no score
        return found if what in columns else found._replace(raw="", fault=None)

    target, result, score = cell("目标值"), cell("完成值"), cell("得分")
    target = _completed(target, cell("方向").words, cell("单位").words)
    if reading.constrained or bare(name.words) in labels().constraints:
        _constrain(reading, result, score)
    elif not (name.blank and target.blank):
        name = name._replace(label=f"三级指标 · {title}")
        own, weight = _own_weight(columns, name, cell("分值"))
        reason = cell("偏差原因") if "偏差原因" in columns else None
        indicator = Indicator(
            row, reading.group, reading.second, name, target, result, score, own, weight, reason
        )
        if not reading.goals:
            reading.goals.append(_Open(None, None))
        reading.goals[-1].indicators.append(indicator)
        reading.last_row = row


def _completed(target: Written, sense: str, unit: str) -> Written:
    """A figure with the sign and the unit that have columns of their own: ≥10次 for ≥ | 10 | 次."""
    if not _FIGURE.fullmatch(target.words):
        return target
    sign = _SENSES.get(sense, sense if _SIGN.fullmatch(sense) else "")
    unit = "" if target.words.endswith("%") else unit
    return target._replace(raw=f"{sign}{target.words}{unit}") if sign or unit else target


def _carry(reading: _Reading, row: int) -> None:
    """Take the 一级 and 二级指标 of the row, or leave those of the rows above."""
    block, columns = reading.block, reading.columns
    if "一级" in columns:
        cell = block.value(row, *columns["一级"], "")
        if not cell.blank and not _same_group(reading.group, cell):
            name = unweighed(cell.words)
            reading.group = cell._replace(label=f"一级指标 · {name}")
            reading.second = None
            reading.groups.append(cell.words)
            reading.constrained = name in labels().constraints
    if "二级" in columns:
        cell = block.value(row, *columns["二级"], "")
        if not cell.blank:
            reading.second = cell._replace(label=f"二级指标 · {cell.words}")


def _same_group(above: Written | None, cell: Written) -> bool:
    """Are these the words of the group above again, perhaps without its weight?"""
    if above is None or unweighed(above.words) != unweighed(cell.words):
        return False
    weight = weight_in(cell.words)
    return weight is None or weight == weight_in(above.words)


def _own_weight(
    columns: Columns, name: Written, cell: Written
) -> tuple[Written | None, Decimal | None]:
    """Where an indicator's own weight stands, and what it is."""
    if "分值" in columns:
        return cell, cell.points
    weight = weight_in(name.words)
    return (name if weight is not None else None), weight


def _constrain(reading: _Reading, result: Written, score: Written) -> None:
    """Take what was filled in of the constraint. Its printed words stand where the others have a
    target, and may reach into the column of results."""
    reading.last_row = max(reading.last_row, score.row)
    if reading.constraint is not None and not reading.constraint.blank:
        return
    filled = [cell for cell in (result, score) if not cell.blank and not _printed(cell)]
    reading.constraint = (filled or [score._replace(raw="", fault=None)])[0]._replace(
        label="约束性指标"
    )


def _printed(cell: Written) -> bool:
    """Does a cell hold the sentence that forms print of a constraint, or how it begins?"""
    return any(said.startswith(cell.words[:_BEGINNING]) for said in labels().constrained)
