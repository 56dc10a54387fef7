"""What the server does for its pages and its API: takes uploads, has them checked, gives reports
and products of them.

One `Service` belongs to one server process and one event loop. Workbooks are read in the limited
processes of `pool` alone; here they are files in a private folder.
"""

import asyncio
import pickle
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from validator.batch.work import prepare
from validator.findings import Report
from validator.isolated import Stopped, reason, seconds
from validator.messages import Lang
from validator.reading import Unreadable
from validator.reading.limits import within
from validator.reports.plain import plain
from validator.run import rules_digest
from validator.web.folder import PrivateFolder
from validator.web.logs import kind_and_place, said_of
from validator.web.messages import text
from validator.web.pool import Closing, Pool
from validator.web.products import FRAGMENT, PRODUCTS
from validator.web.settings import Settings
from validator.web.store import DONE, Entry, NoRoom, Store
from validator.web.work import (
    CHECK,
    READY,
    Failed,
    Made,
    Summary,
    Task,
    perform,
    report_file,
    summary_of,
    write,
)

#: Characters of a file's name that are kept: what systems allow.
_LONGEST_NAME, _LONGEST_ENDING = 200, 10
#: How often is looked for what has expired, in seconds.
_SWEEP = 15


class Refused(Exception):  # noqa: N818 - an answer to a client, not a fault of the program
    """What was asked for is not done: `text(key, lang, **facts)` says why, `status` is that of
    HTTP, `after` in how many seconds it can be asked for again, 0 where that would not help."""

    def __init__(self, key: str, facts: Mapping[str, object], status: int, after: int = 0) -> None:
        super().__init__(key)
        self.key, self.facts, self.status, self.after = key, facts, status, after


class NoProduct(Exception):  # noqa: N818 - a state of a file, not a fault of the program
    """A product that cannot be made of a workbook; its text says why, for people."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A submitted file, as it stands now: `state` is waiting, checking, recalculating or done;
    `ahead` how many wait before it; `summary` is there when it is done."""

    id: str
    name: str
    size: int
    lang: Lang
    state: str
    ahead: int
    expires: datetime
    summary: Summary | None


@dataclass(frozen=True, slots=True)
class Product:
    """A file for people: where it stands, the name and the media type under which it is sent, and
    what they must know about it."""

    file: Path
    name: str
    media: str
    said: tuple[str, ...] = ()

    @property
    def content(self) -> bytes:
        """Its bytes."""
        return self.file.read_bytes()


