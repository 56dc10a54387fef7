"""Every rule of budgets holds on a published one and speaks when one cell of it is changed; what is
wrong in the published one is found, and nothing else."""

from dataclasses import replace

import pytest

from tests.budget_data import (
    EDITION,
    EXAMPLE,
    Change,
    Tables,
    book,
    drop,
    funded,
    put,
    rename,
    sound_book,
    typed,
)
from validator import check
from validator.findings import Finding, Report
from validator.forms.model import Severity
from validator.reading import Book
from validator.rounding import Verdict
from workbook_templates.grid import lay_out, sheet


def heavy(report: Report) -> list[Finding]:
    """The findings that a person must correct or explain."""
    return [finding for finding in report.findings if finding.severity is not Severity.INFO]


def spoken(book: Book) -> set[str]:
    """The rules that gave such a finding."""
    return {finding.rule for finding in heavy(check(book))}


def of_rule(book: Book, rule: str) -> list[Finding]:
    """What a rule says of a workbook."""
    return [finding for finding in check(book).findings if finding.rule == rule]


# --- every rule --------------------------------------------------------------------------------

#: Rule → one cell (table, row, column) and what is put there instead.
CELLS: dict[str, tuple[str, str, int, str]] = {
    "YS01-1": ("01", "25", 1, "7651.90"),
    "YS01-2": ("01", "52", 2, "7651.90"),
    "YS01-3": ("01", "26", 1, "10.00"),
    "YS01-4": ("01", "53", 2, "10.00"),
    "YS01-5": ("01", "54", 2, "7651.90"),
    "YS02-1": ("02", "737001", 1, "2723.93"),
    "YS02-2": ("02", "737001", 11, "24.00"),
    "YS02-3": ("02", "737002", 12, "1.00"),
    "YS02-TOT": ("02", "", 3, "7628.90"),
    "YS02-HIER": ("02", "737002", 3, "4928.88"),
    "YS03-1": ("03", "2101501", 2, "3842.65"),
    "YS03-TOT": ("03", "221", 1, "661.90"),
    "YS03-HIER": ("03", "2210203", 1, "129.20"),
    "YS04-1": ("04", "3", 1, "1.00"),
    "YS04-2": ("04", "5", 1, "1.00"),
    "YS04-3": ("04", "28", 2, "7628.90"),
    "YS04-4": ("04", "1", 1, "7628.90"),
    "YS04-5": ("04", "53", 2, "1.00"),
    "YS04-6": ("04", "54", 2, "7628.90"),
    "YS05-1": ("05-1", "2101501", 5, "0.10"),
    "YS05-2": ("05-1", "2101501", 3, "3303.34"),
    "YS05-TOT": ("05-1", "208", 1, "511.73"),
    "YS05-HIER": ("05-1", "2080505", 1, "469.58"),
    "YS05-3": ("05-2", "737001", 5, "984.51"),
    "YS05-4": ("05-2", "737002", 3, "3675.34"),
    "YS05-5": ("05-2", "737002", 1, "4927.98"),
    "YS05-6": ("05-2", "", 1, "7628.90"),
    "YS06-1": ("06", "30201", 3, "23.48"),
    "YS06-2": ("06", "302", 1, "550.90"),
    "YS06-3": ("06", "30217", 1, "5.21"),
    "YS06-4": ("06", "303", 3, "1.00"),
    "YS07-1": ("07", "", 1, "13.30"),
    "YS07-2": ("07", "", 4, "1.00"),
    "YS10-1": ("10", "项目#1", 11, "24.00"),
    "YS10-TOT": ("10", "项目#2", 3, "278.95"),
    "YS11-1": ("11", "1", 2, "99.60%"),
    "YS11-2": ("11", "5", 3, "4552.36"),
    "YS11-3": ("11", "4", 4, "8089.80"),
    "YS11-4": ("11", "项目#3", 3, "640"),
    "YS12-1": ("12-1", "3", 1, "1007.51"),
    "YS12-2": ("12-3", "明细#2", 4, "92.9"),
    "YS12-3": ("12-3", "采购#1", 3, "660.2"),
    "YS12-4": ("12-2", "5", 1, "278.95"),
    "YSX1": ("03", "", 1, "7651.90"),
    "YSX2": ("01", "34", 2, "6478.47"),
    "YSX3": ("04", "35", 2, "6455.47"),
    "YSX4": ("04", "2", 1, "7628.90"),
    "YSX5": ("05-2", "", 4, "550.90"),
    "YSX6": ("06", "", 3, "550.90"),
    "YSX7": ("07", "", 6, "5.01"),
    "YSX8": ("11", "4", 1, "7651.7"),
    "YSX9": ("12-2", "2", 1, "279.85"),
    "YSX10": ("12-2", "4", 1, "279.85"),
    "YSX11": ("01", "9", 1, "24.00"),
    "YSX12": ("12-1", "4", 1, "1007.41"),
    "YSX15": ("05-1", "2101505", 5, "1008.41"),
    "YSX16": ("02", "", 11, "24.00"),
}  # fmt: skip


