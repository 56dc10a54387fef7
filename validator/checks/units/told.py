"""What a difference between a department and the sum of its units looks like, and what is to be
known of the units themselves.

A difference that is just a unit's figure tells which unit was left out or added twice; where that
is so of nearly all figures of a unit, the whole unit was. A person decides: nothing is certain but
that the figures differ.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from validator.amounts import show
from validator.checks.amount_cells import no_number
from validator.checks.beside import holds_nothing
from validator.checks.context import Context
from validator.checks.identities import blocking
from validator.checks.outcome import Observation, Operand, Outcome
from validator.checks.units.sums import Sums, added_up, key_of_unit
from validator.forms.catalogue import branch
from validator.forms.equations import keys_of
from validator.forms.model import TOTAL, RowKey, Rule, Severity
from validator.recognition import Recognised, Table
from validator.rounding import Verdict

#: A unit was left out, or added twice, where so large a part of its figures says so, and so many.
_NEARLY_ALL, _SOME = 0.9, 3
#: So many differences of different size, all in one direction, are no slips.
_MANY = 12
#: So many tables or 科目 are named.
_NAMED = 8
#: (how often the unit's figure stands in the sum: 0 or 2, the unit's number from zero).
_Guess = tuple[int, int]


class _Broken(NamedTuple):
    """A figure that is not the sum of the units': its row in the department's form, the difference
    in 分, what rounding explains of it, and each unit's figure."""

    outcome: Outcome
    row: RowKey
    residual: int
    explained: int
    figures: tuple[int, ...]

    @property
    def own(self) -> Operand:
        """The department's cell."""
        return self.outcome.left[0]

    def guesses(self) -> Iterator[_Guess]:
        """The units whose figure, left out or added twice, would make just this difference."""
        for number, fen in enumerate(self.figures):
            if abs(fen) > 2 * self.explained and fen:
                if abs(self.residual + fen) <= self.explained:
                    yield 0, number
                if abs(self.residual - fen) <= self.explained:
                    yield 2, number


# --- the units themselves ----------------------------------------------------------------------


def about_units(context: Context, rule: Rule, sums: Sums) -> Iterator[Observation]:
    """Units that were not filled in, of another year, without some table, or with cells that keep a
    figure from being added up; tables that only they have."""
    found = context.found
    for number, unit in enumerate(sums.units, start=1):
        name = unit.book.name
        if holds_nothing(unit):
            yield _of_workbook(rule, "beside_blank", rule.severity, {"name": name})
            continue
        if unit.year and found.year and unit.year != found.year:
            facts = {"name": name, "other": unit.year, "this": found.year}
            yield _of_workbook(rule, "unit_year", rule.severity, facts)
        for title in unit.unread:
            facts = {"name": name, "title": found.edition.forms[title.subject].title}
            facts["at"] = title.place
            told = _of_workbook(rule, "unit_unread", rule.severity, facts)
            yield told._replace(verdict=Verdict.NOT_EVALUATED)
        missing = [
            table.called
            for key, table in found.tables.items()
            if key in sums.held and key_of_unit(number, key) not in unit.tables
        ]
        if missing:
            facts = {"name": name, "tables": "、".join(missing)}
            told = _of_workbook(rule, "unit_missing", Severity.INFO, facts)
            yield told._replace(verdict=Verdict.NOT_APPLICABLE)
        yield from _only_in_unit(rule, found, unit)
    yield from _described(rule, found)
    yield from _no_numbers(rule, sums)


def _of_workbook(
    rule: Rule, kind: str, severity: Severity, facts: Mapping[str, object]
) -> Observation:
    return Observation(rule, kind, severity, Verdict.ERROR, "", facts)


def _only_in_unit(rule: Rule, found: Recognised, unit: Recognised) -> Iterator[Observation]:
    """Tables with figures that the department does not have."""
    for table in unit.tables.values():
        form = found.edition.forms.get(table.form.subject)
        known = form is not None and keys_of(form, found.tables)
        if any(table.content.figures.values()) and added_up(table.form) and not known:
            facts = {"title": table.form.title, "place": table.place}
            place = table, table.first_row, table.left
            severity = rule.severity
            yield Observation(rule, "unit_table", severity, Verdict.ERROR, "", facts, place)


