"""Where the cells of a printed scorecard stand: nothing overlaps, nothing is missing, and every
value of a published card has its cell."""

from dataclasses import replace
from itertools import groupby

import pytest

from tools.card_examples import TRANSCRIBED
from tools.make_examples import EXAMPLES
from validator.forms.scorecard import GoalsIn, Kind, WeightIn, load_scorecard, scorecards
from workbook_templates.cards.data import printed
from workbook_templates.cards.grid import BOX, columns, goals, lay_out_card
from workbook_templates.cards.summary_grid import lay_out_summary
from workbook_templates.data import load_data
from workbook_templates.grid import Grid

FORMS = [load_scorecard(name) for name in scorecards()]
CARD_FORMS = [form for form in FORMS if form.kind is not Kind.SUMMARY]
(SUMMARY,) = [form for form in FORMS if form.kind is Kind.SUMMARY]
FILES = sorted((EXAMPLES / TRANSCRIBED).glob("*.json"))
each_form = pytest.mark.parametrize("form", CARD_FORMS, ids=lambda form: form.name)
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def published(file):
    data = load_data(file)
    (card,) = data.cards or data.summaries
    return card


def grid_of(card):
    return (
        lay_out_summary(card.form, card)
        if card.form.kind is Kind.SUMMARY
        else lay_out_card(card.form, card)
    )


def keyed(grid: Grid):
    return {cell.key: cell.value for cell in grid.cells if cell.key is not None}


def span(grid: Grid, key) -> tuple[int, int]:
    """How many rows and columns the cell of `key` takes."""
    cell = next(cell for cell in grid.cells if cell.key == key)
    for row, column, last_row, last_column in grid.merges:
        if (row, column) == (cell.row, cell.column):
            return last_row - row + 1, last_column - column + 1
    return 1, 1


def assert_whole(grid: Grid) -> None:
    """Every place of the grid belongs to exactly one cell, and no key stands twice."""
    ends = {(row, column): (last, right) for row, column, last, right in grid.merges}
    taken = []
    for cell in grid.cells:
        last, right = ends.get((cell.row, cell.column), (cell.row, cell.column))
        taken += [(r, c) for r in range(cell.row, last + 1) for c in range(cell.column, right + 1)]
    assert len(taken) == len(set(taken))
    assert set(taken) == {(r, c) for r in range(grid.rows) for c in range(grid.columns)}
    keys = [cell.key for cell in grid.cells if cell.key is not None]
    assert len(keys) == len(set(keys))


# --- blank cards -------------------------------------------------------------------------------


@each_form
@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("rows", [1, 4])
def test_a_blank_card_has_every_place_filled_once(form, live, rows):
    assert_whole(lay_out_card(form, None, rows=rows, year=2024, name="某局", live=live))


@each_form
def test_a_blank_card_prints_the_words_of_its_form(form):
    said = [cell.value for cell in lay_out_card(form, None, year=2024, name="某局").cells]
    assert said[0] == form.caption.format(year=2024, name="某局")
    headings = [*form.execution, *form.columns, *form.headings, form.total, *form.footer]
    labels = [label for row in form.fields for label in row]
    own = form.constraint
    constraint = [own.level1, own.level2, own.name, own.words] if own else []
    wanted = {*headings, *labels, *form.notes, *form.signature, *constraint}
    assert wanted <= set(said)


@each_form
def test_a_blank_card_has_the_rows_asked_for_in_every_block(form):
    keys = keyed(lay_out_card(form, None, rows=3))
    of_groups = form.weight_in is WeightIn.GROUP
    blocks = len(goals(form)) * (len(form.groups) if of_groups else 1)
    for what in ("三级", "目标值", "完成值", "得分"):
        assert [n for w, n in keys if w == what] == list(range(3 * blocks))
    groups = [(n, value) for (w, n), value in keys.items() if w == "一级"]
    if of_groups:
        labels = [group.label for group in form.groups] * len(goals(form))
        assert groups == [(3 * i, label) for i, label in enumerate(labels)]
    else:
        assert groups == [(n, "") for n in range(3 * blocks)]


def test_the_cell_of_a_group_with_a_weight_covers_its_rows():
    grid = lay_out_card(load_scorecard("scorecard-project-2024"), None, rows=4)
    assert span(grid, ("一级", 4)) == (4, 1)
    assert span(grid, ("目标", 0)) == (1 + 4 * 4, 1)


def test_a_year_left_open_is_not_printed():
    for form in CARD_FORMS:
        title = keyed(lay_out_card(form, None, name="某局"))["表题", 0]
        assert "{" not in title and not any(sign.isdigit() for sign in title)


@each_form
def test_a_live_card_has_a_cell_for_every_box(form):
    keys = keyed(lay_out_card(form, None, live=True))
    boxes = {key: value for key, value in keys.items() if key[0].startswith("勾选")}
    assert boxes == {
        (f"勾选 {ticks.label}", number): BOX
        for ticks in form.ticks
        for number in range(len(ticks.choices))
    }


def test_choices_that_one_row_cannot_hold_go_on_in_the_next():
    form = load_scorecard("scorecard-project-2024")
    many = replace(form.ticks[0], choices=tuple(f"第{n}类" for n in range(8)))
    grid = lay_out_card(replace(form, ticks=(many, *form.ticks[1:])), None, live=True)
    assert_whole(grid)
    assert len([key for key in keyed(grid) if key[0] == "勾选 项目类别"]) == 8


