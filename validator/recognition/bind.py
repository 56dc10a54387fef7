"""A region of a sheet and a form → a table with every cell bound to its line and column.

Lines are found by their words, and by the 行次 where words repeat or are missing; 科目 rows by
their codes. What cannot be bound is remarked on, never guessed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from validator.forms.model import ONLY_ROW, TOTAL, Form, Layout, RowKey
from validator.recognition.cells import scan, shares_of
from validator.recognition.columns import find_columns
from validator.recognition.declared import bind_declared
from validator.recognition.economic import bind_blocks
from validator.recognition.lines import bind_lines
from validator.recognition.region import HEADING_ROWS, Page, Region
from validator.recognition.single import bind_single
from validator.recognition.subjects import bind_subjects
from validator.recognition.table import About, Entry, Remark, Table
from validator.recognition.words import SHORTEST_SENTENCE, declares_empty, of_cell


def bind(page: Page, form: Form, about: About, top: int, bottom: int, key: str) -> Table | None:
    """The table of `form` in rows `top` to `bottom` (exclusive), or None if its headings are not
    there: a title alone (a list of contents, a caption) is no table."""
    unit = about.unit
    region = Region(page, top, bottom, unit)
    entries = _BINDERS[form.layout](region, form)
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
        title=about.title,
        unit=unit,
        unit_stated=about.unit_stated,
        bindings=tuple(region.bindings),
        content=content,
        entries=entries,
        declaration=region.empty or content.sentence or _declaration(region, form),
        remarks=tuple(region.remarks),
        year=about.year,
        department=about.department,
        lacking=frozenset((*region.lacking, *_in_unfound_columns(region, form))),
        unfound=frozenset(number for _, number in region.unfound),
        uncoded=region.uncoded,
        omitted=frozenset(region.unprinted),
    )
    lost = () if table.empty else tuple(_not_found(table))
    return replace(table, remarks=(*table.remarks, *lost)) if lost else table


def _not_found(table: Table) -> Iterator[Remark]:
    """The printed lines that were not found; one declared empty need not have any."""
    form = table.form
    found = {*table.omitted, *(binding.key for binding in table.bindings)}
    for row in [row for row in form.columns_of_row if row not in found]:
        if isinstance(row, str):
            words = row if row in form.totals else ""
        else:
            words = form.lines[row][0].words if form.layout is Layout.TWO_SIDED else ""
        if words:
            yield Remark("line_missing", {"label": words})


def _in_unfound_columns(region: Region, form: Form) -> Iterator[tuple[RowKey, int]]:
    """The cells of columns of which none was certain."""
    if not region.unfound:
        return
    bound = {TOTAL if form.open else ONLY_ROW, *(binding.key for binding in region.bindings)}
    for part, number in region.unfound:
        for key in [line.key for line in part.lines] or bound:
            yield key, number


def _declaration(region: Region, form: Form) -> str:
    """The sentence under or over the table that declares it empty."""
    for row, line in enumerate(region.page.lines[region.top + 1 : region.bottom], region.top + 1):
        for column, words in line:
            if len(words) <= SHORTEST_SENTENCE or words.isascii():  # a number is no sentence
                continue
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
        columns = find_columns(region, form, part, first, last)
        if columns is None:
            return None
        bind_lines(region, part, columns.bottom + 1, first, columns.by_number, form.numbered)
    return ()


def _project_columns(region: Region, form: Form) -> list[int] | None:
    """Where the sides begin: the columns headed as theirs is, 项目,
    项目（按功能分类）, 支出项目."""
    headings = {of_cell(part.headings[0].label).partition("(")[0] for part in form.parts}
    headings |= {part.name + of_cell(part.headings[0].label) for part in form.parts}
    for row in range(region.top + 1, min(region.top + HEADING_ROWS, region.bottom)):
        found = [c for c, words in region.words(row) if words.partition("(")[0] in headings]
        if len(found) > 1:
            return found
    return None


_BINDERS: Mapping[Layout, Callable[[Region, Form], tuple[Entry, ...] | None]] = {
    Layout.TWO_SIDED: _two_sided,
    Layout.SUBJECTS: bind_subjects,
    Layout.BLOCKS: bind_blocks,
    Layout.SINGLE: bind_single,
    Layout.DECLARED: bind_declared,
}
