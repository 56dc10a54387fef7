"""Equations over the forms → verdicts on a workbook.

Every equation is bound to the cells of the tables at hand, once for each 科目 that it leaves open,
and judged exactly (`validator.rounding`). Nothing is passed over in silence: what cannot be
evaluated has its own verdict.

Most identities of most workbooks hold to the last digit or are blank throughout. `survey` sees that
by adding up whole numbers, and builds the full `Outcome` of the others only.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from validator.amounts import COUNTED, NOTHING, Amount
from validator.checks.outcome import Operand, Outcome
from validator.forms.catalogue import parent_of
from validator.forms.equations import BELOW, OPEN, Equation, RuleSet, Term
from validator.forms.model import TOTAL, CellKey, RowKey
from validator.forms.references import EACH
from validator.notation import LEVELS
from validator.recognition import Table
from validator.recognition.table import UNCODED
from validator.rounding import Judgement, Verdict, holds, judge, judge_share

Tables = Mapping[str, Table]
#: What an equation asks (`Equation.asks`) → the codes at which it is judged.
Codes = dict[Hashable, tuple[RowKey, ...]]
Below = Mapping[str, Mapping[RowKey, tuple[RowKey, ...]]]
#: How often: (table, id of the rule, verdict).
Tally = Counter[tuple[str, str, Verdict]]
Lacking = Collection[tuple[str, str]]

_NOT_APPLICABLE = Judgement(Verdict.NOT_APPLICABLE)
_NOT_EVALUATED = Judgement(Verdict.NOT_EVALUATED)


class Survey(NamedTuple):
    """The verdicts of all identities, counted, and the outcomes that a person must see."""

    tally: Tally
    notable: tuple[Outcome, ...]


def survey(rules: RuleSet, tables: Tables) -> Survey:
    """Every verdict counted, and those other than exact and not_applicable in full."""
    tally: Tally = Counter()
    notable: list[Outcome] = []
    below = children_of(tables)
    figures = _Figures.of(tables, below)
    plan = rules.plan(*_at_hand(tables))
    for (home, rule), count in plan.idle.items():
        tally[home, rule, Verdict.NOT_APPLICABLE] = count
    asked: list[tuple[RowKey, ...] | None] = [None] * plan.questions
    for home, rule, question, equation in plan.equations:
        codes = asked[question]
        if codes is None:
            codes = asked[question] = figures.codes_of(equation)
        seen = figures.verdicts(equation, codes)
        for code in seen.unsettled:
            outcome = outcome_at(equation, code, tables, below)
            assert outcome is not None, "a leaf is never unsettled"
            verdict = outcome.judgement.verdict
            if verdict is not Verdict.EXACT and verdict is not Verdict.NOT_APPLICABLE:
                notable.append(outcome)
            tally[home, rule, verdict] += 1
        if seen.exact:
            tally[home, rule, Verdict.EXACT] += seen.exact
        if seen.blank:
            tally[home, rule, Verdict.NOT_APPLICABLE] += seen.blank
    return Survey(tally, tuple(notable))


def evaluate(rules: RuleSet, tables: Tables, lacking: Lacking = frozenset()) -> Iterator[Outcome]:
    """Every identity at every place where it applies, in full, the good ones too; `lacking` are
    (table, code) of rows that tables should have, taken as if they stood there without figures.

    An equation over a table that is absent (or blank, where it need not be published), or one side
    of which lies wholly in tables declared empty, is not applicable; `contradictions` then asks
    whether the declaration can be true.
    """
    below = children_of(tables, lacking)
    applying, others = applicable(rules, tables)
    for equation in others:
        yield _outcome_of(equation, (), (), _NOT_APPLICABLE)
    known: Codes = {}
    for equation in applying:
        for code in codes_at(equation, tables, known, lacking):
            outcome = outcome_at(equation, code, tables, below)
            if outcome is not None:
                yield outcome


def contradictions(rules: RuleSet, tables: Tables) -> Iterator[Outcome]:
    """Equations that a table's declaration of emptiness would break: its cells taken as 0."""
    if not any(table.empty for table in tables.values()):
        return
    below = children_of(tables)
    figures = _Figures.of(tables, below)
    present = _present(tables)
    asked: Codes = {}
    for equation in applicable(rules, tables)[1]:
        if equation.tables <= present:
            if equation.asks not in asked:
                asked[equation.asks] = figures.codes_of(equation)
            for code in figures.verdicts(equation, asked[equation.asks]).unsettled:
                outcome = outcome_at(equation, code, tables, below)
                if outcome is not None and outcome.verdict is Verdict.ERROR:
                    yield outcome


