"""A 申报表 as printed, live: totals, per cents and years by formula, words and amounts to be typed,
and lists whose rows may be inserted and deleted.

A per cent, a year, and the total of a row of a list may be typed over its formula: the checks then
compare. The other totals are typed on the sheet for totals, like those of every table.
"""

from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.computed import Addends
from validator.forms.model import YEARS_BEFORE, CellKey, in_list
from workbook_templates.formulas import Source, clean, merged, rounded
from workbook_templates.looks import (
    COMPUTED,
    INPUT,
    LEFT,
    accept_amounts,
    accept_shares,
    pages,
    paint,
    unlock,
)
from workbook_templates.plan import YEAR, Plan, TablePlan

#: The least heights of rows in points: of a list, and of one in which sentences are written.
_LISTED, _SENTENCES = 24.0, 40.0
#: How a per cent is shown.
_SHARE = "0.00%"


def write_declared(sheet: Worksheet, plan: Plan, table: TablePlan) -> None:
    """Formulas, looks and validation of all cells of a table that is laid out already."""
    inputs, over, shares = [], [], []
    for place, spot in table.cells.items():
        cell, key = sheet[spot.local], (table.key, *place)
        if share := plan.share(key):
            cell.value, cell.number_format = f"={_share(table, *share)}", _SHARE
            shares.append(spot)
        elif addends := plan.addends(key):
            computed = rounded(list(_sources(plan, key, addends)))
            typed = plan.typed_totals.get(key)
            cell.value = f"={clean(typed.ref, computed) if typed else computed}"
            over += [spot] if in_list(place[0])[0] else []
        else:
            inputs.append(spot)
        paint(cell, INPUT if spot in inputs else COMPUTED)
        if share or in_list(place[0])[0]:
            unlock(cell)
    accept_amounts(sheet, [*inputs, *over])
    accept_shares(sheet, shares)
    _texts(sheet, table)
    _rows(sheet, table)
    pages(sheet)  # as many as it takes, upright or across as it was laid out


def _share(table: TablePlan, part: CellKey, whole: CellKey) -> str:
    of, by = (table.cells[cell[1:]].local for cell in (part, whole))
    return f'IF(COUNT({of})*(N({by})>0)=0,"",ROUND({of}/{by},4))'


def _sources(plan: Plan, cell: CellKey, addends: Addends) -> Iterator[Source]:
    """What a computed cell adds up; of the rows of a list a range that grows with them."""
    row = cell[1]
    still, summed = [], {}
    for weight, (other, own, number) in addends:
        name = in_list(own)[0]
        if name and own != row:
            summed[other, name, number] = weight
        else:
            still.append((weight, plan.tables[other].cells[own, number]))
    yield from merged(still)
    for (other, name, number), weight in summed.items():
        each = plan.declared[other].lists[name]
        yield Source(weight, each.cells(each.columns[number]))


def _texts(sheet: Worksheet, table: TablePlan) -> None:
    """What is typed in words; years in headings follow the front sheet's."""
    for placed in table.grid.cells:
        if placed.key is None or placed.role == "amount":
            continue
        cell = sheet.cell(placed.row + 1, placed.column + 1)
        unlock(cell)
        if placed.role == "text":
            paint(cell, INPUT)
            cell.alignment = LEFT
        elif ago := YEARS_BEFORE.get(str(placed.value)):
            cell.value = f'=IF({YEAR.ref}="","{placed.value}",{YEAR.ref}-{ago}&"年")'


def _rows(sheet: Worksheet, table: TablePlan) -> None:
    """Room for words, and rows that may be deleted: a row with a locked cell in it cannot be."""
    for placed in table.grid.cells:
        dimension = sheet.row_dimensions[placed.row + 1]
        if placed.role == "text" and placed.key:
            alone = placed.column == 1 and not in_list(placed.key[0])[0]
            least = _SENTENCES if alone and _ends(table, placed.row) == 1 else _LISTED
            dimension.height = max(dimension.height, least)
    for row in sorted(_deletable(table)):
        for column in range(table.grid.columns):
            unlock(sheet.cell(row + 1, column + 1))
        unlock(sheet.row_dimensions[row + 1])


def _ends(table: TablePlan, row: int) -> int:
    """How many cells for words or amounts a row has."""
    return sum(c.row == row and c.role in ("text", "amount") for c in table.grid.cells)


def _deletable(table: TablePlan) -> set[int]:
    """The rows of lists, and all those of every goal but the first."""
    rows = {spot.row: in_list(row)[0] for (row, _), spot in {**table.texts, **table.cells}.items()}
    found = {row for row, name in rows.items() if name}
    for part in table.form.parts:
        goal = 2
        while part.goal and (heading := table.texts.get((f"{part.goal}{goal}", 0))):
            last = max(row for row, name in rows.items() if name == f"{part.listed}{goal}")
            found |= set(range(heading.row, last + 1))
            goal += 1
    return found
