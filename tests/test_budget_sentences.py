"""What findings say of budgets: shares with what they are of, lines by their words, one cause once
across the tables of several projects."""

import pytest

from tests.budget_data import Change, Tables, put, sound_book, typed
from tests.test_budget_rules import heavy, of_rule
from validator import check
from validator.findings import Finding
from validator.forms.model import Severity
from validator.reading import address
from validator.recognition import recognise
from validator.rounding import Verdict
from validator.run import about


def said(*changes: Change, rule: str = "YS11-1") -> Finding:
    """The only thing that a rule says of the sound budget with the changes."""
    (told,) = of_rule(sound_book(*changes), rule)
    return told


# --- figures -----------------------------------------------------------------------------------


def test_figures_of_tables_in_different_units_carry_them() -> None:
    (total, *_) = of_rule(typed(sound_book(), "表5-1", "单位：万元", "单位：元"), "YSX5")
    assert total.message.startswith(
        "合计 合计 7628.80元 应与 表5-2 合计 合计 7628.80万元 相等，相差 -76280371.20元。"
    )


def test_of_a_thousand_addends_not_all_are_written_out() -> None:
    def many(tables: Tables) -> None:
        tables["12-3"]["lists"]["明细"] = [["", "", "", "0.10", "", ""] for _ in range(1000)]
        for row in tables["12-3"]["lists"]["明细"]:
            row[0] = "某项"

    (told,) = of_rule(sound_book(many), "YS12-2")
    assert "0.10 + … + 0.10（" in told.message and "共 1000 项" in told.message
    assert len(told.message) < 800


# --- shares ------------------------------------------------------------------------------------


def test_a_wrong_share_is_told_with_what_it_is_of() -> None:
    told = said(put("11", "5", 2, "67.40%"))
    assert told.message == (
        "人员类项目支出 占比 67.40%，应为 5164.74 ÷ 7651.80 = 67.50%，相差 -0.10 个百分点。"
    )
    assert (told.kind, told.severity, told.verdict) == ("share", Severity.ERROR, Verdict.ERROR)
    assert (told.left, told.right, told.difference) == ("67.40", "67.50", "-0.10")


def test_a_share_is_a_per_cent_in_json_and_what_it_is_of_an_amount() -> None:
    told = said(put("11", "5", 2, "67.40%"))
    assert [(c.value, c.role, c.line, c.column) for c in told.cells] == [
        ("67.40", "left", None, 2),
        ("5164.74", "right", None, 1),
        ("7651.80", "right", None, 1),
    ]
    assert told.as_json()["difference"] == "-0.10"


@pytest.mark.parametrize("share", ["67.49%", "67%"])
def test_a_share_with_its_last_digit_cut_off_is_information(share: str) -> None:
    told = said(put("11", "5", 2, share))
    assert told.severity is Severity.INFO
    assert told.message.endswith("末位没有四舍五入，或少印了小数。")


def test_a_share_of_an_amount_that_was_rounded_to_zero_is_to_be_checked() -> None:
    small = (put("11", "2", 1, "0.00"), put("11", "2", 2, "0.01%"), put("11", "4", 1, "50.00"))
    found = of_rule(sound_book(*small), "YS11-1")
    (told,) = (finding for finding in found if finding.verdict is Verdict.IMPROBABLE)
    assert told.severity is Severity.WARNING
    assert told.message == (
        "财政专户管理资金 占比 0.01%，按印出的数应为 0.00 ÷ 50.00 = 0.00%；"
        "四舍五入有可能造成，但可能性很小，请核实。（与 YS11-2 同因）"
    )


def test_a_share_typed_as_a_number_among_fractions_is_the_only_wrong_one() -> None:
    told = of_rule(typed(sound_book(), "表11", 0.675, 67.5), "YS11-1")
    assert [finding.message for finding in told] == [
        "人员类项目支出 占比 6750.00%，应为 5164.74 ÷ 7651.80 = 67.50%，相差 6682.50 个百分点。"
    ]


def test_a_share_that_is_blank_is_told_what_to_fill_in() -> None:
    told = said(put("11", "5", 2, None))
    assert told.message == (
        "人员类项目支出 占比 没有填，应为 5164.74 ÷ 7651.80 = 67.50%，请补填 67.50%。"
    )


def test_a_share_of_nothing_is_an_error_that_says_so() -> None:
    nothing = (put("11", row, 1, None) for row in ("1", "3", "4"))
    told = of_rule(sound_book(*nothing), "YS11-1")
    assert {finding.verdict for finding in told} == {Verdict.NOT_EVALUATED}
    assert {finding.severity for finding in told} == {Severity.ERROR}
    assert told[0].left is None
    assert "收入构成 合计 当年金额 0.00 不是正数，算不出占比" in told[0].message


