"""Exact amounts: what a cell says, in whole 分, and what its printed figure may stand for.

A figure in a published table is an amount of 分 that was rounded half-up (四舍五入) to the printed
unit. This module turns a cell into that figure, keeps what was in the cell (its state), and gives
the closed interval of amounts that print so. No binary fraction survives: a float is read as the
decimal of 15 digits that the spreadsheet shows.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum
from sys import float_info
from typing import NamedTuple

from validator.remembered import remembered


class State(Enum):
    """What a cell holds, kept beside its value because blanks, dashes and zeros differ."""

    NUMBER = "number"
    ZERO = "zero"
    BLANK = "blank"
    DASH = "dash"
    TEXT_NUMBER = "text_number"
    TEXT = "text"
    ERROR = "error"
    NOT_COMPUTED = "not_computed"

    __hash__ = object.__hash__  # members are singletons; the default hashes the name each time


#: States whose cell has a value that can be added up.
COUNTED = frozenset({State.NUMBER, State.ZERO, State.TEXT_NUMBER, State.BLANK, State.DASH})
#: States that say "nothing here": worth 0, and never an amount rounded away.
EMPTY = frozenset({State.BLANK, State.DASH})


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed unit: its name, its worth in 分, and the decimals a table in it prints.

    `scale` is how many of its last printed digits it has (100 for two decimals), `step` what one is
    worth in 分, and `half` half of that: 0 where 分 themselves are printed.
    """

    name: str
    fen: int
    decimals: int
    scale: int = field(init=False, repr=False, compare=False)
    step: int = field(init=False, repr=False, compare=False)
    half: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out what every amount asks for."""
        scale = int(10**self.decimals)
        step = self.fen // scale
        for name, value in (("scale", scale), ("step", step), ("half", step // 2)):
            object.__setattr__(self, name, value)


YUAN = Unit("元", 100, 2)
QIAN_YUAN = Unit("千元", 10**5, 2)
WAN_YUAN = Unit("万元", 10**6, 2)
YI_YUAN = Unit("亿元", 10**10, 2)
UNITS = {unit.name: unit for unit in (YUAN, QIAN_YUAN, WAN_YUAN, YI_YUAN)}
#: A column of per cents: 1 % counts as much as 1 万元 does, and two decimals are printed.
PERCENT = Unit("%", 10**6, 2)


class Amount(NamedTuple):
    """A cell as an amount.

    `printed` is the figure rounded half-up to the unit's last printed digit, in 分. `stored` is
    the cell's own value in 分 where it holds more digits than are printed, else None. Both are 0
    for cells without a number; `state` tells why.
    """

    state: State
    printed: int
    half: int
    stored: Decimal | None = None

    def interval(self, zero_rounded: bool = False) -> tuple[int, int]:
        """The amounts in 分 that print as this figure.

        v > 0: [v−h, v+h−1]; v < 0: [v−h+1, v+h]; nothing or zero: [0, 0]. With `zero_rounded` a
        printed zero may be an amount rounded away: [−h+1, h−1]. A blank or dash never is.
        """
        v, h = self.printed, self.half
        if h == 0:
            return v, v
        if v > 0:
            return v - h, v + h - 1
        if v < 0:
            return v - h + 1, v + h
        if zero_rounded and self.state not in EMPTY:
            return 1 - h, h - 1
        return 0, 0


#: An operand that is not in the workbook at all: a 科目 without a row.
NOTHING = Amount(State.BLANK, 0, 0)

_BLANKS = {unit.name: Amount(State.BLANK, 0, unit.half) for unit in (*UNITS.values(), PERCENT)}
_ZEROS = {name: Amount(State.ZERO, 0, blank.half) for name, blank in _BLANKS.items()}
#: Words that stand where there is no amount.
DASHES = frozenset({"-", "—", "–", "/", "无", "——", "--", "―"})
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_BRACKETED = re.compile(r"\(([0-9.,]+)\)")
#: Beyond this many printed steps a double no longer holds every two-decimal figure.
_EXACT_STEPS = 10**13
#: What is larger is no number, as a text as little as in a cell for numbers.
_LARGEST = Decimal(float_info.max)
#: Decimal arithmetic that rounds nothing: the longest text of a cell has 32,767 characters.
_EXACT = Context(prec=40_000)


def canonical(raw: object, fault: str | None = None) -> tuple[State, Decimal | None]:
    """What the cell says: its state, and its value where it has one (docs/amounts.md).

    `raw` is what the reader gave; `fault` the reader's note: an error text such as `#DIV/0!`, or
    `""` for a formula whose value was never computed.
    """
    if fault is not None:
        return (State.ERROR if fault else State.NOT_COMPUTED), None
    if raw is None or raw == "":
        return State.BLANK, None
    if isinstance(raw, bool):
        return State.TEXT, None
    if isinstance(raw, int | float):
        if not abs(raw) <= float_info.max:  # nan, inf, or a whole number longer than any float
            return State.TEXT, None
        value = Decimal(f"{raw:.15g}")
        return (State.NUMBER if value else State.ZERO), value
    return _of_text(raw) if isinstance(raw, str) else (State.TEXT, None)


#: Zero-width space and joiners, word joiner, byte order mark.
_NO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))


def without_spaces(text: str) -> str:
    """NFKC, without any white space and without the signs of no width that web pages leave."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_NO_WIDTH).split())


