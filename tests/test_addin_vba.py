"""The add-in's VBA when it is run: what a click starts, and what is said when nothing can start."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyopenvba import ExcelFile

from tests.vba import Computer, as_workbook, modules_of
from xl_addin.build import build
from xl_addin.build.module import NAME, callback, command
from xl_addin.build.project import NAME as PROJECT
from xl_addin.buttons import buttons
from xl_addin.installation.conf import with_setting
from xl_addin.installation.interpreter import FLAGS
from xl_addin.installation.places import SCRIPT, places
from xl_addin.messages import text

ADDIN = Path(__file__).parent.parent / "xl_addin" / "gouji.xlam"
MODULES = modules_of(ADDIN)
BUTTONS = tuple(buttons())

PYTHON = r"C:\Users\王 & 李\gouji\Scripts\python.exe"
SETTINGS = r"C:\Users\王 & 李\.gouji\gouji.conf"
MAC_SETTINGS = "/Users/wang/Library/Containers/com.microsoft.Excel/Data//gouji.conf"
LOG = "/Users/wang/Library/Containers/com.microsoft.Excel/Data/gouji.log"


def setting(value: str, name: str = "INTERPRETER_WIN") -> str:
    """The settings as the installer writes them."""
    before = b'"OTHER","1"\r\n'
    content = with_setting(before, name, value, encoding="utf-8", line_end=b"\r\n")
    return content.decode()


def windows(interpreter: str = PYTHON, addin: Path = ADDIN) -> Computer:
    """A Windows where the user's settings name an interpreter, which is there."""
    return Computer(addin, MODULES, {SETTINGS: setting(interpreter), PYTHON: ""})


def mac() -> Computer:
    """A Mac where the user's settings name an interpreter."""
    settings = {MAC_SETTINGS: setting("/opt/gouji/bin/python3", "INTERPRETER_MAC")}
    return Computer(ADDIN, MODULES, settings, mac=True)


def without_run_python(stand_in: str) -> str:
    """The module with a stand-in for the procedure that starts Python with a `Text`."""
    procedure = f"Private Sub RunPython(ByVal Text As String)\n    {stand_in}\nEnd Sub\n"
    source = MODULES[NAME].replace("\r\n", "\n")
    found = re.findall(r"Private Sub RunPython.*?\nEnd Sub\n", source, re.DOTALL)
    assert len(found) == 1
    return source.replace(found[0], procedure)


# --- the buttons ---


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)
def test_a_button_runs_exactly_its_python_command(button):
    computer = windows()
    computer.application.add_module(without_run_python("Debug.Print Text"), name=NAME)
    computer.click(callback(button))
    assert computer.application.console == [command(button)]


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)
def test_on_windows_a_click_starts_the_configured_python_in_a_hidden_window(button):
    computer = windows()
    computer.click(callback(button))
    (line,) = computer.commands
    system, (change, start) = shell_commands(line)
    assert system == r'"C:\Windows\System32\cmd.exe" /D /E:ON /V:OFF /S /C'
    assert change == r'cd /D "C:\Users\王 & 李\gouji\Scripts\"'
    program, *arguments, code, window, target, log = arguments_of(start)
    assert (program, tuple(arguments)) == (PYTHON, (*FLAGS, "-c"))
    assert code.endswith(f"; {command(button)}")
    assert (window, target) == ("--hwnd=1971842", "2>")
    assert re.fullmatch(r"C:\\Users\\王 & 李\\Temp\\gouji-[0-9A-F-]{36}\.log", log)
    assert computer.messages == []


def shell_commands(line: str) -> tuple[str, list[str]]:
    """How cmd.exe is started, and the commands that it then runs: with /S it drops the first and
    the last quotation mark after /C and leaves all others alone."""
    system, _, rest = line.partition(' "cd ')
    assert rest.endswith('"')
    return system, f"cd {rest[:-1]}".split(" && ")


