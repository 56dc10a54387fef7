"""The cells that are likely wrong, as the terminal and the CSV report tell of them."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from validator import Report, Suspect, check
from validator.messages import Lang
from validator.reports import csv as as_csv
from validator.reports import json as as_json
from validator.reports import terminal
from validator.reports.likely import choices, columns, likely
from validator.reports.lines import breaks, wrapped

EXAMPLES = Path(__file__).parent.parent / "examples"
SWAPPED = EXAMPLES / "jiangan-2020-mistakes" / "02-swapped-digits.xlsx"
SHEET = "表3 支出决算表"
#: What is wrong in the example.
DIGITS = Suspect(
    SHEET, "D17", "171.18", "117.18", "相邻两位数字 1、7 颠倒", "2101501 行政运行·基本支出"
)
#: A figure that stands in the row below its own.
EMPTIED = Suspect("表1", "F24", "", "22.39", "这个数填到了下一行", "49行 住房保障支出")
BELOW = replace(EMPTIED, address="F25", current="22.39", expected="0.00", label="50行 粮油物资储备")


@pytest.fixture(scope="module")
def report() -> Report:
    """Three findings of one cause."""
    checked = check(SWAPPED)
    assert len({finding.group for finding in checked.findings}) == 1
    return checked


def told(report: Report, *suspects: Suspect) -> list[str]:
    """The lines of the terminal's report between the first message and the last line."""
    text = terminal.as_text([_with(report, *suspects)])
    paragraphs = text[text.index("按 0 计）") : text.index("结论：")].splitlines()
    return [line.strip() for line in paragraphs[1:] if line]


def _with(report: Report, *suspects: Suspect) -> Report:
    findings = tuple(replace(finding, suspects=suspects) for finding in report.findings)
    return replace(report, findings=findings)


def stands(words: str, lines: list[str]) -> bool:
    """Do the words stand in the lines, wherever these break?"""
    return words.replace(" ", "") in "".join(lines).replace(" ", "")


def test_one_cell_is_named_with_what_it_shows_should_show_and_why(report):
    lines = told(report, DIGITS)
    assert lines[:2] == [
        "最可能填错：表3 支出决算表!D17 2101501 行政运行·基本支出，现为 171.18，应为",
        "117.18：相邻两位数字 1、7 颠倒。",
    ]


def test_what_else_goes_when_it_is_put_right_is_named_behind_it(report):
    lines = told(report, DIGITS)
    assert lines[2].startswith("改正后，本条和以下 2 条一并消除：JS03-HIER 表3 支出决算表!D16、")
    assert not stands("同因", lines)


def test_findings_without_suspects_are_told_as_ever(report):
    lines = told(report)
    assert lines[0].startswith("同因的另有 2 处：JS03-HIER 表3 支出决算表!D16、")
    assert not stands("填错", lines)


def test_a_range_and_an_unknown_value_are_said_to_be_so(report):
    bounded = replace(DIGITS, expected="117.17～117.19", explanation="")
    assert stands("，应在 117.17～117.19 之间。改正后", told(report, bounded))
    unknown = replace(DIGITS, expected="", explanation="")
    assert stands("现为 171.18，应为多少由其他数推不出。", told(report, unknown))


def test_several_cells_of_one_choice_are_to_be_changed_together(report):
    lines = told(report, EMPTIED, replace(BELOW, explanation="多填"))
    assert lines[:3] == [
        "最可能填错的是以下 2 格，要一起改：",
        "- 表1!F24 49行 住房保障支出，现为空白，应为 22.39：这个数填到了下一行。",
        "- F25 50行 粮油物资储备，现为 22.39，应为 0.00：多填。",
    ]


def test_a_reason_that_several_cells_share_is_said_once(report):
    lines = told(report, EMPTIED, BELOW)
    assert "".join(lines).count("这个数填到了下一行") == 1
    assert lines[3] == "这个数填到了下一行。"
    lines = told(report, EMPTIED, BELOW, replace(DIGITS, choice=2))
    assert "".join(lines).count("这个数填到了下一行") == 1
    assert lines[1].startswith("(1) 2 处一起改：表1!F24 49行")
    assert stands("；F25 50行 粮油物资储备，现为 22.39，应为 0.00：这个数", lines)


def test_of_several_choices_the_likeliest_is_first_and_nobody_is_told_that_it_is_certain(report):
    lines = told(report, replace(DIGITS, address="D9", choice=2), DIGITS)
    assert lines[0] == "以下之一填错，最可能的在前："
    assert lines[1].startswith("(1) 表3 支出决算表!D17 ")
    assert stands("(2) D9 ", lines)
    assert stands("只凭勾稽关系分不出是哪一处，请对照账簿", lines)
    assert stands("如果是 (1)，改正后，本条和以下 2 条一并消除：JS03-HIER", lines)


