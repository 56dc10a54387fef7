"""Where everything of a live workbook stands: the sheets of its tables, their cells, the sheets for
entering 科目, the totals that may be typed, the calculation sheets.

A plan holds addresses only; the modules that write the sheets all go by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from validator.forms.compiler import compiled
from validator.forms.computed import Addends, Computed, computed_in
from validator.forms.loader import load
from validator.forms.model import TOTAL, CellKey, Edition, Form, Layout, RowKey, dated, in_list
from validator.forms.scorecard import Scorecard
from validator.forms.workbook import (
    CHECK,
    ENTRY_AMOUNTS,
    ENTRY_HEADINGS,
    FRONT,
    KEYS,
    PICTURES,
    TOTALS,
    TOTALS_FIRST,
    TOTALS_TYPED,
    entry_sheet,
    number_in,
    table_sheet,
    tables,
    totals,
)
from workbook_templates.cards.plan import CardPlan, card_plans
from workbook_templates.declared.plan import DeclaredPlan, declared_plans
from workbook_templates.grid import Grid, lay_out
from workbook_templates.spot import Spot, span

#: How many 科目 a table has room for, and how many of their rows a printed page shows at first.
ROOM, SHOWN = 120, 20
#: The columns of the list of all keys: key, words, then its row in each 科目 table.
KEY, KEY_LABEL, KEY_ROWS = 0, 1, 2
#: What goes before the subject of last year's tables.
LAST_YEAR = "上年"


def column_words(form: Form, number: int) -> str:
    """What a person calls a column: 2栏 基本支出."""
    return f"{number}栏 {dated(form.column_label(number), None)}"


def words_of(form: Form, row: RowKey, number: int) -> tuple[str, str]:
    """What a person calls the row and the column of a cell; "" for the only column of a row."""
    words = str(row)
    name, number_in_list = in_list(row)
    if name:
        words = f"{name}第{number_in_list}行"
    elif isinstance(row, int):
        words = f"{row}行 {form.line_words[row]}".strip()
    elif line := next((n for p in form.parts for n in p.lines if n.code == row), None):
        words = f"{row} {line.words}"
    return words, column_words(form, number) if form.has_columns(row) else ""


def place_of(form: Form, row: RowKey, number: int) -> str:
    """What a person calls a cell: 57行 本年支出合计, 合计 2栏 基本支出."""
    return " ".join(filter(None, words_of(form, row, number)))


@dataclass(frozen=True)
class TablePlan:
    """A table of the workbook. `cells` are its amounts as printed, by (row key, 栏次); in a 科目
    table those of 合计, with the generated rows below it. `key` is that of its cells: the form's
    subject, or 12-1 of a form that may stand any number of times. `side` is the first column to the
    right of the table, where what helps the formulas stands.
    """

    form: Form
    key: str
    sheet: str
    grid: Grid
    room: int

    @property
    def open(self) -> bool:
        """Are its rows generated from the 科目 that are entered?"""
        return self.form.open

    @cached_property
    def cells(self) -> Mapping[tuple[RowKey, int], Spot]:
        """(row key, 栏次) → the printed amount."""
        return {
            cell.key: Spot(self.sheet, cell.row, cell.column)
            for cell in self.grid.cells
            if cell.key is not None and cell.role == "amount"
        }

    @cached_property
    def texts(self) -> Mapping[tuple[RowKey, int], Spot]:
        """(row key, column) → what a person types in words, years in headings too."""
        return {
            cell.key: Spot(self.sheet, cell.row, cell.column)
            for cell in self.grid.cells
            if cell.key is not None and cell.role != "amount"
        }

    @property
    def side(self) -> int:
        """The first column beside the printed table."""
        return self.grid.columns

    @cached_property
    def amount_columns(self) -> tuple[int, ...]:
        """The columns of the sheet that hold amounts, left to right."""
        return tuple(sorted({spot.column for spot in self.cells.values()}))

    @cached_property
    def first(self) -> int:
        """The row of 合计 of a 科目 table; its generated rows follow."""
        return self.cells[TOTAL, self.form.columns[0]].row

    @property
    def last(self) -> int:
        """The last generated row of a 科目 table."""
        return self.first + self.room

    def column(self, number: int) -> int:
        """The column of the sheet that holds 栏次 `number` of a 科目 table."""
        return self.cells[TOTAL, number].column

    # What stands beside a 科目 table, column by column.

    @property
    def shown(self) -> int:
        """The column that tells which rows are printed; its filter hides the others."""
        return self.side

    @property
    def keys(self) -> int:
        """The column of the rows' keys, 0 for 合计."""
        return self.side + 1

    @property
    def parents(self) -> int:
        """The column of the keys one level up."""
        return self.side + 2

    @property
    def entries(self) -> int:
        """The column that tells at which position of the entry sheet the 科目 stands."""
        return self.side + 3

    @property
    def places(self) -> int:
        """The column that tells where the key stands among those of all tables; then its parent."""
        return self.side + 4

    def shadow(self, column: int) -> int:
        """Beside a table with printed lines: the column with its amounts as they are printed,
        rounded, for the amounts in `column`."""
        return self.side + 1 + self.amount_columns.index(column)

    def mark(self, column: int) -> int:
        """The column that tells how the cells of `column` are to be marked."""
        before = self.side + (6 if self.open else 1 + len(self.amount_columns))
        return before + self.amount_columns.index(column)

    def at(self, column: int, below: int = 0) -> Spot:
        """A cell of `column`, `below` rows under 合计 of a 科目 table."""
        return Spot(self.sheet, self.first + below, column)

    def range(self, column: int, last: int | None = None) -> str:
        """A column of a 科目 table (or those up to `last`) from 合计 to the last row, for a formula
        anywhere."""
        end = self.at(column if last is None else last, self.room)
        return span(self.at(column), end)

    @property
    def amounts(self) -> str:
        """All amounts of a 科目 table, for a formula anywhere."""
        return self.range(self.amount_columns[0], self.amount_columns[-1])

    # The entry sheet of a 科目 table.

    @property
    def entry(self) -> str:
        """The name of the entry sheet."""
        return entry_sheet(self.form)

    @property
    def entry_rows(self) -> tuple[int, int]:
        """The first and last row of the entry sheet for 科目."""
        return ENTRY_HEADINGS + 1, ENTRY_HEADINGS + self.room

    def entry_column(self, number: int) -> int:
        """The column of the entry sheet for 栏次 `number`."""
        return ENTRY_AMOUNTS + self.form.columns.index(number)

    def entry_range(self, column: int, last: int | None = None) -> str:
        """The cells of `column` (up to `last`) of the entry sheet that are for 科目."""
        top, bottom = self.entry_rows
        return span(Spot(self.entry, top, column), Spot(self.entry, bottom, last or column))


