"""The sheet 校验结果: what was checked, and the findings with links to their cells, causes first,
and to the cells that are likely wrong.

Behind the list, in hidden columns, stand the sheet's stamp, what was selected when the person
clicked, the protections that are open at the moment, and the places of the findings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from validator.findings import Report
from validator.reading import parse_address
from validator.reports.listed import (
    AMOUNTS,
    COLUMNS,
    FIGURES,
    LINK,
    LINKS,
    SHEET,
    WIDTHS,
    WRAPPED,
    amount,
    headings,
    likely_at,
    row_of,
    summary,
    target,
    where,
)
from validator.reports.marks import COLOURS, SUSPECTED, Line
from xl_addin.messages import Lang, text
from xl_addin.open_book import charts
from xl_addin.protection import Permissions, are_permissions

if TYPE_CHECKING:
    import xlwings

_MAKER = "gouji "
#: The columns that speak of the likely wrong cells.
_OF_LIKELY = ("likely", "expected", "why")
#: The row of the list's headings, and the hidden columns: all from one, as Excel counts.
HEADINGS = 6
_MEMORY = "P1:P4"
_FIRST_PLACE, _LAST_PLACE = "O", "S"
_HIDDEN = "O:S"
#: Nobody goes through a longer list; what stands below it was put there by somebody else.
_LAST_ROW = 50_000
#: Excel takes texts up to this length where it is handed many cells at once, and in a formula.
_LONGEST, _LONGEST_QUOTED = 8_000, 255


class Memory(NamedTuple):
    """What the sheet remembers: the sheet and the cells that were selected, and the protections to
    put back where marking was broken off."""

    sheet: str
    cells: str
    unlocked: Mapping[str, Permissions]


class Place(NamedTuple):
    """A place of a finding in the list: its row there, its sheet and address ("" where it has
    none), and its message; or where it is `likely` wrong, and what that column says of it."""

    row: int
    sheet: str
    address: str
    told: str
    likely: bool = False


def names(book: xlwings.Book) -> tuple[str, ...]:
    """The sheets of ours in a workbook, by their stamp. A user's own sheet of that name is none,
    nor is a copy of ours or one that has another name now: the user wants to keep it."""
    likely_ours = (sheet for sheet in book.sheets if sheet.name.startswith(SHEET))
    return tuple(s.name for s in likely_ours if s.range(_MEMORY).value[0] == _MAKER + s.name)


def free_name(book: xlwings.Book) -> str:
    """校验结果, or with a number where the user has a sheet of that name."""
    taken = {sheet.name for sheet in book.sheets} | {chart.Name for chart in charts(book)}
    if SHEET not in taken:
        return SHEET
    return next(name for n in range(2, len(taken) + 2) if (name := f"{SHEET}{n}") not in taken)


def remember(sheet: xlwings.Sheet, memory: Memory) -> None:
    """Stamp the sheet, and write what is to be remembered."""
    unlocked = json.dumps(memory.unlocked) if memory.unlocked else ""
    said = (_MAKER + sheet.name, memory.sheet, memory.cells, unlocked)
    sheet.range(_MEMORY).raw_value = [[_as_text(each)] for each in said]


def recall(sheet: xlwings.Sheet) -> Memory:
    """What the sheet remembers."""
    _, name, cells, unlocked = (str(each or "") for each in sheet.range(_MEMORY).value)
    return Memory(name, cells, _protections(unlocked))


def _protections(said: str) -> Mapping[str, Permissions]:
    """What `remember` wrote; nothing of what is anything else, as it stands in the workbook, where
    everybody may write."""
    try:
        held = json.loads(said or "{}")
    except (ValueError, RecursionError):
        return {}
    sheets = held.items() if isinstance(held, dict) else ()
    return {name: how for name, how in sheets if are_permissions(how)}


def write(
    sheet: xlwings.Sheet,
    report: Report,
    shown: Sequence[Line],
    remarks: Sequence[str],
    lang: Lang,
    *,
    linked: bool = True,
) -> None:
    """Fill an empty sheet; `remarks` are sentences to put above the list, "" for none. `linked`:
    it stands in the workbook that it speaks of, and its places are links."""
    rows = [_row(line, lang, linked) for line in shown]
    top = [text("list.title", lang, name=report.path), summary(report, len(shown), lang)]
    top += [" ".join(filter(None, remarks)), text("addin.results.hint", lang)]
    sheet.range("A1:A4").raw_value = [[_as_text(line)] for line in top]
    last = HEADINGS + len(rows)
    area = _cells(sheet, HEADINGS, last, COLUMNS[0], COLUMNS[-1])
    area.raw_value = [headings(lang), *rows]
    if rows:
        hidden = f"{_FIRST_PLACE}{HEADINGS + 1}:{_LAST_PLACE}{last}"
        sheet.range(hidden).raw_value = [
            [line.number, *map(_as_text, (*where(line.finding), *likely_at(line.finding)))]
            for line in shown
        ]
        # Without a name of ours, which the user may have given to something else.
        sheet.tables.add(area, table_style_name="TableStyleLight15")
        _colour(sheet, shown)
    _dress(sheet, last)


def _row(line: Line, lang: Lang, linked: bool) -> list[object]:
    found = row_of(line, lang)
    said: dict[str, object] = {"number": found.number}
    for name, words in found.words.items():
        if name in LINKS:
            said[name] = _link(found.places[name], words, linked)
        else:
            said[name] = _figure(words) if name in FIGURES else _as_text(words)
    return [said[name] for name in COLUMNS]


def _link(place: tuple[str, str], said: str, linked: bool) -> str:
    """A link within the workbook. The name of the sheet is quoted twice over: it is the user's."""
    if not place[1] or not linked:
        return _as_text(said)
    quoted = (each.replace('"', '""') for each in (f"#{target(place)}", said[:_LONGEST_QUOTED]))
    return '=HYPERLINK("{}","{}")'.format(*quoted)


