"""The check 项目资金: which project's sources of money were not split."""

from collections.abc import Sequence
from typing import NamedTuple

from validator.amounts import show
from validator.checks.context import Context, at
from validator.checks.outcome import Observation, Operand, Outcome
from validator.forms.catalogue import parent_of
from validator.forms.equations import CompiledCheck
from validator.forms.model import Rule
from validator.recognition import Entry, Table
from validator.rounding import Verdict


class _Excess(NamedTuple):
    """An identity that the projects' money breaks: the cells of the projects, the column of the
    fund's table with whose total they do not agree, and by how many 分 they exceed it."""

    projects: Sequence[Operand]
    fund: tuple[str, int]
    amount: int


def project_money(context: Context, rule: Rule, check: CompiledCheck) -> list[Observation] | None:
    """The projects' money from a fund comes to more than the fund's own table has. Where the money
    of one project is the whole expenditure of one 科目, of which the fund's table has less by just
    that excess, the rest of that project's money is from elsewhere.

    The first column that the rule names is that of a 科目's whole project expenditure, the others
    those of its part that each fund pays. Nothing is said where no project fits, or several do.
    """
    whole, *funds = check.columns
    tables = context.found.tables
    if whole[0] not in tables or not any(table.form.repeated for table in tables.values()):
        return None
    found = []
    for outcome in context.notable:
        excess = _excess(outcome)
        if excess is None or excess.fund not in funds:
            continue
        matches = [
            (operand, entry)
            for entry in _lowest(tables[whole[0]])
            for operand in excess.projects
            if _fits(context, operand, entry, whole, excess)
        ]
        if len(matches) == 1:
            found.append(_seen(context, rule, *matches[0], whole, excess))
    return found


def _excess(outcome: Outcome) -> _Excess | None:
    """The excess of the projects' money that breaks the identity; None for any other identity."""
    residual = int(outcome.judgement.residual)
    for projects, others, amount in (
        (outcome.left, outcome.right, residual),
        (outcome.right, outcome.left, -residual),
    ):
        of_projects = all(operand.table.form.repeated for operand in projects)
        if outcome.verdict is Verdict.ERROR and of_projects and len(others) == 1 and amount > 0:
            return _Excess(projects, (others[0].table.key, others[0].column), amount)
    return None


def _lowest(table: Table) -> list[Entry]:
    """The 科目 rows with no level below them."""
    parents = {parent_of(entry.code) for entry in table.entries}
    return [entry for entry in table.entries if entry.code not in parents]


def _fits(
    context: Context, operand: Operand, entry: Entry, whole: tuple[str, int], excess: _Excess
) -> bool:
    """Is the project's money all that the 科目 spends, and the excess what the fund does not?"""
    spent = _figure(context, whole, entry)
    money = operand.cell.amount.printed if operand.cell else 0
    return money == spent and spent - _figure(context, excess.fund, entry) == excess.amount


def _figure(context: Context, column: tuple[str, int], entry: Entry) -> int:
    table, number = column
    cell = context.found.tables[table].cells.get((entry.code, number))
    return cell.amount.printed if cell else 0


def _seen(
    context: Context,
    rule: Rule,
    operand: Operand,
    entry: Entry,
    whole: tuple[str, int],
    excess: _Excess,
) -> Observation:
    table, cell, fund = operand.table, operand.cell, context.found.tables[excess.fund[0]]
    assert cell is not None
    facts = {
        "project": table.called,
        "label": table.row_label(operand.row),
        "figure": show(cell.amount.printed, table.unit),
        "whole": context.found.tables[whole[0]].form.name,
        "code": entry.code,
        "name": entry.name,
        "heading": context.found.tables[whole[0]].column_label(whole[1]),
        "fund": fund.form.name,
        "own": show(_figure(context, excess.fund, entry), fund.unit)
        + (fund.unit.name if fund.unit is not table.unit else ""),
        "rest": show(excess.amount, table.unit),
    }
    seen = at(rule, "project_money", table, facts, (cell.row, cell.column))
    return seen._replace(explains=((table.key, cell.row, cell.column),))
