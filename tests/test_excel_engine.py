"""The stand-in for Excel that the add-in is tested on does with cells, sheets and workbooks what
Excel for Windows does. Marks and protection: test_excel_marks.py, test_excel_protection.py."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from xlwings.main import Book, Sheet

from tests.excel.calls import ExcelError
from tests.excel.session import Excel
from tests.excel.snapshot import snapshot
from validator.reading import read

EXAMPLE = Path(__file__).parent.parent / "examples" / "jiangan-2020" / "workbook.xlsx"
#: A row of values of every kind, and what Excel hands over for each.
TYPED = {
    "收入": "收入",
    "12": 12.0,
    "1,234.50": 1234.5,
    "-3%": -0.03,
    "(8.5)": -8.5,
    "1e3": 1000.0,
    "true": True,
    "#n/a": "#N/A",
    "2024-03-05": dt.datetime(2024, 3, 5),
    "2024年3月5日": dt.datetime(2024, 3, 5),
    "'007": "007",
    "'=1+1": "=1+1",
    "2010101 行政运行": "2010101 行政运行",
    "JS01-1": "JS01-1",
    " 12 ": 12.0,
    "一、本年收入": "一、本年收入",
}


def selected(book: Book) -> str:
    """The address of the cells that are selected."""
    chosen = book.app.selection
    assert chosen is not None
    return chosen.address


def stored(path: Path, **cells: object) -> Path:
    """A workbook with these cells, as a file."""
    made = openpyxl.Workbook()
    for address, value in cells.items():
        made.active[address] = value
    made.save(path)
    return path


# Values


def test_numbers_are_floats_and_blank_cells_none(excel: Excel, tmp_path: Path) -> None:
    sheet = excel.open(stored(tmp_path / "a.xlsx", A1=1, B1="x", A2=2.5, B2=True)).sheets[0]
    assert sheet["A1:C2"].value == [[1.0, "x", None], [2.5, True, None]]
    assert isinstance(sheet["A1"].value, float)
    assert sheet["A1:C2"].raw_value == ((1.0, "x", None), (2.5, True, None))


def test_an_error_is_a_whole_number_until_it_is_asked_for_as_text(
    excel: Excel, tmp_path: Path
) -> None:
    sheet = excel.open(stored(tmp_path / "a.xlsx", A1="#DIV/0!", A2="#REF!")).sheets[0]
    assert sheet["A1"].raw_value == -2146826281
    assert sheet["A1"].value is None
    assert sheet["A1:A2"].options(err_to_str=True, ndim=2).value == [["#DIV/0!"], ["#REF!"]]


def test_a_date_is_a_date_and_a_time_of_day_one_of_1899(excel: Excel, tmp_path: Path) -> None:
    day, noon = dt.datetime(2024, 12, 31, 8, 30), dt.time(12)
    sheet = excel.open(stored(tmp_path / "a.xlsx", A1=day, A2=noon)).sheets[0]
    assert sheet["A1:A2"].value == [day, dt.datetime(1899, 12, 30, 12)]
    sheet["A1"].number_format = "General"
    assert sheet["A1"].value == pytest.approx(45657.3541667)


def test_an_amount_in_a_currency_format_is_a_decimal_of_four_places(sheet: Sheet) -> None:
    sheet["A1"].value = 12.345678
    sheet["A1"].number_format = '"¥"#,##0.00'
    assert sheet["A1"].value == Decimal("12.3457")
    sheet["A1"].number_format = "#,##0.00"
    assert sheet["A1"].value == 12.345678


@pytest.mark.parametrize(("typed", "value"), TYPED.items())
def test_a_text_that_is_written_is_taken_as_if_it_were_typed(
    sheet: Sheet, typed: str, value: object
) -> None:
    sheet["A1"].value = typed
    assert sheet["A1"].options(err_to_str=True).value == value


def test_a_cell_in_text_format_keeps_what_is_written(sheet: Sheet) -> None:
    sheet["A1:A3"].number_format = "@"
    sheet["A1:A3"].value = [["201"], ["=1+1"], [201]]
    assert sheet["A1:A3"].value == ["201", "=1+1", 201.0]
    assert sheet["A2"].formula == "=1+1"


def test_an_apostrophe_marks_a_text_and_is_no_part_of_it(sheet: Sheet) -> None:
    sheet["A1"].value = "'-1"
    assert (sheet["A1"].value, sheet["A1"].formula) == ("-1", "-1")


@pytest.mark.parametrize("wrong", ["=1+", "=SUM(A1", "=(1))", "=收入 合计（元）", "-（见附注）"])
def test_what_excel_does_not_accept_as_a_formula_is_refused(sheet: Sheet, wrong: str) -> None:
    with pytest.raises(ExcelError, match="formula"):
        sheet["A1"].value = wrong
    assert sheet["A1"].value is None


def test_formulas_are_kept_and_not_calculated(sheet: Sheet) -> None:
    sheet["A1:B1"].value = ["=1+1", '=HYPERLINK("#\'表 1\'!C8","表1!C8 ""x""")']
    assert sheet["A1:B1"].value == [None, '表1!C8 "x"']
    assert sheet["A1"].formula == "=1+1"


