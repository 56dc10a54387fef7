"""Drawn sheets with their marks → tables as a page shows them.

Rows and columns are those of Excel. A cell that is marked has its colours as a class (`look`), the
numbers of the findings that it belongs to, and what is told on it; a cell that a finding names has
an anchor.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from validator.findings import DrawnCell, DrawnSheet, Report
from validator.forms.model import Severity
from validator.messages import text
from validator.reading import address
from validator.reading.book import column_letters
from validator.reports.html.layout import Gap, Laid, LaidRow, Layout, laid_out
from validator.reports.marks import PREFIX, Line, Mark, as_one, marks
from validator.reports.suspects import cells

#: The widths that report.css has a class for, in characters.
_WIDTHS = (3, 4, 6, 8, 10, 12, 15, 18, 22, 27, 33, 40)
#: A table of more characters does not fit on a page upright.
_WIDE = 180
#: So many findings are numbered on one cell.
_NUMBERED = 3

_Place = tuple[str, str]


class Numbered(NamedTuple):
    """The number of a finding, and its anchor; "" where it is not shown."""

    number: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a drawn table: its words, span, classes and anchor; `note` is what is told on it,
    line by line, and `numbers` the first findings that it belongs to, `more` says that there are
    others."""

    words: str
    rows: int
    columns: int
    look: str = ""
    anchor: str = ""
    numbers: tuple[Numbered, ...] = ()
    more: bool = False
    note: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a drawn table with its number; of rows that are not drawn `left_out` says so."""

    number: int
    cells: tuple[Cell, ...] = ()
    left_out: str = ""


class Column(NamedTuple):
    """A column: its letters, and the width that its class has."""

    letters: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn sheet: its anchor, name, the titles of its tables, and how many findings of each
    severity name a cell of it. `is_wide`: it does not fit on a page upright."""

    anchor: str
    name: str
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    columns_left_out: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: Mapping[str, int]
    is_wide: bool


class Tables(NamedTuple):
    """The drawn sheets of a report, the anchors of their cells by (sheet, address), and the names
    of the sheets for which there is no room."""

    sheets: tuple[Sheet, ...]
    anchors: Mapping[_Place, str]
    left_out: tuple[str, ...]


def tables(report: Report, told: Sequence[Line], shown: Set[int], prefix: str, room: int) -> Tables:
    """The sheets of a report with the marks of its findings `told`, in at most `room` cells: of too
    many, first those with marks. `shown` are the numbers of the findings that a link can lead to;
    every anchor begins with `prefix`."""
    if not report.sheets:
        return Tables((), {}, ())
    marked: dict[str, list[Mark]] = {}
    for mark in marks(told, report.lang):
        marked.setdefault(mark.sheet, []).append(mark)
    numbers, named = _numbers(told), _named(report)
    severities = {line.number: line.finding.severity for line in told}
    kept = _fitting(report.sheets, marked.keys(), room)
    sheets: list[Sheet] = []
    anchors: dict[_Place, str] = {}
    for number, drawn in enumerate(report.sheets, start=1):
        if number not in kept:
            continue
        layout = laid_out(drawn)
        here, belong = marked.get(drawn.name, []), numbers.get(drawn.name, {})
        wanted = {mark.address for mark in here} | named.get(drawn.name, set())
        found = dict(_anchors(layout, wanted, f"{prefix}cell-{number}-"))
        anchors |= {(drawn.name, place): anchor for place, anchor in found.items()}
        told_here = _Told(
            anchors=found,
            notes=_notes(layout, here, belong, shown, prefix),
            levels=Counter(severities[n] for n in set[int]().union(*belong.values())),
        )
        sheets.append(_sheet(drawn, f"{prefix}sheet-{number}", layout, told_here, report))
    left = tuple(s.name for n, s in enumerate(report.sheets, start=1) if n not in kept)
    return Tables(tuple(sheets), anchors, left)


def _fitting(sheets: Sequence[DrawnSheet], marked: Set[str], room: int) -> Set[int]:
    """The numbers of the sheets for which there is room."""
    kept = set()
    ordered = sorted(enumerate(sheets, start=1), key=lambda each: each[1].name not in marked)
    for number, sheet in ordered:
        size = len(sheet.rows) * max(len(sheet.widths), 1)
        if size <= room:
            kept.add(number)
            room -= size
    return kept


def _numbers(told: Iterable[Line]) -> Mapping[str, Mapping[str, Set[int]]]:
    """The findings that a cell belongs to, by sheet and address: those that name it, and those that
    it is likely the reason of."""
    found: dict[str, dict[str, set[int]]] = {}
    for line in told:
        for cell in line.finding.cells:
            found.setdefault(cell.sheet, {}).setdefault(cell.address, set()).add(line.number)
        if line.number == line.cause:
            for suspect in line.finding.suspects:
                for each in cells(suspect):
                    found.setdefault(suspect.sheet, {}).setdefault(each, set()).add(line.number)
    return found


