"""The open workbooks: Excel's `Workbooks` and `Workbook`."""
# ruff: noqa: N802, N803  (Excel's own names)

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl.utils.protection import hash_password
from openpyxl.workbook.protection import WorkbookProtection

from tests.excel import sheets
from tests.excel.books import BookState, blank, opened
from tests.excel.calls import ComObject, OfBook, refused
from tests.excel.saving import save

if TYPE_CHECKING:
    from tests.excel.application import Application as App

_FORMATS = {".xlsx": 51, ".xlsm": 52, ".xltx": 54, ".xltm": 53}


class Workbooks(ComObject):
    """The open workbooks."""

    @property
    def Application(self) -> "App":
        return self._app

    @property
    def Count(self) -> int:
        return len(self._app.books)

    def Item(self, key: Any) -> "Workbook":
        books = self._app.books
        if isinstance(key, str):
            found = [book for book in books if book.name.lower() == key.lower()]
        else:
            found = books[int(key) - 1 : int(key)] if key >= 1 else []
        if not found:
            raise refused("Subscript out of range")
        return Workbook(self._app, found[0])

    def Add(self, Template: Any = None) -> "Workbook":
        self._app._made += 1
        return self._entered(blank(f"Book{self._app._made}"))

    def Open(
        self,
        Filename: str,
        UpdateLinks: Any = None,
        ReadOnly: bool | None = None,
        *others: Any,
    ) -> "Workbook":
        path = Path(Filename)
        for book in self._app.books:
            if book.name.lower() == path.name.lower():
                raise refused(f"Sorry, Excel can't open two workbooks with the name {path.name}.")
        if not path.is_file():
            raise refused(f"Sorry, we couldn't find {path}.")
        return self._entered(opened(path, read_only=bool(ReadOnly)))

    def _entered(self, book: BookState) -> "Workbook":
        self._app.books.append(book)
        self._app.active = book
        return Workbook(self._app, book)


class Workbook(OfBook):
    """An open workbook."""

    @property
    def Application(self) -> "App":
        return self._app

    @property
    def Name(self) -> str:
        return self._book.name

    @property
    def Path(self) -> str:
        return str(self._book.path.parent) if self._book.path else ""

    @property
    def FullName(self) -> str:
        return str(self._book.path) if self._book.path else self._book.name

    @property
    def FileFormat(self) -> int:
        return _FORMATS[self._book.path.suffix.lower()] if self._book.path else 51

    @property
    def Worksheets(self) -> sheets.Worksheets:
        return sheets.Worksheets(self._app, self._book)

    @property
    def Sheets(self) -> sheets.Sheets:
        return sheets.Sheets(self._app, self._book)

    @property
    def Charts(self) -> sheets.Charts:
        return sheets.Charts(self._app, self._book)

    @property
    def ActiveSheet(self) -> Any:
        return sheets.sheet_object(self._app, self._book, self._book.active)

    def Activate(self) -> None:
        self._app.active = self._book

    def Close(self, SaveChanges: bool | None = None, *others: Any) -> None:
        if SaveChanges:
            self.Save()
        self._book.closed = True
        self._app.books.remove(self._book)
        if self._app.active is self._book:
            self._app.active = self._app.books[-1] if self._app.books else None

    def Save(self) -> None:
        if self._book.read_only or self._book.path is None:
            raise refused("Cannot access read-only document.")
        save(self._book, self._book.path)

    def SaveAs(self, Filename: str, FileFormat: Any = None, Password: Any = None) -> None:
        path = Path(Filename)
        if any(
            other.name.lower() == path.name.lower() and other is not self._book
            for other in self._app.books
        ):
            raise refused("You cannot save this workbook with the name of another open one.")
        save(self._book, path)
        self._book.path, self._book.name = path, path.name
        self._book.read_only = not os.access(path, os.W_OK)

    # Protection

    @property
    def ProtectStructure(self) -> bool:
        return self._book.structure_locked()

    @property
    def ProtectWindows(self) -> bool:
        return bool(self._book.wb.security and self._book.wb.security.lockWindows)

    def Protect(
        self, Password: str | None = None, Structure: bool = False, Windows: bool = False
    ) -> None:
        security = WorkbookProtection(lockStructure=bool(Structure), lockWindows=bool(Windows))
        if Password:
            security.set_workbook_password(hash_password(Password), already_hashed=True)
        self._book.wb.security = security

    def Unprotect(self, Password: str | None = None) -> None:
        security = self._book.wb.security
        kept = security.workbookPassword or security.workbookHashValue if security else None
        if kept and hash_password(Password or "") != kept:
            raise refused("The password you supplied is not correct.")
        self._book.wb.security = WorkbookProtection()
