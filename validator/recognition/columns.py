"""Where the columns of a form are in a region: by the 栏次 row where one is printed, else by the
whole path of the headings above each column.

A column that could be two of the form's, or two that could be one of it, is not bound: its 栏次 is
`unfound`, and what needs it is not evaluated. Columns of figures that the form does not have are
remarked on.
"""

import re
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from validator.forms.model import TOTAL, Form, Layout, Part
from validator.notation import Identity, RowKind, parse
from validator.recognition.headings import Meaning, Wanted, is_label, tokens_of, wanted_columns
from validator.recognition.paths import (
    Path,
    heading_rows,
    is_around,
    is_numbering,
    labels_before,
    number_of,
    paths_of,
    read_leaves,
    read_paths,
)
from validator.recognition.region import HEADING_ROWS, NUMBERING, Region
from validator.recognition.table import Remark
from validator.recognition.words import label
from validator.remembered import remembered_of_each

#: Headings of figures that are no addends of a total beside them.
_NO_ADDEND = re.compile("其中|占|比|率|%|增|减|上年|去年|预算数|备注|人数|数量")

#: A place that may hold a column: the headings above it, or a cell.
P = TypeVar("P", bound=Hashable)


class Columns(NamedTuple):
    """Where the columns of a part are: the last row above its figures, 栏次 → column, and the
    columns of figures that the form does not have."""

    bottom: int
    by_number: dict[int, int]
    others: frozenset[int] = frozenset()


def find_columns(region: Region, form: Form, part: Part, first: int, last: int) -> Columns | None:
    """The columns of `part` between columns `first` and `last` (exclusive); None where its headings
    are not there. What was not found is noted in `region.unfound`."""
    numbers = tuple(column.number for column in part.columns)
    numbered = _numbered(region, numbers, first, last)
    if numbered is None:
        return _headed(region, form, part, first, last)
    if _strange(region, part, *numbered):
        return _headed(region, form, part, first, last)
    bottom, by_number = numbered
    begin, end = min(by_number.values()), max(by_number.values())
    labels = 2 if form.layout is Layout.SINGLE else labels_before(part)
    if end - begin + 1 == len(by_number) and end + 1 >= last and begin - first <= labels:
        return Columns(bottom, by_number)
    return Columns(bottom, by_number, _remark_others(region, part, numbered, first, last))


# --- by the numbers of the columns -------------------------------------------------------------


def _numbered(
    region: Region, numbers: tuple[int, ...], first: int, last: int
) -> tuple[int, dict[int, int]] | None:
    """The 栏次 row: the one whose figures are just `numbers`, left to right.

    Returns the row and 栏次 → column.
    """
    wanted = [str(number) for number in numbers]
    for row in range(region.top + 1, min(region.top + HEADING_ROWS, region.bottom)):
        cells = region.words(row, first, last)
        if len(cells) < len(wanted):
            continue
        figures = [(c, words) for c, words in cells if words.isdigit()]
        if [words for _, words in figures] != wanted:
            figures = [(c, n) for c, words in cells if (n := number_of(words))]
            if [words for _, words in figures] != wanted:
                continue
        # One figure alone may be a 行次; only its label tells.
        if len(wanted) > 1 or any(words == NUMBERING for _, words in cells):
            return row, {n: c for n, (c, _) in zip(numbers, figures, strict=True)}
    return None


def _strange(region: Region, part: Part, numbering: int, columns: Mapping[int, int]) -> bool:
    """Do most of the numbered columns stand under headings that are not the form's? If not, remark
    where one stands under the heading of another one."""
    own = {columns[column.number]: column for column in part.columns}
    leaves, paths = _labels(part)
    remarks = []
    headed: set[int] = set()
    right: set[int] = set()
    for row in range(region.top + 1, numbering):
        for at, words in region.words(row):
            if at not in own:
                continue
            here, path = label(words), paths[own[at].number]
            if here in leaves and here not in path:
                expected = label(own[at].label)
                facts = {"number": own[at].number, "heading": words, "expected": expected}
                remarks.append(Remark("heading_differs", facts, row, at))
            if at not in right:
                known = here in leaves or here in path
                (right if known else headed).add(at)
    if 2 * len(headed - right) > len(own) and _headings_differ(region, numbering, headed):
        return True
    region.remarks += remarks
    return False


