"""A region of a sheet and a form → a table with every cell bound to its line and column.

Columns are found by the 栏次 row (`1 2 3 …`) where one is printed, else by the headings in their
printed order; lines by their words, and by the 行次 where words repeat or are missing; 科目 rows by
their codes. What cannot be bound is remarked on, never guessed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from validator.amounts import EMPTY, State, Unit, amount
from validator.forms.model import ONLY_ROW, TOTAL, Form, Layout, Part, RowKey
from validator.reading import Sheet
from validator.recognition.table import Cell, Entry, Remark, Table, fixed_rows
from validator.recognition.words import is_note, label, plain, says_empty

#: Headings end well before this many rows below the title in every known form.
_HEADING_ROWS = 14
_CODE = re.compile(r"\d{2,10}")
_CODE_AND_NAME = re.compile(r"(\d{3,9})\s*[-—]?\s*([^\d\s].*)")


@dataclass
class _Region:
    """The part of a sheet that may hold one table, and what has been bound in it so far."""

    sheet: Sheet
    top: int
    bottom: int
    unit: Unit
    cells: dict[tuple[RowKey, int], Cell] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    empty: str = ""

    def at(self, row: int, column: int) -> object:
        rows = self.sheet.rows
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""

    def words(self, row: int, first: int, last: int) -> Iterator[tuple[int, str]]:
        """The non-blank cells of a row from `first` up to `last`, as plain words."""
        cells = self.sheet.rows[row]
        for column in range(first, min(last, len(cells))):
            if words := _words(cells[column]):
                yield column, words

    def width(self) -> int:
        return max((len(row) for row in self.sheet.rows[self.top : self.bottom]), default=0)

    def bind(self, key: RowKey, number: int, row: int, column: int) -> None:
        """Take the cell at (row, column) as the figure of (key, 栏次 number)."""
        raw = self.at(row, column)
        value = amount(raw, self.unit, self.sheet.faults.get((row, column)))
        if value.state is State.TEXT and says_empty(str(raw)):
            self.empty = str(raw).strip()
            value = amount("", self.unit)
        self.cells[key, number] = Cell(value, raw, row, column)


def _words(value: object) -> str:
    if type(value) is str:
        return plain(value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:.15g}"
    return ""


def bind(
    sheet: Sheet, form: Form, title: str, top: int, bottom: int, unit: Unit, key: str
) -> Table | None:
    """The table of `form` in rows `top` to `bottom` (exclusive), or None if its headings are not
    there: a title alone (a list of contents, a caption) is no table."""
    region = _Region(sheet, top, bottom, unit)
    binder = {
        Layout.TWO_SIDED: _two_sided,
        Layout.SUBJECTS: _subjects,
        Layout.BLOCKS: _blocks,
        Layout.SINGLE: _single,
    }[form.layout]
    entries = binder(region, form)
    if entries is None:
        return None
    found = {row for row, _ in region.cells}
    for row in fixed_rows(form):
        if row not in found:
            words = form.lines[row][0].label.strip("　 ") if isinstance(row, int) else row
            region.remarks.append(Remark("line_missing", {"label": words, "row": row}))
    empty = region.empty or _declaration(region)
    filled = any(cell.amount.state not in EMPTY for cell in region.cells.values())
    if empty and filled:
        region.remarks.append(Remark("empty_but_filled", {"sentence": empty}))
    rows, columns = _extent(region)
    return Table(
        key=key,
        form=form,
        sheet=sheet.name,
        top=top,
        left=0,
        bottom=rows,
        right=columns,
        title=title,
        unit=unit,
        cells=region.cells,
        entries=entries,
        empty="" if filled else empty,
        remarks=tuple(region.remarks),
    )


def _extent(region: _Region) -> tuple[int, int]:
    """The last row and column of the region that hold anything."""
    bottom, right = region.top, 0
    for row in range(region.top, region.bottom):
        for column, _ in region.words(row, 0, region.width()):
            bottom, right = row, max(right, column)
    return bottom, right


def _declaration(region: _Region) -> str:
    """The sentence under or over the table that declares it empty."""
    for row in range(region.top + 1, region.bottom):
        for value in region.sheet.rows[row]:
            if type(value) is str and len(value) > 6 and says_empty(value):
                return value.strip()
    return ""


# --- columns -----------------------------------------------------------------------------------


def _numbered_row(
    region: _Region, numbers: tuple[int, ...], first: int, last: int
) -> tuple[int, dict[int, int]] | None:
    """The 栏次 row: the one whose figures are just `numbers`, left to right.

    Returns the row and 栏次 → column.
    """
    wanted = [str(number) for number in numbers]
    for row in range(region.top + 1, min(region.top + _HEADING_ROWS, region.bottom)):
        cells = list(region.words(row, first, last))
        figures = [(c, words) for c, words in cells if words.isdigit()]
        if [words for _, words in figures] != wanted:
            continue
        # One figure alone may be a 行次; only its label tells.
        if len(wanted) > 1 or any(words == "栏次" for _, words in cells):
            return row, {n: c for n, (c, _) in zip(numbers, figures, strict=True)}
    return None


def _headed(
    region: _Region, form_part: Part, first: int, last: int
) -> tuple[int, dict[int, int]] | None:
    """Columns by their headings: the lowest heading of each column, in the form's order."""
    bottom = _first_data_row(region, first, last)
    lowest: dict[int, tuple[int, str]] = {}
    for row in range(region.top + 1, bottom):
        for column, words in region.words(row, first, last):
            lowest[column] = (row, label(words))
    found: dict[int, int] = {}
    heading_row = 0
    candidates = iter(sorted(lowest.items()))
    for wanted in form_part.columns:
        for column, (row, words) in candidates:
            if _same_heading(words, wanted.label):
                found[wanted.number] = column
                heading_row = max(heading_row, row)
                break
        else:
            return None
    return heading_row, found


