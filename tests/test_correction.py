"""gouji check FILE --fix-to COPY: what is put right and what is not, and that nothing is written
that was not asked for."""

import io
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from errno import ENOSPC
from pathlib import Path

import openpyxl
import pytest
import typer

from tests.commands import gouji, gouji_alone
from tests.office import Area, Office
from tests.test_reading import unzipped, zipped
from validator import check
from validator.batch.sources import Source
from validator.cli.fixing import fix
from validator.correction import corrected
from validator.correction.choose import Plan, choose
from validator.editing.package import changed, draft, part, written
from validator.editing.workbook import sheets
from validator.editing.worksheet import with_values
from validator.findings import Report, Suspect
from validator.forms.model import Severity
from validator.reading import Book, Sheet, parse_address, read
from validator.run import Options

EXAMPLES = Path(__file__).parent.parent / "examples"
MISTAKES = EXAMPLES / "jiangan-2020-mistakes"
MISTYPED = MISTAKES / "01-mistyped-total.xlsx"
#: Where the mistyped total stands, what is there and what should be.
TABLE_1, TOTAL = "表1 收入支出决算总表", "C32"


@pytest.fixture(scope="module")
def mistyped() -> Report:
    """The report of the workbook with the mistyped total."""
    return check(MISTYPED)


def listed(path: Path | io.BytesIO, name: str = "更正说明") -> list[list[object]]:
    """The rows of the sheet that lists the changes, without blanks at their ends."""
    sheet = openpyxl.load_workbook(path)[name]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    return [row[: max((n for n, v in enumerate(row, 1) if v), default=0)] for row in rows]


# --- the whole way -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("01-mistyped-total", {f"{TABLE_1}!C32": 1819.46}),
        ("02-swapped-digits", {"表3 支出决算表!D17": 117.18}),
        ("04-slipped-row", {f"{TABLE_1}!F24": 22.39, f"{TABLE_1}!F25": ""}),
        ("08-minus-sign", {f"{TABLE_1}!F28": 10.2}),
        ("09-text-for-a-number", {"表5 一般公共预算财政拨款支出决算表!E18": 74.28}),
    ],
)
def test_a_corrected_copy_has_the_right_figures_and_no_errors(name, cells, tmp_path):
    source, copy = MISTAKES / f"{name}.xlsx", tmp_path / "改正.xlsx"
    before = source.read_bytes()
    done = gouji("check", source, "--fix-to", copy)
    assert done.returncode == check(source).exit_status() > 0
    assert f"已改正 {len(cells)} 处" in done.stderr and "改正后再核对：" in done.stderr
    assert "再核对：结论" not in done.stderr
    assert source.read_bytes() == before
    again = check(copy)
    assert again.status == "checked" and not again.errors
    assert again.other_sheets == ("更正说明",)
    old, new = read(before), read(copy)
    for sheet, other in zip(old.sheets, new.sheets, strict=False):
        for row, (line, now) in enumerate(zip(sheet.rows, other.rows, strict=True)):
            for column, (was, value) in enumerate(zip(line, now, strict=True)):
                place = "!".join(sheet.place(row, column))
                assert value == cells.get(place, was), place
    kept, parts = unzipped(before), unzipped(copy.read_bytes())
    touched = {s.part for s in sheets(draft(before)) if f"{s.name}!" in "".join(cells)}
    different = {name for name in kept if parts[name] != kept[name]}
    assert different == touched | {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    }  # fmt: skip


