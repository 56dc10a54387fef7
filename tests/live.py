"""Workbooks as they are made from the forms, filled with the books of a ledger: the stamp, a
sheet a table with formulas where the forms compute, entry sheets for 科目, helping columns.

Amounts are in 元, of which every sum of printed figures is exact: so the tables hold just what
formulas would give, worked out by the ledger and not by the checks that are tested here.
"""

import io
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from xml.sax.saxutils import escape

from tests.books import Values
from tests.ledgers import ledger_of
from validator.amounts import YUAN
from validator.forms.catalogue import LENGTHS, catalogue
from validator.forms.computed import computed, computed_in
from validator.forms.loader import form_of, load
from validator.forms.model import CellKey, Form
from validator.forms.workbook import (
    ENTRY_HEADINGS,
    FRONT,
    TOTALS,
    TOTALS_FIRST,
    TOTALS_TYPED,
    entry_sheet,
    number_in,
    own_sheets,
    stamp,
    table_sheet,
    tables,
    totals,
)
from validator.reading import Book, Sheet, address
from validator.recognition import recognise
from workbook_templates.grid import lay_out, sheet

#: Generated rows without a 科目.
SPARE = 12
HELPERS = 4


@dataclass
class Leaf:
    """A sheet open for changes."""

    name: str
    rows: list[list[object]]
    formulas: set[tuple[int, int]] = field(default_factory=set)

    def put(self, row: int, column: int, value: object) -> None:
        """Overwrite a cell, whatever stands there."""
        self.rows[row][column] = value
        self.formulas.discard((row, column))

    def insert(self, row: int) -> None:
        """Put a row in: what stands below moves down, with its formulas."""
        self.rows.insert(row, [""] * len(self.rows[0]))
        self.formulas = {(r + (r >= row), c) for r, c in self.formulas}

    def delete(self, row: int) -> None:
        """Take a row out."""
        del self.rows[row]
        self.formulas = {(r - (r > row), c) for r, c in self.formulas if r != row}


@dataclass
class Live:
    """A workbook open for changes, its sheets by name; `repeated` as in `workbook.tables`."""

    edition: str
    sheets: dict[str, Leaf]
    repeated: int

    def table(self, key: str) -> Leaf:
        """The sheet of a table."""
        return self.sheets[table_sheet(form_of(key, load(self.edition)), key)]

    def entries(self, subject: str) -> Leaf:
        """The entry sheet of a table."""
        return self.sheets[entry_sheet(load(self.edition).forms[subject])]

    def type_total(self, cell: CellKey, value: object) -> None:
        """Type a total where it may be typed, without the formula following."""
        row = TOTALS_FIRST + totals(self.edition, self.repeated).index(cell)
        self.sheets[TOTALS].rows[row][TOTALS_TYPED] = value

    def rename(self, name: str, other: str) -> None:
        """Rename a sheet where it stands."""
        self.sheets = {(other if key == name else key): leaf for key, leaf in self.sheets.items()}

    def values_only(self) -> None:
        """Paste everything as values."""
        for leaf in self.sheets.values():
            leaf.formulas.clear()

    def book(self) -> Book:
        """The workbook as the reader gives it."""
        sheets = [
            Sheet(name, [list(row) for row in leaf.rows], {}, frozenset(leaf.formulas))
            for name, leaf in self.sheets.items()
        ]
        return Book("模板.xlsx", tuple(sheets))


def live(edition: str, seed: int = 1, *, blank: bool = False, rich: bool = True) -> Live:
    """The filled workbook of a department, to be changed; `blank`: as it is handed out."""
    return deepcopy(_made(edition, seed, blank, rich))


@cache
def _made(edition: str, seed: int, blank: bool, rich: bool) -> Live:
    form_set, of = load(edition), ledger_of(edition)
    department = of.department(seed, rich=rich)
    filled = of.figures(department, edition, YUAN)
    front: list[list[object]] = [[""] * 3 for _ in range(30)]
    front[0][0] = "公开表"
    for i, subject in enumerate(form_set.order):
        front[8 + i][:2] = [i + 1, form_set.forms[subject].title]
    front[20][1] = stamp(form_set)
    front[22][1] = "使用说明"
    found = {FRONT: Leaf(FRONT, front)}
    count = sum(form_of(key, form_set).repeated for key in filled)
    for key, form in tables(form_set, count).items():
        values, subjects, empty, texts = filled[key]
        if blank:
            values, subjects, empty, texts = {}, (), False, {}
        subjects = tuple((code, _name(form, form_set.year, code, name)) for code, name in subjects)
        room = [*subjects, *[("", "")] * SPARE] if form.open else ()
        grid = lay_out(
            form,
            values,
            subjects=room,
            texts=texts,
            number=number_in(form, key),
            department="" if blank else department.name,
            year=0 if blank else form_set.year,
            unit="元",
            empty=empty,
        )
        leaf = Leaf(table_sheet(form, key), [list(row) for row in sheet(grid, "").rows])
        roles = {"title", "department", "unit"}
        if form.open:
            roles |= {"code", "name", "amount", "sentence"}
        leaf.formulas = {(c.row, c.column) for c in grid.cells if c.role in roles}
        found[leaf.name] = leaf
        if form.open:
            name = entry_sheet(form)
            found[name] = Leaf(name, _entries(edition, key, values, subjects))
    _compute(found, edition, count)
    for key, form in tables(form_set, count).items():
        _help(found[table_sheet(form, key)])
    rows: list[list[object]] = [[""] * 5 for _ in range(TOTALS_FIRST)]
    rows[0][0] = TOTALS
    for key, row, number in totals(edition, count):
        name = table_sheet(form_of(key, form_set), key)
        rows.append([name, str(row), str(number), 1.0, ""])
    found[TOTALS] = Leaf(TOTALS, rows, {(r, 3) for r in range(TOTALS_FIRST, len(rows))})
    for name in (name for name in own_sheets(form_set) if name not in found):
        other: list[list[object]] = [[name, ""], ["本年收入合计", 1.0], ["合计", 2.0]]
        found[name] = Leaf(name, other, {(1, 1), (2, 1)})
    return Live(edition, found, count)


