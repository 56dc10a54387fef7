"""Every rule of every edition finds what it is there to find.

One rich department fills each edition's tables so that no term of any identity is blank. Then its
cells are moved, one at a time and just beyond what rounding explains (a copy by one printed step),
and the identity must break; each named check gets a workbook that breaks it. A rule that nothing
here breaks fails the test with its id.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import pytest

from tests import ledger
from tests.books import Filled
from tests.live import Live, live
from validator import checks
from validator.checks import Operand, Outcome, Results
from validator.checks.opinions import findings
from validator.forms.catalogue import ECONOMIC, FUNCTIONAL, catalogue
from validator.forms.compiler import compiled
from validator.forms.equations import (
    BELOW,
    Compiled,
    CompiledCheck,
    CompiledInclusion,
    Equation,
    Term,
)
from validator.forms.loader import editions, load
from validator.forms.model import ONLY_ROW, TOTAL, Layout, RowKey, Severity
from validator.forms.workbook import CHECK, FRONT, stamp
from validator.reading import Book, Sheet
from validator.recognition import Cell, Entry, Recognised, Table, recognise
from validator.rounding import Relation, Verdict
from validator.run import PREVIOUS, Options, check

RICH = 1
SOUND = frozenset({Verdict.EXACT, Verdict.ROUNDING, Verdict.IMPROBABLE})
NOT_IN = "not_included"
#: So many places of each identity are tried in full; further places for terms that were blank.
PLACES = 3


@dataclass(frozen=True)
class Accounts:
    """The rich department's workbook and its last year's, with their tables."""

    edition: str
    book: Book
    previous: Book
    found: Recognised
    tables: Mapping[str, Table]

    def sheet(self, table: Table) -> Sheet:
        """The sheet that a table stands on."""
        book = self.previous if table.key.startswith(PREVIOUS) else self.book
        return next(sheet for sheet in book.sheets if sheet.name == table.sheet)

    def with_sheet(self, table: Table, changed: Sheet) -> Mapping[str, Table]:
        """The tables, with `table` read anew from `changed`."""
        prefix = PREVIOUS if table.key.startswith(PREVIOUS) else ""
        again = recognise(Book("", (changed,)), self.edition, prefix=prefix).tables[table.key]
        return {**self.tables, table.key: again.by_words() if prefix else again}

    def with_book(self, table: Table, changed: Sheet) -> tuple[Book, Book]:
        """This year's and last year's workbook, with `changed` for the sheet of `table`."""
        last = table.key.startswith(PREVIOUS)
        book = self.previous if last else self.book
        sheets = tuple(changed if sheet.name == table.sheet else sheet for sheet in book.sheets)
        again = replace(book, sheets=sheets)
        return (self.book, again) if last else (again, self.previous)


@cache
def accounts(edition: str) -> Accounts:
    department = ledger.department(RICH, rich=True)
    book = ledger.book(department, edition)
    previous = ledger.book(ledger.year_before(department), edition)
    found = recognise(book)
    last = recognise(previous, prefix=PREVIOUS).tables
    tables = {**found.tables, **{key: table.by_words() for key, table in last.items()}}
    return Accounts(edition, book, previous, found, tables)


@cache
def names(edition: str) -> Mapping[str, Mapping[str, str]]:
    return {kind: catalogue(kind, load(edition).year) for kind in (FUNCTIONAL, ECONOMIC)}


def equations(edition: str) -> list[Equation]:
    return [rule for rule in compiled(edition) if isinstance(rule, Equation)]


# --- identities --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Move:
    """A figure that stands where the books have another: the operand and its printed 分."""

    outcome: Outcome
    operand: Operand
    fen: int

    def sheet(self, books: Accounts) -> Sheet:
        """The sheet with the wrong figure."""
        assert self.operand.cell is not None
        return with_figure(books, self.operand.table, self.operand.cell, self.fen)


def with_figure(books: Accounts, table: Table, cell: Cell, fen: int) -> Sheet:
    """The sheet of `table` with another figure in `cell`."""
    sheet = books.sheet(table)
    rows = list(sheet.rows)
    row = list(rows[cell.row])
    row[cell.column] = fen // table.unit.step / 10**table.unit.decimals
    rows[cell.row] = row
    return replace(sheet, rows=rows)


def move(outcome: Outcome, operand: Operand) -> Move:
    """The least change of `operand` that no rounding explains, for any signs of the roundings.

    n figures round by less than n/2 steps in all, and leave a residual of at most that; n + 2 more
    steps are beyond both. Two copies of one figure differ by nothing, so there one step is.
    """
    assert operand.cell is not None
    step = operand.table.unit.step
    residual = sum(o.weight * o.cell.amount.printed for o in outcome.left if o.cell)
    residual -= sum(o.weight * o.cell.amount.printed for o in outcome.right if o.cell)
    steps = 1 if outcome.kind == "copy" else len(outcome.operands) + 2
    if outcome.relation is Relation.EQUAL:
        wanted = residual + steps * step
    else:
        wanted = steps * step if outcome.relation is Relation.AT_MOST else -steps * step
    weight = operand.weight if operand in outcome.left else -operand.weight
    return Move(outcome, operand, operand.cell.amount.printed + weight * (wanted - residual))


def place(outcome: Outcome) -> tuple[object, ...]:
    return tuple((o.table.key, o.row, o.column) for o in outcome.operands)


def terms_of(equation: Equation, outcome: Outcome) -> Iterator[tuple[Term, Operand]]:
    """Each operand with the term that it fills; Σ is filled by as many as there are."""
    for terms, operands in ((equation.left, outcome.left), (equation.right, outcome.right)):
        rest = list(operands)
        for i, term in enumerate(terms):
            more = len(terms) - i - 1
            taken = len(rest) - more if term.row == BELOW else 1
            for operand in rest[:taken]:
                yield term, operand
            rest = rest[taken:]


def run(books: Accounts, tables: Mapping[str, Table], *rules: Compiled) -> Results:
    """The results of `rules` on `tables`, last year's among them."""
    found = replace(books.found, tables=tables)
    return checks.run(found, rules, names(books.edition))


