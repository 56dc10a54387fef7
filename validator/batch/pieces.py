"""What a Dask worker does of a run: pieces of a few tasks each, in a guarded process.

Dask's own processes have threads and no limits; so the files are read in a process of ours below
them (`isolated.Worker`), one for each thread that is busy. It stays alive from piece to piece, and
is ended after a while without any, or with the Dask worker.
"""

import pickle
import socket
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import current_process
from os.path import exists
from threading import Lock, Timer
from time import monotonic
from typing import Any, NamedTuple

from validator.batch.processes import Process, through
from validator.batch.work import Results, Task, Work
from validator.findings import VERSION
from validator.isolated import seconds
from validator.isolated.worker import Worker
from validator.run import rules_digest

#: So many seconds a process waits for the next piece.
_IDLE = 30


class Differs(Exception):  # noqa: N818 - a state of a machine, not a fault of the program
    """A worker on which the results would not be those of the client: it has another `what`
    (gouji, rules, python, dask), or does not see the files."""

    def __init__(self, what: str, host: str, here: str = "", there: str = "") -> None:
        super().__init__(what, host, here, there)
        self.what, self.host, self.here, self.there = what, host, here, there


class Sealed:
    """Bytes that Dask shows in none of its logs: addresses of files may have passwords in them."""

    __slots__ = ("data",)

    def __init__(self, content: object) -> None:
        self.data = pickle.dumps(content)

    def __repr__(self) -> str:
        return f"<{len(self.data)} bytes>"

    def opened(self) -> Any:
        """What was sealed."""
        return pickle.loads(self.data)


@dataclass(frozen=True, slots=True)
class Run:
    """What every piece of a run brings along: its id, what must be the same on all machines, and
    some of the files that a worker must see."""

    id: str
    same: Mapping[str, str]
    files: Sequence[str]


class Piece(NamedTuple):
    """What came of a piece: the results with the numbers of their tasks in it, and the seconds that
    it took; `first` says whether the process had to be started for it."""

    results: Results[Any]
    seconds: float
    first: bool


def same_here() -> dict[str, str]:
    """What must be the same on all machines, as it is on this one."""
    from importlib.metadata import version

    return {
        "gouji": VERSION,
        "rules": rules_digest().removeprefix("sha256:")[:12],
        "python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "dask": version("distributed"),
    }


def held(work: bytes) -> bytes:
    """The work, to be kept on the machines: it goes to each of them once."""
    return work


def done(run: Run, work: bytes, tasks: Sealed) -> Piece:
    """Do the tasks. Raises Differs."""
    _see_same(run)
    start = monotonic()
    guard, first = _taken(run.id, work)
    piece: list[Task] = tasks.opened()
    pool = [Process(guard.worker, deque())]
    try:
        found = [result for together in through(guard.work, piece, pool) for result in together]
    except BaseException:
        guard.worker.stop()
        raise
    _returned(run.id, guard)
    return Piece(found, monotonic() - start, first)


class _Guard(NamedTuple):
    """A guarded process, and what it does."""

    work: Work[Any]
    worker: "Worker[Task, Any]"


#: The runs that may go on here.
_SEEN: set[str] = set()
#: The guarded processes that wait for a piece of a run, and since when.
_IDLE_GUARDS: list[tuple[str, float, _Guard]] = []
_LOCK = Lock()


def _see_same(run: Run) -> None:
    if run.id in _SEEN:
        return
    host = socket.gethostname()
    own = same_here()
    for what, here in run.same.items():
        if own[what] != here:
            raise Differs(what, host, here, own[what])
    if run.files and not any(exists(each) for each in run.files):
        raise Differs("files", host, run.files[0])
    _SEEN.add(run.id)


def _taken(run: str, work: bytes) -> tuple[_Guard, bool]:
    """A process for a piece, and whether it is a new one."""
    with _LOCK:
        for number, (other, _, guard) in enumerate(_IDLE_GUARDS):
            if other == run:
                del _IDLE_GUARDS[number]
                return guard, False
    process = current_process()
    if process.daemon:
        # Dask's nanny starts workers as daemons, which must not start processes, lest these stay
        # behind. Ours do not: they end with the process that started them, however that ends.
        process.daemon = False
    opened: Work[Any] = pickle.loads(work)
    limits = opened.options.limits
    return _Guard(opened, Worker(opened.do, seconds(limits), limits.memory)), True


def _returned(run: str, guard: _Guard) -> None:
    with _LOCK:
        _IDLE_GUARDS.append((run, monotonic(), guard))
        if len(_IDLE_GUARDS) == 1:
            _look_later()


def _look_later() -> None:
    timer = Timer(_IDLE, _end_idle)
    timer.daemon = True
    timer.start()


def _end_idle() -> None:
    """End the processes that have waited long enough: their run is over."""
    with _LOCK:
        ended = [each for each in _IDLE_GUARDS if monotonic() - each[1] >= _IDLE]
        _IDLE_GUARDS[:] = [each for each in _IDLE_GUARDS if each not in ended]
        if _IDLE_GUARDS:
            _look_later()
    for _, _, guard in ended:
        guard.worker.stop()
