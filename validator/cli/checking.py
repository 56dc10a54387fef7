"""The files of `gouji check`, one after the other, with a progress bar where a person looks."""

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from os.path import isdir  # unlike that of Path, it knows names that no file can have
from pathlib import Path
from typing import TYPE_CHECKING

from validator.findings import Report
from validator.forms.text import FormError
from validator.isolated import Checker, unchecked
from validator.messages import text
from validator.run import CHECKING, NotComparable, Options
from validator.run import check as check_here

if TYPE_CHECKING:
    from rich.progress import Progress


def reports(
    sources: list[Path], options: Options, meanwhile: Callable[[], None]
) -> Iterator[Report]:
    """The reports of `sources`, in their order. Each file is checked in a process of its own, while
    the report of the one before is taken; `meanwhile` is called once that process has work.

    With GOUJI_DEBUG in the environment there is no such process, and a failure of the program is
    raised.
    """
    with Bar(len(sources), options) as bar:
        if os.environ.get("GOUJI_DEBUG"):
            for path in sources:
                yield _report(path, options, partial(check_here, path, options, bar.tell))
                bar.advance()
            return
        with Checker(options) as checker:

            def begin(path: Path) -> None:
                if not isdir(path):
                    checker.begin(path)

            for path in sources[:1]:
                begin(path)
            meanwhile()
            for path, following in zip(sources, [*sources[1:], None], strict=True):
                report = _report(path, options, partial(checker.report, bar.tell))
                if following is not None:
                    begin(following)
                bar.advance()
                yield report


def _report(path: Path, options: Options, checked: Callable[[], Report]) -> Report:
    """What `checked` gives, or the report that says why it gives nothing."""
    try:
        if not isdir(path):
            return checked()
        known = os.access(path, os.R_OK | os.X_OK)
        why = text("cli.no_workbooks" if known else "unreadable.no_access", options.lang, name=path)
    except (FormError, NotComparable) as problem:
        return unchecked(str(path), problem, options)
    return Report.unreadable(str(path), why, options.lang)


class Bar:
    """The progress of several files, or of one on which the work takes long. It has no thread of
    its own: one would forbid the other process to start by a fork."""

    def __init__(self, count: int, options: Options) -> None:
        self._count, self._lang, self._done = count, options.lang, 0
        self._progress: Progress | None = None

    def __enter__(self) -> "Bar":
        if self._count > 1:
            self._show(CHECKING)
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress:
            self._progress.stop()

    def tell(self, state: str) -> None:
        """The work on a file enters `state`."""
        if self._progress or state != CHECKING:
            self._show(state)

    def advance(self) -> None:
        """A file is done."""
        self._done += 1
        if self._progress:
            self._show(CHECKING)

    def _show(self, state: str) -> None:
        if self._progress is None:
            if not sys.stderr.isatty():
                return
            from rich.console import Console
            from rich.progress import Progress

            console = Console(stderr=True)
            self._progress = Progress(console=console, transient=True, auto_refresh=False)
            self._progress.add_task("", total=self._count)
            self._progress.start()
        title = text(f"cli.progress.{state}", self._lang)
        task = self._progress.task_ids[0]
        self._progress.update(task, description=title, completed=self._done, refresh=True)
