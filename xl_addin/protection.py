"""Protected sheets and workbooks: opened for a moment where there is no password, and closed again
with exactly the permissions that they had.

The names are those of Excel for Windows. Excel for Mac does not know them; there, nothing here does
anything, and what Excel then refuses is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeGuard

from xl_addin.refusal import Refused

if TYPE_CHECKING:
    import xlwings

#: What a protected sheet may still allow: properties of Excel's `Protection`, and under the same
#: names arguments of `Protect`.
_ALLOWED = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)
#: What is protected: argument of `Protect` → property of the sheet.
_PARTS = {
    "DrawingObjects": "ProtectDrawingObjects",
    "Contents": "ProtectContents",
    "Scenarios": "ProtectScenarios",
}

#: Protected against people only: macros of the workbook may still change the sheet.
_PEOPLE_ONLY = "UserInterfaceOnly"

Permissions = Mapping[str, bool]


def permissions(sheet: xlwings.Sheet) -> Permissions:
    """The arguments that protect a sheet as it is protected; none where it is not."""
    api = sheet.api
    parts = {part: bool(getattr(api, name, False)) for part, name in _PARTS.items()}
    if not any(parts.values()):
        return {}
    allowed = api.Protection
    parts[_PEOPLE_ONLY] = bool(api.ProtectionMode)
    return {**parts, **{name: bool(getattr(allowed, name)) for name in _ALLOWED}}


def are_permissions(told: object) -> TypeGuard[Permissions]:
    """Is it what `permissions` says of a protected sheet, and nothing else?"""
    return (
        isinstance(told, dict)
        and told.keys() == {*_PARTS, _PEOPLE_ONLY, *_ALLOWED}
        and all(isinstance(value, bool) for value in told.values())
    )


def unlock(sheet: xlwings.Sheet) -> bool:
    """Take the protection off. False where that needs a password."""
    with suppress(Exception):  # each platform has its own error for this one refusal
        # An empty password is named, or Excel would ask the person for one.
        sheet.api.Unprotect("")
    return not permissions(sheet)


def lock(sheet: xlwings.Sheet, how: Permissions) -> None:
    """Protect a sheet with `permissions`, without a password."""
    sheet.api.Protect(**how)


@contextmanager
def opened(sheet: xlwings.Sheet, how: Permissions) -> Iterator[bool]:
    """Let a sheet with these `permissions` be changed inside. False where that needs a password."""
    try:
        yield not how or unlock(sheet)
    finally:
        if how and not permissions(sheet):
            lock(sheet, how)


@contextmanager
def open_structure(book: xlwings.Book) -> Iterator[None]:
    """Let sheets be added and deleted inside. Refused where that needs a password."""
    api: Any = book.api
    if not getattr(api, "ProtectStructure", False):
        yield
        return
    windows = bool(api.ProtectWindows)
    try:
        api.Unprotect("")
    except Exception as problem:
        raise Refused("addin.structure_locked", {"name": book.name}) from problem
    try:
        yield
    finally:
        api.Protect(Structure=True, Windows=windows)
