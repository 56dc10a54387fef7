"""The likely wrong figures of scorecards in words: what each shows, should be, and why."""

from collections.abc import Iterator

from validator.checks.scorecards.workbook import computed
from validator.findings import Suspect
from validator.localisation.scorecards.asking import Scorecards
from validator.localisation.scorecards.figures import What, said
from validator.localisation.scorecards.likely import Explained, Likely
from validator.messages import Lang, text
from validator.reading import address

#: What a figure that stands among other words is called.
_NAMED = {What.WEIGHT: "suspect.weight", What.FULL: "suspect.full", What.GOT: "suspect.points"}


def suspects(cards: Scorecards, each: Explained, number: int, lang: Lang) -> Iterator[Suspect]:
    """The figures of a set. What a formula computes from them follows by itself: not named."""
    fill = each.found.fill
    filled = {figure for figure, _ in fill.values} if fill else set()
    if fill and not fill.known:
        yield from _blanks(cards, each, number, lang)
    for likely in each.likely:
        figure = likely.figure
        if figure in filled and fill and not fill.known:
            continue
        if likely.follows and cards.is_formula(figure):
            continue
        record = cards.records[figure.record]
        now = cards.value(figure)
        why = text("mistake.missing", lang) if figure in filled else _why(cards, likely, lang)
        yield Suspect(
            record.sheet,
            address(figure.at.row, figure.at.column),
            said(record, figure, now),
            _expected(cards, likely),
            why,
            _label(likely, lang),
            number,
        )


def _blanks(cards: Scorecards, each: Explained, number: int, lang: Lang) -> Iterator[Suspect]:
    """Blank scores of which only the sum is known: those below each other as one area."""
    fill = each.found.fill
    assert fill is not None
    why = text("suspect.together", lang, count=len(fill.values), whole=computed(fill.whole))
    sheet = cards.records[fill.values[0][0].record].sheet
    runs: list[list[tuple[int, int]]] = []
    for row, column in sorted((figure.at.row, figure.at.column) for figure, _ in fill.values):
        if runs and runs[-1][-1] == (row - 1, column):
            runs[-1].append((row, column))
        else:
            runs.append([(row, column)])
    for run in runs:
        label = text("suspect.blank_scores", lang, count=len(run))
        ends = dict.fromkeys(address(*place) for place in (run[0], run[-1]))
        yield Suspect(sheet, ":".join(ends), "", "", why, label, number, "area")


def _label(likely: Likely, lang: Lang) -> str:
    figure = likely.figure
    if figure.what in _NAMED:
        return text(_NAMED[figure.what], lang, name=figure.at.label)
    return figure.at.label


def _expected(cards: Scorecards, likely: Likely) -> str:
    record = cards.records[likely.figure.record]
    if likely.fixed:
        return said(record, likely.figure, likely.value)
    if likely.low is None or likely.high is None:
        return ""
    ends = (said(record, likely.figure, end) for end in (likely.low, likely.high))
    return "～".join(ends)


def _why(cards: Scorecards, likely: Likely, lang: Lang) -> str:
    if likely.follows:
        return text("suspect.follows", lang)
    if likely.mistake is None:
        return ""
    why = likely.mistake.said[0 if lang == "zh" else 1]
    if likely.origin is None:
        return why
    value = said(cards.records[likely.figure.record], likely.figure, likely.origin)
    return text("suspect.then", lang, said=why, value=value)
