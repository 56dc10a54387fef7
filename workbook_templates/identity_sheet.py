"""Writes the hidden sheet of identities (`identities`), and says where its results stand."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.equations import BELOW, OPEN, Term
from validator.forms.model import TOTAL, CellKey
from validator.rounding import Relation, usual_steps
from workbook_templates.formulas import (
    Source,
    fill_down,
    merged,
    numbers,
    signed,
    total,
    words,
)
from workbook_templates.identities import (
    BAND,
    BLANK,
    BROKEN,
    EXACT,
    LEVEL_NAMES,
    PLACE,
    ROUNDING,
    UNCHECKED,
    UNUSUAL,
    Band,
    Identities,
    Line,
    by_key,
    key_of,
)
from workbook_templates.keys import TOP, Keys
from workbook_templates.plan import (
    IDENTITIES,
    KEY,
    KEY_ROWS,
    KEYS,
    UNIT,
    Plan,
    Spot,
    TablePlan,
    span,
)

T = TypeVar("T")

#: Columns of a line.
(
    RULE, TABLE, TEXT, WHERE, LEVEL, LEFT, RIGHT, DIFFERENCE,
    FILLED, PLUS, MINUS, WORDS, STATE, RAW, DECLARED, LINK,
) = range(16)  # fmt: skip
#: The first column of places: those of the lines, then a column a band.
PLACES = 17
#: Rows above a band's places.
(
    B_RULE,
    B_TABLE,
    B_TEXT,
    B_TEXT_BELOW,
    B_COLUMN,
    B_LEVEL,
    B_LINK,
    B_INDEX,
    B_COUNTS,
) = range(9)
B_FIRST, B_AMOUNT = 13, 14  # fmt: skip
#: Cells of the sheet that its formulas share.
ROUNDS, USUAL = Spot(IDENTITIES, 0, 0), Spot(IDENTITIES, 1, 0)
#: A difference that cannot be worked out.
_WRONG = "错"
#: No identity of a form adds up more figures.
_MANY = 400


class Results(NamedTuple):
    """Where the results stand; `lines` is the number of lines."""

    plan: Plan
    identities: Identities
    keys: Keys
    lines: int

    @property
    def bands(self) -> int:
        """How many bands there are."""
        return len(self.identities.bands)

    @property
    def bottom(self) -> int:
        """The last row of the sheet."""
        return max(TOP + self.lines - 1, self.keys.last)

    @property
    def places(self) -> str:
        """The numbers of all places."""
        return span(
            Spot(IDENTITIES, TOP, PLACES), Spot(IDENTITIES, self.bottom, PLACES + self.bands)
        )

    def column(self, column: int) -> str:
        """A column of the lines."""
        return span(Spot(IDENTITIES, TOP, column), Spot(IDENTITIES, TOP + self.lines - 1, column))

    def header(self, row: int) -> str:
        """A row above the bands."""
        return span(Spot(IDENTITIES, row, PLACES + 1), Spot(IDENTITIES, row, PLACES + self.bands))

    def block(self, which: int) -> str:
        """The differences (1) or weights (2) of the bands."""
        first = PLACES + 1 + which * (self.bands + 1)
        return span(
            Spot(IDENTITIES, TOP, first), Spot(IDENTITIES, self.keys.last, first + self.bands - 1)
        )

    def band(self, number: int, which: int = 0) -> Spot:
        """The first cell of a band: its places (0), differences (1) or weights (2)."""
        return Spot(IDENTITIES, TOP, PLACES + 1 + which * (self.bands + 1) + number)


def write_identities(book: Workbook, plan: Plan, keys: Keys) -> Results:
    """The hidden sheet: a row a line, a column a band."""
    sheet = book.create_sheet(IDENTITIES)
    sheet.sheet_state = "hidden"
    identities = Identities(plan)
    extra = len(plan.open_tables) + len(plan.declarable)
    results = Results(plan, identities, keys, len(identities.lines) + extra)
    sheet[ROUNDS.local] = f'=IF({UNIT.ref}="元",0,1)'
    for i, least in enumerate(_thresholds()):
        sheet.cell(USUAL.row + 1, USUAL.column + 1 + i, least)
    for i, line in enumerate(identities.lines):
        _write_line(sheet, plan, line, TOP + i)
    _judge_lines(sheet, identities.lines)
    row = TOP + len(identities.lines)
    for table in plan.open_tables:
        _write_entry_check(sheet, plan, table, keys, row)
        row += 1
    for subject in plan.declarable:
        _write_declaration(sheet, plan, subject, results, row)
        row += 1
    last = TOP + results.lines - 1
    state = Spot(IDENTITIES, TOP, STATE).local
    first = Spot(IDENTITIES, TOP, PLACES)
    fill_down(sheet, first, last, f"{state}*{PLACE}+ROW()-{TOP}")
    for number, band in enumerate(identities.bands):
        _write_band(sheet, plan, band, number, results)
    return results


def _thresholds() -> Iterator[int]:
    """The numbers of figures from which one more step of rounding is usual: 0, 2, 5, 12, …"""
    last = -1
    for n in range(_MANY):
        if (steps := usual_steps(n)) > last:
            last = steps
            yield n


# --- judging -----------------------------------------------------------------------------------


def _judged(
    d: str, relation: Relation, figures: str, filled: str, opposite: str, zeros_too: str
) -> str:
    """The state of a difference `d` (whole steps). `opposite` and `zeros_too`: 1 where a figure, or
    a figure or printed zero, points against the difference."""
    sign = {Relation.EQUAL: "=", Relation.AT_LEAST: ">=", Relation.AT_MOST: "<="}[relation]
    rounds = ROUNDS.fixed
    usual = span(USUAL, USUAL._replace(column=len(list(_thresholds())) - 1)).rpartition("!")[2]
    within = f"ABS({d})<={rounds}*INT(({figures}-{opposite})/2)"
    with_zeros = f"ABS({d})<={rounds}*INT(({filled}-{zeros_too})/2)"
    rounding = str(ROUNDING)
    if relation is Relation.EQUAL:
        rounding = f"IF(ABS({d})>MATCH({figures}-1,{usual},1)-1,{UNUSUAL},{ROUNDING})"
    return f"IF({d}{sign}0,{EXACT},IF({within},{rounding},IF({with_zeros},{UNUSUAL},{BROKEN})))"


# --- lines -------------------------------------------------------------------------------------


def _write_line(sheet: Worksheet, plan: Plan, line: Line, row: int) -> None:
    """What is said of a line, its sides, and what its cells hold; `_judge_lines` does the rest."""
    both = (*line.left, *(s._replace(weight=-s.weight) for s in line.right))
    _describe(sheet, row, line.rule, plan.tables[line.table], line.text, line.place, line.target)
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


def _judge_lines(sheet: Worksheet, lines: Sequence[Line]) -> None:
    """The difference and the state of every line, one formula for each run of equal ones."""
    here = Spot(IDENTITIES, TOP, DIFFERENCE)
    left, right = here._replace(column=LEFT).local, here._replace(column=RIGHT).local
    fill_down(sheet, here, TOP + len(lines) - 1, f"ROUND(({left}-({right}))*100,0)")
    for relation, first, last in _runs([line.relation for line in lines]):
        row = TOP + first
        d, filled, plus, minus, wordy = (
            Spot(IDENTITIES, row, column).local
            for column in (DIFFERENCE, FILLED, PLUS, MINUS, WORDS)
        )
        against = f"IF({d}>0,{minus},{plus})"
        judged = _judged(
            d,
            relation,
            f"({plus}+{minus})",
            filled,
            f"({against}>0)",
            f"({against}+{filled}-{plus}-{minus}>0)",
        )
        judged = f"IF({wordy}>0,{UNCHECKED},IF({filled}=0,{BLANK},{judged}))"
        fill_down(sheet, Spot(IDENTITIES, row, RAW), TOP + last, f"IFERROR({judged},{UNCHECKED})")
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
    rule: object,
    table: TablePlan,
    text: str,
    place: str,
    target: Spot,
) -> None:
    values = {
        RULE: rule.id,
        TABLE: table.sheet,
        TEXT: text,
        WHERE: place,
        LEVEL: LEVEL_NAMES[rule.severity],
        LINK: f"#{target.link}",
    }
    for column, value in values.items():
        sheet.cell(row + 1, column + 1, value).data_type = "s"


def _empty(plan: Plan, subject: str) -> str:
    """Is the table declared empty, and is there no figure in it?"""
    table, declared = plan.tables[subject], plan.declarable[subject]
    if table.open:
        held = f"COUNT({table.amounts})"
    else:
        held = numbers(merged((1, plan.printed((subject, *place))) for place in table.cells))
    return f'{declared.ref}="是",{held}=0'


def _write_entry_check(
    sheet: Worksheet, plan: Plan, table: TablePlan, keys: Keys, row: int
) -> None:
    """Can every entry of the table's entry sheet be used?"""
    rule = next(r for r in table.form.rules if r.id.endswith("-CODE"))
    problems = f"{keys.problems[table.form.subject]}+{keys.overflow}"
    target = Spot(table.entry, table.entry_rows[0], 0)
    _describe(sheet, row, rule, table, rule.notation, f"{table.entry}：不能用的行数", target)
    left = Spot(IDENTITIES, row, LEFT)
    sheet[left.local] = f"={problems}"
    codes = table.entry_range(0)
    entered = f"COUNTA({codes})"
    state = f"=IFERROR(IF({left.local}>0,{BROKEN},IF({entered}=0,{BLANK},{EXACT})),{UNCHECKED})"
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


