"""Workbooks made from the forms: known by their stamp, and what is said where they were damaged."""

import re
from collections import Counter
from collections.abc import Callable, Mapping

import pytest

from tests.books import by_verdict
from tests.live import Live, as_file, live
from validator.findings import Finding, Report
from validator.forms.computed import computed_in
from validator.forms.loader import editions, form_of, load
from validator.forms.model import (
    BUDGETS,
    FINAL_ACCOUNTS,
    ONLY_ROW,
    TOTAL,
    CellKey,
    Layout,
    RowKey,
    Severity,
)
from validator.forms.workbook import (
    CHECK,
    FRONT,
    TOTALS,
    TOTALS_FIRST,
    TOTALS_TYPED,
    entry_sheet,
    own_sheets,
    stamp,
    table_sheet,
    tables,
    totals,
)
from validator.reading import Book, address
from validator.recognition import recognise
from validator.reports.terminal import as_text
from validator.rounding import Verdict
from validator.run import Options, check
from workbook_templates.plan import plan

NEWEST = editions()[-1]
ABOUT = ("T11", "T12")


def said(made: Live | Book | bytes, options: Options | None = None) -> list[Finding]:
    """What is said of a workbook besides that the list does not know a code."""
    report = check(made.book() if isinstance(made, Live) else made, options)
    assert report.status == "checked"
    return [f for f in report.findings if not f.rule.endswith("-CODE") or f.severity is not INFO]


INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR


def of(made: Live, rule: str) -> list[Finding]:
    return [finding for finding in said(made) if finding.rule == rule]


def place(made: Live, cell: CellKey) -> tuple[int, int]:
    """Where a cell of a table stands."""
    found = recognise(made.book()).tables[cell[0]].cells[cell[1], cell[2]]
    return found.row, found.column


def value(made: Live, cell: CellKey) -> float:
    row, column = place(made, cell)
    found = made.table(cell[0]).rows[row][column]
    return found if isinstance(found, float) else 0.0


def overwrite(made: Live, cell: CellKey, by: object) -> str:
    """Type over a cell; its address."""
    made.table(cell[0]).put(*place(made, cell), by)
    return address(*place(made, cell))


def number(edition: str, subject: str, words: str) -> int:
    """The 行次 of the first line with these words."""
    lines = load(edition).forms[subject].lines
    return next(n for n, (line, _) in lines.items() if line.words == words)


# --- sound ones --------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(1, 5))
@pytest.mark.parametrize("edition", editions())
def test_an_undamaged_workbook_gives_nothing(edition, seed):
    made = live(edition, seed, rich=seed < 3)
    for source in (made.book(), as_file(made.book())):
        report = check(source)
        assert (report.edition, report.other_sheets) == (edition, ())
        assert set(ABOUT) <= report.ran
        assert not said(source)


@pytest.mark.parametrize("edition", editions())
def test_the_stamp_decides_the_edition(edition):
    made = live(edition)
    for leaf in made.sheets.values():  # the years are gone, and what else tells editions apart
        for row in leaf.rows:
            row[:] = [re.sub(r"20\d\d年度", "", v) if isinstance(v, str) else v for v in row]
    found = recognise(made.book())
    assert (found.template, found.edition.name, found.printed) == (edition, edition, edition)
    for other in editions():
        if load(other).kind == load(edition).kind:
            assert recognise(made.book(), other).edition.name == other


def test_an_unstamped_workbook_is_no_template():
    made = live(NEWEST)
    made.sheets[FRONT].rows[20][1] = "gouji 说明"
    found = recognise(made.book())
    assert (found.template, found.printed) == ("", "")
    report = check(made.book())
    assert not set(ABOUT) & report.ran
    assert FRONT in report.other_sheets


def test_a_stamp_far_below_is_none():
    made = live(NEWEST)
    front = made.sheets[FRONT]
    front.rows += [[""] * 3 for _ in range(60)]
    front.rows[20][1], front.rows[65][1] = "", stamp(load(NEWEST))
    assert recognise(made.book()).template == ""


def test_sheets_that_hold_no_table():
    edition = load(NEWEST)
    assert CHECK in own_sheets(edition)
    assert "计算勾稽" in own_sheets(edition)
    assert entry_sheet(edition.forms["02"]) in own_sheets(edition)
    assert entry_sheet(edition.forms["01"]) not in own_sheets(edition)
    assert not any(table_sheet(form) in own_sheets(edition) for form in edition.forms.values())


