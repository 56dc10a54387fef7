"""A workbook of ours has its own check sheet: the add-in says whether it agrees, and it does."""

from functools import cache
from pathlib import Path

import pytest

from tests.office import Area
from validator import check
from validator.forms.workbook import CHECK, TOTALS
from validator.reading import Book, Sheet, read
from workbook_templates.spot import Spot
from xl_addin.own_check import agreement

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = ("jiangan-2020", "zengdu-2022", "dongxihu-2024")


@pytest.fixture(scope="module")
def calculated(office, tmp_path_factory):
    """Opens an example in LibreOffice, types figures into it, and gives the calculated file."""
    folder = tmp_path_factory.mktemp("calculated")

    @cache
    def make(name: str, typed: tuple[tuple[Spot, object], ...] = ()):
        book = office.open(EXAMPLES / name / "workbook.xlsx")
        try:
            book.put(dict(typed))
            book.read(Area(CHECK))
            target = folder / f"{name}-{len(typed)}.xlsx"
            book.save(target)
        finally:
            book.close()
        return target

    return make


@pytest.mark.parametrize(
    ("name", "counts"),
    list(zip(NAMES, ("全部相符", "尾差 1", "不符 1、尾差 18"), strict=True)),
)
def test_of_the_published_figures_both_say_the_same(calculated, name, counts):
    path = calculated(name)
    said = agreement(read(path), check(path), "zh")
    assert said == f"本工作簿自带“{CHECK}”表，结论与此一致（{counts}）。"


def test_of_wrong_figures_too(calculated):
    """In one edition: `tests/test_three_judges.py` compares the sheet with the check in each."""
    wrong = {Spot(TOTALS, row, 4): 1234.5 + row for row in range(4, 9)}
    path = calculated(NAMES[0], tuple(wrong.items()))
    report = check(path)
    assert report.errors > 3
    said = agreement(read(path), report, "zh")
    assert "结论与此一致（不符 " in said, said


def test_a_state_that_somebody_typed_over_is_told_by_its_rule(calculated):
    path = calculated("zengdu-2022")
    book = read(path)
    report = check(path)
    rule = next(f.rule for f in report.findings if f.verdict.value == "rounding")
    sheets = []
    for sheet in book.sheets:
        rows = [list(row) for row in sheet.rows]
        if sheet.name == CHECK:
            for row in rows:
                if row[0] == rule and "尾差" in row:
                    row[row.index("尾差")] = "相符"
        sheets.append(Sheet(sheet.name, rows, sheet.faults, sheet.formulas))
    said = agreement(Book(book.name, tuple(sheets)), report, "zh")
    assert f"有 1 条规则的结论与此不同（{rule}）" in said


def test_a_workbook_without_one_is_not_spoken_of():
    path = EXAMPLES / "jiangan-2020" / "printed.xlsx"
    assert agreement(read(path), check(path), "zh") == ""
