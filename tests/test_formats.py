"""Workbooks of every format, told apart by their content, and files that are no workbooks."""

import io
import struct
import subprocess
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.formula import ArrayFormula
from python_calamine import CalamineWorkbook

from tests.binary_files import (
    END,
    binary,
    bof,
    cell,
    formula,
    number,
    ole,
    record,
    row,
    wide,
    xls,
    xls_text,
    xlsb,
)  # fmt: skip
from tests.conftest import find_program
from tests.test_reading import refused, saved, simple, zipped
from validator.reading import Book, Sheet, address, read

DAY = date(2024, 5, 1)
#: What stands in the cells of `workbook`, as every format gives it back.
VALUES: Mapping[str, object] = {
    "A1": "收入支出决算总表（2024年度）", "A2": 1819.46, "A3": 3.0, "A4": -0.01, "A5": 1e10,
    "A6": 0.1234, "A7": DAY, "A8": datetime(2024, 5, 1, 12, 30), "A9": True, "A10": time(12, 30),
    "A11": date(2023, 3, 1), "A12": timedelta(hours=36), "A13": "1,234.50",
    "B2": 3638.92, "B4": "字符", "B6": True, "B7": date(2024, 5, 2),
    "C2": "文字\n换行", "C3": " 其中 ", "C4": "长" * 9000, "C5": "本年收入", "C6": "a\tb  c",
    "D1": 3638.92, "D2": 6.0, "D3": -0.02,
    **{f"E{r}": 100.0 * r for r in range(1, 9)}, **{f"F{r}": r * 1.25 for r in range(1, 9)},
    **{f"G{r}": 100.0 * r + 1 for r in range(2, 6)},
}  # fmt: skip
WRITTEN = {
    "B2": "A2*2", "B3": "1/0", "B4": '"字"&"符"', "B5": 'IF(A2>0,"","x;y")', "B6": "A9",
    "B7": "A7+1", "D1": "A2:A4*2", "B8": "SUM(A2:A3,$A$4,'隐 藏'!C3)",
    **{f"G{r}": f"E{r}+1" for r in range(2, 6)},
}  # fmt: skip


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "收入支出决算总表"
    for place, value in VALUES.items():
        if place[0] in "ACEF":
            sheet[place] = value
    sheet["A6"].number_format = "0.00%"
    sheet["A11"].number_format = 'yyyy"年"m"月"'
    sheet["A12"].number_format = "[h]:mm"
    sheet["C5"] = CellRichText("本年", TextBlock(InlineFont(b=True), "收入"))
    sheet.merge_cells("A1:C1")
    for place, text in WRITTEN.items():
        sheet[place] = f"={text}"
    sheet["B7"].number_format = "yyyy-mm-dd"
    sheet["D1"] = ArrayFormula("D1:D3", "=A2:A4*2")
    hidden = book.create_sheet("隐 藏")
    hidden.sheet_state = "hidden"
    hidden["C3"] = 7
    book.create_sheet("空表")
    return book