# --- blank ones --------------------------------------------------------------------------------


def only_t10(report: Report) -> None:
    assert report.status == "checked"
    (finding,) = report.findings
    assert (finding.rule, finding.severity) == ("T10", INFO)
    assert finding.verdict is Verdict.NOT_APPLICABLE
    assert {verdict for verdict, n in report.counts.items() if n} == {Verdict.NOT_APPLICABLE}
    assert by_verdict(report.rules) == Counter(report.counts)
    assert not report.ran
    assert (report.exit_status(), report.exit_status(strict=True)) == (0, 0)


@pytest.mark.parametrize("edition", editions())
def test_a_blank_workbook_is_said_to_be_blank_and_nothing_else(edition):
    made = live(edition, blank=True)
    report = check(made.book())
    only_t10(report)
    assert report.edition == edition
    assert "还没有填写" in as_text([report])
    assert "勾稽相符" not in as_text([report])
    only_t10(check(as_file(made.book())))


@pytest.mark.parametrize("edition", editions())
def test_a_blank_workbook_without_stamp(edition):
    made = live(edition, blank=True)
    tables = tuple(s for s in made.book().sheets if s.name not in own_sheets(load(edition)))
    only_t10(check(Book("表.xlsx", tables)))
    only_t10(check(Book("表.xlsx", tables[:2])))  # not even that tables are missing


def test_zeros_are_blank():
    made = live(NEWEST, blank=True)
    overwrite(made, ("01", 27, 1), 0.0)
    only_t10(check(made.book()))


@pytest.mark.parametrize(
    "fill",
    [
        lambda made: overwrite(made, ("01", 1, 1), 5.0),
        lambda made: overwrite(made, ("01", 1, 1), "待核"),
        lambda made: made.entries("05").rows.append(["2080501", "", "", 5.0, "", ""]),
        lambda made: made.table("08").rows.append(
            ["本部门无国有资本经营预算财政拨款支出。", *[""] * 11]
        ),
    ],
)
def test_what_is_not_blank(fill: Callable[[Live], object]):
    made = live(NEWEST, blank=True)
    fill(made)
    report = check(made.book())
    assert "T10" in report.ran
    assert "T10" not in {finding.rule for finding in report.findings}


# --- formulas in tables with printed lines -----------------------------------------------------


@pytest.mark.parametrize("edition", editions())
@pytest.mark.parametrize("at", [0, -1])
@pytest.mark.parametrize("subject", ["01", "04"])
def test_a_number_that_the_formula_would_give(edition, subject, at):
    made = live(edition)
    cell = [cell for cell in totals(edition) if cell[0] == subject][at]
    where = overwrite(made, cell, value(made, cell))
    (finding,) = said(made)
    assert (finding.rule, finding.severity, finding.cells[0].address) == ("T11", INFO, where)
    assert finding.cells[0].raw in finding.message
    assert TOTALS in finding.message


#: Rules that 本年收入合计 of table 1 breaks where it is wrong.
OF_INCOME = {
    FINAL_ACCOUNTS: {"JS01-1", "JS01-3", "X01"},
    BUDGETS: {"YS01-1", "YS01-3", "YSX16"},
}


@pytest.mark.parametrize("edition", editions())
def test_another_number_is_the_cause_of_what_breaks_there(edition):
    made = live(edition)
    cell = ("01", number(edition, "01", "本年收入合计"), 1)
    right = value(made, cell)
    at = overwrite(made, cell, right + 500)
    cause, *others = said(made)
    assert (cause.rule, cause.severity, cause.cells[0].address) == ("T11", ERROR, at)
    assert cause.cause
    assert f"{right:.2f}" in cause.message
    assert OF_INCOME[load(edition).kind] <= {finding.rule for finding in others}
    assert {finding.group for finding in others} == {cause.group}
    assert not any(finding.cause for finding in others)


