"""A published workbook with one of its tables laid out otherwise, and what is seen in it."""

from functools import cache
from pathlib import Path

from tests.layouts import Rows, changed
from validator import Book, Report, check
from validator.forms.model import RowKey
from validator.reading import read
from validator.recognition import recognise
from validator.rounding import Verdict

EXAMPLES = Path(__file__).parent.parent / "examples"
#: (row, 栏次) → amount in 分.
Figures = dict[tuple[RowKey, int], int]


@cache
def original() -> Book:
    """The tables of 江岸 2020, as they were published."""
    return read(EXAMPLES / "jiangan-2020" / "printed.xlsx")


def rows_of(sheet: str) -> Rows:
    """The rows of the sheet of which the name begins so."""
    own = next(each for each in original().sheets if each.name.startswith(sheet))
    return [list(row) for row in own.rows]


def with_sheet(sheet: str, rows: Rows) -> Book:
    """The workbook with other rows on one sheet."""
    return changed(original(), lambda name, own: rows if name.startswith(sheet) else own)


def figures(book: Book, key: str) -> Figures:
    """The bound cells of a table that hold an amount."""
    table = recognise(book).tables[key]
    found = table.cells.items()
    return {place: cell.amount.printed for place, cell in found if cell.amount.printed}


@cache
def published(key: str) -> Figures:
    """What the table holds in the workbook as it was published."""
    return figures(original(), key)


def report_on(sheet: str, rows: Rows) -> Report:
    """The report on the workbook with other rows on one sheet."""
    return check(with_sheet(sheet, rows))


def told(report: Report, rule: str) -> str:
    """What a rule says, one sentence a line."""
    return "\n".join(f.message for f in report.findings if f.rule == rule)


def broken(report: Report) -> list[str]:
    """The rules that are said to be broken, by more than rounding explains."""
    return [f.rule for f in report.findings if f.verdict is Verdict.ERROR]


def unchecked(report: Report) -> str:
    """All that is said of what could not be checked."""
    found = (f for f in report.findings if f.verdict is Verdict.NOT_EVALUATED)
    return "\n".join(finding.message for finding in found)


def named_cells(sheet: str, rows: Rows, row: int, column: int) -> set[str]:
    """The cells of a sheet that are named where the figure at (row, column) is off by 7."""
    spoilt = [list(each) for each in rows]
    value = spoilt[row][column]
    assert isinstance(value, float | int)
    spoilt[row][column] = value + 7
    found = [f for f in report_on(sheet, spoilt).findings if f.verdict is Verdict.ERROR]
    assert found
    return {cell.address for f in found for cell in f.cells if cell.sheet.startswith(sheet)}
