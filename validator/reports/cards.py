"""Scorecards at a glance in words: which figures of one are shown, and how its points came about,
the same on a terminal and on a page."""

from validator.findings import ScorecardReport
from validator.messages import Lang, text
from validator.reports.beside import NONE

#: What is told of a scorecard, in order.
_FIGURES = ("budget", "executed", "rate", "total", "grade", "errors", "warnings")


def headings(lang: Lang) -> list[str]:
    """What the figures of a scorecard are called."""
    return [text(f"card.report.{name}", lang) for name in _FIGURES]


def figures(card: ScorecardReport) -> list[str]:
    """The figures of a scorecard as they are shown."""
    return [str(getattr(card, name) or NONE) for name in _FIGURES]


def scores(card: ScorecardReport) -> str:
    """How many points were given for the execution and for each 一级指标."""
    return "；".join(f"{name.removesuffix('指标')} {n or NONE}" for name, n in card.scores.items())
