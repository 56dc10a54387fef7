"""`make accuracy`: how often the cell that is wrong is named, and what it should be.

Mistakes of every kind (tools/typed_mistakes.py) are made in the workbooks of random departments of
every edition, one at a time and two and three together, and `validator.check` is asked. Prints the
tables of docs/localisation.md (--write puts them there); --show prints the cases in which something
else than the wrong cell comes first. The same seed makes the same cases.
"""

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tools.accuracy_cases import KINDS, SEVERAL, SOUND, Case, State, cases
from validator.forms.loader import editions, load

PAGE = Path(__file__).parent.parent / "docs" / "localisation.md"
#: What stands around the tables on the page.
BEGIN, END = "<!-- make accuracy: 以下各表由它写出 -->", "<!-- make accuracy: 到此为止 -->"
#: The editions that print tables; scorecards have no sums of money.
EDITIONS = tuple(name for name in editions() if load(name).forms)

#: The kinds of mistakes in the words of the page.
NAMES: Mapping[str, str] = {
    "swapped": "相邻两位数字颠倒",
    "dropped": "漏一位数字",
    "doubled": "一位数字打了两遍",
    "mistyped": "打错一位数字",
    "point": "小数点错位",
    "sign": "正负号",
    "unit": "单位（元、千元、亿元）",
    "neighbour_row": "填到上一行或下一行",
    "neighbour_column": "填到左一栏或右一栏",
    "exchanged": "上下两行填反",
    "last_year": "填成上年数（有 --previous）",
    "missing_row": "漏一行科目",
    "counted_twice": "合计重复加了一项",
    "row_twice": "一行科目粘贴了两遍",
    "adjusted": "平差",
    "two": "同时两处",
    "three": "同时三处",
    SOUND: "没有差错（含尾差）",
}
#: The states of a case in which the identities cannot tell, in the words of the page.
REASONS: Mapping[State, str] = {
    State.UNREAD: "没有合计或取数关系用到这一格",
    State.WITHIN: "数在同一合计的各项之间换了位置，合计不变",
    State.HIDDEN: "差额在尾差范围之内",
    State.CHECKED: "没有破坏勾稽，另有检查指出了这一行",
    State.LONE: "只破坏一条勾稽：其中每个数都可能是错的",
    State.SHARED: "另有单元格也在被破坏的每一条勾稽里",
    State.MIXED: "几处差错中有一处单独也判断不出",
}


class Tally(NamedTuple):
    """Counts of cases: all; those that break no identity; those of which the identities cannot tell
    the cell, and in how many of these it is named; those of which they can, and in how many of
    these it comes first and is named; numbers and ranges given for cells named first, and those of
    them that are right."""

    cases: int
    unbroken: int
    unsure: int
    unsure_named: int
    sure: int
    first: int
    named: int
    numbers: int
    numbers_right: int
    ranges: int
    ranges_right: int

    @classmethod
    def of(cls, found: Iterable[Case]) -> "Tally":
        """The counts of some cases."""
        count: Counter[str] = Counter()
        for case in found:
            sure = case.state is State.SURE
            unsure = case.state.broken and not sure
            count.update(
                cases=1,
                unbroken=not case.state.broken,
                unsure=unsure,
                unsure_named=unsure and case.named,
                sure=sure,
                first=sure and case.first,
                named=sure and case.named,
                numbers=case.numbers * case.first,
                numbers_right=case.numbers_right * case.first,
                ranges=case.ranges * case.first,
                ranges_right=case.ranges_right * case.first,
            )
        return cls(*(count[field] for field in cls._fields))


# --- the tables ----------------------------------------------------------------------------------

HEADINGS = (
    "例数", "没有破坏勾稽", "勾稽判断不出", "其中列出", "勾稽判断得出", "居首", "列出",
    "给出的数正确", "给出的范围正确",
)  # fmt: skip


def line(name: str, tally: Tally) -> str:
    """A row of a table."""
    t = tally
    cells = (
        name,
        t.cases,
        t.unbroken,
        t.unsure,
        _part(t.unsure_named, t.unsure),
        t.sure,
        _part(t.first, t.sure),
        _part(t.named, t.sure),
        _part(t.numbers_right, t.numbers),
        _part(t.ranges_right, t.ranges),
    )
    return f"| {' | '.join(map(str, cells))} |"


def _part(part: int, whole: int) -> str:
    """So many of so many, and the per cent; — of none."""
    return f"{100 * part / whole:.1f} %（{part}/{whole}）" if whole else "—"


