"""The buttons of the ribbon, clicked in a stand-in for Excel: what is marked, listed and said."""

import json
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.excel.session import Excel
from validator import check
from validator.reports.json import render
from validator.reports.marks import COLOURS, PREFIX, SUSPECTED
from workbook_templates.built import blank
from xl_addin import results, ribbon
from xl_addin.preferences import FILE, blank_preferences

EXAMPLES = Path(__file__).parent.parent / "examples"
MISTAKES = EXAMPLES / "jiangan-2020-mistakes"
MISTYPED = MISTAKES / "01-mistyped-total.xlsx"
WORDS_FOR_A_NUMBER = MISTAKES / "09-text-for-a-number.xlsx"
PUBLISHED = EXAMPLES / "jiangan-2020" / "printed.xlsx"
WORKBOOKS = sorted(EXAMPLES.glob("*/printed.xlsx")) + sorted(MISTAKES.glob("*.xlsx"))


def said(excel: Excel) -> str:
    """The one message that was shown."""
    (alert,) = excel.alerts
    return alert.prompt


def colours(book) -> dict[tuple[str, str], str]:
    """Every cell that a conditional format of ours colours → its colour."""
    found = {}
    for sheet in book.sheets:
        for rule in sheet.cells.conditional_formats:
            if "gouji." in rule.formula:
                red, green, blue = rule.fill_color
                for area in rule.impl.api.AppliesTo.Address.replace("$", "").split(","):
                    for cell in sheet.range(area):
                        place = sheet.name, cell.get_address(False, False)
                        found[place] = f"#{red:02X}{green:02X}{blue:02X}"
    return found


def marked(book) -> dict[tuple[str, str], str]:
    """Every cell with a colour of ours → the note of ours, "" where there is none."""
    notes = {
        (sheet.name, note.location.get_address(False, False)): note.text
        for sheet in book.sheets
        for note in sheet.notes
        if note.text.startswith(PREFIX)
    }
    coloured = colours(book).keys()
    assert notes.keys() <= coloured
    return {place: notes.get(place, "") for place in coloured}


def spots(sheet, address: str) -> list[tuple[str, str]]:
    """The cells of a suspect, as far as they can be seen: of merged cells, the first."""
    cells = (cell.merge_area[0].get_address(False, False) for cell in sheet.range(address))
    return [(sheet.name, cell) for cell in dict.fromkeys(cells)]


def listed(book):
    """The rows of 校验结果, without the hidden columns."""
    (name,) = results.names(book)
    used = book.sheets[name].used_range
    last = used.row + used.shape[0] - 1
    return book.sheets[name].range(f"A{results.HEADINGS + 1}:M{last}").options(ndim=2).value


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_the_marked_cells_are_those_of_the_command_with_its_messages(excel, path):
    workbook = json.loads(render([check(path)], ""))["workbooks"][0]
    book = excel.open(path)
    ribbon.check_all()
    expected: dict[tuple[str, str], set[str]] = {}
    telling = set()
    for finding in workbook["findings"]:
        for cell in finding["cells"]:
            told = f"{finding['rule']}：{finding['message']}"
            place = cell["sheet"], cell["address"]
            expected.setdefault(place, set()).add(told)
            if cell["role"] != "right" or cell["raw"]:
                telling.add(place)
        for suspect in finding["suspects"]:
            first, *inside = spots(book.sheets[suspect["sheet"]], suspect["address"])
            for place in (first, *inside):
                expected.setdefault(place, set())
            if suspect["current"]:
                telling.add(first)
    if not workbook["findings"]:
        assert said(excel).startswith("校验完成，没有要更正的。")
        assert marked(book) == {}
        return
    assert excel.alerts == []
    notes = marked(book)
    assert notes.keys() == expected.keys()
    for place, messages in expected.items():
        shown = [message for message in messages if message in notes[place]]
        # A blank addend has nothing to say but that it is blank, unless it should not be.
        least = min(len(messages), 5) if place in telling or notes[place] else 0
        assert len(shown) == least, place
    rows = listed(book)
    assert Counter((row[2], row[5]) for row in rows) == Counter(
        (finding["rule"], finding["message"]) for finding in workbook["findings"]
    )


def test_the_likely_wrong_cell_has_a_colour_of_its_own_and_nothing_else_a_strong_one(excel):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    likely = {(s.sheet, s.address) for f in check(MISTYPED).findings for s in f.suspects}
    strong = {colour for colour, _ in COLOURS.values()} | {SUSPECTED[0]}
    found = {place: colour for place, colour in colours(book).items() if colour in strong}
    assert found == dict.fromkeys(likely, SUSPECTED[0])


