"""The workbooks of one rich department of an edition, and of what it is compared with: last year's,
and of final accounts the budget. No term of any identity is blank in them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from tests.ledgers import budget_of, ledger_of
from validator import checks
from validator.checks import Results
from validator.forms.catalogue import ECONOMIC, FUNCTIONAL, OFFICES, catalogue
from validator.forms.compiler import compiled
from validator.forms.equations import Compiled, Equation, RuleSet, instances
from validator.forms.loader import load
from validator.notation import BUDGET, LAST_YEAR
from validator.reading import Book, Sheet
from validator.recognition import Cell, Recognised, Table, recognise
from validator.run import Options

#: The number of the department.
RICH = 1


@dataclass(frozen=True)
class Accounts:
    """The rich department's workbook and those it is compared with, by the prefix of their tables'
    keys ("" for its own), with the tables of all."""

    edition: str
    books: Mapping[str, Book]
    found: Recognised
    tables: Mapping[str, Table]

    @property
    def book(self) -> Book:
        """The department's own workbook."""
        return self.books[""]

    def sheet(self, table: Table) -> Sheet:
        """The sheet that a table stands on."""
        sheets = self.books[prefix_of(table.key)].sheets
        return next(sheet for sheet in sheets if sheet.name == table.sheet)

    def with_sheet(self, table: Table, changed: Sheet) -> Mapping[str, Table]:
        """The tables, with `table` read anew from `changed`."""
        prefix = prefix_of(table.key)
        sheets = tuple(
            changed if other.key == table.key else self.sheet(other)
            for other in self.tables.values()
            if other.form is table.form and prefix_of(other.key) == prefix
        )
        edition = _compared_with(self.edition)[prefix]
        again = recognise(Book("", sheets), edition, prefix=prefix).tables[table.key]
        return {**self.tables, table.key: again.by_words() if prefix else again}

    def with_book(
        self, table: Table, changed: Sheet, needed: Collection[str]
    ) -> tuple[Book, Options]:
        """The workbook, with `changed` for the sheet of `table` where that is in it, and so those
        that the keys of `needed` tables speak of."""
        books = dict(self.books)
        own = books[prefix_of(table.key)]
        sheets = tuple(changed if sheet.name == table.sheet else sheet for sheet in own.sheets)
        books[prefix_of(table.key)] = replace(own, sheets=sheets)
        beside = {prefix_of(key): books[prefix_of(key)] for key in needed}
        return books[""], Options(previous=beside.get(LAST_YEAR), budget=beside.get(BUDGET))


def prefix_of(key: str) -> str:
    """What stands before the keys of the tables of the workbook that one is in."""
    return next((p for p in (LAST_YEAR, BUDGET) if key.startswith(p)), "")


def _compared_with(edition: str) -> Mapping[str, str]:
    """The prefix of each workbook → its edition."""
    budget = load(edition).budget
    return {"": edition, LAST_YEAR: edition} | ({BUDGET: budget} if budget else {})


@cache
def accounts(edition: str) -> Accounts:
    """The rich department's workbooks; for the tests to share, not to change."""
    of, wanted = ledger_of(edition), _compared_with(edition)
    department = of.department(RICH, rich=True)
    year = load(edition).year
    books = {"": of.book(department, edition, year=year)}
    books[LAST_YEAR] = of.book(of.year_before(department), edition, year=year - 1)
    if BUDGET in wanted:
        own = budget_of(department)
        books[BUDGET] = ledger_of(wanted[BUDGET]).book(own, wanted[BUDGET], year=year)
    tables: dict[str, Table] = {}
    for prefix, book in books.items():
        read = recognise(book, wanted[prefix], prefix=prefix).tables
        tables |= {key: table.by_words() if prefix else table for key, table in read.items()}
    return Accounts(edition, books, recognise(books[""]), tables)


@cache
def names(edition: str) -> Mapping[str, Mapping[str, str]]:
    """The 科目 that the checks of an edition know, by kind."""
    return {kind: catalogue(kind, load(edition).year) for kind in (FUNCTIONAL, ECONOMIC, OFFICES)}


def equations(edition: str) -> Iterator[Equation]:
    """Every identity of the edition over the tables of the rich department: one of a form that may
    stand several times once for each of its tables."""
    present = accounts(edition).tables
    for rule in compiled(edition).equations:
        yield from instances(rule, present)


def run(
    books: Accounts, tables: Mapping[str, Table], rules: RuleSet | Iterable[Compiled]
) -> Results:
    """The results of `rules` on `tables`, those of the other workbooks among them."""
    return checks.run(replace(books.found, tables=tables), rules, names(books.edition))


def with_figure(books: Accounts, table: Table, cell: Cell, column: int, fen: int) -> Sheet:
    """The sheet of `table` with another figure in `cell`, which stands in `column`."""
    sheet, unit = books.sheet(table), table.unit_of(column)
    figure = fen // unit.step / 10**unit.decimals
    rows = list(sheet.rows)
    row = list(rows[cell.row])
    row[cell.column] = f"{figure:.2f}%" if column in table.form.shares else figure
    rows[cell.row] = row
    return replace(sheet, rows=rows)
