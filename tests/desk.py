"""The rich workbook open for changes, and the mistakes that each named check must see.

`MISTAKES` has, by the name of a check, what the finding must be called, how heavy it is, and the
change that makes the mistake; `PLACES` where a change is made in the tables of a kind.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.books import Filled
from tests.ledgers import ledger_of
from tests.live import Live, live
from tests.rich import RICH, Accounts, names
from validator.forms.catalogue import LENGTHS
from validator.forms.equations import CompiledCheck
from validator.forms.loader import editions, load
from validator.forms.model import BUDGETS, FINAL_ACCOUNTS, ONLY_ROW, TOTAL, Form, RowKey, Severity
from validator.forms.workbook import CHECK, FRONT, stamp
from validator.reading import Book, Noticed, Sheet, address
from validator.recognition import Cell, Entry, Table, recognise


@dataclass(frozen=True)
class Places:
    """Where mistakes are made: `codes` is a table with functional 科目, `needed` one that is left
    out, `fund` that of the government funds, `single` one with a single row; `named` is a line of
    table 1 that is renamed, `heading` one of `codes`; `pasted` is the last column of `fund` that is
    added up, `pasted_table` a table and the other in the place of which its rows are pasted."""

    codes: str
    needed: str
    fund: str
    single: str
    named: int
    heading: str
    pasted: int
    pasted_table: tuple[str, str]


PLACES: Mapping[str, Places] = {
    FINAL_ACCOUNTS: Places("05", "08", "07", "09", 28, "项目支出", 5, ("05", "08")),
    BUDGETS: Places("05-1", "06", "08", "07", 26, "基本支出", 3, ("08", "09")),
}


@dataclass
class Desk:
    """The rich workbook open for changes: rows by table; a change may drop or add a sheet."""

    books: Accounts
    rows: dict[str, list[list[object]]] = field(default_factory=dict)
    faults: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    written: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    added: list[Sheet] = field(default_factory=list)
    live: Live | None = None
    noticed: list[Noticed] = field(default_factory=list)

    def __post_init__(self) -> None:
        for key in self.books.found.order:
            sheet = self.books.sheet(self.table(key))
            self.rows[key] = [list(row) for row in sheet.rows]
            self.faults[key] = dict(sheet.faults)

    @property
    def at(self) -> Places:
        """Where mistakes are made in these tables."""
        return PLACES[self.books.found.edition.kind]

    def table(self, key: str) -> Table:
        """The table as it was before any change."""
        return self.books.tables[key]

    def codes(self, key: str, length: int) -> list[Entry]:
        """The 科目 rows of a level."""
        return [entry for entry in self.table(key).entries if len(entry.code) == length]

    def lowest(self, key: str) -> list[Entry]:
        """The 科目 rows of the lowest level."""
        return self.codes(key, LENGTHS[self.table(key).form.catalogue][-1])

    def cell(self, key: str, row: RowKey, column: int) -> Cell:
        """A cell as it was before any change."""
        return self.table(key).cells[row, column]

    def put(self, key: str, row: int, column: int, value: object) -> None:
        """Overwrite a cell."""
        self.rows[key][row][column] = value

    def wipe(self, key: str, row: int, first: int = 0, last: int = 99) -> None:
        """Blank the cells of a row from column `first` to `last`."""
        for column in range(first, min(last + 1, len(self.rows[key][row]))):
            self.put(key, row, column, "")

    def replace(self, key: str, text: str, other: str) -> None:
        """Other words for `text`, wherever it stands in a table."""
        for row in self.rows[key]:
            row[:] = [v.replace(text, other) if isinstance(v, str) else v for v in row]

    def sheets(self) -> Iterator[Sheet]:
        """The sheets as they are now."""
        for key, rows in self.rows.items():
            own = self.written.get(key, {})
            yield Sheet(self.table(key).sheet, rows, self.faults[key], frozenset(own), own)
        yield from self.added

    def add(self, key: str, rows: Sequence[Sequence[object]]) -> None:
        """Add a sheet that holds the table `key` once more."""
        self.added.append(Sheet(f"{self.table(key).sheet}（二）", rows, {}))

    def book(self) -> Book:
        """The workbook as it is now."""
        if self.live:
            return self.live.book()
        return Book("改过.xlsx", tuple(self.sheets()), noticed=tuple(self.noticed))


#: A change that a check must see, in the table with the given key ("" for the workbook).
Change = Callable[[Desk, str], None]


def item(desk: Desk, key: str) -> Entry:
    """A code of the lowest level, not the first of its parent."""
    return desk.lowest(key)[-1]


def short_code(desk: Desk, key: str) -> None:
    entry = item(desk, key)
    desk.put(key, entry.row, entry.column, entry.code[:-1])


def same_code_again(desk: Desk, key: str) -> None:
    entry = item(desk, key)
    before = desk.table(key).entries[desk.table(key).entries.index(entry) - 1]
    desk.put(key, entry.row, entry.column, before.code)


def class_without_code(desk: Desk, key: str) -> None:
    entry = desk.codes(key, 3)[0]
    desk.put(key, entry.row, entry.column, "")


def other_name(desk: Desk, key: str) -> None:
    entry = desk.codes(key, 3)[0]
    row = desk.rows[key][entry.row]
    name = next(c for c in range(entry.column + 1, len(row)) if row[c] == entry.name)
    desk.put(key, entry.row, name, "另一个名称")


def two_rows_exchanged(desk: Desk, key: str) -> None:
    table = desk.table(key)
    entry = item(desk, key)
    other = table.entries[table.entries.index(entry) - 1]
    last = max(cell.column for (row, _), cell in table.cells.items() if row == entry.key)
    rows = desk.rows[key]
    width = last + 1 - entry.column
    here = slice(entry.column, entry.column + width)
    there = slice(other.column, other.column + width)
    rows[entry.row][here], rows[other.row][there] = rows[other.row][there], rows[entry.row][here]


def unknown_code(desk: Desk, key: str) -> None:
    table = desk.table(key)
    known = names(desk.books.edition)[table.form.catalogue]
    entry = next(e for e in table.entries if len(e.code) > 3 and e.code in known)
    desk.put(key, entry.row, entry.column, f"{entry.code[:-2]}98")


def below_left_out(length: int) -> Change:
    """Leave out everything below a code of `length` digits."""

    def change(desk: Desk, key: str) -> None:
        parent = desk.codes(key, length)[0].code
        for entry in desk.table(key).entries:
            if entry.code.startswith(parent) and entry.code != parent:
                desk.wipe(key, entry.row)

    return change


def table_left_out(desk: Desk, _: str) -> None:
    del desk.rows[desk.at.needed]


def table_again(desk: Desk, _: str) -> None:
    key = desk.at.codes
    desk.add(key, desk.rows[key])


def table_again_blank(desk: Desk, _: str) -> None:
    key = desk.at.codes
    rows = [list(row) for row in desk.rows[key]]
    for cell in desk.table(key).cells.values():
        rows[cell.row][cell.column] = ""
    desk.add(key, rows)


def table_again_changed(desk: Desk, _: str) -> None:
    key = desk.at.codes
    rows = [list(row) for row in desk.rows[key]]
    cell = desk.cell(key, TOTAL, 1)
    rows[cell.row][cell.column] = 1.23
    desk.add(key, rows)


def declared_empty(key: str) -> Change:
    """Print a table as empty while others hold what should be in it."""

    def change(desk: Desk, _: str) -> None:
        edition = desk.books.edition
        of = ledger_of(edition)
        department = of.department(RICH, rich=True)
        printed = of.printed(department, edition, {key: Filled({}, (), True)})
        desk.rows[key] = [list(row) for row in printed.sheets[0].rows]

    return change


def sentence_under_figures(desk: Desk, _: str) -> None:
    key = desk.at.fund
    sentence = desk.table(key).form.empty_sentence.format(year=load(desk.books.edition).year)
    rows = desk.rows[key]
    rows.append([sentence, *[""] * (len(rows[0]) - 1)])


def other_year(desk: Desk, _: str) -> None:
    """Another year above one table, and their own above the others."""
    for key, rows in desk.rows.items():
        year = 2009 if key == desk.at.codes else load(desk.books.edition).year
        title = desk.table(key).form.title
        for row in rows[:3]:
            row[:] = [f"{year}年度{title}" if title in str(v) else v for v in row]


def other_department(desk: Desk, _: str) -> None:
    """Another department above one table."""
    desk.replace(desk.at.codes, desk.books.found.department or "", "别的局")


def line_left_out(desk: Desk, _: str) -> None:
    amount = desk.cell("01", 27, 1)
    desk.wipe("01", amount.row, 0, amount.column)


def line_renamed(desk: Desk, _: str) -> None:
    row = desk.cell("01", desk.at.named, 1).row
    desk.put("01", row, 0, f"{desk.rows['01'][row][0]}（调整后）")


def line_renumbered(desk: Desk, _: str) -> None:
    amount = desk.cell("01", 28, 1)
    desk.put("01", amount.row, amount.column - 1, 99)


def table_renumbered(desk: Desk, _: str) -> None:
    """Another number over the table of the government funds."""
    mark = desk.table(desk.at.fund).form.mark
    desk.replace(desk.at.fund, mark, re.sub(r"\d+", "99", mark))


def unnumbered_with_an_unknown_line(desk: Desk, _: str) -> None:
    """Table 1 without 行次, and a class with words that no form has."""
    table = desk.table("01")
    for cell in table.cells.values():
        desk.put("01", cell.row, cell.column - 1, "")
    class_ = next(n for n, (line, _) in table.form.lines.items() if line.code)
    place = desk.cell("01", class_, 2)
    desk.put("01", place.row, place.column - 2, "一、别的支出")


def line_of_its_own(desk: Desk, _: str) -> None:
    amount = desk.cell("01", desk.at.named, 1)
    desk.wipe("01", amount.row, 0, amount.column - 1)
    desk.put("01", amount.row, 0, "另一项收入")


def total_left_out(key: str, label: str) -> Change:
    """Leave out a row of totals."""

    def change(desk: Desk, _: str) -> None:
        row = desk.cell(key, label, 1).row
        desk.wipe(key, row)

    return change


def second_total(desk: Desk, _: str) -> None:
    key = desk.at.codes
    entry = item(desk, key)
    desk.wipe(key, entry.row, 0, desk.cell(key, entry.key, 1).column - 1)
    desk.put(key, entry.row, entry.column, TOTAL)


def code_left_out(desk: Desk, _: str) -> None:
    entry = item(desk, desk.at.codes)
    desk.put(desk.at.codes, entry.row, entry.column, "")


def third_total(desk: Desk, _: str) -> None:
    row = desk.cell("06", "公用经费合计", 1).row
    desk.put("06", row, desk.cell("06", "30201", 1).column, 1.23)


def second_row(desk: Desk, _: str) -> None:
    key = desk.at.single
    row = desk.cell(key, ONLY_ROW, 1).row
    desk.rows[key].insert(row + 1, list(desk.rows[key][row]))


def instead_of_a_figure(value: object, fault: str | None = None) -> Change:
    """Something else in the cell of table 1 line 1."""

    def change(desk: Desk, _: str) -> None:
        amount = desk.cell("01", 1, 1)
        desk.put("01", amount.row, amount.column, value)
        if fault is not None:
            desk.faults["01"][amount.row, amount.column] = fault

    return change


def shorter_figures(desk: Desk, _: str) -> None:
    key = desk.at.codes
    for cell in desk.table(key).cells.values():
        if isinstance(cell.raw, float):
            desk.put(key, cell.row, cell.column, round(cell.raw, 1))


def digits_of_yuan(desk: Desk, _: str) -> None:
    """Figures that were divided by 10,000 and not rounded."""
    key = desk.at.codes
    for cell in desk.table(key).cells.values():
        if isinstance(cell.raw, float) and cell.raw:
            desk.put(key, cell.row, cell.column, cell.raw + 0.001234)


def less_than_fen(desk: Desk, _: str) -> None:
    """A table in 元 with a third of a 分."""
    key = desk.at.codes
    desk.replace(key, "万元", "元")
    cell = desk.cell(key, TOTAL, 1)
    desk.put(key, cell.row, cell.column, 1.003)


def in_yuan(*columns: int) -> Change:
    """The figures of table 3 in 元, in some columns or in all, under the heading 万元."""

    def change(desk: Desk, _: str) -> None:
        for (_row, column), cell in desk.table("03").cells.items():
            if isinstance(cell.raw, float) and (column in columns or not columns):
                desk.put("03", cell.row, cell.column, cell.raw * 10_000)

    return change


def table_in_yuan_without_a_unit(desk: Desk, key: str) -> None:
    in_yuan()(desk, key)
    desk.replace("03", "单位：万元", "")


def two_tables_of_two_units(desk: Desk, key: str) -> None:
    """Tables 2 and 3, say, alone in the workbook, and one of them in 元."""
    in_yuan()(desk, key)
    for other in desk.rows.keys() - {"01", "03"}:
        del desk.rows[other]


def trillions(desk: Desk, _: str) -> None:
    """A total of 2 万亿元, and its one addend."""
    key = desk.at.single
    for (_row, column), cell in desk.table(key).cells.items():
        desk.put(key, cell.row, cell.column, 200_000_000.0 if column in (1, 6) else "")


def column_again(desk: Desk, _: str) -> None:
    """The last column of a table in the place of the one before it as well."""
    key = desk.at.fund
    table = desk.table(key)
    for row, column in table.cells:
        if column == desk.at.pasted:
            there, here = table.cells[row, column], table.cells[row, column - 1]
            desk.put(key, here.row, here.column, there.raw)


def other_table_pasted(desk: Desk, _: str) -> None:
    """The rows of one table in the place of another's that is added to it."""
    edition = desk.books.edition
    source, place = desk.at.pasted_table
    of = ledger_of(edition)
    department = of.department(RICH, rich=True)
    filled = of.figures(department, edition)[source]
    printed = of.printed(department, edition, {place: filled})
    desk.rows[place] = [list(row) for row in printed.sheets[0].rows]


