"""The notation: what is printed under the tables parses as printed; errors say where and what."""

from dataclasses import replace

import pytest

from validator.notation import (
    BUDGET,
    LAST_YEAR,
    Beside,
    Identity,
    Inclusion,
    NamedCheck,
    Ref,
    Row,
    RowKind,
    Share,
    parse,
)
from validator.notation.errors import NotationError
from validator.rounding import Relation

#: The notes of the 2020 edition, verbatim, with the (weight, row or column) lists they stand for.
PRINTED = {
    (
        "01",
        "27行=（1+2+3+4+5+6+7+8）行；30行=（27+28+29）行；57行=（31+32+…+56）行；60行=（57+58+59）行。",
    ): [
        (27, list(range(1, 9))),
        (30, [27, 28, 29]),
        (57, list(range(31, 57))),
        (60, [57, 58, 59]),
    ],
    ("02", "1栏各行=（2+3+4+5+6+7）栏各行"): [(1, [2, 3, 4, 5, 6, 7])],
    ("03", "1栏各行=（2+3+4+5+6）栏各行"): [(1, [2, 3, 4, 5, 6])],
    (
        "04",
        "27行=（1+2+3）行；28行=（29+30+31）行；32行=（27+28）行；59行=（33+34+…+58）行；64行=（59+60）行",
    ): [
        (27, [1, 2, 3]),
        (28, [29, 30, 31]),
        (32, [27, 28]),
        (59, list(range(33, 59))),
        (64, [59, 60]),
    ],
    ("05", "1栏各行=（2+3）栏各行"): [(1, [2, 3])],
    ("09", "1栏=（2+3+6）栏；3栏=（4+5）栏；7栏=（8+9+12）栏；9栏=（10+11）栏。"): [
        (1, [2, 3, 6]),
        (3, [4, 5]),
        (7, [8, 9, 12]),
        (9, [10, 11]),
    ],
    ("07", "6栏各行=（1+2-3）栏各行；3栏各行=（4+5）栏各行。"): [(6, [1, 2, -3]), (3, [4, 5])],
    ("08", "1栏各行=（2+3）栏各行。"): [(1, [2, 3])],
}


def identities(text: str, table: str = "") -> list[Identity]:
    statements = parse(text, table)
    assert all(isinstance(statement, Identity) for statement in statements)
    return [statement for statement in statements if isinstance(statement, Identity)]


def identity(text: str, table: str = "") -> Identity:
    (statement,) = identities(text, table)
    return statement


def _numbers(statement: Identity) -> tuple[int, list[int]]:
    def number(ref: Ref) -> int:
        value = ref.row.value if ref.row.kind is RowKind.LINE else ref.column
        assert isinstance(value, int)
        return value

    return number(statement.left[0][1]), [w * number(ref) for w, ref in statement.right]


@pytest.mark.parametrize(("table", "text"), PRINTED)
def test_printed_notes_parse_verbatim(table, text):
    statements = identities(text, table)
    assert [_numbers(s) for s in statements] == PRINTED[table, text]
    assert all(
        s.relation is Relation.EQUAL and ref.table == table for s in statements for ref in s.refs
    )


def test_half_width_and_full_width_signs_mean_the_same():
    wide = identities("６栏各行＝（１＋２－３）栏各行；", "07")
    narrow = identities("6栏各行=(1+2-3)栏各行;", "07")
    assert [(s.left, s.right) for s in wide] == [(s.left, s.right) for s in narrow]


@pytest.mark.parametrize("dots", ["…", "……", "..."])
def test_an_ellipsis_stands_for_every_number_between(dots):
    statement = identity(f"57行=（31+32+{dots}+56）行", "01")
    assert [ref.row.value for _, ref in statement.right] == list(range(31, 57))


def test_references_across_tables():
    statement = identity("表2[合计]1栏=表1 27行")
    ((_, left),), ((_, right),) = statement.left, statement.right
    assert left == Ref("02", "", Row(RowKind.LABEL, "合计"), 1, False)
    assert right == Ref("01", "", Row(RowKind.LINE, 27), None, False)


def test_a_line_and_a_column():
    statement = identity("表7[合计]3栏=表4 59行4栏")
    assert statement.right[0][1] == Ref("04", "", Row(RowKind.LINE, 59), 4, False)


def test_codes_levels_and_sums():
    first, second = identities("[类]各栏=Σ[款]各栏；表9 12栏≥表6[30217]", "02")
    assert first.left[0][1] == Ref("02", "", Row(RowKind.LEVEL, "类"), "each", False)
    assert first.right[0][1] == Ref("02", "", Row(RowKind.LEVEL, "款"), "each", True)
    assert second.relation is Relation.AT_LEAST
    assert second.left[0][1].row == Row(RowKind.ONLY)
    assert second.right[0][1].row == Row(RowKind.CODE, "30217")