def _without_items(tables: Tables) -> None:
    tables["06"].append(["310", "资本性支出", ["0.00", "0.00", "0.00"]])


def _other_years(tables: Tables) -> None:
    tables["11"]["goals"]["年度目标"][1]["years"] = ["2020", "2021"]


#: Rule → another change, for what no single figure breaks.
CHANGES: dict[str, Change] = {
    "YS02-CODE": rename("02", "737001", "738001"),
    "YS03-CHILD": drop("03", "2101101"),
    "YS03-CODE": drop("03", "22102"),
    "YS05-CHILD": drop("05-1", "2101101"),
    "YS05-CODE": drop("05-1", "22102"),
    "YS05-7": rename("05-2", "737002", "738002"),
    "YS06-CHILD": _without_items,
    "YS06-CODE": drop("06", "302"),
    "YSX13": _other_years,
    "YSX14": drop("03", "2210203"),
}

#: Rules of tables that are declared empty here: what is put into the filled ones.
FUNDED: dict[str, Change] = {
    f"YS{table}-{rule}": change
    for table, code in (("08", "229"), ("09", "223"))
    for rule, change in (
        ("1", put(table, f"{code}9999", 2, "3.10")),
        ("TOT", put(table, "", 3, "5.10")),
        ("HIER", put(table, f"{code}99", 3, "5.10")),
        ("CHILD", drop(table, f"{code}9999")),
        ("CODE", drop(table, f"{code}99")),
    )
}


@pytest.fixture(scope="module")
def of_sound() -> set[str]:
    """The rules that speak of the sound budget."""
    return spoken(sound_book())


@pytest.fixture(scope="module")
def of_funded() -> set[str]:
    """The rules that speak of it with two more tables filled in."""
    return spoken(sound_book(funded))


def test_nothing_is_wrong_in_sound_books(of_sound: set[str]) -> None:
    assert of_sound == set()


def test_there_is_a_case_for_every_rule_of_budgets() -> None:
    rules = {rule.id for rule in EDITION.rules if rule.id.startswith("YS")}
    assert {*CELLS, *CHANGES, *FUNDED} == rules


@pytest.mark.parametrize("rule", CELLS)
def test_a_rule_speaks_when_one_cell_is_changed(rule: str) -> None:
    assert rule in spoken(sound_book(put(*CELLS[rule])))


@pytest.mark.parametrize("rule", CHANGES)
def test_a_rule_speaks_when_a_row_is_changed(rule: str) -> None:
    assert rule in spoken(sound_book(CHANGES[rule]))


@pytest.mark.parametrize("rule", FUNDED)
def test_a_rule_of_another_budget_speaks(rule: str, of_funded: set[str]) -> None:
    assert rule not in of_funded
    assert rule in spoken(sound_book(funded, FUNDED[rule]))


def test_each_rule_has_its_own_weight() -> None:
    weights = {rule.id: rule.severity for rule in EDITION.rules}
    for rule in ("YS06-4", "YS12-4", "YSX13", "YSX1"):
        book = sound_book(CHANGES[rule] if rule in CHANGES else put(*CELLS[rule]))
        assert {finding.severity for finding in of_rule(book, rule)} == {weights[rule]}


# --- the published budget ----------------------------------------------------------------------


