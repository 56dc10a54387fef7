"""The figures of scorecards that are likely wrong, and what they should be: on the published
scorecards, and beside the tables of the accounts; on random ones: test_accuracy."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from tests.published_cards import FOLDER
from validator import Report, check
from validator.findings import Suspect
from validator.forms.model import Severity
from validator.localisation.scorecards.figures import (
    Record,
    Value,
    What,
    figures,
    said,
    value_of,
    with_value,
)
from validator.reading import Book, read
from validator.recognition import recognise

PUBLISHED = ("jiangxia-2022", "jiangan-2020", "zengdu-2022", "dongxihu-2024")


@cache
def book(name: str) -> Book:
    return read(FOLDER / f"{name}.xlsx")


@cache
def report(name: str) -> Report:
    return check(book(name))


def choices(told: Report, rule: str, sheet: str) -> dict[int, list[Suspect]]:
    """The sets of suspects of the first finding of a rule on a sheet."""
    finding = next(f for f in told.findings if f.rule == rule and f.cells[0].sheet == sheet)
    found = defaultdict(list)
    for suspect in finding.suspects:
        found[suspect.choice].append(suspect)
    return found


def first(told: Report, rule: str, sheet: str) -> dict[str, str]:
    """What the likeliest figures should be, by their cells."""
    suspects = choices(told, rule, sheet).get(1, [])
    return {f"{suspect.sheet}!{suspect.address}": suspect.expected for suspect in suspects}


# --- what is published wrong ---------------------------------------------------------------------

MISTAKES = [
    ("jiangxia-2022", "P02", "部门整体自评表", {
        "部门整体自评表!H6": "19.94", "部门整体自评表!C53": "99.94", "自评摘要!A4": "99.94",
    }),
    ("jiangxia-2022", "P02", "项目2 信息化建设", {
        "项目2 信息化建设!H9": "19.9", "项目2 信息化建设!C19": "99.9",
    }),
    ("jiangxia-2022", "P07", "项目1 综合性工作经费", {"项目1 综合性工作经费!D18": "8"}),
    ("jiangxia-2022", "P07", "项目4 窗口购买服务", {"项目4 窗口购买服务!H16": "8"}),
    ("jiangxia-2022", "P19", "自评摘要", {
        "自评摘要!B8": "42", "自评摘要!B9": "34", "自评摘要!B10": "14",
    }),
    ("jiangan-2020", "P16", "整体自评表", {"整体自评表!H14:H16": ""}),
    ("jiangan-2020", "P16", "项目自评表", {"项目自评表!H10:H16": "", "项目自评表!C17": "94.24"}),
    ("zengdu-2022", "P11", "部门绩效自评表", {
        "部门绩效自评表!B4": "587.09", "部门绩效自评表!F4": "0.00",
    }),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rule", "sheet", "expected"), MISTAKES)
def test_a_published_mistake_is_named_with_what_it_should_be(name, rule, sheet, expected):
    assert first(report(name), rule, sheet) == expected


def test_every_mistake_says_why():
    told = report("jiangxia-2022")
    why = {
        rule + sheet: [suspect.explanation for suspect in choices(told, rule, sheet)[1]]
        for rule, sheet in (
            ("P02", "部门整体自评表"),
            ("P07", "项目1 综合性工作经费"),
            ("P07", "项目4 窗口购买服务"),
        )
    }
    assert list(why.values()) == [
        ["按满分填写，没有按实际完成的比例计算", "随之更正", "随之更正"],
        ["把数字 8 错打成 2"],
        ["小数点右移了 1 位"],
    ]
    [one, other] = choices(report("zengdu-2022"), "P11", "部门绩效自评表")[1]
    assert one.explanation == other.explanation
    assert one.explanation.startswith("40.00 填错了地方")


def test_of_blank_scores_the_total_tells_what_they_come_to_and_so_do_met_targets():
    found = choices(report("jiangan-2020"), "P16", "项目自评表")
    assert [found[n][0].explanation for n in (1, 2)] == [
        "这 7 格合计应为 80 分",
        "这 7 格合计应为 70 分",
    ]
    assert found[1][1].explanation == "把数字 9 错打成 8"
    assert [suspect.address for suspect in found[2]] == ["H10:H16"]


def test_a_formula_that_follows_by_itself_is_not_named():
    told = check(FOLDER / "jiangxia-2022-workbook.xlsx")
    assert first(told, "P02", "项目自评2") == {"项目自评2!H9": "19.9"}


def test_what_no_small_change_can_mend_is_left_without_suspects():
    told = report("jiangxia-2022")
    assert not choices(told, "P14", "自评摘要")


def test_findings_that_one_figure_resolves_are_one_group():
    told = report("jiangxia-2022").findings
    group = next(f.group for f in told if f.rule == "P19")
    members = [f for f in told if f.group == group]
    assert {f.rule for f in members} == {"P19"} and len(members) == 6
    assert [f.cause for f in members] == [True] + 5 * [False]
    assert len({f.suspects for f in members}) == 1


@pytest.mark.parametrize("name", PUBLISHED)
def test_warnings_alone_and_sound_scorecards_have_no_suspects(name):
    told = report(name)
    cards = {card.table for card in told.scorecards}
    wrong = {f.group for f in told.findings if f.severity is Severity.ERROR}
    assert not any(f.suspects for f in told.findings if f.table in cards and f.group not in wrong)


# --- beside the tables ---------------------------------------------------------------------------


def retyped(name: str, sheet: str, row: int, column: int, value: object) -> Book:
    """A published workbook with another value in a cell, counted from zero."""
    sheets = []
    for each in book(name).sheets:
        if each.name == sheet:
            rows = [list(cells) for cells in each.rows]
            rows[row][column] = value
            each = replace(each, rows=rows)
        sheets.append(each)
    return replace(book(name), sheets=tuple(sheets))


def test_a_wrong_total_of_a_table_explains_the_scorecard_that_disagrees_with_it():
    found = recognise(book("jiangan-2020")).tables["05"]
    cell = found.cells["合计", 3]
    assert cell.raw == 1649.2
    told = check(retyped("jiangan-2020", found.sheet, cell.row, cell.column, 1694.2))
    [of_card] = [f for f in told.findings if f.rule == "P11" and f.severity is Severity.ERROR]
    assert not of_card.cause
    assert {s.expected for s in of_card.suspects if s.choice == 1} == {"1649.20"}
    assert any(f.group == of_card.group and f.table == "05" for f in told.findings)


def test_a_wrong_amount_of_a_scorecard_is_told_by_the_table_beside_another_mistake():
    """The published card has its two expenditures wrong; now the executed amount is, too."""
    card = recognise(book("zengdu-2022")).cards[0]
    assert card.execution is not None
    at = card.execution.executed
    told = check(retyped("zengdu-2022", card.sheet, at.row, at.column, 578.09))
    found = first(told, "P01", card.sheet)
    assert {place.partition("!")[2]: expected for place, expected in found.items()} == {
        "B4": "587.09",
        "F4": "0.00",
        "E6": "587.09",
    }


# --- figures in their records --------------------------------------------------------------------


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_figure_that_is_put_in_the_place_of_another_is_read_back(name):
    found = recognise(book(name))
    cards: list[Record] = [*found.cards, *found.summaries]
    for record, figure in ((card, figure) for card in cards for figure in figures(card)):
        new: Value = "中" if figure.what is What.GRADE else Decimal("12.5")
        changed = with_value(record, figure, new)
        assert value_of(changed, figure) == new, figure
        old = value_of(record, figure)
        assert old is None or value_of(with_value(changed, figure, old), figure) == old


def test_figures_are_shown_as_reports_show_them():
    found = recognise(book("jiangxia-2022"))
    shown = {f.at.label: said(found.cards[0], f, value_of(found.cards[0], f))
             for f in figures(found.cards[0])}  # fmt: skip
    assert shown["预算数"] == "611.10" and shown["执行率"] == "99.7%" and shown["总分"] == "100"
    assert shown["基本支出总额"] == "284.36"