def _described(rule: Rule, found: Recognised) -> Iterator[Observation]:
    """申报表 are not compared, which is said."""
    if tables := [t.called for t in found.tables.values() if not added_up(t.form)]:
        facts = {"tables": "、".join(tables[:_NAMED]) + "…" * (len(tables) > _NAMED)}
        told = _of_workbook(rule, "units_described", Severity.INFO, facts)
        yield told._replace(verdict=Verdict.NOT_APPLICABLE)


def _no_numbers(rule: Rule, sums: Sums) -> Iterator[Observation]:
    """The cells of units that hold no number, each once."""
    for outcome in sums.notable:
        if outcome.verdict is Verdict.NOT_EVALUATED:
            for operand in blocking(outcome._replace(left=())):
                if operand.cell is not None:
                    yield no_number(rule, operand.table, operand.column, operand.cell)


# --- the differences ---------------------------------------------------------------------------


def told(rule: Rule, found: Recognised, sums: Sums) -> Iterator[Observation]:
    """What the differences have in common, each of them told once."""
    left = list(_broken(sums))
    while whole := _whole_unit(left, sums):
        guess, broken = whole
        left = [each for each in left if each not in broken]
        kind = "unit_twice" if guess[0] else "unit_left_out"
        yield _of_guess(rule, kind, guess, broken, sums)
    if kind := _one_way(left):
        yield _told(rule, kind, left, (), {"count": len(left), "units": len(sums.units)})
        return
    for rows in _missing_rows(left):
        left = [each for each in left if each not in rows]
        yield _of_row(rule, "unit_row_missing", rows, sums)
    for rows in _extra_rows(left, sums):
        left = [each for each in left if each not in rows]
        yield _of_row(rule, "unit_row_extra", rows, sums)
    alike: dict[tuple[_Guess, int], list[_Broken]] = defaultdict(list)
    votes = _votes(left)
    for each in left:
        guesses = sorted(each.guesses(), key=lambda g: (-len(votes[g]), g))
        if guesses:
            alike[guesses[0], abs(each.residual)].append(each)
    for (guess, _), broken in alike.items():
        kind = "unit_cell_twice" if guess[0] else "unit_cell_left_out"
        yield _of_guess(rule, kind, guess, broken, sums)


def _broken(sums: Sums) -> Iterator[_Broken]:
    for outcome, place in zip(sums.notable, sums.places, strict=True):
        if outcome.verdict is Verdict.ERROR:
            judged, theirs = outcome.judgement, sums.held[outcome.table][1]
            figures = tuple(held.figures.get(place, 0) if held else 0 for held in theirs)
            row, residual = place[0], int(judged.residual)
            yield _Broken(outcome, row, residual, abs(judged.explained), figures)


def _votes(broken: Iterable[_Broken]) -> dict[_Guess, list[_Broken]]:
    votes: dict[_Guess, list[_Broken]] = defaultdict(list)
    for each in broken:
        for guess in each.guesses():
            votes[guess].append(each)
    return votes


def _whole_unit(broken: list[_Broken], sums: Sums) -> tuple[_Guess, list[_Broken]] | None:
    """The unit that nearly all of its figures say was left out or added twice."""
    for guess, members in sorted(_votes(broken).items(), key=lambda item: -len(item[1])):
        theirs = [each[1][guess[1]] for each in sums.held.values()]
        all_of_it = sum(1 for held in theirs if held for fen in held.figures.values() if fen)
        if len(members) >= max(_SOME, _NEARLY_ALL * all_of_it):
            return guess, members
    return None


def _one_way(broken: list[_Broken]) -> str:
    """Are there many differences, all in one direction: is the workbook of a unit not at hand, or
    is less added up than there is? "" where that cannot be told."""
    residuals = {each.residual for each in broken}
    if len(residuals) < _MANY:
        return ""
    if min(residuals) > 0:
        return "units_not_given"
    return "units_not_all" if max(residuals) < 0 else ""


def _missing_rows(broken: list[_Broken]) -> Iterator[list[_Broken]]:
    """The 科目 that units have and the department does not: its cells, and the sums above it that
    lack just as much. The lowest come first: what is above one of them may lack for it alone."""
    lacking = _by_code(each for each in broken if each.own.cell is None)
    taken: set[int] = set()
    for (key, code), rows in sorted(lacking.items(), key=lambda item: (-len(item[0][1]), item[0])):
        rows = [each for each in rows if id(each) not in taken]
        if not rows:
            continue
        above = {TOTAL, *branch(code)}
        same = {each.own.column: each.residual for each in rows}
        rows += [
            each
            for each in broken
            if each not in rows
            and each.outcome.table == key
            and str(each.row) in above
            and same.get(each.own.column) == each.residual
        ]
        taken |= set(map(id, rows))
        yield rows


