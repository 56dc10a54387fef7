"""Which cells of a form are computed: its totals and what it fetches, each by an identity."""

import pytest

from validator.forms.compiler import compiled
from validator.forms.computed import computed
from validator.forms.equations import BELOW, OPEN
from validator.forms.loader import editions, load
from validator.forms.model import FINAL_ACCOUNTS, ONLY_ROW, TOTAL, CellKey, Layout
from validator.notation import LEVELS
from validator.rounding import Relation

#: The final accounts, which number their lines alike; of the budget see below.
EDITIONS = [name for name in editions() if load(name).kind == FINAL_ACCOUNTS]


def lines(edition: str, subject: str) -> dict[str, int]:
    """Words of a line → its 行次; of words on both sides, the left one."""
    found: dict[str, int] = {}
    for number, (line, _) in load(edition).forms[subject].lines.items():
        found.setdefault(line.words, number)
    return found


def added(edition: str, cell: CellKey) -> dict[CellKey, int]:
    """The addends of a computed cell with their weights."""
    return {addend: weight for weight, addend in computed(edition).cells[cell]}


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_totals_of_table_1(edition):
    at = lines(edition, "01")
    total = at["总计"]
    right = max(load(edition).forms["01"].lines)
    cells = {cell for cell in computed(edition).cells if cell[0] == "01"}
    income, spent = at["本年收入合计"], at["本年支出合计"]
    assert cells == {
        ("01", income, 1),
        ("01", total, 1),
        ("01", spent, 2),
        ("01", right, 2),
    }
    assert added(edition, ("01", income, 1)) == {("01", n, 1): 1 for n in range(1, 9)}
    classes = load(edition).forms["01"].rows_by_code.values()
    assert added(edition, ("01", spent, 2)) == {("01", row, 2): 1 for row in classes}


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_table_4_fetches_from_table_1(edition):
    for line in (1, 2, 3):
        assert added(edition, ("04", line, 1)) == {("01", line, 1): 1}


@pytest.mark.parametrize("edition", EDITIONS)
def test_of_two_definitions_the_first_one_computes(edition):
    """本年支出合计 and 总计 of table 4 are sums of lines as well as of columns."""
    at = lines(edition, "04")
    spent, total = at["本年支出合计"], max(load(edition).forms["04"].lines)
    assert (spent, total) == (59, 64)
    classes = load(edition).forms["04"].rows_by_code.values()
    assert added(edition, ("04", spent, 2)) == {("04", row, 2): 1 for row in classes}
    assert added(edition, ("04", total, 2)) == {("04", 59, 2): 1, ("04", 60, 2): 1}
    for row in (spent, total):
        columns = {("04", row, column): 1 for column in (3, 4, 5)}
        ways = [
            e
            for e in compiled(edition).equations
            if e.relation is Relation.EQUAL
            and [t[1:4] for t in e.left] == [("04", row, 2)]
            and e.tables == {"04"}
        ]
        assert columns in [{t[1:4]: t.weight for t in e.right} for e in ways]
        assert len(ways) == 2


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_totals_of_tables_6_and_9(edition):
    cells = computed(edition).cells
    form = load(edition).forms["06"]
    groups = {code for code in form.rows_by_code if len(code) == 3}
    assert {row for table, row, _ in cells if table == "06"} == groups | set(form.totals)
    below = {("06", code, 1): 1 for code in form.rows_by_code if code[:3] == "301"}
    del below["06", "301", 1]
    assert added(edition, ("06", "301", 1)) == below
    assert added(edition, ("06", "人员经费合计", 1)) == {("06", "301", 1): 1, ("06", "303", 1): 1}
    assert {cell for cell in cells if cell[0] == "09"} == {
        ("09", ONLY_ROW, column) for column in (1, 3, 7, 9)
    }


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_subject_table_adds_up_its_levels_and_columns(edition):
    found = computed(edition)
    open_tables = {
        subject: form
        for subject, form in load(edition).forms.items()
        if form.layout is Layout.SUBJECTS
    }
    assert sorted(open_tables) == ["02", "03", "05", "07", "08"]
    every = {(subject, n) for subject, form in open_tables.items() for n in form.columns}
    assert found.levels == every
    assert {place: {n: w for w, n in added} for place, added in found.columns.items()} == {
        ("02", 1): dict.fromkeys(range(2, 8), 1),
        ("03", 1): dict.fromkeys(range(2, 7), 1),
        ("05", 1): {2: 1, 3: 1},
        ("07", 3): {4: 1, 5: 1},
        ("07", 6): {1: 1, 2: 1, 3: -1},
        ("08", 1): {2: 1, 3: 1},
    }
    assert not {table for table, _, _ in found.cells} & set(open_tables)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_computed_cell_is_one_of_the_identities(edition):
    """No cell is computed in a way that no rule of the edition states."""
    forms = load(edition).forms
    stated: dict[CellKey, list[dict[CellKey, int]]] = {}
    for equation in compiled(edition).equations:
        if equation.relation is not Relation.EQUAL or len(equation.left) != 1:
            continue
        if not equation.tables <= forms.keys():  # last year's
            continue
        total = equation.left[0]
        codes = [""]
        if total.row == OPEN:
            length = LEVELS.get(equation.open_level)
            codes = [c for c in forms[total.table].rows_by_code if len(c) == length]
        for code in codes:
            right: dict[CellKey, int] = {}
            for weight, table, row, column, *_ in equation.right:
                by_code = forms[table].rows_by_code
                rows = [row]
                if row == BELOW:
                    rows = [key for own, key in by_code.items() if own[:-2] == code and code]
                elif row == OPEN:
                    rows = [by_code[code]] if code in by_code else []
                right |= {(table, key, column): weight for key in rows}
            row = forms[total.table].rows_by_code[code] if code else total.row
            stated.setdefault((total.table, row, total.column), []).append(right)
    for cell in computed(edition).cells:
        assert added(edition, cell) in stated[cell]
        assert cell not in added(edition, cell)
        assert cell[1] != TOTAL
