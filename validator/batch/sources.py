"""The workbooks that are to be checked: those named, and those in the folders and archives named.

A source is only named here; `content` fetches its bytes, in the process that checks it.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from os.path import abspath, exists, isdir, isfile  # unlike those of Path, they take any name
from pathlib import Path

from validator.reading import ENDINGS, Limits, bytes_at


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook to check: the `path` of its file as it was named, and its place `below` the folder
    that was named (its name, where it was named itself)."""

    path: str
    below: Path

    @property
    def name(self) -> str:
        """What people call it."""
        return self.path

    @property
    def key(self) -> str:
        """What it is known by, from whatever folder the command is started."""
        return abspath(self.path)

    @property
    def file(self) -> Path | None:
        """Its file on this machine; None for what is none."""
        return Path(self.path)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a source, one more at most than may be read, and what its place knows of it: its
    `size`, and when it was last changed (UTC, 2025-03-31T08:00:00Z)."""

    data: bytes
    size: int
    modified: str


def found(paths: Iterable[str]) -> Iterator[Source]:
    """The sources, in order: a folder gives its workbooks, sub-folders too, and those of them that
    cannot be looked into; itself, where it has none. A file that is named may end as it likes."""
    for path in paths:
        if not isdir(path):
            yield Source(path, Path(Path(path).name))
            continue
        files = sorted(_workbooks(Path(path)))
        yield from (Source(str(each), each.relative_to(path)) for each in files)
        if not files:
            yield Source(path, Path(Path(path).name))


def content(source: Source, limits: Limits) -> Content:
    """What a source holds. Raises Unreadable: missing, no_access."""
    data = bytes_at(Path(source.path), limits)
    size, modified = stamp(source)
    return Content(data, size, modified)


def stamp(source: Source) -> tuple[int, str]:
    """The size of a source and when it was last changed; (0, "") where nobody knows."""
    try:
        known = os.stat(source.path)
    except (OSError, ValueError):
        return 0, ""
    return known.st_size, moment(known.st_mtime)


def moment(seconds: float) -> str:
    """A time of the system's clock, as 2025-03-31T08:00:00Z."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _workbooks(folder: Path) -> Iterator[Path]:
    closed: list[OSError] = []
    for place, _, names in os.walk(folder, onerror=closed.append):
        for name in names:
            entry = Path(place, name)
            lock = name.startswith(("~$", ".~"))  # of a workbook that is open
            # A pipe would be waited for; a link that leads nowhere is said.
            usable = isfile(entry) or not exists(entry)
            if entry.suffix.lower() in ENDINGS and not lock and usable:
                yield entry
    yield from (Path(problem.filename) for problem in closed)
