"""The text of a number format → its sections, each a list of pieces (ECMA-376 part 1, 18.8.31)."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

#: The longest format that Excel takes; no longer one is read.
_LONGEST = 255


class Kind(Enum):
    """What a piece of a section stands for."""

    WORDS = auto()
    DIGIT = auto()  # 0 # ?
    POINT = auto()
    COMMA = auto()
    PERCENT = auto()
    POWER = auto()  # E+ E-
    GENERAL = auto()
    TEXT = auto()  # @
    DATE = auto()  # y m d h s a, as often as it is written
    HALF = auto()  # AM/PM
    ELAPSED = auto()  # [h] [mm] [s]


class Piece(NamedTuple):
    """A piece: its kind, and the words or letters that it is written with."""

    kind: Kind
    words: str


class Section(NamedTuple):
    """What a section shows, and for which numbers where it says so."""

    pieces: tuple[Piece, ...]
    holds: Callable[[Decimal], bool] | None

    def has(self, *kinds: Kind) -> bool:
        """Is there a piece of one of these kinds in it?"""
        return any(piece.kind in kinds for piece in self.pieces)


class NotKnown(Exception):  # noqa: N818 - a kind of format, not a fault of the program
    """Something in a format that is not understood: fractions, Chinese numerals, calendars."""


#: Quoted words; a sign after \ or !; the width of a sign (_); a sign that fills the cell (*); what
#: stands in brackets; then the letters and signs that mean something; then any other sign.
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|(?P<wide>_.)|(?P<fill>\*.)'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)"
    r"|(?P<power>E[+-])|(?P<date>y+|m+|d+|h+|s+|a{3,4})|(?P<sign>[0#?.,%@;])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SIGNS = {
    "0": Kind.DIGIT, "#": Kind.DIGIT, "?": Kind.DIGIT, ".": Kind.POINT, ",": Kind.COMMA,
    "%": Kind.PERCENT, "@": Kind.TEXT,
}  # fmt: skip
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?(?:E\+?[0-9]{1,3})?)")
_COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lt, ">": gt, "<=": le, ">=": ge, "=": eq, "<>": ne,
}  # fmt: skip
_COLOUR = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|colou?r ?[0-9]+|[黑蓝青绿红白黄]色?"
    r"|洋红色?|颜色 ?[0-9]+)",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]*)?(?:,.*)?")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)


@lru_cache(maxsize=1024)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format, one at least. Raises NotKnown."""
    if len(code) > _LONGEST:
        raise NotKnown
    found: list[Section] = []
    pieces: list[Piece] = []
    holds: Callable[[Decimal], bool] | None = None
    for token in _TOKEN.finditer(code):
        said = token[0]
        if token.lastgroup == "bracket":
            if condition := _CONDITION.fullmatch(token["bracket"]):
                holds = _holds(condition[1], Decimal(condition[2]))
            else:
                pieces.extend(_bracket(token["bracket"]))
        elif said == ";":
            found.append(Section(tuple(pieces), holds))
            pieces, holds = [], None
        else:
            pieces.append(_piece(token))
    return (*found, Section(tuple(pieces), holds))


def _piece(token: re.Match[str]) -> Piece:
    """The piece that a token stands for. Raises NotKnown."""
    group, said = token.lastgroup, token[0]
    if group in ("quoted", "escaped"):
        return Piece(Kind.WORDS, token[group])
    if group in ("wide", "fill"):
        return Piece(Kind.WORDS, " " if group == "wide" else "")
    if group == "sign":
        return Piece(_SIGNS[said], said)
    if group == "date":
        return Piece(Kind.DATE, said.lower())
    if group in ("general", "half", "power"):
        return Piece(Kind[group.upper()], said)
    if said.isascii() and said.isalpha():
        raise NotKnown
    return Piece(Kind.WORDS, said)


def _bracket(said: str) -> Iterator[Piece]:
    """What brackets hold beside a condition: a colour, a currency or language, elapsed time."""
    if _ELAPSED.fullmatch(said):
        yield Piece(Kind.ELAPSED, said.lower())
    elif currency := _CURRENCY.fullmatch(said):
        yield Piece(Kind.WORDS, currency[1])
    elif not _COLOUR.fullmatch(said):
        raise NotKnown


def _holds(sign: str, than: Decimal) -> Callable[[Decimal], bool]:
    compared = _COMPARED[sign]
    return lambda number: compared(number, than)
