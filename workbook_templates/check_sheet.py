"""勾稽校验: the state of every identity for a person to read, the worst first, with a link to its
cell; on top the counts, and whether the workbook can be submitted.

The sheet is a view of the hidden one (`identity_sheet`): its k-th row shows the k-th worst place.
"""

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.workbook import CHECK, KEYS
from workbook_templates import looks
from workbook_templates.cards.lines import by_words
from workbook_templates.formulas import fill_down
from workbook_templates.identities import (
    BAND,
    BLANK,
    BROKEN,
    EXACT,
    PLACE,
    STATES,
    UNCHECKED,
    UNUSUAL,
)
from workbook_templates.judging import ROUNDS, against, bound
from workbook_templates.keys import TOP
from workbook_templates.looks import (
    BODY,
    BOLD,
    BY_STATE,
    CENTRED,
    HEADING,
    NOTE,
    ROUNDED,
    TITLE,
    frame,
    headings,
    lock,
    pages,
    paint,
)
from workbook_templates.plan import KEY, KEY_LABEL, KEY_ROWS, VERDICT
from workbook_templates.results import (
    B_AMOUNT,
    B_COLUMN,
    B_COUNTS,
    B_FIRST,
    B_INDEX,
    B_LEVEL,
    B_LINK,
    B_RULE,
    B_TABLE,
    B_TEXT,
    B_TEXT_BELOW,
    DIFFERENCE,
    EXPLAINED,
    LEFT,
    LEVEL,
    LINK,
    MINUS,
    PLUS,
    RIGHT,
    RULE,
    STATE,
    TABLE,
    TEXT,
    WHERE,
    Results,
)
from workbook_templates.spot import Spot, letter, span

#: How many places beside the lines have room on the sheet; the worst are listed first.
MORE = 400
#: Rules of scorecards that have no formulas here.
_ELSEWHERE = "自评表的{rules}，本表不核，请用 gouji check 或 Excel 加载项核对。"
HEADINGS = (
    "规则", "表", "勾稽关系", "位置", "左边", "右边", "差额", "尾差可解释", "状态", "级别", "定位",
)  # fmt: skip
_WIDTHS = (11, 11, 62, 38, 14, 14, 12, 12, 10, 8, 8)
#: A statement may take two lines.
_ROW_HEIGHT = 27
#: Hidden columns behind them: the number of the place, its band, its row, difference, figures.
_PLACE, _BAND, _ROW, _STEPS, _EXPLAINED = range(len(HEADINGS), len(HEADINGS) + 5)
#: The row of the list's headings, from zero.
FIRST = 7


def write_check(book: Workbook, results: Results) -> Worksheet:
    """The sheet 勾稽校验."""
    sheet = book.create_sheet(CHECK)
    _head(sheet, results)
    last = FIRST + results.lines + MORE
    headings(sheet, FIRST + 1, HEADINGS)
    formulas = _columns(results)
    for column, formula in enumerate(formulas):
        fill_down(sheet, Spot(CHECK, FIRST + 1, column), last, formula)
    for row in range(FIRST + 1, last + 1):
        sheet.row_dimensions[row + 1].height = _ROW_HEIGHT
        for column in range(len(HEADINGS)):
            cell = sheet.cell(row + 1, column + 1)
            frame(
                cell,
                looks.LINK if column == 10 else BODY,
                looks.LEFT if column in (2, 3) else CENTRED,
            )
            if 4 <= column <= 7:
                cell.number_format, cell.alignment = "#,##0.00", looks.RIGHT
    _colour(sheet, last)
    for i, width in enumerate(_WIDTHS):
        sheet.column_dimensions[letter(i)].width = width
    for column in range(len(HEADINGS), _EXPLAINED + 1):
        sheet.column_dimensions[letter(column)].hidden = True
    sheet.freeze_panes = sheet.cell(FIRST + 2, 1)
    sheet.auto_filter.ref = f"A{FIRST + 1}:{letter(len(HEADINGS) - 1)}{last + 1}"
    pages(sheet, orientation="landscape", repeated=FIRST + 1)
    sheet.print_area = f"A1:{letter(len(HEADINGS) - 1)}{FIRST + 1 + results.lines}"
    lock(sheet)
    return sheet


