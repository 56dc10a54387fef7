"""The budget's tables are found by their words, however an office prints and spoils them."""

from pathlib import Path
from time import perf_counter

import pytest

from tests.budget_sheets import (
    DEPARTMENT,
    EDITION,
    YEAR,
    Rows,
    found,
    own_lines,
    printed,
    remarks,
    replaced,
    row_of,
    table,
    values,
)
from validator import Book, Sheet, check
from validator.forms.model import ONLY_ROW, TOTAL
from validator.reading import read
from validator.recognition import recognise

EXAMPLES = Path(__file__).parent.parent / "examples"


# --- two-sided tables without 行次 -------------------------------------------------------------


@pytest.mark.parametrize("subject", ["01", "04"])
def test_lines_without_numbers_are_told_by_their_words(subject):
    read_ = table(printed(subject), subject)
    assert own_lines(read_)
    words = [line for line, (own, _) in read_.form.lines.items() if own.words]
    assert {line for line, _ in values(read_)} == set(words)
    assert not read_.remarks


def test_a_missing_line_shifts_no_other_one():
    rows = printed("04")
    first = row_of(rows, "一、本年收入")
    for row in range(first, len(rows)):
        left, right = rows[row][0], rows[row][2]
        short = [*rows[:row], *rows[row + 1 :]]
        read_ = table(short, "04")
        assert own_lines(read_), row
        gone = [words for words in (left, right) if words]
        assert len(remarks(read_)) == len(gone)
        assert {kind for kind, _ in remarks(read_)} <= {"line_missing"}


def test_the_second_group_may_have_lost_its_heading_and_its_first_line():
    rows = printed("04")
    lost = row_of(rows, "二、上年结转")
    for row in (lost, lost + 1):
        rows[row][0] = rows[row][1] = ""
    read_ = table(rows, "04")
    assert own_lines(read_)
    assert {2, 3, 4, 7, 8} <= {line for line, _ in values(read_)}


def test_lines_in_another_order_are_told_by_words_that_stand_once():
    rows = printed("01")
    rows[7][:2], rows[9][:2] = rows[9][:2], rows[7][:2]
    read_ = table(rows, "01")
    assert own_lines(read_)


@pytest.mark.parametrize(("old", "new"), [("廿", "二十"), ("、", "."), ("预算数", "2023年预算数")])
def test_ordinals_and_headings_vary(old, new):
    assert values(table(replaced(printed("01"), old, new), "01")) == values(
        table(printed("01"), "01")
    )


def test_numbers_of_rows_are_no_line_numbers():
    rows = [[float(n) if n > 4 else "", *row] for n, row in enumerate(printed("01"), start=-3)]
    read_ = table(rows, "01")
    assert values(read_) == values(table(printed("01"), "01"))
    assert not read_.remarks


def test_a_line_that_no_form_prints_is_remarked_on_where_it_has_an_amount():
    rows = printed("01")
    rows.insert(8, ["十、外星拨款", 5.0, "", ""])
    assert remarks(table(rows, "01")) == [("line_unknown", "十、外星拨款")]


# --- titles ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("01", "2023年部门预算收支总表"),
        ("01", "部门收支总表"),
        ("01", "某市医疗保障局2023年收支预算总表"),
        ("01", "公开01表  收支总表"),
        ("03", "表 3. 支出总表"),
        ("03", "附表3：部门支出总表"),
        ("05-1", "表5-1 一般公共预算支出表（分功能科目）"),
        ("05-1", "一般公共预算支出表(分功能科目)（表5-1）"),
        ("05-1", "2023年一般公共预算支出表"),
        ("05-2", "一般公共预算支出表"),
        ("05-2", "一般公共预算支出表（按单位）"),
        ("07", "一般公共预算三公经费支出表"),
        ("08", "2023年政府性基金预算支出表"),
        ("11", "市医疗保障局 2023 年部门整体支出绩效目标申报表"),
        ("11", "表11 部门整体支出绩效目标表"),
        ("12", "表12-1. 项目支出绩效目标表"),
        ("12", "部门项目申报表(含绩效目标)"),
        ("12", "2023年部门项目申报表"),
    ],
)
def test_titles_vary(subject, title):
    rows = printed(subject)
    rows[0][0] = title
    key = "12-1" if subject == "12" else subject
    assert set(found(rows).tables) == {key}


