"""Changes within the parts of an .xlsx file, whatever program wrote it."""

import io
import random
import re
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from tests.binary_files import xls, xlsb
from tests.test_reading import MAIN, OFFICE, made, saved, unzipped, zipped
from validator.editing.package import NotEditable, changed, draft, part, written
from validator.editing.stale import results
from validator.editing.styles import Style, with_styles
from validator.editing.workbook import (
    calculated_when_opened,
    free_sheet_name,
    main_namespace,
    sheets,
    with_sheet,
)
from validator.editing.worksheet import covered, with_values
from validator.expressions.cells import Spot
from validator.reading import Book, Unreadable, parse_address, read

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
STRICT = "http://purl.oclc.org/ooxml/"


def workbook(rows="", **other) -> dict[str, bytes]:
    """The parts of a workbook as the format wants them."""
    parts = made(rows, **other)
    for name in parts:
        if name.endswith(".rels"):
            parts[name] = parts[name].replace(
                b"<Relationships>",
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                b'relationships">',
            )
    return {"[Content_Types].xml": TYPES.encode(), **parts}


def places(values: dict[str, str | None]):
    return {parse_address(k): None if v is None else Decimal(v) for k, v in values.items()}


def edited(data: bytes, values: dict[str, str | None]) -> bytes:
    """The file with these numbers in cells of its first sheet, and one more sheet."""
    of = draft(data)
    sheet = sheets(of)[0].part
    of = changed(of, sheet, with_values(part(of, sheet), places(values)))
    of, (number,) = with_styles(of, [Style(bold=True, fill="DCE6F1", frame="808080")])
    xml = (
        f'<worksheet xmlns="{main_namespace(of)}"><sheetData><row r="1">'
        f'<c r="A1" s="{number}" t="inlineStr"><is><t>新</t></is></c></row></sheetData></worksheet>'
    )
    of = with_sheet(of, free_sheet_name(of, "说明"), xml)
    return written(calculated_when_opened(of))


