"""Work in a process of its own, within limits of time and memory, so that it can take nothing with
it: what crashes, hangs or eats the memory there is `Stopped`, and the next piece of work goes on in
a new process.

One process does one piece of work after the other, and starts with all that was imported before
(fork) where that is safe: on Linux, in a program without threads. Elsewhere it starts anew (spawn),
which takes about a second. This is a wall against accidents and against files that are made to
exhaust a program, not against code that has taken over the process.
"""

import gc
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Any, Generic, TypeVar

Request = TypeVar("Request")
Result = TypeVar("Result")
#: What is told of the state that the work is in.
Tell = Callable[[str], None]

#: Seconds in which a new process must begin its work.
_START = 300
#: Seconds for a process to clean up after itself, and after which one without parent is ended.
_GRACE = 5
#: A longer time, of some days, is more than the system's clocks can wait.
_LONGEST = 1e6
#: What the runtime of Rust prints before it ends a process for want of memory.
_OUT_OF_MEMORY = b"memory allocation of"


class Stopped(Exception):  # noqa: N818 - a state of the work, not a fault of the program
    """Work that was stopped, or stopped by itself; `reason` is time, memory or crash, `how` the
    state in which time ran out, or how the process ended: SIGSEGV, 1."""

    def __init__(self, reason: str, how: str = "") -> None:
        self.reason, self.how = reason, how
        super().__init__(reason, how)


class Worker(Generic[Request, Result]):
    """Does `work(request, tell)` in a process of its own, one request after the other.

    `seconds` are those allowed in each state, the first of them being the state in which work
    begins; `tell` (called there) changes it. `memory` is how many bytes the work on one request may
    take beside what the process holds already; it is bounded on Linux only. With spawn `work` must
    be picklable, as requests and results always must.

    Several small requests may be begun before the first result is taken: they wait in the process,
    and the results come in their order. (Large ones would have the two wait for each other.)
    """

    def __init__(
        self, work: Callable[[Request, Tell], Result], seconds: Mapping[str, int], memory: int
    ) -> None:
        self._work, self._seconds, self._memory = work, dict(seconds), memory
        self._process: Any = None
        self._connection: Any = None
        self._errors: Any = None
        self._recalls = False
        self._begun: deque[Request] = deque()
        self._state = ""
        self._left: dict[str, float] = {}
        self._since = 0.0

    @property
    def waiting(self) -> int:
        """How many results are still to be taken."""
        return len(self._begun)

    @property
    def connection(self) -> "Connection[Any, Any]":
        """What can be read once there is something for `result`, for `multiprocessing.connection.
        wait`; another one after the process had to be started anew."""
        connection: Connection[Any, Any] = self._connection
        return connection

    @property
    def deadline(self) -> float:
        """When (by `time.monotonic`) `result` stops the work, if nothing comes until then."""
        allowed: float = _START
        if self._state:
            is_first = self._state == next(iter(self._left))
            allowed = self._left[self._state] + (0 if is_first else _GRACE)
        return self._since + min(allowed, _LONGEST)

    def begin(self, request: Request) -> None:
        """Have the work on `request` begun; `result` waits for its end."""
        if self._process is None or not (self._begun or self._process.is_alive()):
            self._start()
        self._begun.append(request)
        try:
            self._connection.send(request)
        except OSError:  # it has died since
            if len(self._begun) == 1:
                self._start()
                self._connection.send(request)
            # Else `result` says of what, and begins the others anew.
        if len(self._begun) == 1:
            self._next()

    def result(self, tell: Tell | None = None) -> Result:
        """What the work that was begun first gives. `tell` is called with each state that it
        enters.

        Raises Stopped, and what the work raises.
        """
        while True:
            found = self.take(tell)
            if found is not None:
                return found[0]

    def take(self, tell: Tell | None = None, *, wait: bool = True) -> tuple[Result] | None:
        """As `result`, of the first step that the process tells of: None if that was only another
        state, or, where it should not `wait`, if there was nothing before the deadline."""
        try:
            answer = self._step(tell, wait=wait)
        except Stopped:
            self._drop()
            raise
        except BaseException:  # Ctrl-C, too: a process that is still busy is of no more use
            self.stop()
            raise
        if answer is None:
            return None
        self._begun.popleft()
        self._next()
        kind, content = answer
        if kind == "raised":
            raise content
        return (content,)

    def stop(self) -> None:
        """End the process, whatever it does. The next request starts another one."""
        self._begun.clear()
        self._end()

    def _drop(self) -> None:
        """End the process after a request that failed; begin the others anew in another."""
        self._begun.popleft()
        self._end()
        if self._begun:
            self._start()
            with suppress(OSError):  # it has died since: `_step` finds out
                for request in self._begun:
                    self._connection.send(request)
            self._next()

    def _next(self) -> None:
        """The time of the next request begins."""
        self._state, self._left, self._since = "", dict(self._seconds), monotonic()

    def _end(self) -> None:
        if self._process is None:
            return
        if self._recalls:  # it may have started a program, which it must end
            self._process.terminate()
            self._process.join(_GRACE)
        self._process.kill()
        self._process.join()
        self._process.close()
        self._connection.close()
        self._errors.close()
        self._process, self._recalls = None, False

    def interrupt(self, *, at_once: bool = False) -> None:
        """From another thread: have the process end, whose `result` there then raises Stopped. It
        may clean up after itself, unless it is to end `at_once`."""
        process = self._process
        if process is not None:
            with suppress(ValueError):  # it has just been closed
                process.kill() if at_once else process.terminate()

    def _start(self) -> None:
        self._end()
        single = threading.active_count() == 1  # a fork takes along locks that no thread gives back
        context: Any = get_context("fork" if sys.platform == "linux" and single else "spawn")
        own, others = zip(context.Pipe(), context.Pipe(duplex=False), strict=True)
        ends = own if context.get_start_method() == "fork" else ()
        settings = (self._work, self._seconds, self._memory)
        process = context.Process(target=_serve, args=(*others, ends, *settings), daemon=True)
        try:
            process.start()
        except BaseException:
            for end in own:
                end.close()
            raise
        finally:
            for end in others:
                end.close()
        self._process, (self._connection, self._errors) = process, own
        if sys.platform != "win32":
            os.set_blocking(self._errors.fileno(), False)

    def _step(self, tell: Tell | None, *, wait: bool) -> tuple[str, Any] | None:
        left = self.deadline - monotonic()
        if not self._connection.poll(max(left, 0) if wait else 0):
            if left > 0:
                return None
            raise Stopped("time", self._state)
        try:
            kind, content = self._connection.recv()
        except (EOFError, OSError):
            raise self._died() from None
        now = monotonic()
        if self._state:
            self._left[self._state] -= now - self._since
        self._since = now
        if kind == "state":
            self._state = content
            self._recalls |= content != next(iter(self._left))
            if tell:
                tell(content)
            return None
        self._said()
        self._recalls = False
        if kind == "memory":
            raise Stopped("memory")
        return kind, content

    def _died(self) -> Stopped:
        """Why the process has ended by itself."""
        self._process.join(_GRACE)
        if _OUT_OF_MEMORY in self._said():
            return Stopped("memory")
        code = self._process.exitcode
        try:
            how = signal.Signals(-code).name
        except (TypeError, ValueError):
            how = f"{code}"
        return Stopped("crash", how)

    def _said(self) -> bytes:
        """What the process has written to its standard error since the last time."""
        try:
            return os.read(self._errors.fileno(), 1 << 20) if sys.platform != "win32" else b""
        except OSError:  # nothing
            return b""


