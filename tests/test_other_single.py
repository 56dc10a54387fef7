"""“三公” as other people print it: in pairs, in two rows, one item below the other. Each figure is
bound to the form's 栏次 by all the words that stand over and beside it, or not at all."""

import pytest

from tests.layouts import Rows
from tests.other import (
    Figures,
    broken,
    figures,
    named_cells,
    report_on,
    told,
    unchecked,
    with_sheet,
)
from tests.other import rows_of as printed
from validator.amounts import UNITS
from validator.reading import address

#: 栏次 → amount in 万元: budget, accounts; the sums agree.
BUDGET = {1: 30.0, 2: 5.0, 3: 21.0, 4: 18.0, 5: 3.0, 6: 4.0}
ACCOUNTS = {7: 24.5, 8: 4.5, 9: 18.0, 10: 16.0, 11: 2.0, 12: 2.0}
ALL = {**BUDGET, **ACCOUNTS}
FEN = 10**6
WANTED = {("", number): round(amount * FEN) for number, amount in ALL.items()}

TOTAL, ABROAD, CARS, GUESTS = "合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"
BUY, RUN = "公务用车购置费", "公务用车运行费"


def under_title(rows: Rows) -> Rows:
    return [*printed("表7")[:2], *rows]


def pair(place: int) -> list[object]:
    """Budget and accounts of an item by its place among the six."""
    return [ALL[place + 1], ALL[place + 7]]


def as_published() -> Rows:
    rows = printed("表7")
    return [*rows[:6], [ALL[n] for n in range(1, 13)]]


def in_pairs() -> Rows:
    """Six pairs of 预算数 and 决算数."""
    return under_title(
        [
            [TOTAL, "", ABROAD, "", CARS, "", "", "", "", "", GUESTS, ""],
            ["", "", "", "", "小计", "", "购置费", "", "运行费", "", "", ""],
            ["预算数", "决算数"] * 6,
            [amount for place in range(6) for amount in pair(place)],
        ]
    )


def accounts_first() -> Rows:
    """One row of twelve with the block of the accounts on the left, and other words for items."""
    items: list[object] = [
        "合计",
        "因公出国(境)费用",
        "公务用车购置及运行维护费",
        "",
        "",
        "公务接待费",
    ]
    below: list[object] = ["", "", "小计", "公务用车购置", "公务用车运行维护费", ""]
    blocks = ["决算数", *[""] * 5, "全年预算数", *[""] * 5]
    figures_ = [*ACCOUNTS.values(), *BUDGET.values()]
    return under_title([[*blocks], items * 2, below * 2, [*figures_]])


def two_rows() -> Rows:
    """A row of the budget above a row of the accounts."""
    return under_title(
        [
            ["项目", TOTAL, ABROAD, CARS, "", "", GUESTS],
            ["", "", "", "小计", BUY, RUN, ""],
            ["预算数", *BUDGET.values()],
            ["决算数", *ACCOUNTS.values()],
        ]
    )


def below_each_other(*order: int, budget: str = "预算数", accounts: str = "决算数") -> Rows:
    """A row for each item, in an order."""
    words = ["合计", "1.因公出国（境）费", "2.公务用车购置及运行费", "其中：（1）公务用车购置费",
             "（2）公务用车运行维护费", "3.公务接待费"]  # fmt: skip
    rows = [[words[place], *pair(place)] for place in order or range(6)]
    return under_title([["项  目", budget, accounts], *rows, ["注：本表反映“三公”经费 2 项。"]])


def bound_to(rows: Rows) -> Figures:
    return figures(with_sheet("表7", rows), "09")


