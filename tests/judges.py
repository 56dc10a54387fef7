"""Two judges of a filled workbook: what its sheet 勾稽校验 says, and what the validator says of the
values that its tables show. Both speak of the same instances of identities.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tests.office import Area, Rows, Value, Workbook
from validator.checks import Observation, Outcome, Results, run
from validator.forms.catalogue import ECONOMIC, FUNCTIONAL
from validator.forms.compiler import compiled
from validator.forms.equations import BELOW, CompiledCheck, CompiledInclusion
from validator.forms.model import ONLY_ROW
from validator.forms.workbook import CHECK, ENTRY_AMOUNTS, IDENTITIES, KEYS, table_sheet
from validator.notation import LAST_YEAR
from validator.reading import Book, Sheet
from validator.recognition import Table, recognise
from validator.rounding import Verdict
from workbook_templates.check_sheet import FIRST, HEADINGS
from workbook_templates.identities import BAND, PLACE, STATES
from workbook_templates.keys import TOP
from workbook_templates.lines import CODES
from workbook_templates.plan import KEY_LABEL, Plan
from workbook_templates.results import (
    B_COLUMN,
    B_RULE,
    B_TABLE,
    B_TEXT,
    B_TEXT_BELOW,
    PLACES,
    RULE,
    WHERE,
)
from workbook_templates.spot import Spot

#: What the sheet calls the verdicts.
WORDS = {
    Verdict.EXACT: "相符",
    Verdict.ROUNDING: "尾差",
    Verdict.IMPROBABLE: "存疑",
    Verdict.ERROR: "不符",
    Verdict.NOT_EVALUATED: "无法校验",
    Verdict.NOT_APPLICABLE: "未填",
}
NOTHING = WORDS[Verdict.NOT_APPLICABLE]
#: The row of the counts, on the sheet 勾稽校验.
_COUNTS = 4
#: The rule on tables declared empty.
EMPTINESS = "空表声明"
#: The rules on codes, as they are written.
_OF_CODES = (f"检查 {CODES}",)
#: No identity asks for the names of 科目.
_NO_NAMES: Mapping[str, Mapping[str, str]] = {FUNCTIONAL: {}, ECONOMIC: {}}
_PLACE = re.compile(r"(?P<row>\S+)(?: .*?)??(?: (?P<column>\d+)栏 \S+)?")


class Instance(NamedTuple):
    """An identity at one place: its rule, the sheet of its table, its words, where its left side
    stands: 33行, 208 or 合计, and the 栏次, "" where the row has only one."""

    rule: str
    table: str
    text: str
    row: str
    column: str


States = Mapping[Instance, str]


# --- the workbook ------------------------------------------------------------------------------


class Seen(NamedTuple):
    """What a calculated workbook shows: its tables, the states of all places, and the list of them
    on 勾稽校验 with the counts above it."""

    tables: Mapping[str, Rows]
    states: States
    listed: States
    counts: Mapping[str, float]


class Watched:
    """An open workbook of a plan, and how to read its states."""

    def __init__(self, book: Workbook, plan: Plan) -> None:
        self.book, self.plan = book, plan
        described, heads, self._list_length = self._describe()
        self._lines = [_instance(*row) for row in described]
        self._bands = [[str(head[i]) for head in heads] for i in range(len(heads[0]))]

    def _describe(self) -> tuple[Rows, Rows, int]:
        """What the hidden sheet says of its lines and bands, and how long the visible list is."""
        used, (*_, listed) = self.book.read(Area(IDENTITIES), Area(CHECK))
        lines = [row[RULE : WHERE + 1] for row in used[TOP:] if row[RULE] != ""]
        heads = [used[row] for row in (B_RULE, B_TABLE, B_TEXT, B_TEXT_BELOW, B_COLUMN)]
        bands = heads[0][PLACES + 1 :].index("")
        return lines, [head[PLACES + 1 : PLACES + 1 + bands] for head in heads], len(listed)

    def look(self) -> Seen:
        """Calculate the workbook, and look at it."""
        names = [table.sheet for table in self.plan.tables.values()]
        height, bands = max(len(self._lines), 2 * self.plan.room), len(self._bands)
        *tables, keys, numbers, listed, (counts,) = self.book.read(
            *(Area(name) for name in names),
            Area(KEYS, TOP, KEY_LABEL, height, 1),
            Area(IDENTITIES, TOP, PLACES, height, bands + 1),
            Area(CHECK, FIRST + 1),
            Area(CHECK, _COUNTS, 0, 1, len(STATES) + 1),
        )
        places = sorted(n for row in numbers for n in row if isinstance(n, float))
        states = [(self._at(int(n), keys), STATES[int(n) // PLACE - 1]) for n in places]
        assert len(dict(states)) == len(states), "two places are one instance"
        shown = [dict(zip(HEADINGS, row, strict=False)) for row in listed if row[0] != ""]
        found = [
            (_instance(*(w[h] for h in ("规则", "表", "勾稽关系", "位置"))), str(w["状态"]))
            for w in shown
        ]
        assert found == states[: len(found)], "the list is not that of the worst places"
        return Seen(
            dict(zip(names, tables, strict=True)),
            dict(states),
            dict(found),
            dict(zip((*STATES, "合计"), map(float, counts), strict=True)),  # type: ignore[arg-type]
        )

    def _at(self, number: int, keys: Rows) -> Instance:
        """The instance that a place's number stands for."""
        band, row = number % PLACE // BAND, number % BAND - 1
        if not band:
            return self._lines[row]
        rule, table, text, below, column = self._bands[band - 1]
        label = str(keys[row][0])
        code = label.partition(" ")[0]
        return _instance(rule, table, below if len(code) == 5 else text, f"{label} {column}")


