"""The identities of an edition as a live workbook holds them, at every place where they apply.

An identity over printed lines is a row of the hidden sheet. One that a 科目 fills
(`[类]各栏=Σ[款]各栏`) is a band: a column with a row for every 科目 of the workbook. Each place
has a state (`judging`).

A place is known by one number: state × 10⁷ + band × 10⁴ + row; so sorting the numbers sorts the
places, worst first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from validator.forms.catalogue import parent_of
from validator.forms.compiler import compiled
from validator.forms.equations import (
    BELOW,
    OPEN,
    CompiledInclusion,
    Equation,
    Term,
    instances,
)
from validator.forms.model import TOTAL, CellKey, Rule, Severity, row_key
from validator.notation import BUDGET, LEVELS
from validator.rounding import Relation
from workbook_templates.codes import key_of
from workbook_templates.declared.plan import Followed
from workbook_templates.formulas import Source, merged, numbers
from workbook_templates.plan import LAST_YEAR, Plan, TablePlan, column_words, place_of
from workbook_templates.spot import Spot

#: The states, worst first; a place's number begins with its position here, from one.
STATES = ("不符", "无法校验", "存疑", "尾差", "相符", "未填")
BROKEN, UNCHECKED, UNUSUAL, ROUNDING, EXACT, BLANK = range(1, 7)
LEVEL_NAMES = {Severity.ERROR: "错误", Severity.WARNING: "核实", Severity.INFO: "提示"}
PLACE, BAND = 10**7, 10**4


@dataclass(frozen=True)
class Line:
    """An identity over cells that stand still: a row of the sheet. `code` is the 类 of one that is
    written for every class. `cells` are marked where the identity is broken: the sides of a copy
    and a total even where blank, `addends` only where they hold something. `share`: the left side
    is the per cent that the first cell of the right one is of the second."""

    rule: Rule
    table: str
    text: str
    place: str
    relation: Relation
    left: tuple[Source, ...]
    right: tuple[Source, ...]
    target: Spot | Followed
    cells: tuple[CellKey, ...]
    addends: tuple[CellKey, ...]
    code: str = ""
    applies: str = ""
    declared: tuple[tuple[str, ...], ...] = ()
    share: bool = False


@dataclass(frozen=True)
class Band:
    """An identity that every 科目 of a level fills; where `inclusion`, that of a table in another.
    `levels` holds the text for 类 and for 款 where one column serves both."""

    rule: Rule
    table: str
    texts: tuple[tuple[int, str], ...]
    column: str
    relation: Relation
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    level: str
    inclusion: str = ""
    classes: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term, as left − right."""
        return (*self.left, *(t._replace(weight=-t.weight) for t in self.right))


