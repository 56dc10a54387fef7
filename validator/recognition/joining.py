"""Parts of sheets → one page: a table that goes on on another sheet, or under a repeated heading.

The rows are put together as if nobody had broken them; every cell still knows the sheet and the
address at which a person finds it (`Sheet.place`).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from validator.reading import Origin, Sheet
from validator.recognition import words
from validator.recognition.region import HEADING_ROWS, Page
from validator.recognition.table import Table
from validator.remembered import remembered

#: The words of a row.
_Row = tuple[str, ...]


class Piece(NamedTuple):
    """Rows `top` to `bottom` (exclusive) of a page, which stand `shift` columns further right than
    in the table's first piece."""

    page: Page
    top: int
    bottom: int
    shift: int = 0


def joined(pieces: Sequence[Piece]) -> Page:
    """The pieces one below the other, under the name of the first one's sheet."""
    rows: list[Sequence[object]] = []
    lines: list[list[tuple[int, str]]] = []
    faults: dict[tuple[int, int], str] = {}
    formulas: set[tuple[int, int]] = set()
    origins: list[Origin] = []
    for page, top, bottom, shift in pieces:
        down, own = len(rows) - top, page.sheet
        origin, address = own.name, top
        if own.origins:  # of a page with rows put together, that of the rows
            part = next(o for o in reversed(own.origins) if top >= o.first)
            origin, address = part.name, part.row + top - part.first
        origins.append(Origin(len(rows), origin, address, shift))
        for row in range(top, bottom):
            cells, line = own.rows[row], page.lines[row]
            rows.append([*[""] * -shift, *cells[max(shift, 0) :]] if shift else cells)
            lines.append([(c - shift, said) for c, said in line if c >= shift] if shift else line)
        faults |= {
            (row + down, column - shift): fault
            for (row, column), fault in own.faults.items()
            if top <= row < bottom and column >= shift
        }
        formulas |= {
            (row + down, column - shift)
            for row, column in own.formulas
            if top <= row < bottom and column >= shift
        }
    name = pieces[0].page.sheet.name
    return Page(Sheet(name, rows, faults, formulas, origins=tuple(origins)), lines)


def head_of(page: Page, table: Table) -> frozenset[_Row]:
    """The rows of headings above the figures of a table, each as its words."""
    rows = (_words(page, row) for row in range(table.top + 1, table.first_row))
    return frozenset(row for row in rows if len(row) > 1 and not any(map(_is_about, row)))


@remembered(4096)
def _is_about(said: str) -> bool:
    """Does a cell name the department or the unit?"""
    return words.unit(said) is not None or words.department(said) is not None


def _words(page: Page, row: int) -> _Row:
    return tuple(said for _, said in page.lines[row])


def unbroken(piece: Piece, head: frozenset[_Row], first: int) -> list[Piece]:
    """The piece without the rows from `first` on in which the head stands again."""
    begins = {row[0] for row in head}
    again = [
        row
        for row, line in enumerate(piece.page.lines[first : piece.bottom], first)
        if line and line[0][1] in begins and _words(piece.page, row) in head
    ]
    return list(_between(piece, again))


def _between(piece: Piece, cuts: Sequence[int]) -> Iterator[Piece]:
    top = piece.top
    for cut in (*cuts, piece.bottom):
        if cut > top:
            yield piece._replace(top=top, bottom=cut)
        top = cut + 1


def without_notes(piece: Piece, first: int) -> Piece:
    """The piece up to the notes, or to those who answer for it, that stand from row `first` on:
    under a table that goes on they end nothing."""
    for row in range(first, piece.bottom):
        line = piece.page.lines[row]
        if line and words.ends_table(line[0][1]):
            return piece._replace(bottom=row)
    return piece


def below_head(page: Page, top: int, bottom: int, head: frozenset[_Row], left: int) -> Piece | None:
    """What stands below the head where it is repeated near the top of rows `top` to `bottom`; None
    where it is not. `left` is the column in which the head begins on the first page."""
    last: int | None = None
    for row in range(top, min(top + HEADING_ROWS, bottom)):
        if _words(page, row) in head:
            last = row
    if last is None or last + 1 >= bottom:
        return None
    begins = min(page.lines[row][0][0] for row in range(top, last + 1) if _words(page, row) in head)
    return Piece(page, last + 1, bottom, begins - left)


def head_begins(page: Page, table: Table, head: frozenset[_Row]) -> int:
    """The column in which the head of a table begins."""
    rows = range(table.top + 1, table.first_row)
    return min((page.lines[row][0][0] for row in rows if _words(page, row) in head), default=0)
