"""P08, P09, P17: targets, results and reasons, beyond the case tables of the rules."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cards import card, verdict_of, workbook
from validator.checks.scorecards.compared import Reached, compared, quoted
from validator.checks.scorecards.indicators import qualitative, quantitative, reasons
from validator.checks.scorecards.workbook import Workbook, rounded
from validator.forms.model import Severity
from validator.messages import text
from validator.reading import read
from validator.recognition import recognise
from validator.rounding import Verdict

EXAMPLES = Path(__file__).parent.parent / "examples" / "scorecards"
PUBLISHED = ("jiangxia-2022", "jiangan-2020", "zengdu-2022", "dongxihu-2024")
RULES = (quantitative, qualitative, reasons)


def seen(rule, **columns):
    whole = workbook(columns)
    return tuple(rule(whole.cards[0], whole))


def said(each):
    return text(each.message, "zh", **each.facts)


@pytest.fixture(scope="module")
def published():
    """What the three rules give on every published card."""
    found = []
    for name in PUBLISHED:
        book = recognise(read(EXAMPLES / f"{name}.xlsx"))
        whole = Workbook(book.cards, book.summaries, {})
        found += [each for card in whole.cards for rule in RULES for each in rule(card, whole)]
    return found


def test_of_the_published_cards_only_a_target_in_persons_with_a_result_in_per_cent_is_doubted(
    published,
):
    doubted = [each for each in published if each.verdict is not Verdict.EXACT]
    assert [(each.rule, each.verdict, each.effective_severity) for each in doubted] == [
        ("P08", Verdict.IMPROBABLE, Severity.WARNING)
    ]
    assert "“参保人数(人)”" in said(doubted[0])
    assert "目标值“≥34 万人”读作 ≥34 万人，完成值“100%”读作 100%" in said(doubted[0])
    assert [cell.words for cell, _ in doubted[0].cells] == ["100%", "≥34万人"]


def test_results_that_only_repeat_a_bound_are_counted_once_a_card(published):
    copied = [each for each in published if each.message == "card.indicator.copied"]
    assert {each.effective_severity for each in copied} == {Severity.INFO}
    assert len({id(each.card) for each in copied}) == len(copied)
    counts = {each.card.name: each.facts["count"] for each in copied}
    assert counts["医保中心工作经费"] == 7 and counts["业务科工作经费"] == 2
    assert "党员活动经费" not in counts  # 100% for ≥90%


def test_every_published_target_and_result_that_was_not_met_in_words_is_met(published):
    reached = [each for each in published if each.rule == "P17"]
    assert len(reached) == 17 and {each.message for each in reached} == {"card.indicator.all_met"}


@pytest.mark.parametrize(
    ("target", "result"),
    [("≥12 次每年", "12 次"), ("≥90%", "80%"), ("617 家", "600 家"), ("≥34 万人", "100%")],
)
def test_every_message_on_figures_shows_how_both_were_read(target, result):
    for score in ("10", "7"):
        for each in seen(quantitative, 分值="10", 目标值=target, 完成值=result, 指标得分=score):
            for lang in ("zh", "en"):
                message = text(each.message, lang, **each.facts)
                assert f"“{target}”" in message and f"“{result}”" in message
                assert str(each.facts["goal"]) in message and str(each.facts["given"]) in message


def test_the_finding_stands_at_the_score_and_names_both_sides():
    (each,) = seen(quantitative, 分值="10", 目标值="≥90%", 完成值="80%", 指标得分="10")
    assert (each.left, each.right, each.difference) == ("10", "8.89", "1.11")
    assert [(cell.words, role) for cell, role in each.cells] == [
        ("10", "left"),
        ("80%", "right"),
        ("≥90%", "right"),
    ]
    assert "10 分里的 8.89 分" in said(each)


def with_cells(**cells):
    """A card of one indicator for 10 points with these cells as a spreadsheet may hold them."""
    whole = card({"分值": "10", "目标值": "≥90%", "完成值": "80%", "指标得分": "10"})
    (goal,) = whole.goals
    (indicator,) = goal.indicators
    changed = {name: getattr(indicator, name)._replace(**cell) for name, cell in cells.items()}
    indicators = (indicator._replace(**changed),)
    whole = replace(whole, goals=(goal._replace(indicators=indicators),))
    return whole, Workbook((whole,), (), {})


def test_a_cell_formatted_as_per_cent_is_a_result_in_per_cent():
    (each,) = quantitative(*with_cells(result={"raw": 0.95}))
    assert each.verdict is Verdict.EXACT and "完成值“0.95”读作 95%" in said(each)


@pytest.mark.parametrize("cell", [{"raw": None, "fault": "#DIV/0!"}, {"raw": None, "fault": ""}])
@pytest.mark.parametrize("name", ["target", "result"])
def test_a_cell_with_an_error_is_no_quantity_and_says_nothing_of_the_target(name, cell):
    broken = with_cells(**{name: cell})
    assert all(not list(rule(*broken)) for rule in RULES)


@pytest.mark.parametrize("result", ["45 万元", "55 万元"])
def test_a_point_of_costs_is_judged_only_where_it_is_met_exactly(result):
    costs = {"目标分值": "40", "一级分值": "10/10/10/10"}
    columns = {**costs, "目标值": f"{'x；' * 3}50 万元", "指标得分": "9/9/9/8"}
    assert seen(quantitative, **columns, 完成值=f"{'x；' * 3}{result}") == ()
    assert len(seen(quantitative, **columns, 完成值=f"{'x；' * 3}50 万元")) == 1


def test_what_shares_a_weight_weighs_no_more_together_and_is_told_once():
    columns = {
        "目标分值": "30",
        "一级分值": "20/10",
        "目标值": "≥90%；≥90%；≥90%",
        "完成值": "80%；95%；95%",
        "指标得分": "10 10/10",
    }
    wrong = [each for each in seen(quantitative, **columns) if each.verdict is Verdict.ERROR]
    assert len(wrong) == 1  # the goal of 30 points breaks for the same reason
    assert (wrong[0].left, wrong[0].right, wrong[0].difference) == ("21.25", "20", "1.25")
    assert "指标1（≥90% → 80%）" in said(wrong[0]) and "产出指标(20分)" in said(wrong[0])


@pytest.mark.parametrize("scores", ["8 10/10", "8.88 10/10", "5 5/5"])
def test_what_shares_a_weight_may_weigh_less_or_be_rounded(scores):
    found = seen(
        quantitative,
        一级分值="20/10",
        目标值="≥90%；≥90%；≥90%",
        完成值="80%；95%；95%",
        指标得分=scores,
    )
    assert all("指标1" not in str(each.facts.get("names")) for each in found)


@pytest.mark.parametrize(
    ("result", "how"),
    [
        ("已有效提升", Reached.REACHED),
        ("按时完成", Reached.REACHED),
        ("完成率 100%", Reached.REACHED),
        ("基本完成", Reached.PARTLY),
        ("大部分已完成", Reached.PARTLY),
        ("未完成", Reached.MISSED),
        ("尚未开展", Reached.MISSED),
        ("未超过合同金额", None),
        ("无未完成事项", Reached.REACHED),
        ("基本医保待遇有保障", None),
        ("全覆盖", None),
        ("完成率 60%", None),
        ("4 次", None),
    ],
)
def test_words_are_taken_for_what_they_say_and_for_no_more(result, how):
    (each,) = compared(card({"目标值": "有效提升", "完成值": result, "指标得分": "1"}))
    assert each.reached is how


def test_a_missing_reason_names_the_indicators_and_how_they_were_read():
    (each,) = seen(
        reasons, 目标值="≥12 次每年；≥90%；按期开展", 完成值="9 次；95%；未开展", 原因="无偏差"
    )
    assert (each.verdict, each.effective_severity) == (Verdict.ERROR, Severity.ERROR)
    assert each.facts["count"] == 2
    assert "指标1（≥12 次 → 9 次）；指标3（按期开展 → 未开展）" in said(each)
    assert each.cells[0][0].words == "无偏差" and len(each.cells) == 3


def test_a_card_without_a_cell_for_reasons_has_none():
    (each,) = seen(reasons, 目标值="≥90%", 完成值="80%")
    assert each.verdict is Verdict.ERROR and [c.words for c, _ in each.cells] == ["80%"]


def test_a_long_text_is_shown_in_part():
    words = "在符合国家规定的基础上，" * 5
    (each,) = seen(qualitative, 分值="10", 目标值=words, 完成值=words, 指标得分="7")
    assert each.verdict is Verdict.ERROR and words not in said(each) and "…" in said(each)
    assert len(quoted(each.cells[1][0])) == 31


_WEIGHTS = st.integers(1, 40)
_COUNTS = st.integers(1, 400)


@given(_WEIGHTS, _COUNTS, _COUNTS, st.sampled_from(["≥", "≤", ">", "<"]))
def test_the_score_of_the_printed_rule_is_right_and_a_point_more_or_less_is_wrong(
    weight, goal, result, sign
):
    share = Decimal(result) / goal if sign in "≥>" else Decimal(goal) / result
    due = rounded(weight * min(share, Decimal(1)))
    columns = {"分值": str(weight), "目标值": f"{sign}{goal} 次", "完成值": f"{result} 次"}
    assert verdict_of(seen(quantitative, **columns, 指标得分=str(due))) is Verdict.EXACT
    for wrong in (due + 1, due - 1):
        if 0 <= wrong <= weight:
            found = verdict_of(seen(quantitative, **columns, 指标得分=str(wrong)))
            assert found is Verdict.ERROR


_TEXTS = st.text(
    "≥≤>约0123456789.%万人次家分完成率未部分基本有效提升无，。 ", min_size=1, max_size=12
)


@given(_TEXTS, _TEXTS, _TEXTS, st.sampled_from(["", "0", "5", "10", "满分"]))
def test_whatever_stands_there_each_rule_says_something_that_can_be_shown(
    target, result, reason, score
):
    columns = {"分值": "10", "目标值": target, "完成值": result, "原因": reason}
    for rule in RULES:
        for each in seen(rule, **columns, 指标得分=score or "空"):
            assert said(each) and text(each.message, "en", **each.facts)