def test_words_in_place_of_a_share_are_told_once_with_the_rule_that_could_not_run() -> None:
    told = heavy(check(typed(sound_book(), "表11", 0.675, "约三分之二")))
    assert [finding.rule for finding in told] == ["T05"]
    assert "因此 1 条规则无法核对：YS11-1" in told[0].message


def test_shares_kept_as_text_are_not_numbers_that_nobody_adds_up() -> None:
    assert of_rule(sound_book(), "T05") == []


def test_a_share_follows_from_the_amount_that_is_wrong() -> None:
    told = heavy(check(sound_book(put("11", "7", 1, "1836.26"))))
    assert {finding.group for finding in told} == {told[0].group}
    by_rule = {finding.rule: finding.cause for finding in told}
    assert by_rule["YS11-1"] is False
    assert told[0].rule == "YS11-2"


def test_a_share_that_no_amount_explains_is_a_cause_of_its_own() -> None:
    both = (put("11", "7", 1, "1836.26"), put("11", "5", 2, "65.40%"))
    told = heavy(check(sound_book(*both)))
    own = [finding for finding in told if finding.rule == "YS11-1" and finding.cause]
    assert [finding.cells[0].label for finding in own] == ["人员类项目支出"]


# --- lines, lists and tables by name ------------------------------------------------------------


def test_lines_of_the_same_words_are_told_apart_by_what_stands_beside_or_above_them() -> None:
    assert said(put("11", "8", 3, "8920.72"), rule="YS11-3").message.startswith(
        "【2021年】收入构成 合计 8920.62 与 支出构成 合计 8920.72 通常应相等"
    )
    assert "二、上年结转 （二）政府性基金预算拨款 1.00" in (
        said(put("04", "7", 1, "1.00"), rule="YS04-2").message
    )


def test_a_row_of_a_list_is_called_by_its_first_words() -> None:
    told = said(put("11", "项目#3", 3, "640"), rule="YS11-4")
    assert told.message.startswith("【医疗保险经办运行工作经费】项目总预算 640.00")
    assert [cell.line for cell in told.cells] == [None, None]


def test_a_row_of_a_list_without_words_is_not_read_and_said_to_be_so() -> None:
    def nameless(tables: Tables) -> None:
        tables["11"]["lists"]["项目"][2] = [None, None, "640", "650", None]

    told = heavy(check(sound_book(nameless)))
    assert {finding.rule for finding in told} == {"T04", "YSX9"}


def test_a_finding_names_which_of_several_tables_it_is_about() -> None:
    (in_words,) = of_rule(typed(sound_book(), "表12-2", "财政专户管理资金", "专户资金"), "T04")
    assert in_words.table == "12-2"
    assert "表12-2 部门项目申报表" in in_words.message
    (told,) = of_rule(sound_book(put("12-2", "4", 1, "300")), "YSX10")
    assert "表12-2 一般公共预算财政拨款 300.00" in told.message


# --- one cause ----------------------------------------------------------------------------------


def test_what_a_project_breaks_between_the_tables_follows_from_it() -> None:
    told = heavy(check(sound_book(put("12-2", "2", 1, "288.85"))))
    assert len({finding.group for finding in told}) == 1
    assert {"YS12-1", "YS12-2", "YSX9"} <= {finding.rule for finding in told}
    assert told[0].table == "12-2"


def test_findings_stand_in_the_order_of_the_tables() -> None:
    changes = [put(table, "3", 1, "1") for table in ("12-3", "12-1")]
    tables = [f.table for f in heavy(check(sound_book(*changes))) if f.rule == "YS12-1" and f.cause]
    assert tables == ["12-1", "12-3"]


# --- one cell ----------------------------------------------------------------------------------


def test_of_a_cell_of_a_project_every_rule_is_told() -> None:
    book = sound_book()
    table = recognise(book).tables["12-1"]
    cell = table.cells[2, 1]
    told = about(book, table.sheet, address(cell.row, cell.column))
    assert told is not None
    assert told.title == "表12-1 部门项目申报表（含绩效目标）"
    assert {s.rule for s in told.statements} == {"YS12-1", "YS12-2", "YS12-3", "YS12-4", "YSX9"}
    assert {s.verdict for s in told.statements} == {Verdict.EXACT}


def test_of_a_share_it_is_told_that_it_agrees() -> None:
    book = sound_book()
    table = recognise(book).tables["11"]
    cell = table.cells[5, 2]
    told = about(book, table.sheet, address(cell.row, cell.column))
    assert told is not None
    assert [(s.rule, s.message) for s in told.statements] == [
        ("YS11-1", "人员类项目支出 占比 67.50%，应为 5164.74 ÷ 7651.80 = 67.50%：相符。")
    ]
