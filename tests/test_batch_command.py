"""gouji check … --store: what a person sees of it, run after run."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

import validator.cli
from tests.commands import Done, gouji, hear_ctrl_c
from validator import check
from validator.batch.store import open_store
from validator.messages import text
from validator.rounding import Verdict
from validator.summary.words import standing

ROOT = Path(__file__).parent.parent
GOOD = ROOT / "examples" / "jiangan-2020" / "printed.xlsx"
WRONG = sorted((ROOT / "examples" / "jiangan-2020-mistakes").rglob("*.xlsx"))[0]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "收件箱"
    folder.mkdir()
    for name in ("甲", "乙", "丙"):
        shutil.copy(GOOD, folder / f"{name}.xlsx")
    shutil.copy(WRONG, folder / "丁.xlsx")
    return folder


def run(folder: Path, *more: object) -> Done:
    return gouji(
        "check", folder.name, "--store", "结果.db", "--jobs", 1, *more, folder=folder.parent
    )


def said(done: Done, checked: int, unchanged: int) -> bool:
    return text("store.done", checked=checked, unchanged=unchanged, store="结果.db") in done.stdout


def test_only_what_is_new_or_has_changed_is_checked_again_and_all_of_it_counts(inbox):
    first = run(inbox)
    assert said(first, 4, 0) and first.returncode == 1
    assert standing({"agrees": 3, "to_correct": 1}, "zh") in first.stdout
    assert text("store.next", store="结果.db") in first.stdout
    second = run(inbox)
    assert said(second, 0, 4) and second.returncode == 1
    os.utime(inbox / "甲.xlsx")  # another time, the same content
    shutil.copy(GOOD, inbox / "丁.xlsx")
    shutil.copy(WRONG, inbox / "戊.xlsx")
    third = run(inbox)
    assert said(third, 2, 3)
    assert standing({"agrees": 4, "to_correct": 1}, "zh") in third.stdout


def test_the_last_line_counts_as_the_summary_that_it_leads_to(inbox):
    book = load_workbook(inbox / "丁.xlsx")
    book.worksheets[2]["C10"] = "见附件"
    book.save(inbox / "丁.xlsx")
    (inbox / "坏.xlsx").write_bytes(b"PK\x03\x04")
    done = run(inbox)
    wrong = check(inbox / "丁.xlsx")
    assert wrong.errors and wrong.counts[Verdict.NOT_EVALUATED]  # of both groups, if it could be
    counted = standing({"agrees": 3, "to_correct": 1, "unreadable": 1}, "zh")
    assert counted in done.stdout
    assert counted in gouji("summary", "结果.db", folder=inbox.parent).stdout


def test_everything_is_checked_again_where_that_is_asked_for_or_under_other_rules(inbox):
    run(inbox)
    assert said(run(inbox, "--again"), 4, 0)
    rules = inbox.parent / "规则.txt"
    rules.write_text("JS01-1  级别：提示\n", encoding="utf-8")
    assert said(run(inbox, "--rules", rules), 4, 0)
    assert said(run(inbox, "--rules", rules), 0, 4)


def test_it_is_the_same_file_from_whatever_folder_it_is_named(inbox):
    run(inbox)
    done = gouji("check", inbox / "甲.xlsx", "--store", inbox.parent / "结果.db", folder=inbox)
    assert text("store.done", checked=0, unchanged=1, store=inbox.parent / "结果.db") in done.stdout


def test_what_is_no_more_in_the_folder_is_told_and_not_counted(inbox):
    run(inbox)
    (inbox / "丁.xlsx").unlink()
    done = run(inbox)
    assert text("store.gone", count=1) in done.stdout and done.returncode == 0
    with open_store(str(inbox.parent / "结果.db")) as store:
        assert [Path(row.path).stem for row in store.workbooks()] == sorted("甲乙丙")
    assert text("store.gone", count=1) not in run(inbox).stdout


def test_a_folder_that_is_not_there_today_takes_nothing_from_the_summary(inbox):
    run(inbox)
    inbox.rename(inbox.with_name("别处"))
    done = run(inbox)
    assert done.returncode == 2 and inbox.name in done.stderr
    assert text("store.gone", count=4) not in done.stdout
    assert kept(inbox) == 5  # the folder itself, which was not found
    inbox.with_name("别处").rename(inbox)
    run(inbox)
    assert kept(inbox) == 4


def test_what_cannot_be_read_is_named_and_tried_again(inbox):
    (inbox / "坏.xlsx").write_bytes(b"PK\x03\x04")
    done = run(inbox)
    assert done.returncode == 2 and f"{inbox / '坏.xlsx'}：" in done.stderr
    assert said(run(inbox), 1, 4)


def test_of_many_that_cannot_be_read_the_first_are_named_and_the_others_counted(inbox):
    for number in range(12):
        (inbox / f"坏{number:02}.xlsx").write_bytes(b"PK\x03\x04")
    told = run(inbox).stderr.splitlines()
    assert len(told) == 11 and told[-1] == text("store.more_unread", count=2)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["--format", "json"], "--format"),
        (["-o", "报告.txt"], "-o"),
        (["--annotate", "标注"], "--annotate"),
        (["--letters", "意见单", "--fix-to", "改正.xlsx"], "--fix-to、--letters"),
    ],
)
def test_a_report_or_a_copy_beside_the_store_is_refused_before_anything_is_done(inbox, more, named):
    done = run(inbox, *more)
    assert done.returncode == 2
    assert done.stderr.strip() == text("store.alone", options=named, store="结果.db")
    assert sorted(path.name for path in inbox.parent.iterdir()) == [inbox.name]


def test_units_are_those_of_one_workbook_with_a_store_too(inbox):
    done = run(inbox, "--units", GOOD)
    assert done.returncode == 2
    assert done.stderr.strip() == text("units.one_file")
    assert not (inbox.parent / "结果.db").exists()


def test_a_store_that_cannot_be_opened_is_told(inbox):
    (inbox.parent / "结果.db").write_text("不是数据库" * 100, encoding="utf-8")
    done = run(inbox)
    assert done.returncode == 2 and "结果.db" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="sends a terminal's Ctrl-C")
def test_after_ctrl_c_the_next_run_goes_on_from_there(inbox):
    for number in range(120):
        shutil.copy(GOOD, inbox / f"{number:03}.xlsx")
    command = [sys.executable, "-m", "validator.cli", "check", inbox.name]
    with subprocess.Popen(
        [*command, "--store", "结果.db", "--jobs", "2"],
        cwd=inbox.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=hear_ctrl_c,
    ) as running:
        until = time.monotonic() + 60
        while kept(inbox) < 5 and time.monotonic() < until:
            time.sleep(0.01)
        os.killpg(running.pid, signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 130 and "Traceback" not in told
    done = kept(inbox)
    assert 5 <= done < 124
    assert told.strip() == text("store.interrupted", done=done, left=124 - done)
    assert said(run(inbox, "--jobs", 2), 124 - done, done)


def test_whoever_presses_ctrl_c_again_and_again_sees_no_traceback(monkeypatch):
    def pressed() -> None:
        raise KeyboardInterrupt

    left: list[int] = []
    monkeypatch.setattr("validator.cli.app", pressed)
    monkeypatch.setattr("os._exit", left.append)
    validator.cli.main()
    assert left == [130]


def kept(inbox: Path) -> int:
    """How many workbooks are in the store."""
    if not (inbox.parent / "结果.db").exists():
        return 0
    try:
        with open_store(str(inbox.parent / "结果.db"), make=False) as store:
            return sum(1 for _ in store.workbooks())
    except Exception:  # it is just being made
        return 0
