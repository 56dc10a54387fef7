"""The sheets that a report speaks of, drawn: what is seen in Excel is what is drawn."""

import csv
import subprocess
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font

from tests.conftest import FindProgram
from tests.drawing_cases import CASES, OTHERWISE, Case
from validator import Checker, check
from validator.drawing.choice import AROUND, CELLS, HEAD, WHOLE_COLUMNS, WHOLE_ROWS, Wanted, chosen
from validator.drawing.formats import shown
from validator.findings import DrawnCell, DrawnSheet, Report
from validator.reading import address, parse_address, read
from validator.run import Options

EXAMPLES = Path(__file__).parent.parent / "examples"
PRINTED = EXAMPLES / "zengdu-2022" / "printed.xlsx"
DRAWN = Options(drawn=True)
#: The sheet to which the cases are added, below its table, and the row of the first one.
SHEET, FIRST = "公开09表", 40
#: Below them: texts as a hostile file has them.
HOSTILE = (
    "<script>alert('1')</script>",
    "'\"><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "长" * 30_000,
    "\u202e倒\u2066着写\u200b",
    "{{ 7 * 7 }}${7*7}",
    " 前后有空格 ",
    "两\n行",
)
#: A comma, quotes, UTF-8, values as they are shown, every sheet.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


def cells(sheet: DrawnSheet) -> Mapping[str, DrawnCell]:
    """Its cells by their addresses."""
    return {address(cell.row, cell.column): cell for row in sheet.rows for cell in row}


def sheet_of(report: Report, name: str) -> DrawnSheet:
    """The drawn sheet of this name."""
    [found] = [sheet for sheet in report.sheets if sheet.name == name]
    return found


def drawn_rows(sheet: DrawnSheet) -> Iterable[tuple[int, tuple[DrawnCell, ...]]]:
    """The rows of a sheet with their numbers from zero."""
    left = {row for first, last in sheet.left_out for row in range(first, last + 1)}
    end = len(left) + len(sheet.rows)
    return zip((row for row in range(end) if row not in left), sheet.rows, strict=True)


