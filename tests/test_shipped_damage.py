"""What a person may do to a filled workbook in spite of its protection, and what gouji says of it.
The workbooks are the examples' own; only the damage is made, in the file itself."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.shipped import EXAMPLES, parts, workbook
from validator import Options, Report, check
from validator.forms.model import Severity
from workbook_templates.plan import Plan, plan
from workbook_templates.spot import Spot

NAME = "dongxihu-2024"
OF: Plan = plan(EXAMPLES[NAME])
#: 本年收入合计 of table 01, which is the sum of lines 1 to 8, and its printed value.
TOTAL, VALUE = OF.tables["01"].cells[27, 1], 2760.42
#: A generated cell: the amount of the first 科目 of table 02, 201, in 1栏.
GENERATED, GENERATED_VALUE = (
    Spot(OF.tables["02"].sheet, OF.tables["02"].first + 1, OF.tables["02"].column(1)),
    0.30,
)

Edit = Callable[[str], str]


def damaged(sheet: str, edit: Edit, *, name: str = NAME) -> Report:
    """The report on an example of which one sheet's XML was edited."""
    number = [part.name for part in parts(name)].index(sheet) + 1
    return rewritten(f"xl/worksheets/sheet{number}.xml", edit, name=name)


def rewritten(part: str, edit: Edit, *, name: str = NAME) -> Report:
    """The report on an example of which one part was edited."""
    made = BytesIO()
    with ZipFile(workbook(name)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for entry in source.namelist():
            content = source.read(entry)
            if entry == part:
                changed = edit(content.decode()).encode()
                assert changed != content
                content = changed
            target.writestr(entry, content)
    return check(made.getvalue(), Options(name="决算.xlsx"))


def overwritten(spot: Spot, content: str) -> Edit:
    """Put `content` in place of what a cell holds, its formula too."""

    def edit(xml: str) -> str:
        pattern = re.compile(rf'<c r="{spot.local}"([^>]*?)(?:/>|>.*?</c>)')
        (found,) = pattern.finditer(xml)
        assert "<f" in found[0] or "<is>" in found[0] or "<v>" in found[0]
        attributes = re.sub(r'\s+t="[^"]*"', "", found[1])
        text = ' t="inlineStr"' if content.startswith("<is>") else ""
        cell = f'<c r="{spot.local}"{attributes}{text}>{content}</c>'
        return xml[: found.start()] + cell + xml[found.end() :]

    return edit


def told(report: Report, rule: str) -> dict[str, str]:
    """Cell → severity of what a rule finds."""
    return {
        f"{cell.sheet}!{cell.address}": finding.severity.name
        for finding in report.findings
        if finding.rule == rule
        for cell in finding.cells
        if cell.role in ("left", "place")
    }


def without_row(row: int) -> Edit:
    """Delete a row (from zero): what stands below moves up."""

    def edit(xml: str) -> str:
        def up(found: re.Match[str]) -> str:
            number = int(found[2])
            return f'{found[1]}{number - (number > row + 1)}"'

        xml = re.sub(rf'<row r="{row + 1}".*?</row>', "", xml, flags=re.DOTALL)
        return re.sub(r'(<c r="[A-Z]+)(\d+)"', up, re.sub(r'(<row r=")(\d+)"', up, xml))

    return edit


def renamed(name: str, other: str) -> Edit:
    """Give a sheet another name."""
    return lambda xml: xml.replace(f'<sheet name="{name}"', f'<sheet name="{other}"')


def cell_of(subject: str, words: str) -> Spot:
    """The cell where a table prints the words."""
    table = OF.tables[subject]
    found = next(cell for cell in table.grid.cells if cell.value == words)
    return Spot(table.sheet, found.row, found.column)


def place(spot: Spot) -> str:
    return f"{spot.sheet}!{spot.local}"


def test_the_undamaged_workbook_has_nothing_of_the_kind():
    report = check(workbook(NAME))
    assert not {f.rule for f in report.findings} & {"T04", "T10", "T11", "T12"}


@pytest.mark.parametrize(("spot", "value"), [(TOTAL, VALUE), (GENERATED, GENERATED_VALUE)])
def test_a_formula_replaced_by_its_own_result_is_a_notice(spot, value):
    report = damaged(spot.sheet, overwritten(spot, f"<v>{value}</v>"))
    assert told(report, "T11") == {place(spot): Severity.INFO.name}
    assert report.counts == check(workbook(NAME)).counts


@pytest.mark.parametrize(("spot", "value"), [(TOTAL, VALUE), (GENERATED, GENERATED_VALUE)])
@pytest.mark.parametrize("kind", ["another figure", "nothing"])
def test_a_formula_replaced_by_anything_else_is_an_error_and_the_cause_of_the_others(
    spot, value, kind
):
    content = f"<v>{value + 1}</v>" if kind == "another figure" else ""
    report = damaged(spot.sheet, overwritten(spot, content))
    assert told(report, "T11") == {place(spot): Severity.ERROR.name}
    (lost,) = (f for f in report.findings if f.rule == "T11")
    assert lost.cause
    assert f"{value:.2f}" in lost.message
    assert report.exit_status() == 1
    if kind == "another figure":
        assert any(place(spot) in told(report, r) for r in ("JS01-1", "JS02-1"))


@pytest.mark.parametrize("spot", [TOTAL, GENERATED])
def test_a_formula_replaced_by_words_is_an_amount_that_is_none(spot):
    report = damaged(spot.sheet, overwritten(spot, "<is><t>见附表</t></is>"))
    assert told(report, "T05") == {place(spot): Severity.ERROR.name}
    assert report.exit_status() == 2


@pytest.mark.parametrize("number", [8, 25, 27])
def test_a_deleted_row_of_a_table_is_named(number):
    spot = OF.tables["01"].cells[number, 1]
    report = damaged(spot.sheet, without_row(spot.row))
    found = [f.message for f in report.findings if f.rule in ("T04", "T12")]
    words = OF.tables["01"].form.lines[number][0].words or f"{number}行"
    assert any(words in message for message in found)
    assert report.exit_status() == 2


def test_a_deleted_row_of_a_generated_table_is_named():
    report = damaged(GENERATED.sheet, without_row(GENERATED.row))
    assert any("201" in f.message for f in report.findings if f.rule == "T12")
    assert report.exit_status() == 1


@pytest.mark.parametrize("sheet", ["公开01表", "公开02表", "录入公开02表", "勾稽校验"])
def test_a_renamed_sheet_is_named(sheet):
    report = rewritten("xl/workbook.xml", renamed(sheet, "另一个名字"))
    (finding,) = (f for f in report.findings if f.rule == "T12")
    assert sheet in finding.message
    assert finding.severity is Severity.WARNING


def test_a_changed_heading_is_named_with_the_words_of_the_form():
    spot = cell_of("02", "事业收入")
    report = damaged(spot.sheet, overwritten(spot, "<is><t>事业性收入</t></is>"))
    assert told(report, "T12") == {place(spot): Severity.WARNING.name}
    (finding,) = (f for f in report.findings if f.rule == "T12")
    assert "“事业收入”" in finding.message and "“事业性收入”" in finding.message


def test_a_changed_label_is_named_with_the_words_of_the_form():
    spot = cell_of("01", "二、外交支出")
    report = damaged(spot.sheet, overwritten(spot, "<is><t>二、外事支出</t></is>"))
    (finding,) = (f for f in report.findings if f.rule == "T04")
    assert "二、外交支出" in finding.message
