"""gouji summary: from rows to what a bureau wants to know, on the screen, as HTML and as .xlsx."""

import re
import shutil
import subprocess
from codecs import BOM_UTF16_LE
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import html as lxml_html
from rich.console import Console

from tests.commands import Done, gouji, gouji_alone
from tests.conftest import FindProgram
from tests.stores import record
from tests.test_csv import ATTACKS
from tests.test_html_report import is_whole
from validator.batch.record import RuleRow
from validator.batch.store import open_store
from validator.messages import text
from validator.reports.conclusion import why_unchecked
from validator.summary import page, screen, words, workbook
from validator.summary.expected import Expected, ExpectedError, alike, body, read_expected
from validator.summary.gather import day, gather, kind_of
from validator.summary.kept import Opinion, opinions, summed_up
from validator.summary.record import (
    GROUP_OF,
    GROUPS,
    STATES,
    Found,
    Ran,
    Summary,
    Workbook,
    in_group,
)

EXAMPLES = Path(__file__).parent.parent / "examples"
ACCOUNTS, BUDGET, CARD = "final-accounts-2024", "budget-2023", "scorecard-project-2024"
WHEN = datetime(2025, 4, 2, 9, 30)


def received(
    number: int, department: str = "甲局", state: str = "agrees", **facts: object
) -> Workbook:
    """A workbook that came."""
    status = state if state in ("unreadable", "unrecognised") else "checked"
    whole = {
        **{"path": f"/收件箱/{number}.xlsx", "sha256": f"{number:064}", "status": status},
        **{"modified": "2025-03-31T08:00:00Z", "state": state, "why": "", "year": 2024},
        **{"department": department, "edition": ACCOUNTS, "errors": 0, "warnings": 0},
        **{"information": 0, "waived": 0, "not_evaluated": 0},
    }
    return Workbook(number=number, **(whole | facts))  # type: ignore[arg-type]


def wrong(number: int, department: str = "甲局", places: int = 1, **facts: object) -> Workbook:
    return received(number, department, "to_correct", errors=places, places=places, **facts)


def summary(*workbooks: Workbook, **facts: object) -> Summary:
    rows = {"found": (), "rules": ()} | facts
    return gather("结果.db", workbooks, **rows)  # type: ignore[arg-type]


@pytest.fixture
def listed(tmp_path: Path):
    """The list with these lines."""

    def made(*lines: str, encoding: str = "utf-8") -> Expected:
        path = tmp_path / "名单.csv"
        path.write_text("\n".join(lines), encoding=encoding)
        return read_expected(path)

    return made


# --- the list ------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_is_read_however_excel_has_saved_it(listed, encoding):
    found = listed(
        *("2024 年度应报名单,,,,", "备注,截止日期, 部门名称 ,年 度,别名,类别,联系人,电话"),
        *(
            "x,2025/3/31 0:00,江岸区财政局,2024年度,区财政局；财政局,部门决算公开,张三,027-1",
            ",,,,",
        ),
        *("", '急,2025年4月1日,"江岸区, 教育局",2024,,预算,,'),
        encoding=encoding,
    )
    first, second = found.dues
    assert first.department == "江岸区财政局" and first.aliases == ("区财政局", "财政局")
    assert (first.deadline, first.year, first.kind) == (date(2025, 3, 31), 2024, "决算")
    assert (first.contact, first.line) == ("张三 027-1", 3)
    assert (second.department, second.deadline, second.kind) == (
        *("江岸区, 教育局", date(2025, 4, 1)),
        "预算",
    )
    assert found.unused == ("备注",)


def test_a_list_may_be_parted_by_tabs_and_name_editions(listed):
    (due,) = listed("部门\t版本", f"甲局\t{ACCOUNTS}").dues
    assert (due.edition, due.kind) == (ACCOUNTS, "")
    (due,) = listed("单位;类别", f"甲局;{CARD}").dues
    assert (due.edition, due.kind) == (CARD, "")


