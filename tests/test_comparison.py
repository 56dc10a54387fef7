"""Budget and accounts, last year and this year, beside each other: every figure is the books'."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import permutations
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests import budget_ledger, ledger
from tests.books import Amounts, Filled, Values
from tests.ledgers import budget_of
from validator import Options, Report, check
from validator.amounts import QIAN_YUAN, WAN_YUAN, YUAN, Unit
from validator.checks.comparison import line_in
from validator.findings import ComparedRow, Comparison
from validator.forms.loader import editions, load
from validator.forms.model import BUDGETS, FINAL_ACCOUNTS, ONLY_ROW, Severity
from validator.forms.own import read_rules
from validator.messages import text
from validator.reading import Book, read
from validator.reports import terminal
from validator.reports.comparisons import MOST_ROWS
from validator.rounding import Verdict
from validator.run import NotComparable

ACCOUNTS = [name for name in editions() if load(name).kind == FINAL_ACCOUNTS]
BUDGET = next(name for name in editions() if load(name).kind == BUDGETS)
NEWEST = ACCOUNTS[-1]
#: Rule → the table and columns of the accounts, and those of the budget beside them.
BESIDE = {"YJ02": (("03", 1, 2, 3), ("03", 1, 2, 3)), "YJ03": (("05", 1, 2, 3), ("05-1", 1, 2, 5))}
OF_BUDGET = {*BESIDE, "YJ04"}
OF_LAST_YEAR = {"BD01", "BD02", "BD03", "BD04", "BD05"}


def with_budget(
    department: ledger.Department,
    edition: str = NEWEST,
    units: tuple[Unit, Unit] = (WAN_YUAN, WAN_YUAN),
) -> Report:
    """The accounts checked with that budget, both of one year; `units` are those of accounts and
    budget."""
    year = load(edition).year
    budget = budget_ledger.book(budget_of(department), BUDGET, units[1], year=year)
    accounts = ledger.book(department, edition, units[0], year=year)
    return check(accounts, Options(budget=budget))


def by_rule(report: Report) -> dict[str, Comparison]:
    return {comparison.rule: comparison for comparison in report.comparisons}


def value(figure: str | None) -> Decimal:
    return Decimal(figure or 0)


def rounded(fen: int, unit: Unit) -> Decimal:
    """An amount of 分 as it is printed in `unit`: half-up."""
    return (Decimal(fen) / unit.fen).quantize(Decimal("0.01"), ROUND_HALF_UP)


def agree(row: ComparedRow, pairs: list[tuple[Decimal, Decimal]], kind: str) -> None:
    """Are the figures of the row those of the pairs (before, now), and what follows from them?"""
    assert len(row.figures) == len(pairs)
    for figure, (before, now) in zip(row.figures, pairs, strict=True):
        assert (value(figure.before), value(figure.now)) == (before, now), row
        if figure.before is None and figure.now is None:
            assert (figure.change, figure.percent) == (None, None)
            continue
        assert value(figure.change) == now - before
        if before <= 0:
            assert figure.percent is None
        else:
            part = now if kind == "budget" else now - before
            due = (100 * part / before).quantize(Decimal("0.01"), ROUND_HALF_UP)
            assert figure.percent is not None
            assert Decimal(figure.percent) == due
            assert figure.percent != "-0.00"


# --- the figures are those of the books --------------------------------------------------------


@pytest.mark.parametrize("edition", ACCOUNTS)
@pytest.mark.parametrize("seed", range(4))
def test_every_subject_has_the_figures_of_budget_and_accounts(edition: str, seed: int) -> None:
    department = ledger.department(seed)
    found = by_rule(with_budget(department, edition))
    accounts = ledger.amounts(department, edition)
    budget = budget_ledger.amounts(budget_of(department), BUDGET)
    for rule, ((own, *here), (other, *there)) in BESIDE.items():
        before, now = budget[other], accounts[own]
        codes = {str(row) for row, _ in (*before, *now)}
        columns = list(zip(there, here, strict=True))
        wanted = {}
        for code in codes:
            fens = [(before.get((code, b), 0), now.get((code, n), 0)) for b, n in columns]
            pairs = [(rounded(b, WAN_YUAN), rounded(n, WAN_YUAN)) for b, n in fens]
            if any(any(pair) for pair in pairs):
                wanted[code] = pairs
        if not wanted:
            assert rule not in found
            continue
        rows = {row.code or row.label: row for row in found[rule].rows}
        assert rows.keys() == wanted.keys()
        assert list(rows) == sorted(rows, key=lambda code: (code != "合计", code))
        for code, row in rows.items():
            agree(row, wanted[code], "budget")
            assert row.level == {3: "类", 5: "款", 7: "项"}.get(len(row.code), "")
            sides = {(code, 1) in before, (code, 1) in now}
            if sides == {True, False} and code != "合计":
                assert row.only_in == ("before" if (code, 1) in before else "now")


@pytest.mark.parametrize("edition", ACCOUNTS)
def test_three_public_expenses_stand_beside_their_budget_one_below_the_other(edition: str) -> None:
    department = ledger.department(3, rich=True)
    found = by_rule(with_budget(department, edition))["YJ04"]
    accounts = ledger.amounts(department, edition)["09"]
    budget = budget_ledger.amounts(budget_of(department), BUDGET)["07"]
    assert found.columns == ("",)
    assert found.rows[0].label.rpartition("·")[2].endswith("合计")
    assert len({row.label for row in found.rows}) == 6
    for number, row in enumerate(found.rows, start=1):
        before, now = budget[ONLY_ROW, number], accounts[ONLY_ROW, number + 6]
        agree(row, [(rounded(before, WAN_YUAN), rounded(now, WAN_YUAN))], "budget")


def words(edition: str, subject: str, line: int) -> str:
    """The words of a line as all editions have them."""
    label = load(edition).forms[subject].lines[line][0].words
    return label.rpartition("、")[2].partition("（")[0]


def by_words(amounts: Amounts, edition: str, subject: str) -> dict[str, list[list[int]]]:
    """Words of a line → for each line with these words, its amounts column by column."""
    found: dict[str, list[list[int]]] = defaultdict(list)
    form = load(edition).forms[subject]
    for number, (line, part) in form.lines.items():
        if line.words:
            columns = [column.number for column in part.columns]
            found[words(edition, subject, number)].append(
                [amounts.get((number, column), 0) for column in columns]
            )
    return found


@pytest.mark.parametrize(("edition", "before"), list(permutations(ACCOUNTS, 2)))
@pytest.mark.parametrize("subject", ["01", "04"])
def test_the_lines_of_last_years_accounts_are_found_in_any_edition(
    edition: str, before: str, subject: str
) -> None:
    department = ledger.department(1, rich=True)
    last = ledger.year_before(department)
    options = Options(previous=ledger.book(last, before, year=2021))
    report = check(ledger.book(department, edition, year=2022), options)
    rows = by_rule(report)["BD01" if subject == "01" else "BD03"].rows
    earlier = by_words(ledger.amounts(last, before)[subject], before, subject)
    later = by_words(ledger.amounts(department, edition)[subject], edition, subject)
    assert earlier.keys() == later.keys()
    shown: dict[str, list[ComparedRow]] = defaultdict(list)
    for row in rows:
        shown[row.label.rpartition("、")[2].partition("（")[0]].append(row)
        assert not row.only_in
    for label, lines in later.items():
        pairs = [
            [(rounded(b, WAN_YUAN), rounded(n, WAN_YUAN)) for b, n in zip(old, new, strict=True)]
            for old, new in zip(earlier[label], lines, strict=True)
        ]
        there = [each for each in pairs if any(any(pair) for pair in each)]
        assert len(shown[label]) == len(there), label
        for row, each in zip(shown[label], there, strict=True):
            agree(row, each, "previous")


@pytest.mark.parametrize("pair", list(permutations(ACCOUNTS, 2)), ids="-".join)
def test_every_line_of_an_edition_is_a_line_of_the_others(pair: tuple[str, str]) -> None:
    for subject in ("01", "04"):
        known, form = (load(edition).forms[subject] for edition in pair)
        found = [line_in(form, known, n) for n, (line, _) in known.lines.items() if line.words]
        assert None not in found
        assert len(set(found)) == len(found)


def test_what_stands_twice_in_a_budget_is_compared_with_its_own_line() -> None:
    department = budget_ledger.department(2, rich=True)
    last = budget_ledger.year_before(department)
    options = Options(previous=budget_ledger.book(last, BUDGET, year=2023))
    report = check(budget_ledger.book(department, BUDGET, year=2024), options)
    found = by_rule(report)
    assert found.keys() == OF_LAST_YEAR
    old, new = (budget_ledger.amounts(each, BUDGET)["04"] for each in (last, department))
    rows = [row for row in found["BD03"].rows if row.label.endswith("（一）一般公共预算拨款")]
    assert len(rows) == 2
    for line, row in zip((2, 6), rows, strict=True):
        figures = [rounded(each.get((line, 1), 0), WAN_YUAN) for each in (old, new)]
        agree(row, [(figures[0], figures[1])], "previous")


@pytest.mark.parametrize(("own", "other"), [(WAN_YUAN, YUAN), (YUAN, WAN_YUAN), (QIAN_YUAN, YUAN)])
def test_another_unit_is_converted_to_that_of_the_accounts(own: Unit, other: Unit) -> None:
    department = ledger.department(5, rich=True)
    found = by_rule(with_budget(department, units=(own, other)))["YJ02"]
    assert found.unit == own.name
    budget = budget_ledger.amounts(budget_of(department), BUDGET)["03"]
    for row in found.rows:
        for column, figure in enumerate(row.figures, start=1):
            fen = budget.get((row.code or row.label, column), 0)
            in_other = rounded(fen, other) * other.fen
            assert value(figure.before) == rounded(int(in_other), own)


# --- nothing, zero and words -------------------------------------------------------------------


def small(rows: Mapping[str, tuple[object, ...]], *, accounts: bool) -> Book:
    """A workbook with table 3 alone, its rows by code."""
    edition = NEWEST if accounts else BUDGET
    values: Values = {
        (code, n): figure for code, row in rows.items() for n, figure in enumerate(row, start=1)
    }
    subjects = tuple((code, f"科目{code}") for code in rows if code != "合计")
    tables = {"03": Filled(values, subjects, False)}
    if accounts:
        return ledger.printed(ledger.department(0), edition, tables, year=2024)
    return budget_ledger.printed(budget_ledger.department(0), edition, tables, year=2024)


def compared(budget: Mapping[str, tuple[object, ...]], accounts: Mapping[str, tuple[object, ...]]):
    report = check(small(accounts, accounts=True), Options(budget=small(budget, accounts=False)))
    return report, {row.code or row.label: row for row in by_rule(report)["YJ02"].rows}


def test_there_is_no_percentage_of_nothing_of_zero_or_of_less_than_nothing() -> None:
    budget = {"合计": (10, 0, 10), "201": (-5, "", 0), "202": (0.03, 0.03, "")}
    accounts = {"合计": (20, 5, 15), "201": (2, 3, ""), "202": (0.01, "", "")}
    _, rows = compared(budget, accounts)
    percents = {code: [figure.percent for figure in row.figures] for code, row in rows.items()}
    assert percents == {
        "合计": ["200.00", None, "150.00"],
        "201": [None, None, None],
        "202": ["33.33", "0.00", None],
    }
    assert rows["201"].figures[0].change == "7.00"
    assert rows["201"].figures[1].before is None
    assert rows["202"].figures[2].change is None


def test_a_row_without_any_amount_is_left_out() -> None:
    _, rows = compared(
        {"合计": (1, 1, ""), "201": (0, "", "")}, {"合计": (1, 1, ""), "201": ("",) * 3}
    )
    assert rows.keys() == {"合计"}


def test_what_is_no_number_is_not_taken_as_nothing() -> None:
    _, rows = compared({"合计": ("十元", 1, 2)}, {"合计": (3, 1, 2)})
    assert rows["合计"].figures[0].before is None
    assert rows["合计"].figures[0].now == "3.00"
    assert (rows["合计"].figures[0].change, rows["合计"].figures[0].percent) == (None, None)
    assert rows["合计"].figures[1].percent == "100.00"


def test_subjects_of_one_table_alone_are_marked_and_told_once() -> None:
    budget = {"合计": (3, 3, ""), "201": (1, 1, ""), "202": (2, 2, "")}
    accounts = {"合计": (3, 3, ""), "201": (1, 1, ""), "203": (2, 2, "")}
    report, rows = compared(budget, accounts)
    assert {code: row.only_in for code, row in rows.items()} == {
        "合计": "", "201": "", "202": "before", "203": "now",
    }  # fmt: skip
    (told,) = (f for f in report.findings if f.rule == "YJ02")
    assert told.severity is Severity.INFO
    assert "202 科目202" in told.message.partition("；")[0]
    assert "203 科目203" in told.message.partition("；")[2]


def test_of_many_such_subjects_only_some_are_named() -> None:
    accounts = {"合计": (99, 99, "")} | {str(code): (1, 1, "") for code in range(201, 231)}
    report, _ = compared({"合计": (1, 1, "")}, accounts)
    (told,) = (f for f in report.findings if f.rule == "YJ02")
    assert "30 行" in told.message
    assert "201" in told.message
    assert "230" not in told.message


def test_where_a_table_is_missing_or_blank_on_both_sides_nothing_is_shown() -> None:
    department = ledger.department(0)
    assert not check(ledger.book(department, NEWEST)).comparisons
    budget = small({"合计": (1, 1, "")}, accounts=False)
    found = by_rule(check(ledger.book(department, NEWEST), Options(budget=budget)))
    assert found.keys() == {"YJ02"}
    tables = ledger.figures(department, NEWEST) | {"09": Filled({}, (), True)}
    last = ledger.printed(department, NEWEST, tables)
    report = check(last, Options(previous=last))
    assert by_rule(report).keys() == OF_LAST_YEAR - {"BD05"}


# --- what is judged ----------------------------------------------------------------------------


@pytest.mark.parametrize("edition", ACCOUNTS)
def test_the_three_public_budget_is_held_to_the_budget(edition: str) -> None:
    department = ledger.department(4, rich=True)
    assert not [f for f in with_budget(department, edition).findings if f.rule == "YJ01"]
    other = replace(budget_of(department), three_public={2: 10**9, 4: 0, 5: 0, 6: 0})
    options = Options(budget=budget_ledger.book(other, BUDGET, year=load(edition).year))
    report = check(ledger.book(department, edition), options)
    found = [f for f in report.findings if f.rule == "YJ01"]
    assert {f.verdict for f in found} == {Verdict.ERROR}
    # Where the form prints the budget as it was adjusted, a difference is for a person to explain.
    adjusted = "全年预算数" in "".join(load(edition).forms["09"].notes)
    assert {f.severity for f in found} == {Severity.WARNING if adjusted else Severity.ERROR}
    assert "预算表7" in found[0].message


def told_of(rule: str, report: Report) -> list[str]:
    assert rule in report.ran
    return [f.message for f in report.findings if f.rule == rule]


def test_the_budget_is_the_same_departments_of_the_same_year() -> None:
    department = ledger.department(1)

    def told(budget: budget_ledger.Department, year: int) -> list[str]:
        book = budget_ledger.book(budget, BUDGET, year=year)
        return told_of("T13", check(ledger.book(department, NEWEST), Options(budget=book)))

    year = load(NEWEST).year
    assert told(budget_of(department), year) == []
    (other_year,) = told(budget_of(department), year - 1)
    assert "同一年度" in other_year
    (other_department,) = told(budget_ledger.department(2), year)
    assert "同一部门" in other_department
    assert "T13" not in check(ledger.book(department, NEWEST)).ran


def test_tables_that_the_workbook_beside_has_not_are_named() -> None:
    department = ledger.department(1)
    accounts = ledger.book(department, NEWEST)
    budget = budget_ledger.book(budget_of(department), BUDGET, year=load(NEWEST).year)
    few = tuple(each for each in budget.sheets if each.name not in ("表3", "表7", "表8"))
    assert len(few) == len(budget.sheets) - 3
    report = check(accounts, Options(budget=replace(budget, sheets=few)))
    (message,) = told_of("T13", report)
    assert "没有找到 预算表3、预算表7，" in message
    assert {each.rule for each in report.comparisons} == {"YJ03"}
    only = accounts.sheets[0]
    alone = check(replace(accounts, sheets=(only,)), Options(previous=accounts))
    assert told_of("T08", alone) == [told_of("T08", check(accounts, Options(previous=accounts)))[0]]


def test_a_workbook_beside_that_was_not_filled_in_is_said_to_be_blank() -> None:
    accounts = ledger.book(ledger.department(1), NEWEST)
    blank = read(Path(__file__).parent.parent / "workbook_templates" / f"{BUDGET}.xlsx")
    (message,) = told_of("T13", check(accounts, Options(budget=blank)))
    assert "还没有填写的空白工作簿" in message


#: Table → the place of its closing carry-over, which X19 holds the next opening to.
CLOSING = {"01": "年末结转和结余", "04": "年末财政拨款结转和结余", "07": "合计"}


@pytest.mark.parametrize(("edition", "before"), list(permutations(ACCOUNTS, 2)))
@pytest.mark.parametrize("subject", CLOSING)
def test_this_years_opening_is_last_years_closing_in_tables_1_4_and_7(
    edition: str, before: str, subject: str
) -> None:
    department = ledger.department(1, rich=True)
    last = ledger.year_before(department)
    tables = ledger.figures(last, before, year=2021)

    def told() -> list[str]:
        previous = ledger.printed(last, before, tables, year=2021)
        options = Options(previous=previous)
        return told_of("X19", check(ledger.book(department, edition, year=2022), options))

    assert told() == []
    form = load(before).forms[subject]
    row = next((n for n, (line, _) in form.lines.items() if line.words == CLOSING[subject]), "合计")
    column = {"01": 2, "04": 2, "07": 6}[subject]
    closing = tables[subject].values[row, column]
    assert isinstance(closing, float)
    tables[subject].values[row, column] = closing + 1
    (message,) = told()
    assert f"上年表{int(subject)}" in message


def test_a_fund_table_declared_empty_last_year_cannot_have_left_anything() -> None:
    department = ledger.department(1, rich=True)
    last = ledger.year_before(department)
    tables = ledger.figures(last, NEWEST, year=2023) | {"07": Filled({}, (), True)}
    previous = ledger.printed(last, NEWEST, tables, year=2023)
    report = check(ledger.book(department, NEWEST, year=2024), Options(previous=previous))
    told = [f for f in report.findings if "上年表7" in f.message]
    assert [f.severity for f in told] == [Severity.WARNING]


def test_words_in_last_years_table_are_told_where_a_rule_needs_a_number() -> None:
    department = ledger.department(1, rich=True)
    last = ledger.year_before(department)
    tables = ledger.figures(last, NEWEST, year=2023)
    tables["07"].values["合计", 6] = "见附件"
    previous = ledger.printed(last, NEWEST, tables, year=2023)
    report = check(ledger.book(department, NEWEST, year=2024), Options(previous=previous))
    (message,) = told_of("T08", report)
    assert "上年表7" in message
    assert "见附件" in message
    assert "X19" in message
    assert report.exit_status() == 2


# --- workbooks that cannot stand beside each other ---------------------------------------------


def test_another_kind_of_workbook_is_refused_and_never_compared() -> None:
    accounts = ledger.book(ledger.department(1), NEWEST)
    budget = budget_ledger.book(budget_ledger.department(1), BUDGET)
    with pytest.raises(NotComparable, match="--previous"):
        check(accounts, Options(previous=budget))
    with pytest.raises(NotComparable, match="--previous"):
        check(budget, Options(previous=accounts))
    with pytest.raises(NotComparable, match="--budget"):
        check(budget, Options(budget=budget))


# --- reports -----------------------------------------------------------------------------------


def both(seed: int, *, rich: bool = False) -> Report:
    department = ledger.department(seed, rich=rich)
    budget = budget_ledger.book(budget_of(department), BUDGET, year=2024)
    previous = ledger.book(ledger.year_before(department), NEWEST, year=2023)
    options = Options(budget=budget, previous=previous)
    return check(ledger.book(department, NEWEST, year=2024), options)


def test_the_json_has_comparisons_only_where_there_are_any() -> None:
    report = both(1, rich=True)
    shape = json.loads(json.dumps(report.as_json()))
    assert {c["rule"] for c in shape["comparisons"]} == OF_BUDGET | OF_LAST_YEAR
    for comparison in shape["comparisons"]:
        assert comparison["kind"] == ("budget" if comparison["rule"] in OF_BUDGET else "previous")
        for row in comparison["rows"]:
            assert set(row) == {"code", "label", "level", "figures", "only_in"}
            assert 0 < len(row["figures"]) <= len(comparison["columns"])
            for figure in row["figures"]:
                assert set(figure) == {"before", "now", "change", "percent"}
                assert all(each is None or Decimal(each) is not None for each in figure.values())
    alone = check(ledger.book(ledger.department(1), NEWEST))
    assert "comparisons" not in alone.as_json()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_terminal_shows_every_comparison_in_80_columns_before_the_findings(seed, lang) -> None:
    report = replace(both(seed, rich=seed == 3), lang=lang)
    lines = terminal.as_text([report]).splitlines()
    assert max(map(cell_len, lines)) <= 80
    starts = [n for n, line in enumerate(lines) if line[:4] in OF_BUDGET | OF_LAST_YEAR]
    assert len(starts) == len(report.comparisons)
    headings = (text(f"severity.{s.value}", lang, count=0)[:2] for s in Severity)
    firsts = [n for n, line in enumerate(lines) for head in headings if line.startswith(head)]
    assert not firsts or max(starts) < min(firsts)


def test_thousands_of_subjects_do_not_drown_the_findings() -> None:
    rows = {"合计": (2000, 2000, "")}
    for group in range(201, 221):
        rows[str(group)] = (100, 100, "")
        rows |= {f"{group}{n:02d}": (10, 10, "") for n in range(10)}
        rows |= {f"{group}{n:02d}{m:02d}": (1, 1, "") for n in range(10) for m in range(10)}
    report, compared_rows = compared(rows, rows)
    assert len(compared_rows) == len(rows) > 2000
    lines = terminal.as_text([report]).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("YJ02"))
    end = next(n for n, line in enumerate(lines) if "没有列出" in line)
    assert end - start < 3 * MOST_ROWS
    assert f"{len(rows) - 21} 行" in lines[end]  # what is shown are 合计 and the 类


def test_departments_and_units_are_called_so_beside_last_years(tmp_path):
    file = tmp_path / "本局.txt"
    file.write_text("BD90  表5-2各行1栏～上年表5-2各行1栏\n", encoding="utf-8")
    book = budget_ledger.book(budget_of(ledger.department(1)), BUDGET)
    report = check(book, Options(rules=read_rules(file), previous=book))
    rows = by_rule(report)["BD90"].rows
    assert {row.level for row in rows if row.code} == {"部门", "单位"}