def _head(sheet: Worksheet, results: Results) -> None:
    width = len(HEADINGS)
    last = letter(width - 1)
    for row, height in ((1, 34), (2, 30), (3, 20), (7, 18)):
        sheet.merge_cells(f"A{row}:{last}{row}")
        sheet.row_dimensions[row].height = height
    sheet["A1"], sheet["A1"].font, sheet["A1"].alignment = "勾稽校验", TITLE, CENTRED
    sheet[VERDICT.local] = _verdict(results)
    sheet[VERDICT.local].font, sheet[VERDICT.local].alignment = BOLD, looks.LEFT
    sheet["A3"] = (
        "每个勾稽关系一行，最要紧的在上面；各表里不符的格标红，存疑的标黄。尾差：四舍五入可以解释的差额。"
        "存疑：可以解释但少见，请核对。金额单位见封面。"
    )
    if results.shares:
        sheet["A3"].value += "占比以 % 计。"
    sheet["A3"].font, sheet["A3"].alignment = NOTE, looks.LEFT
    for i, name in enumerate((*STATES, "合计")):
        heading, count = sheet.cell(4, i + 1, name), sheet.cell(5, i + 1)
        frame(heading, BOLD)
        paint(heading, HEADING)
        frame(count)
        places = results.places
        low, high = (i + 1) * PLACE, (i + 2) * PLACE
        count.value = (
            f'=COUNTIFS({places},">={low}",{places},"<{high}")'
            if i < len(STATES)
            else f"=COUNT({places})"
        )
    if results.cards:
        sheet.merge_cells(f"A6:{last}6")
        sheet["A6"] = _ELSEWHERE.format(rules="、".join(by_words(results.cards)))
        sheet["A6"].font, sheet["A6"].alignment = NOTE, looks.LEFT
        sheet.row_dimensions[6].height = 20
    listed = results.lines + MORE
    sheet["A7"] = (
        f'=IF(G5>{listed},"另有"&(G5-{listed})&"条没有列出（列出的是最要紧的{listed}条），全部计入上面的个数。","")'
    )
    sheet["A7"].font = NOTE


def _verdict(results: Results) -> str:
    """One line: can the workbook be submitted?"""
    errors = f'COUNTIFS({results.column(LEVEL)},"错误",{results.column(STATE)},{BROKEN})'
    if results.bands:
        levels, broken = results.header(B_LEVEL), results.header(B_COUNTS + BROKEN - 1)
        errors += f'+SUMIF({levels},"错误",{broken})'
    warned = f"(A5-({errors})+C5)"
    return (
        f'=IF(G5-F5=0,"尚未填数。",IF({errors}>0,"不能报送：有"&({errors})&"处不符必须更正"'
        f'&IF(B5>0,"，另有"&B5&"处无法校验","")&"。",IF(B5>0,"不能报送：有"&B5&"处因单元格里不是数字而无法校验。",'
        f'IF({warned}>0,"可以报送，但有"&{warned}&"处需要核实、说明。","可以报送：全部相符"'
        f'&IF(D5>0,"，其中"&D5&"处为四舍五入尾差","")&"。"))))'
    )


