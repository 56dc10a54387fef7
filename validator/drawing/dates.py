"""A date, a time or a duration in a format for such."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from validator.drawing.pieces import Kind, NotKnown, Piece

#: What a spreadsheet can hold as a date.
Moment = date | time | timedelta
#: Day 0 of a spreadsheet's count.
_FIRST_DAY = datetime(1899, 12, 30)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE_DAYS = "一二三四五六日"


def shown_moment(value: Moment, pieces: Sequence[Piece]) -> str:
    """The date or time as the pieces of a section show it. Raises NotKnown for a day of what is no
    more than a time."""
    since, day = _counted(value)
    halves = any(piece.kind is Kind.HALF for piece in pieces)
    said = []
    for at, piece in enumerate(pieces):
        if piece.kind is Kind.DATE:
            if piece.words[0] in "hs" or _is_minutes(pieces, at):
                said.append(_of_clock(since, piece.words, halves))
            elif day is None:
                raise NotKnown
            else:
                said.append(_of_day(day, piece.words))
        elif piece.kind is Kind.HALF:
            said.append(piece.words.split("/")[since % timedelta(days=1) >= timedelta(hours=12)])
        elif piece.kind is Kind.ELAPSED:
            unit = {"h": 3600, "m": 60, "s": 1}[piece.words[0]]
            said.append(f"{int(since.total_seconds()) // unit:0{len(piece.words)}d}")
        elif piece.kind in (Kind.WORDS, Kind.POINT, Kind.COMMA):
            said.append(piece.words)
        elif piece.kind is Kind.DIGIT:  # tenths, hundredths … of a second
            count = sum(1 for _ in _digits_before(pieces, at)) + 1
            said.append(f"{since.microseconds:06d}".ljust(count, "0")[count - 1])
        else:
            raise NotKnown
    return "".join(said)


def _counted(value: Moment) -> tuple[timedelta, date | None]:
    """The time since day 0, and the day, if there is one."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None) - _FIRST_DAY, value.date()
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day) - _FIRST_DAY, value
    if isinstance(value, time):
        return datetime.combine(_FIRST_DAY, value, None) - _FIRST_DAY, None
    if value < timedelta():
        raise NotKnown
    return value, None


def _is_minutes(pieces: Sequence[Piece], at: int) -> bool:
    """Does m stand for minutes: after the hours or before the seconds?"""
    if pieces[at].words[0] != "m":
        return False
    before = [p.words[0] for p in pieces[:at] if p.kind in (Kind.DATE, Kind.ELAPSED)]
    after = [p.words[0] for p in pieces[at + 1 :] if p.kind in (Kind.DATE, Kind.ELAPSED)]
    return before[-1:] == ["h"] or after[:1] == ["s"]


def _of_clock(since: timedelta, letters: str, halves: bool) -> str:
    seconds = since.seconds
    if letters[0] == "h":
        number = seconds // 3600
        number = (number + 11) % 12 + 1 if halves else number
    else:
        number = seconds // 60 % 60 if letters[0] == "m" else seconds % 60
    return f"{number:0{min(len(letters), 2)}d}"


def _of_day(day: date, letters: str) -> str:
    count = len(letters)
    if letters[0] == "y":
        return f"{day.year:04d}" if count > 2 else f"{day.year % 100:02d}"
    if letters[0] == "a":
        return ("星期" if count > 3 else "") + _CHINESE_DAYS[day.weekday()]
    number = day.month if letters[0] == "m" else day.day
    if count <= 2:
        return f"{number:0{count}d}"
    name = _MONTHS[number - 1] if letters[0] == "m" else _DAYS[day.weekday()]
    return name[:1] if count == 5 else name if count > 3 else name[:3]


def _digits_before(pieces: Sequence[Piece], at: int) -> Iterator[Piece]:
    """The digits that stand directly before the one at `at`."""
    while at and pieces[at - 1].kind is Kind.DIGIT:
        at -= 1
        yield pieces[at]
