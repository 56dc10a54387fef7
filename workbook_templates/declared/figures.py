"""The hidden sheet of 申报表: each of their amounts rounded, as it is judged, and beside it the
worst state of the identities that it is part of; the conditional formats of the tables look there.

The rows of a list are read by position, those without words as blank ones. Its last row here holds
words where the list has more rows than are read, so that nothing which adds them up can be judged.
"""

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.workbook import DECLARED_FIGURES
from workbook_templates.declared.plan import AMOUNTS, FIRST, NAMED, DeclaredPlan, ListPlan
from workbook_templates.formulas import clean, fill_down, is_dash, named, plain
from workbook_templates.looks import BY_STATE
from workbook_templates.marks import Touched, mark_of
from workbook_templates.plan import Plan, place_of
from workbook_templates.spot import Spot, span

#: What the last row of a list says that has more rows than are read.
_TOO_MANY = "行数超出"


def write_declared_figures(book: Workbook, plan: Plan) -> Worksheet:
    """The hidden sheet."""
    sheet = book.create_sheet(DECLARED_FIGURES)
    sheet.sheet_state = "hidden"
    sheet.cell(FIRST, 1, "各申报表的金额，按印出的位数；右边是各格的状态")
    for key, declared in plan.declared.items():
        sheet.cell(declared.top + 1, 1, plan.tables[key].sheet)
        for number in declared.form.shares:
            cells = [spot.ref for (_, own), spot in declared.cells.items() if own == number]
            numbers = ",".join(cells)
            sheet[_scale(declared, number).local] = (
                f"=IF(COUNT({numbers})=0,1,IF(ABS(MEDIAN({numbers}))<=1,100,1))"
            )
        for (row, number), spot in declared.figures():
            sheet.cell(spot.row + 1, 1, place_of(declared.form, row, number).split()[0])
            if row in declared.lines:
                cell = declared.cells[row, number].ref
                sheet[spot.local] = f"={_judged(declared, number, cell)}"
        for each in declared.lists.values():
            _write_list(sheet, declared, each)
    return sheet


def _scale(declared: DeclaredPlan, number: int) -> Spot:
    """The cell that says what the figures of a column of per cents are multiplied with: they are
    kept as fractions, unless the middle one of them is greater than 1."""
    return Spot(DECLARED_FIGURES, declared.top, AMOUNTS + declared.form.columns.index(number))


def _judged(declared: DeclaredPlan, number: int, cell: str) -> str:
    """What a cell prints, a per cent in hundredths."""
    printed = clean(cell, '""')
    if number not in declared.form.shares:
        return printed
    scale = _scale(declared, number).fixed
    return f"IF(ISNUMBER({cell}),ROUND({cell}*{scale},2),{printed})"


def _write_list(sheet: Worksheet, declared: DeclaredPlan, each: ListPlan) -> None:
    last = each.top + each.room - 1
    at = f"ROW()-{each.top}"

    def read(column: int) -> str:
        return f"INDEX({each.cells(column)},{at}+{each.before})"

    one = each.cells(each.words[0])
    within = f"ROWS({one})-{1 + each.before}"
    blank = ",".join(is_dash(plain(f"T({read(column)})")) for column in each.words)
    has_words = Spot(DECLARED_FIGURES, each.top, NAMED)
    fill_down(sheet, has_words, last - 1, f"IF({at}>{within},0,IFERROR(IF(AND({blank}),0,1),1))")
    for number, column in each.columns.items():
        top = declared.figure(each.rows[0], number)
        amount = _judged(declared, number, read(column))
        fill_down(sheet, top, last - 1, f'IF({has_words.in_row}=0,"",{amount})')
        first = f"ROW({one.partition(':')[0]})+{each.before}-ROW({each.above(column).ref})"
        more = f"OR({within}>{each.room - 1},{first}>1)"
        sheet[top._replace(row=last).local] = f'=IF({more},"{_TOO_MANY}","")'


# --- marks -------------------------------------------------------------------------------------


def mark_declared(book: Workbook, plan: Plan, touched: Touched) -> None:
    """Colour the amounts of 申报表 by the worst state of their identities."""
    beside = AMOUNTS + max((len(t.form.columns) for t in plan.declared.values()), default=0) + 1
    for key, declared in plan.declared.items():
        own = book[plan.tables[key].sheet]
        marks = {}
        for place, spot in declared.figures():
            if formula := mark_of((key, *place), spot.local, touched):
                marks[place] = spot._replace(column=spot.column + beside)
                book[DECLARED_FIGURES][marks[place].local] = f"={formula}"
        for (row, number), mark in marks.items():
            if row in declared.lines:
                _mark(own, declared.cells[row, number].local, named(book, mark.ref))
        for each in declared.lists.values():
            for number, column in each.columns.items():
                if (each.rows[0], number) not in marks:
                    continue
                states = span(*(marks[row, number] for row in (each.rows[0], each.rows[-1])))
                first = Spot(each.sheet, each.first, column)
                cells = f"{first.local}:{first._replace(row=each.first + each.count - 1).local}"
                position = f"ROW()-ROW({each.above(column).fixed})"
                _mark(own, cells, f"INDEX({named(book, states)},{position})")


def _mark(sheet: Worksheet, cells: str, state: str) -> None:
    for wanted, look in BY_STATE.items():
        rule = FormulaRule(formula=[f"{state}={wanted}"], font=look.font, fill=look.fill)
        sheet.conditional_formatting.add(cells, rule)
