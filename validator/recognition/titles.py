"""The titles of tables on a page: what each is the title of, and the rows that belong to it.

A title is known with the department, the year, the kind of the workbook and the number of the table
before it or behind it. A title alone is no table: a list of contents has them all.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import takewhile
from typing import NamedTuple

from validator.forms.loader import editions, load
from validator.forms.model import Form, Layout
from validator.recognition import words
from validator.recognition.region import Page

#: 部门：, 单位： and 公开NN表 stand within these many rows above or below the title.
_ABOVE, BELOW = 2, 6
#: What may stand between the department and the title of a table: 某局部门预算.
_OF_WORKBOOK = re.compile(r"(部门|单位|本级)?(\(单位\))?(预算|决算)?(公开)?$")
_BRACKET = re.compile(r"\([^()]*\)$")
#: The second page of a table is no table of its own.
_CONTINUED = re.compile(r"续\d*\)$")

#: What a table is, as (决算 or 预算, its subject).
Known = tuple[str, str]


class Title(NamedTuple):
    """A cell that reads like a table's title, and the rows that belong to it. `kind` is what the
    table is one of: 决算, 预算."""

    page: Page
    kind: str
    subject: str
    text: str
    column: int
    top: int
    bottom: int
    near: tuple[str, ...]

    @property
    def alone(self) -> bool:
        """Does nothing stand between it and the next title, as in a list of contents?"""
        below = self.page.lines[self.top + 1 : self.bottom]
        return all(words.is_mark(cell) for line in below for _, cell in line)


class Start(NamedTuple):
    """A cell that reads like a table's title, zero-based."""

    row: int
    column: int
    kind: str
    subject: str


class _Forms(NamedTuple):
    """The tables, as (kind, subject): by title, and by what stands before the bracket of a title
    that ends in one; and the words of their headings and labels."""

    titles: Mapping[str, Known]
    before_bracket: Mapping[str, list[Known]]
    headings: Mapping[Known, set[str]]


@cache
def _known() -> _Forms:
    titles: dict[str, Known] = {}
    before: dict[str, list[Known]] = {}
    headings: dict[Known, set[str]] = {}
    for edition in map(load, editions()):
        for subject, form in edition.forms.items():
            table, title = (edition.kind, subject), words.title(form.title)
            titles |= dict.fromkeys(map(words.title, (form.title, *form.other_titles)), table)
            if (bare := _BRACKET.sub("", title)) != title and table not in before.get(bare, ()):
                before.setdefault(bare, []).append(table)
            headings.setdefault(table, set()).update(map(words.plain, _labels(form)))
    return _Forms(titles, before, headings)


def _labels(form: Form) -> Iterator[str]:
    """The words of a form's headings and labelled cells."""
    for part in form.parts:
        headings = list(part.headings)
        while headings:
            heading = headings.pop()
            yield heading.label
            headings += heading.children
        yield from (cell.label for row in part.fields for cell in row)


def find_starts(page: Page) -> list[Start]:
    """The cells that read like a table's title."""
    found: list[Start] = []
    seen: set[tuple[int, str, str]] = set()
    for number, line in enumerate(page.lines):
        for column, cell in line:
            if "表" in cell and len(cell) < 120:
                tables = _tables_of(words.title(cell))
                if tables:
                    table = _likeliest(page, number, tables)
                    if (number, *table) not in seen:
                        seen.add((number, *table))
                        found.append(Start(number, column, *table))
    return found


def _likeliest(page: Page, row: int, tables: Sequence[Known]) -> Known:
    """Of tables with one title, the one of which most headings stand below it."""
    if len(tables) == 1:
        return tables[0]
    below = {cell for line in page.lines[row : row + BELOW] for _, cell in line}
    return max(tables, key=lambda table: len(below & _known().headings[table]))


def find_titles(page: Page, starts: Sequence[Start], cards: Collection[int]) -> list[Title]:
    """The titles with the rows that belong to them: up to the next one or to a scorecard."""
    rows = page.sheet.rows
    stops = sorted({*cards, *(start.row for start in starts)})
    found = []
    for top, column, kind, subject in starts:
        after = bisect_right(stops, top)
        bottom = stops[after] if after < len(stops) else len(rows)
        lines = page.lines[max(0, top - _ABOVE) : min(top + BELOW, bottom)]
        if (kind, subject) in _declared():
            lines = _around(page, top, bottom, _known().headings[kind, subject])
        near = tuple(cell for line in lines for _, cell in line)
        text = str(rows[top][column]).strip()
        found.append(Title(page, kind, subject, text, column, top, bottom, near))
    return found


@cache
def _declared() -> frozenset[Known]:
    """The tables with sections one below the other: years and names stand all over them."""
    return frozenset(
        (edition.kind, subject)
        for edition in map(load, editions())
        for subject, form in edition.forms.items()
        if form.layout is Layout.DECLARED
    )


def _around(
    page: Page, top: int, bottom: int, labels: Collection[str]
) -> list[list[tuple[int, str]]]:
    """The lines around a title, without those of this table and of the one above it."""
    above = [line for line in page.lines[max(0, top - _ABOVE) : top] if len(line) < 3]
    below = takewhile(
        lambda line: not any(cell in labels for _, cell in line),
        page.lines[top : min(top + BELOW, bottom)],
    )
    return [*above, *below]


@lru_cache(maxsize=4096)
def _tables_of(title: str) -> tuple[Known, ...]:
    """The kind and subject of the tables whose title this is, also with the department's name and
    the kind of the workbook before it, or with another bracket behind it."""
    known = _known()
    if own := _ending(title, known.titles):
        return (known.titles[own],)
    bare = title if _CONTINUED.search(title) else _BRACKET.sub("", title)
    own = _ending(bare, known.before_bracket)
    return tuple(known.before_bracket[own]) if own else ()


def _ending(title: str, known: Collection[str]) -> str:
    """The longest of the known titles in which this one ends, where only the department and the
    kind of the workbook stand before it; "" for none."""
    longest = max((own for own in known if title.endswith(own)), key=len, default="")
    before = _OF_WORKBOOK.sub("", title.removesuffix(longest))
    return longest if not before or words.ends_with_office(before) else ""
