"""Scorecards in the add-in: one click marks the wrong score, the list leads to it, and what is
known of a cell is told."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.office import Area
from tests.test_addin_ribbon import listed, marked, said
from validator import check
from validator.forms.model import Severity
from validator.forms.workbook import CHECK
from validator.reading import Book, Sheet, read
from workbook_templates.built import filled
from workbook_templates.data import Data, load_data
from xl_addin import results, ribbon
from xl_addin.own_check import agreement

SCORECARDS = Path(__file__).parent.parent / "examples" / "scorecards"
#: All as they are published; of those made from the forms, which are large, one of scorecards alone
#: and one with tables: for the add-in the others are more of the same.
PUBLISHED = sorted(
    path
    for path in SCORECARDS.glob("*.xlsx")
    if not path.stem.endswith("-workbook") or path.stem.startswith(("jiangxia", "zengdu"))
)
JIANGXIA = SCORECARDS / "jiangxia-2022.xlsx"
ZENGDU = SCORECARDS / "zengdu-2022.xlsx"


def finding_of(rule: str, path: Path = JIANGXIA):
    """The first finding of a rule, and its place."""
    found = next(f for f in check(path).findings if f.rule == rule)
    return found, (found.cells[0].sheet, found.cells[0].address)


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda p: p.stem)
def test_what_is_marked_and_listed_are_the_findings_of_the_command(excel, path):
    report = check(path)
    book = excel.open(path)
    ribbon.check_all()
    assert excel.alerts == []
    notes = marked(book)
    expected: dict[tuple[str, str], list[str]] = {}
    for finding in report.findings:
        for cell in finding.cells:
            told = f"{finding.rule}：{finding.message}"
            expected.setdefault((cell.sheet, cell.address), []).append(told)
    assert expected.keys() <= notes.keys()
    for place, messages in expected.items():
        if notes[place]:
            assert all(message in notes[place] for message in messages[:5]), place
    assert Counter((row[2], row[5]) for row in listed(book)) == Counter(
        (finding.rule, finding.message) for finding in report.findings
    )


def test_the_wrong_score_is_marked_with_its_note(excel):
    finding, place = finding_of("P07")
    book = excel.open(JIANGXIA)
    ribbon.check_all()
    note = marked(book)[place]
    assert note.startswith("【勾稽】错误")
    assert f"P07：{finding.message}" in note and "得分 8 超过分值 2" in note
    ribbon.clear()
    assert marked(book) == {} and excel.alerts == []


def test_sides_that_are_no_amounts_stand_in_the_list_as_they_are_shown(excel):
    book = excel.open(ZENGDU.with_name("jiangan-2020.xlsx"))
    ribbon.check_all()
    finding, _ = finding_of("P13", ZENGDU.with_name("jiangan-2020.xlsx"))
    row = next(row for row in listed(book) if row[5] == finding.message)
    assert finding.left == "162.6%" and row[9] == "162.6%"


def test_a_score_that_is_put_right_is_marked_no_more(excel):
    finding, (sheet, cell) = finding_of("P02")
    book = excel.open(JIANGXIA)
    ribbon.check_all()
    assert marked(book)[sheet, cell]
    assert finding.right == "19.94"
    book.sheets[sheet].range(cell).value = 19.94
    ribbon.check_all()
    notes = marked(book)
    assert (sheet, cell) not in notes or "P02" not in notes[sheet, cell]


def test_one_sheet_is_marked_alone(excel):
    _, (sheet, _) = finding_of("P07")
    book = excel.open(JIANGXIA)
    book.sheets[sheet].activate()
    ribbon.check_sheet()
    assert {name for name, _ in marked(book)} == {sheet}


def test_next_goes_from_one_score_to_the_next(excel):
    book = excel.open(JIANGXIA)
    ribbon.check_all()
    found = check(JIANGXIA).findings
    wanted = {(cell.sheet, cell.address) for f in found for cell in f.cells[:1]}
    wanted |= {(likely.sheet, likely.address) for f in found for likely in f.suspects[:1]}
    seen = set()
    for _ in wanted:
        ribbon.next_place()
        chosen = excel.app.selection
        seen.add((chosen.sheet.name, chosen.get_address(False, False).partition(":")[0]))
    assert excel.alerts == []
    assert seen == wanted
    assert results.names(book)


def test_what_is_known_of_a_score_is_told_once(excel):
    finding, (sheet, cell) = finding_of("P07")
    book = excel.open(JIANGXIA)
    book.sheets[sheet].activate()
    book.sheets[sheet].range(cell).select()
    ribbon.explain()
    told = said(excel)
    assert told.startswith(f"{sheet}!{cell}　项目自评 医保局机关综合性工作经费 · 得分 · ")
    assert "[不符] P07　得分不超分值" in told
    assert told.count(finding.message) == 1


def test_of_the_words_around_it_says_that_they_are_none(excel):
    _, (sheet, _) = finding_of("P07")
    book = excel.open(JIANGXIA)
    book.sheets[sheet].activate()
    book.sheets[sheet].range("Z90").select()
    ribbon.explain()
    assert "不是报表" in said(excel)


def test_a_workbook_of_scorecards_alone_is_checked_and_cleared(excel, tmp_path):
    own = load_workbook(JIANGXIA)
    path = tmp_path / "自评.xlsx"
    own.save(path)
    assert check(path).edition == "scorecard-department-2022"
    book = excel.open(path)
    ribbon.check_all()
    assert marked(book) and excel.alerts == []
    ribbon.export()
    assert excel.alerts == []
    exported = [b for b in excel.app.books if b.name.startswith("自评") and b.name != "自评.xlsx"]
    assert len(exported) == 1
    errors = sum(1 for row in listed_rows(exported[0]) if row[1] == "错误")
    severities = [finding.severity for finding in check(path).findings]
    assert errors == severities.count(Severity.ERROR)


def listed_rows(book):
    """The rows of an exported list."""
    sheet = book.sheets[0]
    last = sheet.used_range.row + sheet.used_range.shape[0] - 1
    return sheet.range(f"A{results.HEADINGS + 1}:M{last}").options(ndim=2).value


# --- the workbook's own check sheet --------------------------------------------------------------


@pytest.fixture(scope="module")
def calculated(office, tmp_path_factory):
    """Fills a live workbook with data, lets LibreOffice calculate it, and gives the file."""
    folder = tmp_path_factory.mktemp("calculated")

    def make(name: str, data: Data):
        path = folder / f"{name}.xlsx"
        path.write_bytes(filled(data).content)
        book = office.open(path)
        try:
            book.read(Area(CHECK))
            target = folder / f"{name} 已算.xlsx"
            book.save(target)
        finally:
            book.close()
        return target

    return make


def card_data(name: str) -> Data:
    return load_data(SCORECARDS / "data" / f"{name}.json")


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("dongxihu-2024-project-7", "尾差 1"),
        ("jiangxia-2022-department", "不符 1"),
        ("jiangxia-2022-project-4", "不符 3"),
        ("zengdu-2022-project-1", "全部相符"),
    ],
)
def test_the_check_sheet_of_a_live_scorecard_says_what_the_check_says(calculated, name, counts):
    path = calculated(name, card_data(name))
    said_of_it = agreement(read(path), check(path), "zh")
    assert said_of_it == f"本工作簿自带“{CHECK}”表，结论与此一致（{counts}）。"


def test_it_speaks_of_tables_and_scorecards_together_and_of_what_was_typed_over(calculated):
    accounts = load_data(SCORECARDS.parent / "jiangan-2020" / "data.json")
    names = ("jiangan-2020-department", "jiangan-2020-project-1", "jiangan-2020-project-2")
    cards = tuple(card for name in names for card in card_data(name).cards)
    path = calculated("jiangan-2020", replace(accounts, cards=cards))
    book, report = read(path), check(path)
    assert len(report.tables) == 12 and report.errors
    assert "结论与此一致（不符 " in agreement(book, report, "zh")
    sheets = []
    for sheet in book.sheets:
        rows = [list(row) for row in sheet.rows]
        if sheet.name == CHECK:
            for row in rows:
                if row[0] == "P16" and "不符" in row:
                    row[row.index("不符")] = "相符"
        sheets.append(Sheet(sheet.name, rows, sheet.faults, sheet.formulas))
    told = agreement(Book(book.name, tuple(sheets)), report, "zh")
    assert "有 1 条规则的结论与此不同（P16）" in told