class Identities:
    """The identities of a plan, as lines and bands, in the order of the rules."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.lines: list[Line] = []
        self.bands: list[Band] = []
        for rule in compiled(plan.edition.name) if plan.tables else ():
            if isinstance(rule, CompiledInclusion):
                self.bands += _inclusions(plan, rule)
            elif isinstance(rule, Equation):
                for equation in instances(rule, plan.tables):
                    self._equation(equation)

    def _equation(self, equation: Equation) -> None:
        if any(table.startswith(BUDGET) for table in equation.tables):
            return  # nobody types the figures of another workbook here
        if not equation.open_level:
            self.lines.append(self._line(equation))
            return
        declared = self.plan.declared.get(equation.home)
        if declared and equation.open_level in declared.lists:
            for key in declared.lists[equation.open_level].rows:
                self.lines.append(self._line(_in_row(equation, key)))
            return
        fixed = [k for k in equation.open_tables if not self.plan.tables[k].open]
        if not fixed:
            self._band(equation)
            return
        codes = dict.fromkeys(
            code
            for key in fixed
            for code in self.plan.edition.forms[key].rows_by_code
            if len(code) == LEVELS[equation.open_level]
        )
        self.lines += [self._line(equation, code) for code in codes]
        # A class that these tables do not print, entered in a 科目 table, is compared with nothing.
        left = tuple(t for t in equation.left if self.plan.tables[t.table].open)
        right = tuple(t for t in equation.right if self.plan.tables[t.table].open)
        if left or right:
            band = self._band_of(equation)
            self.bands.append(replace(band, left=left, right=right, classes=tuple(codes)))

    def _band(self, equation: Equation) -> None:
        band = self._band_of(equation)
        same = next((b for b in self.bands if _joins(b, band)), None)
        if same is None:
            self.bands.append(band)
        else:
            joined = replace(same, texts=(*same.texts, *band.texts), level="类款")
            self.bands[self.bands.index(same)] = joined

    def _band_of(self, equation: Equation) -> Band:
        first = equation.left[0]
        length = LEVELS.get(equation.open_level) or 0
        return Band(
            rule=equation.rule,
            table=equation.home,
            texts=((length, equation.text),),
            column=column_words(self.plan.tables[first.table].form, first.column),
            relation=equation.relation,
            left=equation.left,
            right=equation.right,
            level=equation.open_level,
        )

    def _line(self, equation: Equation, code: str = "") -> Line:
        plan = self.plan
        left, right = (
            tuple(self._sources(terms, code)) for terms in (equation.left, equation.right)
        )
        if equation.share:  # its part and its whole are no range, be they neighbours
            right = tuple(
                Source(term.weight, self.plan.printed(term[1:4]).ref) for term in equation.right
            )
        first = equation.left[0]
        sides = [
            [cell for t in side if (cell := self._cell(t, code))]
            for side in (equation.left, equation.right)
        ]
        cells = [*sides[0], *sides[1]]
        copied = len(equation.right) == 1 or equation.share
        applies = ""
        if equation.optional:
            applies = "+".join(
                f"COUNTIF({plan.tables[t.table].range(plan.tables[t.table].keys)},"
                f"{key_of(str(t.row))})"
                for t in equation.left
            )
        last_year = [plan.last_year[c] for c in cells if c[0].startswith(LAST_YEAR)]
        if last_year:  # whoever gives no figure of last year compares nothing with it
            applies = f"COUNT({','.join(spot.ref for spot in last_year)})"
        unpublished = [key for key in sorted(equation.tables) if plan.form(key).optional]
        if unpublished and len(equation.tables) > 1:
            applies = "*".join(f"({held(plan, key)})" for key in unpublished)
        return Line(
            rule=equation.rule,
            table=equation.home,
            text=equation.text,
            place=self._place(first, code),
            relation=equation.relation,
            left=left,
            right=right,
            target=self._target(first, code),
            cells=tuple(cells if copied else sides[0]),
            addends=(*(() if copied else sides[1]), *self._listed(equation.terms)),
            code=code,
            applies=applies,
            declared=tuple(
                tuple(sorted(side))
                for side in equation.tables_by_side
                if side and side <= plan.declarable.keys()
            ),
            share=equation.share,
        )

    def _cell(self, term: Term, code: str) -> CellKey | None:
        """The cell that a term stands for; a code of a 科目 table too."""
        if term.row == BELOW:
            return None
        table = self.plan.tables.get(term.table)
        if term.row == OPEN:
            assert table is not None
            return (term.table, table.form.rows_by_code.get(code, code), term.column)
        return (term.table, term.row, term.column)

    def _listed(self, terms: Sequence[Term]) -> Iterator[CellKey]:
        """The cells that are added up over the rows of lists."""
        for term in terms:
            declared = self.plan.declared.get(term.table)
            if term.row == BELOW and declared and term.parent in declared.lists:
                for key in declared.lists[str(term.parent)].rows:
                    yield (term.table, key, term.column)

    def _sources(self, terms: Sequence[Term], code: str) -> Iterator[Source]:
        spots: list[tuple[int, Spot]] = []
        for term in terms:
            table = self.plan.tables.get(term.table)
            if table is None or not table.open:
                spots += self._printed(term, code)
            elif term.row == TOTAL:
                spots.append((term.weight, self.plan.printed((term.table, TOTAL, term.column))))
            else:
                key = code if term.row == OPEN else str(term.row)
                by, wanted = table.keys, key_of(key) if key.isdigit() else 0
                if term.row == BELOW:
                    by = table.parents
                    wanted = 0 if term.parent == TOTAL else key_of(str(term.parent))
                yield by_key(self.plan, term.weight, table, term.column, by, str(wanted))
        yield from merged(spots)

    def _printed(self, term: Term, code: str) -> list[tuple[int, Spot]]:
        """The cells of a term in a table with printed lines."""
        if term.table in self.plan.declared and term.row == BELOW:
            cells = list(self._listed([term]))
        elif term.row == BELOW:
            rows = self.plan.edition.forms[term.table].rows_by_code
            parent = code if term.parent == OPEN else str(term.parent)
            cells = [
                (term.table, row, term.column)
                for own, row in rows.items()
                if parent_of(own) == parent
            ]
        elif term.row == OPEN:
            row = self.plan.edition.forms[term.table].rows_by_code.get(code)
            cells = [] if row is None else [(term.table, row, term.column)]
        else:
            cells = [(term.table, term.row, term.column)]
        return [(term.weight, self.plan.printed(cell)) for cell in cells]

    def _target(self, term: Term, code: str) -> Spot | Followed:
        if declared := self.plan.declared.get(term.table):
            listed = term.row == BELOW
            return declared.follow(
                row_key(str(term.parent), 1) if listed else term.row, term.column
            )
        cell = self._cell(term, code)
        if cell is not None and cell[0].startswith(LAST_YEAR):
            return self.plan.last_year[cell]
        table = self.plan.tables[term.table]
        if cell is not None and cell[1:] in table.cells:
            return table.cells[cell[1:]]
        return Spot(table.sheet, table.first if table.open else 0, 0)

    def _place(self, term: Term, code: str) -> str:
        cell = self._cell(term, code)
        if cell is None:
            return f"{term.parent}之和" if term.table in self.plan.declared else ""
        return place_of(self.plan.form(cell[0]), *cell[1:])


def _in_row(equation: Equation, key: str) -> Equation:
    """The equation in one row of the list that it is open for."""
    left, right = (
        tuple(term._replace(row=key) if term.row == OPEN else term for term in side)
        for side in (equation.left, equation.right)
    )
    return replace(equation, left=left, right=right, open_level="")


def _joins(one: Band, other: Band) -> bool:
    """Are they the same identity, of 类 and of 款?"""
    return (
        one.level == "类"
        and other.level == "款"
        and (one.rule, one.left, one.right) == (other.rule, other.left, other.right)
    )


def held(plan: Plan, key: str) -> str:
    """How many amounts stand in a table, those in rows inserted into its lists too."""
    table = plan.tables[key]
    if table.open:
        return f"COUNT({table.amounts})"
    if key in plan.declared:
        return numbers(merged((1, spot) for _, spot in plan.declared[key].figures()))
    return numbers(merged((1, plan.printed((key, *place))) for place in table.cells))


def by_key(plan: Plan, weight: int, table: TablePlan, number: int, by: int, key: str) -> Source:
    """The amounts of 栏次 `number` in the rows of a 科目 table that have `key` in column `by`."""
    cells, keys = table.range(table.column(number)), table.range(by)
    return Source(weight, cells, keys, key, plan.wordy(table).ref)


def _inclusions(plan: Plan, rule: CompiledInclusion) -> Iterator[Band]:
    for part, column in rule.parts:
        number = column or plan.tables[part].form.columns[0]
        yield Band(
            rule=rule.rule,
            table=part,
            texts=((0, rule.rule.notation),),
            column=column_words(plan.tables[part].form, number),
            relation=Relation.EQUAL,
            left=(Term(1, part, OPEN, number),),
            right=(),
            level="科目",
            inclusion=rule.whole,
        )
