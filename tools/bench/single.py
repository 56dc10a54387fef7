"""One workbook at a time: a check beside reading it, the start of the command, its memory, naming
the wrong cell, and the button in Excel.

Times are medians of alternating runs in this one process; the start of the command and the peak
memory of a check are each of a process of its own. Of the ribbon's button: how often it calls into
Excel and what it takes beside Excel's own time, on the tests' stand-in.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median
from unittest.mock import patch

from python_calamine import CalamineWorkbook

from validator import check
from validator.checks import Results
from validator.checks.outcome import Cause
from validator.localisation import localise
from validator.messages import Lang
from validator.reading import read
from validator.recognition import Recognised

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"
WORKBOOK = EXAMPLES / "jiangan-2020" / "printed.xlsx"
SCORECARDS = EXAMPLES / "scorecards" / "dongxihu-2024.xlsx"
RUNS = 60
#: Files that can be workbooks.
ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods"})


def by_calamine(data: bytes) -> None:
    """Every value of every sheet, and nothing else: the floor."""
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()


def milliseconds(work: Callable[[], object]) -> float:
    """One run of `work`."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def start_of_the_command() -> float:
    """Seconds that `gouji --help` takes, the median of five."""
    command = [sys.executable, "-m", "validator.cli", "--help"]
    runs = [
        milliseconds(lambda: subprocess.run(command, check=True, capture_output=True))
        for _ in range(5)
    ]
    return median(runs) / 1000


def peak_memory(path: Path) -> float:
    """Megabytes that `gouji check` of `path` takes at most (Linux and macOS)."""
    code = (
        "import resource, sys; from validator import check; check(sys.argv[1]); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True
    )
    return int(done.stdout) / (1024 if sys.platform != "darwin" else 1024 * 1024)


def localisation() -> None:
    """Print the processor's time that naming the wrong cell takes, of each workbook the median of
    five checks, and how much that is beside the rest of the check."""
    times: list[float] = []

    def timed(results: Results, found: Recognised, lang: Lang) -> tuple[Cause, ...]:
        start = time.process_time()
        named = localise(results, found, lang)
        times.append((time.process_time() - start) * 1000)
        return named

    measured: list[tuple[float, float, str]] = []
    folders = (EXAMPLES, ROOT / "tests" / "corpus")
    files = sorted(path for folder in folders for path in folder.rglob("*.*"))
    with patch("validator.run.localise", timed):
        for path in [path for path in files if path.suffix in ENDINGS]:
            report = check(path)
            if not any(finding.suspects for finding in report.findings):
                continue
            times.clear()
            start = time.process_time()
            for _ in range(5):
                check(path)
            whole = (time.process_time() - start) * 1000 / 5
            own = median(times)
            measured.append((own, whole - own, path.relative_to(ROOT).as_posix()))
    owns = [own for own, _, _ in measured]
    worst, rest, name = max(measured)
    ratio = median(own / other for own, other, _ in measured)
    print(f"naming the wrong cell, in {len(measured)} broken workbooks")
    print(f"  median                        {median(owns):8.2f} ms   {ratio:5.2f} × of the rest")
    print(f"  worst                         {worst:8.2f} ms   {worst / rest:5.2f} ×, {name}")


def ribbon(folder: Path) -> None:
    """Print the calls and the time of a click on 校验全部 and on 清除标记, for a workbook of 21
    sheets with one mistake and for one with hundreds of findings."""
    from tests.excel.session import running
    from tests.spoilt import spoil
    from xl_addin import results
    from xl_addin.ribbon import check_all, clear

    live = WORKBOOK.with_name("workbook.xlsx")
    for path in (live, WORKBOOK, spoil(folder / "spoilt.xlsx")):
        with running(folder) as excel:
            book = excel.open(path)
            sheets = len(book.sheets)
            print(f"ribbon, {path.name}: {sheets} sheets")
            for click in (check_all, clear):
                excel.calls.reset()
                time_taken = milliseconds(click)
                made = excel.calls.by_name
                blocks, notes = made["Range.Value"], made["Range.AddComment"]
                print(
                    f"  {click.__name__:<12}{made.total():6} calls, {blocks:3} of them blocks of "
                    f"values; {notes:4} notes{time_taken:8.0f} ms"
                )
                if click is check_all and not results.names(book):
                    break


def checks(path: Path) -> None:
    """Print what a check of one workbook takes, beside reading it."""
    data = path.read_bytes()
    book = read(path)
    jobs: dict[str, Callable[[], object]] = {
        "python-calamine alone": lambda: by_calamine(data),
        "validator.reading.read": lambda: read(data, path.name),
        "validator.check of the Book": lambda: check(book),
        "validator.check of the file": lambda: check(data),
    }
    first = milliseconds(lambda: check(data))
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(RUNS):
        for name, job in jobs.items():
            times[name].append(milliseconds(job))
    floor = median(times["python-calamine alone"])
    cells = sum(
        1 for sheet in book.sheets for row in sheet.rows for v in row if v not in ("", None)
    )
    print(f"{path.parent.name}/{path.name}: {len(book.sheets)} sheets, {cells} cells, {RUNS} runs")
    for name, runs in times.items():
        print(f"  {name:<30}{median(runs):8.2f} ms   {median(runs) / floor:5.2f} ×")
    print(f"  first check, forms loaded     {first:8.2f} ms")


def checks_of(path: Path) -> None:
    """Print what concerns a check of `path` and of the workbook with scorecards."""
    for each in dict.fromkeys((path, SCORECARDS)):
        checks(each)
    print(f"  gouji --help                  {start_of_the_command():8.2f} s")
    if sys.platform != "win32":  # which has no `resource`
        print(f"  peak memory of a check        {peak_memory(path):8.0f} MB")
