"""科目 codes as documents print them → the codes: one column or one a level, with dots or spaces,
as numbers that lost their zeros, with the name in the same cell.

A code that can be put together in two ways, or none, is none.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from validator.amounts import without_spaces

_CODE = re.compile(r"\d{2,10}")
#: More digits than any code or number of a row has.
_LONGEST = 18
_YEAR = re.compile(r"\d{4}年")
_DOTTED = r"\d{3}(?:[.\-·/]\d{2}){1,2}"
#: A code that was a number with decimals, or the levels of which stand apart.
_APART = re.compile(rf"(?P<dotted>{_DOTTED})|(?P<number>\d{{3,9}})\.0+")
_CODE_AND_NAME = re.compile(
    rf"[\[【〔<(]?({_DOTTED}|\d{{3,9}})[\]】〕>)]?[-—–_:.、|/·]*([^\d\s.].*)"
)
_PIECES = re.compile(r"\d{3}(?:\s+\d{1,2}){1,2}")


class Label(NamedTuple):
    """What a row says before its figures: code, name, and the column of the code (of the name,
    where there is no code). `unclear` are digits that make no code."""

    code: str
    name: str
    column: int
    unclear: str = ""


#: That of a row without words.
NO_LABEL = Label("", "", 0)


def code_in(words: str) -> str:
    """The code that the plain words are, without dots: 208.05.05 → 2080505; "" where they are
    none."""
    if _CODE.fullmatch(words):
        return words
    found = _APART.fullmatch(words)
    if found is None:
        return ""
    return re.sub(r"\D", "", found["dotted"]) if found["dotted"] else found["number"]


def code_and_name(words: str) -> tuple[str, str] | None:
    """The code and the name that stand in one cell: 2080505-机关…, [208]社会保障…; a year is no
    code."""
    found = _CODE_AND_NAME.fullmatch(words)
    if found is None or _YEAR.match(words):
        return None
    return re.sub(r"\D", "", found[1]), found[2]


def code_with_spaces(raw: object, words: str, lengths: Sequence[int]) -> str:
    """The code of a cell: where spaces keep its levels apart, their zeros may be lost
    (208 5 5 → 2080505)."""
    if type(raw) is str and len(raw) != len(words) and _PIECES.fullmatch(raw.strip()):
        return put_together(raw.split(), (), lengths)
    return code_in(words)


def read_label(
    cells: Sequence[tuple[int, str]], values: Sequence[object], lengths: Sequence[int]
) -> Label:
    """The label of a row with its code in one cell; `values` are the cells as they stood."""
    if len(cells) == 2:  # a code and its name, as in nearly every row
        (column, words), (_, name) = cells
        if words.isdecimal() and _CODE.fullmatch(words):
            raw = values[column]
            if type(raw) is not str or len(raw) == len(words):
                return Label(words, name, column)
    code, name, at = "", "", 0
    for column, words in cells:
        if not code and (found := code_with_spaces(values[column], words, lengths)):
            code, at = found, column
        elif not code and (both := code_and_name(words)):
            code, name, at = *both, column
        elif not name:
            name, at = words, at if code else column
    if code and not name and _is_amount(values[at]):
        return Label("", code, at)
    return Label(code, name, at)


def _is_amount(value: object) -> bool:
    """Is this a number with decimals, which is a code only beside a name: 208.05, but 123.45 under
    the notes is an amount?"""
    return type(value) is float and not value.is_integer()


def read_levels(
    cells: Sequence[tuple[int, str]],
    columns: Sequence[int],
    above: Sequence[str],
    lengths: Sequence[int],
) -> Label:
    """The label of a row with its code in several cells, one a level. `above` is the branch of the
    row above, which blank cells (merged ones, or those of the levels above) go on from."""
    held = {c: re.sub(r"\.0+$", "", words) for c, words in cells if c in columns}
    pieces = [held.get(column, "") for column in columns]
    names = [(c, words) for c, words in cells if c not in columns or not held[c].isdigit()]
    name = names[0][1] if names else ""
    digits = [piece if piece.isdigit() else "" for piece in pieces]
    first = next((c for c, piece in zip(columns, digits, strict=True) if piece), None)
    if first is None:
        return Label("", name, names[0][0] if names else 0)
    code = put_together(digits, above, lengths)
    return Label(code, name, first, "" if code else " ".join(filter(None, digits)))


def put_together(pieces: Sequence[str], above: Sequence[str], lengths: Sequence[int]) -> str:
    """The code of pieces, one a level: 208, 05, 05 or 208, 20805, 2080505 or "", "", 2080505;
    blank ones before the last are those of the branch `above`. "" where that gives no code."""
    filled = [piece for piece in pieces if piece.strip("0")]
    if not filled:
        return ""
    last = max(i for i, piece in enumerate(pieces) if piece.strip("0"))
    if len(pieces) > len(lengths) or (len(pieces) < len(lengths) and len(filled) == last + 1 == 1):
        whole = filled[0] if len(filled) == 1 else ""
        return whole if len(whole) in lengths else ""
    if len(filled) == 1 and last == 0:
        return pieces[0] if len(pieces[0]) in lengths else ""
    code = ""
    for level, piece in enumerate(pieces[: last + 1]):
        code = _longer(code, piece, level, level == last and not any(pieces[:last]), above, lengths)
        if not code:
            return ""
    return code


def _longer(
    code: str, piece: str, level: int, alone: bool, above: Sequence[str], lengths: Sequence[int]
) -> str:
    """The code with a piece of the next level; "" where they do not go together."""
    if len(piece) == lengths[level] and (piece.startswith(code) or alone):
        return piece
    if not piece:
        known = above[level] if level < len(above) else ""
        return known if known.startswith(code) else ""
    width = lengths[level] - len(code)
    if level == 0 or not code or len(piece) > width:
        return ""
    return code + piece.zfill(width)


def level_columns(
    rows: Sequence[Sequence[tuple[int, str]]], lengths: Sequence[int]
) -> tuple[tuple[int, ...], frozenset[int]]:
    """The columns with codes, found by their digits: one, or one a level; and those with other
    digits, which count the rows or say their level beside whole codes."""
    held: dict[int, dict[int, str]] = {}
    for row, cells in enumerate(rows):
        for column, words in cells:
            if words.isdecimal() and len(words) <= _LONGEST:
                held.setdefault(column, {})[row] = words
    if len(held) < 2:
        return tuple(held), frozenset()
    counted = {c for c, own in held.items() if _counts(list(map(int, own.values())))}
    digits = {c: own for c, own in held.items() if c not in counted}
    places = {row for own in digits.values() for row in own}
    for column, own in digits.items():
        found = set(map(len, own.values()))
        if len(found) > 1 and found <= set(lengths) and places == own.keys():
            return (column,), frozenset(held.keys() - {column})
    return tuple(sorted(digits)), frozenset(counted)


def _counts(numbers: Sequence[int]) -> bool:
    return len(numbers) > 2 and all(after - before == 1 for before, after in pairwise(numbers))


def is_total(name: str, whole: Collection[str]) -> bool:
    """Do a row's plain words call it the total of the table? `whole` are what sums of the whole
    table are called, the title and the headings of totals: 支出合计 in 本年支出合计."""
    bare = without_spaces(name)
    if bare in ("合计", "总计", "共计", "总合计"):
        return True
    ends = bare.endswith(("合计", "总计"))
    return ends and any(bare[:-2] in words for words in whole)
