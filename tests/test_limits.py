"""The limits on the command line and in the documents are those of `Limits`."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from typer.testing import CliRunner

from validator.cli import app
from validator.cli.limits import shown
from validator.messages import MESSAGES
from validator.reading import LIMITS, Limits

ROOT = Path(__file__).parent.parent
GOOD = ROOT / "examples" / "jiangan-2020" / "printed.xlsx"


def gouji(*arguments: object) -> tuple[int, str]:
    """Exit status and all that the command says, without line breaks of the terminal."""
    done = CliRunner().invoke(app, [*map(str, arguments)])
    return done.exit_code, done.output


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_limits_lists_each_limit_with_its_default_and_meaning(lang):
    status, said = gouji("limits", "--lang", lang)
    assert status == 0
    lines = [line.strip() for line in said.splitlines() if line.startswith("  ")]
    assert [re.split(r"\s{2,}", line) for line in lines] == [
        [field.name, shown(field, LIMITS), field.metadata[lang]] for field in fields(Limits)
    ]


@pytest.mark.parametrize(
    ("given", "limit", "value"),
    [
        ("file=10KB", "file", "10 KB"),
        ("sheets=3", "sheets", "3"),
        (" sheets = 3 ", "sheets", "3"),
        ("rows=0_0_5", "rows", "5"),
    ],
)
def test_a_limit_that_is_set_is_kept_and_named_in_the_refusal(given, limit, value):
    status, said = gouji("check", GOOD, "--limit", given)
    assert status == 2
    told = "".join(said.split())
    assert f"--limit{limit}=" in told
    assert f"上限{value}。".replace(" ", "") in told


def test_several_limits_can_be_set_as_high_as_anybody_likes():
    more = ("file=1GB", "recalculation=2分钟", f"seconds={10**15}")
    assert gouji("check", GOOD, *(f"--limit={each}" for each in more))[0] == 0


@pytest.mark.parametrize("option", ["--previous", "--budget"])
def test_limits_hold_for_the_workbook_beside_too(option):
    status, said = gouji("check", GOOD, option, GOOD, "--limit", "sheets=3")
    assert status == 2
    assert "--limit sheets=" in said


@pytest.mark.parametrize("given", ["fil=3", "", "=3", "File=3"])
def test_a_limit_that_does_not_exist_is_said_with_those_that_do(given):
    status, said = gouji("check", GOOD, "--limit", given)
    assert status == 2
    assert said.startswith(f"--limit {given}：没有这项上限")
    assert all(field.name in said for field in fields(Limits))


@pytest.mark.parametrize(
    "given",
    [
        *("file", "file=", "file=many", "file=-1MB", "file=0", "file=3PB", "file=1.5GB"),
        *("sheets=3MB", "seconds=9999999999999999", "memory=999999999999GB", "rows=1e5"),
    ],
)
def test_a_value_that_cannot_be_is_said_with_its_units_and_its_default(given):
    status, said = gouji("check", GOOD, "--limit", given)
    assert status == 2
    assert said.startswith(f"--limit {given}：数值应为大于 0 的整数")
    field = next(f for f in fields(Limits) if f.name == given.partition("=")[0])
    assert shown(field, LIMITS) in said


# --- the document ------------------------------------------------------------------------------

DOCUMENT = ROOT / "docs" / "limits.md"


def tables() -> list[dict[str, list[str]]]:
    """The tables of the document: name of a limit → its further cells. Chinese first."""
    found: list[dict[str, list[str]]] = []
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        row = [cell.strip() for cell in line.strip("|").split(" | ")]
        if re.fullmatch(r"\|[ |:-]+\|", line):
            found.append({})
        elif line.startswith("| `"):
            found[-1][row[0].strip("`")] = row[1:]
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_document_lists_each_limit_with_its_default_meaning_and_measure(lang):
    table = tables()[lang == "en"]
    assert list(table) == [field.name for field in fields(Limits)]
    for field in fields(Limits):
        meaning, default, *measured = table[field.name]
        assert (meaning, default) == (field.metadata[lang], shown(field, LIMITS))
        assert len(measured) == 4
        assert all(measured), field.name


@pytest.mark.parametrize("lang", [0, 1])
@pytest.mark.parametrize(
    "key",
    [
        *("unreadable.too_large", "isolated.time", "isolated.recalculation"),
        *("isolated.memory", "isolated.crash"),
    ],
)
def test_the_document_has_the_messages_as_they_are(key, lang):
    assert MESSAGES[key][lang] in DOCUMENT.read_text(encoding="utf-8")
