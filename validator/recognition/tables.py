"""Titles → tables: each bound to its form, those that go on elsewhere put together, doubles told.

A table may go on under a repeated heading, below on its sheet or on the next one, with its title or
without. What has rows of the first one again is no second page but the same table twice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from validator.amounts import UNITS, Unit
from validator.forms.compiler import compiled
from validator.forms.equations import keys_of
from validator.forms.loader import load
from validator.forms.model import Edition, Layout
from validator.recognition import words
from validator.recognition.bind import bind
from validator.recognition.joining import (
    Piece,
    below_head,
    head_begins,
    head_of,
    joined,
    unbroken,
    without_notes,
)
from validator.recognition.region import Page
from validator.recognition.table import About, Remark, Table, Unread
from validator.recognition.titles import Title

#: Tables whose rows may go on on another page.
_LONG = frozenset({Layout.TWO_SIDED, Layout.SUBJECTS, Layout.BLOCKS})


@dataclass
class Found:
    """The tables of a workbook, by key; those that stood there again; the titles without one."""

    edition: Edition
    unit: Unit
    prefix: str
    tables: dict[str, Table] = field(default_factory=dict)
    doubles: list[Table] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    titles: dict[str, Title] = field(default_factory=dict)
    pieces: dict[str, list[Piece]] = field(default_factory=dict)

    @property
    def sheets(self) -> frozenset[str]:
        """The names of the sheets that the tables stand on."""
        tables = (*self.tables.values(), *self.doubles)
        return frozenset(name for table in tables for name in table.sheets)

    def without_table(self) -> Iterator[Unread]:
        """The titles of subjects of which there is no table at all."""
        for title in self.unread:
            if not keys_of(self.edition.forms[title.subject], self.tables, self.prefix):
                yield title


def find_tables(
    titles: Iterable[Title], untitled: Mapping[str, Page], edition: Edition, unit: Unit, prefix: str
) -> Found:
    """The tables under the titles. `untitled` are the pages without any that follow one with a
    title, by the name of its sheet: the table may go on there. `unit` is that of a table that
    states none; `prefix` goes before the keys."""
    found = Found(edition, unit, prefix)
    by_sheet: dict[str, list[Title]] = {}
    for title in titles:
        by_sheet.setdefault(title.page.sheet.name, []).append(title)
    for name, own in by_sheet.items():
        last = ""
        for title in own:
            last = _add(found, title) or last
        following = untitled.get(name)
        while last and following is not None:
            bottom = len(following.lines)
            if not _go_on(found, last, Piece(following, 0, bottom), continued=False):
                break
            following = untitled.get(following.sheet.name)
    return found


def _add(found: Found, title: Title) -> str:
    """Add the table under a title; its key, "" where there is none."""
    form = found.edition.forms[title.subject]
    key = found.prefix + title.subject
    if form.repeated:
        key += f"-{len(keys_of(form, found.tables, found.prefix)) + 1}"
    piece = Piece(title.page, title.top, title.bottom)
    first = found.tables.get(key)
    if first is not None and _go_on(found, key, piece, title.continued):
        return key
    table = _bound(found, title, [piece], key)
    if table is None:
        if not title.alone and not _of_filing(title):
            sheet, cell = title.page.sheet.place(title.top, title.column)
            found.unread.append(Unread(title.subject, f"{sheet}!{cell}"))
        return ""
    pieces = [piece]
    if form.layout in _LONG and table.bindings:
        pieces = unbroken(piece, head_of(title.page, table), table.first_row + 1)
        if len(pieces) > 1:
            table = _bound(found, title, pieces, key) or table
    if first is not None and not (first.is_blank() and not table.is_blank()):
        found.doubles.append(table)
        return key
    if first is not None:
        found.doubles.append(first)
    found.tables[key], found.titles[key], found.pieces[key] = table, title, pieces
    return key


def _of_filing(title: Title) -> bool:
    """Is it the title of a table of the filing software (财决05表)? These have other headings."""
    return any("财决" in said for said in (title.text, *title.near))


def _bound(found: Found, title: Title, pieces: Sequence[Piece], key: str) -> Table | None:
    """The table on these pieces under the title, with the year, the unit and the department of its
    own heading."""
    stated = title.unit
    one = pieces[0] if len(pieces) == 1 and not pieces[0].shift else None
    page = title.page if one else joined(pieces)
    own = (title.text, *title.near)
    about = About(
        title.text,
        UNITS[stated] if stated else found.unit,
        stated is not None,
        next((y for text in own if (y := words.year(text))), None),
        next((d for text in own if (d := words.department(text))), None),
    )
    top, bottom = (one.top, one.bottom) if one else (0, len(page.lines))
    table = bind(page, found.edition.forms[title.subject], about, top, bottom, key)
    return table and _with_needed_lines(table, found.edition)


# --- second pages ------------------------------------------------------------------------------


def _go_on(found: Found, key: str, piece: Piece, continued: bool) -> bool:
    """Does the table go on in this piece? Then it has these rows too. A second page has the head of
    the first one again (`continued`: or says what it is), and none of its rows."""
    first = found.tables[key]
    if first.form.layout not in _LONG or not first.bindings:
        return False
    title, pieces = found.titles[key], found.pieces[key]
    whole = pieces[0].page if len(pieces) == 1 else joined(pieces)
    head = head_of(whole, first)
    more = below_head(piece.page, piece.top, piece.bottom, head, head_begins(whole, first, head))
    if more is None and continued and piece.top + 1 < piece.bottom:
        more = piece._replace(top=piece.top + 1)
    if more is None:
        return False
    last = pieces[-1]
    above = max(binding.row for binding in first.bindings) if len(pieces) == 1 else last.top
    every = [*pieces[:-1], without_notes(last, above), *unbroken(more, head, more.top)]
    table = _bound(found, title, every, key)
    if table is None or len(table.bindings) <= len(first.bindings):
        return False
    if not continued and _again(first, table):
        return False
    found.tables[key], found.pieces[key] = table, every
    return True


def _again(first: Table, both: Table) -> bool:
    """Has a table put together from two pages a row of the first one twice?"""
    return _doubled(both) > _doubled(first)


def _doubled(table: Table) -> int:
    """How many rows stand in a table that stood in it before."""
    codes = sum(entry.key != entry.code for entry in table.entries)
    return codes + sum(remark.kind in _TWICE for remark in table.remarks)


#: Remarks on rows that stand twice, as far as they are no 科目.
_TWICE = frozenset({"total_twice", "total_ambiguous", "line_unknown", "second_row"})


# --- lines that are not printed ------------------------------------------------------------------


def _with_needed_lines(table: Table, edition: Edition) -> Table:
    """The table with those of its unprinted lines missing that must be there: those that another
    line or table is compared with."""
    needed = table.omitted & _leading(edition.name, table.form.subject) if table.omitted else None
    if not needed:
        return table
    remarks = (
        Remark("line_missing", {"label": table.form.lines[number][0].words})
        for number in sorted(needed)
    )
    return replace(table, omitted=table.omitted - needed, remarks=(*table.remarks, *remarks))


@cache
def _leading(edition: str, subject: str) -> frozenset[int]:
    """The lines of a table that stand alone on the left side of an identity with other lines: its
    totals, and copies of lines of another table."""
    found = set()
    for equation in compiled(edition).equations:
        left = {(term.table, term.row) for term in equation.left}
        others = {(term.table, term.row) for term in equation.right} - left
        if len(left) == 1 and others:
            table, row = left.pop()
            if table == subject and isinstance(row, int):
                found.add(row)
    lines = load(edition).forms[subject].lines
    return frozenset(number for number in found if not lines[number][0].code)
