"""Filled workbooks for the judges: the books of the ledgers, sound ones and with the mistakes of
`mistakes.py`, and last year's figures beside them.
"""

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from tests.books import Filled
from tests.judges import typed_over
from tests.ledgers import Department, ledger_of
from tests.mistakes import Draft, Typed, mistakes, per_cents
from validator.amounts import PERCENT, UNITS, Unit, per_cent
from validator.forms.model import CellKey
from validator.notation import LAST_YEAR
from validator.reading import Book
from workbook_templates.cards.filled import NoRoom
from workbook_templates.data import Data, Printed, TableData
from workbook_templates.filled import Filling, TooMany, fill
from workbook_templates.plan import Plan
from workbook_templates.spot import Spot


class Case(NamedTuple):
    """A filled workbook: what was done to it, what is typed in it, last year's figures."""

    name: str
    typed: Typed
    last_year: Mapping[CellKey, float]


def data_of(department: Department, plan: Plan, unit: Unit) -> Data:
    """The department's tables as data of the edition."""
    name = plan.edition.name
    tables = {}
    for key, table in ledger_of(name).figures(department, name, unit).items():
        form = plan.tables[key].form
        figures: dict[tuple[int | str, int], Printed] = {
            place: _share(value) if place[1] in form.shares else Decimal(str(value))
            for place, value in table.values.items()
            if value != ""
        }
        sentence = form.empty_sentence if table.empty else ""
        tables[key] = TableData(figures, table.subjects, sentence, table.texts)
    return Data(plan.edition, department.name, plan.edition.year, unit.name, "", tables)


def _share(value: object) -> Decimal:
    """A per cent as a workbook keeps it, however the books do."""
    fen = per_cent(value, fraction=isinstance(value, float) and value <= 1).printed
    return Decimal(fen) / (100 * PERCENT.fen)


def cases(plan: Plan, count: int) -> Iterator[Case]:
    """`count` filled workbooks: department after department, each sound and with mistakes."""
    own, over = ledger_of(plan.edition.name), list(typed_over(plan))
    made = 0
    seed = 0
    while made < count:
        seed += 1
        rng = random.Random(seed)
        department = own.department(seed, rich=seed % 7 == 1)
        unit = rng.choice((UNITS["万元"], UNITS["万元"], UNITS["千元"], UNITS["元"]))
        if len(own.figures(department, plan.edition.name).keys() - plan.tables.keys()):
            continue
        data = data_of(department, plan, unit)
        if max(len(table.subjects) for table in data.tables.values()) >= plan.room - 8:
            continue
        try:
            filling = fill(plan, data)
        except (NoRoom, TooMany):
            continue
        before = _last_year(department, plan, unit)
        for make in mistakes(plan)[: count - made]:
            draft = Draft(plan, dict(filling.typed), _shown(filling), rng)
            make(draft)
            for spot in over:  # once typed over, a formula is gone
                if made < count // 4:
                    draft.typed.pop(spot, None)
                elif make is not per_cents:
                    draft.typed.setdefault(spot, filling.given.get(spot, ""))
            last_year = dict(before) if rng.random() < 0.5 else {}
            if last_year and rng.random() < 0.5:
                cell = rng.choice(list(last_year))
                last_year[cell] = round(last_year[cell] + draft.step(), 2)
            _undeclared(draft, last_year)
            for cell, value in last_year.items():
                draft.typed[plan.last_year[cell]] = value
            yield Case(f"department {seed}: {make.__doc__}", draft.typed, last_year)
            made += 1


def _undeclared(draft: Draft, last_year: dict[CellKey, float]) -> None:
    """Let no table be declared empty that last year's figures leave money in: the workbook calls
    that a contradiction, and the validator looks for contradictions within this year's tables."""
    for subject, spot in draft.plan.declarable.items():
        for cell in last_year:
            if draft.typed.get(spot) == "是" and cell[0] == LAST_YEAR + subject:
                last_year[cell] = 0.0


def _shown(filling: Filling) -> Mapping[Spot, object]:
    return {**filling.given, **filling.typed}


def _last_year(department: Department, plan: Plan, unit: Unit) -> Mapping[CellKey, float]:
    """Last year's figures that this year's are compared with."""
    own = ledger_of(plan.edition.name)
    figures = own.figures(own.year_before(department), plan.edition.name, unit)
    found: dict[CellKey, float] = {}
    for cell in plan.last_year:
        subject, row, number = _own(plan, cell)
        value = figures[subject].values.get((row, number), "")
        found[cell] = 0.0 if value == "" else float(value)  # type: ignore[arg-type]
    return found


def _own(plan: Plan, cell: CellKey) -> CellKey:
    """The cell of the form that a cell of last year's tables, known by its words, stands for."""
    words, number = cell[1:]
    subject = cell[0].removeprefix(LAST_YEAR)
    lines = plan.edition.forms[subject].lines
    return (
        subject,
        next((n for n, (line, _) in lines.items() if line.words == words), words),
        number,
    )


def last_year_book(plan: Plan, last_year: Mapping[CellKey, float], unit: Unit) -> Book | None:
    """Last year's workbook, with nothing but the figures that this year's are compared with."""
    if not last_year:
        return None
    tables: dict[str, Filled] = {}
    for cell, value in last_year.items():
        subject, row, number = _own(plan, cell)
        tables.setdefault(subject, Filled({}, (), False)).values[row, number] = value
    own = ledger_of(plan.edition.name)
    return own.printed(own.department(0), plan.edition.name, tables, unit)
