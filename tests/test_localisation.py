"""The cell that is likely wrong is named, with what it should be: in the examples, in a department
with every table, and over random systems of edits against brute force."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from tests.desk import Desk
from tests.ledgers import ledger_of
from tests.rich import accounts
from validator.amounts import WAN_YUAN, Amount, State, amount
from validator.findings import Report, Suspect
from validator.forms.loader import editions, load
from validator.forms.model import TOTAL, CellKey, FindingClass, Level, Severity
from validator.localisation.following import following
from validator.localisation.records import Hypothesis
from validator.localisation.several import by_programme
from validator.localisation.solving import alone, problems
from validator.localisation.system import Edit, System
from validator.reading import Book, address, parse_address, read
from validator.recognition import recognise
from validator.rounding import Relation, Verdict, judge
from validator.run import Options, check

EXAMPLES = Path(__file__).parent.parent / "examples"
MISTAKES = EXAMPLES / "jiangan-2020-mistakes"
STATED = json.loads((MISTAKES / "expected.json").read_text(encoding="utf-8"))
EDITION = "final-accounts-2020"
KINDS_OF_ACCOUNTS = pytest.mark.parametrize("edition", ["final-accounts-2024", "budget-2023"])


def first_choices(report: Report) -> list[Suspect]:
    """What is named first for each group of findings, in their order."""
    named: dict[str, list[Suspect]] = {}
    for finding in report.findings:
        named.setdefault(finding.group, [s for s in finding.suspects if s.choice == 1])
    return [suspect for suspects in named.values() for suspect in suspects]


def places(suspects: list[Suspect]) -> set[str]:
    return {f"{suspect.sheet}!{suspect.address}" for suspect in suspects}


# --- the examples ------------------------------------------------------------------------------

#: What the cells of each example should be, and what the explanation must say.
EXPLAINED: Mapping[str, tuple[set[str], str]] = {
    "01-mistyped-total.xlsx": ({"1819.46"}, "把数字 1 错打成 4"),
    "02-swapped-digits.xlsx": ({"117.18"}, "相邻两位数字颠倒"),
    "03-yuan-among-wan-yuan.xlsx": ({"1.98"}, "按元填写"),
    "04-slipped-row.xlsx": ({"22.39", "0.00"}, "填到了相邻的一行"),
    "05-missing-row.xlsx": ({"1574.92"}, "漏了科目 21013 医疗救助 一行，应插在第 14 行前"),
    "06-table-of-last-year.xlsx": ({""}, "整张表可能贴错了"),
    "07-subtotal-added-twice.xlsx": ({"1819.46"}, "“21011 行政事业单位医疗”的 12.18 重复计入"),
    "08-minus-sign.xlsx": ({"10.20"}, "多了一个负号"),
    "09-text-for-a-number.xlsx": ({"74.28"}, "文字"),
    "10-two-tables-differ.xlsx": ({"1809.26"}, "末位差 0.01"),
}


@cache
def of_example(name: str) -> Report:
    return check(MISTAKES / name)


@pytest.mark.parametrize("name", EXPLAINED)
def test_each_of_the_ten_mistakes_is_named_and_explained(name):
    assert len({finding.group for finding in of_example(name).findings}) == 1
    suspects = first_choices(of_example(name))
    values, said = EXPLAINED[name]
    assert {suspect.expected for suspect in suspects} == values
    assert all(said in suspect.explanation for suspect in suspects)
    sheet, _, cell = STATED[name]["cells"][0].partition("!")
    if suspects[0].kind == "area":
        top, bottom = map(parse_address, suspects[0].address.split(":"))
        (row, column) = parse_address(cell)
        assert top[0] <= row <= bottom[0] and top[1] <= column <= bottom[1]
        assert suspects[0].sheet == sheet
    elif suspects[0].kind == "row":
        assert places(suspects) <= set(STATED[name]["cells"])
    else:
        assert places(suspects) == set(STATED[name]["cells"])


def test_three_mistakes_at_once_are_three_causes():
    report = of_example("three-mistakes.xlsx")
    assert places(first_choices(report)) == set(STATED["three-mistakes.xlsx"]["cells"])
    assert len({finding.group for finding in report.findings}) == 3


def test_every_finding_of_a_cause_names_the_same_suspects():
    for name in EXPLAINED:
        groups: dict[str, set[tuple[Suspect, ...]]] = {}
        for finding in of_example(name).findings:
            groups.setdefault(finding.group, set()).add(finding.suspects)
        assert all(len(suspects) == 1 for suspects in groups.values())


@pytest.mark.parametrize("name", ["jiangan-2020", "zengdu-2022"])
def test_a_published_workbook_that_agrees_has_no_suspects(name):
    for file in ("printed.xlsx", "workbook.xlsx"):
        assert first_choices(check(EXAMPLES / name / file)) == []


def test_the_figures_of_two_tables_that_differ_by_a_last_digit_are_both_named():
    report = check(EXAMPLES / "dongxihu-2024" / "printed.xlsx")
    (finding,) = [f for f in report.findings if f.severity is Severity.ERROR]
    assert {s.expected for s in finding.suspects} == {"797.13", "797.14"}
    assert {s.choice for s in finding.suspects} == {1, 2}


# --- what is suspected, and what is not --------------------------------------------------------


@pytest.mark.parametrize("edition", [name for name in editions() if load(name).forms])
def test_departments_without_mistakes_have_no_suspects(edition):
    ledger = ledger_of(edition)
    for seed in range(40, 46):
        assert first_choices(check(ledger.book(ledger.department(seed), edition))) == []


def typed(desk: Desk, cell: CellKey, value: object) -> str:
    """Type a value into a cell; its address."""
    there = desk.cell(*cell)
    desk.put(cell[0], there.row, there.column, value)
    return address(there.row, there.column)


def test_a_rule_that_is_only_to_be_explained_suspects_no_cell():
    desk = Desk(accounts(EDITION))
    typed(desk, ("09", "", 7), "")
    for column in range(1, 13):
        typed(desk, ("09", "", column), -1.0 if column in (2, 1) else "")
    report = check(desk.book())
    warnings = [f for f in report.findings if f.severity is Severity.WARNING]
    assert all(not f.suspects for f in warnings if f.group not in _errors(report))


def _errors(report: Report) -> set[str]:
    return {f.group for f in report.findings if f.severity is Severity.ERROR}


def test_a_copy_that_a_bureau_takes_for_a_warning_suspects_no_cell():
    name = "10-two-tables-differ.xlsx"
    lenient = Level(FindingClass.COPY.value, Severity.WARNING, "", "", 1)
    assert first_choices(check(MISTAKES / name, Options(rules=(lenient,)))) == []


def test_a_table_pasted_from_last_year_is_known_for_that():
    book = read(MISTAKES / "06-table-of-last-year.xlsx")
    last = replace(book, sheets=tuple(s for s in book.sheets if "表5" in s.name))
    rows = [
        [v.replace("2020", "2019") if isinstance(v, str) else v for v in row]
        for row in last.sheets[0].rows
    ]
    last = replace(last, sheets=(replace(last.sheets[0], rows=rows),))
    (suspect,) = first_choices(check(book, Options(previous=last)))
    assert "与上年的同一张表完全相同" in suspect.explanation


@KINDS_OF_ACCOUNTS
def test_last_years_workbook_is_never_suspected(edition):
    ledger = ledger_of(edition)
    department = ledger.department(11, rich=True)
    before = ledger.book(ledger.year_before(department), edition)
    book = ledger.book(department, edition)
    report = check(book, Options(previous=before))
    sheets = {sheet.name for sheet in book.sheets}
    assert all(s.sheet in sheets for f in report.findings for s in f.suspects)


def test_a_cell_that_a_formula_gives_is_suspected_less_than_a_typed_one():
    """Lines 28 and 29 of table 1 stand in the same sums: without last year's workbook nothing but
    the weight tells which of the two is wrong."""
    for given, other in ((28, 29), (29, 28)):
        desk = Desk(accounts(EDITION))
        cells = {line: desk.cell("01", line, 1) for line in (28, 29)}
        typed(desk, ("01", 29, 1), cells[29].amount.printed / 10**6 + 1234.56)
        desk.written["01"] = {(cells[given].row, cells[given].column): "1+1"}
        groups = first_choices(check(desk.book()))
        assert address(cells[other].row, cells[other].column) in {s.address for s in groups}


def test_what_a_workbook_beside_this_one_could_tell_is_said_until_it_is_given():
    ledger = ledger_of(EDITION)
    department = ledger.department(11, rich=True)
    original = ledger.book(department, EDITION)
    place = recognise(original).tables["01"].cells[29, 1]
    sheets = []
    for sheet in original.sheets:
        rows = [list(row) for row in sheet.rows]
        if sheet.name == recognise(original).tables["01"].sheet:
            rows[place.row][place.column] = round(place.amount.printed / 10**6 + 12.34, 2)
        sheets.append(replace(sheet, rows=rows))
    wrong_book = replace(original, sheets=tuple(sheets))
    named = {s.address: s for f in check(wrong_book).findings for s in f.suspects}
    at = address(place.row, place.column)
    assert len(named) > 1
    assert "--previous" in named[at].explanation
    before = ledger.book(ledger.year_before(department), EDITION)
    told = check(wrong_book, Options(previous=before))
    assert not any("--previous" in s.explanation for f in told.findings for s in f.suspects)


def test_a_total_that_a_formula_adds_up_follows_and_the_typed_figure_is_named():
    """In a live workbook the totals of a mistyped figure are wrong as well, and agree with it."""
    original = read(EXAMPLES / "jiangan-2020" / "workbook.xlsx")
    table = recognise(original).tables["06"]
    sheet = next(s for s in original.sheets if s.name == table.sheet)
    rows = [list(row) for row in sheet.rows]
    for code, value in (("30102", 92.96), ("301", 63.0), ("人员经费合计", 63.0)):
        place = table.cells[code, 1]
        printed = place.amount.printed / 10**6
        rows[place.row][place.column] = value if code == "30102" else round(printed + value, 2)
        assert ((place.row, place.column) in sheet.formulas) is (code != "30102")
    wrong = replace(sheet, rows=rows)
    sheets = tuple(wrong if s is sheet else s for s in original.sheets)
    (suspect,) = first_choices(check(replace(original, sheets=sheets)))
    typed_at = table.cells["30102", 1]
    assert suspect.address == address(typed_at.row, typed_at.column)
    assert (suspect.current, suspect.expected) == ("92.96", "29.96")


# --- single cells and sets of cells, against brute force ---------------------------------------


def cell(number: int) -> CellKey:
    return ("01", number, 1)


def system_of(figures: list[int], sums: list[dict[int, int]]) -> System:
    """Equations over cells that print `figures`, in 元: without rounding."""
    amounts = {cell(n): Amount(State.NUMBER, 100 * v, 50 * 0) for n, v in enumerate(figures)}
    edits = []
    for number, weights in enumerate(sums):
        left = tuple((w, cell(n)) for n, w in weights.items() if w > 0)
        right = tuple((-w, cell(n)) for n, w in weights.items() if w < 0)
        verdict = judge(
            [(w, amounts[c]) for w, c in left], Relation.EQUAL, [(w, amounts[c]) for w, c in right]
        ).verdict
        own = {cell(n): w for n, w in weights.items()}
        edits.append(Edit(number, left, Relation.EQUAL, right, own, own, verdict, hard=True))
    return System(tuple(edits), amounts, dict.fromkeys(amounts, 10))


def random_system(seed: int) -> System:
    """Rows and columns of a small table with totals, in which one or two figures are wrong."""
    rng = random.Random(seed)
    grid = [[rng.randint(1, 9) for _ in range(2)] for _ in range(2)]
    figures = [v for row in grid for v in row]
    figures += [sum(row) for row in grid] + [sum(column) for column in zip(*grid, strict=True)]
    figures.append(sum(figures[:4]))
    sums = [{4: 1, 0: -1, 1: -1}, {5: 1, 2: -1, 3: -1}, {6: 1, 0: -1, 2: -1}, {7: 1, 1: -1, 3: -1}]
    sums += [{8: 1, 4: -1, 5: -1}, {8: 1, 6: -1, 7: -1}]
    for at in rng.sample(range(9), rng.choice((1, 2))):
        figures[at] += rng.choice((-3, -1, 2, 5))
    return system_of(figures, sums)


#: The cells of the systems below, and more than any of them has.
CELLS = tuple(cell(n) for n in range(9))


def wrong(system: System, values: Mapping[CellKey, int]) -> list[Edit]:
    edits = (system.edits[n] for n in system.touched(CELLS))
    return [e for e in edits if system.judged(e, values).verdict is Verdict.ERROR]


def mends(system: System, values: Mapping[CellKey, int]) -> bool:
    return not wrong(system, values)


@pytest.mark.parametrize("seed", range(60))
def test_single_cells_and_pairs_are_those_that_trying_every_figure_finds(seed):
    system = random_system(seed)
    if not system.broken:
        return
    figures = range(-1200, 3100, 100)
    singles = {c for c in CELLS for v in figures if mends(system, {c: v})}
    assert {change.cell for change in alone(system, system.broken)} == singles
    if singles:
        return
    pairs = set()
    for a, v in product(CELLS, figures):
        left = wrong(system, {a: v})
        for b in CELLS:
            if b != a and all(b in edit.weights for edit in left):  # the others stay as they are
                pairs |= {frozenset((a, b)) for w in figures if mends(system, {a: v, b: w})}
    found = by_programme(system, set(CELLS), frozenset())
    two = {frozenset(c.cell for c in s.changes) for s in found if len(s.changes) == 2}
    assert two <= pairs
    assert len(two) == len(pairs) or len(found) >= 8


@pytest.mark.parametrize("seed", range(40))
def test_cells_whose_totals_follow_are_those_that_trying_every_figure_finds(seed):
    """A row and its total by formula, the total in two other sums; one typed figure is wrong."""
    rng = random.Random(seed)
    figures = [rng.randint(1, 9) for _ in range(5)]
    figures += [figures[0] + figures[1], figures[2] + figures[3]]
    figures += [figures[5] + figures[6], figures[5] + figures[4]]
    at = rng.randrange(9)
    figures[at] += rng.choice((-3, -1, 2, 5))
    figures[5], figures[6] = figures[0] + figures[1], figures[2] + figures[3]
    sums = [{5: 1, 0: -1, 1: -1}, {6: 1, 2: -1, 3: -1}, {7: 1, 5: -1, 6: -1}, {8: 1, 5: -1, 4: -1}]
    system = following(system_of(figures, sums), {cell(5), cell(6)})
    if not system.broken:
        return
    tried = {
        c
        for c in CELLS
        if c in system.costs
        for value in range(-3000, 6000, 100)
        if mends(system, system.with_sums({c: value}))
    }
    assert {change.cell for change in alone(system, system.broken)} == tried
    assert cell(5) not in system.costs


def test_the_range_of_a_cell_is_what_rounding_allows_and_no_more():
    figures = {cell(0): 10_00, cell(1): 3_33, cell(2): 3_33, cell(3): 9_99}
    amounts = {c: amount(v / 100, WAN_YUAN) for c, v in figures.items()}
    left, right = ((1, cell(0)),), ((1, cell(1)), (1, cell(2)), (1, cell(3)))
    weights = {cell(0): 1, cell(1): -1, cell(2): -1, cell(3): -1}
    edit = Edit("a", left, Relation.EQUAL, right, weights, weights, Verdict.ERROR, hard=True)
    system = System((edit,), amounts, dict.fromkeys(amounts, 10))
    (change,) = [c for c in alone(system, (0,)) if c.cell == cell(0)]
    step = WAN_YUAN.step
    tried = [v for v in range(-30 * 10**6, 30 * 10**6, step) if mends(system, {cell(0): v})]
    assert (change.low, change.high) == (tried[0], tried[-1]) == (1664 * step, 1666 * step)


def test_a_mistake_that_moves_several_figures_is_one_solution():
    sums = [{0: 1, 2: -1}, {1: 1, 3: -1}]
    system, wrong = system_of([5, 7, 5, 8], sums), system_of([5, 8, 5, 7], sums)
    move = Hypothesis("exchanged", {}, {cell(1): 700, cell(3): 800})
    assert system.broken == (1,)
    assert all(
        len(s.changes) == 1 or s.moves for p in problems(wrong, (move,)) for s in p.solutions
    )


@pytest.mark.parametrize("value", ["9" * 400, 1e308, -1e308, 10**19, "1" * 5000])
def test_a_figure_beyond_all_reason_is_the_one_that_is_suspected(value):
    desk = Desk(accounts(EDITION))
    place = typed(desk, ("01", 1, 1), value)
    assert [suspect.address for suspect in first_choices(check(desk.book()))] == [place]


def test_a_workbook_in_which_everything_is_wrong_is_told_without_suspects_and_soon():
    ledger = ledger_of(EDITION)
    book = ledger.book(ledger.department(3, rich=True), EDITION)
    report = check(_scrambled(book))
    assert report.errors > 100
    assert report.status == "checked"


def _scrambled(book: Book) -> Book:
    rng = random.Random(5)
    sheets = []
    for sheet in book.sheets:
        rows = [
            [rng.randint(1, 10**6) / 100 if isinstance(v, float) else v for v in row]
            for row in sheet.rows
        ]
        sheets.append(replace(sheet, rows=rows))
    return replace(book, sheets=tuple(sheets))


@KINDS_OF_ACCOUNTS
def test_a_row_that_is_left_out_is_named_where_it_should_stand(edition):
    desk = Desk(accounts(edition))
    key = desk.at.codes
    entry = desk.codes(key, 5)[1]
    desk.rows[key].pop(entry.row)
    suspects = first_choices(check(desk.book()))
    assert {s.kind for s in suspects} == {"row"}
    assert {s.row for s in suspects} == {f"{entry.code} {entry.name}"}
    assert {parse_address(s.address)[0] for s in suspects} == {entry.row}
    expected = {s.expected for s in suspects}
    figures = [desk.cell(key, entry.key, c).amount for c in desk.table(key).form.columns]
    assert expected == {f"{a.printed / 10**6:.2f}" for a in figures if a.printed}
    assert TOTAL not in expected