def moves(equation: Equation, books: Accounts) -> Iterator[tuple[Term, Move]]:
    """Every operand at the first places of the identity, and each term at one place at least."""
    wanted = {*equation.left, *equation.right}
    done = 0
    for outcome in run(books, books.tables, equation).outcomes:
        assert outcome.verdict is not Verdict.ERROR
        if outcome.verdict not in SOUND and any(o.cell is None for o in outcome.left):
            continue
        found = [(t, o) for t, o in terms_of(equation, outcome) if o.cell is not None]
        if done >= PLACES:
            found = [(term, operand) for term, operand in found if term in wanted]
        done += 1
        wanted -= {term for term, _ in found}
        for term, operand in found:
            yield term, move(outcome, operand)


def broken(equation: Equation, moved: Move, books: Accounts) -> bool:
    """Does the identity say so, at this very place, when the figure is moved?"""
    tables = books.with_sheet(moved.operand.table, moved.sheet(books))
    where = place(moved.outcome)
    wrong = [o for o in run(books, tables, equation).notable if o.verdict is Verdict.ERROR]
    assert all((o.rule, o.text) == (equation.rule, equation.text) for o in wrong)
    return [place(o) for o in wrong].count(where) == 1


@pytest.mark.parametrize("edition", editions())
def test_every_term_of_every_identity_is_alive(edition: str) -> None:
    books = accounts(edition)
    dead = []
    for equation in equations(edition):
        alive: set[Term] = set()
        for term, moved in moves(equation, books):
            if broken(equation, moved, books):
                alive.add(term)
            else:
                operand = moved.operand
                at = f"表{operand.table.key} {operand.row} {operand.column}栏"
                dead.append(f"{equation.rule.id} {equation.text}: {at} → {moved.fen} 分")
        for term in {*equation.left, *equation.right} - alive:
            dead.append(f"{equation.rule.id} {equation.text}: nothing moves {term}")
    assert not dead, "\n".join(dead)


@pytest.mark.parametrize("edition", editions())
def test_every_figure_is_guarded(edition: str) -> None:
    """A gross mistake in any one figure is an error: one cell of every line, level and column."""
    books = accounts(edition)
    samples = {}
    for table in books.found.tables.values():
        for (row, column), cell in table.cells.items():
            line = row if isinstance(row, int) or row in table.form.totals else len(row)
            if cell.amount.printed:
                samples[table.key, line, column] = (table, cell)
    unguarded = []
    for place_of, (table, cell) in samples.items():
        wrong = with_figure(books, table, cell, 2 * cell.amount.printed + 100 * table.unit.fen)
        results = run(books, books.with_sheet(table, wrong), *compiled(edition))
        errors = {o.rule for o in results.notable if o.verdict is Verdict.ERROR}
        if not any(rule.severity is Severity.ERROR for rule in errors):
            unguarded.append((place_of, errors))
    assert not unguarded


