"""The uploads of a server, for as long as they are kept: each in a folder of its own, under a name
that nobody can guess, bound by number and by bytes.

What is kept expires after `Settings.keep` minutes. Where there is no more room before that, the
client who holds most loses its oldest upload that is done: nobody's results are lost to another's
files, and one person alone always gets the newest checked.
"""

import secrets
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from validator.messages import Lang
from validator.web.settings import Settings
from validator.web.work import CONTENT, Summary

#: The states of an upload; the two between are those that a checking process tells of.
WAITING, DONE = "waiting", "done"
#: Bytes of randomness in an upload's name: 192 bits.
_RANDOM = 24


@dataclass(slots=True, eq=False)
class Entry:
    """An upload as the server keeps it; `rank` is its place among those of its client, `size` that
    of the file, `bytes` that of all in its folder."""

    id: str
    name: str
    size: int
    lang: Lang
    client: str
    folder: Path
    expires: datetime
    rank: int = 0
    state: str = WAITING
    summary: Summary | None = None
    bytes: int = field(default=0)

    @property
    def content(self) -> Path:
        """The submitted file."""
        return self.folder / CONTENT


class NoRoom(Exception):  # noqa: N818 - a state of the server, not a fault of the program
    """Nothing can be taken away for what comes: all that is kept is still to be checked."""


class Store:
    """The uploads in `folder`, by their ids, the oldest first."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder, self._settings = folder, settings
        self._entries: dict[str, Entry] = {}

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    @property
    def bytes(self) -> int:
        """Bytes of all that is kept."""
        return sum(entry.bytes for entry in self)

    def new(self, name: str, size: int, lang: Lang, client: str) -> Entry:
        """A new upload with a folder of its own, empty as yet. Raises NoRoom."""
        self.make_room(1, size)
        id = secrets.token_urlsafe(_RANDOM)
        folder = self._folder / secrets.token_hex(_RANDOM)  # no name is ever two in lower case
        folder.mkdir(mode=0o700)
        entry = Entry(id, name, size, lang, client, folder, self.later(), bytes=size)
        self._entries[id] = entry
        return entry

    def find(self, id: str) -> Entry | None:
        """The upload called `id`; None where there is none, or none any more."""
        entry = self._entries.get(id)
        if entry is None or (entry.state == DONE and entry.expires <= _now()):
            return None
        return entry

    def ahead(self, entry: Entry) -> int:
        """How many uploads that wait are checked before this one."""
        if entry.state != WAITING:
            return 0
        before = [each for each in self if each.state == WAITING and each.rank < entry.rank]
        same = [each for each in self if each.state == WAITING and each.rank == entry.rank]
        return len(before) + same.index(entry)

    def done(self, entry: Entry, summary: Summary) -> None:
        """The check of an upload has ended; it is kept from now on."""
        entry.state, entry.summary, entry.expires = DONE, summary, self.later()

    def later(self) -> datetime:
        """When what is done now expires."""
        return _now() + timedelta(minutes=self._settings.keep)

    def drop(self, entry: Entry) -> None:
        """Take an upload away, with all that was made of it."""
        if self._entries.pop(entry.id, None) is None:
            return
        gone = entry.folder.with_name(f"{entry.folder.name}.gone")
        try:
            entry.folder.rename(gone)  # a process that still works on it finds no folder
        except OSError:
            gone = entry.folder
        shutil.rmtree(gone, ignore_errors=True)

    def sweep(self) -> None:
        """Take away what has expired."""
        now = _now()
        for entry in [each for each in self if each.state == DONE and each.expires <= now]:
            self.drop(entry)

    def make_room(self, count: int, size: int) -> None:
        """See that `count` uploads of together `size` bytes can come. Raises NoRoom."""
        settings = self._settings
        while len(self._entries) + count > settings.uploads or self.bytes + size > settings.stored:
            entry = self._to_go()
            if entry is None:
                raise NoRoom
            self.drop(entry)

    def _to_go(self) -> Entry | None:
        """The oldest upload that is done, of those of the client who holds most."""
        held: Counter[str] = Counter()
        for entry in self:
            if entry.state == DONE:
                held[entry.client] += max(entry.bytes, 1)
        if not held:
            return None
        client = held.most_common(1)[0][0]
        return next(each for each in self if each.client == client and each.state == DONE)


def _now() -> datetime:
    return datetime.now(UTC)
