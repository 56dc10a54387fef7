"""Pieces of Excel formulas: what stands in cells, added up and counted.

Only functions that Excel 2007, WPS and LibreOffice have; nothing volatile, nothing that must be
entered as an array. A `Source` is one or more cells whose figures count with one weight.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from validator.amounts import DASHES
from validator.forms.workbook import CATALOGUE
from workbook_templates.plan import Spot, span

#: A condition that every number meets and nothing else.
ANY = '">-1E+15"'
POSITIVE, NEGATIVE = '">0"', '"<0"'
#: A reference to another sheet that is not absolute.
_LOOSE = re.compile(
    r"'[^']+'!(?!\$[A-Z]+(?:\$[0-9]+(?::\$[A-Z]+\$[0-9]+)?|:\$[A-Z]+)(?![$:A-Z0-9]))[^,)]*"
)
_DASHES = "{" + ",".join(f'"{dash}"' for dash in sorted(DASHES)) + "}"


class Source(NamedTuple):
    """Cells that count with `weight`: a range, or those of `cells` beside the `key` in `keys`.
    `wordy` is the cell that tells whether the table of `keys` holds words among its amounts."""

    weight: int
    cells: str
    keys: str = ""
    key: str = ""
    wordy: str = ""

    def counted(self, condition: str) -> str:
        """How many of the cells meet the condition."""
        if self.keys:
            return f"COUNTIFS({self.keys},{self.key},{self.cells},{condition})"
        return f"COUNTIF({self.cells},{condition})"

    def words(self) -> str:
        """How many of the cells hold words, or an error, where a number should be."""
        if not self.keys:
            return words_in(self.cells)
        found = f"({self.keys}={self.key})*ISTEXT({self.cells})*(LEN({self.cells})>0)"
        return f"IF({self.wordy}=0,0,SUMPRODUCT({found}))"


def words_in(cells: str) -> str:
    """How many cells of a range hold neither a number nor nothing. No condition of COUNTIF says
    that: LibreOffice lets "?*" match numbers, too."""
    return f"(ROWS({cells})*COLUMNS({cells})-COUNT({cells})-COUNTBLANK({cells}))"


def total(sources: Sequence[Source]) -> str:
    """The weighted sum of everything; "0" of nothing."""
    text = ""
    for weight, sign in ((1, "+"), (-1, "-")):
        ranges = [s.cells for s in sources if s.weight == weight and not s.keys]
        parts = [f"SUM({','.join(ranges)})"] if ranges else []
        parts += [
            f"SUMIF({s.keys},{s.key},{s.cells})" for s in sources if s.weight == weight and s.keys
        ]
        for part in parts:
            text += f"{sign}{part}" if text or sign == "-" else part
    return text or "0"


def numbers(sources: Sequence[Source]) -> str:
    """How many of the cells hold numbers."""
    ranges = [s.cells for s in sources if not s.keys]
    parts = [f"COUNT({','.join(ranges)})"] if ranges else []
    return "+".join([*parts, *(s.counted(ANY) for s in sources if s.keys)]) or "0"


def signed(sources: Sequence[Source], sign: int) -> str:
    """How many figures add to the sum (`sign` 1) or take from it (−1)."""
    return "+".join(s.counted(POSITIVE if s.weight == sign else NEGATIVE) for s in sources) or "0"


def words(sources: Sequence[Source]) -> str:
    """How many of the cells hold words where a number should be."""
    return "+".join(s.words() for s in sources) or "0"


def merged(spots: Iterable[tuple[int, Spot]]) -> list[Source]:
    """Single cells as sources, neighbours below each other or side by side as one range."""
    runs: list[tuple[int, Spot, Spot]] = []
    for weight, spot in spots:
        if runs:
            own, first, last = runs[-1]
            down = spot.column == first.column == last.column and spot.row == last.row + 1
            right = spot.row == first.row == last.row and spot.column == last.column + 1
            if own == weight and spot.sheet == last.sheet and (down or right):
                runs[-1] = own, first, spot
                continue
        runs.append((weight, spot, spot))
    return [Source(weight, span(first, last)) for weight, first, last in runs]


def key_from(number: str) -> str:
    """The key of a code that is a number: filled up with zeros to seven digits (`plan.key_of`)."""
    return f"IF({number}<1000,{number}*10000,IF({number}<100000,{number}*100,{number}))"


def code_of(key: str) -> str:
    """The code of a key, the reverse of `key_from`."""
    return f"IF(MOD({key},10000)=0,INT({key}/10000),IF(MOD({key},100)=0,INT({key}/100),{key}))"


def name_of(key: str, otherwise: str = '""') -> str:
    """The name of a key in the workbook's list of 科目."""
    return f"IFERROR(VLOOKUP({key},'{CATALOGUE}'!$A:$C,3,FALSE),{otherwise})"


def clean(cell: str, otherwise: str) -> str:
    """What a cell prints: `otherwise` where it is blank or holds spaces, its number rounded half up
    to two decimals, nothing for a dash, any other words as they are."""
    plain = f'TRIM(SUBSTITUTE({cell},"　"," "))'
    return (
        f'IF({plain}="",{otherwise},IFERROR(ROUND({cell}+0,2),'
        f'IF(ISNUMBER(MATCH({plain},{_DASHES},0)),"",{cell})))'
    )


class Shared(ArrayFormula):  # type: ignore[misc]  # openpyxl is untyped
    """A formula that is written once and filled down: the first cell's, the others refer to it."""

    t = "shared"

    def __init__(self, number: int, ref: str | None, text: str | None) -> None:
        self.si, self.ref, self.text = str(number), ref, text

    def __iter__(self) -> Iterable[tuple[str, str]]:
        """The attributes of the XML element."""
        yield "t", self.t
        if self.ref:
            yield "ref", self.ref
        yield "si", self.si


def fill_down(sheet: Worksheet, first: Spot, last: int, formula: str) -> None:
    """Put `formula`, written for `first`, there and into every row of its column up to `last`.

    References to other sheets must be absolute: Excel does not move them with the row, and then
    cannot save the workbook. ValueError for one that is not.
    """
    if loose := _LOOSE.search(formula):
        raise ValueError(f"{first.ref}: {loose[0]} moves")
    number = getattr(sheet, "_gouji_shared", 0)
    sheet._gouji_shared = number + 1
    ref = f"{first.local}:{first._replace(row=last).local}"
    for row in range(first.row, last + 1):
        master = row == first.row
        cell = sheet.cell(row + 1, first.column + 1)
        cell.value = Shared(number, ref if master else None, f"={formula}" if master else None)
