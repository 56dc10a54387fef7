"""What one workbook of the corpus is made from, and the statement that lies beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.corpus.departments import department
from tools.corpus.pages import Page, Reform, pages, statement
from validator.forms.model import RowKey
from validator.reading import address

A2020, A2022, A2024 = (f"final-accounts-{year}" for year in (2020, 2022, 2024))
BUDGET = "budget-2023"
#: What a workbook without a mistake must not give.
SOUND = ("error", "not_evaluated")
#: Writes pages to a path and says what it did so with.
Writer = Callable[[Sequence[Page], Path], str]

_NAMES = ("医疗保障局", "教育局", "水利局", "民政局", "文化和旅游局", "应急管理局", "统计局")
_PLACES = ("临江市青山区", "云梦市东湖区", "长岭县", "白沙市河西区", "清水县", "永安市")


@dataclass
class Variant:
    """One workbook. `shows` are the phrases that it stands for, `about` says in Chinese what is odd
    in it; `write` makes the file, and LibreOffice then saves it as `saved_as`, where that is
    given; `suffix` is how the file's name ends; `finish` changes the finished file.

    `must` are the findings as (rule, sheet!cell, or "" where the cell does not matter), `must_not`
    the kinds and rules that no finding may have. `tables` False: no table may be found.
    """

    name: str
    shows: tuple[str, ...]
    about: str
    pages: Sequence[Page]
    write: Writer
    edition: str | None = None
    saved_as: str = ""
    suffix: str = "xlsx"
    finish: Callable[[Path], None] | None = None
    status: str = "checked"
    must: Sequence[tuple[str, str]] = ()
    must_not: Sequence[str] = SOUND
    tables: bool = True
    also: Mapping[str, object] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The name of the workbook."""
        return f"{self.name}.{self.suffix}"

    def statement(self, made_by: str) -> dict[str, object]:
        """What a checker must see in the workbook."""
        found = statement(self.pages) if self.tables else {"tables": {}, "figures": {}}
        must = [{"rule": rule, **({"cell": cell} if cell else {})} for rule, cell in self.must]
        return {
            "about": self.about,
            "shows": list(self.shows),
            "made_by": made_by,
            "status": self.status,
            "edition": self.edition,
            **found,
            "must": must,
            "must_not": list(self.must_not),
            **self.also,
        }


def accounts(
    number: int,
    edition: str,
    *,
    reform: Mapping[str, Reform] | Reform | None = None,
    unit: str = "万元",
    year: int = 0,
    name: str = "{mark}",
    plain: bool = False,
    stored: bool = False,
) -> list[Page]:
    """The printed final accounts of the department `number`; `plain`: without government funds,
    state capital and money of its own; `stored`: with all digits in the cells."""
    called = _PLACES[number % len(_PLACES)] + _NAMES[number % len(_NAMES)]
    own = department(number, called, fund=not plain, state=not plain, own=not plain, fine=stored)
    return pages(own, edition, reform=reform, unit=unit, year=year, name=name, stored=stored)


def table(made: Sequence[Page], key: str) -> Page:
    """The page on which a table begins."""
    return next(p for p in made if any(cell.table == key for cell in p.cells.values()))


def cell_of(made: Sequence[Page], key: str, row: RowKey, column: int) -> str:
    """sheet!cell of a figure."""
    for page in made:
        for place, cell in page.cells.items():
            if cell.table == key and cell.key == (row, column):
                return f"{page.name}!{address(*place)}"
    raise KeyError((key, row, column))


def typed(made: Sequence[Page], key: str, row: RowKey, column: int, value: object) -> str:
    """Type another value over a figure (a function: what it makes of the old one); its cell."""
    for page in made:
        for place, cell in page.cells.items():
            if cell.table == key and cell.key == (row, column):
                page.put(*place, value(cell.value) if callable(value) else value)
                return f"{page.name}!{address(*place)}"
    raise KeyError((key, row, column))
