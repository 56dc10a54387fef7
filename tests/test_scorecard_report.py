"""What the rules of scorecards gave becomes findings, one cause together; and all scorecards of a
workbook are shown at a glance, in JSON and on the terminal."""

import json
from dataclasses import replace

import pytest
from rich.cells import cell_len

from tests.cards import card, summary
from validator.checks.scorecards.blank import is_blank, of_blank
from validator.checks.scorecards.opinions import cell_at, statements, told
from validator.checks.scorecards.overview import heading_of, overview
from validator.checks.scorecards.places import cells, written_at
from validator.checks.scorecards.seen import Seen
from validator.findings import CellReport, Report, TableReport
from validator.forms.model import Severity
from validator.reading import address
from validator.reports.json import render
from validator.reports.terminal import as_text
from validator.rounding import Verdict
from xl_addin.ribbon import explanation

COLUMNS = {
    "单位名称": "江夏区医疗保障局",
    "项目名称": "信息化建设",
    "预算数": "234.0984 万",
    "执行数": "80",
    "执行率": "34.17%",
    "得分": "6.83",
    "一级分值": "30 / 50",
    "分值": "10 20 / 50",
    "指标得分": "10 20 / 8",
    "总分": "44.83",
}


def seen(of, verdict: Verdict = Verdict.ERROR, rule: str = "P06", **more) -> Seen:
    """A verdict on the total of a card."""
    facts = {"cells": "总分“44.83”"}
    return Seen(rule, of, verdict, "total", "card.no_number", facts, ((of.total, "left"),), **more)


# --- findings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "severity", "shown"),
    [
        (Verdict.ERROR, None, "error"),
        (Verdict.ROUNDING, None, "info"),
        (Verdict.IMPROBABLE, None, "warning"),
        (Verdict.NOT_EVALUATED, None, "error"),
        (Verdict.EXACT, Severity.INFO, "info"),
        (Verdict.ERROR, Severity.WARNING, "warning"),
        (Verdict.EXACT, None, None),
        (Verdict.NOT_APPLICABLE, None, None),
    ],
)
def test_what_a_person_must_see_becomes_a_finding(verdict, severity, shown):
    found = told([seen(card(COLUMNS), verdict, severity=severity)], "zh")
    assert [finding.severity.value for (finding,) in found] == ([shown] if shown else [])


def test_a_finding_has_both_sides_the_cells_and_where_the_rule_comes_from():
    of = card(COLUMNS, "S2")
    ((finding,),) = told([seen(of, left="44.83", right="54.83", difference="-10")], "zh")
    assert (finding.table, finding.rule, finding.kind) == ("S2", "P06", "total")
    assert (finding.left, finding.right, finding.difference) == ("44.83", "54.83", "-10")
    assert finding.source == "自评表各项得分与总分"
    (cell,) = finding.cells
    assert of.total is not None
    assert (cell.sheet, cell.address) == (of.sheet, address(of.total.row, of.total.column))
    assert (cell.label, cell.raw, cell.value, cell.role) == ("总分", "44.83", "44.83", "left")
    assert (cell.table, cell.line, cell.column) == ("S2", None, None)


def test_findings_of_one_cause_are_one_and_the_cause_comes_first():
    of = card(COLUMNS)
    follows = seen(of, cause="excess", follows=True)
    cause = seen(of, rule="P07", cause="excess")
    other = seen(card(COLUMNS, "S2"), cause="excess", follows=True)
    (first, second), (alone,) = told([follows, cause, other], "zh")
    assert (first.rule, first.cause) == ("P07", True)
    assert (second.rule, second.cause) == ("P06", False)
    assert second.message.endswith("（与 P07 同因）")
    assert alone.cause and "同因" not in alone.message


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("预算数", "234.0984"),
        ("执行数", "80.00"),
        ("执行率", "34.17%"),
        ("得分", "6.83"),
        ("项目名称", None),
    ],
)
def test_a_cell_has_the_value_that_was_read_from_it(label, value):
    of = card(COLUMNS)
    written = next(cell for cell in cells(of) if cell.label == label)
    told_of = cell_at(of, written.row, written.column)
    assert told_of is not None
    assert (told_of.label, told_of.raw, told_of.value) == (label, written.raw, value)


# --- one cell ------------------------------------------------------------------------------------


def test_of_a_cell_every_rule_that_looked_at_it_is_told_and_nothing_twice():
    of = card(COLUMNS)
    assert of.total is not None
    place = of.total.row, of.total.column
    given = [seen(of), seen(of, Verdict.EXACT, "P15"), seen(card(COLUMNS, "S2"), rule="P07")]
    said = statements(of, *place, given, "zh")
    assert [(s.rule, s.notation, s.verdict) for s in said] == [
        ("P06", "总分", Verdict.ERROR),
        ("P15", "等级与上限", Verdict.EXACT),
    ]
    ((finding,),) = told(given[:2], "zh")
    cell = cell_at(of, *place)
    assert cell is not None
    lines = explanation(CellReport(cell, "项目自评", "", tuple(said), (finding,)), "zh")
    assert lines.count(finding.message) == 2  # once a rule: both use the same sentence here
    assert "[不符] P06　总分" in lines and "[相符] P15　等级与上限" in lines


def test_the_space_around_a_scorecard_is_none_of_its_cells():
    assert written_at(card(COLUMNS), 500, 5) is None


# --- at a glance ---------------------------------------------------------------------------------


