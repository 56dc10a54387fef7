"""Workbooks that people changed by hand: nothing is passed over in silence, nobody is blamed."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from validator import Options, Report, check, read_rules
from validator.forms.model import Severity
from validator.rounding import Verdict

EXAMPLES = Path(__file__).parent.parent / "examples"
Change = Callable[[Worksheet], None]


def edited(tmp_path: Path, table: int, change: Change) -> Report:
    """The report on 江岸 2020 with one sheet changed; `table` is the printed number."""
    book = openpyxl.load_workbook(EXAMPLES / "jiangan-2020" / "printed.xlsx")
    sheet = book.worksheets[table - 1]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    change(sheet)
    book.save(tmp_path / "改过.xlsx")
    return check(tmp_path / "改过.xlsx")


def put(**cells: object) -> Change:
    def change(sheet: Worksheet) -> None:
        for address, value in cells.items():
            sheet[address] = value

    return change


def told(report: Report, rule: str) -> list[str]:
    return [finding.message for finding in report.findings if finding.rule == rule]


def test_headings_that_were_swapped_are_told(tmp_path):
    report = edited(tmp_path, 3, put(D3="项目支出", E3="基本支出"))
    messages = told(report, "T04")
    assert len(messages) == 2
    assert "第 2 栏的栏名印作“项目支出”，表式为“基本支出”" in messages[0]
    assert report.exit_status() == 1


def test_headings_that_are_right_are_not(tmp_path):
    assert not told(edited(tmp_path, 3, lambda sheet: None), "T04")


def test_an_amount_beside_a_deleted_code_in_table_6_is_told(tmp_path):
    report = edited(tmp_path, 6, put(G5=None, I5=77.0))
    assert any("没有科目编码" in message for message in told(report, "T04"))
    assert report.exit_status() == 2


@pytest.mark.parametrize("value", [55.0, "55.00"])
def test_a_row_of_figures_without_a_code_is_told_and_not_passed(tmp_path, value):
    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(9)
        sheet["B9"], sheet["C9"], sheet["D9"] = "某某支出", value, value

    report = edited(tmp_path, 3, change)
    assert any("某某支出" in message for message in told(report, "T04"))
    assert report.counts[Verdict.NOT_EVALUATED] == 1
    assert report.exit_status() == 2


def test_a_figure_on_a_line_without_a_name_is_an_error(tmp_path):
    report = edited(tmp_path, 1, put(C14=55.0))
    assert any("第 9 行在表式里没有名称，却填有金额" in m for m in told(report, "T04"))
    assert report.exit_status() == 1


def test_a_row_of_text_below_a_blank_row_is_not_passed(tmp_path):
    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(7)
        for column in range(1, 13):
            sheet.cell(8, column).value = "0.80万元"

    report = edited(tmp_path, 7, change)
    assert "等 12 个单元格" in told(report, "T05")[0]
    assert report.exit_status() == 2


def test_a_line_that_stands_twice_is_told(tmp_path):
    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(12)
        sheet["A12"], sheet["B12"], sheet["C12"] = "五、事业收入", 5, 777.0

    report = edited(tmp_path, 1, change)
    assert any("或重复出现" in message for message in told(report, "T04"))
    assert report.exit_status() == 2


def test_a_title_printed_twice_in_one_row_is_one_title(tmp_path):
    def change(sheet: Worksheet) -> None:
        sheet["F1"] = sheet["A1"].value

    report = edited(tmp_path, 3, change)
    assert not report.errors
    assert len(report.tables) == 9


def test_an_emptied_table_blames_no_other(tmp_path):
    report = edited(tmp_path, 3, lambda sheet: sheet.delete_rows(7, 20))
    assert not any(
        "可能贴错了" in f.message and "支出决算表》" not in f.message for f in report.findings
    )
    assert not any("政府性基金" in f.message[:12] for f in report.findings if f.rule != "X12")
    assert any("下面没有科目的行" in message for message in told(report, "JS03-TOT"))


def test_a_title_whose_headings_are_gone_is_not_called_missing(tmp_path):
    report = edited(tmp_path, 2, lambda sheet: sheet.delete_cols(4, 5))
    (message,) = told(report, "T01")
    assert "找到《收入决算表》的标题，但下面的表头与表式不符" in message
    assert report.exit_status() == 2


@pytest.mark.parametrize(
    "title", ["江岸区医疗保障局支出决算表", "2020年度支出决算表（表3） 单位：万元"]
)
def test_a_title_with_the_department_or_the_unit_beside_it_is_known(tmp_path, title):
    report = edited(tmp_path, 3, put(A1=title))
    assert len(report.tables) == 9
    assert not report.errors


def test_the_currency_before_the_unit_is_no_matter(tmp_path):
    def change(sheet: Worksheet) -> None:
        for row in sheet.iter_rows(max_row=3):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace("单位：万元", "单位：人民币万元")

    report = edited(tmp_path, 3, change)
    assert not report.errors
    assert not told(report, "T07")


def test_the_same_workbooks_give_the_same_report_in_every_process():
    """Sets have another order in every process; no finding may follow it."""
    wrong = EXAMPLES / "jiangan-2020-mistakes"
    command = [sys.executable, "-m", "validator.cli", "check", str(wrong), "--format", "json"]
    printed = {
        subprocess.run(
            command,
            capture_output=True,
            check=False,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent)},
        ).stdout
        for seed in "012"
    }
    assert len(printed) == 1
    assert b'"findings"' in printed.pop()


def test_severities_of_rows_that_were_not_checked(tmp_path):
    report = edited(tmp_path, 6, put(G5=None, I5=77.0))
    unread = [f for f in report.findings if f.verdict is Verdict.NOT_EVALUATED]
    assert {f.severity for f in unread} == {Severity.WARNING}


def test_a_sum_of_the_level_below_beside_a_line_that_is_gone_is_not_evaluated(tmp_path):
    """Leaves have nothing to add up; they are passed over also when nothing else can be read."""
    rules = tmp_path / "规则.txt"
    rules.write_text(
        "B01  表3[类]1栏=表3Σ[款]1栏+表1 8行；表3[款]1栏=表3Σ[项]1栏+表1 8行\n", "utf-8"
    )
    book = openpyxl.load_workbook(EXAMPLES / "jiangan-2020" / "printed.xlsx")
    sheet = book.worksheets[2]
    for row in range(sheet.max_row, 0, -1):
        if str(sheet.cell(row, 1).value) == "2101301":
            sheet.delete_rows(row)
    book.worksheets[0]["C13"] = "八万"
    book.save(tmp_path / "改过.xlsx")
    report = check(tmp_path / "改过.xlsx", Options(rules=read_rules(rules)))
    assert report.status == "checked"
    assert "B01" in next(m for m in told(report, "T05") if "八万" in m)
