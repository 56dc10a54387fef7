"""The shipped forms: what the published documents print, and nothing said twice."""

import csv
import re
import shutil
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from validator.forms import loader
from validator.forms.catalogue import ECONOMIC, FUNCTIONAL, catalogue
from validator.forms.loader import editions, load
from validator.forms.model import Form, Layout, Level, RowKey, Rule, Severity
from validator.forms.own import read_rules
from validator.forms.text import EDITION_FILE, TABLE_FILE, Text, cut
from validator.notation import Identity, NamedCheck, RowKind, Statement, parse

FINAL = ("final-accounts-2020", "final-accounts-2022", "final-accounts-2024")
FORMS = files("validator.forms")
DOCUMENTATION = Path(__file__).parents[1] / "docs" / "forms.md"

CLASSES = (
    "201 202 203 204 205 206 207 208 210 211 212 213 214 215 216 217 219 220 221 222 223 224 "
    "229 231 232 234"
)


def statements(rule: Rule) -> tuple[Statement, ...]:
    return parse(rule.notation, rule.table, rule.file, rule.line, rule.column)


def without_text(found: tuple[Statement, ...]) -> list[Statement]:
    return [replace(statement, text="") for statement in found]


def every_rule() -> list[Rule]:
    return [rule for name in editions() for rule in load(name).rules]


def a_rule(name: str, rule_id: str) -> Rule:
    return next(rule for rule in load(name).rules if rule.id == rule_id)


# Editions


@pytest.mark.parametrize(
    ("name", "years", "order", "zero", "caption", "unit"),
    [
        (FINAL[0], (2020, 2021), "1 2 3 4 5 6 9 7 8", "空白", "{year}年度{title}{mark}", "单位"),
        (FINAL[1], (2022, 2023), "1 2 3 4 5 6 7 8 9", "0.00", "{title}", "金额单位"),
        (FINAL[2], (2024, 2025), "1 2 3 4 5 6 7 8 9", "空白", "{year}年度{title}", "单位"),
    ],
)
def test_edition(name, years, order, zero, caption, unit):
    edition = load(name)
    assert (edition.first_year, edition.last_year) == years
    assert edition.order == tuple(f"0{number}" for number in order.split())
    assert sorted(edition.forms) == [f"0{number}" for number in range(1, 10)]
    assert edition.zero == zero
    assert edition.caption == caption
    assert edition.opening == ("部门：", f"{unit}：万元")
    assert edition.title and edition.title_en and edition.source


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        (FINAL[0], "（表1） （表2） （表3） （表4） （表5） （表6） （表8） （表9） （表7）"),
        (FINAL[1], " ".join(f"公开0{number}表" for number in range(1, 10))),
        (FINAL[2], " ".join(f"公开0{number}表" for number in range(1, 10))),
    ],
)
def test_printed_marks(name, marks):
    assert [form.mark for _, form in sorted(load(name).forms.items())] == marks.split()


def test_titles():
    for name in FINAL:
        detail, fund = ("", "一般公共预算") if name == FINAL[0] else ("明细", "")
        assert [form.title for _, form in sorted(load(name).forms.items())] == [
            "收入支出决算总表",
            "收入决算表",
            "支出决算表",
            "财政拨款收入支出决算总表",
            "一般公共预算财政拨款支出决算表",
            f"一般公共预算财政拨款基本支出决算{detail}表",
            "政府性基金预算财政拨款收入支出决算表",
            "国有资本经营预算财政拨款支出决算表",
            f"{fund}财政拨款“三公”经费支出决算表",
        ]


@pytest.mark.parametrize("name", FINAL)
def test_layouts(name):
    layouts = [form.layout for _, form in sorted(load(name).forms.items())]
    sides, subjects = Layout.TWO_SIDED, Layout.SUBJECTS
    assert layouts == [
        *(sides, subjects, subjects, sides, subjects),
        *(Layout.BLOCKS, subjects, subjects, Layout.SINGLE),
    ]
    for form in load(name).forms.values():
        catalogues = {Layout.SUBJECTS: FUNCTIONAL, Layout.BLOCKS: ECONOMIC}
        assert form.catalogue == catalogues.get(form.layout, "")


