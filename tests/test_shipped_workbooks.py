"""The blank workbooks that ship: they are what the forms build, Excel 2007 and WPS can calculate
them, and a person can type only where something is to be typed."""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import range_boundaries

from tests.judges import typed_over
from tests.shipped import EDITIONS, SHIPPED, Part, opened, parts, unlike, workbook
from validator.amounts import UNITS
from validator.forms.catalogue import catalogue
from validator.forms.model import in_list
from validator.forms.scorecard import load_scorecard
from validator.forms.workbook import CATALOGUE, FRONT, PICTURES
from workbook_templates.formulas import fill_down
from workbook_templates.live import blank
from workbook_templates.plan import DEPARTMENT, UNIT, YEAR, Plan, TablePlan, card_workbook, plan
from workbook_templates.spot import Spot, letter

#: Functions that Excel 2007 has, and WPS and LibreOffice with it.
_EXCEL_2007 = """
    ABS AND CHAR CHOOSE COLUMNS COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS FIND HYPERLINK IF IFERROR
    INDEX INT ISERROR ISNA ISNUMBER ISTEXT LEFT LEN MATCH MAX MEDIAN MID MIN MOD N NOT OR RIGHT
    ROUND ROW ROWS SMALL SUBSTITUTE SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT T TEXT TRIM VALUE VLOOKUP
"""
EXCEL_2007 = frozenset(_EXCEL_2007.split())
VOLATILE = frozenset({"OFFSET", "INDIRECT", "NOW", "TODAY", "RAND", "RANDBETWEEN", "CELL", "INFO"})
#: What Excel allows: signs of a formula, functions within functions, arguments of a function.
LONGEST, DEEPEST, MOST = 8192, 64, 255
#: … and bytes of a workbook that is to be sent around, for us.
LARGEST = 400 * 1024
#: The first row, from zero, of last year's figures, and how many of them are for charts: 总计 of
#: either side of tables 01 and 04.
LAST_YEAR, CHARTED = 5, 4
#: Rows of the catalogue that a bureau may add.
OWN_CODES = 250

_WORDS = re.compile(r'"(?:[^"]|"")*"')
_ELSEWHERE = re.compile(r"'[^']+'!([$A-Z0-9:]+)")
_ABSOLUTE = re.compile(r"\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?|\$[A-Z]+:\$[A-Z]+")
_TOKEN = re.compile(r"([A-Za-z_.][\w.]*)?\(|[),{}]")


def planned(name: str) -> Plan:
    """The plan of a shipped workbook."""
    return plan(name) if name in EDITIONS else card_workbook(load_scorecard(name))


# --- built from the forms ----------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_workbook_is_what_the_forms_build_now(name):
    built = BytesIO(blank(planned(name)))
    assert unlike(workbook(name), built) == [], "run `make templates` and commit what it writes"


def test_two_builds_are_the_same_bytes():
    assert blank(plan(EDITIONS[0], room=12)) == blank(plan(EDITIONS[0], room=12))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_workbook_is_small_and_says_nothing_of_the_time_and_place_it_was_made(name):
    assert workbook(name).stat().st_size < LARGEST
    with ZipFile(workbook(name)) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        for part in package.infolist():
            assert part.date_time == (1980, 1, 1, 0, 0, 0), part.filename
            assert (part.create_system, part.extra, part.comment) == (0, b"", b"")
        about = package.read("docProps/core.xml") + package.read("docProps/app.xml")
    assert b"created" not in about
    assert b"Microsoft" not in about


# --- formulas that Excel 2007 and WPS have -----------------------------------------------------


def formulas(edition: str) -> Iterator[tuple[Part, str, str]]:
    """Every formula: the sheet, the attributes of a cell's formula, the text."""
    for part in parts(edition):
        for attributes, text in part.formulas():
            yield part, attributes, text
        for text in part.conditions():
            yield part, "", text


def calls(formula: str) -> Iterator[tuple[str, int, int]]:
    """Every function that is called: its name, how deep within others, and its arguments."""
    open_calls: list[list[object]] = []
    arrays = 0
    for token in _TOKEN.finditer(re.sub(r"'[^']*'", "", _WORDS.sub("0", formula))):
        sign = token[0][-1]
        if sign in "{}":
            arrays += 1 if sign == "{" else -1
        elif sign == "(":
            open_calls.append([token[1] or "", 1])
        elif sign == "," and not arrays:
            open_calls[-1][1] += 1  # type: ignore[operator]
        elif sign == ")":
            name, arguments = open_calls.pop()
            if name:
                depth = sum(1 for call in open_calls if call[0])
                yield str(name), depth, int(arguments)  # type: ignore[call-overload]
    assert not open_calls, formula


