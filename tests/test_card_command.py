"""gouji template with scorecards: alone, several, beside the tables, filled; and what it says where
that cannot be."""

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.commands import gouji, gouji_alone
from tests.shipped import ROOT, workbook
from tests.test_template_command import refused
from validator import check
from validator.forms.loader import load
from validator.forms.scorecard import scorecards
from validator.forms.workbook import DEPARTMENT_CARD, PROJECT_CARD, SCORES, SUMMARY_CARD
from workbook_templates.cards.plan import MOST_PROJECTS

CARDS = ROOT / "examples" / "scorecards" / "data"


def sheets(path: Path) -> list[str]:
    """The names of the sheets that hold scorecards, in order."""
    names = load_workbook(path, read_only=True).sheetnames
    return [n for n in names if n.startswith((DEPARTMENT_CARD, PROJECT_CARD, SUMMARY_CARD))]


@pytest.mark.parametrize("name", scorecards())
def test_the_blank_scorecard_is_that_which_ships_byte_for_byte(name, tmp_path):
    done = gouji("template", name, "-o", tmp_path / "空白.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "空白.xlsx").read_bytes() == workbook(name).read_bytes()
    report = check(tmp_path / "空白.xlsx")
    assert (report.status, report.errors, report.warnings) == ("checked", 0, 0)


def test_a_project_scorecard_may_be_made_several_times(tmp_path):
    target = tmp_path / "三张.xlsx"
    done = gouji_alone("template", "scorecard-project-2024", "--projects", 3, "-o", target)
    assert (done.returncode, done.stderr) == (0, "")
    assert sheets(target) == [f"{PROJECT_CARD}{n}" for n in (1, 2, 3)]
    assert len(check(target).scorecards) == 3


@pytest.mark.parametrize("edition", ["final-accounts-2022", "final-accounts-2024"])
def test_the_scorecards_of_an_edition_stand_beside_its_tables(edition, tmp_path):
    target = tmp_path / "决算.xlsx"
    options = ["--with", "scorecards", "--projects", 2]
    done = gouji("template", edition, *options, "-o", target)
    assert (done.returncode, done.stderr) == (0, "")
    summary = [SUMMARY_CARD] if len(load(edition).scorecards) == 3 else []
    wanted = [DEPARTMENT_CARD, f"{PROJECT_CARD}1", f"{PROJECT_CARD}2", *summary]
    assert sheets(target) == wanted
    assert SCORES in load_workbook(target, read_only=True).sheetnames
    report = check(target)
    assert (report.edition, report.errors, report.other_sheets) == (edition, 0, ())
    assert len(report.tables) == 9 + len(wanted)


def test_other_scorecards_than_the_editions_may_be_named(tmp_path):
    target = tmp_path / "决算.xlsx"
    options = ["--with", "scorecard-department-2022-zengdu", "--with", "scorecard-project-2020"]
    done = gouji("template", "scorecard-summary-2022", *options, "-o", target)
    assert (done.returncode, done.stderr) == (0, "")
    assert sheets(target) == [SUMMARY_CARD, DEPARTMENT_CARD, f"{PROJECT_CARD}1"]


def test_a_published_scorecard_is_filled_in_and_what_its_formulas_do_not_give_is_listed(tmp_path):
    source, target = CARDS / "jiangxia-2022-project-2.json", tmp_path / "填好.xlsx"
    done = gouji("template", "scorecard-project-2022", "--filled", source, "-o", target)
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout.splitlines()
    assert "1 处" in told[1]
    assert "公布 20，公式得 19.9" in told[2]
    assert {f.rule for f in check(target).findings if f.severity.value == "error"} == {"P02"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["final-accounts-2024", "--projects", 3], ("--projects3", "--withscorecards")),
        (["scorecard-department-2024", "--projects", 2], ("--projects2", "scorecard-project")),
        (["scorecard-project-2024", "--projects", 0], ("--projects0", f"1到{MOST_PROJECTS}张")),
        (["scorecard-project-2024", "--projects", 999], ("--projects999", "几个工作簿")),
        (["final-accounts-2024", "--with", "scorcards"], ("scorcards", "相近", "scorecards")),
        (["scorecard-project-2024", "--with", "scorecards"], ("--withscorecards", "写明")),
        (["scorecard-project-2099"], ("scorecard-project-2099", "scorecard-project-2024")),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_written(arguments, words, tmp_path):
    refused(gouji("template", *arguments, "-o", tmp_path / "a.xlsx"), *words)
    assert list(tmp_path.iterdir()) == []


def test_without_openpyxl_it_is_said_what_to_install(tmp_path):
    """A blank one that ships needs no spreadsheet library; one that is built does."""
    target = tmp_path / "a.xlsx"
    code = (
        "import sys; sys.modules['openpyxl'] = None; from validator.cli import main; "
        "sys.argv[1:] = ['template', 'scorecard-project-2024', {}'-o', {!r}]; main()"
    )
    for options, status in (("", 0), ("'--projects', '2', ", 2)):
        command = [sys.executable, "-c", code.format(options, str(target))]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr
        assert ("pip install openpyxl" in done.stderr) == (status == 2)
        assert target.exists() == (status == 0)
        target.unlink(missing_ok=True)


def test_the_help_names_the_options_with_examples():
    told = gouji("template", "--help").stdout
    for words in ("--with", "--projects", "scorecard-project-2024", "--with scorecards"):
        assert words in "".join(told.replace("\n", " ").split("  ")) or words in told
