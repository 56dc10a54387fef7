"""Folders of workbooks of departments that do not exist, by the thousand: what `make bench` checks.

    python -m tools.bench.departments FOLDER --count 2000 [--kind exported|standard]

Two kinds. `exported`: the nine tables with their figures and no formula, as filing software writes
them; every second family of departments keeps its books in whole printed units, so that all figures
agree to the last digit, the others in 分, so that sums differ by rounding as in published tables.
`standard`: the workbook of the edition, filled and then calculated and saved by LibreOffice, with
the results of all its formulas and its check sheet; in 元.

Ten departments are a family: the same 科目, and books that are multiples of one another. Each has
figures and a name of its own. One workbook in ten has one mistake as people make it, and `Planted`
says which; all other figures agree. The same number and seed give the same bytes (of `standard`:
with the same LibreOffice).
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Literal, NamedTuple

import xlsxwriter

from tests import ledger
from tests.cases import data_of
from tests.ledger import Department, Flow
from tools.accuracy.mistakes import dropped, mistyped, moved, negated, swapped
from tools.bench.packages import DATE, Mould, compared, marked, times
from tools.corpus import departments as small
from tools.corpus.pages import Page, pages
from validator.amounts import YUAN
from validator.forms.loader import load
from validator.recalculation import office
from workbook_templates.built import filled
from workbook_templates.data import Data, Printed
from workbook_templates.plan import ROOM, Plan

Kind = Literal["exported", "standard"]
KINDS: tuple[Kind, ...] = ("exported", "standard")
EDITION = "final-accounts-2024"
#: Departments of one family; one workbook in so many has a mistake.
FAMILY = ONE_IN = 10
#: What people type instead of a figure, by what happened.
_TYPED = {
    "two digits exchanged": swapped,
    "a digit left out": dropped,
    "another digit": mistyped,
    "the decimal point moved": moved,
    "a minus sign": negated,
}
#: Seconds for LibreOffice to calculate and save a standard workbook.
_PATIENCE = 180.0
#: What a department is called in a mould.
_NAME = "某省单位"
#: A mark for a figure: a number that no workbook holds.
_MARK = 70_000_000_000


class Planted(NamedTuple):
    """A mistake: what happened, in which table, what was typed and what should stand there."""

    kind: str
    table: str
    wrong: str
    right: str


@dataclass(frozen=True)
class Folder:
    """A folder of workbooks, in the order of their numbers, and the mistakes by file name."""

    path: Path
    kind: Kind
    files: tuple[Path, ...]
    planted: dict[str, Planted]
    edition: str = EDITION

    def __add__(self, other: "Folder") -> "Folder":
        """The workbooks of both, as if they stood in the first."""
        files, planted = (*self.files, *other.files), {**self.planted, **other.planted}
        return replace(self, files=files, planted=planted)

    def first(self, count: int) -> "Folder":
        """Its first `count` workbooks alone."""
        return self._of(self.files[:count])

    def few(self, count: int) -> "Folder":
        """Its first `count` workbooks, the last of which is one with a mistake."""
        files = self.files[:count]
        if not any(file.name in self.planted for file in files):
            files = (*files[:-1], next(f for f in self.files if f.name in self.planted))
        return self._of(files)

    def sound(self) -> "Folder":
        """Its workbooks without a mistake alone."""
        return self._of(tuple(file for file in self.files if file.name not in self.planted))

    def _of(self, files: tuple[Path, ...]) -> "Folder":
        names = {file.name for file in files}
        own = {name: planted for name, planted in self.planted.items() if name in names}
        return replace(self, files=files, planted=own)


def make(
    path: Path, numbers: range, kind: Kind = "exported", *, seed: int = 1, jobs: int = 0
) -> Folder:
    """Write the workbooks of the departments of these numbers, one after the other, into the folder
    `path`, with `jobs` processes (0: one a processor).

    Raises RuntimeError where LibreOffice is not installed and `kind` needs it.
    """
    path.mkdir(parents=True, exist_ok=True)
    if kind == "standard":
        write = partial(_write_standard, path, _moulds(seed))
    else:
        write = partial(_write_exported, path, seed)
    starts = range(numbers.start // FAMILY * FAMILY, numbers.stop, FAMILY)
    families = [
        range(max(start, numbers.start), min(start + FAMILY, numbers.stop)) for start in starts
    ]
    with ProcessPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        made = [each for family in pool.map(write, families, chunksize=4) for each in family]
    planted = {file.name: planted for file, planted in made if planted}
    return Folder(path, kind, tuple(file for file, _ in made), planted)


def name_of(number: int) -> str:
    """What a department is called."""
    return f"某省第{number:05}号单位"


def _save(folder: Path, number: int, content: bytes) -> Path:
    file = folder / f"{number:05} {name_of(number)}.xlsx"
    file.write_bytes(content)
    return file


def _factor(number: int) -> int:
    """The whole numbers one after the other that leave the last printed digit of a figure alive:
    1, 3, 7, 9, 11 …"""
    return 10 * (number // 4) + (1, 3, 7, 9)[number % 4]


def _is_wrong(number: int) -> bool:
    """Every tenth, but not always at the same place of its family."""
    return number % ONE_IN == Random(number // ONE_IN).randrange(ONE_IN)


# --- the nine tables alone -----------------------------------------------------------------------


def _write_exported(
    folder: Path, seed: int, family: Sequence[int]
) -> list[tuple[Path, Planted | None]]:
    """The workbooks of a family: one is laid out and written, the others are poured into its
    mould."""
    first = _department(seed, family[0] // FAMILY)
    laid_out = pages(first, EDITION)
    keys = [
        (cell.table, cell.key)
        for page in laid_out
        for cell in page.cells.values()
        if cell.key and cell.value not in (None, "")
    ]
    marks = {str(_MARK + at): key for at, key in enumerate(keys)}
    mould, order = marked(_written(laid_out), first.name, marks)
    made: list[tuple[Path, Planted | None]] = []
    for number in family:
        books = _multiple(first, _factor(number % FAMILY))
        tables = ledger.figures(books, EDITION)
        figures = []
        for mark in order:
            table, key = marks[mark]
            value = tables[table].values[key]
            assert isinstance(value, float)
            figures.append(repr(value))
        planted = None
        if _is_wrong(number):
            rng = Random(f"{seed} {number}")
            at = rng.choice([i for i, figure in enumerate(figures) if float(figure)])
            planted = _mistake(rng, marks[order[at]][0], Decimal(figures[at]))
            figures[at] = planted.wrong
        made.append((_save(folder, number, mould.filled(figures, name_of(number))), planted))
    return made


def _department(seed: int, family: int) -> Department:
    """The books of a family; every second one's in whole printed units."""
    number = 100_000 * seed + family
    if family % 2:
        parts = Random(f"parts {number}")
        fund, state, own = (parts.random() < chance for chance in (0.5, 0.3, 0.6))
        return small.department(number, _NAME, fund=fund, state=state, own=own)
    return replace(ledger.department(number), name=_NAME)