def has_mark(raw: str) -> bool:
    """Is there a numeral in the text that is no digit of an amount: the ① of a footnote, ², ⑴, ½?
    NFKC makes digits of them, and 123.451 of 123.45①."""
    return not raw.isascii() and any(unicodedata.category(sign) == "No" for sign in set(raw))


@remembered(8192)
def _of_text(raw: str) -> tuple[State, Decimal | None]:
    if raw.startswith("#") and raw.endswith(("!", "?", "A")):
        return State.ERROR, None
    if has_mark(raw):
        return State.TEXT, None
    text = without_spaces(raw).replace("\u2212", "-")
    if not text:
        return State.BLANK, None
    if text in DASHES:
        return State.DASH, None
    if bracketed := _BRACKETED.fullmatch(text):
        text = "-" + bracketed[1]
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if _NUMBER.fullmatch(text) and abs(value := Decimal(text)) <= _LARGEST:
        return State.TEXT_NUMBER, value
    return State.TEXT, None


def plain_figure(raw: object, unit: Unit) -> int | None:
    """The amount in 分 of a number with no more decimals than the unit prints, as nearly every cell
    of an .xlsx holds one; None for any other, which `amount` reads."""
    if type(raw) is not float:
        return None
    scaled = raw * unit.scale
    if not -_EXACT_STEPS < scaled < _EXACT_STEPS:
        return None
    steps = round(scaled)
    # The nearest double of a decimal with at most 15 digits prints as that decimal.
    return steps * unit.step if steps / unit.scale == raw else None


def amount(raw: object, unit: Unit, fault: str | None = None) -> Amount:
    """The cell as an `Amount` of a table printed in `unit`.

    Precision comes from the unit, never from the value: in 万元, 12.3 means 12.30.
    """
    if raw == "" and fault is None:
        return _BLANKS[unit.name]
    if fault is None and (figure := plain_figure(raw, unit)) is not None:
        return Amount(State.NUMBER, figure, unit.half) if figure else _ZEROS[unit.name]
    step = unit.step
    state, value = canonical(raw, fault)
    if not value:
        return Amount(state, 0, unit.half)
    fen = _EXACT.multiply(value, Decimal(unit.fen))
    printed = round_half_up(fen, step)
    noise = abs(fen - printed) * 10**4 < min(step, 10**4)
    return Amount(state, printed, unit.half, None if noise else fen)


def per_cent(raw: object, fault: str | None = None, *, fraction: bool) -> Amount:
    """The cell of a column of per cents: 99.70% or 99.7, and 0.997 in a column of fractions."""
    if isinstance(raw, str) and (text := without_spaces(raw)).endswith("%"):
        return amount(raw if has_mark(raw) else text.removesuffix("%"), PERCENT, fault)
    if fraction and isinstance(raw, int | float) and fault is None:
        _, value = canonical(raw)
        raw = raw if value is None else float(value * 100)
    return amount(raw, PERCENT, fault)


def are_fractions(column: Iterable[object]) -> bool:
    """Does a column of per cents hold them as fractions: 0.997 for 99.7 %? The middle one of its
    numbers tells, so that one that was kept otherwise does not make all others wrong."""
    numbers = [v for v in column if isinstance(v, int | float) and not isinstance(v, bool)]
    numbers.sort()
    count = len(numbers)
    return count > 0 and abs(numbers[(count - 1) // 2] + numbers[count // 2]) <= 2


def round_half_up(fen: Decimal | int, step: int) -> int:
    """`fen` rounded to a multiple of `step` 分, halves away from zero (四舍五入)."""
    return int(_EXACT.divide(Decimal(fen), Decimal(step)).to_integral_value(ROUND_HALF_UP)) * step


def show(fen: Decimal | int, unit: Unit) -> str:
    """`fen` in `unit` with its printed decimals; more digits only where there are more."""
    steps, rest = divmod(abs(fen if type(fen) is int else int(fen)), unit.step)
    if rest or (type(fen) is not int and fen != int(fen)):  # more digits than are printed
        value = _EXACT.divide(Decimal(fen), Decimal(unit.fen))
        return f"{value.normalize(_EXACT):f}"
    whole, part = divmod(steps, unit.scale)
    if unit.scale == 100:  # as nearly always; a width that is known takes half the time
        return f"-{whole}.{part:02d}" if fen < 0 else f"{whole}.{part:02d}"
    return f"{'-' if fen < 0 else ''}{whole}.{part:0{unit.decimals}d}"
