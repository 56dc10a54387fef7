"""The marks of one check as a whole: put on entirely or not at all, and taken away again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, NamedTuple

from validator.findings import Report
from validator.reports.marks import Line, Mark
from xl_addin import protection, results
from xl_addin.messages import Lang, text
from xl_addin.open_book import SHOWN, bring_forward, charts, is_shown
from xl_addin.paint import Painted, paint, protected, wipe
from xl_addin.refusal import Refused
from xl_addin.results import Memory

if TYPE_CHECKING:
    import xlwings

#: So many cells or sheets are named in a remark.
_NAMED = 6


class Cleared(NamedTuple):
    """What was taken away: marks, lists of ours, and the sheets that a password kept closed."""

    marks: int
    lists: int
    locked: tuple[str, ...]


def memory(book: xlwings.Book) -> Memory:
    """What is in front and selected; if that is a list of ours, what was before it was made."""
    front = book.sheets.active
    if front.name in results.names(book):
        return results.recall(front)
    chosen = book.app.selection  # None for a chart or a picture
    return Memory(front.name, "" if chosen is None else chosen.address, {})


def put_back(book: xlwings.Book, before: Memory) -> None:
    """Bring to the front what was there, and select it; as far as it still exists."""
    with suppress(Exception):  # renamed, hidden or deleted since: then what is in front stays
        if before.sheet not in {sheet.name for sheet in book.sheets}:
            book.api.Sheets(before.sheet).Select()  # a sheet that is a chart
            return
        sheet = book.sheets[before.sheet]
        bring_forward(sheet)
        chosen = book.app.selection
        # Excel tells no long address whole, and to select anew would scroll.
        if before.cells and (chosen is None or chosen.address != before.cells):
            sheet.range(before.cells).select()


def mark(
    book: xlwings.Book,
    report: Report,
    shown: Sequence[Line],
    marked: Sequence[Mark],
    remarks: Sequence[str],
    lang: Lang,
    progress: Callable[[int, int], None],
) -> None:
    """Mark the cells and list the findings, in a workbook without marks of ours.

    After an error, or Ctrl-C, everything is as before. Raises Refused where the structure of the
    workbook is protected by a password.
    """
    before, known = memory(book), {sheet.name for sheet in book.sheets}
    try:
        bring_forward(book.sheets.active)  # alone: Excel adds as many sheets as are selected
        with protection.open_structure(book):
            sheet = book.sheets.add(results.free_name(book), before=book.sheets[0])
        locks = protected(book, dict.fromkeys(each.sheet for each in marked))
        results.remember(sheet, before._replace(unlocked=locks))
        done: list[Painted] = []
        for painted in paint(book, marked, locks):
            done.append(painted)
            progress(sum(each.cells for each in done), len(marked))
        said = [*remarks, *_left_alone(done, lang)]
        results.write(sheet, report, shown, said, lang)
        results.remember(sheet, before)
        bring_forward(sheet)
        sheet.range((results.HEADINGS + 1, 1)).select()
    except BaseException:
        clear(book)
        _drop(book, [sheet.name for sheet in book.sheets if sheet.name not in known])
        put_back(book, before)
        raise


def _drop(book: xlwings.Book, names: Sequence[str]) -> None:
    if names:
        with protection.open_structure(book):
            for name in names:
                sheet = book.sheets[name]
                if not is_shown(sheet):  # Excel deletes none that only a macro can show
                    sheet.visible = True
                sheet.delete()


def _left_alone(done: Sequence[Painted], lang: Lang) -> list[str]:
    """What could not be marked, and why."""
    locked = [name for painted in done for name in painted.locked]
    noted = [cell for painted in done for cell in painted.with_own_note]
    said = []
    for key, names in (("locked", locked), ("own_note", noted)):
        if names:
            facts = {"count": len(names), "names": "、".join(names[:_NAMED])}
            said.append(text(f"addin.results.{key}", lang, **facts))
    return said


def _close(book: xlwings.Book, memories: Mapping[str, Memory]) -> None:
    """Close the protections that were left open, and remember all while marks are taken away."""
    sheets = {sheet.name: sheet for sheet in book.sheets if sheet.name not in memories}
    for remembered in memories.values():
        for name, how in remembered.unlocked.items():
            if name in sheets and not protection.permissions(sheets[name]):
                protection.lock(sheets[name], how)
    if memories and (locks := protected(book, sheets)):
        first = next(iter(memories))
        results.remember(book.sheets[first], memories[first]._replace(unlocked=locks))


def clear(book: xlwings.Book) -> Cleared:
    """Take all marks and lists of ours away, and what was selected before comes back to the front
    if a list was there. Protections that were left open are closed.

    Raises Refused, and changes nothing, where a list cannot be taken away: the structure is
    protected by a password, or there is no other sheet to be seen.
    """
    ours = results.names(book)
    seen = any(is_shown(sheet) for sheet in book.sheets if sheet.name not in ours)
    if ours and not seen and all(chart.Visible != SHOWN for chart in charts(book)):
        raise Refused("addin.only_list", {"sheet": ours[0]})
    front = book.sheets.active.name
    memories = {name: results.recall(book.sheets[name]) for name in ours}
    with protection.open_structure(book) if ours else nullcontext():
        _close(book, memories)
        count, locked = wipe(book, skip=ours)
        _drop(book, ours)
    if front in memories:
        put_back(book, memories[front])
    return Cleared(count, len(ours), locked)
