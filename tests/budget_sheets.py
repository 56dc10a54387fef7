"""The printed sheets of a budget, to be spoilt, and what recognition sees in them."""

from collections.abc import Mapping

from validator import Book, Sheet
from validator.forms.loader import load
from validator.forms.model import RowKey
from validator.recognition import Recognised, Table, recognise
from workbook_templates.grid import lay_out, sheet

EDITION = load("budget-2023")
YEAR, DEPARTMENT = 2023, "某市医疗保障局"
Rows = list[list[object]]


def printed(subject: str, **more: object) -> Rows:
    """A table as it is printed, every amount telling its line and column; `more` are other
    arguments for `lay_out`."""
    form = EDITION.forms[subject]
    figures: Mapping[tuple[RowKey, int], object] = {
        (row, n): amount_of(row, n)
        for row, numbers in form.columns_of_row.items()
        for n in numbers
        if isinstance(row, str) or form.lines[row][0].words
    }
    options: dict[str, object] = {"department": DEPARTMENT, "year": YEAR, "figures": figures}
    grid = lay_out(form, **(options | more))  # type: ignore[arg-type]
    return [list(row) for row in sheet(grid, "").rows]


def own_lines(table: Table) -> bool:
    """Does every bound cell of a table as `printed` hold the amount of its own line?"""
    return all(raw == amount_of(*key) for key, raw in values(table).items() if raw != "")


def amount_of(row: RowKey, column: int) -> float:
    """The amount of a line, or of any other row."""
    return 10.0 * row + column if isinstance(row, int) else column + 0.5


def found(*sheets: Rows) -> Recognised:
    """What is recognised in a workbook of these sheets, named Sheet0, Sheet1 …"""
    named = (Sheet(f"Sheet{n}", rows, {}) for n, rows in enumerate(sheets))
    return recognise(Book("预算.xlsx", tuple(named)))


def table(rows: Rows, subject: str) -> Table:
    """The table with this key that a sheet holds."""
    return found(rows).tables[subject]


def values(table: Table) -> dict[tuple[RowKey, int], object]:
    """(row key, 栏次) → what stands in the cell."""
    return {key: cell.raw for key, cell in table.cells.items()}


def remarks(table: Table) -> list[tuple[str, object]]:
    """What is remarked on, as (kind, the first of its facts)."""
    return [(r.kind, next(iter(r.facts.values()), "")) for r in table.remarks]


def replaced(rows: Rows, old: str, new: str) -> Rows:
    """The sheet with other words, which must have been there."""
    changed = [[v.replace(old, new) if isinstance(v, str) else v for v in row] for row in rows]
    assert changed != rows, f"{old} is not there"
    return changed


def row_of(rows: Rows, words: str, after: int = -1) -> int:
    """The first row below row `after` in which a cell has just these words."""
    return next(
        i
        for i, row in enumerate(rows)
        if i > after and any(isinstance(v, str) and "".join(v.split()) == words for v in row)
    )