@cache
def _instance(rule: Value, table: Value, text: Value, place: Value) -> Instance:
    found = _PLACE.fullmatch(str(place))
    row, column = (found["row"], found["column"] or "") if found else ("", "")
    return Instance(str(rule), str(table), str(text), row, column)


def inputs(plan: Plan) -> Iterator[Area]:
    """The areas of a workbook that hold nothing but cells to type in."""
    for table in plan.open_tables:
        top, bottom = table.entry_rows
        width = ENTRY_AMOUNTS + len(table.form.columns)
        yield Area(table.entry, top, 0, bottom - top + 1, width)
    spots = [*plan.typed_totals.values(), *typed_cells(plan)]
    first: Spot | None = None
    for spot, below in pairwise([*sorted(spots, key=lambda s: (s.sheet, s.column, s.row)), None]):
        assert spot is not None
        first = first or spot
        if below != spot._replace(row=spot.row + 1):
            yield Area(*first, spot.row - first.row + 1, 1)
            first = None


def typed_cells(plan: Plan) -> Iterator[Spot]:
    """The amounts of tables with printed lines that are typed."""
    for subject, table in plan.tables.items():
        for (row, number), spot in () if table.open else table.cells.items():
            words = table.form.lines[row][0].words if isinstance(row, int) else "…"
            cell = (subject, row, number)
            if words and plan.addends(cell) is None and plan.share(cell) is None:
                yield spot


def typed_over(plan: Plan) -> Iterator[Spot]:
    """The computed amounts that are typed over their formulas: per cents, totals of lists' rows."""
    for subject in plan.declared:
        for place, spot in plan.tables[subject].cells.items():
            cell = (subject, *place)
            listed = plan.addends(cell) is not None and cell not in plan.typed_totals
            if listed or plan.share(cell):
                yield spot


# --- the validator -----------------------------------------------------------------------------


def book_of(tables: Mapping[str, Rows]) -> Book:
    """The table sheets as the validator would read them from the file."""
    sheets = []
    for name, rows in tables.items():
        faults = {
            (r, c): "#VALUE!"
            for r, row in enumerate(rows)
            for c, value in enumerate(row)
            if value is None
        }
        sheets.append(Sheet(name, rows, faults))
    return Book("勾稽.xlsx", tuple(sheets))