def test_the_list_stands_in_front_with_links_to_the_cells(excel):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    sheet = book.sheets.active
    assert sheet.name == book.sheets[0].name == "校验结果"
    cell = check(MISTYPED).findings[0].cells[0]
    link = sheet.range(f"D{results.HEADINGS + 1}").formula
    assert link == f'=HYPERLINK("#\'{cell.sheet}\'!{cell.address}","{cell.sheet}!{cell.address}")'
    assert len(sheet.tables) == 1
    assert sheet.range("O1:S1").columns.hidden is True


def test_one_sheet_is_marked_and_listed_alone_though_everything_is_checked(excel):
    book = excel.open(MISTYPED)
    sheet = book.sheets[1]
    sheet.activate()
    ribbon.check_sheet()
    found = [f for f in check(MISTYPED).findings if any(c.sheet == sheet.name for c in f.cells)]
    assert found
    assert {name for name, _ in marked(book)} == {sheet.name}
    assert [row[2] for row in listed(book)] == [f.rule for f in found]
    assert f"只列出工作表“{sheet.name}”上的意见" in book.sheets["校验结果"].range("A3").value


def test_a_sheet_on_which_all_agrees_is_said_to(excel):
    book = excel.open(MISTYPED)
    clean = {s.name for s in book.sheets} - {
        c.sheet for f in check(MISTYPED).findings for c in f.cells
    }
    book.sheets[sorted(clean)[0]].activate()
    ribbon.check_sheet()
    assert f"工作表“{sorted(clean)[0]}”上没有意见" in said(excel)
    assert marked(book) == {}


def test_the_list_itself_cannot_be_checked(excel):
    excel.open(MISTYPED)
    ribbon.check_all()
    ribbon.check_sheet()
    assert "现在打开的是“校验结果”" in said(excel)


def test_a_second_click_replaces_the_first_result(excel):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    first = marked(book)
    ribbon.check_all()
    assert marked(book) == first
    assert [s.name for s in book.sheets].count("校验结果") == 1
    cell = check(MISTYPED).findings[0].cells[0]
    right = check(PUBLISHED)
    assert right.findings == ()
    original = excel.open(PUBLISHED)
    value = original.sheets[cell.sheet].range(cell.address).value
    original.close()
    book.sheets[cell.sheet].range(cell.address).value = value
    ribbon.check_all()
    assert marked(book) == {}
    assert "校验结果" not in [s.name for s in book.sheets]
    assert "没有要更正的" in said(excel)


def test_a_note_of_the_user_s_own_stays_and_is_spoken_of(excel):
    book = excel.open(MISTYPED)
    cell = check(MISTYPED).findings[0].cells[0]
    book.sheets[cell.sheet].range(cell.address).add_note("已与国库核对")
    ribbon.check_all()
    assert book.sheets[cell.sheet].range(cell.address).note.text == "已与国库核对"
    assert f"{cell.sheet}!{cell.address}" in book.sheets["校验结果"].range("A3").value
    ribbon.clear()
    assert book.sheets[cell.sheet].range(cell.address).note.text == "已与国库核对"


def test_a_sheet_of_that_name_which_is_the_user_s_own_is_left_alone(excel):
    book = excel.open(MISTYPED)
    own = book.sheets.add("校验结果")
    own.range("A1").value = "去年的校验结果"
    ribbon.check_all()
    assert results.names(book) == ("校验结果2",)
    ribbon.clear()
    assert results.names(book) == ()
    assert book.sheets["校验结果"].range("A1").value == "去年的校验结果"


def test_only_the_workbook_in_front_is_touched(excel):
    other = excel.open(MISTAKES / "02-swapped-digits.xlsx")
    book = excel.open(MISTYPED)
    ribbon.check_all()
    assert marked(book) and not marked(other)
    other.activate()
    ribbon.clear()
    assert marked(book)
    assert "没有需要清除的标记" in said(excel)


def test_a_read_only_workbook_is_marked_all_the_same(excel):
    book = excel.open(MISTYPED, read_only=True)
    ribbon.check_all()
    assert marked(book) and excel.alerts == []


def test_what_is_marked_and_saved_is_checked_by_the_command_as_before(excel):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    path = excel.saved(book, "标记过.xlsx")
    before, after = (json.loads(render([check(p)], ""))["workbooks"][0] for p in (MISTYPED, path))
    for each in (before, after):
        del each["path"], each["sha256"]
    assert after == before


# --- what cannot be checked ---------------------------------------------------------------------


