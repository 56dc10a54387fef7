"""The data.json of a budget: its figures and words are read whole, or refused with the table, the
place and the reason; and the published one says what the document says."""

import json
from collections.abc import Iterable
from decimal import Decimal

import pytest

from tools.make_examples import EXAMPLES, WUHAN
from validator.forms.model import RowKey
from workbook_templates.data import Data, DataError, load_data, parse_data
from workbook_templates.paper import PerCent

DATA = load_data(EXAMPLES / WUHAN.folder / "data.json")
HEAD = {"edition": "budget-2023", "department": "某局", "year": 2023, "unit": "万元"}


def parsed(tables: object) -> Data:
    return parse_data(json.dumps({**HEAD, "tables": tables}, ensure_ascii=False), "某局.json")


def refusal(tables: object) -> str:
    with pytest.raises(DataError) as error:
        parsed(tables)
    return str(error.value)


# --- what is read ------------------------------------------------------------------------------


def test_tables_stand_in_printed_order_and_lost_ones_are_not_there() -> None:
    assert list(DATA.forms) == [
        *("01", "03", "04", "05-1", "05-2", "06", "07", "08", "09", "11"),
        *("12-1", "12-2", "12-3"),
    ]
    again = parsed({"12-2": {}, "12-1": {}, "01": {}})
    assert list(again.forms) == ["01", "12-1", "12-2"]
    assert again.forms["12-2"] is again.edition.forms["12"]


def test_departments_and_units_are_the_rows_of_their_tables() -> None:
    assert DATA.tables["05-2"].subjects == (
        ("737", "武汉市医疗保障局"),
        ("737001", "武汉市医疗保障局本级"),
        ("737002", "武汉市医疗保险中心"),
    )


def test_figures_of_a_declaration_keep_the_digits_that_are_printed() -> None:
    figures = DATA.tables["11"].figures
    assert [str(figures[1, n]) for n in (1, 3, 4)] == ["7628.8", "8920.62", "8089.9"]
    assert isinstance(figures[1, 2], PerCent) and str(figures[1, 2]) == "0.9970"
    assert not any(row == 2 for row, _ in figures)
    assert str(DATA.tables["12-1"].figures[2, 1]) == "1007.41"


def test_words_of_a_declaration_are_keyed_by_their_label_or_row() -> None:
    texts = DATA.tables["11"].texts
    assert texts["填报人", 0] == "刘蓓" and texts["长期目标（截止　　年）", 0] == "2025"
    assert texts["项目#3", 0] == "医疗保险经办运行工作经费"
    assert texts["长期指标2#2", 2] == "投诉举报上级转办办结率"
    assert ("长期指标2#2", 0) not in texts
    assert [texts["年度目标3", i] for i in (1, 2)] == ["2020", "2021"]
    assert ("年度目标2", 1) not in texts
    assert texts["年度指标3#5", 5] == "≥95%"


def test_what_is_blank_may_be_left_out() -> None:
    table = parsed({"12-1": {"lists": {"采购": [["纸", None, "-"], [None, None, "3"]]}}})
    figures = table.tables["12-1"].figures
    assert figures == {("采购#1", 1): "-", ("采购#2", 1): Decimal(3)}
    assert table.tables["12-1"].texts == {("采购#1", 0): "纸"}
    assert parsed({"11": {"lines": {"1": [None, "", "0", "-"]}}}).tables["11"].figures == {
        (1, 3): Decimal(0),
        (1, 4): "-",
    }


# --- what is refused ---------------------------------------------------------------------------

