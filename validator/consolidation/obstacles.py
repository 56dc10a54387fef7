"""What keeps units from being added up: nothing may be left out of the sum in silence."""

from collections import Counter
from collections.abc import Iterator, Sequence

from validator.checks.units.sums import added_up
from validator.findings import Report
from validator.forms.catalogue import LENGTHS, is_code
from validator.forms.model import name_of_table, split_key
from validator.messages import Lang, text
from validator.recognition import Recognised, Table
from validator.rounding import Verdict


def obstacles(units: Sequence[Recognised], reports: Sequence[Report], lang: Lang) -> list[str]:
    """Why the units cannot be added up, a sentence for each place with its file and cell; `reports`
    are those of their checks, in the same order."""
    told = list(_another(units, lang))
    for unit, report in zip(units, reports, strict=True):
        told += _in(unit, report, lang)
    return told


def _another(units: Sequence[Recognised], lang: Lang) -> Iterator[str]:
    """Units of another edition or year than the others."""
    (edition, _), *_ = Counter(unit.edition.name for unit in units).most_common()
    years = Counter(unit.year for unit in units if unit.year).most_common()
    for unit in units:
        facts = {"name": unit.book.name, "common": edition, "own": unit.edition.name}
        if unit.edition.name != edition:
            yield text("consolidate.edition", lang, **facts)
        if unit.year and unit.year != years[0][0]:
            dated = {"name": unit.book.name, "own": unit.year, "common": years[0][0]}
            yield text("consolidate.year", lang, **dated)


def _in(unit: Recognised, report: Report, lang: Lang) -> Iterator[str]:
    """What in one unit was not read with certainty."""
    name = unit.book.name
    passed_over = {t.form.subject for t in unit.tables.values() if not added_up(t.form)}
    for finding in report.findings:
        of_table = finding.table[:1].isdigit() or not finding.table
        if finding.verdict is Verdict.NOT_EVALUATED and of_table:
            if finding.table.partition("-")[0] in passed_over or finding.table in passed_over:
                continue
            facts = {"name": name, "place": finding.place, "why": finding.message}
            yield text("consolidate.unread", lang, **facts)
    for table in unit.tables.values():
        yield from _codes(table, lang)
    for table in unit.doubles:
        used = unit.tables[table.key]
        if not table.is_blank() and table.content.figures != used.content.figures:
            called = name_of_table(split_key(table.key)[1])
            facts = {"name": name, "table": called, "first": used.place, "second": table.place}
            yield text("consolidate.double", lang, **facts)


def _codes(table: Table, lang: Lang) -> Iterator[str]:
    """Codes that stand twice, or are none."""
    lengths = LENGTHS.get(table.form.catalogue, ())
    seen: set[str] = set()
    for entry in table.entries if table.form.open else ():
        place = "!".join(table.source.place(entry.row, entry.column))
        facts = {"place": place, "code": entry.code, "row": entry.name}
        if entry.code in seen:
            yield text("consolidate.code_twice", lang, **facts)
        elif not is_code(entry.code, lengths):
            yield text("consolidate.no_code", lang, **facts)
        seen.add(entry.code)