def test_empty_tables():
    said = {
        name: [form.empty_sentence for _, form in sorted(load(name).forms.items())]
        for name in FINAL
    }
    assert all(not sentence for found in said.values() for sentence in found[:6])
    # As printed: 江岸 2020 表9, 曾都 2022 公开07–09, 东西湖 2024 公开07. The others are made alike.
    assert said[FINAL[0]][7] == "本单位无国有资本经营预算财政拨款支出"
    assert said[FINAL[1]][6:] == [
        "{year}年度无政府性基金预算财政拨款收入",
        "{year}年度无国有资本经营预算财政拨款支出",
        "{year}年度无三公经费支出。",
    ]
    assert said[FINAL[2]][6] == "本部门{year}年度无政府性基金预算财政拨款收入支出。"
    for sentence in (s for found in said.values() for s in found[6:]):
        assert sentence
        assert re.findall(r"{.*?}", sentence) in ([], ["{year}"])


# Lines


@pytest.mark.parametrize("name", FINAL)
@pytest.mark.parametrize("subject", ["01", "04"])
def test_classes(name, subject):
    form = load(name).forms[subject]
    classes = [line for line, _ in form.lines.values() if line.code]
    first = 33 if subject == "04" else 32 if name == FINAL[1] else 31
    assert " ".join(line.code for line in classes) == CLASSES
    assert [line.number for line in classes] == list(range(first, first + 26))
    labels = [line.label for line in classes]
    assert labels[0] == "一、一般公共服务支出"
    assert labels[8] == "九、卫生健康支出"
    assert labels[13] == "十四、资源勘探工业信息等支出"
    assert labels[20] == "二十一、国有资本经营预算支出"
    assert labels[25] == "二十六、抗疫特别国债安排的支出"


KEY_LINES = {
    ("01", FINAL[0]): {
        1: "一、一般公共预算财政拨款收入",
        8: "八、其他收入",
        9: "",
        26: "",
        27: "本年收入合计",
        28: "使用非财政拨款结余",
        29: "年初结转和结余",
        30: "总计",
        57: "本年支出合计",
        58: "结余分配",
        59: "年末结转和结余",
        60: "总计",
    },
    ("01", FINAL[1]): {
        27: "本年收入合计",
        28: "使用非财政拨款结余",
        29: "年初结转和结余",
        30: "",
        31: "总计",
        58: "本年支出合计",
        59: "结余分配",
        60: "年末结转和结余",
        61: "",
        62: "总计",
    },
    ("01", FINAL[2]): {
        27: "本年收入合计",
        28: "使用非财政拨款结余（含专用结余）",
        29: "年初结转和结余",
        30: "总计",
        57: "本年支出合计",
        58: "结余分配",
        59: "年末结转和结余",
        60: "总计",
    },
} | {
    ("04", name): {
        1: "一、一般公共预算财政拨款",
        2: "二、政府性基金预算财政拨款",
        3: "三、国有资本经营预算财政拨款",
        4: "",
        26: "",
        27: "本年收入合计",
        28: "年初财政拨款结转和结余",
        29: "一般公共预算财政拨款",
        30: "政府性基金预算财政拨款",
        31: "国有资本经营预算财政拨款",
        32: "总计",
        59: "本年支出合计",
        60: "年末财政拨款结转和结余",
        61: "",
        63: "",
        64: "总计",
    }
    for name in FINAL
}


@pytest.mark.parametrize(("subject", "name"), KEY_LINES)
def test_key_lines(subject, name):
    form = load(name).forms[subject]
    expected = KEY_LINES[subject, name]
    assert {n: form.lines[n][0].label.strip("\u3000") for n in expected} == expected
    assert sorted(form.lines) == list(range(1, max(expected) + 1))
    sides = [part.lines for part in form.parts]
    assert len(sides[0]) == len(sides[1])


def codes(*spans: str) -> list[str]:
    """`301 01-03 06` → 301 30101 30102 30103 30106."""
    found = []
    for span in spans:
        head, *ends = span.split()
        found.append(head)
        for end in ends:
            low, _, high = end.partition("-")
            found += [f"{head}{n:02d}" for n in range(int(low), int(high or low) + 1)]
    return found


PERSONNEL = codes("301 01-03 06-14 99", "303 01-11 99")
OPERATING = codes("302 01-09 11-18 24-29 31 39-40 99")
CAPITAL = "310 01-03 05-13 19 21-22 99"
THIRD_BLOCK = {
    FINAL[0]: codes("307 01-02", CAPITAL, "399 06-08 99"),
    FINAL[1]: codes("307 01-02", CAPITAL, "399 07-10 99"),
    FINAL[2]: codes("310 02-03 07 13 22 99"),
}


