"""The add-in's VBA, run without Excel: pyOpenVBA's interpreter, in a computer that is made up.

What VBA asks of a computer (files, environment, starting programs, a script on a Mac) is answered
by `Computer`, in the words of a small stand-in module; everything else is the module as it is.
"""

import csv
import re
from collections.abc import Mapping
from importlib.resources import files
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._model import Workbook
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import NOTHING, VBAInt, VBAObject, member, method
from pyopenvba.interpreter._preprocess import DEFAULT_CONSTANTS, strip_directives
from pyopenvba.interpreter._scripting import Dictionary

XLWINGS = Path(str(files("xlwings")))
#: xlwings' own add-in, and the module in it that this add-in takes a part of.
UNCUT_ADDIN = XLWINGS / "quickstart_addin_ribbon.xlam"
UNCUT = (XLWINGS / "xlwings_custom_addin.bas").read_text(encoding="ascii")

#: Statements that the interpreter does not know → calls of the stand-in.
_STATEMENTS = {
    r"Open (\w+) For Input As #?(\w+)": r"OpenInput \1, \2",
    r"Line Input #(\w+), (\w+)": r"\2 = NextLine(\1)",
    r"Input #(\w+), (\w+), (\w+)": r"\2 = NextField(\1): \3 = NextField(\1)",
    r"Close #(\w+)": r"CloseInput \1",
    r"Kill (\S+)": r"KillFile \1",
}
_STAND_IN = """
Public Function Environ(ByVal Variable As String) As String
    Environ = Computer.Variable(Variable)
End Function
Public Function GetAttr(ByVal FileName As String) As Long
    GetAttr = Computer.Attributes(FileName)
End Function
Public Function Dir(ByVal FileName As String, Optional ByVal Kind As Long) As String
    Dir = Computer.Found(FileName)
End Function
Public Function FreeFile() As Integer
    FreeFile = Computer.FreeNumber()
End Function
Public Sub OpenInput(ByVal FileName As String, ByVal Number As Integer)
    Computer.OpenFile FileName, Number
End Sub
Public Function EOF(ByVal Number As Integer) As Boolean
    EOF = Computer.AtEnd(Number)
End Function
Public Function NextField(ByVal Number As Integer) As String
    NextField = Computer.Field(Number)
End Function
Public Function NextLine(ByVal Number As Integer) As String
    NextLine = Computer.Line(Number)
End Function
Public Sub CloseInput(ByVal Number As Integer)
    Computer.CloseFile Number
End Sub
Public Sub KillFile(ByVal FileName As String)
    Computer.Remove FileName
End Sub
Public Function CreateObject(ByVal ProgId As String) As Object
    Set CreateObject = Computer.Made(ProgId)
End Function
Public Function AppleScriptTask(ByVal Script, ByVal Handler, ByVal Text) As String
    AppleScriptTask = Computer.Script(Script, Handler, Text)
End Function
Public Function MacScript(ByVal Text As String) As String
    MacScript = Computer.Home(Text)
End Function
"""


class _Placed(Workbook):  # type: ignore[misc]
    """A workbook in a folder that this computer need not have."""

    @member
    def FullName(self):  # noqa: N802
        return self.path + self.name


class Shell(VBAObject):  # type: ignore[misc]
    """WScript.Shell."""

    def __init__(self, computer: "Computer") -> None:
        self.computer = computer

    @method
    def Run(self, Command, WindowStyle, WaitOnReturn):  # noqa: N802, N803
        """Start a program. What it would write to its log is written."""
        computer = self.computer
        computer.commands.append(Command)
        computer.status_when_run = computer.application.application.status_bar
        if computer.leaves_status:
            computer.application.application.status_bar = computer.leaves_status
        if log := re.search(r'2> "([^"]*)"', Command):
            computer.files[log[1].lower()] = computer.writes_log
        return VBAInt(computer.exit_code, "Long")

    @method
    def Popup(self, Text, SecondsToWait, Title, Type):  # noqa: N802, N803
        """Show a message."""
        if not self.computer.shows_popups:
            raise VBARuntimeError(429, "ActiveX component can't create object")
        self.computer.popups.append((Title, Text))
        return VBAInt(1, "Long")

    @method
    def ExpandEnvironmentStrings(self, Text):  # noqa: N802, N803
        """Windows' %VARIABLES%."""
        return re.sub(r"%(\w+)%", lambda found: self.computer.environ.get(found[1], ""), Text)


