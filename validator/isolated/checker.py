"""`Checker`: what `validator.check` does, in a process that is stopped where a file takes too long,
takes too much memory or makes it crash. The report of such a file says so."""

from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType

from validator.findings import Report
from validator.forms.scorecard import form_sets
from validator.forms.text import FormError
from validator.isolated.worker import Request, Result, Stopped, Tell, Worker
from validator.messages import Lang, text
from validator.reading import Book, Limits, read
from validator.recognition import Unrecognised
from validator.run import CHECKING, RECALCULATING, NotComparable, Options, check

Source = Path | str | bytes | Book

#: So many seconds what calculates formulas may take to see that its own time is over, and to stop.
STOPPING = 20


class Checker:
    """Checks one file after the other, within `options.limits`: seconds, recalculation, memory.

    To be used in one thread, and closed, best by `with`. On Windows and macOS, or where the program
    has threads, the process starts anew and imports the program's main module: see "Safe importing
    of main module" in Python's manual of multiprocessing. KeyError for an edition that does not
    exist.
    """

    def __init__(self, options: Options | None = None) -> None:
        self._options = options or Options()
        edition = self._options.edition
        if edition is not None and edition not in form_sets():
            raise KeyError(edition)
        limits = self._options.limits
        self._worker: Worker[tuple[Source, str], Report] = Worker(
            partial(_check, self._options), seconds(limits), limits.memory
        )
        self._paths: deque[str] = deque()

    def __enter__(self) -> "Checker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._worker.stop()

    def check(self, source: Source, name: str = "", tell: Tell | None = None) -> Report:
        """The report of a file, as `validator.check` gives it; `name` is what reports call one that
        comes as bytes. A file on which the work was stopped is unreadable, and its message says
        why; so it is where the program fails. Raises FormError, Unrecognised and NotComparable as
        `validator.check` does."""
        self.begin(source, name)
        return self.report(tell)

    def begin(self, source: Source, name: str = "") -> None:
        """Have the check of a file begun, the report of which `report` gives: while it is checked,
        the caller may do something else. Another file waits until this one is done."""
        path = name or (str(source) if isinstance(source, str | Path) else "")
        self._paths.append(source.name if isinstance(source, Book) else path)
        self._worker.begin((source, name))

    def report(self, tell: Tell | None = None) -> Report:
        """The report of the file that was begun first; `tell` is called with CHECKING and
        RECALCULATING as the work on it goes on."""
        path = self._paths.popleft()
        try:
            return self._worker.result(tell)
        except (FormError, NotComparable, Unrecognised):
            raise
        except Exception as problem:
            return failed(path, problem, self._options)


def seconds(limits: Limits) -> dict[str, int]:
    """The time of each state of a check, for `Worker`. What calculates stops itself in time, and
    the saved results are checked: only then is it stopped."""
    return {CHECKING: limits.seconds, RECALCULATING: limits.recalculation + STOPPING}


def reason(problem: Stopped, path: str, limits: Limits, lang: Lang) -> str:
    """Why there is no result of a file, and what to do."""
    name = Path(path).name
    if problem.reason == "time" and problem.how == RECALCULATING:
        return text("isolated.recalculation", lang, name=name, seconds=limits.recalculation)
    if problem.reason == "time":
        return text("isolated.time", lang, name=name, seconds=limits.seconds)
    if problem.reason == "memory":
        return text("isolated.memory", lang, name=name, size=limits.memory >> 20)
    if problem.how == "SIGKILL":
        return text("isolated.killed", lang, name=name)
    return text("isolated.crash", lang, name=name, how=problem.how)


def apart(work: Callable[[Request, Tell], Result], request: Request, limits: Limits) -> Result:
    """What `work` gives for one request, in a process of its own: see `Worker`. Raises Stopped, and
    what the work raises."""
    worker: Worker[Request, Result] = Worker(work, {CHECKING: limits.seconds}, limits.memory)
    try:
        worker.begin(request)
        return worker.result()
    finally:
        worker.stop()


def read_apart(path: Path, limits: Limits) -> Book:
    """The workbook at `path`, read in a process of its own. Raises Unreadable and Stopped."""
    return apart(partial(_read, limits), path, limits)


def failed(path: str, problem: Exception, options: Options) -> Report:
    """The report of a file on which the work was stopped, or for which the program itself
    failed."""
    if isinstance(problem, Stopped):
        why = reason(problem, path, options.limits, options.lang)
        return Report.unreadable(path, why, options.lang)
    facts = {"name": Path(path).name, "problem": f"{type(problem).__name__}: {problem}"}
    return Report.unreadable(path, text("isolated.failed", options.lang, **facts), options.lang)


def unchecked(path: str, problem: FormError | NotComparable, options: Options) -> Report:
    """The report of a file that cannot be checked with the bureau's rules, or beside the other
    workbooks."""
    why = str(problem)
    if isinstance(problem, FormError):  # rules that this file's edition has no lines for
        why = text("cli.rules_do_not_fit", options.lang, name=path, problem=problem)
    return Report.unreadable(path, why, options.lang)


def _check(options: Options, request: tuple[Source, str], tell: Tell) -> Report:
    """In the process: `check`, with the name of bytes that came with the request."""
    source, name = request
    return check(source, options.named(name) if name else options, tell)


def _read(limits: Limits, path: Path, tell: Tell) -> Book:
    return read(path, limits=limits)
