"""检查 模板版面: in a workbook made from the forms, what is no longer as it was made.

Its formulas and checks find sheets by their names and cells by their places, and a reader finds the
figures by the printed words; so renamed sheets, changed headings, rows put in or taken out matter
even where every figure agrees. A line that is missing with its words is said by 检查 行次齐全.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from validator.checks.context import Context, at
from validator.checks.entered import Entered, entered
from validator.checks.formulas import Rows, generated_rows, wiped_codes
from validator.checks.outcome import Observation
from validator.forms.computed import computed_in
from validator.forms.loader import editions
from validator.forms.model import Heading, Layout, Part, RowKey, Rule
from validator.forms.workbook import own_sheets, table_sheet
from validator.recognition import Recognised, Table
from validator.recognition.words import label as bare
from validator.recognition.words import plain
from validator.rounding import Verdict

#: So many lines or 科目 are named.
_NAMED = 6
#: What a heading leaves open.
_TO_FILL = re.compile("〈|　")


def layout(context: Context, rule: Rule, _: object) -> list[Observation] | None:
    """The sheets carry their names, the headings the form's words, the tables all their rows and no
    others, and the edition is the stamp's."""
    found = context.found
    if not found.template:
        return None
    if {found.printed, found.edition.name} != {found.template}:
        known = found.template in editions()
        kind = "template_edition" if known else "template_unknown"
        facts = {"stamp": found.template, "printed": found.printed}
        return [Observation(rule, kind, rule.severity, Verdict.ERROR, "", facts, None)]
    seen = list(_sheets(rule, found))
    of_edition = computed_in(found.edition.name, found.tables)
    for table in found.tables.values():
        if table.form.layout is Layout.DECLARED:
            seen += [*_labels(rule, table), *_lines(rule, table)]
            continue
        changed = list(_headings(rule, table))
        seen += changed
        if table.form.layout is Layout.BLOCKS and changed:
            continue  # without its heading a block is not found, nor are its rows
        if table.form.open:
            sheet = entered(table, found.book, of_edition)
            rows = generated_rows(table, sheet) if sheet else None
            if sheet and rows:
                seen += _generated(rule, table, sheet, rows)
        else:
            seen += _lines(rule, table)
    return seen


# --- sheets ------------------------------------------------------------------------------------


def _sheets(rule: Rule, found: Recognised) -> Iterator[Observation]:
    """Tables on sheets of another name, and sheets besides the tables' that are not there."""
    names = {sheet.name for sheet in found.book.sheets}
    for table in found.tables.values():
        wanted = table_sheet(table.form, table.key)
        if plain(table.sheet) != plain(wanted) and wanted not in names:
            facts = {"title": table.called, "own": table.sheet, "wanted": wanted}
            yield at(rule, "sheet_renamed", table, facts)
    missing = [name for name in own_sheets(found.edition) if name not in names]
    if missing:
        listed: dict[str, object] = {"count": len(missing), "names": "、".join(missing)}
        yield Observation(rule, "sheets_missing", rule.severity, Verdict.ERROR, "", listed, None)


# --- headings ----------------------------------------------------------------------------------


def _headings(rule: Rule, table: Table) -> Iterator[Observation]:
    """Words of headings that stand nowhere above the figures, with what stands in their place."""
    first = min((binding.row for binding in table.bindings), default=table.top)
    told = {
        str(remark.facts["expected"])
        for remark in table.remarks
        if remark.kind == "heading_differs"  # 检查 行次齐全 says so
    }
    expected = list(_places(table))
    width = 1 + max(column for _, _, column in expected)
    words = {
        (row, column): word
        for row in range(table.top + 1, first)
        for column in range(table.left, table.left + width)
        if (word := table.words_at(row, column))
    }
    missing = Counter(plain(label) for label, _, _ in expected) - Counter(words.values())
    shifts = Counter(
        row - depth
        for (row, column), word in words.items()
        for label, depth, at_column in expected
        if word == plain(label) and column == table.left + at_column
    )
    start = shifts.most_common(1)[0][0] if shifts else table.top + 1
    for label, depth, column in expected:
        word, place = plain(label), (start + depth, table.left + column)
        if not missing[word] or words.get(place) == word or bare(word) in told:
            continue
        missing[word] -= 1
        there = str(table.source.rows[place[0]][place[1]]).strip() if place in words else ""
        facts = {"title": table.called, "wanted": label, "found": there}
        yield at(
            rule, "heading_changed" if place in words else "heading_wiped", table, facts, place
        )


