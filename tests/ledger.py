"""Random departments whose nine tables agree because one set of books stands behind them.

`department(seed)` keeps books in whole 分: for every functional 项 and every source of money what
was there at the start, what came in, what was spent on what, and what is left. `figures` adds the
books up into the cells of an edition's tables, each rounded half-up on its own and never adjusted,
as published tables are made; `book` prints them. A checker that finds an error in such a workbook
is wrong.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from tests import books
from tests.books import STATE_CLASS, Amounts, Filled, amount, fill, functional_codes
from validator.amounts import WAN_YUAN, Unit
from validator.forms.catalogue import ECONOMIC, FUNCTIONAL, catalogue
from validator.forms.loader import editions, load
from validator.forms.model import FINAL_ACCOUNTS, ONLY_ROW, TOTAL, Form, RowKey
from validator.reading import Book

#: The sources of money, in the order of table 1's income lines 1 to 8.
GENERAL, FUND, STATE, GRANT, SERVICE, TRADE, SUBSIDIARY, OTHER = SOURCES = (
    "一般公共预算", "政府性基金", "国有资本经营",
    "上级补助", "事业", "经营", "附属单位上缴", "其他",
)  # fmt: skip
FISCAL = frozenset({GENERAL, FUND, STATE})
OWN = tuple(source for source in SOURCES if source not in FISCAL)

#: The editions of final accounts, the oldest first.
EDITIONS = tuple(name for name in editions() if load(name).kind == FINAL_ACCOUNTS)
#: The classes of tables 1 and 4.
CLASSES = tuple(load(EDITIONS[0]).forms["01"].rows_by_code)
#: Classes that JS04-9 of any edition keeps free of fund money.
NO_FUND = frozenset({"201", "202", "203", "204", "219", "221", "224", STATE_CLASS})

#: E01: functional 项 whose basic expenditure is what the economic 科目 beside them say.
ECHOES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("2080505",), ("30108",)),
    (("2080506",), ("30109",)),
    (("2210201",), ("30113",)),
    (("2101101", "2101102"), ("30110",)),
    (("2101103",), ("30111",)),
    (("2080501", "2080502"), ("30301", "30302")),
)
ECHOING = tuple(code for codes, _ in ECHOES for code in codes)
#: “三公” columns (final amounts) and the economic 科目 that they hold at least.
THREE_PUBLIC = {8: "30212", 10: "31013", 11: "30231", 12: "30217"}
#: What a form without some economic 科目 prints their amounts under.
CATCH_ALL = "31099"


class Flow(NamedTuple):
    """One source of money of one 项 over the year, in 分; nothing is ever negative."""

    opening: int = 0
    income: int = 0
    surplus_used: int = 0
    basic: int = 0
    project: int = 0
    to_superior: int = 0
    trade: int = 0
    to_subsidiary: int = 0
    distributed: int = 0

    @property
    def kinds(self) -> tuple[int, ...]:
        """Expenditure in the order of table 3's columns 2 to 6."""
        return self[3:8]

    @property
    def spent(self) -> int:
        """Expenditure of all kinds."""
        return sum(self.kinds)

    @property
    def closing(self) -> int:
        """What is carried over to the next year."""
        return self.opening + self.income + self.surplus_used - self.spent - self.distributed


@dataclass(frozen=True)
class Department:
    """The books of a department for one year.

    `flows` is by functional 项 and source; `economic` splits the general budget's basic expenditure
    by economic 款; `three_public` holds the “三公” amounts by 栏次, sums left out; `declared` says
    whether tables without figures carry the sentence that declares them empty.
    """

    seed: int
    name: str
    flows: Mapping[tuple[str, str], Flow]
    economic: Mapping[str, int]
    three_public: Mapping[int, int]
    declared: bool

    def of(self, *sources: str) -> Iterator[tuple[str, Flow]]:
        """(项, flow) of every flow of `sources`, or of all."""
        for (code, source), flow in self.flows.items():
            if not sources or source in sources:
                yield code, flow


