"""All scorecards of a workbook at a glance: what each evaluates, its figures, and how many findings
name it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from validator.checks.scorecards.figures import budget_of, executed_of, points_of, rate_of
from validator.findings import Finding, ScorecardReport
from validator.forms.model import Severity
from validator.forms.scorecard import unweighed
from validator.messages import Lang, text
from validator.reading import address
from validator.recognition.card import Card, Indicator, Summary, Written

#: The points that a grade is given for.
_LEAST, _MOST = Decimal(0), Decimal(100)


def overview(
    cards: Iterable[Card | Summary], findings: Sequence[Finding]
) -> tuple[ScorecardReport, ...]:
    """A line for each scorecard, in the order given."""
    return tuple(_line(card, findings) for card in cards)


def _line(card: Card | Summary, findings: Sequence[Finding]) -> ScorecardReport:
    here = [
        finding.severity
        for finding in findings
        if finding.table == card.key or any(cell.table == card.key for cell in finding.cells)
    ]
    total = _total(card)
    return ScorecardReport(
        table=card.key,
        kind=card.form.kind.value,
        name=name_of(card),
        sheet=card.sheet,
        range=range_of(card),
        budget=budget_of(card),
        executed=executed_of(card),
        rate=rate_of(card),
        scores=_scores(card),
        total=points_of([total]),
        grade=_grade(card, total),
        errors=here.count(Severity.ERROR),
        warnings=here.count(Severity.WARNING),
    )


def name_of(card: Card | Summary) -> str:
    """What a scorecard evaluates, else its title, else the sheet that it stands on."""
    own = card.name if isinstance(card, Card) else ""
    return own or "".join(card.title.split()) or card.sheet


def heading_of(card: Card | Summary, lang: Lang) -> str:
    """What a scorecard is called among the tables: 项目自评 业务科工作经费."""
    return text(f"card.called.{card.form.kind.name.lower()}", lang, name=name_of(card))


def range_of(card: Card | Summary) -> str:
    """The part of the sheet that a scorecard takes, as A1:F38."""
    return f"{address(card.top, card.left)}:{address(card.bottom, card.right)}"


def _total(card: Card | Summary) -> Written | None:
    if isinstance(card, Card):
        return card.total
    return card.lines[0].score if card.lines else card.total


def _grade(card: Card | Summary, total: Written | None) -> str:
    points = total.points if total is not None else None
    return card.form.grade(points) if points is not None and _LEAST <= points <= _MOST else ""


def _scores(card: Card | Summary) -> dict[str, str]:
    """Name → score, of the execution and of each 一级指标; goals of one 一级指标 are added up."""
    if isinstance(card, Summary):
        return {line.name: points_of([line.score]) for line in card.lines[1:]}
    scores: dict[str, str] = {}
    if card.execution is not None:
        scores[card.form.execution_name] = points_of([card.execution.score])
    groups: dict[str, list[Written]] = {}
    for indicator in card.indicators:
        groups.setdefault(_group(indicator), []).append(indicator.score)
    return scores | {name: points_of(cells) for name, cells in groups.items()}


def _group(indicator: Indicator) -> str:
    """The 一级指标 of an indicator; of one that has none, its 二级指标 or its own name."""
    at = indicator.group or indicator.second or indicator.name
    return unweighed(at.words)