def validated(plan: Plan, tables: Mapping[str, Rows], previous: Book | None = None) -> States:
    """The verdict of every identity on the tables as they are shown, in the words of the sheet."""
    edition = plan.edition
    found = recognise(book_of(tables), edition.name)
    last = recognise(previous, edition.name, prefix=LAST_YEAR) if previous else None
    results = run(found, compiled(edition.name), _NO_NAMES, last)
    states: dict[Instance, str] = {}
    for outcome in results.outcomes:
        if outcome.left or outcome.right:  # of an identity that applies to the tables at hand
            states[_of_outcome(plan, outcome)] = WORDS[outcome.verdict]
    for rule in compiled(edition.name).others:
        if isinstance(rule, CompiledInclusion):
            states.update(_included(plan, results, rule))
        elif rule.name == EMPTINESS:
            states.update(_declared(plan, results, rule))
    return states


def _included(
    plan: Plan, results: Results, rule: CompiledInclusion
) -> Iterator[tuple[Instance, str]]:
    """Each code of the parts: is it in the whole? Codes without a figure are not asked."""
    missing = {(seen.table, str(seen.facts["code"])) for seen in _seen(results, rule)}
    for part, number in rule.parts:
        table, form = results.tables[part], plan.edition.forms[part]
        for entry in table.entries:
            instance = Instance(
                rule.rule.id,
                table_sheet(form),
                rule.rule.notation,
                entry.code,
                str(number or form.columns[0]),
            )
            if (part, entry.code) in missing:
                yield instance, "不符"
            elif number is None or table.content.figures.get((part, entry.key, number)):
                yield instance, "相符"


def _declared(plan: Plan, results: Results, rule: CompiledCheck) -> Iterator[tuple[Instance, str]]:
    """Each table that may be declared empty: if it is, can that be true?"""
    contradicted = {seen.table for seen in _seen(results, rule)}
    for subject in plan.declarable:
        form = plan.edition.forms[subject]
        state = "不符" if subject in contradicted else "相符"
        if not results.tables[subject].declaration:
            state = NOTHING
        instance = Instance(rule.rule.id, table_sheet(form), rule.rule.notation, form.title, "")
        yield instance, state


def _seen(results: Results, rule: CompiledInclusion | CompiledCheck) -> list[Observation]:
    return [seen for seen in results.observations if seen.rule == rule.rule]


def _of_outcome(plan: Plan, outcome: Outcome) -> Instance:
    home = plan.tables[outcome.table].sheet
    if summed := _summed(plan, outcome):
        return Instance(outcome.rule.id, home, outcome.text, f"{summed}之和", "")
    first = outcome.left[0]
    columns = first.table.form.columns_of_row.get(first.row, first.table.form.columns)
    column = str(first.column) if len(columns) > 1 else ""
    row = f"{first.row}行" if isinstance(first.row, int) else _code(plan, first.table, first.row)
    if first.row == ONLY_ROW:
        row, column = f"{first.column}栏", ""
    return Instance(outcome.rule.id, home, outcome.text, row, column)


def _summed(plan: Plan, outcome: Outcome) -> str:
    """The list whose rows the left side adds up, "" of any other identity."""
    declared = plan.declared.get(outcome.table)
    for equation in compiled(plan.edition.name).equations if declared else ():
        if (equation.rule, equation.text, equation.left[0].row) == (
            outcome.rule,
            outcome.text,
            BELOW,
        ):
            return str(equation.left[0].parent)
    return ""


def _code(plan: Plan, table: Table, key: str) -> str:
    """The code of a row whose key is not its code, because it stands twice; which row of the sheet
    the row of a list is."""
    entry = next((entry for entry in table.entries if entry.key == key), None)
    if entry is None or not entry.list:
        return entry.code if entry else key
    return f"{entry.list}第{entry.row - plan.declared[table.key].lists[entry.list].first + 1}行"


def compare(sheet: States, validator: States) -> list[str]:
    """Where the two disagree. What one does not mention is 未填 for it. Of 科目编码 the sheet
    judges what is entered, the validator what is printed: that is not compared."""
    return [
        f"{instance}: the sheet says {own}, the validator {other}"
        for instance in {**sheet, **validator}
        if instance.text not in _OF_CODES
        and (own := sheet.get(instance, NOTHING)) != (other := validator.get(instance, NOTHING))
    ]
