"""`gouji consolidate 单位*.xlsx -o 汇总.xlsx`: the units of a department, added up exactly, and
nothing left out in silence."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests import budget_ledger, ledger
from tests.commands import gouji
from tests.departments import first_item, mistyped, named, saved, some_figure, typed, units
from tests.office import Area, Office
from validator import Options, check
from validator.amounts import WAN_YUAN, YUAN, Unit, round_half_up
from validator.cli.consolidate import filled_with
from validator.consolidation.adding import Added, add, department_of
from validator.consolidation.obstacles import obstacles
from validator.consolidation.units import recognised
from validator.forms.workbook import CHECK
from validator.reading import Book, read
from validator.rounding import Verdict
from workbook_templates.check_sheet import FIRST, HEADINGS

RULE = "HZ01"
EDITION = ledger.EDITIONS[-1]
#: (subject, row, column) → 分.
Figures = dict[tuple[str, object, int], int]


def books_of(parts: Sequence[ledger.Department], *in_units: Unit) -> tuple[Book, ...]:
    """The workbooks of the units, in these units of amounts or all in the first of them."""
    given = in_units * (len(parts) if len(in_units) == 1 else 1)
    return tuple(
        named(ledger.book(part, EDITION, unit), f"单位{n}.xlsx")
        for n, (part, unit) in enumerate(zip(parts, given, strict=True), 1)
    )


def figures(book: Book | bytes) -> Figures:
    """Every figure of a workbook that is not 0."""
    tables = recognised([read(book, "x.xlsx") if isinstance(book, bytes) else book])[0].tables
    return {
        (table.form.subject, row, column): fen
        for table in tables.values()
        for (_, row, column), fen in table.content.figures.items()
        if fen
    }


def added_up(books: Sequence[Book]) -> Figures:
    found: Counter[tuple[str, object, int]] = Counter()
    for book in books:
        found.update(figures(book))
    return dict(found)


def consolidated(books: Sequence[Book], unit: Unit | None = None) -> tuple[Added, bytes]:
    own = recognised(books)
    assert not obstacles(own, [check(book) for book in books], "zh")
    added = add(own, "某市某局", unit)
    return added, filled_with(added, "zh")[0].content


# --- the sums ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_is_the_exact_sum_of_the_units(seed: int) -> None:
    rng = random.Random(seed)
    books = books_of(units(seed, rng.choice((2, 3))), rng.choice((YUAN, WAN_YUAN)))
    _, content = consolidated(books)
    assert figures(content) == added_up(books)
    report = check(content, Options(units=books))
    assert not mistyped(report)
    assert report.rules[RULE].keys() <= {Verdict.EXACT, Verdict.NOT_APPLICABLE}


def test_amounts_in_several_units_are_converted_and_rounded_once() -> None:
    books = books_of(units(5, 3), YUAN, YUAN, WAN_YUAN)
    added, content = consolidated(books)
    assert added.unit is WAN_YUAN
    assert [name for name, _ in added.converted()] == ["单位1.xlsx", "单位2.xlsx"]
    due = {key: round_half_up(fen, WAN_YUAN.step) for key, fen in added_up(books).items()}
    assert figures(content) == {key: fen for key, fen in due.items() if fen}
    assert not mistyped(check(content, Options(units=books)))


def test_the_result_may_be_asked_for_in_another_unit() -> None:
    books = books_of(units(6, 2), YUAN)
    _, content = consolidated(books, WAN_YUAN)
    report = check(content)  # rounded once from books that agree, it agrees by itself
    assert report.unit == "万元"
    assert not report.errors


def test_totals_stay_formulas_where_they_give_the_sum() -> None:
    added, content = consolidated(books_of(units(7, 2), YUAN))
    book = read(content, "汇总.xlsx")
    table = recognised([book])[0].tables["单位1·03"]
    total = table.cells["合计", 1]
    assert (total.row, total.column) in table.source.formulas
    assert not filled_with(added, "zh")[1]


def test_a_table_gets_rows_for_all_codes_of_its_units() -> None:
    books = books_of([ledger.department(seed) for seed in (2,)], YUAN)
    added = add(recognised(books), "某局")
    assert max(len(own.subjects) for own in added.sums.values()) > 12
    made, _ = filled_with(added, "zh", room=12)
    assert figures(made.content) == added_up(books)


def test_budgets_are_added_up_without_what_describes_projects() -> None:
    parts = [budget_ledger.department(seed) for seed in (5, 6)]
    books = tuple(
        named(budget_ledger.book(p, "budget-2023", YUAN), f"{n}.xlsx") for n, p in enumerate(parts)
    )
    added, content = consolidated(books)
    described = {form.subject for form in added.described()}
    assert described >= {"11", "12"}
    due = {
        key: fen for key, fen in added_up(books).items() if key[0].split("-")[0] not in described
    }
    own = {key: fen for key, fen in figures(content).items() if key[0] in added.held}
    assert own == {key: fen for key, fen in due.items() if key[0] in added.held}
    assert not check(content, Options(units=books)).rules[RULE].get(Verdict.ERROR)


def test_the_check_sheet_of_the_result_agrees_in_libreoffice(
    office: Office, tmp_path: Path
) -> None:
    _, content = consolidated(books_of(units(8, 2), YUAN))
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(content)
    states = states_of(office, path)
    assert states["相符"] > 100
    assert not states.keys() & {"不符", "存疑", "无法校验", "尾差"}


def states_of(office: Office, path: Path) -> Counter[object]:
    """How many identities of the sheet 勾稽校验 have each state, as LibreOffice calculates it."""
    opened = office.open(path)
    (rows,) = opened.read(Area(CHECK))
    opened.close()
    return Counter(row[HEADINGS.index("状态")] for row in rows[FIRST + 1 :])


# --- what is said of them ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "department"),
    [
        (("某区卫生健康局（本级）", "某区第一医院"), "某区卫生健康局"),
        (("某区第一医院", "某区卫生健康局本级"), "某区卫生健康局"),
        (("某市医疗保障局", "某市医疗保障局信息中心"), "某市医疗保障局"),
        (("某市教育局一小", "某市教育局二小"), "某市教育局"),
        (("甲学校", "乙医院"), ""),
        (("某局",), "某局"),
    ],
)
def test_the_department_is_known_by_its_own_office_or_by_what_all_names_begin_with(
    names: tuple[str, ...], department: str
) -> None:
    assert department_of(names) == department


def test_what_units_may_have_paid_each_other_is_named_and_not_eliminated() -> None:
    books = books_of([*units(33, 1), ledger.department(35)], YUAN)
    added, _ = consolidated(books)
    paid = {(p.words, p.unit): p.fen for p in added.internal()}
    table = recognised(books)[1].tables["单位2·01"]
    due = {
        words: table.content.figures.get(("单位2·01", line, 1), 0)
        for words, line in (("上级补助收入", 4), ("附属单位上缴收入", 7), ("其他收入", 8))
    }
    assert any(due.values())
    assert {w: paid.get((w, "单位2.xlsx"), 0) for w in due} == due
    assert added.sums["01"].figures[4, 1] >= due["上级补助收入"]


def test_tables_that_are_absent_or_empty_count_as_nothing_and_are_said() -> None:
    first, second = books_of(units(9, 2), YUAN)
    lacking = replace(second, sheets=second.sheets[:-1])
    added = add(recognised([first, lacking]), "某局")
    absent = {
        name: ([f.subject for f in no], [f.subject for f in empty])
        for name, no, empty in added.absent()
    }
    assert absent["单位2.xlsx"][0] == ["09"]
    assert added.sums["09"].figures == add(recognised([first]), "某局").sums["09"].figures


def test_names_that_differ_are_said() -> None:
    parts = units(10, 1) * 2
    first, second = books_of(parts, YUAN)
    row, code = first_item(second, 2)
    words = [isinstance(value, str) and bool(value) for value in second.sheets[2].rows[row]]
    wrong = typed(second, second.sheets[2].name, row, words.index(True, 1), "另一个名称")
    added = add(recognised([first, wrong]), "某局")
    assert [c for c, names in added.renamed() if "另一个名称" in names] == [code]


# --- what stops it -----------------------------------------------------------------------------


def stopped(*books: Book) -> str:
    own = recognised(books)
    return "\n".join(obstacles(own, [check(book) for book in books], "zh"))


@pytest.fixture(scope="module")
def pair() -> tuple[Book, Book]:
    first, second = books_of(units(11, 2), YUAN)
    return first, second


def test_a_text_for_an_amount_stops_it_with_file_and_cell(pair: tuple[Book, Book]) -> None:
    first, second = pair
    row, column, _ = some_figure(second, "表1", random.Random(0))
    said = stopped(first, typed(second, "表1", row, column, "三十万"))
    assert "单位2.xlsx 表1!" in said


def test_another_year_or_edition_stops_it(pair: tuple[Book, Book]) -> None:
    first, _ = pair
    later = named(ledger.book(units(11, 2)[1], EDITION, YUAN, year=2025), "单位2.xlsx")
    assert "单位2.xlsx：是 2025 年度的" in stopped(first, first, later)
    other = named(ledger.book(units(11, 2)[1], ledger.EDITIONS[0], YUAN), "单位2.xlsx")
    assert "单位2.xlsx：版本是 final-accounts-2020" in stopped(first, first, other)


def test_a_row_that_has_no_certain_place_stops_it(pair: tuple[Book, Book]) -> None:
    first, second = pair
    sheet = second.sheets[2].name
    row, code = first_item(second, 2)
    assert f"科目 {code}" in stopped(first, typed(second, sheet, row + 1, 0, code))
    assert "单位2.xlsx" in stopped(first, typed(second, sheet, row, 0, ""))
    assert f"“{code[:4]}”" in stopped(first, typed(second, sheet, row, 0, code[:4]))


def test_a_table_that_stands_twice_with_other_figures_stops_it(pair: tuple[Book, Book]) -> None:
    first, second = pair
    twice = replace(second.sheets[0], name="表1 (2)")
    same = replace(second, sheets=(*second.sheets, twice))
    assert not stopped(first, same)
    row, column, value = some_figure(same, "表1 (2)", random.Random(0))
    assert "有两份" in stopped(first, typed(same, "表1 (2)", row, column, value + 1))


# --- the command -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(pair: tuple[Book, Book], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("单位")
    for book in pair:
        saved(book, made / book.name)
    return made


def test_the_command_writes_a_workbook_that_checks_and_says_how_it_came_about(
    folder: Path, pair: tuple[Book, Book], tmp_path: Path
) -> None:
    target = tmp_path / "汇总.xlsx"
    given = ("单位1.xlsx", "单位2.xlsx", "-o", target, "--department", "某市某局")
    done = gouji("consolidate", *given, folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "已汇总 2 个单位" in done.stdout
    assert "各表勾稽相符" in done.stdout
    book = read(target)
    assert figures(book) == added_up(pair)
    listing = next(sheet for sheet in book.sheets if sheet.name == "汇总说明")
    words = {str(value) for row in listing.rows for value in row}
    assert {"单位1.xlsx", "单位2.xlsx", "合计", "没有错误"} <= words
    assert {unit.sha256 for unit in map(read, sorted(folder.glob("*.xlsx")))} <= words
    report = check(target)
    assert (report.department, report.status, report.edition) == ("某市某局", "checked", EDITION)
    again = gouji("check", target, "--units", "单位1.xlsx", "单位2.xlsx", folder=folder)
    assert again.returncode == 0
    before = target.read_bytes()
    refused = gouji("consolidate", "单位1.xlsx", "-o", target, folder=folder)
    assert refused.returncode == 2
    assert target.read_bytes() == before


def test_units_are_read_as_of_the_edition_that_is_named(pair: tuple[Book, Book]) -> None:
    found = Options(units=pair).of_units[0].edition.name
    other = "final-accounts-2022" if found == "final-accounts-2024" else "final-accounts-2024"
    named = Options(units=pair, edition=other).of_units
    assert {unit.edition.name for unit in named} == {other}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("单位1.xlsx", "单位1.xlsx"), "是同一个单位"),
        (("单位1.xlsx", "没有.xlsx"), "没有.xlsx"),
        (("单位1.xlsx", "坏.xlsx"), "坏.xlsx"),
        (("单位1.xlsx", "错.xlsx"), "不能汇总，没有写文件：有 1 处"),
        (("单位1.xlsx", "单位2.xlsx", "--unit", "块"), "金额单位不能是“块”"),
        (("单位1.xlsx", "单位2.xlsx", "-o", "单位2.xlsx", "--force"), "单位2.xlsx"),
        (("单位.zip", "-o", "单位.zip", "--force"), "单位.zip"),
    ],
)
def test_what_cannot_be_added_up_writes_nothing(
    folder: Path, pair: tuple[Book, Book], tmp_path: Path, given: tuple[str, ...], said: str
) -> None:
    (folder / "坏.xlsx").write_bytes(b"no workbook")
    with ZipFile(folder / "单位.zip", "w") as archive:
        archive.write(folder / "单位1.xlsx", "单位1.xlsx")
    row, column, _ = some_figure(pair[1], "表1", random.Random(0))
    saved(typed(pair[1], "表1", row, column, "三十万"), folder / "错.xlsx")
    target = () if "-o" in given else ("-o", tmp_path / "汇总.xlsx")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    done = gouji("consolidate", *given, *target, folder=folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "汇总.xlsx").exists()
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
