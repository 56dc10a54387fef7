"""What stands in a workbook reaches no terminal as anything but words."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

from validator import Options, Report, Suspect, check
from validator.reports import json as as_json
from validator.reports import terminal
from validator.reports.plain import plain, plain_report

EXAMPLES = Path(__file__).parent.parent / "examples"
#: Colours, a cleared screen, a title, a link, a C1 sequence, the writing turned round.
HOSTILE = (
    "\x1b[31m红\x1b[0m\x1b[2J\x1b]0;标题\x07\x9b5m\u202e倒"
    + "\u2066[bold red]粗[/] [/x]\r\n结论：相符\x00"
)


@pytest.fixture(scope="module")
def hostile() -> Report:
    """A report in which every text is hostile."""
    report = check(EXAMPLES / "scorecards" / "jiangxia-2022.xlsx")
    cards = tuple(replace(card, name=HOSTILE, total=HOSTILE) for card in report.scorecards)
    tables = tuple(replace(table, name=HOSTILE, title=HOSTILE) for table in report.tables)
    findings = tuple(
        replace(
            finding,
            message=HOSTILE,
            cells=tuple(
                replace(cell, sheet=HOSTILE, label=HOSTILE, raw=HOSTILE) for cell in finding.cells
            ),
            suspects=(
                Suspect(HOSTILE, "A1", HOSTILE, HOSTILE, HOSTILE, HOSTILE),
                Suspect(HOSTILE, "A2", HOSTILE, HOSTILE, HOSTILE, HOSTILE, choice=2),
            ),
        )
        for finding in report.findings
    )
    return replace(
        report,
        path=HOSTILE,
        department=HOSTILE,
        scorecards=cards,
        tables=tables,
        findings=findings,
        other_sheets=(HOSTILE,),
    )


def shown(report: Report) -> str:
    """As a terminal with colours gets it, without the colours that gouji itself gives."""
    buffer = StringIO()
    console = Console(file=buffer, width=80, highlight=False, no_color=True, force_terminal=True)
    terminal.render(report, console)
    return buffer.getvalue()


def test_no_control_sequence_reaches_a_terminal(hostile):
    told = terminal.as_text([hostile])
    assert not [c for c in told if c != "\n" and (not c.isprintable() and c != "\u3000")]
    assert "红" in told and "倒" in told and "填错" in told
    for sign in ("\x9b", "\u202e", "\x07", "\x1b[2J", "\x1b[31m"):
        assert sign not in shown(hostile)


def test_markup_in_a_workbook_is_words(hostile):
    assert "[bold red]粗[/] [/x]" in terminal.as_text([hostile]).replace("\n", "")


def test_a_line_break_in_a_workbook_makes_no_line_of_the_report(hostile):
    assert not [line for line in terminal.as_text([hostile]).splitlines() if line[:2] == "结论"][1:]


def test_a_file_that_cannot_be_read_is_told_plainly():
    told = terminal.as_text([Report.unreadable(HOSTILE, f"{HOSTILE}：读不了", "zh")])
    assert "\x1b" not in told and "读不了" in told


def test_a_very_long_text_is_shown_with_its_beginning_and_its_end():
    assert plain("短") == "短"
    told = plain(f"起{'长' * 30_000}止")
    assert len(told) < 1000 and told.startswith("起长") and told.endswith("长止")


def test_a_cell_of_30_000_characters_makes_no_wall_of_text(tmp_path):
    book = openpyxl.load_workbook(EXAMPLES / "jiangan-2020" / "printed.xlsx")
    sheet = next(each for each in book.worksheets if "表1" in each.title)
    row = next(row for row in sheet.iter_rows() if row[1].value == 8)
    row[2].value = f"\x1b[1m{'长' * 30_000}".replace("\x1b", "_x001B_")
    book.save(tmp_path / "长.xlsx")
    report = check(tmp_path / "长.xlsx")
    assert any("长长长" in finding.message for finding in report.findings)
    told = terminal.as_text([report])
    assert told.count("长") < 3000 and "\x1b" not in told


def test_json_is_the_data_itself_and_safe_to_show(hostile):
    document = as_json.render([hostile], "")
    assert not [c for c in document if c != "\n" and not c.isprintable() and c != "\u3000"]
    assert json.loads(document)["workbooks"][0]["department"] == HOSTILE


def test_names_that_no_encoding_has_can_be_written():
    report = Report.unreadable("决算\udcff.xlsx", "读不了", "zh")
    as_json.render([report], "").encode()
    terminal.as_text([report]).encode()


def test_what_no_xml_may_hold_is_left_out_of_a_letter_or_a_workbook():
    assert plain("\ufffe甲\uffff\x0b乙") == "甲 乙"


def test_a_report_without_such_texts_stays_as_it_is():
    for lang in ("zh", "en"):
        report = check(EXAMPLES / "dongxihu-2024" / "printed.xlsx", Options(lang=lang))
        assert plain_report(report) == report