@dataclass(frozen=True)
class Plan:
    """The workbook of an edition with room for `room` 科目 in a table, with `projects` tables of
    each form that may stand any number of times, and of `cards`. That of scorecards alone has an
    edition without tables. `words`: table → what stands in its cells for words, which get as many
    rows and as high ones as these need."""

    edition: Edition
    room: int
    cards: tuple[CardPlan, ...] = ()
    projects: int = 1
    words: Mapping[str, Mapping[tuple[RowKey, int], str]] = field(default_factory=dict)

    @property
    def room_in_all(self) -> int:
        """How many different 科目 all tables together have room for."""
        return self.room * 9 // 8

    @cached_property
    def computed(self) -> Computed:
        """Which cells are formulas."""
        return computed_in(self.edition.name, self.tables)

    @cached_property
    def tables(self) -> Mapping[str, TablePlan]:
        """The tables by key, in printed order."""
        rows = [(f"#{i + 1}", "") for i in range(self.room)]
        found = {}
        for key, form in tables(self.edition, self.projects).items():
            subjects = rows if form.open else []
            number = number_in(form, key)
            texts = self.words.get(key, {})
            grid = lay_out(form, {}, subjects=subjects, texts=texts, number=number, live=True)
            found[key] = TablePlan(form, key, table_sheet(form, key), grid, self.room)
        return found

    @cached_property
    def open_tables(self) -> tuple[TablePlan, ...]:
        """The tables with generated rows."""
        return tuple(table for table in self.tables.values() if table.open)

    @cached_property
    def declared(self) -> Mapping[str, DeclaredPlan]:
        """The 申报表 by key: where the hidden sheet holds what is read from them."""
        of_layout = (t for t in self.tables.values() if t.form.layout is Layout.DECLARED)
        return declared_plans((t.key, t.form, t.cells, t.texts) for t in of_layout)

    @cached_property
    def figures(self) -> Mapping[CellKey, Spot]:
        """The amounts of 申报表 as they are judged."""
        return {
            (key, *place): spot
            for key, table in self.declared.items()
            for place, spot in table.figures()
        }

    @cached_property
    def typed_totals(self) -> Mapping[CellKey, Spot]:
        """The computed cells of tables with printed lines, and where each may be typed instead."""
        if not self.tables:
            return {}
        return {
            cell: Spot(TOTALS, TOTALS_FIRST + i, TOTALS_TYPED)
            for i, cell in enumerate(totals(self.edition.name, self.projects))
        }

    @cached_property
    def last_year(self) -> Mapping[CellKey, Spot]:
        """Where last year's figures are typed: the cells of last year's tables that identities
        compare with."""
        if not self.tables:
            return {}
        cells = dict.fromkeys(
            (term.table, term.row, term.column)
            for equation in compiled(self.edition.name).equations
            for term in equation.terms
            if term.table.startswith(LAST_YEAR)
        )
        return {cell: Spot(PICTURES, TYPED_FIRST + i, TYPED) for i, cell in enumerate(cells)}

    @cached_property
    def declarable(self) -> Mapping[str, Spot]:
        """The tables that may be declared empty, and the front sheet's cell that does so."""
        return {
            key: Spot(FRONT, CONTENTS + 1 + i, DECLARED)
            for i, (key, table) in enumerate(self.tables.items())
            if table.form.empty_sentence
        }

    def addends(self, cell: CellKey) -> Addends | None:
        """What a computed cell adds up, cell by cell; None of any other. The rows of a list are
        those on the sheet."""
        key, row, number = cell
        declared = self.declared.get(key)
        name = in_list(row)[0]
        addends = self.computed.cells.get((key, name, number) if name else cell)
        if addends is None or declared is None:
            return addends
        found: list[tuple[int, CellKey]] = []
        for weight, (table, own, column) in addends:
            if own not in declared.lists:
                found.append((weight, (table, own, column)))
            elif own == name:
                found.append((weight, (table, row, column)))
            else:
                rows = declared.lists[str(own)].rows_at_first
                found += ((weight, (table, key_of_row, column)) for key_of_row in rows)
        return tuple(found)

    def share(self, cell: CellKey) -> tuple[CellKey, CellKey] | None:
        """The part and the whole of the cell of a per cent; None of any other."""
        key, row, number = cell
        name = in_list(row)[0]
        found = self.computed.shares.get((key, name, number) if name else cell)
        if found is None:
            return None
        part, whole = ((table, row if own == name else own, n) for table, own, n in found)
        return part, whole

    def form(self, key: str) -> Form:
        """The form of a table, or of last year's."""
        table = self.tables.get(key)
        return table.form if table else self.edition.forms[key.removeprefix(LAST_YEAR)]

    def wordy(self, table: TablePlan) -> Spot:
        """The cell that counts the words among the amounts of a 科目 table."""
        return Spot(KEYS, 4, KEY_ROWS + self.open_tables.index(table))

    def printed(self, cell: CellKey) -> Spot:
        """The cell of a table with printed lines, or of a 合计 row, as it is judged: rounded."""
        key, row, number = cell
        if key.startswith(LAST_YEAR):
            return self.last_year[cell]
        if key in self.declared:
            return self.figures[cell]
        table = self.tables[key]
        spot = table.cells[row, number]
        return spot if table.open else spot._replace(column=table.shadow(spot.column))


#: Where last year's figures are typed: the first row, and the column. Those that identities
#: compare with come first, then those of the charts.
TYPED_FIRST, TYPED = 5, 3
#: The line that says whether the workbook can be submitted, on the check sheet and on the front.
VERDICT, VERDICT_IN_FRONT = Spot(CHECK, 1, 0), Spot(FRONT, 6, 0)
#: The front sheet: what is typed there, and where its table of contents begins.
DEPARTMENT, YEAR, UNIT = Spot(FRONT, 3, 2), Spot(FRONT, 4, 2), Spot(FRONT, 5, 2)
CONTENTS, DECLARED = 8, 4


def plan(
    edition: str, room: int = ROOM, cards: tuple[CardPlan, ...] = (), projects: int = 1
) -> Plan:
    """The plan of the edition's workbook. Raises KeyError for an edition that does not exist."""
    return Plan(load(edition), room, cards, projects)


def card_workbook(form: Scorecard, projects: int = 1, rows: int | None = None) -> Plan:
    """The plan of a workbook that holds scorecards of one form alone."""
    return Plan(form.edition, ROOM, card_plans((form,), projects, rows))
