"""Book → tables and scorecards: which form each part of each sheet holds, and where each line and
column is.

A table is known by its title and its headings, never by its number or its sheet's name; the
edition by the printed 行次 of its lines, its titles and headings, and its year. Scorecards stand
beside tables or alone.

Where to find what, in the order in which a workbook is read:

- `region`, `words`: the words of cells, and the part of a sheet that may hold a table.
- `titles`, `sheet_names`, `strips`: where tables begin, also side by side or named by their sheet.
- `tables`, `joining`: titles → tables, put together where they go on elsewhere.
- `bind`: a region and a form → a table, by the binder of its layout: `lines` (two sides) with
  `order`, `subjects` with `codes`, `economic` (blocks), `single`, `declared` with `sections`.
- `columns`, `paths`, `headings`: where the columns are, by their numbers or their headings.
- `table`, `cells`: the records that come of it.
- `workbook_cards`, `cards`, `summary`: where scorecards and summaries stand, and what is in them,
  with `caption`, `block`, `card_form`, `execution`, `indicators`, `ticks`; `card` has the records.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TypeVar

from validator.amounts import UNITS, WAN_YUAN
from validator.forms.loader import editions, load
from validator.forms.model import FINAL_ACCOUNTS
from validator.forms.scorecard import form_set, form_sets, load_scorecard, scorecards
from validator.forms.workbook import BESIDE_CARDS, GENERATED, own_sheets, stamped
from validator.messages import MESSAGES
from validator.reading import Book, Sheet, first_rows, is_unread
from validator.recognition import words
from validator.recognition.card import Card, Summary
from validator.recognition.cells import Cell
from validator.recognition.region import Page, page
from validator.recognition.sheet_names import title_in_name
from validator.recognition.strips import strips
from validator.recognition.table import Entry, Recognised, Table
from validator.recognition.tables import Found, find_tables
from validator.recognition.titles import BELOW, Start, Title, find_starts, find_title
from validator.recognition.workbook_cards import find_scorecards

__all__ = ["Cell", "Entry", "Recognised", "Table", "Unrecognised", "recognise"]

#: The stamp of a workbook made from the forms stands this near the top of a sheet.
_STAMP_ROWS = 60


class Unrecognised(Exception):  # noqa: N818 - a state of a file, not a fault of the program
    """No table and no scorecard of any known form was found in the workbook."""


T = TypeVar("T")


def recognise(
    book: Book, edition: str | None = None, *, prefix: str = "", kind: str = ""
) -> Recognised:
    """The tables of `book`, bound to the forms of `edition`; where None, of the edition that the
    stamp of a workbook made from the forms names, else of the one that the tables show. Its
    scorecards have the form `edition` where it is one of theirs, else the one that each shows.

    `prefix` goes before the tables' keys ("上年" for last year's workbook). Tables of one kind
    alone are taken (决算, 预算): of `kind`, else of that of the edition. Raises Unrecognised where
    neither table nor scorecard is found, KeyError for an edition that does not exist.
    """
    for_tables = load(edition) if edition and edition not in scorecards() else None
    for_cards = edition if edition and for_tables is None else ""
    template = _stamp(book.sheets)
    stamped_for = form_set(template) if template in form_sets() else None
    own = {*own_sheets(stamped_for), *BESIDE_CARDS} if stamped_for else set()
    own -= {sheet.name for sheet in book.sheets if sheet.name in own and _hides_table(sheet)}
    looked_at = (s for s in book.sheets if s.name not in own and not _quotes_tables(s))
    starts = [(each, find_starts(each)) for each in map(page, looked_at)]
    cards = find_scorecards(
        [(each, [row for row, *_ in tables]) for each, tables in starts],
        for_cards,
        (template, *stamped_for.scorecards) if stamped_for else (),
    )
    titles = [title for title in _titles(starts, cards.tops) if kind in ("", title.kind)]
    of_kind = stamped_for and any(title.kind == stamped_for.kind for title in titles)
    made_for = stamped_for if of_kind else None
    chosen = for_tables or made_for or (load(_edition_of(titles)) if titles else None)
    titles = [title for title in titles if chosen and title.kind == chosen.kind]
    common = _commonest(title.unit for title in titles)
    unit = UNITS[common] if common else WAN_YUAN
    every = None
    if chosen:
        every = find_tables(titles, _without_title(starts, cards.tops), chosen, unit, prefix)
    own_cards: tuple[Card | Summary, ...] = (*cards.cards, *cards.summaries)
    if every is None or not every.tables:
        if not own_cards:
            raise Unrecognised
        form = load_scorecard(for_cards) if for_cards else own_cards[0].form
        every = Found(form.edition, own_cards[0].unit, prefix)
    departments = [words.department(text) for t in titles for text in t.near]
    return Recognised(
        book=book,
        edition=every.edition,
        tables=every.tables,
        doubles=tuple(every.doubles),
        unread=tuple(every.without_table()),
        other_sheets=tuple(_others(book, {*own, *every.sheets, *(c.sheet for c in own_cards)})),
        department=_commonest(departments) or _commonest(c.department for c in cards.cards),
        year=_year(titles) or _commonest(card.year for card in own_cards),
        unit=every.unit,
        template=template,
        printed=_edition_of(titles) if template and titles else "",
        cards=cards.cards,
        summaries=cards.summaries,
    )


def _hides_table(sheet: Sheet) -> bool:
    """Does the title of a table stand at the top of a sheet that should hold formulas alone? Those
    of ours quote titles far below."""
    return sheet.name in GENERATED and bool(
        find_starts(page(Sheet(sheet.name, first_rows(sheet), {})))
    )


def _quotes_tables(sheet: Sheet) -> bool:
    """Is it the sheet in which a corrected copy lists what was put right, or that which tells of
    what a department's workbook is the sum? It quotes the tables, and is none."""
    top = first_rows(sheet)
    first = top[0][0] if top and top[0] else ""
    return any(
        first in MESSAGES[f"{made}.title"] and sheet.name.startswith(MESSAGES[f"{made}.sheet"])
        for made in ("fix", "consolidate")
    )


