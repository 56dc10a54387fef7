"""Files of every kind, honest and hostile, through `read`."""

import hashlib
import io
import pickle
import random
import re
import string
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

from validator.messages import MESSAGES, text
from validator.reading import LIMITS, Book, Limits, Unreadable, address, decode, read, walk, xlsx
from validator.reading.book import parse_address

Parts = dict[str, bytes]

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROOT_RELATIONS = (
    f'<Relationships><Relationship Id="r" Type="{OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def unzipped(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def made(
    rows: str = "",
    strings: str | None = None,
    styles: str | None = None,
    *,
    sheet: str | bytes | None = None,
    count: int = 1,
) -> Parts:
    """The parts of a workbook whose first worksheet holds the XML `rows`, or is `sheet`."""
    numbers = range(1, count + 1)
    listed = "".join(f'<sheet name="S{i}" sheetId="{i}" r:id="r{i}"/>' for i in numbers)
    links = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in numbers
    )
    parts: dict[str, str | bytes] = {"_rels/.rels": ROOT_RELATIONS}
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
    )
    for i in numbers:
        parts[f"xl/worksheets/sheet{i}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData></sheetData></worksheet>'
        )
    first = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    parts["xl/worksheets/sheet1.xml"] = first if sheet is None else sheet
    for kind, content in (("sharedStrings", strings), ("styles", styles)):
        if content is not None:
            links += f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
            parts[f"xl/{kind}.xml"] = content
    parts["xl/_rels/workbook.xml.rels"] = f"<Relationships>{links}</Relationships>"
    return {k: v.encode() if isinstance(v, str) else v for k, v in parts.items()}


def cells(
    rows: str, strings: str | None = None, styles: str | None = None
) -> tuple[list[list[object]], dict[tuple[int, int], str]]:
    """Rows and faults of the first worksheet of `made(rows)`."""
    sheet = read(zipped(made(rows, strings, styles))).sheets[0]
    return [list(row) for row in sheet.rows], dict(sheet.faults)


