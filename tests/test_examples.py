"""The examples are documentation and tests: each workbook gives the report beside it."""

import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.books import by_verdict
from tools import make_reports
from validator import Report, check
from validator.forms.compiler import compiled
from validator.forms.model import Severity
from validator.rounding import Verdict

EXAMPLES = Path(__file__).parent.parent / "examples"
MISTAKES = EXAMPLES / "jiangan-2020-mistakes"
EXPECTED = json.loads((MISTAKES / "expected.json").read_text(encoding="utf-8"))


def published(name: str) -> Report:
    return check(EXAMPLES / name / "printed.xlsx")


def verdicts(report: Report) -> dict[Verdict, int]:
    return {verdict: n for verdict, n in report.counts.items() if n}


@pytest.mark.parametrize("folder", sorted({p.parent.name for p in EXAMPLES.glob("*/*.xlsx")}))
def test_an_example_gives_the_report_beside_it(folder):
    for name, content in make_reports.reports(EXAMPLES / folder).items():
        assert content == (EXAMPLES / folder / name).read_text(encoding="utf-8"), f"{folder}/{name}"


@pytest.mark.parametrize(
    ("name", "edition", "department", "year"),
    [
        ("jiangan-2020", "final-accounts-2020", "江岸区医疗保障局", 2020),
        ("zengdu-2022", "final-accounts-2022", "随州市曾都区医疗保障服务中心", 2022),
        ("dongxihu-2024", "final-accounts-2024", "武汉市东西湖区医疗保障局(汇总)", 2024),
    ],
)
def test_nine_tables_edition_department_year_and_unit_are_recognised(
    name, edition, department, year
):
    report = published(name)
    assert (report.status, report.edition, report.unit) == ("checked", edition, "万元")
    assert (report.department, report.year) == (department, year)
    assert sorted(t.table for t in report.tables) == [f"{n:02d}" for n in range(1, 10)]


def test_jiangan_2020_every_identity_is_exact():
    report = published("jiangan-2020")
    assert set(verdicts(report)) == {Verdict.EXACT, Verdict.NOT_APPLICABLE}
    assert report.exit_status(strict=True) == 0


@pytest.mark.parametrize("name", ["jiangan-2020", "zengdu-2022", "dongxihu-2024", "wuhan-2023"])
def test_what_each_rule_gave_adds_up_to_the_counts(name):
    report = published(name)
    assert by_verdict(report.rules) == Counter(report.counts)
    rules = compiled(report.edition)
    assert report.rules.keys() == {each.rule.id for each in (*rules.equations, *rules.others)}


def test_zengdu_2022_has_no_error_and_one_rounding_difference():
    report = published("zengdu-2022")
    assert not report.errors
    assert not report.warnings
    assert report.counts[Verdict.ROUNDING] == 1
    (rounding,) = (f for f in report.findings if f.verdict is Verdict.ROUNDING)
    assert (rounding.rule, rounding.difference) == ("JS06-1", "0.01")
    assert rounding.cells[0].label == "302 商品和服务支出"


def test_dongxihu_2024_has_exactly_one_error():
    report = published("dongxihu-2024")
    assert not report.warnings
    (error,) = (f for f in report.findings if f.severity is Severity.ERROR)
    assert (error.rule, error.table) == ("JS05-TOT", "05")
    assert (error.left, error.right, error.difference) == ("797.13", "797.14", "-0.01")
    assert error.unexplained == "-0.01"
    assert report.exit_status() == 1


def test_dongxihu_2024_differences_of_rounding_show_their_operands():
    report = published("dongxihu-2024")
    rounded = [f for f in report.findings if f.verdict is Verdict.ROUNDING]
    assert report.counts[Verdict.ROUNDING] == len(rounded) == 18
    assert all("四舍五入可解释" in f.message for f in rounded)
    by_label = {f.cells[0].label: f for f in rounded if f.rule == "JS06-1"}
    assert by_label["301 工资福利支出"].difference == "0.02"
    assert by_label["302 商品和服务支出"].difference == "-0.02"
    addends = [c for c in by_label["302 商品和服务支出"].cells if c.value not in (None, "0.00")]
    assert len(addends) == 1 + 12


def test_wuhan_2023_has_one_project_whose_money_was_not_split():
    report = published("wuhan-2023")
    assert (report.department, report.year, report.unit) == ("武汉市医疗保障局", 2023, "万元")
    errors = [f for f in report.findings if f.severity is Severity.ERROR]
    assert {f.rule for f in errors} == {"YSX10", "YSX12"} and len({f.group for f in errors}) == 1
    (money,) = (f for f in errors if f.rule == "YSX10")
    assert (money.left, money.right, money.difference) == ("1936.26", "1913.26", "23.00")
    (split,) = (f for f in errors if f.rule == "YSX12")
    assert f"{split.cells[0].sheet}!{split.cells[0].address}" == "表12-1!F17"
    assert "1007.41" in split.message and "984.41" in split.message


def test_wuhan_2023_lacks_items_below_one_division_and_names_years_that_do_not_fit():
    report = published("wuhan-2023")
    found = [(f.rule, f.table) for f in report.findings if f.severity is Severity.WARNING]
    assert found == [("YS03-CHILD", "03"), ("YS05-CHILD", "05-1"), ("YSX13", "11")]
    assert report.counts[Verdict.ROUNDING] == 9


@pytest.mark.parametrize("file", EXPECTED)
def test_a_mistake_is_found_by_the_rules_that_ought_to_find_it(file):
    report = check(MISTAKES / file)
    found = {f.rule for f in report.findings if f.severity is not Severity.INFO}
    assert found >= set(EXPECTED[file]["rules"])
    assert report.exit_status() in (1, 2)


@pytest.mark.parametrize("file", EXPECTED)
def test_a_finding_names_the_cell_that_was_changed(file):
    report = check(MISTAKES / file)
    told = {f"{c.sheet}!{c.address}" for f in report.findings for c in f.cells}
    assert told & set(EXPECTED[file]["cells"]) or file.startswith("05")


def test_a_single_mistake_has_few_causes():
    """One wrong figure breaks several identities, and is told once."""
    for file in EXPECTED:
        report = check(MISTAKES / file)
        causes = {f.group for f in report.findings if f.severity is Severity.ERROR}
        assert len(causes) <= 3, file


@pytest.mark.parametrize("name", ["jiangan-2020", "zengdu-2022", "dongxihu-2024", "wuhan-2023"])
def test_the_same_workbook_saved_by_libreoffice_gives_the_same_report(name, program, tmp_path):
    """Another program's file: its own shared strings, styles, dimensions and part names."""
    soffice = program("LibreOffice", "soffice", "libreoffice")
    original = EXAMPLES / name / "printed.xlsx"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    saved = tmp_path / "saved"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", saved, original]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    again = check(saved / "printed.xlsx")
    report = check(original)
    assert again.sha256 != report.sha256
    assert again.counts == report.counts
    assert again.findings == report.findings
