"""Each example saved by LibreOffice in another format gives the same findings.

A workbook that is kept as .xls or .ods, or saved anew as .xlsx, is the same workbook: the same
tables at the same places, the same verdicts, the same findings with the same cells and figures.
GOUJI_ROUND_TRIP=all takes all examples; else our own workbooks with their thousands of formulas,
for which LibreOffice needs most of the time, are represented by one.
"""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import FindProgram
from validator import Book, Report, Sheet, check
from validator.findings import Finding
from validator.reading import read

EXAMPLES = Path(__file__).parent.parent / "examples"
#: A workbook as `gouji template` makes it, the smallest of those that are examples.
OF_TEMPLATES = "scorecards/jiangxia-2022-workbook.xlsx"
ALL = os.environ.get("GOUJI_ROUND_TRIP") == "all"
#: What is said of formulas and of what lies in a file beside the cells: a format may not keep it,
#: or gouji not read it there.
OF_THE_FORMAT = frozenset({"T14", "T17"})


def examples() -> dict[str, Path]:
    """The examples by a name that tells them apart in one folder."""
    found = sorted(EXAMPLES.glob("*/*.xlsx"))
    return {
        f"{path.parent.name}--{path.stem}": path
        for path in found
        if ALL
        or "workbook" not in path.name
        or path.relative_to(EXAMPLES).as_posix() == OF_TEMPLATES
    }


def saved(kind: str, office: Path, folder: Path) -> dict[str, Path]:
    """The examples as LibreOffice saves them in another format, all in one call."""
    sources = folder / "examples"
    sources.mkdir()
    for name, path in examples().items():
        shutil.copy(path, sources / f"{name}.xlsx")
    target = folder / kind
    subprocess.run(
        [
            str(office),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", kind),
            *("--outdir", str(target)),
            *map(str, sorted(sources.iterdir())),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return {name: target / f"{name}.{kind}" for name in examples()}


def with_zeros_for_no_text(book: Book, other: Book) -> Book:
    """The workbook as an .xls can keep it. LibreOffice writes there the result 0 of a formula that
    gives no text ("") in a cell with the number format of amounts: the blank cells of our own
    workbooks. Everything else stays as it is."""
    others = {sheet.name: sheet.rows for sheet in other.sheets}

    def kept(sheet: Sheet) -> Sheet:
        there = others[sheet.name]
        rows = [list(row) for row in sheet.rows]
        for row, column in sheet.formulas:
            if rows[row][column] == "" and there[row][column] == 0:
                rows[row][column] = 0.0
        return replace(sheet, rows=rows)

    return replace(book, sheets=tuple(map(kept, book.sheets)))


def gist(finding: Finding) -> Sequence[object]:
    cells = tuple((cell.sheet, cell.address, cell.value, cell.role) for cell in finding.cells)
    kind = finding.rule, finding.severity, finding.verdict, finding.cause
    return (*kind, finding.left, finding.right, finding.difference, finding.unexplained, cells)


def all_of(report: Report, filled_by_us: bool) -> Mapping[str, object]:
    """Everything that a report says but for what is the format's; of a workbook that gouji filled,
    not how wide its tables are: beside them stand formulas that only LibreOffice calculates."""
    told = [finding for finding in report.findings if finding.rule not in OF_THE_FORMAT]
    return {
        "edition": (report.status, report.edition, report.unit, report.year, report.department),
        "tables": [
            (t.table, t.sheet, t.title, "" if filled_by_us else t.range) for t in report.tables
        ],
        "verdicts": [(t.table, t.counts) for t in report.tables if t.table],
        "findings": Counter(map(gist, told)),
    }


def differences(one: Report, other: Report, filled_by_us: bool) -> dict[str, object]:
    """What two reports do not both say."""
    first, second = all_of(one, filled_by_us), all_of(other, filled_by_us)
    return {key: (first[key], second[key]) for key in first if first[key] != second[key]}


@pytest.mark.parametrize("kind", ["xls", "xlsx", "ods"])
def test_an_example_in_another_format_gives_the_same_findings(
    kind: str, program: FindProgram, tmp_path: Path
) -> None:
    office = program("LibreOffice", "soffice", "libreoffice")
    different = {}
    for name, path in saved(kind, office, tmp_path).items():
        original, other = read(examples()[name]), read(path)
        if kind == "xls":
            original = with_zeros_for_no_text(original, other)
        if told := differences(check(original), check(path), "workbook" in name):
            different[name] = told
    assert not different
