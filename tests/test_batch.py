"""Many workbooks at once: every one gets the report that it gets alone, whatever becomes of the
others; the screen says how far the work is."""

import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.commands import gouji, hear_ctrl_c
from validator import Options, check
from validator.batch import processes
from validator.batch.sources import Source, found
from validator.batch.work import Records, Reports, Task, terms
from validator.messages import text
from validator.waivers import read_waivers

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
GOOD = EXAMPLES / "jiangan-2020" / "printed.xlsx"
#: A day on which the waivers of the examples hold.
WAIVED = date(2026, 6, 1)
WRONG = sorted((EXAMPLES / "jiangan-2020-mistakes").rglob("*.xlsx"))[:3]

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs a Linux terminal and signals")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with workbooks that agree, some with mistakes, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("batch") / "收件箱"
    (folder / "区").mkdir(parents=True)
    for number, path in enumerate([GOOD, *WRONG] * 4):
        place = folder / "区" if number % 3 == 0 else folder
        (place / f"单位{number:02}.xlsx").write_bytes(path.read_bytes())
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04")
    return folder


@pytest.fixture(scope="module")
def alone(inbox) -> list[dict[str, object]]:
    """What `check` says of each, by itself."""
    return [check(source.path).as_json() for source in found([str(inbox)])]


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_each_workbook_gets_the_report_that_it_gets_alone_in_the_order_of_the_folder(
    inbox, alone, jobs
):
    tasks = [Task(source) for source in found([str(inbox)])]
    given = list(processes.done(Reports(Options()), tasks, jobs, in_order=True))
    numbers = [number for together in given for number, _ in together]
    assert numbers == list(range(len(tasks)))
    assert [report.as_json() for together in given for _, report in together] == alone


def test_out_of_order_each_result_has_the_number_of_its_task(inbox, alone):
    tasks = [Task(source) for source in found([str(inbox)])]
    given = dict(
        each for together in processes.done(Reports(Options()), tasks, 3) for each in together
    )
    assert [given[number].as_json() for number in range(len(tasks))] == alone


def test_no_process_is_left_when_nobody_takes_the_results_any_more(inbox):
    tasks = [Task(source) for source in found([str(inbox)])]
    done = processes.done(Reports(Options()), tasks, 2)
    next(done)
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    before = children.read_text().split() if children.exists() else []
    done.close()
    after = children.read_text().split() if children.exists() else []
    assert len(before) - len(after) == 2 or not children.exists()


def test_a_record_says_what_the_report_says(inbox):
    for source in found([str(inbox)]):
        report = check(source.path)
        kept = Records.under(Options()).do(Task(source), lambda state: None)
        assert kept is not None
        row = kept.workbook
        told = (row.status, row.department, row.year, row.edition, row.errors, row.warnings)
        assert told == (
            report.status,
            report.department or "",
            report.year,
            report.edition or "",
            report.errors,
            report.warnings,
        )
        assert [each.message for each in kept.findings] == [f.message for f in report.findings]
        assert sum(rule.exact for rule in kept.rules) == row.exact
        assert row.size == Path(source.path).stat().st_size
        assert [row.exit_status(strict) for strict in (False, True)] == [
            report.exit_status(strict) for strict in (False, True)
        ]


def test_a_record_counts_what_is_waived_apart():
    source = Source(str(EXAMPLES / "dongxihu-2024" / "printed.xlsx"), Path())
    waivers = read_waivers(EXAMPLES / "rules" / "豁免.txt", today=WAIVED)
    options = Options(waivers=waivers, today=WAIVED)
    kept = Records.under(options).do(Task(source), lambda state: None)
    assert kept is not None
    covered = [finding.rule for finding in kept.findings if finding.waiver]
    assert covered and kept.workbook.waived == len(covered)
    assert (kept.workbook.errors, kept.workbook.state) == (0, "nothing_left")


def test_a_workbook_that_has_not_changed_is_not_checked_again(inbox):
    source = next(found([str(inbox)]))
    work = Records.under(Options())
    kept = work.do(Task(source), lambda state: None)
    assert kept is not None
    assert work.do(Task(source, kept.workbook.sha256), lambda state: None) is None
    assert work.do(Task(source, "0" * 64), lambda state: None) is not None


