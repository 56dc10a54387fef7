"""Small damage done to workbooks, for `tools.fuzz`: to the bytes of a file, to a part inside its
archive, and to the cells, rows and sheets of a `Book`. All of it follows from the `Random`.
"""

import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from random import Random

from validator.reading import Book, Sheet

#: What cells hold that nobody thought of.
ODD_VALUES: tuple[object, ...] = (
    *("", None, " ", "　", "\n", "0", "0.00", "—", "-", "/", "无", "×", "√", "abc", "合计", "总计"),
    *(
        "本年收入合计",
        "支出",
        "项目",
        "科目编码",
        "科目名称",
        "类",
        "款",
        "项",
        "栏次",
        "行次",
        "1",
        "2080505",
    ),
    *(
        "208|05|05",
        "208 05 05",
        "2080505机关养老",
        "单位：元",
        "单位：万元",
        "2019年度",
        "公开03表",
    ),
    *(
        "收入支出决算总表",
        "（续表）",
        "注：本表无数据",
        "１２３．４５",
        "1,234.56",
        "12,34.5",
        "1.2.3",
    ),
    *(
        "(1.2)",
        "（1.2）",
        "−5",
        "+3",
        "1e5",
        "1E+309",
        "284.36 万元",
        "50%",
        "≥90%",
        "3/5",
        "9" * 400,
    ),
    *(
        "=SUM(A1:A9)",
        "#REF!",
        "#DIV/0!",
        "\x00",
        "፩",
        "①",
        "²",
        "\x1b[31m",
        "\u202e1.0",
        "\ud800",
        "\ufffe",
        "[b]x[/b]",
    ),
    *("甲" * 5_000, "1 " * 9_000, "(" * 3_000, "（1+" * 2_000, "1、" * 3_000, "{0}", "%s", "🂡"),
    *(0, 1, -1, 0.0, -0.0, 0.1 + 0.2, 1e-320, 1e15, -1e15, 1e308, float("nan"), float("inf")),
    *(10**400, 208, 20805, 2080505, 2020, 2020.0, 12.345678, True, False),
    *(date(2020, 1, 1), datetime(1900, 1, 1, 1), datetime(9999, 12, 31), time(1), timedelta(-5)),
)
#: What formulas say that nobody thought of.
ODD_FORMULAS = (
    *(
        "SUM(A1:A9)",
        "SUM(",
        ")",
        "",
        "A1",
        "1+",
        "SUM(A:A)",
        "SUM(1:1)",
        "ROUND(SUM(B2:B9),2)",
        "-A1",
    ),
    *("[1]Sheet1!A1", "'C:\\[x.xlsx]甲'!A1", "INDIRECT(A1)", "cmd|'/c calc'!A0", "WEBSERVICE(A1)"),
    *(
        "SUM(XFD1048576:A1)",
        "A0",
        "ZZZ9",
        "SUM(A1,A1,A1)",
        "IF(A1=0,,B1)",
        "#REF!+1",
        "{1,2;3}",
        '"',
    ),
    *(
        "+".join(f"A{n}" for n in range(1, 3_000)),
        "(" * 1_500 + "A1" + ")" * 1_500,
        "-" * 3_000 + "1",
    ),
)
#: Numbers at the edges of what fields of a file hold.
_EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
#: What attributes and texts of XML say that nobody thought of.
_ODD_XML = (
    *("", "0", "-1", "1", "4294967296", "99999999999999999999", "1e999", "NaN", "A1", "XFD1048576"),
    *(
        "A1:XFD1048576",
        "AAAA1",
        "A1048577",
        "../../../etc/passwd",
        "file:///etc/passwd",
        "&#0;",
        "&x;",
    ),
    *(
        "s",
        "str",
        "inlineStr",
        "e",
        "b",
        "d",
        "n",
        "#REF!",
        "甲",
        "rId1",
        "\x00",
        "<",
        "]]>",
        "1048576",
    ),
)
_TAG = re.compile(r"<[^<>]*>")
_ATTRIBUTE = re.compile(r'="[^"]*"')
_TEXT = re.compile(r">[^<>]+<")


# --- bytes -------------------------------------------------------------------------------------


