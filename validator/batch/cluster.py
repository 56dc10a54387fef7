"""Tasks for a Dask cluster: the same results as `processes.done`, from many machines.

The client, here, gives out pieces of about a second and takes their results; what a worker does
with a piece stands in `pieces`. A worker that dies costs time: what it was at, and what it had done
and nobody had taken, is done again elsewhere.
"""

import asyncio
import logging
import pickle
import pydoc
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from os.path import isfile
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from validator.batch import pieces
from validator.batch.addresses import is_address, shown
from validator.batch.processes import ordered
from validator.batch.sources import absolute
from validator.batch.work import Results, Task, Tell, Work
from validator.isolated import Stopped
from validator.messages import Lang, in_both, text
from validator.run import CHECKING

if TYPE_CHECKING:
    from distributed import Future

Result = TypeVar("Result")

#: The state of a run that has no worker.
WAITING = "waiting"
#: Seconds to wait for the scheduler, and for a worker where there is none (any more).
_CONNECTING, _PATIENCE = 10, 600
#: Seconds that a piece should take; tasks of the first ones, and of any.
_PIECE, _FIRST, _MOST = 1.0, 2, 100
#: Pieces that are given out, a thread of the cluster, and in all.
_AHEAD, _ALL = 2, 2_000
#: In the order of the tasks, so many results at most wait for one before them, a thread.
_HELD = 64
#: So many files are looked for on each worker, of those that are seen here.
_LOOKED_FOR = 20
#: Seconds between two looks at who works.
_LOOK = 1.0
#: What says on a client's terminal what goes on.
_LOGGERS = ("distributed", "distributed.client")


class ClusterError(Exception):
    """The cluster cannot do, or cannot go on with, the work: `said` tells why and what to do."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key, facts)
        self.key, self.facts = key, facts

    def said(self, lang: Lang) -> str:
        """Why, and what to do."""
        return text(f"cluster.{self.key}", lang, **self.facts)


def done(
    work: Work[Result],
    tasks: Sequence[Task],
    address: str,
    *,
    in_order: bool = False,
    tell: Tell = lambda state: None,
) -> Generator[Results[Result]]:
    """The results of `tasks` as they come, each with the number of its task; `in_order`: in that of
    the tasks. `address` is the scheduler's. `tell` hears of WAITING, where there is no worker, and
    of CHECKING, when there is one again.

    Gives up what is not done when it is closed, as by Ctrl-C. Raises ClusterError.
    """
    if not tasks:
        return
    with _quiet():
        client = _connected(address)
        run = _Run(client, work, tasks, tell, in_order=in_order)
        try:
            yield from ordered(run.results()) if in_order else run.results()
        finally:
            run.end()


class _Run:
    """The tasks of one run, and where they are."""

    def __init__(
        self,
        client: Any,
        work: Work[Any],
        tasks: Sequence[Task],
        tell: Tell,
        *,
        in_order: bool,
    ) -> None:
        self._client, self._work, self._tell, self._in_order = client, work, tell, in_order
        self._tasks = [replace(task, source=absolute(task.source)) for task in tasks]
        self._run = pieces.Run(uuid4().hex, pieces.same_here(), _some_files(self._tasks))
        self._held: Future[Any] | None = None
        #: Tasks on whose pieces workers died again and again. They are done one by one, so that
        #: none gets the blame for another.
        self._suspects: deque[range] = deque()
        self._suspected: Future[Any] | None = None
        #: What is given out, and what has come to an end, in whatever way.
        self._given: dict[Future[Any], range] = {}
        self._ended: SimpleQueue[Future[Any]] = SimpleQueue()
        self._following = 0
        #: Seconds of a task.
        self._each = _PIECE / _FIRST
        self._threads, self._looked = 0, -_LOOK
        self._seen = False
        #: Since when there is no worker.
        self._alone: float | None = None

    def results(self) -> Iterator[Results[Any]]:
        """The results, as they come."""
        self._look()
        self._held = self._submit(pieces.held, pickle.dumps(self._work), name="work")
        while True:
            self._give_out()
            if not self._given:
                return
            together = [result for each in self._come() for result in self._taken(each)]
            if together:
                yield together
            self._look()

    def end(self) -> None:
        """Give up what is not done, and take leave."""
        with suppress(Exception):
            self._client.close(timeout=_CONNECTING)

    def _come(self) -> "list[Future[Any]]":
        """What has come to an end by now, or soon does."""
        try:
            ended = [self._ended.get(timeout=_LOOK / 2)]
        except Empty:
            return []
        while not self._ended.empty():
            ended.append(self._ended.get())
        return ended

    def _look(self) -> None:
        """See who works."""
        now = monotonic()
        if now - self._looked < _LOOK:
            return
        self._looked = now
        try:
            self._threads = sum(self._client.nthreads().values())
        except Exception:  # of the many that may come out of a connection
            raise ClusterError("lost") from None
        if self._threads:
            if self._alone is not None:
                self._tell(CHECKING)
            self._alone = None
            if not self._seen:
                self._see_gouji()
        elif self._alone is None:
            self._alone = now
        if self._alone is not None:
            self._tell(WAITING)
            if now - self._alone > _PATIENCE:
                raise ClusterError("no_workers", minutes=_PATIENCE // 60)

    def _see_gouji(self) -> None:
        """See that the workers have gouji. Dask ends one that cannot load what it is to do, and so
        one after the other. Raises ClusterError."""
        self._seen = True
        done = f"{pieces.done.__module__}.{pieces.done.__qualname__}"
        try:
            there = self._client.run(pydoc.locate, done, on_error="return")
        except Exception:
            raise ClusterError("lost") from None
        # Another exception is that of a worker that has gone meanwhile.
        absent = (type(None), ImportError, pydoc.ErrorDuringImport)
        lacking = [worker for worker, found in there.items() if isinstance(found, absent)]
        if lacking:
            raise ClusterError("not_installed", problem=f"{lacking[0]}: import {done}")

    def _give_out(self) -> None:
        open_ones = [*self._given.values(), *self._suspects]
        first = min((piece.start for piece in open_ones), default=self._following)
        threads = max(self._threads, 1)
        end = len(self._tasks)
        if self._in_order:
            end = min(end, first + _HELD * threads)
        while len(self._given) < min(_AHEAD * threads + 1, _ALL):
            suspected = bool(self._suspects) and self._suspected not in self._given
            if suspected:
                piece = self._suspects.popleft()
            else:
                # At the end each thread gets its share.
                share = (len(self._tasks) - self._following) // (2 * threads)
                size = max(1, min(int(_PIECE / self._each), share, _MOST))
                piece = range(self._following, min(self._following + size, end))
                self._following = max(self._following, piece.stop)
            if not piece:
                return
            sealed = pieces.Sealed([self._tasks[number] for number in piece])
            name = f"{piece.start}-{uuid4().hex[:8]}"
            future = self._submit(pieces.done, self._run, self._held, sealed, name=name)
            self._given[future] = piece
            if suspected:
                self._suspected = future
            future.add_done_callback(self._ended.put)  # type: ignore[no-untyped-call]

    def _submit(self, function: Callable[..., Any], *arguments: object, name: str) -> "Future[Any]":
        key = f"gouji-{name}-{self._run.id}"
        try:
            future: Future[Any] = self._client.submit(function, *arguments, key=key, pure=False)
            return future
        except Exception as problem:
            raise ClusterError("lost") from problem

    def _taken(self, future: "Future[Any]") -> Results[Any]:
        """The results of a piece. Raises ClusterError."""
        from distributed import KilledWorker

        piece = self._given.pop(future)
        try:
            done: pieces.Piece = future.result(timeout=_PATIENCE)
        except KilledWorker:
            if future is not self._suspected:
                self._suspects.extend(range(number, number + 1) for number in piece)
                return []
            problem = Stopped("crash", "KilledWorker")
            return [(piece.start, self._work.stopped(self._tasks[piece.start], problem))]
        except pieces.Differs as problem:
            raise _differs(problem) from None
        except TimeoutError:
            raise ClusterError("no_workers", minutes=_PATIENCE // 60) from None
        except Exception as problem:
            if future.status in ("cancelled", "lost"):
                raise ClusterError("lost") from None
            raise ClusterError("not_installed", problem=_said(problem)) from None
        if not done.first:
            each = done.seconds / len(piece)
            self._each += (each - self._each) / 4
        return [(piece[number], result) for number, result in done.results]


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing of Dask's goes to the terminal: what goes wrong is said by ClusterError. Raises it
    where there is no Dask."""
    try:
        import distributed  # noqa: F401 - sets the levels
    except ImportError:
        raise ClusterError("package") from None
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for each, level in zip(loggers, levels, strict=True):
            each.setLevel(level)


