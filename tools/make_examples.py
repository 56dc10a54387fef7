"""Build the example workbooks: python -m tools.make_examples

examples/NAME/data.json are the sources: the tables of four published documents, transcribed once.
From them this script writes examples/NAME/printed.xlsx, laid out as the document prints it,
examples/NAME/workbook.xlsx, the same figures in the workbook of the edition (as `gouji template
--filled` writes it), examples/scorecards/ (see `card_examples`), and
examples/jiangan-2020-mistakes/: the same tables with a mistake in each, `expected.json`, which says
what is wrong where and which rules must find it, and a README.md from the same records.
examples/budget-and-accounts/ has the budget and the accounts of a department that does not exist.
Two runs write the same bytes.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook

from tools.card_examples import CARD_EXAMPLES, CARDS, TRANSCRIBED, CardExample, add_scorecards
from validator.amounts import canonical
from validator.forms.model import RowKey
from validator.forms.workbook import table_sheet
from validator.reading import Sheet, address
from workbook_templates.built import filled
from workbook_templates.data import Data, Printed, TableData, load_data
from workbook_templates.excel import PLAIN, SEPARATED, add_sheet, save
from workbook_templates.grid import sheet

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
MISTAKES = "jiangan-2020-mistakes"
BESIDE = "budget-and-accounts"


class Published(NamedTuple):
    """A published document: its folder, the number format of its figures, and how its finance
    office names a sheet: {n} is the table's place in the document, {mark} the number that it
    prints, {title} the table's title."""

    folder: str
    amounts: str
    sheet_name: str

    def names(self, data: Data) -> Mapping[str, str]:
        """Key of a table → sheet name, in printed order; cut where Excel cuts."""
        return {
            key: self.sheet_name.format(n=n, mark=table_sheet(form, key), title=form.title)[:31]
            for n, (key, form) in enumerate(data.forms.items(), start=1)
        }


JIANGAN = Published("jiangan-2020", SEPARATED, "表{n} {title}")
ZENGDU = Published("zengdu-2022", PLAIN, "公开{n:02d}表")
DONGXIHU = Published("dongxihu-2024", SEPARATED, "GK{n:02d} {title}(公开{n:02d}表)")
WUHAN = Published("wuhan-2023", PLAIN, "{mark}")
#: The tables of a budget and of accounts that nobody published, each from NAME.json.
INVENTED, INVENTED_TABLES = Published(BESIDE, PLAIN, "{mark}"), ("budget", "accounts")
#: Every document whose tables are an example.
PUBLISHED = (JIANGAN, ZENGDU, DONGXIHU, WUHAN)


# --- mistakes ----------------------------------------------------------------------------------

Edit = Callable[[TableData], TableData]


class Mistake(NamedTuple):
    """A workbook with a mistake: the edits that make it, by table, and the rules that find it.

    The rules are derived from the forms by hand: those whose identity the edit breaks by more than
    rounding can explain, and the named checks whose condition it breaks.
    """

    file: str
    mistake: str
    mistake_en: str
    edits: tuple[tuple[str, Edit], ...]
    rules: tuple[str, ...]


def _printed(text: str) -> Printed:
    value = canonical(text)[1]
    return text if value is None else value


def write(row: RowKey, column: int, text: str) -> Edit:
    """Type `text` into a cell."""
    return lambda table: replace(table, figures={**table.figures, (row, column): _printed(text)})


def clear(row: RowKey, column: int) -> Edit:
    """Empty a cell."""
    return lambda table: replace(
        table, figures={key: v for key, v in table.figures.items() if key != (row, column)}
    )


def leave_out(code: str) -> Edit:
    """Leave out the row of a 科目."""
    return lambda table: replace(
        table,
        figures={key: v for key, v in table.figures.items() if key[0] != code},
        subjects=tuple(s for s in table.subjects if s[0] != code),
    )


def paste(rows: Mapping[str, tuple[str, ...]]) -> Edit:
    """Paste other figures over those of every row: 科目编码 (or 合计) → amounts, "" for a blank."""
    return lambda table: replace(
        table,
        figures={
            (row, column): _printed(text)
            for row, amounts in rows.items()
            for column, text in enumerate(amounts, start=1)
            if text
        },
    )


#: Table 5 of a year before, invented: it agrees with itself, and in no other figure with 2020.
LAST_YEAR = {
    "合计": ("977.18", "148.62", "828.56"),
    "208": ("7.92", "7.92", ""),
    "20805": ("7.92", "7.92", ""),
    "2080505": ("7.92", "7.92", ""),
    "210": ("948.73", "120.17", "828.56"),
    "21011": ("11.47", "11.47", ""),
    "2101101": ("3.81", "3.81", ""),
    "2101103": ("7.66", "7.66", ""),
    "21013": ("762.00", "", "762.00"),
    "2101301": ("762.00", "", "762.00"),
    "21015": ("175.26", "108.70", "66.56"),
    "2101501": ("108.70", "108.70", ""),
    "2101502": ("66.56", "", "66.56"),
    "221": ("20.53", "20.53", ""),
    "22102": ("20.53", "20.53", ""),
    "2210201": ("12.86", "12.86", ""),
    "2210202": ("2.71", "2.71", ""),
    "2210203": ("4.96", "4.96", ""),
}

