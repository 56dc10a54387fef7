"""A workbook of ours has a sheet 勾稽校验 of its own: does it say what the check says?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from validator.findings import Report
from validator.forms.compiler import compiled
from validator.forms.equations import Equation
from validator.forms.loader import editions
from validator.forms.scorecard import scorecard_rules
from validator.forms.workbook import CHECK
from validator.reading import Book
from validator.rounding import Verdict
from xl_addin.messages import Lang, text

#: The columns of the list that are read, in the order of `_Row`.
_HEADINGS = ("规则", "表", "状态")
#: The states that both have a word for, the worst first: what is listed beside what agrees.
_WORDS = {Verdict.ERROR: "不符", Verdict.IMPROBABLE: "存疑", Verdict.ROUNDING: "尾差"}
#: So many rules are named.
_NAMED = 6

_States = Counter[tuple[str, str]]


class _Row(NamedTuple):
    """A place that has a state: its rule, the table or scorecard that it is on, the state."""

    rule: str
    table: str
    state: str


def agreement(book: Book, report: Report, lang: Lang) -> str:
    """One sentence: the workbook's own check sheet agrees, or on which rules it does not; "" for a
    workbook without one.

    Compared is how often each identity is 不符, 存疑 and 尾差, and on how many scorecards that is
    the worst that a rule of theirs gave. Last year's figures, the named checks and the rules of
    scorecards that ask for words, which only one of the two knows, are not.
    """
    sheet = next((s for s in book.sheets if s.name == CHECK), None)
    if sheet is None or report.edition is None:
        return ""
    listed = list(_listed(sheet.rows))
    of_cards = {rule.id for rule in scorecard_rules()} & {row.rule for row in listed}
    rules, words = _identities(report.edition) & report.ran, frozenset(_WORDS.values())
    ours = [
        _Row(f.rule, f.table, _WORDS[f.verdict])
        for f in report.findings
        if f.verdict in _WORDS and (f.rule in of_cards or f.left is not None)
    ]
    own, due = (
        Counter((r.rule, r.state) for r in rows if r.rule in rules and r.state in words)
        + _worst(r for r in rows if r.rule in of_cards)
        for rows in (listed, ours)
    )
    if own == due:
        counts = Counter(word for _, word in due.elements())
        told = "、".join(f"{word} {counts[word]}" for word in _WORDS.values() if counts[word])
        key = "addin.own_check.agrees" if told else "addin.own_check.all_agree"
        return text(key, lang, sheet=CHECK, counts=told)
    different = sorted({rule for rule, _ in (own - due) + (due - own)})
    facts = {"sheet": CHECK, "count": len(different), "rules": "、".join(different[:_NAMED])}
    return text("addin.own_check.differs", lang, **facts)


def _identities(edition: str) -> set[str]:
    """The rules of an edition that are identities; none of scorecards alone."""
    if edition not in editions():
        return set()
    return {rule.rule.id for rule in compiled(edition) if isinstance(rule, Equation)}


def _worst(rows: Iterable[_Row]) -> _States:
    """The worst state of each rule on each scorecard."""
    by_card: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        by_card.setdefault((row.rule, row.table), set()).add(row.state)
    return Counter(
        (rule, word)
        for (rule, _), states in by_card.items()
        if (word := next((word for word in _WORDS.values() if word in states), ""))
    )


def _listed(rows: Iterable[Sequence[object]]) -> Iterator[_Row]:
    """Every row of the list."""
    columns: tuple[int, ...] | None = None
    for row in rows:
        if columns is None:
            if all(heading in row for heading in _HEADINGS):
                columns = tuple(map(row.index, _HEADINGS))
        else:
            yield _Row(*(str(row[column]) for column in columns))
