"""The workbooks of units, recognised: under keys and names of sheets that tell them apart."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

from validator.checks.units.sums import key_of_unit
from validator.reading import Book, Sheet
from validator.recognition import Recognised, Table, Unrecognised, recognise


def recognised(books: Iterable[Book], edition: str | None = None) -> tuple[Recognised, ...]:
    """The tables of the units, those of the first under the keys 单位1·01 …, of `edition` where it
    is given. Their sheets are called as formulas call those of another workbook: [单位1.xlsx]表3.
    Raises Unrecognised, with the name of the workbook, where one holds no table."""
    books = tuple(books)
    named = labels([book.name for book in books])
    return tuple(
        _recognised(replace(book, name=name), number, edition)
        for number, (book, name) in enumerate(zip(books, named, strict=True), start=1)
    )


def _recognised(book: Book, number: int, edition: str | None) -> Recognised:
    try:
        found = recognise(book, edition, prefix=key_of_unit(number, ""))
    except Unrecognised:
        found = None
    if found is None or not found.tables:
        raise Unrecognised(book.name)

    def of_unit(table: Table) -> Table:
        return replace(table, source=_named(table.source, book.name))

    tables = {key: of_unit(table) for key, table in found.tables.items()}
    return replace(found, tables=tables, doubles=tuple(map(of_unit, found.doubles)))


def _named(sheet: Sheet, workbook: str) -> Sheet:
    origins = tuple(o._replace(name=f"[{workbook}]{o.name}") for o in sheet.origins)
    return replace(sheet, name=f"[{workbook}]{sheet.name}", origins=origins)


def labels(names: Sequence[str]) -> list[str]:
    """The names of files without their folders, with as many of these as tell equal names apart."""
    parts = [PurePath(name).parts for name in names]
    taken = [1] * len(parts)
    while True:
        shown = ["/".join(each[-n:]) for each, n in zip(parts, taken, strict=True)]
        counts = Counter(shown)
        longer = [
            i for i, name in enumerate(shown) if counts[name] > 1 and taken[i] < len(parts[i])
        ]
        if not longer:
            return shown
        for i in longer:
            taken[i] += 1


def twice(units: Sequence[Recognised]) -> tuple[str, str] | None:
    """The names of two workbooks that are one unit's: the same file, or the same department with
    the same figures; None where there are none."""
    known: dict[object, str] = {}
    for unit in units:
        keys: list[object] = []
        if unit.book.sha256:
            keys.append(unit.book.sha256)
        if unit.department:
            keys.append((unit.department, _figures(unit)))
        for key in keys:
            if key in known:
                return known[key], unit.book.name
        known |= dict.fromkeys(keys, unit.book.name)
    return None


def _figures(unit: Recognised) -> frozenset[object]:
    return frozenset(
        (table.form.subject, row, column, fen)
        for table in unit.tables.values()
        for (_, row, column), fen in table.content.figures.items()
        if fen
    )
