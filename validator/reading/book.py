"""`Book`: sheets of cells, the one thing that every check starts from.

Whatever can hand over sheets of cells (a file, an open Excel, a test) gets the same checks, so the
records here know nothing of files: `xlsx.py` fills them from one.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from validator.messages import Lang, text

#: The sheet of Excel and WPS; a cell outside it is no cell.
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384

_LETTERS, _DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Origin(NamedTuple):
    """Where rows that were put together are from: those from `first` on are the rows of the sheet
    `name` from `row` on, their cells `column` further to the right there."""

    first: int
    name: str
    row: int
    column: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet.

    `rows[r][c]` counts from zero at A1, all rows equally long; '' or None is a blank cell, any
    other value (float, int, str, bool, date, …) is as the reader gives it.

    `faults` holds the cells whose blank in `rows` is not a blank: (row, column) → the error text
    ('#DIV/0!') of an error cell, or '' for a formula that was never calculated.

    `formulas` holds the (row, column) of the cells that are computed, whatever `rows` has for them;
    `written` the text of these formulas without the "=", in the A1 notation of .xlsx files, as far
    as the reader knows it: {} for a format whose formulas are not read.

    `origins` says of rows that were put together from several places where each is from, in order;
    () for a sheet as it stands in its file. Whoever names a cell asks `place`.

    `saved` holds, of a sheet that was recalculated, what the file had in the cells for which
    something else came out.
    """

    name: str
    rows: Sequence[Sequence[object]]
    faults: Mapping[tuple[int, int], str]
    formulas: Set[tuple[int, int]] = frozenset()
    written: Mapping[tuple[int, int], str] = field(default_factory=dict)
    origins: tuple[Origin, ...] = ()
    saved: Mapping[tuple[int, int], object] = field(default_factory=dict)

    def place(self, row: int, column: int) -> tuple[str, str]:
        """The name of the sheet and the address ('C33') at which a person finds a cell."""
        for origin in reversed(self.origins):
            if row >= origin.first:
                shift = row - origin.first
                return origin.name, address(origin.row + shift, origin.column + column)
        return self.name, address(row, column)

    def within(self, name: str, row: int, column: int) -> tuple[int, int] | None:
        """The row and column here of a cell of the sheet `name`; None where it is not one of these:
        the reverse of `place`."""
        if not self.origins:
            return (row, column) if name == self.name else None
        ends = [origin.first for origin in self.origins[1:]] + [len(self.rows)]
        for origin, end in zip(self.origins, ends, strict=True):
            here = origin.first + row - origin.row
            if name == origin.name and origin.first <= here < end and column >= origin.column:
                return here, column - origin.column
        return None


class Noticed(NamedTuple):
    """Something about a file, beside its cells, that a person must know: `kind` is macros,
    external_links, … (rule T17 says them), `facts` fill the message."""

    kind: str
    facts: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: the name that people see, its worksheets in order, hidden ones too.

    `sha256` is the digest of the file's bytes in hexadecimal, '' where there was no file; `format`
    is xlsx, xlsm, xlsb, xls or ods, told by the content, '' where there was no file.
    """

    name: str
    sheets: tuple[Sheet, ...]
    sha256: str = ""
    format: str = ""
    noticed: tuple[Noticed, ...] = ()


class Content(NamedTuple):
    """What a reader of one format takes out of a file: the last three fields of a `Book`."""

    format: str
    sheets: tuple[Sheet, ...]
    noticed: tuple[Noticed, ...] = ()


class Unreadable(Exception):  # noqa: N818 - a state of a file, not a fault of the program
    """A file that cannot be read; `MESSAGES["unreadable." + reason]` with `facts` says why.

    `facts` always holds `name`, the file's name, once the exception has left `read`. One that is a
    pair is said in the language of the message: (Chinese, English).
    """

    def __init__(self, reason: str, facts: Mapping[str, object] | None = None) -> None:
        # Both go to Exception's args, from which another process rebuilds a pickled exception.
        super().__init__(reason, dict(facts or {}))

    @property
    def reason(self) -> str:
        """'password', 'pdf', 'damaged', …: what stands after `unreadable.` in MESSAGES."""
        return str(self.args[0])

    @property
    def facts(self) -> dict[str, object]:
        """The values of the message's placeholders."""
        facts: dict[str, object] = self.args[1]
        return facts

    def said(self, lang: Lang, name: object = "") -> str:
        """Why the file cannot be read and what to do; `name` where the facts hold none."""
        return text(f"unreadable.{self.reason}", lang, **{"name": name, **self.facts})


def address(row: int, column: int) -> str:
    """'C33' for row 32, column 2, both counted from zero."""
    return f"{column_letters(column)}{row + 1}"


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """'C' for column 2, counted from zero."""
    letters = ""
    column += 1
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def parse_address(text: str) -> tuple[int, int]:
    """(32, 2) for 'C33', the reverse of `address`. ValueError if there is no such cell."""
    row = column = 0
    if match := _ADDRESS.fullmatch(text):
        row, column = int(match[2]), column_number(match[1])
    if not (0 < row <= MAX_ROWS and 0 < column <= MAX_COLUMNS):
        raise ValueError(f"there is no cell {text!r}")
    return row - 1, column - 1


def parse_addresses(texts: Sequence[bytes]) -> list[tuple[int, int]]:
    """The same for many, each of them letters and digits as in an address, and much faster."""
    if not texts:
        return []
    letters, numbers = letters_and_numbers(texts)
    columns = {each: column_number(each.decode()) - 1 for each in set(letters)}
    rows = {each: int(each) - 1 for each in set(numbers)}
    if not (max(columns.values()) < MAX_COLUMNS and max(rows.values()) < MAX_ROWS):
        raise ValueError("there is no such cell")
    return list(zip(map(rows.__getitem__, numbers), map(columns.__getitem__, letters), strict=True))


def end_of_addresses(texts: Sequence[bytes]) -> tuple[int, int]:
    """The furthest row and the furthest column of many such addresses, plus one."""
    letters, numbers = letters_and_numbers(texts)
    return (
        max(map(int, set(numbers)), default=0),
        max((column_number(each.decode()) for each in set(letters)), default=0),
    )


def letters_and_numbers(addresses: Sequence[bytes]) -> tuple[list[bytes], list[bytes]]:
    """[b'C', …], [b'33', …] for [b'C33', …]."""
    joined = b" ".join(addresses)
    return joined.translate(None, _DIGITS).split(), joined.translate(None, _LETTERS).split()


def column_number(letters: str) -> int:
    """3 for 'C', counted from one; 0 for no letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
