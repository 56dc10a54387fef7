"""The sheet 校验结果 in people's hands: sorted, renamed, copied, hidden, made by somebody else."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart
from openpyxl.worksheet.table import Table

from tests.excel.snapshot import snapshot
from validator import check
from validator.reports.json import render
from validator.reports.listed import SHEET
from xl_addin import protection, results, ribbon

EXAMPLES = Path(__file__).parent.parent / "examples"
MISTYPED = EXAMPLES / "jiangan-2020-mistakes" / "01-mistyped-total.xlsx"
MANY = EXAMPLES / "dongxihu-2024" / "printed.xlsx"
LIST = SHEET
FIRST = results.HEADINGS + 1


def submitted(folder: Path, memory: list[str], places: Sequence[tuple[str, object]] = ()) -> Path:
    """The workbook with a sheet that its maker made to look like the list."""
    book = load_workbook(MISTYPED)
    sheet = book.create_sheet(LIST, 0)
    for row, said in enumerate((f"gouji {LIST}", *memory), start=1):
        sheet[f"P{row}"] = said
    for number, (name, address) in enumerate(places, start=1):
        row = results.HEADINGS + number
        sheet[f"A{row}"], sheet[f"F{row}"] = number, "说明"
        sheet[f"O{row}"], sheet[f"P{row}"], sheet[f"Q{row}"] = number, name, address
        sheet[f"R{row}"], sheet[f"S{row}"] = name, address
    path = folder / "收到的.xlsx"
    book.save(path)
    return path


def upside_down(sheet) -> None:
    """Sort the list the other way round, as its headings allow."""
    rows = sheet.range(f"A{FIRST}:M{sheet.used_range.shape[0]}")
    rows.raw_value = tuple(reversed(rows.formula))


def findings(path: Path) -> object:
    """What the command says of a workbook, but for its name."""
    told = json.loads(render([check(path)], ""))["workbooks"][0]
    return {key: value for key, value in told.items() if key not in ("path", "sha256")}


# --- sorted, with rows taken out ----------------------------------------------------------------


def test_in_a_sorted_list_each_row_leads_to_its_own_cell(excel):
    book = excel.open(MANY)
    ribbon.check_all()
    sheet = book.sheets[LIST]
    upside_down(sheet)
    for row in (FIRST, FIRST + 3):
        sheet.activate()
        sheet.range(f"C{row}").select()
        ribbon.explain()
        shown = sheet.range(f"D{row}").value
        assert excel.alerts.pop().prompt.startswith(f"{shown}　")
        ribbon.next_place()
        chosen = excel.app.selection
        assert f"{chosen.sheet.name}!{chosen.get_address(False, False)}" == shown


def test_rows_taken_out_of_the_list_leave_the_others_with_their_cells(excel):
    book = excel.open(MANY)
    ribbon.check_all()
    sheet = book.sheets[LIST]
    sheet.range(f"{FIRST}:{FIRST + 1}").delete("up")
    shown = sheet.range(f"D{FIRST}").value
    sheet.range(f"A{FIRST}").select()
    ribbon.next_place()
    chosen = excel.app.selection
    assert f"{chosen.sheet.name}!{chosen.get_address(False, False)}" == shown


# --- renamed, copied, hidden --------------------------------------------------------------------


def test_a_list_that_the_user_renames_is_kept_and_the_next_check_makes_a_new_one(excel):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    book.sheets[LIST].name = "校验结果 6月"
    ribbon.check_all()
    assert excel.alerts == []
    assert results.names(book) == (LIST,)
    ribbon.clear()
    assert results.names(book) == ()
    assert book.sheets["校验结果 6月"].range(f"C{FIRST}").value == "JS01-1"


def test_a_copy_of_the_list_is_the_user_s_own(excel):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    copied = book.api._book.wb.copy_worksheet(book.api._book.wb[LIST])
    copied.title = f"{LIST} (2)"
    assert findings(excel.saved(book, "标记过.xlsx")) == findings(MISTYPED)
    ribbon.check_all()
    ribbon.clear()
    assert excel.alerts == []
    assert book.sheets[copied.title].range(f"C{FIRST}").value == "JS01-1"


def test_a_list_that_is_the_only_sheet_to_be_seen_is_not_taken_away(excel):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    for sheet in book.sheets:
        sheet.visible = sheet.name == LIST
    before = snapshot(book)
    for click in (ribbon.clear, ribbon.check_all):
        click()
        assert "请先取消隐藏" in excel.alerts.pop().prompt
        assert snapshot(book) == before


def test_where_a_chart_can_be_seen_the_list_is_taken_away(excel, tmp_path):
    own = load_workbook(MISTYPED)
    for sheet in own.worksheets:
        sheet.sheet_state = "hidden"
    own.create_chartsheet("图").add_chart(BarChart())
    own.active = len(own.worksheets)
    path = tmp_path / "图.xlsx"
    own.save(path)
    book = excel.open(path)
    before = snapshot(book)
    ribbon.check_all()
    ribbon.clear()
    assert excel.alerts == []
    assert snapshot(book) == before


@pytest.mark.parametrize("hidden", [0, 2], ids=["hidden", "very hidden"])
def test_a_list_that_was_hidden_is_taken_away_all_the_same(excel, hidden):
    book = excel.open(MISTYPED)
    before = snapshot(book)
    ribbon.check_all()
    book.sheets[LIST].api.Visible = hidden
    ribbon.clear()
    assert excel.alerts == []
    assert snapshot(book)["order"] == before["order"]


# --- names that are taken -----------------------------------------------------------------------


def test_a_chart_that_has_the_name_of_the_list_is_left_alone(excel, tmp_path):
    own = load_workbook(MISTYPED)
    own.create_chartsheet(LIST).add_chart(BarChart())
    path = tmp_path / "图.xlsx"
    own.save(path)
    book = excel.open(path)
    before = snapshot(book)
    ribbon.check_all()
    assert results.names(book) == (f"{LIST}2",)
    ribbon.clear()
    assert excel.alerts == []
    assert snapshot(book)["order"] == before["order"]


def test_whatever_the_user_s_tables_are_called_the_list_can_be_made(excel, tmp_path):
    own = load_workbook(MISTYPED)
    sheet = own.worksheets[-1]
    for column, name in (("K", "gouji_findings"), ("L", "Table1"), ("M", "表1")):
        sheet[f"{column}20"], sheet[f"{column}21"] = name, 1
        sheet.add_table(Table(displayName=name, ref=f"{column}20:{column}21"))
    path = tmp_path / "表格.xlsx"
    own.save(path)
    excel.open(path)
    ribbon.check_all()
    assert excel.alerts == []


# --- made by somebody else ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        '{"SHEET": {"Password": "1234", "Contents": true}}',
        '{"SHEET": {"Contents": "1234"}}',
        '{"没有": {}}',
        '["SHEET"]',
        "[" * 30000,
        "{",
        "5",
    ],
)
def test_what_a_submitted_list_remembers_protects_no_sheet_and_stops_no_click(
    excel, tmp_path, said
):
    name = check(MISTYPED).findings[0].cells[0].sheet
    book = excel.open(submitted(tmp_path, [name, "$A$1", said.replace("SHEET", name)]))
    ribbon.check_all()
    ribbon.clear()
    assert excel.alerts == []
    assert results.names(book) == ()
    assert not protection.permissions(book.sheets[name])


def test_what_a_submitted_list_says_of_places_leads_only_to_cells(excel, tmp_path):
    name = check(MISTYPED).findings[0].cells[0].sheet
    told = ["XFD99999999", "A1:C3", "foo", "[x.xlsx]表1!A1", 5, None, "C8"]
    book = excel.open(submitted(tmp_path, [name, "$A$1"], [(name, each) for each in told]))
    for click in (ribbon.next_place, ribbon.previous_place):
        click()
        chosen = excel.app.selection
        assert (chosen.sheet.name, chosen.get_address(False, False)) == (name, "C8")
    book.sheets[LIST].activate()
    for row in range(FIRST, FIRST + len(told) - 1):
        book.sheets[LIST].range(f"A{row}").select()
        ribbon.explain()
        assert "不是报表里的金额单元格" in excel.alerts.pop().prompt


def test_what_stands_in_the_last_row_of_the_sheet_is_not_looked_for(excel):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    book.sheets[LIST].range("A1048576").value = 1
    found = [place for place in results.places(book.sheets[LIST]) if not place.likely]
    assert len(found) == len(check(MISTYPED).findings)


def test_labels_as_long_as_a_cell_are_cut_in_the_list(excel, tmp_path):
    own = load_workbook(MANY)
    for sheet in own.worksheets:
        for row in sheet.iter_rows(min_row=6):
            for cell in row:
                if isinstance(cell.value, str) and len(cell.value) > 3:
                    cell.value = (cell.value + "\n=甲" * 10000)[:32767]
                elif isinstance(cell.value, float) and cell.row % 3 == 0:
                    cell.value = "乙" * 32767
    path = tmp_path / "很长.xlsx"
    own.save(path)
    assert max(len(finding.message) for finding in check(path).findings) > 32767
    book = excel.open(path)
    for click in (ribbon.check_all, ribbon.next_place, ribbon.explain, ribbon.clear):
        click()
    assert [alert.prompt.startswith("没有完成") for alert in excel.alerts] == [False]
    assert results.names(book) == ()
