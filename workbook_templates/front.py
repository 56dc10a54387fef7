"""封面 and the list of 科目: what a person sees first, fills in first, and looks names up in."""

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from validator.amounts import UNITS
from validator.forms.catalogue import catalogue
from validator.forms.workbook import CATALOGUE, CHECK, FRONT, PICTURES, SCORES, TOTALS, stamp
from workbook_templates import looks
from workbook_templates.cards.plan import CardPlan
from workbook_templates.codes import key_from, key_of
from workbook_templates.formulas import fill_down, number_of
from workbook_templates.identities import BLANK, BROKEN, STATES
from workbook_templates.looks import (
    BODY,
    BOLD,
    BY_STATE,
    CENTRED,
    COMPUTED,
    HEADING,
    INPUT,
    NOTE,
    ROUNDED,
    TITLE,
    choose,
    frame,
    headings,
    lock,
    paint,
)
from workbook_templates.pictures import pictures
from workbook_templates.plan import (
    CONTENTS,
    DECLARED,
    DEPARTMENT,
    UNIT,
    VERDICT,
    VERDICT_IN_FRONT,
    YEAR,
    Plan,
)
from workbook_templates.results import B_COUNTS, B_TABLE, STATE, TABLE, Results
from workbook_templates.spot import Spot, letter

#: Room for a bureau's own 科目 below the listed ones.
_OWN_CODES = 250
_WIDTHS = (12, 40, 26, 14, 16)
_HOW_TABLES = (
    "在上面填部门、年度、金额单位；各表的标题、部门、单位随之填好。",
    "在各表的浅黄格里填数；浅蓝灰格由公式算出，不用填，也改不动。",
    "科目表（表名前有“录入”的工作表）逐行填编码和金额，或整张粘贴；印出的表自动生成。",
    "没有收支的表，在上面“无收支”一栏选“是”，表下即印出说明。",
)
_HOW_DECLARED = (
    "申报表在浅黄格里填；清单的行可以删除、插入（插在清单的行之间），不用的目标可以整块删除。",
    "申报表的占比、近两年的年份、清单每行的合计可以照公布数改写，改写以后照样核对。",
)
_HOW_REPEATED = "不用的项目表空着或隐藏，不要删除工作表。"
_HOW_CARDS_ALONE = ("在上面填部门、年度；各自评表的标题、单位随之填好。",)
_HOW_CARDS = (
    "自评表在浅黄格里填，勾选和指标从下拉里选；金额以万元填，也可以写“234.0984 万”。",
    "自评表的执行率、得分、总分自动算出，也可以照公布数改写，改写以后照样核对。",
    "自评表的指标行可以删除、插入（插在指标行之间）；不用的自评表空着或隐藏，不要删除工作表。",
)
_HOW_CHECK = "看“勾稽校验”：不符的必须更正，存疑的请核对，尾差是四舍五入造成的，不用改。"
_HOW_PRINT = "打印科目表以前，如提示有行没有显示，点那一格的筛选箭头，再点“确定”。"


