"""`gouji editions`, `rules` and `explain` on scorecards: the same commands, the same words."""

from itertools import pairwise

import pytest

from tests.commands import gouji, gouji_alone
from tests.test_cli import GOOD
from validator.checks.scorecards import RULES
from validator.checks.scorecards.cases import cases
from validator.forms.scorecard import (
    form_set,
    form_sets,
    load_scorecard,
    scorecard_rules,
    scorecards,
)
from validator.rounding import Verdict
from validator.rulebook import rulebook

TABLES = {"预算": "预算公开表", "决算": "决算公开表"}
KINDS = {"department": "部门整体自评表", "project": "项目自评表", "summary": "自评摘要"}


def test_editions_says_of_each_its_title_years_kind_and_source():
    lines = gouji("editions").stdout.splitlines()
    about = {head: said for head, said in pairwise(lines) if not head.startswith(" ")}
    assert [line.split()[0] for line in about] == list(form_sets())
    for line, said in about.items():
        form = form_set(line.split()[0])
        assert line == f"{form.name}  {form.title}  {form.first_year}–{form.last_year}"
        kind = KINDS.get(form.name.split("-")[1], TABLES.get(form.kind))
        assert said == f"    {kind}；来源：{form.source}"


def test_editions_in_english():
    done = gouji("editions", "--lang", "en").stdout
    assert load_scorecard("scorecard-project-2024").title_en in done
    assert "Scorecard of a project; source: 武汉市东西湖区医疗保障局" in done


@pytest.mark.parametrize("name", ["scorecard-project-2024", "scorecard-summary-2022"])
def test_rules_lists_the_rules_of_scorecards(name):
    done = gouji_alone("rules", name)
    assert done.returncode == 0
    heading, *lines = done.stdout.splitlines()
    assert heading == f"{load_scorecard(name).title} {name}：20 条规则"
    listed = [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "]
    assert listed == [rule.id for rule in scorecard_rules()]
    for rule in scorecard_rules():
        assert f"  {rule.id}  {rule.notation}\n      {rule.meaning}\n" in done.stdout
        assert f"来源：{rule.source}" in done.stdout
    assert "绩效自评表，各种表式共用" in lines


@pytest.mark.parametrize("name", scorecards())
def test_every_scorecard_has_the_same_rulebook(name):
    assert rulebook(name) == rulebook(scorecards()[0])


def test_every_rule_is_explained_with_its_cases_and_one_that_passes_and_one_that_fails():
    entries = rulebook("scorecard-project-2024")
    assert [entry.rule.id for entry in entries] == list(RULES)
    for entry in entries:
        assert [(e.words, e.verdict) for e in entry.examples] == [
            (case.words, case.verdict) for case in cases(entry.rule.id)
        ]
        given = {example.verdict for example in entry.examples}
        assert Verdict.EXACT in given, entry.rule.id
        assert given - {Verdict.EXACT, Verdict.NOT_APPLICABLE}, entry.rule.id


@pytest.mark.parametrize("arguments", [("p02",), ("P02", "--edition", "scorecard-project-2020")])
def test_explain_needs_no_form_for_a_rule_of_scorecards(arguments):
    done = gouji("explain", *arguments)
    assert done.returncode == 0
    rule = scorecard_rules()[1]
    lines = done.stdout.splitlines()
    assert lines[0] == f"P02  {rule.meaning}"
    assert f"    {rule.notation}" in lines
    assert f"来源：{rule.source}" in lines
    assert f"出处：scorecards/rules.form 第 {rule.line} 行" in lines
    words = {Verdict.EXACT: "相符", Verdict.ERROR: "不符", Verdict.ROUNDING: "尾差"}
    for case in cases("P02"):
        if case.verdict in words:
            assert f"{words[case.verdict]}的例子：{case.words}" in lines


def test_explain_in_english():
    lines = gouji("explain", "P02", "--lang", "en").stdout.splitlines()
    assert lines[0] == f"P02  {scorecard_rules()[1].meaning_en}"
    for said in ("An example that passes: ", "An example that fails: "):
        assert any(line.startswith(said) for line in lines)


def test_explain_offers_rules_of_tables_and_of_scorecards():
    done = gouji("explain", "P22")
    assert done.returncode == 2
    assert "没有编号为“P22”的规则" in done.stderr
    assert "P02" in done.stderr


def test_a_rule_of_tables_is_none_of_a_scorecard():
    done = gouji("explain", "X05", "--edition", "scorecard-project-2024")
    assert done.returncode == 2
    assert "没有编号为“X05”的规则" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("rules", "scorecard-project-2023"),
        ("explain", "P02", "--edition", "scorecard-project-2023"),
        ("check", "x.xlsx", "--edition", "scorecard-project-2023"),
        ("template", "scorecard-project-2023"),
    ],
)
def test_an_unknown_name_is_answered_with_those_like_it_and_all_there_are_by_kind(command):
    done = gouji(*command)
    assert (done.returncode, done.stdout) == (2, "")
    first, *lines = done.stderr.splitlines()
    assert first.startswith(
        "没有名为“scorecard-project-2023”的版本；相近的有：scorecard-project-20"
    )
    assert [line.partition("：")[0].strip() for line in lines] == [
        *TABLES.values(),
        *KINDS.values(),
    ]
    listed = [name for line in lines for name in line.partition("：")[2].split("、")]
    assert sorted(listed) == sorted(form_sets())


def test_rules_of_ones_own_on_tables_go_with_the_form_of_a_scorecard(tmp_path):
    rules = tmp_path / "规则.txt"
    rules.write_text("B01  表1 27行≥0\n", encoding="utf-8")
    done = gouji("check", GOOD, "--edition", "scorecard-project-2020", "--rules", rules)
    assert (done.returncode, done.stderr) == (0, "")
    rules.write_text("B01  表1 99行≥0\n", encoding="utf-8")
    done = gouji("check", GOOD, "--edition", "scorecard-project-2020", "--rules", rules)
    assert done.returncode == 2
    assert "规则.txt:1" in done.stderr
