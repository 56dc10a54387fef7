"""Blank scorecards that check themselves: blank, filled and with mistakes in them, LibreOffice
calculates them, and their sheet 勾稽校验 says what the validator says.
"""

import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest

from tests.card_cases import (
    MISTAKES,
    apart,
    execution,
    lines_of,
    listed,
    mistakes_of,
    opened,
    scored,
    sound,
    spoilt,
    spots,
    worst_of_sheet,
    worst_of_validator,
)
from tests.office import Area, Office
from tests.published_cards import FOLDER, each_example
from tools.make_examples import EXAMPLES
from validator.forms.loader import editions, load
from validator.forms.scorecard import Kind, load_scorecard, scorecard_rules, scorecards
from validator.forms.workbook import CHECK, FIGURES, FRONT, IDENTITIES, SCORES, own_sheets
from workbook_templates.cards.filled import plans_of
from workbook_templates.cards.lines import card_lines
from workbook_templates.cards.plan import MOST_PROJECTS, CardPlan, card_plans
from workbook_templates.excel import packed
from workbook_templates.identities import BROKEN
from workbook_templates.live import build
from workbook_templates.plan import DEPARTMENT, ROOM, VERDICT, Plan, card_workbook, plan
from workbook_templates.results import LINK, RULE, STATE
from workbook_templates.spot import Spot

FORMS = scorecards()
#: The editions whose tables have scorecards beside them.
WITH_CARDS = tuple(name for name in editions() if load(name).scorecards)
CARDS = tuple(name for name in FORMS if load_scorecard(name).kind is not Kind.SUMMARY)
DEPARTMENTS = tuple(name for name in CARDS if load_scorecard(name).kind is Kind.DEPARTMENT)
#: How many cards of each form the two judges are asked of.
MANY = int(os.environ.get("GOUJI_SCORECARDS", "5"))
#: The rules that ask for words, and so have no lines.
WORDY = {"P08", "P09", "P14", "P15", "P17", "P20"}
SMALL = 14


def of_form(name: str, projects: int = 1) -> Plan:
    return card_workbook(load_scorecard(name), projects)


def with_tables(edition: str, projects: int = 2) -> Plan:
    forms = [load_scorecard(name) for name in load(edition).scorecards]
    return plan(edition, SMALL, card_plans(forms, projects))


def written(of: Plan, folder: Path) -> Path:
    """The blank workbook of a plan as a file."""
    path = folder / "blank.xlsx"
    path.write_bytes(packed(build(of)))
    return path


@pytest.fixture(scope="module")
def card_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[CardPlan, Path]]:
    """The plan of a form's one scorecard, and its blank workbook, built once."""

    @cache
    def made(name: str) -> tuple[CardPlan, Path]:
        of = of_form(name)
        return of.cards[0], written(of, tmp_path_factory.mktemp("card"))

    return made


# --- blank -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_a_blank_scorecard_has_no_error_and_is_said_to_be_blank(name, office: Office, tmp_path):
    of = of_form(name, 2)
    names = [FRONT, SCORES, CHECK, FIGURES, IDENTITIES, *(card.sheet for card in of.cards)]
    with opened(office, written(of, tmp_path)) as book:
        for sheet, rows in zip(names, book.read(*map(Area, names)), strict=True):
            cells = ((r, c) for r, row in enumerate(rows) for c in range(len(row)))
            assert [Spot(sheet, r, c).link for r, c in cells if rows[r][c] is None] == []
        assert {line["状态"] for line in listed(book)} == {"未填"}
        assert book.read(Area(*VERDICT, 1, 1))[0] == [["尚未填数。"]]


@pytest.mark.parametrize("name", FORMS)
def test_a_workbook_of_scorecards_alone_has_their_sheets_and_no_others(name):
    of = of_form(name)
    made = build(of)
    assert set(made.sheetnames) == {*own_sheets(of.edition), *(card.sheet for card in of.cards)}
    assert made.sheetnames[0] == FRONT


@pytest.mark.parametrize("edition", WITH_CARDS)
def test_the_scorecards_of_an_edition_are_known_and_of_its_years(edition):
    forms = [load_scorecard(name) for name in load(edition).scorecards]
    assert {form.kind for form in forms} >= {Kind.DEPARTMENT, Kind.PROJECT}
    assert {form.first_year for form in forms} == {load(edition).first_year}


def test_every_rule_is_judged_live_or_said_to_be_judged_elsewhere():
    of = with_tables("final-accounts-2022")
    live = {line.rule for line in card_lines(of)}
    assert {rule.id for rule in scorecard_rules()} - live == WORDY
    said = str(build(of)[CHECK]["A6"].value)
    assert set(re.findall(r"P\d\d", said)) == WORDY
    assert "gouji check" in said


def test_more_scorecards_than_a_workbook_holds_are_refused():
    form = load_scorecard("scorecard-project-2024")
    assert len(card_plans([form], MOST_PROJECTS)) == MOST_PROJECTS
    for count in (0, MOST_PROJECTS + 1):
        with pytest.raises(ValueError, match=str(count)):
            card_plans([form], count)


