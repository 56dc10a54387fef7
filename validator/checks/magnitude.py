"""The check 单位量级: is a table, or a column, in another unit than its heading says?

Figures in 元 under a heading 万元 are 10⁴ times too large. One table alone cannot show it, its
siblings can: the identities that hold between two tables then fail, all of them, by just that
factor. They are one cause, and told as one.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from validator.amounts import NOTHING, UNITS, YI_YUAN, Amount, Unit, round_half_up, show
from validator.checks.context import Context, addresses, at
from validator.checks.identities import evaluate
from validator.checks.outcome import Area, Observation, Operand, Outcome
from validator.forms.equations import RuleSet
from validator.forms.model import Rule, Severity
from validator.recognition import Table
from validator.rounding import Relation, Verdict, judge

#: More than this, 10¹² 元, no department of a province has: its unit is likely another.
_IMPOSSIBLE = 10_000 * YI_YUAN.fen
#: One figure that differs by just a factor may be chance where it has fewer digits than this.
_TELLING_DIGITS = 4
#: Pairs of figures that a finding quotes.
_EXAMPLES = 2

_SAME = Fraction(1)

#: Table → by how much its figures are to be multiplied.
Scales = Mapping[str, Fraction]


def magnitudes(context: Context, rule: Rule, _: object) -> list[Observation]:
    """The figures of a table have the magnitude of its unit: they agree with those of the tables
    that say the same, within a column and without, and no total is beyond any department's."""
    broken = [o for o in context.notable if o.verdict is Verdict.ERROR and o.kind != "share"]
    found = list(_columns_off(rule, broken))
    explained = {key for seen in found for key in seen.breaks}
    off = _tables_off(context, [o for o in broken if o.key not in explained], explained)
    scales = {key: each.scale for key, each in off.items()}
    for key, table_off in off.items():
        follow = [o.key for o in broken if key in _tables_of(o) and _holds(o, scales)]
        breaks = tuple(each for each in follow if each not in explained)
        explained.update(breaks)
        found.append(_whole_table(context, rule, table_off)._replace(breaks=breaks))
    told = {seen.table for seen in found}
    for table in context.found.tables.values():
        if table.key not in told:
            found += _impossible(rule, table, broken)
    return found


def _impossible(rule: Rule, table: Table, broken: Iterable[Outcome]) -> Iterator[Observation]:
    """A figure that is beyond every department's, where no identity shows that it is wrong."""
    figures = table.content.figures
    if max(figures.values(), default=0) < _IMPOSSIBLE:
        return
    shown = {(o.table.key, o.row, o.column) for outcome in broken for o in outcome.operands}
    place = max(figures, key=lambda cell: figures[cell] if cell not in shown else 0)
    if place in shown or figures[place] < _IMPOSSIBLE:
        return
    cell = table.cells[place[1], place[2]]
    facts = {
        "title": table.called,
        "label": table.row_label(place[1]),
        "figure": show(figures[place], table.unit),
        "unit": table.unit.name,
        "worth": show(round_half_up(figures[place], YI_YUAN.step), YI_YUAN),
    }
    where = cell.row, cell.column
    yield at(rule, "magnitude_impossible", table, facts, where, Severity.WARNING)


# --- whole tables ------------------------------------------------------------------------------


class _Pair(NamedTuple):
    """Two tables that an identity holds equal, and by what the figures of `table` are to be
    multiplied so that they are those of `other`; 1 where they agree, None for no such factor."""

    table: str
    other: str
    factor: Fraction | None
    outcome: Outcome


class _Off(NamedTuple):
    """A table of another unit than it states: by what its figures are to be multiplied, the
    identities that show it, and the other table where no third one tells which of the two is
    wrong."""

    table: Table
    scale: Fraction
    pairs: Sequence[_Pair]
    either: str


def _tables_of(outcome: Outcome) -> frozenset[str]:
    return frozenset(operand.table.key for operand in outcome.operands)


