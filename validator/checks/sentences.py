"""Identities in words: both sides, the operands with their cells, the difference, what rounding can
explain, in one sentence that a finance officer can act on. A share is told with what it is of:
占比 67.40%，应为 5164.74 ÷ 7651.80 = 67.50%."""

from decimal import Decimal
from typing import NamedTuple

from validator.amounts import EMPTY, PERCENT, Unit, show
from validator.checks.identities import blocking
from validator.checks.outcome import Operand, Outcome
from validator.forms.model import ONLY_ROW, RowKey, Severity, name_of_table, split_key
from validator.messages import Lang, text
from validator.notation import UNIT
from validator.recognition import Table
from validator.rounding import Relation, Verdict

#: So many operands are named with their words; of more, only the figures are given.
_NAMED_OPERANDS = 4
#: … and no more than so many.
_MOST_FIGURES = 60
#: So many blank operands are named; of more, the number.
_NAMED_BLANKS = 3
#: No finding is made of these; they are told when somebody asks about a cell.
_NOTHING_WRONG = frozenset({Verdict.EXACT, Verdict.NOT_EVALUATED, Verdict.NOT_APPLICABLE})


def unit_of(outcome: Outcome) -> Unit:
    """The unit in which the figures of an identity are told: that of its first operand."""
    return (outcome.left or outcome.right)[0].unit


def sentence(outcome: Outcome, lang: Lang) -> str:
    """An identity at one place in words: both sides with their cells, and what its verdict is."""
    judged, unit = outcome.judgement, unit_of(outcome)
    speaker = _Speaker.of(outcome, lang)
    left = speaker.side(outcome.left, speaker.figure(judged.left, unit))
    if judged.missing_total:
        left = "、".join(speaker.name_or_absent(operand) for operand in outcome.left)
    total = speaker.figure(judged.right, unit)
    share = outcome.kind == "share"
    facts: dict[str, object] = {
        "left": left,
        "right": speaker.quotient(outcome, total) if share else speaker.side(outcome.right, total),
        "right_value": total,
        "difference": show(judged.residual, unit) + (unit.name if speaker.units else ""),
        "explained": show(abs(judged.explained), unit),
        "unexplained": show(judged.residual - judged.explained, unit),
        "addends": judged.addends,
        "units": outcome.units or len({operand.table.key for operand in outcome.right}),
        "relation": text(f"relation.{outcome.relation.name.lower()}", lang),
    }
    if judged.verdict is Verdict.NOT_EVALUATED:
        facts["blocking"] = "、".join(map(speaker.name_or_absent, blocking(outcome)))
        facts["whole"] = speaker.side(outcome.right[-1:], "")
    return speaker.common + text(_template(outcome), lang, **facts) + speaker.blanks(outcome)


def _template(outcome: Outcome) -> str:
    judged = outcome.judgement
    if outcome.kind == "share":
        return _template_of_share(outcome)
    if judged.verdict in _NOTHING_WRONG:
        return f"identity.{judged.verdict.value}"
    if outcome.kind == "units" and judged.verdict is Verdict.ERROR:
        return "identity.units_absent" if outcome.left[0].cell is None else "identity.units"
    if outcome.units:
        return "identity.units_rounding"
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
    if outcome.effective_severity is not Severity.ERROR and outcome.relation is Relation.EQUAL:
        return "identity.soft"
    if outcome.kind == "bound" and all(operand.cell is None for operand in outcome.left):
        return "identity.bound_absent"
    if outcome.kind == "sum" and not judged.explained:
        return "identity.sum_exact"
    return f"identity.{outcome.kind}"


def _template_of_share(outcome: Outcome) -> str:
    if has_no_whole(outcome):
        return "identity.share.no_whole"
    if outcome.verdict in (Verdict.NOT_EVALUATED, Verdict.NOT_APPLICABLE):
        return f"identity.{outcome.verdict.value}"
    if outcome.judgement.missing_total:
        return "identity.share.missing"
    return f"identity.share.{outcome.verdict.value}"


def has_no_whole(outcome: Outcome) -> bool:
    """Is it a share that cannot be told because what it is of is 0 or less?"""
    no_number = outcome.verdict is Verdict.NOT_EVALUATED and not blocking(outcome)
    return outcome.kind == "share" and no_number


