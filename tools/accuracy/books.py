"""Workbooks that agree, and mistakes in them: which cells are wrong then, and what should stand
there.

A `Sound` is the workbook of a random department (tests/ledgers.py), a `Slip` one mistake in it
(`mistakes` makes them), and `book_of` gives the workbook with slips.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import NamedTuple

from tests.books import Amounts
from tests.ledgers import ledger_of
from validator.amounts import COUNTED, WAN_YUAN, YUAN, Unit, show
from validator.forms.catalogue import parent_of
from validator.forms.computed import Computed, computed_in
from validator.forms.loader import load
from validator.forms.model import TOTAL, CellKey, RowKey, in_list
from validator.reading import Book, Sheet
from validator.recognition import Cell, Recognised, Table, recognise


class Place(NamedTuple):
    """A cell of a sheet, counted from zero."""

    sheet: str
    row: int
    column: int


class Slip(NamedTuple):
    """One mistake: what is typed instead, by cell; what should be printed there; the row of a sheet
    that is left out, or stands there twice, by its first cell."""

    kind: str
    typed: Mapping[Place, object]
    right: Mapping[Place, str]
    left_out: Place | None = None
    twice: Place | None = None

    @property
    def places(self) -> frozenset[Place]:
        """Every cell that it touches; a row by its first cell."""
        rows = (place for place in (self.left_out, self.twice) if place)
        return frozenset((*self.typed, *rows))


class Figure(NamedTuple):
    """A cell for an amount, in its table."""

    table: Table
    row: RowKey
    column: int
    cell: Cell

    @property
    def key(self) -> CellKey:
        """What identities know it by."""
        return self.table.key, self.row, self.column

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.table.sheet, self.cell.row, self.cell.column)

    @property
    def printed(self) -> int:
        """Its printed figure in 分; 0 where nothing stands."""
        return self.cell.amount.printed

    @property
    def unit(self) -> Unit:
        """Its unit."""
        return self.table.unit_of(self.column)

    @property
    def shown(self) -> str:
        """Its printed figure, as a person reads it."""
        return show(self.printed, self.unit)


@dataclass(frozen=True)
class Sound:
    """The workbook of department `seed`, which agrees, and last year's; `true` is what every cell
    stands for, in 分, before it was rounded."""

    edition: str
    seed: int
    unit: Unit
    book: Book
    previous: Book
    found: Recognised
    true: Mapping[str, Amounts]

    @classmethod
    def of(cls, edition: str, seed: int) -> "Sound":
        """The department's workbook: in 万元 mostly, else in 元."""
        ledger, year = ledger_of(edition), load(edition).year
        unit = Random(f"unit {seed}").choice((WAN_YUAN, WAN_YUAN, WAN_YUAN, YUAN))
        department = ledger.department(seed)
        book = ledger.book(department, edition, unit, year=year)
        last = ledger.book(ledger.year_before(department), edition, unit, year=year - 1)
        true = ledger.amounts(department, edition)
        return cls(edition, seed, unit, book, last, recognise(book), true)

    @cached_property
    def figures(self) -> Mapping[CellKey, Figure]:
        """Every cell for an amount; those of per cents, which follow from others, left out."""
        every = (
            Figure(table, row, column, cell)
            for table in self.found.tables.values()
            for (row, column), cell in table.cells.items()
            if column not in table.form.shares and cell.amount.state in COUNTED
        )
        return {figure.key: figure for figure in every}

    @cached_property
    def computed(self) -> Computed:
        """The cells that the form computes."""
        return computed_in(self.edition, self.found.tables)

    @cached_property
    def addends(self) -> Mapping[CellKey, tuple[Figure, ...]]:
        """Computed cell → the figures that it adds up. A total of differences is left out."""
        found = {}
        for key, figure in self.figures.items():
            keys = self._added(figure)
            if keys and all(other in self.figures for other in keys):
                found[key] = tuple(self.figures[other] for other in keys)
        return found

    def _added(self, figure: Figure) -> tuple[CellKey, ...]:
        table, row, column = figure.key
        listed = in_list(row)[0] or row
        terms: Iterable[tuple[int, CellKey]]
        if columns := self.computed.columns.get((table, column)):
            terms = ((weight, (table, row, number)) for weight, number in columns)
        elif (table, column) in self.computed.levels:
            terms = ((1, (table, code, column)) for code in below(figure.table, row))
        elif (table, listed, column) in self.computed.cells:
            terms = (
                (weight, (key, each, number))
                for weight, (key, rows, number) in self.computed.cells[table, listed, column]
                for each in self._rows(key, rows)
            )
        else:
            return ()
        terms = tuple(terms)
        return tuple(key for _, key in terms) if all(weight == 1 for weight, _ in terms) else ()

    def _rows(self, table: str, row: RowKey) -> Iterator[RowKey]:
        """The row, or the rows of the list with this name."""
        entries = self.found.tables[table].entries
        listed = [entry.key for entry in entries if entry.list == row]
        yield from listed or (row,)

    @cached_property
    def typed(self) -> tuple[Figure, ...]:
        """The figures that a person types: those that are not nothing and that no form computes."""
        shares, cells = self.computed.shares, self.computed.cells
        return tuple(
            figure
            for figure in self.figures.values()
            if figure.printed
            and not {_listed(figure.key)} & {*shares, *cells}
            and not self._sums(figure)
        )

    def _sums(self, figure: Figure) -> bool:
        """Does its 科目 table compute it from other columns or from the level below?"""
        place = figure.table.key, figure.column
        if not figure.table.form.open:
            return False
        summed = place in self.computed.levels and bool(below(figure.table, figure.row))
        return place in self.computed.columns or summed


def _listed(key: CellKey) -> CellKey:
    """The key of a cell, of one in a list that of all of its rows."""
    table, row, column = key
    return table, in_list(row)[0] or row, column


def below(table: Table, row: RowKey) -> list[str]:
    """The codes one level below a row of a 科目 table."""
    return [e.code for e in table.entries if (parent_of(e.code) or TOTAL) == row]


# --- the workbook with mistakes ------------------------------------------------------------------


def book_of(book: Book, slips: Sequence[Slip]) -> tuple[Book, tuple[Slip, ...]]:
    """The workbook with the mistakes, and these as they stand in it: rows that are left out or
    stand there twice move the ones below."""
    sheets = {sheet.name: [list(row) for row in sheet.rows] for sheet in book.sheets}
    for slip in slips:
        for place, value in slip.typed.items():
            sheets[place.sheet][place.row][place.column] = value
    changes = [(slip.left_out or slip.twice, slip) for slip in slips]
    rows = [(place, -1 if slip.left_out else 1) for place, slip in changes if place]
    for place, way in sorted(rows, reverse=True):
        if way < 0:
            del sheets[place.sheet][place.row]
        else:
            sheets[place.sheet].insert(place.row, list(sheets[place.sheet][place.row]))

    def now(place: Place) -> Place:
        by = sum(way for other, way in rows if other.sheet == place.sheet and other.row < place.row)
        return place._replace(row=place.row + by)

    stand = tuple(
        Slip(
            slip.kind,
            {now(place): value for place, value in slip.typed.items()},
            {now(place): due for place, due in slip.right.items()},
            slip.left_out and now(slip.left_out),
            slip.twice and now(slip.twice),
        )
        for slip in slips
    )
    wrong = tuple(Sheet(s.name, sheets[s.name], s.faults) for s in book.sheets)
    return replace(book, sheets=wrong), stand
