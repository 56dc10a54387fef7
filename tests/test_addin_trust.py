"""An opened workbook can neither run code through the add-in nor choose what runs.

Each way is first shown to be open in xlwings' own module, from which the add-in's is made, with the
same workbook in the same computer; then that it is closed here.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.vba import UNCUT, UNCUT_ADDIN, Computer, modules_of
from xl_addin.build.module import NAME, command
from xl_addin.buttons import buttons
from xl_addin.installation.interpreter import FLAGS

ROOT = Path(__file__).parent.parent
ADDIN = ROOT / "xl_addin" / "gouji.xlam"
MODULE = modules_of(ADDIN)[NAME]
CHECK = next(button for button in buttons() if button.id == "check_all")

PYTHON, EVIL = r"C:\gouji\python.exe", r"C:\inbox\evil.exe"
FILES = {
    PYTHON: "",
    EVIL: "",
    r"C:\Users\王 & 李\.gouji\gouji.conf": f'"INTERPRETER_WIN","{PYTHON}"\r\n',
    r"C:\Users\王 & 李\.myaddin\myaddin.conf": f'"INTERPRETER_WIN","{PYTHON}"\r\n',
}
#: The name of an add-in's settings: xlwings' own is called myaddin until somebody renames it.
PROJECTS = ("myaddin", "gouji")

Rows = dict[str, object]


def submitted(folder: Path, sheets: dict[str, Rows] | None = None) -> Path:
    """A workbook as somebody could submit it; of each sheet, columns A and B."""
    book = Workbook()
    for name, rows in (sheets or {}).items():
        sheet = book.create_sheet(name)
        for row in rows.items():
            sheet.append(row)
    path = folder / "submitted.xlsx"
    book.save(path)
    return path


class Clicked:
    """A click with a workbook open, in xlwings' own add-in and in this one."""

    def __init__(
        self,
        workbook: Path,
        files: dict[str, str] | None = None,
        *,
        name: str = "submitted.xlsx",
        exit_code: int = 0,
        mac: bool = False,
    ) -> None:
        self.uncut = Computer(UNCUT_ADDIN, {"xlwings": UNCUT}, FILES | (files or {}), mac=mac)
        self.own = Computer(ADDIN, {NAME: MODULE}, FILES | (files or {}), mac=mac)
        self.books = []
        for computer in (self.uncut, self.own):
            computer.exit_code, computer.writes_log = exit_code, "SyntaxError: …\n"
            self.books.append(computer.open(workbook, "/inbox/" if mac else "C:\\inbox\\", name))
        self.uncut.application.run("RunPython", command(CHECK))
        self.own.click(f"{NAME}.button_check_all")

    def assert_own_is_as_always(self) -> None:
        """The line is the one that runs without any workbook, but for the name of the log."""
        bare = Computer(ADDIN, {NAME: MODULE}, FILES)
        bare.click(f"{NAME}.button_check_all")
        log = re.compile(r"gouji-[0-9A-F-]{36}\.log")
        assert [log.sub("", line) for line in self.own.commands] == [
            log.sub("", line) for line in bare.commands
        ]


def cmd_runs(line: str) -> list[str]:
    """The commands that cmd.exe runs from a line: outside quotation marks, & and | part them and ^
    takes the meaning from what follows."""
    commands, quoted, position = [""], False, 0
    while position < len(line):
        sign = line[position]
        if sign == "^" and not quoted:
            position += 1
            commands[-1] += line[position : position + 1]
        elif sign in "&|" and not quoted:
            commands.append("")
        else:
            quoted ^= sign == '"'
            commands[-1] += sign
        position += 1
    return [each.strip() for each in commands if each.strip()]


# --- 1, 2: settings in the workbook and beside it ---


def test_a_sheet_named_conf_in_the_workbook_chooses_no_interpreter(tmp_path):
    rows: Rows = {"Interpreter_Win": EVIL, "PYTHONPATH": ""}
    clicked = Clicked(submitted(tmp_path, {f"{name}.conf": rows for name in PROJECTS}))
    assert f'"{EVIL}"' in clicked.uncut.commands[0]
    clicked.assert_own_is_as_always()


def test_a_file_conf_beside_the_workbook_chooses_no_interpreter(tmp_path):
    beside = {f"C:\\inbox\\\\{name}.conf": f'"INTERPRETER_WIN","{EVIL}"\r\n' for name in PROJECTS}
    clicked = Clicked(submitted(tmp_path), beside)
    assert f'"{EVIL}"' in clicked.uncut.commands[0]
    clicked.assert_own_is_as_always()


