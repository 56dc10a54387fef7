"""A form that cannot be used is refused when it is loaded, with file, line and what is wrong."""

from pathlib import Path

import pytest

from validator.forms.compiler import NAMED_CHECKS, compile_rules
from validator.forms.loader import _form, load
from validator.forms.model import Heading, Layout, Rule
from validator.forms.parts import parse_headings
from validator.forms.text import FormError, cut, parse_rules

EDITION = load("final-accounts-2020")


def compiled(notation: str, table: str = ""):
    texts = parse_rules([(7, f"B01  {notation}")], "规则.txt")
    return compile_rules([text.rule(table) for text in texts], EDITION)


@pytest.mark.parametrize(
    ("notation", "table", "problem"),
    [
        ("99行=（1+2）行", "01", "表1没有 99 行"),
        ("27行=（1+2）行", "13", "没有表13"),
        ("[999]=[301]", "06", "表6没有科目 999"),
        ("[总收入]=[301]", "06", "表6没有“总收入”"),
        ("表1[总计]=表1 27行", "", "表1不止一行“总计”"),
        ("1栏各行=（2+9）栏各行", "05", "没有 9 栏"),
        ("表2[合计]1栏=表1 27行3栏", "", "没有 3 栏"),
        ("27行=（1+2）行+1行", "01", "出现了两次"),
        ("27行=（27+1）行", "01", "既是合计又是加数"),
        ("27行=27行", "01", "既是合计又是加数"),
        ("27行=（28+29）行；28行=（27+1）行", "01", "合计成环"),
        ("27行=（28+29）行；28行=（1+2）行；1行=（27+3）行", "01", "合计成环"),
        ("各行≥0（99行除外）", "01", "99行不存在"),
        ("1栏=（2+3）栏", "05", "不止一行"),
        ("表5[类]1栏=表6[款]", "", "只能有一种逐项的行"),
        ("表4 59行=表3[合计]各栏", "", "栏数不同"),
        ("检查 天气", "02", "没有名为“天气”的检查"),
        ("表3[科目]⊇表1[科目]", "", "⊇ 的两边都应是科目表"),
    ],
)
def test_a_rule_that_a_form_cannot_bind_names_file_line_and_fault(notation, table, problem):
    with pytest.raises(FormError) as caught:
        compiled(notation, table)
    assert (caught.value.file, caught.value.line) == ("规则.txt", 7)
    assert problem in str(caught.value)
    assert str(caught.value).startswith("规则.txt:7: ")


@pytest.mark.parametrize(
    "notation",
    [
        "表4 1行≤表1 1行",
        "表4 1行=0",
        "表4 1行+表4 2行=表1 1行",
        "-表4 1行=表1 1行",
        "表4 1行=表1 1行；表4 2行≥表1 2行",
        "检查 金额",
        "表3[科目]⊇表5[科目]",
    ],
)
def test_a_rule_that_cannot_be_fetched(notation):
    texts = parse_rules([(7, f"B01  {notation}"), (8, "    取数：是")], "规则.txt")
    with pytest.raises(FormError, match="取数") as caught:
        compile_rules([text.rule("") for text in texts], EDITION)
    assert (caught.value.file, caught.value.line) == ("规则.txt", 7)


def test_a_rule_that_is_fetched():
    lines = [(7, "B01  表4 1行=表1 1行+表1 2行"), (8, "    取数：是")]
    (text,) = parse_rules(lines, "规则.txt")
    (equation,) = compile_rules([text.rule("")], EDITION)
    assert equation.rule.fetched
    for said, fetched in (("否", False), ("也许", None)):
        (text,) = parse_rules([*lines[:1], (8, f"    取数：{said}")], "规则.txt")
        if fetched is None:
            with pytest.raises(FormError, match="取数只能是 是、否"):
                text.rule("")
        else:
            assert text.rule("").fetched is fetched


def test_a_notation_error_inside_a_form_names_its_line_and_column():
    lines = [(1, "B01  27行=（1+2）行；"), (2, "     30行=（27+"), (3, "    含义：总计")]
    (text,) = parse_rules(lines, "01.form")
    with pytest.raises(FormError) as caught:
        compile_rules([text.rule("01")], EDITION)
    assert (caught.value.file, caught.value.line) == ("01.form", 2)
    assert "第 14 列" in str(caught.value)


