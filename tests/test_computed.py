"""Which cells of a form are computed: its totals and what it fetches, each by an identity."""

import pytest

from tests.forms_folder import forms_in
from validator.forms.compiler import compiled
from validator.forms.computed import computed, computed_in
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


# The budget --------------------------------------------------------------------------------------

BUDGET = "budget-2023"


def test_the_totals_of_the_budgets_two_sided_tables():
    assert {cell for cell in computed(BUDGET).cells if cell[0] == "01"} == {
        *(("01", row, 1) for row in (25, 27)),
        *(("01", row, 2) for row in (52, 54)),
    }
    assert added(BUDGET, ("01", 25, 1)) == {("01", row, 1): 1 for row in range(1, 10)}
    assert added(BUDGET, ("01", 52, 2)) == {("01", row, 2): 1 for row in range(28, 52)}
    assert added(BUDGET, ("04", 28, 2)) == {("04", row, 2): 1 for row in range(29, 53)}
    for own, fetched in ((2, 1), (3, 2), (4, 3)):
        assert added(BUDGET, ("04", own, 1)) == {("01", fetched, 1): 1}
    assert added(BUDGET, ("04", 5, 1)) == {("04", row, 1): 1 for row in (6, 7, 8)}


def test_the_budgets_tables_of_subjects_and_of_units_add_up_levels_and_columns():
    found = computed(BUDGET)
    forms = {subject: form for subject, form in load(BUDGET).forms.items() if form.open}
    assert sorted(forms) == ["02", "03", "05-1", "05-2", "06", "08", "09"]
    assert found.levels == {(subject, n) for subject, form in forms.items() for n in form.columns}
    plain = {place: {n: w for w, n in added} for place, added in found.columns.items()}
    assert plain["03", 1] == dict.fromkeys(range(2, 7), 1)
    for subject in ("05-1", "05-2"):
        assert plain[subject, 1] == {2: 1, 5: 1}
        assert plain[subject, 2] == {3: 1, 4: 1}
    assert plain["06", 1] == {2: 1, 3: 1}
    assert {cell for cell in found.cells if cell[0] == "07"} == {
        ("07", ONLY_ROW, 1),
        ("07", ONLY_ROW, 3),
    }


def test_a_list_is_added_up_and_every_row_of_it_too():
    assert added(BUDGET, ("10", 1, 1)) == {("10", 1, column): 1 for column in range(2, 10)}
    assert added(BUDGET, ("10", 1, 2)) == {("10", "项目", 2): 1}
    assert added(BUDGET, ("10", "项目", 1)) == {("10", "项目", n): 1 for n in range(2, 10)}


def test_the_shares_of_table_11_are_of_their_totals():
    shares = computed(BUDGET).shares
    assert shares == {
        ("11", row, 2): (("11", row, 1), ("11", 4 if row < 5 else 8, 1)) for row in range(1, 9)
    }


def test_a_share_of_every_row_of_a_list(tmp_path):
    with forms_in(tmp_path) as folder:
        file = folder / BUDGET / "11.form"
        text = file.read_text(encoding="utf-8")
        text = text.replace("占比栏：2", "占比栏：2 7").replace(
            "| 6 项目本年度预算", "| 6 数 | 7 比重"
        )
        file.write_text(text + "YS11-9  [项目]7栏=[项目]6栏÷4行1栏\n", encoding="utf-8")
        found = computed(BUDGET).shares
    assert found["11", "项目", 7] == (("11", "项目", 6), ("11", 4, 1))


def test_every_table_of_a_form_that_may_stand_many_times_is_computed_alike():
    found = computed_in(BUDGET, {"01", "12-1", "12-2"})
    for key in ("12-1", "12-2"):
        assert {cell: weight for weight, cell in found.cells[key, 3, 1]} == {
            (key, row, 1): 1 for row in (4, 6, 7, 8)
        }
    assert not [cell for cell in found.cells if cell[0] == "12"]
    assert found.cells["01", 25, 1] == computed(BUDGET).cells["01", 25, 1]
