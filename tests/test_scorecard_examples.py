"""The workbooks of published scorecards: every value of the transcribed cards is read back from
its cell, and what the rules find there is what is published wrong, and nothing else."""

from functools import cache

import pytest

from tests.published_cards import (
    FOLDER,
    assert_indicators,
    assert_ticks,
    assert_values,
    each_example,
    published,
    same,
)
from tools.card_examples import CARD_EXAMPLES
from validator import check
from validator.forms.model import Severity
from validator.reading import read
from validator.recognition import recognise
from validator.rounding import Verdict
from workbook_templates.cards.data import CardData
from workbook_templates.cards.summary_data import SummaryData


@cache
def report(name):
    return check(FOLDER / f"{name}.xlsx")


@cache
def recognised(name):
    return recognise(read(FOLDER / f"{name}.xlsx"))


def found(example):
    """The scorecards that recognition finds, in the order of their keys."""
    own = recognised(example.name)
    return sorted((*own.cards, *own.summaries), key=lambda card: int(card.key[1:]))


# --- read back ---------------------------------------------------------------------------------


@each_example
def test_every_card_is_found_as_its_form_in_printed_order(example):
    own = published(example)
    assert [card.form.name for card in found(example)] == [card.form.name for card in own]
    assert [card.title for card in found(example)] == [card.title for card in own]
    assert [card.key for card in found(example)] == [f"S{n + 1}" for n in range(len(own))]


@each_example
def test_every_value_of_a_card_is_read_back_from_its_cell(example):
    for card, own in zip(found(example), published(example), strict=True):
        if isinstance(own, CardData):
            assert_values(card, own)
            assert_indicators(card, own)
            assert_ticks(card, own)


def test_the_summary_is_read_back():
    (example,) = (e for e in CARD_EXAMPLES if e.name == "jiangxia-2022")
    (own,) = (card for card in published(example) if isinstance(card, SummaryData))
    (summary,) = recognised(example.name).summaries
    assert [line.name for line in summary.lines] == [
        line.group.removeprefix("其中：") for line in own.lines
    ]
    for line, row in zip(summary.lines, own.lines, strict=True):
        same(line.weight, row.weight)
        same(line.score, row.score)
        same(line.grade, row.grade)
    said = [(part.name, str(part.full), str(part.score)) for part in summary.parts]
    assert said == [tuple(part) for part in own.parts]
    for written, text in zip(
        (summary.budget, summary.executed, summary.rate), own.said, strict=True
    ):
        same(written, text)
    assert [len(goal.weights) for goal in summary.goals] == [len(g.indicators) for g in own.goals]


# --- what is published wrong -------------------------------------------------------------------

#: Workbook → (rule, scorecard, first cell, values) of every finding on its scorecards that must be
#: corrected; the causes first, and what follows from each behind it.
ERRORS: dict[str, list[tuple[str, str, str, tuple[str | None, str | None]]]] = {
    "jiangxia-2022": [
        ("P14", "S1", "A4", ("10", "20")),  # full score of the execution in the summary, on S2
        ("P14", "S1", "A23", ("46、18、16", "20、20、20、20")),  # the goals it lists
        ("P19", "S1", "B7", ("90", "100")),  # its weights
        ("P19", "S1", "A4", ("42 / 42", "30 / 42")),  # its sentence and its table
        ("P19", "S1", "C8", ("42", "30")),
        ("P19", "S1", "A4", ("34 / 34", "41 / 34")),
        ("P19", "S1", "A4", ("14 / 14", "9 / 14")),
        ("P19", "S1", "C10", ("14", "9")),
        ("P02", "S2", "H6", ("20", "19.94")),
        ("P07", "S3", "H18", ("8", "2")),
        ("P03", "S3", "A10", ("80", "74")),
        ("P02", "S4", "H9", ("20", "19.90")),
        ("P07", "S6", "H16", ("80", "8")),
        ("P05", "S6", "H11", ("152", "80")),
        ("P06", "S6", "C21", ("100", "172")),
    ],
    "jiangan-2020": [
        ("P16", "S1", "H14", (None, None)),
        ("P06", "S1", "C20", ("100", "80")),
        ("P16", "S2", "H10", (None, None)),
        ("P06", "S2", "C17", ("84.24", "14.24")),
    ],
    "zengdu-2022": [
        ("P11", "S1", "B4", ("547.09", "587.09")),
        ("P11", "S1", "F4", ("40.00", "0.00")),
    ],
    "dongxihu-2024": [],
}
#: … that must be explained.
WARNINGS = {
    "jiangxia-2022": [("P14", "S1")],  # scores by group that the card does not have
    "jiangan-2020": [("P13", "S1"), ("P13", "S3")],
    "zengdu-2022": [("P08", "S1"), ("P12", "S2")],  # persons and per cent; more than table 3 has
    "dongxihu-2024": [("P20", "S2")],  # its body is lost
}


