"""Values as people type them: what stands in a cell that should hold an amount, tables and columns
in another unit than their heading says, and columns pasted twice."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from tests.books import Values
from tests.desk import Desk, in_yuan
from tests.ledgers import ledger_of
from tests.rich import RICH, accounts
from validator.amounts import QIAN_YUAN, WAN_YUAN, YI_YUAN, YUAN, Unit
from validator.checks.cell_values import describe
from validator.findings import Finding, Report
from validator.forms.loader import editions
from validator.forms.model import TOTAL, Severity
from validator.reading import Book, Sheet, address
from validator.rounding import Verdict
from validator.run import check

EVERY_EDITION = pytest.mark.parametrize("edition", editions())
EDITION = "final-accounts-2024"
#: A table, its row and its column in which values are typed: 基本支出 in all.
KEY, ROW, COLUMN = "03", TOTAL, 2


def told(report: Report, rule: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.rule == rule]


def typed(value: object, edition: str = EDITION) -> Book:
    """The rich department's workbook with another value in one cell."""
    desk = Desk(accounts(edition))
    cell = desk.cell(KEY, ROW, COLUMN)
    desk.put(KEY, cell.row, cell.column, value)
    return desk.book()


# --- cells for amounts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "kind", "number"),
    [
        ("284.36 万元", "text_unit", "284.36"),
        ("284.36万", "text_unit", "284.36"),
        ("（1.2）万元", "text_unit", "-1.2"),
        ("2,843,600 元", "text_other_unit", "284.36"),
        ("1亿元", "text_other_unit", "10000.00"),
        ("￥１２.５元", "text_other_unit", "0.00125"),
        ("￥1,234.50", "text_currency", "1234.5"),
        ("RMB 12", "text_currency", "12"),
        ("约300", "text_about", "300"),
        ("300余万元", "text_about", "300"),
        ("300左右", "text_about", "300"),
        ("12.5%", "text_per_cent", ""),
        ("123.45①", "text_footnote", "123.45"),
        ("123.45*", "text_footnote", "123.45"),
        ("123.45注1", "text_footnote", "123.45"),
        ("123.45（2）", "text_footnote", "123.45"),
        ("1.2E+3", "text_scientific", "1200"),
        ("△12.5", "text_negative", "-12.5"),
        ("12.5-", "text_negative", "-12.5"),
        ("(-1.2)", "text_negative", "-1.2"),
        ("1O.5", "text_letter", "10.5"),
        ("2l.50", "text_letter", "21.5"),
        ("12。5", "text_point", "12.5"),
        ("1,23", "text_point", "1.23"),
        ("12.", "text_point", "12"),
        ("1.2.3", "text_points", ""),
        ("1,23,456.00", "text_grouping", "123456"),
        ("'123.45", "text_quote", "123.45"),
        ("=SUM(B2:B9)", "text_formula", ""),
        ("壹佰元整", "text_numerals", ""),
        ("没有", "text_nothing", ""),
        ("1月2日", "text_written_date", ""),
        ("2024年", "text_written_date", ""),
        (True, "text_boolean", ""),
        (date(2024, 1, 2), "text_date", "45293"),
        (datetime(1900, 10, 10, 8, 38, 24), "text_date_format", "284.36"),
        (date(1900, 1, 12), "text_date_format", "12"),
        (time(8, 38, 24), "text_time", "0.36"),
        (timedelta(days=284, seconds=31104), "text_time", "284.36"),
        ("待定", "text", ""),
        ("½", "text", ""),
        ("①", "text", ""),
    ],
)
def test_what_stands_in_a_cell_is_said_with_the_number_that_was_meant(value, kind, number):
    found, facts = describe(value, WAN_YUAN)
    assert (found, facts.get("due", facts.get("number", ""))) == (kind, number)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("284.36 万元", "数是 284.36，单位是万元。单位写在表头上"),
        ("2,843,600 元", "换算成万元是 284.36"),
        ("123.45①", "只填数字 123.45"),
        (datetime(1900, 10, 10, 8, 38, 24), "保存的数是 284.36"),
        (date(2024, 1, 2), "像是输入 1-2 时被自动变成了日期"),
        ("=SUM(B2:B9)", "以文字保存的公式"),
        ("待定" * 50, "…”，不是数字"),
    ],
)
def test_a_cell_without_a_number_is_an_error_and_what_needs_it_is_not_passed(value, words):
    books = accounts(EDITION)
    report = check(typed(value))
    (finding,) = told(report, "T05")
    assert (finding.severity, finding.verdict) == (Severity.ERROR, Verdict.NOT_EVALUATED)
    assert words in finding.message
    cell = books.tables[KEY].cells[ROW, COLUMN]
    assert finding.cells[0].address == address(cell.row, cell.column)
    assert "JS03-1" in finding.message
    assert all("{" not in f.message for f in report.findings)


