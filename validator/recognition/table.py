"""The records that recognition yields: a filled table with every cell bound to its form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from validator.amounts import COUNTED, PERCENT, Unit
from validator.forms.catalogue import is_code, parent_of
from validator.forms.equations import keys_of
from validator.forms.model import (
    TOTAL,
    CellKey,
    Edition,
    Form,
    Layout,
    RowKey,
    dated,
    name_of_table,
)
from validator.reading import Book, Sheet
from validator.recognition.card import Card, Summary
from validator.recognition.cells import Binding, Cell, Scan, amount_of, scan, shares_of
from validator.recognition.words import of_cell
from validator.remembered import remembered_of_each

#: What stands for the rows of a table that have figures and no certain code.
UNCODED = "没有科目编码的行"
#: Layouts with lines of their own: there a line that is not found is missing, not unused.
FIXED_LAYOUTS = frozenset({Layout.TWO_SIDED, Layout.SINGLE, Layout.DECLARED})


class Entry(NamedTuple):
    """A 科目 row, or a row of the list `list`: its key among the table's cells, code, name, and
    where the code (of a row without code, the name) stands.

    The key is the code; of a code that stands twice, the second has the key `code#2`; the rows of a
    list have no code, and the keys 项目#1, 项目#2 ….
    """

    key: str
    code: str
    name: str
    row: int
    column: int
    list: str = ""


class Remark(NamedTuple):
    """Something about a table's shape that a person must know: `kind` names the rule's case.

    `facts` fill the message; `row` and `column` say where, or are None for the whole table.
    """

    kind: str
    facts: Mapping[str, object]
    row: int | None = None
    column: int | None = None


class About(NamedTuple):
    """What the lines around a table say of it: its title, the unit of its amounts and whether they
    state it, its year and department."""

    title: str
    unit: Unit
    unit_stated: bool
    year: int | None = None
    department: str | None = None


@dataclass(frozen=True)
class Table:
    """One filled table. `key` is the subject's number, "上年01" for last year's.

    `bindings` are its rows of figures, `entries` its 科目 rows, both in printed order;
    `declaration` is the sentence that declares the table empty, if there is one; `year` and
    `department` are those of its own heading; `lacking` are the (list, 栏次) that were not found,
    `omitted` the lines that its layout does not print, which are worth nothing. `unfound` are the
    栏次 of which no column is certain; `uncoded`: rows with figures have no certain code.
    """

    key: str
    form: Form
    source: Sheet
    top: int
    left: int
    bottom: int
    right: int
    title: str
    unit: Unit
    unit_stated: bool
    bindings: tuple[Binding, ...]
    content: Scan
    entries: tuple[Entry, ...]
    declaration: str
    remarks: tuple[Remark, ...]
    year: int | None = None
    department: str | None = None
    lacking: frozenset[tuple[RowKey, int]] = frozenset()
    unfound: frozenset[int] = frozenset()
    uncoded: bool = False
    omitted: frozenset[int] = frozenset()

    @cached_property
    def first_row(self) -> int:
        """The row of its first figures; that of its title where none are bound."""
        return min((binding.row for binding in self.bindings), default=self.top)

    @property
    def sheet(self) -> str:
        """The name of the sheet that it stands on."""
        return self.source.name

    @cached_property
    def empty(self) -> str:
        """The declaration of a table that holds nothing but zeros, else ""."""
        odd = (cell.amount for cell in self.content.odd.values())
        held = any(amount.printed or amount.state not in COUNTED for amount in odd)
        return "" if held or any(self.content.figures.values()) else self.declaration

    @cached_property
    def cells(self) -> Mapping[tuple[RowKey, int], Cell]:
        """(row key, 栏次) → cell, the blank ones too; who needs few of them asks for each."""
        cells: dict[tuple[RowKey, int], Cell] = {}
        for key, row, columns in self.bindings:
            for number, column in columns.items():
                cells[key, number] = self._read(row, number, column)
        return cells

    def cell(self, key: RowKey, number: int) -> Cell | None:
        """One of its `cells`; None where the table has no such row or column."""
        place = key, number
        if place not in self._asked:
            self._asked[place] = None
            for _, row, columns in self._bindings_of.get(key, ()):
                if number in columns:
                    self._asked[place] = self._read(row, number, columns[number])
                    break
        return self._asked[place]

    @cached_property
    def _asked(self) -> dict[tuple[RowKey, int], Cell | None]:
        """The cells that have been asked for one by one."""
        return {}

    @cached_property
    def _bindings_of(self) -> Mapping[RowKey, Sequence[Binding]]:
        """Row key → its rows on the sheet, the last first: what is bound twice counts as there."""
        found: dict[RowKey, list[Binding]] = {}
        for binding in reversed(self.bindings):
            found.setdefault(binding.key, []).append(binding)
        return found

    def _read(self, row: int, number: int, column: int) -> Cell:
        values = self.source.rows[row]
        raw = values[column] if column < len(values) else ""
        fault = self.source.faults.get((row, column)) if self.source.faults else None
        share = self.shares.get(number) if self.form.shares else None
        return Cell(amount_of(raw, self.unit, fault, share), raw, row, column)

    @cached_property
    def shares(self) -> Mapping[int, bool]:
        """The 栏次 of per cents, and whether they are kept as fractions."""
        return shares_of(self.form, self.source, self.bindings)

    @cached_property
    def bound_at(self) -> Mapping[tuple[int, int], tuple[RowKey, int]]:
        """(row, column) on the sheet → the (row key, 栏次) that is bound to it."""
        return {
            (row, column): (key, number)
            for key, row, columns in self.bindings
            for number, column in columns.items()
        }

    def bound(self, row: int, column: int) -> tuple[RowKey, int] | None:
        """The (row key, 栏次) bound to a cell of the sheet, as `bound_at`, for who asks of few."""
        for key, _, columns in self._bindings_at.get(row, ()):
            for number, at in columns.items():
                if at == column:
                    return key, number
        return None

    @cached_property
    def _bindings_at(self) -> Mapping[int, Sequence[Binding]]:
        """Row on the sheet → what is bound in it, the last first."""
        found: dict[int, list[Binding]] = {}
        for binding in reversed(self.bindings):
            found.setdefault(binding.row, []).append(binding)
        return found

    def words_at(self, row: int, column: int) -> str:
        """The plain words of a cell of its sheet; "" beyond the sheet."""
        rows = self.source.rows
        return of_cell(rows[row][column]) if row < len(rows) and column < len(rows[row]) else ""

    @cached_property
    def entry_at(self) -> Mapping[tuple[int, int], Entry]:
        """(row, column) of a code on the sheet → its entry."""
        return {(entry.row, entry.column): entry for entry in self.entries}

    @cached_property
    def missing(self) -> frozenset[CellKey]:
        """The cells of printed lines and of lists that were not found; a list's name stands for all
        of its rows. One declared empty need not have any."""
        if self.empty:
            return frozenset()
        found = {*self.omitted, *(binding.key for binding in self.bindings)}
        printed: Mapping[RowKey, tuple[int, ...]] = dict.fromkeys(
            self.form.totals, self.form.columns
        )
        if self.form.layout in FIXED_LAYOUTS:
            printed = self.form.columns_of_row
        places = {(row, column) for row in printed.keys() - found for column in printed[row]}
        if self.uncoded:
            places |= {(UNCODED, column) for column in self.form.columns}
        return frozenset((self.key, *place) for place in (*places, *self._unheaded, *self.lacking))

    @property
    def _unheaded(self) -> Iterator[tuple[RowKey, int]]:
        """The cells of bound rows in columns of which the headings were not found."""
        if self.form.layout is not Layout.DECLARED:
            return
        lists = {entry.key: self.form.lists[entry.list] for entry in self.entries}
        for key, _, columns in self.bindings:
            part = self.form.lines[key][1] if isinstance(key, int) else lists.get(key)
            for column in part.columns if part else ():
                if column.number not in columns:
                    yield key, column.number

    @cached_property
    def unclear(self) -> frozenset[CellKey]:
        """The cells that figures cannot speak for: odd ones that are not plain numbers as well, and
        missing ones."""
        return self.missing.union(self.content.odd.keys() - self.content.figures.keys())

    @property
    def sheets(self) -> frozenset[str]:
        """The names of all sheets that it stands on."""
        return frozenset(part.name for part in self.source.origins) or frozenset({self.sheet})

    @property
    def range(self) -> str:
        """The part of the sheet that the table takes, as A1:F38; where it goes on on other sheets,
        with theirs: A1:F38、表3续!A1:F12."""
        rows_of: dict[str, list[int]] = {}
        ends = self.top, self.bottom
        for row in range(self.top, self.bottom + 1) if self.source.origins else ends:
            rows_of.setdefault(self.source.place(row, self.left)[0], []).append(row)
        ranges = []
        for name, rows in rows_of.items():
            corners = (
                self.source.place(rows[0], self.left),
                self.source.place(rows[-1], self.right),
            )
            own = ":".join(address for _, address in corners)
            ranges.append(own if name == self.sheet else f"{name}!{own}")
        return "、".join(ranges)

    @property
    def place(self) -> str:
        """Where it stands, as 表1!A1:F38."""
        return f"{self.sheet}!{self.range}"

    @cached_property
    def rows(self) -> tuple[RowKey, ...]:
        """The keys of the rows with figures of a 科目 table, 合计 first."""
        total = [TOTAL] if any(binding.key == TOTAL for binding in self.bindings) else []
        return (*total, *(entry.key for entry in self.entries))

    @cached_property
    def below(self) -> Mapping[RowKey, tuple[RowKey, ...]]:
        """Code, list or 合计 → the keys of the rows one level below."""
        below: dict[RowKey, list[RowKey]] = {}
        for entry in self.entries:
            above = entry.list or parent_of(entry.code) or TOTAL
            below.setdefault(above, []).append(entry.key)
        return {above: tuple(keys) for above, keys in below.items()}

    @cached_property
    def codes(self) -> frozenset[str]:
        """The 科目 that have a row."""
        return frozenset(entry.code for entry in self.entries if entry.code)

    def codes_of_length(self, length: int | None) -> list[str]:
        """The codes of a level (None: of every level), printed by the form or entered."""
        fixed = self.form.layout in FIXED_LAYOUTS
        codes = self.form.rows_by_code if fixed else [entry.code for entry in self.entries]
        return [c for c in codes if len(c) == length or (length is None and is_code(c))]

    def row_label(self, key: RowKey) -> str:
        """The words of a row as a person knows it: 本年收入合计, 2080505 机关事业单位…; a row of a
        list by its first words."""
        if isinstance(key, int):
            return self.form.line_words[key]
        return self._labels.get(key, key)

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return {e.key: f"{e.code} {e.name}".strip() for e in self.entries}

    def column_label(self, number: int) -> str:
        """The heading of a column, as `Form.column_label`, with the year that it stands for."""
        return dated(_column_labels(self.form)[number], self.year)

    def by_words(self) -> "Table":
        """The table with its lines also under their words: another edition's 行次 may differ."""
        named = [
            binding._replace(key=self.form.lines[binding.key][0].words)
            for binding in self.bindings
            if isinstance(binding.key, int) and self.form.lines[binding.key][0].words
        ]
        known = {binding.key for binding in self.bindings}
        bindings = (*self.bindings, *(b for b in named[::-1] if b.key not in known))
        return replace(
            self,
            bindings=bindings,
            content=scan(self.source, self.unit, self.key, bindings, self.shares),
        )

    @property
    def called(self) -> str:
        """Its title, with the number of one that stands several times or in another workbook:
        表12-2 部门项目申报表."""
        title = self.form.title
        alone = self.key == self.form.subject
        return title if alone else f"{name_of_table(self.key)} {title}"

    def unit_of(self, column: int) -> Unit:
        """The unit of a column's figures: that of the table, or per cents."""
        return PERCENT if column in self.form.shares else self.unit

    def lacks_results(self) -> bool:
        """Is there a formula without a result within the table?"""
        return any(
            fault == "" and self.top <= row <= self.bottom and self.left <= column <= self.right
            for (row, column), fault in self.source.faults.items()
        )

    def is_blank(self) -> bool:
        """Is there no figure at all in the table?"""
        return not self.content.figures and not self.content.odd


@remembered_of_each
def _column_labels(form: Form) -> Mapping[int, str]:
    return {number: form.column_label(number) for number in form.columns}


class Unread(NamedTuple):
    """A title under which the form's headings were not found; `place` is sheet!cell."""

    subject: str
    place: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """A workbook's tables and scorecards. `tables` has one entry a subject; `doubles` what stood
    there again, and `unread` the titles of subjects without a table. `cards` and `summaries` are
    its scorecards and the summaries of such. Of a workbook that was made from the forms, `template`
    is the edition that its stamp names and `printed` the one that its tables look like; of any
    other both are ""."""

    book: Book
    edition: Edition
    tables: Mapping[str, Table]
    doubles: tuple[Table, ...]
    unread: tuple[Unread, ...]
    other_sheets: tuple[str, ...]
    department: str | None
    year: int | None
    unit: Unit
    template: str = ""
    printed: str = ""
    cards: tuple[Card, ...] = ()
    summaries: tuple[Summary, ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        """The keys of the tables that there are, in printed order."""
        return tuple(
            key
            for subject in self.edition.order
            for key in keys_of(self.edition.forms[subject], self.tables)
        )
