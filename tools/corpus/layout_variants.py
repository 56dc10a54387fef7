"""The corpus: tables as other provinces, other programs and other people lay them out."""

from collections.abc import Iterator, Sequence

from tools.corpus import layouts
from tools.corpus.pages import Cell, Page
from tools.corpus.variant import A2020, A2022, A2024, Variant, accounts, table
from tools.corpus.writers import with_openpyxl, with_xlsxwriter


def variants() -> Iterator[Variant]:
    """The workbooks with other layouts."""
    yield from _numbers()
    yield from _codes()
    yield from _words()
    yield from _places()
    yield from _around()


def _numbers() -> Iterator[Variant]:
    for number, edition in ((102, A2022), (103, A2024)):
        yield Variant(
            f"layout-no-line-numbers-{edition[-4:]}",
            ("没有行次",),
            "表1、表4 没有行次栏",
            accounts(number, edition, reform=layouts.without_line_numbers),
            with_openpyxl,
            edition,
        )
    for number, edition in ((104, A2020), (105, A2022), (106, A2024)):
        made = accounts(
            number,
            edition,
            reform=layouts.all_of(layouts.without_line_numbers, layouts.without_column_numbers),
        )
        for page in made:
            layouts.without_marks(page)
        yield Variant(
            f"layout-no-numbers-at-all-{edition[-4:]}",
            ("没有行次", "没有栏次", "没有公开NN标号"),
            "没有行次、栏次和表号，只有表题和栏名",
            made,
            with_xlsxwriter,
            edition,
        )
    yield Variant(
        "layout-24-classes",
        ("24类",),
        "表1、表4 只列 24 类，没有债务还本、债务付息，也没有行次",
        accounts(
            109, A2024, reform=layouts.all_of(layouts.with_24_classes, layouts.without_line_numbers)
        ),
        with_openpyxl,
        A2024,
    )
    yield Variant(
        "layout-24-classes-numbered",
        ("24类",),
        "表1、表4 只列 24 类，行次随之改变",
        _renumbered(accounts(110, A2024, reform=layouts.with_24_classes)),
        with_xlsxwriter,
        A2024,
    )
    yield Variant(
        "layout-halves-of-different-lengths",
        ("左右两半长短不一",),
        "表1、表4 收入一侧没有空行，在支出一侧上面结束",
        accounts(
            111,
            A2022,
            reform=layouts.all_of(layouts.halves_of_own_length, layouts.without_line_numbers),
        ),
        with_xlsxwriter,
        A2022,
    )


def _renumbered(made: list[Page]) -> list[Page]:
    """行次 that count on without a gap, down one side and then the other."""
    for page in made:
        lines = page.of("line")
        columns = sorted({column for _, column in lines})
        ordered = [place for column in columns for place in lines if place[1] == column]
        for count, place in enumerate(ordered, start=1):
            page.put(*place, count)
    return made


def _codes() -> Iterator[Variant]:
    made = accounts(120, A2022)
    for page in made:
        layouts.total_last(page)
    yield Variant(
        "layout-total-last", ("合计在最后",), "合计是最后一行", made, with_openpyxl, A2022
    )
    shapes = {
        "repeated": "编码分三列，类、款在每一行重复：208 | 05 | 05",
        "steps": "编码分三列，每行只写本级：208 | | ； | 05 | ； | | 05",
        "levels": "编码分三列，整个编码写在本级的列里",
        "whole": "编码分三列，各列都写到本级为止的整个编码",
    }
    for number, (shape, about) in enumerate(shapes.items(), start=121):
        edition = (A2020, A2022, A2024)[number % 3]
        made = accounts(number, edition, reform=layouts.codes_in_three_columns)
        for page in made:
            layouts.split_codes(page, shape)
        shows = ("编码分三列", f"编码分三列：{shape}")
        yield Variant(f"layout-codes-{shape}", shows, about, made, with_xlsxwriter, edition)
    patterns = {"dash": "{code}-{name}", "brackets": "[{code}]{name}"}
    for number, (kind, pattern) in enumerate(patterns.items(), start=126):
        edition = (A2020, A2022)[number % 2]
        made = accounts(number, edition)
        for page in made:
            layouts.code_and_name(page, pattern)
        yield Variant(
            f"layout-code-and-name-{kind}",
            ("编码和名称在一个单元格",),
            f"编码和名称在一个单元格里：{pattern.format(code='2080505', name='…')}",
            made,
            with_openpyxl,
            edition,
        )


