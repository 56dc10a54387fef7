"""Whatever ends a run, and whatever runs beside it, the store holds what an undisturbed run gives:
with processes that are killed, that write at once, and that check files made to stop them."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.commands import gouji, gouji_alone
from tests.stores import kept, record
from validator.batch.record import Record
from validator.batch.store import StoreError, open_store
from validator.messages import text

ROOT = Path(__file__).parent.parent
EXAMPLES = [
    ROOT / "examples" / name
    for name in (
        "jiangan-2020-mistakes/01-mistyped-total.xlsx",
        "zengdu-2022/printed.xlsx",
        "jiangan-2020-mistakes/10-two-tables-differ.xlsx",
        "jiangan-2020/printed.xlsx",
    )
]
#: So many workbooks take long enough to be interrupted.
COUNT = 20

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills processes")


@contextmanager
def program(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A Python program in a session of its own; killed at the end, if it should still run."""
    command = [sys.executable, "-m", *map(str, arguments)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8", cwd=ROOT) as running:
        try:
            yield running
        finally:
            running.kill()


@pytest.fixture(scope="module")
def inbox(tmp_path_factory) -> Path:
    """A folder of workbooks with different mistakes."""
    folder: Path = tmp_path_factory.mktemp("批") / "收件箱"
    folder.mkdir()
    for number in range(COUNT):
        shutil.copy(EXAMPLES[number % len(EXAMPLES)], folder / f"{number:02}.xlsx")
    return folder


@pytest.fixture(scope="module")
def undisturbed(inbox) -> dict[str, Record]:
    """What is in the store after a run from beginning to end."""
    name = str(inbox.parent / "结果.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOUJI_DEBUG", "1")  # in this very process, one after the other
        assert gouji("check", inbox, "--store", name).returncode == 1
    found = kept(name)
    assert len(found) == COUNT
    assert len({each.findings for each in found.values()}) == len(EXAMPLES)
    assert all(each.rules for each in found.values())
    return found


def so_far(name: str) -> int:
    """How many workbooks are in the store, which may be just being made."""
    try:
        with open_store(name, make=False) as store:
            return sum(1 for _ in store.workbooks())
    except StoreError as problem:
        assert problem.key in ("store.missing", "store.locked"), problem
        return 0


def test_after_kill_the_next_run_goes_on_and_the_end_is_that_of_an_undisturbed_run(
    inbox, undisturbed, store_name
):
    command = ("check", inbox, "--store", store_name, "--jobs", 2)
    with program("validator.cli", *command) as running:
        until = time.monotonic() + 60
        while so_far(store_name) < 3 and time.monotonic() < until:
            time.sleep(0.05)
        running.kill()
        running.communicate(timeout=60)
    assert running.returncode == -9
    found = kept(store_name)
    assert 3 <= len(found) < COUNT
    assert found.items() <= undisturbed.items()
    last = gouji_alone(*command)
    with open_store(store_name) as store:
        facts: dict[str, Any] = {"store": store.name, "unchanged": len(found)}
    assert text("store.done", checked=COUNT - len(found), **facts) in last.stdout
    assert kept(store_name) == undisturbed


def test_two_runs_on_one_store_at_once_leave_what_one_leaves(inbox, undisturbed, tmp_path):
    name = str(tmp_path / "结果.db")
    command = ("validator.cli", "check", inbox, "--store", name, "--jobs", 1)
    with program(*command) as one, program(*command) as other:
        told = [each.communicate(timeout=120)[1] for each in (one, other)]
    assert told == ["", ""]
    assert (one.returncode, other.returncode) == (1, 1)
    assert kept(name) == undisturbed


def test_a_file_that_stops_its_reader_costs_one_row(inbox, undisturbed, tmp_path):
    names = ["abort", "kill", "loop", "eat", "fail"]  # what `tests.stubborn` does at such a name
    whole = [Path(path) for path in undisturbed][: len(EXAMPLES)]
    bad = [inbox / "坏" / f"{name}.xlsx" for name in names]
    huge = inbox / "坏" / "巨大.xlsx"
    huge.parent.mkdir()
    for path in bad:
        shutil.copy(EXAMPLES[-1], path)
    with huge.open("wb") as file:
        file.truncate(1 << 30)
    limits = ("--limit", "seconds=2", "--limit", "memory=300MB")
    command = ("check", *whole, *bad, huge, "--store", tmp_path / "结果.db", "--jobs", 2, *limits)
    try:
        with program("tests.stubborn", "command", *command) as running:
            _, told = running.communicate(timeout=120)
    finally:
        shutil.rmtree(huge.parent)
    assert running.returncode == 2 and "Traceback" not in told
    found = kept(str(tmp_path / "结果.db"))
    lost = {str(path): found.pop(str(path)) for path in (*bad, huge)}
    assert {path: (each.findings, each.rules) for path, each in found.items()} == {
        str(path): (undisturbed[str(path)].findings, undisturbed[str(path)].rules) for path in whole
    }
    for path, each in lost.items():
        assert (each.findings, each.rules, each.workbook.status) == ((), (), "unreadable")
        assert Path(path).name in each.workbook.message


def test_what_was_said_to_be_put_is_there_whole_after_kill(store_name):
    with program("tests.stores", store_name, 0, 100_000) as running:
        assert running.stdout is not None
        said = [int(running.stdout.readline()) for _ in range(30)]
        running.kill()
        said += [int(line) for line in running.stdout.read().splitlines()]
    found = kept(store_name)
    # Those at which it was killed may be there too: both of them.
    assert len(found) - len(said) in (0, 1, 2) and len(found) % 2 == 0
    assert list(found) == [f"{number:04}" for number in range(len(found))]
    example = record("", rules=90)
    assert all(
        (each.findings, each.rules) == (example.findings, example.rules) for each in found.values()
    )


def test_many_may_make_and_fill_a_store_at_once(store_name):
    ranges = [(0, 20), (0, 20), (10, 30)]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.stores", store_name, *map(str, each)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )
        for each in ranges
    ]
    told = [each.communicate(timeout=120)[1] for each in running]
    assert told == [b""] * len(ranges)
    found = kept(store_name)
    assert list(found) == [f"{number:04}" for number in range(30)]
    assert {len(each.rules) for each in found.values()} == {90}
    assert {len(each.findings) for each in found.values()} == {2}
