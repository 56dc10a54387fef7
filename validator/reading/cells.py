"""The cells of a worksheet as the reader of a binary format finds them, one by one."""

from collections.abc import Iterator, Mapping, Sequence

from validator.reading.book import Sheet
from validator.reading.decode import NumberFormats, dated
from validator.reading.grid import end_of, hold_areas, lay_out
from validator.reading.limits import Limits, within

Place = tuple[int, int]

#: The error values of binary files, by their codes.
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip


class Cells:
    """The cells of one worksheet. Of two in one place the last counts.

    `numbers` carry the style that tells whether they are dates; `values` are texts and truth
    values; `faults` as in `Sheet`; `formulas` are computed cells, whatever they hold.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.values: dict[Place, object] = {}
        self.numbers: dict[Place, tuple[float, int]] = {}
        self.faults: dict[Place, str] = {}
        self.formulas: set[Place] = set()

    def number(self, place: Place, number: float, style: int) -> None:
        """A number, which may be a date."""
        self._clear(place)
        self.numbers[place] = number, style

    def value(self, place: Place, value: object) -> None:
        """A text or a truth value."""
        self._clear(place)
        self.values[place] = value

    def fault(self, place: Place, text: str) -> None:
        """An error value, or '' for a formula that was never calculated."""
        self._clear(place)
        self.faults[place] = text

    def error(self, place: Place, code: int) -> None:
        """An error value by its code."""
        self.fault(place, _ERRORS.get(code, "#VALUE!"))

    def _clear(self, place: Place) -> None:
        self.values.pop(place, None)
        self.numbers.pop(place, None)
        self.faults.pop(place, None)

    def __len__(self) -> int:
        return len(self.values) + len(self.numbers) + len(self.faults)


def hold_cells(found: Sequence[Cells], limits: Limits) -> None:
    """Raises Unreadable (too_large) if the sheets so far hold more cells than may be."""
    within(limits, "cells", sum(map(len, found)), found[-1].name)


def sheets_of(found: Sequence[Cells], formats: NumberFormats, limits: Limits) -> tuple[Sheet, ...]:
    """The worksheets with these cells. Raises Unreadable: damaged, too_large."""
    ends = [end_of(cells.values, cells.numbers, cells.faults) for cells in found]
    hold_areas(((cells.name, end) for cells, end in zip(found, ends, strict=True)), limits)
    return tuple(_sheets(found, ends, formats))


def _sheets(
    found: Sequence[Cells], ends: Sequence[Place], formats: NumberFormats
) -> Iterator[Sheet]:
    for cells, end in zip(found, ends, strict=True):
        values: Mapping[Place, object] = {**cells.values, **dated(cells.numbers, formats)}
        yield Sheet(cells.name, lay_out(values, end), cells.faults, cells.formulas)
