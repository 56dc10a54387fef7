"""The protection of a sheet: what it forbids, and the password that takes it away."""
# ruff: noqa: N802, N803  (Excel's own names)

import base64
import hashlib
from typing import Any

from openpyxl.utils.protection import hash_password
from openpyxl.worksheet.protection import SheetProtection

from tests.excel.calls import OfSheet, refused

_WRONG_PASSWORD = "The password you supplied is not correct."
#: Excel's permissions, and what a file calls the refusal of each.
PERMISSIONS = {
    "AllowFormattingCells": "formatCells",
    "AllowFormattingColumns": "formatColumns",
    "AllowFormattingRows": "formatRows",
    "AllowInsertingColumns": "insertColumns",
    "AllowInsertingRows": "insertRows",
    "AllowInsertingHyperlinks": "insertHyperlinks",
    "AllowDeletingColumns": "deleteColumns",
    "AllowDeletingRows": "deleteRows",
    "AllowSorting": "sort",
    "AllowFiltering": "autoFilter",
    "AllowUsingPivotTables": "pivotTables",
}


def opens(protection: Any, password: str | None) -> bool:
    """Whether a password takes a sheet's protection away."""
    given = password or ""
    if protection.hashValue:
        digest = hashlib.new(
            protection.algorithmName.replace("-", "").lower(),
            base64.b64decode(protection.saltValue) + given.encode("utf-16-le"),
        ).digest()
        for turn in range(protection.spinCount or 0):
            name = protection.algorithmName.replace("-", "").lower()
            digest = hashlib.new(name, digest + turn.to_bytes(4, "little")).digest()
        return base64.b64encode(digest).decode() == _text(protection.hashValue)
    kept = protection.password
    return not kept or hash_password(given) == kept


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value


class Protected(OfSheet):
    """A sheet, in so far as it can be protected."""

    @property
    def ProtectContents(self) -> bool:
        return bool(self._state.ws.protection.sheet)

    @property
    def ProtectDrawingObjects(self) -> bool:
        return bool(self._state.ws.protection.sheet and self._state.ws.protection.objects)

    @property
    def ProtectScenarios(self) -> bool:
        return bool(self._state.ws.protection.sheet and self._state.ws.protection.scenarios)

    @property
    def ProtectionMode(self) -> bool:
        return self._state.people_only

    @property
    def Protection(self) -> "Protection":
        return Protection(self._app, self._state)

    def Unprotect(self, Password: str | None = None) -> None:
        protection = self._state.ws.protection
        if protection.sheet and not opens(protection, Password):
            raise refused(_WRONG_PASSWORD)
        kept = SheetProtection(
            selectLockedCells=protection.selectLockedCells,
            selectUnlockedCells=protection.selectUnlockedCells,
        )
        self._state.ws.protection = kept
        self._state.people_only = False

    def Protect(
        self,
        Password: str | None = None,
        DrawingObjects: bool = True,
        Contents: bool = True,
        Scenarios: bool = True,
        UserInterfaceOnly: bool = False,
        *allowed: bool,
        **allow: bool,
    ) -> None:
        """What is not said is not allowed, whatever was before; selection stays as it is."""
        before = self._state.ws.protection
        if before.sheet and not opens(before, Password):
            raise refused(_WRONG_PASSWORD)
        given = dict(zip(PERMISSIONS, allowed, strict=False)) | allow
        if unknown := given.keys() - PERMISSIONS.keys():
            raise TypeError(f"Protect() got unexpected arguments {sorted(unknown)}")
        forbidden = {file: not given.get(name, False) for name, file in PERMISSIONS.items()}
        protection = SheetProtection(
            sheet=bool(Contents),
            objects=bool(DrawingObjects),
            scenarios=bool(Scenarios),
            selectLockedCells=before.selectLockedCells,
            selectUnlockedCells=before.selectUnlockedCells,
            **forbidden,
        )
        if Password:
            protection.set_password(hash_password(Password), already_hashed=True)
            protection.sheet = bool(Contents)
        self._state.ws.protection = protection
        self._state.people_only = bool(UserInterfaceOnly)


class Protection(OfSheet):
    """What may be done on a sheet while it is protected."""


def _permission(file: str) -> property:
    return property(lambda protection: not getattr(protection._state.ws.protection, file))


for _name, _file in PERMISSIONS.items():
    setattr(Protection, _name, _permission(_file))
