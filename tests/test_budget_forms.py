"""The budget's forms against what 武汉市医疗保障局 published for 2023: every word of it.

The expectations are transcribed from the document (第二部分, 表1–表12), not made from the forms.
Its tables 2 and 10 are lost, and their forms say so.
"""

import pytest
from typer.testing import CliRunner

from validator.cli import app
from validator.forms.catalogue import ECONOMIC, FUNCTIONAL, OFFICES
from validator.forms.loader import editions, load
from validator.forms.model import BUDGETS, Heading, Layout, Part

EDITION = load("budget-2023")
FORMS = EDITION.forms


def printed(headings: tuple[Heading, ...]) -> str:
    """Headings as printed, without the 栏次, which the document does not print."""
    return " | ".join(
        f"{heading.label}{{{printed(heading.children)}}}" if heading.children else heading.label
        for heading in headings
    )


def lines(part: Part) -> list[str]:
    return [line.label for line in part.lines if line.label]


def test_the_edition():
    assert EDITION.name in editions()
    assert (EDITION.kind, EDITION.first_year) == (BUDGETS, 2023)
    assert EDITION.order == (
        *("01", "02", "03", "04", "05-1", "05-2", "06", "07", "08", "09", "10", "11", "12"),
    )
    assert EDITION.source == "武汉市医疗保障局 2023 年部门预算"
    assert EDITION.opening == ("部门/单位：", "单位：万元")
    assert (EDITION.zero, EDITION.empty_place) == ("0.00", "附注下")


@pytest.mark.parametrize(
    ("subject", "mark", "title"),
    [
        ("01", "表1", "收支总表"),
        ("02", "表2", "收入总表"),
        ("03", "表3", "支出总表"),
        ("04", "表4", "财政拨款收支总表"),
        ("05-1", "表5-1", "一般公共预算支出表（分功能科目）"),
        ("05-2", "表5-2", "一般公共预算支出表（分单位）"),
        ("06", "表6", "一般公共预算基本支出表"),
        ("07", "表7", "一般公共预算“三公”经费支出表"),
        ("08", "表8", "政府性基金预算支出表"),
        ("09", "表9", "国有资本经营预算支出表"),
        ("10", "表10", "项目支出情况表"),
        ("11", "表11", "部门整体支出绩效目标申报表"),
        ("12", "表12", "部门项目申报表（含绩效目标）"),
    ],
)
def test_marks_and_titles(subject, mark, title):
    form = FORMS[subject]
    assert (form.mark, form.name, form.title) == (mark, mark, title)
    assert not form.numbering, "the document prints no 栏次"
    assert not form.numbered, "the document prints no 行次"
    assert form.repeated == (subject == "12")


CLASSES = (
    *("一般公共服务支出", "公共安全支出", "教育支出", "科学技术支出", "文化旅游体育与传媒支出"),
    *("社会保障和就业支出", "卫生健康支出", "节能环保支出", "城乡社区支出", "农林水支出"),
    *("交通运输支出", "资源勘探工业信息等支出", "商业服务业等支出", "金融支出"),
    *("援助其他地区支出", "自然资源海洋气象等支出", "住房保障支出", "粮油物资储备支出"),
    *("国有资本经营预算支出", "灾害防治及应急管理支出", "其他支出", "债务还本支出"),
    *("债务付息支出", "债务发行费用支出"),
)
ORDINALS = (
    *("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"),
    *("十四", "十五", "十六", "十七", "十八", "十九", "二十", "廿一", "廿二", "廿三", "廿四"),
)


def test_table_1():
    income, spent = FORMS["01"].parts
    assert FORMS["01"].layout is Layout.TWO_SIDED
    assert [part.name for part in FORMS["01"].parts] == ["收入", "支出"]
    assert printed(income.headings) == printed(spent.headings) == "项目 | 预算数"
    assert lines(income) == [
        "一、一般公共预算拨款收入",
        "二、政府性基金预算拨款收入",
        "三、国有资本经营预算拨款收入",
        "四、财政专户管理资金收入",
        "五、事业收入",
        "六、事业单位经营收入",
        "七、上级补助收入",
        "八、附属单位上缴收入",
        "九、其他收入",
        "本年收入合计",
        "上年结转结余",
        "收 入 总 计",
    ]
    assert lines(spent) == [
        *(f"{o}、{name}" for o, name in zip(ORDINALS, CLASSES, strict=True)),
        "本年支出合计",
        "年终结转结余",
        "支 出 总 计",
    ]
    assert len(income.lines) == len(spent.lines) == 27
    # The totals stand beside each other, below the empty cells of the income side.
    assert [line.label for line in income.lines[9:24]] == [""] * 15


