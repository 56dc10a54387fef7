"""P11, P12: scorecards against the tables of the same workbook."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from validator.amounts import COUNTED, Amount, show
from validator.checks.scorecards.seen import Phrase, Seen
from validator.checks.scorecards.workbook import (
    Workbook,
    amount_of,
    nothing,
    unread,
    without_amount,
)
from validator.forms.model import TOTAL, Severity
from validator.forms.scorecard import EXPENDITURES, Kind
from validator.recognition.card import Card, Written
from validator.recognition.table import Table
from validator.recognition.words import plain
from validator.rounding import Judgement, Relation, Verdict, judge

#: 支出决算表 and 一般公共预算财政拨款支出决算表; the columns of both are 合计, 基本支出, 项目支出.
EXPENDITURE, GENERAL_BUDGET = "03", "05"
_ALL, _BASIC, _PROJECT = 1, 2, 3
_COLUMN_OF = dict(zip(EXPENDITURES, (_BASIC, _PROJECT), strict=True))
_SUFFIX = re.compile(r"\(.*\)$")


class Figure(NamedTuple):
    """A figure of a card that a table has too: its cell, its amount, and what each table has (None:
    no such table, or no figure there), with the judgement of both."""

    at: Written
    amount: Amount
    column: int
    printed: dict[str, tuple[Amount, Judgement]]

    def agrees(self, table: str) -> bool:
        """Is it the figure of the table?"""
        judged = self.printed[table][1]
        return judged.verdict in (Verdict.EXACT, Verdict.ROUNDING, Verdict.NOT_APPLICABLE)


def with_accounts(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """Executed amount, basic and project expenditure of a department are those of table 3, or all
    of them those of table 5, where the scope is the general public budget alone: that is
    information that names both figures. Of several departments' cards in a workbook only that of
    the tables' department is compared.

    执行数  | 基本支出 | 项目支出 | 表3                    | 表5                    | 结论
    1819.46 | 160.06   | 1659.40  | 1819.46 160.06 1659.40 | 1809.26 160.06 1649.20 | exact
    1809.26 | 160.06   | 1649.20  | 1819.46 160.06 1659.40 | 1809.26 160.06 1649.20 | exact
    587.1   | 587.09   |          | 587.10 587.09 0.01     |                        | exact
    1809.26 | 160.06   | 1659.40  | 1819.46 160.06 1659.40 | 1809.26 160.06 1649.20 | error
    587.09  | 547.09   | 40       | 587.09 587.09 0.00     | 587.09 587.09 0.00     | error
    587.10  | 587.09   | 0.01     | 587.09 587.09 0.00     |                        | error
    若干    | 587.09   | 0        | 587.09 587.09 0.00     |                        | not_evaluated
    587.09  | 547.09   | 40       |                        |                        | not_applicable
    """
    tables = _tables(card, workbook)
    if card.form.kind is not Kind.DEPARTMENT or not tables:
        return
    cells = [(cell, _COLUMN_OF[label]) for label, cell in card.amounts.items()]
    if card.execution is not None:
        cells.insert(0, (card.execution.executed, _ALL))
    filled = [(cell, column) for cell, column in cells if not nothing(cell)]
    for cell in without_amount(card, (cell for cell, _ in filled)):
        yield unread("P11", card, (cell,), follows=True)
    figures = [f for cell, column in filled if (f := _figure(card, cell, column, tables))]
    if not figures:
        return
    wrong = {key: [f for f in figures if not f.agrees(key)] for key in tables}
    scope = min(wrong, key=lambda key: (len(wrong[key]), key))
    if scope == GENERAL_BUDGET and not wrong[scope] and EXPENDITURE in tables:
        yield _narrower(card, wrong[EXPENDITURE], tables)
        figures = [f for f in figures if f not in wrong[EXPENDITURE]]
    for figure in figures:
        yield _compared(card, figure, scope, tables)


def _tables(card: Card, workbook: Workbook) -> dict[str, Table]:
    """Tables 3 and 5 as far as they are there, hold figures and are the card's department's."""
    several = len(workbook.of_kind(Kind.DEPARTMENT)) > 1
    return {
        key: table
        for key in (EXPENDITURE, GENERAL_BUDGET)
        if (table := workbook.tables.get(key)) is not None
        and not table.is_blank()
        and not (several and not _one_department(card.department, table.department))
    }


def _one_department(first: str, second: str | None) -> bool:
    """Are both names one department's, one perhaps without the city that the other has?"""
    if not first or not second:
        return False
    one, other = (_SUFFIX.sub("", plain(name)) for name in (first, second))
    return one.endswith(other) or other.endswith(one)


def _figure(card: Card, cell: Written, column: int, tables: dict[str, Table]) -> Figure | None:
    """A figure with what the tables have; None where it cannot be read or a table lacks it."""
    own = amount_of(card, cell)
    if own.state not in COUNTED:
        return None
    printed = {}
    for key, table in tables.items():
        found = _printed(table, column)
        if found is None:
            return None
        printed[key] = found, judge([(1, own)], Relation.EQUAL, [(1, found)])
    return Figure(cell, own, column, printed)


def _printed(table: Table, column: int) -> Amount | None:
    """The figure of the row 合计; None where there is none."""
    cell = table.cells.get((TOTAL, column))
    return cell.amount if cell is not None and cell.amount.state in COUNTED else None


