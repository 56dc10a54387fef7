"""审核意见单: what the letter to a department says, how it looks on paper, and that nothing of a
workbook is more in it than words."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from time import process_time
from zipfile import ZipFile

import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from tests.letters import everything, lines, opened, pages, paragraphs
from validator import Options, Report, check
from validator.findings import Suspect, WaiverReport
from validator.forms.model import Severity
from validator.reports.letter import MOST_OPINIONS, render
from validator.run import rules_digest

EXAMPLES = Path(__file__).parent.parent / "examples"
DAY = date(2025, 3, 31)
#: What would like to be a field, markup, a formula, another line, an end of the document.
HOSTILE = '<w:p/>{ HYPERLINK "http://x" }=cmd|\' /C calc\'!A0\x00\x1b[2J\u202e\ufffe\r\n]]>&amp;"'


@pytest.fixture(scope="module")
def wrong() -> Report:
    """The report of a workbook with three mistakes."""
    return check(EXAMPLES / "jiangan-2020-mistakes" / "three-mistakes.xlsx")


@pytest.fixture(scope="module")
def explained() -> Report:
    """A report with warnings and information, on tables and scorecards."""
    return check(EXAMPLES / "scorecards" / "zengdu-2022.xlsx")


@pytest.fixture(scope="module")
def good() -> Report:
    """The report of a workbook in which all agrees."""
    return check(EXAMPLES / "jiangan-2020" / "printed.xlsx")


def letter_of(*reports: Report) -> bytes:
    return render(reports, rules_digest(), DAY)


def told(report: Report) -> str:
    return everything(opened(letter_of(report)))


# --- what it says ------------------------------------------------------------------------------


def test_it_names_department_file_year_edition_and_day(wrong):
    letter = opened(letter_of(wrong))
    assert paragraphs(letter)[:2] == ["部门决算公开审核意见单", "江岸区医疗保障局："]
    assert lines(letter.tables[0]) == [
        ["单位名称", "江岸区医疗保障局", "年度", "2020 年度"],
        ["报送文件", "three-mistakes.xlsx", "审核日期", "2025 年 3 月 31 日"],
        ["表式", "部门决算公开表（2020 年版）", "金额单位", "万元"],
        [
            "核对范围",
            "9 张表，341 处勾稽关系：相符 335，尾差 0，存疑 0，不符 6，未核 0",
        ],
    ]
    assert "有 3 处错误须更正（涉及 6 条意见）" in told(wrong)


def test_an_opinion_has_the_place_what_is_printed_what_should_be_why_and_room_for_the_answer(wrong):
    table = opened(letter_of(wrong)).tables[1]
    heading, figure, reasons, answer, *_ = lines(table)
    assert heading == ["序号", "表、行次（科目）和栏次", "单元格", "填报数", "应为"]
    assert figure == [
        "1",
        "表1 收入支出决算总表\n38行 八、社会保障和就业支出",
        "表1 收入支出决算总表!F13",
        "83.10",
        "8.31",
    ]
    (words,) = reasons
    assert words.startswith("审核意见：57行 本年支出合计 1819.46 ≠ ")
    assert "最可能错在上列之处：小数点右移了 1 位。" in words
    assert "改正后，本条和以下 1 条一并消除：X05 表3 支出决算表!C7" in words
    assert words.endswith("依据：JS01-2（2020 年版表1 附注印出的公式）")
    assert answer == ["单位回复："]
    assert (table.rows[3].height or 0) > Mm(10)


def test_every_cause_is_one_opinion_the_errors_first_and_numbers_run_on(explained):
    letter = opened(letter_of(explained))
    headings = [p for p in paragraphs(letter) if re.match("[一二三]、", p)]
    assert headings == ["一、须更正的（1 处）", "二、请核实的（2 处）", "三、其他"]
    numbers = [line[0] for table in letter.tables[1:3] for line in lines(table) if len(line) == 5]
    assert numbers == ["序号", "1", "", "序号", "2", "3"]
    assert "另有提示 1 处" in told(explained)


def test_cells_that_are_wrong_together_each_have_a_line(explained):
    table = opened(letter_of(explained)).tables[1]
    assert [line[2:] for line in lines(table)[1:3]] == [
        ["部门绩效自评表!B4", "547.09", "587.09"],
        ["部门绩效自评表!F4", "40.00", "0.00"],
    ]
    assert "要一起改：40.00 填错了地方" in lines(table)[3][0]


def test_where_one_of_several_cells_is_wrong_each_has_its_number(wrong):
    rows = lines(opened(letter_of(wrong)).tables[1])
    at = next(number for number, row in enumerate(rows) if row[0] == "2")
    assert [row[1][:3] for row in rows[at : at + 3]] == ["(1)", "(2)", "(3)"]
    (words,) = rows[at + 3]
    assert "上列各处之一有错，最可能的在前：(1) " in words
    assert "请对照账簿核对" in words


def test_a_missing_row_is_named_with_what_it_should_print():
    report = check(EXAMPLES / "jiangan-2020-mistakes" / "05-missing-row.xlsx")
    rows = lines(opened(letter_of(report)).tables[1])
    assert rows[1][1:] == [
        "表3 支出决算表\n漏填的一行：21013 医疗救助，本年支出合计",
        "表3 支出决算表!第 14 行前",
        "漏填",
        "1574.92",
    ]


def test_a_whole_table_that_is_wrong_is_named_by_its_area():
    report = check(EXAMPLES / "jiangan-2020-mistakes" / "06-table-of-last-year.xlsx")
    rows = lines(opened(letter_of(report)).tables[1])
    assert rows[1][2:] == ["表5 一般公共预算财政拨款支出决算表!A1:E25", *["见审核意见"] * 2]


def test_where_nobody_can_tell_the_figure_stands_beside_what_it_was_held_against(wrong):
    cause = replace(wrong.findings[0], suspects=())
    rows = lines(opened(letter_of(replace(wrong, findings=(cause,)))).tables[1])
    assert rows[1][1:] == [
        "表1 收入支出决算总表\n57行 本年支出合计，第 2 栏",
        "表1 收入支出决算总表!F32",
        "1819.46",
        "与 1894.25 核对，相差 -74.79",
    ]


def test_many_cells_of_one_mistake_are_counted_where_they_are_not_listed(wrong):
    suspects = tuple(
        Suspect("表1 收入支出决算总表", f"F{row}", "1.00", "2.00", "", f"{row}行")
        for row in range(1, 31)
    )
    cause = replace(wrong.findings[0], suspects=suspects)
    shown = told(replace(wrong, findings=(cause,)))
    assert "另有 18 格没有列出" in shown
    assert "最可能填错的是以下 30 格" in shown and "F30" in shown


def test_a_workbook_with_nothing_to_correct_gets_a_letter_that_says_so(good):
    letter = opened(letter_of(good))
    assert "各表勾稽相符" in everything(letter)
    assert "没有需要单位更正或者说明的事项。" in paragraphs(letter)
    assert len(letter.tables) == 2  # what it is about, and the signatures


def test_a_file_that_was_not_checked_gets_a_letter_that_says_why(tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    openpyxl.Workbook().save(tmp_path / "别的.xlsx")
    for name in ("坏.xlsx", "别的.xlsx"):
        report = check(tmp_path / name)
        words = paragraphs(opened(letter_of(report)))
        assert words[:2] == ["公开表审核意见单", "报送单位："]
        assert f"“{name}”未能审核" in words[2]
        assert words[3] == report.message


def test_what_was_not_checked_and_what_is_accepted_is_said(good, wrong):
    waiver = WaiverReport("H1", (), "整本", "经批准", "李四", "2025-01-02", "2025-12-31", ())
    covered = replace(waiver, findings=wrong.findings[:2])
    counts = dict.fromkeys(good.counts, 7)
    report = replace(good, counts=counts, other_sheets=("封面", "说明"), waivers=(covered,) * 30)
    shown = told(report)
    assert "有 7 处勾稽关系未能核对" in shown
    assert "没有识别为表格的工作表：封面、说明" in shown
    assert "已豁免：H1，2 条。经批准（李四 2025-01-02 批准，2025-12-31 到期）" in shown
    assert "另有 10 项豁免没有列出" in shown


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("budget-and-accounts/budget.xlsx", "部门预算公开审核意见单"),
        ("scorecards/jiangan-2020.xlsx", "部门决算公开审核意见单"),
    ],
)
def test_its_title_is_that_of_the_kind_of_tables(name, title):
    letter = opened(letter_of(check(EXAMPLES / name)))
    assert paragraphs(letter)[0] == letter.core_properties.title == title


def test_a_workbook_of_scorecards_alone_has_a_title_of_its_own(good):
    report = replace(good, edition="scorecard-project-2024")
    assert paragraphs(opened(letter_of(report)))[0] == "绩效自评审核意见单"


def test_english():
    options = Options(lang="en")
    report = check(EXAMPLES / "jiangan-2020-mistakes" / "three-mistakes.xlsx", options)
    letter = opened(letter_of(report))
    assert paragraphs(letter)[0] == "Review of published final accounts"
    assert lines(letter.tables[0])[1] == ["File", "three-mistakes.xlsx", "Date", "2025-03-31"]
    assert lines(letter.tables[1])[0][0] == "No."
    own = [p for p in paragraphs(letter) if p != "江岸区医疗保障局:"]
    assert not [p for p in own if re.search("[一-鿿，。：（]", p)]


# --- whatever stands in a workbook --------------------------------------------------------------


def test_nothing_of_a_workbook_is_more_than_words(wrong):
    findings = tuple(
        replace(
            finding,
            message=HOSTILE,
            rule=HOSTILE,
            source=HOSTILE,
            left=HOSTILE,
            right=HOSTILE,
            suspects=(Suspect(HOSTILE, "A1", HOSTILE, HOSTILE, HOSTILE, HOSTILE),)
            if number
            else (),
            cells=(replace(finding.cells[0], sheet=HOSTILE, label=HOSTILE, raw=HOSTILE),),
        )
        for number, finding in enumerate(wrong.findings)
    )
    long = "长" * 30_000
    report = replace(
        wrong,
        path=HOSTILE,
        department=HOSTILE,
        findings=findings,
        other_sheets=(HOSTILE, long),
    )
    content = letter_of(report)
    letter = opened(content)  # well-formed
    with ZipFile(BytesIO(content)) as archive:
        parts = {
            name: archive.read(name).decode() for name in archive.namelist() if name[-4:] == ".xml"
        }
    assert "instrText" not in parts["word/document.xml"]
    assert "fldSimple" not in parts["word/document.xml"]
    fields = re.findall('instr="([^"]*)"', "".join(parts.values()))
    assert sorted(fields) == ["NUMPAGES", "PAGE"]
    shown = everything(letter)
    assert shown.count('<w:p/>{ HYPERLINK "http://x" }=cmd|') > 10
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e\ufffe]", shown)
    assert shown.count("长") < 1000


def test_a_hundred_thousand_findings_make_a_letter_that_says_how_many_are_left_out(wrong):
    first = wrong.findings[0]
    findings = tuple(replace(first, group=f"G{number}") for number in range(100_000))
    begun = process_time()
    content = letter_of(replace(wrong, findings=findings))
    assert process_time() - begun < 10
    letter = opened(content)
    assert f"另有 {100_000 - MOST_OPINIONS} 处没有列出" in "\n".join(paragraphs(letter))
    assert len(content) < 500_000


# --- the file ----------------------------------------------------------------------------------


def test_the_same_letter_is_the_same_file_on_the_same_day(wrong, good):
    assert letter_of(wrong, good) == letter_of(wrong, good)
    assert letter_of(wrong) != render([wrong], rules_digest(), date(2025, 4, 1))
    about = opened(letter_of(wrong)).core_properties
    assert (about.author, about.comments) == ("gouji", "")
    assert about.created == about.modified
    assert about.created is not None and about.created.date() == DAY


def test_headings_stand_on_every_page_and_short_rows_are_not_parted(wrong):
    table = opened(letter_of(wrong)).tables[1]
    heading, *others = table._tbl.tr_lst
    assert heading.find(f".//{qn('w:tblHeader')}") is not None
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in others)
    long = replace(wrong.findings[0], message="长" * 900)
    table = opened(letter_of(replace(wrong, findings=(long,)))).tables[1]
    assert table._tbl.tr_lst[2].find(f".//{qn('w:cantSplit')}") is None


def test_its_fonts_are_those_of_official_letters_with_substitutes(wrong):
    with ZipFile(BytesIO(letter_of(wrong))) as archive:
        document = archive.read("word/document.xml").decode()
        fonts = archive.read("word/fontTable.xml").decode()
    for font in ("方正小标宋简体", "仿宋_GB2312", "黑体"):
        assert f'w:eastAsia="{font}"' in document
        assert re.search(f'w:name="{font}"><w:altName', fonts)


def test_the_foot_tells_the_file_and_the_rules(wrong):
    (section,) = opened(letter_of(wrong)).sections
    note = section.footer.paragraphs[-1].text
    assert wrong.sha256[:16] in note
    assert rules_digest().removeprefix("sha256:")[:16] in note


def test_on_paper_every_opinion_is_readable_and_pages_are_counted_by_letter(
    wrong, good, explained, tmp_path
):
    found = pages(letter_of(wrong, good, explained), tmp_path)
    feet = [re.search(r"第\s*(\d+)\s*页，共\s*(\d+)\s*页", page) for page in found]
    counted = [(int(foot[1]), int(foot[2])) for foot in feet if foot]
    assert len(counted) == len(found)
    letters = [n for n, (page, _) in enumerate(counted) if page == 1]
    assert len(letters) == 3
    for begin, end in zip(letters, [*letters[1:], len(found)], strict=True):
        assert counted[begin:end] == [(n, end - begin) for n in range(1, end - begin + 1)]
    words = re.sub(r"\s", "", "".join(found))
    for part in (
        "部门决算公开审核意见单",
        "江岸区医疗保障局：",
        "单位回复：",
        "经办人：",
        "（盖章）",
    ):
        assert part in words
    causes = [f for f in wrong.findings if f.cause and f.severity is Severity.ERROR]
    for cause in causes:
        assert re.sub(r"\s", "", cause.message)[:12] in words
    assert "表、行次（科目）和栏次" in found[1]  # the headings, again
