"""The workbooks that ship and the filled examples as LibreOffice calculates and prints them."""

import re
import subprocess
from collections import Counter
from decimal import Decimal

import pytest

from tests.conftest import FindProgram
from tests.fitting import boxes
from tests.shipped import (
    EDITIONS,
    EXAMPLES,
    ROOT,
    Converter,
    Values,
    pages,
    shared_folder,
    values,
    workbook,
)
from validator import check
from validator.forms.model import TOTAL, CellKey
from validator.forms.workbook import CHECK, FRONT
from validator.rounding import Verdict
from workbook_templates import built
from workbook_templates.check_sheet import FIRST, HEADINGS
from workbook_templates.data import Data, load_data
from workbook_templates.filled import numbers
from workbook_templates.identities import STATES
from workbook_templates.plan import Plan, plan

WORKBOOKS = (*EDITIONS, *EXAMPLES)
#: The state of an identity on 勾稽校验, and the verdict that the validator counts it under.
VERDICTS = {"不符": Verdict.ERROR, "存疑": Verdict.IMPROBABLE, "尾差": Verdict.ROUNDING}
STATE = HEADINGS.index("状态")
#: What a cell shows that cannot be calculated, or is too narrow for its figure.
_BROKEN = re.compile(r"#(?:REF|NAME\?|VALUE|DIV/0|N/A|NUM|NULL)|Err:|###")


@pytest.fixture(scope="session")
def office(program: FindProgram, tmp_path_factory: pytest.TempPathFactory) -> Converter:
    return Converter(program, shared_folder(tmp_path_factory))


def data(name: str) -> Data:
    return load_data(ROOT / "examples" / name / "data.json")


def listed(calculated: Values) -> Counter[object]:
    """How many identities of the sheet 勾稽校验 have each state."""
    return Counter(row[STATE] for row in calculated[CHECK][FIRST + 1 :] if row[STATE] != "")


# --- calculated --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WORKBOOKS)
def test_no_cell_of_a_recalculated_workbook_shows_an_error(office, name):
    for sheet, rows in values(office.converted(name, "xlsx")).items():
        for i, row in enumerate(rows):
            for value in row:
                assert not (isinstance(value, str) and _BROKEN.search(value)), f"{sheet} {i} {row}"


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_blank_workbook_says_that_nothing_is_filled_in(office, edition):
    calculated = values(office.converted(edition, "xlsx"))
    assert calculated[CHECK][1][0] == "尚未填数。"
    assert calculated[CHECK][3][:7] == [*STATES, "合计"]
    counts = calculated[CHECK][4][:7]
    assert listed(calculated) == {"未填": counts[-1]}
    assert counts == [0, 0, 0, 0, 0, counts[-1], counts[-1]]
    front = calculated[FRONT]
    assert "尚未填数。" in {value for row in front for value in row}
    states = {row[0]: row[3] for row in front}
    tables = [table.sheet for table in plan(edition).tables.values()]
    assert [states[table] for table in tables] == ["未填"] * len(tables)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("saved", [False, True], ids=["as it ships", "saved by LibreOffice"])
def test_the_check_of_a_blank_workbook_says_only_that_it_is_blank(office, edition, saved):
    path = office.converted(edition, "xlsx") if saved else workbook(edition)
    report = check(path)
    assert (report.status, report.edition, report.exit_status()) == ("checked", edition, 0)
    assert [(f.rule, f.severity.name) for f in report.findings] == [("T10", "INFO")]
    assert {v for v, n in report.counts.items() if n} == {Verdict.NOT_APPLICABLE}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_published_figure_is_reproduced_by_the_formulas(office, name):
    of, published = plan(EXAMPLES[name]), data(name)
    calculated = values(office.converted(name, "xlsx"))
    told = {total.cell: total for total in built.filled(published).typed_totals}
    seen = set()
    for cell, value in shown(of, calculated).items():
        own = numbers(published.tables[cell[0]]).get(cell[1:])
        if own is not None:
            assert value == own, f"{name} {cell}"
            seen.add(cell)
        elif value is not None:
            assert told[cell].published is None and told[cell].computed == value, f"{name} {cell}"
    expected = {(s, *place) for s, table in published.tables.items() for place in numbers(table)}
    assert seen == expected
    assert all(t.published != t.computed for t in told.values())


