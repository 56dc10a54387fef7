"""The tables of the workbooks that ship look like the printed form: the same words in the same
cells, on A4 paper, and with room for every word."""

from collections.abc import Iterator

import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.fitting import Box, boxes, widths
from tests.shipped import EDITIONS, EXAMPLES, ROOT, opened, values, workbook
from validator.forms.model import Layout
from validator.forms.workbook import number_in
from workbook_templates.data import load_data
from workbook_templates.grid import Grid, lay_out
from workbook_templates.plan import ROOM, TablePlan, plan

#: What a workbook shows: nothing typed, or the figures of an example.
WORKBOOKS = (*EDITIONS, *EXAMPLES)


def tables(edition: str) -> Iterator[tuple[TablePlan, Worksheet]]:
    """The tables of an edition with their sheets."""
    for table in plan(edition).tables.values():
        yield table, opened(edition)[table.sheet]


def printed(table: TablePlan) -> Grid:
    """The blank table as the form prints it, with the room that the workbook has for 科目."""
    rows = [("", "")] * ROOM if table.open else []
    number = number_in(table.form, table.key)
    return lay_out(table.form, {}, subjects=rows, number=number, live=True)


def is_blocks(table: TablePlan) -> bool:
    """Is it a table of economic 科目 in blocks, which prints no 栏次?"""
    return table.form.layout is Layout.BLOCKS


# --- the printed form --------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_printed_cell_of_a_table_stands_where_the_form_has_it(edition):
    for table, sheet in tables(edition):
        grid, shown = printed(table), values(workbook(edition))[table.sheet]
        roles = {cell.role for cell in grid.cells}
        assert roles >= {"title", "department", "unit", "heading", "amount"}
        assert ("numbers" in roles) == (table.form.numbering and not is_blocks(table))
        for cell in grid.cells:
            expected = "" if cell.role == "sentence" or cell.value is None else cell.value
            row = shown[cell.row] if cell.row < len(shown) else [""] * grid.columns
            assert row[cell.column] == expected, f"{table.sheet}: {cell}"
        assert {str(merged) for merged in sheet.merged_cells.ranges} == {
            f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right + 1)}{bottom + 1}"
            for top, left, bottom, right in grid.merges
        }
        words = {
            value
            for row in shown
            for column, value in enumerate(row)
            if column >= grid.columns and isinstance(value, str) and widths(sheet)[column]
        }
        assert words <= {"打印", ""}, f"{table.sheet} has words beside the printed table"


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_printed_cell_of_a_filled_table_is_that_of_the_published_document(name):
    data = load_data(ROOT / "examples" / name / "data.json")
    of = plan(EXAMPLES[name])
    for subject, table in of.tables.items():
        grid, seen = data.grid(subject), values(workbook(name))[table.sheet]
        for cell in grid.cells:
            if cell.row < table.grid.rows and cell.role in (
                "title", "mark", "department", "unit", "heading", "numbers", "label", "line",
            ):  # fmt: skip
                assert seen[cell.row][cell.column] == cell.value, f"{name} {cell}"
        # Where a sentence stands below the table, and notes, the rows left for 科目 lie between.
        words = {value for row in seen for value in row if isinstance(value, str)}
        for cell in grid.cells:
            if cell.role in ("code", "name", "note", "sentence") and cell.value:
                assert cell.value in words or data.tables[subject].empty, f"{name} {cell}"


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_table_is_printed_on_a4_without_what_stands_beside_it(edition):
    for table, sheet in tables(edition):
        grid = printed(table)
        last = f"${get_column_letter(grid.columns)}${grid.rows}"
        assert sheet.print_area == f"'{table.sheet}'!$A$1:{last}"
        assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4)
        assert sheet.page_setup.orientation in ("portrait", "landscape")
        assert sheet.page_setup.blackAndWhite
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        heading_rows = 1 + max(c.row for c in grid.cells if c.role in ("heading", "numbers"))
        assert sheet.page_setup.fitToWidth == 1
        if table.form.layout is Layout.DECLARED:  # sections, each with its own headings
            assert sheet.page_setup.fitToHeight == 0
            continue
        assert sheet.freeze_panes == f"A{heading_rows + 1}"
        if table.open:
            assert sheet.print_title_rows == f"$1:${heading_rows}"
            assert sheet.page_setup.fitToHeight == 0
        else:
            assert not sheet.print_title_rows
            assert sheet.page_setup.fitToHeight == 1


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_amount_of_zero_is_printed_as_the_edition_prints_it(edition):
    blank_zero = plan(edition).edition.zero == "空白"
    for table, sheet in tables(edition):
        for cell in printed(table).cells:
            if cell.role == "amount" and cell.key:
                look = sheet.cell(cell.row + 1, cell.column + 1).number_format.split(";")
                if cell.key[1] in table.form.shares:
                    assert look == ["0.00%"]
                    continue
                assert look[0] in ("0.00", "#,##0.00")
                assert (len(look) == 3 and look[2] == "") == blank_zero
                assert len(look) == 1 or look[1] == f"-{look[0]}"


# --- room for every word -----------------------------------------------------------------------


@pytest.mark.parametrize("name", WORKBOOKS)
def test_no_printed_word_or_figure_is_cut(name):
    seen = list(boxes(EXAMPLES.get(name, name), values(workbook(name))))
    assert len(seen) > 500
    assert [box.problem for box in seen if box.problem] == []


def test_words_that_are_cut_are_noticed():
    assert Box("A1", "一般公共预算", 10, False, 11.9, 18).problem
    assert not Box("A1", "一般公共预算", 10, False, 12, 18).problem
    assert not Box("A1", "一般公共预算", 10, True, 8, 30).problem
    assert Box("A1", "一般公共预算", 10, True, 8, 18).problem
    assert not Box("A1", "一般公共预算", 10, True, 8, 0).problem
    assert not Box("A1", "一般公共预算", 10, False, 8, 18, shrinks=True).problem
    assert Box("A1", "一般公共预算", 10, False, 7, 18, shrinks=True).problem