def no_unit(desk: Desk, _: str) -> None:
    for key, rows in desk.rows.items():
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str) and "单位：" in value:
                    desk.put(key, number, column, value.replace("单位：", "数额："))


def not_in_table_3(desk: Desk, key: str) -> None:
    code = desk.codes(key, 7)[-1].code
    row = next(entry.row for entry in desk.table("03").entries if entry.code == code)
    desk.wipe("03", row)


def nothing_filled_in(desk: Desk, _: str) -> None:
    for key in desk.rows:
        for cell in desk.table(key).cells.values():
            desk.put(key, cell.row, cell.column, "")


def made_from_the_forms(change: Callable[[Live, Table], None], key: str = "01") -> Change:
    """The rich workbook as it is made from the forms, with a change to it and its table `key`; ""
    for the one with functional 科目."""

    def changed(desk: Desk, _: str) -> None:
        desk.live = live(desk.books.edition, RICH)
        change(desk.live, recognise(desk.live.book()).tables[key or desk.at.codes])

    return changed


def total_typed(more: float) -> Change:
    """本年收入合计 typed over, `more` than the formula gives."""

    def change(made: Live, table: Table) -> None:
        cell = table.cells[27, 1]
        made.table("01").put(cell.row, cell.column, float(str(cell.raw)) + more)

    return made_from_the_forms(change)