def _tables_off(
    context: Context, broken: Iterable[Outcome], explained: Collection[Hashable]
) -> Mapping[str, _Off]:
    """The tables whose figures are all off by the factor between two units; the `explained`
    identities say nothing of that."""
    suspects = [pair for pair in map(_pair, broken) if pair and pair.factor not in (None, 1)]
    if len(suspects) < 2:
        return {}
    between = RuleSet(
        tuple(
            each
            for each in context.rules.equations
            if each.relation is Relation.EQUAL and not each.share and len(each.tables) == 2
        )
    )
    outcomes = (o for o in evaluate(between, context.tables) if o.key not in explained)
    pairs = [pair for pair in map(_pair, outcomes) if pair]
    edges = _edges(pairs)
    off: dict[str, _Off] = {}
    for group in _connected(edges):
        off |= _odd_ones(context, group, edges, pairs)
    return off


def _pair(outcome: Outcome) -> _Pair | None:
    """What an identity with one table on either side says of their magnitudes; None for one that
    says nothing: with more tables or fewer, or nothing on a side."""
    left = {operand.table.key for operand in outcome.left}
    right = {operand.table.key for operand in outcome.right}
    if outcome.relation is not Relation.EQUAL or outcome.kind == "share":
        return None
    if len(left) != 1 or len(right) != 1 or left == right:
        return None
    (table,), (other,) = left, right
    if not outcome.judgement.left or not outcome.judgement.right:
        return None
    own = _factors(outcome.left[0].table.unit)
    others = (1 / factor for factor in _factors(outcome.right[0].table.unit))
    if outcome.verdict is not Verdict.ERROR:
        return _Pair(table, other, _SAME, outcome)
    for factor in (*own, *others):
        if _holds(outcome, {table: factor}):
            return _Pair(table, other, factor, outcome)
    return _Pair(table, other, None, outcome)


def _factors(unit: Unit) -> list[Fraction]:
    """By what figures in each other unit are to be multiplied that stand under `unit`."""
    return [Fraction(other.fen, unit.fen) for other in UNITS.values() if other is not unit]


def _holds(outcome: Outcome, scales: Scales) -> bool:
    """Does the identity hold where the figures of the tables of `scales` are multiplied so?"""
    return _agrees(outcome, [scales.get(o.table.key, _SAME) for o in outcome.operands])


def _agrees(outcome: Outcome, scales: Sequence[Fraction]) -> bool:
    """Does the identity hold, but for rounding in the units that the figures then have, where each
    is multiplied so?"""
    terms = [
        (operand.weight, NOTHING if operand.cell is None else _rescaled(operand, scale))
        for operand, scale in zip(outcome.operands, scales, strict=True)
    ]
    split = len(outcome.left)
    judged = judge(terms[:split], outcome.relation, terms[split:])
    return judged.verdict not in (Verdict.ERROR, Verdict.NOT_EVALUATED)


