"""The .xlsx of findings: numbers are numbers, all else is text, and no program sees a formula."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import FindProgram
from tests.test_csv import ATTACKS
from validator import Report, check
from validator.reports.csv import render as as_csv
from validator.reports.excel import render
from validator.reports.rows import COLUMNS, headings

EXAMPLES = Path(__file__).parent.parent / "examples"
#: … and what else a cell could be taken for, or could not hold.
TEXTS = (*ATTACKS, "#REF!", "_x000D_甲_x0041_", "\x0b\ufffe乙\uffff", "{=1+1}", "长" * 30_000)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Report]:
    """Of a workbook with findings, of one that agrees, and of two that cannot be checked."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "坏.xlsx").write_bytes(b"PK")
    openpyxl.Workbook().save(folder / "别的.xlsx")
    good, wrong = EXAMPLES / "jiangan-2020", EXAMPLES / "dongxihu-2024"
    paths = (
        wrong / "printed.xlsx",
        good / "printed.xlsx",
        folder / "坏.xlsx",
        folder / "别的.xlsx",
    )
    return [check(path) for path in paths]


@pytest.fixture(scope="module")
def attacked(reports: list[Report]) -> Report:
    """A report in which every text would like to be more than one."""
    first = reports[0].findings[0]
    findings = tuple(
        replace(
            first,
            message=words,
            rule=words,
            left=words,
            right=words,
            cells=(replace(first.cells[0], sheet=words, label=words, address=words),),
            suspects=tuple(
                replace(suspect, sheet=words, expected=words, explanation=words)
                for suspect in first.suspects
            ),
        )
        for words in TEXTS
    )
    return replace(reports[0], department=TEXTS[0], path=TEXTS[1], findings=findings)


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def column(sheet: Worksheet, name: str) -> list[object]:
    """The cells of a column below its heading."""
    at = COLUMNS.index(name) + 1
    return [row[0] for row in sheet.iter_rows(2, None, at, at, values_only=True)]


def test_it_has_the_rows_and_columns_of_the_csv_report(reports):
    csv = pd.read_csv(BytesIO(as_csv(reports, "zh")), dtype=str, keep_default_na=False)
    content = BytesIO(render(reports, "zh"))
    sheet = pd.read_excel(content, dtype=str, keep_default_na=False, engine="openpyxl")
    assert list(sheet.columns) == list(csv.columns) == headings("zh")
    assert len(sheet) == len(csv) > 10
    for name in ("规则", "级别", "结论", "单元格", "意见", "表名", "SHA-256"):
        assert list(sheet[name]) == list(csv[name]), name


def test_plain_numbers_are_numbers_with_the_decimals_that_are_printed(reports):
    sheet = opened(render(reports, "zh"))["审核意见"]
    assert column(sheet, "left")[0] == 797.13
    assert column(sheet, "difference")[0] == -0.01
    assert column(sheet, "year")[0] == 2024
    formats = {cell.number_format for cell in sheet[2] if isinstance(cell.value, float)}
    assert formats == {"0.00"}
    assert sheet.cell(2, COLUMNS.index("year") + 1).number_format == "0"
    assert column(sheet, "expected")[0] == "797.14；或 797.13"


def test_a_number_with_more_digits_than_a_workbook_keeps_stays_as_it_is_printed(reports):
    first = replace(reports[0].findings[0], left="1234567890123456.78", right="99.7%")
    sheet = opened(render([replace(reports[0], findings=(first,))], "zh"))["审核意见"]
    assert column(sheet, "left") == ["1234567890123456.78"]
    assert column(sheet, "right") == ["99.7%"]


def test_the_summary_says_how_each_workbook_stands(reports):
    sheet = opened(render(reports, "zh"))["汇总"]
    wrong, good, broken, unknown = sheet.iter_rows(2, values_only=True)
    assert wrong[1:9] == (
        *("武汉市东西湖区医疗保障局(汇总)", 2024, "final-accounts-2024"),
        *("须更正", 1, 0, 0, 0),
    )
    assert "1 处错误须更正" in str(wrong[9]) and "各表勾稽相符" in str(good[9])
    assert good[4] == "相符"
    reasons = [report.message.partition("：")[2] for report in reports[2:4]]
    assert (broken[4], broken[9]) == ("未能校验", reasons[0])
    assert (unknown[4], unknown[9]) == ("没有认出表", reasons[1])
    assert broken[5:9] == (None, None, None, None)


def test_its_sheets_can_be_filtered_and_printed(reports):
    for sheet in opened(render(reports, "zh")):
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$1:$1"


def test_rows_that_one_sheet_does_not_hold_go_on_on_the_next_which_is_said(reports):
    book = opened(render(reports, "zh", most=6))
    whole = opened(render(reports, "zh"))["审核意见"]
    parts = [name for name in book.sheetnames if name.startswith("审核意见")]
    assert parts[:2] == ["审核意见", "审核意见 2"] and book.sheetnames == [*parts, "汇总"]
    found = [value for name in parts for value in column(book[name], "message")]
    assert found == column(whole, "message")
    assert all(book[name].max_row <= 6 for name in parts)
    said = str(book["汇总"].cell(book["汇总"].max_row, 1).value)
    assert f"共 {len(found)} 行" in said and "、".join(parts) in said


def test_without_a_report_there_are_the_headings():
    book = opened(render([], "en"))
    assert [cell.value for cell in book["Findings"][1]] == headings("en")
    assert book["Summary"].max_row == 1


def strings(content: bytes) -> Iterator[str]:
    """The texts of the file as they are stored; the parts are well-formed."""
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            root = ElementTree.fromstring(archive.read(name))
            yield from (node.text or "" for node in root.iter() if node.tag.endswith("}t"))


def test_whatever_stands_in_a_workbook_is_text(attacked):
    content = render([attacked], "zh")
    cells = [cell for sheet in opened(content) for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type in "fe"]
    held = [cell for cell in cells if isinstance(cell.value, str) and cell.row > 1]
    assert all(cell.quotePrefix for cell in held)  # it stays text when somebody edits it
    stored = list(strings(content))
    assert "=cmd|'/C calc'!A0" in stored and "#REF!" in stored
    assert "_x005F_x000D_甲_x005F_x0041_" in stored
    assert " 乙" in stored
    assert max(map(len, stored)) < 3_000
    assert not [words for words in stored if any(c < " " or c in "\ufffe\uffff" for c in words)]


def test_libreoffice_finds_no_formula_and_shows_texts_as_they_stand(
    attacked, program: FindProgram, tmp_path
):
    soffice = program("LibreOffice", "soffice", "libreoffice")
    (tmp_path / "意见.xlsx").write_bytes(render([attacked], "zh"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command: list[str | Path] = [soffice, profile, "--headless", "--convert-to", "ods"]
    command += ["--outdir", tmp_path / "saved", tmp_path / "意见.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    with ZipFile(tmp_path / "saved" / "意见.ods") as archive:
        saved = archive.read("content.xml").decode()
    assert "table:formula" not in saved
    assert "=cmd|" in saved and "_x000D_甲_x0041_" in saved