def total_wiped(made: Live, table: Table) -> None:
    made.table("01").put(*table.cells[27, 1][2:], "")


def row_typed(made: Live, table: Table) -> None:
    last, sheet = table.entries[-1], made.table(table.key)
    sheet.put(last.row + 1, last.column, "2230299")


def column_typed(more: float) -> Change:
    """The totals of table 3 typed over, `more` than the formulas give."""

    def change(made: Live, table: Table) -> None:
        for number in table.form.columns[:5]:
            cell = table.cells[TOTAL, number]
            made.table("03").put(cell.row, cell.column, float(str(cell.raw)) + more)

    return made_from_the_forms(change, "03")


def own_formulas(
    formula: str = "", *, more: float | None = None, fault: str = "", typed: bool = False
) -> Change:
    """合计 of the table with functional 科目 as formulas; in its second column as `formula`,
    with {total} for its own cell, {sum} for what it should be, {less} for that without the last 类,
    {below} for a 款 and {beside} for a 类 in the next column. There it is `typed` instead, shows
    `more` than it did, or the error `fault`, as the first cell does that it adds up."""

    def change(desk: Desk, _: str) -> None:
        key = desk.at.codes
        classes = [entry.key for entry in desk.codes(key, 3)]
        below = next(e.key for e in desk.codes(key, 5) if e.key.startswith(classes[0]))

        def place(row: RowKey, column: int) -> str:
            cell = desk.cell(key, row, column)
            return address(cell.row, cell.column)

        own = desk.written[key] = {}
        for column in desk.table(key).form.columns[:5]:
            cell = desk.cell(key, TOTAL, column)
            own[cell.row, cell.column] = "+".join(place(code, column) for code in classes)
        total = desk.cell(key, TOTAL, 2)
        at = total.row, total.column
        words = {
            "total": place(TOTAL, 2),
            "sum": own[at],
            "less": own[at].rpartition("+")[0],
            "below": place(below, 2),
            "beside": place(classes[0], 3),
        }
        own[at] = (formula or "{sum}").format(**words)
        if typed:
            del own[at]
        if more is not None:
            desk.put(key, *at, float(str(total.raw)) + more)
        for row in (TOTAL, classes[0]) if fault else ():
            cell = desk.cell(key, row, 2)
            desk.put(key, cell.row, cell.column, "")
            desk.faults[key][cell.row, cell.column] = fault

    return change


