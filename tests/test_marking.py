"""The marked copy of a workbook: marks, notes and the list are there, and nothing else changed."""

import base64
import difflib
import io
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from tests.binary_files import xls
from tests.office import Office
from tests.test_reading import MAIN, OFFICE, Parts, saved, unzipped, zipped
from validator import check
from validator.editing.package import ChangedSince, NotEditable, draft
from validator.editing.workbook import sheets as sheets_of
from validator.findings import CellRef, Finding, Report, Suspect, WaiverReport
from validator.forms.model import Severity
from validator.marking import Marked, marked
from validator.messages import text
from validator.reading import Unreadable, read
from validator.reports.marks import COLOURS, SIGN, SUSPECTED, lines, look, marks
from validator.reports.plain import plain_report
from validator.rounding import Verdict
from xl_addin.paint import wipe

EXAMPLES = Path(__file__).parent.parent / "examples"
SWAPPED = EXAMPLES / "jiangan-2020-mistakes" / "02-swapped-digits.xlsx"
#: Where the swapped digits stand, and cells that do not agree because of them.
TABLE, WRONG, LEFT, ABOVE = "表3 支出决算表", "D17", "C17", "D16"
#: The part that holds this table.
PART = "xl/worksheets/sheet3.xml"
LIST = "校验结果"
DIGEST, WHEN = "sha256:abc", "2025-01-02 10:00:00 +0800"
#: One pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PICTURE = (
    '<xdr:oneCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
    'spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:from>'
    "<xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    '</xdr:from><xdr:ext cx="90000" cy="90000"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="9" name="章"/>'
    f'<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip xmlns:r="{OFFICE}" r:embed="p1"/>'
    '</xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"/></xdr:spPr></xdr:pic><xdr:clientData/>'
    "</xdr:oneCellAnchor>"
)
TYPES = "[Content_Types].xml"


def marked_copy(data: bytes, report: Report) -> Marked:
    return marked(data, report, DIGEST, WHEN)


def book(copy: Marked) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(copy.content))


# --- reports made by hand ----------------------------------------------------------------------


def cell(sheet: str, address: str, role: str = "left", label: str = "合计") -> CellRef:
    return CellRef(sheet, address, "01", 1, 1, label, "1", "1", role)


def finding(*cells: CellRef, message: str = "不符", suspects: tuple[Suspect, ...] = ()) -> Finding:
    return Finding(
        rule="X05",
        severity=Severity.ERROR,
        verdict=Verdict.ERROR,
        kind="sum",
        table="01",
        left="1.00",
        right="2.00",
        difference="-1.00",
        unexplained="-1.00",
        cells=cells,
        suspects=suspects,
        group=repr(cells),
        message=message,
        source="",
    )


def report_of(data: bytes, *findings: Finding) -> Report:
    return Report("表.xlsx", sha256(data).hexdigest(), findings=findings)


# --- a workbook with all that one may have ------------------------------------------------------


class Rich(NamedTuple):
    """A workbook, its report, and its marked copy."""

    data: bytes
    report: Report
    copy: Marked


