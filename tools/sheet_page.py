"""A sheet of a workbook as a page of HTML that looks as the sheet does in Excel: fills, conditional
formats of the add-in, borders, merged cells, filter buttons, the corners of notes, one open note.
"""

from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from validator.reports.marks import SIGN

_PIXELS_A_POINT = 4 / 3
#: A column as wide as n characters has so many pixels a character.
_CHARACTER = 7
_ROW_HEADER = 34
#: In points, where a cell names none.
_FONT_SIZE = 11


class Shown(NamedTuple):
    """Parts of a sheet, one below the other. `note`: the cell whose note is open, in a box of
    `note_size` points."""

    sheet: Worksheet
    areas: tuple[str, ...]
    tabs: tuple[str, ...] = ()
    note: str = ""
    note_size: tuple[float, float] = (0, 0)


def sheet_body(shown: Shown) -> str:
    """The sheet's grid, and the tabs below it with the sheet's own in front."""
    grids = "".join(_grid(shown, area) for area in shown.areas)
    front = shown.sheet.title
    tabs = "".join(f'<span class="{"front" * (t == front)}">{escape(t)}</span>' for t in shown.tabs)
    return f'{grids}<div class="tabs">{tabs}</div>' if tabs else grids


STYLE = """
table { border-collapse: collapse; table-layout: fixed; margin-bottom: 6px; width: 0 }
th { background: #eee; border: 1px solid #c4c4c4; color: #555; font: 12px/1.4 sans-serif }
td { position: relative; border: 1px solid #dcdcdc; padding: 0 3px; height: 20px;
  white-space: nowrap; overflow: hidden; vertical-align: bottom; line-height: 1.35 }
td.over { overflow: visible }
td.over ~ td:empty { border-left-color: transparent; border-right-color: transparent }
td.wrap { white-space: pre-line; overflow-wrap: anywhere }
td.noted::after { content: ""; position: absolute; top: 0; right: 0; border: 4px solid;
  border-color: #d00 #d00 transparent transparent }
td b.arrow { position: absolute; right: 1px; bottom: 1px; border: 1px solid #999; font: 9px/13px
  sans-serif; width: 15px; text-align: center; background: #f6f6f6; color: #444 }
td .note { position: absolute; z-index: 1; left: calc(100% + 22px); top: -8px;
  white-space: pre-wrap; background: #ffffe1; border: 1px solid #555; padding: 2px 5px;
  box-shadow: 3px 3px 4px #bbb;
  font: 12px/1.3 "Noto Sans CJK SC", sans-serif; text-align: left; color: #000; overflow: hidden;
  overflow-wrap: anywhere }
td .line { position: absolute; left: 100%; top: 0; width: 22px; border-top: 1px solid #555 }
.tabs { padding: 2px 0 0 36px }
.tabs span { display: inline-block; padding: 3px 10px; margin-right: 2px; background: #ececec;
  font-size: 12px; color: #555 }
.tabs .front { background: #fff; color: #107c41; font-weight: 700;
  border-bottom: 2px solid #107c41 }
"""


def _grid(shown: Shown, area: str) -> str:
    sheet = shown.sheet
    left, top, right, bottom = range_boundaries(area)
    columns = [get_column_letter(number) for number in range(left, right + 1)]
    widths = [_ROW_HEADER, *(_width(sheet, letter) for letter in columns)]
    sized = "".join(f'<col style="width:{width}px">' for width in widths)
    letters = "".join(f"<th>{letter}</th>" for letter in columns)
    painted = _painted(sheet)
    rows = []
    for cells in sheet.iter_rows(top, bottom, left, right):
        row = cells[0].row
        height = sheet.row_dimensions[row].height
        style = f' style="height:{height * _PIXELS_A_POINT:.0f}px"' if height else ""
        drawn = "".join(_cell(shown, cell, painted) for cell in cells)
        rows.append(f"<tr{style}><th>{row}</th>{drawn}</tr>")
    return f"<table><colgroup>{sized}</colgroup><tr><th></th>{letters}</tr>{''.join(rows)}</table>"


def _width(sheet: Worksheet, letter: str) -> int:
    return int(sheet.column_dimensions[letter].width * _CHARACTER)


def _painted(sheet: Worksheet) -> dict[str, str]:
    """Cell → the colour that a conditional format gives it. Those of the add-in always apply."""
    found: dict[str, str] = {}
    for place in sheet.conditional_formatting:
        for rule in place.rules:
            if SIGN in rule.formula[0]:
                for area in place.sqref.ranges:
                    for row, column in area.cells:
                        at = f"{get_column_letter(column)}{row}"
                        found.setdefault(at, rule.dxf.fill.bgColor.rgb[2:])
    return found


def _cell(shown: Shown, cell: Any, painted: dict[str, str]) -> str:
    if isinstance(cell, MergedCell):
        return ""
    sheet, at = shown.sheet, cell.coordinate
    merged = next((area for area in sheet.merged_cells.ranges if at in area), None)
    spans = ""
    if merged is not None:
        spans = f' rowspan="{merged.size["rows"]}" colspan="{merged.size["columns"]}"'
    classes = " ".join(_classes(sheet, cell))
    style = ";".join(_style(cell, painted.get(at, "")))
    inside = escape(_said(cell))
    if any(_heads(table.ref, cell) for table in sheet.tables.values()):
        inside += '<b class="arrow">▼</b>'
    if at == shown.note:
        width, height = (round(points * _PIXELS_A_POINT) for points in shown.note_size)
        inside += (
            f'<i class="line"></i><div class="note" style="width:{width}px;height:{height}px">'
            f"{escape(cell.comment.text)}</div>"
        )
    return f'<td class="{classes}" style="{style}"{spans}>{inside}</td>'


def _classes(sheet: Worksheet, cell: Cell) -> Iterator[str]:
    beside = sheet.cell(cell.row, cell.column + 1)
    if cell.alignment.wrap_text:
        yield "wrap"
    elif isinstance(cell.value, str) and beside.value is None:
        yield "over"
    if cell.comment is not None:
        yield "noted over"


def _style(cell: Cell, painted: str) -> Iterator[str]:
    font, alignment = cell.font, cell.alignment
    yield f"font-size:{(font.sz or _FONT_SIZE) * _PIXELS_A_POINT:.0f}px"
    if font.b:
        yield "font-weight:700"
    if font.color is not None and font.color.type == "rgb":
        yield f"color:#{font.color.rgb[2:]}"
    solid = cell.fill.patternType == "solid" and cell.fill.fgColor.type == "rgb"
    if painted or solid:
        yield f"background:#{painted or cell.fill.fgColor.rgb[2:]}"
    number = isinstance(cell.value, int | float)
    across = alignment.horizontal or ("right" if number else "left")
    yield f"text-align:{across}"
    if alignment.vertical in ("top", "center"):
        yield f"vertical-align:{'top' if alignment.vertical == 'top' else 'middle'}"
    sides = ("left", "top", "right", "bottom")
    yield from (f"border-{s}:1px solid #333" for s in sides if getattr(cell.border, s).style)


def _said(cell: Cell) -> str:
    """The text of the cell as its format shows it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:,.2f}" if "0.00" in cell.number_format else f"{value:g}"
    return str(value)


def _heads(area: str, cell: Cell) -> bool:
    """Does the cell stand in the row of headings of a table?"""
    left, top, right, _ = range_boundaries(area)
    return bool(cell.row == top and left <= cell.column <= right)