# --- in the process ----------------------------------------------------------------------------


def _serve(
    connection: "Connection[Any, Any]",
    errors: "Connection[Any, Any]",
    ends: tuple["Connection[Any, Any]", ...],
    work: Callable[[Any, Tell], Any],
    seconds: Mapping[str, int],
    memory: int,
) -> None:
    """Do what is asked for until nobody asks any more. `ends` are those of the parent, which must
    not stay open here, or its death would not be seen."""
    for end in ends:
        end.close()
    gc.freeze()  # what came with the fork is not looked through again, and not copied for it
    _settle(errors)

    def tell(state: str) -> None:
        _limit_time(seconds[state] + 2 * _GRACE)
        connection.send(("state", state))

    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        _limit_memory(memory)
        answer: tuple[str, Any]
        try:
            tell(next(iter(seconds)))
            answer = "done", work(request, tell)
        except MemoryError:
            answer = "memory", None
        except Exception as problem:
            answer = "raised", _portable(problem)
        del request
        _limit_time(0)
        try:
            connection.send(answer)
        except OSError:
            return
        except Exception as problem:  # a result that cannot be pickled
            connection.send(("raised", _portable(problem)))


def _portable(problem: Exception) -> Exception:
    """The exception, or one in its words, where it cannot go from process to process."""
    try:
        pickle.loads(pickle.dumps(problem))
        return problem
    except Exception:
        return RuntimeError(f"{type(problem).__name__}: {problem}")


def _settle(errors: "Connection[Any, Any]") -> None:
    """Leave Ctrl-C to the parent, end with it, and give it what would appear on its screen."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    if sys.platform == "win32":
        return
    import resource

    # A crash leaves no file of its memory behind.
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    os.dup2(errors.fileno(), 2)
    os.set_blocking(2, False)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    parent = parent_process()
    if sys.platform == "linux" and parent is not None:
        import fcntl

        # Where the machine has no memory left, this is what the kernel ends, and no other program.
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000")
        # The kernel says when the pipe's other end, which only the parent holds, is closed.
        signal.signal(signal.SIGIO, _leave)
        fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
        flags = fcntl.fcntl(parent.sentinel, fcntl.F_GETFL)
        fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, flags | fcntl.FASYNC)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit


def _limit_time(seconds: float) -> None:
    """Let the kernel end the process after so many seconds, 0 is never: if it hangs where no signal
    reaches Python, and the parent is no more."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, min(seconds, _LONGEST))


def _limit_memory(size: int) -> None:
    """Allow `size` bytes more than there are now. The hard limit stays: a program that is started
    from here may lift its own."""
    if sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm", "rb") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = used + size
    resource.setrlimit(
        resource.RLIMIT_AS, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard)
    )
