"""The hidden sheet of keys: which 科目 are entered in which table, and all of them in order.

Keys are those of `codes`. An entry sheet is read by position, so that inserting, deleting and
sorting rows there break nothing.
"""

from collections.abc import Mapping
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.model import TOTAL
from validator.forms.workbook import KEYS
from workbook_templates.codes import above, code_of, key_from
from workbook_templates.formulas import (
    fill_down,
    name_of,
    next_key,
    number_of,
    plain,
    words_in,
)
from workbook_templates.plan import KEY, KEY_LABEL, KEY_ROWS, Plan, TablePlan
from workbook_templates.spot import Spot, span

#: The row of 合计 in the list of all keys, and the first row of the entries.
TOP = 15


class Keys(NamedTuple):
    """Where the keys stand, as ranges for formulas anywhere.

    `own`: subject → the key of each entry by position; `blocks`: subject → the same with the keys
    above them; `everywhere`: all keys, 合计 first; `problems`: subject → how many entries cannot be
    used; `overflow`: is there a 科目 for which the list of all has no room? (0 or 1).
    """

    own: Mapping[str, str]
    blocks: Mapping[str, str]
    everywhere: str
    last: int
    problems: Mapping[str, str]
    overflow: str


def plan_keys(plan: Plan) -> Keys:
    """Where the sheet of keys will hold what."""
    last = TOP + plan.room_in_all
    end = TOP + plan.room
    own, blocks, problems = {}, {}, {}
    for i, table in enumerate(plan.open_tables):
        column = _columns(plan) + 3 * i
        subject = table.key
        own[subject] = span(Spot(KEYS, TOP + 1, column), Spot(KEYS, end, column))
        blocks[subject] = span(Spot(KEYS, TOP + 1, column), Spot(KEYS, end, column + 2))
        problems[subject] = Spot(KEYS, 2, column).ref
    everywhere = span(Spot(KEYS, TOP, KEY), Spot(KEYS, last, KEY))
    return Keys(own, blocks, everywhere, last, problems, Spot(KEYS, 2, KEY).ref)


def _columns(plan: Plan) -> int:
    """The first column of the blocks of entered keys, behind the list of all keys."""
    return KEY_ROWS + len(plan.open_tables) + 1


def write_keys(book: Workbook, plan: Plan, keys: Keys) -> Worksheet:
    """The hidden sheet of keys."""
    sheet = book.create_sheet(KEYS)
    sheet.sheet_state = "hidden"
    tables = plan.open_tables
    first, end = TOP + 1, TOP + plan.room
    base = _columns(plan)
    codes, faults = base + 3 * len(tables) + 1, base + 4 * len(tables) + 2
    for i, table in enumerate(tables):
        code, own = Spot(KEYS, first, codes + i), Spot(KEYS, first, base + 3 * i)
        sheet[own._replace(row=TOP).local] = table.entry
        _entered(sheet, table, code, own, Spot(KEYS, first, faults + i), end)
        fault = span(Spot(KEYS, first, faults + i), Spot(KEYS, end, faults + i))
        sheet[Spot(KEYS, 2, own.column).local] = "=" + _problems(table, keys, fault)
    _list_all(
        sheet,
        plan,
        keys,
        span(Spot(KEYS, first, base), Spot(KEYS, end, base + 3 * len(tables) - 1)),
    )
    return sheet


def _entered(
    sheet: Worksheet, table: TablePlan, code: Spot, own: Spot, fault: Spot, end: int
) -> None:
    """The code of every entry as a number, its key and those above it, and whether it is faulty."""
    at, kind = f"ROW()-{own.row}", table.form.catalogue
    typed, name = (f"INDEX({table.entry_range(column)},{at})" for column in (0, 1))
    amounts = f"INDEX({table.entry_range(2, table.entry_column(table.form.columns[-1]))},{at},0)"
    fill_down(sheet, code, end, number_of(typed))
    total = ",".join(f'{plain(words)}="{TOTAL}"' for words in (typed, name))
    fill_down(sheet, own, end, f'IFERROR(IF(OR({total}),0,{key_from(code.local, kind)}),"")')
    here = own.local
    for i, key in enumerate(above(here, kind), start=1):
        at_level = own._replace(column=own.column + i)
        fill_down(sheet, at_level, end, f'IF({here}="","",IF({here}=0,"",{key}))')
    keys = span(own, own._replace(row=end))
    empty = f'IF(OR({typed}<>"",COUNT({amounts})>0),1,0)'
    fill_down(
        sheet,
        fault,
        end,
        f"IF({at}>ROWS({table.entry_range(0)}),0,"  # where rows were deleted
        f'IFERROR(IF({here}="",{empty},IF(COUNTIF({keys},{here})>1,1,0)),1))',
    )


def _problems(table: TablePlan, keys: Keys, faults: str) -> str:
    """How many entries cannot be used: faulty ones, those beyond the room, rows without room."""
    subject = table.key
    codes = table.entry_range(0)
    last_key = Spot(table.sheet, table.last, table.keys).ref
    beyond = f"IF(ROWS({codes})>{table.room},SUMPRODUCT(--(LEN({codes})>0))-{_within(table)},0)"
    no_room = f'IF({last_key}="",0,COUNTIF({keys.blocks[subject]},">"&{last_key}))'
    return f"SUM({faults})+{beyond}+{no_room}"


def _within(table: TablePlan) -> str:
    """How many codes stand in the positions that are read."""
    codes = table.entry_range(0)
    return f"SUMPRODUCT(--(LEN({codes})>0),--(ROW({codes})-MIN(ROW({codes}))<{table.room}))"


def _list_all(sheet: Worksheet, plan: Plan, keys: Keys, block: str) -> None:
    """All keys in order, their words, and the row of each in every 科目 table."""
    top = Spot(KEYS, TOP, KEY)
    sheet[top.local] = 0
    fill_down(sheet, top._replace(row=TOP + 1), keys.last, next_key(top.local, block))
    last = top._replace(row=keys.last).ref
    sheet[Spot(KEYS, 2, KEY).local] = f'=IF({last}="",0,IF(COUNTIF({block},">"&{last})>0,1,0))'
    key = top.in_row
    kinds = {table.form.catalogue for table in plan.open_tables}
    words = f'TRIM({code_of(key, kinds)}&" "&{name_of(key)})'
    label = f'IF({key}="","",IF({key}=0,"{TOTAL}",{words}))'
    fill_down(sheet, top._replace(column=KEY_LABEL), keys.last, label)
    for i, table in enumerate(plan.open_tables):
        printed = table.range(table.keys)
        found = f'IF({key}="","",IFERROR(MATCH({key},{printed},0),""))'
        fill_down(sheet, top._replace(column=KEY_ROWS + i), keys.last, found)
        sheet[plan.wordy(table).local] = f"={words_in(table.amounts)}"
