"""The records that rules compile to: equations over the cells of a form set.

A statement such as `59行=（33+…+58）行` becomes one equation a column; `[类]各栏=Σ[款]各栏` one a
column with the code left open, to be filled with the codes that a workbook holds.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import NamedTuple

from validator.forms.model import CellKey, Form, RowKey, Rule
from validator.rounding import Relation

#: Row keys that a workbook fills in: the open code itself, and the rows one level below it.
OPEN = "*"
BELOW = "Σ"


class Term(NamedTuple):
    """`weight` × the cell (table, row, 栏次); `row` may be OPEN, or BELOW with its parent (a list
    for the rows of one). `every`: in all tables of a form that may stand several times."""

    weight: int
    table: str
    row: RowKey
    column: int
    parent: RowKey = ""
    every: bool = False


@dataclass(frozen=True)
class Equation:
    """One equation of a rule. `open_level` says which codes fill OPEN: "" none, 类, 款, 项, 科目,
    部门, 单位, the rows of a list by its name, or 各行 for every row with figures, 合计 included.
    `optional`: its left side names 科目 that a department need not have (E01); without any of them
    it does not apply. `share`: the left side is the per cent of the two figures on the right.
    `repeated`: those of its tables whose form may stand any number of times."""

    rule: Rule
    text: str
    left: tuple[Term, ...]
    relation: Relation
    right: tuple[Term, ...]
    open_level: str
    optional: bool = False
    share: bool = False
    repeated: frozenset[str] = frozenset()

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
    def asks(self) -> Hashable:
        """What decides at which codes it is judged: equations that ask the same have the same."""
        return self.open_level, self.left[0].table, self.open_tables, self.summed

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
        """The table that its verdicts count for: that of its left side."""
        return self.left[0].table

    @cached_property
    def kind(self) -> str:
        """What decides the tolerance: a copy of one figure, a sum, a bound, or a sign."""
        if self.share:
            return "share"
        if self.relation is not Relation.EQUAL:
            return "bound" if self.right else "sign"
        single = len(self.left) == 1 and len(self.right) <= 1
        several = any(term.row == BELOW or term.every for term in (*self.left, *self.right))
        return "copy" if single and not several else "sum"


@dataclass(frozen=True, slots=True)
class CompiledInclusion:
    """Every code of the tables `parts` stands in the table `whole`. A part is (table, 栏次); where
    a 栏次 is given, its rows with a figure there count, and no others."""

    rule: Rule
    whole: str
    parts: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class CompiledCheck:
    """`检查 NAME` on a table ("" for the workbook); `columns` are the (table, 栏次) of 科目 tables
    that it is told to look at."""

    rule: Rule
    name: str
    table: str
    columns: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledComparison:
    """Two figures for a person to compare, or two families of them: OPEN rows as in an equation.
    A line on the right is that of the form which the compiler knows: another edition may number it
    otherwise."""

    rule: Rule
    text: str
    left: Term
    right: Term
    open_level: str

    @property
    def tables(self) -> frozenset[str]:
        """The keys of the two tables."""
        return frozenset((self.left.table, self.right.table))


class Plan(NamedTuple):
    """What is known of the equations over some tables before any figure is. `idle` tells how often
    those that do not apply count for each (table, id of the rule); `equations` are those that do,
    each with the table and the rule that its verdicts count for, and the number of what it asks
    (`Equation.asks`), of so many `questions`."""

    idle: Mapping[tuple[str, str], int]
    questions: int
    equations: tuple[tuple[str, str, int, Equation], ...]


Compiled = Equation | CompiledInclusion | CompiledComparison | CompiledCheck


class RuleSet:
    """Compiled rules, with the question answered once which equations apply to which tables."""

    def __init__(self, rules: tuple[Compiled, ...]) -> None:
        self.rules = rules
        self.equations = tuple(rule for rule in rules if isinstance(rule, Equation))
        self.comparisons = tuple(rule for rule in rules if isinstance(rule, CompiledComparison))
        self.others = tuple(
            rule for rule in rules if isinstance(rule, CompiledInclusion | CompiledCheck)
        )
        self.applicable = cache(self._applicable)
        self.plan = cache(self._plan)

    def __iter__(self) -> Iterator[Compiled]:
        return iter(self.rules)

    def _applicable(
        self, present: frozenset[str], empty: frozenset[str]
    ) -> tuple[tuple[Equation, ...], tuple[Equation, ...]]:
        """The equations over tables that are `present`, no whole side of which lies in tables
        declared `empty`; and the others."""
        split: tuple[list[Equation], list[Equation]] = ([], [])
        for each in self.equations:
            for equation in instances(each, present):
                declared = any(side and side <= empty for side in equation.tables_by_side)
                split[declared or not equation.tables <= present].append(equation)
        return tuple(split[0]), tuple(split[1])

    def _plan(self, present: frozenset[str], empty: frozenset[str]) -> Plan:
        """What is known of the equations of `applicable` before any figure is."""
        applying, others = self.applicable(present, empty)
        questions: dict[Hashable, int] = {}
        equations = tuple(
            (
                each.home,
                each.rule.id,
                questions.setdefault(each.asks, len(questions)),
                each,
            )
            for each in applying
        )
        idle = Counter((each.home, each.rule.id) for each in others)
        return Plan(idle, len(questions), equations)


def instances(equation: Equation, present: Collection[str]) -> Iterator[Equation]:
    """The equation, once for each table of a form that may stand several times, with Σ over such
    tables written out. Where none is `present` it stays as it is, over a table that is not there.
    """
    repeated = {table: keys for table in equation.repeated if (keys := tables_of(table, present))}
    if not repeated:
        yield equation
        return
    own = next((t.table for t in equation.terms if t.table in repeated and not t.every), "")
    for key in repeated.get(own, ("",)):
        left, right = (
            tuple(_written_out(side, repeated, own, key))
            for side in (equation.left, equation.right)
        )
        yield replace(equation, left=left, right=right, repeated=frozenset())


def _written_out(
    terms: Iterable[Term], repeated: Mapping[str, tuple[str, ...]], own: str, key: str
) -> Iterator[Term]:
    """The terms over the tables that there are: `repeated` is form → tables, `key` the one meant
    where a term speaks of one of the form `own` (a rule speaks so of no more than one form)."""
    for term in terms:
        if term.every:
            for each in repeated.get(term.table, (term.table,)):
                yield term._replace(table=each, every=False)
        else:
            yield term._replace(table=key) if term.table == own else term


def keys_of(form: Form, present: Collection[str], prefix: str = "") -> tuple[str, ...]:
    """The keys of the tables of a form that are `present`: of one that may stand several times, of
    all of them. `prefix` is that of another workbook's keys."""
    key = prefix + form.subject
    if form.repeated:
        return tables_of(key, present)
    return (key,) if key in present else ()


def tables_of(subject: str, present: Iterable[str]) -> tuple[str, ...]:
    """The keys of the tables of a form that may stand several times: 12-1, 12-2 … for 12."""
    keys = [key for key in present if key.rpartition("-")[0] == subject]
    return tuple(sorted(keys, key=lambda key: int(key.rpartition("-")[2])))
