"""A workbook saved with its marks: checked as before, opened and saved by others, cleared."""

import json
import random
from pathlib import Path

import openpyxl
import pytest

from validator import check
from validator.reports.json import render
from validator.reports.marks import is_ours
from xl_addin import protection, results, ribbon
from xl_addin.paint import wipe

EXAMPLES = Path(__file__).parent.parent / "examples"
#: One of each kind: final accounts, and a budget.
LIVE = [EXAMPLES / name / "workbook.xlsx" for name in ("dongxihu-2024", "wuhan-2023")]


def findings(path: Path) -> object:
    """What the command says of a workbook, but for its name."""
    told = json.loads(render([check(path)], ""))["workbooks"][0]
    return {key: value for key, value in told.items() if key not in ("path", "sha256")}


def type_over_formulas(book) -> None:
    """On every sheet of the tables, figures where the workbook calculates."""
    chosen = random.Random(1)
    for sheet in book.sheets:
        formulas = [
            cell.coordinate
            for row in sheet.api._state.ws.iter_rows()
            for cell in row
            if cell.data_type == "f" and isinstance(cell.value, str)
        ]
        how = protection.permissions(sheet)
        protection.unlock(sheet)
        for address in chosen.sample(formulas, min(3, len(formulas))):
            sheet.range(address).value = chosen.random() * 1000
        if how:
            protection.lock(sheet, how)


def marks(path: Path) -> dict[tuple[str, str], str]:
    """Where notes and colours of ours stand in a file → what the note says, "" for a colour."""
    found: dict[tuple[str, str], str] = {}
    for sheet in openpyxl.load_workbook(path).worksheets:
        for group in sheet.conditional_formatting:
            if any("gouji." in "".join(rule.formula) for rule in group.rules):
                for area in group.sqref:
                    for row, column in area.cells:
                        found[sheet.title, sheet.cell(row, column).coordinate] = ""
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and is_ours(cell.comment.text):
                    found[sheet.title, cell.coordinate] = cell.comment.text
    return found


@pytest.mark.parametrize("path", LIVE, ids=lambda path: path.parent.name)
def test_a_workbook_of_ours_is_checked_with_its_marks_as_without(excel, path):
    book = excel.open(path)
    type_over_formulas(book)
    before = findings(excel.saved(book, "改过.xlsx"))
    ribbon.check_all()
    assert results.names(book)
    assert findings(excel.saved(book, "标记过.xlsx")) == before


def test_marks_that_another_program_has_saved_stand_where_they_were_and_can_be_cleared(
    excel, office, tmp_path
):
    book = excel.open(LIVE[0])
    type_over_formulas(book)
    ribbon.check_all()
    marked = excel.saved(book, "标记过.xlsx")
    there = office.open(marked)
    there.save(tmp_path / "别的程序存的.xlsx")
    there.close()
    book.close()
    expected = marks(marked)
    assert len(expected) > 20
    assert marks(tmp_path / "别的程序存的.xlsx") == expected
    again = excel.open(tmp_path / "别的程序存的.xlsx")
    ribbon.clear()
    assert excel.alerts == []
    assert results.names(again) == ()
    assert wipe(again) == (0, ())
