"""From a workbook to its report: scorecards alone, beside tables, blank, and what is known of one
of their cells."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.books import by_verdict
from validator import Options, about, check, read, read_rules, rules_digest, run
from validator.checks.scorecards.places import cells, ordered
from validator.cli import app
from validator.forms.model import Severity
from validator.forms.scorecard import scorecard_rules, scorecards
from validator.reading import Book, Sheet, address
from validator.recognition import Recognised, Unrecognised, recognise
from validator.recognition.card import Card
from validator.rounding import Verdict
from workbook_templates.built import blank

EXAMPLES = Path(__file__).parent.parent / "examples"
SCORECARDS = EXAMPLES / "scorecards"
PUBLISHED = sorted(SCORECARDS.glob("*.xlsx"))
JIANGXIA = SCORECARDS / "jiangxia-2022.xlsx"
JIANGAN = SCORECARDS / "jiangan-2020.xlsx"
P_RULES = {rule.id for rule in scorecard_rules()}


@cache
def recognised(path: Path) -> Recognised:
    return recognise(read(path))


def alone(path: Path) -> Book:
    """The sheets of a published workbook that hold scorecards."""
    found = recognised(path)
    kept = {card.sheet for card in ordered(found)}
    return Book(found.book.name, tuple(s for s in found.book.sheets if s.name in kept))


def emptied(path: Path) -> Book:
    """A published workbook whose scorecards are not filled in."""
    found = recognised(path)
    gone = {
        (card.sheet, cell.row, cell.column)
        for card in ordered(found)
        for cell in _evaluated(card)
        if cell is not None
    }
    sheets = []
    for sheet in found.book.sheets:
        rows = [list(row) for row in sheet.rows]
        for name, row, column in gone:
            if name == sheet.name:
                rows[row][column] = ""
        sheets.append(Sheet(sheet.name, rows, sheet.faults, sheet.formulas))
    return Book(found.book.name, tuple(sheets))


def _evaluated(card):
    assert isinstance(card, Card), "no published workbook with a summary is emptied"
    yield from (card.total, card.grade, card.deviation, *card.amounts.values())
    yield from card.execution[2:] if card.execution else ()
    yield from (cell for each in card.indicators for cell in (each.result, each.score))


def beside(first: Book, second: Book) -> Book:
    """The sheets of both."""
    return Book(first.name, (*first.sheets, *second.sheets))


# --- beside tables, and alone --------------------------------------------------------------------


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda p: p.stem)
def test_scorecards_stand_after_the_tables_with_their_own_counts(path):
    report, found = check(path), recognised(path)
    assert report.status == "checked"
    keys = [f"S{n}" for n in range(1, len(ordered(found)) + 1)]
    assert [table.table for table in report.tables if table.table.startswith("S")] == keys
    assert [card.table for card in report.scorecards] == keys
    for table in report.tables[-len(keys) :]:
        assert sum(table.counts.values()) >= len(scorecard_rules()) - 2, table
        assert not table.counts[Verdict.ERROR] or any(
            finding.table == table.table for finding in report.findings
        )
    for verdict in Verdict:
        tables = sum(table.counts[verdict] for table in report.tables)
        assert report.counts[verdict] >= tables


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda p: p.stem)
def test_a_workbook_of_scorecards_alone_is_checked(path):
    report = check(alone(path))
    assert (report.status, report.other_sheets) == ("checked", ())
    assert report.edition in scorecards()
    assert report.department and report.unit == "万元"
    assert report.ran and report.ran <= P_RULES
    assert {table.table[0] for table in report.tables} == {"S"}
    assert {f.rule for f in report.findings} <= P_RULES
    assert by_verdict(report.rules) == Counter(report.counts)


def test_errors_come_first_and_then_what_stands_first_in_the_workbook():
    report = check(JIANGXIA)
    groups = [f.group for f in report.findings]
    assert sorted(set(groups), key=groups.index) == [
        f"G{n}" for n in range(1, len(set(groups)) + 1)
    ]
    causes = [next(f for f in report.findings if f.group == g) for g in dict.fromkeys(groups)]
    order = [(f.severity.rank, int(f.table.lstrip("S"))) for f in causes]
    assert order == sorted(order)


def test_the_status_counts_scorecards_too():
    assert check(JIANGXIA).exit_status() == 1
    lost = check(SCORECARDS / "dongxihu-2024.xlsx")
    assert lost.counts[Verdict.NOT_EVALUATED] and lost.exit_status() == 2


@pytest.mark.parametrize("edition", ["scorecard-project-2020", "final-accounts-2020"])
def test_the_edition_that_is_named_may_be_that_of_tables_or_of_a_scorecard(edition):
    report = check(JIANGAN, Options(edition=edition))
    assert report.status == "checked"
    assert report.edition == "final-accounts-2020"
    assert len(report.scorecards) == 3 and len(report.tables) == 12


# --- a bureau's own rules ------------------------------------------------------------------------


def own_rules(folder: Path) -> Path:
    path = folder / "要点.txt"
    text = "QJ-01  表9 12栏≤表9 6栏\n    含义：甲\n    英文：A\n    来源：要点\n"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_bureau_s_own_rules_do_not_apply_to_scorecards_alone(tmp_path):
    options = Options(rules=read_rules(own_rules(tmp_path)))
    plain, own = check(alone(JIANGXIA)), check(alone(JIANGXIA), options)
    assert own.status == "checked"
    assert own.findings == plain.findings and own.ran == plain.ran
    assert own.counts[Verdict.NOT_APPLICABLE] == plain.counts[Verdict.NOT_APPLICABLE] + 1
    assert own.rules == {**plain.rules, "QJ-01": {Verdict.NOT_APPLICABLE: 1}}
    assert "QJ-01" in check(JIANGAN, options).ran


def test_the_digest_of_the_rules_is_also_that_of_the_scorecards(monkeypatch):
    before = rules_digest()
    run._shipped_digest.cache_clear()
    monkeypatch.setattr(run, "scorecards_digest", lambda: "other")
    try:
        assert rules_digest() != before
    finally:
        run._shipped_digest.cache_clear()


def test_last_year_s_workbook_must_hold_tables():
    assert check(JIANGAN, Options(previous=read(JIANGAN))).status == "checked"
    with pytest.raises(Unrecognised):
        check(JIANGAN, Options(previous=alone(JIANGAN)))


# --- blank ones ----------------------------------------------------------------------------------


def test_blank_tables_do_not_keep_filled_scorecards_from_being_checked():
    book = beside(read(blank("final-accounts-2020"), "x.xlsx"), alone(JIANGAN))
    report = check(book)
    assert [card.errors for card in report.scorecards] == [
        card.errors for card in check(alone(JIANGAN)).scorecards
    ]
    (told,) = [f for f in report.findings if f.rule == "T10"]
    assert told.severity is Severity.INFO and "只核对了自评表" in told.message


def test_blank_scorecards_beside_filled_tables_give_one_piece_of_information():
    report = check(emptied(JIANGAN))
    (told,) = [f for f in report.findings if f.rule in P_RULES]
    assert (told.rule, told.severity, told.table) == ("P20", Severity.INFO, "S1")
    assert "3 张自评表还没有填写" in told.message
    assert report.exit_status() == 0 and not report.ran & P_RULES
    for table in report.tables[-3:]:
        assert {v for v, n in table.counts.items() if n} == {Verdict.NOT_APPLICABLE}


def test_of_a_workbook_in_which_all_is_blank_it_is_said_that_it_is():
    cards = alone(JIANGAN).sheets
    emptied_cards = [s for s in emptied(JIANGAN).sheets if s.name in {c.name for c in cards}]
    tables = read(blank("final-accounts-2020"), "x.xlsx")
    report = check(beside(tables, Book("", tuple(emptied_cards))))
    assert {f.rule for f in report.findings} == {"T10", "P20"}
    assert "空白工作簿" in next(f.message for f in report.findings if f.rule == "T10")
    assert not any(n for v, n in report.counts.items() if v is not Verdict.NOT_APPLICABLE)


# --- one cell ------------------------------------------------------------------------------------


def test_of_a_wrong_score_its_rule_is_told_with_the_cell_s_own_name():
    finding = next(f for f in check(JIANGXIA).findings if f.rule == "P07")
    place = finding.cells[0]
    told = about(JIANGXIA, place.sheet, place.address)
    assert told is not None
    assert told.cell.label.startswith("得分 · ") and told.cell.value == "8"
    assert told.title == "项目自评 医保局机关综合性工作经费"
    first = told.statements[0]
    assert (first.rule, first.notation, first.verdict) == ("P07", "得分不超分值", Verdict.ERROR)
    assert finding in told.findings


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda p: p.stem)
def test_every_cell_of_a_finding_and_of_a_scorecard_can_be_asked_about(path):
    book, found = read(path), recognised(path)
    asked = [(c.sheet, c.address) for f in check(path).findings[:6] for c in f.cells[:2]]
    for card in ordered(found)[:2]:
        asked += [(card.sheet, address(c.row, c.column)) for c in list(cells(card))[:4]]
    for sheet, cell in dict.fromkeys(asked):
        told = about(book, sheet, cell)
        assert told is not None and (told.cell.sheet, told.cell.address) == (sheet, cell)


def test_words_around_a_scorecard_belong_to_none():
    sheet = recognised(JIANGXIA).cards[0].sheet
    assert about(JIANGXIA, sheet, "ZZ900") is None


# --- what people are shown -----------------------------------------------------------------------


def test_a_workbook_without_either_is_told_which_there_are(tmp_path):
    report = check(Book("x.xlsx", (Sheet("Sheet1", [["一", "二"]], {}),)))
    assert report.status == "unrecognised"
    assert "绩效自评表" in report.message and "gouji editions" in report.message


def test_the_command_shows_both_for_a_folder(tmp_path):
    for path in (JIANGXIA, JIANGAN):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    done = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert done.exit_code == 1, done.output
    for words in ("S1 自评摘要", "S1 部门整体自评", "预算执行情况 14.24；产出 ·；效益 ·"):
        assert words in done.output
    told = CliRunner().invoke(app, ["check", str(tmp_path), "--format", "json"])
    for workbook in json.loads(told.output)["workbooks"]:
        cards = {card["table"] for card in workbook["scorecards"]}
        assert cards <= {table["table"] for table in workbook["tables"]}
        assert {f["table"] for f in workbook["findings"]} & cards
