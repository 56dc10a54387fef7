"""Random departments' books of a budget, in whole 分.

For every unit, functional 项 and source of money: what is carried over, what comes in and what it
is to be spent on; every project with its sources of money, its items of cost and its purchases.
`budget_ledger.py` adds them up into tables.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tests.books import STATE_CLASS, amount, functional_codes
from validator.forms.catalogue import ECONOMIC, catalogue
from validator.forms.loader import editions, load
from validator.forms.model import BUDGETS

#: The sources of money, in the order of table 1's income lines 1 to 9.
GENERAL, FUND, STATE, SPECIAL, SERVICE, TRADE, GRANT, SUBSIDIARY, OTHER = SOURCES = (
    "一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金",
    "事业", "事业单位经营", "上级补助", "附属单位上缴", "其他",
)  # fmt: skip
FISCAL = (GENERAL, FUND, STATE)
#: What tables 2, 10, 11 and 12 put together as 单位资金.
OWN = (SERVICE, TRADE, GRANT, SUBSIDIARY, OTHER)
#: What table 2 tells apart of the carry-over.
CARRIED: tuple[tuple[str, ...], ...] = ((GENERAL,), (FUND,), (STATE,), (SPECIAL,), OWN)

EDITIONS = tuple(name for name in editions() if load(name).kind == BUDGETS)
#: The classes of tables 1 and 4.
CLASSES = tuple(load(EDITIONS[0]).forms["01"].rows_by_code)
#: Economic classes of personnel; the others are operating expenditure.
PERSONNEL = ("301", "303")
#: “三公” columns and the economic 科目 that they hold at least.
THREE_PUBLIC = {2: "30212", 4: "31013", 5: "30231", 6: "30217"}


class Flow(NamedTuple):
    """One source of money of one 项 of one unit, in 分; nothing is ever negative."""

    opening: int = 0
    income: int = 0
    personnel: int = 0
    operating: int = 0
    project: int = 0
    trade: int = 0
    to_superior: int = 0
    to_subsidiary: int = 0

    @property
    def basic(self) -> int:
        """基本支出."""
        return self.personnel + self.operating

    @property
    def kinds(self) -> tuple[int, ...]:
        """Expenditure in the order of table 3's columns 2 to 6."""
        return (self.basic, *self[4:])

    @property
    def spent(self) -> int:
        """Expenditure of all kinds."""
        return sum(self.kinds)

    @property
    def closing(self) -> int:
        """What is carried over to the next year."""
        return self.opening + self.income - self.spent


class Money(NamedTuple):
    """What a project has from one source: of this year, and carried over."""

    new: int = 0
    carried: int = 0

    @property
    def all(self) -> int:
        """Both together."""
        return self.new + self.carried


@dataclass(frozen=True)
class Project:
    """A project of a unit under one 项: its sources of money, its items of cost, its purchases, and
    what it costs beyond this year."""

    name: str
    unit: str
    code: str
    money: Mapping[str, Money]
    costs: tuple[int, ...]
    purchases: tuple[int, ...]
    later: int

    @property
    def budget(self) -> int:
        """项目当年预算."""
        return sum(money.all for money in self.money.values())

    def of(self, *sources: str) -> Money:
        """Its money from `sources`."""
        found = [self.money[source] for source in sources if source in self.money]
        return Money(sum(m.new for m in found), sum(m.carried for m in found))


@dataclass(frozen=True)
class Department:
    """The books of a department's budget.

    `flows` is by unit, functional 项 and source; `economic` splits the general budget's basic
    expenditure by economic 款; `three_public` holds the “三公” amounts by 栏次, sums left out;
    `before` the two years before: (income by the lines of table 11, expenditure by them);
    `declared` says whether tables without figures carry the sentence that declares them empty;
    `fractions` whether per cents are kept as 0.997 or as 99.7; None: as the words 99.70%.
    """

    seed: int
    name: str
    offices: Mapping[str, str]
    flows: Mapping[tuple[str, str, str], Flow]
    projects: tuple[Project, ...]
    economic: Mapping[str, int]
    three_public: Mapping[int, int]
    before: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    declared: bool
    fractions: bool | None

    def of(self, *sources: str) -> Iterator[Flow]:
        """Every flow of `sources`, or of all."""
        for (_, _, source), flow in self.flows.items():
            if not sources or source in sources:
                yield flow

    @property
    def opening(self) -> Mapping[str, int]:
        """Source → what is carried over from last year."""
        return {source: sum(flow.opening for flow in self.of(source)) for source in SOURCES}

    @property
    def income(self) -> Mapping[str, int]:
        """Source → what comes in."""
        return {source: sum(flow.income for flow in self.of(source)) for source in SOURCES}