@pytest.mark.parametrize(
    ("lines", "line", "key", "named"),
    [
        (["名称,年度", "甲局,2024"], 1, "no_heading", ""),
        ([], 1, "no_heading", ""),
        (["部门,年度"], 1, "none", ""),
        (["部门,单位名称", "甲局,乙局"], 1, "columns_twice", "部门、单位名称"),
        (["部门,年度", "甲局,2024", ",2024"], 3, "no_department", ""),
        (["部门,年度", "甲局,去年"], 2, "year", "去年"),
        (["部门,截止日期", "甲局,2025-02-30"], 2, "deadline", "2025-02-30"),
        (["部门,截止日期", "甲局,2025/3/3 10:00"], 2, "deadline", "2025/3/3 10:00"),
        (["部门,类别", "甲局,年报"], 2, "kind", "年报"),
        (["部门,年度", "甲局,2024", "乙局,", "甲 局（汇总）,2024"], 4, "twice", "2"),
        (["部门,别名", "甲局,", "乙局,甲局"], 3, "name_of_two", "甲局"),
        (["部门", '"甲局', "乙局"], 2, "broken", ""),
    ],
)
def test_what_is_wrong_with_a_list_is_said_with_its_line(listed, lines, line, key, named):
    with pytest.raises(ExpectedError) as problem:
        listed(*lines)
    assert problem.value.key == f"expected.{key}"
    assert problem.value.said("zh").startswith(
        f"名单.csv:{line}: "
    ) and named in problem.value.said("zh")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"PK\x03\x04 \xff", "workbook"),
        (b"\x81\x20\xff", "no_text"),
        (BOM_UTF16_LE + b"\0\0", "no_text"),
    ],
)
def test_what_is_no_csv_is_told_what_to_save_it_as(tmp_path, content, key):
    path = tmp_path / "名单.csv"
    path.write_bytes(content)
    with pytest.raises(ExpectedError) as problem:
        read_expected(path)
    assert problem.value.key == f"expected.{key}"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("江岸区 财政局", "江岸区财政局", True),
        ("江岸区财政局（汇总）", "江岸区财政局(汇总)", True),
        ("江岸区财政局（汇总）", "江岸区财政局", True),
        ("ＡＢ中心", "ab中心", True),
        ("江岸区财政局", "江岸区财政局（本级）", False),
        ("江岸区财政局（一）", "江岸区财政局（二）", False),
        ("江岸区财政局", "武汉市江岸区财政局", False),
    ],
)
def test_names_are_the_same_but_for_what_decides_nothing(one, other, same):
    assert (body(one) == body(other)) is same


def test_a_list_knows_a_department_by_its_aliases_and_with_or_without_its_units(listed):
    found = listed("部门,别名", "甲局,甲办", "乙局,", "乙局（本级）,", "丙局（本级）,")
    names = ["甲办", "甲局(汇总)", "甲局（本级）", "乙局", "乙局（机关）", "丙局", "丁局"]
    told = ["甲局", "甲局", "甲局", "乙局", "乙局（本级）", "丙局（本级）", ""]
    assert [found.name_of(name) for name in names] == told


def test_what_is_only_alike_is_found_and_what_is_not_is_not():
    others = ("武汉市江岸区财政局", "江岸区财政厅", "江夏区审计所", "财局")
    assert alike("江岸区财政局", others) == others[:2]


# --- what came -----------------------------------------------------------------------------------


