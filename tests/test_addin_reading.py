"""A workbook that is open is checked as its file is, whatever stands in its cells and wherever."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from validator import check
from validator.reading import read
from validator.reports.json import render
from xl_addin.open_book import read_book

EXAMPLES = Path(__file__).parent.parent / "examples"
MISTYPED = EXAMPLES / "jiangan-2020-mistakes" / "01-mistyped-total.xlsx"
PUBLISHED = EXAMPLES / "dongxihu-2024" / "printed.xlsx"
FORMATS = {
    "currency": "¥#,##0.00",
    "accounting": '_ "¥"* #,##0.00_ ',
    "percent": "0.00%",
    "dates": "yyyy-mm-dd",
    "text": "@",
    "万": '0!.0,"万"',
}
#: What people put where a figure should be.
VALUES = (
    *(1234.56789, 0.1 + 0.2, 1 / 3, True, False, "1,234.50", "１２３", "  12 "),
    *("(1.2)", "1e5", "-", "—", "无", "#N/A", "#REF!", "\n", "a\nb\tc", "+1", "@x", "-1", "'x"),
    *("\ufeff1", "1 2", "∞", "nan", "　12", dt.datetime(2020, 1, 2), dt.time(3, 4)),
)


def told(report) -> object:
    return json.loads(render([replace(report, path="", sha256="")], ""))["workbooks"]


def test_cells_are_read_as_from_the_file(excel, tmp_path):
    book = Workbook()
    sheet = book.worksheets[0]
    for row, value in enumerate(VALUES, start=3):
        for column, number_format in enumerate(FORMATS.values(), start=4):
            sheet.cell(row, column, value).number_format = number_format
    path = tmp_path / "书.xlsx"
    book.save(path)
    (expected,), (found,) = read(path).sheets, read_book(excel.open(path)).sheets
    assert [list(row) for row in found.rows] == [list(row) for row in expected.rows]
    assert [[*map(type, row)] for row in found.rows] == [[*map(type, row)] for row in expected.rows]
    assert found.faults == expected.faults


@pytest.mark.parametrize("number_format", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("base", [MISTYPED, PUBLISHED], ids=["2020", "2024"])
def test_figures_in_any_format_give_the_findings_of_the_file(excel, tmp_path, base, number_format):
    book = load_workbook(base)
    figures = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, float)
    ]
    for number, cell in enumerate(figures):
        if number % 7 == 0:
            cell.value = VALUES[number // 7 % len(VALUES)]
        cell.number_format = number_format
    path = tmp_path / "书.xlsx"
    book.save(path)
    assert told(check(read_book(excel.open(path)))) == told(check(path))


def rows_above(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.insert_rows(1, 40)


def far_from_the_corner(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.move_range(sheet.dimensions, rows=30, cols=30)


def all_on_one_sheet(book: Workbook) -> None:
    first, *others = book.worksheets
    for sheet in others:
        below = first.max_row + 3
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    first.cell(below + cell.row, cell.column, cell.value)
        book.remove(sheet)


@pytest.mark.parametrize("move", [rows_above, far_from_the_corner, all_on_one_sheet])
def test_tables_anywhere_give_the_findings_of_the_file(
    excel, tmp_path, move: Callable[[Workbook], None]
):
    book = load_workbook(MISTYPED)
    move(book)
    path = tmp_path / "书.xlsx"
    book.save(path)
    expected = check(path)
    assert len(expected.findings) == len(check(MISTYPED).findings)
    assert told(check(read_book(excel.open(path)))) == told(expected)
