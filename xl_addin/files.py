"""Files that the add-in makes for the user: never half, and never over one of the user's own."""

from __future__ import annotations

import os
import webbrowser
from contextlib import suppress
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from validator.files import write_whole
from xl_addin.open_book import bring_book_forward
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


def folder_of(book: xlwings.Book) -> Path | None:
    """The folder of an open workbook on this machine; None for one that was never saved, or online.

    Not asked of xlwings, which looks for an online workbook where a sheet of that very workbook
    tells it to.
    """
    told = getattr(book.api, "FullName", None)
    if told is None:  # Excel for Mac
        told = book.api.full_name.get()
    path = Path(str(told))
    return path.parent if path.is_absolute() and path.parent.is_dir() else None


def show(app: xlwings.App, path: Path) -> None:
    """Open a file in Excel, or bring it to the front where it is open already.

    Refused where another file of that name is open: Excel has no two of one name.
    """
    for book in app.books:
        if book.name.casefold() == path.name.casefold():
            folder = folder_of(book)
            if folder is None or not folder.samefile(path.parent):
                raise Refused("addin.same_name", {"name": path.name, "path": path})
            bring_book_forward(book)
            return
    app.books.open(str(path))


def free_path(home: Path, name: str, app: xlwings.App | None = None) -> Path:
    """`home`/`name`, or with a number where there is such a file, or one is open in `app`.

    Refused where the folder cannot be looked into.
    """
    stem, suffix = os.path.splitext(name)
    opened = {book.name.casefold() for book in app.books} if app else set()
    for each in chain((name,), (f"{stem} ({n}){suffix}" for n in count(2))):
        path = home / each
        try:
            if each.casefold() not in opened and not path.exists():
                break
        except OSError as problem:
            raise _not_written(path, problem) from problem
    return path


def place_anew(home: Path, name: str, content: bytes, app: xlwings.App | None = None) -> Path:
    """Write a new file, of another name than those that are open in `app`. Refused where the
    folder cannot be written to."""
    path = free_path(home, name, app)
    _write(path, content)
    return path


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as problem:
        raise _not_written(path, problem) from problem


def _not_written(path: Path, problem: OSError) -> Refused:
    return Refused("addin.not_written", {"path": path, "problem": problem.strerror or problem})


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
