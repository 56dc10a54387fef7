"""How much of a file is read: the limits, each with its reason.

Everything in a submitted file is untrusted. What exceeds a limit is refused with a message that
names it (`unreadable.too_large`), before memory or time are spent on it. A bureau may set other
limits; `gouji limits` lists them.
"""

from dataclasses import dataclass, field, fields

from validator.reading.book import Unreadable

_MB = 1 << 20


def _limit(default: int, name: str, unit: str, zh: str, en: str) -> int:
    """A field of `Limits`: its default, what people call it, its unit, and what it bounds."""
    meta = {"name": name, "unit": unit, "zh": zh, "en": en}
    value: int = field(default=default, metadata=meta)
    return value


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read of one file. Sizes in bytes, times in seconds."""

    file: int = _limit(50 * _MB, "file", "MB", "文件大小", "size of the file")
    entries: int = _limit(5_000, "entries", "", "压缩包里的部件数", "parts in the archive")
    ratio: int = _limit(500, "ratio", "", "一个部件解压后与压缩时之比", "a part unpacked to packed")
    part: int = _limit(64 * _MB, "part", "MB", "一个部件解压后", "one part, unpacked")
    strings: int = _limit(32 * _MB, "strings", "MB", "共用文字解压后", "shared strings, unpacked")
    unpacked: int = _limit(128 * _MB, "unpacked", "MB", "读取的部件共", "all parts that are read")
    tags: int = _limit(8_000_000, "tags", "", "读取的 XML 标签共", "XML tags in all of them")
    nesting: int = _limit(100, "nesting", "", "XML 嵌套层数", "nesting of XML")
    relations: int = _limit(5_000, "relations", "", "工作簿清单的行数", "lines of a part's list")
    sheets: int = _limit(500, "sheets", "", "工作表数", "worksheets")
    rows: int = _limit(1_048_576, "rows", "", "一张工作表的行", "rows of a worksheet")
    columns: int = _limit(16_384, "columns", "", "一张工作表的列", "columns of a worksheet")
    area: int = _limit(65_536 * 256, "area", "", "一张工作表的行×列", "rows × columns of one")
    total_area: int = _limit(40_000_000, "total_area", "", "全部工作表的行×列", "… of all sheets")
    laid_out: int = _limit(
        4_000_000,
        "laid_out",
        "",
        "一次展开的行×列（更大的逐格读取）",
        "rows × columns laid out at once",
    )
    cells: int = _limit(
        2_000_000, "cells", "", "逐格读取的单元格", "filled cells where each is read by itself"
    )
    array_cells: int = _limit(
        100_000, "array_cells", "", "数组公式的单元格（其余不计）", "cells known as array formulas"
    )
    text: int = _limit(256 * _MB, "text", "MB", "单元格文字共", "text of all cells")
    archive: int = _limit(
        100_000, "archive", "", "一个压缩包（.zip）里的文件数", "files in an archive of workbooks"
    )
    seconds: int = _limit(60, "seconds", "s", "校验一个文件的时间", "time to check one file")
    recalculation: int = _limit(120, "recalculation", "s", "重新计算的时间", "time to recalculate")
    memory: int = _limit(2_048 * _MB, "memory", "MB", "校验一个文件的内存", "memory for one file")


LIMITS = Limits()
_WORDS = {each.name: (each.metadata["zh"], each.metadata["en"]) for each in fields(Limits)}
_IN_MB = {each.name for each in fields(Limits) if each.metadata["unit"] == "MB"}


def within(limits: Limits, name: str, size: int, part: str) -> None:
    """Raises Unreadable (too_large) if `size`, of `part`, is more than the limit called `name`.

    `part` is what the person will look for: a file, a part of it, a range of cells.
    """
    limit = getattr(limits, name)
    if size > limit:
        said = _in_bytes(size, limit) if name in _IN_MB else (f"{size:,}", f"{limit:,}")
        facts = {
            "part": part,
            "size": said[0],
            "limit": said[1],
            "what": _WORDS[name],
            "name_of_limit": name,
        }
        raise Unreadable("too_large", facts)


def _in_bytes(size: int, limit: int) -> tuple[str, str]:
    """Both in MB, in KB where the limit is no whole number of them. Rounded up, so that what is too
    large never looks like the limit itself."""
    shift, unit = (10, "KB") if limit % _MB else (20, "MB")
    return f"{-(-size >> shift)} {unit}", f"{-(-limit >> shift)} {unit}"
