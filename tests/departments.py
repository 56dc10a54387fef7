"""Departments with units, for tests: random units whose books, added up, are the department's."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook

from tests import ledger
from tests.ledger import Department, Flow
from validator.findings import Report
from validator.forms.model import Severity
from validator.reading import Book, Sheet


def units(seed: int, count: int) -> list[Department]:
    """So many random units, each with sound books of its own."""
    return [ledger.department(1000 * seed + number) for number in range(count)]


def together(parts: Sequence[Department], name: str = "某市某局") -> Department:
    """The department of these units: every flow, every economic 科目 and every “三公” amount is
    the sum of theirs."""
    flows: dict[tuple[str, str], Flow] = {}
    economic: Counter[str] = Counter()
    three_public: Counter[int] = Counter()
    for part in parts:
        for key, flow in part.flows.items():
            flows[key] = Flow(*map(sum, zip(flows.get(key, Flow()), flow, strict=True)))
        economic.update(part.economic)
        three_public.update(part.three_public)
    whole = replace(parts[0], seed=0, name=name, flows=flows)
    return replace(whole, economic=dict(economic), three_public=dict(three_public))


def named(book: Book, name: str) -> Book:
    """The book under another name of a file."""
    return replace(book, name=name)


def typed(book: Book, sheet: str, row: int, column: int, value: object) -> Book:
    """The book with another value in a cell, counted from zero."""

    def changed(own: Sheet) -> Sheet:
        cells = [*own.rows[row]]
        cells[column] = value
        return replace(own, rows=[*own.rows[:row], cells, *own.rows[row + 1 :]])

    sheets = tuple(changed(own) if own.name == sheet else own for own in book.sheets)
    return replace(book, sheets=sheets)


def without_row(book: Book, sheet: str, row: int) -> Book:
    """The book without a row of a sheet."""
    sheets = tuple(
        replace(own, rows=[r for n, r in enumerate(own.rows) if n != row])
        if own.name == sheet
        else own
        for own in book.sheets
    )
    return replace(book, sheets=sheets)


def some_figure(
    book: Book, sheet: str, rng: random.Random, above: float = 100
) -> tuple[int, int, float]:
    """Row, column and value of a random figure of a sheet that is larger than `above`, as no number
    of a line is."""
    own = next(each for each in book.sheets if each.name == sheet)
    figures = [
        (r, c, value)
        for r, row in enumerate(own.rows)
        for c, value in enumerate(row)
        if isinstance(value, float) and value > above
    ]
    return rng.choice(figures)


def first_item(book: Book, sheet: int) -> tuple[int, str]:
    """The row and the code of the first 项 of a sheet."""
    codes = ((r, str(cells[0])) for r, cells in enumerate(book.sheets[sheet].rows))
    return next((r, code) for r, code in codes if len(code) == 7 and code.isdigit())


def saved(book: Book, path: Path) -> Path:
    """The book as a file."""
    made = Workbook()
    made.remove(made.active)
    for own in book.sheets:
        sheet = made.create_sheet(own.name)
        for r, row in enumerate(own.rows, start=1):
            for c, value in enumerate(row, start=1):
                if value not in ("", None):
                    sheet.cell(r, c, value)
    made.save(path)
    return path


def mistyped(report: Report) -> list[str]:
    """What must be corrected, but for roundings of units that add up."""
    errors = (f.message for f in report.findings if f.severity is Severity.ERROR)
    return [message for message in errors if "这里是它们的累计" not in message]