LAYOUTS = {
    "published": as_published(),
    "pairs": in_pairs(),
    "accounts first": accounts_first(),
    "two rows": two_rows(),
    "items below each other": below_each_other(),
    "in another order": below_each_other(1, 2, 3, 4, 5, 0),
    "with the year": below_each_other(budget="年初预算数", accounts="2020年决算数"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_figure_is_bound_by_the_words_over_and_beside_it(layout):
    rows = LAYOUTS[layout]
    assert bound_to(rows) == WANTED
    report = report_on("表7", rows)
    assert not [rule for rule in broken(report) if rule.startswith("JS09")]
    assert "JS09" not in unchecked(report)
    assert not told(report, "T04")
    row, column = next((r, row.index(16.0)) for r, row in enumerate(rows) if 16.0 in row)
    assert address(row, column) in named_cells("表7", rows, row, column)


def test_columns_of_other_years_are_told_and_not_taken():
    rows = below_each_other()
    for n, row in enumerate(rows[2:-1]):
        row.insert(1, "上年决算数" if n == 0 else 99.0)
        row.append("增减额" if n == 0 else 1.0)
    assert bound_to(rows) == WANTED
    assert "上年决算数" in told(report_on("表7", rows), "T18")


def test_of_two_budgets_the_one_that_the_form_means_is_taken():
    rows = below_each_other(budget="年初预算数")
    for n, row in enumerate(rows[2:-1]):
        row.insert(2, "全年预算数" if n == 0 else 99.0)
    assert bound_to(rows) == WANTED  # this edition's note: 预算数为“三公”经费年初预算数
    assert "全年预算数" in told(report_on("表7", rows), "T18")


def test_of_two_budgets_that_the_form_does_not_name_none_is_taken():
    rows = below_each_other(budget="调整预算数")
    for n, row in enumerate(rows[2:-1]):
        row.insert(2, "全年预算数" if n == 0 else 99.0)
    assert bound_to(rows) == {place: fen for place, fen in WANTED.items() if place[1] > 6}
    report = report_on("表7", rows)
    assert "无法确定哪一栏是“预算数·合计”" in told(report, "T04")
    assert "JS09-1" in unchecked(report)
    assert "JS09-1" not in broken(report)


def test_meetings_and_training_beside_are_told_and_the_total_is_not_judged():
    rows = below_each_other()
    rows[-1:-1] = [["4.会议费", 1.0, 1.0], ["5.培训费", 1.0, 1.0]]
    assert {number for _, number in bound_to(rows)} == ALL.keys() - {1, 7}
    report = report_on("表7", rows)
    assert "“4.会议费”一行不是本版本表式的行" in told(report, "T04")
    assert "JS09-1" in unchecked(report)
    assert not [rule for rule in broken(report) if rule.startswith("JS09")]
    assert address(6, 1) in named_cells("表7", rows, 6, 1)


def test_a_total_that_says_of_what_it_is_stands_beside_meetings():
    rows = below_each_other()
    rows[3][0] = "“三公”经费合计"
    rows[-1:-1] = [["会议费", 1.0, 1.0]]
    assert bound_to(rows) == WANTED
    assert "JS09" not in unchecked(report_on("表7", rows))


def test_twelve_columns_without_the_heading_of_the_blocks_are_taken_in_the_printed_order():
    rows = as_published()
    del rows[2]
    rows = [row for row in rows if row != [float(n) for n in range(1, 13)]]
    assert bound_to(rows) == WANTED


def test_six_columns_without_the_heading_of_the_blocks_are_neither_budget_nor_accounts():
    rows = [row[:6] for row in as_published()]
    del rows[2]
    rows = [row for row in rows if row != [float(n) for n in range(1, 7)]]
    report = report_on("表7", rows)
    assert all(table.table != "09" for table in report.tables)
    assert "表头与表式不符" in told(report, "T01")


def test_an_item_that_is_not_printed_is_lacking_and_not_nothing():
    rows = below_each_other(0, 1, 2, 4, 5)
    report = report_on("表7", rows)
    assert "公务用车购置费" in told(report, "T04")
    assert "JS09-2" in unchecked(report)
    assert "JS09-2" not in broken(report)


def test_amounts_are_in_the_unit_of_the_table():
    rows = [[v * 10**4 if isinstance(v, float) else v for v in row] for row in in_pairs()]
    rows[1][-1] = "单位：元"
    assert UNITS["元"].decimals == 2
    assert bound_to(rows) == WANTED