def _named(report: Report) -> Mapping[str, Set[str]]:
    """The cells that the report speaks of, by sheet."""
    found: dict[str, set[str]] = {}
    waived = (finding for waiver in report.waivers for finding in waiver.findings)
    for finding in (*report.findings, *waived):
        for cell in finding.cells:
            found.setdefault(cell.sheet, set()).add(cell.address)
    return found


def _anchors(layout: Layout, wanted: Iterable[str], prefix: str) -> Iterator[tuple[str, str]]:
    """The anchors of the wanted cells that are drawn; of one that a merged cell covers, that of
    this cell, which has it too."""
    drawn = {address(laid.cell.row, laid.cell.column) for laid in layout.cells()}
    for place in wanted:
        at = layout.shown(place)
        if at in drawn:
            yield place, f"{prefix}{at}"
            yield at, f"{prefix}{at}"


class _Note(NamedTuple):
    """What is told on one cell: its mark, and the findings that it belongs to."""

    mark: Mark
    numbers: Sequence[Numbered]


class _Told(NamedTuple):
    """What is told on the cells of one sheet by address, their anchors, and how many findings of
    each severity name some of them."""

    anchors: Mapping[str, str]
    notes: Mapping[str, _Note]
    levels: Mapping[Severity, int]


def _notes(
    layout: Layout,
    marked: Iterable[Mark],
    numbers: Mapping[str, Set[int]],
    shown: Set[int],
    prefix: str,
) -> Mapping[str, _Note]:
    """What is told on the cells of a sheet; on a merged cell, what is told on those it covers."""
    together: dict[str, list[Mark]] = {}
    for mark in marked:
        together.setdefault(layout.shown(mark.address), []).append(mark)
    found = {}
    for place, here in together.items():
        mark = here[0] if len(here) == 1 else as_one(place, here)
        belongs: set[int] = set()
        if mark.central or mark.note:
            belongs = belongs.union(*(numbers.get(each.address, set()) for each in here))
        found[place] = _Note(
            mark,
            [Numbered(n, f"{prefix}finding-{n}" if n in shown else "") for n in sorted(belongs)],
        )
    return found


def _cell(laid: Laid, anchor: str, note: _Note | None) -> Cell:
    mark, numbers = note or (None, ())
    said = mark.note.split("\n") if mark and mark.note else ()
    return Cell(
        words=laid.cell.words,
        rows=laid.rows,
        columns=laid.columns,
        look=" ".join(_look(laid.cell, mark)),
        anchor=anchor,
        numbers=tuple(numbers[:_NUMBERED]),
        more=len(numbers) > _NUMBERED,
        note=tuple(line.removeprefix(PREFIX) for line in said),
    )


def _look(cell: DrawnCell, mark: Mark | None) -> Iterator[str]:
    """The classes of a cell."""
    if cell.align in ("right", "center"):
        yield cell.align
    if cell.bold:
        yield "bold"
    if mark:
        yield "suspect" if mark.suspected else mark.severity.value
        yield "strong" if mark.central else "pale"


def _sheet(drawn: DrawnSheet, anchor: str, layout: Layout, told: _Told, report: Report) -> Sheet:
    titles = {table.table: table.name for table in report.tables}

    def row(line: LaidRow | Gap) -> Row:
        if isinstance(line, Gap):
            key = "html.rows_blank" if line.blank else "html.rows_left_out"
            facts = {"first": line.first + 1, "last": line.last + 1}
            return Row(line.first + 1, left_out=text(key, report.lang, **facts))
        shown = ((laid, address(laid.cell.row, laid.cell.column)) for laid in line.cells)
        cells = (_cell(laid, told.anchors.get(at, ""), told.notes.get(at)) for laid, at in shown)
        return Row(line.row + 1, tuple(cells))

    return Sheet(
        anchor=anchor,
        name=drawn.name,
        titles=tuple(titles[key] for key in drawn.tables if key in titles),
        columns=tuple(map(_column, layout.columns, drawn.widths)),
        columns_left_out=tuple(
            "–".join(map(column_letters, dict.fromkeys(ends))) for ends in drawn.columns_left_out
        ),
        rows=tuple(map(row, layout.lines)),
        findings={s.value: told.levels[s] for s in Severity if told.levels.get(s)},
        is_wide=sum(drawn.widths) > _WIDE,
    )


def _column(number: int, width: int) -> Column:
    fitting = next((each for each in _WIDTHS if each >= width), _WIDTHS[-1])
    return Column(column_letters(number), fitting)
