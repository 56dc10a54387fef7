"""Workbooks without results are calculated, by either engine, and old results are found out."""

import re
import socket
import sys
import time
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.conftest import FindProgram
from tests.submitted import in_yuan, sums, with_formulas
from tests.test_formats import ods
from validator.findings import Report
from validator.forms.model import Severity
from validator.reading import LIMITS, Book, address, read
from validator.recalculation import Engine, lacks_results, office, package, recalculated
from validator.run import Options, check

EDITION = "final-accounts-2020"
#: The sheet of table 5, and its total of 基本支出.
SHEET, TOTAL = "表5", (5, 3)


def file_of(book: Book) -> bytes:
    """The workbook as openpyxl writes it: formulas without results."""
    workbook = Workbook()
    del workbook[workbook.sheetnames[0]]
    for sheet in book.sheets:
        page = workbook.create_sheet(sheet.name)
        for r, row in enumerate(sheet.rows):
            for c, value in enumerate(row):
                formula = sheet.written.get((r, c))
                if formula is not None or value != "":
                    page.cell(r + 1, c + 1).value = f"={formula}" if formula else value
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def small(*formulas: str) -> bytes:
    """A workbook of 1, 2.005, 一 and 4 in A1:A4 with these formulas in column B."""
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page.title = "表 1"
    for row, value in enumerate((1, 2.005, "一", 4), start=1):
        page.cell(row, 1).value = value
    for row, formula in enumerate(formulas, start=1):
        page.cell(row, 2).value = f"={formula}"
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def results(book: Book) -> dict[str, object]:
    """What column B of a small workbook holds, an error by its text."""
    sheet = book.sheets[0]
    return {
        address(row, 1): sheet.faults.get((row, 1), values[1])
        for row, values in enumerate(sheet.rows)
    }


def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)


@pytest.fixture(scope="module")
def accounts() -> Book:
    """Table 5 with a formula for every sum, and all other tables typed."""
    book = in_yuan(EDITION)
    return with_formulas(book, {SHEET: sums(book, EDITION)[SHEET]})


@pytest.fixture(scope="module")
def bare(accounts: Book) -> bytes:
    return file_of(accounts)


@pytest.fixture(scope="module")
def calculated(bare: bytes, program: FindProgram) -> Book:
    program("LibreOffice", "soffice", "libreoffice")
    return recalculated(bare, read(bare, "决算.xlsx"), LIMITS, "libreoffice")


def figures(book: Book) -> dict[tuple[int, int], object]:
    sheet = next(sheet for sheet in book.sheets if sheet.name == SHEET)
    return {place: sheet.rows[place[0]][place[1]] for place in sheet.formulas}


def test_libreoffice_gives_every_formula_its_result(calculated: Book, accounts: Book) -> None:
    assert not lacks_results(calculated)
    assert [n.kind for n in calculated.noticed] == ["recalculated"]
    assert figures(calculated) == pytest.approx(figures(accounts), abs=1e-6)


def test_both_engines_agree(calculated: Book, bare: bytes) -> None:
    other = recalculated(bare, read(bare, "决算.xlsx"), LIMITS, "formulas")
    assert other.noticed[-1].facts["engine"] == "formulas"
    assert figures(other) == pytest.approx(figures(calculated), abs=1e-6)


#: Formulas, and what both engines make of them; None: the package is not trusted with it.
FORMULAS: dict[str, tuple[object, object]] = {
    "SUM(A1:A4)": (7.005, 7.005),
    "ROUND(A2,2)": (2.01, 2.01),
    'IF(A1=0,"",A1)': (1.0, 1.0),
    "A1/0": ("#DIV/0!", "#DIV/0!"),
    "B1+1": (8.005, 8.005),
    "B4+1": ("#DIV/0!", "#DIV/0!"),
    'VALUE("3")': (3.0, None),
    "B7+1": (4.0, None),
    "SUBTOTAL(9,A1:A4)": (7.005, None),
    "NOSUCHFUNCTION(A1)": (None, None),
    '"甲"&A1': ("甲1", "甲1"),
}


