"""上一处, 下一处: from what is selected to the next place of the list 校验结果."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from validator.reading import parse_address
from xl_addin import results
from xl_addin.open_book import bring_forward, is_shown
from xl_addin.paint import is_marked
from xl_addin.refusal import Refused
from xl_addin.results import Place

if TYPE_CHECKING:
    import xlwings


class Step(NamedTuple):
    """Where it goes: the place, its number of how many, whether it began again at the other
    end, whether its row is hidden, and whether the mark that was there has moved elsewhere."""

    place: Place
    number: int
    total: int
    around: bool
    hidden: bool
    moved: bool


def step(book: xlwings.Book, forward: bool) -> Step:
    """Select the next place in reading order, or the one before.

    On the list itself: the place of the selected row, or of the row above; in the columns of the
    likely wrong cells, that of theirs. Raises Refused where nothing has been checked, or no finding
    has a place that can be shown.
    """
    ours = results.names(book)
    if not ours:
        raise Refused("addin.not_checked")
    listed = results.places(book.sheets[ours[0]])
    visible = {sheet.name: index for index, sheet in enumerate(book.sheets) if is_shown(sheet)}
    known = [place for place in listed if place.sheet in visible and place.address]
    if not known:
        raise Refused("addin.no_places")
    front = book.sheets.active.name
    chosen = book.app.selection
    row, column = (0, 0) if chosen is None else (chosen.row, chosen.column)
    if front in ours:
        likely = results.of_likely(column) and any(place.likely for place in known)
        ordered = [place for place in known if place.likely == likely]
        keys: list[tuple[int, ...]] = [(place.row,) for place in ordered]
        # Forward, the place of the very row that is selected is the next.
        here: tuple[int, ...] = (row - 1 if forward else row,)
    else:
        ordered = _in_order(known, visible)
        keys = [_key(place, visible) for place in ordered]
        here = (visible.get(front, -1), row - 1, column - 1)
    at, around = _next(keys, here, forward)
    place = ordered[at]
    sheet = book.sheets[place.sheet]
    bring_forward(sheet)
    cell = sheet.range(place.address)
    cell.select()
    # A sheet without any mark was locked, or another sheet was checked alone.
    moved = not is_marked(cell.merge_area) and is_marked(sheet.cells)
    return Step(place, at + 1, len(ordered), around, bool(cell.rows.hidden), moved)


def _in_order(known: Sequence[Place], visible: dict[str, int]) -> list[Place]:
    """Each cell once, in reading order; that it is likely wrong goes before what else it is."""
    cells: dict[tuple[int, ...], Place] = {}
    for place in sorted(known, key=lambda place: not place.likely):
        cells.setdefault(_key(place, visible), place)
    return [cells[key] for key in sorted(cells)]


def _key(place: Place, visible: dict[str, int]) -> tuple[int, ...]:
    return (visible[place.sheet], *parse_address(place.address))


def _next(
    keys: Sequence[tuple[int, ...]], here: tuple[int, ...], forward: bool
) -> tuple[int, bool]:
    """The index of the key after or before `here`; True where it begins again at the other end."""
    if forward:
        after = next((i for i, key in enumerate(keys) if key > here), None)
        return (0, True) if after is None else (after, False)
    before = next((i for i in reversed(range(len(keys))) if keys[i] < here), None)
    return (len(keys) - 1, True) if before is None else (before, False)
