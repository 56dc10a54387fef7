"""Waivers: what they cover, what they never cover, and what is said of those that no longer do."""

import json
import re
from collections.abc import Callable
from csv import DictReader
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from validator import Options, Report, check, read_waivers, rules_digest
from validator.cli import app
from validator.forms.model import Severity
from validator.reports import terminal
from validator.rounding import Verdict
from validator.waivers import Waiver, WaiverError
from validator.waivers.scope import NotAPlace, scope_of

EXAMPLES = Path(__file__).parent.parent / "examples"
#: One error: JS05-TOT in the row 合计 of table 5, column 3.
DONGXIHU = EXAMPLES / "dongxihu-2024" / "printed.xlsx"
#: A wrong total of table 1, line 27, and three identities that follow from it.
MISTYPED = EXAMPLES / "jiangan-2020-mistakes" / "01-mistyped-total.xlsx"
SLIPPED = EXAMPLES / "jiangan-2020-mistakes" / "06-table-of-last-year.xlsx"
TEXT = EXAMPLES / "jiangan-2020-mistakes" / "09-text-for-a-number.xlsx"
CARDS = EXAMPLES / "scorecards" / "jiangxia-2022.xlsx"
WAIVERS = EXAMPLES / "rules" / "豁免.txt"
TODAY = date(2025, 9, 1)
#: The command knows no other day than that of the clock.
LATER = "2099-12-31"

_SAID = {
    "规则": "JS05-TOT",
    "范围": "表5[合计]3栏",
    "理由": "审核纪要第 6 号",
    "批准": "张三，2025-08-20",
    "到期": "2025-12-31",
}

Write = Callable[..., tuple[Waiver, ...]]


def written(name: str = "W1", **said: str) -> str:
    """A waiver as it is written; `said` goes before what is usual, and "" leaves it out."""
    lines = [f"  {key}：{words}" for key, words in {**_SAID, **said}.items() if words]
    return "\n".join([f"豁免 {name}", *lines, ""])


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], tuple[Waiver, ...]]:
    """Text of a file → its waivers."""

    def waivers(text: str) -> tuple[Waiver, ...]:
        path = tmp_path / "豁免.txt"
        path.write_text(text, encoding="utf-8")
        return read_waivers(path, today=TODAY)

    return waivers


@pytest.fixture(scope="module")
def usual() -> dict[Path, Report]:
    """What is found without waivers."""
    return {path: check(path) for path in (DONGXIHU, MISTYPED, TEXT)}


def waived(report: Report) -> list[tuple[str, str]]:
    return [(waiver.id, f.rule) for waiver in report.waivers for f in waiver.findings]


# --- what they cover ---------------------------------------------------------------------------


def test_a_waived_finding_is_shown_apart_and_no_error_but_stays_counted(read, usual):
    report = check(DONGXIHU, Options(waivers=read(written()), today=TODAY))
    assert usual[DONGXIHU].errors == 1
    assert (report.errors, report.exit_status()) == (0, 0)
    assert report.counts == usual[DONGXIHU].counts
    assert len(report.findings) == len(usual[DONGXIHU].findings) - 1
    assert waived(report) == [("W1", "JS05-TOT")]
    shown = terminal.as_text([report])
    assert "已豁免 1 条，不计入错误和核实" in shown
    assert "W1 审核纪要第 6 号（张三 2025-08-20 批准，2025-12-31 到期）" in shown
    assert "797.13 ≠ 210 卫生健康支出 797.14" in shown.replace("\n     ", "")
    assert "相符。" not in shown.splitlines()[-1] and "已豁免 1 条" in shown.splitlines()[-1]


def test_the_json_names_the_waiver_and_what_it_covers(read, usual):
    shape = check(DONGXIHU, Options(waivers=read(written()), today=TODAY)).as_json()
    (waiver,) = json.loads(json.dumps(shape))["waivers"]
    assert {key: value for key, value in waiver.items() if key != "findings"} == {
        "id": "W1",
        "rules": ["JS05-TOT"],
        "scope": "表5[合计]3栏",
        "reason": "审核纪要第 6 号",
        "approved_by": "张三",
        "approved": "2025-08-20",
        "expires": "2025-12-31",
    }
    assert [(f["rule"], f["difference"]) for f in waiver["findings"]] == [("JS05-TOT", "-0.01")]
    assert "waivers" not in usual[DONGXIHU].as_json()


