"""申报表: labelled cells, lines and lists are found by their words, section by section."""

import random
from itertools import pairwise

import pytest

from tests.budget_sheets import (
    EDITION,
    Rows,
    found,
    printed,
    remarks,
    replaced,
    row_of,
    table,
    values,
)
from validator import Book, Sheet, check
from validator.amounts import PERCENT
from validator.forms.model import RowKey
from validator.recognition import Table, Unrecognised
from validator.rounding import Verdict

LISTS = {"10": ("项目",), "11": ("项目",), "12": ("明细", "采购")}
KEYS = {"10": "10", "11": "11", "12": "12-1"}
ROWS = 3
#: The columns of words in which the rows of lists have theirs.
WORDS = {"项目": (0, 1), "明细": (0, 1, 2), "采购": (0,)}


def amount(row: RowKey, column: int) -> float:
    """Another amount for every cell: that of 明细#2 is none of any line's."""
    if isinstance(row, int):
        return 10.0 * row + column
    name, _, number = row.partition("#")
    return 1000.0 * (1 + ("项目", "明细", "采购").index(name)) + 10 * int(number) + column


def filled(subject: str, rows: int = ROWS, **more: object) -> Rows:
    """A 申报表 with so many rows in its lists."""
    form = EDITION.forms[subject]
    keys: list[RowKey] = [f"{name}#{n + 1}" for name in LISTS[subject] for n in range(rows)]
    columns = {key: form.lists[str(key).partition("#")[0]].columns for key in keys}
    figures = {(key, c.number): amount(key, c.number) for key in keys for c in columns[key]}
    figures |= {(row, n): amount(row, n) for row, ns in form.columns_of_row.items() for n in ns}
    texts = {
        (key, i): f"某{str(key).replace('#', '')}之{i}"
        for key in keys
        for i in WORDS[str(key).partition("#")[0]]
    }
    return printed(subject, figures=figures, texts=texts, **more)


def read(rows: Rows, subject: str) -> Table:
    return table(rows, KEYS[subject])


@pytest.mark.parametrize("subject", LISTS)
def test_every_cell_of_the_printed_table_is_bound(subject):
    read_ = read(filled(subject), subject)
    form = read_.form
    assert values(read_) == {key: amount(*key) for key in values(read_)}
    assert {row for row, _ in values(read_) if isinstance(row, int)} == set(form.lines)
    names = [f"{name}#{n + 1}" for name in LISTS[subject] for n in range(ROWS)]
    assert [entry.key for entry in read_.entries] == names
    assert {(e.code, e.list, e.name) for e in read_.entries} == {
        ("", key.partition("#")[0], f"某{key.replace('#', '')}之0") for key in names
    }
    assert not read_.remarks
    assert not read_.missing


@pytest.mark.parametrize("subject", LISTS)
def test_a_blank_form_lacks_nothing(subject):
    read_ = read(printed(subject, figures={}), subject)
    assert set(read_.form.lines) == {binding.key for binding in read_.bindings}
    assert read_.is_blank()
    assert not read_.entries
    assert not read_.missing
    assert not read_.remarks


# --- labelled cells ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("项目当年预算", "项目本年度预算："),
        ("项目当年预算", "项目本年\n预算（万元）"),
        ("项目编码", "项目编号"),
        ("其中：", ""),
        ("项目总预算", "　项 目 总 预 算"),
    ],
)
def test_labels_vary(old, new):
    rows = [
        [v.replace(old, new) if isinstance(v, str) and v.startswith(old) else v for v in row]
        for row in filled("12")
    ]
    assert rows != filled("12")
    assert values(read(rows, "12")) == values(read(filled("12"), "12"))


def test_an_amount_may_stand_anywhere_between_its_label_and_the_next():
    rows = filled("12")
    at = row_of(rows, "项目总预算")
    (label, other) = (c for c, v in enumerate(rows[at]) if isinstance(v, str) and v)
    for column in range(label + 1, other):
        rows[at][label + 1 : other] = [""] * (other - label - 1)
        rows[at][column] = 11.0
        assert values(read(rows, "12"))[1, 1] == 11.0


