"""What people do to the sheets of 申报表, done in LibreOffice: amounts and words are typed, rows of
lists inserted and deleted, per cents and years typed over; the check sheet follows."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import BuildSmall
from tests.judges import Watched
from tests.office import Area, Office, Value
from validator.amounts import UNITS
from validator.forms.workbook import IDENTITIES
from workbook_templates.cards.filled import NoRoom
from workbook_templates.data import Data, TableData
from workbook_templates.declared.filled import words_by_table
from workbook_templates.declared.plan import SPARE
from workbook_templates.filled import Filling, TypedTotal, fill
from workbook_templates.identities import Identities
from workbook_templates.keys import TOP
from workbook_templates.live import build
from workbook_templates.paper import Key
from workbook_templates.plan import UNIT, YEAR, Plan, plan
from workbook_templates.results import LINK
from workbook_templates.spot import Spot, letter

#: The list of projects in table 10, under its total; the one in table 11; costs of a project.
PROJECTS, LISTED, COSTS = ("10", "项目"), ("11", "项目"), ("12-1", "明细")
#: The project's budget of the year: its line, and the per cent of fiscal money in table 11.
BUDGET, SHARE = (2, 1), (1, 2)


class Desk:
    """A blank workbook, opened: what is typed into its tables, and what its check sheet says."""

    def __init__(self, office: Office, path: Path, of: Plan) -> None:
        self.of, self.book = of, office.open(path)
        self.watched = Watched(self.book, of)

    def row(self, table: str, name: str, number: int) -> Spot:
        """The first cell of a row of a list, as long as no row is inserted or deleted."""
        own = self.of.declared[table].lists[name]
        return Spot(own.sheet, own.first + number - 1, 0)

    def list(self, table: str, name: str, amounts: dict[int, float], at: int = 1) -> None:
        """Type a row of a list: its words and its amounts, by 栏次."""
        own, spot = self.of.declared[table].lists[name], self.row(table, name, at)
        self.book.write(spot._replace(column=own.words[0]), [["某某"]])
        for number, amount in amounts.items():
            self.book.write(spot._replace(column=own.columns[number]), [[amount]])

    def type(self, table: str, place: tuple[int, int], amount: Value) -> None:
        """Type an amount of a printed line."""
        self.book.write(self.of.tables[table].cells[place], [[amount]])

    def shown(self, table: str, place: tuple[int, int]) -> Value:
        """What a printed line shows."""
        return self.at(self.of.tables[table].cells[place])

    def at(self, spot: Spot) -> Value:
        """What a cell shows."""
        return self.book.read(Area(*spot, 1, 1))[0][0][0]

    def states(self, rule: str, row: str = "") -> set[str]:
        """The states of a rule, at a row or anywhere, without those of what is not filled in."""
        seen = self.watched.look().states.items()
        found = {s for i, s in seen if i.rule == rule and row in ("", i.row)}
        return found - {"未填"}


@pytest.fixture
def blank(small: BuildSmall) -> tuple[Path, Plan]:
    return small("budget-2023")


@pytest.fixture
def desk(office: Office, blank: tuple[Path, Plan]) -> Iterator[Desk]:
    desk = Desk(office, *blank)
    yield desk
    desk.book.close()


# --- lists -------------------------------------------------------------------------------------


def test_a_list_is_added_up_by_column_and_by_row(desk: Desk) -> None:
    desk.list(*PROJECTS, {2: 10.5, 9: 2})
    desk.list(*PROJECTS, {2: 4}, at=3)
    assert [desk.shown("10", (1, n)) for n in (1, 2, 9)] == [16.5, 14.5, 2.0]
    assert desk.states("YS10-1") == desk.states("YS10-TOT") == {"相符"}


def test_rows_inserted_between_those_of_a_list_are_added_up_and_judged(desk: Desk) -> None:
    desk.type("12-1", BUDGET, 30)
    desk.list(*COSTS, {1: 10})
    assert desk.states("YS12-2") == {"不符"}
    sheet, first, _ = desk.row(*COSTS, 2)
    desk.book.insert_rows(sheet, first, 2)
    desk.list(*COSTS, {1: 20}, at=3)
    assert desk.states("YS12-2") == {"相符"}
    sheet, first, _ = desk.row(*PROJECTS, 2)
    desk.book.insert_rows(sheet, first, 1)
    desk.list(*PROJECTS, {1: 7, 2: 7}, at=2)
    assert desk.shown("10", (1, 2)) == 7.0


def test_rows_of_a_list_may_be_deleted_all_of_them(desk: Desk) -> None:
    for at in (1, 2, 5):
        desk.list(*LISTED, {5: 8, 6: 9}, at=at)
    assert desk.states("YS11-4", "项目第5行") == {"不符"}
    sheet, first, _ = desk.row(*LISTED, 1)
    desk.book.delete_rows(sheet, first, 3)
    assert desk.states("YS11-4", "项目第2行") == {"不符"}
    desk.book.delete_rows(sheet, first, 3)
    assert desk.states("YS11-4") == set()
    desk.type("11", (5, 1), 3)
    assert desk.shown("11", (8, 1)) == 3.0, "the lines above are untouched"


def test_a_row_without_words_is_none(desk: Desk) -> None:
    desk.type("12-1", BUDGET, 10)
    desk.list(*COSTS, {1: 10})
    own, spot = desk.of.declared["12-1"].lists["明细"], desk.row(*COSTS, 2)
    desk.book.write(spot._replace(column=own.columns[1]), [[5]])
    assert desk.states("YS12-2") == {"相符"}
    desk.book.write(spot._replace(column=own.words[-1]), [["备注"]])
    assert desk.states("YS12-2") == {"不符"}


def test_a_list_with_more_rows_than_are_read_is_not_judged(desk: Desk) -> None:
    desk.type("12-1", BUDGET, 10)
    desk.list(*COSTS, {1: 10})
    sheet, first, _ = desk.row(*COSTS, 2)
    desk.book.insert_rows(sheet, first, SPARE - 1)
    assert desk.states("YS12-2") == {"相符"}
    desk.book.insert_rows(sheet, first, 1)
    assert desk.states("YS12-2") == {"无法校验"}


def test_a_row_inserted_between_a_total_and_its_list_is_not_passed_over(desk: Desk) -> None:
    desk.list(*PROJECTS, {2: 10.5})
    sheet, first, _ = desk.row(*PROJECTS, 1)
    desk.book.insert_rows(sheet, first, 1)
    assert desk.states("YS10-TOT") == {"无法校验"}


def test_links_lead_to_the_cell_wherever_rows_are_inserted(desk: Desk) -> None:
    desk.list(*LISTED, {5: 8, 6: 9}, at=3)
    sheet, first, _ = desk.row(*LISTED, 2)
    desk.book.insert_rows(sheet, first, 2)
    lines = Identities(desk.of).lines
    (at,) = [
        TOP + i
        for i, line in enumerate(lines)
        if line.rule.id == "YS11-4" and line.place.startswith("项目第5行")
    ]
    column = letter(desk.of.declared["11"].lists["项目"].columns[5])
    assert desk.at(Spot(IDENTITIES, at, LINK)) == f"#'{sheet}'!{column}{first + 4}"


def test_every_cell_in_the_rows_of_a_list_is_unlocked_and_one_above_and_below_is_not(
    blank: tuple[Path, Plan],
) -> None:
    """So Excel lets a person delete these rows and no others."""
    of = blank[1]
    book = build(of)  # openpyxl reads no looks of cells that a merged one covers
    for key, declared in of.declared.items():
        sheet, width = book[of.tables[key].sheet], of.tables[key].grid.columns
        assert not sheet.protection.insertRows and not sheet.protection.deleteRows

        def locked(row: int, sheet: Worksheet = sheet, width: int = width) -> bool:
            cells = (sheet.cell(row + 1, column + 1) for column in range(width))
            return any(cell.protection.locked for cell in cells)

        for own in declared.lists.values():
            rows = range(own.first, own.first + own.count)
            assert not any(map(locked, rows)), (key, own.name)
            assert locked(own.first - 1) and locked(own.first + own.count), (key, own.name)


# --- per cents and years -----------------------------------------------------------------------


def test_a_per_cent_follows_the_amounts_until_it_is_typed_over(desk: Desk) -> None:
    desk.type("11", (1, 1), 10000)
    desk.type("11", (3, 1), 20000)
    assert desk.shown("11", SHARE) == 0.3333
    assert desk.states("YS11-1") == {"相符"}
    for typed, state in ((0.333, "尾差"), (0.33, "尾差"), (0.3334, "不符"), ("约三成", "无法校验")):
        desk.type("11", SHARE, typed)
        assert desk.states("YS11-1", "1行") == {state}, typed


def test_one_per_cent_typed_as_a_number_makes_no_other_one_wrong(desk: Desk) -> None:
    desk.type("11", (1, 1), 10000)
    desk.type("11", (3, 1), 30000)
    for typed, state in ((25, "不符"), (0.25, "相符")):
        desk.type("11", SHARE, typed)
        assert desk.states("YS11-1", "1行") == {state}, typed
        assert desk.states("YS11-1", "3行") == {"相符"}, typed


def test_a_last_digit_cut_off_is_rounding_and_one_too_high_is_not(desk: Desk) -> None:
    desk.type("11", (1, 1), 20000)
    desk.type("11", (3, 1), 10000)
    for typed, state in ((0.6667, "相符"), (0.6666, "尾差"), (0.6668, "不符")):
        desk.type("11", SHARE, typed)
        assert desk.states("YS11-1", "1行") == {state}, typed


def test_a_per_cent_that_is_left_out_is_missing(desk: Desk) -> None:
    desk.type("11", (1, 1), 100)
    desk.type("11", SHARE, "")
    assert desk.states("YS11-1", "1行") == {"不符"}


def test_the_years_in_headings_follow_the_front_sheet(desk: Desk) -> None:
    years = [s for (row, _), s in desk.of.tables["11"].texts.items() if "年〉" in str(row)]
    assert [desk.at(spot) for spot in years] == ["前年", "上年"]
    desk.book.write(YEAR, [[2023]])
    assert [desk.at(spot) for spot in years] == ["2021年", "2022年"]


# --- data --------------------------------------------------------------------------------------


def data(figures: dict[Key, str], texts: dict[Key, str]) -> Data:
    """Data of table 11, and of nothing else."""
    of = plan("budget-2023", 12)
    table = TableData({place: Decimal(value) for place, value in figures.items()}, texts=texts)
    return Data(of.edition, "某某局", 2023, "万元", "", {"11": table})


def filled(given: Data) -> tuple[Plan, Filling]:
    """The plan of a workbook with room for the data, and what is typed into it."""
    of = replace(plan("budget-2023", 12), words=words_by_table(given))
    return of, fill(of, given)


def test_a_list_gets_as_many_rows_as_the_data_have() -> None:
    given = data({(f"项目#{n}", 6): f"{n}.00" for n in range(1, 10)}, {})
    of, filling = filled(given)
    own = of.declared["11"].lists["项目"]
    assert own.count == 9
    column = [filling.typed[Spot(own.sheet, own.first + n, own.columns[6])] for n in range(9)]
    assert column == [Decimal(f"{n}.00") for n in range(1, 10)]


def test_a_goal_more_than_the_form_has_is_laid_out_too() -> None:
    of, filling = filled(data({}, {("年度目标5", 0): "办好", ("年度指标5#1", 0): "产出指标"}))
    texts = of.tables["11"].texts
    assert filling.typed[texts["年度目标5", 0]] == "办好"
    assert filling.typed[texts["年度指标5#1", 0]] == "产出指标"


def test_a_list_without_room_for_the_data_is_refused() -> None:
    with pytest.raises(NoRoom) as problem:
        fill(plan("budget-2023", 12), data({("项目#8", 6): "1.00"}, {}))
    assert problem.value.what.endswith("项目") and problem.value.room == 6


def test_words_are_typed_as_they_are_printed() -> None:
    texts: dict[Key, str] = {
        ("填报人", 0): "某某", ("年度目标2", 1): "2020", ("长期目标（截止　　年）", 0): "2025",
    }  # fmt: skip
    of, filling = filled(data({}, texts))
    typed = {key: filling.typed[of.tables["11"].texts[key]] for key in texts}
    assert list(typed.values()) == ["某某", "2020年", "长期目标（截止 2025 年）"]


def test_a_published_per_cent_that_its_formula_does_not_give_is_typed_over_and_named() -> None:
    figures: dict[Key, str] = {
        (1, 1): "100.00", (1, 2): "0.3330", (3, 1): "200.00", (3, 2): "0.6667", (4, 1): "300.00",
    }  # fmt: skip
    of, filling = filled(data(figures, {}))
    differing = [t for t in filling.typed_totals if t.published is not None]
    assert differing == [TypedTotal(("11", *SHARE), Decimal("0.3330"), Decimal("0.3333"))]
    spot = of.tables["11"].cells[SHARE]
    assert filling.typed[spot] == Decimal("0.3330") and spot.local in filling.over()[spot.sheet]


@pytest.mark.parametrize("unit", UNITS)
def test_a_per_cent_is_judged_in_every_unit(desk: Desk, unit: str) -> None:
    """In 元 nothing is rounded but the per cent; in other units the amounts are, too: 0.01 of 0.03
    万元 may be anything from 14.3 % to 60 %."""
    desk.book.write(UNIT, [[unit]])
    desk.type("11", (1, 1), 0.01)
    desk.type("11", (3, 1), 0.02)
    desk.type("11", SHARE, 0.5)
    assert desk.states("YS11-1", "1行") == {"不符" if unit == "元" else "相符"}
