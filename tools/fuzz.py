"""`make fuzz`: check workbooks that were damaged at random, and keep each that does more than get a
report.

Three kinds of damage (tools/mutations.py): `bytes` of a file, `parts` inside its archive, and
`sheets`, cells and rows of a `Book`. Each is checked in a process with limits of time and memory,
reported as text and JSON, and asked about a cell; whatever is no report (an exception, a crash, too
much time or memory) is kept in a folder, with the line that makes it again. Ends with status 1 if
anything was found.
"""

import argparse
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from tools.mutations import is_archive, of_bytes, of_parts, of_sheets
from validator import NotChecked, Options, Report, about, check, read
from validator.isolated.worker import Stopped, Tell, Worker
from validator.messages import Lang
from validator.reading import ENDINGS, LIMITS, Book, Limits, Unreadable
from validator.recognition import Unrecognised
from validator.reports import json, terminal
from validator.run import CHECKING, NotComparable

ROOT = Path(__file__).parent.parent
KINDS = ("bytes", "parts", "sheets")
#: A file may take so much; the examples take a tenth of a second and a few MB.
SECONDS, MEMORY_MB = 30, 400
#: Larger files teach nothing more, and take longer.
_LARGEST = 45_000
#: So many are done before a process says what came of them.
_BATCH = 40
#: So many of one signature are kept.
_KEPT = 3
_STATUSES = ("checked", "unrecognised", "unreadable")


class Found(NamedTuple):
    """What went wrong with the damage of a kind and a seed; `signature` is the same for what most
    likely has one cause."""

    kind: str
    seed: int
    signature: str
    told: str


class Batch(NamedTuple):
    """What came of some seeds: how many reports of each status, and what went wrong."""

    statuses: Counter[str]
    found: list[Found]


class Task(NamedTuple):
    """Some seeds of a kind of damage."""

    kind: str
    seeds: tuple[int, ...]


# --- one damaged workbook ----------------------------------------------------------------------


@cache
def files() -> tuple[tuple[str, bytes], ...]:
    """Names and bytes of the small workbooks of the examples and of the tests' corpus."""
    folders = (ROOT / "examples", ROOT / "tests" / "corpus")
    paths = [path for folder in folders for path in sorted(folder.rglob("*.*"))]
    small = [path for path in paths if path.suffix in ENDINGS and path.stat().st_size <= _LARGEST]
    return tuple((path.name, path.read_bytes()) for path in small)


@cache
def book(number: int) -> Book | None:
    """The one of `files` with this number, None where it cannot be read."""
    name, data = files()[number]
    try:
        return read(data, name)
    except Unreadable:
        return None


def some_book(rng: Random) -> Book:
    """One of those that can be read."""
    while True:
        found = book(rng.randrange(len(files())))
        if found:
            return found


@cache
def archives() -> tuple[bytes, ...]:
    """Those of `files` whose parts can be taken apart."""
    return tuple(data for _, data in files() if is_archive(data))


def damaged(kind: str, seed: int) -> bytes | Book:
    """The workbook of a kind of damage and a seed."""
    rng = Random(f"{kind} {seed}")
    if kind == "sheets":
        return of_sheets(some_book(rng), rng)
    if kind == "parts":
        return of_parts(rng.choice(archives()), rng)
    return of_bytes(rng.choice(files())[1], rng)


def report_on(source: bytes | Book, rng: Random, limits: Limits) -> Report:
    """All that gouji can say of a workbook. Raises AssertionError for a report that says nothing,
    and whatever goes wrong on the way."""
    previous = some_book(rng) if rng.random() < 0.05 else None
    lang: Lang = "en" if rng.random() < 0.3 else "zh"
    options = Options(name="x.xlsx", limits=limits, lang=lang, previous=previous, recalculate=False)
    report = check(source, options)
    assert report.status in _STATUSES, report.status
    assert bool(report.message) == (report.status != "checked"), report.status
    json.render([report], "").encode("utf-8")
    if rng.random() < 0.2:
        terminal.as_text([report], width=80).encode("utf-8")
    if isinstance(source, Book) and rng.random() < 0.1 and source.sheets:
        sheet = rng.choice(source.sheets)
        cell = f"{rng.choice('ABCDEFG')}{rng.randrange(1, 40)}"
        try:
            about(source, sheet.name, cell, options)
        except NotChecked:
            assert report.status != "checked"
    return report


def signature_of(problem: BaseException) -> str:
    """The kind of exception, and the last line of gouji's own that it comes from."""
    frames = traceback.extract_tb(problem.__traceback__)
    own = [frame for frame in frames if "/validator/" in frame.filename] or frames
    where = f"{Path(own[-1].filename).name}:{own[-1].lineno} {own[-1].name}" if own else ""
    return f"{type(problem).__name__} {where}"


def batch(limits: Limits, task: Task, tell: Tell) -> Batch:
    """What comes of the seeds of a task, one after the other."""
    statuses: Counter[str] = Counter()
    found: list[Found] = []
    for seed in task.seeds:
        try:
            source = damaged(task.kind, seed)
            report = report_on(source, Random(f"options {seed}"), limits)
            statuses[report.status] += 1
        except (NotComparable, Unrecognised):  # with the workbook of `previous`
            statuses["not comparable"] += 1
        except Exception as problem:
            told = traceback.format_exc()
            found.append(Found(task.kind, seed, signature_of(problem), told))
    return Batch(statuses, found)


