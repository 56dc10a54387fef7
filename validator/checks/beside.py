"""The checks of the workbooks given beside this one: are last year's and the budget what they are
said to be, filled in, with the tables that are compared, and numbers in them?"""

from collections.abc import Iterator

from validator.checks.amount_cells import no_number
from validator.checks.context import Context
from validator.checks.identities import blocking
from validator.checks.outcome import Observation
from validator.forms.model import Rule, Severity, name_of_table
from validator.notation import BUDGET, LAST_YEAR
from validator.recognition import Recognised
from validator.rounding import Verdict


def last_year(context: Context, rule: Rule, _: object) -> list[Observation] | None:
    """Last year's workbook is of the year before, and of the same department."""
    kinds = "last_year", "last_department"
    return _seen(context, context.previous, rule, 1, LAST_YEAR, kinds)


def budget(context: Context, rule: Rule, _: object) -> list[Observation] | None:
    """The workbook of the budget is of the same year and the same department."""
    kinds = "budget_year", "budget_department"
    return _seen(context, context.budget, rule, 0, BUDGET, kinds)


def _seen(
    context: Context,
    other: Recognised | None,
    rule: Rule,
    years_before: int,
    prefix: str,
    kinds: tuple[str, str],
) -> list[Observation] | None:
    """In what `other`, whose tables have keys with `prefix`, is not of the year or the department
    that it should be, of which `kinds` are told; and the tables that it lacks and the cells in it
    that keep a rule from being checked. Of one that was not filled in nothing else is said."""
    if other is None:
        return None
    if holds_nothing(other):
        facts = {"name": other.book.name}
        return [Observation(rule, "beside_blank", rule.severity, Verdict.ERROR, "", facts)]
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
    lacking = _missing_tables(context, other, rule, prefix)
    return [*differing, *lacking, *_no_numbers(context, other, rule)]


def holds_nothing(other: Recognised) -> bool:
    """Is there no figure in any of its tables, and none declared empty?"""
    return not any(
        table.declaration or table.content.odd or any(table.content.figures.values())
        for table in other.tables.values()
    )


def _missing_tables(
    context: Context, other: Recognised, rule: Rule, prefix: str
) -> Iterator[Observation]:
    """The tables that rules set beside those of this workbook, and that `other` has not."""
    wanted: set[str] = set()
    spoken_of = [each.tables for each in context.rules.equations]
    spoken_of += [each.tables for each in context.rules.comparisons]
    for tables in spoken_of:
        theirs = {key for key in tables if key.startswith(prefix)}
        if tables - theirs <= context.found.tables.keys():
            wanted |= theirs
    if missing := sorted(wanted - other.tables.keys()):
        facts = {"name": other.book.name, "tables": "、".join(map(name_of_table, missing))}
        verdict = Verdict.NOT_APPLICABLE
        yield Observation(rule, "beside_missing", Severity.INFO, verdict, "", facts)


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
        yield no_number(rule, table, operand.column, cell)
