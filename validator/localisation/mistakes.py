"""Which human mistake turns the right figure into the one that is printed.

A figure is taken as a person types it, with all its printed decimals: 117.18, 12.30. Leaving the
zeros at its end or the thousands commas away changes nothing but where a lost decimal point shows:
12.3 becomes 123. What was typed is then printed rounded half-up. Amounts are whole numbers of 分.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from validator.amounts import UNITS, Unit, show
from validator.messages import Said, in_both

#: How often a wrong figure comes from each kind of mistake; together with `UNEXPLAINED` they make
#: one. Of mistakes made in copying numbers, Verhoeff (Error Detecting Decimal Codes, 1969) counted
#: about 79 % with one wrong digit, 10 % with two adjacent ones exchanged, 10–20 % with one omitted
#: or added. Scholtus (Automatic Correction of Simple Typing Errors in Numerical Data with Balance
#: Edits, Statistics Netherlands, 2009) corrects the same four, and the sign. The share of wrong
#: digits is smaller here, since tables of accounts are also copied from systems and from each
#: other: that, and the kinds from `point` on, are a judgement.
PRIORS: Mapping[str, float] = {
    "mistyped": 0.15,
    "swapped": 0.10,
    "dropped": 0.06,
    "doubled": 0.05,
    "inserted": 0.02,
    "point": 0.07,
    "sign": 0.04,
    "unit": 0.07,
    "missing": 0.06,
    "one_step": 0.03,
    "adjusted": 0.04,
    "counted_twice": 0.03,
    "left_out": 0.05,
    "neighbour_row": 0.05,
    "neighbour_column": 0.03,
    "last_year": 0.03,
}
#: … and how often from none of them.
UNEXPLAINED = 0.12
#: An unexplained figure has as many digits as the right one in this share of cases; else it has any
#: of this many other numbers of digits.
_SAME_LENGTH, _OTHER_LENGTHS = 0.5, 12
#: A decimal point is moved by so many places at most.
_PLACES = 3
#: A figure that lost digits when it was printed is so many times less likely to be seen: nearly all
#: cells hold no more digits than they print.
_LOST = 10
#: Of a figure that lost digits so many originals are tried; where more would do, none is likely.
_MOST = 64
#: Up to so many figures it is faster to try each than to undo every mistake.
_FEW = 8
#: A mistake that makes a figure longer is undone up to so many digits.
_LONGEST = 17


class Mistake(NamedTuple):
    """A mistake by its `kind`, which names the message `mistake.<kind>` filled with `facts`.

    `chance` is that of the wrong figure where the right one is known: that of the kind, shared
    among all figures that the kind can make of the right one.
    """

    kind: str
    facts: Mapping[str, object]
    chance: float

    @property
    def said(self) -> Said:
        """The mistake as a clause, in both languages."""
        return in_both(f"mistake.{self.kind}", **self.facts)


def mistakes(right: int, wrong: int, unit: Unit) -> tuple[Mistake, ...]:
    """Every known mistake that turns `right` into `wrong` exactly, the most telling first.

    Both are printed figures of a table in `unit`, in 分. () where no mistake does, and where
    nothing should stand there at all.
    """
    if right == wrong or not right:
        return ()
    own, typed = abs(right) // unit.step, abs(wrong) // unit.step
    if (right < 0) is (wrong < 0) or not wrong:
        found = [*_of_digits(own, typed, unit.decimals), *_of_scale(own, typed, unit)]
    else:
        found = [_made("sign", 1, how=in_both("sign.added" if wrong < 0 else "sign.lost"))]
        found = found if own == typed else []
    if not wrong:
        found.append(_made("missing", 1))
    if abs(right - wrong) == unit.step:
        found.append(_made("one_step", 2, step=show(unit.step, unit), unit=unit.name))
    return tuple(sorted(found, key=lambda mistake: -mistake.chance))


def explained(wrong: int, low: int, high: int, unit: Unit) -> tuple[tuple[int, Mistake], ...]:
    """Every figure from `low` to `high` of which a mistake makes `wrong`, with its most telling
    mistake, the likeliest first.

    Figures are multiples of the last digit that `unit` prints, in 分. Where the range is wide, a
    mistake that lost digits may have begun with more figures than are worth naming: those are left
    out.
    """
    step = unit.step
    first, last = -(-low // step), high // step
    if last - first < _FEW:
        candidates = set(range(first, last + 1))
    else:
        candidates = _originals(wrong // step, first, last, unit)
    found = []
    for figure in candidates:
        if known := mistakes(figure * step, wrong, unit):
            found.append((figure * step, known[0]))
    return tuple(sorted(found, key=lambda each: (-each[1].chance, abs(each[0] - wrong), each[0])))


def unexplained(right: int, wrong: int, unit: Unit) -> float:
    """The chance of `wrong` where `right` is due and no known mistake was made: the figures of the
    same number of digits are alike, and another number of digits is less likely."""
    length, due = (_length(abs(v) // unit.step, unit.decimals) for v in (wrong, right))
    among = _SAME_LENGTH if length == due else (1 - _SAME_LENGTH) / _OTHER_LENGTHS
    return UNEXPLAINED * among / 10.0 ** min(length, _MOST_DIGITS)


#: Of figures with more digits all are as good as impossible; a float has no smaller chance.
_MOST_DIGITS = 300


def _made(kind: str, ways: int, /, **facts: object) -> Mistake:
    """A mistake of a kind that can be made in so many ways of the right figure."""
    return Mistake(kind, facts, PRIORS[kind] / ways)


def _length(figure: int, decimals: int) -> int:
    """The digits that are typed of a figure, with the zero before its decimal point."""
    return max(len(str(figure)), decimals + 1)


def _half_up(figure: int, by: int) -> int:
    """`figure`, not negative, divided and rounded half-up."""
    return (2 * figure + by) // (2 * by)


# --- one digit or two ----------------------------------------------------------------------------


def _of_digits(right: int, wrong: int, decimals: int) -> Iterator[Mistake]:
    """The mistakes with one digit or two; figures are positive, in printed steps."""
    length = _length(right, decimals)
    due, typed = str(right).zfill(length), str(wrong).zfill(decimals + 1)
    whole = length - decimals
    if len(typed) == length:
        yield from _replaced(due, typed)
    # What happens right of the decimal point moves the figure by less than one.
    near = abs(wrong - right) < 10**decimals
    for at in range(0 if wrong < right else whole, length if near else whole):
        rest = int(due[:at] + due[at + 1 :] or 0)
        twin = due[at] == due[at - 1 : at] and at != whole  # leaving out either makes the same
        if wrong == (rest if at < whole else 10 * rest) and not twin:
            yield _made("dropped", length, digit=due[at])
    for at in range(whole + 1 if wrong > right else 0):
        yield from _inserted(due, at, wrong, whole, in_part=False)
    for at in range(whole, length + 1 if near else whole):
        yield from _inserted(due, at, wrong, whole, in_part=True)


def _replaced(due: str, typed: str) -> Iterator[Mistake]:
    """One digit in the place of another, or two adjacent ones exchanged."""
    at = [i for i, digits in enumerate(zip(due, typed, strict=True)) if digits[0] != digits[1]]
    if len(at) == 1:
        yield _made("mistyped", 9 * len(due), right=due[at[0]], wrong=typed[at[0]])
    elif len(at) == 2 and at[1] == at[0] + 1:
        right, wrong = due[at[0] : at[1] + 1], typed[at[0] : at[1] + 1]
        if right == wrong[::-1]:
            yield _made("swapped", len(due) - 1, right=right, wrong=wrong)


def _inserted(due: str, at: int, wrong: int, whole: int, *, in_part: bool) -> Iterator[Mistake]:
    """A digit too many before the digit number `at` of a figure with `whole` digits left of the
    decimal point; `in_part`: on the right of it, where the last digit is then rounded away, and a
    further one is no mistake but where the last was typed twice."""
    before, after = due[:at], due[at:]
    nought, place = int(f"{before}0{after}"), 10 ** len(after)
    least, most = (10 * wrong - 5, 10 * wrong + 4) if in_part else (wrong, wrong)
    twin = before[-1:] if not in_part or at > whole else ""
    following = after[:1] if in_part or at < whole else ""
    for digit in range(max(-((nought - least) // place), 0), min((most - nought) // place, 9) + 1):
        ways = len(due) * (_LOST if in_part and (nought + digit * place) % 10 else 1)
        if str(digit) == twin:
            yield _made("doubled", ways, digit=str(digit))
        elif str(digit) != following and (after or not in_part):
            yield _made("inserted", 9 * ways, digit=str(digit))


# --- the decimal point and the unit --------------------------------------------------------------


def _of_scale(right: int, wrong: int, unit: Unit) -> Iterator[Mistake]:
    """The mistakes with the decimal point or the unit; figures are positive, in printed steps."""
    whole = 10**unit.decimals
    # How many of its decimals a person types: all, or none at the end that are zero.
    written = {unit.decimals, len(str(right % whole + whole).rstrip("0")) - 1}
    for places in range(1, _PLACES + 1):
        if right * 10**places == wrong:
            how = in_both("point.lost") if places in written else _moved("right", places)
            yield _made("point", 2 * _PLACES, how=how)
        if _half_up(right, 10**places) == wrong:
            ways = 2 * _PLACES * (_LOST if right % 10**places else 1)
            yield _made("point", ways, how=_moved("left", places))
    others = [other for other in UNITS.values() if other.fen != unit.fen]
    for other in others if unit.name in UNITS else ():
        ways = 2 * len(others)
        if other.fen > unit.fen:
            by = other.fen // unit.fen
            fits = _half_up(right, by) == wrong
            ways *= _LOST if right % by else 1
        else:  # typed as it prints in this unit, or with the digits that are rounded away in it
            by = unit.fen // other.fen
            fits = _half_up(wrong, by) == right
            ways *= 1 if wrong == right * by else by
        if fits:
            yield _made("unit", ways, other=other.name, unit=unit.name)


def _moved(way: str, places: int) -> Said:
    return in_both(f"point.{way}", places=places)


# --- backwards -----------------------------------------------------------------------------------


def _originals(wrong: int, first: int, last: int, unit: Unit) -> set[int]:
    """The figures from `first` to `last`, in printed steps, of which a mistake may make `wrong`,
    and some of which none does."""
    size, decimals = abs(wrong), unit.decimals
    signs = (-1, 1) if not wrong else (-1,) if wrong < 0 else (1,)
    most = max(abs(first), abs(last))
    found = {-wrong, wrong - 1, wrong + 1}
    sizes = {*_undone(size, decimals, most), *_longer(size, decimals, most)}
    for low, high in _rounded_away(size, unit):
        if low == high:
            sizes.add(low)
            continue
        for sign in signs:
            ends = sorted((sign * low, sign * high))
            least, greatest = max(ends[0], first), min(ends[1], last)
            if greatest - least < _MOST:
                found.update(range(least, greatest + 1))
    found.update(sign * each for each in sizes for sign in signs)
    return {figure for figure in found if first <= figure <= last}


def _undone(wrong: int, decimals: int, most: int) -> Iterator[int]:
    """Figures that became `wrong` by one digit in the place of another, by two exchanged, by one
    too many, or by a decimal point moved to the right."""
    length = _length(wrong, decimals)
    for place in _places(0, length):
        digit = wrong // place % 10
        least = wrong - digit * place
        if least <= most:
            yield from range(least, least + 10 * place, place)
        yield wrong + (digit - wrong // place // 10 % 10) * 9 * place
    for place in _places(decimals, length):
        yield wrong // (10 * place) * place + wrong % place
    for typed in range(max(10 * wrong - 5, 0), 10 * wrong + 5):
        for place in _places(0, decimals + 1):
            yield typed // (10 * place) * place + typed % place
    for places in range(1, _PLACES + 1):
        if wrong % 10**places == 0:
            yield wrong // 10**places


def _longer(wrong: int, decimals: int, most: int) -> Iterator[int]:
    """Figures that became `wrong` because a digit was left out."""
    for place in _places(decimals, _LONGEST):
        least = wrong // place * 10 * place + wrong % place
        if least <= most:
            yield from range(least, least + 10 * place, place)
    if wrong % 10 == 0:
        short = wrong // 10
        for place in _places(0, decimals):
            least = short // place * 10 * place + short % place
            yield from range(least, least + 10 * place, place)


def _places(start: int, end: int) -> Iterator[int]:
    return (10**place for place in range(start, end))


def _rounded_away(wrong: int, unit: Unit) -> Iterator[tuple[int, int]]:
    """The ranges of figures that became `wrong` by a mistake that may have lost digits."""
    for places in range(1, _PLACES + 1):
        yield _printed_so(wrong, 10**places)
    for other in UNITS.values() if unit.name in UNITS else ():
        if other.fen > unit.fen:
            yield _printed_so(wrong, other.fen // unit.fen)
        elif other.fen < unit.fen:
            original = _half_up(wrong, unit.fen // other.fen)
            yield original, original
    if not wrong:
        yield 1, 10**_LONGEST


def _printed_so(wrong: int, by: int) -> tuple[int, int]:
    """The figures that print as `wrong` when they are divided and rounded half-up."""
    return max(by * wrong - by // 2, 0), by * wrong + (by + 1) // 2 - 1