@pytest.mark.parametrize("engine", ["libreoffice", "formulas"])
def test_what_an_engine_cannot_be_trusted_with_stays_without_a_result(
    engine: Engine, program: FindProgram
) -> None:
    if engine == "libreoffice":
        program("LibreOffice", "soffice", "libreoffice")
    data = small(*FORMULAS)
    found = results(recalculated(data, read(data, "x.xlsx"), LIMITS, engine))
    for (formula, expected), value in zip(FORMULAS.items(), found.values(), strict=True):
        wanted = expected[engine == "formulas"]
        if wanted is None:
            assert value == "", formula  # still not computed
        else:
            assert value == (pytest.approx(wanted) if isinstance(wanted, float) else wanted), (
                formula
            )


def test_a_report_says_that_the_workbook_was_calculated_and_with_what(bare: bytes) -> None:
    states: list[str] = []
    report = check(bare, Options(name="决算.xlsx"), states.append)
    assert states == ["recalculating", "checking"]
    (said,) = [f for f in report.findings if "重新计算" in f.message]
    assert said.severity is Severity.INFO
    assert "T05" not in {f.rule for f in report.findings}


def test_a_workbook_is_left_as_it_is_where_that_is_asked_for(bare: bytes) -> None:
    report = check(bare, Options(name="决算.xlsx", recalculate=False))
    assert "T05" in {f.rule for f in report.findings}
    assert not [f for f in report.findings if "重新计算" in f.message]


@pytest.mark.parametrize("name", ["final-accounts-2020", "scorecard-summary-2022"])
def test_what_a_blank_workbook_shows_as_nothing_is_not_calculated(name: str) -> None:
    file = Path(__file__).parent.parent / "workbook_templates" / f"{name}.xlsx"
    assert lacks_results(read(file))
    states: list[str] = []
    check(file, tell=states.append)
    assert not states


# --- results that were changed -------------------------------------------------------------------


def saved_by_excel(calculated: Book, accounts: Book, more: float) -> bytes:
    """The workbook with the results, one of them `more` than it should be, as a file that says it
    was written by Excel."""
    data = BytesIO(file_of(accounts))
    values = figures(calculated)
    place = {address(*key): float(str(value)) for key, value in values.items()}
    place[address(*TOTAL)] += more
    out = BytesIO()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(out, "w") as new:
        number = [s.name for s in accounts.sheets].index(SHEET) + 1
        for name in old.namelist():
            content = old.read(name).decode() if name.endswith(".xml") else old.read(name)
            if name == f"xl/worksheets/sheet{number}.xml":
                assert isinstance(content, str)
                content = re.sub(
                    r'(<c r="(\w+)"[^>]*><f>[^<]*</f>)<v ?/?>(</v>)?',
                    lambda m: f"{m[1]}<v>{place[m[2]]!r}</v>",
                    content,
                )
            if name == "docProps/app.xml":
                content = re.sub("<Application>[^<]*", "<Application>Microsoft Excel", str(content))
            new.writestr(name, content)
    return out.getvalue()


@pytest.fixture(scope="module")
def tampered(calculated: Book, accounts: Book) -> bytes:
    return saved_by_excel(calculated, accounts, 90.0)


def told(report: Report) -> list[str]:
    return [f.message for f in report.findings if f.rule == "T14"]


def test_a_changed_result_is_told_by_its_formula_and_by_recalculation(tampered: bytes) -> None:
    book = read(tampered, "决算.xlsx")
    assert not lacks_results(book)
    (seen,) = told(check(tampered, Options(name="决算.xlsx")))
    assert "显示" in seen and "D6" in seen
    again = recalculated(tampered, book, LIMITS)
    sheet = next(sheet for sheet in again.sheets if sheet.name == SHEET)
    assert list(sheet.saved) == [TOTAL]
    (seen,) = told(check(again))
    assert "保存的是" in seen and "D6" in seen


def test_recalculation_that_changes_nothing_tells_nothing(calculated: Book, accounts: Book) -> None:
    data = saved_by_excel(calculated, accounts, 0)
    report = check(data, Options(name="决算.xlsx", recalculate=True))
    assert not told(report)
    assert any("重新计算" in f.message for f in report.findings)


