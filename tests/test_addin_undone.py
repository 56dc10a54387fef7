"""清除标记 gives back exactly what was there, whatever happened in between."""

import json
import os
import shutil
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Color, Font, GradientFill, PatternFill

from tests.excel.session import Excel
from tests.excel.snapshot import snapshot
from validator import check
from validator.reports.listed import SHEET
from xl_addin import paint, protection, results, ribbon

EXAMPLES = Path(__file__).parent.parent / "examples"
MISTYPED = EXAMPLES / "jiangan-2020-mistakes" / "01-mistyped-total.xlsx"
LIVE = EXAMPLES / "jiangan-2020" / "workbook.xlsx"
FOUND = check(MISTYPED).findings
FIRST = FOUND[0].cells[0]
#: Of the calls that a check makes in Excel, every so many is one at which it is broken off.
STEP = int(os.environ.get("GOUJI_STEP", "24"))
#: They are shared among so many tests, so that several workers can run.
SHARES = 4


@pytest.fixture
def ornate(tmp_path):
    """The workbook with a mistake, with everything that a mark could spoil in the marked cells."""
    path = tmp_path / "花样.xlsx"
    path.write_bytes(made_ornate())
    return path


@cache
def made_ornate() -> bytes:
    book = load_workbook(MISTYPED)
    fills = [
        PatternFill("solid", fgColor=Color(theme=4, tint=0.6)),
        PatternFill("darkGrid", fgColor="FF0000", bgColor="00FF00"),
        GradientFill(stop=("FF0000", "0000FF")),
        PatternFill("solid", fgColor="F8B4B4"),
    ]
    cells = dict.fromkeys((c.sheet, c.address) for f in FOUND for c in f.cells)
    for number, (sheet, address) in enumerate(cells):
        cell = book[sheet][address]
        cell.fill = fills[number % len(fills)]
        cell.font = Font(color=Color(theme=5), bold=True, italic=bool(number % 2))
        if number % 3 == 0:
            cell.comment = Comment("已核对", "张三", width=200, height=80)
        rule = CellIsRule("lessThan", formula=["0"], fill=PatternFill(bgColor="FFFF00"))
        book[sheet].conditional_formatting.add(address, rule)
    sheet = book[FIRST.sheet]
    sheet.auto_filter.ref = "A5:F38"
    sheet.row_dimensions[9].hidden = True
    sheet.freeze_panes = "B6"
    book.worksheets[3].sheet_state = "hidden"
    book.active = 2
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def change(book) -> None:
    """Make a mistake in a workbook of ours: a total is typed over its formula."""
    sheet = book.sheets["表1"]
    how = protection.permissions(sheet)
    assert protection.unlock(sheet)
    sheet.range("C33").value = 987654.32
    protection.lock(sheet, how)


def put_down(book, sheet: str, cells: str) -> None:
    book.sheets[sheet].select()
    book.sheets[sheet].range(cells).select()


@pytest.mark.parametrize("check_one", [False, True], ids=["all", "sheet"])
def test_marks_leave_no_trace(excel, ornate, check_one):
    book = excel.open(ornate)
    put_down(book, FIRST.sheet, "B8:C9")
    before = snapshot(book)
    (ribbon.check_sheet if check_one else ribbon.check_all)()
    assert results.names(book)
    assert snapshot(book) != before
    ribbon.clear()
    assert snapshot(book) == before
    assert excel.alerts == []


def test_a_sheet_that_is_a_chart_comes_back_to_the_front(excel, tmp_path):
    made = load_workbook(MISTYPED)
    made.create_chartsheet("图").add_chart(BarChart())
    made.active = len(made.sheetnames) - 1
    made.save(tmp_path / "图.xlsx")
    book = excel.open(tmp_path / "图.xlsx")
    before = snapshot(book)
    assert before["active"] == "图"
    ribbon.check_all()
    assert book.sheets.active.name in results.names(book)
    ribbon.clear()
    assert snapshot(book) == before
    assert excel.alerts == []