def test_a_prefix_names_the_table_for_the_whole_text():
    statements = identities("表1：27行=（1+2）行；57行≤30行")
    assert {ref.table for s in statements for ref in s.refs} == {"01"}
    assert statements[1].relation is Relation.AT_MOST


@pytest.mark.parametrize(
    ("sign", "relation"), [("≥", "AT_LEAST"), (">=", "AT_LEAST"), ("<=", "AT_MOST")]
)
def test_inequalities(sign, relation):
    statement = identity(f"1行{sign}2行", "01")
    assert statement.relation is Relation[relation]


def test_every_line_with_exceptions():
    statement = identity("各行≥0（29行、59行除外）", "01")
    assert statement.left[0][1].row == Row(RowKind.EACH)
    assert statement.right == ()
    assert statement.exceptions == (29, 59)


def test_last_year():
    statement = identity("表1 29行=上年表1[年末结转和结余]")
    assert statement.right[0][1].workbook == LAST_YEAR
    assert statement.left[0][1].workbook == ""


def test_inclusion_and_named_check():
    inclusion, check = parse("表3[科目]⊇表5[科目]、表7[科目]；检查 科目编码", "02")
    assert isinstance(inclusion, Inclusion)
    assert inclusion.whole.table == "03"
    assert [ref.table for ref in inclusion.parts] == ["05", "07"]
    assert check == NamedCheck("科目编码", "02", (), "检查 科目编码")


def label(
    table: str, words: str, column: int | None = None, *, summed: bool = False, every: bool = False
) -> Ref:
    """A reference to a row by its words, in a table of the workbook itself."""
    return Ref(table, "", Row(RowKind.LABEL, words), column, summed, every)


def test_a_table_may_have_a_number_of_two_parts():
    statement = identity("表5-1[合计]2栏=表6[合计]1栏-表5-12[合计]1栏")
    assert [ref.table for ref in statement.refs] == ["05-1", "06", "05-12"]
    assert {next(s.refs).table for s in identities("表5-1：1栏=2栏；3栏=4栏")} == {"05-1"}


@pytest.mark.parametrize(("before", "workbook"), [("上年", LAST_YEAR), ("预算", BUDGET)])
def test_a_table_of_another_workbook(before, workbook):
    statement = identity(f"表9 1栏={before}表5-1[合计]1栏-{before}表8[合计]1栏")
    assert [(ref.table, ref.workbook) for ref in statement.refs] == [
        ("09", ""),
        ("05-1", workbook),
        ("08", workbook),
    ]


def test_a_sum_over_every_table_of_a_form():
    statement = identity("表3[合计]3栏=Σ表12[项目当年预算]+Σ表12Σ[明细]4栏")
    assert [ref for _, ref in statement.right] == [
        label("12", "项目当年预算", every=True),
        label("12", "明细", 4, summed=True, every=True),
    ]
    assert not statement.left[0][1].every


def test_the_rows_of_a_list_one_by_one_and_added_up():
    each, total = identities("[项目]5栏≥[项目]6栏；Σ[项目]6栏=表3[合计]3栏", "11")
    assert [ref for _, ref in each.left] == [label("11", "项目", 5)]
    assert [ref for _, ref in total.left] == [label("11", "项目", 6, summed=True)]
    (across,) = identities("表11Σ[项目]6栏=表3[合计]3栏")
    assert across.left == total.left


def test_a_share_is_one_figure_divided_by_another():
    first, second = parse("1行2栏=1行1栏÷4行1栏；2行2栏＝2行1栏÷4行1栏", "11")
    assert isinstance(first, Share) and isinstance(second, Share)
    assert [(ref.row.value, ref.column) for ref in first.refs] == [(1, 2), (1, 1), (4, 1)]
    assert [ref.row.value for ref in second.refs] == [2, 2, 4]
    assert (first.text, {ref.table for ref in first.refs}) == ("1行2栏=1行1栏÷4行1栏", {"11"})


@pytest.mark.parametrize("sign", ["～", "~"])
def test_figures_that_stand_beside_each_other(sign):
    (beside,) = parse(f"表3[科目]1栏{sign}预算表3[科目]1栏")
    assert isinstance(beside, Beside)
    assert (beside.left.workbook, beside.right.workbook) == ("", BUDGET)
    assert beside.left == replace(beside.right, workbook="")