def shown(of: Plan, calculated: Values) -> dict[CellKey, Decimal | None]:
    """Every amount of the tables: (subject, row key, 栏次) → what its cell shows."""
    found: dict[CellKey, Decimal | None] = {}
    for subject, table in of.tables.items():
        rows = calculated[table.sheet]

        def amount(row: int, column: int) -> Decimal | None:
            value = rows[row][column]  # noqa: B023 - called at once
            return None if value == "" else Decimal(f"{value:.2f}")

        if not table.open:
            for (key, number), spot in table.cells.items():
                found[subject, key, number] = amount(spot.row, spot.column)
            continue
        for row in range(table.first, table.last + 1):
            code = TOTAL if row == table.first else str(rows[row][0])
            if code:
                for number in table.form.columns:
                    found[subject, code, number] = amount(row, table.column(number))
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_workbook_is_checked_alike_before_and_after_a_program_has_calculated_it(office, name):
    written, saved = check(workbook(name)), check(office.converted(name, "xlsx"))
    assert written.findings == saved.findings
    assert written.counts == saved.counts
    assert (written.status, written.department, written.year, written.unit) == (
        "checked", saved.department, saved.year, saved.unit,
    )  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_sheet_and_validator_count_the_same_differences(office, name):
    calculated, report = values(office.converted(name, "xlsx")), check(workbook(name))
    states = listed(calculated)
    for words, verdict in VERDICTS.items():
        assert states[words] == report.counts[verdict], words
        assert calculated[CHECK][4][STATES.index(words)] == states[words]
    assert states["无法校验"] == 0
    may = calculated[CHECK][1][0]
    assert str(may).startswith("不能报送" if report.errors else "可以报送")


@pytest.mark.parametrize("name", WORKBOOKS)
def test_no_word_or_figure_that_a_formula_gives_is_cut(office, name):
    calculated = values(office.converted(name, "xlsx"))
    seen = list(boxes(EXAMPLES.get(name, name), calculated))
    assert sum(box.where.startswith(CHECK) for box in seen) > 1000
    assert [box.problem for box in seen if box.problem] == []


# --- printed -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WORKBOOKS)
def test_no_page_is_empty_or_shows_an_error(office, program, name):
    pdf = office.converted(name, "pdf")
    texts = pages(pdf, program("poppler", "pdftotext"), "-layout")
    assert 20 < len(texts) < 50
    for number, text in enumerate(texts, start=1):
        assert len(re.findall(r"[\u4e00-\u9fff]", text)) > 20, f"{name}: page {number}"
        assert not _BROKEN.search(text), f"{name}: page {number}: {_BROKEN.search(text)}"
    pdftoppm = program("poppler", "pdftoppm")
    command = [pdftoppm, "-r", "10", "-gray", pdf]
    drawn = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout
    pictures = drawn.split(b"P5\n")[1:]
    assert len(pictures) == len(texts)
    for number, picture in enumerate(pictures, start=1):
        grays = picture.split(b"\n255\n", 1)[1]
        assert sum(gray < 250 for gray in grays) > len(grays) / 100, f"{name}: page {number}"


@pytest.mark.parametrize("name", WORKBOOKS)
def test_every_table_is_printed_with_all_its_words(office, program, name):
    """In the order of the page's content, in which the lines of a cell follow each other."""
    texts = pages(office.converted(name, "pdf"), program("poppler", "pdftotext"), "-raw")
    squeezed = ["".join(text.split()) for text in texts]
    of = plan(EXAMPLES.get(name, name))
    stored = values(workbook(name))
    for table in of.tables.values():
        rows = stored[table.sheet]
        words = {
            "".join(str(rows[cell.row][cell.column]).split())
            for cell in table.grid.cells
            if cell.role not in ("amount", "line", "numbers") and cell.row < len(rows)
        }
        caption = "".join(str(rows[0][0]).split())
        # A 科目 table repeats its caption on every page; the sections of a 申报表 go on without.
        goes_on = table.key in of.declared
        printed = "".join(
            text for text in squeezed if (caption in text or goes_on) and "录入逐行填" not in text
        )
        missing = {word for word in words if word not in printed}
        assert not missing, f"{name} {table.sheet}"
