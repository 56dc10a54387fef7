"""Mistakes that people make in a workbook that agrees.

Each function of `MAKERS` makes one mistake somewhere in a `Sound` (`books`), as a `Slip`;
`several` makes some together. All of it follows from the `Random`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from random import Random

from tools.accuracy.books import Figure, Place, Slip, Sound
from validator.amounts import UNITS, WAN_YUAN, YUAN, Unit, round_half_up, show
from validator.forms.model import CellKey
from validator.recognition import Table, recognise
from validator.recognition.cells import Binding

# --- one figure ----------------------------------------------------------------------------------


def as_typed(figure: Figure) -> str:
    """A figure as a person types it: 12.3 for 12.30."""
    return figure.shown.rstrip("0").rstrip(".")


def swapped(text: str) -> Iterator[str]:
    """Two adjacent digits exchanged."""
    for i, (one, other) in enumerate(pairwise(text)):
        if one.isdigit() and other.isdigit():
            yield text[:i] + other + one + text[i + 2 :]


def dropped(text: str) -> Iterator[str]:
    """One of several digits left out."""
    for i, digit in enumerate(text):
        if digit.isdigit() and sum(map(str.isdigit, text)) > 1:
            yield text[:i] + text[i + 1 :]


def doubled(text: str) -> Iterator[str]:
    """One digit typed twice."""
    for i, digit in enumerate(text):
        if digit.isdigit():
            yield text[:i] + digit + text[i:]


def mistyped(text: str) -> Iterator[str]:
    """One digit is another."""
    for i, digit in enumerate(text):
        if digit.isdigit():
            yield from (text[:i] + other + text[i + 1 :] for other in "0123456789")


def moved(text: str) -> Iterator[str]:
    """The decimal point one place further, two places, or left out."""
    for places in (1, -1, 2, -2):
        yield str(Decimal(text).scaleb(places))
    yield text.replace(".", "")


def negated(text: str) -> Iterator[str]:
    """A minus sign that should not be there, or is not there."""
    yield str(-Decimal(text))


def _typing(kind: str, change: Callable[[str], Iterator[str]]) -> "Maker":
    def made(sound: Sound, rng: Random) -> Slip | None:
        for figure in _shuffled(sound.typed, rng):
            unit = figure.unit
            typed = {_printed(Decimal(t), unit) for t in change(as_typed(figure)) if t.strip(".-")}
            if wrong := sorted(typed - {figure.printed}):
                return _one(kind, figure, rng.choice(wrong))
        return None

    return made


def _printed(value: Decimal, unit: Unit) -> int:
    """What a typed number prints, in 分."""
    return round_half_up(value * unit.fen, unit.step)


def _one(kind: str, figure: Figure, wrong: int) -> Slip:
    typed = float(show(wrong, figure.unit))
    return Slip(kind, {figure.place: typed}, {figure.place: figure.shown})


def _shuffled(figures: Iterable[Figure], rng: Random) -> list[Figure]:
    shuffled = list(figures)
    rng.shuffle(shuffled)
    return shuffled


def other_unit(sound: Sound, rng: Random) -> Slip | None:
    """A figure in another unit than that of its table: mostly in 元."""
    for figure in _shuffled(sound.typed, rng):
        unit = figure.unit
        fen = sound.true[figure.table.key].get((figure.row, figure.column), 0)
        others = [YUAN, YUAN, *UNITS.values()] if unit is not YUAN else [WAN_YUAN]
        typed = {other: _printed(Decimal(fen) / other.fen, unit) for other in others}
        if wrong := [typed[other] for other in others if typed[other] not in (figure.printed, 0)]:
            return _one("unit", figure, rng.choice(wrong))
    return None


def of_last_year(sound: Sound, rng: Random) -> Slip | None:
    """Last year's figure."""
    last = recognise(sound.previous, sound.edition).tables
    for figure in _shuffled(sound.typed, rng):
        table = last.get(figure.table.key)
        before = table.cells.get((figure.row, figure.column)) if table else None
        if before and before.amount.printed not in (0, figure.printed):
            return _one("last_year", figure, before.amount.printed)
    return None


# --- figures that stand elsewhere ----------------------------------------------------------------


def _slipped(kind: str, down: int, right: int) -> "Maker":
    def made(sound: Sound, rng: Random) -> Slip | None:
        at = {figure.place: figure for figure in sound.figures.values()}
        for figure in _shuffled(sound.typed, rng):
            for way in rng.sample((1, -1), 2):
                place = figure.place
                there = place._replace(
                    row=place.row + way * down, column=place.column + way * right
                )
                if there in at and at[there].table is figure.table and not at[there].printed:
                    due = {place: figure.shown, there: at[there].shown}
                    return Slip(kind, {place: "", there: float(figure.shown)}, due)
        return None

    return made


