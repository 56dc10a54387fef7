"""A region of a sheet and a form → a table with every cell bound to its line and column.

Lines are found by their words, and by the 行次 where words repeat or are missing; 科目 rows by
their codes. What cannot be bound is remarked on, never guessed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from validator.amounts import Unit
from validator.forms.model import ONLY_ROW, TOTAL, Form, Layout
from validator.recognition.declared import bind_declared
from validator.recognition.lines import bind_lines
from validator.recognition.region import HEADING_ROWS, NUMBERING, Page, Region, find_columns
from validator.recognition.table import Entry, Remark, Table, fixed_rows, scan, shares_of
from validator.recognition.words import (
    declares_empty,
    ends_table,
    is_mark,
    line_number,
    of_cell,
    plain,
    says_empty,
)

_CODE = re.compile(r"\d{2,10}")
#: The headings of columns that only count rows.
_COUNTING = frozenset({"序号", "行号", "行次"})
_CODE_AND_NAME = re.compile(r"(\d{3,9})\s*[-—]?\s*([^\d\s].*)")


def bind(
    page: Page,
    form: Form,
    title: str,
    top: int,
    bottom: int,
    unit: Unit,
    unit_stated: bool,
    key: str,
) -> Table | None:
    """The table of `form` in rows `top` to `bottom` (exclusive), or None if its headings are not
    there: a title alone (a list of contents, a caption) is no table."""
    region = Region(page, top, bottom, unit)
    binder = {
        Layout.TWO_SIDED: _two_sided,
        Layout.SUBJECTS: _subjects,
        Layout.BLOCKS: _blocks,
        Layout.SINGLE: _single,
        Layout.DECLARED: bind_declared,
    }[form.layout]
    entries = binder(region, form)
    if entries is None:
        return None
    shares = shares_of(form, page.sheet, region.bindings)
    content = scan(page.sheet, unit, key, region.bindings, shares)
    table = Table(
        key=key,
        form=form,
        source=page.sheet,
        top=top,
        left=region.left,
        bottom=region.last_row,
        right=region.width - 1,
        title=title,
        unit=unit,
        unit_stated=unit_stated,
        bindings=tuple(region.bindings),
        content=content,
        entries=entries,
        declaration=region.empty or content.sentence or _declaration(region, form),
        remarks=tuple(region.remarks),
        lacking=frozenset(region.lacking),
    )
    return table if table.empty else replace(table, remarks=(*table.remarks, *_not_found(table)))


def _not_found(table: Table) -> Iterator[Remark]:
    """The printed lines that were not found; one declared empty need not have any."""
    found = {binding.key for binding in table.bindings}
    for row in fixed_rows(table.form):
        if row not in found:
            words = table.form.lines[row][0].words if isinstance(row, int) else row
            yield Remark("line_missing", {"label": words})


def _declaration(region: Region, form: Form) -> str:
    """The sentence under or over the table that declares it empty."""
    for row in range(region.top + 1, region.bottom):
        for column, words in region.words(row):
            if declares_empty(words, form.title):
                return str(region.at(row, column)).strip()
    return ""


# --- the layouts -------------------------------------------------------------------------------


def _two_sided(region: Region, form: Form) -> tuple[Entry, ...] | None:
    starts = _project_columns(region, form)
    if starts is None or len(starts) != len(form.parts):
        return None
    edges = [*starts, region.width]
    for part, first, last in zip(form.parts, edges, edges[1:], strict=False):
        columns = find_columns(region, part, first, last)
        if columns is None:
            return None
        bind_lines(region, part, columns[0] + 1, first, columns[1], form.numbered)
    return ()


def _project_columns(region: Region, form: Form) -> list[int] | None:
    """Where the sides begin: the columns headed as theirs is, 项目, or 项目（按功能分类）."""
    headings = {of_cell(part.headings[0].label).partition("(")[0] for part in form.parts}
    for row in range(region.top + 1, min(region.top + HEADING_ROWS, region.bottom)):
        found = [c for c, words in region.words(row) if words.partition("(")[0] in headings]
        if len(found) > 1:
            return found
    return None


def _subjects(region: Region, form: Form) -> tuple[Entry, ...] | None:
    columns = find_columns(region, form.parts[0], 0, region.width)
    if columns is None:
        return None
    heading, by_number = columns
    amounts = min(by_number.values())
    counting = _counting_columns(region, heading)
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    for row in range(heading + 1, region.bottom):
        code, name, at = "", "", 0
        if not region.bindings and _is_numbering(region.words(row)):
            continue
        for column, words in region.words(row, 0, amounts):
            if column in counting:
                continue
            if declares_empty(words, form.title):
                region.empty = words
            elif not code and _CODE.fullmatch(words):
                code, at = words, column
            elif not code and (both := _CODE_AND_NAME.fullmatch(words)):
                code, name, at = both[1], both[2], column
            elif not name:
                name, at = words, at if code else column
        if ends_table(name) or name == NUMBERING:
            continue
        if name == TOTAL and not code:
            key = TOTAL
            if any(binding.key == TOTAL for binding in region.bindings):
                region.remarks.append(Remark("total_twice", {}, row, at))
                continue
        elif code:
            seen[code] = seen.get(code, 0) + 1
            key = code if seen[code] == 1 else f"{code}#{seen[code]}"
            entries.append(Entry(key, code, name, row, at))
        else:
            if region.has_figure(row, by_number.values()):
                region.remarks.append(Remark("row_without_code", {"label": name}, row, at))
            else:
                _note_sentence(region, row, by_number)
            continue
        region.bind(key, row, by_number)
    return tuple(entries)


def _counting_columns(region: Region, heading: int) -> frozenset[int]:
    """The columns that number the rows of the sheet: 12 is no code there."""
    rows = range(region.top + 1, heading + 1)
    return frozenset(c for row in rows for c, words in region.words(row) if words in _COUNTING)


def _is_numbering(cells: list[tuple[int, str]]) -> bool:
    """Are these the numbers of all columns, those of codes and names too: 1 2 3 4?"""
    numbers = [int(words) for _, words in cells if line_number(words) is not None]
    counted = [*range(numbers[0], numbers[0] + len(numbers))] if numbers else []
    return len(numbers) > 2 and len(numbers) == len(cells) and numbers == counted


def _note_sentence(region: Region, row: int, columns: Mapping[int, int]) -> None:
    for column in columns.values():
        value = region.at(row, column)
        if type(value) is str and says_empty(value):
            region.empty = value.strip()


def _blocks(region: Region, form: Form) -> tuple[Entry, ...] | None:
    blocks = _block_columns(region)
    if blocks is None:
        return None
    heading, triples = blocks
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    totals = {plain(label): label for label in form.totals}
    for row in range(heading + 1, region.bottom):
        labels = [c for c, words in region.words(row, 0, triples[-1][1]) if words in totals]
        for column in labels:
            _bind_total(region, totals, row, column, triples)
        for code_column, amount_column in triples:
            code = of_cell(region.at(row, code_column))
            if not _CODE.fullmatch(code):
                if not code and not labels and region.has_figure(row, [amount_column]):
                    facts = {"label": of_cell(region.at(row, code_column + 1))}
                    region.remarks.append(Remark("row_without_code", facts, row, amount_column))
                continue
            name = of_cell(region.at(row, code_column + 1))
            seen[code] = seen.get(code, 0) + 1
            key = code if seen[code] == 1 else f"{code}#{seen[code]}"
            entries.append(Entry(key, code, name, row, code_column))
            region.bind(key, row, {1: amount_column})
    entries.sort(key=lambda entry: (entry.column, entry.row))
    return tuple(entries)


def _block_columns(region: Region) -> tuple[int, list[tuple[int, int]]] | None:
    """The heading row of the blocks, and (code column, amount column) of each block."""
    for row in range(region.top + 1, min(region.top + HEADING_ROWS, region.bottom)):
        heads = region.words(row)
        codes = [c for c, words in heads if words.endswith(("编码", "代码"))]
        if len(codes) < 2:
            continue
        edges = [*codes, region.width]
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
    region: Region,
    totals: Mapping[str, str],
    row: int,
    column: int,
    blocks: list[tuple[int, int]],
) -> None:
    """Bind 人员经费合计 or 公用经费合计: the figure to its right, before the next such label.

    The 公用 figure stands in the last column of the table, two blocks away from its label.
    """
    label_here = totals[of_cell(region.at(row, column))]
    later = [c for c, words in region.words(row, column + 1) if words in totals]
    end = later[0] if later else region.width
    places = [c for _, c in blocks if column < c < end]
    filled = [c for c in places if of_cell(region.at(row, c))]
    if not places:
        return
    if len(filled) > 1:
        facts = {"label": label_here}
        region.remarks.append(Remark("total_ambiguous", facts, row, column))
        return
    region.bind(label_here, row, {1: filled[0] if filled else places[-1]})


def _single(region: Region, form: Form) -> tuple[Entry, ...] | None:
    columns = find_columns(region, form.parts[0], 0, region.width)
    if columns is None:
        return None
    heading, by_number = columns
    chosen: int | None = None
    for row in range(heading + 1, region.bottom):
        values = {number: region.at(row, column) for number, column in by_number.items()}
        if any(ends_table(words) or is_mark(words) for _, words in region.words(row)):
            break
        if all(of_cell(value) == str(number) for number, value in values.items()):
            continue  # the numbers of the columns are no figures
        if _has_sentence(values.values()):
            _note_sentence(region, row, by_number)
        elif any(_has_content(value) for value in values.values()) or region.has_figure(
            row, by_number.values()
        ):
            if chosen is None:
                chosen = row
            else:
                place = min(by_number.values())
                region.remarks.append(Remark("second_row", {}, row, place))
    row = heading + 1 if chosen is None else chosen
    if row < region.bottom and not any(ends_table(words) for _, words in region.words(row)):
        region.bind(ONLY_ROW, row, by_number)
    return ()


def _has_sentence(values: Iterable[object]) -> bool:
    return any(type(value) is str and says_empty(value) for value in values)


def _has_content(value: object) -> bool:
    return of_cell(value) != ""
