"""Cells of a workbook, and ranges of them, as formulas name them.

Rows and columns of a `Spot` count from zero, those in formulas from one, as Excel does.
"""

from typing import NamedTuple

from validator.reading import address


class Spot(NamedTuple):
    """A cell of a workbook: its sheet, row and column (from zero)."""

    sheet: str
    row: int
    column: int

    @property
    def local(self) -> str:
        """C6, for a formula on the same sheet."""
        return address(self.row, self.column)

    @property
    def fixed(self) -> str:
        """$C$6, for a formula on the same sheet that is filled down."""
        return f"${letter(self.column)}${self.row + 1}"

    @property
    def in_row(self) -> str:
        """$C6, for a formula on the same sheet that is filled down or to the right."""
        return f"${letter(self.column)}{self.row + 1}"

    @property
    def ref(self) -> str:
        """'公开01表'!$C$6, for a formula anywhere."""
        return f"'{self.sheet}'!{self.fixed}"

    @property
    def link(self) -> str:
        """'公开01表'!C6, for a hyperlink."""
        return f"'{self.sheet}'!{self.local}"


def letter(column: int) -> str:
    """0 → A, 26 → AA."""
    return address(0, column)[:-1]


def span(first: Spot, last: Spot) -> str:
    """'公开01表'!$C$6:$C$13: the rectangle between two cells of a sheet."""
    return f"{first.ref}:{last.fixed}" if first != last else first.ref


def local_span(first: Spot, last: Spot) -> str:
    """$C$6:$C$13, for a formula on the same sheet."""
    return span(first, last).rpartition("!")[2]
