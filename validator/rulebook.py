"""The catalogue of rules as a person reads it, made from the forms that the checks run.

The examples of an identity are computed: figures that satisfy its first equation, and the same
figures with the left side off by one; both are judged before they are shown. Of rows and tables of
which there may be any number they show one, or two that are added up. Those of a rule of scorecards
are the cases in the docstring of its function, which the tests run.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from validator.amounts import PERCENT, WAN_YUAN, Amount, State, show
from validator.checks.scorecards.cases import cases
from validator.checks.units import NAME as UNITS
from validator.forms.catalogue import called_codes, ordinal
from validator.forms.compiler import compiled
from validator.forms.equations import (
    BELOW,
    OPEN,
    Compiled,
    CompiledCheck,
    CompiledComparison,
    Equation,
    Term,
)
from validator.forms.loader import form_of, load
from validator.forms.model import (
    TOTAL,
    Edition,
    Form,
    RowKey,
    Rule,
    dated,
    in_list,
    name_of_table,
    row_key,
)
from validator.forms.scorecard import scorecard_rules, scorecards
from validator.messages import Lang, text
from validator.rounding import Relation, Verdict, judge, judge_share


class Example(NamedTuple):
    """Figures, and what the rule gives on them."""

    words: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule of the catalogue; checks of a table's shape, and what only stands beside each other,
    have no examples."""

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
    kinds = dict.fromkeys(map(_kind, items))
    tolerance = "；".join(text(f"tolerance.{kind}", lang) for kind in kinds)
    first = next((item for item in items if isinstance(item, Equation)), None)
    if first is None:
        return Entry(rule, tolerance, ())
    return Entry(rule, tolerance, (_of_share if first.share else _examples)(first, edition))


def _kind(item: Compiled) -> str:
    """What decides how a statement is judged."""
    if isinstance(item, Equation):
        return item.kind
    if isinstance(item, CompiledCheck) and item.name == UNITS:
        return "units"
    return "beside" if isinstance(item, CompiledComparison) else "structure"


def _card_entry(rule: Rule, lang: Lang) -> Entry:
    examples = tuple(Example(case.words, case.verdict) for case in cases(rule.id))
    return Entry(rule, text("tolerance.card", lang), examples)


def _examples(equation: Equation, edition: Edition) -> tuple[Example, ...]:
    """Figures that satisfy the equation, and the same with the left side broken by 1.00."""
    step = 10**6
    equation = _written_out(equation)
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
        level = equation.open_level
        words = f"{_side(sides, edition, level)} {sign} {_side(right, edition, level) or '0'}"
        shown.append(Example(words, verdict))
    return tuple(shown)


def _written_out(equation: Equation) -> Equation:
    """The equation with two rows or tables where it adds up any number of them."""
    left, right = (
        tuple(term for each in side for term in _both(each))
        for side in (equation.left, equation.right)
    )
    return replace(equation, left=left, right=right)


def _both(term: Term) -> tuple[Term, ...]:
    """A sum over tables as two of them; over the rows of a list, as two of these."""
    if term.every:
        return tuple(term._replace(table=f"{term.table}-{n}") for n in (1, 2))
    if term.row == BELOW and term.parent not in (OPEN, TOTAL):
        return tuple(term._replace(row=row_key(str(term.parent), n)) for n in (1, 2))
    return (term,)


def _of_share(equation: Equation, edition: Edition) -> tuple[Example, ...]:
    """A share that is right, the same with its last digit cut off, and one that is wrong."""
    step = WAN_YUAN.step
    part, whole, due = 2000 * WAN_YUAN.fen, 3000 * WAN_YUAN.fen, 6667 * step
    figures = [
        f"{_name(term, edition, equation.open_level)} {show(fen, WAN_YUAN)}"
        for term, fen in zip(equation.right, (part, whole), strict=True)
    ]
    shown = []
    for share in (due, due - step, due + 100 * step):
        amounts = [Amount(State.NUMBER, fen, WAN_YUAN.half) for fen in (share, part, whole)]
        verdict = judge_share(*amounts).verdict
        sign = "≠" if verdict is Verdict.ERROR else "="
        name = _name(equation.left[0], edition, equation.open_level)
        words = f"{name} {show(share, PERCENT)}{PERCENT.name} {sign} {' ÷ '.join(figures)}"
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


def _side(side: list[tuple[Term, int]], edition: Edition, level: str) -> str:
    parts: list[str] = []
    for term, fen in side:
        if not fen and parts:
            continue
        sign = "-" if term.weight < 0 else "+"
        words = f"{_name(term, edition, level)} {show(fen, WAN_YUAN)}"
        parts.append(f" {sign} {words}" if parts else words if sign == "+" else f"-{words}")
    return "".join(parts)


def _name(term: Term, edition: Edition, level: str) -> str:
    """A cell as a person calls it; `level` is what fills an open row."""
    form = form_of(term.table, edition)
    row = level if term.row == OPEN else term.row
    listed = form.lists.get(in_list(row)[0] or str(row))
    columns = form.columns_of_row.get(term.row, form.columns)
    if listed:
        columns = tuple(column.number for column in listed.columns)
    words = [name_of_table(term.table), _row_name(term.row, form, level)]
    if len(columns) > 1:
        heading = dated(form.column_label(term.column), None)
        words.append(f"{term.column}栏" if form.numbering else heading)
    return " ".join(filter(None, words))


def _row_name(row: RowKey, form: Form, level: str) -> str:
    """27行, or its words where no 行次 are printed; 某科目, 某项目 of one of many rows."""
    if isinstance(row, int):
        return f"{row}行" if form.numbered else form.line_words[row]
    if row in (OPEN, BELOW):
        codes = called_codes(form.catalogue)
        return f"下级{codes}" if row == BELOW else f"某{level if level in form.lists else codes}"
    listed, number = in_list(row)
    return f"{listed}之{ordinal(number)}" if listed else row
