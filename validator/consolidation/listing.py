"""The sheet 汇总说明 of a department's workbook: the units that it adds up, each table's total,
what was converted, what is absent, and what the units may have paid each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from validator.amounts import show
from validator.checks.units.sums import Place
from validator.consolidation.adding import Added, total_of
from validator.editing.new_sheet import LOOKS, Cell, NewSheet, Row, sheet_xml
from validator.editing.package import checked_draft, written
from validator.editing.styles import Style, with_styles
from validator.editing.workbook import free_sheet_name, main_namespace, with_sheet
from validator.findings import VERSION, Report
from validator.messages import Lang, text
from validator.reading import LIMITS, Limits

_STYLES: Mapping[str, Style] = {
    **LOOKS,
    "note": LOOKS["note"]._replace(wrapped=False),  # it runs over the columns beside it
    "amount": LOOKS["figure"]._replace(format=4),  # 1,234.50, whatever else the cell holds
    "plain": Style(),
}
#: The columns before the tables: what their heading is called, and how wide they are.
_BEFORE = (("number", 6), ("file", 30), ("department", 28), ("unit", 10), ("checked", 16))
_TABLE, _DIGEST = 14, 40


class Typed(NamedTuple):
    """A total that is typed over its formula, for the sum of the units' totals is another: where it
    stands, the sum, and what the formula gives, "" for nothing."""

    place: str
    total: str
    formula: str


def with_listing(
    content: bytes,
    digest: str,
    added: Added,
    reports: Sequence[Report],
    typed: Sequence[Typed],
    lang: Lang,
    limits: Limits = LIMITS,
) -> bytes:
    """The workbook in `content`, with this SHA-256, with the sheet behind the others. `reports` are
    those of the units."""
    of, styles = with_styles(checked_draft(content, digest, limits), list(_STYLES.values()))
    name = free_sheet_name(of, text("consolidate.sheet", lang))
    looks = dict(zip(_STYLES, styles, strict=True))
    xml = sheet_xml(listing(added, reports, typed, lang), looks, main_namespace(of))
    return written(with_sheet(of, name, xml))


def listing(
    added: Added, reports: Sequence[Report], typed: Sequence[Typed], lang: Lang
) -> NewSheet:
    """What the sheet holds."""
    facts = {"department": added.department, "year": added.year or "", "unit": added.unit.name}
    intro = text("consolidate.intro", lang, count=len(added.units), **facts)
    named = [text(f"consolidate.column.{key}", lang) for key, _ in _BEFORE]
    tables = [added.edition.forms[key].name for key in added.held]
    rows = [
        Row([Cell(text("consolidate.title", lang), "title")]),
        Row([Cell(intro, "note")]),
        Row([Cell(name, "heading") for name in (*named, *tables, "SHA-256")]),
        *_units(added, reports, lang),
        _total(added, lang),
    ]
    for key, lines in _sections(added, typed, lang):
        told = list(lines)
        if told:
            head = text(f"consolidate.section.{key}", lang, count=len(told))
            rows += [Row(), Row([Cell(head, "section")])]
            rows += (Row([Cell("", "plain"), Cell(line, "note")]) for line in told)
    rows += [Row(), Row([Cell(text("consolidate.made", lang, version=VERSION), "note")])]
    widths = [*(width for _, width in _BEFORE), *(_TABLE for _ in tables), _DIGEST]
    return NewSheet(rows, _STYLES, widths, frozen=3)


def _units(added: Added, reports: Sequence[Report], lang: Lang) -> Iterator[Row]:
    for number, (unit, report) in enumerate(zip(added.units, reports, strict=True)):
        held = {key: every[number] for key, every in added.held.items()}
        checked = "consolidate.errors" if report.errors else "consolidate.agrees"
        words = (
            unit.book.name,
            unit.department or "",
            unit.unit.name,
            text(checked, lang, count=report.errors),
        )
        totals = (
            Cell("", "words") if own is None else _amount(added, key, own.figures)
            for key, own in held.items()
        )
        yield Row(
            [
                Cell(str(number + 1), "count"),
                *(Cell(each, "words") for each in words),
                *totals,
                Cell(unit.book.sha256, "words"),
            ]
        )


def _total(added: Added, lang: Lang) -> Row:
    blank = [Cell("", "words")] * (len(_BEFORE) - 3)
    return Row(
        [
            Cell("", "count"),
            Cell(text("consolidate.total", lang), "words"),
            *blank[:1],
            Cell(added.unit.name, "words"),
            *blank[1:],
            *(_amount(added, key, own.figures) for key, own in added.sums.items()),
            Cell("", "words"),
        ]
    )


def _amount(added: Added, key: str, figures: Mapping[Place, int]) -> Cell:
    """The total of a table in the unit of the result; of finer ones with all their digits."""
    fen = sum(figures.get(place, 0) for place in total_of(added.edition.forms[key]))
    shown = show(fen, added.unit)
    return Cell(shown, "amount", shown)


def _sections(
    added: Added, typed: Sequence[Typed], lang: Lang
) -> Iterator[tuple[str, Iterable[str]]]:
    """What is to be known of the sum, by the key of its heading."""
    yield "internal", internal_lines(added, lang)
    yield (
        "converted",
        (
            text("consolidate.converted", lang, name=name, own=own, unit=added.unit.name)
            for name, own in added.converted()
        ),
    )
    yield "absent", absent_lines(added, lang)
    yield (
        "renamed",
        (
            text("consolidate.renamed", lang, code=code, names="、".join(names), first=names[0])
            for code, names in added.renamed()
        ),
    )
    yield "typed", (text("consolidate.typed", lang, **each._asdict()) for each in typed)
    yield "left", left_lines(added, lang)


def internal_lines(added: Added, lang: Lang) -> Iterator[str]:
    """Amounts that the units may have paid each other, a line each."""
    for paid in added.internal():
        facts = {"table": added.edition.forms[paid.table].name, "words": paid.words}
        amount = show(paid.fen, added.unit)
        own = {"name": paid.unit, "amount": amount, "unit": added.unit.name}
        yield text("consolidate.internal", lang, **facts, **own)


def absent_lines(added: Added, lang: Lang) -> Iterator[str]:
    """Tables that units do not have, or declare empty."""
    for name, lacking, empty in added.absent():
        if lacking:
            tables = "、".join(form.name for form in lacking)
            yield text("consolidate.lacking", lang, name=name, tables=tables)
        if empty:
            tables = "、".join(form.name for form in empty)
            yield text("consolidate.empty", lang, name=name, tables=tables)


def left_lines(added: Added, lang: Lang) -> Iterator[str]:
    """What was not added up: tables that describe projects, and scorecards."""
    if described := added.described():
        tables = "、".join(form.name for form in described)
        yield text("consolidate.described", lang, tables=tables)
    if cards := sum(len(unit.cards) + len(unit.summaries) for unit in added.units):
        yield text("consolidate.cards", lang, count=cards)
