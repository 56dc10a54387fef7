"""What the bound cells of a table hold: rows of figures, the amount of each cell, and all of them
read once."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from validator.amounts import Amount, State, Unit, amount, are_fractions, per_cent, plain_figure
from validator.forms.model import CellKey, Form, RowKey
from validator.reading import Sheet
from validator.recognition.words import says_empty

_FIGURES = frozenset({State.NUMBER, State.ZERO, State.TEXT_NUMBER})
_ODD = frozenset({State.TEXT_NUMBER, State.TEXT, State.ERROR, State.NOT_COMPUTED})


class Cell(NamedTuple):
    """A bound cell: its amount, what stood in it, and where (zero-based)."""

    amount: Amount
    raw: object
    row: int
    column: int


class Binding(NamedTuple):
    """A row of figures: its key, its row on the sheet, and printed 栏次 → column of the sheet."""

    key: RowKey
    row: int
    columns: Mapping[int, int]


class Scan(NamedTuple):
    """What the bound cells of a table hold.

    `figures`: the plain numbers, printed, in 分: the bulk of every table, which whole-number
    arithmetic can judge at once; `columns`: the same by 栏次 and row. `odd`: the cells that hold
    anything else but nothing: text, numbers kept as text, error values, formulas without a result,
    more digits than are printed. `sentence`: the words in a cell for amounts that declare the table
    empty.
    """

    figures: Mapping[CellKey, int]
    odd: Mapping[CellKey, Cell]
    sentence: str
    columns: Mapping[int, Mapping[RowKey, int]]


def scan(
    sheet: Sheet,
    unit: Unit,
    key: str,
    bindings: Iterable[Binding],
    shares: Mapping[int, bool] = MappingProxyType({}),
) -> Scan:
    """Read the bound cells once, and keep those that are not blank. `shares` are the 栏次 of per
    cents, and whether they are kept as fractions."""
    figures: dict[CellKey, int] = {}
    odd: dict[CellKey, Cell] = {}
    by_column: dict[int, dict[RowKey, int]] = {}
    sentence, faults = "", sheet.faults
    for row_key, row, columns in bindings:
        values = sheet.rows[row]
        width = len(values)
        for number, column in columns.items():
            raw = values[column] if column < width else ""
            if raw == "" and not faults:
                continue
            fault = faults.get((row, column)) if faults else None
            if fault is None and number not in shares:
                figure = plain_figure(raw, unit)
                if figure is not None:
                    figures[key, row_key, number] = figure
                    by_column.setdefault(number, {})[row_key] = figure
                    continue
            value = amount_of(raw, unit, fault, shares.get(number))
            if value.state in _FIGURES and value.stored is None:
                figures[key, row_key, number] = value.printed
                by_column.setdefault(number, {})[row_key] = value.printed
            if value.state in _ODD or value.stored is not None:
                odd[key, row_key, number] = Cell(value, raw, row, column)
            elif value.state is State.BLANK and raw:
                sentence = str(raw).strip()
    return Scan(figures, odd, sentence, by_column)


def amount_of(raw: object, unit: Unit, fault: str | None, fraction: bool | None = None) -> Amount:
    """The cell's amount; a sentence that declares the table empty is as good as a blank. In a
    column of per cents, `fraction` tells how they are kept."""
    if fraction is not None:
        return per_cent(raw, fault, fraction=fraction)
    value = amount(raw, unit, fault)
    if value.state is State.TEXT and says_empty(str(raw)):
        return amount("", unit)
    return value


def shares_of(form: Form, sheet: Sheet, bindings: Iterable[Binding]) -> Mapping[int, bool]:
    """The 栏次 of per cents of a form, and whether the sheet keeps them as fractions."""
    held: dict[int, list[object]] = {number: [] for number in form.shares}
    for _, row, columns in bindings if held else ():
        values = sheet.rows[row]
        for number in held.keys() & columns.keys():
            held[number].append(values[columns[number]] if columns[number] < len(values) else "")
    return {number: are_fractions(values) for number, values in held.items()}
