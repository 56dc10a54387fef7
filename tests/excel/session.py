"""An Excel for a test: workbooks are opened in it through xlwings, its calls counted."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlwings

from tests.excel.application import Application
from tests.excel.calls import Calls
from tests.excel.windows import ENGINE, Alert, Desktop, loaded


class Excel:
    """A running Excel, on a desktop of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = Calls()
        self.desktop = Desktop()
        self.com = Application(self.calls)
        self.desktop.apps.append(self.com)
        self.engine = xlwings.Engine(impl=vars(loaded(self.desktop))["engine"])

    @property
    def app(self) -> xlwings.App:
        """The Excel, as xlwings sees it."""
        return self.engine.apps[self.com.Hwnd + 1]

    @property
    def alerts(self) -> list[Alert]:
        """The message boxes that were shown."""
        return self.desktop.alerts

    def open(self, path: Path, *, read_only: bool = False) -> xlwings.Book:
        """Open a workbook; one that stands elsewhere than in the folder of the test, as a copy."""
        if path.parent != self.folder:
            path = Path(shutil.copy(path, self.folder))
            path.chmod(0o644)
        return self.app.books.open(path, read_only=read_only)

    def saved(self, book: xlwings.Book, name: str | None = None) -> Path:
        """Save a workbook, under a new name where one is given."""
        book.save(self.folder / name if name else None)
        return Path(book.fullname)


@contextmanager
def running(folder: Path) -> Iterator[Excel]:
    """An Excel that is xlwings' active one until the block ends."""
    excel = Excel(folder)
    before = xlwings.engines.active
    xlwings.engines.add(excel.engine)
    excel.engine.activate()
    try:
        yield excel
    finally:
        xlwings.engines.active = before
        xlwings.engines.engines.remove(excel.engine)
        del xlwings.engines.engines_by_name[ENGINE]