def rows_of(xml: str, values: dict[str, str | None]) -> str:
    """What becomes of the rows of a sheet."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{xml}</sheetData></worksheet>'
    done = with_values(sheet.encode(), places(values)).decode()
    assert done.startswith(f'<worksheet xmlns="{MAIN}"><sheetData>')
    assert done.endswith("</sheetData></worksheet>")
    return done[len(f'<worksheet xmlns="{MAIN}"><sheetData>') : -len("</sheetData></worksheet>")]


# --- cells -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<c r="A1" s="3"><v>1</v></c>', '<c r="A1" s="3"><v>10.2</v></c>'),
        ('<c r="A1" s="3" t="s"><v>7</v></c>', '<c r="A1" s="3"><v>10.2</v></c>'),
        ('<c r="A1" t="str"><v>x</v></c>', '<c r="A1"><v>10.2</v></c>'),
        ('<c r="A1" t="e" vm="1"><v>#N/A</v></c>', '<c r="A1"><v>10.2</v></c>'),
        ("<c t='n' r='A1'  s='3'><v>1</v></c>", "<c t='n' r='A1'  s='3'><v>10.2</v></c>"),
        (
            '<c r="A1" t="inlineStr"><is><r><t>1</t></r></is></c>',
            '<c r="A1"><v>10.2</v></c>',
        ),
        ('<c r="A1" s="3"/>', '<c r="A1" s="3"><v>10.2</v></c>'),
        ('<c r="A1" s="3" />', '<c r="A1" s="3"><v>10.2</v></c>'),
        ('<c r="A1" s="3"></c>', '<c r="A1" s="3"><v>10.2</v></c>'),
        ("<c><v>1</v></c>", "<c><v>10.2</v></c>"),
        (
            '<c r="A1"><!-- 1 --><v>1</v><extLst><ext/></extLst></c>',
            '<c r="A1"><!-- 1 --><v>10.2</v><extLst><ext/></extLst></c>',
        ),
        ('<c r="A1"><v><![CDATA[1]]></v></c>', '<c r="A1"><v>10.2</v></c>'),
        ('<c r="A1"><f>B1</f><v>1</v></c>', '<c r="A1"><f>B1</f><v>10.2</v></c>'),
        ('<c r="A1" t="str"><f>B1</f></c>', '<c r="A1"><f>B1</f><v>10.2</v></c>'),
        (
            '<c r="A1"><f t="shared" si="0"/><v>1</v></c>',
            '<c r="A1"><f t="shared" si="0"/><v>10.2</v></c>',
        ),
    ],
)
def test_a_number_comes_into_a_cell_and_nothing_else_changes(before, after):
    around = '<row r="1" ht="20" spans="1:2">{}<c r="B1" t="s"><v>0</v></c></row>'
    assert rows_of(around.format(before), {"A1": "10.20"}) == around.format(after)


def test_a_saved_result_goes_and_the_formula_stays():
    row = '<row r="1"><c r="A1" s="2" t="str"><f>B1&amp;""</f><v>x</v></c></row>'
    assert rows_of(row, {"A1": None}) == '<row r="1"><c r="A1" s="2"><f>B1&amp;""</f></c></row>'
    assert rows_of('<row r="1"/>', {"A1": None}) == '<row r="1"/>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '<row r="3"><c r="C3"><v>5</v></c></row>'),
        (
            '<row r="2"/><row r="4"/>',
            '<row r="2"/><row r="3"><c r="C3"><v>5</v></c></row><row r="4"/>',
        ),
        ('<row r="3"/>', '<row r="3"><c r="C3"><v>5</v></c></row>'),
        (
            '<row r="3" s="8" customFormat="1" spans="1:2"><c r="B3"/><c r="D3"/></row>',
            '<row r="3" s="8" customFormat="1"><c r="B3"/><c r="C3" s="8"><v>5</v></c>'
            '<c r="D3"/></row>',
        ),
        ('<row r="3"><c r="A3"/></row>', '<row r="3"><c r="A3"/><c r="C3"><v>5</v></c></row>'),
        (
            "<row/><row/><row><c/><c/></row>",
            '<row/><row/><row><c/><c/><c r="C3"><v>5</v></c></row>',
        ),
    ],
)
def test_a_cell_that_is_not_there_is_put_in_at_its_place(before, after):
    assert rows_of(before, {"C3": "5"}) == after


def test_a_new_cell_takes_the_style_of_its_column():
    xml = (
        f'<worksheet xmlns="{MAIN}"><cols><col min="1" max="2" style="4"/>'
        '<col min="3" max="9" style="6"/></cols><sheetData/></worksheet>'
    )
    done = with_values(xml.encode(), places({"C1": "5"})).decode()
    assert '<sheetData><row r="1"><c r="C1" s="6"><v>5</v></c></row></sheetData>' in done


@pytest.mark.parametrize(
    ("used", "change", "then"),
    [
        ("A1:B2", "C3", "A1:C3"),
        ("B2", "A1", "A1:B2"),
        ("A1:D9", "C3", "A1:D9"),
        ("", "C3", ""),
    ],
)
def test_the_area_that_the_sheet_says_it_uses_holds_a_new_cell(used, change, then):
    said = '<worksheet xmlns="{}"><dimension ref="{}"/><sheetData/></worksheet>'
    done = with_values(said.format(MAIN, used).encode(), places({change: "5"})).decode()
    assert f'<dimension ref="{then}"/>' in done


def test_cells_that_are_merged_are_covered_but_for_the_first():
    xml = b'<worksheet><mergeCells><mergeCell ref="B2:C3"/></mergeCells></worksheet>'
    hidden = {
        (row, column) for row in range(5) for column in range(5) if covered(xml, (row, column))
    }
    assert hidden == {(1, 2), (2, 1), (2, 2)}
    with pytest.raises(Unreadable, match="damaged"):
        covered(xml.replace(b"B2:C3", b"B:C"), (0, 0))


def test_prefixed_tags_stay_prefixed():
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v>'
        "</x:c></x:row></x:sheetData></x:worksheet>"
    )
    done = with_values(xml.encode(), places({"A1": "5", "B1": "6", "A2": "7"})).decode()
    assert '<x:c r="A1"><x:v>5</x:v></x:c><x:c r="B1"><x:v>6</x:v></x:c></x:row>' in done
    assert '<x:row r="2"><x:c r="A2"><x:v>7</x:v></x:c></x:row></x:sheetData>' in done
    book = read(zipped(workbook(sheet=done)))
    assert [list(row) for row in book.sheets[0].rows] == [[5.0, 6.0], [7.0, ""]]


@pytest.mark.parametrize("number", ["1E+2", "0.00", "-0.0", "1E-7", "12345678901234.56"])
def test_numbers_are_written_without_exponents(number):
    done = rows_of("", {"A1": number})
    shown = re.search("<v>(.*)</v>", done)
    assert shown and re.fullmatch(r"-?\d+(\.\d+)?", shown[1])
    assert Decimal(shown[1]) == Decimal(number)


@pytest.mark.parametrize("seed", range(4))
def test_many_cells_at_random_places(seed):
    rng = random.Random(seed)
    own = openpyxl.Workbook()
    there = {
        (rng.randrange(40), rng.randrange(30)): rng.choice((1.5, "文", True)) for _ in range(200)
    }
    for (row, column), value in there.items():
        own.active.cell(row + 1, column + 1, value)
    new = {
        (rng.randrange(50), rng.randrange(40)): Decimal(rng.randrange(10**6)) / 100
        for _ in range(80)
    }
    of = draft(saved(own))
    name = sheets(of)[0].part
    data = written(changed(of, name, with_values(part(of, name), new)))
    expected = {**there, **{place: float(number) for place, number in new.items()}}
    found = openpyxl.load_workbook(io.BytesIO(data)).active
    shown = {
        (cell.row - 1, cell.column - 1): cell.value
        for line in found.iter_rows()
        for cell in line
        if cell.value is not None
    }
    assert shown == expected


# --- the package -------------------------------------------------------------------------------


def rich() -> bytes:
    """A workbook with all that openpyxl can put into one."""
    own = openpyxl.Workbook()
    sheet = own.active
    sheet.title = "表1 “收入”&支出"
    for row in range(1, 9):
        sheet.append([f"第{row}行", row + 0.5, f"=B{row}*2"])
    sheet.merge_cells("A10:C10")
    sheet["A1"].comment = Comment("已核", "张三")
    sheet["B2"].number_format = "#,##0.00"
    check = DataValidation(type="decimal", operator="between", formula1="0", formula2="9")
    check.add("B1:B8")
    sheet.add_data_validation(check)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=8))
    sheet.add_chart(chart, "E2")
    sheet.print_title_rows = "1:2"
    other = own.create_sheet("别的")
    other["A1"] = "不动"
    own.create_chartsheet("图").add_chart(BarChart())
    return saved(own)


def test_whatever_is_not_changed_keeps_its_bytes():
    before = unzipped(rich()) | {"xl/vbaProject.bin": b"\0macro", "xl/media/章.png": b"\x89PNG"}
    after = unzipped(edited(zipped(before), {"B2": "99.5"}))
    changes = {name for name in before if before[name] != after[name]}
    assert changes == {
        "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
    }  # fmt: skip
    assert after.keys() - before.keys() == {"xl/worksheets/sheet3.xml"}
    assert list(after)[: len(before)] == list(before)
    old, new = (parts["xl/worksheets/sheet1.xml"].decode() for parts in (before, after))
    assert new == old.replace('"B2" s="1" t="n"><v>2.5</v>', '"B2" s="1" t="n"><v>99.5</v>') != old


def test_other_programs_read_the_new_file():
    own = openpyxl.load_workbook(io.BytesIO(edited(rich(), {"B2": "99.5"})))
    assert own.sheetnames == ["表1 “收入”&支出", "别的", "图", "说明"]
    sheet = own.worksheets[0]
    assert sheet["B2"].value == 99.5 and sheet["B2"].number_format == "#,##0.00"
    assert sheet["A1"].comment.text == "已核" and sheet.merged_cells.ranges and sheet._charts
    assert sheet.print_title_rows == "$1:$2"
    assert own["说明"]["A1"].value == "新" and own["说明"]["A1"].font.b
    assert own.calculation.fullCalcOnLoad


def test_strict_files_stay_strict():
    parts = {
        name: content.replace(OFFICE.encode(), f"{STRICT}officeDocument/relationships".encode())
        .replace(MAIN.encode(), f"{STRICT}spreadsheetml/main".encode())
        for name, content in workbook('<row r="1"><c r="A1"><v>1</v></c></row>').items()
    }  # fmt: skip
    after = unzipped(edited(zipped(parts), {"A1": "2"}))
    for name, content in after.items():
        if name != "[Content_Types].xml":
            assert b"schemas.openxmlformats.org/spreadsheetml" not in content, name
            assert b"schemas.openxmlformats.org/officeDocument" not in content, name
    assert [s.name for s in read(zipped(after)).sheets] == ["S1", "说明"]


def test_a_workbook_with_prefixes_and_a_mark_of_the_byte_order():
    parts = workbook(
        '<row r="1"><c r="A1"><v>1</v></c></row>', styles=f'<x:styleSheet xmlns:x="{MAIN}"/>'
    )
    main = parts["xl/workbook.xml"].decode()
    main = re.sub(r"<(/?)", r"<\1x:", main).replace("xmlns=", "xmlns:x=")
    parts["xl/workbook.xml"] = b"\xef\xbb\xbf" + main.encode()
    parts["xl/worksheets/sheet1.xml"] = b"\xef\xbb\xbf" + parts["xl/worksheets/sheet1.xml"]
    data = edited(zipped(parts), {"A1": "2"})
    assert read(data).sheets[0].rows == [[2.0]]
    after = unzipped(data)
    assert b"<x:calcPr fullCalcOnLoad" in after["xl/workbook.xml"]
    assert b'<x:cellXfs count="2"><x:xf/><x:xf ' in after["xl/styles.xml"]
    assert openpyxl.load_workbook(io.BytesIO(data))["说明"]["A1"].font.b


def test_styles_are_put_behind_those_that_are_there():
    data = rich()
    before = openpyxl.load_workbook(io.BytesIO(data))
    after = openpyxl.load_workbook(io.BytesIO(edited(data, {})))
    assert len(after._cell_styles) >= len(before._cell_styles)
    for row in before.worksheets[0].iter_rows():
        for cell in row:
            again = after.worksheets[0][cell.coordinate]
            assert repr((again.number_format, again.font, again.fill)) == repr(
                (cell.number_format, cell.font, cell.fill)
            )


def test_what_is_calculated_when_it_is_opened_stands_where_the_format_wants_it():
    after = unzipped(edited(rich(), {}))["xl/workbook.xml"].decode()
    assert after.count("<calcPr") == 1 and 'fullCalcOnLoad="1"' in after
    parts = workbook()
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</sheets>", b'</sheets><definedNames/><oleSize ref="A1"/>'
    )
    after = unzipped(edited(zipped(parts), {}))["xl/workbook.xml"].decode()
    assert '<definedNames/><calcPr fullCalcOnLoad="1"/><oleSize' in after


def test_a_name_that_is_taken_is_not_given_twice():
    data = edited(edited(rich(), {}), {})
    assert [s.name for s in read(data).sheets][-2:] == ["说明", "说明 (2)"]
    long = "很" * 31
    own = openpyxl.Workbook()
    own.active.title = long
    name = free_sheet_name(draft(saved(own)), long)
    assert len(name) == 31 and name.endswith(" (2)")


def test_no_copy_is_made_of_what_would_not_stay_what_it_is():
    for data in (
        b"",
        xls({"甲": b""}),
        xlsb({"甲": b""}),
        zipped({"mimetype": "application/vnd.oasis"}),
    ):
        with pytest.raises(NotEditable, match="format"):
            draft(data)
    with pytest.raises(NotEditable, match="signed"):
        draft(zipped(unzipped(rich()) | {"_xmlsignatures/origin.sigs": b""}))
    parts = workbook()
    parts["xl/workbook.xml"] = b"<document/>"
    with pytest.raises(NotEditable, match="format"):
        draft(zipped(parts))


def test_damaged_parts_are_said_to_be_damaged():
    with pytest.raises(Unreadable, match="damaged"):
        with_values(b"<worksheet><sheetData><row r='x'/></sheetData></worksheet>", {(0, 0): None})
    with pytest.raises(Unreadable, match="damaged"):
        with_values(b"<worksheet><sheetData>", {})
    with pytest.raises(Unreadable, match="damaged"):
        with_values(b"<worksheet/>", {})


# --- saved results -----------------------------------------------------------------------------


def book(cells: dict[str, object]) -> Book:
    """A workbook with the sheets 甲 and 乙; keys are 甲!A1, a text with = is a formula."""
    own = openpyxl.Workbook()
    own.active.title = "甲"
    own.create_sheet("乙")
    for place, value in cells.items():
        sheet, _, address = place.partition("!")
        own[sheet][address] = value
    return read(saved(own))


def stale(cells: dict[str, object], change: str, to: str) -> dict[str, Decimal | None]:
    spot = Spot(change[0], *parse_address(change[2:]))
    found = results(book(cells), {spot: Decimal(to)})
    return {f"{s.sheet}!{chr(65 + s.column)}{s.row + 1}": value for s, value in found.items()}


def test_formulas_that_read_a_changed_cell_get_their_new_result():
    cells = {
        "甲!A1": 1, "甲!A2": 2, "甲!A3": "=SUM(A1:A2)", "乙!A1": "=甲!A3*2", "乙!A2": "=B1+1",
    }  # fmt: skip
    assert stale(cells, "甲!A1", "10.20") == {"甲!A3": Decimal("12.2"), "乙!A1": Decimal("24.4")}


def test_large_areas_are_read_too():
    cells = {"甲!A1": 1, "甲!B1": "=SUM(A1:A500)", "甲!C1": "=SUM(A:A)", "甲!D1": "=SUM(A2:A500)"}
    assert stale(cells, "甲!A1", "3") == {"甲!B1": Decimal(3), "甲!C1": Decimal(3)}


@pytest.mark.parametrize(
    "formula",
    [
        '=IF(A1>1,"是","否")',
        '=A1&"x"',
        "=A1/A2",
        '=INDIRECT("A1")',
        "=OFFSET(B9,0,0)",
        "=名称+1",
        "=A1-3",
    ],
)
def test_what_does_not_just_add_up_or_comes_to_nothing_loses_its_result(formula):
    found = stale({"甲!A1": 1, "甲!A2": 2, "甲!B1": formula, "甲!C1": "=B1+1"}, "甲!A1", "3")
    assert found == {"甲!B1": None, "甲!C1": None}


def test_of_formulas_that_share_a_text_those_that_read_the_cell_get_their_result():
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><f t="shared" si="0">A1+B$1</f></c></row>'
    rows += "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="C{n}"><f t="shared" si="0"/></c></row>'
        for n in (2, 3)
    )
    workbook = read(zipped(made(rows)))
    for changed_cell, expected in (
        ((1, 0), {(1, 2): Decimal(5)}),
        ((0, 1), {(0, 2): Decimal(6), (1, 2): Decimal(7), (2, 2): Decimal(8)}),
    ):
        found = results(workbook, {Spot("S1", *changed_cell): Decimal(5)})
        assert found == {Spot("S1", *place): value for place, value in expected.items()}


def test_formulas_in_a_circle_have_no_result():
    found = stale({"甲!A1": 1, "甲!B1": "=A1+C1", "甲!C1": "=B1"}, "甲!A1", "3")
    assert found == {"甲!B1": None, "甲!C1": None}


def test_of_too_many_formulas_none_keeps_its_result(monkeypatch):
    monkeypatch.setattr("validator.editing.stale._MOST", 2)
    cells = {"甲!A1": 1, **{f"甲!B{n}": "=A9+A8" for n in range(1, 5)}}
    assert stale(cells, "甲!A1", "3") == {f"甲!B{n}": None for n in range(1, 5)}