def test_each_thing_that_is_owed_is_received_missing_or_late(listed):
    expected = listed(
        "部门,年度,类别,截止日期",
        *("甲局,2024,决算,2025-03-31", "甲局,2024,预算,2025-03-31", "乙局,2024,决算,2025-03-31"),
        *("丙局,2023,决算,", "丁局,,,2025-03-31"),
    )
    found = summary(
        received(1, "甲局（汇总）", modified="2025-03-31T15:59:59Z"),  # 23:59:59 in Beijing
        received(2, "乙局", modified="2025-03-31T16:00:00Z"),
        received(3, "丙局", year=2024),
        received(4, "丁局", modified="", edition=BUDGET),
        received(5, "戊局"),
        expected=expected,
    )
    came = found.submissions
    assert came is not None
    told = [(s.due.department, s.due.kind, len(s.workbooks), s.late) for s in came.owed]
    assert told == [
        *(("甲局", "决算", 1, False), ("甲局", "预算", 0, False), ("乙局", "决算", 1, True)),
        *(("丙局", "决算", 0, False), ("丁局", "", 1, False)),
    ]
    assert [w.number for w in came.unexpected] == [3, 5]
    assert (len(came.received), len(came.missing), len(came.late), came.untimed) == (3, 2, 1, 1)
    assert found.exit_status() == 1  # all agrees, but something is missing


def test_what_was_in_time_and_is_put_right_later_is_not_late(listed):
    expected = listed("部门,截止日期", "甲局,2025-03-31")
    times = ("2025-04-09T08:00:00Z", "2025-03-30T08:00:00Z")
    both = [received(n, modified=time) for n, time in enumerate(times)]
    came = summary(*both, expected=expected).submissions
    assert came is not None and not came.late
    assert [w.number for w in came.owed[0].workbooks] == [1, 0]


def test_the_workbook_of_the_accounts_may_hold_the_scorecards(listed):
    expected = listed("部门,类别", "甲局,绩效自评", "乙局,绩效自评", "丙局,绩效自评")
    workbooks = [received(1, "甲局"), received(2, "乙局"), received(3, "丙局", edition=CARD)]
    came = summary(*workbooks, expected=expected, with_cards={1}).submissions
    assert came is not None and [s.due.department for s in came.missing] == ["乙局"]


def test_what_may_be_meant_is_offered_and_not_taken(listed):
    expected = listed(
        "部门,别名,年度", "江岸区财政局,,2024", "江岸区审计局,区审计局,2024", "甲局,,2024"
    )
    came = summary(
        received(1, "武汉市江岸区财政局"),
        received(2, "", "unreadable", path="/收件箱/区审计局 2024.xlsx"),
        received(3, "甲局", year=None),
        expected=expected,
    ).submissions
    assert came is not None and len(came.missing) == 3
    offered = [s.alike for s in came.missing]
    assert offered == [("武汉市江岸区财政局",), ("区审计局 2024.xlsx",), ("3.xlsx",)]


def test_doubles_are_of_one_department_kind_and_year():
    found = summary(
        *(received(1, "甲局"), received(2, "甲局（汇总）"), received(3, "甲局", edition=BUDGET)),
        *(received(4, "甲局", year=2023), received(5, "甲局（本级）"), received(6, "")),
        *(received(7, ""), received(8, "乙局", sha256="x"), received(9, "乙局", sha256="x")),
        *(
            received(n, "丙局", edition=CARD, sha256=s)
            for n, s in ((10, "a"), (11, "b"), (12, "a"))
        ),
        received(13, "丁局"),
        received(14, "丁局", "unrecognised", edition=""),
    )
    told = [([w.number for w in d.workbooks], d.kind, d.same) for d in found.doubles]
    assert told == [([1, 2], "决算", False), ([8, 9], "决算", True), ([10, 12], "自评表", True)]


# --- what is wrong -------------------------------------------------------------------------------


