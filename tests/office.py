"""LibreOffice kept running, for tests: workbooks are opened, typed in, calculated and read.

`uno_server.py` does the work in the Python that LibreOffice's `uno` module belongs to. Rows and
columns count from zero, as in `workbook_templates.plan`.
"""

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import NamedTuple

from tests.conftest import FindProgram, missing
from workbook_templates.spot import Spot

_SERVER = Path(__file__).with_name("uno_server.py")
#: Pythons that may have `uno`: the system's, and those that LibreOffice brings along.
_PYTHONS = ("/usr/bin/python3", "/opt/libreoffice/program/python", "python3")
#: No request takes longer, in seconds.
LIMIT = 120.0

#: A value of a cell; None where the cell shows an error.
Value = float | str | None
Rows = list[list[Value]]


class Area(NamedTuple):
    """Cells of a sheet; with no height, all that are used."""

    sheet: str
    row: int = 0
    column: int = 0
    height: int = 0
    width: int = 0

    def spots(self) -> Iterator[Spot]:
        """Its cells."""
        for row in range(self.row, self.row + self.height):
            for column in range(self.column, self.column + self.width):
                yield Spot(self.sheet, row, column)


class OfficeError(RuntimeError):
    """LibreOffice refused a request, or did not answer in time."""


class Office:
    """A running LibreOffice."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, request: str, *arguments: object) -> object:
        """Send a request to `uno_server.Server`, and wait for its answer."""
        assert self._process.stdin is not None and self._process.stdout is not None
        timer = Timer(LIMIT, self.kill)
        timer.start()
        try:
            self._process.stdin.write(json.dumps([request, *arguments]) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        finally:
            timer.cancel()
        if not line:
            raise OfficeError(f"LibreOffice gave no answer to {request}")
        answer = json.loads(line)
        if "error" in answer:
            raise OfficeError(answer["error"])
        return answer["value"]

    def open(self, path: Path, areas: Sequence[Area] = ()) -> "Workbook":
        """Open a workbook, until `Workbook.close`. `areas` hold nothing but cells to type in: they
        are written whole, which is faster."""
        self.ask("open", str(path))
        return Workbook(self, str(path), areas)

    def kill(self) -> None:
        """End the server and its LibreOffice, whatever they are doing."""
        os.killpg(self._process.pid, signal.SIGKILL)


class Workbook:
    """A workbook that LibreOffice has opened."""

    def __init__(self, office: Office, path: str, areas: Sequence[Area]) -> None:
        self.office, self.path, self._areas = office, path, tuple(areas)
        self._typed: dict[Spot, object] = {}

    def put(self, values: Mapping[Spot, object]) -> None:
        """Have exactly `values` typed: what `put` typed before and is not among them goes."""
        changed: dict[Spot, object] = {}
        for spot in {**self._typed, **values}:
            value = values.get(spot, "")
            if value != self._typed.get(spot, ""):
                changed[spot] = value
        self._typed = dict(values)
        self.office.ask("put", self.path, list(self._blocks(changed)))

    def _blocks(
        self, changed: Mapping[Spot, object]
    ) -> Iterator[tuple[str, int, int, list[list[object]]]]:
        """The areas that hold a changed cell, whole; other changed cells in runs side by side."""
        own = {spot: area for area in self._areas for spot in area.spots() if spot in changed}
        for area in dict.fromkeys(own.values()):
            rows = range(area.row, area.row + area.height)
            columns = range(area.column, area.column + area.width)
            values = [
                [_plain(self._typed.get(Spot(area.sheet, row, column), "")) for column in columns]
                for row in rows
            ]
            yield area.sheet, area.row, area.column, values
        first: Spot | None = None
        run: list[object] = []
        for spot in sorted(spot for spot in changed if spot not in own):
            if first is None or spot != first._replace(column=first.column + len(run)):
                if first is not None:
                    yield *first, [run]
                first, run = spot, []
            run.append(_plain(changed[spot]))
        if first is not None:
            yield *first, [run]

    def write(self, first: Spot, rows: Sequence[Sequence[object]]) -> None:
        """Paste rows of values: numbers and texts."""
        self.office.ask("put", self.path, [(*first, rows)])

    def type(self, spot: Spot, text: str) -> None:
        """Type `text` into a cell as a person does."""
        self.office.ask("type", self.path, *spot, text)

    def read(self, *areas: Area) -> list[Rows]:
        """Calculate everything, and read areas."""
        return self.office.ask("read", self.path, areas)  # type: ignore[return-value]

    def insert_rows(self, sheet: str, row: int, count: int = 1) -> None:
        """Insert rows before `row`."""
        self.office.ask("insert_rows", self.path, sheet, row, count)

    def delete_rows(self, sheet: str, row: int, count: int = 1) -> None:
        """Delete rows from `row` on."""
        self.office.ask("delete_rows", self.path, sheet, row, count)

    def sort(self, area: Area, column: int, *, ascending: bool = True) -> None:
        """Sort the rows of an area by one of its columns."""
        self.office.ask("sort", self.path, area, column, ascending)

    def save(self, target: Path) -> None:
        """Save a copy."""
        self.office.ask("save", self.path, str(target))

    def close(self) -> None:
        """Close the workbook without saving it."""
        self.office.ask("close", self.path)


def _plain(value: object) -> object:
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def python_with_uno() -> Path:
    """A Python that has LibreOffice's `uno`, or the end of the test that asks for it."""
    for command in _PYTHONS:
        try:
            done = subprocess.run([command, "-c", "import uno"], capture_output=True, timeout=60)
        except OSError:
            continue
        if done.returncode == 0:
            return Path(command)
    missing(f"LibreOffice's Python module uno is not installed (asked: {', '.join(_PYTHONS)})")


@contextmanager
def running(program: FindProgram, folder: Path) -> Iterator[Office]:
    """LibreOffice with a profile of its own in `folder`, until the block ends."""
    soffice = program("LibreOffice", "soffice", "libreoffice")
    python = python_with_uno()
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [python, _SERVER, soffice, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    office = Office(process)
    try:
        yield office
    finally:
        assert process.stdin is not None
        process.stdin.close()  # the server ends LibreOffice and itself
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            office.kill()