def test_the_note_of_table_1():
    said = "财政专户管理资金收入是指教育收费收入；事业收入不含教育收费收入，下同。"
    assert FORMS["01"].notes == (said,)
    assert all(not form.notes for subject, form in FORMS.items() if subject != "01")


def test_table_4():
    income, spent = FORMS["04"].parts
    assert printed(income.headings) == printed(spent.headings) == "项目 | 预算数"
    sources = ["（一）一般公共预算拨款", "（二）政府性基金预算拨款", "（三）国有资本经营预算拨款"]
    assert lines(income) == [
        *("一、本年收入", *sources),
        *("二、上年结转", *sources),
        "收 入 总 计",
    ]
    assert lines(spent) == [
        "一、本年支出",
        *(f"（{o}）{name}" for o, name in zip(ORDINALS, CLASSES, strict=True)),
        "二、年终结转结余",
        "支 出 总 计",
    ]
    assert len(income.lines) == len(spent.lines) == 27


@pytest.mark.parametrize(
    ("code", "place"), [("201", 0), ("208", 5), ("210", 6), ("221", 16), ("229", 20), ("233", 23)]
)
def test_the_classes_have_the_codes_of_the_tables_of_subjects(code, place):
    for subject in ("01", "04"):
        classes = [line for line in FORMS[subject].parts[1].lines if line.code]
        assert classes[place].code == code
        assert classes[place].label.endswith(CLASSES[place])


HEADINGS = {
    "03": "科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 | 事业单位经营支出 | 上缴上级支出 | "
    "对附属单位补助支出",
    "05-1": "科目编码 | 科目名称 | 合计 | 基本支出{小计 | 人员经费 | 公用经费} | 项目支出",
    "05-2": "单位编码 | 单位名称 | 合计 | 基本支出{小计 | 人员经费 | 公用经费} | 项目支出",
    "06": "部门预算支出经济分类科目{科目编码 | 科目名称} | "
    "本年一般公共预算基本支出{合计 | 人员经费 | 公用经费}",
    "07": "“三公”经费合计 | 因公出国（境）费 | "
    "公务用车购置及运行费{小计 | 公务用车购置费 | 公务用车运行费} | 公务接待费",
    "08": "科目编码 | 科目名称 | 本年政府性基金预算支出{合计 | 基本支出 | 项目支出}",
    "09": "科目编码 | 科目名称 | 本年国有资本经营预算支出{合计 | 基本支出 | 项目支出}",
}


@pytest.mark.parametrize("subject", HEADINGS)
def test_the_headings_of_tables_with_one_row_an_item(subject):
    form = FORMS[subject]
    (part,) = form.parts
    assert printed(part.headings) == HEADINGS[subject]
    numbers = [column.number for column in part.columns]
    assert numbers == list(range(1, len(numbers) + 1))
    single = subject == "07"
    assert form.layout is (Layout.SINGLE if single else Layout.SUBJECTS)
    assert form.totals == (() if single else ("合计",))
    kinds = {"05-2": OFFICES, "06": ECONOMIC, "07": ""}
    assert form.catalogue == kinds.get(subject, FUNCTIONAL)


def test_tables_that_may_be_empty_say_so_as_the_document_does():
    said = {subject: form.empty_sentence for subject, form in FORMS.items() if form.empty_sentence}
    assert said["08"] == "说明：{year}年没有使用政府性基金预算拨款安排的支出。"
    assert said["09"] == "说明：{year}年没有使用国有资本经营预算拨款安排的支出。"
    assert sorted(said) == ["07", "08", "09"]


def fields(part: Part) -> list[list[str]]:
    return [[field.label for field in row] for row in part.fields]