# --- books -------------------------------------------------------------------------------------


def department(seed: int, *, rich: bool = False) -> Department:
    """The department number `seed`. `rich`: every class, every source, every echo, no zeros."""
    rng = random.Random(seed)
    top = 10 ** rng.uniform(10, 11) if rich else 10 ** rng.uniform(6, 11)
    profile = _ALL if rich else rng.choices(_PROFILES, _SHARES)[0]
    codes = functional_codes(rng, CLASSES, often=ECHOING, state=STATE in profile, rich=rich)
    flows = dict(_flows(rng, codes, profile, top, rich))
    economic = _economic(rng, flows, top, rich)
    return Department(
        seed=seed,
        name=f"某市某区第{seed}局",
        flows=flows,
        economic=economic,
        three_public=_three_public(rng, economic, top, rich),
        declared=rich or rng.random() < 0.7,
    )


_ALL = frozenset(SOURCES)
_PROFILES = (
    frozenset({GENERAL}),
    frozenset({GENERAL, FUND}),
    frozenset(FISCAL),
    frozenset({GENERAL, *OWN}),
    frozenset({GENERAL, FUND, SERVICE, OTHER}),
    _ALL,
)
_SHARES = (50, 12, 6, 12, 6, 14)


def _flows(
    rng: random.Random, codes: Sequence[str], profile: frozenset[str], top: float, rich: bool
) -> Iterator[tuple[tuple[str, str], Flow]]:
    for code in codes:
        if code[:3] == STATE_CLASS:
            yield (code, STATE), _flow(rng, STATE, top, rich)
            continue
        chances = dict.fromkeys(OWN, 0.15) | {GENERAL: 0.9}
        chances[FUND] = 0 if code[:3] in NO_FUND else 0.4
        here = [s for s in SOURCES if s in profile and rng.random() < chances.get(s, 0)]
        if rich:
            here = [s for s in SOURCES if s != STATE and (s != FUND or code[:3] not in NO_FUND)]
        for source in here or [GENERAL]:
            yield (code, source), _flow(rng, source, top, rich, echoing=code in ECHOING)


def _flow(rng: random.Random, source: str, top: float, rich: bool, echoing: bool = False) -> Flow:
    """Spending and what is left decide what must have come in."""

    def perhaps(chance: float) -> int:
        if rich:
            return amount(rng, top) // 3 + 20_000
        return amount(rng, top) if rng.random() < chance else 0

    own = source not in FISCAL
    basic = perhaps(1 if echoing else 0.5)
    project = perhaps(0.05 if echoing else 0.5)
    if source == FUND and not basic:  # X17: a code of table 7 stands in table 3 as well
        project = project or amount(rng, top)
    flow = Flow(
        opening=perhaps(0.3),
        surplus_used=perhaps(0.1) if own else 0,
        basic=basic,
        project=project,
        to_superior=perhaps(0.05) if own else 0,
        trade=perhaps(0.7) if source == TRADE else 0,
        to_subsidiary=perhaps(0.05) if own else 0,
        distributed=perhaps(0.1) if own else 0,
    )
    left = perhaps(0.3)
    return flow._replace(income=max(left - flow.closing, 0))


