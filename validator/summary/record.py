"""What there is to say of many workbooks: the records that every output is made from.

Nothing is in words here but what stood in a workbook or a list. Lists are whole; outputs bound
them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from validator.rounding import Verdict
from validator.summary.expected import Due

#: How a workbook may stand (`conclusion.state`), the gravest first.
STATES = (
    *("to_correct", "incomplete", "unreadable", "unrecognised", "to_explain", "blank"),
    *("only_information", "nothing_left", "agrees"),
)
#: The same in four: a group → its states.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "passed": ("agrees", "only_information", "nothing_left"),
    "to_correct": ("to_correct",),
    "to_explain": ("to_explain",),
    "unchecked": ("incomplete", "unreadable", "unrecognised", "blank"),
}
GROUP_OF = {state: group for group, states in GROUPS.items() for state in states}
_RANKS = {state: rank for rank, state in enumerate(STATES)}


def in_group(states: Mapping[str, int], group: str) -> int:
    """How many of the workbooks, counted by state, are in one of `GROUPS`; one in a state that is
    not known was not checked."""
    return sum(n for state, n in states.items() if GROUP_OF.get(state, "unchecked") == group)


def rank(state: str) -> int:
    """How grave a state is, 0 the gravest; one that is not known is as grave as an unread file."""
    return _RANKS.get(state, _RANKS["unreadable"])


class Workbook(NamedTuple):
    """A workbook that was received; `number` is that of its row in the store. `why` says why it was
    not checked. `errors`, `warnings` and `information` count findings, `places` the places that
    must be corrected (处): the causes of its errors.
    `not_evaluated` counts verdicts."""

    number: int
    path: str
    sha256: str
    modified: str
    status: str
    state: str
    why: str
    department: str
    year: int | None
    edition: str
    errors: int
    warnings: int
    information: int
    waived: int
    not_evaluated: int
    places: int = 0


class Found(NamedTuple):
    """How often a rule is named by the findings of one severity in a workbook (its number), those
    that a waiver covers left out: as the cause of something (`places`), and at all."""

    workbook: int
    rule: str
    severity: str
    places: int
    findings: int


class Ran(NamedTuple):
    """What a rule gave in all workbooks, and in how many of them it gave anything."""

    rule: str
    workbooks: int
    exact: int
    rounding: int
    improbable: int
    error: int
    not_evaluated: int
    not_applicable: int

    @property
    def evaluated(self) -> int:
        """How often it was judged: what could not be checked, or did not apply, does not count."""
        return self.exact + self.rounding + self.improbable + self.error

    def count(self, verdict: Verdict) -> int:
        """How many verdicts of a kind it gave."""
        return int(getattr(self, verdict.value))


class Named(NamedTuple):
    """A rule, and how often its findings name it."""

    rule: str
    places: int
    findings: int


@dataclass(frozen=True, slots=True)
class Department:
    """A department and its workbooks, the gravest first; one that names none is alone, `name` "".
    `mistakes` are the rules that its errors break, the most frequent first."""

    name: str
    workbooks: tuple[Workbook, ...]
    mistakes: tuple[Named, ...]

    @property
    def state(self) -> str:
        """How the gravest of its workbooks stands."""
        return self.workbooks[0].state

    @property
    def shown(self) -> str:
        """Its name; where there is none, its file."""
        return self.name or self.workbooks[0].path

    @property
    def errors(self) -> int:
        """How many errors all of them have."""
        return sum(workbook.errors for workbook in self.workbooks)

    @property
    def warnings(self) -> int:
        """How many findings must be explained."""
        return sum(workbook.warnings for workbook in self.workbooks)

    @property
    def places(self) -> int:
        """How many places must be corrected."""
        return sum(workbook.places for workbook in self.workbooks)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A rule that is broken: in how many departments, at how many places, by how many findings."""

    rule: str
    departments: int
    places: int
    findings: int


@dataclass(frozen=True, slots=True)
class Edition:
    """The workbooks of one edition and year, by state."""

    edition: str
    year: int | None
    departments: int
    workbooks: int
    states: Mapping[str, int]
    places: int


@dataclass(frozen=True, slots=True)
class Double:
    """Several workbooks of one department, kind and year; `same`: byte for byte the same one."""

    department: str
    kind: str
    year: int | None
    workbooks: tuple[Workbook, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class Submission:
    """What a department owes and what came of it, the earliest first; `alike` are names or files
    that may be meant for it, where nothing came. `late`: not one of the files is as old as the
    deadline."""

    due: Due
    workbooks: tuple[Workbook, ...]
    late: bool
    alike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Submissions:
    """The list (its file) beside what came: each thing that is owed, and the departments that owe
    nothing. `untimed` came with no date of its own, so that nobody can say whether it was late."""

    file: str
    owed: tuple[Submission, ...]
    unexpected: tuple[Workbook, ...]
    untimed: int

    @property
    def received(self) -> Sequence[Submission]:
        """What came."""
        return [each for each in self.owed if each.workbooks]

    @property
    def missing(self) -> Sequence[Submission]:
        """应报未报."""
        return [each for each in self.owed if not each.workbooks]

    @property
    def late(self) -> Sequence[Submission]:
        """晚报."""
        return [each for each in self.owed if each.late]


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything: `store` is where it was kept, `digests` those of the rules that it was checked
    by, `first` and `last` when (UTC); `unfinished` workbooks were not checked, or not wholly.
    `departments` stand the gravest first; `mistakes` must be
    corrected and `doubts` explained, the most frequent first. `submissions` is None without a list.
    """

    store: str
    first: str
    last: str
    digests: tuple[str, ...]
    workbooks: int
    unfinished: int
    states: Mapping[str, int]
    departments: tuple[Department, ...]
    editions: tuple[Edition, ...]
    mistakes: tuple[Mistake, ...]
    doubts: tuple[Mistake, ...]
    rules: tuple[Ran, ...]
    unread: tuple[Workbook, ...]
    nameless: tuple[Workbook, ...]
    doubles: tuple[Double, ...]
    submissions: Submissions | None

    @property
    def to_correct(self) -> Sequence[Department]:
        """The departments that must correct something, the worst first."""
        return [each for each in self.departments if each.state == "to_correct"]

    @property
    def passed(self) -> Sequence[Department]:
        """The departments all of whose workbooks passed."""
        return [each for each in self.departments if GROUP_OF.get(each.state) == "passed"]

    def group(self, name: str) -> int:
        """How many workbooks are in one of `GROUPS`."""
        return in_group(self.states, name)

    @property
    def named(self) -> int:
        """How many departments are known by their name."""
        return sum(1 for each in self.departments if each.name)

    def exit_status(self) -> int:
        """0 all passed and nothing is missing, 1 something must be corrected or is missing, 2
        something could not be checked: also what was not filled in, for it has not passed."""
        if self.unfinished or self.group("unchecked") or not self.workbooks:
            return 2
        missing = self.submissions is not None and self.submissions.missing
        return 1 if self.states.get("to_correct") or missing else 0