def test_calls_are_counted():
    formula = """IF(A1="x(,",SUM(1,({2,3}),'a(b'!A1),MAX(MIN(1)))"""
    assert sorted(calls(formula)) == [("IF", 0, 3), ("MAX", 1, 1), ("MIN", 2, 1), ("SUM", 1, 3)]


@pytest.mark.parametrize("name", SHIPPED)
def test_only_functions_of_excel_2007_within_its_limits(name):
    assert not EXCEL_2007 & VOLATILE
    used = set()
    for part, _, text in formulas(name):
        assert len(text) < LONGEST, f"{part.name}: {len(text)}"
        for called, depth, arguments in calls(text):
            used.add(called)
            assert depth < DEEPEST, f"{part.name}: {text[:200]}"
            assert arguments <= MOST, f"{part.name}: {text[:200]}"
    assert used <= EXCEL_2007
    assert {"IF", "SUM", "COUNTIFS"} <= used


@pytest.mark.parametrize("name", SHIPPED)
def test_no_formula_is_an_array_or_of_a_later_excel(name):
    for part, attributes, text in formulas(name):
        assert "array" not in attributes, f"{part.name}: {text}"
        assert "_xl" not in text
    for part in parts(name):
        for word in ("<extLst", "x14:", "mc:", " cm=", " vm=", "dataTable"):
            assert word not in part.xml, f"{part.name}: {word}"


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_filled_down_stays_on_its_sheet_and_has_names_for_what_stands_elsewhere(name):
    seen = 0
    for part, attributes, text in formulas(name):
        bare = _WORDS.sub("", text)
        assert bare.count("!") == len(_ELSEWHERE.findall(bare)), f"{part.name}: {text}"
        if "shared" in attributes:
            seen += 1
            # Excel has no place for them in a shared formula.
            assert not {"!", "{"} & set(bare), f"{part.name}: {text}"
        for address in _ELSEWHERE.findall(bare):
            assert _ABSOLUTE.fullmatch(address), f"{part.name}: {address}"
    assert seen > 10


@pytest.mark.parametrize("name", SHIPPED)
def test_every_name_is_hidden_stands_for_an_absolute_range_and_is_used(name):
    book = opened(name)
    for own, defined in book.defined_names.items():
        assert defined.hidden
        assert re.fullmatch(r"[^\W\d]\w{0,254}", own)
        assert not re.fullmatch(r"[A-Za-z]{0,3}\d*|[Rr]\d*[Cc]\d*", own)
        sheet, _, address = defined.attr_text.rpartition("!")
        assert sheet.strip("'") in book.sheetnames and _ABSOLUTE.fullmatch(address), own
    assert len({own.lower() for own in book.defined_names}) == len(book.defined_names)
    used = set()
    for _, _, text in formulas(name):
        bare = re.sub(r"'[^']*'!", "", _WORDS.sub("", text))
        used |= set(re.findall(r"[^\W\d][\w.]*(?![\w.(!])", bare))
    used = {word for word in used if re.search(r"[^\x00-\x7f]", word)}
    assert used == set(book.defined_names)


@pytest.mark.parametrize(
    "reference",
    ["A1", "$A1", "A$1", "$A$1:B2", "$A$1:$B2", "A1:$B$2", "A:C", "$A:C", "$A1:$B$2"],
)
def test_filling_down_refuses_a_reference_that_would_move_on_another_sheet(reference):
    sheet = Workbook().active
    with pytest.raises(ValueError, match="moves"):
        fill_down(sheet, Spot("甲", 0, 0), 9, f"SUM(B1,'乙'!{reference})")
    assert sheet["A1"].value is None


@pytest.mark.parametrize("address", ["$A$1", "$A$1:$B$2", "$A:$C"])
def test_filling_down_names_what_stands_on_another_sheet(address):
    sheet = Workbook().active
    fill_down(sheet, Spot("甲", 0, 0), 9, f"SUM(B1:$C$9,'乙'!{address})")
    ((name, defined),) = sheet.parent.defined_names.items()
    assert defined.attr_text == f"'乙'!{address}"
    assert sheet["A1"].value.text == f"=SUM(B1:$C$9,{name})"
    assert sheet["A10"].value.si == sheet["A1"].value.si


