"""A workbook of ours has a sheet 勾稽校验 of its own: does it say what the check says?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from validator.findings import Report
from validator.forms.compiler import compiled
from validator.forms.equations import Equation
from validator.forms.workbook import CHECK
from validator.reading import Book
from validator.rounding import Verdict
from xl_addin.messages import Lang, text

_RULE, _STATE = "规则", "状态"
#: The states that both have a word for: what is listed beside what agrees.
_WORDS = {Verdict.ERROR: "不符", Verdict.IMPROBABLE: "存疑", Verdict.ROUNDING: "尾差"}
#: So many rules are named.
_NAMED = 6

_States = Counter[tuple[str, str]]


def agreement(book: Book, report: Report, lang: Lang) -> str:
    """One sentence: the workbook's own check sheet agrees, or on which rules it does not; "" for a
    workbook without one.

    Compared is how often each identity is 不符, 存疑 and 尾差. Last year's figures and the named
    checks, which only one of the two knows, are not.
    """
    sheet = next((s for s in book.sheets if s.name == CHECK), None)
    if sheet is None or report.edition is None:
        return ""
    rules = {r.rule.id for r in compiled(report.edition) if isinstance(r, Equation)} & report.ran
    own = Counter(state for state in _listed(sheet.rows) if state[0] in rules)
    ours: _States = Counter(
        (f.rule, _WORDS[f.verdict])
        for f in report.findings
        if f.rule in rules and f.verdict in _WORDS and f.left is not None
    )
    if own == ours:
        counts = Counter(word for _, word in ours.elements())
        told = "、".join(f"{word} {counts[word]}" for word in _WORDS.values() if counts[word])
        key = "addin.own_check.agrees" if told else "addin.own_check.all_agree"
        return text(key, lang, sheet=CHECK, counts=told)
    different = sorted({rule for rule, _ in (own - ours) + (ours - own)})
    facts = {"sheet": CHECK, "count": len(different), "rules": "、".join(different[:_NAMED])}
    return text("addin.own_check.differs", lang, **facts)


def _listed(rows: Iterable[Sequence[object]]) -> Iterator[tuple[str, str]]:
    """(rule, state) of every row of the list with a state that is compared."""
    columns: tuple[int, int] | None = None
    for row in rows:
        if columns is None:
            if _RULE in row and _STATE in row:
                columns = row.index(_RULE), row.index(_STATE)
        elif row[columns[1]] in _WORDS.values():
            yield str(row[columns[0]]), str(row[columns[1]])