def test_departments_stand_by_the_gravest_of_their_workbooks_the_worst_first():
    found = summary(
        *(
            received(1, "好局"),
            wrong(2, "甲局", 2),
            received(3, "甲局（汇总）"),
            wrong(4, "乙局", 9),
        ),
        *(
            received(5, "丙局", "incomplete", not_evaluated=1),
            received(6, "丁局", "only_information"),
        ),
        *(wrong(7, "", 1), received(8, "戊局", "to_explain", warnings=2)),
        found=[
            Found(2, "JS01-1", "error", 1, 3),
            Found(2, "X05", "error", 0, 4),
            Found(2, "X01", "error", 1, 1),
            Found(4, "JS01-1", "error", 9, 9),
            Found(8, "X16", "warning", 2, 2),
        ],
    )
    assert [d.shown for d in found.to_correct] == ["乙局", "甲局", "/收件箱/7.xlsx"]
    assert [d.shown for d in found.departments[3:5]] == ["丙局", "戊局"]
    assert [d.shown for d in found.passed] == ["丁局", "好局"]
    worst = found.to_correct[1]
    assert [(m.rule, m.places) for m in worst.mistakes] == [("JS01-1", 1), ("X01", 1)]
    assert (len(worst.workbooks), worst.places) == (2, 2)
    counts = [found.group(group) for group in GROUPS]
    assert counts == [3, 3, 1, 1] and sum(counts) == found.workbooks
    assert found.exit_status() == 2 and found.named == 6


def test_mistakes_are_counted_by_department_and_what_only_follows_is_none():
    found = summary(
        *(wrong(1, "甲局"), wrong(2, "甲局（汇总）"), wrong(3, "乙局"), wrong(4, "丙局")),
        found=[
            *(Found(1, "A", "error", 5, 6), Found(2, "A", "error", 1, 1)),
            *(Found(3, "B", "error", 1, 1), Found(4, "B", "error", 1, 2)),
            *(Found(4, "C", "error", 0, 7), Found(4, "B", "warning", 1, 1)),
            Found(4, "A", "error", 0, 1),
        ],
    )
    assert [tuple(getattr(m, f) for f in ("rule", "departments", "places", "findings"))
            for m in found.mistakes] == [("B", 2, 2, 3), ("A", 1, 6, 8)]  # fmt: skip
    assert [m.rule for m in found.doubts] == ["B"]


@pytest.mark.parametrize(
    ("workbooks", "status"),
    [
        ([], 2),
        ([received(1), received(2, state="to_explain", warnings=1)], 0),
        ([received(1), wrong(2)], 1),
        ([wrong(1, not_evaluated=1)], 2),
        ([received(1, "", "unreadable"), wrong(2)], 2),
        ([received(1, state="blank")], 2),
    ],
)
def test_the_exit_status_tells_what_is_to_be_done(workbooks, status):
    assert summary(*workbooks).exit_status() == status


def test_editions_and_years_are_told_apart():
    found = summary(
        *(received(1), received(2, year=2023), wrong(3, "乙局", 4), received(4, edition=BUDGET)),
        received(5, "", "unreadable", edition="", year=None),
    )
    told = [(e.edition, e.year, e.workbooks, e.departments, e.places) for e in found.editions]
    assert told == [
        *((BUDGET, 2024, 1, 1, 0), (ACCOUNTS, 2024, 2, 2, 4), (ACCOUNTS, 2023, 1, 1, 0)),
        ("", None, 1, 0, 0),
    ]
    assert [kind_of(e) for e in (ACCOUNTS, BUDGET, CARD, "x")] == ["决算", "预算", "自评表", "x"]


def test_rules_stand_in_the_order_of_their_numbers():
    rules = [
        Ran(rule, 1, 1, 0, 0, 0, 0, 0) for rule in ("X02", "JS01-10", "专-1", "JS01-2", "JS01")
    ]
    found = [ran.rule for ran in summary(rules=rules).rules]
    assert found == ["JS01", "JS01-2", "JS01-10", "X02", "专-1"]


def test_every_state_has_a_group_and_a_word():
    assert set(STATES) == set(GROUP_OF)
    assert all(words.state_word(state, "zh") for state in STATES)


def test_a_workbook_in_a_state_that_is_not_known_was_not_checked():
    assert in_group({"agrees": 1, "of a later version": 2}, "unchecked") == 2
    assert summary(received(1, state="of a later version")).exit_status() == 2