def test_the_sheet_lists_each_change_with_a_link_and_where_it_is_from(tmp_path):
    copy = tmp_path / "改正.xlsx"
    source = MISTAKES / "three-mistakes.xlsx"
    gouji("check", source, "--fix-to", copy)
    rows = listed(copy)
    assert rows[0] == ["更正说明"] and "改正 2 处" in str(rows[1]) and "另有 1 组" in str(rows[1])
    assert rows[2][:6] == ["序号", "工作表", "单元格", "项目", "原数", "改为"]
    assert rows[3] == [
        "1", TABLE_1, "F13", "38行 八、社会保障和就业支出", "83.10", "8.31", "小数点右移了 1 位",
        "JS01-2、X05",
    ]  # fmt: skip
    left = [row for row in rows[7:] if row and str(row[0]).isdigit()]
    assert {row[1] for row in left} == {"表6 一般公共预算财政拨款基本支出决算表"}
    assert ["30201 办公费", "1.83", "1.34～1.42"] in [row[3:6] for row in left]
    assert "这是第 1 种：" in str(left[0][6]) and "则应为 1.38" in str(left[0][6])
    assert all("不能确定" in str(row[6]) for row in left)
    words = "\n".join(str(row[1]) for row in rows if len(row) == 2)
    report = check(source)
    assert "three-mistakes.xlsx" in words and report.sha256 in words and "sha256:" in words
    own = openpyxl.load_workbook(copy)
    sheet = own["更正说明"]
    assert sheet["C4"].hyperlink.location == f"'{TABLE_1}'!F13"
    assert sheet.freeze_panes == "A4" and sheet.page_setup.orientation == "landscape"
    assert sheet["A1"].font.name == "黑体" and sheet["G4"].alignment.wrap_text
    assert own.active.title != "更正说明"


def test_where_zeros_are_left_blank_a_cell_is_emptied_and_that_is_said(tmp_path):
    copy = tmp_path / "改正.xlsx"
    gouji("check", MISTAKES / "04-slipped-row.xlsx", "--fix-to", copy)
    rows = listed(copy)
    assert [row[2:6:3] + row[4:5] for row in rows[3:5]] == [
        ["F24", "22.39", "空白"], ["F25", "空白", "22.39"],
    ]  # fmt: skip
    own = openpyxl.load_workbook(copy)[TABLE_1]
    assert own["F25"].value is None and own["F25"].border.left.style == own["F24"].border.left.style


def test_in_english(tmp_path):
    copy = tmp_path / "copy.xlsx"
    done = gouji("check", MISTYPED, "--fix-to", copy, "--lang", "en")
    assert "Corrected 1 cell in" in done.stderr and "checked again" in done.stderr
    rows = listed(copy, "Corrections")
    assert rows[2][4:6] == ["Before", "After"] and rows[3][4:6] == ["1849.46", "1819.46"]


def test_the_report_goes_where_it_always_goes(tmp_path):
    copy = tmp_path / "改正.xlsx"
    done = gouji_alone("check", MISTYPED, "--format", "json", "--fix-to", copy)
    assert done.returncode == 1 and copy.exists()
    assert len(json.loads(done.stdout)["workbooks"]) == 1
    assert "已改正 1 处" in done.stderr
    report = tmp_path / "报告.txt"
    done = gouji("check", MISTYPED, "-o", report, "--fix-to", copy, "--force")
    assert done.stdout == "" and "1849.46" in report.read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["报告.txt", "改正.xlsx"]


@pytest.mark.parametrize("name", ["01-mistyped-total", "08-minus-sign"])
def test_a_corrected_copy_can_be_checked_and_corrected_again(name, tmp_path):
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    gouji("check", MISTAKES / f"{name}.xlsx", "--fix-to", first)
    done = gouji("check", first, "--fix-to", second)
    assert done.returncode == 0 and "没有需要改正的数" in done.stderr and not second.exists()


# --- formulas ----------------------------------------------------------------------------------


def with_formulas() -> bytes:
    """The workbook with the mistyped total, and with formulas that read it, each with the result
    that it had when the file was saved."""
    own = openpyxl.load_workbook(MISTYPED)
    sheet = own.create_sheet("核对")
    sheet["A1"] = f"='{TABLE_1}'!{TOTAL}*2"
    sheet["A2"] = "=A1+1"
    sheet["A3"] = f'=IF(\'{TABLE_1}\'!{TOTAL}>1840,"多","少")'
    sheet["A4"] = f"='{TABLE_1}'!C7*2"
    buffer = io.BytesIO()
    own.save(buffer)
    of = draft(buffer.getvalue())
    (last,) = (s.part for s in sheets(of) if s.name == "核对")
    results = {"A1": "3698.92", "A2": "3699.92", "A3": "7", "A4": "123"}
    values = {parse_address(place): Decimal(value) for place, value in results.items()}
    return written(changed(of, last, with_values(part(of, last), values)))


