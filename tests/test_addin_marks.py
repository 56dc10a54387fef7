"""Findings become marks: which cells, how grave, what their notes say, in which order listed."""

from pathlib import Path

import pytest

from validator import CellRef, Finding, Report, check
from validator.findings import Suspect
from validator.forms.model import Severity
from validator.rounding import Verdict
from xl_addin.marks import PREFIX, lines, marks

EXAMPLES = Path(__file__).parent.parent / "examples"
WORKBOOKS = sorted(EXAMPLES.glob("*/printed.xlsx")) + sorted(
    (EXAMPLES / "jiangan-2020-mistakes").glob("*.xlsx")
)
ALL = frozenset(Severity)


def cell(address: str, role: str = "left", sheet: str = "表1") -> CellRef:
    return CellRef(sheet, address, "01", 27, 1, "本年收入合计", "1.00", "1.00", role)


def finding(
    rule: str = "X01",
    *cells: CellRef,
    severity: Severity = Severity.ERROR,
    group: str = "G1",
    cause: bool = True,
    suspects: tuple[Suspect, ...] = (),
) -> Finding:
    return Finding(
        rule, severity, Verdict.ERROR, "sum", "01", "1.00", "2.00", "-1.00", "-1.00",
        cells, suspects, group, f"{rule}不符", "", cause,
    )  # fmt: skip


def report(*findings: Finding) -> Report:
    return Report("决算.xlsx", "", findings=findings)


def marked(*findings: Finding):
    return {(m.sheet, m.address): m for m in marks(lines(report(*findings), ALL), "zh")}


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_the_marked_cells_are_those_of_the_findings_with_their_messages(path):
    found = check(path)
    expected: dict[tuple[str, str], list[str]] = {}
    telling = {
        (c.sheet, c.address)
        for each in found.findings
        for c in each.cells
        if c.role != "right" or c.raw
    }
    for each in found.findings:
        for place in dict.fromkeys((c.sheet, c.address) for c in each.cells):
            expected.setdefault(place, []).append(f"{each.rule}：{each.message}")
    made = {(m.sheet, m.address): m.note for m in marks(lines(found, ALL), "zh")}
    assert made.keys() == expected.keys()
    assert {place for place, note in made.items() if note} == telling
    for place in telling:
        messages = expected[place]
        told = [message for message in messages if message in made[place]]
        assert len(set(told)) >= min(len(set(messages)), 5)


def test_a_cell_has_the_colour_of_its_gravest_finding():
    here = cell("C3")
    made = marked(
        finding("T05", here, severity=Severity.INFO),
        finding("X01", here, severity=Severity.ERROR),
        finding("X13", here, severity=Severity.WARNING),
    )
    assert made["表1", "C3"].severity is Severity.ERROR
    assert made["表1", "C3"].note.startswith(f"{PREFIX}错误\n")


def test_the_left_side_stands_out_from_what_it_was_compared_with():
    made = marked(finding("X01", cell("C3"), cell("D4", "right")))
    assert made["表1", "C3"].central
    assert not made["表1", "D4"].central


def test_a_suspect_stands_out_and_nothing_else_does():
    likely = Suspect("表2", "E5", "1.02", "1.20", "相邻两位颠倒")
    made = marked(finding("X01", cell("C3"), cell("D4", "right"), suspects=(likely,)))
    assert [place for place, mark in made.items() if mark.central] == [("表2", "E5")]
    assert "可能应为 1.20：相邻两位颠倒" in made["表2", "E5"].note
    assert "可能应为" not in made["表1", "C3"].note


def test_a_note_tells_five_findings_and_how_many_more_there_are():
    here = cell("C3")
    made = marked(*(finding(f"X{n:02}", here, group=f"G{n}") for n in range(1, 9)))
    note = made["表1", "C3"].note
    assert [f"X{n:02}" in note for n in range(1, 9)] == [True] * 5 + [False] * 3
    assert "另有 3 条" in note


def test_causes_are_listed_before_what_follows_from_them():
    listed = lines(
        report(
            finding("X01", cell("A1"), group="G1"),
            finding("X02", cell("A2"), group="G1", cause=False),
            finding("X03", cell("A3"), group="G2"),
            finding("X04", cell("A4"), group="G2", cause=False),
        ),
        ALL,
    )
    assert [(line.finding.rule, line.number, line.cause) for line in listed] == [
        ("X01", 1, 1), ("X03", 2, 2), ("X02", 3, 1), ("X04", 4, 2),
    ]  # fmt: skip


def test_only_the_chosen_severities_are_shown():
    found = report(
        finding("X01", cell("A1")),
        finding("X13", cell("A2"), severity=Severity.WARNING),
        finding("T05", cell("A3"), severity=Severity.INFO),
    )
    shown = lines(found, frozenset({Severity.ERROR, Severity.WARNING}))
    assert [line.finding.rule for line in shown] == ["X01", "X13"]


def test_of_one_sheet_are_listed_the_findings_that_name_a_cell_of_it_and_only_its_cells_marked():
    found = report(
        finding("X01", cell("A1"), cell("B1", "right", "表2"), group="G1"),
        finding("X02", cell("A2"), group="G2"),
        finding("T12", group="G3"),
    )
    shown = lines(found, ALL, "表2")
    assert [line.finding.rule for line in shown] == ["X01"]
    assert [(m.sheet, m.address) for m in marks(shown, "zh", "表2")] == [("表2", "B1")]


def test_a_consequence_whose_cause_is_not_shown_stands_for_itself():
    found = report(
        finding("X01", cell("A1"), group="G1"),
        finding("X02", cell("A2", sheet="表2"), group="G1", cause=False),
    )
    assert [(line.number, line.cause) for line in lines(found, ALL, "表2")] == [(1, 1)]
