"""The workbook that is open in Excel, as the validator's `Book`: one read of values a sheet.

What stands in cells is all that is taken over; nothing of it is ever run or looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from validator.reading import Book, Sheet, address
from validator.reading.formulas import FoundWhenAsked
from validator.reading.limits import LIMITS
from xl_addin.refusal import Refused

if TYPE_CHECKING:
    import xlwings

#: What Excel shows for an error value; a cell that holds one holds no number.
_ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"}
)
#: Newer error values come as bare numbers of Windows, all of them below this.
_ERROR_NUMBERS = -2_146_826_000

#: The day of what is a time of day.
_NO_DAY = date(1899, 12, 30)

#: What Excel for Windows says of a sheet that can be seen.
SHOWN = -1

#: Told after each sheet: how many are read, of how many, and the name of the next.
Progress = Callable[[int, int, str], None]


def read_book(
    book: xlwings.Book, *, without: Set[str] = frozenset(), progress: Progress | None = None
) -> Book:
    """The sheets of an open workbook, hidden ones too, in order.

    `without` names sheets that are not the user's. Raises Refused for a sheet that is too large.
    """
    sheets = [sheet for sheet in book.sheets if sheet.name not in without]
    read = []
    for number, sheet in enumerate(sheets):
        if progress is not None:
            progress(number, len(sheets), sheet.name)
        read.append(_read(sheet))
    return Book(book.name, tuple(read))


def _read(sheet: xlwings.Sheet) -> Sheet:
    name, used = sheet.name, sheet.used_range
    top, left = used.row - 1, used.column - 1
    height, width = used.shape
    if (top + height) * (left + width) > LIMITS.laid_out:
        facts = {"sheet": name, "rows": top + height, "columns": left + width}
        raise Refused("addin.sheet_too_large", facts)
    values = used.options(ndim=2, empty="", err_to_str=True).value
    if any(isinstance(value, Decimal) for line in values for value in line):
        _make_exact(values, used)
    rows: list[list[object]] = [[""] * (left + width) for _ in range(top)]
    faults: dict[tuple[int, int], str] = {}
    for i, line in enumerate(values, start=top):
        cells = [""] * left + list(line)
        for j, value in enumerate(cells):
            if isinstance(value, datetime):
                cells[j] = _moment(value)
            elif fault := _fault(value):
                faults[i, j] = fault
                cells[j] = ""
        rows.append(cells)
    return Sheet(name, rows, faults, FoundWhenAsked(partial(_formulas, used, rows)))


def _make_exact(values: list[list[object]], used: xlwings.Range) -> None:
    """Cells formatted as currency come with four decimals; let them hold what they really do."""
    plain = used.api.Value2
    lines = plain if isinstance(plain, tuple) else ((plain,),)
    for line, exact in zip(values, lines, strict=True):
        for j, value in enumerate(line):
            if isinstance(value, Decimal):
                line[j] = exact[j]


def _moment(value: datetime) -> date | time | datetime:
    """A date or a time of day alone, as a file gives it."""
    if value.date() == _NO_DAY:
        return value.time()
    return value if value.time() != time() else value.date()


def _fault(value: object) -> str:
    if isinstance(value, str):
        return value if value in _ERRORS else ""
    if isinstance(value, int) and not isinstance(value, bool) and value < _ERROR_NUMBERS:
        return "#ERROR!"
    return ""


def _formulas(used: xlwings.Range, rows: list[list[object]]) -> Set[tuple[int, int]]:
    """The (row, column) of the formulas of an open sheet."""
    top, left = used.row - 1, used.column - 1
    said = used.formula
    lines = said if isinstance(said, tuple | list) else ((said,),)
    return frozenset(
        (i, j)
        for i, line in enumerate(lines, start=top)
        for j, formula in enumerate(line, start=left)
        # Text may begin with "=" too; a formula is never its own result.
        if isinstance(formula, str) and formula[:1] == "=" and formula != rows[i][j]
    )


def selected(app: xlwings.App) -> tuple[str, str]:
    """The sheet and the first cell of what is selected; Refused where no cell is (a chart)."""
    chosen = app.selection
    if chosen is None:
        raise Refused("addin.no_cell")
    return chosen.sheet.name, address(chosen.row - 1, chosen.column - 1)


def is_shown(sheet: xlwings.Sheet) -> bool:
    """Can a person see the sheet?"""
    # Excel for Windows says -1, 0 or 2 (hidden so that only a macro shows it).
    return sheet.visible in (True, SHOWN)


def charts(book: xlwings.Book) -> list[Any]:
    """The sheets that are charts, which xlwings leaves out, as Excel for Windows knows them."""
    return list(getattr(book.api, "Charts", ()))  # Excel for Mac has no such name


def bring_forward(sheet: xlwings.Sheet) -> None:
    """Bring a sheet to the front of its workbook, and let no other be selected.

    xlwings would bring Excel to the front as well, and fails where another program's Excel is.
    """
    select = getattr(sheet.api, "Select", None)  # Excel for Mac has no such name
    (select or sheet.select)()


def bring_book_forward(book: xlwings.Book) -> None:
    """Bring a workbook to the front, as `bring_forward` does a sheet."""
    activate = getattr(book.api, "Activate", None)  # Excel for Mac has no such name
    (activate or book.activate)()
