"""The tables of docs/localisation.md that `make accuracy` writes: cases, counted."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tools.accuracy.cards import FIGURES, CardCase
from tools.accuracy.cases import SEVERAL, SOUND, Case, State

PAGE = Path(__file__).parent.parent.parent / "docs" / "localisation.md"
#: What stands around the tables on the page.
BEGIN, END = "<!-- make accuracy: 以下各表由它写出 -->", "<!-- make accuracy: 到此为止 -->"

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


def of_tables(found: Sequence[Case]) -> str:
    """What the cases in departments' workbooks say: by kind of mistake, and by edition."""
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
    return "\n".join((
        table("差错", by_kind),
        "",
        table("版本（只有一处差错）", {**by_edition, "合计": single}),
        "",
        "| 只有一处差错而勾稽判断不出的原因 | 例数 |\n|---|---:|",
        *reasons,
        "",
        f"没有差错的工作簿（含尾差）{len(sound)} 本，其中列出了可疑单元格的 {suspected} 本。",
    ))  # fmt: skip


CARD_HEADINGS = (
    "例数", "没有破坏规则", "只指出一处", "其中居首", "指出几处", "其中居首", "列出",
    "给出的数正确",
)  # fmt: skip


def card_line(name: str, found: Sequence[CardCase]) -> str:
    """A row of the table of scorecards."""
    broken = [case for case in found if case.broken]
    one = [case.first for case in broken if case.choices <= 1]
    several = [case.first for case in broken if case.choices > 1]
    numbers = [case.number_right for case in broken if case.first and case.number]
    cells = (
        name,
        len(found),
        len(found) - len(broken),
        len(one),
        _part(sum(one), len(one)),
        len(several),
        _part(sum(several), len(several)),
        _part(sum(case.named for case in broken), len(broken)),
        _part(sum(numbers), len(numbers)),
    )
    return f"| {' | '.join(map(str, cells))} |"


def of_cards(found: Sequence[CardCase]) -> str:
    """What the cases in scorecards say, by what the figure is."""
    names = dict.fromkeys(FIGURES.values())
    by_figure = {name: [case for case in found if case.figure == name] for name in names}
    rows = {name: cases for name, cases in by_figure.items() if cases} | {"合计": found}
    head = [f"| {' | '.join(('绩效自评表里填错的数', *CARD_HEADINGS))} |"]
    head += [f"|---|{'---:|' * len(CARD_HEADINGS)}"]
    return "\n".join(head + [card_line(name, cases) for name, cases in rows.items()])


def tables(found: Sequence[Case], on_cards: Sequence[CardCase], seed: int, count: int) -> str:
    """All that stands between the marks on the page; of scorecards or of tables nothing, if there
    are no cases."""
    asked = f"make accuracy ARGS='--seed {seed} --count {count}'"
    parts = [f"种子 {seed}，每个版本 {count} 个单位，每种自评表 {count} 张：`{asked}`。"]
    parts += [of_tables(found)] if found else []
    parts += [of_cards(on_cards)] if on_cards else []
    return "\n\n".join(parts)


def written(page: str, content: str) -> str:
    """The page with the tables anew. ValueError where it lacks the marks."""
    pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"{PAGE.name} lacks the marks {BEGIN} and {END}")
    return pattern.sub(lambda _: f"{BEGIN}\n\n{content}\n\n{END}", page)