def test_beyond_four_choices_the_places_alone_are_named(report):
    rest = [replace(DIGITS, address=f"D{n}", choice=n) for n in range(2, 7)]
    elsewhere = replace(DIGITS, sheet="表1", address="C3", choice=8)
    lines = told(report, DIGITS, *rest, elsewhere)
    assert stands("(4) ", lines) and not stands("(5) ", lines)
    assert stands("另有 3 处也可能：D5、D6、表1!C3。", lines)
    many = [replace(DIGITS, address=f"D{n}", choice=n) for n in range(2, 40)]
    lines = told(report, DIGITS, *many)
    assert stands("另有 35 处也可能：D5、D6、D7、D8、D9、D10、D11、D12 等。", lines)


def test_what_a_mistake_explains_is_told_apart_from_what_is_only_possible(report):
    possible = [replace(DIGITS, address=f"D{n}", choice=n, explanation="") for n in range(2, 5)]
    lines = told(report, DIGITS, *possible)
    assert lines[0].startswith("最可能填错：表3 支出决算表!D17 ")
    assert lines[2] == "不能排除的还有 3 处：D2、D3、D4，请对照账簿确认。"
    lines = told(report, *possible, replace(DIGITS, choice=9))
    assert lines[1].startswith("(1) 表3 支出决算表!D2 ")
    assert stands("(2) D17 2101501", lines) and not stands("(3) ", lines)
    assert stands("另有 2 处也可能：D3、D4。", lines)
    lines = told(report, *possible)
    assert stands("(3) D4 ", lines) and not stands("也可能", lines)


#: A row that is missing, in two of its columns, and the next.
ROW = Suspect(SHEET, "C14", "", "1574.92", "漏了一行", "本年支出合计", 1, "row", "21013 医疗救助")
ROWS = (ROW, replace(ROW, address="E14", label="项目支出", expected="1574.91～1574.93"))
NEXT = replace(ROW, label="项目支出", expected="", row="21014 优抚对象医疗")


def test_a_missing_row_is_to_be_put_in_and_not_over_the_one_that_stands_there(report):
    assert told(report, *ROWS)[:3] == [
        "最可能漏了一行。在“表3 支出决算表”第 14 行前插入科目 21013 医疗救助 一行：",
        "本年支出合计 1574.92，项目支出 1574.91～1574.93。",
        "改正后，本条和以下 2 条一并消除：JS03-HIER 表3 支出决算表!D16、X12 表3 支出",
    ]
    assert not any("C14" in line or "E14" in line for line in told(report, *ROWS))


def test_a_missing_row_is_told_in_english():
    found = likely(ROWS, "en")
    assert found is not None
    assert "".join(part.words for part in found.opening) == (
        "Most likely a row is missing: insert before row 14 of 表3 支出决算表 the row of "
        "21013 医疗救助: 本年支出合计 1574.92, 项目支出 1574.91～1574.93."
    )


def test_each_of_several_missing_rows_is_one_item(report):
    lines = told(report, *ROWS, NEXT)
    assert lines[0] == "最可能漏了以下 2 行："
    assert lines[1].startswith("- 在“表3 支出决算表”第 14 行前插入科目 21013 医疗救助 一行：")
    assert stands("- 在第 14 行前插入科目 21014 优抚对象医疗 一行：项目支出 未知。", lines)


def test_a_missing_row_and_a_cell_say_each_what_is_to_be_done(report):
    lines = told(report, DIGITS, *ROWS)
    assert lines[0] == "最可能填错或漏填的是以下 2 处，要一起改："
    assert lines[1].startswith("- 表3 支出决算表!D17 2101501 行政运行·基本支出，现为 171.18，")
    assert stands("相邻两位数字 1、7 颠倒。- 在第 14 行前插入科目 21013 医疗救助 一行：", lines)
    either = told(report, DIGITS, *(replace(row, choice=2) for row in ROWS))
    assert stands("(2) 在第 14 行前插入科目 21013 医疗救助 一行：本年支出合计", either)


def test_of_a_missing_row_among_further_choices_and_in_columns_the_place_says_so(report):
    rest = [replace(ROW, choice=n, explanation="") for n in range(2, 4)]
    lines = told(report, DIGITS, *rest)
    assert stands("不能排除的还有 2 处：第 14 行前漏的科目 21013 医疗救助 一行、", lines)
    assert columns((*ROWS, NEXT), "zh") == (
        "“表3 支出决算表”第 14 行前漏的科目 21013 医疗救助 一行；"
        "“表3 支出决算表”第 14 行前漏的科目 21014 优抚对象医疗 一行",
        "本年支出合计 1574.92，项目支出 1574.91～1574.93；项目支出 未知",
        "漏了一行",
    )


