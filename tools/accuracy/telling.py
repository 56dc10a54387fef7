"""Can the identities tell which cell is wrong? Tried out.

This knows nothing of `validator.localisation`: a cell explains what is broken if with some other
figure in it every identity that must hold does, as `validator.rounding.judge` says. The figures
tried are those that each broken identity asks for, and all around them that rounding could allow.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from validator.amounts import NOTHING, Amount, State
from validator.checks.outcome import Operand, Outcome
from validator.forms.model import CellKey, RowKey, Severity
from validator.notation import BUDGET, LAST_YEAR
from validator.recognition import Table
from validator.rounding import Judgement, Verdict, judge, judge_share

#: Cells whose figures are taken to be others than those that stand there.
Changed = Mapping[CellKey, Amount]


def key_of(operand: Operand) -> CellKey:
    """What a cell is known by."""
    return operand.table.key, operand.row, operand.column


@dataclass(frozen=True)
class Telling:
    """The identities of a workbook that must hold, and which cells could be to blame."""

    outcomes: tuple[Outcome, ...]

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> "Telling":
        """Of all identities of a workbook those that are errors where they are broken."""
        return cls(tuple(o for o in outcomes if o.rule.severity is Severity.ERROR))

    @cached_property
    def broken(self) -> tuple[Outcome, ...]:
        """The identities that are broken."""
        return tuple(o for o in self.outcomes if o.verdict is Verdict.ERROR)

    @cached_property
    def at(self) -> Mapping[CellKey, tuple[Outcome, ...]]:
        """Cell → the identities that speak of it; those of other workbooks are taken for right."""
        found: dict[CellKey, list[Outcome]] = {}
        for outcome in self.outcomes:
            for key in dict.fromkeys(map(key_of, outcome.operands)):
                found.setdefault(key, []).append(outcome)
        held = {
            key_of(operand)
            for outcome in self.outcomes
            for operand in outcome.operands
            if operand.cell is not None and not operand.table.key.startswith((LAST_YEAR, BUDGET))
        }
        return {key: tuple(outcomes) for key, outcomes in found.items() if key in held}

    def figures(self, key: CellKey, changed: Changed | None = None) -> Iterator[int]:
        """Every figure, in 分, with which in this cell all that is broken is mended."""
        changed = changed or {}
        broken = self._broken(changed)
        if not all(any(o is other for other in self.at[key]) for o in broken):
            return
        asked = {fen for outcome in broken for fen in _asked(outcome, key, changed)}
        for fen in sorted(asked):
            for amount in _amounts(outcome_amount(broken[0], key), fen):
                if not self._wrong(key, {**changed, key: amount}):
                    yield fen
                    break

    def _explains(self, key: CellKey, changed: Changed | None = None) -> bool:
        return next(self.figures(key, changed), None) is not None

    def _broken(self, changed: Changed) -> list[Outcome]:
        """What is broken with these figures."""
        if not changed:
            return list(self.broken)
        moved = {id(o) for key in changed for o in self.at.get(key, ())}
        still = [o for o in self.broken if id(o) not in moved]
        return still + [o for key in changed for o in self._wrong(key, changed)]

    def _wrong(self, key: CellKey, changed: Changed) -> list[Outcome]:
        """The identities of a cell that are broken with these figures."""
        return [o for o in self.at.get(key, ()) if _judged(o, changed).verdict is Verdict.ERROR]

    def cells(self) -> list[CellKey]:
        """The cells each of which explains alone all that is broken."""
        return [key for key in self._shared(self.broken) if self._explains(key)]

    def pairs(self) -> set[frozenset[CellKey]]:
        """Pairs of cells that explain all that is broken together, where no cell does alone."""
        found: set[frozenset[CellKey]] = set()
        for one in dict.fromkeys(map(key_of, self.broken[0].operands)):
            if one not in self.at:
                continue
            asking = [o for o in self.broken if any(o is other for other in self.at[one])]
            for fen in {fen for outcome in asking for fen in _asked(outcome, one, {})}:
                for amount in _amounts(outcome_amount(asking[0], one), fen):
                    changed = {one: amount}
                    rest = self._broken(changed)
                    for other in self._shared(rest):
                        pair = frozenset((one, other))
                        if other != one and pair not in found and self._explains(other, changed):
                            found.add(pair)
        return found

    def exchanges(self, tables: Iterable[Table]) -> set[frozenset[CellKey]]:
        """The cells of each two rows of a table that explain all that is broken, if their figures
        were exchanged: such a mistake changes too many cells to try all that change as many."""
        return {frozenset(changed) for table in tables for changed in self._exchanges(table)}

    def _exchanges(self, table: Table) -> Iterator[Changed]:
        every = list(dict.fromkeys(row for row, _ in table.cells))
        rows = [{o.row for o in each.operands if o.table is table} for each in self.broken]
        for one in [row for row in every if row in rows[0]]:
            for other in every:
                if other != one and all(each & {one, other} for each in rows):
                    changed = self._exchanged(table, one, other)
                    if changed and not self._broken(changed):
                        yield changed

    def _exchanged(self, table: Table, one: RowKey, other: RowKey) -> Changed:
        changed: dict[CellKey, Amount] = {}
        for mine, its in ((one, other), (other, one)):
            for column in table.form.columns:
                here, there = table.cells.get((mine, column)), table.cells.get((its, column))
                key = table.key, mine, column
                if here and there and here.amount.printed != there.amount.printed:
                    changed[key] = there.amount
        return changed

    def _shared(self, broken: Iterable[Outcome]) -> list[CellKey]:
        """The cells that stand in all of these identities."""
        sets = [dict.fromkeys(map(key_of, outcome.operands)) for outcome in broken]
        if not sets:
            return []
        return [key for key in sets[0] if key in self.at and all(key in each for each in sets)]


def outcome_amount(outcome: Outcome, key: CellKey) -> Amount:
    """What stands in a cell of an identity."""
    cells = (o.cell for o in outcome.operands if key_of(o) == key and o.cell is not None)
    return next(cells).amount


def _amounts(now: Amount, fen: int) -> tuple[Amount, ...]:
    """The cell with another figure in it; for none, with 0 and as a blank."""
    number = Amount(State.NUMBER if fen else State.ZERO, fen, now.half)
    return (number,) if fen else (number, Amount(State.BLANK, 0, now.half))


def _terms(operands: Iterable[Operand], changed: Changed) -> list[tuple[int, Amount]]:
    return [
        (o.weight, changed.get(key_of(o)) or (o.cell.amount if o.cell is not None else NOTHING))
        for o in operands
    ]


def _judged(outcome: Outcome, changed: Changed) -> Judgement:
    """The verdict of an identity with other figures in some cells."""
    if outcome.verdict is Verdict.NOT_EVALUATED:
        return outcome.judgement
    left, right = _terms(outcome.left, changed), _terms(outcome.right, changed)
    if outcome.kind == "share":
        (_, share), (_, part), (_, whole) = (*left, *right)
        return judge_share(share, part, whole)
    return judge(left, outcome.relation, right)


def _exactly(outcome: Outcome, key: CellKey, changed: Changed) -> int | None:
    """The figure in a cell with which an identity holds to the last digit, as nearly as its unit
    can print it; None where the cell cannot change it."""
    left, right = _terms(outcome.left, changed), _terms(outcome.right, changed)
    operands = outcome.operands
    step = operands[0].unit.step
    if outcome.kind == "share":
        return _of_share(outcome, key, [a for _, a in (*left, *right)])
    residual = sum(w * a.printed for w, a in left) - sum(w * a.printed for w, a in right)
    signs = (1,) * len(outcome.left) + (-1,) * len(outcome.right)
    weight = sum(s * o.weight for s, o in zip(signs, operands, strict=True) if key_of(o) == key)
    if not weight:
        return None
    amounts = (a for o, (_, a) in zip(operands, (*left, *right), strict=True) if key_of(o) == key)
    return (next(amounts).printed - round(residual / weight)) // step * step


def _of_share(outcome: Outcome, key: CellKey, amounts: list[Amount]) -> int | None:
    """The same for a per cent and the two figures that it is of."""
    share, part, whole = (amount.printed for amount in amounts)
    place = [key_of(operand) for operand in outcome.operands].index(key)
    step = outcome.operands[place].unit.step
    hundred = 10**8
    over = (whole, hundred, share)[place]
    if not over:
        return None
    exact = (part * hundred, share * whole, part * hundred)[place]
    return round(exact / over / step) * step


def _asked(outcome: Outcome, key: CellKey, changed: Changed) -> Iterator[int]:
    """The figures in a cell with which an identity may hold: the exact one and all around it that
    the roundings of its other figures allow."""
    exact = _exactly(outcome, key, changed)
    if exact is None:
        return
    around = sum(1 for o in outcome.operands if o.cell is not None and o.cell.amount.printed) // 2
    step = next(o.unit.step for o in outcome.operands if key_of(o) == key)
    for steps in range(-around - 1, around + 2):
        yield exact + steps * step
