"""Measure what gouji adds to the reading of a workbook: `make bench`.

Prints, for one typical workbook and for one with eight scorecards beside its tables, the time of
python-calamine alone, of `validator.check`, and their ratio, each the median of alternating runs in
this one process; then the start of the command and the peak memory of a check, each in a process of
its own; then, of the ribbon's button, how often it calls into Excel and what it takes beside
Excel's own time, on the tests' stand-in.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from python_calamine import CalamineWorkbook

from validator import check
from validator.reading import read

EXAMPLES = Path(__file__).parent.parent / "examples"
WORKBOOK = EXAMPLES / "jiangan-2020" / "printed.xlsx"
SCORECARDS = EXAMPLES / "scorecards" / "dongxihu-2024.xlsx"
RUNS = 60


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


def main() -> None:
    """Print the figures."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else WORKBOOK
    for each in dict.fromkeys((path, SCORECARDS)):
        checks(each)
    print(f"  gouji --help                  {start_of_the_command():8.2f} s")
    if sys.platform != "win32":  # which has no `resource`
        print(f"  peak memory of a check        {peak_memory(path):8.0f} MB")
    with TemporaryDirectory() as folder:
        ribbon(Path(folder))


if __name__ == "__main__":
    main()
