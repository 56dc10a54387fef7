"""`gouji check 汇总.xlsx --units 单位*.xlsx`: the department's workbook is the sum of its units,
and where it is not, the finding names the unit and the cell."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests import budget_ledger, ledger
from tests.commands import gouji
from tests.departments import (
    first_item,
    mistyped,
    named,
    saved,
    some_figure,
    together,
    typed,
    units,
    without_row,
)
from validator import Options, Report, check
from validator.amounts import WAN_YUAN, YUAN, Unit
from validator.cli.units import each_with_option
from validator.consolidation.units import labels, recognised, twice
from validator.findings import Finding
from validator.forms.model import Severity
from validator.messages import text
from validator.reading import Book, parse_address
from validator.rounding import Verdict
from validator.run import NotComparable

RULE = "HZ01"
EDITION = ledger.EDITIONS[-1]


def books_of(
    parts: Sequence[ledger.Department], edition: str = EDITION, unit: Unit = WAN_YUAN
) -> tuple[Book, ...]:
    return tuple(
        named(ledger.book(part, edition, unit), f"单位{n}.xlsx") for n, part in enumerate(parts, 1)
    )


def whole(
    parts: Sequence[ledger.Department], edition: str = EDITION, unit: Unit = WAN_YUAN
) -> Book:
    return named(ledger.book(together(parts), edition, unit), "汇总.xlsx")


def of_rule(report: Report) -> list[Finding]:
    """The findings of the rule that must be corrected."""
    return [f for f in report.findings if f.rule == RULE and f.severity is Severity.ERROR]


def places(found: Finding) -> set[tuple[str, tuple[int, int]]]:
    """The sheets and places of the cells that a finding names."""
    return {(cell.sheet, parse_address(cell.address)) for cell in found.cells}


@pytest.fixture(scope="module")
def three() -> tuple[Book, tuple[Book, ...]]:
    """A department in 元 and its three units."""
    parts = units(3, 3)
    return whole(parts, unit=YUAN), books_of(parts, unit=YUAN)


# --- sums that hold ----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_the_books_of_a_department_are_the_sum_of_its_units(seed: int) -> None:
    """Each figure is rounded on its own, in the unit that its workbook happens to have."""
    rng = random.Random(seed)
    parts, edition = units(seed, rng.choice((1, 2, 3, 7))), rng.choice(ledger.EDITIONS)
    theirs = tuple(
        replace(book, name=f"单位{n}.xlsx")
        for n, part in enumerate(parts)
        for book in [ledger.book(part, edition, rng.choice((WAN_YUAN, YUAN)))]
    )
    report = check(whole(parts, edition), Options(units=theirs))
    assert not mistyped(report)
    compared = report.rules[RULE]
    assert compared[Verdict.EXACT] + compared.get(Verdict.ROUNDING, 0) > 100
    assert Verdict.NOT_EVALUATED not in compared


def test_every_figure_is_compared_and_counted(three: tuple[Book, tuple[Book, ...]]) -> None:
    department, theirs = three
    report = check(department, Options(units=theirs))
    figures = {
        (table.form.subject, row, column)
        for book in (department, *theirs)
        for table in recognised([book])[0].tables.values()
        for (_, row, column) in table.content.figures
    }
    # … and the check of the units' workbooks themselves.
    assert report.rules[RULE][Verdict.EXACT] == len(figures) + 1
    assert RULE in report.ran


def test_without_units_the_rule_does_not_apply(three: tuple[Book, tuple[Book, ...]]) -> None:
    report = check(three[0])
    assert RULE not in report.ran
    assert set(report.rules[RULE]) == {Verdict.NOT_APPLICABLE}


def test_budgets_are_added_up_as_accounts_are() -> None:
    parts = [budget_ledger.department(seed) for seed in (5, 6)]
    name = "budget-2023"
    theirs = tuple(
        named(budget_ledger.book(part, name, YUAN), f"{n}.xlsx") for n, part in enumerate(parts)
    )
    alone = named(theirs[0], "汇总.xlsx")
    report = check(alone, Options(units=theirs[:1]))
    assert not of_rule(report)
    assert report.rules[RULE][Verdict.EXACT] > 50
    assert of_rule(check(alone, Options(units=theirs)))


def test_roundings_of_the_units_that_add_up_in_a_total_are_an_error_that_says_so() -> None:
    """Where a unit's total is 0.01 off its parts, that of three such units is 0.03 off: tolerances
    do not accumulate, but nothing is mistyped."""
    (part,) = books_of(units(9, 1))
    added = named(tripled(part), "汇总.xlsx")
    theirs = tuple(named(part, f"单位{n}.xlsx") for n in (1, 2, 3))
    alone, beside = check(added), check(added, Options(units=theirs))
    assert alone.errors == beside.errors > 0
    told = [f for f in beside.findings if f.severity is Severity.ERROR]
    assert all("这里是它们的累计" in f.message and f.rule != RULE for f in told)
    assert not [f.suspects for f in told if f.suspects]
    # A unit that is wrong itself explains nothing.
    sheet = part.sheets[2].name
    row, column, value = some_figure(part, sheet, random.Random(0), above=10)
    wrong = typed(part, sheet, row, column, value + 1)
    own = check(tripled(wrong), Options(units=tuple(named(wrong, b.name) for b in theirs)))
    assert any(
        f.severity is Severity.ERROR and "这里是它们的累计" not in f.message for f in own.findings
    )


def tripled(book: Book) -> Book:
    """The sum of three workbooks like this one."""
    for table in recognised([named(book, "")])[0].tables.values():
        for cell in table.cells.values():
            if isinstance(cell.raw, float):
                three_times = round(3 * cell.raw, 2)
                book = typed(book, table.sheet[2:], cell.row, cell.column, three_times)
    return book


# --- sums that do not --------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_a_wrong_figure_of_the_department_is_named_with_the_units_cells(
    seed: int, three: tuple[Book, tuple[Book, ...]]
) -> None:
    department, theirs = three
    rng = random.Random(seed)
    sheet = rng.choice([s.name for s in department.sheets[:6]])
    row, column, value = some_figure(department, sheet, rng, above=100)
    wrong = typed(department, sheet, row, column, value + 77.77)
    found = of_rule(check(wrong, Options(units=theirs)))
    at = [f for f in found if (sheet, (row, column)) in places(f)]
    assert at
    assert at[0].difference in ("77.77", None)
    units_cells = [c for f in at for c in f.cells if c.sheet.startswith("[单位")]
    assert units_cells
    assert {c.table[:3] for c in units_cells} <= {"单位1", "单位2", "单位3"}


@pytest.mark.parametrize("seed", range(5))
def test_a_wrong_figure_of_a_unit_is_named(seed: int, three: tuple[Book, tuple[Book, ...]]) -> None:
    department, theirs = three
    rng = random.Random(seed)
    number = rng.randrange(3)
    sheet = rng.choice([s.name for s in department.sheets[:6]])
    row, column, value = some_figure(theirs[number], sheet, rng, above=100)
    wrong = [*theirs]
    wrong[number] = typed(theirs[number], sheet, row, column, value + 55.55)
    found = of_rule(check(department, Options(units=tuple(wrong))))
    named_cells = {place for f in found for place in places(f)}
    assert (f"[单位{number + 1}.xlsx]{sheet}", (row, column)) in named_cells


def test_a_mistyped_figure_is_one_cause_with_the_identities_that_it_breaks(
    three: tuple[Book, tuple[Book, ...]],
) -> None:
    department, theirs = three
    sheet = department.sheets[2].name
    row, column, value = some_figure(department, sheet, random.Random(2), above=1000)
    wrong = typed(department, sheet, row, column, value + 400)
    report = check(wrong, Options(units=theirs))
    groups = {f.group for f in report.findings if f.severity is Severity.ERROR}
    assert len(groups) == 1
    rules = {f.rule for f in report.findings if f.severity is Severity.ERROR}
    assert RULE in rules
    assert len(rules) > 1


def test_a_unit_that_was_left_out_is_told_once(three: tuple[Book, tuple[Book, ...]]) -> None:
    department, theirs = three
    parts = units(3, 4)
    more = (*theirs, *books_of(parts[3:], unit=YUAN))
    more = (*more[:3], named(more[3], "单位4.xlsx"))
    found = of_rule(check(department, Options(units=more)))
    assert len({f.group for f in found}) == 1
    assert "单位4.xlsx" in found[0].message
    assert "漏加" in found[0].message
    assert any(cell.sheet.startswith("[单位4.xlsx]") for cell in found[0].cells)


def test_a_unit_that_was_added_twice_is_told_once() -> None:
    parts = units(3, 3)
    department = whole([*parts, parts[1]], unit=YUAN)
    found = of_rule(check(department, Options(units=books_of(parts, unit=YUAN))))
    assert len({f.group for f in found}) == 1
    assert "单位2.xlsx" in found[0].message
    assert "两次" in found[0].message


def test_a_unit_that_is_not_given_is_told_once(three: tuple[Book, tuple[Book, ...]]) -> None:
    department, theirs = three
    found = of_rule(check(department, Options(units=theirs[:2])))
    assert len({f.group for f in found}) == 1
    assert "没有给出" in found[0].message


def test_one_figure_that_was_left_out_is_told_with_the_units_cell(
    three: tuple[Book, tuple[Book, ...]],
) -> None:
    department, theirs = three
    sheet = department.sheets[0].name
    line, column = next((r, 2) for r, cells in enumerate(theirs[1].sheets[0].rows) if cells[1] == 1)
    parts = [book.sheets[0].rows[line][column] for book in (department, theirs[1])]
    own, part = (float(str(value)) for value in parts)
    wrong = typed(department, sheet, line, column, own - part)
    found = of_rule(check(wrong, Options(units=theirs)))
    assert "正好是 单位2.xlsx 的数" in found[0].message
    assert (f"[单位2.xlsx]{sheet}", (line, column)) in places(found[0])


def test_a_row_that_the_department_lacks_is_told_with_the_units_row(
    three: tuple[Book, tuple[Book, ...]],
) -> None:
    department, theirs = three
    row, code = first_item(department, 2)
    wrong = without_row(department, department.sheets[2].name, row)
    found = of_rule(check(wrong, Options(units=theirs)))
    told = [f for f in found if f"没有科目 {code}" in f.message]
    assert len(told) == 1
    assert any(c.sheet.startswith("[单位") for c in told[0].cells)


def test_a_row_that_no_unit_has_is_told(three: tuple[Book, tuple[Book, ...]]) -> None:
    department, theirs = three
    row, code = first_item(department, 2)
    other = f"{code[:5]}66"
    wrong = typed(department, department.sheets[2].name, row, 0, other)
    found = of_rule(check(wrong, Options(units=theirs)))
    assert any("都没有这个科目" in f.message and other in f.message for f in found)


# --- the units themselves ----------------------------------------------------------------------


def test_a_cell_of_a_unit_that_holds_no_number_keeps_its_figure_from_being_checked(
    three: tuple[Book, tuple[Book, ...]],
) -> None:
    department, theirs = three
    sheet = theirs[0].sheets[0].name
    row, column, _ = some_figure(theirs[0], sheet, random.Random(1))
    wrong = (typed(theirs[0], sheet, row, column, "约三万"), *theirs[1:])
    report = check(department, Options(units=wrong))
    assert report.counts[Verdict.NOT_EVALUATED]
    assert report.exit_status() == 2
    told = [f for f in report.findings if f.verdict is Verdict.NOT_EVALUATED]
    assert any((f"[单位1.xlsx]{sheet}", (row, column)) in places(f) for f in told)


def test_a_unit_of_another_year_or_without_a_table_is_told(
    three: tuple[Book, tuple[Book, ...]],
) -> None:
    department, theirs = three
    other = named(ledger.book(units(3, 1)[0], EDITION, YUAN, year=2025), "单位1.xlsx")
    lacking = replace(theirs[1], sheets=theirs[1].sheets[:-1])
    report = check(department, Options(units=(other, lacking, theirs[2])))
    said = [f.message for f in report.findings if f.rule == RULE]
    assert any("单位1.xlsx 是 2025 年度的" in words for words in said)
    assert any("单位2.xlsx 里没有" in words and "按 0 相加" in words for words in said)


def test_a_table_that_only_a_unit_has_is_told(three: tuple[Book, tuple[Book, ...]]) -> None:
    department, theirs = three
    lacking = replace(department, sheets=department.sheets[:-1])
    found = of_rule(check(lacking, Options(units=theirs)))
    assert any("却没有这张表" in f.message for f in found)


def test_a_unit_of_another_kind_is_refused(three: tuple[Book, tuple[Book, ...]]) -> None:
    budget = budget_ledger.book(budget_ledger.department(1), "budget-2023")
    with pytest.raises(NotComparable, match="不能相加"):
        check(three[0], Options(units=(named(budget, "预算.xlsx"),)))


def test_units_are_called_by_as_much_of_their_path_as_tells_them_apart() -> None:
    assert labels(["a/1.xlsx", "b/2.xlsx"]) == ["1.xlsx", "2.xlsx"]
    assert labels(["x/a/1.xlsx", "x/b/1.xlsx", "3.xlsx"]) == ["a/1.xlsx", "b/1.xlsx", "3.xlsx"]
    assert labels(["1.xlsx", "1.xlsx"]) == ["1.xlsx", "1.xlsx"]


def test_one_unit_twice_is_seen_by_its_content_or_its_figures() -> None:
    parts = units(4, 2)
    first, second = books_of(parts)
    assert twice(recognised([first, second])) is None
    assert twice(recognised([first, named(first, "副本.xlsx")])) == ("单位1.xlsx", "副本.xlsx")
    same = [replace(first, sha256="a"), replace(second, sha256="a")]
    assert twice(recognised(same)) == ("单位1.xlsx", "单位2.xlsx")


# --- the command -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("汇总 --units a b c", "汇总 --units a --units b --units c"),
        ("汇总 --units a b --strict", "汇总 --units a --units b --strict"),
        ("--units a b -o x 汇总", "--units a --units b -o x 汇总"),
        ("--units a b -- 汇总", "--units a --units b -- 汇总"),
        ("汇总 --units a --units b c", "汇总 --units a --units b --units c"),
        ("汇总 -o x", "汇总 -o x"),
    ],
)
def test_all_names_up_to_the_next_option_are_units(given: str, meant: str) -> None:
    assert each_with_option(given.split()) == meant.split()


@pytest.fixture(scope="module")
def folder(three: tuple[Book, tuple[Book, ...]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks of the department and, in 单位/, of its units."""
    made = tmp_path_factory.mktemp("汇总")
    (made / "单位").mkdir()
    saved(three[0], made / "汇总.xlsx")
    for book in three[1]:
        saved(book, made / "单位" / book.name)
    return made