# --- named checks ------------------------------------------------------------------------------


@dataclass
class Desk:
    """The rich workbook open for changes: rows by table; a change may drop or add a sheet."""

    books: Accounts
    rows: dict[str, list[list[object]]] = field(default_factory=dict)
    faults: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    added: list[Sheet] = field(default_factory=list)
    live: Live | None = None

    def __post_init__(self) -> None:
        for key in load(self.books.edition).order:
            sheet = self.books.sheet(self.table(key))
            self.rows[key] = [list(row) for row in sheet.rows]
            self.faults[key] = dict(sheet.faults)

    def table(self, key: str) -> Table:
        return self.books.tables[key]

    def codes(self, key: str, length: int) -> list[Entry]:
        return [entry for entry in self.table(key).entries if len(entry.code) == length]

    def cell(self, key: str, row: RowKey, column: int) -> Cell:
        return self.table(key).cells[row, column]

    def put(self, key: str, row: int, column: int, value: object) -> None:
        self.rows[key][row][column] = value

    def wipe(self, key: str, row: int, first: int = 0, last: int = 99) -> None:
        """Blank the cells of a row from column `first` to `last`."""
        for column in range(first, min(last + 1, len(self.rows[key][row]))):
            self.put(key, row, column, "")

    def sheets(self) -> Iterator[Sheet]:
        for key, rows in self.rows.items():
            yield Sheet(self.table(key).sheet, rows, self.faults[key])
        yield from self.added

    def add(self, key: str, rows: Sequence[Sequence[object]]) -> None:
        """Add a sheet that holds the table `key` once more."""
        self.added.append(Sheet(f"{self.table(key).sheet}（二）", rows, {}))

    def book(self) -> Book:
        return self.live.book() if self.live else Book("改过.xlsx", tuple(self.sheets()))


#: A change that a check must see, in the table with the given key ("" for the workbook).
Change = Callable[[Desk, str], None]


def item(desk: Desk, key: str) -> Entry:
    """A code of the lowest level, not the first of its parent."""
    return desk.codes(key, 5 if desk.table(key).form.layout is Layout.BLOCKS else 7)[-1]


def short_code(desk: Desk, key: str) -> None:
    entry = item(desk, key)
    desk.put(key, entry.row, entry.column, entry.code[:-1])


def same_code_again(desk: Desk, key: str) -> None:
    entry = item(desk, key)
    before = desk.table(key).entries[desk.table(key).entries.index(entry) - 1]
    desk.put(key, entry.row, entry.column, before.code)


def class_without_code(desk: Desk, key: str) -> None:
    entry = desk.codes(key, 3)[0]
    desk.put(key, entry.row, entry.column, "")


def other_name(desk: Desk, key: str) -> None:
    entry = desk.codes(key, 3)[0]
    row = desk.rows[key][entry.row]
    name = next(c for c in range(entry.column + 1, len(row)) if row[c] == entry.name)
    desk.put(key, entry.row, name, "另一个名称")


def two_rows_exchanged(desk: Desk, key: str) -> None:
    table = desk.table(key)
    entry = item(desk, key)
    other = table.entries[table.entries.index(entry) - 1]
    last = max(cell.column for (row, _), cell in table.cells.items() if row == entry.key)
    rows = desk.rows[key]
    width = last + 1 - entry.column
    here = slice(entry.column, entry.column + width)
    there = slice(other.column, other.column + width)
    rows[entry.row][here], rows[other.row][there] = rows[other.row][there], rows[entry.row][here]


def unknown_code(desk: Desk, key: str) -> None:
    table = desk.table(key)
    known = names(desk.books.edition)[table.form.catalogue]
    entry = next(e for e in table.entries if len(e.code) > 3 and e.code in known)
    desk.put(key, entry.row, entry.column, f"{entry.code[:-2]}98")


def below_left_out(length: int) -> Change:
    """Leave out everything below a code of `length` digits."""

    def change(desk: Desk, key: str) -> None:
        parent = desk.codes(key, length)[0].code
        for entry in desk.table(key).entries:
            if entry.code.startswith(parent) and entry.code != parent:
                desk.wipe(key, entry.row)

    return change


