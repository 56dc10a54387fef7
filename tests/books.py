"""What random books of every kind share: amounts, 科目, and how sums become printed tables.

A ledger (`ledger.py` for final accounts, `budget_ledger.py` for budgets) says what every cell
stands for, in whole 分; here each is rounded half-up on its own, and the tables are printed.
`tests/ledgers.py` tells which ledger makes the books of an edition.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from validator.amounts import PERCENT, WAN_YUAN, Unit
from validator.forms.catalogue import FUNCTIONAL, catalogue
from validator.forms.loader import form_of, load
from validator.forms.model import TOTAL, Form, RowKey
from validator.forms.workbook import number_in
from validator.reading import Book
from validator.rounding import Verdict
from workbook_templates.grid import lay_out, sheet

#: (row key, 栏次) → amount in 分 (of a per cent: in 分 of `PERCENT`), or the value to print.
Amounts = dict[tuple[RowKey, int], int]
Values = dict[tuple[RowKey, int], object]
#: (row key, number of the cell) → words.
Texts = Mapping[tuple[RowKey, int], str]

#: The class that is paid from state capital alone, and nothing else is.
STATE_CLASS = "223"


def by_verdict(rules: Mapping[str, Mapping[Verdict, int]]) -> Counter[Verdict]:
    """What all rules of a report gave, as its counts say it."""
    return sum(map(Counter, rules.values()), Counter())


class Filled(NamedTuple):
    """What a table holds: values by row key and 栏次, (code, name) rows, declared empty or not, and
    the words that a person types."""

    values: Values
    subjects: tuple[tuple[str, str], ...]
    empty: bool
    texts: Texts = MappingProxyType({})


# --- books -------------------------------------------------------------------------------------


def amount(rng: random.Random, top: float) -> int:
    """An amount up to about `top` 分: plain ones, round ones, ties and some that print as 0.00."""
    kind = rng.random()
    if kind < 0.02:
        return rng.randrange(1, 5000)
    size = int(10 ** rng.uniform(4, max(5.0, len(str(int(top))) - 0.5)))
    if kind < 0.25:
        return size // 10**4 * 10**4 + 5000  # a tie in 万元
    if kind < 0.32:
        return size // 10**3 * 10**3 + 500  # a tie in 千元
    if kind < 0.40:
        return (size // 10**6 + 1) * 10**6  # whole 万元
    return size


def functional_codes(
    rng: random.Random, classes: Sequence[str], *, often: Iterable[str], state: bool, rich: bool
) -> list[str]:
    """The functional 项 of a department, in some of `classes` and for money from state capital too;
    each of `often` with an even chance. `rich`: in all classes."""
    known = [code for code in catalogue(FUNCTIONAL, 2024) if len(code) == 7]
    groups = [code for code in catalogue(FUNCTIONAL, 2024) if len(code) == 5]
    allowed = [c for c in classes if c != STATE_CLASS]
    chosen = allowed if rich else rng.sample(allowed, rng.randint(1, 6))
    if not rich and rng.random() < 0.8:
        chosen = sorted({*chosen, "208", "210", "221"})
    here = [code for code in known if code[:3] in chosen]
    wanted = rng.randint(3, 22)
    codes = set(often) if rich else {code for code in often if rng.random() < 0.5}
    codes = {code for code in codes if code[:3] in chosen}
    for number in range(len(chosen) if rich else wanted):
        parent = chosen[number % len(chosen)]
        if here and not rich and rng.random() < 0.6:
            codes.add(rng.choice(here))
            continue
        under = [group for group in groups if group[:3] == parent]
        invented = not under or rng.random() < 0.2
        group = f"{parent}9{rng.randint(0, 8)}" if invented else rng.choice(under)
        codes.add(f"{group}{rng.choice((4, 7, 8))}{rng.randint(1, 9)}")
    if state:
        codes.add("2230108")
        codes |= {f"22301{rng.randint(10, 40)}" for _ in range(rng.randint(0, 2))}
    return sorted(codes)


# --- tables ------------------------------------------------------------------------------------


def unit_of(form: Form, column: int, unit: Unit) -> Unit:
    """The unit of a column of a table that is printed in `unit`."""
    return PERCENT if column in form.shares else unit


def shown(fen: int, unit: Unit) -> float:
    """An amount that is not negative as it is printed, half-up."""
    steps = (fen + unit.half) // unit.step
    return steps / float(10**unit.decimals)


def fill(
    cells: Amounts,
    form: Form,
    names: Mapping[str, str],
    unit: Unit,
    zero: str,
    *,
    declared: bool,
    texts: Texts = MappingProxyType({}),
) -> Filled:
    """A table with the amounts `cells`, each sum rounded by itself; `names` are those of its 科目.

    Cells without money are blank or 0.00, as `zero` says; an amount too small to print is always
    0.00. A table without money is declared empty where `declared` and the form has a sentence.
    """
    if declared and form.empty_sentence and not cells:
        return Filled({}, (), True)
    codes = sorted({str(row) for row, _ in cells if row != TOTAL}) if form.open else []
    rows: dict[RowKey, Sequence[int]] = dict.fromkeys(codes, form.columns)
    rows |= {
        row: columns
        for row, columns in form.columns_of_row.items()
        if not isinstance(row, int) or form.lines[row][0].label.strip("　")
    }
    blank = 0.0 if zero == "0.00" else ""
    values: Values = {(row, n): blank for row, columns in rows.items() for n in columns}
    for (row, column), fen in cells.items():
        values[row, column] = shown(fen, unit_of(form, column, unit))
    subjects = tuple((code, names.get(code) or f"专项业务{code[-2:]}") for code in codes)
    return Filled(values, subjects, False, texts)


# --- workbooks ---------------------------------------------------------------------------------


def printed(
    name: str,
    department: str,
    edition: str,
    tables: Mapping[str, Filled],
    unit: Unit = WAN_YUAN,
    year: int | None = None,
) -> Book:
    """The workbook `name` of `tables`: a sheet for each, in the edition's order."""
    form_set = load(edition)

    def position(key: str) -> tuple[int, int]:
        form = form_of(key, form_set)
        return form_set.order.index(form.subject), number_in(form, key)

    sheets = []
    for key in sorted(tables, key=position):
        form = form_of(key, form_set)
        table = tables[key]
        grid = lay_out(
            form,
            table.values,
            subjects=table.subjects,
            texts=table.texts,
            number=number_in(form, key),
            department=department,
            year=year or form_set.year,
            unit=unit.name,
            empty=table.empty,
        )
        sheets.append(sheet(grid, f"表{key.lstrip('0')}"))
    return Book(name, tuple(sheets))
