"""The budget's tables by unit and by economic 科目, entered in LibreOffice: the printed table
follows, and what cannot be used is said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import BuildSmall
from tests.office import Office
from tests.test_entry_sheets import Desk, Row
from validator.forms.model import TOTAL
from workbook_templates.plan import Plan

#: The table by unit and the one by economic 科目; of the first, 栏次 3 to 5 are typed, of the other
#: 2 and 3.
BY_UNIT, ECONOMIC = "05-2", "06"
OWN: Row = (737001, "某局本级", "", "", 1489.5, 227.01, 984.41)
CENTRE: Row = (737002, "某中心", "", "", 3675.24, 323.79, 928.85)
DEPARTMENT: Row = (737, "某局", "", "", "", "", "")


@pytest.fixture
def blank(small: BuildSmall) -> tuple[Path, Plan]:
    return small("budget-2023")


@pytest.fixture
def units(office: Office, blank: tuple[Path, Plan]) -> Iterator[Desk]:
    desk = Desk(office, *blank, subject=BY_UNIT)
    yield desk
    desk.book.close()


@pytest.fixture
def economic(office: Office, blank: tuple[Path, Plan]) -> Iterator[Desk]:
    desk = Desk(office, *blank, subject=ECONOMIC)
    yield desk
    desk.book.close()


# --- units -------------------------------------------------------------------------------------


def test_departments_are_generated_and_are_the_sums_of_their_units(units: Desk) -> None:
    units.enter(CENTRE, OWN, (208001, "另一单位", "", "", 1, "", ""))
    assert units.printed() == [
        (TOTAL, 7629.8, 5716.54, 5165.74, 550.8, 1913.26),
        ("208", 1.0, 1.0, 1.0, "", ""),
        ("208001", 1.0, 1.0, 1.0, "", ""),
        ("737", 7628.8, 5715.54, 5164.74, 550.8, 1913.26),
        ("737001", 2700.92, 1716.51, 1489.5, 227.01, 984.41),
        ("737002", 4927.88, 3999.03, 3675.24, 323.79, 928.85),
    ]
    assert units.usable() == "相符"
    assert units.state("YS05-5", "737", "3") == {"相符"}
    assert units.state("YS05-6", column="3") == {"相符"}
    assert units.state("YS05-3", "737002") == {"相符"}


def test_a_department_that_is_not_the_sum_of_its_units_is_said(units: Desk) -> None:
    units.enter((737, "某局", "", "", 5164.84, "", ""), OWN, CENTRE)
    assert units.state("YS05-5", "737", "3") == {"不符"}
    assert units.state("YS05-5", "737", "4") == {"相符"}
    assert units.state("YS05-6", column="3") == {"相符"}


def test_names_of_units_and_departments_are_those_entered(units: Desk) -> None:
    units.enter(DEPARTMENT, OWN)
    assert units.names() == {"737": "某局", "737001": "某局本级"}
    assert units.printed()[1] == ("737", 2700.92, 1716.51, 1489.5, 227.01, 984.41)


def test_the_hint_asks_for_the_name_of_a_unit_and_knows_no_list_of_them(units: Desk) -> None:
    units.enter(OWN, (737002, "", "", "", 1, "", ""), ("合计", "", 9, "", "", "", ""))
    assert units.hints()[:4] == ["", "请填名称", TOTAL, ""]


def test_a_code_that_no_unit_has_is_said(units: Desk) -> None:
    for code in (73, 7370, 737000, 2080505, 20805, "073001", "七三七", "737-1"):
        units.enter(OWN, (code, "某单位", "", "", 7, "", ""))
        assert units.usable() == "不符", code
        assert units.hints()[1] == "编码应为 3 或 6 位数字", code
        assert units.printed()[0][3] == 1489.5, code


def test_a_unit_that_stands_twice_is_said(units: Desk) -> None:
    units.enter(OWN, CENTRE, OWN)
    assert units.usable() == "不符"
    assert "编码重复" in units.hints()


def test_codes_of_units_may_be_texts_and_stand_in_any_order(units: Desk) -> None:
    units.enter(("737002", *CENTRE[1:]), ("737", *DEPARTMENT[1:]), ("737001", *OWN[1:]))
    assert [row[0] for row in units.printed()] == [TOTAL, "737", "737001", "737002"]
    assert units.usable() == "相符"


# --- economic 科目 ------------------------------------------------------------------------------


def test_economic_classes_are_generated_with_names_from_the_list(economic: Desk) -> None:
    economic.enter((30201, "", "", "", 23.38), (30101, "", "", 762.4, ""), (30102, "", "", 0, ""))
    assert economic.printed() == [
        (TOTAL, 785.78, 762.4, 23.38),
        ("301", 762.4, 762.4, ""),
        ("30101", 762.4, 762.4, ""),
        ("30102", 0.0, 0.0, ""),
        ("302", 23.38, "", 23.38),
        ("30201", 23.38, "", 23.38),
    ]
    assert economic.names()["30101"] == "基本工资"
    assert economic.hints()[:3] == ["办公费", "基本工资", "津贴补贴"]
    assert economic.usable() == "相符"
    assert economic.state("YS06-3", "301", "2") == {"相符"}
    assert economic.state("YS06-4", "301") == {"未填"}


def test_a_class_of_personnel_with_operating_expenditure_is_said(economic: Desk) -> None:
    economic.enter((30101, "", "", 1, 2), (30201, "", "", "", 3))
    assert economic.state("YS06-4", "301") == {"不符"}
    assert economic.state("YS06-4", "302") == {"未填"}


def test_a_code_that_no_economic_subject_has_is_said(economic: Desk) -> None:
    for code in (3010101, 30100, 301001, 30):
        economic.enter((30201, "", "", "", 4), (code, "某科目", "", "", 7))
        assert economic.usable() == "不符", code
        assert economic.hints()[1] == "编码应为 3 或 5 位数字", code
        assert economic.printed()[0] == (TOTAL, 4.0, "", 4.0), code


def test_a_code_that_the_list_does_not_have_needs_a_name(economic: Desk) -> None:
    economic.enter((30298, "", "", "", 4))
    assert economic.hints()[0] == "科目表中没有此编码：请核对，并填名称"


# --- tables that not every place publishes ------------------------------------------------------


def test_a_table_left_blank_is_compared_with_nothing_until_it_holds_a_figure(
    office: Office, blank: tuple[Path, Plan]
) -> None:
    desk = Desk(office, *blank, subject="02")
    plan_of = desk.watched.plan
    income = plan_of.tables["01"].cells[1, 1]
    desk.book.write(income, [[100]])
    assert desk.state("YSX16") == {"未填"}
    desk.enter((737001, "某局本级", *[""] * 2, 90))
    assert "不符" in desk.state("YSX16")
    assert desk.printed()[0][1] == 90.0
    desk.enter((737001, "某局本级", *[""] * 2, 100))
    assert desk.state("YSX16", column="3") == {"相符"}
    desk.book.close()
