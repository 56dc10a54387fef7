"""How heavy a bureau takes what was found: the severities of its own rules file.

They change no verdict and no count: what is wrong stays counted as wrong. What could not be checked
keeps its severity too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from validator.checks.outcome import Observation, Outcome, severity_of
from validator.checks.scorecards.seen import Seen
from validator.checks.sentences import unit_of
from validator.findings import LevelReport
from validator.forms.model import FindingClass, Level, Rule, Severity
from validator.forms.scorecard import rule_of
from validator.rounding import Verdict

_OF_VERDICT = {
    Verdict.ROUNDING: FindingClass.ROUNDING,
    Verdict.IMPROBABLE: FindingClass.IMPROBABLE,
}
#: What identities of a kind find when they are off by one last printed digit.
_OF_KIND = {"copy": FindingClass.COPY, "sum": FindingClass.SUM}
#: How heavy the findings of a class are as long as nobody says otherwise; None: as their rules.
_USUAL = {
    FindingClass.ROUNDING: Severity.INFO,
    FindingClass.IMPROBABLE: Severity.WARNING,
    FindingClass.COPY: None,
    FindingClass.SUM: None,
}
#: What nobody has to see, however heavy its rule is, and what could not be checked.
_UNTOUCHED = frozenset({Verdict.EXACT, Verdict.NOT_APPLICABLE, Verdict.NOT_EVALUATED})


@dataclass(frozen=True)
class Levels:
    """The severities of a rules file, by the id of a rule or the words of a class."""

    by_name: Mapping[str, Severity]

    @classmethod
    def of(cls, levels: Iterable[Level]) -> "Levels":
        """Those that the file states."""
        return cls({level.name: level.severity for level in levels})

    def outcome(self, outcome: Outcome) -> Outcome:
        """The identity at one place, as heavy as the bureau takes it: by its class where that has a
        level, but never heavier than its rule."""
        if not self.by_name or outcome.verdict in _UNTOUCHED:
            return outcome
        rule = self._rule(outcome.rule)
        level = self._of_class(class_of(outcome))
        severity = severity_of(rule, outcome.verdict) if level is None else level
        return outcome._replace(severity=severity.at_most(rule.severity))

    def observation(self, seen: Observation) -> Observation:
        """What a named check saw, as heavy as the bureau takes it."""
        if seen.rule.id not in self.by_name or seen.verdict is Verdict.NOT_EVALUATED:
            return seen
        return seen._replace(severity=self._changed(seen.rule, seen.severity))

    def seen(self, seen: Seen) -> Seen:
        """What a rule gave on a scorecard, as heavy as the bureau takes it."""
        nothing = seen.severity is None and seen.verdict in _UNTOUCHED
        if not self.by_name or nothing or seen.verdict is Verdict.NOT_EVALUATED:
            return seen
        rule = rule_of(seen.rule)
        level = self._of_class(_OF_VERDICT.get(seen.verdict))
        if level is None:
            if seen.rule not in self.by_name:
                return seen
            level = self._changed(rule, seen.effective_severity)
        return seen._replace(severity=level.at_most(self._rule(rule).severity))

    def _rule(self, rule: Rule) -> Rule:
        return replace(rule, severity=self.by_name.get(rule.id, rule.severity))

    def _of_class(self, of: FindingClass | None) -> Severity | None:
        return self.by_name.get(of.value) if of else None

    def _changed(self, rule: Rule, severity: Severity) -> Severity:
        """What a rule sees as heavy as itself follows it; the rest is at most as heavy."""
        level = self.by_name[rule.id]
        return level if severity is rule.severity else severity.at_most(level)


#: Nothing is taken otherwise than it ships.
AS_SHIPPED = Levels({})


def reported(levels: Sequence[Level], rules: Iterable[Rule]) -> Iterator[LevelReport]:
    """The levels that bear on a workbook which is held to `rules`, as its report tells them."""
    if not levels:
        return
    usual: dict[str, Severity | None] = {rule.id: rule.severity for rule in rules}
    usual |= {of.value: severity for of, severity in _USUAL.items()}
    for level in levels:
        if level.name in usual:
            yield LevelReport(level.name, usual[level.name], level.severity, level.source)


def class_of(outcome: Outcome) -> FindingClass | None:
    """The class that an identity which does not hold belongs to, None for none of them."""
    judged = outcome.judgement
    if judged.verdict is not Verdict.ERROR or judged.missing_total or judged.by_stored:
        return _OF_VERDICT.get(judged.verdict)
    unexplained = abs(int(judged.residual)) - abs(judged.explained)
    return _OF_KIND.get(outcome.kind) if unexplained == unit_of(outcome).step else None
