"""The user's guide of the add-in and the checklist for a person with real Excel: what they name
exists, and the pictures are those of today's add-in."""

import json
import re
import subprocess
import tomllib
import webbrowser
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typer
from openpyxl import load_workbook

from tests.machines import posix
from tools import addin_pictures
from tools.drawing import BROWSER_OPTIONS, BROWSERS
from validator import check
from validator import messages as of_the_check
from validator.cli import app
from validator.forms.loader import editions, load
from validator.reports.listed import headings
from validator.reports.marks import lines, marks
from xl_addin.buttons import TAB, Menu, groups
from xl_addin.files import guide_page, open_guide
from xl_addin.installation.places import ADDIN, SCRIPT, places
from xl_addin.messages import MESSAGES, text
from xl_addin.preferences import FILE, Preferences, blank_preferences, folder
from xl_addin.session import LOG

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "xl_addin" / "guide"
CHECKLIST = ROOT / "docs" / "addin-checklist.md"
EXAMPLE = ROOT / "examples" / "jiangan-2020-mistakes" / "08-minus-sign.xlsx"
CONTROLS = [control for group in groups() for control in group.controls]
LARGEST_PICTURE, LARGEST_OF_ALL = 200_000, 1_000_000


def guide() -> str:
    return (GUIDE / "guide.md").read_text(encoding="utf-8")


def checklist() -> str:
    return CHECKLIST.read_text(encoding="utf-8")


def section(heading: str, within: str = "") -> str:
    """What stands below a heading, up to the next one of its level."""
    level = heading.split()[0]
    body = (within or guide()).partition(f"\n{heading}\n")[2]
    assert body, heading
    return re.split(rf"^{level} ", body, maxsplit=1, flags=re.MULTILINE)[0]


def rows(section: str) -> list[list[str]]:
    """The cells of the rows of the tables below a heading, without their headings."""
    found = re.findall(r"^\|(.*)\|$", section, re.MULTILINE)
    cells = [[cell.strip() for cell in row.split("|")] for row in found]
    return [row for i, row in enumerate(cells) if i > 1 and not row[0].startswith("---")]


# --- the buttons -------------------------------------------------------------------------------


def test_every_button_is_explained_in_the_order_of_the_ribbon():
    explained = re.findall(r"^### (.+)$", section("## 每个按钮"), re.MULTILINE)
    assert explained == [control.label for control in CONTROLS]
    for label in explained:
        assert len(section(f"### {label}", section("## 每个按钮")).strip()) > 10, label


def test_every_item_of_a_menu_is_listed_with_the_years_it_is_for():
    (menu,) = [control for control in CONTROLS if isinstance(control, Menu)]
    told = dict(rows(section(f"### {menu.label}", section("## 每个按钮"))))
    years = {}
    for edition in map(load, editions()):
        between = "、" if edition.last_year == edition.first_year + 1 else " 至 "
        years[edition.title] = f"{edition.first_year}{between}{edition.last_year} 年度"
    assert told == {button.label: years[button.label] for button in menu.buttons}


def test_nothing_else_is_called_a_button():
    assert set(re.findall(r"\*\*(.+?)\*\*", guide())) <= {control.label for control in CONTROLS}
    assert f"选项卡“{TAB}”" in guide()


def test_the_checklist_tries_every_button():
    for control in CONTROLS:
        assert f"“{control.label}”" in checklist() or control.label == "帮助", control.label


# --- the pictures ------------------------------------------------------------------------------


def pictures() -> dict[str, int]:
    return {path.name: path.stat().st_size for path in (GUIDE / "pictures").glob("*.png")}


def test_every_picture_is_shown_and_every_picture_shown_exists():
    assert set(re.findall(r"!\[.+?\]\(pictures/(.+?)\)", guide())) == set(pictures())


def test_pictures_are_small():
    assert max(pictures().values()) < LARGEST_PICTURE
    assert sum(pictures().values()) < LARGEST_OF_ALL


@posix
def test_pictures_show_the_add_in_of_today():
    drawn = (GUIDE / "pictures" / addin_pictures.DRAWN_FROM).read_text(encoding="utf-8")
    now = addin_pictures.drawings()
    stale = [drawing.name for drawing in now if drawing.drawn_from not in drawn.splitlines()]
    assert not stale, f"out of date, draw them again by make pictures: {stale}"
    assert {drawing.name for drawing in now} == set(pictures())


