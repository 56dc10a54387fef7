"""The workbooks that are to be checked: those named, and those in the folders and archives named,
on this machine or at an address.

A source is only named here; `content` fetches its bytes, in the process that checks it.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from os.path import (  # unlike those of Path, they take any name
    abspath,
    exists,
    isdir,
    isfile,
    islink,
    realpath,
)
from pathlib import Path

from validator.batch import addresses, archives
from validator.batch.addresses import is_address
from validator.reading import Limits, Unreadable, bytes_at
from validator.reading.limits import LIMITS


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook to check.

    `path` is its file as it was named, or the archive that it is in: a path, or an address without
    passwords. `below` is its place below the folder or archive that was named (its name, where it
    was named itself): a path that leads nowhere else. `member` says which one of an archive it is.
    `place` is from where the file is read, if not from `path`: it may hold a password. `trouble` is
    why there is nothing to read, where that is known already.
    """

    path: str
    below: Path
    member: archives.Member | None = None
    place: str = field(default="", repr=False, compare=False)
    trouble: Unreadable | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.path}/{self.member.name}" if self.member else self.path

    @property
    def key(self) -> str:
        """What it is known by, from whatever folder the command is started."""
        path = self.path if is_address(self.path) else abspath(self.place or self.path)
        return f"{path}/{self.member.name}" if self.member else path

    @property
    def file(self) -> Path | None:
        """Its file on this machine; None for what is none."""
        return None if self.member or is_address(self.path) else Path(self.place or self.path)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a source, one more at most than may be read, and what its place knows of it: its
    `size`, and when it was last changed (UTC, 2025-03-31T08:00:00Z; "" where nobody knows)."""

    data: bytes
    size: int
    modified: str


def found(paths: Iterable[str], limits: Limits = LIMITS) -> Iterator[Source]:
    """The sources, in order: a folder gives its workbooks, sub-folders too, and those of them that
    cannot be looked into or are links to elsewhere; itself, where it has none. An archive gives the
    workbooks in it. A file that is named may end as it likes, but one that ends in .zip is an
    archive."""
    paths = list(paths)
    named = [Path(realpath(path)) for path in paths if not is_address(path) and isdir(path)]
    for path in paths:
        if is_address(path):
            yield from _at_address(path, limits)
        elif isdir(path):
            files = sorted(_workbooks(Path(path), named))
            for each in files:
                if islink(each) and isdir(each):
                    trouble = Unreadable("linked_folder", {"name": str(each)})
                    yield Source(str(each), each.relative_to(path), trouble=trouble)
                else:
                    yield from _file(str(each), each.relative_to(path), "", limits)
            if not files:
                yield Source(path, Path(Path(path).name))
        else:
            yield from _file(path, Path(Path(path).name), "", limits, Path())


def content(source: Source, limits: Limits) -> Content:
    """What a source holds. Raises Unreadable: missing, no_access, archive_…, address…."""
    if source.trouble:
        raise source.trouble
    place = source.place or source.path
    if source.member:
        data, size, changed = archives.unpacked(_archive(place, limits), source.member, limits)
    elif is_address(place):
        data, size, changed = addresses.fetched(place, limits)
    else:
        return Content(bytes_at(Path(place), limits), *stamp(source))
    return Content(data, size, "" if changed is None else moment(changed))


def stamp(source: Source) -> tuple[int, str]:
    """The size of a source and when it was last changed; (0, "") where its file does not say."""
    try:
        known = os.stat(source.file or "")
    except (OSError, ValueError):
        return 0, ""
    return known.st_size, moment(known.st_mtime)


def absolute(source: Source) -> Source:
    """The same source, for a process that was started in another folder."""
    return replace(source, place=source.place or abspath(source.path))


def moment(seconds: float) -> str:
    """A time of the system's clock, as 2025-03-31T08:00:00Z."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _workbooks(folder: Path, named: Iterable[Path]) -> Iterator[Path]:
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        for link in filter(islink, (Path(place, name) for name in folders)):
            # It may lead in a circle, or to a whole disk; what is looked through anyway needs none.
            target = Path(realpath(link))
            if not any(target.is_relative_to(each) for each in named):
                yield link
        for name in names:
            entry = Path(place, name)
            # A pipe would be waited for; a link that leads nowhere is said.
            if archives.is_submitted(name) and (isfile(entry) or not exists(entry)):
                yield entry
    yield from (Path(problem.filename) for problem in closed)


def _file(
    path: str, below: Path, place: str, limits: Limits, folder: Path | None = None
) -> Iterator[Source]:
    """A file, or what is in it, if it is an archive: then below `folder`, that of its own name if
    none is given."""
    source = Source(path, below, place=place)
    name = path.partition("?")[0] if place else path
    if not archives.is_archive(name) or not (place or isfile(path)):
        yield source
        return
    try:
        archive = _opened(place or path, limits)
    except Unreadable as problem:
        yield Source(path, below, place=place, trouble=problem)
        return
    with archive.zip:
        members = archive.members()
    if members:
        inside = below.with_suffix("") if folder is None else folder
        for each in members:
            yield Source(path, inside / archives.safe(each.name), each, place)
    elif archive.is_workbook:
        yield source
    else:
        trouble = Unreadable("archive_empty")
        yield Source(path, below, place=place, trouble=trouble)


def _at_address(address: str, limits: Limits) -> Iterator[Source]:
    path = addresses.shown(address)
    below = archives.safe(addresses.name_of(address))
    try:
        files = addresses.below(address)
    except Unreadable as problem:
        yield Source(path, below, place=address, trouble=problem)
        return
    if files is None:
        yield from _file(path, below, address, limits, Path())
        return
    for each in files:
        yield from _file(
            addresses.shown(each.address), archives.safe(each.name), each.address, limits
        )
    if not files:
        yield Source(path, below, place=address, trouble=Unreadable("address_empty"))


def _opened(place: str, limits: Limits) -> archives.Archive:
    """The archive at a path or an address. Raises Unreadable."""
    if is_address(place):
        return archives.opened(addresses.opened(place, limits), limits)
    try:
        file = open(place, "rb")  # noqa: SIM115 - it is open as long as the archive
    except FileNotFoundError as error:
        raise Unreadable("missing") from error
    except (OSError, ValueError) as error:
        raise Unreadable("no_access") from error
    try:
        return archives.opened(file, limits)
    except BaseException:
        file.close()
        raise


def _archive(place: str, limits: Limits) -> archives.Archive:
    """As `_opened`, of one that stays open for the next workbook in it."""
    version: tuple[int, ...] = ()
    if not is_address(place):
        try:
            known = os.stat(place)
        except OSError as error:
            raise Unreadable("missing") from error
        version = known.st_mtime_ns, known.st_size
    return _kept(place, limits, os.getpid(), version)


@lru_cache(maxsize=4)
def _kept(place: str, limits: Limits, process: int, version: tuple[int, ...]) -> archives.Archive:
    """An archive once it is opened, for one `process`: two that share a file by a fork would read
    from one position in it."""
    return _opened(place, limits)
