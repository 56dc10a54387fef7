"""gouji check --annotate, --letters, --format html and xlsx: a file for each workbook, where it is
asked for, whole, and never in the place of another."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from errno import ENOSPC
from importlib.util import find_spec
from pathlib import Path

import openpyxl
import pytest

from tests.commands import LIMIT, gouji, gouji_alone, hear_ctrl_c
from tests.letters import everything, opened, paragraphs
from tests.test_reading import unzipped, zipped
from validator import check
from validator.cli import formats, products
from validator.messages import text

EXAMPLES = Path(__file__).parent.parent / "examples"
MISTAKES = EXAMPLES / "jiangan-2020-mistakes"
WRONG = MISTAKES / "01-mistyped-total.xlsx"
OTHER = MISTAKES / "02-swapped-digits.xlsx"
GOOD = EXAMPLES / "jiangan-2020" / "printed.xlsx"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with two workbooks of one name, one of them in a folder below."""
    folder = tmp_path / "收件箱"
    (folder / "甲局").mkdir(parents=True)
    shutil.copy(WRONG, folder / "决算.xlsx")
    shutil.copy(OTHER, folder / "甲局" / "决算.xlsx")
    return folder


def files(folder: Path) -> set[str]:
    """The files below a folder, by their places there."""
    return {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()}


# --- the whole way -----------------------------------------------------------------------------


def test_each_workbook_gets_a_marked_copy_and_a_letter_in_folders_like_those_of_the_sources(
    inbox, tmp_path
):
    before = {path: (inbox / path).read_bytes() for path in files(inbox)}
    out = tmp_path / "新建" / "结果"
    done = gouji_alone("check", inbox, "--annotate", out, "--letters", out)
    assert done.returncode == 1
    assert files(out) == {
        "决算-已标注.xlsx",
        "决算-审核意见单.docx",
        "甲局/决算-已标注.xlsx",
        "甲局/决算-审核意见单.docx",
    }
    assert f"已写出标注的副本 2 份：{out}" in done.stderr
    assert f"已写出审核意见单 2 份：{out}" in done.stderr
    assert "有 1 处错误须更正" in done.stdout  # the report is there all the same
    assert {path: (inbox / path).read_bytes() for path in files(inbox)} == before
    for name, address in (("决算", "C32"), ("甲局/决算", "D17")):
        copy = openpyxl.load_workbook(out / f"{name}-已标注.xlsx")
        listed = [str(cell.value) for row in copy.worksheets[0].iter_rows() for cell in row]
        assert any(words.endswith(f"!{address}") for words in listed)
        assert address in everything(opened((out / f"{name}-审核意见单.docx").read_bytes()))


def test_a_workbook_without_findings_gets_them_too(tmp_path):
    done = gouji("check", GOOD, "--annotate", tmp_path, "--letters", tmp_path)
    assert done.returncode == 0
    assert files(tmp_path) == {"printed-已标注.xlsx", "printed-审核意见单.docx"}
    first = openpyxl.load_workbook(tmp_path / "printed-已标注.xlsx").worksheets[0]
    assert any("没有意见" in str(v) for row in first.iter_rows(values_only=True) for v in row)
    letter = opened((tmp_path / "printed-审核意见单.docx").read_bytes())
    assert "没有需要单位更正或者说明的事项。" in paragraphs(letter)


def test_sources_of_one_name_do_not_write_over_each_other(inbox, tmp_path):
    shutil.copy(OTHER, inbox / "决算.XLSM")
    gouji("check", inbox / "决算.xlsx", inbox / "甲局", inbox / "决算.XLSM", "--letters", tmp_path)
    letters = {f.name: f.read_bytes() for f in tmp_path.glob("*.docx")}
    assert letters.keys() == {f"决算-审核意见单{n}.docx" for n in ("", " (2)", " (3)")}
    assert "C32" in everything(opened(letters["决算-审核意见单.docx"]))
    assert "D17" in everything(opened(letters["决算-审核意见单 (2).docx"]))


def test_the_language_is_that_of_the_report(tmp_path):
    gouji("check", WRONG, "--annotate", tmp_path, "--letters", tmp_path, "--lang", "en")
    assert files(tmp_path) == {
        "01-mistyped-total-marked.xlsx",
        "01-mistyped-total-letter.docx",
    }
    letter = opened((tmp_path / "01-mistyped-total-letter.docx").read_bytes())
    assert paragraphs(letter)[0] == "Review of published final accounts"


def test_a_workbook_with_macros_keeps_its_ending(tmp_path):
    parts = unzipped(WRONG.read_bytes())
    kind = parts["[Content_Types].xml"]
    sheet = b"openxmlformats-officedocument.spreadsheetml.sheet.main"
    assert sheet in kind
    parts["[Content_Types].xml"] = kind.replace(sheet, b"ms-excel.sheet.macroEnabled.main")
    (tmp_path / "决算.xlsm").write_bytes(zipped(parts))
    gouji("check", tmp_path / "决算.xlsm", "--annotate", tmp_path / "副本")
    assert files(tmp_path / "副本") == {"决算-已标注.xlsm"}


