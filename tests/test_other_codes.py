"""科目 codes as other people write them, and economic 科目 in other blocks: each row has its code
or none, and what needs a code that is not certain is not evaluated."""

from collections.abc import Callable

import pytest

from tests.layouts import Rows, find, foot
from tests.other import (
    broken,
    figures,
    named_cells,
    published,
    report_on,
    told,
    unchecked,
    with_sheet,
)
from tests.other import rows_of as printed
from validator.forms.catalogue import branch
from validator.forms.model import TOTAL
from validator.reading import address
from validator.recognition.codes import code_and_name, put_together

LENGTHS = (3, 5, 7)
Written = Callable[[str], list[object]]


def coded(written: Written, columns: int = 3, sheet: str = "表3") -> Rows:
    """The table with each code in so many columns, as `written` gives it."""
    blank = [""] * (columns - 1)
    rows = [[row[0], *blank, *row[1:]] for row in printed(sheet)]
    for row in rows[find(rows, TOTAL)[0] + 1 : foot(rows)]:
        row[:columns] = written(str(row[0]))
    return rows


def pieces(code: str) -> list[str]:
    return [code[:3], code[3:5], code[5:]]


def repeated(code: str) -> list[object]:
    return [*pieces(code)]


def as_numbers(code: str) -> list[object]:
    return [float(piece) if piece else "" for piece in pieces(code)]


def cumulative(code: str) -> list[object]:
    return [*branch(code), *[""] * (3 - len(branch(code)))]


def last_alone(code: str) -> list[object]:
    filled = [piece for piece in pieces(code) if piece]
    return ["" if n < len(filled) - 1 else piece for n, piece in enumerate(pieces(code))]


def whole_in_its_column(code: str) -> list[object]:
    return [code if len(code) == length else "" for length in LENGTHS]


def with_zeros(code: str) -> list[object]:
    return [piece or "00" for piece in pieces(code)]


def merged_class() -> Rows:
    """208 | 05 | 05: the class on its first row alone, as a merged cell keeps it."""
    rows = coded(repeated)
    before = ""
    for row in rows[find(rows, TOTAL)[0] + 1 : foot(rows)]:
        before, row[0] = str(row[0]), "" if row[0] == before else row[0]
    return rows


def joined(form: str) -> Rows:
    """Code and name in one cell; `form` has {code} and {name}."""
    rows = printed("表3")
    for row in rows[find(rows, TOTAL)[0] + 1 : foot(rows)]:
        row[:2] = [
            form.format(code=row[0], name=row[1], dots=".".join(filter(None, pieces(str(row[0])))))
        ]
    rows[:] = [row if len(row) == 7 else [row[0], *row[2:]] for row in rows]
    return rows


def one_cell(change: Callable[[str], object]) -> Rows:
    return coded(lambda code: [change(code)], 1)


@pytest.mark.parametrize(
    "rows",
    [
        coded(repeated),
        coded(as_numbers),
        coded(cumulative),
        coded(last_alone),
        coded(whole_in_its_column),
        coded(with_zeros),
        merged_class(),
        one_cell(float),
        one_cell(lambda code: f"　{code} "),
        one_cell(lambda code: f"{code}.0"),
        one_cell(lambda code: " ".join(filter(None, pieces(code)))),
        one_cell(lambda code: " ".join(p.lstrip("0") for p in pieces(code) if p)),
        one_cell(lambda code: ".".join(filter(None, pieces(code)))),
        joined("{code}{name}"),
        joined("　　{code} {name}"),
        joined("{code}-{name}"),
        joined("[{code}]{name}"),
        joined("【{code}】{name}"),
        joined("{dots} {name}"),
        [row if n < 6 else [row[0], "", *row[2:]] for n, row in enumerate(printed("表3"))],
    ],
    ids=range(20),
)
def test_codes_are_known_in_any_shape(rows):
    assert figures(with_sheet("表3", rows), "03") == published("03")
    report = report_on("表3", rows)
    assert not broken(report)
    assert not unchecked(report)
    row = next(n for n, each in enumerate(rows) if 117.18 in each and 191.46 not in each)
    column = rows[row].index(117.18)
    assert address(row, column) in named_cells("表3", rows, row, column)


