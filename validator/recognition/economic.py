"""The binder of a table of economic 科目 in blocks side by side, as many as there are: each a
column of codes (or codes with names), and the column of amounts that belongs to it.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from validator.forms.catalogue import LENGTHS
from validator.forms.model import TOTAL, Form
from validator.recognition.codes import NO_LABEL, read_label
from validator.recognition.headings import TOTALS, is_label
from validator.recognition.paths import Path, heading_rows, is_numbering, paths_of, read_paths
from validator.recognition.region import HEADING_ROWS, Region
from validator.recognition.table import Entry, Remark
from validator.recognition.words import ends_table, label, of_cell
from validator.remembered import remembered_of_each

_CODES = ("编码", "代码")
_AMOUNTS = ("数", "金额", TOTAL)
#: (first column, column of amounts) of a block.
Block = tuple[int, int]


def bind_blocks(region: Region, form: Form) -> tuple[Entry, ...] | None:
    """Bind a table in blocks; its entries block by block. None where no block is found, or
    most codes in them are of no 类 of the form."""
    blocks = _by_codes(region) or _by_headings(region, form)
    if blocks is None:
        return None
    heading, pairs = blocks
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    totals = _totals(form)
    lengths = LENGTHS[form.catalogue]
    for row in range(heading + 1, region.bottom):
        line = region.words(row)
        if not line or ends_table(line[0][1]):
            continue
        values = region.page.sheet.rows[row]
        labels = [
            c
            for c, words in line
            if c < pairs[-1][1] and type(values[c]) is str and label(words) in totals
        ]
        for column in labels:
            _bind_total(region, totals, row, column, pairs)
        end = 0
        for first, last in pairs:
            begin = bisect_left(line, (first,), end)
            end = bisect_left(line, (last,), begin)
            cells = line[begin:end]
            code, name, column, _ = read_label(cells, values, lengths) if cells else NO_LABEL
            if not code:
                if not labels:
                    _remark_without_code(region, row, name, last)
                continue
            seen[code] = seen.get(code, 0) + 1
            key = code if seen[code] == 1 else f"{code}#{seen[code]}"
            entries.append(Entry(key, code, name, row, column))
            region.bind(key, row, {1: last})
    known = {code[:3] for code in form.rows_by_code}
    if 2 * sum(entry.code[:3] in known for entry in entries) < len(entries):
        return None  # 科目 of another kind: a table of functional 科目 by economic ones
    entries.sort(key=lambda entry: (entry.column, entry.row))
    return tuple(entries)


def _remark_without_code(region: Region, row: int, name: str, column: int) -> None:
    if region.has_figure(row, [column]) and not is_numbering(region.words(row)):
        region.remarks.append(Remark("row_without_code", {"label": name}, row, column))


# --- where the blocks are ----------------------------------------------------------------------


def _by_codes(region: Region) -> tuple[int, list[Block]] | None:
    """The heading row of the blocks and their columns, where one row heads all of them: in each
    block one column of codes and one of amounts."""
    for row in range(region.top + 1, min(region.top + HEADING_ROWS, region.bottom)):
        heads = region.words(row)
        codes = [c for c, words in heads if words.endswith(_CODES)]
        if not codes:
            continue
        pairs = []
        for first, last in zip(codes, [*codes[1:], region.width], strict=True):
            amounts = [c for c, w in heads if first < c < last and w.endswith(_AMOUNTS)]
            others = [c for c, w in heads if first < c < last and not is_label(w)]
            if amounts != others or len(amounts) != 1:
                return None
            pairs.append((first, amounts[0]))
        return row, pairs
    return None


def _by_headings(region: Region, form: Form) -> tuple[int, list[Block]] | None:
    """The last heading row and the blocks, by the headings above each column; a block begins with
    its codes, or with names that have codes before them."""
    part = form.parts[0]
    rows, bottom = heading_rows(region, part, 0, region.width)
    paths = paths_of(region, rows, 0, region.width)
    labels = [path.column for path in paths if is_label(path.words[-1])]
    codes = [p.column for p in paths if p.words[-1].endswith(_CODES)]
    starts = codes or [c for c in labels if c - 1 not in labels]
    if not starts:
        return None
    blocks: list[Block] = []
    for first, last in zip(starts, [*starts[1:], region.width], strict=True):
        own = [p for p in paths if first < p.column < last and not is_label(p.words[-1])]
        amounts = _amounts(form, own)
        if amounts is None:
            return None
        for path in own:
            filled = any(region.has_figure(r, [path.column]) for r in range(bottom, region.bottom))
            if path is not amounts and filled:
                facts = {"heading": "·".join(path.words)}
                remark = Remark("column_unknown", facts, path.cells[-1][0], path.column)
                region.remarks.append(remark)
        blocks.append((first, amounts.column))
    return bottom - 1, blocks


def _amounts(form: Form, paths: Sequence[Path]) -> Path | None:
    """The one column of a block that holds its amounts; None where several could."""
    part = form.parts[0]
    read = zip(paths, read_paths(form, part, paths), strict=True)
    known = [path for path, said in read if said is not None]
    exact = [path for path in known if of_cell(part.columns[0].label) == path.words[-1]]
    for found in (exact, known):
        if len(found) == 1:
            return found[0]
    return None


# --- totals ------------------------------------------------------------------------------------


@remembered_of_each
def _totals(form: Form) -> Mapping[str, str]:
    """The words of the form's totals → total, 小计 for 合计 too."""
    return {
        label(total.removesuffix(TOTAL) + ending): total
        for total in form.totals
        for ending in TOTALS
    }


def _bind_total(
    region: Region,
    totals: Mapping[str, str],
    row: int,
    column: int,
    blocks: Sequence[Block],
) -> None:
    """Bind 人员经费合计 or 公用经费合计: the figure to its right, before the next such label.

    The 公用 figure stands in the last column of the table, two blocks away from its label.
    """
    label_here = totals[label(of_cell(region.at(row, column)))]
    later = [c for c, words in region.words(row, column + 1) if label(words) in totals]
    end = later[0] if later else region.width
    places = [c for _, c in blocks if column < c < end]
    filled = [c for c in places if of_cell(region.at(row, c))]
    if not places:
        return
    if len(filled) > 1:
        facts = {"label": label_here}
        region.remarks.append(Remark("total_ambiguous", facts, row, column))
        return
    place = filled[0] if filled else places[-1]
    first = next((b for b in region.bindings if b.key == label_here), None)
    if first is None:
        region.bind(label_here, row, {1: place})
    elif of_cell(region.at(first.row, first.columns[1])) != of_cell(region.at(row, place)):
        region.remarks.append(Remark("total_twice", {}, row, column))
