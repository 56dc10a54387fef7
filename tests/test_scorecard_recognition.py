"""The published scorecards are read word by word, however and wherever they are laid out."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validator import Book, Sheet
from validator.forms.scorecard import Kind, load_scorecard, scorecards, unweighed, weight_in
from validator.reading import read
from validator.recognition import Recognised, Unrecognised, recognise
from validator.recognition.card import Card, Summary
from validator.recognition.words import plain
from workbook_templates.cards.grid import lay_out_card
from workbook_templates.cards.summary_grid import lay_out_summary
from workbook_templates.data import load_data
from workbook_templates.grid import Grid

EXAMPLES = Path(__file__).parent.parent / "examples"
FOLDER = EXAMPLES / "scorecards"
FILES = {path.stem: path for path in sorted((FOLDER / "data").glob("*.json"))}
SUMMARY = "jiangxia-2022-summary"
#: Of this one the head and the body are lost.
LOST = "dongxihu-2024-project-2"
NAMES = [name for name in FILES if name != SUMMARY]
WHOLE = [name for name in NAMES if name != LOST]

#: Seconds; what grows with the square of a sheet or of a cell takes many times as long.
PATIENCE = 15

Rows = list[list[Any]]
Told = dict[str, Any]


# --- from the transcription to a sheet, and what both say ------------------------------------


def source(name: str) -> Told:
    found: Told = json.loads(FILES[name].read_text(encoding="utf-8"))
    return found


def grid(name: str, live: bool = False) -> Grid:
    data = load_data(FILES[name])
    if name == SUMMARY:
        return lay_out_summary(data.summaries[0].form, data.summaries[0])
    return lay_out_card(data.cards[0].form, data.cards[0], live=live)


def rows_of(paper: Grid) -> Rows:
    rows: Rows = [[""] * paper.columns for _ in range(paper.rows)]
    for cell in paper.cells:
        value = cell.value
        rows[cell.row][cell.column] = float(value) if isinstance(value, Decimal) else value
    return rows


def printed(name: str) -> Rows:
    return rows_of(grid(name))


def book(*sheets: Rows) -> Book:
    named = []
    for number, rows in enumerate(sheets, start=1):
        width = max(map(len, rows), default=0)
        even = [row + [""] * (width - len(row)) for row in rows]
        named.append(Sheet(f"Sheet{number}", even, {}))
    return Book("自评.xlsx", tuple(named))


def recognised(*sheets: Rows) -> Recognised:
    return recognise(book(*sheets))


def only_card(rows: Rows) -> Any:
    (card,) = recognised(rows).cards
    return card


def said(value: object) -> object:
    """Words as they compare: without spaces, and figures as numbers (19.90 is 19.9)."""
    words = plain(f"{value:.15g}" if isinstance(value, float) else str(value))
    try:
        return Decimal(words).normalize()
    except InvalidOperation:
        return words


def words_of(cell: Any) -> object:
    return None if cell is None else said(cell.raw)


def told(card: Card) -> Told:
    """What a recognised card says."""
    execution = card.execution
    return {
        "form": card.form.name,
        "title": plain(card.title),
        "fields": {label: words_of(cell) for label, cell in card.fields.items()},
        "amounts": {label: words_of(cell) for label, cell in card.amounts.items()},
        "ticks": [(row.at.label, row.choices, row.ticked, row.boxes) for row in card.ticks],
        "execution": execution
        and (
            said(execution.at.raw),
            execution.full,
            *map(words_of, (execution.budget, execution.executed, execution.rate, execution.score)),
        ),
        "goals": [
            (
                goal.at and said(goal.at.raw),
                goal.weight,
                [
                    (
                        *map(words_of, row[1:7]),
                        row.weight,
                        row.own and row.own.label.partition(" · ")[0],
                    )
                    for row in goal.indicators
                ],
            )
            for goal in card.goals
        ],
        "constraint": words_of(card.constraint),
        "total": words_of(card.total),
        "deviation": words_of(card.deviation),
        "improvement": words_of(card.improvement),
    }


def expected(name: str) -> Told:
    """What the transcription says of it."""
    card = source(name)
    execution = card["execution"]
    head = {label: value for label, value in card["head"].items() if value and label != "总分"}
    return {
        "form": card["form"],
        "title": plain(card["title"]),
        "fields": {label: said(value) for label, value in {**head, **card["fields"]}.items()},
        "amounts": {label: said(value) for label, value in card.get("amounts", {}).items()},
        "ticks": [
            (
                row["label"],
                tuple(row["choices"]),
                tuple(number - 1 for number in row["ticked"]),
                len(row["choices"]),
            )
            for row in card["ticks"]
        ],
        "execution": execution
        and (
            said(execution["heading"]),
            Decimal(20),
            *(said(execution[key]) for key in ("budget", "executed", "rate", "score")),
        ),
        "goals": [
            (
                said(goal["heading"]) or None,
                weight_in(goal["heading"]),
                [_row(row) for row in goal["indicators"]],
            )
            for goal in card["goals"]
        ],
        "constraint": card["constraint"] and said(card["constraint"].get("score", "")),
        "total": said(card["total"]),
        "deviation": said(card["deviation"]),
        "improvement": said(card["improvement"]),
    }


def _row(row: dict[str, str]) -> tuple[object, ...]:
    weight = weight_in(row["name"])
    keys = ("level1", "level2", "name", "target", "result", "score")
    return (*(said(row[key]) for key in keys), weight, weight and "三级指标")


def test_both_sides_of_the_comparison_hold_something():
    counts = [len(goal[2]) for name in NAMES for goal in expected(name)["goals"]]
    assert sum(counts) == 152 and len(NAMES) == 18


# --- the published cards, laid out in many ways ----------------------------------------------


def as_printed(rows: Rows) -> Rows:
    return rows


def elsewhere(rows: Rows) -> Rows:
    return [[""] * 9 for _ in range(7)] + [["", "", "", *row] for row in rows]


def with_gaps(rows: Rows) -> Rows:
    wide = [[part for value in row for part in (value, "")] for row in rows]
    return [line for row in wide for line in (row, [""] * len(row))]


def broken(text: object) -> object:
    """The text over several lines, with spaces, as narrow cells have it."""
    if not isinstance(text, str) or len(text) < 2:
        return text
    return f"{text[: len(text) // 2]}\n  {text[len(text) // 2 :]} "


def on_several_lines(rows: Rows) -> Rows:
    return [[broken(value) for value in row] for row in rows]


def full_width(rows: Rows) -> Rows:
    signs = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    return [
        [value.translate(signs) if isinstance(value, str) else value for value in row]
        for row in rows
    ]


def figures_as_text(rows: Rows) -> Rows:
    return [[f"{v:.15g}" if isinstance(v, float) else v for v in row] for row in rows]


def with_none_for_blanks(rows: Rows) -> Rows:
    return [[None if value == "" else value for value in row] for row in rows]


def with_remarks(rows: Rows) -> Rows:
    """A word of the reviewer beside every row that is filled, from the first amounts on."""
    head = next((n for n, row in enumerate(rows) if "(B/A)" in plain("".join(map(str, row)))), 0)
    return [
        [*row, "", "请核对" if number > head and any(row) else ""]
        for number, row in enumerate(rows)
    ]


LAYOUTS: list[Callable[[Rows], Rows]] = [
    as_printed,
    elsewhere,
    with_gaps,
    on_several_lines,
    full_width,
    figures_as_text,
    with_none_for_blanks,
    with_remarks,
]
each_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
each_card = pytest.mark.parametrize("name", NAMES)


@each_layout
@each_card
def test_a_published_card_is_read_in_full(name, layout):
    assert told(only_card(layout(printed(name)))) == expected(name)


@each_card
def test_boxes_and_descriptions_may_have_cells_of_their_own(name):
    assert told(only_card(rows_of(grid(name, live=True)))) == expected(name)


@pytest.mark.parametrize("name", WHOLE)
def test_merged_cells_may_be_filled_in_every_row(name):
    paper = grid(name)
    rows = rows_of(paper)
    for top, left, bottom, _ in paper.merges:
        for row in range(top, bottom + 1):
            rows[row][left] = rows[top][left]
    assert told(only_card(rows)) == expected(name)
    assert len(only_card(rows).groups) == len(only_card(printed(name)).groups)


@each_layout
def test_all_cards_may_stand_on_one_sheet(layout):
    rows: Rows = [row for name in NAMES for row in [*printed(name), [""]]]
    width = max(map(len, rows))
    found = recognised(layout([row + [""] * (width - len(row)) for row in rows]))
    assert [told(card) for card in found.cards] == [expected(name) for name in NAMES]
    assert [card.key for card in found.cards] == [f"S{n}" for n in range(1, 19)]
    assert found.tables == {} and found.other_sheets == ()


def test_cards_on_many_sheets_are_numbered_in_the_workbooks_order():
    found = recognised(printed(WHOLE[0]), printed(SUMMARY), [["附注"]], printed(WHOLE[1]))
    assert [card.key for card in found.cards] == ["S1", "S3"]
    assert [summary.key for summary in found.summaries] == ["S2"]
    assert found.other_sheets == ("Sheet3",)


@pytest.mark.parametrize("name", WHOLE)
def test_every_cell_is_found_where_it_stands(name):
    paper = grid(name)
    card = only_card(elsewhere(rows_of(paper)))
    places = {cell.key: (cell.row + 7, cell.column + 3) for cell in paper.cells}
    rows = [*card.indicators]
    for number, row in enumerate(rows):
        for what, cell in (
            ("三级", row.name),
            ("目标值", row.target),
            ("完成值", row.result),
            ("得分", row.score),
        ):
            assert places[what, number] == cell[:2]
    for goal in card.goals:
        assert goal.at is None or all(row.group.row >= goal.at.row for row in goal.indicators)
    for what, cell in (("预算数", card.execution.budget), ("执行得分", card.execution.score)):
        assert places[what, 0] == cell[:2]
    for what, cell in (
        ("总分", card.total),
        ("偏差", card.deviation),
        ("改进", card.improvement),
        *card.amounts.items(),
    ):
        assert places[what, 0] == cell[:2]
    assert (card.top, card.left) == (7, 3)
    assert (card.bottom, card.right) == (7 + paper.rows - 1, 3 + last_column(paper))


def last_column(paper: Grid) -> int:
    return max(cell.column for cell in paper.cells if cell.value not in ("", None))


@pytest.mark.parametrize("name", NAMES)
def test_labels_say_what_a_cell_is(name):
    card = only_card(printed(name))
    for row in card.indicators:
        short = unweighed(row.name.words)
        assert row.score.label == f"得分 · {short}"
        assert row.target.label == f"目标值 · {short}"
        assert row.result.label == f"完成值 · {short}"
    assert card.total.label == "总分"
    if card.execution:
        assert [cell.label for cell in card.execution[2:]] == [
            "预算数",
            "执行数",
            "执行率",
            "得分 · 预算执行",
        ]


def test_figures_of_the_workbook_are_those_of_its_cards():
    found = recognised(printed("zengdu-2022-department"), printed("zengdu-2022-project-1"))
    assert found.edition.name == "scorecard-department-2022-zengdu"
    assert (found.year, found.unit.name) == (2022, "万元")
    assert found.department == "曾都区医疗保障服务中心"


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("dongxihu")])
def test_the_body_of_a_card_may_be_lost_beside_others(name):
    found = recognised(printed(name), printed(LOST))
    assert told(found.cards[-1]) == expected(LOST)


def test_a_card_that_shows_nothing_of_its_form_has_that_of_the_card_before():
    rows = [row for row in printed(LOST) if not str(row[0]).startswith("单位主要负责人")]
    for name in ("jiangan-2020-project-1", "zengdu-2022-department"):
        found = recognised(printed(name), rows)
        assert [card.form.name for card in found.cards] == [source(name)["form"]] * 2


# --- beside the tables -----------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["zengdu-2022", "jiangan-2020", "dongxihu-2024"])
@pytest.mark.parametrize("first", ["tables", "cards"])
def test_cards_may_follow_the_tables_on_one_sheet_or_go_before_them(folder, first):
    original = read(EXAMPLES / folder / "printed.xlsx")
    before = recognise(original)
    tables = [list(row) for sheet in original.sheets for row in [*sheet.rows, [""]]]
    names = [name for name in WHOLE if name.startswith(folder)]
    cards: Rows = [row for name in names for row in [*printed(name), [""]]]
    found = recognised(tables + cards if first == "tables" else cards + tables)
    assert [told(card) for card in found.cards] == [expected(name) for name in names]
    assert found.edition.name == before.edition.name
    for key, table in before.tables.items():
        assert found.tables[key].content.figures == table.content.figures
        assert found.tables[key].remarks == () or folder == "dongxihu-2024"
    assert not found.doubles and not found.unread


def test_a_list_of_contents_is_neither_card_nor_table():
    contents: Rows = [["目录"], ["收入支出决算总表"], ["部门整体绩效自评表"], ["项目绩效自评表"]]
    found = recognised(contents, printed("jiangan-2020-project-1"))
    assert len(found.cards) == 1 and found.other_sheets == ("Sheet1",)
    assert found.tables == {} and found.unread == ()


# --- which form a card has -------------------------------------------------------------------

CARD_FORMS = [n for n in scorecards() if load_scorecard(n).kind is not Kind.SUMMARY]


@pytest.mark.parametrize("name", CARD_FORMS)
@pytest.mark.parametrize("live", [False, True])
def test_a_blank_card_has_its_own_form(name, live):
    form = load_scorecard(name)
    rows = rows_of(lay_out_card(form, None, year=form.first_year, name="某局", live=live))
    card = only_card(rows)
    assert card.form.name == name
    assert card.indicators == () and card.total.blank and card.deviation.blank
    assert card.execution.budget.blank and card.execution.full == 20
    assert [row.ticked for row in card.ticks] == [()] * len(form.ticks)
    assert [row.choices for row in card.ticks] == [row.choices for row in form.ticks]
    assert [goal.weight for goal in card.goals] == [goal.weight for goal in form.goals]


@pytest.mark.parametrize("name", NAMES)
def test_a_form_that_is_asked_for_is_taken_for_cards_of_its_kind(name):
    rows = printed(name)
    own = only_card(rows).form
    for asked in CARD_FORMS:
        found = recognise(book(rows), asked)
        same_kind = load_scorecard(asked).kind is own.kind or name == LOST
        assert found.cards[0].form.name == (asked if same_kind else own.name)
        assert found.edition.name == asked


def test_an_edition_that_does_not_exist_is_refused_for_cards_too():
    with pytest.raises(KeyError):
        recognise(book(printed(WHOLE[0])), "scorecard-1999")


def test_an_edition_of_tables_leaves_cards_their_own_form():
    found = recognise(book(printed("jiangan-2020-project-1")), "final-accounts-2024")
    assert found.cards[0].form.name == "scorecard-project-2020" == found.edition.name


def test_the_form_of_a_card_without_year_is_the_one_that_the_workbook_was_made_for():
    def department(stamp: str) -> str:
        form = load_scorecard("scorecard-department-2022")
        rows = rows_of(lay_out_card(form, None, name="某局"))
        return recognised([[stamp]], rows).cards[0].form.name

    assert department("gouji 模板 scorecard-department-2022") == "scorecard-department-2022"
    assert department("gouji 模板 final-accounts-2022") == "scorecard-department-2022"
    assert department("") == "scorecard-department-2024"


@pytest.mark.parametrize("sheet", ["自评汇总", "勾稽校验", "封面"])
@pytest.mark.parametrize("made_for", ["scorecard-project-2024", "final-accounts-2024"])
def test_own_sheets_of_a_workbook_made_from_the_forms_hold_no_card(sheet, made_for):
    stamp = f"gouji 模板 {made_for}"
    front = Sheet("封面", [[stamp]], {})
    rows = printed("dongxihu-2024-project-1")
    with_card = Sheet("项目自评1", rows, {})
    copy = Sheet(sheet, [[stamp], *rows], {})
    sheets = (copy, with_card) if sheet == "封面" else (front, with_card, copy)
    found = recognise(Book("自评.xlsx", sheets))
    assert [card.sheet for card in found.cards] == ["项目自评1"]
    assert found.other_sheets == () and found.template == made_for


# --- titles ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        [["2022年度武汉市江夏区医疗保障局"], ["部门整体绩效自评表"]],
        [["2022年度武汉市江夏区医疗保障局"], [""], ["部门整体绩效自评表"]],
        [["2022年度武汉市江夏区医疗保障局", "部门整体绩效自评表"]],
        [["附件3"], ["2022年度武汉市江夏区医疗保障局部门整体绩效自评表"]],
        [["2022年度武汉市江夏区医疗保障局部门整体", ""], ["", "绩效自评表"]],
    ],
)
def test_a_title_may_stand_over_two_rows_or_cells(head):
    name = "jiangxia-2022-department"
    card = only_card(head + printed(name)[1:])
    assert told(card) == expected(name)
    assert card.year == 2022


def test_brackets_behind_a_title_are_part_of_it():
    rows = printed("jiangan-2020-project-1")
    rows[0][0] = "2020年度项目绩效自评表（医保资金监管）"
    assert only_card(rows).title == "2020年度项目绩效自评表（医保资金监管）"


def test_the_year_may_stand_above_the_title_and_is_never_that_of_the_filing():
    rows = printed("jiangxia-2022-project-1")
    rows[0][0] = "项目支出自评表"
    assert only_card(rows).year is None
    for above in ("2022年度部门决算公开", "2022年度各项目绩效良好。"):
        card = only_card([[above], *rows])
        assert (card.year, card.title, card.top) == (2022, "项目支出自评表", 1)


def test_a_text_that_mentions_a_scorecard_is_none():
    rows = printed("jiangan-2020-project-1")
    at = next(r for r, row in enumerate(rows) if row[0] == "改进措施及结果应用方案")
    rows[at][2] = "详见2020年度部门整体绩效自评表"
    text = "《整体支出自评结果》和《整体支出自评表》见附件。"
    card = only_card([[text], *rows, [text]])
    assert card.improvement.words == "详见2020年度部门整体绩效自评表"
    assert len(card.indicators) == 7


def test_of_two_titles_in_a_row_the_lower_one_is_the_cards():
    rows = printed("jiangan-2020-project-1")
    card = only_card([["2020年度某局部门整体绩效自评表"], *rows])
    assert told(card) == expected("jiangan-2020-project-1")


@pytest.mark.parametrize(
    "rows",
    [
        [["2024年度项目绩效自评表"]],
        [["2024年度项目绩效自评表"], ["项目名称", "某项目"]],
        [["绩效自评得分较高"], ["总分", 100.0]],
        [["项目名称", "预算数", "执行数", "执行率", "得分"], ["某项目", 1.0, 1.0, "100%", 20.0]],
        [["2022年度某局整体绩效自评结果（摘要版）"], ["得分", "总分"]],
    ],
)
def test_what_looks_a_little_like_a_card_is_none(rows):
    with pytest.raises(Unrecognised):
        recognised(rows)


def test_a_sheet_without_title_needs_the_execution_or_the_foot():
    rows = printed("dongxihu-2024-project-3")
    card = only_card(rows[1:])
    assert told(card) == {**expected("dongxihu-2024-project-3"), "title": ""}
    executed = next(r for r, row in enumerate(rows) if str(row[0]).startswith("预算执行情况"))
    assert only_card(rows[executed : executed + 2]).execution.executed.words == "0.21"


# --- labels and cells ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "fields"),
    [
        ("单位名称：某局", {"单位名称": "某局"}),
        (
            "单 位 名 称 ：某 局    填报日期：2023 年 4 月",
            {"单位名称": "某局", "填报日期": "2023年4月"},
        ),
        ("填报日期： 2023 年 6 月 总分：100", {"填报日期": "2023年6月"}),
        ("单位名称：", {}),
        ("金额单位：万元", {}),
    ],
)
def test_the_line_above_a_card_may_hold_labels_and_values_in_one_cell(cell, fields):
    rows = printed("jiangan-2020-project-1")
    card = only_card([rows[0], [cell], *rows[1:]])
    own = {"项目名称", "主管部门", "项目实施单位"}
    assert {k: v.words for k, v in card.fields.items() if k not in own} == fields


def test_the_value_of_a_line_above_may_stand_in_the_next_cell():
    rows = printed("jiangan-2020-project-1")
    card = only_card([rows[0], ["单位名称：", "某局", "填报日期：", ""], *rows[1:]])
    assert card.fields["单位名称"].words == "某局" == card.department
    assert "填报日期" not in card.fields


def test_the_line_above_a_card_may_say_what_the_total_is_out_of():
    rows = printed("zengdu-2022-project-1")
    rows[1] = ["总分：", 100.0, "", "填报日期：", "2023 年 6 月"]
    card = only_card(rows)
    assert card.fields["填报日期"].words == "2023年6月"
    assert card.total.row == only_card(printed("zengdu-2022-project-1")).total.row


def test_words_with_a_colon_beside_a_field_are_no_field():
    rows = printed("jiangan-2020-project-1")
    card = only_card([rows[0], ["填报日期：2021 年 4 月", "", "联系电话：12345", "："], *rows[1:]])
    assert card.fields["填报日期"].words == "2021年4月"
    assert len(card.fields) == 4


def test_a_blank_field_is_not_filled_with_the_next_label():
    rows = printed("jiangan-2020-project-1")
    at = next(r for r, row in enumerate(rows) if row[0] == "主管部门")
    rows[at][2] = ""
    card = only_card(rows)
    assert card.fields["主管部门"].blank
    assert card.fields["项目实施单位"].words == "江岸区医疗保障局"


def test_errors_and_formulas_without_result_are_kept():
    rows = printed("jiangan-2020-department")
    original = only_card(rows)
    cells = [original.total, original.execution.rate, original.indicators[0].score]
    faults = {cells[0][:2]: "", cells[1][:2]: "#DIV/0!", cells[2][:2]: ""}
    for row, column in faults:
        rows[row][column] = ""
    sheet = replace(book(rows).sheets[0], faults=faults)
    card: Any = recognise(Book("", (sheet,))).cards[0]
    found = [card.total, card.execution.rate, card.indicators[0].score]
    assert [cell.fault for cell in found] == ["", "#DIV/0!", ""]
    assert not any(cell.blank for cell in found)


def test_the_unit_is_that_of_the_execution_or_of_the_head():
    rows = printed("jiangan-2020-project-1")
    at = next(r for r, row in enumerate(rows) if str(row[0]).startswith("预算执行情况"))
    rows[at][0] = "预算执行情况（元）（20 分）"
    assert only_card(rows).unit.name == "元"
    rows[at][0] = "预算执行情况（20 分）"
    assert only_card(rows).unit.name == "万元"
    assert only_card([rows[0], ["金额单位：千元"], *rows[1:]]).unit.name == "千元"


@pytest.mark.parametrize(
    ("heading", "full"),
    [
        ("预算执行情况（万元）（20 分）", 20),
        ("预算执行情况（10分）（万元）", 10),
        ("预算执行情况（万元）", 20),  # the heading of the score says it: 得分（20 分*执行率）
    ],
)
def test_the_full_score_of_the_execution_is_printed_in_a_heading(heading, full):
    rows = printed("jiangan-2020-project-1")
    at = next(r for r, row in enumerate(rows) if str(row[0]).startswith("预算执行情况"))
    rows[at][0] = heading
    assert only_card(rows).execution.full == full


def test_the_full_score_of_the_execution_may_have_a_cell_of_its_own():
    rows = printed("jiangan-2020-project-1")
    at = next(r for r, row in enumerate(rows) if str(row[0]).startswith("预算执行情况"))
    rows[at] = [
        "项目资金（万元）",
        "",
        "",
        "年初预算数",
        "全年预算数",
        "全年执行数",
        "分值",
        "执行率",
        "得分",
    ]
    rows[at + 1] = ["", "年度资金总额", "", 90.0, 80.0, 56.95, 10.0, "71.2%", 7.12]
    execution = only_card(rows).execution
    assert execution.full == 10
    assert [cell.words for cell in execution[2:]] == ["80", "56.95", "71.2%", "7.12"]


def executed(change: Callable[[Rows, int], None]) -> Any:
    """A card of which the block of the execution is changed; its headings stand in the row."""
    rows = printed("jiangan-2020-project-1")
    change(rows, next(r for r, row in enumerate(rows) if str(row[0]).startswith("预算执行情况")))
    return only_card(rows)


def test_the_letters_of_the_headings_may_have_a_row_of_their_own():
    def split(rows: Rows, at: int) -> None:
        rows[at][4:] = ["预算数", "执行数", "执行率", "得分（20 分*执行率）"]
        rows.insert(at + 1, ["", "", "", "", "（A）", "（B）", "（B/A）", ""])

    card = executed(split)
    assert [cell.words for cell in card.execution[2:]] == ["80", "56.95", "71.2%", "14.24"]


def test_a_value_may_stand_in_any_column_under_its_merged_heading():
    def widen(rows: Rows, at: int) -> None:
        rows[at][4:] = ["预算数", "", "执行数", "", "执行率", "", "得分", ""]
        rows[at + 1][4:] = ["", 80.0, "", 56.95, "", "71.2%", "", 14.24]

    card = executed(widen)
    assert [cell.words for cell in card.execution[2:]] == ["80", "56.95", "71.2%", "14.24"]


def test_headings_of_the_execution_without_its_values_are_no_execution():
    def cut(rows: Rows, at: int) -> None:
        del rows[at + 1]

    assert executed(cut).execution is None


@pytest.mark.parametrize(
    ("deviation", "improvement"),
    [
        ("偏差大或\n目标未完成\n原因分析", "改进措施及\n结果应用方案"),
        ("偏差原因分析", "改进措施"),
        ("偏差较大或未完成原因分析", "下一步改进措施及结果应用"),
    ],
)
def test_the_rows_of_the_foot_are_worded_differently(deviation, improvement):
    rows = printed("jiangan-2020-project-1")
    at = next(r for r, row in enumerate(rows) if str(row[0]).startswith("偏差"))
    rows[at][0], rows[at + 1][0] = deviation, improvement
    card = only_card(rows)
    assert card.deviation.words.startswith("根据过紧日子")
    assert card.improvement.words.startswith("进一步加强项目预算管理")


@pytest.mark.parametrize(
    "indicator", ["偏差率", "改进措施落实率", "预算执行情况（10 分）", "注册人数"]
)
def test_an_indicator_may_begin_like_another_part_of_the_card(indicator):
    rows = printed("jiangxia-2022-project-1")
    row = only_card(rows).indicators[2]
    assert rows[row.row][: row.name.column] == [""] * row.name.column  # it stands first in its row
    rows[row.row][row.name.column] = indicator
    card = only_card(rows)
    assert len(card.indicators) == 10
    assert card.indicators[2].name.words == plain(indicator)


def test_the_grade_is_read_where_one_is_printed():
    rows = printed("jiangan-2020-project-1")
    at = next(r for r, row in enumerate(rows) if row[0] == "总分")
    assert only_card(rows).grade is None
    card = only_card([*rows[: at + 1], ["评价等级", "", "良"], *rows[at + 1 :]])
    assert (card.grade.label, card.grade.words) == ("评价等级", "良")


# --- boxes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "ticked", "boxes"),
    [
        (["1、部门预算项目 ☑ 2、区直专项 □"], (0,), 2),
        (["1、部门预算项目 □ 2、区直专项 ☑"], (1,), 2),
        (["1、部门预算项目 \uf052 2、区直专项 □"], (0,), 2),
        (["1、部门预算项目 \uf0a3 2、区直专项 \uf0fe"], (1,), 2),
        (["☑1、部门预算项目 □2、区直专项"], (0,), 2),
        (["□部门预算项目 ■区直专项"], (1,), 2),
        (["部门预算项目[√]  区直专项[ ]"], (0,), 2),
        (["（ ）部门预算项目 （√）区直专项"], (1,), 2),
        (["1.部门预算项目√ 2.区直专项"], (0,), 1),
        (["1、部门预算项目 2、区直专项"], (), 0),
        (["部门预算项目区直专项"], (), 0),
        (["部门预算项目", "区直专项"], (), 0),
        (["1、部门预算项目", "☑", "2、区直专项", "□"], (0,), 2),
        (["☑", "部门预算项目", "□", "区直专项"], (0,), 2),
        (["部门预算项目", True, "区直专项", False], (0,), 2),
        (["1、部门预算项目 ☑ 2、区直专项 ☑"], (0, 1), 2),
        (["1、部门预算项目 □ 2、区直专项 □"], (), 2),
        (["1、部门预算项目 ☒", "2、区直专项 ○"], (0,), 2),
    ],
)
def test_boxes_are_read_however_they_are_printed(cells, ticked, boxes):
    rows = printed("dongxihu-2024-project-1")
    at = next(r for r, row in enumerate(rows) if row[0] == "项目类别")
    rows[at] = ["项目类别", "", *cells]
    row = only_card(rows).ticks[0]
    assert row.choices == ("部门预算项目", "区直专项")
    assert (row.ticked, row.boxes) == (ticked, boxes)


def test_choices_may_go_on_in_the_next_row():
    rows = printed("jiangan-2020-project-1")
    at = next(r for r, row in enumerate(rows) if row[0] == "项目类型")
    rows[at : at + 1] = [
        ["项目类型", "", "1、常年性项目", "□", "2、延续性项目", "□"],
        ["", "", "3、一次性项目", "☑"],
    ]
    row = only_card(rows).ticks[2]
    assert row.choices == ("常年性项目", "延续性项目", "一次性项目")
    assert (row.ticked, row.boxes) == ((2,), 3)


# --- goals and indicators --------------------------------------------------------------------


def own_column(name: str, heading: str) -> Rows:
    """The card with the weights of its indicators in a column of their own."""
    card = only_card(printed(name))
    rows = [[*row[:3], "", *row[3:]] for row in printed(name)]
    top = next(r for r, row in enumerate(rows) if "一级指标" in row)
    rows[top][3] = heading
    for row in card.indicators:
        rows[row.row][row.name.column] = unweighed(row.name.words)
        rows[row.row][3] = float(row.weight)
    return rows


@pytest.mark.parametrize("heading", ["分值", "权重", "指标权重", "分值（80 分）"])
def test_weights_may_have_a_column_of_their_own(heading):
    name = "jiangxia-2022-project-1"
    rows = own_column(name, heading)
    card, before = only_card(rows), only_card(printed(name))
    assert [row.weight for row in card.indicators] == [row.weight for row in before.indicators]
    assert {row.own.column for row in card.indicators} == {3}
    assert [row.score.words for row in card.indicators] == [
        row.score.words for row in before.indicators
    ]


def test_the_total_beside_a_column_of_weights_is_that_of_the_scores():
    rows = own_column("jiangxia-2022-project-1", "分值")
    at = next(r for r, row in enumerate(rows) if row[0] == "总分")
    rows[at] = ["总分", "", "", 100.0, "", "", "", "", 94.0]
    top = next(row for row in rows if "一级指标" in row)
    assert len(top) == len(rows[at]) and top[8] == "得分"
    assert only_card(rows).total.words == "94"


def test_rows_with_a_group_alone_are_blank_but_their_group_goes_on():
    rows = printed("dongxihu-2024-project-3")
    card = only_card(rows)
    first = card.indicators[0]
    assert first.group.words == "成本指标(20分)"
    for column in (first.name.column, first.target.column, first.result.column):
        rows[first.row][column] = ""
    rows.insert(first.row + 1, ["", "", "社会成本指标", "补登", "", "≤1", "1", 20.0])
    changed = only_card(rows)
    assert len(changed.indicators) == len(card.indicators)
    assert changed.indicators[0].group.words == "成本指标(20分)"
    assert changed.indicators[0].group.row == first.row


def test_a_second_level_does_not_go_on_into_the_next_group():
    rows = printed("dongxihu-2024-project-3")
    row = only_card(rows).indicators[1]
    rows[row.row][row.second.column] = ""
    card = only_card(rows)
    assert card.indicators[1].second is None
    assert card.indicators[2].second.words == "数量指标"


def test_the_first_of_two_columns_with_like_headings_is_taken():
    rows = [[*row, ""] for row in printed("jiangan-2020-project-1")]
    top = next(row for row in rows if "一级指标" in row)
    top[8] = "完成情况"
    before = only_card(printed("jiangan-2020-project-1"))
    assert only_card(rows).indicators == before.indicators


def test_an_indicator_may_be_about_a_goal():
    rows = printed("jiangan-2020-project-1")
    row = only_card(rows).indicators[1]
    rows[row.row] = ["", "", "", "目标群体知晓率", "", "≥90%", "", ""]
    card = only_card(rows)
    assert len(card.goals) == 1 and len(card.indicators) == 7


def test_headings_printed_again_after_a_page_break_begin_no_goal():
    name = "dongxihu-2024-project-3"
    rows = printed(name)
    top = next(r for r, row in enumerate(rows) if "一级指标" in row)
    middle = only_card(rows).indicators[3].row
    rows.insert(middle, list(rows[top]))
    assert told(only_card(rows)) == expected(name)


def test_words_beside_a_described_goal_are_no_goal_of_their_own():
    card = only_card(printed("jiangxia-2022-department"))
    assert [goal.at.words for goal in card.goals] == [f"年度目标{n}:(20分)" for n in range(1, 5)]


def test_goals_may_stand_beside_their_indicators_one_below_the_other():
    rows = printed("jiangan-2020-project-1")
    card = only_card(rows)
    top = next(r for r, row in enumerate(rows) if "一级指标" in row)
    rows[top][0] = "年度目标1（40分）"
    rows[card.indicators[4].row][0] = "年度目标2（40分）"
    goals = only_card(rows).goals
    assert [(goal.weight, len(goal.indicators)) for goal in goals] == [(40, 4), (40, 3)]


def test_a_blank_row_beside_the_heading_of_a_goal_gives_its_group_alone():
    rows = printed("jiangan-2020-project-1")
    row = only_card(rows).indicators[4]
    rows[row.row][0] = "年度目标2（40分）"
    for column in range(2, 8):
        rows[row.row][column] = ""
    goal = only_card(rows).goals[1]
    assert len(goal.indicators) == 2
    assert goal.indicators[0].group.words == "效益指标(40分)"


def test_a_goal_and_its_description_may_share_a_cell():
    rows = printed("zengdu-2022-department")
    at = next(r for r, row in enumerate(rows) if str(row[0]).startswith("目标 1"))
    rows[at] = ["目标 1（40 分）：参保扩面，应保尽保"]
    goal = only_card(rows).goals[0]
    assert (goal.weight, len(goal.indicators)) == (40, 2)


@pytest.mark.parametrize("column", ["score", "result"])
def test_what_is_filled_in_of_the_constraint_is_read(column):
    rows = printed("zengdu-2022-department")
    card = only_card(rows)
    cell = card.constraint if column == "score" else card.indicators[0].result
    rows[card.constraint.row][cell.column] = "未发现问题"
    assert only_card(rows).constraint.words == "未发现问题"
    assert [len(goal.indicators) for goal in only_card(rows).goals] == [2, 2]


def test_the_printed_words_of_the_constraint_are_no_result():
    rows = printed("zengdu-2022-department")
    card = only_card(rows)
    row, result = card.constraint.row, card.indicators[0].result.column
    words = rows[row][result - 1]
    assert words.startswith("不设权重")
    rows[row][result - 1 : result + 1] = ["", words]
    assert only_card(rows).constraint.blank


# --- the summary -----------------------------------------------------------------------------


def only_summary(rows: Rows) -> Any:
    (summary,) = recognised(rows).summaries
    return summary


@each_layout
def test_the_published_summary_is_read_in_full(layout):
    data = source(SUMMARY)
    summary = only_summary(layout(printed(SUMMARY)))
    assert summary.form.kind is Kind.SUMMARY and summary.year == 2022
    assert plain(summary.title) == plain(data["title"])
    assert [(line.name, *map(words_of, line[1:])) for line in summary.lines] == [
        (
            row["group"].removeprefix("其中："),
            *(said(row[key]) for key in ("weight", "score", "grade")),
        )
        for row in data["rows"]
    ]
    assert [(part.name, part.full, part.score) for part in summary.parts] == [
        (part["group"], Decimal(part["full"]), Decimal(part["score"]))
        for part in data["conclusion"]["parts"]
    ]
    told_of = data["execution"]
    assert [summary.total.raw, summary.grade.raw] == ["100", "优"]
    assert [summary.budget.raw, summary.executed.raw, summary.rate.raw] == [
        told_of["budget"],
        told_of["executed"],
        told_of["rate"],
    ]
    assert [(goal.at.label, goal.weights) for goal in summary.goals] == [
        (
            plain(goal["heading"]).rstrip(":"),
            tuple(weight_in(row["name"]) for row in goal["indicators"]),
        )
        for goal in data["goals"]
    ]


@each_layout
def test_the_summary_and_its_cards_may_share_a_sheet(layout):
    names = [name for name in NAMES if name.startswith("jiangxia")]
    for order in ([SUMMARY, *names], [*names, SUMMARY]):
        rows: Rows = [row for name in order for row in [*printed(name), [""]]]
        width = max(map(len, rows))
        found = recognised(layout([row + [""] * (width - len(row)) for row in rows]))
        assert [told(card) for card in found.cards] == [expected(name) for name in names]
        (summary,) = found.summaries
        assert len(summary.lines) == 5 and len(summary.parts) == 4
        assert [len(goal.weights) for goal in summary.goals] == [10, 9, 8]
        cards: list[Card | Summary] = [*found.cards, summary]
        both = sorted(cards, key=lambda card: card.top)
        assert [card.key for card in both] == [f"S{n}" for n in range(1, len(names) + 2)]
        assert summary.title.endswith("整体绩效自评结果(摘要版)") or layout is not as_printed


def test_a_summary_ends_with_its_last_goal():
    rows = printed(SUMMARY)
    last = max(r for r, row in enumerate(rows) if "年初目标值" in str(row[0]))
    after: Rows = [["（四）其他"], ["（1）数量指标-某指标(4分)见附件"]]
    summary = only_summary([*rows, *after])
    assert summary.bottom == last < len(rows) - 1


def test_the_table_of_a_summary_alone_is_one():
    rows = printed(SUMMARY)
    at = next(r for r, row in enumerate(rows) if row[0] == "指标名称")
    summary = only_summary(rows[at : at + 6])
    assert [line.name for line in summary.lines][:2] == ["综合评价", "预算执行情况"]
    assert (summary.title, summary.total, summary.parts, summary.goals) == ("", None, (), ())


def test_a_blank_summary_says_nothing():
    form = load_scorecard("scorecard-summary-2022")
    summary = only_summary(rows_of(lay_out_summary(form, None, year=2022, name="某局")))
    assert [line.name for line in summary.lines] == [
        name.removeprefix("其中：") for name in form.lines
    ]
    assert all(line.weight.blank and line.score.blank for line in summary.lines)
    assert summary.parts == () and summary.total is summary.budget is summary.rate is None


# --- hostile ---------------------------------------------------------------------------------


def test_an_endless_sheet_is_read_in_reasonable_time():
    card = printed("jiangan-2020-project-1")
    filler: Rows = [["得分总分", "2020年度项目绩效自评表", float(n)] for n in range(20_000)]
    titles: Rows = [["2020年度项目绩效自评表"] for _ in range(20_000)]
    started = perf_counter()
    found = recognised(titles + card + filler)
    assert perf_counter() - started < PATIENCE
    assert told(found.cards[0]) == expected("jiangan-2020-project-1")


def test_an_endless_cell_is_read_in_reasonable_time():
    for words in ("1" * 32767, "目标1(20分)" * 4000, "满分10分" * 6000):
        rows = printed(SUMMARY)
        rows.append([words])
        started = perf_counter()
        only_summary(rows)
        assert perf_counter() - started < PATIENCE


@pytest.mark.parametrize("name", WHOLE)
def test_a_card_may_end_anywhere(name):
    rows = printed(name)
    whole = only_card(rows)
    for end in range(1, len(rows)):
        try:
            found = recognised(rows[:end])
        except Unrecognised:
            continue
        (card,) = found.cards
        assert card.indicators == whole.indicators[: len(card.indicators)]


@pytest.mark.parametrize("name", WHOLE)
def test_a_card_may_begin_anywhere(name):
    rows = printed(name)
    whole = only_card(rows)
    for top in range(1, len(rows)):
        try:
            found = recognised(rows[top:])
        except Unrecognised:
            continue
        assert len(found.cards) <= 1
        for card in found.cards:
            known = {tuple(map(words_of, row[3:7])) for row in whole.indicators}
            assert {tuple(map(words_of, row[3:7])) for row in card.indicators} <= known


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*NAMES, SUMMARY]), st.integers(0, 2**32), st.integers(1, 12))
def test_no_mutilated_card_is_too_much(name, seed, blows):
    chance = random.Random(seed)
    rows = printed(name)
    odd = [
        True,
        None,
        -1.0,
        "得分",
        "总分",
        "自评表",
        "☑",
        "(",
        "：",
        "1、",
        "约束性指标",
        "年度目标1",
    ]
    for _ in range(blows):
        row = chance.randrange(len(rows))
        column = chance.randrange(len(rows[row]))
        match chance.randrange(6):
            case 0:
                del rows[row]
            case 1:
                rows.insert(chance.randrange(len(rows)), rows.pop(row))
            case 2:
                rows[row][column] = ""
            case 3:
                rows[row][column] = chance.choice(odd)
            case 4:
                other = chance.choice(rows)
                rows[row][column], other[column - len(other)] = (
                    other[column - len(other)],
                    rows[row][column],
                )
            case _:
                rows.insert(row, list(rows[row]))
        if not rows:
            return
    try:
        found = recognised(rows)
    except Unrecognised:
        return
    cards: list[Card | Summary] = [*found.cards, *found.summaries]
    for card in cards:
        assert 0 <= card.top <= card.bottom < len(rows) and card.left <= card.right
