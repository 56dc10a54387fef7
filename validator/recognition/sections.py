"""Where the sections of a 申报表 stand on a sheet: their headings, their columns, their rows.

A section is known by its headings; it ends where another one begins, which shows in that one's
headings, its name, its labels or the row of its goal. What stands around headings varies: a name
left of them or above, years in a second row, the same headings again on the next page.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from validator.forms.model import Form, Heading, Part
from validator.recognition.region import Region
from validator.recognition.words import bare_year, ends_table, is_mark, label
from validator.remembered import remembered

_BRACKETS = re.compile(r"\([^()]*\)")
#: What offices write, and what forms print for it.
_SAME_WORDS = (("本年度", "当年"), ("本年", "当年"), ("编号", "编码"))
#: A heading that is a year (〈上年〉年), and words for one.
_YEAR, _YEAR_WORDS = "〈", frozenset({"前年", "上年", "前年度", "上年度"})
#: How the lines above a table begin.
_AROUND = re.compile(r"(部门|部门/单位|部门\(单位\)|(编制|填报|金额)?单位)(名称)?:")
#: A row of goals: 长期目标 1：.
_GOAL_NUMBER = r"\d+:?"

Line = list[tuple[int, str]]


@remembered(16384)
def said(words: str) -> str:
    """The words of a label or heading as it is looked for: without ordinal, brackets, colon and
    其中, and as forms word it."""
    bare = label(words)
    bare = (_BRACKETS.sub("", bare) or bare).rstrip(":").removeprefix("其中:")
    for written, printed in _SAME_WORDS:
        bare = bare.replace(written, printed)
    return bare


@dataclass
class Section:
    """A section with headings: its part, the row of its headings, 栏次 → column, the column where
    its first heading stands, and its rows below the headings."""

    part: Part
    row: int
    columns: dict[int, int]
    first: int
    rows: list[int] = field(default_factory=list)
    bottom: int = 0


@dataclass
class Sections:
    """What was found in a region: the sections in printed order, and the parts of which anything
    was seen, be it the name alone."""

    found: list[Section]
    seen: list[Part]

    def of(self, part: Part) -> list[Section]:
        """The sections of a part: none, one, or several where a page break cut it."""
        return [section for section in self.found if section.part is part]


def find_sections(region: Region, form: Form) -> Sections:
    """The sections of `form` in a region."""
    signs = _signs(form)
    headings = frozenset().union(*(known.headings for known in signs))
    found: list[Section] = []
    seen: list[Part] = []
    current: Section | None = None
    row = region.top + 1
    while row < region.bottom:
        line = region.words(row)
        words = {said(cell) for _, cell in line}
        headed = [] if words.isdisjoint(headings) else _headed(words, signs)
        begun = headed or list(_begun(line, signs))
        seen += (part for part in begun if part not in seen)
        if headed:
            below = _below_headings(region, row, headed[0])
            if current is None or current.part not in headed:
                _close(current, row)
                part = next((p for p in headed if p not in [s.part for s in found]), headed[0])
                current = _section(region, part, row, below)
                found.append(current)
            row = below
            continue
        if current and (_ends(line) or (begun and current.part not in begun)):
            _close(current, row)
            current = None
        elif current and line:
            current.rows.append(row)
        row += 1
    _close(current, region.bottom)
    return Sections(found, seen)


def _close(section: Section | None, row: int) -> None:
    if section is not None:
        section.bottom = row


def _ends(line: Line) -> bool:
    """Is this a line around tables: a note, 审核人：, 表11, 部门：, 单位：万元?"""
    around = len(line) < 3 and any(_AROUND.match(words) or is_mark(words) for _, words in line)
    return bool(line) and (around or ends_table(line[0][1]))


class _Signs(NamedTuple):
    """By what a part is known: the words of its headings, years left out; those of them that are in
    no other part's; its labels and its name, and how the rows of its goals begin."""

    part: Part
    headings: frozenset[str]
    alone: frozenset[str]
    labels: frozenset[str]
    goal: re.Pattern[str] | None


