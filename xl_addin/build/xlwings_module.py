"""What the add-in takes over of xlwings' own VBA, and the proof that nothing else came along.

xlwings' `RunPython` trusts the workbook that happens to be open: settings in its cells and beside
it choose the Python that runs, its folder is the first where modules are looked for, its sheets
can hold code, its name stands in a command line, and every public function can be called by a
formula in it. So nothing is taken that knows a workbook: a few small procedures, by name and
whole, from a text that was read through, and each becomes private to the add-in. The starting
itself is the add-in's own (`start.bas`).
"""

import re
from hashlib import sha256
from typing import NamedTuple

from xl_addin.refusal import Refused

#: The text that was read through, of xlwings 0.37.8, with its version number masked.
READ_THROUGH = "675d63bc6a558d4e474b74a4dcec349b581bf0464f3f1d18838857c036b57f11"

#: The procedures that are taken over.
KEPT = (
    "GetConfigFilePath",
    "GetConfigFromFile",
    "WScript",
    "FileExists",
    "FileExistsOnWindows",
    "FileOrFolderExistsOnMac",
    "GetMacDir",
    "ReadFile",
    "CreateGUID",
)


class Edit(NamedTuple):
    """A fragment that must stand once in what is kept, what replaces it, and why."""

    fragment: str
    replacement: str
    why: str


EDITS = (
    Edit(
        "    #If Mac Then\n"
        "        FileName = ToMacPath(FileName)\n"
        "        LineBreak = vbLf\n"
        "    #Else\n"
        "        FileName = ExpandEnvironmentStrings(FileName)\n"
        "        LineBreak = vbCrLf\n"
        "    #End If\n",
        "    LineBreak = vbCrLf\n",
        "only Windows reads a log so, and the name of its log is final",
    ),
)

_VERSION = re.compile(r'XLWINGS_VERSION As String = "([0-9.]+)"')
_LICENCE = re.compile(r"^'xlwings is distributed under .*?^'SOFTWARE, EVEN .*?$", re.M | re.S)
_PROCEDURE = re.compile(
    r"^(?:Public |Private )?(?P<body>(?P<kind>Function|Sub) (?P<name>\w+)\b.*?^End (?P=kind))$",
    re.M | re.S,
)


class Kept(NamedTuple):
    """What is taken over: the licence under which it is, the version, the procedures."""

    licence: str
    version: str
    procedures: str


def kept(source: str) -> Kept:
    """The part of xlwings' module that the add-in contains.

    Raises Refused for any other text than the one that was read through.
    """
    source = source.replace("\r\n", "\n")
    version = _VERSION.search(source)
    masked = source.replace(version[1], "VERSION") if version else source
    licence = _LICENCE.search(source)
    if not version or not licence or sha256(masked.encode()).hexdigest() != READ_THROUGH:
        raise Refused("addin.build.other_text", {"version": version[1] if version else "?"})
    found = {match["name"]: match["body"] for match in _PROCEDURE.finditer(source)}
    text = "\n\n".join(f"Private {found[name]}" for name in KEPT)
    for edit in EDITS:
        if text.count(edit.fragment) != 1:
            raise Refused("addin.build.edit", {"fragment": edit.fragment})
        text = text.replace(edit.fragment, edit.replacement)
    return Kept(licence[0], version[1], text)
