"""What there was before gouji to check a folder of workbooks with, each as fast as it goes: every
function takes a folder and says how long it took and how many of the planted mistakes it found.
"""

import json
import sys
from collections.abc import Callable, Set
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.conftest import find_program
from tests.office import Area, running
from tools.bench.analyst import Script
from tools.bench.departments import Folder
from tools.bench.measuring import Measured, seconds_of
from validator import check
from validator.checks.identities import evaluate
from validator.checks.outcome import Operand, Outcome
from validator.forms.compiler import compiled
from validator.forms.model import Severity
from validator.reading import address, read
from validator.recalculation.engine import Failed, Slow
from validator.recalculation.engine import run as calculated_by
from validator.recognition import recognise
from validator.rounding import Relation, Verdict
from workbook_templates.plan import VERDICT

#: The program that asks the package `formulas`, and what it may take: seconds and bytes.
_FORMULAS = Path(sys.modules[calculated_by.__module__].__file__ or "").with_name("worker.py")
_SECONDS, _MEMORY = 120.0, 4 * 2**30
_NOTHING = (sys.executable, "-c", "import formulas, formulas.functions")
#: The sheet with one formula an identity that `formulas` is given.
_IDENTITIES = "IDENTITIES"
#: How the check sheet begins when something must be corrected.
_BAD = "不能报送"


def only_read(folder: Folder) -> Measured:
    """python-calamine, every value of every sheet, and nothing else: the floor."""

    def work() -> None:
        for file in folder.files:
            workbook = CalamineWorkbook.from_path(file)
            for name in workbook.sheet_names:
                workbook.get_sheet_by_name(name).to_python()

    return Measured("python-calamine, reading only", len(folder.files), seconds_of(work))


def in_a_loop(folder: Folder) -> Measured:
    """`validator.check`, one file after the other in this process."""

    def wrong(file: Path) -> bool:
        return any(finding.severity is Severity.ERROR for finding in check(file).findings)

    return _looked(folder, "validator.check in a loop", wrong)


def by_script(folder: Folder) -> Measured:
    """openpyxl and pandas."""
    script = Script(folder.kind, folder.edition)
    script.check(folder.files[0])  # what it knows beforehand is not timed
    return _looked(folder, "openpyxl (data_only) + pandas", lambda f: bool(script.check(f)))


def by_libreoffice(folder: Folder) -> Measured:
    """LibreOffice, kept running: it loads a workbook, calculates everything, and the first line of
    the check sheet says whether the workbook can be submitted."""
    with TemporaryDirectory() as own, running(find_program, Path(own)) as office:

        def wrong(file: Path) -> bool:
            book = office.open(file.resolve())
            ((rows,),) = [book.read(Area(*VERDICT, 1, 1))]
            book.close()
            return str(rows[0][0]).startswith(_BAD)

        wrong(folder.files[0])  # it has just started
        return _looked(folder, "LibreOffice headless, its check sheet", wrong)


def by_formulas(folder: Folder) -> Measured:
    """The package `formulas`, each workbook in a process of its own, whose start is not counted.
    A workbook without formulas is given a sheet with one for each identity first."""
    with TemporaryDirectory() as own:
        place = Path(own)
        books = {file: place / f"{n}.xlsx" for n, file in enumerate(folder.files)}
        for file, book in books.items():
            if folder.kind == "standard":
                book.write_bytes(file.read_bytes())
            else:
                _with_identities(file, book, folder.edition)

        def wrong(file: Path) -> bool:
            arguments = [books[file].name, "done.json"]
            command = [sys.executable, "-P", str(_FORMULAS), *arguments]
            calculated_by(command, place, _SECONDS, memory=_MEMORY)
            said = json.loads((place / "done.json").read_text(encoding="utf-8"))
            if folder.kind == "standard":
                return str(said[VERDICT.sheet][VERDICT.local]).startswith(_BAD)
            return any(value == 1 for value in said[_IDENTITIES].values())

        start = seconds_of(lambda: calculated_by(_NOTHING, place, _SECONDS))
        name = "formulas"
        try:
            looked = _looked(folder, name, wrong)
        except Slow:
            return Measured(name, 1, _SECONDS, note=f"given up after {_SECONDS:.0f} s")
        except Failed:
            return Measured(name, 1, _SECONDS, note=f"failed, with {_MEMORY / 2**30:.0f} GB")
    return looked._replace(seconds=max(looked.seconds - start * looked.files, 0.001))


def _with_identities(file: Path, target: Path, edition: str) -> None:
    """The workbook with one more sheet: a formula for each identity, 1 where it does not hold."""
    outcomes = evaluate(compiled(edition), recognise(read(file)).tables)
    formulas = [_formula(o) for o in outcomes if o.verdict is not Verdict.NOT_APPLICABLE]
    book = load_workbook(file)
    sheet = book.create_sheet(_IDENTITIES)
    for row, formula in enumerate(formulas, start=1):
        sheet.cell(row, 1, formula)
    book.save(target)


def _formula(outcome: Outcome) -> str:
    """1 where it does not hold, by more than so many roundings explain."""
    terms = [(1, o) for o in outcome.left] + [(-1, o) for o in outcome.right]
    cells = [(sign * o.weight, o) for sign, o in terms if o.cell]
    added = "".join(f"{'+' if weight > 0 else '-'}{_address(o)}" for weight, o in cells)
    count = sum(1 for _, o in cells if o.cell and o.cell.amount.printed)
    allowed = max(count - 1, 0) // 2 / 100 + 0.005
    broken = {
        Relation.EQUAL: f"ABS({added})>{allowed}",
        Relation.AT_LEAST: f"({added})<-{allowed}",
        Relation.AT_MOST: f"({added})>{allowed}",
    }[outcome.relation]
    return f"=IF({broken},1,0)"


def _address(of: Operand) -> str:
    assert of.cell is not None
    return f"'{of.table.sheet}'!{address(of.cell.row, of.cell.column)}"


def _looked(folder: Folder, name: str, wrong: Callable[[Path], bool]) -> Measured:
    told: set[str] = set()

    def work() -> None:
        told.update(file.name for file in folder.files if wrong(file))

    seconds = seconds_of(work)
    return counted(Measured(name, len(folder.files), seconds), folder, told)


def counted(measured: Measured, folder: Folder, told: Set[str]) -> Measured:
    """With how many of the mistakes were found by saying that the workbooks `told` have some."""
    false = len(told - folder.planted.keys())
    note = f"{false} false alarms" if false else measured.note
    found = len(folder.planted.keys() & told), len(folder.planted)
    return measured._replace(found=found, note=note)
