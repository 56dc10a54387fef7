"""A published scorecard in a workbook made from the forms: only what is not computed is typed, what
is published otherwise stands over its formula, and the rules find there what they find on paper."""

from dataclasses import replace
from functools import cache

import pytest

from tests.published_cards import (
    DATA,
    FOLDER,
    assert_indicators,
    assert_ticks,
    assert_values,
    each_example,
)
from tests.shipped import loaded
from tests.test_scorecard_examples import ERRORS, WARNINGS
from tools.make_examples import EXAMPLES
from validator import check
from validator.forms.model import Severity
from validator.forms.scorecard import Kind
from validator.reading import read
from validator.recognition import recognise
from workbook_templates.built import filled
from workbook_templates.cards.data import CardData
from workbook_templates.cards.filled import NoRoom, fill_card, matched, plans_of
from workbook_templates.cards.plan import MOST_PROJECTS, card_plans
from workbook_templates.data import load_data
from workbook_templates.filled import fill
from workbook_templates.plan import ROOM, Plan


def workbook(example):
    return FOLDER / f"{example.name}-workbook.xlsx"


@cache
def report(path):
    return check(path)


def card(name) -> CardData:
    (own,) = load_data(DATA / f"{name}.json").cards
    return own


# --- what stands in the workbook ---------------------------------------------------------------


@each_example
def test_every_value_is_read_back_from_the_live_sheet(example):
    data = example.data(EXAMPLES)
    cards = recognise(read(workbook(example))).cards
    plans = plans_of(data.scorecards)
    by_sheet = {plan.sheet: own for plan, own in matched(plans, data.scorecards)}
    assert [found.sheet for found in cards] == [p.sheet for p in plans if not p.is_summary]
    for found in cards:
        own = by_sheet[found.sheet]
        assert isinstance(own, CardData)
        assert found.form is own.form
        assert found.title == own.title
        assert_values(found, own)
        assert_ticks(found, own)
        if own.form.fixed:  # the sheet prints the words of the form
            own = replace(own, goals=tuple(_as_the_form(goal, own) for goal in own.goals))
        assert_indicators(found, own)


def _as_the_form(goal, own):
    """The goal with the headings and groups as its form prints them."""
    labels = {group.name: group.label for group in own.form.groups}
    rows = (
        row._replace(level1=next(labels[n] for n in labels if row.level1.startswith(n)))
        for row in goal.indicators
    )
    return goal._replace(heading=own.form.goals[0].heading, indicators=tuple(rows))


@each_example
def test_the_rules_find_what_they_find_on_paper(example):
    def kept(rules):
        """Those of cards that the workbook holds: it leaves out the one whose body is lost."""
        return sorted(rule for rule, *_ in rules if rule != "P20")

    for severity, known in ((Severity.ERROR, ERRORS), (Severity.WARNING, WARNINGS)):
        told = [
            f.rule
            for f in report(workbook(example)).findings
            if f.severity is severity and f.table.startswith("S")
        ]
        assert sorted(told) == kept(known[example.name])


@each_example
def test_libreoffice_calculates_what_the_filled_workbook_says(example, office, tmp_path):
    book = office.open(workbook(example))
    book.read()  # calculates everything
    book.save(tmp_path / workbook(example).name)
    book.close()
    again = check(tmp_path / workbook(example).name)
    own = report(workbook(example))
    assert again.counts == own.counts
    assert again.findings == own.findings


#: Workbook → what is published and is not what its formula gives.
DIFFERING = {
    "jiangxia-2022": [
        ("整体自评", "执行得分", "20", "19.94"),
        ("项目自评2", "执行得分", "20", "19.9"),
        ("项目自评4", "总分", "100", "172"),
    ],
    "jiangan-2020": [
        ("整体自评", "执行率", "162.6%", "162.59%"),
        ("整体自评", "总分", "100", "80"),
        ("项目自评1", "执行率", "71.2%", "71.19%"),
        ("项目自评1", "总分", "84.24", ""),
        ("项目自评2", "执行率", "183.1%", "183.13%"),
    ],
    "zengdu-2022": [],
    "dongxihu-2024": [
        ("项目自评4", "执行率", "98.64", "98.65%"),
        ("项目自评6", "执行率", "38.43%", "38.33%"),
    ],
}


@each_example
def test_only_what_is_published_otherwise_stands_over_its_formula(example):
    data = example.data(EXAMPLES)
    plans = plans_of(data.scorecards)
    differing = fill(Plan(data.edition, ROOM, plans), data).differing
    assert [tuple(each) for each in differing] == DIFFERING[example.name]
    book = loaded(workbook(example))
    over = {(sheet, what) for sheet, what, _, _ in DIFFERING[example.name]}
    for plan in plans:
        for what in () if plan.is_summary else ("执行率", "执行得分", "总分"):
            value = str(book[plan.sheet][plan.cells[what, 0].local].value)
            assert value.startswith("=") is ((plan.sheet, what) not in over), (plan.sheet, what)