def test_of_many_files_the_first_few_are_named():
    five = [received(number) for number in range(5)]
    assert words.files_said(five, dated=False) == "0.xlsx；1.xlsx；2.xlsx；3.xlsx；4.xlsx"
    assert words.files_said([*five, received(5)], dated=False).endswith("；4.xlsx；…")


@pytest.mark.parametrize(("count", "more"), [(10, 0), (12, 2)])
def test_the_screen_shows_the_worst_and_counts_the_others(count, more):
    shown = StringIO()
    found = summary(*(wrong(number, f"第{number}局") for number in range(count)))
    screen.render(found, Console(file=shown, width=100), "zh")
    assert shown.getvalue().count("第") == count - more
    assert (text("summary.more_here", count=more) in shown.getvalue()) is (more > 0)


def test_the_reason_is_told_without_the_name_of_the_file():
    for message in ("收件箱/甲.xlsx：坏了：请修", "甲.xlsx：坏了：请修", "坏了：请修"):
        assert why_unchecked("/数据/收件箱/甲.xlsx", message) == "坏了：请修"
    assert why_unchecked("/甲.xlsx", "丁甲.xlsx：坏了") == "丁甲.xlsx：坏了"


def test_times_are_those_of_beijing():
    assert day("2025-03-31T16:00:00Z") == "2025-04-01 00:00" and day("") == ""


# --- what is shown -------------------------------------------------------------------------------


@pytest.fixture
def full(listed) -> Summary:
    """A summary in which there is something of everything."""
    expected = listed(
        "部门,年度,截止日期,联系人", "甲局,2024,2025-03-01,张三", "没来局,2024,2025-03-01,李四 027"
    )
    return summary(
        *(wrong(1, "甲局", 2), received(2, "乙局"), received(3, "乙局", "to_explain", warnings=1)),
        received(4, "", "unreadable", why="文件已损坏", edition="", year=None),
        received(5, ""),
        found=[Found(1, "JS01-1", "error", 2, 3), Found(3, "X16", "warning", 1, 1)],
        rules=[Ran("JS01-1", 3, 2, 0, 0, 1, 0, 4), Ran("自定-1", 1, 1, 0, 0, 0, 0, 0)],
        expected=expected,
        digests={"sha256:1", "sha256:2"},
        times=("2025-04-01T08:00:00Z", "2025-04-01T09:00:00Z"),
    )


def shown(found: Summary, lang: str = "zh") -> tuple[object, str]:
    document = lxml_html.document_fromstring(page.render(found, lang, WHEN))  # type: ignore[arg-type]
    is_whole(document)
    return document, " ".join(document.text_content().split())


def test_the_page_says_all_of_it_and_fetches_nothing(full):
    document, said = shown(full)
    for each in (
        *(
            "应报 2，已报 1，应报未报 1",
            "没来局",
            "李四 027",
            "乙局",
            "文件已损坏",
            "/收件箱/5.xlsx",
        ),
        *("JS01-1 本年收入合计等于八项收入之和（2 处）", "本单位的规则", "2 套不同的规则"),
        *("2025-04-01 16:00", "内容不同"),
    ):
        assert each in said, each
    policy = document.xpath("//meta[@http-equiv]/@content")  # type: ignore[attr-defined]
    assert "default-src 'none'" in policy[0]
    bars = document.xpath("//svg[@role='img']")  # type: ignore[attr-defined]
    assert len(bars) == 3 and all(bar.xpath(".//title") for bar in bars)
    widths = [float(each) for each in bars[0].xpath(".//rect/@width")]
    assert widths == [400, 200, 200, 200]


def test_the_page_speaks_english(full):
    _, said = shown(full, "en")
    assert (
        "2 expected, 1 received, 1 missing." in said and "Departments that must correct (1)" in said
    )
    rest = re.sub(r"[甲乙丙没来局李四张三名单收件箱结果文件已损坏决算自定本年度]+", "", said)
    assert not re.findall(r"[\u4e00-\u9fff]{2,}", rest)


