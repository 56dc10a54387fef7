"""A report and the workbook that it is of → the sheets that it speaks of, drawn."""

import struct
from collections.abc import Mapping, Set
from pathlib import Path

from validator.drawing.cells import Drawing, drawn_sheet
from validator.drawing.choice import Chosen, Place, Wanted, chosen
from validator.drawing.looks import Looks
from validator.drawing.spoken import spoken
from validator.findings import DrawnSheet, Report
from validator.reading import Book, Limits, Sheet, Unreadable
from validator.reading.package import open_package
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
    known = _looks(same_bytes(source, found.book, limits), found.book, choices, limits)
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


def _looks(
    data: bytes | None, book: Book, chosen: Mapping[int, Chosen], limits: Limits
) -> Mapping[int, Looks]:
    """How the `chosen` cells of the book's sheets look, by the number of the sheet, as far as it is
    known: `data` is the file that it was read from, None where there is none."""
    if data is None:
        return {}
    try:
        if book.format in ("xlsx", "xlsm"):
            from validator.drawing.xlsx import looks_in_xlsx

            return looks_in_xlsx(open_package(data, limits), chosen)
        if book.format == "xls":
            from validator.drawing.xls import looks_in_xls

            return looks_in_xls(data, chosen)
        if book.format == "ods":
            from validator.drawing.ods import looks_in_ods

            return looks_in_ods(open_package(data, limits), chosen, limits)
    except (Unreadable, ValueError, LookupError, struct.error):
        pass  # what cannot be understood of their looks does not keep the values from being drawn
    return {}
