"""The sheet 校验结果: what was checked, and the findings with links to their cells, causes first.

Behind the list, in hidden columns, stand the sheet's stamp, what was selected when the person
clicked, the protections that are open at the moment, and the places of the findings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from validator.findings import Finding, Report
from validator.reading import parse_address
from validator.rounding import Verdict
from xl_addin.marks import Line, likely
from xl_addin.messages import Lang, text
from xl_addin.open_book import charts
from xl_addin.paint import COLOURS
from xl_addin.protection import Permissions, are_permissions

if TYPE_CHECKING:
    import xlwings

SHEET = "校验结果"
_MAKER = "gouji "
#: The columns of the list, and how wide they are in characters.
_WIDTHS = {
    "number": 6,
    "level": 7,
    "rule": 11,
    "place": 22,
    "label": 20,
    "message": 58,
    "left": 12,
    "right": 12,
    "difference": 10,
    "likely": 20,
    "cause": 10,
}
_COLUMNS = tuple(_WIDTHS)
#: The columns of words that are shown in full, over several lines.
_WRAPPED = ("place", "label", "message", "likely", "cause")
#: The row of the list's headings, and the hidden columns: all from one, as Excel counts.
HEADINGS = 6
_MEMORY = "P1:P4"
_FIRST_PLACE, _LAST_PLACE = "M", "O"
_HIDDEN = "M:P"
#: Nobody goes through a longer list; what stands below it was put there by somebody else.
_LAST_ROW = 50_000
#: Excel takes texts up to this length where it is handed many cells at once.
_LONGEST = 8_000
_AMOUNTS = "#,##0.00"
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_LINK = "#0563C1"


class Memory(NamedTuple):
    """What the sheet remembers: the sheet and the cells that were selected, and the protections to
    put back where marking was broken off."""

    sheet: str
    cells: str
    unlocked: Mapping[str, Permissions]


class Place(NamedTuple):
    """A finding's place in the list: its row there, its sheet and address ("" where it has none),
    and its message."""

    row: int
    sheet: str
    address: str
    told: str


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
    headings = [text(f"addin.column.{name}", lang) for name in _COLUMNS]
    top = [text("addin.results.title", lang, name=report.path), summary(report, shown, lang)]
    top += [" ".join(filter(None, remarks)), text("addin.results.hint", lang)]
    sheet.range("A1:A4").raw_value = [[_as_text(line)] for line in top]
    last = HEADINGS + len(rows)
    area = _cells(sheet, HEADINGS, last, _COLUMNS[0], _COLUMNS[-1])
    area.raw_value = [headings, *rows]
    if rows:
        hidden = f"{_FIRST_PLACE}{HEADINGS + 1}:{_LAST_PLACE}{last}"
        sheet.range(hidden).raw_value = [
            [line.number, *map(_as_text, _where(line.finding))] for line in shown
        ]
        # Without a name of ours, which the user may have given to something else.
        sheet.tables.add(area, table_style_name="TableStyleLight15")
        _colour(sheet, shown)
    _dress(sheet, last)


def summary(report: Report, shown: Sequence[Line], lang: Lang) -> str:
    """Whose workbook it is, how many identities gave what, and how many findings are listed."""
    year = text("report.year", lang, year=report.year) if report.year else ""
    whose = [report.department or "", year, report.edition or "", report.unit or ""]
    counts = [
        f"{text(f'verdict.{verdict.value}', lang)} {report.counts[verdict]}"
        for verdict in Verdict
        if report.counts.get(verdict)
    ]
    facts = {"whose": " · ".join(filter(None, whose)), "counts": "、".join(counts)}
    return text("addin.results.summary", lang, count=len(shown), **facts)


def _row(line: Line, lang: Lang, linked: bool) -> list[object]:
    finding, (on, cell) = line.finding, _where(line.finding)
    follows = text("addin.results.follows", lang, number=line.cause)
    suspects = "；".join(f"{s.sheet}!{s.address} {likely(s, lang)}" for s in finding.suspects)
    said = {
        "number": line.number,
        "level": text(f"addin.level.{finding.severity.value}", lang),
        "rule": _as_text(finding.rule),
        "place": _link(on, cell) if linked else _as_text(_shown(on, cell)),
        "label": _as_text(finding.cells[0].label if finding.cells else ""),
        "message": _as_text(finding.message),
        "left": _figure(finding.left),
        "right": _figure(finding.right),
        "difference": _figure(finding.difference),
        "likely": _as_text(suspects),
        "cause": text("addin.results.cause", lang) if finding.cause else follows,
    }
    return [said[name] for name in _COLUMNS]


def _where(finding: Finding) -> tuple[str, str]:
    """The sheet and the address that the list leads to; "" where the finding names no cell."""
    cells = finding.suspects or finding.cells
    return (cells[0].sheet, cells[0].address) if cells else ("", "")


def _shown(sheet: str, cell: str) -> str:
    return f"{sheet}!{cell}" if cell else ""


def _link(sheet: str, cell: str) -> str:
    """A link within the workbook. The name of the sheet is quoted twice over: it is the user's."""
    if not cell:
        return ""
    target = f"#'{sheet.replace(chr(39), chr(39) * 2)}'!{cell}"
    quoted = (each.replace('"', '""') for each in (target, _shown(sheet, cell)))
    return '=HYPERLINK("{}","{}")'.format(*quoted)