def test_no_formula_keeps_a_result_that_is_no_longer_true(office: Office, tmp_path):
    source, copy = tmp_path / "有公式.xlsx", tmp_path / "改正.xlsx"
    source.write_bytes(with_formulas())
    done = gouji("check", source, "--fix-to", copy, "--no-recalculate")
    assert "已改正 1 处" in done.stderr
    saved = openpyxl.load_workbook(copy, data_only=True)["核对"]
    shown = [saved[f"A{row}"].value for row in range(1, 5)]
    assert shown == [3638.92, 3639.92, None, 123], "the last one reads nothing that changed"
    own = openpyxl.load_workbook(copy)
    assert own["核对"]["A3"].value.startswith("=IF(") and own.calculation.fullCalcOnLoad
    opened = office.open(copy)
    try:
        area = Area("核对", 0, 0, 3, 1)
        results, [row] = opened.read(area, Area("更正说明", 3, 0, 1, 6))
        assert results == [[3638.92], [3639.92], ["少"]]
        assert row == ["1", TABLE_1, TOTAL, "27行 本年收入合计", "1849.46", "1819.46"]
    finally:
        opened.close()


def test_a_formula_is_never_replaced_by_a_number(mistyped):
    own = openpyxl.load_workbook(MISTYPED)
    own[TABLE_1][TOTAL] = "=1849+0.46"
    buffer = io.BytesIO()
    own.save(buffer)
    plan = choose(mistyped, read(buffer.getvalue()), nowhere)
    assert not plan.changes
    assert [(each.address, each.why[:8]) for each in plan.left] == [(TOTAL, "这一格是公式，不")]


# --- what is put right and what is not ---------------------------------------------------------


BOOK = Book(
    "书.xlsx",
    (
        Sheet("甲", [[1.5, "1,234.50", "12万", "", 0.935, "93.5%", "—"]], {}, frozenset({(5, 5)})),
        Sheet("乙", [], {}),
        Sheet("乙", [], {}),
    ),
)  # fmt: skip


def nowhere(spot: object) -> bool:
    """No cell is hidden under another."""
    return False


def suspect(address="A1", current="1.50", expected="10.20", choice=1, kind="cell", sheet="甲"):
    return Suspect(sheet, address, current, expected, "小数点移位", "合计", choice, kind)


def planned(report: Report, *groups: tuple[Suspect, ...]) -> Plan:
    """What is chosen where each of the groups has one finding with these suspects."""
    finding = report.findings[0]
    found = tuple(
        replace(finding, group=f"G{n}", suspects=suspects, rule=f"R{n}")
        for n, suspects in enumerate(groups, start=1)
    )
    return choose(replace(report, findings=found), BOOK, nowhere)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (suspect(), "10.20"),
        (suspect("B1", "1234.50"), "10.20"),
        (suspect("C1", "12万"), "10.20"),
        (suspect("D1", ""), "10.20"),
        (suspect("G1", "—"), "10.20"),
        (suspect("Z99", ""), "10.20"),
        (suspect("E1", "93.50", "99.70"), "0.997"),
        (suspect("A1", "1.50", "0.00"), "0"),
        (suspect("A1", "1.50", "-3.00"), "-3"),
    ],
)
def test_one_cell_with_one_figure_is_put_right(cell, number, mistyped):
    plan = planned(mistyped, (cell,))
    assert [each.number for each in plan.changes] == [Decimal(number)] and not plan.left


@pytest.mark.parametrize(
    ("suspects", "why"),
    [
        ((suspect(expected="1.00～2.00"),), "只能推出一个范围"),
        ((suspect(expected=""),), "其他数推不出"),
        ((suspect(kind="row"),), "小数点移位，须人工插入并录入。"),
        ((suspect("A1:C9", kind="area"),), "整张表可能贴错"),
        ((suspect("F6", ""),), "这一格是公式"),
        ((suspect("F1", "93.50", "99.70"),), "这一格的写法"),
        ((suspect("A1", "7.00"),), "这一格的写法"),
        ((suspect(sheet="乙"),), "找不到这一格"),
        ((suspect(sheet="丙"),), "找不到这一格"),
        ((suspect("1A"),), "找不到这一格"),
        ((suspect(), suspect("D1", "", choice=2)), "2 种改法"),
        ((), "不能确定错在哪一个数"),
    ],
)
def test_what_leaves_anything_open_is_left_with_the_reason(suspects, why, mistyped):
    plan = planned(mistyped, suspects)
    assert not plan.changes and plan.groups_left == 1
    assert all(why in each.why for each in plan.left)


