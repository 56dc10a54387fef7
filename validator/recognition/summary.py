"""The summary of a department's self-evaluation (整体绩效自评结果，摘要版): a table of weights,
scores and grades among sentences that say the same again.

A summary is known by its table or by the sentence with its total, wherever they stand.
"""

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from validator.forms.scorecard import Kind, Scorecard, load_scorecard, scorecards
from validator.recognition.block import Block, bare
from validator.recognition.caption import Caption, caption, year_near
from validator.recognition.card import Summary, SummaryGoal, SummaryLine, SummaryPart, Written
from validator.recognition.region import Page
from validator.recognition.words import plain

#: How the title of a summary ends.
_TITLE = re.compile(r".*绩效自评(结果)?(\(?摘要版?\)?)|.*绩效自评结果")
_HEAD = "其中:"

_FIGURE = r"(\d{1,4}(?:\.\d{1,4})?)"
_AMOUNT = r"([\d,.]*\d(?:亿元|千元|万元|元|万)?)"
_TOTAL = re.compile(rf"自评得分(?:总分)?为?{_FIGURE}分")
_GRADE_WORD = re.compile(r"(?:评[分价]结果|等级)为?[:“\"]?(\w{1,4})")
_PART = re.compile(rf"([^:;,。]{{2,20}})满分(?:为)?{_FIGURE}分,?(?:实际)?得分(?:为)?{_FIGURE}分")
_BUDGET = re.compile(rf"预算(?:金额|数|总额|资金)?为?{_AMOUNT}")
_EXECUTED = re.compile(rf"(?:实际执行|执行)(?:数|金额)?为?{_AMOUNT}")
_RATE = re.compile(r"执行率为?([\d.]*\d%?)")
_GOAL = re.compile(r"((?:年度|长期)?(?:绩效)?目标\d{1,2}):?.*")
_POINTS = re.compile(rf"\(?{_FIGURE}分\),?年初目标值")
#: The heading that follows the goals and their indicators: 3.未完成的绩效目标, （三）存在的问题.
_AFTER_GOALS = re.compile(r"\d{1,2}\.\D|\([一二三四五六七八九十]\)|[一二三四五六七八九十]、")


class SummaryPlace(NamedTuple):
    """Where a summary stands, and its title ("" where it has none)."""

    block: Block
    title: str


class _Sentences(NamedTuple):
    """What the sentences of a summary say."""

    parts: tuple[SummaryPart, ...]
    total: Written | None
    grade: Written | None
    budget: Written | None
    executed: Written | None
    rate: Written | None


def summary_places(page: Page, stops: Collection[int]) -> list[SummaryPlace]:
    """The summaries of a page; `stops` are the rows where something else begins."""
    found = []
    for block, heading in _blocks(page, stops):
        rows = [row for row in block.rows() if _tells(block, row)]
        if rows:
            top = heading.top if heading else rows[0]
            found.append(SummaryPlace(block._replace(top=top), heading.words if heading else ""))
    return found


def _blocks(page: Page, stops: Collection[int]) -> Iterator[tuple[Block, Caption | None]]:
    top, heading = 0, None
    for row in range(len(page.lines)):
        title = caption(page, row, _TITLE)
        if title is not None or row in stops:
            yield Block(page, top, title.top if title else row), heading
            top, heading = row, title
    yield Block(page, top, len(page.lines)), heading


def _tells(block: Block, row: int) -> bool:
    """Is it a row that stands in summaries alone?"""
    line = block.line(row)
    return _table_columns(line) is not None or any(
        _TOTAL.search(said) and _PART.search(said) for _, said in line
    )


def read_summary(place: SummaryPlace, key: str) -> Summary:
    """The summary at a place."""
    block, title = place.block, place.title
    lines = _lines(block)
    said = _sentences(block)
    goals, last_row = _goals(block)
    cells = [cell for line in lines for cell in (line.weight, line.score, line.grade)]
    cells += [cell for cell in (said.total, said.rate, *(p.at for p in said.parts)) if cell]
    bottom = max([block.top, last_row, *(cell.row for cell in cells)])
    columns = [column for row in range(block.top, bottom + 1) for column, _ in block.line(row)]
    return Summary(
        key=key,
        form=_form(),
        sheet=block.page.sheet.name,
        title=title,
        top=block.top,
        left=min(columns),
        bottom=bottom,
        right=max(columns),
        year=year_near(block.page, title, block.top),
        unit=block.unit(),
        lines=lines,
        goals=goals,
        **said._asdict(),
    )


