"""Draw the pictures of the add-in's guide again: python -m tools.addin_pictures

Needs Chromium. Each picture is a page of HTML, made from what the add-in has and does today: its
buttons, the marks that a click leaves in an example (in the Excel of the tests), the settings as
they are made, what `gouji addin` prints. Beside the pictures stands the digest of the page that
each was drawn from, so that a test can tell when one is out of date.
"""

import os
import re
import shutil
import sys
import tempfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from tests.excel.session import running
from tests.machines import EXCEL, Table, script
from tools.addin_pages import colours_page, installer_page, page, ribbon_page, terminal_page
from tools.drawing import draw_page
from tools.sheet_page import STYLE, Shown, sheet_body
from validator.cli import app
from validator.cli.addin import Machine
from validator.reports.listed import SHEET
from xl_addin import ribbon
from xl_addin.installation.places import places
from xl_addin.preferences import blank_preferences

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "xl_addin" / "guide" / "pictures"
#: In `PICTURES`: a line a picture, its name and the digest of the page that it was drawn from.
DRAWN_FROM = "drawn-from.txt"
_EXAMPLE = ROOT / "examples" / "jiangan-2020-mistakes" / "08-minus-sign.xlsx"
_NAME = "江岸区医保局2020年决算.xlsx"
_TABLE, _LIKELY = "表1 收入支出决算总表", "F28"
_HOME = "Users/张三"


class Drawing(NamedTuple):
    """A picture: the name of its file, its page and how wide that is in pixels."""

    name: str
    html: str
    width: int

    @property
    def drawn_from(self) -> str:
        """The line of `DRAWN_FROM`."""
        return f"{self.name}  {sha256(self.html.encode()).hexdigest()}"


def main() -> None:
    """Draw every picture, and write down what it was drawn from."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    made = drawings()
    for drawing in made:
        draw_page(drawing.html, drawing.width, PICTURES / drawing.name)
        print(drawing.name)
    lines = "\n".join(drawing.drawn_from for drawing in made)
    (PICTURES / DRAWN_FROM).write_text(f"{lines}\n", encoding="utf-8")


def drawings() -> tuple[Drawing, ...]:
    """The pictures, as they would be drawn now."""
    marked = _marked()
    tabs = tuple(marked.book.sheetnames[:4])
    findings, table = marked.book[SHEET], marked.book[_TABLE]
    settings = load_workbook(BytesIO(blank_preferences())).worksheets[0]
    left, right = f"A1:F{findings.max_row}", f"G6:M{findings.max_row}"
    return (
        Drawing("ribbon.png", ribbon_page(), 820),
        Drawing("python-installer.png", installer_page(), 580),
        Drawing("install.png", terminal_page([*_PIP, *_on_windows("install")]), 820),
        Drawing("status.png", terminal_page(_on_windows("status")), 820),
        _sheet("marked.png", 830, Shown(table, ("A1:F35",), tabs)),
        _sheet("note.png", 950, Shown(table, ("D23:F35",), (), _LIKELY, marked.note_size)),
        Drawing("colours.png", colours_page(), 700),
        _sheet("results.png", 1000, Shown(findings, (left, right), tabs)),
        _sheet("settings.png", 940, Shown(settings, (f"A1:C{settings.max_row}",))),
    )


def _sheet(name: str, width: int, shown: Shown) -> Drawing:
    return Drawing(name, page(sheet_body(shown), f"body {{ padding: 6px }}{STYLE}"), width)


class _Marked(NamedTuple):
    """The example after a click on 校验全部, and the size in points of the note that is shown."""

    book: Workbook
    note_size: tuple[float, float]


def _marked() -> _Marked:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as excel:
        book = excel.open(Path(shutil.copy(_EXAMPLE, Path(folder, _NAME))))
        # With the usual choices, whatever is set on this computer.
        with mock.patch.dict(os.environ, HOME=folder, USERPROFILE=folder):
            ribbon.check_all()
        assert not excel.alerts, excel.alerts
        note = book.sheets[_TABLE].range(_LIKELY).note
        assert note is not None
        size = note.api.Shape.Width, note.api.Shape.Height
        return _Marked(load_workbook(excel.saved(book), data_only=True), size)


_PROMPT = "C:\\gouji>"
_PIP = ((_PROMPT, "pip install .[excel]"), ("", "……（下载和安装，一两分钟）\n"))


def _on_windows(command: str) -> list[tuple[str, str]]:
    """What the command prints on Windows: it runs here, on the folders of Windows. What differs
    from one computer to the next is not shown: digests, the version of Python."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, _HOME)
        python = script(
            home / "AppData/Local/Programs/Python/Python313/python.exe",
            f'exec "{sys.executable}" "$@"',
        )
        found = places({}, "win32", home)
        assert found is not None
        machine = Machine(found._replace(encoding="gbk"), Table(EXCEL))
        with (
            mock.patch("validator.cli.addin.this_machine", lambda: machine),
            mock.patch.object(sys, "executable", str(python)),
        ):
            runner = CliRunner()
            done = runner.invoke(app, ["addin", "install"])
            if command != "install":
                done = runner.invoke(app, ["addin", command])
            assert done.exit_code == 0, done.output
    said = done.output.replace(folder, "C:")
    said = re.sub(r"C:/[^\s（）]*", lambda path: path[0].replace("/", "\\"), said)
    said = re.sub(r"[0-9a-f]{64}", "……", re.sub(r"Python 3\.\d+\.\d+", "Python 3.13.5", said))
    return [(_PROMPT, f"gouji addin {command}"), ("", said)]


if __name__ == "__main__":
    main()