def test_the_value_is_rounded_from_what_is_stored():
    made = live(NEWEST, blank=True)
    for line in (1, 2, 3):
        overwrite(made, ("01", line, 1), 1.234)
    at = overwrite(made, ("01", 27, 1), 3.7)
    same = next(f for f in of(made, "T11") if f.cells[0].address == at)
    assert same.severity is INFO
    overwrite(made, ("01", 27, 1), 3.69)
    wrong = next(f for f in of(made, "T11") if f.cells[0].address == at)
    assert wrong.severity is ERROR
    assert "3.70" in wrong.message


#: Rows of totals, one of each layout with printed lines.
ROWS: Mapping[str, list[tuple[str, RowKey]]] = {
    FINAL_ACCOUNTS: [("01", 27), ("04", 59), ("06", "301"), ("09", "")],
    BUDGETS: [("01", 27), ("04", 28), ("07", ""), ("11", 4), ("12-1", 3)],
}


@pytest.mark.parametrize(
    ("edition", "key", "row"),
    [(edition, *row) for edition in editions() for row in ROWS[load(edition).kind]],
)
def test_a_total_that_was_typed_where_it_may_be(edition, key, row):
    made = live(edition)
    cell = next(c for c in totals(edition) if c[:2] == (key, row))
    published = value(made, cell) + 0.01
    made.type_total(cell, published + 0.001)
    overwrite(made, cell, published)
    assert [f.severity for f in of(made, "T11")] == [INFO]
    overwrite(made, cell, published - 0.01)
    (finding,) = of(made, "T11")
    assert finding.severity is ERROR
    assert f"{published:.2f}" in finding.message


def test_another_sheet_in_place_of_the_typed_totals():
    made = live(NEWEST)
    made.type_total(("01", 27, 1), 77.0)
    for row in made.sheets[TOTALS].rows:
        row[0] = ""
    overwrite(made, ("01", 27, 1), value(made, ("01", 27, 1)))
    assert [f.severity for f in of(made, "T11")] == [INFO]
    del made.sheets[TOTALS]
    assert [f.severity for f in of(made, "T11")] == [INFO]


@pytest.mark.parametrize("edition", editions())
def test_the_totals_that_may_be_typed_are_all_the_computed_cells(edition):
    form_set = load(edition)
    known = computed_in(edition, tables(form_set)).cells
    of_lists = {cell for cell in known if cell[1] in form_of(cell[0], form_set).lists}
    assert set(totals(edition)) == set(known) - of_lists
    assert list(totals(edition)) == list(plan(edition).typed_totals)
    for cell, spot in plan(edition).typed_totals.items():
        place = TOTALS_FIRST + totals(edition).index(cell), TOTALS_TYPED
        assert spot == (TOTALS, *place)


@pytest.mark.parametrize("by", ["", "—"])
def test_a_formula_that_was_deleted(by):
    made = live(NEWEST)
    at = overwrite(made, ("04", 59, 2), by)
    cause, *others = said(made)
    assert (cause.rule, cause.severity, cause.cells[0].address) == ("T11", ERROR, at)
    assert "删去" in cause.message
    assert {finding.group for finding in others} == {cause.group}


def test_nothing_is_lost_where_there_is_nothing_to_show():
    made = live(NEWEST, blank=True)
    overwrite(made, ("01", 1, 1), 5.0)
    overwrite(made, ("09", ONLY_ROW, 3), "")
    assert not [f for f in of(made, "T11") if f.cells[0].table == "09"]


def test_a_number_where_the_formula_gives_nothing():
    made = live(NEWEST, blank=True)
    overwrite(made, ("01", 1, 1), 5.0)
    overwrite(made, ("09", ONLY_ROW, 3), 7.0)
    (finding,) = [f for f in of(made, "T11") if f.table == "09"]
    assert finding.severity is ERROR
    assert "空白" in finding.message


def test_words_are_left_to_the_check_of_amounts():
    made = live(NEWEST)
    overwrite(made, ("01", 27, 1), "待核")
    assert not of(made, "T11")
    assert len(of(made, "T05")) == 1


def test_two_causes_stay_two():
    made = live(NEWEST)
    overwrite(made, ("01", 27, 1), value(made, ("01", 27, 1)) + 500)
    overwrite(made, ("06", "301", 1), value(made, ("06", "301", 1)) + 70)
    found = of(made, "T11")
    assert len(found) == 2
    assert all(finding.cause for finding in found)
    assert len({finding.group for finding in found}) == 2


