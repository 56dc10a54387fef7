"""Verdicts → findings: what a person must see, the heaviest first, one cause with what follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from validator.amounts import COUNTED, EMPTY, show
from validator.checks import Results
from validator.checks.context import as_written, quoted
from validator.checks.grouping import Group, groups, groups_at, groups_by_missing_row
from validator.checks.identities import blocking
from validator.checks.outcome import Cause, Observation, Operand, Outcome
from validator.checks.scorecards.opinions import told
from validator.checks.scorecards.places import ordered
from validator.checks.sentences import has_no_whole, row_name, sentence, unit_of
from validator.findings import CellRef, Finding, Suspect
from validator.forms.model import RowKey, Rule, Severity
from validator.messages import Lang, text
from validator.notation import LAST_YEAR
from validator.recognition import Cell, Recognised, Table
from validator.recognition.cells import Binding
from validator.recognition.table import UNCODED
from validator.rounding import Verdict

#: What a cell holds that has a figure.
_FIGURES = COUNTED - EMPTY


def findings(
    results: Results, found: Recognised, lang: Lang, causes: Sequence[Cause] = ()
) -> tuple[Finding, ...]:
    """Every verdict that a person must see: errors first, then in the workbook's order; findings
    of one cause together, the cause first, with the suspects of `causes`."""
    keys = (*found.order, *(card.key for card in ordered(found)))
    position = {key: i for i, key in enumerate(keys)}
    sets = _by_cause(results, found, lang, causes)
    sets += [[finding] for finding in _unbound(results.notable, lang)]
    sets += [[_undivided(o, lang)] for o in results.notable if has_no_whole(o)]
    for members in told(results.seen, lang, causes):
        same = (s for s in sets if s and s[0].suspects and s[0].suspects == members[0].suspects)
        of_table = next(same, None)
        if of_table is None:
            sets.append(members)
        else:  # scorecards are compared with the figure that is wrong there
            of_table += (replace(finding, cause=False) for finding in members)

    def order(members: list[Finding]) -> tuple[int, int]:
        heaviest = min(finding.severity.rank for finding in members)
        return heaviest, position.get(members[0].table, -1)

    numbered = enumerate(sorted(filter(None, sets), key=order), start=1)
    return tuple(replace(f, group=f"G{n}") for n, members in numbered for f in members)


def _by_cause(
    results: Results, found: Recognised, lang: Lang, causes: Sequence[Cause]
) -> list[list[Finding]]:
    """What the identities and the named checks found, the findings of one cause together.

    An observation belongs to the broken identities that it explains, which then have one cause, or
    to those that lack the row that it misses; else it stands alone.
    """
    grouped, blocked = groups(results, causes), _blocked(results.notable)
    sets = [_told(group, results, lang) for group in grouped]
    lacking = groups_by_missing_row(grouped)
    known: dict[object, tuple[Suspect, ...]] = {
        what: cause.suspects for cause in causes for what in (*cause.places, *cause.rows)
    }
    place = list(range(len(grouped)))  # the set in which the findings of a group stand
    explained: set[int] = set()
    for observation in results.observations:
        finding = _observed(observation, blocked, lang)
        here = groups_at(observation.explains, grouped) - explained
        at_place = _key_of(*observation.place) if observation.place else None
        if suspects := known.get(observation.lacks or at_place):
            finding = replace(finding, suspects=suspects)
        if here:
            explained |= here
            at, *others = sorted({place[i] for i in here})
            for i in others:
                sets[at] += sets[i]
                sets[i] = []
            place = [at if i in others else i for i in place]
        elif observation.lacks in lacking:
            at = place[lacking[observation.lacks]]
        else:
            sets.append([finding, *_following(observation, results, lang)])
            continue
        if here or observation.kind == "code_orphan":  # the cell or row itself is the cause
            sets[at] = [finding, *(replace(f, cause=False) for f in sets[at])]
        else:
            sets[at].append(replace(finding, cause=False))
    return [_with_suspects(members) for members in sets]


def _key_of(table: Table, row: int, column: int) -> tuple[str, int, int]:
    return table.key, row, column


def _with_suspects(members: list[Finding]) -> list[Finding]:
    """The findings of one cause, which all name the same suspects."""
    suspects = next((f.suspects for f in members if f.suspects), ())
    if not suspects:
        return members
    return [f if f.suspects else replace(f, suspects=suspects) for f in members]


def _told(group: Group, results: Results, lang: Lang) -> list[Finding]:
    """The findings of one cause: the first says the cause, the others that they follow from it."""
    cause, *others = group.members
    first = _broken(cause, lang, group.suspects)
    if group.table:
        table = results.tables[group.table]
        told = text("whole_table", lang, title=table.called, count=len(group.members))
        kind = "last_years_table" if _is_last_years(table, results) else "whole_table"
        said = text(f"suspect.{kind}", lang)
        whole = Suspect(table.sheet, table.range, "", "", said, table.called, kind="area")
        first = replace(first, message=f"{told}{first.message}", suspects=(whole,))
    return [first, *(_consequence(member, cause.rule, lang) for member in others)]


def _is_last_years(table: Table, results: Results) -> bool:
    """Does the table print just what last year's did, where that is at hand?"""
    before = results.tables.get(f"{LAST_YEAR}{table.key}")
    if before is None:
        return False
    theirs = {cell[1:]: figure for cell, figure in before.content.figures.items() if figure}
    return theirs == {c[1:]: figure for c, figure in table.content.figures.items() if figure}


