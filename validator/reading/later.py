"""Sheets that are left unread until somebody asks for their cells.

Most of a workbook made from our forms are the sheets that it calculates with. They hold nothing
that anybody submits, and no check asks for them. A reader that is told of them (`Generated`)
unpacks no more of each than its first rows, by which whoever looks for tables sees whether one was
put in its place. Once a cell is asked for, the workbook is read anew as one without such sheets:
the same limits hold then, and the same damage is found.
"""

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, NamedTuple

from validator.reading.book import Sheet

#: So many rows of a sheet are its first ones: a table has its title among them.
FIRST_ROWS = 12
#: So many bytes of a sheet are unpacked for them, in steps; the rows of a table have far fewer.
_STEP, _MOST = 1 << 14, 1 << 18
_END_OF_ROW = b"</row>"
_END = b"</sheetData></worksheet>"


class Generated(NamedTuple):
    """The sheets to leave unread: those called one of `names`, in a workbook in which `mark` stands
    as a text."""

    mark: str
    names: frozenset[str]

    def marks(self, xml: bytes) -> bool:
        """Does the mark stand in `xml`? LibreOffice breaks a text where its script changes. A mark
        that is written in yet another way costs no more than the time that it would save."""
        return _broken(self.mark).search(xml) is not None


@cache
def _broken(mark: str) -> re.Pattern[bytes]:
    """The text with any tags between its signs."""
    return re.compile(b"(?:<[^<>]*+>)*+".join(re.escape(sign).encode() for sign in mark))


class SheetWhenAsked(Sheet):
    """A sheet that `find` reads when somebody first asks for more than its name; `first` are its
    first rows, which are known before. Raises Unreadable then, as `read` does."""

    __slots__ = ("_find", "first")

    _find: Callable[[], Sheet] | None
    first: Sequence[Sequence[object]]

    def __new__(cls, *args: Any, **fields_of: Any) -> "SheetWhenAsked":
        """A plain sheet, where one is made of this with other cells (`dataclasses.replace`)."""
        return Sheet(*args, **fields_of)  # type: ignore[return-value]

    def __getattr__(self, name: str) -> Any:
        """Fill the fields, which are not set until one is asked for."""
        if name not in _FIELDS or not self._find:
            raise AttributeError(name)
        sheet = self._find()
        for each in _FIELDS:
            object.__setattr__(self, each, getattr(sheet, each))
        object.__setattr__(self, "_find", None)
        return getattr(self, name)

    def __eq__(self, other: object) -> bool:
        """Equal to any sheet with the same cells, however it was read."""
        if not isinstance(other, Sheet):
            return NotImplemented
        return all(getattr(self, each) == getattr(other, each) for each in _FIELDS)

    __hash__ = None  # type: ignore[assignment]  # nor has a Sheet one: rows are lists

    def __reduce__(self) -> tuple[Any, ...]:
        """For copies and other processes: unread as long as it is."""
        if self._find:
            return when_asked, (self.name, self.first, self._find)
        return Sheet, tuple(getattr(self, each) for each in _FIELDS)


_FIELDS = tuple(each.name for each in fields(Sheet))


def when_asked(name: str, first: Sequence[Sequence[object]], find: Callable[[], Sheet]) -> Sheet:
    """A sheet that `find` reads, of which no more than its name and its first rows are known."""
    sheet = object.__new__(SheetWhenAsked)
    # What no reader fills is known too.
    known = {"name": name, "first": first, "_find": find, "origins": (), "saved": {}}
    for field, value in known.items():
        object.__setattr__(sheet, field, value)
    return sheet


def is_unread(sheet: Sheet) -> bool:
    """Has nobody asked for the cells of the sheet yet, so that they were not read?"""
    return isinstance(sheet, SheetWhenAsked) and sheet._find is not None


def first_rows(sheet: Sheet) -> Sequence[Sequence[object]]:
    """The first rows of a sheet, which is not read for it."""
    if isinstance(sheet, SheetWhenAsked) and is_unread(sheet):
        return sheet.first
    return sheet.rows[:FIRST_ROWS]


def beginning(packed: bytes) -> bytes | None:
    """The XML of a worksheet up to the end of its first rows, from its compressed bytes; None where
    it has no more, where nothing stands in them, and where it cannot be cut there."""
    unpack, xml, place = zlib.decompressobj(-zlib.MAX_WBITS), b"", -1
    for _ in range(_MOST // _STEP):
        try:
            xml += unpack.decompress(packed, _STEP)
        except zlib.error:
            return None
        pieces = xml.split(_END_OF_ROW, FIRST_ROWS)
        if len(pieces) > FIRST_ROWS:
            place = len(xml) - len(pieces[-1])
            break
        packed = unpack.unconsumed_tail
        if unpack.eof or not packed:
            return None
    # In a comment or a CDATA section no row ends; tags with a prefix end otherwise.
    plain = place >= 0 and b"<!" not in xml and b"<worksheet" in xml and b"<sheetData>" in xml
    xml = xml[:place]
    return xml + _END if plain and (b"<v>" in xml or b"<f>" in xml) else None
