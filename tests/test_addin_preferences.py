"""设置 is a workbook: what is chosen there is understood, and what is not is told with its cell."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from validator.forms.loader import editions, load
from validator.forms.model import Rule, Severity
from xl_addin import results, ribbon
from xl_addin.preferences import FILE, Preferences, blank_preferences, folder, load_preferences
from xl_addin.refusal import Refused

EXAMPLES = Path(__file__).parent.parent / "examples"
MISTYPED = EXAMPLES / "jiangan-2020-mistakes" / "01-mistyped-total.xlsx"


@pytest.fixture
def chosen(tmp_path):
    """Writes the workbook with values for some items, and gives its path."""

    def write(**values: str):
        path = tmp_path / FILE
        path.write_bytes(blank_preferences())
        book = load_workbook(path)
        cells = {row[0].value: row[1] for row in book.worksheets[0].iter_rows(min_row=4)}
        for item, value in values.items():
            cells[item].value = value
        book.save(path)
        return path

    return write


def test_without_a_file_everything_is_as_usual(tmp_path):
    assert load_preferences(tmp_path / FILE) == Preferences()


def test_the_blank_workbook_holds_the_usual_choices(chosen):
    assert load_preferences(chosen()) == Preferences()


def test_every_choice_that_the_workbook_offers_is_understood(chosen):
    book = load_workbook(chosen())
    sheet = book.worksheets[0]
    for rule in sheet.data_validations.dataValidation:
        place = str(rule.sqref)
        item = sheet.cell(sheet[place].row, 1).value
        offered = [cell.value for (cell,) in sheet[rule.formula1.removeprefix("=")]]
        assert sheet[place].value == offered[0]
        for choice in offered:
            load_preferences(chosen(**{item: choice}))


def test_what_is_chosen_is_what_is_done(chosen):
    title = load(editions()[0]).title
    found = load_preferences(chosen(标记哪些="只标错误", 语言="English", 版本=title))
    assert found.severities == frozenset({Severity.ERROR})
    assert (found.lang, found.edition) == ("en", editions()[0])
    assert found.options().edition == editions()[0]


def test_a_blank_cell_means_the_usual_choice(chosen):
    assert load_preferences(chosen(语言="")).lang == "zh"


def test_an_unknown_choice_is_told_with_file_sheet_cell_and_what_may_be_chosen(chosen):
    path = chosen(语言="日本語")
    with pytest.raises(Refused) as refusal:
        load_preferences(path)
    facts = refusal.value.facts
    assert refusal.value.key == "addin.preferences.choice"
    assert (facts["name"], facts["sheet"], facts["cell"]) == (path, "设置", "B5")
    assert facts["choices"] == "中文、English"


def test_a_damaged_file_is_told_with_what_to_do(tmp_path):
    path = tmp_path / FILE
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(Refused) as refusal:
        load_preferences(path)
    said = str(refusal.value)
    assert f"请删除 {path}" in said and "已损坏" in said


def test_with_a_mistake_in_them_the_settings_can_be_opened_and_marks_cleared(excel, chosen):
    book = excel.open(MISTYPED)
    ribbon.check_all()
    folder().mkdir(exist_ok=True)
    chosen(语言="日本語").rename(folder() / FILE)
    ribbon.check_all()
    (alert,) = excel.alerts
    assert "“语言”填的是“日本語”" in alert.prompt
    assert results.names(book)
    ribbon.settings()
    assert Path(excel.app.books.active.fullname) == folder() / FILE
    book.activate()
    ribbon.clear()
    assert not results.names(book)
    assert len(excel.alerts) == 1


@pytest.mark.parametrize("item", ["本单位规则文件", "科目目录文件"])
def test_a_file_that_is_not_there_is_told_by_its_name(chosen, tmp_path, item):
    missing = str(tmp_path / "没有.csv")
    found = load_preferences(chosen(**{item: f'"{missing}"'}))
    with pytest.raises(Refused) as refusal:
        found.options()
    assert "没有.csv" in str(refusal.value.facts["problem"])


def test_the_bureau_s_own_rules_are_used(chosen, tmp_path):
    own = tmp_path / "规则.txt"
    own.write_text("BJ01 表1: 27行=58行\n", encoding="utf-8")
    found = load_preferences(chosen(本单位规则文件=str(own))).options()
    (rule,) = found.rules
    assert isinstance(rule, Rule) and rule.id == "BJ01"


@pytest.mark.parametrize("item", ["标记哪些", "语言", "版本"])
def test_an_error_value_is_no_choice(chosen, item):
    with pytest.raises(Refused) as refusal:
        load_preferences(chosen(**{item: "#N/A"}))
    assert (refusal.value.facts["item"], refusal.value.facts["value"]) == (item, "#N/A")
