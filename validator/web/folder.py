"""The private folder of a server: made anew, readable by its user alone, gone when the server is.

A server that was killed leaves its folder behind; the next one takes it away. Which of them are
left over is told by a file in each that its server keeps locked as long as it lives.
"""

import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

_PREFIX = "gouji-serve-"
_LOCK = "lock"


class NoFolder(Exception):  # noqa: N818 - a state of the machine, not a fault of the program
    """There is no place for a private folder; its text is what the system says."""


class PrivateFolder:
    """A temporary folder, 0700, until `close`. Raises NoFolder."""

    def __init__(self) -> None:
        try:
            _take_away_left_ones(Path(tempfile.gettempdir()))
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            self._lock = _new_lock(self.path)
        except OSError as problem:
            raise NoFolder(problem.strerror or f"{problem}") from None

    def close(self) -> None:
        """Take away the folder with all that is in it."""
        self._lock.close()
        shutil.rmtree(self.path, ignore_errors=True)


def _new_lock(folder: Path) -> IO[bytes]:
    """The locked file of a folder. It gets its name when it is locked: another server that starts
    at this moment would take the folder for one that is left over."""
    if os.name == "nt":
        return (folder / _LOCK).open("wb")
    new = folder / f"{_LOCK}.new"
    lock = new.open("wb")
    _locked(lock)
    new.rename(folder / _LOCK)
    return lock


def _take_away_left_ones(parent: Path) -> None:
    """Take away the folders of servers of this user that are no more."""
    for path in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            about = path.lstat()
            own = not hasattr(os, "getuid") or about.st_uid == os.getuid()
            if stat.S_ISDIR(about.st_mode) and own and _is_left(path / _LOCK):
                shutil.rmtree(path, ignore_errors=True)


def _is_left(lock: Path) -> bool:
    """Is the file locked by nobody? Raises OSError where there is none: a server is starting."""
    if os.name == "nt":  # what is open cannot be taken away
        lock.unlink()
        return True
    with lock.open("rb") as file:
        return _locked(file)


def _locked(file: IO[bytes]) -> bool:
    """Lock the file as long as it is open. Was it free?"""
    if os.name == "nt":
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
