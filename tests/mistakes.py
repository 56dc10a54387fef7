"""Mistakes that people make in a filled workbook.

A `Draft` is what is typed where; each function of `MISTAKES` makes one mistake in it, somewhere.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tests.judges import typed_cells
from validator.amounts import UNITS
from validator.forms.model import TOTAL, in_list
from validator.forms.workbook import ENTRY_AMOUNTS, ENTRY_CODE, ENTRY_NAME
from workbook_templates.plan import UNIT, Plan, TablePlan
from workbook_templates.spot import Spot

Typed = Mapping[Spot, object]
#: Printed steps by which a figure is moved: a copy's first, then the borders of what sums may show.
STEPS = (1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 9, 12, 14)


@dataclass
class Draft:
    """What is typed into a workbook, open for mistakes; `given`: what its formulas gave before."""

    plan: Plan
    typed: dict[Spot, object]
    given: Mapping[Spot, object]
    random: random.Random

    @property
    def amounts(self) -> list[Spot]:
        """The typed amounts, and those left blank in tables with printed lines."""
        spots = [*typed_cells(self.plan), *self.plan.typed_totals.values()]
        typed = [s for s in self.typed if s.sheet.startswith("录入") and s.column >= ENTRY_AMOUNTS]
        return [s for s in spots if s in self.typed] + typed

    @cached_property
    def blanks(self) -> list[Spot]:
        """Cells of tables with printed lines in which nothing is typed."""
        return [spot for spot in typed_cells(self.plan) if spot not in self.typed]

    def entries(self, table: TablePlan) -> dict[str, int]:
        """Code → its row on the entry sheet of a table."""
        top, bottom = table.entry_rows
        spots = (Spot(table.entry, row, ENTRY_CODE) for row in range(top, bottom + 1))
        return {str(self.typed[s] or TOTAL): s.row for s in spots if self.typed.get(s, "") != ""}

    def filled(self) -> list[TablePlan]:
        """The 科目 tables with entries."""
        return [table for table in self.plan.open_tables if self.entries(table)]

    def shown(self, table: TablePlan) -> dict[tuple[str, int], float]:
        """(code, 栏次) → the amount that a 科目 table printed."""
        code = next(c.column for c in table.grid.cells if c.role == "code" and c.row > table.first)
        found = {}
        for row in range(table.first, table.last + 1):
            key = self.given.get(Spot(table.sheet, row, code), "") if row > table.first else TOTAL
            for number in table.form.columns if key else ():
                value = self.given.get(Spot(table.sheet, row, table.column(number)), "")
                if value != "":
                    found[str(key), number] = float(value)  # type: ignore[arg-type]
        return found

    def enter(self, table: TablePlan, code: str, number: int, value: object) -> None:
        """Type an amount on the row of a code, a new one if it has none yet."""
        rows = self.entries(table)
        top, bottom = table.entry_rows
        free = [row for row in range(top, bottom + 1) if row not in rows.values()]
        if code not in rows and not free:
            return
        row = rows.get(code) or free[0]
        self.typed[Spot(table.entry, row, ENTRY_CODE)] = code if code == TOTAL else float(code)
        self.typed[Spot(table.entry, row, table.entry_column(number))] = value

    def drop(self, table: TablePlan, row: int) -> None:
        """Clear a row of an entry sheet."""
        for spot in [s for s in self.typed if (s.sheet, s.row) == (table.entry, row)]:
            del self.typed[spot]

    def number(self, spot: Spot) -> float:
        """What is typed in a cell, or was given by its formula; 0 where that is no number."""
        value = self.typed.get(spot, self.given.get(spot, ""))
        return 0.0 if isinstance(value, str) else float(value)  # type: ignore[arg-type]

    def step(self, steps: int = 0) -> float:
        """Some printed steps, up or down."""
        return (steps or self.random.choice(STEPS)) * self.random.choice((1, -1)) / 100


# --- mistakes ----------------------------------------------------------------------------------


def nothing(draft: Draft) -> None:
    """No mistake."""


def totals_by_formula(draft: Draft) -> None:
    """Nothing typed that a formula gives: sums agree exactly, and copies differ."""
    totals = set(draft.plan.typed_totals.values())
    leaves = {t.entry: set(_leaves(draft.entries(t))) for t in draft.plan.open_tables}
    for spot in list(draft.typed):
        if spot in totals or (spot.sheet in leaves and spot.column >= ENTRY_AMOUNTS):
            code = str(draft.typed.get(spot._replace(column=ENTRY_CODE)) or TOTAL)
            if spot in totals or code not in leaves[spot.sheet]:
                del draft.typed[spot]


def _leaves(entries: Mapping[str, int]) -> list[str]:
    return [code for code in entries if code != TOTAL and not _has_below(code, entries)]


def _has_below(code: str, entries: Mapping[str, int]) -> bool:
    return any(other != code and other.startswith(code) for other in entries)


def near_amount(draft: Draft) -> None:
    """A typed amount is some printed steps off."""
    for spot in draft.random.sample(draft.amounts, min(3, len(draft.amounts))):
        draft.typed[spot] = round(draft.number(spot) + draft.step(), 2)


def wrong_amount(draft: Draft) -> None:
    """A typed amount is far off, or has the wrong sign."""
    for spot in draft.random.sample(draft.amounts, min(2, len(draft.amounts))):
        value = draft.number(spot)
        draft.typed[spot] = draft.random.choice((-value, round(10 * value + 1, 2), -0.01))


def other_scale(draft: Draft) -> None:
    """The amounts of a table with printed lines are in another unit, and some have no sense."""
    table = draft.random.choice([t for t in draft.plan.tables.values() if not t.open])
    for spot in [spot for spot in draft.amounts if spot.sheet == table.sheet]:
        factor = draft.random.choice((10, 10, 10, 0.1, -1))
        draft.typed[spot] = round(draft.number(spot) * factor, 2)


def forgotten(draft: Draft) -> None:
    """Amounts are left blank."""
    for spot in draft.random.sample(draft.amounts, min(4, len(draft.amounts))):
        del draft.typed[spot]


def zeros(draft: Draft) -> None:
    """0 stands in blank cells, and instead of amounts; a neighbour is a step off."""
    chosen = draft.random.sample(draft.blanks, len(draft.blanks) // 2)
    for spot in chosen:
        draft.typed[spot] = 0
    for spot in draft.random.sample(draft.amounts, min(4, len(draft.amounts))):
        draft.typed[spot] = 0 if draft.random.random() < 0.5 else draft.number(spot) + draft.step(1)
    draft.typed[draft.random.choice(list(draft.plan.typed_totals.values()))] = draft.step()


def words(draft: Draft) -> None:
    """Words and dashes stand where amounts should. Numbers as text are not among them: the
    validator reads them, the formulas of the workbook do not, and both say so."""
    for said in ("见附表", "-", "—", "——", " ", "　", "无"):
        draft.typed[draft.random.choice(draft.amounts)] = said
    for table in draft.random.sample(draft.filled(), min(1, len(draft.filled()))):
        code = draft.random.choice(list(draft.entries(table)))
        draft.enter(table, code, draft.random.choice(table.form.columns), "待定")


def near_total(draft: Draft) -> None:
    """Totals of tables with printed lines are typed, some steps off."""
    totals = list(draft.plan.typed_totals.items())
    for (subject, row, number), spot in draft.random.sample(totals, min(25, len(totals))):
        shown = draft.number(draft.plan.tables[subject].cells[row, number])
        if shown or draft.random.random() < 0.2:
            draft.typed[spot] = round(shown + draft.step(), 2)


def near_parent(draft: Draft) -> None:
    """类, 款 and 合计 are typed on entry sheets, some steps off."""
    for table in draft.filled():
        shown = draft.shown(table)
        above = [place for place in shown if place[0] == TOTAL or len(place[0]) < 7]
        for code, number in draft.random.sample(above, min(12, len(above))):
            draft.enter(table, code, number, round(shown[code, number] + draft.step(), 2))


def near_sums(draft: Draft) -> None:
    """Columns that add up others are typed on entry sheets, some steps off."""
    for table in draft.filled():
        for code, number in draft.random.sample(sorted(draft.shown(table)), 3):
            value = draft.shown(table)[code, number]
            draft.enter(table, code, number, round(value + draft.step(), 2))


def blank_parent(draft: Draft) -> None:
    """类, 款 and 合计 are typed as dashes or 0 on entry sheets: totals without a figure."""
    for table in draft.filled():
        above = [place for place in draft.shown(table) if len(place[0]) < 7]
        for code, number in draft.random.sample(above, min(3, len(above))):
            draft.enter(table, code, number, draft.random.choice(("-", "—", 0)))


def code_dropped(draft: Draft) -> None:
    """科目 that other tables have are not entered."""
    for table in draft.filled():
        rows = list(draft.entries(table).values())
        for row in draft.random.sample(rows, min(2, len(rows))):
            draft.drop(table, row)


def code_changed(draft: Draft) -> None:
    """Codes are mistyped: another 项, another 类, a level without one below, none at all."""
    table = draft.random.choice(draft.filled())
    for code, row in draft.random.sample(sorted(draft.entries(table).items()), 1):
        wrong = draft.random.choice((f"{code[:-2]}98", f"2{code[1:]}"[:7], code[:5], "12", "abc"))
        draft.typed[Spot(table.entry, row, ENTRY_CODE)] = (
            wrong if draft.random.random() < 0.5 or not wrong.isdigit() else float(wrong)
        )


def code_twice(draft: Draft) -> None:
    """A 科目 is entered twice, the second time with other amounts; another under a new code."""
    table = draft.random.choice(draft.filled())
    rows = draft.entries(table)
    free = max(rows.values()) + 1
    code = draft.random.choice(list(rows))
    if free <= table.entry_rows[1]:
        draft.typed[Spot(table.entry, free, ENTRY_CODE)] = code
        draft.typed[Spot(table.entry, free, ENTRY_NAME)] = "又一行"
        draft.typed[Spot(table.entry, free, ENTRY_AMOUNTS + 1)] = 1.23
    draft.enter(table, f"{code[:3]}9901" if code != TOTAL else "2019901", 2, 4.56)


def columns_shifted(draft: Draft) -> None:
    """The amounts of an entry sheet stand one column further."""
    table = draft.random.choice(draft.filled())
    spots = [s for s in draft.typed if s.sheet == table.entry and s.column >= ENTRY_AMOUNTS]
    moved = {spot: draft.typed.pop(spot) for spot in spots}
    count = len(table.form.columns)
    for spot, value in moved.items():
        to = ENTRY_AMOUNTS + (spot.column - ENTRY_AMOUNTS + 1) % count
        draft.typed[spot._replace(column=to)] = value


def lines_shifted(draft: Draft) -> None:
    """The amounts of a table with printed lines stand one cell further."""
    tables = [table for table in draft.plan.tables.values() if not table.open]
    table = draft.random.choice(tables)
    spots = [spot for spot in typed_cells(draft.plan) if spot.sheet == table.sheet]
    values = [draft.typed.pop(spot, None) for spot in spots]
    for spot, value in zip(spots, [values[-1], *values[:-1]], strict=True):
        if value is not None:
            draft.typed[spot] = value


def declared(draft: Draft) -> None:
    """Tables are declared empty: with their figures, or without them while others have them."""
    for subject, spot in draft.plan.declarable.items():
        if draft.random.random() < 0.7:
            draft.typed[spot] = "是"
            table = draft.plan.tables[subject]
            if draft.random.random() < 0.6:
                sheets = (table.sheet, table.entry)
                for own in [s for s in draft.typed if s.sheet in sheets]:
                    del draft.typed[own]
        else:
            draft.typed.pop(spot, None)


def other_unit(draft: Draft) -> None:
    """Another unit is chosen for the same figures: in 元 nothing is ever a rounding difference."""
    draft.typed[UNIT] = draft.random.choice([u for u in UNITS if u != draft.typed[UNIT]])
    near_amount(draft)


def per_cents(draft: Draft) -> None:
    """Per cents are some digits off, cut off or rounded to fewer, left out, or far off."""
    for cell in draft.plan.computed.shares:
        spot = draft.plan.tables[cell[0]].cells[cell[1:]]
        share = draft.number(spot)
        near = round(share + draft.random.choice((1, -1, 2)) / 10**4, 4)
        wrong = draft.random.choice((1 - share, -share, "待定", ""))
        draft.typed[spot] = draft.random.choice(
            (share, near, near, int(share * 10**4) / 10**4, round(share, 3), round(share, 2), wrong)
        )


def lists(draft: Draft) -> None:
    """Of every list, some amounts are many times as large, and a row has lost its words."""
    for table in (draft.plan.tables[key] for key in draft.plan.declared):
        for (row, _), spot in table.cells.items():
            if in_list(row)[0] and spot in draft.typed and draft.random.random() < 0.4:
                draft.typed[spot] = round(draft.number(spot) * 20 + 1, 2)
        named = [row for row, _ in table.cells if table.texts.get((row, 0)) in draft.typed]
        unnamed = draft.random.choice(named) if named else ""
        for (row, _), spot in table.texts.items():
            if row == unnamed:
                draft.typed.pop(spot, None)


def almost_nothing(draft: Draft) -> None:
    """Nothing but a few amounts is typed."""
    keep = set(draft.random.sample(draft.amounts, min(3, len(draft.amounts))))
    for spot in draft.amounts:
        if spot not in keep:
            del draft.typed[spot]


MISTAKES: tuple[Callable[[Draft], None], ...] = (
    nothing, near_amount, near_total, near_parent, near_sums, totals_by_formula, wrong_amount,
    forgotten, zeros, words, near_total, blank_parent, near_parent, code_dropped, code_changed,
    code_twice, columns_shifted, lines_shifted, declared, other_unit, other_scale, almost_nothing,
    other_scale,
)  # fmt: skip


def mistakes(plan: Plan) -> tuple[Callable[[Draft], None], ...]:
    """The mistakes that can be made in the workbook of a plan."""
    return (*MISTAKES, lists, per_cents, lists, per_cents) if plan.declared else MISTAKES