def values_pasted(made: Live, _: Table) -> None:
    made.values_only()


def sheet_renamed(made: Live, table: Table) -> None:
    made.rename(table.sheet, "Sheet1")


def check_sheet_deleted(made: Live, _: Table) -> None:
    del made.sheets[CHECK]


def in_the_file(kind: str, **facts: object) -> Change:
    """Something in the file beside its tables."""

    def change(desk: Desk, _: str) -> None:
        desk.noticed.append(Noticed(kind, facts))

    return change


def heading(text: str) -> Change:
    """Another text for a heading of the table with functional 科目."""

    def changed(desk: Desk, _: str) -> None:
        def change(made: Live, table: Table) -> None:
            for row in made.table(table.key).rows[table.top : table.entries[0].row]:
                row[:] = [text if words == desk.at.heading else words for words in row]

        made_from_the_forms(change, "")(desk, "")

    return changed


def unnamed_lines_deleted(made: Live, table: Table) -> None:
    sheet = made.table("01")
    for line in (9, 10):
        cell = table.cells[line, 1]
        sheet.put(cell.row, cell.column - 1, "")


def row_inserted(made: Live, table: Table) -> None:
    made.table("01").insert(table.cells[5, 1].row)


def entry_without_row(made: Live, table: Table) -> None:
    made.entries(table.key).rows.append(["1010101", "", 5.0, 5.0, "", ""])