# --- what is not written over ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "name"), [("--annotate", "决算-已标注.xlsx"), ("--letters", "决算-审核意见单.docx")]
)
def test_what_is_there_is_left_alone_and_nothing_is_checked_unless_force(
    inbox, tmp_path, option, name
):
    out = tmp_path / "结果"
    out.mkdir()
    (out / name).write_bytes(b"mine")
    done = gouji("check", inbox, option, out)
    assert done.returncode == 2 and f"{name} 已经存在" in done.stderr and not done.stdout
    assert files(out) == {name} and (out / name).read_bytes() == b"mine"
    assert gouji("check", inbox, option, out, "--force").returncode == 1
    assert len(files(out)) == 2 and (out / name).read_bytes() != b"mine"


def test_a_file_that_is_read_is_never_written_over_even_by_force(inbox):
    marked = inbox / "决算-已标注.xlsx"
    shutil.copy(GOOD, marked)
    done = gouji("check", inbox, "--annotate", inbox, "--force")
    assert done.returncode == 2 and "不能写在被读取的文件上" in done.stderr
    assert marked.read_bytes() == GOOD.read_bytes()


@pytest.mark.parametrize("name", ["决算-审核意见单.docx", "../结果/决算-审核意见单.docx"])
def test_a_report_and_a_letter_are_never_one_file(inbox, tmp_path, name):
    (tmp_path / "结果").mkdir()
    output = tmp_path / "结果" / name
    done = gouji("check", inbox, "--letters", tmp_path / "结果", "-o", output)
    assert done.returncode == 2 and "不能写到同一个文件" in done.stderr
    assert not files(tmp_path / "结果")


def test_a_folder_that_is_none_is_said_before_anything_is_checked(tmp_path):
    (tmp_path / "文件").write_bytes(b"")
    for folder in (tmp_path / "文件", tmp_path / "文件" / "下面"):
        done = gouji("check", WRONG, "--letters", folder)
        assert done.returncode == 2 and "不能用作文件夹" in done.stderr and not done.stdout


# --- what cannot be made ------------------------------------------------------------------------


def test_what_cannot_be_marked_is_said_with_what_to_do_and_the_rest_is_done(tmp_path):
    inbox, out = tmp_path / "收件箱", tmp_path / "结果"
    inbox.mkdir()
    shutil.copy(WRONG, inbox / "好.xlsx")
    (inbox / "坏.xlsx").write_bytes(b"PK")
    signed = unzipped(WRONG.read_bytes()) | {"_xmlsignatures/origin.sigs": b""}
    (inbox / "签名.xlsx").write_bytes(zipped(signed))
    done = gouji("check", inbox, "--annotate", out, "--letters", out)
    assert done.returncode == 2
    assert files(out) == {
        *("好-已标注.xlsx", "好-审核意见单.docx"),
        *("坏-审核意见单.docx", "签名-审核意见单.docx"),
    }
    (of_broken,) = [line for line in done.stderr.splitlines() if "坏.xlsx" in line]
    (of_signed,) = [line for line in done.stderr.splitlines() if "签名.xlsx" in line]
    assert "没有校验成" in of_broken
    assert "数字签名" in of_signed and "没有写出副本" in of_signed
    assert "已写出标注的副本 1 份" in done.stderr and "已写出审核意见单 3 份" in done.stderr
    assert "未能审核" in everything(opened((out / "坏-审核意见单.docx").read_bytes()))


def test_an_old_workbook_is_checked_and_how_to_have_it_marked_is_said(program, tmp_path):
    soffice = program("LibreOffice", "soffice", "libreoffice")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "xls", "--outdir", tmp_path, WRONG]
    subprocess.run(command, check=True, capture_output=True, timeout=LIMIT)
    done = gouji("check", tmp_path / f"{WRONG.stem}.xls", "--annotate", tmp_path / "副本")
    assert done.returncode == 2
    assert "有 1 处错误须更正" in done.stdout
    assert "文件类型选 .xlsx" in done.stderr and not files(tmp_path / "副本")


def test_what_is_no_file_gets_nothing(tmp_path):
    done = gouji("check", tmp_path / "没有.xlsx", "--letters", tmp_path / "意见单")
    assert done.returncode == 2
    assert "没有写出审核意见单" in done.stderr and not files(tmp_path / "意见单")


def test_a_source_that_changed_after_it_was_checked_is_refused(inbox, tmp_path, monkeypatch):
    plain = products.Products.write

    def changed(self: products.Products, number: int, report: object) -> None:
        if number == 0:
            shutil.copy(GOOD, inbox / "决算.xlsx")
        plain(self, number, report)  # type: ignore[arg-type]

    monkeypatch.setattr(products.Products, "write", changed)
    done = gouji("check", inbox, "--annotate", tmp_path / "副本")
    assert done.returncode == 2 and "校验以后文件又有改动" in done.stderr
    assert files(tmp_path / "副本") == {"甲局/决算-已标注.xlsx"}


