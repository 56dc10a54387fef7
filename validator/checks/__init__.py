"""Tables → verdicts: every rule of the edition, and a bureau's own, at every place they apply; and
those of scorecards on each of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from validator.checks.comparison import compare, only_in_one
from validator.checks.context import Context
from validator.checks.identities import Counts, evaluate, survey
from validator.checks.levels import AS_SHIPPED, Levels
from validator.checks.outcome import Observation, Operand, Outcome
from validator.checks.scorecards import run as run_on_scorecards
from validator.checks.scorecards.blank import is_blank as is_blank_card
from validator.checks.scorecards.blank import of_blank
from validator.checks.scorecards.places import ordered
from validator.checks.scorecards.seen import Seen
from validator.checks.structure import CHECKS, inclusion, is_blank
from validator.findings import Comparison
from validator.forms.equations import (
    Compiled,
    CompiledCheck,
    CompiledInclusion,
    RuleSet,
    instances,
)
from validator.forms.model import Severity
from validator.recognition import Recognised, Table
from validator.rounding import Verdict

__all__ = ["Observation", "Operand", "Outcome", "Results", "run"]


@dataclass(frozen=True)
class Results:
    """Everything that the rules gave. `counts` is by (table or scorecard, verdict), the good ones
    too; `ran` holds the id of every rule that gave at least one verdict other than not_applicable;
    `notable` the identities that a person must see; `seen` is what the rules of scorecards gave;
    `comparisons` what stands beside last year's figures and the budget's, and is not judged;
    `levels` how heavy a bureau takes what was found."""

    notable: tuple[Outcome, ...]
    observations: tuple[Observation, ...]
    counts: Counts
    ran: frozenset[str]
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
    def outcomes(self) -> tuple[Outcome, ...]:
        """Every identity at every place, those that hold too (computed when asked for)."""
        return tuple(map(self.levels.outcome, evaluate(self.rules, self.tables)))


def run(
    found: Recognised,
    rules: RuleSet | Iterable[Compiled],
    names: Mapping[str, Mapping[str, str]],
    previous: Recognised | None = None,
    budget: Recognised | None = None,
    *,
    idle: int = 0,
) -> Results:
    """Run `rules` on the tables of `found`, and the rules of scorecards on its scorecards.

    `names` is the 科目 catalogue by kind (code → name), `previous` last year's tables, recognised
    with the keys "上年01" …, `budget` those of the budget, "预算01" …; `idle` is how many more
    rules there are that nothing in the workbook can be held to.
    """
    of_tables = _run_on_tables(found, rules, names, previous, budget)
    if not (found.cards or found.summaries):
        return of_tables
    seen = _run_on_scorecards(found)
    counts = of_tables.counts + Counter((s.card.key, s.verdict) for s in seen)
    counts["", Verdict.NOT_APPLICABLE] += idle
    return replace(
        of_tables,
        counts=counts,
        ran=of_tables.ran | {s.rule for s in seen if s.verdict is not Verdict.NOT_APPLICABLE},
        seen=seen,
    )


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
    context = context._replace(notable=identities.notable)
    counts, ran = Counter(identities.counts), set(identities.ran)
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
        counts[table, _verdict(seen)] += 1
        unread = sum(1 for o in seen or () if o.verdict is Verdict.NOT_EVALUATED)
        if unread:
            counts[table, Verdict.NOT_EVALUATED] += unread
        if seen is not None:
            ran.add(rule.rule.id)
            observations.extend(seen)
    compared = list(compare(rules.comparisons, tables, found.edition))
    observations.extend(told for pair in compared if (told := only_in_one(*pair)))
    return Results(
        identities.notable,
        tuple(observations),
        counts,
        frozenset(ran),
        rules,
        tables,
        comparisons=tuple(comparison for _, comparison in compared),
    )


#: The check that speaks of blank tables, and then alone.
_BLANK = "空白工作簿"


def _of_blank(context: Context, rule: CompiledCheck, tables: Mapping[str, Table]) -> Results:
    """The results for tables in which there is nothing to check: that they are blank."""
    counts: Counts = Counter()
    for equation in context.rules.equations:
        counts.update((each.home, Verdict.NOT_APPLICABLE) for each in instances(equation, tables))
    counts.update((_home(each), Verdict.NOT_APPLICABLE) for each in context.rules.others)
    seen = tuple(CHECKS[_BLANK](context, rule.rule, rule) or ())
    return Results((), seen, counts, frozenset(), context.rules, tables)


def _home(rule: CompiledCheck | CompiledInclusion) -> str:
    return rule.table if isinstance(rule, CompiledCheck) else rule.whole


def _verdict(seen: list[Observation] | None) -> Verdict:
    if seen is None:
        return Verdict.NOT_APPLICABLE
    if any(o.severity is not Severity.INFO for o in seen):
        return Verdict.ERROR
    return Verdict.EXACT