def _words() -> Iterator[Variant]:
    for number, edition, write in ((140, A2020, with_openpyxl), (141, A2022, with_xlsxwriter)):
        made = accounts(number, edition)
        for page in made:
            layouts.split_words(page)
        yield Variant(
            f"layout-split-words-{edition[-4:]}",
            ("栏名有空格换行",),
            "栏名、项目名被空格和换行拆开",
            made,
            write,
            edition,
        )
    made = accounts(143, A2022)
    for page in made:
        layouts.stated(page, "临江市青山区水利局2022年度部门决算公开{title}")
    yield Variant(
        "layout-titles-with-year-and-department",
        ("表题带年度和部门",),
        "表题前有部门名称、年度和“部门决算公开”",
        made,
        with_openpyxl,
        A2022,
    )
    for number, edition, name, about in (
        (144, A2022, "GK{n:02d} {title}", "表题只在工作表名称里：GK01 …"),
        (145, A2024, "Z{n:02d} {title}(公开{n:02d}表)", "表题只在工作表名称里，31 个字符处截断"),
    ):
        made = accounts(number, edition, name=name)
        for page in made:
            page.delete_rows({row for row, _ in page.of("title", "mark")})
        shows = ("表题只在工作表名称", "表名截断于31字符" if "公开" in name else "GK表名")
        yield Variant(
            f"layout-title-in-sheet-name-{name[:2].strip('{').lower()}",
            shows,
            about,
            made,
            with_openpyxl,
            edition,
        )


def _places() -> Iterator[Variant]:
    yield Variant(
        "layout-all-below-one-another",
        ("一张工作表上多张表：上下",),
        "九张表上下排在一张工作表上",
        [layouts.below("决算公开", accounts(151, A2024))],
        with_openpyxl,
        A2024,
    )
    made = accounts(152, A2022)
    yield Variant(
        "layout-side-by-side",
        ("一张工作表上多张表：左右",),
        "两张表左右并排在一张工作表上",
        [
            made[0],
            layouts.beside("收入和支出", made[1:3]),
            made[3],
            *made[4:6],
            layouts.beside("其他", made[6:8], gap=2),
            made[8],
        ],
        with_openpyxl,
        A2022,
    )
    made = accounts(153, A2022)
    third = table(made, "03")
    middle = [row for row, _ in third.of("code")][8]
    halves = layouts.over_two(third, middle, "表3（续）")
    position = made.index(third)
    yield Variant(
        "layout-one-table-over-two-sheets",
        ("一张表分在两张工作表",),
        "支出决算表分在两张工作表上，第二张重复表题（续）和栏名",
        [*made[:position], *halves, *made[position + 1 :]],
        with_openpyxl,
        A2022,
    )
    made = accounts(154, A2020)
    for key in ("02", "05"):
        page = table(made, key)
        layouts.repeated_heading(page, [row for row, _ in page.of("code")][7])
    yield Variant(
        "layout-repeated-headings",
        ("中间重复栏名",),
        "收入决算表、一般公共预算支出表中间重复栏名和栏次（分页时带出的标题行）",
        made,
        with_xlsxwriter,
        A2020,
    )


