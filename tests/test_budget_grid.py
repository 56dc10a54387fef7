"""A budget on paper: every figure and word of the published one stands in its cell, the sections of
a 申报表 share the columns of the sheet, and its pages can be read."""

from dataclasses import replace
from math import ceil

import pytest
from openpyxl import Workbook

from tools.make_examples import EXAMPLES
from validator.forms.loader import load
from validator.forms.model import Layout
from workbook_templates.data import load_data
from workbook_templates.excel import PLAIN, add_sheet, length
from workbook_templates.grid import Grid, lay_out, sheet
from workbook_templates.paper import Placed

EDITION = load("budget-2023")
DATA = load_data(EXAMPLES / "wuhan-2023" / "data.json")
OVERALL, PROJECT, PROJECTS = (EDITION.forms[subject] for subject in ("11", "12", "10"))
each_table = pytest.mark.parametrize("key", DATA.forms)
each_declared = pytest.mark.parametrize("form", [OVERALL, PROJECT, PROJECTS], ids=lambda f: f.name)


def cells(grid: Grid, role: str) -> list[Placed]:
    return [cell for cell in grid.cells if cell.role == role]


def at(grid: Grid, words: str) -> Placed:
    """The only cell that says `words`."""
    (cell,) = [cell for cell in grid.cells if cell.value == words]
    return cell


def span(grid: Grid, cell: Placed) -> tuple[int, int]:
    """How many rows and columns a cell takes."""
    ends = {merge[:2]: merge[2:] for merge in grid.merges}
    row, column = ends.get((cell.row, cell.column), (cell.row, cell.column))
    return row - cell.row + 1, column - cell.column + 1


# --- the published budget ----------------------------------------------------------------------


@each_table
def test_every_figure_and_word_of_the_budget_stands_in_its_cell(key: str) -> None:
    table, grid = DATA.tables[key], DATA.grid(key)
    figures = {c.key: c.value for c in cells(grid, "amount") if c.value is not None}
    assert figures == dict(table.figures)
    texts = {c.key: c.value for c in cells(grid, "text") if c.value}
    headed = {c.key for c in cells(grid, "heading")}
    assert texts == {k: words for k, words in table.texts.items() if k not in headed}
    subjects = zip(cells(grid, "code"), cells(grid, "name"), strict=True)
    assert [(code.value, name.value) for code, name in subjects] == list(table.subjects)


@each_table
def test_no_row_or_column_numbers_are_printed(key: str) -> None:
    assert not {"numbers", "line"} & {cell.role for cell in DATA.grid(key).cells}


@pytest.mark.parametrize("form", EDITION.forms.values(), ids=lambda f: f.name)
def test_a_cell_of_the_form_stands_once(form) -> None:
    for live in (False, True):
        grid = lay_out(form, {}, live=live)
        for role in ("amount", "text"):
            keys = [cell.key for cell in cells(grid, role)]
            assert len(keys) == len(set(keys)) and None not in keys


def test_the_income_side_is_blank_beside_the_longer_side_of_expenditure() -> None:
    grid = DATA.grid("01")
    row = at(grid, "十、农林水支出").row
    assert [c.value for c in grid.cells if c.row == row] == ["", None, "十、农林水支出", 0]
    assert at(grid, "廿四、债务发行费用支出").row + 1 == at(grid, "本年支出合计").row


def test_a_table_without_figures_prints_its_own_sentence_below() -> None:
    grid = DATA.grid("08")
    (sentence,) = cells(grid, "sentence")
    assert sentence.value == "说明：2023 年没有使用政府性基金预算拨款安排的支出。"
    assert sentence.row == grid.rows - 1


def test_a_table_is_headed_by_its_title_its_number_and_its_unit() -> None:
    def head(key: str) -> list[object]:
        roles = ("title", "mark", "department", "unit")
        return [cell.value for cell in DATA.grid(key).cells if cell.role in roles]

    opening = ["部门/单位：武汉市医疗保障局", "单位：万元"]
    assert head("05-1") == ["一般公共预算支出表（分功能科目）", "表5-1", *opening]
    assert head("11") == ["2023年部门整体支出绩效目标申报表", "表11", *opening]
    assert head("12-2") == ["部门项目申报表（含绩效目标）", "表12-2", *opening]


