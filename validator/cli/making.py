"""What `gouji check` makes of a workbook that it has checked: made in a process of its own, within
the limits that reading has, and of the very bytes that were checked."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from validator.batch.sources import Source, content
from validator.editing.package import NotEditable
from validator.findings import Report
from validator.isolated import Stopped, apart, reason
from validator.reading import Limits, Unreadable
from validator.reports.phrases import made_now
from validator.run import Options, rules_digest

if TYPE_CHECKING:
    from validator.isolated.worker import Tell

Made = TypeVar("Made")
#: (bytes of the file, its report, digest of the rules, when, limits) → what is made of it.
Make = Callable[[bytes, Report, str, str, Limits], Made]


class NotMade(Exception):  # noqa: N818 - a state of a file, not a fault of the program
    """A file that cannot be made; its text says why, and what to do."""


def made(make: Make[Made], report: Report, source: Source, options: Options) -> Made:
    """What `make` gives for the workbook `source`, of which `report` was made. Raises NotMade."""
    lang, limits = options.lang, options.limits
    work = partial(_work, make, report, rules_digest(options), made_now(), limits)
    try:
        return apart(work, content(source, limits).data, limits)
    except (NotEditable, Unreadable) as problem:
        why = problem.said(lang, source.name)
    except Stopped as problem:
        why = reason(problem, source.name, limits, lang)
    raise NotMade(why)


def _work(
    make: Make[Made],
    report: Report,
    digest: str,
    when: str,
    limits: Limits,
    data: bytes,
    tell: "Tell",
) -> Made:
    """In the process."""
    return make(data, report, digest, when, limits)