# --- many ----------------------------------------------------------------------------------------


class Bench:
    """A process that does batches of seeds, and tells which seed stopped it."""

    def __init__(self, limits: Limits) -> None:
        self.worker: Worker[Task, Batch] = Worker(
            partial(batch, limits), {CHECKING: limits.seconds}, limits.memory
        )
        self.task = Task("", ())

    def begin(self, task: Task) -> None:
        """Have the seeds of `task` begun."""
        self.task = task
        self.worker.begin(task)

    def result(self) -> Batch:
        """What came of them. Where the process was stopped, each seed is done by itself."""
        try:
            return self.worker.result()
        except Stopped as problem:
            if len(self.task.seeds) == 1:
                told = f"{problem.reason} {problem.how}".strip()
                return Batch(Counter(), [Found(*self.task[:1], self.task.seeds[0], told, told)])
        parts = []
        for seed in self.task.seeds:
            self.begin(Task(self.task.kind, (seed,)))
            parts.append(self.result())
        statuses = sum((part.statuses for part in parts), Counter())
        return Batch(statuses, [each for part in parts for each in part.found])


def tasks(kinds: Sequence[str], first: int, count: int) -> Iterator[Task]:
    """`count` seeds from `first` on, divided among the kinds."""
    each = -(-count // len(kinds))
    for start in range(first, first + each, _BATCH):
        for kind in kinds:
            yield Task(kind, tuple(range(start, min(start + _BATCH, first + each))))


def results(todo: Iterator[Task], jobs: int, limits: Limits) -> Iterator[Batch]:
    """The results of all tasks, of which `jobs` are under way at a time."""
    benches = [Bench(limits) for _ in range(jobs)]
    busy: list[Bench] = []
    try:
        for bench in benches:
            task = next(todo, None)
            if task:
                bench.begin(task)
                busy.append(bench)
        while busy:
            bench = busy.pop(0)
            done = bench.result()
            task = next(todo, None)
            if task:
                bench.begin(task)
                busy.append(bench)
            yield done
    finally:
        for bench in benches:
            bench.worker.stop()


def keep(each: Found, folder: Path) -> None:
    """Write the damaged workbook, what went wrong, and the line that makes both again."""
    folder.mkdir(parents=True, exist_ok=True)
    source = damaged(each.kind, each.seed)
    name = f"{each.kind}-{each.seed}"
    again = f"python -m tools.fuzz --kinds {each.kind} --seed {each.seed} --count 1 --jobs 1"
    (folder / f"{name}.txt").write_text(
        f"{again}\n\n{each.told}", encoding="utf-8", errors="backslashreplace"
    )
    if isinstance(source, bytes):
        (folder / f"{name}.file").write_bytes(source)
    else:
        (folder / f"{name}.book").write_text(repr(source), encoding="utf-8", errors="replace")


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    add = parser.add_argument
    add("--count", type=int, default=100_000, help="how many workbooks (100,000)")
    add("--seed", type=int, default=0, help="the first seed (0)")
    add("--seconds", type=float, default=0, help="stop after so many seconds")
    add("--kinds", nargs="+", choices=KINDS, default=KINDS, help="kinds of damage")
    add("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes")
    add("--keep", type=Path, default=Path("fuzz-found"), help="folder for what is found")
    return parser.parse_args()


def main() -> int:
    """Run, show how far it is, and say what came of it."""
    asked = arguments()
    limits = replace(LIMITS, seconds=SECONDS, memory=MEMORY_MB << 20)
    console = Console(stderr=True)
    statuses: Counter[str] = Counter()
    signatures: Counter[str] = Counter()
    _ = archives()  # once, for all processes
    began = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    # No thread, which would forbid forks.
    with Progress(*columns, console=console, auto_refresh=False, transient=True) as bar:
        line = bar.add_task("", total=asked.count)
        for done in results(tasks(asked.kinds, asked.seed, asked.count), asked.jobs, limits):
            statuses.update(done.statuses)
            for each in done.found:
                signatures[each.signature] += 1
                if signatures[each.signature] <= _KEPT:
                    keep(each, asked.keep)
                    bar.console.print(f"{each.kind} {each.seed}: {each.signature}", markup=False)
            count = statuses.total() + signatures.total()
            rate = count / (time.monotonic() - began)
            bar.update(line, completed=count, description=f"{count:,}, {rate:.0f}/s", refresh=True)
            if 0 < asked.seconds < time.monotonic() - began:
                break
    taken = time.monotonic() - began
    count = statuses.total() + signatures.total()
    print(f"{count:,} workbooks in {taken:.0f} s, {count / taken:.0f} a second, {asked.jobs} jobs")
    print(f"each within {SECONDS} s and {MEMORY_MB} MB; " + _listed(statuses))
    if signatures:
        print(f"found, kept in {asked.keep}:\n" + _listed(signatures, "\n"))
    return 1 if signatures else 0


def _listed(counter: Counter[str], between: str = ", ") -> str:
    return between.join(f"{number:,} {name}" for name, number in counter.most_common())


if __name__ == "__main__":
    sys.exit(main())
