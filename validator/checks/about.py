"""One cell: the identities or, on a scorecard, the rules that it is part of, each with its state,
the good ones too."""

from collections.abc import Iterable

from validator.checks import Results
from validator.checks.opinions import cell_at
from validator.checks.outcome import Outcome
from validator.checks.scorecards.opinions import cell_at as card_cell_at
from validator.checks.scorecards.opinions import statements
from validator.checks.scorecards.overview import heading_of
from validator.checks.scorecards.places import ordered
from validator.checks.sentences import sentence
from validator.findings import CellRef, CellReport, Finding, Statement
from validator.messages import Lang
from validator.reading import LIMITS, parse_address
from validator.reading.walk import spread
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
    to no table and no scorecard: words, headings, the space around."""
    for table in found.tables.values():
        own = table.source.within(*place)
        if own is not None and _holds(table, own):
            row, column = own
            break
    else:
        return _of_card(place, results, found, findings, lang)
    here = [o for o in results.outcomes if _has(o, table, row, column)]
    said = [Statement(o.rule.id, o.text, o.verdict, sentence(o, lang)) for o in here]
    cell = cell_at(table, row, column)
    heading = table.column_label(cell.column) if cell.column else ""
    return _report(cell, table.called, heading, said, findings)


def _of_card(
    place: tuple[str, int, int],
    results: Results,
    found: Recognised,
    findings: Iterable[Finding],
    lang: Lang,
) -> CellReport | None:
    sheet, row, column = place
    for card in ordered(found):
        cell = card_cell_at(card, row, column) if card.sheet == sheet else None
        if cell is not None:
            said = statements(card, row, column, results.seen, lang)
            return _report(cell, heading_of(card, lang), "", said, findings)
    return None


def _report(
    cell: CellRef,
    title: str,
    column: str,
    said: Iterable[Statement],
    findings: Iterable[Finding],
) -> CellReport:
    return CellReport(
        cell=cell,
        title=title,
        column=column,
        statements=tuple(sorted(said, key=lambda each: _ORDER.index(each.verdict))),
        findings=tuple(finding for finding in findings if _speaks_of(finding, cell)),
    )


def _speaks_of(finding: Finding, cell: CellRef) -> bool:
    """Does it name the cell, or hold it for one that is likely wrong?"""
    if any((c.sheet, c.address) == (cell.sheet, cell.address) for c in finding.cells):
        return True
    areas = (s.address for s in finding.suspects if s.sheet == cell.sheet)
    return parse_address(cell.address) in spread(areas, LIMITS.array_cells)


def _holds(table: Table, place: tuple[int, int]) -> bool:
    return place in table.bound_at or place in table.entry_at


def _has(outcome: Outcome, table: Table, row: int, column: int) -> bool:
    return any(
        operand.cell is not None
        and operand.table is table
        and (operand.cell.row, operand.cell.column) == (row, column)
        for operand in outcome.operands
    )
