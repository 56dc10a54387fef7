"""Findings become marks: which cells, how grave, what their notes say, in which order listed."""

from colorsys import rgb_to_hsv
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from validator import CellRef, Finding, Report, check
from validator.findings import Suspect
from validator.forms.model import Severity
from validator.reports.marks import COLOURS, PREFIX, SUSPECTED, is_ours, lines, marks
from validator.rounding import Verdict

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


def cells_of(suspect: Suspect) -> list[tuple[str, str]]:
    """The cells of a suspect, in reading order."""
    area = CellRange(suspect.address).cells
    return [(suspect.sheet, f"{get_column_letter(column)}{row}") for row, column in area]


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
        for suspect in each.suspects:
            for place in cells_of(suspect):
                expected.setdefault(place, [])
            if suspect.choice == 1 or suspect.current:
                telling.add(cells_of(suspect)[0])
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


def test_errors_are_red_warnings_yellow_information_blue_and_likely_cells_violet():
    """As the guide names them; what stands out is stronger than what it is compared with."""
    hues = {Severity.ERROR: 0, Severity.WARNING: 45, Severity.INFO: 210}
    for strong, pale, hue in (
        *((*COLOURS[severity], hue) for severity, hue in hues.items()),
        (*SUSPECTED, 270),
    ):
        looks = [
            rgb_to_hsv(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))
            for colour in (strong, pale)
        ]
        assert all(abs(360 * look[0] - hue) < 15 for look in looks), strong
        assert looks[0][1] > 2 * looks[1][1], strong


def test_the_left_side_stands_out_from_what_it_was_compared_with():
    made = marked(finding("X01", cell("C3"), cell("D4", "right")))
    assert made["表1", "C3"].central
    assert not made["表1", "D4"].central


def suspect(
    address: str, current: str, expected: str, why: str = "", choice: int = 1, kind: str = "cell"
) -> Suspect:
    return Suspect("表2", address, current, expected, why, "三、上级补助收入", choice, kind)


def violet(made) -> dict[str, bool]:
    """The cells marked as likely wrong, and whether they stand out."""
    return {address: mark.central for (_, address), mark in made.items() if mark.suspected}


def test_a_suspect_stands_out_with_what_it_should_be_and_what_goes_with_it():
    likely = (suspect("E5", "1.02", "1.20", "相邻两位数字颠倒"),)
    made = marked(
        finding("X01", cell("C3"), cell("D4", "right"), suspects=likely),
        finding("X02", cell("C9"), suspects=likely, cause=False),
        finding("X03", cell("C3"), group="G2"),
    )
    assert violet(made) == {"E5": True}
    assert [place for place, mark in made.items() if mark.central] == [("表1", "C3"), ("表2", "E5")]
    note = made["表2", "E5"].note
    assert note.startswith(f"{PREFIX}错误 · 可能有误\n最可能填错：本格 三、上级补助收入，")
    assert "现为 1.02，应为 1.20：相邻两位数字颠倒。\n" in note
    assert "改正后以下 2 条一并消除：X01 表1!C3、X02 表1!C9" in note
    assert made["表1", "C9"].note.endswith("X02不符\n可能由 表2!E5 引起。")
    assert made["表1", "C3"].note.endswith("X01不符\n可能由 表2!E5 引起。\nX03：X03不符")


def test_the_cells_of_a_suspect_s_finding_do_not_stand_out_themselves():
    made = marked(finding("X01", cell("C3"), suspects=(suspect("E5", "1.02", "1.20"),)))
    assert not made["表1", "C3"].central
    assert made["表2", "E5"].severity is Severity.ERROR


def test_a_suspect_that_the_finding_names_itself_is_told_of_and_said_to_be_the_cause_of_none():
    likely = (suspect("E5", "1.02", "117.17～117.19"),)
    made = marked(finding("X01", cell("E5", sheet="表2"), suspects=likely))
    note = made["表2", "E5"].note
    assert "应在 117.17～117.19 之间" in note
    assert note.endswith("X01：X01不符")
    assert "一并消除" not in note


