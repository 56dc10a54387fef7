"""Rows of a store → the summary: whose each workbook is, what came and what did not, what is wrong.

A department is one however its name is written (`expected.body`), or under whichever of the names
that the list has for it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta, timezone
from functools import lru_cache

from validator.forms.model import CARDS
from validator.forms.scorecard import form_set, form_sets
from validator.reports.phrases import file_name
from validator.summary.expected import Body, Due, Expected, alike, body
from validator.summary.record import (
    Department,
    Double,
    Edition,
    Found,
    Mistake,
    Named,
    Ran,
    Submission,
    Submissions,
    Summary,
    Workbook,
    rank,
)

#: Deadlines end when this day does.
BEIJING = timezone(timedelta(hours=8))

#: The numbers in the name of a rule, and what stands between them.
_PARTS = re.compile(r"[0-9]{1,9}|[^0-9]+")
#: Names are compared for so many departments of which nothing came, with so many; files' names are
#: for so many. On a longer list something else is wrong. So many hints are given for each.
_COMPARED, _TRIED, _HINTS = 200, 2000, 3

#: Who a workbook is from: the name of a department ("" for none: then its file is, too).
_Who = tuple[str, str]


def gather(
    store: str,
    workbooks: Sequence[Workbook],
    found: Iterable[Found],
    rules: Iterable[Ran],
    expected: Expected | None = None,
    *,
    digests: Collection[str] = (),
    times: tuple[str, str] = ("", ""),
    with_cards: Collection[int] = (),
) -> Summary:
    """The summary of all `workbooks` of `store`, with what is wrong in them and what each rule
    gave. `times` are those of the first and the last check; `with_cards` the numbers of the
    workbooks that hold scorecards, whatever else they are."""
    who = _who(workbooks, expected)
    by_who: dict[_Who, list[Workbook]] = {}
    for workbook in workbooks:
        by_who.setdefault(who[workbook.number], []).append(workbook)
    wrong = _Wrong(found, who)
    departments = [
        Department(name, tuple(sorted(own, key=_gravity)), wrong.of((name, file)))
        for (name, file), own in by_who.items()
    ]
    return Summary(
        store=store,
        first=times[0],
        last=times[1],
        digests=tuple(sorted(digests)),
        workbooks=len(workbooks),
        unfinished=sum(1 for w in workbooks if w.status != "checked" or w.not_evaluated),
        states=Counter(workbook.state for workbook in workbooks),
        departments=tuple(sorted(departments, key=_weight)),
        editions=tuple(_editions(workbooks, who)),
        mistakes=wrong.mistakes("error"),
        doubts=wrong.mistakes("warning"),
        rules=tuple(sorted(rules, key=_in_order)),
        unread=tuple(w for w in workbooks if w.status != "checked"),
        nameless=tuple(w for w in workbooks if w.status == "checked" and not w.department),
        doubles=tuple(_doubles(workbooks, who)),
        submissions=_submissions(workbooks, who, expected, with_cards) if expected else None,
    )


@lru_cache(maxsize=1024)
def kind_of(edition: str) -> str:
    """The kind of an edition: 决算, 预算, 自评表; of one that is not known its name."""
    return form_set(edition).kind if edition in form_sets() else edition


def day(moment: str) -> str:
    """The day and time in Beijing of a moment in UTC; "" for none."""
    return f"{_moment(moment):%Y-%m-%d %H:%M}" if moment else ""


def _moment(words: str) -> datetime:
    found = datetime.fromisoformat(words)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(BEIJING)


def _who(workbooks: Iterable[Workbook], expected: Expected | None) -> Mapping[int, _Who]:
    """The department of each workbook: its name on the list, else as the first one writes it."""
    names: dict[Body, str] = {}
    found: dict[int, _Who] = {}
    for workbook in workbooks:
        own = body(workbook.department) if workbook.department else Body("", False)
        if not own.name:
            found[workbook.number] = ("", workbook.path)
            continue
        if own not in names:
            listed = expected.name_of(workbook.department) if expected else ""
            names[own] = listed or workbook.department
        found[workbook.number] = (names[own], "")
    return found


class _Wrong:
    """What is wrong, by department and by rule."""

    def __init__(self, found: Iterable[Found], who: Mapping[int, _Who]) -> None:
        self._of: dict[_Who, dict[str, list[int]]] = {}
        #: Severity → rule → places, findings; the departments are counted by those that broke it.
        self._rules: dict[str, dict[str, list[int]]] = {}
        self._broken: dict[tuple[str, str], set[_Who]] = {}
        names: dict[str, str] = {}  # one text each, however many rows name it
        for row in found:
            own, rule = who[row.workbook], names.setdefault(row.rule, row.rule)
            _add(self._rules.setdefault(row.severity, {}), rule, row)
            if row.places:
                self._broken.setdefault((row.severity, rule), set()).add(own)
            if row.severity == "error":
                _add(self._of.setdefault(own, {}), rule, row)

    def of(self, who: _Who) -> tuple[Named, ...]:
        """The rules whose findings are the causes of what a department has to correct."""
        told = [Named(rule, *counts) for rule, counts in self._of.get(who, {}).items()]
        return tuple(sorted((n for n in told if n.places), key=lambda n: (-n.places, n.rule)))

    def mistakes(self, severity: str) -> tuple[Mistake, ...]:
        """The rules that are broken, by how many departments do it; what only follows from
        something else is no mistake of its own."""
        told = (
            Mistake(rule, len(self._broken[severity, rule]), places, findings)
            for rule, (places, findings) in self._rules.get(severity, {}).items()
            if places
        )
        return tuple(sorted(told, key=lambda m: (-m.departments, -m.places, m.rule)))


def _add(counts: dict[str, list[int]], rule: str, row: Found) -> None:
    known = counts.setdefault(rule, [0, 0])
    known[0] += row.places
    known[1] += row.findings


def _gravity(workbook: Workbook) -> tuple[int, int, str]:
    return rank(workbook.state), -workbook.places, workbook.path


def _in_order(ran: Ran) -> list[tuple[int, str]]:
    """JS01-2 before JS01-10."""
    return [(int(part) if part.isdecimal() else 0, part) for part in _PARTS.findall(ran.rule)]


def _weight(department: Department) -> tuple[int, int, int, str]:
    """The gravest first: of those with errors the one with the most."""
    places = -department.places or -department.warnings
    return rank(department.state), places, -department.errors, department.shown


def _editions(workbooks: Iterable[Workbook], who: Mapping[int, _Who]) -> Iterator[Edition]:
    """The workbooks by edition and year, the newest first; those in which no tables are known."""
    found: dict[tuple[str, int | None], list[Workbook]] = {}
    for workbook in workbooks:
        found.setdefault((workbook.edition, workbook.year), []).append(workbook)
    for (edition, year), own in sorted(
        found.items(), key=lambda each: (not each[0][0], each[0][0], -(each[0][1] or 0))
    ):
        yield Edition(
            edition=edition,
            year=year,
            departments=len({who[w.number] for w in own if who[w.number][0]}),
            workbooks=len(own),
            states=Counter(workbook.state for workbook in own),
            places=sum(workbook.places for workbook in own),
        )


def _doubles(workbooks: Iterable[Workbook], who: Mapping[int, _Who]) -> Iterator[Double]:
    """The departments of which there is more than one workbook of a kind and year. Scorecards are
    many, one for each project: only the same file is double."""
    found: dict[tuple[_Who, bool, str, int | None, str], list[Workbook]] = {}
    for workbook in workbooks:
        owner, kind = who[workbook.number], kind_of(workbook.edition)
        if not owner[0] or workbook.status != "checked":
            continue
        content = workbook.sha256 if kind == CARDS else ""
        key = (owner, body(workbook.department).own, kind, workbook.year, content)
        found.setdefault(key, []).append(workbook)
    for ((name, _), _, kind, year, _), own in found.items():
        if len(own) > 1:
            same = len({workbook.sha256 for workbook in own}) == 1
            yield Double(name, kind, year, tuple(sorted(own, key=_age)), same)


def _age(workbook: Workbook) -> tuple[bool, str, str]:
    return not workbook.modified, workbook.modified, workbook.path


def _submissions(
    workbooks: Iterable[Workbook],
    who: Mapping[int, _Who],
    expected: Expected,
    with_cards: Collection[int],
) -> Submissions:
    named: dict[str, list[Workbook]] = {}
    strangers: list[Workbook] = []
    unknown: list[Workbook] = []
    listed = set(expected.names.values())
    for workbook in workbooks:
        name, _ = who[workbook.number]
        if name in listed:
            named.setdefault(name, []).append(workbook)
        elif name:
            strangers.append(workbook)
        else:
            unknown.append(workbook)
    owed: list[Submission] = []
    taken: set[int] = set()
    hints = _Hints([who[w.number][0] for w in strangers], unknown)
    for due in expected.dues:
        own = named.get(expected.name_of(due.department), [])
        came = sorted((w for w in own if _is_owed(w, due, with_cards)), key=_age)
        taken |= {workbook.number for workbook in came}
        others = [w for w in own if w.year is None]
        near = () if came else hints.of(due, others)
        owed.append(Submission(due, tuple(came), _is_late(came, due), near))
    for own in named.values():
        strangers += [workbook for workbook in own if workbook.number not in taken]
    untimed = sum(1 for s in owed if s.due.deadline and s.workbooks and not _times(s.workbooks))
    return Submissions(
        expected.file,
        tuple(owed),
        tuple(sorted(strangers, key=lambda w: (w.department, w.path))),
        untimed,
    )


def _is_owed(workbook: Workbook, due: Due, with_cards: Collection[int]) -> bool:
    """Is it what the department owes? Scorecards may stand in the workbook of the accounts."""
    if due.year is not None and workbook.year != due.year:
        return False
    if due.edition:
        return workbook.edition == due.edition
    within = due.kind == CARDS and workbook.number in with_cards
    return within or due.kind in ("", kind_of(workbook.edition))


def _times(workbooks: Iterable[Workbook]) -> Sequence[datetime]:
    return [_moment(workbook.modified) for workbook in workbooks if workbook.modified]


def _is_late(came: Iterable[Workbook], due: Due) -> bool:
    """Was none of the files as it is before the day was over? What was put right later was not
    late."""
    times = _times(came)
    if due.deadline is None or not times:
        return False
    return min(times) >= datetime.combine(due.deadline + timedelta(days=1), time(), BEIJING)


class _Hints:
    """What may be meant for a department of which nothing came: names that are nearly its own, and
    files that are called by its name."""

    def __init__(self, strangers: Iterable[str], unknown: Iterable[Workbook]) -> None:
        self._strangers = list(dict.fromkeys(strangers))
        names = [file_name(workbook.path) for workbook in unknown]
        self._files = [(name, body(name).name) for name in names[:_TRIED]]
        self._asked = 0

    def of(self, due: Due, others: Iterable[Workbook]) -> tuple[str, ...]:
        """The first few of them; `others` are its own workbooks that do not say of which year."""
        self._asked += 1
        own = [body(name).name for name in (due.department, *due.aliases)]
        found = [file_name(workbook.path) for workbook in others]
        if self._asked <= _TRIED:
            found += [name for name, plain in self._files if any(each in plain for each in own)]
        if self._asked <= _COMPARED:
            found += alike(due.department, self._strangers[:_COMPARED])
        return tuple(dict.fromkeys(found))[:_HINTS]
