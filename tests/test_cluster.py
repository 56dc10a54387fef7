"""A Dask cluster gives what the processes of this machine give, whatever becomes of its workers;
what it cannot do is said."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.killing import Killing
from tools.worst_files import WORST
from validator.batch import cluster, pieces
from validator.batch.cluster import ClusterError
from validator.batch.sources import found
from validator.batch.work import Records, Reports, Task
from validator.findings import Report
from validator.isolated import Stopped, reason
from validator.reading import LIMITS, Limits
from validator.run import Options

ROOT = Path(__file__).parent.parent
GOOD = ROOT / "examples" / "jiangan-2020" / "printed.xlsx"
ONE = [Task(each) for each in found([str(GOOD)])]
SMALL = Options(limits=Limits(memory=300 << 20))

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bounds memory")


@dataclass
class Machines:
    """A scheduler, and the workers that were started for it, as people start them."""

    folder: Path
    address: str = ""
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command of Dask."""
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
        more = {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            running = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, **more},
                start_new_session=True,
            )
        self.started.append(running)
        return running

    def start_scheduler(self) -> None:
        """Start the scheduler at a free port, and wait for its address."""
        file = self.folder / "scheduler.json"
        options = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
        self.start("scheduler", *options)
        deadline = time.monotonic() + 60
        while not self.address and time.monotonic() < deadline:
            time.sleep(0.05)
            if file.exists() and '"address"' in (text := file.read_text()):
                self.address = text.partition('"address": "')[2].partition('"')[0]

    def start_workers(self) -> None:
        """Start two workers, which may be the first ones."""
        options = ("--nworkers", "2", "--nthreads", "1", "--host", "127.0.0.1")
        self.start("worker", self.address, *options)

    def end(self, number: int) -> None:
        """End what was started so, and all that it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self.started[number].pid, signal.SIGKILL)
        self.started[number].wait()


@pytest.fixture(scope="module")
def machines(tmp_path_factory) -> Iterator[Machines]:
    """A scheduler without workers."""
    cluster = Machines(tmp_path_factory.mktemp("dask"))
    try:
        cluster.start_scheduler()
        yield cluster
    finally:
        for number in range(len(cluster.started)):
            cluster.end(number)


class Run(NamedTuple):
    """A run on the cluster: its tasks, the numbers of the results in their order, the reports, and
    what was told of the work."""

    tasks: list[Task]
    numbers: list[int]
    reports: list[Report]
    told: list[str]


@pytest.fixture(scope="module")
def run(machines, tmp_path_factory) -> Run:
    """A run that begins without workers, and has a file that takes too much memory and one that
    kills each worker that it comes to."""
    folder = tmp_path_factory.mktemp("files")
    for number in range(10):
        (folder / f"{number:02}.xlsx").write_bytes(GOOD.read_bytes())
    (folder / "文字.xlsx").write_bytes(WORST["text"].make(LIMITS.text))
    (folder / "kill.xlsx").write_bytes(b"")
    here = Path.cwd()
    os.chdir(folder)  # the machines were started elsewhere
    try:
        tasks = [Task(each) for each in found(sorted(each.name for each in folder.iterdir()))]
        told: list[str] = []

        def tell(state: str) -> None:
            if state == cluster.WAITING and not told:
                machines.start_workers()
            told.append(state)

        numbers: list[int] = []
        reports: list[Report] = []
        found_ones = cluster.done(Killing(SMALL), tasks, machines.address, in_order=True, tell=tell)
        for together in found_ones:
            numbers += [number for number, _ in together]
            reports += [report for _, report in together]
    finally:
        os.chdir(here)
    return Run([Task(each) for each in found([str(folder)])], numbers, reports, told)


def test_a_cluster_gives_what_the_processes_here_give_though_workers_die(run):
    assert run.numbers == list(range(12))
    assert [report.path for report in run.reports[:2]] == ["00.xlsx", "01.xlsx"]
    own = Reports(SMALL).do(run.tasks[0], lambda state: None)
    for report in run.reports[:10]:
        assert {**report.as_json(), "path": ""} == {**own.as_json(), "path": ""}
    told = reason(Stopped("memory"), "文字.xlsx", SMALL.limits, "zh")
    assert run.reports[11].message == told


def test_a_file_that_takes_the_workers_with_it_costs_one_row(run):
    problem = Stopped("crash", "KilledWorker")
    (last,) = (report for report in run.reports if report.path == "kill.xlsx")
    assert last.message == reason(problem, "kill.xlsx", SMALL.limits, "zh")
    assert sum(report.status == "unreadable" for report in run.reports) == 2


def test_a_run_waits_for_workers_and_says_so(run):
    assert run.told[0] == cluster.WAITING
    assert "checking" in run.told


def test_a_run_that_is_closed_leaves_the_cluster_for_the_next_one(run, machines):
    work = Records.under(Options())
    first = cluster.done(work, run.tasks[:10], machines.address)
    assert next(first)
    start = time.monotonic()
    first.close()
    assert time.monotonic() - start < 20
    results = cluster.done(work, run.tasks[:3], machines.address)
    records = {number: record for together in results for number, record in together}
    paths = {number: record and record.workbook.path for number, record in records.items()}
    assert paths == {number: task.source.key for number, task in enumerate(run.tasks[:3])}


def said(call: Callable[[], object]) -> str:
    with pytest.raises(ClusterError) as problem:
        call()
    assert problem.value.said("en") != problem.value.said("zh")
    return problem.value.said("zh")


@pytest.mark.parametrize("what", ["gouji", "rules", "python", "dask"])
def test_a_machine_with_another_version_does_not_check(run, machines, what, monkeypatch):
    other = {**pieces.same_here(), what: "17.4"}
    monkeypatch.setattr(pieces, "same_here", lambda: other)
    told = said(lambda: list(cluster.done(Reports(Options()), run.tasks[:3], machines.address)))
    assert "这里是 17.4" in told


def test_a_machine_that_does_not_see_the_files_is_named(run, machines, monkeypatch):
    monkeypatch.setattr(cluster, "isfile", lambda place: True)
    tasks = [Task(each) for each in found(["/nowhere/a.xlsx", "/nowhere/b.xlsx"])]
    told = said(lambda: list(cluster.done(Reports(Options()), tasks, machines.address)))
    assert "/nowhere/a.xlsx" in told


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "foo://x:1", "tcp://127.0.0.1:1", "tls://127.0.0.1:1"]
)
def test_a_scheduler_that_cannot_be_reached_is_said(address, monkeypatch, capfd):
    monkeypatch.setattr(cluster, "_CONNECTING", 0.5)
    told = said(lambda: list(cluster.done(Reports(Options()), ONE, address)))
    assert address in told
    assert capfd.readouterr() == ("", "")


def test_without_dask_the_extra_that_has_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    told = said(lambda: list(cluster.done(Reports(Options()), ONE, "tcp://127.0.0.1:1")))
    assert "gouji[cluster]" in told


def test_a_cluster_that_stays_without_workers_and_one_that_ends_are_said(
    run, machines, monkeypatch, capfd
):
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    machines.end(-1)
    done = cluster.done(Reports(Options()), run.tasks, machines.address)
    assert "没有工作进程" in said(lambda: list(done))
    monkeypatch.setattr(cluster, "_PATIENCE", 60)
    monkeypatch.setattr(cluster, "_CONNECTING", 4)

    def end(state: str) -> None:
        machines.end(0)

    ended = cluster.done(Reports(Options()), run.tasks, machines.address, tell=end)
    assert "连接断了" in said(lambda: list(ended))
    assert capfd.readouterr() == ("", "")