def _multiple(of: Department, factor: int) -> Department:
    flows = {key: Flow(*(fen * factor for fen in flow)) for key, flow in of.flows.items()}
    economic = {code: fen * factor for code, fen in of.economic.items()}
    three_public = {column: fen * factor for column, fen in of.three_public.items()}
    return replace(of, flows=flows, economic=economic, three_public=three_public)


def _mistake(rng: Random, table: str, right: Decimal) -> Planted:
    """What somebody types instead of `right`, with no more decimals than a table prints."""
    typed = f"{right:f}"
    while True:
        kind = rng.choice(tuple(_TYPED))
        others = {t for t in _TYPED[kind](typed) if t.strip(".-") and Decimal(t) != right}
        fits = sorted(t for t in others if Decimal(t) == round(Decimal(t), 2))
        if fits:
            wrong = repr(float(rng.choice(fits)))
            return Planted(kind, table, wrong, typed)


def _written(laid_out: Sequence[Page]) -> bytes:
    """The sheets with a mark in place of every figure, in frames as filing software draws them."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(*DATE)})
    amount = book.add_format({"num_format": "#,##0.00", "border": 1, "font_name": "宋体"})
    words = book.add_format({"border": 1, "font_name": "宋体"})
    title = book.add_format({"bold": True, "font_name": "黑体", "align": "center"})
    mark = _MARK
    for page in laid_out:
        sheet = book.add_worksheet(page.name)
        sheet.set_column(0, page.width - 1, 14)
        for a, b, c, d in page.merges:
            sheet.merge_range(a, b, c, d, "", words)
        for (row, column), cell in page.cells.items():
            if cell.key:
                if cell.value in (None, ""):
                    sheet.write_blank(row, column, None, amount)
                else:
                    sheet.write_number(row, column, mark, amount)
                    mark += 1
            elif isinstance(cell.value, int | float):
                sheet.write_number(row, column, cell.value, words)
            else:
                style = title if cell.role == "title" else words
                sheet.write_string(row, column, str(cell.value or ""), style)
    book.close()
    return buffer.getvalue()


# --- the standard workbook -----------------------------------------------------------------------


class _Poured(NamedTuple):
    """A mould of a standard workbook, its figures, and the mistake in it."""

    mould: Mould
    figures: Sequence[Decimal]
    planted: Planted | None


def _write_standard(
    folder: Path, moulds: Sequence[_Poured], family: Sequence[int]
) -> list[tuple[Path, Planted | None]]:
    sound = [mould for mould in moulds if not mould.planted]
    wrong = [mould for mould in moulds if mould.planted]
    made: list[tuple[Path, Planted | None]] = []
    for number in family:
        of = wrong if _is_wrong(number) else sound
        mould, figures, planted = of[number // FAMILY % len(of)]
        content = mould.filled(times(figures, _factor(number)), name_of(number))
        made.append((_save(folder, number, content), planted))
    return made


def _moulds(seed: int) -> list[_Poured]:
    """Two sound workbooks and two with a mistake."""
    if office.program() is None:
        raise RuntimeError("LibreOffice is not installed")
    wanted = standard_data(seed)
    packages = [filled(each).content for own, _ in wanted for each in (own, doubled(own))]
    with ThreadPoolExecutor(2) as pool:
        saved = list(pool.map(lambda p: office.converted(p, "xlsx", _PATIENCE), packages))
    return [
        _Poured(*compared(one, double, _NAME), planted)
        for one, double, (_, planted) in zip(saved[::2], saved[1::2], wanted, strict=True)
    ]


def standard_data(seed: int) -> list[tuple[Data, Planted | None]]:
    """What two sound workbooks are filled with, and the same with a mistake in each: departments of
    which every amount, many times as large, is still one that a department may have."""
    plan = Plan(load(EDITION), ROOM)
    small_ones = (d for d in map(ledger.department, _seeds(seed)) if _total(d) < 10**8)
    data = [data_of(replace(next(small_ones), name=_NAME), plan, YUAN) for _ in range(2)]
    wanted: list[tuple[Data, Planted | None]] = [(each, None) for each in data]
    return wanted + [_with_mistake(each, Random(f"{seed} {i}")) for i, each in enumerate(data)]


def _seeds(seed: int) -> Iterator[int]:
    yield from range(100_000 * seed, 100_000 * (seed + 1))


def _total(of: Department) -> int:
    return sum(flow.spent for flow in of.flows.values())


def doubled(data: Data) -> Data:
    """With every amount twice as large."""
    tables = {
        key: replace(table, figures={place: _twice(v) for place, v in table.figures.items()})
        for key, table in data.tables.items()
    }
    return replace(data, tables=tables)


def _twice(printed: Printed) -> Printed:
    return printed if isinstance(printed, str) else 2 * printed


def _with_mistake(data: Data, rng: Random) -> tuple[Data, Planted]:
    """One total typed over, wrong: what else is wrong in a workbook that computes its totals?"""
    totals = [
        (key, place, value)
        for key, table in sorted(data.tables.items())
        for place, value in table.figures.items()
        if place[0] == "合计" and isinstance(value, Decimal) and value
    ]
    key, place, value = rng.choice(totals)
    planted = _mistake(rng, key, value)
    own = data.tables[key]
    own = replace(own, figures={**own.figures, place: Decimal(planted.wrong)})
    return replace(data, tables={**data.tables, key: own}), planted


def main() -> None:
    """Write a folder, and say which mistakes stand in it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--kind", choices=KINDS, default="exported")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    made = make(asked.folder, range(asked.count), asked.kind, seed=asked.seed)
    for file, planted in made.planted.items():
        print(f"{file}: table {planted.table}, {planted.wrong} for {planted.right}")


if __name__ == "__main__":
    main()