def _signs(form: Form) -> list[_Signs]:
    headings = [
        frozenset(said(h.label) for h in _all(part.headings) if _YEAR not in h.label)
        for part in form.parts
    ]
    times = Counter(word for own in headings for word in own)
    return [
        _Signs(
            part,
            own,
            frozenset(word for word in own if times[word] == 1),
            frozenset(
                said(words)
                for words in (part.name, *(cell.label for row in part.fields for cell in row))
                if words
            ),
            re.compile(said(part.goal) + _GOAL_NUMBER) if part.goal else None,
        )
        for part, own in zip(form.parts, headings, strict=True)
    ]


def _begun(line: Line, signs: Sequence[_Signs]) -> Iterator[Part]:
    """The parts that show in a row by a name, a label or a goal."""
    first = said(line[0][1]) if line else ""
    for known in signs:
        if first in known.labels or (known.goal and known.goal.fullmatch(first)):
            yield known.part


# --- headings ----------------------------------------------------------------------------------


def _all(headings: Sequence[Heading]) -> Iterator[Heading]:
    for heading in headings:
        yield heading
        yield from _all(heading.children)


def _headed(words: Set[str], signs: Sequence[_Signs]) -> list[Part]:
    """The parts whose headings a row of these words holds best; those of several parts may be the
    same."""
    scores: dict[int, int] = {}
    for i, known in enumerate(signs):
        matched = words & known.headings
        one = len(matched) == 1 and (len(words) > 2 or not matched <= known.alone)
        if matched and 2 * len(matched) >= len(known.part.headings) and not one:
            scores[i] = len(matched)
    best = max(scores.values(), default=0)
    return [signs[i].part for i, score in scores.items() if score == best]


def _below_headings(region: Region, row: int, part: Part) -> int:
    """The first row below the headings that begin in a row."""
    lines = {said(line.label) for line in part.lines}
    children = {said(h.label) for top in part.headings for h in _all(top.children)}
    below = row + 1
    for _ in range(_depth(part.headings) - 1):
        filled = next((r for r in range(below, region.bottom) if region.words(r)), row)
        words = [said(cell) for _, cell in region.words(filled)] if filled > row else []
        if not any(w in children or _is_year(w) for w in words) or lines & set(words):
            break
        below = filled + 1
    return below


def _depth(headings: Sequence[Heading]) -> int:
    return max((1 + _depth(heading.children) for heading in headings), default=0)


def _is_year(words: str) -> bool:
    return words in _YEAR_WORDS or bare_year(words) is not None


def _section(region: Region, part: Part, row: int, below: int) -> Section:
    block = [line for r in range(row, below) if (line := region.words(r))]
    words = {said(heading.label) for heading in part.headings}
    first = min((c for c, cell in block[0] if said(cell) in words), default=region.left)
    return Section(part, row, _columns(part.headings, block, 0, region.width), first)


def _columns(
    headings: Sequence[Heading], block: list[Line], first: int, last: int
) -> dict[int, int]:
    """栏次 → column of the headings that stand in the rows `block` between two columns. A heading
    whose words are not there has none: its place is not guessed."""
    if not block:
        return {}
    cells = [(c, said(words)) for c, words in block[0] if first <= c < last]
    places = _placed(headings, cells)
    found: dict[int, int] = {}
    for i, heading in enumerate(headings):
        if i not in places:
            continue
        if heading.number is not None:
            found[heading.number] = places[i]
        if heading.children:
            end = min((c for j, c in places.items() if j > i), default=last)
            below = [c for c, _ in block[1] if places[i] <= c < end] if len(block) > 1 else []
            if len(below) <= len(heading.children):  # else those of a heading that was not found
                found |= _columns(heading.children, block[1:], places[i], end)
    return found


def _placed(headings: Sequence[Heading], cells: Line) -> dict[int, int]:
    """Index of a heading → its column, left to right; years only where all of them are there."""
    years = [i for i, heading in enumerate(headings) if _YEAR in heading.label]
    found_years = [column for column, words in cells if _is_year(words)]
    found = dict(zip(years, found_years, strict=True)) if len(years) == len(found_years) else {}
    reached = -1
    for i, heading in enumerate(headings):
        if i in years:
            continue
        wanted = said(heading.label)
        column = next((c for c, words in cells if c > reached and words == wanted), None)
        if column is not None:
            found[i] = reached = column
    return found