def test_the_page_without_a_list_says_how_to_give_one():
    _, said = shown(summary(received(1)))
    assert text("summary.no_list") in said and text("summary.none") in said


def test_what_the_page_leaves_out_it_counts_and_says_where_it_is():
    many = summary(*(wrong(n, f"第{n}局") for n in range(page.DEPARTMENTS + 5)))
    document, said = shown(many)
    rows = document.xpath("//table[contains(@class, 'departments')]/tbody/tr")  # type: ignore[attr-defined]
    assert len(rows) == page.DEPARTMENTS
    assert text("summary.more", count=5, sheet="部门") in said


def attacked(words: str) -> Summary:
    facts: dict[str, Any] = {"path": words, "why": words, "edition": words}
    return summary(
        received(1, words, "unreadable", **facts),
        wrong(2, words, **facts),
        found=[Found(2, words, "error", 1, 1)],
        rules=[Ran(words, 1, 1, 0, 0, 0, 0, 0)],
    )


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "\x1b[31m\u202e"]
)
def test_nothing_of_a_workbook_is_markup(words):
    document, said = shown(attacked(words))
    assert not document.xpath("//script | //img")  # type: ignore[attr-defined]
    assert "\x1b" not in said and "\u202e" not in said


def opinion(**facts: object) -> Opinion:
    empty: dict[str, object] = dict.fromkeys(Opinion._fields, "")
    some = {"department": "甲局", "severity": "error", "rule": "JS01-1", "left": "1819.46"}
    return Opinion(**(empty | some | {"year": 2024, "cause": True} | facts))  # type: ignore[arg-type]


def book(found: Summary, told: Iterable[Opinion] = (), **facts: int) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook.render(found, iter(told), "zh", **facts)))


def test_the_workbook_has_lists_to_filter_and_charts(full):
    sheets = book(full, [opinion()])
    assert sheets.sheetnames == ["概况", "部门", "报送", "意见", "规则", "文件"]
    for sheet in sheets.worksheets[1:]:
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
    first = sheets["概况"]
    assert len(first._charts) == 2
    numbers = {row[0]: row[1] for row in first.iter_rows(values_only=True) if len(row) > 1}
    assert (numbers["应报"], numbers["应报未报"], numbers["通过"]) == (2, 1, 2)
    department = next(sheets["部门"].iter_rows(2, values_only=True))
    assert department[:4] == ("甲局", "须更正", 1, 2) and "JS01-1 本年收入合计" in str(
        department[6]
    )
    cases = [row[0] for row in sheets["报送"].iter_rows(2, values_only=True)]
    assert cases == ["应报未报", "晚报", "重复", "名单之外", "名单之外"]
    (row,) = sheets["意见"].iter_rows(2)
    assert row[7].value == 1819.46 and row[7].number_format == "0.00" and row[1].value == 2024
    assert sheets["规则"]["C2"].value == 3 and sheets["文件"].max_row == 6


def test_a_chart_names_the_cells_of_its_figures(full):
    sheets = book(full)
    (states, mistakes) = sheets["概况"]._charts
    for chart, first in ((states, "通过"), (mistakes, "JS01-1 本年收入合计等于八项收入之和")):
        (series,) = chart.series
        place = re.fullmatch(r"'概况'!\$A\$(\d+)(:\$A\$\d+)?", series.cat.numRef.f)
        assert place and sheets["概况"][f"A{place[1]}"].value == first


def test_findings_beyond_the_first_are_counted():
    sheets = book(summary(wrong(1)), [opinion(rule=f"R{n}") for n in range(7)], most=4)
    sheet = sheets["意见"]
    assert [row[3].value for row in sheet.iter_rows(2, 5)] == ["R0", "R1", "R2", "R3"]
    assert sheet["A6"].value == text("summary.findings_left", shown=4, count=7)
    assert sheet.auto_filter.ref.endswith("5")


