"""The tests' Excel with what marks are made of: notes, conditional formats, colours, links."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font, GradientFill, PatternFill
from openpyxl.styles.colors import Color
from xlwings.main import Book, Sheet

from tests.excel.calls import ExcelError
from tests.excel.session import Excel
from tests.excel.snapshot import snapshot

RED = (255, 0, 0)


@pytest.fixture
def book(excel: Excel) -> Book:
    """A new workbook."""
    return excel.app.books.add()


@pytest.fixture
def sheet(book: Book) -> Sheet:
    """Its only sheet."""
    return book.sheets[0]


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


def test_a_merged_area_has_its_note_on_the_first_cell(sheet: Sheet) -> None:
    sheet["A1:B2"].merge()
    with pytest.raises(ExcelError):
        sheet["B2"].api.AddComment("x")
    assert sheet["A1:B2"].api.AddComment("x").Parent.Address == "$A$1"
    assert sheet["B2"].note is None


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
    frame = shape.TextFrame
    assert not frame.AutoSize
    frame.AutoSize = True
    assert frame.AutoSize and shape.Width < 340 and shape.Height < 110


# Conditional formats


def test_a_new_rule_comes_first_and_says_what_it_was_given(sheet: Sheet) -> None:
    formats = sheet["A1:B2"].conditional_formats
    formats.add_custom("=$A$1>0", fill_color="#FFDD88", font_bold=True)
    rule = formats.add_custom('=LEN("x")>0', fill_color="#F8B4B4", stop_if_true=True)
    assert (rule.type, rule.formula, rule.fill_color) == ("custom", '=LEN("x")>0', (248, 180, 180))
    assert rule.stop_if_true and rule.impl.api.Priority == 1
    assert [each.formula for each in formats] == ['=LEN("x")>0', "=$A$1>0"]
    assert (formats[1].fill_color, formats[1].font_bold) == ((255, 221, 136), True)
    assert not formats[1].stop_if_true


def test_a_rule_may_compare_the_cell_and_is_changed_later(sheet: Sheet) -> None:
    formats = sheet["A1:A9"].conditional_formats
    rule = formats.add_cell_value("between", 1, "=$B$1", font_color="#FF0000", font_italic=True)
    assert (rule.type, rule.operator, rule.formula1, rule.formula2) == (
        "cell_value",
        "between",
        "=1",
        "=$B$1",
    )
    assert (rule.font_color, rule.font_italic, rule.fill_color) == (RED, True, None)
    rule.set(operator="less_than", formula1="文", fill_color="#FFDD88")
    assert (rule.operator, rule.formula1, rule.fill_color) == (
        "less_than",
        '="文"',
        (255, 221, 136),
    )


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


def test_clearing_the_rules_of_some_cells_leaves_the_others_theirs(sheet: Sheet) -> None:
    sheet["A1:B3"].conditional_formats.add_custom("=TRUE", fill_color="#FF0000")
    sheet["B2"].conditional_formats.clear()
    rule = sheet.cells.conditional_formats[0]
    assert rule.impl.api.AppliesTo.Address == "$A$1:$B$1,$A$2,$A$3:$B$3"


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
    assert (second.type, second.operator, second.formula1) == ("cell_value", "greater_than", "=7")
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
    sheet["A1"].color = None
    assert (sheet["A1"].color, sheet["B1"].color) == (None, RED)


def test_colours_of_themes_and_patterns_are_read(excel: Excel, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active["A1"].fill = PatternFill("solid", fgColor=Color(theme=4))
    made.active["A2"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.6))
    made.active["A3"].fill = PatternFill("gray125", fgColor="FF00FF00")
    made.active["A4"].fill = GradientFill(stop=("FF0000FF", "FFFFFFFF"))
    made.active["A5"].font = Font(color=Color(indexed=10))
    made.save(tmp_path / "a.xlsx")
    sheet = excel.open(tmp_path / "a.xlsx").sheets[0]
    colours = [sheet[f"A{n}"].color for n in range(1, 5)]
    assert colours == [(79, 129, 189), (185, 205, 229), (0, 255, 0), (0, 0, 255)]
    assert sheet["A5"].font.color == RED


def test_letters_and_the_place_of_a_text_are_set(sheet: Sheet) -> None:
    cell = sheet["A1"]
    cell.font.bold, cell.font.size, cell.font.name, cell.font.color = True, 14, "宋体", RED
    cell.font.italic, cell.wrap_text = True, True
    cell.horizontal_alignment, cell.vertical_alignment = "center", "top"
    cell.number_format = "#,##0.00"
    assert (cell.font.bold, cell.font.size, cell.font.name, cell.font.color) == (
        True,
        14.0,
        "宋体",
        RED,
    )
    assert (cell.font.italic, cell.wrap_text, cell.number_format) == (True, True, "#,##0.00")
    assert (cell.horizontal_alignment, cell.vertical_alignment) == ("center", "top")
    other = sheet["B1"]
    assert (other.horizontal_alignment, other.vertical_alignment) == ("general", "bottom")
    assert sheet["A1:B1"].api.NumberFormat is None


def test_lines_are_drawn_around_and_between_cells(sheet: Sheet) -> None:
    borders = sheet["B2:C3"].borders
    borders.set("outside", line_style="continuous", weight="medium")
    borders.set("inside", line_style="dot", color=RED)
    assert (borders["edge_top"].line_style, borders["edge_top"].weight) == ("continuous", "medium")
    assert (borders["inside_vertical"].line_style, borders["inside_vertical"].color) == ("dot", RED)
    assert sheet["B2"].borders["edge_bottom"].line_style == "dot"
    borders.clear("all")
    assert borders["edge_left"].line_style == "none"


def test_rows_and_columns_have_a_size_and_can_be_hidden(sheet: Sheet) -> None:
    sheet["B:B"].column_width = 24
    sheet["A3"].row_height = 40
    assert (sheet["B1"].column_width, sheet["A1:B1"].api.ColumnWidth) == (24, None)
    assert (sheet["C3"].row_height, sheet["A1"].row_height) == (40, 15)
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


def test_a_link_has_an_address_and_a_text(sheet: Sheet) -> None:
    sheet["A1"].add_hyperlink("#'表1'!C8", "表1!C8", "到该单元格")
    assert sheet["A1"].value == "表1!C8"
    link = sheet["A1"].api.Hyperlinks(1)
    assert (link.Address, link.SubAddress, link.ScreenTip) == ("", "'表1'!C8", "到该单元格")
    assert (link.TextToDisplay, sheet["A1:A9"].api.Hyperlinks.Count) == ("表1!C8", 1)
    sheet["A2"].add_hyperlink("https://example.com", "网址")
    assert sheet["A2"].hyperlink == "https://example.com"
    assert sheet["A2"].font.color == (5, 99, 193) or sheet["A2"].font.color == (0, 0, 255)
    sheet["A2"].api.Hyperlinks.Delete()
    with pytest.raises(Exception, match="hyperlink"):
        _ = sheet["A2"].hyperlink