def _rescaled(operand: Operand, scale: Fraction) -> Amount:
    """The operand's amount as its figure is in another unit, rounded to the coarser of the two:
    figures that were multiplied by 10,000 after they had been rounded are no finer for it. What is
    printed in any unit is a whole number of 分."""
    assert operand.cell is not None
    amount = operand.cell.amount
    if scale == 1:
        return amount
    step = max(operand.unit.step, int(operand.unit.step * scale))
    return Amount(amount.state, int(amount.printed * scale), step // 2)


def _edges(pairs: Iterable[_Pair]) -> Mapping[str, Mapping[str, Fraction]]:
    """Table → the tables that its figures are comparable with, and the factor between them, where
    all identities between the two that show one show the same, and most show one."""
    shown: dict[tuple[str, str], Counter[Fraction | None]] = defaultdict(Counter)
    for table, other, factor, _ in pairs:
        if table < other:
            shown[table, other][factor] += 1
        else:
            shown[other, table][None if factor is None else 1 / factor] += 1
    edges: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for (table, other), factors in shown.items():
        known = [factor for factor in factors if factor is not None]
        if len(known) == 1 and (known[0] == 1 or factors[known[0]] > factors[None]):
            edges[table][other], edges[other][table] = known[0], 1 / known[0]
    return edges


def _connected(edges: Mapping[str, Mapping[str, Fraction]]) -> Iterator[Scales]:
    """The tables that hang together, with the factor of each to the first."""
    left = dict.fromkeys(edges)
    while left:
        first = next(iter(left))
        scales, waiting = {first: Fraction(1)}, [first]
        while waiting:
            table = waiting.pop()
            left.pop(table, None)
            for other, factor in edges[table].items():
                if other not in scales:
                    # factor × table = other, so that other / factor has the magnitude of table
                    scales[other] = scales[table] / factor
                    waiting.append(other)
        yield scales


def _odd_ones(
    context: Context,
    group: Scales,
    edges: Mapping[str, Mapping[str, Fraction]],
    pairs: Sequence[_Pair],
) -> Mapping[str, _Off]:
    """The tables of a group that are in another unit than most of it are."""
    counts = Counter(group.values())
    if len(counts) < 2:
        return {}

    def weight(scale: Fraction) -> tuple[int, int]:
        members = [context.tables[key] for key, each in group.items() if each == scale]
        return len(members), sum(table.unit_stated for table in members)

    sound = max(counts, key=weight)
    alone = sum(1 for scale in counts if weight(scale) == weight(sound)) > 1
    off: dict[str, _Off] = {}
    for key, own in group.items():
        scale, table = own / sound, context.tables[key]
        if scale == 1 or scale not in _factors(table.unit):
            continue
        showing = [
            pair
            for pair in pairs
            if key in pair[:2] and pair.factor not in (None, 1) and pair.outcome.judgement.residual
        ]
        if _is_telling(showing):
            other = next(k for k in edges[key] if group[k] == sound) if alone else ""
            off[key] = _Off(table, scale, showing, other)
    return off


def _unit_at(table: Table, scale: Fraction) -> Unit:
    """The unit of figures that are to be multiplied so: one of the factors of the table's."""
    return next(unit for unit in UNITS.values() if unit.fen == table.unit.fen * scale)


def _is_telling(pairs: Sequence[_Pair]) -> bool:
    """Are there two identities with different figures, or with one that has many digits?"""
    figures = {str(abs(pair.outcome.judgement.left)).rstrip("0") for pair in pairs}
    return len(pairs) > 1 and (
        len(figures) > 1 or any(len(figure) >= _TELLING_DIGITS for figure in figures)
    )


def _whole_table(context: Context, rule: Rule, off: _Off) -> Observation:
    table = off.table
    chosen: dict[Fraction, _Pair] = {}
    for pair in off.pairs:
        chosen.setdefault(abs(Fraction(pair.outcome.judgement.left)), pair)
    quoted = list(chosen.values())[:_EXAMPLES]
    facts = {
        "title": table.called,
        "unit": table.unit.name,
        "likely": _unit_at(table, off.scale).name,
        "count": len(off.pairs),
        "examples": "；".join(_example(pair, table.key) for pair in quoted),
        "other": context.tables[off.either].called if off.either else "",
    }
    kind = "magnitude_either" if off.either else "magnitude"
    if not off.either and not table.unit_stated:
        kind = "magnitude_unstated"
    places = [
        (operand.table, operand.cell.row, operand.cell.column)
        for pair in quoted
        for operand in pair.outcome.operands
        if operand.cell is not None and operand.cell.amount.printed
    ]
    first = next(place for place in places if place[0] is table)
    seen = at(rule, kind, table, facts, first[1:])
    areas = [Area(table, None, "unit")]
    if off.either:
        areas.append(Area(context.tables[off.either], None, "unit_either"))
    return seen._replace(
        also=tuple(place for place in places if place is not first), areas=tuple(areas)
    )


def _example(pair: _Pair, key: str) -> str:
    """A figure of the table `key` beside its counterpart: 表5!C7 18194600.00 ↔ 表4!D40 1819.46."""
    outcome = pair.outcome
    sides = [(outcome.left, outcome.judgement.left), (outcome.right, outcome.judgement.right)]
    if outcome.left[0].table.key != key:
        sides.reverse()
    return " ↔ ".join(_figure(operands, abs(int(total))) for operands, total in sides)


def _figure(operands: Sequence[Operand], total: int) -> str:
    counted = [o for o in operands if o.cell is not None and o.cell.amount.printed]
    table, cells = counted[0].table, [o.cell for o in counted if o.cell is not None]
    return f"{table.sheet}!{addresses(table, cells, _EXAMPLES)} {show(total, table.unit)}"


# --- columns -----------------------------------------------------------------------------------


def _columns_off(rule: Rule, broken: Sequence[Outcome]) -> Iterator[Observation]:
    """The columns whose figures are all off by the factor between two units: with another factor,
    the sums of every row that has a figure there hold."""
    rows: dict[tuple[str, str, str], list[Outcome]] = defaultdict(list)
    for outcome in broken:
        operands = outcome.operands
        one_row = len(operands) > 1 and len({(o.table.key, o.row) for o in operands}) == 1
        if one_row and outcome.relation is Relation.EQUAL:
            rows[outcome.rule.id, outcome.text, outcome.table].append(outcome)
    for outcomes in rows.values():
        found = {
            operand.column: factor
            for operand in outcomes[0].operands
            for factor in _factors(operand.table.unit)
            if _is_column_off(outcomes, operand.column, factor)
        }
        if found:
            yield _column(rule, outcomes[0].operands[0].table, found, broken)


def _is_column_off(outcomes: Sequence[Outcome], column: int, factor: Fraction) -> bool:
    """Do the rows that have a figure in the column all fail, and hold with `factor`?"""
    table = outcomes[0].operands[0].table
    figures = {
        row: abs(figure)
        for (_, row, number), figure in table.content.figures.items()
        if number == column and figure
    }
    failing = {outcome.operands[0].row for outcome in outcomes}
    if len(set(figures.values())) < 2 or not figures.keys() <= failing:
        return False
    filled = (outcome for outcome in outcomes if outcome.operands[0].row in figures)
    return all(_holds_with(outcome, table, column, factor) for outcome in filled)


def _holds_with(outcome: Outcome, table: Table, column: int, factor: Fraction) -> bool:
    here = (table.key, column)
    return _agrees(
        outcome,
        [factor if (o.table.key, o.column) == here else _SAME for o in outcome.operands],
    )


def _column(
    rule: Rule, table: Table, found: Mapping[int, Fraction], broken: Sequence[Outcome]
) -> Observation:
    """One column; or several, any of which may be the one: where all others of a sum are blank, the
    tables that say the same tell, or nothing does."""
    elsewhere = {
        (o.table.key, o.column)
        for outcome in broken
        if len(_tables_of(outcome)) > 1
        for o in outcome.operands
    }
    columns = [c for c in found if (table.key, c) in elsewhere] or list(found)
    first = columns[0]
    breaks = [
        outcome.key
        for outcome in broken
        if any((o.table.key, o.column) == (table.key, first) for o in outcome.operands)
        and _holds_with(outcome, table, first, found[first])
    ]
    likely = (_unit_at(table, found[column]).name for column in columns)
    cells = (cell for (_, column), cell in table.cells.items() if column == first)
    places = [(cell.row, cell.column) for cell in cells if cell.amount.printed]
    facts = {
        "title": table.called,
        "headings": "、".join(table.column_label(column) for column in columns),
        "columns": len(columns),
        "unit": table.unit.name,
        "likely": "、".join(dict.fromkeys(likely)),
        "count": len(breaks),
    }
    kind = "magnitude_column" if len(columns) == 1 else "magnitude_columns"
    seen = at(rule, kind, table, facts, places[0])
    also = tuple((table, row, column) for row, column in places[1:])
    areas = tuple(Area(table, column, "unit") for column in columns)
    return seen._replace(also=also, breaks=tuple(breaks), areas=areas)
