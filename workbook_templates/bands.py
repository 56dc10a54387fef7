"""The identities that 科目 fill, a column each with a row for every 科目 of the workbook.

Three blocks of columns: the differences in whole printed steps; the weights, which hold how many
figures there are and whether some point the other way (words make a weight of 10⁹); the places.
"""

from collections.abc import Mapping, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.equations import BELOW, OPEN, Term
from validator.forms.model import TOTAL
from validator.forms.workbook import KEYS
from validator.notation import LEVELS
from workbook_templates.codes import at_level, key_of
from workbook_templates.formulas import Source, fill_down, merged, numbers, signed, total, words
from workbook_templates.identities import (
    BAND,
    BLANK,
    BROKEN,
    LEVEL_NAMES,
    PLACE,
    UNCHECKED,
    Band,
    by_key,
)
from workbook_templates.judging import against, judged
from workbook_templates.keys import TOP
from workbook_templates.plan import KEY, KEY_ROWS, Plan
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
    Results,
)
from workbook_templates.spot import Spot, letter, local_span, span

#: A difference that cannot be worked out.
_WRONG = "错"


def write_band(sheet: Worksheet, plan: Plan, band: Band, number: int, results: Results) -> None:
    """The three columns of a band, and what is said of it above them."""
    places, differences, weights = (results.band(number, i) for i in range(3))
    _head(sheet, plan, band, places, results)
    last, keys = results.keys.last, results.key().in_row
    own, still = _sources(plan, band.terms, keys)
    constant = _constants(sheet, still, differences, weights)
    applies, d, w = _applies(plan, band, results), differences.local, weights.local
    if band.inclusion:
        whole = plan.tables[band.inclusion]
        missing = f"IF(COUNTIF({whole.range(whole.keys)},{keys})=0,1,0)"
        apart = f'IF({total(own)}=0,"",{missing})'
    else:
        apart = f'IFERROR(ROUND(({total(own)}{constant["sum"]})*100,0),"{_WRONG}")'
    fill_down(sheet, differences, last, f'IF({keys}="","",IF({applies},{apart},""))')
    plus = f"({signed(own, 1)}{constant['plus']})"
    minus = f"({signed(own, -1)}{constant['minus']})"
    held = f"({numbers(own)}{constant['filled']})"
    wordy = f"{words(own)}{constant['words']}"
    figures = f"IF({d}=0,0,({plus}+{minus})*1000+({against(d, plus, minus)}>0))"
    if band.inclusion:
        held, figures = "1", "0"
    fill_down(
        sheet,
        weights,
        last,
        f'IF({d}="","",IFERROR(IF(OR({d}="{_WRONG}",{wordy}>0),1E+9,{held}*1000000+{figures}),1E+9))',
    )
    count, opposite, filled = f"MOD(INT({w}/1000),1000)", f"MOD({w},1000)", f"INT({w}/1000000)"
    zeros_too = f"({opposite}+{filled}-{count}>0)"
    state = judged(d, band.relation, count, filled, opposite, zeros_too)
    place = f"*{PLACE}+{(number + 1) * BAND}+ROW()-{TOP}"
    fill_down(
        sheet,
        places,
        last,
        f'IF({w}="","",IF({w}>=1E+9,{UNCHECKED}{place},IF({w}<1000000,"",{state}{place})))',
    )


def _constants(
    sheet: Worksheet, still: Sequence[Source], differences: Spot, weights: Spot
) -> Mapping[str, str]:
    """What the cells that stand still add to the sum and the counts of every place of a band, as
    "+$A$1": worked out once, above the places."""
    if not still:
        return dict.fromkeys(("sum", "filled", "plus", "minus", "words"), "")
    formulas = {
        "sum": (differences._replace(row=0), total(still)),
        "filled": (weights._replace(row=0), numbers(still)),
        "plus": (weights._replace(row=1), signed(still, 1)),
        "minus": (weights._replace(row=2), signed(still, -1)),
        "words": (weights._replace(row=3), words(still)),
    }
    for spot, formula in formulas.values():
        sheet[spot.local] = f"={formula}"
    return {name: f"+{spot.fixed}" for name, (spot, _) in formulas.items()}


