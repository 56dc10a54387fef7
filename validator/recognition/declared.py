"""The binder of a 申报表: labelled cells, printed lines and lists, section by section.

Only what has amounts is bound; sections of words merely end those before them. A row of a list is
an entry with the key 项目#1, 项目#2 …
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from validator.amounts import DASHES
from validator.forms.model import Form, Part, RowKey, row_key
from validator.recognition.order import align
from validator.recognition.region import Region
from validator.recognition.sections import Section, Sections, find_sections, said
from validator.recognition.table import Entry, Remark
from validator.recognition.words import of_cell

#: The words of rows that add up a list, and are no rows of it.
_TOTALS = frozenset({"合计", "小计", "总计", "共计"})
#: So many labels of cells tell a 申报表 of which no headings are left.
_LABELS = 2


def bind_declared(region: Region, form: Form) -> tuple[Entry, ...] | None:
    """Bind a 申报表; the entries are the rows of its lists. None where none of it is there, or
    nothing of it that has amounts, as in a table of goals alone."""
    sections = find_sections(region, form)
    labels = _bind_fields(region, form, sections)
    if not sections.found and labels < _LABELS:
        return None
    if not region.bindings and not any(section.columns for section in sections.found):
        return None
    entries: list[Entry] = []
    for part in form.parts:
        if part.headings and part.columns:
            entries += _bind_part(region, form, part, sections)
    bound = {binding.key for binding in region.bindings}
    for part in form.parts:
        if part.fields or any(section.columns for section in sections.of(part)):
            for line in part.lines:
                if line.key not in bound:
                    region.remarks.append(Remark("line_missing", {"label": line.words}))
    return tuple(entries)


# --- labelled cells ----------------------------------------------------------------------------


class _Label(NamedTuple):
    """Where the label of a cell stands, and the column of the next one in its row, if any."""

    row: int
    column: int
    next_label: int | None


def _bind_fields(region: Region, form: Form, sections: Sections) -> int:
    """Bind the amounts beside their labels; how many labels there are."""
    rows = [row for part in form.parts for row in part.fields]
    labels = _labels_in(region, {said(cell.label) for row in rows for cell in row}, sections)
    for row in rows:
        for cell, after in zip_longest(row, row[1:]):
            label = labels.get(said(cell.label))
            if not cell.number or label is None:
                continue
            column = _beside(region, label)
            # The next label is lost: what stands farther off may be its amount.
            doubtful = after is not None and said(after.label) not in labels
            if column is not None and not (doubtful and column > label.column + 1):
                number = form.lines[cell.number][1].columns[0].number
                region.bind(cell.number, label.row, {number: column})
    return len(labels)


def _labels_in(region: Region, known: Collection[str], sections: Sections) -> dict[str, _Label]:
    """The labels of cells outside the sections with headings, each where it stands first."""
    inside = {row for section in sections.found for row in range(section.row, section.bottom)}
    found: dict[str, _Label] = {}
    for row in range(region.top + 1, region.bottom):
        line = [] if row in inside else [(c, said(words)) for c, words in region.words(row)]
        line = [(column, words) for column, words in line if words in known]
        for (column, words), after in zip_longest(line, line[1:]):
            found.setdefault(words, _Label(row, column, after[0] if after else None))
    return found


def _beside(region: Region, label: _Label) -> int | None:
    """The first filled cell right of a label; where none is, the cell beside it. None where the
    next label leaves no room for one."""
    first, end = label.column + 1, label.next_label
    if first == end:
        return None
    columns = range(first, region.width if end is None else end)
    return next((c for c in columns if _is_filled(region, label.row, c)), first)


def _is_filled(region: Region, row: int, column: int) -> bool:
    return of_cell(region.at(row, column)) != "" or (row, column) in region.page.sheet.faults


# --- sections with headings --------------------------------------------------------------------


def _bind_part(region: Region, form: Form, part: Part, sections: Sections) -> list[Entry]:
    """Bind the lines and the list of a part, wherever its sections stand; the rows of its list."""
    name = part.name or form.title
    own = [section for section in sections.of(part) if section.columns]
    if not own:
        region.remarks.append(Remark("section_missing", {"section": name}))
    for section in own:
        for column in part.columns:
            if column.number not in section.columns:
                facts = {"section": name, "heading": column.label}
                region.remarks.append(Remark("column_missing", facts, section.row, section.first))
    others = _bind_lines(region, part, own)
    if not part.listed:
        for section, row in others:
            _remark_unknown(region, section, row)
        return []
    after = _unseen_after(form, part, sections)
    ends = after is None or not after.columns
    entries = _bind_list(region, part, others, after is not None) if ends else []
    read = set.intersection(*(set(section.columns) for section in own)) if own and ends else set()
    region.lacking += [(part.listed, c.number) for c in part.columns if c.number not in read]
    return entries


def _unseen_after(form: Form, part: Part, sections: Sections) -> Part | None:
    """The part behind this one in the form where nothing of it was seen: then rows below may be
    those of either."""
    place = form.parts.index(part) + 1
    after = form.parts[place] if place < len(form.parts) else None
    return after if after is not None and after not in sections.seen else None


def _bind_lines(
    region: Region, part: Part, sections: Sequence[Section]
) -> list[tuple[Section, int]]:
    """Bind the printed lines by their words and order; the rows that hold none of them."""
    wanted: list[tuple[str, RowKey | None]] = []
    sides = [side for side, count in part.sides for _ in range(count)]
    before = ""
    for i, line in enumerate(part.lines):
        side = sides[i] if i < len(sides) else ""
        if side != before:
            wanted.append((said(side), None))
        wanted.append((said(line.label), line.key))
        before = side
    rows = [(section, row) for section in sections for row in section.rows]
    cells = [
        (place, said(words))
        for place, (section, row) in enumerate(rows)
        for _, words in region.words(row, 0, min(section.columns.values()))
    ]
    keys: dict[int, RowKey] = {}
    for (place, _), found in zip(
        cells, align([words for _, words in cells], [words for words, _ in wanted]), strict=True
    ):
        key = None if found is None else wanted[found][1]
        if key is not None:
            keys[place] = key
    for place, key in keys.items():
        section, row = rows[place]
        region.bind(key, row, section.columns)
    return [pair for place, pair in enumerate(rows) if place not in keys]


def _remark_unknown(region: Region, section: Section, row: int) -> None:
    """Say of a row with figures that it is no line of the form."""
    columns = section.columns.values()
    words = region.words(row, 0, min(columns))
    if any(_is_filled(region, row, column) for column in columns):
        column, text = words[-1] if words else (min(columns), "")
        region.remarks.append(Remark("line_unknown", {"label": text}, row, column))


def _bind_list(
    region: Region, part: Part, rows: Iterable[tuple[Section, int]], doubtful: bool
) -> list[Entry]:
    """Bind the rows of a list; where its end is `doubtful`, those with an amount alone."""
    entries: list[Entry] = []
    for section, row in rows:
        columns = section.columns.values()
        words = [
            (column, cell)
            for column, cell in region.words(row)
            if column not in columns and not cell.isdigit() and said(cell) != said(part.name)
        ]
        figures = any(_is_filled(region, row, column) for column in columns)
        if any(cell in _TOTALS for _, cell in words):
            continue
        if all(cell in DASHES for _, cell in words):
            if region.has_figure(row, columns):
                facts = {"section": part.name or part.listed}
                region.remarks.append(Remark("row_without_words", facts, row, min(columns)))
            continue
        if figures or (len(words) > 1 and not doubtful):
            key = row_key(part.listed, len(entries) + 1)
            column, name = words[0]
            entries.append(Entry(key, "", name, row, column, part.listed))
            region.bind(key, row, section.columns)
    return entries
