"""How often the add-in calls into Excel: once a sheet to read, and by the mark to mark."""

from tests.spoilt import spoil
from validator import check
from xl_addin import results, ribbon

#: A sheet has its name, its used range and that range's place and size asked for.
_A_SHEET = 40
#: A note is put on its cell and sized; the next one knows nothing of it.
_A_NOTE = 16
#: The list, the selection before and after, the state of Excel.
_A_CHECK = 700


def calls(excel, path, click):
    book = excel.app.books.open(path)
    excel.calls.reset()
    click()
    made = excel.calls.by_name.copy()
    assert excel.alerts == []
    return book, made


def test_marking_hundreds_of_findings_takes_calls_by_the_mark_not_by_the_cell(excel, tmp_path):
    path, larger = spoil(tmp_path / "1.xlsx"), spoil(tmp_path / "2.xlsx", others=2000)
    assert len(check(path).findings) > 500
    book, made = calls(excel, path, ribbon.check_all)
    sheets = len(book.sheets) - len(results.names(book))
    assert made["Range.Value"] <= sheets + 10
    assert made.total() <= _A_CHECK + _A_SHEET * sheets + _A_NOTE * made["Range.AddComment"]
    _, more = calls(excel, larger, ribbon.check_all)
    assert more == made


def test_marks_of_one_colour_are_put_on_many_cells_at_once(excel, tmp_path):
    book, made = calls(excel, spoil(tmp_path / "1.xlsx"), ribbon.check_all)
    cells = sum(
        1
        for sheet in book.sheets
        for note in sheet.notes
        if note.text
    )  # fmt: skip
    assert cells > 500
    assert made["FormatConditions.Add"] < cells / 15


def test_clearing_takes_calls_by_the_mark(excel, tmp_path):
    path = spoil(tmp_path / "1.xlsx")
    book, marked = calls(excel, path, ribbon.check_all)
    excel.calls.reset()
    ribbon.clear()
    sheets = len(book.sheets)
    notes, colours = marked["Range.AddComment"], marked["FormatConditions.Add"]
    assert excel.calls.total <= 200 + _A_SHEET * sheets + 5 * notes + 6 * colours
