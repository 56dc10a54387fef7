"""What is done with one workbook, in whatever process does it: a task → its report or its record.

A `Work` says how; it goes to other processes and machines whole. What a process cannot do any more
because a file made it crash is said by `stopped`, wherever that is found out.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from os.path import isdir
from pathlib import Path
from time import monotonic, time
from typing import Protocol, TypeVar

from validator.batch.record import File, Record, record
from validator.batch.sources import Content, Source, content, moment, stamp
from validator.findings import VERSION, Report
from validator.forms.compiler import compiled
from validator.forms.loader import editions
from validator.forms.scorecard import load_scorecard, scorecards
from validator.forms.text import FormError
from validator.isolated import failed, unchecked
from validator.messages import text
from validator.reading import Unreadable
from validator.run import NotComparable, Options, check, rules_digest

Tell = Callable[[str], None]
Result = TypeVar("Result")
#: Results, each with the number of its task.
Results = list[tuple[int, Result]]


@dataclass(frozen=True, slots=True)
class Task:
    """A workbook to check; `known` is the digest under which its record is kept already, under the
    same terms: then it is checked only if it has another one now."""

    source: Source
    known: str = ""


Result_co = TypeVar("Result_co", covariant=True)


class Work(Protocol[Result_co]):
    """What is to be done with each task: `Reports` or `Records`."""

    @property
    def options(self) -> Options:
        """How to check."""
        ...

    def do(self, task: Task, tell: Tell) -> Result_co:
        """The result; `tell` is called with the states that the work enters (`run.CHECKING`)."""
        ...

    def stopped(self, task: Task, problem: Exception) -> Result_co:
        """The result of a task on which the work was stopped, or the program failed."""
        ...


@dataclass(frozen=True)
class Reports:
    """The report of each workbook."""

    options: Options

    def do(self, task: Task, tell: Tell) -> Report:
        """The report."""
        try:
            held = content(task.source, self.options.limits)
        except Unreadable as problem:
            return _not_read(task.source, problem, self.options)
        return _report(held, task.source, self.options, tell)

    def stopped(self, task: Task, problem: Exception) -> Report:
        """The report that says why there is none."""
        return failed(task.source.name, problem, self.options)


@dataclass(frozen=True)
class Records:
    """The record of each workbook; None of one that has not changed."""

    options: Options
    terms: str
    rules_digest: str

    @classmethod
    def under(cls, options: Options) -> "Records":
        """The work with these options."""
        return cls(options, terms(options), rules_digest(options))

    def do(self, task: Task, tell: Tell) -> Record | None:
        """The record."""
        began = monotonic()
        try:
            held = content(task.source, self.options.limits)
        except Unreadable as problem:
            return self._record(_not_read(task.source, problem, self.options), task, began)
        if task.known and sha256(held.data).hexdigest() == task.known:
            return None
        report = _report(held, task.source, self.options, tell)
        return self._record(report, task, began, held)

    def stopped(self, task: Task, problem: Exception) -> Record:
        """The record that says why there is no other."""
        return self._record(failed(task.source.name, problem, self.options), task, monotonic())

    def _record(
        self, report: Report, task: Task, began: float, held: Content | None = None
    ) -> Record:
        size, modified = (held.size, held.modified) if held else stamp(task.source)
        file = File(task.source.key, size, modified)
        seconds = round(monotonic() - began, 4)
        return record(report, file, self.terms, self.rules_digest, moment(time()), seconds)


def terms(options: Options) -> str:
    """A digest of everything beside the workbook itself that decides what is found in it: a
    workbook with a record under the same terms need not be checked again."""
    today = options.today or date.today()
    valid = [each.id for each in options.waivers if not each.has_expired(today)]
    beside = [
        book.sha256 if book else "" for book in (options.previous, options.budget, *options.units)
    ]
    said = (
        *(VERSION, rules_digest(options), options.edition, options.lang, options.recalculate),
        *(options.limits, beside, valid),
    )
    return sha256(repr(said).encode()).hexdigest()


def prepare() -> None:
    """Have at hand what every check needs: processes that are forked after it share it."""
    for name in editions():
        compiled(name)
    for name in scorecards():
        load_scorecard(name)


def _report(held: Content, source: Source, options: Options, tell: Tell) -> Report:
    try:
        return check(held.data, options.named(source.name), tell)
    except (FormError, NotComparable) as problem:
        return unchecked(source.name, problem, options)


def _not_read(source: Source, problem: Unreadable, options: Options) -> Report:
    lang = options.lang
    why = problem.said(lang, Path(source.name).name)
    if isdir(source.path) and not source.trouble:
        known = os.access(source.path, os.R_OK | os.X_OK)
        key = "cli.no_workbooks" if known else "unreadable.no_access"
        why = text(key, lang, name=source.name)
    return Report.unreadable(source.name, why, lang)
