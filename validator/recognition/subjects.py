"""The binder of a table of 科目: a row for each code that a department has, and 合计.

Rows without a certain code are remarked on and not bound.
"""

from collections.abc import Mapping, Sequence

from validator.forms.catalogue import LENGTHS, branch
from validator.forms.model import TOTAL, Form
from validator.recognition.codes import (
    Label,
    is_total,
    level_columns,
    read_label,
    read_levels,
)
from validator.recognition.columns import Columns, find_columns
from validator.recognition.headings import heading_words
from validator.recognition.paths import is_numbering
from validator.recognition.region import NUMBERING, Region
from validator.recognition.table import Entry, Remark
from validator.recognition.words import declares_empty, ends_table, of_cell, says_empty
from validator.recognition.words import title as bare_title

#: The headings of columns that only count rows.
_COUNTING = frozenset({"序号", "行号", "行次"})
Line = list[tuple[int, str]]


def bind_subjects(region: Region, form: Form) -> tuple[Entry, ...] | None:
    """Bind a table of 科目; its entries in printed order. None where its headings are not there."""
    columns = find_columns(region, form, form.parts[0], 0, region.width)
    if columns is None:
        return None
    by_number, lengths, whole = columns.by_number, LENGTHS[form.catalogue], _whole(form)
    rows, levels = _labelled_rows(region, columns, lengths)
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    total: int | None = None
    above: tuple[str, ...] = ()
    for row, cells in rows:
        cells = _without_declaration(region, form, cells)
        if len(levels) > 1:
            said = read_levels(cells, levels, above, lengths)
        else:
            said = read_label(cells, region.page.sheet.rows[row], lengths)
        code, name, at, _ = said
        if ends_table(name) or name == NUMBERING:
            continue
        if code:
            if len(levels) > 1:
                above = branch(code)
            seen[code] = seen.get(code, 0) + 1
            key = code if seen[code] == 1 else f"{code}#{seen[code]}"
            entries.append(Entry(key, code, name, row, at))
            region.bind(key, row, by_number)
        elif name and is_total(heading_words(name), whole) and not said.unclear:
            if total is None:
                total = row
                region.bind(TOTAL, row, by_number)
            elif not _same_figures(region, total, row, by_number):
                region.remarks.append(Remark("total_twice", {}, row, at))
        elif _without_code(region, row, said, by_number):
            above = ()
    if not entries and any(remark.kind == "row_without_code" for remark in region.remarks):
        region.uncoded = True
    return tuple(entries)


def _labelled_rows(
    region: Region, columns: Columns, lengths: Sequence[int]
) -> tuple[list[tuple[int, Line]], tuple[int, ...]]:
    """The rows below the headings, each with the cells of its code and name, and the columns of
    codes: one, or one a level."""
    aside = _counting_columns(region, columns.bottom) | columns.others
    amounts = min(columns.by_number.values())
    lines, faults = region.page.lines, region.page.sheet.faults
    rows = [row for row in range(columns.bottom + 1, region.bottom) if lines[row] or faults]
    labels = [[c for c in lines[row] if c[0] < amounts and c[0] not in aside] for row in rows]
    levels, counts = level_columns(labels, lengths)
    if counts:
        labels = [[cell for cell in cells if cell[0] not in counts] for cells in labels]
    return list(zip(rows, labels, strict=True)), levels


def _without_code(region: Region, row: int, said: Label, by_number: Mapping[int, int]) -> bool:
    """Say of a row with figures and no certain code that it was not checked."""
    if not region.has_figure(row, by_number.values()):
        note_sentence(region, row, by_number)
        return False
    if is_numbering(region.words(row)):
        return False
    if said.unclear:
        facts = {"label": said.name, "code": said.unclear}
        region.remarks.append(Remark("code_unclear", facts, row, said.column))
        region.uncoded = True
    else:
        facts = {"label": said.name}
        region.remarks.append(Remark("row_without_code", facts, row, said.column))
    return True


def _without_declaration(region: Region, form: Form, cells: Line) -> Line:
    """The cells of a row without the sentence that declares the table empty, which is kept."""
    if len(cells) == 2 and cells[0][1].isdecimal():  # a code and its name, as in nearly every row
        return cells
    for column, words in cells:
        if declares_empty(words, form.title):
            region.empty = words
            return [cell for cell in cells if cell[0] != column]
    return cells


def note_sentence(region: Region, row: int, columns: Mapping[int, int]) -> None:
    """Keep the sentence of a row's cells for amounts that declares the table empty."""
    for column in columns.values():
        value = region.at(row, column)
        if type(value) is str and says_empty(value):
            region.empty = value.strip()


def _counting_columns(region: Region, heading: int) -> frozenset[int]:
    """The columns that number the rows of the sheet: 12 is no code there."""
    rows = range(region.top + 1, heading + 1)
    return frozenset(c for row in rows for c, words in region.words(row) if words in _COUNTING)


def _whole(form: Form) -> tuple[str, ...]:
    """What the total of a table may be called after: its title, and the columns of sums."""
    labels = (of_cell(column.label) for part in form.parts for column in part.columns)
    return (bare_title(form.title), *(words for words in labels if words.endswith(TOTAL)))


def _same_figures(region: Region, one: int, other: int, by_number: Mapping[int, int]) -> bool:
    columns = by_number.values()
    return all(of_cell(region.at(one, c)) == of_cell(region.at(other, c)) for c in columns)
