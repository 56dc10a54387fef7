"""What a spreadsheet program shows for a value in a number format.

A format has up to four sections: for positive numbers, negative ones, zero and texts, or for
numbers that fulfil a condition. One that is not understood shows the value as it is.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

from validator.drawing.dates import shown_moment
from validator.drawing.pieces import Kind, NotKnown, Piece, Section, sections
from validator.drawing.words import decimal, general, plain

GENERAL = "General"
#: The formats that a file names by number only: those of every language, then the Chinese ones
#: (ECMA-376 part 1, 18.8.30).
BUILT_IN: Mapping[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'), 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"',
}  # fmt: skip

#: Scales and rounds without loss: the largest number has 308 digits, and a format of 255 signs may
#: move its point by twice as many or show as many decimals.
_EXACT = Context(prec=1200, rounding=ROUND_HALF_UP)
_GROUP = 3


def shown(value: object, code: str) -> str:
    """The words for a value in the format `code`. A figure is never hidden by its format, and never
    loses its minus: what shows nothing for it, or the same as for the positive one, gives way."""
    if code == GENERAL or isinstance(value, bool):
        return plain(value)
    try:
        return _shown(value, sections(code))
    except NotKnown:
        return plain(value)


def _shown(value: object, parts: Sequence[Section]) -> str:
    if isinstance(value, str):
        of_text = _of_texts(parts)
        return _with_text(value, of_text) if of_text else value
    if isinstance(value, date | time | timedelta):
        if not parts[0].has(Kind.DATE, Kind.ELAPSED):
            raise NotKnown
        return shown_moment(value, parts[0].pieces).strip()
    if isinstance(value, int | float):
        number = decimal(value)
        if number is not None:
            return _shown_number(number, parts)
    raise NotKnown


def _of_texts(parts: Sequence[Section]) -> Section | None:
    """The section for texts: the fourth, or the last one with an @."""
    if len(parts) >= 4:
        return parts[3]
    return parts[-1] if parts[-1].has(Kind.TEXT) else None


def _with_text(value: str, section: Section) -> str:
    said = "".join(value if p.kind is Kind.TEXT else p.words for p in section.pieces).strip()
    return said or value


def _shown_number(number: Decimal, parts: Sequence[Section]) -> str:
    """Raises NotKnown."""
    of_text = _of_texts(parts)
    of_numbers = [part for part in parts[:3] if part is not of_text]
    if not of_numbers:
        return _general(number)
    section = _chosen(number, of_numbers)
    said = _written(abs(number), section)
    if number and not said:
        raise NotKnown
    if number < 0:
        positive = _written(abs(number), _chosen(abs(number), of_numbers))
        return f"-{said}" if said == positive else said
    return said


def _chosen(number: Decimal, parts: Sequence[Section]) -> Section:
    """The section that a number is shown in. Raises NotKnown where it is none."""
    first = parts[0].holds
    if len(parts) == 1:
        if first and not first(number):
            raise NotKnown
        return parts[0]
    second = parts[1].holds
    if first(number) if first else number > 0 or (number == 0 and len(parts) == 2):
        return parts[0]
    if len(parts) == 2 or (second(number) if second else number < 0):
        return parts[1]
    return parts[2]


def _written(number: Decimal, section: Section) -> str:
    """A number without sign in a section. Raises NotKnown."""
    if section.has(Kind.DATE, Kind.HALF, Kind.ELAPSED):
        raise NotKnown
    pieces = section.pieces
    if section.has(Kind.GENERAL):
        words = (_general(number) if p.kind is Kind.GENERAL else p.words for p in pieces)
        return "".join(words).strip()
    if not section.has(Kind.DIGIT):
        return "".join(p.words for p in pieces).strip()
    if any(piece == Piece(Kind.WORDS, "/") for piece in pieces):  # a fraction
        raise NotKnown
    return (_with_power if section.has(Kind.POWER) else _filled)(number, pieces).strip()


def _general(number: Decimal) -> str:
    return general(float(number))


def _filled(number: Decimal, pieces: Sequence[Piece]) -> str:
    """The number with its digits in the places for them."""
    kinds = [piece.kind for piece in pieces]
    point = kinds.index(Kind.POINT) if Kind.POINT in kinds else len(pieces)
    last = max((at for at in range(point) if kinds[at] is Kind.DIGIT), default=point)
    grouped = Kind.COMMA in kinds[:last]
    scale = 2 * kinds.count(Kind.PERCENT) - _GROUP * kinds[last:].count(Kind.COMMA)
    decimals = kinds[point:].count(Kind.DIGIT)
    scaled = number.scaleb(scale, _EXACT).quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    whole, _, part = f"{scaled:f}".partition(".")
    return _whole(whole.lstrip("0"), pieces[:point], grouped) + _part(part, pieces[point:])


def _whole(digits: str, pieces: Sequence[Piece], grouped: bool) -> str:
    """The digits before the point, from the right; the first place takes all that are left."""
    places = sum(piece.kind is Kind.DIGIT for piece in pieces)
    said: list[str] = []
    written = 0
    for piece in reversed(pieces):
        if piece.kind is Kind.DIGIT:
            places -= 1
            count = 1 if places else max(len(digits), 1)
            for _ in range(count):
                digit = digits[-1:] or {"0": "0", "?": " "}.get(piece.words, "")
                digits = digits[:-1]
                if grouped and digit.strip() and written and written % _GROUP == 0:
                    said.append(",")
                said.append(digit)
                written += bool(digit.strip())
        elif piece.kind is not Kind.COMMA:
            said.append(piece.words)
    return digits + "".join(reversed(said))


def _part(digits: str, pieces: Sequence[Piece]) -> str:
    """The point and the digits behind it; # and ? show no zeros at the end."""
    said = []
    for piece in pieces:
        if piece.kind is Kind.DIGIT:
            digit, more = digits[:1], digits.strip("0")
            digits = digits[1:]
            said.append(digit if piece.words == "0" or more else " " if piece.words == "?" else "")
        elif piece.kind is not Kind.COMMA:
            said.append(piece.words)
    return "".join(said)


def _with_power(number: Decimal, pieces: Sequence[Piece]) -> str:
    """The number with a power of ten. Raises NotKnown for more than one digit before the point."""
    kinds = [piece.kind for piece in pieces]
    at = kinds.index(Kind.POWER)
    head, tail = pieces[:at], pieces[at + 1 :]
    before = kinds[: kinds.index(Kind.POINT)] if Kind.POINT in kinds[:at] else kinds[:at]
    if before.count(Kind.DIGIT) != 1:
        raise NotKnown
    decimals = kinds[:at].count(Kind.DIGIT) - 1
    mantissa, _, power = f"{number:.{decimals}e}".partition("e")
    exponent = int(power) if number else 0
    sign = "-" if exponent < 0 else "+" if pieces[at].words.endswith("+") else ""
    return f"{_filled(Decimal(mantissa), head)}E{sign}{_whole(str(abs(exponent)), tail, False)}"
