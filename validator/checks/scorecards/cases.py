"""The case tables of the rules of scorecards: what the docstring of a rule's function shows of it.

A table is the lines with ` | ` in it: a line that ends in 结论 names the columns of those below it,
of which the last is the verdict. They are the examples of the catalogue, and the tests run every
one of them.
"""

from collections.abc import Mapping
from functools import cache
from inspect import getdoc
from typing import NamedTuple

from validator.checks.scorecards import RULES
from validator.rounding import Verdict

_CUT = " | "
_VERDICT = "结论"


class Case(NamedTuple):
    """What stands on a card, by column, and the verdict of the rule on it."""

    columns: Mapping[str, str]
    verdict: Verdict

    @property
    def words(self) -> str:
        """The case on one line: 执行率 71.2%，执行数 56.95，预算数 80."""
        return "，".join(f"{name} {said}" for name, said in self.columns.items())


@cache
def cases(rule_id: str) -> tuple[Case, ...]:
    """The case table of a rule, in order. Raises KeyError for an id that is none of `RULES`,
    ValueError for a table that cannot be read."""
    heading: list[str] = []
    found = []
    for line in (getdoc(RULES[rule_id]) or "").splitlines():
        if _CUT not in line:
            continue
        row = [cell.strip() for cell in line.split(_CUT.strip())]
        if row[-1] == _VERDICT:
            heading = row
        elif len(row) != len(heading):
            raise ValueError(f"{rule_id}: {line.strip()} has other columns than its heading")
        else:
            columns = dict(zip(heading[:-1], row[:-1], strict=True))
            found.append(Case({k: v for k, v in columns.items() if v}, Verdict(row[-1])))
    return tuple(found)
