"""From the words of a target or a result to a quantity, and back.

The whole text must be a figure with the words around it that say which way it points, its unit, and
a 完成率; anything else is words. So are dates (2022 年底前), ranges (10-15 次, for no rule says how
they are scored) and contradictions (不超过 3 次以上).
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from validator.quantities.figures import FIGURE, figure, number, written
from validator.quantities.records import COMPLETION, Quantity, Sense
from validator.quantities.words import (
    AFTER,
    BEFORE,
    BY,
    DIGITS,
    FILLERS,
    KINDS,
    MEASURES,
    MULTIPLES,
    NONE_OF,
    SPELT,
    TIMES,
    UNITS,
)

_ONE = Decimal(1)
#: No quantity is written in more characters.
_LONGEST = 60


def _any(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


_NUMERAL = f"[{''.join(DIGITS)}十百]+"
#: （含）, （含 90%）: the bound itself belongs to it, as it does anyway.
_INCLUDED = rf"(?:\(含(?:{FIGURE}{_any(UNITS)}?)?\))"
#: Compiled when it is first used: most workbooks hold no scorecards.
_QUANTITY = rf"""
    (?P<filler>{_any(FILLERS)}*)
    (?:(?:每个?|一)(?P<every>{_any(TIMES)}))? {_any(FILLERS)}*
    (?P<before>{_any(BEFORE)})? {_any(FILLERS)}*
    (?:(?P<figure>{FIGURE})|(?P<numeral>{_NUMERAL}))
    (?P<over>[余多])? /? (?P<multiple>{_any(MULTIPLES)})? (?P<over2>[余多])?
    (?P<unit>{_any(UNITS)})?
    {_INCLUDED}? (?P<after>{_any(AFTER)})?
    (?:[/每](?P<per>{_any((*TIMES, *BY))}))?
    {_INCLUDED}? (?P<after2>{_any(AFTER)})? {_INCLUDED}? (?:完成)?
