"""The corpus: the tables of “三公” and of state capital in other shapes, and all of Shanghai."""

from collections.abc import Iterator

from tools.corpus import layouts
from tools.corpus.pages import Cell, Page
from tools.corpus.variant import A2022, A2024, Variant, accounts, table
from tools.corpus.writers import with_openpyxl, with_xlsxwriter

_THREE_PUBLIC, _STATE = "09", "08"
#: 栏次 of 国资 in full shape that its own form does not have: 年初, 本年收入, 年末.
_OPENING, _INCOME, _CLOSING = 11, 12, 16


def variants() -> Iterator[Variant]:
    """The workbooks with other shapes of these tables, and those of Shanghai."""
    yield Variant(
        "layout-three-public-in-pairs",
        ("三公为六对",),
        "“三公”经费表一行六对：每项下预算数、决算数",
        accounts(131, A2024, reform={_THREE_PUBLIC: layouts.three_public_in_pairs}),
        with_openpyxl,
        A2024,
    )
    made = accounts(132, A2022)
    layouts.three_public_vertical(table(made, _THREE_PUBLIC))
    yield Variant(
        "layout-three-public-vertical",
        ("三公竖排",),
        "“三公”经费表竖排：项目一列，预算数、决算数两列",
        made,
        with_xlsxwriter,
        A2022,
    )
    made = accounts(134, A2022, reform={_STATE: layouts.state_capital_in_full})
    fill_state_capital(table(made, _STATE))
    yield Variant(
        "layout-state-capital-in-full",
        ("国资为收支全表",),
        "国有资本经营表有年初、本年收入、本年支出、年末各栏",
        made,
        with_openpyxl,
        A2022,
    )
    yield shanghai()


def fill_state_capital(page: Page) -> None:
    """What came in is what was spent; nothing was there and nothing is left. The figures in the
    columns that the form does not have belong to no cell of the form."""
    spent = {
        cell.key[0]: cell.value for cell in page.cells.values() if cell.key and cell.key[1] == 1
    }
    for place, cell in list(page.cells.items()):
        if cell.key and cell.key[1] in (_OPENING, _INCOME, _CLOSING):
            value = spent.get(cell.key[0]) if cell.key[1] == _INCOME else None
            page.cells[place] = Cell(value, "extra", cell.table, None, style=cell.style)


def shanghai() -> Variant:
    """All differences of the layout that Shanghai uses at once."""
    made = accounts(
        170,
        A2024,
        reform={
            "08": layouts.all_of(layouts.codes_in_three_columns, layouts.state_capital_in_full),
            "09": layouts.three_public_in_pairs,
            **{
                key: layouts.all_of(
                    layouts.without_line_numbers,
                    layouts.without_column_numbers,
                    layouts.with_24_classes,
                    layouts.codes_in_three_columns,
                )
                for key in ("01", "02", "03", "04", "05", "06", "07")
            },
        },
    )
    for page in made:
        layouts.without_marks(page)
        layouts.split_codes(page, "repeated")
    fill_state_capital(table(made, _STATE))
    layouts.total_last(table(made, "05"))
    order = ("01", "02", "03", "04", "05", "06", "09", "07", "08")
    return Variant(
        "layout-shanghai-2024",
        ("上海式", "编码分三列", "三公为六对", "国资为收支全表", "24类", "合计在最后"),
        "没有行次、栏次、表号；24 类；编码三列；“三公”在前，六对；国资为收支全表；表5 合计在最后",
        [table(made, key) for key in order],
        with_openpyxl,
        A2024,
    )