def adorned() -> bytes:
    """The workbook with the swapped digits, with pictures, charts, notes, a discussion, rules,
    names, macros and parts that nobody here knows."""
    own = openpyxl.load_workbook(SWAPPED)
    sheet = own[TABLE]
    sheet[WRONG].comment = Comment("请张三核对\n<原稿>", "李四")
    sheet[LEFT].comment = Comment("[Threaded comment] 讨论", "tc={1}")
    sheet["A1"].comment = Comment("标题", "李四")
    red = PatternFill(bgColor="FF0000")
    sheet.conditional_formatting.add(
        "A1:H30", FormulaRule(formula=["TRUE"], fill=red, font=Font(color="FFFFFF"))
    )
    allowed = DataValidation(type="decimal", operator="between", formula1="0", formula2="9999")
    allowed.add("D10:D20")
    sheet.add_data_validation(allowed)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=10, max_row=17))
    sheet.add_chart(chart, "J5")
    sheet.print_area = "A1:H30"
    sheet.print_title_rows = "1:4"
    own.defined_names["基本支出"] = DefinedName("基本支出", attr_text=f"'{TABLE}'!$D$10")
    own.create_chartsheet("图").add_chart(BarChart())
    own.active = own.sheetnames.index(TABLE)
    own.worksheets[0].sheet_view.tabSelected = True
    parts = unzipped(saved(own))
    place = next(n for n, xml in parts.items() if b"tc={1}" in xml).rpartition("/")[2]
    home = next(n for n, xml in parts.items() if n.endswith(".rels") and place.encode() in xml)
    parts["xl/threadedComments/threadedComment1.xml"] = (
        b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        b'threadedcomments"><threadedComment ref="%s" personId="{2}" id="{1}"><text>?</text>'
        b"</threadedComment></ThreadedComments>" % LEFT.encode()
    )
    microsoft = "http://schemas.microsoft.com/office"
    relate(
        parts,
        home,
        "t1",
        f"{microsoft}/2017/10/relationships/threadedComment",
        "../threadedComments/threadedComment1.xml",
    )
    relate(
        parts,
        "xl/_rels/workbook.xml.rels",
        "vba",
        f"{microsoft}/2006/relationships/vbaProject",
        "vbaProject.bin",
    )
    relate(
        parts, "xl/drawings/_rels/drawing1.xml.rels", "p1", f"{OFFICE}/image", "../media/image1.png"
    )
    drawing = parts["xl/drawings/drawing1.xml"].decode()
    end = drawing.rindex("</")
    parts["xl/drawings/drawing1.xml"] = (drawing[:end] + PICTURE + drawing[end:]).encode()
    parts["xl/media/image1.png"] = PNG
    parts["xl/vbaProject.bin"] = b"\0macro"
    parts["customXml/item1.xml"] = b"<?xml version='1.0'?><a  b = 'c' />"
    parts["xl/printerSettings/printerSettings1.bin"] = b"\1\2"
    kinds = "".join(
        f'<Default Extension="{end}" ContentType="{kind}"/>'
        for end, kind in (("bin", "application/vnd.ms-office.vbaProject"), ("png", "image/png"))
    )
    parts[TYPES] = (
        parts[TYPES]
        .replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
        .replace(b"openxmlformats-officedocument.spreadsheetml.sheet.mac", b"ms-excel.sheet.mac")
        .replace(b"<Default ", kinds.encode() + b"<Default ", 1)
    )
    return zipped(parts)


def relate(parts: Parts, name: str, identity: str, kind: str, target: str) -> None:
    """One relation more in a part of relations."""
    line = f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/></Relationships>'
    parts[name] = parts[name].replace(b"</Relationships>", line.encode())


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Rich:
    data = adorned()
    path = tmp_path_factory.mktemp("rich") / "富.xlsm"
    path.write_bytes(data)
    report = check(path)
    return Rich(data, report, marked_copy(data, report))


def changes(before: bytes, after: bytes) -> list[tuple[str, str]]:
    """What an XML part says otherwise: (old tags, new tags) place by place."""
    old, new = (re.findall(r"<[^>]*>[^<]*", xml.decode()) for xml in (before, after))
    moves = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [("".join(old[a:b]), "".join(new[c:d])) for kind, a, b, c, d in moves if kind != "equal"]


def test_no_part_changes_but_those_that_hold_the_marks(rich):
    before, after = unzipped(rich.data), unzipped(rich.copy.content)
    touched = {place.sheet for place in marks(lines(rich.report, frozenset(Severity)), "zh")}
    assert TABLE in touched and len(touched) == 4
    sheets = {each.part for each in sheets_of(draft(rich.data)) if each.name in touched}
    notes = {
        name
        for name in before
        if re.fullmatch(r"xl/comments/comment\d.xml|xl/.*vml.*\.vml|xl/drawings/.*\.vml", name)
    }
    relations = {name.replace("sheets/", "sheets/_rels/") + ".rels" for name in sheets}
    expected = sheets | notes | {
        TYPES, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    }  # fmt: skip
    changed = {name for name in before if before[name] != after[name]}
    assert expected <= changed <= expected | relations
    new = after.keys() - before.keys() - relations
    assert len(new) == 3  # the list; the notes of the other sheet, and their boxes
    assert list(after)[: len(before)] == list(before)
    assert {"xl/charts/chart1.xml", "xl/media/image1.png", "xl/vbaProject.bin"} <= before.keys()


