"""The cells of scorecards that are likely wrong: from what the rules of scorecards gave, to causes.

The steps are those of tables: the rules that are broken fall into problems; the smallest sets of
`figures` that would mend each are sought (`search`, by `asking` the rules themselves; `blanks` for
scores that are missing); the mistakes that people make tell the likeliest (`likely`); and `wording`
says it. A problem that is too much at once is mended as far as it can be.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from validator.checks import Results
from validator.checks.outcome import Cause
from validator.checks.scorecards.seen import Seen
from validator.forms.model import CellKey
from validator.localisation.scorecards.asking import Broken, Changes, Scorecards, is_hard
from validator.localisation.scorecards.likely import explained_sets
from validator.localisation.scorecards.search import Found, Search
from validator.localisation.scorecards.wording import suspects
from validator.localisation.several import MOST_SETS
from validator.messages import Lang
from validator.recognition import Recognised, Table
from validator.rounding import Verdict

#: Amounts of tables that are put right, and the cause that says so.
OfTables = Sequence[tuple[Mapping[CellKey, int], Cause]]


def with_scorecards(
    results: Results, found: Recognised, of_tables: OfTables, lang: Lang
) -> tuple[Cause, ...]:
    """The causes in tables, with what of scorecards is resolved by them, and those in scorecards.
    Nothing is looked at where no figure of a scorecard is wrong."""
    causes = []
    for values, cause in of_tables:
        if any(map(is_hard, results.seen)):
            left, mended = _mended_by_tables(results, found, values)
            results = replace(results, seen=left)
            cause = cause._replace(resolves=cause.resolves | {seen.key for seen in mended})
        causes.append(cause)
    if any(map(is_hard, results.seen)):
        causes += _causes(Scorecards(results, found), lang)
    return tuple(causes)


def _mended_by_tables(
    results: Results, found: Recognised, values: Mapping[CellKey, int]
) -> tuple[tuple[Seen, ...], tuple[Seen, ...]]:
    """What the rules gave, and of it what holds with other amounts in the tables: that apart."""
    tables = {key: _with_amounts(table, values) for key, table in found.tables.items()}
    beside = [s for s in results.seen if is_hard(s) and any(c in values for c in s.beside)]
    rules = sorted({(seen.rule, seen.card.key) for seen in beside})
    asked = Scorecards(results, found, tables).asked(rules, Changes())
    still = {Broken.of(seen) for seen in asked if seen.verdict is Verdict.ERROR}
    mended = tuple(seen for seen in beside if Broken.of(seen) not in still)
    return tuple(seen for seen in results.seen if seen not in mended), mended


def _with_amounts(table: Table, values: Mapping[CellKey, int]) -> Table:
    """The table with other amounts in some of its cells, in 分."""
    new = {key[1:]: fen for key, fen in values.items() if key[0] == table.key}
    rows = [list(row) for row in table.source.rows] if new else []
    for key, fen in new.items():
        if (cell := table.cells.get(key)) is not None:
            rows[cell.row][cell.column] = float(Decimal(fen) / table.unit_of(key[1]).fen)
    return replace(table, source=replace(table.source, rows=rows)) if new else table


def _causes(cards: Scorecards, lang: Lang) -> Iterator[Cause]:
    search = Search(cards)
    for problem in search.problems():
        if found := search.solved(problem):
            yield _cause(cards, search, problem, found, lang)
        else:
            yield from _in_parts(cards, search, problem, lang)


def _in_parts(
    cards: Scorecards, search: Search, problem: Sequence[Seen], lang: Lang
) -> Iterator[Cause]:
    """What can be mended of a problem, part by part, each with the others put right."""
    left = list(problem)
    while len(left) > 1 and (found := search.partly(left)):
        cause = _cause(cards, search, found[0].mended, found, lang)
        yield cause
        search = Search(cards, found[0].changes)
        broken = {seen.key for seen in search.broken}
        left = [seen for seen in left if seen.key in broken and seen.key not in cause.resolves]


def _cause(
    cards: Scorecards, search: Search, problem: Sequence[Seen], found: Sequence[Found], lang: Lang
) -> Cause:
    wanted = {Broken.of(seen) for seen in problem}
    told = explained_sets(cards, found, lambda changes: search.rounded(changes, wanted))
    named = tuple(
        suspect
        for number, each in enumerate(told[: 2 * MOST_SETS], start=1)
        for suspect in suspects(cards, each, number, lang)
    )
    keys = {seen.key for seen in (*problem, *told[0].found.mended)}
    return Cause(frozenset(keys), named)