def test_settings_of_the_workbook_run_no_conda(tmp_path):
    rows: Rows = {"Conda Path": r"C:\inbox\conda", "Conda Env": "x & calc"}
    sheets = {f"{name}.conf": rows for name in PROJECTS}
    beside = {r"C:\inbox\conda\condabin\conda.bat": ""}
    clicked = Clicked(submitted(tmp_path, sheets), beside)
    assert any(each.startswith("calc") for each in cmd_runs(clicked.uncut.commands[0]))
    clicked.assert_own_is_as_always()


# --- 3, 6: modules beside the workbook ---


@pytest.fixture
def hostile_folder(tmp_path: Path) -> Path:
    """A folder with modules that have the names of those that a click imports."""
    for module in ("xlwings", "xl_addin", "xl_addin/ribbon", "validator", "openpyxl", "json"):
        path = tmp_path / (module if "/" in module else f"{module}/__init__")
        path.parent.mkdir(exist_ok=True)
        path.with_suffix(".py").write_text("print('HOSTILE'); raise SystemExit(9)")
    submitted(tmp_path)
    return tmp_path


def test_the_folder_of_the_workbook_gives_no_modules(hostile_folder):
    clicked = Clicked(hostile_folder / "submitted.xlsx")
    added = re.search(r'prepare_sys_path\(\\"(.*?)\\"\)', clicked.uncut.commands[0])
    assert added is not None
    paths = added[1].replace("\\\\", "/").replace("C:/inbox", str(hostile_folder))
    uncut = (
        f"import xlwings.utils; xlwings.utils.prepare_sys_path({paths!r}); import xl_addin.ribbon"
    )
    assert run(["-B", "-P", "-c", uncut], Path("/")).stdout == "HOSTILE\n"

    clicked.assert_own_is_as_always()
    assert "inbox" not in clicked.own.commands[0].replace(EVIL, "")


@pytest.mark.parametrize("variables", [{}, {"PYTHONPATH": ".", "PYTHONSTARTUP": "json.py"}])
def test_the_working_folder_gives_no_modules(hostile_folder, variables):
    """Excel's working folder often is that of the workbook, and `python -c` looks there first."""
    own = "import xl_addin.ribbon, xlwings; print(xl_addin.ribbon.__file__, xlwings.__file__)"
    assert run(["-B", "-c", own], hostile_folder, variables).stdout == "HOSTILE\n"
    found = run([*FLAGS, "-c", own], hostile_folder, variables).stdout.split()
    assert len(found) == 2
    assert not any(path.startswith(str(hostile_folder)) for path in found)


def test_the_whole_line_of_a_click_runs_the_add_ins_own_modules_in_a_hostile_folder(
    hostile_folder, tmp_path_factory
):
    clicked = Clicked(hostile_folder / "submitted.xlsx")
    code = re.search(r' -c "([^"]*)"', clicked.own.commands[0])
    assert code is not None
    home = {"HOME": str(tmp_path_factory.mktemp("home")), "LC_ALL": "C.UTF-8", "PYTHONPATH": "."}
    done = run([*FLAGS, "-c", code[1], "--hwnd=1"], hostile_folder, home)
    assert (done.returncode, done.stdout) == (1, "")
    assert "HOSTILE" not in done.stderr
    assert "Excel" in done.stderr or "xlwings" in done.stderr