def test_of_the_published_budget_four_things_are_said() -> None:
    report = check(EXAMPLE / "printed.xlsx")
    told = [(f.rule, f.severity.value, f.table, f.cells[0].address) for f in heavy(report)]
    assert told == [
        ("YSX12", "error", "12-1", "F17"),
        ("YSX10", "error", "12-1", "F17"),
        ("YS03-CHILD", "warning", "03", "A11"),
        ("YS05-CHILD", "warning", "05-1", "A12"),
        ("YSX13", "warning", "11", "E59"),
    ]
    assert report.errors == 2
    assert {f.rule for f in report.findings} - {rule for rule, *_ in told} == {
        *("T01", "YS03-HIER", "YS05-HIER", "YS06-3"),
    }


def test_the_broken_sum_follows_from_the_project_whose_money_was_not_split() -> None:
    cause, follows = heavy(check(EXAMPLE / "printed.xlsx"))[:2]
    assert (cause.rule, cause.cause, follows.rule, follows.cause) == ("YSX12", True, "YSX10", False)
    assert cause.group == follows.group
    assert cause.message == (
        "《表12-1 部门项目申报表（含绩效目标）》的“一般公共预算财政拨款”填 1007.41，与表3 2101505 "
        "医疗保障政策管理 的项目支出相同；而表5-1这一科目只有 984.41。多出的 23.00 不是这项拨款，"
        "应改填到它的其他资金来源。"
    )
    assert [(c.table, c.label, c.value) for c in cause.cells] == [
        ("12-1", "一般公共预算财政拨款", "1007.41")
    ]
    assert (follows.left, follows.right, follows.difference) == ("1936.26", "1913.26", "23.00")


def test_both_headings_of_years_that_do_not_fit_are_named() -> None:
    (told,) = of_rule(book(), "YSX13")
    assert [cell.address for cell in told.cells] == ["E59", "F59"]
    assert "“年度目标3”的近两年印作 2020、2021 年" in told.message
    assert "近两年应为 2021、2022 年" in told.message


def test_tables_that_not_every_place_publishes_are_only_mentioned() -> None:
    (told,) = of_rule(book(), "T01")
    assert told.severity is Severity.INFO
    assert "2 张表：表2 收入总表、表10 项目支出情况表" in told.message


# --- 项目资金 ------------------------------------------------------------------------------------


def test_nothing_is_said_of_a_projects_money_where_the_sums_agree() -> None:
    """A 科目 of which table 5-1 has less than table 3 is common; the project says so here."""
    assert spoken(sound_book()) == set()
    with_rounding = sound_book(put("12-1", "4", 1, "984.42"))
    assert of_rule(with_rounding, "YSX12") == []


def test_nothing_is_said_where_no_project_fits() -> None:
    book_of = sound_book(put("12-1", "4", 1, "1007.41"), put("12-3", "4", 1, "640"))
    assert "YSX10" in spoken(book_of)
    assert of_rule(book_of, "YSX12") == []


def test_nothing_is_said_where_several_projects_fit() -> None:
    split = ("984.41", "1007.41")

    def two_alike(tables: Tables) -> None:
        for table, column, (money, _) in (("03", 3, split[::-1]), ("05-1", 5, split)):
            put(table, "2101506", column, money)(tables)
        for table in ("12-1", "12-2"):
            put(table, "4", 1, "1007.41")(tables)
        total = f"{2 * 1007.41 + 650 - 23:.2f}"
        put("05-1", "", 5, total)(tables)

    told = check(sound_book(two_alike)).findings
    assert "YSX10" in {finding.rule for finding in told}
    assert "YSX12" not in {finding.rule for finding in told}


def test_money_of_government_funds_is_looked_at_as_well() -> None:
    def of_the_fund(tables: Tables) -> None:
        funded(tables)
        tables["03"].append(["229", "其他支出", ["6.00", "0.00", "6.00", None, None, None]])
        put("12-3", "6", 1, "6.00")(tables)

    (told,) = of_rule(sound_book(of_the_fund), "YSX12")
    assert told.table == "12-3"
    assert "“政府性基金预算财政拨款”填 6.00" in told.message
    assert "而表8这一科目只有 5.00" in told.message


# --- 近两年 --------------------------------------------------------------------------------------


