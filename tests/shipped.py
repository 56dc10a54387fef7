"""The workbooks that ship and the examples made from them, for tests: their files, their formulas,
and the same workbooks as LibreOffice converts them, each once however many workers test.
"""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import canonicalize
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from tests.conftest import FindProgram
from validator.forms.scorecard import scorecards

ROOT = Path(__file__).resolve().parent.parent
EDITIONS = ("final-accounts-2020", "final-accounts-2022", "final-accounts-2024", "budget-2023")
#: Every blank workbook that ships: those of the tables, those of a scorecard.
SHIPPED = (*EDITIONS, *scorecards())
#: Folder of an example → its edition.
EXAMPLES = dict(zip(("jiangan-2020", "zengdu-2022", "dongxihu-2024"), EDITIONS[:3], strict=True))
#: Sheet → rows of values.
Values = Mapping[str, Sequence[Sequence[object]]]
#: No conversion takes longer, in seconds.
LIMIT = 240.0

_SHEET = re.compile(r'<sheet name="([^"]*)" sheetId="\d+" state="(\w+)" r:id="rId(\d+)"')
_FORMULA = re.compile(r"<f\b([^>]*?)(?:/>|>([^<]*)</f>)")


def workbook(name: str) -> Path:
    """The blank workbook of an edition or a scorecard, or the filled one of an example."""
    if name in EXAMPLES:
        return ROOT / "examples" / name / "workbook.xlsx"
    return ROOT / "workbook_templates" / f"{name}.xlsx"


def opened(name: str) -> Workbook:
    """The workbook in openpyxl, as `loaded` has it."""
    return loaded(workbook(name))


@cache
def loaded(path: Path) -> Workbook:
    """A workbook of ours in openpyxl, with its formulas; its hidden sheets, which are half of it,
    blank. Not to be changed."""
    lighter = BytesIO()
    numbers = [i for i, part in enumerate(parts_of(path), start=1) if not part.visible]
    with ZipFile(path) as source, ZipFile(lighter, "w") as target:
        for entry in source.namelist():
            content = source.read(entry)
            if entry in {f"xl/worksheets/sheet{number}.xml" for number in numbers}:
                content = re.sub(
                    rb"<sheetData>.*</sheetData>", b"<sheetData/>", content, flags=re.S
                )
            target.writestr(entry, content)
    return load_workbook(lighter)


@cache
def values(path: Path) -> Values:
    """The values that stand in a workbook's cells, "" for blanks. Not to be changed."""
    book = CalamineWorkbook.from_path(path)
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


class Part(NamedTuple):
    """A worksheet of the file: its name, and what it is made of."""

    name: str
    visible: bool
    xml: str

    def formulas(self) -> Iterator[tuple[str, str]]:
        """(attributes, text) of every formula in a cell that is written out."""
        for attributes, text in _FORMULA.findall(self.xml):
            if text:
                yield attributes, unescape(text)

    def conditions(self) -> Iterator[str]:
        """The formulas of its conditional formats and validations."""
        for text in re.findall(r"<formula[12]?>([^<]*)<", self.xml):
            yield unescape(text)


def unlike(committed: Path, built: Path | BytesIO) -> list[str]:
    """The parts that two workbooks do not have alike and in the same order. The bytes of the zip
    depend on zlib, so those of the parts are compared; where they differ, their XML is."""
    with ZipFile(committed) as one, ZipFile(built) as other:
        if one.namelist() != other.namelist():
            return sorted({*one.namelist()} ^ {*other.namelist()}) or one.namelist()
        pairs = {name: (one.read(name), other.read(name)) for name in one.namelist()}
    return [
        name
        for name, (own, others) in pairs.items()
        if own != others and _canonical(own) != _canonical(others)
    ]


def _canonical(content: bytes) -> str:
    return canonicalize(content.decode(), rewrite_prefixes=True)


def parts(name: str) -> tuple[Part, ...]:
    """The worksheets of a workbook, in order."""
    return parts_of(workbook(name))


@cache
def parts_of(path: Path) -> tuple[Part, ...]:
    """The worksheets of the workbook of ours at `path`, in order."""
    with ZipFile(path) as package:
        listed = _SHEET.findall(package.read("xl/workbook.xml").decode())
        found = tuple(
            Part(
                unescape(sheet),
                state == "visible",
                package.read(f"xl/worksheets/sheet{number}.xml").decode(),
            )
            for sheet, state, number in listed
        )
    assert found
    return found


class Converter:
    """LibreOffice's conversions of the workbooks."""

    def __init__(self, program: FindProgram, shared: Path) -> None:
        self._program, self._shared = program, shared

    def converted(self, name: str, kind: str) -> Path:
        """The workbook `name` recalculated and saved as "xlsx", or as "pdf". All blank or all
        filled ones are converted at once, for LibreOffice takes long to start."""
        soffice = self._program("LibreOffice", "soffice", "libreoffice")
        names = tuple(EXAMPLES) if name in EXAMPLES else EDITIONS
        folder = self._shared / f"{names[0]}.{kind}"
        result, failure = folder / f"{name}.{kind}", folder / "failed"
        try:
            folder.mkdir(parents=True)
        except FileExistsError:  # another worker converts it, or has done so
            return _wait(result, failure)
        originals, making = folder / "originals", folder / "making"
        originals.mkdir()
        for each in names:
            shutil.copy(workbook(each), originals / f"{each}.xlsx")
        try:
            convert(soffice, sorted(originals.iterdir()), kind, making)
            for each in names:
                os.replace(making / f"{each}.{kind}", folder / f"{each}.{kind}")
        except (OSError, subprocess.SubprocessError) as problem:
            failure.write_text(str(problem), encoding="utf-8")
            raise
        return result


def convert(soffice: Path, originals: Sequence[Path], kind: str, folder: Path) -> None:
    """Convert workbooks with a profile of their own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command: list[str | Path]
    command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", folder, *originals]
    subprocess.run(command, check=True, capture_output=True, timeout=LIMIT)


def _wait(result: Path, failure: Path) -> Path:
    end = time.monotonic() + LIMIT + 10
    while not result.exists():
        if failure.exists() or time.monotonic() > end:
            pytest.fail(f"the conversion to {result.name} failed in another test")
        time.sleep(0.1)
    return result


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run have in common."""
    base = factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "converted"


def pages(pdf: Path, pdftotext: Path, *options: str) -> Sequence[str]:
    """The text of every page."""
    command: list[str | Path] = [pdftotext, "-enc", "UTF-8", *options, pdf, "-"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=120)
    return done.stdout.decode().split("\f")[:-1]
