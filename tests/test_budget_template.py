"""The blank workbook of a budget, and filled ones: as many tables of projects as there are, codes
of units and of 科目 side by side, charts, and what a check says where somebody changed one."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.budget_data import EXAMPLE, Change, data_of, drop, put, sound
from tests.commands import gouji
from tests.live import Leaf
from tests.test_template_command import refused
from validator import Finding, check
from validator.forms.catalogue import ECONOMIC, FUNCTIONAL, OFFICES, catalogue
from validator.forms.computed import computed, computed_in
from validator.forms.loader import load
from validator.forms.model import FINAL_ACCOUNTS, Severity
from validator.forms.workbook import CATALOGUE, FRONT, PICTURES, TOTALS, tables, totals
from validator.reading import Book, Sheet, address, read
from workbook_templates import built
from workbook_templates.cards.filled import NoRoom
from workbook_templates.charts import MOST_SLICES
from workbook_templates.codes import at_level, key_of, lengths, levels
from workbook_templates.live import build
from workbook_templates.pictures import pictures
from workbook_templates.plan import ROOM, Plan, plan

NAME = "budget-2023"
EDITION = load(NAME)
PROJECTS = ["表12-1", "表12-2", "表12-3"]


@pytest.fixture(scope="module")
def blank() -> tuple[Plan, Workbook]:
    of = plan(NAME, room=8, projects=3)
    return of, build(of)


# --- as many tables of projects as there are ----------------------------------------------------


def test_each_project_has_a_table_of_its_own_in_printed_order(
    blank: tuple[Plan, Workbook],
) -> None:
    of, book = blank
    assert list(of.tables)[-4:] == ["11", "12-1", "12-2", "12-3"]
    assert [table.sheet for table in of.tables.values()][-3:] == PROJECTS
    names = [name for name in book.sheetnames if name.startswith("表")]
    assert names == [table.sheet for table in of.tables.values()]
    for table in of.tables.values():
        mark = next(cell for cell in table.grid.cells if cell.role == "mark")
        assert book[table.sheet].cell(mark.row + 1, mark.column + 1).value == table.sheet


def test_what_is_computed_is_computed_in_every_table_of_a_project() -> None:
    of_form = {cell[1:]: added for cell, added in computed(NAME).cells.items() if cell[0] == "12"}
    assert of_form
    found = computed_in(NAME, tables(EDITION, 2))
    for number in (1, 2):
        own = {c[1:]: a for c, a in found.cells.items() if c[0] == f"12-{number}"}
        assert own.keys() == of_form.keys()
        assert {key for added in own.values() for _, (key, *_) in added} == {f"12-{number}"}
    assert not [cell for cell in found.cells if cell[0] == "12"]
    assert found.shares == computed(NAME).shares


def test_the_totals_of_every_project_may_be_typed() -> None:
    one, three = totals(NAME), totals(NAME, 3)
    assert three[: len(one)] == one
    assert {cell[0] for cell in three[len(one) :]} == {"12-2", "12-3"}
    of = plan(NAME, projects=3)
    assert list(of.typed_totals) == list(three)


def test_the_command_makes_as_many_as_are_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "预算.xlsx"
    done = gouji("template", NAME, "--projects", 3, "-o", target)
    assert (done.returncode, done.stderr) == (0, "")
    assert [
        n for n in load_workbook(target, read_only=True).sheetnames if n in PROJECTS
    ] == PROJECTS
    report = check(target)
    assert (report.edition, report.errors, report.other_sheets) == (NAME, 0, ())
    assert {finding.rule for finding in report.findings} == {"T10"}


def test_data_say_how_many_projects_there_are(tmp_path: Path) -> None:
    target = tmp_path / "预算.xlsx"
    done = gouji("template", NAME, "--filled", EXAMPLE / "data.json", "-o", target)
    assert (done.returncode, done.stderr) == (0, "")
    assert [
        n for n in load_workbook(target, read_only=True).sheetnames if n in PROJECTS
    ] == PROJECTS
    assert "表3 210" in done.stdout
    assert "公布 4542.11，公式得 4542.12" in done.stdout


def test_fewer_projects_than_the_data_has_are_refused(tmp_path: Path) -> None:
    arguments = ["--filled", EXAMPLE / "data.json", "--projects", 2]
    done = gouji("template", NAME, *arguments, "-o", tmp_path / "a.xlsx")
    refused(done, "部门项目申报表", "有3个", "只有2个")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NoRoom):
        built.filled(data_of(), projects=1)


def test_more_units_than_there_is_room_for_are_refused(tmp_path: Path) -> None:
    data = json.loads((EXAMPLE / "data.json").read_text(encoding="utf-8"))
    amounts = data["tables"]["05-2"][-1][2]
    units = [[f"737{n}", f"第{n}单位", amounts] for n in range(101, 101 + ROOM)]
    data["tables"] = {"05-2": units}
    source = tmp_path / "预算.json"
    source.write_text(json.dumps(data), encoding="utf-8")
    done = gouji("template", NAME, "--filled", source, "-o", tmp_path / "a.xlsx")
    refused(done, "一般公共预算支出表", "行（含各上级的行）", f"只有{ROOM}行")


# --- codes --------------------------------------------------------------------------------------


def test_keys_of_units_are_below_those_of_all_subjects() -> None:
    units = [key_of(code, OFFICES) for code in ("100", "100001", "737", "737001", "999999")]
    subjects = [
        key_of(code) for kind in (FUNCTIONAL, ECONOMIC) for code in catalogue(kind, EDITION.year)
    ]
    assert units == sorted(units)
    assert max(units) < 1_000_000 <= min(subjects)
    assert len(set(subjects)) == len(subjects)


@pytest.mark.parametrize("kind", [FUNCTIONAL, ECONOMIC])
def test_keys_sort_as_codes_are_printed(kind: str) -> None:
    codes = sorted(catalogue(kind, EDITION.year))
    assert all(key_of(one) < key_of(other) for one, other in pairwise(codes))


def test_levels_and_lengths_are_those_of_the_kind() -> None:
    assert (levels(FUNCTIONAL), lengths(FUNCTIONAL)) == (("类", "款", "项"), "3、5 或 7")
    assert (levels(ECONOMIC), lengths(ECONOMIC)) == (("类", "款"), "3 或 5")
    assert (levels(OFFICES), lengths(OFFICES)) == (("部门", "单位"), "3 或 6")
    assert at_level("A1", "部门") != at_level("A1", "类")


def test_the_list_of_subjects_has_those_of_every_entry_sheet(
    blank: tuple[Plan, Workbook],
) -> None:
    listed = {row[1].value: row[2].value for row in blank[1][CATALOGUE].iter_rows(min_row=2)}
    assert listed["30101"] == "基本工资"
    assert listed["20805"] == "行政事业单位养老支出"
    other = build(plan("final-accounts-2024", room=8))[CATALOGUE]
    assert "30101" not in {row[1].value for row in other.iter_rows(min_row=2)}


def test_entry_sheets_say_what_their_rows_are(blank: tuple[Plan, Workbook]) -> None:
    of, book = blank
    words = {
        key: (book[table.entry]["A1"].value, book[table.entry]["A2"].value)
        for key, table in of.tables.items()
        if table.open
    }
    assert words["05-2"][0].endswith("单位录入")
    assert "只填最末一级（单位），部门、合计由表5-2自动生成" in words["05-2"][1]
    assert "名称也请填" in words["05-2"][1]
    assert words["06"][0].endswith("科目录入")
    assert "只填最末一级（款），类、合计由表6自动生成" in words["06"][1]
    assert "只填最末一级（项），类、款、合计由表3自动生成" in words["03"][1]


# --- charts -------------------------------------------------------------------------------------


def test_the_charts_are_those_that_a_budget_has_figures_for(blank: tuple[Plan, Workbook]) -> None:
    of, book = blank
    found = pictures(of)
    assert [each.caption for each in found] == [
        "图1：收、支预算总计变动情况",
        "图2：收入预算结构",
        "图3：支出预算结构",
        "图4：财政拨款收、支预算总计变动情况",
    ]
    assert len(book[PICTURES]._charts) == 4
    said = " ".join(str(c.value) for row in book[PICTURES].iter_rows() for c in row if c.value)
    assert "上年预算数" in said
    assert FINAL_ACCOUNTS not in said
    assert "年初结转" not in said


def test_income_is_shown_by_lines_where_its_table_need_not_be_published(
    blank: tuple[Plan, Workbook],
) -> None:
    of, _ = blank
    assert EDITION.forms["02"].optional
    income, spending = (each.parts for each in pictures(of)[1:3])
    assert [spot for _, spot in income] == [
        of.tables["01"].cells[n, 1] for n in (*range(1, 10), 25)
    ]
    assert [spot.sheet for _, spot in spending] == [of.tables["03"].sheet] * 6
    assert max(len(income), len(spending)) <= MOST_SLICES + 1


# --- filled and changed -------------------------------------------------------------------------


class Made:
    """A filled workbook open for changes, its sheets by name."""

    def __init__(self, source: Book) -> None:
        self.source = source
        self.sheets = {
            sheet.name: Leaf(sheet.name, [list(row) for row in sheet.rows], set(sheet.formulas))
            for sheet in source.sheets
        }

    def at(self, sheet: str, words: object) -> tuple[int, int]:
        """The first cell of a sheet that holds the words."""
        rows = self.sheets[sheet].rows
        return next((r, c) for r, row in enumerate(rows) for c, v in enumerate(row) if v == words)

    def found(self, *rules: str) -> list[Finding]:
        """What the rules say of it."""
        sheets = tuple(
            Sheet(name, leaf.rows, {}, frozenset(leaf.formulas))
            for name, leaf in self.sheets.items()
        )
        return [f for f in check(replace(self.source, sheets=sheets)).findings if f.rule in rules]


def filled(*changes: Change) -> Book:
    return read(built.filled(data_of(*changes)).content)


@pytest.fixture(scope="module")
def good() -> Book:
    return filled(sound)


@pytest.fixture(scope="module")
def less() -> Made:
    """Without the tables that are not published everywhere, and with a total that is published
    otherwise than its formula gives it; not to be changed."""
    return Made(filled(sound, drop("02"), drop("10"), put("12-3", "3", 1, "651.00")))


@pytest.fixture
def made(good: Book) -> Made:
    return Made(good)


def test_a_filled_workbook_has_all_its_formulas_and_agrees(good: Book) -> None:
    report = check(good)
    assert (report.edition, report.errors, report.warnings) == (NAME, 0, 0)
    assert {"T11", "T12"} <= set(report.ran)
    assert report.other_sheets == ()


@pytest.mark.parametrize(
    ("amount", "severity"), [(279.85, Severity.ERROR), (278.85, Severity.INFO)]
)
def test_a_total_of_a_project_typed_over_its_formula_is_said(
    made: Made, amount: float, severity: Severity
) -> None:
    row, column = made.at(PROJECTS[1], "合计")
    column = next(c for r, c in made.sheets[PROJECTS[1]].formulas if r == row and c > column)
    made.sheets[PROJECTS[1]].put(row, column, amount)
    (finding,) = made.found("T11")
    assert (finding.severity, finding.table) == (severity, "12-2")
    assert finding.cells[0].address == address(row, column)


def test_a_total_typed_where_it_may_be_is_no_lost_formula(less: Made) -> None:
    (typed,) = (row for row in less.sheets[TOTALS].rows if row[4] == 651.0)
    assert (typed[0], typed[1]) == (PROJECTS[2], "3行 合计")
    assert not less.found("T11")
    assert {f.table for f in less.found("YS12-1")} == {"12-3"}


def test_the_total_of_a_list_typed_over_its_formula_is_compared_with_all_its_rows(
    made: Made,
) -> None:
    leaf, (row, column) = made.sheets["表10"], made.at("表10", "合计")
    row, column = next((r, c) for r, c in sorted(leaf.formulas) if r > row and leaf.rows[r][c])
    assert leaf.rows[row][column] == 1936.26
    leaf.put(row, column, 1936.26)
    (finding,) = made.found("T11")
    assert (finding.severity, finding.table) == (Severity.INFO, "10")


def test_what_may_be_typed_over_its_formula_is_no_lost_formula(made: Made) -> None:
    """Per cents, totals of rows of a list, and years in headings."""
    for sheet, value in (("表11", 0.9970), ("表10", 278.85), ("表11", "2021年")):
        leaf = made.sheets[sheet]
        place = made.at(sheet, value)
        assert place in leaf.formulas
        leaf.put(*place, value)
    assert not made.found("T11", "T12")


def test_an_amount_of_a_unit_typed_over_its_formula_is_said(made: Made) -> None:
    leaf = made.sheets["表5-2"]
    row, column = made.at("表5-2", 1489.5)
    assert (row, column) in leaf.formulas
    leaf.put(row, column, 1498.5)
    (finding,) = made.found("T11")
    assert (finding.severity, finding.table) == (Severity.ERROR, "05-2")
    assert "737001" in finding.message


def test_a_unit_entered_but_not_printed_is_said(made: Made) -> None:
    entries = made.sheets["录入表5-2"].rows
    free = next(i for i, row in enumerate(entries) if i > 3 and not any(row))
    entries[free][:3] = [737009.0, "另一单位", 5.0]
    (finding,) = made.found("T12")
    assert "737009" in finding.message


@pytest.mark.parametrize("label", ["项目编码", "测算依据及说明", "三级指标"])
def test_a_label_wiped_from_a_project_is_said(made: Made, label: str) -> None:
    for row in made.sheets[PROJECTS[0]].rows:
        row[:] = ["" if value == label else value for value in row]
    (finding,) = [f for f in made.found("T12") if f.table == "12-1"]
    assert label in finding.message
    assert finding.severity is Severity.WARNING


def test_rows_of_a_list_may_come_and_go(made: Made) -> None:
    leaf = made.sheets[PROJECTS[2]]
    row, _ = made.at(PROJECTS[2], "租赁费")
    leaf.insert(row + 1)
    blank_row = next(i for i in range(row + 2, len(leaf.rows)) if not any(leaf.rows[i]))
    leaf.delete(blank_row)
    assert not made.found("T11", "T12")


def test_the_sheet_of_a_project_renamed_is_said(made: Made) -> None:
    made.sheets = {("租金" if n == PROJECTS[2] else n): leaf for n, leaf in made.sheets.items()}
    made.sheets["租金"].name = "租金"
    (finding,) = made.found("T12")
    assert PROJECTS[2] in finding.message
    assert "租金" in finding.message


def test_tables_that_are_not_published_everywhere_may_stay_blank(less: Made) -> None:
    assert not [f for f in less.found("YSX16", "YSX9", "T01") if f.severity is Severity.ERROR]


def test_the_stamp_says_that_it_is_a_budget(good: Book) -> None:
    front = next(sheet for sheet in good.sheets if sheet.name == FRONT)
    assert f"gouji 模板 {NAME}" in {value for row in front.rows for value in row}
