"""Fifty people upload at once: how a server answers, measured for `make bench`.

The server is `gouji serve` itself, in a process of its own, with two checking processes. Each of
the workbooks has a department of its own, so that an answer that went to another is seen.
"""

import asyncio
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import httpx

from tests.servers import BAD, started

DEPARTMENT = "江岸区医疗保障局"
UPLOADS, JOBS = 50, 2
#: Seconds that anything may take.
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Answer:
    """How an upload was answered: after how many seconds, with which status, for which department,
    and how many errors."""

    seconds: float
    status: int
    department: str | None
    errors: int


def workbooks(count: int) -> dict[str, bytes]:
    """Department → the workbook, otherwise the same."""
    return {
        name: _named(name) for name in (f"第{number:03}号医疗保障局" for number in range(count))
    }


def _named(department: str) -> bytes:
    """The workbook with the name of its department changed."""
    buffer = BytesIO()
    with ZipFile(BAD) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(DEPARTMENT.encode(), department.encode()))
    return buffer.getvalue()


async def sent_at_once(address: str, books: dict[str, bytes]) -> dict[str, Answer]:
    """Department → the answer to its workbook, all being sent at the same time."""
    limits = httpx.Limits(max_connections=len(books))
    async with httpx.AsyncClient(base_url=address, timeout=_PATIENCE, limits=limits) as client:

        async def send(department: str, content: bytes) -> tuple[str, Answer]:
            began = time.perf_counter()
            files = {"file": (f"{department}.xlsx", content)}
            got = await client.post("/api/check", files=files)
            seconds = time.perf_counter() - began
            if got.status_code != 200:
                return department, Answer(seconds, got.status_code, None, 0)
            (book,) = got.json()["workbooks"]
            errors = sum(finding["severity"] == "error" for finding in book["findings"])
            return department, Answer(seconds, got.status_code, book["department"], errors)

        return dict(await asyncio.gather(*(send(*each) for each in books.items())))


def peaks(pid: int) -> tuple[float, list[float]]:
    """The most megabytes that a server and each of its processes have held so far (Linux)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return _peak(pid), [_peak(int(child)) for child in children]


def _peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024


def wrong(answers: dict[str, Answer]) -> Sequence[str]:
    """The departments that did not get the answer to their own workbook."""
    return [
        department
        for department, answer in answers.items()
        if (answer.status, answer.department, answer.errors > 0) != (200, department, True)
    ]


def load() -> None:
    """Print what uploads at once take, after as many that warm the server up."""
    books = workbooks(UPLOADS)
    with TemporaryDirectory() as folder, started(Path(folder), "--jobs", JOBS) as server:
        for _ in range(2):
            began = time.perf_counter()
            answers = asyncio.run(sent_at_once(server.address, books))
            whole = time.perf_counter() - began
        seconds = [answer.seconds for answer in answers.values()]
        own, others = peaks(server.process.pid) if os.path.exists("/proc") else (0.0, [0.0])
    print(f"server, {UPLOADS} uploads at once, {JOBS} checking processes")
    print(f"  answered wrongly or not       {len(wrong(answers)):8}")
    print(f"  requests a second             {UPLOADS / whole:8.1f}")
    print(f"  median                        {median(seconds) * 1000:8.0f} ms")
    print(f"  99th percentile               {quantiles(seconds, n=100)[98] * 1000:8.0f} ms")
    print(f"  peak memory of the server     {own:8.0f} MB")
    print(f"  of each checking process      {max(others):8.0f} MB")


if __name__ == "__main__":
    load()
