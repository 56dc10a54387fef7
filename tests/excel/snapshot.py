"""Everything of an open workbook that a person could see changed, to compare before and after."""

from collections.abc import Iterator, Mapping
from typing import Any

import xlwings
from lxml import etree
from openpyxl.cell.cell import Cell
from openpyxl.styles.cell_style import StyleArray

from tests.excel.areas import address_of
from tests.excel.books import BookState, SheetState
from tests.excel.entries import formula_text
from tests.excel.rules import rules_of

_STYLES = ("font", "fill", "border", "alignment", "protection")


def snapshot(book: xlwings.Book) -> Mapping[str, Any]:
    """What there is, by place: `表1!C8 value`, `表1 merged`, `names`. What is as in an empty
    sheet is left out, and so is in which order and in how many pieces a file says it."""
    state: BookState = book.api._book
    names = state.wb.defined_names
    found: dict[str, Any] = {
        "order": [(ws.title, ws.sheet_state) for ws in state.wb._sheets],
        "active": state.active.title if state.active else None,
        "selected": [
            ws.title
            for ws in state.wb.worksheets
            if ws.sheet_view.tabSelected or ws is state.active
        ],
        "names": _names(names),
        "protection": _attributes(state.wb.security),
    }
    for sheet in state.sheets():
        for part, value in _sheet(sheet):
            if value:
                found[f"{sheet.ws.title}{part}"] = value
    return found


def _attributes(thing: Any) -> dict[str, Any]:
    return {} if thing is None else {key: value for key, value in thing if value is not None}


def _xml(thing: Any, tag: str | None = None) -> str:
    if thing is None:
        return ""
    tree = thing.to_tree(tag) if tag else thing.to_tree()
    return "" if tree is None else etree.tostring(tree).decode()


def _names(names: Mapping[str, Any]) -> dict[str, Any]:
    return {key: (name.attr_text, bool(name.hidden)) for key, name in names.items()}


def _sheet(state: SheetState) -> Iterator[tuple[str, Any]]:
    ws = state.ws
    styles: dict[tuple[int, ...], dict[str, Any]] = {}
    for spot in sorted(ws._cells):
        cell = ws._cells[spot]
        for name, value in _cell(state, cell):
            yield f"!{cell.coordinate} {name}", value
        key = tuple(cell._style or StyleArray())
        if any(key):
            if key not in styles:
                styles[key] = dict(_looks(cell))
            for name, value in styles[key].items():
                yield f"!{cell.coordinate} {name}", value
    yield " merged", sorted(str(area) for area in ws.merged_cells.ranges)
    yield " conditional formats", list(_rules(state))
    yield " validations", sorted(_xml(rule) for rule in ws.data_validations.dataValidation)
    yield " filter", _xml(ws.auto_filter) if ws.auto_filter.ref else ""
    yield " tables", {table.displayName: _xml(table) for table in ws.tables.values()}
    yield from _window(state)
    yield from _printing(state)
    yield (
        " rows",
        {
            index: (line.ht, line.hidden, line.outlineLevel, _style(line))
            for index, line in sorted(ws.row_dimensions.items())
            if line.ht or line.hidden or line.outlineLevel or line.has_style
        },
    )
    yield " columns", _columns(state)
    yield " protection", _attributes(ws.protection) if ws.protection.sheet else {}
    yield " password", ws.protection.password if ws.protection.sheet else None
    yield " protected against people only", state.people_only
    yield " tab", _xml(ws.sheet_properties.tabColor, "tabColor")
    yield " names", _names(ws.defined_names)
    yield " drawings", len(ws._charts) + len(ws._images)


def _style(dimension: Any) -> tuple[int, ...]:
    """The style of a row or column; looking at it may have put an empty one there."""
    return tuple(dimension._style) if dimension.has_style else ()


def _cell(state: SheetState, cell: Any) -> Iterator[tuple[str, Any]]:
    spot = (cell.row, cell.column)
    if cell.value is not None:
        content = state.content(*spot)
        yield "kind", content.kind
        if content.kind == "f":
            yield "formula", formula_text(content)
        yield "value", tuple(state.shown(*spot))
    if isinstance(cell, Cell) and cell.comment is not None:
        note = cell.comment
        yield "note", (str(note.text), note.author, float(note.width), float(note.height))
    if isinstance(cell, Cell) and cell.hyperlink is not None:
        link = cell.hyperlink
        yield "link", (link.target, link.location, link.tooltip, link.display)


def _looks(cell: Any) -> Iterator[tuple[str, Any]]:
    for name in _STYLES:
        yield name, _xml(getattr(cell, name), name)
    yield "number format", cell.number_format
    yield "style", cell.style
    yield "prefix", cell.quotePrefix


def _rules(state: SheetState) -> Iterator[Any]:
    for areas, rule in rules_of(state):
        tree = rule.to_tree()
        for name in ("priority", "dxfId"):
            tree.attrib.pop(name, None)
        places = sorted(address_of([area]) for area in areas)
        yield places, etree.tostring(tree).decode(), _xml(rule.dxf)


def _window(state: SheetState) -> Iterator[tuple[str, Any]]:
    view = state.ws.sheet_view
    yield " selection", sorted((s.pane or "", s.sqref, s.activeCell) for s in view.selection)
    pane = view.pane
    if pane is not None:
        yield " panes", (pane.xSplit, pane.ySplit, pane.topLeftCell, pane.state)
    yield " window", (view.showGridLines is not False, view.zoomScale or 100)
    yield " scrolled to", view.topLeftCell


def _printing(state: SheetState) -> Iterator[tuple[str, Any]]:
    ws = state.ws
    yield " print area", ws.print_area
    yield " print titles", (ws.print_title_rows, ws.print_title_cols)
    yield " page setup", _attributes(ws.page_setup)
    yield " page fits", _xml(ws.sheet_properties.pageSetUpPr)
    yield " margins", _attributes(ws.page_margins)
    yield " print options", _attributes(ws.print_options)
    yield " header and footer", _xml(ws.HeaderFooter, "headerFooter")
    yield " breaks", (_xml(ws.row_breaks), _xml(ws.col_breaks))


def _columns(state: SheetState) -> list[tuple[int, int, Any]]:
    """Columns with something of their own; neighbours that are alike as one, however a file
    divides them."""
    pieces: list[tuple[int, int, Any]] = []
    groups = list(state.ws.column_dimensions.values())
    for group in groups:
        group.reindex()
    for group in sorted(groups, key=lambda group: int(group.min)):
        kept = (group.width, group.hidden, group.outlineLevel, _style(group))
        if pieces and pieces[-1][1] + 1 == group.min and pieces[-1][2] == kept:
            pieces[-1] = (pieces[-1][0], group.max, kept)
        else:
            pieces.append((group.min, group.max, kept))
    return pieces