def test_the_parts_that_change_do_so_only_where_the_marks_stand(rich):
    before, after = unzipped(rich.data), unzipped(rich.copy.content)
    found = changes(before[PART], after[PART])
    formats, numbered = found
    assert formats[0] == "" and formats[1].count("<cfRule") == formats[1].count(SIGN_IN_XML) == 2
    assert 'priority="1"' in numbered[0] and 'priority="3"' in numbered[1]
    first = "xl/worksheets/sheet1.xml"
    view, _ = changes(before[first], after[first])
    assert view[1] == view[0].replace(' tabSelected="1"', "") != view[0]
    main = changes(before["xl/workbook.xml"], after["xl/workbook.xml"])
    numbers = [int(n) for _, new in main for n in re.findall(r'localSheetId="(\d+)"', new)]
    olds = [int(n) for old, _ in main for n in re.findall(r'localSheetId="(\d+)"', old)]
    assert sorted(numbers) == sorted([0, 0, *(n + 1 for n in olds)])
    styles = changes(before["xl/styles.xml"], after["xl/styles.xml"])
    for old, new in styles:
        assert re.sub(r' count="\d+"', "", old) in re.sub(r' count="\d+"', "", new)


SIGN_IN_XML = SIGN.replace('"', "&quot;")


def test_openpyxl_reads_the_copy_and_finds_all_of_the_original(rich):
    own = book(rich.copy)
    before = openpyxl.load_workbook(io.BytesIO(rich.data))
    assert own.sheetnames == [LIST, *before.sheetnames] and own.active.title == LIST
    assert own.defined_names["基本支出"].attr_text == f"'{TABLE}'!$D$10"
    for old in before.worksheets:
        new = own[old.title]
        for row in old.iter_rows():
            for was in row:
                now = new[was.coordinate]
                assert (was.value, was.number_format, repr(was.fill), repr(was.font)) == (
                    now.value, now.number_format, repr(now.fill), repr(now.font),
                )  # fmt: skip
        assert new.print_area == old.print_area and new.print_title_rows == old.print_title_rows
        assert len(new._images) == len(old._images) and len(new._charts) == len(old._charts)
        assert new.merged_cells.ranges == old.merged_cells.ranges
        assert not new.sheet_view.tabSelected
        assert len(new.data_validations.dataValidation) == len(old.data_validations.dataValidation)


def shapes(vml: bytes) -> int:
    """How many shapes there are."""
    return len(re.findall(rb"<\w+:shape ", vml))


def colours(copy: Marked) -> dict[tuple[str, str], str]:
    """The cells with a colour of ours in a copy, and the colour."""
    found = {}
    for sheet in book(copy).worksheets:
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                if SIGN in (rule.formula or [""])[0]:
                    for place in str(area.sqref).split():
                        assert (sheet.title, place) not in found
                        found[sheet.title, place] = "#" + rule.dxf.fill.bgColor.rgb[2:]
    return found


def test_the_marks_are_those_of_the_reports(rich):
    wanted = marks(lines(plain_report(rich.report), frozenset(Severity)), "zh")
    assert colours(rich.copy) == {(m.sheet, m.address): look(m)[1] for m in wanted}
    assert colours(rich.copy)[TABLE, WRONG] == SUSPECTED[0]
    assert colours(rich.copy)[TABLE, LEFT] == COLOURS[Severity.ERROR][1]
    own = book(rich.copy)
    for mark in wanted:
        note = own[mark.sheet][mark.address].comment
        if (mark.sheet, mark.address) == (TABLE, LEFT):
            assert note.text == "[Threaded comment] 讨论" and note.author == "tc={1}"
        else:
            assert (note.text if note else "").endswith(mark.note)


def test_a_note_that_was_there_keeps_its_words_and_author(rich):
    note = book(rich.copy)[TABLE][WRONG].comment
    assert note.text.startswith("请张三核对\n<原稿>\n──────────\n【勾稽】错误 · 可能有误\n")
    assert note.author == "李四"
    assert book(rich.copy)[TABLE]["A1"].comment.text == "标题"
    assert book(rich.copy)[TABLE][ABOVE].comment.author == "勾稽 gouji"


def test_what_could_not_be_marked_is_said(rich):
    said = "\n".join(rich.copy.said)
    assert f"原有批注，原文保留，意见接在横线下面：{TABLE}!{WRONG}。" in said
    assert "有讨论" in said and f"{TABLE}!{LEFT}" in said
    assert "带有宏" in said and rich.copy.ending == ".xlsm"
    own = book(rich.copy)[LIST]
    words = [str(row[0].value) for row in own.iter_rows()]
    assert [line for line in words if line in rich.copy.said] == [*rich.copy.said]


