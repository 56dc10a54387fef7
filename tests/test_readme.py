"""The READMEs are true: what they show is what gouji prints, and what they name exists. So are the
pages of docs/ in what they show and link to."""

import dataclasses
import doctest
import itertools
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.test_floors import FLOORS
from validator import CellRef, Finding, Options, Report, check, read_rules
from validator.forms.catalogue import read_catalogue
from validator.forms.loader import editions, load
from validator.forms.model import FINAL_ACCOUNTS, KINDS
from validator.messages import text
from validator.rounding import Verdict

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
PAGES = (*READMES, *sorted(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")))
ADDIN_COMMANDS = ("addin install", "addin status", "addin remove", "addin build")
COMMANDS = (
    *("check", "summary", "consolidate", "template", "editions", "rules", "explain", "limits"),
    *("serve", *ADDIN_COMMANDS),
)
#: Where lines of an output were left out.
GAP = "…"

_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_OPTION = re.compile(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


class Fence(NamedTuple):
    """A fenced block: its language, the name of the file that it shows, its lines."""

    language: str
    file: str
    lines: list[str]


class Capture(NamedTuple):
    """A command and what it printed, as a README shows it."""

    command: str
    lines: list[str]


def content(readme: str) -> str:
    return (ROOT / readme).read_text(encoding="utf-8")


def prose(readme: str) -> str:
    """The README without its fenced blocks."""
    return _FENCE.sub("", content(readme))


def fences(readme: str, language: str) -> list[Fence]:
    found = []
    for info, body in _FENCE.findall(content(readme)):
        kind, _, file = info.partition(" ")
        if kind == language:
            found.append(Fence(kind, file, body.splitlines()))
    return found


def rows(readme: str) -> list[list[str]]:
    """The cells of every line of every table."""
    return rows_of(prose(readme))


def rows_of(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def captures(readme: str) -> list[Capture]:
    found: list[Capture] = []
    for fence in fences(readme, "console"):
        for line in fence.lines:
            if line.startswith("$ "):
                found.append(Capture(line.removeprefix("$ "), []))
            else:
                found[-1].lines.append(line)
    return found


@cache
def gouji(*arguments: str) -> str:
    """What the command prints, run in the root of the repository, as into a file."""
    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    environment.pop("FORCE_COLOR", None)
    done = subprocess.run(
        [sys.executable, "-m", "validator.cli", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert not done.stderr, done.stderr
    if os.sep == "/":
        return done.stdout
    return done.stdout.replace("\\\\", "/").replace("\\", "/")  # the paths, as JSON and as text


@cache
def options(command: str) -> frozenset[str]:
    """The options of a command, as they stand before their descriptions, which may name others."""
    listed = re.findall(r"^  (-.+?)(?:  |$)", gouji(*command.split(), "--help"), re.MULTILINE)
    return frozenset(_OPTION.findall(" ".join(listed))) - {"--help"}


def spans(lines: list[str]) -> list[list[str]]:
    """The runs of lines between the gaps; the first and last are empty where a gap ends them."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line == GAP:
            found.append([])
        else:
            found[-1].append(line)
    return found


def occurs(lines: list[str], real: list[str]) -> bool:
    """Do `lines` stand in `real` from its first line to its last, with gaps only where they say
    so, and in this order?"""
    first, *rest = spans(lines)
    if real[: len(first)] != first:
        return False
    if not rest:
        return real == first
    at = len(first)
    for span in rest[:-1]:
        starts = range(at, len(real) - len(span) + 1)
        found = next((i for i in starts if real[i : i + len(span)] == span), None)
        if found is None:
            return False
        at = found + len(span)
    last = rest[-1]
    return len(real) - len(last) >= at and real[len(real) - len(last) :] == last


# --- what is shown -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "true"),
    [
        (["a", "b", "c", "d"], True),
        (["a", GAP, "d"], True),
        ([GAP, "b", "c", GAP], True),
        (["a", "b", "c"], False),  # the end is missing, and no gap says so
        (["a", "c", GAP], False),
        ([GAP, "c", GAP, "b", GAP], False),
        (["a", GAP, "x", GAP], False),
        (["a", GAP, "a"], False),
    ],
)
def test_what_counts_as_an_honest_capture(lines, true):
    assert occurs(lines, ["a", "b", "c", "d"]) is true


@pytest.mark.parametrize(
    "shown",
    [pytest.param(c, id=f"{page}: {c.command}") for page in PAGES for c in captures(page)],
)
def test_every_line_of_a_capture_is_printed(shown):
    program, *arguments = shlex.split(shown.command)
    assert program == "gouji"
    real = [line.rstrip() for line in gouji(*arguments).splitlines()]
    missing = [line for line in shown.lines if line != GAP and line not in real]
    assert not missing, f"gouji does not print: {missing}"
    assert occurs(shown.lines, real), "lines are left out, or out of order, where no … says so"


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_opens_with_one_line_and_a_capture(readme):
    head, _, _ = content(readme).partition("\n## ")
    paragraphs = [p for p in _FENCE.sub("", head).split("\n\n") if p.strip()]
    assert paragraphs[0].startswith("# gouji")
    assert "gouji" in paragraphs[2]
    assert "\n" not in paragraphs[2].strip()
    assert len(_FENCE.findall(head)) == 1


@pytest.mark.parametrize("readme", READMES)
def test_the_python_examples_run(readme, monkeypatch):
    monkeypatch.chdir(ROOT)
    examples = fences(readme, "pycon")
    assert examples
    for fence in examples:
        source = "\n".join(fence.lines) + "\n"
        test = doctest.DocTestParser().get_doctest(source, {}, readme, readme, 0)
        said: list[str] = []
        result = doctest.DocTestRunner().run(test, out=said.append)
        assert result.attempted
        assert not result.failed, "".join(said)


@pytest.mark.parametrize("readme", READMES)
def test_a_form_is_shown_as_it_stands(readme):
    shown = fences(readme, "form")
    assert shown
    for fence in shown:
        real = (ROOT / fence.file).read_text(encoding="utf-8").splitlines()
        assert occurs([GAP, *fence.lines, GAP], real), fence.file


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("edition", [e for e in editions() if load(e).kind == FINAL_ACCOUNTS])
def test_the_rules_shown_can_be_used_with_every_edition_of_accounts(readme, edition, tmp_path):
    (fence,) = fences(readme, "rules")
    path = tmp_path / fence.file
    path.write_text("\n".join(fence.lines), encoding="utf-8")
    own = read_rules(path)
    workbook = next(
        folder / "printed.xlsx"
        for folder in sorted((ROOT / "examples").iterdir())
        if folder.name.endswith(edition[-4:])
    )
    report = check(workbook, Options(rules=own))
    assert (report.status, report.edition) == ("checked", edition)


@pytest.mark.parametrize("readme", READMES)
def test_the_catalogue_shown_can_be_read(readme, tmp_path):
    (fence,) = fences(readme, "csv")
    path = tmp_path / fence.file
    path.write_text("\n".join(fence.lines), encoding="utf-8")
    assert len(read_catalogue(path)) == len(fence.lines) - 1


# --- what is named -----------------------------------------------------------------------------


def commands(readme: str) -> list[str]:
    """Every command line with gouji in it, in blocks and in the text."""
    blocks = [
        line.removeprefix("$ ")
        for language in ("console", "sh", "bat")
        for fence in fences(readme, language)
        for line in fence.lines
    ]
    words = re.findall(r"`([^`\n]*)`", prose(readme))
    pattern = re.compile(r"^(?:\.venv[\\/]\w+[\\/])?gouji (.*)")
    return [found[1] for line in [*blocks, *words] if (found := pattern.match(line))]


def command_of(line: str) -> str:
    """The command of a line that follows gouji: one word, or two of a group."""
    words = line.split()
    pair = " ".join(words[:2])
    return pair if pair in COMMANDS else words[0]


@pytest.mark.parametrize("readme", READMES)
def test_every_command_shown_exists_with_its_options(readme):
    shown = commands(readme)
    assert {command_of(line) for line in shown} == set(COMMANDS)
    for line in shown:
        command = command_of(line)
        assert set(_OPTION.findall(line)) <= options(command), f"gouji {line}"


@pytest.mark.parametrize("readme", READMES)
def test_the_tables_of_commands_name_every_command_and_option(readme):
    table = {
        command_of(found[1]): set(_OPTION.findall(row[2]))
        for row in rows(readme)
        if len(row) == 3 and (found := re.match(r"`gouji ([^`]+)`$", row[0]))
    }
    assert table == {name: set(options(name)) if name != "check" else set() for name in COMMANDS}
    first = [row[0] for row in rows(readme) if row[0].startswith("`--")]
    assert sorted(_OPTION.findall(" ".join(first))) == sorted(options("check"))
    assert "`-o " in prose(readme)


@pytest.mark.parametrize("readme", READMES)
def test_exit_statuses_are_those_that_are_documented(readme):
    assert [row[0] for row in rows(readme) if row[0].isdigit() and len(row) == 2] == ["0", "1", "2"]


def test_both_readmes_say_the_same():
    english, chinese = READMES

    def facts(readme: str) -> dict[str, object]:
        return {
            "commands": {command_of(line) for line in commands(readme)},
            "options": set(_OPTION.findall(content(readme))),
            "captures": [c.command.removesuffix(" --lang en") for c in captures(readme)],
            "dependencies": dependencies(readme),
            "links": Counter(t for t in _LINK.findall(content(readme)) if t not in READMES),
            "blocks": [fences(readme, language) for language in ("bat", "pycon", "form")],
        }

    assert facts(english) == facts(chinese)


@pytest.mark.parametrize("readme", READMES)
def test_every_verdict_is_explained(readme):
    table = {row[0]: row[1] for row in rows(readme) if len(row) == 3}
    for verdict in Verdict:
        assert table[text(f"verdict.{verdict.value}")] == f"`{verdict.value}`"


@pytest.mark.parametrize("readme", READMES)
def test_every_field_of_the_python_interface_is_named(readme):
    named = {row[0]: set(re.findall(r"`(\w+)", row[1])) for row in rows(readme) if len(row) == 2}
    for record in (Report, Finding, Options):
        fields = {field.name for field in dataclasses.fields(record)}
        assert fields <= named[f"`{record.__name__}`"]
        assert all(
            hasattr(record, name) or name in ("check", "read_rules", "read_waivers")
            for name in named[f"`{record.__name__}`"] - fields
        )


@pytest.mark.parametrize("readme", READMES)
def test_every_field_of_the_json_is_shown(readme):
    shown = {
        key
        for capture in captures(readme)
        if "--format json" in capture.command
        for line in capture.lines
        for key in re.findall(r'^ *"(\w+)":', line)
    }
    explained = {word for row in rows(readme) for word in re.findall(r"`(\w+)`", row[0])}
    record = {field.name for field in dataclasses.fields(Finding)} - {"cause"}
    cells = {field.name for field in dataclasses.fields(CellRef)}
    assert record | cells | {v.value for v in Verdict} <= shown | explained


class Counted(NamedTuple):
    """What a README says of the rules of a kind of tables: how many there are in all, by family and
    by severity, and the words in which it says the last."""

    total: int
    families: dict[str, int]
    severities: list[int]
    words: str


def counted(readme: str) -> dict[str, Counted]:
    """Kind of tables → what is said of their rules: first of accounts, then of budgets."""
    blocks = re.findall(
        r"(\d+) (?:rules:|条规则：)\n(.*?)^"
        r"((\d+)(?: of them are errors when broken, | 条的级别是错误，)"
        r"(\d+)(?: warnings, | 条是核实，)(\d+).*?)$",
        prose(readme),
        re.MULTILINE | re.DOTALL,
    )
    found = {}
    for kind, (total, table, words, *severities) in zip(KINDS, blocks, strict=True):
        named = {
            family[1]: int(row[1])
            for row in rows_of(table)
            if (family := re.match(r"([A-Z]+)\d", row[0]))
        }
        found[kind] = Counted(int(total), named, [int(n) for n in severities], words)
    return found


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("edition", editions())
def test_the_numbers_of_rules_are_right(readme, edition):
    form_set = load(edition)
    said = counted(readme)[form_set.kind]
    assert said.total == len(form_set.rules)
    assert said.families == Counter(re.sub(r"\d.*", "", rule.id) for rule in form_set.rules)
    newest = load([name for name in editions() if load(name).kind == form_set.kind][-1])
    severities = Counter(rule.severity.value for rule in newest.rules)
    assert said.severities == [severities[level] for level in ("error", "warning", "info")]
    usual = {rule.id: rule.severity for rule in newest.rules}
    for rule in form_set.rules:
        assert rule.severity is usual[rule.id] or rule.id in said.words, rule.id


@pytest.mark.parametrize("readme", READMES)
def test_the_layout_names_every_room_on_its_floor(readme):
    named = [
        (int(row[0]), found[1])
        for row in rows(readme)
        if len(row) == 3 and row[0].isdigit() and (found := re.match(r"\[(\w+)\]", row[1]))
    ]
    floors = [
        {room for _, room in group} for _, group in itertools.groupby(named, key=lambda row: row[0])
    ]
    assert floors == list(FLOORS)


@pytest.mark.parametrize("readme", READMES)
def test_every_example_is_named_and_every_source(readme):
    linked = set(_LINK.findall(content(readme)))
    folders = {f"examples/{p.name}" for p in (ROOT / "examples").iterdir() if p.is_dir()}
    assert folders <= linked
    for edition in editions():
        file = ROOT / "validator" / "forms" / edition / "edition.form"
        source = re.search(r"^来源：(.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert source
        assert source[1] in content(readme)


@pytest.mark.parametrize("page", PAGES)
def test_relative_links_lead_somewhere(page):
    links = [link for link in _LINK.findall(prose(page)) if "://" not in link]
    assert links or page not in READMES
    for link in links:
        place = (ROOT / page).parent / link.partition("#")[0]
        assert place.exists(), link


@pytest.mark.parametrize("readme", READMES)
def test_every_page_of_the_documentation_is_linked(readme):
    assert set(PAGES) - set(READMES) <= set(_LINK.findall(content(readme)))


# --- dependencies ------------------------------------------------------------------------------


def dependencies(readme: str) -> dict[str, frozenset[str]]:
    """package → the extras that it is for, from the table."""
    return {
        row[0].strip("`"): frozenset(re.findall(r"`\[(\w+)\]`", row[1]))
        for row in dependency_rows(readme)
    }


def dependency_rows(readme: str) -> list[list[str]]:
    """The rows of the table under the heading of dependencies."""
    section = re.split(r"\n## (?:Dependencies|依赖)\n", prose(readme))[1].partition("\n## ")[0]
    return [row for row in rows_of(section) if row[0].startswith("`")]


def _name(requirement: str) -> str:
    return re.split(r"[\s\[<>=~!;]", requirement, maxsplit=1)[0]


def declared() -> dict[str, frozenset[str]]:
    """package → the extras that need it, from pyproject.toml."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = document["project"]
    extras: dict[str, list[str]] = project["optional-dependencies"]
    found: dict[str, set[str]] = {}
    for requirement in [*project["dependencies"], *document["build-system"]["requires"]]:
        found[_name(requirement)] = set()

    def add(extra: str, requirements: list[str]) -> None:
        for requirement in requirements:
            if _name(requirement) != project["name"]:
                found.setdefault(_name(requirement), set()).add(extra)
                continue
            for other in re.findall(r"\w+", requirement.partition("[")[2]):
                add(extra, extras[other])

    for extra, requirements in extras.items():
        add(extra, requirements)
    return {name: frozenset(extras) for name, extras in found.items()}


@pytest.mark.parametrize("readme", READMES)
def test_the_table_of_dependencies_is_that_of_pyproject(readme):
    assert dependencies(readme) == declared()


@pytest.mark.parametrize("readme", READMES)
def test_every_dependency_has_its_reason_in_one_line(readme):
    reasons = {row[0]: row[2] for row in dependency_rows(readme)}
    assert len(reasons) == len(dependencies(readme))
    assert all(reasons.values())


def test_the_readme_is_the_page_of_the_package():
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert document["project"]["readme"] == "README.md"
