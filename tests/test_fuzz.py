"""Damaged workbooks get a report, whatever the damage; what fuzzing has found stays mended."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.test_reading import made, zipped
from tools.fuzz import KINDS, Found, damaged, keep, signature_of
from tools.mutations import of_bytes, of_parts, of_sheets
from validator import Book, Checker, Options, Report, Sheet, check, read
from validator.reading import LIMITS
from validator.reports import json

ROOT = Path(__file__).parent.parent
GOOD = ROOT / "examples" / "jiangan-2020" / "printed.xlsx"


def fuzz(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.fuzz", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)


def test_hundreds_of_damaged_workbooks_of_each_kind_get_a_report(tmp_path):
    done = fuzz("--count", 300, "--jobs", 1, "--keep", tmp_path / "found")
    found = [path.read_text(encoding="utf-8") for path in tmp_path.glob("found/*.txt")]
    assert done.returncode == 0, done.stdout + "\n\n".join(found)
    assert done.stdout.startswith("300 workbooks in ")
    for status in ("checked", "unreadable", "unrecognised"):
        assert re.search(rf"[1-9]\d* {status}", done.stdout), status


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_makes_the_same_damage_and_others_other(kind):
    made = [repr(damaged(kind, seed)) for seed in (1, 2, 1)]
    assert made[0] == made[2] != made[1]


def test_damage_is_done():
    data = GOOD.read_bytes()
    book = read(GOOD)
    rng = Random(3)
    assert all(of_bytes(data, rng) != data for _ in range(5))
    assert all(of_parts(data, rng) != data for _ in range(5))
    assert all(of_sheets(book, rng) != book for _ in range(5))


def test_what_is_found_is_kept_with_the_line_that_makes_it_again(tmp_path):
    try:
        _ = 1 // 0
    except ZeroDivisionError as problem:
        signature = signature_of(problem)
    assert signature.startswith("ZeroDivisionError test_fuzz.py:")
    for kind in ("bytes", "sheets"):
        keep(Found(kind, 7, signature, "told"), tmp_path)
    told = (tmp_path / "bytes-7.txt").read_text(encoding="utf-8")
    assert told == "python -m tools.fuzz --kinds bytes --seed 7 --count 1 --jobs 1\n\ntold"
    assert (tmp_path / "bytes-7.file").read_bytes() == damaged("bytes", 7)
    assert (tmp_path / "sheets-7.book").exists()


# --- what it has found -------------------------------------------------------------------------


def with_cell(value: object) -> Book:
    """A sound workbook with `value` in the place of an amount."""
    book = read(GOOD)
    first = book.sheets[0]
    rows = [list(row) for row in first.rows]
    place = next(
        (row, column)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if isinstance(cell, float) and cell > 100
    )
    rows[place[0]][place[1]] = value
    return replace(book, sheets=(replace(first, rows=rows), *book.sheets[1:]))


@pytest.mark.parametrize(
    "value",
    [10**400, -(10**400), "9" * 9_000, "1 " * 9_000, "0." + "9" * 9_000, "\ud800", "甲\ud800"],
    ids=lambda value: repr(value)[:12],
)
def test_a_value_that_nobody_thought_of_is_reported(value):
    report = check(with_cell(value))
    assert report.status == "checked"
    assert report.exit_status() != 0
    assert json.render([report], "").encode("utf-8")


def test_a_change_by_more_per_cent_than_figures_have_digits_is_told():
    before, now = with_cell(0.01), with_cell(1e300)
    report = check(now, Options(previous=before))
    percents = [
        figure.percent
        for comparison in report.comparisons
        for row in comparison.rows
        for figure in row.figures
    ]
    assert f"{10**304 - 100}.00" in percents


@pytest.mark.parametrize("odd", ["፩", "①", "²", "9" * 9_000], ids=["፩", "①", "²", "long"])
def test_digits_that_are_no_numbers_may_stand_anywhere(odd):
    book = read(GOOD)
    sheet = book.sheets[2]
    for row, cells in enumerate(sheet.rows[:12]):
        rows = list(sheet.rows)
        rows[row] = [
            odd if isinstance(cell, float) or column < 4 else cell
            for column, cell in enumerate(cells)
        ]
        assert check(replace(book, sheets=(replace(sheet, rows=rows),))).status


def test_numbers_longer_than_any_float_are_no_words_of_a_title():
    sheet = Sheet("甲", [[10**400, "收入支出决算总表"]], {})
    assert check(Book("甲.xlsx", (sheet,))).status in ("checked", "unrecognised")


def with_strings_root(said: str) -> bytes:
    """A workbook whose shared strings open with <sst `said`>."""
    strings = f"<sst {said}><si><t>姓名</t></si></sst>"
    return zipped(made('<row><c t="s"><v>0</v></c></row>', strings))


@pytest.mark.parametrize(
    "said", ['uniqueCount="4294967296"', 'a=">" count="9" uniqueCount="4294967296"']
)
def test_shared_strings_that_say_there_are_billions_take_no_room(said):
    limits = replace(LIMITS, memory=300 << 20)
    with Checker(Options(limits=limits)) as checker:
        report: Report = checker.check(with_strings_root(said), "甲.xlsx")
    assert report.status == "unrecognised"
