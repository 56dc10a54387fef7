"""gouji addin install and remove: what is written where, what is kept, and that nothing is half
done; which Python the ribbon will start. On layouts of Windows and macOS in a folder."""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.machines import (
    EXCEL,
    Table,
    bare_python,
    files,
    mac,
    posix,
    recording_python,
    script,
    started,
    windows,
    without_rights,
)
from validator.cli import app
from validator.cli.addin import Machine
from validator.findings import VERSION
from xl_addin.files import HELP
from xl_addin.installation.conf import read_settings, with_setting
from xl_addin.installation.install import Shipped, install, remove, shipped
from xl_addin.installation.interpreter import FLAGS, Answer, Silence, ask, chosen, from_store
from xl_addin.installation.obstacles import python_obstacle
from xl_addin.installation.places import places
from xl_addin.installation.status import look
from xl_addin.preferences import FILE, folder
from xl_addin.refusal import Refused
from xl_addin.session import LOG

NEW = Shipped(b"the new add-in", b"the script")
PYTHON = Path("/opt/决算 工具/python.exe")


def refused(action, *arguments, **named) -> str:
    with pytest.raises(Refused) as problem:
        action(*arguments, **named)
    return problem.value.key


# --- where the files stand ---------------------------------------------------------------------


def test_the_places_of_windows_are_those_that_excel_and_the_add_in_look_in():
    home = Path("/Users/张三")
    environ = {"APPDATA": "/redirected/Roaming", "USERPROFILE": str(home)}
    found = places(environ, "win32", home)
    assert found
    assert found.addin == Path("/redirected/Roaming/Microsoft/Excel/XLSTART/gouji.xlam")
    assert found.settings == home / ".gouji" / "gouji.conf"
    assert (found.interpreter, found.encoding, found.script) == ("INTERPRETER_WIN", "mbcs", None)
    assert places({}, "win32", home) == found._replace(
        addin=home / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "gouji.xlam"
    )


def test_the_places_of_macos_are_those_that_excel_and_the_add_in_look_in():
    home = Path("/Users/zhangsan")
    found = places({}, "darwin", home)
    assert found
    office = home / "Library" / "Group Containers" / "UBF8T346G9.Office"
    start = office / "User Content.localized" / "Startup.localized" / "Excel"
    assert found.addin == start / "gouji.xlam"
    container = home / "Library" / "Containers" / "com.microsoft.Excel" / "Data"
    assert found.settings == container / "gouji.conf"
    scripts = home / "Library" / "Application Scripts" / "com.microsoft.Excel"
    assert found.script == scripts / "gouji.applescript"
    assert found.interpreter == "INTERPRETER_MAC"


def test_where_there_is_no_excel_there_are_no_places():
    assert places({}, "linux", Path("/home/zhangsan")) is None


# --- the settings ------------------------------------------------------------------------------

LINES = {
    "nothing yet": (b"", b""),
    "other settings": (b'"A","1"\r\n"B","2"\r\n', b'"A","1"\r\n"B","2"\r\n'),
    "an older Python": (
        b'"A","1"\r\n"INTERPRETER_WIN","C:\\old.exe"\r\n"B","2"\r\n',
        b'"A","1"\r\n"B","2"\r\n',
    ),
    "written in lower case": (b'"interpreter_win","C:\\old.exe"\r\n', b""),
    "written twice": (b'"INTERPRETER_WIN","1"\r\n"INTERPRETER_WIN","2"\r\n', b""),
    "without quotation marks": (b"INTERPRETER_WIN, C:\\old.exe\r\nA, 1\r\n", b"A, 1\r\n"),
    "no end of line": (b'"A","1"', b'"A","1"\r\n'),
    "lines of another system": (b'"A","1"\n"B","2"\n', b'"A","1"\r\n"B","2"\r\n'),
    "a byte order mark": (b'\xef\xbb\xbf"INTERPRETER_WIN","C:\\old.exe"\r\n', b""),
    "empty lines": (b'\r\n"A","1"\r\n\r\n', b'"A","1"\r\n'),
    "Chinese of its own": ('"A","设置，值"\r\n'.encode("gbk"), '"A","设置，值"\r\n'.encode("gbk")),
    "a name that only begins so": (b'"INTERPRETER_WIN2","x"\r\n', b'"INTERPRETER_WIN2","x"\r\n'),
}


