"""What people do to the sheets where 科目 are entered, done in LibreOffice: the printed table
follows, and what cannot be used is said."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.conftest import FEW, BuildSmall
from tests.judges import Watched
from tests.office import Area, Office, OfficeError, Rows, Value
from validator.forms.model import TOTAL
from workbook_templates.lines import CODES
from workbook_templates.plan import Plan, TablePlan
from workbook_templates.spot import Spot

#: The table that the rows are entered for: 栏次 2 and 3 are typed, 1 is their sum.
SUBJECT, ROOM = "05", FEW
#: A row of an entry sheet: code, name, 栏次 1 to 3.
Row = Sequence[object]
OF_PENSIONS: Row = (2080505, "", "", 10.5, "")
OF_HEALTH: Row = (2101101, "", "", 3.25, 1)
OF_HOUSING: Row = (2210201, "", "", 4, "")


class Desk:
    """A blank workbook, opened: rows are entered for one table, and read where it prints them."""

    def __init__(self, office: Office, path: Path, of: Plan, subject: str = SUBJECT) -> None:
        self.book = office.open(path)
        self.watched = Watched(self.book, of)
        self.table: TablePlan = of.tables[subject]
        self.first = self.table.entry_rows[0]

    def enter(self, *rows: Row, at: int = 0) -> None:
        """Paste rows from the entry sheet's row `at` on."""
        self.book.write(Spot(self.table.entry, self.first + at, 0), rows)

    def printed(self) -> list[tuple[Value, ...]]:
        """The rows of the printed table: code (合计 for its row) and amounts."""
        table = self.table
        cells = {c.role: c.column for c in table.grid.cells if c.row == table.first + 1}
        (rows,) = self.book.read(Area(table.sheet, table.first, 0, table.room + 1, table.side))
        columns = [cells["code"], *map(table.column, table.form.columns)]
        found = [tuple(row[column] for column in columns) for row in rows]
        return [(TOTAL, *found[0][1:]), *(row for row in found[1:] if row[0] != "")]

    def names(self) -> dict[Value, Value]:
        """Code → name, as printed."""
        table = self.table
        cells = {c.role: c.column for c in table.grid.cells if c.row == table.first + 1}
        rows: Rows
        (rows,) = self.book.read(Area(table.sheet, table.first + 1, 0, table.room, table.side))
        return {row[cells["code"]]: row[cells["name"]] for row in rows if row[cells["code"]] != ""}

    def state(self, rule: str, row: str = "", column: str = "") -> set[str]:
        """The states of a rule, at a row or anywhere."""
        return {
            state
            for instance, state in self.watched.look().states.items()
            if instance.rule == rule
            and row in ("", instance.row)
            and column in ("", instance.column)
        }

    def usable(self) -> str:
        """The state of the entries as such."""
        rule = next(rule for rule in self.table.form.rules if CODES in rule.notation)
        (state,) = self.state(rule.id)
        return state

    def hints(self) -> list[Value]:
        """What the entry sheet says of the codes, from its first row on."""
        hint = self.table.entry_column(self.table.form.columns[-1]) + 1
        (rows,) = self.book.read(Area(self.table.entry, self.first, hint, self.table.room, 1))
        return [row[0] for row in rows]


@pytest.fixture
def blank(small: BuildSmall) -> tuple[Path, Plan]:
    return small("final-accounts-2024")


@pytest.fixture
def desk(office: Office, blank: tuple[Path, Plan]) -> Iterator[Desk]:
    desk = Desk(office, *blank)
    yield desk
    desk.book.close()


def branch(code: str, *amounts: Value) -> list[tuple[Value, ...]]:
    """The rows of a 项 that is alone in its 类."""
    return [(code[:length], *amounts) for length in (3, 5, 7)]


def test_the_levels_above_are_generated_and_added_up(desk: Desk) -> None:
    desk.enter(OF_HOUSING, OF_PENSIONS, OF_HEALTH)
    assert desk.printed() == [
        (TOTAL, 18.75, 17.75, 1.0),
        *branch("2080505", 10.5, 10.5, ""),
        *branch("2101101", 4.25, 3.25, 1.0),
        *branch("2210201", 4.0, 4.0, ""),
    ]
    assert desk.usable() == "相符"


