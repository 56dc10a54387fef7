"""Cards as other bureaus lay them out: the ministry's card with three amounts, 10 points for the
execution and a column of weights, and what people write where the forms of Wuhan print otherwise.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from validator import Report, check
from validator.forms.model import Severity
from validator.forms.scorecard import Kind, unweighed, weight_in
from validator.reading import Book, Sheet
from validator.recognition import recognise

Rows = list[list[object]]

AMOUNTS = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
HEADINGS = [
    *("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    "偏差原因分析及改进措施",
]
#: Group, second level, name, target, result, weight, score, reason.
INDICATORS: Rows = [
    ["产出指标", "数量指标", "培训人次", "≥10 次", "12 次", 20, 20, ""],
    ["", "质量指标", "培训合格率", "≥90%", "95%", 20, 20, ""],
    ["", "成本指标", "培训成本", "≤100 万元", "98 万元", 10, 10, ""],
    ["效益指标", "社会效益指标", "服务能力", "有所提升", "有所提升", 30, 30, ""],
    ["满意度指标", "服务对象满意度指标", "学员满意度", "≥95%", "96%", 10, 10, ""],
]


def national(indicators: Rows = INDICATORS, total: object = 99.8, score: object = 9.8) -> Rows:
    """The ministry's card of a project that spent 98 of 100."""
    rows: Rows = [
        ["项目支出绩效自评表"],
        ["（2023 年度）"],
        ["项目名称", "", "基层能力提升"],
        ["主管部门", "", "甲市卫生健康委员会", "", "", "实施单位", "甲市人民医院"],
        ["项目资金\n（万元）", "", "", *AMOUNTS],
        ["", "年度资金总额", "", 120, 100, 98, 10, "98%", score],
        ["", "其中：当年财政拨款", "", 100, 80, 78, "—", "—", "—"],
        ["", "上年结转资金", "", 20, 20, 20, "—", "—", "—"],
        ["", "其他资金", "", 0, 0, 0, "—", "—", "—"],
        ["年度总体目标", "预期目标", "", "", "", "实际完成情况"],
        ["", "提升基层医疗服务能力。", "", "", "", "已完成全部培训任务。"],
        ["绩效指标", *HEADINGS],
        *(["", *row] for row in indicators),
        ["总分", "", "", "", "", "", 100, total],
    ]  # fmt: skip
    return rows


def book(*sheets: Rows) -> Book:
    named = []
    for number, rows in enumerate(sheets, start=1):
        width = max(map(len, rows))
        even = [row + [""] * (width - len(row)) for row in rows]
        named.append(Sheet(f"Sheet{number}", even, {}))
    return Book("自评.xlsx", tuple(named))


def only_card(rows: Rows) -> Any:
    (card,) = recognise(book(rows)).cards
    return card


def report(rows: Rows, faults: dict[tuple[int, int], str] | None = None) -> Report:
    first = book(rows).sheets[0]
    return check(Book("自评.xlsx", (replace(first, faults=faults or {}),)))


def corrections(
    rows: Rows, faults: dict[tuple[int, int], str] | None = None
) -> list[tuple[str, str]]:
    """The rule and the message of everything that is to be corrected or explained."""
    return [
        (finding.rule, finding.message)
        for finding in report(rows, faults).findings
        if finding.severity is not Severity.INFO
    ]


def row_of(rows: Rows, label: str) -> int:
    return next(n for n, row in enumerate(rows) if row[0] == label)


def changed(indicator: int, **columns: object) -> Rows:
    """The indicators, one of them with other words in some columns."""
    names = ("group", "second", "name", "target", "result", "weight", "score", "reason")
    rows = [list(row) for row in INDICATORS]
    for name, value in columns.items():
        rows[indicator][names.index(name)] = value
    return rows


def test_a_sound_card_of_the_ministry_needs_no_correction():
    card = only_card(national())
    assert (card.full, card.execution.budget.raw, card.execution.executed.raw) == (10, 100, 98)
    assert [indicator.weight for indicator in card.indicators] == [20, 20, 10, 30, 10]
    assert report(national()).findings == ()


@pytest.mark.parametrize("said", ["9.8", "9.80", "９.８", "9.8分", "9.8 分", "（9.8 分）"])
def test_scores_may_be_written_with_their_unit(said):
    assert corrections(national(score=said, total="99.8 分")) == []
    wrong = national(score=said, total="100分")
    assert [rule for rule, _ in corrections(wrong)] == ["P06"]


@pytest.mark.parametrize("brackets", ["（）", "()", "【】", "［］", "[]", "〔〕", "(）", "〔）"])
def test_weights_behind_a_name_may_stand_in_any_brackets(brackets):
    opening, closing = brackets
    name = f"培训人次{opening}20 分{closing}"
    assert (weight_in(name), unweighed(name)) == (Decimal(20), "培训人次")