def _following(observation: Observation, results: Results, lang: Lang) -> Iterable[Finding]:
    """The findings of the broken identities that a named check tells the cause of."""
    if broken := frozenset(observation.breaks):
        for outcome in results.notable:
            if outcome.key in broken:
                yield _consequence(outcome, observation.rule, lang)


def _consequence(outcome: Outcome, cause: Rule, lang: Lang) -> Finding:
    return _broken(outcome, lang, follows=cause)


# --- identities --------------------------------------------------------------------------------


def _broken(
    outcome: Outcome, lang: Lang, suspects: tuple[Suspect, ...] = (), follows: Rule | None = None
) -> Finding:
    """The finding of a broken identity; `follows` is the rule of which it is a consequence."""
    message = sentence(outcome, lang)
    if follows:
        message = text("consequence", lang, message=message, rule=follows.id)
    judged, unit = outcome.judgement, unit_of(outcome)
    unexplained = None
    if judged.verdict is Verdict.ERROR:
        unexplained = show(judged.residual - judged.explained, unit)
    return Finding(
        rule=outcome.rule.id,
        severity=outcome.effective_severity,
        verdict=judged.verdict,
        kind=outcome.kind,
        table=outcome.table,
        left=show(judged.left, unit),
        right=show(judged.right, unit),
        difference=show(judged.residual, unit),
        unexplained=unexplained,
        cells=(*_cells(outcome.left, "left"), *_cells(outcome.right, "right")),
        suspects=suspects,
        group="",
        message=message,
        source=outcome.rule.source,
        cause=follows is None,
    )


def _undivided(outcome: Outcome, lang: Lang) -> Finding:
    """A share of nothing: it has no figures that could be compared."""
    told = _broken(outcome, lang)
    return replace(told, severity=Severity.ERROR, left=None, right=None, difference=None)


def _cells(operands: Iterable[Operand], role: str) -> Iterable[CellRef]:
    for operand in operands:
        if operand.cell is not None:
            yield _cell(operand.table, operand.cell, operand.row, operand.column, role)


def _cell(table: Table, cell: Cell, row: RowKey, column: int, role: str) -> CellRef:
    amount = cell.amount
    stored = amount.stored if amount.stored is not None else amount.printed
    sheet, address = table.source.place(cell.row, cell.column)
    return CellRef(
        sheet=sheet,
        address=address,
        table=table.key,
        line=row if isinstance(row, int) and table.form.numbered else None,
        column=column,
        label=table.row_label(row),
        raw=as_written(cell.raw),
        value=show(stored, table.unit_of(column)) if amount.state in _FIGURES else None,
        role=role,
    )


# --- named checks, and identities that could not be evaluated ----------------------------------

_Place = tuple[str, str]


def _blocked(outcomes: Iterable[Outcome]) -> Mapping[_Place, list[str]]:
    """(sheet, address) of a cell that holds no number → the rules that it kept from running."""
    blocked: dict[_Place, list[str]] = {}
    for outcome in outcomes:
        if outcome.verdict is not Verdict.NOT_EVALUATED:
            continue
        for operand in blocking(outcome):
            if operand.cell is not None:
                place = operand.table.source.place(operand.cell.row, operand.cell.column)
                rules = blocked.setdefault(place, [])
                if outcome.rule.id not in rules:
                    rules.append(outcome.rule.id)
    return blocked


