"""A bad file takes no other file with it: the worker process, and its limits."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.commands import hear_ctrl_c
from validator import Checker, Options, check, read
from validator.messages import text
from validator.reading import Limits

ROOT = Path(__file__).parent.parent
GOOD = ROOT / "examples" / "jiangan-2020" / "printed.xlsx"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, and bounds memory")


def program(*arguments: object, **more: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.stubborn", *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8", cwd=ROOT)


def printed(*arguments: object) -> list[Any]:
    """What a program of stubborn.py prints, line by line; it ends well, and says nothing else."""
    with program(*arguments) as running:
        out, told = running.communicate(timeout=60)
    assert (running.returncode, told) == (0, "")
    return [json.loads(line) for line in out.splitlines() if not line.isdigit()]


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> dict[str, list[str]]:
    """File → what was said of it; before and after each stubborn one a good one was checked."""
    folder = tmp_path_factory.mktemp("files")
    names = ["abort", "abort_in_rust", "kill", "loop", "eat", "内存", "fail", "refuse"]
    paths = []
    for number, name in enumerate(names):
        for each in (f"{number}", name):
            (folder / f"{each}.xlsx").write_bytes(GOOD.read_bytes())
            paths.append(folder / f"{each}.xlsx")
    paths.append(paths[0])
    (found,) = printed("files", *paths)
    assert [path for *_, path in found] == [str(path) for path in paths]
    assert all(status == "checked" for status, *_ in found[::2])
    return {Path(path).stem: [status, message] for status, message, path in found[1::2]}


@pytest.mark.parametrize(
    ("name", "key", "facts"),
    [
        ("abort", "isolated.crash", {"how": "SIGABRT"}),
        ("abort_in_rust", "isolated.memory", {"size": 300}),
        ("kill", "isolated.killed", {}),
        ("loop", "isolated.time", {"seconds": 5}),
        ("eat", "isolated.memory", {"size": 300}),
        ("内存", "isolated.memory", {"size": 300}),
        ("fail", "isolated.failed", {"problem": "ZeroDivisionError: 所谓不可能"}),
    ],
)
def test_a_file_on_which_the_work_stopped_is_reported_and_the_next_is_checked(
    told, name, key, facts
):
    assert told[name] == ["unreadable", text(key, name=f"{name}.xlsx", **facts)]


@pytest.mark.parametrize("option", ["--previous", "--budget"])
def test_the_workbook_beside_cannot_crash_the_command_either(option, tmp_path):
    bad = tmp_path / "abort.xlsx"
    bad.touch()
    with program("command", "check", GOOD, option, bad) as running:
        out, said = running.communicate(timeout=60)
    told = text("isolated.crash", name="abort.xlsx", how="SIGABRT")
    assert (running.returncode, out, said.strip()) == (2, "", told)


def test_rules_that_do_not_fit_are_raised_as_they_are_by_check(told):
    assert told["refuse"] == ["raised", "规则.txt:3: 用不上"]


def test_the_worker_of_a_program_with_threads_gives_the_same_report():
    assert printed("with_threads", GOOD) == [True]


def test_a_worker_that_cannot_be_started_says_why():
    (said,) = printed("in_a_daemon", GOOD)
    assert "not allowed to have children" in said


def test_each_state_has_its_own_time_and_work_that_is_stopped_cleans_up(tmp_path):
    assert printed("states", tmp_path / "cleaned") == [
        ["short", ["first", "second", "first"]],
        ["time", "second"],
    ]
    assert (tmp_path / "cleaned").exists()


def test_no_worker_outlives_a_parent_that_is_killed(tmp_path):
    with program("orphan", tmp_path / "cleaned") as running:
        assert running.stdout is not None
        worker = Path("/proc") / running.stdout.readline().strip()
        assert worker.exists()
        running.kill()
        running.wait()
    until = time.monotonic() + 10
    while worker.exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert not worker.exists()
    assert (tmp_path / "cleaned").exists()


def test_ctrl_c_in_a_terminal_reaches_the_worker_too_and_nothing_is_left(tmp_path):
    for number in range(200):
        (tmp_path / f"{number:03}.xlsx").write_bytes(GOOD.read_bytes())
    command = [sys.executable, "-m", "validator.cli", "check", "."]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=tmp_path,
        start_new_session=True,
        preexec_fn=hear_ctrl_c if os.name == "posix" else None,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline().startswith("000.xlsx")
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "已中断" in said and "Traceback" not in said
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)


def test_a_checker_says_of_files_bytes_and_books_what_check_says(tmp_path):
    data = GOOD.read_bytes()
    with Checker() as checker:
        assert checker.check(GOOD) == check(GOOD)
        assert checker.check(data, "决算.xlsx") == check(data, Options(name="决算.xlsx"))
        assert checker.check(read(GOOD)) == check(read(GOOD))
        assert checker.check(b"", "空.xlsx").message == text("unreadable.empty", name="空.xlsx")
        missing = checker.check(tmp_path / "没有.xlsx")
    assert missing == check(tmp_path / "没有.xlsx")


def test_files_that_were_begun_together_are_reported_in_their_order_whatever_becomes_of_one(
    tmp_path,
):
    names = ["一", "abort", "loop", "二", "fail", "kill", "三"]
    for name in names:
        (tmp_path / f"{name}.xlsx").write_bytes(GOOD.read_bytes())
    (found,) = printed("together", *(tmp_path / f"{name}.xlsx" for name in names))
    assert [Path(path).stem for *_, path in found] == names
    good = {"一", "二", "三"}
    assert [status == "checked" for status, *_ in found] == [name in good for name in names]
    assert [name in message for name, (_, message, _) in zip(names, found, strict=True)] == [
        name not in good for name in names
    ]


def test_a_checker_that_was_closed_starts_anew_and_knows_its_editions():
    checker = Checker(Options(limits=Limits(seconds=30)))
    checker.close()
    assert checker.check(GOOD).status == "checked"
    checker.close()
    with pytest.raises(KeyError):
        Checker(Options(edition="final-accounts-1999"))
