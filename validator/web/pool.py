"""Work for a few limited processes, from a server that must not wait for it itself.

Each process (`isolated.Worker`) does one piece after the other, in a thread that waits for it. What
is asked for goes in the order of a key that the caller gives; so a client with fifty files need not
go before one with a single file.
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Generic, TypeVar

from validator.isolated.worker import Tell, Worker

Request = TypeVar("Request")
Result = TypeVar("Result")

#: Seconds for a process to clean up after itself, before it is ended.
_GRACE = 5


class Closing(Exception):  # noqa: N818 - a state of the server, not a fault of the program
    """The server is about to stop, and begins nothing new."""


@dataclass(slots=True)
class _Job(Generic[Request, Result]):
    request: Request
    done: "asyncio.Future[Result]"
    tell: Tell


@dataclass(order=True, slots=True)
class _Waiting(Generic[Request, Result]):
    key: tuple[int, int]
    job: "_Job[Request, Result]" = field(compare=False)


class Pool(Generic[Request, Result]):
    """`jobs` processes that do `work(request, tell)` within `seconds` and `memory`: see `Worker`.

    To be used in the thread of one event loop. `begin` starts the processes at once: before there
    is any thread they start quickly and share what is loaded; later each takes about a second.
    """

    def __init__(
        self,
        work: Callable[[Request, Tell], Result],
        seconds: Mapping[str, int],
        memory: int,
        jobs: int,
    ) -> None:
        self._workers = [Worker(work, seconds, memory) for _ in range(jobs)]
        self._idle = list(self._workers)
        self._threads = ThreadPoolExecutor(jobs, "gouji-check")
        self._waiting: list[_Waiting[Request, Result]] = []
        self._running: set[Future[None]] = set()
        self._count = 0
        #: Is nothing begun any more?
        self.closed = False

    def begin(self, request: Request) -> None:
        """Have every process do `request`, to be ready."""
        for worker in self._workers:
            worker.begin(request)
        for worker in self._workers:
            worker.result()

    @property
    def waiting(self) -> int:
        """How many pieces of work are not begun."""
        return sum(1 for each in self._waiting if not each.job.done.done())

    @property
    def working(self) -> int:
        """How many pieces of work are being done."""
        return len(self._workers) - len(self._idle)

    async def do(self, request: Request, rank: int, begun: Callable[[str], None]) -> Result:
        """What the work gives, in the order of `rank`, then of asking. `begun` is called with each
        state that the work enters. Raises Closing, Stopped, and what the work raises."""
        if self.closed:
            raise Closing
        loop = asyncio.get_running_loop()

        def tell(state: str) -> None:
            loop.call_soon_threadsafe(begun, state)

        done: asyncio.Future[Result] = loop.create_future()
        self._count += 1
        heappush(self._waiting, _Waiting((rank, self._count), _Job(request, done, tell)))
        self._dispatch()
        return await done

    def close(self) -> None:
        """Begin nothing any more: what waits is told so (`Closing`)."""
        self.closed = True
        for each in self._waiting:
            if not each.job.done.done():
                each.job.done.set_exception(Closing())
        self._waiting.clear()

    def stop(self) -> None:
        """End every process, whatever it does. It may take some seconds."""
        self.close()
        for worker in self._workers:
            worker.interrupt()
        wait_for(self._running, _GRACE)
        for worker in self._workers:
            worker.interrupt(at_once=True)
        self._threads.shutdown()
        for worker in self._workers:
            worker.stop()

    def _dispatch(self) -> None:
        while self._idle and self._waiting:
            job = heappop(self._waiting).job
            if job.done.done():  # nobody waits for it any more
                continue
            worker = self._idle.pop(0)  # one whose process has just died starts anew: the last
            loop = asyncio.get_running_loop()
            running = self._threads.submit(self._work, loop, worker, job)
            self._running.add(running)
            running.add_done_callback(self._running.discard)

    def _work(
        self,
        loop: asyncio.AbstractEventLoop,
        worker: Worker[Request, Result],
        job: _Job[Request, Result],
    ) -> None:
        """In a thread: one piece of work by one process."""
        result: Result | None = None
        problem: BaseException | None = None
        try:
            worker.begin(job.request)
            result = worker.result(job.tell)
        except BaseException as error:
            problem = error

        def end() -> None:
            self._idle.append(worker)
            if not job.done.done():
                if problem is not None:
                    job.done.set_exception(problem)
                else:
                    job.done.set_result(result)  # type: ignore[arg-type]
            self._dispatch()

        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(end)