def test_without_a_workbook_it_says_what_to_do(excel):
    ribbon.check_all()
    assert said(excel).startswith("没有打开的工作簿")


def test_a_workbook_that_is_none_of_ours_is_said_to_be_none(excel, tmp_path):
    other = Workbook()
    other.active["A1"] = "通讯录"
    other.save(tmp_path / "通讯录.xlsx")
    book = excel.open(tmp_path / "通讯录.xlsx")
    for click in (ribbon.check_all, ribbon.check_sheet, ribbon.explain, ribbon.export):
        excel.alerts.clear()
        click()
        assert "没有找到任何一张已知的表" in said(excel)
    assert [s.name for s in book.sheets] == ["Sheet"]


def test_a_cell_that_is_being_edited_is_told_to_be_finished(excel, capsys):
    book = excel.open(MISTYPED)
    excel.calls.busy = True
    with pytest.raises(SystemExit):  # Excel cannot even say so: the add-in shows what is said here
        ribbon.check_all()
    excel.calls.busy = False
    assert "请按回车键结束输入" in capsys.readouterr().err
    assert marked(book) == {}


def test_a_sheet_that_is_used_to_its_end_is_named(excel):
    book = excel.open(MISTYPED)
    book.sheets[2].range("XFD1048576").value = 1
    ribbon.check_all()
    assert f"工作表“{book.sheets[2].name}”用到了 1048576 行 × 16384 列" in said(excel)
    assert marked(book) == {}


def test_error_cells_are_told_as_what_they_are(excel, tmp_path):
    broken = load_workbook(PUBLISHED)
    broken.worksheets[0]["C8"] = "#DIV/0!"
    assert broken.worksheets[0]["C8"].data_type == "e"
    broken.save(tmp_path / "出错.xlsx")
    book = excel.open(tmp_path / "出错.xlsx")
    ribbon.check_all()
    assert "是错误值" in marked(book)[book.sheets[1].name, "C8"]


# --- numbers, formulas and calls ----------------------------------------------------------------


def test_each_sheet_is_read_once_and_formulas_only_where_the_workbook_is_ours(excel):
    book = excel.open(PUBLISHED)
    before = excel.calls.by_name.copy()
    ribbon.check_all()
    made = excel.calls.by_name - before
    assert made["Range.Value"] == len(book.sheets)
    assert made["Range.Formula"] == 0


def test_totals_that_stand_still_are_calculated_before_they_are_read(excel):
    excel.open(PUBLISHED)
    excel.app.calculation = "manual"
    before = excel.calls.by_name["Application.Calculate"]
    ribbon.check_all()
    assert excel.calls.by_name["Application.Calculate"] == before + 1
    assert excel.app.calculation == "manual"


def test_what_looks_like_a_formula_in_the_workbook_is_text_in_the_list(excel):
    book = excel.open(WORDS_FOR_A_NUMBER)
    finding = next(f for f in check(WORDS_FOR_A_NUMBER).findings if f.cells)
    cell = finding.cells[0]
    sheet = book.sheets[cell.sheet]
    sheet.range(cell.address).number_format = "@"
    sheet.range(cell.address).value = '\'=HYPERLINK("http://x")'
    sheet.name = "=1+1"
    ribbon.check_all()
    saved = load_workbook(excel.saved(book, "标记过.xlsx"))["校验结果"]
    live = {cell.value for row in saved for cell in row if cell.data_type == "f"}
    assert live and all(formula.startswith("=HYPERLINK(\"#'") for formula in live)
    assert "=1+1" in {cell.value for row in saved for cell in row if cell.data_type == "s"}


def test_the_names_of_sheets_are_quoted_in_links(excel):
    book = excel.open(MISTYPED)
    book.sheets[0].name = "收'支\"总表"
    ribbon.check_all()
    link = next(
        formula
        for (formula,) in book.sheets[0].range(f"D{results.HEADINGS + 1}:D12").formula
        if "总表" in formula
    )
    assert link.startswith("=HYPERLINK(\"#'收''支\"\"总表'!")


# --- moving and explaining ----------------------------------------------------------------------


def places(book) -> list[tuple[str, str]]:
    order = {sheet.name: number for number, sheet in enumerate(book.sheets)}
    found = check(MISTYPED).findings
    told = {(c.sheet, c.address) for f in found for c in f.cells[:1]}
    told |= {(s.sheet, s.address) for f in found for s in f.suspects[:1]}
    cells = {
        (order[sheet], book.sheets[sheet].range(address).row, sheet, address)
        for sheet, address in told
    }
    return [(sheet, address) for _, _, sheet, address in sorted(cells)]