def test_the_formula_of_a_cell_without_one_is_what_would_be_typed(sheet: Sheet) -> None:
    sheet["A1"].value = [[1, 2.5, "文", True, "#N/A", "2024-03-05", None]]
    said = ("1", "2.5", "文", "TRUE", "#N/A", "45356", "")
    assert sheet["A1:G1"].api.Formula == (said,)


def test_values_are_those_that_the_validator_reads_from_the_file(excel: Excel) -> None:
    for sheet, other in zip(excel.open(EXAMPLE).sheets, read(EXAMPLE).sheets, strict=True):
        whole = sheet.range((1, 1), sheet.used_range.last_cell)
        values = whole.options(ndim=2, empty="", err_to_str=True).value
        assert values == [list(row) for row in other.rows], sheet.name


def test_a_saved_workbook_keeps_values_formulas_and_their_results(excel: Excel) -> None:
    book = excel.open(EXAMPLE)
    before = snapshot(book)
    path = excel.saved(book, "other.xlsx")
    for sheet, other in zip(read(path).sheets, read(EXAMPLE).sheets, strict=True):
        assert sheet.rows == other.rows, sheet.name
        assert set(sheet.formulas) == set(other.formulas), sheet.name
    book.close()
    assert snapshot(excel.open(path)) == before


# Ranges


def test_the_used_range_holds_values_and_formats_and_all_between(
    excel: Excel, tmp_path: Path
) -> None:
    made = openpyxl.Workbook()
    made.active["C3"] = 1
    made.active["E9"].fill = PatternFill("solid", fgColor="FFFF0000")
    made.save(tmp_path / "a.xlsx")
    book = excel.open(tmp_path / "a.xlsx")
    assert book.sheets[0].used_range.address == "$C$3:$E$9"
    assert book.sheets.add().used_range.address == "$A$1"


def test_looking_at_cells_does_not_use_them(sheet: Sheet) -> None:
    far = sheet["Z99"]
    assert (far.value, far.color, far.note, far.number_format) == (None, None, None, "General")
    assert sheet.used_range.address == "$A$1"


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("A1", "$A$1"),
        ("b2:A1", "$A$1:$B$2"),
        ("A1,C3:D4", "$A$1,$C$3:$D$4"),
        ("A:C", "$A:$C"),
        ("2:3", "$2:$3"),
    ],
)
def test_addresses_are_written_as_excel_writes_them(sheet: Sheet, asked: str, address: str) -> None:
    assert sheet.range(asked).address == address


def test_ranges_are_made_of_rows_columns_and_other_ranges(sheet: Sheet) -> None:
    assert sheet.range((2, 3)).address == "$C$2"
    assert sheet.range((1, 1), (3, 2)).address == "$A$1:$B$3"
    assert sheet.range(sheet["A1"], sheet["C2"]).address == "$A$1:$C$2"
    assert sheet["A1:B2"].get_address(False, False) == "A1:B2"
    assert [cell.address for cell in sheet["A1:B2"]] == ["$A$1", "$B$1", "$A$2", "$B$2"]
    assert [row.address for row in sheet["A1:B2"].rows] == ["$A$1:$B$1", "$A$2:$B$2"]
    assert (sheet["B3:D4"].row, sheet["B3:D4"].column, sheet["B3:D4"].shape) == (3, 2, (2, 3))
    assert sheet.cells.shape == (1048576, 16384)


def test_an_address_of_more_than_255_characters_is_refused(sheet: Sheet) -> None:
    fits = ",".join(f"A{n}" for n in range(10, 74))
    assert len(fits) == 255 and len(sheet.range(fits)) == 64
    with pytest.raises(ExcelError):
        sheet.range(f"B1{fits}")


def test_of_several_areas_the_first_is_read_and_all_are_counted(sheet: Sheet) -> None:
    sheet["A1:C3"].value = [[1, 2, 3]] * 3
    several = sheet.range("B1:B2,A3:C3")
    assert several.value == [2.0, 2.0]
    assert (len(several), several.shape) == (5, (2, 1))
    several.value = 9
    assert sheet["A1:C3"].value == [[1, 9, 3], [1, 9, 3], [9, 9, 9]]


def test_selecting_needs_the_sheet_in_front(book: Book, sheet: Sheet) -> None:
    sheet["C2:D3"].select()
    assert selected(book) == "$C$2:$D$3"
    book.sheets.add(before=sheet)
    assert selected(book) == "$A$1"
    with pytest.raises(ExcelError, match="Select"):
        sheet["A1"].select()
    sheet.activate()
    assert (selected(book), book.sheets.active.name) == ("$C$2:$D$3", sheet.name)