def _columns(results: Results) -> list[str]:
    """The formulas of the first row of the list, column by column."""
    row = FIRST + 2

    def at(column: int) -> str:
        return f"${letter(column)}{row}"

    place, band, line, steps, explained = map(at, (_PLACE, _BAND, _ROW, _STEPS, _EXPLAINED))

    def of_line(column: int) -> str:
        return f"INDEX({results.column(column)},{line})"

    def of_band(header: int) -> str:
        return f"INDEX({results.header(header)},{band})"

    def of_place(which: int) -> str:
        return f"INDEX({results.block(which)},{line},{band})"

    def of_key(column: int, last: int | None = None) -> str:
        first = Spot(KEYS, TOP, column)
        end = Spot(KEYS, results.keys.last, column if last is None else last)
        return f"INDEX({span(first, end)},{line}"

    def either(of_a_line: str, of_a_band: str) -> str:
        return f"IF({band}=0,{of_a_line},{of_a_band})" if results.bands else of_a_line

    def pick(of_a_line: str, of_a_band: str) -> str:
        return f'IF({place}="","",{either(of_a_line, of_a_band)})'

    def values(of_a_line: str, of_a_band: str) -> str:
        return f'IF({place}="","",IF({no_values},"",{either(of_a_line, of_a_band)}))'

    tables = len(results.plan.open_tables)
    is_class = f"MOD({of_key(KEY)}),10000)=0"
    text = f"IF({is_class},{of_band(B_TEXT)},{of_band(B_TEXT_BELOW)})"
    found = f"{of_key(KEY_ROWS, KEY_ROWS + tables - 1)},{of_band(B_INDEX)})"
    link = f'{of_band(B_LINK)}&IF({found}="",1,{found}+{of_band(B_FIRST)})'
    target = either(of_line(LINK), link)
    every = ",".join(table.amounts for table in results.plan.open_tables)
    of_left = (
        f'IF({found}="",0,N(INDEX(CHOOSE({of_band(B_INDEX)},{every}),{found},{of_band(B_AMOUNT)})))'
    )
    state = f"INT({place}/{PLACE})"
    names = ",".join(f'"{name}"' for name in STATES)
    no_values = f"OR({state}={BLANK},{state}={UNCHECKED})"
    left, right = at(4), at(5)
    difference = f"ROUND({left}-{right},2)"
    if results.cards:  # some of their sides are words
        difference = f'IFERROR({difference},"")'
    return [
        pick(of_line(RULE), of_band(B_RULE)),
        pick(of_line(TABLE), of_band(B_TABLE)),
        pick(of_line(TEXT), text),
        pick(of_line(WHERE), f'{of_key(KEY_LABEL)})&" "&{of_band(B_COLUMN)}'),
        values(of_line(LEFT), of_left),
        values(of_line(RIGHT), f"ROUND({left}-{steps}/100,2)"),
        f'IF({left}="","",{difference})',
        f'IF({left}="","",IF(OR({steps}=0,{state}={EXACT}),"",{explained}/100))',
        f'IF({place}="","",CHOOSE({state},{names}))',
        pick(of_line(LEVEL), of_band(B_LEVEL)),
        f'IF({place}="","",HYPERLINK({target},"查看"))',
        f'IFERROR(SMALL({results.places},ROW()-{FIRST + 1}),"")',
        f'IF({place}="","",INT(MOD({place},{PLACE})/{BAND}))',
        f'IF({place}="","",MOD({place},{BAND}))',
        f'IF({place}="","",IFERROR(N({either(of_line(DIFFERENCE), of_place(1))}),0))',
        f'IF({place}="","",IFERROR(IF({steps}=0,0,{_explained(results, steps, band, line)}),0))',
    ]


def _explained(results: Results, steps: str, band: str, line: str) -> str:
    """How many steps of the difference rounding explains."""
    plus, minus = (f"INDEX({results.column(c)},{line})" for c in (PLUS, MINUS))
    weight = f"INDEX({results.block(2)},{line},{band})"
    of_line = bound(f"{plus}+{minus}", f"({against(steps, plus, minus)}>0)")
    rounds = ROUNDS.ref
    explained = f"{rounds}*{of_line}"
    if results.bands:
        of_band = bound(f"MOD(INT({weight}/1000),1000)", f"MOD({weight},1000)")
        explained = f"{rounds}*IF({band}=0,{of_line},{of_band})"
    if results.shares:  # theirs is worked out where they are judged
        known = f"INDEX({results.column(EXPLAINED)},{line})"
        explained = f'IF(IF({band}=0,{known},"")="",{explained},{known})'
    return explained


def _colour(sheet: Worksheet, last: int) -> None:
    state = f"$I{FIRST + 2}"
    for number, look in {**BY_STATE, **ROUNDED}.items():
        rule = FormulaRule(
            formula=[f'{state}="{STATES[number - 1]}"'], font=look.font, fill=look.fill
        )
        sheet.conditional_formatting.add(f"I{FIRST + 2}:I{last + 1}", rule)
    for number, look in BY_STATE.items():
        cell = f"{letter(number - 1)}5"
        rule = FormulaRule(formula=[f"{cell}>0"], font=look.font, fill=look.fill)
        sheet.conditional_formatting.add(cell, rule)
    verdict = VERDICT.fixed
    for words, look in (("不能报送", BY_STATE[BROKEN]), ("可以报送，但", BY_STATE[UNUSUAL])):
        rule = FormulaRule(
            formula=[f'LEFT({verdict},{len(words)})="{words}"'], font=look.font, fill=look.fill
        )
        sheet.conditional_formatting.add(VERDICT.local, rule)