@pytest.fixture(scope="module")
def by_office(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """`workbook`, and one with dates since 1904, as LibreOffice saves them: ending → bytes."""
    office = find_program("LibreOffice", "soffice", "libreoffice")
    folder = tmp_path_factory.mktemp("formats")
    workbook().save(folder / "a.xlsx")
    since_1904 = openpyxl.Workbook()
    since_1904.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    since_1904.active["A1"] = DAY
    since_1904.save(folder / "b.xlsx")
    for target in ("xls:MS Excel 97", "ods"):
        subprocess.run(
            [
                office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
                "--convert-to", target, "--outdir", folder, folder / "a.xlsx", folder / "b.xlsx",
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    return {path.name: path.read_bytes() for path in folder.glob("*.*")}


def filled(sheet: Sheet) -> dict[str, object]:
    """Address → value of the cells that are not blank."""
    return {
        address(r, c): value
        for r, line in enumerate(sheet.rows)
        for c, value in enumerate(line)
        if value != ""
    }


def noticed(book: Book) -> set[str]:
    return {kind for kind, _ in book.noticed}


# --- By LibreOffice -----------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_every_kind_of_cell_comes_as_from_xlsx(by_office: Mapping[str, bytes], ending: str) -> None:
    book = read(by_office[f"a.{ending}"])
    assert book.format == ending
    assert [sheet.name for sheet in book.sheets] == ["收入支出决算总表", "隐 藏", "空表"]
    first, hidden, blank = book.sheets
    found = filled(first)
    assert found.pop("B8") == pytest.approx(1829.45)
    assert found == VALUES
    assert {place for place, value in found.items() if type(value) is not type(VALUES[place])} == (
        {"A9", "B6"} if ending == "ods" else set()  # where LibreOffice writes 1 for true
    )
    assert first.faults == {(2, 1): "#DIV/0!"}
    places = {address(*place) for place in first.formulas}
    assert {*WRITTEN, "D2", "D3"} <= places <= {*WRITTEN, "D2", "D3", "A9"}  # =TRUE()
    assert filled(hidden) == {"C3": 7.0}
    assert list(blank.rows) == []
    assert "hidden_sheets" in noticed(book)
    assert read(by_office[f"b.{ending}"]).sheets[0].rows[0][0] == DAY


def test_what_formulas_say_is_read_from_ods_but_not_from_xls(
    by_office: Mapping[str, bytes],
) -> None:
    ods, xls = read(by_office["a.ods"]), read(by_office["a.xls"])
    written = {address(*place): text for place, text in ods.sheets[0].written.items()}
    assert written.items() >= WRITTEN.items()
    assert xls.sheets[0].written == {}
    assert ("formulas_unread" in noticed(xls), "formulas_unread" in noticed(ods)) == (True, False)


def test_calamine_reads_the_same_values_from_xls(by_office: Mapping[str, bytes]) -> None:
    """Another reader, on the file of another program: not one figure may differ."""
    data = by_office["a.xls"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    theirs = {v for line in rows for v in line if v != ""}
    ours = {v for line in read(data).sheets[0].rows for v in line if v != ""}
    assert ours == theirs


@pytest.mark.parametrize("name", ["决算.xlsx", "决算.et", "决算.txt", "决算"])
def test_the_name_says_nothing(by_office: Mapping[str, bytes], name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(by_office["a.xls"])
    assert read(tmp_path / name).format == "xls"
    (tmp_path / name).write_bytes(saved(simple()))
    assert read(tmp_path / name).format == "xlsx"


# --- .xls, record by record ----------------------------------------------------------------------


def rows_of(cells: bytes, before: bytes = b"") -> tuple[list[list[object]], dict[str, str]]:
    """Rows and faults of the only sheet of an .xls file with these cells."""
    sheet = read(xls({"表": cells}, before)).sheets[0]
    return [list(line) for line in sheet.rows], {address(*p): t for p, t in sheet.faults.items()}


def short(value: int, *, whole: bool = True, hundredth: bool = False) -> bytes:
    """A number in four bytes."""
    return struct.pack("<i", value << 2 | whole << 1 | hundredth)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (short(181946, hundredth=True), 1819.46),
        (short(-1, hundredth=True), -0.01),
        (short(-3), -3.0),
        (struct.pack("<d", 1.5)[4:], 1.5),
        (struct.pack("<i", struct.unpack("<i", struct.pack("<d", 1e4)[4:])[0] | 1), 100.0),
        (struct.pack("<d", -2.0)[4:], -2.0),
    ],
)
def test_numbers_in_four_bytes(raw: bytes, expected: float) -> None:
    one = record(0x027E, struct.pack("<3H", 0, 0, 0) + raw)
    assert rows_of(one) == ([[expected]], {})
    two = struct.pack("<HH", 0, 1) + (b"\0\0" + raw) * 2 + struct.pack("<H", 2)
    assert rows_of(record(0x00BD, two)) == ([["", expected, expected]], {})


def test_texts_that_run_on_from_one_record_to_the_next() -> None:
    """The characters behind the break begin with a flag, and may be of the other width."""
    head = struct.pack("<II", 3, 3) + struct.pack("<HB", 4, 1) + "收入".encode("utf-16-le")
    more = b"\0ab" + struct.pack("<HBHI", 2, 0x0C | 1, 1, 3) + "支出".encode("utf-16-le") + b"rr"
    last = b"rrext" + struct.pack("<HB", 1, 0) + b"z"
    texts = record(0x00FC, head) + record(0x003C, more) + record(0x003C, last)
    cells = b"".join(record(0x00FD, struct.pack("<3HI", 0, i, 0, i)) for i in range(3))
    assert rows_of(cells, texts) == ([["收入ab", "支出", "z"]], {})


def test_results_of_formulas() -> None:
    other = b"\xff\xff"
    plus, name = b"\x1e\1\0\x1e\1\0\x03", b"\x44\0\0\0\xc0"
    total = b"\x25\0\0\1\0\0\xc0\0\xc0\x19\x10\0\0"
    cells = (
        formula(0, 0, struct.pack("<d", 2.5), plus)
        + formula(0, 1, b"\0\0\0\0\0\0" + other, name)
        + record(0x04BC, bytes(10))
        + record(0x0207, xls_text("结果"))
        + formula(0, 2, b"\1\0\1\0\0\0" + other, name)
        + formula(0, 3, b"\2\0\x2a\0\0\0" + other, name)
        + formula(0, 4, b"\3\0\0\0\0\0" + other, name)
        + formula(0, 5, b"\3\0\0\0\0\0" + other, plus)
        + formula(0, 6, b"\3\0\0\0\0\0" + other, total)
    )
    rows, faults = rows_of(cells)
    assert rows == [[2.5, "结果", True, "", "", "", ""]]
    assert faults == {"D1": "#N/A", "F1": "", "G1": ""}  # a sum is never an empty text


def test_errors_truth_values_and_labels() -> None:
    cells = (
        record(0x0205, struct.pack("<3HBB", 0, 0, 0, 1, 0))
        + record(0x0205, struct.pack("<3HBB", 0, 1, 0, 0x17, 1))
        + record(0x0204, struct.pack("<3H", 0, 2, 0) + xls_text("旧式"))
        + record(0x00D6, struct.pack("<3H", 0, 3, 0) + xls_text("带格式") + bytes(6))
        + record(0x0201, struct.pack("<3H", 0, 4, 0))
        + bof(0x20)
        + number(0, 5, 99.0)  # of a chart on the sheet
        + END
    )
    assert rows_of(cells) == ([[True, "", "旧式", "带格式"]], {"B1": "#REF!"})


def test_sheets_that_are_none_are_left_out() -> None:
    book = read(xls({"表": number(0, 0, 1.0), "图": b"", "宏": b""}, kinds={"图": 2, "宏": 1}))
    assert [sheet.name for sheet in book.sheets] == ["表"]
    assert noticed(book) == {"macro_sheets"}
    assert refused(xls({"图": b""}, kinds={"图": 2})).reason == "no_worksheets"


def test_links_and_macros_of_an_old_file() -> None:
    path = "\1\1C\3上年\3去年.xls"
    link = struct.pack("<HHB", 1, len(path), 1) + path.encode("utf-16-le")
    own = record(0x01AE, struct.pack("<HH", 1, 0x0401))
    data = xls(
        {"表": number(0, 0, 1.0)},
        own + record(0x01AE, link),
        storages=("_VBA_PROJECT_CUR", "MBD0001A"),
    )
    book = read(data)
    assert noticed(book) == {"macros", "external_links", "embedded"}
    facts = dict(book.noticed)
    assert facts["external_links"] == {"names": "去年.xls", "count": 1}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (xls({"表": b""}, record(0x002F, bytes(54))), "password"),
        (ole({"EncryptionInfo": b"", "EncryptedPackage": b""}), "password"),
        (ole({})[:1024] + "EncryptedPackage".encode("utf-16-le"), "password"),  # cut short
        (ole({"Book": bof(5, 0x0500) + END}), "old_excel"),
        (b"\x09\x04\x06\0\0\0\x10\0" + bytes(50), "old_excel"),
        (ole({"WordDocument": b""}), "document"),
        (ole({"PowerPoint Document": b""}), "slides"),
        (ole({"别的": b""}), "not_a_spreadsheet"),
    ],
)
def test_other_files_in_the_container_of_xls(data: bytes, reason: str) -> None:
    assert refused(data, "决算.xls").reason == reason


# --- .xlsb, record by record: no program at hand writes it ----------------------------------------


def test_every_kind_of_cell_of_xlsb() -> None:
    cells = (
        row(1)
        + cell(2, 0, short(181946, hundredth=True))
        + cell(5, 1, struct.pack("<d", 45413.0), style=1)
        + cell(7, 2, struct.pack("<I", 1))
        + cell(6, 3, wide("直接"))
        + cell(62, 4, b"\0" + wide("带格式"))
        + cell(4, 5, b"\1")
        + cell(3, 6, b"\x07")
        + cell(1, 7, b"")
        + binary(13, struct.pack("<I", 0) + short(8))  # without a column: H after the blank
        + row(3)
        + cell(9, 0, struct.pack("<d", 2.5) + bytes(8))
        + cell(8, 1, wide("结果") + bytes(8))
        + cell(10, 2, b"\0" + bytes(8))
        + cell(11, 3, b"\x2a" + bytes(8))
        + binary(300, b"unknown")
    )
    data = xlsb(
        {"表": cells, "藏": row(0) + cell(2, 0, short(1))},
        texts=("甲", "乙"),
        formats=[(164, 'yyyy"年"m"月"d"日"')],
        styles=(0, 164),
        hidden=("藏",),
    )
    book = read(data, "决算.xls")
    sheet = book.sheets[0]
    assert book.format == "xlsb"
    assert filled(sheet) == {
        "A2": 1819.46, "B2": DAY, "C2": "乙", "D2": "直接", "E2": "带格式", "F2": True,
        "I2": 8.0, "A4": 2.5, "B4": "结果", "C4": False,
    }  # fmt: skip
    assert {address(*place): text for place, text in sheet.faults.items()} == {
        "G2": "#DIV/0!",
        "D4": "#N/A",
    }
    assert {address(*place) for place in sheet.formulas} == {"A4", "B4", "C4", "D4"}
    assert noticed(book) == {"hidden_sheets", "formulas_unread"}
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert theirs[0][:4] == [1819.46, DAY, "乙", "直接"]
    assert theirs[0][4] == ""  # calamine leaves out a text with formats


def test_dates_since_1904_in_xlsb() -> None:
    cells = row(0) + cell(5, 0, struct.pack("<d", 1.0), style=0)
    assert read(xlsb({"表": cells}, styles=(14,), date1904=True)).sheets[0].rows == [
        (date(1904, 1, 2),)
    ]


# --- .ods, by hand ---------------------------------------------------------------------

ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)