def _figure(words: str) -> float | str:
    """An amount as a number; what a scorecard shows otherwise (100%, ≥12 次) as text."""
    number = amount(words)
    return _as_text(words) if number is None else float(number)


def _as_text(said: str) -> str:
    """What Excel takes as text whatever it begins with: never as a formula, a number or a date."""
    return f"'{said[:_LONGEST]}" if said else ""


def _colour(sheet: xlwings.Sheet, shown: Sequence[Line]) -> None:
    """The level of each finding in its colour, and the likely wrong cells in theirs; neighbours of
    one colour at once."""
    colours = {
        "level": [COLOURS[line.finding.severity][0] for line in shown],
        "likely": [SUSPECTED[0] if line.finding.suspects else "" for line in shown],
    }
    for name, wanted in colours.items():
        first = HEADINGS + 1
        for colour, same in groupby(wanted):
            last = first + len(tuple(same)) - 1
            if colour:
                _cells(sheet, first, last, name).color = colour
            first = last + 1


def _dress(sheet: xlwings.Sheet, last: int) -> None:
    for name, width in WIDTHS.items():
        _cells(sheet, 1, 1, name).column_width = width
    for name in WRAPPED:
        _cells(sheet, HEADINGS, last, name).wrap_text = True
    _cells(sheet, HEADINGS, last, COLUMNS[0], COLUMNS[-1]).vertical_alignment = "top"
    _cells(sheet, HEADINGS + 1, last, "left", "difference").number_format = AMOUNTS
    _cells(sheet, HEADINGS + 1, last, "expected").number_format = AMOUNTS
    for name in LINKS:
        _cells(sheet, HEADINGS + 1, last, name).font.color = LINK
    title = sheet.range("A1").font
    title.bold, title.size = True, 14
    sheet.range(_HIDDEN).columns.hidden = True
    sheet.range(f"{HEADINGS}:{last}").rows.autofit()


def _cells(
    sheet: xlwings.Sheet, top: int, bottom: int, left: str, right: str = ""
) -> xlwings.Range:
    """Rows of one column of the list, or of several neighbours."""
    first, last = (COLUMNS.index(name) + 1 for name in (left, right or left))
    return sheet.range((top, first), (bottom, last))


def places(sheet: xlwings.Sheet) -> tuple[Place, ...]:
    """The places of the list in its order, as the user has sorted it. A finding is known by its
    number in the first column; what stands there otherwise is none."""
    area = sheet.used_range
    last = min(area.row + area.shape[0] - 1, _LAST_ROW)
    listed = _cells(sheet, 1, last, COLUMNS[0], COLUMNS[-1]).options(ndim=2).value
    hidden = sheet.range(f"{_FIRST_PLACE}1:{_LAST_PLACE}{last}").options(ndim=2).value
    where = {number: told for number, *told in hidden if isinstance(number, float)}
    found = []
    reasons: dict[tuple[str, str], str] = {}
    for row, (number, *said) in enumerate(listed, start=1):
        if isinstance(number, float):
            words = dict(zip(COLUMNS[1:], said, strict=True))
            own, likely = _pairs(where.get(number, ()))
            found.append(Place(row, *own, str(words["message"] or "")))
            if likely[1]:
                reasons[likely] = reasons.get(likely) or str(words["why"] or "")
                found.append(Place(row, *likely, "", likely=True))
    return tuple(p._replace(told=reasons[p.sheet, p.address]) if p.likely else p for p in found)


def of_likely(column: int) -> bool:
    """Is it one of the columns (from one) that speak of the likely wrong cells?"""
    return 0 < column <= len(COLUMNS) and COLUMNS[column - 1] in _OF_LIKELY


def _pairs(told: Sequence[object]) -> tuple[tuple[str, str], tuple[str, str]]:
    """Sheet and address of a finding and of its likely cell; "" for what is no cell."""
    name, cell, on, at = (str(each or "") for each in told) if told else ("",) * 4
    return (name, cell) if _is_cell(cell) else ("", ""), (on, at) if _is_cell(at) else ("", "")


def _is_cell(address: str) -> bool:
    with suppress(ValueError):
        parse_address(address)
        return True
    return False
