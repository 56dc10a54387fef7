"""The rules of scorecards: their cases, the published cards, and cards that are sound or spoilt."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cards import card, seen_by, table, verdict_of, workbook
from validator.checks.scorecards import ON_CARDS, ON_SUMMARIES, RULES, cases, run
from validator.checks.scorecards.cases import Case
from validator.checks.scorecards.seen import Seen
from validator.forms.model import Severity
from validator.forms.scorecard import scorecard_rules
from validator.reading import read
from validator.recognition import recognise
from validator.recognition.card import Card, Written
from validator.rounding import Verdict

EXAMPLES = Path(__file__).parents[1] / "examples"
#: What a person must see, also where the rule gave it no severity.
TO_BE_SEEN = {Verdict.ERROR, Verdict.IMPROBABLE, Verdict.ROUNDING, Verdict.NOT_EVALUATED}
GOOD = {Verdict.EXACT, Verdict.ROUNDING}
BAD = {Verdict.ERROR, Verdict.NOT_EVALUATED}


def to_be_seen(seen: Iterable[Seen]) -> list[Seen]:
    return [s for s in seen if s.severity is not None or s.verdict in TO_BE_SEEN]


def told(columns: Mapping[str, str]) -> list[Seen]:
    """What a person must see of the workbook that the columns describe."""
    return to_be_seen(run(*workbook(columns)))


def must_correct(columns: Mapping[str, str]) -> set[str]:
    """The rules of what is an error or a warning."""
    return {seen.rule for seen in told(columns) if seen.effective_severity is not Severity.INFO}


# The registry and the case tables


def test_every_rule_of_the_file_has_a_function_and_none_has_more():
    assert list(RULES) == [rule.id for rule in scorecard_rules()]
    assert ON_CARDS.keys() | ON_SUMMARIES.keys() == RULES.keys()
    assert list(ON_CARDS) == sorted(ON_CARDS)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_cases_that_pass_and_cases_that_fail(rule):
    verdicts = {case.verdict for case in cases.cases(rule)}
    assert verdicts & GOOD and verdicts & BAD


@pytest.mark.parametrize(
    ("rule", "case"),
    [(rule, case) for rule in RULES for case in cases.cases(rule)],
    ids=lambda value: value.words if isinstance(value, Case) else value,
)
def test_a_case_gives_its_verdict(rule, case):
    seen = seen_by(rule, case.columns)
    assert verdict_of(seen) is case.verdict
    for each in seen:
        assert each.rule == rule
        assert each.sentence("zh") and each.sentence("en")
        assert "None" not in each.sentence("zh")


def _rule_of_unequal_columns():
    """Not a rule.

    总分 | 结论
    100 | 80 | exact
    """


def test_a_table_of_cases_that_cannot_be_read_is_refused(monkeypatch):
    monkeypatch.setattr(cases, "RULES", {"P00": _rule_of_unequal_columns})
    with pytest.raises(ValueError, match="100"):
        cases.cases("P00")


# The published cards

#: A workbook of published cards → the one with the tables of the same document, if it has any.
PUBLISHED = {
    "dongxihu-2024": "dongxihu-2024",
    "jiangan-2020": "jiangan-2020",
    "jiangxia-2022": None,
    "zengdu-2022": "zengdu-2022",
}
E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
#: Document → (what the card evaluates, rule, severity, left, right, does it follow from another).
EXPECTED: dict[str, list[tuple[object, ...]]] = {
    "dongxihu-2024": [
        ("评优离医疗经费", "P12", INFO, "643.5218", "1874.85", False),
        ("", "P20", W, None, None, False),  # its body is lost
        ("核查中心工作经费", "P01", INFO, "98.64%", "98.65%", False),  # cut off
        ("业务科工作经费", "P01", INFO, "38.43%", "38.33%", False),  # of unrounded amounts
    ],
    "jiangan-2020": [
        ("江岸区医疗保障局", "P06", E, "100", "80", True),
        ("江岸区医疗保障局", "P11", INFO, "1809.26", "1819.46", False),
        ("江岸区医疗保障局", "P13", W, "162.6%", "100%", False),
        ("江岸区医疗保障局", "P16", E, None, None, False),
        ("医保资金监管经费", "P06", E, "84.24", "14.24", True),
        ("医保资金监管经费", "P12", INFO, "1631.87", "1659.40", False),
        ("医保资金监管经费", "P16", E, None, None, False),
        ("医疗救助经费", "P13", W, "183.1%", "100%", False),
    ],
    "jiangxia-2022": [
        ("武汉市江夏区医疗保障局", "P02", E, "20", "19.94", False),
        ("医保局机关综合性工作经费", "P03", E, "80", "74", True),
        ("医保局机关综合性工作经费", "P07", E, "8", "2", False),
        ("医保信息系化建设", "P02", E, "20", "19.90", False),
        ("医保局市民之家医保窗口政府购买服务岗", "P05", E, "152", "80", True),
        ("医保局市民之家医保窗口政府购买服务岗", "P06", E, "100", "172", True),
        ("医保局市民之家医保窗口政府购买服务岗", "P07", E, "80", "8", False),
        ("摘要", "P14", E, "10", "20", False),
        ("摘要", "P14", E, "46、18、16", "20、20、20、20", False),
        ("摘要", "P14", W, None, None, False),
        ("摘要", "P19", E, "90", "100", False),
        ("摘要", "P19", E, "42 / 42", "30 / 42", False),
        ("摘要", "P19", E, "42", "30", True),
        ("摘要", "P19", E, "34 / 34", "41 / 34", False),
        ("摘要", "P19", E, "14 / 14", "9 / 14", False),
        ("摘要", "P19", E, "14", "9", True),
    ],
    "zengdu-2022": [
        ("曾都区医疗保障服务中心", "P08", W, "100%", "≥34 万人", False),  # two kinds
        ("曾都区医疗保障服务中心", "P11", E, "547.09", "587.09", False),
        ("曾都区医疗保障服务中心", "P11", E, "40.00", "0.00", True),
        ("镇办医疗保障服务中心经费", "P12", W, "40.00", "0.00", False),
    ],
}


def published(name: str) -> tuple[Seen, ...]:
    found = recognise(read(EXAMPLES / "scorecards" / f"{name}.xlsx"))
    beside = PUBLISHED[name]
    tables = recognise(read(EXAMPLES / beside / "printed.xlsx")).tables if beside else {}
    return run(found.cards, found.summaries, tables)


def evaluated_by(seen: Seen) -> str:
    """What the card evaluates that a rule looked at."""
    return seen.card.name if isinstance(seen.card, Card) else "摘要"


def _row(seen: Seen) -> tuple[object, ...]:
    sides = seen.left, seen.right
    return evaluated_by(seen), seen.rule, seen.effective_severity, *sides, seen.follows


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_cards_give_what_is_known_to_be_wrong_and_nothing_else(name):
    seen = [s for s in to_be_seen(published(name)) if s.message != "card.indicator.copied"]
    assert sorted(map(str, map(_row, seen))) == sorted(map(str, EXPECTED[name]))


def the(name: str, evaluated: str, rule: str) -> str:
    """The one sentence of a rule that a person must see of a published card."""
    seen = to_be_seen(published(name))
    found = [s for s in seen if s.rule == rule and evaluated_by(s) == evaluated]
    assert len(found) == 1
    return found[0].sentence("zh")


@pytest.mark.parametrize(
    ("name", "evaluated", "rule", "words"),
    [
        ("jiangxia-2022", "武汉市江夏区医疗保障局", "P02", "总分随之应为 99.94，现为 100"),
        ("jiangxia-2022", "医保信息系化建设", "P02", "总分随之应为 99.90，现为 100"),
        ("jiangan-2020", "医保资金监管经费", "P16", "总分应为 94.24"),
        ("jiangan-2020", "医保资金监管经费", "P16", "7 个指标"),
        ("jiangan-2020", "江岸区医疗保障局", "P16", "应得 20 分"),
        (
            "jiangan-2020",
            "江岸区医疗保障局",
            "P11",
            "项目支出总额 1649.20 与表5《一般公共预算财政拨款支出决算表》一致",
        ),
        ("jiangan-2020", "江岸区医疗保障局", "P11", "1659.40，相差 10.20"),
        ("dongxihu-2024", "", "P20", "预算执行情况"),
    ],
)
def test_a_finding_says_what_the_other_side_would_be(name, evaluated, rule, words):
    assert words in the(name, evaluated, rule)


def test_the_score_of_a_rate_whose_amounts_were_rounded_is_exact():
    seen = published("dongxihu-2024")
    scores = [s for s in seen if s.rule == "P02" and evaluated_by(s) == "业务科工作经费"]
    assert [(s.verdict, s.left, s.right) for s in scores] == [(Verdict.EXACT, "7.69", "7.69")]


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_rule_says_something_of_every_card(name):
    given = {(s.card.key, s.rule) for s in published(name)}
    found = recognise(read(EXAMPLES / "scorecards" / f"{name}.xlsx"))
    assert given == {(c.key, r) for c in found.cards for r in ON_CARDS} | {
        (c.key, r) for c in found.summaries for r in ON_SUMMARIES
    }


# Sound workbooks, and what each rule says of a spoilt one

SOUND = {
    "表式": "scorecard-department-2022",
    "单位名称": "某区医疗保障局",
    "预算数": "611.10",
    "执行数": "609.24",
    "执行率": "99.7%",
    "得分": "19.94",
    "基本支出": "284.36",
    "项目支出": "324.88",
    "目标分值": "40；40",
    "分值": "20 20 / ；40",
    "指标得分": "20 16 / ；40",
    "目标值": "100%；稳步提升；≥90%",
    "完成值": "100%；稳步提升；95%",
    "总分": "95.94",
    "等级": "优",
    "原因": "无",
    "表3": "609.24 284.36 324.88",
    "表5": "609.24 284.36 324.88",
    "项目执行数": "170 154.88",
    "摘要预算数": "611.10万元",
    "摘要执行数": "609.24万元",
    "摘要执行率": "99.70%",
    "摘要总分": "95.94",
    "摘要等级": "优",
    "摘要目标": "20 20；40",
    "权重": "20 80",
    "各项得分": "19.94 76",
    "各项等级": "优 优",
    "综合得分": "95.94",
    "综合等级": "优",
    "句中满分": "20 80",
    "句中得分": "19.94 76",
}
A_SOUND_PROJECT = {
    "表式": "scorecard-project-2024",
    "预算数": "80",
    "执行数": "56.95",
    "执行率": "71.19%",
    "得分": "14.24",
    "目标分值": "80",
    "一级分值": "20/30/10/20",
    "指标得分": "10 10/30/10/20",
    "总分": "94.24",
    "勾选": "1 / 2 / 3",
}
WITH_A_CONSTRAINT = {
    "表式": "scorecard-department-2022-zengdu",
    "目标分值": "40；40",
    "指标得分": "40；40",
    "预算数": "587.09",
    "执行数": "587.09",
    "执行率": "100%",
    "得分": "20",
    "总分": "100",
    "约束": "资金管理合规，未出现审计披露的问题",
}


@pytest.mark.parametrize("columns", [SOUND, A_SOUND_PROJECT, WITH_A_CONSTRAINT])
def test_a_sound_workbook_has_nothing_to_correct(columns):
    assert not must_correct(columns)


@pytest.mark.parametrize(
    ("rule", "columns", "spoilt"),
    [
        ("P01", SOUND, {"执行率": "97.9%"}),
        ("P02", SOUND, {"得分": "19.49"}),
        ("P03", SOUND, {"分值": "20 10 / ；40"}),
        ("P04", SOUND, {"目标分值": "40；30"}),
        ("P04", A_SOUND_PROJECT, {"一级分值": "30/20/10/20"}),
        ("P05", A_SOUND_PROJECT, {"指标得分": "10 11/30/10/20"}),
        ("P06", SOUND, {"总分": "59.94"}),
        ("P07", SOUND, {"指标得分": "20 26 / ；40"}),
        ("P08", SOUND, {"完成值": "50%；稳步提升；95%"}),
        ("P09", SOUND, {"完成值": "100%；未完成；95%"}),
        ("P10", SOUND, {"基本支出": "248.36"}),
        ("P11", SOUND, {"表3": "619.44 284.36 335.08", "表5": "609.42 284.36 325.06"}),
        ("P12", SOUND, {"项目执行数": "170 164.88"}),
        ("P13", SOUND, {"预算数": "509.24", "执行率": "119.64%", "得分": "20"}),
        ("P14", SOUND, {"摘要预算数": "601.10万元"}),
        ("P15", SOUND, {"等级": "良"}),
        ("P15", SOUND, {"摘要等级": "良"}),
        ("P15", WITH_A_CONSTRAINT, {"约束": "审计披露违规发放津贴"}),
        ("P16", SOUND, {"指标得分": "20 空 / ；40"}),
        ("P17", SOUND, {"完成值": "100%；稳步提升；70%"}),
        ("P18", A_SOUND_PROJECT, {"勾选": "1 2 / 2 / 3"}),
        ("P19", SOUND, {"权重": "10 80", "句中满分": "10 80"}),
        ("P20", SOUND, {"分值": "", "指标得分": "", "目标值": "", "完成值": "", "目标分值": ""}),
    ],
)
def test_a_spoilt_workbook_is_reported_by_the_rule(rule, columns, spoilt):
    changed = {name: said for name, said in {**columns, **spoilt}.items() if said}
    assert rule in must_correct(changed)


def test_every_rule_is_broken_by_some_change():
    marks = test_a_spoilt_workbook_is_reported_by_the_rule.pytestmark
    assert {rule for rule, *_ in marks[0].args[1]} == RULES.keys()


@st.composite
def parts(draw: st.DrawFn, whole: int) -> list[Decimal]:
    """Some positive half points that come to `whole`."""
    cuts = draw(st.lists(st.integers(1, 2 * whole - 1), max_size=4, unique=True))
    edges = [0, *sorted(cuts), 2 * whole]
    return [Decimal(b - a) / 2 for a, b in pairwise(edges)]


@st.composite
def sound_cards(draw: st.DrawFn) -> dict[str, str]:
    """A card of any variant whose weights, scores, amounts and total fit each other."""
    variant, own_weights, goals, groups = draw(
        st.sampled_from(
            [
                ("scorecard-project-2022", True, [80], []),
                ("scorecard-project-2020", False, [80], [[40, 40]]),
                ("scorecard-project-2022-zengdu", False, [], [[30, 50]]),
                ("scorecard-project-2024", False, [80], [[20, 30, 10, 20]]),
                ("scorecard-department-2020", False, [20, 20, 20, 20], []),
                ("scorecard-department-2022", True, [20, 20, 20, 20], []),
                ("scorecard-department-2022-zengdu", False, [40, 40], []),
            ]
        )
    )
    blocks = groups or [[weight] for weight in goals]
    weights = [[draw(parts(whole)) for whole in goal] for goal in blocks]
    scores = [
        [[draw(st.integers(0, int(w * 2))) / Decimal(2) for w in part] for part in goal]
        for goal in weights
    ]

    def written(values: list[list[list[Decimal]]]) -> str:
        return "；".join("/".join(" ".join(map(str, part)) for part in g) for g in values)

    budget = draw(st.integers(1, 10**7))
    executed = draw(st.integers(0, budget))
    share = Decimal(executed) / Decimal(budget)
    rate = (100 * share).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    execution = round(20 * share, 2) if 20 * share * 100 % 1 != Decimal("0.5") else 20 * share
    total = execution + sum(score for goal in scores for part in goal for score in part)
    columns = {
        "表式": variant,
        "预算数": f"{Decimal(budget) / 100:.2f}",
        "执行数": f"{Decimal(executed) / 100:.2f}",
        "执行率": f"{rate}%",
        "得分": str(execution),
        "指标得分": written(scores),
        "总分": str(total),
    }
    if own_weights:
        columns["分值"] = written(weights)
    if goals:
        columns["目标分值"] = "；".join(map(str, goals))
    if groups:
        columns["一级分值"] = "；".join("/".join(map(str, goal)) for goal in groups)
    return columns


def test_a_rate_of_four_decimals_is_shown_with_all_of_them():
    [seen] = seen_by("P01", {"预算数": "1.28", "执行数": "0.01", "执行率": "0.7812%"})
    assert (seen.left, seen.right, seen.difference) == ("0.7812%", "0.7813%", "-0.0001%")


@given(sound_cards())
def test_a_sound_card_of_any_variant_has_no_finding(columns):
    assert not told(columns)


# Causes and consequences


def test_what_one_unreadable_cell_keeps_from_being_checked_has_one_cause():
    seen = told({**A_SOUND_PROJECT, "指标得分": "10 优秀/30/10/20"})
    assert {s.rule for s in seen} == {"P05", "P06", "P07", "P16"}
    assert len({s.cause for s in seen}) == 1
    assert [s.rule for s in seen if not s.follows] == ["P16"]


def test_a_total_that_fits_the_due_score_of_the_execution_follows_from_the_printed_one():
    seen = told({**A_SOUND_PROJECT, "得分": "20"})
    assert [(s.rule, s.follows) for s in seen] == [("P02", False), ("P06", True)]


def test_a_sum_that_is_off_by_a_weight_that_the_form_fixes_follows_from_it():
    seen = told({**A_SOUND_PROJECT, "一级分值": "20/40/10/20"})
    assert [(s.rule, s.follows) for s in seen] == [("P04", False), ("P04", True)]


def test_a_goal_that_is_off_with_its_group_follows_from_it():
    columns = {"目标分值": "80", "一级分值": "40/40", "分值": "20 20/30"}
    assert [s.follows for s in seen_by("P03", columns) if s.difference] == [True, False]


# Several cards


def test_of_several_departments_only_that_of_the_tables_is_compared_with_them():
    figures = {"执行数": "10.00", "基本支出": "10.00", "项目支出": "0"}
    own = card({**figures, "单位名称": "江夏区医疗保障局"}, "S1")
    other = card({**figures, "单位名称": "江夏区医疗保障服务中心"}, "S2")
    tables = {"03": table("03", "20.00 20.00 0.00", "武汉市江夏区医疗保障局(汇总)")}
    seen = [s for s in run((own, other), (), tables) if s.rule == "P11"]
    assert {s.card.key for s in seen if s.verdict is Verdict.ERROR} == {"S1"}
    assert [s.verdict for s in seen if s.card.key == "S2"] == [Verdict.NOT_APPLICABLE]


def test_projects_without_an_amount_are_named():
    seen = seen_by("P12", {"项目执行数": "10 空", "表3": "30.00 10.00 20.00"})
    assert [s.severity for s in seen] == [Severity.INFO]
    assert "项目2" in seen[0].sentence("zh") and "少 10.00" in seen[0].sentence("zh")


def test_an_amount_in_another_unit_is_compared_by_what_it_means():
    columns = {"执行数": "6092400元", "基本支出": "2843600 元", "项目支出": "324.88 万元"}
    seen = seen_by("P11", {**columns, "表3": "609.24 284.36 324.88"})
    assert {s.verdict for s in seen} == {Verdict.EXACT}


def test_a_formula_without_a_result_is_not_read_as_nothing():
    spoilt = card(A_SOUND_PROJECT)
    blank = Written(99, 5, "总分", None, "")
    seen = run((spoilt.__class__(**{**vars(spoilt), "total": blank}),), (), {})
    assert ("P06", Verdict.NOT_EVALUATED) in {(s.rule, s.verdict) for s in seen}


#: What people write in the wrong place, or by mistake.
ODD = st.one_of(
    st.sampled_from(
        ["空", "-", "无", "100%", "优", "-5", "0", "1,000.5", "9" * 60, "0." + "3" * 60]
    ),
    st.text(alphabet="0123456789.-%≥≤万元 /；优无未违规", max_size=12),
)


@given(st.dictionaries(st.sampled_from(sorted(SOUND.keys() - {"表式", "表3", "表5"})), ODD))
def test_whatever_is_written_in_a_cell_is_judged_and_said(changes):
    lists = {name: said for name, said in changes.items() if name not in _POINTS_IN_SENTENCES}
    for seen in run(*workbook({**SOUND, **lists})):
        assert seen.sentence("zh") and seen.sentence("en")


#: Recognition reads these from sentences as numbers.
_POINTS_IN_SENTENCES = {"句中满分", "句中得分", "摘要目标"}