def _same_heading(words: str, wanted: str) -> bool:
    wanted = label(wanted)
    return words == wanted or (len(words) >= 4 and (words in wanted or wanted in words))


def _first_data_row(region: _Region, first: int, last: int) -> int:
    """The first row below the headings: 合计, a 科目 code, or the first line's words."""
    for row in range(region.top + 1, min(region.top + _HEADING_ROWS, region.bottom)):
        for column, words in region.words(row, first, last):
            if words == TOTAL and column == first:
                return row
            if re.fullmatch(r"\d{3}|\d{5}|\d{7}", words) or words.startswith("一、"):
                return row
    return min(region.top + _HEADING_ROWS, region.bottom)


# --- the four layouts --------------------------------------------------------------------------


def _two_sided(region: _Region, form: Form) -> tuple[Entry, ...] | None:
    starts = _project_columns(region)
    if starts is None or len(starts) != len(form.parts):
        return None
    edges = [*starts, region.width()]
    for part, first, last in zip(form.parts, edges, edges[1:], strict=False):
        numbers = tuple(c.number for c in part.columns)
        columns = _numbered_row(region, numbers, first, last) or _headed(region, part, first, last)
        if columns is None:
            return None
        _lines(region, part, columns[0] + 1, first, columns[1])
    return ()


def _project_columns(region: _Region) -> list[int] | None:
    """Where the sides begin: the columns headed 项目."""
    for row in range(region.top + 1, min(region.top + _HEADING_ROWS, region.bottom)):
        found = [c for c, words in region.words(row, 0, region.width()) if words == "项目"]
        if len(found) > 1:
            return found
    return None


def _lines(region: _Region, part: Part, top: int, first: int, columns: Mapping[int, int]) -> None:
    """Bind the lines of one side: by words first, then by 行次."""
    by_words: dict[str, list[int]] = {}
    for line in part.lines:
        by_words.setdefault(label(line.label), []).append(line.number)
    by_number = {line.number: line for line in part.lines}
    unbound = set(by_number)
    amounts = min(columns.values())
    for row in range(top, region.bottom):
        words, printed, at = "", None, first
        for column, cell in region.words(row, first, amounts):
            if cell.isdigit():
                printed = int(cell)
            elif not words:
                words, at = cell, column
        if words and is_note(words):
            break
        same_words = by_words.get(label(words), []) if words else []
        candidates = [n for n in same_words if n in unbound]
        number: int | None = None
        if printed in candidates:
            number = printed
        elif candidates and words:
            number = candidates[0]
            if printed is not None:
                facts = {"label": words, "printed": printed, "expected": number}
                region.remarks.append(Remark("number_differs", facts, row, at))
        elif printed in unbound and not same_words:
            number = printed
            expected = by_number[number].label.strip("　 ") if number else ""
            if plain(expected) != words:
                facts = {"label": words, "printed": printed, "expected": expected}
                region.remarks.append(Remark("label_differs", facts, row, at))
        elif words and any(_words(region.at(row, c)) for c in columns.values()):
            region.remarks.append(Remark("line_unknown", {"label": words}, row, at))
        if number is None:
            continue
        unbound.discard(number)
        for column_number, column in columns.items():
            region.bind(number, column_number, row, column)