@remembered_of_each
def _labels(part: Part) -> tuple[frozenset[str], Mapping[int, frozenset[str]]]:
    """The words next to the figures of a part, and 栏次 → those on the path above a column."""
    leaves = frozenset(label(column.label) for column in part.columns)
    return leaves, {c.number: frozenset(map(label, c.path)) for c in part.columns}


def _headings_differ(region: Region, numbering: int, columns: Collection[int]) -> bool:
    """Are there words above these columns besides those that stand around every table?"""
    return any(
        at in columns
        for row in range(region.top + 1, numbering)
        if not is_around(region.words(row))
        for at, _ in region.words(row)
    )


# --- by the headings ---------------------------------------------------------------------------


def _headed(region: Region, form: Form, part: Part, first: int, last: int) -> Columns | None:
    rows, bottom = heading_rows(region, part, first, last)
    if not rows:
        return None
    paths = paths_of(region, rows, first, last)
    amounts = [path for path in paths if not is_label(path.words[-1])]
    held = read_paths(form, part, amounts)
    wanted = wanted_columns(part)
    placed = _in_order(wanted, amounts, held)
    if not placed and _differ(wanted):  # other words may stand above them
        placed = _in_order(wanted, amounts, read_leaves(form, part, amounts))
    if not placed:
        read = {p: said for p, said in zip(amounts, held, strict=True) if said is not None}
        placed = best_places(wanted, read)
    if 2 * len(placed) < len(wanted) or not placed:
        return None
    taken = {path.column for path in placed.values()}
    others = [path for path in amounts if path.column not in taken]
    unknown = _figures(region, others, bottom)
    _remark_unknown(region, unknown)
    for number in [n for n, path in placed.items() if open_total(n, path, wanted, unknown)]:
        del placed[number]
    lost = [each.number for each in wanted if each.number not in placed]
    whole = lost and not unknown and len(placed) > 1 and not _has_gap(region, placed, bottom)
    certain = whole and not _unheaded(region, paths, bottom, last)
    nothing = addend_columns(form) if certain else frozenset()
    for number in lost:
        facts = {"heading": form.column_label(number)}
        if number in nothing:  # a layout without a column of addends has nothing to put there
            region.remarks.append(Remark("column_omitted", facts))
            continue
        region.unfound.append((part, number))
        region.remarks.append(Remark("column_lacking", facts))
    if not placed:
        return None
    found = {number: placed[number].column for number in sorted(placed)}
    return Columns(bottom - 1, found, frozenset(path.column for path in unknown))


def _has_gap(region: Region, placed: Mapping[int, Path], bottom: int) -> bool:
    """Is a number of a column missing above the figures, as where a column was deleted?"""
    for row in range(region.top + 1, bottom):
        cells = dict(region.words(row))
        numbers = [n for path in placed.values() if (n := number_of(cells.get(path.column, "")))]
        if len(numbers) == len(placed) and _is_gapped(sorted(map(int, numbers))):
            return True
    return False


def _is_gapped(numbers: Sequence[int]) -> bool:
    return numbers != [*range(numbers[0], numbers[0] + len(numbers))]


def _in_order(
    wanted: Sequence[Wanted],
    amounts: Sequence[Path],
    held: Sequence[Meaning | None],
) -> dict[int, Path]:
    """The columns, where they are as many as the form's and each has the words of its own one;
    headings above them may be gone. Empty where that is not so."""
    if len(amounts) != len(wanted):
        return {}
    for each, said in zip(wanted, held, strict=True):
        fits = said is not None and each.lacks(said) is not None
        if not fits or said is None or not (each.own <= said or (not said and len(wanted) == 1)):
            return {}
    return {each.number: path for each, path in zip(wanted, amounts, strict=True)}


def _differ(wanted: Sequence[Wanted]) -> bool:
    """Do the headings next to the figures tell the columns apart, totals left aside?"""
    own = [each.own for each in wanted if each.own != {TOTAL}]
    return len(set(own)) == len(own)


