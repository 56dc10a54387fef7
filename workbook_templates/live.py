"""Plan → the blank workbook that checks itself: every sheet, in the order of their use."""

from openpyxl import Workbook

from validator.forms.workbook import (
    CATALOGUE,
    CHECK,
    DECLARED_FIGURES,
    FIGURES,
    FRONT,
    IDENTITIES,
    KEYS,
    PICTURES,
    SCORES,
    TOTALS,
)
from workbook_templates.cards.figures import write_figures
from workbook_templates.cards.marks import mark_cards
from workbook_templates.cards.scores import write_scores
from workbook_templates.cards.sheet import write_card
from workbook_templates.cards.summary_sheet import write_summary
from workbook_templates.check_sheet import write_check
from workbook_templates.declared.figures import mark_declared, write_declared_figures
from workbook_templates.entry import write_entry, write_totals
from workbook_templates.excel import packed
from workbook_templates.filled import fill
from workbook_templates.front import write_catalogue, write_front
from workbook_templates.identity_sheet import write_identities
from workbook_templates.keys import plan_keys, write_keys
from workbook_templates.marks import marks, touched_by
from workbook_templates.patch import patch
from workbook_templates.pictures import write_pictures
from workbook_templates.plan import Plan
from workbook_templates.tables import mark, write_table


def build(plan: Plan) -> Workbook:
    """The blank workbook of a plan."""
    book = Workbook()
    book.remove(book.active)
    keys = plan_keys(plan)
    sheets = {
        subject: write_table(book, plan, table, keys) for subject, table in plan.tables.items()
    }
    for table in plan.open_tables:
        write_entry(book, plan, table)
    if plan.tables:
        write_totals(book, plan)
        write_catalogue(book, plan)
        write_keys(book, plan, keys)
    for card in plan.cards:
        if card.is_summary:
            write_summary(book, plan, card)
        else:
            write_card(book, card)
    if plan.declared:
        write_declared_figures(book, plan)
    results = write_identities(book, plan, keys)
    touched = touched_by(results)
    for subject, formulas in marks(plan, results, touched).items():
        mark(sheets[subject], plan.tables[subject], formulas)
    mark_declared(book, plan, touched)
    if plan.cards:
        write_figures(book, plan)
        mark_cards(book, plan, results)
        write_scores(book, plan, results)
    write_check(book, results)
    write_front(book, plan, results)
    if plan.tables:
        write_pictures(book, plan)
    _order(book, plan)
    book.calculation.fullCalcOnLoad = True
    return book


def blank(plan: Plan) -> bytes:
    """The blank workbook as an .xlsx, the same bytes whenever it is built, with the values that its
    tables' formulas give."""
    filling = fill(plan)
    return patch(packed(build(plan)), filling.values(), filling.hidden)


def _order(book: Workbook, plan: Plan) -> None:
    names = [FRONT]
    for table in plan.tables.values():
        names += [table.entry, table.sheet] if table.open else [table.sheet]
    names += [TOTALS, *(card.sheet for card in plan.cards), SCORES]
    names += [CHECK, PICTURES, CATALOGUE, KEYS, DECLARED_FIGURES, FIGURES, IDENTITIES]
    book._sheets.sort(key=lambda sheet: names.index(sheet.title))
    book.active = 0