@each_example
def test_rows_without_an_indicator_are_hidden_and_the_others_shown(example):
    data = example.data(EXAMPLES)
    plans = plans_of(data.cards)
    book = loaded(workbook(example))
    for plan, own in matched(plans, data.cards):
        assert isinstance(own, CardData)
        rows = book[plan.sheet].row_dimensions
        shown = 0
        for (what, _), spot in plan.cells.items():
            if what == "三级":
                blank = book[plan.sheet][spot.local].value is None
                assert rows[spot.row + 1].hidden is blank
                shown += not blank
        assert shown == len(own.indicators)


def test_a_summary_stands_as_published_over_its_formulas():
    book = loaded(FOLDER / "jiangxia-2022-workbook.xlsx")
    (summary,) = load_data(DATA / "jiangxia-2022-summary.json").summaries
    (plan,) = card_plans((summary.form,))
    sheet = book[plan.sheet]
    for i, line in enumerate(summary.lines):
        cells = (sheet[plan.cells[what, i].local] for what in ("摘要权重", "摘要得分", "摘要等级"))
        assert [str(cell.value) for cell in cells] == [line.weight, line.score, line.grade]
    assert sheet[plan.cells["结论", 0].local].value == summary.conclusion.text
    goals = [sheet[plan.cells["摘要目标", i].local].value for i in range(4)]
    assert [str(words)[:6] for words in goals] == [*(f"年度目标{n}：" for n in (1, 2, 3)), ""]


# --- one card ----------------------------------------------------------------------------------


def filling(own: CardData, rows=None):
    (plan,) = card_plans((own.form,), rows=rows)
    return plan, fill_card(plan, own, own.department, own.year)


def test_a_blank_sheet_gives_its_title_and_the_names_of_the_front_sheet():
    own = card("dongxihu-2024-project-3")
    (plan,) = card_plans((own.form,))
    blank = fill_card(plan, None, "某局", 2024)
    assert not blank.typed
    assert blank.given[plan.cells["表题", 0]] == "2024 年度项目绩效自评表"
    assert blank.given[plan.cells["主管部门", 0]] == "某局"


def test_a_group_that_a_card_has_not_got_is_blanked():
    """The card has 效益指标（80 分） alone; the 40 of 产出指标 must not count."""
    plan, made = filling(card("jiangan-2020-project-2"))
    firsts = {plan.cells[key]: key for key in plan.cells if key[0] == "一级"}
    words = {firsts[spot]: value for spot, value in made.typed.items() if spot in firsts}
    assert sorted(words.values()) == ["", "效益指标（80 分）"]


def test_groups_that_the_form_weighs_keep_its_words():
    plan, made = filling(card("dongxihu-2024-project-1"))
    assert not [key for key, spot in plan.cells.items() if key[0] == "一级" and spot in made.typed]


def test_a_score_counts_the_published_rate():
    """38.43 % is not 2.3 ÷ 6, but 7.69 is 20 × 38.43 %: the rate is typed, the score computed."""
    plan, made = filling(card("dongxihu-2024-project-7"))
    assert made.typed[plan.cells["执行率", 0]] == "38.43%"
    assert plan.cells["执行得分", 0] not in made.typed
    assert str(made.given[plan.cells["执行得分", 0]]) == "7.69"


def test_a_card_whose_body_is_lost_has_its_total_typed():
    plan, made = filling(card("dongxihu-2024-project-2"))
    assert str(made.typed[plan.cells["总分", 0]]) == "97.09"
    assert not made.hidden


def test_more_indicators_than_a_block_has_get_more_rows_or_are_refused():
    own = card("dongxihu-2024-project-8")
    (goal,) = own.goals
    rows = sorted(goal.indicators + goal.indicators[1:2] * 9, key=lambda row: row.level1)
    many = replace(own, goals=(goal._replace(indicators=tuple(rows)),))
    (plan,) = card_plans((many.form,))
    with pytest.raises(NoRoom) as error:
        fill_card(plan, many, "某局", 2024)
    assert error.value.count > error.value.room
    (wider,) = plans_of([many])
    assert len(fill_card(wider, many, "某局", 2024).typed) > len(many.indicators)


def test_more_goals_than_the_form_has_are_refused():
    own = card("zengdu-2022-department")
    with pytest.raises(NoRoom) as error:
        filling(replace(own, goals=own.goals * 2))
    assert (error.value.count, error.value.room) == (4, 2)


def test_more_cards_than_a_workbook_holds_are_refused():
    department, project = card("jiangan-2020-department"), card("jiangan-2020-project-1")
    with pytest.raises(NoRoom) as error:
        plans_of([project] * (MOST_PROJECTS + 1))
    assert error.value.room == MOST_PROJECTS
    data = replace(load_data(DATA / "jiangan-2020-department.json"), cards=(department,) * 2)
    with pytest.raises(NoRoom) as error:
        filled(data)
    assert error.value.what == department.form.title


def test_a_file_that_is_one_card_fills_a_workbook_of_its_form():
    data = load_data(DATA / "dongxihu-2024-project-3.json")
    made = filled(data)
    assert made.content.startswith(b"PK")
    assert not made.differing
    assert data.edition.name == "scorecard-project-2024"
    assert data.cards[0].form.kind is Kind.PROJECT
