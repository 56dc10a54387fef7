"""Workbooks as people really submit them: every table is found, and every figure where it stands.

tests/corpus/NAME.json says what must be seen in a workbook; it is written by what wrote the
workbook (`make corpus`), which knows where it put each figure.
"""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.books import by_verdict
from tools.corpus.pages import expanded, figure_name, said
from validator import Report, check
from validator.findings import Finding
from validator.reading import Unreadable, read
from validator.recognition import Recognised, Unrecognised, recognise
from validator.rounding import Verdict

CORPUS = Path(__file__).parent / "corpus"
NAMES = sorted(path.stem for path in CORPUS.glob("*.json"))

#: What issue after issue reported of submitted workbooks; each is shown by one workbook at least.
PHRASES = (
    "没有行次", "没有栏次", "没有公开NN标号", "24类", "合计在最后",
    "编码分三列：repeated", "编码分三列：steps", "编码分三列：levels", "编码分三列：whole",
    "编码和名称在一个单元格", "三公为六对", "三公竖排", "国资为收支全表", "栏名有空格换行",
    "表题带年度和部门", "表题只在工作表名称", "GK表名", "表名截断于31字符",
    "一张工作表上多张表：上下", "一张工作表上多张表：左右", "一张表分在两张工作表", "中间重复栏名",
    "左右两半长短不一", "脚注", "隐藏的行", "隐藏的列", "到处是合并单元格", "栏次行",
    "封面", "目录", "文字说明", "上海式",
    "格式：xls", "格式：ods", "格式：xlsx", "格式：xlsm", "OLE改名xlsx", "xlsx改名xls", "et",
    "用到IV列65536行", "dimension为A1:A1", "没有共用文字", "注音", "富文本", "单元格不写地址",
    "上年文件手工改", "旧模板印记", "填报软件导出的xls", "元", "编制单位：", "数据从第10行起",
    "Word粘贴", "宏", "外部链接", "密码", "不是工作簿", "传输中断的文件",
    "公式", "公式被数字覆盖", "求和漏行", "求和重复计小计", "缓存值过时", "没有缓存值",
    "错误值单元格", "循环引用",
    "文本数字", "全角数字", "千分位逗号", "单元格带单位", "元填在万元下", "万元填在元下",
    "一张表单位不同", "日期填在金额处", "多余小数位", "整栏粘贴两次", "表题是上年年度", "平差",
    "横线表示零", "空表声明且填零",
    "错数", "预算", "财决明细导出", "家庭收支预算", "银行流水", "只有绩效表", "空白工作簿",
)  # fmt: skip


class Seen(NamedTuple):
    """What gouji sees in a workbook of the corpus."""

    stated: Mapping[str, Any]
    report: Report
    found: Recognised | None


@cache
def statement(name: str) -> Mapping[str, Any]:
    """What must be seen in the workbook NAME."""
    stated: Mapping[str, Any] = json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))
    return stated


def seen(name: str) -> Seen:
    """The workbook NAME, recognised and checked."""
    stated = statement(name)
    path = CORPUS / stated["file"]
    found = None
    try:
        found = recognise(read(path))
    except (Unreadable, Unrecognised):
        assert stated["status"] != "checked", "the workbook is not recognised"
    return Seen(stated, check(path), found)


def matches(wanted: Mapping[str, str], finding: Finding) -> bool:
    """Is this the finding that must be there?"""
    if finding.rule != wanted["rule"]:
        return False
    cells = {f"{cell.sheet}!{cell.address}" for cell in finding.cells}
    cells |= {f"{suspect.sheet}!{suspect.address}" for suspect in finding.suspects}
    return "cell" not in wanted or wanted["cell"] in cells


def is_such(kind: str, finding: Finding) -> bool:
    """Is a finding of a kind that must not be there: a severity, a rule's id, or not_evaluated?"""
    if kind == Verdict.NOT_EVALUATED.value:
        return finding.verdict is Verdict.NOT_EVALUATED
    return kind in (finding.severity.value, finding.rule)


def gist(finding: Finding) -> str:
    return f"{finding.severity.value} {finding.rule}: {finding.message[:160]}"


def as_stated(raw: object, wanted: str) -> bool:
    """Is the content of a cell what was written there? Of a date, only that it is one."""
    return wanted == "" or isinstance(raw, date) or said(raw) == wanted


def bound(found: Recognised, key: str) -> dict[str, tuple[str, str]]:
    """The cells with something in them that are bound, as statements list figures."""
    table, here = found.tables[key], {}
    for figure, cell in table.cells.items():
        if said(cell.raw) or (cell.row, cell.column) in table.source.faults:
            sheet, where = table.source.place(cell.row, cell.column)
            before = "" if sheet == table.sheet else f"{sheet}!"
            here[figure_name(*figure)] = (before + where, said(cell.raw))
    return here


@pytest.mark.parametrize("name", NAMES)
def test_a_submitted_workbook_is_seen_as_it_is(name):
    stated, report, found = seen(name)
    told = [gist(finding) for finding in report.findings]
    assert report.status == stated["status"], report.message
    assert by_verdict(report.rules) == Counter(report.counts)
    if stated["status"] == "checked":
        assert found is not None
        assert report.edition == stated["edition"]
        # Of a table over two sheets, the part on the first; its figures say where the rest is.
        tables = {key: (t.sheet, t.range.partition("、")[0]) for key, t in found.tables.items()}
        assert tables == {key: (t["sheet"], t["range"]) for key, t in stated["tables"].items()}
        for key, listed in stated["figures"].items():
            figures = expanded(listed)
            here = bound(found, key)
            wrong = {
                place: (where, here.get(place, "not bound"))
                for place, where in figures.items()
                if place not in here
                or here[place][0] != where[0]
                or not as_stated(here[place][1], where[1])
            }
            assert not wrong, f"table {key}: {{figure: (stated, bound)}}"
            assert here.keys() <= figures.keys(), f"table {key}: bound, but no figure"
    lacking = [w for w in stated["must"] if not any(matches(w, f) for f in report.findings)]
    assert not lacking, told
    kinds = stated["must_not"]
    wrong_ones = [gist(f) for f in report.findings if any(is_such(k, f) for k in kinds)]
    assert not wrong_ones
    if "not_evaluated" in kinds:
        assert not report.counts.get(Verdict.NOT_EVALUATED)


def test_the_corpus_shows_what_was_reported_of_submitted_workbooks():
    shown = {phrase for name in NAMES for phrase in statement(name)["shows"]}
    assert not set(PHRASES) - shown


def test_the_corpus_is_large_and_made_by_several_programs():
    programs = {statement(name)["made_by"].split()[0] for name in NAMES}
    assert len(NAMES) >= 60
    assert len(programs) >= 4
