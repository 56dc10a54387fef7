"""The corpus: mistakes to be found in odd layouts, budgets, and what is none of our tables."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests import budget_ledger
from tools.corpus import layouts
from tools.corpus.format_variants import exported
from tools.corpus.pages import Page, pages
from tools.corpus.shape_variants import fill_state_capital, shanghai
from tools.corpus.variant import (
    A2020,
    A2022,
    A2024,
    BUDGET,
    Variant,
    accounts,
    cell_of,
    table,
    typed,
)
from tools.corpus.writers import by_hand, with_openpyxl, with_xlsxwriter
from validator.forms.model import ONLY_ROW, TOTAL

_EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "scorecards"
#: Departments of `budget_ledger` with few 科目.
_BUDGETS = (8, 22, 24, 33, 45, 53)


def variants() -> Iterator[Variant]:
    """The workbooks with mistakes, budgets and other tables."""
    yield from _mistakes()
    yield from _budgets()
    yield from _none_of_ours()


# --- mistakes ----------------------------------------------------------------------------------


def _mistake(variant: Variant, name: str, about: str, *must: tuple[str, str]) -> Variant:
    """The variant with a mistake in it, under its own name."""
    variant.name, variant.about = f"mistake-{name}", f"{variant.about}；{about}"
    variant.shows = (*variant.shows, "错数")
    variant.must, variant.must_not = must, ("not_evaluated",)
    return variant


def _plus(more: float) -> object:
    return lambda value: round(float(value) + more, 2)


def _mistakes() -> Iterator[Variant]:
    made = accounts(400, A2020, reform=layouts.without_line_numbers)
    wrong = typed(made, "01", 27, 1, _plus(9))
    plain = Variant("", ("没有行次",), "没有行次栏", made, with_openpyxl, A2020)
    yield _mistake(plain, "no-line-numbers", "收入合计打错", ("JS01-1", wrong))

    made = accounts(401, A2024, reform=layouts.codes_in_three_columns)
    for page in made:
        layouts.split_codes(page, "repeated")
    wrong = typed(made, "05", "2101501", 2, lambda value: round(value / 10, 2))
    plain = Variant("", ("编码分三列",), "编码分三列", made, with_xlsxwriter, A2024)
    yield _mistake(plain, "three-code-columns", "基本支出错了小数点", ("JS05-1", wrong))

    made = accounts(402, A2022)
    for page in made:
        layouts.total_last(page)
    wrong = typed(made, "07", TOTAL, 6, lambda value: -value)
    plain = Variant("", ("合计在最后",), "合计是最后一行", made, with_openpyxl, A2022)
    yield _mistake(plain, "total-last", "年末结转和结余错了正负号", ("JS07-1", wrong))

    made = accounts(403, A2020, reform={"09": layouts.three_public_in_pairs})
    wrong = typed(made, "09", ONLY_ROW, 7, _plus(1))
    plain = Variant("", ("三公为六对",), "“三公”六对", made, with_openpyxl, A2020)
    yield _mistake(plain, "three-public-in-pairs", "决算数合计打错", ("JS09-3", wrong))

    made = accounts(404, A2024)
    layouts.three_public_vertical(table(made, "09"))
    wrong = typed(made, "09", ONLY_ROW, 3, _plus(0.5))
    plain = Variant("", ("三公竖排",), "“三公”竖排", made, with_openpyxl, A2024)
    yield _mistake(plain, "three-public-vertical", "公务用车预算数打错", ("JS09-2", wrong))

    made = accounts(405, A2024, reform={"08": layouts.state_capital_in_full})
    fill_state_capital(table(made, "08"))
    wrong = typed(made, "08", TOTAL, 1, _plus(3))
    plain = Variant("", ("国资为收支全表",), "国资收支全表", made, with_openpyxl, A2024)
    yield _mistake(plain, "state-capital-in-full", "本年支出小计打错", ("JS08-1", wrong))

    plain = exported("", 406)
    wrong = typed(plain.pages, "02", "2210201", 2, lambda value: f"{float(value) + 90:.2f}")
    yield _mistake(plain, "filing-software-export", "一个数打错两位", ("JS02-1", wrong))

    made = accounts(407, A2022)
    page = table(made, "03")
    row, _ = page.place_of("03", "2101506", 1)
    page.delete_rows({row})
    wrong = cell_of(made, "03", "21015", 1)
    plain = Variant("", ("格式：ods",), "LibreOffice 另存的 .ods", made, with_openpyxl, A2022)
    plain.saved_as = plain.suffix = "ods"
    yield _mistake(plain, "ods-missing-row", "表3 少了一个项", ("JS03-HIER", wrong))

    made = accounts(408, A2022)
    page = table(made, "03")
    wrong = typed(made, "03", "2080505", 2, _plus(-4))
    page.hidden_rows = {page.place_of("03", "2080505", 2)[0]}
    plain = Variant("", ("隐藏的行",), "一行是隐藏的", made, with_openpyxl, A2022)
    yield _mistake(plain, "hidden-row", "错数在隐藏的行里", ("JS03-1", wrong))

    made = accounts(409, A2020)
    wrong = typed(made, "04", 59, 2, _plus(10))
    sheet = [layouts.below("公开", made)]
    wrong = cell_of(sheet, "04", 59, 2)
    plain = Variant(
        "", ("一张工作表上多张表：上下",), "九张表在一张工作表上", sheet, by_hand, A2020
    )
    yield _mistake(plain, "all-on-one-sheet", "财政拨款支出合计打错", ("JS04-4", wrong))

    plain = shanghai()
    typed(plain.pages, "05", "20805", 1, _plus(-2.5))
    wrong = cell_of(plain.pages, "05", "20805", 1)
    yield _mistake(plain, "shanghai", "表5 一个款的小计打错", ("JS05-1", wrong))


# --- budgets -----------------------------------------------------------------------------------


def _budget(number: int, **how: object) -> list[Page]:
    return pages(budget_ledger.department(number), BUDGET, **how)  # type: ignore[arg-type]


def _budgets() -> Iterator[Variant]:
    ways = (
        ("plain", ("预算",), "部门预算", "万元", ""),
        ("xls", ("预算", "格式：xls"), "部门预算，.xls", "万元", "xls"),
        ("ods-yuan", ("预算", "格式：ods", "元"), "部门预算，单位元，.ods", "元", "ods"),
    )
    for number, (name, shows, about, unit, saved) in zip(_BUDGETS, ways, strict=False):
        yield Variant(
            f"budget-{name}",
            shows,
            about,
            _budget(number, unit=unit),
            with_openpyxl,
            BUDGET,
            saved_as=saved,
            suffix=saved or "xlsx",
        )
    made = _budget(_BUDGETS[3])
    for page in made:
        layouts.split_words(page)
        layouts.total_last(page)
    yield Variant(
        "budget-split-words-total-last",
        ("预算", "栏名有空格换行", "合计在最后"),
        "部门预算：栏名有空格换行，合计在最后",
        made,
        with_xlsxwriter,
        BUDGET,
    )
    made = _budget(_BUDGETS[4])
    for page in made:
        layouts.code_and_name(page, "{code} {name}")
    yield Variant(
        "budget-code-and-name",
        ("预算", "编码和名称在一个单元格"),
        "部门预算：编码和名称在一个单元格",
        made,
        with_openpyxl,
        BUDGET,
    )
    made = _budget(_BUDGETS[5])
    wrong = typed(made, "03", TOTAL, 1, _plus(100))
    plain = Variant(
        "", ("预算",), "部门预算，一张工作表", [layouts.below("预算", made)], by_hand, BUDGET
    )
    wrong = cell_of(plain.pages, "03", TOTAL, 1)
    yield _mistake(plain, "budget", "支出总表合计打错", ("YS03-1", wrong))


# --- none of our tables ------------------------------------------------------------------------


def _rows(name: str, rows: Sequence[Sequence[object]]) -> list[Page]:
    page = Page(name)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            page.put(r, c, value)
    return [page]


def _other(name: str, shows: str, about: str, made: list[Page]) -> Variant:
    return Variant(
        f"other-{name}",
        (shows,),
        about,
        made,
        with_openpyxl,
        None,
        status="unrecognised",
        tables=False,
        must_not=(),
    )


def _none_of_ours() -> Iterator[Variant]:
    items = ("基本工资", "津贴补贴", "奖金", "伙食补助费", "绩效工资", "离休费", "退休费")
    detail = [
        ["一般公共预算财政拨款基本支出决算明细表"],
        ["", "", "", "", "", "", "", "", "", "", "财决08-1表"],
        ["编制单位：清水县水利局", "", "", "", "2022年度", "", "", "", "", "", "金额单位：元"],
        ["项目", "", "", "", "合计", "工资福利支出", "", "", "", "对个人和家庭的补助", ""],
        ["支出功能分类科目编码", "", "", "科目名称", "", *items[:5], *items[5:]],
        ["类", "款", "项", "栏次", *range(1, 9)],
        ["合计", "", "", "", 2_345_678.9, 1e6, 8e5, 2e5, 45678.9, 3e5, 0, 0],
        ["2130301", "", "", "行政运行", 2_345_678.9, 1e6, 8e5, 2e5, 45678.9, 3e5, 0, 0],
    ]
    yield _other(
        "filing-detail",
        "财决明细导出",
        "填报软件的财决08-1表：表题相像，栏目完全不同",
        _rows("Z08_1 一般公共预算财政拨款基本支出决算明细表", detail),
    )
    household: list[list[object]] = [
        ["2024年家庭收支预算表"],
        ["", "", "", "单位：元"],
        ["收入", "", "支出", ""],
        ["项目", "预算数", "项目", "预算数"],
        ["工资收入", 180_000, "房贷", 60_000],
        ["其他收入", 5_000, "教育支出", 20_000],
        ["", "", "其他支出", 30_000],
        ["收入合计", 185_000, "支出合计", 110_000],
    ]
    yield _other("household", "家庭收支预算", "一个家庭的收支预算", _rows("预算", household))
    bank: list[list[object]] = [["某银行对公账户流水"], ["日期", "摘要", "收入", "支出", "余额"]]
    for day in range(1, 20):
        bank.append([f"2024-03-{day:02d}", "转账", 1000 + day, 300 + day, 50_000 + 700 * day])
    bank.append(["合计", "", 19_190, 5_890, ""])
    yield _other("bank-statement", "银行流水", "有收入、支出两栏的银行流水", _rows("流水", bank))
    goals = [
        ["项目支出绩效目标表"],
        ["（2024年度）"],
        ["项目名称", "医保经办服务"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
        ["", "产出指标", "数量指标", "培训人数", "≥100人"],
        ["", "效益指标", "社会效益指标", "政策知晓率", "≥95%"],
    ]
    yield _other("goals-alone", "只有绩效表", "只有绩效目标表", _rows("绩效目标", goals))
    yield _other("empty", "空白工作簿", "空白的工作簿", [Page("Sheet1"), Page("Sheet2")])
    yield Variant(
        "other-scorecards-alone",
        ("只有绩效表",),
        "只有部门整体和项目绩效自评表，LibreOffice 另存的 .ods",
        [],
        _scorecards,
        "scorecard-department-2022",
        saved_as="ods",
        suffix="ods",
        must_not=("T01", "JS01-1"),
    )


def _scorecards(_: Sequence[Page], path: Path) -> str:
    """The published scorecards of an example."""
    path.write_bytes((_EXAMPLES / "jiangxia-2022.xlsx").read_bytes())
    return "openpyxl"