# --- books -------------------------------------------------------------------------------------


def department(seed: int, *, rich: bool = False) -> Department:
    """The department number `seed`. `rich`: every class, every source, several units, no zeros."""
    rng = random.Random(seed)
    top = 10 ** rng.uniform(10, 11) if rich else 10 ** rng.uniform(6, 11)
    profile = frozenset(SOURCES) if rich else rng.choices(_PROFILES, _SHARES)[0]
    often = ("2080505", "2210201")
    codes = functional_codes(rng, CLASSES, often=often, state=STATE in profile, rich=rich)
    name = f"某市某区第{seed}局"
    offices = _offices(rng, name, rich)
    units = [code for code in offices if len(code) > 3]
    projects = tuple(_projects(rng, codes, units, profile, top, rich))
    saving = rich or rng.random() < 0.25
    flows = _flows(rng, codes, units, profile, projects, top, rich, saving)
    economic = _economic(rng, flows, top, rich)
    return Department(
        seed=seed,
        name=name,
        offices=offices,
        flows=flows,
        projects=projects,
        economic=economic,
        three_public=_three_public(rng, economic, top, rich),
        before=tuple(_balanced(rng, top, rich) for _ in range(2)),
        declared=rich or rng.random() < 0.7,
        fractions=rng.choice((None, None, True, False)),
    )


_PROFILES = (
    frozenset({GENERAL}),
    frozenset({GENERAL, FUND}),
    frozenset({GENERAL, OTHER}),
    frozenset(FISCAL),
    frozenset({GENERAL, SPECIAL, *OWN}),
    frozenset(SOURCES),
)
_SHARES = (40, 12, 20, 6, 10, 12)


def _offices(rng: random.Random, name: str, rich: bool) -> dict[str, str]:
    """Code → name of the department, seldom of two, and of the units."""
    found = {}
    for number in range(2 if rich or rng.random() < 0.1 else 1):
        code = str(rng.randint(100, 400) + 500 * number)
        found[code] = f"{name}代管部门" if number else name
        for unit in range(1, (3 if rich else rng.randint(1, 4)) + 1):
            found[f"{code}{unit:03d}"] = f"{name}第{unit}单位" if unit > 1 else f"{name}本级"
    return found


def _sources(rng: random.Random, code: str, profile: frozenset[str], rich: bool) -> list[str]:
    """The sources of money of a 项; state capital pays for nothing but its own class."""
    if code[:3] == STATE_CLASS:
        return [STATE]
    chances = dict.fromkeys(SOURCES, 0.25) | {GENERAL: 0.9, FUND: 0.4}
    here = [s for s in SOURCES if s in profile and (rich or rng.random() < chances[s])]
    return [s for s in here if s != STATE] or [GENERAL]


def _projects(
    rng: random.Random,
    codes: Sequence[str],
    units: Sequence[str],
    profile: frozenset[str],
    top: float,
    rich: bool,
) -> Iterator[Project]:
    """Projects; state capital pays for none: table 12 has no line for its money."""
    places = [code for code in codes if code[:3] != STATE_CLASS]
    for number in range(1, (4 if rich else rng.choice((0, 1, 1, 2, 3, 5, 8))) + 1):
        code = rng.choice(places)
        money = {}
        for source in _sources(rng, code, profile, rich):
            carried = amount(rng, top) if source in FISCAL and (rich or rng.random() < 0.2) else 0
            money[source] = Money(amount(rng, top), carried)
        budget = sum(m.all for m in money.values())
        costs = split(rng, budget, rng.randint(3 if rich else 1, 6))
        bought = split(rng, rng.randint(1, budget), 3) if rich or rng.random() < 0.4 else ()
        later = amount(rng, top) if rich or rng.random() < 0.3 else 0
        name = f"第{number}项工作经费"
        yield Project(name, rng.choice(units), code, money, costs, bought, later)


def split(rng: random.Random, total: int, parts: int) -> tuple[int, ...]:
    """`total` in at most so many parts, none of them 0."""
    cuts = sorted(rng.randint(0, total) for _ in range(parts - 1))
    found = (high - low for low, high in zip((0, *cuts), (*cuts, total), strict=True))
    return tuple(fen for fen in found if fen)


