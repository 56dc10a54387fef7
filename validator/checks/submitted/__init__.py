"""检查 提交公式: what the formulas of a workbook that was not made from the forms do wrong.

A bureau's own templates and last year's files changed by hand have formulas of their own. Only
those in cells that are bound to the form are looked at, and the cells that they go back to; what a
formula adds up is compared with the identity that its cell is the total of.
"""

from validator.checks.context import Context, at
from validator.checks.outcome import Observation
from validator.checks.submitted.chains import chains, circles, reached
from validator.checks.submitted.defined import definitions
from validator.checks.submitted.live import bound_cells, live_cells
from validator.checks.submitted.sums import sums
from validator.checks.submitted.typed import typed
from validator.checks.submitted.values import recalculated, values
from validator.expressions import Cells
from validator.expressions.cells import TooMany
from validator.forms.model import Rule, Severity
from validator.rounding import Verdict


def submitted(context: Context, rule: Rule, _: object) -> list[Observation] | None:
    """Formulas stand where those beside them do, add up what the identity adds up, each once, show
    what they give, and speak of cells of this workbook only, never of themselves.

    Of workbooks made from the forms another check tells all but what recalculation changed; of
    others without any formula there is nothing to tell.
    """
    found = context.found
    changed = any(sheet.saved for sheet in found.book.sheets)
    if not changed and (found.template or not any(s.written for s in found.book.sheets)):
        return None
    bound = bound_cells(found.tables.values())
    seen = list(recalculated(found.book, rule, bound))
    cells = Cells(found.book)
    live = {} if found.template else live_cells(bound, cells)
    if not live:
        return seen or None
    known = definitions(context, {each.bound.table.key for each in live.values()})
    try:
        seen += typed(rule, live, known)
        before = reached(live, cells)
        closed = circles(before)
        around = {spot for circle in closed for spot in circle}
        # What goes round in a circle has no result, and whatever it adds up is wrong.
        straight = {spot: each for spot, each in live.items() if spot not in around}
        seen += sums(rule, straight, known, bound, cells)
        seen += values(rule, straight, cells)
        seen += chains(rule, live, bound, before, closed, cells)
    except TooMany:
        table = next(iter(live.values())).bound.table
        facts = {"count": len(live)}
        severity, verdict = Severity.WARNING, Verdict.NOT_EVALUATED
        seen.append(at(rule, "formulas_too_many", table, facts, None, severity, verdict))
    return seen