def arguments_of(start: str) -> list[str]:
    """The arguments as a Windows program sees them."""
    return [quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|(\S+)', start)]


def test_a_python_on_a_network_share_works_in_windows_own_folder():
    share = r"\\server\gouji\python.exe"
    computer = windows(share)
    computer.files[share] = ""
    computer.click(f"{NAME}.button_check_all")
    _, (change, start) = shell_commands(computer.commands[0])
    assert change == r'cd /D "C:\Windows\System32\"'
    assert arguments_of(start)[0] == share


def test_the_command_of_a_click_really_starts_python_and_names_what_went_wrong(tmp_path):
    """As far as a computer without Excel: the function runs, and finds no Excel."""
    computer = windows()
    computer.click(f"{NAME}.button_check_all")
    arguments = arguments_of(shell_commands(computer.commands[0])[1][1])
    done = subprocess.run(
        [sys.executable, *arguments[1:-2]],
        capture_output=True,
        env={**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        check=False,
    )
    assert done.returncode == 1
    assert "xlwings" in done.stderr.decode() or "Excel" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_chinese_that_python_says_is_written_as_windows_reads_it(tmp_path):
    """In the code page, here one that has no Chinese: then in ASCII, never in another encoding."""
    computer = windows()
    computer.click(f"{NAME}.button_explain")
    code = arguments_of(shell_commands(computer.commands[0])[1][1])[-4]
    preparation, said = code.partition(" import xl_addin")[0], "sys.stderr.write('没有')"
    for locale, expected in (("C.UTF-8", "没有".encode()), ("C", rb"\u6ca1\u6709")):
        done = subprocess.run(
            [sys.executable, *FLAGS, "-c", f"{preparation} {said}"],
            capture_output=True,
            env={**os.environ, "LC_ALL": locale, "PYTHONCOERCECLOCALE": "0"},
            check=True,
        )
        assert done.stderr == expected


# --- which Python ---


def test_the_interpreter_of_the_add_in_wins_over_the_users_own(tmp_path):
    own = r"D:\统一\python.exe"
    addin = tmp_path / "gouji.xlam"
    addin.write_bytes(build(interpreter_windows=own))
    computer = windows(addin=addin)
    computer.files[own.lower()] = ""
    computer.click(f"{NAME}.button_check_all")
    assert f'"{own}" -E' in computer.commands[0]
    assert PYTHON not in computer.commands[0]


def test_the_settings_are_read_where_the_installer_writes_them():
    on_windows = places({"USERPROFILE": r"C:\Users\王 & 李"}, "win32", Path())
    assert on_windows is not None
    assert str(on_windows.settings).replace("/", "\\") == SETTINGS
    on_mac = places({}, "darwin", Path("/Users/wang"))
    assert on_mac is not None
    assert str(on_mac.settings) == MAC_SETTINGS.replace("//", "/")


@pytest.mark.parametrize(
    "content",
    [None, "", '"OTHER","1"\r\n', '"INTERPRETER_WIN",""\r\n', '"INTERPRETER_MAC","/x/python"\r\n'],
)
def test_without_an_interpreter_nothing_starts_and_the_message_says_what_to_do(content):
    computer = windows()
    del computer.files[SETTINGS.lower()]
    if content is not None:
        computer.files[SETTINGS.lower()] = content
    computer.click(f"{NAME}.button_check_all")
    assert computer.commands == []
    assert computer.popups == [("决算勾稽", text("addin.start.not_configured"))]


@pytest.mark.parametrize(
    "interpreter",
    ["python", "python.exe", r"Scripts\python.exe", r"C:python.exe", r"C:\nowhere\python.exe"],
)
def test_an_interpreter_without_a_full_path_or_a_file_is_not_started(interpreter):
    computer = windows(interpreter)
    computer.files["python.exe"] = computer.files["python"] = ""
    computer.click(f"{NAME}.button_check_all")
    assert computer.commands == []
    assert computer.messages == [f"{text('addin.start.not_usable')}\r\n\r\n{interpreter}"]


@pytest.mark.parametrize("sign", ['"', "%"])
def test_an_interpreter_with_a_sign_that_a_command_line_reads_is_not_started(sign):
    interpreter = rf"C:\a{sign}b\python.exe"
    computer = windows()
    computer.files[SETTINGS.lower()] = f"INTERPRETER_WIN,{interpreter}\r\n"
    computer.files[interpreter.lower()] = ""
    computer.click(f"{NAME}.button_check_all")
    assert computer.commands == []
    assert computer.messages == [f"{text('addin.start.not_usable')}\r\n\r\n{interpreter}"]


def test_settings_that_cannot_be_read_are_told_and_start_nothing():
    computer = windows()
    computer.files[SETTINGS.lower()] = '"INTERPRETER_MAC"\r\n'
    computer.click(f"{NAME}.button_check_all")
    assert computer.commands == []
    assert computer.messages[0].startswith(text("addin.start.failed"))


# --- what is said ---


def test_a_failure_is_told_in_chinese_with_the_end_of_the_log_which_is_deleted():
    computer = windows()
    computer.exit_code = 1
    computer.writes_log = "x" * 900 + "\nModuleNotFoundError: No module named 'xl_addin'\n"
    computer.click(f"{NAME}.button_check_all")
    ((title, said),) = computer.popups
    assert title == "决算勾稽"
    assert said.startswith(text("addin.start.failed") + "\r\n\r\nxxx")
    assert said.endswith("No module named 'xl_addin'\r\n")
    assert len(said) < 800
    assert set(computer.files) == {SETTINGS.lower(), PYTHON.lower()}


def test_a_success_says_nothing_and_leaves_no_log():
    computer = windows()
    computer.writes_log = "DeprecationWarning: …\n"
    computer.click(f"{NAME}.button_check_all")
    assert computer.messages == []
    assert set(computer.files) == {SETTINGS.lower(), PYTHON.lower()}


def test_a_windows_without_scripting_is_told_by_excel_itself():
    computer = windows()
    computer.exit_code, computer.shows_popups = 1, False
    computer.click(f"{NAME}.button_check_all")
    assert computer.popups == []
    assert computer.messages == [text("addin.start.failed")]


def test_the_status_bar_says_that_python_starts_and_is_given_back():
    computer = windows()
    computer.click(f"{NAME}.button_check_all")
    assert computer.status_when_run == text("addin.start.starting")
    assert computer.application.application.status_bar is False


def test_what_python_leaves_in_the_status_bar_stays():
    computer = windows()
    computer.leaves_status = "第 1 处，共 3 处。"
    computer.click(f"{NAME}.button_next_place")
    assert computer.application.application.status_bar == "第 1 处，共 3 处。"


# --- the Mac ---


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)
def test_on_a_mac_a_click_hands_the_command_to_the_script(button):
    computer = mac()
    computer.click(callback(button))
    fields = f"/opt/gouji/bin/python3|{command(button)}|{LOG}"
    assert computer.scripts == [(SCRIPT, "run_python", fields)]
    assert computer.messages == []
    assert computer.application.application.status_bar == text("addin.start.starting")


def test_on_a_mac_a_python_that_does_not_start_is_told():
    computer = mac()
    computer.exit_code = 127
    computer.writes_log = "sh: /opt/gouji/bin/python3: No such file or directory"
    computer.click(f"{NAME}.button_check_all")
    assert computer.messages[0].startswith(text("addin.start.failed"))
    assert computer.messages[0].endswith("No such file or directory")
    assert computer.application.application.status_bar is False
    assert LOG.lower() not in computer.files


def test_on_a_mac_the_log_of_an_earlier_click_is_not_shown():
    computer = mac()
    computer.files[LOG.lower()] = "what went wrong yesterday"
    computer.exit_code = 1
    computer.click(f"{NAME}.button_check_all")
    assert computer.messages == [text("addin.start.failed")]


def test_the_script_for_the_mac_starts_python_as_status_asks_it():
    script = (ADDIN.parent / SCRIPT).read_text(encoding="ascii")
    (started,) = re.findall(r"quoted form of interpreter & \"([^\"]*)\"", script)
    assert [word for word in started.split() if word not in ("-W", "ignore")] == [*FLAGS, "-c"]


def test_on_a_mac_a_missing_script_is_told():
    computer = mac()
    computer.has_script = False
    computer.click(f"{NAME}.button_check_all")
    assert computer.messages[0].startswith(text("addin.start.no_script"))
    assert computer.application.application.status_bar is False


@pytest.mark.parametrize("interpreter", ["python3", "bin/python3", "/opt/a|b/python3"])
def test_on_a_mac_an_interpreter_without_a_full_path_is_not_started(interpreter):
    computer = mac()
    computer.files[MAC_SETTINGS.lower()] = f'"INTERPRETER_MAC","{interpreter}"\n'
    computer.click(f"{NAME}.button_check_all")
    assert computer.scripts == []
    assert computer.messages == [f"{text('addin.start.not_usable')}\r\n\r\n{interpreter}"]


@pytest.mark.parametrize("log", [None, ""])
def test_when_python_is_done_on_a_mac_the_status_bar_is_given_back(log):
    computer = mac()
    computer.click(f"{NAME}.button_check_all")
    if log is not None:
        computer.files[LOG.lower()] = log
    computer.application.application.screen_updating = False
    computer.application.run("CleanUp")  # as xlwings asks for it
    assert computer.application.application.status_bar is False
    assert computer.application.application.screen_updating is True
    assert computer.messages == []


def test_when_python_failed_on_a_mac_the_end_of_its_log_is_shown():
    computer = mac()
    computer.files[LOG.lower()] = "ImportError: x"
    computer.application.run("CleanUp")
    assert computer.messages == [f"{text('addin.start.failed')}\r\n\r\nImportError: x"]
    assert LOG.lower() not in computer.files


# --- in LibreOffice ---


def test_libreoffice_opens_the_add_in_and_lists_its_modules_as_written(office, tmp_path):
    path = tmp_path / "gouji.xlsm"
    path.write_bytes(as_workbook(ADDIN.read_bytes()))
    modules = office.ask("open_with_macros", str(path), PROJECT)
    office.ask("close", str(path))
    assert set(modules) == {NAME, "ThisWorkbook", "Sheet2"}
    written = MODULES[NAME].replace("\r\n", "\n").partition("\n")[2]
    assert modules[NAME].replace("\r\n", "\n").endswith(written + "\n")


def test_libreoffice_runs_every_button(office, tmp_path):
    """With a stand-in for RunPython that keeps the command."""
    addin, path = tmp_path / "gouji.xlam", tmp_path / "gouji.xlsm"
    calls = "".join(
        f'        Case "{button.id}": {callback(button).partition(".")[2]} Nothing\n'
        for button in BUTTONS
    )
    source = without_run_python("Kept = Text").replace(
        "Option Explicit", "Option Explicit\nPrivate Kept As String"
    )
    source += (
        "Public Function Clicked(ByVal Id As String) As String\n    Select Case Id\n"
        f"{calls}    End Select\n    Clicked = Kept\nEnd Function\n"
    )
    with ExcelFile(ADDIN) as file:
        file.set_module(NAME, source)
        file.save(addin)
    path.write_bytes(as_workbook(addin.read_bytes()))
    office.ask("open_with_macros", str(path), PROJECT)
    clicked = [
        office.ask("run", str(path), f"{PROJECT}.{NAME}.Clicked", [button.id]) for button in BUTTONS
    ]
    office.ask("close", str(path))
    assert clicked == [command(button) for button in BUTTONS]
