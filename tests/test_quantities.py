"""Figures of scorecards as people write them: amounts, rates, targets and results."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from validator.amounts import QIAN_YUAN, WAN_YUAN, YUAN
from validator.quantities import (
    Quantity,
    Sense,
    alike,
    expected_share,
    met,
    money,
    number,
    quantity,
    rate,
    says,
)
from validator.quantities.words import MEASURES, MULTIPLES, NONE_OF, SPELT, UNITS

#: What people write, and how it is read.
READ = {
    "≥90%": "≥90%",
    "≧90%": "≥90%",
    "≥90％": "≥90%",
    "≥ 90 %": "≥90%",
    "＞50 家": ">50 家",
    "90%以上": "≥90%",
    "90%及以上": "≥90%",
    "50%（含）以上": "≥50%",
    "90％以上（含 90％）": "≥90%",
    "不超100万": "≤100 万",
    "100%完成": "100%",
    ">1.6 千份": ">1.6 千份",
    "617 家": "617 家",
    "617家": "617 家",
    "６１７家": "617 家",
    "1,433 人": "1433 人",
    "≥12 次每年": "≥12 次",
    "≥4 次/年": "≥4 次",
    "每年不少于12次": "≥12 次",
    "全年≥4次": "≥4 次",
    "≥1 人每年": "≥1 人",
    "1次/月": "12 次",
    "每季度1次": "4 次",
    "30 分钟以内": "≤30 分钟",
    "3个工作日内": "≤3 工作日",
    "≤24 小时": "≤24 小时",
    "4/次": "4 次",
    "100%": "100%",
    "百分之九十以上": "≥90%",
    "百分之百": "100%",
    "1433": "1433",
    "21 人": "21 人",
    "0 次": "0 次",
    "0 差错": "0 差错",
    "零差错": "0 差错",
    "14000 左右": "≈14000",
    "约 3 万": "≈3 万",
    "不少于 5 场": "≥5 场",
    "不少于三次": "≥3 次",
    "不小于 3": "≥3",
    "至少 3 次": "≥3 次",
    "3 次以上": "≥3 次",
    "不超过 3%": "≤3%",
    "不低于95%": "≥95%",
    "不高于 2%": "≤2%",
    "5 人以下": "≤5 人",
    "2%以下": "≤2%",
    "控制在5%以内": "≤5%",
    "超过 100 家": ">100 家",
    "300余家": ">300 家",
    "2万余人": ">2 万人",
    "56 万人": "56 万人",
    "80 万": "80 万",
    "483 万元": "483 万元",
    "≥34 万人": "≥34 万人",
    ">23 万份": ">23 万份",
    "1 个月": "1 个月",
    "2 年": "2 年",
    "≥1": "≥1",
    "≥-5%": "≥-5%",
    "5‰以下": "≤5‰",
    "3.5 元/人": "3.5 元/人",
    "5 千克": "5 公斤",
    "已完成 4 次": "4 次",
    "达到95%。": "95%",
    "5个社区": "5 社区",
    "十万元": "10 万元",
    "完成率 100%": "完成率 100%",
    "完成率≥95%": "完成率 ≥95%",
    "4 次，完成率 100%": "4 次，完成率 100%",
    "4次（完成率100%）": "4 次，完成率 100%",
    "≥30%，完成率 100%": "≥30%，完成率 100%",
    "每月开展日常稽查，完成率 100%": "完成率 100%",
    "考核为优秀，完成率 100%": "完成率 100%",
}
#: What is words: no figure, more than a figure, or a figure that says nothing about how many.
WORDS = (
    *("不超过合同金额", "不高于", "不小于", "按文件落实报销政策", "每月按时缴纳", "有效提升"),
    *("合格", "严格依法处罚", "收支结余平稳", "无", "", " ", "-", "—", "/", "一般", "零容忍"),
    *("10-15 次", "90%~95%", "10至15次", "2022 年底前", "2022年", "2022年12月", "15日", "1/2"),
    *("1-6 级伤残军人", "≥95%以内", "不少于约5次", "±5%", "未完成4次", "第3次", "4次会议圆满结束"),
    *("全年共开展了4次培训，效果良好", "5差错", "#DIV/0!", "百万", "一", "完成率", "%", "≥"),
    "在符合国家规定的基础上，适度扩大覆盖范围；3 项措施提升困难群众看病就医方便程度",
)


def parsed(written: object, like: Quantity | None = None) -> Any:
    """What a test expects to be a quantity."""
    return quantity(written, like)


@pytest.mark.parametrize(("written", "read"), READ.items())
def test_what_people_write_is_read_as_the_quantity_it_says(written, read):
    assert says(parsed(written)) == read


@pytest.mark.parametrize("written", WORDS)
def test_what_is_no_quantity_is_words(written):
    assert quantity(written) is None


def test_multiples_and_spans_of_time_and_money_are_multiplied_out():
    assert quantity("≥34 万人") == Quantity(
        Sense.AT_LEAST, Decimal(340000), "人", None, Decimal(10000)
    )
    assert parsed("≤24 小时")[1:3] == (1440, "分钟")
    assert parsed("483 万元")[1:3] == (4830000, "元")
    assert parsed("1.6 千份")[1:3] == (1600, "份")
    assert parsed("2 年")[1:3] == (24, "个月")


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        *((14730, "14730"), (0.95, "0.95"), (4.0, "4"), (0, "0"), (True, None), (None, None)),
        *((datetime.datetime(2022, 12, 1), None), (datetime.date(2022, 12, 1), None)),
        *((float("nan"), None), (float("inf"), None), (10**400, None), ([4], None)),
    ],
)
def test_a_cell_that_holds_no_text_is_a_quantity_only_if_it_holds_a_number(raw, read):
    said = quantity(raw)
    assert (said and says(said)) == read


@pytest.mark.parametrize(
    ("target", "result", "read"),
    [
        ("≥90%", 0.95, "95%"),  # a cell formatted as percent
        ("≥90%", 1, "100%"),
        ("≥90%", "95", "95%"),
        ("≤0.5%", "0.6", "0.6%"),
        ("≤0.5%", 0.006, "0.6%"),
        ("≥90%", 4, "4%"),
        ("≥34 万人", "35", "35 万人"),
        ("≥34 万人", "350000", "350000"),
        ("80 万", 483, "483 万"),
        ("≥4 次", "完成100%", "完成率 100%"),
        ("≥90%", "完成 95%", "95%"),
        ("≥1", "4", "4"),
    ],
)
def test_a_result_without_a_unit_is_read_as_its_target_is_written(target, result, read):
    assert says(parsed(result, quantity(target))) == read


def compare(target, result):
    goal = quantity(target)
    return goal, quantity(result, goal)


@pytest.mark.parametrize(
    ("target", "result", "share"),
    [
        ("≥90%", "90%", "1"),
        ("≥90%", "100%", "1"),
        ("≥90%", "45%", "0.5"),
        (">50 家", ">50 家", "1"),
        (">50 家", "50 家", "1"),
        ("≥90%", "≥95%", "1"),
        ("≥4 次/年", "4 次，完成率 100%", "1"),
        ("≥4 次", "3 次，完成率 100%", "0.75"),  # the figure goes before what is said of it
        ("≥12 次/年", "每月开展日常稽查，完成率 100%", "1"),
        ("≥12 次/年", "完成率 50%", "0.5"),
        ("≥12 次/年", "完成率 150%", "1"),
        ("完成率 100%", "98%", "0.98"),
        ("≥12 次", "每月1次", "1"),
        ("≤24 小时", "1 天", "1"),
        ("30 分钟以内", "1 小时", "0.5"),
        ("≤2%", "0", "1"),
        ("≤0", "2", "0"),
        ("≥0", "0", "1"),
        ("617 家", "617 家", "1"),
        ("100 家", "226 家", "1"),
        ("100 家", "80 家", "0.8"),
        ("80 万", "483 万元", "1"),
        ("0 次", "0 次", "1"),
        ("0 差错", "0", "1"),
        ("0 次", "3 次", "0"),
        ("14000 左右", "14730", "1"),
        ("约 100 人", "90 人", "1"),
        ("约 100 人", "80 人", "0.8"),
        ("约 100 人", "300 人", "1"),
        (0.95, 0.95, "1"),
        (0.5, "25%", "0.5"),
        ("≥90", "95%", "1"),
        ("≥90", "45%", "0.5"),
        ("≥5 场", "6 次", "1"),
        ("20 人", "20 名", "1"),
        ("5 个", "5 家", "1"),
        ("≥5 家", "-10", "0"),
        ("≥-5%", "3%", "1"),
    ],
)
def test_the_share_of_the_weight_is_that_of_the_printed_rule(target, result, share):
    goal, given_ = compare(target, result)
    assert expected_share(goal, given_) == Decimal(share)
    assert met(goal, given_) is (share == "1")


@pytest.mark.parametrize(
    ("target", "result"),
    [
        ("≥34 万人", "100%"),
        ("≥10 家", "3 次"),
        ("20 人", "20 人次"),
        ("≤3 个工作日", "1 个月"),
        ("2 次", "100%"),
        ("5 元/人", "5 元"),
    ],
)
def test_quantities_of_two_kinds_are_not_compared(target, result):
    goal, given_ = compare(target, result)
    assert not alike(goal, given_)
    assert met(goal, given_) is None and expected_share(goal, given_) is None


@pytest.mark.parametrize(
    ("target", "result"),
    [
        ("≥90%", "≤95%"),
        ("≤3 次", "≥1 次"),
        ("30 分钟", "20 分钟"),
        ("≥-5%", "-10%"),
        ("≥1", "100%"),
        ("4", "100%"),
    ],
)
def test_what_points_the_other_way_or_nowhere_cannot_be_told(target, result):
    goal, given_ = compare(target, result)
    assert alike(goal, given_) and met(goal, given_) is None


@pytest.mark.parametrize(
    ("raw", "unit", "fen", "half"),
    [
        ("284.36 万元", YUAN, 284360000, 5000),
        ("324.88万元", WAN_YUAN, 324880000, 5000),
        ("234.0984 万", WAN_YUAN, 234098400, 50),
        ("78 万", YUAN, 78000000, 5000),
        ("６ 万", YUAN, 6000000, 5000),
        ("611.10", WAN_YUAN, 611100000, 5000),
        (611.1, WAN_YUAN, 611100000, 5000),
        ("2.3", WAN_YUAN, 2300000, 5000),
        (6, WAN_YUAN, 6000000, 5000),
        ("1,112.75", WAN_YUAN, 1112750000, 5000),
        ("2,436,000 元", WAN_YUAN, 243600000, 0),
        ("2436 千元", WAN_YUAN, 243600000, 500),
        ("-3.50", QIAN_YUAN, -350000, 500),
        ("0", WAN_YUAN, 0, 5000),
        ("人民币1.25亿元", WAN_YUAN, 12500000000, 50000000),
    ],
)
def test_an_amount_is_read_in_the_unit_that_its_cell_states(raw, unit, fen, half):
    found = money(raw, unit)
    assert found is not None and (found.fen, found.half) == (fen, half)


@pytest.mark.parametrize("raw", ["", None, "-", "无", "详见附表", "12.5万人", "1.2.3", True, [1]])
def test_a_cell_without_an_amount_has_none(raw):
    assert money(raw, WAN_YUAN) is None and rate(raw, Decimal(100)) is None


def test_a_cell_with_an_error_or_without_its_value_has_no_figure():
    assert money(0, WAN_YUAN, "#DIV/0!") is None and money("#N/A", WAN_YUAN) is None
    assert rate(0.5, None, "") is None and rate("#DIV/0!", None) is None


@pytest.mark.parametrize(
    ("raw", "near", "percent", "decimals"),
    [
        ("99.7%", "99.6956", "99.7", 1),
        ("99.70%", "99.6956", "99.70", 2),
        ("100％", None, "100", 0),
        ("98.64", "98.6486", "98.64", 2),
        (98.64, "98.6486", "98.64", 2),
        (0.9864, "98.6486", "98.64", 2),
        (1, "100", "100", 0),
        (1, "1", "1", 0),
        (1.626, "162.59", "162.6", 1),
        ("0.5", None, "50", 0),
        (0, "0", "0", 0),
    ],
)
def test_a_rate_is_read_in_per_cent_with_the_decimals_that_are_written(
    raw, near, percent, decimals
):
    found = rate(raw, None if near is None else Decimal(near))
    assert found == (Decimal(percent), decimals)


def test_every_spelling_is_of_a_unit_that_is_known():
    assert set(SPELT.values()) <= UNITS and MEASURES.keys() <= UNITS


_FIGURES = st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False)
_WORDS = st.sampled_from(sorted(UNITS - set(NONE_OF) | {""}))


@st.composite
def written_quantities(draw):
    """A quantity in the words of a person."""
    sense = draw(st.sampled_from(["", "≥", ">", "≤", "<", "≈", "不少于", "不超过", "约", "至少"]))
    after = draw(st.sampled_from(["", "以上", "以内", "左右"])) if not sense else ""
    multiple = draw(st.sampled_from(["", *MULTIPLES]))
    words = f"{sense}{number(draw(_FIGURES))}{multiple}{draw(_WORDS)}{after}"
    return words + draw(st.sampled_from(["", "，完成率 100%", "，完成率 87.5%"]))


@given(written_quantities())
def test_what_is_shown_of_a_parse_reads_back_as_the_same(words):
    said = parsed(words)
    assume(said is not None)  # 2022年, 15日
    assert quantity(says(said)) == said


@given(st.sampled_from([*READ, *WORDS]), st.data())
def test_spaces_and_full_width_signs_change_nothing(words, data):
    wide = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)})
    places = st.lists(st.sampled_from(["", " ", "\u3000", "\n"]), min_size=len(words))
    spaces = data.draw(st.one_of(st.just([""] * len(words)), places))
    changed = "".join(a + b for a, b in zip(words, spaces, strict=False))
    assert quantity(changed.translate(wide)) == quantity(words)


_RAW = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.datetimes(), st.binary(),
    st.text(), st.text("≥>≤约0123456789.,%万千百亿人次元每年/完成率以上（）十零，-", max_size=20),
)  # fmt: skip


@given(_RAW, _RAW, st.one_of(st.none(), st.decimals(-1000, 1000)))
def test_no_cell_makes_the_readers_fail(target, result, near):
    goal = quantity(target)
    said = quantity(result, goal)
    money(target, WAN_YUAN)
    rate(target, near)
    for found in (goal, said):
        assert found is None or quantity(says(found)) is not None
    if goal and said:
        share = expected_share(goal, said)
        assert share is None or 0 <= share <= 1
        assert met(goal, said) is (None if share is None else share == 1)


def test_very_long_texts_are_read_in_no_time():
    for text in ("完成" * 20000, "完成率" * 20000, "1" * 32000, "≥" * 32000, "，" * 32000 + "%"):
        assert quantity(text) is None