class _Speaker(NamedTuple):
    """Names the operands of one identity: what they have in common is said once, before it."""

    home: str
    lang: Lang
    row: RowKey | None
    column: int | None
    common: str
    units: bool = False

    @classmethod
    def of(cls, outcome: Outcome, lang: Lang) -> "_Speaker":
        operands, home = outcome.operands, outcome.table
        amounts = {unit.name for o in operands if (unit := o.unit) is not PERCENT}
        units = len(amounts) > 1
        table = operands[0].table
        rows = {operand.row for operand in operands}
        columns = {operand.column for operand in operands}
        if any(o.table.key != home for o in operands) or len(operands) == 1:
            return cls(home, lang, None, None, "", units)
        if len(rows) == 1 and len(columns) > 1 and operands[0].row != ONLY_ROW:
            row = operands[0].row
            return cls(home, lang, row, None, f"【{row_name(table, row)}】")
        if len(columns) == 1 and len(rows) > 1 and _several_columns(operands[0]):
            column = operands[0].column
            return cls(home, lang, None, column, f"【{table.column_label(column)}】")
        return cls(home, lang, None, None, "")

    def name(self, operand: Operand) -> str:
        """What a person calls the cell: `表1 27行 本年收入合计`, `合计 项目支出`."""
        words = []
        if of_unit(operand.table):
            return _cell_of_unit(operand)
        if operand.table.key != self.home:
            words.append(_table_name(operand.table))
        if operand.row != self.row:
            words.append(row_name(operand.table, operand.row))
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
            figure = self.figure(abs(operand.weight) * operand.cell.amount.printed, operand.unit)
            words = f"{self.name(operand)} {figure}" if named else figure
            sign = "-" if operand.weight < 0 else "+"
            terms.append(f" {sign} {words}" if terms or sign == "-" else words)
        if len(terms) > _MOST_FIGURES:
            terms[_MOST_FIGURES - 1 : -1] = [" + …"]
        expression = "".join(terms).strip()
        if not named:
            first, last = self.name(counted[0]), self.name(counted[-1])
            facts = {"count": len(counted), "first": first, "last": last}
            expression = text("expression.many", self.lang, expression=expression, **facts)
        return f"{expression} = {total}" if len(counted) > 1 else expression

    def figure(self, fen: Decimal | int, unit: Unit) -> str:
        """An amount; with its unit where the identity has amounts of several, and a per cent."""
        return show(fen, unit) + (unit.name if self.units or unit is PERCENT else "")

    def quotient(self, outcome: Outcome, share: str) -> str:
        """`5164.74 ÷ 7651.80 = 67.50%`; without the share where there is none."""
        figures = " ÷ ".join(
            show(o.cell.amount.printed, o.unit) if o.cell else self.absent(o) for o in outcome.right
        )
        if outcome.verdict in (Verdict.NOT_EVALUATED, Verdict.NOT_APPLICABLE):
            return figures
        return f"{figures} = {share}"

    def name_or_absent(self, operand: Operand) -> str:
        """The name of a blank cell, or that there is no such row."""
        return self.absent(operand) if operand.cell is None else self.name(operand)

    def absent(self, operand: Operand) -> str:
        """A 科目 that the table does not list, or a line or a column that it does not print."""
        table, row = operand.table, operand.row
        if any(binding.key == row for binding in table.bindings):
            column = table.column_label(operand.column)
            own = _table_name(table)
            return text("operand.no_column", self.lang, table=own, column=column)
        name = row_name(table, row) if isinstance(row, int) else row
        return text("operand.absent", self.lang, table=_table_name(table), row=name)

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
    return table.sheet if of_unit(table) else name_of_table(table.key)


def of_unit(table: Table) -> bool:
    """Is it a table of a unit, the sheets of which are called as in formulas: [单位2.xlsx]表3?"""
    return split_key(table.key)[0].startswith(UNIT)


def _cell_of_unit(operand: Operand) -> str:
    """[单位2.xlsx]表3!C8: what the row is called has been said of the department's cell."""
    if operand.cell is None:
        return operand.table.sheet
    return "!".join(operand.table.source.place(operand.cell.row, operand.cell.column))


def row_name(table: Table, row: RowKey) -> str:
    """`27行 本年收入合计`, `2080505 机关事业单位…`."""
    label = table.row_label(row)
    numbered = isinstance(row, int) and table.form.numbered
    return f"{row}行 {label}".strip() if numbered else label