def of_bytes(data: bytes, rng: Random) -> bytes:
    """A file with a few of its bytes changed, moved or cut off."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 4, 16))):
        if not changed:
            break
        at = rng.randrange(len(changed))
        size = min(rng.choice((1, 2, 4, 8, 64, 512, 4096)), len(changed) - at)
        kind = rng.randrange(7)
        if kind == 0:
            changed[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            changed[at : at + size] = rng.randbytes(size)
        elif kind == 2:
            width = rng.choice((1, 2, 4))
            edge = rng.choice(_EDGES) % (1 << (8 * width))
            changed[at : at + width] = edge.to_bytes(width, "little")
        elif kind == 3:
            del changed[at : at + size]
        elif kind == 4:
            there = rng.randrange(len(changed))
            changed[there:there] = changed[at : at + size]
        elif kind == 5:
            changed[at:at] = rng.randbytes(size)
        elif rng.random() < 0.2:
            del changed[at:]
    return bytes(changed)


# --- parts of an archive -----------------------------------------------------------------------


def is_archive(data: bytes) -> bool:
    """Is it a whole zip archive, as .xlsx, .xlsb and .ods are?"""
    return zipfile.is_zipfile(BytesIO(data))


def of_parts(data: bytes, rng: Random) -> bytes:
    """An archive with one or two of its parts changed, and now and then with a part missing, twice
    there or under another name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(rng.choice((1, 1, 2))):
        # Sheets are larger than what says where they are, but no more worth a try.
        at = rng.randrange(len(parts))
        name, content = parts[at]
        kind = rng.random()
        if kind < 0.02:
            del parts[at]
        elif kind < 0.04:
            parts.append((name, content))
        elif kind < 0.06:
            parts[at] = (rng.choice(("../" + name, "/" + name, name.upper(), "x" * 300)), content)
        elif b"<" in content[:100]:
            text = of_xml(content.decode("utf-8", "replace"), rng)
            parts[at] = (name, text.encode("utf-8", "surrogatepass"))
        else:
            parts[at] = (name, of_bytes(content, rng))
    warnings.filterwarnings("ignore", "Duplicate name", UserWarning)
    packed = BytesIO()
    with zipfile.ZipFile(
        packed, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    ) as out:
        for name, content in parts:
            if name not in out.namelist() or rng.random() < 0.5:
                out.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def of_xml(xml: str, rng: Random) -> str:
    """XML with tags, attributes, texts or whole stretches changed, moved, repeated or missing."""
    for _ in range(rng.choice((1, 1, 2, 5))):
        kind = rng.randrange(9)
        pattern = _ATTRIBUTE if kind < 2 else _TEXT if kind < 4 else _TAG
        found = list(pattern.finditer(xml))
        if not found:
            return xml
        at = rng.randrange(len(found))
        start, end = found[at].span()
        if kind < 2:
            xml = f'{xml[:start]}="{rng.choice(_ODD_XML)}"{xml[end:]}'
        elif kind < 4:
            xml = f"{xml[:start]}>{rng.choice(_ODD_XML)}<{xml[end:]}"
        elif kind == 4:
            xml = xml[:start] + xml[end:]
        else:
            last = min(at + rng.choice((1, 1, 2, 3, 10, 100)), len(found) - 1)
            stretch = xml[start : found[last].start()]
            there = found[rng.randrange(len(found))].start()
            if kind == 5:
                xml = xml[:start] + xml[found[last].start() :]
            elif kind == 6:
                xml = xml[:there] + stretch * rng.choice((1, 2, 50)) + xml[there:]
            elif kind == 7:
                xml = (
                    xml[:start] + "<a>" * 300 + stretch + "</a>" * 300 + xml[found[last].start() :]
                )
            else:
                xml = xml[:start] + rng.choice(
                    ('<!DOCTYPE x [<!ENTITY x "y">]>', "<!--", "<![CDATA[")
                )
                xml += stretch
    return xml


# --- sheets ------------------------------------------------------------------------------------

Rows = list[list[object]]


def of_sheets(book: Book, rng: Random) -> Book:
    """A book of some of the sheets, with cells, rows, columns and whole sheets changed or moved."""
    count = rng.choice((1, 2, 2, 3, len(book.sheets)))
    sheets = rng.sample(book.sheets, min(count, len(book.sheets)))
    if rng.random() < 0.7:
        sheets.sort(key=book.sheets.index)
    changed = [_sheet(sheet, rng) for sheet in sheets]
    if rng.random() < 0.1:
        one, other = rng.choice(changed), rng.choice(changed)
        changed.append(replace(one, name=other.name))
    if rng.random() < 0.1 and len(changed) > 1:
        first, second, *others = changed
        changed = [replace(first, rows=_level([*first.rows, *second.rows])), *others]
    return replace(book, sheets=tuple(changed))


