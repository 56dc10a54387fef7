"""Builds gouji.xlam, the Excel add-in, from the buttons (`xl_addin.buttons`) and xlwings' own.

`xlwings_module` takes over what is wanted of xlwings' VBA, `module` puts the add-in's one module
together, `project` puts that into a VBA project, `ribbon_xml` draws the ribbon, `package` writes
the file. The same input gives the same bytes, on every machine.
"""

from importlib.util import find_spec
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from xl_addin.build.module import NAME, module
from xl_addin.build.ribbon_xml import ribbon_xml
from xl_addin.messages import text
from xl_addin.refusal import Refused

#: What the VBA says; in the sheet of the add-in, each under the last word of its key.
SAID = (
    "addin.start.title",
    "addin.start.starting",
    "addin.start.not_configured",
    "addin.start.not_usable",
    "addin.start.no_script",
    "addin.start.failed",
)


def build(interpreter_windows: str = "", interpreter_mac: str = "") -> bytes:
    """gouji.xlam. With an interpreter's full path it starts that one, whatever the user's own
    settings say: for a department that rolls it out.

    Raises Refused for an interpreter that the add-in would not start, when xlwings or pyOpenVBA
    is missing, and when xlwings' text is not the one that was read through.
    """
    _check(interpreter_windows, PureWindowsPath(interpreter_windows))
    _check(interpreter_mac, PurePosixPath(interpreter_mac))
    for library in ("xlwings", "pyopenvba"):
        if find_spec(library) is None:
            raise Refused("addin.build.missing", {"library": library})
    from xl_addin.build.package import packed
    from xl_addin.build.project import project

    source = _xlwings("xlwings_custom_addin.bas").read_text(encoding="ascii")
    windows = str(PureWindowsPath(interpreter_windows)) if interpreter_windows else ""
    texts = {"INTERPRETER_WIN": windows, "INTERPRETER_MAC": interpreter_mac}
    texts |= {key.rpartition(".")[2]: text(key) for key in SAID}
    vba = project(_xlwings("quickstart_addin_ribbon.xlam"), NAME, module(source))
    return packed(ribbon_xml(), vba, texts)


def _check(interpreter: str, path: PurePath) -> None:
    usable = path.is_absolute() and interpreter.isprintable() and not set(interpreter) & set('"%|')
    if interpreter and not usable:
        raise Refused("addin.build.interpreter", {"name": interpreter})


def _xlwings(name: str) -> Path:
    """A file of the installed xlwings, which is not imported for that."""
    found = find_spec("xlwings")
    folders = found.submodule_search_locations if found else None
    path = Path(folders[0], name) if folders else Path(name)
    if not path.is_file():
        raise Refused("addin.build.other_addin", {"problem": name})
    return path