def _economic(
    rng: random.Random, flows: Mapping[tuple[str, str], Flow], top: float, rich: bool
) -> dict[str, int]:
    basic = {code: flow.basic for (code, source), flow in flows.items() if source == GENERAL}
    spent = {code for (code, source), flow in flows.items() if source == GENERAL and flow.spent}
    rest = sum(basic.values())
    split: dict[str, int] = {}
    for codes, economic in ECHOES:
        if not spent.intersection(codes):
            continue
        echo = sum(basic.get(code, 0) for code in codes)
        rest -= echo
        first = rng.randint(1, echo - 1) if len(economic) > 1 and echo > 1 else echo
        split |= dict(zip(economic, (first, echo - first), strict=False))
    free = sorted({code for code in _economic_codes() if len(code) == 5} - set(split))
    chosen = free if rich else rng.sample(free, rng.randint(1, 30))
    for number, code in enumerate(chosen, start=1):
        share = min(rest, rest // len(chosen) if rich else amount(rng, top))
        split[code] = rest if number == len(chosen) else share
        rest -= split[code]
    return {code: fen for code, fen in split.items() if fen}


@cache
def _economic_codes() -> frozenset[str]:
    return frozenset(code for year in (2020, 2022) for code in catalogue(ECONOMIC, year))


def _three_public(
    rng: random.Random, economic: Mapping[str, int], top: float, rich: bool
) -> dict[int, int]:
    spent = {}
    for column, code in THREE_PUBLIC.items():
        more = rich or rng.random() < 0.3  # 项目支出 pays for some of it as well
        spent[column] = economic.get(code, 0) + (amount(rng, top / 100) if more else 0)
    budget = {
        column - 6: fen if rng.random() < 0.4 else fen + amount(rng, top / 100)
        for column, fen in spent.items()
        if fen or rng.random() < 0.2
    }
    return {column: fen for column, fen in (budget | spent).items() if fen}


def year_before(after: Department) -> Department:
    """A department's books of the year before: what they leave is what `after` begins with."""
    rng = random.Random(after.seed + 10**9)
    flows = {}
    for (code, source), later in after.flows.items():
        flow = _flow(rng, source, 10**8, rich=False)._replace(income=0)
        short = later.opening - flow.closing
        if short < 0:  # more was there than is left, so it was spent
            flow = flow._replace(project=flow.project - short)
        flows[code, source] = flow._replace(income=max(short, 0))
    economic = _economic(rng, flows, 10**8, rich=False)
    three_public = _three_public(rng, economic, 10**8, rich=False)
    return replace(after, flows=flows, economic=economic, three_public=three_public)


# --- tables ------------------------------------------------------------------------------------


def amounts(department: Department, edition: str) -> dict[str, Amounts]:
    """What every cell of the edition's tables stands for, in 分; cells without money left out."""
    forms = load(edition).forms
    tables = {
        "01": _table_1(department, forms["01"]),
        "02": _by_code(department, SOURCES, _income),
        "03": _by_code(department, SOURCES, lambda _, flow: (flow.spent, *flow.kinds)),
        "04": _table_4(department, forms["04"]),
        "05": _by_code(department, (GENERAL,), _spent),
        "06": _table_6(department, forms["06"]),
        "07": _by_code(department, (FUND,), _fund),
        "08": _by_code(department, (STATE,), _spent),
        "09": _table_9(department),
    }
    return {
        subject: {place: fen for place, fen in cells.items() if fen}
        for subject, cells in tables.items()
    }


def figures(
    department: Department, edition: str, unit: Unit = WAN_YUAN, *, year: int | None = None
) -> dict[str, Filled]:
    """Every table of the edition, by subject: the books added up, each sum rounded by itself.

    Cells without money are blank or 0.00, as the edition prints zeros; an amount too small to
    print is 0.00 in every edition.
    """
    form_set = load(edition)
    names = catalogue(FUNCTIONAL, year or form_set.year)
    tables = amounts(department, edition)
    return {
        key: fill(tables[key], form, names, unit, form_set.zero, declared=department.declared)
        for key, form in form_set.forms.items()
    }


def _by_code(
    department: Department,
    sources: tuple[str, ...],
    columns: Callable[[str, Flow], Sequence[int]],
) -> Amounts:
    """The columns 1, 2, … of each flow, added up into its 项, 款, 类 and 合计."""
    cells: Amounts = {}
    for (code, source), flow in department.flows.items():
        if source not in sources:
            continue
        for column, fen in enumerate(columns(source, flow), start=1):
            for row in (code, code[:5], code[:3], TOTAL):
                cells[row, column] = cells.get((row, column), 0) + fen
    return cells


def _income(source: str, flow: Flow) -> Sequence[int]:
    own = (flow.income if source == name else 0 for name in OWN)
    return (flow.income, flow.income if source in FISCAL else 0, *own)


def _spent(_: str, flow: Flow) -> Sequence[int]:
    return (flow.spent, flow.basic, flow.project)


def _fund(_: str, flow: Flow) -> Sequence[int]:
    return (flow.opening, flow.income, flow.spent, flow.basic, flow.project, flow.closing)


def _lines(form: Form, words: str) -> list[int]:
    """The 行次 of the lines whose words begin so; 总计 stands on both sides."""
    return [n for n, (line, _) in form.lines.items() if line.label.strip("　").startswith(words)]


def _table_1(department: Department, form: Form) -> Amounts:
    flows = [flow for _, flow in department.of()]
    income = [sum(flow.income for _, flow in department.of(source)) for source in SOURCES]
    spent = sum(flow.spent for flow in flows)
    used = sum(flow.surplus_used for flow in flows)
    opening = sum(flow.opening for flow in flows)
    distributed = sum(flow.distributed for flow in flows)
    closing = sum(flow.closing for flow in flows)
    left, right = _lines(form, "总计")
    lines = dict(enumerate(income, start=1)) | {27: sum(income), 28: used, 29: opening}
    cells: Amounts = {(line, 1): fen for line, fen in lines.items()}
    cells[left, 1] = sum(income) + used + opening
    for code, flow in department.of():
        line = form.rows_by_code[code[:3]]
        cells[line, 2] = cells.get((line, 2), 0) + flow.spent
    for words, fen in (("本年支出合计", spent), ("结余分配", distributed), ("年末", closing)):
        cells[_lines(form, words)[0], 2] = fen
    cells[right, 2] = spent + distributed + closing
    return cells


def _table_4(department: Department, form: Form) -> Amounts:
    cells: Amounts = {}

    def add(line: RowKey, column: int, fen: int) -> None:
        cells[line, column] = cells.get((line, column), 0) + fen

    for (code, source), flow in department.flows.items():
        if source not in FISCAL:
            continue
        fund = SOURCES.index(source)
        for line, fen in ((1 + fund, flow.income), (27, flow.income)):
            add(line, 1, fen)
        for line, fen in ((29 + fund, flow.opening), (28, flow.opening)):
            add(line, 1, fen)
        add(32, 1, flow.income + flow.opening)
        for column in (2, 3 + fund):
            add(form.rows_by_code[code[:3]], column, flow.spent)
            add(59, column, flow.spent)
            add(60, column, flow.closing)
            add(64, column, flow.spent + flow.closing)
    return cells


def _table_6(department: Department, form: Form) -> Amounts:
    cells: Amounts = {}
    for code, fen in department.economic.items():
        code = code if code in form.rows_by_code else CATCH_ALL
        total = "人员经费合计" if code[:3] in ("301", "303") else "公用经费合计"
        for row in (code, code[:3], total):
            cells[row, 1] = cells.get((row, 1), 0) + fen
    return cells


def _table_9(department: Department) -> Amounts:
    got = department.three_public.get
    cells: Amounts = {}
    for first in (0, 6):  # 预算数, 决算数
        abroad, cars, petrol, guests = (got(first + n, 0) for n in (2, 4, 5, 6))
        columns = (abroad + cars + petrol + guests, abroad, cars + petrol, cars, petrol, guests)
        cells |= {(ONLY_ROW, first + n): fen for n, fen in enumerate(columns, start=1)}
    return cells


# --- workbooks ---------------------------------------------------------------------------------


def book(
    department: Department, edition: str, unit: Unit = WAN_YUAN, *, year: int | None = None
) -> Book:
    """The department's workbook: a sheet for each table, in the edition's order."""
    return printed(department, edition, figures(department, edition, unit, year=year), unit, year)


def printed(
    department: Department,
    edition: str,
    tables: Mapping[str, Filled],
    unit: Unit = WAN_YUAN,
    year: int | None = None,
) -> Book:
    """The workbook of `tables`, which may have been changed since `figures` gave them."""
    name = f"{department.seed}.xlsx"
    return books.printed(name, department.name, edition, tables, unit, year)