def test_the_list_has_the_findings_with_links_a_filter_and_where_it_is_from(rich):
    sheet = book(rich.copy)[LIST]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == "校验结果：富.xlsm" and "错误 3" in str(rows[1][0])
    assert rows[4] == [
        "序号", "级别", "规则", "单元格（点击跳转）", "项目", "说明", "可能填错的单元格", "应为",
        "理由", "左边", "右边", "差额", "起因",
    ]  # fmt: skip
    first = rich.report.findings[0]
    assert rows[5][:5] == [1, "错误", "JS03-1", f"{TABLE}!{LEFT}", "2101501 行政运行"]
    assert rows[5][5] == first.message
    assert rows[5][6:8] == [f"{TABLE}!{WRONG}", 117.18] and "颠倒" in str(rows[5][8])
    assert rows[5][9:] == [117.18, 171.18, -54, "起因"]
    assert [rows[6][2], rows[6][3], rows[6][12]] == ["T17", None, "起因"]  # of the whole file
    assert rows[7][12] == "随第 1 条" and rows[7][7:9] == [None, None]
    assert sheet["D6"].hyperlink.location == f"'{TABLE}'!{LEFT}"
    assert sheet["G6"].hyperlink.location == f"'{TABLE}'!{WRONG}"
    assert sheet.auto_filter.ref == "A5:M9" and sheet.freeze_panes == "A6"
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
    assert sheet["B6"].fill.fgColor.rgb == "FF" + COLOURS[Severity.ERROR][0][1:]
    assert sheet["J6"].number_format == "#,##0.00"
    told = "\n".join(str(row[0]) for row in rows[9:])
    assert "富.xlsm" in told and rich.report.sha256 in told and DIGEST in told and WHEN in told


def test_the_copy_is_checked_as_the_original_was_and_marked_again_has_no_mark_twice(rich, tmp_path):
    path = tmp_path / "富.xlsm"
    path.write_bytes(rich.copy.content)
    again = check(path)
    assert [f.as_json() for f in again.findings] == [f.as_json() for f in rich.report.findings]
    assert again.tables == rich.report.tables and again.counts == rich.report.counts
    assert {*again.other_sheets} - {*rich.report.other_sheets} == {LIST}
    copy = marked_copy(rich.copy.content, again)
    assert copy.sheet == f"{LIST} (2)"
    assert book(copy).sheetnames[:2] == [f"{LIST} (2)", LIST]
    assert colours(copy) == colours(rich.copy)
    for sheet in book(rich.copy).worksheets:
        for row in sheet.iter_rows():
            for old in row:
                new = book(copy)[sheet.title][old.coordinate] if old.comment else old
                assert (new.comment and new.comment.text) == (old.comment and old.comment.text)
    first, second = unzipped(rich.copy.content), unzipped(copy.content)
    assert first["xl/styles.xml"] == second["xl/styles.xml"]
    assert first[PART].count(b"cfRule") == second[PART].count(b"cfRule")
    boxes = [n for n in first if n.endswith(".vml")]
    assert [shapes(second[n]) for n in boxes] == [shapes(first[n]) for n in boxes] != []


def test_when_the_cells_are_right_marks_and_notes_of_before_are_gone(rich):
    copy = marked_copy(rich.copy.content, report_of(rich.copy.content))
    assert colours(copy) == {}
    sheet = book(copy)[TABLE]
    assert sheet[WRONG].comment.text == "请张三核对\n<原稿>" and sheet[ABOVE].comment is None
    boxes = [xml for name, xml in unzipped(copy.content).items() if name.endswith(".vml")]
    assert sum(map(shapes, boxes)) == 3
    rows = [row[0] for row in book(copy)[copy.sheet].iter_rows(values_only=True)]
    assert "没有意见。" in rows