@pytest.mark.parametrize(("before", "kept"), LINES.values(), ids=LINES)
def test_writing_the_python_leaves_every_other_setting_as_it_was(before, kept):
    path = "C:\\Users\\张三\\python.exe"
    after = with_setting(before, "INTERPRETER_WIN", path, encoding="gbk", line_end=b"\r\n")
    first = f'"INTERPRETER_WIN","{path}"\r\n'.encode("gbk")
    assert after == first + kept
    assert read_settings(after, "gbk")["INTERPRETER_WIN"] == path


def test_settings_are_read_as_vba_reads_them():
    content = '"A","C:\\甲, 乙\\b.exe"\r\nB,2\r\n"A","later"\r\n"C"\r\n'.encode("gbk")
    assert read_settings(content, "gbk") == {"A": "C:\\甲, 乙\\b.exe", "B": "2", "C": ""}
    assert read_settings(b"\x81", "gbk") == {"�": ""}


@pytest.mark.parametrize(
    ("path", "encoding", "key"),
    [
        ('C:\\a"b\\python.exe', "gbk", "sign"),
        ("C:\\%TEMP%\\python.exe", "gbk", "sign"),
        ("/opt/a|b/python3", "ascii", "sign"),
        ("C:\\a\nb\\python.exe", "gbk", "sign"),
        ("C:\\Users\\㛃\\python.exe", "gbk", "encoding"),
        ("C:\\Users\\张三\\python.exe", "cp1252", "encoding"),
        ("/Users/张三/python3", "ascii", "encoding"),
    ],
)
def test_a_path_that_excel_could_not_read_back_is_not_written(path, encoding, key):
    with pytest.raises(Refused) as problem:
        with_setting(b"", "INTERPRETER_WIN", path, encoding=encoding, line_end=b"\r\n")
    assert problem.value.key == f"install.{key}"
    assert path in str(problem.value)


# --- installing --------------------------------------------------------------------------------


def test_installing_on_windows_writes_the_add_in_and_its_python(tmp_path):
    there = windows(tmp_path)
    assert install(there, NEW, PYTHON) is False
    assert files(tmp_path) == {
        str(there.addin.relative_to(tmp_path)): NEW.addin,
        str(there.settings.relative_to(tmp_path)): f'"INTERPRETER_WIN","{PYTHON}"\r\n'.encode(
            "gbk"
        ),
    }


def test_installing_on_macos_also_writes_the_script_that_starts_python(tmp_path):
    there = mac(tmp_path)
    python = Path("/usr/local/bin/python3")
    assert install(there, NEW, python) is False
    assert there.script
    assert files(tmp_path) == {
        str(there.addin.relative_to(tmp_path)): NEW.addin,
        str(there.script.relative_to(tmp_path)): NEW.script,
        str(there.settings.relative_to(tmp_path)): f'"INTERPRETER_MAC","{python}"\n'.encode(),
    }


def test_a_newer_add_in_replaces_an_older_one_and_keeps_its_settings(tmp_path):
    there = windows(tmp_path)
    install(there, Shipped(b"old", b""), Path("/old/python.exe"))
    there.settings.write_bytes(there.settings.read_bytes() + '"颜色","蓝"\r\n'.encode("gbk"))
    assert install(there, NEW, PYTHON) is True
    assert there.addin.read_bytes() == NEW.addin
    expected = {"INTERPRETER_WIN": str(PYTHON), "颜色": "蓝"}
    assert read_settings(there.settings.read_bytes(), "gbk") == expected
    assert len(files(tmp_path)) == 2