def book() -> openpyxl.Workbook:
    """The printed example with the cases and the hostile texts below one of its tables."""
    made = openpyxl.load_workbook(PRINTED)
    sheet = made[SHEET]
    for row, case in enumerate(CASES, start=FIRST):
        cell = sheet.cell(row, 1, case.value)
        cell.number_format = case.code
    for row, words in enumerate(HOSTILE, start=FIRST + len(CASES)):
        cell = sheet.cell(row, 1, words)
        cell.data_type = "s"
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    """The file of a workbook."""
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def with_part(data: bytes, name: str, change: Mapping[str, str]) -> bytes:
    """The file with texts in one of its parts replaced, each found there."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename == name:
                xml = part.decode()
                for before, after in change.items():
                    assert before in xml
                    xml = xml.replace(before, after, 1)
                part = xml.encode()
            new.writestr(item.filename, part)
    return buffer.getvalue()


class Made:
    """The workbook, its drawing, and what LibreOffice makes of it."""

    def __init__(self, soffice: Path, folder: Path) -> None:
        self.path = folder / "例.xlsx"
        self.path.write_bytes(saved(book()))
        self.printed = check(PRINTED, DRAWN)
        self.report = check(self.path, DRAWN)
        self._soffice, self._folder = soffice, folder
        self.shown = {
            path.stem.removeprefix("例-"): list(csv.reader(path.open(encoding="utf-8", newline="")))
            for path in self.converted(CSV, self.path, "csv")
        }

    def converted(self, kind: str, path: Path, ending: str) -> list[Path]:
        """What LibreOffice makes of a file."""
        folder = self._folder / ending
        profile = f"-env:UserInstallation=file://{self._folder}/profile"
        command: list[str | Path] = [self._soffice, profile, "--headless", "--convert-to", kind]
        command += ["--outdir", folder, path]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def made(program: FindProgram, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(program("LibreOffice", "soffice", "libreoffice"), tmp_path_factory.mktemp("drawn"))


# --- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_cell_shows_what_excel_shows(number, made):
    case = CASES[number]
    cell = cells(sheet_of(made.report, SHEET)).get(f"A{FIRST + number}")
    assert (cell.words if cell else "") == case.words


def test_libreoffice_shows_the_same_but_where_it_is_known_not_to(made):
    def seen(case: Case, number: int) -> str:
        row = made.shown[SHEET][FIRST - 1 + number]
        return row[0].strip() if row else ""

    other = {
        (case.value, case.code)
        for number, case in enumerate(CASES)
        if seen(case, number) != case.words
    }
    assert other == OTHERWISE.keys()


def test_every_word_of_an_example_stands_where_libreoffice_shows_it(made):
    compared = 0
    for sheet in made.printed.sheets:
        drawn = {(c.row, c.column): c.words.strip() for row in sheet.rows for c in row}
        if sheet.name == SHEET:
            drawn = {place: words for place, words in drawn.items() if place[0] < FIRST - 1}
        shown = {
            (row, column): words.strip()
            for row, line in enumerate(made.shown[sheet.name])
            for column, words in enumerate(line)
            if words.strip() and not (sheet.name == SHEET and row >= FIRST - 1)
        }
        assert {place: words for place, words in drawn.items() if words} == shown
        compared += len(shown)
    assert compared > 800


def test_texts_of_a_hostile_file_are_data(made):
    found = cells(sheet_of(made.report, SHEET))
    for row, words in enumerate(HOSTILE, start=FIRST + len(CASES)):
        assert found[f"A{row}"].words == words


@pytest.fixture(scope="module")
def marked() -> DrawnSheet:
    """A sheet with values, fonts, hidden and merged cells below and beside its table."""
    workbook = openpyxl.load_workbook(PRINTED)
    sheet = workbook[SHEET]
    sheet["A20"], sheet["B20"], sheet["C20"], sheet["D20"] = "12.30", 12.3, "#DIV/0!", "=B20*2"
    sheet["E20"], sheet["E20"].alignment, sheet["E20"].font = "字", Alignment("right"), Font(b=True)
    sheet["A21"], sheet["B21"] = "这一行文字比它所在的列宽得多，伸进右边空着的格", None
    sheet["A22"], sheet["B22"] = "这一行文字同样长，但右边的格里有数字，只好到此为止", 1
    sheet["A23"] = "这一行文字同样长，但在自己的格里换行，右边空着也不伸过去"
    sheet["A23"].alignment = Alignment(wrap_text=True)
    sheet["A24"] = "合并两行三列"
    sheet.merge_cells("A24:C25")
    sheet["A26"], sheet.row_dimensions[26].hidden = "藏起来的行", True
    sheet["T20"], sheet.column_dimensions["T"].hidden = "藏起来的列", True
    sheet.row_dimensions[8].hidden = True
    sheet.column_dimensions["A"].width = 12
    return sheet_of(check(saved(workbook), replace(DRAWN, recalculate=False)), SHEET)


def test_what_nobody_aligned_stands_where_excel_puts_it(marked):
    found = cells(marked)
    assert (found["A20"].align, found["B20"].align, found["C20"].align) == ("", "right", "center")
    assert (found["E20"].align, found["E20"].bold, found["B20"].bold) == ("right", True, False)


def test_errors_are_their_text_and_what_was_never_calculated_says_so(marked):
    found = cells(marked)
    assert (found["C20"].words, found["D20"].words) == ("#DIV/0!", "未计算")


def test_a_text_runs_over_blank_cells_and_no_others(marked):
    found = cells(marked)
    assert [found[f"A{row}"].columns for row in (20, 22, 23)] == [1, 1, 1]
    across = found["A21"].columns
    assert sum(marked.widths[:across]) >= 2 * len(found["A21"].words)
    assert sum(marked.widths[: across - 1]) < 2 * len(found["A21"].words)


def test_merged_cells_are_one(marked):
    found = cells(marked)
    assert (found["A24"].rows, found["A24"].columns) == (2, 3)
    assert not {"B24", "A25", "C25"} & found.keys()
    assert found["A1"].columns == 12


def test_what_is_hidden_in_a_table_is_drawn_and_beside_it_is_said_to_be_left_out(marked):
    found = cells(marked)
    assert "A8" in found
    assert not {"A26", "T20"} & found.keys()
    assert marked.left_out == ((25, 25),)
    assert marked.columns_left_out == ((19, 19),)
    assert marked.widths[0] == 12


def test_the_keys_of_the_tables_are_those_of_the_report(made):
    keys = {table.sheet: (table.table,) for table in made.printed.tables}
    assert {sheet.name: sheet.tables for sheet in made.printed.sheets} == keys


# --- formats of files ---------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_other_formats_are_drawn_alike(ending, made):
    [path] = made.converted(ending, PRINTED, ending)
    report = check(path, DRAWN)
    assert [sheet.name for sheet in report.sheets] == [s.name for s in made.printed.sheets]
    for one, other in zip(made.printed.sheets, report.sheets, strict=True):
        # In an .ods file they are lengths: how many characters, depends on the font.
        ratios = [a / b for a, b in zip(one.widths, other.widths, strict=True)]
        assert max(ratios) < 1.1 * min(ratios)
        assert 0.7 < min(ratios) <= 1
        assert cells(other).keys() == cells(one).keys()
        merged = {place for place, cell in cells(one).items() if cell.rows > 1}
        for place, cell in cells(other).items():
            known = cells(one)[place]
            if place in merged or known.align == "center":
                assert cell == known
            assert replace(cell, columns=1) == replace(known, columns=1)


# --- bounds -------------------------------------------------------------------------------------


def wanted(height: int, width: int = 3, named: Iterable[str] = (), words: str = "1") -> Wanted:
    """A sheet full of words, with named cells."""
    return Wanted([[words] * width] * height, {}, {parse_address(n) for n in named}, set())


def test_a_sheet_that_can_be_looked_through_is_whole():
    [choice] = chosen([wanted(WHOLE_ROWS, WHOLE_COLUMNS)])
    assert choice.rows == tuple(range(WHOLE_ROWS))
    assert choice.columns == tuple(range(WHOLE_COLUMNS))


def test_of_a_long_sheet_its_head_and_what_is_named_are_drawn():
    [choice] = chosen([wanted(5_000, named=["B3000"])])
    assert choice.rows == (*range(HEAD), *range(2999 - AROUND, 2999 + AROUND + 1))
    assert choice.height == 5_000


def test_a_named_cell_in_a_far_column_is_drawn():
    [choice] = chosen([wanted(5, 500, named=["ZZ2"])])
    assert choice.columns == (*range(WHOLE_COLUMNS), 701)
    assert choice.width == 702


def test_where_room_is_short_the_named_rows_of_every_sheet_come_first():
    sheets = [wanted(400, 50), wanted(400, 50, named=["A399"])]
    first, second = chosen(sheets, room=51 * 100)
    assert 398 in second.rows
    assert len(first.rows) + len(second.rows) == 100


def test_long_texts_take_more_of_the_room():
    sheets = [wanted(400, 50, words="长" * 30_000)] * 3
    assert sum(len(choice.rows) for choice in chosen(sheets)) * 50 * 30_000 <= CELLS * 200


def long_example() -> bytes:
    """The printed example with a thousand lines below one of its tables."""
    workbook = openpyxl.load_workbook(PRINTED)
    for row in range(20, 1_020):
        workbook[SHEET].cell(row, 1, f"附注 {row}")
    return saved(workbook)


def test_of_a_long_sheet_it_is_said_what_is_left_out():
    sheet = sheet_of(check(long_example(), DRAWN), SHEET)
    assert sheet.left_out == ((HEAD, 1_018),)
    assert [row for row, drawn in drawn_rows(sheet) if not drawn] == [8, *range(10, 19)]


def test_every_cell_that_a_finding_names_is_drawn():
    path = EXAMPLES / "jiangan-2020-mistakes" / "three-mistakes.xlsx"
    report = check(path, DRAWN)
    drawn = {sheet.name: cells(sheet).keys() for sheet in report.sheets}
    named = [(cell.sheet, cell.address) for each in report.findings for cell in each.cells]
    assert named
    assert all(place in drawn[sheet] for sheet, place in named)


# --- hostile files ------------------------------------------------------------------------------


def test_styles_that_are_none_leave_the_values():
    many = "".join(f'<numFmt numFmtId="{n}" formatCode="{n}0"/>' for n in range(200, 60_000))
    xfs = '<xf numFmtId="1e9" fontId="-1"/>' * 70_000
    data = with_part(
        saved(book()),
        "xl/styles.xml",
        {
            "<cellXfs": f"<cellXfs>{xfs}</cellXfs><cellXfs",
            "<numFmts": f"<numFmts>{many}</numFmts><numFmts",
        },
    )
    found = cells(sheet_of(check(data, DRAWN), SHEET))
    assert found[f"A{FIRST}"].words == "10.2"


@pytest.mark.parametrize(
    "ranges",
    [
        '<mergeCell ref="?"/>',
        '<mergeCell ref="A0:B1"/>',
        "<mergeCell/>",
        '<mergeCell ref="C9:A1"/>',
    ],
)
def test_merged_ranges_that_are_none_leave_the_values(ranges, made):
    name = "xl/worksheets/sheet9.xml"
    data = with_part(made.path.read_bytes(), name, {"<mergeCell ": f"{ranges}<mergeCell "})
    found = cells(sheet_of(check(data, DRAWN), SHEET))
    assert found[f"A{FIRST}"].words.startswith("10.2")


def test_a_width_that_is_none_is_no_width(made):
    name = "xl/worksheets/sheet9.xml"
    data = with_part(made.path.read_bytes(), name, {'<col width="13"': '<col width="nan"'})
    sheet = sheet_of(check(data, DRAWN), SHEET)
    assert all(2 <= width <= 100 for width in sheet.widths)
    assert cells(sheet)[f"A{FIRST}"].words == "10.20"


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), 10**400])
@pytest.mark.parametrize("code", ["General", "0.00", "%" * 255])
def test_a_number_that_no_cell_can_hold_is_an_error(value, code):
    assert shown(value, code) == "#NUM!"


def test_overlapping_merged_ranges_cover_no_cell_twice(made):
    ranges = "".join(f'<mergeCell ref="A{row}:D{row + 9}"/>' for row in range(20, 300))
    name = "xl/worksheets/sheet9.xml"
    data = with_part(made.path.read_bytes(), name, {"<mergeCell ": f"{ranges}<mergeCell "})
    sheet = sheet_of(check(data, DRAWN), SHEET)
    covered = [
        (row, column)
        for cell in cells(sheet).values()
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]
    assert len(covered) == len(set(covered))


# --- ways in ------------------------------------------------------------------------------------


def test_nothing_is_drawn_where_nobody_asks():
    assert check(PRINTED).sheets == ()


def test_bytes_and_a_process_apart_draw_the_same(made):
    assert check(PRINTED.read_bytes(), DRAWN).sheets == made.printed.sheets
    with Checker(DRAWN) as checker:
        assert checker.check(PRINTED).sheets == made.printed.sheets


def test_an_open_workbook_is_drawn_with_its_values(made):
    report = check(read(made.path), DRAWN)
    assert cells(sheet_of(report, "公开01表"))["A1"].words == "收入支出决算总表"
    assert cells(sheet_of(report, SHEET))[f"A{FIRST}"].words == "10.2"
    assert all(width <= 40 for sheet in report.sheets for width in sheet.widths)


def test_what_cannot_be_read_has_no_sheets(tmp_path):
    path = tmp_path / "不是工作簿.xlsx"
    path.write_bytes(b"PK\x03\x04")
    assert check(path, DRAWN).sheets == ()