@cache
def _form() -> Scorecard:
    """The form of summaries."""
    forms = (load_scorecard(name) for name in scorecards())
    return next(form for form in forms if form.kind is Kind.SUMMARY)


# --- the table ---------------------------------------------------------------------------------


def _table_columns(line: list[tuple[int, str]]) -> tuple[int, int, int, int | None] | None:
    """The columns of names, weights, scores and grades that a row heads."""
    columns = {bare(said): column for column, said in line[::-1]}
    weight, score, grade = (columns.get(heading) for heading in _headings())
    if len(line) < 3 or weight is None or score is None:
        return None
    return line[0][0], weight, score, grade


@cache
def _headings() -> tuple[str, ...]:
    """The headings of weights, scores and grades."""
    return tuple(bare(plain(heading)) for heading in _form().headings[1:])


def _lines(block: Block) -> tuple[SummaryLine, ...]:
    """The rows of the table, down to the first that has no figure and is none of the form's."""
    own = {plain(line).removeprefix(_HEAD) for line in _form().lines}
    rows = iter(block.rows())
    columns = next((c for row in rows if (c := _table_columns(block.line(row)))), None)
    found: list[SummaryLine] = []
    if columns is None:
        return ()
    weight_of, score_of, grade_of = _headings()
    name_at, weight_at, score_at, grade_at = columns
    for row in rows:
        name = "".join(said for column, said in block.line(row) if name_at <= column < weight_at)
        name = name.removeprefix(_HEAD)
        weight = block.written(row, weight_at, f"{weight_of} · {name}")
        score = block.written(row, score_at, f"{score_of} · {name}")
        if not name or (weight.blank and score.blank and name not in own):
            break
        grade = Written(row, score_at + 1, f"{grade_of} · {name}", "")
        if grade_at is not None:
            grade = block.written(row, grade_at, grade.label)
        found.append(SummaryLine(name, weight, score, grade))
    return tuple(found)


# --- the sentences -----------------------------------------------------------------------------


def _sentences(block: Block) -> _Sentences:
    parts: list[SummaryPart] = []
    found: dict[str, Written] = {}

    def take(what: str, label: str, pattern: re.Pattern[str], place: tuple[int, int]) -> None:
        """Keep what a sentence says first."""
        said = dict(block.line(place[0]))[place[1]]
        if what not in found and (words := pattern.search(said)):
            found[what] = Written(*place, label, words[1])

    for row in block.rows():
        for column, said in block.line(row):
            place = (row, column)
            take("total", "得分总分", _TOTAL, place)
            if _TOTAL.search(said):
                take("grade", "评分结果", _GRADE_WORD, place)
            if not parts:
                for part in _PART.finditer(said):
                    at = Written(*place, f"满分和得分 · {part[1]}", said)
                    parts.append(SummaryPart(part[1], at, Decimal(part[2]), Decimal(part[3])))
            if _RATE.search(said):
                take("budget", "预算金额", _BUDGET, place)
                take("executed", "实际执行", _EXECUTED, place)
                take("rate", "执行率", _RATE, place)
    names = ("total", "grade", "budget", "executed", "rate")
    return _Sentences(tuple(parts), *(found.get(name) for name in names))


def _goals(block: Block) -> tuple[tuple[SummaryGoal, ...], int]:
    """The goals that are listed, each with the weights of the indicators below it, and the last
    row of them."""
    found: list[tuple[Written, list[Decimal]]] = []
    last_row, open_ = -1, False
    for row in block.rows():
        column, said = block.line(row)[0]
        if goal := _GOAL.fullmatch(said):
            found.append((block.written(row, column, goal[1]), []))
            open_ = True
        elif _AFTER_GOALS.match(said) and not _POINTS.search(said):
            open_ = False
        if open_:
            found[-1][1].extend(Decimal(points) for points in _POINTS.findall(said))
            last_row = row
    return tuple(SummaryGoal(at, tuple(weights)) for at, weights in found), last_row
