"""`make accuracy`: how often the cell that is wrong is named, and what it should be.

Mistakes of every kind are made in the workbooks of random departments of every edition, one at a
time and two and three together, and in random scorecards, and `validator.check` is asked. Prints
the tables of docs/localisation.md (--write puts them there); --show prints the cases in which
something else than the wrong cell comes first. The same seed makes the same cases.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tools.accuracy import cards, cases
from tools.accuracy.cards import FORMS, CardCase
from tools.accuracy.cases import EDITIONS, KINDS, Case
from tools.accuracy.page import PAGE, tables, written

#: All cases in one workbook or scorecard, and what makes them.
Made = Sequence[Case] | Sequence[CardCase]
Batch = Callable[[], Made]


def run(batches: Sequence[Batch], jobs: int) -> Iterator[Made]:
    """The cases of all workbooks, one at a time, in no order."""
    if jobs == 1:
        yield from (batch() for batch in batches)
        return
    with ProcessPoolExecutor(jobs) as pool:
        for done in as_completed([pool.submit(batch) for batch in batches]):
            yield done.result()


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.accuracy", description=__doc__)
    add = parser.add_argument
    add("--count", type=int, default=100, help="departments of each edition, and scorecards (100)")
    add("--seed", type=int, default=0, help="the first of them (0)")
    add("--edition", nargs="*", choices=EDITIONS, default=EDITIONS, help="editions of tables")
    add("--kind", nargs="+", choices=KINDS, default=KINDS, help="kinds of mistakes in tables")
    add("--card", nargs="*", choices=FORMS, default=FORMS, help="forms of scorecards")
    add("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes")
    add("--show", type=int, default=0, help="print so many cases that went wrong of each kind")
    add("--write", action="store_true", help=f"put the tables into docs/{PAGE.name}")
    return parser.parse_args()


def show(failed: Iterable[Case | CardCase], most: int) -> None:
    """Print so many of the cases of each kind."""
    shown: Counter[str] = Counter()
    for case in failed:
        kind = case.kind if isinstance(case, Case) else case.figure
        shown[kind] += 1
        if shown[kind] <= most:
            print(f"{case.again}: {case.told}\n")


def main() -> int:
    """Run, show how far it is, and print the tables."""
    asked = arguments()
    seeds = range(asked.seed, asked.seed + asked.count)
    batches: list[Batch] = [
        partial(cases.of, edition, s, asked.kind) for s in seeds for edition in asked.edition
    ]
    batches += [partial(cards.of, form, s) for s in seeds for form in asked.card]
    found: list[Case] = []
    on_cards: list[CardCase] = []
    columns = (TextColumn("workbooks"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(batches))
        for done in run(batches, asked.jobs):
            found += [case for case in done if isinstance(case, Case)]
            on_cards += [case for case in done if isinstance(case, CardCase)]
            bar.update(task, advance=1)
    place = {kind: number for number, kind in enumerate(KINDS)}
    found.sort(key=lambda case: (place[case.kind], case.edition, case.seed))
    on_cards.sort(key=lambda case: (case.form, case.seed))
    show(filter(lambda case: case.failed, [*found, *on_cards]), asked.show)
    content = tables(found, on_cards, asked.seed, asked.count)
    print(content)
    if asked.write:
        page = written(PAGE.read_text(encoding="utf-8"), content)
        PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
