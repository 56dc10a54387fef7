"""Report → the marked copy of its workbook: marks on its cells, and a first sheet that lists the
findings and says what is to be known of the copy."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from validator.editing.new_sheet import own_names, sheet_xml
from validator.editing.package import Draft, checked_draft, ending, written
from validator.editing.styles import with_styles
from validator.editing.workbook import (
    free_sheet_name,
    has_macros,
    is_protected,
    main_namespace,
    sheets,
    structure_is_protected,
    with_first_sheet,
)
from validator.findings import Report
from validator.forms.model import Severity
from validator.marking.listing import STYLES, listing
from validator.marking.painting import painted
from validator.messages import Lang, text
from validator.reading import LIMITS, Limits
from validator.reports.listed import SHEET
from validator.reports.marks import lines, marks
from validator.reports.phrases import origin
from validator.reports.plain import plain, plain_report

#: So many cells or sheets are named in a remark.
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked copy: its bytes; the name of the sheet that lists the findings; how the name of the
    file must end (.xlsx, .xlsm, .xltx, .xltm); sentences about what could not be marked and what
    one should know of the copy, which stand on that sheet too."""

    content: bytes
    sheet: str
    ending: str
    said: tuple[str, ...]


def marked(data: bytes, report: Report, digest: str, when: str, limits: Limits = LIMITS) -> Marked:
    """The copy of the file in `data`, of which `report` was made by the rules with this digest;
    `when` is told on the sheet. Its words are in the language of the report.

    Raises ChangedSince where the file is no longer the one that was checked, NotEditable where it
    is no .xlsx or .xlsm or is signed, Unreadable.
    """
    of = checked_draft(data, report.sha256, limits)
    report = plain_report(report)
    lang = report.lang
    shown = lines(report, frozenset(Severity))
    wanted = {
        name: tuple(here) for name, here in groupby(marks(shown, lang), key=lambda mark: mark.sheet)
    }
    parts = _parts(of)
    here = {parts[name]: of_sheet for name, of_sheet in wanted.items() if name in parts}
    said = [*_about(of, report, frozenset(here), lang)]
    of, noted = painted(of, here)
    names = {part: name for name, part in parts.items()}
    said += _cells("added", noted.added, names, lang)
    said += _cells("discussed", noted.discussed, names, lang)
    said += _named("elsewhere", [name for name in wanted if name not in parts], lang)
    of, styles = with_styles(of, list(STYLES.values()))
    name = free_sheet_name(of, SHEET)
    about = origin(report, digest, when, lang)
    sheet = listing(report, shown, said, about, frozenset(parts))
    xml = sheet_xml(sheet, dict(zip(STYLES, styles, strict=True)), main_namespace(of))
    of = with_first_sheet(of, name, xml, own_names(sheet, name))
    return Marked(written(of), name, ending(of), tuple(said))


def _parts(of: Draft) -> dict[str, str]:
    """The parts of the worksheets by their names as reports show them; without those of which two
    are shown alike, where nobody knows which one is spoken of."""
    known = [(plain(each.name), each.part) for each in sheets(of)]
    count = [name.casefold() for name, _ in known]
    return {name: part for name, part in known if count.count(name.casefold()) == 1}


def _about(of: Draft, report: Report, marked: frozenset[str], lang: Lang) -> Iterator[str]:
    """What one should know of the copy, whatever could be marked; `marked` are the parts with
    marks."""
    here = [each for each in sheets(of) if each.part in marked]
    yield from _named("hidden", [plain(each.name) for each in here if each.hidden], lang)
    locked = [plain(each.name) for each in here if is_protected(of, each.part)]
    yield from _named("protected", locked, lang)
    if structure_is_protected(of):
        yield text("marked.structure", lang)
    if has_macros(of):
        yield text("marked.macros", lang)
    yield from _named("other_sheets", report.other_sheets, lang)
    if waived := sum(len(waiver.findings) for waiver in report.waivers):
        yield text("marked.waived", lang, count=waived)


def _cells(
    key: str, cells: Iterable[tuple[str, str]], names: dict[str, str], lang: Lang
) -> Iterator[str]:
    """A remark on cells, given by the part of their sheet and their address."""
    return _named(key, [f"{names[part]}!{cell}" for part, cell in cells], lang)


def _named(key: str, names: Sequence[str], lang: Lang) -> Iterator[str]:
    """A remark on so many cells or sheets, the first of which are named; none where there are
    none."""
    if names:
        more = text("marked.more", lang) if len(names) > _NAMED else ""
        told = "、".join(names[:_NAMED]) + more
        yield text(f"marked.{key}", lang, count=len(names), names=told)
