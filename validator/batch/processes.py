"""Tasks for a few processes of this machine, which stay alive from one to the next.

Each process (`isolated.Worker`) holds a few tasks ahead, so that it never waits for whoever takes
the results; one that crashes or is stopped costs the one task that it was at. There is no thread
here: that would forbid processes to start by a fork.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import wait
from time import monotonic
from typing import Any, TypeVar

from validator.batch.work import Task, Work
from validator.isolated import seconds
from validator.isolated.worker import Worker

Result = TypeVar("Result")

#: So many tasks a process holds at most, the one that it is at among them.
_AHEAD = 8
#: In the order of the tasks, so many results at most wait for one before them, a process.
_HELD = 64


def jobs_here() -> int:
    """How many processes this machine has room for: its processors, as far as we may use them."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def done(
    work: Work[Result],
    tasks: Sequence[Task],
    jobs: int,
    *,
    in_order: bool = False,
    tell: Callable[[str], None] | None = None,
) -> Iterator[tuple[int, Result]]:
    """The results of `tasks` as they come, each with the number of its task; `in_order`: in that of
    the tasks. `tell` hears of states of the work.

    Ends all processes when it is closed, as by Ctrl-C; what was given by then is all that there is.
    """
    jobs = min(jobs, len(tasks))
    limits = work.options.limits
    pool = [_Process(Worker(work.do, seconds(limits), limits.memory)) for _ in range(jobs)]
    try:
        found = _found(work, tasks, pool, tell or (lambda state: None), in_order)
        yield from _ordered(found) if in_order else found
    finally:
        for process in pool:
            process.worker.stop()


class _Process:
    """A process, and the numbers of the tasks that it holds."""

    def __init__(self, worker: "Worker[Task, Any]") -> None:
        self.worker = worker
        self.tasks: deque[int] = deque()


def _found(
    work: Work[Result],
    tasks: Sequence[Task],
    pool: Sequence[_Process],
    tell: Callable[[str], None],
    in_order: bool,
) -> Iterator[tuple[int, Result]]:
    following = 0
    while True:
        # At the end a process takes no more than its share, or it would be waited for.
        first = min((process.tasks[0] for process in pool if process.tasks), default=following)
        end = min(len(tasks), first + _HELD * len(pool)) if in_order else len(tasks)
        share = max(1, min(_AHEAD, (len(tasks) - following) // (2 * len(pool) or 1)))
        for depth in range(share):
            for process in pool:
                if len(process.tasks) <= depth and following < end:
                    process.worker.begin(tasks[following])
                    process.tasks.append(following)
                    following += 1
        busy = [process for process in pool if process.tasks]
        if not busy:
            return
        deadline = min(process.worker.deadline for process in busy)
        wait([process.worker.connection for process in busy], max(0, deadline - monotonic()))
        for process in busy:
            number = process.tasks[0]
            try:
                taken = process.worker.take(tell, wait=False)
            except Exception as problem:
                taken = (work.stopped(tasks[number], problem),)
            if taken is not None:
                process.tasks.popleft()
                yield number, taken[0]


def _ordered(found: Iterator[tuple[int, Result]]) -> Iterator[tuple[int, Result]]:
    held: dict[int, Result] = {}
    following = 0
    for number, result in found:
        held[number] = result
        while following in held:
            yield following, held.pop(following)
            following += 1