# --- filled ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CARDS)
def test_of_a_sound_scorecard_every_line_agrees(name, office: Office, card_of):
    (card, path), random = card_of(name), Random(name)
    seen: set[object] = set()
    for _ in range(2):
        typed = sound(card, random)
        with opened(office, path, spots(card, typed)) as book:
            ((verdict,),), (row,), shown = book.read(
                Area(*VERDICT, 1, 1), Area(SCORES, 3, 0, 1, 6), Area(CHECK)
            )
        lines = lines_of(shown)
        assert {line["状态"] for line in lines} <= {"相符", "未填"}
        seen |= {line["规则"] for line in lines if line["状态"] == "相符"}
        assert verdict == "可以报送：全部相符。"
        budget, executed = execution(typed)
        assert row[2:4] == pytest.approx([budget, executed])
        assert row[4] == pytest.approx(round(executed / budget * 100, 2), abs=0.011)
        assert row[5] == pytest.approx(executed / budget * 20, abs=0.011)
    assert set(mistakes_of(card)) <= seen


@pytest.mark.parametrize("name", CARDS)
def test_every_mistake_is_said_by_its_rule_at_its_cell(name, office: Office, card_of):
    (card, path), random = card_of(name), Random(name)
    for rule in mistakes_of(card):
        typed = sound(card, random)
        where = card.cells[MISTAKES[rule](card, typed)]
        with opened(office, path, spots(card, typed)) as book:
            shown, hidden = book.read(Area(CHECK), Area(IDENTITIES))
        ours = [line for line in lines_of(shown) if line["规则"] == rule]
        assert "不符" in {line["状态"] for line in ours}, rule
        links = {row[LINK] for row in hidden if row[RULE] == rule and row[STATE] == BROKEN}
        assert f"#'{card.sheet}'!{where.local}" in links, rule


@pytest.mark.parametrize("name", CARDS)
def test_the_sheet_and_the_validator_agree_on_spoilt_scorecards(name, office: Office, card_of):
    (card, path), random = card_of(name), Random(name)
    differing, states = [], set()
    for number in range(MANY):
        typed = spoilt(card, random)
        if not number:
            typed["执行数", 0] = "未定"
        with opened(office, path, spots(card, typed)) as book:
            rows, shown = book.read(Area(card.sheet), Area(CHECK))
        own = worst_of_sheet(lines_of(shown))
        said = apart(own, worst_of_validator({card.sheet: rows}))
        differing += [f"{number}: {each}" for each in said]
        states |= set(own.values())
    assert not differing, "\n".join(differing[:20])
    assert states >= {"相符", "不符", "无法校验"}


@each_example
def test_the_sheet_and_the_validator_agree_on_every_published_scorecard(example, office: Office):
    data = example.data(EXAMPLES)
    of = Plan(data.edition, ROOM, plans_of(data.scorecards))
    sheets = [table.sheet for table in of.tables.values()] + [card.sheet for card in of.cards]
    with opened(office, FOLDER / f"{example.name}-workbook.xlsx") as book:
        shown, *read = book.read(Area(CHECK), *map(Area, sheets))
    rows = dict(zip(sheets, read, strict=True))
    own = worst_of_sheet([line for line in lines_of(shown) if str(line["规则"]).startswith("P")])
    assert {card for card, _ in own} == {card.sheet for card in of.cards}
    assert apart(own, worst_of_validator(rows)) == []


# --- rows --------------------------------------------------------------------------------------


def test_rows_of_indicators_may_be_deleted_and_inserted(office: Office, card_of):
    (card, path), random = card_of("scorecard-project-2022"), Random(3)
    typed = sound(card, random)
    while len(scored(typed)) < 5:
        typed = sound(card, random)
    book = office.open(path)
    book.put(spots(card, typed))
    first = card.cells["三级", 0]
    book.delete_rows(card.sheet, first.row + len(scored(typed)))  # a blank one below
    book.insert_rows(card.sheet, first.row + 2)
    book.insert_rows(card.sheet, card.cells["总分", 0].row)
    assert {line["状态"] for line in listed(book)} <= {"相符", "未填"}
    added = {"三级": "新的指标（8 分）", "目标值": "12 次", "完成值": "12 次", "得分": 9}
    for what, value in added.items():
        spot = Spot(card.sheet, first.row + 2, card.column(what))
        book.write(spot, [[value]])
    rows = book.read(Area(card.sheet))[0]
    own = worst_of_sheet(listed(book))
    assert apart(own, worst_of_validator({card.sheet: rows})) == []
    assert own[card.sheet, "P03"] == own[card.sheet, "P07"] == "不符"
    book.close()


