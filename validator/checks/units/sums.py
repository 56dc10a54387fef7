"""Every figure of a department's tables against the sum of its units' figures.

A figure and its addends are the same line or 科目 and the same 栏次 in all workbooks; a unit that
does not have the row, or declares the table empty, adds nothing. Per cents are not added up, nor
are 申报表, which describe projects. Each figure was rounded on its own, so that n units explain a
difference of ⌊n/2⌋ printed steps (docs/rounding.md).

Most figures agree to the last 分: whole numbers tell that; the others get a full `Outcome`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from validator.amounts import NOTHING
from validator.checks.comparison import line_in
from validator.checks.identities import Tally
from validator.checks.outcome import Operand, Outcome
from validator.forms.model import CellKey, Form, Layout, RowKey, Rule, name_of_table
from validator.notation import UNIT
from validator.recognition import Recognised, Table
from validator.rounding import Judgement, Relation, Verdict, judge

#: The kind of an identity between a department's figure and those of its units.
KIND = "units"
#: A row and a 栏次, as the department's form has them.
Place = tuple[RowKey, int]


class Held(NamedTuple):
    """A table as its rows are added up: `figures` in 分 by place, the places that they cannot speak
    for, and the table's own keys for a row (those of a code that stands twice are several)."""

    table: Table
    figures: Mapping[Place, int]
    unclear: frozenset[Place]
    keys: Mapping[RowKey, tuple[RowKey, ...]]


class Sums(NamedTuple):
    """What adding up the units gave: the verdicts (as in `Results.tally`), the outcomes that a
    person must see and the `places` of these, and what was compared: by table the department's and
    the units' figures, None for a unit that does not have the table."""

    units: tuple[Recognised, ...]
    tally: Tally
    notable: tuple[Outcome, ...]
    places: tuple[Place, ...]
    held: Mapping[str, tuple[Held, tuple[Held | None, ...]]]

    @property
    def differing(self) -> frozenset[CellKey]:
        """The cells of the department that are not just what its units add up to."""
        return frozenset(
            (outcome.table, operand.row, operand.column)
            for outcome in self.notable
            for operand in outcome.left
            if not _just_rounded(outcome)
        )


def added_up(form: Form) -> bool:
    """Are tables of this form the sums of the units'?"""
    return form.layout is not Layout.DECLARED


def add_up(rule: Rule, found: Recognised, units: Sequence[Recognised]) -> Sums:
    """The figures of `found` against those of the units, whose tables have keys with 单位1·, ….
    Tables that the department does not have are left to `told`."""
    tally: Tally = Counter()
    notable: list[tuple[Outcome, Place]] = []
    held = {}
    for key, table in found.tables.items():
        if not added_up(table.form):
            continue
        own = hold(table, table.form)
        theirs = tuple(_held_by(unit, number, key, table.form) for number, unit in _numbered(units))
        held[key] = own, theirs
        for place in _places(own, theirs):
            verdict, outcome = _verdict(rule, place, own, theirs)
            tally[key, rule.id, verdict] += 1
            if outcome is not None:
                notable.append((outcome, place))
    outcomes, places = (tuple(each) for each in zip(*notable, strict=True)) if notable else ((), ())
    return Sums(tuple(units), tally, outcomes, places, held)


def _numbered(units: Sequence[Recognised]) -> Iterator[tuple[int, Recognised]]:
    return enumerate(units, start=1)


def key_of_unit(number: int, key: str) -> str:
    """The key of a table of the unit of this number, from one."""
    return f"{UNIT}{number}·{key}"


def _held_by(unit: Recognised, number: int, key: str, form: Form) -> Held | None:
    table = unit.tables.get(key_of_unit(number, key))
    return hold(table, form) if table else None


