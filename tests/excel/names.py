"""Excel's defined names."""
# ruff: noqa: N802, N803  (Excel's own names)

from typing import TYPE_CHECKING, Any

from openpyxl.workbook.defined_name import DefinedName

from tests.excel.areas import parse
from tests.excel.books import BookState
from tests.excel.calls import OfBook, refused

if TYPE_CHECKING:
    from tests.excel.application import Application


class Names(OfBook):
    """The defined names of a workbook and of its sheets."""

    def _all(self) -> list[tuple[Any, str]]:
        """Each name with the collection that it stands in, a sheet's before the workbook's."""
        places = [state.ws.defined_names for state in self._book.sheets()]
        places.append(self._book.wb.defined_names)
        found = [(place, key) for place in places for key in place]
        return sorted(found, key=lambda pair: pair[1].lower())

    @property
    def Count(self) -> int:
        return len(self._all())

    def Item(self, key: Any) -> "DefinedNameObject":
        names = self._all()
        if isinstance(key, str):
            found = [pair for pair in names if pair[1].lower() == key.lower()]
        else:
            found = names[int(key) - 1 : int(key)] if key >= 1 else []
        if not found:
            raise refused("Application-defined or object-defined error")
        return DefinedNameObject(self._app, self._book, *found[0])

    def Add(self, Name: str, RefersTo: str, Visible: bool = True) -> "DefinedNameObject":
        place = self._book.wb.defined_names
        text = RefersTo.removeprefix("=")
        place[Name] = DefinedName(Name, attr_text=text, hidden=not Visible or None)
        self._book.saved = False
        return DefinedNameObject(self._app, self._book, place, Name)


class DefinedNameObject(OfBook):
    """A defined name."""

    def __init__(self, app: "Application", book: BookState, place: Any, key: str) -> None:
        super().__init__(app, book)
        self._place, self._key = place, key

    def alive(self) -> bool:
        """Whether it still is defined."""
        return super().alive() and self._key in self._place

    @property
    def Name(self) -> str:
        return self._key

    @property
    def RefersTo(self) -> str:
        return "=" + str(self._place[self._key].attr_text or "")

    @RefersTo.setter
    def RefersTo(self, value: str) -> None:
        self._place[self._key].attr_text = value.removeprefix("=")
        self._book.saved = False

    @property
    def RefersToRange(self) -> Any:
        sheet, _, address = self.RefersTo.removeprefix("=").rpartition("!")
        for state in self._book.sheets():
            if state.ws.title == sheet.strip("'").replace("''", "'") and parse(address):
                return self._app.range_of(state, parse(address))
        raise refused("Application-defined or object-defined error")

    def Delete(self) -> None:
        del self._place[self._key]
        self._book.saved = False
