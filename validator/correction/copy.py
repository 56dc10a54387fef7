"""Report → the corrected copy of its workbook: numbers in cells, the saved results that they make
untrue taken away or replaced, and a sheet that lists all of it."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from decimal import Decimal

from validator.correction.choose import Plan, choose
from validator.correction.listing import STYLES, listing
from validator.editing.new_sheet import sheet_xml
from validator.editing.package import Draft, changed, checked_draft, ending, part, written
from validator.editing.stale import results
from validator.editing.styles import with_styles
from validator.editing.workbook import (
    calculated_when_opened,
    free_sheet_name,
    is_protected,
    main_namespace,
    sheets,
    with_sheet,
)
from validator.editing.worksheet import covered, with_values
from validator.expressions.cells import Spot
from validator.findings import Report
from validator.messages import text
from validator.reading import LIMITS, Book, Limits, read
from validator.reports.phrases import origin


@dataclass(frozen=True, slots=True)
class Copy:
    """A corrected copy: its bytes, b"" where nothing is put right; what was and was not; the name
    of the sheet that lists it; how the name of the file must end."""

    content: bytes
    plan: Plan
    sheet: str
    ending: str


def corrected(data: bytes, report: Report, digest: str, when: str, limits: Limits = LIMITS) -> Copy:
    """The copy of the file in `data`, of which `report` was made by the rules with this digest;
    `when` is told on the sheet. Raises ChangedSince, NotEditable, Unreadable."""
    of = checked_draft(data, report.sha256, limits)
    book = read(data, report.path, limits)
    parts = {each.name: each.part for each in sheets(of)}
    plan = choose(
        report, book, lambda spot: covered(part(of, parts[spot.sheet]), (spot.row, spot.column))
    )
    if not plan.changes:
        return Copy(b"", plan, "", ending(of))
    numbers = {each.spot: each.number for each in plan.changes if each.number is not None}
    blanks = {each.spot for each in plan.changes if each.blank}
    touched = frozenset(spot.sheet for spot in numbers)
    names = [
        each.name for each in sheets(of) if each.name in touched and is_protected(of, each.part)
    ]
    of = _with_numbers(of, book, numbers, blanks)
    of, styles = with_styles(of, list(STYLES.values()))
    name = free_sheet_name(of, text("fix.sheet", report.lang))
    about = origin(report, digest, when, report.lang)
    looks = dict(zip(STYLES, styles, strict=True))
    xml = sheet_xml(listing(plan, about, names, report.lang), looks, main_namespace(of))
    return Copy(written(with_sheet(of, name, xml)), plan, name, ending(of))


def _with_numbers(
    of: Draft, book: Book, numbers: Mapping[Spot, Decimal], blanks: Set[Spot]
) -> Draft:
    """The workbook with the numbers in its cells, nothing in those of them that are left blank, and
    no saved result that is no longer true."""
    stale = results(book, numbers)
    values: dict[str, dict[tuple[int, int], Decimal | None]] = {}
    for spot, value in {**stale, **numbers, **dict.fromkeys(blanks)}.items():
        values.setdefault(spot.sheet, {})[spot.row, spot.column] = value
    for sheet in sheets(of):
        if found := values.get(sheet.name):
            of = changed(of, sheet.part, with_values(part(of, sheet.part), found))
    return calculated_when_opened(of) if stale else of