def table_left_out(desk: Desk, _: str) -> None:
    del desk.rows["08"]


def table_again(desk: Desk, _: str) -> None:
    desk.add("05", desk.rows["05"])


def table_again_blank(desk: Desk, _: str) -> None:
    rows = [list(row) for row in desk.rows["05"]]
    for cell in desk.table("05").cells.values():
        rows[cell.row][cell.column] = ""
    desk.add("05", rows)


def table_again_changed(desk: Desk, _: str) -> None:
    rows = [list(row) for row in desk.rows["05"]]
    cell = desk.cell("05", TOTAL, 1)
    rows[cell.row][cell.column] = 1.23
    desk.add("05", rows)


def declared_empty(key: str) -> Change:
    """Print a table as empty while others hold what should be in it."""

    def change(desk: Desk, _: str) -> None:
        edition = desk.books.edition
        empty = {key: Filled({}, (), True)}
        printed = ledger.printed(ledger.department(RICH, rich=True), edition, empty)
        desk.rows[key] = [list(row) for row in printed.sheets[0].rows]

    return change


def sentence_under_figures(desk: Desk, _: str) -> None:
    rows = desk.rows["07"]
    rows.append(["本部门无政府性基金预算财政拨款收入支出。", *[""] * (len(rows[0]) - 1)])


def other_heading(key: str, word: str, text: str) -> Change:
    """Put another year or department over a table; a heading that has none gets one."""

    def change(desk: Desk, _: str) -> None:
        for row in desk.rows[key][:4]:
            for column, value in enumerate(row):
                if isinstance(value, str) and word == "部门" and value.startswith("部门："):
                    row[column] = text
                    return
        for other, rows in desk.rows.items():
            own = text if other == key else f"{load(desk.books.edition).year}年度"
            rows[0][0] = re.sub(r"^(\d{4}年度)?", own, str(rows[0][0]))

    return change


def line_left_out(desk: Desk, _: str) -> None:
    amount = desk.cell("01", 27, 1)
    desk.wipe("01", amount.row, 0, amount.column)


def line_renamed(desk: Desk, _: str) -> None:
    desk.put("01", desk.cell("01", 28, 1).row, 0, "用事业基金弥补收支差额")


def line_renumbered(desk: Desk, _: str) -> None:
    amount = desk.cell("01", 28, 1)
    desk.put("01", amount.row, amount.column - 1, 99)


def line_of_its_own(desk: Desk, _: str) -> None:
    amount = desk.cell("01", 28, 1)
    desk.put("01", amount.row, 0, "另一项收入")
    desk.put("01", amount.row, amount.column - 1, "")


def total_left_out(key: str, label: str) -> Change:
    """Leave out a row of totals."""

    def change(desk: Desk, _: str) -> None:
        row = desk.cell(key, label, 1).row
        desk.wipe(key, row)

    return change


def second_total(desk: Desk, _: str) -> None:
    entry = item(desk, "05")
    desk.wipe("05", entry.row, 0, desk.cell("05", entry.key, 1).column - 1)
    desk.put("05", entry.row, entry.column, TOTAL)


def code_left_out(desk: Desk, _: str) -> None:
    entry = item(desk, "05")
    desk.put("05", entry.row, entry.column, "")


def third_total(desk: Desk, _: str) -> None:
    row = desk.cell("06", "公用经费合计", 1).row
    desk.put("06", row, desk.cell("06", "30201", 1).column, 1.23)


def second_row(desk: Desk, _: str) -> None:
    row = desk.cell("09", ONLY_ROW, 1).row
    desk.rows["09"].insert(row + 1, list(desk.rows["09"][row]))


def instead_of_a_figure(value: object, fault: str | None = None) -> Change:
    """Something else in the cell of table 1 line 1."""

    def change(desk: Desk, _: str) -> None:
        amount = desk.cell("01", 1, 1)
        desk.put("01", amount.row, amount.column, value)
        if fault is not None:
            desk.faults["01"][amount.row, amount.column] = fault

    return change


def shorter_figures(desk: Desk, _: str) -> None:
    for cell in desk.table("05").cells.values():
        if isinstance(cell.raw, float):
            desk.put("05", cell.row, cell.column, round(cell.raw, 1))