@pytest.mark.parametrize(
    ("levels", "above", "code"),
    [
        (("208", "05", "05"), (), "2080505"),
        (("208", "5", "5"), (), "2080505"),
        (("208", "20805", "2080505"), (), "2080505"),
        (("", "05", ""), ("208",), "20805"),
        (("", "", "06"), ("208", "20805", "2080505"), "2080506"),
        (("208", "", "06"), ("208", "20805"), "2080506"),
        (("210", "", "06"), ("208", "20805"), ""),
        (("", "", "06"), ("208",), ""),
        (("208", "21005", ""), (), ""),
        (("208", "005", ""), (), ""),
        (("8", "05", ""), (), ""),
        (("208", "0505"), (), ""),
    ],
)
def test_levels_are_put_together_or_not_at_all(levels, above, code):
    assert put_together(levels, above, LENGTHS) == code


@pytest.mark.parametrize("words", ["2020年度支出", "3.14", "1购置费", "20年期国债"])
def test_other_words_with_digits_hold_no_code(words):
    assert code_and_name(words) is None


def test_a_code_of_which_a_level_is_lost_is_told_and_sums_over_codes_are_not_judged():
    rows = merged_class()
    at = find(rows, "医疗救助")[0]
    rows[at][1] = ""  # 21013: its 类 is merged, its 款 gone
    report = report_on("表3", rows)
    assert "“医疗救助”一行有金额但没有科目编码" in told(report, "T04")
    assert "“城乡医疗救助”一行的科目编码印作“13 01”，无法确定" in told(report, "T04")
    assert "“没有科目编码的行”没有找到" in unchecked(report)
    assert not {"JS03-TOT", "JS03-HIER", "X05"} & set(broken(report))


def test_of_a_table_without_codes_no_sum_over_codes_is_judged():
    rows = [row[1:] for row in printed("表3")]
    for row, own in zip(rows, printed("表3"), strict=True):
        row[0] = row[0] or own[0]
    report = report_on("表3", rows)
    assert {row for row, _ in figures(with_sheet("表3", rows), "03")} == {TOTAL}
    assert not broken(report)
    assert "JS03-TOT" in unchecked(report)
    assert "没有科目编码" in told(report, "T04")
    assert address(5, 1) in named_cells("表3", rows, 5, 1)


