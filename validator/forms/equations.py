"""The records that rules compile to: equations over the cells of a form set.

A statement such as `59行=（33+…+58）行` becomes one equation a column; `[类]各栏=Σ[款]各栏` one a
column with the code left open, to be filled with the codes that a workbook holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from validator.forms.model import CellKey, RowKey, Rule
from validator.rounding import Relation

#: Row keys that a workbook fills in: the open code itself, and the rows one level below it.
OPEN = "*"
BELOW = "Σ"


class Term(NamedTuple):
    """`weight` × the cell (table, row, 栏次); `row` may be OPEN, or BELOW with its parent."""

    weight: int
    table: str
    row: RowKey
    column: int
    parent: RowKey = ""


@dataclass(frozen=True)
class Equation:
    """One equation of a rule. `open_level` says which codes fill OPEN: "" none, 类, 款, 项, 科目,
    or 各行 for every row with figures, 合计 included. `optional`: its left side names 科目 that a
    department need not have (E01); without any of them it does not apply."""

    rule: Rule
    text: str
    left: tuple[Term, ...]
    relation: Relation
    right: tuple[Term, ...]
    open_level: str

    optional: bool

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Every term, as left − right."""
        return (*self.left, *(term._replace(weight=-term.weight) for term in self.right))

    @cached_property
    def fixed(self) -> tuple[tuple[int, CellKey], ...]:
        """The terms whose cell is the same for every code, as (weight, cell)."""
        return tuple((t.weight, t[1:4]) for t in self.terms if t.row not in (OPEN, BELOW))

    @cached_property
    def varying(self) -> tuple[Term, ...]:
        """The terms whose cell follows the code."""
        return tuple(t for t in self.terms if t.row in (OPEN, BELOW))

    @cached_property
    def open_tables(self) -> tuple[str, ...]:
        """The tables whose codes fill OPEN, each once."""
        return tuple(dict.fromkeys(t.table for t in self.terms if t.row == OPEN))

    @cached_property
    def summed(self) -> tuple[str, ...]:
        """The tables in which the level below OPEN is added up, each once."""
        below = (t for t in self.terms if t.row == BELOW and t.parent == OPEN)
        return tuple(dict.fromkeys(t.table for t in below))

    @cached_property
    def tables(self) -> frozenset[str]:
        """The keys of the tables that it speaks of."""
        return frozenset(term.table for term in self.terms)

    @cached_property
    def tables_by_side(self) -> tuple[frozenset[str], frozenset[str]]:
        """The keys of the tables of either side."""
        left, right = self.left, self.right
        return frozenset(t.table for t in left), frozenset(t.table for t in right)

    @property
    def home(self) -> str:
        """The table that its verdicts count for: the rule's own, else that of its left side."""
        return self.rule.table or self.left[0].table

    @cached_property
    def kind(self) -> str:
        """What decides the tolerance: a copy of one figure, a sum, a bound, or a sign."""
        if self.relation is not Relation.EQUAL:
            return "bound" if self.right else "sign"
        single = len(self.left) == 1 and len(self.right) <= 1
        return "copy" if single and not any(t.row == BELOW for t in self.right) else "sum"


@dataclass(frozen=True, slots=True)
class CompiledInclusion:
    """Every code of the tables `parts` stands in the table `whole`. A part is (table, 栏次); where
    a 栏次 is given, its rows with a figure there count, and no others."""

    rule: Rule
    whole: str
    parts: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class CompiledCheck:
    """`检查 NAME` on a table ("" for the workbook)."""

    rule: Rule
    name: str
    table: str


Compiled = Equation | CompiledInclusion | CompiledCheck


class RuleSet:
    """Compiled rules, with the question answered once which equations apply to which tables."""

    def __init__(self, rules: tuple[Compiled, ...]) -> None:
        self.rules = rules
        self.equations = tuple(rule for rule in rules if isinstance(rule, Equation))
        self.others = tuple(rule for rule in rules if not isinstance(rule, Equation))
        self.applicable = cache(self._applicable)

    def __iter__(self) -> Iterator[Compiled]:
        return iter(self.rules)

    def _applicable(
        self, present: frozenset[str], empty: frozenset[str]
    ) -> tuple[tuple[Equation, ...], tuple[Equation, ...]]:
        """The equations over tables that are `present`, no whole side of which lies in tables
        declared `empty`; and the others."""
        split: tuple[list[Equation], list[Equation]] = ([], [])
        for equation in self.equations:
            declared = any(side and side <= empty for side in equation.tables_by_side)
            split[declared or not equation.tables <= present].append(equation)
        return tuple(split[0]), tuple(split[1])
