"""A sheet that has its title in its name alone: `GK01 收入支出决算总表`, `公开06表`.

Exports of the filing software name their sheets so, cut at 31 characters, and begin on the sheet
with 编制单位 or the headings. A name counts where no title stands on the sheet and the headings of
the form are there; the filing software's own tables (财决05表) have others.
"""

import re
from collections.abc import Iterator
from functools import cache

from validator.forms.loader import editions, load
from validator.reading import Sheet
from validator.recognition import words
from validator.recognition.joining import Piece, joined
from validator.recognition.region import HEADING_ROWS, Page
from validator.recognition.titles import Known, Title, tables_of, title_at, titles_beginning

#: Excel cuts the names of sheets here.
_LONGEST = 31
#: What stands before a title, and behind that of the filing software.
_PREFIX = re.compile(r"^[A-Za-z]{1,3}\d+([-_]\d+)*[-_.、]?")
_FILING = re.compile(r"\(?财决.*$")
_NUMBER = re.compile(r"(?:公开|[Gg][Kk])0?(\d{1,2})表?")
#: So few signs begin many titles.
_TELLING = 8


def title_in_name(page: Page, kind: str) -> Title | None:
    """The title of a table of this kind (决算, 预算) that the name of a sheet without any is; None
    for none of which all the headings of amounts stand at the top of the sheet."""
    first = next((row for row, line in enumerate(page.lines) if line), None)
    if first is None:
        return None
    name = words.plain(page.sheet.name)
    known = [table for table in (*_of_title(name), *_of_number(name)) if table[0] == kind]
    if not known:
        return None
    rows = page.lines[first : first + HEADING_ROWS]
    there = {words.label(said) for line in rows for _, said in line}
    fitting = {table: len(own) for table, own in _fitting(known, there)}
    if not fitting:
        return None
    table = max(fitting, key=lambda each: fitting[each])
    if not first:  # a title stands in a row of its own
        whole = Piece(page, 0, len(page.lines))
        page, first = joined([Piece(_blank_row(page), 0, 1), whole]), 1
    return title_at(page, table, page.sheet.name, first - 1)


def _blank_row(page: Page) -> Page:
    """A page with nothing but a row, which is blank, of the sheet of `page`."""
    return Page(Sheet(page.sheet.name, [[""]], {}), [[]])


def _of_title(name: str) -> tuple[Known, ...]:
    bare = _FILING.sub("", _PREFIX.sub("", name))
    own = tables_of(words.title(bare))
    if not own and len(name) >= _LONGEST - 2 and len(bare) >= _TELLING:
        return titles_beginning(bare)
    return own


def _of_number(name: str) -> Iterator[Known]:
    """The tables that some edition prints under the number that the name is."""
    number = _NUMBER.fullmatch(name)
    for edition in map(load, editions()) if number else ():
        for subject, form in edition.forms.items():
            if number and words.mark_number(form.mark) == number[1]:
                yield edition.kind, subject


def _fitting(known: list[Known], there: set[str]) -> Iterator[tuple[Known, frozenset[str]]]:
    """The tables of which all headings of amounts are there, as some edition has them."""
    for table in dict.fromkeys(known):
        own = [headings for headings in _headings(table) if headings <= there]
        if own:
            yield table, max(own, key=len)


@cache
def _headings(table: Known) -> tuple[frozenset[str], ...]:
    """The headings of amounts of a table, for each edition that has it."""
    kind, subject = table
    return tuple(
        frozenset(words.label(c.label) for part in form.parts for c in part.columns)
        for edition in map(load, editions())
        if edition.kind == kind and (form := edition.forms.get(subject))
    )
