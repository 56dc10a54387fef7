"""The cells that are likely wrong, in words: what every report says of a group of findings.

`likely` gives the paragraph in parts, so that a terminal and a page each show it in their own way
and say the same; `others` the findings that go with it; `columns` the same for a table of findings.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from validator.findings import Finding, Suspect
from validator.messages import Lang, text

#: So many choices are told with their figures; of more, the places.
_TOLD = 4
#: So many places of further choices are named.
_NAMED_PLACES = 8
#: So many other findings of a group are named with their cells; of more, the number by rule.
_NAMED_FINDINGS = 4
#: What stands between the ends of a range of amounts (`Suspect.expected`).
_RANGE = "～"


class Part(NamedTuple):
    """Words of a sentence; `place` is set for those that say where a cell is."""

    words: str
    place: bool = False


#: A sentence in parts.
Sentence = tuple[Part, ...]


class Likely(NamedTuple):
    """What is said of the cells of a group that are likely wrong: `opening` is all of it where one
    cell is, else it announces the `items`, which are `numbered` where one of them is true and not
    all. `closing` says why, what there is beyond the items, or what tells them apart."""

    opening: Sentence
    items: tuple[Sentence, ...] = ()
    numbered: bool = False
    closing: str = ""


def likely(suspects: Iterable[Suspect], lang: Lang) -> Likely | None:
    """What is said of the suspects of a group of findings; None where there are none."""
    found = choices(suspects)
    if not found:
        return None
    if len(found) > 1:
        items = tuple(_ended(_choice(choice, lang), lang) for choice in found[:_TOLD])
        closing = _beyond(found, lang) + text("likely.apart", lang)
        return Likely((Part(text("likely.one_of", lang)),), items, True, closing)
    choice = found[0]
    if len(choice) == 1:
        opening = Part(text("likely.fill_in" if _is_new(choice) else "likely.most", lang))
        return Likely(_ended((opening, *_cell(choice[0], lang)), lang))
    shared = _shared(choice)
    items = tuple(_ended(_cell(each, lang, why=not shared), lang) for each in choice)
    closing = text("likely.both", lang, why=shared) if shared else ""
    all_of = "likely.fill_all_in" if _is_new(choice) else "likely.all_of"
    return Likely((Part(text(all_of, lang, count=len(choice))),), items, closing=closing)


def choices(suspects: Iterable[Suspect]) -> list[tuple[Suspect, ...]]:
    """The sets of cells that must be changed together, the likeliest first."""
    ordered = sorted(suspects, key=lambda suspect: suspect.choice)
    return [tuple(members) for _, members in groupby(ordered, key=lambda each: each.choice)]


def others(members: Sequence[Finding], lang: Lang) -> str:
    """Which findings of the group stand behind the first: gone when its suspects are put right, or
    of the same cause where none are known. "" where there is but one finding."""
    first, *rest = members
    if not rest:
        return ""
    key = "likely.resolved" if first.suspects else "report.same_cause"
    return text(key, lang, count=len(rest), places=_findings(rest, lang))


def columns(suspects: Iterable[Suspect], lang: Lang) -> tuple[str, str, str]:
    """The likely cells of a finding, what they should be and why, each in one text: the cells of a
    choice side by side, one choice after the other. A single amount stands alone, as a number."""
    found = choices(suspects)
    if not found:
        return "", "", ""
    told = found[:_TOLD]
    both, either = text("likely.and", lang), text("likely.or", lang)
    places = either.join(both.join(map(place, choice)) for choice in told)
    open_ = text("likely.open", lang)
    expected = either.join(both.join(s.expected or open_ for s in choice) for choice in told)
    reasons = (dict.fromkeys(s.explanation for s in choice if s.explanation) for choice in told)
    why = either.join(filter(None, map(both.join, reasons)))
    return places, expected, " ".join(filter(None, (why, _beyond(found, lang).strip())))


def place(suspect: Suspect) -> str:
    """Where it is, as a person looks for it: 公开05表!G8."""
    return f"{suspect.sheet}!{suspect.address}"


def _choice(choice: Sequence[Suspect], lang: Lang) -> Sentence:
    """The cells of a choice in one sentence; of several, that they go together, and why once where
    all have the same reason."""
    if len(choice) == 1:
        return _cell(choice[0], lang)
    shared = _shared(choice)
    parts = [Part(text("likely.together", lang, count=len(choice)))]
    for number, suspect in enumerate(choice):
        parts += [Part(text("likely.and", lang))] if number else []
        parts += _cell(suspect, lang, why=not shared)
    return (*parts, *_why(shared, lang))


def _cell(suspect: Suspect, lang: Lang, *, why: bool = True) -> Sentence:
    """Where it is, what it shows and should show, and why where that is asked for."""
    current, expected = "likely.current" if suspect.current else "likely.blank", "likely.number"
    if not suspect.expected:
        expected = "likely.unknown"
    elif _RANGE in suspect.expected:
        expected = "likely.range"
    facts = {
        "label": f" {suspect.label}" if suspect.label else "",
        "current": text(current, lang, current=suspect.current),
        "expected": text(expected, lang, expected=suspect.expected),
    }
    said = text(f"likely.{suspect.kind}", lang, **facts)
    reason = _why(suspect.explanation, lang) if why else ()
    return Part(place(suspect), place=True), Part(said), *reason


def _is_new(choice: Sequence[Suspect]) -> bool:
    """Is it all of a row that is missing?"""
    return all(suspect.kind == "row" for suspect in choice)


def _shared(choice: Sequence[Suspect]) -> str:
    """The explanation that all cells of the choice have; "" where they differ."""
    explanations = {suspect.explanation for suspect in choice}
    return explanations.pop() if len(explanations) == 1 else ""


def _why(explanation: str, lang: Lang) -> Sentence:
    return (Part(text("likely.why", lang, why=explanation)),) if explanation else ()


def _ended(sentence: Sentence, lang: Lang) -> Sentence:
    return (*sentence, Part(text("likely.stop", lang)))


def _beyond(found: Sequence[Sequence[Suspect]], lang: Lang) -> str:
    """The places of the choices that are not told with their figures; those on the sheet of the
    first without its name."""
    sheet = found[0][0].sheet
    more = [suspect for choice in found[_TOLD:] for suspect in choice]
    if not more:
        return ""
    named = [s.address if s.sheet == sheet else place(s) for s in more[:_NAMED_PLACES]]
    rest = text("likely.and_others", lang) if len(more) > len(named) else ""
    return text("likely.more", lang, count=len(found) - _TOLD, places=f"{'、'.join(named)}{rest}")


def _findings(found: Sequence[Finding], lang: Lang) -> str:
    """Where they stand; of many, how many by rule."""
    if len(found) <= _NAMED_FINDINGS:
        return "、".join(f"{finding.rule} {finding.place}".strip() for finding in found)
    counts = Counter(finding.rule for finding in found)
    return "、".join(
        text("report.rule_count", lang, rule=rule, count=n) for rule, n in counts.items()
    )