@pytest.mark.parametrize("wrong", [False, True])
def test_many_cells_of_a_table_are_one_finding(wrong):
    made = live(NEWEST)
    cells = [("04", 59, column) for column in (2, 3, 4, 5)] + [("04", 64, 2)]
    places = [
        overwrite(made, cell, value(made, cell) + (400 + 13 * i) * wrong)
        for i, cell in enumerate(cells)
    ]
    (finding,) = of(made, "T11")
    assert finding.severity is (ERROR if wrong else INFO)
    assert "5 个单元格" in finding.message
    assert places[0] in finding.message
    broken = [f for f in said(made) if f.severity is ERROR and f.rule != "T11"]
    assert bool(broken) is wrong
    assert {f.group for f in broken} <= {finding.group}


def test_right_and_wrong_ones_are_told_apart():
    made = live(NEWEST)
    overwrite(made, ("04", 59, 3), value(made, ("04", 59, 3)))
    overwrite(made, ("04", 59, 4), value(made, ("04", 59, 4)) + 9)
    assert sorted(f.severity.value for f in of(made, "T11")) == ["error", "info"]


@pytest.mark.parametrize("edition", editions())
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_pasted_as_values_every_cell_holds_what_the_formulas_give(edition, seed):
    """The figures come from the ledger: so this proves that the values due are the right ones."""
    made = live(edition, seed, rich=seed < 3)
    made.values_only()
    (finding,) = said(made)
    assert (finding.rule, finding.severity, finding.table) == ("T11", INFO, "")
    assert "没有公式" in finding.message
    assert said(made, Options(lang="en"))


def test_a_single_table_pasted_as_values():
    made = live(NEWEST)
    made.table("03").formulas.clear()
    (finding,) = said(made)
    assert (finding.rule, finding.severity, finding.table) == ("T11", INFO, "03")


# --- formulas in 科目 tables --------------------------------------------------------------------


def leaf(made: Live, subject: str, length: int = 7) -> str:
    """A code that the table prints."""
    table = recognise(made.book()).tables[subject]
    return [e.code for e in table.entries if len(e.code) == length][-1]


@pytest.mark.parametrize("length", [3, 5, 7])
@pytest.mark.parametrize("column", [1, 2])
def test_an_amount_of_a_subject(length, column):
    made = live(NEWEST)
    cell = ("05", leaf(made, "05", length), column)
    right = value(made, cell)
    at = overwrite(made, cell, right)
    (finding,) = said(made)
    assert (finding.rule, finding.severity, finding.cells[0].address) == ("T11", INFO, at)
    assert entry_sheet(load(NEWEST).forms["05"]) in finding.message
    overwrite(made, cell, right + 30)
    cause, *others = said(made)
    assert (cause.rule, cause.severity, cause.cells[0].address) == ("T11", ERROR, at)
    assert others
    assert {finding.group for finding in others} == {cause.group}
    overwrite(made, cell, "")
    assert of(made, "T11")[0].severity is ERROR


def test_the_total_of_a_subject_table():
    made = live(NEWEST)
    overwrite(made, ("03", TOTAL, 2), value(made, ("03", TOTAL, 2)) + 8)
    (finding,) = of(made, "T11")
    assert finding.severity is ERROR
    assert "合计" in finding.message


def test_typed_totals_of_the_entry_sheet_count():
    made = live(NEWEST)
    right = value(made, ("08", TOTAL, 2))
    made.entries("08").rows.append([" 合 计 ", "", "", right + 1, "", ""])
    overwrite(made, ("08", TOTAL, 2), right + 1)
    (finding,) = of(made, "T11")
    assert finding.severity is INFO


def code_place(made: Live, subject: str, code: str) -> tuple[int, int]:
    table = recognise(made.book()).tables[subject]
    return next((e.row, e.column) for e in table.entries if e.code == code)


@pytest.mark.parametrize(
    ("by", "severity", "words"),
    [(None, INFO, "相同"), ("2019999", ERROR, "应为"), ("", ERROR, "删去")],
)
def test_a_code(by, severity, words):
    made = live(NEWEST)
    code = leaf(made, "05")
    at = code_place(made, "05", code)
    made.table("05").put(*at, code if by is None else by)
    (finding,) = of(made, "T11")
    assert (finding.severity, finding.cells[0].address) == (severity, address(*at))
    assert words in finding.message
    assert by is None or code in finding.message