def test_a_form_with_a_column_of_weights_has_cells_for_them():
    form = load_scorecard("scorecard-project-2022")
    headings = (*form.headings[:3], "分值", *form.headings[3:])
    form = replace(form, headings=headings, weight_in=WeightIn.CELL)
    grid = lay_out_card(form, None, rows=2)
    assert_whole(grid)
    assert [key for key in keyed(grid) if key[0] == "分值"] == [("分值", 0), ("分值", 1)]


@each_form
def test_the_scores_stand_in_the_last_column(form):
    grid = lay_out_card(form, None, rows=1)
    last = {cell.column for cell in grid.cells if cell.key and cell.key[0] in ("得分", "执行得分")}
    assert last == {grid.columns - 1}


@each_form
def test_a_heading_beside_the_indicators_takes_the_first_column(form):
    first = min(start for start, _ in columns(form).values())
    assert first == (0 if form.goals_in is GoalsIn.ACROSS else 1)


def test_a_blank_summary_has_every_place_filled_once():
    grid = lay_out_summary(SUMMARY, None, year=2022, name="某局")
    assert_whole(grid)
    keys = keyed(grid)
    assert [keys["摘要指标", i] for i in range(len(SUMMARY.lines))] == list(SUMMARY.lines)
    bands = [cell.value for cell in grid.cells if str(cell.value).startswith("占比")]
    assert bands == [
        "占比90分-100分",
        "占比80分-89分",
        "占比70分-79分",
        "占比60分-69分",
        "占比60分以下",
    ]


# --- published cards ---------------------------------------------------------------------------


@each_file
def test_a_published_card_has_every_place_filled_once(file):
    assert_whole(grid_of(published(file)))


@pytest.mark.parametrize(
    "file", [file for file in FILES if "summary" not in file.stem], ids=lambda file: file.stem
)
def test_every_value_of_a_published_card_has_its_cell(file):
    card = published(file)
    shown = keyed(grid_of(card))
    wanted = {}
    if card.title:
        wanted["表题", 0] = card.title
    for label, value in {**card.fields, **card.amounts}.items():
        wanted[label, 0] = printed(value)
    if card.execution:
        own = card.execution
        for what, value in (
            ("预算数", own.budget),
            ("执行数", own.executed),
            ("执行率", own.rate),
            ("执行得分", own.score),
        ):
            wanted[what, 0] = printed(value)
    for i, indicator in enumerate(card.indicators):
        wanted["三级", i] = indicator.name
        wanted["目标值", i] = printed(indicator.target)
        wanted["完成值", i] = printed(indicator.result)
        wanted["得分", i] = printed(indicator.score)
    for what, value in (("总分", card.total), ("偏差", card.deviation), ("改进", card.improvement)):
        wanted[what, 0] = printed(value)
    for number, goal in enumerate(card.goals):
        if goal.heading:
            wanted["目标", number] = goal.heading
        if goal.text:
            wanted["目标说明", number] = goal.text
    if card.constraint:
        wanted["约束", 0] = card.constraint.score
    for ticks in card.ticks:
        line = shown[f"勾选 {ticks.label}", 0]
        assert [line.count(choice) for choice in ticks.choices] == [1] * len(ticks.choices)
        assert line.count(ticks.glyph) == len(ticks.ticked)
        assert line.count(BOX) == len(ticks.choices) - len(ticks.ticked)
    assert wanted.items() <= shown.items()
    said = [cell.value for cell in grid_of(card).cells]
    assert set(card.notes) <= set(said)
    for value in card.head.values():
        assert any(value in str(words) for words in said)


@each_file
def test_the_groups_of_a_published_card_cover_their_rows(file):
    card = published(file)
    if card.form.kind is Kind.SUMMARY:
        return
    grid, first = grid_of(card), 0
    for goal in card.goals:
        for level1, members in groupby(goal.indicators, key=lambda indicator: indicator.level1):
            count = len(list(members))
            assert span(grid, ("一级", first)) == (count, 1)
            assert keyed(grid)["一级", first] == level1
            first += count


def test_equal_seconds_are_one_cell_only_where_the_card_prints_them_so():
    folder = EXAMPLES / TRANSCRIBED
    merged = grid_of(published(folder / "jiangxia-2022-project-1.json"))
    single = grid_of(published(folder / "jiangan-2020-project-1.json"))
    assert span(merged, ("二级", 0)) == (3, 1)
    assert span(single, ("二级", 0)) == (1, 1)


def test_a_card_whose_body_is_lost_prints_its_foot_alone():
    grid = grid_of(published(EXAMPLES / TRANSCRIBED / "dongxihu-2024-project-2.json"))
    assert list(keyed(grid)) == [("总分", 0), ("偏差", 0), ("改进", 0), ("签批", 0)]


def test_the_summary_prints_its_table_and_its_sentences():
    summary = published(EXAMPLES / TRANSCRIBED / "jiangxia-2022-summary.json")
    grid = grid_of(summary)
    keys = keyed(grid)
    for i, line in enumerate(summary.lines):
        told = [keys[what, i] for what in ("摘要指标", "摘要权重", "摘要得分", "摘要等级")]
        assert told == [line.group, printed(line.weight), printed(line.score), line.grade]
    assert keys["结论", 0] == summary.conclusion.text
    assert keys["执行率情况", 0] == summary.execution.text
    said = "\n".join(str(cell.value) for cell in grid.cells)
    for goal in summary.goals:
        assert goal.text in said
        for indicator in goal.indicators:
            assert f"{indicator.name}，年初目标值{indicator.target}" in said