def _figure(side: str | None) -> float | str:
    """An amount as a number; what a scorecard shows otherwise (100%, ≥12 次) as text."""
    if side is None:
        return ""
    return float(side) if _PLAIN.fullmatch(side) else _as_text(side)


def _as_text(said: str) -> str:
    """What Excel takes as text whatever it begins with: never as a formula, a number or a date."""
    return f"'{said[:_LONGEST]}" if said else ""


def _colour(sheet: xlwings.Sheet, shown: Sequence[Line]) -> None:
    """The level of each finding in its colour; neighbours of one level at once."""
    start = 0
    for end in range(1, len(shown) + 1):
        severity = shown[start].finding.severity
        if end == len(shown) or shown[end].finding.severity is not severity:
            first, last = HEADINGS + 1 + start, HEADINGS + end
            _cells(sheet, first, last, "level").color = COLOURS[severity][0]
            start = end


def _dress(sheet: xlwings.Sheet, last: int) -> None:
    for name, width in _WIDTHS.items():
        _cells(sheet, 1, 1, name).column_width = width
    for name in _WRAPPED:
        _cells(sheet, HEADINGS, last, name).wrap_text = True
    _cells(sheet, HEADINGS, last, _COLUMNS[0], _COLUMNS[-1]).vertical_alignment = "top"
    _cells(sheet, HEADINGS + 1, last, "left", "difference").number_format = _AMOUNTS
    _cells(sheet, HEADINGS + 1, last, "place").font.color = _LINK
    title = sheet.range("A1").font
    title.bold, title.size = True, 14
    sheet.range(_HIDDEN).columns.hidden = True
    sheet.range(f"{HEADINGS}:{last}").rows.autofit()


def _cells(
    sheet: xlwings.Sheet, top: int, bottom: int, left: str, right: str = ""
) -> xlwings.Range:
    """Rows of one column of the list, or of several neighbours."""
    first, last = (_COLUMNS.index(name) + 1 for name in (left, right or left))
    return sheet.range((top, first), (bottom, last))


def places(sheet: xlwings.Sheet) -> tuple[Place, ...]:
    """The places of the list in its order, as the user has sorted it. A finding is known by its
    number in the first column; what stands there otherwise is none."""
    area = sheet.used_range
    last = min(area.row + area.shape[0] - 1, _LAST_ROW)
    listed = _cells(sheet, 1, last, "number", "message").options(ndim=2).value
    hidden = sheet.range(f"{_FIRST_PLACE}1:{_LAST_PLACE}{last}").options(ndim=2).value
    where = {
        number: (str(name), str(cell))
        for number, name, cell in hidden
        if isinstance(number, float) and _is_cell(str(cell))
    }
    return tuple(
        Place(row, *where.get(number, ("", "")), str(cells[-1] or ""))
        for row, (number, *cells) in enumerate(listed, start=1)
        if isinstance(number, float)
    )


def _is_cell(address: str) -> bool:
    with suppress(ValueError):
        parse_address(address)
        return True
    return False