def _head(sheet: Worksheet, plan: Plan, band: Band, places: Spot, results: Results) -> None:
    """What is said of a band above its places, and how many of them have each state."""
    target = plan.tables[(band.left or band.right)[0].table]
    term = (band.left or band.right)[0]
    column = letter(target.column(term.column))
    below = [text for length, text in band.texts if length == 5]
    values: dict[int, object] = {
        B_RULE: band.rule.id,
        B_TABLE: plan.tables[band.table].sheet,
        B_TEXT: band.texts[0][1],
        B_TEXT_BELOW: below[0] if below else band.texts[0][1],
        B_COLUMN: band.column,
        B_LEVEL: LEVEL_NAMES[band.rule.severity],
        B_LINK: f"#'{target.sheet}'!{column}",
        B_INDEX: plan.open_tables.index(target) + 1,
        B_FIRST: target.first,
        B_AMOUNT: target.amount_columns.index(target.column(term.column)) + 1,
    }
    for row, value in values.items():
        cell = sheet.cell(row + 1, places.column + 1, value)
        if isinstance(value, str):
            cell.data_type = "s"
    own = local_span(places, places._replace(row=results.keys.last))
    for state in range(BROKEN, BLANK):
        sheet.cell(
            B_COUNTS + state,
            places.column + 1,
            f'=COUNTIFS({own},">={state * PLACE}",{own},"<{(state + 1) * PLACE}")',
        )


def write_keys_of_bands(sheet: Worksheet, plan: Plan, results: Results) -> None:
    """The keys, and their rows in every 科目 table, beside the bands: their formulas are filled
    down, and may not move a reference to another sheet."""
    for i in range(-1, len(plan.open_tables)):
        column = KEY if i < 0 else KEY_ROWS + i
        first = Spot(KEYS, TOP, column)
        listed = span(first, first._replace(row=results.keys.last))
        fill_down(sheet, results.key(i), results.keys.last, f"INDEX({listed},ROW()-{TOP})")


def _applies(plan: Plan, band: Band, results: Results) -> str:
    """Does the identity speak of the key in this row?"""
    key = results.key().in_row

    def has(subject: str) -> str:
        at = results.key(plan.open_tables.index(plan.tables[subject]))
        return f'{at.in_row}<>""'

    opens = list(dict.fromkeys(t.table for t in band.terms if t.row == OPEN))
    conditions = [f"OR({','.join(map(has, opens))})" if len(opens) > 1 else has(opens[0])]
    for term in band.terms:
        if term.row == BELOW:
            table = plan.tables[term.table]
            conditions.append(f"COUNTIF({table.range(table.parents)},{key})>0")
    if band.level != "各行":
        conditions.append(f"{key}>0")
    if LEVELS.get(band.level) or band.level == "类款":
        conditions.append(at_level(key, band.level))
    if band.classes:
        conditions += [f"{key}<>{key_of(code)}" for code in band.classes]
    return f"AND({','.join(conditions)})"


def _sources(plan: Plan, terms: Sequence[Term], key: str) -> tuple[list[Source], list[Source]]:
    """The terms that follow the key, and those that stand still."""
    own: list[Source] = []
    still: list[tuple[int, Spot]] = []
    for term in terms:
        if term.row not in (OPEN, BELOW):
            still.append((term.weight, plan.printed((term.table, term.row, term.column))))
            continue
        table = plan.tables[term.table]
        by = table.parents if term.row == BELOW else table.keys
        wanted = "0" if term.row == BELOW and term.parent == TOTAL else key
        own.append(by_key(plan, term.weight, table, term.column, by, wanted))
    return own, merged(still)
