"""A province's submissions at once: how fast gouji and the others check the same folders.

Every section gives a text to print. The workbooks are generated (`departments`) in a folder that
goes with the bench; no two of them are equal.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path

from tools.bench import others
from tools.bench.departments import Folder, make
from tools.bench.measuring import Measured, best, gouji, table
from validator.recalculation import office

#: A published workbook, typical in its size.
TYPICAL = Path(__file__).parent.parent.parent / "examples" / "jiangan-2020"
TYPICAL_EDITION = "final-accounts-2020"
#: What `formulas` is given, which the others are not.
_GIVEN = "given a formula for each identity"
#: How `gouji check` says how many workbooks have errors.
_WITH_ERRORS = re.compile(r"(\d+) 个有错误")


@dataclass(frozen=True)
class Sizes:
    """How many workbooks are checked: `files` by gouji and by python-calamine, and a tenth of them
    and ten times as many to see whether the rate stays; so many by the script and by `formulas`; so
    many standard workbooks; each of the fast ways `rounds` times."""

    files: int = 2000
    script: int = 200
    formulas: int = 3
    standard: int = 20
    rounds: int = 3

    @property
    def three(self) -> tuple[int, int, int]:
        """A tenth, all, ten times as many."""
        return max(self.files // 10, 1), self.files, self.files * 10


@dataclass
class Bench:
    """The folders of a bench, each made when it is asked for: below `place`, which is removed by
    whoever made it."""

    place: Path
    sizes: Sizes
    say: Callable[[str], None] = print
    _parts: list[Folder] = field(default_factory=list)
    _runs: int = 0

    def exported(self, count: int) -> tuple[Folder, list[Path]]:
        """The first `count` workbooks of the nine tables alone (one of `Sizes.three`), and the
        folders in which they stand."""
        steps = [0, *self.sizes.three]
        for start, stop in pairwise(steps):
            made = sum(len(part.files) for part in self._parts)
            if made < stop <= count:
                self.say(f"(making {stop - start} workbooks …)")
                part = make(self.place / f"to-{stop}", range(start, stop))
                self._parts.append(part)
        parts = self._parts[: self.sizes.three.index(count) + 1]
        whole = parts[0]
        for part in parts[1:]:
            whole += part
        return whole, [part.path for part in parts]

    @cached_property
    def standard(self) -> Folder:
        """The standard workbooks, calculated and saved by LibreOffice."""
        self.say(f"(making {self.sizes.standard} standard workbooks with LibreOffice …)")
        return make(self.place / "standard", range(self.sizes.standard), "standard")

    def to_store(
        self, folder: Folder, paths: list[Path], *options: object, name: str, store: str = ""
    ) -> Measured:
        """`gouji check PATHS --store …`, into a new store or again into `store`."""
        self._runs += 1
        file = self.place / (store or f"{self._runs}.db")
        done = gouji(["check", *paths, "--store", file, *options], self.place / "words.txt")
        with closing(sqlite3.connect(file)) as results:
            rows = results.execute("SELECT path FROM workbooks WHERE errors > 0").fetchall()
            (count,) = results.execute("SELECT count(*) FROM workbooks").fetchone()
        if count != len(folder.files):
            raise RuntimeError(f"{count} workbooks in the store, not {len(folder.files)}")
        told = {Path(path).name for (path,) in rows}
        measured = Measured(name, count, done.seconds, peak=done.peak)
        return others.counted(measured, folder, told)

    def as_text(self, folder: Folder, paths: list[Path], *options: object, name: str) -> Measured:
        """`gouji check PATHS`, with the report of every workbook in words."""
        words = self.place / "words.txt"
        done = gouji(["check", *paths, *options], words)
        found = _WITH_ERRORS.search(words.read_text(encoding="utf-8"))
        count = int(found[1]) if found else 0
        return Measured(
            name, len(folder.files), done.seconds, (count, len(folder.planted)), done.peak
        )


def one(bench: Bench) -> str:
    """One typical workbook, published in 2020: nine tables and 21 sheets of the standard one."""
    own = partial(Folder, planted={}, edition=TYPICAL_EDITION)
    again = 10 * bench.sizes.rounds
    printed = own(TYPICAL, "exported", (TYPICAL / "printed.xlsx",) * again)
    live = own(TYPICAL, "standard", (TYPICAL / "workbook.xlsx",) * bench.sizes.rounds)
    file = printed.first(1)
    command = partial(bench.as_text, file, list(file.files), name="gouji check, start included")
    rows = [
        others.only_read(printed),
        others.in_a_loop(printed),
        best({"command": command}, bench.sizes.rounds)["command"],
        others.by_script(printed),
        others.by_formulas(file)._replace(note=_GIVEN),
    ]
    if office.program():
        rows.insert(-1, others.by_libreoffice(live)._replace(note="its standard workbook"))
    rows = [row._replace(found=None) for row in rows]
    return table("one typical workbook, examples/jiangan-2020, again and again", rows)


def exported(bench: Bench) -> str:
    """The nine tables alone, by all that can check them."""
    sizes = bench.sizes
    folder, paths = bench.exported(sizes.files)
    names = {jobs: f"gouji check --jobs {jobs} --store" for jobs in (1, 2)}
    ways: Mapping[str, Callable[[], Measured]] = {
        "floor": partial(others.only_read, folder),
        **{
            str(jobs): partial(bench.to_store, folder, paths, "--jobs", jobs, name=name)
            for jobs, name in names.items()
        },
    }
    fast = best(ways, sizes.rounds)
    again = [bench.to_store(folder, paths, "--jobs", 2, name="", store="again.db") for _ in "12"][1]
    rows = [
        fast["floor"],
        others.in_a_loop(folder),
        others.in_a_loop(folder.sound())._replace(name="… those without a mistake", found=None),
        fast["1"],
        fast["2"],
        again._replace(name="… again, when nothing has changed", found=None),
        bench.as_text(folder, paths, "--jobs", 2, name="gouji check --jobs 2, reports in words"),
        others.by_script(folder.first(sizes.script))._replace(note=_part(sizes.script, folder)),
        others.by_formulas(folder.few(sizes.formulas))._replace(
            note=f"{_part(sizes.formulas, folder)}; {_GIVEN}"
        ),
    ]
    two = fast["2"].rate / fast["1"].rate
    return "\n".join(
        (
            table(f"{sizes.files} exported workbooks: nine tables, no formulas", rows),
            f"  two processes are {two:.2f} times as fast as one",
        )
    )


def standard(bench: Bench) -> str:
    """The standard workbook as LibreOffice saves it, by all that can check it."""
    if office.program() is None:
        return "standard workbooks: not measured, LibreOffice is not installed"
    folder = bench.standard
    store = partial(bench.to_store, folder, [folder.path])
    rows = [
        others.only_read(folder),
        others.in_a_loop(folder),
        store("--jobs", 1, name="gouji check --jobs 1 --store"),
        store("--jobs", 2, name="gouji check --jobs 2 --store"),
        others.by_script(folder),
        others.by_libreoffice(folder),
        others.by_formulas(folder.first(1)),
    ]
    size = sum(file.stat().st_size for file in folder.files) / len(folder.files) / 1e6
    title = f"{len(folder.files)} standard workbooks, saved by LibreOffice: {size:.1f} MB each"
    return table(title, rows)


def growing(bench: Bench) -> str:
    """The rate and the memory for few, many and very many workbooks."""
    rows: list[Measured] = []
    for count in bench.sizes.three:
        folder, paths = bench.exported(count)
        row = bench.to_store(folder, paths, "--jobs", 2, name=f"{count} workbooks")
        if rows:  # what the command takes to start is in both
            more = (count - rows[-1].files) / (row.seconds - rows[-1].seconds)
            row = row._replace(note=f"{count - rows[-1].files} more: {more:.1f} files/s")
        rows.append(row)
    title = "gouji check --jobs 2 --store, ever more workbooks; rates beside the first"
    return table(title, rows)


def cluster(bench: Bench) -> str:
    """A Dask cluster of two workers on this machine, beside the pool of two processes."""
    from distributed import LocalCluster

    folder, paths = bench.exported(bench.sizes.files)
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50
    ) as own:
        address = own.scheduler_address
        ways: Mapping[str, Callable[[], Measured]] = {
            "pool": partial(
                bench.to_store, folder, paths, "--jobs", 2, name="gouji check --jobs 2 --store"
            ),
            "dask": partial(
                bench.to_store, folder, paths, "--scheduler", address,
                name="gouji check --scheduler … --store",
            ),
        }  # fmt: skip
        rows = best(ways, bench.sizes.rounds)
    # Only what the command itself holds: the workers are not among its processes.
    return table(
        f"{bench.sizes.files} exported workbooks, Dask with two workers beside the pool",
        [rows["pool"], rows["dask"]._replace(peak=None)],
    )


def _part(count: int, of: Folder) -> str:
    """Of what is measured on a part of a folder."""
    if count >= len(of.files):
        return ""
    return f"{count} of them, extrapolated"
