"""The JSON of a scorecard is read whole, or refused with the place and the reason."""

import copy
import json

import pytest

from tools.card_examples import TRANSCRIBED
from tools.make_examples import EXAMPLES
from workbook_templates.cards.data import printed
from workbook_templates.data import DataError, load_data, parse_data

FOLDER = EXAMPLES / TRANSCRIBED
PROJECT = json.loads((FOLDER / "dongxihu-2024-project-3.json").read_text(encoding="utf-8"))
ZENGDU = json.loads((FOLDER / "zengdu-2022-department.json").read_text(encoding="utf-8"))
SUMMARY = json.loads((FOLDER / "jiangxia-2022-summary.json").read_text(encoding="utf-8"))
TABLES = {"edition": "final-accounts-2024", "department": "某局", "year": 2024, "unit": "万元"}


def parsed(raw, folder=None):
    return parse_data(json.dumps(raw, ensure_ascii=False), "某局.json", folder)


def changed(raw, path, value):
    """A copy of `raw` with `value` at `path`."""
    raw = copy.deepcopy(raw)
    part = raw
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return raw


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.json")), ids=lambda file: file.stem)
def test_every_published_scorecard_is_read(file):
    data = load_data(file)
    assert len(data.cards) + len(data.summaries) == 1
    assert not data.tables and data.edition.name.startswith("scorecard-")


def test_a_card_is_read_word_by_word():
    (card,) = parsed(PROJECT).cards
    assert card.form.name == "scorecard-project-2024"
    assert (card.name, card.department, card.year) == ("党员活动经费", "东西湖区医疗保障局", 2024)
    assert card.execution.rate == "19.81%"
    assert card.indicators[2].target == "≥12 次每年"
    assert [ticks.ticked for ticks in card.ticks] == [(0,), (0,), (0,)]
    assert card.total == "83.96" and card.sign == "签名： 年 月 日"


def test_a_box_of_a_symbol_font_is_that_sign():
    (card,) = load_data(FOLDER / "jiangan-2020-project-1.json").cards
    assert {ticks.glyph for ticks in card.ticks} == {"\uf052"}


def test_a_summary_is_read_word_by_word():
    (summary,) = parsed(SUMMARY).summaries
    assert (summary.department, summary.year) == ("武汉市江夏区医疗保障局", 2022)
    assert (summary.total, summary.grade) == ("100", "优")
    assert [line.weight for line in summary.lines] == ["100", "10", "30", "41", "9"]
    assert summary.said == ("611.10万元", "609.24万元", "99.70%")
    assert [len(goal.indicators) for goal in summary.goals] == [10, 9, 8]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("611.10", "611.10"),
        ("-3", "-3"),
        ("99.7%", None),
        ("78 万", None),
        ("", None),
        ("4/次", None),
    ],
)
def test_only_a_bare_figure_becomes_a_number(text, value):
    shown = printed(text)
    assert str(shown) == text
    assert isinstance(shown, str) is (value is None)


@pytest.mark.parametrize(
    ("path", "value", "place", "problem"),
    [
        (("form",), "scorecard-1999", "", "没有自评表“scorecard-1999”"),
        (("form",), None, "", "“form”应是文字"),
        (("totl",), "1", "", "没有“totl”这一项"),
        (("total",), 83.96, "", "“total”应是文字"),
        (("title",), "坏\x01", "", "不能打印"),
        (("fields", "项目名"), "x", "fields：", "没有“项目名”这一项"),
        (("head", "填表日期"), "x", "head：", "没有“填表日期”这一项"),
        (("amounts",), {"基本支出总额": "1"}, "amounts：", "没有“基本支出总额”"),
        (("ticks", 0, "label"), "项目性质", "ticks第 1 项：", "没有“项目性质”这一行"),
        (("ticks", 1, "ticked"), [3], "ticks第 2 项：", "应在 1 与 2 之间"),
        (("ticks", 1, "ticked"), ["1"], "ticks第 2 项：", "由整数组成"),
        (("ticks",), {}, "", "“ticks”应是列表"),
        (("execution", "columns"), ["预算数"], "execution：", "四个栏名"),
        (("execution", "rate"), 19.81, "execution：", "“rate”应是文字"),
        (("goals", 0), [], "goals第 1 项：", "应是对象"),
        (("goals", 0, "indicators"), [], "goals第 1 项：", "没有指标"),
        (("goals", 0, "merged"), "是", "goals第 1 项：", "true 或 false"),
        (("goals", 0, "indicators", 2, "score"), 5, "goals第 1 项 indicators第 3 项：", "“score”"),
        (("goals", 0, "indicators", 2, "weight"), "5", "indicators第 3 项：", "没有分值栏"),
        (("goals", 0, "indicators", 2, "level3"), "x", "indicators第 3 项：", "“level3”"),
        (("constraint",), {"level1": "约束性指标"}, "constraint：", "没有约束性指标"),
        (("notes",), [1], "", "“notes”应是文字"),
    ],
)
def test_an_unusable_card_is_refused_with_its_place(path, value, place, problem):
    with pytest.raises(DataError) as error:
        parsed(changed(PROJECT, path, value))
    told = str(error.value)
    assert told.startswith("某局.json：")
    assert place in told and problem in told