# --- the sections of a 申报表 -------------------------------------------------------------------


@each_declared
@pytest.mark.parametrize("live", [False, True])
def test_every_row_is_as_wide_as_the_sheet(form, live: bool) -> None:
    grid = lay_out(form, {}, live=live)
    assert len(grid.widths) == grid.columns
    filled: dict[int, int] = {}
    for cell in grid.cells:
        down, right = span(grid, cell)
        for row in range(cell.row, cell.row + down):
            filled[row] = filled.get(row, 0) + right
    body = min(cell.row for cell in grid.cells if cell.role == "heading")
    assert all(filled[row] == grid.columns for row in range(body, grid.rows))


def test_a_name_left_of_its_section_takes_all_its_rows() -> None:
    grid = DATA.grid("11")
    name = at(grid, "部门总体资金情况（万元）")
    assert (name.column, span(grid, name)) == (0, (10, 1))
    assert at(grid, "部门职能概述").row == name.row + 10
    sides = [at(grid, "收入构成"), at(grid, "支出构成")]
    assert [(side.column, span(grid, side)) for side in sides] == [(1, (4, 1)), (1, (4, 1))]
    assert span(grid, at(grid, "总体资金情况"))[1] == 1 + span(grid, at(grid, "财政拨款"))[1]


def test_a_name_above_its_section_takes_a_row() -> None:
    grid = DATA.grid("12-1")
    name = at(grid, "项目支出明细测算")
    assert span(grid, name) == (1, grid.columns)
    assert at(grid, "项目活动").row == name.row + 1


def test_an_amount_in_a_labelled_cell_is_that_of_its_line() -> None:
    grid = DATA.grid("12-3")
    label = at(grid, "项目当年预算")
    (amount,) = [c for c in cells(grid, "amount") if c.key == (2, 1)]
    assert (amount.row, amount.column, str(amount.value)) == (label.row, label.column + 1, "650")


def test_a_list_has_as_many_rows_as_are_given_and_one_at_least() -> None:
    def rows(grid: Grid, name: str) -> set[object]:
        found = (cell.key[0] for cell in grid.cells if cell.key and cell.role != "heading")
        return {row for row in found if str(row).startswith(f"{name}#")}

    (spent, bought) = (PROJECT.lists[name] for name in ("明细", "采购"))
    assert rows(DATA.grid("12-3"), "明细") == {"明细#1", "明细#2", "明细#3", "明细#4"}
    assert rows(DATA.grid("12-1"), "采购") == {"采购#1"}
    live = lay_out(PROJECT, {}, live=True)
    assert len(rows(live, "明细")) == spent.room and len(rows(live, "采购")) == bought.room
    more = lay_out(PROJECT, {(f"明细#{spent.room + 3}", 1): 1}, live=True)
    assert len(rows(more, "明细")) == spent.room + 3


def test_a_goal_stands_above_its_own_list() -> None:
    grid = DATA.grid("11")
    first, second = at(grid, "长期目标1："), at(grid, "长期目标2：")
    assert [c.value for c in grid.cells if c.row == first.row][1] == "积极推进医保支付方式改革"
    names = [c for c in cells(grid, "heading") if c.value == "长期绩效指标"]
    assert [(c.row, span(grid, c)[0]) for c in names][:2] == [
        (first.row + 1, 3),
        (second.row + 1, 3),
    ]
    live = lay_out(OVERALL, {}, live=True)
    assert [c.value for c in live.cells if str(c.value).startswith("年度目标")] == [
        "年度目标", "年度目标1：", "年度目标2：", "年度目标3："
    ]  # fmt: skip


def test_headings_name_the_two_years_before_the_budget_unless_a_goal_has_its_own() -> None:
    def years(grid: Grid) -> list[object]:
        return [c.value for c in cells(grid, "heading") if c.key and "年" in str(c.value)]

    assert years(DATA.grid("11")) == [
        *("2021年", "2022年"),
        "长期目标（截止 2025 年）",
        *("2021年", "2022年"),
        *("2021年", "2022年"),
        *("2020年", "2021年"),
    ]
    blank = lay_out(OVERALL, {})
    assert years(blank) == ["前年", "上年", "长期目标（截止　　年）", "前年", "上年"]
    keys = [cell.key for cell in cells(blank, "heading") if cell.key]
    assert keys[-2:] == [("年度目标1", 1), ("年度目标1", 2)]


