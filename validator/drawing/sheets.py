"""A report and the workbook that it is of → the sheets that it speaks of, drawn."""

from collections.abc import Mapping, Set
from pathlib import Path

from validator.drawing.cells import Drawing, drawn_sheet
from validator.drawing.choice import Place, Wanted, chosen
from validator.drawing.looks import Looks, looks
from validator.drawing.spoken import spoken
from validator.findings import DrawnSheet, Report
from validator.reading import Book, Limits, Sheet
from validator.reading.source import same_bytes
from validator.recognition import Recognised


def drawn(
    report: Report, found: Recognised, source: Path | str | bytes | Book, limits: Limits
) -> tuple[DrawnSheet, ...]:
    """The sheets of the workbook in which `found` was recognised that hold a table or scorecard or
    that a finding of its `report` names, in the workbook's order. `source` is what it was read
    from; where that is no file, or another one by now, the values of the cells are drawn."""
    of = spoken(report, found, limits)
    sheets = {n: sheet for n, sheet in enumerate(found.book.sheets) if sheet.name in of}
    faults = {
        number: _seen(sheet, of[sheet.name].named, blank=bool(found.template))
        for number, sheet in sheets.items()
    }
    wanted = [
        Wanted(sheet.rows, faults[number], of[sheet.name].named, of[sheet.name].explain)
        for number, sheet in sheets.items()
    ]
    choices = dict(zip(sheets, chosen(wanted), strict=True))
    known = looks(same_bytes(source, found.book, limits), found.book, choices, limits)
    return tuple(
        drawn_sheet(
            Drawing(sheet, faults[number], choices[number], of[sheet.name], report.lang),
            known.get(number, Looks()),
        )
        for number, sheet in sheets.items()
    )


def _seen(sheet: Sheet, named: Set[Place], *, blank: bool) -> Mapping[Place, str]:
    """The faults that are seen. In a workbook made from the forms a formula that shows nothing has
    no result either (`blank`): only of those that are named it is said."""
    if not blank:
        return sheet.faults
    return {place: fault for place, fault in sheet.faults.items() if fault or place in named}
