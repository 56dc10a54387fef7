"""How cells look: what a file says of them beside their values."""

import struct
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from validator.drawing.choice import Chosen, Place
from validator.drawing.formats import GENERAL
from validator.reading import Book, Limits, Unreadable
from validator.reading.package import open_package


class Look(NamedTuple):
    """How a cell looks: its number format; `align` is left, center, right or "" for as its value
    goes; `wrapped`: its words stay in it, in several lines."""

    format: str = GENERAL
    align: str = ""
    bold: bool = False
    wrapped: bool = False


#: Excel takes no more styles of cells, and no more fonts: of more, the rest is as any cell.
MOST_STYLES = 65_490
#: How a cell looks of which a file says nothing.
PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Looks:
    """How the cells of a sheet look that are drawn.

    `merged`: upper left cell → rows and columns that it spans; `widths`: column → characters, where
    the file says so of the column, else `usual`; None for a file that says nothing of widths.
    `hidden_rows` and `hidden_columns` are those that its users do not see.
    """

    of: Mapping[Place, Look] = field(default_factory=dict)
    merged: Mapping[Place, tuple[int, int]] = field(default_factory=dict)
    widths: Mapping[int, float] = field(default_factory=dict)
    usual: float | None = None
    hidden_rows: Set[int] = frozenset()
    hidden_columns: Set[int] = frozenset()


def looks(
    data: bytes | None, book: Book, chosen: Mapping[int, Chosen], limits: Limits
) -> Mapping[int, Looks]:
    """How the `chosen` cells of the book's sheets look, by the number of the sheet, as far as it is
    known: `data` is the file that it was read from, None where there is none."""
    if data is None:
        return {}
    try:
        if book.format in ("xlsx", "xlsm"):
            from validator.drawing.xlsx import looks_in_xlsx

            return looks_in_xlsx(open_package(data, limits), chosen)
        if book.format == "xls":
            from validator.drawing.xls import looks_in_xls

            return looks_in_xls(data, chosen)
        if book.format == "ods":
            from validator.drawing.ods import looks_in_ods

            return looks_in_ods(open_package(data, limits), chosen, limits)
    except (Unreadable, ValueError, LookupError, struct.error):
        pass  # what cannot be understood of their looks does not keep the values from being drawn
    return {}