def _places(table: Table) -> Iterator[tuple[str, int, int]]:
    """(words, row, column) of each heading of the form, counted from the first heading row."""
    column = 0
    for part in table.form.parts:
        yield from _headings_of(part.headings, 0, column)
        column += sum(heading.leaves for heading in part.headings)


def _headings_of(
    headings: Iterable[Heading], depth: int, column: int
) -> Iterator[tuple[str, int, int]]:
    for heading in headings:
        yield heading.label, depth, column
        yield from _headings_of(heading.children, depth + 1, column)
        column += heading.leaves


def _labels(rule: Rule, table: Table) -> Iterator[Observation]:
    """Labels and headings of a 申报表 that stand nowhere in it and that 检查 行次齐全 does not
    name. Its sections move with the rows of its lists; a year, or a gap, is there to be filled."""
    told = {plain(str(fact)) for remark in table.remarks for fact in remark.facts.values()}
    there = {
        table.words_at(row, column)
        for row in range(table.top, table.bottom + 1)
        for column in range(table.left, table.right + 1)
    }
    wanted: list[str] = []
    for part in table.form.parts:
        if plain(part.name) not in told:
            wanted += [field.label for row in part.fields for field in row]
            wanted += [label for label, _, _ in _headings_of(part.headings, 0, 0)]
    for label in dict.fromkeys(wanted):
        if plain(label) not in there | told and not _TO_FILL.search(label):
            facts = {"title": table.called, "wanted": label}
            yield at(rule, "heading_wiped", table, facts)


# --- rows --------------------------------------------------------------------------------------


def _lines(rule: Rule, table: Table) -> Iterator[Observation]:
    """Printed lines stand one below the other: what stands between them was put in, what is not
    there was taken out."""
    rows = {binding.key: binding.row for binding in table.bindings}
    for entry in table.entries:
        rows.setdefault(entry.key, entry.row)
    gone: list[str] = []
    added: set[int] = set()
    for part in table.form.parts:
        gone += _gone(table, part, rows.keys())
        added.update(_between(part, rows))
    if gone:
        yield _of_rows(rule, table, "rows_deleted", gone)
    if added:
        listed = [f"{row + 1}" for row in sorted(added)]
        yield _of_rows(rule, table, "rows_inserted", listed, min(added))


def _gone(table: Table, part: Part, present: Iterable[object]) -> list[str]:
    """The lines that are not there and that 检查 行次齐全 does not name; a line without words is
    known by its 行次, where that is printed."""
    named = table.form.layout in (Layout.TWO_SIDED, Layout.DECLARED)
    present = set(present)
    return [
        f"{line.number}行" if line.number else line.code
        for line in part.lines
        if line.key not in present and not (named and (line.words or not table.form.numbered))
    ]


def _between(part: Part, rows: Mapping[RowKey, int]) -> Iterator[int]:
    """The rows between two lines that the form prints one below the other."""
    for upper, lower in zip(part.lines, part.lines[1:], strict=False):
        if upper.key in rows and lower.key in rows:
            yield from range(rows[upper.key] + 1, rows[lower.key])


def _generated(rule: Rule, table: Table, sheet: Entered, rows: Rows) -> Iterator[Observation]:
    """Rows without formulas between the generated ones were put in; a 科目 with an amount that is
    not printed had its row taken out, or found no room."""
    live = table.source.formulas
    last = max((row for row, column in live if column == rows.code), default=-1)
    columns = (rows.code, rows.name, *rows.columns.values())
    printed = {entry.code for entry in table.entries}
    wiped = wiped_codes(table, rows)
    added = [
        row
        for row in range(rows.first, last)
        if not any((row, column) in live or table.words_at(row, column) for column in columns)
        and wiped.get(row, "") in {"", *printed}
    ]
    if added:
        yield _of_rows(rule, table, "rows_inserted", [f"{row + 1}" for row in added], added[0])
    gone = sorted(sheet.filled - printed - set(wiped.values()))
    if gone:
        yield _of_rows(rule, table, "rows_not_printed", gone)


def _of_rows(
    rule: Rule, table: Table, kind: str, rows: list[str], row: int | None = None
) -> Observation:
    named = "、".join(rows[:_NAMED])
    facts = {"title": table.called, "count": len(rows), "rows": named}
    return at(rule, kind, table, facts, None if row is None else (row, table.left))
