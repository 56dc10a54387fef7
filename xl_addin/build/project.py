"""The VBA project, xl/vbaProject.bin: xlwings' own for add-ins, with our module instead of its.

Like xlwings' it holds source only and no compiled code, which Excel makes at the first start.
"""

import struct
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB

from xl_addin.refusal import Refused

PART = "xl/vbaProject.bin"
#: VBA refuses a project that bears the name of one of its modules.
NAME = "GoujiAddin"
#: The modules of xlwings' add-in that are not the workbook's and its sheet's.
_REPLACED = ("Dictionary", "RibbonMyAddin", "xlwings")
#: A library for dialogs, of which xlwings' project names the author's own copy.
_UNUSED_LIBRARY = "MSForms"
#: The record of the project's name among the records of the stream `dir` ([MS-OVBA] 2.3.4.2.1).
_NAME_RECORD = 0x0004


def project(addin: Path, name: str, module: str) -> bytes:
    """xlwings' add-in's project with nothing but the module `name` in it.

    Raises Refused if the add-in is not made as expected.
    """
    try:
        with ExcelFile(addin) as file, TemporaryDirectory() as folder:
            made = file.vba_project()
            old = made.name
            for other in _REPLACED:
                made.delete_module(other)
            made.add_module(name, module)
            file.drop_reference(_UNUSED_LIBRARY)
            made.dir_raw, moved = _renamed(made.dir_raw, old)
            made.dir_modules_offset += moved
            target = Path(folder, addin.name)
            file.save(target)
            with ZipFile(target) as package:
                streams = CFB.from_bytes(package.read(PART))
    except (KeyError, ValueError, OSError) as problem:
        raise Refused("addin.build.other_addin", {"problem": problem}) from problem
    streams.write_stream("PROJECT", _described(streams.get_stream("PROJECT"), old))
    made_anew: bytes = streams.to_bytes()
    return made_anew


def _renamed(records: bytes, old: str) -> tuple[bytes, int]:
    """The records of `dir` with the new name, and by how many bytes the rest has moved."""
    before, after = (
        struct.pack("<HI", _NAME_RECORD, len(name)) + name.encode("ascii") for name in (old, NAME)
    )
    if records.count(before) != 1:
        raise ValueError(old)
    return records.replace(before, after), len(after) - len(before)


def _described(text: bytes, old: str) -> bytes:
    """The stream PROJECT with the new name, and without empty lines in its last section."""
    before, after = f'Name="{old}"\r\n'.encode(), f'Name="{NAME}"\r\n'.encode()
    if text.count(before) != 1:
        raise Refused("addin.build.other_addin", {"problem": old})
    head, mark, windows = text.replace(before, after).partition(b"[Workspace]\r\n")
    return head + mark + b"\r\n".join(filter(None, windows.split(b"\r\n"))) + b"\r\n"
