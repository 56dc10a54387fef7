"""Random departments whose budget tables agree because one set of books stands behind them.

`department(seed)` keeps the books (`budget_books.py`); `figures` adds them up into the cells of the
tables, each rounded half-up on its own and never adjusted, as published tables are made; `book`
prints them. A checker that finds an error in such a workbook is wrong.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from tests import books
from tests.books import Amounts, Filled, Texts, fill
from tests.budget_books import (
    CARRIED,
    EDITIONS,
    FISCAL,
    FUND,
    GENERAL,
    OWN,
    PERSONNEL,
    SOURCES,
    SPECIAL,
    STATE,
    THREE_PUBLIC,
    Department,
    Flow,
    Project,
    department,
    year_before,
)
from validator.amounts import WAN_YUAN, Unit
from validator.forms.catalogue import ECONOMIC, FUNCTIONAL, OFFICES, branch, catalogue
from validator.forms.loader import form_of, load
from validator.forms.model import ONLY_ROW, TOTAL, Form, Heading, Layout
from validator.forms.workbook import number_in
from validator.reading import Book

__all__ = [
    "EDITIONS",
    "THREE_PUBLIC",
    "Department",
    "amounts",
    "book",
    "department",
    "figures",
    "printed",
    "year_before",
]


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
        form = form_of(key, form_set)
        table = fill(
            cells,
            form,
            names[form.catalogue],
            unit,
            form_set.zero,
            declared=department.declared,
            texts=_texts(department, form, number_in(form, key), year),
        )
        for place, value in table.values.items():
            if place[1] in form.shares and isinstance(value, float):
                table.values[place] = _share(value, cells.get(place, 0), department.fractions)
        tables[key] = table
    return tables


def _share(shown: float, exact: int, fractions: bool | None) -> object:
    """A per cent as the department keeps it: 99.7; or with all its digits, 0.99699; or as words."""
    if fractions is None:
        return f"{shown:.2f}%"
    return exact / 10**8 if fractions else shown


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