def applicable(rules: RuleSet, tables: Tables) -> tuple[tuple[Equation, ...], tuple[Equation, ...]]:
    """The equations that apply to the tables, and the others."""
    return rules.applicable(*_at_hand(tables))


def _at_hand(tables: Tables) -> tuple[frozenset[str], frozenset[str]]:
    """The tables that are there, and those of them that are declared empty."""
    return _present(tables), frozenset(key for key, table in tables.items() if table.empty)


def _present(tables: Tables) -> frozenset[str]:
    """The tables, without those that need not be published and hold nothing."""
    return frozenset(
        key for key, table in tables.items() if not (table.form.optional and table.is_blank())
    )


def blocking(outcome: Outcome) -> list[Operand]:
    """The operands that kept an identity from being evaluated."""
    return [
        operand
        for operand in outcome.operands
        if (operand.fixed if operand.cell is None else operand.cell.amount.state not in COUNTED)
    ]


def _outcome_of(
    equation: Equation,
    left: tuple[Operand, ...],
    right: tuple[Operand, ...],
    judgement: Judgement,
) -> Outcome:
    return Outcome(
        equation.rule,
        equation.text,
        equation.kind,
        equation.home,
        left,
        equation.relation,
        right,
        judgement,
    )


# --- the quick way: whole numbers --------------------------------------------------------------


class _Seen(NamedTuple):
    """What whole numbers tell of one equation: how often it is exact, how often blank throughout,
    and the codes at which a closer look is due."""

    exact: int
    blank: int
    unsettled: Sequence[RowKey]


_ONE_EXACT, _ONE_BLANK = _Seen(1, 0, ()), _Seen(0, 1, ())


