"""The command as people use it: what it prints, what it writes, how it ends."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart

from tests.commands import gouji, gouji_alone, hear_ctrl_c
from validator.forms.catalogue import read_catalogue
from validator.forms.compiler import compiled
from validator.forms.loader import editions, load
from validator.messages import text
from validator.reading import Limits, Unreadable
from validator.rounding import Verdict

EXAMPLES = Path(__file__).parent.parent / "examples"
GOOD = EXAMPLES / "jiangan-2020" / "printed.xlsx"
BUDGET = EXAMPLES / "budget-and-accounts" / "budget.xlsx"
WRONG = EXAMPLES / "jiangan-2020-mistakes" / "01-mistyped-total.xlsx"
#: How an OLE2 file begins: .xls, .et, and workbooks with a password.
OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def workbooks(*arguments: object) -> list[dict[str, Any]]:
    done = gouji("check", *arguments, "--format", "json")
    found: list[dict[str, Any]] = json.loads(done.stdout)["workbooks"]
    return found


def test_a_sound_workbook_ends_with_status_0_and_says_so():
    done = gouji_alone("check", GOOD)
    assert done.returncode == 0
    assert "各表勾稽相符" in done.stdout
    assert done.stderr == ""


def test_a_wrong_workbook_ends_with_status_1_and_names_rule_cell_and_both_sides():
    done = gouji_alone("check", WRONG)
    assert done.returncode == 1
    assert "JS01-1 表1 收入支出决算总表!C32" in done.stdout
    assert "27行 本年收入合计 1849.46 ≠" in done.stdout.replace("\n     ", "")
    assert "有 1 处错误须更正" in done.stdout


def test_the_report_is_readable_at_80_columns_and_without_colours_when_piped():
    from rich.cells import cell_len

    done = gouji("check", WRONG, EXAMPLES / "dongxihu-2024" / "printed.xlsx")
    assert "\x1b" not in done.stdout
    assert max(cell_len(line.rstrip()) for line in done.stdout.splitlines()) <= 80


def test_english():
    done = gouji("check", WRONG, "--lang", "en")
    assert "1 error must be corrected (4 findings)" in done.stdout
    assert "Errors (1), to be corrected" in done.stdout


def test_strict_counts_warnings(tmp_path):
    book = openpyxl.load_workbook(GOOD)
    sheet = next(s for s in book.worksheets if "表3" in s.title)
    cell = next(
        c
        for row in sheet.iter_rows()
        for c in row
        if c.value == "提租补贴" or c.value == "　　提租补贴"
    )
    cell.value = "提租补帖"
    book.save(tmp_path / "名称.xlsx")
    assert gouji("check", tmp_path / "名称.xlsx").returncode == 0
    assert gouji("check", tmp_path / "名称.xlsx", "--strict").returncode == 1


def test_json_has_the_published_shape():
    done = gouji_alone("check", WRONG, "--format", "json")
    document = json.loads(done.stdout)
    assert list(document) == ["gouji", "rules_digest", "workbooks"]
    assert document["gouji"] == "0.1.0"
    assert document["rules_digest"].startswith("sha256:")
    (workbook,) = document["workbooks"]
    assert list(workbook) == [
        "path", "sha256", "edition", "unit", "department", "year", "status", "tables", "counts",
        "findings",
    ]  # fmt: skip
    assert workbook["tables"][0] == {
        "table": "01",
        "title": "2020年度收入支出决算总表（表1）",
        "sheet": "表1 收入支出决算总表",
        "range": workbook["tables"][0]["range"],
    }
    assert list(workbook["counts"]) == [
        "exact", "rounding", "improbable", "error", "not_evaluated", "not_applicable",
    ]  # fmt: skip
    finding = workbook["findings"][0]
    assert list(finding) == [
        "rule", "severity", "verdict", "kind", "table", "left", "right", "difference",
        "unexplained", "cells", "suspects", "group", "message", "source",
    ]  # fmt: skip
    assert (finding["left"], finding["right"], finding["difference"]) == (
        "1849.46",
        "1819.46",
        "30.00",
    )
    assert (finding["unexplained"], finding["kind"]) == ("29.99", "sum")
    assert finding["cells"][0] == {
        "sheet": "表1 收入支出决算总表",
        "address": "C32",
        "table": "01",
        "line": 27,
        "column": 1,
        "label": "本年收入合计",
        "raw": "1849.46",
        "value": "1849.46",
        "role": "left",
    }


def test_the_digest_follows_the_rules(tmp_path):
    rules = tmp_path / "规则.txt"
    rules.write_text("B01  表1 27行≥0\n", encoding="utf-8")
    plain = json.loads(gouji("check", GOOD, "--format", "json").stdout)["rules_digest"]
    same = json.loads(gouji("check", WRONG, "--format", "json").stdout)["rules_digest"]
    own = json.loads(gouji("check", GOOD, "--format", "json", "--rules", rules).stdout)
    assert plain == same != own["rules_digest"]


def test_a_folder_is_searched_and_every_workbook_counted():
    done = gouji("check", EXAMPLES / "jiangan-2020-mistakes")
    assert done.returncode == 2  # one of them has a text where a number belongs
    assert "共 11 个文件：0 个无须更正，10 个有错误，1 个未能完整校验" in done.stdout


@pytest.fixture
def bad_files(tmp_path: Path) -> dict[str, Path]:
    """One file of each kind that cannot be checked."""

    def save(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    (tmp_path / "空文件夹").mkdir()
    charts = openpyxl.Workbook()
    charts.create_chartsheet("图").add_chart(BarChart())
    charts.remove(charts.active)
    charts.active = 0
    charts.save(tmp_path / "只有图表.xlsx")
    other = openpyxl.Workbook()
    other.active.append(["姓名", "电话"])
    other.save(tmp_path / "通讯录.xlsx")
    return {
        "不是电子表格": save("说明.xlsx", "这是一段文字".encode()),
        "空的": save("空.xlsx", b""),
        "密码": save(
            "加密.xlsx", OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
        ),
        "损坏": save("截断.xlsx", GOOD.read_bytes()[:4000]),
        "文件夹里没有工作簿": tmp_path / "空文件夹",
        "没有找到": tmp_path / "没有这个文件.xlsx",
        "图表": tmp_path / "只有图表.xlsx",
        "没有找到任何一张已知的表": tmp_path / "通讯录.xlsx",
    }


def test_what_cannot_be_read_is_named_with_what_to_do_and_the_others_are_checked(bad_files):
    done = gouji_alone("check", *bad_files.values(), WRONG)
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    assert "JS01-1" in done.stdout
    told = done.stdout.replace("\n", "")
    for words, path in bad_files.items():
        assert path.name in told, words


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("不是电子表格", "unreadable", "不是"),
        ("空的", "unreadable", "空"),
        ("密码", "unreadable", "密码"),
        ("损坏", "unreadable", "损坏"),
        ("文件夹里没有工作簿", "unreadable", "没有工作簿"),
        ("没有找到", "unreadable", "没有"),
        ("图表", "unreadable", "工作表"),
        ("没有找到任何一张已知的表", "unrecognised", "没有找到任何一张已知的表"),
    ],
)
def test_each_kind_of_bad_file_has_its_own_message(bad_files, kind, status, words):
    path = bad_files[kind]
    (workbook,) = workbooks(path)
    assert workbook["status"] == status
    assert words in workbook["message"]
    assert path.name in workbook["message"]
    assert workbook["findings"] == []
    assert gouji("check", path).returncode == 2


def test_a_workbook_really_encrypted_is_said_to_have_a_password(tmp_path):
    from msoffcrypto.format.ooxml import OOXMLFile

    locked = tmp_path / "有密码.xlsx"
    with GOOD.open("rb") as plain, locked.open("wb") as out:
        OOXMLFile(plain).encrypt("123456", out)
    (workbook,) = workbooks(locked)
    assert workbook["status"] == "unreadable"
    assert "打开密码" in workbook["message"]


def test_a_sheet_that_holds_no_table_is_listed(tmp_path):
    book = openpyxl.load_workbook(GOOD)
    book.create_sheet("填报说明", 0)["A1"] = "请先阅读"
    book.save(tmp_path / "带说明.xlsx")
    done = gouji("check", tmp_path / "带说明.xlsx")
    assert "没有识别为表格的工作表：填报说明" in done.stdout
    assert done.returncode == 0


def test_a_report_file_is_written_whole_and_never_over_another(tmp_path):
    output = tmp_path / "报告.json"
    assert gouji("check", GOOD, "--format", "json", "-o", output).returncode == 0
    assert json.loads(output.read_text(encoding="utf-8"))["workbooks"][0]["status"] == "checked"
    again = gouji("check", WRONG, "--format", "json", "-o", output)
    assert again.returncode == 2
    assert "已经存在" in again.stderr
    assert json.loads(output.read_text(encoding="utf-8"))["workbooks"][0]["findings"] == []
    assert gouji("check", WRONG, "-o", output, "--force").returncode == 1
    assert "JS01-1" in output.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [output]


@pytest.mark.parametrize("kind", ["workbook", "folder", "previous", "budget"])
def test_a_report_never_takes_the_place_of_a_file_that_was_read(tmp_path, kind):
    copy, last, budget = (tmp_path / f"{name}.xlsx" for name in ("决算", "去年", "预算"))
    copy.write_bytes(GOOD.read_bytes())
    last.write_bytes(GOOD.read_bytes())
    budget.write_bytes(BUDGET.read_bytes())
    checked = tmp_path if kind == "folder" else copy
    output = {"previous": last, "budget": budget}.get(kind, copy)
    done = gouji("check", checked, "--previous", last, "--budget", budget, "-o", output, "--force")
    assert done.returncode == 2
    assert "不能写在被读取的文件上" in done.stderr
    assert copy.read_bytes() == last.read_bytes() == GOOD.read_bytes()
    assert budget.read_bytes() == BUDGET.read_bytes()


def test_a_report_that_cannot_be_written_is_said(tmp_path):
    done = gouji_alone("check", GOOD, "-o", tmp_path / "没有的文件夹" / "报告.txt")
    assert done.returncode == 2
    assert "无法写入" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("check", GOOD, "-o", f"{'甲' * 100}.txt"),
        ("check", f"{'甲' * 100}.xlsx"),
        ("template", "final-accounts-2024", "-o", f"{'甲' * 100}.xlsx"),
        ("addin", "build", "-o", f"{'甲' * 100}.xlam"),
    ],
    ids=["report", "workbook", "template", "add-in"],
)
def test_a_name_that_no_file_can_have_is_said(command, tmp_path):
    done = gouji_alone(*command, folder=tmp_path)
    assert done.returncode == 2
    said = done.stdout + done.stderr
    assert "甲甲" in said and "无法" in said and "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_the_workbook_itself_is_never_touched(tmp_path):
    copy = tmp_path / "决算.xlsx"
    copy.write_bytes(WRONG.read_bytes())
    gouji("check", copy)
    assert copy.read_bytes() == WRONG.read_bytes()
    assert list(tmp_path.iterdir()) == [copy]


def test_ctrl_c_stops_cleanly_and_keeps_what_is_done(tmp_path):
    for number in range(150):
        (tmp_path / f"{number:03}.xlsx").write_bytes(GOOD.read_bytes())
    command = [sys.executable, "-m", "validator.cli", "check", "."]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command,
        stdout=pipe,
        stderr=pipe,
        encoding="utf-8",
        cwd=tmp_path,
        preexec_fn=hear_ctrl_c if os.name == "posix" else None,
    ) as running:
        assert running.stdout is not None
        first = running.stdout.readline()  # the work has begun
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "已中断" in told
    assert "Traceback" not in told
    assert first == f"000.xlsx {text('report.agrees')}\n"


# --- a bureau's own rules, catalogue, last year ------------------------------------------------


def test_own_rules_are_checked_and_reported(tmp_path):
    rules = tmp_path / "本局规则.txt"
    rules.write_text(
        "# 本局要求\nB01  表1：27行≤57行\n    含义：不得有结余\nB02  表9 6栏=0\n    级别：核实\n",
        encoding="utf-8",
    )
    done = gouji_alone("check", GOOD, "--rules", rules, "--format", "json")
    (workbook,) = json.loads(done.stdout)["workbooks"]
    assert [(f["rule"], f["severity"]) for f in workbook["findings"]] == [("B02", "warning")]
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("B01  表1 27行=（1+2\n", "规则.txt:1", "此处应为"),
        ("\nB01  表1 99行=1行\n", "规则.txt:2", "没有"),
        ("B01 表1 27行=表1 27行\n", "规则.txt:1", "既是合计又是加数"),
        ("B01  表13 1行=表1 1行\n", "规则.txt:1", "没有表13"),
        ("B01  表1 1行=表1 2行\nB01  表1 1行=表1 3行\n", "规则.txt:2", "写了两次"),
        ("B01  表2：检查 不存在的检查\n", "规则.txt:1", "没有名为"),
        ("B01  检查 科目编码\n", "规则.txt:1", "应写在一张科目表下"),
        ("B01  表1：检查 下级科目\n", "规则.txt:1", "应写在一张科目表下"),
        ("B01  表2：检查 表格齐全\n", "规则.txt:1", "针对整本工作簿"),
        ("X05  表1：27行=28行\n", "规则.txt:1", "X05 已是 gouji 的规则编号"),
        ("B01  上年表3[科目]⊇表5[科目]\n", "规则.txt:1", "上年"),
        ("# 什么也没有\n", "规则.txt:1", "没有规则"),
        ("B01  表1 1行=表1 2行\n    级别：严重\n", "规则.txt:1", "级别只能是"),
    ],
)
def test_a_rule_that_cannot_be_used_names_file_and_line(tmp_path, text, where, words):
    rules = tmp_path / "规则.txt"
    rules.write_text(text, encoding="utf-8")
    done = gouji("check", GOOD, "--rules", rules)
    assert done.returncode == 2
    assert where in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_rules_for_another_edition_are_no_fault_of_the_program(tmp_path):
    rules = tmp_path / "规则.txt"
    rules.write_text("B01  表6[39906]=0\n", encoding="utf-8")
    assert gouji("check", GOOD, "--rules", rules).returncode == 0
    (workbook,) = workbooks(EXAMPLES / "dongxihu-2024" / "printed.xlsx", "--rules", rules)
    assert workbook["status"] == "unreadable"
    assert "自定规则不适用于这个文件的版本" in workbook["message"]


@pytest.mark.parametrize("kind", ["csv", "gbk", "xlsx"])
def test_a_bureaus_catalogue_names_the_codes_that_the_shipped_list_lacks(tmp_path, kind):
    book = openpyxl.load_workbook(GOOD)
    sheet = next(s for s in book.worksheets if "表2" in s.title)
    row = next(r for r in range(1, 60) if str(sheet.cell(r, 1).value) == "2210203")
    sheet.cell(row, 1).value, sheet.cell(row, 2).value = "2210299", "某项新补贴"
    book.save(tmp_path / "新科目.xlsx")

    def told(*more: object) -> list[str]:
        (workbook,) = workbooks(tmp_path / "新科目.xlsx", *more)
        return [f["message"] for f in workbook["findings"] if f["rule"] == "JS02-CODE"]

    assert "科目目录里没有 2210299" in told()[0]
    listed = tmp_path / f"目录.{'xlsx' if kind == 'xlsx' else 'csv'}"
    if kind == "xlsx":
        catalogue = openpyxl.Workbook()
        for line in (["编码", "名称"], [2210299, "某项新补贴"]):
            catalogue.active.append(line)
        catalogue.save(listed)
    else:
        encoding = "utf-8" if kind == "csv" else "gb18030"
        listed.write_text("编码,名称\n2210299,某项新补贴\n", encoding=encoding)
    assert told("--catalogue", listed) == []


@pytest.mark.parametrize("option", ["--rules", "--waivers", "--catalogue"])
def test_a_bureaus_file_that_cannot_be_opened_is_named_with_what_to_do(option, tmp_path):
    for path, reason in ((tmp_path / "没有.txt", "missing"), (tmp_path, "no_access")):
        done = gouji("check", GOOD, option, path)
        said = text(f"unreadable.{reason}", name=path)
        assert (done.returncode, done.stderr.strip()) == (2, said)


def test_a_catalogue_may_be_kept_in_any_format_of_workbooks():
    names = read_catalogue(Path(__file__).parent / "corpus" / "format-xls-2020.xls")
    assert names["208"] == "社会保障和就业支出"
    with pytest.raises(Unreadable, match="too_large"):
        read_catalogue(GOOD, Limits(sheets=3))


def test_last_years_workbook_is_compared_with_this_years_opening(tmp_path):
    (workbook,) = workbooks(EXAMPLES / "zengdu-2022" / "printed.xlsx", "--previous", GOOD)
    messages = [f["message"] for f in workbook["findings"] if f["rule"] == "X19"]
    assert any("29行 年初结转和结余 4.73" in m for m in messages)
    assert not any(
        f["rule"] == "X19"
        for f in workbooks(EXAMPLES / "zengdu-2022" / "printed.xlsx")[0]["findings"]
    )


def test_the_budget_stands_beside_the_accounts():
    (workbook,) = workbooks(BUDGET.with_name("accounts.xlsx"), "--budget", BUDGET)
    assert [c["rule"] for c in workbook["comparisons"]] == ["YJ02", "YJ03", "YJ04"]
    assert {f["rule"] for f in workbook["findings"]} == {"YJ01", "YJ02", "YJ03"}
    done = gouji("check", BUDGET.with_name("accounts.xlsx"), "--budget", BUDGET)
    assert done.returncode == 0
    assert "[仅预算] 医疗保障政策管理" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((GOOD, "--budget", GOOD), "没有找到部门预算的表"),
        ((BUDGET, "--budget", BUDGET), "去掉 --budget"),
        ((GOOD, "--previous", BUDGET), "两者不能比较"),
        ((BUDGET, "--previous", GOOD), "两者不能比较"),
        ((GOOD, "--budget", "没有.xlsx"), "找不到文件"),
    ],
)
def test_workbooks_of_the_wrong_kind_are_refused(arguments, said):
    done = gouji("check", *arguments)
    assert done.returncode == 2
    assert said.replace(" ", "") in "".join((done.stdout + done.stderr).split())
    assert "Traceback" not in done.stderr
    assert "对照（" not in done.stdout


def test_options_that_do_not_exist_are_said():
    done = gouji("check", GOOD, "--edition", "final-accounts-1999")
    assert done.returncode == 2
    assert "final-accounts-2024" in done.stderr
    missing = gouji("check", GOOD, "--rules", "没有.txt")
    assert missing.returncode == 2
    assert "没有.txt" in missing.stderr
    assert gouji("check", GOOD, "--previous", "没有.xlsx").returncode == 2


# --- the catalogue -----------------------------------------------------------------------------


def test_editions_lists_every_form_set():
    named = [
        line.split()[0] for line in gouji_alone("editions").stdout.splitlines() if line[0] != " "
    ]
    assert [name for name in named if name in editions()] == list(editions())


@pytest.mark.parametrize("edition", editions())
def test_rules_lists_each_rule_once_with_notation_meaning_tolerance_and_source(edition):
    done = gouji("rules", edition)
    lines = [
        line.split()[0]
        for line in done.stdout.splitlines()
        if line.startswith("  ") and line[2] != " "
    ]
    assert lines == [rule.id for rule in load(edition).rules]
    for rule in load(edition).rules:
        assert done.stdout.count(f"      {rule.meaning}\n") >= 1
        assert " ".join(rule.notation.split()) in done.stdout
        assert f"来源：{rule.source}" in done.stdout
    assert done.stdout.count("容差：") == len(lines)


@pytest.mark.parametrize("edition", editions())
def test_every_rule_can_be_explained_with_examples_that_were_judged(edition):
    from validator.rulebook import rulebook

    shares = {item.rule.id: item.share for item in compiled(edition).equations}
    due = {
        None: [],
        False: [Verdict.EXACT, Verdict.ERROR],
        True: [Verdict.EXACT, Verdict.ROUNDING, Verdict.ERROR],
    }
    entries = rulebook(edition)
    assert len(entries) == len(load(edition).rules)
    for entry in entries:
        verdicts = [example.verdict for example in entry.examples]
        assert verdicts == due[shares.get(entry.rule.id)]


def test_explain_says_what_where_and_shows_examples():
    done = gouji_alone("explain", "x05")
    assert done.returncode == 0
    for words in ("X05", "表3[类]1栏=表1[类]", "来源：", "相符的例子：", "不符的例子："):
        assert words in done.stdout


def test_explain_offers_rules_that_are_close():
    done = gouji("explain", "JS01-9")
    assert done.returncode == 2
    assert "相近的有" in done.stderr
    assert "JS01-6" in done.stderr


@pytest.mark.parametrize("command", [[], ["check"], ["rules"], ["explain"], ["editions"]])
def test_help_is_chinese_first(command):
    done = gouji(*command, "--help")
    assert done.returncode == 0
    assert any("\u4e00" <= c <= "\u9fff" for c in done.stdout)


def test_help_of_check_shows_examples():
    assert "gouji check 决算.xlsx" in gouji("check", "--help").stdout