def test_a_scorecard_is_shown_with_what_was_printed_and_what_was_found():
    of = card(COLUMNS, "S3")
    found = [f for fs in told([seen(of), seen(of, severity=Severity.WARNING)], "zh") for f in fs]
    (line,) = overview([of], found)
    assert (line.table, line.kind, line.name) == ("S3", "项目", "信息化建设")
    assert (line.budget, line.executed, line.rate) == ("234.0984", "80.00", "34.17%")
    assert line.scores == {"预算执行情况": "6.83", "产出指标": "30", "效益指标": "8"}
    assert (line.total, line.grade, line.errors, line.warnings) == ("44.83", "差", 1, 1)


def test_groups_of_several_goals_are_added_up():
    of = card(COLUMNS)
    (line,) = overview([replace(of, goals=of.goals * 2)], [])
    assert line.scores == {"预算执行情况": "6.83", "产出指标": "60", "效益指标": "16"}


@pytest.mark.parametrize(
    ("total", "grade"), [("90", "优"), ("89.99", "良"), ("172", ""), ("-1", ""), ("空", "")]
)
def test_the_grade_is_that_of_the_printed_total(total, grade):
    assert overview([card(COLUMNS | {"总分": total})], [])[0].grade == grade


def test_what_was_not_printed_is_empty():
    (line,) = overview([card({"总分": "97.09"})], [])
    assert (line.budget, line.executed, line.rate, line.scores) == ("", "", "", {})
    assert line.total == "97.09"


def test_a_summary_is_shown_with_its_lines():
    of = summary({"权重": "20 30 41 9", "各项得分": "20 30 41 9", "综合得分": "100"})
    (line,) = overview([of], [])
    assert (line.kind, line.total, line.grade) == ("摘要", "100", "优")
    assert list(line.scores.values()) == ["20", "30", "41", "9"]


def test_a_scorecard_without_a_name_is_called_by_its_title_or_its_sheet():
    of = card({"总分": "97.09"})
    assert heading_of(of, "zh") == f"项目自评 {''.join(of.title.split())}"
    assert heading_of(replace(of, title=""), "zh") == f"项目自评 {of.sheet}"


# --- not filled in -------------------------------------------------------------------------------

PREPARED = {
    "单位名称": "江夏区医疗保障局", "项目名称": "信息化", "预算数": "", "执行数": "", "执行率": "",
    "得分": "", "目标值": "≥90%；1 次", "完成值": "空；空", "分值": "10 20", "指标得分": "空 空",
    "总分": "0",
}  # fmt: skip


def test_a_scorecard_of_which_only_the_targets_were_entered_is_not_filled_in():
    assert is_blank(card(PREPARED))


@pytest.mark.parametrize(
    "filled", [{"执行数": "8"}, {"总分": "97"}, {"完成值": "空；是"}, {"指标得分": "空 20"}]
)
def test_a_scorecard_that_says_what_was_done_is_filled_in(filled):
    assert not is_blank(card(PREPARED | filled))


def test_blank_scorecards_give_one_piece_of_information_together():
    blanks = [card(PREPARED, key) for key in ("S1", "S2")]
    given = list(of_blank(blanks))
    assert {each.verdict for each in given} == {Verdict.NOT_APPLICABLE}
    assert {each.card.key for each in given} == {"S1", "S2"}
    ((finding,),) = told(given, "zh")
    assert (finding.severity, finding.table) == (Severity.INFO, "S1")
    assert "2 张自评表还没有填写" in finding.message


# --- reports -------------------------------------------------------------------------------------


def report(*names: str) -> Report:
    """A workbook of scorecards alone."""
    cards = [card(COLUMNS | {"项目名称": n}, f"S{i}") for i, n in enumerate(names, start=1)]
    counts = {v: int(v is Verdict.EXACT) for v in Verdict}
    total = {v: len(names) * n for v, n in counts.items()}
    rows = [
        TableReport(c.key, heading_of(c, "zh"), c.title, c.sheet, "A1:F9", counts) for c in cards
    ]
    lines = overview(cards, [])
    return Report("自评.xlsx", "", tables=tuple(rows), scorecards=lines, counts=total)


def test_the_json_lists_scorecards_only_where_there_are_any():
    assert "scorecards" not in replace(report("甲"), scorecards=()).as_json()
    shape = json.loads(render([report("甲", "乙")], ""))["workbooks"][0]
    assert [each["table"] for each in shape["tables"]] == ["S1", "S2"]
    first = shape["scorecards"][0]
    assert list(first) == [
        "table", "kind", "name", "sheet", "range", "budget", "executed", "rate", "scores",
        "total", "grade", "errors", "warnings",
    ]  # fmt: skip
    assert first["scores"]["效益指标"] == "8"


@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_terminal_shows_every_scorecard_within_its_width(width):
    long = "城乡医疗救助与乡村振兴有效衔接专项补助资金项目" * 3
    shown = as_text([report("信息化建设", long)], width).splitlines()
    assert all(cell_len(line) <= width for line in shown), shown
    (short,) = [line for line in shown if line.startswith("S1   ")]
    key, name, *figures = short.split()
    assert (key, name[:3]) == ("S1", "信息化")
    assert figures == ["234.0984", "80.00", "34.17%", "44.83", "差", "·", "·"]
    (cut,) = [line for line in shown if line.startswith("S2   ")]
    assert cut.split()[1].endswith("…")
    assert shown.count("     预算执行情况 6.83；产出 30；效益 8") == 2