#: (unit, 项, source) → its flow.
Flows = dict[tuple[str, str, str], Flow]


def _flows(
    rng: random.Random,
    codes: Sequence[str],
    units: Sequence[str],
    profile: frozenset[str],
    projects: Iterable[Project],
    top: float,
    rich: bool,
    saving: bool,
) -> Flows:
    """The flows of the projects' money, and of all other spending; `saving`: some money is left."""
    flows: Flows = {}
    for project in projects:
        for source, money in project.money.items():
            key = project.unit, project.code, source
            flow = flows.get(key, Flow())
            opening, spent = flow.opening + money.carried, flow.project + money.all
            flows[key] = flow._replace(opening=opening, project=spent)
    for number, code in enumerate(codes):
        # every unit spends something
        here = {units[number % len(units)], *rng.sample(units, 1 if rich else 0)}
        for unit in sorted(here):
            for source in _sources(rng, code, profile, rich):
                flows.setdefault((unit, code, source), Flow())
    return {key: _flow(rng, key[2], flow, top, rich, saving) for key, flow in sorted(flows.items())}


def _flow(
    rng: random.Random, source: str, projects: Flow, top: float, rich: bool, saving: bool
) -> Flow:
    """The flow of what the projects have from a source, with all else that it pays for: spending
    and what is left decide what must come in."""

    def perhaps(chance: float) -> int:
        if rich:
            return amount(rng, top) // 3 + 20_000
        return amount(rng, top) if rng.random() < chance else 0

    own = source in OWN
    flow = projects._replace(
        personnel=perhaps(0.6 if source == GENERAL else 0.2),
        operating=perhaps(0.5 if source == GENERAL else 0.2),
        trade=perhaps(0.7) if source == TRADE else 0,
        to_superior=perhaps(0.05) if own else 0,
        to_subsidiary=perhaps(0.05) if own else 0,
    )
    opening = flow.opening + perhaps(0.15)
    if saving:
        return flow._replace(opening=opening, income=max(perhaps(0.1) + flow.spent - opening, 0))
    opening = min(opening, flow.spent)
    return flow._replace(opening=opening, income=flow.spent - opening)


def _economic(rng: random.Random, flows: Flows, top: float, rich: bool) -> dict[str, int]:
    """The general budget's basic expenditure by economic 款, personnel and the rest."""
    general = [flow for (*_, source), flow in flows.items() if source == GENERAL]
    known = [code for code in catalogue(ECONOMIC, 2023) if len(code) == 5]
    found: dict[str, int] = {}
    for personnel, rest in (
        (True, sum(flow.personnel for flow in general)),
        (False, sum(flow.operating for flow in general)),
    ):
        free = [code for code in known if (code[:3] in PERSONNEL) is personnel]
        chosen = free if rich else rng.sample(free, rng.randint(1, 12))
        each = rest // len(chosen)
        for code in chosen[1:]:
            found[code] = min(rest, each if rich else amount(rng, top))
            rest -= found[code]
        found[chosen[0]] = rest
    return {code: fen for code, fen in found.items() if fen}


def _three_public(
    rng: random.Random, economic: Mapping[str, int], top: float, rich: bool
) -> dict[int, int]:
    found = {}
    for column, code in THREE_PUBLIC.items():
        more = rich or rng.random() < 0.3  # 项目支出 pays for some of it as well
        found[column] = economic.get(code, 0) + (amount(rng, top / 100) if more else 0)
    return {column: fen for column, fen in found.items() if fen}


def _balanced(
    rng: random.Random, top: float, rich: bool
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """A year before: its income and its expenditure, in three parts each."""
    came = [amount(rng, top) if rich or rng.random() < 0.6 else 0 for _ in range(3)]
    went = split(rng, sum(came), 3)
    return tuple(came), (*went, *[0] * (3 - len(went)))


def year_before(after: Department) -> Department:
    """A department's books of the year before: the same spending, and what they leave is what
    `after` begins with."""
    rng = random.Random(after.seed + 10**9)
    flows = {}
    for key, later in after.flows.items():
        opening = rng.randint(0, later.spent)
        income = later.spent + later.opening - opening
        flows[key] = later._replace(opening=opening, income=income)
    projects = tuple(
        replace(p, money={source: Money(money.all) for source, money in p.money.items()})
        for p in after.projects
    )
    return replace(after, flows=flows, projects=projects)