@pytest.mark.parametrize(
    ("column", "blank"),
    [
        (["", 5.0, ""], True),
        ([7.0, 5.0, ""], True),
        (["", 5.0], True),
        ([7.0, 5.0, 8.0, ""], False),
        (["", 5.0, "—"], True),
        (["—", 5.0, "—"], False),
        (["", 5.0, "", "0.00"], False),
        (["", 5.0, "", 0.0], False),
    ],
)
def test_nothing_is_left_blank_where_the_column_leaves_it_blank(column, blank, mistyped):
    sheet = Sheet("甲", [[value] for value in column], {})
    cell = suspect(f"A{column.index(5.0) + 1}", "5.00", "0.00")
    found = replace(mistyped.findings[0], suspects=(cell,))
    (change,) = choose(
        replace(mistyped, findings=(found,)), Book("书.xlsx", (sheet,)), nowhere
    ).changes
    assert change.blank is blank
    assert change.number == 0
    assert change.expected == ("空白" if blank else "0.00")


def test_cells_that_go_together_are_put_right_together_or_not_at_all(mistyped):
    plan = planned(mistyped, (suspect(), suspect("D1", "")))
    assert len(plan.changes) == 2
    plan = planned(mistyped, (suspect(), suspect("D1", "", "")))
    assert not plan.changes
    assert ["甲!D1" in each.why for each in plan.left] == [True, False]


def test_two_groups_may_ask_for_one_figure_but_not_for_two(mistyped):
    plan = planned(mistyped, (suspect(),), (suspect(),))
    assert [each.rules for each in plan.changes] == [("R1", "R2")]
    plan = planned(mistyped, (suspect(),), (suspect(expected="9.00"),))
    assert not plan.changes and {each.why for each in plan.left} == {"不同的意见要求改成不同的数。"}


def test_of_many_cells_that_may_be_wrong_the_first_are_listed(mistyped):
    many = tuple(suspect(f"A{n}", choice=n) for n in range(1, 21))
    plan = planned(mistyped, many)
    assert len(plan.left) == 9 and plan.left[-1].label == "另有 12 处"


def test_of_cells_that_would_have_to_be_changed_together_that_is_said(mistyped):
    plan = planned(mistyped, (suspect(), suspect("D1", ""), suspect("B1", "1234.50", choice=2)))
    assert [each.why.partition("资料。")[2] for each in plan.left] == [
        "这是第 1 种，须 2 格一起改：小数点移位。",
        "这是第 1 种，须 2 格一起改：小数点移位。",
        "这是第 2 种：小数点移位。",
    ]


def test_nothing_is_said_of_findings_that_are_no_errors(mistyped):
    finding = replace(mistyped.findings[0], suspects=(), severity=Severity.WARNING)
    assert choose(replace(mistyped, findings=(finding,)), BOOK, nowhere) == Plan((), ())


def test_whatever_stands_in_a_workbook_is_a_text_on_the_sheet(mistyped):
    bad = "=1+1\x07<&>'\"_x000D_\u202e"
    (finding,) = mistyped.findings[:1]
    cell = replace(finding.suspects[0], explanation=bad, label=bad)
    report = replace(mistyped, findings=(replace(finding, suspects=(cell,)),), path=bad)
    made = corrected(MISTYPED.read_bytes(), report, "sha256:0", "今天")
    rows = listed(io.BytesIO(made.content))
    # openpyxl leaves the escape that keeps Excel from making a character of _x000D_.
    assert rows[3][3] == rows[3][6] == "=1+1<&>'\"_x005F_x000D_"
    raw = unzipped(made.content)["xl/worksheets/sheet10.xml"]
    assert b"<f>" not in raw


def test_nothing_is_written_where_it_would_not_be_seen():
    own = openpyxl.load_workbook(MISTYPED)
    own[TABLE_1].merge_cells("B32:C32")
    own[TABLE_1]["B32"] = None
    buffer = io.BytesIO()
    own.save(buffer)
    parts = unzipped(buffer.getvalue())
    sheet = "xl/worksheets/sheet1.xml"
    hidden = with_values(parts[sheet], {parse_address(TOTAL): Decimal("1849.46")})
    data = zipped(parts | {sheet: hidden})
    report = check(data)
    assert any(each.address == TOTAL for found in report.findings for each in found.suspects)
    plan = corrected(data, report, "sha256:0", "今天").plan
    assert not plan.changes and ["盖住" in each.why for each in plan.left] == [True]