def test_years_are_held_to_those_of_most_headings_where_the_workbook_names_none() -> None:
    title = "部门整体支出绩效目标申报表"
    undated = typed(book(), "表11", f"2023年{title}", title)
    for number, sentence in (("8", "政府性基金"), ("9", "国有资本经营")):
        said = "说明：{}没有使用" + sentence + "预算拨款安排的支出。"
        undated = typed(undated, f"表{number}", said.format("2023 年"), said.format("本年"))
    report = check(undated)
    assert report.year is None
    (told,) = [finding for finding in report.findings if finding.rule == "YSX13"]
    assert "年度目标3" in told.message
    assert "本年是 2023 年" in told.message


def test_a_blank_row_may_stand_between_the_headings_and_their_years() -> None:
    source = book()
    own = next(each for each in source.sheets if each.name == "表11")
    spaced = replace(own, rows=[*own.rows[:58], [""] * len(own.rows[0]), *own.rows[58:]])
    sheets = tuple(spaced if each is own else each for each in source.sheets)
    (told,) = of_rule(replace(source, sheets=sheets), "YSX13")
    assert [cell.address for cell in told.cells] == ["E60", "F60"]


def test_years_above_all_goals_are_named_by_their_table() -> None:
    def older(tables: Tables) -> None:
        tables["11"]["fields"] |= {"〈前年〉年": "2020", "〈上年〉年": "2021"}

    (told,) = of_rule(sound_book(older), "YSX13")
    assert "申报表》的近两年印作 2020、2021 年" in told.message


# --- tables that are missing, doubled, declared empty -------------------------------------------


def test_a_budget_without_any_project_is_not_complete() -> None:
    gone = [drop(f"12-{n}") for n in (1, 2, 3)]
    (told,) = of_rule(sound_book(*gone), "T01")
    assert told.severity is Severity.ERROR
    assert "1 张表：表12 部门项目申报表（含绩效目标）" in told.message


def test_two_tables_of_one_project_are_doubles_and_two_alike_are_not() -> None:
    def copied(tables: Tables) -> None:
        tables["12-4"] = tables["12-2"]

    def renamed(tables: Tables) -> None:
        copied(tables)
        fields = tables["12-2"]["fields"]
        tables["12-4"] = tables["12-2"] | {"fields": fields | {"项目名称": "另一个项目"}}

    (told,) = of_rule(sound_book(copied), "T02")
    assert told.table == "12-4"
    assert "表12-2!" in told.message
    assert "表12-4!" in told.message
    assert of_rule(sound_book(renamed), "T02") == []
    assert {"YSX9", "YSX10"} <= spoken(sound_book(renamed))


def test_a_project_with_fund_money_contradicts_the_table_declared_empty() -> None:
    (told,) = of_rule(sound_book(put("12-3", "6", 1, "5.00")), "T03")
    assert "《政府性基金预算支出表》写明" in told.message
    assert "表12-3 政府性基金预算财政拨款 为 5" in told.message


# --- codes of units -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("73702", "单位编码 73702（武汉市医疗保险中心）的位数不对：本表的编码应为 3、6 位"),
        ("738002", "单位 738002 武汉市医疗保险中心 没有上级 738 的行"),
        ("737001", "单位 737001 武汉市医疗保险中心 出现了两次"),
        ("737000", "单位 737000 武汉市医疗保险中心 排在 737001 之后"),
    ],
)
def test_codes_of_units_are_called_so(new: str, words: str) -> None:
    told = of_rule(typed(sound_book(), "表5-2", "737002", new), "YS05-7")
    assert any(words in finding.message for finding in told)


def test_a_class_of_economic_subjects_is_broken_down_to_its_own_lowest_level() -> None:
    (told,) = of_rule(sound_book(CHANGES["YS06-CHILD"]), "YS06-CHILD")
    assert told.message.endswith("下没有款级科目，应公开到款。")


# --- a blank budget -----------------------------------------------------------------------------


def test_of_a_blank_budget_only_that_is_said() -> None:
    sheets = (
        sheet(lay_out(form, {}, number=1 if form.repeated else 0), form.name)
        for form in EDITION.forms.values()
    )
    report = check(Book("空白.xlsx", tuple(sheets)))
    assert [finding.rule for finding in report.findings] == ["T10"]
    project = next(table for table in report.tables if table.table == "12-1")
    assert project.counts[Verdict.NOT_APPLICABLE] == sum(project.counts.values()) > 0