def _sheet(sheet: Sheet, rng: Random) -> Sheet:
    rows = [list(row) for row in sheet.rows]
    for _ in range(rng.choice((0, 1, 1, 2, 3, 8, 40))):
        rng.choice(_CHANGES)(rows, rng)
    faults, written = dict(sheet.faults), dict(sheet.written)
    formulas = set(sheet.formulas)
    for _ in range(rng.choice((0, 0, 1, 5))):
        place = (rng.randrange(len(rows) + 1), rng.randrange(20))
        faults[place] = rng.choice(("", "#REF!", "#DIV/0!", "#N/A"))
        formulas.add(place)
    for _ in range(rng.choice((0, 0, 1, 5, 50))):
        place = (rng.randrange(len(rows) + 1), rng.randrange(12))
        written[place] = rng.choice(ODD_FORMULAS)
        formulas.add(place)
    name = sheet.name if rng.random() < 0.9 else str(rng.choice(ODD_VALUES))[:40]
    return Sheet(name, _level(rows, faults), faults, formulas, written)


def _level(
    rows: Sequence[Sequence[object]], places: dict[tuple[int, int], str] | None = None
) -> Rows:
    """The rows, equally long, and with room for all `places`."""
    places = places or {}
    width = max([len(row) for row in rows] + [column + 1 for _, column in places], default=0)
    height = max([len(rows)] + [row + 1 for row, _ in places])
    return [[*row, *[""] * (width - len(row))] for row in [*rows, *[()] * (height - len(rows))]]


def _odd_cell(rows: Rows, rng: Random) -> None:
    row = _row(rows, rng)
    if row:
        row[rng.randrange(len(row))] = rng.choice(ODD_VALUES)


def _filled_cell(rows: Rows, rng: Random) -> None:
    """Change a cell that holds something: a digit, a sign, a place of its text."""
    row = _row(rows, rng)
    filled = [n for n, value in enumerate(row) if value not in ("", None)]
    if not filled:
        return
    at = rng.choice(filled)
    value = row[at]
    if isinstance(value, float):
        row[at] = rng.choice((value * 10_000, value / 10, -value, value + 0.01, str(value)))
    else:
        text = str(value)
        cut = rng.randrange(len(text) + 1)
        row[at] = rng.choice((text[:cut], text[cut:], text[:cut] + " " + text[cut:], text + text))


def _swap_cells(rows: Rows, rng: Random) -> None:
    one, other = _row(rows, rng), _row(rows, rng)
    if one and other:
        at, there = rng.randrange(len(one)), rng.randrange(len(other))
        one[at], other[there] = other[there], one[at]


def _delete_rows(rows: Rows, rng: Random) -> None:
    at = rng.randrange(len(rows) + 1)
    del rows[at : at + rng.choice((1, 1, 2, 10))]


def _move_rows(rows: Rows, rng: Random) -> None:
    at = rng.randrange(len(rows) + 1)
    taken = rows[at : at + rng.choice((1, 2, 10))]
    if rng.random() < 0.5:
        del rows[at : at + len(taken)]
    there = rng.randrange(len(rows) + 1)
    rows[there:there] = [list(row) for row in taken]


def _blank_rows(rows: Rows, rng: Random) -> None:
    at = rng.randrange(len(rows) + 1)
    rows[at:at] = [[] for _ in range(rng.choice((1, 2, 30, 300)))]


def _delete_column(rows: Rows, rng: Random) -> None:
    at = rng.randrange(20)
    for row in rows:
        del row[at : at + 1]


def _move_column(rows: Rows, rng: Random) -> None:
    at, there, kept = rng.randrange(20), rng.randrange(20), rng.random() < 0.5
    for row in rows:
        taken = row[at : at + 1]
        if not kept:
            del row[at : at + 1]
        row[there:there] = taken


def _transpose(rows: Rows, rng: Random) -> None:
    if rng.random() < 0.2:
        rows[:] = [list(column) for column in zip(*_level(rows), strict=True)][:200]


def _row(rows: Rows, rng: Random) -> list[object]:
    return rng.choice(rows) if rows else []


_CHANGES: tuple[Callable[[Rows, Random], None], ...] = (
    *(_odd_cell, _odd_cell, _filled_cell, _filled_cell, _swap_cells, _delete_rows, _move_rows),
    *(_blank_rows, _delete_column, _move_column, _transpose),
)