@pytest.mark.parametrize("label", ["合计", "总计", "总得分", "自评总分", "自评得分", "总分合计"])
def test_the_total_has_many_names(label):
    rows = national()
    rows[-1][0] = label
    assert only_card(rows).total.words == "99.8"
    assert corrections(rows) == []


def test_a_sum_is_the_total_only_below_the_indicators_of_a_card_without_one():
    rows = national()
    rows[5][0] = rows[5][1] = "合计"
    rows.insert(-1, ["合计", *[""] * 5, 90, 90])
    assert only_card(rows).total.words == "99.8"
    assert corrections(rows) == []


@pytest.mark.parametrize(
    "title",
    ["项目支出绩效自评结果表", "2023 年度项目支出绩效自评情况表", "绩效自评打分表（2023 年）"],
)
def test_the_table_of_results_is_a_card(title):
    rows = national()
    rows[0][0] = title
    card = only_card(rows)
    assert (card.title, card.form.kind, card.year) == (title, Kind.PROJECT, 2023)


def test_the_card_of_a_department_or_unit_is_a_departments():
    rows = national()
    rows[0][0] = "部门（单位）整体支出绩效自评表"
    assert only_card(rows).form.kind is Kind.DEPARTMENT


def test_the_year_may_stand_alone_below_the_title():
    rows = national()
    assert only_card(rows).year == 2023
    rows[1][0] = "填报日期：2024 年 3 月"
    assert only_card(rows).year is None


SHORT = {"result": "8 次", "score": 16}


def test_the_reason_may_stand_in_the_row_of_its_indicator():
    rows = national(changed(0, **SHORT, reason="受疫情影响，少办两期"), total=95.8)
    assert only_card(rows).indicators[0].reason.words == "受疫情影响,少办两期"
    assert corrections(rows) == []


@pytest.mark.parametrize("reason", ["", "无", "—"])
def test_an_indicator_that_falls_short_needs_its_own_reason(reason):
    indicators = changed(0, **SHORT, reason="")
    indicators[1][7] = "提高了质量"
    indicators[0][7] = reason
    ((rule, message),) = corrections(national(indicators, total=95.8))
    assert rule == "P17"
    assert message == (
        "1 个指标没有达到目标值：培训人次（≥10 次 → 8 次）；“偏差原因”却没有写原因。请写明原因。"
    )


def test_groups_weigh_what_the_card_says_where_the_form_gives_the_execution_another_weight():
    indicators = changed(0, group="产出指标（50 分）")
    indicators[3][0], indicators[4][0] = "效益指标（30 分）", "满意度指标（10 分）"
    rows = national(indicators)
    rows[1][0] = "（2024 年度）"
    assert only_card(rows).form.fixed
    assert corrections(rows) == []
    rows[15][1] = "效益指标（40 分）"
    assert [rule for rule, _ in corrections(rows)] == ["P03", "P04"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("#DIV/0!", "执行率“#DIV/0!” 是错误值，无法核对，请修正公式。"),
        (
            "",
            "执行率 的公式没有计算结果，无法核对，请在 Excel 或 WPS 中打开并保存后再校验。",
        ),
    ],
)
def test_of_a_cell_without_a_value_it_is_said_why(fault, said):
    rows = national()
    rows[5][7] = ""
    assert corrections(rows, {(5, 7): fault}) == [("P01", said)]


@pytest.mark.parametrize(
    ("words", "choices", "ticked", "boxes"),
    [
        ("R部门预算项目 £区直专项", ("部门预算项目", "区直专项"), (0,), 2),
        ("1、部门预算项目 o 2、区直专项 R", ("部门预算项目", "区直专项"), (1,), 2),
        ("þ部门预算项目 ¨区直专项", ("部门预算项目", "区直专项"), (0,), 2),
        ("部门预算项目（V） 区直专项（ ）", ("部门预算项目", "区直专项"), (0,), 2),
        ("部门预算项目 √ R&D 项目 □", ("部门预算项目", "R&D项目"), (0,), 2),
        ("PPP 项目 □ VIP 项目 ☑", ("PPP项目", "VIP项目"), (1,), 2),
        ("1、部门预算项目 V 2、区直专项", ("部门预算项目", "区直专项"), (0,), 1),
        ("部门预算项目", ("部门预算项目",), (0,), 0),
        ("2、区直专项", ("区直专项",), (0,), 0),
        ("市县共建项目", ("市县共建项目",), (), 0),
    ],
)
def test_boxes_of_symbol_fonts_and_typed_ones_are_read(words, choices, ticked, boxes):
    rows = national()
    rows.insert(3, ["项目类别", "", words])
    (row,) = only_card(rows).ticks
    assert (row.choices, row.ticked, row.boxes) == (choices, ticked, boxes)


