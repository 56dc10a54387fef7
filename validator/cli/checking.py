"""The results of `gouji check`, as the tasks are done: by processes here, or by a cluster."""

import os
from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

from validator.batch.work import Results, Task, Work
from validator.cli.common import stop
from validator.cli.progress import Bar

Result = TypeVar("Result")


def results(
    work: Work[Result],
    tasks: Sequence[Task],
    bar: Bar,
    *,
    jobs: int | None,
    scheduler: str | None,
    in_order: bool,
    meanwhile: Callable[[], None] = lambda: None,
) -> Generator[Results[Result]]:
    """The results of `tasks`, each with its number, as many at once as there are; `in_order`: in
    that of the tasks. `jobs` None: as many processes as this machine has room for.

    With GOUJI_DEBUG in the environment there is no other process, and a failure of the program is
    raised. A cluster that cannot do the work is said, with status 2.
    """
    if os.environ.get("GOUJI_DEBUG"):
        return ([(number, work.do(task, bar.tell))] for number, task in enumerate(tasks))
    if scheduler is not None:
        return _by_cluster(work, tasks, scheduler, bar, in_order=in_order)
    from validator.batch.processes import done, jobs_here

    return done(
        work,
        tasks,
        jobs or jobs_here(),
        in_order=in_order,
        tell=bar.tell,
        meanwhile=meanwhile,
    )


def _by_cluster(
    work: Work[Result], tasks: Sequence[Task], scheduler: str, bar: Bar, *, in_order: bool
) -> Generator[Results[Result]]:
    from validator.batch.cluster import ClusterError, done

    try:
        yield from done(work, tasks, scheduler, in_order=in_order, tell=bar.tell)
    except ClusterError as problem:
        stop(problem.said(work.options.lang))
