"""Marks → the parts of a workbook: colours and notes on its cells, those of an earlier check gone.

The colour of a mark is a conditional format, not a fill of the cell. So the cell keeps its own
style, its formula and its number format to the byte; whoever corrects the copy can take all marks
away at once (“清除标记” of the add-in does, and so does whoever marks the copy again); cells of
which the file has no element need none. The format stands before those of the workbook, so that the
mark is seen where both would colour a cell, and its words are black: many workbooks print white on
what their own rules colour.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from validator.editing.conditions import Coloured, with_colours, without
from validator.editing.notes import Note, with_notes
from validator.editing.package import Draft, changed, part
from validator.editing.styles import with_fills
from validator.editing.workbook import sheets
from validator.editing.worksheet import shown_at
from validator.reading import address, parse_address
from validator.reports.marks import SIGN, Mark, as_one, is_ours, look, note_size

#: Who says what is said in notes.
AUTHOR = "勾稽 gouji"

#: The part of a worksheet, and the address of a cell.
_Cell = tuple[str, str]


class Noted(NamedTuple):
    """The cells with a note of their own, to which ours was added, and those with a discussion,
    which has no room for it."""

    added: tuple[_Cell, ...]
    discussed: tuple[_Cell, ...]


def painted(of: Draft, marks: Mapping[str, Sequence[Mark]]) -> tuple[Draft, Noted]:
    """The workbook with these marks, by the parts of its worksheets, and no others of ours on any
    of them. Of merged cells the first is marked, the only one that is seen. Raises Unreadable."""
    seen = {sheet: _seen(part(of, sheet), here) for sheet, here in marks.items()}
    looks = dict.fromkeys(look(mark) for here in seen.values() for mark in here)
    of, numbers = with_fills(of, [colour.lstrip("#") for _, colour in looks])
    fills = dict(zip(looks, numbers, strict=True))
    added: list[_Cell] = []
    discussed: list[_Cell] = []
    for sheet in (each.part for each in sheets(of)):
        here = seen.get(sheet, ())
        old = part(of, sheet)
        xml = without(old, SIGN)
        if colours := _colours(here, fills):
            xml = with_colours(xml, colours)
        if xml != old:
            of = changed(of, sheet, xml)
        notes = [Note(parse_address(mark.address), mark.note) for mark in here if mark.note]
        of, said = with_notes(of, sheet, notes, AUTHOR, is_ours, note_size)
        added += ((sheet, address(*place)) for place in said.added)
        discussed += ((sheet, address(*place)) for place in said.discussed)
    return of, Noted(tuple(added), tuple(discussed))


def _seen(xml: bytes, marks: Sequence[Mark]) -> list[Mark]:
    """The marks where they can be seen."""
    places = {mark: parse_address(mark.address) for mark in marks}
    shown = shown_at(xml, places.values())
    found: dict[str, list[Mark]] = {}
    for mark, place in places.items():
        found.setdefault(address(*shown[place]), []).append(mark)
    return [as_one(cell, here) for cell, here in found.items()]


def _colours(marks: Sequence[Mark], fills: Mapping[tuple[str, str], int]) -> list[Coloured]:
    """The cells of each look."""
    cells: dict[tuple[str, str], list[str]] = {}
    for mark in marks:
        cells.setdefault(look(mark), []).append(mark.address)
    return [
        Coloured(condition, fills[condition, colour], here)
        for (condition, colour), here in cells.items()
    ]