@pytest.mark.parametrize(
    "given",
    [
        ("单位/单位1.xlsx", "单位/单位2.xlsx", "单位/单位3.xlsx"),
        ("单位",),
        ("单位/单位?.xlsx",),
        ("单位/单位1.xlsx", "--units", "单位/单位2.xlsx", "单位/单位3.xlsx"),
    ],
)
def test_units_are_named_as_the_shell_hands_them_over(folder: Path, given: tuple[str, ...]) -> None:
    done = gouji("check", "汇总.xlsx", "--units", *given, "--format", "json", folder=folder)
    assert done.returncode == 0, done.stderr
    (report,) = json.loads(done.stdout)["workbooks"]
    assert report["counts"]["exact"] > 1000


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--units", "单位/单位1.xlsx", "汇总.xlsx"), text("units.no_workbook", "zh")),
        (("汇总.xlsx", "--units", "单位", "汇总.xlsx"), "列在各单位里"),
        (("汇总.xlsx", "单位/单位1.xlsx", "--units", "单位/单位2.xlsx"), "只写一本"),
        (("汇总.xlsx", "--units", "单位/单位1.xlsx", "单位/单位1.xlsx"), "是同一个单位"),
        (("汇总.xlsx", "--units", "没有.xlsx"), "没有.xlsx"),
        (("汇总.xlsx", "--units", "空"), "没有可以相加的单位"),
    ],
)
def test_what_cannot_be_added_up_is_said(folder: Path, given: tuple[str, ...], said: str) -> None:
    (folder / "空").mkdir(exist_ok=True)
    done = gouji("check", *given, folder=folder)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_unit_is_never_written_over(folder: Path, tmp_path: Path) -> None:
    unit = folder / "单位" / "单位1.xlsx"
    archive = tmp_path / "单位.zip"
    with ZipFile(archive, "w") as file:
        file.write(unit, "单位/单位1.xlsx")
    for place, target in (("单位", unit), (archive, archive)):
        before = target.read_bytes()
        given = ("check", "汇总.xlsx", "--units", place, "--force", "-o", target)
        assert gouji(*given, folder=folder).returncode == 2
        assert target.read_bytes() == before
