"""A form that cannot be used is refused when it is loaded, with file, line and what is wrong."""

from pathlib import Path

import pytest

from validator.forms.compiler import NAMED_CHECKS, compile_rules
from validator.forms.loader import _form, load
from validator.forms.model import Edition, Heading, Layout, Rule
from validator.forms.parts import parse_headings
from validator.forms.text import FormError, cut, parse_rules

EDITION = load("final-accounts-2020")
BUDGET = load("budget-2023")


def compiled(notation: str, table: str = "", edition: Edition = EDITION):
    texts = parse_rules([(7, f"B01  {notation}")], "规则.txt")
    return compile_rules([text.rule(table) for text in texts], edition)


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
        ("表3[科目]⊇表5[科目]各栏", "", "⊇ 右边只能写表5的一栏，或不写栏"),
        ("表3[科目]⊇表5[科目]9栏", "", "⊇ 右边只能写表5的一栏，或不写栏"),
        ("表3[科目]1栏⊇表5[科目]1栏", "", "⊇ 左边的表不写栏"),
        ("表3[科目]⊇上年表5[科目]", "", "⊇ 不能与上年的表比较"),
        ("Σ27行=1行", "01", "Σ 后面应是一级或清单"),
        ("[合计]1栏=Σ[科目]1栏", "03", "Σ 后面应是一级或清单"),
        ("[合计]1栏=Σ[款]1栏", "03", "Σ[款] 是[类]所属各项之和，这里的行不是[类]"),
        ("[类]1栏=Σ[项]1栏", "03", "Σ[项] 是[款]所属各项之和，这里的行不是[款]"),
        ("[款]1栏=Σ[类]1栏", "03", "Σ[类] 是[合计]所属各项之和，这里的行不是[合计]"),
        ("27行=0（2行除外）", "01", "只有“各行”的关系可以有除外的行"),
        ("表9[类]1栏=0", "", "表9不列科目"),
        ("表9[科目]1栏=0", "", "表9不列科目"),
        ("表6[项]=0", "", "表6没有“项”这一级"),
        ("表1[款]=0", "", "表1没有“款”这一级"),
        ("表3[类]1栏=表6[类]", "", "各表的行不同，不能逐行相比"),
        ("表1各行=表4各行1栏", "", "各表的行不同，不能逐行相比"),
        ("表3各行1栏=表1各行", "", "各表的行不同，不能逐行相比"),
    ],
)
def test_a_rule_that_a_form_cannot_bind_names_file_line_and_fault(notation, table, problem):
    with pytest.raises(FormError) as caught:
        compiled(notation, table)
    assert (caught.value.file, caught.value.line) == ("规则.txt", 7)
    assert problem in str(caught.value)
    assert str(caught.value).startswith("规则.txt:7: ")