def test_of_several_choices_the_first_stands_out_and_each_says_one_of_these():
    likely = (
        suspect("E5", "1.02", "1.20", "相邻两位数字颠倒"),
        suspect("E6", "0.20", "0.02", "小数点左移了 1 位", choice=2),
        suspect("E7", "", "0.18", "此格漏填", choice=3),
    )
    made = marked(finding("X01", cell("C3"), suspects=likely))
    assert violet(made) == {"E5": True, "E6": False, "E7": False}
    second = made["表2", "E6"].note
    assert "以下之一填错" in second
    assert "\n1. 表2!E5 " in second and "\n2. 本格 " in second and "\n3. E7 " in second
    assert made["表2", "E7"].note == ""
    assert "可能由 表2!E5 或 表2!E6 或 表2!E7 引起。" in made["表1", "C3"].note


def test_the_cells_of_one_choice_stand_out_together():
    likely = (suspect("E5", "1.02", "", "两行对调"), suspect("E6", "0.20", "1.02", "两行对调"))
    made = marked(finding("X01", cell("C3"), suspects=likely))
    assert violet(made) == {"E5": True, "E6": True}
    for address in ("E5", "E6"):
        assert "以下 2 格，要一起改" in made["表2", address].note
    assert "可能由 表2!E5；表2!E6 引起。" in made["表1", "C3"].note


def test_an_area_is_told_of_at_its_first_cell_and_its_own_findings_are_still_seen():
    likely = (suspect("B4:C6", "", "", "整张表可能贴错了", kind="area"),)
    named = cell("C5", sheet="表2")
    made = marked(finding("X01", named, suspects=likely))
    assert violet(made) == {"B4": True, "C4": False, "B5": False, "B6": False, "C6": False}
    assert "整张表可能贴错了" in made["表2", "B4"].note
    assert made["表2", "C6"].note == ""
    assert not made["表2", "C5"].suspected and "引起" in made["表2", "C5"].note


@pytest.mark.parametrize("choice", [1, 2])
def test_a_missing_row_is_marked_where_it_belongs_and_not_what_stands_there(choice):
    row = Suspect("表2", "A14", "", "3.20", "漏了一行", "合计", choice, "row", "21013 医疗救助")
    likely = [suspect("E5", "1.02", "1.20")] if choice == 2 else []
    made = marked(finding("X01", cell("C3"), suspects=(*likely, row)))
    assert violet(made)["A14"] is (choice == 1)
    note = made["表2", "A14"].note
    assert note.startswith(f"{PREFIX}错误 · 上方可能漏了一行\n") and is_ours(note)
    assert "第 14 行前插入科目 21013 医疗救助 一行：合计 3.20。" in note and "本格" not in note
    if choice == 1:
        cause = "可能由 “表2”第 14 行前漏的科目 21013 医疗救助 一行 引起。"
        assert made["表1", "C3"].note.endswith(cause)


def test_a_suspect_without_a_cell_marks_none():
    made = marked(finding("X01", cell("C3"), suspects=(suspect("", "", "", "缺一张表"),)))
    assert violet(made) == {}
    assert made.keys() == {("表1", "C3")}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("choices", [(1,), (1, 1), (1, 2)])
def test_a_note_on_a_suspect_is_known_again(lang, choices):
    likely = tuple(suspect(f"E{n}", "1.02", "1.20", "", c) for n, c in enumerate(choices, start=5))
    made = marks(lines(report(finding("X01", cell("C3"), suspects=likely)), ALL), lang)
    assert [is_ours(mark.note) for mark in made] == [True] * (len(choices) + 1)
    assert not is_ours(f"{PREFIX}错误")
    assert not is_ours(f"{PREFIX}错误\n已与国库核对")
    assert not is_ours(f"{PREFIX}错误·已改")


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