def test_a_signature_needs_a_form_that_has_one():
    with pytest.raises(DataError, match="没有签批栏"):
        parsed(changed(ZENGDU, ("sign",), "签名："))


def test_a_constraint_needs_all_of_its_words():
    with pytest.raises(DataError, match="constraint：“text”应是文字"):
        parsed(changed(ZENGDU, ("constraint", "text"), None))


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (("title",), None, "“title”应是文字"),
        (("columns",), ["指标名称"], "应有四个栏名"),
        (("conclusion",), None, "“conclusion”应是对象"),
        (("rows", 2, "weight"), 30, "rows第 3 项：“weight”"),
        (("goals", 1, "indicators", 0, "说明"), "x", "goals第 2 项 indicators第 1 项：没有“说明”"),
        (("bands", "rows", 0), "优", "bands rows第 1 项：应是对象"),
    ],
)
def test_an_unusable_summary_is_refused_with_its_place(path, value, problem):
    with pytest.raises(DataError) as error:
        parsed(changed(SUMMARY, path, value))
    assert problem in str(error.value)


# --- cards beside tables -----------------------------------------------------------------------


def test_cards_stand_beside_the_tables_or_in_files_of_their_own(tmp_path):
    for file in ("dongxihu-2024-project-3.json", "jiangxia-2022-summary.json"):
        (tmp_path / file).write_text((FOLDER / file).read_text(encoding="utf-8"), encoding="utf-8")
    scorecards = [PROJECT, "dongxihu-2024-project-3.json", "jiangxia-2022-summary.json"]
    data = parsed({**TABLES, "tables": {}, "scorecards": scorecards}, tmp_path)
    assert data.cards[0] == data.cards[1]
    assert len(data.summaries) == 1


@pytest.mark.parametrize("name", ["../别处.json", "没有.json", "/etc/hostname", ""])
def test_a_card_that_cannot_be_had_is_named(name, tmp_path):
    with pytest.raises(DataError) as error:
        parsed({**TABLES, "tables": {}, "scorecards": [name]}, tmp_path)
    assert f"“scorecards”里的“{name}”" in str(error.value)


def test_a_file_beside_the_data_is_named_in_its_errors(tmp_path):
    (tmp_path / "卡.json").write_text('{"form": "scorecard-1999"}', encoding="utf-8")
    with pytest.raises(DataError) as error:
        parsed({**TABLES, "tables": {}, "scorecards": ["卡.json"]}, tmp_path)
    assert str(error.value).startswith("卡.json：")


def test_a_text_without_a_folder_can_name_no_files():
    with pytest.raises(DataError, match="同一文件夹"):
        parsed({**TABLES, "tables": {}, "scorecards": ["卡.json"]})


def test_a_card_is_no_summary_and_a_summary_no_card():
    with pytest.raises(DataError, match="没有“head”这一项"):
        parsed({**PROJECT, "form": "scorecard-summary-2022"})
    with pytest.raises(DataError, match="没有“conclusion”这一项"):
        parsed({**SUMMARY, "form": "scorecard-project-2024"})