@pytest.mark.parametrize(
    ("said", "covered"),
    [
        ({"范围": "表5"}, True),
        ({"范围": "表５　[合计]　３栏"}, True),
        ({"范围": "表5 3栏"}, True),
        ({"范围": "表5[合计]"}, True),
        ({"范围": "GK05 一般公共预算财政拨款支出决算表(公开05表)!G8"}, True),
        ({"范围": "GK05*!g8"}, True),
        ({"范围": "GK05*!*"}, True),
        ({"范围": "整本"}, True),
        ({"范围": "表3；表5[合计]3栏"}, True),
        ({"规则": "JS05-*"}, True),
        ({"规则": "X05、JS05-TOT"}, True),
        ({"部门": "武汉市东西湖区医疗保障局（汇总）"}, True),
        ({"部门": "*医疗保障局*", "文件": "*.xlsx"}, True),
        ({"文件": "dongxihu-2024/*"}, True),
        ({"范围": "表5[合计]2栏"}, False),
        ({"范围": "表5 210 3栏"}, False),  # on the right side: not where the finding stands
        ({"范围": "表3[合计]"}, False),
        ({"范围": "GK05*!G9"}, False),
        ({"规则": "X05"}, False),
        ({"部门": "江岸区医疗保障局"}, False),
        ({"文件": "*.xls"}, False),
    ],
)
def test_rules_scope_department_and_file_say_what_is_covered(read, said, covered):
    report = check(DONGXIHU, Options(waivers=read(written(**said)), today=TODAY))
    errors = [f for f in report.findings if f.severity is Severity.ERROR]
    assert (errors == []) is covered


@pytest.mark.parametrize("words", [f"表1 {'1' * 100_000}行", f"表1 {'*' * 100_000}", "!" * 100_000])
def test_long_words_that_name_no_place_are_refused_at_once(words):
    with pytest.raises(NotAPlace):
        scope_of(words)


@pytest.mark.parametrize(
    ("rule", "scope", "covered"),
    [
        ("X01", "表2[合计]1栏", True),
        ("X01", "表1 27行", False),
        ("JS01-1", "表1 27行1栏", True),
        ("JS01-1", "表1[本年收入合计]", True),
        ("JS01-1", "表1 28行", False),
        ("JS03-HIER", "表3 208*", False),
    ],
)
def test_lines_are_named_by_number_or_words(read, usual, rule, scope, covered):
    own = read(written(规则=rule, 范围=scope))
    report = check(MISTYPED, Options(waivers=own, today=TODAY))
    assert (rule in {f.rule for f in usual[MISTYPED].findings}) or not covered
    assert waived(report) == ([("W1", rule)] if covered else [])


def test_a_class_is_found_by_its_code_also_where_lines_are_printed(read, tmp_path):
    book = openpyxl.load_workbook(EXAMPLES / "jiangan-2020" / "printed.xlsx")
    sheet = next(each for each in book.worksheets if "表1" in each.title)
    row = next(row for row in sheet.iter_rows() if "卫生健康支出" in str(row[3].value))
    row[5].value = 1
    book.save(tmp_path / "改过.xlsx")

    def covered(rule: str, scope: str) -> list[tuple[str, str]]:
        own = read(written(规则=rule, 范围=scope))
        return waived(check(tmp_path / "改过.xlsx", Options(waivers=own, today=TODAY)))

    assert covered("X08", "表4 210 2栏") == covered("X08", "表4 2*") == [("W1", "X08")]
    assert covered("X08", "表4 208 2栏") == covered("X08", "表4 210 3栏") == []
    assert covered("X05", "表3 2?0 1栏") == [("W1", "X05")]


def test_what_followed_from_a_waived_cause_stands_for_itself(read, usual):
    own = read(written(规则="JS01-1", 范围="表1 27行"))
    before, report = usual[MISTYPED], check(MISTYPED, Options(waivers=own, today=TODAY))
    assert [f.rule for f in before.findings if f.cause] == ["JS01-1"]
    assert report.errors == before.errors - 1 > 0
    assert len([f for f in report.findings if f.cause]) == 1
    assert report.exit_status() == 1


def test_a_finding_is_covered_by_the_first_waiver_that_fits(read):
    own = read(written("W1") + written("W2", 范围="表5"))
    assert waived(check(DONGXIHU, Options(waivers=own, today=TODAY))) == [("W1", "JS05-TOT")]


def test_scorecards_are_named_by_sheet_and_cell_and_count_without_what_is_waived(read):
    usual = check(CARDS)
    wrong = next(f for f in usual.findings if f.rule == "P02" and f.severity is Severity.ERROR)
    own = read(written(规则="P02", 范围=wrong.place))
    report = check(CARDS, Options(waivers=own, today=TODAY))
    assert waived(report) == [("W1", "P02")]
    before, after = (
        next(card.errors for card in each.scorecards if card.table == wrong.table)
        for each in (usual, report)
    )
    assert after == before - 1