ONE_EACH = (
    Mistake(
        "01-mistyped-total.xlsx",
        "表1 本年收入合计（27行）1819.46 错打成 1849.46",
        "Table 1, total income (line 27): 1849.46 typed for 1819.46",
        (("01", write(27, 1, "1849.46")),),
        ("JS01-1", "JS01-3", "X01", "X15"),
    ),
    Mistake(
        "02-swapped-digits.xlsx",
        "表3 2101501 行政运行的基本支出 117.18 错成 171.18，相邻两位数字颠倒",
        "Table 3, 2101501, basic expenditure: 171.18 for 117.18, two digits swapped",
        (("03", write("2101501", 2, "171.18")),),
        ("JS03-1", "JS03-HIER", "X12"),
    ),
    Mistake(
        "03-yuan-among-wan-yuan.xlsx",
        "表6 30228 工会经费 1.98 万元填成了 19800.00（元）",
        "Table 6, 30228: 19800.00 (yuan) for 1.98 (ten thousand yuan)",
        (("06", write("30228", 1, "19800.00")),),
        ("JS06-1",),
    ),
    Mistake(
        "04-slipped-row.xlsx",
        "表1 住房保障支出（49行）22.39 填到了下一行粮油物资储备支出（50行）",
        "Table 1: the 22.39 of line 49 (housing) stands one row lower, in line 50 (grain reserves)",
        (("01", clear(49, 2)), ("01", write(50, 2, "22.39"))),
        ("X05", "X08"),
    ),
    Mistake(
        "05-missing-row.xlsx",
        "表3 漏了 21013 医疗救助（款）这一行，它的项 2101301 还在",
        "Table 3: the row of 21013 (款) is missing, its 项 2101301 is there",
        (("03", leave_out("21013")),),
        ("JS03-HIER", "JS03-CODE", "X12", "X17"),
    ),
    Mistake(
        "06-table-of-last-year.xlsx",
        "表5 整张表贴成了上年的数（上年数为虚构），表内各数互相一致",
        "Table 5 holds last year's figures (invented), which agree with each other",
        (("05", paste(LAST_YEAR)),),
        ("X09", "X12", "X13", "E01"),
    ),
    Mistake(
        "07-subtotal-added-twice.xlsx",
        "表2 合计行把 21011 行政事业单位医疗（款）12.18 又加了一次，1819.46 成了 1831.64",
        "Table 2: the total adds 21011 (款) besides its 类, 1831.64 for 1819.46",
        (("02", write("合计", 1, "1831.64")), ("02", write("合计", 2, "1831.64"))),
        ("JS02-TOT", "X01", "X02", "X07"),
    ),
    Mistake(
        "08-minus-sign.xlsx",
        "表1 其他支出（53行）10.20 多了一个负号，成了 -10.20",
        "Table 1, line 53: -10.20 for 10.20",
        (("01", write(53, 2, "-10.20")),),
        ("JS01-2", "JS01-6", "X05", "X08"),
    ),
    Mistake(
        "09-text-for-a-number.xlsx",
        "表5 2101502 一般行政管理事务的项目支出写成了文字“74.28万”",
        "Table 5, 2101502, project expenditure: the text “74.28万” where a number belongs",
        (("05", write("2101502", 3, "74.28万")),),
        ("T05",),
    ),
    Mistake(
        "10-two-tables-differ.xlsx",
        "表5 合计的小计 1809.26 错成 1809.27，与表4 相差 0.01；表内的差额在尾差范围之内",
        "Table 5, total: 1809.27 for 1809.26, 0.01 more than table 4; within table 5 it could be "
        "rounding",
        (("05", write("合计", 1, "1809.27")),),
        ("X09",),
    ),
)

THREE_AT_ONCE = Mistake(
    "three-mistakes.xlsx",
    "三处同时出错：表1 社会保障和就业支出（38行）8.31 的小数点错位，成了 83.10；"
    "表6 30201 办公费 1.38 错成 1.83；表8 22960 本年收入 10.20 错成 1.02",
    "Three mistakes at once: table 1, line 38, 83.10 for 8.31; table 6, 30201, 1.83 for 1.38; "
    "table 7 (printed as 表8), 22960, income 1.02 for 10.20",
    (
        ("01", write(38, 2, "83.10")),
        ("06", write("30201", 1, "1.83")),
        ("07", write("22960", 2, "1.02")),
    ),
    ("JS01-2", "X05", "JS06-1", "JS07-1", "JS07-HIER"),
)