def test_many_cells_wrong_in_one_way_are_one_finding_that_names_them_and_the_rules():
    desk = Desk(accounts(EDITION))
    cells = [cell for cell in desk.table(KEY).cells.values() if isinstance(cell.raw, float)]
    for cell in cells:
        desk.put(KEY, cell.row, cell.column, f"{cell.raw:.2f}万元")
    (finding,) = told(check(desk.book()), "T05")
    assert len(finding.cells) == len(cells)
    assert f"等 {len(cells)} 个单元格" in finding.message
    assert "JS03-HIER" in finding.message
    assert "X04" in finding.message


def test_dates_and_times_of_a_real_file_are_told_with_the_number_that_they_hold(tmp_path: Path):
    """openpyxl formats amounts as a date, as a time and as hours."""
    books = accounts(EDITION)
    table = books.tables[KEY]
    file = openpyxl.Workbook()
    file.remove(file.worksheets[0])
    for sheet in books.book.sheets:
        rows = file.create_sheet(sheet.name)
        for row in sheet.rows:
            rows.append([None if value == "" else value for value in row])
    amounts = [cell for cell in table.cells.values() if isinstance(cell.raw, float) and cell.raw]
    formats = {"yyyy-mm-dd": 284.36, "h:mm": 0.36, "[h]:mm": 1809.26}
    for cell, (number_format, value) in zip(amounts, formats.items(), strict=False):
        there = file[table.sheet].cell(cell.row + 1, cell.column + 1, value)
        there.number_format = number_format
    file.save(tmp_path / "日期.xlsx")
    found = told(check(tmp_path / "日期.xlsx"), "T05")
    assert len(found) == len(formats)
    for finding, number in zip(found, formats.values(), strict=True):
        assert f"保存的数是 {number}。" in finding.message


@pytest.mark.parametrize(("value", "found"), [(0.0, 0), ("0.00", 0), ("", 0), (1.0, 1), ("?", 1)])
def test_a_table_declared_empty_may_print_zeros_and_nothing_else(value: object, found: int):
    of = ledger_of(EDITION)
    department = of.department(RICH, rich=True)
    figures: Values = {(TOTAL, column): value for column in (1, 2, 3)}
    tables = of.figures(department, EDITION)
    tables = {"08": tables["08"]._replace(values=figures, subjects=()), "09": tables["09"]}
    book = of.printed(department, EDITION, tables)
    sheet = book.sheets[0]
    sentence = "本部门2024年度无国有资本经营预算财政拨款支出。"
    rows = [*sheet.rows, [sentence, *[""] * (len(sheet.rows[0]) - 1)]]
    report = check(replace(book, sheets=(replace(sheet, rows=rows), *book.sheets[1:])))
    assert len([f for f in told(report, "T03") if "却填有金额" in f.message]) == found


# --- digits ------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", [EDITION, "budget-2023"])
def test_more_digits_than_are_published_are_one_finding_a_table(edition: str):
    desk = Desk(accounts(edition))
    key = desk.at.codes
    stored = [cell for cell in desk.table(key).cells.values() if isinstance(cell.raw, float)]
    for cell in stored:
        desk.put(key, cell.row, cell.column, float(str(cell.raw)) + 0.001)
    (finding,) = told(check(desk.book()), "T06")
    assert finding.severity is Severity.INFO
    assert f"有 {len(stored)} 个单元格" in finding.message


