"""科目 catalogues: code → name, by year.

The lists that ship hold what published documents show; a bureau adds the official list with
`--catalogue`. A code that no list knows is information, never an error.
"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from validator.forms.text import own_bytes
from validator.notation import LEVELS

if TYPE_CHECKING:
    from validator.reading import Limits

FUNCTIONAL = "功能分类"
ECONOMIC = "经济分类"
#: The codes of departments and their units; every place has its own, so no list ships.
OFFICES = "单位"
_FILES = {FUNCTIONAL: "functional.csv", ECONOMIC: "economic.csv"}
_LEVELS = {FUNCTIONAL: ("类", "款", "项"), ECONOMIC: ("类", "款"), OFFICES: ("部门", "单位")}
#: The levels of the codes of a kind, from the highest down, with the lengths of their codes.
LEVELS_OF: Mapping[str, Mapping[str, int]] = {
    kind: {level: length for level in levels if (length := LEVELS[level])}
    for kind, levels in _LEVELS.items()
}
#: The lengths of the codes of a kind, from the highest level down.
LENGTHS = {kind: tuple(levels.values()) for kind, levels in LEVELS_OF.items()}
#: The length of a code → that of the one above it.
_ABOVE = {low: high for lengths in LENGTHS.values() for high, low in pairwise(lengths)}

#: 一、二、…: the ordinals printed before the classes of tables 01 and 04.
_DIGITS = "零一二三四五六七八九十"


@cache
def catalogue(kind: str, year: int) -> Mapping[str, str]:
    """The shipped names of `kind` in `year`, code → name; none of 单位."""
    if kind not in _FILES:
        return {}
    text = files("validator.forms.catalogues").joinpath(_FILES[kind]).read_text(encoding="utf-8")
    return {
        row["code"]: row["name"]
        for row in csv.DictReader(text.splitlines())
        if int(row["from"] or 0) <= year <= int(row["until"] or 9999)
    }


def ordinal(number: int, *, short: bool = False) -> str:
    """1 → 一, 12 → 十二, 26 → 二十六 (1 to 99); `short`: 21 to 29 are 廿一 … 廿九."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    if short and tens == 2 and ones:
        return f"廿{_DIGITS[ones]}"
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


class CatalogueError(ValueError):
    """A bureau's list that cannot be used; the message names the file and the row."""


def read_catalogue(path: Path, limits: "Limits | None" = None) -> Mapping[str, str]:
    """A bureau's own list: .csv or a workbook with codes in one column and names in the next.

    The first column whose cells are codes of 3, 5 or 7 digits is taken, with the column after it
    as the name; rows without a code (headings) are passed over. Raises CatalogueError, and
    `reading.Unreadable` for a spreadsheet that cannot be opened.
    """
    names: dict[str, str] = {}
    for number, row in enumerate(_rows(path, limits), start=1):
        cells = [str(cell).removesuffix(".0").strip() for cell in row]
        at = next((i for i, cell in enumerate(cells) if is_code(cell)), None)
        if at is None:
            continue
        name = next((cell for cell in cells[at + 1 :] if cell), "")
        if not name:
            raise CatalogueError(f"{path.name} 第 {number} 行：科目 {cells[at]} 没有名称")
        names[cells[at]] = name
    if not names:
        raise CatalogueError(f"{path.name}：没有找到科目编码（3、5 或 7 位数字）与名称两列")
    return names


def level_of(code: str, kind: str) -> str:
    """The level of a code of a kind: 类, 款 or 项, 部门 or 单位; "" for one that has none."""
    return next((level for level, n in LEVELS_OF[kind].items() if n == len(code)), "")


def called_codes(kind: str) -> str:
    """What the codes of a kind are called: 科目, or 单位."""
    return OFFICES if kind == OFFICES else "科目"


def is_code(text: str, lengths: tuple[int, ...] = LENGTHS[FUNCTIONAL]) -> bool:
    """Has `text` the shape of a code: as many ASCII digits as a level of `lengths` has (类 3, 款 5,
    项 7)?"""
    return len(text) in lengths and text.isascii() and text.isdigit()


def parent_of(code: str) -> str:
    """The code one level above a 科目 or a unit, 20805 for 2080505, 737 for 737001; "" for 208."""
    return code[: _ABOVE.get(len(code), 0)]


def branch(code: str) -> tuple[str, ...]:
    """The codes above `code` and itself, highest first: 208, 20805, 2080505."""
    above = parent_of(code)
    return (*branch(above), code) if above else (code,)


def _rows(path: Path, limits: "Limits | None") -> Iterable[Iterable[object]]:
    data = own_bytes(path)
    if data.startswith((b"PK", b"\xd0\xcf")):  # a zip archive or an OLE2 file, which no text is
        from validator.reading import LIMITS, read

        return (row for s in read(data, path.name, limits or LIMITS).sheets for row in s.rows)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return csv.reader(data.decode(encoding).splitlines())
        except UnicodeDecodeError:
            continue
    raise CatalogueError(f"{path.name}：既不是 UTF-8 也不是 GB18030 编码的文本")