def test_next_goes_through_the_places_in_reading_order_and_begins_again(excel):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    wanted = places(book)
    book.sheets[1].activate()
    book.sheets[1].range("A1").select()
    seen = []
    for _ in range(len(wanted) + 1):
        ribbon.next_place()
        chosen = excel.app.selection
        seen.append((chosen.sheet.name, chosen.get_address(False, False)))
    assert seen == [*wanted, wanted[0]]
    assert excel.app.status_bar.startswith(f"第 1 处，共 {len(wanted)} 处。 （到头了")
    ribbon.previous_place()
    assert excel.app.selection.sheet.name == wanted[-1][0]


def test_from_the_list_it_goes_to_the_place_of_the_selected_row(excel):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    found = [f.cells[0] for f in check(MISTYPED).findings]
    book.sheets["校验结果"].range(f"C{results.HEADINGS + 2}").select()
    ribbon.next_place()
    chosen = excel.app.selection
    assert (chosen.sheet.name, chosen.get_address(False, False)) == (
        found[1].sheet, found[1].address,
    )  # fmt: skip


def test_places_on_hidden_sheets_are_passed_over_and_hidden_rows_are_spoken_of(excel):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    wanted = places(book)
    hidden, rest = wanted[-1][0], [place for place in wanted if place[0] != wanted[-1][0]]
    book.sheets[hidden].visible = False
    first = book.sheets[rest[0][0]].range(rest[0][1])
    first.rows.hidden = True
    book.sheets[1].activate()
    book.sheets[1].range("A1").select()
    ribbon.next_place()
    assert "隐藏" in excel.app.status_bar
    for _ in rest:
        ribbon.next_place()
        assert excel.app.selection.sheet.name != hidden


def test_a_place_whose_rows_have_moved_since_is_said_to_be_another(excel):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    book.sheets["校验结果"].range(f"A{results.HEADINGS + 1}").select()
    ribbon.next_place()
    assert "插入或删除过行列" not in excel.app.status_bar
    excel.app.selection.sheet.range("3:5").insert("down")
    for click in (ribbon.next_place, ribbon.previous_place):
        click()
        assert "插入或删除过行列" in excel.app.status_bar


def test_places_on_sheets_that_were_not_marked_are_not_said_to_have_moved(excel):
    book = excel.open(MISTYPED)
    sheets = {cell.sheet for finding in check(MISTYPED).findings for cell in finding.cells}
    for name in sheets:
        book.sheets[name].api.Protect(Password="1234")
    ribbon.check_all()
    ribbon.next_place()
    assert "插入或删除过行列" not in excel.app.status_bar
    for name in sheets:
        book.sheets[name].api.Unprotect("1234")
        book.sheets[name].activate()
        ribbon.check_sheet()
        for _ in range(4):
            ribbon.next_place()
            assert "插入或删除过行列" not in excel.app.status_bar


@pytest.mark.parametrize("click", [ribbon.next_place, ribbon.previous_place])
def test_before_the_first_check_there_is_nowhere_to_go(excel, click):
    excel.open(MISTYPED)
    click()
    assert "请先点“校验全部”" in said(excel)


def test_a_cell_is_explained_with_all_its_identities(excel):
    book = excel.open(MISTYPED)
    cell = check(MISTYPED).findings[0].cells[0]
    book.sheets[cell.sheet].activate()
    book.sheets[cell.sheet].range(cell.address).select()
    ribbon.explain()
    told = said(excel)
    assert told.startswith(f"{cell.sheet}!{cell.address}")
    assert "[不符] JS01-1" in told and "27行=（1+2+3+4+5+6+7+8）行" in told
    assert marked(book) == {}


def test_on_the_list_the_cell_of_the_row_is_explained(excel):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    book.sheets["校验结果"].range(f"A{results.HEADINGS + 1}").select()
    ribbon.explain()
    cell = check(MISTYPED).findings[0].cells[0]
    assert said(excel).startswith(f"{cell.sheet}!{cell.address}")


def test_a_cell_that_holds_words_is_not_explained(excel):
    book = excel.open(MISTYPED)
    book.sheets[0].range("A1").select()
    ribbon.explain()
    assert "不是报表里的金额单元格" in said(excel)


# --- files --------------------------------------------------------------------------------------


