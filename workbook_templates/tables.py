"""The tables as printed, live: totals by formula, 科目 rows generated from what is entered, and
beside the table, outside the printed page, what its formulas and marks need.
"""

from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.filters import FilterColumn, Filters
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.model import RowKey
from workbook_templates.codes import code_of, parent_of
from workbook_templates.declared.sheet import write_declared
from workbook_templates.excel import PLAIN, SEPARATED, add_sheet
from workbook_templates.formulas import (
    ANY,
    Source,
    clean,
    fill_down,
    merged,
    name_of,
    next_key,
    rounded,
    total,
)
from workbook_templates.keys import Keys
from workbook_templates.looks import (
    BY_STATE,
    COMPUTED,
    HEADING,
    INPUT,
    NOTE,
    accept_amounts,
    lock,
    paint,
)
from workbook_templates.plan import DEPARTMENT, SHOWN, UNIT, YEAR, Plan, TablePlan
from workbook_templates.spot import Spot, letter, local_span

#: What the filter of a 科目 table shows.
SHOW = "打印"


def write_table(book: Workbook, plan: Plan, table: TablePlan, keys: Keys) -> Worksheet:
    """The sheet of a table with its formulas; the marks come when the identities stand."""
    zero_shown = plan.edition.zero != "空白"
    sheet = add_sheet(
        book, table.sheet, table.grid, PLAIN if zero_shown else f"{SEPARATED};-{SEPARATED};"
    )
    _opening(sheet, plan, table)
    for cell in table.grid.cells:
        if cell.role in ("heading", "numbers"):
            paint(sheet.cell(cell.row + 1, cell.column + 1), HEADING)
    if table.open:
        _rows(sheet, table, plan, keys)
    elif table.key in plan.declared:
        write_declared(sheet, plan, table)
    else:
        _lines(sheet, table, plan)
    sheet.print_area = f"A1:{letter(table.side - 1)}{table.grid.rows}"
    sheet.page_setup.blackAndWhite = True
    lock(sheet, rows=table.key in plan.declared)
    return sheet


def dated(text: str, blank: str) -> str:
    """A text with {year} as a formula's expression; `blank` stands for a year not yet typed."""
    parts = [f'"{part}"' for part in text.split("{year}")]
    return f'&IF({YEAR.ref}="","{blank}",{YEAR.ref})&'.join(parts)


def _opening(sheet: Worksheet, plan: Plan, table: TablePlan) -> None:
    """Title, department, unit and the sentence of an empty table, from the front sheet."""
    edition = plan.edition
    dated_by, words = edition.captioned(table.form)
    of_department = edition.opening[0]
    for cell in table.grid.cells:
        at = sheet.cell(cell.row + 1, cell.column + 1)
        if cell.role == "title" and dated_by:
            after = dated_by.removeprefix("{year}")
            at.value = f'=IF({YEAR.ref}="","",{YEAR.ref}&"{after}")&"{words}"'
        elif cell.role == "department":
            at.value = f'="{of_department}"&{DEPARTMENT.ref}'
        elif cell.role == "unit":
            at.value = f'="{edition.before_unit}"&{UNIT.ref}'
        elif cell.role == "sentence":
            declared = plan.declarable[table.key]
            sentence = dated(table.form.empty_sentence, "本")
            at.value = f'=IF({declared.ref}="是",{sentence},"")'


# --- tables with printed lines -----------------------------------------------------------------


def _lines(sheet: Worksheet, table: TablePlan, plan: Plan) -> None:
    """Totals by formula, every other amount to be typed; beside them the amounts as printed."""
    inputs = []
    for (row, number), spot in table.cells.items():
        subject = table.key
        cell = sheet[spot.local]
        addends = plan.computed.cells.get((subject, row, number))
        if addends is None:
            if _is_unused(table, row):
                continue
            paint(cell, INPUT)
            inputs.append(spot)
            continue
        spots = [(w, plan.tables[key[0]].cells[key[1:]]) for w, key in addends]
        sources = merged(spots)
        typed = plan.typed_totals[subject, row, number].ref
        cell.value = f"={clean(typed, rounded(sources))}"
        paint(cell, COMPUTED)
    accept_amounts(sheet, inputs)
    top = min(spot.row for spot in table.cells.values())
    bottom = max(spot.row for spot in table.cells.values())
    for column in table.amount_columns:
        shadow = Spot(table.sheet, top, table.shadow(column))
        fill_down(sheet, shadow, bottom, clean(shadow._replace(column=column).local, '""'))
    _hide(sheet, table.side + 1, table.mark(table.amount_columns[-1]))


def _is_unused(table: TablePlan, row: RowKey) -> bool:
    """Is it a line that the form prints without words, for nothing to be typed in?"""
    return isinstance(row, int) and not table.form.lines[row][0].words


# --- 科目 tables --------------------------------------------------------------------------------


def _rows(sheet: Worksheet, table: TablePlan, plan: Plan, keys: Keys) -> None:
    """合计 and the generated rows: key, code, name and amounts, all by formula."""
    first, last = table.first, table.last
    _keys(sheet, table, keys)
    roles = {
        cell.role: cell.column
        for cell in table.grid.cells
        if cell.row == first + 1 and cell.role in ("code", "name")
    }
    key, at = (table.at(column, 1).in_row for column in (table.keys, table.entries))
    kind = table.form.catalogue
    fill_down(sheet, table.at(roles["code"], 1), last, f'IF({key}="","",{code_of(key, [kind])}&"")')
    entered, known = f"INDEX({table.entry_range(1)},{at})", name_of(key)
    given = f'IF({at}="",{known},IF({entered}="",{known},{entered}))'
    fill_down(sheet, table.at(roles["name"], 1), last, f'IF({key}="","",{given})')
    for number in table.form.columns:
        fill_down(sheet, table.at(table.column(number)), last, _amount(table, plan, number))
    for cell in table.grid.cells:
        if first <= cell.row <= last:
            paint(sheet.cell(cell.row + 1, cell.column + 1), COMPUTED)
    _filter(sheet, table, plan)
    _hide(sheet, table.keys, table.mark(table.amount_columns[-1]))


