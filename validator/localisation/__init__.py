"""From broken identities to the cell that is most likely wrong, and what it should be.

`localise` follows the steps of Fellegi and Holt (1976): the identities of the workbook become a
system of edits (`building`, `system`); the smallest weighted sets of cells are sought whose change
satisfies all of them at once (`solving`, `programme`, `hypotheses`); the mistakes that people make
tell which is the likeliest and what the figure was (`mistakes`, `circumstances`, `explaining`); and
`wording` says it. The rules of scorecards are no linear system: `scorecards` asks them themselves.
Nothing is changed here: gouji proposes.
"""

from collections.abc import Mapping

from validator.checks import Results
from validator.checks.outcome import Cause
from validator.forms.model import CellKey
from validator.localisation.building import lacking_rows, system_of
from validator.localisation.causes import reasons
from validator.localisation.explaining import Tables
from validator.localisation.hypotheses import hypotheses
from validator.localisation.scorecards import with_scorecards
from validator.localisation.solving import problems
from validator.localisation.units import with_units
from validator.localisation.wording import worded
from validator.messages import Lang
from validator.notation import LAST_YEAR
from validator.recognition import Recognised
from validator.rounding import Verdict

__all__ = ["localise"]

#: Where more identities are broken, the workbook is wrong in a way that no list of cells tells.
MOST_BROKEN = 1_000


def localise(results: Results, found: Recognised, lang: Lang) -> tuple[Cause, ...]:
    """The causes of what is broken in the tables and scorecards of `found`, each with the cells
    that are likely wrong, the likeliest first, and what their change would resolve. Empty where
    nothing is broken, or where so many cells would have to change that none can be named."""
    broken = sum(o.verdict in (Verdict.ERROR, Verdict.NOT_EVALUATED) for o in results.notable)
    broken += any(seen.lacks for seen in results.observations)
    of_tables = _in_tables(results, found, lang) if 0 < broken <= MOST_BROKEN else []
    return with_units(with_scorecards(results, found, of_tables, lang), results)


def _in_tables(
    results: Results, found: Recognised, lang: Lang
) -> list[tuple[Mapping[CellKey, int], Cause]]:
    """The causes in tables, each with the amounts that its likeliest cells should have, in 分."""
    rows = lacking_rows(results, found)
    system = system_of(results, found, rows)
    solved = problems(system, tuple(hypotheses(system, found.tables)), rows)
    previous = {
        key.removeprefix(LAST_YEAR): table
        for key, table in results.tables.items()
        if key.startswith(LAST_YEAR)
    }
    tables = Tables(found.tables, previous)
    told = reasons(system, solved, tables, rows)
    return [(each.choices[0].values, worded(each, found, results, rows, lang)) for each in told]