def test_a_row_inserted_in_the_middle_counts(desk: Desk) -> None:
    desk.enter(OF_PENSIONS, OF_HOUSING)
    desk.book.insert_rows(desk.table.entry, desk.first + 1)
    desk.enter((2080506, "", "", 0.5, ""), at=1)
    assert desk.printed() == [
        (TOTAL, 15.0, 15.0, ""),
        ("208", 11.0, 11.0, ""),
        ("20805", 11.0, 11.0, ""),
        ("2080505", 10.5, 10.5, ""),
        ("2080506", 0.5, 0.5, ""),
        *branch("2210201", 4.0, 4.0, ""),
    ]
    assert desk.usable() == "相符"


def test_nothing_can_be_typed_where_it_would_not_be_read(desk: Desk) -> None:
    """Above the first row and below the last; a row inserted on top is locked like the headings."""
    desk.book.insert_rows(desk.table.entry, desk.first)
    for at in (-1, 0, ROOM + 1):
        with pytest.raises(OfficeError):
            desk.enter(OF_PENSIONS, at=at)


def test_rows_deleted_are_gone_and_nothing_else(desk: Desk) -> None:
    desk.enter(OF_PENSIONS, OF_HEALTH, OF_HOUSING)
    desk.book.delete_rows(desk.table.entry, desk.first, 2)
    assert desk.printed() == [(TOTAL, 4.0, 4.0, ""), *branch("2210201", 4.0, 4.0, "")]
    assert desk.usable() == "相符"
    desk.enter(OF_HEALTH, at=3)
    assert desk.printed()[0] == (TOTAL, 8.25, 7.25, 1.0)


def test_the_order_of_the_rows_does_not_matter(desk: Desk) -> None:
    desk.enter(OF_PENSIONS, OF_HEALTH, OF_HOUSING)
    before = desk.printed()
    area = Area(desk.table.entry, desk.first, 0, 3, 5)
    desk.book.sort(area, 0, ascending=False)
    assert desk.book.read(area)[0][0][0] == 2210201
    assert desk.printed() == before
    assert desk.usable() == "相符"


def test_more_rows_than_there_is_room_for_are_said(desk: Desk) -> None:
    many = [(2080501 + i, "", "", 1, "") for i in range(ROOM - 2)]
    desk.enter(*many)
    assert desk.usable() == "相符"
    assert desk.printed()[0] == (TOTAL, 10.0, 10.0, "")
    desk.enter((2080530, "", "", 1, ""), at=ROOM - 2)  # with 208 and 20805, one too many
    assert desk.usable() == "不符"


def test_rows_inserted_beyond_the_room_are_said(desk: Desk) -> None:
    desk.enter(OF_PENSIONS)
    desk.book.insert_rows(desk.table.entry, desk.first + 1, 3)
    assert desk.usable() == "相符"
    desk.enter(OF_HOUSING, at=ROOM + 1)  # the last rows moved down, and are read no more
    assert desk.usable() == "不符"


def test_a_code_that_stands_twice_is_said(desk: Desk) -> None:
    desk.enter(OF_PENSIONS, OF_HOUSING, (2080505, "", "", 7, ""))
    assert desk.usable() == "不符"


def test_a_code_that_cannot_be_one_is_said(desk: Desk) -> None:
    for code in (20805050, 2, 208.5, 20, "二〇八", "", "208050"):
        desk.enter(OF_HOUSING, (code, "某项", "", 7, ""))
        assert desk.usable() == "不符", code
        assert desk.printed()[0] == (TOTAL, 4.0, 4.0, ""), code


def test_words_for_an_amount_leave_its_sums_unchecked(desk: Desk) -> None:
    desk.enter((2080505, "", "", "见附表", 1), OF_HOUSING)
    assert ("2080505", 1.0, "见附表", 1.0) in desk.printed()
    assert desk.state("JS05-1", "2080505") == {"无法校验"}
    assert desk.state("JS05-HIER", "20805", "2") == {"无法校验"}
    assert desk.state("JS05-1", "2210201") == {"相符"}