def test_cells_that_are_still_selected_are_not_selected_anew(excel, ornate):
    book = excel.open(ornate)
    put_down(book, FIRST.sheet, "B8:C9")
    for click in (ribbon.check_all, ribbon.clear):
        excel.calls.reset()
        click()
        assert excel.calls.by_name["Range.Select"] == (1 if click is ribbon.check_all else 0)
    book.sheets[FIRST.sheet].range("C9").select()
    ribbon.check_all()
    book.sheets[FIRST.sheet].activate()
    book.sheets[FIRST.sheet].range("D10").select()
    book.sheets[SHEET].activate()
    ribbon.clear()
    assert excel.app.selection.get_address(False, False) == "C9"


def test_two_clicks_leave_no_trace_either(excel, ornate):
    book = excel.open(ornate)
    put_down(book, FIRST.sheet, "B8:C9")
    before = snapshot(book)
    ribbon.check_all()
    ribbon.check_all()
    ribbon.clear()
    assert snapshot(book) == before


def test_clearing_twice_says_that_there_is_nothing_left(excel, ornate):
    book = excel.open(ornate)
    ribbon.check_all()
    ribbon.clear()
    before = snapshot(book)
    ribbon.clear()
    assert snapshot(book) == before
    assert [alert.prompt for alert in excel.alerts] == ["没有需要清除的标记。"]


def test_what_is_done_between_marking_and_clearing_is_kept(excel, ornate):
    book = excel.open(ornate)
    ribbon.check_all()
    sheet = book.sheets[FIRST.sheet]
    sheet.range("C9").value = 3.21
    put_down(book, FIRST.sheet, "D10")
    ribbon.clear()
    assert sheet.range("C9").value == 3.21
    chosen = excel.app.selection
    assert (chosen.sheet.name, chosen.get_address(False, False)) == (FIRST.sheet, "D10")


def test_marks_move_with_rows_put_in_and_taken_out_and_go_all_the_same(excel, ornate):
    book = excel.open(ornate)
    ribbon.check_all()
    for sheet in book.sheets:
        if sheet.name not in results.names(book):
            sheet.range("7:8").insert("down")
            sheet.range("12:12").delete()
    ribbon.clear()
    assert paint.wipe(book) == (0, ())


def test_saved_while_marked_it_can_be_cleared_on_another_machine(excel, ornate, tmp_path):
    book = excel.open(ornate)
    put_down(book, FIRST.sheet, "B8:C9")
    before = snapshot(book)
    ribbon.check_all()
    marked = excel.saved(book, "标记过.xlsx")
    (tmp_path / "另一台").mkdir()
    other = Excel(tmp_path / "另一台")
    copy = shutil.copy(marked, other.folder / "收到的.xlsx")
    book.close()
    excel.desktop.apps.append(other.com)  # the same screen: xlwings looks for it there
    other.desktop.apps.clear()
    excel.desktop.apps.remove(excel.com)
    received = excel.engine.apps[other.com.Hwnd + 1].books.open(copy)
    ribbon.clear()
    assert snapshot(received) == before


def test_the_list_may_be_deleted_by_hand_and_the_marks_still_go(excel, ornate):
    book = excel.open(ornate)
    put_down(book, FIRST.sheet, "B8:C9")
    before = snapshot(book)
    ribbon.check_all()
    book.sheets["校验结果"].delete()
    ribbon.clear()
    put_down(book, FIRST.sheet, "B8:C9")
    assert snapshot(book) == before


# --- broken off ---------------------------------------------------------------------------------


def calls_of_a_check(excel, ornate):
    book = excel.open(ornate)
    before = excel.calls.total
    ribbon.check_all()
    made = excel.calls.total - before
    book.close()
    return made


@pytest.mark.parametrize("part", range(SHARES))
def test_broken_off_anywhere_nothing_is_left(excel, ornate, part):
    made = calls_of_a_check(excel, ornate)
    assert made > 500
    for number, at in enumerate(range(1 + part * STEP, made, SHARES * STEP)):
        book = excel.open(ornate)
        put_down(book, FIRST.sheet, "B8:C9")
        before = snapshot(book)
        (excel.calls.interrupt_at if number % 2 else excel.calls.fail_at)(at)
        try:
            ribbon.check_all()
        except SystemExit:  # before Excel was found
            assert at < 40
        state = [getattr(excel.app, name) for name in ("screen_updating", "enable_events")]
        assert state == [True, True], at
        after = snapshot(book)
        if after != before:  # what failed was not needed, and all marks are there
            assert results.names(book), f"half marked after call {at} of {made}"
            ribbon.clear()
            after = snapshot(book)
        assert after == before, f"call {at} of {made}"
        excel.calls.reset()
        excel.alerts.clear()
        book.close()