@posix
def test_a_full_disk_leaves_the_older_add_in_and_no_half_file(tmp_path):
    import resource

    there = windows(tmp_path)
    install(there, Shipped(b"old", b""), Path("/old/python.exe"))
    before = files(tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        assert refused(install, there, Shipped(b"x" * 5000, b""), PYTHON) == "install.not_written"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert files(tmp_path) == before


def test_on_a_mac_where_excel_was_never_opened_nothing_is_made(tmp_path):
    there = mac(tmp_path, opened=False)
    assert refused(install, there, NEW, Path("/usr/bin/python3")) == "install.excel_never_opened"
    assert files(tmp_path) == {}


@pytest.mark.parametrize("blocked", ["addin", "settings"])
def test_a_folder_where_a_file_should_be_leaves_the_older_add_in(blocked, tmp_path):
    there = windows(tmp_path)
    install(there, Shipped(b"old", b""), Path("/old/python.exe"))
    path = getattr(there, blocked)
    path.unlink()
    path.mkdir()
    before = files(tmp_path)
    assert before
    assert refused(install, there, NEW, PYTHON) in ("install.not_written", "install.locked_windows")
    assert files(tmp_path) == before


def test_a_file_where_a_folder_should_be_is_told_and_left(tmp_path):
    there = windows(tmp_path)
    there.addin.parent.parent.mkdir(parents=True)
    there.addin.parent.write_bytes(b"a file called XLSTART")
    before = files(tmp_path)
    assert refused(install, there, NEW, PYTHON) == "install.not_written"
    assert files(tmp_path) == before


@posix
@pytest.mark.parametrize(("make", "key"), [(windows, "windows"), (mac, "mac")])
def test_an_add_in_that_may_not_be_replaced_stays_with_all_its_settings(make, key):
    folder = Path(tempfile.mkdtemp())
    try:
        there = make(folder)
        install(there, Shipped(b"old", b"old"), Path("/old/python"))
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o777)
        there.addin.parent.chmod(0o555)  # as Excel holds it: it cannot be replaced
        before = files(folder)
        with without_rights():
            assert refused(install, there, NEW, Path("/new/python")) == f"install.locked_{key}"
            assert refused(remove, there) == f"install.locked_{key}"
        assert files(folder) == before
    finally:
        there.addin.parent.chmod(0o777)
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("python", "key"),
    [("/opt/㛃/python.exe", "install.encoding"), ("/opt/%A%/python.exe", "install.sign")],
)
def test_a_python_that_excel_cannot_be_told_changes_nothing(python, key, tmp_path):
    there = windows(tmp_path)
    assert refused(install, there, NEW, Path(python)) == key
    assert files(tmp_path) == {}


def test_a_profile_that_vba_has_no_name_for_is_told_and_nothing_is_installed(tmp_path):
    there = windows(tmp_path / "㛃")
    assert refused(install, there, NEW, Path("/opt/python.exe")) == "install.profile"
    assert files(tmp_path) == {}


def test_removing_keeps_the_settings_unless_they_are_named(tmp_path):
    there = mac(tmp_path)
    install(there, NEW, Path("/usr/bin/python3"))
    there.folder.mkdir()
    choices = there.folder / "设置.xlsx"
    choices.write_bytes(b"choices")
    assert remove(there) == (there.addin, there.script)
    assert set(files(tmp_path)) == {
        str(path.relative_to(tmp_path)) for path in (there.settings, choices)
    }
    assert remove(there) == ()
    assert remove(there, (there.settings, choices)) == (there.settings, choices)
    assert files(tmp_path) == {}
    assert not there.folder.exists()


def test_a_folder_that_holds_something_else_stays(tmp_path):
    there = windows(tmp_path)
    install(there, NEW, PYTHON)
    note = there.folder / "笔记.txt"
    note.write_text("mine", encoding="utf-8")
    assert remove(there, (there.settings,)) == (there.addin, there.settings)
    assert files(tmp_path) == {str(note.relative_to(tmp_path)): b"mine"}


def test_the_files_that_ship_are_an_add_in_for_excel_and_a_script():
    content = shipped()
    assert "xl/vbaProject.bin" in zipfile.ZipFile(BytesIO(content.addin)).namelist()
    assert b"\non run_python(parameter)\n" in content.script


# --- which Python ------------------------------------------------------------------------------


def test_without_a_choice_it_is_the_python_that_runs_gouji():
    assert chosen(None) == Path(sys.executable).absolute()


def test_a_bare_name_becomes_a_full_path_and_links_are_kept(tmp_path, monkeypatch):
    tool = tmp_path / "虚拟 环境" / "python3.exe"
    tool.parent.mkdir()
    tool.symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tool.parent))
    assert chosen("python3.exe") == tool
    assert chosen(str(tool)) == tool


def test_pythonw_gives_way_to_the_python_beside_it(tmp_path):
    for name in ("python.exe", "pythonw.exe"):
        script(tmp_path / name, "exit 0")
    assert chosen(str(tmp_path / "pythonw.exe")) == tmp_path / "python.exe"
    (tmp_path / "python.exe").unlink()
    assert refused(chosen, str(tmp_path / "pythonw.exe")) == "install.no_such_python"


@pytest.mark.parametrize("name", ["no-such-python", "/no/such/python.exe", "."])
def test_a_python_that_is_not_there_is_refused(name):
    assert refused(chosen, name) == "install.no_such_python"


