"""Pages → scorecards: where each card begins and ends, and what stands in it.

A card is known by its title, which ends in 自评表, and by the labels under it; one whose head is
lost by its labels alone. Several may stand on a sheet, one below the other.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from validator.forms.scorecard import EXPENDITURES, Kind, Scorecard, load_scorecard
from validator.recognition import words
from validator.recognition.block import (
    SAME_FIELD,
    SUMS,
    Block,
    Mark,
    bare,
    execution_columns,
    field_label,
    goes_on_noting,
    heads_execution,
    indicator_columns,
    labels,
    mark,
)
from validator.recognition.caption import Caption, caption, year_near
from validator.recognition.card import Card, Written
from validator.recognition.card_form import evidence, form_of, kind_of
from validator.recognition.execution import read_execution
from validator.recognition.indicators import Goals, read_goals
from validator.recognition.region import Page
from validator.recognition.ticks import read_ticks

#: How the title of a card ends; what stands in brackets behind it is part of it.
TITLE = re.compile(r".*自评(结果|情况|评分|打分)?表(\([^()]*\))?")
_GRADES = frozenset({"评价等级", "自评等级", "等级", "评价结果", "自评结果", "评价结论"})
#: What stands together on cards alone, and any of it below their title.
_BODY = {Mark.EXECUTION, Mark.HEADINGS, Mark.TOTAL}
_LABELLED = frozenset(Mark) - {Mark.EXECUTION, Mark.HEADINGS, Mark.NOTE}


class Place(NamedTuple):
    """Where a card stands: its block, its title ("" where it has none), what its rows are."""

    block: Block
    title: str
    first: int
    marks: Mapping[int, Mark]


# --- where cards are ---------------------------------------------------------------------------


def places(page: Page, stops: Collection[int]) -> list[Place]:
    """The cards of a page; `stops` are the rows where something else begins."""
    marks = {row: kind for row, line in enumerate(page.lines) if (kind := mark(line)) is not None}
    found = []
    for block, heading in _blocks(page, stops, marks):
        first = heading.row + 1 if heading else block.top
        own = {row: marks[row] for row in range(first, block.bottom) if row in marks}
        own |= _sum_for_total(block, own)
        if _is_card(block, own, heading is not None):
            title, top = (heading.words, heading.top) if heading else ("", min(own))
            found.append(Place(block._replace(top=top), title, min(own), own))
    return found


def _blocks(
    page: Page, stops: Collection[int], marks: Mapping[int, Mark]
) -> Iterator[tuple[Block, Caption | None]]:
    """Cut a page where a title stands, where something else begins, and where after the foot of
    one card the head of another follows that has no title."""
    top, footed = 0, False
    heading: Caption | None = None
    for row, line in enumerate(page.lines):
        title, kind = caption(page, row, TITLE) if line else None, marks.get(row)
        headless = footed and kind is not None and kind < Mark.DEVIATION
        if title is not None or headless or row in stops:
            yield Block(page, top, title.top if title else row), heading
            top, heading, footed = row, title, False
        footed = footed or kind in (Mark.DEVIATION, Mark.IMPROVEMENT)
    yield Block(page, top, len(page.lines)), heading


def _sum_for_total(block: Block, marks: Mapping[int, Mark]) -> dict[int, Mark]:
    """The last row 合计 below the indicators of a card without 总分: that is its total."""
    headings = [row for row, kind in marks.items() if kind is Mark.HEADINGS]
    if not headings or Mark.TOTAL in marks.values():
        return {}
    ends = [row for row, kind in marks.items() if kind > Mark.TOTAL and row > headings[-1]]
    end = min(ends, default=block.bottom)
    for row in range(end - 1, headings[-1], -1):
        if (line := block.line(row)) and bare(line[0][1]) in SUMS:
            return {row: Mark.TOTAL}
    return {}


def _is_card(block: Block, marks: Mapping[int, Mark], titled: bool) -> bool:
    """A title needs the execution, indicators or the total below it; without one, there must be
    parts that stand on cards alone."""
    kinds = set(marks.values())
    if titled:
        return bool(kinds & _BODY)
    if {Mark.TOTAL, Mark.DEVIATION} <= kinds or kinds >= _BODY:
        return True
    execution = read_execution(block, marks) if Mark.EXECUTION in kinds else None
    return execution is not None and heads_execution(execution.record.at.words)


# --- what stands in a card ---------------------------------------------------------------------


def read_card(
    place: Place,
    key: str,
    forced: str = "",
    preferred: Collection[str] = (),
    before: Card | None = None,
) -> Card:
    """The card at a place. `forced` is the form that cards of its kind must have; `preferred` are
    the forms that the workbook was made for; `before` is the workbook's card before this one."""
    block, marks = _without_remarks(place), place.marks
    beside = _beside_labels(block, marks)
    execution = read_execution(block, marks)
    goals = read_goals(block._replace(top=place.first), marks)
    fields, shown = _fields(block, marks)
    ticks = tuple(read_ticks(block, row) for row, kind in marks.items() if kind is Mark.TICKS)
    signature = _labelled(block, marks, Mark.SIGNATURE, beside)
    year = year_near(block.page, place.title, block.top)
    shown |= evidence(ticks, execution, goals, signature, Mark.NOTE in marks.values())
    kind = kind_of(place.title, fields, ticks)
    form = _forced(forced, kind) or form_of(
        kind, frozenset(shown), year, preferred, before.form if before else None
    )
    bottom = _last_row(place, goals)
    columns = [column for row in range(block.top, bottom + 1) for column, _ in block.line(row)]
    return Card(
        key=key,
        form=form,
        sheet=block.page.sheet.name,
        title=place.title,
        top=block.top,
        left=min(columns),
        bottom=bottom,
        right=max(columns),
        year=year,
        unit=(execution.unit if execution else None) or block.unit(),
        fields={label: cell for label, cell in fields.items() if label not in EXPENDITURES},
        amounts={label: cell for label, cell in fields.items() if label in EXPENDITURES},
        ticks=ticks,
        execution=execution.record if execution else None,
        goals=goals.goals,
        constraint=goals.constraint,
        total=_total(block, marks, goals, beside),
        grade=_grade(block),
        deviation=_labelled(block, marks, Mark.DEVIATION, beside),
        improvement=_labelled(block, marks, Mark.IMPROVEMENT, beside),
    )