def best_places(wanted: Sequence[Wanted], places: Mapping[P, Meaning]) -> dict[int, P]:
    """栏次 → the one place, of those with their headings read, that is it and nothing else."""
    claims: dict[int, list[tuple[int, P]]] = {}
    for place, said in places.items():
        ranked = [(lack, each.number) for each in wanted if (lack := each.lacks(said)) is not None]
        best = min(ranked, default=None)
        if best is not None and sum(lack == best[0] for lack, _ in ranked) == 1:
            claims.setdefault(best[1], []).append((best[0], place))
    found: dict[int, P] = {}
    for number, own in claims.items():
        least = min(lack for lack, _ in own)
        places_of = [place for lack, place in own if lack == least]
        if len(places_of) == 1:
            found[number] = places_of[0]
    return found


# --- figures that the form has no column for ---------------------------------------------------


def _figures(region: Region, paths: Sequence[Path], top: int) -> list[Path]:
    """Those of the columns that hold figures in the rows from `top` on."""
    left = {path.column: path for path in paths}
    found: list[Path] = []
    for row in range(top, region.bottom) if left else ():
        cells = region.words(row)
        held = [c for c, _ in cells if c in left and region.has_figure(row, [c])]
        if held and not is_numbering(cells):
            found += map(left.pop, held)
    return sorted(found)


def _unheaded(region: Region, paths: Sequence[Path], top: int, last: int) -> bool:
    """Does a column up to `last`, right of those for codes and names, hold figures under no heading
    at all? It may be any that was not found."""
    headed = {path.column for path in paths}
    labels = [path.column for path in paths if is_label(path.words[-1])]
    columns = [c for c in range(max(labels, default=-1) + 1, last) if c not in headed]
    return any(
        region.has_figure(row, columns)
        for row in range(top, region.bottom)
        if columns and not is_numbering(region.words(row))
    )


def _remark_unknown(region: Region, paths: Sequence[Path]) -> None:
    for path in paths:
        row, _ = path.cells[-1]
        facts = {"heading": "·".join(path.words)}
        region.remarks.append(Remark("column_unknown", facts, row, path.column))


def _remark_others(
    region: Region, part: Part, numbered: tuple[int, dict[int, int]], first: int, last: int
) -> frozenset[int]:
    """Beside columns that the 栏次 row tells, those with figures that it does not count."""
    numbering, by_number = numbered
    rows, _ = heading_rows(region, part, first, last)
    rows = [row for row in rows if row < numbering]
    taken = set(by_number.values())
    paths = paths_of(region, rows, first, last)
    others = [p for p in paths if p.column not in taken and not is_label(p.words[-1])]
    unknown = _figures(region, others, numbering + 1)
    _remark_unknown(region, unknown)
    return frozenset(path.column for path in unknown)


def open_total(number: int, path: Path, wanted: Sequence[Wanted], unknown: Sequence[Path]) -> bool:
    """Is the column `number`, found at `path`, a total that may include columns beside it which the
    form does not have?"""
    own = next(each for each in wanted if each.number == number)
    if TOTAL not in own.own:
        return False
    total = next((words for words in path.words if TOTAL in tokens_of(words)), None)
    if total is None:
        return False  # 公务用车购置及运行费: named after what it adds up
    kind = "".join(tokens_of(total) - {TOTAL})[-2:]
    inner = total == path.words[-1]

    def may_include(other: Path) -> bool:
        mine, theirs = path.words, other.words
        beside = mine[:-1] == theirs[:-1] if inner else mine[1:] == theirs[1:]
        own_words = theirs[-1] if inner else theirs[0]
        return beside and kind in own_words and not _NO_ADDEND.search(own_words)

    return any(map(may_include, unknown))


@remembered_of_each
def addend_columns(form: Form) -> frozenset[int]:
    """The 栏次 that are nothing but addends of another one in their row: what such a column would
    hold is 0 where it is not printed."""
    added: set[int] = set()
    others: set[int] = set()
    for rule in form.rules:
        for statement in parse(rule.notation, form.subject):
            if not isinstance(statement, Identity):
                continue
            own = {ref.column for _, ref in statement.left if isinstance(ref.column, int)}
            addends = {ref.column for _, ref in statement.right if isinstance(ref.column, int)}
            plain = all(sign > 0 for sign, _ in statement.right)
            rows = {ref.row.kind for ref in statement.refs}
            others |= own if plain else own | addends
            if plain and rows <= {RowKind.EACH, RowKind.ONLY}:
                added |= addends
    return frozenset(added - others)