def test_libreoffice_shows_marks_notes_and_links(rich, office: Office, tmp_path):
    path, again = tmp_path / "富.xlsm", tmp_path / "再.xlsx"
    path.write_bytes(rich.copy.content)
    own = office.open(path)
    try:
        names = openpyxl.load_workbook(path).sheetnames
        assert office.ask("active", str(path)) == LIST
        notes = office.ask("notes", str(path))
        assert isinstance(notes, dict) and [*notes] == names
        wanted = marks(lines(rich.report, frozenset(Severity)), "zh")
        for mark in wanted:
            if mark.note and mark.address != LEFT:
                assert notes[mark.sheet][mark.address].endswith(mark.note)
        assert notes[TABLE]["A1"] == "标题"
        seen = office.ask("colours", str(path), SIGN)
        assert isinstance(seen, dict)
        shown = {
            (sheet, place.rpartition(".")[2]): f"#{colour:06X}"
            for sheet, formats in seen.items()
            for cells, _, colour in formats
            for place in cells.split(",")
        }
        assert shown == {(m.sheet, m.address): look(m)[1] for m in wanted}
        followed = office.ask("follow", str(path), LIST)
        assert isinstance(followed, dict)
        listed = openpyxl.load_workbook(path)[LIST]
        words = {place: str(listed[place].value) for place in followed}
        assert {place: "!".join(led) for place, led in followed.items()} == words
        linked = {cell.coordinate for row in listed for cell in row if cell.hyperlink}
        assert linked == followed.keys() >= {"D6", "G6"}
        own.save(again)
    finally:
        own.close()
    sheet = openpyxl.load_workbook(again)[LIST]
    assert sheet.auto_filter.ref == "A5:M9"
    data = again.read_bytes()
    without = marked_copy(data, report_of(data))
    assert colours(without) == {}
    cells = book(without)[TABLE]
    assert cells[ABOVE].comment is None and cells[WRONG].comment.text == "请张三核对\n<原稿>"


# --- workbooks as people and programs make them -------------------------------------------------


def simple(*names: str) -> openpyxl.Workbook:
    own = openpyxl.Workbook()
    own.remove(own.active)
    for name in names:
        own.create_sheet(name)["B2"] = 1
    return own


def unescape(words: object) -> str:
    """What programs show, of what openpyxl leaves as it stands in the file."""
    return str(words).replace("_x005F_", "_")


HOSTILE = "It's <b>&\"=cmd|'-c calc'&一二三四五六"


def test_names_and_words_that_would_do_harm_are_only_words(office: Office, tmp_path):
    assert len(HOSTILE) == 31
    data = saved(simple(HOSTILE, "别的"))
    words = "=cmd|'/c calc'!A1 <script>alert(\"1\")</script> _x0041_ \x07\u202e ]]>"
    long = words * 800
    told = finding(cell(HOSTILE, "B2", label=words), cell("别的", "B2"), message=words + long)
    copy = marked_copy(data, report_of(data, told))
    sheet = book(copy)[LIST]
    row = [*sheet.iter_rows(values_only=True)][4]
    clean = "=cmd|'/c calc'!A1 <script>alert(\"1\")</script> _x0041_  ]]>"
    row = [unescape(words) for words in row]
    assert row[3] == f"{HOSTILE}!B2" and row[4] == clean
    assert str(row[5]).startswith(clean) and len(str(row[5])) < 1000
    cells = [c for r in sheet.iter_rows() for c in r]
    assert {c.data_type for c in cells} <= {"s", "n"}
    # They stay words when somebody edits the cell; a number stays a number.
    assert {(c.data_type, c.quotePrefix) for c in cells if c.value is not None} == {
        ("s", True),
        ("n", False),
    }
    assert sheet["D5"].hyperlink.location == "'" + HOSTILE.replace("'", "''") + "'!B2"
    note = unescape(book(copy)[HOSTILE]["B2"].comment.text)
    assert note.startswith(f"【勾稽】错误\nX05：{clean}")
    for name, xml in unzipped(copy.content).items():
        assert b"\x07" not in xml and b"<script" not in xml, name
    path = tmp_path / "敌.xlsx"
    path.write_bytes(copy.content)
    own = office.open(path)
    try:
        notes = office.ask("notes", str(path))
        assert isinstance(notes, dict) and notes[HOSTILE]["B2"] == note
        followed = office.ask("follow", str(path), LIST)
        assert isinstance(followed, dict) and followed["D5"] == [HOSTILE, "B2"]
    finally:
        own.close()


def test_no_note_and_no_cell_is_longer_than_programs_take():
    own = simple("表")
    own["表"]["B2"].comment = Comment("长" * 32_000, "张三")
    data = saved(own)
    told = [finding(cell("表", "B2"), message=f"{n}" + "错" * 999) for n in range(9)]
    copy = marked_copy(data, report_of(data, *told))
    note = book(copy)["表"]["B2"].comment.text
    assert len(note) == 32_767 and note.startswith(
        "长" * 32_000 + "\n──────────\n【勾稽】错误\nX05"
    )