def _name(form: Form, year: int, code: str, name: str) -> str:
    """The printed name: of a 科目 above the entered ones only where the list knows it."""
    known = catalogue(form.catalogue, year).get(code, "")
    return known or (name if len(code) == LENGTHS[form.catalogue][-1] else "")


def _compute(found: Mapping[str, Leaf], edition: str, count: int) -> None:
    """Formulas in the cells that the forms compute."""
    form_set = load(edition)
    book = Book("", tuple(Sheet(leaf.name, leaf.rows, {}) for leaf in found.values()))
    read = recognise(book, edition).tables
    for key, row, number in computed_in(edition, tables(form_set, count)).cells:
        table = read[key]
        listed = [e.key for e in table.entries if e.list == row]
        for place in listed if row in table.form.lists else [row]:
            cell = table.cells[place, number]
            found[table.sheet].formulas.add((cell.row, cell.column))


def _help(leaf: Leaf) -> None:
    """Hidden columns beside the table, with words and numbers."""
    amounts = {row for row, _ in leaf.formulas if row > 3}
    width = len(leaf.rows[0])
    for number, row in enumerate(leaf.rows):
        row += (
            ["打印", 2080000.0 + number, 2080500.0, 1.25] if number in amounts else [""] * HELPERS
        )
        if number in amounts:
            leaf.formulas |= {(number, width + i) for i in range(HELPERS)}


def _entries(
    edition: str, subject: str, values: Values, subjects: tuple[tuple[str, str], ...]
) -> list[list[object]]:
    """The entry sheet: only the lowest 科目, only the columns that are not computed, in disorder,
    with blank rows between."""
    form = load(edition).forms[subject]
    sums = {number for key, number in computed(edition).columns if key == subject}
    width = 3 + len(form.columns)
    rows: list[list[object]] = [[""] * width for _ in range(ENTRY_HEADINGS)]
    rows[0][0] = f"{form.title}　科目录入"
    columns = {c.number: c for part in form.parts for c in part.columns}
    words = [f"{n}\n{'·'.join(columns[n].path)}" for n in form.columns]
    rows.append(["科目编码", "科目名称", *words, "提示"])
    for i, (code, name) in enumerate(sorted(subjects, key=lambda s: s[0][::-1])):
        if len(code) == LENGTHS[form.catalogue][-1]:
            amounts = ["" if n in sums else values.get((code, n), "") or "" for n in form.columns]
            known = code in catalogue(form.catalogue, load(edition).year)
            said = "" if known and i % 3 else name
            rows.append([float(code) if i % 2 else code, said, *amounts, "科目"])
            if i % 4 == 0:
                rows.append([""] * width)
    return rows


# --- as a file ---------------------------------------------------------------------------------

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def as_file(book: Book) -> bytes:
    """The bytes of an .xlsx: formulas with their saved results, shared ones in columns."""
    links = sheets = ""
    parts = {}
    for i, own in enumerate(book.sheets, start=1):
        sheets += f'<sheet name="{own.name}" sheetId="{i}" r:id="r{i}"/>'
        links += f'<Relationship Id="r{i}" Type="{_OFFICE}/worksheet" Target="worksheets/{i}.xml"/>'
        rows = ""
        for r, values in enumerate(own.rows):
            cells = "".join(
                _cell(address(r, c), value, (r, c) in own.formulas, c)
                for c, value in enumerate(values)
            )
            rows += f'<row r="{r + 1}">{cells}</row>'
        parts[f"xl/worksheets/{i}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        )
    parts |= {
        "_rels/.rels": (
            f'<Relationships><Relationship Id="r" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _cell(place: str, value: object, formula: bool, column: int) -> str:
    shared = f'<f t="shared" si="{column}"/>' if column % 2 else "<f>A1&amp;B1</f>"
    said = shared if formula else ""
    if isinstance(value, float | int):
        return f'<c r="{place}" s="0">{said}<v>{value!r}</v></c>'
    if formula:
        return f'<c r="{place}" s="0" t="str">{said}<v>{escape(str(value))}</v></c>'
    if not value:
        return f'<c r="{place}" s="0"/>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
