"""A report and the workbook that it is of → the sheets that it speaks of, drawn."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from validator.drawing.choice import (
    Chosen,
    Place,
    Size,
    Wanted,
    chosen,
    covers,
    gaps,
    is_blank,
    whole_spans,
)
from validator.drawing.formats import shown
from validator.drawing.looks import PLAIN, Looks, looks
from validator.drawing.words import of_fault, width
from validator.findings import DrawnCell, DrawnSheet, Report
from validator.messages import Lang
from validator.reading import Book, Limits, Sheet, parse_address
from validator.reading.source import same_bytes
from validator.reading.walk import spread
from validator.recognition import Recognised, Table
from validator.recognition.card import Card, Summary

#: No column is too narrow to be seen, or wider than a page, in characters. One of unknown width is
#: as wide as its words, but not so wide that one sentence pushes the others away.
_NARROWEST, _WIDEST, _LONG = 2, 100, 40
_NO_LOOKS = Looks()


def drawn(
    report: Report, found: Recognised, source: Path | str | bytes | Book, limits: Limits
) -> tuple[DrawnSheet, ...]:
    """The sheets of the workbook in which `found` was recognised that hold a table or scorecard or
    that a finding of its `report` names, in the workbook's order. `source` is what it was read
    from; where that is no file, or another one by now, the values of the cells are drawn."""
    none: frozenset[int] = frozenset()
    named, tables, explain = _named(report, limits), _tables(found), _explaining(found)
    sheets = {
        number: sheet
        for number, sheet in enumerate(found.book.sheets)
        if sheet.name in named or sheet.name in tables
    }
    faults = {
        number: _seen(sheet, named[sheet.name], blank=bool(found.template))
        for number, sheet in sheets.items()
    }
    wanted = [
        Wanted(sheet.rows, faults[number], named[sheet.name], explain.get(sheet.name, none))
        for number, sheet in sheets.items()
    ]
    choices = dict(zip(sheets, chosen(wanted), strict=True))
    known = looks(same_bytes(source, found.book, limits), found.book, choices, limits)
    return tuple(
        _sheet(
            _Drawing(
                sheet,
                faults[number],
                choices[number],
                named[sheet.name],
                known.get(number, _NO_LOOKS),
                report.lang,
            ),
            tables.get(sheet.name, ()),
        )
        for number, sheet in sheets.items()
    )


def _named(report: Report, limits: Limits) -> Mapping[str, set[Place]]:
    """Sheet → the cells of it that a finding names or holds for likely wrong; those of accepted
    findings too."""
    found: dict[str, set[Place]] = defaultdict(set)
    accepted = chain.from_iterable(waiver.findings for waiver in report.waivers)
    for finding in chain(report.findings, accepted):
        for cell in finding.cells:
            found[cell.sheet].add(parse_address(cell.address))
        for suspect in finding.suspects:
            areas = spread((suspect.address,), limits.array_cells)
            found[suspect.sheet].update(areas)
    return found


def _seen(sheet: Sheet, named: Set[Place], *, blank: bool) -> Mapping[Place, str]:
    """The faults that are seen. In a workbook made from the forms a formula that shows nothing has
    no result either (`blank`): only of those that are named it is said."""
    if not blank:
        return sheet.faults
    return {place: fault for place, fault in sheet.faults.items() if fault or place in named}


def _tables(found: Recognised) -> Mapping[str, Sequence[str]]:
    """Sheet → the keys of the tables and scorecards that stand on it."""
    keys: dict[str, list[str]] = {}
    for table in (*map(found.tables.__getitem__, found.order), *found.doubles):
        for name in table.sheets:
            if table.key not in keys.setdefault(name, []):
                keys[name].append(table.key)
    for card in _cards(found):
        keys.setdefault(card.sheet, []).append(card.key)
    return keys


def _explaining(found: Recognised) -> Mapping[str, set[int]]:
    """Sheet → the rows without which the others are not understood: the headings and the totals of
    its tables, the first and last rows of its scorecards."""
    rows: dict[str, set[int]] = {}
    for table in (*found.tables.values(), *found.doubles):
        for row in _of_table(table):
            name, cell = table.source.place(row, table.left)
            rows.setdefault(name, set()).add(parse_address(cell)[0])
    for card in _cards(found):
        rows.setdefault(card.sheet, set()).update((card.top, card.bottom))
    return rows


def _of_table(table: Table) -> Iterator[int]:
    yield from range(table.top, table.first_row + 1)
    yield from (key_row.row for key_row in table.bindings if key_row.key in table.form.totals)
    yield table.bottom


def _cards(found: Recognised) -> tuple[Card | Summary, ...]:
    return (*found.cards, *found.summaries)


class _Drawing(NamedTuple):
    """A sheet and what is drawn of it: the faults that are seen, the cells that are chosen and
    those that are named, and how they look."""

    sheet: Sheet
    faults: Mapping[Place, str]
    choice: Chosen
    named: Set[Place]
    looks: Looks
    lang: Lang


def _sheet(of: _Drawing, tables: Sequence[str]) -> DrawnSheet:
    spans = whole_spans(of.looks.merged, of.choice, of.named)
    covered = frozenset(chain.from_iterable(covers(*span) for span in spans.items()))
    rows = tuple(tuple(_cells(of, row, spans, covered)) for row in of.choice.rows)
    return DrawnSheet(
        of.sheet.name,
        tuple(tables),
        _widths(of, rows),
        rows,
        gaps(of.choice.rows, of.choice.height),
        gaps(of.choice.columns, of.choice.width),
    )


def _cells(
    of: _Drawing, row: int, spans: Mapping[Place, Size], covered: Set[Place]
) -> Iterator[DrawnCell]:
    """The cells of a row. Those that others cover hold nothing that could be seen."""
    values = of.sheet.rows[row] if row < len(of.sheet.rows) else ()
    for column in of.choice.columns:
        place = row, column
        value = values[column] if column < len(values) else ""
        fault = of.faults.get(place)
        blank = fault is None and is_blank(value)
        if place in covered or (blank and place not in spans and place not in of.named):
            continue
        look = of.looks.of.get(place, PLAIN)
        words = _words(value, fault, look.format, of.lang)
        if words or place in spans or place in of.named:
            align = look.align or _align(value, fault)
            height, width = spans.get(place, (1, 1))
            yield DrawnCell(row, column, words, height, width, align, look.bold)


def _words(value: object, fault: str | None, code: str, lang: Lang) -> str:
    if fault is not None:
        return of_fault(fault, lang)
    return "" if is_blank(value) else shown(value, code)


def _align(value: object, fault: str | None) -> str:
    """Where in its cell a value stands of which nobody says it."""
    if fault is not None or isinstance(value, bool):
        return "center"
    return "" if value is None or isinstance(value, str) else "right"


def _widths(of: _Drawing, rows: Sequence[Sequence[DrawnCell]]) -> tuple[int, ...]:
    """The widths of the columns in characters: as the file says, else of their words."""
    if of.looks.usual is not None:
        known, usual = of.looks.widths, of.looks.usual
        return tuple(
            round(min(max(known.get(column, usual), _NARROWEST), _WIDEST))
            for column in of.choice.columns
        )
    widest = dict.fromkeys(of.choice.columns, _NARROWEST)
    for cell in chain.from_iterable(rows):
        if cell.columns == 1:
            widest[cell.column] = min(max(widest[cell.column], width(cell.words)), _LONG)
    return tuple(widest.values())