def test_what_a_sheet_has_no_room_for_is_said_in_its_last_row(monkeypatch):
    monkeypatch.setattr(workbook, "_MOST_ROWS", 6)
    sheet = book(summary(*(wrong(n, f"第{n}局") for n in range(9))))["部门"]
    assert sheet.max_row == 6 and sheet["A5"].value == "第3局"
    assert sheet["A6"].value == text("summary.sheet_full")


def test_texts_stay_texts(listed):
    for said in (*ATTACKS, "#REF!", "_x000D_甲", "\x0b乙"):
        sheets = book(attacked(said), [opinion(message=said, label=said, left=said)])
        cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type in "fe"], said
        assert all(cell.quotePrefix for cell in cells if cell.value == said)


# --- the store and the command -------------------------------------------------------------------


def put(name: str) -> None:
    """Three workbooks of the store's tests, one of them gone, and one that could not be read."""
    with open_store(name) as store:
        bad: dict[str, Any] = {
            "status": "unreadable",
            "state": "unreadable",
            "department": "",
            "edition": "",
        }
        store.put(
            [
                record("/收件箱/甲.xlsx"),
                record("/收件箱/乙.xlsx", department="乙局", sha256="1" * 64),
                record("/收件箱/丙.xlsx", **bad, year=None, message="丙.xlsx：坏了"),
                record("/收件箱/走.xlsx", department="走局"),
            ]
        )
        store.gone(["/收件箱"], {"/收件箱/甲.xlsx", "/收件箱/乙.xlsx", "/收件箱/丙.xlsx"})


def test_what_a_store_holds_is_counted_without_what_is_gone(store_name):
    put(store_name)
    with open_store(store_name, make=False) as store:
        found, told = summed_up(store), list(opinions(store))
    assert found.workbooks == 3 and [d.shown for d in found.departments] == [
        *("乙局", "江岸区医疗保障局"),
        "/收件箱/丙.xlsx",
    ]
    assert [w.why for w in found.unread] == ["坏了"]
    # Two findings of one cause, one of which only follows from the other.
    assert found.departments[0].places == 1 and found.mistakes[0].rule == "JS01-1"
    (mistake,) = found.mistakes
    assert (mistake.departments, mistake.places, mistake.findings) == (3, 3, 3)
    assert {
        ran.rule: (ran.workbooks, ran.exact, ran.evaluated) for ran in found.rules
    } == dict.fromkeys(("JS00-1", "JS01-1", "JS02-1"), (3, 3, 3))
    assert len(told) == 6 and told[0].rule == "JS01-1" and told[0].cause


@pytest.fixture
def checked(tmp_path: Path) -> Path:
    """A folder in which workbooks were checked into a store."""
    inbox = tmp_path / "收件箱"
    inbox.mkdir()
    shutil.copy(EXAMPLES / "jiangan-2020" / "printed.xlsx", inbox / "江岸.xlsx")
    shutil.copy(EXAMPLES / "dongxihu-2024" / "printed.xlsx", inbox / "东西湖.xlsx")
    gouji("check", "收件箱", "--store", "结果.db", "--jobs", "1", folder=tmp_path)
    (tmp_path / "名单.csv").write_text(
        "部门,年度,类别\n江岸区医疗保障局,2020,决算\n武汉市东西湖区医疗保障局,2024,决算\n武昌区财政局,,\n",
        encoding="gb18030",
    )
    return tmp_path


def run(folder: Path, *arguments: object) -> Done:
    return gouji("summary", *arguments, folder=folder)


