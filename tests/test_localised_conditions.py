"""Which cell is named under conditions that are seldom together: tables in several units, cells
that hold no number beside wrong ones, a bureau's own rules, severities and waivers, workbooks with
nothing in them and with mistakes everywhere."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.desk import Desk, declared_empty
from tests.ledgers import ledger_of
from tests.rich import accounts
from validator import read_rules
from validator.amounts import QIAN_YUAN, WAN_YUAN, YUAN
from validator.findings import Report
from validator.forms.model import TOTAL, RowKey
from validator.reading import Book, address
from validator.recognition import recognise
from validator.run import Options, check
from validator.waivers import read_waivers

EDITION = "final-accounts-2020"
#: The first 项 of table 3: D9 and E9 are its basic and project expenditure, C9 is both.
ITEM = Desk(accounts(EDITION)).lowest("03")[0].key


def put(desk: Desk, row: RowKey, column: int, value: object) -> None:
    """Write into a cell of table 3."""
    cell = desk.cell("03", row, column)
    desk.put("03", cell.row, cell.column, value)


def desk_with(*wrong: tuple[RowKey, int, object]) -> Desk:
    """The rich department with other values in cells of table 3: row, column, value."""
    desk = Desk(accounts(EDITION))
    for row, column, value in wrong:
        put(desk, row, column, value)
    return desk


def named(report: Report) -> dict[str, str]:
    """The cells that are named first, with what they should be."""
    return {s.address: s.expected for f in report.findings for s in f.suspects if s.choice == 1}


# --- tables in several units -------------------------------------------------------------------


def in_units(seed: int, rng: Random) -> Book:
    """A department's workbook, each table of it in a unit of its own."""
    ledger = ledger_of(EDITION)
    department = ledger.department(seed)
    books = [ledger.book(department, EDITION, unit) for unit in (WAN_YUAN, QIAN_YUAN, YUAN)]
    sheets = (rng.choice(same) for same in zip(*(book.sheets for book in books), strict=True))
    return replace(books[0], sheets=tuple(sheets))


@pytest.mark.parametrize("seed", range(6))
def test_wrong_figures_of_tables_in_several_units_are_named_in_their_own(seed):
    rng = Random(seed)
    book = in_units(seed, rng)
    assert named(check(book)) == {}
    table = recognise(book).tables["03"]
    (entry,) = rng.sample([e for e in table.entries if len(e.code) == 7], 1)
    figures = [c for key, c in table.cells.items() if key[0] == entry.key and c.amount.printed]
    wrong = rng.sample(figures, min(2, len(figures)))
    rows = [list(row) for row in next(s.rows for s in book.sheets if s.name == table.sheet)]
    for cell in wrong:
        rows[cell.row][cell.column] = float(str(cell.raw)) + 123.45
    sheets = (replace(s, rows=rows) if s.name == table.sheet else s for s in book.sheets)
    found = named(check(replace(book, sheets=tuple(sheets))))
    assert set(found) == {address(cell.row, cell.column) for cell in wrong}
    for cell in wrong:
        low, _, high = found[address(cell.row, cell.column)].partition("～")
        assert float(low) <= float(str(cell.raw)) <= float(high or low)


# --- cells that hold no number -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ([(ITEM, 2, "待核")], {"D9": "120.77"}),
        ([(ITEM, 2, "待核"), (ITEM, 3, "待核")], {"D9": "120.77", "E9": "7984.61"}),
        ([(ITEM, 2, "待核"), (ITEM, 3, 8034.61)], {"D9": "120.77", "E9": "7984.61"}),
        ([(ITEM, 2, "待核"), (ITEM, 1, 10100.75)], {"D9": "120.77", "C9": "10050.75"}),
    ],
    ids=["alone", "two in a sum", "beside a wrong figure", "beside a wrong total"],
)
def test_a_text_for_a_figure_lets_nothing_else_be_accused(wrong, expected):
    assert named(check(desk_with(*wrong).book())) == expected


