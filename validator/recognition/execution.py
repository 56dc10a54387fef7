"""预算执行情况 of a scorecard: its column headings and, in a row below them, the values."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from validator.amounts import UNITS, Unit
from validator.recognition.block import Block, Mark, execution_columns, heads_execution
from validator.recognition.card import Execution, Written

_FULL = re.compile(r"\(?(\d{1,3}(?:\.\d+)?)分\)?")
_UNIT = re.compile(r"\((?:单位:)?(千元|万元|亿元|元)\)")
_LETTER = re.compile(r"\(.*\)")
#: What findings call the cell of its heading.
_LABEL = "预算执行情况"
#: The values stand at most this many rows below the headings.
_BELOW = 4


class PrintedExecution(NamedTuple):
    """The block as it stands: its record, the words left of the values, the unit that it prints
    (None: none), and its last row."""

    record: Execution
    label: str
    unit: Unit | None
    last_row: int


def read_execution(block: Block, marks: Mapping[int, Mark]) -> PrintedExecution | None:
    """The block of the execution; None where its headings are not there."""
    for row in block.rows():
        if marks.get(row) is Mark.EXECUTION and (columns := execution_columns(block.line(row))):
            values = _values_row(block, row, marks)
            return None if values is None else _read(block, row, values, columns)
    return None


def _read(block: Block, heading: int, row: int, columns: Mapping[str, int]) -> PrintedExecution:
    line = block.line(heading)
    left = min(columns.values())
    at = _heading(block, heading, row, left)
    starts = [column for column, _ in line]

    def value(what: str, label: str) -> Written:
        """The cell under a heading; where that is lost, a blank right of the others."""
        if what not in columns:
            return Written(row, max(columns.values()) + 1, label, "")
        first = columns[what]
        last = next((column for column in starts if column > first), first + 2)
        return block.value(row, first, last, label)

    of_score = "".join(words for column, words in line if column == columns.get("得分"))
    record = Execution(
        at=at,
        full=_full(at.words) or _full(of_score) or value("分值", "分值 · 预算执行").points,
        budget=value("预算数", "预算数"),
        executed=value("执行数", "执行数"),
        rate=value("执行率", "执行率"),
        score=value("得分", "得分 · 预算执行"),
    )
    label = "".join(words for column, words in block.line(row) if at.column < column < left)
    unit = _UNIT.search(at.words)
    return PrintedExecution(record, label, UNITS[unit[1]] if unit else None, row)


def _values_row(block: Block, heading: int, marks: Mapping[int, Mark]) -> int | None:
    """The row of the values: the first one below the headings that says more than (A) and (B), and
    is no other part of the card."""
    for row in range(heading + 1, min(heading + 1 + _BELOW, block.bottom)):
        if any(not _LETTER.fullmatch(words) for _, words in block.line(row)):
            return row if marks.get(row) in (None, Mark.EXECUTION) else None
    return None


def _heading(block: Block, heading: int, row: int, left: int) -> Written:
    """The cell of the heading, else the first one of the block."""
    for here in (heading, heading - 1, row):
        if block.top <= here < block.bottom:
            for column, words in block.line(here):
                if column < left and heads_execution(words):
                    return block.written(here, column, _LABEL)
    return block.written(heading, block.line(heading)[0][0], _LABEL)


def _full(words: str) -> Decimal | None:
    """The full score that a heading prints: 20 in (万元)(20分) and in 得分(20分*执行率)."""
    found = _FULL.search(words)
    return Decimal(found[1]) if found else None