def test_less_than_a_fen_is_no_amount_in_yuan_but_is_in_wan_yuan():
    of = ledger_of(EDITION)
    for unit, severities in ((YUAN, [Severity.WARNING]), (WAN_YUAN, [Severity.INFO])):
        tables = of.figures(of.department(RICH, rich=True), EDITION, unit)
        values = {**tables["09"].values}
        place = next(place for place, value in values.items() if value)
        values[place] = float(str(values[place])) + 0.003
        tables["09"] = tables["09"]._replace(values=values)
        report = check(of.printed(of.department(RICH, rich=True), EDITION, tables, unit))
        assert [finding.severity for finding in told(report, "T06")] == severities


# --- units -------------------------------------------------------------------------------------


def in_another_unit(
    edition: str, names: Iterable[str], stated: Unit, held: Unit, *, seed: int = RICH
) -> Book:
    """The tables on the sheets `names` hold figures in `held`, and all tables say `stated`."""
    of = ledger_of(edition)
    department = of.department(seed, rich=seed == RICH)
    sheets = []
    for right, wrong in zip(
        of.book(department, edition, stated).sheets,
        of.book(department, edition, held).sheets,
        strict=True,
    ):
        sheets.append(relabelled(wrong, held, stated) if wrong.name in names else right)
    return Book("单位.xlsx", tuple(sheets))


def relabelled(sheet: Sheet, old: Unit, new: Unit) -> Sheet:
    def word(value: object) -> object:
        return value.replace(f"：{old.name}", f"：{new.name}") if isinstance(value, str) else value

    return replace(sheet, rows=[[word(value) for value in row] for row in sheet.rows])


@pytest.mark.parametrize(
    ("stated", "held"),
    [
        (WAN_YUAN, YUAN),
        (YUAN, WAN_YUAN),
        (WAN_YUAN, QIAN_YUAN),
        (QIAN_YUAN, YUAN),
        (YUAN, QIAN_YUAN),
        (WAN_YUAN, YI_YUAN),
    ],
    ids=lambda unit: unit.name,
)
@pytest.mark.parametrize("edition", [EDITION, "budget-2023"])
def test_a_table_in_another_unit_is_the_one_cause_of_all_that_fails(edition, stated, held):
    """Of 亿元 with two decimals some figures are too few digits to tell, the others do."""
    report = check(in_another_unit(edition, ["表3"], stated, held))
    (finding,) = told(report, "T15")
    assert finding.severity is Severity.ERROR
    assert finding.table == "03"
    assert f"注明的单位是{stated.name}，数却像是{held.name}的" in finding.message
    assert finding.message.count("↔") == 2
    assert {cell.table for cell in finding.cells} > {"03"}
    causes = [f for f in report.findings if f.cause and f.severity is Severity.ERROR]
    assert causes == [finding]
    following = [f for f in report.findings if f.group == finding.group and not f.cause]
    assert following
    assert all(f.message.endswith("（与 T15 同因）") for f in following)


@pytest.mark.parametrize("edition", [EDITION, "budget-2023"])
def test_every_table_that_shares_two_figures_with_others_is_told_from_its_siblings(edition: str):
    """Those that share none, or only parts of a sum over three tables, are not guessed at."""
    tables = accounts(edition).found.tables.values()
    told_of = {
        finding.table
        for table in tables
        if table.key in ("01", "02", "04", "05", "05-1", "05-2", "06", "07", "08", "11")
        for finding in told(check(in_another_unit(edition, [table.sheet], WAN_YUAN, YUAN)), "T15")
        if finding.severity is Severity.ERROR
    }
    accounts_of = {"01", "02", "04", "05", "06", "07", "08"}
    budgets_of = {"01", "02", "04", "05-1", "05-2", "06", "11"}
    assert told_of == (budgets_of if edition.startswith("budget") else accounts_of)


