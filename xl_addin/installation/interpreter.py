"""The Python that the ribbon starts: which file it is, and whether it answers.

The ribbon starts it without a window, without the folder of the workbook on the path and without
variables of the environment (`FLAGS`); it is asked here in the same way.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path, PureWindowsPath
from typing import Literal, NamedTuple

from xl_addin.refusal import Refused

#: How the ribbon starts Python: no PYTHON… variables, no unsafe path, no files written, UTF-8.
FLAGS = ("-E", "-P", "-B", "-X", "utf8")
#: A first start may have to wait for a virus scanner to read every module.
PATIENCE = 90.0

#: module → the package that it is of, as pip knows it.
_NEEDED = {
    "markdown_it": "markdown-it-py",
    "openpyxl": "openpyxl",
    "xlwings": "xlwings",
    "xl_addin.ribbon": "gouji",
}
_NEEDED_ON = {
    "win32": {"win32com.client": "pywin32"},
    "darwin": {"appscript": "appscript", "psutil": "psutil"},
}
_QUESTION = f"""
import importlib, json, sys
missing = {{}}
for name, package in {{**{_NEEDED}, **{_NEEDED_ON}.get(sys.platform, {{}})}}.items():
    try:
        importlib.import_module(name)
    except BaseException as problem:
        missing[package] = f"{{type(problem).__name__}}: {{problem}}"
findings = sys.modules.get("validator.findings")
print(json.dumps({{
    "python": ".".join(map(str, sys.version_info[:3])), "base": sys.base_prefix,
    "gouji": getattr(findings, "VERSION", ""), "missing": missing,
}}))
"""


class Answer(NamedTuple):
    """What a Python said of itself."""

    python: str  # its version
    gouji: str  # gouji's version in it, empty without gouji
    base: str  # where Python itself stands, if this is a virtual environment
    missing: dict[str, str]  # package → why it cannot be imported


class Silence(NamedTuple):
    """Why a Python did not answer; `python_old` is one before 3.11."""

    reason: Literal["python_absent", "python_late", "python_old", "python_failed"]
    detail: str  # the last line that it wrote; its exit status where it wrote none


def from_store(base: str) -> bool:
    """Is a Python that stands in `base` Microsoft's store's? Excel sees no file that it installs:
    what such a program makes below AppData stands in a copy of its own."""
    return "windowsapps" in map(str.casefold, PureWindowsPath(base).parts)


def chosen(wanted: str | None) -> Path:
    """The full path of the wanted Python, by default of the one that runs this.

    A name is looked up as a terminal does. Links are kept: in a virtual environment the link is
    what makes it one. On Windows `pythonw.exe`, which says nothing, gives way to its `python.exe`.
    Raises Refused where there is no such file.
    """
    text = wanted or sys.executable
    found = shutil.which(text) if text else None
    path = Path(found or text).absolute()
    if path.name.casefold() == "pythonw.exe":
        path = path.with_name("python.exe")
    if not found or not path.is_file():
        raise Refused("install.no_such_python", {"name": text})
    return path


def ask(python: Path, patience: float = PATIENCE) -> Answer | Silence:
    """Start `python` as the ribbon does, from its own folder, and let it say what it has."""
    if not python.is_file():
        return Silence("python_absent", "")
    try:
        done = subprocess.run(
            [python, *FLAGS, "-c", _QUESTION],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            cwd=python.parent,
            timeout=patience,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Silence("python_late", "")
    except OSError as problem:
        return Silence("python_failed", problem.strerror or str(problem))
    try:
        return Answer(**json.loads(done.stdout.splitlines()[-1]))
    except (IndexError, ValueError, TypeError):
        if "Unknown option: -P" in done.stderr:
            return Silence("python_old", "")
        said = done.stderr.strip().splitlines()
        return Silence("python_failed", said[-1] if said else f"{done.returncode}")
