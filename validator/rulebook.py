"""The catalogue of rules as a person reads it, made from the forms that the checks run.

The examples of an identity are computed: figures that satisfy its first equation, and the same
figures with the left side off by one; both are judged before they are shown. Those of a rule of
scorecards are the cases in the docstring of its function, which the tests run.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from validator.amounts import WAN_YUAN, Amount, State, show
from validator.checks.scorecards.cases import cases
from validator.forms.compiler import compiled
from validator.forms.equations import (
    BELOW,
    OPEN,
    Compiled,
    CompiledComparison,
    Equation,
    Term,
)
from validator.forms.loader import form_of, load
from validator.forms.model import Edition, Rule, name_of_table
from validator.forms.scorecard import scorecard_rules, scorecards
from validator.messages import Lang, text
from validator.rounding import Relation, Verdict, judge


class Example(NamedTuple):
    """Figures, and what the rule gives on them."""

    words: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule of the catalogue; checks of a table's shape have no examples."""

    rule: Rule
    tolerance: str
    examples: tuple[Example, ...]

    def meaning(self, lang: Lang) -> str:
        """The rule in words."""
        return self.rule.meaning if lang == "zh" else self.rule.meaning_en


def rulebook(edition: str, lang: Lang = "zh") -> list[Entry]:
    """Every rule of `edition`, of tables or a scorecard, once and in the order of the forms.

    Raises KeyError, FormError.
    """
    if edition in scorecards():
        return [_card_entry(rule, lang) for rule in scorecard_rules()]
    form_set = load(edition)
    by_rule: dict[str, list[Compiled]] = {}
    for item in compiled(edition):
        by_rule.setdefault(item.rule.id, []).append(item)
    return [_entry(rule, by_rule[rule.id], form_set, lang) for rule in form_set.rules]


def _entry(rule: Rule, items: Iterable[Compiled], edition: Edition, lang: Lang) -> Entry:
    items = tuple(items)
    equations = [item for item in items if isinstance(item, Equation)]
    kinds = dict.fromkeys(equation.kind for equation in equations)
    if any(isinstance(item, CompiledComparison) for item in items):
        kinds["beside"] = None
    kinds = kinds or {"structure": None}
    tolerance = "；".join(text(f"tolerance.{kind}", lang) for kind in kinds)
    return Entry(rule, tolerance, _examples(equations[0], edition) if equations else ())


def _card_entry(rule: Rule, lang: Lang) -> Entry:
    examples = tuple(Example(case.words, case.verdict) for case in cases(rule.id))
    return Entry(rule, text("tolerance.card", lang), examples)


def _examples(equation: Equation, edition: Edition) -> tuple[Example, ...]:
    """Figures that satisfy the equation, and the same with the left side broken by 1.00."""
    step = 10**6
    right = [(t, amount) for t, amount in zip(equation.right, _figures(step), strict=False)]
    target = sum(t.weight * amount for t, amount in right)
    first, *others = equation.left
    smaller = islice(_figures(step), 1, None)  # so that the remaining left figure stays positive
    left = [(t, amount) for t, amount in zip(others, smaller, strict=False)]
    total = (target - sum(t.weight * amount for t, amount in left)) * first.weight
    off = -step if equation.relation is not Relation.AT_MOST else step
    shown = []
    for figure in (total, total + off):
        sides = [(first, figure), *left]
        verdict = _verdict(sides, equation.relation, right)
        assert (verdict is Verdict.ERROR) == (figure != total), equation.text
        sign = equation.relation.value if figure == total else _broken_sign(equation.relation)
        words = f"{_side(sides, edition)} {sign} {_side(right, edition) or '0'}"
        shown.append(Example(words, verdict))
    return tuple(shown)


def _figures(step: int) -> Iterator[int]:
    """Distinct amounts: 100, 20, 3, then nothing, so that long sums stay readable."""
    yield from (100 * step, 20 * step, 3 * step)
    while True:
        yield 0


def _verdict(
    left: list[tuple[Term, int]], relation: Relation, right: list[tuple[Term, int]]
) -> Verdict:
    def amounts(side: list[tuple[Term, int]]) -> list[tuple[int, Amount]]:
        return [
            (t.weight, Amount(State.NUMBER if fen else State.ZERO, fen, WAN_YUAN.half))
            for t, fen in side
        ]

    return judge(amounts(left), relation, amounts(right)).verdict


def _broken_sign(relation: Relation) -> str:
    return {Relation.EQUAL: "≠", Relation.AT_LEAST: "＜", Relation.AT_MOST: "＞"}[relation]


def _side(side: list[tuple[Term, int]], edition: Edition) -> str:
    parts: list[str] = []
    for term, fen in side:
        if not fen and parts:
            continue
        sign = "-" if term.weight < 0 else "+"
        words = f"{_name(term, edition)} {show(fen, WAN_YUAN)}"
        parts.append(f" {sign} {words}" if parts else words if sign == "+" else f"-{words}")
    return "".join(parts)


def _name(term: Term, edition: Edition) -> str:
    form = form_of(term.table, edition)
    if isinstance(term.row, int):
        row = f"{term.row}行"
    else:
        row = {OPEN: "某科目", BELOW: "下级科目"}.get(term.row, term.row)
    several = len(form.columns_of_row.get(term.row, form.columns)) > 1
    return f"{name_of_table(term.table)} {row}{f' {term.column}栏' if several else ''}".strip()
