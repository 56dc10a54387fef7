"""Workbooks with formulas of their own, as bureaus submit them: every total adds up what its
identity says. In 元, so that what is added up is what is printed."""

from collections.abc import Mapping
from dataclasses import replace

from tests.ledgers import ledger_of
from tests.rich import RICH
from validator.amounts import YUAN
from validator.checks.identities import evaluate
from validator.checks.outcome import Outcome
from validator.forms.compiler import compiled
from validator.reading import Book, Sheet, address
from validator.recognition import recognise
from validator.rounding import Relation

Place = tuple[int, int]
#: Sheet → place → the text of the formula there.
Written = Mapping[str, Mapping[Place, str]]


def in_yuan(edition: str) -> Book:
    """The workbook of the rich department, in 元 and without formulas."""
    own = ledger_of(edition)
    department = own.department(RICH, rich=True)
    return own.printed(department, edition, own.figures(department, edition, YUAN), YUAN)


def sums(book: Book, edition: str) -> dict[str, dict[Place, str]]:
    """A formula for the total of every sum within a table, one addend after the other."""
    written: dict[str, dict[Place, str]] = {sheet.name: {} for sheet in book.sheets}
    for outcome in evaluate(compiled(edition), recognise(book).tables):
        total = outcome.left[0].cell if len(outcome.left) == 1 else None
        if total is not None and _within(outcome):
            place = total.row, total.column
            written[outcome.left[0].table.sheet].setdefault(place, _text(outcome))
    return written


def _within(outcome: Outcome) -> bool:
    """Is it a sum of the cells of one table?"""
    own = {operand.table.key for operand in outcome.operands}
    return outcome.kind == "sum" and outcome.relation is Relation.EQUAL and len(own) == 1


def _text(outcome: Outcome) -> str:
    signs = {1: "+", -1: "-"}
    return "".join(
        signs[operand.weight] + address(operand.cell.row, operand.cell.column)
        for operand in outcome.right
        if operand.cell is not None
    ).removeprefix("+")


def with_formulas(book: Book, written: Written) -> Book:
    """The workbook with these formulas; what its cells hold stays."""

    def of(sheet: Sheet) -> Sheet:
        own = written.get(sheet.name, {})
        return replace(sheet, formulas=frozenset(own), written=own)

    return replace(book, sheets=tuple(map(of, book.sheets)))


def with_value(book: Book, sheet: str, place: Place, value: object, fault: str = "") -> Book:
    """The workbook with another value, or the error `fault`, in a cell."""

    def of(own: Sheet) -> Sheet:
        if own.name != sheet:
            return own
        rows = [list(row) for row in own.rows]
        rows[place[0]][place[1]] = value
        return replace(own, rows=rows, faults={**own.faults, place: fault} if fault else own.faults)

    return replace(book, sheets=tuple(map(of, book.sheets)))
