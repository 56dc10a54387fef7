"""The cells that are likely wrong, in words: what every report says of a group of findings.

`likely` gives the paragraph in parts, so that a terminal and a page each show it in their own way
and say the same; `causes` the groups, `others` the findings that go with the first of one;
`columns` the same for a table of findings.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from validator.findings import Finding, Suspect
from validator.messages import Lang, text
from validator.reading import parse_address

#: So many choices are told with their figures; of more, the places.
_TOLD = 4
#: So many places of further choices are named.
_NAMED_PLACES = 8
#: So many other findings of a group are named with their cells; of more, the number by rule.
_NAMED_FINDINGS = 4
#: What stands between the ends of a range of amounts (`Suspect.expected`).
_RANGE = "～"


class Part(NamedTuple):
    """Words of a sentence; of those that say where a cell is, `place` is that with its sheet."""

    words: str
    place: str = ""


#: A sentence in parts.
Sentence = tuple[Part, ...]


#: Suspects that are wrong together.
Choice = tuple[Suspect, ...]
#: What is said in one sentence: a cell, or all that a row should print that is missing.
_Item = tuple[Suspect, ...]


class Likely(NamedTuple):
    """What is said of the cells of a group that are likely wrong: `opening` is all of it where one
    cell is, else it announces the `items`, which are `numbered` where one of them is true and not
    all. `closing` says why, what there is beyond the items, or what tells them apart."""

    opening: Sentence
    items: tuple[Sentence, ...] = ()
    numbered: bool = False
    closing: str = ""


def likely(suspects: Iterable[Suspect], lang: Lang) -> Likely | None:
    """What is said of the suspects of a group of findings; None where there are none. Places on the
    sheet of the first are named without it."""
    found = choices(suspects)
    if not found:
        return None
    told, rest = _told(found)
    first = told[0][0]
    if len(told) > 1:
        items = tuple(_ended(_choice(choice, first, lang), lang) for choice in told)
        closing = _beyond("likely.more", first, rest, lang) + text("likely.apart", lang)
        return Likely((Part(text("likely.one_of", lang)),), items, True, closing)
    beyond = _beyond("likely.besides", first, rest, lang)
    told_items = _items(told[0])
    rows = sum(item[0].kind == "row" for item in told_items)
    if len(told_items) == 1:
        opening = Part(text("likely.missing" if rows else "likely.most", lang))
        only = _item(told_items[0], first, lang)
        return Likely(_ended((opening, *only), lang), closing=beyond)
    key = "likely.all_of"
    if rows:
        key = "likely.all_missing" if rows == len(told_items) else "likely.all_places"
    opening = Part(text(key, lang, count=len(told_items)))
    shared = _shared(told[0])
    items = tuple(_ended(_item(i, first, lang, why=not shared), lang) for i in told_items)
    why = text("likely.both", lang, why=shared) if shared else ""
    return Likely((opening,), items, closing=why + beyond)


def choices(suspects: Iterable[Suspect]) -> list[Choice]:
    """The sets of cells that must be changed together, the likeliest first."""
    ordered = sorted(suspects, key=lambda suspect: suspect.choice)
    return [tuple(members) for _, members in groupby(ordered, key=lambda each: each.choice)]


def told_choices(suspects: Iterable[Suspect]) -> Sequence[Choice]:
    """The choices that `likely` tells with their figures, in its order."""
    found = choices(suspects)
    return _told(found)[0] if found else ()


def causes(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings by cause, each with its consequences after it."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.group, []).append(finding)
    return list(found.values())


def others(members: Sequence[Finding], lang: Lang) -> str:
    """Which findings of the group stand behind the first: gone when its suspects are put right, or
    of the same cause where none are known. "" where there is but one finding."""
    first, *rest = members
    if not rest:
        return ""
    key = "report.same_cause"
    if found := choices(first.suspects):
        key = "likely.resolved" if len(_told(found)[0]) == 1 else "likely.first_resolved"
    return text(key, lang, count=len(rest), places=_findings(rest, lang))


def columns(suspects: Iterable[Suspect], lang: Lang) -> tuple[str, str, str]:
    """The likely cells of a finding, what they should be and why, each in one text: the cells of a
    choice side by side, one choice after the other. A single amount stands alone, as a number."""
    found = choices(suspects)
    if not found:
        return "", "", ""
    told, rest = _told(found)
    both, either = text("likely.and", lang), text("likely.or", lang)
    where = either.join(places(choice, lang) for choice in told)
    expected = either.join(both.join(_figures(i, lang) for i in _items(c)) for c in told)
    reasons = (dict.fromkeys(s.explanation for s in choice if s.explanation) for choice in told)
    why = either.join(filter(None, map(both.join, reasons)))
    beyond = _beyond("likely.more" if len(told) > 1 else "likely.besides", told[0][0], rest, lang)
    if why and beyond:
        why = text("likely.both", lang, why=why)
    return where, expected, f"{why}{beyond}".strip()


def place(suspect: Suspect) -> str:
    """Where it is, as a person looks for it: 公开05表!G8."""
    return f"{suspect.sheet}!{suspect.address}"


def places(choice: Choice, lang: Lang) -> str:
    """The places of a choice side by side; of a missing row, where it belongs."""
    return text("likely.and", lang).join(_named(item, None, lang) for item in _items(choice))


def _items(choice: Choice) -> list[_Item]:
    """The cells of a choice one by one, those of one missing row together."""
    found: dict[object, list[Suspect]] = {}
    for number, suspect in enumerate(choice):
        one = (suspect.sheet, suspect.row, before(suspect)) if suspect.kind == "row" else number
        found.setdefault(one, []).append(suspect)
    return list(map(tuple, found.values()))


def _told(found: Sequence[Choice]) -> tuple[Sequence[Choice], Sequence[Choice]]:
    """The choices that are told with their figures, and the others: where a mistake that people
    make explains some, these and the likeliest, else the first few."""
    told = [c for c in found if c is found[0] or any(suspect.explanation for suspect in c)][:_TOLD]
    if not any(suspect.explanation for choice in told for suspect in choice):
        told = list(found[:_TOLD])
    return told, [choice for choice in found if choice not in told]


def _choice(choice: Choice, first: Suspect, lang: Lang) -> Sentence:
    """A choice in one sentence; of several places, that they go together, and why once where all
    have the same reason."""
    items = _items(choice)
    if len(items) == 1:
        return _item(items[0], first, lang)
    shared = _shared(choice)
    parts = [Part(text("likely.together", lang, count=len(items)))]
    for number, item in enumerate(items):
        parts += [Part(text("likely.and", lang))] if number else []
        parts += _item(item, first, lang, why=not shared)
    return (*parts, *_why(shared, lang))


def _item(item: _Item, first: Suspect, lang: Lang, *, why: bool = True) -> Sentence:
    """What is to be changed at one place: a cell, or a row to be put in with all that it prints."""
    suspect = item[0]
    if suspect.kind != "row":
        return _cell(suspect, first, lang, why=why)
    told = text("likely.row", lang, row=suspect.row, amounts=_figures(item, lang))
    where = Part(_place(item, first, lang), place(suspect))
    return Part(text("likely.insert", lang)), where, Part(told)


def _cell(suspect: Suspect, first: Suspect, lang: Lang, *, why: bool = True) -> Sentence:
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
    return Part(_place((suspect,), first, lang), place(suspect)), Part(said), *reason


def _place(item: _Item, first: Suspect | None, lang: Lang) -> str:
    """Where a cell is, or the row before which one is missing; without the sheet where it is that
    of `first`, which names it."""
    suspect = item[0]
    named = first is not None and suspect is not first and suspect.sheet == first.sheet
    if suspect.kind != "row":
        return suspect.address if named else place(suspect)
    facts = {"sheet": suspect.sheet, "row": before(suspect)}
    return text("likely.row_number" if named else "likely.row_of", lang, **facts)


def before(suspect: Suspect) -> int:
    """The number of the row before which one is missing, as the sheet shows it."""
    return parse_address(suspect.address)[0] + 1


def _named(item: _Item, first: Suspect | None, lang: Lang) -> str:
    """What is likely wrong, by its place alone."""
    where, suspect = _place(item, first, lang), item[0]
    if suspect.kind != "row":
        return where
    return text("likely.missing_row", lang, place=where, row=suspect.row)


def _figures(item: _Item, lang: Lang) -> str:
    """What a cell should show, or a missing row in its columns."""
    unknown = text("likely.open", lang)
    if item[0].kind != "row":
        return item[0].expected or unknown
    return text("likely.comma", lang).join(
        text("likely.amount", lang, label=each.label, expected=each.expected or unknown)
        for each in item
    )


def _shared(choice: Choice) -> str:
    """The explanation that all cells of the choice have; "" where they differ, or where a row is
    missing, which explains itself."""
    explanations = {suspect.explanation for suspect in choice}
    rows = any(suspect.kind == "row" for suspect in choice)
    return explanations.pop() if len(explanations) == 1 and not rows else ""


def _why(explanation: str, lang: Lang) -> Sentence:
    return (Part(text("likely.why", lang, why=explanation)),) if explanation else ()


def _ended(sentence: Sentence, lang: Lang) -> Sentence:
    return (*sentence, Part(text("likely.stop", lang)))


def _beyond(key: str, first: Suspect, rest: Sequence[Choice], lang: Lang) -> str:
    """The places of the choices that are not told with their figures."""
    if not rest:
        return ""
    more = [item for choice in rest for item in _items(choice)]
    named = "、".join(_named(item, first, lang) for item in more[:_NAMED_PLACES])
    others = text("likely.and_others", lang) if len(more) > _NAMED_PLACES else ""
    return text(key, lang, count=len(rest), places=f"{named}{others}")


def _findings(found: Sequence[Finding], lang: Lang) -> str:
    """Where they stand; of many, how many by rule."""
    if len(found) <= _NAMED_FINDINGS:
        return "、".join(f"{finding.rule} {finding.place}".strip() for finding in found)
    counts = Counter(finding.rule for finding in found)
    return "、".join(
        text("report.rule_count", lang, rule=rule, count=n) for rule, n in counts.items()
    )
