"""What one rule gave at one place: the record between the checks and the findings."""

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from validator.amounts import Unit
from validator.findings import Suspect
from validator.forms.model import RowKey, Rule, Severity
from validator.recognition import Cell, Table
from validator.rounding import Judgement, Relation, Verdict


def severity_of(rule: Rule, verdict: Verdict) -> Severity:
    """How heavy it is that `rule` gave `verdict`: what rounding explains is information, what it
    hardly explains a warning at most."""
    if verdict is Verdict.ROUNDING:
        return Severity.INFO
    if verdict is Verdict.IMPROBABLE and rule.severity is Severity.ERROR:
        return Severity.WARNING
    return rule.severity


class Operand(NamedTuple):
    """A term of an identity in a workbook. `cell` is None where the workbook has no such row.

    `fixed` tells a line that the form prints (its absence is a fault) from a 科目 that simply
    does not occur (worth 0).
    """

    weight: int
    table: Table
    row: RowKey
    column: int
    cell: Cell | None
    fixed: bool

    @property
    def unit(self) -> Unit:
        """The unit of its figure: that of its table, or per cents."""
        return self.table.unit_of(self.column)


class Outcome(NamedTuple):
    """An identity at one place, with its verdict; `severity` is how heavy a bureau takes it, None
    where that is for its rule to say. `units` is of how many units the roundings broke it,
    where its figures are the sums of theirs."""

    rule: Rule
    text: str
    kind: str
    table: str
    left: tuple[Operand, ...]
    relation: Relation
    right: tuple[Operand, ...]
    judgement: Judgement
    severity: Severity | None = None
    units: int = 0

    @property
    def effective_severity(self) -> Severity:
        """How heavy it is, as a bureau says or else its rule."""
        return self.severity or severity_of(self.rule, self.verdict)

    @property
    def verdict(self) -> Verdict:
        """The verdict alone."""
        return self.judgement.verdict

    @property
    def key(self) -> Hashable:
        """What it is known by: the rule, the statement, and the cells that fill it, without rows
        that are not there."""
        cells = tuple((o.table.key, o.row, o.column) for o in self.operands if o.cell)
        return self.rule.id, self.text, cells

    @property
    def operands(self) -> tuple[Operand, ...]:
        """Both sides, left first."""
        return self.left + self.right


class Cause(NamedTuple):
    """What is likely wrong: `suspects` with the keys of the outcomes that it `resolves` to put them
    right, the `places` (table, row, column on the sheet) of cells that hold no number, and the
    (table, code) of `rows` that are missing."""

    resolves: frozenset[Hashable]
    suspects: tuple[Suspect, ...]
    places: frozenset[tuple[str, int, int]] = frozenset()
    rows: frozenset[tuple[str, str]] = frozenset()


class Area(NamedTuple):
    """A column of a table, or the whole of it (None), that is likely wrong as a whole: `kind` names
    the message `suspect.<kind>`, filled with the facts of its observation."""

    table: Table
    column: int | None
    kind: str


class Observation(NamedTuple):
    """What a named check saw at one place: `kind` names the message `check.<kind>`.

    `place` is the (table, row, column) on the sheet, or None for the whole table or workbook, and
    `also` the other cells that it is about;
    `lacks` the (table, code) of a row that should be there and is not; `explains` the (table, row,
    column) on sheets of wrong figures, the identities of which break for this very reason; `breaks`
    are the keys of the broken identities themselves, where it is known that they hold without it;
    `areas` are what is likely wrong as a whole, each for itself.
    """

    rule: Rule
    kind: str
    severity: Severity
    verdict: Verdict
    table: str
    facts: Mapping[str, object]
    place: tuple[Table, int, int] | None = None
    lacks: tuple[str, str] | None = None
    explains: tuple[tuple[str, int, int], ...] = ()
    also: tuple[tuple[Table, int, int], ...] = ()
    breaks: tuple[Hashable, ...] = ()
    areas: tuple[Area, ...] = ()