@pytest.mark.parametrize("broken_off", ["fail_at", "interrupt_at"])
def test_broken_off_while_excel_is_given_back_it_is_given_back_all_the_same(excel, broken_off):
    excel.open(MISTYPED)
    getattr(excel.calls, broken_off)(3, "Application.EnableEvents")  # read, switched off, on
    ribbon.next_place()
    assert excel.app.enable_events is True
    assert excel.app.screen_updating is True


@pytest.fixture
def killed(monkeypatch):
    """The process is gone at the first failure: nothing is taken back."""

    def gone(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("xl_addin.marking.clear", gone)


@pytest.mark.parametrize("name", ["FormatConditions.Add", "Range.AddComment", "Range.WrapText"])
def test_killed_in_the_middle_it_is_cleared_by_the_next_click(excel, ornate, killed, name):
    book = excel.open(ornate)
    put_down(book, FIRST.sheet, "B8:C9")
    before = snapshot(book)
    excel.calls.interrupt_at(2, name)
    ribbon.check_all()
    assert results.names(book)
    ribbon.clear()
    put_down(book, FIRST.sheet, "B8:C9")
    assert snapshot(book) == before


@pytest.mark.parametrize("time", [1, 2])
@pytest.mark.parametrize("killed", [False, True], ids=["error", "ctrl-c"])
@pytest.mark.parametrize(
    "name",
    [
        "Worksheet.Unprotect",
        "Worksheet.Protect",
        "Worksheet.Comments",
        "Comment.Delete",
        "FormatCondition.Delete",
        "Worksheet.Delete",
    ],
)
def test_clearing_that_is_broken_off_is_finished_by_the_next_click(
    excel, ornate, name, killed, time
):
    book = excel.open(ornate)
    for sheet in list(book.sheets)[:2]:
        sheet.api.Protect()
    put_down(book, FIRST.sheet, "B8:C9")
    before = snapshot(book)
    ribbon.check_all()
    excel.calls.fail_at(time, name, KeyboardInterrupt() if killed else None)
    ribbon.clear()
    excel.calls.reset()
    ribbon.clear()
    assert results.names(book) == ()
    put_down(book, FIRST.sheet, "B8:C9")
    assert snapshot(book) == before


# --- protection ---------------------------------------------------------------------------------


def test_a_protected_workbook_of_ours_is_given_back_as_it_was_even_if_broken_off(excel, killed):
    book = excel.open(LIVE)
    change(book)
    put_down(book, "表1", "C9")
    before = snapshot(book)
    protected = {s.name for s in book.sheets if s.api.ProtectContents}
    ribbon.check_all()
    assert results.names(book) and excel.alerts == []
    assert {s.name for s in book.sheets if s.api.ProtectContents} == protected
    ribbon.clear()
    assert snapshot(book) == before

    excel.calls.reset()
    excel.calls.interrupt_at(2, "Range.AddComment")
    excel.calls.interrupt_at(1, "Worksheet.Protect")
    ribbon.check_all()
    assert not book.sheets["表1"].api.ProtectContents  # it was left open, and is closed
    ribbon.clear()
    put_down(book, "表1", "C9")
    assert snapshot(book) == before


def test_a_sheet_with_a_password_is_not_coloured_but_its_findings_are_listed(excel, ornate):
    book = excel.open(ornate)
    sheet = book.sheets[FIRST.sheet]
    sheet.api.Protect(Password="1234")
    put_down(book, FIRST.sheet, "B8:C9")
    before = snapshot(book)
    ribbon.check_all()
    shown = book.sheets["校验结果"]
    assert f"有密码保护而没有着色的工作表（1 张）：{FIRST.sheet}" in shown.range("A3").value
    assert shown.range(f"A{results.HEADINGS + len(FOUND)}").value == len(FOUND)
    assert len(sheet.cells.conditional_formats) == sum(
        1 for f in {(c.sheet, c.address) for f in FOUND for c in f.cells} if f[0] == FIRST.sheet
    )
    ribbon.clear()
    assert snapshot(book) == before
    with pytest.raises(Exception, match="password"):
        sheet.api.Unprotect("")


def test_marks_on_a_sheet_that_was_locked_since_are_named(excel, ornate):
    book = excel.open(ornate)
    put_down(book, FIRST.sheet, "B8:C9")
    before = snapshot(book)
    ribbon.check_all()
    book.sheets[FIRST.sheet].api.Protect(Password="1234")
    ribbon.clear()
    assert f"工作表 {FIRST.sheet} 有密码保护" in excel.alerts[0].prompt
    book.sheets[FIRST.sheet].api.Unprotect("1234")
    ribbon.clear()
    assert snapshot(book) == before


def test_protections_that_were_left_open_on_a_sheet_renamed_since_stop_nothing(excel):
    book = excel.open(MISTYPED)
    book.sheets[FIRST.sheet].api.Protect()
    locks = paint.protected(book, [FIRST.sheet])
    ribbon.check_all()
    (name,) = results.names(book)
    results.remember(book.sheets[name], results.Memory(FIRST.sheet, "A1", locks))
    book.sheets[FIRST.sheet].api.Unprotect()
    book.sheets[FIRST.sheet].name = "改名"
    ribbon.clear()
    assert excel.alerts == []
    assert results.names(book) == ()


PASSWORD = json.dumps({FIRST.sheet: {"Password": "1234"}})


@pytest.mark.parametrize("said", ["{", "[" * 9000, "1", '{"表": 1}', PASSWORD], ids=range(5))
def test_what_somebody_else_wrote_into_the_list_protects_nothing(excel, said):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    (name,) = results.names(book)
    book.sheets[name].range("O4").value = f"'{said}"
    ribbon.clear()
    assert excel.alerts == []
    assert not any(sheet.api.ProtectContents for sheet in book.sheets)


@pytest.mark.parametrize("password", ["", "1234"])
def test_a_protected_structure_is_kept(excel, ornate, password):
    book = excel.open(ornate)
    put_down(book, FIRST.sheet, "B8:C9")
    book.api.Protect(Password=password, Structure=True, Windows=False)
    before = snapshot(book)
    ribbon.check_all()
    assert book.api.ProtectStructure
    if password:
        assert "结构有密码保护" in excel.alerts[0].prompt
        book.api.Unprotect(password)
        ribbon.check_all()
        book.api.Protect(Password=password, Structure=True, Windows=False)
        marked = snapshot(book)
        ribbon.clear()
        assert "结构有密码保护" in excel.alerts[1].prompt
        assert snapshot(book) == marked
        book.api.Unprotect(password)
        ribbon.clear()
        book.api.Protect(Password=password, Structure=True, Windows=False)
    else:
        assert results.names(book)
        ribbon.clear()
        assert book.api.ProtectStructure
    assert snapshot(book) == before


def test_of_sheets_that_are_selected_together_none_is_added_to(excel, tmp_path):
    own = load_workbook(MISTYPED)
    for sheet in own.worksheets[:3]:
        sheet.sheet_view.tabSelected = True
    path = tmp_path / "成组.xlsx"
    own.save(path)
    book = excel.open(path)
    names = [sheet.name for sheet in book.sheets]
    ribbon.check_all()
    assert [sheet.name for sheet in book.sheets] == [SHEET, *names]
    ribbon.clear()
    assert [sheet.name for sheet in book.sheets] == names


def test_a_sheet_that_macros_may_change_stays_open_to_them(excel, ornate):
    book = excel.open(ornate)
    book.sheets[FIRST.sheet].api.Protect(UserInterfaceOnly=True)
    put_down(book, FIRST.sheet, "B8:C9")
    before = snapshot(book)
    ribbon.check_all()
    ribbon.clear()
    assert snapshot(book) == before
