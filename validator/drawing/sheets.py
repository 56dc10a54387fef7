"""A report and the workbook that it is of → the sheets that it speaks of, drawn."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from validator.drawing.choice import Chosen, Place, Wanted, chosen, gaps, is_blank
from validator.drawing.words import of_fault, plain, width
from validator.findings import DrawnCell, DrawnSheet, Report
from validator.messages import Lang
from validator.reading import Limits, Sheet, parse_address
from validator.reading.walk import spread
from validator.recognition import Recognised, Table
from validator.recognition.card import Card, Summary

#: Columns of unknown width are as wide as their words, but neither too narrow to be seen nor so
#: wide that one long sentence pushes the others away.
_NARROWEST, _WIDEST = 4, 40


def drawn(report: Report, found: Recognised, limits: Limits) -> tuple[DrawnSheet, ...]:
    """The sheets of the workbook in which `found` was recognised that hold a table or scorecard or
    that a finding of its `report` names, in the workbook's order."""
    named = _named(report, limits)
    tables = _tables(found)
    explain = _explaining(found)
    none: frozenset[int] = frozenset()
    sheets = [each for each in found.book.sheets if each.name in named or each.name in tables]
    choices = chosen(
        [
            Wanted(each.rows, each.faults, named[each.name], explain.get(each.name, none))
            for each in sheets
        ]
    )
    return tuple(
        _sheet(sheet, choice, named[sheet.name], tables.get(sheet.name, ()), report.lang)
        for sheet, choice in zip(sheets, choices, strict=True)
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


def _sheet(
    sheet: Sheet, choice: Chosen, named: set[Place], tables: Sequence[str], lang: Lang
) -> DrawnSheet:
    rows = tuple(
        tuple(
            DrawnCell(row, column, words, align=align)
            for column in choice.columns
            for words, align in [_words(sheet, (row, column), lang)]
            if words or (row, column) in named
        )
        for row in choice.rows
    )
    return DrawnSheet(
        sheet.name,
        tuple(tables),
        _widths(rows, choice.columns),
        rows,
        gaps(choice.rows, choice.height),
        gaps(choice.columns, choice.width),
    )


def _words(sheet: Sheet, place: Place, lang: Lang) -> tuple[str, str]:
    """What is seen in a cell, and where in it that stands."""
    fault = sheet.faults.get(place)
    if fault is not None:
        return of_fault(fault, lang), "center"
    row, column = place
    values = sheet.rows[row] if row < len(sheet.rows) else ()
    value = values[column] if column < len(values) else ""
    if is_blank(value):
        return "", ""
    if isinstance(value, str):
        return value, ""
    return plain(value), "center" if isinstance(value, bool) else "right"


def _widths(rows: Sequence[Sequence[DrawnCell]], columns: Sequence[int]) -> tuple[int, ...]:
    widest = dict.fromkeys(columns, _NARROWEST)
    for cell in chain.from_iterable(rows):
        if cell.columns == 1:
            widest[cell.column] = min(max(widest[cell.column], width(cell.words)), _WIDEST)
    return tuple(widest.values())