def table(first: str, rows: Mapping[str, Iterable[Case]]) -> str:
    """A table with a row for some cases each, which it names under the heading `first`."""
    head = [f"| {' | '.join((first, *HEADINGS))} |", f"|---|{'---:|' * len(HEADINGS)}"]
    return "\n".join(head + [line(name, Tally.of(found)) for name, found in rows.items()])


def tables(found: Sequence[Case], seed: int, count: int) -> str:
    """All that stands between the marks on the page."""
    single = [case for case in found if case.kind not in (*SEVERAL, SOUND)]
    kinds = dict.fromkeys(case.kind for case in found if case.kind != SOUND)
    by_kind = {NAMES[kind]: [c for c in found if c.kind == kind] for kind in kinds}
    by_edition = {
        e: [c for c in single if c.edition == e] for e in dict.fromkeys(c.edition for c in single)
    }
    why = Counter(case.state for case in single if case.state in REASONS)
    sound = [case for case in found if case.kind == SOUND]
    suspected = sum(1 for case in sound if not case.first)
    reasons = [f"| {REASONS[state]} | {number} |" for state, number in why.most_common()]
    asked = f"make accuracy ARGS='--seed {seed} --count {count}'"
    return "\n".join((
        f"种子 {seed}，每个版本 {count} 个单位：`{asked}`。",
        "",
        table("差错", by_kind),
        "",
        table("版本（只有一处差错）", {**by_edition, "合计": single}),
        "",
        "| 只有一处差错而勾稽判断不出的原因 | 例数 |\n|---|---:|",
        *reasons,
        "",
        f"没有差错的工作簿（含尾差）{len(sound)} 本，其中列出了可疑单元格的 {suspected} 本。",
    ))  # fmt: skip


def written(page: str, content: str) -> str:
    """The page with the tables anew. ValueError where it lacks the marks."""
    pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"{PAGE.name} lacks the marks {BEGIN} and {END}")
    return pattern.sub(lambda _: f"{BEGIN}\n\n{content}\n\n{END}", page)


# --- the run -------------------------------------------------------------------------------------


def _batch(edition: str, seeds: Sequence[int], kinds: Sequence[str]) -> list[Case]:
    return [case for seed in seeds for case in cases(edition, seed, kinds)]


def run(
    names: Sequence[str], kinds: Sequence[str], seeds: Sequence[int], jobs: int
) -> Iterator[list[Case]]:
    """The cases of all departments, a few at a time, in no order."""
    batches = [(name, seeds[i : i + 4]) for i in range(0, len(seeds), 4) for name in names]
    if jobs == 1:
        yield from (_batch(*batch, kinds) for batch in batches)
        return
    with ProcessPoolExecutor(jobs) as pool:
        for done in as_completed([pool.submit(_batch, *batch, kinds) for batch in batches]):
            yield done.result()


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.accuracy", description=__doc__)
    add = parser.add_argument
    add("--count", type=int, default=100, help="departments of each edition (100)")
    add("--seed", type=int, default=0, help="the first department (0)")
    add("--edition", nargs="+", choices=EDITIONS, default=EDITIONS, help="editions")
    add("--kind", nargs="+", choices=KINDS, default=KINDS, help="kinds of mistakes")
    add("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes")
    add("--show", type=int, default=0, help="print so many cases that went wrong of each kind")
    add("--write", action="store_true", help=f"put the tables into docs/{PAGE.name}")
    return parser.parse_args()


def failed(case: Case) -> bool:
    """Is it a case that the tables count against gouji?"""
    if case.kind == SOUND or case.state is State.SURE:
        return not case.first or case.wrong_value
    unnamed = case.state.broken and case.state is not State.MIXED and not case.named
    return unnamed or (case.first and case.wrong_value)


def main() -> int:
    """Run, show how far it is, and print the tables."""
    asked = arguments()
    seeds = range(asked.seed, asked.seed + asked.count)
    found: list[Case] = []
    columns = (TextColumn("departments"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(seeds) * len(asked.edition))
        for done in run(asked.edition, asked.kind, seeds, asked.jobs):
            found += done
            bar.update(task, advance=len({(case.edition, case.seed) for case in done}))
    place = {kind: number for number, kind in enumerate(KINDS)}
    found.sort(key=lambda case: (place[case.kind], case.edition, case.seed))
    shown: Counter[str] = Counter()
    for case in filter(failed, found):
        shown[case.kind] += 1
        if shown[case.kind] <= asked.show:
            again = f"--kind {case.kind} --edition {case.edition} --seed {case.seed} --count 1"
            print(f"{again}: {case.state.value}, named: {case.named}\n{case.told}\n")
    content = tables(found, asked.seed, asked.count)
    print(content)
    if asked.write:
        page = written(PAGE.read_text(encoding="utf-8"), content)
        PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