def test_what_could_not_be_checked_or_read_is_never_waived(read, usual, tmp_path):
    own = read("".join(written(f"W{each}", 规则=f"{each}*", 范围="整本") for each in "JXTEP"))
    report = check(TEXT, Options(waivers=own, today=TODAY))
    kept = [f for f in usual[TEXT].findings if f.verdict is Verdict.NOT_EVALUATED]
    assert kept and [f for f in report.findings if f.verdict is Verdict.NOT_EVALUATED] == kept
    assert report.exit_status() == 2
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    broken = check(tmp_path / "坏.xlsx", Options(waivers=own, today=TODAY))
    assert (broken.status, broken.waivers, broken.exit_status()) == ("unreadable", (), 2)


# --- when they have expired --------------------------------------------------------------------


def test_a_waiver_holds_until_the_end_of_its_last_day(read):
    own = read(written())
    last = Options(waivers=own, today=date(2025, 12, 31))
    assert check(DONGXIHU, last).errors == 0
    report = check(DONGXIHU, replace(last, today=date(2026, 1, 1)))
    assert (report.errors, report.warnings, report.waivers) == (1, 1, ())
    (told,) = (f for f in report.findings if f.kind == "waiver")
    assert (told.rule, told.severity) == ("W1", Severity.WARNING)
    assert "豁免 W1 已于 2025-12-31 到期，不再适用于 JS05-TOT GK05" in told.message
    assert (told.cells[0].address, told.source) == ("G8", "豁免.txt:1")
    assert len({f.group for f in report.findings if f.group == told.group}) == 1


def test_an_expired_waiver_that_another_one_follows_is_not_told(read):
    own = read(written("W1", 到期="2025-08-31") + written("W2"))
    report = check(DONGXIHU, Options(waivers=own, today=TODAY))
    assert waived(report) == [("W2", "JS05-TOT")]
    assert not [f for f in report.findings if f.kind == "waiver"]


def test_many_findings_of_an_expired_waiver_are_one_warning(read):
    own = read(written(规则="JS*、X*", 范围="整本", 到期="2025-08-31"))
    report = check(SLIPPED, Options(waivers=own, today=TODAY))
    (told,) = (f for f in report.findings if f.kind == "waiver")
    assert f"不再适用于 {len(told.cells)} 条意见" in told.message and len(told.cells) > 5