def test_a_formula_without_a_result_is_told_what_it_should_give():
    desk = desk_with((TOTAL, 2, ""))
    cell = desk.cell("03", TOTAL, 2)
    desk.faults["03"][cell.row, cell.column] = ""
    desk.written["03"] = {(cell.row, cell.column): "SUM(D8:D9)"}
    assert named(check(desk.book(), Options(recalculate=False))) == {"D6": "152323.33～152323.37"}


# --- a bureau's own rules, severities and waivers ----------------------------------------------

#: 120.77 typed as 170.77: the row and the column of table 3 do not add up.
TYPED = (ITEM, 2, 170.77)


def with_rules(folder: Path, rules: str) -> Options:
    """The options that a rules file makes."""
    path = folder / "规则.txt"
    path.write_text(rules, encoding="utf-8")
    return Options(rules=read_rules(path))


def test_a_rule_of_a_bureau_that_the_books_do_not_follow_hides_no_wrong_cell(tmp_path):
    """In the books the two differ: nothing that can be changed satisfies the rule."""
    own = with_rules(tmp_path, f"B01 表3[{ITEM}]2栏=表5[{ITEM}]2栏\n")
    assert named(check(desk_with().book(), own)) == {}
    report = check(desk_with(TYPED).book(), own)
    assert named(report) == {"D9": "120.77"}
    assert [f.rule for f in report.findings if f.suspects] == ["JS03-1", "JS03-HIER"]


def test_a_rule_of_a_bureau_that_is_a_warning_suspects_nobody(tmp_path):
    own = with_rules(tmp_path, "B01 表1：5行=6行\n    级别：核实\n")
    assert named(check(desk_with().book(), own)) == {}


@pytest.mark.parametrize("eased", [("JS03-1",), ("JS03-HIER",)])
def test_one_error_that_is_left_is_enough_to_name_the_cell(eased, tmp_path):
    own = with_rules(tmp_path, "".join(f"{rule}  级别：核实\n" for rule in eased))
    assert named(check(desk_with(TYPED).book(), own)) == {"D9": "120.77"}


def test_where_all_is_eased_to_warnings_nobody_is_suspected(tmp_path):
    own = with_rules(tmp_path, "JS03-1  级别：核实\nJS03-HIER  级别：核实\n")
    assert named(check(desk_with(TYPED).book(), own)) == {}


def test_what_is_waived_names_no_cell(tmp_path):
    path = tmp_path / "豁免.txt"
    path.write_text(
        "豁免 W1\n  规则：JS03-*\n  范围：表3\n  理由：已说明\n"
        "  批准：张三，2025-08-20\n  到期：2099-12-31\n",
        encoding="utf-8",
    )
    report = check(desk_with(TYPED).book(), Options(waivers=read_waivers(path)))
    assert named(report) == {}
    (waived,) = report.waivers
    assert len(waived.findings) == 2
    assert not any(finding.suspects for finding in waived.findings)


# --- nothing, and everything -------------------------------------------------------------------


def test_a_workbook_without_figures_suspects_nobody():
    book = accounts(EDITION).book
    rows = [[["" if isinstance(v, float) else v for v in r] for r in s.rows] for s in book.sheets]
    sheets = (replace(s, rows=own) for s, own in zip(book.sheets, rows, strict=True))
    assert named(check(replace(book, sheets=tuple(sheets)))) == {}


def test_a_table_that_is_declared_empty_keeps_no_other_cell_from_being_named():
    desk = desk_with(TYPED)
    declared_empty("07")(desk, "")
    assert named(check(desk.book())) == {"D9": "120.77"}


@pytest.mark.parametrize("key", ["07", "08", "09"])
def test_an_absent_table_accuses_no_other(key):
    desk = desk_with()
    del desk.rows[key]
    assert named(check(desk.book())) == {}
