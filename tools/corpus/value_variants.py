"""The corpus: formulas that are wrong or not calculated, and figures written in odd ways."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from tools.corpus.pages import Page
from tools.corpus.variant import A2020, A2022, A2024, Variant, accounts, cell_of, table, typed
from tools.corpus.writers import with_openpyxl, with_xlsxwriter
from validator.forms.model import TOTAL, RowKey
from validator.reading import address

#: 行次 of table 1 in 2020 and 2024: 本年支出合计, the first and last class, and 229 其他支出.
_SPENT, _CLASSES, _OTHER = 57, (31, 56), 53
_FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def variants() -> Iterator[Variant]:
    """The workbooks with odd formulas and values."""
    yield from _formulas()
    yield from _not_calculated()
    yield from _numbers_as_text()
    yield from _units()
    yield from _odd_values()


# --- formulas ----------------------------------------------------------------------------------


def formula(made: Sequence[Page], key: str, row: RowKey, column: int, text: str) -> str:
    """Put a formula into the cell of a figure, which keeps its value; sheet!cell."""
    page = table(made, key)
    place = page.place_of(key, row, column)
    page.cells[place] = replace(page.cells[place], formula=text)
    return cell_of(made, key, row, column)


def between(page: Page, key: str, first: tuple[RowKey, int], last: tuple[RowKey, int]) -> str:
    """The range from one figure of a table to another one: E7:E32."""
    return ":".join(address(*page.place_of(key, *place)) for place in (first, last))


def with_formulas(made: Sequence[Page], edition: str) -> None:
    """Formulas as people write them: sums over the columns of tables 2, 3 and 5, over the lines of
    table 1 (of 2020 and 2024), and the totals of tables 2, 3 and 5 over the classes."""
    for key, last in (("02", 7), ("03", 6), ("05", 3)):
        page = table(made, key)
        keys = [cell.key for p, cell in sorted(page.cells.items()) if cell.key]
        rows = dict.fromkeys(row for row, _ in keys if row != TOTAL)
        for row in (TOTAL, *rows):
            text = f"SUM({between(page, key, (row, 2), (row, last))})"
            formula(made, key, row, 1, text)
        classes = [row for row in rows if len(str(row)) == 3]
        for column in range(2, last + 1):
            cells = [address(*page.place_of(key, row, column)) for row in classes]
            formula(made, key, TOTAL, column, f"SUM({','.join(cells)})")
    if edition != A2022:
        page = table(made, "01")
        formula(made, "01", 27, 1, f"SUM({between(page, '01', (1, 1), (8, 1))})")
        first, last = _CLASSES
        formula(made, "01", _SPENT, 2, f"SUM({between(page, '01', (first, 2), (last, 2))})")


def _with_formulas(number: int, edition: str) -> list[Page]:
    made = accounts(number, edition)
    with_formulas(made, edition)
    return made


def _formulas() -> Iterator[Variant]:
    yield Variant(
        "formula-sound",
        ("公式",),
        "合计是公式，都对",
        _with_formulas(300, A2024),
        with_xlsxwriter,
        A2024,
        must_not=("error", "not_evaluated", "T14"),
    )
    made = _with_formulas(301, A2024)
    page = table(made, "02")
    place = page.place_of("02", "2101501", 1)
    page.cells[place] = replace(page.cells[place], formula="", value=_more(page.cells[place].value))
    wrong = cell_of(made, "02", "2101501", 1)
    yield Variant(
        "formula-overwritten",
        ("公式被数字覆盖",),
        "一行的合计公式被打上了数字，上下各行还是公式",
        made,
        with_xlsxwriter,
        A2024,
        must=[("JS02-1", wrong), ("T14", wrong)],
        must_not=("not_evaluated",),
    )
    made = _with_formulas(302, A2024)
    page = table(made, "01")
    left_out = page.cells[page.place_of("01", _OTHER, 2)].value
    wrong = typed(made, "01", _SPENT, 2, lambda value: round(value - float(str(left_out)), 2))
    short = between(page, "01", (_CLASSES[0], 2), (_OTHER - 1, 2))
    formula(made, "01", _SPENT, 2, f"SUM({short})")
    yield Variant(
        "formula-sum-misses-a-row",
        ("求和漏行",),
        "本年支出合计的 SUM 没有包括 229 类以下各行",
        made,
        with_xlsxwriter,
        A2024,
        must=[("JS01-2", wrong), ("T14", wrong)],
        must_not=("not_evaluated",),
    )
    made = _with_formulas(303, A2022)
    page = table(made, "03")
    codes = [cell.key[0] for p, cell in sorted(page.cells.items()) if cell.key and cell.key[1] == 3]
    rows = [row for row in codes if row != TOTAL]
    added = sum(float(str(page.cells[page.place_of("03", row, 3)].value or 0)) for row in rows)
    wrong = typed(made, "03", TOTAL, 3, round(added, 2))
    formula(made, "03", TOTAL, 3, f"SUM({between(page, '03', (rows[0], 3), (rows[-1], 3))})")
    yield Variant(
        "formula-sum-counts-subtotals",
        ("求和重复计小计",),
        "项目支出的合计把类、款、项都加了一遍",
        made,
        with_xlsxwriter,
        A2022,
        must=[("JS03-TOT", wrong), ("T14", wrong)],
        must_not=("not_evaluated",),
    )
    made = _with_formulas(304, A2020)
    wrong = typed(made, "05", TOTAL, 3, _more)
    yield Variant(
        "formula-stale-value",
        ("缓存值过时",),
        "一个合计的缓存值不是公式的结果（改数后没有重新计算）",
        made,
        with_xlsxwriter,
        A2020,
        must=[("T14", wrong)],
        must_not=(),
    )
    made = accounts(305, A2022)
    wrong = typed(made, "05", TOTAL, 1, "#DIV/0!")
    formula(made, "05", TOTAL, 1, "1/0")
    _uncalculated(made, "05", TOTAL, 1)
    second = typed(made, "03", "21015", 2, "#REF!")
    formula(made, "03", "21015", 2, "SUM(#REF!)")
    _uncalculated(made, "03", "21015", 2)
    yield Variant(
        "formula-error-cells",
        ("错误值单元格",),
        "两个单元格是 #DIV/0! 和 #REF!",
        made,
        with_xlsxwriter,
        A2022,
        must=[("T05", wrong), ("T05", second)],
        must_not=(),
    )
    made = accounts(306, A2020)
    page = table(made, "01")
    around = between(page, "01", (_CLASSES[0], 2), (_SPENT, 2))
    wrong = formula(made, "01", _SPENT, 2, f"SUM({around})")
    yield Variant(
        "formula-circular",
        ("循环引用",),
        "本年支出合计的 SUM 包括它自己",
        made,
        with_xlsxwriter,
        A2020,
        must=[("T14", wrong)],
        must_not=("not_evaluated",),
    )


def _more(value: object) -> float:
    return round(float(str(value)) + 12.3, 2)


def _uncalculated(made: Sequence[Page], key: str, row: RowKey, column: int) -> None:
    page = table(made, key)
    place = page.place_of(key, row, column)
    page.cells[place] = replace(page.cells[place], calculated=False)


def _not_calculated() -> Iterator[Variant]:
    made = _with_formulas(310, A2024)
    for page in made:
        for place, cell in page.cells.items():
            if cell.formula:
                page.cells[place] = replace(cell, calculated=False)
    yield Variant(
        "formula-never-calculated",
        ("没有缓存值",),
        "公式没有缓存值：由程序写出，没有用表格软件打开过",
        made,
        with_openpyxl,
        A2024,
    )
    yield Variant(
        "formula-calculated-by-libreoffice",
        ("公式", "格式：ods"),
        "LibreOffice 计算后另存的 .ods",
        _with_formulas(311, A2020),
        with_openpyxl,
        A2020,
        saved_as="ods",
        suffix="ods",
    )


# --- values ------------------------------------------------------------------------------------


def _numbers_as_text() -> Iterator[Variant]:
    ways: dict[str, tuple[tuple[str, ...], str, Callable[[float], str]]] = {
        "text-numbers": (("文本数字",), "数字以文本保存", lambda v: f"{v:.2f}"),
        "full-width-digits": (
            ("全角数字",),
            "全角数字",
            lambda v: f"{v:,.2f}".translate(_FULL_WIDTH),
        ),
        "commas": (("千分位逗号",), "文本数字带千分位逗号和空格", lambda v: f"　{v:,.2f} "),
    }
    for number, (name, (shows, about, text)) in enumerate(ways.items(), start=320):
        edition = (A2020, A2022, A2024)[number % 3]
        made = accounts(number, edition)
        for page in made:
            page.change(page.of("amount"), partial(_as_text, text))
        yield Variant(f"value-{name}", shows, about, made, with_openpyxl, edition)
    made = accounts(323, A2022)
    cells = [
        typed(made, "02", "2210201", 1, lambda value: f"{value:.2f} 万元"),
        typed(made, "01", 4, 1, lambda value: f"{value:.2f}万元"),
    ]
    yield Variant(
        "value-unit-in-cell",
        ("单元格带单位",),
        "金额单元格里写着“万元”",
        made,
        with_openpyxl,
        A2022,
        must=[("T05", cell) for cell in cells],
        must_not=(),
    )


def _as_text(text: Callable[[float], str], value: object) -> str:
    return text(float(str(value)))


def _units() -> Iterator[Variant]:
    made = accounts(330, A2024)
    page = table(made, "05")
    page.change(page.of("amount"), lambda value: round(float(str(value)) * 10_000, 2))
    yield Variant(
        "value-table-in-yuan",
        ("元填在万元下",),
        "表5 的表头是万元，数字是元",
        made,
        with_openpyxl,
        A2024,
        must=[("T15", "")],
        must_not=(),
    )
    made = accounts(331, A2020, unit="元")
    page = table(made, "03")
    page.change(page.of("amount"), lambda value: round(float(str(value)) / 10_000, 2))
    yield Variant(
        "value-table-in-wan-yuan",
        ("万元填在元下",),
        "全套表的单位是元，表3 的数字是万元",
        made,
        with_xlsxwriter,
        A2020,
        must=[("T15", "")],
        must_not=(),
    )
    made = accounts(332, A2022)
    page = table(made, "02")
    page.change(page.of("amount"), lambda value: round(float(str(value)) * 10_000, 2))
    page.change(page.of("unit"), lambda words: str(words).replace("万元", "元"))
    yield Variant(
        "value-one-table-in-another-unit",
        ("一张表单位不同",),
        "表2 的单位是元，表头也写元；其余各表是万元",
        made,
        with_openpyxl,
        A2022,
    )


def _odd_values() -> Iterator[Variant]:
    made = accounts(340, A2020)
    wrong = typed(made, "03", "2101506", 3, datetime(2020, 12, 31))
    page = table(made, "03")
    place = page.place_of("03", "2101506", 3)
    page.cells[place] = replace(page.cells[place], style="yyyy-mm-dd", calculated=False)
    yield Variant(
        "value-date-for-an-amount",
        ("日期填在金额处",),
        "一个金额单元格里是日期",
        made,
        with_xlsxwriter,
        A2020,
        must=[("T05", wrong)],
        must_not=(),
    )
    yield Variant(
        "value-excess-digits",
        ("多余小数位",),
        "单元格里存的是元除以一万的数，显示两位小数",
        accounts(341, A2022, stored=True),
        with_xlsxwriter,
        A2022,
    )
    made = accounts(342, A2024)
    page = table(made, "02")
    for place, cell in list(page.cells.items()):
        if cell.key and cell.key[1] == 3:
            other = page.cells[page.place_of("02", cell.key[0], 2)]
            page.cells[place] = replace(cell, value=other.value)
    yield Variant(
        "value-column-pasted-twice",
        ("整栏粘贴两次",),
        "表2 的财政拨款收入一栏又粘贴在上级补助收入一栏里",
        made,
        with_openpyxl,
        A2024,
        must=[("T16", ""), ("JS02-1", "")],
        must_not=("not_evaluated",),
    )
    made = accounts(343, A2024)
    page = table(made, "05")
    title = page.of("title")[0]
    page.put(*title, str(page.cells[title].value).replace("2024", "2023"))
    yield Variant(
        "value-last-years-heading",
        ("表题是上年年度",),
        "表5 的表题还是上年的年度",
        made,
        with_openpyxl,
        A2024,
        must=[("T09", "")],
    )
    made = accounts(344, A2022)
    typed(made, "01", 39, 2, lambda value: round(value + 0.01, 2))
    typed(made, "01", 41, 2, lambda value: round(value - 0.01, 2))
    yield Variant(
        "value-adjusted-to-add-up",
        ("平差",),
        "平差：表1 的两类各调 0.01，合计不变，与表3 因此各差 0.01",
        made,
        with_openpyxl,
        A2022,
        must=[("X05", cell_of(made, "01", 39, 2)), ("X05", cell_of(made, "01", 41, 2))],
        must_not=("not_evaluated",),
    )
    made = accounts(345, A2020)
    for page in made:
        for place in page.of("amount"):
            cell = page.cells[place]
            if cell.key and cell.value in (None, ""):
                mark = ("-", "—", "/", "无")[(place[0] + place[1]) % 4]
                page.cells[place] = replace(cell, value=mark)
    yield Variant(
        "value-dashes",
        ("横线表示零",),
        "空白处填“-”“—”“/”“无”",
        made,
        with_openpyxl,
        A2020,
    )
    made = accounts(346, A2022, plain=True)
    for key in ("07", "08"):
        page = table(made, key)
        for place in page.of("amount"):
            page.cells[place] = replace(page.cells[place], value=0.0)
    yield Variant(
        "value-declared-empty-with-zeros",
        ("空表声明且填零",),
        "没有基金和国资：表里写明无收支，金额处印 0.00",
        made,
        with_xlsxwriter,
        A2022,
    )