@pytest.mark.parametrize("level", ["部门", "单位"])
def test_the_levels_of_departments(level):
    statement = identity(f"[{level}]各栏=Σ[单位]各栏", "05-2")
    assert statement.left[0][1].row == Row(RowKind.LEVEL, level)
    assert statement.right[0][1] == Ref("05-2", "", Row(RowKind.LEVEL, "单位"), "each", True)


def test_a_check_may_be_told_which_columns_to_look_at():
    (check,) = parse("检查 项目资金 表3[科目]3栏、表5-1[科目]5栏")
    assert isinstance(check, NamedCheck)
    assert [(ref.table, ref.column) for ref in check.refs] == [("03", 3), ("05-1", 5)]


def test_brackets_spread_their_sign():
    statement = identity("表1（29+27-57）行-表4（1-2）行=表1 59行")
    assert [w for w, _ in statement.left] == [1, 1, -1, -1, 1]


@pytest.mark.parametrize(
    ("text", "where", "found", "expected"),
    [
        ("27行=（1+2", (3, 15), "这里就结束了", "）"),
        ("27行=（1+2）栏行", (3, 17), "不能是“行”", "各行"),
        ("27行==3行", (3, 11), "不能是“=”", "数字"),
        ("甲=乙", (3, 7), "不能是“甲”", "表N"),
        ("27行=28行；\n30行=（27+28行", (4, 11), "不能是“行”", "）"),
        ("27行=28行；1行=￥", (3, 18), "看不懂“￥”", "数字"),
        ("检查", (3, 9), "这里就结束了", "检查的名称"),
        ("1行2栏=1行1栏÷4行1栏÷2行1栏", (3, 21), "不能是“÷”", "；"),
        ("1行1栏÷4行1栏=1行2栏", (3, 11), "不能是“÷”", "～"),
        ("1行=1行+2行÷4行", (3, 15), "不能是“÷”", "＋或－"),
        ("1行～2行～3行", (3, 12), "不能是“～”", "；"),
        ("Σ=3行", (3, 8), "不能是“=”", "表N"),
        ("预算 1行=2行", (3, 7), "不能是“预算”", "表N"),
        ("表5- 1行=2行", (3, 9), "不能是“-”", "[科目编码或名称]"),
        (f"{'1' * 5000}行=2行", (3, 106), "不能是“1", "＋或－"),
    ],
)
def test_an_error_names_file_line_column_and_what_was_expected(text, where, found, expected):
    with pytest.raises(NotationError) as caught:
        parse(text, "01", file="本局规则.txt", line=3, column=7)
    error = caught.value
    assert (error.file, error.line, error.column) == ("本局规则.txt", *where)
    assert found in error.problem
    assert expected in error.expected
    assert str(error).startswith(f"本局规则.txt:{where[0]}:{where[1]}: ")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("27行=28行", "没有写明是哪张表"),
        ("表1 27行=（1+1）行", "没有写明是哪张表"),
        ("表1：27行=（1+2+1）行", "1 在同一个括号里出现了两次"),
        ("表1：27行=（5+…+3）行", "应当大于之前的 5"),
        ("表1：27行=（5-…+8）行", "符号"),
        ("表1：27行=3", "常数只能是 0"),
        ("表1：0=27行", "左边不能只是一个数"),
        ("上年表1：27行=28行", "上年表只能写在单个引用前"),
        ("预算表1：27行=28行", "预算表只能写在单个引用前"),
        ("表1：1行2栏=（1+2）行1栏÷4行1栏", "只能是一个引用，不能是几处之和"),
        ("表1：1行2栏=1行1栏÷（3+4）行1栏", "只能是一个引用，不能是几处之和"),
        ("表1：1行2栏+2行2栏=1行1栏÷4行1栏", "只能是一个引用，不能是几处之和"),
        ("表1：-1行2栏=1行1栏÷4行1栏", "只能是一个引用，不能是几处之和"),
        ("表1：0=1行1栏÷4行1栏", "只能是一个引用，不能是几处之和"),
        ("表1：1行2栏≥1行1栏÷4行1栏", "÷ 前面只能是等号"),
        ("表1：1行+2行～3行", "只能是一个引用，不能是几处之和"),
        ("表1：（1+2）行～3行", "只能是一个引用，不能是几处之和"),
        ("表1：1行～0", "只能是一个引用，不能是几处之和"),
        ("检查 项目资金 表3（1+2）栏各行", "只能是一个引用，不能是几处之和"),
        ("表1：（1+…+99999999）行=2行", "没有 99999999 这样大的行次"),
    ],
)
def test_text_that_parses_but_makes_no_sense_is_an_error(text, problem):
    with pytest.raises(NotationError, match=problem):
        parse(text)
