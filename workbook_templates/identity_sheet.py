"""Writes the hidden sheet of identities: the arithmetic, the lines, the bands."""

from openpyxl import Workbook

from validator.forms.workbook import IDENTITIES
from workbook_templates.bands import write_band, write_keys_of_bands
from workbook_templates.cards.lines import card_lines
from workbook_templates.identities import Identities
from workbook_templates.judging import write_arithmetic, write_arithmetic_of_shares
from workbook_templates.keys import Keys
from workbook_templates.lines import extra_lines, write_lines
from workbook_templates.plan import Plan
from workbook_templates.results import Results


def write_identities(book: Workbook, plan: Plan, keys: Keys) -> Results:
    """The hidden sheet: a row a line, a column a band."""
    sheet = book.create_sheet(IDENTITIES)
    sheet.sheet_state = "hidden"
    identities = Identities(plan)
    own = len(identities.lines) + extra_lines(plan)
    cards = card_lines(plan)
    results = Results(plan, identities, keys, own + len(cards), cards)
    write_arithmetic(sheet)
    if results.shares:
        write_arithmetic_of_shares(sheet)
    write_lines(sheet, plan, keys, results)
    if results.bands:
        write_keys_of_bands(sheet, plan, results)
    for number, band in enumerate(identities.bands):
        write_band(sheet, plan, band, number, results)
    return results
