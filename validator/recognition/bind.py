"""A region of a sheet and a form → a table with every cell bound to its line and column.

Lines are found by their words, and by the 行次 where words repeat or are missing; 科目 rows by
their codes. What cannot be bound is remarked on, never guessed.
"""

import re
from collections.abc import Iterable, Mapping

from validator.amounts import Unit, amount
from validator.forms.model import ONLY_ROW, TOTAL, Form, Layout, Part
from validator.recognition.region import HEADING_ROWS, NUMBERING, Page, Region, find_columns
from validator.recognition.table import Entry, Remark, Table, fixed_rows, scan, shares_of
from validator.recognition.words import (
    declares_empty,
    is_note,
    label,
    line_number,
    of_cell,
    plain,
    says_empty,
)

_CODE = re.compile(r"\d{2,10}")
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
    }[form.layout]
    entries = binder(region, form)
    if entries is None:
        return None
    found = {binding.key for binding in region.bindings}
    for row in fixed_rows(form):
        if row not in found:
            words = form.lines[row][0].words if isinstance(row, int) else row
            region.remarks.append(Remark("line_missing", {"label": words}))
    shares = shares_of(form, page.sheet, region.bindings)
    content = scan(page.sheet, unit, key, region.bindings, shares)
    return Table(
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
    )


def _declaration(region: Region, form: Form) -> str:
    """The sentence under or over the table that declares it empty."""
    for row in range(region.top + 1, region.bottom):
        for column, words in region.words(row):
            if declares_empty(words, form.title):
                return str(region.at(row, column)).strip()
    return ""


# --- the four layouts --------------------------------------------------------------------------


def _two_sided(region: Region, form: Form) -> tuple[Entry, ...] | None:
    starts = _project_columns(region)
    if starts is None or len(starts) != len(form.parts):
        return None
    edges = [*starts, region.width]
    for part, first, last in zip(form.parts, edges, edges[1:], strict=False):
        columns = find_columns(region, part, first, last)
        if columns is None:
            return None
        _lines(region, part, columns[0] + 1, first, columns[1])
    return ()


def _project_columns(region: Region) -> list[int] | None:
    """Where the sides begin: the columns headed 项目."""
    for row in range(region.top + 1, min(region.top + HEADING_ROWS, region.bottom)):
        found = [c for c, words in region.words(row) if words == "项目"]
        if len(found) > 1:
            return found
    return None


def _lines(region: Region, part: Part, top: int, first: int, columns: Mapping[int, int]) -> None:
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
            if (number_here := line_number(cell)) is not None:
                printed = number_here
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
            expected = by_number[number].words if number else ""
            if not expected and _has_figure(region, row, columns.values()):
                region.remarks.append(Remark("unnamed_line", {"line": printed}, row, at))
            elif plain(expected) != words:
                facts = {"label": words, "printed": printed, "expected": expected}
                region.remarks.append(Remark("label_differs", facts, row, at))
        elif words and any(of_cell(region.at(row, c)) for c in columns.values()):
            region.remarks.append(Remark("line_unknown", {"label": words}, row, at))
        if number is None:
            continue
        unbound.discard(number)
        region.bind(number, row, columns)


def _subjects(region: Region, form: Form) -> tuple[Entry, ...] | None:
    columns = find_columns(region, form.parts[0], 0, region.width)
    if columns is None:
        return None
    heading, by_number = columns
    amounts = min(by_number.values())
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    for row in range(heading + 1, region.bottom):
        code, name, at = "", "", 0
        for column, words in region.words(row, 0, amounts):
            if declares_empty(words, form.title):
                region.empty = words
            elif not code and _CODE.fullmatch(words):
                code, at = words, column
            elif not code and (both := _CODE_AND_NAME.fullmatch(words)):
                code, name, at = both[1], both[2], column
            elif not name:
                name, at = words, at if code else column
        if is_note(name) or name == NUMBERING:
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
            if _has_figure(region, row, by_number.values()):
                region.remarks.append(Remark("row_without_code", {"label": name}, row, at))
            else:
                _note_sentence(region, row, by_number)
            continue
        region.bind(key, row, by_number)
    return tuple(entries)


def _has_figure(region: Region, row: int, columns: Iterable[int]) -> bool:
    """Is there an amount in the row, or a formula that failed to give one?"""
    faults = region.page.sheet.faults
    return any(
        (row, c) in faults or amount(region.at(row, c), region.unit).printed for c in columns
    )


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
                if not code and not labels and _has_figure(region, row, [amount_column]):
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
        if any(is_note(words) for _, words in region.words(row)):
            break
        if all(of_cell(value) == str(number) for number, value in values.items()):
            continue  # the numbers of the columns are no figures
        if _has_sentence(values.values()):
            _note_sentence(region, row, by_number)
        elif any(_has_content(value) for value in values.values()) or _has_figure(
            region, row, by_number.values()
        ):
            if chosen is None:
                chosen = row
            else:
                place = min(by_number.values())
                region.remarks.append(Remark("second_row", {}, row, place))
    row = heading + 1 if chosen is None else chosen
    if row < region.bottom and not any(is_note(words) for _, words in region.words(row)):
        region.bind(ONLY_ROW, row, by_number)
    return ()


def _has_sentence(values: Iterable[object]) -> bool:
    return any(type(value) is str and says_empty(value) for value in values)


def _has_content(value: object) -> bool:
    return of_cell(value) != ""