@pytest.mark.parametrize(
    "title",
    [
        "一般公共预算财政拨款支出总表",
        "国有资本经营预算收支总表",
        "收支预算总体安排情况表",
        "收支总表说明",
    ],
)
def test_other_titles_are_none(title):
    rows = printed("01")
    rows[0][0] = title
    assert set(found(rows, printed("03")).tables) == {"03"}


def test_a_list_of_contents_and_a_narrative_are_no_tables():
    contents: Rows = [[f"{form.mark}. {form.title}"] for form in EDITION.forms.values()]
    narrative: Rows = [["一、收支预算总体安排情况"], ["二、收入预算安排情况"], ["收支总表见表1。"]]
    read_ = found(contents, printed("01"), printed("12"), narrative)
    assert set(read_.tables) == {"01", "12-1"}
    assert read_.other_sheets == ("Sheet0", "Sheet3")
    assert not read_.unread, "a list of contents says nothing of tables that are not there"


def test_a_title_over_other_headings_is_said_to_be_unread():
    strange: Rows = [["收入总表"], ["什么", "多少"], ["一", 1.0]]
    assert [title.place for title in found(strange, printed("01")).unread] == ["Sheet0!A1"]


def test_all_tables_may_stand_on_one_sheet():
    single = [printed(subject) for subject in ("01", "07", "08", "10", "11", "12", "12")]
    one = found([row for rows in single for row in rows])
    apart = found(*single)
    assert one.order == apart.order
    for key, own in apart.tables.items():
        assert values(one.tables[key]) == values(own)
        assert not one.tables[key].remarks, key


def test_no_title_is_one_of_two_kinds():
    accounts = read(EXAMPLES / "jiangan-2020" / "printed.xlsx")
    few = Sheet("预算收支", printed("01"), {})
    both = recognise(Book("两种.xlsx", (few, *accounts.sheets)))
    assert both.edition.kind == "决算"
    assert both.other_sheets == ("预算收支",)
    assert set(both.tables) == set(recognise(accounts).tables)
    chosen = recognise(Book("两种.xlsx", (few, *accounts.sheets)), kind="预算")
    assert set(chosen.tables) == {"01"}


def test_scorecards_beside_a_budget_are_found_and_no_declared_table_is_one():
    cards = read(EXAMPLES / "scorecards" / "jiangan-2020.xlsx")
    own = tuple(s for s in cards.sheets if "自评" in str(s.rows))
    assert own, "the example has sheets with scorecards"
    budget = (printed("11"), replaced(printed("12"), "项目立项依据", "项目立项依据 得分"))
    sheets = tuple(Sheet(f"预算{n}", rows, {}) for n, rows in enumerate(budget))
    both = recognise(Book("预算.xlsx", (*sheets, *own)))
    assert set(both.tables) == {"11", "12-1"}
    assert len(both.cards) == len(recognise(Book("自评.xlsx", own)).cards) > 0
    assert not {card.sheet for card in both.cards} & {s.name for s in sheets}


def test_year_and_department_are_those_of_the_headings():
    years = found(printed("11"), printed("12"))
    assert (years.year, years.department) == (YEAR, DEPARTMENT)
    undated = replaced(printed("11"), "2023年部门", "部门")
    read_ = table(undated, "11")
    assert read_.year is None, "2021年 and 2022年 are headings"


# --- tables of 科目 ----------------------------------------------------------------------------


def subjects(subject: str, *codes: tuple[str, str]) -> Rows:
    form = EDITION.forms[subject]
    keys = [TOTAL, *(code for code, _ in codes)]
    figures = {(k, n): 100 * i + n + 0.5 for i, k in enumerate(keys) for n in form.columns}
    return printed(subject, figures=figures, subjects=codes)


FUNCTIONAL = (("208", "社会保障和就业支出"), ("20805", "养老支出"), ("2080501", "行政单位离退休"))
UNITS = (("737", "某市医疗保障局"), ("737001", "某市医疗保障局本级"))
ECONOMIC = (("301", "工资福利支出"), ("30101", "基本工资"))
OPEN = [("02", UNITS), ("03", FUNCTIONAL), ("05-1", FUNCTIONAL), ("05-2", UNITS), ("06", ECONOMIC)]


@pytest.mark.parametrize(("subject", "codes"), OPEN)
def test_codes_of_any_kind_are_rows(subject, codes):
    read_ = table(subjects(subject, *codes), subject)
    assert [(entry.code, entry.name) for entry in read_.entries] == list(codes)
    keys = [TOTAL, *(code for code, _ in codes)]
    assert values(read_) == {
        (k, n): 100 * i + n + 0.5 for i, k in enumerate(keys) for n in read_.form.columns
    }
    assert not read_.remarks


