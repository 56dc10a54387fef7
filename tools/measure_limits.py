"""`make limits`: what the worst files that the limits accept cost, as the tables of docs/limits.md.

For each limit a workbook that takes all of it (tools/worst_files.py) is checked by a `Checker`, and
the processor time and the peak memory of its process are measured (Linux). One that is a little
larger must be refused, and the refusal must name the limit.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import NamedTuple

from tools.worst_files import WORST
from validator import Checker, Options
from validator.cli.limits import shown
from validator.reading import LIMITS, Limits

_HEADINGS = {
    "zh": "| 名称 | 限制什么 | 默认 | 刚好不超的最坏文件 | 文件大小 | 时间 | 内存 |",
    "en": "| name | what it bounds | default | the worst file that is accepted | size | time "
    "| memory |",
}


class Measured(NamedTuple):
    """What a check cost: seconds, MB of memory at most, and what came of it."""

    seconds: float
    memory: int
    status: str
    message: str


def check_one(path: Path) -> None:
    """Prints as JSON what a check of the file costs."""
    import resource

    # Other programs may run beside: the time on the clock is not measured, and not limited.
    with Checker(Options(limits=replace(LIMITS, seconds=3600))) as checker:
        report = checker.check(path)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = used.ru_utime + used.ru_stime
    print(json.dumps([taken, used.ru_maxrss >> 10, report.status, report.message]))


def measured(data: bytes) -> Measured:
    """What a check of the file with these bytes costs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "worst.xlsx"
        path.write_bytes(data)
        command = [sys.executable, "-m", "tools.measure_limits", "--check", str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measured(*json.loads(done.stdout))


class Row(NamedTuple):
    """What the tables say of a limit: the file in both languages, and what it costs; the seconds in
    which a larger one was refused, and what is not as it should be."""

    zh: str = "—"
    en: str = "—"
    costs: Sequence[str] = ("—", "—", "—")
    refused: float = 0
    problems: Sequence[str] = ()


def row(name: str) -> Row:
    """The row of a limit: its file and one that is a little larger are made and checked."""
    worst = WORST.get(name)
    if worst is None:
        return Row()
    limit: int = getattr(LIMITS, name)
    data = worst.make(limit)
    cost = measured(data)
    problems = []
    if cost.status == "unreadable" or cost.seconds > LIMITS.seconds:
        problems.append(f"{name} is not accepted: {cost}")
    refused = measured(worst.make(limit + worst.more)) if worst.more else None
    if refused and f"--limit {name}=" not in refused.message:
        problems.append(f"more than {name} is not refused: {refused}")
    size = f"{len(data) / (1 << 20):.1f} MB" if len(data) >> 20 else f"{len(data) >> 10} KB"
    costs = (size, f"{cost.seconds:.1f} s", f"{cost.memory} MB")
    return Row(worst.zh, worst.en, costs, refused.seconds if refused else 0, problems)


def main() -> int:
    """Print the tables, for all limits or those asked for, and give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.measure_limits", description=__doc__)
    parser.add_argument("names", nargs="*", help="names of limits; all of them where none is named")
    parser.add_argument("--check", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.check:
        check_one(asked.check)
        return 0
    rows: dict[str, Row] = {}
    listed = [field for field in fields(Limits) if not asked.names or field.name in asked.names]
    for field in listed:
        rows[field.name] = row(field.name)
        print(field.name, *rows[field.name].costs, *rows[field.name].problems, file=sys.stderr)
    for lang, heading in _HEADINGS.items():
        print(heading, "|---" * 7 + "|", sep="\n")
        for field in listed:
            found = rows[field.name]
            words = found.zh if lang == "zh" else found.en
            told = (f"`{field.name}`", field.metadata[lang], shown(field, LIMITS), words)
            print(f"| {' | '.join((*told, *found.costs))} |")
        print()
    slowest = max(found.refused for found in rows.values())
    print(f"refused after {slowest:.1f} s at most", file=sys.stderr)
    return 1 if any(found.problems for found in rows.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