# --- what cannot be used -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "豁免.txt:1: 文件里没有豁免"),
        ("规则：X05\n", "豁免.txt:1: 看不懂这一行：规则：X05；豁免应以“豁免 编号”开头"),
        ("豁免 W1\n  请看附件\n", "豁免.txt:2: 看不懂这一行：请看附件"),
        (written() + written(), "豁免.txt:7: 豁免编号 W1 写了两次"),
        (written() + "  规则：X05\n", "豁免.txt:7: “规则：”写了两次"),
        (written(原因="平差"), "豁免.txt:7: 豁免里没有“原因：”，可用的有 规则、范围、理由"),
        (written(理由=""), "豁免.txt:1: 豁免 W1 没有写“理由：”"),
        (written(批准=""), "豁免.txt:1: 豁免 W1 没有写“批准：”"),
        (written(到期=""), "豁免.txt:1: 豁免 W1 没有写“到期：”"),
        (written(批准="张三"), "豁免.txt:5: 批准应写作“张三，2024-11-02”"),
        (written(批准="2025-08-20"), "豁免.txt:5: 批准应写作“张三，2024-11-02”"),
        (written(批准="张三，2025-02-30"), "豁免.txt:5: 日期应写作“2025-03-31”"),
        (written(到期="长期"), "豁免.txt:6: 日期应写作“2025-03-31”，不能是“长期”"),
        (written(到期="2025-08-19"), "豁免.txt:6: 到期 2025-08-19 早于批准 2025-08-20"),
        (written(批准="张三，2025-09-02"), "晚于今天（2025-09-01）"),
        (written(规则="*"), "豁免.txt:2: 一个豁免不能包括全部规则"),
        (written(规则="X99"), "豁免.txt:2: 没有编号为 X99 的规则"),
        (written(范围="第五张表"), "豁免.txt:3: 看不懂范围“第五张表”"),
        (written(范围="表5 合计"), "豁免.txt:3: 看不懂范围“表5 合计”"),
        (written(范围="表33"), "范围“表33”：哪个版本都没有这张表"),
        (written(范围="表9 13栏"), "范围“表9 13栏”：这张表没有 13 栏"),
        (written(范围="表1 99行"), "范围“表1 99行”：这张表没有 99 行"),
        (written(范围="表5[总数]"), "范围“表5[总数]”：这张表没有“总数”这一行"),
        (written(范围="表1 999"), "范围“表1 999”：这张表没有“999”这一行"),
    ],
)
def test_what_cannot_be_read_is_said_with_file_line_and_what_was_expected(read, text, said):
    with pytest.raises(WaiverError) as caught:
        read(text)
    assert said in str(caught.value)
    assert caught.value.said("en") != str(caught.value)


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "docs/forms.md"])
def test_the_waivers_of_the_documentation_can_be_read(read, page):
    text = (EXAMPLES.parent / page).read_text(encoding="utf-8")
    shown = re.findall(r"^```waivers[^\n]*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(shown) == 1 and read(shown[0])


def test_a_file_of_notepad_is_read_with_dates_as_people_write_them(tmp_path):
    path = tmp_path / "豁免.txt"
    text = written("Ｗ１", 批准="张 三　２０２５年8月20日", 到期="2025/12/31").replace("：", ":")
    path.write_bytes(("# 豁免\r\n" + text.replace("审核纪要", "审核纪要\r\n      ")).encode("gbk"))
    (waiver,) = read_waivers(path, today=TODAY)
    assert (waiver.approved_by, waiver.approved) == ("张 三", date(2025, 8, 20))
    assert (waiver.expires, waiver.reason) == (date(2025, 12, 31), "审核纪要第 6 号")


# --- the command -------------------------------------------------------------------------------


def gouji(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["check", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


def test_the_example_file_is_used_through_the_command():
    status, shown, said = gouji(DONGXIHU, "--waivers", WAIVERS)
    assert (status, said) == (0, "")
    assert "W2024-01" in shown and "已豁免 1 条" in shown
    status, shown, _ = gouji(DONGXIHU, "--waivers", WAIVERS, "--format", "csv")
    (row,) = [row for row in DictReader(shown.splitlines()) if row["豁免"] == "W2024-01"]
    assert status == 0
    assert (row["规则"], row["级别"], row["结论"]) == ("JS05-TOT", "错误", "不符")


def test_a_waiver_that_fits_nothing_is_told_once_at_the_end(tmp_path):
    path = tmp_path / "豁免.txt"
    path.write_text(written(到期=LATER) + written("W2", 规则="X05"), encoding="utf-8")
    _, _, said = gouji(DONGXIHU, MISTYPED, "--waivers", path)
    assert said.count("豁免 W2（豁免.txt 第 7 行）在所校验的文件里没有用到") == 1
    assert "W1" not in said


def test_errors_in_the_file_are_told_before_a_workbook_is_opened(tmp_path):
    path = tmp_path / "豁免.txt"
    path.write_text(written(到期="长期"), encoding="utf-8")
    status, shown, said = gouji("没有.xlsx", "--waivers", path)
    assert (status, shown) == (2, "") and "豁免.txt:6" in said
    assert "a date is written" in gouji("没有.xlsx", "--waivers", path, "--lang", "en")[2]
    status, _, said = gouji(DONGXIHU, "--waivers", tmp_path / "没有.txt")
    assert status == 2 and "没有.txt" in said


def test_a_waiver_may_name_a_bureaus_own_rule(tmp_path):
    rules, path = tmp_path / "规则.txt", tmp_path / "豁免.txt"
    rules.write_text("B01  表5[合计]3栏=0\n", encoding="utf-8")
    path.write_text(written(规则="B01、JS05-TOT", 到期=LATER), encoding="utf-8")
    assert gouji(DONGXIHU, "--rules", rules)[0] == 1
    assert gouji(DONGXIHU, "--rules", rules, "--waivers", path)[0] == 0
    assert "没有编号为 B01 的规则" in gouji(DONGXIHU, "--waivers", path)[2]


def test_a_report_is_never_written_over_the_waivers(tmp_path):
    path = tmp_path / "豁免.txt"
    path.write_text(written(), encoding="utf-8")
    status, _, said = gouji(DONGXIHU, "--waivers", path, "-o", path, "--force")
    assert status == 2 and "不能写在被读取的文件上" in said
    assert path.read_text(encoding="utf-8") == written()


def test_the_digest_covers_waivers_but_not_the_name_of_their_file(read, tmp_path):
    (waiver,) = read(written())
    plain, one = rules_digest(), rules_digest(Options(waivers=(waiver,)))
    other = rules_digest(Options(waivers=(replace(waiver, expires=date(2026, 1, 1)),)))
    moved = rules_digest(Options(waivers=(replace(waiver, file="别的.txt", line=9),)))
    assert len({plain, one, other}) == 3 and moved == one
