"""Files that the add-in makes for the user: never half, and never over one of the user's own."""

from __future__ import annotations

import os
import webbrowser
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from xl_addin.refusal import Refused

if TYPE_CHECKING:
    import xlwings

#: The page that 帮助 shows.
HELP = "帮助.html"
_GUIDE = Path(__file__).parent / "guide"
_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>决算勾稽</title><base href="{base}/">
<style>body {{ max-width: 50rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.7;
font-family: "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif }}
img {{ max-width: 100%; border: 1px solid #ccc }} table {{ border-collapse: collapse }}
td, th {{ border: 1px solid #999; padding: .3rem .6rem }}</style></head>
<body>{body}</body></html>
"""


def documents(app: xlwings.App) -> Path:
    """The folder in which Excel saves what has no other: the user's documents."""
    with suppress(Exception):  # Excel for Mac has no such name
        told = Path(str(app.api.DefaultFilePath))
        if told.is_dir():
            return told
    own = Path.home() / "Documents"
    return own if own.is_dir() else Path.home()


def free_path(home: Path, name: str) -> Path:
    """`home`/`name`, or with a number where there is such a file."""
    path = home / name
    if not path.exists():
        return path
    numbered = (home / f"{path.stem} ({n}){path.suffix}" for n in count(2))
    return next(each for each in numbered if not each.exists())


def place_anew(home: Path, name: str, content: bytes) -> Path:
    """Write a new file. Refused where the folder cannot be written to."""
    path = free_path(home, name)
    _write(path, content)
    return path


def _write(path: Path, content: bytes) -> None:
    """Write a file, aside first."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        os.replace(aside, path)
    except OSError as problem:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        facts = {"path": path, "problem": problem.strerror or problem}
        raise Refused("addin.not_written", facts) from problem


def guide_page() -> str:
    """The user's guide as one page for a browser, its pictures where they stand."""
    from markdown_it import MarkdownIt

    words = (_GUIDE / "guide.md").read_text(encoding="utf-8")
    body = MarkdownIt("commonmark").enable("table").render(words)
    return _PAGE.format(base=_GUIDE.as_uri(), body=body)


def open_guide(home: Path) -> None:
    """Show the guide in the browser; the page is kept in `home`, and made anew each time."""
    page = home / HELP
    _write(page, guide_page().encode())
    if not webbrowser.open(page.as_uri()):
        raise Refused("addin.no_browser", {"path": page})
