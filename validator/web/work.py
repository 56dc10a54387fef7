"""What the checking processes of the server do: a submitted file in a folder → its report, and what
is made of both.

Nothing comes back but a few words and the names of files: the report stays in the upload's folder,
so that the server holds no workbook in its memory and can be asked for any of the products later.
"""

import errno
import pickle
from dataclasses import dataclass, replace
from pathlib import Path

from validator.files import write_whole
from validator.findings import Report
from validator.forms.text import FormError
from validator.isolated import unchecked
from validator.isolated.worker import Tell
from validator.messages import Lang
from validator.reports.conclusion import conclusion
from validator.reports.plain import plain
from validator.run import NotComparable, Options, check
from validator.web.logs import kind_and_place
from validator.web.messages import text
from validator.web.products import MEDIA, PRODUCTS, Given, NotMade

#: The submitted file, in its folder.
CONTENT = "content"
#: The work that makes a process ready, and that which checks a file.
READY, CHECK = "ready", "check"
#: What a system says of a disk, or of somebody's share of it, that has no room.
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Task:
    """What to make (`kind`: READY, CHECK or one of PRODUCTS) of the file in `folder` that
    its sender calls `name`."""

    kind: str
    folder: Path = Path()
    name: str = ""
    lang: Lang = "zh"


@dataclass(frozen=True, slots=True)
class Summary:
    """How a workbook stands: `status` and the rest as in its `Report`; `key` is that of the message
    `sentence`, the status where it was not checked."""

    status: str
    key: str
    sentence: str
    errors: int
    warnings: int
    department: str | None
    year: int | None
    edition: str | None


@dataclass(frozen=True, slots=True)
class Made:
    """What a piece of work gave: how the workbook stands, the file that was written, "" where none
    could be, the name and media type under which people get it, what they must know about it or why
    there is none (`said`), and how many bytes were written."""

    summary: Summary
    file: str = ""
    name: str = ""
    media: str = ""
    said: tuple[str, ...] = ()
    size: int = 0


@dataclass(frozen=True, slots=True)
class Failed:
    """The program failed: `place` is for the log, `words` for whoever sent the file; `is_full`: the
    disk has no room."""

    place: str
    words: str
    is_full: bool = False


def perform(options: Options, task: Task, tell: Tell) -> Made | Failed | None:
    """In the process: do `task`; None for READY."""
    if task.kind == READY:
        return None
    try:
        return _made(options, task, tell)
    except MemoryError:  # what it held is free again only with a new process
        raise
    except Exception as problem:
        # What the system says of a file names the folder, which is nobody's business.
        told = problem.strerror if isinstance(problem, OSError) else problem
        is_full = isinstance(problem, OSError) and problem.errno in _FULL
        return Failed(kind_and_place(problem), f"{type(problem).__name__}: {told}", is_full)


def _made(options: Options, task: Task, tell: Tell) -> Made:
    content = task.folder / CONTENT
    # Of a file that is too large to be read there is a report only.
    data = content.read_bytes() if content.exists() else b""
    options = replace(options, lang=task.lang, name=task.name, drawn=True)
    report, size = _report(data, task, options, tell)
    summary = summary_of(report)
    if task.kind == CHECK:
        return Made(summary, size=size)
    product = PRODUCTS[task.kind]
    try:
        part = product.make(Given(data, report, options))
    except NotMade as problem:
        return Made(summary, said=(str(problem),), size=size)
    file = f"{task.kind}.{task.lang}"
    size += write(task.folder / file, part.content)
    name = text(product.title, task.lang, name=Path(task.name).stem)
    return Made(summary, file, f"{name}{part.ending}", MEDIA[part.ending], part.said, size)


def summary_of(report: Report) -> Summary:
    """How the workbook of `report` stands."""
    key, sentence = report.status, report.message
    if report.status == "checked":
        key, sentence = conclusion(report)
    return Summary(
        report.status,
        key,
        plain(sentence),
        report.errors,
        report.warnings,
        plain(report.department) if report.department else None,
        report.year,
        report.edition,
    )


def report_file(folder: Path, lang: Lang) -> Path:
    """Where the report of the file in `folder` is kept."""
    return folder / f"report.{lang}"


def write(path: Path, content: bytes) -> int:
    """Write a file whole or not at all. Returns its size."""
    write_whole(path, content)
    return len(content)


def _report(data: bytes, task: Task, options: Options, tell: Tell) -> tuple[Report, int]:
    """The report in the language of the task, which is kept in the folder; and how many bytes were
    written for it."""
    kept = report_file(task.folder, task.lang)
    if kept.exists():
        found: Report = pickle.loads(kept.read_bytes())
        return found, 0
    try:
        report = check(data, options, tell)
    except (FormError, NotComparable) as problem:
        report = unchecked(task.name, problem, options)
    return report, write(kept, pickle.dumps(report, pickle.HIGHEST_PROTOCOL))
