"""检查 提交公式: what formulas of other people's workbooks do wrong, and what they do right."""

from dataclasses import replace

import pytest

from tests.submitted import in_yuan, sums, with_formulas, with_value
from validator.expressions import cells as of_cells
from validator.findings import Finding, Report
from validator.forms.loader import editions, load
from validator.forms.model import CARDS, Severity
from validator.reading import Book, parse_address
from validator.run import check

EDITION = "final-accounts-2020"
#: The sheet of table 5: 小计, 基本支出, 项目支出 stand in the columns C, D, E, 合计 in row 6.
SHEET = "表5"
TOTAL, BESIDE = "D6", "E6"


@pytest.fixture(scope="module")
def book() -> Book:
    return in_yuan(EDITION)


@pytest.fixture(scope="module")
def written(book: Book) -> dict[str, dict[tuple[int, int], str]]:
    return sums(book, EDITION)


class Submitted:
    """The workbook with a formula for every sum of its table 5, open for changes of it."""

    def __init__(self, book: Book, written: dict[str, dict[tuple[int, int], str]]) -> None:
        self.book = book
        self.written = {SHEET: dict(written[SHEET])}

    def formula(self, place: str) -> str:
        return self.written[SHEET][parse_address(place)]

    def put(self, place: str, formula: str) -> None:
        self.written[SHEET][parse_address(place)] = formula

    def type(self, place: str, more: float = 0) -> None:
        """A number in place of the formula, so much `more` than it shows."""
        self.written[SHEET].pop(parse_address(place), None)
        self.show(place, self.value(place) + more)

    def show(self, place: str, value: object, fault: str = "") -> None:
        self.book = with_value(self.book, SHEET, parse_address(place), value, fault)

    def value(self, place: str) -> float:
        row, column = parse_address(place)
        sheet = next(sheet for sheet in self.book.sheets if sheet.name == SHEET)
        value = sheet.rows[row][column]
        assert isinstance(value, float)
        return value

    def classes(self, column: str = "D") -> list[str]:
        return self.formula(f"{column}6").split("+")

    def report(self) -> Report:
        return check(with_formulas(self.book, self.written))

    def findings(self) -> list[Finding]:
        return [finding for finding in self.report().findings if finding.rule == "T14"]

    def only(self) -> Finding:
        (finding,) = self.findings()
        return finding


@pytest.fixture
def submitted(book: Book, written: dict[str, dict[tuple[int, int], str]]) -> Submitted:
    return Submitted(book, written)


@pytest.mark.parametrize("edition", [e for e in editions() if load(e).kind != CARDS])
def test_formulas_that_add_up_what_the_identities_add_up_pass(edition: str) -> None:
    book = in_yuan(edition)
    report = check(with_formulas(book, sums(book, edition)))
    assert "T14" in report.ran
    assert not [finding.message for finding in report.findings if finding.rule == "T14"]


def test_a_workbook_without_formulas_has_nothing_to_check(book: Book) -> None:
    assert "T14" not in check(book).ran


@pytest.mark.parametrize(
    "formula",
    [
        "SUM({classes})",
        "ROUND(SUM({classes}),2)",
        'IF(SUM({classes})=0,"",SUM({classes}))',
        "IFERROR(SUM({classes}),0)",
        "SUM(D7:D92)/3",
        "SUM({divisions})",
        "SUM({items})",
        "SUM({classes},A6:B6)",
        "C6-E6",
        "表3!D6-0",
        "VLOOKUP(A6,A6:E92,4,FALSE)",
    ],
)
def test_other_ways_to_the_same_total_pass(submitted: Submitted, formula: str) -> None:
    sheet = next(sheet for sheet in submitted.book.sheets if sheet.name == SHEET)
    levels: dict[int, list[str]] = {3: [], 5: [], 7: []}
    for number, row in enumerate(sheet.rows, start=1):
        if str(row[0]).isdigit():
            levels[len(str(row[0]))].append(f"D{number}")
    names = {"classes": levels[3], "divisions": levels[5], "items": levels[7]}
    told = formula.format(**{name: ",".join(cells) for name, cells in names.items()})
    submitted.put(TOTAL, told)
    assert not [f.message for f in submitted.findings() if "漏" in f.message or "重复" in f.message]


# --- a number typed over a formula --------------------------------------------------------------


def test_a_number_typed_over_a_formula_is_told_where_the_others_of_its_row_are_formulas(
    submitted: Submitted,
) -> None:
    submitted.type(TOTAL)
    finding = submitted.only()
    assert finding.severity is Severity.WARNING
    assert [cell.address for cell in finding.cells] == [TOTAL]
    assert "公式" in finding.message


def test_a_wrong_number_typed_over_a_formula_is_the_cause_of_what_it_breaks(
    submitted: Submitted,
) -> None:
    due = submitted.value(TOTAL)
    submitted.type(TOTAL, 90)
    submitted.put("C6", "SUM(C7:C92)/3")
    report = submitted.report()
    finding = next(f for f in report.findings if f.rule == "T14")
    assert finding.severity is Severity.ERROR
    assert f"{due:.2f}" in finding.message
    group = [f for f in report.findings if f.group == finding.group]
    assert "JS05-TOT" in {f.rule for f in group}
    assert [f.cause for f in group].count(True) == 1 and finding.cause


