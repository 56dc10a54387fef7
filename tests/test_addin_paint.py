"""Marks on cells as people leave them: merged, with notes, rules, links and lists of their own."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import (
    ColorScaleRule,
    DataBarRule,
    DifferentialStyle,
    FormulaRule,
    IconSetRule,
    Rule,
)
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from tests.excel.snapshot import snapshot
from validator import check
from validator.reports.listed import SHEET
from validator.reports.marks import PREFIX, SUSPECTED
from xl_addin import ribbon

EXAMPLES = Path(__file__).parent.parent / "examples"
MISTYPED = EXAMPLES / "jiangan-2020-mistakes" / "01-mistyped-total.xlsx"
FOUND = check(MISTYPED).findings
CELLS = sorted({(cell.sheet, cell.address) for finding in FOUND for cell in finding.cells})
FIRST = FOUND[0].suspects[0]
RED = PatternFill(bgColor="FF0000")


def changed(folder: Path, change) -> Path:
    book = load_workbook(MISTYPED)
    change(book)
    path = folder / "书.xlsx"
    book.save(path)
    return path


def put_down(book) -> None:
    book.sheets[FIRST.sheet].activate()
    book.sheets[FIRST.sheet].range("B8:C9").select()


@pytest.mark.parametrize(("sheet", "address"), CELLS)
def test_merged_cells_are_marked_where_they_can_be_seen(excel, tmp_path, sheet, address):
    def merge(book):
        cell = book[sheet][address]
        if not any(address in area for area in book[sheet].merged_cells.ranges):
            above = book[sheet].cell(cell.row - 1, cell.column).coordinate
            book[sheet].merge_cells(f"{above}:{address}")

    path = changed(tmp_path, merge)
    book = excel.open(path)
    put_down(book)
    before = snapshot(book)
    ribbon.check_all()
    assert excel.alerts == []
    messages = {
        f"{finding.rule}：{finding.message}"
        for finding in check(path).findings
        for cell in finding.cells
        if (cell.sheet, cell.address, cell.role) == (sheet, address, "left")
    }
    seen = book.sheets[sheet].range(address).merge_area[0]
    told = "" if seen.note is None else seen.note.text
    assert sum(message in told for message in messages) == min(len(messages), 5)
    ribbon.clear()
    assert snapshot(book) == before


def test_a_note_that_only_begins_as_ours_do_is_the_user_s(excel, tmp_path):
    own = ["【勾稽】已与国库核对", "【勾稽】错误", "【勾稽】错误的数已改：C8"]

    def add(book):
        for number, said in enumerate(own):
            book[FIRST.sheet][f"A{number + 1}"].comment = Comment(said, "张三")
        book[FIRST.sheet][FIRST.address].comment = Comment(own[0], "张三")

    book = excel.open(changed(tmp_path, add))
    put_down(book)
    before = snapshot(book)
    ribbon.check_all()
    place = f"{FIRST.sheet}!{FIRST.address}"
    assert place in book.sheets[SHEET].range("A3").value
    ribbon.clear()
    assert snapshot(book) == before


def test_comments_with_answers_stay_as_notes_of_the_user_s_do(excel, tmp_path):
    def add(book):
        said = "[Threaded comment]\n\nYour version of Excel allows you to read this…\n\n已核对"
        book[FIRST.sheet][FIRST.address].comment = Comment(said, "张三")

    book = excel.open(changed(tmp_path, add))
    put_down(book)
    before = snapshot(book)
    ribbon.check_all()
    assert excel.alerts == []
    place = f"{FIRST.sheet}!{FIRST.address}"
    assert place in book.sheets[SHEET].range("A3").value
    ribbon.clear()
    assert snapshot(book) == before


@pytest.mark.parametrize("language", ["中文", "English"])
def test_a_note_of_ours_is_known_again_in_either_language(excel, monkeypatch, language):
    chosen = "en" if language == "English" else "zh"
    monkeypatch.setattr("xl_addin.session.Session.lang", chosen)
    book = excel.open(MISTYPED)
    ribbon.check_all()
    notes = [note.text for sheet in book.sheets for note in sheet.notes]
    assert notes and all(said.startswith(PREFIX) for said in notes)
    monkeypatch.undo()
    ribbon.clear()
    assert not [note for sheet in book.sheets for note in sheet.notes]


def rules():
    """Conditional formats of every kind, some of which let no later one show."""
    red = DifferentialStyle(font=Font(color="FF0000"), fill=RED)
    yield ColorScaleRule("min", None, "FF0000", "max", None, "00FF00")
    yield DataBarRule("min", None, "max", None, "638EC6")
    yield IconSetRule("3Arrows", "percent", [0, 33, 67])
    yield Rule(type="duplicateValues", dxf=red)
    yield Rule(type="top10", rank=3, dxf=red)
    yield Rule(type="aboveAverage", dxf=red)
    yield Rule(type="containsErrors", formula=["ISERROR(A1)"], dxf=red, stopIfTrue=True)
    yield FormulaRule(formula=['LEN("gouji")>0'], fill=RED, stopIfTrue=True)


def test_rules_checks_and_links_of_the_user_s_stay_and_the_mark_is_seen_over_them(excel, tmp_path):
    def adorn(book):
        for sheet, address in CELLS:
            for rule in rules():
                book[sheet].conditional_formatting.add(address, rule)
            allowed = DataValidation(type="decimal", operator="greaterThan", formula1="0")
            allowed.add(address)
            book[sheet].add_data_validation(allowed)
        book[FIRST.sheet][FIRST.address].hyperlink = "https://example.com/"

    book = excel.open(changed(tmp_path, adorn))
    put_down(book)
    before = snapshot(book)
    ribbon.check_all()
    assert excel.alerts == []
    cell = book.sheets[FIRST.sheet].range(FIRST.address)
    first = cell.conditional_formats[0]
    assert "#{:02X}{:02X}{:02X}".format(*first.fill_color) == SUSPECTED[0]
    ribbon.clear()
    assert snapshot(book) == before