# --- what is not calculated ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        ('_xlfn.WEBSERVICE("http://127.0.0.1:9/")', "WEBSERVICE"),
        ("cmd|'/c calc'!A0", "cmd"),
        ("'[1]Sheet1'!A1", "[1]"),
    ],
)
def test_formulas_that_look_outside_are_refused(
    formula: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> bytes:
        raise AssertionError("the workbook was opened")

    monkeypatch.setattr(office, "converted", never)
    monkeypatch.setattr(package, "calculated", never)
    data = small("SUM(A1:A4)", formula)
    again = recalculated(data, read(data, "x.xlsx"), LIMITS)
    assert lacks_results(again)
    (said,) = again.noticed
    assert said.kind == "recalculation_refused" and what in str(said.facts["what"])


_MANIFEST = """<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
 <m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
 <m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>"""
_PICTURE = """<draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" svg:width="1cm"
 svg:height="1cm"><draw:image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:type="simple"
 xlink:href="{address}" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>"""


def test_libreoffice_fetches_nothing_that_a_file_links_to(program: FindProgram) -> None:
    program("LibreOffice", "soffice", "libreoffice")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        where = f"127.0.0.1:{server.getsockname()[1]}/a.png"
        asked = [f"{protocol}://{where}" for protocol in ("http", "https", "ftp")]
        pictures = "".join(_PICTURE.format(address=address) for address in asked)
        sheet = f'<table:table table:name="表"><table:shapes>{pictures}</table:shapes>'
        sheet += "<table:table-row><table:table-cell/></table:table-row></table:table>"
        data = ods(sheet, **{"META-INF__manifest.xml": _MANIFEST})
        assert read(office.converted(data, "ods", 60)).sheets[0].name == "表"
        with pytest.raises(BlockingIOError):  # nobody has called
            server.accept()


def test_without_an_engine_the_workbook_stays_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_office(monkeypatch)
    monkeypatch.setattr(package, "installed", lambda: False)
    data = small("SUM(A1:A4)")
    again = recalculated(data, read(data, "x.xlsx"), LIMITS)
    assert lacks_results(again)
    assert [n.kind for n in again.noticed] == ["not_recalculated"]


def endless() -> bytes:
    """Formulas that take any program minutes: each looks through 2,000 texts for each of them."""
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    for row in range(1, 2001):
        page.cell(row, 1).value = f"x{row % 7}"
        page.cell(
            row, 2
        ).value = f'=SUMPRODUCT((A$1:A$2000&"{row}"=A{row}&"{row}")*(LEN(A$1:A$2000&A{row})>1))'
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


@pytest.mark.parametrize("engine", ["libreoffice", "formulas"])
def test_a_calculation_that_does_not_end_is_stopped_and_leaves_nothing_behind(
    engine: Engine, program: FindProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine == "libreoffice":
        program("LibreOffice", "soffice", "libreoffice")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    data = endless()
    book = read(data, "x.xlsx")
    began = time.monotonic()
    again = recalculated(data, book, replace(LIMITS, recalculation=2), engine)
    assert time.monotonic() - began < 10
    assert [n.kind for n in again.noticed] == ["recalculation_slow"]
    assert again.noticed[-1].facts["seconds"] == 2
    assert not list(tmp_path.iterdir())
    assert not running(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="bounds memory")
def test_the_memory_for_a_file_is_that_of_a_calculation_too() -> None:
    data = small("SUM(A1:A4)")
    book = read(data, "x.xlsx")
    again = recalculated(data, book, replace(LIMITS, memory=50 << 20), "formulas")
    assert [n.kind for n in again.noticed] == ["recalculation_failed"]


def running(folder: Path) -> list[str]:
    """The commands of processes that work in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = process.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(folder) in command:
            found.append(command)
    return found


def test_a_file_that_no_engine_can_open_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    data = small("SUM(A1:A4)")
    book = read(data, "x.xlsx")
    again = recalculated(data + b"x", book, LIMITS, "formulas")
    assert [n.kind for n in again.noticed] == ["recalculation_failed"]
    assert again.sheets == book.sheets
