"""The identities over printed lines, a row each: their sides, difference and state; then whether
the entries of each 科目 table can be used, and whether declarations of empty tables hold.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.model import Rule
from validator.forms.workbook import IDENTITIES
from workbook_templates.cards.lines import write_card_lines
from workbook_templates.declared.plan import Followed
from workbook_templates.formulas import fill_down, numbers, signed, total, words
from workbook_templates.identities import (
    BLANK,
    BROKEN,
    EXACT,
    LEVEL_NAMES,
    PLACE,
    UNCHECKED,
    Line,
    held,
)
from workbook_templates.judging import (
    SHARE_FIGURES,
    against,
    due_share,
    figures_of_share,
    judged,
    judged_share,
)
from workbook_templates.keys import TOP, Keys
from workbook_templates.plan import Plan, TablePlan
from workbook_templates.results import (
    DECLARED,
    DIFFERENCE,
    EXPLAINED,
    FILLED,
    LEFT,
    LEVEL,
    LINK,
    MINUS,
    PLACES,
    PLUS,
    RAW,
    RIGHT,
    RULE,
    STATE,
    TABLE,
    TEXT,
    WHERE,
    WORDS,
    Results,
)
from workbook_templates.spot import Spot

T = TypeVar("T")
#: The check of the codes of a table.
CODES = "科目编码"


def write_lines(sheet: Worksheet, plan: Plan, keys: Keys, results: Results) -> None:
    """Every line of the sheet."""
    for i, line in enumerate(results.identities.lines):
        _write_line(sheet, plan, line, TOP + i, results)
    _judge_lines(sheet, results.identities.lines)
    row = TOP + len(results.identities.lines)
    for table in plan.open_tables:
        _write_entry_check(sheet, plan, table, keys, row)
        row += 1
    if plan.open_tables:
        _write_room_check(sheet, plan, keys, row)
        row += 1
    for subject in plan.declarable:
        _write_declaration(sheet, plan, subject, results, row)
        row += 1
    write_card_lines(sheet, results.cards, results.first_card)
    state = Spot(IDENTITIES, TOP, STATE).local
    first = Spot(IDENTITIES, TOP, PLACES)
    fill_down(sheet, first, TOP + results.lines - 1, f"{state}*{PLACE}+ROW()-{TOP}")


def extra_lines(plan: Plan) -> int:
    """How many lines there are besides those of identities and scorecards."""
    tables = len(plan.open_tables)
    return tables + bool(tables) + len(plan.declarable)


def _write_line(sheet: Worksheet, plan: Plan, line: Line, row: int, results: Results) -> None:
    """What is said of a line, its sides, and what its cells hold; `_judge_lines` does the rest."""
    both = (*line.left, *(s._replace(weight=-s.weight) for s in line.right))
    _describe(sheet, row, line.rule, plan.tables[line.table], line.text, line.place, line.target)
    if line.share:
        _write_share(sheet, line, row, results)
        return
    formulas = {
        FILLED: numbers(both),
        PLUS: signed(both, 1),
        MINUS: signed(both, -1),
        WORDS: words(both),
        LEFT: total(line.left),
        RIGHT: total(line.right),
    }
    if line.applies:
        # Without any of the 科目 that it names, the identity says nothing.
        formulas[FILLED] = f"IF({line.applies}=0,0,{formulas[FILLED]})"
        formulas[WORDS] = f"IF({line.applies}=0,0,{formulas[WORDS]})"
    for column, formula in formulas.items():
        sheet[Spot(IDENTITIES, row, column).local] = f"={formula}"
    raw = Spot(IDENTITIES, row, RAW).local
    if line.declared:
        sides = [f"AND({','.join(_empty(plan, s) for s in side)})" for side in line.declared]
        state = f"IF(OR({','.join(sides)}),{BLANK},{raw})"
        sheet[Spot(IDENTITIES, row, STATE).local] = f"={state}"
        declared = "、".join(sorted({s for side in line.declared for s in side}))
        sheet[Spot(IDENTITIES, row, DECLARED).local] = declared


def _write_share(sheet: Worksheet, line: Line, row: int, results: Results) -> None:
    """The sides of a per cent and its state, by figures that stand at the right end of its row."""
    share, part, whole = (source.cells for source in (*line.left, *line.right))
    d, filled, raw, wordy = (
        Spot(IDENTITIES, row, column).local for column in (DIFFERENCE, FILLED, RAW, WORDS)
    )
    beside = [Spot(IDENTITIES, row, results.right + i) for i in range(SHARE_FIGURES)]
    state = judged_share(beside, filled, f"COUNT({share})=0")
    formulas = {
        LEFT: f"N({share})",
        RIGHT: due_share(beside),
        FILLED: f"COUNT({share},{part})",
        WORDS: words([*line.left, *line.right]),
        RAW: f"IFERROR(IF({wordy}>0,{UNCHECKED},{state}),{UNCHECKED})",
        EXPLAINED: f"IF({raw}={BROKEN},0,ABS({d}))",
    }
    figures = figures_of_share(share, part, whole, beside)
    formulas.update({spot.column: figure for spot, figure in zip(beside, figures, strict=True)})
    for column, formula in formulas.items():
        sheet[Spot(IDENTITIES, row, column).local] = f"={formula}"


def _judge_lines(sheet: Worksheet, lines: Sequence[Line]) -> None:
    """The difference and the state of every line, one formula for each run of equal ones."""
    here = Spot(IDENTITIES, TOP, DIFFERENCE)
    left, right = here._replace(column=LEFT).local, here._replace(column=RIGHT).local
    if not lines:
        return
    fill_down(sheet, here, TOP + len(lines) - 1, f"ROUND(({left}-({right}))*100,0)")
    for kind, first, last in _runs([None if line.share else line.relation for line in lines]):
        if kind is None:
            continue
        row = TOP + first
        d, filled, plus, minus, wordy = (
            Spot(IDENTITIES, row, column).local
            for column in (DIFFERENCE, FILLED, PLUS, MINUS, WORDS)
        )
        other = against(d, plus, minus)
        state = judged(
            d,
            kind,
            f"({plus}+{minus})",
            filled,
            f"({other}>0)",
            f"({other}+{filled}-{plus}-{minus}>0)",
        )
        state = f"IF({wordy}>0,{UNCHECKED},IF({filled}=0,{BLANK},{state}))"
        fill_down(sheet, Spot(IDENTITIES, row, RAW), TOP + last, f"IFERROR({state},{UNCHECKED})")
    for declared, first, last in _runs([bool(line.declared) for line in lines]):
        if not declared:
            raw = Spot(IDENTITIES, TOP + first, RAW).local
            fill_down(sheet, Spot(IDENTITIES, TOP + first, STATE), TOP + last, raw)


def _runs(values: Sequence[T]) -> Iterator[tuple[T, int, int]]:
    """Runs of equal values: the value, its first and its last position."""
    position = 0
    for value, run in groupby(values):
        length = len(list(run))
        yield value, position, position + length - 1
        position += length


def _describe(
    sheet: Worksheet,
    row: int,
    rule: Rule,
    table: TablePlan,
    text: str,
    place: str,
    target: Spot | Followed,
) -> None:
    values = {
        RULE: rule.id,
        TABLE: table.sheet,
        TEXT: text,
        WHERE: place,
        LEVEL: LEVEL_NAMES[rule.severity],
    }
    for column, value in values.items():
        sheet.cell(row + 1, column + 1, value).data_type = "s"
    link = sheet[Spot(IDENTITIES, row, LINK).local]
    if isinstance(target, Followed):
        link.value = f"={target.link}"
    else:
        link.value = f"#{target.link}"


def _empty(plan: Plan, subject: str) -> str:
    """Is the table declared empty, and is there no figure in it?"""
    return f'{plan.declarable[subject].ref}="是",{held(plan, subject)}=0'


def _write_entry_check(
    sheet: Worksheet, plan: Plan, table: TablePlan, keys: Keys, row: int
) -> None:
    """Can every entry of the table's entry sheet be used?"""
    rule = _code_rule(table)
    target = Spot(table.entry, table.entry_rows[0], 0)
    _describe(sheet, row, rule, table, rule.notation, f"{table.entry}：不能用的行数", target)
    left = Spot(IDENTITIES, row, LEFT)
    sheet[left.local] = f"={keys.problems[table.form.subject]}"
    codes = table.entry_range(0)
    entered = f"COUNTA({codes})"
    state = f"=IFERROR(IF({left.local}>0,{BROKEN},IF({entered}=0,{BLANK},{EXACT})),{UNCHECKED})"
    sheet[Spot(IDENTITIES, row, STATE).local] = state


