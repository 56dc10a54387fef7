"""xlwings' own Windows engine, on the stand-in for Excel.

What xlwings makes of a call is its own code: its Windows engine (BSD licensed) is loaded as it is,
with stand-ins for the modules of pywin32 that it imports. So a test sees what a user on Windows
sees, with what that engine cannot do and with its ways, and only Excel is a stand-in.
"""

import ctypes
import datetime as dt
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from unittest import mock

import xlwings

from tests.excel.application import Application
from tests.excel.calls import ExcelError

ENGINE = "openpyxl-test"
_PACKAGE = Path(xlwings.__file__).parent
#: How a message box says that OK was clicked.
_OK = 1


class Alert(NamedTuple):
    """A message box that was shown."""

    prompt: str
    title: str
    style: int


class Desktop:
    """The screen: which Excels are running, and what they have shown in message boxes."""

    def __init__(self) -> None:
        self.apps: list[Application] = []
        self.alerts: list[Alert] = []

    def window_of(self, number: int) -> Application:
        """The Excel with this window."""
        return next(app for app in self.apps if app.Hwnd == number)

    def message_box(self, hwnd: int, prompt: str, title: str, style: int) -> int:
        """Show a message, and wait until it has been read."""
        self.alerts.append(Alert(prompt, title, style))
        return _OK


def _pywin32(desktop: Desktop) -> dict[str, ModuleType]:
    """What the engine imports of pywin32, as far as the engine asks something of it."""

    class Unused:
        """Stands for pywin32's own classes, which no object here belongs to."""

    content: dict[str, dict[str, Any]] = {
        "pywintypes": {"com_error": ExcelError, "error": OSError, "TimeType": dt.datetime},
        "pythoncom": {
            "CoInitialize": lambda: None,
            "com_error": ExcelError,
            "ole_error": ExcelError,
            "__file__": "",
        },
        "win32api": {"MessageBox": desktop.message_box},
        "win32con": {
            "MB_OK": 0,
            "MB_OKCANCEL": 1,
            "MB_YESNOCANCEL": 3,
            "MB_YESNO": 4,
            "MB_ICONWARNING": 48,
            "MB_ICONINFORMATION": 64,
        },
        "win32gui": {},
        "win32process": {"GetWindowThreadProcessId": lambda hwnd: (1, hwnd + 1)},
        "win32timezone": {
            "TimeZoneInfo": type("TimeZoneInfo", (), {"utc": staticmethod(lambda: dt.UTC)})
        },
        "win32com": {},
        "win32com.client": {
            "CDispatch": Unused,
            "CoClassBaseClass": Unused,
            "DispatchBaseClass": Unused,
            "Dispatch": Unused,
            "DispatchEx": Unused,
        },
    }
    modules = {name: ModuleType(name) for name in content}
    for name, module in modules.items():
        vars(module).update(content[name])
    vars(modules["win32com"])["client"] = modules["win32com.client"]
    return modules


@contextmanager
def _on_windows(desktop: Desktop) -> Iterator[None]:
    """While a module is loaded that believes to be on Windows. The stand-ins are forgotten
    afterwards, and the module of xlwings that was imported with them."""
    libraries = mock.MagicMock()
    modules = _pywin32(desktop)
    before = {name: sys.modules.pop(name, None) for name in (*modules, "xlwings._win32patch")}
    sys.modules.update(modules)
    try:
        with (
            mock.patch.multiple(ctypes, create=True, windll=libraries, oledll=libraries),
            mock.patch.object(ctypes, "PyDLL", libraries),
            mock.patch("atexit.register", lambda function: function),
        ):
            yield
    finally:
        for name, module in before.items():
            sys.modules.pop(name, None)
            if module is not None:
                sys.modules[name] = module


def loaded(desktop: Desktop) -> ModuleType:
    """xlwings' Windows engine, in which the running Excels are those of `desktop`."""
    name = "xlwings._xlwindows_on_openpyxl"
    spec = importlib.util.spec_from_file_location(name, _PACKAGE / "_xlwindows.py")
    assert spec is not None and spec.loader is not None
    engine = importlib.util.module_from_spec(spec)
    with _on_windows(desktop):
        spec.loader.exec_module(engine)
    vars(engine).update(
        get_excel_hwnds=lambda: (app.Hwnd for app in desktop.apps),
        get_xl_app_from_hwnd=desktop.window_of,
        is_hwnd_xl_app=lambda _: True,  # the window in front is one of them
    )
    vars(engine)["Engine"].name = property(lambda _: ENGINE)
    return engine
