"""How long something takes and how much memory it needs, and the tables that say so."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

#: Seconds between two looks at the memory of a command.
_LOOK = 0.1


class Measured(NamedTuple):
    """One way to check a folder: what it is, of how many files in how many seconds, how many
    workbooks with a mistake it found and how many there were (None: it looks for none), megabytes
    at most (None: not measured), and what must be said with it."""

    name: str
    files: int
    seconds: float
    found: tuple[int, int] | None = None
    peak: float | None = None
    note: str = ""

    @property
    def rate(self) -> float:
        """Files a second."""
        return self.files / self.seconds


def seconds_of(work: Callable[[], object]) -> float:
    """One run of `work`."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def best(ways: Mapping[str, Callable[[], Measured]], rounds: int) -> dict[str, Measured]:
    """The fastest of so many runs of each, all in turn, so that whatever else the machine does
    hinders none more than the others."""
    found: dict[str, Measured] = {}
    for _ in range(rounds):
        for name, way in ways.items():
            one = way()
            if name not in found or one.seconds < found[name].seconds:
                found[name] = one
    return found


class Command(NamedTuple):
    """A command that has ended: its status, seconds, and megabytes at most (None: not Linux)."""

    status: int
    seconds: float
    peak: float | None


def run(arguments: Sequence[str], words: Path) -> Command:
    """Run `python ARGUMENTS…`, with what it prints in the file `words`. The memory is that of the
    process and of all that it started, pages that several share counted once for each."""
    with words.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], stdout=out, stderr=out)
        ended, peaks = Event(), [0.0]

        def look() -> None:
            while not ended.wait(_LOOK):
                peaks[0] = max(peaks[0], _memory(process.pid))

        watcher = Thread(target=look)
        watcher.start()
        try:
            status = process.wait()
            seconds = time.perf_counter() - start
        finally:
            ended.set()
            watcher.join()
            if process.poll() is None:
                process.kill()
    return Command(status, seconds, peaks[0] or None)


def gouji(arguments: Iterable[object], words: Path) -> Command:
    """Run `gouji ARGUMENTS…`. Raises RuntimeError where it ends otherwise than by saying that
    workbooks agree or do not: with what it said last."""
    done = run(["-m", "validator.cli", *map(str, arguments)], words)
    said = words.read_text(encoding="utf-8", errors="replace").strip()
    if done.status not in (0, 1) or "Traceback" in said:
        raise RuntimeError(said.rpartition("\n")[2] or f"status {done.status}")
    return done


def _memory(pid: int) -> float:
    """Megabytes that a process and its children hold now, by /proc; 0 where there is none."""
    held = 0.0
    with suppress(OSError, ValueError, IndexError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        held = pages * os.sysconf("SC_PAGE_SIZE") / 2**20
        for task in Path(f"/proc/{pid}/task").iterdir():
            held += sum(map(_memory, map(int, (task / "children").read_text().split())))
    return held


def table(title: str, rows: Iterable[Measured], floor: float | None = None) -> str:
    """The rows one below the other; `floor` is the rate that the others are compared with, that of
    the first row if not given."""
    listed = list(rows)
    floor = floor or listed[0].rate
    lines = [title, f"  {'':<44}{'files':>7}{'files/s':>10}{'ratio':>8}{'found':>9}{'MB':>7}"]
    for row in listed:
        found = "" if row.found is None else f"{row.found[0]}/{row.found[1]}"
        peak = "" if row.peak is None else f"{row.peak:.0f}"
        rate = f"{row.rate:.3g}" if row.rate < 10 else f"{row.rate:.1f}"
        share = row.rate / floor
        ratio = f"{share:.2f}" if share >= 0.1 else f"{share:.2g}"
        line = f"  {row.name:<44}{row.files:>7}{rate:>10}{ratio:>8}{found:>9}{peak:>7}"
        lines.append(f"{line}  {row.note}".rstrip())
    return "\n".join(lines)
