"""A bureau's own rules file: as Notepad saves it, with rules, and with severities of its own."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from validator import Options, Report, check, read_rules, rules_digest
from validator.cli import app
from validator.forms.model import FindingClass, Level, Severity
from validator.forms.text import FormError
from validator.reports import terminal
from validator.rounding import Verdict

EXAMPLES = Path(__file__).parent.parent / "examples"
#: One sum of one addend is off by 0.01, 18 by what rounding explains.
DONGXIHU = EXAMPLES / "dongxihu-2024" / "printed.xlsx"
JIANGAN = EXAMPLES / "jiangan-2020" / "printed.xlsx"
CARDS = EXAMPLES / "scorecards" / "jiangxia-2022.xlsx"
RULES = EXAMPLES / "rules" / "审核要点.txt"

ReadFile = Callable[[str], Options]


@pytest.fixture
def options(tmp_path: Path) -> ReadFile:
    """Text of a rules file → the options that it makes."""

    def read(text: str) -> Options:
        path = tmp_path / "规则.txt"
        path.write_text(text, encoding="utf-8")
        return Options(rules=read_rules(path))

    return read


@pytest.fixture(scope="module")
def usual() -> Report:
    """What is found without a rules file."""
    return check(DONGXIHU)


def severities(report: Report, rule: str) -> list[Severity]:
    return [finding.severity for finding in report.findings if finding.rule == rule]


def refused(options: ReadFile, text: str) -> str:
    with pytest.raises(FormError) as caught:
        options(text)
    return str(caught.value)


# --- as it is typed ----------------------------------------------------------------------------

_TYPED = (
    "# 要点\r\nB01\t表1 27行≥0\r\n\t含义: 收入不为负\r\nB02　表9：12栏≤6栏\r\n　　级别 ：核实　\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_file_of_notepad_is_read_whatever_its_encoding_tabs_and_wide_spaces(tmp_path, encoding):
    path = tmp_path / "规则.txt"
    path.write_bytes(_TYPED.encode(encoding))
    first, second = read_rules(path)
    assert not isinstance(first, Level) and not isinstance(second, Level)
    assert (first.id, first.notation, first.meaning, first.line) == (
        *("B01", "表1 27行≥0", "收入不为负"),
        2,
    )
    assert (second.id, second.notation, second.severity) == (
        *("B02", "表9：12栏≤6栏"),
        Severity.WARNING,
    )


def test_a_file_that_is_not_utf_8_is_read_and_the_guess_is_said(tmp_path):
    path = tmp_path / "规则.txt"
    path.write_bytes(_TYPED.encode("gbk"))
    done = CliRunner().invoke(app, ["check", str(DONGXIHU), "--rules", str(path)])
    assert "不是 UTF-8 编码，已按 GBK 读入" in done.stderr
    path.write_bytes(_TYPED.encode("utf-16"))
    assert "GBK" not in CliRunner().invoke(app, ["check", "x", "--rules", str(path)]).stderr


@pytest.mark.parametrize("name", ["printed.xlsx", "空白.bin"])
def test_what_is_no_text_is_said_to_be_none(tmp_path, name):
    path = DONGXIHU if name == "printed.xlsx" else tmp_path / name
    if path is not DONGXIHU:
        path.write_bytes(bytes(64))
    with pytest.raises(FormError, match="不是文本文件"):
        read_rules(path)


def test_the_heading_of_a_form_file_does_no_harm(options):
    assert [rule.id for rule in options("【勾稽】\nB01  表1 27行≥0\n").own_rules] == ["B01"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("B01\n", "规则.txt:1: 规则应写作“编号  关系式”"),
        ("B01：表1 27行≥0\n", "规则.txt:1: 规则应写作“编号  关系式”"),
        ("B01  表1 27行≥0\n    涵义：收入\n", "规则.txt:2: 没有“涵义：”，规则下可以写 含义、英文"),
        ("B01  表1 27行≥0\n    级别：严重\n", "级别只能是 错误、核实、提示"),
        ("X99  级别：核实\n", "没有规则 X99；相近的有"),
        ("X99  级别：核实\n", "意见的类别有 尾差、存疑、同数末位差、合计末位差"),
        ("X05  级别：关闭\n", "规则不能关闭，最轻是提示"),
        ("X05  级别：核实\nX05  级别：提示\n", "规则.txt:2: 规则编号 X05 写了两次"),
        ("尾差  表1 27行≥0\n", "尾差 是意见的类别，只能写级别"),
        ("X05  级别：核实\n    含义：别的\n", "规则.txt:1: 改级别的下面只能写 来源，不能写 含义"),
        ("# 没有\n", "规则文件里没有规则"),
    ],
)
def test_what_cannot_be_read_is_said_with_file_line_and_what_was_expected(options, text, said):
    assert said in refused(options, text)


@pytest.mark.parametrize(
    ("notation", "said"),
    [
        ("B01  检查 执行得分", "是自评表的规则，自定规则只能针对表"),
        ("P02  表1 27行≥0", "P02 已是 gouji 的规则编号"),
        ("x05  表1 27行≥0", "x05 已是 gouji 的规则编号"),
        ("B01  表13 1行=0", "没有表13"),
    ],
)
def test_what_cannot_be_bound_is_said_before_a_workbook_is_opened(tmp_path, notation, said):
    path = tmp_path / "规则.txt"
    path.write_text(notation, encoding="utf-8")
    done = CliRunner().invoke(app, ["check", "没有.xlsx", "--rules", str(path)])
    assert done.exit_code == 2
    assert "规则.txt:1" in done.stderr and said in done.stderr
    assert done.stdout == ""
    english = CliRunner().invoke(app, ["check", "x", "--rules", str(path), "--lang", "en"]).stderr
    assert "The rules file cannot be used" in english and "规则.txt:1" in english


# --- severities --------------------------------------------------------------------------------


def test_a_sum_off_by_its_last_digit_is_as_heavy_as_the_bureau_says(options, usual):
    report = check(DONGXIHU, options("合计末位差  级别：核实\n    来源：审核要点第 9 条\n"))
    assert (usual.errors, usual.warnings, usual.exit_status()) == (1, 0, 1)
    assert (report.errors, report.warnings, report.exit_status()) == (0, 1, 0)
    assert report.exit_status(strict=True) == 1
    assert report.counts == usual.counts
    (finding,) = (f for f in report.findings if f.severity is Severity.WARNING)
    assert (finding.rule, finding.verdict) == ("JS05-TOT", Verdict.ERROR)
    assert "请核实" in finding.message and "须更正" not in finding.message
    assert "规则文件改了级别：合计末位差→核实（审核要点第 9 条）" in terminal.as_text([report])


def test_a_rule_is_as_heavy_as_the_bureau_says_and_rounding_stays_information(options, usual):
    report = check(DONGXIHU, options("js05-tot  级别：提示\n"))
    assert severities(usual, "JS05-TOT").count(Severity.ERROR) == 1
    assert set(severities(report, "JS05-TOT")) == {Severity.INFO}
    assert report.exit_status() == 0
    assert report.counts[Verdict.ERROR] == usual.counts[Verdict.ERROR] == 1
    shown = terminal.as_text([report])
    assert "JS05-TOT 错误→提示" in shown
    assert "各表勾稽相符" not in shown and "不符 1 处按级别只作提示" in shown


def test_rounding_can_be_something_to_explain_but_is_never_heavier_than_its_rule(options, usual):
    report = check(DONGXIHU, options("尾差  级别：核实\nJS01-3  级别：提示\n"))
    rounded = [f for f in report.findings if f.verdict is Verdict.ROUNDING]
    assert len(rounded) == usual.counts[Verdict.ROUNDING]
    assert {f.severity for f in rounded if f.rule != "JS01-3"} == {Severity.WARNING}
    assert set(severities(report, "JS01-3")) == {Severity.INFO}
    assert [f.severity.rank for f in report.findings] == sorted(
        f.severity.rank for f in report.findings
    )


def test_a_class_of_copies_leaves_sums_alone(options, usual):
    report = check(DONGXIHU, options("同数末位差  级别：提示\n"))
    assert [f.severity for f in report.findings] == [f.severity for f in usual.findings]


@pytest.mark.parametrize(
    ("by", "copy", "total"),
    [
        (0.01, Severity.INFO, Severity.INFO),  # of two addends, rounding explains it
        (0.02, Severity.ERROR, Severity.INFO),  # …and one digit more is the class
        (0.03, Severity.ERROR, Severity.ERROR),
    ],
)
def test_a_class_ends_with_the_last_printed_digit(options, tmp_path, by, copy, total):
    book = openpyxl.load_workbook(JIANGAN)
    sheet = next(each for each in book.worksheets if "表3" in each.title)
    cell = next(
        row for row in sheet.iter_rows() if row[0].value == "合计" or row[1].value == "合计"
    )
    figure = next(each for each in cell if isinstance(each.value, int | float))
    figure.value = round(figure.value + by, 2)
    book.save(tmp_path / "改过.xlsx")
    levels = options("同数末位差  级别：提示\n合计末位差  级别：提示\n")
    report = check(tmp_path / "改过.xlsx", levels)
    assert severities(report, "X04") == [copy]
    assert severities(report, "JS03-1") == [total]


def test_rules_of_scorecards_and_of_workbooks_have_levels_too(options):
    usual, report = check(CARDS), check(CARDS, options("P02  级别：核实\nP07  级别：提示\n"))
    assert severities(usual, "P02").count(Severity.ERROR)
    assert not severities(report, "P02").count(Severity.ERROR)
    assert set(severities(report, "P07")) == {Severity.INFO}
    assert report.counts == usual.counts
    assert [(level.name, level.usual) for level in report.levels] == [
        ("P02", Severity.ERROR),
        ("P07", Severity.ERROR),
    ]


def test_what_could_not_be_checked_keeps_its_severity(options):
    workbook = EXAMPLES / "jiangan-2020-mistakes" / "09-text-for-a-number.xlsx"
    report = check(workbook, options("T05  级别：提示\n"))
    assert severities(report, "T05") == severities(check(workbook), "T05") != []
    assert report.exit_status() == 2


def test_only_levels_that_bear_on_a_workbook_are_reported(options):
    own = options("P02  级别：核实\nYS01-1  级别：核实\nX05  级别：核实\n存疑  级别：错误\n")
    report = check(DONGXIHU, own)
    assert [(level.name, level.usual, level.severity) for level in report.levels] == [
        ("X05", Severity.ERROR, Severity.WARNING),
        ("存疑", Severity.WARNING, Severity.ERROR),
    ]
    document = report.as_json()
    assert document["levels"] == [
        {"name": "X05", "usual": "error", "severity": "warning", "source": ""},
        {"name": "存疑", "usual": "warning", "severity": "error", "source": ""},
    ]
    assert "levels" not in check(DONGXIHU).as_json()


def test_the_digest_covers_severities(options):
    plain, one, other = map(
        rules_digest, (None, options("X05  级别：核实\n"), options("X05  级别：提示\n"))
    )
    assert len({plain, one, other}) == 3


def test_every_rules_file_of_the_documentation_of_severities_can_be_read(options):
    text = (EXAMPLES.parent / "docs" / "forms.md").read_text(encoding="utf-8")
    section = text.partition("### 级别")[2].partition("\n## ")[0]
    (shown,) = re.findall(r"^```rules\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert [level.name for level in options(shown).levels] == ["X05", "合计末位差"]
    assert all(f"| `{each.value}` |" in section for each in FindingClass)


def test_the_example_file_is_used_through_the_command():
    done = CliRunner().invoke(app, ["check", str(DONGXIHU), "--rules", str(RULES)])
    assert done.exit_code == 0
    assert "核实 1 处，须说明" in done.stdout
    assert "T06 提示→核实" in done.stdout.replace("\n", "")
    strict = ["check", str(DONGXIHU), "--rules", str(RULES), "--strict"]
    assert CliRunner().invoke(app, strict).exit_code == 1