def test_a_whole_table_is_no_cell_that_shows_a_figure(report):
    area = Suspect("表5", "A1:E30", "", "", "像是上年的表", "支出决算表", 1, "area")
    assert told(report, area)[0] == "最可能填错：表5!A1:E30 支出决算表：像是上年的表。"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_keeps_within_80_columns_and_further_lines_of_an_item_stand_under_it(report, lang: Lang):
    names = "一般公共预算财政拨款支出决算表（汇总）" * 3
    long = replace(DIGITS, sheet=names, label=names)
    suspects = [replace(long, choice=n, address=f"D{n}") for n in range(1, 9)]
    shown = terminal.as_text([replace(_with(report, *suspects), lang=lang)]).splitlines()
    assert max(map(cell_len, shown)) <= 80
    first = next(n for n, line in enumerate(shown) if line.startswith("     (1) "))
    assert shown[first + 1].startswith(" " * 9) and shown[first + 1][9] != " "


def test_the_cell_is_bold_however_the_lines_break(report):
    buffer = StringIO()
    console = Console(file=buffer, width=30, force_terminal=True, highlight=False)
    terminal.render(_with(report, DIGITS), console)
    written = buffer.getvalue()
    bold = "".join(part.split("\x1b[")[0] for part in written.split("\x1b[1m")[1:])
    assert "表3 支出决算表!" in bold and "D17" in bold and "171.18" not in bold


def test_lines_are_those_parts_of_the_text_that_breaks_names():
    message = "现为 171.18，应为 117.18：相邻两位数字 1、7 颠倒。  "
    assert wrapped(message, 12) == [message[start:end] for start, end in breaks(message, 12)]
    assert wrapped(message, 12)[:2] == ["现为", "171.18，应为"]
    assert breaks("", 12) == breaks("  ", 12) == []


def test_csv_has_the_cells_the_amount_and_the_reason_in_columns_of_their_own(report):
    (_, *found) = csv.reader(StringIO(as_csv.render([_with(report, DIGITS)], "zh").decode()))
    assert {tuple(row[-3:]) for row in found} == {
        ("表3 支出决算表!D17", "117.18", "相邻两位数字 1、7 颠倒")
    }
    assert columns((), "zh") == ("", "", "")


def test_columns_keep_the_cells_of_a_choice_together_and_choices_apart():
    other = replace(DIGITS, choice=2, expected="")
    assert columns((EMPTIED, BELOW, other), "zh") == (
        "表1!F24；表1!F25；或 表3 支出决算表!D17",
        "22.39；0.00；或 未知",
        "这个数填到了下一行；或 相邻两位数字 1、7 颠倒",
    )
    many = [replace(DIGITS, address=f"D{n}", choice=n) for n in range(1, 8)]
    places, _, why = columns(many, "zh")
    assert places.count("或") == 3 and why.endswith("1、7 颠倒。另有 3 处也可能：D5、D6、D7。")
    _, _, why = columns([replace(each, explanation="") for each in many], "zh")
    assert why == "另有 3 处也可能：D5、D6、D7。"


def test_a_suspect_can_be_no_formula_in_csv(report):
    attack = Suspect("=1+1", "D17", "1", "=2+5+cmd|'/C calc'!A0", "@SUM(1)", "=x")
    (_, *found) = csv.reader(StringIO(as_csv.render([_with(report, attack)], "zh").decode()))
    assert all(cell.startswith("'") for row in found for cell in row[-3:])


def test_json_has_five_keys_a_suspect(report):
    shown = _with(report, DIGITS).as_json()["findings"]
    assert isinstance(shown, list)
    assert shown[0]["suspects"] == [
        {
            "sheet": SHEET,
            "address": "D17",
            "current": "171.18",
            "expected": "117.18",
            "explanation": "相邻两位数字 1、7 颠倒",
        }
    ]
    assert '"choice"' not in as_json.render([_with(report, DIGITS)], "")


def test_no_suspects_make_no_paragraph():
    assert likely((), "zh") is None
    assert choices(()) == []


def test_of_two_copies_the_one_is_likelier_wrong_that_sums_do_not_support():
    """797.13 and 797.14 should be one figure. With 797.14 the row and the levels below it agree to
    the last digit; with 797.13 they differ by what rounding explains."""
    printed, live = (
        next(f for f in check(path).findings if f.rule == "JS05-TOT")
        for name in ("printed", "workbook")
        if (path := EXAMPLES / "dongxihu-2024" / f"{name}.xlsx")
    )
    assert [(s.choice, s.address, s.expected) for s in printed.suspects] == [
        (1, "G8", "797.14"),
        (2, "G14", "797.13"),
    ]
    # There the other figure is the sum that a formula gives.
    assert [(s.address, s.expected) for s in live.suspects] == [("G8", "797.14")]