def no_unit(desk: Desk, _: str) -> None:
    for key, rows in desk.rows.items():
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str) and "单位：" in value:
                    desk.put(key, number, column, value.replace("单位：", "数额："))


def not_in_table_3(desk: Desk, key: str) -> None:
    code = desk.codes(key, 7)[-1].code
    row = next(entry.row for entry in desk.table("03").entries if entry.code == code)
    desk.wipe("03", row)


def nothing_filled_in(desk: Desk, _: str) -> None:
    for key in desk.rows:
        for cell in desk.table(key).cells.values():
            desk.put(key, cell.row, cell.column, "")


def made_from_the_forms(change: Callable[[Live, Table], None], key: str = "01") -> Change:
    """The rich workbook as it is made from the forms, with a change to it and its table `key`."""

    def changed(desk: Desk, _: str) -> None:
        desk.live = live(desk.books.edition, RICH)
        change(desk.live, recognise(desk.live.book()).tables[key])

    return changed


def total_typed(more: float) -> Change:
    """本年收入合计 typed over, `more` than the formula gives."""

    def change(made: Live, table: Table) -> None:
        cell = table.cells[27, 1]
        made.table("01").put(cell.row, cell.column, float(str(cell.raw)) + more)

    return made_from_the_forms(change)


def total_wiped(made: Live, table: Table) -> None:
    made.table("01").put(*table.cells[27, 1][2:], "")


def row_typed(made: Live, table: Table) -> None:
    last, sheet = table.entries[-1], made.table("08")
    sheet.put(last.row + 1, last.column, "2230299")


def column_typed(more: float) -> Change:
    """The totals of table 3 typed over, `more` than the formulas give."""

    def change(made: Live, table: Table) -> None:
        for number in table.form.columns[:5]:
            cell = table.cells[TOTAL, number]
            made.table("03").put(cell.row, cell.column, float(str(cell.raw)) + more)

    return made_from_the_forms(change, "03")


def values_pasted(made: Live, _: Table) -> None:
    made.values_only()


def sheet_renamed(made: Live, table: Table) -> None:
    made.rename(table.sheet, "Sheet1")


def check_sheet_deleted(made: Live, _: Table) -> None:
    del made.sheets[CHECK]


def heading(text: str) -> Change:
    """Another text for a heading of table 3."""

    def change(made: Live, table: Table) -> None:
        for row in made.table("03").rows[table.top : table.entries[0].row]:
            row[:] = [text if words == "项目支出" else words for words in row]

    return made_from_the_forms(change, "03")


def unnamed_lines_deleted(made: Live, table: Table) -> None:
    sheet = made.table("01")
    for line in (9, 10):
        cell = table.cells[line, 1]
        sheet.put(cell.row, cell.column - 1, "")


def row_inserted(made: Live, table: Table) -> None:
    made.table("01").insert(table.cells[5, 1].row)


def entry_without_row(made: Live, table: Table) -> None:
    made.entries("05").rows.append(["1010101", "", 5.0, 5.0, "", ""])


def stamped_for(stamp_of: str) -> Change:
    """A stamp that the tables do not bear out."""

    def change(made: Live, _: Table) -> None:
        other = next(name for name in editions() if name != made.edition)
        words = stamp(load(other)) if stamp_of == "other" else f"gouji 模板 {stamp_of}"
        made.sheets[FRONT].rows[20][1] = words

    return made_from_the_forms(change)


