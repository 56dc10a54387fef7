"""The sheets where a person enters what the tables cannot take: the 科目 of a table, and totals
that come from elsewhere than the sum.
"""

from math import ceil

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.catalogue import OFFICES, called_codes
from validator.forms.model import TOTAL, Column
from validator.forms.workbook import (
    ENTRY_AMOUNTS,
    ENTRY_CODE,
    ENTRY_HEADINGS,
    ENTRY_NAME,
    TOTALS,
    TOTALS_FIRST,
)
from workbook_templates.codes import key_from, lengths, levels
from workbook_templates.excel import PLAIN, SEPARATED
from workbook_templates.formulas import fill_down, name_of, number_of, plain
from workbook_templates.looks import (
    BODY,
    CENTRED,
    COMPUTED,
    HEADING,
    INPUT,
    LEFT,
    NOTE,
    RIGHT,
    TITLE,
    accept_amounts,
    frame,
    headings,
    lock,
    pages,
    paint,
    unlock,
)
from workbook_templates.plan import Plan, TablePlan, words_of
from workbook_templates.spot import Spot, letter

#: How many rows of an entry sheet are printed.
_PRINTED = 24
_CODE_WIDTH, _NAME_WIDTH, _AMOUNT_WIDTH, _HINT_WIDTH = 14, 34, 16, 40
#: The least height of the headings, and that of a line of one.
_HEADINGS, _LINE = 44.0, 13.5
_HOW = (
    "逐行填{word}编码和金额：只填最末一级（{lowest}），{above}、合计由{table}自动生成、自动加总；{names}",
    "也可以把整张表（含{above}、合计行）粘贴进来（选择性粘贴→数值）：{above}、合计已有的数照用，并与下级之和核对。行可以插入、清空、排序；空行不碍事。",
)
_NAMES_LISTED = "名称按编码取自“科目”表，可以不填。"
_NAMES_TYPED = "名称也请填；{highest}的名称填在它自己的一行，金额空着。"
_HOW_TOTALS = (
    "合计由公式算出。公布数另有来源（如由元换算成万元）而与各项之和相差尾数的，把公布数填在“填报数”一栏，报表即采用填报数，"
    "“勾稽校验”表显示相差多少、是否属于尾差。不填就用公式。"
)


def write_entry(book: Workbook, plan: Plan, table: TablePlan) -> Worksheet:
    """The entry sheet of a 科目 table: codes, names and amounts, with a word on each code."""
    sheet = book.create_sheet(table.entry)
    columns = {c.number: c for part in table.form.parts for c in part.columns}
    hint = ENTRY_AMOUNTS + len(table.form.columns)
    word = called_codes(table.form.catalogue)
    _head(sheet, f"{table.form.title}　{word}录入", _how(table), hint)
    words = [
        f"{word}编码",
        f"{word}名称",
        *map(_heading, (columns[n] for n in table.form.columns)),
        "提示",
    ]
    headings(sheet, ENTRY_HEADINGS + 1, words)
    sheet.row_dimensions[ENTRY_HEADINGS + 1].height = max(map(_height, words))
    first, last = table.entry_rows
    for row in range(first, last + 1):
        for column in range(hint):
            cell = sheet.cell(row + 1, column + 1)
            frame(cell, BODY, (LEFT if column < ENTRY_AMOUNTS else RIGHT))
            paint(cell, INPUT)
            cell.number_format = (
                "@"
                if column == ENTRY_NAME
                else "General"
                if column == ENTRY_CODE
                else _digits(plan)
            )
        frame(sheet.cell(row + 1, hint + 1), NOTE, LEFT)
        # A row with a locked cell in it, be it blank and far to the right, cannot be deleted.
        unlock(sheet.cell(row + 1, hint + 1))
        unlock(sheet.row_dimensions[row + 1])
    fill_down(sheet, Spot(table.entry, first, hint), last, _hint(table))
    top = f"{letter(ENTRY_AMOUNTS)}{first + 1}"
    accept_amounts(sheet, f"{top}:{letter(hint - 1)}{last + 1}")
    widths = [_CODE_WIDTH, _NAME_WIDTH, *[_AMOUNT_WIDTH] * len(table.form.columns), _HINT_WIDTH]
    for i, width in enumerate(widths):
        sheet.column_dimensions[letter(i)].width = width
    sheet.freeze_panes = sheet.cell(first + 1, ENTRY_AMOUNTS + 1)
    sheet.auto_filter.ref = f"A{ENTRY_HEADINGS + 1}:{letter(hint - 1)}{last + 1}"
    pages(sheet, orientation="landscape", repeated=ENTRY_HEADINGS + 1)
    # Nobody publishes this sheet: one page of it is printed, and more where rows are inserted.
    sheet.print_area = f"A1:{letter(hint)}{first + _PRINTED}"
    lock(sheet, rows=True)
    return sheet