@pytest.mark.parametrize("name", FINAL)
def test_blocks_of_table_06(name):
    form = load(name).forms["06"]
    assert [part.name for part in form.parts] == ["人员经费", "公用经费", "公用经费（续）"]
    printed = [[line.code for line in part.lines] for part in form.parts]
    assert printed == [PERSONNEL, OPERATING, THIRD_BLOCK[name]]
    assert form.totals == ("人员经费合计", "公用经费合计")
    assert form.banners == (() if name == FINAL[0] else ("人员经费", "公用经费", "公用经费"))
    labels = {line.code: line.label for part in form.parts for line in part.lines}
    assert labels["30303"] == "退职（役）费"
    assert labels["30212"] == "因公出国（境）费用"


# Columns


def columns(form: Form) -> dict[int, str]:
    return {column.number: column.label for part in form.parts for column in part.columns}


INCOME = "本年收入合计 财政拨款收入 上级补助收入 事业收入 经营收入 附属单位上缴收入 其他收入"
EXPENDITURE = "本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出"
FUNDS = "一般公共预算财政拨款 政府性基金预算财政拨款 国有资本经营预算财政拨款"


@pytest.mark.parametrize("name", FINAL)
def test_columns(name):
    running = "运行费" if name == FINAL[0] else "运行维护费"
    vehicles = f"小计 公务用车购置费 公务用车{running}"
    expenses = f"合计 因公出国（境）费 {vehicles} 公务接待费"
    amount = "决算数" if name == FINAL[0] else "金额"
    fiscal = "决算数 小计" if name == FINAL[2] else "金额 合计"
    expected = {
        "01": f"{amount} {amount}",
        "02": INCOME,
        "03": EXPENDITURE,
        "04": f"{fiscal} {FUNDS}",
        "05": "小计 基本支出 项目支出",
        "06": "决算数",
        "07": "年初结转和结余 本年收入 小计 基本支出 项目支出 年末结转和结余",
        "08": "合计 基本支出 项目支出",
        "09": f"{expenses} {expenses}",
    }
    for subject, labels in expected.items():
        form = load(name).forms[subject]
        assert columns(form) == dict(enumerate(labels.split(), start=1)), subject
    spanned = {
        column.number: column.path
        for column in load(name).forms["09"].parts[0].columns
        if len(column.path) == 3
    }
    assert list(spanned) == [3, 4, 5, 9, 10, 11]
    assert {path[1] for path in spanned.values()} == {f"公务用车购置及{running}"}
    fiscal_side = load(name).forms["04"].parts[1].columns[0]
    assert fiscal_side.path == (("决算数", "小计") if name == FINAL[2] else ("合计",))


@pytest.mark.parametrize(
    ("name", "functional", "economic", "line"),
    [
        (FINAL[0], "功能分类科目编码", "经济分类科目编码", "行次"),
        (FINAL[1], "科目代码", "科目代码", "行次"),
        (FINAL[2], "功能分类科目编码", "经济分类科目编码", "行"),
    ],
)
def test_headings_without_figures(name, functional, economic, line):
    forms = load(name).forms
    for subject in ("02", "03", "05", "07", "08"):
        item = forms[subject].parts[0].headings[0]
        code, label = item.children
        assert (item.label, code.label, label.label) == ("项目", functional, "科目名称")
        levels = [child.label for child in code.children]
        assert levels == (["类", "款", "项"] if name == FINAL[2] else [])
    for part in forms["06"].parts:
        assert [heading.label for heading in part.headings] == [economic, "科目名称", "决算数"]
    assert [part.headings[1].label for part in forms["01"].parts] == [line, line]
    assert [part.headings[1].label for part in forms["04"].parts] == ["行次", "行次"]


# Notes

PRINTED_2020 = {
    "01": "27行=（1+2+3+4+5+6+7+8）行；30行=（27+28+29）行；"
    "57行=（31+32+…+56）行；60行=（57+58+59）行。",
    "02": "1栏各行=（2+3+4+5+6+7）栏各行",
    "03": "1栏各行=（2+3+4+5+6）栏各行",
    "04": "27行=（1+2+3）行；28行=（29+30+31）行；32行=（27+28）行；"
    "59行=（33+34+…+58）行；64行=（59+60）行",
    "05": "1栏各行=（2+3）栏各行",
    "07": "6栏各行=（1+2-3）栏各行；3栏各行=（4+5）栏各行。",
    "08": "1栏各行=（2+3）栏各行。",
    "09": "1栏=（2+3+6）栏；3栏=（4+5）栏；7栏=（8+9+12）栏；9栏=（10+11）栏。",
}


