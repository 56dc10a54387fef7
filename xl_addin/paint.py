"""Marks → the open workbook, and away again without a trace.

The colour of a mark is a conditional format and its words are a note, so that nothing of the cell
itself is touched: whatever its own fill is (of a theme, with a pattern, none), it stands under the
mark and is there again afterwards. Marks move with their cells when rows are put in, and are known
again by what they say, in any copy of the workbook and on any machine: the state before need not be
remembered anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, Protocol

from validator.reports.marks import SIGN, Mark, as_one, is_ours, look, note_size
from xl_addin import protection
from xl_addin.protection import Permissions

if TYPE_CHECKING:
    import xlwings

#: Excel takes addresses of several cells up to this length.
_LONGEST = 255


class _Deletable(Protocol):
    def delete(self) -> None: ...


class Painted(NamedTuple):
    """What was marked: cells, cells whose own note was left alone, sheets locked by a password."""

    cells: int
    with_own_note: tuple[str, ...]
    locked: tuple[str, ...]


def protected(book: xlwings.Book, names: Iterable[str]) -> dict[str, Permissions]:
    """The protected ones of the sheets, and how."""
    found = {name: protection.permissions(book.sheets[name]) for name in names}
    return {name: how for name, how in found.items() if how}


def paint(
    book: xlwings.Book, marks: Sequence[Mark], locks: dict[str, Permissions]
) -> Iterator[Painted]:
    """Mark the cells, a sheet a step; `locks` are those of `protected`."""
    for name, group in groupby(marks, key=lambda mark: mark.sheet):
        sheet, here = book.sheets[name], tuple(group)
        with protection.opened(sheet, locks.get(name, {})) as changeable:
            if changeable:
                seen = _seen(sheet, here)
                _colour(sheet, seen)
                own = _note(sheet, [mark for mark in seen if mark.note])
        if changeable:
            yield Painted(len(here), tuple(f"{name}!{address}" for address in own), ())
        else:
            yield Painted(0, (), (name,))


def _seen(sheet: xlwings.Sheet, marks: Sequence[Mark]) -> list[Mark]:
    """The marks where they can be seen: of merged cells, Excel shows only the first."""
    merged = {
        address
        for together in _together(mark.address for mark in marks)
        if sheet.range(together).merge_cells is not False  # None: some of them are
        for address in together.split(",")
    }
    at: dict[str, list[Mark]] = {}
    for mark in marks:
        address = mark.address
        if address in merged:
            address = sheet.range(address).merge_area[0].get_address(False, False)
        at.setdefault(address, []).append(mark)
    return [as_one(address, here) for address, here in at.items()]


def _colour(sheet: xlwings.Sheet, marks: Iterable[Mark]) -> None:
    looks: dict[tuple[str, str], list[str]] = {}
    for mark in marks:
        looks.setdefault(look(mark), []).append(mark.address)
    for (condition, colour), addresses in looks.items():
        for together in _together(addresses):
            formats = sheet.range(together).conditional_formats
            formats.add_custom(f"={condition}", fill_color=colour)


def _together(addresses: Iterable[str]) -> Iterator[str]:
    """The addresses joined by commas, as many at once as Excel takes."""
    joined = ""
    for address in addresses:
        if joined and len(joined) + 1 + len(address) > _LONGEST:
            yield joined
            joined = ""
        joined += f",{address}" if joined else address
    if joined:
        yield joined


def _note(sheet: xlwings.Sheet, marks: Iterable[Mark]) -> list[str]:
    """Put the notes on their cells. The cells where somebody's own note stands: it stays."""
    taken = _taken(sheet)
    own = []
    for mark in marks:
        if mark.address in taken:
            own.append(mark.address)
            continue
        note = sheet.range(mark.address).add_note(mark.note)
        shape = getattr(note.api, "Shape", None)  # Excel for Mac has no such name
        if shape is not None:
            shape.Width, shape.Height = note_size(mark.note)
    return own


def _taken(sheet: xlwings.Sheet) -> set[str]:
    """The cells that have a note, or comments with answers, beside which Excel lets no note be."""
    said: list[xlwings.main.Note | xlwings.main.Comment] = [*sheet.notes]
    with suppress(Exception):  # only the Excel of Microsoft 365 has such comments
        said += sheet.comments
    return {each.location.get_address(False, False) for each in said}


def wipe(book: xlwings.Book, skip: Iterable[str] = ()) -> tuple[int, tuple[str, ...]]:
    """Take every mark of ours away, on all sheets but those of `skip`.

    How many there were (colours and notes), and the sheets from which a password kept them.
    """
    count, locked = 0, []
    for sheet in book.sheets:
        if sheet.name in skip:
            continue
        ours: list[_Deletable] = [*_our_formats(sheet.cells), *_our_notes(sheet)]
        if not ours:
            continue
        with protection.opened(sheet, protection.permissions(sheet)) as changeable:
            if changeable:
                for each in ours:
                    each.delete()
        if changeable:
            count += len(ours)
        else:
            locked.append(sheet.name)
    return count, tuple(locked)


def is_marked(cells: xlwings.Range) -> bool:
    """Is a mark of ours on any of the cells?"""
    return bool(_our_formats(cells))


def _our_formats(cells: xlwings.Range) -> list[xlwings.main.ConditionalFormat]:
    """The last first, so that those that remain keep their places while others go."""
    ours = [each for each in cells.conditional_formats if SIGN in (each.formula or "")]
    return ours[::-1]


def _our_notes(sheet: xlwings.Sheet) -> list[xlwings.main.Note]:
    return [note for note in sheet.notes if is_ours(note.text)]
