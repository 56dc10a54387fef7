"""The command where files are no files, folders are closed, and what is written finds no room."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import gouji, gouji_alone
from validator.batch.sources import found as sources

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no such files")

GOOD = Path(__file__).parent.parent / "examples" / "jiangan-2020" / "printed.xlsx"
FULL = Path("/dev/full")


def statuses(folder: Path) -> dict[str, str]:
    done = gouji("check", folder, "--format", "json")
    return {Path(w["path"]).name: w["status"] for w in json.loads(done.stdout)["workbooks"]}


def test_of_a_folder_only_files_are_checked_whatever_their_names(tmp_path):
    inner = tmp_path / "里面.xlsx"
    inner.mkdir()
    os.mkfifo(tmp_path / "管道.xlsx")
    (tmp_path / "断链.xlsx").symlink_to("没有.xlsx")
    for path in (tmp_path / "一 'b\"\n😀.xlsx", inner / "二.xlsx"):
        path.write_bytes(GOOD.read_bytes())
    assert statuses(tmp_path) == {
        "一 'b\"\n😀.xlsx": "checked",
        "二.xlsx": "checked",
        "断链.xlsx": "unreadable",
    }


def test_a_link_to_a_folder_elsewhere_is_said_and_one_that_is_looked_through_is_not(tmp_path):
    inbox, other = tmp_path / "收件箱", tmp_path / "别处"
    for folder in (inbox, other):
        folder.mkdir()
        (folder / f"{folder.name}.xlsx").write_bytes(GOOD.read_bytes())
    (inbox / "去年").symlink_to(other)
    (inbox / "圈").symlink_to(".")
    (found, linked) = sorted(sources([str(inbox)]), key=lambda source: bool(source.trouble))
    assert (found.below.name, linked.below.name) == ("收件箱.xlsx", "去年")
    done = gouji("check", inbox)
    assert done.returncode == 2 and "这是通往别处文件夹的链接" in done.stdout
    below = [source.below.name for source in sources([str(inbox), str(other)])]
    assert below == ["收件箱.xlsx", "别处.xlsx"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read all")
def test_a_closed_folder_within_another_is_said(tmp_path):
    (tmp_path / "决算.xlsx").write_bytes(GOOD.read_bytes())
    (tmp_path / "关着").mkdir(mode=0)
    try:
        done = gouji("check", tmp_path)
    finally:
        (tmp_path / "关着").chmod(0o700)
    assert done.returncode == 2
    assert "关着：无法打开" in done.stdout


def test_a_report_goes_through_a_pipe_and_a_link_which_stay(tmp_path):
    pipe, link, file = (tmp_path / name for name in ("管道", "链接.json", "报告.json"))
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        assert gouji("check", GOOD, "--format", "json", "-o", pipe, "--force").returncode == 0
        shown = reader.communicate(timeout=60)[0]
    assert json.loads(shown)["workbooks"][0]["status"] == "checked"
    assert pipe.is_fifo()
    file.write_text("旧", "utf-8")
    link.symlink_to(file)
    assert gouji("check", GOOD, "--format", "json", "-o", link, "--force").returncode == 0
    assert link.is_symlink()
    assert file.read_bytes() == shown


@pytest.mark.skipif(not FULL.exists(), reason="the system has no disk that is always full")
def test_a_full_disk_is_said_and_no_traceback():
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "validator.cli", "check", GOOD],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("报告没有写完：")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("option", ["--rules", "--waivers", "--catalogue"])
def test_a_bureaus_own_file_without_end_is_refused(option):
    done = gouji_alone("check", GOOD, option, "/dev/zero")
    assert done.returncode == 2
    assert "/dev/zero" in done.stderr
    assert "Traceback" not in done.stderr
