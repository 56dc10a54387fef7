"""Columns as other people head them: each figure is bound to its 栏次 or to none, and what needs
one that is not certain is not evaluated."""

import pytest

from tests.layouts import Rows, find, foot, without_column_numbers
from tests.other import (
    broken,
    figures,
    named_cells,
    published,
    report_on,
    told,
    unchecked,
    with_sheet,
)
from tests.other import rows_of as printed
from validator.forms.model import TOTAL
from validator.reading import address
from validator.recognition.words import plain


def bare(sheet: str) -> Rows:
    """The table without its 栏次 row."""
    return without_column_numbers(printed(sheet))


def in_one_row(sheet: str) -> Rows:
    """The table without 栏次 row and with its headings in a single row."""
    rows = bare(sheet)
    rows[3] = [lower or upper for upper, lower in zip(rows[2], rows[3], strict=True)]
    del rows[2]
    return rows


def in_order(rows: Rows, *order: int) -> Rows:
    """The table with its columns in another order."""
    return [[row[c] for c in order] for row in rows]


def with_column(rows: Rows, at: int, *headings: str, value: object = 3.0) -> Rows:
    """The table with another column, its headings above the 合计 row, figures from there on."""
    top, bottom = find(rows, TOTAL)[0], foot(rows)
    found = []
    for n, row in enumerate(rows):
        above = top - n
        here: object = headings[-above] if 0 < above <= len(headings) else ""
        found.append([*row[:at], value if top <= n < bottom else here, *row[at:]])
    return found


def reworded(rows: Rows, **words: str) -> Rows:
    return [[words.get(str(value), value) for value in row] for row in rows]


# --- the same columns --------------------------------------------------------------------------


def counted(*numbers: object) -> Rows:
    rows = printed("表3")
    rows[4] = list(numbers)
    return rows


@pytest.mark.parametrize(
    "rows",
    [
        bare("表3"),
        in_one_row("表3"),
        counted(*range(1, 9)),
        counted("甲", "乙", 1, 2, 3, 4, 5, 6),
        counted("栏次", "", "1=2+3+4+5+6", 2, 3, 4, 5, 6),
        counted("栏次", "", "1栏", "2栏", "3栏", "4栏", "5栏", "6栏"),
        in_order(bare("表3"), 0, 1, 7, 6, 5, 4, 3, 2),
        in_order(in_one_row("表3"), 0, 1, 3, 4, 2, 7, 5, 6),
        reworded(in_one_row("表3"), 本年支出合计="合计"),
        reworded(in_one_row("表3"), 本年支出合计="支出合计（万元）", 基本支出="其中： 基 本\n支出"),
        reworded(bare("表3"), 对附属单位补助支出="对附属单位补助", 项目支出="2.项目支出(元)"),
        reworded(bare("表3"), 功能分类科目编码="支出功能分类科目编码", 科目名称="科目名称（按项）"),
    ],
    ids=range(12),
)
def test_columns_are_known_by_their_headings_wherever_they_stand(rows):
    assert figures(with_sheet("表3", rows), "03") == published("03")
    report = report_on("表3", rows)
    assert not broken(report)
    assert not unchecked(report)
    row, column = find(rows, "2101501")[0], find(rows, "基本支出")[1] if _has(rows) else 3
    assert address(row, column) in named_cells("表3", rows, row, column)


def _has(rows: Rows) -> bool:
    return any(value == "基本支出" for row in rows for value in row)


def test_the_upper_heading_may_be_the_one_that_tells():
    rows = reworded(bare("表5"), 小计="合计", 本年支出="本年支出决算数")
    assert figures(with_sheet("表5", rows), "05") == published("05")
    rows = in_order(bare("表8"), 0, 1, 7, 4, 5, 6, 3, 2)
    assert figures(with_sheet("表8", rows), "07") == published("07")


def test_a_line_with_the_department_in_its_own_cells_is_no_heading():
    rows = in_order(in_one_row("表3"), 0, 1, 3, 4, 2, 7, 5, 6)
    rows[1] = ["编制单位：", "江岸区医疗保障局", "", "2020年度", "", "", "单位：", "万元"]
    assert figures(with_sheet("表3", rows), "03") == published("03")


def test_a_heading_over_all_columns_tells_nothing_unless_it_is_of_other_figures():
    rows = bare("表5")
    rows[2:4] = [
        ["", "", "部门决算情况", "", ""],
        ["科目编码", "科目名称", "小计", "基本支出", "项目支出"],
    ]
    assert figures(with_sheet("表5", rows), "05") == published("05")
    rows[2][2] = "上年决算数"
    assert "表头与表式不符" in told(report_on("表5", rows), "T01")


@pytest.mark.parametrize("mark", ["*", "※", "[1]", "（注1）", "（万元）*"])
def test_the_mark_of_a_note_behind_a_heading_is_no_matter(mark):
    for sheet, key, word in (
        ("表1", "01", "决算数"),
        ("表4", "04", "金额"),
        ("表6", "06", "决算数"),
    ):
        rows = reworded(printed(sheet), **{word: word + mark})
        assert rows != printed(sheet)
        assert figures(with_sheet(sheet, rows), key) == published(key)


# --- columns more ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "headings"),
    [
        (2, ["年初预算数"]),
        (5, ["年初预算数", "合计"]),
        (5, ["占本年支出比例"]),
        (3, ["其中：政府采购"]),
    ],
)
def test_a_column_that_the_form_does_not_have_is_told_and_not_taken_for_another(at, headings):
    rows = with_column(bare("表5"), at, *headings)
    assert figures(with_sheet("表5", rows), "05") == published("05")
    report = report_on("表5", rows)
    assert plain(headings[-1]) in told(report, "T18")
    assert "没有核对" in told(report, "T18")
    assert not broken(report)
    assert not unchecked(report)


