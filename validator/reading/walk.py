"""The exact reading of a worksheet's XML, cell by cell, for the few that `worksheet.py` passes on.

It is some five times slower than calamine, and reads what calamine drops, refuses or dies of:
comments within values, newer error values such as #SPILL!, cells in far corners.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from validator.reading.book import MAX_COLUMNS, MAX_ROWS, Unreadable, parse_address
from validator.reading.grid import end_of
from validator.reading.limits import LIMITS, Limits, within
from validator.reading.package import parse

_INDEX = re.compile(r"\s*[0-9]{1,8}\s*", re.ASCII)
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})


class Written(NamedTuple):
    """What stands in a cell as its formula: the text, and the index under which it is shared."""

    text: str
    shared: str | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """What `walk` found.

    `cells`: (row, column) → the cell's XML, all that calamine needs to decode it, but without its
    place, so that equal cells have equal XML. `faults` and `formulas` as in `Sheet`; no cell is
    both in `cells` and in `faults`. `written`: the formula of a cell as it stands there. `end`: the
    furthest row and column of values and faults, plus one.
    """

    cells: dict[tuple[int, int], str]
    faults: dict[tuple[int, int], str]
    formulas: set[tuple[int, int]]
    written: dict[tuple[int, int], Written]
    end: tuple[int, int]


def walk(xml: bytes, limits: Limits = LIMITS) -> Walk:
    """Every cell of the worksheet that holds a value or a fault. Raises Unreadable: damaged,
    too_large."""
    reader = _Reader(limits)
    try:
        parse(xml, reader.start, reader.end, reader.text.append)
    except ValueError as error:  # a place that is none
        raise Unreadable("damaged") from error
    formulas = {*reader.written, *spread(reader.areas, limits.array_cells)}
    return Walk(
        reader.cells, reader.faults, formulas, reader.written, end_of(reader.cells, reader.faults)
    )


def spread(areas: Iterable[str], room: int) -> set[tuple[int, int]]:
    """The cells of array formulas, of which only the first cell says so: `areas` as C3:D9.

    What is no area, or no longer in the `room` for so many cells, is left out: it is the hostile
    file that has those, and a cell of an array is then taken for a value.
    """
    cells: set[tuple[int, int]] = set()
    for area in areas:
        first, _, last = area.partition(":")
        try:
            (top, left), (bottom, right) = parse_address(first), parse_address(last or first)
        except ValueError:
            continue
        size = (bottom - top + 1) * (right - left + 1)
        if bottom >= top and right >= left and size <= room:
            room -= size
            cells.update(spread_over((top, left), bottom - top + 1, right - left + 1))
    return cells


def spread_over(first: tuple[int, int], height: int, width: int) -> Iterator[tuple[int, int]]:
    """The cells of a rectangle, of which `first` is the upper left one."""
    top, left = first
    return ((row, left + step) for row in range(top, top + height) for step in range(width))


class _LocalNames(dict[str, str]):
    """Tag → its name without prefix, computed once a tag."""

    def __missing__(self, tag: str) -> str:
        self[tag] = name = tag.rpartition(":")[2]
        return name


class _Reader:
    """The state between expat's calls, for `walk` alone.

    Places follow calamine: a row or cell without `r` comes after the one before it, and of two
    cells in one place the last one counts.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._depth = 0
        self.cells: dict[tuple[int, int], str] = {}
        self.faults: dict[tuple[int, int], str] = {}
        self.written: dict[tuple[int, int], Written] = {}
        self.areas: list[str] = []
        self.text: list[str] = []
        self._local = _LocalNames()
        self._inside = False
        self._row = self._column = 0
        self._attributes: dict[str, str] = {}
        self._formula: Written | None = None
        self._shared: str | None = None
        self._phonetic = False
        self._value: str | None = None
        self._runs: list[str] = []
        self._space = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self._local[tag]
        self._depth += 1
        if self._depth > self._limits.nesting:
            within(self._limits, "nesting", self._depth, f"<{name}>")
        if name == "c":
            self._attributes = attributes
            self._formula = None
            self._value = None
            self._runs = []
        elif name == "f":
            self._shared = attributes.get("si") if attributes.get("t") == "shared" else None
            if attributes.get("t") in ("array", "dataTable"):
                self.areas.append(attributes.get("ref", ""))
        elif name == "row":
            if "r" in attributes:
                self._row = int(attributes["r"]) - 1
            self._column = 0
        elif name == "t":
            preserve = attributes.get("xml:space") == "preserve"
            self._space = ' xml:space="preserve"' if preserve else ""
        elif name == "rPh":
            self._phonetic = True
        elif name == "sheetData":
            self._inside = True
        self.text.clear()

    def end(self, tag: str) -> None:
        name = self._local[tag]
        self._depth -= 1
        if name == "v":
            self._value = "".join(self.text)
        elif name == "c" and self._inside:
            self._finish()
        elif name == "f":
            self._formula = Written("".join(self.text), self._shared)
        elif name == "row":
            self._row += 1
        elif name == "t" and not self._phonetic:
            text = "".join(self.text).translate(_ESCAPES)
            self._runs.append(f"<r><t{self._space}>{text}</t></r>")
        elif name == "rPh":
            self._phonetic = False
        elif name == "sheetData":
            self._inside = False
        self.text.clear()

    def _finish(self) -> None:
        """Files the cell that has just ended under its place."""
        attributes, value = self._attributes, self._value
        place = self._place(attributes.get("r"))
        kind = attributes.get("t")
        self.written.pop(place, None)
        if self._formula:
            self.written[place] = self._formula
        if kind == "e":
            self.cells.pop(place, None)
            self.faults[place] = (value or "").strip() or "#VALUE!"
        elif self._runs:
            self._keep(place, "inlineStr", f"<is>{''.join(self._runs)}</is>")
        elif value and kind not in ("inlineStr", "is"):
            if kind == "s" and not _INDEX.fullmatch(value):
                raise ValueError(f"the index of no text: {value}")
            self._keep(place, kind, f"<v>{value.translate(_ESCAPES)}</v>")
        elif self._formula and not (kind == "str" and value == ""):
            self.cells.pop(place, None)
            self.faults[place] = ""

    def _place(self, reference: str | None) -> tuple[int, int]:
        """The zero-based place of a cell with the attribute `r`. ValueError if there is none."""
        row = self._row
        if reference is not None:
            row, self._column = parse_address(reference.upper())
        column = self._column
        self._column += 1
        if not (0 <= row < MAX_ROWS and 0 <= column < MAX_COLUMNS):
            raise ValueError(f"outside of any sheet: {reference}")
        return row, column

    def _keep(self, place: tuple[int, int], kind: str | None, content: str) -> None:
        # No type is not the same as type n: then calamine takes what is no number as text.
        typed = "" if kind is None else f' t="{kind.translate(_ESCAPES)}"'
        style = self._attributes.get("s")
        styled = "" if style is None else f' s="{style.translate(_ESCAPES)}"'
        self.faults.pop(place, None)
        self.cells[place] = f"<c{styled}{typed}>{content}</c>"
