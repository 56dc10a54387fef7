"""The words of headings as others print them → the headings of a form that they mean.

A heading is taken for one of the form's where it has its words, or words that mean nothing else:
小计 for 合计, 因公出国费 for 因公出国（境）费, 全年预算数 for 预算数. What could be two of them, or
none, means nothing here: its column is then not bound.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from validator.forms.model import BUDGETS, FINAL_ACCOUNTS, TOTAL, Form, Heading, Part
from validator.recognition.words import label, title
from validator.remembered import remembered, remembered_of_each

#: The headings of a form that words mean; none at all for words that tell no columns apart.
Meaning = frozenset[str]
NEUTRAL: Meaning = frozenset()

#: How people call the sum of the columns beside it.
TOTALS = (TOTAL, "小计", "总计", "共计")
_WITHIN = "其中:"
_COUNTED = re.compile(r"^\(\d{1,2}\)[.、]?|^\d{1,2}\)")
_UNIT = re.compile(r"\((单位:)?(人民币)?(千|万|亿)?元\)$")
#: What sends a reader from a heading to a note under the table.
_NOTE_MARK = re.compile(r"([*※★]{1,3}|\[(注?\d{1,2}|注)\]|\(注\d{0,2}\)|注\d{1,2})$")
_BRACKETS = re.compile(r"\([^()]*\)")
#: Words that one form prints in a heading and another does not: 公务用车运行（维护）费.
_SLIGHT = re.compile("维护|的")
_OUTLAY, _INCOME = ("支出", "费用", "经费", "费"), ("收入",)
#: What stands before 预算数 or 决算数 where it is still that of the year.
_QUALIFIER = re.compile(r"(年初|全年|调整后?|本年度?|当年|20\d{2}年度?)")
_OF_THE_YEAR = re.compile(r"(本年度?|当年|20\d{2}年度?)?")
#: The headings of columns that name or count rows and hold no amounts.
_LABELS = re.compile(r"(.*(编码|代码|名称|科目)|类|款|项|项目|序号|行号|行次|行|栏次|备注|说明)")
#: A word of headings this long may lack signs inside, and so many of each hundred must be there.
_LONG, _SIGNS = 6, 75
#: Two headings this long without 支出, 费 or 收入 behind them are the same if they agree.
_STEM = 4


class Wanted(NamedTuple):
    """A column of a form: its 栏次, the headings above it, those of them that stand next to the
    figures, and what others print above it besides: 本年收入 over the addends of 本年收入合计."""

    number: int
    tokens: Meaning
    own: Meaning
    implied: Meaning

    def lacks(self, said: Meaning) -> int | None:
        """How much of its headings is not in `said` (a total's 合计 counts least); None where
        something else is."""
        if not said <= self.tokens | self.implied:
            return None
        missing = self.tokens - said
        return 2 * len(missing - {TOTAL}) + (TOTAL in missing)


@remembered(4096)
def heading_words(words: str) -> str:
    """The words without ordinal, 其中, unit and the mark of a note: 其中：1.公务接待费（万元）* →
    公务接待费."""
    bare = label(_NOTE_MARK.sub("", label(words)).removeprefix(_WITHIN))
    return _UNIT.sub("", _COUNTED.sub("", bare)).rstrip(":")


def is_label(words: str) -> bool:
    """Do the plain words head a column that names or counts rows?"""
    return bool(_LABELS.fullmatch(heading_words(words)))


def tokens_of(words: str) -> Meaning:
    """The words of a heading taken apart: 本年收入合计 → 本年收入 and 合计."""
    bare = heading_words(words)
    ending = next((end for end in TOTALS if bare.endswith(end)), "")
    before = bare.removesuffix(ending)
    return frozenset(filter(None, (before, TOTAL if ending else "")))


@remembered_of_each
def wanted_columns(part: Part) -> tuple[Wanted, ...]:
    """The columns of a part as they are looked for."""
    above: dict[tuple[str, ...], set[str]] = {}
    for column in part.columns:
        own = tokens_of(column.label)
        if TOTAL in own:
            above.setdefault(column.path[:-1], set()).update(own - {TOTAL})
    return tuple(
        Wanted(
            column.number,
            frozenset().union(*map(tokens_of, column.path)),
            tokens_of(column.label),
            frozenset(above.get(column.path[:-1], ())),
        )
        for column in part.columns
    )


def meanings(form: Form, part: Part, words: Collection[str]) -> Mapping[str, Meaning | None]:
    """Of each of the plain words of headings, what they mean among those of `part`; None for what
    is no heading of it, or cannot be told from another."""
    names = _names(part)
    held: dict[str, Meaning | None] = {}
    claims: dict[str, dict[str, int]] = {}
    for each in words:
        found = _read(each, form, part, names)
        held[each] = None if found is None else found.meaning
        if found is not None:
            for token in found.meaning - {TOTAL}:
                claims.setdefault(token, {})[each] = found.likeness
    notes = "".join(map(label, form.notes))
    for likeness in claims.values():
        for each in likeness.keys() - _best(likeness, notes):
            held[each] = None
    return MappingProxyType(held)


def is_amount(words: str, form: Form) -> bool:
    """Do the plain words say no more than that amounts of the year stand below: 金额, 决算数?"""
    bare = heading_words(words)
    if bare in ("金额", "数额"):
        return True
    own = (FINAL_ACCOUNTS if FINAL_ACCOUNTS in form.title else BUDGETS) + "数"
    before = bare.removesuffix(own)
    return before != bare and bool(_OF_THE_YEAR.fullmatch(before))


class _Read(NamedTuple):
    """What words mean, and how like the form's they are: 100 for its own words."""

    meaning: Meaning
    likeness: int


@remembered_of_each
def _names(part: Part) -> Mapping[str, frozenset[str]]:
    """Words → the headings that they may stand for: the form's own, and under a heading also
    without what both begin with (公务用车购置费 → 购置费)."""
    names: dict[str, frozenset[str]] = {}
    shortened: dict[str, set[str]] = {}
    for column in part.columns:
        for words in column.path:
            names.update({token: frozenset({token}) for token in tokens_of(words) - {TOTAL}})
        for upper, lower in pairwise(map(heading_words, column.path)):
            for cut in range(1, _common(upper, lower) + 1):
                if len(lower) - cut > 2:
                    shortened.setdefault(lower[cut:], set()).add(lower)
    return {**{words: frozenset(own) for words, own in shortened.items()}, **names}


def _common(one: str, other: str) -> int:
    """How many signs both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _read(words: str, form: Form, part: Part, names: Mapping[str, frozenset[str]]) -> _Read | None:
    bare = heading_words(words)
    own = names.get(bare)
    if own is not None and len(own) == 1:
        return _Read(own, 100)
    tokens = tokens_of(words)
    if tokens == {TOTAL}:
        return _Read(tokens, 100)
    if TOTAL in tokens:
        (before,) = tokens - {TOTAL}
        found = _read(before, form, part, names)
        if found is None or TOTAL in found.meaning:
            return None
        return found._replace(meaning=found.meaning | {TOTAL})
    of_itself = is_amount(words, form) and not any(map(bare.endswith, names))
    if of_itself or _tells_nothing(bare, form, part):
        return _Read(NEUTRAL, 100)
    ranked = [(like, own) for name, own in names.items() if (like := _likeness(bare, name))]
    best = max((like for like, _ in ranked), default=0)
    meant = frozenset().union(*(own for like, own in ranked if like == best))
    return _Read(meant, best) if len(meant) == 1 else None


def _tells_nothing(bare: str, form: Form, part: Part) -> bool:
    """Are these words of the title, the name of the part, or a heading above names?"""
    if bare == part.name or (len(bare) > 1 and bare in title(form.title)):
        return True
    return is_label(bare) or any(bare == heading_words(each) for each in _unnumbered(part.headings))


def _unnumbered(headings: Iterable[Heading]) -> Iterable[str]:
    """The headings that stand over no amounts."""
    for heading in headings:
        if heading.number is None and not any(h.number for h in _leaves(heading)):
            yield heading.label
            yield from _unnumbered(heading.children)


def _leaves(heading: Heading) -> Iterable[Heading]:
    for child in heading.children:
        yield from _leaves(child) if child.children else (child,)


def _likeness(words: str, name: str) -> int:
    """How like a heading words are, 0 to 99; 0 where they may well mean something else."""
    if name.endswith("数") and words.endswith(name):
        return 90 if _QUALIFIER.fullmatch(words.removesuffix(name)) else 0
    if _bare(words) == _bare(name):
        return 99
    (one, kind), (other, kind_of_name) = _stem(_bare(words)), _stem(_bare(name))
    if one == other and len(one) >= _STEM and (kind == kind_of_name or "" in (kind, kind_of_name)):
        return 95
    short, long = sorted((_bare(words), _bare(name)), key=len)
    if len(short) < _LONG or short[0] != long[0] or short[-1] != long[-1]:
        return 0
    signs = iter(long)
    share = 100 * len(short) // len(long)
    return share if share >= _SIGNS and all(sign in signs for sign in short) else 0


def _bare(words: str) -> str:
    """Without brackets and slight words, which the same heading has in one form and not another."""
    return _SLIGHT.sub("", _BRACKETS.sub("", words) or words)


def _stem(words: str) -> tuple[str, str]:
    """Words without 支出, 费 or 收入 behind them, and which of the two kinds that was."""
    for kind, endings in (("支出", _OUTLAY), ("收入", _INCOME)):
        for ending in endings:
            if words.endswith(ending):
                return words.removesuffix(ending), kind
    return words, ""


def _best(likeness: Mapping[str, int], notes: str) -> frozenset[str]:
    """Of different words for one heading, the ones that are it: those most like it; of several
    equally like it the one that the form's notes name, or none."""
    best = max(likeness.values())
    same = {heading_words(words) for words, like in likeness.items() if like == best}
    if len(same) > 1:
        same = {words for words in same if words in notes}
    if len(same) != 1:
        return frozenset()
    return frozenset(w for w, like in likeness.items() if like == best and heading_words(w) in same)
