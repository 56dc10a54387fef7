"""What the formulas of a submitted workbook say: `Sheet.written`."""

import pickle
import random

import pytest
from openpyxl.formula.translate import Translator

from tests.test_reading import made, saved, simple, zipped
from validator.expressions import Cells, parse
from validator.expressions.cells import Spot
from validator.expressions.text import moved_areas
from validator.reading import address, read, xlsx


def written(rows: str) -> dict[str, str]:
    """Address → text of the formulas of the first worksheet of `made(rows)`."""
    sheet = read(zipped(made(f'<row r="1">{rows}</row>'))).sheets[0]
    return {address(*place): text for place, text in sheet.written.items()}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('<c r="A1"><f>SUM(B1:B9)</f><v>1</v></c><c r="B1"><v>1</v></c>', {"A1": "SUM(B1:B9)"}),
        ('<c r="A1"><f>B1&amp;"&lt;a&gt;"</f><v>1</v></c>', {"A1": 'B1&"<a>"'}),
        ("<c r='A1'><f>'支出 表'!B1</f><v>1</v></c>", {"A1": "'支出 表'!B1"}),
        ('<c r="A1"><v>1</v><f>B1</f></c><c r="B1"><f>C1</f><v>1</v></c>',
         {"A1": "B1", "B1": "C1"}),
        ('<c r="A1"><f>B<!-- -->1</f><v>1</v></c>', {"A1": "B1"}),
        ('<c r="A1"><f t="array" ref="A1:B2">C1:D2</f><v>1</v></c><c r="B1"><v>1</v></c>',
         {"A1": "C1:D2"}),
        ('<c r="A1"><f ref="A1>B1" t="array">C1</f><v>1</v></c>', {"A1": "C1"}),
        ('<c r="A1"><f t="dataTable" ref="A1:A2" r1="C1"/><v>1</v></c>', {}),
        ('<c r="A1"><f t="shared" si="7"/><v>1</v></c>', {}),
        ('<c r="A1"><f t="shared" ref="A1:C1" si="0">A9+$B9+LOG10(A2)&amp;"A9"</f><v>1</v></c>'
         '<c r="C1"><f t="shared" si="0"/><v>1</v></c>',
         {"A1": 'A9+$B9+LOG10(A2)&"A9"', "C1": 'C9+$B9+LOG10(C2)&"A9"'}),
        ('<c r="C1"><f t="shared" ref="A1:C1" si="0">B1*2</f><v>1</v></c>'
         '<c r="A1"><f t="shared" si="0"/><v>1</v></c>',
         {"C1": "B1*2", "A1": ""}),
    ],
)  # fmt: skip
def test_formulas_however_they_are_written(
    row: str, expected: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert written(row) == expected
    monkeypatch.setattr(xlsx, "glance", lambda xml: None)
    assert written(row) == expected


def test_a_formula_without_a_value_and_one_with_an_error_are_written_too() -> None:
    rows = '<c r="A1"><f>B1+1</f></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    assert written(rows) == {"A1": "B1+1", "B1": "1/0"}


def test_a_workbook_travels_with_its_formulas() -> None:
    workbook = simple()
    workbook.active["C4"] = "=SUM(C2:C3)"
    book = read(saved(workbook))
    assert book.sheets[0].written == {(3, 2): "SUM(C2:C3)"}
    assert book.sheets[1].written == {}
    assert pickle.loads(pickle.dumps(book)) == book


def test_areas_of_a_shared_formula_move_with_it() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="C{n}"><f t="shared" si="0"{said}</c></row>'
        for n, said in ((5, ">A5+SUM($A$1:B6)</f>"), (6, "/>"), (1, "/>"))
    )
    cells = Cells(read(zipped(made(rows))))
    for row, expected in ((4, "A5+SUM($A$1:B6)"), (5, "A6+SUM($A$1:B7)"), (0, "A1+SUM($A$1:B2)")):
        spot = Spot("S1", row, 2)
        assert cells.leader(spot) == Spot("S1", 4, 2)
        assert cells.areas(spot) == parse(expected).areas
    assert cells.areas(Spot("S1", 9, 9)) is None


@pytest.mark.parametrize(
    "text",
    ["A1+B$3-$C2", "SUM(B2:$D$9,C:C)", "'表 1'!B5*乙!A4:C4+\"A1\"", "$2:5+名称+[1]S!A1", "1+1"],
)
def test_moved_areas_are_those_of_the_moved_text(text: str) -> None:
    rng = random.Random(text)
    for _ in range(30):
        down, right = rng.randrange(12), rng.randrange(12)
        moved = Translator("=" + text, origin="A1").translate_formula(address(down, right))
        areas = moved_areas(text, down, right)
        assert areas is not None and set(areas) == set(parse(moved[1:]).areas)


def test_areas_beyond_the_edge_are_not_known() -> None:
    assert moved_areas("A1+$B$9", -1, 0) is moved_areas("A1", 0, -1) is None
    assert moved_areas("$B$9", -1, -1) == parse("B9").areas