def _subjects(region: _Region, form: Form) -> tuple[Entry, ...] | None:
    part = form.parts[0]
    width = region.width()
    columns = _numbered_row(region, form.columns, 0, width) or _headed(region, part, 0, width)
    if columns is None:
        return None
    heading, by_number = columns
    amounts = min(by_number.values())
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    for row in range(heading + 1, region.bottom):
        code, name, at = "", "", 0
        for column, words in region.words(row, 0, amounts):
            if not code and _CODE.fullmatch(words):
                code, at = words, column
            elif not code and (both := _CODE_AND_NAME.fullmatch(words)):
                code, name, at = both[1], both[2], column
            elif not name:
                name, at = words, at if code else column
        if is_note(name):
            continue
        if name == TOTAL and not code:
            key = TOTAL
            if (TOTAL, form.columns[0]) in region.cells:
                region.remarks.append(Remark("total_twice", {}, row, at))
                continue
        elif code:
            seen[code] = seen.get(code, 0) + 1
            key = code if seen[code] == 1 else f"{code}#{seen[code]}"
            entries.append(Entry(key, code, name, row, at))
        else:
            if any(_is_figure(region.at(row, c)) for c in by_number.values()):
                region.remarks.append(Remark("row_without_code", {"label": name}, row, at))
            else:
                _note_sentence(region, row, by_number)
            continue
        for number, column in by_number.items():
            region.bind(key, number, row, column)
    return tuple(entries)


def _is_figure(value: object) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool) and value != 0


def _note_sentence(region: _Region, row: int, columns: Mapping[int, int]) -> None:
    for column in columns.values():
        value = region.at(row, column)
        if type(value) is str and says_empty(value):
            region.empty = value.strip()


def _blocks(region: _Region, form: Form) -> tuple[Entry, ...] | None:
    blocks = _block_columns(region)
    if blocks is None:
        return None
    heading, triples = blocks
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    totals = {plain(label): label for label in form.totals}
    for row in range(heading + 1, region.bottom):
        for column, words in region.words(row, 0, triples[-1][1]):
            if words in totals:
                _bind_total(region, totals, row, column, triples)
        for code_column, amount_column in triples:
            code = _words(region.at(row, code_column))
            if not _CODE.fullmatch(code):
                continue
            name = _words(region.at(row, code_column + 1))
            seen[code] = seen.get(code, 0) + 1
            key = code if seen[code] == 1 else f"{code}#{seen[code]}"
            entries.append(Entry(key, code, name, row, code_column))
            region.bind(key, 1, row, amount_column)
    entries.sort(key=lambda entry: (entry.column, entry.row))
    return tuple(entries)


def _block_columns(region: _Region) -> tuple[int, list[tuple[int, int]]] | None:
    """The heading row of the blocks, and (code column, amount column) of each block."""
    for row in range(region.top + 1, min(region.top + _HEADING_ROWS, region.bottom)):
        heads = list(region.words(row, 0, region.width()))
        codes = [c for c, words in heads if words.endswith(("编码", "代码"))]
        if len(codes) < 2:
            continue
        edges = [*codes, region.width()]
        pairs = []
        for first, last in zip(codes, edges[1:], strict=True):
            amounts = [
                c for c, w in heads if first < c < last and w.endswith(("数", "金额", "合计"))
            ]
            if not amounts:
                return None
            pairs.append((first, amounts[0]))
        return row, pairs
    return None


def _bind_total(
    region: _Region,
    totals: Mapping[str, str],
    row: int,
    column: int,
    blocks: list[tuple[int, int]],
) -> None:
    """Bind 人员经费合计 or 公用经费合计: the figure to its right, before the next such label.

    The 公用 figure stands in the last column of the table, two blocks away from its label.
    """
    label_here = totals[_words(region.at(row, column))]
    later = [c for c, words in region.words(row, column + 1, region.width()) if words in totals]
    end = later[0] if later else region.width()
    places = [c for _, c in blocks if column < c < end]
    filled = [c for c in places if _words(region.at(row, c))]
    if not places:
        return
    if len(filled) > 1:
        facts = {"label": label_here}
        region.remarks.append(Remark("total_ambiguous", facts, row, column))
        return
    region.bind(label_here, 1, row, filled[0] if filled else places[-1])


def _single(region: _Region, form: Form) -> tuple[Entry, ...] | None:
    part, width = form.parts[0], region.width()
    columns = _numbered_row(region, form.columns, 0, width) or _headed(region, part, 0, width)
    if columns is None:
        return None
    heading, by_number = columns
    chosen: int | None = None
    for row in range(heading + 1, region.bottom):
        values = [region.at(row, c) for c in by_number.values()]
        if any(is_note(v) for v in values if type(v) is str):
            break
        state = [amount(v, region.unit).state for v in values]
        if all(s in (State.BLANK, State.TEXT) for s in state):
            if any(s is State.TEXT for s in state):
                _note_sentence(region, row, by_number)
            continue
        if chosen is None:
            chosen = row
        else:
            region.remarks.append(Remark("second_row", {}, row, min(by_number.values())))
    row = chosen if chosen is not None else heading + 1
    if row < region.bottom:
        for number, column in by_number.items():
            if chosen is not None or type(region.at(row, column)) is not str:
                region.bind(ONLY_ROW, number, row, column)
            else:
                region.cells[ONLY_ROW, number] = Cell(amount("", region.unit), "", row, column)
    return ()