ROW = ["某项目", "本级支出项目", "650", "650", "用途"]


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        ({"12": {}}, "没有表“12”；可用：01、02、03、04、05-1、05-2、06、07、08、09、10、11、12-1"),
        ({"12-1": {}, "12-4": {}}, "没有表“12-4”"),
        ({"12-2": {}, "01": {}}, "表12-2：表号应从 12-1 起连续编排"),
        ({"11": []}, "表11：应是 行次或科目 → 金额 的对象"),
        ({"11": {"rows": []}}, "表11：没有“rows”这一项；可用：fields、lines、lists、goals"),
        ({"11": {"fields": {"填表人": "甲"}}}, "表11 fields：没有“填表人”这一项；可用：部门名称"),
        ({"11": {"fields": {"填报人": 1}}}, "表11 fields：“填报人”应是文字"),
        ({"11": {"lines": {"9": []}}}, "表11 lines：没有“9”这一行"),
        ({"11": {"lines": {"一": []}}}, "表11 lines：没有“一”这一行"),
        ({"11": {"lines": {"1": ["1"]}}}, "表11 lines 1：应有 4 个金额"),
        ({"11": {"lines": {"1": ["1", "很多", "1", "1"]}}}, "表11 lines 1：“很多”不是百分比"),
        ({"11": {"lines": {"1": ["9%", "9%", "1", "1"]}}}, "表11 lines 1：“9%”不是金额"),
        ({"11": {"lines": {"1": [1, "9%", "1", "1"]}}}, "表11 lines 1：金额应写成带引号的文字"),
        ({"12-1": {"lines": {"1": "650"}}}, "表12-1 lines 1：应有 1 个金额"),
        ({"11": {"lists": {"采购": []}}}, "表11 lists：没有“采购”这一项；可用：项目、整体目标"),
        ({"11": {"lists": {"长期指标": []}}}, "表11 lists：没有“长期指标”这一项"),
        ({"11": {"lists": {"项目": {}}}}, "表11 lists：“项目”应是由行组成的列表"),
        ({"11": {"lists": {"项目": [ROW, ROW[1:]]}}}, "表11 lists 项目第 2 行：应有 5 格"),
        ({"11": {"lists": {"项目": [[1, *ROW[1:]]]}}}, "项目第 1 行：第 1 格应是文字"),
        ({"11": {"lists": {"项目": [["\x07", *ROW[1:]]]}}}, "第 1 格里有不能打印的字符"),
        ({"12-1": {"fields": {"项目名称": "长" * 32768}}}, "“项目名称”超过 32767 个字"),
        ({"03": [["208", "长" * 32768, [None] * 6]]}, "第 1 行：科目名称超过 32767 个字"),
        ({"11": {"lists": {"项目": [[*ROW[:2], "多", "1", ""]]}}}, "第 1 行：“多”不是金额"),
        ({"11": {"goals": {"目标": []}}}, "表11 goals：没有“目标”这一项；可用：长期目标、年度目标"),
        ({"11": {"goals": {"年度目标": [{"名": ""}]}}}, "年度目标第 1 项：没有“名”这一项"),
        ({"11": {"goals": {"年度目标": [{"years": ["2020"]}]}}}, "“years”应是前年、上年两个年份"),
        (
            {"11": {"goals": {"年度目标": [{}, {"rows": [["一级"]]}]}}},
            "表11 goals 年度目标第 2 项 rows第 1 行：应有 7 格",
        ),
        ({"05-2": [["7370", "某局", [None] * 5]]}, "表05-2第 1 行：“7370”不是 3 或 6 位的"),
        ({"06": [["3010101", "某科目", [None] * 3]]}, "“3010101”不是 3 或 5 位的科目编码"),
        ({"01": {"55": "1"}}, "表01：没有“55”这一行"),
        ({"07": ["1.00"]}, "表07：应有 6 个金额"),
    ],
)
def test_a_mistake_is_told_with_its_table_and_place(tables: object, problem: str) -> None:
    message = refusal(tables)
    assert message.startswith("某局.json：") and problem in message


# --- the published budget ----------------------------------------------------------------------


def total(cells: Iterable[tuple[str, RowKey, int]]) -> Decimal:
    """The sum of cells (table, row, 栏次), none of them blank."""
    figures = [DATA.tables[key].figures[row, column] for key, row, column in cells]
    assert all(isinstance(figure, Decimal) for figure in figures)
    return sum((Decimal(figure) for figure in figures), Decimal())


def test_projects_come_to_the_project_expenditure_of_the_budget() -> None:
    expected = Decimal("1936.26")
    projects = [f"12-{n}" for n in (1, 2, 3)]
    assert total((key, 2, 1) for key in projects) == expected
    assert total(("11", f"项目#{n}", 6) for n in (1, 2, 3)) == expected
    assert total([("03", "合计", 3)]) == total([("11", 7, 1)]) == expected


def test_money_of_the_general_budget_is_23_more_than_the_general_budget_has() -> None:
    declared = total((f"12-{n}", 4, 1) for n in (1, 2, 3))
    assert declared - total([("05-1", "合计", 5)]) == Decimal("23.00")
    assert total([("12-1", 4, 1)]) - total([("05-1", "2101505", 5)]) == Decimal("23.00")
    assert total([("01", 9, 1)]) == total([("11", 3, 1)]) == Decimal("23.00")


def test_one_division_has_no_items_below_it() -> None:
    for key in ("03", "05-1"):
        codes = [code for code, _ in DATA.tables[key].subjects]
        divisions = [code for code in codes if len(code) == 5]
        bare = [d for d in divisions if not any(c.startswith(d) and c != d for c in codes)]
        assert bare == ["21011"]