def test_a_column_that_numbers_the_rows_or_their_level_holds_no_codes():
    rows = printed("表3")
    for n, row in enumerate(rows):
        code = str(row[0])
        row.insert(0, float(n) if code.isdigit() else "")
        row.insert(2, float(len(code) // 2) if code.isdigit() else "")
    assert figures(with_sheet("表3", rows), "03") == published("03")


# --- 合计 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["合  计", "总计", "支出合计", "本年支出合计", "合计", "合计*", "合计（万元）"]
)
def test_the_total_may_stand_last_and_be_called_otherwise(name):
    rows = printed("表3")
    total = rows.pop(5)
    rows.insert(foot(rows), [name, *total[1:]])
    assert figures(with_sheet("表3", rows), "03") == published("03")
    assert not broken(report_on("表3", rows))
    at = foot(rows) - 1
    assert address(at, 2) in named_cells("表3", rows, at, 2)


def test_a_total_above_and_below_is_told_only_where_the_two_differ():
    rows = printed("表3")
    again = list(rows[5])
    rows.insert(foot(rows), again)
    assert not told(report_on("表3", rows), "T04")
    again[3] = 160.07
    assert "不止一行“合计”" in told(report_on("表3", rows), "T04")


@pytest.mark.parametrize("name", ["小计", "卫生健康支出小计", "其中：人员经费"])
def test_a_subtotal_is_no_code_and_no_total(name):
    rows = printed("表3")
    rows.insert(9, ["", name, 8.31, 8.31, "", "", "", ""])
    assert figures(with_sheet("表3", rows), "03") == published("03")
    assert name.replace("：", ":") in told(report_on("表3", rows), "T04")


def test_an_amount_alone_below_the_notes_is_no_code():
    rows: Rows = [*printed("表3"), ["注：数据四舍五入。"], ["", 123.45], [660.25]]
    assert report_on("表3", rows).errors == 0


def test_the_head_again_in_the_middle_holds_no_figures():
    rows = printed("表3")
    rows[12:12] = [["1", "2", *map(float, range(3, 9))], rows[3], ["栏次", "", *range(1, 7)], []]
    assert figures(with_sheet("表3", rows), "03") == published("03")
    assert not told(report_on("表3", rows), "T04")


# --- economic 科目 in blocks --------------------------------------------------------------------


def economic() -> list[tuple[object, ...]]:
    """(code, name, amount) of the published table, block by block."""
    rows = printed("表6")[3:-2]
    cells = [tuple(row[c : c + 3]) for c in (0, 3, 6) for row in rows]
    return [cell for cell in cells if str(cell[0]).isdigit()]


def blocks(number: int, *, totals: str = "last", one_cell: bool = False) -> Rows:
    """The table in so many blocks; 合计 of 人员 and 公用 in rows of their own."""
    listed = economic()
    height = -(-len(listed) // number)
    heads: list[object] = ["科目名称", "金额"] if one_cell else ["科目编码", "科目名称", "金额"]
    width = len(heads)
    body: Rows = []
    for n in range(height):
        row: list[object] = []
        for block in range(number):
            place = block * height + n
            code, name, amount = listed[place] if place < len(listed) else ("", "", "")
            row += [f"{code}{name}", amount] if one_cell else [code, name, amount]
        body.append(row)
    sums: Rows = [
        [label, *[""] * (width - 2), amount, *[""] * (width * (number - 1))]
        for label, amount in (("人员经费合计", 150.37), ("公用经费合计", 9.69))
    ]
    above = [row[: width * number] for row in printed("表6")[:1]]
    unit: Rows = [["部门：江岸区医疗保障局", "单位：万元"]]
    inner = [*sums, *body] if totals == "first" else [*body, *sums]
    return [*above, *unit, heads * number, *inner]


@pytest.mark.parametrize(
    "rows",
    [
        blocks(1), blocks(2), blocks(4), blocks(1, totals="first"), blocks(2, totals="first"),
        blocks(1, one_cell=True), blocks(3, one_cell=True),
    ],
    ids=range(7),
)  # fmt: skip
def test_economic_codes_may_stand_in_any_number_of_blocks(rows):
    assert figures(with_sheet("表6", rows), "06") == published("06")
    report = report_on("表6", rows)
    assert not broken(report)
    assert not unchecked(report)
    row, column = next((r, row.index(59.18)) for r, row in enumerate(rows) if 59.18 in row)
    assert address(row, column) in named_cells("表6", rows, row, column)


def test_banners_and_a_total_of_all_are_no_codes():
    rows = blocks(2)
    rows.insert(2, ["人员经费", "", "", "公用经费", "", ""])
    rows.append(["合计", "", 160.06, "", "", ""])
    assert figures(with_sheet("表6", rows), "06") == published("06")
    report = report_on("表6", rows)
    assert not broken(report)
    assert "“合计”一行有金额但没有科目编码" in told(report, "T04")


def test_of_several_columns_in_a_block_the_one_of_the_accounts_is_taken():
    rows = blocks(1)
    rows = [
        [*row[:2], "", *row[2:]] if n < 2 else [*row[:2], 7.0, *row[2:]]
        for n, row in enumerate(rows)
    ]
    rows[2] = ["科目编码", "科目名称", "年初预算数", "决算数"]
    assert figures(with_sheet("表6", rows), "06") == published("06")
    assert "年初预算数" in told(report_on("表6", rows), "T18")


def test_functional_codes_under_a_title_of_economic_ones_are_another_table():
    rows: list[list[object]] = [
        *printed("表6")[:1],
        ["", "", "", "单位：万元"],
        ["支出功能分类科目编码", "科目名称", "合计", "基本工资"],
        ["2101501", "行政运行", 117.18, 117.18],
    ]
    report = report_on("表6", rows)
    assert all(table.table != "06" for table in report.tables)
    assert "表头与表式不符" in told(report, "T01")


def test_of_columns_that_could_both_be_the_accounts_none_is_taken():
    rows = [[*row, *row[2:]] for row in blocks(1)]
    report = report_on("表6", rows)
    assert all(table.table != "06" for table in report.tables)
    assert "表头与表式不符" in told(report, "T01")