def test_scores_of_the_overview_are_shown_as_they_are_printed():
    rows = national(changed(0, weight=20.1, score=20.1 - 1e-13))
    assert report(rows).scorecards[0].scores["产出指标"] == "50.1"


def test_a_total_is_only_said_to_change_where_it_counts_the_wrong_score():
    ((_, message), *_) = corrections(national(score=10, total=100))
    assert "总分随之应为 99.80，现为 100" in message
    messages = dict(corrections(national(score=10, total=99.8)))
    assert messages["P02"] == "预算执行得分印作 10，应为 10 × 98% = 9.80（不超过 10）。请更正。"


def unfilled(budget: object = 100) -> Rows:
    """The card at the beginning of the year."""
    rows = national([[*row[:4], "", row[5], "", ""] for row in INDICATORS], "", "")
    for row in range(5, 9):
        rows[row][3:8] = ["", "", "", 10, ""]
    rows[5][4] = budget
    return rows


def test_a_card_with_its_budget_and_targets_alone_is_not_filled_in():
    assert corrections(unfilled()) == []
    (finding,) = report(unfilled()).findings
    assert finding.message.startswith("有 1 张自评表还没有填写")


def test_of_an_executed_amount_that_is_not_filled_in_it_is_said_once():
    rows = national()
    rows[5][5] = rows[5][7] = rows[5][8] = ""
    messages = dict(corrections(rows))
    assert messages["P01"] == "执行数和执行率都没有填（预算数 100），请补填；没有支出的填 0。"
    assert "P02" not in messages


def test_signs_of_no_width_are_not_there():
    rows = [[f"\u200b{cell}\ufeff" if cell else cell for cell in row] for row in national()]
    assert only_card(rows).execution.executed.words == "98"
    assert corrections(rows) == []


def test_a_card_without_title_is_known_by_its_body():
    rows = national()[2:]
    assert (only_card(rows).title, only_card(rows).name) == ("", "基层能力提升")
    assert corrections(rows) == []


@pytest.mark.parametrize(
    ("label", "known"),
    [("部门名称", "单位名称"), ("部门（单位）名称", "单位名称"), ("实施单位", "项目实施单位")],
)
def test_fields_have_other_labels(label, known):
    rows = national()
    rows[3] = [label, "", "甲局"]
    assert only_card(rows).fields[known].words == "甲局"
    rows[3] = [f"{label}：甲局　填报日期：2024 年 3 月"]
    assert only_card(rows).fields[known].words == "甲局"


def test_a_blank_field_does_not_take_the_next_label():
    rows = national()
    rows[3][2] = ""
    assert only_card(rows).fields["主管部门"].blank


def beside(first: Rows, second: Rows, gap: int = 1) -> Rows:
    width = max(map(len, first)) + gap
    return [
        [*row, *[""] * (width - len(row)), *other] for row, other in zip(first, second, strict=True)
    ]


@pytest.mark.parametrize("gap", [1, 3])
def test_cards_may_stand_side_by_side(gap):
    last_year = national(score=10, total=100)
    last_year[1][0] = "（2022 年度）"
    last_year[5][5] = 100
    rows = beside(beside(last_year, national(), gap), national(), gap)
    cards: Any = recognise(book(rows)).cards
    assert [card.key for card in cards] == ["S1", "S2", "S3"]
    assert [card.year for card in cards] == [2022, 2023, 2023]
    assert [card.execution.executed.raw for card in cards] == [100, 98, 98]
    assert [len(card.indicators) for card in cards] == [5, 5, 5]
    assert [card.left for card in cards] == [0, 9 + gap, 2 * (9 + gap)]


def test_two_titles_without_a_blank_column_between_them_are_one_card():
    rows = national()
    rows[0] = ["附件：绩效自评表", "", "项目支出绩效自评表"]
    assert len(recognise(book(rows)).cards) == 1


@pytest.mark.parametrize(
    "headings",
    [
        ["年初预算", "全年预算（A）", "全年执行（B）", "满分", "预算执行率", "自评得分"],
        ["年初预算数", "调整后预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"],
        ["年初预算数", "调整预算数", "实际支出数", "权重", "执行率（%）", "自评分"],
        ["年初预算金额", "全年预算金额", "支出金额", "标准分", "执行进度", "得分"],
    ],
)
def test_the_columns_of_the_execution_have_other_headings(headings):
    rows = national()
    rows[4][3:] = headings
    done = only_card(rows).execution
    assert [cell.raw for cell in done[2:]] == [100, 98, "98%", 9.8]
    assert corrections(rows) == []