def test_numbers_where_no_pattern_of_formulas_is_are_left_alone(
    book: Book, written: dict[str, dict[tuple[int, int], str]]
) -> None:
    one = {SHEET: {parse_address(TOTAL): written[SHEET][parse_address(TOTAL)]}}
    assert not [f for f in check(with_formulas(book, one)).findings if f.rule == "T14"]


# --- what a sum adds up --------------------------------------------------------------------------


def test_a_sum_that_leaves_out_a_row_with_a_figure_is_an_error_that_names_the_row(
    submitted: Submitted,
) -> None:
    *kept, last = submitted.classes()
    for column in "DE":
        submitted.put(f"{column}6", "+".join(kept).replace("D", column))
    finding = next(f for f in submitted.findings() if "漏" in f.message)
    assert finding.severity is Severity.ERROR
    assert f"第 {last[1:]} 行" in finding.message and "JS05-TOT" in finding.message
    assert [cell.address for cell in finding.cells] == [TOTAL, BESIDE]


def test_a_sum_that_leaves_out_a_blank_row_is_to_be_explained(submitted: Submitted) -> None:
    # Column E of the last class is emptied, with what is below it and beside it.
    row = int(submitted.classes()[-1][1:])
    for number in (row, row + 1, row + 2):
        submitted.show(f"E{number}", "")
    submitted.put(BESIDE, "+".join(submitted.classes("E")[:-1]))
    finding = next(f for f in submitted.findings() if "漏" in f.message)
    assert finding.severity is Severity.WARNING
    assert f"第 {row} 行" in finding.message


def test_a_sum_over_a_subtotal_and_what_is_below_it_counts_it_twice(submitted: Submitted) -> None:
    submitted.put(TOTAL, submitted.formula(TOTAL) + "+D8")
    finding = next(f for f in submitted.findings() if "重复" in f.message)
    assert finding.severity is Severity.ERROR
    assert "第 7 行" in finding.message
    submitted.put(TOTAL, "SUM(D7:D92)")
    finding = next(f for f in submitted.findings() if "重复" in f.message)
    assert "第 7 行" in finding.message and "等 51 处" in finding.message


def test_a_sum_over_a_cell_of_another_column_is_an_error(submitted: Submitted) -> None:
    submitted.put(TOTAL, submitted.formula(TOTAL) + "+E7")
    finding = next(f for f in submitted.findings() if "多加" in f.message)
    assert finding.severity is Severity.ERROR
    assert "（E7）" in finding.message


def test_a_broken_sum_is_the_cause_of_the_identities_that_it_breaks(submitted: Submitted) -> None:
    *kept, last = submitted.classes()
    submitted.put(TOTAL, "+".join(kept))
    submitted.show(TOTAL, round(submitted.value(TOTAL) - submitted.value(last), 2))
    report = submitted.report()
    finding = next(f for f in report.findings if f.rule == "T14")
    assert finding.cause and "漏" in finding.message
    assert "JS05-TOT" in {f.rule for f in report.findings if f.group == finding.group}


def test_a_column_left_out_of_a_sum_over_columns_is_named_by_its_heading(
    submitted: Submitted,
) -> None:
    submitted.put("C7", "D7")
    finding = next(f for f in submitted.findings() if "漏" in f.message)
    assert "项目支出（E 列）" in finding.message


# --- what a cell shows ---------------------------------------------------------------------------


def test_a_result_that_the_formula_does_not_give_is_an_error_with_both(
    submitted: Submitted,
) -> None:
    due = submitted.value(TOTAL)
    submitted.show(TOTAL, due + 90)
    finding = submitted.only()
    assert finding.severity is Severity.ERROR
    assert f"{due:.15g}" in finding.message and f"{due + 90:.15g}" in finding.message


def test_what_follows_from_a_wrong_result_is_not_told_again(submitted: Submitted) -> None:
    # C6 is D6 + E6: with what D6 shows it is wrong, with what D6 should show it is right.
    submitted.show(TOTAL, submitted.value(TOTAL) + 90)
    assert [cell.address for cell in submitted.only().cells] == [TOTAL]


def test_many_results_of_a_table_that_differ_are_one_finding(submitted: Submitted) -> None:
    for row in range(7, 17):
        submitted.show(f"C{row}", submitted.value(f"C{row}") + 1)
    finding = submitted.only()
    assert len(finding.cells) == 10
    assert "C7、C8、C9等 10 处" in finding.message


@pytest.mark.parametrize("shown", [0.13, 0.12])
def test_a_half_may_be_rounded_either_way(submitted: Submitted, shown: float) -> None:
    # 1/8 is 0.125, and what was added up to 1 may be a little less.
    submitted.show("D8", 1.0)
    submitted.put("D7", "ROUND(D8/8,2)")
    submitted.show("D7", shown)
    assert not [f for f in submitted.findings() if "显示" in f.message and "（D7）" in f.message]


