"""The workbooks that `gouji check` is to check: those named, and those in the folders named."""

import os
from collections.abc import Iterable, Iterator
from os.path import exists, isdir, isfile  # unlike those of Path, they take any name
from pathlib import Path
from typing import NamedTuple

from validator.reading import ENDINGS


class Source(NamedTuple):
    """A file to check, and its place below the folder that was named; its name, where it was named
    itself."""

    path: Path
    below: Path


def found(paths: Iterable[Path]) -> Iterator[Source]:
    """The files to check, in order: a folder gives its workbooks, sub-folders too, and those of
    them that cannot be looked into; itself, where it has none. A file that is named may end as it
    likes."""
    for path in paths:
        if not isdir(path):
            yield Source(path, Path(path.name))
            continue
        inside = [Source(each, each.relative_to(path)) for each in sorted(_workbooks(path))]
        yield from inside or [Source(path, Path(path.name))]


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