def write_front(book: Workbook, plan: Plan, results: Results) -> Worksheet:
    """The front sheet."""
    sheet = book.create_sheet(FRONT)
    for i, width in enumerate(_WIDTHS):
        sheet.column_dimensions[letter(i)].width = width
    _line(sheet, 1, plan.edition.title, TITLE, CENTRED, 36)
    _line(sheet, 2, stamp(plan.edition), NOTE, CENTRED, 16)
    for spot, words, value in (
        (DEPARTMENT, "部门", None),
        (YEAR, "年度", None),
        (UNIT, "金额单位", "万元"),
    ):
        typed = spot != UNIT or bool(plan.tables)  # scorecards are in 万元
        label, cell = sheet.cell(spot.row + 1, 2, words), sheet[spot.local]
        frame(label, BOLD, CENTRED)
        paint(label, HEADING)
        cell.value = value
        sheet.merge_cells(
            start_row=spot.row + 1, start_column=3, end_row=spot.row + 1, end_column=5
        )
        for column in range(3, 6):
            frame(sheet.cell(spot.row + 1, column), BODY, looks.LEFT)
            paint(sheet.cell(spot.row + 1, column), INPUT if typed else COMPUTED)
        sheet.row_dimensions[spot.row + 1].height = 22
    _accept_year(sheet, plan)
    if plan.tables:
        choose(sheet, [UNIT], ",".join(UNITS), "金额单位", f"请选择：{'、'.join(UNITS)}。")
    _line(sheet, VERDICT_IN_FRONT.row + 1, f"={VERDICT.ref}", BOLD, CENTRED, 26)
    _contents(sheet, plan, results)
    _explain(sheet, plan, CONTENTS + len(plan.tables) + len(plan.cards) + len(_beside(plan)) + 3)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False
    lock(sheet)
    return sheet


def _accept_year(sheet: Worksheet, plan: Plan) -> None:
    rule = DataValidation(
        type="whole",
        operator="between",
        formula1="2000",
        formula2="2099",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="年度",
        error=f"请填四位年度，如 {plan.edition.year}。",
    )
    rule.add(YEAR.local)
    sheet.add_data_validation(rule)


def _contents(sheet: Worksheet, plan: Plan, results: Results) -> None:
    """The tables with links, whether they are declared empty, and their states."""
    top = CONTENTS + 1
    declared = "无收支（填“是”）" if plan.declarable else None
    headings(sheet, top, ("表", "名称", "填写", "状态", declared))
    for i, (subject, table) in enumerate(plan.tables.items(), start=1):
        row = top + i
        where = table.entry if table.open else table.sheet
        values = (table.sheet, table.form.title, where, _state(results, table.sheet), None)
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column, value)
            frame(cell, BODY, looks.LEFT if column == 2 else CENTRED)
        _link(sheet, row, 1, table.sheet)
        _link(sheet, row, 3, where)
        cell = sheet.cell(row, DECLARED + 1)
        if subject in plan.declarable:
            paint(cell, INPUT)
    if plan.declarable:
        declarations = plan.declarable.values()
        choose(sheet, declarations, "是", "无收支", "没有收支的表选“是”，其他表空着。")
    row = top + len(plan.tables)
    for card in plan.cards:
        row += 1
        values = (card.sheet, _name(card), card.sheet, _state(results, card.sheet), None)
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column, value)
            frame(cell, BODY, looks.LEFT if column == 2 else CENTRED)
        _link(sheet, row, 1, card.sheet)
        _link(sheet, row, 3, card.sheet)
    last = row
    for name, words in _beside(plan):
        row += 1
        for column, value in enumerate((name, words, None, None, None), start=1):
            frame(sheet.cell(row, column, value), BODY, looks.LEFT if column == 2 else CENTRED)
        _link(sheet, row, 1, name)
    _colour(sheet, f"D{top + 1}:D{last}")


def _name(card: CardPlan) -> str:
    """What a scorecard evaluates, as it is typed; before that what its form is called."""
    if not card.is_project:
        return card.form.title
    name = card.name.ref
    return f'=IF({name}="","{card.form.title}",{name})'


def _beside(plan: Plan) -> list[tuple[str, str]]:
    """The other sheets, and what each is for."""
    found = [(CHECK, "每个勾稽关系的状态")]
    if plan.cards:
        found.insert(0, (SCORES, "各自评表的金额、得分、等级"))
    if plan.tables:
        found.insert(0, (TOTALS, "合计的公布数与公式不同时在这里填"))
        found.append((PICTURES, f"图 1 至图 {len(pictures(plan))}；上年数在这里填"))
        found.append((CATALOGUE, "科目编码与名称，可以在末尾增加"))
    return found


