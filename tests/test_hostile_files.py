"""Files made to take time, memory or more: each is refused with its reason, or read rightly, within
a second of CPU time and little memory, and an honest file after it is read as before.

More of them, for .xlsx, are in `test_reading.py`.
"""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from tests.binary_files import (
    binary,
    bof,
    cell,
    number,
    record,
    row,
    xls,
    xlsb,
)  # fmt: skip
from tests.test_formats import ODS, ods, ods_rows
from tests.test_reading import MAIN, made, refused, saved, simple, zipped
from validator.messages import text
from validator.reading import LIMITS, Limits, Unreadable, read
from validator.reading.package import pack

HONEST = saved(simple())


def told(data: bytes, limits: Limits = LIMITS) -> str:
    """Why `data` is refused, with the limit's name if that is the reason; "" if it is read."""
    start = process_time()
    try:
        read(data, "决算.xlsx", limits)
        reason = ""
    except Unreadable as error:
        reason = error.reason
        assert text(f"unreadable.{reason}", "zh", **error.facts).startswith("决算.xlsx：")
        if reason == "too_large":
            reason += " " + str(error.facts["name_of_limit"])
    assert process_time() - start < 2  # a second on an idle machine
    assert read(HONEST).sheets[0].rows[1][2] == 1819.46
    return reason


def sheet_xml(rows: str, before: str = "", behind: str = "") -> bytes:
    cells = f"{before}<sheetData>{rows}</sheetData>{behind}"
    return f'<worksheet xmlns="{MAIN}">{cells}</worksheet>'.encode()


ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


# --- The archive ----------------------------------------------------------------------------------


def test_a_part_that_unpacks_to_a_thousand_times_its_size() -> None:
    parts = made(ONE)
    parts["xl/worksheets/sheet1.xml"] += b" " * (20 << 20)
    assert told(zipped(parts)) == "too_large ratio"
    assert told(zipped(parts), Limits(ratio=2_000)) == ""


def test_a_part_larger_than_any() -> None:
    parts = made(ONE)
    parts["xl/worksheets/sheet1.xml"] += b" " * (65 << 20)
    assert told(zipped(parts)) == "too_large part"


def test_entries_that_share_their_bytes() -> None:
    """The better zip bomb: many names for one compressed part."""
    parts = made(ONE)
    data = pack({**parts, "xl/a.xml": b"a" * 100, "xl/b.xml": b"b" * 100})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first, second = (archive.getinfo(f"xl/{name}.xml").header_offset for name in "ab")
    at = data.rindex(struct.pack("<I", second), 0, data.rindex(b"xl/b.xml"))
    overlapping = data[:at] + struct.pack("<I", first) + data[at + 4 :]
    assert told(data) == ""
    assert told(overlapping) == "damaged"


def test_an_archive_in_itself_is_never_unpacked_twice() -> None:
    inner = zipped({"a.xml": b"0" * 1_000_000})
    for _ in range(50):
        inner = zipped({"nested.zip": inner})
    assert told(inner) == "archive"
    parts = made(ONE)
    parts["xl/worksheets/sheet1.xml"] = zipped(parts)
    assert told(zipped(parts)) == "damaged"