def test_fifty_sheets_each_get_their_own_notes():
    names = [f"表{n}" for n in range(50)]
    data = saved(simple(*names))
    copy = marked_copy(data, report_of(data, *(finding(cell(n, "B2"), message=n) for n in names)))
    own = book(copy)
    assert [own[name]["B2"].comment.text for name in names] == [
        f"【勾稽】错误\nX05：{name}" for name in names
    ]
    assert sum(name.endswith(".vml") for name in unzipped(copy.content)) == 50


def test_cells_that_the_file_does_not_have_are_marked_too(office: Office, tmp_path):
    data = saved(simple("表"))
    far = ("Z99", "XFD1048576")
    copy = marked_copy(data, report_of(data, finding(*(cell("表", at) for at in far))))
    assert {place for _, place in colours(copy)} == {*far}
    path = tmp_path / "远.xlsx"
    path.write_bytes(copy.content)
    own = office.open(path)
    try:
        notes = office.ask("notes", str(path))
        assert isinstance(notes, dict) and notes["表"].keys() == {*far}
    finally:
        own.close()


def test_merged_cells_are_marked_where_they_are_seen():
    own = simple("表")
    own["表"].merge_cells("B2:C3")
    data = saved(own)
    told = [finding(cell("表", "C3"), message="一"), finding(cell("表", "B2"), message="二")]
    copy = marked_copy(data, report_of(data, *told))
    assert colours(copy).keys() == {("表", "B2")}
    note = book(copy)["表"]["B2"].comment.text
    assert "X05：一" in note and "X05：二" in note


def test_locked_and_hidden_sheets_are_marked_and_that_is_said():
    own = simple("甲", "乙")
    own["甲"].protection.sheet = True
    own["乙"].sheet_state = "hidden"
    own.security.lockStructure = True
    data = saved(own)
    told = [finding(cell(name, "B2")) for name in ("甲", "乙", "丙")]
    copy = marked_copy(data, report_of(data, *told))
    assert colours(copy).keys() == {("甲", "B2"), ("乙", "B2")}
    again = book(copy)
    assert again["甲"].protection.sheet and again.security.lockStructure
    assert again["乙"].sheet_state == "hidden"
    said = "\n".join(copy.said)
    for words in (
        "（1 张）设有保护，标记后保护仍在：甲",
        "隐藏的",
        "结构设有保护",
        "没有着色",
        "丙",
    ):
        assert words in said
    assert again[LIST]["D8"].hyperlink is None  # no link into a sheet that is not there


def test_sheets_without_a_table_and_findings_that_are_accepted_are_said_not_marked():
    data = saved(simple("表"))
    why = ("整本", "经批准", "李四", "2025-01-02", "2025-12-31")
    waiver = WaiverReport("H1", ("X05",), *why, findings=(finding(cell("表", "B2")),) * 2)
    report = replace(report_of(data), other_sheets=("封面",), waivers=(waiver,))
    copy = marked_copy(data, report)
    others, accepted = copy.said
    assert others == text("marked.other_sheets", count=1, names="封面")
    assert accepted == text("marked.waived", count=2)
    assert not colours(copy) and book(copy)["表"]["B2"].comment is None


def test_rules_of_the_workbook_come_after_the_marks_whatever_their_numbers():
    own = simple("表")
    red = PatternFill(bgColor="FF0000")
    for formula in ("B2>0", "B2>1"):
        own["表"].conditional_formatting.add("A1:C9", FormulaRule(formula=[formula], fill=red))
    data = saved(own)
    of_extension = (
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings><x14:'
        'conditionalFormatting><x14:cfRule type="iconSet" priority="7" id="{1}"/></x14:'
        "conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    parts = unzipped(data)
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</worksheet>", of_extension.encode())
    data = zipped(parts)
    copy = marked_copy(data, report_of(data, finding(cell("表", "B2"), cell("表", "C2", "right"))))
    xml = unzipped(copy.content)[name].decode()
    assert re.findall(r'priority="(\d+)"', xml) == ["1", "2", "3", "4", "9"]
    assert xml.index(SIGN_IN_XML) < xml.index("B2&gt;0")
    parts[name] = parts[name].replace(
        b'<cfRule type="expression"', b'<cfRule pivot="1" type="a"', 1
    )
    data = zipped(parts)
    copy = marked_copy(data, report_of(data, finding(cell("表", "B2"))))
    xml = unzipped(copy.content)[name].decode()
    assert re.findall(r'priority="(\d+)"', xml) == ["8", "1", "2", "7"]


BUTTON = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml"\n xmlns:o="urn:schemas-microsoft-com:office:'
    b'office"\n xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s1030" '
    b'type="#_x0000_t201"><v:textbox><font>a<br>b</font></v:textbox><x:ClientData ObjectType='
    b'"Button"><x:Anchor>1, 2, 3, 4, 5, 6, 7, 8</x:Anchor></x:ClientData></v:shape></xml>'
)