def _keys(sheet: Worksheet, table: TablePlan, keys: Keys) -> None:
    """The keys of the rows: 0 for 合计, then each the smallest of those entered above the last."""
    name, first, last = table.sheet, table.first, table.last
    total_key = Spot(name, first, table.keys)
    sheet[total_key.local] = 0
    above = total_key.local
    block = keys.blocks[table.key]
    fill_down(
        sheet,
        total_key._replace(row=first + 1),
        last,
        next_key(above, block),
    )
    key = total_key.local
    fill_down(
        sheet,
        Spot(name, first, table.parents),
        last,
        f'IF({key}="","",{parent_of(key, table.form.catalogue)})',
    )
    own = keys.own[table.key]
    fill_down(
        sheet,
        Spot(name, first, table.entries),
        last,
        f'IF({key}="","",IFERROR(MATCH({key},{own},0),""))',
    )
    parent = Spot(name, first, table.parents).local
    for i, wanted in enumerate((key, parent)):
        fill_down(
            sheet,
            Spot(name, first, table.places + i),
            last,
            f'IF({wanted}="","",IFERROR(MATCH({wanted},{keys.everywhere},0),""))',
        )


def _amount(table: TablePlan, plan: Plan, number: int) -> str:
    """What is entered for the 科目, else what the form computes, for the row of 合计."""
    name, row = table.sheet, table.first
    key, at = (table.at(column).in_row for column in (table.keys, table.entries))
    subject = table.key
    if added := plan.computed.columns.get((subject, number)):
        sources = [
            source._replace(cells=source.cells.replace("$", "").rpartition("!")[2])
            for source in merged((w, Spot(name, row, table.column(c))) for w, c in added)
        ]
        computed = rounded(sources)
    elif (subject, number) in plan.computed.levels:
        # The rows of a 科目 all stand below it, so that no formula refers to its own cell.
        cells, parents = (_below(table, c) for c in (table.column(number), table.parents))
        below = Source(1, cells, parents, key)
        computed = f'IF({below.counted(ANY)}=0,"",ROUND({total([below])},2))'
    else:
        computed = '""'
    entered = f"INDEX({table.entry_range(table.entry_column(number))},{at})"
    return f'IF({key}="","",IF({at}="",{computed},{clean(entered, computed)}))'


def _below(table: TablePlan, column: int) -> str:
    below = Spot(table.sheet, table.first + 1, column)
    return f"{below.local}:{letter(column)}${table.last + 2}"


def _filter(sheet: Worksheet, table: TablePlan, plan: Plan) -> None:
    """Rows without a 科目 are not printed, but for the first ones: a filter hides them."""
    top = Spot(table.sheet, table.first, table.shown)
    key = Spot(table.sheet, table.first + 1, table.keys).local
    hidden = local_span(table.at(table.keys, 1), table.at(table.keys, table.room))
    sheet[top.local] = (
        f'=IF(COUNT({hidden})>SUBTOTAL(102,{hidden}),"有"&COUNT({hidden})-SUBTOTAL(102,{hidden})'
        f'&"行没有显示：点本格的筛选箭头，再点“确定”","{SHOW}")'
    )
    # A blank form prints some rows; one that is filled or declared empty no more than it needs.
    declared = plan.declarable.get(table.key)
    fresh = f'{Spot(table.sheet, table.first + 1, table.keys).fixed}=""'
    if declared:
        fresh += f',{declared.ref}<>"是"'
    fill_down(
        sheet,
        top._replace(row=table.first + 1),
        table.last,
        f'IF(OR({key}<>"",AND({fresh},ROW()<={table.first + 1 + SHOWN})),"{SHOW}","")',
    )
    for row in range(table.first + 1 + SHOWN, table.last + 1):
        sheet.row_dimensions[row + 1].hidden = True
    sheet.column_dimensions[letter(table.shown)].width = 12
    for row in range(table.first, table.last + 1):
        sheet.cell(row + 1, table.shown + 1).font = NOTE
    sheet.auto_filter.ref = f"{top.local}:{top._replace(row=table.last).local}"
    sheet.auto_filter.filterColumn.append(FilterColumn(colId=0, filters=Filters(filter=[SHOW])))


# --- marks -------------------------------------------------------------------------------------


def mark(sheet: Worksheet, table: TablePlan, formulas: Mapping[Spot, tuple[int, str]]) -> None:
    """Colour the cells of broken identities. `formulas`: the cell of a mark → (last row that the
    formula is filled down to, formula that gives the worst state)."""
    for spot, (last, formula) in formulas.items():
        fill_down(sheet, spot, last, formula)
    spots = list(table.cells.values())
    top = min(spot.row for spot in spots)
    bottom = table.last if table.open else max(spot.row for spot in spots)
    for column in table.amount_columns:
        at = Spot(table.sheet, top, table.mark(column)).in_row
        cells = f"{letter(column)}{top + 1}:{letter(column)}{bottom + 1}"
        for state, look in BY_STATE.items():
            rule = FormulaRule(formula=[f"{at}={state}"], font=look.font, fill=look.fill)
            sheet.conditional_formatting.add(cells, rule)


def _hide(sheet: Worksheet, first: int, last: int) -> None:
    for column in range(first, last + 1):
        sheet.column_dimensions[letter(column)].hidden = True