def test_what_is_waived_is_no_mistake_and_what_was_not_judged_has_not_run(tmp_path):
    whole = record("/收件箱/甲.xlsx")
    waived = replace(whole.findings[0], number=3, rule="JS09-1", group_id="2", waiver="W1")
    idle = RuleRow("JS09-2", 0, 0, 0, 0, 0, not_applicable=7)
    with open_store(str(tmp_path / "结果.db")) as store:
        store.put([replace(whole, findings=(*whole.findings, waived), rules=(idle,))])
        found = summed_up(store)
    assert found.departments[0].places == 1
    assert [mistake.rule for mistake in found.mistakes] == ["JS01-1"]
    (ran,) = found.rules
    assert (ran.workbooks, ran.evaluated, ran.not_applicable) == (0, 0, 7)


def test_the_command_shows_the_summary_and_writes_it(checked):
    done = run(checked, "结果.db", "--expected", "名单.csv")
    assert done.returncode == 1 and not done.stderr
    for each in (
        "应报 3  已报 2  应报未报 1",
        "武昌区财政局",
        "JS05-TOT",
        "2 份工作簿：通过 1，须更正 1",
    ):
        assert each in done.stdout, each
    for name in ("汇总.html", "汇总.xlsx"):
        done = run(checked, "结果.db", "--expected", "名单.csv", "-o", name)
        assert done.returncode == 1 and text("summary.written", name=name) in done.stderr
    _, said = shown_file(checked / "汇总.html")
    assert "应报 3，已报 2，应报未报 1" in said
    sheets = openpyxl.load_workbook(checked / "汇总.xlsx")
    (wrong,) = [row for row in sheets["意见"].iter_rows(values_only=True) if row[2] == "错误"]
    assert wrong[0] == "武汉市东西湖区医疗保障局(汇总)" and wrong[7] == 797.13
    again = run(checked, "结果.db", "-o", "汇总.html")
    assert again.returncode == 2 and text("cli.output_exists", name="汇总.html") in again.stderr
    assert run(checked, "结果.db", "-o", "汇总.html", "--force").returncode == 1
    over = run(checked, "结果.db", "--expected", "名单.csv", "-o", "结果.db")
    assert over.returncode == 2


def shown_file(path: Path) -> tuple[object, str]:
    document = lxml_html.document_fromstring(path.read_text(encoding="utf-8"))
    is_whole(document)
    return document, " ".join(document.text_content().split())


def test_the_command_says_what_is_not_there_or_no_store(tmp_path):
    done = gouji_alone("summary", "没有.db", folder=tmp_path)
    assert done.returncode == 2 and "没有.db" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "没有.db").exists()
    (tmp_path / "别的.db").write_bytes(b"SQLite format 3\0" + bytes(2000))
    assert run(tmp_path, "别的.db").returncode == 2
    with open_store(str(tmp_path / "空.db")):
        pass
    empty = run(tmp_path, "空.db")
    assert empty.returncode == 2 and text("summary.empty", name="空.db") in empty.stderr
    for arguments, message in (
        (["-o", "汇总.pdf"], text("summary.format", name="汇总.pdf")),
        (["--expected", "没有.csv"], text("unreadable.missing", name="没有.csv")),
    ):
        done = run(tmp_path, "空.db", *arguments)
        assert done.returncode == 2 and message in done.stderr
    (tmp_path / "名单.csv").write_text("名称\n甲局", encoding="utf-8")
    done = run(tmp_path, "空.db", "--expected", "名单.csv")
    assert done.returncode == 2 and done.stderr.startswith("名单.csv:1: 没有找到表头")


def test_libreoffice_opens_the_workbook(full, program: FindProgram, tmp_path):
    soffice = program("LibreOffice", "soffice", "libreoffice")
    (tmp_path / "汇总.xlsx").write_bytes(workbook.render(full, iter([opinion()]), "zh"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command: list[str | Path] = [soffice, profile, "--headless", "--convert-to"]
    command += ["csv:Text - txt - csv (StarCalc):44,34,76"]
    command += ["--outdir", tmp_path / "saved", tmp_path / "汇总.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    saved = (tmp_path / "saved" / "汇总.csv").read_text(encoding="utf-8")
    assert "应报未报,1" in saved
