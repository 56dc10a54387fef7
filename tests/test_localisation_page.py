"""docs/localisation.md is true: its slips are known by the program, its weights are the program's,
its small example comes out as it says."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from validator import check
from validator.amounts import UNITS
from validator.localisation.building import BLANK, COMPUTED, FORMULA, ROW, TYPED
from validator.localisation.mistakes import PRIORS, mistakes
from validator.localisation.records import MOVED
from validator.reading import parse_address, read
from validator.rounding import Verdict

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "localisation.md").read_text(encoding="utf-8")
CHINESE, ENGLISH = PAGE.split("\n# English\n")
#: Slips that only the figures around a cell give away.
AROUND = frozenset(
    ("neighbour_row", "neighbour_column", "last_year", "counted_twice", "left_out", "adjusted")
)
SWAPPED = ROOT / "examples" / "jiangan-2020-mistakes" / "02-swapped-digits.xlsx"


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the rows of the table under a heading."""
    section = text.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def fen(figure: str) -> int:
    return int(Decimal(figure) * UNITS["万元"].fen)


def test_every_slip_is_known_by_its_example_and_every_known_slip_has_one():
    shown = {
        mistakes(fen(right), fen(wrong), UNITS["万元"])[0].kind
        for _, right, wrong in rows(CHINESE, "## 认得的差错")
    }
    assert shown == set(PRIORS) - AROUND


@pytest.mark.parametrize(
    ("text", "heading"), [(CHINESE, "## 权数"), (ENGLISH, "## Weights")], ids=["zh", "en"]
)
def test_the_weights_are_those_of_the_program(text, heading):
    assert [int(row[1]) for row in rows(text, heading)] == [
        TYPED, BLANK, ROW, COMPUTED, MOVED, FORMULA,
    ]  # fmt: skip


def test_the_changes_of_the_small_example_leave_so_many_identities_broken():
    said = rows(CHINESE, "### 一个小例子")
    assert [(row[0].split(" ")[0], row[1], row[-1].removesuffix(" 条")) for row in said] == [
        (row[0].split(",")[0], row[1], row[-1]) for row in rows(ENGLISH, "### A small example")
    ]
    book = read(SWAPPED)
    for place, value, *_, left in said:
        found = re.match(r"(表\d)!([A-Z]+\d+)", place)
        assert found
        row, column = parse_address(found[2])
        (sheet,) = [each for each in book.sheets if each.name.startswith(found[1])]
        cells = [list(each) for each in sheet.rows]
        cells[row][column] = float(value)
        sheets = (replace(s, rows=cells) if s is sheet else s for s in book.sheets)
        broken = check(replace(book, sheets=tuple(sheets))).counts[Verdict.ERROR]
        assert broken == int(left.removesuffix("条")), place
