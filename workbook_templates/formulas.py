"""Pieces of Excel formulas: what stands in cells, added up and counted.

Only functions that Excel 2007, WPS and LibreOffice have; nothing volatile, nothing that must be
entered as an array. A `Source` is one or more cells whose figures count with one weight.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from validator.amounts import DASHES
from validator.forms.workbook import CATALOGUE
from workbook_templates.spot import Spot, span

#: A condition that every number meets and nothing else.
ANY = '">-1E+15"'
POSITIVE, NEGATIVE = '">0"', '"<0"'
#: A reference to another sheet, absolute and not.
_CELL = r"\$[A-Z]+\$[0-9]+"
_RANGE = rf"(?:{_CELL}(?::{_CELL})?|\$[A-Z]+:\$[A-Z]+)(?![$:A-Z0-9])"
_ELSEWHERE = re.compile(rf"'([^']+)'!{_RANGE}")
_LOOSE = re.compile(rf"'[^']+'!(?!{_RANGE})[^,)]*")
#: What stands for nothing, as one text to find words in, full-width signs too. No array constant:
#: in a formula that is filled down, neither Excel nor LibreOffice keeps one well.
_BAR = "¦"
_DASHES = _BAR + _BAR.join(["", *sorted(DASHES | {"－", "−", "／", "﹣", "－－"})]) + _BAR


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


def rounded(sources: Sequence[Source]) -> str:
    """What a total prints: the weighted sum, nothing of cells without a number."""
    return f'IF({numbers(sources)}=0,"",ROUND({total(sources)},2))'


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


def number_of(typed: str) -> str:
    """The code that is typed in a cell, as number or as text, as a number; "" for anything else. A
    text must be the number's own digits: 2021-1 would be a date."""
    text = f'IF(TRIM({typed})=(TRIM({typed})+0)&"",TRIM({typed})+0,"")'
    return f'IFERROR(IF(ISNUMBER({typed}),{typed},{text}),"")'


def next_key(above: str, block: str) -> str:
    """The smallest key of `block` that is greater than the one `above`; "" after the last."""
    return (
        f'IF({above}="","",IF(COUNTIF({block},">"&{above})=0,"",'
        f'SMALL({block},COUNTIF({block},"<="&{above})+1)))'
    )


def name_of(key: str, otherwise: str = '""') -> str:
    """The name of a key in the workbook's list of 科目."""
    return f"IFERROR(VLOOKUP({key},'{CATALOGUE}'!$A:$C,3,FALSE)&\"\",{otherwise})"


def plain(words: str) -> str:
    """The words without spaces of any kind."""
    for space in (" ", "　", "\u00a0"):
        words = f'SUBSTITUTE({words},"{space}","")'
    return words


def is_dash(words: str) -> str:
    """Do words without spaces stand for nothing: a dash, 无, or no words at all?"""
    return f'ISNUMBER(FIND("{_BAR}"&{words}&"{_BAR}","{_DASHES}"))'


def clean(cell: str, otherwise: str) -> str:
    """What a cell prints: `otherwise` where it is blank, its number rounded half up to two
    decimals, nothing for spaces or a dash, any other words as they are."""
    nothing = is_dash(plain(cell))
    return (
        f'IF(ISNUMBER({cell}),ROUND({cell},2),IF({cell}="",{otherwise},'
        f'IFERROR(IF({nothing},"",{cell}),{cell})))'
    )


class Shared(ArrayFormula):  # type: ignore[misc]  # openpyxl is untyped
    """A formula that is written once and filled down: the first cell's, the others refer to it.
    openpyxl writes the attributes that an ArrayFormula yields."""

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

    A formula that is filled down must not refer to another sheet: Excel has no place for that in a
    shared formula, and may call the workbook damaged. Such ranges get a hidden name. They must be
    absolute, for a name stays where it is; ValueError for one that is not.
    """
    cell = sheet[first.local]
    if first.row == last:
        cell.value = f"={formula}"
        return
    if loose := _LOOSE.search(formula):
        raise ValueError(f"{first.ref}: {loose[0]} moves")
    formula = _ELSEWHERE.sub(lambda found: named(sheet.parent, found[0]), formula)
    number = getattr(sheet, "_gouji_shared", 0)
    sheet._gouji_shared = number + 1
    cell.value = Shared(number, f"{first.local}:{first._replace(row=last).local}", f"={formula}")
    for row in range(first.row + 1, last + 1):
        sheet.cell(row + 1, first.column + 1).value = Shared(number, None, None)


def named(book: Workbook, ref: str) -> str:
    """The hidden name of a range: 公开02表_L8_L128 of '公开02表'!$L$8:$L$128."""
    sheet = ref.partition("'!")[0].removeprefix("'")
    name = re.sub(r"[^\w]+", "_", ref.replace(f"'{sheet}'!$", f"{sheet}_").replace("$", ""))
    book.defined_names[name] = DefinedName(name, attr_text=ref, hidden=True)
    return name
