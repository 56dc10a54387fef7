"""The cells of a workbook as its formulas see them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from validator.amounts import State, canonical
from validator.expressions.text import Area, Formula, moved_areas, parse
from validator.reading import Book, Sheet
from validator.reading.formulas import leaders

#: So many cells of the areas of formulas are looked at one by one; a workbook that asks for more is
#: not an account, and is said not to have been followed.
MOST_CELLS = 1_000_000


class TooMany(Exception):  # noqa: N818 - a state of a workbook, not a fault of the program
    """The formulas speak of more cells than are looked at."""


class Spot(NamedTuple):
    """A cell of a workbook: its sheet by name, row and column from zero."""

    sheet: str
    row: int
    column: int


class Cells:
    """The cells of `book`, and the formulas in them, each parsed once.

    `left` is how many cells of areas may still be looked at; TooMany is raised when it is used up.
    `instead` has what cells are taken to hold instead of what they do.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.left = MOST_CELLS
        self.instead: dict[Spot, Decimal] = {}
        self._formulas: dict[Spot, Formula | None] = {}
        self._called: dict[str, Sheet | None] = {}
        self._live: dict[str, tuple[int, Mapping[tuple[int, int], None]]] = {}

    @cached_property
    def _sheets(self) -> dict[str, Sheet]:
        """By name as formulas find them: without regard to case."""
        return {sheet.name.casefold(): sheet for sheet in reversed(self.book.sheets)}

    def sheet(self, name: str) -> Sheet | None:
        """The worksheet that a formula calls `name`."""
        if name not in self._called:
            self._called[name] = self._sheets.get(name.casefold())
        return self._called[name]

    def formula(self, spot: Spot) -> Formula | None:
        """The formula of a cell, where there is one and its text is known."""
        if spot not in self._formulas:
            sheet = self.sheet(spot.sheet)
            text = sheet.written.get((spot.row, spot.column)) if sheet else None
            self._formulas[spot] = parse(text) if text else None
        return self._formulas[spot]

    def leader(self, spot: Spot) -> Spot:
        """The cell whose formula a cell has, but for its relative references: itself where the
        file says of no other."""
        sheet = self.sheet(spot.sheet)
        place = leaders(sheet).get((spot.row, spot.column)) if sheet else None
        return Spot(spot.sheet, *place) if place else spot

    def areas(self, spot: Spot) -> tuple[Area, ...] | None:
        """The areas that the formula of a cell names, None where that is not known. Of one that
        shares its text it takes a small part of the time that `formula` does."""
        leader = self.leader(spot)
        formula = self.formula(leader)
        if formula is None or spot == leader:
            return formula and formula.areas
        return moved_areas(formula.text, spot.row - leader.row, spot.column - leader.column)

    def within(self, area: Area, own: str) -> Iterator[Spot]:
        """The cells of an area that the sheet has, row by row; `own` is the formula's sheet."""
        sheet = self.sheet(area.sheet or own)
        if sheet is None:
            return
        bottom = min(area.bottom, len(sheet.rows) - 1)
        width = len(sheet.rows[0]) if sheet.rows else 0
        right = min(area.right, width - 1)
        self.use((bottom + 1 - area.top) * (right + 1 - area.left))
        for row in range(area.top, bottom + 1):
            for column in range(area.left, right + 1):
                yield Spot(sheet.name, row, column)

    def precedents(self, spot: Spot) -> Iterator[Spot]:
        """The cells with a formula, or with an error, that the formula of a cell speaks of."""
        formula = self.formula(spot)
        for area in formula.areas if formula else ():
            sheet = self.sheet(area.sheet or spot.sheet)
            if sheet is None:
                continue
            size = (area.bottom + 1 - area.top) * (area.right + 1 - area.left)
            live, known = self._with_formula_or_error(sheet)
            if size <= live:
                self.use(size)
                places = (
                    (row, column)
                    for row in range(area.top, area.bottom + 1)
                    for column in range(area.left, area.right + 1)
                )
            else:
                self.use(live)
                places = (
                    place
                    for place in known
                    if area.top <= place[0] <= area.bottom and area.left <= place[1] <= area.right
                )
            for place in places:
                if place in known:
                    yield Spot(sheet.name, *place)

    def _with_formula_or_error(self, sheet: Sheet) -> tuple[int, Mapping[tuple[int, int], None]]:
        """How many formulas and errors a sheet has, and the cells that have one of them."""
        if sheet.name not in self._live:
            both = (*sheet.written, *sheet.faults)
            self._live[sheet.name] = len(both), dict.fromkeys(both)
        return self._live[sheet.name]

    def use(self, count: int) -> None:
        """Count cells that are looked at. Raises TooMany."""
        self.left -= max(count, 0)
        if self.left < 0:
            raise TooMany

    def fault(self, spot: Spot) -> str | None:
        """The error that a cell shows, "" for a formula without a value, None for none of both."""
        sheet = self.sheet(spot.sheet)
        return sheet.faults.get((spot.row, spot.column)) if sheet else None

    def raw(self, spot: Spot) -> object:
        """What stands in a cell, "" beyond the sheet."""
        sheet = self.sheet(spot.sheet)
        rows = sheet.rows if sheet else ()
        if spot.row >= len(rows) or spot.column >= len(rows[spot.row]):
            return ""
        return rows[spot.row][spot.column]

    def number(self, spot: Spot, *, summed: bool) -> Decimal | None:
        """What a cell counts for, None where that cannot be said: an error, no value, a date.

        A blank is nothing. Where cells are `summed` (SUM), text is nothing; in A1+B1 it is an
        error, or a number to some programs.
        """
        if spot in self.instead:
            return self.instead[spot]
        raw = self.raw(spot)
        state, value = canonical(raw, self.fault(spot))
        if state in (State.ERROR, State.NOT_COMPUTED):
            return None
        if raw is None or raw == "":
            return Decimal(0)
        if isinstance(raw, str | bool):
            return Decimal(0) if summed else None
        return value
