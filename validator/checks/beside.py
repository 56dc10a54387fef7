"""The checks of the workbooks given beside this one: are last year's and the budget what they are
said to be, and numbers where they are compared?"""

from collections.abc import Iterator

from validator.checks.context import NO_FIGURE, Context, at
from validator.checks.identities import blocking
from validator.checks.outcome import Observation
from validator.forms.model import Rule, name_of_table
from validator.recognition import Recognised
from validator.rounding import Verdict


def last_year(context: Context, rule: Rule, _: object) -> list[Observation] | None:
    """Last year's workbook is of the year before, and of the same department."""
    return _seen(context, context.previous, rule, 1, ("last_year", "last_department"))


def budget(context: Context, rule: Rule, _: object) -> list[Observation] | None:
    """The workbook of the budget is of the same year and the same department."""
    return _seen(context, context.budget, rule, 0, ("budget_year", "budget_department"))


def _seen(
    context: Context,
    other: Recognised | None,
    rule: Rule,
    years_before: int,
    kinds: tuple[str, str],
) -> list[Observation] | None:
    """In what `other` is not of the year or the department that it should be, of which `kinds` are
    told; and the cells in it that keep a rule from being checked."""
    if other is None:
        return None
    of_year, of_department = kinds
    found = context.found
    seen: list[tuple[str, object, object]] = []
    if other.year and found.year and other.year != found.year - years_before:
        seen.append((of_year, other.year, found.year))
    if other.department and found.department and other.department != found.department:
        seen.append((of_department, other.department, found.department))
    differing = [
        Observation(
            rule,
            kind,
            rule.severity,
            Verdict.ERROR,
            "",
            {"name": other.book.name, "other": theirs, "this": own},
        )
        for kind, theirs, own in seen
    ]
    return [*differing, *_no_numbers(context, other, rule)]


def _no_numbers(context: Context, other: Recognised, rule: Rule) -> Iterator[Observation]:
    """The cells of `other` that hold no number where a rule needs one, each once."""
    cells = {
        (operand.table.key, operand.row, operand.column): operand
        for outcome in context.notable
        if outcome.verdict is Verdict.NOT_EVALUATED
        for operand in blocking(outcome)
        if operand.table.key in other.tables
    }
    for operand in cells.values():
        table, cell = operand.table, operand.cell
        if cell is None:  # a line that was not found: told with the rules that need it
            continue
        facts = {
            "raw": cell.raw,
            "label": f"{name_of_table(table.key)} {table.row_label(operand.row)}",
            "heading": table.column_label(operand.column),
        }
        kind, place = NO_FIGURE[cell.amount.state], (cell.row, cell.column)
        yield at(rule, kind, table, facts, place, verdict=Verdict.NOT_EVALUATED)
