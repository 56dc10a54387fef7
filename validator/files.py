"""Files that are written: whole or not at all, each under a name of its own."""

import os
import unicodedata
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file: aside, then renamed, so that no half file is ever at `path`, and nothing is
    left aside. Raises OSError."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(content)
        os.replace(aside, path)
    finally:  # after Ctrl-C, too
        with suppress(OSError):  # a folder that is none holds nothing to take away
            aside.unlink(missing_ok=True)


def free_name(stem: str, ending: str, taken: set[str]) -> str:
    """The name, or with a number the first one that no system takes for one of those that are
    `taken`: NFC, whatever the case. It is taken then."""
    name, number = f"{stem}{ending}", 1
    while (known := unicodedata.normalize("NFC", name).casefold()) in taken:
        number += 1
        name = f"{stem} ({number}){ending}"
    taken.add(known)
    return name