@pytest.mark.parametrize(
    "name",
    ["../../外面.xml", "/etc/外面.xml", "C:\\Windows\\外面.xml", "..\\外面.xml", "a\0b.xml", "/"],
)
def test_names_in_the_archive_never_touch_the_disk(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part of that name is no obstacle, and one that is a sheet is read from the archive."""
    monkeypatch.chdir(tmp_path)
    assert told(zipped({**made(ONE), name: b"x"})) == ""
    parts = made(ONE)
    rels = "xl/_rels/workbook.xml.rels"
    target = name.replace("\0", "&#0;").encode()
    parts[rels] = parts[rels].replace(b"worksheets/sheet1.xml", target)
    parts[name] = parts.pop("xl/worksheets/sheet1.xml")
    assert told(zipped(parts)) in ("", "damaged")
    assert list(tmp_path.iterdir()) == []


# --- XML ------------------------------------------------------------------------------------------

LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels"])
@pytest.mark.parametrize("doctype", [LAUGHS + "]>", OUTSIDE + "]>"])
def test_entities_are_neither_expanded_nor_fetched(part: str, doctype: str) -> None:
    parts = made(ONE)
    parts[part] = doctype.encode() + parts[part]
    assert told(zipped(parts)) == "damaged"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"])
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_other_encodings_do_not_hide_what_is_there(encoding: str, name: str) -> None:
    parts = made(ONE, strings=f"<sst>{LAUGHS}]><si><t>a</t></si></sst>")
    parts["xl/sharedStrings.xml"] = b"<sst/>"
    xml = f'<?xml version="1.0" encoding="{encoding}"?>' + LAUGHS + "]>" + parts[name].decode()
    parts[name] = xml.encode(encoding)
    assert told(zipped(parts)) == "damaged"


def test_tags_nested_without_end() -> None:
    deep = "<a>" * 100_000 + "</a>" * 100_000
    parts = made(strings=f"<sst>{deep}<si><t>a</t></si></sst>", styles=f"<s>{deep}</s>")
    for rows in (ONE, f'<row r="1"><c r="A1">{deep}<v>1</v></c></row>', ONE + deep):
        parts["xl/worksheets/sheet1.xml"] = sheet_xml(rows)
        told(zipped(parts), Limits(ratio=2_000))
    parts = made(sheet=sheet_xml(ONE + "<!-- walked -->" + deep))
    assert told(zipped(parts), Limits(ratio=2_000)) == "too_large nesting"
    nested = f'<table:table table:name="a">{deep}</table:table>'.replace("a>", "text:a>")
    assert told(ods(nested.replace("<text:a>", "<text:span>").replace("</text:a>", "</text:span>")
                    .replace("table:table-text", "table")), Limits(ratio=2_000)) in (
        "too_large nesting", "damaged",
    )  # fmt: skip


# --- Relationships --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'Id="r1"', b'Id="r9"'),
        (b"worksheets/sheet1.xml", b"worksheets/none.xml"),
        (b"worksheets/sheet1.xml", b"workbook.xml"),
        (b"worksheets/sheet1.xml", b"_rels/workbook.xml.rels"),
        (b"worksheets/sheet1.xml", b""),
        (b"worksheets/sheet1.xml", b"../" * 50 + b"x.xml"),
        (b'Target="worksheets/sheet1.xml"', b'Target="http://a/b.xml" TargetMode="External"'),
    ],
)
def test_relationships_to_nowhere_or_to_themselves(old: bytes, new: bytes) -> None:
    parts = made(ONE)
    name = "xl/_rels/workbook.xml.rels"
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    if told(zipped(parts)) == "":  # a part without a single cell
        assert [list(sheet.rows) for sheet in read(zipped(parts)).sheets] == [[]]


def test_a_package_whose_root_is_itself() -> None:
    parts = made(ONE)
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", b"_rels/.rels")
    assert told(zipped(parts)) == "not_a_spreadsheet"


def test_more_relationships_than_any_workbook_has() -> None:
    parts = made(ONE)
    name = "xl/_rels/workbook.xml.rels"
    more = b'<Relationship Id="x" Type="t" Target="t"/>' * 20_000
    parts[name] = parts[name].replace(b"</Relationships>", more + b"</Relationships>")
    assert told(zipped(parts)) == "too_large relations"


# --- Worksheets -----------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", ["A1:XFD1048576", "A1:A99999999999", "nonsense"])
def test_a_declared_dimension_is_not_believed(rows: str) -> None:
    xml = sheet_xml(ONE, before=f'<dimension ref="{rows}"/>')
    assert read(zipped(made(sheet=xml))).sheets[0].rows == [[1.0]]


def test_a_billion_merged_cells() -> None:
    ranges = "".join(f'<mergeCell ref="A{i}:XFD1048576"/>' for i in range(1, 50_000))
    xml = sheet_xml(ONE, behind=f"<mergeCells>{ranges}</mergeCells>")
    assert told(zipped(made(sheet=xml))) == ""
    assert read(zipped(made(sheet=xml))).sheets[0].rows == [[1.0]]


def test_millions_of_shared_texts() -> None:
    strings = zipped(made(ONE, "<sst>" + "<si/>" * 7_000_000 + "</sst>"))
    assert told(strings) == "too_large ratio"
    assert told(strings, Limits(ratio=2_000)) == "too_large strings"


def test_ten_thousand_sheets() -> None:
    line = b'<sheet name="a" r:id="r1"/>'
    parts = made(ONE)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<sheets>", b"<sheets>" + line * 4_000
    )
    assert told(zipped(parts)) == "too_large sheets"


@pytest.mark.parametrize("index", ["1", "-1", "99999999999999999999", "1e3", "0.5", ""])
def test_an_index_to_no_shared_text_is_no_text(index: str) -> None:
    cells = f'<row r="1"><c r="A1" t="s"><v>{index}</v></c><c r="B1"><v>1</v></c></row>'
    for comment in ("", "<!-- walked -->"):
        data = zipped(made(cells + comment, "<sst><si><t>甲</t></si></sst>"))
        assert told(data) == ("damaged" if index else "")


@pytest.mark.parametrize("value", ["1e999", "-1e999", "nan", "inf", "9" * 400, "1e-400", "0x10"])
def test_numbers_beyond_all_numbers(value: str) -> None:
    assert told(zipped(made(f'<row r="1"><c r="A1"><v>{value}</v></c></row>'))) in ("", "damaged")
    cell_of = f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    ods_rows(f"<table:table-row>{cell_of}</table:table-row>")


def test_nul_bytes() -> None:
    parts = made(ONE)
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
        b"1</v>", b"\0</v>"
    )
    assert told(zipped(parts)) == "damaged"
    assert told(b"\0" * 5_000_000) == "not_a_spreadsheet"


def test_a_limit_is_named_in_words_and_by_what_raises_it() -> None:
    far = ONE + '<row r="9999"><c r="ZZ9999"><v>1</v></c></row>'
    data = zipped(made(far))
    error = refused(data, limits=Limits(area=1_000_000))
    message = text("unreadable.too_large", "zh", **error.facts)
    for words in ("决算.xlsx", "S1!A1:ZZ9999", "行×列", "7,019,298", "1,000,000", "--limit area="):
        assert words in message
    for name, value in (("rows", 9_000), ("columns", 700), ("total_area", 9)):
        assert told(data, Limits(**{name: value})) == f"too_large {name}"
    assert told(HONEST, Limits(file=99)) == "too_large file"
    assert told(HONEST, Limits(entries=3)) == "too_large entries"


# --- .ods -----------------------------------------------------------------------------------------


def repeated(
    rows: int, columns: int, cell_of: str = 'office:value-type="float" office:value="1"'
) -> str:
    return (
        f'<table:table table:name="表"><table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell table:number-columns-repeated="{columns}" {cell_of}/>'
        "</table:table-row></table:table>"
    )


@pytest.mark.parametrize(
    ("rows", "columns", "reason"),
    [
        (1_048_576, 16_384, "too_large cells"),
        (10**18, 10**18, "too_large cells"),
        (1_048_576, 3, "too_large cells"),
        (0, 1, "damaged"),
        (-1, 1, "damaged"),
        (1, -5, "damaged"),
    ],
)
def test_cells_repeated_without_end(rows: int, columns: int, reason: str) -> None:
    assert told(ods(repeated(rows, columns))) == reason
    assert told(ods(repeated(rows, columns, 'table:formula="of:=1"'))) == reason


def test_a_cell_behind_blanks_repeated_without_end() -> None:
    blank = '<table:table-row table:number-rows-repeated="{}"><table:table-cell/></table:table-row>'
    cell_of = '<table:table-cell office:value-type="float" office:value="1"/>'
    for count, reason in ((2_000_000, "rows"), (10**30, "rows"), (1_000_000, "area")):
        across = f'<table:table-cell table:number-columns-repeated="{16_000}"/>'
        rows = blank.format(count) + f"<table:table-row>{across}{cell_of}</table:table-row>"
        assert (
            told(ods(f'<table:table table:name="表">{rows}</table:table>')) == f"too_large {reason}"
        )


def test_arrays_and_blanks_of_ods_without_end() -> None:
    array = (
        'table:formula="of:=1" office:value-type="float" office:value="1" '
        'table:number-matrix-rows-spanned="1000000" table:number-matrix-columns-spanned="10000"'
    )
    assert told(ods(repeated(1, 1, array))) == ""
    spaces = '<table:table-cell office:value-type="string"><text:p><text:s text:c="{}"/></text:p>'
    rows = f"<table:table-row>{spaces.format(10**12)}</table:table-cell></table:table-row>"
    assert told(ods(f'<table:table table:name="表">{rows}</table:table>')) == "too_large strings"


def test_parts_of_ods_that_are_missing_or_no_xml() -> None:
    assert told(zipped({"mimetype": ODS})) == "damaged"
    assert told(zipped({"mimetype": ODS, "content.xml": b"\0"})) == "damaged"
    assert told(zipped({"mimetype": ODS, "content.xml": LAUGHS + "]><a/>"})) == "damaged"
    assert told(zipped({"mimetype": ODS, "content.xml": "<a/>"})) == "not_a_spreadsheet"


# --- .xls and its container -----------------------------------------------------------------------


def old(cells: bytes = number(0, 0, 1.0)) -> bytearray:
    return bytearray(xls({"表": cells}))


def _circle(data: bytearray) -> None:
    table = struct.unpack_from("<I", data, 0x4C)[0]
    struct.pack_into("<I", data, (table + 1) * 512, 0)  # the first sector follows itself


def _many_sectors(data: bytearray) -> None:
    struct.pack_into("<I", data, 0x2C, 0x7FFFFFFF)


def _tables_in_circles(data: bytearray) -> None:
    struct.pack_into("<II", data, 0x44, 0, 0x7FFFFFFF)


def _directory_in_circles(data: bytearray) -> None:
    start = (struct.unpack_from("<I", data, 0x30)[0] + 1) * 512
    struct.pack_into("<3I", data, start + 128 + 68, 1, 1, 1)


def _huge_stream(data: bytearray) -> None:
    start = (struct.unpack_from("<I", data, 0x30)[0] + 1) * 512
    struct.pack_into("<I", data, start + 128 + 120, 0xFFFFFFF0)


def _large_sectors(data: bytearray) -> None:
    struct.pack_into("<H", data, 0x1E, 31)


@pytest.mark.parametrize(
    "harm",
    [
        _circle,
        _many_sectors,
        _tables_in_circles,
        _directory_in_circles,
        _huge_stream,
        _large_sectors,
    ],
)
def test_chains_of_sectors_in_circles_and_sizes_beyond_the_file(
    harm: Callable[[bytearray], None],
) -> None:
    data = old()
    harm(data)
    tracemalloc.start()
    assert told(bytes(data)) in ("", "damaged")
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_an_old_file_cut_anywhere() -> None:
    data = bytes(old())
    for end in range(0, len(data), 97):
        assert told(data[:end]) != "" or read(data[:end]).sheets[0].rows == [(1.0,)]


TEXTS = struct.pack("<II", 0x7FFFFFFF, 0x7FFFFFFF)


@pytest.mark.parametrize(
    ("cells", "before", "reason"),
    [
        (struct.pack("<HH", 0x0203, 0xFFFF), b"", "damaged"),
        (record(0x0203, b"\0\0"), b"", "damaged"),
        (record(0x0006, bytes(8)), b"", "damaged"),
        (record(0x00FD, struct.pack("<3HI", 0, 0, 0, 0)), b"", "damaged"),
        (record(0x00FD, struct.pack("<3Hi", 0, 0, 0, -1)), b"", "damaged"),
        (number(0, 256, 1.0), b"", "damaged"),
        (number(0, 0, 1.0, style=9), b"", "damaged"),
        (number(0, 0, float("nan")), b"", ""),
        (number(0, 0, 1e308), b"", ""),
        (number(65535, 255, 1.0), b"", ""),
        (record(0x00BD, struct.pack("<HH", 0, 255) + bytes(6) * 2 + b"\1\0"), b"", "damaged"),
        (record(0x0207, b"\xff\xff\1"), b"", "damaged"),
        (bof(0x20) * 3, b"", "damaged"),
        (b"", record(0x00FC, TEXTS), "too_large cells"),
        (b"", record(0x00FC, struct.pack("<II", 9, 9)), "damaged"),
        (b"", record(0x00FC, struct.pack("<IIHB", 1, 1, 9, 0x0D)), "damaged"),
        (b"", record(0x00FC, struct.pack("<IIHB", 1, 1, 5, 1)) + record(0x003C, b"\1a"), "damaged"),
        (b"", record(0x041E, b"\0\0\xff\xff\1"), "damaged"),
        (b"", record(0x0085, struct.pack("<IBB", 0xFFFFFFF0, 0, 0) + b"\1\0a"), "damaged"),
        (b"", record(0x0085, struct.pack("<IBB", 0, 0, 0) + b"\1\0a"), ""),
    ],
)  # fmt: skip
def test_records_that_are_none(cells: bytes, before: bytes, reason: str) -> None:
    assert told(xls({"表": cells}, before)) == reason


def test_sheets_and_cells_of_xls_without_end() -> None:
    line = record(0x0085, struct.pack("<IBB", 0, 0, 0) + b"\1\0a")
    assert told(xls({"表": b""}, line * 501)) == "too_large sheets"
    numbers = struct.pack("<HH", 0, 0) + b"\0\0\2\0\0\0" * 256 + struct.pack("<H", 255)
    cells = record(0x00BD, numbers) * 20
    assert told(xls({"表": cells, "又": cells}), Limits(cells=300)) == "too_large cells"
    data = xls({"表": number(65535, 255, 1.0)})
    assert told(data, Limits(area=1000)) == "too_large area"


# --- .xlsb ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [
        row(0) + b"\x05\xff\xff\xff\xff",
        row(0) + binary(5, b"\0"),
        row(0) + cell(7, 0, struct.pack("<I", 5)),
        row(0) + cell(6, 0, struct.pack("<I", 0x7FFFFFFF)),
        row(0xFFFFFFFF) + cell(2, 0, bytes(4)),
        row(0) + cell(2, 0xFFFFFFFF, bytes(4)),
        cell(2, 0, bytes(4)),
        row(0) + cell(2, 0, bytes(4), style=7),
    ],
)
def test_records_of_xlsb_that_are_none(cells: bytes) -> None:
    assert told(xlsb({"表": cells})) == "damaged"


def test_cells_of_xlsb_at_both_ends() -> None:
    cells = row(0) + cell(2, 0, bytes(4)) + row(1_048_575) + cell(2, 16_383, bytes(4))
    assert told(xlsb({"表": cells})) == "too_large area"
    many = row(0) + cell(2, 0, bytes(4)) + binary(13, bytes(8)) * 2_000
    assert told(xlsb({"表": many}), Limits(cells=1_000)) == "too_large cells"
