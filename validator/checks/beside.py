"""The checks of the workbooks given beside this one: are last year's and the budget what they are
said to be?"""

from validator.checks.context import Context
from validator.checks.outcome import Observation
from validator.forms.model import Rule
from validator.recognition import Recognised
from validator.rounding import Verdict


def last_year(context: Context, rule: Rule, _: object) -> list[Observation] | None:
    """Last year's workbook is of the year before, and of the same department."""
    return _differing(context.found, context.previous, rule, 1, ("last_year", "last_department"))


def budget(context: Context, rule: Rule, _: object) -> list[Observation] | None:
    """The workbook of the budget is of the same year and the same department."""
    return _differing(context.found, context.budget, rule, 0, ("budget_year", "budget_department"))


def _differing(
    found: Recognised,
    other: Recognised | None,
    rule: Rule,
    years_before: int,
    kinds: tuple[str, str],
) -> list[Observation] | None:
    """In what `other` is not of the year or the department that it should be; `kinds` are those of
    the observations that say so."""
    if other is None:
        return None
    of_year, of_department = kinds
    seen: list[tuple[str, object, object]] = []
    if other.year and found.year and other.year != found.year - years_before:
        seen.append((of_year, other.year, found.year))
    if other.department and found.department and other.department != found.department:
        seen.append((of_department, other.department, found.department))
    return [
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