@pytest.mark.parametrize("subject", [f"0{number}" for number in range(1, 10)])
def test_printed_formulas_are_the_rules(subject):
    form = load(FINAL[0]).forms[subject]
    first, *formulas = form.notes
    assert "本表反映部门本年度" in first
    assert all(line.startswith("\u3000") for line in formulas)
    text = "\n".join(formulas)
    assert re.sub(r"\s", "", text) == PRINTED_2020.get(subject, "")
    printed = without_text(parse(text, subject)) if formulas else []
    ours = [
        statement
        for rule in form.rules
        if "附注印出的公式" in rule.source
        for statement in without_text(statements(rule))
    ]
    assert sorted(ours, key=repr) == sorted(printed, key=repr)


@pytest.mark.parametrize("name", FINAL[1:])
def test_later_notes_hold_no_formulas(name):
    for subject, form in load(name).forms.items():
        text = "".join(form.notes)
        assert not re.search(r"[行栏]=", text)
        first = form.notes[0]
        if subject != "09":
            assert first == load(FINAL[0]).forms[subject].notes[0]
        assert ("尾数误差" in text) == (subject == "01")
    assert "全年预算数，反映按规定程序调整后的预算数" in load(name).forms["09"].notes[0]
    assert "年初预算数" in load(FINAL[0]).forms["09"].notes[0]


# Rules


def test_every_notation_parses():
    for rule in every_rule():
        assert statements(rule), rule.id


def test_every_rule_is_explained():
    for rule in every_rule():
        assert rule.meaning and rule.meaning_en and rule.source, f"{rule.file} {rule.id}"


@pytest.mark.parametrize("name", editions())
def test_ids_are_unique(name):
    ids = [rule.id for rule in load(name).rules]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", FINAL)
def test_rules_of_each_table(name):
    found = {subject: [rule.id for rule in f.rules] for subject, f in load(name).forms.items()}
    hierarchy = ["TOT", "HIER", "CHILD", "CODE"]
    endings = {
        "01": "123456",
        "02": ["1", *hierarchy],
        "03": ["1", *hierarchy],
        "04": "123456789",
        "05": ["1", *hierarchy],
        "06": ["1", "2", "3", "CODE"],
        "07": ["1", "2", *hierarchy],
        "08": ["1", *hierarchy],
        "09": "1234",
    }
    assert found == {s: [f"JS{s}-{ending}" for ending in endings[s]] for s in found}


@pytest.mark.parametrize("name", FINAL)
def test_warnings(name):
    levels = {rule.id: rule.severity for form in load(name).forms.values() for rule in form.rules}
    softer = {rule_id for rule_id, severity in levels.items() if severity is not Severity.ERROR}
    children = {f"JS0{number}-CHILD" for number in (2, 3, 5, 7, 8)}
    assert softer == {"JS01-6", "JS04-9"} | children
    assert all(levels[rule_id] is Severity.WARNING for rule_id in softer)


@pytest.mark.parametrize(
    ("name", "rule_id", "notation"),
    [
        (FINAL[1], "JS01-1", "27行=（1+2+3+4+5+6+7+8）行"),
        (FINAL[1], "JS01-2", "58行=（32+33+…+57）行"),
        (FINAL[1], "JS01-3", "31行=（27+28+29）行"),
        (FINAL[1], "JS01-4", "62行=（58+59+60）行"),
        (FINAL[1], "JS01-5", "31行=62行"),
        (FINAL[1], "JS01-6", "各行≥0（29行、60行除外）"),
        (FINAL[2], "JS01-2", "57行=（31+32+…+56）行"),
        (FINAL[2], "JS01-5", "30行=60行"),
        (FINAL[1], "JS06-3", "[公用经费合计]=[302]+[307]+[310]+[399]"),
        (FINAL[2], "JS06-3", "[公用经费合计]=[302]+[310]"),
    ],
)
def test_rules_that_editions_write_their_own_way(name, rule_id, notation):
    assert a_rule(name, rule_id).notation == notation