def test_buttons_keep_their_shapes_though_these_are_no_xml():
    parts = unzipped(saved(simple("表")))
    name = "xl/worksheets/sheet1.xml"
    parts["xl/drawings/vmlDrawing7.vml"] = BUTTON
    parts[name] = parts[name].replace(
        b"</worksheet>",
        b'<legacyDrawing xmlns:r="%s" r:id="x"/></worksheet>' % OFFICE.encode(),
    )
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="x" Type="{OFFICE}/vmlDrawing" Target="../drawings/vmlDrawing7.vml"/>'
        "</Relationships>"
    ).encode()
    data = zipped(parts)
    after = unzipped(marked_copy(data, report_of(data, finding(cell("表", "B2")))).content)
    shapes = after["xl/drawings/vmlDrawing7.vml"]
    assert shapes.startswith(BUTTON.removesuffix(b"</xml>")) and shapes.endswith(
        b"</v:shape></xml>"
    )
    assert (
        shapes.count(b"_x0000_s1031") == 1 and shapes.count(b'<v:shapetype id="_x0000_t202"') == 1
    )
    assert after[name].count(b"<legacyDrawing") == 1 and "xl/comments1.xml" in after


def strict(parts: Mapping[str, bytes]) -> Parts:
    base = b"http://purl.oclc.org/ooxml/"
    return {
        name: xml.replace(OFFICE.encode(), base + b"officeDocument/relationships").replace(
            MAIN.encode(), base + b"spreadsheetml/main"
        )
        for name, xml in parts.items()
    }


def test_strict_workbooks_stay_strict(office: Office, tmp_path):
    data = zipped(strict(unzipped(saved(simple("表")))))
    copy = marked_copy(data, report_of(data, finding(cell("表", "B2"))))
    for name, xml in unzipped(copy.content).items():
        if name != TYPES:
            assert MAIN.encode() not in xml and OFFICE.encode() not in xml, name
    assert [sheet.name for sheet in read(copy.content).sheets] == [LIST, "表"]
    path = tmp_path / "严.xlsx"
    path.write_bytes(copy.content)
    own = office.open(path)
    try:
        notes = office.ask("notes", str(path))
        assert isinstance(notes, dict) and notes["表"] == {"B2": "【勾稽】错误\nX05：不符"}
    finally:
        own.close()


def test_workbooks_with_a_prefix_on_every_tag():
    own = simple("表")
    own["表"]["B2"].comment = Comment("已核", "张三")
    parts = unzipped(saved(own))
    for name, xml in parts.items():
        if MAIN.encode() in xml:
            text = re.sub(r"<(/?)(\w)", r"<\1x:\2", xml.decode())
            parts[name] = text.replace('xmlns="', 'xmlns:x="').encode()
    data = zipped(parts)
    told = finding(cell("表", "B2"), cell("表", "C3"))
    copy = marked_copy(data, report_of(data, told))
    after = unzipped(copy.content)
    sheet = after["xl/worksheets/sheet1.xml"]
    assert sheet.count(b"<x:cfRule") == 1 and b"<cfRule" not in sheet
    assert [s.name for s in read(copy.content).sheets] == [LIST, "表"]
    assert book(copy)["表"]["B2"].comment.text == "已核\n──────────\n【勾稽】错误\nX05：不符"
    assert book(copy)["表"]["C3"].comment.text == "【勾稽】错误\nX05：不符"
    assert colours(copy).keys() == {("表", "B2"), ("表", "C3")}


def test_no_copy_is_made_of_another_file_or_where_it_would_be_worth_nothing():
    data = saved(simple("表"))
    report = report_of(data, finding(cell("表", "B2")))
    with pytest.raises(ChangedSince):
        marked_copy(data + b"\0", report)
    old = xls({"甲": b""})
    with pytest.raises(NotEditable, match="format"):
        marked_copy(old, report_of(old))
    signed = zipped(unzipped(data) | {"_xmlsignatures/origin.sigs": b""})
    with pytest.raises(NotEditable, match="signed"):
        marked_copy(signed, report_of(signed))


