"""How often the wrong cell is named is measured (`make accuracy`), and the page says what was."""

import random
import re
from collections.abc import Iterable
from functools import cache

import pytest

from tests.rich import names
from tools.accuracy import cards, cases
from tools.accuracy.books import Place, Slip, Sound, book_of
from tools.accuracy.cards import CardCase
from tools.accuracy.cases import EDITIONS, KINDS, SEVERAL, SOUND, Case, State
from tools.accuracy.mistakes import MAKERS
from tools.accuracy.page import (
    BEGIN,
    CARD_HEADINGS,
    END,
    HEADINGS,
    NAMES,
    PAGE,
    REASONS,
    Tally,
    line,
    tables,
)
from tools.accuracy.telling import Telling
from validator import checks
from validator.forms.compiler import compiled
from validator.recognition import recognise
from validator.run import check

#: The department whose workbooks are tried, and the card of each form.
SEED = 7


def told(found: Iterable[Case | CardCase]) -> str:
    return "\n".join(f"{case.again}\n{case.told}" for case in found)


# --- what is measured ----------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_wrong_cell_comes_first_where_the_identities_can_tell(edition):
    found = cases.of(edition, SEED, KINDS)
    assert {case.kind for case in found} >= {*KINDS} - {"adjusted"}, "the others always can be made"
    singles = [case for case in found if case.kind not in (*SEVERAL, SOUND)]
    failed = [case for case in singles if case.failed and case.state is State.SURE]
    tally = Tally.of(singles)
    assert tally.sure > tally.cases / 2
    assert tally.named == tally.sure and tally.first >= tally.sure - 1, told(failed)
    every = Tally.of(found)
    assert every.numbers > 5
    assert (every.numbers_right, every.ranges_right) == (every.numbers, every.ranges)
    (sound,) = [case for case in found if case.kind == SOUND]
    assert sound.first, sound.told


@pytest.mark.parametrize("form", cards.FORMS)
def test_a_figure_that_is_mistyped_on_a_scorecard_is_named_and_comes_first_if_it_is_alone(form):
    broken = [case for case in cards.of(form, SEED, ("swapped", "point")) if case.broken]
    assert not told(case for case in broken if not case.named)
    assert not told(case for case in broken if case.choices == 1 and not case.first)
    assert not told(case for case in broken if not case.number_right)
    assert sum(case.first for case in broken) >= 0.7 * len(broken) > 5, told(broken)


def test_the_same_seed_makes_the_same_cases():
    kinds = ("swapped", "missing_row")
    assert cases.of(EDITIONS[0], SEED, kinds) == cases.of(EDITIONS[0], SEED, kinds)
    assert cards.of(cards.FORMS[0], SEED, ("point",)) == cards.of(cards.FORMS[0], SEED, ("point",))


# --- the mistakes that are made ------------------------------------------------------------------


@cache
def sound(edition: str) -> Sound:
    return Sound.of(edition, SEED)


def made(edition: str, kind: str) -> Slip | None:
    return MAKERS[kind](sound(edition), random.Random(f"{edition} {kind}"))


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_mistake_changes_the_cells_that_it_says_and_no_others(edition, kind):
    slip = made(edition, kind)
    if slip is None:
        assert kind == "adjusted", "there is a place for every other mistake"
        return
    book, (stand,) = book_of(sound(edition).book, [slip])
    changed = {
        (old.name, row, column): new.rows[row][column]
        for old, new in zip(sound(edition).book.sheets, book.sheets, strict=True)
        if len(old.rows) == len(new.rows)
        for row, cells in enumerate(old.rows)
        for column, value in enumerate(cells)
        if value != new.rows[row][column]
    }
    assert changed == stand.typed
    assert stand.right.keys() == stand.typed.keys()
    rows = sum(len(new.rows) - len(old.rows) for old, new in _sheets(edition, book))
    assert rows == (-1 if slip.left_out else 1 if slip.twice else 0)


def _sheets(edition, book):
    return zip(sound(edition).book.sheets, book.sheets, strict=True)


def test_rows_that_go_or_come_move_the_places_of_other_mistakes():
    first = Slip("swapped", {Place("表", 4, 1): 21.0}, {Place("表", 4, 1): "12.00"})
    gone, twice = Place("表", 2, 0), Place("表", 6, 0)
    slips = [first, Slip("x", {}, {}, left_out=gone), Slip("y", {}, {}, twice=twice)]
    rows = [[f"{row}", float(row)] for row in range(8)]
    sheet = sound(EDITIONS[0]).book.sheets[0]
    book = sound(EDITIONS[0]).book
    small = type(book)("x.xlsx", (type(sheet)("表", rows, {}),))
    changed, (moved, left_out, doubled) = book_of(small, slips)
    assert [row[0] for row in changed.sheets[0].rows] == ["0", "1", "3", "4", "5", "6", "6", "7"]
    assert list(moved.typed) == [Place("表", 3, 1)]
    assert changed.sheets[0].rows[3] == ["4", 21.0]
    assert (left_out.left_out, doubled.twice) == (gone, Place("表", 5, 0))