def test_the_budget_at_the_beginning_of_the_year_may_stand_behind_the_adjusted_one():
    rows = national()
    rows[4][3:5], rows[5][3:5] = ["全年预算数", "年初预算数"], [100, 120]
    assert only_card(rows).execution.budget.raw == 100


@pytest.mark.parametrize(
    "headings",
    [
        ["年度目标值", "全年实际值", "标准分", "自评分"],
        ["全年指标值", "实际完成指标值", "指标满分", "自评得分"],
        ["指标值", "完成值", "权重（%）", "评分"],
        ["预期值", "实际完成情况", "指标分值", "自评分值"],
    ],
)
def test_the_columns_of_indicators_have_other_headings(headings):
    rows = national()
    rows[11][4:8] = headings
    assert [row.score.raw for row in only_card(rows).indicators] == [20, 20, 10, 30, 10]
    assert corrections(rows) == []


def in_columns(sense: str, target: object, unit: str, result: object) -> Rows:
    """The card with the sign and the unit of targets in columns of their own."""
    rows = national()
    rows[11][4:5] = ["指标性质", "年度指标值", "度量单位"]
    for row in rows[12:17]:
        row[4:5] = ["", row[4], ""]
    rows[12][4:8] = [sense, target, unit, result]
    rows[17] = ["总分", *[""] * 7, 100, 99.8]
    return rows


@pytest.mark.parametrize(
    ("sense", "target", "unit", "result", "said"),
    [
        ("≥", 10, "次", 12, "≥10次"),
        ("＝", "10", "次", "10", "=10次"),
        ("≤", 10, "次", 8, "≤10次"),
        ("反向指标", 10, "天", "8 天", "≤10天"),
        ("正向", 95, "%", 96, "≥95%"),
        ("≥", "95%", "%", "96%", "≥95%"),
        ("定性", "有所提升", "", "有所提升", "有所提升"),
        ("", 10, "次", 12, "10次"),
    ],
)
def test_the_sign_and_the_unit_of_a_target_may_have_columns_of_their_own(
    sense, target, unit, result, said
):
    rows = in_columns(sense, target, unit, result)
    assert only_card(rows).indicators[0].target.words == said
    assert corrections(rows) == []


def test_a_target_is_missed_in_the_direction_of_its_own_column():
    rules = [rule for rule, _ in corrections(in_columns("≤", 10, "次", 12))]
    assert rules == ["P08", "P17"]
    rules = [rule for rule, _ in corrections(in_columns("≥", 10, "次", 8))]
    assert rules == ["P08", "P17"]


@pytest.mark.parametrize(("weights", "score"), [((50, "", ""), 45), ((20, 20, 10), 45)])
def test_a_score_may_be_merged_over_several_indicators(weights, score):
    indicators = [list(row) for row in INDICATORS]
    for row, weight in zip(indicators, weights, strict=False):
        row[5], row[6] = weight, ""
    indicators[0][6] = score
    rows = national(indicators, total=94.8)
    assert set(only_card(rows).merged) == {12, 13, 14}
    assert corrections(rows) == []


@pytest.mark.parametrize(("weights", "score"), [((20, 20, 10), 15), ((20, 20, 10), 51)])
def test_blank_scores_below_one_that_is_not_that_of_all_are_missing(weights, score):
    indicators = [list(row) for row in INDICATORS]
    for row, weight in zip(indicators, weights, strict=False):
        row[5], row[6] = weight, ""
    indicators[0][6] = score
    rows = national(indicators, total=49.8 + score)
    assert only_card(rows).merged == {}
    assert "P16" in [rule for rule, _ in corrections(rows)]


def test_the_execution_may_be_one_of_the_indicators():
    rows = national()
    del rows[4:11]
    rows.insert(5, ["", "预算执行", "", "预算执行率", "100%", "98%", 10, 9.8, "项目结余"])
    assert [rule for rule, _ in corrections(rows)] == ["P20"]
    rows[6][6] = rows[6][7] = 25
    assert "P03" in [rule for rule, _ in corrections(rows)]


@pytest.mark.parametrize(
    ("budget", "executed"),
    [("100 万元", "98 万"), ("100（万元）", "98(万元)"), ("1,000,000.00 元", "￥980,000元整")],
)
def test_amounts_may_have_their_unit_beside_them(budget, executed):
    rows = national()
    rows[5][4:6] = [budget, executed]
    assert corrections(rows) == []
    shown = report(rows).scorecards[0]
    assert (shown.budget, shown.executed) == ("100.00", "98.00")
