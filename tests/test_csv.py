"""The CSV report: a row a finding, opened as it is meant, and never as a formula."""

import csv
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from tests.conftest import FindProgram
from validator import Report, check
from validator.cli import app
from validator.reports.csv import inert, render
from validator.reports.likely import columns
from validator.reports.rows import COLUMNS

EXAMPLES = Path(__file__).parent.parent / "examples"
DONGXIHU = EXAMPLES / "dongxihu-2024" / "printed.xlsx"
GOOD = EXAMPLES / "jiangan-2020" / "printed.xlsx"
#: What runs, where a program takes it for a formula.
ATTACKS = (
    "=cmd|'/C calc'!A0",
    "@SUM(1+1)",
    "-2+3+cmd|'/C calc'!A0",
    "+1+1",
    "＝1+1",
    "－2+3",
    "\t=1+1",
    '"=1+1',
    " \u3000=1+1",
    "\n=1+1",
    "\x01=1+1",
    'a";"=1+1',
)


def rows(content: bytes) -> list[dict[str, str]]:
    lines = content.decode("utf-8-sig").splitlines()
    head, *rest = csv.reader(lines)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rest if len(row) == len(head)]


@pytest.fixture(scope="module")
def report() -> Report:
    """A report with findings of three severities' worth of texts."""
    return check(DONGXIHU)


@pytest.fixture(scope="module")
def attacked(report: Report) -> Report:
    """The report of a workbook in which every text would like to be a formula."""
    findings = tuple(
        replace(
            finding,
            message=attack,
            rule=attack,
            left=attack,
            cells=(replace(finding.cells[0], sheet=attack, label=attack, address=attack),),
        )
        for attack, finding in zip(ATTACKS, report.findings, strict=False)
    )
    return replace(report, department=ATTACKS[0], path=ATTACKS[1], findings=findings)


def test_a_row_is_a_finding_with_its_file_table_cell_and_figures(report):
    content = render([report], "zh")
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
    found = rows(content)
    assert len(found) == len(report.findings)
    assert found[0] == {
        "file": str(DONGXIHU),
        "sha256": report.sha256,
        "edition": "final-accounts-2024",
        "department": "武汉市东西湖区医疗保障局(汇总)",
        "year": "2024",
        "table": "表5",
        "title": "一般公共预算财政拨款支出决算表",
        "rule": "JS05-TOT",
        "severity": "错误",
        "verdict": "不符",
        "sheet": "GK05 一般公共预算财政拨款支出决算表(公开05表)",
        "cell": "G8",
        "label": "合计",
        "left": "797.13",
        "right": "797.14",
        "difference": "-0.01",
        "message": report.findings[0].message,
        "waived": "",
        **dict(zip(COLUMNS[-3:], columns(report.findings[0].suspects, "zh"), strict=True)),
    }
    english = render([report], "en").decode("utf-8-sig").splitlines()
    assert english[0].startswith('"file","SHA-256","edition"') and '"error","error"' in english[1]


def test_files_that_cannot_be_checked_and_those_without_findings_have_a_row_too(tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    other = openpyxl.Workbook()
    other.save(tmp_path / "别的.xlsx")
    reports = [check(tmp_path / "坏.xlsx"), check(tmp_path / "别的.xlsx"), check(GOOD)]
    broken, unknown, good = rows(render(reports, "zh"))
    assert (broken["verdict"], broken["message"]) == ("读不了", reports[0].message)
    assert (unknown["verdict"], unknown["message"]) == ("没有认出表", reports[1].message)
    assert (good["rule"], good["verdict"]) == ("", "")
    assert "各表勾稽相符" in good["message"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_text_that_could_be_a_formula_gets_an_apostrophe(attack):
    shown = inert(attack)
    assert shown[0] == "'" or shown.startswith("a")
    assert "\t" not in shown and "\n" not in shown and "\x01" not in shown


@pytest.mark.parametrize("number", ["-0.01", "797.13", "0.00", "-12", "99.7%", "-3.5%"])
def test_a_number_stays_a_number(number):
    assert inert(number) == number


def test_libreoffice_finds_no_formula_in_it(attacked, program: FindProgram, tmp_path):
    soffice = program("LibreOffice", "soffice", "libreoffice")
    (tmp_path / "报告.csv").write_bytes(render([attacked], "zh"))
    (tmp_path / "原样.csv").write_text('"=1+1"\r\n', encoding="utf-8")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    # Comma, quotes, UTF-8, from line 1, every column as the program likes; formulas evaluated.
    filtered = "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
    command: list[str | Path] = [soffice, profile, "--headless", filtered, "--convert-to", "xlsx"]
    command += ["--outdir", tmp_path / "saved", tmp_path / "报告.csv", tmp_path / "原样.csv"]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    unguarded = openpyxl.load_workbook(tmp_path / "saved" / "原样.xlsx").worksheets[0]
    assert unguarded["A1"].data_type == "f"  # so that the test can fail
    sheet = openpyxl.load_workbook(tmp_path / "saved" / "报告.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert sheet.max_row == 1 + len(attacked.findings)
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert any("cmd|" in text for text in texts)
    numbers = [row[COLUMNS.index("difference")].value for row in sheet.iter_rows(min_row=2)]
    assert -0.01 in numbers


def test_the_command_writes_it_and_never_over_another_file(tmp_path):
    output = tmp_path / "报告.csv"
    arguments = ["check", str(DONGXIHU), str(GOOD), "--format", "csv", "-o", str(output)]
    assert CliRunner().invoke(app, arguments).exit_code == 1
    assert {row["file"] for row in rows(output.read_bytes())} == {str(DONGXIHU), str(GOOD)}
    before = output.read_bytes()
    assert CliRunner().invoke(app, arguments).exit_code == 2
    assert output.read_bytes() == before
