"""`about` tells of one cell every identity that it is in, and what each gave."""

from pathlib import Path

import pytest

from validator import check
from validator.findings import CellReport, Finding
from validator.forms.model import RowKey
from validator.reading import address, read
from validator.recognition import recognise
from validator.rounding import Verdict
from validator.run import NotChecked, about

EXAMPLES = Path(__file__).parent.parent / "examples"
PUBLISHED = EXAMPLES / "jiangan-2020" / "printed.xlsx"
MISTAKES = sorted((EXAMPLES / "jiangan-2020-mistakes").glob("[0-9]*.xlsx"))


def _cell(path: Path, table: str, row: RowKey, column: int) -> tuple[str, str]:
    found = recognise(read(path)).tables[table]
    cell = found.cells[row, column]
    return found.sheet, address(cell.row, cell.column)


def test_a_total_is_in_its_own_sum_and_in_the_sums_above_it():
    told = about(PUBLISHED, *_cell(PUBLISHED, "01", 27, 1))
    assert isinstance(told, CellReport)
    assert (told.title, told.cell.line, told.cell.value) == ("收入支出决算总表", 27, "1819.46")
    said = {s.rule: s for s in told.statements}
    assert {"JS01-1", "JS01-3", "X01"} <= said.keys()
    assert all(s.verdict is Verdict.EXACT for s in told.statements)
    assert said["JS01-1"].notation == "27行=（1+2+3+4+5+6+7+8）行"
    assert said["JS01-1"].message.endswith("：相符。")
    assert told.findings == ()


@pytest.mark.parametrize("path", MISTAKES, ids=lambda p: p.stem)
def test_what_is_said_of_a_cell_is_what_is_found_in_it(path):
    named: dict[tuple[str, str], list[Finding]] = {}
    book = read(path)
    for finding in check(book).findings:
        for cell in finding.cells[:2]:
            named.setdefault((cell.sheet, cell.address), []).append(finding)
    for place, findings in named.items():
        told = about(book, *place)
        assert isinstance(told, CellReport), f"{place} belongs to no table"
        for finding in findings:
            assert finding in told.findings
            if finding.left is not None:
                assert finding.rule in {
                    s.rule for s in told.statements if s.verdict is finding.verdict
                }


def test_the_worst_stands_first():
    path = next(p for p in MISTAKES if p.stem.startswith("02"))
    cell = check(path).findings[0].cells[0]
    told = about(path, cell.sheet, cell.address)
    assert isinstance(told, CellReport)
    verdicts = [s.verdict for s in told.statements]
    assert verdicts[0] is Verdict.ERROR
    assert Verdict.ERROR not in verdicts[verdicts.count(Verdict.ERROR) :]


def test_a_cell_that_holds_words_keeps_its_identities_from_being_checked():
    path = next(p for p in MISTAKES if p.stem.startswith("09"))
    finding = next(f for f in check(path).findings if f.verdict is Verdict.NOT_EVALUATED)
    told = about(path, finding.cells[0].sheet, finding.cells[0].address)
    assert isinstance(told, CellReport)
    unread = [s for s in told.statements if s.verdict is Verdict.NOT_EVALUATED]
    assert unread and all("无法校验：" in s.message for s in unread)


def test_a_blank_cell_has_no_value_and_is_in_its_identities_all_the_same():
    told = about(PUBLISHED, *_cell(PUBLISHED, "01", 3, 1))
    assert isinstance(told, CellReport)
    assert (told.cell.raw, told.cell.value) == ("", None)
    assert "JS01-1" in {s.rule for s in told.statements}


@pytest.mark.parametrize("place", ["A1", "ZZ999"])
def test_words_and_the_space_around_belong_to_no_table(place):
    assert about(PUBLISHED, check(PUBLISHED).tables[0].sheet, place) is None


def test_a_workbook_without_tables_is_told_as_such(tmp_path):
    with pytest.raises(NotChecked, match="不是工作簿"):
        about(b"no workbook", "Sheet1", "A1")


def test_no_cell_has_such_an_address():
    with pytest.raises(ValueError, match="A0"):
        about(PUBLISHED, "Sheet1", "A0")
