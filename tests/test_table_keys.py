"""The keys of tables: 表5-1 is a table of its own and no 表5, 表12-1 one of the tables 12."""

from dataclasses import replace

import pytest

from tests.budget_data import sound_book
from validator.forms.compiler import compile_rules
from validator.forms.equations import RuleSet, keys_of
from validator.forms.loader import form_of, load
from validator.forms.model import name_of_table
from validator.recognition import recognise

ACCOUNTS, BUDGET = load("final-accounts-2024"), load("budget-2023")
#: An edition that has both 表5 and 表5-1, as the tables that offices hand in do.
BOTH = replace(
    ACCOUNTS,
    order=(*ACCOUNTS.order, "05-1"),
    forms={**ACCOUNTS.forms, "05-1": replace(ACCOUNTS.forms["05"], subject="05-1")},
)


@pytest.mark.parametrize(
    ("subject", "present", "prefix", "keys"),
    [
        ("05-1", {"05-1", "05-2"}, "", ("05-1",)),
        ("06", {"05-1"}, "", ()),
        ("12", {"12-10", "12-2", "11"}, "", ("12-2", "12-10")),
        ("12", {"12-1", "上年12-1"}, "上年", ("上年12-1",)),
        ("12", {"11"}, "", ()),
    ],
)
def test_the_tables_of_a_form(subject, present, prefix, keys):
    assert keys_of(BUDGET.forms[subject], present, prefix) == keys


def test_a_rule_of_a_table_is_not_held_to_one_with_its_number_and_another_behind_it():
    rules = RuleSet(compile_rules(ACCOUNTS.rules, BOTH))
    present = (frozenset(ACCOUNTS.forms) - {"05"}) | {"05-1"}
    applying, others = rules.applicable(present, frozenset())
    assert not [equation for equation in applying if "05-1" in equation.tables]
    assert [equation for equation in others if "05" in equation.tables]


def test_a_table_stands_once_in_the_order_of_one_with_its_number_and_another_behind_it():
    found = recognise(sound_book())
    tables = dict.fromkeys(("05", "05-1"), found.tables["05-1"])
    assert replace(found, edition=BOTH, tables=tables).order == ("05", "05-1")


@pytest.mark.parametrize(
    "notation", ["表12[单位资金]+Σ表12[合计]≥0", "Σ表12[合计]+表12[单位资金]≥0"]
)
def test_one_table_is_meant_beside_the_sum_over_all_of_them(notation):
    own = replace(BUDGET.rules[-1], id="本局01", table="", notation=notation)
    applying, _ = RuleSet(compile_rules((own,), BUDGET)).applicable(
        frozenset({"12-1", "12-2"}), frozenset()
    )
    (line,) = (n for n, (row, _) in BUDGET.forms["12"].lines.items() if row.words == "单位资金")
    alone = [[t.table for t in each.left if t.row == line] for each in applying]
    assert alone == [["12-1"], ["12-2"]]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("01", "表1"),
        ("05-1", "表5-1"),
        ("12-10", "表12-10"),
        ("上年07", "上年表7"),
        ("预算05-2", "预算表5-2"),
    ],
)
def test_a_key_is_named_as_in_the_notation(key, name):
    assert name_of_table(key) == name


@pytest.mark.parametrize(
    ("key", "edition", "name"),
    [
        ("12-3", BUDGET, "表12"),
        ("上年05-1", BUDGET, "表5-1"),
        ("上年05", ACCOUNTS, "表5"),
        ("预算05-1", ACCOUNTS, "表5-1"),
    ],
)
def test_the_form_of_a_key(key, edition, name):
    assert form_of(key, edition).name == name
