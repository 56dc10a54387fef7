"""The catalogue of rules as the page shows it: searched, and with what was searched for marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from validator.forms.scorecard import form_set, scorecards
from validator.messages import Lang
from validator.rulebook import Entry, rulebook
from validator.web.messages import text

#: More of a question is not searched for.
LONGEST = 80

#: Words in pieces: (piece, whether it was searched for).
Pieces = Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule on the page: what may have been searched for is in pieces; `examples` are pairs of a
    verdict and its sentence."""

    id: str
    name: Pieces
    meaning: Pieces
    notation: Pieces
    severity: str
    level: str
    about: tuple[str, ...]
    file: str
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rules of one table, or those that speak of several."""

    title: str
    rules: tuple[Shown, ...]


def search(edition: str, question: str, lang: Lang) -> tuple[Group, ...]:
    """The rules of `edition` in the groups of its tables; only those that have every word of
    `question` in their id, meaning, notation or source. Full and half width, capitals and small
    letters are the same. Raises KeyError for an edition that does not exist."""
    asked = tuple(_folded(question[:LONGEST]).split())
    forms = form_set(edition)
    elsewhere = text("rules.cards" if edition in scorecards() else "rules.cross", lang)
    groups: dict[str, list[Shown]] = {}
    for entry in _rulebook(edition, lang):
        form = forms.forms.get(entry.rule.table)
        title = f"{form.name} {form.title}" if form else elsewhere
        if all(word in _folded(_searched(entry, title)) for word in asked):
            groups.setdefault(title, []).append(_shown(entry, asked, lang))
    return tuple(Group(title, tuple(rules)) for title, rules in groups.items())


@lru_cache(maxsize=64)
def _rulebook(edition: str, lang: Lang) -> tuple[Entry, ...]:
    return tuple(rulebook(edition, lang))


def _searched(entry: Entry, title: str) -> str:
    rule = entry.rule
    return "\n".join((rule.id, rule.meaning, rule.meaning_en, rule.notation, rule.source, title))


def _shown(entry: Entry, asked: Sequence[str], lang: Lang) -> Shown:
    rule = entry.rule
    return Shown(
        id=rule.id,
        name=_pieces(rule.id, asked),
        meaning=_pieces(entry.meaning(lang), asked),
        notation=_pieces(" ".join(rule.notation.split()), asked),
        severity=rule.severity.value,
        level=text(f"level.{rule.severity.value}", lang),
        about=(
            text("rules.tolerance", lang, tolerance=entry.tolerance),
            text("rules.source", lang, source=rule.source),
        ),
        file=text("rules.file", lang, file=rule.file, line=rule.line),
        examples=tuple(
            (
                example.verdict.value,
                text(f"example.{example.verdict.value}", lang, example=example.words),
            )
            for example in entry.examples
        ),
    )


def _folded(words: str) -> str:
    """The words with full-width signs as half-width and capitals as small letters, each sign one
    sign, so that a place in them is the same place in the words."""
    return "".join(map(_folded_sign, words))


def _folded_sign(sign: str) -> str:
    plain = normalize("NFKC", sign).lower()
    return plain if len(plain) == 1 else sign


def _pieces(words: str, asked: Sequence[str]) -> Pieces:
    return tuple(_cut(words, asked)) if asked else ((words, False),)


def _cut(words: str, asked: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The words in pieces, those that were asked for by themselves; the longest first."""
    pattern = "|".join(re.escape(word) for word in sorted(asked, key=len, reverse=True))
    end = 0
    for found in re.finditer(pattern, _folded(words)):
        if found.start() > end:
            yield words[end : found.start()], False
        yield words[found.start() : found.end()], True
        end = found.end()
    if end < len(words):
        yield words[end:], False