# --- bands -------------------------------------------------------------------------------------


def _write_band(sheet: Worksheet, plan: Plan, band: Band, number: int, results: Results) -> None:
    places, differences, weights = (results.band(number, i) for i in range(3))
    _head(sheet, plan, band, places, results)
    last, keys = results.keys.last, f"'{KEYS}'!${get_column_letter(KEY + 1)}{TOP + 1}"
    own, still = _sources(plan, band.terms, keys)
    constant = _constants(sheet, still, differences, weights)
    applies, d, w = _applies(plan, band, keys), differences.local, weights.local
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
    figures = f"IF({d}=0,0,({plus}+{minus})*1000+(IF({d}>0,{minus},{plus})>0))"
    if band.inclusion:
        held, figures = "1", "0"
    fill_down(
        sheet,
        weights,
        last,
        f'IF({d}="","",IFERROR(IF(OR({d}="{_WRONG}",{wordy}>0),1E9,{held}*1000000+{figures}),1E9))',
    )
    count, opposite, filled = f"MOD(INT({w}/1000),1000)", f"MOD({w},1000)", f"INT({w}/1000000)"
    zeros_too = f"({opposite}+{filled}-{count}>0)"
    judged = _judged(d, band.relation, count, filled, opposite, zeros_too)
    place = f"*{PLACE}+{(number + 1) * BAND}+ROW()-{TOP}"
    fill_down(
        sheet,
        places,
        last,
        f'IF({w}="","",IF({w}>=1E9,{UNCHECKED}{place},IF({w}<1000000,"",{judged}{place})))',
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
    column = get_column_letter(target.column(term.column) + 1)
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
    own = span(places, places._replace(row=results.keys.last)).rpartition("!")[2]
    for state in range(BROKEN, BLANK):
        sheet.cell(
            B_COUNTS + state,
            places.column + 1,
            f'=COUNTIFS({own},">={state * PLACE}",{own},"<{(state + 1) * PLACE}")',
        )


def _applies(plan: Plan, band: Band, key: str) -> str:
    """Does the identity speak of the key in this row?"""

    def has(subject: str) -> str:
        at = KEY_ROWS + plan.open_tables.index(plan.tables[subject])
        return f"'{KEYS}'!${get_column_letter(at + 1)}{TOP + 1}<>\"\""

    opens = list(dict.fromkeys(t.table for t in band.terms if t.row == OPEN))
    conditions = [f"OR({','.join(map(has, opens))})" if len(opens) > 1 else has(opens[0])]
    for term in band.terms:
        if term.row == BELOW:
            table = plan.tables[term.table]
            conditions.append(f"COUNTIF({table.range(table.parents)},{key})>0")
    if band.level != "各行":
        conditions.append(f"{key}>0")
    if band.level in ("类", "款", "类款", "项"):
        level = {"类": f"MOD({key},10000)=0", "款": f"AND(MOD({key},100)=0,MOD({key},10000)>0)",
                 "类款": f"MOD({key},100)=0", "项": f"MOD({key},100)>0"}[band.level]  # fmt: skip
        conditions.append(level)
    if band.classes:
        listed = ",".join(str(key_of(code)) for code in band.classes)
        conditions.append(f"ISNA(MATCH({key},{{{listed}}},0))")
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


# --- marks -------------------------------------------------------------------------------------


def marks(plan: Plan, results: Results) -> Mapping[str, Mapping[Spot, tuple[int, str]]]:
    """Subject → the formulas that give, beside each amount, the worst state of the identities it
    is part of (9: none): first cell → (last row to fill down to, formula)."""
    touched: dict[CellKey, list[int]] = {}
    for i, line in enumerate(results.identities.lines):
        for cell in line.cells:
            touched.setdefault(cell, []).append(TOP + i)
    found: dict[str, dict[Spot, tuple[int, str]]] = {}
    for subject, table in plan.tables.items():
        own = found.setdefault(subject, {})
        if table.open:
            for number in table.form.columns:
                spot = Spot(table.sheet, table.first, table.mark(table.column(number)))
                own[spot] = table.last, _row_mark(plan, results, table, number, touched)
            continue
        for place, spot in table.cells.items():
            rows = touched.get((subject, *place), [])
            if rows:
                at = spot._replace(column=table.mark(spot.column))
                own[at] = at.row, f"MIN({','.join(_state(row) for row in rows)})"
    return found


def _state(row: int) -> str:
    return Spot(IDENTITIES, row, STATE).ref


def _row_mark(
    plan: Plan,
    results: Results,
    table: TablePlan,
    number: int,
    touched: Mapping[CellKey, list[int]],
) -> str:
    subject, row = table.form.subject, table.first + 1
    key = f"${get_column_letter(table.keys + 1)}{row}"
    here = f"${get_column_letter(table.places + 1)}{row}"
    above = f"${get_column_letter(table.places + 2)}{row}"
    parts = []
    for i, band in enumerate(results.identities.bands):
        first = results.band(i)
        column = span(first, first._replace(row=results.keys.last))
        for term in band.terms:
            if (term.table, term.column) == (subject, number) and term.row in (OPEN, BELOW):
                at = above if term.row == BELOW else here
                parts.append(f"IFERROR(INT(INDEX({column},{at})/{PLACE}),9)")
    by_class: list[tuple[str, int]] = []
    for (of, code, column), rows in touched.items():
        if (of, column) != (subject, number):
            continue
        if code == TOTAL:
            parts += [f"IF({key}=0,{','.join(map(_state, rows))},9)" if len(rows) == 1
                      else f"IF({key}=0,MIN({','.join(map(_state, rows))}),9)"]  # fmt: skip
        else:
            by_class += [(str(code), r) for r in rows]
    parts += [f"IF({key}={key_of(code)},{_state(r)},9)" for code, r in by_class]
    for i, line in enumerate(results.identities.lines):
        if any(s.cells == table.range(table.column(number)) and s.key == "0" for s in line.right):
            parts.append(f"IF(MOD({key},10000)=0,{_state(TOP + i)},9)")
    return f'IF({key}="",9,MIN(9,{",".join(parts)}))' if parts else "9"
