"""How a workbook made from the forms is put together: the names of its sheets, the stamp by which
it is known again, and the layout of the sheets for entering 科目.

The writer of blank workbooks and the check of filled ones both go by this.
"""

import re
from collections.abc import Mapping
from functools import cache

from validator.forms.computed import computed_in
from validator.forms.loader import load
from validator.forms.model import CellKey, Edition, Form, Layout

FRONT, TOTALS, CHECK, PICTURES, CATALOGUE = "封面", "合计填报", "勾稽校验", "图表", "科目"

#: The hidden sheets, on which only formulas stand: keys of the 科目, the amounts of 申报表,
#: what the cells of scorecards say as figures, and the identities.
KEYS, DECLARED_FIGURES, FIGURES, IDENTITIES = "计算科目", "计算申报", "计算自评", "计算勾稽"

#: Those that nobody fills in, whatever the workbook is for; most of it.
GENERATED = frozenset({CHECK, KEYS, DECLARED_FIGURES, FIGURES, IDENTITIES})

#: The sheets of scorecards: the department's, the projects' (a number follows), the summary that is
#: published; and the sheet that lists what all of them come to.
DEPARTMENT_CARD, PROJECT_CARD, SUMMARY_CARD = "整体自评", "项目自评", "自评摘要"
SCORES = "自评汇总"
#: Those sheets of scorecards that hold none.
BESIDE_CARDS = (SCORES, FIGURES)

#: An entry sheet: its heading row and its columns of codes, names and first amounts, from zero.
#: The amounts stand in the order of the form's 栏次; the rows below the headings hold 科目.
ENTRY_HEADINGS = 3
ENTRY_CODE, ENTRY_NAME, ENTRY_AMOUNTS = 0, 1, 2

#: The sheet where totals may be typed instead: its first row of them, and the columns that say the
#: table's sheet and take the figure, from zero. `totals` tells which total each row is for.
TOTALS_FIRST, TOTALS_TABLE, TOTALS_TYPED = 4, 0, 4

STAMP = "gouji 模板 "
_BRACKETS = re.compile(r"[（）()\s]")


def stamp(edition: Edition) -> str:
    """What the front sheet of a workbook made for `edition` says in a cell of its own."""
    return f"{STAMP}{edition.name}"


def stamped(words: object) -> str:
    """The name of the edition that a stamp names, "" for any other cell."""
    return words.removeprefix(STAMP) if isinstance(words, str) and words.startswith(STAMP) else ""


def own_sheets(edition: Edition) -> tuple[str, ...]:
    """The sheets of a workbook made for `edition` that hold no table, hidden ones too. One with
    scorecards beside its tables has `BESIDE_CARDS` as well."""
    if not edition.order:
        return (FRONT, SCORES, CHECK, FIGURES, IDENTITIES)
    forms = (edition.forms[subject] for subject in edition.order)
    entries = (entry_sheet(form) for form in forms if form.open)
    declared = any(form.layout is Layout.DECLARED for form in edition.forms.values())
    hidden = (KEYS, *((DECLARED_FIGURES,) if declared else ()), IDENTITIES)
    return (FRONT, *entries, TOTALS, CHECK, PICTURES, CATALOGUE, *hidden)


def tables(edition: Edition, repeated: int = 1) -> Mapping[str, Form]:
    """The tables of a workbook by key, in printed order: `repeated` of each form that may stand any
    number of times."""
    return {
        f"{subject}-{i}" if i else subject: form
        for subject in edition.order
        if (form := edition.forms[subject])
        for i in (range(1, repeated + 1) if form.repeated else (0,))
    }


def number_in(form: Form, key: str) -> int:
    """Which of the tables of a form that may stand any number of times `key` is; 0 of another."""
    return int(key.rpartition("-")[2]) if form.repeated else 0


def table_sheet(form: Form, key: str = "") -> str:
    """The name of a table's sheet: what the document prints as its number. `key` is the table's,
    of a form that may stand any number of times."""
    number = number_in(form, key) if key else 0
    return _BRACKETS.sub("", form.mark) + (f"-{number}" if number else "")


def entry_sheet(form: Form) -> str:
    """The name of the sheet where the 科目 of a table are entered."""
    return f"录入{table_sheet(form)}"


@cache
def totals(name: str, repeated: int = 1) -> tuple[CellKey, ...]:
    """The computed cells of the tables with printed lines of the edition `name`, in the order in
    which they may be typed instead: table by table, one side after the other; `repeated` as in
    `tables`."""
    of_workbook = tables(load(name), repeated)
    known = computed_in(name, of_workbook).cells
    return tuple(
        cell
        for key, form in of_workbook.items()
        for row, columns in form.columns_of_row.items()
        for number in columns
        if (cell := (key, row, number)) in known
    )
