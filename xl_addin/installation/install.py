"""Putting the add-in where Excel finds it, and taking it away.

Everything is written whole before anything is replaced, and the add-in, which Excel locks while it
is open, is replaced first: an installation that cannot be finished leaves the older one working.
Files are written anew, never copied, so that no mark "from the internet" comes along.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EISDIR
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from xl_addin.installation.conf import with_setting
from xl_addin.installation.places import ADDIN, SCRIPT, Places
from xl_addin.refusal import Refused


class Shipped(NamedTuple):
    """What is installed: the add-in, and the script that starts Python on macOS."""

    addin: bytes
    script: bytes


def shipped() -> Shipped:
    """The files that this gouji brings; Refused where its installation lacks them."""
    package = files("xl_addin")
    try:
        return Shipped(*(package.joinpath(name).read_bytes() for name in (ADDIN, SCRIPT)))
    except OSError:
        raise Refused("install.not_shipped") from None


def install(places: Places, content: Shipped, python: Path) -> bool:
    """Install the add-in and write which Python it starts; was there an older one?

    Raises Refused where that cannot be done.
    """
    if places.made_by_excel is not None and not places.made_by_excel.is_dir():
        raise Refused("install.excel_never_opened")
    new = {places.addin: content.addin, places.settings: _settings(places, python)}
    if places.script is not None:
        new[places.script] = content.script
    replaces = places.addin.exists()
    with _written_aside(new, places) as aside:
        for target in new:
            with _explained(places, target):
                os.replace(aside[target], target)
    return replaces


def remove(places: Places, settings: tuple[Path, ...] = ()) -> tuple[Path, ...]:
    """Take away the add-in and the named files of settings; returned are those that were there."""
    wanted = (places.addin, *filter(None, (places.script,)), *settings)
    found = tuple(path for path in wanted if path.exists())
    for path in found:
        with _explained(places, path):
            path.unlink()
    if settings:
        with suppress(OSError):  # it stays where it holds anything else
            places.folder.rmdir()
    return found


def _settings(places: Places, python: Path) -> bytes:
    """The user's settings with `python` in them. VBA opens files by names in the code page of the
    system; a profile that has no such name has no settings."""
    try:
        str(places.settings).encode(places.encoding)
    except UnicodeEncodeError:
        raise Refused("install.profile", {"name": places.settings.parent}) from None
    with _explained(places, places.settings):
        exists = places.settings.exists()
        before = places.settings.read_bytes() if exists else b""
    name = places.interpreter
    return with_setting(
        before, name, str(python), encoding=places.encoding, line_end=places.line_end
    )


@contextmanager
def _written_aside(new: dict[Path, bytes], places: Places) -> Iterator[dict[Path, Path]]:
    """The new files under names of their own; those that were not put in place are taken away.

    The add-in's stands one folder above: Excel opens whatever it finds in the start folder itself.
    """
    aside = {target: target.with_name(f".{target.name}.{os.getpid()}") for target in new}
    aside[places.addin] = places.addin.parent.parent / aside[places.addin].name
    try:
        for target, content in new.items():
            with _explained(places, target):
                target.parent.mkdir(parents=True, exist_ok=True)
                if target.is_dir():
                    raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
                aside[target].write_bytes(content)
        yield aside
    finally:
        for path in aside.values():
            with suppress(OSError):
                path.unlink(missing_ok=True)


@contextmanager
def _explained(places: Places, path: Path) -> Iterator[None]:
    """A file that cannot be written ends with what to do about it."""
    try:
        yield
    except PermissionError:
        mac = places.system == "mac"
        key = "install.locked_mac" if mac else "install.locked_windows"
        raise Refused(key, {"name": path}) from None
    except OSError as problem:
        facts = {"name": path, "problem": problem.strerror or problem}
        raise Refused("install.not_written", facts) from None