class Computer(VBAObject):  # type: ignore[misc]
    """A computer on which Excel has an add-in loaded and then a workbook open.

    `files` are its text files; what a started program does is set beforehand: its `exit_code`, and
    what it `writes_log`.
    """

    def __init__(
        self,
        addin: Path,
        modules: Mapping[str, str],
        files: Mapping[str, str] | None = None,
        *,
        mac: bool = False,
    ) -> None:
        self.environ = {
            "USERPROFILE": r"C:\Users\王 & 李",
            "Temp": r"C:\Users\王 & 李\Temp",
            "SystemRoot": r"C:\Windows",
            "HOME": "/Users/wang/Library/Containers/com.microsoft.Excel/Data",
        }
        self.files = {name.lower(): content for name, content in (files or {}).items()}
        self.commands: list[str] = []
        self.popups: list[tuple[str, str]] = []
        self.scripts: list[tuple[str, str, str]] = []
        self.exit_code, self.writes_log, self.leaves_status = 0, "", ""
        self.shows_popups = self.has_script = True
        self.status_when_run: object = None
        self._open: dict[int, list[str]] = {}
        self.application = ExcelApplication.open(addin, with_vba=False)
        host = self.application.interpreter.host
        known = host.global_object
        host.global_object = lambda name: self if name == "computer" else known(name)
        constants = DEFAULT_CONSTANTS | (
            {"Mac": True, "Win32": False, "Win64": False} if mac else {}
        )
        for name, source in {"StandIn": _STAND_IN, **modules}.items():
            self.application.add_module(_runnable(source, constants), name=name)

    def open(self, workbook: Path, folder: str, name: str) -> Workbook:
        """Open a workbook as if it had this name and stood in this folder (with a separator at its
        end); it is then the active one."""
        book = self.application.open_workbook(workbook)
        book.__class__ = _Placed
        book.path, book.name = folder, name
        return book

    def click(self, procedure: str) -> None:
        """Run a procedure of the ribbon, which gets the control that was clicked."""
        self.application.run(procedure, NOTHING)

    @property
    def messages(self) -> list[str]:
        """What was shown, by Windows or by VBA."""
        return [text for _, text in self.popups] + [
            text for _, text, *_ in self.application.dialogs
        ]

    # What the stand-in module asks

    @method
    def Variable(self, Name):  # noqa: N802, N803
        return self.environ.get(Name, "")

    @method
    def Attributes(self, Name):  # noqa: N802, N803
        self._content(Name)
        return VBAInt(32, "Long")

    @method
    def Found(self, Name):  # noqa: N802, N803
        return Name.rpartition("/")[2] if Name.lower() in self.files else ""

    @method
    def FreeNumber(self):  # noqa: N802
        return VBAInt(max(self._open, default=0) + 1, "Integer")

    @method
    def OpenFile(self, Name, Number):  # noqa: N802, N803
        self._open[int(Number)] = self._content(Name).splitlines()

    @method
    def AtEnd(self, Number):  # noqa: N802, N803
        return not self._open[int(Number)]

    @method
    def Field(self, Number):  # noqa: N802, N803
        lines = self._open[int(Number)]
        if not lines:
            raise VBARuntimeError(62, "Input past end of file")
        first, *rest = next(csv.reader(StringIO(lines.pop(0))), [""])
        if rest:
            quoted = StringIO()
            csv.writer(quoted, quoting=csv.QUOTE_ALL, lineterminator="").writerow(rest)
            lines.insert(0, quoted.getvalue())
        return first

    @method
    def Line(self, Number):  # noqa: N802, N803
        return self._open[int(Number)].pop(0)

    @method
    def CloseFile(self, Number):  # noqa: N802, N803
        del self._open[int(Number)]

    @method
    def Remove(self, Name):  # noqa: N802, N803
        self._content(Name)
        del self.files[Name.lower()]

    @method
    def Made(self, ProgId):  # noqa: N802, N803
        return Dictionary() if ProgId == "Scripting.Dictionary" else Shell(self)

    @method
    def Script(self, Name, Handler, Text):  # noqa: N802, N803
        if not self.has_script:
            raise VBARuntimeError(5, "Invalid procedure call or argument")
        self.scripts.append((Name, Handler, Text))
        if Handler == "end_of_log":
            return self._content(Text)
        if self.writes_log:
            self.files[Text.rpartition("|")[2].lower()] = self.writes_log
        return str(self.exit_code)

    @method
    def Home(self, Script):  # noqa: N802, N803
        given = re.search(r'"(.*)"', Script)
        return given[1] if given else self.environ["HOME"] + "/"

    @method
    def Window(self):  # noqa: N802
        return VBAInt(1971842, "Long")

    def _content(self, name: str) -> str:
        if name.lower() not in self.files:
            raise VBARuntimeError(53, "File not found")
        return self.files[name.lower()]


def as_workbook(addin: bytes) -> bytes:
    """The add-in as a workbook with macros, for programs that open no add-ins."""
    written = BytesIO()
    with ZipFile(BytesIO(addin)) as source, ZipFile(written, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(b"excel.addin.macroEnabled", b"excel.sheet.macroEnabled")
            target.writestr(name, part)
    return written.getvalue()


def modules_of(addin: Path) -> dict[str, str]:
    """The standard modules of an add-in: name → source."""
    with ExcelFile(addin) as file:
        return {m.name: m.source for m in file.vba_project().modules if m.kind.name == "standard"}


def _runnable(source: str, constants: Mapping[str, object]) -> str:
    """A module in the words that the interpreter and the stand-in know."""
    source = re.sub(r"(?m)^( *#(?:Const|If|ElseIf) .*?) *'.*$", r"\1", source.replace("\r\n", "\n"))
    source = strip_directives(source, constants=dict(constants))
    for statement, call in _STATEMENTS.items():
        source = re.sub(rf"(?m)(?<![\w']){statement}(?=\s*$)", call, source)
    source = re.sub(r"(GetConfig\([^()]*\)) = True", r"CBool(\1)", source)
    return source.replace("Application.Hwnd", "Computer.Window")
