"""Form files with faults: each is refused with its file and line, whatever is wrong in it."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.forms_folder import SHIPPED, forms_in
from validator.forms.compiler import compile_rules
from validator.forms.loader import _form, _read, load
from validator.forms.model import Field, Form, Layout
from validator.forms.text import FormError

DECLARED = """# 样表
表11  整体绩效申报表
版式：申报表
标号：表11
栏次：不印
占比栏：2
【基本情况】 栏格
部门名称 | 联系电话
9 总预算 | 10 当年预算
【资金】 左 总体资金 | 1 当年金额 | 2 占比 | 近两年{3 〈前年〉年 | 4 〈上年〉年}
侧栏 1-2 收入
1 财政拨款
2 合计
侧栏 3-4 支出
3 人员类
4 合计
【项目】 上 项目名称 | 5 总预算 | 用途
清单 项目 6
【指标】 左 一级指标 | 指标值{前年 | 上年}
清单 指标 4
目标 年度目标 3
【勾稽】
B01  Σ[项目]5栏=4行1栏
B02  1行2栏=1行1栏÷2行1栏
"""


def form(folder: Path, text: str) -> Form:
    file = folder / "11.form"
    file.write_text(text, encoding="utf-8")
    return _form(_read(file, "样版/11.form"), 2023)


def test_the_sections_of_a_declared_table(tmp_path):
    made = form(tmp_path, DECLARED)
    assert (made.layout, made.numbering, made.repeated) == (Layout.DECLARED, False, False)
    assert made.shares == {2}
    fields, money, projects, goals = made.parts
    assert fields.fields == (
        (Field("部门名称"), Field("联系电话")),
        (Field("总预算", 9), Field("当年预算", 10)),
    )
    assert [(line.number, line.label) for line in fields.lines] == [(9, "总预算"), (10, "当年预算")]
    assert (money.name_at, money.sides) == ("左", (("收入", 2), ("支出", 2)))
    assert [column.path[-1] for column in money.columns] == [
        *("当年金额", "占比", "〈前年〉年", "〈上年〉年"),
    ]
    assert (projects.name_at, projects.listed, projects.room, projects.goals) == (
        "上",
        "项目",
        6,
        1,
    )
    assert (goals.listed, goals.room, goals.goal, goals.goals) == ("指标", 4, "年度目标", 3)
    assert dict(made.lists) == {"项目": projects}


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        (
            "版式：申报表",
            "版式：申报",
            3,
            "版式只能是 左右两半、科目、经济分类、单行、申报表",
        ),
        ("栏次：不印", "栏次：没有", 5, "栏次只能是 印、不印，不能是“没有”"),
        ("栏次：不印", "张数：两张", 5, "张数只能是 一、不限，不能是“两张”"),
        ("栏次：不印", "缺表：不管", 5, "缺表只能是 错误、核实、提示，不能是“不管”"),
        ("栏次：不印", "科目：农业", 5, "科目只能是 功能分类、经济分类、单位，不能是“农业”"),
        ("栏次：不印", "栏数：不印", 5, "表格没有“栏数：”，可用的有 版式、标号、科目、栏目、栏次"),
        ("栏次：不印", "继承：某版", 5, "表格没有“继承：”"),
        ("栏次：不印", "空表：{年}年没有", 5, "空表里的花括号只能是 {year} 年度"),
        ("栏次：不印", "空表：{year年没有", 5, "空表里的花括号只能是 {year} 年度"),
        ("栏次：不印", "序数：一、", 5, "序数应写作第 21 个的样子，如“二十一、”，不能是“一、”"),
        ("栏次：不印", "横栏：甲 | 乙", 5, "横栏有 2 个，【】有 4 个"),
        ("栏次：不印", "栏目：项目 | 1 数", 5, "申报表版式的表，表头写在【】那一行"),
        ("占比栏：2", "占比栏：7", 6, "占比栏里的 7 栏不在表头里"),
        ("占比栏：2", "占比栏：第2栏", 6, "占比栏里应是用空格隔开的栏次，不能是“第2栏”"),
        ("【基本情况】 栏格", "【基本情况】", 7, "【基本情况】后面应写表头"),
        ("【基本情况】 栏格", "基本情况 栏格", 6, "占比栏里应是用空格隔开的栏次"),
        ("部门名称 | 联系电话\n9 总预算 | 10 当年预算\n", "", 7, "【基本情况】下面没有栏格"),
        ("部门名称 | 联系电话", "部门名称 | ", 8, "栏格应写作“名称 | 名称”"),
        ("9 总预算 | 10", "9 | 10", 9, "栏格应写作“名称 | 名称”或“行次 名称”"),
        ("9 总预算 | 10", "9 总预算 | 1", 1, "行次 1 写了两次"),
        ("1 当年金额 | 2 占比", "1 当年金额{2 占比", 10, "花括号没有配对"),
        ("1 当年金额 | 2 占比", "1 当年金额 | 2", 10, "栏次 2 后面没有名称"),
        ("1 当年金额 | 2 占比", "1 当年金额 | 1 占比", 10, "栏次 1 在一个表头里写了两次"),
        ("近两年{3", "8 近两年{3", 10, "“近两年”后面有花括号，应有下级的栏，自己没有栏次"),
        (
            "近两年{3 〈前年〉年 | 4 〈上年〉年}",
            "近两年{}",
            10,
            "“近两年”后面有花括号，应有下级的栏",
        ),
        ("近两年{3", "{3", 10, "花括号前面应是它下面各栏共有的名称"),
        ("年 | 4 〈上年〉年}", "年 | 4 〈上年〉年}}", 10, "花括号没有配对"),
        ("侧栏 1-2 收入", "侧栏 收入", 11, "侧栏应写作“侧栏 起-止 名称”"),
        ("侧栏 1-2 收入", "侧栏 12 收入", 11, "侧栏应写明起止行次，如 1-4，不能是“12”"),
        ("侧栏 1-2 收入", "侧栏 2-1 收入", 11, "侧栏应当从上到下盖满各行，一行一次"),
        ("侧栏 3-4 支出", "侧栏 3-5 支出", 11, "侧栏应当从上到下盖满各行，一行一次"),
        ("侧栏 3-4 支出\n", "", 11, "侧栏应当从上到下盖满各行，一行一次"),
        ("1 财政拨款", "财政拨款", 12, "应为“行次 名称”或科目编码"),
        ("1 财政拨款", "0 财政拨款", 12, "行次应从 1 起，由小到大"),
        ("1 财政拨款", "2-1 财政拨款", 12, "行次应从 1 起，由小到大"),
        ("1 财政拨款", "11111 财政拨款", 12, "应为“行次 名称”或科目编码"),
        ("1 财政拨款", "1 项目", 1, "清单与一行同名：项目"),
        ("清单 项目 6", "清单 项目", 18, "清单应写作“清单 名称 行数”"),
        ("清单 项目 6", "清单 项目 若干", 18, "清单的行数或个数应是数字，不能是“若干”"),
        ("清单 项目 6", "清单 项目 0", 18, "清单的行数或个数应是数字，不能是“0”"),
        ("清单 项目 6", "清单 指标 6", 1, "清单 指标 写了两次"),
        ("清单 项目 6", "清单 项目 6\n清单 活动 6", 19, "一块里只能有一个清单"),
        ("清单 项目 6\n", "", 17, "【项目】下面没有行，也没有清单"),
        ("清单 项目 6", "清单 项目 6\n目标 年度目标 2", 17, "各目标之下的清单里不能有金额"),
        ("清单 指标 4\n", "", 19, "【指标】下面没有行，也没有清单"),
        ("清单 指标 4", "1 行", 19, "【指标】有行，表头里却没有栏次"),
        ("目标 年度目标 3", "目标 年度目标 三", 21, "目标的行数或个数应是数字，不能是“三”"),
        ("版式：申报表", "版式：左右两半", 3, "左右两半版式的表，应有两个【】，这里有 4 个"),
        ("版式：申报表", "版式：科目", 7, "科目版式的表，没有【】：表头写在“栏目：”里"),
        ("版式：申报表", "版式：单行", 7, "单行版式的表，没有【】"),
        ("版式：申报表", "版式：经济分类", 7, "只有申报表版式的表有栏格"),
    ],
)
def test_a_declared_table_with_a_fault_is_refused_with_its_line(tmp_path, old, new, line, problem):
    assert old in DECLARED
    with pytest.raises(FormError) as caught:
        form(tmp_path, DECLARED.replace(old, new, 1))
    assert problem in caught.value.problem
    assert (caught.value.file, caught.value.line) == ("样版/11.form", line)


#: What a file of an edition says that cannot be, of a table or of the whole.
OF_EDITION = [
    ("名称：", "名字：", 2, "版本没有“名字：”，可用的有 继承、名称、英文"),
    ("年度：2023-2026", "年度：二〇二三", 4, "年度应写作“2024”或“2024-2025”"),
    ("年度：2023-2026", "年度：2026-2023", 4, "年度应写作“2024”或“2024-2025”"),
    ("种类：预算", "种类：概算", 5, "种类只能是 决算、预算，不能是“概算”"),
    ("种类：预算\n", "", 1, "缺少“种类：”"),
    ("表序：1 2 3", "表序：1 3", 6, "表序是 01、03、04"),
    ("表序：1 2 3", "表序：1 2 2 3", 6, "应当一致"),
    ("表序：1 2 3", "表序：1、2 3", 6, "表序里应是用空格隔开的表号，不能是“1、2”"),
    (
        "表题：{title}",
        "表题：{表名}",
        7,
        "{year} 年度、{title} 表名、{mark} 标号",
    ),
    ("表头：部门/单位： | 单位：万元", "表头：单位：万元", 8, "表头应写作“部门： | 单位：万元”"),
    ("零值：0.00", "零值：0", 9, "零值只能是 空白、0.00，不能是“0”"),
    ("空表位置：附注下", "空表位置：下面", 10, "空表位置只能是 合计行、表头上、附注下"),
    ("来源：", "预算：budget-2099\n来源：", 11, "没有版本 budget-2099"),
    ("来源：", "预算：final-accounts-2020\n来源：", 11, "final-accounts-2020 不是预算的版本"),
    ("来源：", "继承：final-accounts-2099\n来源：", 11, "final-accounts-2099 不存在或成环"),
    ("来源：", "继承：budget-2023\n来源：", 11, "budget-2023 不存在或成环"),
    ("来源：", "【收入】 项目\n来源：", 11, "版本没有【收入】"),
    ("来源：", "表1 总表\n来源：", 11, "看不懂这一行：表1 总表"),
    (
        "来源：武汉",
        "来源：\n【勾稽】\nB01  表1 1行=0\n#",
        13,
        "版本的规则都写在 各表的文件和 cross.form",
    ),
]


@pytest.mark.parametrize(("old", "new", "line", "problem"), OF_EDITION)
def test_an_edition_with_a_fault_is_refused_with_its_line(tmp_path, old, new, line, problem):
    with forms_in(tmp_path) as folder:
        file = folder / "budget-2023" / "edition.form"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(FormError) as caught:
            load("budget-2023")
    assert problem in caught.value.problem
    assert (caught.value.file, caught.value.line) == ("budget-2023/edition.form", line)


def test_a_table_stands_in_the_file_of_its_number(tmp_path):
    with forms_in(tmp_path) as folder:
        (folder / "budget-2023" / "05-1.form").rename(folder / "budget-2023" / "5-1.form")
        with pytest.raises(FormError, match=r"表5-1应写在 05-1\.form 里") as caught:
            load("budget-2023")
    assert (caught.value.file, caught.value.line) == ("budget-2023/5-1.form", 2)


def test_a_table_of_subjects_must_ask_for_sound_codes(tmp_path):
    with forms_in(tmp_path) as folder:
        file = folder / "budget-2023" / "05-2.form"
        text = file.read_text(encoding="utf-8").replace("检查 科目编码", "检查 下级科目")
        file.write_text(text, encoding="utf-8")
        with pytest.raises(FormError, match="规则里应有“检查 科目编码”") as caught:
            load("budget-2023")
    assert caught.value.file == "budget-2023/05-2.form"


@pytest.mark.parametrize("name", ["cross.form", "workbook.form"])
def test_files_of_rules_hold_nothing_else(tmp_path, name):
    with forms_in(tmp_path) as folder:
        file = folder / name if name == "workbook.form" else folder / "budget-2023" / name
        file.write_text("标号：表1\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
        with pytest.raises(FormError, match="规则文件没有“标号：”") as caught:
            load("budget-2023")
    assert caught.value.line == 1


def test_a_fault_in_what_is_inherited_names_the_file_that_it_stands_in(tmp_path):
    """A directive of the form below that does not fit what the edition writes above it."""
    with forms_in(tmp_path) as folder:
        file = folder / "final-accounts-2022" / "06.form"
        text = "【第四块】 科目编码 | 名称 | 1 数\n31001\n" + file.read_text(encoding="utf-8")
        file.write_text(text.replace("横栏：", "#"), encoding="utf-8")
        base = folder / "final-accounts-2020" / "06.form"
        base.write_text(
            base.read_text(encoding="utf-8").replace("标号：", "横栏：甲 | 乙 | 丙\n标号：", 1),
            encoding="utf-8",
        )
        load("final-accounts-2020")
        with pytest.raises(FormError, match="横栏有 3 个，【】有 4 个") as caught:
            load("final-accounts-2022")
    assert (caught.value.file, caught.value.line) == ("final-accounts-2020/06.form", 5)


def test_a_file_of_another_encoding_is_refused_and_a_mark_of_utf_8_is_none(tmp_path):
    file = tmp_path / "11.form"
    file.write_bytes(DECLARED.encode("gb18030"))
    with pytest.raises(FormError, match="文件应存为 UTF-8 编码"):
        _read(file, "样版/11.form")
    file.write_text(DECLARED, encoding="utf-8-sig")
    assert _form(_read(file, "样版/11.form"), 2023) == form(tmp_path, DECLARED)


# Anything at all ---------------------------------------------------------------------------------


def spoilt(text: str, rng: random.Random) -> str:
    """A form file in which something was deleted, written twice, cut off, swapped or mistyped."""
    lines = text.splitlines()
    at = rng.randrange(len(lines))
    line = lines[at]
    i = rng.randrange(len(line) + 1)
    way = rng.randrange(6)
    if way == 0:
        del lines[at]
    elif way == 1:
        lines.insert(at, line)
    elif way == 2:
        lines[at] = line[:i]
    elif way == 3:
        lines[at] = line[:i] + line[i + 1 : i + 2] + line[i : i + 1] + line[i + 2 :]
    elif way == 4:
        lines[at] = line[:i] + rng.choice("{}|【】（）：；0129-÷～Σ表行栏 \u3000") + line[i:]
    else:
        other = rng.randrange(len(lines))
        lines[at], lines[other] = lines[other], line
    return "\n".join(lines) + "\n"


FILES = sorted(path.relative_to(SHIPPED).as_posix() for path in SHIPPED.glob("budget-*/*.form"))


@pytest.mark.parametrize("name", FILES)
def test_a_spoilt_form_file_gives_nothing_but_form_errors(tmp_path, name):
    rng = random.Random(name)
    text = (SHIPPED / name).read_text(encoding="utf-8")
    number = Path(name).name
    refused = 0
    with forms_in(tmp_path) as folder:
        edition = load("budget-2023")
        file = folder / name
        for _ in range(60):
            bad = spoilt(text, rng)
            if rng.random() < 0.3:
                bad = spoilt(bad, rng)
            file.write_text(bad, encoding="utf-8")
            try:
                if number[0].isdigit():
                    made = _form(_read(file, name), 2023)
                    forms = {**edition.forms, made.subject: made}
                    compile_rules(made.rules, replace(edition, forms=forms, rules=made.rules))
                else:
                    load.cache_clear()
                    made_of = load("budget-2023")
                    compile_rules(made_of.rules, made_of)
            except FormError as error:
                refused += 1
                assert error.line >= 1 and error.problem
                assert str(error).startswith(f"{error.file}:{error.line}: ")
    assert 10 < refused < 60