@posix
def test_python_is_asked_as_the_ribbon_starts_it(tmp_path, monkeypatch):
    python = recording_python(tmp_path / "解释 器" / "python")
    hostile = tmp_path / "工作簿"
    hostile.mkdir()
    (hostile / "xlwings.py").write_text("raise SystemExit('hostile')", encoding="utf-8")
    monkeypatch.chdir(hostile)
    monkeypatch.setenv("PYTHONPATH", str(hostile))
    answer = ask(python)
    assert isinstance(answer, Answer)
    assert (answer.gouji, answer.missing) == (VERSION, {})
    assert answer.python == sys.version.split()[0]
    assert started(python) == ([*FLAGS, "-c"], str(python.parent))
    assert python_obstacle(python, answer) is None


def test_a_python_without_the_packages_says_which_are_missing(tmp_path):
    answer = ask(bare_python(tmp_path / "空 环境"))
    assert isinstance(answer, Answer)
    assert {"openpyxl", "xlwings", "markdown-it-py", "gouji"} <= set(answer.missing)
    assert "ModuleNotFoundError" in answer.missing["xlwings"]
    obstacle = python_obstacle(tmp_path, answer)
    assert obstacle
    assert (obstacle.kind, obstacle.blocks) == ("python_modules", True)


@posix
@pytest.mark.parametrize(
    ("lines", "reason", "detail"),
    [
        (["echo first >&2; echo 'cannot start' >&2; exit 1"], "python_failed", "cannot start"),
        (["exit 3"], "python_failed", "3"),
        (["echo hello"], "python_failed", "0"),
        (["echo '[1]'"], "python_failed", "0"),
        (["exec sleep 30"], "python_late", ""),
        (["echo 'Unknown option: -P' >&2; echo usage >&2; exit 2"], "python_old", ""),
    ],
)
def test_a_python_that_does_not_answer_is_told_with_the_reason(lines, reason, detail, tmp_path):
    python = script(tmp_path / "python", *lines)
    patience = 1 if reason == "python_late" else 30
    assert ask(python, patience) == Silence(reason, detail)


@posix
def test_a_file_that_is_no_program_is_told(tmp_path):
    python = tmp_path / "python.exe"
    python.write_bytes(b"MZ not for this system")
    python.chmod(0o755)
    answer = ask(python)
    assert isinstance(answer, Silence)
    assert answer.reason == "python_failed"
    assert ask(tmp_path / "gone.exe") == Silence("python_absent", "")