def no_fund_classes(name: str) -> str:
    return " ".join(
        str(statement.left[0][1].row.value)
        for statement in statements(a_rule(name, "JS04-9"))
        if isinstance(statement, Identity) and not statement.right
    )


def test_classes_without_government_fund_subjects():
    before = "201 202 203 204 219 221 224"
    assert no_fund_classes(FINAL[0]) == no_fund_classes(FINAL[1]) == before
    # 22198 超长期特别国债安排的支出 is a fund subject under 221 since 2024.
    assert no_fund_classes(FINAL[2]) == "201 202 203 219"


@pytest.mark.parametrize("name", FINAL)
def test_fixed_references_exist(name):
    """Every line, code, label and column that a table's own rules name is one of its own."""
    for subject, form in load(name).forms.items():
        known: set[RowKey] = {*form.lines, *form.rows_by_code}
        for rule in form.rules:
            for statement in statements(rule):
                if isinstance(statement, NamedCheck):
                    continue
                for ref in statement.refs:
                    assert ref.table == subject
                    if ref.row.kind in (RowKind.LINE, RowKind.CODE):
                        assert ref.row.value in known, (rule.id, ref)
                    elif ref.row.kind is RowKind.LABEL:
                        assert ref.row.value in form.totals, (rule.id, ref)
                    if isinstance(ref.column, int):
                        assert ref.column in form.columns, (rule.id, ref)


def lines_named(rule: Rule) -> set[tuple[str, int]]:
    return {
        (ref.table, int(ref.row.value))
        for statement in statements(rule)
        if not isinstance(statement, NamedCheck)
        for ref in statement.refs
        if ref.row.kind is RowKind.LINE and not ref.workbook
    }


@pytest.mark.parametrize("name", FINAL[1:])
def test_inherited_rules_still_name_the_same_lines(name):
    """A rule written for other line numbers would silently check the wrong lines."""
    older, newer = load(FINAL[0]), load(name)
    notations = {rule.id: rule.notation for rule in older.rules}
    for rule in newer.rules:
        if rule.notation != notations.get(rule.id):
            continue
        for table, number in lines_named(rule):
            was, now = (e.forms[table].lines[number][0] for e in (older, newer))
            assert now.code == was.code, (rule.id, number)
            assert now.label.startswith(was.label), (rule.id, number)


# Extending


def restated(base: dict[str, Text], own: dict[str, Text]) -> list[str]:
    """What the files `own` say although the files `base` that they extend say the same."""

    def words(section: list[tuple[int, str]]) -> list[str]:
        return [text for _, text in section]

    found = []
    for file, text in own.items():
        if file not in base:
            continue
        before = base[file]
        if text.head and text.head.split() == before.head.split():
            found.append(f"{text.file} {text.head}")
        for mine, theirs in ((text.directives, before.directives), (text.parts, before.parts)):
            found += [
                f"{text.file} {key}"
                for key, section in mine.items()
                if key in theirs and words(section) == words(theirs[key])
            ]
        for rule in text.rules.values():
            old = before.rules.get(rule.id)
            if old is None:
                continue
            if rule.notation == old.notation and not rule.said:
                found.append(f"{text.file} {rule.id}")
            found += [
                f"{text.file} {rule.id} {key}"
                for key, said in rule.said.items()
                if old.said.get(key) == said
            ]
    return found


@pytest.mark.parametrize("name", [name for name in editions() if len(loader._chain(name)) > 1])
def test_editions_state_only_what_differs(name):
    *base, own = (
        {entry.name: cut(entry, f"{folder}/{entry.name}") for entry in loader._files(folder)}
        for folder in loader._chain(name)
    )
    assert restated(loader._merged(base), own) == []


def test_what_is_restated_is_found(tmp_path):
    texts = (
        "表2  收入决算表\n标号：甲\n注：一\n　　二\n【左】 项目 | 1 数\n1 行\n【勾稽】\n"
        "R1  1行=0\n    含义：零\nR2  1行≥0\n    含义：正\n",
        "表2 收入决算表\n标号：甲\n注：一\n　　二\n【左】 项目 | 1 数\n1 行\n【勾稽】\n"
        "R1  1行=0\nR2  1行≤0\n    含义：正\n",
        "表2  收入表\n标号：乙\n注：一\n【左】 项目 | 1 数\n1 列\n【勾稽】\n"
        "R1  1行=0\n    含义：为零\nR2  1行≤0\n",
    )
    layers = []
    for text in texts:
        path = tmp_path / "02.form"
        path.write_text(text, encoding="utf-8")
        layers.append({"02.form": cut(path, "x")})
    base, same, different = layers
    assert restated(base, same) == [
        "x 表2 收入决算表",
        "x 标号",
        "x 注",
        "x 左",
        "x R1",
        "x R2 含义",
    ]
    assert restated(base, different) == []