def _code_rule(table: TablePlan) -> Rule:
    return next(rule for rule in table.form.rules if CODES in rule.notation)


def _write_room_check(sheet: Worksheet, plan: Plan, keys: Keys, row: int) -> None:
    """Has the list of all 科目 room for those of every table?"""
    table = plan.open_tables[0]
    rule = _code_rule(table)
    place = f"各表不同的科目（含类、款）超过 {plan.room_in_all} 个"
    target = Spot(table.entry, table.entry_rows[0], 0)
    _describe(sheet, row, rule, table, rule.notation, place, target)
    state = f"=IF({keys.overflow}>0,{BROKEN},{BLANK})"
    sheet[Spot(IDENTITIES, row, STATE).local] = state


def _write_declaration(
    sheet: Worksheet, plan: Plan, subject: str, results: Results, row: int
) -> None:
    """Does a table declared empty agree with the others, and hold nothing?"""
    table = plan.tables[subject]
    rule = next(r for r in plan.edition.rules if "空表声明" in r.notation)
    target = plan.declarable[subject]
    _describe(sheet, row, rule, table, rule.notation, table.form.title, target)
    broken = f'COUNTIFS({results.column(DECLARED)},"*{subject}*",{results.column(RAW)},{BROKEN})'
    state = (
        f'=IF({target.ref}<>"是",{BLANK},'
        f"IF(AND({_empty(plan, subject)}),IF({broken}>0,{BROKEN},{EXACT}),{BROKEN}))"
    )
    sheet[Spot(IDENTITIES, row, STATE).local] = state