def _digits(plan: Plan) -> str:
    return PLAIN if plan.edition.zero != "空白" else SEPARATED


def _heading(column: Column) -> str:
    return f"{column.number}\n{'·'.join(column.path)}"


def _height(heading: str) -> float:
    """The height of a heading over amounts, in points; a sign is as wide as two of the width."""
    lines = sum(ceil(2 * len(line) / _AMOUNT_WIDTH) for line in heading.split("\n"))
    return max(_HEADINGS, lines * _LINE)


def _how(table: TablePlan) -> list[str]:
    """How the rows of the table are entered."""
    kind = table.form.catalogue
    *above, lowest = levels(kind)
    listed = _NAMES_TYPED if kind == OFFICES else _NAMES_LISTED
    facts = {"lowest": lowest, "above": "、".join(above), "names": listed.format(highest=above[0])}
    return [line.format(table=table.sheet, word=called_codes(kind), **facts) for line in _HOW]


def _hint(table: TablePlan) -> str:
    """What the code of a row is, or what is wrong with it."""
    top, bottom = table.entry_rows
    code = Spot(table.entry, top, ENTRY_CODE)
    name = code._replace(column=ENTRY_NAME).in_row
    typed, codes = code.in_row, f"{code.fixed}:{code._replace(row=bottom).fixed}"
    key = key_from(number_of(typed), table.form.catalogue)
    known = name_of(key, '"科目表中没有此编码：请核对，并填名称"')
    if table.form.catalogue == OFFICES:
        known = f'IF({plain(name)}="","请填名称","")'
    return (
        f'IF({typed}="","",IF({plain(typed)}="{TOTAL}","{TOTAL}",IF({key}="",'
        f'"编码应为 {lengths(table.form.catalogue)} 位数字",'
        f'IF(COUNTIF({codes},{typed})>1,"编码重复",{known}))))'
    )


def write_totals(book: Workbook, plan: Plan) -> Worksheet:
    """The sheet where the total of a table with printed lines may be typed instead."""
    sheet = book.create_sheet(TOTALS)
    _head(sheet, "合计填报", [_HOW_TOTALS], 4)
    headings(sheet, TOTALS_FIRST, ("表", "行", "栏", "报表现用数", "填报数"))
    for (subject, row, number), spot in plan.typed_totals.items():
        table = plan.tables[subject]
        where, column = words_of(table.form, row, number)
        values = (table.sheet, where, column, f"={table.cells[row, number].ref}", None)
        for i, value in enumerate(values):
            cell = sheet.cell(spot.row + 1, i + 1, value)
            frame(cell, BODY, LEFT if i < 3 else RIGHT)
            paint(cell, INPUT if i == 4 else COMPUTED if i == 3 else HEADING)
            if i > 2:
                cell.number_format = _digits(plan)
    accept_amounts(sheet, plan.typed_totals.values())
    for name, width in zip("ABCDE", (12, 36, 28, 18, 18), strict=True):
        sheet.column_dimensions[name].width = width
    sheet.freeze_panes = "A5"
    pages(sheet, orientation="landscape", repeated=TOTALS_FIRST)
    lock(sheet)
    return sheet


def _head(sheet: Worksheet, title: str, lines: list[str], last: int) -> None:
    """The title and what is to be known, above the headings."""
    for row, words in enumerate([title, *lines], start=1):
        cell = sheet.cell(row, 1, words)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last + 1)
        cell.font = TITLE if row == 1 else NOTE
        cell.alignment = CENTRED if row == 1 else LEFT
        sheet.row_dimensions[row].height = 30 if row == 1 else 32
    if len(lines) == 1:
        sheet.row_dimensions[3].height = 6
    sheet.row_dimensions[ENTRY_HEADINGS + 1].height = _HEADINGS
