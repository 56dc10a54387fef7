"""What a report speaks of, sheet by sheet: the cells it names, its tables and scorecards."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from validator.drawing.choice import HEAD, Place
from validator.findings import Report
from validator.reading import Limits, parse_address
from validator.reading.walk import spread
from validator.recognition import Recognised, Table

#: The first and the last cell of a range.
Area = tuple[Place, Place]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said of a sheet: the cells that findings name or hold for likely wrong; the keys of
    the tables and scorecards on it and the areas of their figures; and the rows without which the
    others of a long table are not understood, its headings and totals."""

    named: set[Place] = field(default_factory=set)
    keys: list[str] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    explain: set[int] = field(default_factory=set)


def spoken(report: Report, found: Recognised, limits: Limits) -> Mapping[str, Spoken]:
    """Sheet → what the report says of it, for every sheet that it speaks of; of accepted findings
    too."""
    of: dict[str, Spoken] = defaultdict(Spoken)
    accepted = chain.from_iterable(waiver.findings for waiver in report.waivers)
    for finding in chain(report.findings, accepted):
        for cell in finding.cells:
            of[cell.sheet].named.add(parse_address(cell.address))
        for suspect in finding.suspects:
            of[suspect.sheet].named.update(spread((suspect.address,), limits.array_cells))
    for table in (*map(found.tables.__getitem__, found.order), *found.doubles):
        for name, area in _areas(table):
            if table.key not in of[name].keys:
                of[name].keys.append(table.key)
            of[name].areas.append(area)
        for row in _explaining(table):
            name, place = table.source.place(row, table.left)
            of[name].explain.add(parse_address(place)[0])
    for card in (*found.cards, *found.summaries):
        of[card.sheet].keys.append(card.key)
        of[card.sheet].areas.append(((card.top, card.left), (card.bottom, card.right)))
        of[card.sheet].explain.update((card.top, card.bottom))
    return of


def _areas(table: Table) -> Iterator[tuple[str, Area]]:
    """The sheets on which a table stands, and where, up to its last column and row of figures."""
    columns = chain.from_iterable(binding.columns.values() for binding in table.bindings)
    right = max(columns, default=table.right)
    origins = table.source.origins
    if not origins:
        yield table.sheet, ((table.top, table.left), (_last_row(table), right))
    ends = [origin.first for origin in origins[1:]] + [_last_row(table) + 1]
    for origin, end in zip(origins, ends, strict=False):
        first = origin.row, table.left + origin.column
        yield origin.name, (first, (first[0] + end - origin.first - 1, right + origin.column))


def _explaining(table: Table) -> Iterator[int]:
    yield from range(table.top, min(table.first_row + 1, table.top + HEAD))
    yield from (binding.row for binding in table.bindings if binding.key in table.form.totals)
    yield _last_row(table)


def _last_row(table: Table) -> int:
    return max((binding.row for binding in table.bindings), default=table.bottom)