"""
_COMPLETED = re.compile(
    rf"(?P<rest>.*?)[,;、。(]?完成率[:为达到]*(?P<before>{_any(BEFORE)})?(?P<figure>{FIGURE})%\)?"
)
_PER_CENT = re.compile(rf"百分之?(?:({FIGURE})|({_NUMERAL}))")
_HUNDREDS = re.compile(r"(?:(.)百零?)?(?:(.?)(十))?(.?)")


def quantity(raw: object, like: Quantity | None = None) -> Quantity | None:
    """What a target or, with the target as `like`, a result says as a quantity; None for words.

    A figure without a unit is read as its target is written: 0.95 as 95% for a target in %, 35 as
    35 万人 for one in 万人, where that is nearer to the target. 完成 100% is a completion where the
    target is not in per cent.
    """
    words = written(raw).strip(";。.,")
    found = _COMPLETED.fullmatch(words)
    if found is None:
        return _read(words, like)
    completion = figure(found["figure"])
    stated = None if found["before"] else _read(found["rest"], like)
    if stated is not None:
        return stated._replace(completion=completion)
    sense = BEFORE[found["before"]] if found["before"] else Sense.POINT
    return Quantity(sense, completion, COMPLETION, completion)


def says(said: Quantity) -> str:
    """How a parse is shown: ≥12 次, ≤24 小时, 4 次，完成率 100%. It reads back as the same."""
    sense = "" if said.sense is Sense.POINT else said.sense.value
    if said.unit == COMPLETION:
        return f"{COMPLETION} {sense}{number(said.value)}%"
    word = _word(said.unit, said.scale)
    gap = "" if word in ("", "%", "‰") else " "
    shown = f"{sense}{number(said.value / said.scale)}{gap}{word}"
    if said.completion is None:
        return shown
    return f"{shown}，{COMPLETION} {number(said.completion)}%"


@lru_cache(maxsize=4096)
def _read(words: str, like: Quantity | None) -> Quantity | None:
    """A quantity without its completion."""
    if len(words) > _LONGEST:
        return None
    found = re.fullmatch(_QUANTITY, _PER_CENT.sub(_per_cent, words), re.VERBOSE)
    if found is None:
        return None
    value = figure(found["figure"]) if found["figure"] else _numeral(found["numeral"])
    word = SPELT.get(found["unit"], found["unit"]) or ""
    sense = _sense(found)
    if value is None or sense is None or (found["numeral"] and not word):
        return None
    if _is_date(value, found) or (word in NONE_OF and value):
        return None
    unit, scale = MEASURES.get(word, (word, _ONE))
    scale *= MULTIPLES.get(found["multiple"] or "", 1)
    said = _in_a_year(Quantity(sense, value * scale, unit, None, scale), found)
    return said if like is None else _as_its_target(said, like, "完成" in found["filler"])


def _per_cent(found: re.Match[str]) -> str:
    """百分之九十 as 90%; what is no numeral is left."""
    if found[2] == "百":
        return "100%"
    value = figure(found[1]) if found[1] else _numeral(found[2])
    return found[0] if value is None else f"{number(value)}%"


def _numeral(text: str) -> Decimal | None:
    """A Chinese numeral below 1000 (三, 十二, 二十, 一百); None for what is none."""
    found = _HUNDREDS.fullmatch(text)
    if found is None:
        return None
    hundreds, tens, ten, ones = found.groups()
    if any(digit and digit not in DIGITS for digit in (hundreds, tens, ones)):
        return None
    value = 100 * DIGITS[hundreds or "零"] + DIGITS[ones or "零"]
    return Decimal(value + (10 * DIGITS[tens or "一"] if ten else 0))


def _sense(found: re.Match[str]) -> Sense | None:
    """The sense of the words before and after the figure; None where they contradict."""
    senses = [BEFORE[found["before"]]] if found["before"] else []
    senses += [AFTER[found[group]] for group in ("after", "after2") if found[group]]
    senses += [Sense.MORE] if found["over"] or found["over2"] else []
    senses = [sense for sense in senses if sense is not Sense.POINT] or [Sense.POINT]
    ways = {Sense.MORE: Sense.AT_LEAST, Sense.LESS: Sense.AT_MOST}
    return senses[0] if len({ways.get(sense, sense) for sense in senses}) == 1 else None


def _is_date(value: Decimal, found: re.Match[str]) -> bool:
    """Is it a year (2022 年) or a day of the month (15 日)?"""
    if found["unit"] == "年":
        return 1900 <= value <= 2100
    return found["unit"] == "日" and not (found["before"] or found["after"] or found["after2"])


def _in_a_year(said: Quantity, found: re.Match[str]) -> Quantity:
    """The number of a year: what happens every month, twelve times; a price stays one for each."""
    per = found["every"] or found["per"]
    if per is None or TIMES.get(per) == 1:
        return said
    if per in TIMES and KINDS.get(said.unit) == "次":
        return said._replace(value=said.value * TIMES[per])
    return said._replace(unit=f"{said.unit}/{per}")


def _as_its_target(said: Quantity, like: Quantity, completed: bool) -> Quantity:
    """A result in the unit of its target where it has none, and 完成 100% as a completion."""
    if said.unit == "%" and completed and like.unit not in ("%", COMPLETION):
        return Quantity(said.sense, said.value, COMPLETION, said.value)
    if said.unit or said.scale != 1:
        return said
    if like.unit == "%":
        fraction = said.value <= 2 and _nearer(like.value, said.value * 100, said.value)
        return said._replace(unit="%", value=said.value * 100 if fraction else said.value)
    if like.scale > 1 and _nearer(like.value, said.value * like.scale, said.value):
        return said._replace(unit=like.unit, value=said.value * like.scale, scale=like.scale)
    return said


def _nearer(target: Decimal, first: Decimal, second: Decimal) -> bool:
    """Is `first` nearer to the target than `second`, by how many times it is too large or small?"""
    if min(target, first, second) <= 0:
        return False
    return max(first / target, target / first) <= max(second / target, target / second)


def _word(unit: str, scale: Decimal) -> str:
    """The written unit of a scale: 万人, 小时, 元/人."""
    base, slash, per = unit.partition("/")
    words = [(worth, word) for word, (of, worth) in MEASURES.items() if of == base]
    for worth, word in sorted(words or [(_ONE, base)], reverse=True):
        for multiple, times in {"": 1, **MULTIPLES}.items():
            if worth * times == scale:
                return f"{multiple}{word}{slash}{per}"
    return unit
