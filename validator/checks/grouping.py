"""Findings of one cause are one finding: which broken identities belong together, and why.

Two broken identities have one cause when they are off by the same amount and share a cell, or when
the amount is one that chance does not repeat; when the same figures fail in the same way in another
table or column; and when a share would be right with the amount that another identity asks for. Of
a group, the cell that stands in most of its broken identities and in
fewest that hold is what they have in common; the identity that defines it comes first, the others
are its consequences. A table that agrees within itself but not with the others is one cause: the
whole table is likely another year's or another department's.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from validator.amounts import Amount
from validator.checks import Results
from validator.checks.outcome import Cause, Operand, Outcome
from validator.checks.sentences import unit_of
from validator.checks.units import KIND as UNITS
from validator.findings import Suspect
from validator.forms.model import CellKey
from validator.rounding import Verdict, judge_share


class Group(NamedTuple):
    """Broken identities of one cause; `members[0]` is the cause. `table` is set where a whole table
    disagrees with the others, `suspects` where it is known which cells are likely wrong."""

    members: tuple[Outcome, ...]
    table: str = ""
    suspects: tuple[Suspect, ...] = ()


#: A residual of more steps than this, and not a round one, does not occur twice by chance.
_DISTINCT = 100
#: So many separate disagreements of a table that agrees within itself are not so many typing slips.
_WHOLE_TABLE = 5


def groups(results: Results, causes: Sequence[Cause] = ()) -> list[Group]:
    """The identities that a person must see, grouped, in the order of their first member; without
    those that a named check tells the cause of. What one of the `causes` resolves is one group."""
    told = {key for seen in results.observations for key in seen.breaks}
    left = [o for o in results.notable if not (told and o.key in told)]
    located: list[Group] = []
    for cause in causes:
        members = [o for o in left if o.verdict in _MENDED and o.key in cause.resolves]
        if members:
            left = [o for o in left if o not in members]
            located.append(_of_cause(members, cause))
    shown = [o for o in left if o.verdict in (Verdict.ERROR, Verdict.IMPROBABLE)]
    rounded = [o for o in left if o.verdict is Verdict.ROUNDING]
    joined = _joined(shown, by_cell=True)
    sound = _sound(results, [o for members in joined if len(members) > 1 for o in members])
    found = _whole_tables([_ordered(members, sound) for members in joined])
    alone = [Group(tuple(members)) for members in _joined(rounded, by_cell=False)]
    return located + found + alone


def _sound(results: Results, members: Iterable[Outcome]) -> Counter[CellKey]:
    """How many identities that hold to the last digit speak of each cell of the members."""
    identities = results.identities
    at = {place: identities.at(place) for outcome in members for place in _places(outcome)}
    numbers = {number for of in at.values() for number in of}
    exact = {n for n in numbers if identities.outcome(n).verdict is Verdict.EXACT}
    return Counter({place: len(exact.intersection(of)) for place, of in at.items()})


#: Verdicts of identities that the right figures of a cause resolve.
_MENDED = frozenset({Verdict.ERROR, Verdict.IMPROBABLE, Verdict.ROUNDING})


def _of_cause(members: list[Outcome], cause: Cause) -> Group:
    """The identities that one cause breaks: first the gravest, which define a suspected cell."""
    suspected = {(s.sheet, s.address) for s in cause.suspects if s.choice == 1}

    def rank(outcome: Outcome) -> tuple[object, ...]:
        first = outcome.left[0]
        at = first.cell and first.table.source.place(first.cell.row, first.cell.column)
        defines = len(outcome.left) == 1 and at in suspected
        within = len({o.table.key for o in outcome.operands}) == 1
        share = outcome.kind == "share"
        return outcome.effective_severity.rank, share, not (defines and within), not within

    return Group(tuple(sorted(members, key=rank)), suspects=cause.suspects)


def groups_by_missing_row(found: Sequence[Group]) -> dict[tuple[str, str], int]:
    """(table, code) of a row that a table lacks → the number of the group that it breaks."""
    return {
        (operand.table.key, str(operand.row)): number
        for number, group in enumerate(found)
        for member in group.members
        if member.verdict is Verdict.ERROR
        for operand in member.operands
        if operand.cell is None
    }


def groups_at(places: Iterable[tuple[str, int, int]], found: Sequence[Group]) -> set[int]:
    """The numbers of the groups of broken identities in which one of the cells (table, row, column
    on the sheet) takes part."""
    wanted = frozenset(places)
    return {
        number
        for number, group in enumerate(found if wanted else ())
        for member in group.members
        if member.verdict is not Verdict.ROUNDING
        and not wanted.isdisjoint(map(_sheet_place, member.operands))
    }


def _sheet_place(operand: Operand) -> tuple[str, int, int] | None:
    cell = operand.cell
    return (operand.table.key, cell.row, cell.column) if cell else None


def _whole_tables(found: list[Group]) -> list[Group]:
    """Groups that all speak of one table, sound in itself, merged into one; not those of a
    department's units, which every table is compared with."""
    of_units = [group for group in found if any(o.kind == UNITS for o in group.members)]
    found = [group for group in found if group not in of_units]
    within = {
        outcome.table
        for group in found
        for outcome in group.members
        if len({operand.table.key for operand in outcome.operands}) == 1
    }
    shared: Counter[str] = Counter()
    for group in found:
        shared.update(sorted(set.intersection(*map(_tables_with_cells, group.members))))
    suspects = [key for key, n in shared.most_common() if n >= _WHOLE_TABLE and key not in within]
    if not suspects:
        return [*found, *of_units]
    table = suspects[0]

    def speaks_of_it(group: Group) -> bool:
        return all(table in _tables_with_cells(member) for member in group.members)

    merged = [group for group in found if speaks_of_it(group)]
    members = tuple(member for group in merged for member in group.members)
    others = [group for group in found if not speaks_of_it(group)]
    return [Group(members, table), *others, *of_units]


