"""Small files of binary formats, made record by record after the published formats ([MS-CFB],
[MS-XLS], [MS-XLSB]): no program here writes .xlsb, and none writes a hostile .xls.
"""

import struct
from collections.abc import Mapping, Sequence

from tests.test_reading import OFFICE, zipped

_SECTOR = 512
_FREE, _END, _TABLE, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
#: Streams below this size would stand in a stream of their own.
_LARGE = 4096


def ole(streams: Mapping[str, bytes], storages: Sequence[str] = ()) -> bytes:
    """An OLE2 file of streams (padded with zeros to 4 kB), and of storages with nothing in them."""
    chain: list[int] = []
    body = b""
    entries = [(name, content.ljust(_LARGE, b"\0")) for name, content in streams.items()]
    starts = []
    for _, content in entries:
        count = -(-len(content) // _SECTOR)
        starts.append(len(chain))
        chain += [*range(len(chain) + 1, len(chain) + count), _END]
        body += content.ljust(count * _SECTOR, b"\0")
    directory = [_entry("Root Entry", 5, child=1)]
    names = [*streams, *storages]
    for number, name in enumerate(names, start=1):
        after = number + 1 if number < len(names) else _NONE
        if number <= len(entries):
            size = len(entries[number - 1][1])
            directory.append(_entry(name, 2, right=after, start=starts[number - 1], size=size))
        else:
            directory.append(_entry(name, 1, right=after))
    listed = b"".join(directory)
    at_directory, count = len(chain), -(-len(listed) // _SECTOR)
    chain += [*range(len(chain) + 1, len(chain) + count), _END]
    body += listed.ljust(count * _SECTOR, b"\0")
    tables = 1
    while (len(chain) + tables) * 4 > tables * _SECTOR:
        tables += 1
    at_table = len(chain)
    chain += [_TABLE] * tables
    body += struct.pack(f"<{len(chain)}I", *chain).ljust(tables * _SECTOR, b"\xff")
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<4I", 0, tables, at_directory, 0)
    header += struct.pack("<5I", _LARGE, _END, 0, _END, 0)
    header += struct.pack(f"<{tables}I", *range(at_table, at_table + tables))
    return header.ljust(_SECTOR, b"\xff") + body


def _entry(
    name: str,
    kind: int,
    *,
    right: int = _NONE,
    child: int = _NONE,
    start: int = _END,
    size: int = 0,
) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    tree = struct.pack("<3I", _NONE, right, child)
    return head + tree + bytes(36) + struct.pack("<IQ", start, size)


# --- .xls ---------------------------------------------------------------------------------------


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of an .xls file."""
    return struct.pack("<HH", kind, len(content)) + content


def bof(kind: int, version: int = 0x0600) -> bytes:
    """The beginning of the workbook (5) or of a worksheet (0x10)."""
    return record(0x0809, struct.pack("<HH12x", version, kind))


END = record(0x000A)


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    """A cell with a number."""
    return record(0x0203, struct.pack("<3Hd", row, column, style, value))


def formula(row: int, column: int, result: bytes, tokens: bytes) -> bytes:
    """A cell with a formula."""
    head = struct.pack("<3H", row, column, 0) + result + bytes(6)
    return record(0x0006, head + struct.pack("<H", len(tokens)) + tokens)


def xls_text(text: str) -> bytes:
    """A text with a length of two bytes."""
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def xls(
    sheets: Mapping[str, bytes],
    before: bytes = b"",
    *,
    kinds: Mapping[str, int] = {},
    storages: Sequence[str] = (),
) -> bytes:
    """An .xls file: the records of each sheet, and those of the workbook `before` the list of
    sheets; `kinds` gives other sheets than worksheets. There is one style, General."""
    before = bof(5) + before + record(0x00E0, bytes(20))
    listed = sum(4 + 8 + 2 * len(name) for name in sheets)
    position = len(before) + listed + len(END)
    lines = body = b""
    for name, cells in sheets.items():
        text = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
        head = struct.pack("<IBB", position + len(body), 0, kinds.get(name, 0))
        lines += record(0x0085, head + text)
        body += bof(0x10) + cells + END
    return ole({"Workbook": before + lines + END + body}, storages)


# --- .xlsb --------------------------------------------------------------------------------------


def binary(kind: int, content: bytes = b"") -> bytes:
    """A record of an .xlsb part."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(content)
    while length >= 128:
        head += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + bytes([length]) + content


def wide(text: str) -> bytes:
    """A text of an .xlsb part."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(kind: int, column: int, content: bytes, style: int = 0) -> bytes:
    """A cell of an .xlsb part, in the row that began last."""
    return binary(kind, struct.pack("<II", column, style) + content)


def row(index: int) -> bytes:
    """The beginning of a row."""
    return binary(0, struct.pack("<I", index) + bytes(13))


def xlsb(
    sheets: Mapping[str, bytes],
    *,
    texts: Sequence[str] = (),
    formats: Sequence[tuple[int, str]] = (),
    styles: Sequence[int] = (0,),
    hidden: Sequence[str] = (),
    date1904: bool = False,
) -> bytes:
    """An .xlsb file: the records of the cells of each sheet; `styles` are ids of formats."""
    links = ""
    listed = b""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.bin"/></Relationships>',
    }
    for index, (name, cells) in enumerate(sheets.items(), start=1):
        state = struct.pack("<II", name in hidden, index)
        listed += binary(156, state + wide(f"r{index}") + wide(name))
        links += (
            f'<Relationship Id="r{index}" Type="{OFFICE}/worksheet" '
            f'Target="worksheets/sheet{index}.bin"/>'
        )
        parts[f"xl/worksheets/sheet{index}.bin"] = b"".join(
            (binary(129), binary(148, bytes(16)), binary(145), cells, binary(146), binary(130))
        )
    for kind in ("sharedStrings", "styles"):
        links += f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.bin"/>'
    about = binary(153, struct.pack("<3I", date1904, 0, 0))
    listed = binary(143) + listed + binary(144)
    parts["xl/workbook.bin"] = binary(131) + about + listed + binary(132)
    parts["xl/_rels/workbook.bin.rels"] = f"<Relationships>{links}</Relationships>"
    items = b"".join(binary(19, b"\0" + wide(text)) for text in texts)
    count = struct.pack("<II", len(texts), len(texts))
    parts["xl/sharedStrings.bin"] = binary(159, count) + items + binary(160)
    parts["xl/styles.bin"] = (
        binary(278)
        + binary(615, struct.pack("<I", len(formats)))
        + b"".join(binary(44, struct.pack("<H", each) + wide(code)) for each, code in formats)
        + binary(616)
        + binary(626, struct.pack("<I", 1))
        + binary(47, struct.pack("<HH12x", 0xFFFF, 14))
        + binary(627)
        + binary(617, struct.pack("<I", len(styles)))
        + b"".join(binary(47, struct.pack("<HH12x", 0, each)) for each in styles)
        + binary(618)
        + binary(279)
    )
    return zipped(parts)