def test_two_tables_of_one_wrong_unit_are_both_told_though_they_agree():
    report = check(in_another_unit(EDITION, ["表2", "表3"], WAN_YUAN, YUAN))
    assert {finding.table for finding in told(report, "T15")} == {"02", "03"}
    assert all(f.rule == "T15" for f in report.findings if f.cause and f.severity.rank == 0)


def test_a_table_without_a_unit_is_told_with_the_one_that_fits():
    desk = Desk(accounts(EDITION))
    in_yuan()(desk, "")
    desk.replace("03", "单位：万元", "")
    (finding,) = told(check(desk.book()), "T15")
    assert "没有注明单位，按万元核对，数却像是元的" in finding.message


def test_a_typing_error_beside_a_wrong_unit_keeps_its_own_finding():
    book = in_another_unit(EDITION, ["表3"], WAN_YUAN, YUAN)
    desk = Desk(accounts(EDITION))
    cell = desk.cell("01", 1, 1)
    sheets = [
        replace(sheet, rows=with_value(sheet, cell.row, cell.column, 12.34))
        if sheet.name == desk.table("01").sheet
        else sheet
        for sheet in book.sheets
    ]
    causes = [f for f in check(replace(book, sheets=tuple(sheets))).findings if f.cause]
    rules = [f.rule for f in causes if f.severity is Severity.ERROR]
    assert "T15" in rules
    assert len(rules) == 2


def with_value(sheet: Sheet, row: int, column: int, value: object) -> list[list[object]]:
    rows = [list(cells) for cells in sheet.rows]
    rows[row][column] = value
    return rows


def test_one_figure_in_yuan_is_no_table_in_yuan():
    desk = Desk(accounts(EDITION))
    cell = desk.cell(KEY, TOTAL, 1)
    desk.put(KEY, cell.row, cell.column, float(str(cell.raw)) * 10_000)
    report = check(desk.book())
    assert not told(report, "T15")
    assert "X04" in {finding.rule for finding in report.findings}


@EVERY_EDITION
@pytest.mark.parametrize("column", [1, 2, 3])
def test_a_column_in_another_unit_is_told_with_its_heading(edition: str, column: int):
    of, desk = ledger_of(edition), Desk(accounts(edition))
    in_yuan_of = of.figures(of.department(RICH, rich=True), edition, YUAN)["03"].values
    for (row, number), cell in desk.table("03").cells.items():
        if number == column:
            desk.put("03", cell.row, cell.column, in_yuan_of[row, number])
    report = check(desk.book())
    (finding,) = told(report, "T15")
    heading = desk.table("03").column_label(column)
    assert f"“{heading}”一栏的数却像是元的" in finding.message
    causes = [f for f in report.findings if f.cause and f.severity is Severity.ERROR]
    assert causes == [finding]


def test_where_either_of_two_columns_may_be_the_one_both_are_named():
    """All that was spent is 基本支出, in a workbook of this table alone."""
    desk = Desk(accounts(EDITION))
    for key in desk.rows.keys() - {"03"}:
        del desk.rows[key]
    for (row, column), cell in desk.table("03").cells.items():
        basic = float(len(str(row)))
        value = {1: basic, 2: basic * 10_000}.get(column, "")
        desk.put("03", cell.row, cell.column, value)
    (finding,) = told(check(desk.book()), "T15")
    assert "“本年支出合计、基本支出”这 2 栏里有一栏" in finding.message


@EVERY_EDITION
def test_a_total_beyond_any_department_is_to_be_explained(edition: str):
    for value, severities in ((99_999_999.0, []), (200_000_000.0, [Severity.WARNING])):
        desk = Desk(accounts(edition))
        key = desk.at.single
        for (_row, column), cell in desk.table(key).cells.items():
            desk.put(key, cell.row, cell.column, value if column in (1, 6) else "")
        assert [finding.severity for finding in told(check(desk.book()), "T15")] == severities


