"""The identities that speak of a cell are those that going through all of them finds, in the same
order and with the same verdicts; what is asked of few of them is what is asked of all."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from validator.checks.identities import Lacking, evaluate
from validator.checks.outcome import Outcome
from validator.checks.speaking import Identities
from validator.forms.compiler import compiled
from validator.forms.model import CellKey
from validator.reading import read
from validator.recognition import recognise

CORPUS = Path(__file__).parent / "corpus"
#: Printed lines of two sides, codes in one column and in three, lists, tables of a form that stands
#: several times, formulas, per cents, rows that are lacking.
BOOKS = [
    "mistake-hidden-row.xlsx",
    "mistake-three-code-columns.xlsx",
    "mistake-budget.xlsx",
    "formula-stale-value.xlsx",
]


def full(outcomes: Iterable[Outcome]) -> dict[CellKey, list[Outcome]]:
    """Cell → the identities that speak of it, by going through all of them."""
    found: dict[CellKey, list[Outcome]] = {}
    for outcome in outcomes:
        for cell in dict.fromkeys((o.table.key, o.row, o.column) for o in outcome.operands):
            found.setdefault(cell, []).append(outcome)
    return found


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("lacks", [False, True])
def test_what_speaks_of_a_cell_is_what_going_through_all_identities_finds(name, lacks):
    found = recognise(read(CORPUS / name))
    rules, tables = compiled(found.edition.name), found.tables
    lacking: Lacking = frozenset()
    if lacks:
        codes = ("213", "21301", "2130101", "301", "30199")
        lacking = frozenset(
            (key, code)
            for key, table in tables.items()
            for code in codes
            if table.form.open and code not in table.codes
        )
        assert lacking
    identities = Identities(rules, tables, lacking)
    every = full(evaluate(rules, tables, lacking))
    cells = {(key, *place) for key, table in tables.items() for place in table.cells}
    cells |= {(key, code, n) for key, code in lacking for n in tables[key].form.columns}
    assert len(every.keys() & cells) > 200
    for cell in sorted(cells, key=str):
        assert [identities.outcome(n) for n in identities.at(cell)] == every.get(cell, [])