@pytest.mark.parametrize(
    ("base", "store"),
    [
        (r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_3.12.1_x64", True),
        (r"C:\Users\张三\AppData\Local\Microsoft\windowsapps\python.exe", True),
        (r"C:\Python312", False),
        ("/usr/local", False),
    ],
)
def test_the_python_of_the_store_is_known_by_its_folder(base, store):
    assert from_store(base) is store
    obstacle = python_obstacle("python.exe", Answer("3.12.1", VERSION, base, {}))
    assert (obstacle.kind if obstacle else "") == ("python_store" if store else "")


# --- the command -------------------------------------------------------------------------------


def gouji(*arguments: object):
    return CliRunner().invoke(app, ["addin", *map(str, arguments)])


@pytest.fixture
def machine(tmp_path, monkeypatch) -> Machine:
    """The command runs on this computer: Windows, with Excel."""
    found = Machine(windows(tmp_path, "utf-8"), Table(EXCEL))
    monkeypatch.setattr("validator.cli.addin.this_machine", lambda: found)
    return found


def test_the_command_installs_says_what_to_do_next_and_removes(machine, tmp_path):
    done = gouji("install")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "已安装" in done.stdout
    assert "请关闭并重新打开 Excel，在功能区找“决算勾稽”" in done.stdout
    assert machine.places.addin.read_bytes() == shipped().addin
    held = read_settings(machine.places.settings.read_bytes(), "utf-8")
    assert held == {"INTERPRETER_WIN": str(Path(sys.executable).absolute())}
    assert "已更新" in gouji("install").stdout
    gone = gouji("remove")
    assert gone.exit_code == 0
    assert str(machine.places.addin) in gone.stdout
    assert "--settings" in gone.stdout
    assert list(files(tmp_path)) == [str(machine.places.settings.relative_to(tmp_path))]
    assert gouji("remove", "--settings").exit_code == 0
    assert files(tmp_path) == {}
    nothing = gouji("remove")
    assert (nothing.exit_code, "没有安装" in nothing.stdout) == (0, True)


def test_removing_with_settings_takes_the_choices_the_log_and_the_help_too(machine, tmp_path):
    gouji("install")
    for name in (FILE, LOG, HELP):
        (machine.places.folder / name).write_bytes(b"x")
    assert gouji("remove", "--settings").exit_code == 0
    assert files(tmp_path) == {}


@posix
@pytest.mark.parametrize(
    ("lines", "words"),
    [(["exit 1"], "不能作为 Python 启动"), (["echo 'Unknown option: -P' >&2; exit 2"], "3.11")],
)
def test_a_python_that_cannot_carry_the_add_in_is_not_installed(lines, words, machine, tmp_path):
    python = script(tmp_path / "坏" / "python", *lines)
    before = files(tmp_path)
    done = gouji("install", "--python", python)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert "处理（本人）" in done.stderr
    assert files(tmp_path) == before


def test_missing_packages_are_told_with_the_command_that_installs_them(machine, tmp_path):
    done = gouji("install", "--python", bare_python(tmp_path / "空"))
    assert done.exit_code == 2
    assert "xlwings" in done.stderr
    assert "python -m pip install .[excel]" in done.stderr
    assert not machine.places.addin.exists()


def test_a_python_that_is_not_there_ends_the_command_with_a_message(machine):
    done = gouji("install", "--python", "D:\\没有\\python.exe", "--lang", "en")
    assert done.exit_code == 2
    assert "There is no Python D:\\没有\\python.exe" in done.stderr


def test_gouji_in_the_python_of_the_store_installs_nothing(machine, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "base_prefix", r"C:\Program Files\WindowsApps\Python.3.12")
    done = gouji("install")
    assert done.exit_code == 2
    assert "微软应用商店" in done.stderr
    assert files(tmp_path) == {}


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="here it would be installed")
@pytest.mark.parametrize("command", ["install", "status", "remove"])
def test_where_there_is_no_excel_the_command_says_what_can_be_done_instead(command):
    call = [sys.executable, "-m", "validator.cli", "addin", command]
    done = subprocess.run(call, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    for words in ("Windows 和 macOS", "gouji check", "勾稽校验"):
        assert words in done.stderr


# --- building ----------------------------------------------------------------------------------


def test_the_built_add_in_is_the_one_that_ships_and_is_never_written_over_another(tmp_path):
    target = tmp_path / "分发" / "gouji.xlam"
    assert gouji("build", "-o", target).exit_code == 2  # there is no such folder
    target.parent.mkdir()
    done = gouji("build", "-o", target)
    assert done.exit_code == 0
    assert target.read_bytes() == shipped().addin
    assert sha256(target.read_bytes()).hexdigest() in done.stdout
    target.write_bytes(b"mine")
    again = gouji("build", "-o", target)
    assert again.exit_code == 2
    assert "--force" in again.stderr
    assert target.read_bytes() == b"mine"
    assert gouji("build", "-o", target, "--force").exit_code == 0
    assert target.read_bytes() == shipped().addin


@pytest.mark.parametrize(
    "interpreter", ["python", "venv\\python.exe", "./venv/bin/python", "C:\\%A%\\python.exe"]
)
def test_an_interpreter_that_the_add_in_would_not_start_is_not_built_in(interpreter, tmp_path):
    done = gouji("build", "-o", tmp_path / "a.xlam", "--interpreter", interpreter)
    assert done.exit_code == 2
    assert "完整路径" in done.stderr
    assert files(tmp_path) == {}


@pytest.mark.parametrize(
    ("interpreter", "key"),
    [
        (r"\\财政局\gouji\python.exe", "INTERPRETER_WIN"),
        (r"D:\工具 箱\python.exe", "INTERPRETER_WIN"),
        ("/Library/gouji/bin/python3", "INTERPRETER_MAC"),
    ],
)
def test_an_interpreter_that_is_built_in_can_be_read_back(interpreter, key, tmp_path):
    there = windows(tmp_path)._replace(addin=tmp_path / "a.xlam", interpreter=key)
    assert gouji("build", "-o", there.addin, "--interpreter", interpreter).exit_code == 0
    found = look(there, None, shipped().addin)
    assert found.addins[0].interpreter == found.python == interpreter
    assert found.answer == Silence("python_absent", "")


def test_the_folder_of_settings_is_that_of_the_ribbon():
    found = places(dict(os.environ), "win32", Path.home())
    assert found
    assert found.folder == folder()
