"""A workbook with the results of its formulas calculated anew, by LibreOffice or by `formulas`.

Programs that write a workbook without calculating leave formulas without results, and a file that
was edited in such a program keeps old ones. The file itself is never changed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, NamedTuple

from validator.expressions import parse
from validator.expressions.text import OUTSIDE
from validator.reading import Book, Limits, Noticed, Sheet, Unreadable, address, is_unread, read
from validator.reading.formulas import leaders
from validator.reading.source import same_bytes
from validator.recalculation.engine import Failed, Slow
from validator.recalculation.merge import merged

#: What can calculate a workbook, the preferred one first.
Engine = Literal["libreoffice", "formulas"]
#: As people know them.
_CALLED: Mapping[Engine, str] = {"libreoffice": "LibreOffice", "formulas": "formulas"}


#: What a formula that looks beyond its workbook has: a first look, for there may be many formulas.
_FUNCTIONS = "|".join(map(re.escape, sorted(OUTSIDE)))
_ASKS = re.compile(rf"[\[|]|'\w+:|(?:{_FUNCTIONS})\s*\(", re.IGNORECASE)


class _Refusal(NamedTuple):
    """A formula that must not be calculated, because it looks beyond the workbook."""

    cell: str
    what: str


def lacks_results(book: Book) -> bool:
    """Is there a formula without a result in the sheets of the workbook that were read?"""
    read_ones = (sheet for sheet in book.sheets if not is_unread(sheet))
    return any(fault == "" for sheet in read_ones for fault in sheet.faults.values())


def recalculated(
    source: Path | str | bytes, book: Book, limits: Limits, engine: Engine | None = None
) -> Book:
    """The workbook `book`, read from `source`, with the results of its formulas calculated anew: by
    `engine`, or by the first that is installed. `noticed` says by which, or why not.

    Only cells with formulas get other values; what the engine cannot calculate stays as it was.
    Formulas that look beyond the workbook are not calculated, and nothing else with them.
    """
    if refusal := _refused(book.sheets):
        return _noticing(book, "recalculation_refused", refusal._asdict())
    from validator.recalculation import office, package

    use = engine or ("libreoffice" if office.program() else "formulas")
    if not (office.program() if use == "libreoffice" else package.installed()):
        return _noticing(book, "not_recalculated", {})
    facts = {"engine": _CALLED[use]}
    try:
        if (data := same_bytes(source, book, limits)) is None:
            raise Failed
        if use == "libreoffice":
            converted = office.converted(data, book.format, limits.recalculation)
            sheets = merged(book, read(converted, book.name, limits))
        else:
            sheets = package.calculated(data, book, limits.recalculation, limits.memory)
    except Slow:
        seconds = {**facts, "seconds": limits.recalculation}
        return _noticing(book, "recalculation_slow", seconds)
    except (Failed, Unreadable):
        return _noticing(book, "recalculation_failed", facts)
    return _noticing(replace(book, sheets=sheets), "recalculated", facts)


def _refused(sheets: Iterable[Sheet]) -> _Refusal | None:
    """The first formula that looks beyond the workbook. One that shares the text of another looks
    where that one does."""
    for sheet in sheets:
        sharing = leaders(sheet)
        for row, column in (place for place in sheet.written if place not in sharing):
            if _ASKS.search(text := sheet.written[row, column]):
                formula = parse(text)
                what = formula.outside or (formula.link if not formula.names_all else "")
                if what:
                    return _Refusal(f"{sheet.name}!{address(row, column)}", what)
    return None


def _noticing(book: Book, kind: str, facts: Mapping[str, object]) -> Book:
    return replace(book, noticed=(*book.noticed, Noticed(kind, facts)))
