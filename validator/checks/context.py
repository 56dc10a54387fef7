"""What the named checks look at, and how they say what they see."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from validator.amounts import State
from validator.checks.outcome import Observation, Outcome
from validator.forms.equations import RuleSet
from validator.forms.model import Rule, Severity
from validator.messages import Said, in_both
from validator.recognition import Cell, Recognised, Table
from validator.rounding import Verdict

if TYPE_CHECKING:
    from validator.checks.units.sums import Sums

#: What a cell for an amount holds that is none → the kind of observation that says so.
NO_FIGURE: Mapping[State, str] = {
    State.TEXT: "text",
    State.ERROR: "error_cell",
    State.NOT_COMPUTED: "not_computed",
}


class Context(NamedTuple):
    """What the named checks look at; `names` are those of 科目, by kind, `notable` the identities
    that do not simply hold; `previous` and `budget` last year's workbook and that of the budget;
    `tables` all tables, theirs too; `sums` what adding up the units gave, None without units."""

    found: Recognised
    rules: RuleSet
    names: Mapping[str, Mapping[str, str]]
    previous: Recognised | None
    notable: tuple[Outcome, ...] = ()
    budget: Recognised | None = None
    tables: Mapping[str, Table] = MappingProxyType({})
    sums: "Sums | None" = None


def as_written(value: object) -> str:
    """What stands in a cell, as findings show it: a number as it reads, "" for a blank."""
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def at(
    rule: Rule,
    kind: str,
    table: Table,
    facts: Mapping[str, object],
    place: tuple[int, int] | None = None,
    severity: Severity | None = None,
    verdict: Verdict = Verdict.ERROR,
) -> Observation:
    """What `rule` sees of `table`, at `place` (row, column) or at its top, with the rule's own
    severity where no other is given."""
    row, column = place or (table.top, table.left)
    weight = severity or rule.severity
    return Observation(rule, kind, weight, verdict, table.key, facts, (table, row, column))


#: So many lines or columns are named in one sentence.
_NAMED = 8


def quoted(names: Sequence[str]) -> Said:
    """The names of lines or columns, as findings list them; of many the first ones, and how many
    they are."""
    each = [in_both("names", name=name) for name in names[:_NAMED]]
    listed = "、".join(zh for zh, _ in each), ", ".join(en for _, en in each)
    if len(names) > _NAMED:
        return in_both("names.more", names=listed, count=len(names))
    return listed


def addresses(table: Table, cells: Sequence[Cell], most: int) -> str:
    """Where the first cells stand, with … where there are more than `most`: B5、C5…; with its name
    where a cell is on a second sheet of the table."""
    places = (table.source.place(cell.row, cell.column) for cell in cells[:most])
    named = (at if sheet == table.sheet else f"{sheet}!{at}" for sheet, at in places)
    return "、".join(named) + "…" * (len(cells) > most)
