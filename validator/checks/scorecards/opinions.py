"""What the rules of scorecards gave → findings, and what they say of one cell."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from validator.checks.context import as_written
from validator.checks.outcome import Cause
from validator.checks.scorecards.figures import value
from validator.checks.scorecards.places import written_at
from validator.checks.scorecards.seen import Seen
from validator.findings import CellRef, Finding, Statement, Suspect
from validator.forms.scorecard import rule_of
from validator.messages import Lang, text
from validator.reading import address
from validator.recognition.card import Card, Summary, Written
from validator.rounding import Verdict

#: What a person must see, also where a rule gave it no severity.
_TO_BE_SEEN = frozenset(
    {Verdict.ERROR, Verdict.IMPROBABLE, Verdict.ROUNDING, Verdict.NOT_EVALUATED}
)


def told(seen: Iterable[Seen], lang: Lang, located: Sequence[Cause] = ()) -> list[list[Finding]]:
    """The findings of the scorecards, a list a cause: the cause first, then what follows from it,
    with the suspects of the one of `located` that resolves them. `group` is left to be filled in.
    """
    causes: dict[object, list[Seen]] = {}
    for number, each in enumerate(seen):
        if each.severity is not None or each.verdict in _TO_BE_SEEN:
            key: object = (each.card.key, each.cause) if each.cause else number
            causes.setdefault(key, []).append(each)
    sets: dict[object, tuple[list[Seen], tuple[Suspect, ...]]] = {}
    for key, members in causes.items():
        for each in sorted(members, key=lambda seen: seen.follows):
            cause = next((one for one in located if _resolves(one, each)), None)
            suspects = cause.suspects if cause else ()
            own, _ = sets.setdefault(cause or key, ([], suspects))
            own.append(each)
    return [_of_one_cause(members, suspects, lang) for members, suspects in sets.values()]


def _resolves(cause: Cause, seen: Seen) -> bool:
    return seen.verdict is Verdict.ERROR and seen.key in cause.resolves


def _of_one_cause(
    members: Sequence[Seen], suspects: tuple[Suspect, ...], lang: Lang
) -> list[Finding]:
    """The findings of one cause; where it is known which figures are wrong, all others follow."""
    cause, *others = members
    found = [replace(_finding(cause, lang), suspects=suspects)]
    for other in others:
        finding = replace(_finding(other, lang), suspects=suspects)
        if other.follows or suspects:
            message = text("consequence", lang, message=finding.message, rule=cause.rule)
            finding = replace(finding, cause=False, message=message)
        found.append(finding)
    return found


def _finding(seen: Seen, lang: Lang) -> Finding:
    return Finding(
        rule=seen.rule,
        severity=seen.effective_severity,
        verdict=seen.verdict,
        kind=seen.kind,
        table=seen.card.key,
        left=seen.left,
        right=seen.right,
        difference=seen.difference,
        unexplained=None,
        cells=tuple(_cell(seen.card, cell, role) for cell, role in seen.cells),
        suspects=(),
        group="",
        message=seen.sentence(lang),
        source=rule_of(seen.rule).source,
    )


def _cell(card: Card | Summary, cell: Written, role: str) -> CellRef:
    return CellRef(
        sheet=card.sheet,
        address=address(cell.row, cell.column),
        table=card.key,
        line=None,
        column=None,
        label=cell.label,
        raw=as_written(cell.raw),
        value=value(card, cell),
        role=role,
    )


def cell_at(card: Card | Summary, row: int, column: int) -> CellRef | None:
    """The cell of a scorecard at a place of its sheet, as findings name it; None where the
    scorecard has none there."""
    cell = written_at(card, row, column)
    return None if cell is None else _cell(card, cell, "place")


def statements(
    card: Card | Summary, row: int, column: int, seen: Iterable[Seen], lang: Lang
) -> list[Statement]:
    """What every rule gave that looked at a cell of a scorecard, the good ones too."""
    return [
        Statement(each.rule, _name(each.rule), each.verdict, each.sentence(lang))
        for each in seen
        if each.card is card and any((c.row, c.column) == (row, column) for c, _ in each.cells)
    ]


def _name(rule: str) -> str:
    """What a rule is called in its file: 执行得分."""
    return rule_of(rule).notation.removeprefix("检查").strip()
