"""Verdicts → findings: both sides, the operands with their cells, the difference, what rounding
can explain, in one sentence that a finance officer can act on."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from validator.amounts import COUNTED, EMPTY, Unit, show
from validator.checks import Results
from validator.checks.grouping import Group, groups, groups_at, groups_by_missing_row
from validator.checks.identities import blocking
from validator.checks.outcome import Observation, Operand, Outcome
from validator.findings import CellRef, Finding
from validator.forms.model import ONLY_ROW, RowKey, Rule, Severity
from validator.messages import Lang, text
from validator.reading import address
from validator.recognition import Cell, Recognised, Table
from validator.rounding import Relation, Verdict

#: So many operands are named with their words; of more, only the figures are given.
_NAMED_OPERANDS = 4
#: So many blank operands are named; of more, the number.
_NAMED_BLANKS = 3

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def findings(results: Results, found: Recognised, lang: Lang) -> tuple[Finding, ...]:
    """Every verdict that a person must see: errors first, then in the workbook's order; findings
    of one cause together, the cause first."""
    position = {key: i for i, key in enumerate(found.edition.order)}
    blocked = _blocked(results.notable)
    causes = groups(results)
    sets = [_told(group, found, lang) for group in causes]
    lacking = groups_by_missing_row(causes)
    merged = list(range(len(causes)))  # the set in which the findings of a group stand
    explained: set[int] = set()
    for observation in results.observations:
        finding = _observed(observation, blocked, lang)
        here = groups_at(observation.explains, causes) - explained
        lack = lacking.get(observation.lacks) if observation.lacks else None
        if here:
            explained |= here
            at, *others = sorted({merged[i] for i in here})
            sets[at] = [*sets[at], *(f for i in others for f in sets[i])]
            for i in others:
                sets[i] = []
            merged = [at if i in others else i for i in merged]
        elif lack is None:
            sets.append([finding])
            continue
        else:
            at = merged[lack]
        if here or observation.kind == "code_orphan":  # the cell or row itself is the cause
            sets[at] = [finding, *(replace(f, cause=False) for f in sets[at])]
        else:
            sets[at].append(replace(finding, cause=False))
    sets += [[finding] for finding in _unbound(results.notable, lang)]

    def order(members: list[Finding]) -> tuple[int, int]:
        heaviest = min(_RANK[finding.severity] for finding in members)
        return heaviest, position.get(members[0].table, -1)

    numbered = enumerate(sorted(filter(None, sets), key=order), start=1)
    return tuple(replace(f, group=f"G{n}") for n, members in numbered for f in members)


def _told(group: Group, found: Recognised, lang: Lang) -> list[Finding]:
    """The findings of one cause: the first says the cause, the others that they follow from it."""
    cause, *others = group.members
    first = _broken(cause, lang)
    if group.table:
        title = found.tables[group.table].form.title
        told = text("whole_table", lang, title=title, count=len(group.members))
        first = replace(first, message=f"{told}{first.message}")
    rest = []
    for member in others:
        finding = _broken(member, lang)
        message = text("consequence", lang, message=finding.message, rule=cause.rule.id)
        rest.append(replace(finding, cause=False, message=message))
    return [first, *rest]


# --- identities --------------------------------------------------------------------------------


def _severity(rule: Rule, verdict: Verdict) -> Severity:
    if verdict is Verdict.ROUNDING:
        return Severity.INFO
    if verdict is Verdict.IMPROBABLE and rule.severity is Severity.ERROR:
        return Severity.WARNING
    return rule.severity


def _unit(outcome: Outcome) -> Unit:
    return outcome.operands[0].table.unit


def _broken(outcome: Outcome, lang: Lang) -> Finding:
    judged, unit = outcome.judgement, _unit(outcome)
    unexplained = None
    if judged.verdict is Verdict.ERROR:
        unexplained = show(judged.residual - judged.explained, unit)
    return Finding(
        rule=outcome.rule.id,
        severity=_severity(outcome.rule, judged.verdict),
        verdict=judged.verdict,
        kind=outcome.kind,
        table=outcome.table,
        left=show(judged.left, unit),
        right=show(judged.right, unit),
        difference=show(judged.residual, unit),
        unexplained=unexplained,
        cells=(*_cells(outcome.left, "left"), *_cells(outcome.right, "right")),
        suspects=(),
        group="",
        message=_sentence(outcome, lang),
        source=outcome.rule.source,
    )


def _cells(operands: Iterable[Operand], role: str) -> Iterable[CellRef]:
    for operand in operands:
        if operand.cell is not None:
            yield _cell(operand.table, operand.cell, operand.row, operand.column, role)


def _cell(table: Table, cell: Cell, row: RowKey, column: int, role: str) -> CellRef:
    amount = cell.amount
    numeric = amount.state in COUNTED and amount.state not in EMPTY
    stored = amount.stored if amount.stored is not None else amount.printed
    return CellRef(
        sheet=table.sheet,
        address=address(cell.row, cell.column),
        table=table.key,
        line=row if isinstance(row, int) else None,
        column=column,
        label=table.row_label(row),
        raw=_raw(cell.raw),
        value=show(stored, table.unit) if numeric else None,
        role=role,
    )


def _raw(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _sentence(outcome: Outcome, lang: Lang) -> str:
    judged, unit = outcome.judgement, _unit(outcome)
    speaker = _Speaker.of(outcome, lang)
    left = speaker.side(outcome.left, show(judged.left, unit))
    if judged.missing_total:
        left = "、".join(speaker.name_or_absent(operand) for operand in outcome.left)
    facts: dict[str, object] = {
        "left": left,
        "right": speaker.side(outcome.right, show(judged.right, unit)),
        "right_value": show(judged.right, unit),
        "difference": show(judged.residual, unit),
        "explained": show(abs(judged.explained), unit),
        "unexplained": show(judged.residual - judged.explained, unit),
        "addends": judged.addends,
        "relation": text(f"relation.{outcome.relation.name.lower()}", lang),
    }
    return speaker.common + text(_template(outcome), lang, **facts) + speaker.blanks(outcome)


def _template(outcome: Outcome) -> str:
    judged = outcome.judgement
    if judged.missing_total:
        absent = all(operand.cell is None for operand in outcome.left)
        return f"identity.{'missing_row' if absent else 'missing_total'}"
    if judged.by_stored:
        return "identity.stored"
    if not outcome.right and outcome.kind == "sum":
        return "identity.no_detail"
    if not outcome.right:
        return f"identity.{'zero' if outcome.relation is Relation.EQUAL else 'negative'}"
    if judged.verdict is not Verdict.ERROR:
        return f"identity.{judged.verdict.value}"
    if outcome.rule.severity is not Severity.ERROR and outcome.relation is Relation.EQUAL:
        return "identity.soft"
    if outcome.kind == "bound" and all(operand.cell is None for operand in outcome.left):
        return "identity.bound_absent"
    if outcome.kind == "sum" and not judged.explained:
        return "identity.sum_exact"
    return f"identity.{outcome.kind}"


class _Speaker(NamedTuple):
    """Names the operands of one identity: what they have in common is said once, before it."""

    home: str
    lang: Lang
    row: RowKey | None
    column: int | None
    common: str

    @classmethod
    def of(cls, outcome: Outcome, lang: Lang) -> "_Speaker":
        operands, home = outcome.operands, outcome.table
        table = operands[0].table
        rows = {operand.row for operand in operands}
        columns = {operand.column for operand in operands}
        if any(o.table.key != home for o in operands) or len(operands) == 1:
            return cls(home, lang, None, None, "")
        if len(rows) == 1 and len(columns) > 1 and operands[0].row != ONLY_ROW:
            row = operands[0].row
            return cls(home, lang, row, None, f"【{_row_name(table, row)}】")
        if len(columns) == 1 and len(rows) > 1 and _several_columns(operands[0]):
            column = operands[0].column
            return cls(home, lang, None, column, f"【{table.column_label(column)}】")
        return cls(home, lang, None, None, "")

    def name(self, operand: Operand) -> str:
        """What a person calls the cell: `表1 27行 本年收入合计`, `合计 项目支出`."""
        words = []
        if operand.table.key != self.home:
            words.append(_table_name(operand.table))
        if operand.row != self.row:
            words.append(_row_name(operand.table, operand.row))
        if operand.column != self.column and _several_columns(operand):
            words.append(operand.table.column_label(operand.column))
        return " ".join(word for word in words if word)

    def side(self, operands: tuple[Operand, ...], total: str) -> str:
        """`27行 本年收入合计 1819.46`, or `1行 … 1809.26 + 2行 … 10.20 = 1819.46`."""
        counted = [o for o in operands if o.cell is not None and o.cell.amount.printed]
        counted = counted or [o for o in operands if o.cell is not None][:1]
        if not counted:
            return self.absent(operands[0]) if operands else total
        named = len(counted) <= _NAMED_OPERANDS
        terms: list[str] = []
        for operand in counted:
            assert operand.cell is not None
            figure = show(abs(operand.weight) * operand.cell.amount.printed, operand.table.unit)
            if operand.table.unit is not operands[0].table.unit:
                figure += operand.table.unit.name
            words = f"{self.name(operand)} {figure}" if named else figure
            sign = "-" if operand.weight < 0 else "+"
            terms.append(f" {sign} {words}" if terms or sign == "-" else words)
        expression = "".join(terms).strip()
        if not named:
            first, last = self.name(counted[0]), self.name(counted[-1])
            facts = {"count": len(counted), "first": first, "last": last}
            expression = text("expression.many", self.lang, expression=expression, **facts)
        return f"{expression} = {total}" if len(counted) > 1 else expression

    def name_or_absent(self, operand: Operand) -> str:
        """The name of a blank cell, or that there is no such row."""
        return self.absent(operand) if operand.cell is None else self.name(operand)

    def absent(self, operand: Operand) -> str:
        """A 科目 that the table does not list."""
        return text("operand.absent", self.lang, table=_table_name(operand.table), row=operand.row)

    def blanks(self, outcome: Outcome) -> str:
        """Blank operands count as 0; a broken sum says which."""
        if outcome.verdict is not Verdict.ERROR or outcome.kind != "sum":
            return ""
        counted = outcome.right if outcome.judgement.missing_total else outcome.operands
        blank = [o for o in counted if o.cell is not None and o.cell.amount.state in EMPTY]
        absent = [o for o in counted if o.cell is None]
        note = ""
        if blank:
            names = "、".join(self.name(operand) for operand in blank[:_NAMED_BLANKS])
            key = "blank.few" if len(blank) <= _NAMED_BLANKS else "blank.many"
            note = text(key, self.lang, names=names, count=len(blank))
        if absent:
            names = "、".join(self.absent(operand) for operand in absent[:_NAMED_BLANKS])
            note += text("blank.absent", self.lang, names=names)
        return note


def _several_columns(operand: Operand) -> bool:
    return operand.table.form.has_columns(operand.row)


def _table_name(table: Table) -> str:
    return table.key.removesuffix(table.form.subject) + table.form.name


def _row_name(table: Table, row: RowKey) -> str:
    label = table.row_label(row)
    return f"{row}行 {label}".strip() if isinstance(row, int) else label


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
                place = operand.table.sheet, address(operand.cell.row, operand.cell.column)
                rules = blocked.setdefault(place, [])
                if outcome.rule.id not in rules:
                    rules.append(outcome.rule.id)
    return blocked


def _observed(observation: Observation, blocked: Mapping[_Place, list[str]], lang: Lang) -> Finding:
    cells: tuple[CellRef, ...] = ()
    if observation.place is not None:
        table, row, column = observation.place
        cells = (_cell_at(table, row, column),)
    sentence = text(f"check.{observation.kind}", lang, **observation.facts)
    if cells and observation.verdict is Verdict.NOT_EVALUATED:
        rules = blocked.get((cells[0].sheet, cells[0].address), [])
        if rules:
            sentence += text("blocked", lang, count=len(rules), rules="、".join(rules))
    rule = observation.rule
    return _plain_finding(
        rule, observation.severity, observation.verdict, observation.table, cells, sentence
    )


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


def _cell_at(table: Table, row: int, column: int) -> CellRef:
    bound = table.bound_at.get((row, column))
    if bound is not None:
        key, number = bound
        return _cell(table, table.cells[key, number], key, number, "place")
    entry = table.entry_at.get((row, column))
    label = f"{entry.code} {entry.name}".strip() if entry else ""
    raw = entry.code if entry else ""
    return CellRef(
        table.sheet, address(row, column), table.key, None, None, label, raw, None, "place"
    )


def _unbound(outcomes: Iterable[Outcome], lang: Lang) -> Iterable[Finding]:
    """Printed lines that were not found, and the identities that could not be evaluated for it."""
    missing: dict[tuple[str, object], tuple[Operand, list[Rule]]] = {}
    for outcome in outcomes:
        if outcome.verdict is not Verdict.NOT_EVALUATED:
            continue
        for operand in blocking(outcome):
            if operand.cell is None:
                _, rules = missing.setdefault((operand.table.key, operand.row), (operand, []))
                if outcome.rule not in rules:
                    rules.append(outcome.rule)
    for operand, rules in missing.values():
        sentence = text(
            "check.not_evaluated",
            lang,
            title=operand.table.form.title,
            label=_row_name(operand.table, operand.row),
            count=len(rules),
            rules="、".join(rule.id for rule in rules),
        )
        key = operand.table.key
        yield _plain_finding(rules[0], Severity.ERROR, Verdict.NOT_EVALUATED, key, (), sentence)