def test_in_english_with_amounts_as_they_were_printed():
    data = saved(simple("表"))
    told = finding(cell("表", "B2"))
    odd = replace(told, left="12", right="0.0123", difference="100%", group="b")
    long = replace(told, left="1234567890123456.78", group="c")
    report = replace(report_of(data, told, odd, long), lang="en")
    sheet = book(marked_copy(data, report))[LIST]
    rows = [*sheet.iter_rows(min_row=4, max_row=7)]
    assert [c.value for c in rows[0]][:3] == ["No.", "Level", "Rule"]
    assert [c.number_format for c in rows[2]][9:11] == ["#,##0", "General"]
    assert [c.value for c in rows[2]][9:12] == [12, 0.0123, "100%"]
    assert rows[3][9].value == "1234567890123456.78"
    assert "This is a marked copy" in sheet["A3"].value


def test_boxes_are_as_large_as_their_words_whatever_the_columns_are():
    own = simple("表")
    sheet = own["表"]
    for letter in "CDEF":
        sheet.column_dimensions[letter].width = 2
    sheet.column_dimensions["D"].hidden = True
    sheet.row_dimensions[2].height = 100
    data = saved(own)
    told = finding(cell("表", "B2"), message="错" * 700), finding(cell("表", "B900"), message="错")
    after = unzipped(marked_copy(data, report_of(data, *told)).content)
    shapes = next(xml for name, xml in after.items() if name.endswith(".vml")).decode()
    first, last = (
        [int(n) for n in found.split(", ")]
        for found in re.findall("<x:Anchor>([^<]*)</x:Anchor>", shapes)
    )
    # C, E and F are narrow, D is hidden, the others 64 pixels wide; 340 points are 453 pixels.
    assert first[0] == 2 and 453 <= (14 * 3 - first[1]) + 64 * (first[4] - 6) + first[5] <= 455
    # The second row is 133 pixels high, the others 20; the words take 22 lines of 12.5 points.
    assert first[2] == 0 and abs(20 - first[3] + 133 + 20 * (first[6] - 2) + first[7] - 383) <= 17
    assert last[2] == 898 and last[6] == 900


def test_the_add_in_takes_the_marks_of_a_copy_away(rich, excel, tmp_path):
    path = tmp_path / "富.xlsx"
    path.write_bytes(rich.copy.content)
    own = excel.open(path)
    wipe(own)
    own.save()
    saved_again = openpyxl.load_workbook(path)
    assert not any(
        SIGN in (rule.formula or [""])[0]
        for sheet in saved_again.worksheets
        for area in sheet.conditional_formatting
        for rule in area.rules
    )
    assert saved_again[TABLE][ABOVE].comment is None
    assert saved_again[TABLE]["A1"].comment.text == "标题"


@pytest.mark.parametrize("name", ["dongxihu-2024/workbook.xlsx", "wuhan-2023/workbook.xlsx"])
def test_the_list_is_taken_for_no_table(name, tmp_path):
    source, path = EXAMPLES / name, tmp_path / "副本.xlsx"
    report = check(source)
    path.write_bytes(marked_copy(source.read_bytes(), report).content)
    again = check(path)
    assert [f.as_json() for f in again.findings] == [f.as_json() for f in report.findings]
    assert again.tables == report.tables and again.scorecards == report.scorecards


def test_damaged_parts_are_refused_in_words_and_never_end_in_a_traceback():
    own = simple("表", "乙")
    own["表"]["B2"].comment = Comment("已核", "张三")
    own["表"].merge_cells("D4:E5")
    own["表"].print_title_rows = "1:2"
    parts = unzipped(saved(own))
    chosen = random.Random(5)
    told = [finding(cell("表", "B2")), finding(cell("表", "E5")), finding(cell("乙", "B2"))]
    ends = []
    for name in sorted(name for name in parts if not name.startswith("docProps")):
        for _ in range(8):
            xml = bytearray(parts[name])
            place = chosen.randrange(len(xml))
            xml[place : place + chosen.randrange(1, 30)] = chosen.choice((b"", b'"', b"9" * 20))
            data = zipped({**parts, name: bytes(xml)})
            try:
                ends.append(bool(marked_copy(data, report_of(data, *told)).content))
            except (Unreadable, NotEditable):
                ends.append(False)
    assert True in ends and False in ends
