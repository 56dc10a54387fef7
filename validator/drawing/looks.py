"""How cells look: what a file says of them beside their values."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from validator.drawing.choice import Place
from validator.drawing.formats import GENERAL


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
