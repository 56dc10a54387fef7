"""Tasks for a few processes of this machine, which stay alive from one to the next.

Each process (`isolated.Worker`) holds a few tasks ahead, so that it never waits for whoever takes
the results; one that crashes or is stopped costs the one task that it was at. There is no thread
here: that would forbid processes to start by a fork.
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from multiprocessing.connection import wait
from time import monotonic, sleep
from typing import Any, NamedTuple, TypeVar

from validator.batch.work import Results, Task, Tell, Work, prepare
from validator.isolated import seconds
from validator.isolated.worker import Worker

Result = TypeVar("Result")

#: From so many tasks on, all forms are loaded before the processes start, which share them.
_MANY = 100
#: So many tasks a process holds at most, the one that it is at among them.
_AHEAD = 8
#: Seconds in which results gather where every process has enough to do: to take and to keep many
#: together costs whoever does it half of what one by one does.
_PAUSE = 0.02
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
    tell: Tell = lambda state: None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Generator[Results[Result]]:
    """The results of `tasks` as they come, as many at once as there are by then, each with the
    number of its task; `in_order`: in that of the tasks. `tell` hears of the states that the work
    enters, and `meanwhile` is called once the processes have something to do.

    Ends all processes when it is closed, as by Ctrl-C; what was given by then is all that there is.
    """
    if len(tasks) > _MANY:
        prepare()
    limits = work.options.limits
    workers = [
        Worker(work.do, seconds(limits), limits.memory) for _ in range(min(jobs, len(tasks)))
    ]
    pool = [Process(worker, deque()) for worker in workers]
    try:
        found = through(work, tasks, pool, tell, meanwhile, in_order=in_order)
        yield from ordered(found) if in_order else found
    finally:
        for process in pool:
            process.worker.stop()


class Process(NamedTuple):
    """A process, and the numbers of the tasks that it holds."""

    worker: "Worker[Task, Any]"
    tasks: deque[int]


def through(
    work: Work[Result],
    tasks: Sequence[Task],
    pool: Sequence[Process],
    tell: Tell = lambda state: None,
    meanwhile: Callable[[], None] = lambda: None,
    *,
    in_order: bool = False,
) -> Iterator[Results[Result]]:
    """As `done`, by processes that are there already, in whatever order; `in_order`: never far
    ahead of a task that takes long."""
    following = 0
    while True:
        first = min((process.tasks[0] for process in pool if process.tasks), default=following)
        end = min(len(tasks), first + _HELD * len(pool)) if in_order else len(tasks)
        following = _deal(pool, tasks, following, end)
        if not following or not any(process.tasks for process in pool):
            return
        meanwhile()
        meanwhile = _nothing
        if found := list(_ready(work, tasks, pool, tell)):
            yield found


def _deal(pool: Sequence[Process], tasks: Sequence[Task], following: int, end: int) -> int:
    """Give the tasks from `following` to `end` to those that have room. Returns the next one."""
    # At the end a process takes no more than its share, or the others would wait for it.
    share = max(1, min(_AHEAD, (len(tasks) - following) // (2 * len(pool) or 1)))
    for depth in range(share):
        for process in pool:
            if len(process.tasks) <= depth and following < end:
                process.worker.begin(tasks[following])
                process.tasks.append(following)
                following += 1
    return following


def _ready(
    work: Work[Result], tasks: Sequence[Task], pool: Sequence[Process], tell: Tell
) -> Iterator[tuple[int, Result]]:
    """What the processes have done, once one of them has something to say."""
    busy = [process for process in pool if process.tasks]
    deadline = min(process.worker.deadline for process in busy)
    wait([process.worker.connection for process in busy], max(0, deadline - monotonic()))
    if all(len(process.tasks) > _AHEAD // 2 for process in busy):
        sleep(_PAUSE)  # they have enough to do
    for process in busy:
        while process.tasks and _has_spoken(process.worker):
            number = process.tasks[0]
            try:
                taken = process.worker.take(tell, wait=False)
            except Exception as problem:
                taken = (work.stopped(tasks[number], problem),)
            if taken is not None:
                process.tasks.popleft()
                yield number, taken[0]


def _has_spoken(worker: "Worker[Task, Any]") -> bool:
    """Has something come from the process, or been waited for too long?"""
    return worker.connection.poll() or monotonic() >= worker.deadline


def ordered(found: Iterator[Results[Result]]) -> Iterator[Results[Result]]:
    """The same results in the order of their tasks."""
    held: dict[int, Result] = {}
    following = 0
    for results in found:
        held.update(results)
        ready = []
        while following in held:
            ready.append((following, held.pop(following)))
            following += 1
        if ready:
            yield ready


def _nothing() -> None:
    pass