# Catalogues


@pytest.mark.parametrize("file", ["economic.csv", "functional.csv"])
def test_catalogue_files(file):
    text = FORMS.joinpath("catalogues", file).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert list(rows[0]) == ["code", "name", "from", "until", "source"]
    keys = [(row["code"], row["from"]) for row in rows]
    assert keys == sorted(set(keys))
    known = {row["code"] for row in rows}
    for row in rows:
        code = row["code"]
        assert len(code) in ((3, 5) if file == "economic.csv" else (3, 5, 7))
        assert len(code) == 3 or code[:-2] in known, f"{code} stands without its parent"
        assert row["name"] and row["source"]
        assert "(" not in row["name"] and not re.search(r"\s", row["name"])
        assert all(re.fullmatch(r"(20\d\d)?", row[key]) for key in ("from", "until"))
    for one, other in pairwise(rows):
        # Two names of one code never hold in the same year.
        assert one["code"] != other["code"] or one["until"] < other["from"]


def test_catalogues_by_year():
    economic = {year: catalogue(ECONOMIC, year) for year in (2020, 2021, 2022, 2024)}
    for year, names in economic.items():
        donations = [code for code in ("39906", "39909", "39910") if code in names]
        assert donations == (["39906"] if year < 2022 else ["39909", "39910"])
    assert economic[2024]["39910"] == "资本性赠与"
    functional = {year: catalogue(FUNCTIONAL, year) for year in (2019, 2020, 2023, 2024)}
    assert ["234" in functional[year] for year in (2019, 2020)] == [False, True]
    assert ["20139" in functional[year] for year in (2023, 2024)] == [False, True]
    assert set(CLASSES.split()) <= set(functional[2020])
    assert functional[2024]["2101399"] == "其他医疗救助支出"
    assert functional[2024]["233"] == "债务发行费用支出"


# Documentation


def examples(kind: str) -> list[tuple[str, str]]:
    """The code blocks ```kind argument of docs/forms.md: (argument, text)."""
    text = DOCUMENTATION.read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\b ?(.*)\n([\s\S]*?)^```$", text, re.MULTILINE)


def test_every_directive_is_documented_and_used():
    """In both languages; and no directive is known that no form states."""
    chinese, english = DOCUMENTATION.read_text(encoding="utf-8").split("\n## English\n")
    folders = [FORMS.joinpath(name) for name in editions()]
    texts = [cut(entry, entry.name) for folder in folders for entry in folder.iterdir()]
    stated = {key for text in texts for key in text.directives}
    for key in {*EDITION_FILE.directives, *TABLE_FILE.directives}:
        assert f"`{key}：`" in chinese
        assert f"| `{key}`" in english or f", `{key}` |" in english
        assert key in stated


def test_documented_rules_parse(tmp_path):
    blocks = examples("rules")
    assert len(blocks) == 4
    path = tmp_path / "rules.txt"
    for _, text in blocks:
        path.write_text(text, encoding="utf-8")
        read = read_rules(path)
        assert read
        for rule in read:
            assert isinstance(rule, Level) or statements(rule), rule.id


def test_documented_edition_loads(tmp_path, monkeypatch):
    shutil.copy(Path(str(FORMS.joinpath("workbook.form"))), tmp_path)
    for name in editions():
        shutil.copytree(Path(str(FORMS.joinpath(name))), tmp_path / name)
    for path, text in examples("form"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.setattr(loader, "files", lambda package: tmp_path)
    monkeypatch.setattr(loader, "editions", loader.editions.__wrapped__)
    edition = load.__wrapped__("final-accounts-2026")
    assert columns(edition.forms["05"]) == {1: "合计", 2: "基本支出", 3: "项目支出"}
    assert "31019" in edition.forms["06"].rows_by_code
    assert edition.forms["01"] == load(FINAL[2]).forms["01"]
    rules = {rule.id: rule for rule in edition.rules}
    assert "合计" in rules["JS05-1"].meaning
    assert rules["JS05-1"].source == a_rule(FINAL[0], "JS05-1").source