def _connected(address: str) -> Any:
    """A client of the scheduler. Raises ClusterError."""
    from distributed import Client

    try:
        # A client that cannot be made is not cleaned up by Dask.
        asyncio.run(_see(address))
        with warnings.catch_warnings():  # the workers see that all have the same versions
            warnings.simplefilter("ignore")
            client: Any = Client
            return client(address, timeout=_CONNECTING, name="gouji", set_as_default=False)
    except Exception as problem:  # a wrong address, another protocol, nobody there, no certificate
        facts = {"address": shown(address), "problem": _said(problem)}
        raise ClusterError("unreachable", **facts) from None


async def _see(address: str) -> None:
    """See that there is a scheduler. Raises whatever Dask does."""
    from distributed import Security
    from distributed.comm.core import connect

    security: Any = Security
    reach: Any = connect
    comm = await reach(address, _CONNECTING, **security().get_connection_args("client"))
    await comm.close()


def _some_files(tasks: Sequence[Task]) -> list[str]:
    """Some of the files that are on this machine."""
    step = max(1, len(tasks) // _LOOKED_FOR)
    places = (task.source.place for task in tasks[::step])
    return [place for place in places if not is_address(place) and isfile(place)]


def _differs(problem: pieces.Differs) -> ClusterError:
    if problem.what == "files":
        return ClusterError("no_files", host=problem.host, name=problem.here)
    facts = {"host": problem.host, "here": problem.here, "there": problem.there}
    return ClusterError("differs", what=in_both(f"cluster.part.{problem.what}"), **facts)


def _said(problem: Exception) -> str:
    """What went wrong, in one line."""
    words = " ".join(f"{problem}".split())[:300]
    return f"{type(problem).__name__}: {words}" if words else type(problem).__name__