def findings(name, severity):
    """The findings of one severity on scorecards."""
    return [
        finding
        for finding in report(name).findings
        if finding.severity is severity and finding.table.startswith("S")
    ]


@each_example
def test_what_is_published_wrong_is_found_and_nothing_else(example):
    told = [
        (finding.rule, finding.table, finding.cells[0].address, (finding.left, finding.right))
        for finding in findings(example.name, Severity.ERROR)
    ]
    assert told == ERRORS[example.name]


@each_example
def test_what_must_be_explained_is_told(example):
    told = [(f.rule, f.table) for f in findings(example.name, Severity.WARNING)]
    assert sorted(told) == sorted(WARNINGS[example.name])


@pytest.mark.parametrize(
    ("name", "key", "rules"),
    [
        ("jiangxia-2022", "S3", ["P07", "P03"]),
        ("jiangxia-2022", "S6", ["P07", "P05", "P06"]),
        ("jiangan-2020", "S1", ["P16", "P06"]),
        ("jiangan-2020", "S2", ["P16", "P06"]),
    ],
)
def test_what_follows_from_a_mistake_is_told_with_it(name, key, rules):
    own = [f for f in findings(name, Severity.ERROR) if f.table == key]
    assert [finding.rule for finding in own] == rules
    assert len({finding.group for finding in own}) == 1


@pytest.mark.parametrize(
    ("name", "rule", "key", "words"),
    [
        ("jiangxia-2022", "P02", "S2", ["20 × 99.7% = 19.94", "99.94"]),
        ("jiangxia-2022", "P02", "S4", ["20 × 99.5% = 19.90", "99.90"]),
        ("jiangan-2020", "P16", "S2", ["94.24"]),
        ("jiangan-2020", "P13", "S1", ["162.6%"]),
        ("jiangan-2020", "P13", "S3", ["183.1%"]),
    ],
)
def test_a_message_says_what_it_should_be(name, rule, key, words):
    (finding,) = (f for f in report(name).findings if (f.rule, f.table) == (rule, key))
    assert all(word in finding.message for word in words), finding.message


def test_the_scope_of_a_department_s_expenditure_is_stated():
    (finding,) = (f for f in report("jiangan-2020").findings if f.rule == "P11")
    assert finding.severity is Severity.INFO
    assert all(word in finding.message for word in ("1649.20", "1659.40", "10.20", "表5"))


def test_a_rate_of_a_finer_figure_than_is_printed_is_explained():
    (finding,) = (
        f for f in report("dongxihu-2024").findings if f.table == "S7" and f.rule == "P01"
    )
    assert finding.severity is Severity.INFO
    assert not [f for f in findings("dongxihu-2024", Severity.ERROR) if f.table == "S7"]


def test_a_card_whose_body_is_lost_is_not_checked_and_not_wrong():
    own = [f for f in report("dongxihu-2024").findings if f.table == "S2"]
    assert [(f.rule, f.verdict) for f in own] == [("P20", Verdict.NOT_EVALUATED)]


def rows_of_the_readme():
    """Each row of the README's table of mistakes: the workbook, its rules and its first cell."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    name = ""
    for line in text.partition("| 工作簿 | 规则 |")[2].splitlines()[2:]:
        if not line.startswith("|"):
            return
        workbook, rules, cells = (cell.strip() for cell in line.split("|")[1:4])
        name = workbook or name
        for cell in cells.split("、"):
            if "!" in cell:
                yield name, rules.split("、"), cell.partition(":")[0]


def test_the_readme_names_the_rules_and_cells_of_the_report():
    rows = list(rows_of_the_readme())
    assert {name for name, _, _ in rows} == {example.name for example in CARD_EXAMPLES}
    for name, rules, cell in rows:
        told = report(name).findings
        first = [f for f in told if f"{f.cells[0].sheet}!{f.cells[0].address}" == cell]
        assert rules[0] in {f.rule for f in first}, (name, rules, cell)
        for rule in rules[1:]:
            assert {f.group for f in told if f.rule == rule} & {f.group for f in first}, rule
    listed = {(name, rule) for name, rules, _ in rows for rule in rules}
    wrong = {(name, rule) for name, found in ERRORS.items() for rule, *_ in found}
    assert wrong <= listed