def hold(table: Table, form: Form) -> Held:
    """A table with its rows as `form` has them, which may be that of another edition."""
    rows: dict[RowKey, RowKey] = {}
    if table.form is not form and not form.open:
        for row in form.columns_of_row:
            own = line_in(table.form, form, row)
            if own is not None:
                rows[own] = row
    else:
        rows = {entry.key: entry.code for entry in table.entries if entry.code}
    figures: dict[Place, int] = defaultdict(int)
    for (_, row, column), fen in table.content.figures.items():
        if column not in table.form.shares:
            figures[rows.get(row, row), column] += fen
    unclear = frozenset(
        (rows.get(row, row), column)
        for _, row, column in table.unclear
        if column not in table.form.shares
    )
    keys: dict[RowKey, list[RowKey]] = defaultdict(list)
    for own, row in rows.items():
        keys[row].append(own)
    return Held(table, dict(figures), unclear, {row: tuple(own) for row, own in keys.items()})


def _places(own: Held, theirs: Sequence[Held | None]) -> Iterator[Place]:
    """Every row and column that can hold a figure: those that the form prints, and the 科目 of all
    workbooks."""
    form = own.table.form
    rows: dict[RowKey, tuple[int, ...]] = dict(form.columns_of_row)
    if form.open:
        codes = {c for held in (own, *theirs) if held is not None for c in held.table.codes}
        rows |= dict.fromkeys(sorted(codes), form.columns)
    nameless = {n for n, (line, _) in form.lines.items() if not line.words}
    typed = {row for held in (own, *theirs) if held is not None for row, _ in held.figures}
    rows = {row: columns for row, columns in rows.items() if row not in nameless - typed}
    for row, columns in rows.items():
        yield from ((row, column) for column in columns if column not in form.shares)


def _verdict(
    rule: Rule, place: Place, own: Held, theirs: Sequence[Held | None]
) -> tuple[Verdict, Outcome | None]:
    """What one figure gives; the outcome only where a person must see it."""
    figure, total, blank = own.figures.get(place), 0, True
    clear = place not in own.unclear and not own.table.uncoded
    for held in theirs:
        if held is None:
            continue
        fen = held.figures.get(place)
        if fen is not None:
            total, blank = total + fen, False
        clear = clear and place not in held.unclear and not held.table.uncoded
    if clear and blank and figure is None:
        return Verdict.NOT_APPLICABLE, None
    if clear and total == (figure or 0) and (figure is not None or not total):
        return Verdict.EXACT, None
    outcome = _outcome(rule, place, own, theirs)
    seen = outcome.verdict not in (Verdict.EXACT, Verdict.NOT_APPLICABLE)
    return outcome.verdict, outcome if seen else None


def _outcome(rule: Rule, place: Place, own: Held, theirs: Sequence[Held | None]) -> Outcome:
    left = tuple(operands(own, place))
    right = tuple(o for held in theirs if held is not None for o in operands(held, place))
    judgement = judge_operands(left, Relation.EQUAL, right)
    name = name_of_table(own.table.key)
    words = f"{name}各行{place[1]}栏=Σ{UNIT}{name}各行{place[1]}栏"
    home = own.table.key
    return Outcome(rule, words, KIND, home, left, Relation.EQUAL, right, judgement)


def operands(held: Held, place: Place) -> Iterator[Operand]:
    """The cells of a table at a place of the department's form; one without a cell where there is
    no such row."""
    table, (row, column) = held.table, place
    for own in held.keys.get(row, (row,)):
        cell = table.cells.get((own, column))
        missing = (table.key, own, column) in table.missing or (table.uncoded and cell is None)
        yield Operand(1, table, own, column, cell, missing)


def judge_operands(
    left: Iterable[Operand], relation: Relation, right: Iterable[Operand]
) -> Judgement:
    """The verdict of an identity over cells; one that was not found keeps it from being judged."""
    sides = [tuple(left), tuple(right)]
    if any(o.cell is None and o.fixed for side in sides for o in side):
        return Judgement(Verdict.NOT_EVALUATED)
    terms = ([(o.weight, o.cell.amount if o.cell else NOTHING) for o in s] for s in sides)
    return judge(next(terms), relation, next(terms))


def _just_rounded(outcome: Outcome) -> bool:
    """Is the department's figure just the sum of finer ones, rounded to its own last digit?"""
    judged = outcome.judgement
    finer = any(o.cell and o.cell.amount.half < outcome.left[0].unit.half for o in outcome.right)
    off = 2 * abs(int(judged.residual)) <= outcome.left[0].unit.step
    return finer and off and judged.verdict in (Verdict.EXACT, Verdict.ROUNDING)