def test_a_blank_amount_is_bound_beside_its_label():
    rows = filled("12")
    at = row_of(rows, "项目总预算")
    rows[at] = ["" if isinstance(v, float) else v for v in rows[at]]
    read_ = read(rows, "12")
    assert [read_.cells[line, 1].column for line in (1, 2)] == [
        c + 1 for c, v in enumerate(rows[at]) if v
    ]
    assert not read_.missing


def test_an_amount_of_a_lost_label_is_not_that_of_the_one_before():
    rows = replaced(filled("12"), "项目当年预算", "")
    at = row_of(rows, "项目总预算")
    rows[at][rows[at].index(11.0)] = ""
    assert {key for _, key, _ in read(rows, "12").missing} == {1, 2}


def test_a_label_that_is_not_there_is_said_to_be_missing():
    rows = replaced(filled("12"), "项目总预算", "总的钱")
    read_ = read(rows, "12")
    assert remarks(read_) == [("line_missing", "项目总预算")]
    assert read_.missing == {("12-1", 1, 1)}


# --- lines -------------------------------------------------------------------------------------


def test_a_lost_total_of_income_is_not_taken_from_expenditure():
    rows = filled("11")
    first = row_of(rows, "合计")
    second = row_of(rows, "合计", first)
    for lost, line in ((first, 4), (second, 8)):
        read_ = read([*rows[:lost], *rows[lost + 1 :]], "11")
        assert {key for _, key, _ in read_.missing} == {line}
        assert own_lines_of(read_)
        assert remarks(read_) == [("line_missing", "合计")]


def own_lines_of(read_: Table) -> bool:
    cells = values(read_).items()
    return all(raw in ("", amount(*key)) for key, raw in cells if isinstance(key[0], int))


def test_the_words_beside_the_lines_tell_where_the_second_group_begins():
    rows = filled("11")
    start = row_of(rows, "单位资金")
    end = row_of(rows, "合计", row_of(rows, "合计"))
    group = next(c for c, v in enumerate(rows[row_of(rows, "支出构成")]) if v == "支出构成")
    rows[end][group] = "支出构成"
    rows = [*rows[: start + 1], *rows[end:]]
    read_ = read(rows, "11")
    assert values(read_)[8, 1] == amount(8, 1)
    assert own_lines_of(read_)


def test_an_unknown_line_with_an_amount_is_remarked_on():
    rows = replaced(filled("12"), "单位资金", "外星资金")
    assert ("line_unknown", "外星资金") in remarks(read(rows, "12"))


# --- lists -------------------------------------------------------------------------------------


def list_rows(rows: Rows, name: str) -> range:
    at = [n for n, row in enumerate(rows) if any(str(v).startswith(f"某{name}") for v in row)]
    return range(at[0], at[-1] + 1)


@pytest.mark.parametrize("word", ["合计", "小 计", "总计"])
@pytest.mark.parametrize("name", ["明细", "采购"])
def test_rows_that_add_up_a_list_are_none_of_its_rows(word, name):
    rows = filled("12")
    own = list_rows(rows, name)
    total = [word if str(v).endswith("之0") else v for v in rows[own[-1]]]
    rows.insert(own[-1] + 1, total)
    read_ = read(rows, "12")
    assert values(read_) == values(read(filled("12"), "12"))
    assert not read_.remarks


@pytest.mark.parametrize("subject", ["10", "11"])
def test_blank_rows_and_headings_of_the_next_page_stand_in_no_list(subject):
    rows = filled(subject)
    own = list_rows(rows, "项目")
    heading = row_of(rows, "项目名称")
    again = rows[heading : own[0]] if subject == "10" else [rows[heading]]
    again = [row for row in again if not any(isinstance(v, float) for v in row)]
    rows = [*rows[: own[1]], [], *again, [], *rows[own[1] :]]
    read_ = read(rows, subject)
    assert values(read_) == values(read(filled(subject), subject))
    assert len(read_.entries) == ROWS


