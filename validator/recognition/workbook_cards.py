"""The scorecards of a workbook and the summaries of such, in its order: S1, S2 …"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from validator.recognition.caption import caption
from validator.recognition.card import Card, Summary
from validator.recognition.cards import TITLE, Place, places, read_card
from validator.recognition.region import Page
from validator.recognition.summary import SummaryPlace, read_summary, summary_places

#: Every page with a scorecard has one of these words; most others have none, and are done with.
_TELLING = ("得分", "总分")


class Scorecards(NamedTuple):
    """What was found; `tops` are for each page the rows in which one of them begins."""

    cards: tuple[Card, ...]
    summaries: tuple[Summary, ...]
    tops: tuple[frozenset[int], ...]


def find_scorecards(
    pages: Sequence[tuple[Page, Collection[int]]], forced: str, preferred: Collection[str]
) -> Scorecards:
    """The scorecards of the pages, each of which comes with the rows where tables begin. `forced`
    is the form that cards of its kind must have ("": none), `preferred` those that the workbook was
    made for."""
    cards: list[Card] = []
    summaries: list[Summary] = []
    tops: list[frozenset[int]] = []
    for page, tables in pages:
        found = _places(page, frozenset(tables))
        for place in found:
            key = f"S{len(cards) + len(summaries) + 1}"
            if isinstance(place, Place):
                before = cards[-1] if cards else None
                cards.append(read_card(place, key, forced, preferred, before))
            else:
                summaries.append(read_summary(place, key))
        tops.append(frozenset(place.block.top for place in found))
    return Scorecards(tuple(cards), tuple(summaries), tuple(tops))


def _places(page: Page, tables: frozenset[int]) -> list[Place | SummaryPlace]:
    """The cards and summaries of a page, from above; of those side by side the left one first."""
    text = "\n".join(said for line in page.lines for _, said in line)
    if not any(word in text for word in _TELLING):
        return []
    found: list[Place | SummaryPlace] = []
    for strip in _strips(page):
        titles = (caption(strip, row, TITLE) for row in range(len(strip.lines)))
        summaries = summary_places(strip, tables | {title.top for title in titles if title})
        found += summaries
        found += places(strip, tables | {place.block.top for place in summaries})
    return sorted(found, key=lambda place: place.block.top)


def _strips(page: Page) -> list[Page]:
    """The page, cut at the blank columns between cards whose titles stand side by side."""
    for line in page.lines:
        titles = [column for column, said in line if TITLE.fullmatch(said)]
        if len(titles) > 1:
            filled = {column for line in page.lines for column, _ in line}
            blank = [column for column in range(*titles[:2]) if column not in filled]
            if blank:
                left, right = (
                    [
                        [cell for cell in line if (cell[0] > blank[-1]) is behind]
                        for line in page.lines
                    ]
                    for behind in (False, True)
                )
                return [page._replace(lines=left), *_strips(page._replace(lines=right))]
    return [page]
