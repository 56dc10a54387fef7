"""The tests' Excel with protected sheets and workbooks, and how a workbook before is compared with
the same one after."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from xlwings.main import Book, Sheet

from tests.excel.calls import ExcelError
from tests.excel.protection import PERMISSIONS
from tests.excel.session import Excel
from tests.excel.snapshot import snapshot
from tests.office import Area, Office

#: "秘密" as Excel keeps it: salted, and 1000 turns of SHA-512.
SALT = "c2FsdHNhbHRzYWx0c2FsdA=="
MODERN = "GKaG1y72InfEEzBu+yaVKv21BX769P0oyKzp0zmI6/bP9LKMvIZtH/wgxESF3x+oYasQQ4oNbsHJ4fXUsNqCnQ=="


def assign(thing: object, **values: object) -> None:
    """Set properties of an object of Excel."""
    for name, value in values.items():
        setattr(thing, name, value)


#: What is done to cells, and the permission of a protected sheet that allows it.
CHANGES: dict[str, tuple[Callable[[Sheet], Any], str]] = {
    "a fill": (lambda s: assign(s["A1"].api.Interior, Color=255), "AllowFormattingCells"),
    "bold letters": (lambda s: assign(s["A1"].api.Font, Bold=True), "AllowFormattingCells"),
    "a number format": (
        lambda s: assign(s["A1"].api, NumberFormat="0"),
        "AllowFormattingCells",
    ),
    "a rule": (
        lambda s: s["A1"].conditional_formats.add_custom("=TRUE", fill_color="#FF0000"),
        "AllowFormattingCells",
    ),
    "a width": (
        lambda s: assign(s["A1"].api, ColumnWidth=9),
        "AllowFormattingColumns",
    ),
    "a hidden column": (
        lambda s: assign(s["A1"].api.EntireColumn, Hidden=True),
        "AllowFormattingColumns",
    ),
    "a hidden row": (
        lambda s: assign(s["A1"].api.EntireRow, Hidden=True),
        "AllowFormattingRows",
    ),
    "a table": (lambda s: s.tables.add(s["A1:B2"]), ""),
}


@pytest.fixture
def sheet(book: Book) -> Sheet:
    """Its only sheet, in which nothing is protected yet and C3 is not locked."""
    book.api._book.wb.active["C3"].protection = Protection(locked=False)
    return book.sheets[0]


# Sheets


def test_a_locked_cell_of_a_protected_sheet_is_not_written_to(sheet: Sheet) -> None:
    sheet.api.Protect()
    for area in ("A1", "C3:D3"):
        for content in (1, "=1+1", None):
            with pytest.raises(ExcelError, match="protected sheet"):
                sheet[area].api.Value = content
    sheet["C3"].value = 1
    assert (sheet["C3"].value, sheet["A1"].value) == (1, None)


@pytest.mark.parametrize("what", CHANGES)
def test_a_protected_sheet_allows_what_it_says(sheet: Sheet, what: str) -> None:
    change, permission = CHANGES[what]
    sheet.api.Protect()
    with pytest.raises(ExcelError, match="protected sheet"):
        change(sheet)
    others = {name: name != permission for name in PERMISSIONS}
    sheet.api.Protect(**others)
    with pytest.raises(ExcelError, match="protected sheet"):
        change(sheet)
    if permission:
        sheet.api.Protect(**{permission: True})
        change(sheet)
    sheet.api.Unprotect()
    change(sheet)


def test_notes_are_among_the_objects_of_a_protected_sheet(sheet: Sheet) -> None:
    note = sheet["A1"].add_note("一")
    sheet.api.Protect(DrawingObjects=False)
    sheet["A2"].add_note("二").delete()
    sheet.api.Protect()
    for change in (note.delete, lambda: sheet["A2"].add_note("二")):
        with pytest.raises(ExcelError, match="protected sheet"):
            change()
    with pytest.raises(ExcelError, match="protected sheet"):
        note.api.Shape.Width = 300
    assert note.text == "一"


def test_what_a_sheet_allows_is_read_back_and_kept_in_the_file(
    excel: Excel, book: Book, sheet: Sheet
) -> None:
    given = {name: index % 3 == 0 for index, name in enumerate(PERMISSIONS)}
    sheet.api.Protect(DrawingObjects=False, Scenarios=True, **given)
    path = excel.saved(book, "a.xlsx")
    book.close()
    sheet = excel.open(path).sheets[0]
    assert {name: getattr(sheet.api.Protection, name) for name in PERMISSIONS} == given
    assert (sheet.api.ProtectContents, sheet.api.ProtectDrawingObjects) == (True, False)
    assert sheet.api.ProtectScenarios
    sheet.api.Unprotect("")
    assert not sheet.api.ProtectContents


@pytest.mark.parametrize("modern", [False, True])
def test_a_password_is_asked_for(excel: Excel, tmp_path: Path, modern: bool) -> None:
    made = openpyxl.Workbook()
    made.active.protection.sheet = True
    if modern:
        made.active.protection.algorithmName = "SHA-512"
        made.active.protection.saltValue = SALT
        made.active.protection.spinCount = 1000
        made.active.protection.hashValue = MODERN
    else:
        made.active.protection.set_password("秘密")
    made.save(tmp_path / "a.xlsx")
    sheet = excel.open(tmp_path / "a.xlsx").sheets[0]
    for wrong in ("", "别的"):
        with pytest.raises(ExcelError, match="password"):
            sheet.api.Unprotect(wrong)
    assert sheet.api.ProtectContents
    sheet.api.Unprotect("秘密")
    assert not sheet.api.ProtectContents


def test_a_password_that_a_program_sets_is_asked_for(sheet: Sheet) -> None:
    sheet.api.Protect("秘密")
    with pytest.raises(ExcelError, match="password"):
        sheet.api.Unprotect()
    sheet.api.Unprotect("秘密")


def test_protected_against_people_only_a_sheet_is_open_to_programs_until_it_is_closed(
    excel: Excel, book: Book, sheet: Sheet
) -> None:
    sheet.api.Protect(UserInterfaceOnly=True)
    assert sheet.api.ProtectionMode
    sheet["A1"].value, sheet["A1"].color = 1, "#FF0000"
    sheet["A1"].add_note("x")
    path = excel.saved(book, "a.xlsx")
    book.close()
    again = excel.open(path).sheets[0]
    assert not again.api.ProtectionMode
    with pytest.raises(ExcelError, match="protected sheet"):
        again["A1"].value = 2


def test_cells_without_content_are_locked_as_their_column_is(excel: Excel, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.column_dimensions["B"].protection = Protection(locked=False)
    made.active.protection.sheet = True
    made.save(tmp_path / "a.xlsx")
    sheet = excel.open(tmp_path / "a.xlsx").sheets[0]
    sheet["B7"].value = 1
    assert sheet["B7"].value == 1
    with pytest.raises(ExcelError, match="protected sheet"):
        sheet["A7"].value = 1


# Workbooks


def test_the_sheets_of_a_protected_workbook_stay_as_they_are(book: Book, sheet: Sheet) -> None:
    other = book.sheets.add(before=sheet)
    book.api.Protect(Structure=True)
    assert book.api.ProtectStructure and not book.api.ProtectWindows

    def hide() -> None:
        other.visible = False

    def rename() -> None:
        other.name = "x"

    for change in (book.sheets.add, other.delete, hide, rename):
        with pytest.raises(ExcelError, match="protected"):
            change()
    sheet["A1"].value = 1
    book.api.Unprotect("")
    other.delete()
    assert len(book.sheets) == 1


def test_the_password_of_a_workbook_is_asked_for(book: Book) -> None:
    book.api.Protect("秘密", Structure=True)
    with pytest.raises(ExcelError, match="password"):
        book.api.Unprotect("")
    book.api.Unprotect("秘密")
    assert not book.api.ProtectStructure


# Before and after


def test_a_snapshot_shows_every_change_a_person_could_see(excel: Excel, tmp_path: Path) -> None:
    sheet = excel.open(_furnished(tmp_path / "a.xlsx")).sheets["表1"]
    book = sheet.book
    wb = book.api._book.wb
    ws = wb["表1"]
    other = book.sheets["表2"]
    changes: dict[str, Callable[[], Any]] = {
        "表1!A1 value": lambda: assign(sheet["A1"].api, Value=2),
        "表1!A2 formula": lambda: assign(sheet["A2"].api, Value="=A1*3"),
        "表1!A1 fill": lambda: assign(sheet["A1"].api.Interior, Color=255),
        "表1!A1 font": lambda: assign(sheet["A1"].api.Font, Bold=True),
        "表1!A1 border": lambda: assign(ws["A1"], border=Border(top=Side("thin"))),
        "表1!A1 alignment": lambda: assign(sheet["A1"].api, WrapText=True),
        "表1!A1 number format": lambda: assign(sheet["A1"].api, NumberFormat="0.00"),
        "表1!A1 protection": lambda: assign(ws["A1"], protection=Protection(locked=False)),
        "表1!B1 note": lambda: sheet["B1"].api.Comment.Text("别的"),
        "表1!C1 link": lambda: assign(ws["C1"], _hyperlink=None),
        "表1 merged": lambda: ws.unmerge_cells("D1:E2"),
        "表1 conditional formats": lambda: sheet["A1"].conditional_formats[1].delete(),
        "表1 validations": lambda: ws.data_validations.dataValidation.clear(),
        "表1 filter": lambda: assign(ws.auto_filter, ref=None),
        "表1 tables": lambda: ws.tables.clear(),
        "表1 panes": lambda: assign(ws, freeze_panes="A3"),
        "表1 scrolled to": lambda: assign(ws.sheet_view, topLeftCell="A7"),
        "表1 print area": lambda: assign(ws, print_area="A1:B9"),
        "表1 rows": lambda: assign(ws.row_dimensions[4], height=33),
        "表1 columns": lambda: assign(sheet["A4"].api.EntireColumn, Hidden=True),
        "表1 selection": lambda: sheet["B4"].select(),
        "表2 protection": lambda: other.api.Unprotect(),
        "表1 tab": lambda: assign(ws.sheet_properties, tabColor="FF0000"),
        "names": lambda: wb.defined_names.clear(),
        "protection": lambda: book.api.Unprotect(),
        "order": lambda: assign(other.api, Visible=2),
        "active": lambda: book.sheets.add(),
        "selected": lambda: sheet.activate(),
    }
    for place, change in changes.items():
        before = snapshot(book)
        change()
        after = snapshot(book)
        seen = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert place in seen, (place, seen)


def _furnished(path: Path) -> Path:
    """A workbook with one of everything."""
    made = openpyxl.Workbook()
    ws = made.active
    ws.title = "表1"
    ws["A1"], ws["A2"], ws["C1"] = 1, "=A1*2", "链接"
    ws["B1"].comment = Comment("有人写的", "某人")
    ws["C1"].hyperlink = "https://example.com"
    ws.merge_cells("D1:E2")
    fill = PatternFill(bgColor="FFFFFF00")
    ws.conditional_formatting.add("A1:A9", FormulaRule(["A1=1"], fill=fill))
    ws.conditional_formatting.add("A1:A5", FormulaRule(["A1=2"], fill=fill))
    validation = DataValidation("whole", formula1="1", formula2="9")
    validation.add("A1")
    ws.add_data_validation(validation)
    ws.auto_filter.ref = "A1:B3"
    ws["G1"], ws["G2"] = "列", 1
    table = openpyxl.worksheet.table.Table(displayName="t", ref="G1:G2")
    ws.add_table(table)
    ws.freeze_panes = "A2"
    made.defined_names["合计"] = openpyxl.workbook.defined_name.DefinedName(
        "合计", attr_text="表1!$A$2"
    )
    made.create_sheet("表2").protection.sheet = True
    made.security.lockStructure = True
    made.save(path)
    return path


def test_a_protected_sheet_is_opened_marked_cleared_and_closed_as_it_was(
    excel: Excel, tmp_path: Path
) -> None:
    book = excel.open(_furnished(tmp_path / "a.xlsx"))
    sheet = book.sheets["表2"].api
    before = snapshot(book)
    permissions = {name: getattr(sheet.Protection, name) for name in PERMISSIONS}
    objects, scenarios = sheet.ProtectDrawingObjects, sheet.ProtectScenarios
    sheet.Unprotect("")
    rule = book.sheets["表2"]["C6,C8"].conditional_formats.add_custom("=TRUE", fill_color="#FF0000")
    note = book.sheets["表2"]["C8"].add_note("x")
    changed = snapshot(book)
    assert {key for key in changed if before.get(key) != changed[key]} == {
        "表2 conditional formats",
        "表2!C8 note",
    }
    rule.delete()
    note.delete()
    sheet.Protect(DrawingObjects=objects, Scenarios=scenarios, **permissions)
    assert snapshot(book) == before


def test_what_was_written_stands_there_in_libreoffice(
    excel: Excel, office: Office, tmp_path: Path
) -> None:
    book = excel.open(_furnished(tmp_path / "a.xlsx"))
    book.api.Unprotect()
    sheet = book.sheets.add("校验结果")
    sheet["A1:B2"].value = [["序号", "说明"], [1, "本年收入合计"]]
    sheet["B2"].color = "#F8B4B4"
    sheet["A1:A2,B1"].conditional_formats.add_custom('=LEN("x")>0', fill_color="#FFDD88")
    sheet["A2"].add_note("【勾稽】差 10.20")
    sheet["A2"].api.Comment.Shape.Width = 300
    path = excel.saved(book, "saved.xlsx")
    there = office.open(path)
    assert there.read(Area("校验结果", 0, 0, 2, 2)) == [[["序号", "说明"], [1, "本年收入合计"]]]
    there.save(tmp_path / "again.xlsx")
    there.close()
    again = openpyxl.load_workbook(tmp_path / "again.xlsx")
    assert again.sheetnames == ["校验结果", "表1", "表2"]
    ws = again["校验结果"]
    assert ws["B2"].fill.fgColor.rgb == "FFF8B4B4"
    assert "【勾稽】差 10.20" in ws["A2"].comment.text
    (group,) = ws.conditional_formatting
    assert {str(area) for area in group.sqref} in ({"A1:A2", "B1"}, {"A1:B1", "A2"})
    assert group.rules[0].formula == ['LEN("x")>0']
    assert group.rules[0].dxf.fill.bgColor.rgb == "FFFFDD88"
    assert again["表2"].protection.sheet and again["表1"]["B1"].comment is not None