def test_the_total_of_projects_may_stand_first_or_last():
    rows = filled("10")
    own = list_rows(rows, "项目")
    total = row_of(rows, "合计", row_of(rows, "项目名称"))
    assert total < own[0]
    moved = [*rows[:total], *rows[total + 1 :], rows[total]]
    assert values(read(moved, "10")) == values(read(rows, "10"))
    read_ = read([*rows, rows[total]], "10")
    assert values(read_) == values(read(rows, "10"))


def test_an_amount_without_words_is_no_row_and_remarked_on():
    rows = filled("11")
    own = list_rows(rows, "项目")
    rows.insert(own[-1] + 1, [v if isinstance(v, float) else "" for v in rows[own[-1]]])
    read_ = read(rows, "11")
    assert len(read_.entries) == ROWS
    assert remarks(read_) == [("row_without_words", "项目支出情况")]


def test_numbers_before_the_words_are_not_their_name():
    rows = [["", *row] for row in filled("11")]
    for n, row in enumerate(list_rows(rows, "项目")):
        rows[row][0] = float(n + 1)
    assert [entry.name for entry in read(rows, "11").entries] == [
        "某项目1之0",
        "某项目2之0",
        "某项目3之0",
    ]


def test_notes_and_the_next_tables_lines_end_a_list():
    below: Rows = [["填表人：张三", ""], ["表11"], ["单位：万元", 5.0], ["备注：无", 7.0, 8.0]]
    assert len(read([*filled("10"), *below], "10").entries) == ROWS
    signed: Rows = [["审核人：李四", "联系电话：", 83698112.0]]
    assert len(read([*filled("10"), *signed], "10").entries) == ROWS


@pytest.mark.parametrize("subject", LISTS)
def test_a_blank_row_may_stand_anywhere(subject):
    rows = filled(subject)
    whole = read(rows, subject)
    for place in range(1, len(rows)):
        spaced = read([*rows[:place], [""], *rows[place:]], subject)
        assert values(spaced) == values(whole), place
        assert not spaced.remarks, place


# --- what was lost -----------------------------------------------------------------------------


def without(rows: Rows, *words: str) -> Rows:
    lost = {row_of(rows, word) for word in words}
    return [row for n, row in enumerate(rows) if n not in lost]


def test_a_table_of_goals_alone_is_none_of_projects():
    goals: Rows = [
        ["项目支出绩效目标表", "", "", "", "", ""],
        ["项目名称", "某项目", "项目编码", "420101", "", ""],
        ["目标名称", "一级指标", "二级指标", "三级指标", "指标值", "指标值确定依据"],
        ["年度目标1", "产出指标", "数量指标", "培训人数", "≥100人", "工作计划"],
    ]
    with pytest.raises(Unrecognised):
        found(goals)
    beside = found(printed("10"), goals)
    assert [(unread.subject, unread.place) for unread in beside.unread] == [("12", "Sheet1!A1")]
    budget: Rows = [["项目总预算", 5.0, "项目当年预算", 5.0]]
    assert "12-1" in found([*goals[:2], *budget, *goals[2:]]).tables


def test_a_list_without_headings_is_not_taken_for_blank():
    rows = without(filled("12"), "项目活动")
    read_ = read(rows, "12")
    assert ("section_missing", "项目支出明细测算") in remarks(read_)
    assert ("12-1", "明细", 1) in read_.missing
    report = check(Book("预算.xlsx", (Sheet("表", rows, {}),)))
    told = [f for f in report.findings if f.rule == "YS12-2"]
    assert {f.verdict for f in told} == {Verdict.NOT_EVALUATED}


def test_two_lists_whose_border_is_lost_are_neither_read():
    read_ = read(without(filled("12"), "项目采购", "品名"), "12")
    assert {("12-1", "明细", 1), ("12-1", "采购", 1)} <= read_.missing
    assert not read_.entries


