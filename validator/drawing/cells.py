"""The chosen cells of a sheet, drawn: their words, and the room that they take."""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from validator.drawing.choice import Chosen, Place, gaps, is_blank
from validator.drawing.formats import shown
from validator.drawing.looks import PLAIN, Look, Looks
from validator.drawing.spans import Size, covers, run_over, whole_spans
from validator.drawing.spoken import Spoken
from validator.drawing.words import of_fault, width
from validator.findings import DrawnCell, DrawnSheet
from validator.messages import Lang
from validator.reading import Sheet

#: No column is too narrow to be seen, or wider than a page, in characters. One of unknown width is
#: as wide as its words, but not so wide that one sentence pushes the others away.
_NARROWEST, _WIDEST, _LONG = 2, 100, 40


class Drawing(NamedTuple):
    """A sheet and what is drawn of it: the faults that are seen, the cells that are chosen, and
    what is said of it."""

    sheet: Sheet
    faults: Mapping[Place, str]
    choice: Chosen
    said: Spoken
    lang: Lang

    def value(self, place: Place) -> object:
        """The value of a cell; "" beyond the sheet."""
        row, column = place
        values = self.sheet.rows[row] if row < len(self.sheet.rows) else ()
        return values[column] if column < len(values) else ""

    def is_blank(self, place: Place) -> bool:
        """Is nothing seen in a cell, and nothing said of it?"""
        told = place in self.faults or place in self.said.named
        return not told and is_blank(self.value(place))


def drawn_sheet(of: Drawing, looks: Looks) -> DrawnSheet:
    """The sheet; `looks` is how its cells look."""
    of = of._replace(choice=_without_hidden(of, looks))
    spans = whole_spans(looks.merged, of.choice, of.said.named)
    covered = frozenset(chain.from_iterable(covers(*span) for span in spans.items()))
    widths = _widths(of, looks, covered.union(spans))
    taken = _Taken(spans, covered, widths)
    return DrawnSheet(
        of.sheet.name,
        tuple(of.said.keys),
        tuple(widths.values()),
        tuple(tuple(_cells(of, row, looks, taken)) for row in of.choice.rows),
        gaps(of.choice.rows, of.choice.height),
        gaps(of.choice.columns, of.choice.width),
    )


def _without_hidden(of: Drawing, looks: Looks) -> Chosen:
    """What is drawn without the hidden columns beside the tables and the hidden rows that show
    nothing or stand beside them, but for those in which a cell is named. The workbooks made from
    the forms calculate there. What is hidden in a table is drawn all the same."""
    choice = of.choice
    named_rows, named_columns = ({place[way] for place in of.said.named} for way in (0, 1))
    columns = tuple(
        column
        for column in choice.columns
        if column not in looks.hidden_columns
        or column in named_columns
        or any(first[1] <= column <= last[1] for first, last in of.said.areas)
    )
    rows = tuple(
        row
        for row in choice.rows
        if row not in looks.hidden_rows
        or row in named_rows
        or (
            any(first[0] <= row <= last[0] for first, last in of.said.areas)
            and not all(of.is_blank((row, column)) for column in columns)
        )
    )
    return replace(choice, rows=rows, columns=columns)


class _Taken(NamedTuple):
    """The room that is taken: merged ranges, what they cover, and the widths of the columns."""

    spans: Mapping[Place, Size]
    covered: Set[Place]
    widths: Mapping[int, int]


def _cells(of: Drawing, row: int, looks: Looks, taken: _Taken) -> Iterator[DrawnCell]:
    """The cells of a row. Those that others cover hold nothing that could be seen."""
    end = 0
    for column in of.choice.columns:
        place = row, column
        if column < end or place in taken.covered:
            continue
        merged = place in taken.spans
        if of.is_blank(place) and not merged:
            continue
        look = looks.of.get(place, PLAIN)
        words = _words(of, place, look)
        if not words and not merged and place not in of.said.named:
            continue
        value = of.value(place)
        align = look.align or _align(value, place in of.faults)
        height, across = taken.spans.get(place, (1, 1))
        if isinstance(value, str) and align in ("", "left") and not (merged or look.wrapped):
            across = run_over(words, column, taken.widths, _blank_beside(of, row, taken))
        end = column + across
        yield DrawnCell(row, column, words, height, across, align, look.bold)


def _blank_beside(of: Drawing, row: int, taken: _Taken) -> Callable[[int], bool]:
    def blank(column: int) -> bool:
        place = row, column
        return of.is_blank(place) and place not in taken.covered and place not in taken.spans

    return blank


def _words(of: Drawing, place: Place, look: Look) -> str:
    fault = of.faults.get(place)
    if fault is not None:
        return of_fault(fault, of.lang)
    value = of.value(place)
    return "" if is_blank(value) else shown(value, look.format)


def _align(value: object, fault: bool) -> str:
    """Where in its cell a value stands of which nobody says it."""
    if fault or isinstance(value, bool):
        return "center"
    return "" if value is None or isinstance(value, str) else "right"


def _widths(of: Drawing, looks: Looks, merged: Set[Place]) -> Mapping[int, int]:
    """Column → its width in characters: as the file says, else as its words ask for that do not
    run over their neighbours."""
    if looks.usual is not None:
        said = {column: looks.widths.get(column, looks.usual) for column in of.choice.columns}
        return {
            column: round(min(_WIDEST, max(_NARROWEST, chars))) for column, chars in said.items()
        }
    found = dict.fromkeys(of.choice.columns, _NARROWEST)
    for row in of.choice.rows:
        for column in of.choice.columns:
            place = row, column
            if of.is_blank(place) or place in merged:
                continue
            alone = column + 1 in found and of.is_blank((row, column + 1))
            if not alone or not isinstance(of.value(place), str):
                words = _words(of, place, looks.of.get(place, PLAIN))
                found[column] = min(max(found[column], width(words)), _LONG)
    return found
