"""gouji check PATH… --store STORE: the results go to a store, and what is kept there already, of
files that have not changed and under the same rules, is not done again.

What is finished is in the store at once, so that whatever ends the run, the next one goes on from
there.
"""

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from os.path import abspath, isfile

import typer

from validator.batch.addresses import is_address, shown
from validator.batch.record import Record, WorkbookRow
from validator.batch.sources import Source
from validator.batch.store import Store, StoreError, open_store
from validator.batch.work import Records, Task
from validator.cli.checking import results
from validator.cli.common import stop
from validator.cli.formats import Format
from validator.cli.progress import Bar
from validator.messages import Lang, text
from validator.reports.conclusion import why_unchecked
from validator.reports.plain import plain
from validator.run import Options
from validator.summary.words import standing

#: So many workbooks that could not be checked are named.
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Run:
    """How the store is used: what the arguments of the command say."""

    store: str
    jobs: int | None
    scheduler: str | None
    resume: bool
    strict: bool


def see_alone(store: str, format: Format, others: Sequence[str], lang: Lang) -> None:
    """See that no report and no copy is asked for beside the store; else a message and status
    2."""
    told = [*(["--format"] if format is not Format.text else []), *others]
    if told:
        stop(text("store.alone", lang, options="、".join(told), store=store))


def check_into(run: Run, paths: Sequence[str], sources: Sequence[Source], options: Options) -> int:
    """Check what has to be checked of the `sources`, which were found at these paths, and say how
    everything stands. Returns the exit status."""
    try:
        with open_store(run.store) as store:
            return _check_into(store, run, paths, sources, options)
    except StoreError as problem:
        stop(problem.said(options.lang))


def _check_into(
    store: Store, run: Run, paths: Sequence[str], sources: Sequence[Source], options: Options
) -> int:
    work = Records.under(options)
    known = store.known(work.terms) if run.resume else {}
    tasks = [Task(source, known.get(source.key, "")) for source in sources]
    told = _Told(len(tasks))
    try:
        with (
            Bar(len(tasks), options.lang) as bar,
            closing(
                results(work, tasks, bar, jobs=run.jobs, scheduler=run.scheduler, in_order=False)
            ) as done,
        ):
            for together in done:
                records = [record for _, record in together if record]
                store.put(records)
                for _, record in together:
                    told.add(record)
                    bar.advance(record.workbook.exit_status() if record else None)
    except KeyboardInterrupt:
        _say(text("store.interrupted", options.lang, done=told.done, left=told.left))
        return 130
    keys = {source.key for source in sources}
    named = [shown(path) if is_address(path) else abspath(path) for path in paths]
    closed = [source.key for source in sources if not _looked_into(source)]
    gone = store.gone(named, keys, closed)
    states: Counter[str] = Counter()
    unread, statuses = 0, set[int]()
    for row in store.workbooks(keys):  # one by one: there may be a hundred thousand
        states[row.state] += 1
        unread += row.status != "checked"
        statuses.add(row.exit_status(run.strict))
    _say_all(told, states, unread, gone, store.name, options.lang)
    return max(statuses, default=2)


def _looked_into(source: Source) -> bool:
    """Is this a workbook, or a folder or archive that holds none? Else it is one of which nobody
    knows what it holds: a share that is not there today, say."""
    if source.trouble:
        return source.trouble.reason in ("archive_empty", "address_empty")
    if source.file is None:
        return True
    return isfile(source.file) or os.access(source.file, os.R_OK | os.X_OK)


class _Told:
    """What is remembered of the records of a run."""

    def __init__(self, count: int) -> None:
        self._count = count
        #: How many were checked in this run, and how many had not changed.
        self.checked = self.unchanged = 0
        #: The first workbooks that could not be checked.
        self.unread: list[WorkbookRow] = []

    @property
    def done(self) -> int:
        """How many workbooks are in the store as they are now."""
        return self.checked + self.unchanged

    @property
    def left(self) -> int:
        """How many are not."""
        return self._count - self.done

    def add(self, record: Record | None) -> None:
        """Remember a record, None for a workbook that had not changed."""
        if record is None:
            self.unchanged += 1
            return
        self.checked += 1
        if record.workbook.status != "checked" and len(self.unread) < _NAMED:
            self.unread.append(record.workbook)


def _say_all(
    told: _Told, states: Counter[str], unread: int, gone: int, name: str, lang: Lang
) -> None:
    for row in told.unread:
        why = why_unchecked(row.path, row.message)
        _say(text("cli.said_of", lang, name=row.path, said=why))
    if (more := unread - len(told.unread)) > 0:
        _say(text("store.more_unread", lang, count=more))
    typer.echo(standing(states, lang))
    facts = {"checked": told.checked, "unchanged": told.unchanged, "store": name}
    typer.echo(text("store.done", lang, **facts))
    if gone:
        typer.echo(text("store.gone", lang, count=gone))
    typer.echo(text("store.next", lang, store=name))


def _say(words: str) -> None:
    typer.echo(plain(words), err=True)