class _Figures(NamedTuple):
    """The plain figures of all tables in 分, by cell and by (table, 栏次) and row, and the cells of
    which they cannot speak; the columns `by_code` of lines, and `sums` of the rows below a row, are
    made where they are asked for."""

    tables: Tables
    cells: Mapping[CellKey, int]
    columns: Mapping[tuple[str, int], Mapping[RowKey, int]]
    by_code: dict[tuple[str, int], Mapping[RowKey, int]]
    sums: dict[tuple[str, int], Mapping[RowKey, int]]
    unclear: set[CellKey]
    below: Below
    codes: Mapping[str, frozenset[str]]
    uncoded: frozenset[str]

    @classmethod
    def of(cls, tables: Tables, below: Below) -> "_Figures":
        cells: dict[CellKey, int] = {}
        columns: dict[tuple[str, int], Mapping[RowKey, int]] = {}
        for key, table in tables.items():
            cells.update(table.content.figures)
            columns |= {(key, column): held for column, held in table.content.columns.items()}
        unclear = {cell for table in tables.values() for cell in table.unclear}
        codes = {key: table.codes for key, table in tables.items()}
        uncoded = frozenset(key for key, table in tables.items() if table.uncoded)
        return cls(tables, cells, columns, {}, {}, unclear, below, codes, uncoded)

    def codes_of(self, equation: Equation) -> tuple[RowKey, ...]:
        """The codes at which it is judged: a 科目 with no level below it has nothing to add up."""
        codes = _filling(equation, self.tables, ())
        for table in equation.summed:
            codes = tuple(code for code in codes if code in self.below[table])
        return codes

    def verdicts(self, equation: Equation, codes: tuple[RowKey, ...]) -> _Seen:
        """The verdicts of `equation` at its codes; what stands in all of them is added up once."""
        if equation.share:  # no sum
            return _Seen(0, 0, codes)
        if equation.optional and not any(t.row in self.codes[t.table] for t in equation.left):
            return _ONE_BLANK
        if self.uncoded and not self.uncoded.isdisjoint(equation.tables):
            return _Seen(0, 0, codes)
        cells, unclear = self.cells, self.unclear
        base, base_blank = 0, True
        for weight, cell in equation.fixed:
            figure = cells.get(cell)
            if figure is not None:
                base_blank = False
                base += weight * figure
            elif unclear and cell in unclear:
                return _Seen(0, 0, codes)
        relation = equation.relation
        if not equation.varying and not equation.open_level:  # cells that the form prints
            if base_blank:
                return _ONE_BLANK
            return _Seen(0, 0, codes) if base and not holds(base, relation) else _ONE_EXACT
        filled: list[tuple[int, Mapping[RowKey, int]]] = []
        for weight, table, row, column, parent, _ in equation.varying:
            if (table, column) not in self.columns:
                continue
            if row == OPEN:
                filled.append((weight, self._by_code(table, column)))
            elif parent == OPEN:
                filled.append((weight, self._sums(table, column)))
            elif (figure := self._sums(table, column).get(parent)) is not None:
                base_blank = False
                base += weight * figure
        unsure = self._unsure(equation, codes) if unclear else ()
        if base_blank and not filled and not unsure:
            return _Seen(0, len(codes), ())
        exact = blank = 0
        unsettled: list[RowKey] = []
        for code in codes:
            residual, nothing = base, base_blank
            for weight, held in filled:
                figure = held.get(code)
                if figure is not None:
                    nothing = False
                    residual += weight * figure
            if (residual and not holds(residual, relation)) or (unsure and code in unsure):
                unsettled.append(code)
            elif nothing:
                blank += 1
            else:
                exact += 1
        return _Seen(exact, blank, unsettled)

    def _by_code(self, table: str, column: int) -> Mapping[RowKey, int]:
        """The figures of a column by code, also of lines that the form prints with one."""
        place = table, column
        if place not in self.by_code:
            held, lines = self.columns[place], self.tables[table].form.rows_by_code
            if lines:
                named = {row: held[row] for row in held.keys() - lines.keys()}
                named.update((code, held[row]) for code, row in lines.items() if row in held)
                held = named
            self.by_code[place] = held
        return self.by_code[place]

    def _sums(self, table: str, column: int) -> Mapping[RowKey, int]:
        """Row → what the rows below it add up to in a column, where any of them has a figure."""
        place = table, column
        if place not in self.sums:
            held = self.columns[place]
            added = {
                parent: [held[row] for row in rows if row in held]
                for parent, rows in self.below[table].items()
            }
            self.sums[place] = {parent: sum(own) for parent, own in added.items() if own}
        return self.sums[place]

    def _unsure(self, equation: Equation, codes: Collection[RowKey]) -> set[RowKey]:
        """The codes at which the equation speaks of a cell of which figures cannot."""
        unsure: set[RowKey] = set()
        for _, table, row, column, parent, _ in equation.varying:
            below, lines = self.below[table], self.tables[table].form.rows_by_code
            for code in codes:
                rows: tuple[RowKey, ...]
                if row == OPEN:
                    rows = (lines.get(code, code),)  # type: ignore[arg-type]
                else:  # itself for a list that was not found, or no total
                    above = code if parent == OPEN else parent
                    rows = (above, *below.get(above, ()))
                if any((table, place, column) in self.unclear for place in rows):
                    unsure.add(code)
        return unsure


# --- the full way ------------------------------------------------------------------------------


