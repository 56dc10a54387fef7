"""One click: Excel found, its state kept and given back, and every end of it told in plain words.

A click never ends in a traceback. What the person can put right is a `Refused`; whatever else goes
wrong is written to a log of the user's own, and named.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING

from xl_addin.messages import Lang, text
from xl_addin.preferences import Preferences, folder, load_preferences
from xl_addin.refusal import Refused

if TYPE_CHECKING:
    import xlwings

TITLE = "决算勾稽"
LOG = "出错记录.txt"
#: What Windows says while Excel is in the middle of something: a cell being edited, a dialog.
_BUSY = frozenset({-2147418111, -2147417846, -2146777998})
_LONGEST_LOG = 1 << 20
_LONGEST_STATUS = 255
#: How the add-in names its window.
_WINDOW = "--hwnd="


@dataclass(frozen=True)
class Session:
    """What a click works with."""

    app: xlwings.App

    @cached_property
    def preferences(self) -> Preferences:
        """What the user has chosen. Refused where that cannot be read; so only those buttons ask
        for it that need it, and 设置 can be opened to put it right."""
        return load_preferences()

    @cached_property
    def lang(self) -> Lang:
        """The language of what is said and written; Chinese where the choices cannot be read."""
        with suppress(Refused):
            return self.preferences.lang
        return "zh"

    @property
    def book(self) -> xlwings.Book:
        """The workbook in front. Refused where there is none, or only one in Protected View."""
        with suppress(Exception):  # each platform has its own error for "no workbook"
            book = self.app.books.active
            if book.name:
                return book
        raise Refused("addin.no_workbook")

    def say(self, key: str, **facts: object) -> None:
        """Show a message that waits to be read."""
        self.app.alert(text(key, self.lang, **facts).strip(), title=TITLE, mode="info")

    def status(self, key: str, **facts: object) -> None:
        """Show how far the work is, in the status bar."""
        self.show(text(key, self.lang, **facts))

    def show(self, said: str) -> None:
        """Show words in the status bar, as far as it holds them."""
        self.app.status_bar = said[:_LONGEST_STATUS]


def attached(arguments: list[str]) -> xlwings.App:
    """The Excel in which the person clicked.

    The add-in names its window: of several running, that one. No name, path or content of a
    workbook is ever handed over.
    """
    named = (a.removeprefix(_WINDOW) for a in arguments if a.startswith(_WINDOW))
    window = next(map(int, named), None)
    if window is not None:
        # Neither is used, and loading them would take longer than the rest of a click.
        for unused in ("numpy", "pandas"):
            sys.modules.setdefault(unused, None)  # type: ignore[arg-type]
    import xlwings

    if window is None:  # Excel for Mac runs only once
        found = xlwings.apps.active
    else:
        running = list(xlwings.apps)
        own = (app for app in running if app.hwnd == window)
        # Of several windows of one Excel, xlwings knows only the topmost.
        found = next(own, running[0] if len(running) == 1 else None)
    if found is not None:
        return found
    raise Refused("addin.no_excel")


def button(action: Callable[..., None]) -> Callable[..., None]:
    """Make a click of an action on a `Session`: with Excel found, kept quiet, and spoken to."""

    @wraps(action)
    def click(*arguments: str) -> None:
        app: xlwings.App | None = None
        lang: Lang = "zh"
        try:
            app = attached(sys.argv)
            session = Session(app)
            lang = session.lang
            with quiet(app):
                action(session, *arguments)
        except Refused as refusal:
            _tell(app, refusal.told(lang))
        except (Exception, KeyboardInterrupt) as problem:
            _tell(app, _told(problem, lang))

    return click


@contextmanager
def quiet(app: xlwings.App) -> Iterator[None]:
    """Excel neither draws, asks nor runs the workbook's macros inside; afterwards everything is as
    the person had it, also after an error.

    How it calculates is left alone: a click that is killed must not leave totals standing still.
    """
    # When a person can click, Excel draws and asks, whatever a click that was killed left behind.
    after = {"screen_updating": True, "display_alerts": True, "enable_events": app.enable_events}
    try:
        for name in after:
            setattr(app, name, False)
        yield
    finally:
        for name, value in after.items():
            for _ in range(2):  # a failure, or Ctrl-C, may strike here too
                with suppress(Exception, KeyboardInterrupt):
                    setattr(app, name, value)
                    break


def _told(problem: BaseException, lang: Lang) -> str:
    if isinstance(problem, KeyboardInterrupt):
        return text("addin.interrupted", lang)
    code = getattr(problem, "hresult", None) or (problem.args[0] if problem.args else None)
    if code in _BUSY:
        return text("addin.busy", lang)
    log = _log(problem)
    said = f"{type(problem).__name__}: {problem}"
    return text("addin.failed", lang, problem=said[:300], log=log or "—")


def _log(problem: BaseException) -> Path | None:
    """Write the details where the person can send them from; None where that cannot be done."""
    path = folder() / LOG
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = not path.exists() or path.stat().st_size > _LONGEST_LOG
        with path.open("w" if fresh else "a", encoding="utf-8", errors="replace") as log:
            log.write(f"\n{datetime.now():%Y-%m-%d %H:%M:%S}\n")
            log.writelines(traceback.format_exception(problem))
        return path
    return None


def _tell(app: xlwings.App | None, message: str) -> None:
    """By Excel; where Excel cannot be reached, the add-in shows what goes to stderr."""
    if app is not None:
        with suppress(Exception):
            app.status_bar = False
            app.alert(message, title=TITLE, mode="critical")
            return
    sys.stderr.write(message)
    raise SystemExit(1)