def _tables_with_cells(outcome: Outcome) -> set[str]:
    return {operand.table.key for operand in outcome.operands if operand.cell is not None}


def _place(operand: Operand) -> CellKey:
    return operand.table.key, operand.row, operand.column


def _places(outcome: Outcome) -> list[CellKey]:
    """The cells of an identity, each once, in their order: a report must not follow a hash."""
    return list(dict.fromkeys(_place(o) for o in outcome.operands if o.cell is not None))


def _signature(outcome: Outcome) -> Hashable:
    """The figures that disagree, whatever table or column they stand in."""

    def figures(side: Iterable[Operand]) -> tuple[int, ...]:
        return tuple(
            sorted(
                o.weight * o.cell.amount.printed for o in side if o.cell and o.cell.amount.printed
            )
        )

    return outcome.judgement.residual, figures(outcome.left), figures(outcome.right)


def _joined(outcomes: Sequence[Outcome], *, by_cell: bool) -> list[list[Outcome]]:
    """The outcomes joined where they share a key: their figures, or a cell and a residual."""
    parent = list(range(len(outcomes)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[Hashable, int] = {}
    for i, outcome in enumerate(outcomes):
        keys: list[Hashable] = [_signature(outcome)]
        if not by_cell and outcome.kind == UNITS:
            keys.append(outcome.table)  # all units round all figures
        if by_cell:
            off = abs(int(outcome.judgement.residual))
            unit = unit_of(outcome)  # per cents are never an amount's difference
            keys += [(off, unit, _place(o)) for o in outcome.operands if o.cell is not None]
            steps = off // unit.step
            if steps > _DISTINCT and steps % 10:
                keys.append((off, unit))
        for key in keys:
            parent[root(i)] = root(first.setdefault(key, i))
    by_place: dict[Hashable, int] = {}
    for i, outcome in enumerate(outcomes):
        if outcome.kind != "sign":
            for operand in outcome.operands:
                by_place.setdefault(_place(operand), i)
    for i, outcome in enumerate(outcomes):
        # A wrong sign breaks the sums by twice the figure: only the cell is in common.
        if by_cell and outcome.kind == "sign" and _place(outcome.left[0]) in by_place:
            parent[root(i)] = root(by_place[_place(outcome.left[0])])
    for i, other in _of_wrong_amounts(outcomes) if by_cell else ():
        parent[root(i)] = root(other)
    joined: dict[int, list[Outcome]] = defaultdict(list)
    for i, outcome in enumerate(outcomes):
        joined[root(i)].append(outcome)
    return list(joined.values())


def _of_wrong_amounts(outcomes: Sequence[Outcome]) -> Iterator[tuple[int, int]]:
    """The numbers of a share that is wrong and of the identity whose wrong amount explains it."""
    for i, outcome in enumerate(outcomes):
        if outcome.kind == "share":
            for j, other in enumerate(outcomes):
                if other.kind != "share" and _explains(other, outcome):
                    yield i, j
                    break


def _explains(broken: Outcome, share: Outcome) -> bool:
    """Would the share be right with the amount that the broken identity asks of a cell of it?"""
    for sign, side in ((-1, broken.left), (1, broken.right)):
        for operand in side:
            due = {_place(operand): sign * int(broken.judgement.residual) // operand.weight}
            shared = any(_place(o) in due for o in share.right)
            amounts = [a for o in share.operands if (a := _changed(o, due)) is not None]
            complete = shared and len(amounts) == len(share.operands)
            if complete and judge_share(*amounts).verdict is not Verdict.ERROR:
                return True
    return False


def _changed(operand: Operand, by: Mapping[CellKey, int]) -> Amount | None:
    """The operand's amount, moved by what stands for its cell; None where it has none."""
    if operand.cell is None:
        return None
    amount = operand.cell.amount
    return amount._replace(printed=amount.printed + by.get(_place(operand), 0))


def _ordered(members: list[Outcome], sound: Counter[CellKey]) -> Group:
    broken: Counter[CellKey] = Counter()
    for outcome in members:
        broken.update(_places(outcome))
    if not broken:
        return Group(tuple(members))
    common = max(broken, key=lambda place: (broken[place], -sound[place]))

    def rank(outcome: Outcome) -> tuple[bool, bool, bool]:
        defines = len(outcome.left) == 1 and _place(outcome.left[0]) == common
        within = len({o.table.key for o in outcome.operands}) == 1
        share = outcome.kind == "share"  # of amounts that are wrong it follows
        return share, not (defines and within and outcome.kind == "sum"), not within

    return Group(tuple(sorted(members, key=rank)))
