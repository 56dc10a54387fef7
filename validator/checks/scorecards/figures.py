"""The figures of a scorecard as reports show them: amounts in its unit, rates in per cent, points.

What is written in a cell in a unit of its own (234.0984 万) is shown in that of the scorecard.
"""

from collections.abc import Iterable
from decimal import Decimal

from validator.amounts import show
from validator.checks.scorecards.workbook import added, money_of, shown
from validator.quantities import Rate, rate
from validator.recognition.card import Card, Summary, Written

#: Scores have so many; more are what a computer leaves of a sum.
_DECIMALS = 2


def value(card: Card | Summary, cell: Written) -> str | None:
    """The figure that a cell of a scorecard holds; None where it holds none."""
    if any(cell is each for each in _amounts(card)):
        return _amount(card, cell) or None
    if cell is _rate(card):
        return rate_of(card) or None
    return None if cell.points is None else f"{cell.points:f}"


def budget_of(card: Card | Summary) -> str:
    """预算数 A in the scorecard's unit; "" where none is written."""
    return _amount(card, _sides(card)[0])


def executed_of(card: Card | Summary) -> str:
    """执行数 B in the scorecard's unit; "" where none is written."""
    return _amount(card, _sides(card)[1])


def rate_of(card: Card | Summary) -> str:
    """执行率 with its sign and the decimals that are written; "" where none is."""
    found = stated_rate(card)
    return "" if found is None else f"{found.percent:.{found.decimals}f}%"


def stated_rate(card: Card | Summary) -> Rate | None:
    """执行率 as it is written; one without % as the card's own amounts say that it is meant."""
    cell = _rate(card)
    if cell is None:
        return None
    budget, executed = (None if each is None else money_of(card, each) for each in _sides(card))
    near: Decimal | None = None
    if budget is not None and executed is not None and budget.fen:
        near = 100 * executed.fen / budget.fen
    return rate(cell.raw, near, cell.fault)


def points_of(cells: Iterable[Written | None]) -> str:
    """The scores that cells hold, added up, with the digits that are written but no more than
    scores have; "" where none holds any."""
    points = [cell.points for cell in cells if cell is not None]
    known = [each for each in points if each is not None]
    if not known:
        return ""
    sum_ = added(known)
    as_written = f"{sum_:f}"
    return as_written if len(as_written.partition(".")[2]) <= _DECIMALS else shown(sum_)


def _sides(card: Card | Summary) -> tuple[Written | None, Written | None]:
    """The cells of A and B."""
    if isinstance(card, Summary):
        return card.budget, card.executed
    return (card.execution.budget, card.execution.executed) if card.execution else (None, None)


def _rate(card: Card | Summary) -> Written | None:
    if isinstance(card, Summary):
        return card.rate
    return card.execution.rate if card.execution else None


def _amounts(card: Card | Summary) -> Iterable[Written]:
    """The cells that hold amounts."""
    yield from (cell for cell in _sides(card) if cell is not None)
    if isinstance(card, Card):
        yield from card.amounts.values()


def _amount(card: Card | Summary, cell: Written | None) -> str:
    found = None if cell is None else money_of(card, cell)
    return "" if found is None else show(found.fen, card.unit)