def test_words_without_a_cell_are_refused() -> None:
    with pytest.raises(ValueError, match="表12没有这些单元格：项目名 0栏"):
        lay_out(PROJECT, {}, texts={("项目名", 0): "某项目"})
    with pytest.raises(ValueError, match="表12没有这些单元格：明细#1 2栏"):
        lay_out(PROJECT, {("明细#1", 2): 1})


def test_a_changed_copy_of_a_form_keeps_its_caption() -> None:
    assert lay_out(replace(OVERALL, notes=("附注",)), {}, year=2024).cells[0].value == (
        "2024年部门整体支出绩效目标申报表"
    )


# --- the sheet ---------------------------------------------------------------------------------


def test_a_share_is_stored_as_a_fraction_and_shown_as_a_per_cent() -> None:
    grid = DATA.grid("11")
    written = add_sheet(Workbook(), "表11", grid, PLAIN)
    shown = {
        cell.key: written.cell(cell.row + 1, cell.column + 1)
        for cell in cells(grid, "amount")
        if cell.key
    }
    assert (shown[1, 2].value, shown[1, 2].number_format) == (0.997, "0.00%")
    assert (shown[4, 2].value, shown[4, 2].number_format) == (1, "0.00%")
    assert (shown[1, 1].value, shown[1, 1].number_format) == (7628.8, "General")
    assert (shown[1, 3].value, shown[1, 3].number_format) == (8920.62, PLAIN)
    assert sheet(grid, "表11").rows[7][5] == 0.997


def test_words_that_begin_like_a_formula_are_words() -> None:
    grid = lay_out(
        PROJECT, {}, number=1, texts={("项目立项依据", 0): "=100%", ("项目属性", 0): "=A1"}
    )
    written = add_sheet(Workbook(), "表12-1", grid, PLAIN)
    found = [cell for row in written.iter_rows() for cell in row if str(cell.value)[:1] == "="]
    assert [(cell.value, cell.data_type) for cell in found] == [("=A1", "s"), ("=100%", "s")]


@each_declared
def test_columns_have_the_widths_of_the_layout(form) -> None:
    grid = lay_out(form, {}, live=True)
    written = add_sheet(Workbook(), "表", grid)
    widths = [written.column_dimensions[c].width for c in "ABCDEFGHIJK"[: grid.columns]]
    assert widths == list(grid.widths)


@pytest.mark.parametrize("key", [k for k, f in DATA.forms.items() if f.layout is Layout.DECLARED])
def test_every_row_is_high_enough_for_its_words(key: str) -> None:
    grid = DATA.grid(key)
    written = add_sheet(Workbook(), key, grid, PLAIN)
    for cell in cells(grid, "text"):
        _, right = span(grid, cell)
        room = sum(grid.widths[cell.column : cell.column + right])
        lines = sum(ceil(length(line) / room) for line in str(cell.value).split("\n"))
        assert written.row_dimensions[cell.row + 1].height >= 13 * lines, cell


def test_a_declaration_goes_on_upright_below_its_heading() -> None:
    written = add_sheet(Workbook(), "表11", DATA.grid("11"), PLAIN)
    setup = written.page_setup
    assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("portrait", 1, 0)
    assert written.print_title_rows == "$1:$3"


def test_long_words_begin_at_the_left_and_short_ones_in_the_middle() -> None:
    grid = DATA.grid("12-2")
    written = add_sheet(Workbook(), "表12-2", grid, PLAIN)
    aligned = {
        cell.key: written.cell(cell.row + 1, cell.column + 1).alignment.horizontal
        for cell in cells(grid, "text")
    }
    assert aligned["项目立项依据", 0] == aligned["项目前两年预算及当年预算变动情况", 0] == "left"
    assert aligned["项目负责人", 0] == "center"
