"""For each limit of reading, a workbook that takes all of what it allows: `tools.measure_limits`
measures what these cost, and what a little more is refused with."""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path
from random import Random
from typing import NamedTuple

from validator.reading import LIMITS, address

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
EXAMPLE = Path(__file__).parent.parent / "examples" / "jiangan-2020" / "printed.xlsx"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
#: Columns of the sheets that are full of cells.
WIDTH = 100
#: The longest text of a cell, in Chinese characters.
LONGEST = 32_767


class Worst(NamedTuple):
    """The file for a limit: what it holds, in Chinese and English; how it is made with `size` of
    what the limit counts; and how much more is refused, 0 where more is only read otherwise."""

    zh: str
    en: str
    make: Callable[[int], bytes]
    more: int = 1


def packed(parts: Mapping[str, str | bytes], stored: Iterable[str] = ()) -> bytes:
    """A zip archive of the parts; those that are `stored` are not compressed."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name in stored else None
            archive.writestr(name, content, compress_type=kind)
    return buffer.getvalue()


def parts_of(
    sheets: Iterable[str | bytes], strings: str | None = None, *, lines: int = 0
) -> dict[str, str | bytes]:
    """The parts of a workbook with these worksheets, given by the XML between <worksheet> and
    </worksheet>, and with these shared strings; `lines` more relations lead to the first sheet."""
    parts: dict[str, str | bytes] = {}
    listed, links = [], []
    for number, content in enumerate(sheets, start=1):
        whole = content if isinstance(content, bytes) else f"<worksheet>{content}</worksheet>"
        parts[f"xl/worksheets/sheet{number}.xml"] = whole
        listed.append(f'<sheet name="S{number}" sheetId="{number}" r:id="r{number}"/>')
        links.append(_relation(f"r{number}", "worksheet", f"worksheets/sheet{number}.xml"))
    links += [_relation(f"x{n}", "image", "worksheets/sheet1.xml") for n in range(lines)]
    if strings is not None:
        parts["xl/sharedStrings.xml"] = f"<sst>{strings}</sst>"
        links.append(_relation("strings", "sharedStrings", "sharedStrings.xml"))
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{"".join(listed)}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = _relations(links)
    parts["_rels/.rels"] = _relations([_relation("w", "officeDocument", "xl/workbook.xml")])
    return parts


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def _relations(lines: Iterable[str]) -> str:
    return f'<Relationships xmlns="{PACKAGE}">{"".join(lines)}</Relationships>'


def full(count: int, cell: Callable[[int], str], width: int = WIDTH) -> str:
    """The XML of `count` cells, `width` in a row."""
    rows = (
        "".join(cell(n) for n in range(first, min(first + width, count)))
        for first in range(0, count, width)
    )
    return f"<sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData>"


def corners(*ends: tuple[int, int]) -> list[str]:
    """Sheets with a number in A1 and one in the last cell of so many rows and columns."""
    return [
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        f'<row r="{rows}"><c r="{address(rows - 1, columns - 1)}"><v>2</v></c></row></sheetData>'
        for rows, columns in ends
    ]


def number(n: int) -> str:
    """A cell with a number."""
    return f"<c><v>{n % 1000}</v></c>"


ONE = "<sheetData><row><c><v>1</v></c></row></sheetData>"


def _file(size: int) -> bytes:
    parts = parts_of([ONE])
    beside = len(packed({**parts, "xl/media/a.png": b""}, ["xl/media/a.png"]))
    picture = Random(1).randbytes(size - beside)
    return packed({**parts, "xl/media/a.png": picture}, ["xl/media/a.png"])


def _entries(size: int) -> bytes:
    parts = parts_of([ONE])
    return packed(parts | {f"xl/media/{n}.png": b"" for n in range(size - len(parts))})


def _ratio(size: int) -> bytes:
    """As many blanks as a part may unpack to, with numbers between that keep the ratio."""
    rng = Random(1)
    blanks = " " * (LIMITS.part - (1 << 20))
    few, many = 0, 40_000
    while many - few > 1:
        half = (few + many) // 2
        cells = "".join(f"<c><v>{rng.randrange(10**15)}</v></c>" for _ in range(half))
        made = packed(parts_of([f"<sheetData>{blanks}<row>{cells}</row></sheetData>"]))
        with zipfile.ZipFile(BytesIO(made)) as archive:
            entry = archive.getinfo("xl/worksheets/sheet1.xml")
        if entry.file_size // entry.compress_size > size:
            few = half
        else:
            many, best = half, made
    return best


def _most_cells(tags: int) -> int:
    """How many cells with a number there can be with so many tags, a hundred being for the rest."""
    return (tags - 100) * WIDTH // (4 * WIDTH + 2)


def _sized(size: int, tags: int, rng: Random) -> str:
    """A worksheet of `size` bytes, with as many cells as `tags` allow."""
    count = _most_cells(tags)
    digits = size // count - len("<c><v></v></c>") - 1
    xml = full(count, lambda n: f"<c><v>{rng.randrange(10**9):0{digits}}</v></c>")
    return xml + " " * (size - len(f"<worksheet>{xml}</worksheet>"))


def _part(size: int) -> bytes:
    return packed(parts_of([_sized(size, LIMITS.tags, Random(1))]))


def _unpacked(size: int) -> bytes:
    rng = Random(1)
    sizes = (size // 3, size // 3, size - size // 3 * 2)
    return packed(parts_of(_sized(each, LIMITS.tags // 3, rng) for each in sizes))


def _strings(size: int) -> bytes:
    text = "<si><t>{:08}</t></si>"
    count = (size - len("<sst></sst>")) // len(text.format(0))
    strings = "".join(text.format(n) for n in range(count))
    strings += " " * (size - len(f"<sst>{strings}</sst>"))
    cells = (LIMITS.tags - 4 * count) // 5
    return packed(parts_of([full(cells, lambda n: f'<c t="s"><v>{n % count}</v></c>')], strings))


def _tags(size: int) -> bytes:
    beside = sum(str(content).count("<") for content in parts_of([ONE]).values())
    tags = size - beside
    rows = tags // (4 * WIDTH + 2)
    return packed(parts_of([full(rows * WIDTH, number) + "<a/>" * (tags % (4 * WIDTH + 2))]))


def _nesting(size: int) -> bytes:
    depth = size - 4  # worksheet, sheetData, row, c
    inner = "<extLst>" * depth + "</extLst>" * depth
    return packed(parts_of([f"<sheetData><row><c>{inner}<v>1</v></c></row></sheetData>"]))


def _relations_of(size: int) -> bytes:
    return packed(parts_of([ONE], lines=size - 1))


def _sheets(size: int) -> bytes:
    with zipfile.ZipFile(EXAMPLE) as archive:
        names = [name for name in archive.namelist() if "/sheet" in name and "rels" not in name]
        pages = [archive.read(name) for name in names]
    return packed(parts_of(pages[n % len(pages)] for n in range(size)))


def _rows(size: int) -> bytes:
    return packed(parts_of(corners((size, LIMITS.area // LIMITS.rows))))


def _columns(size: int) -> bytes:
    return packed(parts_of(corners((LIMITS.area // LIMITS.columns, size))))


def _area(size: int) -> bytes:
    return packed(parts_of(corners((size // 256, 256))))


def _total_area(size: int) -> bytes:
    whole, rest = divmod(size, LIMITS.area)
    sizes = [*[(LIMITS.area // 256, 256)] * whole, (rest // 256, 256)]
    return packed(parts_of(corners(*sizes)))


def _laid_out(size: int) -> bytes:
    """Every second cell filled, as far as the tags go."""
    count = min(size // 2, _most_cells(LIMITS.tags))
    cells = full(count, lambda n: f'<c r="{_every_second(n)}"><v>{n % 1000}</v></c>')
    return packed(parts_of([cells]))


def _every_second(n: int) -> str:
    row, column = divmod(n, WIDTH)
    return address(row, 2 * column + 1)


def _cells(size: int) -> bytes:
    """An .ods file, in which one cell stands for many."""
    spaces = {"office": "office", "table": "table"}
    names = " ".join(f'xmlns:{short}="{OPEN}:{name}:1.0"' for short, name in spaces.items())
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="S1"><table:table-row table:number-rows-repeated="{size // 200}">'
        '<table:table-cell table:number-columns-repeated="200" office:value-type="float" '
        'office:value="1"/></table:table-row></table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": content}, ["mimetype"])


def _array_cells(size: int) -> bytes:
    ref = f"A1:{address(size // WIDTH - 1, WIDTH - 1)}"
    first = f'<c r="A1"><f t="array" ref="{ref}">1</f><v>1</v></c>'
    return packed(parts_of([f"<sheetData><row>{first}</row></sheetData>"]))


def _text(size: int) -> bytes:
    strings = f"<si><t>{'甲' * LONGEST}</t></si>"
    cell = '<c t="s"><v>0</v></c>'
    # What the reader takes for the shortest cell is longer by its place.
    count = size // len(f"<sst>{strings}".encode()) * len('<c r="A1" t="s"><v>0</v></c>')
    return packed(parts_of([full(count // (len(cell) + 1), lambda _: cell)], strings))


WORST: Mapping[str, Worst] = {
    "file": Worst("一张大图片", "one large picture", _file),
    "entries": Worst("许多空的部件", "many empty parts", _entries),
    "ratio": Worst("空白和少许数字", "blanks and some numbers", _ratio, more=20),
    "part": Worst("一张写满数字的工作表", "one sheet full of numbers", _part),
    "strings": Worst("短文字和引用它们的单元格", "short texts, and cells that show them", _strings),
    "unpacked": Worst("三张写满数字的工作表", "three sheets full of numbers", _unpacked),
    "tags": Worst("尽量多的单元格", "as many cells as there can be", _tags, more=402),
    "nesting": Worst("层层嵌套的单元格", "a cell with elements in elements", _nesting),
    "relations": Worst("很长的部件清单", "a long list of parts", _relations_of),
    "sheets": Worst("每张工作表一张决算表", "a table of final accounts on each sheet", _sheets),
    "rows": Worst("首行和末行各一个数", "a number in the first and in the last row", _rows, more=0),
    "columns": Worst(
        "首列和末列各一个数", "a number in the first and in the last column", _columns, more=0
    ),
    "area": Worst("A1 和 IV65536 各一个数", "a number in A1 and in IV65536", _area, more=256),
    "total_area": Worst("三张这样的工作表", "three such sheets", _total_area, more=256),
    "laid_out": Worst("隔列写满数字", "numbers in every second column", _laid_out, more=0),
    "cells": Worst("重复许多次的一格（.ods）", "a cell that is repeated (.ods)", _cells, more=200),
    "array_cells": Worst("一个很大的数组公式", "one large array formula", _array_cells, more=0),
    "text": Worst(
        "最长的文字，许多单元格引用", "the longest text, shown by many cells", _text, more=0
    ),
}