def test_a_column_without_its_heading_is_not_bound():
    rows = replaced(filled("11"), "项目本年度预算", "")
    read_ = read(rows, "11")
    assert remarks(read_) == [("column_missing", "项目支出情况")]
    assert {column for _, column in values(read_) if column > 4} == {5}
    assert {("11", "项目", 6), ("11", "项目#1", 6)} <= read_.missing


def test_of_two_years_with_one_heading_neither_is_guessed():
    rows = replaced(filled("11"), "2021年", "")
    read_ = read(rows, "11")
    assert {key[2] for key in read_.missing} == {3, 4}
    assert {column for _, column in values(read_)} == {1, 2, 5, 6}


@pytest.mark.parametrize("years", [("前年", "上年"), ("2020年度", "2021"), (2021.0, 2022.0)])
def test_the_headings_of_years_vary(years):
    rows = [[dict(zip(("2021年", "2022年"), years, strict=True)).get(str(v), v) for v in row]
            for row in filled("11")]  # fmt: skip
    assert values(read(rows, "11")) == values(read(filled("11"), "11"))


# --- several tables, per cents -----------------------------------------------------------------


@pytest.mark.parametrize("together", [False, True])
def test_tables_of_projects_are_numbered_as_they_stand(together):
    tables = [filled("12", rows=n, number=n) for n in (1, 2, 3)]
    read_ = found([row for rows in tables for row in rows]) if together else found(*tables)
    assert read_.order == ("12-1", "12-2", "12-3")
    assert [len(read_.tables[key].entries) for key in read_.order] == [2, 4, 6]
    for before, after in pairwise(read_.tables[key] for key in read_.order):
        assert (before.bottom < after.top) == together


@pytest.mark.parametrize(
    "shares", [("99.70%", "0.30%"), ("99.7", "0.3"), (0.997, 0.003), (99.7, 0.3), ("99.7％", 0.003)]
)
def test_shares_are_per_cents_however_they_are_kept(shares):
    rows = filled("11")
    first = row_of(rows, "财政拨款")
    column = read(rows, "11").bindings[0].columns[2]
    for row in rows[first : first + 8]:
        row[column] = ""
    rows[first][column], rows[first + 2][column] = shares
    cells = read(rows, "11").cells
    shown = [cells[line, 2].amount.printed / PERCENT.fen for line in (1, 3)]
    assert shown == [99.7, 0.3]


# --- damage at random --------------------------------------------------------------------------


@pytest.mark.parametrize("subject", LISTS)
@pytest.mark.parametrize("seed", range(40))
def test_however_a_table_is_spoilt_no_cell_is_bound_to_another_row(subject, seed):
    chance = random.Random(seed)
    rows = filled(subject)
    origin = {amount(*key): key for key in values(read(rows, subject))}
    spoil(rows, chance)
    read_ = found(rows, printed("01")).tables.get(KEYS[subject])
    for key, row, columns in read_.bindings if read_ else ():
        bound = [rows[row][c] for c in columns.values() if c < len(rows[row])]
        came_from = {origin[value][0] for value in bound if isinstance(value, float)}
        wanted = str(key).partition("#")[0]
        assert len(came_from) <= 1
        assert all(str(own).partition("#")[0] == wanted for own in came_from), (key, came_from)


def spoil(rows: Rows, chance: random.Random) -> None:
    """Two of: a row or column deleted, inserted or moved aside, cells blanked."""
    for _ in range(2):
        row = chance.randrange(1, len(rows))
        column = chance.randrange(len(rows[0]))
        match chance.randrange(6):
            case 0:
                del rows[row]
            case 1:
                rows[:] = [[v for c, v in enumerate(line) if c != column] for line in rows]
            case 2:
                rows.insert(row, [""] * len(rows[0]))
            case 3:
                rows[:] = [[*line[:column], "", *line[column:]] for line in rows]
            case 4:
                rows[row] = ["", *rows[row]]
            case _:
                for line in chance.sample(rows[1:], 4):
                    line[chance.randrange(len(line))] = ""