def saved(workbook: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def walked(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """A list to which every worksheet is added that is walked from now on."""
    sheets: list[bytes] = []

    def noted(xml: bytes, limits: Limits) -> walk.Walk:
        sheets.append(xml)
        return walk.walk(xml, limits)

    monkeypatch.setattr(xlsx, "walk", noted)
    return sheets


def simple() -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "收入支出决算总表"
    sheet["B2"] = "本年收入合计"
    sheet["C2"] = 1819.46
    sheet["C3"] = True
    sheet["D3"] = date(2024, 5, 1)
    workbook.create_sheet("隐藏").sheet_state = "hidden"
    workbook["隐藏"]["A1"] = " 其中 "
    return workbook


def refused(
    source: bytes | Path | str, name: str = "决算.xlsx", limits: Limits = LIMITS
) -> Unreadable:
    """The refusal of `source`, with both of its messages made once."""
    with pytest.raises(Unreadable) as caught:
        read(source, name, limits)
    error = caught.value
    assert text(f"unreadable.{error.reason}", "en", **error.facts)
    assert text(f"unreadable.{error.reason}", "zh", **error.facts).startswith(
        f"{error.facts['name']}："
    )
    return error


# --- The book -----------------------------------------------------------------------------------


def test_values_start_at_a1(tmp_path: Path) -> None:
    path = tmp_path / "决算.xlsx"
    path.write_bytes(saved(simple()))
    for source in (path, str(path)):
        book = read(source)
        assert book.name == "决算.xlsx"
        assert book.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert [sheet.name for sheet in book.sheets] == ["收入支出决算总表", "隐藏"]
        assert book.sheets[0].rows == [
            ["", "", "", ""],
            ["", "本年收入合计", 1819.46, ""],
            ["", "", True, date(2024, 5, 1)],
        ]
        assert not book.sheets[0].faults


def test_bytes_have_the_name_that_is_given() -> None:
    assert read(saved(simple()), "上报.xlsx").name == "上报.xlsx"


def test_the_extension_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "决算.xls"
    path.write_bytes(saved(simple()))
    assert read(path).sheets[0].rows[1][2] == 1819.46


def test_a_blank_workbook_has_sheets_without_rows() -> None:
    book = read(saved(openpyxl.Workbook()))
    assert [list(sheet.rows) for sheet in book.sheets] == [[]]
    assert [list(sheet.rows) for sheet in read(zipped(made(count=3))).sheets] == [[], [], []]


def test_book_and_refusal_travel_between_processes() -> None:
    book = read(saved(simple()), "a.xlsx")
    assert pickle.loads(pickle.dumps(book)) == book
    error = pickle.loads(pickle.dumps(refused(b"", "a.xlsx")))
    assert (error.reason, error.facts) == ("empty", {"name": "a.xlsx"})


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [(0, 0, "A1"), (32, 2, "C33"), (0, 25, "Z1"), (0, 26, "AA1"), (9, 701, "ZZ10")],
)
def test_address(row: int, column: int, expected: str) -> None:
    assert address(row, column) == expected
    assert parse_address(expected) == (row, column)


def test_the_last_address_of_a_sheet() -> None:
    assert address(1_048_575, 16_383) == "XFD1048576"
    with pytest.raises(ValueError, match="A"):
        parse_address("A")


# --- What calamine hides ------------------------------------------------------------------------

ERRORS = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"]


@pytest.mark.parametrize("error", [*ERRORS, "#SPILL!", "#GETTING_DATA", "#CALC!"])
@pytest.mark.parametrize("formula", ["", "<f>1/0</f>"])
def test_error_cells(error: str, formula: str) -> None:
    rows, faults = cells(
        f'<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="0" t="e">{formula}<v>{error}</v></c></row>'
    )
    assert (rows, faults) == ([[1.0, ""]], {(0, 1): error})


def test_errors_written_by_openpyxl() -> None:
    workbook = simple()
    workbook.active["C9"] = "#DIV/0!"
    sheet = read(saved(workbook)).sheets[0]
    assert sheet.faults == {(8, 2): "#DIV/0!"}
    assert len(sheet.rows) == 9


def test_a_formula_that_was_never_calculated() -> None:
    workbook = simple()
    workbook.active["F12"] = "=SUM(C2:C3)"
    sheet = read(saved(workbook)).sheets[0]
    assert sheet.faults == {(11, 5): ""}
    # calamine ends the grid with the last value; a fault lies within the rows all the same.
    assert [len(row) for row in sheet.rows] == [6] * 12
    assert sheet.rows[1][2] == 1819.46
    assert sheet.rows[11][5] == ""


@pytest.mark.parametrize("end", ["", "<v/>", "<v />", "<v></v>", "<v>\n</v>x", "<!-- -->", " "])
@pytest.mark.parametrize("kind", ["", ' t="n"', " t='n'", ' t="s"', ' t="b"'])
@pytest.mark.parametrize("formula", ["<f>A2+1</f>", '<f t="shared" si="0"/>', "<f/>", "<f\n>1</f>"])
def test_no_value_however_it_is_written(kind: str, end: str, formula: str) -> None:
    if "\n</v>" in end:
        end = "<v></v>\n"
    rows, faults = cells(
        f'<row r="1"><c r="A1"><v>7</v></c><c r="B1"{kind}>{formula}{end}</c></row>'
    )
    assert (rows, faults) == ([[7.0, ""]], {(0, 1): ""})


@pytest.mark.parametrize("value", ["<v></v>", "<v/>", "<v />"])
def test_an_empty_text_is_a_result(value: str) -> None:
    rows, faults = cells(
        f'<row r="1"><c r="A1" t="str"><f>IF(B1=0,"",B1)</f>{value}</c><c r="B1"><v>0</v></c></row>'
    )
    assert (rows, faults) == ([["", 0.0]], {})


def test_a_text_formula_without_any_result_is_not_calculated() -> None:
    assert cells('<row r="1"><c r="A1" t="str"><f>B1</f></c></row>') == ([[""]], {(0, 0): ""})


def test_an_empty_text_beside_a_formula_without_value() -> None:
    _, faults = cells(
        '<row r="1"><c r="A1" t="str"><f>"a"</f><v></v></c><c r="B1"><f>1</f></c>'
        '<c r="C1"><f>1</f><v>1</v></c></row>'
    )
    assert faults == {(0, 1): ""}


def test_followers_of_a_shared_formula_have_values() -> None:
    rows, faults = cells(
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"></f><v>6</v></c></row>'
    )
    assert (rows, faults) == ([[2.0], [4.0], [6.0]], {})


def test_texts_are_not_faults() -> None:
    rows, faults = cells(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>t="e" #DIV/0!</t></is></c>'
        '<c r="B1" t="inlineStr"><is><r><t>支</t></r><r><t>出</t></r><rPh><t>z</t></rPh></is></c>'
        '<c r="C1" t="s"><v>0</v></c><c r="D1" t="str"><f>"&lt;f&gt;"</f><v>&lt;f&gt;</v></c>'
        "</row>",
        strings="<sst><si><t>#N/A</t></si></sst>",
    )
    assert (rows, faults) == ([['t="e" #DIV/0!', "支出", "#N/A", "<f>"]], {})


def test_prefixed_tags() -> None:
    xml = (
        f'<?xml version="1.0"?><x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1">'
        '<x:c r="A1" t="e"><x:v>#REF!</x:v></x:c><x:c r="B1"><x:f>1</x:f></x:c>'
        '<x:c r="C1"><x:f>1</x:f><x:v>3</x:v></x:c><x:c r="D1" t="s"><x:v>0</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    strings = f'<y:sst xmlns:y="{MAIN}"><y:si><y:t>类</y:t></y:si></y:sst>'
    for comment in ("", "<!-- no plain text -->"):
        sheet = xml.replace("<x:sheetData>", f"{comment}<x:sheetData>")
        read_sheet = read(zipped(made(sheet=sheet, strings=strings))).sheets[0]
        assert [list(row) for row in read_sheet.rows] == [["", "", 3.0, "类"]]
        assert read_sheet.faults == {(0, 0): "#REF!", (0, 1): ""}


def test_a_prefix_for_the_cells_alone() -> None:
    xml = (
        f'<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}"><sheetData><row r="1">'
        '<x:c r="A1" t="e"><x:v>#N/A</x:v></x:c></row></sheetData></worksheet>'
    )
    assert read(zipped(made(sheet=xml))).sheets[0].faults == {(0, 0): "#N/A"}


def test_single_quotes() -> None:
    rows, faults = cells("<row r='1'><c r='A1' t='e'><v>#N/A</v></c><c r='B1'><v>2</v></c></row>")
    assert (rows, faults) == ([["", 2.0]], {(0, 0): "#N/A"})
    rows, faults = cells('<row r="1"><c r="A1" t=\'e\'><v>#N/A</v></c></row>')
    assert faults == {(0, 0): "#N/A"}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B1" t = "e"><v>#N/A</v></c>',
        '<c t="e" r="B1"><v>#N/A</v></c>',
        '<c r="B1" s="0" t="e" vm="1"><v>#N/A</v></c>',
        '<c r="B1" t="e"><f ref="A1>B1">1</f><v>#N/A</v></c>',
        '<c r="B1" t="e"><v><![CDATA[#N/A]]></v></c>',
        '<c r="B1" t="e"><v>#N<!-- -->/A</v></c>',
        '<c r="B1" t="e"><v>#N/A</v><extLst/></c>',
        '<c t="e"><v>#N/A</v></c>',
        '<c\nr="B1"\tt="e"\n><v\n>#N/A</v\n></c\n>',
        '<c r="b1" t="e"><v>&#35;N/A</v></c>',
    ],
)
def test_odd_but_legal_writing(cell: str) -> None:
    rows, faults = cells(f'<row r="1"><c r="A1"><v>1</v></c>{cell}</row>')
    assert (rows, faults) == ([[1.0, ""]], {(0, 1): "#N/A"})


