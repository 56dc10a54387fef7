"""Workbooks that a click opens beside the user's: findings, blank ones, the settings."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.excel.snapshot import snapshot
from xl_addin import ribbon
from xl_addin.preferences import FILE, blank_preferences

EXAMPLES = Path(__file__).parent.parent / "examples"
MISTYPED = EXAMPLES / "jiangan-2020-mistakes" / "01-mistyped-total.xlsx"
BLANK = "部门决算公开表（2024 年版）（空白）.xlsx"


def opened(excel) -> list[str]:
    return [book.name for book in excel.app.books]


class Online(type(Path())):  # type: ignore[misc]
    """Where Excel says that a workbook is that it opened from OneDrive."""

    def __str__(self) -> str:
        return f"https://d.docs.live.net/0123456789abcdef/{self.name}"


def test_no_sheet_of_an_online_workbook_says_where_its_findings_are_written(excel, home, tmp_path):
    chosen = tmp_path / "别处"
    chosen.mkdir()
    book = load_workbook(MISTYPED)
    sheet = book.create_sheet("xlwings.conf")
    for row, system in enumerate(("WIN", "MAC"), start=1):
        sheet[f"A{row}"], sheet[f"B{row}"] = f"ONEDRIVE_CONSUMER_{system}", str(chosen)
    path = tmp_path / "网盘.xlsx"
    book.save(path)
    shutil.copy(path, chosen)
    online = excel.open(path)
    online.api._book.path = Online(path)
    ribbon.export()
    assert excel.alerts == []
    assert [each.name for each in chosen.iterdir()] == ["网盘.xlsx"]
    assert (home / "网盘-审核意见.xlsx").exists()


@pytest.mark.parametrize("call", [1, 3, 9, 16, 22])
@pytest.mark.parametrize("killed", [False, True], ids=["error", "ctrl-c"])
def test_an_export_that_is_broken_off_leaves_no_workbook_and_no_file(excel, call, killed):
    book = excel.open(MISTYPED)
    before = snapshot(book)
    error = KeyboardInterrupt() if killed else None
    excel.calls.fail_at(call, "Worksheet.Range", error)
    ribbon.export()
    assert len(excel.alerts) == 1
    assert opened(excel) == [book.name]
    assert snapshot(book) == before
    assert [path.name for path in excel.folder.glob("*.xlsx")] == [book.name]


def test_where_the_findings_cannot_be_saved_they_stay_open(excel, monkeypatch):
    book = excel.open(MISTYPED)
    monkeypatch.setattr("tests.excel.workbooks.save", _refuse)
    ribbon.export()
    assert "没能保存到" in excel.alerts.pop().prompt
    (_, other) = excel.app.books
    assert other.name != book.name
    assert "JS01-1" in other.sheets[0].range("C7:C10").value


def _refuse(*_: object) -> None:
    raise OSError("read-only")


def test_the_findings_of_a_workbook_with_a_long_name_get_a_shorter_one(excel):
    shutil.copy(MISTYPED, excel.folder / f"{'甲' * 80}.xlsx")
    excel.app.books.open(excel.folder / f"{'甲' * 80}.xlsx")
    ribbon.export()
    assert excel.alerts == []
    assert excel.app.books.active.name == f"{'甲' * 60}-审核意见.xlsx"


@pytest.mark.parametrize(
    "name", ["CON", "a'b\"c", "😀", "{0}", "a  ", "a.", "%PATH%", "=1+1", "-x", "[x]"]
)
def test_whatever_a_workbook_is_called_its_findings_stand_beside_it(excel, name):
    shutil.copy(MISTYPED, excel.folder / f"{name}.xlsx")
    excel.app.books.open(excel.folder / f"{name}.xlsx")
    ribbon.export()
    assert excel.alerts == []
    assert (excel.folder / f"{name}-审核意见.xlsx").exists()


def test_files_that_are_made_have_no_name_that_is_open_already(excel, home, tmp_path):
    stick = tmp_path / "U盘"
    stick.mkdir()
    (home / "Documents").mkdir()
    for name in (BLANK, "表-审核意见.xlsx"):
        shutil.copy(MISTYPED, stick / name)
        excel.app.books.open(stick / name)
    ribbon.new_blank("final-accounts-2024")
    assert excel.app.books.active.name == BLANK.replace(".xlsx", " (2).xlsx")
    shutil.copy(MISTYPED, excel.folder / "表.xlsx")
    excel.app.books.open(excel.folder / "表.xlsx")
    ribbon.export()
    assert excel.app.books.active.name == "表-审核意见 (2).xlsx"
    assert excel.alerts == []


def test_settings_that_are_open_behind_come_to_the_front(excel):
    ribbon.settings()
    excel.open(MISTYPED)
    ribbon.settings()
    assert excel.app.books.active.name == FILE
    assert opened(excel) == [FILE, MISTYPED.name]
    assert excel.alerts == []


def test_another_workbook_that_has_the_name_of_the_settings_is_spoken_of(excel, home):
    (excel.folder / FILE).write_bytes(blank_preferences())
    excel.app.books.open(excel.folder / FILE)
    ribbon.settings()
    said = excel.alerts.pop().prompt
    assert f"另一个叫“{FILE}”的工作簿" in said
    assert str(home / ".gouji" / FILE) in said


def test_a_rule_of_the_user_s_that_the_edition_does_not_know_is_told_as_such(excel, home, tmp_path):
    rules = tmp_path / "本局规则.txt"
    rules.write_text("Z1 表99: 1行=2行", encoding="utf-8")
    path = home / ".gouji" / FILE
    path.parent.mkdir()
    path.write_bytes(blank_preferences())
    own = load_workbook(path)
    own.active["B7"] = str(rules)
    own.save(path)
    book = excel.open(MISTYPED)
    before = snapshot(book)
    for click in (ribbon.check_all, ribbon.check_sheet, ribbon.explain, ribbon.export):
        click()
        said = excel.alerts.pop().prompt
        assert said.startswith("设置里写的文件不能用：本局规则.txt:1: Z1：没有表99")
    assert opened(excel) == [book.name]
    assert snapshot(book) == before
    assert not (home / ".gouji" / "出错记录.txt").exists()
