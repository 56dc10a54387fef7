"""What the package `formulas` makes of the formulas of a workbook: a third program besides
LibreOffice and the validator, which shares nothing with either.

The package parses and compiles formulas, slowly; which cell stands in for which reference, this
module sees to. So two formulas that differ in their references only are compiled once, and a cell
is calculated when another asks for it.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from numbers import Real
from typing import Any, NamedTuple

import formulas
import numpy
from formulas.functions import wrap_ranges_func
from formulas.ranges import Ranges
from openpyxl import Workbook
from openpyxl.utils import column_index_from_string
from schedula import EMPTY

from tests.office import Area, Rows, Value
from workbook_templates.formulas import Shared
from workbook_templates.spot import Spot

_CELL = r"(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})"
_REFERENCE = re.compile(rf"(?:'([^']+)'!)?{_CELL}(?::{_CELL})?(?![A-Za-z0-9(])")
_NAME = re.compile(r"(?<![\w'!$])\w+(?![\w'!])")
_COLUMNS = re.compile(r"'([^']+)'!\$([A-Z]+):\$([A-Z]+)")
_OWN_ROW = re.compile(r"\bROW\(\)")
_WORDS = re.compile(r'"[^"]*"')


def _is_number(value: Any) -> Any:
    """ISNUMBER as it is in Excel: the package takes a text such as "201" for a number, too."""
    return numpy.vectorize(lambda v: isinstance(v, Real) and not isinstance(v, bool))(value)


formulas.get_functions()["ISNUMBER"] = wrap_ranges_func(_is_number)


class _Reference(NamedTuple):
    """A reference of a formula as Spots, and which of their rows move when it is filled down;
    `own_row` for ROW(), which is the row of the formula."""

    first: Spot
    last: Spot
    moves: tuple[bool, bool]
    own_row: bool = False

    def down(self, rows: int) -> tuple[Spot, Spot]:
        """The cells that it stands for, so many rows further down."""
        first, last = (
            spot._replace(row=spot.row + rows) if moves else spot
            for spot, moves in zip((self.first, self.last), self.moves, strict=True)
        )
        return first, last


class _Formula(NamedTuple):
    """A compiled formula, the references that it is given, and the row that it was written for."""

    compiled: Callable[..., Any]
    references: tuple[_Reference, ...]
    row: int


class Recalculation:
    """The cells of a built workbook, with `typed` in some; `ignored` says which formulas are taken
    as blank."""

    def __init__(self, book: Workbook, ignored: Callable[[Spot], bool]) -> None:
        heights = {sheet.title: sheet.max_row for sheet in book.worksheets}
        names = {name: str(range.attr_text) for name, range in book.defined_names.items()}

        def said(text: str) -> str:
            return _NAME.sub(lambda found: names.get(found[0], found[0]), text)

        self._formulas: dict[Spot, _Formula] = {}
        self._constants: dict[Spot, object] = {}
        for sheet in book.worksheets:
            shared: dict[str, _Formula] = {}
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                spot = Spot(sheet.title, cell.row - 1, cell.column - 1)
                value = cell.value
                if isinstance(value, Shared):
                    if value.text and not ignored(spot):
                        shared[value.si] = _formula(spot, said(value.text), heights)
                    if value.si in shared:
                        self._formulas[spot] = shared[value.si]
                elif isinstance(value, str) and cell.data_type == "f":
                    if not ignored(spot):
                        self._formulas[spot] = _formula(spot, said(value), heights)
                elif value is not None:
                    self._constants[spot] = value
        self._typed: Mapping[Spot, object] = {}
        self._known: dict[Spot, Any] = {}
        self._ranges: dict[tuple[Spot, Spot], Any] = {}
        # From before: ranges as long as they stay the same, and what formulas gave for them.
        self._arrays: dict[tuple[Spot, Spot], tuple[Any, Ranges]] = {}
        self._before: dict[Spot, tuple[list[Any], Any]] = {}

    def put(self, typed: Mapping[Spot, object]) -> None:
        """Have exactly this typed."""
        self._typed = {
            spot: value if isinstance(value, str) else float(value)  # type: ignore[arg-type]
            for spot, value in typed.items()
        }
        self._known, self._ranges = {}, {}

    def read(self, area: Area) -> Rows:
        """The values of an area, as `office.Workbook.read` gives them."""
        return [
            [
                _shown(self._value(Spot(area.sheet, row, column)))
                for column in range(area.column, area.column + area.width)
            ]
            for row in range(area.row, area.row + area.height)
        ]

    def _value(self, spot: Spot) -> object:
        if spot in self._typed:
            return self._typed[spot]
        formula = self._formulas.get(spot)
        if formula is None:
            return self._constants.get(spot, EMPTY)
        if spot not in self._known:
            self._known[spot] = EMPTY  # of a cell that depends on itself
            given = [
                self._range(*reference.down(spot.row - formula.row), reference.own_row)
                for reference in formula.references
            ]
            before = self._before.get(spot)
            if before is None or not all(map(_unchanged, before[0], given)):
                found = formula.compiled(*given)
                found = found.ravel()[0] if isinstance(found, numpy.ndarray) else found
                before = self._before[spot] = given, found
            self._known[spot] = before[1]
        return self._known[spot]

    def _range(self, first: Spot, last: Spot, own_row: bool) -> Any:
        if own_row:
            return first.row + 1
        if (first, last) not in self._ranges:
            values = numpy.empty((last.row - first.row + 1, last.column - first.column + 1), object)
            for row, column in numpy.ndindex(*values.shape):
                spot = Spot(first.sheet, first.row + row, first.column + column)
                values[row, column] = self._value(spot)
            self._ranges[first, last] = self._kept((first, last), values)
        return self._ranges[first, last]

    def _kept(self, place: tuple[Spot, Spot], values: Any) -> Ranges:
        """A range that is the same object as long as what it holds is the same."""
        before = self._arrays.get(place)
        if before is None or not _same(before[0], values):
            first, last = place
            name = first.local if first == last else f"{first.local}:{last.local}"
            self._arrays[place] = values, Ranges().push(name, value=values)
        return self._arrays[place][1]


def _unchanged(one: object, other: object) -> bool:
    return one is other or (isinstance(one, int) and one == other)


def _same(one: Any, other: Any) -> bool:
    return one.shape == other.shape and all(
        a is b or (type(a) is type(b) and a == b)
        for a, b in zip(one.ravel(), other.ravel(), strict=True)
    )


def _formula(spot: Spot, text: str, heights: Mapping[str, int]) -> _Formula:
    """A formula with its references taken out: the n-th is A1, A2, … for the compiler."""
    references: list[_Reference] = []
    said: list[str] = []

    def taken_out(reference: _Reference) -> str:
        if reference not in references:
            references.append(reference)
        return f"A{references.index(reference) + 1}"

    def words(found: re.Match[str]) -> str:
        said.append(found[0])
        return f"⟦{len(said) - 1}⟧"

    def own_row(_: re.Match[str]) -> str:
        return "⟨" + taken_out(_Reference(spot, spot, (True, True), own_row=True)) + "⟩"

    def cell(found: re.Match[str]) -> str:
        return taken_out(_reference(found, spot))

    def columns(found: re.Match[str]) -> str:
        return f"'{found[1]}'!${found[2]}$1:${found[3]}${heights[found[1]]}"

    # Words first, so that nothing in them is taken for a reference; then ROW().
    pattern = _COLUMNS.sub(columns, _WORDS.sub(words, text))
    parts = re.split(r"(⟨[^⟩]*⟩)", _OWN_ROW.sub(own_row, pattern))
    pattern = "".join(p[1:-1] if p.startswith("⟨") else _REFERENCE.sub(cell, p) for p in parts)
    pattern = re.sub(r"⟦(\d+)⟧", lambda found: said[int(found[1])], pattern)
    compiled, order = _compiled(pattern)
    return _Formula(compiled, tuple(references[i] for i in order), spot.row)


def _reference(found: re.Match[str], spot: Spot) -> _Reference:
    sheet, *parts = found.groups()
    ends = []
    for fixed, column, row in ((parts[2], parts[1], parts[3]), (parts[6], parts[5], parts[7])):
        if row:
            place = Spot(sheet or spot.sheet, int(row) - 1, column_index_from_string(column) - 1)
            ends.append((place, not fixed))
    return _Reference(ends[0][0], ends[-1][0], (ends[0][1], ends[-1][1]))


@cache
def _compiled(pattern: str) -> tuple[Callable[..., Any], tuple[int, ...]]:
    """The function, and the numbers of the references that it takes, in order."""
    compiled = formulas.Parser().ast(pattern)[1].compile()
    return compiled, tuple(int(name[1:]) - 1 for name in compiled.inputs)


def _shown(value: object) -> Value:
    if value is EMPTY or value is None:
        return ""
    if isinstance(value, formulas.tokens.operand.XlError):
        return None
    if isinstance(value, str):
        return str(value)
    return float(value)  # type: ignore[arg-type]