# --- can the identities tell? --------------------------------------------------------------------


def telling(edition, slip):
    assert slip is not None, "there is a place for it"
    book, (stand,) = book_of(sound(edition).book, [slip])
    found = recognise(book)
    results = checks.run(found, compiled(edition), names(edition))
    wrong = {
        (table.key, row, column)
        for table in found.tables.values()
        for (row, column), cell in table.cells.items()
        if Place(table.sheet, cell.row, cell.column) in stand.right
    }
    return Telling.of(results.outcomes), wrong


@pytest.mark.parametrize("kind", ["mistyped", "sign", "neighbour_row", "neighbour_column"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_cells_that_are_wrong_are_among_those_that_could_be(edition, kind):
    judge, wrong = telling(edition, made(edition, kind))
    if not judge.broken:
        return
    alone = judge.cells()
    if len(wrong) == 1:
        assert wrong <= set(alone)
    elif not alone:
        assert frozenset(wrong) in judge.pairs()


def test_a_figure_in_one_sum_alone_cannot_be_told_from_its_total_and_the_other_addends():
    edition = "final-accounts-2020"
    (figure,) = [f for f in sound(edition).typed if f.table.key == "06"][:1]
    slip = Slip("x", {figure.place: 98765.43}, {figure.place: figure.shown})
    judge, wrong = telling(edition, slip)
    assert len(judge.broken) == 1
    assert wrong < set(judge.cells())


def test_a_figure_in_two_sums_can_be_told():
    edition = "final-accounts-2020"
    figure = next(f for f in sound(edition).typed if f.table.key == "03" and f.column == 3)
    slip = Slip("x", {figure.place: 98765.43}, {figure.place: figure.shown})
    judge, wrong = telling(edition, slip)
    assert set(judge.cells()) == wrong
    assert [*judge.figures(*wrong)]


def test_a_workbook_that_agrees_has_nothing_broken_to_tell():
    edition = EDITIONS[0]
    found = recognise(sound(edition).book)
    results = checks.run(found, compiled(edition), names(edition))
    assert not Telling.of(results.outcomes).broken
    assert not check(sound(edition).book).errors


# --- the page ------------------------------------------------------------------------------------


def test_the_tables_count_every_case_once():
    found = [Case("swapped", "e", n, state, True, True) for n, state in enumerate(State)]
    tally = Tally.of(found)
    assert tally.cases == len(State) == tally.unbroken + tally.unsure + tally.sure
    assert {*State} - {State.SURE} == {*REASONS}
    assert {*NAMES} == {*KINDS}
    on_card = CardCase("f", "总分", "point", 3, True, 1, True, True, True, True)
    content = tables(found, [on_card, on_card._replace(broken=False)], 3, 5)
    assert "--seed 3 --count 5" in content
    assert line(NAMES["swapped"], tally) in content
    assert (
        "| 总分 | 2 | 1 | 1 | 100.0 %（1/1） | 0 | — | 100.0 %（1/1） | 100.0 %（1/1） |" in content
    )


def test_the_page_has_the_tables_as_they_are_made_now():
    page = PAGE.read_text(encoding="utf-8")
    content = page[page.index(BEGIN) + len(BEGIN) : page.index(END)]
    rows = [row for row in content.splitlines() if row.count("|") == len(HEADINGS) + 2]
    counted = [row for row in rows if re.search(r"\d", row)]
    known = [*NAMES.values(), *EDITIONS, "合计"]
    assert [name for name in known if any(row.startswith(f"| {name} |") for row in counted)] == [
        name for name in known if name != NAMES[SOUND]
    ]
    for row in counted:
        name, *cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert line(name, _tally(cells)) == row
    for heading in (*HEADINGS, *CARD_HEADINGS):
        assert heading in content
    for figure in (*cards.FIGURES.values(), "合计"):
        assert any(row.startswith(f"| {figure} |") for row in content.splitlines()), figure


def _tally(cells: list[str]) -> Tally:
    """The counts that a row of the page shows."""
    cases_, unbroken, unsure, sure = (int(cells[n]) for n in (0, 1, 2, 4))
    (unsure_named, _), (first, _), (named, _) = (_part(cells[n]) for n in (3, 5, 6))
    (numbers_right, numbers), (ranges_right, ranges) = (_part(cells[n]) for n in (7, 8))
    return Tally(
        *(cases_, unbroken, unsure, unsure_named, sure, first, named),
        *(numbers, numbers_right, ranges, ranges_right),
    )


def _part(cell: str) -> tuple[int, int]:
    found = re.search(r"（(\d+)/(\d+)）", cell)
    return (int(found[1]), int(found[2])) if found else (0, 0)
