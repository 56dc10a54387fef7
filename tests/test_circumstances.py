"""What stands around a wrong figure tells which mistake made it: in the published accounts of a
bureau, with figures of them put where they do not belong."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from validator.amounts import WAN_YUAN, YUAN
from validator.checks import run
from validator.forms.compiler import compiled
from validator.forms.model import TOTAL, RowKey
from validator.localisation.building import system_of
from validator.localisation.circumstances import Around, Near, around, circumstances
from validator.localisation.mistakes import PRIORS
from validator.localisation.system import System
from validator.notation import LAST_YEAR
from validator.reading import read
from validator.recognition import Recognised, Table, recognise

EXAMPLES = Path(__file__).parent.parent / "examples"
JIANGAN = EXAMPLES / "jiangan-2020" / "printed.xlsx"
#: A 分 in 万元 with two decimals.
STEP = WAN_YUAN.step


class Accounts(NamedTuple):
    found: Recognised
    system: System
    previous: Mapping[str, Table]

    def around(self, key: str, row: RowKey, column: int, *, edits: bool = True) -> Around:
        at = self.system.at[key, row, column] if edits else ()
        known = [self.system.edits[number] for number in at]
        tables = self.found.tables
        return around(tables[key], row, column, tables, self.previous, known)


def accounts(path: Path, before: Path = JIANGAN) -> Accounts:
    found = recognise(read(path))
    results = run(found, compiled(found.edition.name), {"functional": {}, "economic": {}})
    previous = recognise(read(before), prefix=LAST_YEAR).tables
    tables = {key.removeprefix(LAST_YEAR): table.by_words() for key, table in previous.items()}
    return Accounts(found, system_of(results, found, frozenset()), tables)


@pytest.fixture(scope="module")
def sound() -> Accounts:
    return accounts(JIANGAN)


def fen(figure: float) -> int:
    return round(figure * 100) * STEP


def said(right: float | None, wrong: float, near: Around) -> dict[str, str]:
    due = None if right is None else fen(right)
    return {m.kind: m.said[0] for m in circumstances(due, fen(wrong), near, WAN_YUAN)}


def test_what_was_counted_twice_is_named_whatever_its_level(sound: Accounts) -> None:
    total = sound.around("02", TOTAL, 1)
    known = said(1819.46, 1831.64, total)
    assert known == {"counted_twice": "“21011 行政事业单位医疗”的 12.18 重复计入"}
    group = sound.around("02", "21011", 1, edits=False)
    assert {near.label[:5] for near in group.below} == {"21011"}
    assert sound.around("02", "2101101", 1, edits=False).below == ()


def test_the_same_without_identities_where_the_rows_have_codes(sound: Accounts) -> None:
    assert said(1819.46, 1831.64, sound.around("02", TOTAL, 1, edits=False))


def test_a_line_counted_twice_is_known_by_the_identity_of_its_total(sound: Accounts) -> None:
    near = sound.around("01", 27, 1)
    assert said(1819.46, 1829.66, near) == {
        "counted_twice": "“二、政府性基金预算财政拨款收入”的 10.20 重复计入"
    }
    assert not sound.around("01", 27, 1, edits=False).addends


def test_an_addend_that_was_left_out_is_named(sound: Accounts) -> None:
    lines = sound.around("01", 27, 1)
    assert "left_out" in said(1819.46, 1809.26, lines)
    classes = sound.around("03", TOTAL, 1)
    housing = next(near for near in classes.addends if near.label.startswith("221"))
    wrong = fen(1819.46) - housing.figure
    (mistake,) = circumstances(fen(1819.46), wrong, classes, WAN_YUAN)
    assert (mistake.kind, mistake.facts["label"]) == ("left_out", housing.label)


def test_a_sum_across_a_row_names_the_column(sound: Accounts) -> None:
    near = sound.around("03", TOTAL, 1)
    assert {"基本支出", "项目支出"} <= {each.label for each in near.addends}


def test_a_figure_of_the_next_row_or_column_is_known(sound: Accounts) -> None:
    table = sound.found.tables["03"]
    near = sound.around("03", "2101501", 2, edits=False)
    assert near.rows and near.columns
    for kind, neighbours in (("neighbour_row", near.rows), ("neighbour_column", near.columns)):
        for each in neighbours:
            wrong = circumstances(None, each.figure, near, WAN_YUAN)
            assert (kind, each.label) in {(m.kind, m.facts.get("label")) for m in wrong}
    labels = {each.label for each in near.rows}
    place = table.rows.index("2101501")
    beside = {table.row_label(table.rows[place - 1]), table.row_label(table.rows[place + 1])}
    assert labels <= beside


def test_that_a_total_prints_the_figure_of_its_only_addend_is_no_coincidence(
    sound: Accounts,
) -> None:
    alone = sound.around("03", "2101501", 2)
    assert alone.rows == alone.columns == ()
    assert said(11.71, 117.18, alone).keys() == {"last_year"}


def test_a_neighbour_stands_on_the_same_side_of_a_table(sound: Accounts) -> None:
    table = sound.found.tables["01"]
    filled = {row for _, row, _ in table.content.figures if sound.around("01", row, 1).rows}
    assert filled
    for row in filled:
        assert isinstance(row, int)
        _, part = table.form.lines[row]
        words = {line.words for line in part.lines}
        assert {each.label for each in sound.around("01", row, 1).rows} <= words


def test_a_zero_is_no_coincidence() -> None:
    near = Around(rows=(Near("上一行", fen(3)),), last_year=None)
    assert circumstances(fen(5), 0, near, WAN_YUAN) == ()
    assert circumstances(None, 0, Around(), WAN_YUAN) == ()


def test_zeros_beside_a_cell_are_left_out(sound: Accounts) -> None:
    for number in sound.found.tables["01"].form.lines:
        for near in (sound.around("01", number, 1), sound.around("01", number, 2)):
            every = (*near.rows, *near.columns, *near.addends, *near.below)
            assert all(each.figure for each in every)


def test_last_years_figure_is_known_where_it_was_not_updated(sound: Accounts) -> None:
    near = sound.around("01", 27, 1)
    assert near.last_year == fen(1819.46)
    known = said(1900.00, 1819.46, near)
    assert known == {"last_year": "与上年同一格的数相同，应是没有更新"}
    assert "last_year" in said(None, 1819.46, sound.around("03", TOTAL, 1))


def test_last_years_figure_of_another_edition_is_found_by_the_words_of_its_line() -> None:
    now = accounts(EXAMPLES / "dongxihu-2024" / "printed.xlsx")
    lines = now.found.tables["01"].form.lines
    total = next(number for number, (line, _) in lines.items() if "本年收入合计" in line.words)
    assert now.around("01", total, 1).last_year == fen(1819.46)


def test_without_last_year_nothing_is_said_of_it(sound: Accounts) -> None:
    tables = sound.found.tables
    assert around(tables["01"], 27, 1, tables, {}).last_year is None


def test_a_last_digit_adjusted_so_that_the_table_adds_up_is_told_from_a_slip(
    sound: Accounts,
) -> None:
    near = Around(sums=frozenset({fen(1809.27)}))
    assert said(1809.26, 1809.27, near) == {
        "adjusted": "平差：为使本表相加相等，末位调了 0.01 万元"
    }
    assert said(1809.27, 1809.26, near) == {}, "it was right, and the table added up"
    assert said(1809.25, 1809.27, near) == {}, "two steps are no adjustment"
    assert fen(1819.46) in sound.around("01", 27, 1).sums
    assert not sound.around("03", "2101501", 3, edits=False).sums, "a leaf is no sum"


def test_the_likeliest_comes_first_and_a_kind_is_shared_among_what_it_may_have_been() -> None:
    near = Around(
        rows=(Near("上", fen(3)), Near("下", fen(4))), columns=(Near("左", fen(3)),), last_year=None
    )
    known = circumstances(fen(5), fen(3), near, WAN_YUAN)
    assert {m.kind: m.chance for m in known} == {
        "neighbour_row": PRIORS["neighbour_row"] / 2,
        "neighbour_column": PRIORS["neighbour_column"],
    }
    assert list(known) == sorted(known, key=lambda m: -m.chance)


def test_another_unit_last_year_is_not_compared(sound: Accounts) -> None:
    tables = sound.found.tables
    other = {"01": replace(sound.previous["01"], unit=YUAN)}
    assert around(tables["01"], 27, 1, tables, other).last_year is None