def _others(book: Book, known: Collection[str]) -> Iterator[str]:
    """The names of the sheets that are none of these."""
    return (sheet.name for sheet in book.sheets if sheet.name not in known)


def _without_title(
    starts: Sequence[tuple[Page, Sequence[Start]]], cards: Sequence[Collection[int]]
) -> Mapping[str, Page]:
    """The pages without title and scorecard, by the name of the sheet before them."""
    return {
        before.sheet.name: page
        for (before, _), (page, own), tops in zip(starts, starts[1:], cards[1:], strict=False)
        if not own and not tops
    }


def _titles(
    starts: Sequence[tuple[Page, Sequence[Start]]], cards: Sequence[Collection[int]]
) -> Iterator[Title]:
    """The titles of the tables, in the workbook's order."""
    kind = _commonest(start.kind for _, tables in starts for start in tables) or FINAL_ACCOUNTS
    for (own, tables), tops in zip(starts, cards, strict=True):
        stops = sorted(tops)
        for shown, start, below in strips(own, tables):
            after = bisect_right(stops, start.row)
            yield find_title(shown, start, min([below, *stops[after : after + 1]]))
        if not tables and not tops and (title := title_in_name(own, kind)):
            yield title


def _stamp(sheets: Iterable[Sheet]) -> str:
    """The edition that the workbook's stamp names; "" for a workbook without one. Sheets that were
    left unread are read where no other has one."""
    for sheet in sorted(sheets, key=is_unread):
        for row in sheet.rows[:_STAMP_ROWS]:
            for value in row:
                if type(value) is str and (name := stamped(value.strip())):
                    return name.strip()
    return ""


def _commonest(values: Iterable[T | None]) -> T | None:
    counts = Counter(value for value in values if value)
    return counts.most_common(1)[0][0] if counts else None


def _year(titles: list[Title]) -> int | None:
    years = Counter(y for t in titles for text in (t.text, *t.near) if (y := words.year(text)))
    return years.most_common(1)[0][0] if years else None


# --- the edition -------------------------------------------------------------------------------


#: The table whose numbered lines tell the editions apart (total at 30/60 or at 31/62).
_NUMBERED = "01"


@cache
def _evidence(name: str) -> frozenset[object]:
    """What a workbook of this edition shows: tables with their titles and headings, the lines of
    table 01 with and without their numbers."""
    shown: set[object] = set()
    for subject, form in load(name).forms.items():
        table = load(name).kind, subject
        shown.update((table, (table, words.title(form.title))))
        for part in form.parts:
            shown.update((table, words.plain(h)) for c in part.columns for h in c.path)
            shown.update((table, words.plain(h.label)) for h in part.headings)
            if subject == _NUMBERED and form.numbered:
                shown.update((table, n.number, words.label(n.label)) for n in part.lines)
                shown.update((table, words.label(n.label)) for n in part.lines)
    return frozenset(shown)


@cache
def _evidence_of_any() -> frozenset[object]:
    """What the workbooks of all editions show."""
    return frozenset().union(*map(_evidence, editions()))


def _shown(title: Title) -> set[object]:
    """The same evidence, as a region of a sheet shows it."""
    table, lines = (title.kind, title.subject), title.page.lines[title.top : title.bottom]
    shown: set[object] = {table, (table, words.title(title.text))}
    for line in lines[:BELOW]:
        shown.update([(table, cell) for _, cell in line])
    if title.subject == _NUMBERED:
        for line in lines:
            before = ""
            for _, cell in line:
                if (number := words.line_number(cell)) is not None:
                    shown.add((table, number, words.label(before)))
                else:
                    before = cell
                    shown.add((table, words.label(cell)))
    return shown


def _edition_of(titles: list[Title]) -> str:
    """The edition that shares most with the workbook; its year decides between equals."""
    shown: set[object] = set()
    for title in titles:
        shown |= _shown(title)
    year, telling = _year(titles), shown & _evidence_of_any()

    def rank(name: str) -> tuple[int, bool, int]:
        known = load(name)
        fits = year is not None and known.first_year <= year <= known.last_year
        return len(telling & _evidence(name)), fits, known.first_year

    return max(editions(), key=rank)