def run(
    arguments: list[str], folder: Path, variables: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """This Python, started in a folder."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, **(variables or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_no_program_is_looked_for_in_the_working_folder(tmp_path):
    clicked = Clicked(submitted(tmp_path), {r"C:\Users\王 & 李\.myaddin\myaddin.conf": ""})
    # cmd.exe and python: Windows takes those of the working folder.
    assert clicked.uncut.commands[0].startswith("cmd.exe /C python -B")

    (line,) = clicked.own.commands
    assert line.startswith(r'"C:\Windows\System32\cmd.exe" /D ')
    _, program = cmd_runs(line.partition('/C "')[2].removesuffix('"'))
    assert program.startswith(f'"{PYTHON}" ')


# --- 4: code in sheets ---


def test_a_sheet_of_python_code_in_the_workbook_is_not_run(tmp_path):
    sheets: dict[str, Rows] = {"xl_addin.py": {"import os": "", "os.system('calc')": ""}}
    sheets |= {f"{name}.conf": {"LICENSE_KEY": "x", "a": "b"} for name in PROJECTS}
    clicked = Clicked(submitted(tmp_path, sheets))
    assert "xlwings.pro.runpython_embedded_code(" in clicked.uncut.commands[0]
    clicked.assert_own_is_as_always()


# --- 5: the name and place of the workbook ---


def test_no_name_of_a_workbook_becomes_a_command_on_windows(tmp_path):
    clicked = Clicked(submitted(tmp_path), name="a^&calc &.xlsx")
    assert any(each.split()[0] == "calc" for each in cmd_runs(clicked.uncut.commands[0]))
    clicked.assert_own_is_as_always()
    inner = clicked.own.commands[0].partition('/C "')[2].removesuffix('"')
    assert [each.split()[0] for each in cmd_runs(inner)] == ["cd", f'"{PYTHON}"']


@pytest.mark.parametrize("name", ["%PATH%.xlsx", "a;;;;;;more.xlsx", "决算'“x.xlsx"])
def test_nothing_of_the_name_of_a_workbook_reaches_the_command_line(tmp_path, name):
    clicked = Clicked(submitted(tmp_path), name=name)
    assert name in clicked.uncut.commands[0]
    clicked.assert_own_is_as_always()
    assert "%" not in clicked.own.commands[0]


def test_a_semicolon_in_a_name_adds_a_folder_of_modules_to_xlwings_own():
    code = (
        "import sys, xlwings.utils; before = set(sys.path); "
        "xlwings.utils.prepare_sys_path('false;a;;;;;/inbox;.xlsx;x.xlam;;;;'); "
        "print('/inbox' in set(sys.path) - before)"
    )
    assert run(["-c", code], ROOT).stdout == "True\n"


def concatenated(expression: str, variables: dict[str, str]) -> str:
    """What AppleScript makes of texts, names and `quoted form of` names, joined by &."""
    pieces = re.findall(
        r'(quoted form of )?(?:"((?:[^"\\]|\\.)*)"|(\w+))(?:\s*&\s*(?:¬\s*)?|$)', expression
    )
    result = ""
    for quoted, literal, name in pieces:
        value = variables[name] if name else re.sub(r"\\(.)", r"\1", literal)
        result += shlex.quote(value) if quoted else value
    return result


def script_line(script: str, start: str) -> str:
    """The expression of a line of a script, with what continues it."""
    source = script.replace("¬\n", "")
    found = re.search(rf"^\s*{start}(.*)$", source, re.MULTILINE)
    assert found is not None, start
    return found[1]


def test_no_name_of_a_workbook_becomes_a_command_on_a_mac(tmp_path):
    name = "$(touch pwned).xlsx"
    (xlwings_script,) = UNCUT_ADDIN.parent.glob("*.applescript")
    uncut = concatenated(
        script_line(xlwings_script.read_text("utf-8"), "set ShellCommand to "),
        {
            "PythonInterpreter": ":",
            "PYTHONPATH": "",
            "PythonCommand": "pass",
            "WorkbookName": name,
            "ApplicationFullName": "",
            "LOG_FILE": "log",
        },
    )
    shell(f"{uncut} wait", tmp_path)
    assert (tmp_path / "pwned").exists()

    clicked = Clicked(submitted(tmp_path), mac_settings(), name=name, mac=True)
    assert clicked.uncut.scripts[0][2].count(name) == 2
    ((_, _, fields),) = clicked.own.scripts
    assert fields.split("|")[1] == command(CHECK)
    assert "pwned" not in fields and "inbox" not in fields


def mac_settings() -> dict[str, str]:
    folder = "/Users/wang/Library/Containers/com.microsoft.Excel/Data/"
    return {f"{folder}/{name}.conf": '"INTERPRETER_MAC","/opt/python3"\n' for name in PROJECTS}


def shell(line: str, folder: Path) -> int:
    return subprocess.run(["/bin/sh", "-c", line], cwd=folder, check=False).returncode


@pytest.mark.parametrize("field", ["interpreter", "pythonCode", "logFile"])
def test_whatever_the_script_for_the_mac_is_handed_is_one_word_for_the_shell(tmp_path, field):
    script = (ROOT / "xl_addin" / "gouji.applescript").read_text(encoding="ascii")
    hostile = "x'$(touch pwned) `touch pwned` \"; touch pwned; #"
    variables = {
        "interpreter": sys.executable,
        "pythonCode": "open('ran', 'w')",
        "logFile": str(tmp_path / "log"),
        field: hostile,
    }
    for name in ("python", "outputs"):
        variables[name] = concatenated(script_line(script, f"set {name} to "), variables)
    starts = re.findall(r"do shell script (python .*)$", script, re.MULTILINE)
    assert len(starts) == 2
    for start in starts:
        shell(concatenated(start, variables) + " wait", tmp_path)
    shell(concatenated(script_line(script, "return do shell script "), variables), tmp_path)
    assert not (tmp_path / "pwned").exists()
    assert (tmp_path / "ran").exists() == (field == "logFile")


# --- 7: the workbook is not written to ---


def test_a_failure_writes_no_sheet_into_the_workbook(tmp_path):
    sheets: dict[str, Rows] = {
        f"{name}.conf": {"SHOW_ERROR_POPUPS": "False", "a": "b"} for name in PROJECTS
    }
    clicked = Clicked(submitted(tmp_path, sheets), exit_code=1)
    uncut, own = ([sheet.name for sheet in book.sheets_] for book in clicked.books)
    assert "Error" in uncut
    assert own == ["Sheet", "myaddin.conf", "gouji.conf"]
    assert len(clicked.own.popups) == 1


# --- 8: procedures that a formula or a picture can call ---

PUBLIC = re.compile(r"^(?!Private |')(?:Public |Friend )?(?:Static )?(Function|Sub) (\w+)", re.M)


def test_no_function_can_be_called_by_a_formula():
    """Every public function of an add-in can be, in whatever workbook: =RunPython("…")."""
    assert ("Function", "RunPython") in PUBLIC.findall(UNCUT)
    assert {kind for kind, _ in PUBLIC.findall(MODULE)} == {"Sub"}
    assert {name for _, name in PUBLIC.findall(MODULE)} == {f"button_{b.id}" for b in buttons()}


@pytest.mark.parametrize(
    "said",
    ["import os; os.system('calc')", f"{command(CHECK)}; import os", command(CHECK).upper(), ""],
)
def test_no_text_but_a_buttons_own_is_ever_run(said):
    """A picture can be given any procedure to call, private ones too, and a text with it."""
    uncut, own = (
        Computer(UNCUT_ADDIN, {"xlwings": UNCUT}, FILES),
        Computer(ADDIN, {NAME: MODULE}, FILES),
    )
    uncut.open(UNCUT_ADDIN, "C:\\inbox\\", "x.xlsx")
    uncut.application.run("RunPython", said)
    assert said in uncut.commands[0]
    own.application.run("RunPython", said)
    assert own.commands == own.messages == []


def test_one_place_starts_a_program_and_asks_first_whether_it_is_a_buttons():
    starts = [
        m.start() for m in re.finditer(r"WScript\.Run|AppleScriptTask\(MAC_SCRIPT, \"run", MODULE)
    ]
    asked = MODULE.index("If Not IsOfAButton(PythonCommand) Then Exit Sub")
    end = MODULE.index("End Sub", asked)
    assert len(starts) == 2
    assert all(asked < start < end for start in starts)


def test_no_procedure_deletes_a_file_that_it_is_told():
    deleting = re.findall(
        r"^\w+ Sub (\w+)\(([^)]*)\)(?:(?!^End Sub).)*?^ *Kill (\S+)", MODULE, re.M | re.S
    )
    assert deleting == [
        ("RunPython", "ByVal PythonCommand As String", "LogFile"),
        ("DeleteMacLog", "", "MacLogFile()"),
    ]
    assert len(re.findall(r"\bKill\b", MODULE)) == 2


# --- all of it, in the text ---


@pytest.mark.parametrize(
    "word",
    [
        *("ActiveWorkbook", "ActiveSheet", "ActiveCell", "Selection", "Workbooks", "FullName"),
        *("GetUdfModules", "ImportPythonUDFs", "XLPy", "RunFrozenPython", "KillPy", "NDims"),
        *("Conda", "Declare", "LoadLibrary", "Evaluate", "ExpandEnvironmentStrings"),
        *("PYTHONPATH", "SHOW CONSOLE", "UDF", "LICENSE_KEY", "OneDrive", "TEMP DIR", "Dictionary"),
        *("GetConfigFromSheet", "GetDirectoryConfigFilePath", "VBProject", "--wb", "MkDir"),
    ],
)
def test_what_would_open_a_way_is_not_in_the_text(word):
    pattern = re.compile(rf"(?<![A-Za-z]){re.escape(word)}", re.IGNORECASE)
    code = re.sub(r"(?m)^\s*'.*$", "", MODULE)
    if word not in ("ActiveCell", "Selection", "Evaluate", "ActiveSheet", "Workbooks"):
        assert pattern.search(UNCUT)
    assert not pattern.search(code)


def test_the_only_objects_that_are_made_are_windows_own_shell():
    assert re.findall(r"CreateObject\((.*?)\)", MODULE) == ['"WScript.Shell"']
    assert re.findall(r"\b(?:Application|WScript|ThisWorkbook)\.\w+", MODULE)
    assert set(re.findall(r"\bThisWorkbook\.\w+", MODULE)) == {"ThisWorkbook.Worksheets"}
