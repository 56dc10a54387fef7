"""The tests' Excel with what marks are made of: notes, conditional formats, colours."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import PatternFill
from xlwings.main import Book, Sheet

from tests.excel.calls import ExcelError
from tests.excel.session import Excel
from tests.excel.snapshot import snapshot

RED = (255, 0, 0)


# Notes


def test_a_note_has_a_text_an_author_and_a_place(excel: Excel, sheet: Sheet) -> None:
    note = sheet["B2"].add_note("第一行\n第二行")
    assert (note.text, note.author) == ("第一行\n第二行", excel.com.user_name)
    assert note.location.address == "$B$2"
    note.text = "另一个"
    again = sheet["B2"].note
    assert again is not None and again.text == "另一个"
    assert sheet["B3"].note is None


def test_the_notes_of_a_sheet_come_row_by_row(sheet: Sheet) -> None:
    for address in ("C3", "A9", "B3"):
        sheet[address].add_note(address)
    assert [note.text for note in sheet.notes] == ["B3", "C3", "A9"]
    sheet.notes[1].delete()
    assert [note.location.address for note in sheet.notes] == ["$B$3", "$A$9"]


def test_a_cell_has_one_note_only(sheet: Sheet) -> None:
    sheet["A1"].add_note("一")
    with pytest.raises(ExcelError):
        sheet["A1"].api.AddComment("二")
    with pytest.raises(ExcelError):
        sheet["B1:C1"].api.AddComment("两格")


def test_a_note_that_is_deleted_is_not_the_one_that_comes_after(sheet: Sheet) -> None:
    first = sheet["A1"].add_note("一")
    first.delete()
    sheet["A1"].add_note("二")
    with pytest.raises(ExcelError, match="disconnected"):
        _ = first.text


def test_the_box_of_a_note_has_a_size_in_points(sheet: Sheet) -> None:
    shape = sheet["A1"].add_note("这一行比较长，而且是中文\n短").api.Shape
    assert (shape.Width, shape.Height) == (108, 59.25)
    shape.Width, shape.Height = 340, 110
    assert (shape.Width, shape.Height) == (340, 110)


def test_a_merged_area_has_its_note_on_the_first_cell(excel: Excel, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.merge_cells("A1:B2")
    made.save(tmp_path / "a.xlsx")
    sheet = excel.open(tmp_path / "a.xlsx").sheets[0]
    with pytest.raises(ExcelError):
        sheet["B2"].api.AddComment("x")
    assert sheet["A1:B2"].api.AddComment("x").Parent.Address == "$A$1"
    assert sheet["B2"].note is None


# Conditional formats


def test_a_new_rule_comes_first_and_says_what_it_was_given(sheet: Sheet) -> None:
    formats = sheet["A1:B2"].conditional_formats
    formats.add_custom("=$A$1>0", fill_color="#FFDD88")
    rule = formats.add_custom('=LEN("x")>0', fill_color="#F8B4B4", stop_if_true=True)
    assert (rule.type, rule.formula, rule.fill_color) == ("custom", '=LEN("x")>0', (248, 180, 180))
    assert rule.stop_if_true
    assert [each.formula for each in formats] == ['=LEN("x")>0', "=$A$1>0"]
    assert formats[1].fill_color == (255, 221, 136)
    assert not formats[1].stop_if_true


def test_a_range_knows_the_rules_of_any_of_its_cells(sheet: Sheet) -> None:
    sheet.range("A1,C3:D4").conditional_formats.add_custom("=TRUE", fill_color="#FF0000")
    assert len(sheet["D4:F9"].conditional_formats) == 1
    assert len(sheet["B2"].conditional_formats) == 0
    assert len(sheet.cells.conditional_formats) == 1
    assert sheet["A1"].conditional_formats[0].impl.api.AppliesTo.Address == "$A$1,$C$3:$D$4"


def test_a_rule_is_deleted_wherever_it_applies(sheet: Sheet) -> None:
    sheet["A1:B9"].conditional_formats.add_custom("=TRUE", fill_color="#FF0000")
    sheet["A1"].conditional_formats[0].delete()
    assert len(sheet.cells.conditional_formats) == 0


def test_relative_references_of_a_rule_are_said_from_the_active_cell(
    excel: Excel, book: Book, sheet: Sheet
) -> None:
    sheet["C3"].select()
    rule = sheet["A1:A9"].conditional_formats.add_custom("=D3>0", fill_color="#FF0000")
    assert rule.formula == "=D3>0"
    sheet["A1"].select()
    assert rule.formula == "=B1>0"
    stored = openpyxl.load_workbook(excel.saved(book, "a.xlsx"))
    assert [r.formula for group in stored.active.conditional_formatting for r in group.rules] == [
        ["B1>0"]
    ]


def test_rules_of_a_file_keep_their_order_and_looks(excel: Excel, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    yellow = PatternFill(bgColor="FFFFFF00")
    made.active.conditional_formatting.add("A1:A9", FormulaRule(["A1=1"], fill=yellow))
    made.active.conditional_formatting.add("A5:C5", CellIsRule("greaterThan", ["7"]))
    made.save(tmp_path / "a.xlsx")
    sheet = excel.open(tmp_path / "a.xlsx").sheets[0]
    before = snapshot(sheet.book)
    first, second = sheet["A5"].conditional_formats
    assert (first.formula, first.fill_color) == ("=A1=1", (255, 255, 0))
    assert (second.type, second.impl.api.Formula1) == ("cell_value", "=7")
    sheet["A5"].conditional_formats.add_custom("=TRUE", fill_color="#FF0000")
    assert snapshot(sheet.book) != before
    sheet["A5"].conditional_formats[0].delete()
    assert snapshot(sheet.book) == before


def test_a_rule_that_is_gone_answers_nothing(sheet: Sheet) -> None:
    formats = sheet["A1"].conditional_formats
    rule = formats.add_custom("=TRUE", fill_color="#FF0000")
    rule.delete()
    with pytest.raises(ExcelError):
        rule.delete()
    with pytest.raises(ExcelError, match="formula"):
        formats.add_custom("=SUM(", fill_color="#FF0000")
    assert len(formats) == 0


# Looks


def test_a_fill_has_a_colour_or_is_none(sheet: Sheet) -> None:
    assert sheet["A1"].color is None
    sheet["A1:B1"].color = RED
    assert sheet["A1:B1"].color == RED
    assert sheet["A1:C1"].api.Interior.Color is None


def test_letters_and_the_place_of_a_text_are_set(sheet: Sheet) -> None:
    cell = sheet["A1"]
    cell.font.bold, cell.font.size, cell.font.color = True, 14, RED
    cell.wrap_text, cell.vertical_alignment, cell.number_format = True, "top", "#,##0.00"
    assert (cell.font.bold, cell.font.size, cell.font.color) == (True, 14.0, RED)
    assert (cell.wrap_text, cell.vertical_alignment) == (True, "top")
    assert (cell.number_format, sheet["B1"].vertical_alignment) == ("#,##0.00", "bottom")
    assert sheet["A1:B1"].api.NumberFormat is None


def test_rows_and_columns_have_a_size_and_can_be_hidden(sheet: Sheet) -> None:
    sheet["B:B"].column_width = 24
    assert (sheet["B1"].column_width, sheet["A1:B1"].api.ColumnWidth) == (24, None)
    sheet["C:D"].columns.hidden = True
    sheet["5:5"].rows.hidden = True
    assert sheet["D1"].columns.hidden and sheet["A5"].rows.hidden
    assert sheet["C1"].column_width == 0
    assert not sheet["E1"].columns.hidden and not sheet["A6"].rows.hidden
    sheet["D:D"].columns.hidden = False
    assert sheet["C1"].columns.hidden and not sheet["D1"].columns.hidden


def test_columns_that_a_file_keeps_as_one_are_changed_one_by_one(
    excel: Excel, tmp_path: Path
) -> None:
    made = openpyxl.Workbook()
    made.active.column_dimensions.group("B", "F", hidden=True)
    made.active.column_dimensions["B"].width = 30
    made.save(tmp_path / "a.xlsx")
    sheet = excel.open(tmp_path / "a.xlsx").sheets[0]
    before = snapshot(sheet.book)
    sheet["D:D"].columns.hidden = False
    assert [bool(sheet[f"{c}1"].columns.hidden) for c in "ABCDEFG"] == [0, 1, 1, 0, 1, 1, 0]
    sheet["D:D"].columns.hidden = True
    assert snapshot(sheet.book) == before