def stamped_for(stamp_of: str) -> Change:
    """A stamp that the tables do not bear out."""

    def change(made: Live, _: Table) -> None:
        other = next(name for name in editions() if name != made.edition)
        words = stamp(load(other)) if stamp_of == "other" else f"gouji 模板 {stamp_of}"
        made.sheets[FRONT].rows[20][1] = words

    return made_from_the_forms(change)


def project_money_not_split(desk: Desk, _: str) -> None:
    """All that a project costs stands as money of the general budget."""
    key = next(k for k in desk.rows if desk.table(k).form.repeated)
    total = desk.cell(key, 3, 1)
    for line, value in ((4, total.raw), (6, ""), (7, ""), (8, "")):
        amount = desk.cell(key, line, 1)
        desk.put(key, amount.row, amount.column, value)


def other_years_of_a_goal(desk: Desk, _: str) -> None:
    """The years in the headings of one goal, a year too early."""
    year = load(desk.books.edition).year
    rows = [row for row in desk.rows["11"] if f"{year - 2}年" in row]
    rows[-1][:] = [
        f"{int(v[:4]) - 1}年" if isinstance(v, str) and re.fullmatch(r"\d{4}年", v) else v
        for v in rows[-1]
    ]


#: The name of a check → (what the finding must be called, how heavy it is, the mistake).
Mistakes = Mapping[str, Sequence[tuple[str, Severity, Change]]]
MISTAKES: Mistakes = {
    "科目编码": [
        ("code_length", Severity.ERROR, short_code),
        ("code_twice", Severity.ERROR, same_code_again),
        ("code_orphan", Severity.ERROR, class_without_code),
        ("code_name", Severity.WARNING, other_name),
        ("code_order", Severity.WARNING, two_rows_exchanged),
        ("code_unknown", Severity.INFO, unknown_code),
    ],
    "下级科目": [
        ("no_group", Severity.WARNING, below_left_out(3)),
        ("no_item", Severity.WARNING, below_left_out(5)),
    ],
    "表格齐全": [("missing", Severity.ERROR, table_left_out)],
    "表格重复": [
        ("double_same", Severity.WARNING, table_again),
        ("double_blank", Severity.WARNING, table_again_blank),
        ("double_differs", Severity.ERROR, table_again_changed),
    ],
    "空表声明": [
        ("empty_contradicted", Severity.ERROR, declared_empty("07")),
        ("empty_contradicted", Severity.ERROR, declared_empty("08")),
        ("empty_but_filled", Severity.ERROR, sentence_under_figures),
    ],
    "行次齐全": [
        ("line_missing", Severity.WARNING, line_left_out),
        ("line_missing", Severity.WARNING, total_left_out("03", TOTAL)),
        ("line_unknown", Severity.WARNING, line_of_its_own),
        ("total_twice", Severity.WARNING, second_total),
        ("row_without_code", Severity.WARNING, code_left_out),
        ("second_row", Severity.WARNING, second_row),
    ],
    "金额": [
        ("text", Severity.ERROR, instead_of_a_figure("待核")),
        ("error_cell", Severity.ERROR, instead_of_a_figure("", "#DIV/0!")),
        ("not_computed", Severity.ERROR, instead_of_a_figure("", "")),
        ("number_as_text", Severity.INFO, instead_of_a_figure("１，２３４．５６")),
    ],
    "小数位数": [
        ("fewer_decimals", Severity.INFO, shorter_figures),
        ("more_decimals", Severity.INFO, digits_of_yuan),
        ("below_fen", Severity.WARNING, less_than_fen),
    ],
    "单位量级": [
        ("magnitude", Severity.ERROR, in_yuan()),
        ("magnitude_unstated", Severity.ERROR, table_in_yuan_without_a_unit),
        ("magnitude_either", Severity.ERROR, two_tables_of_two_units),
        ("magnitude_column", Severity.ERROR, in_yuan(2)),
        ("magnitude_impossible", Severity.WARNING, trillions),
    ],
    "重复栏": [
        ("same_columns", Severity.ERROR, column_again),
        ("same_tables", Severity.ERROR, other_table_pasted),
    ],
    "年度部门": [
        ("year_differs", Severity.WARNING, other_year),
        ("department_differs", Severity.WARNING, other_department),
    ],
    "单位": [("unit_assumed", Severity.WARNING, no_unit)],
    "版式差异": [("layout_differs", Severity.INFO, table_renumbered)],
    "空白工作簿": [("blank", Severity.INFO, nothing_filled_in)],
    "模板公式": [
        ("formula_same", Severity.INFO, total_typed(0)),
        ("formula_differs", Severity.ERROR, total_typed(90)),
        ("formula_wiped", Severity.ERROR, made_from_the_forms(total_wiped)),
        ("formula_extra", Severity.ERROR, made_from_the_forms(row_typed, "08")),
        ("formulas_same", Severity.INFO, column_typed(0)),
        ("formulas_differ", Severity.ERROR, column_typed(90)),
        ("formulas_gone", Severity.INFO, made_from_the_forms(values_pasted)),
    ],
    "文件内容": [
        ("file_macros", Severity.WARNING, in_the_file("macros")),
        ("file_macro_sheets", Severity.WARNING, in_the_file("macro_sheets")),
        ("file_embedded", Severity.INFO, in_the_file("embedded")),
        ("file_formulas_unread", Severity.INFO, in_the_file("formulas_unread")),
        (
            "file_external_links",
            Severity.INFO,
            in_the_file("external_links", names="去年.xlsx", count=1),
        ),
        (
            "file_hidden_sheets",
            Severity.INFO,
            in_the_file("hidden_sheets", names="底稿", count=1),
        ),
    ],
    "提交公式": [
        ("typed_over_same", Severity.WARNING, own_formulas(typed=True)),
        ("typed_over_differs", Severity.ERROR, own_formulas(typed=True, more=90)),
        ("sum_misses", Severity.ERROR, own_formulas("{less}")),
        ("sum_twice", Severity.ERROR, own_formulas("{sum}+{below}")),
        ("sum_others", Severity.ERROR, own_formulas("{sum}+{beside}")),
        ("result_differs", Severity.ERROR, own_formulas(more=90)),
        ("circular", Severity.ERROR, own_formulas("{sum}+{total}")),
        ("errors_from", Severity.ERROR, own_formulas(fault="#REF!")),
        ("other_file", Severity.WARNING, own_formulas("[1]Sheet1!A1")),
        ("looks_outside", Severity.WARNING, own_formulas('WEBSERVICE("http://example.com")')),
    ],
    "模板版面": [
        ("sheet_renamed", Severity.WARNING, made_from_the_forms(sheet_renamed)),
        ("sheets_missing", Severity.WARNING, made_from_the_forms(check_sheet_deleted)),
        ("heading_changed", Severity.WARNING, heading("专项支出")),
        ("heading_wiped", Severity.WARNING, heading("")),
        ("rows_inserted", Severity.WARNING, made_from_the_forms(row_inserted)),
        ("rows_not_printed", Severity.WARNING, made_from_the_forms(entry_without_row, "")),
    ],
}
#: Mistakes that can be made in the tables of one kind only.
OF_KIND: Mapping[str, Mistakes] = {
    FINAL_ACCOUNTS: {
        "空表声明": [("empty_contradicted", Severity.ERROR, declared_empty("09"))],
        "行次齐全": [
            ("line_missing", Severity.WARNING, total_left_out("06", "人员经费合计")),
            ("label_differs", Severity.WARNING, line_renamed),
            ("number_differs", Severity.WARNING, line_renumbered),
            ("total_ambiguous", Severity.WARNING, third_total),
        ],
        "模板版面": [
            ("rows_deleted", Severity.WARNING, made_from_the_forms(unnamed_lines_deleted)),
        ],
        "版式差异": [
            ("layout_unchecked", Severity.WARNING, unnumbered_with_an_unknown_line),
        ],
    },
    BUDGETS: {
        "项目资金": [("project_money", Severity.ERROR, project_money_not_split)],
        "近两年": [("years_differ", Severity.WARNING, other_years_of_a_goal)],
    },
}


def mistakes_of(check: CompiledCheck, edition: str) -> Iterator[tuple[str, Severity, Change]]:
    """The mistakes that a check of the edition must see."""
    form_set = load(edition)
    known = [*MISTAKES.get(check.name, ()), *OF_KIND[form_set.kind].get(check.name, ())]
    for kind, severity, change in known:
        form = form_set.forms.get(check.table)
        if form is None or _can_be_made(kind, form, edition):
            yield kind, severity, change


def _can_be_made(kind: str, form: Form, edition: str) -> bool:
    """Can there be such a mistake in a table with these 科目?"""
    if kind in ("code_name", "code_unknown"):
        return bool(names(edition)[form.catalogue])
    return kind != "no_item" or LENGTHS[form.catalogue][-1] > 5