def test_what_comes_to_stand_there_while_it_checks_is_not_written_over(tmp_path, monkeypatch):
    plain, out = products.Products.write, tmp_path / "副本"

    def late(self: products.Products, number: int, report: object) -> None:
        out.mkdir(exist_ok=True)
        (out / "01-mistyped-total-已标注.xlsx").write_bytes(b"mine")
        plain(self, number, report)  # type: ignore[arg-type]

    monkeypatch.setattr(products.Products, "write", late)
    done = gouji("check", WRONG, "--annotate", out)
    assert done.returncode == 2 and "已经存在" in done.stderr
    assert [file.read_bytes() for file in out.iterdir()] == [b"mine"]


def test_a_full_disk_is_said_and_leaves_no_half_file(inbox, tmp_path, monkeypatch):
    out = tmp_path / "结果"
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if out in path.parents and "甲局" not in path.parts:
            write(path, data[:100])
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    done = gouji("check", inbox, "--annotate", out, "--letters", out)
    assert done.returncode == 2
    assert done.stderr.count("没有保存") == 2 and os.strerror(ENOSPC) in done.stderr
    assert files(out) == {"甲局/决算-已标注.xlsx", "甲局/决算-审核意见单.docx"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal for one process")
def test_ctrl_c_leaves_whole_files_only(tmp_path):
    inbox, out = tmp_path / "收件箱", tmp_path / "结果"
    inbox.mkdir()
    for number in range(60):
        shutil.copy(WRONG, inbox / f"{number:02}.xlsx")
    command = [sys.executable, "-m", "validator.cli", "check", inbox, "--annotate", out]
    process = subprocess.Popen(
        [*command, "--letters", out],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=hear_ctrl_c,
    )
    _wait(lambda: len(files(out)) >= 3)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=LIMIT)
    assert process.returncode == 130 and "已中断" in errors and "Traceback" not in errors
    written = files(out)
    assert 3 <= len(written) < 120
    assert not [name for name in written if name.startswith(".")]
    for name in written:
        if name.endswith(".docx"):
            opened((out / name).read_bytes())
        else:
            openpyxl.load_workbook(out / name, read_only=True).close()


def _wait(done: Callable[[], bool]) -> None:
    end = time.monotonic() + LIMIT
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


# --- forms of the report ------------------------------------------------------------------------


def test_the_report_as_html_is_one_file_with_the_tables(tmp_path):
    done = gouji("check", WRONG, "--format", "html", "-o", tmp_path / "报告.html")
    assert text("cli.report_written", name=tmp_path / "报告.html") in done.stderr
    assert done.returncode == 1 and not done.stdout
    shown = (tmp_path / "报告.html").read_text(encoding="utf-8")
    assert shown.lstrip().lower().startswith("<!doctype html>") and "JS01-1" in shown
    assert "八、社会保障和就业支出" in shown  # a row that no finding names
    assert gouji("check", WRONG, "--format", "html").stdout == shown


def test_the_report_as_xlsx_needs_a_file(tmp_path):
    done = gouji("check", WRONG, "--format", "xlsx")
    assert done.returncode == 2 and "--output" in done.stderr and not done.stdout
    output = tmp_path / "意见.xlsx"
    done = gouji("check", WRONG, GOOD, "--format", "xlsx", "-o", output)
    assert done.returncode == 1
    assert text("cli.summary", files=2, agree=1, wrong=1, unchecked=0) in done.stderr
    book = openpyxl.load_workbook(output)
    assert book.sheetnames == ["审核意见", "汇总"] and book["汇总"].max_row == 3


@pytest.mark.parametrize(
    ("arguments", "package"),
    [(["--letters", "意见单"], "docx"), (["--format", "xlsx", "-o", "意见.xlsx"], "pandas")],
)
def test_a_package_that_is_missing_is_named_with_how_to_install_it(
    arguments, package, tmp_path, monkeypatch
):
    def found(name: str) -> object:
        return None if name == package else find_spec(name)

    monkeypatch.setattr(formats, "find_spec", found)
    done = gouji("check", WRONG, *arguments, folder=tmp_path)
    assert done.returncode == 2 and not files(tmp_path)
    assert done.stderr.strip() == text("cli.documents_missing", "zh", names=package)
    assert "pip install 'gouji[documents]'" in done.stderr


def test_a_report_as_text_imports_nothing_that_the_others_need():
    command: list[str | Path] = [sys.executable, "-X", "importtime", "-m", "validator.cli"]
    command += ["check", GOOD]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    heavy = {"pandas", "docx", "openpyxl", "jinja2", "lxml", "numpy", "validator.cli.products"}
    assert not heavy & imported


def test_nothing_that_stands_in_a_name_is_taken_for_more(tmp_path):
    source = tmp_path / "=cmd|' (1) [决算] 100%.xlsx"
    shutil.copy(WRONG, source)
    done = gouji("check", source, "--annotate", tmp_path / "副本", "--letters", tmp_path / "副本")
    assert done.returncode == 1
    assert files(tmp_path / "副本") == {
        f"{source.stem}-已标注.xlsx",
        f"{source.stem}-审核意见单.docx",
    }
    again = check(tmp_path / "副本" / f"{source.stem}-已标注.xlsx")
    assert again.status == "checked" and again.errors == 4
