"""The cells that are likely wrong, in the Excel of the tests: seen, listed, gone to, explained."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.excel.snapshot import snapshot
from validator import check
from validator.findings import Finding, Suspect
from validator.reports.marks import SUSPECTED
from xl_addin import results, ribbon

MISTAKES = Path(__file__).parent.parent / "examples" / "jiangan-2020-mistakes"
SWAPPED = MISTAKES / "02-swapped-digits.xlsx"
SLIPPED = MISTAKES / "04-slipped-row.xlsx"
MISSING = MISTAKES / "05-missing-row.xlsx"
SEVERAL = MISTAKES / "three-mistakes.xlsx"
OF_LAST_YEAR = MISTAKES / "06-table-of-last-year.xlsx"
FIRST = results.HEADINGS + 1
LIKELY, WHY, CAUSE = "G", "I", "M"


def first(path: Path) -> tuple[Finding, Suspect]:
    """The first finding of a workbook that has suspects, and its likeliest."""
    finding = next(finding for finding in check(path).findings if finding.suspects)
    return finding, finding.suspects[0]


def chosen(excel) -> tuple[str, str]:
    cells = excel.app.selection
    return cells.sheet.name, cells.get_address(False, False)


def test_the_list_leads_to_the_likely_cell_and_says_what_it_should_be_and_why(excel):
    book = excel.open(SWAPPED)
    ribbon.check_all()
    sheet = book.sheets["校验结果"]
    _, likely = first(SWAPPED)
    place = f"{likely.sheet}!{likely.address}"
    rows = sheet.range(f"A{FIRST}:M{FIRST + len(check(SWAPPED).findings) - 1}").value
    assert [row[6] for row in rows] == [place] * len(rows)
    target = f"#'{likely.sheet}'!{likely.address}"
    assert sheet.range(f"{LIKELY}{FIRST}").formula == f'=HYPERLINK("{target}","{place}")'
    assert (rows[0][7], rows[0][8]) == (117.18, likely.explanation)
    assert [row[7:9] for row in rows[1:]] == [[None, None]] * (len(rows) - 1)
    colour = sheet.range(f"{LIKELY}{FIRST}").color
    assert "#{:02X}{:02X}{:02X}".format(*colour) == SUSPECTED[0]


def test_without_likely_cells_their_columns_are_empty_and_have_no_colour(excel, monkeypatch):
    monkeypatch.setattr("xl_addin.ribbon.check", without_suspects)
    book = excel.open(SWAPPED)
    ribbon.check_all()
    sheet = book.sheets["校验结果"]
    assert sheet.range(f"{LIKELY}{FIRST}:{WHY}{FIRST + 2}").value == [[None] * 3] * 3
    assert sheet.range(f"{LIKELY}{FIRST}").color is None
    assert sheet.range(f"{CAUSE}{FIRST}").value == "起因"


def without_suspects(book, options):
    report = check(book, options)
    return replace(report, findings=tuple(replace(f, suspects=()) for f in report.findings))


def test_next_stops_at_the_likely_cell_and_says_that_it_is_one(excel):
    book = excel.open(SWAPPED)
    ribbon.check_all()
    finding, likely = first(SWAPPED)
    sheet = book.sheets["校验结果"]
    for column, wanted in (("D", finding.cells[0]), (LIKELY, likely), (WHY, likely)):
        sheet.activate()
        sheet.range(f"{column}{FIRST}").select()
        ribbon.next_place()
        assert chosen(excel) == (wanted.sheet, wanted.address)
    assert f"可能错在这里。 {likely.explanation}" in excel.app.status_bar
    seen = set()
    book.sheets[1].activate()
    book.sheets[1].range("A1").select()
    for _ in range(4):
        ribbon.next_place()
        seen.add(chosen(excel))
    assert (likely.sheet, likely.address) in seen


@pytest.mark.parametrize("path", [SLIPPED, OF_LAST_YEAR], ids=["two cells", "a table"])
def test_several_cells_and_whole_tables_are_marked_and_taken_away_without_a_trace(excel, path):
    book = excel.open(path)
    before = snapshot(book)
    ribbon.check_all()
    assert excel.alerts == []
    finding, likely = first(path)
    sheet = book.sheets[likely.sheet]
    for suspect in finding.suspects:
        note = sheet.range(suspect.address.partition(":")[0]).note
        assert note is not None and suspect.explanation in note.text
    shown = book.sheets["校验结果"].range(f"{LIKELY}{FIRST}").value
    assert shown.startswith(f"{likely.sheet}!{likely.address}")
    ribbon.clear()
    assert snapshot(book) == before


def test_a_missing_row_is_to_be_put_in_and_the_row_that_stands_there_is_not_said_to_be_wrong(excel):
    book = excel.open(MISSING)
    ribbon.check_all()
    sheet = book.sheets["表3 支出决算表"]
    insert = "在“表3 支出决算表”第 14 行前插入科目 21013 医疗救助 一行：本年支出合计 1574.92，"
    for address in ("C14", "E14"):
        note = sheet.range(address).note.text
        assert insert in note and "本格" not in note and "可能有误" not in note
    row = book.sheets["校验结果"].range(f"{LIKELY}{FIRST}:{WHY}{FIRST}").value
    assert row == [
        "“表3 支出决算表”第 14 行前漏的科目 21013 医疗救助 一行",
        "本年支出合计 1574.92，项目支出 1574.92",
        "漏了科目 21013 医疗救助 一行，应插在第 14 行前",
    ]
    sheet.activate()
    sheet.range("C14").select()
    ribbon.explain()
    assert insert in excel.alerts.pop().prompt


def test_the_explanation_of_a_cell_says_whether_it_is_likely_wrong(excel):
    book = excel.open(SWAPPED)
    finding, likely = first(SWAPPED)
    other = next(c for c in finding.cells if (c.sheet, c.address) != (likely.sheet, likely.address))
    told = []
    for cell in (likely, other):
        book.sheets[cell.sheet].activate()
        book.sheets[cell.sheet].range(cell.address).select()
        ribbon.explain()
        told.append(excel.alerts.pop().prompt)
    assert "最可能填错：本格 " in told[0] and "应为 117.18" in told[0]
    place = f"{likely.sheet}!{likely.address}"
    assert f"这一格本身不像填错，可能由 {place} 引起。" in told[1]


def test_from_the_column_of_the_likely_cell_that_cell_is_explained(excel):
    book = excel.open(SWAPPED)
    ribbon.check_all()
    _, likely = first(SWAPPED)
    book.sheets["校验结果"].range(f"{LIKELY}{FIRST}").select()
    ribbon.explain()
    assert excel.alerts.pop().prompt.startswith(f"{likely.sheet}!{likely.address}")


def test_the_figures_are_left_as_they_are(excel):
    book = excel.open(SWAPPED)
    _, likely = first(SWAPPED)
    ribbon.check_all()
    assert book.sheets[likely.sheet].range(likely.address).value == float(likely.current)


def test_the_exported_list_names_the_likely_cell_without_a_link(excel):
    excel.open(SWAPPED)
    ribbon.export()
    _, likely = first(SWAPPED)
    cell = excel.app.books.active.sheets[0].range(f"{LIKELY}{FIRST}")
    assert cell.formula == f"{likely.sheet}!{likely.address}"


def test_a_click_needs_no_numpy_and_neither_does_the_check_that_names_the_cells():
    """A click on Windows leaves numpy out before it loads xlwings, and for all that follows."""
    code = (
        "import sys; from xl_addin.session import attached\n"
        "try: attached(['-c', '--hwnd=1'])\n"
        "except Exception: pass\n"
        "assert sys.modules['numpy'] is sys.modules['pandas'] is None\n"
        "from validator import check\n"
        "assert all(finding.suspects for finding in check(sys.argv[1]).findings)\n"
        "assert 'scipy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, SEVERAL], check=True, timeout=60)
