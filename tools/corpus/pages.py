"""The sheets of a workbook in the making, and where every figure of a table stands on them.

A `Page` is one sheet. Its cells know the table that they belong to and, where they hold a figure,
which one it is, however often they are moved: the statement beside a workbook (`statement`) is read
off them. Rows and columns count from zero.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tests.books import Filled
from tests.ledgers import Department, ledger_of
from tools.corpus.departments import NAMES
from validator.amounts import UNITS
from validator.forms.loader import form_of, load
from validator.forms.model import Form, RowKey
from validator.forms.workbook import number_in
from validator.reading import address, parse_address
from workbook_templates.grid import lay_out

#: A figure, or several neighbours, as statements call them: what stands before the 栏次, the first.
_FIGURE = re.compile(r"(.*?)(\d+)(?:-\d+)?栏")
#: (row, column) on a sheet.
Place = tuple[int, int]
#: (row key, 栏次) of a figure.
Key = tuple[RowKey, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: its value, the text of its formula without the "=", its role as in
    `workbook_templates.paper.Placed`, its table, and the figure that it holds. `calculated` is
    False for a formula without a cached value; `style` is a number format."""

    value: object
    role: str = "other"
    table: str = ""
    key: Key | None = None
    formula: str = ""
    calculated: bool = True
    style: str = ""