def test_a_whole_goal_may_be_deleted(office: Office, card_of):
    (card, path), random = card_of("scorecard-department-2022"), Random(3)
    book = office.open(path)
    typed = sound(card, random)
    last = card.blocks[-1]
    typed = {k: v for k, v in typed.items() if not (len(k) == 2 and k[1] >= last.first)}
    heading = card.cells["目标", last.goal].row
    book.put(spots(card, typed))
    book.delete_rows(card.sheet, heading, last.count + 2)
    rows = book.read(Area(card.sheet))[0]
    own = worst_of_sheet(listed(book))
    assert apart(own, worst_of_validator({card.sheet: rows})) == []
    assert own[card.sheet, "P04"] == "不符"  # the goals that are left weigh 60
    assert "无法校验" not in own.values()
    book.close()


@pytest.mark.parametrize("name", CARDS)
def test_the_rows_that_may_be_deleted_hold_no_locked_cell(name):
    of = of_form(name)
    card = of.cards[0]
    sheet = build(of)[card.sheet]
    assert sheet.protection.sheet and not sheet.protection.deleteRows
    assert not sheet.protection.insertRows
    starts = {card.cells[key].row for key in card.cells if key[0] == "一级"}
    for (what, _), spot in card.cells.items():
        if what == "三级" and not (card.form.fixed and spot.row in starts):
            cells = [sheet.cell(spot.row + 1, c + 1) for c in range(card.grid.columns)]
            assert not any(cell.protection.locked for cell in cells)
    assert sheet[card.cells["执行率", 0].local].protection.locked is False


# --- beside the tables -------------------------------------------------------------------------


@pytest.mark.parametrize("edition", WITH_CARDS)
def test_scorecards_are_compared_with_the_tables(edition, office: Office, tmp_path):
    of = with_tables(edition)
    department, *projects = (card for card in of.cards if not card.is_summary)
    table = of.tables["03"]
    typed: dict[Spot, object] = {DEPARTMENT: "某局"}
    row = table.entry_rows[0]
    for number, value in {0: 2101501, 2: 100.0, 3: 60.5}.items():
        column = 0 if not number else table.entry_column(number)
        typed[Spot(table.entry, row, column)] = value
    own = {
        ("预算数", 0): 200, ("执行数", 0): 160.5, ("基本支出总额", 0): "100 万元",
        ("项目支出总额", 0): 60.5,
    }  # fmt: skip
    typed |= {department.cells[key]: value for key, value in own.items()}
    for card, amount in zip(projects, (40, 20.5), strict=True):
        typed |= {card.cells["预算数", 0]: 50, card.cells["执行数", 0]: amount}
    sheets = [table.sheet, *(card.sheet for card in of.cards)]

    def states(changed: dict[Spot, object]) -> dict[str, str]:
        book.put({**typed, **changed})  # none of these cells holds a formula
        shown, *rows = book.read(Area(CHECK), *map(Area, sheets))
        found = worst_of_sheet(
            [line for line in lines_of(shown) if str(line["规则"]).startswith("P")]
        )
        judged = worst_of_validator(dict(zip(sheets, rows, strict=True)))
        return {
            rule: found[card, rule]
            for card, rule in ((department.sheet, "P11"), (projects[0].sheet, "P12"))
            if found[card, rule] == judged[card, rule]
        }

    book = office.open(written(of, tmp_path))
    assert states({}) == {"P11": "相符", "P12": "相符"}
    assert states({department.cells["基本支出总额", 0]: 99}) == {"P11": "不符", "P12": "相符"}
    assert states({projects[1].cells["执行数", 0]: 20.6}) == {"P11": "相符", "P12": "不符"}
    assert states({projects[1].cells["执行数", 0]: ""}) == {"P11": "相符", "P12": "相符"}
    book.close()


def test_a_summary_takes_its_figures_from_the_scorecard_and_is_judged(office: Office, tmp_path):
    of, random = with_tables("final-accounts-2022", 1), Random(5)
    department, summary = of.cards[0], of.cards[-1]
    assert summary.is_summary
    path = written(of, tmp_path)
    typed = spots(department, sound(department, random))
    sheets = [department.sheet, summary.sheet]

    def states(changed: dict[Spot, object]) -> dict[str, str]:
        with opened(office, path, {**typed, **changed}) as book:
            shown, *read = book.read(Area(CHECK), *map(Area, sheets))
        own = worst_of_sheet(lines_of(shown))
        judged = worst_of_validator(dict(zip(sheets, read, strict=True)))
        key = summary.sheet, "P19"
        assert own[key] == judged[key]
        return {"P19": own[key], "P14": judged[summary.sheet, "P14"]}

    assert states({}) == {"P19": "相符", "P14": "相符"}
    assert states({summary.cells["摘要得分", 2]: 99})["P19"] == "不符"
    assert states({summary.cells["摘要权重", 1]: 10})["P19"] == "不符"
    assert states({summary.cells["摘要等级", 0]: "差"})["P19"] == "不符"
    assert states({summary.cells["摘要得分", 0]: "满分"})["P19"] == "无法校验"