def test_only_the_first_cell_of_a_merged_area_holds_something(excel: Excel, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.merge_cells("A1:B2")
    made.save(tmp_path / "a.xlsx")
    book = excel.open(tmp_path / "a.xlsx")
    sheet = book.sheets[0]
    sheet["A1:B2"].value = [[1, 2], [3, 4]]
    assert sheet["A1:B2"].value == [[1, None], [None, None]]
    assert sheet["B2"].merge_area.address == "$A$1:$B$2"
    assert sheet["B2"].merge_cells and sheet["A1:C1"].api.MergeCells is None
    assert sheet["C1"].merge_area.address == "$C$1"
    sheet["A1"].select()
    assert selected(book) == "$A$1:$B$2"


def test_rows_that_are_put_in_or_taken_out_move_what_is_below(excel: Excel, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active["A1"], made.active["A2"], made.active["A3"] = 1, "=A1+A3", "=SUM(A1:A2)"
    made.active.merge_cells("B3:C4")
    made.defined_names["名"] = DefinedName("名", attr_text="Sheet!$A$3")
    made.create_sheet("另")["A1"] = "=Sheet!$A$3*Sheet!A1"
    made.save(tmp_path / "a.xlsx")
    book = excel.open(tmp_path / "a.xlsx")
    sheet, other, kept = book.sheets[0], book.sheets["另"], book.api._book.wb
    note = sheet["A3"].add_note("x")
    rule = sheet["A1:A3"].conditional_formats.add_custom("=TRUE", fill_color="#FF0000")
    sheet["2:3"].insert("down")
    assert sheet["A1:A5"].api.Formula == (("1",), ("",), ("",), ("=A1+A5",), ("=SUM(A1:A4)",))
    assert other["A1"].formula == "=Sheet!$A$5*Sheet!A1"
    assert kept.defined_names["名"].attr_text == "Sheet!$A$5"
    assert (note.location.address, rule.impl.api.AppliesTo.Address) == ("$A$5", "$A$1:$A$5")
    assert [str(area) for area in kept.active.merged_cells.ranges] == ["B5:C6"]
    sheet["2:4"].delete("up")
    assert sheet["A1:A2"].api.Formula == (("1",), ("=SUM(A1:A1)",))
    assert (note.location.address, rule.impl.api.AppliesTo.Address) == ("$A$2", "$A$1:$A$2")
    sheet["1:2"].delete()
    assert (other["A1"].formula, len(sheet.notes)) == ("=Sheet!#REF!*Sheet!#REF!", 0)
    assert len(sheet.cells.conditional_formats) == 0


# Sheets


def test_a_new_sheet_comes_in_front_of_another_and_is_shown(book: Book) -> None:
    book.sheets.add("甲", before=book.sheets[0])
    book.sheets[1].activate()
    book.sheets.add()
    assert [sheet.name for sheet in book.sheets] == ["甲", "Sheet2", "Sheet1"]
    assert book.sheets.active.name == "Sheet2"


@pytest.mark.parametrize("name", ["", "a/b", "[1]", "x" * 32, "'a", "history", "sheet1"])
def test_a_sheet_has_a_name_that_excel_allows(book: Book, name: str) -> None:
    other = book.sheets.add()
    with pytest.raises(ExcelError):
        other.api.Name = name


def test_the_last_visible_sheet_stays(book: Book, sheet: Sheet) -> None:
    other = book.sheets.add(before=sheet)
    other.visible = False
    assert [s.visible for s in book.sheets] == [0, -1]
    assert book.sheets.active.name == sheet.name
    with pytest.raises(ExcelError, match="visible"):
        sheet.delete()
    with pytest.raises(ExcelError, match="Activate"):
        other.activate()
    other.api.Visible = 2
    assert int(other.visible) == 2
    other.visible = True
    sheet.delete()
    assert [s.name for s in book.sheets] == [other.name]
    with pytest.raises(ExcelError, match="disconnected"):
        _ = sheet.name


def test_a_table_has_headings_a_style_and_a_filter(book: Book, sheet: Sheet) -> None:
    sheet["A1:C2"].value = [["序号", 5, None], [1, 2, 3]]
    made = sheet.tables.add(sheet["A1:C2"], table_style_name="TableStyleLight15")
    assert (made.name, len(sheet.tables)) == ("Table1", 1)
    assert sheet["A1:C1"].value == ["序号", "5", "Column3"]
    (kept,) = book.api._book.wb.active.tables.values()
    assert (kept.ref, kept.autoFilter.ref) == ("A1:C2", "A1:C2")
    assert kept.tableStyleInfo.name == "TableStyleLight15"
    with pytest.raises(ExcelError, match="overlap"):
        sheet.tables.add(sheet["B2:D4"])


def test_a_chart_may_be_a_sheet_and_has_no_cells(excel: Excel, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.create_chartsheet("图").add_chart(BarChart())
    made.active = 1
    made.save(tmp_path / "a.xlsx")
    book = excel.open(tmp_path / "a.xlsx")
    before = snapshot(book)
    assert [sheet.name for sheet in book.sheets] == ["Sheet"]
    assert (book.sheets.active.name, excel.app.selection) == ("图", None)
    book.sheets[0].activate()
    assert excel.app.selection is not None and snapshot(book) != before
    book.api.Sheets("图").Select()
    assert snapshot(book) == before
