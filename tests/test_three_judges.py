"""The workbook that checks itself, the validator, and a third program agree on every identity.

A blank workbook is built from the forms, filled hundreds of times with the books of `ledger.py`,
sound ones and ones with mistakes, and calculated by LibreOffice. Each state on its sheet 勾稽校验
must be the verdict of the validator on the figures that its tables then show. GOUJI_WORKBOOKS sets
how many workbooks an edition gets.
"""

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases import cases, data_of, last_year_book
from tests.judges import EMPTINESS, Watched, compare, inputs, validated
from tests.ledgers import ledger_of
from tests.office import Area, Office, Value
from tests.recalculated import Recalculation
from validator.amounts import UNITS, WAN_YUAN
from validator.forms.compiler import compiled
from validator.forms.equations import CompiledCheck, CompiledInclusion, Equation
from validator.forms.loader import editions, load
from validator.forms.workbook import CHECK, FRONT, IDENTITIES, PICTURES
from validator.notation import BUDGET
from workbook_templates.declared.filled import words_by_table
from workbook_templates.excel import packed
from workbook_templates.identities import BLANK, BROKEN, EXACT, PLACE, ROUNDING
from workbook_templates.keys import TOP
from workbook_templates.live import build
from workbook_templates.plan import UNIT, Plan, plan
from workbook_templates.results import PLACES
from workbook_templates.spot import Spot

WORKBOOKS = os.environ.get("GOUJI_WORKBOOKS", "")
#: Where it does not say: at least so many, and more until each rule was seen both ways; of one with
#: 申报表, which have many more cells, fewer.
MANY, LESS = 50, 36
MOST = 150
#: Room for 科目 in the workbooks, and so many more for each further kind of codes; of the
#: departments, those are taken that have fewer.
ROOM, MORE = 40, 20
#: So many tables of a form that may stand any number of times.
PROJECTS = 4
#: The third program is slow: so many small workbooks an edition.
FEW, LITTLE_ROOM = 3, 14


def judged_rules(edition: str) -> set[str]:
    """The rules that both judges have an opinion on; nobody types a budget into final accounts."""
    return {
        rule.rule.id
        for rule in compiled(edition)
        if isinstance(rule, CompiledInclusion)
        or (isinstance(rule, Equation) and not any(t.startswith(BUDGET) for t in rule.tables))
        or (isinstance(rule, CompiledCheck) and rule.name == EMPTINESS)
    }


def roomy(edition: str) -> Plan:
    """The plan of the edition's workbook with room for the codes, tables and rows of a list that
    most departments have."""
    kinds = {form.catalogue for form in load(edition).forms.values() if form.open}
    small = plan(edition, ROOM + MORE * (len(kinds) - 1), projects=PROJECTS)
    if not small.declared:
        return small
    rich = data_of(ledger_of(edition).department(1, rich=True), small, WAN_YUAN)
    words = {key: dict.fromkeys(texts, "") for key, texts in words_by_table(rich).items()}
    return replace(small, words=words)


@pytest.mark.parametrize("edition", editions())
def test_the_workbook_and_the_validator_agree(edition: str, office: Office, tmp_path: Path) -> None:
    of = roomy(edition)
    path = tmp_path / "blank.xlsx"
    path.write_bytes(packed(build(of)))
    watched = Watched(office.open(path, list(inputs(of))), of)
    seen: Counter[tuple[str, str]] = Counter()
    apart: list[str] = []
    judged = {(rule, state) for rule in judged_rules(edition) for state in ("相符", "不符")}
    least = int(WORKBOOKS or (LESS if of.declared else MANY))
    for number, case in enumerate(cases(of, max(least, MOST))):
        if number >= least and judged <= seen.keys():
            break
        watched.book.put(case.typed)
        found = watched.look()
        previous = last_year_book(of, case.last_year, UNITS[str(case.typed[UNIT])])
        differences = compare(found.states, validated(of, found.tables, previous))
        apart += [f"{case.name} {difference}" for difference in differences]
        seen.update((instance.rule, state) for instance, state in found.states.items())
    watched.book.close()
    assert not apart, "\n".join(apart[:20])
    assert judged - seen.keys() == set()
    for state in ("尾差", "存疑", "无法校验", "未填"):
        assert any(said == state for _, said in seen), state


def ignored(spot: Spot) -> bool:
    """Formulas that are not calculated a third time: on the sheets that show what others hold, one
    of them by HYPERLINK."""
    return spot.sheet in (FRONT, CHECK, PICTURES)


def alike(one: Value, other: Value) -> bool:
    """Are they the same, but for the noise of binary fractions?"""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < 1e-9
    return one == other


@pytest.mark.parametrize("edition", editions())
def test_a_third_program_calculates_the_same(edition: str, office: Office, tmp_path: Path) -> None:
    """Every amount, code and name of the tables, and the state of every place."""
    of = plan(edition, LITTLE_ROOM)
    built = build(of)
    path = tmp_path / "small.xlsx"
    path.write_bytes(packed(built))
    book = office.open(path)
    third = Recalculation(built, ignored)
    areas = [Area(t.sheet, 0, 0, t.grid.rows, t.side) for t in of.tables.values()]
    places = book.read(Area(IDENTITIES, TOP, PLACES))[0]
    areas.append(Area(IDENTITIES, TOP, PLACES, len(places), places[0].index("")))
    states: set[int] = set()
    for case in cases(of, FEW):
        book.put(case.typed)
        third.put(case.typed)
        for area, rows in zip(areas, book.read(*areas), strict=True):
            apart = [
                f"{Spot(area.sheet, area.row + r, area.column + c).link}: {one!r}, {other!r}"
                for r, (own, others) in enumerate(zip(rows, third.read(area), strict=True))
                for c, (one, other) in enumerate(zip(own, others, strict=True))
                if not alike(one, other)
            ]
            assert not apart, f"{case.name} {apart[:10]}"
        states |= {int(n) // PLACE for row in rows for n in row if isinstance(n, float)}
    book.close()
    assert states >= {BROKEN, ROUNDING, EXACT, BLANK}