def outcome_at(equation: Equation, code: RowKey, tables: Tables, below: Below) -> Outcome | None:
    """The identity with its operands and judgement; None at a leaf, where a sum has no addends."""
    left = _operands(equation.left, code, tables, below)
    right = _operands(equation.right, code, tables, below)
    if left is None or right is None:
        return None
    if equation.optional and all(operand.cell is None for operand in left):
        return _outcome_of(equation, left, right, _NOT_APPLICABLE)
    return _outcome_of(equation, left, right, _judge(equation, left, right))


def _judge(equation: Equation, left: tuple[Operand, ...], right: tuple[Operand, ...]) -> Judgement:
    sides: list[list[tuple[int, Amount]]] = []
    for side in (left, right):
        terms = []
        for operand in side:
            if operand.cell is not None:
                terms.append((operand.weight, operand.cell.amount))
            elif operand.fixed:
                return _NOT_EVALUATED
            else:
                terms.append((operand.weight, NOTHING))
        sides.append(terms)
    if equation.share:
        (_, share), (_, part), (_, whole) = (*sides[0], *sides[1])
        return judge_share(share, part, whole)
    return judge(sides[0], equation.relation, sides[1])


# --- binding -----------------------------------------------------------------------------------


def children_of(tables: Tables, lacking: Lacking = frozenset()) -> Below:
    """Table → code or 合计 → the keys of the rows one level below."""
    below: dict[str, Mapping[RowKey, tuple[RowKey, ...]]] = {
        key: table.below for key, table in tables.items()
    }
    for key, code in sorted(lacking, reverse=True):
        above = parent_of(code) or TOTAL
        own = below.get(key, {})
        below[key] = {**own, above: (code, *own.get(above, ()))}
    return below


def codes_at(
    equation: Equation, tables: Tables, known: Codes, lacking: Lacking = frozenset()
) -> tuple[RowKey, ...]:
    """What fills the open row: codes of the level, all rows for 各行, or nothing once. `known`
    keeps what has been asked before."""
    if equation.asks not in known:
        known[equation.asks] = _filling(equation, tables, lacking)
    return known[equation.asks]


def _filling(equation: Equation, tables: Tables, lacking: Lacking) -> tuple[RowKey, ...]:
    level = equation.open_level
    if not level:
        return ("",)
    first = tables[equation.left[0].table]
    if level == EACH:
        return (*first.rows, *sorted(code for key, code in lacking if key == first.key))
    if level in first.form.lists:
        return tuple(entry.key for entry in first.entries if entry.list == level)
    length = LEVELS[level]
    every = [code for key in equation.open_tables for code in tables[key].codes_of_length(length)]
    every += sorted(
        code for key, code in lacking if key in equation.open_tables and length in (None, len(code))
    )
    return tuple(dict.fromkeys(every))


def _operands(
    terms: tuple[Term, ...], code: RowKey, tables: Tables, below: Below
) -> tuple[Operand, ...] | None:
    """The terms of one side with OPEN filled by `code`; None where a sum has nothing to sum."""
    operands: list[Operand] = []
    for weight, key, row, column, parent, _ in terms:
        table = tables[key]
        cell, missing = table.cell, table.missing
        if row == BELOW:
            rows = below[key].get(code if parent == OPEN else parent, ())
            if not rows and parent == OPEN:
                return None
            if parent in table.form.lists and (key, parent, column) in missing:
                rows = (parent,)  # a list that was not found
            if table.uncoded:
                rows = (*rows, UNCODED)
            for each in rows:
                lacks = bool(missing) and (key, each, column) in missing
                operands.append(Operand(weight, table, each, column, cell(each, column), lacks))
            continue
        if row == OPEN:
            row = table.form.rows_by_code.get(str(code), code)
        found = cell(row, column)
        # Without its codes a table may well have the row.
        lacks = bool(missing) and (key, row, column) in missing
        lacks = lacks or (table.uncoded and found is None)
        operands.append(Operand(weight, table, row, column, found, lacks))
    return tuple(operands)