def _observed(observation: Observation, blocked: Mapping[_Place, list[str]], lang: Lang) -> Finding:
    places = (observation.place,) if observation.place is not None else ()
    cells = tuple(cell_at(*place) for place in (*places, *observation.also))
    sentence = text(f"check.{observation.kind}", lang, **observation.facts)
    if cells and observation.verdict is Verdict.NOT_EVALUATED:
        kept = (rule for cell in cells for rule in blocked.get((cell.sheet, cell.address), ()))
        rules = list(dict.fromkeys(kept))
        if rules:
            sentence += text("blocked", lang, count=len(rules), rules="、".join(rules))
    told = _plain_finding(
        observation.rule,
        observation.severity,
        observation.verdict,
        observation.table,
        cells,
        sentence,
    )
    return replace(told, suspects=tuple(_areas(observation, lang)))


def _areas(observation: Observation, lang: Lang) -> Iterable[Suspect]:
    """The columns and tables that are likely wrong as a whole, any one of them."""
    for number, (table, column, kind) in enumerate(observation.areas, start=1):
        said = text(f"suspect.{kind}", lang, **observation.facts)
        area, label = table.range, table.called
        if column is not None:
            label = f"{label} {table.column_label(column)}"
            bound = [b for b in table.bindings if column in b.columns]
            ends = (min(bound, key=_row), max(bound, key=_row))
            places = [table.source.place(b.row, b.columns[column])[1] for b in ends]
            area = ":".join(places)
        yield Suspect(table.sheet, area, "", "", said, label, number, "area")


def _row(binding: Binding) -> int:
    return binding.row


def _plain_finding(
    rule: Rule,
    severity: Severity,
    verdict: Verdict,
    table: str,
    cells: tuple[CellRef, ...],
    message: str,
) -> Finding:
    return Finding(
        rule=rule.id,
        severity=severity,
        verdict=verdict,
        kind="structure",
        table=table,
        left=None,
        right=None,
        difference=None,
        unexplained=None,
        cells=cells,
        suspects=(),
        group="",
        message=message,
        source=rule.source,
    )


def cell_at(table: Table, row: int, column: int) -> CellRef:
    """A cell of a table's sheet, as findings name it; `row` and `column` count from zero."""
    bound = table.bound(row, column)
    if bound is not None:
        key, number = bound
        cell = table.cell(key, number)
        assert cell is not None, "what is bound has a cell"
        return _cell(table, cell, key, number, "place")
    entry = table.entry_at.get((row, column))
    label = f"{entry.code} {entry.name}".strip() if entry else ""
    raw = entry.code if entry else ""
    place = table.source.place(row, column)
    return CellRef(*place, table.key, None, None, label, raw, None, "place")


def _unbound(outcomes: Iterable[Outcome], lang: Lang) -> Iterable[Finding]:
    """Printed lines and columns that were not found, and the identities that could not be evaluated
    for it: one finding for those of a table that kept the same rules from it."""
    tables: dict[str, Table] = {}
    kept: dict[tuple[str, str], dict[str, Rule]] = {}
    for outcome in outcomes:
        if outcome.verdict is not Verdict.NOT_EVALUATED:
            continue
        for operand in blocking(outcome):
            if operand.cell is None:
                key = operand.table.key
                tables[key] = operand.table
                rules = kept.setdefault((key, _not_there(operand)), {})
                rules[outcome.rule.id] = outcome.rule
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (key, label), rules in kept.items():
        alike.setdefault((key, tuple(rules)), []).append(label)
    for (key, ids), labels in alike.items():
        facts = {"title": tables[key].called, "labels": quoted(labels), "count": len(ids)}
        sentence = text("check.not_evaluated", lang, **facts, rules="、".join(ids))
        first = kept[key, labels[0]][ids[0]]
        yield _plain_finding(first, Severity.ERROR, Verdict.NOT_EVALUATED, key, (), sentence)


def _not_there(operand: Operand) -> str:
    """What was not found: a whole column, any of the rows of a table without codes, or one row."""
    table = operand.table
    if operand.column in table.unfound:
        return table.column_label(operand.column)
    return row_name(table, UNCODED if table.uncoded else operand.row)
