"""The forms of the scorecards: what the published cards print, and nothing said twice; and what is
wrong with a form that cannot be used, with file and line."""

import json
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.test_form_data import examples, restated
from validator.forms.loader import editions, load
from validator.forms.model import FINAL_ACCOUNTS, Severity
from validator.forms.scorecard import (
    GoalsIn,
    Kind,
    Scorecard,
    WeightIn,
    load_scorecard,
    read_scorecard,
    scorecard_rules,
    scorecards,
    scorecards_digest,
    unweighed,
    weight_in,
)
from validator.forms.scorecard_text import DIRECTIVES, layered, shipped
from validator.forms.text import FormError, Text, cut
from validator.recognition import block
from validator.recognition.block import Mark

FOLDER = Path(__file__).parents[1] / "examples" / "scorecards" / "data"
CARDS = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*.json"))
}
#: No 2024 document has a whole-department card; its form is that of 2022.
UNPUBLISHED = "scorecard-department-2024"
#: The body of this one is lost.
LOST = "dongxihu-2024-project-2"
PRINTED = [name for name in CARDS if name != LOST]
FILLED = [name for name in PRINTED if name != "jiangxia-2022-summary"]


def plain(words: str) -> str:
    """Words without what print and typing vary: widths of signs, and spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words))


def of(name: str) -> Scorecard:
    return load_scorecard(CARDS[name]["form"])


def same(form: tuple[str, ...] | list[str], card: tuple[str, ...] | list[str]) -> bool:
    return list(map(plain, form)) == list(map(plain, card))


# What a form says


def test_every_published_variant_has_a_form():
    assert {card["form"] for card in CARDS.values()} | {UNPUBLISHED} == set(scorecards())


@pytest.mark.parametrize("name", scorecards())
def test_a_form_names_itself_in_both_languages_with_years_and_source(name):
    form = load_scorecard(name)
    assert form.name == name
    assert name.split("-")[1] == form.kind.name.lower()
    assert form.title and form.title_en and form.source
    assert form.first_year <= int(name.split("-")[2]) <= form.last_year
    assert form.caption.format(year=2022, name="某局")
    edition = form.edition
    assert (edition.name, edition.title, edition.order) == (name, form.title, ())


def test_a_name_that_is_none_is_a_key_error():
    with pytest.raises(KeyError):
        load_scorecard("scorecard-project-1999")


def test_the_scorecards_that_an_edition_names_exist_and_are_of_its_years():
    for name in editions():
        edition = load(name)
        assert bool(edition.scorecards) == (edition.kind == FINAL_ACCOUNTS)
        for card in map(load_scorecard, edition.scorecards):
            assert (card.first_year, card.last_year) == (edition.first_year, edition.last_year)


#: form → its goals with their weights, its groups with theirs, where the weight of an indicator
#: stands, where the goals stand, the cap of the constraint.
SAID = {
    "scorecard-department-2020": (
        "长期目标 1 20 长期目标 2 20 年度目标 1 20 年度目标 2 20",
        "产出指标 效益指标",
        (WeightIn.GOAL, GoalsIn.DESCRIBED, None),
    ),
    "scorecard-department-2022": (
        "年度目标1 20 年度目标2 20 年度目标3 20 年度目标4 20",
        "产出指标 效益指标 满意度指标",
        (WeightIn.NAME, GoalsIn.DESCRIBED, None),
    ),
    "scorecard-department-2022-zengdu": (
        "目标 1 40 目标 2 40",
        "产出指标 效益指标",
        (WeightIn.GOAL, GoalsIn.ACROSS, 70),
    ),
    UNPUBLISHED: (
        "年度目标1 20 年度目标2 20 年度目标3 20 年度目标4 20",
        "产出指标 效益指标 满意度指标",
        (WeightIn.NAME, GoalsIn.DESCRIBED, None),
    ),
    "scorecard-project-2020": (
        "年度绩效目标 80",
        "产出指标 40 效益指标 40",
        (WeightIn.GROUP, GoalsIn.SIDE, None),
    ),
    "scorecard-project-2022": (
        "年度绩效目标 80",
        "产出指标 效益指标 满意度指标",
        (WeightIn.NAME, GoalsIn.SIDE, None),
    ),
    "scorecard-project-2022-zengdu": (
        "",
        "产出指标 40 效益指标 40",
        (WeightIn.GROUP, GoalsIn.ACROSS, None),
    ),
    "scorecard-project-2024": (
        "年度绩效目标 80",
        "成本指标 20 产出指标 20 效益指标 30 满意度指标 10",
        (WeightIn.GROUP, GoalsIn.SIDE, None),
    ),
    "scorecard-summary-2022": (
        "年度目标1 年度目标2 年度目标3 年度目标4",
        "",
        (WeightIn.CELL, GoalsIn.ACROSS, None),
    ),
}


@pytest.mark.parametrize("name", scorecards())
def test_goals_groups_and_where_weights_stand(name):
    form = load_scorecard(name)
    goals, groups, (weight, place, cap) = SAID[name]

    def shown(parts: list[tuple[str, Decimal | None]]) -> str:
        return " ".join(name if points is None else f"{name} {points}" for name, points in parts)

    assert shown([(unweighed(goal.heading), goal.weight) for goal in form.goals]) == goals
    assert shown([(group.name, group.weight) for group in form.groups]) == groups
    assert (form.weight_in, form.goals_in) == (weight, place)
    assert (form.constraint.cap if form.constraint else None) == cap
    assert form.fixed == (name == "scorecard-project-2024")
    assert form.full == 20
    assert form.goals_full == 80


@pytest.mark.parametrize("name", scorecards())
def test_the_weights_that_are_printed_come_to_eighty(name):
    form = load_scorecard(name)
    for weights in ([g.weight for g in form.goals], [g.weight for g in form.groups]):
        known = [weight for weight in weights if weight is not None]
        assert not known or sum(known) == 80


@pytest.mark.parametrize("name", scorecards())
def test_the_grades(name):
    form = load_scorecard(name)
    totals = ("100", "90", "89.99", "80", "79.99", "70", "69.99", "60", "59.99", "0")
    grades = "".join(form.grade(Decimal(total))[0] for total in totals)
    assert grades == "优优良良中中合合差差"


def test_the_constraint_is_printed_with_its_cap():
    constraint = load_scorecard("scorecard-department-2022-zengdu").constraint
    printed = CARDS["zengdu-2022-department"]["constraint"]
    assert constraint is not None
    assert (constraint.level1, constraint.level2) == (printed["level1"], printed["level2"])
    assert (constraint.name, constraint.words) == (printed["name"], printed["text"])
    assert f"不得超过{constraint.cap}分" in constraint.words


@pytest.mark.parametrize(
    ("words", "weight", "left"),
    [
        ("成本指标（20 分）", 20, "成本指标"),
        ("成本指标(20分)", 20, "成本指标"),
        ("年度目标1：（20 分）", 20, "年度目标1"),
        ("目标 1(40 分）：", 40, "目标 1"),
        ("医保信息系统验收合格率 8 分）", 8, "医保信息系统验收合格率"),
        ("宣传覆盖率（2.5 分）", Decimal("2.5"), "宣传覆盖率"),
        ("产出指标", None, "产出指标"),
        ("得分 20 分的指标", None, "得分 20 分的指标"),
    ],
)
def test_a_weight_stands_behind_words_as_people_write_it(words, weight, left):
    assert (weight_in(words), unweighed(words)) == (weight, left)


@pytest.mark.parametrize("word", ["1", "(1", " ", "1 ", "分"])
def test_no_text_of_a_cell_takes_long_to_look_for_a_weight(word):
    words = word * (32_767 // len(word))
    assert (weight_in(words), unweighed(words)) == (None, words.strip(" "))


# What the published cards print


@pytest.mark.parametrize("name", PRINTED)
def test_the_title_is_the_published_one(name):
    title = plain(CARDS[name]["title"])
    pattern = re.escape(plain(of(name).caption)).replace(r"\{year\}", r"\d{4}")
    assert re.fullmatch(pattern.replace(r"\{name\}", ".+"), title)


@pytest.mark.parametrize("name", FILLED)
def test_labels_boxes_and_headings_are_the_published_ones(name):
    form, card = of(name), CARDS[name]
    assert same([words.partition("：")[0] for words in form.opening], list(card["head"]))
    labels = [label for row in form.fields for label in row]
    assert same(labels, [*card["fields"], *card.get("amounts", {})])
    assert [(t.label, list(t.choices)) for t in form.ticks] == [
        (t["label"], t["choices"]) for t in card["ticks"]
    ]
    execution = card["execution"]
    assert same(form.execution, (execution["heading"], execution["label"]))
    assert same(form.columns, execution["columns"])
    assert bool(form.signature) == ("sign" in card)
    if form.signature:
        assert form.signature[1] == card["sign"]
    assert (form.constraint is None) == (card["constraint"] is None)


@pytest.mark.parametrize("name", FILLED)
def test_goals_are_the_published_ones(name):
    form, card = of(name), CARDS[name]
    headings = [goal["heading"] for goal in card["goals"] if goal["heading"]]
    assert same([goal.heading for goal in form.goals], headings)


#: 一级 and 二级指标 that a card prints although they do not belong together, or weigh otherwise.
ODD = {
    "jiangan-2020-project-2": {"效益指标（80 分） 效益指标"},
    "jiangxia-2022-department": {"效益指标 质量指标", "满意度指标 可持续影响指标"},
}


@pytest.mark.parametrize("name", FILLED)
def test_every_indicator_stands_in_a_group_of_the_form(name):
    form = of(name)
    known = {plain(f"{group.label} {second}") for group in form.groups for second in group.seconds}
    rows = [row for goal in CARDS[name]["goals"] for row in goal["indicators"]]
    printed = {f"{row['level1']} {row['level2']}" for row in rows}
    assert {words for words in printed if plain(words) not in known} == ODD.get(name, set())


#: What is misprinted in the notes of a bureau, and how the form prints it.
CORRECTED = {
    "在计算得分": "再计算得分",
    "（即目标值为≥X得分=权重*B/A，反向": "正向指标（即目标值为≥X，得分=权重*B/A），反向",
    "部门达成": "部分达成",
    "三挡": "三档",
    "80-50（含": "80-50%（含",
}


@pytest.mark.parametrize("form", sorted({CARDS[name]["form"] for name in FILLED}))
def test_notes_are_word_by_word_those_that_most_cards_of_the_bureau_print(form):
    printed = Counter(tuple(CARDS[name]["notes"]) for name in FILLED if CARDS[name]["form"] == form)
    ((most, _),) = printed.most_common(1)
    expected = []
    for note in most:
        for wrong, right in CORRECTED.items() if form.endswith("zengdu") else ():
            assert any(wrong in said for said in most), wrong
            note = note.replace(wrong, right)
        expected.append(note)
    assert list(load_scorecard(form).notes) == expected


def test_a_form_that_corrects_its_source_says_so_in_a_comment():
    for name in ("scorecard-department-2022-zengdu", "scorecard-project-2022-zengdu"):
        comments = [
            line
            for line in shipped(name).read_text(encoding="utf-8").splitlines()
            if line.startswith("#")
        ]
        for word in ("在计算得分", "部门达成", "三挡", "已改正"):
            assert word in "".join(comments)


def test_the_summary_is_the_published_one():
    form, summary = load_scorecard("scorecard-summary-2022"), CARDS["jiangxia-2022-summary"]
    assert form.kind is Kind.SUMMARY
    assert list(form.headings) == summary["columns"]
    assert list(form.lines) == [row["group"] for row in summary["rows"]]
    assert [grade for _, grade in form.bands] == [row["grade"] for row in summary["bands"]["rows"]]
    assert form.notes == (summary["bands"]["note"],)
    assert [list(row) for row in form.scale] == [
        summary["bands"]["columns"],
        *([row["band"], row["grade"]] for row in summary["bands"]["rows"]),
    ]
    assert form.roles[1:3] == ("分值", "得分")


# Nothing twice, nothing idle


def layers(name: str) -> tuple[Text, Text]:
    """What the form states itself, and the text that it extends."""
    own = cut(shipped(name), name)
    base = own.one("继承", "")
    return own, layered(shipped(base), base, lambda _: None, ()) if base else Text(name)


@pytest.mark.parametrize("name", scorecards())
def test_a_form_states_only_what_differs(name):
    own, base = layers(name)
    assert restated({name: base}, {name: own}) == []


@pytest.mark.parametrize("name", scorecards())
def test_no_directive_of_a_form_is_idle(name, tmp_path):
    text = shipped(name).read_text(encoding="utf-8")
    for key in layers(name)[0].directives:
        without = re.sub(rf"^{key}：.*\n(?:  .*\n)*", "", text, count=1, flags=re.MULTILINE)
        assert without != text, key
        file = tmp_path / "x.form"
        file.write_text(without, encoding="utf-8")
        try:
            made = read_scorecard(name, file, f"scorecards/{name}.form")
        except FormError:
            continue
        assert said(made) != said(load_scorecard(name)), key


def said(form: Scorecard) -> dict[str, object]:
    """All that a form says, without the digest of its text."""
    return {key: getattr(form, key) for key in form.__slots__ if key != "digest"}


def test_every_directive_is_used():
    stated = {key for name in scorecards() for key in layers(name)[0].directives}
    assert stated == set(DIRECTIVES)


def test_the_digest_covers_every_file():
    assert len(scorecards_digest()) == 64
    assert len({load_scorecard(name).digest for name in scorecards()}) == len(scorecards())


# The rules


def test_the_rules_are_numbered_each_once_and_each_is_explained():
    rules = scorecard_rules()
    assert [rule.id for rule in rules] == [f"P{number:02d}" for number in range(1, 21)]
    assert len({rule.notation for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.notation.startswith("检查 ")
        assert rule.meaning and rule.meaning_en and rule.source, rule.id
        assert (rule.file, rule.table) == ("scorecards/rules.form", "")


def test_what_is_only_to_be_explained():
    warnings = [rule.id for rule in scorecard_rules() if rule.severity is Severity.WARNING]
    assert warnings == ["P09", "P12", "P13", "P20"]
    assert all(r.severity is Severity.ERROR for r in scorecard_rules() if r.id not in warnings)


# The next bureau

(DOCUMENTED,) = [text for name, text in examples("scorecard") if name == "某区自评表.form"]


def written(tmp_path: Path, text: str) -> Scorecard:
    file = tmp_path / "某区自评表.form"
    file.write_text(text, encoding="utf-8")
    return read_scorecard("scorecard-project-2025-x", file, file.name)


def test_the_next_bureaus_variant_is_data(tmp_path):
    """Weights in a cell of their own, the national 10 points for the execution, 90 for goals."""
    form = written(tmp_path, DOCUMENTED)
    assert (form.kind, form.weight_in) == (Kind.PROJECT, WeightIn.CELL)
    assert form.full == 10
    assert form.goals_full == 90
    assert [goal.weight for goal in form.goals] == [90]
    assert form.roles == ("一级", "二级", "三级", "分值", "目标值", "完成值", "得分")
    assert [group.weight for group in form.groups] == [50, 30, 10]
    assert form.ticks == ()
    assert form.grade(Decimal("85")) == "良"
    assert form.edition.name == "scorecard-project-2025-x"


def test_the_next_bureaus_variant_is_laid_out_like_those_that_ship(tmp_path):
    from workbook_templates.cards.grid import lay_out_card

    grid = lay_out_card(written(tmp_path, DOCUMENTED), None, year=2025, name="宣传")
    words = [placed.value for placed in grid.cells]
    for label in ("分值", "预算执行情况（万元）（10 分）", "年度绩效目标（90 分）"):
        assert words.count(label) == 1


def test_a_form_of_ones_own_may_extend_one_that_ships(tmp_path):
    own = "继承：scorecard-project-2024\n名称：某区自评表\n年度：2025\n签批：局长签字 | 年 月 日\n"
    form, base = written(tmp_path, own), load_scorecard("scorecard-project-2024")
    assert form.signature == ("局长签字", "年 月 日")
    assert (form.groups, form.notes) == (base.groups, base.notes)
    assert (form.first_year, form.last_year) == (2025, 2025)
    assert form.digest != base.digest


def test_the_rows_of_a_card_are_known_by_the_words_of_its_form_whatever_they_are(monkeypatch):
    form = replace(
        load_scorecard("scorecard-project-2022"),
        execution=("资金使用（20 分）", "全年资金"),
        columns=("批复资金", "支出资金", "使用比例", "使用评分"),
        headings=("一级", "二级", "三级", "应达目标值", "年底完成值（B）", "自评得分数"),
        footer=("没有做到的说明", "今后的打算"),
    )
    monkeypatch.setattr(block, "card_forms", lambda: (form,))
    block.labels.cache_clear()
    try:
        for row, mark in (
            ([form.execution[0], *form.columns], Mark.EXECUTION),
            (form.headings, Mark.HEADINGS),
            ([form.footer[0], "无"], Mark.DEVIATION),
            ([form.footer[1], "无"], Mark.IMPROVEMENT),
        ):
            assert block.mark([(n, plain(words)) for n, words in enumerate(row)]) is mark
        columns = block.execution_columns([(n, words) for n, words in enumerate(form.columns)])
        assert columns == {"预算数": 0, "执行数": 1, "执行率": 2, "得分": 3}
    finally:
        block.labels.cache_clear()


# Errors


@pytest.mark.parametrize(
    ("old", "new", "at", "problem"),
    [
        ("表尾：", "表脚：", "表脚：", "自评表没有“表脚：”，可用的有 继承、名称"),
        ("种类：项目\n", "", None, "缺少“种类：”"),
        ("种类：项目", "种类：单位", "种类：", "种类只能是 部门、项目、摘要，不能是“单位”"),
        ("分值：分值", "分值：指标", "分值：", "分值只能是 分值、三级指标、一级指标、目标"),
        ("目标版式：侧栏", "目标版式：左边", "目标版式：", "目标版式只能是 侧栏、说明、通栏"),
        ("年度：2025-2026", "年度：今年", "年度：", "年度应写作"),
        ("年度：2025-2026", "年度：2026-2025", "年度：", "年度应写作"),
        ("表题：{year}年度", "表题：{年度}年度", "表题：", "花括号只能是 {year} 年度、{name} 名称"),
        ("表题：{year}年度", "表题：{year年度", "表题：", "花括号"),
        ("（10 分） | 年度", " | 年度", "预算执行：", "满分应写在第一格的末尾"),
        ("（10 分） | 年度", "（100 分） | 年度", "预算执行：", "满分应写在第一格的末尾"),
        (" | 年度财政资金总额", "", "预算执行：", "标题（20 分） | 金额行的名称"),
        (
            "（10 分*执行率）",
            "（20 分*执行率）",
            "执行栏：",
            "得分栏写的是 20 分，预算",
        ),
        ("执行率（B/A） | ", "", "执行栏：", "预算数、执行数、执行率、得分四栏"),
        ("  项目名称\n", "", "栏目：", "栏目里应有“项目名称”"),
        (" | 分值 | ", " | ", "指标栏：", "完成值、得分、分值各一栏"),
        ("三级指标 | 分值", "三级指标 | 分值 | 权重", "指标栏：", "得分、分值各一栏"),
        ("二级指标 | 三级指标", "三级指标", "指标栏：", "指标栏应当是一级、二级、三级、"),
        ("三级指标 | 分值", "内容 | 分值", "指标栏：", "指标栏应当是一级、二级、三级、"),
        ("分值：分值", "分值：三级指标", "指标栏：", "目标值、完成值、得分各一栏"),
        ("目标（90 分）", "目标（80 分）", "目标：", "目标的分值合计 80，应为 90"),
        ("目标（90 分）", "目标（90 分） | 甲 | 乙", "目标：", "“标题 | 指标左边的字”"),
        ("产出指标（50 分）", "产出指标（40 分）", "一级指标：", "一级指标的分值合计 80，应为 90"),
        ("产出指标（50 分）", "产出指标", "一级指标：", "一级指标的分值应全部写出"),
        ("目标（90 分）\n", "目标（90 分）\n  长期目标\n", "目标：", "目标的分值应全部写出"),
        ("总分：总分\n", "", None, "缺少“总分：”"),
        (" | 改进措施", "", "表尾：", "偏差原因、改进措施两行"),
        ("固定分值：是", "固定分值：对", "固定分值：", "固定分值只能是 是、否，不能是“对”"),
        ("80 良", "良", "等级：", "等级应写作“最低分 等级”，不能是“良”"),
        ("80 良", "95 良", "等级：", "由高到低"),
        (" | 0 差", "", "等级：", "最后一级从 0 分起"),
        ("等级：", "约束：甲 | 乙 | 丙 | 丁 | 七十\n等级：", "约束：", "约束应写作一行"),
        ("等级：", "约束：甲 | 乙 | 丙 | 70\n等级：", "约束：", "约束应写作一行"),
        ("等级：", "勾选：项目类别 | 部门预算项目\n等级：", "勾选：", "至少两个选项"),
        ("等级：", "等级：90 优\n等级：", "等级：90 优 | 80", "“等级：”写了两次"),
        ("等级：", "继承：scorecard-project-1999\n等级：", "继承：", "不存在或成环"),
        ("等级：", "【勾稽】\nP01  检查 执行率\n", "P01", "规则都写在 scorecards/rules.form"),
        ("等级：", "【成本】\n等级：", "【成本】", "自评表没有【成本】"),
        ("等级：", "表1  自评表\n等级：", "表1", "看不懂这一行：表1  自评表"),
    ],
)
def test_a_form_with_a_fault_is_refused_with_file_and_line(tmp_path, old, new, at, problem):
    assert old in DOCUMENTED
    text = DOCUMENTED.replace(old, new, 1)
    with pytest.raises(FormError, match=re.escape(problem)) as caught:
        written(tmp_path, text)
    assert caught.value.file == "某区自评表.form"
    assert str(caught.value).startswith(f"某区自评表.form:{caught.value.line}: ")
    line = text.splitlines()[caught.value.line - 1]
    assert line.startswith(at) if at else caught.value.line == 1


def test_weights_in_the_cells_of_groups_or_goals_need_such_cells(tmp_path):
    own = "继承：scorecard-project-2020\n"
    for stated, line, problem in (
        ("一级指标：\n  产出指标 | 数量指标\n", 2, "一级指标的分值应全部写出"),
        ("分值：目标\n目标：\n", 3, "分值写在目标格里，应列出各个目标"),
        ("固定分值：是\n分值：三级指标\n一级指标：\n  产出 | 数量\n", 4, "应全部写出"),
    ):
        with pytest.raises(FormError, match=problem) as caught:
            written(tmp_path, own + stated)
        assert caught.value.line == line


def test_what_is_wrong_with_an_inherited_directive_is_told_at_the_line_that_inherits_it(tmp_path):
    own = "# 某区\n\n继承：scorecard-department-2022\n固定分值：是\n"
    with pytest.raises(FormError, match="一级指标的分值应全部写出") as caught:
        written(tmp_path, own)
    assert (caught.value.file, caught.value.line) == ("某区自评表.form", 3)


def test_a_form_that_extends_itself_is_refused(tmp_path):
    file = tmp_path / "x.form"
    file.write_text("继承：scorecard-project-2024\n", encoding="utf-8")
    with pytest.raises(FormError, match="成环"):
        read_scorecard("scorecard-project-2024", file, "x.form")


@pytest.mark.parametrize(
    ("stated", "problem"),
    [
        ("摘要行：综合评价", "摘要行应有全部一行和各部分的行"),
        ("等级：90 优 | 0 差", "每个等级一行"),
        ("指标栏：名称 | 权重 | 得分", "名称、权重、得分、评价结果 4 栏"),
    ],
)
def test_a_summary_has_its_rows_and_its_table_of_grades(tmp_path, stated, problem):
    with pytest.raises(FormError, match=problem):
        written(tmp_path, f"继承：scorecard-summary-2022\n{stated}\n")
