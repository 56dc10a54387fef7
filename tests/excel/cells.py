"""Excel's `Range`: cells of one sheet, in one area or several."""
# ruff: noqa: N802, N803  (Excel's own names)

from typing import Any

from openpyxl.utils import get_column_letter

from tests.excel import notes, rules
from tests.excel.areas import COLUMNS, ROWS, SHEET, Area, address_of
from tests.excel.calls import refused
from tests.excel.entries import Entry, entered, formula_text, handed_over
from tests.excel.formats import shared
from tests.excel.layout import Layout
from tests.excel.rows import Move, move_rows

#: More cells than a test may read or write at once: somebody has asked for a whole sheet.
MOST = 4_000_000


class Range(Layout):
    """Cells of a sheet, with what they hold."""

    @property
    def _first(self) -> Area:
        return self._areas[0]

    def _of(self, *areas: Area, unit: str = "cells") -> "Range":
        return Range(self._app, self._state, areas, unit)

    def _cell(self) -> tuple[int, int]:
        return self._first.top, self._first.left

    # Where it is

    @property
    def Worksheet(self) -> Any:
        return self._app.sheet_of(self._state)

    Parent = Worksheet

    @property
    def Row(self) -> int:
        return self._first.top

    @property
    def Column(self) -> int:
        return self._first.left

    @property
    def Address(self) -> str:
        return address_of(self._areas)

    def GetAddress(
        self,
        RowAbsolute: bool = True,
        ColumnAbsolute: bool = True,
        ReferenceStyle: int = 1,
        External: bool = False,
    ) -> str:
        if External:
            raise NotImplementedError("addresses with their workbook")
        return address_of(
            self._areas, row_absolute=bool(RowAbsolute), column_absolute=bool(ColumnAbsolute)
        )

    @property
    def Count(self) -> int:
        first = self._first
        if self._unit != "cells":
            return first.height if self._unit == "rows" else first.width
        return sum(area.size for area in self._areas)

    CountLarge = Count

    def Item(self, row: int, column: int | None = None) -> "Range":
        area = self._first
        row = int(row)
        if self._unit == "rows":
            top = area.top + row - 1
            return self._of(Area(top, area.left, top, area.right), unit="rows")
        if self._unit == "columns":
            left = area.left + row - 1
            return self._of(Area(area.top, left, area.bottom, left), unit="columns")
        if column is None:
            down, right = divmod(row - 1, area.width)
        else:
            down, right = row - 1, int(column) - 1
        top, left = area.top + down, area.left + right
        if not SHEET.holds(top, left):
            raise refused("Application-defined or object-defined error")
        return self._of(Area(top, left, top, left))

    @property
    def Rows(self) -> "Range":
        return self._of(*self._areas, unit="rows")

    @property
    def Columns(self) -> "Range":
        return self._of(*self._areas, unit="columns")

    @property
    def EntireRow(self) -> "Range":
        return self._of(*(Area(a.top, 1, a.bottom, COLUMNS) for a in self._areas), unit="rows")

    @property
    def EntireColumn(self) -> "Range":
        return self._of(*(Area(1, a.left, ROWS, a.right) for a in self._areas), unit="columns")

    def Select(self) -> bool:
        sheet = self._state
        if sheet.book.active is not sheet.ws or self._app.active is not sheet.book:
            raise refused("Select method of Range class failed")
        chosen = sheet.chosen()
        corner = self._cell()
        area = sheet.merged(*corner) if self._areas == [Area(*corner, *corner)] else None
        areas = [area] if area else self._areas
        chosen.sqref = address_of(areas, row_absolute=False, column_absolute=False).replace(
            ",", " "
        )
        chosen.activeCell = f"{get_column_letter(corner[1])}{corner[0]}"
        chosen.activeCellId = None
        return True

    # What it holds

    def _block(self) -> Area:
        area = self._first
        if area.size > MOST:
            raise refused("Out of memory.")
        return area

    def _read(self, *, plain: bool) -> Any:
        area = self._block()
        rows = tuple(
            tuple(
                handed_over(
                    self._state.shown(row, column),
                    self._state.styled(row, column).number_format,
                    plain=plain,
                )
                for column in range(area.left, area.right + 1)
            )
            for row in range(area.top, area.bottom + 1)
        )
        return rows[0][0] if area.size == 1 else rows

    @property
    def Value(self) -> Any:
        return self._read(plain=False)

    @Value.setter
    def Value(self, data: Any) -> None:
        self._write(data)

    @property
    def Value2(self) -> Any:
        return self._read(plain=True)

    @property
    def Formula(self) -> Any:
        area = self._block()
        rows = tuple(
            tuple(
                formula_text(self._state.content(row, column))
                for column in range(area.left, area.right + 1)
            )
            for row in range(area.top, area.bottom + 1)
        )
        return rows[0][0] if area.size == 1 else rows

    Formula2 = Formula

    def _write(self, data: Any) -> None:
        """Write one value into all cells, or rows of values from the top left of each area on."""
        entries: list[tuple[int, int, Entry]] = []
        for area in self._areas:
            if area.size > MOST:
                raise refused("Out of memory.")
            self._state.demand_unlocked(area)
            for row, column in area.spots():
                value = _part(data, row - area.top, column - area.left)
                kept = self._state.styled(row, column).number_format
                entry = entered(value, kept)
                if entry.content.kind == "f" and area.size > 1 and isinstance(data, str):
                    raise NotImplementedError("one formula for several cells")
                entries.append((row, column, entry))
        for row, column, entry in entries:
            self._state.put(row, column, entry)

    # Rows put in and taken out

    def Insert(self, Shift: Any = None, CopyOrigin: Any = None) -> None:
        self._move_rows(1)

    def Delete(self, Shift: Any = None) -> None:
        self._move_rows(-1)

    def _move_rows(self, direction: int) -> None:
        if len(self._areas) > 1 or not self._first.whole_rows:
            raise NotImplementedError("only whole rows")
        move_rows(self._state, Move(self._first.top, direction * self._first.height))

    # Merged cells, notes, links, rules

    @property
    def MergeCells(self) -> Any:
        return shared(
            self._state.merged(row, column) is not None
            for area in self._areas
            for row, column in area.spots()
        )

    @property
    def MergeArea(self) -> "Range":
        found = self._state.merged(*self._cell())
        if self._first.size > 1 and self._first != found:
            raise refused("Unable to get the MergeArea property of the Range class")
        return self._of(found or self._first)

    @property
    def Comment(self) -> notes.Comment | None:
        cell = self._state.cell(*self._cell())
        if cell is None or getattr(cell, "comment", None) is None:
            return None
        return notes.Comment(self._app, self._state, cell)

    def AddComment(self, Text: str = "") -> notes.Comment:
        if len(self._areas) > 1:
            raise refused("Application-defined or object-defined error")
        return notes.add_comment(self._app, self._state, self._first, Text)

    @property
    def FormatConditions(self) -> rules.FormatConditions:
        return rules.FormatConditions(self._app, self._state, self._areas)


def _part(data: Any, down: int, right: int) -> Any:
    """The value that a cell gets of what is written to its area, as Excel shares it out."""
    if not isinstance(data, list | tuple):
        return data
    rows = data if data and isinstance(data[0], list | tuple) else [data]
    row = rows[0] if len(rows) == 1 else rows[down] if down < len(rows) else None
    if row is None:
        return "#N/A"
    return row[0] if len(row) == 1 else row[right] if right < len(row) else "#N/A"