def _without_remarks(place: Place) -> Block:
    """The block without what stands beside the card: behind its last heading a blank column ends
    it."""
    block, headings = place.block, [0]
    for row, kind in place.marks.items():
        if kind in (Mark.EXECUTION, Mark.HEADINGS):
            line = block.line(row)
            headings += execution_columns(line).values()
            headings += (first for first, _ in (indicator_columns(line) or {}).values())
    right = max(headings) + 1
    if right == 1:
        return block
    filled = {column for row in block.rows() for column, _ in block.line(row)}
    while right in filled:
        right += 1
    return block._replace(right=right)


def _forced(name: str, kind: Kind | None) -> Scorecard | None:
    """The form that a person asked for, where it is one for this kind of cards."""
    form = load_scorecard(name) if name else None
    return form if form is not None and kind in (None, form.kind) else None


def _beside_labels(block: Block, marks: Mapping[int, Mark]) -> int | None:
    """The column in which most rows of the card have what their label speaks of; None where no row
    has anything. A label may take several columns, and a blank cell does not say where it is."""
    lines = [block.line(row) for row, kind in marks.items() if kind in _LABELLED]
    columns = Counter(line[1][0] for line in lines if len(line) > 1 and ":" not in line[0][1])
    return columns.most_common(1)[0][0] if columns else None


def _labelled(
    block: Block, marks: Mapping[int, Mark], kind: Mark, beside: int | None
) -> Written | None:
    """The cell beside the label of the last row of this kind; None without such a row."""
    row = max((row for row, own in marks.items() if own is kind), default=None)
    return None if row is None else _beside(block, row, 0, beside)


def _beside(block: Block, row: int, number: int, beside: int | None) -> Written:
    """What stands right of the cell `number` of a row, up to the next label."""
    line = block.line(row)
    column, said = line[number]
    ends = (c for c, other in line[number + 1 :] if field_label(other))
    end = next(ends, block.width())
    filled = block.filled(row, column + 1, end)
    if filled is None:
        filled = beside if beside is not None and column < beside < end else column + 1
    return block.written(row, filled, bare(said))


def _total(
    block: Block, marks: Mapping[int, Mark], goals: Goals, beside: int | None
) -> Written | None:
    """The cell of the total: beside its label, but for the full scores where those have a column of
    their own."""
    found = _labelled(block, marks, Mark.TOTAL, beside)
    if found is None or "分值" not in goals.columns:
        return found
    first, last = goals.columns["分值"]
    if first <= found.column < last and "得分" in goals.columns:
        return block.value(found.row, *goals.columns["得分"], found.label)
    return found


def _grade(block: Block) -> Written | None:
    for row in block.rows():
        for i, (_, said) in enumerate(block.line(row)):
            if bare(said) in _GRADES:
                return _beside(block, row, i, None)
    return None


def _last_row(place: Place, goals: Goals) -> int:
    """The last row of the card: its notes go on for as long as their lines are numbered."""
    block, last = place.block, max(*place.marks, goals.last_row)
    while last + 1 < block.bottom and goes_on_noting(block.line(last + 1)):
        last += 1
    return last


# --- the fields --------------------------------------------------------------------------------


def _fields(block: Block, marks: Mapping[int, Mark]) -> tuple[dict[str, Written], set[object]]:
    """The cells of the fields by label, and which labels stand in the line above the card and which
    in cells of their own. The own cell goes before the line above; what is blank there is left out.
    """
    opening: dict[str, Written] = {}
    own: dict[str, Written] = {}
    shown: set[object] = set()
    for row in (row for row, kind in marks.items() if kind is Mark.FIELDS):
        for i, (column, said) in enumerate(block.line(row)):
            if ":" in said:
                values = _split(str(block.raw(row, column)))
                shown.update(("opening", label) for label in values)
                for label, value in values.items():
                    cell = Written(row, column, label, value)
                    if not value and label in labels().fields:
                        cell = _beside(block, row, i, None)._replace(label=label)
                    if not cell.blank and label in labels().fields:
                        opening.setdefault(label, cell)
            elif label := field_label(said):
                shown.add(("field", label))
                own.setdefault(label, _beside(block, row, i, None))
    return {**opening, **own}, shown


@cache
def _opening() -> re.Pattern[str]:
    """The labels of the line above a card, spaced or not, with their colon."""
    known = sorted(labels().fields | SAME_FIELD.keys() | labels().totals, key=len, reverse=True)
    brackets = {"(": "[(（]", ")": "[)）]"}
    spaced = (r"\s*".join(brackets.get(sign, sign) for sign in label) for label in known)
    return re.compile("(" + "|".join(spaced) + r")\s*[:：]")


def _split(raw: str) -> dict[str, str]:
    """单位名称：甲局  填报日期：2023 年 4 月 → the value behind each label of a cell."""
    found = list(_opening().finditer(raw))
    ends = [*(label.start() for label in found[1:]), len(raw)]
    return {
        field_label(words.plain(label[1])) or words.plain(label[1]): raw[label.end() : end].strip()
        for label, end in zip(found, ends, strict=False)
    }