def test_a_workbook_may_calculate_with_what_it_prints(submitted: Submitted) -> None:
    submitted.put("D7", "D8/3*3+0.0049")
    assert not [f for f in submitted.findings() if "显示" in f.message]


def test_values_that_recalculation_changed_are_told_with_what_was_saved(book: Book) -> None:
    place = parse_address(TOTAL)
    sheets = [
        replace(sheet, saved={place: 1.25}) if sheet.name == SHEET else sheet
        for sheet in book.sheets
    ]
    report = check(replace(book, sheets=tuple(sheets)))
    (finding,) = [f for f in report.findings if f.rule == "T14"]
    assert finding.severity is Severity.ERROR
    assert "1.25" in finding.message and finding.cells[0].address == TOTAL


# --- where formulas go back to -------------------------------------------------------------------


def test_a_circle_is_an_error_that_names_its_cells(submitted: Submitted) -> None:
    submitted.put("D8", "D9+D6")
    submitted.put(TOTAL, submitted.formula(TOTAL))
    found = [f for f in submitted.findings() if "循环" in f.message]
    assert len(found) == 1 and found[0].severity is Severity.ERROR
    assert "D6→D7→D8→D6" in found[0].message


def test_a_formula_that_speaks_of_its_own_cell_is_a_circle(submitted: Submitted) -> None:
    submitted.put(TOTAL, "SUM(D6:D92)")
    assert any("循环引用（D6→D6）" in f.message for f in submitted.findings())


def test_of_a_circle_only_that_it_is_one_is_said(submitted: Submitted) -> None:
    # It has no result, so none can be due, nor is it worth a word what it adds up.
    submitted.put(TOTAL, "SUM(D6:D92)")
    found = [f for f in submitted.findings() if f.cells and f.cells[0].address == TOTAL]
    assert ["循环" in f.message for f in found] == [True]


def test_of_a_chain_of_errors_the_first_cell_is_named(submitted: Submitted) -> None:
    for place, fault in (("D9", "#DIV/0!"), ("D8", "#DIV/0!"), ("D7", "#DIV/0!")):
        submitted.show(place, "", fault)
    submitted.put("D9", "1/0")
    finding = next(f for f in submitted.findings() if "错误值" in f.message)
    assert "D9 的 #DIV/0!" in finding.message and "=1/0" in finding.message
    assert {cell.address for cell in finding.cells} == {"D7", "D8"}


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        ("[1]Sheet1!A1", "[1]Sheet1"),
        ("D8+'C:\\账\\[去年.xlsx]表 5'!D7", "[去年.xlsx]"),
        ("'file:///tmp/a.ods'#$表5.D7", "a.ods"),
        ('WEBSERVICE("http://example.com")', "WEBSERVICE"),
        ("cmd|'/c calc'!A0", "cmd|"),
    ],
)
def test_what_looks_beyond_the_workbook_is_named_and_not_run(
    submitted: Submitted, formula: str, what: str
) -> None:
    submitted.put("D7", formula)
    finding = next(
        f for f in submitted.findings() if "工作簿以外" in f.message or "其他文件" in f.message
    )
    assert finding.severity is Severity.WARNING
    assert what in finding.message and finding.cells[0].address == "D7"


def test_links_to_places_and_brackets_of_tables_are_no_links(submitted: Submitted) -> None:
    submitted.put("D7", 'HYPERLINK("http://example.com","x")&"[1]表!A1"')
    submitted.put("D10", "SUM(表[基本支出])")
    assert not submitted.findings()


def test_formulas_over_more_cells_than_are_looked_at_are_said_to_be_unchecked(
    submitted: Submitted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_cells, "MOST_CELLS", 10)
    finding = submitted.only()
    assert finding.severity is Severity.WARNING and "太多" in finding.message


def test_a_formula_of_any_length_or_depth_is_read_without_fail(submitted: Submitted) -> None:
    submitted.put("D7", "(" * 5000 + "D8" + ")" * 5000)
    submitted.put("D10", "-" * 8000 + "D11")
    submitted.put("D13", "D14+" * 5000 + "0")
    submitted.put("D16", "'" * 8000)
    submitted.put("D19", "SUM(D20")
    submitted.put("D22", "§0+§99")
    submitted.put("D25", "ROUND(D26,1E+9)+D26*1E+999999999")
    submitted.put("D28", "D29/0")
    assert submitted.report().status == "checked"


@pytest.mark.parametrize("word", ["NaN", "inf", "-Infinity", "1E+400", "1E-99999"])
def test_what_is_no_number_of_a_spreadsheet_gives_nothing(submitted: Submitted, word: str) -> None:
    submitted.put("D7", word)
    submitted.put("D10", f"D11*{word}+{word}")
    assert submitted.report().status == "checked"