def test_the_page_shows_every_picture_and_table_in_a_browser(program, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(guide_page() + _TELL_IMAGES, encoding="utf-8")
    chromium = program("Chromium", *BROWSERS)
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [chromium, *BROWSER_OPTIONS, profile, "--dump-dom", page.as_uri()]
    done = subprocess.run(command, check=True, capture_output=True, timeout=120)
    shown = done.stdout.decode()
    (told,) = re.findall("<title>(.*)</title>", shown)
    widths = json.loads(unescape(told))
    assert len(widths) == len(pictures())
    assert all(width > 100 for width in widths), widths
    assert shown.count("<table>") == len(re.findall(r"^\|---", guide(), re.MULTILINE))


_TELL_IMAGES = """<script>addEventListener("load", () => {
document.title = JSON.stringify([...document.images].map(image => image.naturalWidth))
})</script>"""


# --- what the guide names ----------------------------------------------------------------------


@pytest.mark.parametrize("page", [guide, checklist])
def test_every_command_named_exists(page):
    root = typer.main.get_command(app)
    named = re.findall(r"(?:gouji|validator\.cli)((?: [a-z]+)+)((?: --[a-z]+)*)", page())
    assert len(named) > 5
    for words, options in named:
        command: Any = root
        for word in words.split():
            if below := getattr(command, "commands", None):
                command = below[word]
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(options.split()) <= known, words


@pytest.mark.parametrize("page", [guide, checklist])
def test_what_is_installed_is_what_the_project_offers(page):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = re.findall(r"(install[^\n`]*) \"?([a-z.]+)\[([a-z]+)\]", page())
    # From the folder, or from a folder of packages: on the index, the name may be somebody else's.
    assert {(name, extra) for said, name, extra in asked if "--no-index" not in said} <= {
        (".", "excel")
    }
    assert {name for said, name, _ in asked if "--no-index" in said} <= {project["name"]}
    assert "excel" in project["optional-dependencies"]
    python = project["requires-python"].removeprefix(">=3.")
    assert {int(minor) >= int(python) for minor in re.findall(r"Python 3\.(\d+)", guide())} == {
        True
    }


def test_the_files_of_the_user_are_those_that_the_add_in_makes(tmp_path, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda address: True)
    open_guide(tmp_path)
    (page,) = tmp_path.iterdir()
    windows = places({}, "win32", Path("/Users/张三"))
    assert windows is not None
    told = section("## 文件在哪里")
    names = [cells[0].strip("`") for cells in rows(told)]
    assert names == [FILE, LOG, page.name, windows.settings.name]
    assert f"`{folder().name}`" in told
    assert windows.settings.parent.name == folder().name
    assert f"`{ADDIN}`" in told
    assert SCRIPT in checklist()


def test_the_settings_are_those_that_can_be_chosen():
    sheet = load_workbook(BytesIO(blank_preferences())).worksheets[0]
    items = [row[0] for row in sheet.iter_rows(min_row=4, max_col=1, values_only=True)]
    told = dict(rows(section("## 设置")))
    assert list(told) == items
    choices = [c.value for column in sheet.iter_cols(min_col=7) for c in column if c.value]
    for choice in choices:
        assert choice in guide(), choice


def test_the_columns_of_the_list_are_those_that_it_has():
    told = [cells[0] for cells in rows(section("## 看懂“校验结果”"))]
    assert " ".join(told).split() == headings("zh")


def test_the_messages_that_the_guide_answers_are_ones_that_are_said():
    known = [said for said, _ in {**of_the_check.MESSAGES, **MESSAGES}.values()]
    for said, answer in rows(section("### Excel 弹出的话")):
        assert any(said in message for message in known), said
        assert answer


def test_the_note_that_the_guide_reads_is_the_one_of_the_example():
    report = check(EXAMPLE)
    found = marks(lines(report, Preferences().severities), "zh")
    (note,) = [m.note for m in found if (m.sheet[:2], m.address) == ("表1", "F28")]
    for piece, _ in rows(section("## 看懂标记")):
        assert piece.removesuffix(" …") in note
    levels = re.findall("错误|核实|提示", note.splitlines()[0])
    assert set(levels) == {text("mark.level.error")}


def test_correcting_the_cause_of_the_example_leaves_nothing(tmp_path):
    assert len(check(EXAMPLE).findings) == 4
    book = load_workbook(EXAMPLE)
    (sheet,) = [sheet for sheet in book if sheet.title.startswith("表1")]
    assert sheet["F28"].value == -10.2
    sheet["F28"] = 10.2
    book.save(tmp_path / "corrected.xlsx")
    assert not check(tmp_path / "corrected.xlsx").findings


# --- the checklist -----------------------------------------------------------------------------


def test_the_checklist_has_twenty_steps_to_do_to_see_and_to_tick():
    steps = re.split(r"^### ", section("## 步骤", checklist()), flags=re.MULTILINE)[1:]
    assert [int(step.partition(".")[0]) for step in steps] == list(range(1, 21))
    for step in steps:
        parts = re.findall(r"^- (做：|看到：|\[ \] 通过　备注：)", step, re.MULTILINE)
        assert parts == ["做：", "看到：", "[ ] 通过　备注："], step


def test_the_checklist_says_that_nobody_has_done_it_yet():
    assert "尚未在真实 Excel 上执行" in checklist().partition("##")[0]
    assert "- [x]" not in checklist()


def test_the_files_that_the_checklist_names_exist():
    for link in re.findall(r"\]\((.+?)\)", checklist()):
        assert (CHECKLIST.parent / link).is_file(), link
    copied = re.findall(r"^copy (\S+) ", checklist(), re.MULTILINE)
    assert len(copied) == 2
    for name in copied:
        assert (ROOT / name.replace("\\", "/")).is_file(), name