#: The name of a check → (what the finding must be called, how heavy it is, the mistake).
MISTAKES: Mapping[str, Sequence[tuple[str, Severity, Change]]] = {
    "科目编码": [
        ("code_length", Severity.ERROR, short_code),
        ("code_twice", Severity.ERROR, same_code_again),
        ("code_orphan", Severity.ERROR, class_without_code),
        ("code_name", Severity.WARNING, other_name),
        ("code_order", Severity.WARNING, two_rows_exchanged),
        ("code_unknown", Severity.INFO, unknown_code),
    ],
    "下级科目": [
        ("no_group", Severity.WARNING, below_left_out(3)),
        ("no_item", Severity.WARNING, below_left_out(5)),
    ],
    "表格齐全": [("missing", Severity.ERROR, table_left_out)],
    "表格重复": [
        ("double_same", Severity.WARNING, table_again),
        ("double_blank", Severity.WARNING, table_again_blank),
        ("double_differs", Severity.ERROR, table_again_changed),
    ],
    "空表声明": [
        ("empty_contradicted", Severity.ERROR, declared_empty("07")),
        ("empty_contradicted", Severity.ERROR, declared_empty("08")),
        ("empty_contradicted", Severity.ERROR, declared_empty("09")),
        ("empty_but_filled", Severity.ERROR, sentence_under_figures),
    ],
    "行次齐全": [
        ("line_missing", Severity.WARNING, line_left_out),
        ("line_missing", Severity.WARNING, total_left_out("03", TOTAL)),
        ("line_missing", Severity.WARNING, total_left_out("06", "人员经费合计")),
        ("label_differs", Severity.WARNING, line_renamed),
        ("number_differs", Severity.WARNING, line_renumbered),
        ("line_unknown", Severity.WARNING, line_of_its_own),
        ("total_twice", Severity.WARNING, second_total),
        ("row_without_code", Severity.WARNING, code_left_out),
        ("total_ambiguous", Severity.WARNING, third_total),
        ("second_row", Severity.WARNING, second_row),
    ],
    "金额": [
        ("text", Severity.ERROR, instead_of_a_figure("待核")),
        ("error_cell", Severity.ERROR, instead_of_a_figure("", "#DIV/0!")),
        ("not_computed", Severity.ERROR, instead_of_a_figure("", "")),
        ("number_as_text", Severity.INFO, instead_of_a_figure("１，２３４．５６")),
    ],
    "小数位数": [("fewer_decimals", Severity.INFO, shorter_figures)],
    "年度部门": [
        ("year_differs", Severity.WARNING, other_heading("05", "年度", "2009年度")),
        ("department_differs", Severity.WARNING, other_heading("05", "部门", "部门：别的局")),
    ],
    "单位": [("unit_assumed", Severity.WARNING, no_unit)],
    "空白工作簿": [("blank", Severity.INFO, nothing_filled_in)],
    "模板公式": [
        ("formula_same", Severity.INFO, total_typed(0)),
        ("formula_differs", Severity.ERROR, total_typed(90)),
        ("formula_wiped", Severity.ERROR, made_from_the_forms(total_wiped)),
        ("formula_extra", Severity.ERROR, made_from_the_forms(row_typed, "08")),
        ("formulas_same", Severity.INFO, column_typed(0)),
        ("formulas_differ", Severity.ERROR, column_typed(90)),
        ("formulas_gone", Severity.INFO, made_from_the_forms(values_pasted)),
    ],
    "模板版面": [
        ("sheet_renamed", Severity.WARNING, made_from_the_forms(sheet_renamed)),
        ("sheets_missing", Severity.WARNING, made_from_the_forms(check_sheet_deleted)),
        ("heading_changed", Severity.WARNING, heading("专项支出")),
        ("heading_wiped", Severity.WARNING, heading("")),
        ("rows_deleted", Severity.WARNING, made_from_the_forms(unnamed_lines_deleted)),
        ("rows_inserted", Severity.WARNING, made_from_the_forms(row_inserted)),
        ("rows_not_printed", Severity.WARNING, made_from_the_forms(entry_without_row)),
    ],
}


def mistakes() -> list[tuple[str, str, str, str, Severity, Change]]:
    """Every check of every edition with each of its mistakes."""
    found: list[tuple[str, str, str, str, Severity, Change]] = []
    for edition in editions():
        for rule in compiled(edition):
            if isinstance(rule, CompiledCheck):
                found += [
                    (edition, rule.rule.id, rule.table, kind, severity, change)
                    for kind, severity, change in MISTAKES.get(rule.name, ())
                ]
            elif isinstance(rule, CompiledInclusion):
                found += [
                    (edition, rule.rule.id, part, NOT_IN, Severity.ERROR, not_in_table_3)
                    for part, _ in rule.parts
                ]
    return found


#: (rule, kind, table, severity) of something that a named check says.
Said = tuple[str, str, str, Severity]


def said_of(book: Book, edition: str) -> tuple[Counter[Said], Counter[tuple[str, Severity]]]:
    """What the named checks say of a workbook, and (rule, severity) of the findings made of it."""
    found = recognise(book)
    assert found.edition.name == edition
    results = checks.run(found, compiled(edition), names(edition))
    said = Counter((o.rule.id, o.kind, o.table, o.severity) for o in results.observations)
    opinions = findings(replace(results, notable=()), found, "zh")
    return said, Counter((f.rule, f.severity) for f in opinions)


