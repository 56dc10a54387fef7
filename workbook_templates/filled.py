"""Figures → what a person would type into a blank workbook, and what its formulas then give.

Only what cannot be computed is typed. A published total that the formula does not give, because it
was rounded on its own or because it is wrong, is typed too, where the workbook has a cell for that;
`Filling.typed_totals` names each, with what the formula would have given.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from validator.forms.catalogue import branch, catalogue, parent_of
from validator.forms.computed import share_of, sum_up
from validator.forms.model import TOTAL, YEARS_BEFORE, CellKey, RowKey
from validator.forms.workbook import ENTRY_CODE, ENTRY_NAME
from workbook_templates.cards.filled import Differing, NoRoom, fill_card, matched
from workbook_templates.data import Data, Printed, TableData
from workbook_templates.declared.filled import typed_words
from workbook_templates.plan import (
    DEPARTMENT,
    SHOWN,
    UNIT,
    VERDICT,
    VERDICT_IN_FRONT,
    YEAR,
    Plan,
    TablePlan,
)
from workbook_templates.spot import Spot

#: What stands for the verdict until a program calculates.
_NOT_YET = "点“启用编辑”后显示校验结果。"


class TypedTotal(NamedTuple):
    """A published total that its formula does not give; `computed` is None where it gives nothing,
    `published` None where nothing is published and the formula gives something."""

    cell: CellKey
    published: Decimal | None
    computed: Decimal | None


class TooMany(ValueError):  # noqa: N818 - a state of the data
    """More 科目 than the workbook has room for, in the table of the title `table`, or in all tables
    together where that is ""."""

    def __init__(self, table: str, count: int, room: int) -> None:
        super().__init__(table, count, room)
        self.table, self.count, self.room = table, count, room


@dataclass
class Filling:
    """What is typed where, what the formulas give, which rows (from one) have no 科目 or no
    indicator, and the published figures of tables and of scorecards that are not what the formulas
    give. What is both typed and given is typed over its formula."""

    typed: dict[Spot, object] = field(default_factory=dict)
    given: dict[Spot, object] = field(default_factory=dict)
    hidden: dict[str, frozenset[int]] = field(default_factory=dict)
    typed_totals: list[TypedTotal] = field(default_factory=list)
    differing: list[Differing] = field(default_factory=list)

    def values(self) -> Mapping[str, Mapping[str, object]]:
        """By sheet and cell, as `patch` takes them."""
        found: dict[str, dict[str, object]] = {}
        for spot, value in {**self.given, **self.typed}.items():
            found.setdefault(spot.sheet, {})[spot.local] = value
        return found

    def over(self) -> Mapping[str, frozenset[str]]:
        """The cells that are typed over their formula, as `patch` takes them."""
        found: dict[str, set[str]] = {}
        for spot in self.typed.keys() & self.given.keys():
            found.setdefault(spot.sheet, set()).add(spot.local)
        return {sheet: frozenset(cells) for sheet, cells in found.items()}


def fill(plan: Plan, data: Data | None = None) -> Filling:
    """What `data` (None: nothing) makes of the workbook of `plan`. Raises TooMany, and NoRoom for
    scorecards, tables of a form that may stand any number of times, and lists of 申报表."""
    filling = Filling()
    tables = data.tables if data else {}
    if data:
        _refuse_more_tables(plan, data)
    department, year, unit = (
        ("", 0, "万元") if data is None else (data.department, data.year, data.unit)
    )
    if department:
        filling.typed[DEPARTMENT] = department
    if year:
        filling.typed[YEAR] = year
    filling.typed[UNIT] = unit
    # Excel shows a file from the internet without calculating until editing is allowed.
    filling.given[VERDICT] = filling.given[VERDICT_IN_FRONT] = _NOT_YET
    published = {
        (key, *place): figure
        for key, table in tables.items()
        for place, figure in numbers(table).items()
    }
    known: dict[CellKey, Decimal | None] = {}
    every = {
        (table.form.catalogue, above)
        for key, table in plan.tables.items()
        if key in tables
        for code, _ in tables[key].subjects
        for above in branch(code)
    }
    if len(every) > plan.room_in_all:
        raise TooMany("", len(every), plan.room_in_all)
    for key, table in plan.tables.items():
        content = tables.get(key)
        declared = bool(content and content.empty)
        if declared:
            filling.typed[plan.declarable[key]] = "是"
        _opening(filling, plan, table, department, year, unit, declared)
        if table.open:
            _fill_rows(filling, plan, table, content)
        else:
            for place in table.cells:
                _fill_cell(filling, plan, (key, *place), published, known)
        if content and data and key in plan.declared:
            filling.typed.update(typed_words(table, content, data.grid(key)))
    for card_plan, card in matched(plan.cards, data.scorecards if data else ()):
        own = fill_card(card_plan, card, department, year)
        filling.typed.update(own.typed)
        filling.given.update(own.given)
        filling.hidden[card_plan.sheet] = own.hidden
        filling.differing += own.differing
    return filling


def _refuse_more_tables(plan: Plan, data: Data) -> None:
    """Raise NoRoom where the data has a table for which the workbook has no sheet."""
    for key, form in data.forms.items():
        if key not in plan.tables:
            count = sum(other is form for other in data.forms.values())
            raise NoRoom(form.title, count, plan.projects)


def numbers(table: TableData) -> dict[tuple[RowKey, int], Decimal]:
    """The figures of a table; a dash is none."""
    return {place: value for place, value in table.figures.items() if isinstance(value, Decimal)}


def _opening(
    filling: Filling,
    plan: Plan,
    table: TablePlan,
    department: str,
    year: int,
    unit: str,
    declared: bool,
) -> None:
    """What stands above and below a table, and the years in its headings."""
    edition, form = plan.edition, table.form
    dated, words = edition.captioned(form)
    for cell in table.grid.cells:
        spot = Spot(table.sheet, cell.row, cell.column)
        if cell.role == "title" and dated:
            filling.given[spot] = (dated.format(year=year) if year else "") + words
        elif cell.role == "department":
            filling.given[spot] = edition.opening[0] + department
        elif cell.role == "unit":
            filling.given[spot] = edition.before_unit + unit
        elif cell.role == "sentence":
            sentence = form.empty_sentence.replace("{year}", str(year) if year else "本")
            filling.given[spot] = sentence if declared else ""
        elif cell.role == "heading" and cell.key and (ago := YEARS_BEFORE.get(str(cell.value))):
            filling.given[spot] = f"{year - ago}年" if year else cell.value


# --- tables with printed lines -----------------------------------------------------------------


def _fill_cell(
    filling: Filling,
    plan: Plan,
    cell: CellKey,
    published: Mapping[CellKey, Decimal],
    known: dict[CellKey, Decimal | None],
) -> Decimal | None:
    """Type the cell, or its total where the formula does not give it; what it then shows."""
    if cell in known:
        return known[cell]
    own = published.get(cell)
    addends, share = plan.addends(cell), plan.share(cell)
    spot = plan.tables[cell[0]].cells.get(cell[1:])
    if addends is None and share is None:
        known[cell] = own
        if own is not None and spot is not None and not plan.tables[cell[0]].open:
            filling.typed[spot] = own
        return own
    assert spot is not None
    if share:
        part, whole = (_fill_cell(filling, plan, of, published, known) for of in share)
        given = None if part is None else share_of(part, whole)
    else:
        given = sum_up(
            (weight, _fill_cell(filling, plan, addend, published, known))
            for weight, addend in addends or ()
        )
    known[cell] = given if own is None else own
    if own != given:
        filling.typed_totals.append(TypedTotal(cell, own, given))
        if own is not None:
            filling.typed[plan.typed_totals.get(cell, spot)] = own
    shown = known[cell]
    filling.given[spot] = "" if shown is None else shown
    return shown


# --- 科目 tables --------------------------------------------------------------------------------


def _fill_rows(filling: Filling, plan: Plan, table: TablePlan, content: TableData | None) -> None:
    """The entries of a 科目 table, and the rows that it then prints."""
    figures = numbers(content) if content else {}
    entered = dict(content.subjects) if content else {}
    codes = dict.fromkeys(above for code in entered for above in branch(code))
    rows = sorted(codes)
    if (needed := max(len(rows), len(entered) + 1)) > table.room:
        raise TooMany(table.form.title, needed, table.room)
    shown: dict[tuple[RowKey, int], Decimal | None] = {}
    typed: dict[RowKey, dict[int, Decimal]] = {}
    for row in [*sorted(codes, key=len, reverse=True), TOTAL]:
        below = [c for c in codes if (parent_of(c) or TOTAL) == row]
        for number in _order(plan, table):
            given = _given(plan, table, row, number, below, shown)
            own = figures.get((row, number))
            shown[row, number] = given if own is None else own
            if own == given:
                continue
            if own is not None:
                typed.setdefault(row, {})[number] = own
            if below or given is not None:
                cell = (table.key, row, number)
                filling.typed_totals.append(TypedTotal(cell, own, given))
    names = catalogue(table.form.catalogue, plan.edition.year)
    at = table.entry_rows[0]
    parents = {parent_of(code) for code in entered}
    for code, name in (*entered.items(), (TOTAL, "")):
        own_name = name if name != names.get(code, "") else ""
        if code in typed or own_name or (code not in parents and code != TOTAL):
            _enter(filling, table, at, code, own_name, typed.get(code, {}))
            at += 1
    names = {**names, **{code: name for code, name in entered.items() if name}}
    _print(filling, table, [TOTAL, *rows], names, shown)
    declared = bool(content and content.empty)
    last = table.first + (len(rows) if rows or declared else SHOWN)
    filling.hidden[table.sheet] = frozenset(range(last + 2, table.last + 2))


def _order(plan: Plan, table: TablePlan) -> list[int]:
    """The 栏次, those that are added up before their totals."""
    columns, left, done = plan.computed.columns, list(table.form.columns), []
    while left:
        ready = [
            n for n in left
            if all(c in done for _, c in columns.get((table.key, n), ()))
        ]  # fmt: skip
        done += ready
        left = [n for n in left if n not in ready]
    return done


def _given(
    plan: Plan,
    table: TablePlan,
    row: RowKey,
    number: int,
    below: list[str],
    shown: Mapping[tuple[RowKey, int], Decimal | None],
) -> Decimal | None:
    """What the formula of a cell gives."""
    return plan.computed.in_row(
        (table.key, number),
        lambda column: shown[row, column],
        lambda: (shown[code, number] for code in below),
    )


def _enter(
    filling: Filling,
    table: TablePlan,
    row: int,
    code: str,
    name: str,
    amounts: Mapping[int, Printed],
) -> None:
    filling.typed[Spot(table.entry, row, ENTRY_CODE)] = int(code) if code.isdigit() else code
    if name:
        filling.typed[Spot(table.entry, row, ENTRY_NAME)] = name
    for number, amount in amounts.items():
        filling.typed[Spot(table.entry, row, table.entry_column(number))] = amount


def _print(
    filling: Filling,
    table: TablePlan,
    rows: list[str],
    names: Mapping[str, str],
    shown: Mapping[tuple[RowKey, int], Decimal | None],
) -> None:
    columns = {
        cell.role: cell.column
        for cell in table.grid.cells
        if cell.row == table.first + 1 and cell.role in ("code", "name")
    }
    for i in range(table.room + 1):
        row = table.first + i
        code = rows[i] if i < len(rows) else ""
        if i:
            filling.given[Spot(table.sheet, row, columns["code"])] = code
            filling.given[Spot(table.sheet, row, columns["name"])] = names.get(code, "")
        for number in table.form.columns:
            value = shown.get((code, number)) if code else None
            spot = Spot(table.sheet, row, table.column(number))
            filling.given[spot] = "" if value is None else value
