"""LibreOffice calculates a workbook: it opens a copy, and saves what it makes of it as .xlsx.

It runs with a profile of its own that never asks, in a folder that is removed afterwards. The
profile tells it to calculate all formulas when it opens a file (otherwise it keeps the results of a
file that says it was written by Excel), to run no macro and to update no link. That does not keep
it from fetching the pictures that a file links to, so all requests go to a proxy that is not there.
"""

import shutil
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from validator.recalculation.engine import Failed, run

#: Commands, and where its installer puts it on systems that do not know it as a command.
_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_CALC, _COMMON = "/org.openoffice.Office.Calc/", "/org.openoffice.Office.Common/"
_NETWORK = "/org.openoffice.Inet/Settings"
#: Where no proxy is: a port of this machine on which nothing answers.
_NOWHERE = {"Name": "127.0.0.1", "Port": "9"}
#: Path and name of a setting → its value.
_SETTINGS = {
    (f"{_CALC}Formula/Load", "OOXMLRecalcMode"): "0",  # always
    (f"{_CALC}Formula/Load", "ODFRecalcMode"): "0",
    (f"{_CALC}Content/Update", "Link"): "2",  # never
    (f"{_COMMON}Security/Scripting", "MacroSecurityLevel"): "3",  # the highest
    (f"{_COMMON}Security/Scripting", "DisableMacrosExecution"): "true",
    (f"{_COMMON}Security/Scripting", "BlockUntrustedRefererLinks"): "true",
    (_NETWORK, "ooInetProxyType"): "2",  # those named here
    (_NETWORK, "ooInetNoProxy"): "",  # for no address without
    **{
        (_NETWORK, f"ooInet{protocol}Proxy{key}"): value
        for protocol in ("HTTP", "HTTPS", "FTP")
        for key, value in _NOWHERE.items()
    },
}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
)


@cache
def program() -> str | None:
    """The command that starts LibreOffice; None where it is not installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def converted(data: bytes, ending: str, seconds: float) -> bytes:
    """The workbook in `data`, of the format `ending`, as an .xlsx file that LibreOffice calculated.

    Raises Slow where that takes longer than so many seconds, Failed where it does not succeed.
    """
    soffice = program()
    if soffice is None:
        raise Failed
    with TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        settings = profile / "user" / "registrymodifications.xcu"
        settings.write_text(_registry(), encoding="utf-8")
        source = folder / f"book.{ending}"
        source.write_bytes(data)
        command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        command += ["--norestore", "--nolockcheck", "--nodefault", "--nologo"]
        command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "done", source.name]
        home = {"HOME": name, "TMPDIR": name} if sys.platform != "win32" else {"TEMP": name}
        # It maps more memory than a check may take, and needs little of it.
        run(command, folder, seconds, {**home, "SAL_USE_VCLPLUGIN": "svp"})
        try:
            return (folder / "done" / "book.xlsx").read_bytes()
        except OSError as error:
            raise Failed from error


def _registry() -> str:
    items = (
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>\n"
        for (path, name), value in _SETTINGS.items()
    )
    return f"{_HEAD}{''.join(items)}</oor:items>\n"
