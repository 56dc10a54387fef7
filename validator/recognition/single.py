"""The binder of a table with one row of amounts, in any shape: one row under all headings, a row
for 预算数 and one for 决算数, or the items one below the other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from validator.amounts import State, canonical
from validator.forms.model import ONLY_ROW, Form
from validator.recognition.columns import Columns, best_places, find_columns, open_total
from validator.recognition.headings import Meaning, is_label, meanings, wanted_columns
from validator.recognition.paths import Path, heading_rows, is_numbering, paths_of
from validator.recognition.region import Region
from validator.recognition.subjects import note_sentence
from validator.recognition.table import Entry, Remark
from validator.recognition.words import ends_table, is_mark, of_cell, says_empty

#: A cell as (row, column).
Place = tuple[int, int]


def bind_single(region: Region, form: Form) -> tuple[Entry, ...] | None:
    """Bind the only row, or the cells that stand for its columns; None where its headings are not
    there."""
    columns = find_columns(region, form, form.parts[0], 0, region.width)
    if columns is None:
        return () if _bind_crossed(region, form) else None
    _bind_row(region, columns)
    return ()


# --- one row -----------------------------------------------------------------------------------


def _bind_row(region: Region, columns: Columns) -> None:
    heading, by_number, _ = columns
    chosen: int | None = None
    for row in range(heading + 1, region.bottom):
        values = {number: region.at(row, column) for number, column in by_number.items()}
        if any(ends_table(words) or is_mark(words) for _, words in region.words(row)):
            break
        if all(of_cell(value) == str(number) for number, value in values.items()):
            continue  # the numbers of the columns are no figures
        if is_numbering(region.words(row)) and len(by_number) > 2 and chosen is None:
            continue
        if _has_sentence(values.values()):
            note_sentence(region, row, by_number)
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


def _has_sentence(values: Iterable[object]) -> bool:
    return any(type(value) is str and says_empty(value) for value in values)


def _has_content(value: object) -> bool:
    return of_cell(value) != ""


# --- items in rows -----------------------------------------------------------------------------


def _bind_crossed(region: Region, form: Form) -> bool:
    """Bind each cell by the headings above it and the words left of it together; False where they
    are not the form's."""
    part = form.parts[0]
    rows, bottom = heading_rows(region, part, 0, region.width)
    rows = [row for row in rows if len(region.words(row)) > 1] or rows
    paths = paths_of(region, rows, 0, region.width)
    labels = _label_columns(region, paths, bottom)
    paths = [path for path in paths if path.column not in labels]
    items = _items(region, labels, bottom)
    said = {words for path in paths for words in path.words} | set(items.values())
    known = meanings(form, part, said)
    wanted = wanted_columns(part)
    above = {path.column: _together(known, path.words) for path in paths}
    places: dict[Place, Meaning] = {}
    unknown: list[tuple[Place, Path]] = []
    for row, item in items.items():
        for path in paths:
            place, left, up = (row, path.column), known[item], above[path.column]
            crossed = Path(path.column, ((row, item), *path.cells))
            if left is not None and up is not None and left | up:
                places[place] = left | up
            elif region.has_figure(row, [path.column]):
                unknown.append((place, crossed))
    found = best_places(wanted, places)
    if 2 * len(found) < len(wanted):
        return False
    strangers = [crossed for _, crossed in unknown]
    for number, (row, column) in list(found.items()):
        path = next(p for p in paths if p.column == column)
        crossed = Path(column, ((row, items[row]), *path.cells))
        if open_total(number, crossed, wanted, strangers):
            del found[number]
    _remark(region, items, above, {row for (row, _), _ in unknown}, known, paths, bottom)
    _bind_found(region, form, found)
    return True


def _together(known: Mapping[str, Meaning | None], words: Sequence[str]) -> Meaning | None:
    """What headings one below the other mean; None where one of them is not the form's."""
    held = [known[each] for each in words]
    if any(each is None for each in held):
        return None
    return frozenset().union(*(each for each in held if each))


def _label_columns(region: Region, paths: Sequence[Path], bottom: int) -> frozenset[int]:
    """The columns that name the rows: those headed so, and the first one with words below."""
    found = {path.column for path in paths if is_label(path.words[-1])}
    for row in range(bottom, region.bottom):
        words = [c for c, w in region.words(row) if canonical(w)[0] is State.TEXT]
        if words and not found:
            found.add(words[0])
    return frozenset(found)


def _items(region: Region, labels: Collection[int], bottom: int) -> dict[int, str]:
    """The rows with the words that name them, up to the notes."""
    items: dict[int, str] = {}
    for row in range(bottom, region.bottom):
        cells = region.words(row)
        if any(ends_table(words) or is_mark(words) for _, words in cells):
            break
        named = [w for c, w in cells if c in labels and canonical(w)[0] is State.TEXT]
        if named and not is_numbering(cells) and not says_empty(named[-1]):
            items[row] = named[-1]
    return items


def _remark(
    region: Region,
    items: Mapping[int, str],
    above: Mapping[int, Meaning | None],
    rows: Collection[int],
    known: Mapping[str, Meaning | None],
    paths: Sequence[Path],
    bottom: int,
) -> None:
    """Say of rows and columns with figures that the form does not have them."""
    for row in sorted(rows):
        if known[items[row]] is None:
            column = next(c for c, words in region.words(row) if words == items[row])
            region.remarks.append(Remark("line_unknown", {"label": items[row]}, row, column))
    for path in paths:
        filled = any(region.has_figure(row, [path.column]) for row in items)
        if above[path.column] is None and filled:
            facts = {"heading": "·".join(path.words)}
            region.remarks.append(Remark("column_unknown", facts, path.cells[-1][0], path.column))
    for row in range(bottom, region.bottom):
        cells = region.words(row)
        if any(ends_table(words) for _, words in cells):
            break
        columns = [path.column for path in paths]
        if row not in items and region.has_figure(row, columns) and not is_numbering(cells):
            region.remarks.append(Remark("second_row", {}, row, min(columns)))


def _bind_found(region: Region, form: Form, found: Mapping[int, Place]) -> None:
    """Bind the cells, row by row, and note the columns without one."""
    by_row: dict[int, dict[int, int]] = {}
    for number, (row, column) in found.items():
        by_row.setdefault(row, {})[number] = column
    for row in sorted(by_row):
        region.bind(ONLY_ROW, row, by_row[row])
    for number in form.columns:
        if number not in found:
            region.unfound.append((form.parts[0], number))
            facts = {"heading": form.column_label(number)}
            region.remarks.append(Remark("column_lacking", facts))
