"""Tables as other people lay them out: every figure is bound to its line and column all the same,
and a figure that is wrong is found where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import pytest

from tests import layouts
from tests.layouts import Rows, changed
from tests.ledger import book, department
from validator import Book, Options, Report, Sheet, check
from validator.forms.loader import load
from validator.forms.model import RowKey, Severity
from validator.recognition import Recognised, recognise, words
from validator.rounding import Verdict
from validator.run import about as about_cell

EDITION = "final-accounts-2022"
#: The classes that the department of these tests has no money in.
UNUSED = ("债务还本支出", "抗疫特别国债安排的支出")
TWO_SIDED = ("表1", "表4")
Figures = Mapping[str, Mapping[tuple[RowKey, int], int]]


@cache
def original() -> Book:
    return book(department(5), EDITION)


@cache
def sheet(name: str) -> Sheet:
    return next(each for each in original().sheets if each.name == name)


def rows_of(name: str) -> Rows:
    return [list(row) for row in sheet(name).rows]


def with_sheets(**new: tuple[Sheet, ...]) -> Book:
    """The workbook with other sheets in place of those that are named."""
    sheets = [own for each in original().sheets for own in new.get(each.name, (each,))]
    return replace(original(), sheets=tuple(sheets))


def two_sided(change: Callable[[Rows], Rows]) -> Book:
    return changed(original(), lambda name, rows: change(rows) if name in TWO_SIDED else rows)


def figures(found: Recognised) -> Figures:
    """Every figure that is not zero, by table, line and column."""
    return {
        key: {place: c.amount.printed for place, c in table.cells.items() if c.amount.printed}
        for key, table in found.tables.items()
    }


@cache
def figures_of_original() -> Figures:
    return figures(recognise(original()))


def assert_all_bound(changed_book: Book) -> Recognised:
    """Every figure stands where it did, and nothing is found wrong."""
    found = recognise(changed_book)
    assert found.edition.name == EDITION
    assert figures(found) == figures_of_original()
    assert not found.doubles
    report = check(changed_book)
    assert not report.errors
    assert report.counts[Verdict.NOT_EVALUATED] == 0
    return found


def told(report: Report, rule: str) -> list[str]:
    return [finding.message for finding in report.findings if finding.rule == rule]


def places(report: Report, rule: str) -> list[tuple[str, str]]:
    """The first cell of every finding of a rule."""
    return [(f.cells[0].sheet, f.cells[0].address) for f in report.findings if f.rule == rule]


def test_the_edition_itself_differs_in_nothing():
    report = check(assert_all_bound(original()).book)
    assert not told(report, "T18")
    assert "T18" in report.ran


# --- two-sided tables --------------------------------------------------------------------------


def short(rows: Rows) -> Rows:
    return layouts.without_lines(rows, UNUSED)


LAYOUTS: Mapping[str, tuple[Callable[[Rows], Rows], str]] = {
    "no line numbers": (layouts.without_line_numbers, "没有印行次"),
    "no column numbers": (layouts.without_column_numbers, "没有印栏次"),
    "no numbers at all": (
        lambda rows: layouts.without_column_numbers(layouts.without_line_numbers(rows)),
        "没有印行次；没有印栏次",
    ),
    "24 classes": (
        lambda rows: layouts.without_line_numbers(short(rows)),
        "版本里的 2 行（二十四、债务还本支出；二十六、抗疫特别国债安排的支出），这些行按 0 计",
    ),
    "24 classes, numbered": (lambda rows: layouts.renumbered(short(rows)), "行次的编号不同"),
    "no ordinals": (
        lambda rows: layouts.relabelled(
            layouts.without_line_numbers(rows), lambda said: words.label(said) or said
        ),
        "没有印行次",
    ),
    "words of other years": (
        lambda rows: layouts.relabelled(
            layouts.without_line_numbers(rows),
            lambda said: said.replace("资源勘探工业信息", "资源勘探信息").replace("和结余", "结余"),
        ),
        "“十四、资源勘探信息等支出”，版本里是“十四、资源勘探工业信息等支出”",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_two_sided_table_is_read_by_its_words(name):
    change, said = LAYOUTS[name]
    report = check(assert_all_bound(two_sided(change)).book)
    assert [said in message for message in told(report, "T18")] == [True, True]
    assert not told(report, "T04")
    assert {f.severity for f in report.findings if f.rule == "T18"} == {Severity.INFO}


def test_only_the_classes_with_figures_may_be_listed():
    def listed(rows: Rows) -> Rows:
        sides = layouts.halves(rows)
        right = [line for line in sides.right if not words.ordinal(str(line[0])) or any(line[2:])]
        return layouts.without_line_numbers(sides._replace(right=right).rows())

    found = assert_all_bound(two_sided(listed))
    assert len(found.tables["01"].omitted) > 10


def test_classes_may_have_their_code_before_them():
    codes = {
        line.label: line.code for line, _ in load(EDITION).forms["01"].lines.values() if line.code
    }

    def coded(said: str) -> str:
        return f"{codes[said]} {words.label(said)}" if said in codes else said

    assert_all_bound(
        two_sided(lambda r: layouts.relabelled(layouts.without_line_numbers(r), coded))
    )


def test_classes_may_have_their_code_in_a_column_of_its_own():
    codes = {
        line.label: line.code for line, _ in load(EDITION).forms["01"].lines.values() if line.code
    }

    def coded(rows: Rows) -> Rows:
        rows = layouts.without_line_numbers(rows)
        right = layouts.halves(rows).width
        rows = [[*row[:right], codes.get(str(row[right]), ""), *row[right:]] for row in rows]
        heading = rows[layouts.find(rows, "项目")[0]]
        heading[right : right + 2] = ["项目", ""]
        return rows

    assert_all_bound(two_sided(coded))


@pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "not numbered"])
def test_a_wrong_figure_of_another_layout_is_found_at_its_cell(numbered):
    def wrong(rows: Rows) -> Rows:
        rows = layouts.renumbered(short(rows)) if numbered else layouts.without_line_numbers(rows)
        row, column = layouts.find(rows, "本年支出合计")
        at = next(c for c in range(column + 1 + numbered, len(rows[row])))
        rows[row][at] = 1.0
        places_of.append((row, at))
        return rows

    places_of: list[tuple[int, int]] = []
    made = changed(original(), lambda name, rows: wrong(rows) if name == "表1" else rows)
    report = check(made)
    ((row, column),) = places_of
    cell = ("表1", f"{'ABCDEF'[column]}{row + 1}")
    assert places(report, "JS01-2") == [cell]


def test_a_class_with_money_that_is_not_printed_is_missed_by_its_sums():
    made = two_sided(
        lambda rows: layouts.without_line_numbers(layouts.without_lines(rows, ("债务付息支出",)))
    )
    report = check(made)
    assert {"JS01-2", "X05", "JS04-4"} <= {f.rule for f in report.findings}
    assert "表1 没有 56行 二十五、债务付息支出 一行" in told(report, "X05")[0]


def test_beside_unknown_words_with_a_figure_no_line_is_taken_as_not_printed():
    made = two_sided(
        lambda rows: layouts.relabelled(
            layouts.without_line_numbers(rows), lambda s: s.replace("债务付息支出", "外星支出")
        )
    )
    report = check(made)
    assert report.counts[Verdict.NOT_EVALUATED] > 0
    (first, second) = (f for f in report.findings if f.rule == "T18")
    assert (first.severity, first.verdict) == (Severity.WARNING, Verdict.NOT_EVALUATED)
    assert "二十五、外星支出" in first.message
    assert places(report, "T18") == [("表1", "C31"), ("表4", "C31")]
    assert any("债务付息支出" in message for message in told(report, "T04"))
    assert not any("外星支出" in message for message in told(report, "T04"))
    assert second.table == "04"


def test_the_lines_that_an_unknown_row_could_be_are_named_together():
    lost = ("农林水支出", "资源勘探工业信息等支出")

    def unknown(rows: Rows) -> Rows:
        rows = layouts.without_lines(layouts.without_line_numbers(rows), lost)
        row, column = layouts.find(rows, "十三、交通运输支出")
        rows[row][column : column + 2] = ["外星支出", 5.0]
        return rows

    report = check(changed(original(), lambda n, rows: unknown(rows) if n == "表1" else rows))
    names = ("十二、农林水支出", "十三、交通运输支出", "十四、资源勘探工业信息等支出")
    (missing,) = told(report, "T04")
    assert all(name in missing for name in names)
    unchecked = [f for f in report.findings if f.verdict is Verdict.NOT_EVALUATED]
    assert [f.rule for f in unchecked] == ["JS01-2", "T18"]
    assert all(name in unchecked[0].message for name in names)


@pytest.mark.parametrize(
    "spoil",
    [lambda cells: ["", cells[1]], lambda cells: [f"{cells[0]} {cells[1]}", ""]],
    ids=["no words", "words and figure in one cell"],
)
def test_beside_a_figure_without_words_no_line_is_taken_as_not_printed(spoil):
    def spoilt(rows: Rows) -> Rows:
        rows = layouts.without_line_numbers(rows)
        row, column = layouts.find(rows, "二十五、债务付息支出")
        rows[row][column : column + 2] = spoil(rows[row][column : column + 2])
        return rows

    report = check(changed(original(), lambda n, rows: spoilt(rows) if n == "表1" else rows))
    assert report.counts[Verdict.NOT_EVALUATED] > 0
    assert any("债务付息支出" in message for message in told(report, "T04"))


def test_a_total_that_is_not_printed_is_missing():
    made = two_sided(
        lambda rows: layouts.without_line_numbers(layouts.without_lines(rows, ("本年支出合计",)))
    )
    found, report = recognise(made), check(made)
    assert ("01", 58, 2) in found.tables["01"].missing
    assert report.counts[Verdict.NOT_EVALUATED] > 0
    assert any("本年支出合计" in message for message in told(report, "T04"))


def test_a_line_that_was_deleted_between_the_editions_own_numbers_is_missing():
    def deleted(rows: Rows) -> Rows:
        row, column = layouts.find(rows, "二十四、债务还本支出")
        rows[row][column:] = [""] * len(rows[row][column:])
        return rows

    report = check(changed(original(), lambda n, rows: deleted(rows) if n == "表1" else rows))
    assert any("债务还本支出" in message for message in told(report, "T04"))
    assert not told(report, "T18")


def test_the_sides_may_end_in_different_rows_and_figures_stand_in_footnotes():
    def uneven(rows: Rows) -> Rows:
        rows = layouts.without_line_numbers(rows)
        sides = layouts.halves(rows)
        notes: Rows = [["补充：本年“三公”经费 12.34 万元"], ["注：2023年为 99.99 万元。"]]
        return [*sides.rows()[: -len(sides.notes)], *notes]

    assert_all_bound(two_sided(uneven))


# --- titles ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        [["某区2024年度部门收入支出决算总表"]],
        [["某区医疗保障局二〇二四年度收入支出决算总表"]],
        [["某局（汇总）2024年度收入支出决算总表（单位：万元）"]],
        [["收 入 支 出 决 算 总 表　　公开01表　　金额单位：万元"]],
        [["2024年度收入支出", "", "决算总表"]],
        [list("收入支出决算总表")],
        [["某局2024年度"], ["收入支出决算总表"]],
        [["2024年度收入支出"], ["决算总表"]],
        [["收入支出决算总表", "", "编制单位：某局", "", "金额单位：", "万元"]],
    ],
    ids=lambda title: "｜".join(str(cell) for row in title for cell in row),
)
def test_a_title_is_known_in_many_shapes(title):
    rows: Rows = [*title, *rows_of("表1")[1:]]
    found = assert_all_bound(with_sheets(表1=(Sheet("Sheet1", rows, {}),)))
    assert found.tables["01"].unit_stated


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("GK01 收入支出决算总表", "表1"),
        ("Z01 收入支出决算总表(财决01表)", "表1"),
        ("一般公共预算财政拨款基本支出决算明细表(财决08-", "表6"),
        ("公开06表", "表6"),
        ("GK07", "表7"),
        ("公开08表", "表8"),
        ("公开09表", "表9"),
    ],
)
def test_the_name_of_a_sheet_is_a_title_where_no_other_stands_on_it(name, table):
    headings: Rows = [["编制单位：某局", "", "金额单位：万元"], *rows_of(table)[3:]]
    made = with_sheets(**{table: (Sheet(name, headings, {}),)})
    assert_all_bound(made)
    bare = with_sheets(**{table: (Sheet(name, headings[1:], {}),)})
    found = assert_all_bound(bare)
    own = next(each for each in found.tables.values() if each.sheet == name)
    assert own.range.startswith("A1:")
    wrong = with_sheets(**{table: (Sheet("Sheet7", headings, {}),)})
    assert "Sheet7" in recognise(wrong).other_sheets


def test_the_cells_of_a_sheet_without_title_are_named_as_they_stand():
    rows = rows_of("表1")[3:]
    row, column = layouts.find(rows, "本年支出合计")
    rows[row][column + 2] = 1.0
    report = check(with_sheets(表1=(Sheet("公开01表", rows, {}),)))
    assert places(report, "JS01-2") == [("公开01表", f"F{row + 1}")]


def test_the_filing_softwares_detail_tables_are_no_published_ones():
    body: Rows = [
        ["编制单位：某局", "", "", "财决08-1表"],
        ["支出功能分类科目编码", "科目名称", "合计", "工资福利支出", "", "商品和服务支出"],
        ["", "", "", "小计", "基本工资", "小计"],
        ["栏次", "", 1.0, 2.0, 3.0, 4.0],
        ["合计", "", 5.0, 1.0, 1.0, 4.0],
        ["208", "社会保障和就业支出", 5.0, 1.0, 1.0, 4.0],
    ]
    titles = ("支出决算明细表", "一般公共预算财政拨款基本支出决算明细表")
    sheets = [
        Sheet(f"Z0{n} {title}(财决0"[:31], [[title], *body], {}) for n, title in enumerate(titles)
    ]
    sheets += [replace(each, name=f"{each.name}甲"[-31:], rows=body) for each in sheets]
    made = replace(original(), sheets=(*sheets, *original().sheets))
    found = assert_all_bound(made)
    assert set(found.other_sheets) == {each.name for each in sheets}
    assert not found.unread


def test_a_cover_a_list_of_contents_and_a_narrative_are_no_tables():
    titles = [form.title for form in load(EDITION).forms.values()]
    listed: Rows = [[f"{n}", title, "", f"第{n}页"] for n, title in enumerate(titles, start=1)]
    told_of: Rows = [[f"根据《{title}》，收入 12.34 万元"] for title in titles]
    told_of += [[f"详见{title}"] for title in titles]
    others = (
        Sheet("目录", listed, {}),
        Sheet("说明", told_of, {}),
        Sheet("封面", [["某局决算"]], {}),
    )
    found = assert_all_bound(replace(original(), sheets=(*others, *original().sheets)))
    assert found.other_sheets == ("目录", "说明", "封面")


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        (["单位名称：某局", "", "金额单位：元"], "元"),
        (["填报单位：某局", "", "单位：人民币万元"], "万元"),
        (["编制单位：某局 2024年", "", "单位:", "千元"], "千元"),
        (["单位：某局", "", "（单位：元）"], "元"),
    ],
)
def test_department_and_unit_stand_in_many_shapes(line, unit):
    rows: Rows = [["2022年度支出决算表"], line, *rows_of("表3")[3:]]
    table = recognise(with_sheets(表3=(Sheet("表3", rows, {}),))).tables["03"]
    assert (table.department, table.unit.name, table.unit_stated) == ("某局", unit, True)
    above: Rows = [line, ["支出决算表"], *rows_of("表3")[3:]]
    table = recognise(with_sheets(表3=(Sheet("表3", above, {}),))).tables["03"]
    assert (table.department, table.unit.name) == ("某局", unit)


def test_the_unit_may_stand_behind_a_heading():
    rows: Rows = [["支出决算表"], *rows_of("表3")[3:]]
    row, column = layouts.find(rows, "本年支出合计")
    rows[row][column] = "本年支出合计（万元）"
    table = recognise(with_sheets(表3=(Sheet("表3", rows, {}),))).tables["03"]
    assert (table.unit.name, table.unit_stated) == ("万元", True)


# --- several tables on a sheet -----------------------------------------------------------------


@pytest.mark.parametrize(("gap", "below"), [(1, 0), (3, 0), (0, 0), (1, 2)])
def test_tables_may_stand_side_by_side(gap, below):
    rows = layouts.beside(rows_of("表7"), rows_of("表8"), gap, below)
    made = with_sheets(表7=(Sheet("表7、8", rows, {}),), 表8=())
    found = assert_all_bound(made)
    left, right = found.tables["07"], found.tables["08"]
    assert left.sheet == right.sheet == "表7、8"
    assert left.right < right.left


# --- tables over several pages -------------------------------------------------------------------

ABOVE: Mapping[str, Rows | None] = {
    "same title": None,
    "title with 续": [["支出决算表（续）"], ["金额单位：万元"]],
    "续表 alone": [["续表1"]],
    "headings alone": [],
}


def second_page(table: str, how: str) -> Rows | None:
    above = ABOVE[how]
    title = str(rows_of(table)[0][0])
    return above and [[str(c).replace("支出决算表", title) for c in row] for row in above]


@pytest.mark.parametrize("how", ABOVE)
@pytest.mark.parametrize(("table", "at"), [("表3", 14), ("表1", 20), ("表6", 20)])
def test_a_table_may_go_on_on_another_sheet(table, at, how):
    pages = layouts.on_two_sheets(sheet(table), at, f"{table}续", second_page(table, how))
    found = assert_all_bound(with_sheets(**{table: pages}))
    own = found.tables[table.replace("表", "0")]
    assert own.sheets == {table, f"{table}续"}
    assert f"、{table}续!A" in own.range
    assert not found.other_sheets


@pytest.mark.parametrize("how", ABOVE)
@pytest.mark.parametrize(("table", "at"), [("表3", 14), ("表4", 20), ("表6", 20)])
def test_a_heading_may_be_repeated_on_the_same_sheet(table, at, how):
    rows = layouts.with_repeated_head(rows_of(table), at, second_page(table, how) or ())
    found = assert_all_bound(with_sheets(**{table: (Sheet(table, rows, {}),)}))
    assert found.tables[table.replace("表", "0")].range.endswith(str(len(rows)))


def broken_on_two_pages() -> tuple[Book, str]:
    """A workbook with a wrong figure on the second page of table 3, and where it stands there."""
    first, second = layouts.on_two_sheets(sheet("表3"), 14, "表3续")
    rows = [list(row) for row in second.rows]
    row = next(r for r in range(len(rows)) if len(str(rows[r][0])) == 7)
    column = next(c for c in range(2, len(rows[row])) if isinstance(rows[row][c], float))
    rows[row][column] = float(str(rows[row][column])) + 1000
    made = with_sheets(表3=(first, replace(second, rows=rows)))
    return made, f"{'ABCDEFGHIJ'[column]}{row + 1}"


def test_a_wrong_figure_on_the_second_page_is_named_by_its_own_sheet():
    made, address = broken_on_two_pages()
    report = check(made)
    cells = {(c.sheet, c.address) for f in report.findings if f.table == "03" for c in f.cells}
    assert report.errors
    assert ("表3续", address) in cells
    assert {sheet_name for sheet_name, _ in cells} <= {each.name for each in made.sheets}


def test_one_may_ask_about_a_cell_of_the_second_page():
    made, address = broken_on_two_pages()
    said = about_cell(made, "表3续", address)
    assert said is not None
    assert (said.cell.sheet, said.cell.address, said.cell.table) == ("表3续", address, "03")
    assert any(each.verdict is Verdict.ERROR for each in said.statements)
    assert said.findings


def test_the_same_table_twice_is_no_second_page():
    again = Sheet("表3(2)", rows_of("表3"), {})
    report = check(with_sheets(表3=(sheet("表3"), again)))
    assert places(report, "T02") == [("表3(2)", "A1")]
    rows = rows_of("表3")
    copied = Sheet("表3(2)", [*rows[: layouts.head(rows)], *rows[-6:-1]], {})
    report = check(with_sheets(表3=(sheet("表3"), copied)))
    assert places(report, "T02") == [("表3(2)", "A1")]


def test_a_second_page_with_its_own_total_is_another_table():
    first, second = layouts.on_two_sheets(sheet("表3"), 14, "表3(2)")
    rows = [list(row) for row in second.rows]
    total = list(first.rows[layouts.head(rows_of("表3"))])
    rows.insert(layouts.head(rows), [1.0 if isinstance(v, float) and v else v for v in total])
    found = recognise(with_sheets(表3=(first, replace(second, rows=rows))))
    assert [table.sheet for table in found.doubles] == ["表3(2)"]


def test_an_untitled_copy_is_no_second_page():
    copy = Sheet("底稿", rows_of("表3")[3:], {})
    found = recognise(with_sheets(表3=(sheet("表3"), copy)))
    assert figures(found) == figures_of_original()
    assert found.other_sheets == ("底稿",)


# --- numbers of tables ---------------------------------------------------------------------------


def test_another_number_of_a_table_is_told_with_that_of_the_edition():
    def renumbered(_: str, rows: Rows) -> Rows:
        return layouts.relabelled(rows, lambda said: said.replace("公开07表", "公开08表"))

    report = check(changed(original(), renumbered))
    assert told(report, "T18") == [
        "《政府性基金预算财政拨款收入支出决算表》的版式与部门决算公开表（2022 年版）不同："
        "表号印作“公开08表”，版本里是“公开07表”。已按名称核对。"
    ]


def test_what_differs_is_said_in_english_too():
    made = two_sided(LAYOUTS["24 classes"][0])
    message = told(check(made, Options(lang="en")), "T18")[0]
    assert "it prints no line numbers; 2 of the edition's lines are not printed" in message


def test_an_unknown_row_makes_only_the_lines_between_its_neighbours_doubtful():
    def listed(rows: Rows) -> Rows:
        sides = layouts.halves(rows)
        right = [line for line in sides.right if not words.ordinal(str(line[0])) or any(line[2:])]
        right[2][0] = "外星支出"
        return layouts.without_line_numbers(sides._replace(right=right).rows())

    found = recognise(changed(original(), lambda n, r: listed(r) if n == "表1" else r))
    table = found.tables["01"]
    lines = table.form.lines
    bound = {binding.key for binding in table.bindings}
    coded = {line for line, (each, _) in lines.items() if each.code}
    above, below = sorted(coded & bound)[1:3]
    missing = coded & {line for _, line, _ in table.missing}
    assert missing == set(range(above + 1, below))
    assert table.omitted == coded - bound - missing


def test_an_unknown_row_of_zeros_is_no_matter():
    def strange(rows: Rows) -> Rows:
        return layouts.without_line_numbers(
            layouts.relabelled(rows, lambda said: said.replace("债务还本支出", "外星支出"))
        )

    report = check(two_sided(strange))
    assert report.counts[Verdict.NOT_EVALUATED] == 0
    assert not told(report, "T04")
