"""The titles of tables on a page: what each is the title of, and the rows that belong to it.

A title is known with the department, the year, the kind of the workbook and the number of the table
before it or behind it, in one cell or broken over several. A title alone is no table: a list of
contents has them all.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from validator.forms.loader import editions, load
from validator.forms.model import Form, Layout
from validator.recognition import words
from validator.recognition.region import Page
from validator.remembered import remembered

#: 部门：, 单位： and 公开NN表 stand within these many rows above or below the title.
_ABOVE, BELOW = 2, 6
#: What may stand between the department and the title of a table: 某局部门预算.
_OF_WORKBOOK = re.compile(r"(部门|单位|本级)?(\(单位\))?(预算|决算)?(公开)?$")
_BRACKET = re.compile(r"\([^()]*\)$")
#: What the title of a second page has before or behind it: （续）, 续表1.
_CONTINUED = re.compile(r"^\(?续表?[\d一二三四五]*\)?|\(?续表?[\d一二三四五]*\)?$")
#: So long a text is no title.
_LONGEST = 120

#: What a table is, as (决算 or 预算, its subject).
Known = tuple[str, str]


class Title(NamedTuple):
    """A cell that reads like a table's title, and the rows that belong to it. `kind` is what the
    table is one of: 决算, 预算; `continued` says that it names the second page of a table."""

    page: Page
    kind: str
    subject: str
    text: str
    column: int
    top: int
    bottom: int
    near: tuple[str, ...]
    continued: bool = False

    @property
    def unit(self) -> str | None:
        """The unit that the table states: in a line of its own, else behind its title or one of its
        headings."""
        for stated in (words.unit, words.unit_behind):
            for said in (*self.near, self.text):
                if (found := stated(said)) is not None:
                    return found
        return None

    @property
    def alone(self) -> bool:
        """Does nothing stand between it and the next title, as in a list of contents?"""
        below = self.page.lines[self.top + 1 : self.bottom]
        return all(words.is_mark(cell) for line in below for _, cell in line)


class Start(NamedTuple):
    """A cell that reads like a table's title, zero-based; its words with those of the cells before
    it that belong to them."""

    row: int
    column: int
    kind: str
    subject: str
    text: str
    continued: bool = False


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
        for at, (column, cell) in enumerate(line):
            if "表" not in cell or len(cell) >= _LONGEST:
                continue
            said = cell
            tables = tables_of(words.title(_first_page(cell)))
            if not tables and cell.endswith("表") and not words.is_mark(cell):
                column, said = _whole(page, number, at)
                tables = tables_of(words.title(said)) if said else ()
            if tables:
                table = _likeliest(page, number, tables)
                continued = _first_page(cell) != cell
                if continued and table in _declared():
                    continue  # the second page of sections: they go on
                if (number, *table) not in seen:
                    seen.add((number, *table))
                    found.append(Start(number, column, *table, said, continued))
    return found


def _first_page(cell: str) -> str:
    """The words of a title without the mark of a second page."""
    return _CONTINUED.sub("", cell)


def _whole(page: Page, row: int, at: int) -> tuple[int, str]:
    """The words of cell `at` of a row with those of the cells before it, or with those of the row
    above where either stands alone, and the column in which they begin; "" for none."""
    line = page.lines[row]
    if at:
        return line[0][0], "".join(said for _, said in line[: at + 1])
    above = page.lines[row - 1] if row else []
    if len(above) == 1 and len(line) == 1:
        return above[0][0], above[0][1] + line[0][1]
    return line[0][0], ""


def _likeliest(page: Page, row: int, tables: Sequence[Known]) -> Known:
    """Of tables with one title, the one of which most headings stand below it."""
    if len(tables) == 1:
        return tables[0]
    below = {cell for line in page.lines[row : row + BELOW] for _, cell in line}
    return max(tables, key=lambda table: len(below & _known().headings[table]))


def find_title(page: Page, start: Start, bottom: int) -> Title:
    """The title with the rows that belong to it: those above row `bottom`."""
    row, column, kind, subject, said, continued = start
    value = page.sheet.rows[row][column]
    text = str(value).strip() if words.of_cell(value) == said else said
    return _title(page, (kind, subject), text, column, row, bottom)._replace(continued=continued)


def title_at(page: Page, table: Known, text: str, row: int) -> Title:
    """A title `text` that stands nowhere, above the rows below `row`."""
    return _title(page, table, text, 0, row, len(page.lines))


def _title(page: Page, table: Known, text: str, column: int, top: int, bottom: int) -> Title:
    lines = page.lines[max(0, top - _ABOVE) : min(top + BELOW, bottom)]
    if table in _declared():
        lines = _around(page, top, bottom, _known().headings[table])
    return Title(page, *table, text, column, top, bottom, tuple(_said(lines)))


def _said(lines: Iterable[list[tuple[int, str]]]) -> Iterator[str]:
    """The words of the cells; those of one that ends in a colon with those behind it."""
    for line in lines:
        for at, (_, cell) in enumerate(line):
            ends = cell.endswith(":") and at + 1 < len(line)
            yield cell + line[at + 1][1] if ends else cell


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


@remembered(4096)
def tables_of(title: str) -> tuple[Known, ...]:
    """The kind and subject of the tables whose title this is, also with the department's name and
    the kind of the workbook before it, or with another bracket behind it."""
    known = _known()
    if own := _ending(title, known.titles):
        return (known.titles[own],)
    own = _ending(_BRACKET.sub("", title), known.before_bracket)
    return tuple(known.before_bracket[own]) if own else ()


def titles_beginning(words: str) -> tuple[Known, ...]:
    """The tables of which a title begins with these words, where it is not cut off to be another's:
    the title in the name of a sheet, which ends at some length."""
    known = _known().titles
    if own := max((each for each in known if words.startswith(each)), key=len, default=""):
        return (known[own],)
    return tuple({known[each] for each in known if each.startswith(words)})


def _ending(title: str, known: Collection[str]) -> str:
    """The longest of the known titles in which this one ends, where only the department and the
    kind of the workbook stand before it; "" for none."""
    longest = max((own for own in known if title.endswith(own)), key=len, default="")
    before = _OF_WORKBOOK.sub("", title.removesuffix(longest))
    return longest if not before or words.ends_with_office(before) else ""