def test_values_in_comments_and_cdata_are_not_lost() -> None:
    rows, _ = cells(
        '<row r="1"><c r="A1"><v>12<!-- -->.5</v></c><c r="B1"><v><![CDATA[3]]></v></c>'
        '<c r="C1"><v>4</v><extLst/></c></row>'
    )
    assert rows == [[12.5, 3.0, 4.0]]


@pytest.mark.parametrize(
    "row",
    [
        '<row r="9" spans="1:4" x14ac:dyDescent="0.15"><c r="B9" s="1" t="s"><v>0</v></c>'
        '<c r="C9" s="4"/><c r="D9" s="4" t="e" vm="1"><f t="array" ref="D9">1/0</f><v>#N/A</v></c>'
        '<c r="E9" t="str"><f>"!"&amp;\'a\'!A1</f><v></v></c></row>',
        '<row r="9"><c r="B9" s="1" t="inlineStr"><is><t>a</t></is></c><c r="C9" s="1" t="n" />'
        '<c r="D9" t="e"><v>#N/A</v></c><c r="E9"><f>SUM(A1:A8)</f><v /></c></row>',
        '<row r="9" customFormat="false" ht="12.8"><c r="B9" s="0" t="s"><v>0</v></c>'
        '<c r="C9" s="0"/><c r="D9" s="0" t="e"><f aca="false">A1</f><v>#N/A</v></c>'
        '<c r="E9" s="0" t="n"><f aca="false">1</f><v>1</v></c></row>',
    ],
    ids=["Excel, WPS", "openpyxl", "LibreOffice"],
)
def test_a_glance_is_enough_for_known_programs(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = walked(monkeypatch)
    rows, faults = cells(row, strings="<sst><si><t>a</t></si></sst>")
    assert rows[8][1] == "a"
    assert faults.pop((8, 3)) == "#N/A"
    assert faults in ({}, {(8, 4): ""})
    assert not sheets


def test_merged_cells_change_nothing() -> None:
    workbook = simple()
    workbook.active.merge_cells("A1:D1")
    workbook.active.merge_cells("B2:B3")
    assert read(saved(workbook)).sheets[0].rows[1] == ["", "本年收入合计", 1819.46, ""]


def test_dimension_a1_as_wps_leaves_it() -> None:
    parts = unzipped(saved(simple()))
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', parts[name])
    assert b'"A1:A1"' in parts[name]
    assert read(zipped(parts)).sheets[0].rows[1][2] == 1819.46


def test_implicit_places_and_disorder() -> None:
    rows, _ = cells(
        '<row r="3"><c r="B3"><v>5</v></c><c><v>6</v></c></row><row><c><v>7</v></c></row>'
        '<row r="1"><c r="A1"><v>1</v></c></row>'
    )
    assert rows == [[1.0, "", ""], ["", "", ""], ["", 5.0, 6.0], [7.0, "", ""]]


@pytest.mark.parametrize("seed", range(12))
def test_the_walk_and_calamine_agree(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sheets that a glance accepts read the same when they are walked."""
    dice = random.Random(seed)
    texts = ["一般公共预算", " 其中：", "a&b<c>", "", "1,234.50", "—", 'q"q', "x\ny"]
    rows = ""
    for row in sorted(dice.sample(range(1, 60), 20)):
        line = ""
        for column in sorted(dice.sample(range(40), 12)):
            place = f'<c r="{address(row - 1, column)}" s="{dice.randrange(3)}"'
            written = dice.choice(texts).replace("&", "&amp;").replace("<", "&lt;")
            line += dice.choice(
                [
                    f"{place}><v>{dice.uniform(-1e6, 1e6)!r}</v></c>",
                    f'{place} t="s"><v>{dice.randrange(len(texts))}</v></c>',
                    f'{place} t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>',
                    f'{place} t="inlineStr"><is><t>{written}</t></is></c>',
                    f'{place} t="str"><f>A1</f><v>{written}</v></c>',
                    f'{place} t="b"><v>1</v></c>',
                    f'{place} t="e"><f>1/0</f><v>#DIV/0!</v></c>',
                    f"{place}><f>B1</f></c>",
                    f'{place} t="n"><f aca="false">B1</f><v></v></c>',
                    f'{place}><f t="shared" si="0" /></c>',
                    f'{place}><f t="shared" si="0"/><v>{row}</v></c>',
                    f'{place} t="str"><f>"&lt;/f>"</f><v></v></c>',
                    f'{place} t="str" cm="1"><f>B1</f><v></v></c>',
                    f'{place} t="str"><f>B1</f><v/></c>',
                    f"{place}/>",
                ]
            )
        rows += f'<row r="{row}" spans="1:40">{line}</row>'
    strings = "".join(
        f'<si><t xml:space="preserve">{t.replace("&", "&amp;").replace("<", "&lt;")}</t></si>'
        for t in texts
    )
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    data = zipped(made(rows, strings=f"<sst>{strings}</sst>", styles=styles))
    quick = read(data).sheets[0]
    sheets = walked(monkeypatch)
    assert read(data).sheets[0].faults == quick.faults
    assert not sheets
    monkeypatch.setattr(xlsx, "glance", lambda xml: None)
    exact = read(data).sheets[0]
    assert len(sheets) == 1
    assert exact.faults == quick.faults
    assert exact.formulas == quick.formulas
    # Blanks at the end are no difference: calamine counts an empty text as a cell.
    for r in range(max(len(exact.rows), len(quick.rows))):
        for c in range(40):
            assert at(exact.rows, r, c) == at(quick.rows, r, c), address(r, c)


def at(rows: object, row: int, column: int) -> object:
    try:
        return rows[row][column]  # type: ignore[index]
    except IndexError:
        return ""


@pytest.mark.parametrize(
    "formula",
    [
        "<f>1<!-- --></f>", "<f><![CDATA[</f><v>9</v>]]></f>", "<f> 1/></f>", "<f >1</f >",
        '<f ref="A1>B1">1</f>', '<f ref="a/>b">1</f>', '<f ref="a>b"/>', "<f>\n</f>\n", "<f/>\n",
        "<f><v>9</v></f>", "<f>1/><v>9</v></f>", "<f/><f>1</f>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("result", ["<v>5</v>", "", "<v></v>"])
def test_formulas_that_are_written_oddly_hide_nothing(
    formula: str, result: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = f'<c r="A1">{formula}{result}</c><c r="B1"><f>1</f></c><c r="C1" t="s"><v>0</v></c>'
    xml = f'<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}"><sheetData><row r="1">{row}</row>'
    data = zipped(
        made(sheet=f"{xml}</sheetData></worksheet>", strings="<sst><si><t>类</t></si></sst>")
    )
    quick = read(data).sheets[0]
    monkeypatch.setattr(xlsx, "glance", lambda xml: None)
    exact = read(data).sheets[0]
    assert [list(row) for row in quick.rows] == [list(row) for row in exact.rows]
    assert quick.faults == exact.faults
    assert quick.formulas == exact.formulas
    assert quick.written == exact.written


def test_a_workbook_that_was_never_calculated_can_be_sent_to_another_process() -> None:
    workbook = simple()
    workbook.active["D9"] = "=1/0"
    workbook.active["F4"] = "=C2"
    book = read(saved(workbook))
    assert pickle.loads(pickle.dumps(book)) == book
    faults = book.sheets[0].faults
    assert faults == {(8, 3): "", (3, 5): ""} == pickle.loads(pickle.dumps(faults))
    assert faults
    assert len(faults) == 2
    assert (8, 3) in faults
    assert (faults.get((8, 3)), faults.get((0, 0)), faults.get((0, 0), "-")) == ("", None, "-")
    assert (len(book.sheets[0].rows), len(book.sheets[0].rows[0])) == (9, 6)


# --- Formulas -----------------------------------------------------------------------------------


def formulas(rows: str) -> set[str]:
    """The addresses of the formulas of the first worksheet of `made(rows)`."""
    return {address(*place) for place in read(zipped(made(rows))).sheets[0].formulas}


def test_cells_with_formulas() -> None:
    workbook = simple()
    workbook.active["C4"] = "=C2*2"
    workbook.active["D4"] = "=1/0"
    plain, hidden = read(saved(simple())).sheets[0], read(saved(workbook)).sheets[0]
    assert plain.formulas == frozenset()
    assert hidden.formulas == {(3, 2), (3, 3)}
    assert (3, 2) in hidden.formulas
    assert (1, 2) not in hidden.formulas
    assert pickle.loads(pickle.dumps(hidden)).formulas == {(3, 2), (3, 3)}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('<c r="A1"><f>B1</f><v>1</v></c><c r="B1"><v>1</v></c>', {"A1"}),
        ('<c r="A1" s="3" t="str"><f>B1</f><v></v></c><c r="B1" s="3"/>', {"A1"}),
        ('<c r="A1"><f t="shared" ref="A1:B1" si="0">C1</f><v>1</v></c>'
         '<c r="B1"><f t="shared" si="0"/><v>1</v></c>', {"A1", "B1"}),
        ('<c r="A1"><f t="array" ref="A1:B2">C1:D2</f><v>1</v></c><c r="B1"><v>1</v></c>',
         {"A1", "B1", "A2", "B2"}),
        ('<c r="A1" cm="1"><f ca="1" ref="A1:A2" t="array">C1</f><v>1</v></c>', {"A1", "A2"}),
        ('<c r="A1"><f t="dataTable" ref="A1:A2" r1="C1"/><v>1</v></c>', {"A1", "A2"}),
        ('<c r="A1"><f> t="array" ref="A1:A9"</f><v>1</v></c>', {"A1"}),
        ('<c r="A1"><f>1</f></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', {"A1", "B1"}),
        ('<c r="A1"><v>1</v><f>B1</f></c><c r="B1"><f>C1</f><v>1</v></c>', {"A1", "B1"}),
        ('<c r="A1">\n  <f\n>B1</f>\n  <v>1</v></c>', {"A1"}),
        ('<c r="A1"><f t="array" ref="nonsense">B1</f><v>1</v></c>', {"A1"}),
        ('<c r="A1"><f t="array" ref="B9:A1">B1</f><v>1</v></c>', {"A1"}),
        ('<c r="A1" t="str"><f>"&lt;f&gt;"</f><v>&lt;f&gt;</v></c>', {"A1"}),
    ],
)  # fmt: skip
def test_formulas_however_they_are_written(
    row: str, expected: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = f'<row r="1">{row}</row>'
    assert formulas(rows) == expected
    monkeypatch.setattr(xlsx, "glance", lambda xml: None)
    assert formulas(rows) == expected


def test_array_formulas_that_would_fill_the_memory() -> None:
    huge = "".join(
        f'<c r="{address(0, i)}"><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c>'
        for i in range(20)
    )
    small = '<c r="Z1"><f t="array" ref="Z1:Z2">1</f><v>1</v></c>'
    assert len(formulas(f'<row r="1">{huge}{small}</row>')) == 22
    many = "".join(
        f'<c r="{address(i, 0)}"><f t="array" ref="A{i + 1}:Z{i + 1000}">1</f><v>1</v></c>'
        for i in range(500)
    )
    assert len(formulas(f'<row r="1">{many}</row>')) <= 500 + LIMITS.array_cells


def test_a_sheet_without_formulas_keeps_no_xml() -> None:
    assert type(read(saved(simple())).sheets[0].formulas) is frozenset


# --- Kinds of files -----------------------------------------------------------------------------


def test_a_password_on_the_archive() -> None:
    data = bytearray(zipped(made()))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at_mark = data.find(mark)
        while at_mark >= 0:
            data[at_mark + place] |= 1
            at_mark = data.find(mark, at_mark + 1)
    assert refused(bytes(data)).reason == "password"


def test_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "没有.xlsx").reason == "missing"
    assert refused(str(tmp_path / "没有.xlsx")).reason == "missing"
    assert refused("a\0b.xlsx").reason == "missing"
    (tmp_path / "file").write_bytes(b"x")
    assert refused(tmp_path / "file" / "a.xlsx").reason == "missing"


def test_no_access(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(tmp_path).reason == "no_access"

    def denied(*_: object) -> None:
        raise PermissionError(13, "denied")  # chmod would not stop root

    monkeypatch.setattr(Path, "open", denied)
    assert refused(tmp_path / "a.xlsx").reason == "no_access"


def test_no_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").touch()
    assert refused(tmp_path / "a.xlsx").reason == "empty"
    assert refused(b"").reason == "empty"


def test_chart_sheets_only() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append([1])
    chart = BarChart()
    chart.add_data(Reference(workbook.active, min_col=1, min_row=1))
    workbook.create_chartsheet("图").add_chart(chart)
    data = saved(workbook)
    assert [sheet.name for sheet in read(data).sheets] == ["Sheet"]
    parts = unzipped(data)
    name = "xl/workbook.xml"
    parts[name] = re.sub(rb'<sheet [^>]*name="Sheet"[^>]*/>', b"", parts[name])
    assert refused(zipped(parts)).reason == "no_worksheets"


def test_relationships_are_followed() -> None:
    parts = made('<row r="1"><c r="A1"><v>1</v></c></row>', count=2)
    rels = "xl/_rels/workbook.xml.rels"
    parts["xl/worksheets/sheet2.xml"] = made('<row r="1"><c r="A1"><v>2</v></c></row>')[
        "xl/worksheets/sheet1.xml"
    ]
    swapped = dict(parts)
    swapped[rels] = (
        parts[rels]
        .replace(b'"worksheets/sheet1.xml"', b'"/xl/worksheets/sheet2.xml"')
        .replace(b'"worksheets/sheet2.xml" ', b'"worksheets/sheet1.xml"')
    )
    swapped[rels] = swapped[rels].replace(
        b'"worksheets/sheet2.xml"', b'"../xl/worksheets/sheet1.xml"'
    )
    assert [sheet.rows for sheet in read(zipped(swapped)).sheets] == [[[2.0]], [[1.0]]]
    rooted = dict(parts)
    rooted[rels] = parts[rels].replace(b'"worksheets/', b'"xl/worksheets/')
    assert [sheet.rows for sheet in read(zipped(rooted)).sheets] == [[[1.0]], [[2.0]]]


def test_strict_workbooks_and_byte_order_marks() -> None:
    """The ISO form of the format, in other namespaces; parts as some .NET programs begin them."""
    parts = made(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="e"><v>#N/A</v></c></row>',
        strings="<sst><si><t>类</t></si></sst>",
        styles="<styleSheet/>",
    )
    strict = {
        name: b"\xef\xbb\xbf"
        + b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        + content.replace(
            OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, content in parts.items()
    }
    for comment in (b"", b"<!-- walked -->"):
        name = "xl/worksheets/sheet1.xml"
        strict[name] = strict[name].replace(b"<row", comment + b"<row")
        sheet = read(zipped(strict)).sheets[0]
        assert [list(row) for row in sheet.rows] == [["类", ""]]
        assert sheet.faults == {(0, 1): "#N/A"}


def test_parts_that_are_named_but_not_there() -> None:
    parts = made('<row r="1"><c r="A1"><v>1</v></c></row>', strings="", styles="")
    del parts["xl/sharedStrings.xml"], parts["xl/styles.xml"]
    assert read(zipped(parts)).sheets[0].rows == [[1.0]]


def test_names_of_parts_ignore_case_and_slashes() -> None:
    parts = made('<row r="1"><c r="A1"><v>1</v></c></row>')
    odd = {
        name.replace("/", "\\").replace("sheet1", "Sheet1"): content
        for name, content in parts.items()
    }
    assert read(zipped(odd)).sheets[0].rows == [[1.0]]


def test_a_workbook_elsewhere_in_the_package() -> None:
    parts = {
        name.replace("xl/", "账/"): content
        for name, content in made('<row r="1"><c r="A1"><v>1</v></c></row>').items()
    }
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/", "/账/".encode())
    assert read(zipped(parts)).sheets[0].rows == [[1.0]]


def test_two_sheets_of_one_name_keep_their_own_cells() -> None:
    parts = made('<row r="1"><c r="A1"><v>1</v></c></row>', count=2)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'"S2"', b'"S1"')
    assert [list(sheet.rows) for sheet in read(zipped(parts)).sheets] == [[[1.0]], []]


def test_dates_since_1904() -> None:
    parts = made(
        '<row r="1"><c r="A1" s="0"><v>1</v></c></row>',
        styles='<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>',
    )
    name = "xl/workbook.xml"
    parts[name] = parts[name].replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
    assert read(zipped(parts)).sheets[0].rows == [[date(1904, 1, 2)]]


# --- Damage -------------------------------------------------------------------------------------


def readable(data: bytes) -> Book | None:
    """The book, or None if it is refused. Anything else fails the test."""
    try:
        return read(data, "a.xlsx")
    except Unreadable as error:
        assert f"unreadable.{error.reason}" in MESSAGES
        assert error.facts["name"] == "a.xlsx"
        return None


def test_truncation() -> None:
    data = saved(simple())
    for end in [*range(0, len(data), 41), *range(len(data) - 60, len(data))]:
        assert readable(data[:end]) is None
    assert refused(data[: len(data) // 2]).reason == "damaged"
    assert readable(data) is not None


def test_flipped_bytes() -> None:
    data = saved(simple())
    dice = random.Random(20)
    for _ in range(1500):
        broken = bytearray(data)
        for _ in range(dice.choice((1, 1, 3, 30))):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        readable(bytes(broken))


def test_broken_xml() -> None:
    """Bytes flipped, cut and doubled within the parts, behind the checksums of the archive."""
    parts = unzipped(saved(simple()))
    names = [name for name in parts if name.startswith(("xl/", "_rels"))]
    dice = random.Random(7)
    pieces = [
        b"<",
        b">",
        b'"',
        b"<c/>",
        b'<c r="A1"',
        b"</sheetData>",
        b"\0",
        b"&x;",
        b"<!--",
        b"9",
    ]
    for _ in range(1500):
        name = dice.choice(names)
        xml = parts[name]
        first, second = sorted(dice.choices(range(len(xml)), k=2))
        middle = dice.choice([b"", xml[first:second] * 2, dice.choice(pieces), dice.randbytes(3)])
        readable(zipped({**parts, name: xml[:first] + middle + xml[second:]}))


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
@pytest.mark.parametrize(
    "beginning",
    [
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>',
        '<?xml version="1.0" encoding="gb2312"?>',
        "<?xml version='1.0' encoding='UTF-16'?>",
    ],
)
def test_no_document_types_and_no_other_encodings(name: str, beginning: str) -> None:
    parts = made('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert refused(zipped({**parts, name: beginning.encode() + parts[name]})).reason == "damaged"


def test_utf16_would_be_a_blank_sheet() -> None:
    parts = made('<row r="1"><c r="A1"><v>1</v></c></row>')
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].decode().encode("utf-16")
    assert refused(zipped(parts)).reason == "damaged"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("again", ["xl/worksheets/sheet1.xml", "xl\\Worksheets\\Sheet1.xml"])
def test_one_name_twice(again: str) -> None:
    buffer = io.BytesIO(zipped(made()))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(again, b"<worksheet><sheetData/></worksheet>")
    assert refused(buffer.getvalue()).reason == "damaged"


def test_missing_parts() -> None:
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):
        parts = made()
        del parts[name]
        assert refused(zipped(parts)).reason == "damaged"


def test_one_part_for_two_sheets() -> None:
    parts = made(count=2)
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = parts[name].replace(b"sheet2.xml", b"Sheet1.xml")
    assert refused(zipped(parts)).reason == "damaged"


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFE1"><v>1</v></c>',
        '<c r="A1048577"><v>1</v></c>',
        '<c r="A4294967295"><v>1</v></c>',
        '<c r="A0"><v>1</v></c>',
        '<c r="$A$1"><v>1</v></c>',
        '<c r="A1" r="XFD1048576"><v>1</v></c>',
        '<c r="A1"\tr="XFD1048576"><v>1</v></c>',
        '<c r="A1"r="XFD1048576"><v>1</v></c>',
        "<c r=\"A1\" s='>' r='XFD1048576'><v>1</v></c>",
        '<c r="A1" t="s"><v>4</v></c>',
        '<c r="A1" t="n"><v>x</v></c>',
        '<c r="A1" t="zzz"><v>x</v></c>',
    ],
)
def test_cells_that_are_none(cell: str) -> None:
    rows = f'<row r="1">{cell}</row>'
    assert refused(zipped(made(rows))).reason == "damaged"


def test_rows_that_are_none() -> None:
    for row in ("4294967295", "x", "0", "1048577"):
        rows = f'<row r="{row}"><c><v>1</v></c></row>'
        assert refused(zipped(made(rows))).reason == "damaged"


class Panic(BaseException):
    """Stands for pyo3's PanicException, which is no Exception either."""


@pytest.mark.parametrize("raised", [Panic, RuntimeError])
def test_whatever_calamine_raises(
    raised: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Calamine:
        @staticmethod
        def from_filelike(_: object) -> None:
            raise raised

    monkeypatch.setattr(decode, "CalamineWorkbook", Calamine)
    assert refused(saved(simple())).reason == "damaged"


@pytest.mark.parametrize("raised", [KeyboardInterrupt, SystemExit, MemoryError])
def test_a_person_can_interrupt_and_memory_that_ran_out_is_no_damage(
    raised: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Calamine:
        @staticmethod
        def from_filelike(_: object) -> None:
            raise raised

    monkeypatch.setattr(decode, "CalamineWorkbook", Calamine)
    with pytest.raises(raised):
        read(saved(simple()))


# --- Guards: each twice, and an honest file after it ---------------------------------------------


def too_large(data: bytes, limits: Limits = LIMITS) -> str:
    """The part that is too large for `data` to be read."""
    part = ""
    for _ in range(2):
        error = refused(data, limits=limits)
        assert error.reason == "too_large", error
        part = str(error.facts["part"])
        assert read(saved(simple())).sheets[0].rows[1][2] == 1819.46
    return part


FAR_APART = '<row r="1"><c r="A1"><v>1</v></c></row><row r="{1}"><c r="{0}{1}"><v>2</v></c></row>'


def test_cells_at_both_ends_of_a_sheet() -> None:
    assert too_large(zipped(made(FAR_APART.format("XFD", 1048576)))) == "S1!A1:XFD1048576"
    implicit = FAR_APART.format("XFD", 1048576).replace('r="XFD1048576"', "")
    rows, _ = cells(implicit)
    assert (len(rows), rows[-1]) == (1048576, [2.0])


@pytest.mark.parametrize("hidden", ["<!-- {} -->", "<x:sheetData>{}</x:sheetData>", "{}"])
def test_cells_before_the_rows_are_no_way_around(hidden: str) -> None:
    """calamine begins at the first element called sheetData, whatever its prefix."""
    far = FAR_APART.format("XFD", 1048576)
    xml = (
        f"<worksheet>{hidden.format(far)}<sheetData>"
        '<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    )
    readable(zipped(made(sheet=xml)))


def test_a_single_stray_cell_is_read() -> None:
    rows, faults = cells(FAR_APART.format("IV", 65536).replace("<v>2</v>", "<f>1</f><v>2</v>"))
    assert (len(rows), {len(row) for row in rows}) == (65536, {256})
    assert (rows[0][0], rows[65535][255], faults) == (1.0, 2.0, {})


def test_stray_cells_keep_their_kind() -> None:
    rows, faults = cells(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45000</v></c>'
        '<c r="C1" t="e"><v>#N/A</v></c><c r="D1" t="b"><v>1</v></c></row>'
        '<row r="900000"><c r="R900000" t="inlineStr"><is><t>注</t></is></c></row>'
        '<row r="900001"><c r="A900001"><f>1</f></c></row>',
        strings="<sst><si><t>类</t></si></sst>",
        styles='<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    )
    assert rows[0][:4] == ["类", date(2023, 3, 15), "", True]
    assert rows[899_999][17] == "注"
    assert faults == {(0, 2): "#N/A", (900_000, 0): ""}


def test_formatted_blanks_far_away_are_nothing() -> None:
    rows, _ = cells(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    assert rows == [[1.0]]


@pytest.mark.parametrize("columns", ["CA", "ZZ"])
def test_wide_and_tall_sheets_are_laid_out_by_calamine(
    columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "walk", None)
    rows, _ = cells(FAR_APART.format(columns, 1234))
    assert (len(rows), rows[1233][-1]) == (1234, 2.0)


@pytest.mark.parametrize(
    "far", ["<f>1</f>", "<f/><v></v>", "<f>1/0</f><v>#DIV/0!</v>"], ids=["open", "none", "error"]
)
def test_a_stray_cell_without_value_is_seen_and_costs_nothing(far: str) -> None:
    kind = ' t="e"' if "#" in far else ""
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="IV65536"{kind}>{far}</c></row>'
    sheet = read(zipped(made(rows))).sheets[0]
    assert sheet.faults == {(65535, 255): "#DIV/0!" if kind else ""}
    assert (len(sheet.rows), len(sheet.rows[0])) == (65536, 256)
    assert len({id(row) for row in sheet.rows}) == 2
    beyond = rows.replace("IV65536", "XFD1048576")
    assert too_large(zipped(made(beyond))) == "S1!A1:XFD1048576"


def test_painted_rows_are_no_reason_to_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = walked(monkeypatch)
    painted = "".join(f'<row r="{r}"><c r="XFD{r}" s="0"/></row>' for r in (2, 65536))
    rows, _ = cells(f'<row r="1"><c r="A1"><v>1</v></c></row>{painted}')
    assert rows == [[1.0]]
    assert not sheets


def test_the_area_of_all_sheets() -> None:
    parts = made(FAR_APART.format("IV", 65536), count=3)
    for i in (2, 3):
        parts[f"xl/worksheets/sheet{i}.xml"] = parts["xl/worksheets/sheet1.xml"]
    assert too_large(zipped(parts)) == "S3!A1:IV65536"


def test_a_long_text_in_many_cells_is_not_copied() -> None:
    many = "".join(f'<c r="{address(0, i)}" t="s"><v>{i % 2}</v></c>' for i in range(60))
    strings = f"<sst><si><t>{'注' * 30_000}</t></si><si><t>b</t></si></sst>"
    data = zipped(made(f'<row r="1">{many}</row>', strings))
    rows = read(data, limits=Limits(text=1 << 20)).sheets[0].rows
    assert rows[0][0] == "注" * 30_000
    assert list(rows[0][1::2]) == ["b"] * 30
    assert len({id(value) for value in rows[0]}) == 2


def test_a_comment_does_not_hide_a_long_text(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = walked(monkeypatch)
    strings = f"<sst><si><t>{'注<!-- </si> -->' * 30_000}</t></si></sst>"
    rows = '<row r="1">' + '<c t="s"><v>0</v></c>' * 60 + "</row>"
    read(zipped(made(rows, strings)), limits=Limits(text=1 << 20))
    assert sheets


def test_zeros_that_unpack_without_end() -> None:
    parts = made()
    parts["xl/worksheets/sheet1.xml"] = b"\0" * (LIMITS.part + 1)
    data = zipped(parts)
    assert len(data) < 100_000
    assert too_large(data) == "xl/worksheets/sheet1.xml"


def test_a_part_larger_than_it_says() -> None:
    parts = made('<row r="1"><c r="A1"><v>1</v></c></row>')
    size = len(parts["xl/worksheets/sheet1.xml"])
    parts["xl/worksheets/sheet1.xml"] += b" " * 10_000_000
    data = zipped(parts)
    lying = data.replace((size + 10_000_000).to_bytes(4, "little"), size.to_bytes(4, "little"))
    assert lying != data
    assert refused(lying).reason == "damaged"


def test_many_parts_of_the_largest_size() -> None:
    parts = made(count=3)
    for i in (1, 2, 3):
        parts[f"xl/worksheets/sheet{i}.xml"] += b" " * (400 << 10)
    assert too_large(zipped(parts), Limits(unpacked=1 << 20)) == "XML"


def test_long_formulas_are_no_reason_to_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = walked(monkeypatch)
    long = f'<f>"{"x" * 5000}"</f><v>1</v>'
    rows = "".join(f'<row r="{r}"><c r="A{r}">{long}</c></row>' for r in range(1, 100))
    rows += '<row r="100"><c r="A100" t="s"><v>0</v></c></row>'
    strings = f"<sst><si><t>{'类' * 1000}</t></si></sst>"
    sheet = read(zipped(made(rows, strings)), limits=Limits(text=1 << 16)).sheets[0]
    assert (len(sheet.rows), sheet.rows[98], len(sheet.formulas)) == (100, [1.0], 99)
    assert not sheets


def test_tags_of_formulas_are_counted() -> None:
    rows = '<row r="1"><c r="A1"><f>1</f></c><c r="B1"><f/></c></row>'
    data = zipped(made(rows))
    assert read(data, limits=Limits(tags=20)).sheets[0].formulas == {(0, 0), (0, 1)}
    assert too_large(data, Limits(tags=10)) == "XML"


@pytest.mark.parametrize("formula", ["1\0", "1</f><v>2</v></c></row><!DOCTYPE a><row><c><f>"])
def test_a_formula_hides_nothing_that_is_refused(formula: str) -> None:
    rows = f'<row r="1"><c r="A1"><f>{formula}</f><v>2</v></c></row>'
    assert refused(zipped(made(rows))).reason == "damaged"


def test_many_wide_sheets_that_are_small() -> None:
    """What is known of a sheet at a glance is that it ends before ZZ1000."""
    parts = made(count=60)
    wide = '<row r="1"><c r="A1"><v>1</v></c><c r="DD1"><v>2</v></c></row>'
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{wide}</sheetData></worksheet>'
    for i in range(1, 61):
        parts[f"xl/worksheets/sheet{i}.xml"] = xml.encode()
    assert LIMITS.total_area < 999 * 702 * 60
    assert [sheet.rows[0][107] for sheet in read(zipped(parts)).sheets] == [2.0] * 60


def test_many_tags() -> None:
    tags = "<row/>" * (LIMITS.tags + 1)
    assert too_large(zipped(made(tags)), Limits(ratio=2000)) == "XML"


def test_shared_strings_that_unpack_without_end() -> None:
    strings = "<sst><si><t>" + "a" * LIMITS.strings + "</t></si></sst>"
    assert too_large(zipped(made(strings=strings))) == "xl/sharedStrings.xml"


def test_many_entries() -> None:
    parts: dict[str, bytes] = {f"xl/media/{i}": b"" for i in range(LIMITS.entries)}
    assert too_large(zipped({**made(), **parts})) == "ZIP"


def test_many_sheets() -> None:
    assert too_large(zipped(made(count=LIMITS.sheets + 1))) == "xl/workbook.xml"
    assert len(read(zipped(made(count=LIMITS.sheets))).sheets) == LIMITS.sheets


def test_many_sheets_in_the_list_alone() -> None:
    parts = made()
    name = "xl/workbook.xml"
    line = b'<sheet name="a" r:id="r1"/>'
    parts[name] = parts[name].replace(b"<sheets>", b"<sheets>" + line * 2 * LIMITS.entries)
    assert too_large(zipped(parts)) == "<sheet>"


def test_a_large_file(tmp_path: Path) -> None:
    path = tmp_path / "决算.xlsx"
    path.write_bytes(saved(simple()) + b"\0" * 1000)
    with pytest.raises(Unreadable) as refusal:
        read(path, limits=Limits(file=1000))
    error = refusal.value
    assert (error.reason, error.facts["part"]) == ("too_large", "决算.xlsx")


# --- Messages -----------------------------------------------------------------------------------


def test_every_reason_has_a_message() -> None:
    reasons = (
        "missing no_access empty too_large password old_excel web_page xml_workbook plain_text "
        "document slides pdf picture archive not_a_spreadsheet damaged no_worksheets"
    )
    expected = {f"unreadable.{reason}" for reason in reasons.split()}
    told = {key for key in MESSAGES if key.startswith("unreadable.")}
    # Of those that are left a batch says why it cannot get at a file.
    assert {
        key for key in told if not re.match(r"unreadable\.(archive_|address|linked_folder)", key)
    } == expected
    for key in expected:
        placeholders = [
            {field for _, field, _, _ in string.Formatter().parse(sentence) if field}
            for sentence in MESSAGES[key]
        ]
        extra = (
            {"part", "what", "size", "limit", "name_of_limit"}
            if key.endswith("too_large")
            else set()
        )
        assert placeholders == [{"name"} | extra] * 2