def test_a_column_more_beside_numbered_ones_is_told():
    report = report_on("表5", with_column(printed("表5"), 5, "占比", ""))
    assert "占比" in told(report, "T18")
    assert not broken(report)


def test_of_budget_and_accounts_beside_each_other_the_accounts_are_taken():
    rows = bare("表5")
    rows[2] = ["项目", "", "年初预算数", "", "", "决算数", "", ""]
    rows[3] = [*rows[3][:2], *rows[3][2:] * 2]
    for row in rows[4 : foot(rows)]:
        row[2:2] = [9.0, 5.0, 4.0]
    assert figures(with_sheet("表5", rows), "05") == published("05")
    report = report_on("表5", rows)
    assert "年初预算数·小计" in told(report, "T18")
    assert not broken(report)
    assert "F10" in named_cells("表5", rows, 9, 5)


def test_under_numbers_that_fit_and_headings_of_something_else_nothing_is_checked():
    rows = printed("表5")
    rows[2][2:] = ["年初预算数", "调整预算数", "执行数"]
    rows[3][2:] = ["", "", ""]
    report = report_on("表5", rows)
    assert "表头与表式不符" in told(report, "T01")
    assert all(table.table != "05" for table in report.tables)


def test_a_total_beside_a_column_that_it_may_include_is_not_evaluated():
    rows = with_column(in_one_row("表3"), 8, "专项支出")
    report = report_on("表3", rows)
    assert not broken(report)
    assert "“本年支出合计”没有找到" in unchecked(report)
    assert "JS03-1" in unchecked(report)
    assert "专项支出" in told(report, "T18")


# --- columns less, or two for one --------------------------------------------------------------


def test_an_addend_that_a_layout_does_not_print_is_nothing():
    rows = in_order(in_one_row("表3"), 0, 1, 2, 3, 4)
    rows[1][4] = "单位：万元"
    report = report_on("表3", rows)
    assert figures(with_sheet("表3", rows), "03") == published("03")
    assert not broken(report)
    assert not unchecked(report)
    assert "没有印版本里的 3 栏（上缴上级支出" in told(report, "T18")
    assert "C10" in named_cells("表3", rows, 9, 2)


def test_a_column_that_was_deleted_from_among_numbered_ones_is_not_nothing():
    rows = printed("表3")
    report = report_on("表3", in_order(rows, 0, 1, 2, 3, 4, 6, 7))
    assert "无法确定哪一栏是“上缴上级支出”" in told(report, "T04")
    assert "“上缴上级支出”没有找到" in unchecked(report)
    assert not broken(report)


def test_a_total_that_is_not_printed_is_not_nothing():
    report = report_on("表3", in_order(in_one_row("表3"), 0, 1, 3, 4, 5, 6, 7))
    assert "“本年支出合计”没有找到" in unchecked(report)
    assert not broken(report)


def test_two_columns_with_the_same_headings_are_neither():
    rows = in_order(in_one_row("表3"), 0, 1, 2, 3, 3, 4, 5, 6, 7)
    report = report_on("表3", rows)
    assert not any(number == 2 for _, number in figures(with_sheet("表3", rows), "03"))
    assert "无法确定哪一栏是“基本支出”" in told(report, "T04")
    assert "“基本支出”没有找到" in unchecked(report)
    assert not broken(report)


def test_headings_that_could_be_several_are_none_of_them():
    rows = reworded(in_one_row("表2"), 财政拨款收入="一般公共预算财政拨款收入")
    report = report_on("表2", rows)
    assert not any(number == 2 for _, number in figures(with_sheet("表2", rows), "02"))
    assert "“财政拨款收入”没有找到" in unchecked(report)
    assert not broken(report)


# --- 国有资本经营 in full ------------------------------------------------------------------------


def in_full(*last: object, flat: bool = False) -> Rows:
    """The table with all columns of 政府性基金, and one branch of 科目; `last` is each row."""
    rows = bare("表8")
    title = "2020年度国有资本经营预算财政拨款收入支出决算表（表9）"
    names = ("合计", ""), ("223", "国有资本经营预算支出"), ("22301", "解决历史遗留问题"), (
        "2230105", "国有企业退休人员社会化管理补助支出",
    )  # fmt: skip
    heads = rows[2:4]
    if flat:
        words = [
            "年初结转和结余",
            "本年收入",
            "本年支出合计",
            "基本支出",
            "项目支出",
            "年末结转和结余",
        ]
        heads = [["科目编码", "科目名称", *words]]
    return [[title, *[""] * 7], rows[1], *heads, *([*name, *last] for name in names)]


@pytest.mark.parametrize("flat", [False, True])
def test_the_state_capital_table_may_have_income_and_carry_over_too(flat):
    rows = in_full(1.0, 2.0, 3.0, "", 3.0, "", flat=flat)
    keys = (TOTAL, "223", "22301", "2230105")
    expected = {(key, n): 3_000_000 for key in keys for n in (1, 3)}
    assert figures(with_sheet("表9", rows), "08") == expected
    report = report_on("表9", rows)
    assert "本年收入" in told(report, "T18")
    assert "JS08" not in unchecked(report)
    first = len(rows) - 4
    assert address(first, 4) in named_cells("表9", rows, first, 4)