def ods(tables: str, **parts: str) -> bytes:
    """An .ods file whose spreadsheet holds the XML `tables`, and other parts."""
    content = (
        f"<office:document-content {_NAMES}><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    named = {name.replace("__", "/"): text for name, text in parts.items()}
    return zipped({"mimetype": ODS, "content.xml": content, **named})


def ods_rows(rows: str) -> Sheet:
    return read(ods(f'<table:table table:name="表">{rows}</table:table>')).sheets[0]


def test_what_stands_beside_the_cells_of_ods_is_none_of_them() -> None:
    sheet = read(
        ods(
            '<table:tracked-changes><table:table-cell office:value-type="float" office:value="9"/>'
            '</table:tracked-changes><table:table table:name="表"><table:shapes><text:p>形</text:p>'
            "</table:shapes><table:table-header-rows><table:table-row><table:table-cell "
            'office:value-type="string"><office:annotation><text:p>批注</text:p>'
            "</office:annotation><text:p> 科目  <text:span>编<text:ruby><text:ruby-base>码"
            "</text:ruby-base><text:ruby-text>ma</text:ruby-text></text:ruby></text:span>"
            '<text:s text:c="2"/>x</text:p><text:p>二</text:p></table:table-cell>'
            '<table:covered-table-cell/><table:table-cell office:value-type="currency" '
            'office:value="3.5"><text:p>￥3.50</text:p></table:table-cell></table:table-row>'
            "</table:table-header-rows></table:table>"
        )
    ).sheets[0]
    assert filled(sheet) == {"A1": "科目 编码  x\n二", "C1": 3.5}


def test_repeated_rows_and_cells_of_ods() -> None:
    sheet = ods_rows(
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/><table:table-cell '
        'table:number-columns-repeated="3" office:value-type="float" office:value="7"/>'
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="boolean" '
        'office:boolean-value="false"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert [list(line) for line in sheet.rows] == [
        ["", 7.0, 7.0, 7.0], ["", 7.0, 7.0, 7.0], *[[""] * 4] * 3, [False, "", "", ""],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell_of", "value", "fault"),
    [
        ('table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#DIV/0!',
         None, "#DIV/0!"),
        ('table:formula="of:=A" office:value-type="string"><text:p>Err:508', None, "Err:508"),
        ('table:formula="of:=[.B1]"><text:p>', "", None),
        ('office:value-type="date" office:date-value="0000-00-00"><text:p>0000', "0000", None),
        ('office:value-type="time" office:time-value="PT12H30M00.5S"><text:p>12:30',
         time(12, 30, 0, 500_000), None),
        ('office:value-type="float"><text:p>12.5', "12.5", None),
        ('><text:p>旧', "旧", None),
    ],
)  # fmt: skip
def test_odd_cells_of_ods(cell_of: str, value: object, fault: str | None) -> None:
    sheet = ods_rows(
        f"<table:table-row><table:table-cell {cell_of}</text:p></table:table-cell>"
        '<table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    )
    assert sheet.rows[0][0] == ("" if value is None else value)
    assert sheet.faults == ({} if fault is None else {(0, 0): fault})


def test_a_formula_of_ods_that_was_never_calculated() -> None:
    sheet = ods_rows(
        '<table:table-row><table:table-cell table:formula="of:=SUM([.B1:.B2])"/></table:table-row>'
    )
    assert sheet.faults == {(0, 0): ""}
    assert sheet.written == {(0, 0): "SUM(B1:B2)"}


@pytest.mark.parametrize(
    ("formula_of", "expected"),
    [
        ("of:=SUM([.B2:.B9];[$'支出 表'.$C$1])", "SUM(B2:B9,'支出 表'!$C$1)"),
        ("of:=[$Sheet1.A1:.B2]+[.1:.3]+[.A:.C]", "Sheet1!A1:B2+1:3+A:C"),
        ("of:=SUM([$甲.A1:$乙.A1])", "SUM('甲:乙'!A1)"),
        ("of:=['file:///C:/账/去年.ods'#$Sheet1.A1]", "'[去年.ods]Sheet1'!A1"),
        ('of:="[.A1];{"&[.#REF!]', '"[.A1];{"&#REF!'),
        ("of:=SUM({1;2|3;4})", "SUM({1,2;3,4})"),
        ("oooc:=[.A1]*2", "A1*2"),
        ("msoxl:=SUM(A1,B1)", "SUM(A1,B1)"),
        ("of:=[.Q!1]", None),
        ("unknown", None),
    ],
)
def test_formulas_of_ods_in_the_notation_of_xlsx(formula_of: str, expected: str | None) -> None:
    quoted = formula_of.replace("&", "&amp;").replace('"', "&quot;")
    written = ods_rows(
        f'<table:table-row><table:table-cell table:formula="{quoted}" office:value-type="float" '
        'office:value="1"/></table:table-row>'
    ).written
    assert written == ({} if expected is None else {(0, 0): expected})


def test_what_is_noticed_in_ods() -> None:
    row_of = (
        "<table:table-row><table:table-cell table:formula=\"of:=['file:///去年.ods'#$S.A1]\" "
        'office:value-type="float" office:value="1"/></table:table-row>'
    )
    book = read(
        ods(f'<table:table table:name="表">{row_of}</table:table>', Basic__Standard__M="<a/>")
    )
    assert [kind for kind, _ in book.noticed] == ["macros", "external_links"]
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    encrypted = ods("", **{"META-INF__manifest.xml": manifest})
    assert refused(encrypted).reason == "password"
    assert refused(ods("")).reason == "no_worksheets"


# --- Files that are no workbooks -----------------------------------------------------------------


def tar_of(name: str) -> bytes:
    import tarfile

    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo(name))
    return buffer.getvalue()


def docx() -> bytes:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    rels = f'<Relationships><Relationship Id="r" Type="{relation}" Target="{{}}"/></Relationships>'
    return zipped(
        {"_rels/.rels": rels.format("word/document.xml"), "word/document.xml": "<document/>"}
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"x", "plain_text"),
        ("科目编码,金额\n201,3.00\n".encode("gb18030"), "plain_text"),
        ("科目编码\t金额\n".encode("utf-16"), "plain_text"),
        (b"%PDF-1.7\n1 0 obj\n", "pdf"),
        (zipped({"OFD.xml": "<OFD/>"}), "pdf"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
        ("\ufeff\r\n<TABLE border=1><tr><td>科目</td></tr></TABLE>".encode(), "web_page"),
        ("<html><meta charset=gb2312><td>科目</td></html>".encode("gb18030"), "web_page"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "web_page"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook '
         b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml_workbook"),
        (b'<?xml version="1.0"?><office:document office:version="1.3"/>', "xml_workbook"),
        (b"<?xml version='1.0'?><a/>", "not_a_spreadsheet"),
        (b"\xff\xfe<\0h\0\0\xd8", "not_a_spreadsheet"),
        (bytes(range(256)), "not_a_spreadsheet"),
        (zipped({}), "archive"),
        (zipped({"决算.xlsx": saved(simple())}), "archive"),
        (b"Rar!\x1a\x07\x01\0", "archive"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "archive"),
        (b"\x1f\x8b\x08\0", "archive"),
        (tar_of("决算.xlsx"), "archive"),
        (b"\x89PNG\r\n\x1a\n\0", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"{\\rtf1\\ansi", "document"),
        (docx(), "document"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "document"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.presentation"}), "slides"),
        (zipped({"mimetype": "application/epub+zip"}), "not_a_spreadsheet"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_called_what_it_is(data: bytes, reason: str) -> None:
    error = refused(data, "决算.xls")
    assert error.reason == reason


def test_a_workbook_of_workbooks_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "上报.zip", "w") as archive:
        archive.writestr("../../外面.xlsx", saved(simple()))
    assert refused(tmp_path / "上报.zip", "").reason == "archive"
    assert [path.name for path in tmp_path.iterdir()] == ["上报.zip"]