def _compared(card: Card, figure: Figure, scope: str, tables: dict[str, Table]) -> Seen:
    """One figure against the table of the scope; what the other table has is said too."""
    judged = figure.printed[scope][1]
    agrees = figure.agrees(scope)
    left, right, difference = (
        show(fen, card.unit) for fen in (judged.left, judged.right, judged.residual)
    )
    others = [_other(card, figure, key, tables) for key in tables if key != scope]
    facts: dict[str, object] = {
        "name": figure.at.label,
        "own": left,
        "table": _name(tables[scope]),
        "column": tables[scope].column_label(figure.column),
        "printed": right,
        "difference": difference.removeprefix("-"),
        "other": others[0] if others else "",
    }
    return Seen(
        "P11", card,
        Verdict.EXACT if agrees else Verdict.ERROR,
        "copy",
        "card.accounts.exact" if agrees else "card.accounts.wrong",
        facts,
        ((figure.at, "left"),),
        left,
        right,
        None if agrees else difference,
        cause="" if agrees else f"accounts {difference.removeprefix('-')}",
        beside=((tables[scope].key, TOTAL, figure.column),),
    )  # fmt: skip


def _other(card: Card, figure: Figure, key: str, tables: dict[str, Table]) -> Phrase:
    amount = show(figure.printed[key][0].printed, card.unit)
    return Phrase("card.accounts.other", {"table": _name(tables[key]), "printed": amount})


def _narrower(card: Card, figures: list[Figure], tables: dict[str, Table]) -> Seen:
    """The card speaks of the general public budget alone: said with the figures of both tables."""

    wider = (show(f.printed[EXPENDITURE][0].printed, card.unit) for f in figures)
    differences = [show(f.printed[EXPENDITURE][1].residual, card.unit) for f in figures]
    first = figures[0].printed[EXPENDITURE][1]
    facts = {
        "own": "、".join(
            f"{figure.at.label} {show(figure.amount.printed, card.unit)}" for figure in figures
        ),
        "table": _name(tables[GENERAL_BUDGET]),
        "whole": _name(tables[EXPENDITURE]),
        "printed": "、".join(wider),
        "difference": "、".join(dict.fromkeys(each.removeprefix("-") for each in differences)),
    }
    return Seen(
        "P11", card, Verdict.EXACT, "copy", "card.accounts.scope", facts,
        tuple((figure.at, "left") for figure in figures),
        show(first.left, card.unit),
        show(first.right, card.unit),
        show(first.residual, card.unit),
        severity=Severity.INFO,
    )  # fmt: skip


def _name(table: Table) -> str:
    """表3 《支出决算表》."""
    return f"表{int(table.key)}《{table.form.title}》"


def of_projects(card: Card, workbook: Workbook) -> Iterator[Seen]:
    """The executed amounts of all project cards are together at most the project expenditure of
    table 3, but for what rounding explains; what is less is information, for not every project may
    be evaluated. Said once a workbook, at the first project; cards without an amount are named.

    项目执行数       | 表3                    | 结论
    56.95 1574.92    | 1819.46 160.06 1631.87 | exact
    56.95 1574.92    | 1819.46 160.06 1659.40 | exact
    56.95 空         | 1819.46 160.06 1659.40 | exact
    56.95 1574.92    | 1819.46 160.06 1631.86 | rounding
    40               | 587.09 587.09 0.00     | error
    56.95 1574.92    | 1819.46 160.06 1600.00 | error
    空               | 1819.46 160.06 1600.00 | not_applicable
    56.95            |                        | not_applicable
    """
    projects = workbook.of_kind(Kind.PROJECT)
    table = workbook.tables.get(EXPENDITURE)
    if not projects or card is not projects[0] or table is None or table.is_blank():
        return
    limit = _printed(table, _PROJECT)
    if limit is None:
        return
    executed = [(each, each.execution.executed) for each in projects if each.execution is not None]
    known = [
        (each, cell)
        for each, cell in executed
        if not nothing(cell) and not without_amount(each, (cell,))
    ]
    if not known:
        return
    amounts = [(1, amount_of(each, cell)) for each, cell in known]
    judged = judge(amounts, Relation.AT_MOST, [(1, limit)])
    left, right, difference = (
        show(fen, card.unit) for fen in (judged.left, judged.right, judged.left - judged.right)
    )
    unknown = [each for each in projects if all(each is not one for one, _ in known)]
    facts = {
        "count": len(known),
        "sum": left,
        "table": _name(table),
        "printed": right,
        "difference": difference.removeprefix("-"),
        "unknown": Phrase("card.projects.unknown", {"names": _named(unknown)}) if unknown else "",
    }
    less = judged.verdict is Verdict.EXACT and judged.left < judged.right
    message = {Verdict.EXACT: "card.projects.exact", Verdict.ROUNDING: "card.projects.rounding"}
    yield Seen(
        "P12", card, judged.verdict, "bound",
        "card.projects.less" if less else message.get(judged.verdict, "card.projects.more"),
        facts,
        tuple((cell, "left") for each, cell in known if each is card),
        left,
        right,
        difference if judged.left != judged.right else None,
        severity=Severity.INFO if less else None,
    )  # fmt: skip


def _named(cards: list[Card]) -> str:
    return "、".join(card.name or card.title or card.sheet for card in cards)