def _state(results: Results, name: str) -> str:
    """The worst state of the identities that count for a table."""
    tables, states = results.column(TABLE), results.column(STATE)
    formula = f'"{STATES[BLANK - 1]}"'
    for state in range(BLANK - 1, BROKEN - 1, -1):
        counted = f'COUNTIFS({tables},"{name}",{states},{state})'
        if results.bands:
            bands = results.header(B_COUNTS + state - 1)
            counted += f'+SUMIF({results.header(B_TABLE)},"{name}",{bands})'
        formula = f'IF({counted}>0,"{STATES[state - 1]}",{formula})'
    return f"={formula}"


def _colour(sheet: Worksheet, cells: str) -> None:
    first = cells.partition(":")[0]
    for state, look in {**BY_STATE, **ROUNDED}.items():
        rule = FormulaRule(
            formula=[f'{first}="{STATES[state - 1]}"'], font=look.font, fill=look.fill
        )
        sheet.conditional_formatting.add(cells, rule)


def _explain(sheet: Worksheet, plan: Plan, row: int) -> None:
    """How to fill in, and what the colours say."""
    steps = list(_HOW_TABLES if plan.tables else _HOW_CARDS_ALONE)
    steps += _HOW_DECLARED if plan.declared else ()
    if any(table.form.repeated for table in plan.tables.values()):
        steps.append(_HOW_REPEATED)
    steps += [*(_HOW_CARDS if plan.cards else ()), _HOW_CHECK]
    steps += [_HOW_PRINT] if plan.tables else []
    for number, words in enumerate(steps, start=1):
        _line(sheet, row, f"{number}. {words}", BODY, looks.LEFT, 18)
        row += 1
    legend = (
        ("要填的格", INPUT),
        ("公式算出的格", COMPUTED),
        ("印好的字", HEADING),
        *((f"{STATES[state - 1]}的格", look) for state, look in BY_STATE.items()),
    )
    row += 1
    sheet.cell(row, 1, "图例").font = BOLD
    for i, (words, look) in enumerate(legend):
        cell = sheet.cell(row + i // 3, 2 + i % 3, words)
        frame(cell)
        cell.fill = look.fill


def _line(
    sheet: Worksheet, row: int, words: str, font: object, alignment: object, height: float
) -> None:
    cell = sheet.cell(row, 1, words)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(_WIDTHS))
    cell.font, cell.alignment = font, alignment
    sheet.row_dimensions[row].height = height


def _link(sheet: Worksheet, row: int, column: int, name: str) -> None:
    cell = sheet.cell(row, column)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!A1", display=name)
    cell.font = looks.LINK


def write_catalogue(book: Workbook, plan: Plan) -> Worksheet:
    """The 科目 of the entry sheets by key, with room for a bureau's own."""
    sheet = book.create_sheet(CATALOGUE)
    kinds = dict.fromkeys(table.form.catalogue for table in plan.open_tables)
    names = {
        code: name for kind in kinds for code, name in catalogue(kind, plan.edition.year).items()
    }
    headings(sheet, 1, ("查找用", "科目编码", "科目名称"))
    codes = sorted(names, key=key_of)
    for row in range(2, len(codes) + _OWN_CODES + 2):
        if row - 2 < len(codes):
            code = codes[row - 2]
            sheet.cell(row, 2, code)
            sheet.cell(row, 3, names[code])
        for column in (2, 3):
            cell = sheet.cell(row, column)
            paint(cell, INPUT)
            frame(cell, BODY, looks.LEFT)
            cell.number_format = "@"
    fill_down(
        sheet,
        Spot(CATALOGUE, 1, 0),
        len(codes) + _OWN_CODES,
        key_from(number_of("B2")),
    )
    sheet.column_dimensions["A"].hidden = True
    sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width = 14, 50
    sheet.freeze_panes = "A2"
    sheet.print_area = f"B1:C{len(codes) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    lock(sheet)
    return sheet
