"""The HTML report: everything of a report is there, every link leads somewhere, nothing of a
workbook is markup; a real Chromium shows and prints it."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from playwright.sync_api import Browser

from tests.browser import chromium
from tests.conftest import FindProgram
from validator import Options, Report, check
from validator.findings import (
    CellRef,
    Compared,
    ComparedRow,
    Comparison,
    DrawnCell,
    DrawnSheet,
    Finding,
    LevelReport,
    Suspect,
    TableReport,
    WaiverReport,
)
from validator.forms.model import Severity
from validator.messages import text
from validator.reports.conclusion import conclusion
from validator.reports.html import STYLE, fragment, render
from validator.reports.html.bounds import CONSEQUENCES, FINDINGS
from validator.reports.marks import COLOURS, SUSPECTED, lines
from validator.rounding import Verdict
from validator.waivers import read_waivers

EXAMPLES = Path(__file__).parent.parent / "examples"
THREE = EXAMPLES / "jiangan-2020-mistakes" / "three-mistakes.xlsx"
DIGEST = "sha256:0123"
WHEN = datetime(2025, 3, 31, 9, 30)
ALL = frozenset(Severity)
#: Attributes that fetch something, or lead somewhere.
FETCHING = ("src", "href", "srcset", "data", "poster", "action", "background", "xlink:href")


def page(*reports: Report) -> Any:
    """The parsed file of the reports."""
    return lxml_html.document_fromstring(render(reports, DIGEST, WHEN))


def words(element: Any) -> str:
    """What an element shows, in one line."""
    return " ".join(element.text_content().split())


def ids(document: Any) -> list[str]:
    return list(document.xpath("//@id"))


def is_whole(document: Any) -> None:
    """Every anchor is there once, every link leads to one; nothing is fetched, nothing runs."""
    found = ids(document)
    assert len(found) == len(set(found))
    assert {link.removeprefix("#") for link in document.xpath("//@href")} <= set(found)
    described = document.xpath("//@aria-describedby | //@aria-labelledby")
    assert set(described) <= set(found)
    assert not document.xpath("//script | //link | //iframe | //object | //img | //base | //form")
    for element in document.xpath("//*"):
        for name, value in element.attrib.items():
            assert name != "style" and not name.startswith("on"), (element.tag, name)
            assert name not in FETCHING or value.startswith("#"), (element.tag, name, value)


def drawn(path: Path, options: Options | None = None) -> Report:
    return check(path, replace(options or Options(), drawn=True))


@pytest.fixture(scope="module")
def three() -> Report:
    return drawn(THREE)


@pytest.fixture(scope="module")
def cards() -> Report:
    return drawn(EXAMPLES / "scorecards" / "zengdu-2022.xlsx")


@pytest.fixture(scope="module")
def beside() -> Report:
    """Accounts beside their budget."""
    from validator.reading import read

    folder = EXAMPLES / "budget-and-accounts"
    return drawn(folder / "accounts.xlsx", Options(budget=read(folder / "budget.xlsx")))


def finding(number: int, group: int | None = None, **facts: object) -> Finding:
    """A finding on row `number` of the sheet 表1."""
    cell = CellRef("表1", f"A{number}", "01", number, 1, f"第 {number} 行", "1.00", "1.00", "left")
    whole = {
        **{"rule": "JS01-1", "severity": Severity.ERROR, "verdict": Verdict.ERROR, "kind": "sum"},
        **{"table": "01", "left": "1.00", "right": "2.00", "difference": "-1.00"},
        **{"unexplained": "-1.00", "cells": (cell,), "suspects": (), "source": "表1 附注"},
        **{
            "group": f"G{group or number}",
            "message": f"第 {number} 行不符",
            "cause": group is None,
        },
    }
    return Finding(**(whole | facts))  # type: ignore[arg-type]


def report(*findings: Finding, **facts: object) -> Report:
    whole = {"edition": "final-accounts-2020", "unit": "万元", "department": "某局", "year": 2020}
    table = TableReport("01", "收入支出决算总表", "收入支出决算总表", "表1", "A1:F38")
    return Report("决算.xlsx", "ab", tables=(table,), findings=findings, **(whole | facts))  # type: ignore[arg-type]


def sheet(*rows: tuple[DrawnCell, ...], widths: int = 3, **facts: object) -> DrawnSheet:
    return DrawnSheet("表1", ("01",), (10,) * widths, rows, **facts)  # type: ignore[arg-type]


def row(number: int, *said: str) -> tuple[DrawnCell, ...]:
    return tuple(DrawnCell(number, column, each) for column, each in enumerate(said))


# --- what is there -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["three", "cards", "beside"])
def test_a_file_is_whole_without_script_or_outside_resource(name, request):
    is_whole(page(request.getfixturevalue(name)))


@pytest.mark.parametrize("name", ["three", "cards"])
def test_every_finding_is_there_with_both_sides_its_cells_and_its_source(name, request):
    of = request.getfixturevalue(name)
    document = page(of)
    for line in lines(of, ALL):
        shown = words(document.get_element_by_id(f"finding-{line.number}"))
        found = line.finding
        assert found.rule in shown and found.place in shown
        assert " ".join(found.message.split()) in shown
        for figure in (found.left, found.right, found.difference, found.unexplained):
            assert figure is None or figure in shown
        assert found.source in shown
        if len(found.cells) > 1:
            assert all(cell.address in shown and cell.raw in shown for cell in found.cells)


def test_the_likely_cells_stand_first_and_lead_to_the_drawn_cell(three):
    document = page(three)
    first = document.xpath("//div[@class='firsts']//tbody/tr[1]")[0]
    assert "F13" in words(first) and "83.10" in words(first) and "8.31" in words(first)
    target = document.get_element_by_id(first.xpath("td[2]/a/@href")[0].removeprefix("#"))
    assert words(target).startswith("83.10") and "suspect strong" in target.get("class")
    told = words(document.xpath("//article[@id='finding-1']//div[@class='likely']")[0])
    assert told.startswith("最可能填错：表1 收入支出决算总表!F13") and "应为 8.31" in told


@pytest.mark.parametrize(
    ("raw", "value", "shown"),
    [
        ("10.2", "10.20", "10.20"),
        ("10.26", "10.3", "10.26"),
        ("284.36 万元", "284.36", "284.36 万元"),
        ("无", None, "无"),
    ],
)
def test_a_figure_has_the_decimals_of_its_table_and_is_else_as_it_was_written(raw, value, shown):
    cells = (
        CellRef("表1", "A1", "01", 1, 1, "合计", "1.00", "1.00", "left"),
        CellRef("表1", "A2", "01", 2, 1, "一行", raw, value, "right"),
    )
    document = page(report(finding(1, cells=cells)))
    table = document.xpath("//article[@id='finding-1']//table[.//td[@class='side']]")[0]
    assert words(table.xpath(".//tr[last()]/td[last()]")[0]) == shown


def test_what_follows_from_a_finding_is_folded_behind_it(three):
    document = page(three)
    for line in lines(three, ALL):
        shown = document.get_element_by_id(f"finding-{line.number}")
        assert ("folded" in shown.get("class")) == (line.number != line.cause)
        if line.number != line.cause:
            beside = shown.getparent().get_element_by_id(f"finding-{line.cause}")
            assert beside.getparent() is shown.getparent()
            assert shown.getparent().xpath("details[@class='fold']/summary")


def test_the_cells_of_what_need_not_be_corrected_are_folded():
    cells = tuple(replace(finding(n).cells[0], role="place") for n in (1, 2))
    document = page(
        report(
            finding(1, cells=cells),
            finding(2, cells=cells, severity=Severity.INFO),
            sheets=(sheet(row(0, "一"), row(1, "二")),),
        )
    )
    is_whole(document)
    heavy, light = (document.get_element_by_id(f"finding-{n}") for n in (1, 2))
    assert heavy.xpath("div/table | div/div/table") and not heavy.xpath("details")
    assert light.xpath("details[@class='fold'] | div[@class='folded on-screen']//table")
    assert words(light.xpath("details/summary")[0]) == "涉及的单元格 2 个"
    assert not light.xpath(".//td[@class='side']")  # there are no sides


def test_the_head_says_whose_file_it_is_and_what_to_do(three):
    document = page(three)
    head = words(document.xpath("//header[@class='head']")[0])
    for said in ("江岸区医疗保障局 2020 年度", "three-mistakes.xlsx", "部门决算公开表", "万元"):
        assert said in head
    assert conclusion(three)[1].removeprefix("结论：") in head
    assert "须更正" in head and document.xpath("//p[contains(@class, 'state-to_correct')]")
    foot = words(document.xpath("//footer")[0])
    assert DIGEST in foot and three.sha256 in foot and "2025-03-31 09:30" in foot


def test_the_verdicts_of_each_table_are_counted_and_none_that_did_not_run_counts_as_agreeing(three):
    document = page(three)
    table = document.xpath("//table[contains(@class, 'counts')]")[0]
    rows = [[words(cell) for cell in row] for row in table.xpath("tbody/tr")]
    assert len(rows) == len(three.tables) + 2
    for table_report, cells in zip(three.tables, rows, strict=False):
        counts = [table_report.counts.get(verdict, 0) for verdict in Verdict]
        assert cells[2:] == [str(count) if count else "·" for count in counts]
    whole = [three.counts.get(verdict, 0) for verdict in Verdict]
    assert rows[-1][2:] == [str(count) if count else "·" for count in whole]


def test_every_rule_of_the_edition_stands_among_those_that_ran_or_those_that_did_not(three):
    from validator.forms.loader import load

    scope = page(three).xpath("//section[@class='scope']")[0]
    idle, ran = scope.xpath("div[@class='foldable']")
    assert {words(cell) for cell in ran.xpath(".//tbody//th")} == three.ran
    known = {rule.id for rule in load("final-accounts-2020").rules}
    assert {words(cell) for cell in idle.xpath(".//tbody//th")} == known - three.ran
    meaning = next(rule.meaning for rule in load("final-accounts-2020").rules if rule.id == "X05")
    assert meaning in words(ran)


def test_first_comes_what_is_to_be_corrected_then_the_counts_and_the_tables(three):
    of = replace(three, other_sheets=("目录",))
    article = page(of).xpath("//article")[0]
    parts = [part.get("class") for part in article.xpath("./section")]
    assert parts == ["findings", "summary", "tables", "scope"]
    head = article.xpath("./header")[0]
    assert "没有识别为表格的工作表：目录" in words(head)
    assert three.edition not in words(head) and three.edition in words(article.xpath("./footer")[0])


def test_the_table_of_all_workbooks_says_why_one_could_not_be_checked():
    refused = Report("报送/决算.xls", "cd", status="unreadable", message="决算.xls：文件已加密。")
    rows = page(report(finding(1)), refused).xpath("//main//tbody/tr")
    assert "文件已加密" in words(rows[1]) and "文件已加密" not in words(rows[0])
    assert words(rows[1]).count("决算.xls") == 1  # the name of the workbook, not in the reason too


def test_what_could_not_be_checked_is_said_with_its_reason():
    of = drawn(EXAMPLES / "jiangan-2020-mistakes" / "09-text-for-a-number.xlsx")
    unread = page(of).xpath("//ul[@class='unread']/li")
    assert len(unread) == 1 and "74.28万" in words(unread[0])
    assert "没有识别为表格的工作表：目录" in words(page(report(other_sheets=("目录",))))


def test_scorecards_are_shown_at_a_glance(cards):
    document = page(cards)
    rows = [words(row) for row in document.xpath("//table[contains(@class, 'cards')]/tbody/tr")]
    assert len(rows) == len(cards.scorecards)
    for card, shown in zip(cards.scorecards, rows, strict=True):
        for figure in (card.name, card.budget, card.executed, card.rate, card.total, card.grade):
            assert " ".join(figure.split()) in shown


def test_comparisons_show_every_row(beside):
    document = page(beside)
    shown = document.xpath("//div[@class='comparison']")
    assert len(shown) == len(beside.comparisons) > 0
    for comparison, element in zip(beside.comparisons, shown, strict=True):
        rows = [words(row) for row in element.xpath(".//tbody/tr")]
        assert len(rows) == len(comparison.rows)
        for of, said in zip(comparison.rows, rows, strict=True):
            first = of.figures[0]
            assert of.label in said and all(f in said for f in (first.before, first.now) if f)


def test_waived_findings_stand_apart_with_their_reason():
    waivers = read_waivers(EXAMPLES / "rules" / "豁免.txt", today=date(2026, 6, 1))
    path = EXAMPLES / "dongxihu-2024" / "printed.xlsx"
    of = drawn(path, Options(waivers=waivers, today=date(2026, 6, 1)))
    assert of.waivers
    document = page(of)
    is_whole(document)
    for waiver, shown in zip(of.waivers, document.xpath("//div[@class='waiver']"), strict=True):
        assert waiver.reason in words(shown) and waiver.approved_by in words(shown)
        assert all(each.message in words(shown) for each in waiver.findings)
        assert not shown.xpath(".//@id")


def test_severities_that_a_bureau_set_are_listed():
    levels = (LevelReport("JS01-1", Severity.ERROR, Severity.WARNING, "本局通知"),)
    shown = page(report(finding(1), levels=levels)).xpath("//section[@class='summary']//tr")
    assert ["JS01-1", "错误", "核实", "本局通知"] in [[words(td) for td in tr] for tr in shown]


def test_a_file_that_could_not_be_checked_says_why():
    of = check(EXAMPLES.parent / "README.md")
    shown = page(of)
    is_whole(shown)
    assert of.message.removeprefix("README.md：") in words(shown) and "未能校验" in words(shown)
    assert not shown.xpath("//section")
    unknown = replace(of, status="unrecognised", message="没有找到表")
    assert "没有认出表" in words(page(unknown)) and "没有找到表" in words(page(unknown))


def test_a_workbook_without_findings_says_so_and_draws_its_tables():
    of = drawn(EXAMPLES / "jiangan-2020" / "printed.xlsx")
    document = page(of)
    is_whole(document)
    assert "没有意见。" in words(document) and "相符" in words(document.xpath("//header")[0])
    assert len(document.xpath("//table[@class='drawn']")) == len(of.sheets) > 0
    assert not document.xpath("//table[@class='drawn']//@tabindex")


def test_english_for_a_report_in_english():
    of = drawn(THREE, Options(lang="en"))
    document = page(of)
    is_whole(document)
    assert document.xpath("//html/@lang") == ["en"]
    own = re.sub(r"《[^》]*》|“[^”]*”", "", words(document.xpath("//nav[@class='contents']")[0]))
    assert own == "Findings 6 Summary Tables 9 What was checked"
    assert "Most likely wrong: " in words(document.get_element_by_id("finding-1"))


# --- several workbooks ---------------------------------------------------------------------------


def test_several_workbooks_begin_with_a_table_of_all_and_how_many_are_done(three, cards):
    good = drawn(EXAMPLES / "jiangan-2020" / "printed.xlsx")
    unreadable = check(EXAMPLES.parent / "README.md")
    reports = (three, cards, good, unreadable)
    document = page(*reports)
    is_whole(document)
    overview = document.xpath("//main")[0]
    states = [words(each) for each in overview.xpath("ul[@class='states']/li")]
    assert states == ["2 须更正", "1 相符", "1 未能校验"]
    rows = overview.xpath(".//tbody/tr")
    for number, (of, shown) in enumerate(zip(reports, rows, strict=True), start=1):
        assert (of.department or of.path) in words(shown)
        assert [words(cell) for cell in shown.xpath("td[@class='right']")][1:] == [
            str(of.errors or "·"),
            str(of.warnings or "·"),
        ]
        assert shown.xpath(".//a/@href") == [f"#w{number}-report"]
    assert {"w1-finding-1", "w2-finding-1"} <= set(ids(document))


def test_no_report_at_all_is_an_empty_file():
    is_whole(page())


# --- drawn tables --------------------------------------------------------------------------------


def test_a_table_is_drawn_as_the_sheet_is(three):
    document = page(three)
    for of, shown in zip(three.sheets, document.xpath("//table[@class='drawn']"), strict=True):
        for cell in (cell for row in of.rows for cell in row):
            line = shown.xpath(f"tbody/tr[th='{cell.row + 1}']")[0]
            said = [words(each) for each in line.xpath("td")]
            assert any(each.startswith(" ".join(cell.words.split())) for each in said)
        widths = {
            sum(int(td.get("colspan", 1)) for td in line.xpath("td"))
            for line in shown.xpath("tbody/tr[not(preceding::td[@rowspan])]")
        }
        assert widths <= {len(of.widths)}


def test_marks_have_the_colours_of_the_other_products():
    for severity, (strong, pale) in COLOURS.items():
        assert f"--{severity.value}-strong: {strong};" in STYLE
        assert f"--{severity.value}-pale: {pale};" in STYLE
        assert f"td.{severity.value}.strong" in STYLE and f"td.{severity.value}.pale" in STYLE
    assert f"--suspect-strong: {SUSPECTED[0]};" in STYLE
    assert f"--suspect-pale: {SUSPECTED[1]};" in STYLE


def test_a_marked_cell_has_the_numbers_of_its_findings_and_what_is_told_on_it(three):
    document = page(three)
    cell = document.get_element_by_id("cell-1-F13")
    assert cell.xpath("sup/a/@href") == ["#finding-1", "#finding-4"]
    assert cell.get("tabindex") == "0"
    note = document.get_element_by_id(cell.get("aria-describedby"))
    assert note.get("role") == "tooltip" and "应为 8.31" in words(note)
    blank = document.get_element_by_id("cell-1-F6")
    assert "error pale" in blank.get("class")
    assert not blank.xpath("sup") and blank.get("tabindex") is None


def test_merged_cells_cover_what_is_under_them():
    spanning = DrawnCell(0, 0, "合并", rows=2, columns=2)
    of = sheet((spanning, DrawnCell(0, 2, "右")), (DrawnCell(1, 2, "下"),))
    shown = page(report(sheets=(of,))).xpath("//table[@class='drawn']/tbody/tr")
    assert [len(line.xpath("td")) for line in shown] == [2, 1]
    assert shown[0].xpath("td[@rowspan='2'][@colspan='2']") and words(shown[1][1]) == "下"


def test_a_merged_cell_hides_no_words_of_another():
    spanning = DrawnCell(0, 0, "合并", rows=2, columns=3)
    of = sheet((spanning, DrawnCell(0, 1, "盖住")), row(1, "下"))
    shown = page(report(sheets=(of,))).xpath("//table[@class='drawn']/tbody/tr/td")
    assert {"合并", "盖住", "下"} <= {words(each) for each in shown}


def test_a_finding_on_a_covered_cell_is_told_on_the_cell_that_covers_it():
    of = sheet(row(0, "首"), (DrawnCell(1, 0, "合并", rows=3),), (), ())
    document = page(report(finding(3), finding(4), sheets=(of,)))
    is_whole(document)
    cell = document.get_element_by_id("cell-1-A2")
    assert cell.xpath("sup/a/@href") == ["#finding-1", "#finding-2"]
    assert "第 3 行不符" in words(cell) and "第 4 行不符" in words(cell)
    assert document.xpath("//article[@id='finding-2']//a/@href") == ["#cell-1-A2"]


def test_rows_and_columns_that_are_not_drawn_are_said():
    of = sheet(
        *(row(0, "首"), (), (), (), row(19, "中"), *((),) * 10, row(30, "尾")),
        left_out=((4, 18), (31, 99)),
        columns_left_out=((1, 4), (6, 6)),
        widths=2,
    )
    shown = page(report(sheets=(of,))).xpath("//section[contains(@class, 'sheet')]")[0]
    assert [words(cell) for cell in shown.xpath(".//thead//th")] == ["A", "F"]
    assert "没有画出的列：B–E、G。" in words(shown)
    said = [words(each) for each in shown.xpath(".//tr[@class='left-out']/td")]
    assert said == [
        *("第 5 至 19 行没有画出", "第 21 至 30 行空白", "第 32 至 100 行没有画出"),
    ]
    numbers = [words(each) for each in shown.xpath(".//tbody/tr[not(@class)]/th")]
    assert numbers == ["1", "2", "3", "4", "20", "31"]


def test_a_link_to_a_cell_that_is_not_drawn_is_words():
    of = sheet(row(0, "首"), left_out=((1, 99),))
    document = page(report(finding(50), sheets=(of,)))
    is_whole(document)
    shown = document.get_element_by_id("finding-1")
    assert not shown.xpath(".//a") and "表1!A50" in words(shown)


def test_without_drawn_sheets_there_is_no_section_of_tables():
    document = page(report(finding(1)))
    is_whole(document)
    assert not document.xpath("//section[@class='tables']")


# --- what is hostile -----------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}&amp;"
    "=cmd|' /C calc'!A0 \u202e倒\u2066 \x1b[31m\x00 </style></title>\r\n"
)
#: As it is shown: without what no page should be sent.
SHOWN = " ".join(re.sub("[\u202e\u2066\x1b\x00]", "", HOSTILE).split())


@pytest.fixture(scope="module")
def hostile(cards: Report) -> Report:
    """A report in which every text is hostile, and one is very long."""
    long = "长" * 30_000
    cells = tuple(
        CellRef(HOSTILE, f"A{n}", "01", n, 1, HOSTILE, HOSTILE, None, role)
        for n, role in enumerate(("left", "right"), start=1)
    )
    suspects = (
        Suspect(HOSTILE, "A1", HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        Suspect(HOSTILE, "A2", HOSTILE, HOSTILE, HOSTILE, HOSTILE, 2, "row", HOSTILE),
    )
    facts = {"rule": HOSTILE, "cells": cells, "suspects": suspects, "source": HOSTILE}
    figures = dict.fromkeys(("left", "right", "difference", "unexplained"), HOSTILE)
    findings = tuple(
        finding(n, 1, message=HOSTILE, **facts, **figures, **{"cause": n == 1}) for n in (1, 2)
    )
    unread = replace(findings[0], group="G3", verdict=Verdict.NOT_EVALUATED)
    waiver = WaiverReport(HOSTILE, (HOSTILE,), *(HOSTILE,) * 5, findings=findings[:1])
    compared = Compared(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    row_beside = ComparedRow(HOSTILE, HOSTILE, "类", (compared, compared))
    comparison = Comparison(
        *("budget", HOSTILE, "01", HOSTILE, "01", HOSTILE, HOSTILE, (HOSTILE, HOSTILE)),
        rows=(row_beside,),
    )
    tables = tuple(
        replace(each, name=HOSTILE, title=HOSTILE, sheet=HOSTILE) for each in cards.tables
    )
    scorecards = tuple(
        replace(each, name=HOSTILE, total=HOSTILE, scores={HOSTILE: HOSTILE}, sheet=HOSTILE)
        for each in cards.scorecards
    )
    drawn_cells = (DrawnCell(0, 0, HOSTILE), DrawnCell(0, 1, long))
    sheets = (DrawnSheet(HOSTILE, ("01",), (10, 10), (drawn_cells, (DrawnCell(1, 0, HOSTILE),))),)
    whole = {"path": HOSTILE, "department": HOSTILE, "other_sheets": (HOSTILE,), "unit": HOSTILE}
    levels = (LevelReport(HOSTILE, None, Severity.ERROR, HOSTILE),)
    return replace(
        cards,
        findings=(*findings, unread),
        waivers=(waiver,),
        comparisons=(comparison,),
        tables=tables,
        scorecards=scorecards,
        sheets=sheets,
        levels=levels,
        rules={HOSTILE: {Verdict.EXACT: 1}},
        **whole,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("count", [1, 2])
def test_hostile_texts_are_only_text(hostile, count):
    written = render([hostile] * count, DIGEST, WHEN)
    document = lxml_html.document_fromstring(written)
    is_whole(document)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", written)
    assert SHOWN in words(document.xpath("//header[@class='head']")[0])
    assert SHOWN in words(document.xpath("//table[@class='drawn']//td[@id]")[0])
    for place in ("div[@class='waiver']", "div[@class='comparison']//tbody", "ul[@class='unread']"):
        assert SHOWN in words(document.xpath(f"//{place}")[0]), place
    assert document.xpath("//title")[0].text_content().count("<script>") == (count == 1)
    assert "49" not in words(document.xpath("//header[@class='head']/h2")[0])
    assert len(document.xpath("//style")) == 1
    assert "长" * 1001 not in written and "长" * 200 in written


def test_no_template_shows_anything_as_it_is():
    """The style alone is no text: it is given as markup by those who have read it."""
    templates = [*(EXAMPLES.parent / "validator").rglob("templates/*.html")]
    assert len(templates) > 15
    for template in templates:
        assert not re.search(r"\|\s*safe|autoescape", template.read_text("utf-8")), template


def test_a_fragment_holds_no_style_and_escapes_the_same(hostile):
    written = fragment(hostile, DIGEST, WHEN)
    document = lxml_html.document_fromstring(written)
    is_whole(document)
    assert not document.xpath("//style") and document.xpath("//article[@class='gouji']")
    assert str(written).lstrip().startswith("<article") and "<h1" not in written


def test_a_fragment_marks_its_tables_for_tabs(three):
    document = lxml_html.document_fromstring(fragment(three, DIGEST, WHEN))
    tabs = document.xpath("//*[@data-tabs]/a/@href")
    panels = [f"#{each.get('id')}" for each in document.xpath("//*[@data-tab]")]
    assert tabs == panels and len(tabs) == len(three.sheets)
    assert document.xpath("//@data-tab") == [each.name for each in three.sheets]


def test_sheets_whose_names_differ_in_unseen_characters_keep_their_marks():
    names = ("表1", "表1\u200f")
    sheets = tuple(DrawnSheet(name, ("01",), (10,), (row(0, name),)) for name in names)
    cell = finding(1).cells[0]
    of = report(finding(1, cells=(replace(cell, sheet=names[1]),)), sheets=sheets)
    document = page(of)
    is_whole(document)
    assert not document.xpath("//*[@id='sheet-1']//td[@tabindex]")
    assert document.xpath("//*[@id='sheet-2']//td[@tabindex]")


# --- how much is shown ---------------------------------------------------------------------------


def test_of_very_many_findings_the_first_by_cause_are_shown_and_the_rest_is_said():
    heavy = [finding(n) for n in range(1, 30_001)]
    light = [finding(n, severity=Severity.INFO) for n in range(40_000, 40_010)]
    written = render([report(*light, *heavy)], DIGEST, WHEN)
    document = lxml_html.document_fromstring(written)
    is_whole(document)
    shown = document.xpath("//article[contains(@class, 'finding')]")
    assert len(shown) == FINDINGS and not document.xpath("//article[contains(@class, ' info')]")
    said = text("html.more_findings", shown=FINDINGS, count=30_010)
    assert said in words(document) and "错误 30000 处" in words(document)
    assert len(written) < 10_000_000


def test_of_very_many_consequences_the_first_are_shown_and_the_rest_is_said():
    following = [finding(n, 1) for n in range(2, 500)]
    document = page(report(finding(1), *following, finding(501)))
    is_whole(document)
    shown = document.xpath("//article[contains(@class, 'finding')]")
    assert len(shown) == CONSEQUENCES + 2
    assert text("html.more_following", count=498 - CONSEQUENCES) in words(document)


def test_a_long_sum_names_its_blank_cells_in_one_line():
    cells = [replace(finding(1).cells[0], role="right", raw="", address=f"B{n}") for n in range(30)]
    document = page(report(finding(1, cells=(*finding(1).cells, *cells))))
    shown = document.get_element_by_id("finding-1")
    assert len(shown.xpath(".//tbody/tr")) == 1
    assert "右边另有 30 格空白：" in words(shown) and "B29" in words(shown)


def test_tables_for_which_a_file_has_no_room_are_named(monkeypatch):
    from validator.reports.html import bounds

    monkeypatch.setattr(bounds, "CELLS", 8)
    sheets = tuple(
        DrawnSheet(name, ("01",), (10,) * 3, (row(0, "一"), row(1, "二")))
        for name in ("甲", "表1", "乙")
    )
    document = page(report(finding(1), sheets=sheets))
    is_whole(document)
    assert document.xpath("//@data-tab") == ["表1"]  # the one with marks
    assert "以下工作表没有画出：甲、乙" in words(document)


# --- in Chromium ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser(program: FindProgram) -> Iterator[Browser]:
    with chromium(program("Chromium", "chromium", "chromium-browser", "google-chrome")) as found:
        yield found


@pytest.fixture(scope="module")
def file(three: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "报告.html"
    path.write_text(render([three], DIGEST, WHEN), encoding="utf-8")
    return path


def test_what_would_get_into_a_file_by_a_mistake_still_neither_runs_nor_is_fetched(
    browser, file, tmp_path
):
    harm = "<script>document.title = 'harm'</script><img src='http://127.0.0.1:9/x' alt=''>"
    whole = file.read_text(encoding="utf-8")
    path = tmp_path / "other.html"
    path.write_text(whole.replace("</article>", f"{harm}</article>", 1), encoding="utf-8")
    shown = browser.new_page()
    failed: list[str | None] = []
    shown.on("requestfailed", lambda request: failed.append(request.failure))
    shown.goto(path.as_uri())
    assert shown.title() != "harm" and shown.locator("img").count() == 1
    assert failed == ["csp"]  # and not that nobody is there
    style = shown.locator("table.drawn").first.evaluate("e => getComputedStyle(e).borderCollapse")
    assert style == "collapse"
    shown.close()


def test_a_note_shows_while_the_mouse_or_the_keyboard_is_on_its_cell(browser, file):
    shown = browser.new_page()
    shown.goto(file.as_uri())
    note = shown.locator("#cell-1-F13-note")
    assert not note.is_visible()
    shown.locator("#cell-1-F13").hover()
    assert note.is_visible() and "应为 8.31" in note.inner_text()
    shown.locator("h2").hover()
    assert not note.is_visible()
    shown.locator("#cell-1-F13").focus()
    assert note.is_visible()
    shown.keyboard.press("Tab")  # to the number of the finding, within the cell
    assert note.is_visible()
    shown.keyboard.press("Enter")
    assert shown.url.endswith("#finding-1")
    shown.close()


def test_what_is_folded_shows_when_it_is_opened_or_linked_to(browser, file):
    shown = browser.new_page()
    shown.goto(file.as_uri())
    folded = shown.locator("#finding-4")
    assert not folded.is_visible()
    shown.locator("#finding-1 ~ details summary").press("Enter")
    assert folded.is_visible()
    shown.goto(f"{file.as_uri()}#finding-5")
    shown.reload()
    assert shown.locator("#finding-5").is_visible() and not folded.is_visible()
    shown.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_window(browser, file, width):
    shown = browser.new_page(viewport={"width": width, "height": 800})
    shown.goto(file.as_uri())
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    shown.close()


def test_the_print_is_a4_with_every_finding_and_the_folded_ones_too(
    browser, file, three, program, tmp_path
):
    shown = browser.new_page()
    shown.goto(file.as_uri())
    path = tmp_path / "report.pdf"
    shown.pdf(path=path, prefer_css_page_size=True)
    shown.close()
    facts = subprocess.run(
        [program("pdfinfo"), "-f", "1", "-l", "99", path],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    sizes = set(re.findall(r"size:\s+([\d.]+) x ([\d.]+)", facts))
    assert sizes <= {("594.96", "841.92"), ("841.92", "594.96")}
    printed = subprocess.run(
        [program("pdftotext"), "-raw", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    together = "".join(printed.split())
    for line in lines(three, ALL):
        assert "".join(line.finding.message.split()) in together
    assert "本格" not in together  # no note of a cell
    pages = len(re.findall(r"Page\s+\d+ size", facts))
    assert f"{pages}/{pages}" in together