# --- pasted twice ------------------------------------------------------------------------------


def test_two_addends_that_are_the_same_on_every_row_are_to_be_explained():
    desk = Desk(accounts(EDITION))
    desk.rows = {"05": desk.rows["05"]}
    for (row, column), cell in desk.table("05").cells.items():
        basic = float(str(desk.cell("05", row, 2).raw or 0))
        desk.put("05", cell.row, cell.column, {1: round(2 * basic, 2)}.get(column, basic))
    report = check(desk.book())
    (finding,) = told(report, "T16")
    assert finding.severity is Severity.WARNING
    assert not finding.suspects
    assert "“基本支出”与“项目支出”两栏" in finding.message


def test_a_column_pasted_twice_is_the_cause_of_what_breaks_and_is_named_as_a_whole():
    desk = Desk(accounts(EDITION))
    cells = desk.table("05").cells
    for (row, column), cell in cells.items():
        if column == 3:
            desk.put("05", cell.row, cell.column, desk.cell("05", row, 2).raw)
    report = check(desk.book())
    (finding,) = told(report, "T16")
    assert finding.severity is Severity.ERROR
    assert report.findings[0] == finding
    assert {f.rule for f in report.findings if f.group == finding.group} >= {"JS05-1", "X12"}
    (suspect,) = finding.suspects
    third = [address(cell.row, cell.column) for (_, column), cell in cells.items() if column == 3]
    assert (suspect.kind, suspect.address) == ("area", f"{third[0]}:{third[-1]}")


@pytest.mark.parametrize(
    "change",
    [
        lambda basic, row, of: {1: basic, 2: basic, 3: ""},  # a total and its only addend
        lambda basic, row, of: {1: "", 2: "", 3: ""},
        lambda basic, row, of: {1: 2.0, 2: 1.0, 3: 1.0},  # not enough different figures
        lambda basic, row, of: {1: 2 * basic, 2: basic, 3: basic + (row == of)},  # but for one
    ],
    ids=["only addend", "blank", "few figures", "one row differs"],
)
def test_columns_that_may_well_be_the_same_are_not_told(change: Callable[..., dict[int, object]]):
    desk = Desk(accounts(EDITION))
    last = desk.table("05").entries[-1].key
    for (row, column), cell in desk.table("05").cells.items():
        basic = float(str(desk.cell("05", row, 2).raw or 0))
        desk.put("05", cell.row, cell.column, change(basic, row, last)[column])
    assert not told(check(desk.book()), "T16")


# --- sound books -------------------------------------------------------------------------------


@EVERY_EDITION
def test_sound_books_have_the_units_that_they_state_and_no_column_twice(edition: str):
    of = ledger_of(edition)
    for seed in range(3):
        unit = (WAN_YUAN, YUAN, QIAN_YUAN)[seed]
        report = check(of.book(of.department(seed), edition, unit))
        assert not [*told(report, "T15"), *told(report, "T16")]


# --- years -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cover", "where"),
    [
        ("某局2023年度部门决算公开表.xlsx", "", "某局2023年度部门决算公开表"),
        ("a.xlsx", "2023 年度部门决算", "封面页"),
        ("2024年公开2023年度部门决算.xlsx", "", ""),
        ("2023年工作总结.xlsx", "2023年度部门预算", ""),
        ("2023年度部门决算.xlsx", "2024年度部门决算", ""),
        ("2024年度部门决算.xlsx", "", ""),
    ],
)
def test_a_cover_or_a_name_of_another_year_than_all_tables_is_information(name, cover, where):
    book = accounts(EDITION).book
    sheets = (Sheet("封面页", [["", cover]], {}), *book.sheets)
    report = check(replace(book, name=name, sheets=sheets))
    assert report.year == 2024
    found = told(report, "T09")
    assert [finding.severity for finding in found] == [Severity.INFO] * bool(where)
    assert all(f"“{where}”写的是 2023 年度" in finding.message for finding in found)
