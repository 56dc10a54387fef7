"""The tests' Excel with what concerns whole sheets: filters, printing, windows, whole columns,
and sheets that are charts."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.filters import FilterColumn, Filters
from xlwings.main import Book, Sheet

from tests.excel.calls import ExcelError
from tests.excel.session import Excel
from tests.excel.snapshot import snapshot


@pytest.fixture
def book(excel: Excel) -> Book:
    """A new workbook."""
    return excel.app.books.add()


@pytest.fixture
def sheet(book: Book) -> Sheet:
    """Its only sheet."""
    return book.sheets[0]


def test_a_filter_hides_rows_until_all_are_shown(excel: Excel, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.auto_filter.ref = "A1:B3"
    made.active.auto_filter.filterColumn.append(FilterColumn(0, filters=Filters(filter=["甲"])))
    made.active.row_dimensions[3].hidden = True
    made.save(tmp_path / "a.xlsx")
    sheet = excel.open(tmp_path / "a.xlsx").sheets[0].api
    assert (sheet.AutoFilterMode, sheet.FilterMode) == (True, True)
    assert sheet.AutoFilter.Range.Address == "$A$1:$B$3"
    assert sheet.Range("A3").EntireRow.Hidden
    sheet.ShowAllData()
    assert (sheet.AutoFilterMode, sheet.FilterMode) == (True, False)
    assert not sheet.Range("A3").EntireRow.Hidden
    with pytest.raises(ExcelError, match="ShowAllData"):
        sheet.ShowAllData()


def test_a_filter_is_put_on_and_taken_off(sheet: Sheet) -> None:
    sheet["A1:C3"].api.AutoFilter()
    assert sheet.api.AutoFilter.Range.Address == "$A$1:$C$3"
    sheet["A1:C3"].api.AutoFilter()
    assert (sheet.api.AutoFilterMode, sheet.api.AutoFilter) == (False, None)


def test_how_a_sheet_is_printed_is_kept_in_the_file(excel: Excel, book: Book) -> None:
    sheet = book.sheets[0]
    sheet.page_setup.print_area = "$A$1:$C$9"
    setup = sheet.page_setup.api
    setup.PrintTitleRows, setup.Orientation, setup.PaperSize = "$1:$2", 2, 9
    setup.Zoom, setup.FitToPagesWide, setup.FitToPagesTall = False, 1, False
    path = excel.saved(book, "a.xlsx")
    before = snapshot(book)
    book.close()
    again = excel.open(path)
    setup = again.sheets[0].page_setup.api
    assert again.sheets[0].page_setup.print_area == "$A$1:$C$9"
    assert (setup.PrintTitleRows, setup.Orientation, setup.PaperSize) == ("$1:$2", 2, 9)
    assert (setup.Zoom, setup.FitToPagesWide, setup.FitToPagesTall) == (False, 1, False)
    assert snapshot(again) == before


def test_what_a_window_shows_of_a_sheet_is_set(book: Book, sheet: Sheet) -> None:
    sheet.show_gridlines = False
    window = book.api.Windows(1)
    window.SplitColumn = 2
    assert (window.SplitRow, window.SplitColumn, window.FreezePanes) == (0, 2, True)
    window.Zoom, window.ScrollRow, window.ScrollColumn = 80, 12, 3
    assert (sheet.show_gridlines, window.Zoom) == (False, 80)
    assert (window.ScrollRow, window.ScrollColumn) == (12, 3)
    other = book.sheets.add()
    assert (sheet.show_gridlines, other.show_gridlines) == (False, True)
    assert book.sheets.active == other
    sheet.api.Tab.Color = 0x0000FF
    assert (sheet.api.Tab.Color, other.api.Tab.Color) == (255, False)


def test_whole_columns_and_sheets_have_looks_that_new_cells_take_over(sheet: Sheet) -> None:
    sheet["A1"].value = 1
    sheet.cells.font.name = "宋体"
    sheet["B:C"].number_format = "@"
    sheet["5:5"].font.bold = True
    sheet["C7"].value = "007"
    assert (sheet["A1"].font.name, sheet["C7"].font.name) == ("宋体", "宋体")
    assert (sheet["C7"].value, sheet["D7"].number_format) == ("007", "General")
    assert sheet["Z5"].font.bold and not sheet["Z6"].font.bold
    assert sheet.used_range.address == "$A$1:$C$7"


def test_columns_are_made_as_wide_as_their_texts_and_rows_as_high_as_usual(sheet: Sheet) -> None:
    sheet["A1"].value = "收入支出决算总表"
    sheet["A1"].row_height = 60
    sheet.autofit()
    assert (sheet["A1"].column_width, sheet["A1"].row_height) == (16, 15)


def test_ranges_meet_and_are_joined(book: Book, sheet: Sheet) -> None:
    app = book.app.api
    meeting = app.Intersect(sheet["A1:C3"].api, sheet.range("B2:D4,A3").api)
    assert meeting.Address == "$B$2:$C$3,$A$3"
    assert app.Intersect(sheet["A1"].api, sheet["B1"].api) is None
    assert app.Union(sheet["A1"].api, sheet["C1"].api).Address == "$A$1,$C$1"


def test_a_chart_may_be_a_sheet_and_has_no_cells(excel: Excel, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active["A1"] = 1
    chart = BarChart()
    chart.add_data(Reference(made.active, min_col=1, min_row=1))
    made.create_chartsheet("图").add_chart(chart)
    made.active = 1
    made.save(tmp_path / "a.xlsx")
    book = excel.open(tmp_path / "a.xlsx")
    before = snapshot(book)
    assert [sheet.name for sheet in book.sheets] == ["Sheet"]
    assert (book.sheets.active.name, excel.app.selection) == ("图", None)
    assert [sheet.Name for sheet in book.api.Sheets] == ["Sheet", "图"]
    book.sheets[0].activate()
    assert excel.app.selection is not None and snapshot(book) != before
    book.api.Sheets("图").Activate()
    assert snapshot(book) == before