def _around() -> Iterator[Variant]:
    made = accounts(160, A2024)
    for page in made:
        layouts.footnotes(
            page,
            (
                "1.本年支出合计比上年增加 123.45 万元，增长 5.6%。",
                "2.以上数据来源于 2024 年度部门决算报表 Z01 至 Z11 表。",
                "单位负责人：张三　　财务负责人：李四　　填表人：王五　　联系电话：027-12345678",
            ),
        )
    yield Variant(
        "layout-footnotes", ("脚注",), "表下有带数字的说明和签字行", made, with_xlsxwriter, A2024
    )
    made = accounts(161, A2022)
    spent = table(made, "03")
    rows = {row for row, _ in spent.of("code")}
    spent.hidden_rows = set(sorted(rows)[3:6])
    table(made, "04").hidden_rows = {place[0] for place in table(made, "04").of("line")[20:30]}
    fund = table(made, "07")
    fund.hidden_columns = {place[1] for place in fund.of("amount") if fund.cells[place].key}
    fund.hidden_columns = {max(fund.hidden_columns) - 1}
    yield Variant(
        "layout-hidden-rows-and-columns",
        ("隐藏的行", "隐藏的列"),
        "隐藏的行和列里有数",
        made,
        with_openpyxl,
        A2022,
    )
    made = accounts(163, A2024)
    for page in made:
        layouts.merged_everywhere(page)
    yield Variant(
        "layout-merged-everywhere",
        ("到处是合并单元格",),
        "每一行都合并成两行高，数字也是合并单元格",
        made,
        with_openpyxl,
        A2024,
    )
    made = accounts(164, A2022)
    for page in made:
        _count_all_columns(page)
    yield Variant(
        "layout-numbers-of-all-columns",
        ("栏次行",),
        "栏次行从编码列起一直编号，金额栏的编号因此不同",
        made,
        with_xlsxwriter,
        A2022,
    )
    made = accounts(165, A2020, name="{title}")
    yield Variant(
        "layout-cover-contents-narrative",
        ("封面", "目录", "文字说明"),
        "表前有封面和目录，表后有文字说明",
        [*_front(made), *made, _narrative()],
        with_xlsxwriter,
        A2020,
    )
    made = accounts(166, A2024, plain=True)
    for page in made:
        page.insert_rows(0, 6)
        page.insert_columns(0, 3)
    yield Variant(
        "layout-away-from-the-corner",
        ("不从A1开始",),
        "表不从 A1 开始：上面空六行，左边空三列；没有基金和国资",
        made,
        with_xlsxwriter,
        A2024,
    )


def _count_all_columns(page: Page) -> None:
    """1, 2, 3 … under all headings of a 科目 table, those of codes and names too."""
    numbers = page.of("numbers")
    if not page.of("code") or not numbers:
        return
    row = numbers[0][0]
    page.unmerge(row, row)
    own = page.cells[numbers[0]]
    for column in range(page.width):
        page.cells[row, column] = Cell(column + 1, "numbers", own.table)


def _front(made: Sequence[Page]) -> list[Page]:
    cover, contents = Page("封面"), Page("目录")
    for row, words in ((4, "2020 年度部门决算公开"), (8, "清水县教育局"), (20, "二〇二一年九月")):
        cover.put(row, 2, words)
    contents.put(0, 0, "目　录")
    for n, page in enumerate(made, start=1):
        contents.put(n + 1, 0, f"{n}、{page.cells[page.of('title')[0]].value}")
        contents.put(n + 1, 5, n + 2)
    return [cover, contents]


def _narrative() -> Page:
    page = Page("情况说明")
    for row, words in enumerate(
        (
            "第三部分 2020 年度部门决算情况说明",
            "一、收入支出决算总体情况说明",
            "2020 年度收入总计 3,456.78 万元，与 2019 年相比增加 12.34 万元，增长 0.36%。",
            "二、收入决算情况说明",
            "本年收入合计 3,333.33 万元，其中：财政拨款收入 3,222.22 万元，占 96.67%。",
            "三、“三公”经费支出决算表说明：本年未发生因公出国（境）费支出。",
        )
    ):
        page.put(row, 0, words)
    return page