def test_a_protected_sheet_stays_protected_and_that_is_said():
    own = openpyxl.load_workbook(MISTYPED)
    own[TABLE_1].protection.sheet = True
    buffer = io.BytesIO()
    own.save(buffer)
    data = buffer.getvalue()
    made = corrected(data, check(data), "sha256:0", "今天")
    assert openpyxl.load_workbook(io.BytesIO(made.content))[TABLE_1].protection.sheet
    assert any(
        "设有保护" in str(row) and TABLE_1 in str(row) for row in listed(io.BytesIO(made.content))
    )


# --- what is refused ---------------------------------------------------------------------------


@pytest.fixture
def own_copy(tmp_path) -> Iterator[Path]:
    """The workbook with the mistyped total as a user's own, which must not change."""
    path = tmp_path / "决算.xlsx"
    shutil.copy(MISTYPED, path)
    before = path.read_bytes()
    yield path
    assert path.read_bytes() == before
    assert not [entry for entry in tmp_path.iterdir() if entry.name.startswith(".")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("决算.xlsx", "决算.xlsx", "--fix-to", "新.xlsx"), "一次只改正一个工作簿"),
        ((".", "--fix-to", "新.xlsx"), "一次只改正一个工作簿"),
        (("决算.xlsx", "--fix-to", "决算.xlsx"), "决算.xlsx"),
        (("决算.xlsx", "--fix-to", "决算.xlsx", "--force"), "决算.xlsx"),
        (("决算.xlsx", "--fix-to", "有.xlsx"), "有.xlsx"),
        (("决算.xlsx", "--fix-to", "新.xlsx", "-o", "新.xlsx"), "不能写到同一个文件"),
        (("决算.xlsx", "--fix-to", "新.xlsm"), "应以 .xlsx 结尾"),
        (("决算.xlsx", "--fix-to", "没有/新.xlsx"), "新.xlsx"),
        (("没有.xlsx", "--fix-to", "新.xlsx"), "没有校验成"),
        (("空.xlsx", "--fix-to", "新.xlsx"), "没有校验成"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments, said, own_copy, tmp_path):
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    (tmp_path / "有.xlsx").write_text("别人的")
    done = gouji("check", *arguments, folder=tmp_path)
    assert done.returncode == 2 and said in done.stderr
    assert not (tmp_path / "新.xlsx").exists() and (tmp_path / "有.xlsx").read_text() == "别人的"


def test_with_force_an_old_copy_is_written_over(own_copy, tmp_path):
    old = tmp_path / "旧.xlsx"
    old.write_text("旧的")
    done = gouji("check", own_copy, "--fix-to", old, "--force")
    assert done.returncode == 1 and not check(old).errors


def test_only_xlsx_and_xlsm_are_corrected(tmp_path):
    source = Path(__file__).parent / "corpus" / "mistake-ods-missing-row.ods"
    done = gouji("check", source, "--fix-to", tmp_path / "新.xlsx")
    assert done.returncode == 2
    assert "只能为 .xlsx、.xlsm" in done.stderr and "文件类型选 .xlsx" in done.stderr
    assert not (tmp_path / "新.xlsx").exists()


