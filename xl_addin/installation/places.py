"""Where the add-in and its settings stand on a computer, and where Excel looks for add-ins.

Excel opens every workbook of its start folder when it starts; the add-in is one of them. Nothing
here looks at the disk: the layout of one system can be laid out in any folder.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

System = Literal["windows", "mac"]

#: The add-in's file, in every folder.
ADDIN = "gouji.xlam"
#: The script through which Excel for Mac, which runs in a sandbox, may start Python.
SCRIPT = "gouji.applescript"


class Places(NamedTuple):
    """The files of one user's add-in."""

    system: System
    addin: Path
    settings: Path  # which Python it starts
    folder: Path  # what else is the user's: choices, the log of failures
    interpreter: str  # the name of the setting that holds the path of Python
    encoding: str  # in which VBA reads the settings
    line_end: bytes  # after which VBA reads the next setting
    script: Path | None  # macOS only
    made_by_excel: Path | None  # a folder that only Excel itself may make, at its first start
    office_preferences: tuple[Path, ...]  # macOS: those that win first


def places(environ: Mapping[str, str], platform: str, home: Path) -> Places | None:
    """The places on `platform` (as `sys.platform` names it); None where there is no Excel."""
    if platform == "win32":
        return _windows(environ, home)
    if platform == "darwin":
        return _mac(home)
    return None


def _windows(environ: Mapping[str, str], home: Path) -> Places:
    roaming = Path(environ.get("APPDATA") or home / "AppData" / "Roaming")
    profile = Path(environ.get("USERPROFILE") or home)
    return Places(
        system="windows",
        addin=roaming / "Microsoft" / "Excel" / "XLSTART" / ADDIN,
        settings=profile / ".gouji" / "gouji.conf",
        folder=home / ".gouji",
        interpreter="INTERPRETER_WIN",
        encoding="mbcs",
        line_end=b"\r\n",
        script=None,
        made_by_excel=None,
        office_preferences=(),
    )


def _mac(home: Path) -> Places:
    library = home / "Library"
    office = library / "Group Containers" / "UBF8T346G9.Office"
    container = library / "Containers" / "com.microsoft.Excel" / "Data"
    managed = Path("/Library/Managed Preferences")
    preferences = (
        managed / home.name,
        managed,
        office / "Library" / "Preferences",
        library / "Preferences",
    )
    return Places(
        system="mac",
        addin=office / "User Content.localized" / "Startup.localized" / "Excel" / ADDIN,
        settings=container / "gouji.conf",
        folder=home / ".gouji",
        interpreter="INTERPRETER_MAC",
        # What VBA on the Mac takes a file for depends on the language of the system; only ASCII
        # means the same in all.
        encoding="ascii",
        line_end=b"\n",
        script=library / "Application Scripts" / "com.microsoft.Excel" / SCRIPT,
        made_by_excel=container,
        office_preferences=tuple(folder / "com.microsoft.office.plist" for folder in preferences),
    )