def changed(data: Data, edits: tuple[tuple[str, Edit], ...]) -> Data:
    """The data with the edits made, one after another."""
    tables = dict(data.tables)
    for subject, edit in edits:
        tables[subject] = edit(tables[subject])
    return replace(data, tables=tables)


def changed_cells(before: Sheet, after: Sheet) -> Iterator[str]:
    """The cells that differ, as sheet!A1. Of a row left out: the cells where it stood before."""
    if len(after.rows) < len(before.rows):
        row = next(r for r, cells in enumerate(after.rows) if cells != before.rows[r])
        places = [(row, column) for column, value in enumerate(before.rows[row]) if value != ""]
    else:
        places = [
            (row, column)
            for row, cells in enumerate(after.rows)
            for column, value in enumerate(cells)
            if value != before.rows[row][column]
        ]
    return (f"{before.name}!{address(row, column)}" for row, column in places)


# --- the files ---------------------------------------------------------------------------------


def build_workbook(published: Published, data: Data, path: Path) -> None:
    """Write the workbook: a sheet a table, in printed order."""
    book = _empty()
    add_tables(book, published, data)
    save(book, path)


def add_tables(book: Workbook, published: Published, data: Data) -> None:
    """Add a sheet a table, in printed order."""
    for subject, name in published.names(data).items():
        add_sheet(book, name, data.grid(subject), published.amounts)


def build_scorecards(example: CardExample, folder: Path, sources: Path) -> None:
    """Write the workbook of a department's scorecards, behind its tables, and the same in the
    workbook that is made from the forms."""
    book = _empty()
    for published in PUBLISHED:
        if published.folder == example.tables:
            add_tables(book, published, load_data(sources / published.folder / "data.json"))
    add_scorecards(book, example, sources / TRANSCRIBED)
    save(book, folder / f"{example.name}.xlsx")
    content = filled(example.data(sources)).content
    (folder / f"{example.name}-workbook.xlsx").write_bytes(content)


def _empty() -> Workbook:
    book = Workbook()
    book.remove(book.active)
    return book


def expectation(mistake: Mistake, before: Data, after: Data) -> dict[str, object]:
    """The entry of expected.json."""
    cells = [
        cell
        for subject, name in JIANGAN.names(before).items()
        for cell in changed_cells(
            sheet(before.grid(subject), name), sheet(after.grid(subject), name)
        )
    ]
    return {
        "mistake": mistake.mistake,
        "mistake_en": mistake.mistake_en,
        "cells": cells,
        "rules": list(mistake.rules),
    }


_README = """\
# 有错的工作簿

由江岸区医疗保障局 2020 年度部门决算（`../jiangan-2020/`）改成：前十本各有一处错，最后一本有三处。
除写明的单元格外，各表与公开的原表完全相同。第 6 本表5 里的上年数是虚构的，不是该单位公布的数。

`expected.json` 写明每本错在哪里：`mistake`、`mistake_en` 是发生了什么，`cells` 是改动的单元格
（漏掉的行，是它原来所在的单元格），`rules` 是应当查出它的规则。
本目录的这些文件都由 `tools/make_examples.py` 生成。

| 文件 | 错在哪里 | 应当查出它的规则 |
|---|---|---|
"""


def build(root: Path = EXAMPLES, sources: Path = EXAMPLES) -> None:
    """Write every example below `root` from the data.json below `sources`."""
    for name in (*(p.folder for p in PUBLISHED), CARDS, BESIDE, MISTAKES):
        (root / name).mkdir(parents=True, exist_ok=True)
    for published in PUBLISHED:
        build_published(published, root / published.folder, sources)
    for example in CARD_EXAMPLES:
        build_scorecards(example, root / CARDS, sources)
    for name in INVENTED_TABLES:
        invented = load_data(sources / BESIDE / f"{name}.json")
        build_workbook(INVENTED, invented, root / BESIDE / f"{name}.xlsx")
    build_mistakes(load_data(sources / JIANGAN.folder / "data.json"), root / MISTAKES)


def build_published(published: Published, folder: Path, sources: Path) -> None:
    """Write the tables of a document as it prints them, and in the workbook of their edition."""
    data = load_data(sources / published.folder / "data.json")
    build_workbook(published, data, folder / "printed.xlsx")
    (folder / "workbook.xlsx").write_bytes(filled(data).content)


def build_mistakes(correct: Data, folder: Path) -> None:
    """Write the workbooks with a mistake in each, and what is said of them."""
    expected, lines = {}, []
    for mistake in (*ONE_EACH, THREE_AT_ONCE):
        wrong = changed(correct, mistake.edits)
        build_workbook(JIANGAN, wrong, folder / mistake.file)
        expected[mistake.file] = expectation(mistake, correct, wrong)
        lines.append(f"| `{mistake.file}` | {mistake.mistake} | {'、'.join(mistake.rules)} |\n")
    text = json.dumps(expected, ensure_ascii=False, indent=2) + "\n"
    (folder / "expected.json").write_text(text, encoding="utf-8")
    (folder / "README.md").write_text(_README + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    build()