@pytest.mark.parametrize("name", SHIPPED)
def test_names_conditions_and_validations_are_such_as_excel_2007_reads(name):
    book = opened(name)
    for sheet in book:
        assert len(sheet.title) <= 31
        for rule in sheet.data_validations.dataValidation:
            for words in (rule.error, rule.prompt):
                assert len(words or "") <= 255
            for words in (rule.errorTitle, rule.promptTitle):
                assert len(words or "") <= 32
            assert len(rule.formula1 or "") <= 255
    for part in parts(name):
        assert all("!" not in text for text in part.conditions()), part.name
    with ZipFile(workbook(name)) as package:
        names = re.findall(r'definedName name="([^"]+)"', package.read("xl/workbook.xml").decode())
    own = {"_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase"}
    assert set(names) <= own | set(book.defined_names)


# --- protection --------------------------------------------------------------------------------


def is_printed_blank(table: TablePlan, row: object) -> bool:
    """Is it a line that the form prints without words?"""
    return isinstance(row, int) and not table.form.lines[row][0].words


def amounts(of: Plan) -> set[Spot]:
    """The cells for amounts, and for per cents."""
    found = set(of.typed_totals.values())
    found |= {Spot(PICTURES, LAST_YEAR + i, 3) for i in range(CHARTED + len(of.last_year))}
    for subject, table in of.tables.items():
        if table.open:
            top, bottom = table.entry_rows
            columns = [table.entry_column(number) for number in table.form.columns]
            found |= {
                Spot(table.entry, row, column)
                for row in range(top, bottom + 1)
                for column in columns
            }
        else:
            found |= {
                spot
                for (row, number), spot in table.cells.items()
                if of.addends((subject, row, number)) is None and not is_printed_blank(table, row)
            }
    return found | set(typed_over(of))


def years(of: Plan) -> set[Spot]:
    """The years, and gaps, in headings of 申报表: a person may type them."""
    return {
        Spot(of.tables[key].sheet, cell.row, cell.column)
        for key in of.declared
        for cell in of.tables[key].grid.cells
        if cell.role == "heading" and cell.key
    }


def rows_that_may_go(of: Plan) -> set[Spot]:
    """The cells of rows that may be deleted: those of lists, and of all goals but the first."""
    found = set()
    for key in of.declared:
        table = of.tables[key]
        cells = {**table.texts, **table.cells}
        rows = {spot.row for (row, _), spot in cells.items() if in_list(row)[0]}
        for part in table.form.parts:
            for goal in range(2, part.goals + 1):
                first = table.texts[f"{part.goal}{goal}", 0].row
                last = max(
                    s.row for (r, _), s in cells.items() if in_list(r)[0] == f"{part.listed}{goal}"
                )
                rows |= set(range(first, last + 1))
        found |= {Spot(table.sheet, c.row, c.column) for c in table.grid.cells if c.row in rows}
    return found


def inputs(of: Plan) -> set[Spot]:
    """Every cell that a person fills in."""
    found = amounts(of) | set(of.declarable.values())
    found |= {DEPARTMENT, YEAR, UNIT}
    for table in of.open_tables:
        top, bottom = table.entry_rows
        found |= {Spot(table.entry, row, c) for row in range(top, bottom + 1) for c in (0, 1)}
    for key in of.declared:
        found |= set(of.tables[key].texts.values())
    kinds = {table.form.catalogue for table in of.open_tables}
    codes = sum(len(catalogue(kind, of.edition.year)) for kind in kinds) + OWN_CODES
    return found | {Spot(CATALOGUE, row, c) for row in range(1, codes + 1) for c in (1, 2)}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_visible_sheet_is_protected_without_a_password_and_can_be_used(name):
    of = planned(name)
    entries = {table.entry for table in of.open_tables} | {card.sheet for card in of.cards}
    for part in parts(name):
        found = re.findall(r"<sheetProtection ([^>]*?)/>", part.xml)
        if not part.visible:
            continue
        (words,) = found
        said = dict(re.findall(r'(\w+)="([^"]*)"', words))
        assert said["sheet"] == "1", part.name
        assert not {"password", "hashValue", "algorithmName", "saltValue"} & said.keys()
        allowed = ["sort", "autoFilter", "formatColumns", "formatRows"]
        if part.name in entries:
            allowed += ["insertRows", "deleteRows"]
        assert [said[key] for key in allowed] == ["0"] * len(allowed), part.name
        assert "selectUnlockedCells" not in said or said["selectUnlockedCells"] == "0"


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_to_be_filled_in_is_unlocked_and_nothing_else(edition):
    of, unlocked = plan(edition), set()
    over = {*typed_over(of), *years(of)}
    hints = {
        table.entry: letter(table.entry_column(table.form.columns[-1]) + 1)
        for table in of.open_tables
    }
    for sheet in opened(edition):
        if sheet.sheet_state != "visible":
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell, MergedCell) and not cell.protection.locked:
                    spot = Spot(sheet.title, cell.row - 1, cell.column - 1)
                    unlocked.add(spot)
                    # A row can only be deleted where its hint is not locked either.
                    is_hint = cell.column_letter == hints.get(sheet.title)
                    assert cell.data_type != "f" or is_hint or spot in over
    filled_in = {spot for spot in unlocked if letter(spot.column) != hints.get(spot.sheet)}
    assert {spot.link for spot in (filled_in ^ inputs(of)) - rows_that_may_go(of)} == set()
    assert rows_that_may_go(of) <= unlocked
    assert len(unlocked - filled_in) == len(of.open_tables) * of.room