def exchanged(sound: Sound, rng: Random) -> Slip | None:
    """The figures of two neighbouring lines or 科目 exchanged, in all columns."""
    typed = {(figure.table.key, figure.row) for figure in sound.typed}
    pairs = [
        (table, upper, lower)
        for table in sound.found.tables.values()
        for upper, lower in _neighbours(table)
        if {(table.key, upper.key), (table.key, lower.key)} <= typed
    ]
    rng.shuffle(pairs)
    for table, upper, lower in pairs:
        right: dict[Place, str] = {}
        wrong: dict[Place, object] = {}
        for column in upper.columns:
            one, other = (
                Figure(table, key, column, table.cells[key, column])
                for key in (upper.key, lower.key)
            )
            if one.printed != other.printed:
                right |= {one.place: one.shown, other.place: other.shown}
                wrong |= {one.place: other.cell.raw, other.place: one.cell.raw}
        if right:
            return Slip("exchanged", wrong, right)
    return None


def _neighbours(table: Table) -> Iterator[tuple[Binding, Binding]]:
    """Rows of figures one directly below the other, under the same headings."""
    at = {(b.row, tuple(b.columns.items())): b for b in table.bindings}
    for upper in table.bindings:
        lower = at.get((upper.row + 1, tuple(upper.columns.items())))
        if lower:
            yield upper, lower


# --- rows and totals -----------------------------------------------------------------------------


def _rows_of_subjects(sound: Sound, rng: Random) -> list[Place]:
    """Where the codes of 科目 with figures stand, in any order."""
    rows = {(figure.table.key, figure.row) for figure in sound.typed}
    found = [
        Place(table.sheet, entry.row, entry.column)
        for table in sound.found.tables.values()
        if table.form.open
        for entry in table.entries
        if (table.key, entry.key) in rows
    ]
    rng.shuffle(found)
    return found


def missing_row(sound: Sound, rng: Random) -> Slip | None:
    """The row of a 科目 left out."""
    rows = _rows_of_subjects(sound, rng)
    return Slip("missing_row", {}, {}, left_out=rows[0]) if rows else None


def row_twice(sound: Sound, rng: Random) -> Slip | None:
    """The row of a 科目 pasted twice."""
    rows = _rows_of_subjects(sound, rng)
    return Slip("row_twice", {}, {}, twice=rows[0]) if rows else None


def counted_twice(sound: Sound, rng: Random) -> Slip | None:
    """A total to which one of its addends was added once more."""
    for key in _shuffled_keys(sound.addends, rng):
        more = [figure for figure in sound.addends[key] if figure.printed]
        total = sound.figures[key]
        if len(more) > 1:
            return _one("counted_twice", total, total.printed + rng.choice(more).printed)
    return None


def adjusted(sound: Sound, rng: Random) -> Slip | None:
    """平差: a total moved by one printed step, so that the printed figures add up."""
    for key in _shuffled_keys(sound.addends, rng):
        total, added = sound.figures[key], sum(each.printed for each in sound.addends[key])
        if abs(added - total.printed) == total.table.unit.step:
            return _one("adjusted", total, added)
    return None


def _shuffled_keys(addends: Mapping[CellKey, object], rng: Random) -> list[CellKey]:
    keys = list(addends)
    rng.shuffle(keys)
    return keys


#: Makes a mistake somewhere; None where the workbook has no place for it.
Maker = Callable[[Sound, Random], Slip | None]
MAKERS: Mapping[str, Maker] = {
    "swapped": _typing("swapped", swapped),
    "dropped": _typing("dropped", dropped),
    "doubled": _typing("doubled", doubled),
    "mistyped": _typing("mistyped", mistyped),
    "point": _typing("point", moved),
    "sign": _typing("sign", negated),
    "unit": other_unit,
    "neighbour_row": _slipped("neighbour_row", 1, 0),
    "neighbour_column": _slipped("neighbour_column", 0, 1),
    "exchanged": exchanged,
    "last_year": of_last_year,
    "missing_row": missing_row,
    "counted_twice": counted_twice,
    "row_twice": row_twice,
    "adjusted": adjusted,
}


# --- several at once -----------------------------------------------------------------------------


def several(sound: Sound, rng: Random, count: int) -> tuple[Slip, ...]:
    """So many mistakes of random kinds at different places; fewer than that where it fails."""
    slips: list[Slip] = []
    for _ in range(20):
        slip = MAKERS[rng.choice(tuple(MAKERS))](sound, rng)
        if slip and not any(_close(slip, other) for other in slips):
            slips.append(slip)
        if len(slips) == count:
            break
    return tuple(slips)


def _close(slip: Slip, other: Slip) -> bool:
    """Do two mistakes touch the same row, or the number of rows of the same sheet?"""
    rows, others = ({place[:2] for place in each.places} for each in (slip, other))
    moving = {place.sheet for place in (slip.left_out, slip.twice) if place}
    return bool(rows & others) or bool(
        moving & {place.sheet for place in (other.left_out, other.twice) if place}
    )