@pytest.mark.parametrize(
    ("notation", "table", "problem"),
    [
        # Shares
        ("1行1栏=1行3栏÷4行1栏", "11", "左边应是占比栏"),
        ("1行2栏=1行2栏÷4行1栏", "11", "右边应是金额，不是占比栏"),
        ("1行2栏=1行1栏÷4行2栏", "11", "右边应是金额，不是占比栏"),
        ("1行=1行1栏÷4行1栏", "11", "这一行有几栏，应写明是哪一栏"),
        ("1行2栏=1行各栏÷4行1栏", "11", "这一行有几栏，应写明是哪一栏"),
        ("9行2栏=1行1栏÷4行1栏", "11", "表11没有 9 行"),
        ("1行2栏=Σ[项目]6栏÷4行1栏", "11", "不能写 Σ"),
        ("表3[合计]1栏=表1 27行÷表1 54行", "", "左边应是占比栏"),
        # Lists, and tables that stand any number of times
        ("Σ[活动]5栏=1行1栏", "11", "表11没有清单“活动”，它的有金额的清单是 项目"),
        ("Σ[整体目标]=1行1栏", "11", "表11没有清单“整体目标”"),
        ("[合计]1栏=Σ[合计]2栏", "03", "表3没有清单“合计”"),
        ("Σ[项目]7栏=1行1栏", "11", "这一行没有 7 栏"),
        ("[项目]1栏≥0", "11", "这一行没有 1 栏"),
        ("表11[项目]6栏=表10[项目]1栏", "", "各表的行不同，不能逐行相比"),
        ("表11[项目]6栏≥表3[类]3栏", "", "只能有一种逐项的行"),
        ("Σ表3[合计]1栏=表1 52行", "", "表3只有一张，前面不能写 Σ"),
        ("Σ表12[明细]1栏=表3[合计]3栏", "", "Σ表N 后面应是一行"),
        ("Σ表12各行=表3[合计]3栏", "", "Σ表N 后面应是一行"),
        ("表12[项目当年预算]=上年表12[项目当年预算]", "", "表12可以有许多张，不能与上年的比较"),
        # Departments and their units
        ("[类]1栏=0", "05-2", "表5-2没有“类”这一级"),
        ("[部门]1栏=0", "03", "表3没有“部门”这一级"),
        ("[单位]1栏=0", "06", "表6没有“单位”这一级"),
        ("[合计]1栏=Σ[单位]1栏", "05-2", "Σ[单位] 是[部门]所属各项之和，这里的行不是[部门]"),
        ("表3[科目]1栏≥表5-2[科目]1栏", "", "各表的行不同，不能逐行相比"),
        ("表3各行1栏≥表5-2各行1栏", "", "各表的行不同，不能逐行相比"),
        # Other workbooks, and figures beside each other
        ("表3[合计]1栏=预算表3[合计]1栏", "", "budget-2023 没有写明与哪个版本的预算比较"),
        ("表3[科目]1栏～上年表33[科目]1栏", "", "没有上年表33"),
        ("表3[科目]1栏～表6[科目]1栏", "", "各表的行不同，不能逐行相比"),
        ("表3[科目]1栏～表11[项目]6栏", "", "只能有一种逐项的行"),
        ("表1各行～上年表4各行", "", "各表的行不同，不能逐行相比"),
        ("表3[合计]3栏～Σ表12[项目当年预算]", "", "不能写 Σ"),
        ("表3[合计]3栏～表11Σ[项目]6栏", "", "不能写 Σ"),
        ("表3[科目]各栏～表6[合计]各栏", "", "栏数不同"),
        ("表3各行9栏～上年表3各行1栏", "", "没有 9 栏"),
        # Checks that are told which columns to look at
        ("检查 项目资金", "", "后面应写科目表的栏"),
        ("检查 金额 表3[科目]1栏", "", "后面不写科目表的栏"),
        ("检查 项目资金 表1[类]1栏", "", "应是科目表的一栏"),
        ("检查 项目资金 表3[科目]", "", "应写明表3的哪一栏"),
        ("检查 项目资金 表3[科目]9栏", "", "应写明表3的哪一栏"),
        ("检查 项目资金 表3[科目]3栏", "03", "针对整本工作簿，不能写在一张表下"),
    ],
)
def test_a_rule_that_the_budget_cannot_bind_names_file_line_and_fault(notation, table, problem):
    with pytest.raises(FormError) as caught:
        compiled(notation, table, BUDGET)
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
        "表3[科目]1栏～上年表3[科目]1栏",
    ],
)
def test_a_rule_that_cannot_be_fetched(notation):
    texts = parse_rules([(7, f"B01  {notation}"), (8, "    取数：是")], "规则.txt")
    with pytest.raises(FormError, match="取数") as caught:
        compile_rules([text.rule("") for text in texts], EDITION)
    assert (caught.value.file, caught.value.line) == ("规则.txt", 7)


def test_a_share_cannot_be_fetched():
    texts = parse_rules([(7, "B01  1行2栏=1行1栏÷4行1栏"), (8, "    取数：是")], "规则.txt")
    with pytest.raises(FormError, match="取数 只能写在等式上"):
        compile_rules([text.rule("11") for text in texts], BUDGET)


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