class Service:
    """The uploads of one server, and the work on them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.digest = rules_digest(settings.options)
        limits = settings.options.limits
        self._pool: Pool[Task, Made | Failed | None] = Pool(
            partial(perform, settings.options), seconds(limits), limits.memory, settings.jobs
        )
        self._folder = PrivateFolder()
        self._store = Store(self._folder.path, settings)
        #: What is being made, or was: (upload, kind, language) → the work.
        self._works: dict[tuple[str, str, Lang], asyncio.Task[Made]] = {}
        self._sweeping: asyncio.Task[None] | None = None

    # --- the life of the server ---

    def begin(self) -> None:
        """Start the checking processes: best before the program has any thread."""
        prepare()
        self._pool.begin(Task(READY))

    async def start(self) -> None:
        """Begin to take away what expires."""
        self._sweeping = asyncio.create_task(self._sweep())

    def close(self) -> None:
        """Begin nothing new: what waits is refused from now on."""
        self._pool.close()

    async def stop(self) -> None:
        """End the processes, and take away all that was kept."""
        self.close()
        if self._sweeping:
            self._sweeping.cancel()
        await asyncio.to_thread(self.end)

    def end(self) -> None:
        """The same, where there is no event loop (any more)."""
        self._pool.stop()
        self._folder.close()

    @property
    def folder(self) -> Path:
        """Where all is kept."""
        return self._folder.path

    @property
    def closed(self) -> bool:
        """Is the server about to stop?"""
        return self._pool.closed

    def numbers(self) -> tuple[int, int]:
        """How many pieces of work wait, and how many are being done."""
        return self._pool.waiting, self._pool.working

    # --- uploads ---

    def see_room(self, count: int, size: int) -> None:
        """See that `count` files of together `size` bytes can be taken. Raises Refused."""
        if self._pool.waiting + count > self.settings.waiting:
            raise Refused("serve.busy", {"waiting": self._pool.waiting}, 503, after=30)
        try:
            self._store.make_room(count, size)
        except NoRoom:
            raise Refused("serve.full", {}, 503, after=60) from None

    async def submit(
        self, name: str, content: bytes | BinaryIO, lang: Lang, client: str = ""
    ) -> Upload:
        """Take a file and have it checked; `client` is whose it is, for a fair order. A file that
        is larger than what is read is an upload too, whose report says so. Raises Refused."""
        file = BytesIO(content) if isinstance(content, bytes) else content
        size = file.seek(0, 2)
        file.seek(0)
        self.see_room(1, size)
        limits = self.settings.options.limits
        shown = file_name(name)
        try:
            within(limits, "file", size, shown)
        except Unreadable as problem:
            why = problem.said(lang, shown)
            entry = self._store.new(shown, 0, lang, client)
            self._keep(entry, Report.unreadable(shown, why, lang))
            return self._shown(entry)
        try:
            entry = await self._kept(file, shown, size, lang, client)
        except OSError as problem:
            said_of(kind_and_place(problem))
            raise Refused("serve.full", {}, 503, after=60) from None
        self._work(entry, CHECK, lang)
        return self._shown(entry)

    async def _kept(self, file: BinaryIO, name: str, size: int, lang: Lang, client: str) -> Entry:
        """A new upload with its file. Raises OSError where there is no room on the disk."""
        entry = self._store.new(name, size, lang, client)
        entry.rank = sum(each.client == client and each.state != DONE for each in self._store)
        try:
            await asyncio.to_thread(_copy, file, entry.content)
        except BaseException:
            self._store.drop(entry)
            raise
        return entry

    def find(self, id: str) -> Upload | None:
        """The upload `id`; None where there is none, or none any more."""
        entry = self._store.find(id)
        return self._shown(entry) if entry else None

    def remove(self, id: str) -> bool:
        """Take an upload away before its time. Was there one?"""
        entry = self._store.find(id)
        if entry is None:
            return False
        self._drop(entry)
        return True

    async def report(self, id: str, lang: Lang) -> Report:
        """The report of an upload, when it is checked. Raises KeyError where there is none (any
        more), Refused where the server is about to stop."""
        entry = await self._checked(id)
        if not report_file(entry.folder, lang).exists():
            await self._made(entry, CHECK, lang)
        try:
            kept = await asyncio.to_thread(report_file(entry.folder, lang).read_bytes)
        except OSError:
            raise KeyError(id) from None
        return cast(Report, await asyncio.to_thread(pickle.loads, kept))

    async def fragment(self, id: str, lang: Lang) -> str:
        """The inside of the report of an upload as HTML, made by a checking process: a long one
        takes too long to be made where everybody waits for it. Raises what `product` does."""
        made = await self.product(id, FRAGMENT, lang)
        return (await asyncio.to_thread(made.file.read_bytes)).decode()

    async def product(self, id: str, kind: str, lang: Lang) -> Product:
        """A product of an upload, when it is checked. Raises KeyError where there is no such upload
        or kind, NoProduct, and Refused where the server is about to stop."""
        if kind not in PRODUCTS:
            raise KeyError(kind)
        entry = await self._checked(id)
        made = await self._made(entry, kind, lang)
        if not made.file:
            raise NoProduct("".join(made.said))
        return Product(entry.folder / made.file, made.name, made.media, made.said)

    def at_hand(self, id: str, kind: str, lang: Lang) -> bool:
        """Is there nothing to do to give this product?"""
        return (id, kind, lang) in self._works

    # --- work ---

    async def _checked(self, id: str) -> Entry:
        """The upload, when it is checked. Raises KeyError."""
        entry = self._store.find(id)
        if entry is None:
            raise KeyError(id)
        if entry.state != DONE:
            await self._made(entry, CHECK, entry.lang)
        return entry

    async def _made(self, entry: Entry, kind: str, lang: Lang) -> Made:
        """What the work gives, which is done once. Who asked may go without stopping it."""
        work = self._work(entry, kind, lang)
        try:
            return await asyncio.shield(work)
        except Closing:
            raise Refused("serve.stopping", {}, 503, after=30) from None
        except asyncio.CancelledError:
            if work.cancelled():  # the upload has been taken away
                raise KeyError(entry.id) from None
            raise

    def _ids(self) -> set[str]:
        return {each.id for each in self._store}

    def _work(self, entry: Entry, kind: str, lang: Lang) -> asyncio.Task[Made]:
        key = entry.id, kind, lang
        if key not in self._works:
            self._works[key] = asyncio.create_task(self._perform(entry, kind, lang))
            self._works[key].add_done_callback(_seen)
        return self._works[key]

    async def _perform(self, entry: Entry, kind: str, lang: Lang) -> Made:
        task = Task(kind, entry.folder, entry.name, lang)
        checking = kind == CHECK and entry.state != DONE

        def begun(state: str) -> None:
            if checking and entry.state != DONE:
                entry.state = state

        try:
            # What a person waits for on a page goes before the files that are still to be checked.
            made = await self._pool.do(task, entry.rank if checking else 0, begun)
            if not isinstance(made, Made):
                return self._not_done(entry, kind, lang, made)
            entry.bytes += made.size
            if checking:
                self._store.done(entry, made.summary)
            return made
        except Closing:
            raise
        except Stopped as problem:
            return self._not_done(entry, kind, lang, problem)
        except Exception as problem:  # no process could be started
            failed = Failed(kind_and_place(problem), type(problem).__name__)
            return self._not_done(entry, kind, lang, failed)

    def _not_done(
        self, entry: Entry, kind: str, lang: Lang, problem: Stopped | Failed | None
    ) -> Made:
        """What is said of work that was stopped, or for which the program failed: the report of the
        file where it was to be checked, else why there is no product."""
        if entry.id not in self._ids():  # it was taken away while it was worked on
            raise asyncio.CancelledError
        if isinstance(problem, Stopped):
            said_of(kind_and_place(problem))
            why = reason(problem, entry.name, self.settings.options.limits, lang)
        else:
            assert problem is not None
            said_of(problem.place)
            key = "serve.disk_full" if problem.is_full else "isolated.failed"
            why = text(key, lang, name=entry.name, problem=plain(problem.words))
            if problem.is_full:  # it may be made when there is room again
                self._works.pop((entry.id, kind, lang), None)
        report = Report.unreadable(entry.name, why, lang)
        if kind == CHECK:
            return Made(self._keep(entry, report))
        return Made(summary_of(report), said=(report.message,))

    def _keep(self, entry: Entry, report: Report) -> Summary:
        """Keep the report of a file that could not be checked."""
        with suppress(OSError):
            content = pickle.dumps(report, pickle.HIGHEST_PROTOCOL)
            entry.bytes += write(report_file(entry.folder, report.lang), content)
        summary = summary_of(report)
        if entry.state != DONE:
            self._store.done(entry, summary)
        return summary

    # --- what is kept ---

    def _shown(self, entry: Entry) -> Upload:
        return Upload(
            entry.id,
            entry.name,
            entry.size,
            entry.lang,
            entry.state,
            self._store.ahead(entry),
            entry.expires,
            entry.summary,
        )

    def _drop(self, entry: Entry) -> None:
        self._store.drop(entry)
        for key in [key for key in self._works if key[0] == entry.id]:
            self._works.pop(key).cancel()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP)
            self._store.sweep()
            kept = self._ids()
            for key in [key for key in self._works if key[0] not in kept]:
                self._works.pop(key).cancel()


def file_name(name: str) -> str:
    """What a file is called that its sender calls `name`: without folders, in one line of plain
    characters, and not too long for a system."""
    shown = plain(name.replace("\\", "/").rpartition("/")[2]).strip()
    stem, dot, ending = shown.rpartition(".")
    if len(shown) > _LONGEST_NAME and dot and len(ending) < _LONGEST_ENDING:
        return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
    return shown[:_LONGEST_NAME] or "?"


def _copy(file: BinaryIO, target: Path) -> None:
    file.seek(0)
    with target.open("xb") as copy:
        shutil.copyfileobj(file, copy)


def _seen(work: asyncio.Task[Made]) -> None:
    """Take notice of how the work ended, for nobody may wait for it any more."""
    if not work.cancelled():
        work.exception()
