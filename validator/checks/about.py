"""One cell: the identities that it is part of, each with its state, the good ones too."""

from collections.abc import Iterable

from validator.checks import Results
from validator.checks.opinions import cell_at
from validator.checks.outcome import Outcome
from validator.checks.sentences import sentence
from validator.findings import CellReport, Finding, Statement
from validator.messages import Lang
from validator.recognition import Recognised, Table
from validator.rounding import Verdict

_ORDER = (
    Verdict.ERROR,
    Verdict.NOT_EVALUATED,
    Verdict.IMPROBABLE,
    Verdict.ROUNDING,
    Verdict.EXACT,
    Verdict.NOT_APPLICABLE,
)


def about(
    place: tuple[str, int, int],
    results: Results,
    found: Recognised,
    findings: Iterable[Finding],
    lang: Lang,
) -> CellReport | None:
    """What is known of the cell at `place` (sheet, row and column from zero); None where it belongs
    to no table: words, headings, the space around."""
    sheet, row, column = place
    table = next((t for t in found.tables.values() if t.sheet == sheet and _holds(t, place)), None)
    if table is None:
        return None
    cell = cell_at(table, row, column)
    here = [o for o in results.outcomes if _has(o, table, row, column)]
    here.sort(key=lambda outcome: _ORDER.index(outcome.verdict))
    return CellReport(
        cell=cell,
        title=table.form.title,
        column=table.column_label(cell.column) if cell.column else "",
        statements=tuple(Statement(o.rule.id, o.text, o.verdict, sentence(o, lang)) for o in here),
        findings=tuple(
            finding
            for finding in findings
            if any((c.sheet, c.address) == (sheet, cell.address) for c in finding.cells)
        ),
    )


def _holds(table: Table, place: tuple[str, int, int]) -> bool:
    return place[1:] in table.bound_at or place[1:] in table.entry_at


def _has(outcome: Outcome, table: Table, row: int, column: int) -> bool:
    return any(
        operand.cell is not None
        and operand.table is table
        and (operand.cell.row, operand.cell.column) == (row, column)
        for operand in outcome.operands
    )
