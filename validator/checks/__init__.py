"""Tables → verdicts: every rule of the edition, and a bureau's own, at every place they apply; and
those of scorecards on each of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from validator.checks.comparison import compare, only_in_one
from validator.checks.context import Context
from validator.checks.identities import Tally, evaluate, survey
from validator.checks.levels import AS_SHIPPED, Levels
from validator.checks.outcome import Observation, Operand, Outcome
from validator.checks.scorecards import run as run_on_scorecards
from validator.checks.scorecards.blank import is_blank as is_blank_card
from validator.checks.scorecards.blank import of_blank
from validator.checks.scorecards.places import ordered
from validator.checks.scorecards.seen import Seen
from validator.checks.speaking import Identities
from validator.checks.structure import CHECKS, inclusion, is_blank
from validator.checks.units import NAME as UNITS
from validator.checks.units import Sums, add_up, explained_by_units
from validator.findings import Comparison
from validator.forms.equations import (
    Compiled,
    CompiledCheck,
    CompiledInclusion,
    RuleSet,
    instances,
)
from validator.forms.model import Rule, Severity
from validator.recognition import Recognised, Table
from validator.rounding import Verdict

__all__ = ["Observation", "Operand", "Outcome", "Results", "run"]


@dataclass(frozen=True)
class Results:
    """Everything that the rules gave. `tally` counts every verdict, the good ones too, by (table or
    scorecard, id of the rule, verdict); `notable` the identities that a person must see; `seen` is
    what the rules of scorecards gave; `comparisons` what stands beside last year's figures and the
    budget's, and is not judged; `levels` how heavy a bureau takes what was found."""

    notable: tuple[Outcome, ...]
    observations: tuple[Observation, ...]
    tally: Tally
    rules: RuleSet
    tables: Mapping[str, Table]
    seen: tuple[Seen, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    levels: Levels = AS_SHIPPED

    def weighed(self, levels: Levels) -> "Results":
        """The same, as heavy as a bureau takes it; verdicts and counts stay."""
        return replace(
            self,
            notable=tuple(map(levels.outcome, self.notable)),
            observations=tuple(map(levels.observation, self.observations)),
            seen=tuple(map(levels.seen, self.seen)),
            levels=levels,
        )

    @cached_property
    def counts(self) -> Counter[tuple[str, Verdict]]:
        """How many of each verdict, by (table or scorecard, verdict)."""
        counts: Counter[tuple[str, Verdict]] = Counter()
        for (table, _, verdict), count in self.tally.items():
            counts[table, verdict] += count
        return counts

    @cached_property
    def of_rules(self) -> Mapping[str, Mapping[Verdict, int]]:
        """How many of each verdict a rule gave, by its id; a rule that nothing in the workbook was
        held to gave not_applicable, and one that does not belong to it nothing."""
        counts: dict[str, dict[Verdict, int]] = {}
        for (_, rule, verdict), count in self.tally.items():
            of_rule = counts.setdefault(rule, {})
            of_rule[verdict] = of_rule.get(verdict, 0) + count
        return counts

    @cached_property
    def identities(self) -> Identities:
        """Every identity at every place, evaluated where it is asked for."""
        return Identities(self.rules, self.tables)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Every identity at every place, those that hold too (computed when asked for)."""
        return tuple(map(self.levels.outcome, evaluate(self.rules, self.tables)))


def run(
    found: Recognised,
    rules: RuleSet | Iterable[Compiled],
    names: Mapping[str, Mapping[str, str]],
    previous: Recognised | None = None,
    budget: Recognised | None = None,
    units: Sequence[Recognised] = (),
    *,
    idle: Iterable[Rule] = (),
) -> Results:
    """Run `rules` on the tables of `found`, and the rules of scorecards on its scorecards.

    `names` is the 科目 catalogue by kind (code → name), `previous` last year's tables, recognised
    with the keys "上年01" …, `budget` those of the budget, "预算01" …; `units` those of the
    units of which the workbook is the sum, "单位1·01" …; `idle` are more rules that nothing in the
    workbook can be held to.
    """
    of_tables = _run_on_tables(found, rules, names, previous, budget, units)
    if not (found.cards or found.summaries):
        return of_tables
    seen = _run_on_scorecards(found)
    tally = of_tables.tally + Counter((s.card.key, s.rule, s.verdict) for s in seen)
    tally.update(("", rule.id, Verdict.NOT_APPLICABLE) for rule in idle)
    return replace(of_tables, tally=tally, seen=seen)


def _run_on_scorecards(found: Recognised) -> tuple[Seen, ...]:
    blank = [card for card in ordered(found) if is_blank_card(card)]
    keys = {card.key for card in blank}
    cards = tuple(card for card in found.cards if card.key not in keys)
    summaries = tuple(summary for summary in found.summaries if summary.key not in keys)
    return (*run_on_scorecards(cards, summaries, found.tables), *of_blank(blank))


def _run_on_tables(
    found: Recognised,
    rules: RuleSet | Iterable[Compiled],
    names: Mapping[str, Mapping[str, str]],
    previous: Recognised | None,
    budget: Recognised | None,
    units: Sequence[Recognised],
) -> Results:
    tables = dict(found.tables)
    for other in filter(None, (previous, budget)):
        tables |= {key: table.by_words() for key, table in other.tables.items()}
    rules = rules if isinstance(rules, RuleSet) else RuleSet(tuple(rules))
    context = Context(found, rules, names, previous, budget=budget, tables=tables)
    for rule in rules.others:
        if isinstance(rule, CompiledCheck) and rule.name == _BLANK and is_blank(found):
            return _of_blank(context, rule, tables)
    identities = survey(rules, tables)
    notable, tally = identities.notable, identities.tally
    sums = _of_units(found, rules, units)
    if sums:
        notable = explained_by_units(notable, sums) + sums.notable
        tally.update(sums.tally)
        tables |= {o.table.key: o.table for each in sums.notable for o in each.right}
    context = context._replace(notable=notable, sums=sums)
    observations: list[Observation] = []
    for rule in rules.others:
        places: Iterable[Observation] | None
        if isinstance(rule, CompiledCheck):
            table = rule.table
            absent = bool(table) and table not in found.tables
            places = None if absent else CHECKS[rule.name](context, rule.rule, rule)
        else:
            table = rule.whole
            places = inclusion(context, rule)
        seen = None if places is None else list(places)
        tally[table, rule.rule.id, _verdict(seen)] += 1
        unread = sum(1 for o in seen or () if o.verdict is Verdict.NOT_EVALUATED)
        if unread:
            tally[table, rule.rule.id, Verdict.NOT_EVALUATED] += unread
        observations.extend(seen or ())
    compared = list(compare(rules.comparisons, tables, found.edition))
    observations.extend(told for pair in compared if (told := only_in_one(*pair)))
    return Results(
        notable,
        tuple(observations),
        tally,
        rules,
        tables,
        comparisons=tuple(comparison for _, comparison in compared),
    )


def _of_units(found: Recognised, rules: RuleSet, units: Sequence[Recognised]) -> Sums | None:
    """What adding up the units gives; None without units."""
    for rule in rules.others if units else ():
        if isinstance(rule, CompiledCheck) and rule.name == UNITS:
            return add_up(rule.rule, found, units)
    return None


#: The check that speaks of blank tables, and then alone.
_BLANK = "空白工作簿"


def _of_blank(context: Context, rule: CompiledCheck, tables: Mapping[str, Table]) -> Results:
    """The results for tables in which there is nothing to check: that they are blank."""
    tally: Tally = Counter()
    for equation in context.rules.equations:
        for each in instances(equation, tables):
            tally[each.home, each.rule.id, Verdict.NOT_APPLICABLE] += 1
    for other in context.rules.others:
        tally[_home(other), other.rule.id, Verdict.NOT_APPLICABLE] += 1
    seen = tuple(CHECKS[_BLANK](context, rule.rule, rule) or ())
    return Results((), seen, tally, context.rules, tables)


def _home(rule: CompiledCheck | CompiledInclusion) -> str:
    return rule.table if isinstance(rule, CompiledCheck) else rule.whole


def _verdict(seen: list[Observation] | None) -> Verdict:
    if seen is None:
        return Verdict.NOT_APPLICABLE
    if any(o.severity is not Severity.INFO for o in seen):
        return Verdict.ERROR
    return Verdict.EXACT