@pytest.mark.parametrize("by", ["2019999", ""])
def test_a_code_is_the_cause_of_what_breaks_without_it(by):
    made = live(NEWEST)
    codes = [e.code for e in recognise(made.book()).tables["05"].entries if len(e.code) == 7]
    code = next(c for c in codes if sum(c[:5] == other[:5] for other in codes) > 1)
    made.table("05").put(*code_place(made, "05", code), by)
    errors = [f for f in said(made) if f.severity is ERROR]
    cause = next(f for f in errors if f.rule == "T11")
    assert cause.cause
    assert {f.rule for f in errors if f.group == cause.group} >= {"T11", "JS05-HIER"}


@pytest.mark.parametrize("by", ["别的名称", ""])
def test_a_name(by):
    made = live(NEWEST)
    row, _ = code_place(made, "05", leaf(made, "05"))
    column = min(c for _, c in [place(made, ("05", TOTAL, 1))]) - 1
    own = made.table("05").rows[row][column]
    made.table("05").put(row, column, own)
    assert [f.severity for f in of(made, "T11")] == [INFO]
    made.table("05").put(row, column, by)
    (finding,) = of(made, "T11")
    assert finding.severity is ERROR
    assert str(own) in finding.message


def test_a_subject_typed_into_the_printed_table():
    made = live(NEWEST)
    table = recognise(made.book()).tables["08"]
    row = table.entries[-1].row + 2
    first = table.entries[-1].column
    amounts = sorted(c for r, c in table.bound_at if r == table.entries[-1].row)
    for column, words in ((first, "2239999"), (amounts[0] - 1, "其他"), (amounts[0], 5.0)):
        made.table("08").put(row, column, words)
    found = of(made, "T11")
    assert {finding.severity for finding in found} == {ERROR}
    assert len(found) == 3
    assert entry_sheet(table.form) in found[0].message


def test_a_whole_row_wiped():
    made = live(NEWEST)
    sheet = made.table("03")
    row, _ = code_place(made, "03", leaf(made, "03"))
    for column in range(len(sheet.rows[row])):
        sheet.put(row, column, "")
    (finding,) = of(made, "T11")
    assert finding.severity is ERROR
    assert not of(made, "T12")


# --- the layout --------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", editions())
@pytest.mark.parametrize("subject", ["01", "02", "06", "09"])
def test_a_renamed_sheet(edition, subject):
    made = live(edition)
    form = load(edition).forms[subject]
    made.rename(table_sheet(form), "Sheet1")
    (finding,) = said(made)
    assert (finding.rule, finding.severity, finding.table) == ("T12", WARNING, subject)
    assert "Sheet1" in finding.message
    assert table_sheet(form) in finding.message


def test_sheets_that_are_not_there():
    made = live(NEWEST)
    own = entry_sheet(load(NEWEST).forms["07"])
    del made.sheets[own]
    made.rename(CHECK, "校验")
    (finding,) = said(made)
    assert (finding.rule, finding.severity) == ("T12", WARNING)
    assert own in finding.message
    assert CHECK in finding.message


@pytest.mark.parametrize(
    ("edition", "subject"),
    [
        (edition, subject)
        for edition in editions()
        for subject, form in load(edition).forms.items()
        if form.layout is not Layout.DECLARED
    ],
)
@pytest.mark.parametrize("by", ["项目支出（元）", ""])
def test_each_heading(edition, subject, by):
    """Every heading of every table, one at a time: said once, by this check or by another. Without
    栏次 a table may be found by all of its headings alone."""
    made = live(edition, 3, rich=False)
    sheet = made.table(subject)
    form = load(edition).forms[subject]
    table = recognise(made.book()).tables[subject]
    first = min(binding.row for binding in table.bindings)
    labels = {h for part in form.parts for h in _labels(part.headings)}
    told = 0
    for row in range(table.top + 1, first):
        for column, words in enumerate(sheet.rows[row]):
            if words not in labels:
                continue
            sheet.put(row, column, by)
            found = said(made)
            sheet.put(row, column, words)
            if any(f.rule in ("T01", "T04") for f in found):
                continue  # the table was not found by it, or the column stands under another one
            (finding,) = [f for f in found if f.rule == "T12" or form.layout is not Layout.BLOCKS]
            assert (finding.rule, finding.severity) == ("T12", WARNING)
            assert finding.cells[0].address == address(row, column)
            assert str(words) in finding.message
            assert by in finding.message
            told += 1
    assert told or not form.numbering


