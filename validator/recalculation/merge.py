"""The results of a calculation in the cells of the workbook that it was made of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from validator.reading import Book, Sheet

Place = tuple[int, int]
#: What LibreOffice says of a function that it does not know.
_UNKNOWN = "#NAME?"


class Result(NamedTuple):
    """What a formula gives: a value, or the text of an error."""

    value: object
    error: str | None = None


def merged(book: Book, calculated: Book) -> tuple[Sheet, ...]:
    """The sheets of `book` with the results that stand at the same places of `calculated`, a copy
    of the workbook."""
    by_name = {sheet.name: sheet for sheet in calculated.sheets}
    if len(calculated.sheets) == len(book.sheets):  # names may have been cut
        by_name = {
            own.name: sheet for own, sheet in zip(book.sheets, calculated.sheets, strict=True)
        }
    return tuple(
        with_results(sheet, _results(sheet, by_name[sheet.name]))
        if sheet.name in by_name
        else sheet
        for sheet in book.sheets
    )


def _results(sheet: Sheet, calculated: Sheet) -> Mapping[Place, Result]:
    """What was calculated for the cells with formulas. Where these are not known from the file, for
    those that have one in its copy."""
    found: dict[Place, Result] = {}
    for row, column in sheet.formulas or calculated.formulas:
        error = calculated.faults.get((row, column))
        if error in (_UNKNOWN, ""):
            continue
        rows = calculated.rows
        inside = row < len(rows) and column < len(rows[row])
        found[row, column] = Result(rows[row][column] if inside else "", error)
    return found


def with_results(sheet: Sheet, results: Mapping[Place, Result]) -> Sheet:
    """The sheet with these results, and with what the file had saved where they differ."""
    rows: list[Sequence[object]] = list(sheet.rows)
    faults, saved = dict(sheet.faults), {}
    own: dict[int, list[object]] = {}
    for (row, column), result in results.items():
        if row >= len(rows) or column >= len(rows[row]):
            continue
        cells = own.setdefault(row, list(rows[row]))
        had_value = (row, column) not in faults
        if had_value and cells[column] != result.value:
            saved[row, column] = cells[column]
        cells[column] = "" if result.error else result.value
        faults.pop((row, column), None)
        if result.error:
            faults[row, column] = result.error
    for row, cells in own.items():
        rows[row] = cells
    return replace(sheet, rows=rows, faults=faults, saved=saved)