@cache
def said_of_sound_books(
    edition: str,
) -> tuple[Counter[Said], Counter[tuple[str, Severity]]]:
    return said_of(accounts(edition).book, edition)


@pytest.mark.parametrize(("edition", "rule", "table", "kind", "severity", "change"), mistakes())
def test_every_check_finds_its_mistake(
    edition: str, rule: str, table: str, kind: str, severity: Severity, change: Change
) -> None:
    said_before, found_before = said_of_sound_books(edition)
    desk = Desk(accounts(edition))
    change(desk, table)
    said, found = said_of(desk.book(), edition)
    new = {(o[0], o[1], o[3]) for o in said - said_before if not table or o[2] == table}
    assert (rule, kind, severity) in new
    assert (rule, severity) in found - found_before


@pytest.mark.parametrize("edition", editions())
def test_sound_books_pass_every_check(edition: str) -> None:
    said, _ = said_of_sound_books(edition)
    assert {kind for _, kind, _, _ in said} == {"code_unknown"}


def of_year(book: Book, year: int) -> Book:
    """The workbook with another year in its titles, where the edition prints one."""

    def dated(value: object) -> object:
        return re.sub(r"20\d\d", str(year), value) if isinstance(value, str) else value

    sheets = [replace(s, rows=[[dated(v) for v in row] for row in s.rows]) for s in book.sheets]
    return replace(book, sheets=tuple(sheets))


@pytest.mark.parametrize("edition", editions())
def test_last_years_workbook_of_another_year_or_department_is_told(edition: str) -> None:
    books = accounts(edition)

    def told(previous: Book) -> list[str]:
        report = check(books.book, Options(previous=previous))
        assert "T08" in report.ran
        found = [f for f in report.findings if f.rule == "T08"]
        assert {f.severity for f in found} <= {Severity.WARNING}
        return [f.message for f in found]

    year = load(edition).year
    assert "T08" not in check(books.book).ran
    assert told(of_year(books.previous, year - 1)) == []
    (other,) = told(of_year(ledger.book(ledger.department(RICH + 1, rich=True), edition), year - 1))
    assert "同一部门" in other
    dated = "{year}" in load(edition).caption
    assert len(told(of_year(books.previous, year - 2))) == dated


@pytest.mark.parametrize("edition", editions())
@pytest.mark.parametrize("stamp_of", ["other", "final-accounts-1998"])
def test_a_stamp_that_is_not_the_tables_is_told(edition: str, stamp_of: str) -> None:
    desk = Desk(accounts(edition))
    stamped_for(stamp_of)(desk, "")
    found = [f for f in check(desk.book()).findings if f.rule == "T12"]
    assert [f.severity for f in found] == [Severity.WARNING]
    assert edition in found[0].message


# --- the catalogue -----------------------------------------------------------------------------


def rules_with_equations() -> list[tuple[str, str]]:
    return [
        (edition, rule_id)
        for edition in editions()
        for rule_id in dict.fromkeys(equation.rule.id for equation in equations(edition))
    ]


@pytest.mark.parametrize(("edition", "rule_id"), rules_with_equations())
def test_the_report_names_the_broken_rule(edition: str, rule_id: str) -> None:
    books = accounts(edition)
    equation = next(e for e in equations(edition) if e.rule.id == rule_id)
    moved = next(moved for _, moved in moves(equation, books))
    book, previous = books.with_book(moved.operand.table, moved.sheet(books))
    needs_previous = any(term.table.startswith(PREVIOUS) for term in equation.right)
    report = check(book, Options(previous=previous if needs_previous else None))
    found = [f for f in report.findings if f.rule == rule_id and f.verdict is Verdict.ERROR]
    assert {finding.severity for finding in found} == {equation.rule.severity}
    assert all(finding.cells for finding in found)


@pytest.mark.parametrize("edition", editions())
def test_every_rule_of_the_catalogue_is_broken_here(edition: str) -> None:
    tried = {rule_id for name, rule_id in rules_with_equations() if name == edition}
    tried |= {case[1] for case in mistakes() if case[0] == edition} | {"T08"}
    assert tried == {rule.id for rule in load(edition).rules}