def _labels(headings):
    for heading in headings:
        yield heading.label
        yield from _labels(heading.children)


def test_spaces_and_wide_signs_in_headings_do_not_matter():
    made = live(NEWEST)
    sheet = made.table("03")
    for row in sheet.rows[:8]:
        for column, words in enumerate(row):
            if words in ("基本支出", "项目支出"):
                row[column] = f" {words[:2]}\n{words[2:]}　"
    assert not said(made)


def test_lines_without_words_taken_out():
    made = live(NEWEST)
    row, _ = place(made, ("04", 33, 2))
    for cell in made.table("04").rows[row + 4][:2]:
        assert cell == "" or isinstance(cell, float)
    made.table("04").rows[row + 4][:2] = ["", ""]
    (finding,) = of(made, "T12")
    assert (finding.severity, finding.table) == (WARNING, "04")
    assert "5行" in finding.message


def test_a_line_with_words_taken_out_is_said_once():
    made = live(NEWEST)
    row, _ = place(made, ("01", 28, 1))
    made.table("01").delete(row)
    found = said(made)
    assert [f.rule for f in found if f.rule in ("T04", "T12")].count("T04") >= 1
    assert not [f for f in found if f.rule == "T12" and "使用" in f.message]


@pytest.mark.parametrize("subject", ["01", "04", "06", "05"])
def test_a_row_put_in(subject):
    made = live(NEWEST)
    table = recognise(made.book()).tables[subject]
    row = table.entries[3].row if table.entries else place(made, (subject, 2, 1))[0]
    made.table(subject).insert(row)
    (finding,) = said(made)
    assert (finding.rule, finding.severity, finding.table) == ("T12", WARNING, subject)
    assert f"第 {row + 1} 行" in finding.message


def test_an_economic_subject_taken_out():
    made = live(NEWEST)
    row, column = code_place(made, "06", "30103")
    made.table("06").rows[row][column : column + 2] = ["", ""]
    assert any("30103" in finding.message for finding in of(made, "T12"))


def test_an_entered_subject_that_is_not_printed():
    made = live(NEWEST)
    made.entries("05").rows.append(["2240101", "行政运行", "", 3.0, "", ""])
    leaf = made.table("05")
    row, column = code_place(made, "05", recognise(made.book()).tables["05"].entries[0].code)
    made.entries("05").rows.append(["1010101", "不在表里", "", 3.0, "", ""])
    assert (row, column) in leaf.formulas
    (finding,) = of(made, "T12")
    assert "1010101" in finding.message


def test_tables_of_another_edition_pasted_in():
    made = live("final-accounts-2022")
    made.sheets[FRONT].rows[20][1] = stamp(load(NEWEST))
    report = check(made.book())
    assert report.edition == NEWEST
    found = [f for f in report.findings if f.rule in ABOUT]
    assert len([f for f in found if "final-accounts-2022" in f.message]) == 1
    assert {f.rule for f in found if "final-accounts-2022" in f.message} == {"T12"}


def test_an_edition_that_is_not_known():
    made = live(NEWEST)
    made.sheets[FRONT].rows[20][1] = "gouji 模板 final-accounts-2038"
    report = check(made.book())
    assert report.edition == NEWEST
    assert "T11" not in report.ran
    (finding,) = [f for f in report.findings if f.rule == "T12"]
    assert "final-accounts-2038" in finding.message


def test_an_edition_that_is_asked_for():
    made = live(NEWEST)
    report = check(made.book(), Options(edition="final-accounts-2020"))
    assert "T11" not in report.ran
    assert len([f for f in report.findings if f.rule == "T12"]) == 1


def test_open_tables_alone_have_entry_sheets():
    forms = load(NEWEST).forms.values()
    assert {f.subject for f in forms if f.layout is Layout.SUBJECTS} == {
        "02",
        "03",
        "05",
        "07",
        "08",
    }