def test_the_terms_change_with_everything_that_changes_a_report(inbox):
    from validator import read
    from validator.forms.own import read_rules
    from validator.reading import Limits

    rules = inbox.parent / "规则.txt"
    rules.write_text("JS01-1  级别：提示\n", encoding="utf-8")
    waivers = read_waivers(EXAMPLES / "rules" / "豁免.txt", today=WAIVED)
    others = [
        Options(lang="en"),
        Options(edition="final-accounts-2020"),
        Options(recalculate=True),
        Options(limits=Limits(seconds=1)),
        Options(previous=read(GOOD)),
        Options(budget=read(GOOD)),
        Options(rules=tuple(read_rules(rules))),
        Options(names={"201": "一般公共服务"}),
        Options(waivers=waivers, today=WAIVED),
        Options(waivers=waivers, today=date.max),  # they have expired
    ]
    digests = [terms(options) for options in (Options(), *others)]
    assert len(set(digests)) == len(digests)
    assert terms(Options(name="什么")) == digests[0]


def test_among_many_a_workbook_in_which_nothing_is_to_be_done_has_one_line(inbox):
    said = gouji("check", inbox, "--jobs", 2)
    lines = said.stdout.splitlines()
    agreeing = [line for line in lines if line.endswith(text("report.agrees").strip())]
    assert len(agreeing) == 4 and all(".xlsx " in line for line in agreeing)
    assert text("cli.summary", files=17, agree=4, wrong=12, unchecked=1) in said.stdout
    assert said.returncode == 2


def test_few_are_shown_in_full(inbox):
    paths = [source.path for source in found([str(inbox)])][:10]
    said = gouji("check", *paths)
    assert not [line for line in said.stdout.splitlines() if ".xlsx " in line]


def screen(*arguments: object) -> Iterator[str]:
    """What the command writes to a terminal, in a process of its own, as it comes."""
    import pty  # not on Windows

    child, terminal = pty.fork()
    if not child:
        hear_ctrl_c()
        os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="30")
        os.execv(sys.executable, [sys.executable, "-m", "validator.cli", *map(str, arguments)])
    try:
        while True:
            try:
                yield os.read(terminal, 1 << 16).decode(errors="replace")
            except OSError:  # it has ended
                return
    finally:
        os.close(terminal)
        os.kill(child, signal.SIGINT)
        os.waitpid(child, 0)


@linux
def test_the_bar_says_how_many_are_done_how_they_stand_and_how_fast_it_goes(tmp_path):
    for number in range(60):
        path = WRONG[0] if number % 4 == 0 else GOOD
        (tmp_path / f"{number:02}.xlsx").write_bytes(path.read_bytes())
    into = ("--format", "json", "-o", tmp_path / "结果.json")
    # By one process, lest they are done before anybody can see how fast it goes.
    shown = "".join(screen("check", tmp_path, "--jobs", 1, *into))
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert re.search(r"\d+/60", plain)
    assert "无须更正" in plain and "有错误" in plain and "每秒" in plain
    reports = json.loads((tmp_path / "结果.json").read_text(encoding="utf-8"))["workbooks"]
    assert len(reports) == 60


def test_jobs_must_be_a_number_of_processes(inbox):
    assert gouji("check", inbox, "--jobs", 0).returncode == 2


def test_a_folder_of_folders_is_gone_through_in_order_and_locks_are_left_out(tmp_path):
    for name in ("乙/一.xlsx", "甲/二.et", "甲/~$二.xlsx", "甲/.~锁.xlsx", "说明.txt", "三.xls"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "丁.xlsx").symlink_to("没有.xlsx")  # leads nowhere, which has to be said
    names = [source.below.as_posix() for source in found([str(tmp_path)])]
    assert names == sorted(names) == ["丁.xlsx", "三.xls", "乙/一.xlsx", "甲/二.et"]
    (tmp_path / "空").mkdir()
    assert list(found([str(tmp_path / "空")])) == [Source(str(tmp_path / "空"), Path("空"))]
