"""The progress of several files, or of one on which the work takes long: how many are done and how
they stand, how many a second, how long the others will take. It has no thread of its own: one would
forbid other processes to start by a fork."""

import sys
from collections import Counter
from time import monotonic
from typing import TYPE_CHECKING

from validator.messages import Lang, text
from validator.run import CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

#: Seconds between two pictures of the bar.
_PAUSE = 0.1


class Bar:
    """The progress of `count` files, where a person looks at the screen."""

    def __init__(self, count: int, lang: Lang) -> None:
        self._count, self._lang = count, lang
        self._states: Counter[int | None] = Counter()
        self._progress: Progress | None = None
        self._state, self._shown = CHECKING, 0.0

    def __enter__(self) -> "Bar":
        if self._count > 1:
            self._show()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress:
            self._progress.stop()

    def tell(self, state: str) -> None:
        """The work on a file enters `state`."""
        if self._state != state:
            self._state = state
            self._show()

    def advance(self, status: int | None) -> None:
        """A file is done: `status` as `Report.exit_status` gives it, None for one that has not
        changed since it was checked."""
        self._states[status] += 1
        self._state = CHECKING
        if self._progress and monotonic() - self._shown > _PAUSE:
            self._show()

    def _show(self) -> None:
        if self._progress is None:
            if not sys.stderr.isatty():
                return
            self._progress = _progress(self._count)
            self._progress.start()
        self._shown = monotonic()
        done = self._states.total()
        task = self._progress.tasks[0]
        rate = task.finished_speed or task.speed
        named = ((0, "agree"), (1, "wrong"), (2, "unchecked"), (None, "unchanged"))
        states = [
            text(f"cli.progress.{name}", self._lang, count=self._states[status])
            for status, name in named
            if self._states[status]
        ]
        self._progress.update(
            task.id,
            completed=done,
            description=text(f"cli.progress.{self._state}", self._lang),
            states=" ".join(states),
            rate=text("cli.progress.rate", self._lang, rate=f"{rate:,.1f}") if rate else "",
            refresh=True,
        )


def _progress(count: int) -> "Progress":
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = [TextColumn("{task.description}"), BarColumn()]
    if count > 1:
        columns += [MofNCompleteColumn(), TextColumn("{task.fields[states]}")]
        columns += [TextColumn("{task.fields[rate]}"), TimeRemainingColumn()]
    progress = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    progress.add_task("", total=count, states="", rate="")
    return progress