def _extra_rows(broken: list[_Broken], sums: Sums) -> Iterator[list[_Broken]]:
    """The 科目 with figures that the department has and no unit has."""
    known = {
        key: {code for held in theirs if held for code in held.table.codes}
        for key, (_, theirs) in sums.held.items()
    }
    own = (each for each in broken if each.own.cell is not None)
    yield from _by_code(e for e in own if str(e.row) not in known[e.outcome.table]).values()


def _by_code(some: Iterable[_Broken]) -> dict[tuple[str, str], list[_Broken]]:
    """Those of them that are 科目, by table and code."""
    found: dict[tuple[str, str], list[_Broken]] = defaultdict(list)
    for each in some:
        form = each.own.table.form
        if form.open and each.row not in form.totals:
            found[each.outcome.table, str(each.row)].append(each)
    return found


def _of_guess(
    rule: Rule, kind: str, guess: _Guess, broken: list[_Broken], sums: Sums
) -> Observation:
    """That the figure of a unit, or the whole unit, seems to be left out or added twice."""
    number = guess[1]
    first = broken[0]
    theirs = [_cell_of(each, number, sums) for each in broken]
    facts = {
        "unit": sums.units[number].book.name,
        "count": len(broken),
        "difference": _shown(first),
    }
    return _told(rule, kind, broken, [o for o in theirs if o], facts)


def _of_row(rule: Rule, kind: str, rows: list[_Broken], sums: Sums) -> Observation:
    """That only one side has a 科目."""
    first = rows[0]
    having = [number for number, fen in enumerate(first.figures) if fen]
    theirs = [o for number in having if (o := _cell_of(first, number, sums))]
    named = theirs[0].table.row_label(theirs[0].row) if theirs else ""
    facts = {
        "row": named or first.own.table.row_label(first.own.row),
        "table": first.own.table.called,
        "units": "、".join(sums.units[number].book.name for number in having[:_NAMED])
        + "…" * (len(having) > _NAMED),
        "count": len(sums.units),
    }
    return _told(rule, kind, rows, theirs, facts)


def _told(
    rule: Rule,
    kind: str,
    broken: Sequence[_Broken],
    theirs: Sequence[Operand],
    facts: dict[str, object],
) -> Observation:
    """The observation, at the department's first cell that is wrong, or at the unit's."""
    own = [each.own for each in broken]
    places = [p for p in map(_place, own) if p]
    also = [p for p in map(_place, theirs[:1]) if p]
    shown = [*places[:1], *also]
    # A row that is not there has no cell: then the unit's tells which figures are explained.
    explained = [p for each in broken for p in _explained_at(each)]
    return Observation(
        rule,
        kind,
        rule.severity,
        Verdict.ERROR,
        broken[0].outcome.table,
        {**facts, "cells": _named(own)},
        shown[0] if shown else None,
        explains=tuple((t.key, row, column) for t, row, column in explained),
        also=tuple(shown[1:]),
    )


def _explained_at(broken: _Broken) -> list[tuple[Table, int, int]]:
    own = [p for p in map(_place, broken.outcome.left) if p]
    return own or [p for p in map(_place, broken.outcome.right) if p]


def _place(operand: Operand) -> tuple[Table, int, int] | None:
    return (operand.table, operand.cell.row, operand.cell.column) if operand.cell else None


def _cell_of(broken: _Broken, number: int, sums: Sums) -> Operand | None:
    """The unit's cell of the figure."""
    held = sums.held[broken.outcome.table][1][number]
    if held is None:
        return None
    of_unit = [o for o in broken.outcome.right if o.table is held.table and o.cell]
    return of_unit[0] if of_unit else None


def _shown(broken: _Broken) -> str:
    own = broken.own
    return f"{show(broken.residual, own.unit)} {own.unit.name}"


def _named(own: Sequence[Operand]) -> str:
    """Where the department's cells are; of those that are not there, the row."""
    named = []
    for operand in own[:_NAMED]:
        if operand.cell is None:
            named.append(f"{operand.table.sheet} {operand.row}")
            continue
        named.append("!".join(operand.table.source.place(operand.cell.row, operand.cell.column)))
    return "、".join(dict.fromkeys(named)) + "…" * (len(own) > _NAMED)
