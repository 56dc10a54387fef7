"""Computers for the tests of the add-in's installation: the layout of Windows or macOS in a folder,
a registry that is a table, Pythons that answer or do not."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from xl_addin.installation.interpreter import FLAGS
from xl_addin.installation.places import Places, places

#: The user's folder is named as in an office: Chinese, with a space.
USER = "张 三"
#: What Windows in China reads settings in; `mbcs` is a name that only Windows knows.
CHINESE = "gbk"

posix = pytest.mark.skipif(os.name != "posix", reason="shell scripts stand in for Pythons")


class Table:
    """A registry held in a table: (root, key) → values. Like Windows it knows no case."""

    def __init__(self, held: Mapping[tuple[str, str], Mapping[str, object]]) -> None:
        self.held = {
            (root, key.lower()): {name.lower(): value for name, value in values.items()}
            for (root, key), values in held.items()
        }

    def values(self, root: str, key: str) -> Mapping[str, object]:
        return self.held.get((root, key.lower()), {})

    def keys(self, root: str, key: str) -> tuple[str, ...]:
        start = key.lower() + "\\"
        below = (k[len(start) :] for r, k in self.held if r == root and k.startswith(start))
        return tuple(dict.fromkeys(name.partition("\\")[0] for name in below))


#: A computer with Excel 365 and nothing set.
EXCEL = {
    ("HKCR", r"Excel.Application\CurVer"): {"": "Excel.Application.16"},
    ("HKLM", r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"): {
        "": r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"
    },
}


def windows(folder: Path, encoding: str = CHINESE) -> Places:
    """The places of a Windows user whose profile is in `folder`."""
    home = folder / "Users" / USER
    environ = {"APPDATA": str(home / "AppData" / "Roaming"), "USERPROFILE": str(home)}
    found = places(environ, "win32", home)
    assert found
    return found._replace(encoding=encoding)


def mac(folder: Path, *, opened: bool = True) -> Places:
    """The places of a Mac user in `folder`, who has opened Excel once."""
    found = places({}, "darwin", folder / "Users" / "zhangsan")
    assert found
    assert found.made_by_excel
    if opened:
        found.made_by_excel.mkdir(parents=True)
    return found


def files(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def script(path: Path, *lines: str) -> Path:
    """A program that does what the lines of shell say."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(("#!/bin/sh", *lines, "")), encoding="utf-8")
    path.chmod(0o755)
    return path


def bare_python(folder: Path) -> Path:
    """A real Python, in an environment of its own, in which nothing is installed."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


class Started(NamedTuple):
    """How a Python was started: its arguments, in its folder."""

    arguments: list[str]
    folder: str


def recording_python(path: Path) -> Path:
    """This Python, by a script that notes beside itself how it was started."""
    note = path.with_name("started")
    return script(
        path, f'{{ pwd; printf "%s\\n" "$@"; }} > "{note}"', f'exec "{sys.executable}" "$@"'
    )


def started(path: Path) -> Started:
    """How the recording Python was last started."""
    folder, *arguments = path.with_name("started").read_text(encoding="utf-8").splitlines()
    return Started(arguments[: len(FLAGS) + 1], folder)


@contextmanager
def without_rights() -> Iterator[None]:
    """As a user whom folders can be closed to; nothing is closed to the superuser."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