def test_table_11():
    form = FORMS["11"]
    about, money, tasks, projects, aims, long_term, yearly = form.parts
    assert form.layout is Layout.DECLARED
    assert fields(about) == [["部门名称"], ["填报人", "联系电话"]]
    assert money.name == "部门总体资金情况（万元）"
    assert printed(money.headings) == (
        "总体资金情况 | 当年金额 | 占比 | 近两年收支情况{〈前年〉年 | 〈上年〉年}"
    )
    assert money.sides == (("收入构成", 4), ("支出构成", 4))
    assert lines(money) == [
        *("财政拨款", "财政专户管理资金", "单位资金", "合计"),
        *("人员类项目支出", "运转类项目支出", "特定目标类项目支出", "合计"),
    ]
    assert form.shares == {2}
    assert fields(tasks) == [["部门职能概述"], ["年度工作任务"]]
    assert projects.name == "项目支出情况"
    assert printed(projects.headings) == (
        "项目名称 | 支出项目类别 | 项目总预算 | 项目本年度预算 | 项目主要支出方向和用途"
    )
    assert aims.name == "整体绩效目标"
    assert printed(aims.headings) == "长期目标（截止　　年） | 年度目标"
    assert (long_term.name, long_term.goal, long_term.goals) == ("长期绩效指标", "长期目标", 3)
    assert printed(long_term.headings) == (
        "一级指标 | 二级指标 | 指标名称 | 指标值 | 指标值确定依据"
    )
    assert (yearly.name, yearly.goal, yearly.goals) == ("年度绩效指标", "年度目标", 3)
    assert printed(yearly.headings) == (
        "一级指标 | 二级指标 | 指标名称 | "
        "指标值{近两年指标值{〈前年〉年 | 〈上年〉年} | 预期当年实现值} | 指标值确定依据"
    )
    assert {part.name_at for part in (money, projects, aims, long_term, yearly)} == {"左"}


def test_table_12():
    form = FORMS["12"]
    about, money, items, bought, goals, long_term, yearly = form.parts
    assert fields(about) == [
        ["项目名称", "项目编码"],
        ["项目主管部门", "项目执行单位"],
        ["项目负责人", "联系电话"],
        ["单位地址", "邮政编码"],
        ["项目属性"],
        ["支出项目类别"],
        ["起始年度", "终止年度"],
        ["项目立项依据"],
        ["项目实施方案"],
        ["项目总预算", "项目当年预算"],
        ["项目前两年预算及当年预算变动情况"],
    ]
    assert [line.label for line in about.lines] == ["项目总预算", "项目当年预算"]
    assert (money.name, printed(money.headings)) == ("项目资金来源", "来源项目 | 金额")
    assert lines(money) == [
        "合计",
        "一般公共预算财政拨款",
        "其中：申请当年预算拨款",
        "政府性基金预算财政拨款",
        "财政专户管理资金",
        "单位资金",
        "其中：使用上年度财政拨款结转",
    ]
    assert (items.name, printed(items.headings)) == (
        "项目支出明细测算",
        "项目活动 | 活动内容表述 | 支出经济分类 | 金额 | 测算依据及说明 | 备注",
    )
    assert (bought.name, printed(bought.headings)) == ("项目采购", "品名 | 数量 | 金额")
    assert (goals.name, printed(goals.headings)) == ("项目绩效总目标", "名称 | 目标说明")
    before = "目标名称 | 一级指标 | 二级指标 | 三级指标 | 指标值"
    assert (long_term.name, printed(long_term.headings)) == (
        "长期绩效目标表",
        f"{before} | 指标值确定依据",
    )
    assert (yearly.name, printed(yearly.headings)) == (
        "年度绩效目标表",
        f"{before}{{前年 | 上年 | 预计当年实现}} | 指标值确定依据",
    )
    places = [part.name_at for part in form.parts]
    assert places == ["", "左", "上", "上", "上", "上", "上"]


def test_layouts_that_are_not_taken_from_the_document_say_so():
    """In their files, in the source of their rules, and where the editions are listed."""
    said = {subject: form.source for subject, form in FORMS.items() if form.source}
    assert sorted(said) == ["02", "10"]
    assert all("表身缺失" in words for words in said.values())
    for subject, form in FORMS.items():
        marked = [rule.id for rule in form.rules if "版式不是取自原文" in rule.source]
        assert bool(marked) == (subject in said)
    listed = CliRunner().invoke(app, ["editions"]).output
    for title in ("表2 收入总表", "表10 项目支出情况表"):
        assert f"{title}的版式不是取自该文件：原文列有表名，表身缺失" in listed
    assert listed.count("的版式不是取自该文件") == 2
