"""The arithmetic of docs/rounding.md as Excel formulas, in whole printed steps.

A difference is rounding where it stays within half as many steps as there are figures, one less
where some of them point the other way; it is unusual where 99 in 100 sums of so many roundings come
closer, or where only a printed zero that is an amount rounded away explains it.
"""

from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.workbook import IDENTITIES
from validator.rounding import Relation, usual_steps
from workbook_templates.identities import BROKEN, EXACT, ROUNDING, UNUSUAL
from workbook_templates.plan import UNIT
from workbook_templates.spot import Spot, local_span

#: 1 where the unit of the tables rounds at all; the thresholds of usual rounding, side by side.
ROUNDS, _USUAL = Spot(IDENTITIES, 0, 0), Spot(IDENTITIES, 1, 0)
#: No identity of a form adds up more figures: a 款 has 99 项 at most.
_MANY = 128


def write_arithmetic(sheet: Worksheet) -> None:
    """What the formulas of `judged` look up."""
    sheet[ROUNDS.local] = f'=IF({UNIT.ref}="元",0,1)'
    for i, least in enumerate(_thresholds()):
        sheet[_USUAL._replace(column=i).local] = least


def _thresholds() -> Iterator[int]:
    """The numbers of figures from which one more step of rounding is usual: 0, 2, 5, 12, …"""
    last = -1
    for n in range(_MANY):
        if (steps := usual_steps(n)) > last:
            last = steps
            yield n


def against(d: str, plus: str, minus: str) -> str:
    """How many of the figures that add to the difference `d` or take from it point against it."""
    return f"IF({d}>0,{minus},{plus})"


def bound(figures: str, opposite: str) -> str:
    """How many steps of a difference rounding explains; `opposite`: 1 where a figure points against
    the difference."""
    return f"INT(({figures}-{opposite})/2)"


def judged(
    d: str, relation: Relation, figures: str, filled: str, opposite: str, zeros_too: str
) -> str:
    """The state of a difference `d` (whole steps). `opposite` and `zeros_too`: 1 where a figure, or
    a figure or printed zero, points against the difference."""
    sign = {Relation.EQUAL: "=", Relation.AT_LEAST: ">=", Relation.AT_MOST: "<="}[relation]
    rounds = ROUNDS.fixed
    usual = local_span(_USUAL, _USUAL._replace(column=len(list(_thresholds())) - 1))
    within = f"ABS({d})<={rounds}*{bound(figures, opposite)}"
    with_zeros = f"ABS({d})<={rounds}*{bound(filled, zeros_too)}"
    rounding = str(ROUNDING)
    if relation is Relation.EQUAL:
        rounding = f"IF(ABS({d})>MATCH({figures}-1,{usual},1)-1,{UNUSUAL},{ROUNDING})"
    return f"IF({d}{sign}0,{EXACT},IF({within},{rounding},IF({with_zeros},{UNUSUAL},{BROKEN})))"