@pytest.mark.parametrize(("subject", "codes"), OPEN)
def test_the_total_may_stand_under_the_names(subject, codes):
    rows = subjects(subject, *codes)
    top = row_of(rows, TOTAL, row_of(rows, codes[0][0]) - 2)
    rows[top][:2] = ["", "合  计"]
    numbers: list[object] = [float(n + 1) for n in range(len(rows[0]))]
    for extra in ([], [numbers]):
        read_ = table([*rows[:top], *extra, *rows[top:]], subject)
        assert values(read_)[TOTAL, 1] == 1.5
        assert not read_.remarks


def test_a_blank_total_under_the_names_is_no_heading():
    rows = printed("03", figures={})
    top = row_of(rows, TOTAL, row_of(rows, "科目编码"))
    rows[top][:2] = ["", TOTAL]
    read_ = table(rows, "03")
    assert [binding.key for binding in read_.bindings] == [TOTAL]
    assert min(read_.bindings[0].columns.values()) == 2


@pytest.mark.parametrize("subject", ["08", "09"])
def test_headings_with_the_sentence_alone_are_a_table_declared_empty(subject):
    rows = printed(subject, figures={}, empty=True)
    rows = [row for row in rows if TOTAL not in row or "基本支出" in row]
    read_ = table(rows, subject)
    assert read_.empty.replace(" ", "").startswith("说明")
    assert not read_.bindings
    assert not read_.remarks


@pytest.mark.parametrize(("subject", "codes"), OPEN)
def test_a_column_that_counts_the_rows_holds_no_codes(subject, codes):
    rows = subjects(subject, *codes)
    heading, first = row_of(rows, "合计"), row_of(rows, codes[0][0])
    counted: Rows = [["", *row] for row in rows]
    counted[heading][0] = "序号"
    for row in range(first - 1, len(rows)):
        counted[row][0] = float(row + 100)
    read_ = table(counted, subject)
    assert values(read_) == values(table(rows, subject))
    assert [(entry.code, entry.name) for entry in read_.entries] == list(codes)
    assert not read_.remarks


@pytest.mark.parametrize("words", ["审核人：李四", "填表日期：2023年1月15日", "联系电话："])
@pytest.mark.parametrize("subject", ["01", "04", "07", *dict(OPEN)])
def test_the_number_of_a_telephone_below_a_table_is_no_amount(subject, words):
    codes = dict(OPEN).get(subject)
    rows = subjects(subject, *codes) if codes else printed(subject)
    signed: list[object] = [words, *[83698112.0] * (len(rows[-1]) - 1)]
    read_ = table([*rows, [""], signed], subject)
    assert values(read_) == values(table(rows, subject))
    assert not read_.remarks


@pytest.mark.parametrize(
    ("old", "new"), [("公务用车运行费", "公务用车运行维护费"), ("“三公”", '"三公"')]
)
def test_the_three_public_expenses_are_read_under_other_words(old, new):
    rows = replaced(printed("07"), old, new)
    assert values(table(rows, "07")) == {(ONLY_ROW, n): n + 0.5 for n in range(1, 7)}


def test_the_whole_published_budget_is_recognised():
    report = check(EXAMPLES / "wuhan-2023" / "printed.xlsx")
    assert report.edition == "budget-2023"
    assert (report.year, report.department) == (YEAR, "武汉市医疗保障局")
    numbers = ("01", "03", "04", "05-1", "05-2", "06", "07", "08", "09", "11")
    assert {t.table for t in report.tables} == {*numbers, "12-1", "12-2", "12-3"}
    assert {t.table for t in report.tables if t.empty} == {"08", "09"}
    assert not report.other_sheets


# --- sheets without end ------------------------------------------------------------------------

#: Seconds that a sheet of `MANY` rows may take; where time grows with their square it is minutes.
PATIENCE, MANY = 10, 10_000


@pytest.mark.parametrize(
    ("above", "again"),
    [(0, "部门项目申报表"), (7, "（一）一般公共预算拨款"), (12, "没有的行"), (30, "支 出 总 计")],
)
def test_many_rows_with_the_same_words_take_as_long_as_many_others(above, again):
    rows = printed("04")
    many: Rows = [[again, 5.0, again, 5.0] for _ in range(MANY)]
    started = perf_counter()
    read_ = found([*rows[:above], *many, *rows[above:]])
    assert perf_counter() - started < PATIENCE
    assert "04" in read_.tables
