"""Book → tables: which form each part of each sheet holds, and where each line and column is.

A table is known by its title and its headings, never by its number or its sheet's name; the
edition by the printed 行次 of its lines, its titles and headings, and its year.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from validator.amounts import UNITS, WAN_YUAN
from validator.forms.loader import editions, load
from validator.forms.workbook import own_sheets, stamped
from validator.reading import Book, address
from validator.recognition import words
from validator.recognition.bind import bind
from validator.recognition.region import Page, page
from validator.recognition.table import Cell, Entry, Recognised, Table, Unread

__all__ = ["Cell", "Entry", "Recognised", "Table", "Unrecognised", "recognise"]

#: 部门：, 单位： and 公开NN表 stand within these many rows above or below the title.
_ABOVE, _BELOW = 2, 6
#: The stamp of a workbook made from the forms stands this near the top of a sheet, and begins so.
_STAMP_ROWS, _STAMP = 60, "gouji"


class Unrecognised(Exception):  # noqa: N818 - a state of a file, not a fault of the program
    """No table of any known form was found in the workbook."""


class _Title(NamedTuple):
    """A cell that reads like a table's title, and the rows that belong to it."""

    page: Page
    subject: str
    text: str
    column: int
    top: int
    bottom: int
    near: tuple[str, ...]


def recognise(book: Book, edition: str | None = None, *, prefix: str = "") -> Recognised:
    """The tables of `book`, bound to the forms of `edition`; where None, of the edition that the
    stamp of a workbook made from the forms names, else of the one that the tables show.

    `prefix` goes before the tables' keys ("上年" for last year's workbook). Raises Unrecognised
    where no table is found, KeyError for an edition that does not exist.
    """
    pages = [page(sheet) for sheet in book.sheets]
    template = _stamp(pages)
    stamped_for = load(template) if template in editions() else None
    titles = [
        title
        for each in pages
        if not (stamped_for and each.sheet.name in own_sheets(stamped_for))
        for title in _titles(each)
    ]
    if not titles:
        raise Unrecognised
    form_set = load(edition) if edition else stamped_for or load(_edition_of(titles))
    common = _commonest(words.unit(text) for title in titles for text in title.near)
    unit = UNITS[common] if common else WAN_YUAN
    found: dict[str, Table] = {}
    doubles: list[Table] = []
    unread: list[Unread] = []
    for title in titles:
        stated = next((u for text in title.near if (u := words.unit(text))), None)
        form = form_set.forms[title.subject]
        table = bind(
            title.page,
            form,
            title.text,
            title.top,
            title.bottom,
            UNITS[stated] if stated else unit,
            stated is not None,
            prefix + title.subject,
        )
        if table is None:
            place = f"{title.page.sheet.name}!{address(title.top, title.column)}"
            unread.append(Unread(title.subject, place))
            continue
        own = (title.text, *title.near)
        table = replace(
            table,
            year=next((y for text in own if (y := words.year(text))), None),
            department=next((d for text in own if (d := words.department(text))), None),
        )
        first = found.get(table.key)
        if first is None:
            found[table.key] = table
        elif first.is_blank() and not table.is_blank():
            found[table.key] = table
            doubles.append(first)
        else:
            doubles.append(table)
    if not found:
        raise Unrecognised
    used = {table.sheet for table in (*found.values(), *doubles)}
    return Recognised(
        book=book,
        edition=form_set,
        tables=found,
        doubles=tuple(doubles),
        unread=tuple(u for u in unread if prefix + u.subject not in found),
        other_sheets=tuple(
            sheet.name
            for sheet in book.sheets
            if sheet.name not in used
            and not (stamped_for and sheet.name in own_sheets(stamped_for))
        ),
        department=_commonest(words.department(text) for t in titles for text in t.near),
        year=_year(titles),
        unit=unit,
        template=template,
        printed=_edition_of(titles) if template else "",
    )


def _stamp(pages: list[Page]) -> str:
    """The edition that the workbook's stamp names; "" for a workbook without one."""
    for sheet, lines in pages:
        for row, line in enumerate(lines[:_STAMP_ROWS]):
            for column, said in line:
                if said.startswith(_STAMP):
                    name = stamped(str(sheet.rows[row][column]).strip())
                    if name:
                        return name.strip()
    return ""


@cache
def _subjects_by_title() -> dict[str, str]:
    return {
        words.title(form.title): subject
        for name in editions()
        for subject, form in load(name).forms.items()
    }


def _titles(page: Page) -> list[_Title]:
    rows = page.sheet.rows
    places: list[tuple[int, int, str]] = []
    for number, line in enumerate(page.lines):
        for column, cell in line:
            if "表" in cell and len(cell) < 120:
                subject = _subject_of(words.title(cell))
                if subject is not None and (number, subject) not in [(n, s) for n, _, s in places]:
                    places.append((number, column, subject))
    found = []
    for top, column, subject in places:
        bottom = next((row for row, _, _ in places if row > top), len(rows))
        lines = page.lines[max(0, top - _ABOVE) : min(top + _BELOW, bottom)]
        near = tuple(cell for line in lines for _, cell in line)
        text = str(rows[top][column]).strip()
        found.append(_Title(page, subject, text, column, top, bottom, near))
    return found


def _subject_of(title: str) -> str | None:
    """The subject whose title this is, also with the department's name before it."""
    known = _subjects_by_title()
    if title in known:
        return known[title]
    ends = [own for own in known if title.endswith(own)]
    longest = max(ends, key=len, default="")
    if longest and words.ends_with_office(title.removesuffix(longest)):
        return known[longest]
    return None


def _commonest(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return counts.most_common(1)[0][0] if counts else None


def _year(titles: list[_Title]) -> int | None:
    years = Counter(y for t in titles for text in (t.text, *t.near) if (y := words.year(text)))
    return years.most_common(1)[0][0] if years else None


# --- the edition -------------------------------------------------------------------------------


#: The table whose numbered lines tell the editions apart (total at 30/60 or at 31/62).
_NUMBERED = "01"


@cache
def _evidence(name: str) -> frozenset[object]:
    """What a workbook of this edition shows: titles, headings, the numbered lines of table 01."""
    shown: set[object] = set()
    for subject, form in load(name).forms.items():
        shown.add((subject, words.title(form.title)))
        for part in form.parts:
            shown.update((subject, words.plain(h)) for c in part.columns for h in c.path)
            shown.update((subject, words.plain(h.label)) for h in part.headings)
            if subject == _NUMBERED:
                shown.update((line.number, words.label(line.label)) for line in part.lines)
    return frozenset(shown)


def _shown(title: _Title) -> set[object]:
    """The same evidence, as a region of a sheet shows it."""
    subject, lines = title.subject, title.page.lines[title.top : title.bottom]
    shown: set[object] = {(subject, words.title(title.text))}
    for line in lines[:_BELOW]:
        shown.update((subject, cell) for _, cell in line)
    if subject == _NUMBERED:
        for line in lines:
            before = ""
            for _, cell in line:
                if (number := words.line_number(cell)) is not None:
                    shown.add((number, words.label(before)))
                else:
                    before = cell
    return shown


def _edition_of(titles: list[_Title]) -> str:
    """The edition that shares most with the workbook; its year decides between equals."""
    shown: set[object] = set()
    for title in titles:
        shown |= _shown(title)
    year = _year(titles)

    def rank(name: str) -> tuple[int, bool, int]:
        form_set = load(name)
        fits = year is not None and form_set.first_year <= year <= form_set.last_year
        return len(shown & _evidence(name)), fits, form_set.first_year

    return max(editions(), key=rank)
