"""Which ledger makes the books of an edition: the one place that asks what kind its tables are."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from tests import budget_ledger, ledger
from tests.books import Amounts, Filled
from validator.amounts import Unit
from validator.forms.loader import load
from validator.forms.model import BUDGETS, FINAL_ACCOUNTS
from validator.reading import Book

#: The books of a department: `ledger.Department` or `budget_ledger.Department`.
Department = Any


class Ledger(Protocol):
    """What a ledger offers for each of its editions; see `tests/ledger.py`."""

    def department(self, seed: int, *, rich: bool = False) -> Department:
        """The department number `seed`; `rich`: with everything that can be in its tables."""

    def year_before(self, after: Department) -> Department:
        """Its books of the year before, which leave what `after` begins with."""

    def amounts(self, department: Department, edition: str) -> dict[str, Amounts]:
        """What every cell stands for, in 分, by the tables' keys."""

    def figures(
        self, department: Department, edition: str, unit: Unit = ..., *, year: int | None = None
    ) -> dict[str, Filled]:
        """What every table prints, by its key."""

    def book(
        self, department: Department, edition: str, unit: Unit = ..., *, year: int | None = None
    ) -> Book:
        """The department's workbook."""

    def printed(
        self,
        department: Department,
        edition: str,
        tables: Mapping[str, Filled],
        unit: Unit = ...,
        year: int | None = None,
    ) -> Book:
        """The workbook of `tables`."""


_LEDGERS: Mapping[str, Ledger] = {FINAL_ACCOUNTS: ledger, BUDGETS: budget_ledger}


def ledger_of(edition: str) -> Ledger:
    """The ledger that makes the books of an edition."""
    return _LEDGERS[load(edition).kind]


def budget_of(department: ledger.Department) -> budget_ledger.Department:
    """The budget of a department of final accounts: its “三公” budget is what the final accounts
    say that it was, everything else of books of its own."""
    own = budget_ledger.department(department.seed, rich=True)
    three_public = {n: department.three_public.get(n, 0) for n in budget_ledger.THREE_PUBLIC}
    return replace(own, name=department.name, three_public=three_public)
