"""A worksheet's XML: other numbers in some of its cells, the saved results of others gone; which
cells are merged; in which order its parts stand."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from validator.editing.elements import (
    Element,
    Splice,
    begun,
    below_root,
    children,
    each,
    in_front,
    inside,
    listed,
    prefix,
    spliced,
    start_tag,
)
from validator.reading import Unreadable, address, parse_address

Place = tuple[int, int]

#: What stands below the root, in the order of the format, as far as something is put in there.
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing",
)  # fmt: skip
#: What a cell no longer says of itself that holds a number: a text, an error, a picture.
_NO_KIND: Mapping[str, str | None] = {"t": None, "vm": None}


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell where it stands, and what is in it."""

    place: Place
    element: Element
    content: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its number from zero; `cells` are left out where nobody asks for any of them."""

    number: int
    element: Element
    cells: tuple[_Cell, ...]


def with_values(xml: bytes, values: Mapping[Place, Decimal | None]) -> bytes:
    """The worksheet with these numbers in cells, at (row, column) from zero, in their old style.
    None leaves a cell blank. Of one with a formula the number is the saved result.

    A cell that is not there is put in. Places are read as `reading` reads them; a cell that stands
    there twice is changed twice. Raises Unreadable (damaged).
    """
    sheet = _Sheet(values)
    try:
        each(xml, (), sheet.found)
    except ValueError as error:  # a place that is none
        raise Unreadable("damaged") from error
    if sheet.data is None:
        raise Unreadable("damaged")
    splices: list[Splice] = []
    new = {place: value for place, value in values.items() if value is not None}
    for row in sheet.rows:
        for cell in row.cells:
            if cell.place in values:
                new.pop(cell.place, None)
                splices += _in_cell(xml, cell, values[cell.place])
    splices += _new_cells(xml, sheet, new)
    return spliced(xml, [*splices, *_used(xml, sheet, new)])


def covered(xml: bytes, place: Place) -> bool:
    """Is a cell hidden under the first one of those that it is merged with? Raises Unreadable."""
    return shown_at(xml, [place])[place] != place


def shown_at(xml: bytes, places: Iterable[Place]) -> Mapping[Place, Place]:
    """Where each of the cells is seen: of merged ones only the first is. Raises Unreadable."""
    try:
        areas = [_area(each.attributes.get("ref", "")) for each in listed(xml, "mergeCell")]
    except ValueError as error:
        raise Unreadable("damaged") from error
    found = {}
    for row, column in places:
        together = (
            first
            for first, last in areas
            if first[0] <= row <= last[0] and first[1] <= column <= last[1]
        )
        found[row, column] = next(together, (row, column))
    return found


def put_below_root(xml: bytes, name: str, content: bytes) -> Splice:
    """Put the element `content`, called `name`, where the format wants it: in front of others of
    that name. Raises Unreadable."""
    known = next((element for element in children(xml)[1:] if element.name == name), None)
    if known:
        return in_front(known, content)
    return below_root(xml, name, content, _ORDER[: _ORDER.index(name)])


def figure(number: Decimal) -> str:
    """The number as it stands in a cell: 10.2, never 1.02E+1."""
    return f"{number.normalize():f}" if number else "0"


def _area(reference: str) -> tuple[Place, Place]:
    """The first and the last cell of A1:B2. ValueError for what is none."""
    first, _, last = reference.upper().partition(":")
    return parse_address(first), parse_address(last or first)


class _Sheet:
    """The rows of a worksheet as they are found, for `with_values` alone."""

    def __init__(self, values: Mapping[Place, object]) -> None:
        self._values, self._wanted = values, {row for row, _ in values}
        self._content: list[Element] = []
        self._cells: list[tuple[Element, tuple[Element, ...]]] = []
        self._next = 0
        self.rows: list[_Row] = []
        self.columns: list[Mapping[str, str]] = []
        self.data: Element | None = None
        self.used: Element | None = None

    def found(self, element: Element) -> None:
        """An element, after those in it."""
        match element.depth, element.name:
            case 5, _:
                self._content.append(element)
            case 4, "c":
                self._cells.append((element, tuple(self._content)))
                self._content.clear()
            case 3, "row":
                self._end_row(element)
                self._cells.clear()
            case 3, "col":
                self.columns.append(element.attributes)
            case 2, "sheetData":
                self.data = element
            case 2, "dimension":
                self.used = element
        if element.depth < 5:
            self._content.clear()

    def _end_row(self, element: Element) -> None:
        number = self._next
        if "r" in element.attributes:
            number = int(element.attributes["r"]) - 1
        self._next = number + 1
        cells = tuple(self._placed(number))
        asked = number in self._wanted or any(cell.place in self._values for cell in cells)
        self.rows.append(_Row(number, element, cells if asked else ()))

    def _placed(self, row: int) -> Iterator[_Cell]:
        column = 0
        for element, content in self._cells:
            place = row, column
            if reference := element.attributes.get("r"):
                place = parse_address(reference.upper())
            column = place[1] + 1
            yield _Cell(place, element, content)


def _in_cell(xml: bytes, cell: _Cell, number: Decimal | None) -> Iterator[Splice]:
    """Its number, or no value at all; a formula and whatever else is in it stay."""
    value = _value(xml, cell.element, number)
    said = cell.element.attributes
    kept = said.get("t", "n") == "n" and "vm" not in said
    tag = start_tag(xml, cell.element, {} if kept else _NO_KIND)
    old = [each for each in cell.content if each.name in ("v", "is")]
    formulas = [each for each in cell.content if each.name == "f"]
    if old or formulas:
        yield begun(xml, cell.element, tag)
    if old:
        yield from ((each.start, each.end, b"") for each in old[1:])
        yield old[0].start, old[0].end, value
    elif formulas:
        yield formulas[-1].end, formulas[-1].end, value
    else:
        yield begun(xml, cell.element, tag, value)


def _value(xml: bytes, near: Element, number: Decimal | None) -> bytes:
    """<v> with the number, in the namespace of the element `near`."""
    if number is None:
        return b""
    tag = prefix(xml, near).decode()
    return f"<{tag}v>{figure(number)}</{tag}v>".encode()


def _used(xml: bytes, sheet: _Sheet, new: Collection[Place]) -> Iterator[Splice]:
    """The area that the sheet says it uses, with the new cells in it: programs that read row by row
    take it at its word."""
    if sheet.used is None or not new:
        return
    try:
        places = [*_area(sheet.used.attributes.get("ref", "")), *new]
    except ValueError:
        return
    rows, columns = zip(*places, strict=True)
    area = f"{address(min(rows), min(columns))}:{address(max(rows), max(columns))}"
    yield begun(xml, sheet.used, start_tag(xml, sheet.used, {"ref": area}))


def _new_cells(xml: bytes, sheet: _Sheet, new: Mapping[Place, Decimal]) -> Iterator[Splice]:
    """Cells that are not there, each in its row, and rows that are not there."""
    assert sheet.data is not None
    by_row: dict[int, dict[int, Decimal]] = {}
    for (row, column), value in sorted(new.items()):
        by_row.setdefault(row, {})[column] = value
    rows = {row.number: row for row in reversed(sheet.rows)}
    tag = prefix(xml, sheet.data).decode()
    added = b""
    for number, cells in by_row.items():
        if number in rows:
            yield from _in_row(xml, sheet, rows[number], cells)
            continue
        made = b"".join(
            _cell(xml, sheet, {}, (number, column), value) for column, value in cells.items()
        )
        line = f'<{tag}row r="{number + 1}">'.encode() + made + f"</{tag}row>".encode()
        below = next((row.element for row in sheet.rows if row.number > number), None)
        if below:
            yield in_front(below, line)
        else:
            added += line
    if added:
        yield inside(xml, sheet.data, added)


def _in_row(xml: bytes, sheet: _Sheet, row: _Row, cells: Mapping[int, Decimal]) -> Iterator[Splice]:
    """New cells of a row, each before the first one that stands further to the right."""
    added = b""
    for column, number in cells.items():
        new = _cell(xml, sheet, row.element.attributes, (row.number, column), number)
        right = next((cell.element for cell in row.cells if cell.place[1] > column), None)
        if right:
            yield in_front(right, new)
        else:
            added += new
    # How far the row reaches is a hint, which would no longer be true.
    tag = start_tag(xml, row.element, {"spans": None})
    if row.element.inner == row.element.end:
        yield begun(xml, row.element, tag, added)
        return
    yield begun(xml, row.element, tag)
    if added:
        yield inside(xml, row.element, added)


def _cell(
    xml: bytes, sheet: _Sheet, row: Mapping[str, str], place: Place, number: Decimal
) -> bytes:
    """A new cell, in the style of its row, or else of its column."""
    assert sheet.data is not None
    style = row.get("s") if row.get("customFormat") in ("1", "true") else None
    for column in sheet.columns if style is None else ():
        if int(column.get("min", "0")) <= place[1] + 1 <= int(column.get("max", "0")):
            style = column.get("style")
    tag = prefix(xml, sheet.data).decode()
    styled = f' s="{int(style)}"' if style else ""
    head = f'<{tag}c r="{address(*place)}"{styled}>'.encode()
    return head + _value(xml, sheet.data, number) + f"</{tag}c>".encode()