def test_a_number_as_text_is_not_taken_for_one_and_said(desk: Desk) -> None:
    desk.enter((2080505, "", "", "12.30", 1), OF_HOUSING)
    assert desk.printed()[0] == (TOTAL, 5.0, 4.0, 1.0)
    assert desk.state("JS05-1", "2080505") == {"无法校验"}


def test_a_dash_for_an_amount_is_a_blank(desk: Desk) -> None:
    for dash in ("-", "—", "——", "/", " ", "　"):
        desk.enter((2080505, "", "", dash, 1), OF_HOUSING)
        assert ("2080505", 1.0, "", 1.0) in desk.printed(), dash
        assert desk.state("JS05-1") == {"相符"}, dash


def test_an_error_for_an_amount_is_not_passed_over(desk: Desk) -> None:
    desk.enter(OF_PENSIONS, OF_HOUSING)
    desk.book.type(Spot(desk.table.entry, desk.first, 3), "=1/0")
    assert desk.state("JS05-1", "2080505") == {"无法校验"}


def test_a_whole_table_may_be_pasted_and_is_checked(desk: Desk) -> None:
    desk.enter(
        ("合计", "", 14.51, 14.51, ""),
        ("208", "社会保障和就业支出", 10.5, 10.5, ""),
        ("20805", "行政事业单位养老支出", 10.6, 10.6, ""),
        ("2080505", "机关事业单位基本养老保险缴费支出", 10.5, 10.5, ""),
        ("221", "住房保障支出", 4, 4, ""),
        ("22102", "住房改革支出", 4, 4, ""),
        ("2210201", "住房公积金", 4, 4, ""),
    )
    assert desk.printed()[:4] == [
        (TOTAL, 14.51, 14.51, ""),
        ("208", 10.5, 10.5, ""),
        ("20805", 10.6, 10.6, ""),
        ("2080505", 10.5, 10.5, ""),
    ]
    assert desk.usable() == "相符"
    assert desk.state("JS05-TOT", column="2") == {"尾差"}
    assert desk.state("JS05-HIER", "208", "2") == {"不符"}
    assert desk.state("JS05-HIER", "20805", "2") == {"不符"}
    assert desk.state("JS05-HIER", "221", "2") == {"相符"}


def test_the_total_may_stand_where_the_name_does(desk: Desk) -> None:
    desk.enter(("", "合  计", "", 9, ""), OF_HOUSING)
    assert desk.printed()[0] == (TOTAL, 9.0, 9.0, "")
    assert desk.usable() == "相符"
    assert desk.state("JS05-TOT", column="2") == {"不符"}


def test_codes_may_be_texts_or_numbers(desk: Desk) -> None:
    desk.enter(OF_PENSIONS, OF_HEALTH, OF_HOUSING)
    before = desk.printed()
    desk.enter(*((str(code), *rest) for code, *rest in (OF_PENSIONS, OF_HEALTH, OF_HOUSING)))
    assert desk.printed() == before
    assert desk.usable() == "相符"
    desk.enter(("2080505", "", "", 1, ""), at=3)  # the same code, as a number and as a text
    desk.enter((2080505, "", "", 1, ""), at=0)
    assert desk.usable() == "不符"


def test_a_name_of_ones_own_goes_before_the_list(desk: Desk) -> None:
    desk.enter(OF_PENSIONS, (2210201, "本局住房公积金", "", 4, ""))
    names = desk.names()
    assert names["2210201"] == "本局住房公积金"
    assert names["2080505"] == "机关事业单位基本养老保险缴费支出"


def test_a_workbook_with_too_many_different_codes_says_so(desk: Desk) -> None:
    """There is room for the rows of each table, but the list of all 科目 has an end, too."""
    of = desk.watched.plan
    for table, group in zip(of.open_tables[:3], (20805, 20103, 21011), strict=True):
        rows = [[group * 100 + 1 + i, "", *[1] * len(table.form.columns)] for i in range(8)]
        desk.book.write(Spot(table.entry, table.entry_rows[0], 0), rows)
    assert "不符" in desk.state("JS02-CODE")