def with_macros() -> bytes:
    """The workbook with the mistyped total as one that holds macros."""
    parts = unzipped(MISTYPED.read_bytes())
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        b"spreadsheetml.sheet.main+xml", b"x.main+xml"
    ).replace(
        b"application/vnd.openxmlformats-officedocument.x.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return zipped(parts | {"xl/vbaProject.bin": b"\0macro"})


def test_a_workbook_with_macros_keeps_them_and_its_ending(tmp_path):
    source, copy = tmp_path / "决算.xlsm", tmp_path / "改正.xlsm"
    source.write_bytes(with_macros())
    done = gouji("check", source, "--fix-to", tmp_path / "改正.xlsx")
    assert done.returncode == 2 and "应以 .xlsm 结尾" in done.stderr
    done = gouji("check", source, "--fix-to", copy)
    assert done.returncode == 1
    assert unzipped(copy.read_bytes())["xl/vbaProject.bin"] == b"\0macro"


def test_a_signed_workbook_is_left_alone(tmp_path):
    source = tmp_path / "签名.xlsx"
    parts = unzipped(MISTYPED.read_bytes()) | {"_xmlsignatures/origin.sigs": b""}
    source.write_bytes(zipped(parts))
    done = gouji("check", source, "--fix-to", tmp_path / "新.xlsx")
    assert done.returncode == 2 and "数字签名" in done.stderr and "重新签名" in done.stderr
    assert not (tmp_path / "新.xlsx").exists()


@pytest.mark.parametrize(
    ("source", "status", "said"),
    [
        (EXAMPLES / "jiangan-2020" / "printed.xlsx", 0, "没有需要改正的数"),
        (MISTAKES / "05-missing-row.xlsx", 1, "应插在第 14 行前"),
        (MISTAKES / "06-table-of-last-year.xlsx", 1, "整张表可能贴错"),
    ],
)
def test_where_nothing_can_be_corrected_no_file_is_written(source, status, said, tmp_path):
    copy = tmp_path / "新.xlsx"
    done = gouji("check", source, "--fix-to", copy)
    assert done.returncode == check(source).exit_status()
    assert said in done.stderr and "没有写出" in done.stderr and not copy.exists()


def fixed(report: Report, source: Path, target: Path) -> int:
    """The status with which `fix` ends, 0 where it does not."""
    try:
        fix(report, Source(str(source), Path(source.name)), target, Options())
    except typer.Exit as end:
        return end.exit_code
    return 0


def test_a_copy_that_is_no_better_is_not_written(mistyped, own_copy, tmp_path, capsys):
    found = tuple(
        replace(finding, suspects=(replace(finding.suspects[0], expected="7.00"),))
        for finding in mistyped.findings
    )
    target = tmp_path / "新.xlsx"
    assert fixed(replace(mistyped, findings=found), own_copy, target) == 2
    assert "错误没有减少" in capsys.readouterr().err and not target.exists()


def test_a_copy_that_cannot_be_checked_is_not_written(
    mistyped, own_copy, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(
        "validator.cli.fixing.Checker.check", lambda *_: Report.unreadable("新", "坏了", "zh")
    )
    target = tmp_path / "新.xlsx"
    assert fixed(mistyped, own_copy, target) == 2
    assert "没有写出副本。原因：坏了" in capsys.readouterr().err and not target.exists()


def test_errors_that_only_the_copy_has_are_said(mistyped, own_copy, tmp_path, capsys):
    """As if the workbook had more errors, and others: then those that are left are new."""
    (finding,) = mistyped.findings[:1]
    wrong = replace(finding, suspects=(replace(finding.suspects[0], expected="1819.47"),))
    others = tuple(replace(finding, rule=f"旧{n}", suspects=wrong.suspects) for n in range(40))
    target = tmp_path / "新.xlsx"
    assert fixed(replace(mistyped, findings=(wrong, *others)), own_copy, target) == 0
    said = capsys.readouterr().err
    assert "原文件没有报告过的" in said and "X01" in said and target.exists()


def test_a_file_that_changed_since_it_was_checked_is_left(mistyped, own_copy, tmp_path, capsys):
    report = replace(mistyped, sha256="0" * 64)
    assert fixed(report, own_copy, tmp_path / "新.xlsx") == 2
    assert "校验以后文件又有改动" in capsys.readouterr().err


@pytest.mark.parametrize("problem", [KeyboardInterrupt(), OSError(ENOSPC, "No space left")])
def test_neither_ctrl_c_nor_a_full_disk_leaves_anything(
    problem, mistyped, own_copy, tmp_path, monkeypatch
):
    def fails(*_: object) -> None:
        raise problem

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises((KeyboardInterrupt, typer.Exit)):
        fix(mistyped, Source(str(own_copy), Path(own_copy.name)), tmp_path / "新.xlsx", Options())
    assert [path.name for path in tmp_path.iterdir()] == ["决算.xlsx"]


def test_ctrl_c_while_the_copy_is_made_is_said(mistyped, own_copy, tmp_path, monkeypatch, capsys):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("validator.cli.fixing.Checker.check", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fix(mistyped, Source(str(own_copy), Path(own_copy.name)), tmp_path / "新.xlsx", Options())
    assert "已中断，没有写出副本" in capsys.readouterr().err
