"""Random departments whose budget tables agree because one set of books stands behind them.

`department(seed)` keeps books in whole 分: for every unit, functional 项 and source of money what
is carried over, what comes in and what it is to be spent on, and every project with its sources of
money, its items of cost and its purchases. `figures` adds the books up into the cells of the
tables, each rounded half-up on its own and never adjusted; `book` prints them. A checker that finds
an error in such a workbook is wrong.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tests import books
from tests.books import Amounts, Filled, Texts, amount, fill, functional_codes, subject_of
from validator.amounts import WAN_YUAN, Unit
from validator.forms.catalogue import ECONOMIC, FUNCTIONAL, OFFICES, branch, catalogue
from validator.forms.loader import editions, load
from validator.forms.model import BUDGETS, ONLY_ROW, TOTAL, Form, Heading, Layout
from validator.reading import Book

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
    `fractions` how per cents are kept: 0.997, or None for the words 99.70%.
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
    if code[:3] == books.STATE_CLASS:
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
    places = [code for code in codes if code[:3] != books.STATE_CLASS]
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


# --- tables ------------------------------------------------------------------------------------


def amounts(department: Department, edition: str) -> dict[str, Amounts]:
    """What every cell of the edition's tables stands for, in 分 (a per cent: in 分 of `PERCENT`,
    cut off); cells without money left out. A department without projects has one blank table 12."""
    forms = load(edition).forms
    projects = {f"12-{n}": _table_12(p) for n, p in enumerate(department.projects, start=1)}
    tables = {
        "01": _table_1(department, forms["01"]),
        "02": _by_unit(department, SOURCES, _income),
        "03": _by_code(department, SOURCES, lambda _, flow: (flow.spent, *flow.kinds)),
        "04": _table_4(department, forms["04"]),
        "05-1": _by_code(department, (GENERAL,), _general),
        "05-2": _by_unit(department, (GENERAL,), _general),
        "06": _table_6(department),
        "07": _table_7(department),
        "08": _by_code(department, (FUND,), _spent),
        "09": _by_code(department, (STATE,), _spent),
        "10": _table_10(department),
        "11": _table_11(department),
        **(projects or {"12-1": {}}),
    }
    return {
        key: {place: fen for place, fen in cells.items() if fen} for key, cells in tables.items()
    }


def figures(
    department: Department, edition: str, unit: Unit = WAN_YUAN, *, year: int | None = None
) -> dict[str, Filled]:
    """Every table of the edition, by its key: the books added up, each sum rounded by itself."""
    form_set = load(edition)
    year = year or form_set.year
    names: Mapping[str, Mapping[str, str]] = {
        FUNCTIONAL: catalogue(FUNCTIONAL, year),
        ECONOMIC: catalogue(ECONOMIC, year),
        OFFICES: department.offices,
        "": {},
    }
    tables = {}
    for key, cells in amounts(department, edition).items():
        subject, number = subject_of(key, form_set)
        form = form_set.forms[subject]
        table = fill(
            cells,
            form,
            names[form.catalogue],
            unit,
            form_set.zero,
            declared=department.declared,
            texts=_texts(department, form, number, year),
        )
        for place, value in table.values.items():
            if place[1] in form.shares:
                table.values[place] = kept_share(value, department.fractions)
        tables[key] = table
    return tables


def kept_share(value: object, fractions: bool | None) -> object:
    """A per cent as the department keeps it: 99.7, 0.997 (`fractions`) or, None, as words."""
    if not isinstance(value, float) or fractions is False:
        return value
    return f"{value:.2f}%" if fractions is None else round(value / 100, 6)


def _added(found: Iterable[tuple[str, Sequence[int]]]) -> Amounts:
    """The columns 1, 2, … of each code, added up into it, what it stands under, and 合计."""
    cells: Amounts = {}
    for code, columns in found:
        for row in (*branch(code), TOTAL):
            for column, fen in enumerate(columns, start=1):
                cells[row, column] = cells.get((row, column), 0) + fen
    return cells


#: A flow and its source → what it adds to the columns 1, 2, … of a table.
Columns = Callable[[str, Flow], Sequence[int]]


def _by_code(department: Department, sources: Sequence[str], columns: Columns) -> Amounts:
    flows = department.flows.items()
    return _added((code, columns(s, flow)) for (_, code, s), flow in flows if s in sources)


def _by_unit(department: Department, sources: Sequence[str], columns: Columns) -> Amounts:
    flows = department.flows.items()
    return _added((unit, columns(s, flow)) for (unit, _, s), flow in flows if s in sources)


def _income(source: str, flow: Flow) -> Sequence[int]:
    income = [flow.income if source == own else 0 for own in SOURCES]
    opening = [flow.opening if source in group else 0 for group in CARRIED]
    return (flow.income + flow.opening, flow.income, *income, flow.opening, *opening)


def _general(_: str, flow: Flow) -> Sequence[int]:
    return (flow.spent, flow.basic, flow.personnel, flow.operating, flow.project)


def _spent(_: str, flow: Flow) -> Sequence[int]:
    return (flow.spent, flow.basic, flow.project)


def _expenditure(
    department: Department, sources: Sequence[str], form: Form, *lines: int
) -> Amounts:
    """The right side of tables 1 and 4: the classes and, on `lines`, what is spent, what is left
    and both together."""
    cells: Amounts = {}
    for (_, code, source), flow in department.flows.items():
        if source in sources:
            line = form.rows_by_code[code[:3]]
            cells[line, 2] = cells.get((line, 2), 0) + flow.spent
    spent = sum(flow.spent for flow in department.of(*sources))
    left = sum(flow.closing for flow in department.of(*sources))
    totals = zip(lines, (spent, left, spent + left), strict=True)
    return cells | {(line, 2): fen for line, fen in totals}


def _table_1(department: Department, form: Form) -> Amounts:
    income = [department.income[source] for source in SOURCES]
    came, opening = sum(income), sum(department.opening.values())
    cells: Amounts = {(line, 1): fen for line, fen in enumerate(income, start=1)}
    cells |= {(25, 1): came, (26, 1): opening, (27, 1): came + opening}
    return cells | _expenditure(department, SOURCES, form, 52, 53, 54)


def _table_4(department: Department, form: Form) -> Amounts:
    income = [department.income[source] for source in FISCAL]
    opening = [department.opening[source] for source in FISCAL]
    left = (sum(income), *income, sum(opening), *opening)
    cells: Amounts = {(line, 1): fen for line, fen in enumerate(left, start=1)}
    cells[27, 1] = sum(income) + sum(opening)
    return cells | _expenditure(department, FISCAL, form, 28, 53, 54)


def _table_6(department: Department) -> Amounts:
    return _added(
        (code, (fen, fen, 0) if code[:3] in PERSONNEL else (fen, 0, fen))
        for code, fen in department.economic.items()
    )


def _table_7(department: Department) -> Amounts:
    abroad, cars, petrol, guests = (department.three_public.get(n, 0) for n in THREE_PUBLIC)
    columns = (abroad + cars + petrol + guests, abroad, cars + petrol, cars, petrol, guests)
    return {(ONLY_ROW, n): fen for n, fen in enumerate(columns, start=1)}


def _table_10(department: Department) -> Amounts:
    cells: Amounts = {}
    for number, project in enumerate(department.projects, start=1):
        columns = (
            project.budget,
            *(project.of(source).new for source in FISCAL),
            *(project.of(source).carried for source in FISCAL),
            project.of(SPECIAL).all,
            project.of(*OWN).all,
        )
        for column, fen in enumerate(columns, start=1):
            cells[f"项目#{number}", column] = fen
            cells[1, column] = cells.get((1, column), 0) + fen
    return cells


def _table_11(department: Department) -> Amounts:
    flows = list(department.of())
    came = [
        sum(flow.income + flow.opening for flow in department.of(*sources))
        for sources in (FISCAL, (SPECIAL,), OWN)
    ]
    projects, personnel = (sum(f.project for f in flows), sum(f.personnel for f in flows))
    running = sum(flow.spent for flow in flows) - personnel - projects
    cells: Amounts = {}
    years = ((came, (personnel, running, projects)), *department.before)
    for column, (income, spent) in zip((1, 3, 4), years, strict=True):
        lines = (*income, sum(income), *spent, sum(spent))
        cells |= {(line, column): fen for line, fen in enumerate(lines, start=1)}
    for line in range(1, 9):
        whole = cells[4 if line <= 4 else 8, 1]
        cells[line, 2] = cells[line, 1] * 10**8 // whole if whole else 0
    for number, project in enumerate(department.projects, start=1):
        cells[f"项目#{number}", 5] = project.budget + project.later
        cells[f"项目#{number}", 6] = project.budget
    return cells


def _table_12(project: Project) -> Amounts:
    general = project.of(GENERAL)
    lines = (
        project.budget + project.later,
        project.budget,
        project.budget,
        general.all,
        general.new,
        project.of(FUND).all,
        project.of(SPECIAL).all,
        project.of(*OWN).all,
        project.of(*FISCAL).carried,
    )
    cells: Amounts = {(line, 1): fen for line, fen in enumerate(lines, start=1)}
    cells |= {(f"明细#{n}", 1): fen for n, fen in enumerate(project.costs, start=1)}
    return cells | {(f"采购#{n}", 1): fen for n, fen in enumerate(project.purchases, start=1)}


# --- words -------------------------------------------------------------------------------------


def _texts(department: Department, form: Form, number: int, year: int) -> Texts:
    """The words of a 申报表; those of a table 12 are about the project `number`."""
    rng = random.Random(100 * department.seed + number)
    listed = department.projects[number - 1 : number] if number else department.projects
    rows = {
        "项目": len(listed),
        "明细": sum(len(project.costs) for project in listed),
        "采购": sum(len(project.purchases) for project in listed),
    }
    if form.layout is not Layout.DECLARED:
        return {}
    found: dict[tuple[int | str, int], str] = {}
    for part in form.parts:
        for field in (field for row in part.fields for field in row if not field.number):
            found[field.label, 0] = _words(field.label, year)
        for goal in range(1, part.goals + 1 if part.listed else 1):
            mark = part.listed
            if part.goal:
                found[f"{part.goal}{goal}", 0] = f"第{goal}个目标"
                mark = f"{part.listed}{goal}"
            for row in range(1, rows.get(part.listed, rng.randint(0, 3)) + 1):
                for cell, heading in enumerate(_leaves(part.headings)):
                    if heading.number is None:
                        found[f"{mark}#{row}", cell] = _words(heading.label, row)
    for row, project in enumerate(listed, start=1):
        found["项目名称" if number else f"项目#{row}", 0] = project.name
    return found


def _leaves(headings: Iterable[Heading]) -> Iterator[Heading]:
    for heading in headings:
        if heading.children:
            yield from _leaves(heading.children)
        else:
            yield heading


def _words(label: str, number: int) -> str:
    """Something that a person types in the cell with this label."""
    if label.endswith("年度") or label == "数量":
        return str(number)
    if label in ("指标值", "前年", "上年", "〈前年〉年", "〈上年〉年") or "实现" in label:
        return "≥95%"
    return f"{label}{number}"


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
