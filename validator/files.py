"""Files that are written: whole or not at all."""

import os
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