def test_the_findings_are_exported_beside_the_workbook_and_never_over_another_file(excel):
    book = excel.open(MISTYPED)
    folder = Path(book.fullname).parent
    names = []
    for _ in range(2):
        excel.app.books[book.name].activate()
        ribbon.export()
        names.append(excel.app.books.active.name)
    assert names == ["01-mistyped-total-审核意见.xlsx", "01-mistyped-total-审核意见 (2).xlsx"]
    assert all((folder / name).exists() for name in names)
    rows = excel.app.books.active.sheets[0].range(f"A{results.HEADINGS + 1}:F8").value
    found = check(MISTYPED).findings
    assert [row[2] for row in rows[:2]] == [f.rule for f in found[:2]]
    assert rows[0][3] == f"{found[0].cells[0].sheet}!{found[0].cells[0].address}"
    assert marked(book) == {}


def test_a_blank_workbook_is_opened_as_a_new_file_of_the_user_s(excel, home):
    (home / "Documents").mkdir()
    for wanted in (
        "部门决算公开表（2024 年版）（空白）.xlsx",
        "部门决算公开表（2024 年版）（空白） (2).xlsx",
    ):
        ribbon.new_blank("final-accounts-2024")
        assert excel.app.books.active.name == wanted
        path = Path(excel.app.books.active.fullname)
        assert path.read_bytes() == blank("final-accounts-2024")
    assert excel.alerts == []


def test_settings_are_opened_made_when_first_asked_for_and_never_made_anew(excel, home):
    ribbon.settings()
    path = home / ".gouji" / FILE
    assert Path(excel.app.books.active.fullname) == path
    before = path.stat().st_mtime_ns
    excel.app.books.active.close()
    ribbon.settings()
    assert path.stat().st_mtime_ns == before


def test_only_what_the_settings_ask_for_is_marked(excel, home):
    path = home / ".gouji" / FILE
    path.parent.mkdir()
    path.write_bytes(blank_preferences())
    own = load_workbook(path)
    own.active["B4"], own.active["B5"] = "只标错误", "English"
    own.save(path)
    book = excel.open(EXAMPLES / "dongxihu-2024" / "printed.xlsx")
    ribbon.check_all()
    assert {row[1] for row in listed(book)} == {"Error"}
    notes = [note for note in marked(book).values() if note]
    assert notes and all(note.startswith(f"{PREFIX}Error") for note in notes)


def test_the_guide_is_opened_as_a_page(excel, home, monkeypatch):
    opened = []

    def show(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr("webbrowser.open", show)
    ribbon.help_page()
    assert opened == [(home / ".gouji" / "帮助.html").as_uri()]
    assert "校验全部" in (home / ".gouji" / "帮助.html").read_text(encoding="utf-8")


def test_an_unexpected_failure_is_told_and_logged(excel, home, monkeypatch):
    book = excel.open(MISTYPED)
    excel.calls.fail_at(3, "Range.AddComment")
    ribbon.check_all()
    assert str(home / ".gouji" / "出错记录.txt") in said(excel)
    assert "ExcelError" in (home / ".gouji" / "出错记录.txt").read_text(encoding="utf-8")
    assert marked(book) == {}


def test_the_status_bar_tells_how_far_it_is_and_is_given_back(excel):
    excel.open(MISTYPED)
    ribbon.check_all()
    assert excel.app.status_bar is False
    assert excel.app.screen_updating is True
    assert excel.app.enable_events is True
    assert excel.app.display_alerts is True


# --- which Excel --------------------------------------------------------------------------------


def test_of_two_excels_the_one_whose_button_was_clicked_is_used(excel, tmp_path, monkeypatch):
    (tmp_path / "第二个").mkdir()
    other = Excel(tmp_path / "第二个")
    excel.desktop.apps.append(other.com)
    first = excel.open(MISTYPED)
    second = excel.engine.apps[other.com.Hwnd + 1].books.open(shutil.copy(MISTYPED, other.folder))
    monkeypatch.setattr("sys.argv", ["-c", f"--hwnd={other.com.Hwnd}"])
    monkeypatch.setitem(sys.modules, "numpy", sys.modules.get("numpy"))
    monkeypatch.setitem(sys.modules, "pandas", sys.modules.get("pandas"))
    ribbon.check_all()
    assert marked(second) and not marked(first)


def test_an_excel_that_is_gone_is_told(excel, capsys, monkeypatch, tmp_path):
    (tmp_path / "第二个").mkdir()
    excel.desktop.apps.append(Excel(tmp_path / "第二个").com)
    monkeypatch.setattr("sys.argv", ["-c", "--hwnd=1"])
    with pytest.raises(SystemExit):
        ribbon.check_all()
    assert "没有找到正在运行的 Excel" in capsys.readouterr().err