@pytest.mark.parametrize("edition", EDITIONS)
def test_typed_computed_and_printed_cells_look_different_as_the_legend_says(edition):
    book, of = opened(edition), plan(edition)

    def fill(spot: Spot) -> str:
        return str(book[spot.sheet][spot.local].fill.fgColor.rgb)

    legend = {
        cell.value: str(cell.fill.fgColor.rgb)
        for row in book[FRONT].iter_rows(min_row=20)
        for cell in row
        if isinstance(cell.value, str) and cell.fill.fill_type == "solid"
    }
    typed, computed, heading = (legend[w] for w in ("要填的格", "公式算出的格", "印好的字"))
    assert len(set(legend.values())) == len(legend) == 6
    over = {*typed_over(of), *years(of)}
    assert {fill(spot) for spot in inputs(of) - over} == {typed}
    assert {fill(spot) for spot in typed_over(of)} <= {computed}
    for subject, table in of.tables.items():
        for cell in table.grid.cells:
            spot = Spot(table.sheet, cell.row, cell.column)
            generated = table.open and table.first <= cell.row <= table.last
            if cell.role in ("heading", "numbers"):
                assert fill(spot) == heading
            elif generated or (
                cell.role == "amount" and cell.key and of.addends((subject, *cell.key))
            ):
                assert fill(spot) == computed
    for spot in of.typed_totals.values():
        assert fill(spot._replace(column=3)) == computed
    states = {
        str(rule.dxf.fill.bgColor.rgb)
        for table in of.tables.values()
        for ranges in book[table.sheet].conditional_formatting
        for rule in ranges.rules
    }
    shown = {legend[words] for words in ("不符的格", "无法校验的格", "存疑的格")}
    assert states == shown


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_cell_for_an_amount_refuses_words_and_says_so_in_chinese(edition):
    guarded = set()
    for sheet in opened(edition):
        for rule in sheet.data_validations.dataValidation:
            if rule.type != "decimal":
                continue
            assert rule.showErrorMessage and rule.errorStyle in (None, "stop")
            assert re.search("[\u4e00-\u9fff]", rule.error) and rule.errorTitle
            assert (rule.operator, rule.allowBlank) == ("between", True)
            assert float(rule.formula1) < 0 < float(rule.formula2)
            for ranges in rule.sqref.ranges:
                left, top, right, bottom = range_boundaries(str(ranges))
                guarded |= {
                    Spot(sheet.title, row - 1, column - 1)
                    for row in range(top, bottom + 1)
                    for column in range(left, right + 1)
                }
    assert {s.link for s in guarded ^ amounts(plan(edition))} == set()


@pytest.mark.parametrize("edition", EDITIONS)
def test_year_unit_and_declarations_are_chosen_or_checked(edition):
    rules = {
        spot.link: rule
        for rule in opened(edition)[FRONT].data_validations.dataValidation
        for spot in (YEAR, UNIT, *plan(edition).declarable.values())
        if spot.local in rule.sqref
    }
    assert rules[YEAR.link].type == "whole"
    assert rules[UNIT.link].formula1 == f'"{",".join(UNITS)}"'
    for spot in plan(edition).declarable.values():
        assert rules[spot.link].formula1 == '"是"'
