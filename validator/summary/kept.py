"""The store → the summary, and its findings one by one. The database counts; what is held here is a
short row for each workbook, and what its errors are."""

from collections.abc import Iterator
from sys import intern
from typing import Any, NamedTuple

from sqlalchemy import Select, case, distinct, func, literal, select

from validator.batch.schema import FINDINGS, RULES, WORKBOOKS
from validator.batch.store import Store
from validator.forms.model import CARDS
from validator.forms.scorecard import scorecard_rules
from validator.reports.conclusion import why_unchecked
from validator.rounding import Verdict
from validator.summary.expected import Expected
from validator.summary.gather import gather
from validator.summary.record import Found, Ran, Summary, Workbook

_W, _F, _R = WORKBOOKS.c, FINDINGS.c, RULES.c
_HERE = _W.gone == ""
_VERDICTS = tuple(verdict.value for verdict in Verdict)


class Opinion(NamedTuple):
    """A finding with what is said of its workbook, as a list has it. `cause` is False for what only
    follows from another one, `waiver` names the one that covers it."""

    department: str
    year: int | None
    edition: str
    path: str
    severity: str
    rule: str
    sheet: str
    cell: str
    label: str
    left: str
    right: str
    difference: str
    message: str
    likely: str
    expected: str
    explanation: str
    cause: bool
    waiver: str


def summed_up(store: Store, expected: Expected | None = None) -> Summary:
    """The summary of what is in the store. Raises StoreError."""
    places = {row.workbook: row.places for row in store.select(_PLACES)}
    digests: set[str] = set()
    times: list[str] = []
    workbooks = []
    for each in store.select(_WORKBOOKS):
        *row, message, digest, checked = tuple(each)
        workbook = Workbook._make((*row, places.get(each.id, 0)))
        if workbook.status != "checked":
            workbook = workbook._replace(why=why_unchecked(workbook.path, message))
        workbooks.append(workbook._replace(state=intern(workbook.state)))
        digests.add(digest)
        times = [min(checked, *times[:1]), max(checked, *times[1:])] if times else [checked] * 2
    here = {workbook.number for workbook in workbooks}
    cards = expected is not None and any(due.kind == CARDS for due in expected.dues)
    return gather(
        store.name,
        workbooks,
        (Found._make(row) for row in store.select(_FOUND) if row.workbook in here),
        [Ran._make(row) for row in store.select(_RAN)],
        expected,
        digests=digests,
        times=(times[0], times[1]) if times else ("", ""),
        with_cards={number for (number,) in store.select(_with_cards())} if cards else (),
    )


def opinions(store: Store) -> Iterator[Opinion]:
    """The findings of all workbooks, the gravest first, by department; those that are waived last.
    Raises StoreError."""
    return map(Opinion._make, store.select(_OPINIONS))


_WORKBOOKS = (
    select(
        *(_W.id, _W.path, _W.sha256, _W.modified, _W.status, _W.state, literal("")),
        *(_W.department, _W.year, _W.edition, _W.errors, _W.warnings, _W.information, _W.waived),
        *(_W.not_evaluated, _W.message, _W.rules_digest, _W.checked),
    )
    .where(_HERE)
    .order_by(_W.path)
)
_GROUP = case((_F.cause, _F.group_id))
_PLACES = (
    select(_F.workbook, func.count(distinct(_F.group_id)).label("places"))
    .where(_F.severity == "error", _F.waiver == "")
    .group_by(_F.workbook)
)
_FOUND = (
    select(_F.workbook, _F.rule, _F.severity, func.count(distinct(_GROUP)), func.count())
    .where(_F.severity.in_(("error", "warning")), _F.waiver == "")
    .group_by(_F.workbook, _F.rule, _F.severity)
)
_JUDGED = _R.exact + _R.rounding + _R.improbable + _R.error + _R.not_evaluated
# As words that no index has: SQLite would go through the index of the rules, all over the table.
_RULE = _R.rule + ""
_RAN = (
    select(
        _RULE,
        func.sum(case((_JUDGED > 0, 1), else_=0)),
        *(func.sum(_R[verdict]) for verdict in _VERDICTS),
    )
    .where(_R.workbook.in_(select(_W.id).where(_HERE)))
    .group_by(_RULE)
)
_RANK = case(
    (_F.waiver != "", 3), (_F.severity == "error", 0), (_F.severity == "warning", 1), else_=2
)
_OPINIONS = (
    select(
        *(_W.department, _W.year, _W.edition, _W.path, _F.severity, _F.rule, _F.sheet, _F.cell),
        *(_F.label, _F.left_amount, _F.right_amount, _F.difference, _F.message, _F.likely),
        *(_F.expected, _F.explanation, _F.cause, _F.waiver),
    )
    .join_from(FINDINGS, WORKBOOKS)
    .where(_HERE)
    .order_by(_RANK, _W.department, _W.path, _F.number)
)


def _with_cards() -> Select[Any]:
    """The workbooks in which a rule of scorecards was judged."""
    rules = [rule.id for rule in scorecard_rules()]
    return select(_R.workbook).where(_R.rule.in_(rules), _JUDGED > 0).distinct()