@dataclass
class Page:
    """One sheet."""

    name: str
    cells: dict[Place, Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    @property
    def height(self) -> int:
        """The number of rows."""
        return max((row for row, _ in self.cells), default=-1) + 1

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((column for _, column in self.cells), default=-1) + 1

    def of(self, *roles: str, table: str = "") -> list[Place]:
        """The places of the cells with one of the roles, of a table or of all, from the top."""
        return sorted(
            place
            for place, cell in self.cells.items()
            if cell.role in roles and table in ("", cell.table)
        )

    def place_of(self, table: str, row: RowKey, column: int) -> Place:
        """Where a figure stands. KeyError where it does not."""
        for place, cell in self.cells.items():
            if cell.table == table and cell.key == (row, column):
                return place
        raise KeyError((table, row, column))

    def put(self, row: int, column: int, value: object, role: str = "other") -> None:
        """Write a cell that belongs to no table, or other words into one that does."""
        old = self.cells.get((row, column))
        self.cells[row, column] = replace(old, value=value) if old else Cell(value, role)

    def change(self, places: Iterable[Place], value: Callable[[object], object]) -> None:
        """Write other values into cells that hold something."""
        for place in places:
            if self.cells[place].value not in (None, ""):
                self.cells[place] = replace(self.cells[place], value=value(self.cells[place].value))

    def moved(
        self, row: Callable[[int], int], column: Callable[[int], int] = lambda column: column
    ) -> None:
        """Let every cell stand where `row` and `column` say."""
        self.cells = {(row(r), column(c)): cell for (r, c), cell in self.cells.items()}
        self.merges = [(row(a), column(b), row(c), column(d)) for a, b, c, d in self.merges]
        self.hidden_rows = set(map(row, self.hidden_rows))
        self.hidden_columns = set(map(column, self.hidden_columns))

    def insert_rows(self, at: int, count: int = 1) -> None:
        """Move everything from row `at` down."""
        self.moved(lambda row: row + count if row >= at else row)

    def insert_columns(self, at: int, count: int = 1) -> None:
        """Move everything from column `at` to the right."""
        self.moved(lambda row: row, lambda column: column + count if column >= at else column)

    def delete_rows(self, rows: set[int]) -> None:
        """Take rows out; what is below moves up."""

        def up(row: int) -> int:
            return row - sum(gone < row for gone in rows)

        self.cells = {place: cell for place, cell in self.cells.items() if place[0] not in rows}
        self.merges = [m for m in self.merges if not rows.intersection(range(m[0], m[2] + 1))]
        self.hidden_rows -= rows
        self.moved(up)

    def delete_columns(self, columns: set[int]) -> None:
        """Take columns out; what is right of them moves left, and a merged cell narrows."""

        def left(column: int) -> int:
            return column - sum(gone < column for gone in columns)

        kept: list[tuple[int, int, int, int]] = []
        for a, b, c, d in self.merges:
            stay = [column for column in range(b, d + 1) if column not in columns]
            if stay and (c > a or len(stay) > 1):
                kept.append((a, stay[0], c, stay[-1]))
            if stay and stay[0] != b and (a, b) in self.cells:
                self.cells[a, stay[0]] = self.cells.pop((a, b))
        self.merges = kept
        self.cells = {p: cell for p, cell in self.cells.items() if p[1] not in columns}
        self.moved(lambda row: row, left)

    def unmerge(self, first_row: int, last_row: int) -> None:
        """Split the merged cells of some rows."""
        self.merges = [m for m in self.merges if m[2] < first_row or m[0] > last_row]

    def table_range(self, table: str) -> str:
        """The range that the words and figures of a table take."""
        places = [
            place
            for place, cell in self.cells.items()
            if cell.table == table and (cell.value not in (None, "") or cell.formula)
        ]
        rows, columns = [row for row, _ in places], [column for _, column in places]
        return f"{address(min(rows), min(columns))}:{address(max(rows), max(columns))}"


#: What a variant makes of a form before it is printed.
Reform = Callable[[Form], Form]


def table_page(
    name: str,
    form: Form,
    filled: Filled,
    *,
    key: str,
    department: str,
    year: int,
    unit: str,
) -> Page:
    """The sheet `name` with one table, printed as `form` is."""
    grid = lay_out(
        form,
        filled.values,
        subjects=filled.subjects,
        texts=filled.texts,
        number=number_in(form, key),
        department=department,
        year=year,
        unit=unit,
        empty=filled.empty,
    )
    page = Page(name, merges=list(grid.merges))
    for cell in grid.cells:
        own = cell.key if cell.role == "amount" else None
        style = "#,##0.00" if own else ""
        page.cells[cell.row, cell.column] = Cell(cell.value, cell.role, key, own, style=style)
    return page


def pages(
    department: Department,
    edition: str,
    *,
    reform: Mapping[str, Reform] | Reform | None = None,
    unit: str = "万元",
    year: int = 0,
    name: str = "{mark}",
    stored: bool = False,
) -> list[Page]:
    """A sheet for each table of the edition, in its order; `reform` changes the forms, of some
    tables or of all; `name` is what a sheet is called, with the number {n} of the table in the
    workbook, {mark} and {title}; `stored`: the cells keep more digits than are printed."""
    form_set, ledger = load(edition), ledger_of(edition)
    tables = ledger.figures(department, edition, UNITS[unit], year=year or form_set.year)
    if stored:
        for key, cells in ledger.amounts(department, edition).items():
            tables[key].values.update(
                (place, fen / UNITS[unit].step / 10 ** UNITS[unit].decimals)
                for place, fen in cells.items()
            )
    ordered = sorted(
        tables, key=lambda k: (form_set.order.index(form_of(k, form_set).subject), len(k), k)
    )
    made = []
    for n, key in enumerate(ordered, start=1):
        form = form_of(key, form_set)
        own = reform.get(key) if isinstance(reform, Mapping) else reform
        filled = tables[key]
        if own:
            form = own(form)
            filled = filled._replace(values=_of(form, filled))
        known = [(code, NAMES.get(code, words)) for code, words in filled.subjects]
        mark = f"表{key.lstrip('0')}"
        made.append(
            table_page(
                name.format(n=n, mark=mark, title=form.title)[:31],
                form,
                filled._replace(subjects=tuple(known)),
                key=key,
                department=department.name,
                year=year or form_set.year,
                unit=unit,
            )
        )
    return made


def _of(form: Form, filled: Filled) -> dict[Key, object]:
    """The values for which the form has a cell; only blanks may be without one."""
    codes = {code for code, _ in filled.subjects}
    kept = {}
    for (row, column), value in filled.values.items():
        if row in codes or column in form.columns_of_row.get(row, ()):
            kept[row, column] = value
        elif value:
            raise ValueError(f"{form.name}: no cell for {row} {column}栏")
    return kept


# --- statements --------------------------------------------------------------------------------


def figure_name(row: RowKey, column: int) -> str:
    """A figure as statements call it: 27行1栏, [2080505]3栏, 7栏."""
    if row == "":
        return f"{column}栏"
    return f"{row}行{column}栏" if isinstance(row, int) else f"[{row}]{column}栏"


def said(value: object) -> str:
    """A value of a cell as statements write it: a number without trailing zeros, text as it is."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f"{float(value):.15g}"
    return str(value).strip()


def statement(made: Iterable[Page]) -> dict[str, object]:
    """The tables with sheet and range, and the figures with their places and values, neighbours in
    a row together: "[2080505]1-3栏": ["C12:E12", "93.11", "93.11", "0"]. Of figures on another
    sheet than their table begins on, the sheet stands before the place."""
    tables: dict[str, dict[str, str]] = {}
    figures: dict[str, dict[str, list[str]]] = {}
    for page in made:
        for key in dict.fromkeys(cell.table for cell in page.cells.values() if cell.table):
            tables.setdefault(key, {"sheet": page.name, "range": page.table_range(key)})
        for run in _runs(page):
            first, last = run[0], run[-1]
            table, (row, column) = page.cells[first].table, page.cells[first].key or ("", 0)
            name, where = figure_name(row, column), address(*first)
            if len(run) > 1:
                name = f"{name[:-1]}-{column + len(run) - 1}栏"
                where += f":{address(*last)}"
            if page.name != tables[table]["sheet"]:
                where = f"{page.name}!{where}"
            cells = [page.cells[place] for place in run]
            values = [said(cell.value) if cell.calculated else "" for cell in cells]
            figures.setdefault(table, {})[name] = [where, *values]
    return {"tables": tables, "figures": figures}


def _runs(page: Page) -> list[list[Place]]:
    """The places of figures, those together that follow one another in the sheet and the form."""
    runs: list[list[Place]] = []
    for place, cell in sorted(page.cells.items()):
        if cell.key is None or (cell.value in (None, "") and not cell.formula):
            continue
        if runs:
            row, column = runs[-1][-1]
            before = page.cells[row, column]
            follows = before.key and (before.key[0], before.key[1] + 1) == cell.key
            if follows and (row, column + 1) == place and before.table == cell.table:
                runs[-1].append(place)
                continue
        runs.append([place])
    return runs


def expanded(figures: Mapping[str, list[str]]) -> dict[str, tuple[str, str]]:
    """The figures of a table in a statement one by one: name → (sheet!place or place, value)."""
    found = {}
    for name, (where, *values) in figures.items():
        sheet, _, cells = where.rpartition("!")
        row, column = parse_address(cells.partition(":")[0])
        before, numbers = _FIGURE.fullmatch(name).groups()  # type: ignore[union-attr]
        for i, value in enumerate(values):
            place = address(row, column + i)
            own = f"{before}{int(numbers) + i}栏"
            found[own] = (f"{sheet}!{place}" if sheet else place, value)
    return found
