"""The tests' Excel as a program: its workbooks, its settings, and the calls into it, which are
counted and can be made to fail."""

from pathlib import Path

import pytest
import xlwings
from xlwings.main import Book

from tests.excel.calls import ExcelError
from tests.excel.session import Excel, running
from tests.excel.windows import ENGINE
from validator.reading import read


def on_disk(excel: Excel, name: str = "a.xlsx") -> Path:
    """A saved workbook, closed again."""
    made = excel.app.books.add()
    made.sheets[0]["A1"].value = "x"
    path = excel.saved(made, name)
    made.close()
    return path


# Workbooks


def test_a_new_workbook_has_a_name_and_no_place(book: Book) -> None:
    assert (book.name, book.fullname, book.api.Path) == ("Book1", "Book1", "")
    assert book.app.books.add().name == "Book2"


def test_several_workbooks_are_open_and_one_is_in_front(excel: Excel, book: Book) -> None:
    other = excel.open(on_disk(excel))
    assert [each.name for each in excel.app.books] == ["Book1", "a.xlsx"]
    assert excel.app.books.active.name == "a.xlsx"
    book.activate()
    assert excel.app.books.active.name == "Book1"
    assert other.fullname == str(excel.folder / "a.xlsx")
    book.close()
    assert excel.app.books.active.name == "a.xlsx"


def test_two_workbooks_of_one_name_are_not_open_at_once(excel: Excel, tmp_path: Path) -> None:
    path = on_disk(excel)
    excel.open(path)
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "A.xlsx"
    other.write_bytes(path.read_bytes())
    with pytest.raises(ExcelError, match="two workbooks"):
        excel.app.api.Workbooks.Open(str(other))


def test_saving_writes_the_file_and_gives_the_workbook_its_name(excel: Excel, book: Book) -> None:
    book.sheets[0]["B2"].value = 12.5
    path = excel.saved(book, "决算.xlsx")
    assert (book.name, book.fullname) == ("决算.xlsx", str(path))
    assert read(path).sheets[0].rows[1][1] == 12.5
    book.sheets[0]["B2"].value = 13
    book.save()
    assert read(path).sheets[0].rows[1][1] == 13


def test_a_read_only_workbook_is_changed_but_not_saved(excel: Excel) -> None:
    path = on_disk(excel)
    before = path.read_bytes()
    book = excel.open(path, read_only=True)
    book.sheets[0]["A1"].value = "y"
    with pytest.raises(ExcelError, match="read-only"):
        book.save()
    assert path.read_bytes() == before


def test_a_workbook_that_was_closed_meanwhile_answers_nothing(book: Book) -> None:
    sheet, cell = book.sheets[0], book.sheets[0]["A1"]
    book.close()
    for ask in (lambda: book.name, lambda: sheet.name, lambda: cell.value, lambda: cell.color):
        with pytest.raises(ExcelError, match="disconnected"):
            ask()


# The program


def test_xlwings_finds_the_excel_and_what_is_in_front(excel: Excel, book: Book) -> None:
    assert [app.hwnd for app in xlwings.apps] == [excel.app.hwnd]
    assert xlwings.apps[excel.app.pid].books.active.name == "Book1"
    assert xlwings.books.active.name == xlwings.Book("Book1").name == "Book1"


def test_no_excel_is_left_when_the_test_ends(tmp_path: Path) -> None:
    engines = xlwings.engines
    before = engines.active, list(engines)
    with running(tmp_path) as excel:
        assert engines[ENGINE] is excel.engine
        assert xlwings.apps.active == excel.app
    assert (engines.active, list(engines)) == before


def test_the_status_bar_is_false_while_excel_has_it(excel: Excel) -> None:
    shown = [excel.app.status_bar]
    for said in ("正在校验", False):
        excel.app.status_bar = said
        shown.append(excel.app.status_bar)
    assert shown == [False, "正在校验", False]


def test_settings_of_the_program_are_kept(excel: Excel, book: Book) -> None:
    for name in ("screen_updating", "enable_events", "display_alerts"):
        assert getattr(excel.app, name) is True
        setattr(excel.app, name, False)
        assert getattr(excel.app, name) is False


def test_how_formulas_are_calculated_is_kept(excel: Excel, book: Book) -> None:
    modes = [excel.app.calculation]
    excel.app.calculation = "manual"
    excel.app.calculate()
    modes.append(excel.app.calculation)
    assert modes == ["automatic", "manual"]


def test_without_a_workbook_there_is_no_way_of_calculating(excel: Excel) -> None:
    with pytest.raises(ExcelError, match="Calculation"):
        _ = excel.app.calculation


def test_a_message_is_kept(excel: Excel) -> None:
    assert excel.app.alert("没有发现差错", title="决算勾稽", mode="info") == "ok"
    assert [(alert.prompt, alert.title) for alert in excel.alerts] == [("没有发现差错", "决算勾稽")]


# Calls


def test_a_block_takes_the_same_calls_however_many_cells_it_has(excel: Excel, book: Book) -> None:
    totals = set()
    for size in (1, 50):
        area = book.sheets[0].range((1, 1), (size, size))
        excel.calls.reset()
        area.value = [[1] * size] * size
        _ = area.value
        assert excel.calls.by_name["Range.Value"] == 2
        totals.add(excel.calls.total)
    assert len(totals) == 1


def test_what_excel_does_within_a_call_is_no_call(excel: Excel, book: Book) -> None:
    sheet = book.sheets[0].api
    excel.calls.reset()
    sheet.Range("A1").AddComment("x")
    assert excel.calls.by_name == {"Worksheet.Range": 1, "Range.AddComment": 1}


def test_the_nth_call_fails_and_has_no_effect(excel: Excel, book: Book) -> None:
    cell = book.sheets[0].api.Range("A1")
    excel.calls.fail_at(2)
    cell.Value = 1
    with pytest.raises(ExcelError) as caught:
        cell.Value = 2
    assert caught.value.hresult == -2147352567
    assert caught.value.excepinfo[5] == -2146827284
    assert cell.Value == 1


def test_the_nth_call_of_a_name_fails(excel: Excel, book: Book) -> None:
    excel.calls.fail_at(2, "Range.AddComment")
    book.sheets[0]["A1"].add_note("一")
    with pytest.raises(ExcelError):
        book.sheets[0]["A2"].add_note("二")
    book.sheets[0]["A2"].add_note("二")
    assert [note.text for note in book.sheets[0].notes] == ["一", "二"]


def test_a_call_can_be_interrupted_as_by_a_key(excel: Excel, book: Book) -> None:
    excel.calls.interrupt_at(1)
    with pytest.raises(KeyboardInterrupt):
        _ = book.name
    assert book.name == "Book1"


def test_while_a_cell_is_edited_every_call_is_rejected(excel: Excel, book: Book) -> None:
    sheet = book.sheets[0]
    excel.calls.busy = True
    for ask in (lambda: sheet.name, lambda: sheet["A1"].value, lambda: excel.app.status_bar):
        with pytest.raises(ExcelError) as caught:
            ask()
        assert caught.value.hresult == -2147418111
    excel.calls.reset()
    assert sheet.name == "Sheet1"
