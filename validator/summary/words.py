"""What every form of a summary says alike: figures with their names, what rules mean, what is to be
done about a list that an output does not show whole."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from validator.forms.loader import editions
from validator.forms.scorecard import form_set, scorecard_rules
from validator.messages import Lang, text
from validator.reports.phrases import file_name, of_year, title_of_forms
from validator.summary.gather import day
from validator.summary.record import (
    GROUPS,
    Department,
    Double,
    Mistake,
    Submission,
    Submissions,
    Summary,
    Workbook,
    in_group,
)

#: So many rules are named of what a department has to correct.
MAIN = 3


class Figure(NamedTuple):
    """A number that the head of a bureau asks for first: `state` is the class of its colour."""

    key: str
    name: str
    number: int
    state: str


def figures(summary: Summary, lang: Lang) -> Iterator[Figure]:
    """What came: beside the list how many were expected, received, missing, double and late, and
    who is on no list; without one how many departments, workbooks and doubles there are."""
    counts: dict[str, int] = {}
    if came := summary.submissions:
        counts |= {"expected": len(came.owed), "received": len(came.received)}
        counts |= {"missing": len(came.missing), "double": len(summary.doubles)}
        counts |= {"late": len(came.late), "unexpected": len(came.unexpected)}
    else:
        counts |= {"departments": summary.named, "workbooks": summary.workbooks}
        counts |= {"double": len(summary.doubles)}
    grave = {"missing": "to_correct", "double": "to_explain", "late": "to_explain"}
    for key, count in counts.items():
        state = grave.get(key, "blank") if count else "blank"
        yield Figure(key, text(f"summary.figure.{key}", lang), count, state)


def groups(summary: Summary, lang: Lang) -> Iterator[Figure]:
    """How many workbooks passed, must be corrected, must be explained, could not be checked."""
    shown = {"passed": "agrees", "unchecked": "incomplete"}
    for group in GROUPS:
        name = text(f"summary.group.{group}", lang)
        yield Figure(group, name, summary.group(group), shown.get(group, group))


def standing(states: Mapping[str, int], lang: Lang) -> str:
    """How so many workbooks in each state stand, in a sentence: so many in each of `GROUPS`."""
    counts = {group: in_group(states, group) for group in GROUPS}
    return text("summary.conclusion", lang, workbooks=sum(states.values()), **counts)


def conclusion(summary: Summary, lang: Lang) -> tuple[str, str]:
    """How all of it stands, as the state of a workbook is called; and in a sentence."""
    said = standing(summary.states, lang)
    came = summary.submissions
    if came:
        facts = {"expected": len(came.owed), "received": len(came.received)}
        said = text("summary.came", lang, **facts, missing=len(came.missing)) + said
    states = ("agrees", "to_correct", "incomplete")
    grave = summary.states.get("to_correct") or (came and came.missing)
    return "to_correct" if grave else states[summary.exit_status()], said


def state_word(state: str, lang: Lang) -> str:
    """The word for how a workbook stands."""
    return text(f"html.state.{state}", lang)


def title_of(edition: str, lang: Lang) -> str:
    """The title of an edition."""
    return title_of_forms(edition, lang) or edition or text("summary.no_edition", lang)


def what_of(year: int | None, kind: str, lang: Lang) -> str:
    """What somebody submits: the year and the kind, as far as they are given."""
    return " ".join(filter(None, (of_year(year, lang), kind)))


def owed_of(each: Submission, lang: Lang) -> str:
    """What a department owes, in words; "" where the list does not say."""
    due = each.due
    edition = title_of(due.edition, lang) if due.edition else ""
    return what_of(due.year, edition or due.kind, lang)


def double_said(double: Double, lang: Lang) -> str:
    """Of what there are several files, and whether these are the same."""
    what = what_of(double.year, double.kind, lang)
    same = text("summary.same" if double.same else "summary.different", lang)
    return f"{what}：{same}" if lang == "zh" else f"{what}: {same}"


def file_said(workbook: Workbook) -> str:
    """A file of several: its name and when it was changed."""
    changed = day(workbook.modified)
    return f"{file_name(workbook.path)} ({changed})" if changed else file_name(workbook.path)


def files_said(workbooks: Iterable[Workbook], most: int = 5, *, dated: bool = True) -> str:
    """The names of files, the first few; `dated`: each with when it was changed."""
    told = list(workbooks)
    names = [file_said(w) if dated else file_name(w.path) for w in told[: most + 1]]
    return "；".join([*names[:most], *(["…"] if len(names) > most else [])])


def mistakes_said(
    department: Department, meanings: Mapping[str, str], lang: Lang, most: int = MAIN
) -> tuple[str, ...]:
    """What a department has to correct: the rules that are broken most, in words."""
    told = department.mistakes
    said = [
        text("summary.mistake", lang, rule=m.rule, meaning=meanings.get(m.rule, ""), count=m.places)
        for m in told[:most]
    ]
    more = len(told) - most
    return (*said, *([text("summary.more_rules", lang, count=more)] if more > 0 else ()))


def meanings(lang: Lang) -> Mapping[str, str]:
    """What rules mean, by id, in the words of the newest edition that has them. A bureau's own are
    not among them: a store does not keep their words."""
    return _meanings(lang)


@cache
def _meanings(lang: Lang) -> Mapping[str, str]:
    rules = [*scorecard_rules()]
    for edition in sorted(map(form_set, editions()), key=lambda each: each.first_year):
        rules += edition.rules
    return {rule.id: rule.meaning if lang == "zh" else rule.meaning_en for rule in rules}


def share(mistake: Mistake, of: Iterable[Mistake]) -> float:
    """How long a bar is beside the longest one, from 0 to 1."""
    return mistake.departments / max((each.departments for each in of), default=1)


def untimed_said(came: Submissions, lang: Lang) -> str:
    """That of some files nobody can say whether they were late; "" where there are none."""
    return text("summary.untimed", lang, count=came.untimed) if came.untimed else ""
