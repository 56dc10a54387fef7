"""The formulas whose saved results no longer hold when numbers in a workbook change."""

from collections import deque
from collections.abc import Iterable, Mapping
from decimal import Decimal

from validator.amounts import canonical
from validator.expressions import Area, Cells, value_of
from validator.expressions.cells import Spot, TooMany
from validator.reading import Book

#: Functions that read other cells than those that their text names.
_ANYWHERE = frozenset({"ANCHORARRAY", "CELL", "EVALUATE", "INDIRECT", "OFFSET"})
#: An area of no more cells is known by each of them.
_SMALL = 64
#: So many comparisons of a cell with an area; beyond, every formula is taken for one that reads it.
_MOST = 2_000_000


def results(book: Book, changed: Mapping[Spot, Decimal]) -> dict[Spot, Decimal | None]:
    """The cells with a formula whose saved result the changes make untrue, with what they then
    give, exactly; None where that is not known, because a formula does anything but add up.

    A formula of which it cannot be told what it reads is among them, and so are all that go back to
    it.
    """
    try:
        before = _before(book, changed)
    except TooMany:
        return dict.fromkeys(_all(book))
    return _calculated(book, changed, before)


def _all(book: Book) -> list[Spot]:
    """The cells with a formula."""
    return [
        Spot(sheet.name, *place)
        for sheet in book.sheets
        for place in dict.fromkeys((*sheet.formulas, *sheet.written))
    ]


def _before(book: Book, changed: Mapping[Spot, Decimal]) -> dict[Spot, list[Spot] | None]:
    """Each formula that the changes reach → those among the reached and the changed cells that it
    reads; None where it cannot be told what it reads. Raises TooMany."""
    cells = Cells(book)
    found: dict[Spot, list[Spot] | None] = {}
    readers = _Readers()
    for spot in _all(book):
        leader = cells.formula(cells.leader(spot))
        told = leader and leader.names_all and not leader.functions & _ANYWHERE
        areas = cells.areas(spot) if told else None
        if areas is None:
            found[spot] = None
        else:
            readers.add(spot, areas, cells)
    waiting = deque([*changed, *found])
    while waiting:
        spot = waiting.popleft()
        for reader in readers.of(spot):
            if reader not in found:
                found[reader] = []
                waiting.append(reader)
            known = found[reader]
            if known is not None:
                known.append(spot)
    return found


class _Readers:
    """Which formulas read a cell."""

    def __init__(self) -> None:
        self._near: dict[Spot, list[Spot]] = {}
        self._far: dict[str, dict[tuple[int, int, int, int], list[Spot]]] = {}
        self._left = _MOST

    def add(self, spot: Spot, areas: Iterable[Area], cells: Cells) -> None:
        """A formula with its areas. Raises TooMany."""
        for area in areas:
            sheet = cells.sheet(area.sheet or spot.sheet)
            if sheet is None:
                continue
            top, left, bottom, right = area[1:]
            if (bottom + 1 - top) * (right + 1 - left) > _SMALL:
                far = self._far.setdefault(sheet.name, {})
                far.setdefault((top, left, bottom, right), []).append(spot)
                continue
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self._use(1)
                    self._near.setdefault(Spot(sheet.name, row, column), []).append(spot)

    def of(self, spot: Spot) -> list[Spot]:
        """The formulas that read a cell. Raises TooMany."""
        found = dict.fromkeys(self._near.get(spot, ()))
        far = self._far.get(spot.sheet, {})
        for (top, left, bottom, right), readers in far.items():
            if top <= spot.row <= bottom and left <= spot.column <= right:
                found.update(dict.fromkeys(readers))
        self._use(len(far) + len(found))
        return list(found)

    def _use(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise TooMany


def _calculated(
    book: Book, changed: Mapping[Spot, Decimal], before: Mapping[Spot, list[Spot] | None]
) -> dict[Spot, Decimal | None]:
    """What the reached formulas give, each after those that it reads. One in a circle gets no
    value, as nothing comes before it."""
    cells = Cells(book)
    cells.instead.update(changed)
    found: dict[Spot, Decimal | None] = dict.fromkeys(before)
    after: dict[Spot, list[Spot]] = {}
    missing: dict[Spot, int] = {}
    for spot, read in before.items():
        if read is not None:
            missing[spot] = sum(1 for each in read if each in before)
            for each in read:
                if each in before:
                    after.setdefault(each, []).append(spot)
    ready = deque(spot for spot, count in missing.items() if not count)
    try:
        while ready:
            spot = ready.popleft()
            value = _value(spot, cells)
            if value is None:
                continue
            found[spot] = cells.instead[spot] = value
            for reader in after.get(spot, ()):
                missing[reader] -= 1
                if not missing[reader]:
                    ready.append(reader)
    except TooMany:  # those that are left have no value
        pass
    return found


def _value(spot: Spot, cells: Cells) -> Decimal | None:
    """What a formula gives, as a double has it; None where that is not known: of nothing some
    formulas print a blank, and where a rounding may go either way a program does as it likes."""
    formula = cells.formula(spot)
    value = value_of(formula, spot.sheet, cells) if formula else None
    if not value or not value.exact or value.exact != value.other:
        return None
    return canonical(float(value.exact))[1]