def test_a_statement_that_binds_to_nothing_is_an_error():
    everything = "、".join(f"{n}行" for n in EDITION.forms["01"].lines)
    with pytest.raises(FormError, match="没有落在任何单元格上"):
        compiled(f"各行≥0（{everything}除外）", "01")


def test_the_names_of_the_checks_are_those_that_have_functions():
    from validator.checks.structure import CHECKS

    assert set(CHECKS) == set(NAMED_CHECKS)


# --- the text of a form ------------------------------------------------------------------------

FORM = """# 样表
表1  收入支出决算总表
版式：左右两半
标号：公开01表
【收入】 项目 | 行次 | 1 金额
1  收入
2-4
5  合计
【支出】 项目 | 行次 | 2 金额
6-7 类 201 202
8  合计
"""


def form(tmp_path: Path, text: str):
    file = tmp_path / "01.form"
    file.write_text(text, encoding="utf-8")
    return _form(cut(file, "样版/01.form"), 2020)


def test_a_form_reads_like_the_printed_table(tmp_path):
    made = form(tmp_path, FORM)
    assert (made.subject, made.title, made.mark) == ("01", "收入支出决算总表", "公开01表")
    assert made.layout is Layout.TWO_SIDED
    assert [line.label for line in made.parts[0].lines] == ["收入", "", "", "", "合计"]
    classes = made.parts[1].lines[:2]
    assert [(c.number, c.label, c.code) for c in classes] == [
        (6, "一、一般公共服务支出", "201"),
        (7, "二、外交支出", "202"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("版式：左右两半", "版式：三栏", 1, "版式只能是"),
        ("版式：左右两半\n", "", 1, "缺少“版式：”"),
        ("6-7 类 201 202", "6-7 类 201", 10, "应有 2 个类的编码"),
        ("6-7 类 201 202", "6-7 类 201 299", 10, "没有 299"),
        ("5  合计", "1  合计", 1, "行次 1 写了两次"),
        ("【支出】", "【收入】", 9, "写了两次"),
        ("2-4", "二至四", 7, "行次"),
        ("项目 | 行次 | 1 金额", "项目{ | 行次 | 1 金额", 5, "花括号"),
        ("表1  收入支出决算总表", "表一  收入支出决算总表", 2, "表"),
    ],
)
def test_a_form_with_a_fault_is_refused_with_its_line(tmp_path, old, new, line, problem):
    with pytest.raises(FormError, match=problem) as caught:
        form(tmp_path, FORM.replace(old, new, 1))
    assert caught.value.file == "样版/01.form"
    if line > 1:
        assert caught.value.line == line


def test_headings_nest():
    text = "项目{科目编码 | 科目名称} | 1 合计 | 本年支出{2 小计 | 3 基本支出}"
    assert parse_headings(text, "x", 1) == (
        Heading("项目", None, (Heading("科目编码", None), Heading("科目名称", None))),
        Heading("合计", 1),
        Heading("本年支出", None, (Heading("小计", 2), Heading("基本支出", 3))),
    )


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["B01"], "编号  关系式"),
        (["    含义：先于规则"], "缩进的行应当跟在一条规则之后"),
        (["B01  表1 1行=表1 2行", "    含义：甲", "    含义：乙"], "“含义”写了两次"),
        (["B01  表1 1行=表1 2行", "B01  表1 1行=表1 3行"], "B01 写了两次"),
    ],
)
def test_rule_text_with_a_fault(lines, problem):
    with pytest.raises(FormError, match=problem):
        parse_rules(list(enumerate(lines, 1)), "规则.txt")


def test_a_rule_keeps_where_it_stands():
    (text,) = parse_rules([(3, "B01  表1 1行=表1 2行"), (4, "    级别：提示")], "规则.txt")
    rule = text.rule("")
    assert isinstance(rule, Rule)
    assert (rule.file, rule.line, rule.column, rule.severity.value) == ("规则.txt", 3, 6, "info")
