"""Cells that were found one by one → the rows of a sheet, within the limits of their rectangle."""

from collections.abc import Iterable, Mapping, Sequence

from validator.reading.book import address
from validator.reading.limits import Limits, within


def end_of(*cells: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The furthest row and the furthest column of any of the places, plus one."""
    places = [place for some in cells for place in some]
    return (
        max((row for row, _ in places), default=-1) + 1,
        max((column for _, column in places), default=-1) + 1,
    )


def hold_areas(ends: Iterable[tuple[str, tuple[int, int]]], limits: Limits) -> None:
    """Raises Unreadable (too_large) if a sheet, given by its name and its `end_of`, or all of them
    together, are larger than may be."""
    total = 0
    for name, (height, width) in ends:
        range_of_cells = f"{name}!A1:{address(max(height, 1) - 1, max(width, 1) - 1)}"
        total += height * width
        within(limits, "rows", height, range_of_cells)
        within(limits, "columns", width, range_of_cells)
        within(limits, "area", height * width, range_of_cells)
        within(limits, "total_area", total, range_of_cells)


def lay_out(
    values: Mapping[tuple[int, int], object], end: tuple[int, int]
) -> Sequence[Sequence[object]]:
    """`rows` of a `Sheet` up to `end`. Rows without a value are one and the same tuple."""
    height, width = end
    filled: dict[int, list[object]] = {}
    for (row, column), value in values.items():
        if row not in filled:
            filled[row] = [""] * width
        filled[row][column] = value
    rows: list[tuple[object, ...]] = [("",) * width] * height
    for row, cells in filled.items():
        rows[row] = tuple(cells)
    return rows
